/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a teacher says of a whole folder of lessons, in its file "course":
 *
 *	course: 1 networks-2026
 *	title: Networks, autumn term
 *	strict: yes
 *
 * A folder without that file is a course without a name that is not strict.
 */
#ifndef SOCKSH_LESSON_COURSE_H
#define SOCKSH_LESSON_COURSE_H

#include <stdbool.h>

#include "lesson/file.h"

struct course {
	char *id; /* NULL: none */
	char *title;
	bool strict; /* no step is skipped, no answer is shown */
};

/* Reads a folder's; false with faults if there is a file that cannot be read, or
 * is wrong. For course_free in any case. */
bool course_read(struct course *c, const char *dir, struct faults *faults);
/* The same from a file's text. */
bool course_parse(struct course *c, const char *path, const char *text,
    size_t len, struct faults *faults);
/* The course of the folder that a lesson lies in. */
bool course_of(struct course *c, const struct lesson *l, struct faults *faults);
/* What is wrong with those of the folders that n lessons lie in. */
void courses_check(struct lesson *const *lessons, size_t n,
    struct faults *faults);
void course_free(struct course *c);

#endif
