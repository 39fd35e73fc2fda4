/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables that fit. What does not find room beside the others (a column, or a cell
 * that is wider than most of its column, where "..." says so) stands below its row,
 * with its title: nothing is cut, whatever the width. Pure.
 */
#ifndef SOCKSH_VIEW_TABLE_H
#define SOCKSH_VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "view/draw.h"

enum { TABLE_COLUMNS = 16 };

struct table_column {
	const char *title; /* N_() */
	unsigned rank;     /* the higher, the sooner it stands below its row */
	bool right;        /* numbers */
};

struct table {
	const struct table_column *columns; /* borrowed */
	size_t ncolumns;
	bool ascii;
	struct strbuf text; /* of all cells, a NUL behind each */
	struct table_cell {
		size_t at;    /* where it begins */
		size_t width; /* in columns */
	} * cells;            /* row by row */
	size_t n;
	size_t widths[TABLE_COLUMNS]; /* the widest cell; 0: all are empty */
};

/* What a cell says that has nothing to say. */
#define TABLE_NONE "-"

void table_init(struct table *t, const struct table_column *columns, size_t n,
    bool ascii);
void table_free(struct table *t);
/* Adds the next cell: any text, which is made safe for a terminal; NULL or empty
 * is TABLE_NONE. A column of nothing else is left out. */
void table_add(struct table *t, const char *text);
void table_addf(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Appends a head and the rows, no line wider than the page; of a plain one a
 * sentence for each row, titles and all. */
void table_draw(struct strbuf *out, const struct table *t,
    const struct draw_page *page);

#endif
