/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside ahead: the order in which the kernel looks at a call, and what becomes
 * of one in which nothing is wrong.
 */
#ifndef SOCKSH_KERNEL_AHEAD_ROW_H
#define SOCKSH_KERNEL_AHEAD_ROW_H

#include "kernel/ahead.h"
#include "kernel/why_fact.h"

/* A reason to fail: its errno, and the condition, which is one of why's rows or
 * more than that; the text is of the first row of that errno that holds. */
struct ahead_check {
	int err;
	bool (*holds)(struct why_case *c);
};

struct ahead_row {
	const char *calls; /* a blank between */
	/* In the kernel's order, up to one without a condition. */
	const struct ahead_check *checks;
	/* If none holds: what becomes of it. NULL: it works, with 0. */
	void (*fate)(struct why_case *c, struct ahead *a);
	/* The facts that it depends on, beyond the descriptor; or NULL. */
	void (*look)(struct why_case *c, struct why_facts *f);
};

/* The tables, each ended by a row without calls. */
extern const struct ahead_row ahead_name_rows[];
extern const struct ahead_row ahead_connect_rows[];
extern const struct ahead_row ahead_io_rows[];
extern const struct ahead_row ahead_send_rows[];
extern const struct ahead_row ahead_option_rows[];

void ahead_works(struct ahead *a, int64_t result);
/* It fails; the text is looked up by the errno. */
void ahead_fails(struct why_case *c, struct ahead *a, int err);
void ahead_waits(struct ahead *a, const char *says, const char *wakes);
/* It waits, or fails with err where the descriptor or the call says not to. */
void ahead_patience(struct why_case *c, struct ahead *a, int err, int option,
    const char *says, const char *wakes);
void ahead_unknown(struct ahead *a, const char *says);
/* The number that a new descriptor gets. */
int ahead_lowest_fd(void);

/* What poll(2) would say of the descriptor at once: revents, or 0. */
int ahead_poll(const struct why_case *c);
/* SIOCINQ: bytes, or of a datagram socket the next one's; -1. */
int ahead_inq(const struct why_case *c);
bool ahead_is_dgram(const struct why_case *c);
/* A UDP socket of IPv6 takes addresses of IPv4 as they are. */
bool ahead_is_four_on_six(struct why_case *c);
bool ahead_is_tcp(struct why_case *c);

/* Why there is no way to the call's address: an errno; 0 if there is one, or
 * that cannot be told. */
struct route;
int ahead_way(struct why_case *c, struct route *route);

/* An AF_UNIX datagram to the call's address. */
void ahead_unix_to(struct why_case *c, struct ahead *a);

/* Whether the last connect on the descriptor has begun and was not ended by
 * another. */
bool connect_pending(struct why_case *c);

#endif
