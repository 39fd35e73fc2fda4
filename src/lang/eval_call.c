/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls, carried out: their arguments' values, their results to variables. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/binding.h"
#include "model/xlat.h"

enum { ARGS_ROOM = 8 };

/* The variables named get what the call wrote to them. */
static enum exec
take_outs(struct interp *in, const struct node *node, struct call *call,
    const struct binding *b)
{
	enum exec rc = EXEC_OK;
	char *cause = NULL;

	for (int i = 0; i < call->cmd->nparams && rc == EXEC_OK; i++) {
		struct arg *arg = &call->args[i];
		int8_t from = b->arg_of[i];

		if (from < 0 || (uint32_t)from >= node->nkids ||
		    !(node->call.outs & 1u << from) ||
		    arg->result.type == VAL_UNSET)
			continue;
		if (node->kids[from]->flag && !bind_back(call, arg, &cause))
			return mistake_cause(in, node->kids[from], cause);
		if (arg->v.type == VAL_TUPLE)
			alias_follow(in, &arg->v, &arg->result);
		rc = eval_assign(in, node->kids[from], arg->result);
		arg->result.type = VAL_UNSET;
	}
	return rc;
}

/* Says that a call failed which nobody looks at; the next statement may still
 * expect it. */
static enum exec
failed(struct interp *in, const struct node *node, const struct call *call)
{
	const char *name = errno_name(call->err);

	trouble_at(in, node);
	in->trouble.message = call->err == ERR_NO_ENTRY ?
	    xasprintf(_("%s failed: %s"), call->prim->name,
		errno_text(call->err)) :
	    xasprintf(_("%s failed: %s (%s)"), call->prim->name,
		call->why != NULL ? call->why : errno_text(call->err),
		name != NULL ? name : _("unknown error"));
	in->trouble.echoed =
	    call->why == NULL && !(call->prim->flags & PRIM_PURE);
	value_drop(&in->last);
	in->last = VALUE_INT(-1);
	in->failing = true;
	return EXEC_FAILED;
}

static void
note_outcome(struct interp *in, const struct call *call)
{
	/* print and its like are about other values than their own. */
	if (call->prim->flags & PRIM_SILENT)
		return;
	value_drop(&in->outcome.value);
	in->outcome.value = value_copy(&call->ret);
	in->outcome.result = call->result;
	in->outcome.err = call->err;
	if ((call->prim->flags & PRIM_PURE) && call->ret.type == VAL_INT)
		in->outcome.result = call->ret.i;
}

static enum exec
finish(struct interp *in, const struct node *node, struct call *call,
    const struct binding *b, struct value *out)
{
	int arg = call->bad >= 0 ? b->arg_of[call->bad] : -1;
	enum exec rc = EXEC_OK;

	switch (call->status) {
	case CALL_OK:
		note_outcome(in, call);
		if (node->call.outs != 0)
			rc = take_outs(in, node, call, b);
		*out = call->ret;
		call->ret.type = VAL_UNSET;
		return rc;
	case CALL_FAILED:
		in->err = call->err;
		if (!(call->prim->flags & PRIM_ERROR))
			call->result = -1;
		value_drop(&call->ret);
		call->ret = VALUE_INT(call->result);
		note_outcome(in, call);
		*out = VALUE_INT(call->result);
		return in->handled != 0 ? EXEC_OK : failed(in, node, call);
	case CALL_MISTAKE:
		return mistake_cause(in,
		    arg >= 0 && (uint32_t)arg < node->nkids ? node->kids[arg] :
							      node,
		    call->cause);
	case CALL_UNWINDS:
		return (enum exec)call->result;
	case CALL_EXIT:
		in->status = (int)call->result;
		return EXEC_EXIT;
	default:
		/* As in C: the call returned, and errno says why. */
		in->err = EINTR;
		return EXEC_CANCELLED;
	}
}

/* The arguments' values; what the call will write to may be unset as yet. */
enum exec
eval_arguments(struct interp *in, const struct node *node, struct value *args)
{
	uint32_t outs = node->kind == NODE_CALL ? node->call.outs : 0;
	enum exec rc = EXEC_OK;
	uint32_t i;

	for (i = 0; i < node->nkids && rc == EXEC_OK; i++) {
		const struct node *kid = node->kids[i];

		args[i].type = VAL_UNSET;
		if (i < 32 && (outs & 1u << i) &&
		    (kid->kind == NODE_GLOBAL || kid->kind == NODE_LOCAL)) {
			args[i] = value_copy(node_variable(in, kid));
		} else {
			rc = eval(in, kid, &args[i]);
		}
	}
	if (rc == EXEC_OK)
		return rc;
	while (i-- > 0)
		value_drop(&args[i]);
	return rc;
}

/* Of a call that is not to be made, its draft. */
static enum exec
ask_call(struct interp *in, const struct node *node, struct call *call,
    const struct binding *b)
{
	struct value none = { 0 };
	enum exec rc = EXEC_OK;

	if (!(call->prim->flags & PRIM_PURE))
		call_run(call);
	if (call->status == CALL_MISTAKE)
		rc = finish(in, node, call, b, &none);
	call_free(call);
	return rc;
}

enum exec
run_call(struct interp *in, const struct node *node, struct call *call,
    const struct binding *b, struct value *out)
{
	enum exec rc;

	if (node == in->asked)
		return ask_call(in, node, call, b);
	call->drawn = node == in->drawing;
	call_run(call);
	if (call->drawn) {
		in->picture = call->picture;
		call->picture.type = VAL_UNSET;
	}
	rc = finish(in, node, call, b, out);
	call_free(call);
	return rc;
}

/* A variable's value, NULL if it has none. */
static const struct value *
variable_at_hand(struct interp *in, const struct node *name)
{
	const struct value *v;

	if (name->kind == NODE_LOCAL)
		v = &in->frame[name->slot];
	else if (name->kind == NODE_GLOBAL)
		v = interp_global(in, name->sym);
	else
		return NULL;
	return v->type != VAL_UNSET ? v : NULL;
}

/* An argument's value where it stands; NULL if there is more to it. */
static const struct value *
value_at_hand(struct interp *in, const struct node *node)
{
	switch (node->kind) {
	case NODE_CONST:
		return &node->value;
	case NODE_GLOBAL:
	case NODE_LOCAL:
		return variable_at_hand(in, node);
	case NODE_WORD_NAME:
		return variable_at_hand(in, node->kids[0]);
	case NODE_WORD_TEXT:
		/* A variable of this name: there is a hint to be given. */
		return node->flag ||
			variable_at_hand(in, node->kids[0]) == NULL ?
		    &node->value :
		    NULL;
	default:
		return NULL;
	}
}

/*
 * Most calls, above all those in loops: the form is known, and each argument is
 * a constant or a variable. Nothing is evaluated or copied but what the call
 * itself keeps. False if it is not so simple.
 */
static bool
call_simply(struct interp *in, const struct node *node, struct value *out,
    enum exec *rc)
{
	const struct command *cmd = node->call.command;
	const struct form *form = &cmd->forms[node->call.form];
	const struct value *args[PRIM_PARAMS];
	struct binding b = { .form = form, .merge = -1 };
	uint32_t n = node->nkids;
	struct call call;

	if (n > form->n || form->variadic || form->c || form->outs ||
	    node->call.outs != 0)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		args[i] = value_at_hand(in, node->kids[i]);
		if (args[i] == NULL)
			return false;
	}
	in->calling = node;
	call_init(&call, cmd, &in->task);
	for (uint32_t i = 0; i < n; i++) {
		b.arg_of[form->param[i]] = (int8_t)i;
		if (!call_set(&call, form->param[i], args[i]))
			break;
	}
	*rc = run_call(in, node, &call, &b, out);
	return true;
}

/* All else. Apart, as its room would have to be cleared for the others too. */
static enum exec __attribute__((noinline))
call_evaluated(struct interp *in, const struct node *node, struct value *out)
{
	struct value room[ARGS_ROOM] = { 0 }, *args = room;
	struct binding b;
	struct call call;
	enum exec rc;

	if (node->nkids > ARGS_ROOM)
		args = xcalloc(node->nkids, sizeof(args[0]));
	rc = eval_arguments(in, node, args);
	if (rc == EXEC_OK) {
		b.form = &node->call.command->forms[0];
		b.merge = -1;
		memset(b.arg_of, -1, sizeof(b.arg_of));
		in->calling = node;
		call_init(&call, node->call.command, &in->task);
		rc = set_arguments(in, node, &call, args, node->nkids, &b);
		if (rc == EXEC_OK)
			rc = run_call(in, node, &call, &b, out);
		else
			call_free(&call);
		for (uint32_t i = 0; i < node->nkids; i++)
			value_drop(&args[i]);
	}
	if (args != room)
		free(args);
	return rc;
}

enum exec
eval_call(struct interp *in, const struct node *node, struct value *out)
{
	enum exec rc;

	if (node->call.form >= 0 && call_simply(in, node, out, &rc))
		return rc;
	return call_evaluated(in, node, out);
}

/* A row by its name with one argument, on behalf of node. */
enum exec
eval_row(struct interp *in, const struct node *node, const char *name,
    const struct value *arg, struct value *out)
{
	const struct command *cmd = session_command(in->task.session, name);
	struct node made = { .kind = NODE_CALL };
	struct binding b = { .form = &cmd->forms[0], .merge = -1 };
	struct call call;

	made.pos = node->pos;
	made.end = node->end;
	made.call.command = cmd;
	memset(b.arg_of, -1, sizeof(b.arg_of));
	call_init(&call, cmd, &in->task);
	call_set(&call, cmd->forms[0].param[0], arg);
	return run_call(in, &made, &call, &b, out);
}
