/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions, evaluated. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/hint.h"
#include "lang/interp.h"
#include "lang/memory.h"
#include "lang/planned.h"
#include "model/layout.h"
#include "model/xlat.h"

enum { BUFFER_SIZE = 1024 }; /* sizeof a buffer that was never declared */

/* $3, where fewer were given. */
static enum exec
unknown_argument(struct interp *in, const struct node *node,
    const struct symbol *sym)
{
	struct symbol *other = NULL;
	size_t bucket = 0;
	unsigned n = 0;

	while ((other = symbol_walk(in->symbols, &bucket, other)) != NULL) {
		if (other->name[0] >= '1' && other->name[0] <= '9' &&
		    interp_global(in, other)->type != VAL_UNSET)
			n++;
	}
	return mistake(in, node,
	    _("$%s: no such argument; how many were given: %u"), sym->name, n);
}

/* Nothing of this name: says what comes nearest. */
static enum exec
unknown_name(struct interp *in, const struct node *node,
    const struct symbol *sym)
{
	struct nearest nearest = { .name = sym->name };
	struct symbol *other = NULL;
	size_t bucket = 0;

	if (node->kind == NODE_LOCAL)
		return mistake(in, node,
		    _("%s: no value yet; it is local, since this def assigns "
		      "it"),
		    sym->name);
	if (sym->name[0] >= '0' && sym->name[0] <= '9')
		return unknown_argument(in, node, sym);
	if (sym->command != NULL)
		return mistake(in, node,
		    _("%s: no such variable; the command is called %s(…)"),
		    sym->name, sym->name);
	if (sym->declared)
		return mistake(in, node,
		    _("%s: no such variable; the def is called %s(…)"),
		    sym->name, sym->name);
	if (planned_name(sym->name))
		return mistake(in, node, _("%s: not in this version yet"),
		    sym->name);
	if (hint_word(sym->name, strlen(sym->name)) != NULL)
		return mistake(in, node, "%s",
		    hint_word(sym->name, strlen(sym->name)));
	while ((other = symbol_walk(in->symbols, &bucket, other)) != NULL) {
		if (interp_global(in, other)->type != VAL_UNSET)
			nearest_offer(&nearest, other->name);
	}
	if (node->flag)
		session_command_offer(in->task.session, &nearest);
	else
		xlat_constant_offer(&nearest);
	if (nearest.best != NULL)
		return mistake(in, node,
		    node->flag ?
			_("%s: no such command or variable; did you mean "
			  "%s?") :
			_("%s: no such variable; did you mean %s?"),
		    sym->name, nearest.best);
	if (node->flag)
		return mistake(in, node,
		    _("%s: no such command or variable; help lists the "
		      "commands"),
		    sym->name);
	return mistake(in, node,
	    _("%s: no such variable; text is written \"%s\""), sym->name,
	    sym->name);
}

static enum exec
eval_name(struct interp *in, const struct node *node, struct value *out)
{
	const struct value *v = node_variable(in, node);

	if (v->type == VAL_UNSET)
		v = &node->sym->constant;
	if (v->type == VAL_UNSET)
		return unknown_name(in, node, node->sym);
	*out = value_copy(v);
	return EXEC_OK;
}

static void
values_drop(struct value *items, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		value_drop(&items[i]);
}

static enum exec
eval_tuple(struct interp *in, const struct node *node, struct value *out)
{
	struct value room[8], *items = room;
	char *cause = NULL;
	enum exec rc = EXEC_OK;
	uint32_t i;

	if (node->nkids > 8)
		items = xmalloc(node->nkids * sizeof(items[0]));
	for (i = 0; i < node->nkids && rc == EXEC_OK; i++) {
		items[i] = (struct value){ .type = VAL_UNSET };
		rc = eval(in, node->kids[i], &items[i]);
	}
	if (rc != EXEC_OK)
		values_drop(items, i - 1);
	else if (!value_tuple(out, items, node->nkids, &cause))
		rc = mistake_cause(in, node, cause);
	if (items != room)
		free(items);
	return rc;
}

/* The kids of a node, up to three; a missing one stays unset. */
static enum exec
eval_kids(struct interp *in, const struct node *node, struct value *v)
{
	enum exec rc = EXEC_OK;
	uint32_t i;

	for (i = 0; i < node->nkids; i++)
		v[i].type = VAL_UNSET;
	for (i = 0; i < node->nkids && rc == EXEC_OK; i++) {
		if (node->kids[i] != NULL)
			rc = eval(in, node->kids[i], &v[i]);
	}
	if (rc != EXEC_OK)
		values_drop(v, i - 1);
	return rc;
}

static bool
is_comparison(int op)
{
	return op >= OP_LT && op <= OP_NE;
}

static enum exec
eval_operator(struct interp *in, const struct node *node, struct value *out)
{
	struct value v[3];
	bool compares = node->kind == NODE_BINARY && is_comparison(node->op);
	enum exec rc;

	/* A call that is compared is looked at: its failure is a value. */
	in->handled += compares;
	rc = eval_kids(in, node, v);
	in->handled -= compares;
	if (rc != EXEC_OK)
		return rc;
	switch (node->kind) {
	case NODE_UNARY:
		rc = eval_unary(in, node, &v[0], out);
		break;
	case NODE_BINARY:
		rc = eval_binary(in, node, &v[0], &v[1], out);
		break;
	case NODE_INDEX:
		rc = eval_index(in, node, &v[0], &v[1], out);
		break;
	case NODE_POINTER:
		rc = eval_pointer(in, node, &v[0], &v[1], out);
		break;
	default:
		rc = eval_slice(in, node, &v[0], &v[1], &v[2], out);
		break;
	}
	values_drop(v, node->nkids);
	return rc;
}

/* and, or: as in Python, the value that decided. */
static enum exec
eval_logic(struct interp *in, const struct node *node, struct value *out)
{
	enum exec rc = eval(in, node->kids[0], out);

	if (rc != EXEC_OK || value_truth(out) != (node->kind == NODE_AND))
		return rc;
	value_drop(out);
	return eval(in, node->kids[1], out);
}

static enum exec
eval_field(struct interp *in, const struct node *node, struct value *out)
{
	struct value what = { 0 };
	char *cause = NULL;
	enum exec rc = eval(in, node->kids[0], &what);

	if (rc != EXEC_OK)
		return rc;
	if (what.type == VAL_INT &&
	    session_fd_field(in->task.session, what.i, node->text, out))
		return EXEC_OK;
	if (eval_hostent(&what, node->text, out)) {
		value_drop(&what);
		return EXEC_OK;
	}
	if (!value_field_get(&what, node->text, out, &cause))
		rc = mistake_cause(in, node, cause);
	value_drop(&what);
	return rc;
}

static enum exec
eval_sizeof(struct interp *in, const struct node *node, struct value *out)
{
	const struct node *kid = node->kids[0];
	struct value v = { 0 };
	size_t size;
	enum exec rc;

	/* Of the buffer that the call makes. */
	if (node->flag && node_variable(in, node->kids[0])->type == VAL_UNSET) {
		*out = VALUE_INT(BUFFER_SIZE);
		return EXEC_OK;
	}
	/* A field has the size that its struct gives it. */
	if (kid->kind == NODE_FIELD) {
		rc = eval(in, kid->kids[0], &v);
		if (rc != EXEC_OK)
			return rc;
		size = memory_field_size(&v, kid->text);
		value_drop(&v);
		*out = VALUE_INT((int64_t)size);
		if (size != 0)
			return EXEC_OK;
	}
	rc = eval(in, kid, &v);
	if (rc != EXEC_OK)
		return rc;
	*out = VALUE_INT((int64_t)memory_size(&v));
	value_drop(&v);
	return EXEC_OK;
}

/* A word that is no number and no constant: a variable, for most parameters. */
static enum exec
eval_word_name(struct interp *in, const struct node *node, struct value *out)
{
	const struct value *v = node_variable(in, node->kids[0]);
	struct nearest nearest = { .name = node->sym->name };
	struct symbol *other = NULL;
	size_t bucket = 0;

	if (v->type != VAL_UNSET) {
		*out = value_copy(v);
		return EXEC_OK;
	}
	if (param_is_open(node->type) || node->type == PARAM_SERVICE ||
	    node->type == PARAM_HOST || node->type == PARAM_PORT ||
	    node->type == PARAM_RAW_ADDR || node->type == PARAM_JOB) {
		*out = value_str(node->sym->name);
		return EXEC_OK;
	}
	param_offer(node->type, &nearest);
	while ((other = symbol_walk(in->symbols, &bucket, other)) != NULL) {
		if (interp_global(in, other)->type != VAL_UNSET)
			nearest_offer(&nearest, other->name);
	}
	if (nearest.best != NULL)
		return mistake(in, node,
		    _("%s is not a variable, nor %s; did you mean %s?"),
		    node->sym->name, param_wants(node->type), nearest.best);
	/* send c hello world */
	if (node->type == PARAM_FLAGS)
		return mistake(in, node,
		    _("%s is not a variable, nor %s; text with spaces goes in "
		      "quotes"),
		    node->sym->name, param_wants(node->type));
	return mistake(in, node, _("%s is not a variable, nor %s"),
	    node->sym->name, param_wants(node->type));
}

static enum exec
eval_word_text(struct interp *in, struct node *node, struct value *out)
{
	const struct node *name = node->kids[0];
	struct session *s = in->task.session;

	if (!node->flag && s->ops->remark != NULL &&
	    (name->kind == NODE_GLOBAL || name->kind == NODE_LOCAL) &&
	    node_variable(in, name)->type != VAL_UNSET) {
		char *text = xasprintf(_("hint: %s is sent as it stands; the "
					 "variable's value is $%s"),
		    name->sym->name, name->sym->name);

		/* Once: a loop would say it for ever. */
		node->flag = true;
		session_unlock(s);
		s->ops->remark(s->ops_ctx, &in->task, text);
		session_lock(s);
		free(text);
	}
	*out = value_copy(&node->value);
	return EXEC_OK;
}

/* Pieces joined as text; a piece alone keeps its type. */
static enum exec
word_join(struct interp *in, const struct node *node, struct value *out)
{
	struct strbuf text = { 0 };
	enum exec rc = EXEC_OK;

	if (node->nkids == 1)
		return eval(in, node->kids[0], out);
	for (uint32_t i = 0; i < node->nkids && rc == EXEC_OK; i++) {
		struct value v = { 0 };

		rc = eval(in, node->kids[i], &v);
		if (rc == EXEC_OK && v.type == VAL_TUPLE)
			rc = mistake(in, node->kids[i],
			    _("a tuple cannot be part of a word"));
		else if (rc == EXEC_OK)
			value_text(&text, &v);
		value_drop(&v);
	}
	if (rc == EXEC_OK)
		*out = value_bytes(sb_text(&text), text.len);
	sb_free(&text);
	return rc;
}

static enum exec
eval_word_make(struct interp *in, const struct node *node, struct value *out)
{
	struct value v = { 0 }, converted;
	char *cause = NULL;
	enum exec rc = word_join(in, node, &v);

	if (rc != EXEC_OK)
		return rc;
	if (v.type == VAL_BYTES && node->type != PARAM_VALUE &&
	    param_from_word(node->type, v.bytes->data, v.bytes->len, &converted,
		&cause)) {
		value_drop(&v);
		v = converted;
	} else if (param_is_open(node->type)) {
		/* Text will do too: an address, an interface's name. */
		free(cause);
	} else if (cause != NULL) {
		value_drop(&v);
		return mistake_cause(in, node, cause);
	}
	*out = v;
	return EXEC_OK;
}

static enum exec
eval_try(struct interp *in, const struct node *node, struct value *out)
{
	enum exec rc = exec_statement(in, node);

	if (rc == EXEC_OK)
		*out = in->last.type != VAL_UNSET ? value_copy(&in->last) :
						    VALUE_NONE;
	return rc;
}

static enum exec
eval_last(struct interp *in, const struct node *node, struct value *out)
{
	if (in->last.type == VAL_UNSET)
		return mistake(in, node,
		    _("_ is the last value, and there is none yet"));
	*out = value_copy(&in->last);
	return EXEC_OK;
}

enum exec
eval(struct interp *in, const struct node *node, struct value *out)
{
	if ((char *)__builtin_frame_address(0) < in->stack_limit)
		return mistake(in, node,
		    _("too deep: calls or brackets "
		      "nested beyond what fits"));
	switch ((enum node_kind)node->kind) {
	case NODE_CONST:
		*out = value_copy(&node->value);
		return EXEC_OK;
	case NODE_GLOBAL:
	case NODE_LOCAL:
		return eval_name(in, node, out);
	case NODE_ERRNO:
		*out = VALUE_INT(in->err);
		return EXEC_OK;
	case NODE_LAST:
		return eval_last(in, node, out);
	case NODE_TUPLE:
		return eval_tuple(in, node, out);
	case NODE_INDEX:
	case NODE_POINTER:
	case NODE_SLICE:
	case NODE_UNARY:
	case NODE_BINARY:
		return eval_operator(in, node, out);
	case NODE_FIELD:
		return eval_field(in, node, out);
	case NODE_AND:
	case NODE_OR:
		return eval_logic(in, node, out);
	case NODE_COND:
		return eval_cond(in, node, out);
	case NODE_SET:
		return eval_set(in, node, out);
	case NODE_STEP:
		return eval_step(in, node, out);
	case NODE_SIZEOF:
		return eval_sizeof(in, node, out);
	case NODE_CALL:
		return eval_call(in, node, out);
	case NODE_EXPLAIN:
		return eval_explain(in, node, out);
	case NODE_DEFCALL:
		return eval_defcall(in, node, out);
	case NODE_WORD_NAME:
		return eval_word_name(in, node, out);
	case NODE_WORD_TEXT:
		return eval_word_text(in, (struct node *)node, out);
	case NODE_WORD_MAKE:
		return eval_word_make(in, node, out);
	case NODE_DECLARE:
		return eval_declare(in, node, out);
	case NODE_TRY:
		return eval_try(in, node, out);
	case NODE_ON:
		return on_host(in, node, out);
	default:
		return mistake(in, node, _("this has no value"));
	}
}
