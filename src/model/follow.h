/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which socket each event of the log is about. The log names descriptors by
 * their numbers, which are used again, and of which several may lead to one
 * socket; here the events are gone through from the oldest on, and each thing
 * that was opened gets an id of its own. Pure: whoever holds the session's lock
 * may do so.
 *
 *	struct follow f;
 *
 *	follow_init(&f, log);
 *	while ((ev = follow_next(&f)) != NULL)
 *		… f.on, f.made[0], f.of[f.on] …
 *	follow_free(&f);
 */
#ifndef SOCKSH_MODEL_FOLLOW_H
#define SOCKSH_MODEL_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

/* What a descriptor leads to: a socket, a pipe's end, a file. */
struct followed {
	/* The call that made it; 0: none that the log has. */
	uint64_t made;
	bool accepted;
	uint32_t listener; /* accepted from this one; 0: not known */
	uint32_t pair;     /* the other end, made by the same call; 0: none */
	unsigned fds;      /* how many descriptors lead to it now */
};

/* A number's present use. */
struct follow_fd {
	uint32_t id; /* 0: nothing is known of it */
	uint32_t generation;
	uint32_t before; /* the generation of its last use */
	uint32_t last;   /* … and what it led to then */
};

struct follow {
	const struct event_log *log;
	const struct event *event; /* the present one, NULL before the first */

	/* About the present event; 0: nothing. */
	uint32_t on;      /* what its first argument led to */
	uint32_t made[2]; /* what it made */
	uint32_t closed;  /* what it closed the last descriptor of */

	struct followed *of; /* by id, from 1 to n - 1 */
	size_t n;
	struct follow_fd *fds; /* by number */
	size_t nfds;
};

void follow_init(struct follow *f, const struct event_log *log);
void follow_free(struct follow *f);
/* The next event; NULL after the newest. */
const struct event *follow_next(struct follow *f);
/* What a descriptor leads to after the present event; 0 if that is not known. */
uint32_t follow_fd(const struct follow *f, int64_t fd);

/* The same of one that is closed: what it led to last. */
uint32_t follow_closed(const struct follow *f, int64_t fd);

/* The argument of an event that the parameter i of its row is, NULL if the C
 * function has none there; and the first parameter of a type. */
const struct event_arg *event_arg_at(const struct event *ev, int i);
const struct event_arg *event_arg_of(const struct event *ev, int type);
/* Whether the event is of this C function. */
bool event_is(const struct event *ev, const char *name);

#endif
