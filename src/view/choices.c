/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list to choose from: with explanations if there is room, else columns. */
#include "view/choices.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "view/width.h"

enum {
	WIDTH_MIN = 40,
	TEXT_MAX = 32, /* columns of a text before what it is */
	GAP = 2,
};

/* Adds at most width columns of text; what is cut off ends in dots. Returns how
 * many it took. */
static size_t
put_cut(struct strbuf *out, const char *s, size_t width, bool ascii)
{
	struct strbuf safe = { 0 };
	const char *dots = ascii ? "..." : "…";
	size_t room = ascii ? 3 : 1, taken = 0, at = 0, whole;

	text_safe(&safe, s, strcspn(s, "\n"), ascii);
	/* A tab would be as wide as where it stands says. */
	for (size_t i = 0; i < safe.len; i++) {
		if (safe.data[i] == '\t')
			safe.data[i] = ' ';
	}
	whole = text_width(sb_text(&safe), safe.len);
	if (whole <= width) {
		sb_add(out, sb_text(&safe), safe.len);
		sb_free(&safe);
		return whole;
	}
	while (at < safe.len) {
		uint32_t cp;
		size_t len = utf8_decode(safe.data + at, safe.len - at, &cp);
		size_t wide = len != 0 ? char_width(cp) : 1;

		if (taken + wide + room > width)
			break;
		len = len != 0 ? len : 1;
		sb_add(out, safe.data + at, len);
		taken += wide;
		at += len;
	}
	sb_str(out, dots);
	sb_free(&safe);
	return taken + room;
}

static size_t
widest(const struct shown_choice *choices, size_t n, bool ascii)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		struct strbuf scratch = { 0 };
		size_t wide =
		    put_cut(&scratch, choices[i].text, SIZE_MAX / 2, ascii);

		sb_free(&scratch);
		most = wide > most ? wide : most;
	}
	return most;
}

static void
draw_explained(struct strbuf *out, const struct shown_choice *choices, size_t n,
    size_t width, size_t most, bool ascii)
{
	size_t column = most < TEXT_MAX ? most : TEXT_MAX;

	for (size_t i = 0; i < n; i++) {
		const struct shown_choice *c = &choices[i];
		size_t at = put_cut(out, c->text, width, ascii);

		if (c->what != NULL && at + GAP < width) {
			size_t to = (at < column ? column : at) + GAP;

			if (to + 4 < width) {
				sb_fill(out, ' ', to - at);
				put_cut(out, c->what, width - to, ascii);
			}
		}
		sb_char(out, '\n');
	}
}

static void
draw_columns(struct strbuf *out, const struct shown_choice *choices, size_t n,
    size_t width, size_t most, bool ascii)
{
	size_t each = most + GAP > width ? width : most + GAP;
	size_t columns = (width + GAP) / each;
	size_t rows;

	columns = columns == 0 ? 1 : columns;
	rows = (n + columns - 1) / columns;
	for (size_t row = 0; row < rows; row++) {
		size_t at = 0, to = 0;

		for (size_t i = row; i < n; i += rows) {
			sb_fill(out, ' ', to - at);
			at = to + put_cut(out, choices[i].text, width, ascii);
			to += each;
			to = to < at ? at : to;
		}
		sb_char(out, '\n');
	}
}

void
choices_draw(struct strbuf *out, const struct shown_choice *choices, size_t n,
    unsigned width, unsigned height, bool ascii)
{
	size_t most = widest(choices, n, ascii);

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	if (n <= height)
		draw_explained(out, choices, n, width, most, ascii);
	else
		draw_columns(out, choices, n, width, most, ascii);
}
