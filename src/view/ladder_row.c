/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the sequence diagram: a row, and what had no room in it. */
#include "view/ladder_picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum { WAITED_SHOWN = 50000000 }; /* ns: shorter waits are not said */

/* The short form of a state, six columns at most, as ss(8) has it. */
static const char *
short_state(const char *name)
{
	static const char *const shorts[][2] = {
		{ "ESTABLISHED", "ESTAB" },
		{ "SYN_SENT", "SYN-S" },
		{ "SYN_RECV", "SYN-R" },
		{ "FIN_WAIT", "FIN-W" },
		{ "FIN_WAIT1", "FIN-W1" },
		{ "FIN_WAIT2", "FIN-W2" },
		{ "TIME_WAIT", "TIME-W" },
		{ "CLOSE_WAIT", "CLO-W" },
		{ "LAST_ACK", "LAST-A" },
		{ "CLOSING", "CLSING" },
	};

	for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++) {
		if (strcmp(shorts[i][0], name) == 0)
			return shorts[i][1];
	}
	return name;
}

bool
picture_shows(const struct picture *p, int lane)
{
	return lane != -1 && p->x[lane] != 0;
}

char *
picture_safe(const struct picture *p, const char *s)
{
	struct strbuf out = { 0 };

	text_safe(&out, s, strlen(s), p->page->ascii);
	/* It is one line. */
	for (size_t i = 0; i < out.len; i++) {
		if (out.data[i] == '\n' || out.data[i] == '\t')
			out.data[i] = ' ';
	}
	return sb_steal(&out);
}

static void
add_label(struct picture *p, int lane, char *text, bool state)
{
	if (!picture_shows(p, lane)) {
		free(text);
		return;
	}
	p->labels = xgrow(p->labels, p->nlabels, sizeof(p->labels[0]));
	p->labels[p->nlabels++] =
	    (struct label){ .lane = lane, .text = text, .state = state };
}

/* How far a label of a lane may reach: to before the next lane. */
static unsigned
label_room(const struct picture *p, int lane)
{
	unsigned end = p->row.width;

	for (size_t i = 0; i < p->l->nlanes; i++) {
		if (p->x[i] > p->x[lane] && p->x[i] < end)
			end = p->x[i];
	}
	return end > p->x[lane] + 2 ? end - p->x[lane] - 2 : 0;
}

/* The labels that have room in this row; the others wait for the next. */
static void
put_labels(struct picture *p)
{
	size_t left = 0;

	for (size_t i = 0; i < p->nlabels; i++) {
		struct label *label = &p->labels[i];
		unsigned at = p->x[label->lane] + 1;
		unsigned room = label_room(p, label->lane);
		const char *text = label->text;

		if (!canvas_is_free(&p->row, at) ||
		    !canvas_is_free(&p->row, at + 1)) {
			p->labels[left++] = *label;
			continue;
		}
		if (label->state && ladder_columns(text) > room)
			text = short_state(text);
		canvas_text(&p->row, at + 1, room, text);
		free(label->text);
	}
	p->nlabels = left;
}

static void
put_lines(struct picture *p)
{
	canvas_clear(&p->row);
	for (size_t i = 0; i < p->l->nlanes; i++) {
		const struct marks *m = p->marks;

		if (p->x[i] == 0 || !p->alive[i])
			continue;
		canvas_put(&p->row, p->x[i],
		    p->waits[i] != 0           ? m->waits :
			p->l->lanes[i].outside ? m->outside :
						 m->line);
	}
}

/* What an arrow is labelled with, for so many columns; the caller's to free. */
static char *
arrow_text(const struct picture *p, const struct ladder_step *step,
    unsigned room)
{
	struct strbuf text = { 0 };
	char *made;

	switch (step->kind) {
	case LADDER_DATA:
		/* A dash at either end of what is quoted. */
		ladder_data(&text, step, room != 0 ? room - 1 : 0,
		    p->page->ascii);
		break;
	case LADDER_FIN:
		sb_str(&text, "FIN");
		break;
	case LADDER_RESET:
		sb_str(&text, "RST");
		break;
	case LADDER_END:
		sb_str(&text, _("end"));
		break;
	case LADDER_FRAME:
		sb_str(&text, step->text != NULL ? step->text : "");
		break;
	default:
		break;
	}
	made = picture_safe(p, sb_text(&text));
	sb_free(&text);
	return made;
}

/* The label stands beside the sender if there is room, else across the lanes in
 * between. */
static void
put_arrow_text(struct picture *p, const struct ladder_step *step, unsigned from,
    unsigned to)
{
	unsigned low = from < to ? from : to, high = from < to ? to : from;
	unsigned beside = p->pitch < high - low ? p->pitch : high - low;
	unsigned room = high - low >= 5 ? high - low - 4 : 0;
	char *text = arrow_text(p, step, room);
	unsigned width = (unsigned)ladder_columns(text), at;

	if (width != 0 && width > room) {
		/* The number alone is better than nothing. */
		width = 0;
	}
	if (width != 0) {
		unsigned span = width + 4 <= beside ? beside : high - low;

		at = from < to ? from + 1 + (span - 2 - width) / 2 :
				 from - span + 1 + (span - 1 - width) / 2;
		if (at <= low + 1)
			at = low + 2;
		canvas_text(&p->row, at, width, text);
	}
	free(text);
}

static void
put_arrow(struct picture *p, const struct ladder_step *step)
{
	const struct marks *m = p->marks;
	unsigned from = p->x[step->from], to = p->x[step->to], end = to;
	bool right = to > from;

	/* A frame that did not arrive stops half way. */
	if (step->fate == LADDER_HELD || step->fate == LADDER_DROPPED ||
	    step->fate == LADDER_ABSORBED)
		end = (from + to) / 2;
	for (unsigned x = from; right ? ++x < end : --x > end;)
		canvas_put(&p->row, x,
		    canvas_is_free(&p->row, x) ? m->across : m->crosses);
	put_arrow_text(p, step, from, end);
	if (step->fate == LADDER_HELD)
		canvas_put(&p->row, end, m->held);
	else if (step->fate == LADDER_DROPPED)
		canvas_put(&p->row, end, m->failed);
	else if (step->fate == LADDER_ABSORBED)
		canvas_put(&p->row, end, m->absorbed);
	else
		canvas_put(&p->row, right ? to - 1 : to + 1,
		    right ? m->right : m->left);
	/* Delivered twice: two heads. */
	if (step->fate == LADDER_REPEATED && end > 2)
		canvas_put(&p->row, right ? to - 2 : to + 2,
		    right ? m->right : m->left);
}

/* The parts of a call's text, each by itself. */
struct call_text {
	char *text;
	struct strbuf prefix; /* its job */
	struct strbuf number; /* … shorter */
	struct strbuf result;
	struct strbuf waited;
};

static void
call_text_init(const struct picture *p, const struct ladder_step *step,
    struct call_text *t)
{
	const char *text = step->text != NULL ? step->text : "";

	*t = (struct call_text){ 0 };
	if (step->kind == LADDER_NOW)
		text = _("now");
	t->text = picture_safe(p, text);
	if (step->job != 0 && step->job_name != NULL) {
		char *name = picture_safe(p, step->job_name);

		sb_printf(&t->prefix, "[%u %s] ", (unsigned)step->job, name);
		free(name);
	}
	if (step->job != 0)
		sb_printf(&t->number, "[%u] ", (unsigned)step->job);
	if (step->returned)
		sb_char(&t->result, ' ');
	ladder_result(&t->result, step);
	if (step->part == LADDER_BEGINS)
		sb_str(&t->waited, " ...");
	if (step->waited >= WAITED_SHOWN) {
		sb_str(&t->waited, " [");
		ladder_time(&t->waited, step->waited);
		sb_str(&t->waited,
		    step->waited < 100000000000 ? _(" ms]") : "]");
	}
}

static void
call_text_free(struct call_text *t)
{
	free(t->text);
	sb_free(&t->prefix);
	sb_free(&t->number);
	sb_free(&t->result);
	sb_free(&t->waited);
}

/* Puts a call's text; what of the result had no room is left in rest. The text
 * gives way before the result does. */
static void
put_call(struct picture *p, unsigned x, unsigned room, struct call_text *t,
    struct strbuf *rest)
{
	unsigned text = (unsigned)ladder_columns(t->text);
	unsigned result = (unsigned)ladder_columns(sb_text(&t->result));
	unsigned waited = (unsigned)ladder_columns(sb_text(&t->waited));
	unsigned prefix = (unsigned)ladder_columns(sb_text(&t->prefix));
	unsigned at = canvas_text(&p->row, x, room / 2,
	    prefix == 0 || prefix + text + result > room ? sb_text(&t->number) :
							   sb_text(&t->prefix));

	room -= at;
	x += at;
	if (text + result + waited > room)
		sb_clear(&t->waited);
	if (text + result > room && result + LADDER_CALL_MIN / 2 > room) {
		sb_str(rest, sb_text(&t->result));
		sb_clear(&t->result);
		result = 0;
	}
	if (text > room - result)
		text = room - result;
	x += canvas_text(&p->row, x, text, t->text);
	x += canvas_text(&p->row, x, result, sb_text(&t->result));
	canvas_text(&p->row, x, waited, sb_text(&t->waited));
}

static void
put_time(struct picture *p, const struct ladder_step *step)
{
	struct strbuf text = { 0 };
	size_t width;

	ladder_time(&text, step->at);
	width = ladder_columns(sb_text(&text));
	canvas_text(&p->row,
	    p->side && width < LADDER_TIME - 1 ?
		LADDER_TIME - 1 - (unsigned)width :
		0,
	    LADDER_TIME - 1, sb_text(&text));
	sb_free(&text);
}

static void
end_row(struct picture *p)
{
	canvas_line(p->out, &p->row);
}

/* What a step puts on its lane itself. */
static void
put_mark(struct picture *p, const struct ladder_step *step)
{
	const struct marks *m = p->marks;

	for (size_t i = 0; i < LADDER_OPENS; i++) {
		if (picture_shows(p, step->opens[i]))
			canvas_put(&p->row, p->x[step->opens[i]], m->opens);
	}
	if (!picture_shows(p, step->lane) || step->kind == LADDER_NOW)
		return;
	canvas_put(&p->row, p->x[step->lane],
	    step->closes == step->lane ? m->closes :
		step->error != NULL    ? m->failed :
					 m->call);
}

static void
add_labels(struct picture *p, const struct ladder_step *step)
{
	struct strbuf text = { 0 };
	bool arrow = picture_shows(p, step->from) && picture_shows(p, step->to);

	for (size_t i = 0; i < LADDER_STATES; i++) {
		if (step->states[i].lane != -1)
			add_label(p, step->states[i].lane,
			    picture_safe(p, step->states[i].name), true);
	}
	/* Bytes that go nowhere that is drawn. */
	if (step->bytes < 0 || (step->kind == LADDER_DATA && arrow) ||
	    !picture_shows(p, step->lane))
		return;
	ladder_data(&text, step, label_room(p, step->lane), p->page->ascii);
	add_label(p, step->lane, picture_safe(p, sb_text(&text)), false);
	sb_free(&text);
}

/* Rows for what had no room in the step's own. */
static void
draw_rest(struct picture *p, struct strbuf *rest)
{
	while (p->nlabels != 0 || rest->len != 0) {
		put_lines(p);
		if (rest->len != 0)
			canvas_text(&p->row,
			    p->side ? LADDER_TIME + 1 : LADDER_INDENT,
			    p->side ? p->call - 2 :
				      p->row.width - LADDER_INDENT,
			    sb_text(rest) + 1);
		sb_clear(rest);
		put_labels(p);
		end_row(p);
	}
}

void
picture_lanes_begin(struct picture *p, const struct ladder_step *step)
{
	for (size_t i = 0; i < LADDER_OPENS; i++) {
		if (step->opens[i] != -1)
			p->alive[step->opens[i]] = true;
	}
	if (step->lane != -1 && step->part == LADDER_ENDS &&
	    p->waits[step->lane] != 0)
		p->waits[step->lane]--;
}

void
picture_lanes_end(struct picture *p, const struct ladder_step *step)
{
	if (step->closes != -1)
		p->alive[step->closes] = false;
	if (step->lane != -1 && step->part == LADDER_BEGINS)
		p->waits[step->lane]++;
}

void
picture_row(struct picture *p, const struct ladder_step *step, size_t n)
{
	struct strbuf rest = { 0 };
	struct call_text text;

	picture_lanes_begin(p, step);
	call_text_init(p, step, &text);
	put_lines(p);
	/* A call above the lines has its row to itself. */
	if (!p->side)
		canvas_clear(&p->row);
	put_time(p, step);
	put_call(p, LADDER_TIME,
	    p->side ? p->call - 1 : p->row.width - LADDER_TIME, &text, &rest);
	if (!p->side) {
		end_row(p);
		put_lines(p);
	}
	if (picture_shows(p, step->from) && picture_shows(p, step->to))
		put_arrow(p, step);
	for (size_t i = 0; i < n; i++) {
		put_mark(p, &step[i]);
		add_labels(p, &step[i]);
	}
	put_labels(p);
	end_row(p);
	draw_rest(p, &rest);
	picture_lanes_end(p, step);
	call_text_free(&text);
	sb_free(&rest);
}
