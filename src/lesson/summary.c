/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a student has done, as text and as Markdown. */
#include "lesson/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/pages.h"
#include "view/wrap.h"

/* Where the lines below a step's title begin. */
static const char indent[] = "         ";

static unsigned
mark(const struct summary *s, size_t step, enum mark mark)
{
	return progress_get(s->progress, s->l, step, mark);
}

/* "; " between what is said of one step. */
static void __attribute__((format(printf, 2, 3)))
detail(struct strbuf *out, const char *fmt, ...)
{
	va_list ap;

	if (out->len != 0)
		sb_str(out, _("; "));
	va_start(ap, fmt);
	sb_vprintf(out, fmt, ap);
	va_end(ap);
}

static char
right_choice(const struct step *step)
{
	for (size_t i = 0; i < step->nchoices; i++) {
		if (step->choices[i].right)
			return step->choices[i].letter;
	}
	return '\0';
}

static void
put_prediction(struct strbuf *out, const struct summary *s, size_t i)
{
	char mine = progress_choice(s->progress, s->l, i);
	char right = right_choice(&s->l->steps[i]);

	if (mine == '\0')
		return;
	if (mark(s, i, MARK_SOLVED) == 0)
		detail(out, _("predicted %c)"), mine);
	else if (mine == right)
		detail(out, _("predicted %c), rightly"), mine);
	else
		detail(out, _("predicted %c), and it was %c)"), mine, right);
}

/* All that is known of a step, in a line; empty if nothing is. */
static void
put_details(struct strbuf *out, const struct summary *s, size_t i)
{
	unsigned wrong = mark(s, i, MARK_WRONG);
	unsigned hints = mark(s, i, MARK_HINTS);

	put_prediction(out, s, i);
	if (wrong != 0)
		detail(out, ngettext("%u wrong turn", "%u wrong turns", wrong),
		    wrong);
	if (hints != 0)
		detail(out, ngettext("%u hint", "%u hints", hints), hints);
	if (mark(s, i, MARK_SHOWN))
		detail(out, "%s", _("the answer was shown"));
	if (mark(s, i, MARK_SKIPPED) && !mark(s, i, MARK_SOLVED))
		detail(out, "%s", _("skipped"));
	if (mark(s, i, MARK_STRICT))
		detail(out, "%s", _("strict"));
}

/* "tcp-sticky: 3 of 8 steps solved" */
static void
put_total(struct strbuf *out, const struct summary *s)
{
	const struct course *c = s->course;

	sb_printf(out,
	    ngettext("%zu of %zu step solved", "%zu of %zu steps solved",
		s->l->nsteps),
	    progress_count(s->progress, s->l), s->l->nsteps);
	if (c->title != NULL || c->id != NULL)
		sb_printf(out, _("; course: %s"),
		    c->title != NULL ? c->title : c->id);
	if (s->strict)
		sb_str(out, _("; strict: no step is skipped, no answer shown"));
}

static void
wrap_safe(struct strbuf *out, const struct summary *s, const char *lead,
    const char *text)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, text, strlen(text), s->ascii);
	wrap_text(out, lead, sb_text(&safe), s->width);
	sb_free(&safe);
}

void
summary_text(struct strbuf *out, const struct summary *s)
{
	struct strbuf line = { 0 };

	wrap_safe(out, s, "", s->l->title.text);
	sb_printf(&line, "%s: ", s->l->id.text);
	put_total(&line, s);
	wrap_safe(out, s, "", sb_text(&line));
	sb_char(out, '\n');
	for (size_t i = 0; i < s->l->nsteps; i++) {
		const struct step *step = &s->l->steps[i];
		bool solved = mark(s, i, MARK_SOLVED) != 0;
		char *lead =
		    xasprintf("  %s %2zu  ", solved ? "[x]" : "[ ]", i + 1);

		if (s->paged)
			sb_char(out, PAGES_BREAK);
		wrap_safe(out, s, lead, step->title);
		free(lead);
		sb_clear(&line);
		put_details(&line, s, i);
		if (line.len != 0)
			wrap_safe(out, s, indent, sb_text(&line));
		if (solved && step->point.text != NULL) {
			lead = xasprintf("%s* ", indent);
			wrap_safe(out, s, lead, step->point.text);
			free(lead);
		}
	}
	sb_free(&line);
}

/* Text that means nothing to Markdown, but for code between its marks. */
static void
put_markdown(struct strbuf *out, const struct summary *s, const char *text)
{
	struct strbuf safe = { 0 };
	bool code = false;

	text_safe(&safe, text, strlen(text), s->ascii);
	for (const char *c = sb_text(&safe); *c != '\0'; c++) {
		if (*c == '`')
			code = code ? false : strchr(c + 1, '`') != NULL;
		if (!code && strchr("\\*_[]<>#|~&", *c) != NULL)
			sb_char(out, '\\');
		sb_char(out, *c);
	}
	sb_free(&safe);
}

void
summary_markdown(struct strbuf *out, const struct summary *s)
{
	struct strbuf line = { 0 };

	sb_str(out, "# ");
	put_markdown(out, s, s->l->title.text);
	sb_printf(out, "\n\n`%s`: ", s->l->id.text);
	put_total(&line, s);
	put_markdown(out, s, sb_text(&line));
	sb_str(out, "\n\n");
	for (size_t i = 0; i < s->l->nsteps; i++) {
		const struct step *step = &s->l->steps[i];
		bool solved = mark(s, i, MARK_SOLVED) != 0;

		sb_str(out, solved ? "- [x] " : "- [ ] ");
		put_markdown(out, s, step->title);
		sb_char(out, '\n');
		sb_clear(&line);
		put_details(&line, s, i);
		if (line.len != 0)
			sb_printf(out, "  - %s\n", sb_text(&line));
		if (solved && step->point.text != NULL) {
			sb_str(out, "  - **");
			put_markdown(out, s, step->point.text);
			sb_str(out, "**\n");
		}
	}
	sb_free(&line);
}
