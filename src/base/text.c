/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, quoting as strace does, and making foreign bytes safe to show. */
#include "base/text.h"

#include "base/chars.h"

/* More than this many stacked on one character climb over other lines. */
enum { MARKS_MAX = 2 };

/* The length that a first byte promises, and the least and the most that its
 * second byte may be: that alone keeps out overlong forms, surrogates and what
 * is above U+10FFFF. */
struct lead {
	unsigned char len;
	unsigned char low;
	unsigned char high;
};

static struct lead
utf8_lead(unsigned char c)
{
	struct lead lead = { .len = 0, .low = 0x80, .high = 0xbf };

	if (c < 0xc2 || c > 0xf4)
		return lead;
	lead.len = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (c == 0xe0)
		lead.low = 0xa0;
	else if (c == 0xed)
		lead.high = 0x9f;
	else if (c == 0xf0)
		lead.low = 0x90;
	else if (c == 0xf4)
		lead.high = 0x8f;
	return lead;
}

size_t
utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	struct lead lead;
	uint32_t c;
	size_t i;

	if (len == 0)
		return 0;
	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	lead = utf8_lead(u[0]);
	if (lead.len == 0 || len < lead.len || u[1] < lead.low ||
	    u[1] > lead.high)
		return 0;
	c = u[0] & (0x7fu >> lead.len);
	for (i = 1; i < lead.len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	*cp = c;
	return lead.len;
}

void
utf8_encode(struct strbuf *out, uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		sb_char(out, (char)cp);
		return;
	}
	if (cp < 0x800) {
		sb_char(out, (char)(0xc0 | cp >> 6));
	} else {
		if (cp < 0x10000) {
			sb_char(out, (char)(0xe0 | cp >> 12));
		} else {
			sb_char(out, (char)(0xf0 | cp >> 18));
			sb_char(out, (char)(0x80 | (cp >> 12 & 0x3f)));
		}
		sb_char(out, (char)(0x80 | (cp >> 6 & 0x3f)));
	}
	sb_char(out, (char)(0x80 | (cp & 0x3f)));
}

bool
utf8_valid(const char *s, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len != 0; s += n, len -= n) {
		n = utf8_decode(s, len, &cp);
		if (n == 0)
			return false;
	}
	return true;
}

/* How many bytes are printable ASCII; in quotes, those that need no escape. */
static size_t
plain_run(const char *s, size_t len, bool quoted)
{
	size_t n = 0;

	while (n < len && s[n] >= 0x20 && s[n] < 0x7f &&
	    !(quoted && (s[n] == '"' || s[n] == '\\')))
		n++;
	return n;
}

/* The letter of a one-letter escape, or NUL. */
static char
quote_letter(char c)
{
	switch (c) {
	case '\t':
		return 't';
	case '\n':
		return 'n';
	case '\v':
		return 'v';
	case '\f':
		return 'f';
	case '\r':
		return 'r';
	case '"':
	case '\\':
		return c;
	default:
		return '\0';
	}
}

static void
quote_byte(struct strbuf *out, unsigned char c, bool digit_follows)
{
	char letter = quote_letter((char)c);

	sb_char(out, '\\');
	if (letter != '\0') {
		sb_char(out, letter);
		return;
	}
	if (digit_follows || c >= 0100)
		sb_char(out, (char)('0' + (c >> 6)));
	if (digit_follows || c >= 010)
		sb_char(out, (char)('0' + (c >> 3 & 7)));
	sb_char(out, (char)('0' + (c & 7)));
}

void
text_quote(struct strbuf *out, const char *s, size_t len, size_t max)
{
	size_t shown = len < max ? len : max;
	size_t i;
	size_t run;

	sb_char(out, '"');
	for (i = 0; i < shown; i++) {
		run = plain_run(s + i, shown - i, true);
		sb_add(out, s + i, run);
		i += run;
		if (i < shown)
			quote_byte(out, (unsigned char)s[i],
			    i + 1 < shown && s[i + 1] >= '0' &&
				s[i + 1] <= '7');
	}
	sb_str(out, shown < len ? "\"..." : "\"");
}

static void
safe_escape(struct strbuf *out, uint32_t cp)
{
	if (cp < 0x80)
		sb_printf(out, "\\x%02x", cp);
	else if (cp < 0x10000)
		sb_printf(out, "\\u%04x", cp);
	else
		sb_printf(out, "\\U%08x", cp);
}

void
text_safe(struct strbuf *out, const char *s, size_t len, bool ascii)
{
	unsigned stacked = 0;
	uint32_t cp;
	size_t n;

	for (; len != 0; s += n, len -= n) {
		n = plain_run(s, len, false);
		if (n != 0) {
			sb_add(out, s, n);
			stacked = 0;
			continue;
		}
		n = utf8_decode(s, len, &cp);
		if (n == 0) {
			n = 1;
			sb_printf(out, "\\x%02x", (unsigned char)*s);
			stacked = 0;
			continue;
		}
		stacked = char_combines(cp) ? stacked + 1 : 0;
		if (cp == '\n' || cp == '\t' ||
		    (text_printable(cp) && !(ascii && cp >= 0x80) &&
			stacked <= MARKS_MAX))
			sb_add(out, s, n);
		else
			safe_escape(out, cp);
	}
}

bool
text_plain(const char *s, size_t len)
{
	unsigned stacked = 0;
	uint32_t cp;
	size_t n;

	for (; len != 0; s += n, len -= n) {
		n = utf8_decode(s, len, &cp);
		if (n == 0 || !text_printable(cp))
			return false;
		stacked = char_combines(cp) ? stacked + 1 : 0;
		if (stacked > MARKS_MAX)
			return false;
	}
	return true;
}

const char *
text_quote_end(const char *s, const char *end)
{
	for (s++; s < end; s++) {
		if (*s == '\\' && s + 1 < end)
			s++;
		else if (*s == '"')
			return s + 1;
	}
	return end;
}
