/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a student is, in a text file of his own:
 *
 *	socksh progress 1
 *	tcp-sticky three-sends solved
 *	tcp-sticky three-sends predicted a
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
/* Notes it, and writes the file. With trouble if that fails. */
void progress_solved(struct progress *p, const struct lesson *l, size_t step);
void progress_predicted(struct progress *p, const struct lesson *l, size_t step,
    char choice);
/* The step that the student is at; nsteps: none, the lesson is done. */
void progress_at(struct progress *p, const struct lesson *l, size_t step);

bool progress_is_solved(const struct progress *p, const struct lesson *l,
    size_t step);
size_t progress_count(const struct progress *p, const struct lesson *l);
/* The letter that was predicted, 0 if none. */
char progress_choice(const struct progress *p, const struct lesson *l,
    size_t step);
/* Where to go on: the step the student was at, or the first. */
size_t progress_where(const struct progress *p, const struct lesson *l);

#endif
