/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in lines that fit. Pure.
 */
#ifndef SOCKSH_VIEW_WRAP_H
#define SOCKSH_VIEW_WRAP_H

#include <stddef.h>

#include "base/strbuf.h"

enum {
	WRAP_WIDTH = 80, /* of what is no terminal; and wider is hard to read */
};

/* How wide text is best made on a terminal of so many columns (0: none). */
unsigned wrap_width(unsigned terminal);

/*
 * Appends lead and then text, broken between words, and between wide characters
 * (Chinese), so that no line is wider than width columns; the lines that follow
 * the first are indented as far as lead reaches. A word that is longer stays
 * whole. Ends with a newline. text is one that text_safe has passed.
 */
void wrap_text(struct strbuf *out, const char *lead, const char *text,
    unsigned width);

#endif
