/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where lessons are: those that came with socksh (installed, or in the tree it
 * was built from), those of $SOCKSH_LESSONS, and files that are named.
 */
#ifndef SOCKSH_LESSON_LIBRARY_H
#define SOCKSH_LESSON_LIBRARY_H

#include "lesson/file.h"

struct library {
	struct lesson **v;
	size_t n;
	bool original; /* lessons as they are written; else in the user's
			* language, as far as they are translated */
};

/* The directory of the lessons that came with socksh; the caller's to free. */
char *library_dir(void);
/* Reads a file, or all NN-name.lesson of a directory in their order. False if
 * it cannot be read, with a fault; one that is no lesson is a fault too. */
bool library_add(struct library *lib, const char *path, struct faults *faults);
/* Reads the course: $SOCKSH_LESSONS (directories, with colons between), or the
 * lessons that came with socksh. */
void library_add_course(struct library *lib, struct faults *faults);
/* Reads what a word of the command line names: a path, or of the course a
 * number (17), an id (tcp-sticky) or a file's name. False if nothing is called
 * so, with a fault. */
bool library_add_named(struct library *lib, const char *word,
    struct faults *faults);
/* The lesson in lib that a word names; NULL if there is none. */
const struct lesson *library_find(const struct library *lib, const char *word);
/* The first lesson of from: its like in lib, or else it joins them. */
const struct lesson *library_adopt(struct library *lib, struct library *from);
void library_free(struct library *lib);

/* The number in a lesson's file name, -1 if there is none. */
int lesson_number(const struct lesson *l);
/* Whether it came with socksh: what it may do was looked at. */
bool lesson_shipped(const struct lesson *l);

#endif
