/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices: what came in on descriptors that nobody reads from. Looking takes
 * nothing away: poll(2), and FIONREAD for how much.
 */
#ifndef SOCKSH_SHELL_NOTICE_H
#define SOCKSH_SHELL_NOTICE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct shell;

/* A descriptor about which a word was said: not again before a call on it. */
struct noted {
	uint32_t generation;
	uint64_t calls;
	bool said;
};

struct notices {
	struct pollfd *fds; /* the array that the loop polls */
	size_t room;
	struct noted *noted; /* by number */
	size_t nnoted;
};

/*
 * An array for poll: first entries for the caller to fill in, then the user's
 * sockets that are worth watching if watch is set; *n is how many in all. It is
 * valid until the next call.
 */
struct pollfd *notices_poll_set(struct notices *ns, struct shell *sh,
    size_t first, bool watch, size_t *n);
/* Appends a line for each that something came in on. */
void notices_tell(struct notices *ns, struct shell *sh,
    const struct pollfd *fds, size_t n, struct strbuf *out);
void notices_free(struct notices *ns);

#endif
