/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture that is painted over itself. */
#include "view/screen.h"

#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"

enum { LINES_MIN = 3, COLUMNS_MIN = 10 };

/* Most terminals break a line anew that is too long for a narrower window, a few
 * cut it: then the picture goes up over what stood above it, and no further. */
static unsigned
rows_now(const struct screen *s, unsigned columns)
{
	unsigned rows = 0;

	for (unsigned i = 0; i < s->n; i++) {
		rows++;
		if (columns < s->columns && columns != 0 && s->widths[i] != 0)
			rows += (s->widths[i] - 1u) / columns;
	}
	return rows;
}

/* To the first column of the picture's first row. */
static void
go_up(struct strbuf *out, const struct screen *s, unsigned columns)
{
	unsigned rows = rows_now(s, columns);

	sb_char(out, '\r');
	if (rows > 1)
		sb_printf(out, "\033[%uA", rows - 1);
}

/* Where the next picture begins. A terminal that has become narrower has broken
 * the lines anew, or cut them; and it may have done so a while before we could
 * know, with a picture painted meanwhile: then all that it shows is cleared, as
 * by Ctrl-L. One that has become wider remembers which lines it had broken as
 * long as they are there: they are deleted (DL). */
static void
to_first_row(struct strbuf *out, const struct screen *s, unsigned columns)
{
	if (columns < s->columns) {
		sb_str(out, "\033[H\033[2J");
		return;
	}
	go_up(out, s, columns);
	if (columns != s->columns)
		sb_printf(out, "\033[%uM", s->n);
}

/* As many bytes of a line as columns have room for; *width is what they take. */
static size_t
fit(const char *s, size_t len, unsigned columns, unsigned *width)
{
	size_t at = 0, n;
	uint32_t cp;

	*width = 0;
	for (; at < len; at += n) {
		unsigned w;

		n = utf8_decode(s + at, len - at, &cp);
		if (n == 0)
			break;
		w = s[at] == '\t' ? 8 - *width % 8 : char_width(cp);
		if (*width + w > columns)
			break;
		*width += w;
	}
	return at;
}

static void
add_line(struct strbuf *out, struct screen *s, const char *line, size_t len)
{
	unsigned width;
	size_t n = fit(line, len, s->columns, &width);

	if (s->n == SCREEN_LINES_MAX)
		return;
	if (s->n != 0)
		sb_str(out, "\r\n");
	sb_add(out, line, n);
	/* In the last column the cursor stands on what was printed there. */
	if (width < s->columns)
		sb_str(out, "\033[K");
	s->widths[s->n++] = (unsigned short)width;
}

static void
add_heading(struct strbuf *out, struct screen *s,
    const struct screen_picture *picture)
{
	unsigned right = (unsigned)text_width(picture->right,
		     strlen(picture->right)),
		 left;
	struct strbuf line = { 0 };
	size_t n;

	if (right + 2 > s->columns)
		right = 0;
	n = fit(picture->heading, strlen(picture->heading),
	    s->columns - (right != 0 ? right + 2 : 0), &left);
	sb_add(&line, picture->heading, n);
	if (right != 0) {
		sb_fill(&line, ' ', s->columns - left - right);
		sb_str(&line, picture->right);
	}
	add_line(out, s, sb_text(&line), line.len);
	sb_free(&line);
}

static unsigned
count_lines(const char *s, size_t len)
{
	unsigned n = 0;

	for (size_t i = 0; i < len; i++)
		n += s[i] == '\n';
	return n + (len != 0 && s[len - 1] != '\n');
}

void
screen_paint(struct strbuf *out, struct screen *s,
    const struct screen_picture *picture, unsigned columns, unsigned lines)
{
	const char *at = picture->text, *end = at + picture->len;
	unsigned all = count_lines(at, picture->len), room;

	if (columns < COLUMNS_MIN)
		columns = COLUMNS_MIN;
	if (lines < LINES_MIN)
		lines = LINES_MIN;
	if (lines > SCREEN_LINES_MAX)
		lines = SCREEN_LINES_MAX;
	/* The last line of the terminal is for what comes after it. */
	room = lines - 2;
	if (s->n != 0)
		to_first_row(out, s, columns);
	s->n = 0;
	s->columns = columns;
	/* No wrapping (DECAWM), should the terminal count otherwise. */
	sb_str(out, "\033[?7l");
	add_heading(out, s, picture);
	for (unsigned i = 0; i < all && i < room; i++) {
		size_t n = strcspn(at, "\n");

		if (at + n > end)
			n = (size_t)(end - at);
		if (i + 1 == room && all > room) {
			struct strbuf more = { 0 };

			sb_printf(&more,
			    ngettext("... and %u line more",
				"... and %u lines more", all - i),
			    all - i);
			add_line(out, s, sb_text(&more), more.len);
			sb_free(&more);
			break;
		}
		add_line(out, s, at, n);
		at += n + 1;
	}
	sb_str(out, "\033[J\033[?7h");
}

void
screen_clear(struct strbuf *out, struct screen *s, unsigned columns)
{
	if (s->n == 0)
		return;
	to_first_row(out, s, columns);
	sb_str(out, "\033[J");
	s->n = 0;
}

void
screen_leave(struct strbuf *out, struct screen *s)
{
	if (s->n != 0)
		sb_str(out, "\r\n");
	s->n = 0;
}
