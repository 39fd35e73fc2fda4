/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of defs. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/planned.h"

/* Runs a def's body over a frame whose first slots are its arguments. */
static enum exec
run_def(struct interp *in, struct def *def, struct value *frame,
    uint32_t nframe, struct value *out)
{
	struct value *before = in->frame;
	uint32_t nbefore = in->nframe;
	struct unit *unit = in->unit;
	unsigned handled = in->handled;
	enum exec rc;

	def_keep(def);
	in->frame = frame;
	in->nframe = nframe;
	in->unit = def->unit;
	in->handled = 0;
	rc = interp_step(in);
	if (rc == EXEC_OK)
		rc = exec_block(in, def->body);
	in->frame = before;
	in->nframe = nbefore;
	in->unit = unit;
	in->handled = handled;
	def_release(def);
	if (rc == EXEC_OK) {
		*out = VALUE_NONE;
	} else if (rc == EXEC_RETURN) {
		*out = in->result;
		in->result.type = VAL_UNSET;
		rc = EXEC_OK;
	} else if (rc == EXEC_FAILED) {
		/* It ended inside: no expect outside can take it. */
		in->failing = false;
		if (handled != 0) {
			*out = VALUE_INT(-1);
			rc = EXEC_OK;
		}
	}
	return rc;
}

static enum exec
no_def(struct interp *in, const struct node *node)
{
	const char *name = node->sym->name;
	struct nearest nearest = { .name = name };

	session_command_offer(in->task.session, &nearest);
	if (node->sym->declared)
		return mistake(in, node,
		    _("%s: no def of this name has been run yet"), name);
	if (planned_name(name))
		return mistake(in, node, _("%s: not in this version yet"),
		    name);
	if (nearest.best != NULL)
		return mistake(in, node,
		    _("%s: no such command; did you mean %s?"), name,
		    nearest.best);
	return mistake(in, node, _("%s: no such command; help lists them"),
	    name);
}

enum exec
eval_defcall(struct interp *in, const struct node *node, struct value *out)
{
	struct def *def = node->sym->def;
	struct value *frame;
	uint32_t nlocals;
	enum exec rc;

	if (def == NULL)
		return no_def(in, node);
	if (node->nkids != def->nparams)
		return mistake(in, node, _("%s takes %u arguments, not %u"),
		    node->sym->name, def->nparams, node->nkids);
	nlocals = def->nlocals;
	frame = xcalloc(nlocals, sizeof(frame[0]));
	rc = eval_arguments(in, node, frame);
	if (rc == EXEC_OK) {
		/* Its arguments may have defined it anew. */
		if (node->sym->def == def)
			rc = run_def(in, def, frame, nlocals, out);
		else
			rc = mistake(in, node,
			    _("%s was defined anew by its own arguments"),
			    node->sym->name);
		for (uint32_t i = 0; i < nlocals; i++)
			value_drop(&frame[i]);
	}
	free(frame);
	return rc;
}
