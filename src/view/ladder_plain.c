/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sequence diagram as sentences, for those who hear it. */
#include "view/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/wrap.h"

enum { SAID_MOST = 200 }; /* columns of what was sent */

struct telling {
	const struct ladder *l;
	const struct draw_page *page;
	struct strbuf *out;
};

static const char *
lane_name(const struct telling *t, int lane)
{
	return t->l->lanes[lane].name;
}

static void
say_arrow(const struct telling *t, struct strbuf *text,
    const struct ladder_step *step)
{
	struct strbuf data = { 0 };
	const char *from, *to;

	if (step->from == -1)
		return;
	from = lane_name(t, step->from);
	to = lane_name(t, step->to);
	switch (step->kind) {
	case LADDER_CONNECT:
		sb_printf(text, _(" %s asks %s for a connection."), from, to);
		break;
	case LADDER_ACCEPT:
		sb_printf(text, _(" %s hands the connection to %s."), from, to);
		break;
	case LADDER_DATA:
		ladder_data(&data, step, SAID_MOST, t->page->ascii);
		sb_printf(text, _(" From %s to %s, bytes: %s."), from, to,
		    sb_text(&data));
		break;
	case LADDER_FIN:
		sb_printf(text, _(" %s tells %s that no more comes (FIN)."),
		    from, to);
		break;
	case LADDER_RESET:
		sb_printf(text, _(" %s breaks the connection to %s off (RST)."),
		    from, to);
		break;
	case LADDER_END:
		sb_printf(text, _(" %s ends the connection to %s."), from, to);
		break;
	case LADDER_FRAME:
		sb_printf(text, _(" A frame from %s to %s."), from, to);
		break;
	default:
		break;
	}
	sb_free(&data);
}

static void
say_fate(struct strbuf *text, const struct ladder_step *step)
{
	switch (step->fate) {
	case LADDER_HELD:
		sb_str(text, _(" It is held."));
		break;
	case LADDER_DROPPED:
		sb_str(text, _(" It was dropped."));
		break;
	case LADDER_REPEATED:
		sb_str(text, _(" It was delivered twice."));
		break;
	case LADDER_ABSORBED:
		sb_str(text,
		    _(" It is a copy of one that is held, and goes no "
		      "further."));
		break;
	default:
		break;
	}
}

static void
say_states(const struct telling *t, struct strbuf *text,
    const struct ladder_step *step)
{
	for (size_t i = 0; i < LADDER_STATES; i++) {
		if (step->states[i].lane != -1 && step->states[i].name != NULL)
			sb_printf(text, _(" %s is now %s."),
			    lane_name(t, step->states[i].lane),
			    step->states[i].name);
	}
	if (step->closes != -1)
		sb_printf(text, _(" %s is closed."),
		    lane_name(t, step->closes));
}

static void
say_taken(const struct telling *t, struct strbuf *text,
    const struct ladder_step *step)
{
	struct strbuf data = { 0 };

	if (step->bytes < 0 || step->kind == LADDER_DATA)
		return;
	ladder_data(&data, step, SAID_MOST, t->page->ascii);
	sb_printf(text, _(" Bytes: %s."), sb_text(&data));
	sb_free(&data);
}

static void
say_call(struct strbuf *text, const struct ladder_step *step)
{
	if (step->job != 0 && step->job_name != NULL)
		sb_printf(text, _(" job %u (%s):"), (unsigned)step->job,
		    step->job_name);
	else if (step->job != 0)
		sb_printf(text, _(" job %u:"), (unsigned)step->job);
	sb_printf(text, " %s", step->text != NULL ? step->text : _("now"));
	if (step->part == LADDER_BEGINS && step->kind != LADDER_FRAME)
		sb_str(text, _(" begins to wait"));
	if (step->returned)
		sb_char(text, ' ');
	ladder_result(text, step);
	if (step->part == LADDER_ENDS || step->waited >= 50000000) {
		sb_str(text, _(", after waiting for "));
		ladder_time(text, step->waited);
		sb_str(text, step->waited < 100000000000 ? _(" ms") : "");
	}
	sb_char(text, '.');
}

static void
say_step(const struct telling *t, const struct ladder_step *step)
{
	struct strbuf text = { 0 }, safe = { 0 };

	if (step->kind == LADDER_NOTE) {
		sb_str(&text, step->text != NULL ? step->text : "");
	} else {
		ladder_time(&text, step->at);
		sb_str(&text, step->at < 100000000000 ? _(" ms:") : ":");
		say_call(&text, step);
		say_arrow(t, &text, step);
		say_fate(&text, step);
		say_taken(t, &text, step);
		say_states(t, &text, step);
	}
	text_safe(&safe, sb_text(&text), text.len, t->page->ascii);
	wrap_text(t->out, "", sb_text(&safe), t->page->width);
	sb_free(&text);
	sb_free(&safe);
}

void
ladder_plain(struct strbuf *out, const struct ladder *l,
    const struct draw_page *page)
{
	const struct telling t = { .l = l, .page = page, .out = out };

	for (size_t i = 0; i < l->nsteps; i++)
		say_step(&t, &l->steps[i]);
}
