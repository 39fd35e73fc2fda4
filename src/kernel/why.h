/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a call failed, and what to do about it.
 *
 * The answers are rows (why_row.h), each with a condition that is looked at when
 * a call has failed: in the session, and by asking the kernel what disturbs
 * nothing (never SO_ERROR, which is gone once it has been read). What a row says
 * is certain if its condition holds; where looking cannot tell, its text says
 * "either … or". help reads the same rows.
 */
#ifndef SOCKSH_KERNEL_WHY_H
#define SOCKSH_KERNEL_WHY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "model/session.h"

/* What went wrong in a call: its errno; or the error that getsockopt of SO_ERROR
 * has given, of a connect that was under way. 0: nothing. */
int why_error(const struct event *ev);

struct why_asked {
	const struct event *ev; /* of such a call */
	struct session *session;
	bool cancelled; /* the user has interrupted the call */
	bool ahead;     /* it was not made: what would be */
	/* Appends the name of the variable that holds fd, or nothing. */
	void (*fd_name)(void *ctx, int fd, struct strbuf *out);
	void *ctx;
};

/* One line of text each, translated, without what leads them. They may hold what
 * others wrote (paths): text_safe is still to be applied. */
struct why {
	struct strbuf why;
	struct strbuf try;
};

/*
 * Finds the reason. With the session's lock, which is kept; makes some cheap
 * system calls, and changes no errno. False if nothing is known of this errno, or
 * if the failure is none: what settimeout waits for by itself. why_free in
 * either case.
 */
bool why_find(const struct why_asked *asked, struct why *why);
void why_free(struct why *why);

/* Something that was seen: a sentence, or a call of the log. */
struct why_fact {
	struct strbuf text;
	struct event *ev; /* a copy; NULL: text has it all */
	/* Where it was seen, which anybody can look at: "getsockname(3)",
	 * "/proc/net/tcp"; translated where it has words. */
	struct strbuf where;
};

struct why_facts {
	struct why_fact *v;
	size_t n;
};

/*
 * The evidence: what can be seen now of a failure, line by line. As why_find;
 * it reads files below /proc, too. Nothing that may not be looked at is an error:
 * a fact says so. why_facts_free in every case.
 */
void why_look(const struct why_asked *asked, struct why_facts *facts);
void why_facts_free(struct why_facts *facts);

/* A row as help shows it: the holes of its texts are words like FD and ADDR. */
struct why_told {
	const char *calls; /* C functions, a blank between; NULL: any */
	struct why why;
};
/* The i-th row of an errno (negative: EAI_), to be freed by why_free; false at
 * the end. */
bool why_tell(int err, size_t i, struct why_told *told);
/* The i-th error that a row knows a reason of for this very call; 0 at the end. */
int why_error_of(const char *call, size_t i);
/* What an errno means, in a sentence or two, translated; NULL if there is none
 * to tell. */
const char *why_meaning(int err);

#endif
