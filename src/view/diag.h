/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a mistake in a script is shown, as GNU programs and compilers do:
 *
 *	socksh: FILE:LINE:COLUMN: message
 *	  the line, or what of it is around the mistake
 *	           ^~~~~~~
 *
 * At a prompt there is the message alone, in lines that fit.
 */
#ifndef SOCKSH_VIEW_DIAG_H
#define SOCKSH_VIEW_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* All is borrowed, and none of it is trusted. */
struct diag {
	const char *source; /* a file's name, "-c", "stdin"; NULL: the prompt */
	unsigned line;      /* from 1; 0: not known, no line is shown */
	const char *text;   /* the line, text_len bytes; NULL: not known */
	size_t text_len;
	size_t offset; /* in bytes, of the mistake in text */
	size_t span;   /* … and its length */
	const char *message;
	bool ascii;     /* the locale is not UTF-8 */
	bool plain;     /* --plain: the place in words */
	unsigned width; /* of the terminal; 0: not known */
};

/* The column of the mistake, in characters from 1. */
size_t diag_column(const struct diag *d);

/* Appends the message, each of its lines ended by a newline. Pure. */
void diag_format(struct strbuf *out, const struct diag *d);

#endif
