/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program that is run for a command, its output and errors apart. Both pipes
 * are read at once: a child that fills one while we wait on the other would
 * stand still for ever.
 */
#ifndef SOCKSH_SHELL_CHILD_H
#define SOCKSH_SHELL_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"

enum { CHILD_OUTPUT_MAX = 16 << 20 };

/* Begins as CHILD_NONE; ended by child_end. */
struct child {
	pid_t pid;
	int fds[2]; /* its standard output and error; -1: ended */
	struct strbuf text[2];
	int status;
	bool too_much; /* more output than CHILD_OUTPUT_MAX: it was killed */
};
#define CHILD_NONE                \
	{                         \
		.fds = { -1, -1 } \
	}

/* Starts it, and waits until both pipes have ended and the child has. -1 with
 * errno; after EINTR it may be called again. For use inside CALL(). */
int child_run(struct child *c, const char *path, char *const *argv);
/* If it still runs it was interrupted: it and all that it started end. */
void child_end(struct child *c);
/* As shells count it: 128 and the signal's number. */
int64_t child_status(const struct child *c);

#endif
