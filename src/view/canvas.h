/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line of a picture: cells of a terminal, each with a character and what
 * stands on it. Text is put anywhere in it and cut where its room ends, so a line
 * is never wider than it was made. Pure.
 */
#ifndef SOCKSH_VIEW_CANVAS_H
#define SOCKSH_VIEW_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { CELL_BYTES = 15 };

struct cell {
	char s[CELL_BYTES]; /* UTF-8; len 0: a space */
	unsigned char len;
	unsigned char right; /* the right half of the wide one before it */
};

struct canvas {
	struct cell *cells;
	unsigned width;
};

void canvas_init(struct canvas *c, unsigned width);
void canvas_free(struct canvas *c);
void canvas_clear(struct canvas *c);
/*
 * Puts text that text_safe (base/text.h) has passed from column x on, into at
 * most room columns; what does not fit is cut, and three dots say so where there
 * is room for them. How many columns it took.
 */
unsigned canvas_text(struct canvas *c, unsigned x, unsigned room,
    const char *s);
/* One character of one column. */
void canvas_put(struct canvas *c, unsigned x, const char *s);
bool canvas_is_free(const struct canvas *c, unsigned x);
/* Appends the line without the spaces at its end, and a newline. */
void canvas_line(struct strbuf *out, const struct canvas *c);

#endif
