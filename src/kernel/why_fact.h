/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside why: the facts that are shown as evidence. A look is asked if its errno
 * and calls are the failure's, and adds as many facts as it sees.
 */
#ifndef SOCKSH_KERNEL_WHY_FACT_H
#define SOCKSH_KERNEL_WHY_FACT_H

#include "kernel/why_row.h"

enum { FACTS_MAX = 24 }; /* no failure has more lines of evidence */

struct why_look {
	int err;           /* 0: any */
	const char *calls; /* as in why_row */
	void (*look)(struct why_case *c, struct why_facts *f);
};

/* The tables, each ended by a row without a look, in this order. */
extern const struct why_look why_look_rows[];
extern const struct why_look why_look_port_rows[];
extern const struct why_look why_look_io_rows[];

/* Adds a fact seen at where ("getsockname(3)", no translation); the sentence
 * follows. */
void fact_add(struct why_facts *f, const char *where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a call of the log, which is seen there. */
void fact_event(struct why_facts *f, const struct event *ev);
/* The name by which a descriptor is spoken of: "3 (srv)"; in c's hole OTHER. */
const char *fact_fd(struct why_case *c, int fd);
/* The answer of getsockopt for an int, as a fact: "SO_REUSEADDR is 0". */
void fact_option(struct why_facts *f, int fd, int level, int number);
/* What descriptor fd is, its state and its addresses. */
void fact_descriptor(struct why_case *c, struct why_facts *f, int fd);

/* How the other end has ended it, by the log: only if it was a descriptor of this
 * shell. */
enum why_end { WHY_END_UNKNOWN, WHY_END_FIN, WHY_END_RST };
enum why_end why_ended_by(struct why_case *c);
/* Who has ended the connection, and how. */
void why_look_end(struct why_case *c, struct why_facts *f);

/* Who has the address that bind asks for; who is at the one that is connected
 * or sent to, and the way there. */
void why_look_bind(struct why_case *c, struct why_facts *f);
void why_look_way(struct why_case *c, struct why_facts *f);
/* What waits in a queue, how much room there is, how many connections wait. */
void why_look_queue(struct why_case *c, struct why_facts *f);
void why_look_room(struct why_case *c, struct why_facts *f);
void why_look_backlog(struct why_case *c, struct why_facts *f);

#endif
