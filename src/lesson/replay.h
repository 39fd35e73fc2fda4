/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside replay: what its scheduler (replay.c) and its report (tap.c) share. */
#ifndef SOCKSH_LESSON_REPLAY_H
#define SOCKSH_LESSON_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"
#include "lesson/file.h"
#include "lesson/library.h"
#include "lesson/modes.h"

/* One act of a lesson (act.h) and how it went. */
struct run {
	size_t step;             /* the last one that is played */
	const struct trap *trap; /* or NULL: the whole lesson */
	pid_t pid;               /* 0 before and after */
	int report;
	int errors;
	struct strbuf in;      /* of the report, not yet a whole record */
	int64_t deadline;      /* of all of it; ns, CLOCK_MONOTONIC */
	int64_t command_since; /* … and when the command now under way began */
	unsigned line;         /* in which it stands */
	size_t at;             /* the step */
	size_t solved;         /* how many steps */
	bool ended;            /* it came to its end */
	bool over;
	char *fault; /* or NULL */
	unsigned fault_line;
	size_t fault_step;
	char *said; /* by jobs, on standard error; NULL if nothing */
};

/* A lesson being replayed; runs[0] is the whole of it. */
struct replayed {
	const struct lesson *l;
	struct run *runs;
	size_t nruns;
	struct strbuf refused; /* its faults: it is not played at all */
	char *skip;            /* why it cannot be played here, or NULL */
	int64_t began;
	int64_t took;
	bool told;
};

struct totals {
	size_t passed;
	size_t failed;
	size_t skipped;
};

enum { REPLAY_AT_ONCE_MAX = 64 };

struct replay {
	const struct lesson_host *host;
	struct library lib;
	struct replayed *lessons;
	size_t n;
	size_t next_lesson; /* the run to be started next */
	size_t next_run;
	size_t reported;
	struct run **running;
	size_t nrunning;
	struct totals totals;
	long at_once;
	long seconds; /* for a command */
	bool shared;
	bool trusted;
	int aloud; /* where the last step's calls are heard; 0: nowhere */
	bool tap;
	bool terminal;
	size_t bar;   /* how wide the line is that shows how far it is */
	size_t shown; /* … and how many lessons are done in it */
};

/* Options, in argv from the word "replay" on; the index of the first word that
 * is none, or -1: what is wrong with them is not said. */
int replay_options(struct replay *r, int argc, char **argv);
/* Sets up r->lessons from r->lib; read: the faults found in reading them. */
void replay_prepare(struct replay *r, const struct faults *read);

/* Plays one lesson up to a step, with what that shows written to the descriptor
 * aloud (act.h). How it went is in to, the caller's to free. */
void replay_step(const struct lesson_host *host, struct lesson *l, size_t step,
    int aloud, struct replayed *to);
void replayed_free(struct replayed *r);

/* Whether all of it went well. */
bool replayed_ok(const struct replayed *r);
/* Appends the outcome of the n-th lesson, from 1: TAP 14, or for people. */
void replay_tap(struct strbuf *out, const struct replayed *r, size_t n);
void replay_text(struct strbuf *out, const struct replayed *r, bool ascii);
/* "5 passed, 1 failed" */
void replay_totals(struct strbuf *out, const struct totals *t);

#endif
