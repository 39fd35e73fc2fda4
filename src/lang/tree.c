/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The syntax tree's memory. */
#include "lang/tree.h"

#include <regex.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { ARENA_CHUNK = 1000 };

struct arena {
	struct arena *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char data[];
};

struct unit *
unit_new(const char *name, unsigned line)
{
	struct unit *u = xcalloc(1, sizeof(*u));

	u->refs = 1;
	u->name = name != NULL ? xstrdup(name) : NULL;
	u->line = line;
	return u;
}

void
unit_release(struct unit *u)
{
	if (--u->refs != 0)
		return;
	for (size_t i = 0; i < u->nvalues; i++)
		value_drop(&u->values[i]);
	for (size_t i = 0; i < u->nregexes; i++) {
		regfree(u->regexes[i]);
		free(u->regexes[i]);
	}
	for (size_t i = 0; i < u->ndefs; i++)
		free(u->defs[i]);
	while (u->arena != NULL) {
		struct arena *next = u->arena->next;

		free(u->arena);
		u->arena = next;
	}
	free(u->values);
	free(u->regexes);
	free(u->defs);
	free(u->name);
	free(u->text);
	free(u);
}

void *
unit_alloc(struct unit *u, size_t size)
{
	struct arena *a = u->arena;
	char *p;

	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (a == NULL || a->size - a->used < size) {
		/* Chunks grow, so that a large file takes few. */
		size_t room = a != NULL ? a->size * 2 : ARENA_CHUNK;

		if (room > 1 << 20)
			room = 1 << 20;
		if (room < size)
			room = size;
		a = xmalloc(sizeof(*a) + room);
		a->next = u->arena;
		a->used = 0;
		a->size = room;
		u->arena = a;
	}
	p = a->data + a->used;
	a->used += size;
	return p;
}

char *
unit_strdup(struct unit *u, const char *s, size_t len)
{
	char *copy = unit_alloc(u, len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

struct node *
unit_node(struct unit *u, enum node_kind kind, size_t pos, size_t end)
{
	struct node *node = unit_alloc(u, sizeof(*node));

	memset(node, 0, sizeof(*node));
	node->kind = (uint8_t)kind;
	node->pos = (uint32_t)pos;
	node->end = (uint32_t)end;
	return node;
}

void
unit_kids(struct unit *u, struct node *node, struct node **kids, size_t n)
{
	node->nkids = (uint32_t)n;
	if (n == 0)
		return;
	node->kids = unit_alloc(u, n * sizeof(kids[0]));
	memcpy(node->kids, kids, n * sizeof(kids[0]));
}

void
unit_keep_value(struct unit *u, struct value v)
{
	if (v.type < VAL_BYTES)
		return;
	u->values = xgrow(u->values, u->nvalues, sizeof(u->values[0]));
	u->values[u->nvalues++] = v;
}

struct node *
unit_const(struct unit *u, struct value v, size_t pos, size_t end)
{
	struct node *node = unit_node(u, NODE_CONST, pos, end);

	node->value = v;
	unit_keep_value(u, v);
	return node;
}

void *
unit_new_regex(struct unit *u)
{
	regex_t *regex = xcalloc(1, sizeof(*regex));

	u->regexes = xgrow(u->regexes, u->nregexes, sizeof(u->regexes[0]));
	u->regexes[u->nregexes++] = regex;
	return regex;
}

struct def *
unit_def(struct unit *u, struct symbol *sym)
{
	struct def *def = xcalloc(1, sizeof(*def));

	def->unit = u;
	def->sym = sym;
	u->defs = xgrow(u->defs, u->ndefs, sizeof(u->defs[0]));
	u->defs[u->ndefs++] = def;
	return def;
}

struct place
unit_place(const struct unit *u, size_t pos)
{
	struct place p = { .line = u->line, .text = u->text };
	const char *end, *nl;

	if (pos > u->len)
		pos = u->len;
	while ((nl = memchr(p.text, '\n', u->text + pos - p.text)) != NULL) {
		p.line++;
		p.text = nl + 1;
	}
	p.offset = (size_t)(u->text + pos - p.text);
	end = memchr(p.text, '\n', u->text + u->len - p.text);
	p.len = (size_t)((end != NULL ? end : u->text + u->len) - p.text);
	return p;
}

void
def_keep(struct def *def)
{
	def->refs++;
	def->unit->refs++;
}

void
def_release(struct def *def)
{
	def->refs--;
	unit_release(def->unit);
}
