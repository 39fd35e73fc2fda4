/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sequence diagram as a value of the language, and back. */
#include "view/ladder.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/layout.h"

/* The fields by their place (layout_table.c). */
enum {
	STEP_CALL,
	STEP_TIME,
	STEP_WAITED,
	STEP_KIND,
	STEP_PART,
	STEP_JOB,
	STEP_JOB_NAME,
	STEP_NAME,
	STEP_TEXT,
	STEP_RESULT,
	STEP_ERRNO,
	STEP_FROM,
	STEP_TO,
	STEP_OUTSIDE,
	STEP_BYTES,
	STEP_DATA,
	STEP_STATES,
	STEP_OPENS,
	STEP_CLOSES,
	STEP_FATE,
	STEP_FIELDS,
};

static const char *const kinds[LADDER_KINDS] = {
	[LADDER_CALL] = "call",
	[LADDER_CONNECT] = "connect",
	[LADDER_ACCEPT] = "accept",
	[LADDER_DATA] = "data",
	[LADDER_TAKE] = "take",
	[LADDER_FIN] = "fin",
	[LADDER_RESET] = "reset",
	[LADDER_END] = "end",
	[LADDER_FRAME] = "frame",
	[LADDER_NOW] = "now",
	[LADDER_NOTE] = "note",
};
static const char *const parts[LADDER_PARTS] = {
	[LADDER_WHOLE] = "whole",
	[LADDER_BEGINS] = "begins",
	[LADDER_ENDS] = "ends",
};
static const char *const fates[LADDER_FATES] = {
	[LADDER_PASSED] = "",
	[LADDER_HELD] = "held",
	[LADDER_DROPPED] = "dropped",
	[LADDER_REPEATED] = "repeated",
	[LADDER_ABSORBED] = "absorbed",
};

static struct value
give_text(const char *s)
{
	return s != NULL ? value_str(s) : VALUE_NONE;
}

static struct value
give_lane(const struct ladder *l, int lane)
{
	return lane != -1 ? value_str(l->lanes[lane].name) : VALUE_NONE;
}

static struct value
give_list(struct value *items, size_t n)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;

	/* It is short and flat: this cannot fail. */
	if (!value_tuple(&v, items, n, &cause))
		free(cause);
	return v;
}

static struct value
give_states(const struct ladder *l, const struct ladder_step *step)
{
	struct value items[LADDER_STATES];
	size_t n = 0;

	for (; n < LADDER_STATES && step->states[n].lane != -1; n++) {
		struct value pair[] = { give_lane(l, step->states[n].lane),
			give_text(step->states[n].name) };

		items[n] = give_list(pair, 2);
	}
	return give_list(items, n);
}

static struct value
give_opens(const struct ladder *l, const struct ladder_step *step)
{
	struct value items[LADDER_OPENS];
	size_t n = 0;

	for (size_t i = 0; i < LADDER_OPENS; i++) {
		if (step->opens[i] != -1)
			items[n++] = give_lane(l, step->opens[i]);
	}
	return give_list(items, n);
}

/* The name of the end that is none of ours. */
static struct value
give_outside(const struct ladder *l, const struct ladder_step *step)
{
	int lane = step->from;

	if (lane == -1 || !l->lanes[lane].outside)
		lane = step->to;
	return lane != -1 && l->lanes[lane].outside ? give_lane(l, lane) :
						      VALUE_NONE;
}

/* What many records have in common: made once. */
struct giving {
	const struct layout *layout;
	struct value kinds[LADDER_KINDS];
	struct value parts[LADDER_PARTS];
	struct value fates[LADDER_FATES];
};

static void
make_words(struct value *to, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = value_str(words[i]);
}

static void
drop_words(struct value *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		value_drop(&words[i]);
}

static struct value
give_step(const struct ladder *l, const struct ladder_step *step,
    const struct giving *g)
{
	struct value items[STEP_FIELDS] = {
		[STEP_CALL] = VALUE_INT((int64_t)step->call),
		[STEP_TIME] = VALUE_FLOAT((double)step->at / 1e9),
		[STEP_WAITED] = VALUE_FLOAT((double)step->waited / 1e9),
		[STEP_KIND] = value_copy(&g->kinds[step->kind]),
		[STEP_PART] = value_copy(&g->parts[step->part]),
		[STEP_JOB] = VALUE_INT(step->job),
		[STEP_JOB_NAME] = give_text(step->job_name),
		[STEP_NAME] = give_lane(l, step->lane),
		[STEP_TEXT] = give_text(step->text),
		[STEP_RESULT] =
		    step->returned ? VALUE_INT(step->result) : VALUE_NONE,
		[STEP_ERRNO] = give_text(step->error),
		[STEP_FROM] = give_lane(l, step->from),
		[STEP_TO] = give_lane(l, step->to),
		[STEP_OUTSIDE] = give_outside(l, step),
		[STEP_BYTES] =
		    step->bytes >= 0 ? VALUE_INT(step->bytes) : VALUE_NONE,
		[STEP_DATA] = step->data != NULL ?
		    value_bytes(step->data, step->data_len) :
		    VALUE_NONE,
		[STEP_STATES] = give_states(l, step),
		[STEP_OPENS] = give_opens(l, step),
		[STEP_CLOSES] = give_lane(l, step->closes),
		[STEP_FATE] = value_copy(&g->fates[step->fate]),
	};
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (!layout_record(g->layout, items, STEP_FIELDS, &v, &cause))
		free(cause);
	return v;
}

struct value
ladder_give(const struct ladder *l)
{
	struct value *items = xcalloc(l->nsteps + 1, sizeof(*items));
	struct giving g = { .layout = layout_find("ladder_step") };
	struct value v;

	make_words(g.kinds, kinds, LADDER_KINDS);
	make_words(g.parts, parts, LADDER_PARTS);
	make_words(g.fates, fates, LADDER_FATES);
	for (size_t i = 0; i < l->nsteps; i++)
		items[i] = give_step(l, &l->steps[i], &g);
	v = give_list(items, l->nsteps);
	free(items);
	drop_words(g.kinds, LADDER_KINDS);
	drop_words(g.parts, LADDER_PARTS);
	drop_words(g.fates, LADDER_FATES);
	return v;
}

/* Back again: whatever the value may be. */

static bool
take_text(const struct value *v, char **to)
{
	if (v->type == VAL_NONE)
		return true;
	if (v->type != VAL_BYTES || strlen(v->bytes->data) != v->bytes->len)
		return false;
	*to = xstrndup(v->bytes->data, v->bytes->len);
	return true;
}

static bool
take_int(const struct value *v, int64_t min, int64_t *to)
{
	if (v->type == VAL_NONE)
		return true;
	if (v->type != VAL_INT || v->i < min)
		return false;
	*to = v->i;
	return true;
}

/* Seconds, as ns; at most some 290 years. */
static bool
take_time(const struct value *v, int64_t *to)
{
	if (v->type != VAL_FLOAT || !(v->f >= -9e9 && v->f <= 9e9))
		return false;
	*to = (int64_t)(v->f * 1e9 + (v->f < 0 ? -0.5 : 0.5));
	return true;
}

static bool
take_word(const struct value *v, const char *const *words, int n, int *to)
{
	if (v->type != VAL_BYTES)
		return false;
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i], v->bytes->data) == 0) {
			*to = i;
			return true;
		}
	}
	return false;
}

static bool
take_lane(struct ladder *l, const struct value *v, const struct value *outside,
    int *to)
{
	const char *name;

	if (v->type == VAL_NONE)
		return true;
	if (v->type != VAL_BYTES || l->nlanes >= INT_MAX)
		return false;
	name = v->bytes->data;
	*to = ladder_lane(l, name);
	if (*to == -1)
		*to = ladder_add_lane(l, name,
		    outside->type == VAL_BYTES &&
			strcmp(outside->bytes->data, name) == 0);
	return true;
}

static bool
take_states(struct ladder *l, const struct value *v, size_t step)
{
	const struct value none = VALUE_NONE;

	if (v->type != VAL_TUPLE || v->tuple->len > LADDER_STATES)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *pair = &v->tuple->items[i];

		if (pair->type != VAL_TUPLE || pair->tuple->len != 2 ||
		    pair->tuple->items[0].type != VAL_BYTES ||
		    pair->tuple->items[1].type != VAL_BYTES ||
		    !take_text(&pair->tuple->items[1],
			&l->steps[step].states[i].name) ||
		    !take_lane(l, &pair->tuple->items[0], &none,
			&l->steps[step].states[i].lane))
			return false;
	}
	return true;
}

static bool
take_opens(struct ladder *l, const struct value *v, size_t step)
{
	const struct value none = VALUE_NONE;

	if (v->type != VAL_TUPLE || v->tuple->len > LADDER_OPENS)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		if (!take_lane(l, &v->tuple->items[i], &none,
			&l->steps[step].opens[i]))
			return false;
	}
	return true;
}

static bool
take_data(const struct value *v, struct ladder_step *step)
{
	if (v->type == VAL_NONE)
		return true;
	if (v->type != VAL_BYTES || v->bytes->len > LADDER_DATA_MAX)
		return false;
	step->data = xmalloc(v->bytes->len + 1);
	memcpy(step->data, v->bytes->data, v->bytes->len + 1);
	step->data_len = v->bytes->len;
	return true;
}

static bool
take_numbers(const struct value *f, struct ladder_step *step)
{
	int64_t call = 0, job = 0;
	int kind, part, fate;

	if (!take_int(&f[STEP_CALL], 0, &call) ||
	    !take_int(&f[STEP_JOB], 0, &job) || job > UINT32_MAX ||
	    !take_time(&f[STEP_TIME], &step->at) ||
	    !take_time(&f[STEP_WAITED], &step->waited) ||
	    !take_word(&f[STEP_KIND], kinds, LADDER_KINDS, &kind) ||
	    !take_word(&f[STEP_PART], parts, LADDER_PARTS, &part) ||
	    !take_word(&f[STEP_FATE], fates, LADDER_FATES, &fate) ||
	    !take_int(&f[STEP_RESULT], INT64_MIN, &step->result) ||
	    !take_int(&f[STEP_BYTES], 0, &step->bytes))
		return false;
	step->call = (uint64_t)call;
	step->job = (uint32_t)job;
	step->kind = (enum ladder_kind)kind;
	step->part = (enum ladder_part)part;
	step->fate = (enum ladder_fate)fate;
	step->returned = f[STEP_RESULT].type != VAL_NONE;
	return true;
}

static bool
take_step(struct ladder *l, const struct value *record)
{
	const struct value *f = record->tuple->items;
	const struct value *outside = &f[STEP_OUTSIDE];
	size_t at = l->nsteps;
	struct ladder_step *step = ladder_add_step(l, LADDER_CALL);

	if (!take_numbers(f, step) ||
	    !take_text(&f[STEP_JOB_NAME], &step->job_name) ||
	    !take_text(&f[STEP_TEXT], &step->text) ||
	    !take_text(&f[STEP_ERRNO], &step->error) ||
	    !take_data(&f[STEP_DATA], step))
		return false;
	if (!take_lane(l, &f[STEP_NAME], outside, &step->lane) ||
	    !take_lane(l, &f[STEP_FROM], outside, &step->from) ||
	    !take_lane(l, &f[STEP_TO], outside, &step->to) ||
	    !take_lane(l, &f[STEP_CLOSES], outside, &step->closes))
		return false;
	/* An arrow has two ends, and they are not one. */
	if ((step->from == -1) != (step->to == -1) ||
	    (step->from != -1 && step->from == step->to))
		return false;
	return take_opens(l, &f[STEP_OPENS], at) &&
	    take_states(l, &f[STEP_STATES], at);
}

bool
ladder_take(struct ladder *l, const struct value *v)
{
	const struct layout *want = layout_find("ladder_step");

	*l = (struct ladder){ 0 };
	if (v->type != VAL_TUPLE)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *record = &v->tuple->items[i];

		if (value_layout(record) != want ||
		    record->tuple->len != STEP_FIELDS ||
		    !take_step(l, record)) {
			ladder_free(l);
			return false;
		}
	}
	return true;
}
