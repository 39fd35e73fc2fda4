/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside ladder_text: the picture as it is laid out. Only ladder_text.c and
 * ladder_row.c include this. */
#ifndef SOCKSH_VIEW_LADDER_PICTURE_H
#define SOCKSH_VIEW_LADDER_PICTURE_H

#include "view/canvas.h"
#include "view/ladder.h"

enum {
	LADDER_TIME = 9,      /* columns of the time, a space included */
	LADDER_INDENT = 2,    /* of the lanes where calls stand above them */
	LADDER_CALL_MIN = 20, /* columns of calls at the side */
};

struct marks {
	const char *line, *outside, *waits, *call, *failed, *opens, *closes;
	const char *across, *crosses, *left, *right, *held, *absorbed;
};

/* What stands to the right of a lane in a row. */
struct label {
	int lane;
	char *text;
	bool state; /* which may be shortened */
};

struct picture {
	const struct ladder *l;
	const struct draw_page *page;
	const struct marks *marks;
	struct strbuf *out;
	struct canvas row;
	bool side;
	unsigned call; /* columns of calls at the side */
	unsigned pitch;
	unsigned first;  /* column of the first lane */
	unsigned *x;     /* by lane; 0: not drawn */
	unsigned *waits; /* by lane: calls that it waits in */
	bool *alive;     /* by lane: it has a line here */
	struct label *labels;
	size_t nlabels;
};

/* A new string that a terminal may have, on one line. */
char *picture_safe(const struct picture *p, const char *s);
bool picture_shows(const struct picture *p, int lane);
/* n steps, which stand in one row: several only of those that tell how it is
 * now. */
void picture_row(struct picture *p, const struct ladder_step *step, size_t n);
/* What a step changes before and after it is drawn, or where it is not. */
void picture_lanes_begin(struct picture *p, const struct ladder_step *step);
void picture_lanes_end(struct picture *p, const struct ladder_step *step);

#endif
