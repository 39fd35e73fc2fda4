/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls: arguments to parameters, results to variables. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "model/xlat.h"

enum { ARGS_ROOM = 8 };

/* How a call's arguments lie on its parameters. */
struct binding {
	const struct form *form;
	int merge; /* the argument that is a host, the next its port; or -1 */
	/* Which argument each parameter came from, for the caret; -1: none. */
	int8_t arg_of[PRIM_PARAMS];
};

static uint32_t
binding_param(const struct binding *b, uint32_t i)
{
	if (b->merge >= 0 && i > (uint32_t)b->merge)
		i--;
	if (i >= b->form->n)
		i = b->form->n - 1u;
	return b->form->param[i];
}

static bool
binding_counts(const struct binding *b, uint32_t n)
{
	if (b->merge >= 0)
		n--;
	return n >= b->form->min && (n <= b->form->n || b->form->variadic);
}

/* "host" and port side by side; "/path", 7 is a path and its length. */
static bool
pair_fits(const struct value *host, const struct value *port)
{
	return host->type == VAL_BYTES && param_accepts(PARAM_SERVICE, port) &&
	    strchr(host->bytes->data, '/') == NULL && *host->bytes->data != '@';
}

static bool
binding_fits(const struct binding *b, const struct command *cmd,
    const struct value *args, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		enum param_type type =
		    cmd->prim->params[binding_param(b, i)].type;

		if (b->merge >= 0 && i == (uint32_t)b->merge) {
			if (!pair_fits(&args[i], &args[i + 1]))
				return false;
			i++;
		} else if (!param_accepts(type, &args[i])) {
			return false;
		}
	}
	return true;
}

/* The argument at which form has an address, if another stands behind it. */
static int
binding_merge(const struct form *form, const struct command *cmd, uint32_t n)
{
	for (int i = 0; i < form->n && (uint32_t)i + 1 < n; i++) {
		if (cmd->prim->params[form->param[i]].type == PARAM_ADDR)
			return i;
	}
	return -1;
}

/* Whether form f, with host and port merged or not, types looked at or only
 * counted, takes n arguments. */
static bool
binding_form(const struct command *cmd, unsigned f, const struct value *args,
    uint32_t n, bool merged, bool fits, struct binding *b)
{
	b->form = &cmd->forms[f];
	b->merge = -1;
	if (merged) {
		b->merge = binding_merge(b->form, cmd, n);
		if (b->merge < 0 || b->form->c)
			return false;
	}
	return binding_counts(b, n) && (!fits || binding_fits(b, cmd, args, n));
}

/* One try of binding_find: forms that repeat their last parameter come after
 * those which have as many as there are arguments. */
static bool
binding_try(const struct command *cmd, const struct value *args, uint32_t n,
    bool merged, bool fits, struct binding *b)
{
	for (int more = 0; more <= 1; more++) {
		for (unsigned f = 0; f < cmd->nforms; f++) {
			const struct form *form = &cmd->forms[f];

			if ((form->variadic && n > form->n) != more)
				continue;
			/* "h", 80 is a host and a port before it is C's address
			 * and its length. */
			if (!merged && fits && form->c &&
			    binding_try(cmd, args, n, true, true, b))
				return true;
			if (binding_form(cmd, f, args, n, merged, fits, b))
				return true;
		}
	}
	return false;
}

static bool
binding_find(const struct command *cmd, const struct value *args, uint32_t n,
    struct binding *b)
{
	return binding_try(cmd, args, n, false, true, b) ||
	    binding_try(cmd, args, n, true, true, b) ||
	    binding_try(cmd, args, n, false, false, b) ||
	    binding_try(cmd, args, n, true, false, b);
}

/* Says which argument is missing, or that there is one too many. */
static enum exec
miscounted(struct interp *in, const struct node *node, uint32_t n)
{
	const struct command *cmd = node->call.command;
	const struct form *form = &cmd->forms[0];
	struct strbuf usage = { 0 };
	enum exec rc;

	for (unsigned i = 1; i < cmd->nforms && !cmd->forms[i].c; i++) {
		if (n >= cmd->forms[i].min ||
		    (n < form->min && cmd->forms[i].min < form->min))
			form = &cmd->forms[i];
	}
	command_usage(&usage, cmd, form);
	if (n == 0 || n < form->min)
		rc = mistake(in, node, _("%s: %s is missing; usage: %s"),
		    cmd->prim->name, cmd->prim->params[form->param[n]].name,
		    sb_text(&usage));
	else
		rc = mistake(in, node->kids[n - 1],
		    _("%s: too many arguments; usage: %s"), cmd->prim->name,
		    sb_text(&usage));
	sb_free(&usage);
	return rc;
}

static int
param_by_name(const struct prim *prim, const char *name)
{
	for (int i = 0; i < PRIM_PARAMS && prim->params[i].name != NULL; i++) {
		if (strcmp(prim->params[i].name, name) == 0)
			return i;
	}
	return -1;
}

static enum exec
keyword_unknown(struct interp *in, const struct node *node, const char *name,
    const struct node *arg)
{
	const struct prim *prim = node->call.command->prim;
	struct nearest nearest = { .name = name };

	for (int i = 0; i < PRIM_PARAMS && prim->params[i].name != NULL; i++)
		nearest_offer(&nearest, prim->params[i].name);
	if (nearest.best != NULL)
		return mistake(in, arg,
		    _("%s has no parameter %s; did you mean %s?"), prim->name,
		    name, nearest.best);
	return mistake(in, arg, _("%s has no parameter %s"), prim->name, name);
}

/*
 * Keyword arguments: the plain ones are laid out first, by the form that has
 * them all; then each takes its own place.
 */
static enum exec
set_keywords(struct interp *in, const struct node *node, struct call *call,
    const struct value *args, struct binding *b)
{
	const struct command *cmd = node->call.command;

	for (uint32_t i = 0; i < node->nkids && i < PRIM_PARAMS; i++) {
		const char *name = node->call.keywords[i];
		int param;

		if (name == NULL && b->form->variadic && i + 1u >= b->form->n) {
			call->rest = &args[b->form->n - 1u];
			call->nrest = i + 2u - b->form->n;
			continue;
		}
		if (name == NULL) {
			if (i >= b->form->n)
				return miscounted(in, node, node->nkids);
			param = b->form->param[i];
		} else {
			param = param_by_name(cmd->prim, name);
			if (param < 0)
				return keyword_unknown(in, node, name,
				    node->kids[i]);
			if (call_given(call, param))
				return mistake(in, node->kids[i],
				    _("%s is given twice"), name);
			/* fileno=None, as Python's own defaults are. */
			if (args[i].type == VAL_NONE &&
			    !param_accepts(cmd->prim->params[param].type,
				&args[i]))
				continue;
		}
		b->arg_of[param] = (int8_t)i;
		if (!call_set(call, param, &args[i]))
			return EXEC_OK;
	}
	for (int i = 0; i < b->form->n; i++) {
		if (!b->form->optional[i] &&
		    !call_given(call, b->form->param[i]))
			return miscounted(in, node, (uint32_t)i);
	}
	return EXEC_OK;
}

/* Whether a form has all the keywords, and, if whole, gets all it needs. */
static bool
keywords_fit(const struct node *node, const struct form *form, bool whole)
{
	const struct prim *prim = node->call.command->prim;
	uint32_t named = 0, needed = 0, found = 0;

	for (int k = 0; k < form->n && whole; k++)
		needed |= form->optional[k] ? 0 : 1u << k;
	for (uint32_t i = 0; i < node->nkids && i < PRIM_PARAMS; i++) {
		const char *name = node->call.keywords[i];
		int param = name != NULL ? param_by_name(prim, name) : -1;

		if (name == NULL) {
			named |= 1u << i;
			found++;
		}
		for (int k = 0; k < form->n && param >= 0; k++) {
			if (form->param[k] == param) {
				named |= 1u << k;
				found++;
			}
		}
	}
	return found == node->nkids && found <= form->n &&
	    (needed & ~named) == 0;
}

/* The form that keyword arguments speak of. */
static const struct form *
keyword_form(const struct node *node)
{
	const struct command *cmd = node->call.command;

	for (int whole = 1; whole >= 0; whole--) {
		for (unsigned f = 0; f < cmd->nforms; f++) {
			if (keywords_fit(node, &cmd->forms[f], whole))
				return &cmd->forms[f];
		}
	}
	return &cmd->forms[0];
}

/* Gives the call its arguments. A mistake in one is the call's status. */
static enum exec
set_arguments(struct interp *in, const struct node *node, struct call *call,
    struct value *args, uint32_t n, struct binding *b)
{
	const struct command *cmd = node->call.command;
	enum exec rc;

	if (node->call.keywords != NULL) {
		b->form = keyword_form(node);
		call->c_form = b->form->outs;
		return set_keywords(in, node, call, args, b);
	}
	if (node->call.form >= 0) {
		b->form = &cmd->forms[node->call.form];
	} else if (!binding_find(cmd, args, n, b)) {
		return miscounted(in, node, n);
	}
	call->c_form = b->form->c || b->form->outs;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t param = binding_param(b, i);
		bool ok;

		b->arg_of[param] = (int8_t)i;
		call->args[param].ref =
		    i < 32 && (node->call.outs >> i & 1u) != 0;
		if (b->form->c &&
		    cmd->prim->params[param].type == PARAM_BYTES &&
		    (rc = bind_memory(in, node, i, args)) != EXEC_OK)
			return rc;
		if (args[i].type == VAL_UNSET && i < 32 &&
		    (node->call.outs & 1u << i) &&
		    param_is_changed(cmd->prim->params[param].type) &&
		    !param_is_out(cmd->prim->params[param].type))
			return mistake(in, node->kids[i], _("%s: no value yet"),
			    node->kids[i]->sym->name);
		if (b->form->variadic && i + 1u >= b->form->n) {
			call->rest = &args[i];
			call->nrest = n - i;
			break;
		}
		if (b->merge >= 0 && i == (uint32_t)b->merge) {
			ok = call_set_pair(call, (int)param, &args[i],
			    &args[i + 1]);
			i++;
		} else if ((b->form->c || b->form->outs) &&
		    param_is_out(cmd->prim->params[param].type) &&
		    !(node->call.outs & 1u << i)) {
			ok = call_set_null(call, (int)param);
		} else {
			ok = call_set(call, (int)param, &args[i]);
		}
		if (!ok)
			break;
	}
	return EXEC_OK;
}

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

static enum exec
run_call(struct interp *in, const struct node *node, struct call *call,
    const struct binding *b, struct value *out)
{
	enum exec rc;

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

enum exec
eval_call(struct interp *in, const struct node *node, struct value *out)
{
	struct value room[ARGS_ROOM] = { 0 }, *args = room;
	struct binding b;
	struct call call;
	enum exec rc;

	if (node->call.form >= 0 && call_simply(in, node, out, &rc))
		return rc;
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
