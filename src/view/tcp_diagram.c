/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figure: boxes, and lines with corners between them, on a grid of cells. */
#include "view/tcp_diagram.h"

#include <assert.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum {
	ROWS = 32,
	COLUMNS = TCP_DIAGRAM_WIDTH,
	BOX_HEIGHT = 3,
	CORNERS = 4, /* of a line, at most */
};

/* The two cells of a frame's direction: "← " or "<-", "→ " or "->". */
enum { COMES = 1, COMES_END, GOES, GOES_END };

/* The directions in which a line leaves a cell. */
enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8, HEAVY = 16 };

struct cell {
	char text; /* a character of a label; 0: none */
	char head; /* an arrow's, '<', '>', '^' or 'v'; 0: none */
	uint8_t line;
};

struct canvas {
	struct cell cells[ROWS][COLUMNS];
};

struct point {
	uint8_t row;
	uint8_t column;
};

struct box {
	uint8_t state;
	struct point at; /* its upper left corner */
	bool lower;      /* CLOSED stands in the figure twice */
};

static const struct box boxes[] = {
	{ TCP_CLOSE, { 0, 33 }, false },
	{ TCP_LISTEN, { 5, 6 }, false },
	{ TCP_SYN_RECV, { 9, 5 }, false },
	{ TCP_SYN_SENT, { 9, 60 }, false },
	{ TCP_ESTABLISHED, { 14, 30 }, false },
	{ TCP_FIN_WAIT1, { 19, 4 }, false },
	{ TCP_CLOSING, { 19, 32 }, false },
	{ TCP_CLOSE_WAIT, { 19, 58 }, false },
	{ TCP_FIN_WAIT2, { 24, 4 }, false },
	{ TCP_TIME_WAIT, { 24, 31 }, false },
	{ TCP_LAST_ACK, { 24, 59 }, false },
	{ TCP_CLOSE, { 29, 33 }, true },
};

/* A line from corner to corner; its head is at the last. "<FIN >ACK" in a label
 * is what comes and what goes. */
struct line {
	uint8_t arrow;
	uint8_t n;
	struct point corner[CORNERS];
	struct point number; /* where the step's number stands, on the line */
	const char *label;
	struct point label_at;
};

static const struct line lines[] = {
	{ ARROW_LISTEN, 3, { { 1, 32 }, { 1, 9 }, { 4, 9 } }, { 1, 18 },
	    "listen()", { 0, 14 } },
	{ ARROW_UNLISTEN, 3, { { 6, 16 }, { 6, 36 }, { 3, 36 } }, { 6, 30 },
	    "close()", { 5, 19 } },
	{ ARROW_CONNECT, 3, { { 1, 43 }, { 1, 68 }, { 8, 68 } }, { 1, 60 },
	    "connect() >SYN", { 0, 45 } },
	{ ARROW_ABANDON, 4, { { 8, 63 }, { 6, 63 }, { 6, 40 }, { 3, 40 } },
	    { 6, 58 }, "close(), <RST", { 5, 44 } },
	{ ARROW_SYN, 2, { { 8, 10 }, { 8, 10 } }, { 8, 8 }, "<SYN >SYN+ACK",
	    { 8, 12 } },
	{ ARROW_SYN_BOTH, 2, { { 10, 59 }, { 10, 17 } }, { 10, 24 },
	    "<SYN >SYN+ACK", { 9, 28 } },
	{ ARROW_ACK, 3, { { 12, 10 }, { 15, 10 }, { 15, 29 } }, { 15, 24 },
	    "<ACK", { 14, 13 } },
	{ ARROW_SYN_ACK, 3, { { 12, 65 }, { 15, 65 }, { 15, 45 } }, { 15, 50 },
	    "<SYN+ACK >ACK", { 14, 47 } },
	{ ARROW_CLOSE_EARLY, 4, { { 10, 4 }, { 10, 2 }, { 20, 2 }, { 20, 3 } },
	    { 14, 2 }, "close()", { 13, 3 } },
	{ ARROW_CLOSE, 4, { { 17, 34 }, { 17, 34 }, { 17, 11 }, { 18, 11 } },
	    { 17, 24 }, "close(), shutdown() >FIN", { 16, 4 } },
	{ ARROW_FIN, 4, { { 17, 40 }, { 17, 40 }, { 17, 65 }, { 18, 65 } },
	    { 17, 50 }, "<FIN >ACK", { 16, 47 } },
	{ ARROW_FIN_BOTH, 2, { { 20, 18 }, { 20, 31 } }, { 20, 24 },
	    "<FIN >ACK", { 19, 19 } },
	{ ARROW_FIN_ACKED, 2, { { 22, 11 }, { 23, 11 } }, { 22, 11 }, "<ACK",
	    { 22, 13 } },
	{ ARROW_CLOSING_ACKED, 2, { { 22, 37 }, { 23, 37 } }, { 22, 37 },
	    "<ACK", { 22, 39 } },
	{ ARROW_CLOSE_LAST, 2, { { 22, 65 }, { 23, 65 } }, { 22, 65 },
	    "close() >FIN", { 22, 51 } },
	{ ARROW_FIN_LAST, 2, { { 25, 18 }, { 25, 30 } }, { 25, 24 },
	    "<FIN >ACK", { 24, 19 } },
	{ ARROW_2MSL, 2, { { 27, 37 }, { 28, 37 } }, { 27, 37 }, "2 MSL (60 s)",
	    { 27, 39 } },
	{ ARROW_LAST_ACKED, 3, { { 27, 65 }, { 30, 65 }, { 30, 43 } },
	    { 30, 56 }, "<ACK", { 29, 50 } },
};

static struct cell *
cell_at(struct canvas *c, int row, int column)
{
	assert(row >= 0 && row < ROWS && column >= 0 && column < COLUMNS);
	return &c->cells[row][column];
}

/* A frame's direction takes two cells. */
static void
put_text(struct canvas *c, int row, int column, const char *text)
{
	for (; *text != '\0'; text++) {
		char ch = *text;

		if (ch == '<' || ch == '>') {
			cell_at(c, row, column++)->text =
			    ch == '<' ? COMES : GOES;
			ch = ch == '<' ? COMES_END : GOES_END;
		}
		cell_at(c, row, column++)->text = ch;
	}
}

static void
put_box(struct canvas *c, const struct box *box, bool heavy, bool now)
{
	const char *name = tcp_state_name(box->state);
	int row = box->at.row, left = box->at.column;
	int right = left + (int)strlen(name) + 3;
	uint8_t weight = heavy ? HEAVY : 0;

	for (int column = left; column <= right; column++) {
		uint8_t ends =
		    (column > left ? LEFT : 0) | (column < right ? RIGHT : 0);

		cell_at(c, row, column)->line =
		    weight | ends | (ends == (LEFT | RIGHT) ? 0 : DOWN);
		cell_at(c, row + 2, column)->line =
		    weight | ends | (ends == (LEFT | RIGHT) ? 0 : UP);
	}
	cell_at(c, row + 1, left)->line = weight | UP | DOWN;
	cell_at(c, row + 1, right)->line = weight | UP | DOWN;
	put_text(c, row + 1, left + 2, name);
	if (now) {
		put_text(c, row + 1, left + 1, "*");
		put_text(c, row + 1, right - 1, "*");
	}
}

static uint8_t
direction(struct point from, struct point to)
{
	if (from.row != to.row)
		return from.row < to.row ? DOWN : UP;
	return from.column < to.column ? RIGHT : LEFT;
}

static uint8_t
opposite(uint8_t direction)
{
	return direction == UP ? DOWN :
	    direction == DOWN  ? UP :
	    direction == LEFT  ? RIGHT :
				 LEFT;
}

/* From one corner to the next; the cells of both get their half of it. */
static void
put_stretch(struct canvas *c, struct point from, struct point to,
    uint8_t weight)
{
	uint8_t on = direction(from, to);

	while (from.row != to.row || from.column != to.column) {
		cell_at(c, from.row, from.column)->line |= on | weight;
		from.row += on == DOWN ? 1 : on == UP ? -1 : 0;
		from.column += on == RIGHT ? 1 : on == LEFT ? -1 : 0;
		cell_at(c, from.row, from.column)->line |=
		    opposite(on) | weight;
	}
}

/* Where an arrow points: as its last stretch goes, or down if that is but a
 * cell. */
static char
head_of(const struct line *line)
{
	struct point last = line->corner[line->n - 1];
	struct point before = line->corner[line->n - 2];

	if (last.row == before.row && last.column == before.column)
		return 'v';
	switch (direction(before, last)) {
	case UP:
		return '^';
	case LEFT:
		return '<';
	case RIGHT:
		return '>';
	default:
		return 'v';
	}
}

static void
put_line(struct canvas *c, const struct line *line, unsigned step)
{
	struct point last = line->corner[line->n - 1];
	uint8_t weight = step != 0 ? HEAVY : 0;
	struct point begin = line->corner[0];
	char number[8];

	/* Out of the box, whose border it begins at. */
	if (begin.row == line->corner[1].row &&
	    begin.column == line->corner[1].column && line->n > 2)
		cell_at(c, begin.row, begin.column)->line |= UP | weight;
	for (int i = 0; i + 1 < line->n; i++)
		put_stretch(c, line->corner[i], line->corner[i + 1], weight);
	cell_at(c, last.row, last.column)->head = head_of(line);
	put_text(c, line->label_at.row, line->label_at.column, line->label);
	if (step == 0)
		return;
	snprintf(number, sizeof(number), "%u", step);
	put_text(c, line->number.row, line->number.column, number);
}

static const char *
line_glyph(uint8_t line)
{
	static const char *const light[16] = { " ", "│", "│", "│", "─", "┘",
		"┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼" };
	static const char *const heavy[16] = { " ", "┃", "┃", "┃", "━", "┛",
		"┓", "┫", "━", "┗", "┏", "┣", "━", "┻", "┳", "╋" };

	return line & HEAVY ? heavy[line & 15] : light[line & 15];
}

static const char *
line_ascii(uint8_t line)
{
	uint8_t ends = line & 15;

	if (ends != 0 && (ends & (LEFT | RIGHT)) == 0)
		return line & HEAVY ? "#" : "|";
	if (ends != 0 && (ends & (UP | DOWN)) == 0)
		return line & HEAVY ? "=" : "-";
	if (ends == 0)
		return " ";
	return line & HEAVY ? "#" : "+";
}

static const char *
head_glyph(char head)
{
	switch (head) {
	case '<':
		return "◀";
	case '>':
		return "▶";
	case '^':
		return "▲";
	default:
		return "▼";
	}
}

static const char *
text_glyph(char text, bool ascii)
{
	switch (text) {
	case COMES:
		return ascii ? "<" : "←";
	case COMES_END:
		return ascii ? "-" : " ";
	case GOES:
		return ascii ? "-" : "→";
	case GOES_END:
		return ascii ? ">" : " ";
	default:
		return NULL;
	}
}

static void
put_cell(struct strbuf *out, const struct cell *cell, bool ascii)
{
	const char *glyph = text_glyph(cell->text, ascii);

	if (glyph != NULL)
		sb_str(out, glyph);
	else if (cell->text != 0)
		sb_char(out, cell->text);
	else if (cell->head != 0 && ascii)
		sb_char(out, cell->head);
	else if (cell->head != 0)
		sb_str(out, head_glyph(cell->head));
	else
		sb_str(out,
		    ascii ? line_ascii(cell->line) : line_glyph(cell->line));
}

static void
put_row(struct strbuf *out, const struct cell *row, bool ascii)
{
	for (int column = 0; column < COLUMNS; column++)
		put_cell(out, &row[column], ascii);
	while (out->data[out->len - 1] == ' ')
		sb_truncate(out, out->len - 1);
	sb_char(out, '\n');
}

void
tcp_diagram_draw(struct strbuf *out, const struct tcp_way *way, bool ascii)
{
	struct canvas c = { 0 };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		unsigned step = way->step[lines[i].arrow];

		/* The same line, by whatever ends the attempt. */
		if (lines[i].arrow == ARROW_ABANDON && step == 0)
			step = way->step[ARROW_REFUSED];
		put_line(&c, &lines[i], step);
	}
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		const struct box *box = &boxes[i];
		bool heavy = box->lower ? way->ended : way->visited[box->state];
		bool now = way->now == box->state &&
		    (box->state != TCP_CLOSE || box->lower == way->ended);

		put_box(&c, box, heavy, now);
	}
	for (int row = 0; row < ROWS; row++)
		put_row(out, c.cells[row], ascii);
}

void
tcp_frames(struct strbuf *out, const char *received, const char *sent,
    bool ascii)
{
	if (received != NULL)
		sb_printf(out, "%s%s", ascii ? "<-" : "← ", received);
	if (received != NULL && sent != NULL)
		sb_char(out, ' ');
	if (sent != NULL)
		sb_printf(out, "%s%s", ascii ? "->" : "→ ", sent);
}
