/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in lines that fit. */
#include "view/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "view/width.h"

enum { ROOM_MIN = 8 }; /* beside the indent: it gives way before the text */

unsigned
wrap_width(unsigned terminal)
{
	return terminal == 0 || terminal > WRAP_WIDTH ? WRAP_WIDTH : terminal;
}

/* No line begins with these: closing brackets, and what ends a phrase. */
static bool
stays_behind(uint32_t cp)
{
	static const uint32_t closing[] = { 0x3001, 0x3002, 0x3009, 0x300b,
		0x300d, 0x300f, 0x3011, 0x3015, 0xff01, 0xff05, 0xff09, 0xff0c,
		0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, 0x2019, 0x201d,
		0x2026 };

	for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++) {
		if (cp == closing[i])
			return true;
	}
	return false;
}

/* … and none ends with these. */
static bool
opens(uint32_t cp)
{
	static const uint32_t opening[] = { 0x3008, 0x300a, 0x300c, 0x300e,
		0x3010, 0x3014, 0xff08, 0xff3b, 0xff5b, 0x2018, 0x201c };

	for (size_t i = 0; i < sizeof(opening) / sizeof(opening[0]); i++) {
		if (cp == opening[i])
			return true;
	}
	return false;
}

/* ASCII's, beside a wide character: these stay with what stands before them, or
 * behind; quotes and the marks of code with both, but for one behind the end of
 * a phrase, which opens. */
static bool
clings(uint32_t before, uint32_t after)
{
	if (after < 0x80 && strchr(")]},.;:!?%", (int)after) != NULL)
		return true;
	if (before < 0x80 && strchr("([{\"'`", (int)before) != NULL)
		return true;
	return after < 0x80 && strchr("\"'`", (int)after) != NULL &&
	    !stays_behind(before);
}

/* Whether a line may be broken between two characters without a blank. */
static bool
may_part(uint32_t before, uint32_t after)
{
	if (stays_behind(after) || opens(before) || clings(before, after))
		return false;
	/* Flags: MSG_PEEK|MSG_DONTWAIT. */
	if (before == '|')
		return true;
	return char_width(before) == 2 || char_width(after) == 2 ||
	    stays_behind(before);
}

/* The length of the piece at s that is not broken, blanks in front excluded. */
static size_t
piece_length(const char *s)
{
	size_t at = 0, len = strlen(s), n;
	uint32_t before = 0, cp = 0;

	while (at < len && s[at] != ' ') {
		n = utf8_decode(s + at, len - at, &cp);
		if (n == 0) {
			n = 1;
			cp = '?';
		}
		if (at != 0 && may_part(before, cp))
			break;
		at += n;
		before = cp;
	}
	return at;
}

void
wrap_text(struct strbuf *out, const char *lead, const char *text,
    unsigned width)
{
	size_t indent = text_width(lead, strlen(lead)), column = indent;
	bool first = true;

	sb_str(out, lead);
	if (indent + ROOM_MIN > width)
		indent = 0;
	while (*text != '\0') {
		size_t blanks = strspn(text, " ");
		size_t len = piece_length(text + blanks);
		size_t wide = text_width(text + blanks, len);

		if (!first && column + blanks + wide > width) {
			sb_char(out, '\n');
			sb_fill(out, ' ', indent);
			column = indent;
		} else {
			sb_fill(out, ' ', blanks);
			column += blanks;
		}
		sb_add(out, text + blanks, len);
		column += wide;
		text += blanks + len;
		first = false;
	}
	sb_char(out, '\n');
}
