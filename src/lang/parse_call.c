/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls as expressions write them: name(a, b, key=c). */
#include <ctype.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/hint.h"
#include "lang/parser.h"
#include "lang/planned.h"

/* The name of a keyword argument that begins at pos, or NULL. */
static const char *
keyword_at(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	size_t end = lexer_name_end(lx, pos), at, len;

	if (end == pos)
		return NULL;
	at = lexer_skip(lx, end);
	if (lexer_wide(lx, at, &len) != '=' || lexer_sign(lx, at + len) == '=')
		return NULL;
	return unit_strdup(p->unit, lx->text.data + pos, end - pos);
}

/* Arguments while they are read. */
struct arguments {
	struct node_list list;
	const char *keywords[PRIM_PARAMS];
	bool any_keyword;
	const struct command *command; /* NULL: of a def */
};

/* Whether the next argument is taken as it stands: calls(recv, a). */
static bool
argument_is_bare(const struct arguments *args)
{
	const struct command *cmd = args->command;
	const struct form *form = cmd != NULL ? &cmd->forms[0] : NULL;
	enum param_type type;

	if (form == NULL || args->list.n >= form->n)
		return false;
	type = cmd->prim->params[form->param[args->list.n]].type;
	return param_is_bare(type);
}

/* bare := a word without quotes, up to a comma or the closing bracket; NULL,
 * and nothing read, if something else stands there. It is looked for in the
 * text: as a token 127.0.0.1 would be an error. */
static struct node *
parse_bare(struct parser *p)
{
	struct lexer *lx = p->lx;
	size_t pos = lexer_skip(lx, lx->pos), end = pos, after, len;
	struct strbuf text = { 0 };
	struct node *node = NULL;
	char c;

	for (; (c = lexer_wide(lx, end, &len)) != '\0'; end += len) {
		if (!isalnum((unsigned char)c) &&
		    strchr("_.:*%/@[]-", c) == NULL)
			break;
		sb_char(&text, c);
	}
	after = lexer_skip(lx, end);
	c = lexer_sign(lx, after);
	if (end != pos && (c == ',' || c == ')')) {
		lexer_seek(lx, end);
		node = unit_const(p->unit, value_bytes(text.data, text.len),
		    parse_pos(p, pos), parse_pos(p, end));
	}
	sb_free(&text);
	return node;
}

/* argument := [name '='] expr */
static bool
parse_argument(struct parser *p, struct arguments *args)
{
	const struct token *tok = lexer_peek(p->lx);
	const char *keyword = NULL;
	struct node *value;

	if (tok->kind == TOK_NAME)
		keyword = keyword_at(p, tok->pos);
	if (keyword != NULL && args->list.n >= PRIM_PARAMS)
		return parse_expected(p, ")");
	if (keyword == NULL && args->any_keyword)
		return parse_expected(p,
		    _("an argument with a name: one "
		      "without may not follow it"));
	if (keyword != NULL) {
		lexer_take(p->lx);
		lexer_take(p->lx);
		args->keywords[args->list.n] = keyword;
		args->any_keyword = true;
	}
	value = parse_expr(p);
	if (value == NULL)
		return false;
	list_add(&args->list, value);
	return true;
}

/* arguments := '(' [(bare | argument) {',' (bare | argument)} [',']] ')' */
static bool
parse_arguments(struct parser *p, struct arguments *args)
{
	struct token open;
	bool ok = true;

	if (!parse_open(p, &open))
		return false;
	while (ok) {
		struct node *bare =
		    argument_is_bare(args) ? parse_bare(p) : NULL;

		if (bare != NULL)
			list_add(&args->list, bare);
		else if (lexer_peek(p->lx)->kind == TOK_RPAREN)
			break;
		else
			ok = parse_argument(p, args);
		if (ok && !parse_accept(p, TOK_COMMA))
			break;
	}
	return parse_close(p, &open, TOK_RPAREN, _(", or )"), ok);
}

/* NULL, None, 0, and whatever else is 0 by name. */
static bool
is_null(const struct node *node)
{
	const struct value *v = NULL;

	if (node->kind == NODE_CONST)
		v = &node->value;
	else if (node->kind == NODE_GLOBAL)
		v = &node->sym->constant;
	return v != NULL &&
	    (v->type == VAL_NONE || (v->type == VAL_INT && v->i == 0));
}

/* "&x", where a value may stand too: the C function may write to x. */
static void
inout_argument(struct parser *p, struct node *call, uint32_t i)
{
	struct node *arg = call->kids[i];

	if (arg->kind != NODE_UNARY || arg->op != OP_REF)
		return;
	arg = arg->kids[0];
	if (arg->kind != NODE_GLOBAL || arg->sym->constant.type != VAL_UNSET)
		return;
	call->kids[i] = arg;
	call->call.outs |= 1u << i;
	parse_assigned(p, arg);
}

static void
inout_arguments(struct parser *p, struct node *call, const struct form *form)
{
	const struct prim *prim = call->call.command->prim;

	for (uint32_t i = 0; i < call->nkids; i++) {
		if (param_is_inout(prim->params[form->param[i]].type))
			inout_argument(p, call, i);
	}
}

/* text + n is a pointer where C wants one: the text from there on. */
static void
pointer_argument(struct node *arg)
{
	if (arg->kind == NODE_BINARY && arg->op == OP_ADD) {
		struct node *left = arg->kids[0], *right = arg->kids[1];

		pointer_argument(left);
		arg->kind = NODE_POINTER;
		arg->kids[0] = left;
		arg->kids[1] = right;
	} else if (arg->kind == NODE_UNARY && arg->op == OP_REF &&
	    arg->kids[0]->kind == NODE_INDEX) {
		/* &buf[n] */
		arg->kids[0]->kind = NODE_POINTER;
		arg->kind = NODE_UNARY;
	}
}

/* What can be written to. */
static bool
is_place(const struct node *arg)
{
	while (arg->kind == NODE_POINTER)
		arg = arg->kids[0];
	if (arg->kind == NODE_GLOBAL)
		return arg->sym->constant.type == VAL_UNSET;
	return node_is_target(arg);
}

bool
parse_can_take(const struct node *node, enum param_type type)
{
	if (is_place(node))
		return true;
	if (node->kind != NODE_TUPLE ||
	    (type != PARAM_OUT_IOV && type != PARAM_OUT_BUFFERS))
		return false;
	for (uint32_t i = 0; i < node->nkids; i++) {
		if (!is_place(node->kids[i]))
			return false;
	}
	return true;
}

void
parse_takes(struct parser *p, const struct node *node)
{
	for (uint32_t i = 0; i < node->nkids; i++)
		parse_assigned(p, node->kids[i]);
	parse_assigned(p, node);
}

/* An argument that the C function writes to has to be a variable, or NULL. */
static bool
out_argument(struct parser *p, struct node *call, uint32_t i,
    const struct param *param)
{
	struct node *arg = call->kids[i];

	bool ref = arg->kind == NODE_UNARY && arg->op == OP_REF;

	if (ref)
		arg = arg->kids[0];
	if (is_null(arg)) {
		/* A 0 may be a time, NULL is none. */
		if (arg->kind == NODE_GLOBAL &&
		    (param->type == PARAM_FDSET ||
			param->type == PARAM_TIMEVAL))
			call->kids[i] =
			    unit_const(p->unit, VALUE_NONE, arg->pos, arg->end);
		return true;
	}
	/* A descriptor or a number alone, as no C program has it: the variable
	 * stays what it is. */
	if (!ref &&
	    (param->type == PARAM_FDSET || param->type == PARAM_TIMEVAL))
		return true;
	pointer_argument(arg);
	if (!parse_can_take(arg, param->type)) {
		/* poll(&(struct pollfd){ … }, 1, 0): nobody sees the answer. */
		if (!param_is_out(param->type))
			return true;
		return parse_error_at(p, call->kids[i], _("%s takes %s"),
		    param->name, param_wants(param->type));
	}
	/* What the kernel writes is a number if it was one: recv(c, &n, 4, 0).
	 */
	if (ref && arg->kind == NODE_GLOBAL)
		arg->flag = true;
	call->kids[i] = arg;
	call->call.outs |= 1u << i;
	parse_takes(p, arg);
	return true;
}

/* "recv(c, buf, sizeof buf - 1, 0)" may be the first that is heard of buf: its
 * size is then that of the buffer which is made. */
static void
find_sizes(struct node *call)
{
	for (uint32_t i = 0; i < call->nkids; i++) {
		struct node *size = call->kids[i];

		while (size->kind == NODE_BINARY)
			size = size->kids[0];
		for (uint32_t k = 0; size->kind == NODE_SIZEOF && k < i; k++) {
			if (k < 32 && (call->call.outs & 1u << k) != 0 &&
			    call->kids[k]->kind == NODE_GLOBAL &&
			    size->kids[0]->kind == NODE_GLOBAL &&
			    size->kids[0]->sym == call->kids[k]->sym)
				size->flag = true;
		}
	}
}

/* The parameter that argument i is for, or NULL. */
static const struct param *
argument_param(const struct node *call, const struct form *form, uint32_t i)
{
	const struct prim *prim = call->call.command->prim;

	if (i >= form->n)
		i = form->n - 1u;
	if (call->call.keywords == NULL || call->call.keywords[i] == NULL)
		return &prim->params[form->param[i]];
	for (int k = 0; k < form->n; k++) {
		const struct param *param = &prim->params[form->param[k]];

		if (strcmp(param->name, call->call.keywords[i]) == 0)
			return param;
	}
	return NULL;
}

static bool
form_counts(const struct node *call, const struct form *form)
{
	return call->nkids >= form->min &&
	    (call->nkids <= form->n || form->variadic);
}

/* Whether all that a form writes to is marked by &, or NULL. */
static bool
outs_marked(const struct node *call, const struct form *form)
{
	for (uint32_t i = 0; i < call->nkids; i++) {
		const struct param *param = argument_param(call, form, i);
		const struct node *kid = call->kids[i];

		if (param != NULL && param_is_out(param->type) &&
		    !is_null(kid) &&
		    !(kid->kind == NODE_UNARY && kid->op == OP_REF))
			return false;
	}
	return true;
}

/* Whether these arguments are for a form that writes to variables: their number
 * says so, or, where another form has as many, an &. */
static bool
form_writes(const struct node *call, const struct form *form)
{
	const struct command *cmd = call->call.command;

	if (!form->outs || !form_counts(call, form) ||
	    (form->c && call->call.keywords != NULL))
		return false;
	for (unsigned f = 0; f < cmd->nforms; f++) {
		if (!cmd->forms[f].outs && form_counts(call, &cmd->forms[f]))
			return outs_marked(call, form);
	}
	return true;
}

static bool
find_outs(struct parser *p, struct node *node)
{
	const struct command *cmd = node->call.command;

	for (unsigned f = 0; f < cmd->nforms; f++) {
		const struct form *form = &cmd->forms[f];

		if (node->call.keywords == NULL && form->n >= node->nkids)
			inout_arguments(p, node, form);
		if (!form_writes(node, form))
			continue;
		for (uint32_t i = 0; i < node->nkids; i++) {
			const struct param *param =
			    argument_param(node, form, i);

			if (i < form->n && param != NULL &&
			    param_is_changed(param->type) &&
			    !out_argument(p, node, i, param))
				return false;
		}
		find_sizes(node);
		/* Whatever &res holds by now does not choose another form. */
		if (form->c && node->call.outs != 0)
			node->call.form = (int8_t)f;
		return true;
	}
	return true;
}

/* In a call as C has it, text + n is the text from there on. */
static void
find_pointers(struct node *node)
{
	const struct command *cmd = node->call.command;
	bool c = (cmd->prim->flags & PRIM_C) != 0;

	for (unsigned f = 0; f < cmd->nforms && !c; f++)
		c = cmd->forms[f].c && form_counts(node, &cmd->forms[f]) &&
		    node->call.keywords == NULL;
	for (uint32_t i = 0; i < node->nkids && c; i++)
		pointer_argument(node->kids[i]);
}

static bool
give_keywords(struct parser *p, struct node *node, const struct arguments *args)
{
	/* The list itself has been given to the node. */
	size_t n = node->nkids < PRIM_PARAMS ? node->nkids : PRIM_PARAMS;

	if (!args->any_keyword)
		return true;
	node->call.keywords =
	    unit_alloc(p->unit, PRIM_PARAMS * sizeof(const char *));
	memset(node->call.keywords, 0, PRIM_PARAMS * sizeof(const char *));
	memcpy(node->call.keywords, args->keywords, n * sizeof(const char *));
	return true;
}

static void
note_defcall(struct parser *p, struct node *node)
{
	/* Inside a def, one that comes later at the prompt will do. */
	node->flag = p->scope != NULL;
	p->calls = xgrow(p->calls, p->ncalls, sizeof(p->calls[0]));
	p->calls[p->ncalls++] = node;
}

/* The read() of res.stdout.read() and of os.popen(…).read(): a command's output
 * is bytes already. */
static bool
is_output(const struct symbol *sym, const struct node *what)
{
	if (strcmp(sym->name, "read") != 0)
		return false;
	if (what->kind == NODE_FIELD)
		return strcmp(what->text, "stdout") == 0 ||
		    strcmp(what->text, "stderr") == 0;
	return what->kind == NODE_CALL &&
	    strcmp(what->call.command->prim->name, "popen") == 0;
}

struct node *
parse_call(struct parser *p, struct symbol *sym, struct node *receiver,
    size_t pos)
{
	struct arguments args = { 0 };
	bool command = sym->command != NULL && !sym->declared;
	size_t name = p->lx->pos - strlen(sym->name);
	struct node *node;

	if (command && receiver != NULL && sym->command->prim->method != NULL)
		sym = symbol_get(p->symbols, sym->command->prim->method,
		    strlen(sym->command->prim->method));
	args.command = command ? sym->command : NULL;
	if (!command && !sym->declared &&
	    (hint_word(sym->name, strlen(sym->name)) != NULL ||
		hint_call(sym->name) != NULL)) {
		parse_unknown(p, sym->name, name, p->lx->pos);
		return NULL;
	}
	if (receiver != NULL && is_output(sym, receiver)) {
		size_t close = lexer_skip(p->lx, lexer_peek(p->lx)->end), len;

		if (lexer_wide(p->lx, close, &len) == ')') {
			lexer_seek(p->lx, close + len);
			return receiver;
		}
	}
	if (args.command != NULL && prim_asks(args.command->prim))
		return parse_asked_call(p, args.command, pos);
	if (receiver != NULL)
		list_add(&args.list, receiver);
	if (!parse_arguments(p, &args)) {
		list_free(&args.list);
		return NULL;
	}
	node = parse_node(p, command ? NODE_CALL : NODE_DEFCALL, pos);
	list_give(&args.list, p, node);
	if (!command) {
		node->sym = sym;
		node->slot = (uint32_t)parse_pos(p, name);
		note_defcall(p, node);
		if (args.any_keyword) {
			parse_error_at(p, node,
			    _("%s: arguments with names are for commands"),
			    sym->name);
			return NULL;
		}
		return node;
	}
	node->call.command = sym->command;
	node->call.form = -1;
	if (sym->command->prim->flags & PRIM_DEFINES)
		p->defines = true;
	if (!give_keywords(p, node, &args) || !find_outs(p, node))
		return NULL;
	find_pointers(node);
	if (node->call.keywords == NULL && node->call.form < 0)
		node->call.form =
		    (int8_t)command_form(sym->command, node->nkids);
	return node;
}

bool
parse_unknown(struct parser *p, const char *name, size_t pos, size_t end)
{
	struct nearest nearest = { .name = name };
	const char *hint = hint_word(name, strlen(name));
	struct symbol *sym = NULL;
	size_t bucket = 0;

	if (hint == NULL)
		hint = hint_call(name);
	if (hint != NULL)
		return lexer_error(p->lx, pos, end, "%s", hint);
	if (planned_name(name))
		return lexer_error(p->lx, pos, end,
		    _("%s: not in this version yet"), name);
	session_command_offer(p->symbols->session, &nearest);
	while ((sym = symbol_walk(p->symbols, &bucket, sym)) != NULL) {
		if (sym->declared)
			nearest_offer(&nearest, sym->name);
	}
	if (nearest.best != NULL)
		return lexer_error(p->lx, pos, end,
		    _("%s: no such command; did you mean %s?"), name,
		    nearest.best);
	return lexer_error(p->lx, pos, end,
	    _("%s: no such command; help lists them"), name);
}
