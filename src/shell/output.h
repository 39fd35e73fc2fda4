/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output, held back until it is full, until something waits, or until
 * a diagnostic goes to standard error: so the two keep their order. A reader
 * that has gone ends the program quietly, any other failure with a message.
 */
#ifndef SOCKSH_SHELL_OUTPUT_H
#define SOCKSH_SHELL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct output {
	struct strbuf held;
	int err; /* of an earlier write; 0 if all is well */
	bool terminal;
	bool ascii; /* the locale is not UTF-8 */
};

void output_init(struct output *out, bool closed, bool ascii);
void output_free(struct output *out);
void output_write(struct output *out, const char *s, size_t len);
/* Bytes that are not ours: made harmless if this is a terminal. */
void output_text(struct output *out, const char *s, size_t len);
void output_flush(struct output *out);
/* A diagnostic, to standard error, after all that is held back; made harmless
 * always. */
void output_error(struct output *out, const char *s, size_t len);

#endif
