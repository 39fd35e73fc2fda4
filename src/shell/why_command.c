/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why: of a call that has failed, what was said then, and what is seen now. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/ahead.h"
#include "model/call.h"
#include "model/xlat.h"
#include "shell/why.h"
#include "view/echo.h"

/* The n-th last failure (1: the last) of all that are still in the log, of one
 * call or (NULL) of any. */
static const struct event *
find_failure(const struct session *s, const char *name, uint64_t n)
{
	const struct event *found = NULL;
	uint64_t all = 0, at = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (const struct event *ev = log_since(s->log, 0); ev != NULL;
		     ev = log_next(s->log, ev)) {
			if (why_error(ev) == 0 ||
			    (name != NULL && strcmp(ev->prim->name, name) != 0))
				continue;
			if (pass == 0)
				all++;
			else if (++at + n == all + 1)
				found = ev;
		}
	}
	return found;
}

static void
add_fact(struct strbuf *out, const struct shell *sh,
    const struct why_fact *fact)
{
	struct strbuf line = { 0 };

	if (fact->ev != NULL)
		echo_format(&line, fact->ev, sh->ascii ? ECHO_ASCII : 0u);
	else
		sb_add(&line, sb_text(&fact->text), fact->text.len);
	sb_printf(&line, "  [%s]", sb_text(&fact->where));
	why_line(out, "    - ", &line, sh, why_width(sh));
	sb_free(&line);
}

static void
add_evidence(struct strbuf *out, const struct shell *sh,
    const struct why_asked *asked)
{
	struct why_facts facts;

	why_look(asked, &facts);
	sb_printf(out, "  %s\n", _("seen now:"));
	for (size_t i = 0; i < facts.n; i++)
		add_fact(out, sh, &facts.v[i]);
	why_facts_free(&facts);
}

/* What the same call would do by now. */
static void
add_now(struct strbuf *out, const struct shell *sh,
    const struct why_asked *asked)
{
	struct strbuf text = { 0 }, outcome = { 0 };
	char *lead = xasprintf("  %s ", _("now:"));
	struct ahead a;

	ahead_find(asked, &a);
	explain_outcome(&outcome, &a);
	if (a.end != AHEAD_UNKNOWN) {
		sb_printf(&text,
		    a.why.why.len != 0 ? _("the same call would %s: %s") :
					 _("the same call would %s"),
		    sb_text(&outcome), sb_text(&a.why.why));
		why_line(out, lead, &text, sh, why_width(sh));
	}
	ahead_free(&a);
	sb_free(&outcome);
	sb_free(&text);
	free(lead);
}

static void
add_failure(struct strbuf *out, const struct shell *sh, struct task *task,
    const struct event *ev)
{
	struct why_asked asked = why_ask(task, ev);
	const struct why *kept = why_kept(sh, ev);
	const char *name = errno_name(why_error(ev));
	struct why why;

	sb_printf(out, "%s: %s (%s)\n", ev->prim->name,
	    name != NULL ? name : "?", errno_text(why_error(ev)));
	if (kept != NULL) {
		why_lines(out, sh, "", kept);
	} else {
		if (why_find(&asked, &why)) {
			why_lines(out, sh, "", &why);
			sb_printf(out, "  %s\n",
			    _("(nobody looked when it failed: this is found "
			      "only now)"));
		}
		why_free(&why);
	}
	add_evidence(out, sh, &asked);
	add_now(out, sh, &asked);
}

/* Which failure is meant: "bind", "2"; false with a mistake. */
static bool
wanted(struct call *call, const char **name, uint64_t *n)
{
	const struct session *s = call->task->session;
	const struct value *v = &call->args[0].v;
	struct nearest nearest = { 0 };
	const char *word;
	char *end;

	*name = NULL;
	*n = 1;
	if (!call_given(call, 0))
		return true;
	word = v->bytes->data;
	if (*word >= '1' && *word <= '9') {
		errno = 0;
		*n = strtoull(word, &end, 10);
		if (*end == '\0' && errno == 0)
			return true;
	}
	*name = word;
	if (session_command(s, word) != NULL)
		return true;
	nearest.name = word;
	session_command_offer(s, &nearest);
	if (nearest.best != NULL)
		call_mistake(call, 0,
		    _("%.60s: no such call; did you mean %s?"), word,
		    nearest.best);
	else
		call_mistake(call, 0,
		    _("%.60s: a call's name belongs here, or a number (1: the "
		      "last failure, 2: the one before), or on or off"),
		    word);
	return false;
}

static void
say_none(struct strbuf *out, const char *name, uint64_t n)
{
	if (name != NULL)
		sb_printf(out, _("no %s has failed yet\n"), name);
	else if (n == 1)
		sb_str(out, _("no call has failed yet\n"));
	else
		sb_printf(out, _("not so many calls have failed: %llu\n"),
		    (unsigned long long)n);
}

static void
why_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	const struct event *ev;
	struct strbuf text = { 0 };
	const char *name;
	uint64_t n;

	call_give(call, VALUE_NONE);
	if (call_given(call, 0) &&
	    (strcmp(call->args[0].v.bytes->data, "on") == 0 ||
		strcmp(call->args[0].v.bytes->data, "off") == 0)) {
		sh->why_off = strcmp(call->args[0].v.bytes->data, "off") == 0;
		return;
	}
	if (!wanted(call, &name, &n))
		return;
	ev = find_failure(&sh->session, name, n);
	if (ev == NULL)
		say_none(&text, name, n);
	else
		add_failure(&text, sh, call->task, ev);
	if (sh->session.unlogged)
		sb_str(&text,
		    _("the calls made now are not kept: log on goes on\n"));
	shell_say(call, &text);
	sb_free(&text);
}

const struct prim why_prims[] = {
	{
	    .name = "why",
	    .params = { { "which", PARAM_FAILURE, 0 } },
	    .forms = { "[which]" },
	    .call = why_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("why the last call failed, what to do, and what is seen "
		       "of it now; a call's name: the last of those; 2: the "
		       "failure before the last; off: do not say it below "
		       "each failure, on: say it again"),
	    .topic = TOPIC_LOOKING,
	    .example = "c = socket tcp\n"
		       "try connect c :8080\n"
		       "why\n"
		       "> ...",
	},
	{ .name = NULL },
};
