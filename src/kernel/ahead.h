/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call would do if it were made now, without making it: by the conditions
 * that explain failures (why_row.h), asked in the kernel's order, and by looking
 * at what the call would find. Nothing is taken, changed or sent.
 */
#ifndef SOCKSH_KERNEL_AHEAD_H
#define SOCKSH_KERNEL_AHEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "kernel/why.h"

enum ahead_end {
	AHEAD_UNKNOWN, /* it cannot be told from here */
	AHEAD_WORKS,
	AHEAD_FAILS,
	AHEAD_WAITS,
	AHEAD_ENDS,
};

struct ahead {
	enum ahead_end end;
	int err;        /* of a failure */
	int64_t result; /* of success; -1: not known beforehand */
	struct why why; /* of a failure, if a row has it */
	/* A sentence each, translated, or empty; text_safe is still to be
	 * applied. */
	struct strbuf says;     /* what it would do, or wait for */
	struct strbuf wakes;    /* what would end the waiting */
	struct strbuf wire;     /* what would be sent */
	struct why_facts facts; /* what it would find */
};

/* asked->ev is a draft (struct call.draft), or a call that was made once and
 * would be made again. With the session's lock; changes no errno. ahead_free in
 * every case. */
void ahead_find(const struct why_asked *asked, struct ahead *a);
void ahead_free(struct ahead *a);

#endif
