/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a student has done, for a program. */
#include "lesson/summary.h"

#include "base/i18n.h"

#ifdef HAVE_JANSSON
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/library.h"

static json_t *
text_or_null(const char *s)
{
	return s != NULL ? json_string(s) : json_null();
}

static unsigned
mark(const struct summary *s, size_t step, enum mark mark)
{
	return progress_get(s->progress, s->l, step, mark);
}

/* What was predicted, and whether rightly; null where that is not told yet. */
static void
set_prediction(json_t *object, const struct summary *s, size_t i)
{
	const struct step *step = &s->l->steps[i];
	char mine = progress_choice(s->progress, s->l, i);
	json_t *right = json_null();

	for (size_t k = 0; k < step->nchoices; k++) {
		if (step->choices[k].letter == mine && mark(s, i, MARK_SOLVED))
			right = json_boolean(step->choices[k].right);
	}
	json_object_set_new(object, "predicted",
	    mine != '\0' ? json_stringn(&mine, 1) : json_null());
	json_object_set_new(object, "right", right);
}

static json_t *
step_object(const struct summary *s, size_t i)
{
	const struct step *step = &s->l->steps[i];
	json_t *object = json_object();

	json_object_set_new(object, "step", json_string(step->id));
	json_object_set_new(object, "title", json_string(step->title));
	json_object_set_new(object, "solved",
	    json_boolean(mark(s, i, MARK_SOLVED)));
	json_object_set_new(object, "strict",
	    json_boolean(mark(s, i, MARK_STRICT)));
	set_prediction(object, s, i);
	json_object_set_new(object, "wrong",
	    json_integer(mark(s, i, MARK_WRONG)));
	json_object_set_new(object, "hints",
	    json_integer(mark(s, i, MARK_HINTS)));
	json_object_set_new(object, "shown",
	    json_boolean(mark(s, i, MARK_SHOWN)));
	json_object_set_new(object, "skipped",
	    json_boolean(mark(s, i, MARK_SKIPPED)));
	return object;
}

void
summary_json(struct strbuf *out, const struct summary *s)
{
	json_t *object = json_object(), *steps = json_array();
	int number = lesson_number(s->l);
	char *text;

	for (size_t i = 0; i < s->l->nsteps; i++)
		json_array_append_new(steps, step_object(s, i));
	json_object_set_new(object, "type", json_string("summary"));
	json_object_set_new(object, "lesson", json_string(s->l->id.text));
	json_object_set_new(object, "number",
	    number >= 0 ? json_integer(number) : json_null());
	json_object_set_new(object, "title", json_string(s->l->title.text));
	json_object_set_new(object, "course", text_or_null(s->course->id));
	json_object_set_new(object, "strict", json_boolean(s->strict));
	json_object_set_new(object, "solved",
	    json_integer((json_int_t)progress_count(s->progress, s->l)));
	json_object_set_new(object, "steps", steps);
	/* ASCII alone, so that a terminal may get it; a lesson's text has no
	 * control characters. */
	text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
	sb_str(out, text != NULL ? text : "");
	sb_char(out, '\n');
	free(text);
	json_decref(object);
}

#else

void
summary_json(struct strbuf *out, const struct summary *s)
{
	(void)out;
	(void)s;
}

#endif
