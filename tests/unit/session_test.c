/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what the threads of a shell share: commands and descriptors. */
#include "model/session.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static const struct session_ops no_ops = { 0 };

static const struct prim some_prims[] = {
	{ .name = "one", .forms = { "" }, .flags = PRIM_PURE },
	{ .name = "three", .forms = { "" }, .flags = PRIM_PURE },
	{ .name = "hidden", .forms = { "" }, .flags = PRIM_PURE | PRIM_HIDDEN },
	{ .name = "four", .forms = { "" }, .flags = PRIM_PURE },
	{ .name = NULL },
};

static const struct prim more_prims[] = {
	{ .name = "two", .forms = { "" }, .flags = PRIM_PURE },
	{ .name = NULL },
};

static void
commands_are_found(void **state)
{
	static const char *const names[] = { "four", "one", "three", "two" };
	struct nearest nearest = { .name = "thre" };
	struct session s;

	(void)state;
	session_init(&s, &no_ops, NULL);
	assert_null(session_command(&s, "one"));
	session_add(&s, some_prims);
	session_add(&s, more_prims);
	assert_int_equal(s.ncommands, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(s.commands[i].prim->name, names[i]);
		assert_ptr_equal(session_command(&s, names[i]), &s.commands[i]);
	}
	assert_null(session_command(&s, "hidden"));
	assert_null(session_command(&s, "on"));
	assert_null(session_command(&s, ""));
	session_command_offer(&s, &nearest);
	assert_string_equal(nearest.best, "three");
	session_free(&s);
}

/* A number and its generation name one descriptor, whatever comes after. */
static void
descriptors_have_generations(void **state)
{
	struct fd_info *info;
	struct session s;

	(void)state;
	session_init(&s, &no_ops, NULL);
	assert_null(session_fd(&s, 3));
	session_fd_closed(&s, 3);
	info = session_fd_opened(&s, 3, AF_INET, SOCK_STREAM, IPPROTO_TCP);
	assert_int_equal(info->generation, 1);
	assert_int_equal(info->family, AF_INET);
	assert_int_equal(info->type, SOCK_STREAM);
	assert_int_equal(info->protocol, IPPROTO_TCP);
	info->sent = 5;
	assert_ptr_equal(session_fd(&s, 3), info);
	session_fd_closed(&s, 3);
	assert_null(session_fd(&s, 3));
	info = session_fd_opened(&s, 3, AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(info->generation, 2);
	assert_int_equal(info->sent, 0);
	assert_int_equal(info->family, AF_UNIX);
	/* Made again without a close that we saw. */
	info = session_fd_opened(&s, 3, AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(info->generation, 3);
	session_free(&s);
}

static void
any_number_may_be_asked_for(void **state)
{
	static const int64_t odd[] = { -1, INT64_MIN, INT64_MAX, 1 << 20,
		INT32_MAX, 4 };
	struct session s;

	(void)state;
	session_init(&s, &no_ops, NULL);
	session_fd_opened(&s, 3, AF_INET, SOCK_STREAM, 0);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		assert_null(session_fd(&s, odd[i]));
	assert_null(session_fd_opened(&s, -1, AF_INET, SOCK_STREAM, 0));
	assert_null(session_fd_opened(&s, INT32_MAX, AF_INET, SOCK_STREAM, 0));
	/* The table grows; what was there stays. */
	for (int fd = 4; fd < 3000; fd++)
		session_fd_opened(&s, fd, AF_INET, SOCK_STREAM, fd);
	for (int fd = 4; fd < 3000; fd++)
		assert_int_equal(session_fd(&s, fd)->protocol, fd);
	assert_int_equal(session_fd(&s, 3)->generation, 1);
	assert_null(session_fd(&s, 3000));
	session_free(&s);
}

static void
our_own_are_out_of_the_way(void **state)
{
	struct rlimit before, limit;
	int fd, high;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	limit = before;
	limit.rlim_cur = 256;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	fd = open("/dev/null", O_RDONLY);
	assert_true(fd >= 0);
	high = session_own_fd(fd);
	assert_true(high >= 256 - 64);
	assert_int_equal(fcntl(high, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	close(high);
	/* No room at the top: anywhere but 0 to 2. */
	limit.rlim_cur = 48;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	high = session_own_fd(open("/dev/null", O_RDONLY));
	assert_true(high >= 3);
	close(high);
	/* And none at all. */
	limit.rlim_cur = (rlim_t)open("/dev/null", O_RDONLY) + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	fd = (int)limit.rlim_cur - 1;
	assert_int_equal(session_own_fd(fd), -1);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void
standard_ones_are_not_the_users(void **state)
{
	struct session s = { 0 };
	char *cause = NULL;

	(void)state;
	assert_true(session_fd_users(&s, 3, &cause));
	assert_true(session_fd_users(&s, -1, &cause));
	assert_true(session_fd_users(&s, INT64_MAX, &cause));
	assert_null(cause);
	assert_false(session_fd_users(&s, 0, &cause));
	assert_non_null(strstr(cause, "standard input"));
	free(cause);
	assert_false(session_fd_users(&s, 1, &cause));
	assert_non_null(strstr(cause, "standard output"));
	free(cause);
	assert_false(session_fd_users(&s, 2, &cause));
	assert_non_null(strstr(cause, "standard error"));
	free(cause);
}

/* One of our own is put where the user's are not; of the same number, he may
 * close what was made for him. */
static void
our_own_are_not_the_users(void **state)
{
	static const struct session_ops ops = { 0 };
	struct session s;
	char *cause = NULL;
	int fd = session_own_fd(dup(0));

	(void)state;
	session_init(&s, &ops, NULL);
	assert_true(fd > 2);
	assert_false(session_fd_users(&s, fd, &cause));
	assert_non_null(strstr(cause, "socksh's own"));
	free(cause);
	session_fd_made(&s, fd, FD_PIPE);
	assert_true(session_fd_users(&s, fd, &cause));
	session_fd_closed(&s, fd);
	assert_int_equal(close(fd), 0);
	assert_true(session_fd_users(&s, fd, &cause));
	session_free(&s);
}

static void
a_duplicate_is_of_the_same_kind(void **state)
{
	static const struct session_ops ops = { 0 };
	struct session s;

	(void)state;
	session_init(&s, &ops, NULL);
	session_fd_opened(&s, 3, AF_INET6, SOCK_DGRAM, 17);
	session_fd_made(&s, 4, FD_EPOLL);
	session_fd_duplicated(&s, 3, 5);
	session_fd_duplicated(&s, 4, 3);
	session_fd_duplicated(&s, 77, 6);
	assert_int_equal(session_fd(&s, 5)->family, AF_INET6);
	assert_int_equal(session_fd(&s, 5)->type, SOCK_DGRAM);
	assert_int_equal(session_fd(&s, 5)->protocol, 17);
	assert_int_equal(session_fd(&s, 5)->kind, FD_SOCKET);
	assert_int_equal(session_fd(&s, 3)->kind, FD_EPOLL);
	assert_int_equal(session_fd(&s, 3)->generation, 2);
	assert_int_equal(session_fd(&s, 6)->family, AF_UNSPEC);
	session_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_found),
		cmocka_unit_test(descriptors_have_generations),
		cmocka_unit_test(any_number_may_be_asked_for),
		cmocka_unit_test(our_own_are_out_of_the_way),
		cmocka_unit_test(standard_ones_are_not_the_users),
		cmocka_unit_test(our_own_are_not_the_users),
		cmocka_unit_test(a_duplicate_is_of_the_same_kind),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
