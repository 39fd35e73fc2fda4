/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a student did, from the process in which he does it to the one that
 * keeps the progress, record by record through a pipe. So nothing is lost when
 * the first one is killed.
 */
#ifndef SOCKSH_LESSON_NOTE_H
#define SOCKSH_LESSON_NOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/progress.h"

enum note_kind {
	NOTE_SOLVED,    /* what: 1 if the course is strict */
	NOTE_PREDICTED, /* what: the letter */
	NOTE_HINTED,    /* what: how many hints he has now */
	NOTE_SHOWN,
	NOTE_SKIPPED,
	NOTE_WRONG, /* he was told of a wrong move */
	NOTE_AT,    /* he is at this step; nsteps: at the end */
	NOTE_WISH,  /* the last one; what: the wish */
};

struct note {
	unsigned kind;
	unsigned step;
	unsigned what;
};

/* Whoever does not read any more has ended: that is no failure. */
void note_send(int fd, const struct note *n);
/* The next one; false at the end. */
bool note_receive(int fd, struct note *n);
/* Puts it into the progress. A wish, and what does not fit the lesson, is passed
 * over. */
void note_keep(struct progress *p, const struct lesson *l,
    const struct note *n);

#endif
