/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a picture, in cells. */
#include "view/canvas.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/width.h"

enum { DOTS = 3 };

void
canvas_init(struct canvas *c, unsigned width)
{
	c->cells = xcalloc(width + 1, sizeof(c->cells[0]));
	c->width = width;
}

void
canvas_free(struct canvas *c)
{
	free(c->cells);
	c->cells = NULL;
}

void
canvas_clear(struct canvas *c)
{
	memset(c->cells, 0, c->width * sizeof(c->cells[0]));
}

bool
canvas_is_free(const struct canvas *c, unsigned x)
{
	return x < c->width && c->cells[x].len == 0 && c->cells[x].right == 0;
}

/* What is put over half of a wide character leaves no other half. */
static void
cell_clear(struct canvas *c, unsigned x)
{
	if (c->cells[x].right != 0 && x > 0)
		c->cells[x - 1].len = 0;
	if (x + 1 < c->width && c->cells[x + 1].right != 0)
		c->cells[x + 1] = (struct cell){ 0 };
	c->cells[x] = (struct cell){ 0 };
}

static void
cell_set(struct canvas *c, unsigned x, const char *s, size_t n)
{
	memcpy(c->cells[x].s, s, n);
	c->cells[x].len = (unsigned char)n;
}

void
canvas_put(struct canvas *c, unsigned x, const char *s)
{
	size_t n = strlen(s);

	if (x >= c->width || n > CELL_BYTES)
		return;
	cell_clear(c, x);
	cell_set(c, x, s, n);
}

/* A combining mark goes into the cell of the character before it. */
static void
cell_combine(struct canvas *c, unsigned x, const char *s, size_t n)
{
	struct cell *cell = &c->cells[x];

	if (cell->right != 0)
		cell--;
	if (cell->len == 0 || cell->len + n > CELL_BYTES)
		return;
	memcpy(cell->s + cell->len, s, n);
	cell->len = (unsigned char)(cell->len + n);
}

/* As much of s as fits into room columns. */
static unsigned
put_cut(struct canvas *c, unsigned x, unsigned room, const char *s)
{
	size_t len = strlen(s), n;
	unsigned at = 0;
	uint32_t cp;

	for (; len != 0; s += n, len -= n) {
		unsigned width;

		n = utf8_decode(s, len, &cp);
		if (n == 0)
			break;
		width = char_width(cp);
		if (width == 0 && at != 0)
			cell_combine(c, x + at - 1, s, n);
		if (width == 0)
			continue;
		if (at + width > room)
			break;
		cell_clear(c, x + at);
		if (width == 2) {
			cell_clear(c, x + at + 1);
			c->cells[x + at + 1].right = 1;
		}
		if (cp != ' ')
			cell_set(c, x + at, s, n);
		else
			cell_set(c, x + at, " ", 1);
		at += width;
	}
	return at;
}

unsigned
canvas_text(struct canvas *c, unsigned x, unsigned room, const char *s)
{
	bool cut;
	unsigned at;

	if (x >= c->width)
		return 0;
	if (room > c->width - x)
		room = c->width - x;
	cut = text_width(s, strlen(s)) > room;
	if (!cut || room <= DOTS + 1)
		return put_cut(c, x, room, s);
	at = put_cut(c, x, room - DOTS, s);
	return at + put_cut(c, x + at, DOTS, "...");
}

void
canvas_line(struct strbuf *out, const struct canvas *c)
{
	unsigned end = c->width;

	while (end > 0 && c->cells[end - 1].right == 0 &&
	    (c->cells[end - 1].len == 0 ||
		(c->cells[end - 1].len == 1 && c->cells[end - 1].s[0] == ' ')))
		end--;
	for (unsigned x = 0; x < end; x++) {
		const struct cell *cell = &c->cells[x];

		if (cell->right != 0)
			continue;
		if (cell->len == 0)
			sb_char(out, ' ');
		else
			sb_add(out, cell->s, cell->len);
	}
	sb_char(out, '\n');
}
