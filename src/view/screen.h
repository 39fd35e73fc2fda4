/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture that is painted over itself, at the bottom of what a terminal shows:
 * what was there before stays above it. Pure: bytes for the terminal are
 * appended, by the sequences that all of them have (ECMA-48: CUU, DL, EL, ED).
 */
#ifndef SOCKSH_VIEW_SCREEN_H
#define SOCKSH_VIEW_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { SCREEN_LINES_MAX = 500 }; /* of a picture */

struct screen {
	unsigned columns; /* of the terminal when it was painted */
	unsigned n;       /* lines that were painted; 0: none */
	unsigned short widths[SCREEN_LINES_MAX];
};

/* What is painted: a heading with something at its right end, lines. */
struct screen_picture {
	const char *heading;
	const char *right;
	const char *text; /* what text_safe (base/text.h) has passed */
	size_t len;
};

/*
 * Paints a picture where the last one is, on a terminal of so many columns and
 * lines; what has no room below is said to be left out. The cursor stays in its
 * last line. Since the last one the terminal may have become another size.
 */
void screen_paint(struct strbuf *out, struct screen *s,
    const struct screen_picture *picture, unsigned columns, unsigned lines);
/* Takes the picture away; the cursor stands where it began. */
void screen_clear(struct strbuf *out, struct screen *s, unsigned columns);
/* Leaves it as it is: the next line is below. */
void screen_leave(struct strbuf *out, struct screen *s);

#endif
