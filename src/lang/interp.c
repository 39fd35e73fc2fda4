/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter's state. */
#include "lang/interp.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum {
	STEPS = 1024,
	STACK_RESERVE = 128 << 10, /* for libc, signal handlers, sanitizers */
};

void
interp_init(struct interp *in, struct session *s, struct symtab *symbols,
    struct vars *vars)
{
	memset(in, 0, sizeof(*in));
	in->task.session = s;
	in->symbols = symbols;
	in->vars = vars;
	in->shell = vars;
	in->steps = STEPS;
}

void
interp_enter(struct interp *in, size_t stack_size)
{
	in->stack_limit =
	    (char *)__builtin_frame_address(0) - stack_size + STACK_RESERVE;
}

static void
vars_copy(struct vars *to, const struct vars *from)
{
	to->n = from->n;
	to->v = xcalloc(from->n, sizeof(to->v[0]));
	for (size_t i = 0; i < from->n; i++)
		to->v[i] = value_copy(&from->v[i]);
}

void
vars_free(struct vars *vars)
{
	for (size_t i = 0; i < vars->n; i++)
		value_drop(&vars->v[i]);
	free(vars->v);
	*vars = (struct vars){ 0 };
}

void
interp_detach(struct interp *in)
{
	vars_copy(&in->own, in->vars);
	in->vars = &in->own;
}

void
interp_fork(struct interp *child, struct interp *parent)
{
	interp_init(child, parent->task.session, parent->symbols,
	    parent->shell);
	child->ops = parent->ops;
	child->task.host = parent->task.host;
	vars_copy(&child->own, parent->vars);
	child->vars = &child->own;
	if (parent->nshared != 0) {
		child->nshared = parent->nshared;
		child->shared = xmalloc(parent->nshared);
		memcpy(child->shared, parent->shared, parent->nshared);
	}
	child->nframe = parent->nframe;
	if (parent->nframe != 0)
		child->frame = xcalloc(parent->nframe, sizeof(child->frame[0]));
	for (uint32_t i = 0; i < parent->nframe; i++)
		child->frame[i] = value_copy(&parent->frame[i]);
	child->first_frame = child->frame;
}

void
interp_clear_trouble(struct interp *in)
{
	free(in->trouble.message);
	if (in->trouble.unit != NULL)
		unit_release(in->trouble.unit);
	in->trouble = (struct trouble){ 0 };
}

void
interp_free(struct interp *in)
{
	interp_clear_trouble(in);
	vars_free(&in->own);
	free(in->shared);
	/* Between runs only a job has a frame left: the copy it began with. */
	for (uint32_t i = 0; i < in->nframe; i++)
		value_drop(&in->frame[i]);
	if (in->nframe != 0)
		free(in->frame);
	value_drop(&in->last);
	value_drop(&in->outcome.value);
	value_drop(&in->result);
	value_drop(&in->picture);
}

static void
vars_grow(struct vars *vars, uint32_t slot)
{
	size_t n = vars->n != 0 ? vars->n : 64;

	while (n <= slot)
		n *= 2;
	vars->v = xreallocarray(vars->v, n, sizeof(vars->v[0]));
	memset(vars->v + vars->n, 0, (n - vars->n) * sizeof(vars->v[0]));
	vars->n = n;
}

struct value *
interp_global_far(struct interp *in, const struct symbol *sym)
{
	struct vars *vars = in->vars;

	if (sym->slot < in->nshared && in->shared[sym->slot])
		vars = in->shell;
	if (sym->slot >= vars->n)
		vars_grow(vars, sym->slot);
	return &vars->v[sym->slot];
}

void
interp_publish(struct interp *in, const struct symbol *sym)
{
	const struct value *v = interp_global(in, sym);
	struct value copy = value_copy(v);

	if (sym->slot >= in->shell->n)
		vars_grow(in->shell, sym->slot);
	value_drop(&in->shell->v[sym->slot]);
	in->shell->v[sym->slot] = copy;
}

void
interp_share(struct interp *in, const struct symbol *sym)
{
	if (in->vars == in->shell)
		return;
	if (sym->slot >= in->nshared) {
		size_t n = sym->slot + 64;

		in->shared = xrealloc(in->shared, n);
		memset(in->shared + in->nshared, 0, n - in->nshared);
		in->nshared = n;
	}
	in->shared[sym->slot] = true;
}

void
interp_set(struct interp *in, const char *name, struct value v)
{
	struct value *var =
	    interp_global(in, symbol_get(in->symbols, name, strlen(name)));

	value_drop(var);
	*var = v;
}

enum exec
interp_step(struct interp *in)
{
	/* Always: a step may take long, if it makes much of a large string. */
	if (atomic_load_explicit(&in->task.cancel, memory_order_relaxed))
		return EXEC_CANCELLED;
	if (--in->steps != 0)
		return EXEC_OK;
	in->steps = STEPS;
	session_yield(in->task.session);
	return EXEC_OK;
}

void
trouble_at(struct interp *in, const struct node *node)
{
	interp_clear_trouble(in);
	in->unit->refs++;
	in->trouble.unit = in->unit;
	in->trouble.pos = node->pos;
	in->trouble.end = node->end;
	in->trouble.host = in->task.host;
}

enum exec
mistake(struct interp *in, const struct node *node, const char *fmt, ...)
{
	va_list ap;
	char *message;

	va_start(ap, fmt);
	message = xvasprintf(fmt, ap);
	va_end(ap);
	return mistake_cause(in, node, message);
}

enum exec
mistake_cause(struct interp *in, const struct node *node, char *cause)
{
	trouble_at(in, node);
	in->trouble.message = cause;
	return EXEC_MISTAKE;
}

void
interp_forget_failure(struct interp *in)
{
	in->failing = false;
}

enum exec
interp_run_node(struct interp *in, struct unit *unit, const struct node *node)
{
	struct unit *before = in->unit;
	enum exec rc;

	in->unit = unit;
	in->top = in->ops != NULL && in->ops->begins != NULL ? node : NULL;
	unit->refs++;
	in->handled = 0;
	in->ntold = 0;
	rc = node->kind == NODE_BLOCK ? exec_block(in, node) :
					exec_statement(in, node);
	in->unit = before;
	unit_release(unit);
	return rc;
}

enum exec
interp_run(struct interp *in, struct unit *unit)
{
	return interp_run_node(in, unit, unit->body);
}

bool
interp_tell(struct interp *in, int err)
{
	unsigned n = in->ntold < INTERP_TOLD ? in->ntold : INTERP_TOLD;

	for (unsigned i = 0; i < n; i++) {
		if (in->told[i].node == in->calling && in->told[i].err == err)
			return false;
	}
	in->told[in->ntold++ % INTERP_TOLD] = (struct told){ in->calling, err };
	return true;
}
