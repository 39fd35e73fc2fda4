/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a confined process can do no more: tried in a child. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "wire/sandbox.h"

static char root[] = "/tmp/socksh-sandbox-XXXXXX";

/* Whether this kernel has Landlock: landlock_create_ruleset(2). */
static bool
has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 1;
}

/* In a child that is confined to root/in; its exit status. */
static int
confined(int (*what)(void))
{
	char *cause = NULL;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (chdir(root) != 0 || !sandbox_enter("in", &cause))
			_exit(99);
		_exit(what());
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
opens(const char *path, int flags)
{
	return open(path, flags, 0600) != -1 ? 0 : errno;
}

static int
reads_in(void)
{
	return opens("in/file", O_RDONLY);
}

static int
writes_in(void)
{
	return opens("in/file", O_WRONLY);
}

static int
makes_in(void)
{
	return opens("in/new", O_WRONLY | O_CREAT);
}

static int
reads_out(void)
{
	return opens("out", O_RDONLY);
}

static int
leaves_by_dots(void)
{
	return opens("in/../out", O_RDONLY);
}

static int
reads_passwords(void)
{
	return opens("/etc/passwd", O_RDONLY);
}

static int
reads_hosts(void)
{
	return opens("/etc/hosts", O_RDONLY);
}

static int
keeps_history(void)
{
	int err = opens("state/socksh/history.new", O_WRONLY | O_CREAT);

	if (err == 0 &&
	    rename("state/socksh/history.new", "state/socksh/history") != 0)
		err = errno;
	return err;
}

static int
removes(void)
{
	return unlink("out") == 0 ? 0 : errno;
}

static int
runs(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
binds_a_path(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX,
		.sun_path = "in/socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	return bind(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0 ? 0 : errno;
}

static int
types_into_the_terminal(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0 ? 0 : errno;
}

/* The kernel takes the lower half of the number. */
static int
types_by_a_large_number(void)
{
	long n = syscall(SYS_ioctl, STDIN_FILENO,
	    UINT64_C(0x100000000) | TIOCSTI, "x");

	return n == 0 ? 0 : errno;
}

static int
makes_a_ring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL) >= 0 ? 0 : errno;
}

static int
makes_sockets(void)
{
	int fds[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0 ? 0 : errno;
}

static int
has_no_new_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
}

static void
test_files(void **state)
{
	(void)state;
	assert_int_equal(confined(reads_in), 0);
	assert_int_equal(confined(makes_sockets), 0);
	assert_int_equal(confined(keeps_history), 0);
	if (!has_landlock())
		skip();
	assert_int_equal(confined(writes_in), EACCES);
	assert_int_equal(confined(makes_in), EACCES);
	assert_int_equal(confined(reads_out), EACCES);
	assert_int_equal(confined(leaves_by_dots), EACCES);
	assert_int_equal(confined(reads_passwords), EACCES);
	assert_int_equal(confined(removes), EACCES);
	assert_int_equal(confined(binds_a_path), EACCES);
	assert_int_equal(confined(runs), EACCES);
	if (access("/etc/hosts", R_OK) == 0)
		assert_int_equal(confined(reads_hosts), 0);
}

static void
test_calls(void **state)
{
	(void)state;
	assert_int_equal(confined(has_no_new_privileges), 1);
#if defined(__x86_64__) || defined(__aarch64__)
	assert_int_equal(confined(types_into_the_terminal), EPERM);
	assert_int_equal(confined(types_by_a_large_number), EPERM);
	assert_int_equal(confined(makes_a_ring), EPERM);
#endif
}

static int
make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return fd != -1 ? close(fd) : -1;
}

/* All paths are relative to root. */
static int
set_up(void **state)
{
	char path[sizeof(root) + 10];

	(void)state;
	if (mkdtemp(root) == NULL || chdir(root) != 0)
		return -1;
	snprintf(path, sizeof(path), "%s/state", root);
	setenv("XDG_STATE_HOME", path, 1);
	return mkdir("in", 0700) | make_file("in/file") | make_file("out");
}

static int
tear_down(void **state)
{
	static const char *const made[] = { "in/new", "in/socket", "in/file",
		"in", "out", "state/socksh/history.new", "state/socksh/history",
		"state/socksh", "state", root };

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		remove(made[i]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_calls),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
