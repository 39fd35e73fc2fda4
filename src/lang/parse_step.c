/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What assigns inside an expression: (x = y), x++. */
#include <string.h>

#include "base/i18n.h"
#include "lang/parser.h"

bool
parse_at_set(struct parser *p, const struct node *left)
{
	return node_is_target(left) && lexer_peek(p->lx)->kind == TOK_ASSIGN;
}

/* set := target ('=' | '+=' | …) (set | expr) */
struct node *
parse_set(struct parser *p, struct node *left)
{
	struct token op = lexer_take(p->lx);
	struct node *value, *node = NULL;

	if (!parse_enter(p))
		return NULL;
	parse_assigned(p, left);
	value = parse_expr(p);
	if (value != NULL && parse_at_set(p, value))
		value = parse_set(p, value);
	if (value != NULL)
		node = parse_binary_node(p, NODE_SET, op.op, left, value);
	p->depth--;
	return node;
}

/* Whether ++ or -- is next, or two signs. */
static bool
at_signs(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);

	return tok->kind == TOK_OP &&
	    (tok->op == OP_ADD || tok->op == OP_SUB) &&
	    lexer_char(p->lx, tok->pos) == lexer_char(p->lx, tok->pos + 1);
}

bool
parse_at_step(struct parser *p)
{
	size_t next = lexer_peek(p->lx)->pos + 2;

	/* --5 is -(-5). */
	return at_signs(p) && lexer_name_end(p->lx, next) != next;
}

/* Whether no value follows: i++, but not a --b, which is a - (-b). */
static bool
step_is_last(const struct lexer *lx)
{
	size_t at = lx->tok.pos + 2;
	char c;

	while ((c = lexer_char(lx, at)) == ' ' || c == '\t' || c == '\r')
		at++;
	if (lexer_name_end(lx, at) != at)
		return parse_is_operator_word(lx, at);
	return c == '\0' ||
	    (strchr("([$.~", c) == NULL && !(c >= '0' && c <= '9') &&
		lexer_quote(lx, at) == 0);
}

static struct node *
parse_step(struct parser *p, struct node *what, int op, bool before)
{
	struct node *node;

	if (!node_is_target(what)) {
		parse_error_at(p, what, _("this cannot be assigned to"));
		return NULL;
	}
	parse_assigned(p, what);
	node = parse_node_of(p, NODE_STEP, what->pos, &what, 1);
	node->op = (uint8_t)op;
	node->flag = before;
	return node;
}

/* The sign is taken twice. */
static int
take_step(struct parser *p)
{
	struct token tok = lexer_take(p->lx);

	lexer_seek(p->lx, tok.pos + 2);
	return tok.op;
}

struct node *
parse_step_before(struct parser *p)
{
	int op = take_step(p);
	struct node *what = parse_unary(p);

	return what != NULL ? parse_step(p, what, op, true) : NULL;
}

struct node *
parse_step_after(struct parser *p, struct node *what)
{
	if (!at_signs(p) || !step_is_last(p->lx))
		return what;
	return parse_step(p, what, take_step(p), false);
}
