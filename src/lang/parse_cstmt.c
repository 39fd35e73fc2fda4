/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements as C has them, and bodies without braces. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/parser.h"

struct node *
parse_condition(struct parser *p)
{
	unsigned before = p->condition;
	struct node *node;

	p->condition = p->lx->brackets + 1;
	node = parse_tuple_expr(p);
	p->condition = before;
	return node;
}

/* A body that is no block of its own: its if may go on with else. */
static struct node *
body_of(struct parser *p, struct node_list *list, size_t pos)
{
	struct node *node = parse_node(p, NODE_BLOCK, pos);

	node->flag = true;
	list_give(list, p, node);
	return node;
}

/* Whether the condition that began at pos stood in brackets, and has ended. */
static bool
after_brackets(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	size_t before = lexer_peek(lx)->pos, len;

	while (before > lx->start &&
	    strchr(" \t\r", lexer_char(lx, before - 1)) != NULL)
		before--;
	if (before == lx->start ||
	    lexer_wide(lx, lexer_skip(lx, lx->start + pos), &len) != '(')
		return false;
	return lexer_char(lx, before - 1) == ')' ||
	    (before >= lx->start + 3 &&
		lexer_wide(lx, before - 3, &len) == ')');
}

/* Past the end of the line, where C's statement stands on the next one. */
static void
skip_newlines(struct parser *p)
{
	size_t at = lexer_peek(p->lx)->pos;

	p->lx->brackets++;
	lexer_seek(p->lx, lexer_skip(p->lx, at));
	p->lx->brackets--;
}

/* one := statement | ';' */
static struct node *
parse_one(struct parser *p)
{
	struct node_list list = { 0 };
	size_t pos = parse_pos(p, lexer_peek(p->lx)->pos);
	struct node *statement;

	if (lexer_peek(p->lx)->kind == TOK_SEMICOLON)
		return body_of(p, &list, pos);
	if (!parse_enter(p))
		return NULL;
	statement = parse_statement(p);
	p->depth--;
	if (statement == NULL)
		return NULL;
	list_add(&list, statement);
	return body_of(p, &list, pos);
}

/* line := statement {';' statement} [';'], to the end of the line */
static struct node *
parse_line(struct parser *p)
{
	struct node_list list = { 0 };
	size_t pos = parse_pos(p, lexer_peek(p->lx)->pos);
	enum token_kind kind;

	if (!parse_enter(p))
		return NULL;
	do {
		struct node *statement = parse_statement(p);

		if (statement == NULL) {
			list_free(&list);
			return NULL;
		}
		list_add(&list, statement);
		if (!parse_accept(p, TOK_SEMICOLON))
			break;
		kind = lexer_peek(p->lx)->kind;
	} while (kind != TOK_NEWLINE && kind != TOK_EOF && kind != TOK_RBRACE);
	p->depth--;
	return body_of(p, &list, pos);
}

/* Python's colon, with a statement behind it on the same line. */
static bool
at_line(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t at;

	if (tok->kind != TOK_COLON)
		return false;
	at = lexer_skip(p->lx, tok->end);
	return lexer_char(p->lx, at) != '\0' && lexer_char(p->lx, at) != '\n';
}

/* body := block | ':' line | one, after a condition in brackets */
struct node *
parse_body(struct parser *p, size_t pos)
{
	if (at_line(p)) {
		lexer_take(p->lx);
		return parse_line(p);
	}
	if (lexer_peek(p->lx)->kind == TOK_COLON || !after_brackets(p, pos))
		return parse_block(p);
	if (lexer_peek(p->lx)->kind == TOK_NEWLINE ||
	    lexer_peek(p->lx)->kind == TOK_EOF)
		skip_newlines(p);
	if (lexer_peek(p->lx)->kind == TOK_LBRACE ||
	    lexer_peek(p->lx)->kind == TOK_EOF)
		return parse_block(p);
	return parse_one(p);
}

struct node *
parse_else(struct parser *p, const struct node *body)
{
	if (at_line(p)) {
		lexer_take(p->lx);
		return parse_line(p);
	}
	if (!body->flag || lexer_peek(p->lx)->kind == TOK_LBRACE)
		return parse_block(p);
	if (lexer_peek(p->lx)->kind == TOK_NEWLINE)
		skip_newlines(p);
	return parse_one(p);
}

struct node *
parse_loop_body(struct parser *p, size_t pos)
{
	struct node *body;

	p->loops++;
	body = parse_body(p, pos);
	p->loops--;
	return body;
}

/* Where what follows a statement stands in the text that is there already: no
 * more is asked for. */
static size_t
next_at(struct parser *p)
{
	size_t at = lexer_peek(p->lx)->pos;

	while (lexer_char(p->lx, at) != '\0' &&
	    strchr("; \t\r\n", lexer_char(p->lx, at)) != NULL)
		at++;
	return at;
}

static bool
word_at(struct parser *p, size_t at, const char *word)
{
	size_t len = lexer_name_end(p->lx, at) - at;

	return len == strlen(word) &&
	    strncmp(p->lx->text.data + at, word, len) == 0;
}

bool
parse_at_else(struct parser *p, const struct node *body)
{
	size_t at;

	if (parse_next_is(p, "else") || parse_next_is(p, "elif"))
		return true;
	if (!body->flag)
		return false;
	at = next_at(p);
	if (!word_at(p, at, "else") && !word_at(p, at, "elif"))
		return false;
	lexer_seek(p->lx, at);
	return true;
}

/* parts := part {',' part}; part := set | expr */
static struct node *
parse_parts(struct parser *p)
{
	struct node_list list = { 0 };
	size_t pos = parse_pos(p, lexer_peek(p->lx)->pos);
	struct node *node;

	do {
		node = parse_expr(p);
		if (node != NULL && parse_at_set(p, node))
			node = parse_set(p, node);
		if (node == NULL) {
			list_free(&list);
			return NULL;
		}
		list_add(&list,
		    parse_node_of(p, NODE_EXPR, node->pos, &node, 1));
	} while (parse_accept(p, TOK_COMMA));
	node = parse_node(p, NODE_BLOCK, pos);
	list_give(&list, p, node);
	return node;
}

/* The three parts of for (a; b; c), each of which may be missing. */
static bool
parse_cfor_head(struct parser *p, struct node **kids)
{
	const struct token *tok = lexer_peek(p->lx);

	if (tok->kind != TOK_SEMICOLON) {
		kids[0] =
		    tok->kind == TOK_NAME && parse_is_declaration(p, tok->pos) ?
		    parse_declaration(p) :
		    parse_parts(p);
		if (kids[0] == NULL)
			return false;
	}
	if (!parse_accept(p, TOK_SEMICOLON))
		return parse_expected(p, _("the ; of for (a; b; c)"));
	if (lexer_peek(p->lx)->kind != TOK_SEMICOLON &&
	    (kids[1] = parse_expr(p)) == NULL)
		return false;
	if (!parse_accept(p, TOK_SEMICOLON))
		return parse_expected(p, _("the ; of for (a; b; c)"));
	return lexer_peek(p->lx)->kind == TOK_RPAREN ||
	    (kids[2] = parse_parts(p)) != NULL;
}

/* for := 'for' '(' [declaration | parts] ';' [expr] ';' [parts] ')' body */
struct node *
parse_cfor(struct parser *p, size_t pos)
{
	struct node *kids[4] = { NULL, NULL, NULL, NULL };
	size_t at = parse_pos(p, lexer_peek(p->lx)->pos);
	struct token open;
	bool ok;

	if (!parse_open(p, &open))
		return NULL;
	ok = parse_cfor_head(p, kids);
	if (!parse_close(p, &open, TOK_RPAREN, ")", ok) ||
	    (kids[3] = parse_loop_body(p, at)) == NULL)
		return NULL;
	return parse_node_of(p, NODE_CFOR, pos, kids, 4);
}

/* do := 'do' block 'while' expr */
struct node *
parse_do(struct parser *p, size_t pos)
{
	struct node *kids[2];

	p->loops++;
	kids[0] = parse_block(p);
	p->loops--;
	if (kids[0] == NULL)
		return NULL;
	if (word_at(p, next_at(p), "while"))
		lexer_seek(p->lx, next_at(p));
	if (!parse_next_is(p, "while")) {
		parse_expected(p, _("the while of do { … } while (x)"));
		return NULL;
	}
	lexer_take(p->lx);
	if ((kids[1] = parse_expr(p)) == NULL)
		return NULL;
	return parse_node_of(p, NODE_DO, pos, kids, 2);
}

/* The name that a line "#define NAME value" gives a value; pos is at the #. */
static bool
at_define(struct parser *p, size_t pos, size_t *name, size_t *end)
{
	static const char define[] = "#define";
	struct lexer *lx = p->lx;
	size_t at = pos + strlen(define);
	char c;

	if (lx->text.len < at ||
	    strncmp(lx->text.data + pos, define, strlen(define)) != 0)
		return false;
	while (lexer_char(lx, at) == ' ' || lexer_char(lx, at) == '\t')
		at++;
	*name = at;
	*end = at = lexer_name_end(lx, at);
	while (lexer_char(lx, at) == ' ' || lexer_char(lx, at) == '\t')
		at++;
	/* A literal, no sentence. */
	c = lexer_char(lx, at);
	return *name != pos + strlen(define) && *end != *name && at != *end &&
	    c != '\0' && strchr("0123456789\"'-(", c) != NULL;
}

/* define := '#define' name expr; whatever else begins with # is a comment. */
struct node *
parse_define(struct parser *p)
{
	struct lexer *lx = p->lx;
	size_t pos = lx->pos, name, end;
	struct node *kids[2] = { NULL, NULL };

	if (lx->have)
		return NULL;
	while (lexer_char(lx, pos) == ' ' || lexer_char(lx, pos) == '\t')
		pos++;
	if (!at_define(p, pos, &name, &end))
		return NULL;
	lexer_seek(lx, end);
	if (!parse_at_end(p))
		kids[0] = parse_expr(p);
	if (kids[0] == NULL || !parse_at_end(p)) {
		/* A comment, after all. */
		free(lx->cause);
		lx->cause = NULL;
		lexer_seek(lx, pos);
		return NULL;
	}
	kids[1] = parse_name_node(p,
	    symbol_get(p->symbols, lx->text.data + name, end - name),
	    parse_pos(p, name), parse_pos(p, end));
	if (kids[1]->kind != NODE_GLOBAL)
		return NULL;
	return parse_node_of(p, NODE_ASSIGN, parse_pos(p, pos), kids, 2);
}
