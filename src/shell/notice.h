/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices: what came in on descriptors that nobody reads from. Looking takes
 * nothing away: epoll(7), and FIONREAD for how much. It is not poll(2), which
 * holds on to what it watches: the other end of a socket that a job closes
 * would not hear of it before poll returns.
 *
 * A descriptor is a job's, and not told of, while the job waits in a call on
 * it, and as long as a job runs that made it or was the last to read from it
 * or to poll it (fd_info.reader).
 */
#ifndef SOCKSH_SHELL_NOTICE_H
#define SOCKSH_SHELL_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct shell;

enum noted_state {
	NOTED_NEW,   /* not watched */
	NOTED_ARMED, /* watched: the next that comes in is an event */
	NOTED_SAID,  /* told: not looked at again before a call on it */
	NOTED_NEVER, /* cannot be watched */
};

/* What is known of a descriptor. */
struct noted {
	uint32_t generation;
	uint64_t calls; /* made on it when it was armed, or told of */
	enum noted_state state;
	bool ended;     /* its end has been told */
	bool told;      /* there was something, and this was so then: */
	int waiting;    /* bytes to be read */
	uint64_t takes; /* fd_info.takes */
	uint32_t read;  /* notices.round in which somebody read from it */
};

struct notices {
	int epoll;           /* to be polled for input */
	struct noted *noted; /* by number */
	size_t nnoted;
	uint32_t *running; /* numbers of the jobs that run, sorted */
	size_t nrunning;
	uint32_t round;
};

/* -1 with errno. */
int notices_open(struct notices *ns);
/* Watches what is worth it. */
void notices_watch(struct notices *ns, struct shell *sh);
/* Appends a line for each that something came in on. */
void notices_tell(struct notices *ns, struct shell *sh, struct strbuf *out);
void notices_free(struct notices *ns);

#endif
