/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for lessons. */
#include "lesson/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/source.h"
#include "view/width.h"

/* A lesson being checked: its names are its own. */
struct checker {
	const struct lesson *l;
	struct symtab symbols;
	struct faults *faults;
	bool uses_host;
};

static void
check_source(struct checker *c, const struct piece *piece,
    enum source_kind kind)
{
	struct unit *unit;

	if (piece->text == NULL || *piece->text == '\0')
		return;
	unit = source_parse(c->l, &c->symbols, piece, kind, c->faults);
	if (unit == NULL)
		return;
	c->uses_host |= source_reaches_host(unit);
	unit_release(unit);
}

static void
check_commands(struct checker *c, const struct commands *commands)
{
	for (size_t i = 0; i < commands->n; i++) {
		check_source(c, &commands->v[i].source, SOURCE_COMMAND);
		check_source(c, &commands->v[i].result, SOURCE_RESULT);
	}
}

/* Says of a key's line that something is wrong with it. */
static void
key_fault(struct checker *c, unsigned line, const char *message)
{
	size_t len;
	const char *text = lesson_line(c->l, line, &len);
	size_t key = strcspn(text, ":\n");

	fault_at(c->faults, c->l, line, 0, key < len ? key + 1 : len, "%s",
	    message);
}

static void
check_prediction(struct checker *c, const struct step *step)
{
	const struct choice *first = NULL;

	if (step->question.text == NULL)
		return;
	if (step->nchoices < 2)
		key_fault(c, step->question.line,
		    _("a prediction has two choices at least: a) … b)* …"));
	for (size_t i = 0; i < step->nchoices; i++) {
		const struct choice *choice = &step->choices[i];

		if (choice->right && first != NULL)
			fault_at(c->faults, c->l, choice->text.line, 2, 3,
			    _("a second right choice: %c) is one already"),
			    first->letter);
		else if (choice->right)
			first = choice;
		else if (choice->why.text == NULL)
			fault_at(c->faults, c->l, choice->text.line, 2, 2,
			    _("who chooses %c) is not told why not: a line "
			      "%c> is missing"),
			    choice->letter, choice->letter);
	}
	if (first == NULL && step->nchoices >= 2)
		key_fault(c, step->question.line,
		    _("no choice is right: a star marks it, as b)*"));
}

static void
check_trap(struct checker *c, const struct trap *trap)
{
	check_source(c, &trap->expr, SOURCE_EXPR);
	check_commands(c, &trap->commands);
	if (trap->commands.n == 0)
		key_fault(c, trap->expr.line,
		    _("no commands lead to this: $ … shows the wrong move"));
	if (trap->message.text == NULL || *trap->message.text == '\0')
		key_fault(c, trap->expr.line,
		    _("the student is told nothing: a line > … is missing"));
}

static void
check_step(struct checker *c, const struct step *step)
{
	check_commands(c, &step->setup);
	check_prediction(c, step);
	check_commands(c, &step->model);
	for (size_t i = 0; i < step->checks.n; i++)
		check_source(c, &step->checks.v[i], SOURCE_EXPR);
	for (size_t i = 0; i < step->ntraps; i++)
		check_trap(c, &step->traps[i]);
	if (step->checks.n == 0)
		fault_at(c->faults, c->l, step->line, 0, 3,
		    _("a step without a check: nothing tells that it is done"));
	if (step->model.n == 0)
		fault_at(c->faults, c->l, step->line, 0, 3,
		    _("a step without do: replay cannot solve it"));
}

static void
check_step_ids(struct checker *c)
{
	const struct lesson *l = c->l;

	for (size_t i = 0; i < l->nsteps; i++) {
		for (size_t k = 0; k < i; k++) {
			if (strcmp(l->steps[i].id, l->steps[k].id) != 0)
				continue;
			fault_at(c->faults, l, l->steps[i].line, 4,
			    strlen(l->steps[i].id),
			    _("a second step %.40s: the first stands in line "
			      "%u"),
			    l->steps[i].id, l->steps[k].line);
			break;
		}
	}
}

void
lesson_check(const struct lesson *l, struct session *s, struct faults *faults,
    bool *uses_host)
{
	struct checker c = { .l = l, .faults = faults };

	symtab_init(&c.symbols, s);
	check_step_ids(&c);
	for (size_t i = 0; i < l->nsteps; i++)
		check_step(&c, &l->steps[i]);
	if (l->sets.n != 0 && l->isolate == ISOLATE_NONE)
		key_fault(&c, l->sets.v[0].line,
		    _("a setting needs a network of the lesson's own: "
		      "isolate: netns"));
	symtab_free(&c.symbols);
	if (uses_host != NULL)
		*uses_host = c.uses_host;
}

/* Beside it in a list of lessons stands how long they take. */
static void
check_title(const struct lesson *l, struct faults *faults)
{
	size_t width = l->title.text == NULL ?
	    0 :
	    text_width(l->title.text, strlen(l->title.text));

	if (width >= LESSON_TITLE_COLUMNS)
		fault_at(faults, l, l->title.line, 0, strlen("title:"),
		    _("a title of %zu columns: in a list there is room for "
		      "%d"),
		    width, LESSON_TITLE_COLUMNS - 1);
}

static void
check_point(const struct lesson *l, const struct step *step,
    struct faults *faults)
{
	size_t width;

	if (step->point.text == NULL)
		return;
	width = text_width(step->point.text, strlen(step->point.text));
	if (width > LESSON_POINT_COLUMNS)
		fault_at(faults, l, step->point.line, 0, strlen("point:"),
		    _("a point of %zu columns: on the wall there is room for "
		      "%d"),
		    width, LESSON_POINT_COLUMNS);
}

void
lesson_check_style(const struct lesson *l, struct faults *faults)
{
	if (l->crlf)
		fault_add(faults, l->path, 0,
		    _("its lines end as on DOS, CR LF; lessons end theirs "
		      "with LF alone"));
	if (l->version != 0 && l->minutes == 0)
		fault_add(faults, l->path, 1,
		    _("how long does it take? minutes: is missing"));
	check_title(l, faults);
	for (size_t i = 0; i < l->nsteps; i++) {
		const struct step *step = &l->steps[i];

		if (step->text.n == 0)
			fault_at(faults, l, step->line, 0, 3,
			    _("a step without text: the student is told "
			      "nothing"));
		if (step->hints.n == 0)
			fault_at(faults, l, step->line, 0, 3,
			    _("a step without a hint"));
		check_point(l, step, faults);
	}
}

/* Of all lessons, one of this id; SIZE_MAX if there is none. */
static size_t
lesson_index(struct lesson *const *lessons, size_t n, const char *id)
{
	size_t i = 0;

	while (i < n && strcmp(lessons[i]->id.text, id) != 0)
		i++;
	return i < n ? i : SIZE_MAX;
}

/* Whether the lessons that i needs lead back to it. done marks those that were
 * looked at. */
static bool
needs_itself(struct lesson *const *lessons, size_t n, size_t i, size_t from,
    bool *done)
{
	const struct pieces *needs = &lessons[from]->needs;

	for (size_t k = 0; k < needs->n; k++) {
		size_t next = lesson_index(lessons, n, needs->v[k].text);

		if (next == i)
			return true;
		if (next == SIZE_MAX || done[next])
			continue;
		done[next] = true;
		if (needs_itself(lessons, n, i, next, done))
			return true;
	}
	return false;
}

static void
check_needs(struct lesson *const *lessons, size_t n, size_t i,
    struct faults *faults)
{
	const struct lesson *l = lessons[i];
	bool *done = xcalloc(n, sizeof(done[0]));

	for (size_t k = 0; k < l->needs.n; k++) {
		const struct piece *need = &l->needs.v[k];
		struct nearest nearest = { .name = need->text };

		if (lesson_index(lessons, n, need->text) != SIZE_MAX)
			continue;
		for (size_t j = 0; j < n; j++)
			nearest_offer(&nearest, lessons[j]->id.text);
		if (nearest.best != NULL)
			fault_at(faults, l, need->line, 0, strlen("needs:"),
			    _("%.60s: no such lesson; did you mean %s?"),
			    need->text, nearest.best);
		else
			fault_at(faults, l, need->line, 0, strlen("needs:"),
			    _("%.60s: no such lesson"), need->text);
	}
	if (l->needs.n != 0 && needs_itself(lessons, n, i, i, done))
		fault_at(faults, l, l->needs.v[0].line, 0, strlen("needs:"),
		    _("what this lesson needs leads back to itself"));
	free(done);
}

void
lessons_check_needs(struct lesson *const *lessons, size_t nown, size_t n,
    struct faults *faults)
{
	for (size_t i = 0; i < nown; i++) {
		const struct lesson *l = lessons[i];

		if (*l->id.text == '\0')
			continue;
		for (size_t k = 0; k < n; k++) {
			if (k == i ||
			    strcmp(lessons[k]->id.text, l->id.text) != 0)
				continue;
			fault_at(faults, l, l->id.line, 0, strlen("lesson:"),
			    _("another lesson has this id: %s"),
			    lessons[k]->path);
			break;
		}
		check_needs(lessons, n, i, faults);
	}
}
