/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way that a TCP socket took through the state diagram: from the calls in
 * the event log, on this socket and on its other end if that is here too, and
 * from the state in which the kernel has it now. What neither a call nor the
 * other end's call explains is inferred: of all ways that the diagram allows, the
 * one with the fewest such steps. Pure.
 */
#ifndef SOCKSH_KERNEL_PATH_H
#define SOCKSH_KERNEL_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

enum { PATH_STEPS = 32 }; /* of a longer way these are the last */

struct path_step {
	uint8_t from; /* TCP_ESTABLISHED to TCP_CLOSING */
	uint8_t to;
	uint8_t arrow;  /* enum tcp_arrow_id */
	uint64_t event; /* the call that caused it, or showed it; 0: none */
	bool by_peer;   /* that call was the other end's */
	bool inferred;  /* it must have happened: nothing here caused it */
};

struct path_asked {
	const struct event_log *log;
	uint32_t id;   /* of model/follow.h */
	uint32_t peer; /* the other end; 0: not here. id: connected to itself */
	int now;       /* the state the kernel has it in; 0: not known */
};

struct path {
	struct path_step steps[PATH_STEPS];
	size_t n;
	uint64_t left_out; /* steps before these */
	uint8_t state;     /* after the last */
	/* The call that made the socket; 0: the log does not have it, and the
	 * way begins somewhere. */
	uint64_t made;
	bool
	    accepted; /* … was an accept: the way begins as a listener's child */
};

void path_follow(const struct path_asked *asked, struct path *path);

#endif
