/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a student is, in a text file of his own:
 *
 *	socksh progress 1
 *	tcp-sticky three-sends solved
 *	tcp-sticky three-sends predicted a
 *	tcp-sticky three-sends hints 2
 *	tcp-sticky at one-recv
 *
 * Each change is made to the file as it is then, under a lock, and put in its
 * place whole: two shells lose nothing of each other's, and a full disk leaves
 * what was there. Lines that are not understood are kept. A file that is no such
 * file is set aside, one of a later version is left alone.
 */
#ifndef SOCKSH_LESSON_PROGRESS_H
#define SOCKSH_LESSON_PROGRESS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "lesson/file.h"

struct progress {
	char *path; /* NULL: nothing is kept */
	struct strbuf text;
	char *trouble; /* to be told, once; translated. NULL: none */
	bool later;    /* of a later version: not to be written */
};

/* Reads the file; one that is missing is empty. */
void progress_open(struct progress *p);
/* The same, only to look: whatever is wrong with it, nothing is touched. */
void progress_read(struct progress *p);
void progress_free(struct progress *p);
/* What may stand behind a step. */
enum mark {
	MARK_SOLVED,
	MARK_STRICT,  /* … while the course was strict */
	MARK_SHOWN,   /* the answer was */
	MARK_SKIPPED, /* the step was, before it was solved */
	MARK_HINTS,   /* how many, at most, were given at a time */
	MARK_WRONG,   /* how many wrong moves the student was told of */
};

enum { PROGRESS_COUNT_MAX = 9999 }; /* of hints, of wrong moves */

/* Notes it, and writes the file; with trouble if that fails. n: the hints given
 * now; how many wrong moves more. */
void progress_mark(struct progress *p, const struct lesson *l, size_t step,
    enum mark mark, unsigned n);
void progress_predicted(struct progress *p, const struct lesson *l, size_t step,
    char choice);
/* The step that the student is at; nsteps: none, the lesson is done. */
void progress_at(struct progress *p, const struct lesson *l, size_t step);

/* A mark's number; of those that have none, 1 if it is there. */
unsigned progress_get(const struct progress *p, const struct lesson *l,
    size_t step, enum mark mark);
/* How many steps are solved. */
size_t progress_count(const struct progress *p, const struct lesson *l);
/* The letter that was predicted, 0 if none. */
char progress_choice(const struct progress *p, const struct lesson *l,
    size_t step);
/* Whether anything is known of the lesson. */
bool progress_begun(const struct progress *p, const struct lesson *l);

enum whereabouts {
	WHERE_NEW,     /* nothing is known: the first step */
	WHERE_AT,      /* the step that the student was at */
	WHERE_DONE,    /* he was at the end: the first step */
	WHERE_CHANGED, /* the lesson has that step no more: the first unsolved */
	WHERE_STRICT, /* one before it is not solved as a strict course wants */
};
/* Where to go on, as *step. */
enum whereabouts progress_where(const struct progress *p,
    const struct lesson *l, bool strict, size_t *step);

#endif
