/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that fit. */
#include "view/table.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"

enum {
	GAP = 2,         /* columns between two cells */
	BELOW = 4,       /* … that what stands below its row is indented */
	LEAST = 3,       /* … of a column: what is wider shows "..." there */
	USUAL_MOST = 64, /* a column that is wider as a rule stands below */
};

/* How a table is laid out for a width. */
struct plan {
	size_t width;
	bool below[TABLE_COLUMNS];    /* under its row */
	bool plain;                   /* all do, a row at a time */
	bool broken;                  /* not even one fits */
	size_t widths[TABLE_COLUMNS]; /* 0: the column is left out */
	size_t usual[TABLE_COLUMNS];  /* that most of its cells need */
	const char *titles[TABLE_COLUMNS];
	size_t heads[TABLE_COLUMNS]; /* the titles' widths */
};

void
table_init(struct table *t, const struct table_column *columns, size_t n,
    bool ascii)
{
	assert(n <= TABLE_COLUMNS);
	memset(t, 0, sizeof(*t));
	t->columns = columns;
	t->ncolumns = n;
	t->ascii = ascii;
}

void
table_free(struct table *t)
{
	sb_free(&t->text);
	free(t->cells);
}

static const struct table_cell *
cell_of(const struct table *t, size_t row, size_t column)
{
	return &t->cells[row * t->ncolumns + column];
}

static const char *
cell(const struct table *t, size_t row, size_t column)
{
	return t->text.data + cell_of(t, row, column)->at;
}

static bool
is_none(const char *text)
{
	return strcmp(text, TABLE_NONE) == 0;
}

/* Nearly all cells are: they need no closer look. */
static bool
is_ascii(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* Newlines and tabs would move what follows: they are escaped here too. */
static void
add_safe(struct strbuf *out, const char *text, bool ascii)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n\t");

		text_safe(out, text, n, ascii);
		text += n;
		if (*text == '\0')
			break;
		sb_str(out, *text == '\n' ? "\\n" : "\\t");
		text++;
	}
}

void
table_add(struct table *t, const char *text)
{
	size_t start = t->text.len, column = t->n % t->ncolumns, width;

	if (text == NULL || *text == '\0')
		text = TABLE_NONE;
	t->cells = xgrow(t->cells, t->n, sizeof(t->cells[0]));
	if (is_ascii(text)) {
		sb_str(&t->text, text);
		width = t->text.len - start;
	} else {
		add_safe(&t->text, text, t->ascii);
		width = text_width(t->text.data + start, t->text.len - start);
	}
	t->cells[t->n++] = (struct table_cell){ start, width };
	if (width > t->widths[column] && !is_none(text))
		t->widths[column] = width;
	sb_char(&t->text, '\0');
}

void
table_addf(struct table *t, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	table_add(t, text);
	free(text);
}

static size_t
total(const struct table *t, const struct plan *plan)
{
	size_t sum = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (plan->widths[i] != 0 && !plan->below[i])
			sum += plan->widths[i] + (sum != 0 ? GAP : 0);
	}
	return sum;
}

/* The width that three of four cells of a column keep to. */
static size_t
usual_width(const struct table *t, size_t column)
{
	size_t counts[USUAL_MOST + 1] = { 0 }, n = 0, within = 0;

	for (size_t i = column; i < t->n; i += t->ncolumns) {
		size_t width = t->cells[i].width;

		if (is_none(t->text.data + t->cells[i].at))
			continue;
		counts[width < USUAL_MOST ? width : USUAL_MOST]++;
		n++;
	}
	for (size_t width = 0; width < USUAL_MOST; width++) {
		within += counts[width];
		if (4 * within >= 3 * n)
			return width;
	}
	return USUAL_MOST;
}

/* Makes columns as wide as most of their cells need, the widest first, if all
 * fit by that: what is wider stands below its row. */
static bool
shrink(struct plan *plan, const struct table *t)
{
	size_t caps[TABLE_COLUMNS] = { 0 }, gain = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		caps[i] = plan->widths[i];
		if (plan->widths[i] == 0 || plan->below[i] ||
		    plan->usual[i] >= plan->widths[i])
			continue;
		caps[i] = plan->usual[i];
		gain += plan->widths[i] - caps[i];
	}
	if (total(t, plan) > plan->width + gain)
		return false;
	while (total(t, plan) > plan->width) {
		size_t most = 0;

		for (size_t i = 1; i < t->ncolumns; i++) {
			if (plan->widths[i] - caps[i] >
			    plan->widths[most] - caps[most])
				most = i;
		}
		plan->widths[most] = caps[most];
	}
	return true;
}

/* Moves columns below their rows, the highest rank first, until the rest fits;
 * of equal ones the last. One stays in any case. */
static void
hide(struct plan *plan, const struct table *t, size_t shown)
{
	while (shown > 1 && !shrink(plan, t)) {
		size_t worst = TABLE_COLUMNS;

		for (size_t i = 0; i < t->ncolumns; i++) {
			if (plan->widths[i] == 0 || plan->below[i])
				continue;
			if (worst == TABLE_COLUMNS ||
			    t->columns[i].rank >= t->columns[worst].rank)
				worst = i;
		}
		plan->below[worst] = true;
		shown--;
	}
	plan->broken = total(t, plan) > plan->width;
}

static void
make_plan(struct plan *plan, const struct table *t)
{
	size_t shown = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		const char *title = _(t->columns[i].title);
		size_t head = text_width(title, strlen(title));

		if (t->widths[i] == 0)
			continue;
		plan->titles[i] = title;
		plan->heads[i] = head;
		plan->widths[i] = t->widths[i] > head ? t->widths[i] : head;
		plan->usual[i] = usual_width(t, i);
		if (plan->usual[i] < head || plan->usual[i] < LEAST)
			plan->usual[i] = head > LEAST ? head : LEAST;
		shown++;
	}
	if (!plan->plain)
		hide(plan, t, shown);
	for (size_t i = 0; plan->plain && i < t->ncolumns; i++)
		plan->below[i] = plan->widths[i] != 0;
}

/* Ends a line without the blanks at its end. */
static void
end_line(struct strbuf *out)
{
	while (out->len != 0 && out->data[out->len - 1] == ' ')
		sb_truncate(out, out->len - 1);
	sb_char(out, '\n');
}

/* columns: how wide it is. */
static void
put_cell(struct strbuf *out, const char *text, size_t columns, size_t width,
    bool right)
{
	size_t fill = columns < width ? width - columns : 0;

	if (right)
		sb_fill(out, ' ', fill);
	sb_str(out, text);
	if (!right)
		sb_fill(out, ' ', fill);
}

/* Text in pieces of width columns at most; indent stands before all but the
 * first. column is where the text begins; returns where it ends. */
static size_t
put_broken(struct strbuf *out, const char *text, size_t column, size_t indent,
    size_t width)
{
	size_t len = strlen(text), at = 0;

	if (column + len <= width) {
		/* No character is wider than its bytes are many. */
		sb_add(out, text, len);
		return column + text_width(text, len);
	}
	while (at < len) {
		uint32_t cp = 0;
		size_t n = utf8_decode(text + at, len - at, &cp);

		if (n == 0)
			n = 1;
		if (column + char_width(cp) > width) {
			sb_char(out, '\n');
			sb_fill(out, ' ', indent);
			column = indent;
		}
		sb_add(out, text + at, n);
		column += char_width(cp);
		at += n;
	}
	return column;
}

/* Whether a cell stands below its row: with its column, or as too wide. */
static bool
is_below(const struct table *t, const struct plan *plan, size_t row,
    size_t column)
{
	return plan->below[column] ||
	    (!plan->broken &&
		cell_of(t, row, column)->width > plan->widths[column]);
}

static void
put_line(struct strbuf *out, const struct table *t, const struct plan *plan,
    size_t row)
{
	bool first = true;

	if (plan->broken) {
		/* One column is left, and too wide: it is broken. */
		for (size_t i = 0; i < t->ncolumns; i++) {
			if (plan->widths[i] != 0 && !plan->below[i])
				put_broken(out, cell(t, row, i), 0, BELOW,
				    plan->width);
		}
		end_line(out);
		return;
	}
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (plan->widths[i] == 0 || plan->below[i])
			continue;
		if (!first)
			sb_fill(out, ' ', GAP);
		first = false;
		if (is_below(t, plan, row, i))
			put_cell(out, "...", 3, plan->widths[i], false);
		else
			put_cell(out, cell(t, row, i),
			    cell_of(t, row, i)->width, plan->widths[i],
			    t->columns[i].right);
	}
	end_line(out);
}

/* Goes on behind what stands in a line, or begins one if need columns do not fit
 * there: where it is. */
static size_t
go_on(struct strbuf *out, const struct plan *plan, size_t column, size_t need)
{
	if (column != 0 && plan->plain)
		sb_char(out, ',');
	if (column != 0 && column + GAP + need > plan->width) {
		end_line(out);
		sb_fill(out, ' ', BELOW);
		return BELOW;
	}
	if (column == 0 && plan->plain)
		return 0;
	sb_fill(out, ' ', column == 0 ? BELOW : plan->plain ? 1 : GAP);
	return column + (column == 0 ? BELOW : GAP);
}

/* "title cell", as many on a line as fit. */
static void
put_below(struct strbuf *out, const struct table *t, const struct plan *plan,
    size_t row)
{
	size_t column = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		const char *title = plan->titles[i];
		const char *text;
		size_t need;

		if (plan->widths[i] == 0 || !is_below(t, plan, row, i))
			continue;
		text = cell(t, row, i);
		if (is_none(text))
			continue;
		need = plan->heads[i] + 1 + cell_of(t, row, i)->width;
		column = go_on(out, plan, column, need);
		column = put_broken(out, title, column, 2 * BELOW, plan->width);
		sb_char(out, ' ');
		column =
		    put_broken(out, text, column + 1, 2 * BELOW, plan->width);
	}
	if (column != 0)
		end_line(out);
}

void
table_draw(struct strbuf *out, const struct table *t,
    const struct draw_page *page)
{
	struct plan plan = { .width =
				 page->plain ? page->width - 1 : page->columns,
		.plain = page->plain };
	size_t rows = t->ncolumns != 0 ? t->n / t->ncolumns : 0;
	bool first = true;

	make_plan(&plan, t);
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (plan.widths[i] == 0 || plan.below[i])
			continue;
		if (!first)
			sb_fill(out, ' ', GAP);
		first = false;
		put_cell(out, plan.titles[i], plan.heads[i], plan.widths[i],
		    t->columns[i].right);
	}
	if (!first)
		end_line(out);
	for (size_t row = 0; row < rows; row++) {
		if (!plan.plain)
			put_line(out, t, &plan, row);
		put_below(out, t, &plan, row);
	}
}
