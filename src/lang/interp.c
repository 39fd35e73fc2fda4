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
    size_t stack_size)
{
	memset(in, 0, sizeof(*in));
	in->task.session = s;
	in->symbols = symbols;
	in->steps = STEPS;
	in->stack_limit =
	    (char *)__builtin_frame_address(0) - stack_size + STACK_RESERVE;
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
	for (size_t i = 0; i < in->nglobals; i++)
		value_drop(&in->globals[i]);
	free(in->globals);
	value_drop(&in->last);
	value_drop(&in->outcome.value);
	value_drop(&in->result);
}

struct value *
interp_global(struct interp *in, const struct symbol *sym)
{
	if (sym->slot >= in->nglobals) {
		size_t n = in->nglobals != 0 ? in->nglobals : 64;

		while (n <= sym->slot)
			n *= 2;
		in->globals =
		    xreallocarray(in->globals, n, sizeof(in->globals[0]));
		memset(in->globals + in->nglobals, 0,
		    (n - in->nglobals) * sizeof(in->globals[0]));
		in->nglobals = n;
	}
	return &in->globals[sym->slot];
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
	/* Others get their turn at the lock. */
	session_unlock(in->task.session);
	session_lock(in->task.session);
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
interp_run(struct interp *in, struct unit *unit)
{
	struct unit *before = in->unit;
	enum exec rc;

	in->unit = unit;
	unit->refs++;
	in->handled = 0;
	rc = exec_block(in, unit->body);
	in->unit = before;
	unit_release(unit);
	return rc;
}
