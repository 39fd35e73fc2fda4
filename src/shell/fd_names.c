/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program calls its descriptors: one walk over its variables for all. */
#include <stdlib.h>

#include "base/alloc.h"
#include "lang/interp.h"
#include "lang/symbol.h"
#include "shell/shell.h"

enum { ITEMS_MAX = 1 << 16 }; /* of one list that are looked at */

struct walk {
	const struct session *session;
	const struct symbol **symbols; /* by descriptor: the one used first */
	long *at; /* its place in a list; -1: it is the variable itself */
	size_t n;
};

static void
note(struct walk *w, const struct value *v, const struct symbol *sym, long at)
{
	if (v->type != VAL_INT || v->tag != VALUE_TAG_FD || v->i < 0 ||
	    (uint64_t)v->i >= w->n ||
	    w->session->fds[v->i].generation != v->generation ||
	    (w->symbols[v->i] != NULL && w->symbols[v->i]->slot < sym->slot))
		return;
	/* The first place in a list counts. */
	if (w->symbols[v->i] == sym)
		return;
	w->symbols[v->i] = sym;
	w->at[v->i] = at;
}

/* The pair that accept gives serves as a descriptor: its place need not be
 * told. */
static void
note_items(struct walk *w, const struct tuple *t, const struct symbol *sym)
{
	size_t n = t->len < ITEMS_MAX ? t->len : ITEMS_MAX;

	if (t->len == 2 && t->items[1].type == VAL_ADDR) {
		note(w, &t->items[0], sym, -1);
		return;
	}
	for (size_t i = 0; i < n; i++)
		note(w, &t->items[i], sym, (long)i);
}

void
shell_fd_names(void *ctx, struct task *task, char **names, size_t n)
{
	const struct interp *in = interp_of(task);
	struct walk w = { .session = task->session, .n = n };
	struct symbol *sym = NULL;
	size_t bucket = 0;

	(void)ctx;
	if (n > w.session->nfds)
		w.n = w.session->nfds;
	w.symbols = xcalloc(w.n + 1, sizeof(*w.symbols));
	w.at = xcalloc(w.n + 1, sizeof(*w.at));
	while ((sym = symbol_walk(in->symbols, &bucket, sym)) != NULL) {
		const struct value *v;

		if (sym->slot >= in->vars->n)
			continue;
		v = &in->vars->v[sym->slot];
		if (v->type == VAL_TUPLE)
			note_items(&w, v->tuple, sym);
		else
			note(&w, v, sym, -1);
	}
	for (size_t fd = 0; fd < w.n; fd++) {
		if (w.symbols[fd] == NULL)
			continue;
		names[fd] = w.at[fd] < 0 ?
		    xstrdup(w.symbols[fd]->name) :
		    xasprintf("%s[%ld]", w.symbols[fd]->name, w.at[fd]);
	}
	free(w.symbols);
	free(w.at);
}
