/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's f"{x} bytes": made "%s bytes" % (x,). */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/parser.h"
#include "model/pack.h"

bool
parse_at_fstring(struct parser *p)
{
	const struct token *tok = lexer_peek(p->lx);

	return tok->end == tok->pos + 1 &&
	    (lexer_char(p->lx, tok->pos) | 32) == 'f' &&
	    lexer_quote(p->lx, tok->end) != 0;
}

/* A piece of text: % stands for itself. */
static void
add_literal(struct strbuf *format, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%')
			sb_char(format, '%');
		sb_char(format, s[i]);
	}
}

/* spec := ':' …, up to the } */
static bool
parse_spec(struct parser *p, struct strbuf *format)
{
	struct lexer *lx = p->lx;
	size_t begin, end;
	char *cause = NULL;

	if (lexer_peek(lx)->kind != TOK_COLON)
		return format_spec(format, "", 0, &cause);
	begin = end = lexer_peek(lx)->end;
	while (lexer_char(lx, end) != '\0' && lexer_char(lx, end) != '}' &&
	    lexer_char(lx, end) != '\n')
		end++;
	if (!format_spec(format, lx->text.data + begin, end - begin, &cause)) {
		lexer_error(lx, begin, end, "%s", cause);
		free(cause);
		return false;
	}
	lexer_seek(lx, end);
	return true;
}

/* insertion := '{' expr [spec] '}' */
static bool
parse_insertion(struct parser *p, size_t *at, struct strbuf *format,
    struct node_list *list)
{
	struct lexer *lx = p->lx;
	struct node *node;

	lexer_seek(lx, *at + 1);
	node = parse_expr(p);
	if (node == NULL || !parse_spec(p, format))
		return false;
	if (lexer_peek(lx)->kind != TOK_RBRACE)
		return parse_expected(p, "}");
	list_add(list, node);
	*at = lexer_peek(lx)->end;
	return true;
}

/* One step of the text at *at; *end is set behind the quote that ends it. */
static bool
parse_piece(struct parser *p, size_t open, size_t *at, struct strbuf *format,
    struct node_list *list)
{
	struct lexer *lx = p->lx;
	char c = lexer_char(lx, *at), next = lexer_char(lx, *at + 1);
	struct strbuf piece = { 0 };
	bool ok = true;

	if (c == '\0' || c == '\n')
		return lexer_error(lx, open, open + 1,
		    _("this quote is never closed"));
	if (c == '{' && next != '{')
		return parse_insertion(p, at, format, list);
	if (c == '\\' && lexer_joins(lx, *at) == 0) {
		ok = lexer_escape(lx, at, &piece);
	} else {
		sb_char(&piece, c);
		*at += 1 + ((c == '{' || c == '}') && next == c);
	}
	add_literal(format, sb_text(&piece), piece.len);
	sb_free(&piece);
	return ok;
}

/* fstring := 'f' '"' {text | insertion} '"' */
struct node *
parse_fstring(struct parser *p)
{
	struct lexer *lx = p->lx;
	struct token f = lexer_take(lx);
	size_t open = f.end, len = lexer_quote(lx, open), at = open + len;
	struct strbuf format = { 0 };
	struct node_list list = { 0 };
	struct node *text, *values, *node = NULL;
	bool ok = parse_enter(p);

	while (ok && !lexer_closes(lx, open, at))
		ok = parse_piece(p, open, &at, &format, &list);
	if (ok) {
		p->depth--;
		lexer_seek(lx, at + len);
		text = unit_const(p->unit,
		    value_bytes(sb_text(&format), format.len),
		    parse_pos(p, f.pos), parse_pos(p, at + len));
		values = parse_node(p, NODE_TUPLE, text->pos);
		list_give(&list, p, values);
		node = parse_binary_node(p, NODE_BINARY, OP_MOD, text, values);
	}
	list_free(&list);
	sb_free(&format);
	return node;
}
