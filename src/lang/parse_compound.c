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

/* block := '{' {statement (';' | newline)} '}' */
struct node *
parse_block(struct parser *p)
{
	struct token open;
	struct node_list list = { 0 };
	struct node *node;
	bool ok = true;

	if (lexer_peek(p->lx)->kind != TOK_LBRACE) {
		parse_expected(p, _("a block, { … },"));
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

/* if := 'if' expr block {'elif' expr block} ['else' (block | if)] */
struct node *
parse_if(struct parser *p, size_t pos)
{
	struct node *kids[3] = { NULL, NULL, NULL };

	kids[0] = parse_tuple_expr(p);
	if (kids[0] == NULL || (kids[1] = parse_block(p)) == NULL)
		return NULL;
	if (parse_next_is(p, "elif") || parse_next_is(p, "else")) {
		bool elif = parse_next_is(p, "elif");
		size_t at = parse_pos(p, lexer_take(p->lx).pos);

		if (!elif && parse_next_is(p, "if")) {
			lexer_take(p->lx);
			elif = true;
		}
		if (!parse_enter(p))
			return NULL;
		kids[2] = elif ? parse_if(p, at) : parse_block(p);
		p->depth--;
		if (kids[2] == NULL)
			return NULL;
	}
	return parse_node_of(p, NODE_IF, pos, kids, 3);
}

static struct node *
parse_loop_body(struct parser *p)
{
	struct node *body;

	p->loops++;
	body = parse_block(p);
	p->loops--;
	return body;
}

/* while := 'while' expr block;  repeat := 'repeat' expr block */
struct node *
parse_loop(struct parser *p, enum node_kind kind, size_t pos)
{
	struct node *kids[2];

	kids[0] = parse_tuple_expr(p);
	if (kids[0] == NULL || (kids[1] = parse_loop_body(p)) == NULL)
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
		if (!node_is_target(name))
			return parse_error_at(p, name,
			    _("this name cannot be assigned"));
		parse_assigned(p, name);
		list_add(names, name);
	} while (parse_accept(p, TOK_COMMA));
	return true;
}

/* for := 'for' names 'in' expr block */
struct node *
parse_for(struct parser *p, size_t pos)
{
	struct node_list names = { 0 }, kids = { 0 };
	struct node *what, *body, *node;

	if (!parse_names(p, &names))
		goto fail;
	if (lexer_peek(p->lx)->kind != TOK_OP ||
	    lexer_peek(p->lx)->op != OP_IN) {
		parse_expected(p, "in");
		goto fail;
	}
	lexer_take(p->lx);
	what = parse_tuple_expr(p);
	if (what == NULL || (body = parse_loop_body(p)) == NULL)
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

static bool
scope_shares(const struct scope *scope, const struct symbol *sym)
{
	for (size_t i = 0; i < scope->nshared; i++) {
		if (scope->shared[i] == sym)
			return true;
	}
	return false;
}

/* At the end of a def: its uses of names it assigns are local. */
static void
scope_resolve(struct scope *scope)
{
	for (size_t i = 0; i < scope->nnames; i++) {
		struct node *name = scope->names[i];

		for (size_t k = 0; k < scope->nlocals; k++) {
			if (scope->locals[k] != name->sym ||
			    scope_shares(scope, name->sym))
				continue;
			name->kind = NODE_LOCAL;
			name->slot = (uint32_t)k;
		}
	}
}

static bool
parse_params(struct parser *p)
{
	struct node_list names = { 0 };
	bool ok = true;

	if (!parse_accept(p, TOK_LPAREN))
		return parse_expected(p, "(");
	if (lexer_peek(p->lx)->kind != TOK_RPAREN)
		ok = parse_names(p, &names);
	if (ok && p->scope->nlocals != names.n)
		ok = parse_error_at(p, names.nodes[names.n - 1],
		    _("a parameter is named twice"));
	list_free(&names);
	if (ok && !parse_accept(p, TOK_RPAREN))
		ok = parse_expected(p, ")");
	return ok;
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
	sym->declared = true;
	def = unit_def(p->unit, sym);
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
	free(scope.locals);
	free(scope.names);
	free(scope.shared);
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
		    _("return stands outside of a def"));
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
		    _("%s stands outside of a loop"),
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

	if (parse_at_end(p) || lexer_peek(p->lx)->kind == TOK_COLON) {
		parse_expected(p, _("a call: try connect(…)"));
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

static void
scope_share(struct scope *scope, struct symbol *sym)
{
	scope->shared =
	    xgrow(scope->shared, scope->nshared, sizeof(scope->shared[0]));
	scope->shared[scope->nshared++] = sym;
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

/* on := 'on' host (statement | block) */
struct node *
parse_later(struct parser *p, const struct token *tok, const char *name)
{
	bool ok;

	if (lexer_peek(p->lx)->kind == TOK_NAME)
		lexer_take(p->lx);
	ok = parse_enter(p) &&
	    (lexer_peek(p->lx)->kind == TOK_LBRACE ?
		    parse_block(p) :
		    parse_statement(p)) != NULL;
	if (ok) {
		p->depth--;
		parse_not_yet(p, tok, name);
	}
	return NULL;
}
