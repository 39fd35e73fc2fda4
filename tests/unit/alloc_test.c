/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of allocation: what comes back, and how the program ends without. */
#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
nothing_is_still_something(void **state)
{
	void *blocks[] = { xmalloc(0), xcalloc(0, 8), xcalloc(8, 0),
		xrealloc(NULL, 0), xreallocarray(NULL, 0, 8) };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		assert_non_null(blocks[i]);
		free(blocks[i]);
	}
}

static void
calloc_clears(void **state)
{
	static const char zero[64];
	char *p;

	(void)state;
	p = xmalloc(sizeof(zero));
	memset(p, 0xff, sizeof(zero));
	free(p);
	p = xcalloc(8, 8);
	assert_memory_equal(p, zero, sizeof(zero));
	free(p);
}

static void
realloc_keeps(void **state)
{
	char *p = xstrdup("abc");

	(void)state;
	p = xreallocarray(p, 1000, 10);
	assert_string_equal(p, "abc");
	memset(p, 'x', 10000);
	p = xrealloc(p, 2);
	assert_memory_equal(p, "xx", 2);
	free(p);
}

static void
strings_are_copied(void **state)
{
	const char *s = "socket";
	char *all = xstrdup(s);
	char *some = xstrndup(s, 4);
	char *short_one = xstrndup("ab", 10);
	char *made = xasprintf("%s(%d)", s, 3);

	(void)state;
	assert_ptr_not_equal(all, s);
	assert_string_equal(all, "socket");
	assert_string_equal(some, "sock");
	assert_string_equal(short_one, "ab");
	assert_string_equal(made, "socket(3)");
	free(all);
	free(some);
	free(short_one);
	free(made);
}

static void
cause_is_false_and_told(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_false(cause_set(&cause, "no port %d in \"%s\"", 70000, "x"));
	assert_string_equal(cause, "no port 70000 in \"x\"");
	free(cause);
}

/* The child's last words go to said; returns how it ended. */
static int
end_of_child(size_t n, size_t size, char *said, size_t room)
{
	int fds[2];
	int status;
	pid_t pid;
	ssize_t len;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(fds[1], STDERR_FILENO);
		free(xreallocarray(NULL, n, size));
		_exit(42);
	}
	close(fds[1]);
	len = read(fds[0], said, room - 1);
	assert_true(len >= 0);
	said[len] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
overflow_ends_the_program(void **state)
{
	char said[256];

	(void)state;
	assert_int_equal(end_of_child(SIZE_MAX / 2, 3, said, sizeof(said)), 1);
	assert_string_equal(said, "socksh: out of memory\n");
	assert_int_equal(end_of_child(4, 4, said, sizeof(said)), 42);
	assert_string_equal(said, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_still_something),
		cmocka_unit_test(calloc_clears),
		cmocka_unit_test(realloc_keeps),
		cmocka_unit_test(strings_are_copied),
		cmocka_unit_test(cause_is_false_and_told),
		cmocka_unit_test(overflow_ends_the_program),
	};

	return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
