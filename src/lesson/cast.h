/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recording of a terminal, an asciicast of version 3
 * (https://docs.asciinema.org/manual/asciicast/v3): a header, then an event a
 * line, [seconds since the one before, "o", text]. It is kept in memory, and
 * written whole at its end. Times are ns, CLOCK_MONOTONIC.
 */
#ifndef SOCKSH_LESSON_CAST_H
#define SOCKSH_LESSON_CAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

enum { CAST_SIZE_MAX = 256 << 20 }; /* bytes; what comes after is left out */

struct cast {
	char *path;
	struct strbuf text;
	struct strbuf rest; /* of the output: the beginning of a character */
	int64_t told;       /* microseconds that the events add up to */
	int64_t began;
	bool full;
};

/* Begins a recording that is to become a new file; false with *cause if there is
 * one of that name, or it could not be made. */
bool cast_begin(struct cast *c, const char *path, unsigned columns,
    unsigned rows, const char *title, char **cause);
/* What the terminal was given: any bytes. */
void cast_output(struct cast *c, int64_t now, const char *s, size_t len);
void cast_marker(struct cast *c, int64_t now, const char *label);
void cast_resize(struct cast *c, int64_t now, unsigned columns, unsigned rows);
/* Ends it with an exit status, and writes the file; an errno, or 0. Frees all
 * but the path. */
int cast_end(struct cast *c, int64_t now, int status);
void cast_free(struct cast *c);

#endif
