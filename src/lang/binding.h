/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the interpreter: between a call's arguments and its row. */
#ifndef SOCKSH_LANG_BINDING_H
#define SOCKSH_LANG_BINDING_H

#include "lang/interp.h"

/* How a call's arguments lie on its parameters. */
struct binding {
	const struct form *form;
	int merge; /* the argument that is a host, the next its port; or -1 */
	/* Which argument each parameter came from, for the caret; -1: none. */
	int8_t arg_of[PRIM_PARAMS];
};

/* Gives the call its arguments, and notes in b how they lie. A mistake in one is
 * the call's status. */
enum exec set_arguments(struct interp *in, const struct node *node,
    struct call *call, struct value *args, uint32_t n, struct binding *b);

#endif
