/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that hold others: blocks, conditions, loops, defs. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parser.h"

static bool
block_never_closed(struct parser *p, const struct token *open)
{
	return lexer_error(p->lx, open->pos, open->end,
	    _("this { is never closed"));
}

/* Says how a block is written, to who writes it as Python or C do. */
static bool
block_missing(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t before = tok->pos;

	while (before > p->lx->start &&
	    (lexer_char(p->lx, before - 1) == ' ' ||
		lexer_char(p->lx, before - 1) == '\t'))
		before--;
	if (tok->kind == TOK_COLON)
		return lexer_error(p->lx, tok->pos, tok->end,
		    _("a block goes in braces: while True { … }, not after a "
		      "colon"));
	if ((tok->kind == TOK_NAME || tok->kind == TOK_SEMICOLON) &&
	    before > p->lx->start && lexer_char(p->lx, before - 1) == ')')
		return lexer_error(p->lx, tok->pos, tok->end,
		    _("a block goes in braces: if x { y }"));
	return parse_expected(p, _("a block, { … },"));
}

/* block := '{' {statement (';' | newline)} '}' */
struct node *
parse_block(struct parser *p)
{
	struct token open;
	struct node_list list = { 0 };
	struct node *node;
	bool ok = true;

	if (lexer_peek(p->lx)->kind != TOK_LBRACE) {
		block_missing(p);
		return NULL;
	}
	open = lexer_take(p->lx);
	if (!parse_enter(p))
		return NULL;
	p->blocks++;
	while (ok && !parse_accept(p, TOK_RBRACE)) {
		enum token_kind kind = lexer_peek(p->lx)->kind;
		struct node *statement;

		if (kind == TOK_SEMICOLON || kind == TOK_NEWLINE) {
			lexer_take(p->lx);
			continue;
		}
		if (kind == TOK_EOF) {
			size_t pos = p->lx->pos;

			ok = lexer_more(p->lx) || block_never_closed(p, &open);
			lexer_seek(p->lx, pos);
			continue;
		}
		statement = parse_statement(p);
		ok = statement != NULL;
		if (ok)
			list_add(&list, statement);
	}
	p->blocks--;
	p->depth--;
	if (!ok) {
		list_free(&list);
		return NULL;
	}
	node = parse_node(p, NODE_BLOCK, parse_pos(p, open.pos));
	list_give(&list, p, node);
	return node;
}

struct node *
parse_node_of(struct parser *p, enum node_kind kind, size_t pos,
    struct node **kids, size_t n)
{
	struct node *node = parse_node(p, kind, pos);

	unit_kids(p->unit, node, kids, n);
	return node;
}

/* if := 'if' expr body {'elif' expr body} ['else' (body | if)] */
struct node *
parse_if(struct parser *p, size_t pos)
{
	size_t condition = parse_pos(p, lexer_peek(p->lx)->pos);
	struct node *kids[3] = { NULL, NULL, NULL };

	kids[0] = parse_condition(p);
	if (kids[0] == NULL || (kids[1] = parse_body(p, condition)) == NULL)
		return NULL;
	if (parse_at_else(p, kids[1])) {
		bool elif = parse_next_is(p, "elif");
		size_t at = parse_pos(p, lexer_take(p->lx).pos);

		if (!elif && parse_next_is(p, "if")) {
			lexer_take(p->lx);
			elif = true;
		}
		if (!parse_enter(p))
			return NULL;
		kids[2] = elif ? parse_if(p, at) : parse_else(p, kids[1]);
		p->depth--;
		if (kids[2] == NULL)
			return NULL;
	}
	return parse_node_of(p, NODE_IF, pos, kids, 3);
}

/* while := 'while' expr body;  repeat := 'repeat' expr body */
struct node *
parse_loop(struct parser *p, enum node_kind kind, size_t pos)
{
	size_t condition = parse_pos(p, lexer_peek(p->lx)->pos);
	struct node *kids[2];

	kids[0] = parse_condition(p);
	if (kids[0] == NULL ||
	    (kids[1] = parse_loop_body(p, condition)) == NULL)
		return NULL;
	return parse_node_of(p, kind, pos, kids, 2);
}

/* names := name {',' name} */
static bool
parse_names(struct parser *p, struct node_list *names)
{
	do {
		struct token tok;
		struct node *name;

		if (lexer_peek(p->lx)->kind != TOK_NAME)
			return parse_expected(p, _("a name"));
		tok = lexer_take(p->lx);
		name = parse_name_node(p,
		    symbol_get(p->symbols, p->lx->text.data + tok.pos,
			tok.end - tok.pos),
		    parse_pos(p, tok.pos), parse_pos(p, tok.end));
		if (name->kind != NODE_GLOBAL && name->kind != NODE_LAST)
			return parse_error_at(p, name,
			    _("this name cannot be assigned"));
		parse_assigned(p, name);
		list_add(names, name);
	} while (parse_accept(p, TOK_COMMA));
	return true;
}

/* for := 'for' names 'in' expr body */
struct node *
parse_for(struct parser *p, size_t pos)
{
	struct node_list names = { 0 }, kids = { 0 };
	struct node *what, *body, *node;
	size_t at;

	if (lexer_peek(p->lx)->kind == TOK_LPAREN)
		return parse_cfor(p, pos);
	if (!parse_names(p, &names))
		goto fail;
	if (lexer_peek(p->lx)->kind != TOK_OP ||
	    lexer_peek(p->lx)->op != OP_IN) {
		parse_expected(p, "in");
		goto fail;
	}
	lexer_take(p->lx);
	at = parse_pos(p, lexer_peek(p->lx)->pos);
	what = parse_condition(p);
	if (what == NULL || (body = parse_loop_body(p, at)) == NULL)
		goto fail;
	list_add(&kids, what);
	list_add(&kids, body);
	for (size_t i = 0; i < names.n; i++)
		list_add(&kids, names.nodes[i]);
	list_free(&names);
	node = parse_node(p, NODE_FOR, pos);
	list_give(&kids, p, node);
	return node;
fail:
	list_free(&names);
	return NULL;
}

/* Parameters are the first locals, each by its own name. */
static bool
check_params(struct parser *p, const struct node_list *names)
{
	for (size_t i = 0; i < names->n; i++) {
		if (names->nodes[i]->kind != NODE_GLOBAL)
			return parse_error_at(p, names->nodes[i],
			    _("this name cannot be a parameter"));
		if (i >= p->scope->nlocals ||
		    p->scope->locals[i] != names->nodes[i]->sym)
			return parse_error_at(p, names->nodes[i],
			    _("a parameter is named twice"));
	}
	return true;
}

/* params := '(' [names] ')' */
static bool
parse_params(struct parser *p)
{
	struct node_list names = { 0 };
	struct token open;
	bool ok = true;

	if (lexer_peek(p->lx)->kind != TOK_LPAREN)
		return parse_expected(p, "(");
	if (!parse_open(p, &open))
		return false;
	if (lexer_peek(p->lx)->kind != TOK_RPAREN)
		ok = parse_names(p, &names) && check_params(p, &names);
	list_free(&names);
	return parse_close(p, &open, TOK_RPAREN, _(", or )"), ok);
}

/* def := 'def' name '(' [names] ')' block */
struct node *
parse_def(struct parser *p, size_t pos)
{
	struct scope scope = { 0 };
	unsigned loops = p->loops;
	struct symbol *sym;
	struct node *node = NULL;
	struct token tok;
	struct def *def;

	if (p->scope != NULL) {
		lexer_error(p->lx, p->lx->start + pos, p->lx->pos,
		    _("a def cannot stand inside a def"));
		return NULL;
	}
	if (lexer_peek(p->lx)->kind != TOK_NAME) {
		parse_expected(p, _("a name"));
		return NULL;
	}
	tok = lexer_take(p->lx);
	sym = symbol_get(p->symbols, p->lx->text.data + tok.pos,
	    tok.end - tok.pos);
	def = unit_def(p->unit, sym);
	def->first = !sym->declared;
	sym->declared = true;
	p->scope = &scope;
	p->loops = 0;
	if (parse_params(p)) {
		def->nparams = (uint32_t)scope.nlocals;
		def->body = parse_block(p);
	}
	p->scope = NULL;
	p->loops = loops;
	scope_resolve(&scope);
	def->nlocals = (uint32_t)scope.nlocals;
	scope_free(&scope);
	if (def->body != NULL) {
		node = parse_node(p, NODE_DEF, pos);
		node->def = def;
	}
	return node;
}

/* return := 'return' [expr] */
struct node *
parse_return(struct parser *p, const struct token *tok, size_t pos)
{
	struct node *kid = NULL;

	if (p->scope == NULL) {
		lexer_error(p->lx, tok->pos, tok->end,
		    _("return is only allowed inside a def"));
		return NULL;
	}
	if (!parse_at_end(p) && (kid = parse_tuple_expr(p)) == NULL)
		return NULL;
	return parse_node_of(p, NODE_RETURN, pos, &kid, kid != NULL);
}

struct node *
parse_leave(struct parser *p, enum node_kind kind, const struct token *tok)
{
	if (p->loops == 0) {
		lexer_error(p->lx, tok->pos, tok->end,
		    _("%s is only allowed inside a loop"),
		    kind == NODE_BREAK ? "break" : "continue");
		return NULL;
	}
	return parse_node(p, kind, parse_pos(p, tok->pos));
}

/* try := 'try' statement */
struct node *
parse_try(struct parser *p, size_t pos)
{
	struct node *kid;

	if (lexer_peek(p->lx)->kind == TOK_COLON) {
		lexer_error(p->lx, lexer_peek(p->lx)->pos,
		    lexer_peek(p->lx)->end,
		    _("try goes before one call: try connect(…); errno then "
		      "says how it went"));
		return NULL;
	}
	if (parse_at_end(p)) {
		parse_expected(p, _("a call, as connect(…),"));
		return NULL;
	}
	if (!parse_enter(p))
		return NULL;
	kid = parse_statement(p);
	p->depth--;
	return kid != NULL ? parse_node_of(p, NODE_TRY, pos, &kid, 1) : NULL;
}

/* spawn := 'spawn' [name] block */
struct node *
parse_spawn(struct parser *p, size_t pos)
{
	unsigned loops = p->loops;
	const char *name = NULL;
	struct node *block, *node;

	if (lexer_peek(p->lx)->kind == TOK_NAME) {
		struct token tok = lexer_take(p->lx);

		name = unit_strdup(p->unit, p->lx->text.data + tok.pos,
		    tok.end - tok.pos);
	}
	/* A job cannot leave a loop that goes on without it. */
	p->loops = 0;
	block = parse_block(p);
	p->loops = loops;
	if (block == NULL)
		return NULL;
	node = parse_node_of(p, NODE_SPAWN, pos, &block, 1);
	node->text = name;
	return node;
}

/* global := 'global' name {',' name} */
struct node *
parse_global(struct parser *p, size_t pos)
{
	struct node_list names = { 0 };
	struct node *node;

	do {
		struct symbol *sym;
		struct token tok;

		if (lexer_peek(p->lx)->kind != TOK_NAME) {
			parse_expected(p, _("a name"));
			list_free(&names);
			return NULL;
		}
		tok = lexer_take(p->lx);
		sym = symbol_get(p->symbols, p->lx->text.data + tok.pos,
		    tok.end - tok.pos);
		list_add(&names,
		    parse_name_node(p, sym, parse_pos(p, tok.pos),
			parse_pos(p, tok.end)));
		if (p->scope != NULL)
			scope_share(p->scope, sym);
	} while (parse_accept(p, TOK_COMMA));
	node = parse_node(p, NODE_SHARE, pos);
	list_give(&names, p, node);
	return node;
}

/* job := (words | expr | assignment) '&' */
struct node *
parse_job(struct parser *p, struct node *statement)
{
	struct token tok = lexer_take(p->lx);
	size_t len = parse_pos(p, tok.pos) - statement->pos;
	const char *text = p->lx->text.data + p->lx->start + statement->pos;
	struct node *node;

	while (len > 0 && strchr(" \t", text[len - 1]) != NULL)
		len--;
	if (statement->kind != NODE_EXPR && statement->kind != NODE_ASSIGN) {
		lexer_error(p->lx, tok.pos, tok.end,
		    _("& stands behind a call; spawn { … } makes a job of "
		      "statements"));
		return NULL;
	}
	node = parse_node_of(p, NODE_JOB, statement->pos, &statement, 1);
	node->text = unit_strdup(p->unit, text, len < 60 ? len : 60);
	return node;
}
