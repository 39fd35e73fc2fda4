/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all parts of the parser do: tokens, brackets, errors, nodes. */
#include "lang/parser.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/hint.h"

void
list_add(struct node_list *list, struct node *node)
{
	list->nodes = xgrow(list->nodes, list->n, sizeof(list->nodes[0]));
	list->nodes[list->n++] = node;
}

void
list_free(struct node_list *list)
{
	free(list->nodes);
	*list = (struct node_list){ 0 };
}

void
list_give(struct node_list *list, struct parser *p, struct node *node)
{
	unit_kids(p->unit, node, list->nodes, list->n);
	list_free(list);
}

size_t
parse_pos(const struct parser *p, size_t pos)
{
	return pos - p->lx->start;
}

struct node *
parse_node(struct parser *p, enum node_kind kind, size_t pos)
{
	return unit_node(p->unit, kind, pos, parse_pos(p, p->lx->pos));
}

struct node *
parse_unary_node(struct parser *p, int op, struct node *kid, size_t pos)
{
	struct node *node;

	if (kid == NULL)
		return NULL;
	node = parse_node(p, NODE_UNARY, pos);
	node->op = (uint8_t)op;
	unit_kids(p->unit, node, &kid, 1);
	return node;
}

struct node *
parse_binary_node(struct parser *p, enum node_kind kind, int op,
    struct node *left, struct node *right)
{
	struct node *kids[2] = { left, right }, *node;

	if (left == NULL || right == NULL)
		return NULL;
	node = parse_node(p, kind, 0);
	node->pos = left->pos;
	node->op = (uint8_t)op;
	unit_kids(p->unit, node, kids, 2);
	return node;
}

bool
parse_error_at(struct parser *p, const struct node *node, const char *fmt, ...)
{
	va_list ap;
	char *cause;

	va_start(ap, fmt);
	cause = xvasprintf(fmt, ap);
	va_end(ap);
	lexer_error(p->lx, p->lx->start + node->pos, p->lx->start + node->end,
	    "%s", cause);
	free(cause);
	return false;
}

bool
parse_enter(struct parser *p)
{
	if (p->depth < PARSE_DEPTH_MAX) {
		p->depth++;
		return true;
	}
	return lexer_error(p->lx, p->lx->pos, p->lx->pos + 1,
	    _("nested more than %d deep"), PARSE_DEPTH_MAX);
}

bool
parse_accept(struct parser *p, enum token_kind kind)
{
	if (lexer_peek(p->lx)->kind != kind)
		return false;
	lexer_take(p->lx);
	return true;
}

/* How much of a token a message shows: whole characters of its first line. */
static size_t
shown(const struct lexer *lx, const struct token *tok)
{
	const char *s = lx->text.data + tok->pos;
	size_t len = tok->end - tok->pos, i = 0;

	while (i < len && i < 40 && s[i] != '\n') {
		uint32_t cp;
		size_t n = utf8_decode(s + i, len - i, &cp);

		i += n != 0 ? n : 1;
	}
	return i;
}

bool
parse_expected(struct parser *p, const char *what)
{
	const struct token *tok = lexer_peek(p->lx);
	const char *hint = hint_before(p->lx, tok->pos);

	if (hint != NULL)
		return lexer_error(p->lx, tok->pos, tok->end, "%s", hint);
	switch (tok->kind) {
	case TOK_BAD:
		return false;
	case TOK_EOF:
		/* The bracket that is open says so itself. */
		if (p->lx->brackets != 0 && p->lx->unfinished)
			return false;
		/* fallthrough */
	case TOK_NEWLINE:
		return lexer_error(p->lx, tok->pos, tok->pos + 1,
		    _("the line ends where %s should come"), what);
	default:
		return lexer_error(p->lx, tok->pos, tok->end,
		    tok->kind == TOK_STRING ?
			_("%.*s stands where %s should") :
			_("\"%.*s\" stands where %s should"),
		    (int)shown(p->lx, tok), p->lx->text.data + tok->pos, what);
	}
}

bool
parse_open(struct parser *p, struct token *open)
{
	*open = lexer_take(p->lx);
	if (!parse_enter(p))
		return false;
	p->lx->brackets++;
	return true;
}

bool
parse_close(struct parser *p, const struct token *open, enum token_kind kind,
    const char *what, bool ok)
{
	struct lexer *lx = p->lx;

	ok = ok && lexer_peek(lx)->kind == kind;
	if (!ok && lx->unfinished)
		lexer_error(lx, open->pos, open->end,
		    _("this %.*s is never closed"),
		    (int)(open->end - open->pos), lx->text.data + open->pos);
	if (!ok)
		parse_expected(p, what);
	lx->brackets--;
	p->depth--;
	if (ok)
		lexer_take(lx);
	return ok;
}

/* Whether the statement ends here; the end itself stays. */
bool
parse_at_end(struct parser *p)
{
	switch (lexer_peek(p->lx)->kind) {
	case TOK_EOF:
	case TOK_NEWLINE:
	case TOK_SEMICOLON:
		return true;
	case TOK_RBRACE:
		return p->blocks != 0;
	default:
		return false;
	}
}

bool
parse_next_is(struct parser *p, const char *word)
{
	const struct token *tok = lexer_peek(p->lx);

	return tok->kind == TOK_NAME && tok->end - tok->pos == strlen(word) &&
	    strncmp(p->lx->text.data + tok->pos, word, strlen(word)) == 0;
}
