/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking about a call that is not made. */
#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/parser.h"
#include "model/call.h"

/* A row that works on values alone. */
static bool
is_harmless(const struct prim *prim)
{
	return (prim->flags & PRIM_PURE) &&
	    !(prim->flags &
		(PRIM_SILENT | PRIM_HOST | PRIM_BLOCKS | PRIM_DEFINES |
		    PRIM_OPENS));
}

/* The first part of an argument that would do something; NULL if none would. */
static const struct node *
find_deed(const struct node *node)
{
	const struct node *deed = NULL;

	if (node == NULL)
		return NULL;
	if (node->kind == NODE_DEFCALL || node->kind == NODE_SET ||
	    node->kind == NODE_STEP || node->kind == NODE_EXPLAIN ||
	    (node->kind == NODE_CALL && !is_harmless(node->call.command->prim)))
		return node;
	for (uint32_t i = 0; i < node->nkids && deed == NULL; i++)
		deed = find_deed(node->kids[i]);
	return deed;
}

struct node *
parse_asked(struct parser *p, const struct command *cmd, struct node *what,
    size_t pos)
{
	struct node *node;

	if (what == NULL || what->kind == NODE_HELP)
		return what;
	if (what->kind != NODE_CALL) {
		parse_error_at(p, what,
		    _("%s goes before one call: %s bind s :80"),
		    cmd->prim->name, cmd->prim->name);
		return NULL;
	}
	for (uint32_t i = 0; i < what->nkids; i++) {
		const struct node *deed = find_deed(what->kids[i]);

		if (deed == NULL)
			continue;
		parse_error_at(p, deed,
		    _("%s makes no call: in place of this write its value"),
		    cmd->prim->name);
		return NULL;
	}
	node = parse_node(p, NODE_EXPLAIN, pos);
	node->end = what->end;
	node->call.command = cmd;
	node->call.form = -1;
	unit_kids(p->unit, node, &what, 1);
	return node;
}

/* explain(bind(s, ":80")) */
struct node *
parse_asked_call(struct parser *p, const struct command *cmd, size_t pos)
{
	struct token open;
	struct node *what;

	if (!parse_open(p, &open))
		return NULL;
	what = parse_expr(p);
	if (!parse_close(p, &open, TOK_RPAREN, ")", what != NULL))
		return NULL;
	return parse_asked(p, cmd, what, pos);
}

/* The arguments are evaluated as ever; where the call would be made, only its
 * draft is. */
enum exec
eval_explain(struct interp *in, const struct node *node, struct value *out)
{
	const struct node *what = node->kids[0], *around = in->asked;
	struct event *room = in->task.draft;
	union {
		struct event ev;
		char room[EVENT_SIZE_MAX];
	} draft = { .ev = { .prim = NULL } };
	struct value none = { 0 };
	struct call call;
	enum exec rc;

	in->asked = what;
	in->task.draft = &draft.ev;
	rc = eval_call(in, what, &none);
	in->asked = around;
	in->task.draft = room;
	value_drop(&none);
	if (rc != EXEC_OK)
		return rc;
	call_init(&call, node->call.command, &in->task);
	call.about = &draft.ev;
	call.about_row = what->call.command->prim;
	in->calling = node;
	return run_call(in, node, &call, NULL, out);
}
