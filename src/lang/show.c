/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of the value of a statement. */
#include "lang/interp.h"

/* At a terminal the value of what is no call is shown. */
static bool
is_shown(const struct interp *in, unsigned flags)
{
	return in->interactive && (flags & PRIM_PURE) && !(flags & PRIM_SILENT);
}

void
exec_show(struct interp *in, const struct node *node, const struct value *v)
{
	struct session *s = in->task.session;
	const struct prim *prim =
	    node->kind == NODE_CALL || node->kind == NODE_EXPLAIN ?
	    node->call.command->prim :
	    NULL;
	unsigned flags = prim != NULL ? prim->flags : PRIM_PURE;
	struct strbuf text = { 0 };

	if (v->type == VAL_NONE || node->kind == NODE_STEP ||
	    node->kind == NODE_SET)
		return;
	if (flags & PRIM_LOOKS) {
		if (s->ops->draw == NULL)
			return;
		session_unlock(s);
		s->ops->draw(s->ops_ctx, &in->task, prim, v);
		session_lock(s);
	} else if (is_shown(in, flags) && s->ops->print != NULL) {
		value_repr(&text, v, 4096);
		sb_char(&text, '\n');
		session_unlock(s);
		s->ops->print(s->ops_ctx, &in->task, text.data, text.len);
		session_lock(s);
		sb_free(&text);
	}
}
