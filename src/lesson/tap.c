/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a replay went, for programs (TAP 14) and for people. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/library.h"
#include "lesson/replay.h"

enum { SAID_MAX = 2000 };

bool
replayed_ok(const struct replayed *r)
{
	if (r->refused.len != 0 || r->skip != NULL)
		return false;
	for (size_t i = 0; i < r->nruns; i++) {
		if (r->runs[i].fault != NULL || !r->runs[i].ended)
			return false;
	}
	return true;
}

/* Text in one line of TAP, where # and \ have a meaning. */
static void
tap_text(struct strbuf *out, const char *s)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, s, strlen(s), false);
	for (const char *c = sb_text(&safe); *c != '\0'; c++) {
		if (*c == '#' || *c == '\\')
			sb_char(out, '\\');
		sb_char(out, *c == '\n' || *c == '\t' ? ' ' : *c);
	}
	sb_free(&safe);
}

/* A string of YAML, in double quotes. */
static void
yaml_text(struct strbuf *out, const char *s)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, s, strlen(s), false);
	sb_char(out, '"');
	for (const char *c = sb_text(&safe); *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			sb_char(out, '\\');
		sb_char(out, *c == '\n' || *c == '\t' ? ' ' : *c);
	}
	sb_str(out, "\"\n");
	sb_free(&safe);
}

/* The diagnostic block of a point that is not ok, indented by four. */
static void
tap_fault(struct strbuf *out, const struct replayed *r, const struct run *run)
{
	sb_str(out, "      ---\n      message: ");
	yaml_text(out, run->fault);
	sb_str(out, "      at:\n        file: ");
	yaml_text(out, r->l->path);
	sb_printf(out, "        line: %u\n", run->fault_line);
	if (run->said != NULL) {
		sb_str(out, "      said: ");
		yaml_text(out, run->said);
	}
	sb_str(out, "      ...\n");
}

static void
tap_steps(struct strbuf *out, const struct replayed *r)
{
	const struct run *run = &r->runs[0];

	for (size_t i = 0; i < r->l->nsteps; i++) {
		bool ok = i < run->solved;

		sb_printf(out, "    %sok %zu - %s", ok ? "" : "not ", i + 1,
		    r->l->steps[i].id);
		if (!ok && run->fault != NULL && run->fault_step == i) {
			sb_char(out, '\n');
			tap_fault(out, r, run);
		} else {
			sb_str(out, ok ? "\n" : " (not reached)\n");
		}
	}
}

static void
tap_traps(struct strbuf *out, const struct replayed *r)
{
	for (size_t i = 1; i < r->nruns; i++) {
		const struct run *run = &r->runs[i];

		sb_printf(out, "    %sok %zu - %s, wrong move of line %u\n",
		    run->fault == NULL && run->ended ? "" : "not ",
		    r->l->nsteps + i, r->l->steps[run->step].id,
		    run->trap->expr.line);
		if (run->fault != NULL)
			tap_fault(out, r, run);
	}
}

void
replay_tap(struct strbuf *out, const struct replayed *r, size_t n)
{
	bool played = r->refused.len == 0 && r->skip == NULL;

	if (played) {
		sb_str(out, "# Subtest: ");
		tap_text(out, r->l->path);
		sb_printf(out, "\n    1..%zu\n", r->l->nsteps + r->nruns - 1);
		tap_steps(out, r);
		tap_traps(out, r);
	}
	sb_printf(out, "%sok %zu - ",
	    replayed_ok(r) || r->skip != NULL ? "" : "not ", n);
	tap_text(out, *r->l->id.text != '\0' ? r->l->id.text : r->l->path);
	if (r->skip != NULL) {
		sb_str(out, " # SKIP ");
		tap_text(out, r->skip);
	}
	sb_char(out, '\n');
	if (r->refused.len != 0) {
		sb_str(out, "  ---\n  message: ");
		yaml_text(out, sb_text(&r->refused));
		sb_str(out, "  ...\n");
	}
}

static void
text_run(struct strbuf *out, const struct replayed *r, const struct run *run,
    bool ascii)
{
	struct strbuf line = { 0 };

	if (run->fault == NULL)
		return;
	sb_printf(&line, "  %s:%u: %s\n", r->l->path, run->fault_line,
	    run->fault);
	if (run->said != NULL)
		sb_printf(&line, "    %.*s\n", SAID_MAX, run->said);
	text_safe(out, sb_text(&line), line.len, ascii);
	sb_free(&line);
}

void
replay_text(struct strbuf *out, const struct replayed *r, bool ascii)
{
	struct strbuf name = { 0 };

	text_safe(&name, r->l->path, strlen(r->l->path), ascii);
	if (r->skip != NULL)
		sb_printf(out, _("skipped  %s: %s\n"), sb_text(&name), r->skip);
	else if (replayed_ok(r))
		sb_printf(out,
		    _("passed   %s: %zu steps, %zu wrong moves, "
		      "%.1f s\n"),
		    sb_text(&name), r->l->nsteps, r->nruns - 1,
		    (double)r->took / 1e9);
	else
		sb_printf(out, _("failed   %s\n"), sb_text(&name));
	sb_str(out, sb_text(&r->refused));
	for (size_t i = 0; i < r->nruns && r->skip == NULL; i++)
		text_run(out, r, &r->runs[i], ascii);
	sb_free(&name);
}

void
replay_totals(struct strbuf *out, const struct totals *t)
{
	if (t->skipped != 0)
		sb_printf(out, _("%zu skipped, "), t->skipped);
	sb_printf(out, _("%zu passed, %zu failed\n"), t->passed, t->failed);
}
