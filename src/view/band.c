/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A band of bytes. */
#include "view/band.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/width.h"

enum {
	CELL = 3,       /* columns: a separator or a blank, two of content */
	ROW_STEP = 8,   /* bytes in a row: a multiple of it */
	ROW_MOST = 32,  /* … and not more */
	GUTTER_MIN = 4, /* columns for the place of a row's first byte */
	TEXT_ROOM = 12, /* bytes of a cell's text: a character, a blank, NUL */
};

/* What is drawn with. */
struct lines {
	const char *across;
	const char *heavy;
	const char *down;
	const char *top[3]; /* at the left end, inside, at the right end */
	const char *bottom[3];
	const char *mark;
	const char *odd; /* a byte that is no text, two columns */
};

static const struct lines lines_utf8 = {
	"─",
	"━",
	"│",
	{ "┌", "┬", "┐" },
	{ "└", "┴", "┘" },
	"▲",
	"··",
};
static const struct lines lines_ascii = {
	"-",
	"=",
	"|",
	{ "+", "+", "+" },
	{ "+", "+", "+" },
	"^",
	"..",
};

struct cell {
	unsigned char byte;
	bool border; /* before it */
	bool inside; /* of a character that began before it */
	const struct band_part *begins; /* the part of which it is the first */
	char text[TEXT_ROOM];
};

struct drawing {
	struct strbuf *out;
	const struct band *band;
	const struct lines *lines;
	struct cell *cells;
	size_t n;
	size_t row; /* cells in a row */
	size_t gutter;
	bool end_border; /* after the last cell */
};

static size_t
digits(size_t n)
{
	size_t d = 1;

	for (; n >= 10; n /= 10)
		d++;
	return d;
}

/* A byte by itself. */
static void
byte_text(struct cell *cell, const struct lines *lines)
{
	static const char escapes[] = "0......abtnvfr";
	unsigned char c = cell->byte;

	if (c == '\\' || (c < sizeof(escapes) - 1 && escapes[c] != '.')) {
		cell->text[0] = '\\';
		cell->text[1] = c == '\\' ? '\\' : escapes[c];
	} else if (c >= ' ' && c < 0x7f) {
		cell->text[0] = (char)c;
		cell->text[1] = ' ';
	} else {
		memcpy(cell->text, lines->odd, strlen(lines->odd));
	}
}

/* A character of several bytes stands in its first one's cell, if they are in
 * one row and in one part. Returns how many cells it takes, 0 if it is none. */
static size_t
character(struct cell *cells, size_t room, const char *data, size_t len)
{
	unsigned width;
	uint32_t cp;
	size_t n = utf8_decode(data, len < room ? len : room, &cp);

	if (n < 2 || !text_printable(cp))
		return 0;
	width = char_width(cp);
	if (width == 0)
		return 0;
	memcpy(cells[0].text, data, n);
	if (width == 1)
		cells[0].text[n] = ' ';
	for (size_t i = 1; i < n; i++) {
		cells[i].inside = true;
		memcpy(cells[i].text, "  ", 2);
	}
	return n;
}

static void
fill_part(struct drawing *d, size_t at, const struct band_part *part,
    bool ascii)
{
	size_t n = part->len < d->n - at ? part->len : d->n - at;

	for (size_t i = 0; i < n; i++)
		d->cells[at + i].byte = (unsigned char)part->data[i];
	d->cells[at].border = !part->open_start;
	d->cells[at].begins = part;
	for (size_t i = 0; i < n;) {
		size_t room = d->row - (at + i) % d->row, len = 0;

		if (room > n - i)
			room = n - i;
		if (!ascii)
			len = character(&d->cells[at + i], room, part->data + i,
			    part->len - i);
		if (len == 0) {
			byte_text(&d->cells[at + i], d->lines);
			len = 1;
		}
		i += len;
	}
}

static void
fill(struct drawing *d, bool ascii)
{
	const struct band_part *part = NULL;
	size_t at = 0;

	for (size_t i = 0; i < d->band->n && at < d->n; i++) {
		part = &d->band->parts[i];
		if (part->len == 0)
			continue;
		fill_part(d, at, part, ascii);
		at += part->len;
	}
	d->end_border = part != NULL && at == d->n && !part->open_end;
}

/* Whether there is a border before cell i, which may be the one after the last. */
static bool
border_at(const struct drawing *d, size_t i)
{
	return i < d->n ? d->cells[i].border : d->end_border;
}

/* What stands before cell i of the row from first on, in a line of its border. */
static const char *
corner(const struct drawing *d, size_t first, size_t end, size_t i,
    const char *const kinds[3], const char *line)
{
	if (!border_at(d, i))
		return line;
	return kinds[i == first ? 0 : i == end ? 2 : 1];
}

/* The label of a part into its upper border: room columns, from behind its
 * corner on. Returns how many it took. */
static size_t
put_label(struct drawing *d, const struct band_part *part, size_t room)
{
	const char *label = part->label;
	size_t width = label != NULL ? text_width(label, strlen(label)) : 0;

	if (width == 0 || width + 2 > room)
		return 0;
	if (width + 3 > room) {
		sb_printf(d->out, " %s ", label);
		return width + 2;
	}
	sb_printf(d->out, "%s %s ", d->lines->across, label);
	return width + 3;
}

static void
put_top(struct drawing *d, size_t first, size_t end)
{
	sb_fill(d->out, ' ', d->gutter);
	for (size_t i = first; i < end;) {
		const struct band_part *part = d->cells[i].begins;
		size_t next = i + 1, taken = 0;

		while (next < end && d->cells[next].begins == NULL)
			next++;
		sb_str(d->out,
		    corner(d, first, end, i, d->lines->top, d->lines->across));
		if (part != NULL)
			taken = put_label(d, part, (next - i) * CELL - 1);
		for (; taken < (next - i) * CELL - 1; taken++)
			sb_str(d->out, d->lines->across);
		i = next;
	}
	sb_str(d->out,
	    corner(d, first, end, end, d->lines->top, d->lines->across));
	sb_char(d->out, '\n');
}

static void
put_bottom(struct drawing *d, size_t first, size_t end)
{
	const struct lines *lines = d->lines;

	sb_fill(d->out, ' ', d->gutter);
	for (size_t i = first; i <= end; i++) {
		const char *line =
		    i < d->band->taken ? lines->heavy : lines->across;

		if (d->band->mark == (int64_t)i)
			sb_str(d->out, lines->mark);
		else
			sb_str(d->out,
			    corner(d, first, end, i, lines->bottom, line));
		if (i == end)
			break;
		sb_str(d->out, line);
		sb_str(d->out, line);
	}
	sb_char(d->out, '\n');
}

static void
put_cells(struct drawing *d, size_t first, size_t end, bool hex)
{
	if (hex)
		sb_fill(d->out, ' ', d->gutter);
	else
		sb_printf(d->out, "%*zu ", (int)d->gutter - 1, first);
	for (size_t i = first; i < end; i++) {
		sb_str(d->out, border_at(d, i) ? d->lines->down : " ");
		if (hex)
			sb_printf(d->out, "%02x", d->cells[i].byte);
		else
			sb_str(d->out, d->cells[i].text);
	}
	if (border_at(d, end))
		sb_str(d->out, d->lines->down);
	while (d->out->data[d->out->len - 1] == ' ')
		sb_truncate(d->out, d->out->len - 1);
	sb_char(d->out, '\n');
}

size_t
band_draw(struct strbuf *out, const struct band *band,
    const struct draw_page *page)
{
	struct drawing d = { .out = out, .band = band };
	size_t all = 0, room;

	for (size_t i = 0; i < band->n; i++)
		all += band->parts[i].len;
	d.lines = page->ascii ? &lines_ascii : &lines_utf8;
	d.gutter = digits(all) + 2 > GUTTER_MIN ? digits(all) + 2 : GUTTER_MIN;
	room = (page->columns - d.gutter - 1) / CELL;
	d.row = room > ROW_MOST ? ROW_MOST : room - room % ROW_STEP;
	d.n = all < d.row * band->rows ? all : d.row * band->rows;
	if (d.n == 0)
		return 0;
	d.cells = xcalloc(d.n, sizeof(d.cells[0]));
	fill(&d, page->ascii);
	for (size_t first = 0; first < d.n; first += d.row) {
		size_t end = first + d.row < d.n ? first + d.row : d.n;

		put_top(&d, first, end);
		put_cells(&d, first, end, false);
		put_cells(&d, first, end, true);
		put_bottom(&d, first, end);
	}
	free(d.cells);
	return d.n;
}
