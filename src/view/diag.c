/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mistake, the line that it is in, and where. */
#include "view/diag.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_MIN = 20,
	WIDTH_MAX = 1000,
	INDENT = 2,
	DOTS = 3,
	/* Stacked on one character, as text_safe counts them. */
	MARKS_MAX = 2,
	/* Of a longer message, whose words may be of any length, the beginning
	 * and the end are shown. */
	MESSAGE_HEAD = 400,
	MESSAGE_TAIL = 200,
};

/* One character of the line as it is shown. */
struct cell {
	size_t text;   /* where it begins in the text shown … */
	size_t column; /* … and on the terminal */
};

/* The part of a line that may be shown: n cells and the end of the last. */
struct excerpt {
	struct strbuf text;
	struct cell *cells;
	size_t n;
	size_t caret; /* the cells of the mistake */
	size_t end;
	bool cut_left; /* the line begins, or goes on, outside */
	bool cut_right;
};

/* The length of the character at s, a byte that is none included. */
static size_t
char_length(const char *s, size_t len)
{
	uint32_t cp;
	size_t n = utf8_decode(s, len, &cp);

	return n != 0 ? n : 1;
}

static size_t
offset_in(const struct diag *d)
{
	return d->offset < d->text_len ? d->offset : d->text_len;
}

size_t
diag_column(const struct diag *d)
{
	size_t offset = d->text != NULL ? offset_in(d) : 0;
	size_t column = 1;

	for (size_t i = 0; i < offset; column++)
		i += char_length(d->text + i, d->text_len - i);
	return column;
}

/* On one line, whatever it is. */
static void
diag_line(struct strbuf *out, const char *s, bool ascii)
{
	size_t n;

	for (;; s += n + 1) {
		n = strcspn(s, "\n\t");
		text_safe(out, s, n, ascii);
		if (s[n] == '\0')
			break;
		sb_char(out, ' ');
	}
}

/* Appends a character as it is shown; returns its length in the source. */
static size_t
cell_add(struct strbuf *out, const char *s, size_t len, unsigned *stacked,
    bool ascii)
{
	uint32_t cp = 0;
	size_t n = utf8_decode(s, len, &cp);

	if (n == 0)
		n = 1;
	*stacked = char_combines(cp) ? *stacked + 1 : 0;
	if (*s == '\t' || *s == '\n')
		sb_char(out, ' ');
	else
		text_safe(out, s, n, ascii || *stacked > MARKS_MAX);
	return n;
}

/* Where from at on a character begins, if it is not a row of bad bytes. */
static size_t
char_start(const char *s, size_t at, size_t limit)
{
	for (int i = 0; i < 3 && at < limit && (s[at] & 0xc0) == 0x80; i++)
		at++;
	return at;
}

/* Where before at a character ends, likewise. */
static size_t
char_end(const char *s, size_t at)
{
	for (int i = 0; i < 3 && at > 0 && (s[at] & 0xc0) == 0x80; i++)
		at--;
	return at;
}

/*
 * Lays out what of the line can be on the screen together with the mistake:
 * each column takes at most four bytes, but for marks that are stacked.
 */
static void
excerpt_init(struct excerpt *ex, const struct diag *d, size_t width)
{
	size_t offset = offset_in(d);
	size_t reach = 4 * width;
	size_t from = offset > reach ? offset - reach : 0;
	size_t to = d->text_len - offset > reach ? offset + reach : d->text_len;
	size_t span_end = d->span < to - offset ? offset + d->span : to;
	unsigned stacked = 0;
	size_t n = 0;

	if (from != 0)
		from = char_start(d->text, from, offset);
	*ex = (struct excerpt){ .cut_left = from != 0,
		.cut_right = to != d->text_len };
	ex->cells = xcalloc(to - from + 1, sizeof(*ex->cells));
	for (size_t i = from; i < to; i += n) {
		size_t text = ex->text.len;

		if (i <= offset)
			ex->caret = ex->n;
		ex->cells[ex->n++].text = text;
		n = cell_add(&ex->text, d->text + i, to - i, &stacked,
		    d->ascii);
		ex->cells[ex->n].column = ex->cells[ex->n - 1].column +
		    text_width(ex->text.data + text, ex->text.len - text);
		if (i < span_end)
			ex->end = ex->n;
	}
	ex->cells[ex->n].text = ex->text.len;
	if (offset == to)
		ex->caret = ex->n;
	if (ex->end < ex->caret)
		ex->end = ex->caret;
}

static size_t
columns(const struct excerpt *ex, size_t from, size_t to)
{
	return ex->cells[to].column - ex->cells[from].column;
}

/* The cells to show, so that the mistake is in sight in the width there is. */
static void
excerpt_fit(struct excerpt *ex, size_t width, size_t *from, size_t *to)
{
	*from = 0;
	*to = ex->n;
	if (!ex->cut_left && !ex->cut_right && columns(ex, 0, ex->n) <= width)
		return;
	width -= 2 * DOTS;
	if (ex->cut_left || columns(ex, 0, ex->caret) > width / 2) {
		while (columns(ex, *from, ex->caret) > width / 2)
			(*from)++;
		/* A line that ends soon leaves more room before. */
		while (!ex->cut_right && *from > 0 &&
		    columns(ex, *from - 1, ex->n) < width)
			(*from)--;
	}
	while (columns(ex, *from, *to) > width)
		(*to)--;
	ex->cut_left |= *from != 0;
	ex->cut_right |= *to != ex->n;
}

static void
excerpt_add(struct strbuf *out, const struct excerpt *ex, size_t from,
    size_t to)
{
	size_t start = ex->cells[from].text;
	size_t end = ex->end < to ? ex->end : to;
	size_t span = columns(ex, ex->caret, end > ex->caret ? end : ex->caret);

	sb_fill(out, ' ', INDENT);
	sb_str(out, ex->cut_left ? "..." : "");
	if (ex->text.len != 0)
		sb_add(out, ex->text.data + start, ex->cells[to].text - start);
	sb_str(out, ex->cut_right ? "...\n" : "\n");
	sb_fill(out, ' ',
	    INDENT + (ex->cut_left ? DOTS : 0) + columns(ex, from, ex->caret));
	sb_char(out, '^');
	sb_fill(out, '~', span > 1 ? span - 1 : 0);
	sb_char(out, '\n');
}

static void
diag_excerpt(struct strbuf *out, const struct diag *d)
{
	size_t width = d->width != 0 ? d->width : WIDTH_DEFAULT;
	struct excerpt ex;
	size_t from;
	size_t to;

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	if (width > WIDTH_MAX)
		width = WIDTH_MAX;
	/* The last column stays free: the caret may stand after the text. */
	width -= INDENT + 1;
	excerpt_init(&ex, d, width);
	excerpt_fit(&ex, width, &from, &to);
	excerpt_add(out, &ex, from, to);
	free(ex.cells);
	sb_free(&ex.text);
}

static void
diag_message(struct strbuf *out, const char *s, bool ascii)
{
	struct strbuf line = { 0 };
	size_t tail;

	diag_line(&line, s, ascii);
	s = sb_text(&line);
	if (line.len <= MESSAGE_HEAD + MESSAGE_TAIL) {
		sb_add(out, s, line.len);
	} else {
		tail = char_start(s, line.len - MESSAGE_TAIL, line.len);
		sb_add(out, s, char_end(s, MESSAGE_HEAD));
		sb_str(out, " ... ");
		sb_add(out, s + tail, line.len - tail);
	}
	sb_free(&line);
}

/* What stands alone is broken between words where the terminal ends; what has a
 * place stays a line, for programs that look for it. */
static bool
diag_wrapped(struct strbuf *out, const struct diag *d)
{
	static const char lead[] = "socksh: ";
	struct strbuf message = { 0 };
	bool wraps = false;

	if (d->source != NULL || d->width < WIDTH_MIN)
		return false;
	diag_message(&message, d->message != NULL ? d->message : "", d->ascii);
	wraps = strlen(lead) + text_width(sb_text(&message), message.len) >
	    d->width;
	if (wraps)
		wrap_text(out, lead, sb_text(&message), d->width);
	sb_free(&message);
	return wraps;
}

/* The line, and where in it: what ^~~~ shows to those who see it. */
static void
diag_words(struct strbuf *out, const struct diag *d)
{
	size_t offset = offset_in(d), left = d->text_len - offset;
	struct strbuf part = { 0 };
	char *text = xstrndup(d->text, d->text_len);

	sb_fill(out, ' ', INDENT);
	diag_message(out, text, d->ascii);
	sb_char(out, '\n');
	free(text);
	text = xstrndup(d->text + offset, d->span < left ? d->span : left);
	diag_message(&part, text, d->ascii);
	sb_fill(out, ' ', INDENT);
	if (part.len != 0)
		sb_printf(out, _("at column %zu: %s\n"), diag_column(d),
		    part.data);
	else
		sb_printf(out, _("at column %zu\n"), diag_column(d));
	sb_free(&part);
	free(text);
}

void
diag_format(struct strbuf *out, const struct diag *d)
{
	bool placed = d->source != NULL && d->line != 0;

	if (diag_wrapped(out, d))
		return;
	sb_str(out, "socksh: ");
	if (d->source != NULL) {
		diag_line(out, d->source, d->ascii);
		sb_str(out, placed ? ":" : ": ");
	}
	if (placed) {
		sb_printf(out, "%u:", d->line);
		if (d->text != NULL)
			sb_printf(out, "%zu:", diag_column(d));
		sb_char(out, ' ');
	}
	diag_message(out, d->message != NULL ? d->message : "", d->ascii);
	sb_char(out, '\n');
	if (placed && d->text != NULL && d->plain)
		diag_words(out, d);
	else if (placed && d->text != NULL)
		diag_excerpt(out, d);
}
