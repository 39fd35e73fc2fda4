/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the event log tells of a TCP socket, as far as that bears on its state:
 * inside path.c. Pure.
 */
#ifndef SOCKSH_KERNEL_PATH_TALE_H
#define SOCKSH_KERNEL_PATH_TALE_H

#include "kernel/path.h"

/* One thing that it tells. */
enum tale {
	TALE_CONNECTED,  /* connect gave 0 */
	TALE_CONNECTING, /* … has begun */
	TALE_REFUSED,    /* … was answered by an RST */
	TALE_NO_ANSWER,
	TALE_LISTENED,
	TALE_ENDED,     /* close, or shutdown of sending */
	TALE_SHUT_READ, /* shutdown of receiving alone */
	TALE_RESET,     /* close that sends an RST */
	TALE_SENT,
	TALE_RECEIVED,
	TALE_EOF,
	TALE_RST,     /* a call found that one had come */
	TALE_TIMEOUT, /* … that the other end is silent */
	TALE_PEER_ENDED,
	TALE_PEER_RESET,
};

struct told {
	enum tale tale;
	uint64_t event;
};

struct tales {
	struct told *told;
	size_t n;
	bool linger[2]; /* SO_LINGER of 0 s: own, the other end's */
	bool ended[2];  /* has shut its sending down, or closed */
	bool deaf;      /* has shut its receiving down */
};

/* All that the log has of asked->id, and of its other end what reaches it, in
 * their order: tales_free. path gets the call that made the socket. */
void tales_collect(const struct path_asked *asked, struct tales *t,
    struct path *path);
void tales_free(struct tales *t);

#endif
