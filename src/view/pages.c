/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text by the screenful. */
#include "view/pages.h"

#include <stdbool.h>
#include <string.h>

#include "view/width.h"

/* "\033[1m" and the like, which take no room: how long it is, or 0. */
static size_t
color_len(const char *s, size_t len)
{
	size_t n = 2;

	if (len < 3 || s[0] != '\033' || s[1] != '[')
		return 0;
	while (n < len && s[n] >= 0x20 && s[n] < 0x40)
		n++;
	return n < len ? n + 1 : 0;
}

/* The rows of the screen that a line takes. */
static size_t
line_rows(const char *s, size_t len, unsigned columns)
{
	size_t width = 0, skip;

	while (len != 0) {
		size_t run = 0;

		skip = *s == PAGES_BREAK ? 1 : color_len(s, len);
		while (skip == 0 && run < len && s[run] != PAGES_BREAK &&
		    (s[run] != '\033' || run == 0))
			run++;
		width += text_width(s, run);
		s += skip + run;
		len -= skip + run;
	}
	return width == 0 || columns == 0 ? 1 : (width + columns - 1) / columns;
}

size_t
pages_rows(const char *text, size_t len, unsigned columns)
{
	size_t rows = 0;

	while (len != 0) {
		const char *nl = memchr(text, '\n', len);
		size_t line = nl != NULL ? (size_t)(nl - text) : len;

		rows += line_rows(text, line, columns);
		line += nl != NULL;
		text += line;
		len -= line;
	}
	return rows;
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
