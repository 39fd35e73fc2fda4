/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sequence diagram in characters. On a wide screen calls stand at the side:
 *
 *	   1.20  connect(c, 127.0.0.1:80)  │◀──────────────● ESTABLISHED
 *
 * on a narrow one above the lines they are about.
 */
#include "view/ladder_picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "view/wrap.h"

enum {
	SIDE_FROM = 60, /* columns: narrower ones have calls above the lines */
	CALL_MOST = 48,
	PITCH_MIN = 8,   /* from one lane to the next */
	PITCH_GOOD = 14, /* … with room for what stands there */
	PITCH_MOST = 20,
	NAMES_MOST = 10, /* lanes that are told by name to be left out */
};

static const struct marks utf8_marks = { "│", "┊", "║", "●", "✗", "┬", "┴", "─",
	"┼", "◀", "▶", "■", "□" };
static const struct marks ascii_marks = { "|", ":", "#", "*", "x", "o", "_",
	"-", "+", "<", ">", "=", "~" };

static void
draw_header(struct picture *p)
{
	canvas_clear(&p->row);
	canvas_text(&p->row, p->side ? LADDER_TIME - 3 : 0, LADDER_TIME,
	    _("ms"));
	if (!p->side) {
		canvas_line(p->out, &p->row);
		canvas_clear(&p->row);
	}
	for (size_t i = 0; i < p->l->nlanes; i++) {
		char *name;
		const char *shown;

		if (p->x[i] == 0)
			continue;
		name = picture_safe(p, p->l->lanes[i].name);
		shown = name;
		/* Of an address, the port tells it from others. */
		if (p->l->lanes[i].outside &&
		    ladder_columns(name) > p->pitch - 1 &&
		    strrchr(name, ':') != NULL)
			shown = strrchr(name, ':');
		canvas_text(&p->row, p->x[i],
		    p->x[i] + p->pitch - 1 < p->row.width ?
			p->pitch - 1 :
			p->row.width - p->x[i],
		    shown);
		free(name);
	}
	canvas_line(p->out, &p->row);
}

/* How many columns calls and lanes get, for n lanes that there are. */
static unsigned
divide(struct picture *p, unsigned n)
{
	unsigned columns = p->row.width, room, most;

	p->side = columns >= SIDE_FROM &&
	    LADDER_TIME + LADDER_CALL_MIN + n * PITCH_MIN <= columns;
	if (p->side) {
		p->call = LADDER_CALL_MIN;
		if (LADDER_CALL_MIN + LADDER_TIME + n * PITCH_GOOD < columns)
			p->call = columns - LADDER_TIME - n * PITCH_GOOD;
		if (p->call > CALL_MOST)
			p->call = CALL_MOST;
		p->first = LADDER_TIME + p->call;
	} else {
		p->first = LADDER_INDENT;
	}
	room = columns - p->first;
	most = room / PITCH_MIN;
	if (n > most)
		n = most;
	p->pitch = n != 0 ? room / n : PITCH_MOST;
	if (p->pitch > PITCH_MOST)
		p->pitch = PITCH_MOST;
	return n;
}

static unsigned
count_used(const struct ladder *l, bool *shown)
{
	unsigned n = 0;

	ladder_choose(l, l->nlanes, shown);
	for (size_t i = 0; i < l->nlanes; i++)
		n += shown[i];
	return n;
}

/* Says which lanes have no room. */
static void
note_left_out(struct picture *p, const bool *used)
{
	struct strbuf names = { 0 };
	unsigned n = 0;
	char *text;

	for (size_t i = 0; i < p->l->nlanes; i++) {
		if (!used[i] || p->x[i] != 0)
			continue;
		if (n++ < NAMES_MOST) {
			char *name = picture_safe(p, p->l->lanes[i].name);

			sb_printf(&names, "%s%s", n != 1 ? ", " : "", name);
			free(name);
		}
	}
	if (n == 0)
		return;
	text = xasprintf(
	    ngettext("%u line has no room here, and its calls are left out: "
		     "%s%s; ladder with names draws those alone",
		"%u lines have no room here, and their calls are left out: "
		"%s%s; ladder with names draws those alone",
		n),
	    n, sb_text(&names), n > NAMES_MOST ? ", ..." : "");
	wrap_text(p->out, "", text, p->page->width);
	free(text);
	sb_free(&names);
}

static void
lay_lanes(struct picture *p, bool *used)
{
	size_t n = p->l->nlanes;
	bool *shown = xcalloc(n + 1, sizeof(*shown));
	unsigned at = 0, fit = divide(p, count_used(p->l, used));

	ladder_choose(p->l, fit, shown);
	for (size_t i = 0; i < n; i++) {
		if (shown[i])
			p->x[i] = p->first + at++ * p->pitch;
		p->alive[i] = true;
	}
	/* A lane that begins in the picture is not there before. */
	for (size_t i = p->l->nsteps; i-- > 0;) {
		const struct ladder_step *step = &p->l->steps[i];

		for (size_t k = 0; k < LADDER_OPENS; k++) {
			if (step->opens[k] != -1)
				p->alive[step->opens[k]] = false;
		}
	}
	free(shown);
}

/* Whether anything of a step would be seen. */
static bool
concerns(const struct picture *p, const struct ladder_step *step)
{
	bool any = step->lane != -1;

	if (picture_shows(p, step->lane) || picture_shows(p, step->from) ||
	    picture_shows(p, step->to))
		return true;
	for (size_t i = 0; i < LADDER_OPENS; i++) {
		if (picture_shows(p, step->opens[i]))
			return true;
		any = any || step->opens[i] != -1;
	}
	return !any;
}

static void
draw_steps(struct picture *p)
{
	size_t n;

	for (size_t i = 0; i < p->l->nsteps; i += n) {
		const struct ladder_step *step = &p->l->steps[i];

		for (n = 1; step->kind == LADDER_NOW && i + n < p->l->nsteps &&
		     step[n].kind == LADDER_NOW;
		     n++)
			continue;
		if (step->kind == LADDER_NOTE)
			continue;
		if (concerns(p, step) || n > 1) {
			picture_row(p, step, n);
		} else {
			picture_lanes_begin(p, step);
			picture_lanes_end(p, step);
		}
	}
}

void
ladder_text(struct strbuf *out, const struct ladder *l,
    const struct draw_page *page)
{
	struct picture p = { .l = l,
		.page = page,
		.marks = page->ascii ? &ascii_marks : &utf8_marks,
		.out = out };
	bool *used = xcalloc(l->nlanes + 1, sizeof(*used));
	bool any = false;

	canvas_init(&p.row, page->columns);
	p.x = xcalloc(l->nlanes + 1, sizeof(*p.x));
	p.waits = xcalloc(l->nlanes + 1, sizeof(*p.waits));
	p.alive = xcalloc(l->nlanes + 1, sizeof(*p.alive));
	lay_lanes(&p, used);
	for (size_t i = 0; i < l->nsteps; i++)
		any = any || l->steps[i].kind != LADDER_NOTE;
	if (any)
		draw_header(&p);
	draw_steps(&p);
	note_left_out(&p, used);
	for (size_t i = 0; i < l->nsteps; i++) {
		char *text;

		if (l->steps[i].kind != LADDER_NOTE || l->steps[i].text == NULL)
			continue;
		text = picture_safe(&p, l->steps[i].text);
		wrap_text(out, "", text, page->width);
		free(text);
	}
	canvas_free(&p.row);
	free(p.x);
	free(p.waits);
	free(p.alive);
	free(p.labels);
	free(used);
}
