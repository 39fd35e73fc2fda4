/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, carried out. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"

/* Whether a value is drawn: that of a looking command, anywhere. */
static bool
is_look(const struct node *node)
{
	return (node->kind == NODE_CALL || node->kind == NODE_EXPLAIN) &&
	    (node->call.command->prim->flags & PRIM_LOOKS);
}

/* Of a look the picture that it makes, or else its value. */
static enum exec
exec_look(struct interp *in, const struct node *what, struct value *v)
{
	const struct node *around = in->drawing;
	enum exec rc;

	in->drawing = what;
	rc = eval(in, what, v);
	in->drawing = around;
	if (rc == EXEC_OK)
		exec_show(in, what,
		    in->picture.type != VAL_UNSET ? &in->picture : v);
	value_drop(&in->picture);
	return rc;
}

static inline enum exec
exec_expr(struct interp *in, const struct node *node)
{
	const struct node *what = node->kids[0];
	struct value v = { 0 };
	enum exec rc;

	if (is_look(what)) {
		rc = exec_look(in, what, &v);
	} else {
		rc = what->kind == NODE_CALL ? eval_call(in, what, &v) :
					       eval(in, what, &v);
		if (rc == EXEC_OK && in->interactive)
			exec_show(in, what, &v);
	}
	if (rc != EXEC_OK)
		return rc;
	value_drop(&in->last);
	in->last = v;
	return EXEC_OK;
}

/* A statement of the program's top, of which others are told. */
static enum exec __attribute__((noinline))
exec_told(struct interp *in, const struct node *node)
{
	enum exec rc;

	in->ops->begins(in, node);
	rc = exec_statement(in, node);
	in->ops->ends(in, node, rc);
	return rc;
}

/*
 * A failed call is pending until the next statement: an expect takes it, any
 * other lets it end the run. failing says that nothing came after it yet.
 */
enum exec
exec_block(struct interp *in, const struct node *node)
{
	enum exec rc = EXEC_OK;

	/* A failure from before this block: only an expect may come. */
	if (in->failing)
		rc = EXEC_FAILED;
	for (uint32_t i = 0; i < node->nkids; i++) {
		const struct node *kid = node->kids[i];

		if (rc == EXEC_FAILED && in->failing &&
		    kid->kind == NODE_EXPECT) {
			in->failing = false;
			rc = EXEC_OK;
		}
		if (rc != EXEC_OK) {
			in->failing = false;
			return rc;
		}
		if (node == in->top && in->task.session->recorded)
			rc = exec_told(in, kid);
		else
			rc = kid->kind == NODE_EXPR ? exec_expr(in, kid) :
						      exec_statement(in, kid);
	}
	return rc;
}

enum exec
exec_condition(struct interp *in, const struct node *node, bool *truth)
{
	struct value v = { 0 };
	enum exec rc;

	in->handled++;
	rc = eval(in, node, &v);
	in->handled--;
	if (rc != EXEC_OK)
		return rc;
	*truth = value_truth(&v);
	value_drop(&v);
	return EXEC_OK;
}

static enum exec
exec_if(struct interp *in, const struct node *node)
{
	bool truth = false;
	enum exec rc = exec_condition(in, node->kids[0], &truth);

	if (rc != EXEC_OK)
		return rc;
	if (truth)
		return exec_block(in, node->kids[1]);
	if (node->kids[2] == NULL)
		return EXEC_OK;
	return exec_statement(in, node->kids[2]);
}

enum exec
unpack_to(struct interp *in, const struct node *node, struct node **targets,
    uint32_t n, const struct value *v)
{
	struct value parts[ADDR_ITEMS], *items;
	size_t len, nparts = 0;
	enum exec rc = EXEC_OK;

	if (v->type == VAL_TUPLE) {
		items = v->tuple->items;
		len = v->tuple->len;
	} else if (v->type == VAL_ADDR) {
		/* (host, port) of all families that have them. */
		items = parts;
		nparts = addr_items(v->addr, parts);
		len = n == 2 && nparts > 2 ? 2 : nparts;
	} else {
		return mistake(in, node,
		    _("%u names on the left, and %s, which does not unpack, "
		      "on the right"),
		    n, value_type_name(v));
	}
	if (len != n)
		rc = mistake(in, node,
		    _("%u names on the left, %zu values on the right"), n, len);
	for (uint32_t i = 0; i < n && rc == EXEC_OK; i++)
		rc = eval_assign(in, targets[i], value_copy(&items[i]));
	for (size_t i = 0; i < nparts; i++)
		value_drop(&parts[i]);
	return rc;
}

/* x += v */
static enum exec
exec_change(struct interp *in, const struct node *node, struct value *v)
{
	struct value old = { 0 }, sum = { 0 };
	enum exec rc = eval(in, node->kids[1], &old);

	if (rc == EXEC_OK)
		rc = eval_binary(in, node, &old, v, &sum);
	value_drop(&old);
	value_drop(v);
	if (rc != EXEC_OK)
		return rc;
	return eval_assign(in, node->kids[1], sum);
}

/* x = … & and the like: the shell's variables get the values too. */
static void
publish(struct interp *in, const struct node *node)
{
	if (!in->publish || in->frame != in->first_frame)
		return;
	for (uint32_t i = 1; i < node->nkids; i++) {
		if (node->kids[i]->kind == NODE_GLOBAL)
			interp_publish(in, node->kids[i]->sym);
	}
}

static enum exec
exec_assign(struct interp *in, const struct node *node)
{
	struct value v = { 0 };
	enum exec rc = eval(in, node->kids[0], &v);

	/* "x = recv …" that fails: x is -1, and the failure is pending. */
	if (rc == EXEC_FAILED && node->op == OP_NONE && !node->flag) {
		eval_assign(in, node->kids[1], VALUE_INT(-1));
		publish(in, node);
	}
	if (rc != EXEC_OK)
		return rc;
	if (node->op != OP_NONE) {
		rc = exec_change(in, node, &v);
	} else if (!node->flag) {
		rc = eval_assign(in, node->kids[1], v);
	} else {
		rc = unpack_to(in, node->kids[0], node->kids + 1,
		    node->nkids - 1, &v);
		value_drop(&v);
	}
	if (rc == EXEC_OK)
		publish(in, node);
	return rc;
}

/* "x = accept srv &" inside a def: who would have x? */
static bool
job_assigns_local(const struct node *node)
{
	for (uint32_t i = 1; node->kind == NODE_ASSIGN && i < node->nkids;
	     i++) {
		if (node->kids[i]->kind == NODE_LOCAL)
			return true;
	}
	return false;
}

/* &, spawn: another interpreter runs it, on a thread of its own. */
static enum exec
exec_spawn(struct interp *in, const struct node *node)
{
	const char *name = node->kind == NODE_SPAWN ? node->text : NULL;
	char *text, *cause = NULL;
	bool ok;

	if (in->ops == NULL)
		return mistake(in, node, _("no jobs can be made here"));
	if (node->kind == NODE_JOB && job_assigns_local(node->kids[0]))
		return mistake(in, node,
		    _("a def's own variable is gone when the job ends; make "
		      "it the shell's with global, or spawn { … } with the "
		      "rest"));
	text = node->kind == NODE_JOB ?
	    xstrdup(node->text) :
	    xstrndup(in->unit->text + node->pos, node->end - node->pos);
	ok = in->ops->spawn(in, node->kids[0], name, text, &cause);
	free(text);
	if (ok)
		return EXEC_OK;
	/* As fork has it: there are too many. */
	trouble_at(in, node);
	in->trouble.message = cause;
	in->err = EAGAIN;
	value_drop(&in->outcome.value);
	in->outcome = (struct outcome){ .result = -1, .err = EAGAIN };
	in->failing = true;
	return EXEC_FAILED;
}

static enum exec
exec_share(struct interp *in, const struct node *node)
{
	for (uint32_t i = 0; i < node->nkids; i++) {
		if (node->kids[i]->kind == NODE_GLOBAL)
			interp_share(in, node->kids[i]->sym);
	}
	return EXEC_OK;
}

/*
 * try: the failure of a call in it is a value, -1; the echo and errno have said
 * why. A failure inside a def that it calls ends that def.
 */
static enum exec
exec_try(struct interp *in, const struct node *node)
{
	enum exec rc;

	rc = exec_statement(in, node->kids[0]);
	if (rc != EXEC_FAILED)
		return rc;
	in->failing = false;
	value_drop(&in->last);
	in->last = VALUE_INT(-1);
	return EXEC_OK;
}

static enum exec
exec_def(struct node *node)
{
	struct symbol *sym = node->def->sym;

	def_keep(node->def);
	if (sym->def != NULL)
		def_release(sym->def);
	sym->def = node->def;
	return EXEC_OK;
}

static enum exec
exec_return(struct interp *in, const struct node *node)
{
	struct value v = VALUE_NONE;

	if (node->nkids != 0) {
		enum exec rc = eval(in, node->kids[0], &v);

		if (rc != EXEC_OK)
			return rc;
	}
	value_drop(&in->result);
	in->result = v;
	return EXEC_RETURN;
}

/* What goes at the ?, from the row. */
static enum exec
exec_help(struct interp *in, const struct node *node)
{
	const struct command *cmd = node->call.command;
	struct session *s = in->task.session;
	struct strbuf text = { 0 };
	uint32_t at = node->call.outs;

	command_ask(&text, cmd, at);
	/* The unit's text stays while it runs. */
	session_unlock(s);
	if (in->ops != NULL && in->ops->offers != NULL)
		in->ops->offers(in, in->unit->text + node->pos,
		    node->end - node->pos, &text);
	if (s->ops->print != NULL)
		s->ops->print(s->ops_ctx, &in->task, sb_text(&text), text.len);
	session_lock(s);
	sb_free(&text);
	return EXEC_OK;
}

enum exec
exec_statement(struct interp *in, const struct node *node)
{
	switch ((enum node_kind)node->kind) {
	case NODE_EXPR:
		return exec_expr(in, node);
	case NODE_ASSIGN:
		return exec_assign(in, node);
	case NODE_IF:
		return exec_if(in, node);
	case NODE_WHILE:
		return exec_while(in, node);
	case NODE_REPEAT:
		return exec_repeat(in, node);
	case NODE_FOR:
		return exec_for(in, node);
	case NODE_CFOR:
		return exec_cfor(in, node);
	case NODE_DO:
		return exec_do(in, node);
	case NODE_BREAK:
		return EXEC_BREAK;
	case NODE_CONTINUE:
		return EXEC_CONTINUE;
	case NODE_RETURN:
		return exec_return(in, node);
	case NODE_DEF:
		return exec_def((struct node *)node);
	case NODE_TRY:
		return exec_try(in, node);
	case NODE_EXPECT:
		return exec_expect(in, node);
	case NODE_BLOCK:
		return exec_block(in, node);
	case NODE_DECLARE:
		return exec_declare(in, node);
	case NODE_JOB:
	case NODE_SPAWN:
		return exec_spawn(in, node);
	case NODE_ON:
		return on_host(in, node, NULL);
	case NODE_SHARE:
		return exec_share(in, node);
	case NODE_AWAIT:
		return exec_await(in, node);
	case NODE_HELP:
		return exec_help(in, node);
	default:
		return EXEC_OK;
	}
}
