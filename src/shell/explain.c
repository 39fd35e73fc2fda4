/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: what a call would do now, without making it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/ahead.h"
#include "model/call.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "shell/why.h"
#include "view/echo.h"

enum { LINES_MAX = 40 };

/* Labels and texts, as they are drawn. */
struct lines {
	struct value v[LINES_MAX];
	size_t n;
};

static void
line_add(struct lines *lines, const char *label, const struct strbuf *text)
{
	struct value pair[2];
	char *cause = NULL;

	if (lines->n == LINES_MAX || text->len == 0)
		return;
	pair[0] = value_str(label);
	pair[1] = value_bytes(sb_text(text), text->len);
	if (value_tuple(&lines->v[lines->n], pair, 2, &cause))
		lines->n++;
	free(cause);
}

/* The call as it would be echoed, up to its closing bracket. */
static void
add_call(struct lines *lines, const struct event *ev, bool ascii)
{
	struct strbuf text = { 0 };
	char *end, *next;

	echo_format(&text, ev, ascii ? ECHO_ASCII : 0u);
	/* The last of them: an argument may have one, too. */
	for (end = NULL, next = text.data;
	     next != NULL && (next = strstr(next, ") = ")) != NULL; next++)
		end = next;
	if (end != NULL)
		sb_truncate(&text, (size_t)(end - text.data) + 1);
	line_add(lines, "", &text);
	sb_free(&text);
}

static void
add_works(struct strbuf *text, const struct ahead *a)
{
	if (a->result >= 0)
		sb_printf(text, _("succeed, and return %lld"),
		    (long long)a->result);
	else
		sb_str(text, _("succeed"));
}

static void
add_end(struct strbuf *text, const struct ahead *a)
{
	const char *name = errno_name(a->err);

	switch (a->end) {
	case AHEAD_WORKS:
		add_works(text, a);
		break;
	case AHEAD_FAILS:
		sb_printf(text, _("fail with %s (%s)"),
		    name != NULL ? name : "?", errno_text(a->err));
		break;
	case AHEAD_WAITS:
		sb_printf(text, _("wait for %s"), sb_text(&a->says));
		break;
	default:
		sb_str(text, _("it cannot be told from here"));
		break;
	}
}

void
explain_outcome(struct strbuf *text, const struct ahead *a)
{
	struct strbuf end = { 0 };

	add_end(&end, a);
	if (a->says.len == 0 || a->end == AHEAD_WAITS)
		sb_str(text, sb_text(&end));
	else
		sb_printf(text, _("%s: %s"), sb_text(&end), sb_text(&a->says));
	sb_free(&end);
}

static void
add_outcome(struct lines *lines, const struct ahead *a)
{
	struct strbuf text = { 0 };

	explain_outcome(&text, a);
	line_add(lines, _("would:"), &text);
	sb_free(&text);
	line_add(lines, _("why:"), &a->why.why);
	line_add(lines, _("try:"), &a->why.try);
	if (a->end == AHEAD_WAITS)
		line_add(lines, _("wakes:"), &a->wakes);
	if (a->end != AHEAD_FAILS)
		line_add(lines, _("sends:"), &a->wire);
}

static void
add_facts(struct lines *lines, const struct ahead *a, bool ascii)
{
	for (size_t i = 0; i < a->facts.n; i++) {
		const struct why_fact *fact = &a->facts.v[i];
		struct strbuf text = { 0 };

		if (fact->ev != NULL)
			echo_format(&text, fact->ev, ascii ? ECHO_ASCII : 0u);
		else
			sb_str(&text, sb_text(&fact->text));
		sb_printf(&text, "  [%s]", sb_text(&fact->where));
		line_add(lines, _("finds:"), &text);
		sb_free(&text);
	}
}

static void
add_row(struct lines *lines, const struct prim *prim)
{
	struct strbuf text = { 0 };

	if (prim->help != NULL)
		sb_str(&text, _(prim->help));
	if (prim->man != NULL)
		sb_printf(&text, _("; see %s"), prim->man);
	line_add(lines, _("is:"), &text);
	sb_free(&text);
}

static void
say_nothing(struct lines *lines, const struct prim *prim)
{
	struct strbuf text = { 0 };

	sb_printf(&text, _("%s makes no system call"), prim->name);
	line_add(lines, "", &text);
	sb_free(&text);
}

/* What the row says of a call of which nothing more is known. */
static void
say_row(struct ahead *a, const struct prim *prim)
{
	if (a->end != AHEAD_UNKNOWN || a->says.len != 0)
		return;
	if (strcmp(prim->name, "getaddrinfo") == 0) {
		sb_str(&a->says,
		    _("a name has to be looked up first, and nothing is asked "
		      "for that: give the address in numbers"));
		return;
	}
	sb_str(&a->says,
	    prim->flags & PRIM_BLOCKS ? _("it may wait") :
					_("it does not wait for others"));
}

static struct value
record_of(const struct ahead *a, struct call *call)
{
	static const char *const names[AHEAD_ENDS] = { "unknown", "works",
		"fails", "waits" };
	struct value items[] = { value_str(names[a->end]), VALUE_INT(a->result),
		VALUE_INT(a->err),
		value_bytes(sb_text(&a->why.why), a->why.why.len),
		value_bytes(sb_text(&a->wire), a->wire.len) };
	struct value record = VALUE_NONE;

	if (!layout_record(layout_find("explain"), items, 5, &record,
		&call->cause))
		return VALUE_NONE;
	return record;
}

static void
give_picture(struct call *call, struct lines *lines)
{
	if (!call->drawn ||
	    !value_tuple(&call->picture, lines->v, lines->n, &call->cause)) {
		for (size_t i = 0; i < lines->n; i++)
			value_drop(&lines->v[i]);
	}
}

static void
explain_call(struct call *call)
{
	const struct shell *sh = shell_of(call->task->session);
	const struct event *ev = call->about;
	const struct prim *prim = call->about_row;
	struct lines lines = { .n = 0 };
	struct ahead a = { .result = -1 };

	if (ev->prim == NULL) {
		say_nothing(&lines, prim);
	} else {
		struct why_asked asked = why_ask(call->task, ev);

		ahead_find(&asked, &a);
		say_row(&a, ev->prim);
		add_call(&lines, ev, sh->ascii);
		add_outcome(&lines, &a);
		add_facts(&lines, &a, sh->ascii);
	}
	add_row(&lines, prim);
	give_picture(call, &lines);
	call_give(call, record_of(&a, call));
	ahead_free(&a);
}

const struct prim explain_prims[] = {
	{
	    .name = "explain",
	    .params = { { "call", PARAM_CALL, 0 } },
	    .forms = { "call" },
	    .call = explain_call,
	    .flags = PRIM_PURE | PRIM_LOOKS | PRIM_SILENT,
	    .help = N_("what a call would do now, without making it: succeed, "
		       "fail and why, or wait, and who could wake it"),
	    .topic = TOPIC_LOOKING,
	    .example = "s = socket tcp\n"
		       "explain listen s\n"
		       "> ...",
	},
	{ .name = NULL },
};
