/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements. */
#include "lang/parse.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parser.h"

/* What Python's import and from lines do is done already. */
static struct node *
parse_import(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	struct token open;

	if (lexer_peek(lx)->kind != TOK_NAME) {
		parse_expected(p, _("a module's name"));
		return NULL;
	}
	while (!parse_at_end(p) && lexer_peek(lx)->kind != TOK_BAD) {
		if (lexer_peek(lx)->kind != TOK_LPAREN) {
			lexer_seek(lx, lexer_peek(lx)->end);
			continue;
		}
		if (!parse_open(p, &open))
			return NULL;
		while (lexer_peek(lx)->kind == TOK_NAME ||
		    lexer_peek(lx)->kind == TOK_COMMA)
			lexer_take(lx);
		if (!parse_close(p, &open, TOK_RPAREN, _(", or )"), true))
			return NULL;
	}
	return parse_node(p, NODE_BLOCK, pos);
}

/* do may be a variable's name too, unless a block stands behind it. */
static enum keyword
keyword_here(struct parser *p, const struct token *tok, enum keyword keyword)
{
	if (keyword == KEY_DO &&
	    lexer_sign(p->lx, lexer_skip(p->lx, tok->end)) != '{')
		return KEY_NONE;
	return keyword;
}

static enum keyword
keyword_find(struct parser *p, const struct token *tok, const char **name)
{
	for (size_t i = 0; keywords[i].name != NULL; i++) {
		*name = keywords[i].name;
		if (tok->kind == TOK_NAME &&
		    tok->end - tok->pos == strlen(*name) &&
		    strncmp(p->lx->text.data + tok->pos, *name,
			strlen(*name)) == 0)
			return keyword_here(p, tok, keywords[i].keyword);
	}
	return KEY_NONE;
}

static struct node *
parse_keyword(struct parser *p, enum keyword keyword, const char *name)
{
	struct token tok = lexer_take(p->lx);
	size_t pos = parse_pos(p, tok.pos);

	if (lexer_peek(p->lx)->kind == TOK_ASSIGN) {
		lexer_error(p->lx, tok.pos, tok.end,
		    _("%s is a word of the language: no variable can be "
		      "called so"),
		    name);
		return NULL;
	}
	switch (keyword) {
	case KEY_IF:
		return parse_if(p, pos);
	case KEY_WHILE:
		return parse_loop(p, NODE_WHILE, pos);
	case KEY_REPEAT:
		return parse_loop(p, NODE_REPEAT, pos);
	case KEY_FOR:
		return parse_for(p, pos);
	case KEY_BREAK:
		return parse_leave(p, NODE_BREAK, &tok);
	case KEY_CONTINUE:
		return parse_leave(p, NODE_CONTINUE, &tok);
	case KEY_RETURN:
		return parse_return(p, &tok, pos);
	case KEY_DEF:
		return parse_def(p, pos);
	case KEY_DO:
		return parse_do(p, pos);
	case KEY_TRY:
		return parse_try(p, pos);
	case KEY_EXPECT:
		return parse_expect(p, pos);
	case KEY_ELSE:
		lexer_error(p->lx, tok.pos, tok.end,
		    _("%s goes on the line of the } before it: } %s {"), name,
		    name);
		return NULL;
	case KEY_IMPORT:
		return parse_import(p, pos);
	case KEY_SPAWN:
		return parse_spawn(p, pos);
	case KEY_GLOBAL:
		return parse_global(p, pos);
	case KEY_AWAIT:
		return parse_await(p, pos);
	case KEY_ON:
		return parse_on(p, pos);
	default:
		return NULL;
	}
}

/* tuple := expr {',' expr} [','] */
struct node *
parse_tuple_expr(struct parser *p)
{
	struct node *first = parse_expr(p), *node;
	struct node_list list = { 0 };

	if (first == NULL || lexer_peek(p->lx)->kind != TOK_COMMA)
		return first;
	list_add(&list, first);
	while (parse_accept(p, TOK_COMMA)) {
		const struct token *tok = lexer_peek(p->lx);
		struct node *item;

		if (tok->kind == TOK_RPAREN || tok->kind == TOK_ASSIGN ||
		    tok->kind == TOK_EOF || tok->kind == TOK_NEWLINE)
			break;
		item = parse_expr(p);
		if (item == NULL) {
			list_free(&list);
			return NULL;
		}
		list_add(&list, item);
	}
	node = parse_node(p, NODE_TUPLE, first->pos);
	list_give(&list, p, node);
	return node;
}

static struct node *parse_value(struct parser *p);

/* a = b = value, behind the b */
static struct node *
parse_chain(struct parser *p, struct node *left)
{
	struct token op;
	struct node *value;

	if (left == NULL || !parse_at_set(p, left))
		return left;
	op = lexer_take(p->lx);
	parse_assigned(p, left);
	if (!parse_enter(p))
		return NULL;
	value = parse_value(p);
	p->depth--;
	return value == NULL || value->kind == NODE_HELP ?
	    value :
	    parse_binary_node(p, NODE_SET, op.op, left, value);
}

/* A call; on a host, too. */
static bool
has_value(const struct node *statement)
{
	while (statement->kind == NODE_ON)
		statement = statement->kids[0];
	return statement->kind == NODE_EXPR;
}

/* What an assignment's right side is: words where a command's name begins it. */
static struct node *
parse_value(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);

	if (parse_next_is(p, "try")) {
		struct token try = lexer_take(p->lx);
		struct node *node = parse_try(p, parse_pos(p, try.pos));

		if (node != NULL && !has_value(node->kids[0])) {
			parse_error_at(p, node,
			    _("only a call has a value: x = try connect(…)"));
			return NULL;
		}
		return node;
	}
	if (parse_is_on(p))
		return parse_on_value(p, parse_value);
	if (tok->kind == TOK_NAME && parse_is_words(p, tok->pos, true))
		return parse_words(p);
	return parse_chain(p, parse_tuple_expr(p));
}

struct node *
parse_declared_value(struct parser *p)
{
	struct node *node = parse_expr(p);

	return node != NULL ? parse_chain(p, node) : NULL;
}

/* targets := target {',' target}; a tuple of them was read as an expression */
static bool
check_targets(struct parser *p, struct node *left, int op)
{
	struct node **targets = left->kind == NODE_TUPLE ? left->kids : &left;
	uint32_t n = left->kind == NODE_TUPLE ? left->nkids : 1;

	for (uint32_t i = 0; i < n; i++) {
		if (!node_is_target(targets[i]))
			return parse_error_at(p, targets[i],
			    _("this cannot be assigned to"));
		parse_assigned(p, targets[i]);
	}
	if (op != OP_NONE && left->kind == NODE_TUPLE)
		return parse_error_at(p, left,
		    _("+= and its like change one variable"));
	return true;
}

/* assignment := targets ('=' | '+=' | …) (expr | words | assignment) */
static struct node *
parse_assignment(struct parser *p, struct node *left)
{
	struct token op = lexer_take(p->lx);
	struct node_list kids = { 0 };
	struct node *value, *node;

	if (!check_targets(p, left, op.op))
		return NULL;
	value = parse_value(p);
	/* "x = accept ?" asks too, and assigns nothing. */
	if (value == NULL || value->kind == NODE_HELP)
		return value;
	list_add(&kids, value);
	if (left->kind == NODE_TUPLE) {
		for (uint32_t i = 0; i < left->nkids; i++)
			list_add(&kids, left->kids[i]);
	} else {
		list_add(&kids, left);
	}
	node = parse_node(p, NODE_ASSIGN, left->pos);
	node->op = (uint8_t)op.op;
	/* (a,) = … unpacks, a = … does not. */
	node->flag = left->kind == NODE_TUPLE;
	list_give(&kids, p, node);
	return node;
}

/* "serve conn" where serve is a def. */
static bool
def_as_command(struct parser *p, const struct symbol *sym, size_t pos,
    size_t at)
{
	struct lexer *lx = p->lx;
	size_t end = lexer_name_end(lx, at);
	char next = lexer_sign(lx, end);

	/* One name can be repeated as its argument. */
	if (end - at > 40 || (next != '\0' && strchr("\n;", next) == NULL))
		end = at;
	return lexer_error(lx, pos, pos + strlen(sym->name),
	    _("%s is a def: call it %s(%.*s)"), sym->name, sym->name,
	    end != at ? (int)(end - at) : (int)strlen("…"),
	    end != at ? lx->text.data + at : "…");
}

/* A name that is no command, with a word behind it. */
static bool
check_unknown(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	size_t end = lexer_name_end(lx, pos), at;
	struct symbol *sym;
	char c;

	if (end == pos || lexer_blank(lx, end) == 0 ||
	    parse_is_operator_word(lx, pos) || parse_next_is(p, "sizeof"))
		return true;
	at = lexer_skip(lx, end);
	c = lexer_sign(lx, at);
	if (lexer_name_end(lx, at) != at ?
		parse_is_operator_word(lx, at) :
		c == '\0' || strchr("0123456789\"'$:/@.", c) == NULL)
		return true;
	if (c == '/' || c == '.')
		return lexer_char(lx, at + 1) == ' ' ||
		    lexer_char(lx, at + 1) == '=' ||
		    parse_unknown(p,
			unit_strdup(p->unit, lx->text.data + pos, end - pos),
			pos, end);
	sym = symbol_get(p->symbols, lx->text.data + pos, end - pos);
	if (sym->declared)
		return def_as_command(p, sym, pos, at);
	return parse_unknown(p, sym->name, pos, end);
}

/* "print (1), 2" and "print (1) 2" */
static bool
arguments_outside(struct parser *p, const struct node *node)
{
	return parse_error_at(p, node,
	    _("brackets right after a command's name hold all its "
	      "arguments"));
}

/* Whether a value follows a statement that is a call with brackets. */
static bool
call_goes_on(struct parser *p, const struct node *node)
{
	const struct token *tok = lexer_peek(p->lx);
	const char *name;

	if (node->kind != NODE_EXPR || node->kids[0]->kind != NODE_CALL ||
	    node->kids[0]->flag)
		return false;
	return tok->kind == TOK_NUMBER || tok->kind == TOK_STRING ||
	    tok->kind == TOK_LPAREN ||
	    (tok->kind == TOK_NAME && keyword_find(p, tok, &name) == KEY_NONE);
}

/* expression statement, or an assignment */
static struct node *
parse_expr_statement(struct parser *p)
{
	size_t pos = lexer_peek(p->lx)->pos;
	struct node *left;

	if (!check_unknown(p, pos))
		return NULL;
	left = parse_tuple_expr(p);
	if (left == NULL)
		return NULL;
	if (lexer_peek(p->lx)->kind == TOK_ASSIGN)
		return parse_assignment(p, left);
	if (left->kind == NODE_TUPLE && left->nkids > 1 &&
	    left->kids[0]->kind == NODE_CALL) {
		arguments_outside(p, left);
		return NULL;
	}
	/* A word alone may have been meant as a command. */
	if (left->kind == NODE_GLOBAL)
		left->flag = true;
	return parse_node_of(p, NODE_EXPR, left->pos, &left, 1);
}

static struct node *
parse_simple(struct parser *p)
{
	size_t pos = lexer_peek(p->lx)->pos;
	struct node *words;

	if (lexer_peek(p->lx)->kind == TOK_LBRACE)
		return parse_block(p);
	if (lexer_peek(p->lx)->kind == TOK_NAME && parse_is_declaration(p, pos))
		return parse_declaration(p);
	if (lexer_peek(p->lx)->kind == TOK_NAME &&
	    parse_is_words(p, pos, false)) {
		words = parse_words(p);
		if (words == NULL || words->kind == NODE_HELP)
			return words;
		return parse_node_of(p, NODE_EXPR, words->pos, &words, 1);
	}
	return parse_expr_statement(p);
}

struct node *
parse_statement(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	const char *name;
	enum keyword keyword = keyword_find(p, tok, &name);
	struct node *node;

	if (keyword != KEY_NONE)
		node = parse_keyword(p, keyword, name);
	else
		node = parse_simple(p);
	if (node == NULL)
		return NULL;
	if (lexer_peek(p->lx)->kind == TOK_JOB &&
	    (node = parse_job(p, node)) == NULL)
		return NULL;
	if (!parse_at_end(p)) {
		if (call_goes_on(p, node))
			arguments_outside(p, node);
		parse_expected(p, _("the end of the statement"));
		return NULL;
	}
	return node;
}

/* A call of a name that turned out to be nothing. */
static bool
check_calls(struct parser *p, bool whole)
{
	for (size_t i = 0; i < p->ncalls; i++) {
		const struct node *node = p->calls[i];
		size_t pos = p->lx->start + node->slot;

		if (node->sym->declared || p->defines || (node->flag && !whole))
			continue;
		return parse_unknown(p, node->sym->name, pos,
		    pos + strlen(node->sym->name));
	}
	return true;
}

/* Statements up to the end of the line, or of the text. */
static bool
parse_statements(struct parser *p, bool whole, struct node_list *list)
{
	for (;;) {
		struct node *statement = parse_define(p);
		enum token_kind kind = lexer_peek(p->lx)->kind;

		if (statement != NULL) {
			list_add(list, statement);
			continue;
		}
		if (p->lx->cause != NULL)
			return false;
		if (kind == TOK_EOF) {
			/* It may lie behind a line that was to go on. */
			lexer_take(p->lx);
			return true;
		}
		if (kind == TOK_NEWLINE || kind == TOK_SEMICOLON) {
			lexer_take(p->lx);
			if (kind == TOK_NEWLINE && !whole)
				return true;
			continue;
		}
		statement = parse_statement(p);
		if (statement == NULL)
			return false;
		list_add(list, statement);
	}
}

/* The unit's own copy of what was read, to the end of the line. */
static void
unit_take_text(struct unit *u, struct lexer *lx, bool failed)
{
	size_t end = failed ? lx->bad_pos : lx->pos;

	if (end < lx->pos)
		end = lx->pos;
	while (failed && end < lx->text.len && lx->text.data[end] != '\n')
		end++;
	if (end > lx->text.len)
		end = lx->text.len;
	if (failed && end < lx->text.len)
		end++;
	if (failed)
		lexer_seek(lx, end);
	u->len = end - lx->start;
	u->text = xmalloc(u->len + 1);
	if (u->len != 0)
		memcpy(u->text, lx->text.data + lx->start, u->len);
	u->text[u->len] = '\0';
}

/* Where the text turns out to be wrong its defs are never made: they must not
 * hide the commands whose names they have. */
static void
forget_defs(struct unit *u)
{
	for (size_t i = 0; i < u->ndefs; i++) {
		if (u->defs[i]->first)
			u->defs[i]->sym->declared = false;
	}
}

enum parse_result
parse_unit(struct lexer *lx, struct symtab *symbols, const char *name,
    enum parse_extent extent, struct unit **unit, struct parse_error *error)
{
	struct parser p = { .lx = lx, .symbols = symbols };
	struct node_list list = { 0 };
	bool ok, unfinished;

	if (lx->pos >= lx->text.len)
		return PARSE_END;
	lexer_next_unit(lx);
	p.unit = *unit = unit_new(name, lx->line);
	ok = parse_statements(&p, extent != PARSE_LINE, &list) &&
	    check_calls(&p, extent == PARSE_WHOLE);
	free(p.calls);
	unfinished =
	    lx->unfinished && lx->more == NULL && extent != PARSE_WHOLE;
	if (!ok || unfinished)
		forget_defs(*unit);
	if (unfinished) {
		list_free(&list);
		unit_take_text(*unit, lx, true);
		return PARSE_UNFINISHED;
	}
	if (!ok) {
		assert(lx->cause != NULL);
		*error = (struct parse_error){ lx->cause,
			lx->bad_pos - lx->start, lx->bad_end - lx->start };
		lx->cause = NULL;
		list_free(&list);
		unit_take_text(*unit, lx, true);
		return PARSE_ERROR;
	}
	(*unit)->body = parse_node(&p, NODE_BLOCK, 0);
	list_give(&list, &p, (*unit)->body);
	unit_take_text(*unit, lx, false);
	return PARSE_OK;
}
