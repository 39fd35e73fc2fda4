/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pattern of expect. */
#include <errno.h>
#include <regex.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parser.h"
#include "model/xlat.h"

/* glibc's regcomp recurses on brackets and unrolls {m,n}: both are held short,
 * so that no pattern can exhaust stack or memory. */
enum {
	REGEX_LENGTH_MAX = 512,
	REGEX_NESTING_MAX = 16,
	REGEX_COUNTS_MAX = 4,
};

static bool
regex_is_modest(const char *s, size_t len)
{
	unsigned nesting = 0, deepest = 0, counts = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\\' && i + 1 < len) {
			i++;
			/* A back reference can take exponential time. */
			if (s[i] >= '1' && s[i] <= '9')
				return false;
			continue;
		}
		if (s[i] == '(' && ++nesting > deepest)
			deepest = nesting;
		if (s[i] == ')' && nesting != 0)
			nesting--;
		counts += s[i] == '{';
	}
	return len <= REGEX_LENGTH_MAX && deepest <= REGEX_NESTING_MAX &&
	    counts <= REGEX_COUNTS_MAX;
}

/* regex := '/' … '/', where \/ is a slash */
static bool
expect_regex(struct parser *p, size_t pos, struct expect_item *item)
{
	struct lexer *lx = p->lx;
	struct strbuf text = { 0 };
	size_t at = pos + 1;
	char why[128];
	int rc;

	for (;; at++) {
		char c = lexer_char(lx, at);

		if (at >= lx->text.len || c == '\n' || c == '\0') {
			sb_free(&text);
			return lexer_error(lx, pos, pos + 1,
			    _("this / is never closed: /pattern/"));
		}
		if (c == '/')
			break;
		if (c == '\\' && lexer_char(lx, at + 1) == '/')
			at++;
		sb_char(&text, lexer_char(lx, at));
	}
	item->want = WANT_REGEX;
	if (!regex_is_modest(sb_text(&text), text.len)) {
		sb_free(&text);
		return lexer_error(lx, pos, at + 1,
		    _("this pattern is too long, too deeply nested, or "
		      "refers back"));
	}
	item->regex = unit_new_regex(p->unit);
	rc = regcomp(item->regex, sb_text(&text), REG_EXTENDED);
	if (rc != 0)
		regerror(rc, item->regex, why, sizeof(why));
	sb_free(&text);
	if (rc != 0) {
		/* What did not compile must not be freed by regfree. */
		memset(item->regex, 0, sizeof(regex_t));
		return lexer_error(lx, pos, at + 1,
		    _("not a regular expression: %s"), why);
	}
	lexer_seek(lx, at + 1);
	return true;
}

/* The name of an errno; anything else is an expression. */
static bool
expect_errno(struct parser *p, const struct token *tok,
    struct expect_item *item)
{
	char name[32];
	int err;

	if (tok->kind != TOK_NAME || tok->end - tok->pos >= sizeof(name))
		return false;
	memcpy(name, p->lx->text.data + tok->pos, tok->end - tok->pos);
	name[tok->end - tok->pos] = '\0';
	err = errno_by_name(name);
	if (err == 0)
		return false;
	item->want = WANT_ERRNO;
	item->err = err;
	lexer_take(p->lx);
	return true;
}

/* item := '*' | errno | '/' regex '/' | number | string | '$' name | '(' expr
 * ')' */
static bool
parse_item(struct parser *p, struct expect_item *item)
{
	const struct token *tok = lexer_peek(p->lx);
	size_t pos = tok->pos;
	char c = lexer_char(p->lx, pos);

	*item = (struct expect_item){ .want = WANT_ANY };
	if (c == '*') {
		lexer_seek(p->lx, pos + 1);
		return true;
	}
	if (c == '/')
		return expect_regex(p, pos, item);
	if (expect_errno(p, tok, item))
		return true;
	if (c == '$')
		lexer_seek(p->lx, pos + 1);
	item->want = WANT_VALUE;
	item->value = parse_unary(p);
	return item->value != NULL;
}

/* expect := 'expect' item {item} */
struct node *
parse_expect(struct parser *p, size_t pos)
{
	struct expect_item items[8];
	struct node *node;
	uint32_t n = 0;

	for (;;) {
		enum token_kind kind = lexer_peek(p->lx)->kind;
		size_t at = lexer_peek(p->lx)->pos;

		if (kind == TOK_NEWLINE || kind == TOK_SEMICOLON ||
		    kind == TOK_EOF || kind == TOK_RBRACE)
			break;
		if (n == sizeof(items) / sizeof(items[0])) {
			lexer_error(p->lx, at, at + 1,
			    _("expect takes 8 things at most"));
			return NULL;
		}
		if (!parse_item(p, &items[n]))
			return NULL;
		items[n++].text = unit_strdup(p->unit, p->lx->text.data + at,
		    p->lx->pos - at);
	}
	if (n == 0) {
		parse_expected(p,
		    _("what is expected: a number, an errno's "
		      "name, \"text\", /pattern/ or *"));
		return NULL;
	}
	node = parse_node(p, NODE_EXPECT, pos);
	node->expect.nitems = n;
	node->expect.items = unit_alloc(p->unit, n * sizeof(items[0]));
	memcpy(node->expect.items, items, n * sizeof(items[0]));
	return node;
}
