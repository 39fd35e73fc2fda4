/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names a def has to itself. */
#include <stdlib.h>

#include "base/alloc.h"
#include "lang/parser.h"

/* Where a symbol is in the table, or the free place where it belongs. */
static uint32_t *
scope_find(const struct scope *scope, const struct symbol *sym)
{
	size_t at = sym->slot * 2654435761u;

	for (;; at++) {
		uint32_t *entry = &scope->index[at & (scope->nindex - 1)];

		if (*entry == 0 || scope->locals[*entry - 1] == sym)
			return entry;
	}
}

/* The table is never more than half full. */
static void
scope_grow(struct scope *scope)
{
	if (scope->nlocals * 2 < scope->nindex)
		return;
	free(scope->index);
	scope->nindex = scope->nindex != 0 ? scope->nindex * 2 : 16;
	scope->index = xcalloc(scope->nindex, sizeof(scope->index[0]));
	for (size_t i = 0; i < scope->nlocals; i++)
		*scope_find(scope, scope->locals[i]) = (uint32_t)i + 1;
}

static bool
scope_shares(const struct scope *scope, const struct symbol *sym)
{
	for (size_t i = 0; i < scope->nshared; i++) {
		if (scope->shared[i] == sym)
			return true;
	}
	return false;
}

void
scope_share(struct scope *scope, struct symbol *sym)
{
	if (scope_shares(scope, sym))
		return;
	scope->shared =
	    xgrow(scope->shared, scope->nshared, sizeof(scope->shared[0]));
	scope->shared[scope->nshared++] = sym;
}

void
parse_assigned(struct parser *p, const struct node *target)
{
	struct scope *scope = p->scope;
	uint32_t *entry;

	/* A field or an element changes what is there: it makes no name. */
	if (scope == NULL || target->kind != NODE_GLOBAL)
		return;
	scope_grow(scope);
	entry = scope_find(scope, target->sym);
	if (*entry != 0)
		return;
	scope->locals =
	    xgrow(scope->locals, scope->nlocals, sizeof(scope->locals[0]));
	scope->locals[scope->nlocals++] = target->sym;
	*entry = (uint32_t)scope->nlocals;
}

void
scope_resolve(struct scope *scope)
{
	for (size_t i = 0; i < scope->nnames && scope->nlocals != 0; i++) {
		struct node *name = scope->names[i];
		uint32_t slot = *scope_find(scope, name->sym);

		if (slot == 0 || scope_shares(scope, name->sym))
			continue;
		name->kind = NODE_LOCAL;
		name->slot = slot - 1;
	}
}

void
scope_free(struct scope *scope)
{
	free(scope->locals);
	free(scope->index);
	free(scope->names);
	free(scope->shared);
}
