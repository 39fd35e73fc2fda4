/* SPDX-License-Identifier: GPL-3.0-or-later */
/* String literals and escapes. */
#include <string.h>

#include "base/chars.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/lexer.h"

size_t
lexer_quote(const struct lexer *lx, size_t pos)
{
	size_t len;
	char c = lexer_wide(lx, pos, &len);

	return c == '"' || c == '\'' ? len : 0;
}

/* Exactly n hexadecimal digits; -1 with an error. */
static long
escape_hex(struct lexer *lx, size_t pos, size_t at, unsigned n)
{
	long value = 0;

	for (unsigned i = 0; i < n; i++) {
		int digit = char_hex(lexer_char(lx, at + i));

		if (digit < 0) {
			lexer_error(lx, pos, at + i,
			    _("\\%c wants %u hexadecimal digits"),
			    lexer_char(lx, pos + 1), n);
			return -1;
		}
		value = value * 16 + digit;
	}
	return value;
}

static bool
escape_octal(struct lexer *lx, size_t *pos, struct strbuf *out)
{
	size_t at = *pos + 1;
	unsigned value = 0;

	while (at < *pos + 4 && lexer_char(lx, at) >= '0' &&
	    lexer_char(lx, at) <= '7')
		value = value * 8 + (unsigned)(lexer_char(lx, at++) - '0');
	if (value > 255)
		return lexer_error(lx, *pos, at,
		    _("\\%o is more than a byte holds (\\377)"), value);
	sb_char(out, (char)value);
	*pos = at;
	return true;
}

bool
lexer_escape(struct lexer *lx, size_t *pos, struct strbuf *out)
{
	static const char from[] = "nrtabfv\\\"'", to[] = "\n\r\t\a\b\f\v\\\"'";
	char c = lexer_char(lx, *pos + 1);
	const char *simple = c != '\0' ? strchr(from, c) : NULL;
	unsigned digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
	long value;

	if (simple != NULL) {
		sb_char(out, to[simple - from]);
		*pos += 2;
		return true;
	}
	if (c >= '0' && c <= '7')
		return escape_octal(lx, pos, out);
	if (digits == 0) {
		sb_char(out, '\\');
		*pos += 1;
		return true;
	}
	value = escape_hex(lx, *pos, *pos + 2, digits);
	if (value < 0)
		return false;
	if (digits == 2) {
		sb_char(out, (char)value);
	} else if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
		return lexer_error(lx, *pos, *pos + 2 + digits,
		    _("U+%lX is not a character"), value);
	} else {
		utf8_encode(out, (uint32_t)value);
	}
	*pos += 2 + digits;
	return true;
}

bool
lexer_closes(const struct lexer *lx, size_t open, size_t pos)
{
	size_t open_len, len;
	char quote = lexer_wide(lx, open, &open_len);

	return lexer_wide(lx, pos, &len) == quote && len == open_len;
}

/* Whether a quote of the other width at pos may have been meant as the end: a
 * blank or a sign follows, and it has not opened anything itself. */
static bool
seems_to_close(const struct lexer *lx, size_t pos, size_t len)
{
	char next = lexer_sign(lx, pos + len);

	return strncmp(lx->text.data + pos, "“", 3) != 0 &&
	    strncmp(lx->text.data + pos, "‘", 3) != 0 &&
	    (next == '\0' || strchr(" \t\r\n,;.)]}:", next) != NULL);
}

/* The literal that began at open has no end. Says so if its first line seems to
 * have one, of the other kind, “abc" or "abc”: more lines would not help. */
static bool
quotes_differ(struct lexer *lx, size_t open)
{
	size_t len, at = open + lexer_quote(lx, open), end = 0;
	char quote = lexer_sign(lx, open);
	int within = 0;

	for (; at < lx->text.len && lx->text.data[at] != '\n'; at += len) {
		if (lexer_wide(lx, at, &len) == '\\' && len == 1)
			len = 2;
		else if (lexer_quote(lx, at) != 0 &&
		    lexer_sign(lx, at) == quote) {
			if (seems_to_close(lx, at, len) && within == 0)
				end = at;
			else
				within += seems_to_close(lx, at, len) ? -1 : 1;
		}
	}
	if (end == 0)
		return false;
	len = lexer_quote(lx, open);
	lexer_error(lx, open, end + lexer_quote(lx, end),
	    _("this quote is never closed: %.*s opens it, and %.*s is another; "
	      "both \" or both of full width"),
	    (int)len, lx->text.data + open, (int)lexer_quote(lx, end),
	    lx->text.data + end);
	return true;
}

/* How long a line's end that a backslash at pos takes away is; 0 if none. */
size_t
lexer_joins(const struct lexer *lx, size_t pos)
{
	if (lexer_char(lx, pos) != '\\')
		return 0;
	if (lexer_char(lx, pos + 1) == '\n')
		return 2;
	return lexer_char(lx, pos + 1) == '\r' &&
		lexer_char(lx, pos + 2) == '\n' ?
	    3 :
	    0;
}

bool
lexer_nul(struct lexer *lx, size_t pos)
{
	return lexer_error(lx, pos, pos + 1,
	    _("a NUL byte in the text; in a string it is written \\0"));
}

bool
lexer_string(struct lexer *lx, size_t *pos, bool raw, struct strbuf *out)
{
	size_t len, open = *pos, at = open + lexer_quote(lx, open);

	for (;;) {
		char c = lexer_wide(lx, at, &len);

		if (at >= lx->text.len) {
			if (quotes_differ(lx, open))
				return false;
			if (lexer_more(lx))
				continue;
			return lexer_error(lx, open,
			    open + lexer_quote(lx, open),
			    _("this quote is never closed"));
		}
		if (lexer_closes(lx, open, at)) {
			*pos = at + len;
			return true;
		}
		if (c == '\0')
			return lexer_nul(lx, at);
		if (c != '\\' || len != 1) {
			sb_add(out, lx->text.data + at, len);
			at += len;
		} else if (raw) {
			sb_add(out, lx->text.data + at, 1);
			at++;
		} else if (lexer_joins(lx, at) != 0) {
			at += lexer_joins(lx, at);
		} else if (!lexer_escape(lx, &at, out)) {
			return false;
		}
	}
}
