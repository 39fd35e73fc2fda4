/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the reader of lesson files: what parse.c and parse_step.c share. */
#ifndef SOCKSH_LESSON_PARSE_H
#define SOCKSH_LESSON_PARSE_H

#include "lesson/file.h"

struct reader {
	struct lesson *l;
	struct faults *faults;
	struct step *step; /* NULL in the header */
	enum part part;    /* what an indented line belongs to */
	const char *start; /* the line being read */
	unsigned line;     /* its number */
	bool paragraph;    /* a paragraph may go on */
	bool ignore; /* what follows belongs to something that was refused */
	bool told_first;
	bool told_text;
	struct piece *more; /* what an indented line continues, or NULL */
};

/* A key, and what reads the value behind it. */
struct key {
	const char *name;
	enum part part;
	void (*read)(struct reader *r, const char *value);
	bool block; /* nothing stands behind it */
};

/* Ended by one without a name. */
extern const struct key step_keys[];

/* An indented line, at its first character that is no blank. */
void step_indented(struct reader *r, const char *s);

/* Notes a fault at span bytes of the line from at on. */
void line_fault(struct reader *r, const char *at, size_t span,
    const char *message);
struct piece piece_make(struct reader *r, const char *s);
void piece_add(struct reader *r, struct pieces *to, const char *s);
void piece_continue(struct reader *r, struct piece *piece, char with,
    const char *s);

#endif
