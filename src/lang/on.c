/* SPDX-License-Identifier: GPL-3.0-or-later */
/* on HOST: a statement, a block or a value, on a host of the lab. */
#include <stdlib.h>

#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/parser.h"

/* What follows on: a host, and what read reads. */
static struct node *
parse_behind(struct parser *p, size_t pos,
    struct node *(*read)(struct parser *p))
{
	struct node *kid, *node;
	struct token tok;

	if (lexer_peek(p->lx)->kind != TOK_NAME) {
		parse_expected(p, _("a host of the lab, as on server { … },"));
		return NULL;
	}
	tok = lexer_take(p->lx);
	if (parse_at_end(p)) {
		parse_expected(p,
		    _("what to do there, a statement or { … }, (host "
		      "changes the host for all that follows)"));
		return NULL;
	}
	if (!parse_enter(p))
		return NULL;
	kid = read(p);
	p->depth--;
	/* "x = on server accept ?" asks, and goes nowhere. */
	if (kid == NULL || kid->kind == NODE_HELP)
		return kid;
	node = parse_node_of(p, NODE_ON, pos, &kid, 1);
	node->text =
	    unit_strdup(p->unit, p->lx->text.data + tok.pos, tok.end - tok.pos);
	return node;
}

/* on := 'on' host (statement | block) */
struct node *
parse_on(struct parser *p, size_t pos)
{
	return parse_behind(p, pos, parse_statement);
}

/* "on" is a word of the language where a host follows it, and else the value of a
 * switch: quiet(on). */
bool
parse_is_on(struct parser *p)
{
	struct lexer *lx = p->lx;
	size_t at;

	if (!parse_next_is(p, "on"))
		return false;
	at = lexer_skip(lx, lexer_peek(lx)->end);
	return lexer_name_end(lx, at) != at && !parse_is_operator_word(lx, at);
}

/* value := 'on' host value */
struct node *
parse_on_value(struct parser *p, struct node *(*read)(struct parser *p))
{
	size_t pos = parse_pos(p, lexer_take(p->lx).pos);

	if (lexer_sign(p->lx, lexer_skip(p->lx, lexer_peek(p->lx)->end)) ==
	    '{') {
		lexer_take(p->lx);
		parse_expected(p,
		    _("a value, such as accept(s), (a block has none)"));
		return NULL;
	}
	return parse_behind(p, pos, read);
}

/* There, and back; out: NULL if it is a statement. */
enum exec
on_host(struct interp *in, const struct node *node, struct value *out)
{
	char *cause = NULL;
	uint8_t before;
	enum exec rc;

	if (in->ops == NULL || in->ops->host == NULL)
		return mistake(in, node, _("there are no hosts here"));
	if (!in->ops->host(in, node->text, 0, &before, &cause))
		return mistake_cause(in, node, cause);
	rc = out != NULL ? eval(in, node->kids[0], out) :
			   exec_statement(in, node->kids[0]);
	in->ops->host(in, NULL, before, &before, &cause);
	free(cause);
	return rc;
}
