/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions, by Python's precedence. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parser.h"

static struct node *parse_not(struct parser *p);

bool
node_is_target(const struct node *node)
{
	while (node->kind == NODE_FIELD || node->kind == NODE_INDEX ||
	    (node->kind == NODE_UNARY && node->op == OP_DEREF))
		node = node->kids[0];
	return node->kind == NODE_GLOBAL || node->kind == NODE_LOCAL ||
	    node->kind == NODE_LAST || node->kind == NODE_ERRNO;
}

struct node *
parse_name_node(struct parser *p, struct symbol *sym, size_t pos, size_t end)
{
	struct scope *scope = p->scope;
	struct node *node;

	if (strcmp(sym->name, "errno") == 0)
		return unit_node(p->unit, NODE_ERRNO, pos, end);
	if (strcmp(sym->name, "_") == 0)
		return unit_node(p->unit, NODE_LAST, pos, end);
	node = unit_node(p->unit, NODE_GLOBAL, pos, end);
	node->sym = sym;
	node->slot = sym->slot;
	if (scope != NULL) {
		scope->names =
		    xgrow(scope->names, scope->nnames, sizeof(scope->names[0]));
		scope->names[scope->nnames++] = node;
	}
	return node;
}

size_t
parse_skip_module(struct parser *p, size_t pos)
{
	/* Modules; and types, each with its one function, since a variable may
	 * have a type's name. */
	static const char *const modules[][2] = { { "socket" }, { "struct" },
		{ "time" }, { "select" }, { "errno" }, { "os" }, { "sys" },
		{ "subprocess" }, { "string" }, { "fcntl" }, { "termios" },
		{ "stat" }, { "random" }, { "int", "from_bytes" },
		{ "bytes", "fromhex" }, { "bytearray", "fromhex" } };
	struct lexer *lx = p->lx;
	size_t end = lexer_name_end(lx, pos), next, next_end, len;
	struct symbol *sym;

	if (lexer_wide(lx, end, &len) != '.')
		return pos;
	next = end + len;
	next_end = lexer_name_end(lx, next);
	if (next_end == next)
		return pos;
	sym = symbol_get(p->symbols, lx->text.data + next, next_end - next);
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		const char *const *module = modules[i];

		if (strlen(module[0]) != end - pos ||
		    strncmp(module[0], lx->text.data + pos, end - pos) != 0 ||
		    (module[1] != NULL && strcmp(module[1], sym->name) != 0))
			continue;
		if (sym->command != NULL || sym->constant.type != VAL_UNSET)
			return next;
	}
	return pos;
}

/* atom-in-brackets := '(' ')' | '(' expr ')' | '(' name '=' expr ')'
 *                   | '(' expr ',' [expr {',' expr}] ')' */
struct node *
parse_paren(struct parser *p)
{
	struct token open;
	struct node *node;

	if (!parse_open(p, &open))
		return NULL;
	if (lexer_peek(p->lx)->kind == TOK_RPAREN) {
		node = parse_node(p, NODE_TUPLE, parse_pos(p, open.pos));
	} else {
		node = parse_tuple_expr(p);
		if (node != NULL && parse_at_set(p, node))
			node = parse_set(p, node);
	}
	if (!parse_close(p, &open, TOK_RPAREN, ")", node != NULL) ||
	    node == NULL)
		return NULL;
	node->pos = (uint32_t)parse_pos(p, open.pos);
	node->end = (uint32_t)parse_pos(p, p->lx->pos);
	return node;
}

struct node *
parse_items(struct parser *p, enum token_kind kind, const char *close)
{
	struct token open;
	struct node_list list = { 0 };
	struct node *node;
	bool ok = true;

	if (!parse_open(p, &open))
		return NULL;
	while (ok && lexer_peek(p->lx)->kind != kind) {
		struct node *item = parse_expr(p);

		ok = item != NULL;
		if (ok)
			list_add(&list, item);
		if (!ok || !parse_accept(p, TOK_COMMA))
			break;
	}
	if (!parse_close(p, &open, kind, close, ok)) {
		list_free(&list);
		return NULL;
	}
	node = parse_node(p, NODE_TUPLE, parse_pos(p, open.pos));
	list_give(&list, p, node);
	return node;
}

/* list := '[' [expr {',' expr} [',']] ']' */
static struct node *
parse_list(struct parser *p)
{
	return parse_items(p, TOK_RBRACKET, "]");
}

/* Literals side by side are one: "a" "b". */
static struct node *
parse_string(struct parser *p)
{
	struct token tok = lexer_take(p->lx);
	size_t pos = tok.pos;
	struct strbuf all = { 0 };
	struct node *node;

	while (lexer_peek(p->lx)->kind == TOK_STRING) {
		struct token more = lexer_take(p->lx);

		if (all.len == 0)
			sb_add(&all, tok.value.bytes->data,
			    tok.value.bytes->len);
		sb_add(&all, more.value.bytes->data, more.value.bytes->len);
		value_drop(&more.value);
	}
	if (all.data != NULL) {
		value_drop(&tok.value);
		tok.value = value_bytes(all.data, all.len);
		sb_free(&all);
	}
	node = unit_const(p->unit, tok.value, parse_pos(p, pos),
	    parse_pos(p, p->lx->pos));
	/* Beside a number 'x' is C's char. */
	node->flag = lexer_char(p->lx, pos) == '\'';
	return node;
}

/* A name: of a variable, a constant, or of what is called. */
static struct node *
parse_name(struct parser *p)
{
	struct lexer *lx = p->lx;
	size_t pos = lexer_peek(lx)->pos, at = parse_skip_module(p, pos), end;
	struct symbol *sym;

	end = lexer_name_end(lx, at);
	sym = symbol_get(p->symbols, lx->text.data + at, end - at);
	lexer_seek(lx, end);
	if (strcmp(sym->name, "sizeof") == 0)
		return parse_sizeof(p, parse_pos(p, pos));
	if (lexer_peek(lx)->kind == TOK_LPAREN)
		return parse_call(p, sym, NULL, parse_pos(p, pos));
	return parse_name_node(p, sym, parse_pos(p, pos), parse_pos(p, end));
}

struct node *
parse_dollar(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	size_t len, at, end;

	lexer_wide(lx, pos, &len);
	at = pos + len;
	end = lexer_name_end(lx, at);
	if (lexer_sign(lx, at) == '(') {
		lexer_seek(lx, at);
		return parse_paren(p);
	}
	if (end == at) {
		while (lexer_char(lx, end) >= '0' && lexer_char(lx, end) <= '9')
			end++;
	}
	if (end == at) {
		lexer_error(lx, pos, at,
		    _("$ wants a name, or an expression "
		      "in brackets"));
		return NULL;
	}
	lexer_seek(lx, end);
	return parse_name_node(p,
	    symbol_get(p->symbols, lx->text.data + at, end - at),
	    parse_pos(p, pos), parse_pos(p, end));
}

/* primary := number | string | name | call | '(' … ')' | list */
static struct node *
parse_primary(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	struct token taken;

	switch (tok->kind) {
	case TOK_NUMBER:
		taken = lexer_take(p->lx);
		return unit_const(p->unit, taken.value, parse_pos(p, taken.pos),
		    parse_pos(p, taken.end));
	case TOK_STRING:
		return parse_string(p);
	case TOK_NAME:
		return parse_at_fstring(p) ? parse_fstring(p) : parse_name(p);
	case TOK_LPAREN:
		return parse_paren(p);
	case TOK_LBRACKET:
		return parse_list(p);
	case TOK_OTHER:
		/* $1 and $name are at home in words, and understood here. */
		if (lexer_sign(p->lx, tok->pos) == '$')
			return parse_dollar(p, tok->pos);
		break;
	default:
		break;
	}
	if (tok->kind == TOK_LBRACE)
		lexer_error(p->lx, tok->pos, tok->end,
		    _("there are no dicts and sets: ((\"a\", 1), (\"b\", 2)) "
		      "is a tuple of pairs"));
	parse_expected(p, _("a value"));
	return NULL;
}

/* subscript := '[' expr ']' | '[' [expr] ':' [expr] ']' */
static struct node *
parse_subscript(struct parser *p, struct node *what)
{
	struct node *kids[3] = { what, NULL, NULL }, *node;
	struct token open;
	bool slice = false, ok = true;

	if (!parse_open(p, &open))
		return NULL;
	if (lexer_peek(p->lx)->kind != TOK_COLON)
		ok = (kids[1] = parse_expr(p)) != NULL;
	if (ok && parse_accept(p, TOK_COLON)) {
		slice = true;
		if (lexer_peek(p->lx)->kind != TOK_RBRACKET)
			ok = (kids[2] = parse_expr(p)) != NULL;
	}
	if (!parse_close(p, &open, TOK_RBRACKET, "]", ok))
		return NULL;
	node = parse_node(p, slice ? NODE_SLICE : NODE_INDEX, what->pos);
	unit_kids(p->unit, node, kids, slice ? 3 : 2);
	return node;
}

/* member := '.' name arguments | '.' name {'.' name} */
static struct node *
parse_member(struct parser *p, struct node *what)
{
	struct lexer *lx = p->lx;
	size_t at, end;
	struct node *node;
	struct symbol *sym;

	lexer_take(lx);
	if (lexer_peek(lx)->kind != TOK_NAME) {
		parse_expected(p, _("a name"));
		return NULL;
	}
	at = lexer_peek(lx)->pos;
	end = lexer_name_end(lx, at);
	sym = symbol_get(p->symbols, lx->text.data + at, end - at);
	lexer_seek(lx, end);
	if (lexer_peek(lx)->kind == TOK_LPAREN)
		return parse_call(p, sym, what, what->pos);
	/* sin_addr.s_addr is one field; what a bracket follows is a method. */
	while (lexer_char(lx, end) == '.') {
		size_t next = lexer_name_end(lx, end + 1);

		if (next == end + 1 || lexer_sign(lx, next) == '(')
			break;
		end = next;
	}
	node = parse_node(p, NODE_FIELD, what->pos);
	node->text = unit_strdup(p->unit, lx->text.data + at, end - at);
	unit_kids(p->unit, node, &what, 1);
	node->end = (uint32_t)parse_pos(p, end);
	lexer_seek(lx, end);
	return node;
}

/* postfix := primary {subscript | member} ['++' | '--'] */
static struct node *
parse_postfix(struct parser *p)
{
	struct node *node = parse_primary(p);

	while (node != NULL) {
		const struct token *tok = lexer_peek(p->lx);

		if (tok->kind == TOK_LBRACKET && !tok->spaced)
			node = parse_subscript(p, node);
		else if (tok->kind == TOK_DOT)
			node = parse_member(p, node);
		else
			break;
	}
	return node != NULL ? parse_step_after(p, node) : NULL;
}

/* The unary operator that a token can be; OP_NONE if none. */
static int
unary_op(const struct token *tok)
{
	if (tok->kind == TOK_TILDE)
		return OP_INVERT;
	if (tok->kind == TOK_NOT && tok->op == OP_INVERT)
		return OP_NOT;
	if (tok->kind != TOK_OP)
		return OP_NONE;
	switch (tok->op) {
	case OP_SUB:
		return OP_NEG;
	case OP_ADD:
		return OP_PLUS;
	case OP_BAND:
		return OP_REF;
	case OP_MUL:
		return OP_DEREF;
	default:
		return OP_NONE;
	}
}

/* power := postfix ['**' unary]: Python's. With a blank, * *p is C's. */
static struct node *
parse_power(struct parser *p)
{
	struct node *left = parse_postfix(p);
	const struct token *tok;

	if (left == NULL)
		return NULL;
	tok = lexer_peek(p->lx);
	if (tok->kind != TOK_OP || tok->op != OP_MUL ||
	    lexer_char(p->lx, tok->end) != '*')
		return left;
	lexer_take(p->lx);
	lexer_take(p->lx);
	return parse_binary_node(p, NODE_BINARY, OP_POW, left, parse_unary(p));
}

/* unary := ('-' | '+' | '~' | '!' | '&' | '*') unary | ('++' | '--') unary
 *        | cast (unary | initializer) | power */
struct node *
parse_unary(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t at = tok->pos, pos = parse_pos(p, at), end;
	struct node *node;
	int op = unary_op(tok);

	if (op == OP_DEREF && parse_at_struct(p, tok->end))
		op = OP_REF;
	if (!parse_enter(p))
		return NULL;
	if (parse_at_step(p)) {
		node = parse_step_before(p);
	} else if (op != OP_NONE) {
		lexer_take(p->lx);
		node = parse_unary_node(p, op, parse_unary(p), pos);
	} else if (tok->kind == TOK_LPAREN &&
	    (end = parse_cast_end(p, at)) != 0) {
		node = parse_cast(p, at, end);
	} else {
		node = parse_power(p);
	}
	p->depth--;
	return node;
}

enum { LEVEL_COMPARE = 1 }; /* comparisons, in */

/* How tightly a binary operator binds: the higher the tighter. */
static int
op_level(int op)
{
	switch (op) {
	case OP_MUL:
	case OP_DIV:
	case OP_MOD:
		return 7;
	case OP_ADD:
	case OP_SUB:
		return 6;
	case OP_SHL:
	case OP_SHR:
		return 5;
	case OP_BAND:
		return 4;
	case OP_BXOR:
		return 3;
	case OP_BOR:
		return 2;
	default:
		return LEVEL_COMPARE;
	}
}

/* "not in", the one operator of two words. */
static bool
at_not_in(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t at = tok->pos, next;

	if (tok->kind != TOK_NOT || tok->op == OP_INVERT)
		return false;
	next = lexer_skip(p->lx, tok->end);
	if (lexer_name_end(p->lx, next) == next + 2 &&
	    strncmp(p->lx->text.data + next, "in", 2) == 0)
		return true;
	lexer_seek(p->lx, at);
	return false;
}

/* Python's is and is not: here == and !=. The name stays to be taken. */
static bool
at_is(struct parser *p, int *op)
{
	size_t at = lexer_peek(p->lx)->end, next;

	if (!parse_next_is(p, "is"))
		return false;
	next = lexer_skip(p->lx, at);
	*op = OP_EQ;
	if (lexer_name_end(p->lx, next) == next + 3 &&
	    strncmp(p->lx->text.data + next, "not", 3) == 0) {
		*op = OP_NE;
		lexer_seek(p->lx, next);
	}
	return true;
}

/* binary(n) := binary(n+1) {operator-of-level-n binary(n+1)} */
static struct node *
parse_binary(struct parser *p, int level)
{
	struct node *left = parse_unary(p);
	bool compared = false;

	while (left != NULL) {
		const struct token *tok = lexer_peek(p->lx);
		int op = OP_NOT_IN;

		if (tok->kind == TOK_OP)
			op = tok->op;
		else if (!at_is(p, &op) && !at_not_in(p))
			break;
		if (op_level(op) < level)
			break;
		/* Python means a < b and b < c, C something else. */
		if (compared && op_level(op) == LEVEL_COMPARE) {
			lexer_error(p->lx, tok->pos, tok->end,
			    _("two comparisons are joined by and: a < b and "
			      "b < c"));
			return NULL;
		}
		compared = op_level(op) == LEVEL_COMPARE;
		lexer_take(p->lx);
		if (op == OP_NOT_IN)
			lexer_take(p->lx);
		left = parse_binary_node(p, NODE_BINARY, op, left,
		    parse_binary(p, op_level(op) + 1));
	}
	return left;
}

/* not := 'not' not | binary */
static struct node *
parse_not(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t pos = parse_pos(p, tok->pos);
	struct node *node;

	if (tok->kind != TOK_NOT || tok->op == OP_INVERT)
		return parse_binary(p, 1);
	if (!parse_enter(p))
		return NULL;
	lexer_take(p->lx);
	node = parse_unary_node(p, OP_NOT, parse_not(p), pos);
	p->depth--;
	return node;
}

/* and := not {'and' not} */
static struct node *
parse_and(struct parser *p)
{
	struct node *left = parse_not(p);

	while (left != NULL && parse_accept(p, TOK_AND))
		left =
		    parse_binary_node(p, NODE_AND, OP_NONE, left, parse_not(p));
	return left;
}

/* or := and {'or' and} */
static struct node *
parse_or(struct parser *p)
{
	struct node *left = parse_and(p);

	while (left != NULL && parse_accept(p, TOK_OR))
		left =
		    parse_binary_node(p, NODE_OR, OP_NONE, left, parse_and(p));
	return left;
}

/* choice := or ['?' expr ':' expr | 'if' or 'else' expr] */
static struct node *
parse_choice(struct parser *p)
{
	struct node *left = parse_or(p), *kids[3];
	bool python = left != NULL && p->condition != p->lx->brackets + 1 &&
	    parse_next_is(p, "if");

	if (left == NULL ||
	    (!python && lexer_peek(p->lx)->kind != TOK_QUESTION))
		return left;
	if (!parse_enter(p))
		return NULL;
	lexer_take(p->lx);
	kids[0] = python ? parse_or(p) : left;
	kids[1] = python ? left : parse_expr(p);
	kids[2] = NULL;
	if (kids[0] == NULL || kids[1] == NULL) {
		/* the error is known */
	} else if (python ? parse_next_is(p, "else") :
			    lexer_peek(p->lx)->kind == TOK_COLON) {
		lexer_take(p->lx);
		kids[2] = parse_expr(p);
	} else {
		parse_expected(p, python ? "else" : ":");
	}
	p->depth--;
	return kids[2] != NULL ?
	    parse_node_of(p, NODE_COND, left->pos, kids, 3) :
	    NULL;
}

/* expr := 'on' host expr | choice */
struct node *
parse_expr(struct parser *p)
{
	return parse_is_on(p) ? parse_on_value(p, parse_expr) : parse_choice(p);
}
