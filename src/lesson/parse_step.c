/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a step, and the indented lines that belong to them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/parse.h"

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

static void
read_block(struct reader *r, const char *value)
{
	(void)r;
	(void)value;
}

static bool
value_missing(struct reader *r, const char *value, const char *message)
{
	if (*value != '\0')
		return false;
	line_fault(r, r->start, strlen(r->start), message);
	return true;
}

static void
read_predict(struct reader *r, const char *value)
{
	struct step *step = r->step;

	if (step->question.text != NULL) {
		line_fault(r, r->start, strlen("predict:"),
		    _("a second prediction: a step asks one at most"));
		r->ignore = true;
		return;
	}
	value_missing(r, value, _("the question is missing: predict: …?"));
	step->question = piece_make(r, value);
	r->more = &step->question;
}

/* A line of its own for each thing that has to hold: no continuation. */
static void
read_check(struct reader *r, const char *value)
{
	if (!value_missing(r, value,
		_("the expression is missing: check: inq(a) == 11")))
		piece_add(r, &r->step->checks, value);
}

static void
read_wrong(struct reader *r, const char *value)
{
	struct step *step = r->step;

	value_missing(r, value,
	    _("the expression is missing: wrong: inq(a) > 11"));
	step->traps = xgrow(step->traps, step->ntraps, sizeof(step->traps[0]));
	step->traps[step->ntraps++] =
	    (struct trap){ .expr = piece_make(r, value) };
}

static void
read_hint(struct reader *r, const char *value)
{
	struct pieces *hints = &r->step->hints;

	if (value_missing(r, value, _("this hint is empty")))
		return;
	piece_add(r, hints, value);
	r->more = &hints->v[hints->n - 1];
}

static void
read_note(struct reader *r, const char *value)
{
	struct pieces *notes = &r->step->notes;

	if (value_missing(r, value, _("this note is empty")))
		return;
	piece_add(r, notes, value);
	r->more = &notes->v[notes->n - 1];
}

static void
read_point(struct reader *r, const char *value)
{
	if (r->step->point.text != NULL) {
		line_fault(r, r->start, strlen("point:"),
		    _("a second point: a step has one, of one line"));
		return;
	}
	if (!value_missing(r, value, _("this point is empty")))
		r->step->point = piece_make(r, value);
}

static void
read_tag(struct reader *r, const char *value)
{
	while (*value != '\0') {
		size_t n = strcspn(value, " \t");
		char *tag = xstrndup(value, n);

		piece_add(r, &r->step->tags, tag);
		if (!lesson_is_tag(tag))
			line_fault(r, value, n,
			    _("no such claim or misconception; tags are C1 to "
			      "C118 and M01 to M25"));
		free(tag);
		value = skip_blanks(value + n);
	}
}

const struct key step_keys[] = {
	{ "tag", PART_TAG, read_tag, false },
	{ "setup", PART_SETUP, read_block, true },
	{ "predict", PART_PREDICT, read_predict, false },
	{ "do", PART_DO, read_block, true },
	{ "check", PART_CHECK, read_check, false },
	{ "wrong", PART_WRONG, read_wrong, false },
	{ "hint", PART_HINT, read_hint, false },
	{ "point", PART_POINT, read_point, false },
	{ "note", PART_NOTE, read_note, false },
	{ NULL, PART_NONE, NULL, false },
};

/* The commands that an indented line belongs to. */
static struct commands *
part_commands(struct reader *r)
{
	struct step *step = r->step;

	switch (r->part) {
	case PART_SETUP:
		return &step->setup;
	case PART_DO:
		return &step->model;
	case PART_WRONG:
		return step->ntraps != 0 ?
		    &step->traps[step->ntraps - 1].commands :
		    NULL;
	default:
		return NULL;
	}
}

/* "$ command" */
static void
read_command(struct reader *r, struct commands *to, const char *s)
{
	const char *text = skip_blanks(s + 1);

	if (*text == '\0') {
		line_fault(r, s, 1,
		    _("a command is missing: $ send c \"one\""));
		return;
	}
	to->v = xgrow(to->v, to->n, sizeof(to->v[0]));
	to->v[to->n++] =
	    (struct lesson_command){ .source = piece_make(r, text) };
}

/* "= result", "... more of the command": of the last one */
static void
read_of_command(struct reader *r, struct commands *to, const char *s)
{
	struct lesson_command *last;

	if (to->n == 0) {
		line_fault(r, s, strlen(s),
		    _("no command stands above this: $ send c \"one\""));
		return;
	}
	last = &to->v[to->n - 1];
	if (*s == '.') {
		if (last->result.text != NULL)
			line_fault(r, s, 3,
			    _("a command is continued above its result"));
		else
			piece_continue(r, &last->source, '\n',
			    s[3] == ' ' ? s + 4 : s + 3);
		return;
	}
	s++;
	if (last->result.text != NULL)
		line_fault(r, s - 1, strlen(s) + 1,
		    _("a second result of the same command"));
	else if (*skip_blanks(s) == '\0')
		line_fault(r, s - 1, 1,
		    _("a result is missing: = 3, = -1 EAGAIN, = 3 \"one\", "
		      "= *"));
	else
		last->result = piece_make(r, skip_blanks(s));
}

/* "> message" of a trap; further ones go on with it */
static void
read_message(struct reader *r, const char *s)
{
	struct trap *trap = &r->step->traps[r->step->ntraps - 1];
	const char *text = skip_blanks(s + 1);

	if (trap->message.text == NULL)
		trap->message = piece_make(r, text);
	else
		piece_continue(r, &trap->message, ' ', text);
}

static void
command_line(struct reader *r, const char *s)
{
	struct commands *to = part_commands(r);

	if (to == NULL)
		return;
	if (*s == '$')
		read_command(r, to, s);
	else if (*s == '=' || strncmp(s, "...", 3) == 0)
		read_of_command(r, to, s);
	else if (*s == '>' && r->part == PART_WRONG)
		read_message(r, s);
	else
		line_fault(r, s, strlen(s),
		    r->part == PART_WRONG ?
			_("what is indented here begins with $ (a command), "
			  "= (its result), ... (more of the command) or > "
			  "(what the student is told)") :
			_("what is indented here begins with $ (a command), "
			  "= (its result) or ... (more of the command)"));
}

/* "a) text", "b)* text" */
static void
read_choice(struct reader *r, const char *s)
{
	struct step *step = r->step;
	char wanted = (char)('a' + step->nchoices);
	bool right = s[2] == '*';
	const char *text = skip_blanks(s + (right ? 3 : 2));

	if (*s != wanted || step->nchoices >= 9) {
		line_fault(r, s, 2,
		    _("the choices are a) b) c) … in this order, nine at "
		      "most"));
		return;
	}
	if (*text == '\0')
		line_fault(r, s, strlen(s), _("this choice is empty"));
	step->choices =
	    xgrow(step->choices, step->nchoices, sizeof(step->choices[0]));
	step->choices[step->nchoices++] = (struct choice){ .letter = *s,
		.right = right,
		.text = piece_make(r, text) };
	r->more = &step->choices[step->nchoices - 1].text;
}

/* "a> why not" */
static void
read_why(struct reader *r, const char *s)
{
	const char *text = skip_blanks(s + 2);
	struct choice *choice = NULL;

	for (size_t i = 0; i < r->step->nchoices; i++) {
		if (r->step->choices[i].letter == *s)
			choice = &r->step->choices[i];
	}
	if (choice == NULL) {
		line_fault(r, s, 2, _("there is no such choice above"));
		return;
	}
	if (choice->why.text != NULL) {
		line_fault(r, s, 2, _("this choice is answered already"));
		return;
	}
	if (*text == '\0')
		line_fault(r, s, strlen(s), _("this answer is empty"));
	choice->why = piece_make(r, text);
	r->more = &choice->why;
}

static void
continue_piece(struct reader *r, const char *s)
{
	if (r->more != NULL)
		piece_continue(r, r->more, ' ', s);
	else
		line_fault(r, s, strlen(s),
		    _("what is indented belongs to setup, predict, do, wrong, "
		      "hint or note; nothing here takes it"));
}

/* A line of a program in the step's text: it is shown as it stands. */
static void
read_listing(struct reader *r)
{
	struct pieces *text = &r->step->text;
	const char *s =
	    r->start + (*r->start == '\t' || r->start[1] != ' ' ? 1 : 2);
	char *line = xasprintf("    %s", s);

	if (r->paragraph && piece_is_listing(&text->v[text->n - 1]))
		piece_continue(r, &text->v[text->n - 1], '\n', line);
	else
		piece_add(r, text, line);
	r->paragraph = true;
	free(line);
}

void
step_indented(struct reader *r, const char *s)
{
	if (r->step != NULL && (r->part == PART_NONE || r->part == PART_TAG)) {
		r->part = PART_NONE;
		read_listing(r);
		return;
	}
	switch (r->step != NULL ? r->part : PART_NONE) {
	case PART_SETUP:
	case PART_DO:
	case PART_WRONG:
		command_line(r, s);
		break;
	case PART_PREDICT:
		if (islower((unsigned char)*s) && s[1] == ')')
			read_choice(r, s);
		else if (islower((unsigned char)*s) && s[1] == '>')
			read_why(r, s);
		else
			continue_piece(r, s);
		break;
	default:
		continue_piece(r, s);
		break;
	}
}
