/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C's initializers: { 1, 2 }, { .l_onoff = 1, [2] = { 0 } }. */
#include "base/i18n.h"
#include "lang/parser.h"

/* path := '.' name {'.' name}, as one field */
static const char *
parse_path(struct parser *p)
{
	struct lexer *lx = p->lx;
	size_t begin = lexer_skip(lx, lexer_take(lx).end), end = begin;

	for (;;) {
		size_t name = lexer_name_end(lx, end);

		if (name == end) {
			lexer_seek(lx, end);
			parse_expected(p, _("a field's name"));
			return NULL;
		}
		end = name;
		if (lexer_char(lx, end) != '.')
			break;
		end++;
	}
	lexer_seek(lx, end);
	return unit_strdup(p->unit, lx->text.data + begin, end - begin);
}

/* index := '[' expr ']' */
static struct node *
parse_place(struct parser *p)
{
	struct token open;
	struct node *index;

	if (!parse_open(p, &open))
		return NULL;
	index = parse_expr(p);
	return parse_close(p, &open, TOK_RBRACKET, "]", index != NULL) ? index :
									 NULL;
}

static struct node *
parse_init_value(struct parser *p)
{
	return lexer_peek(p->lx)->kind == TOK_LBRACE ? parse_init(p) :
						       parse_expr(p);
}

/* designated := (path | index) '=' (expr | initializer) */
static struct node *
parse_designated(struct parser *p)
{
	size_t pos = parse_pos(p, lexer_peek(p->lx)->pos);
	bool field = lexer_peek(p->lx)->kind == TOK_DOT;
	struct node *kids[2] = { NULL, NULL }, *node;
	const char *path = NULL;

	if (field ? (path = parse_path(p)) == NULL :
		    (kids[1] = parse_place(p)) == NULL)
		return NULL;
	if (lexer_peek(p->lx)->kind != TOK_ASSIGN ||
	    lexer_peek(p->lx)->op != OP_NONE) {
		parse_expected(p, "=");
		return NULL;
	}
	lexer_take(p->lx);
	if ((kids[0] = parse_init_value(p)) == NULL)
		return NULL;
	node = parse_node_of(p, NODE_DESIGNATE, pos, kids, 2);
	node->text = path;
	return node;
}

/* initializer := '{' [item {',' item} [',']] '}';
 * item := designated | expr | initializer */
struct node *
parse_init(struct parser *p)
{
	struct node_list list = { 0 };
	struct token open;
	struct node *node;
	bool ok = true;

	if (!parse_open(p, &open))
		return NULL;
	while (ok && lexer_peek(p->lx)->kind != TOK_RBRACE) {
		enum token_kind kind = lexer_peek(p->lx)->kind;
		struct node *item = kind == TOK_DOT || kind == TOK_LBRACKET ?
		    parse_designated(p) :
		    parse_init_value(p);

		ok = item != NULL;
		if (ok)
			list_add(&list, item);
		if (!ok || !parse_accept(p, TOK_COMMA))
			break;
	}
	if (!parse_close(p, &open, TOK_RBRACE, _(", or }"), ok)) {
		list_free(&list);
		return NULL;
	}
	node = parse_node(p, NODE_INIT, parse_pos(p, open.pos));
	list_give(&list, p, node);
	return node;
}
