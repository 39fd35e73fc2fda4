/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing safe text and quoting. */
#include "fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/width.h"

/* Reads one escape of text_quote, after its backslash. */
static char
unescape(const char **s, const char *end)
{
	static const char letters[] = "tnvfr\"\\";
	static const char bytes[] = "\t\n\v\f\r\"\\";
	const char *letter;
	int n = 0;

	FUZZ_CHECK(*s < end);
	letter = strchr(letters, **s);
	if (letter != NULL) {
		++*s;
		return bytes[letter - letters];
	}
	FUZZ_CHECK(**s >= '0' && **s <= '7');
	for (int i = 0; i < 3 && *s < end && **s >= '0' && **s <= '7'; i++)
		n = n * 8 + *(*s)++ - '0';
	FUZZ_CHECK(n < 256);
	return (char)n;
}

/* What was quoted reads back as what it was. */
static void
check_quote(const char *data, size_t len, size_t max)
{
	size_t shown = len < max ? len : max, n = 0;
	struct strbuf out = { 0 };
	const char *s, *end;

	text_quote(&out, data, len, max);
	fuzz_check_safe(&out, false);
	s = out.data;
	end = s + out.len;
	if (shown < len) {
		end -= 3;
		FUZZ_CHECK(memcmp(end, "...", 3) == 0);
	}
	FUZZ_CHECK(end - s >= 2 && *s == '"' && end[-1] == '"');
	for (s++, end--; s < end; n++) {
		char c = *s++;

		if (c == '\\')
			c = unescape(&s, end);
		FUZZ_CHECK(n < shown && data[n] == c);
	}
	FUZZ_CHECK(n == shown);
	sb_free(&out);
}

static void
check_safe(const char *data, size_t len, bool ascii)
{
	struct strbuf once = { 0 }, twice = { 0 };

	text_safe(&once, data, len, ascii);
	text_safe(&twice, sb_text(&once), once.len, ascii);
	FUZZ_CHECK(utf8_valid(sb_text(&once), once.len));
	FUZZ_CHECK(once.len == twice.len &&
	    memcmp(sb_text(&once), sb_text(&twice), once.len) == 0);
	for (size_t i = 0; i < once.len; i++) {
		unsigned char c = (unsigned char)once.data[i];

		FUZZ_CHECK(c != 0x7f && (c < 0x80 || !ascii));
		FUZZ_CHECK(c >= 0x20 || c == '\n' || c == '\t');
	}
	if (!ascii && text_plain(data, len))
		FUZZ_CHECK(
		    once.len == len && memcmp(sb_text(&once), data, len) == 0);
	FUZZ_CHECK(text_width(sb_text(&once), once.len) <= once.len);
	sb_free(&once);
	sb_free(&twice);
}

void
fuzz_text(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	size_t max = fuzz_byte(&in);
	/* A copy, so that reading one byte too many is seen. */
	char *s = xmalloc(in.size != 0 ? in.size : 1);

	if (in.size != 0)
		memcpy(s, in.data, in.size);
	check_quote(s, in.size, max);
	check_safe(s, in.size, false);
	check_safe(s, in.size, true);
	free(s);
}
