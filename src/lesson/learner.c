/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A student in a lesson. */
#include "lesson/learner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/goal.h"
#include "lesson/isolate.h"
#include "model/call.h"
#include "view/pages.h"
#include "view/wrap.h"

enum { LOOK_PATIENCE_MS = 150 }; /* for what a job is about to do */

static const struct step *
step_now(const struct learner *lr)
{
	return &lr->stage.l->steps[lr->step];
}

/* Where there is no student (demo) nothing is kept. */
static void
note(const struct learner *lr, enum note_kind kind, size_t step, unsigned what)
{
	const struct note n = { .kind = kind,
		.step = (unsigned)step,
		.what = what };

	if (lr->progress == NULL)
		return;
	note_send(lr->notes, &n);
	note_keep(lr->progress, lr->stage.l, &n);
}

/* A paragraph, after a lead on its first line. */
static void
say_text(const struct learner *lr, struct strbuf *say, const char *lead,
    const char *text)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, text, strlen(text), lr->ascii);
	wrap_text(say, lead, sb_text(&safe), lr->width);
	sb_free(&safe);
}

/* Lines that stay as they are. */
static void
say_listing(const struct learner *lr, struct strbuf *say, const char *text)
{
	text_safe(say, text, strlen(text), lr->ascii);
	sb_char(say, '\n');
}

static bool
run_all(struct learner *lr, const struct commands *commands, char **cause)
{
	for (size_t i = 0; i < commands->n; i++) {
		char *why = NULL;

		if (stage_run(&lr->stage, &commands->v[i], false, &why))
			continue;
		*cause = xasprintf("%s:%u: %s: %s", lr->stage.l->path,
		    commands->v[i].source.line, commands->v[i].source.text,
		    why);
		free(why);
		return false;
	}
	return true;
}

/* Nothing is echoed while the lesson itself acts. */
bool
learner_set_up(struct learner *lr, char **cause)
{
	struct session *s = lr->stage.in->task.session;
	bool quiet = s->quiet, interactive = lr->stage.in->interactive;
	bool ok;

	s->quiet = true;
	lr->stage.in->interactive = false;
	ok = run_all(lr, &step_now(lr)->setup, cause);
	lr->stage.in->interactive = interactive;
	s->quiet = quiet;
	stage_begin(&lr->stage);
	lr->hints = 0;
	lr->told = NULL;
	lr->asking = step_now(lr)->question.text != NULL &&
	    lr->choices[lr->step] == '\0';
	note(lr, NOTE_AT, lr->step, 0);
	return ok;
}

/* What a job of a model answer has to bring about is waited for. */
bool
learner_await(struct learner *lr, char **cause)
{
	int64_t since = clock_now();
	const struct timespec moment = { .tv_nsec = 2000000 };
	const struct piece *which = NULL;
	char *why;

	while (!stage_checks(&lr->stage, step_now(lr), &which, &why)) {
		if (clock_now() - since >
		    STAGE_PATIENCE_MS * INT64_C(1000000)) {
			*cause = xasprintf("%s:%u: %s", lr->stage.l->path,
			    which->line, which->text);
			free(why);
			return false;
		}
		free(why);
		nanosleep(&moment, NULL);
	}
	return true;
}

bool
learner_begin(struct learner *lr, char **cause)
{
	size_t step = lr->step;

	if (lr->stage.l->isolate == ISOLATE_LAB &&
	    !network_lab(&lr->stage.in->task, lr->stage.l, cause))
		return false;
	if (!network_confine(lr->stage.in->task.session, lr->stage.l, cause))
		return false;
	for (lr->step = 0; lr->step < step; lr->step++) {
		if (!run_all(lr, &step_now(lr)->setup, cause))
			return false;
		stage_begin(&lr->stage);
		if (!run_all(lr, &step_now(lr)->model, cause) ||
		    !learner_await(lr, cause))
			return false;
	}
	return learner_set_up(lr, cause);
}

static void
say_question(const struct learner *lr, struct strbuf *say)
{
	const struct step *step = step_now(lr);
	char lead[] = "  a) ";

	sb_char(say, PAGES_BREAK);
	sb_char(say, '\n');
	say_text(lr, say, "", step->question.text);
	for (size_t i = 0; i < step->nchoices; i++) {
		lead[2] = step->choices[i].letter;
		say_text(lr, say, lead, step->choices[i].text.text);
	}
}

void
learner_present(const struct learner *lr, struct strbuf *say)
{
	const struct step *step = step_now(lr);
	char *lead = xasprintf(lr->plain ? "%zu/%zu: " : "--- %zu/%zu  ",
	    lr->step + 1, lr->stage.l->nsteps);

	sb_char(say, PAGES_BREAK);
	sb_char(say, '\n');
	say_text(lr, say, lead, step->title);
	free(lead);
	for (size_t i = 0; i < step->text.n; i++) {
		/* The heading stays with what it is of. */
		if (i != 0)
			sb_char(say, PAGES_BREAK);
		sb_char(say, '\n');
		if (piece_is_listing(&step->text.v[i]))
			say_listing(lr, say, step->text.v[i].text);
		else
			say_text(lr, say, "", step->text.v[i].text);
	}
	if (step->question.text != NULL)
		say_question(lr, say);
	if (lr->asking)
		sb_str(say,
		    _("\nPredict first: type a letter, then find out.\n"));
	else if (step->question.text != NULL)
		sb_printf(say, _("\nYou have said %c). Find out.\n"),
		    lr->choices[lr->step]);
	sb_char(say, '\n');
}

const char *
learner_prompt(struct learner *lr)
{
	const struct step *step = step_now(lr);

	free(lr->prompt);
	if (lr->free)
		lr->prompt = xasprintf(_("%s %zu/%zu free> "),
		    lr->stage.l->id.text, lr->step + 1, lr->stage.l->nsteps);
	else if (lr->asking)
		lr->prompt = xasprintf("%s %zu/%zu a-%c> ",
		    lr->stage.l->id.text, lr->step + 1, lr->stage.l->nsteps,
		    step->choices[step->nchoices - 1].letter);
	else
		lr->prompt = xasprintf("%s %zu/%zu> ", lr->stage.l->id.text,
		    lr->step + 1, lr->stage.l->nsteps);
	return lr->prompt;
}

/* A letter, with the bracket or without; anything else is a command. */
const struct choice *
learner_choice(const struct learner *lr, const char *line)
{
	const struct step *step = step_now(lr);
	char letter;

	if (!lr->asking || lr->free)
		return NULL;
	line += strspn(line, " \t");
	letter = (char)tolower((unsigned char)*line);
	if (letter == '\0')
		return NULL;
	line++;
	if (*line == ')')
		line++;
	if (line[strspn(line, " \t")] != '\0')
		return NULL;
	for (size_t i = 0; i < step->nchoices; i++) {
		if (step->choices[i].letter == letter)
			return &step->choices[i];
	}
	return NULL;
}

bool
learner_answer(struct learner *lr, const char *line, struct strbuf *say)
{
	const struct choice *choice = learner_choice(lr, line);

	if (choice == NULL)
		return lr->asking && !lr->free &&
		    line[strspn(line, " \t")] == '\0';
	lr->asking = false;
	lr->choices[lr->step] = choice->letter;
	note(lr, NOTE_PREDICTED, lr->step, (unsigned char)choice->letter);
	sb_printf(say, _("%c) is noted. Now find out.\n"), choice->letter);
	return true;
}

/* The prediction again, beside what came of it. */
static void
say_outcome(const struct learner *lr, struct strbuf *say)
{
	const struct step *step = step_now(lr);
	char letter = lr->choices[lr->step];
	const struct choice *right = NULL, *mine = NULL;
	char *text;

	for (size_t i = 0; i < step->nchoices; i++) {
		if (step->choices[i].right)
			right = &step->choices[i];
		if (step->choices[i].letter == letter)
			mine = &step->choices[i];
	}
	if (mine == NULL || right == NULL)
		return;
	if (mine == right) {
		text = xasprintf(_("You said %c), and so it is: %s"), letter,
		    mine->text.text);
		say_text(lr, say, "  ", text);
	} else {
		text =
		    xasprintf(_("You said %c): %s"), letter, mine->text.text);
		say_text(lr, say, "  ", text);
		if (mine->why.text != NULL)
			say_text(lr, say, "  ", mine->why.text);
		free(text);
		text = xasprintf(_("It was %c): %s"), right->letter,
		    right->text.text);
		say_text(lr, say, "  ", text);
	}
	free(text);
}

/* The points of the whole lesson. */
static void
say_summary(const struct learner *lr, struct strbuf *say)
{
	const struct lesson *l = lr->stage.l;

	sb_char(say, PAGES_BREAK);
	sb_char(say, '\n');
	say_text(lr, say, _("The lesson is done: "), l->title.text);
	for (size_t i = 0; i < l->nsteps; i++) {
		if (l->steps[i].point.text != NULL)
			say_text(lr, say, "  * ", l->steps[i].point.text);
	}
}

static void
solved(struct learner *lr, struct strbuf *say)
{
	const struct step *step = step_now(lr);
	char *cause = NULL;

	note(lr, NOTE_SOLVED, lr->step, lr->strict);
	sb_str(say, _("Right.\n"));
	say_outcome(lr, say);
	if (step->point.text != NULL)
		say_text(lr, say, "  * ", step->point.text);
	if (lr->step + 1 >= lr->stage.l->nsteps) {
		note(lr, NOTE_AT, lr->stage.l->nsteps, 0);
		say_summary(lr, say);
		lr->wish = WISH_MENU;
		return;
	}
	lr->step++;
	if (learner_set_up(lr, &cause)) {
		learner_present(lr, say);
		return;
	}
	/* What the student has changed may be in the way: from the model
	 * answers it can be made. */
	free(cause);
	lr->wish = WISH_STEP;
	lr->to = lr->step;
}

/* The call that was made last. */
static struct told_by
last_call(const struct learner *lr)
{
	struct session *s = lr->stage.in->task.session;
	struct told_by by = { 0 };
	const struct event *ev;

	session_lock(s);
	ev = log_last(s->log);
	if (ev != NULL)
		by = (struct told_by){ .seq = ev->seq,
			.prim = ev->prim,
			.fd = ev->nargs != 0 ? ev->args[0].num : -1 };
	session_unlock(s);
	return by;
}

/* A job may be about to bring it, or in the lab the wire, what was called last. */
static bool
is_solved(struct learner *lr)
{
	uint64_t seq = last_call(lr).seq;
	bool may_come = lr->jobs ||
	    (lr->stage.l->isolate == ISOLATE_LAB && seq != lr->seen);
	const struct timespec moment = { .tv_nsec = 5000000 };
	int64_t since = clock_now();
	const struct piece *which;
	char *cause;

	lr->seen = seq;
	for (;;) {
		if (stage_checks(&lr->stage, step_now(lr), &which, &cause))
			return true;
		free(cause);
		if (!may_come ||
		    clock_now() - since > LOOK_PATIENCE_MS * INT64_C(1000000))
			return false;
		nanosleep(&moment, NULL);
	}
}

/* A trap may go on to hold while the student does what he was told; so it is
 * told again only when he makes the same call once more. */
static void
spring(struct learner *lr, const struct trap *trap, struct strbuf *say)
{
	struct told_by by = last_call(lr);
	bool again = by.seq != lr->told_by.seq && by.prim == lr->told_by.prim &&
	    by.fd == lr->told_by.fd;

	if (trap == lr->told && !again)
		return;
	say_text(lr, say, "  ", trap->message.text);
	note(lr, NOTE_WRONG, lr->step, 0);
	lr->told = trap;
	lr->told_by = by;
}

void
learner_look(struct learner *lr, struct strbuf *say)
{
	const struct trap *trap;

	if (lr->wish != WISH_NONE || lr->free)
		return;
	if (is_solved(lr)) {
		solved(lr, say);
		return;
	}
	trap = stage_trap(&lr->stage, step_now(lr));
	if (trap != NULL)
		spring(lr, trap, say);
	else
		lr->told = NULL;
}

void
learner_hint(struct learner *lr, struct strbuf *say)
{
	const struct pieces *hints = &step_now(lr)->hints;
	const char *none = _("  There is no hint here; show shows the "
			     "answer.\n");
	const char *last = _("  That was the last hint; show shows the "
			     "answer.\n");
	char *lead;

	if (lr->strict) {
		none = _("  There is no hint here.\n");
		last = _("  That was the last hint.\n");
	}
	if (lr->hints >= hints->n) {
		sb_str(say, hints->n == 0 ? none : last);
		return;
	}
	lead = xasprintf("  %zu/%zu  ", lr->hints + 1, hints->n);
	say_text(lr, say, lead, hints->v[lr->hints++].text);
	free(lead);
	note(lr, NOTE_HINTED, lr->step, (unsigned)lr->hints);
}

bool
learner_show(struct learner *lr, struct strbuf *say, char **cause)
{
	const struct commands *model = &step_now(lr)->model;

	if (lr->strict)
		return cause_set(cause,
		    _("this course is strict: no answer is shown, but hint "
		      "helps"));
	note(lr, NOTE_SHOWN, lr->step, 0);
	sb_str(say, _("  One answer of many:\n"));
	for (size_t i = 0; i < model->n; i++) {
		const char *line = model->v[i].source.text;

		for (size_t len; *line != '\0'; line += len) {
			len = strcspn(line, "\n");
			sb_str(say, "    ");
			text_safe(say, line, len, lr->ascii);
			sb_char(say, '\n');
			len += line[len] == '\n';
		}
	}
	return true;
}

/* "[ ]  waiting on a: 11", and below it the check itself. */
static void
say_goal(const struct learner *lr, struct strbuf *say, const struct goal *goal)
{
	char *source = goal->cause == NULL ?
	    xstrdup(goal->source) :
	    xasprintf("%s    (%s)", goal->source, goal->cause);

	if (goal->words != NULL)
		say_text(lr, say, goal->holds ? "    [x]  " : "    [ ]  ",
		    goal->words);
	say_text(lr, say,
	    goal->words != NULL ? "         " :
		goal->holds     ? "    [x]  " :
				  "    [ ]  ",
	    source);
	free(source);
}

void
learner_goal(struct learner *lr, struct strbuf *say)
{
	const struct pieces *checks = &step_now(lr)->checks;
	struct goals goals = { 0 };

	for (size_t i = 0; i < checks->n; i++)
		goals_ask(&goals, &lr->stage, &checks->v[i]);
	sb_str(say, _("  The step is done when this holds:\n"));
	for (size_t i = 0; i < goals.n; i++)
		say_goal(lr, say, &goals.v[i]);
	goals_free(&goals);
}

void
learner_free_hand(struct learner *lr, struct strbuf *say)
{
	if (lr->free) {
		lr->wish = WISH_STEP;
		lr->to = lr->step;
		return;
	}
	lr->free = true;
	say_text(lr, say, "  ",
	    _("Try what you like: nothing counts now. Ctrl-D, or free typed "
	      "again, brings you back to the step, as it was when it began."));
}

/* Whether a step may be left that is not solved. */
static bool
may_skip(const struct learner *lr, char **cause)
{
	const struct lesson *l = lr->stage.l;

	if (!lr->strict ||
	    progress_get(lr->progress, l, lr->step, MARK_STRICT) != 0)
		return true;
	return cause_set(cause,
	    _("this course is strict: no step is skipped, but hint helps"));
}

bool
learner_move(struct learner *lr, int by, char **cause)
{
	const struct lesson *l = lr->stage.l;

	if (by < 0 && lr->step == 0)
		return cause_set(cause, _("this is the first step"));
	if (by > 0 && lr->step + 1 >= l->nsteps)
		return cause_set(cause,
		    _("this is the last step; menu has the other lessons"));
	if (by > 0 && !may_skip(lr, cause))
		return false;
	if (by > 0 && progress_get(lr->progress, l, lr->step, MARK_SOLVED) == 0)
		note(lr, NOTE_SKIPPED, lr->step, 0);
	lr->wish = WISH_STEP;
	lr->to = lr->step + (size_t)by;
	return true;
}

void
learner_end(struct learner *lr, bool left)
{
	if (lr->wish == WISH_NONE && lr->free && left) {
		lr->wish = WISH_STEP;
		lr->to = lr->step;
	}
	note(lr, NOTE_WISH, lr->to,
	    lr->wish == WISH_NONE ? WISH_QUIT : lr->wish);
}

void
learner_free(struct learner *lr)
{
	free(lr->choices);
	free(lr->prompt);
	ports_free(&lr->stage.ports);
}
