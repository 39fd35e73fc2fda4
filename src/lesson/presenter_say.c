/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on the wall. */
#include "lesson/presenter_say.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"
#include "view/wrap.h"

enum { KEYS_COLUMN = 22 };

void
presenter_say(const struct presenter *p, const char *lead, const char *text,
    struct strbuf *say)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, text, strlen(text), p->lr.ascii);
	wrap_text(say, lead, sb_text(&safe), p->lr.width);
	sb_free(&safe);
}

/* What is to be seen from the last row. */
static void
say_loud(const struct presenter *p, const char *lead, const char *text,
    struct strbuf *say)
{
	sb_str(say, p->bold ? "\033[1m" : "");
	presenter_say(p, lead, text, say);
	if (!p->bold)
		return;
	/* Before the newline, else the next line has it too. */
	sb_truncate(say, say->len - 1);
	sb_str(say, "\033[0m\n");
}

/*
 * A new screen. What was there is moved up and out of it, into the memory that
 * the terminal has for that; cleared, it would be lost. CUP is ECMA-48's.
 */
static void
say_clear(const struct presenter *p, struct strbuf *say)
{
	if (p->plain || p->rows == 0) {
		sb_char(say, '\n');
		return;
	}
	sb_fill(say, '\n', p->rows);
	sb_str(say, "\033[H");
}

/* Where a recording is made the parent takes this out, and sets a marker there
 * (ECMA-48: an application program command). */
static void
say_marker(const struct presenter *p, struct strbuf *say)
{
	if (p->marks)
		sb_printf(say, PRESENTER_MARK "%zu\033\\", p->lr.step);
}

void
presenter_say_step(const struct presenter *p, const struct step *step,
    struct strbuf *say)
{
	char *lead = xasprintf(p->plain ? "%zu/%zu: " : "--- %zu/%zu  ",
	    p->lr.step + 1, p->lr.stage.l->nsteps);
	char letter[] = "  a) ";

	say_clear(p, say);
	say_marker(p, say);
	say_loud(p, lead, step->title, say);
	free(lead);
	if (p->welcome)
		presenter_say(p, "  ",
		    _("(Space goes on, ? shows the other keys)"), say);
	sb_char(say, '\n');
	if (step->question.text == NULL)
		return;
	presenter_say(p, "", step->question.text, say);
	for (size_t i = 0; i < step->nchoices; i++) {
		letter[2] = step->choices[i].letter;
		presenter_say(p, letter, step->choices[i].text.text, say);
	}
	sb_char(say, '\n');
}

void
presenter_say_choice(const struct presenter *p, const struct choice *choice,
    struct strbuf *say)
{
	char *text = xasprintf(choice->right ? _("%c) is right: %s") :
					       _("%c) is wrong: %s"),
	    choice->letter, choice->text.text);

	presenter_say(p, "  ", text, say);
	free(text);
	if (choice->why.text != NULL)
		presenter_say(p, "     ", choice->why.text, say);
}

void
presenter_say_done(const struct presenter *p, const struct step *step,
    struct strbuf *say)
{
	char *text;

	for (size_t i = 0; i < step->checks.n; i++)
		presenter_say(p, "  [x] ", step->checks.v[i].text, say);
	for (size_t i = 0; i < step->nchoices; i++) {
		if (!step->choices[i].right)
			continue;
		text = xasprintf(_("It was %c): %s"), step->choices[i].letter,
		    step->choices[i].text.text);
		presenter_say(p, "  ", text, say);
		free(text);
	}
	sb_char(say, '\n');
	if (step->point.text == NULL)
		return;
	say_loud(p, "  * ", step->point.text, say);
	sb_char(say, '\n');
}

void
presenter_say_stuck(const struct presenter *p, const char *cause,
    struct strbuf *say)
{
	char *text = xasprintf(_("Here the lesson expected something else: %s"),
	    cause != NULL ? cause : _("it did not come to its end"));

	sb_char(say, '\n');
	presenter_say(p, "  ", text, say);
	free(text);
	if (p->pause < 0)
		presenter_say(p, "  ",
		    _("The demonstration stops for you: f gives you the "
		      "prompt, b tries again, Space goes on all the same."),
		    say);
}

void
presenter_say_summary(const struct presenter *p, struct strbuf *say)
{
	const struct lesson *l = p->lr.stage.l;

	say_clear(p, say);
	say_loud(p, "", l->title.text, say);
	sb_char(say, '\n');
	for (size_t i = 0; i < l->nsteps; i++) {
		if (l->steps[i].point.text != NULL)
			presenter_say(p, "  * ", l->steps[i].point.text, say);
	}
	sb_char(say, '\n');
}

void
presenter_say_keys(const struct presenter *p, struct strbuf *say)
{
	static const struct {
		const char *keys;
		const char *help;
	} rows[] = {
		{ N_("Space, Page Down"),
		    N_("go on; while it types: the rest of the line at once") },
		{ N_("b, Page Up"),
		    N_("back (at a vote, where b is a choice: Page Up)") },
		{ N_("a, b, c, at a vote"),
		    N_("show whether this choice is right") },
		{ "g", N_("go to a step, by its number") },
		{ "f", N_("take over: the prompt is yours; Ctrl-D returns") },
		{ "+ -", N_("type faster, slower") },
		{ "q", N_("end the demonstration") },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct strbuf lead = { 0 };
		size_t width;

		sb_printf(&lead, p->plain ? "%s: " : "  %s", _(rows[i].keys));
		width = text_width(lead.data, lead.len);
		sb_fill(&lead, ' ',
		    p->plain                ? 0 :
			width < KEYS_COLUMN ? KEYS_COLUMN - width :
					      1);
		presenter_say(p, sb_text(&lead), _(rows[i].help), say);
		sb_free(&lead);
	}
}

void
presenter_say_speed(const struct presenter *p, struct strbuf *say)
{
	char *text = xasprintf(ngettext("%u character a second",
				   "%u characters a second", p->speed),
	    p->speed);

	presenter_say(p, "  ", text, say);
	free(text);
}

void
presenter_say_steps(const struct presenter *p, struct strbuf *say)
{
	const struct lesson *l = p->lr.stage.l;

	presenter_say(p, "  ", _("This lesson has these steps:"), say);
	for (size_t i = 0; i < l->nsteps; i++) {
		char *lead = xasprintf("  %2zu  ", i + 1);

		presenter_say(p, lead, l->steps[i].title, say);
		free(lead);
	}
}
