/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sequence diagram: its parts, and what the drawings have in common. */
#include "view/ladder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"

static void
step_free(struct ladder_step *step)
{
	free(step->job_name);
	free(step->text);
	free(step->error);
	free(step->data);
	for (size_t i = 0; i < LADDER_STATES; i++)
		free(step->states[i].name);
}

void
ladder_free(struct ladder *l)
{
	for (size_t i = 0; i < l->nlanes; i++)
		free(l->lanes[i].name);
	for (size_t i = 0; i < l->nsteps; i++)
		step_free(&l->steps[i]);
	free(l->lanes);
	free(l->hash);
	free(l->steps);
	*l = (struct ladder){ 0 };
}

/* FNV-1a. */
static size_t
hash_of(const char *name)
{
	uint32_t h = 2166136261u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h;
}

/* Where a name stands among the hashed, or would: there is always room. */
static size_t
hash_place(const struct ladder *l, const char *name)
{
	size_t at = hash_of(name) % l->nhash;

	while (l->hash[at] != 0 &&
	    strcmp(l->lanes[l->hash[at] - 1].name, name) != 0)
		at = (at + 1) % l->nhash;
	return at;
}

int
ladder_lane(const struct ladder *l, const char *name)
{
	return l->nhash == 0 ? -1 : (int)l->hash[hash_place(l, name)] - 1;
}

/* At least half of it stays free. */
static void
hash_grow(struct ladder *l)
{
	if (l->nlanes * 2 < l->nhash)
		return;
	free(l->hash);
	l->nhash = l->nhash == 0 ? 64 : l->nhash * 4;
	l->hash = xcalloc(l->nhash, sizeof(l->hash[0]));
	for (size_t i = 0; i < l->nlanes; i++)
		l->hash[hash_place(l, l->lanes[i].name)] = (unsigned)i + 1;
}

/* A number that is used again is told apart: 4, 4#2, 4#3. */
int
ladder_add_lane(struct ladder *l, const char *name, bool outside)
{
	char *unique = xstrdup(name);
	int lane = (int)l->nlanes, same = ladder_lane(l, name);

	while (ladder_lane(l, unique) != -1) {
		free(unique);
		unique = xasprintf("%s#%u", name, ++l->lanes[same].again + 1);
	}
	hash_grow(l);
	l->hash[hash_place(l, unique)] = (unsigned)lane + 1;
	l->lanes = xgrow(l->lanes, l->nlanes, sizeof(l->lanes[0]));
	l->lanes[l->nlanes++] =
	    (struct ladder_lane){ .name = unique, .outside = outside };
	return lane;
}

struct ladder_step *
ladder_add_step(struct ladder *l, enum ladder_kind kind)
{
	struct ladder_step *step;

	l->steps = xgrow(l->steps, l->nsteps, sizeof(l->steps[0]));
	step = &l->steps[l->nsteps++];
	*step = (struct ladder_step){ .kind = kind,
		.lane = -1,
		.from = -1,
		.to = -1,
		.bytes = -1,
		.closes = -1 };
	for (size_t i = 0; i < LADDER_STATES; i++)
		step->states[i].lane = -1;
	for (size_t i = 0; i < LADDER_OPENS; i++)
		step->opens[i] = -1;
	return step;
}

void
ladder_drop_step(struct ladder *l)
{
	step_free(&l->steps[--l->nsteps]);
}

void
ladder_note(struct ladder *l, char *text)
{
	ladder_add_step(l, LADDER_NOTE)->text = text;
}

void
ladder_time(struct strbuf *out, int64_t ns)
{
	int64_t us = ns / 1000;

	if (us < 10000000)
		sb_printf(out, "%" PRId64 ".%02d", us / 1000,
		    (int)(us % 1000 / 10));
	else if (us < 100000000)
		sb_printf(out, "%" PRId64 ".%d", us / 1000,
		    (int)(us % 1000 / 100));
	else
		sb_printf(out, _("%" PRId64 " s"), us / 1000000);
}

void
ladder_result(struct strbuf *out, const struct ladder_step *step)
{
	if (!step->returned)
		return;
	sb_printf(out, "= %" PRId64, step->result);
	if (step->error != NULL)
		sb_printf(out, " %s", step->error);
}

size_t
ladder_columns(const char *s)
{
	return text_width(s, strlen(s));
}

/* The bytes as they are if that can be read, else as C writes them. */
static void
quote(struct strbuf *out, const char *s, size_t len, bool ascii)
{
	bool plain = text_plain(s, len) && memchr(s, '"', len) == NULL &&
	    memchr(s, '\\', len) == NULL;

	for (size_t i = 0; ascii && i < len; i++)
		plain = plain && (unsigned char)s[i] < 0x80;
	if (!plain) {
		text_quote(out, s, len, len);
		return;
	}
	sb_char(out, '"');
	sb_add(out, s, len);
	sb_char(out, '"');
}

/* Where a character ends at or before n. */
static size_t
cut_at(const char *s, size_t n)
{
	while (n > 0 && (s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void
ladder_data(struct strbuf *out, const struct ladder_step *step, size_t max,
    bool ascii)
{
	size_t start = out->len, n = step->data_len, number;

	sb_printf(out, "%" PRId64, step->bytes);
	number = out->len;
	if (step->data_len == 0 || max == 0)
		return;
	for (;;) {
		bool all = n == step->data_len &&
		    (int64_t)step->data_len >= step->bytes;

		sb_char(out, ' ');
		quote(out, step->data, n, ascii);
		if (!all)
			sb_str(out, "...");
		if (text_width(out->data + start, out->len - start) <= max)
			return;
		sb_truncate(out, number);
		/* Two characters in quotes are the least worth showing. */
		if (n <= 2)
			return;
		n = cut_at(step->data, n - 1);
		if (n == 0)
			return;
	}
}

/* The step at which each lane was last concerned. */
static void
last_used(const struct ladder *l, size_t *last)
{
	for (size_t i = 0; i < l->nsteps; i++) {
		const struct ladder_step *step = &l->steps[i];

		if (step->kind == LADDER_NOW)
			continue;
		if (step->lane != -1)
			last[step->lane] = i + 1;
		if (step->from != -1)
			last[step->from] = i + 1;
		if (step->to != -1)
			last[step->to] = i + 1;
	}
}

size_t
ladder_choose(const struct ladder *l, size_t n, bool *shown)
{
	size_t *last = xcalloc(l->nlanes + 1, sizeof(*last));
	size_t left = 0;

	last_used(l, last);
	for (size_t i = 0; i < l->nlanes; i++)
		shown[i] = false;
	for (size_t k = 0; k < n && k < l->nlanes; k++) {
		size_t best = SIZE_MAX;

		for (size_t i = 0; i < l->nlanes; i++) {
			if (!shown[i] && last[i] != 0 &&
			    (best == SIZE_MAX || last[i] > last[best]))
				best = i;
		}
		if (best == SIZE_MAX)
			break;
		shown[best] = true;
	}
	for (size_t i = 0; i < l->nlanes; i++)
		left += !shown[i] && last[i] != 0;
	free(last);
	return left;
}
