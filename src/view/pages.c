/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text by the screenful. */
#include "view/pages.h"

#include <stdbool.h>
#include <string.h>

#include "view/width.h"

/* The rows of the screen that a line takes. */
static size_t
line_rows(const char *s, size_t len, unsigned columns)
{
	size_t width;

	while (len != 0 && *s == PAGES_BREAK) {
		s++;
		len--;
	}
	width = text_width(s, len);
	return width == 0 || columns == 0 ? 1 : (width + columns - 1) / columns;
}

size_t
pages_take(struct strbuf *out, const char *text, size_t len, unsigned rows,
    unsigned columns)
{
	const char *first = memchr(text, '\n', len);
	size_t at = 0, used = 0, take = 0;
	bool broken = false; /* take is at a break */

	while (at < len) {
		const char *nl = memchr(text + at, '\n', len - at);
		size_t end = nl != NULL ? (size_t)(nl - text) + 1 : len;
		size_t line = end - at - (nl != NULL);

		if (text[at] == PAGES_BREAK && at != 0) {
			take = at;
			broken = true;
		}
		used += line_rows(text + at, line, columns);
		if (rows != 0 && columns != 0 && used > rows)
			break;
		at = end;
		if (!broken)
			take = at;
	}
	/* A line may be longer than the screen. */
	if (at >= len)
		take = len;
	else if (take == 0)
		take = first != NULL ? (size_t)(first - text) + 1 : len;
	for (size_t i = 0; i < take; i++) {
		if (text[i] != PAGES_BREAK)
			sb_char(out, text[i]);
	}
	return take;
}
