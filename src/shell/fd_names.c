/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program calls its descriptors: one walk over its variables for all. */
#include <stdlib.h>

#include "base/alloc.h"
#include "lang/interp.h"
#include "lang/symbol.h"
#include "shell/shell.h"

enum { ITEMS_MAX = 1 << 16 }; /* of one list that are looked at */

static void
note(const struct value *v, const struct symbol *sym, long at, fd_use_fn use,
    void *ctx)
{
	const struct fd_use found = { (int)v->i, v->generation, sym->slot,
		sym->name, at };

	if (v->type == VAL_INT && v->tag == VALUE_TAG_FD && v->i >= 0 &&
	    v->i <= INT32_MAX)
		use(ctx, &found);
}

/* The pair that accept gives serves as a descriptor: its place need not be
 * told. */
static void
note_items(const struct tuple *t, const struct symbol *sym, fd_use_fn use,
    void *ctx)
{
	size_t n = t->len < ITEMS_MAX ? t->len : ITEMS_MAX;

	if (t->len == 2 && t->items[1].type == VAL_ADDR) {
		note(&t->items[0], sym, -1, use, ctx);
		return;
	}
	for (size_t i = 0; i < n; i++)
		note(&t->items[i], sym, (long)i, use, ctx);
}

void
shell_fd_uses(const struct interp *in, fd_use_fn use, void *ctx)
{
	struct symbol *sym = NULL;
	size_t bucket = 0;

	while ((sym = symbol_walk(in->symbols, &bucket, sym)) != NULL) {
		const struct value *v;

		if (sym->slot >= in->vars->n)
			continue;
		v = &in->vars->v[sym->slot];
		if (v->type == VAL_TUPLE)
			note_items(v->tuple, sym, use, ctx);
		else
			note(v, sym, -1, use, ctx);
	}
}

struct walk {
	const struct session *session;
	struct fd_use *uses; /* by descriptor: the one used first */
	size_t n;
};

/* The first place in a list counts. */
static void
keep_first(void *ctx, const struct fd_use *use)
{
	struct walk *w = ctx;
	struct fd_use *had;

	if ((size_t)use->fd >= w->n ||
	    w->session->fds[use->fd].generation != use->generation)
		return;
	had = &w->uses[use->fd];
	if (had->name == NULL || use->slot < had->slot)
		*had = *use;
}

void
shell_fd_names(void *ctx, struct task *task, char **names, size_t n)
{
	struct walk w = { .session = task->session, .n = n };

	(void)ctx;
	if (n > w.session->nfds)
		w.n = w.session->nfds;
	w.uses = xcalloc(w.n + 1, sizeof(*w.uses));
	shell_fd_uses(interp_of(task), keep_first, &w);
	for (size_t fd = 0; fd < w.n; fd++) {
		const struct fd_use *use = &w.uses[fd];

		if (use->name != NULL)
			names[fd] = use->at < 0 ?
			    xstrdup(use->name) :
			    xasprintf("%s[%ld]", use->name, use->at);
	}
	free(w.uses);
}
