/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list to choose from, as completion shows it. Pure. */
#ifndef SOCKSH_VIEW_CHOICES_H
#define SOCKSH_VIEW_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct shown_choice {
	const char *text;
	const char *what; /* or NULL */
};

/*
 * Appends whole lines, none wider than width columns (40 at least): one for
 * each choice with what it is, cut off where the line ends, if they are at most
 * height; else the texts alone, in columns. Any bytes: text_safe is applied.
 */
void choices_draw(struct strbuf *out, const struct shown_choice *choices,
    size_t n, unsigned width, unsigned height, bool ascii);

#endif
