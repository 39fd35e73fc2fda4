/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens of expressions. */
#include "lang/lexer.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/tree.h"
#include "model/prim.h"

void
lexer_init(struct lexer *lx, unsigned line)
{
	*lx = (struct lexer){ .line = line };
}

static void
lexer_forget(struct lexer *lx)
{
	if (lx->have)
		value_drop(&lx->tok.value);
	lx->have = false;
}

void
lexer_free(struct lexer *lx)
{
	lexer_forget(lx);
	sb_free(&lx->text);
	free(lx->cause);
	lx->cause = NULL;
}

void
lexer_next_unit(struct lexer *lx)
{
	size_t rest = lx->text.len - lx->pos;

	lexer_forget(lx);
	for (size_t i = lx->start; i < lx->pos; i++)
		lx->line += lx->text.data[i] == '\n';
	/* What was read stays until there is much of it, so that a large file
	 * is not moved for each of its statements. */
	if (lx->pos > 65536 && lx->pos > rest) {
		memmove(lx->text.data, lx->text.data + lx->pos, rest);
		sb_truncate(&lx->text, rest);
		lx->pos = 0;
	}
	lx->start = lx->pos;
	lx->brackets = 0;
	lx->wide = false;
	lx->unfinished = false;
	free(lx->cause);
	lx->cause = NULL;
}

bool
lexer_error(struct lexer *lx, size_t pos, size_t end, const char *fmt, ...)
{
	va_list ap;

	if (lx->cause != NULL)
		return false;
	va_start(ap, fmt);
	lx->cause = xvasprintf(fmt, ap);
	va_end(ap);
	lx->bad_pos = pos;
	lx->bad_end = end;
	return false;
}

bool
lexer_more(struct lexer *lx)
{
	if (lx->more != NULL && lx->more(lx->more_ctx, &lx->text))
		return true;
	lx->unfinished = true;
	return false;
}

/* What input methods have where ASCII is meant, beside U+FF01 to U+FF5E. */
static char
other_sign(uint32_t cp)
{
	static const struct {
		uint16_t cp;
		char sign;
	} signs[] = { { 0x3000, ' ' }, { 0x201c, '"' }, { 0x201d, '"' },
		{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x3001, ',' },
		{ 0x3002, '.' }, { 0x3010, '[' }, { 0x3011, ']' },
		{ 0x300a, '<' }, { 0x300b, '>' }, { 0xffe5, '$' } };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (signs[i].cp == cp)
			return signs[i].sign;
	}
	return '\0';
}

/* A sign or a digit of CJK full width, as ASCII; 0 if s is none. All are three
 * bytes long. */
static char
full_width(const char *s, size_t len)
{
	uint32_t cp;
	char c;

	if (len < 3 || (unsigned char)*s < 0xe0 ||
	    utf8_decode(s, len, &cp) != 3)
		return '\0';
	if (cp < 0xff01 || cp > 0xff5e)
		return other_sign(cp);
	c = (char)(cp - 0xff01 + '!');
	/* Letters stay letters. */
	return (c | 32) >= 'a' && (c | 32) <= 'z' ? '\0' : c;
}

char
lexer_wide(const struct lexer *lx, size_t pos, size_t *len)
{
	char wide = pos < lx->text.len ?
	    full_width(lx->text.data + pos, lx->text.len - pos) :
	    '\0';

	*len = wide != '\0' ? 3 : 1;
	return wide != '\0' ? wide : lexer_char(lx, pos);
}

char
lexer_sign(const struct lexer *lx, size_t pos)
{
	size_t len;

	return lexer_wide(lx, pos, &len);
}

size_t
lexer_blank(const struct lexer *lx, size_t pos)
{
	size_t len;
	char c = lexer_wide(lx, pos, &len);

	return c == ' ' || c == '\t' || c == '\r' ? len : 0;
}

bool
lexer_fold(const char *s, size_t len, struct strbuf *out)
{
	struct strbuf folded = { 0 };
	size_t at = 0;

	while (at < len) {
		char wide = full_width(s + at, len - at);

		if (wide == '\0' && (unsigned char)s[at] >= 0x80)
			break;
		sb_char(&folded, wide != '\0' ? wide : s[at]);
		at += wide != '\0' ? 3 : 1;
	}
	if (at == len && folded.len != len)
		sb_add(out, folded.data, folded.len);
	else
		at = 0;
	sb_free(&folded);
	return at != 0;
}

static size_t
skip_line(const struct lexer *lx, size_t pos)
{
	while (pos < lx->text.len && lx->text.data[pos] != '\n')
		pos++;
	return pos;
}

/* Past a block comment; asks for more lines while it is open. */
static size_t
skip_comment(struct lexer *lx, size_t pos)
{
	size_t at = pos + 2;

	for (;;) {
		const char *s = lx->text.data + at;
		const char *end = memmem(s, lx->text.len - at, "*/", 2);

		if (end != NULL)
			return (size_t)(end - lx->text.data) + 2;
		if (lx->text.len > pos + 2)
			at = lx->text.len - 1;
		if (at < pos + 2)
			at = pos + 2;
		if (!lexer_more(lx)) {
			lexer_error(lx, pos, pos + 2,
			    _("this comment is never closed: */ is missing"));
			return lx->text.len;
		}
	}
}

size_t
lexer_skip(struct lexer *lx, size_t pos)
{
	for (;;) {
		size_t len;
		char c = lexer_wide(lx, pos, &len);
		char next = lexer_char(lx, pos + 1);

		if (pos >= lx->text.len) {
			if (lx->brackets == 0 || lx->cause != NULL ||
			    !lexer_more(lx))
				return pos;
		} else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
			lx->wide |= len != 1;
			pos += len;
		} else if (c == '\n' && lx->brackets != 0) {
			pos++;
		} else if (c == '#' || (c == '/' && next == '/')) {
			pos = skip_line(lx, pos);
		} else if (c == '/' && next == '*') {
			pos = skip_comment(lx, pos);
		} else if (lexer_joins(lx, pos) != 0) {
			pos += lexer_joins(lx, pos);
			if (pos >= lx->text.len && !lexer_more(lx))
				return pos;
		} else {
			return pos;
		}
	}
}

size_t
lexer_name_end(const struct lexer *lx, size_t pos)
{
	size_t at = pos;

	while (at < lx->text.len) {
		unsigned char c = (unsigned char)lx->text.data[at];
		size_t len = 1;
		uint32_t cp;

		if ((c | 32) >= 'a' && (c | 32) <= 'z') {
			at++;
			continue;
		}
		if (c == '_' || (at > pos && c >= '0' && c <= '9')) {
			at++;
			continue;
		}
		if (c < 0x80)
			break;
		/* Letters of other scripts: not punctuation, whose blocks are
		 * U+2000 to 206F, 3000 to 3020 and FF00 to FFEF. */
		len = utf8_decode(lx->text.data + at, lx->text.len - at, &cp);
		if (len == 0 || cp < 0xaa || !text_printable(cp) ||
		    (cp >= 0x2000 && cp <= 0x2bff) ||
		    (cp >= 0x3000 && cp <= 0x3020) ||
		    (cp >= 0xff00 && cp <= 0xffef) || cp >= 0x1f000)
			break;
		at += len;
	}
	return at;
}

static void
lex_string(struct lexer *lx, struct token *tok, size_t pos, bool raw)
{
	struct strbuf text = { 0 };

	tok->kind = TOK_BAD;
	lx->wide |= lexer_quote(lx, pos) != 1;
	if (lexer_string(lx, &pos, raw, &text)) {
		tok->kind = TOK_STRING;
		tok->value = value_bytes(sb_text(&text), text.len);
		tok->end = pos;
	}
	sb_free(&text);
}

/* The end of what looks like a number: digits, letters, points, an exponent. */
static size_t
number_end(const struct lexer *lx, size_t pos)
{
	char before = '\0';
	bool hex = false;
	size_t len;

	for (;; pos += len) {
		char c = lexer_wide(lx, pos, &len);

		hex |= before == '0' && (c | 32) == 'x';
		if (!(c >= '0' && c <= '9') && c != '.' && c != '_' &&
		    !((c | 32) >= 'a' && (c | 32) <= 'z') &&
		    !((c == '+' || c == '-') && !hex && (before | 32) == 'e'))
			return pos;
		before = c;
	}
}

static bool
number_is_float(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return s[digits] == '.' || (digits != 0 && (s[digits] | 32) == 'e');
}

static void
lex_number(struct lexer *lx, struct token *tok)
{
	size_t end = number_end(lx, tok->pos), len = 0, width;
	char text[80], *rest, *cause = NULL;
	int64_t n = 0;

	tok->kind = TOK_BAD;
	tok->end = end;
	for (size_t at = tok->pos; at < end; at += width, len++) {
		if (len + 1 >= sizeof(text)) {
			lexer_error(lx, tok->pos, end,
			    _("this number is too long"));
			return;
		}
		text[len] = lexer_wide(lx, at, &width);
		lx->wide |= width != 1;
	}
	text[len] = '\0';
	if (number_is_float(text)) {
		tok->value = VALUE_FLOAT(strtod(text, &rest));
		if (*rest == '\0' && isfinite(tok->value.f))
			tok->kind = TOK_NUMBER;
		else if (*rest == '\0')
			lexer_error(lx, tok->pos, end,
			    _("%s is larger than a float can be"), text);
		else if (*rest == '.')
			lexer_error(lx, tok->pos, end,
			    _("an address in an expression is text: "
			      "\"%s\""),
			    text);
		else
			lexer_error(lx, tok->pos, end, _("%s is not a number"),
			    text);
		return;
	}
	if (number_parse(text, len, false, &n, &cause) == 1) {
		tok->kind = TOK_NUMBER;
		tok->value = VALUE_INT(n);
		return;
	}
	lexer_error(lx, tok->pos, end,
	    cause != NULL ? "%s" :
			    _("%s is not a "
			      "number"),
	    cause != NULL ? cause : text);
	free(cause);
}

/* The operators, longest first. */
struct op_row {
	char text[4];
	enum token_kind kind;
	int op;
};

static const struct op_row op_rows[] = {
	{ "<<=", TOK_ASSIGN, OP_SHL },
	{ ">>=", TOK_ASSIGN, OP_SHR },
	{ "+=", TOK_ASSIGN, OP_ADD },
	{ "-=", TOK_ASSIGN, OP_SUB },
	{ "*=", TOK_ASSIGN, OP_MUL },
	{ "/=", TOK_ASSIGN, OP_DIV },
	{ "%=", TOK_ASSIGN, OP_MOD },
	{ "&=", TOK_ASSIGN, OP_BAND },
	{ "|=", TOK_ASSIGN, OP_BOR },
	{ "^=", TOK_ASSIGN, OP_BXOR },
	{ "->", TOK_DOT, OP_NONE }, /* what is behind a pointer is the thing */
	{ "<<", TOK_OP, OP_SHL },
	{ ">>", TOK_OP, OP_SHR },
	{ "<=", TOK_OP, OP_LE },
	{ ">=", TOK_OP, OP_GE },
	{ "==", TOK_OP, OP_EQ },
	{ "!=", TOK_OP, OP_NE },
	{ "&&", TOK_AND, OP_NONE },
	{ "||", TOK_OR, OP_NONE },
	{ "=", TOK_ASSIGN, OP_NONE },
	{ "<", TOK_OP, OP_LT },
	{ ">", TOK_OP, OP_GT },
	{ "+", TOK_OP, OP_ADD },
	{ "-", TOK_OP, OP_SUB },
	{ "*", TOK_OP, OP_MUL },
	{ "/", TOK_OP, OP_DIV },
	{ "%", TOK_OP, OP_MOD },
	{ "&", TOK_OP, OP_BAND },
	{ "^", TOK_OP, OP_BXOR },
	{ "|", TOK_OP, OP_BOR },
	{ "!", TOK_NOT, OP_INVERT },
	{ "~", TOK_TILDE, OP_NONE },
	{ "(", TOK_LPAREN, OP_NONE },
	{ ")", TOK_RPAREN, OP_NONE },
	{ "[", TOK_LBRACKET, OP_NONE },
	{ "]", TOK_RBRACKET, OP_NONE },
	{ "{", TOK_LBRACE, OP_NONE },
	{ "}", TOK_RBRACE, OP_NONE },
	{ ",", TOK_COMMA, OP_NONE },
	{ ".", TOK_DOT, OP_NONE },
	{ ":", TOK_COLON, OP_NONE },
	{ "?", TOK_QUESTION, OP_NONE },
	{ ";", TOK_SEMICOLON, OP_NONE },
	{ "\n", TOK_NEWLINE, OP_NONE },
};

/* Whether only a comment, or nothing, stands between pos and the end of the
 * statement: an & there makes a job. */
static bool
at_statement_end(const struct lexer *lx, size_t pos)
{
	char c;

	while (lexer_blank(lx, pos) != 0)
		pos += lexer_blank(lx, pos);
	c = lexer_sign(lx, pos);
	if (c == '/')
		return lexer_char(lx, pos + 1) == '/';
	return pos >= lx->text.len || c == '\n' || c == ';' || c == '}' ||
	    c == '#';
}

/* How many bytes follow the first one of a character. */
static size_t
other_len(const struct lexer *lx, size_t pos)
{
	uint32_t cp;
	size_t len = utf8_decode(lx->text.data + pos, lx->text.len - pos, &cp);

	return len != 0 ? len - 1 : 0;
}

/* Where an operator that begins at pos ends; pos if it does not. */
static size_t
op_end(const struct lexer *lx, size_t pos, const char *text)
{
	size_t at = pos, len;

	for (; *text != '\0'; text++) {
		if (lexer_wide(lx, at, &len) != *text)
			return pos;
		at += len;
	}
	return at;
}

static void
lex_op(struct lexer *lx, struct token *tok)
{
	size_t len;
	char c = lexer_wide(lx, tok->pos, &len);

	/* A character as a whole, so that a message can show it. */
	tok->kind = TOK_OTHER;
	if (len == 1 && (unsigned char)c >= 0x80)
		len += other_len(lx, tok->pos);
	tok->end = tok->pos + len;
	for (size_t i = 0; i < sizeof(op_rows) / sizeof(op_rows[0]); i++) {
		const struct op_row *row = &op_rows[i];
		size_t end;

		if (row->text[0] != c)
			continue;
		end = op_end(lx, tok->pos, row->text);
		if (end == tok->pos)
			continue;
		tok->kind = row->kind;
		tok->op = row->op;
		tok->end = end;
		lx->wide |= end - tok->pos != strlen(row->text);
		break;
	}
	if (c == '&' && tok->op == OP_BAND && lx->brackets == 0 &&
	    at_statement_end(lx, tok->end))
		tok->kind = TOK_JOB;
}

static void
lex_name(struct lexer *lx, struct token *tok, size_t end)
{
	static const struct op_row words[] = { { "or", TOK_OR, OP_NONE },
		{ "in", TOK_OP, OP_IN } };
	const char *s = lx->text.data + tok->pos;
	size_t len = end - tok->pos;
	bool raw = (*s | 32) == 'r';

	/* b'…', r'…', u'…', as in Python. */
	if (len == 1 && strchr("bBrRuU", *s) != NULL &&
	    lexer_quote(lx, end) != 0) {
		lex_string(lx, tok, end, raw);
		return;
	}
	tok->kind = TOK_NAME;
	tok->end = end;
	if (len == 3 && strncmp(s, "and", 3) == 0)
		tok->kind = TOK_AND;
	if (len == 3 && strncmp(s, "not", 3) == 0)
		tok->kind = TOK_NOT;
	for (size_t i = 0; i < 2; i++) {
		if (len == 2 && strncmp(s, words[i].text, 2) == 0) {
			tok->kind = words[i].kind;
			tok->op = words[i].op;
		}
	}
}

static void
lex(struct lexer *lx, struct token *tok)
{
	size_t pos = lexer_skip(lx, lx->pos), end, len;
	char c = lexer_wide(lx, pos, &len), next;

	*tok =
	    (struct token){ .pos = pos, .end = pos, .spaced = pos != lx->pos };
	if (lx->cause != NULL) {
		tok->kind = TOK_BAD;
		return;
	}
	if (pos >= lx->text.len) {
		tok->kind = TOK_EOF;
		return;
	}
	if (c == '\0') {
		tok->kind = TOK_BAD;
		lexer_nul(lx, pos);
		return;
	}
	if (lexer_quote(lx, pos) != 0) {
		lex_string(lx, tok, pos, false);
		return;
	}
	next = lexer_sign(lx, pos + len);
	if ((c >= '0' && c <= '9') ||
	    (c == '.' && next >= '0' && next <= '9')) {
		lex_number(lx, tok);
		return;
	}
	end = lexer_name_end(lx, pos);
	if (end != pos)
		lex_name(lx, tok, end);
	else
		lex_op(lx, tok);
}

const struct token *
lexer_peek(struct lexer *lx)
{
	if (!lx->have) {
		lex(lx, &lx->tok);
		lx->have = true;
	}
	return &lx->tok;
}

struct token
lexer_take(struct lexer *lx)
{
	struct token tok = *lexer_peek(lx);

	lx->have = false;
	lx->pos = tok.end;
	return tok;
}

void
lexer_seek(struct lexer *lx, size_t pos)
{
	lexer_forget(lx);
	lx->pos = pos;
}

void
lexer_skip_bom(struct lexer *lx)
{
	if (lx->text.len >= 3 && memcmp(lx->text.data, "\xef\xbb\xbf", 3) == 0)
		lexer_seek(lx, 3);
}
