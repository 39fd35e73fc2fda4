/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sequence diagram as a picture for slides: SVG 1.1 (W3C, 2011), black on
 * white, without a script, a style sheet or anything from elsewhere.
 */
#include "view/ladder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

/* In the picture's units, which a viewer takes for pixels. */
enum {
	MARGIN = 16,
	ROW = 26,
	FONT = 13,
	CHAR_WIDTH = 8, /* a column of that font, a little more */
	TIME_WIDTH = 80,
	PITCH = 170,
	CALL_LEAST = 160,
	CALL_MOST = 420,
	LABEL_MOST = 17, /* columns on an arrow */
};

/* A monospaced font with Chinese characters in it, where there is one. */
#define FONTS                                                                   \
	"DejaVu Sans Mono, Noto Sans Mono CJK SC, Noto Sans CJK SC, Source "    \
	"Han Sans SC, WenQuanYi Micro Hei Mono, Microsoft YaHei, PingFang SC, " \
	"SimSun, monospace"

struct drawing {
	struct strbuf *out;
	const struct ladder *l;
	unsigned *x;           /* by lane; 0: not used */
	size_t *begins, *ends; /* by lane: rows */
	size_t *rows;          /* by step */
	size_t nrows;
	unsigned call; /* the width of the calls */
	unsigned width;
};

/* Text in XML: printable characters alone, as text_safe leaves them. */
static void
add_text(struct strbuf *out, const char *s)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, s, strlen(s), false);
	for (size_t i = 0; i < safe.len; i++) {
		switch (safe.data[i]) {
		case '&':
			sb_str(out, "&amp;");
			break;
		case '<':
			sb_str(out, "&lt;");
			break;
		case '>':
			sb_str(out, "&gt;");
			break;
		case '"':
			sb_str(out, "&quot;");
			break;
		case '\n':
		case '\t':
			sb_char(out, ' ');
			break;
		default:
			sb_char(out, safe.data[i]);
			break;
		}
	}
	sb_free(&safe);
}

static unsigned
row_y(size_t row)
{
	return MARGIN + ROW * (unsigned)(row + 2);
}

/* anchor: "start", "middle" or "end". */
static void
text_at(const struct drawing *d, unsigned x, unsigned y, const char *anchor,
    const char *color, const char *s)
{
	if (*s == '\0')
		return;
	sb_printf(d->out,
	    "<text x=\"%u\" y=\"%u\" text-anchor=\"%s\" fill=\"%s\" "
	    "xml:space=\"preserve\">",
	    x, y, anchor, color);
	add_text(d->out, s);
	sb_str(d->out, "</text>\n");
}

static void
line_at(const struct drawing *d, unsigned x1, unsigned y1, unsigned x2,
    unsigned y2, const char *more)
{
	sb_printf(d->out,
	    "<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\" stroke=\"black\"%s/>"
	    "\n",
	    x1, y1, x2, y2, more);
}

/* The head of an arrow at (x, y), which points right or left. */
static void
head_at(const struct drawing *d, unsigned x, unsigned y, bool right)
{
	unsigned back = right ? x - 9 : x + 9;

	sb_printf(d->out, "<path d=\"M%u %uL%u %uL%u %uZ\" fill=\"black\"/>\n",
	    x, y, back, y - 4, back, y + 4);
}

/* Half way: it did not arrive. */
static void
stop_at(const struct drawing *d, unsigned x, unsigned y, enum ladder_fate fate)
{
	if (fate != LADDER_DROPPED) {
		sb_printf(d->out,
		    "<rect x=\"%u\" y=\"%u\" width=\"8\" height=\"8\" "
		    "stroke=\"black\" fill=\"%s\"/>\n",
		    x - 4, y - 4, fate == LADDER_HELD ? "black" : "white");
		return;
	}
	line_at(d, x - 5, y - 5, x + 5, y + 5, " stroke-width=\"2\"");
	line_at(d, x - 5, y + 5, x + 5, y - 5, " stroke-width=\"2\"");
}

static void
arrow_label(const struct ladder_step *step, struct strbuf *text)
{
	switch (step->kind) {
	case LADDER_DATA:
		ladder_data(text, step, LABEL_MOST, false);
		break;
	case LADDER_FIN:
		sb_str(text, "FIN");
		break;
	case LADDER_RESET:
		sb_str(text, "RST");
		break;
	case LADDER_END:
		sb_str(text, _("end"));
		break;
	case LADDER_FRAME:
		sb_str(text, step->text != NULL ? step->text : "");
		break;
	default:
		break;
	}
}

static void
draw_arrow(const struct drawing *d, const struct ladder_step *step, unsigned y)
{
	unsigned from = d->x[step->from], to = d->x[step->to], end = to;
	bool stops = step->fate == LADDER_HELD ||
	    step->fate == LADDER_DROPPED || step->fate == LADDER_ABSORBED;
	struct strbuf label = { 0 };

	if (stops)
		end = (from + to) / 2;
	line_at(d, from, y, end, y,
	    step->fate == LADDER_REPEATED ? " stroke-dasharray=\"6 3\"" : "");
	if (stops)
		stop_at(d, end, y, step->fate);
	else
		head_at(d, to, y, to > from);
	/* Delivered twice: two heads. */
	if (step->fate == LADDER_REPEATED)
		head_at(d, to > from ? to - 9 : to + 9, y, to > from);
	arrow_label(step, &label);
	/* Beside the sender, so that it does not stand on a line. */
	text_at(d, to > from ? from + PITCH / 2 : from - PITCH / 2, y - 4,
	    "middle", "black", sb_text(&label));
	sb_free(&label);
}

static void
draw_call(const struct drawing *d, const struct ladder_step *step, unsigned y)
{
	struct strbuf text = { 0 }, result = { 0 };
	size_t room = d->call / CHAR_WIDTH, width;

	ladder_time(&text, step->at);
	text_at(d, MARGIN + TIME_WIDTH - CHAR_WIDTH * 2, y + 4, "end", "#555",
	    sb_text(&text));
	sb_clear(&text);
	if (step->job != 0)
		sb_printf(&text, "[%u%s%s] ", (unsigned)step->job,
		    step->job_name != NULL ? " " : "",
		    step->job_name != NULL ? step->job_name : "");
	sb_str(&text,
	    step->kind == LADDER_NOW ? _("now") :
		step->text != NULL   ? step->text :
				       "");
	sb_char(&result, ' ');
	ladder_result(&result, step);
	if (step->part == LADDER_BEGINS)
		sb_str(&result, "...");
	width = ladder_columns(sb_text(&result));
	/* The call gives way before its result. */
	while (text.len > 8 && ladder_columns(sb_text(&text)) + width > room)
		sb_truncate(&text, text.len - 1);
	sb_str(&text, sb_text(&result));
	text_at(d, MARGIN + TIME_WIDTH, y + 4, "start",
	    step->error != NULL ? "#a00" : "black", sb_text(&text));
	sb_free(&text);
	sb_free(&result);
}

static void
draw_mark(const struct drawing *d, const struct ladder_step *step, unsigned y)
{
	unsigned x;

	if (step->lane == -1 || step->kind == LADDER_NOW)
		return;
	x = d->x[step->lane];
	if (step->error != NULL)
		stop_at(d, x, y, LADDER_DROPPED);
	else
		sb_printf(d->out, "<circle cx=\"%u\" cy=\"%u\" r=\"4\"/>\n", x,
		    y);
}

static void
draw_labels(const struct drawing *d, const struct ladder_step *step, unsigned y)
{
	struct strbuf data = { 0 };
	unsigned below = y;

	for (size_t i = 0; i < LADDER_STATES; i++) {
		if (step->states[i].lane == -1 || step->states[i].name == NULL)
			continue;
		if (step->from == step->states[i].lane)
			below = y + 14;
		text_at(d, d->x[step->states[i].lane] + 8, below + 4, "start",
		    "#00f", step->states[i].name);
	}
	if (step->bytes < 0 || step->kind == LADDER_DATA || step->lane == -1)
		return;
	ladder_data(&data, step, LABEL_MOST, false);
	text_at(d, d->x[step->lane] + 8, y + 4, "start", "black",
	    sb_text(&data));
	sb_free(&data);
}

/* Where each lane begins and ends, and waits. */
static void
draw_lanes(const struct drawing *d)
{
	for (size_t i = 0; i < d->l->nlanes; i++) {
		if (d->x[i] == 0)
			continue;
		text_at(d, d->x[i], MARGIN + FONT, "middle", "black",
		    d->l->lanes[i].name);
		line_at(d, d->x[i], row_y(d->begins[i]) - ROW / 2, d->x[i],
		    row_y(d->ends[i]),
		    d->l->lanes[i].outside ? " stroke-dasharray=\"2 3\"" : "");
	}
}

/* A call that waits is a broad band from where it began. */
static void
draw_waits(const struct drawing *d)
{
	size_t *since = xcalloc(d->l->nlanes + 1, sizeof(*since));

	for (size_t i = 0; i < d->l->nsteps; i++) {
		const struct ladder_step *step = &d->l->steps[i];
		bool still = i + 1 == d->l->nsteps;

		if (step->lane != -1 && step->part == LADDER_BEGINS)
			since[step->lane] = d->rows[i] + 1;
		for (size_t k = 0; k < d->l->nlanes; k++) {
			bool ends =
			    step->lane == (int)k && step->part == LADDER_ENDS;

			if (since[k] == 0 || (!still && !ends))
				continue;
			sb_printf(d->out,
			    "<rect x=\"%u\" y=\"%u\" width=\"6\" height=\"%u\" "
			    "fill=\"#ddd\" stroke=\"black\"/>\n",
			    d->x[k] - 3, row_y(since[k] - 1),
			    row_y(d->rows[i]) - row_y(since[k] - 1));
			since[k] = 0;
		}
	}
	free(since);
}

/* The rows: states of now stand in one, a note has one at the end. */
static void
lay_rows(struct drawing *d)
{
	size_t row = 0;

	for (size_t i = 0; i < d->l->nsteps; i++) {
		const struct ladder_step *step = &d->l->steps[i];
		bool same = i != 0 && step->kind == LADDER_NOW &&
		    step[-1].kind == LADDER_NOW;

		if (i != 0 && !same)
			row++;
		d->rows[i] = row;
	}
	d->nrows = row + 1;
}

static void
lay_lanes(struct drawing *d)
{
	bool *used = xcalloc(d->l->nlanes + 1, sizeof(*used));
	unsigned at = 0, columns = 0;

	ladder_choose(d->l, d->l->nlanes, used);
	for (size_t i = 0; i < d->l->nsteps; i++) {
		const struct ladder_step *step = &d->l->steps[i];
		unsigned n = step->text != NULL && step->kind != LADDER_NOTE ?
		    (unsigned)ladder_columns(step->text) + 24 :
		    0;

		columns = n > columns ? n : columns;
	}
	d->call = columns * CHAR_WIDTH;
	d->call = d->call < CALL_LEAST ? CALL_LEAST :
	    d->call > CALL_MOST        ? CALL_MOST :
					 d->call;
	for (size_t i = 0; i < d->l->nlanes; i++) {
		d->ends[i] = d->nrows;
		if (used[i])
			d->x[i] = MARGIN + TIME_WIDTH + d->call + PITCH / 2 +
			    PITCH * at++;
	}
	d->width =
	    2 * MARGIN + TIME_WIDTH + d->call + PITCH * (at != 0 ? at : 1);
	for (size_t i = d->l->nsteps; i-- > 0;) {
		const struct ladder_step *step = &d->l->steps[i];

		for (size_t k = 0; k < LADDER_OPENS; k++) {
			if (step->opens[k] != -1)
				d->begins[step->opens[k]] = d->rows[i] + 1;
		}
		if (step->closes != -1)
			d->ends[step->closes] = d->rows[i];
	}
	free(used);
}

static void
draw_step(const struct drawing *d, size_t i)
{
	const struct ladder_step *step = &d->l->steps[i];
	unsigned y = row_y(d->rows[i]);

	if (step->kind == LADDER_NOTE) {
		text_at(d, MARGIN, y + 4, "start", "#555",
		    step->text != NULL ? step->text : "");
		return;
	}
	if (i == 0 || d->rows[i] != d->rows[i - 1])
		draw_call(d, step, y);
	if (step->from != -1 && step->to != -1)
		draw_arrow(d, step, y);
	draw_mark(d, step, y);
	draw_labels(d, step, y);
}

void
ladder_svg(struct strbuf *out, const struct ladder *l)
{
	struct drawing d = { .out = out, .l = l };
	unsigned height;

	d.x = xcalloc(l->nlanes + 1, sizeof(*d.x));
	d.begins = xcalloc(l->nlanes + 1, sizeof(*d.begins));
	d.ends = xcalloc(l->nlanes + 1, sizeof(*d.ends));
	d.rows = xcalloc(l->nsteps + 1, sizeof(*d.rows));
	lay_rows(&d);
	lay_lanes(&d);
	height = row_y(d.nrows) + MARGIN;
	sb_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" "
	    "width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
	    "font-family=\"%s\" font-size=\"%d\">\n"
	    "<rect width=\"%u\" height=\"%u\" fill=\"white\"/>\n",
	    d.width, height, d.width, height, FONTS, FONT, d.width, height);
	draw_lanes(&d);
	draw_waits(&d);
	for (size_t i = 0; i < l->nsteps; i++)
		draw_step(&d, i);
	sb_str(out, "</svg>\n");
	free(d.x);
	free(d.begins);
	free(d.ends);
	free(d.rows);
}
