/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a mistake is shown: where the caret stands, and that nothing escapes. */
#include "view/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/width.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* The text, and where in it; the last one is what must come out. */
struct row {
	const char *text;
	size_t offset;
	size_t span;
	unsigned width;
	bool ascii;
	const char *want;
};

static const struct row excerpts[] = {
	{ "bind srv 80", 9, 2, 80, false,
	    "socksh: a.sock:3:10: m\n"
	    "  bind srv 80\n"
	    "           ^~\n" },
	{ "bind srv 80", 0, 4, 80, false,
	    "socksh: a.sock:3:1: m\n"
	    "  bind srv 80\n"
	    "  ^~~~\n" },
	/* Something is missing at the end. */
	{ "bind(", 5, 0, 80, false,
	    "socksh: a.sock:3:6: m\n"
	    "  bind(\n"
	    "       ^\n" },
	{ "bind(", SIZE_MAX, SIZE_MAX, 80, false,
	    "socksh: a.sock:3:6: m\n"
	    "  bind(\n"
	    "       ^\n" },
	{ "", 0, 0, 80, false,
	    "socksh: a.sock:3:1: m\n"
	    "  \n"
	    "  ^\n" },
	{ "abc", 1, SIZE_MAX, 80, false,
	    "socksh: a.sock:3:2: m\n"
	    "  abc\n"
	    "   ^~\n" },
	{ "\tsend c x", 6, 1, 80, false,
	    "socksh: a.sock:3:7: m\n"
	    "   send c x\n"
	    "        ^\n" },
	/* 你好 x: two columns each, one character each. */
	{ "\xe4\xbd\xa0\xe5\xa5\xbd x", 7, 1, 80, false,
	    "socksh: a.sock:3:4: m\n"
	    "  \xe4\xbd\xa0\xe5\xa5\xbd x\n"
	    "       ^\n" },
	{ "\xe4\xbd\xa0\xe5\xa5\xbd x", 3, 3, 80, false,
	    "socksh: a.sock:3:2: m\n"
	    "  \xe4\xbd\xa0\xe5\xa5\xbd x\n"
	    "    ^~\n" },
	/* In the middle of a character. */
	{ "\xe4\xbd\xa0\xe5\xa5\xbd x", 4, 1, 80, false,
	    "socksh: a.sock:3:3: m\n"
	    "  \xe4\xbd\xa0\xe5\xa5\xbd x\n"
	    "    ^~\n" },
	{ "\xe4\xbd\xa0 x", 4, 1, 80, true,
	    "socksh: a.sock:3:3: m\n"
	    "  \\u4f60 x\n"
	    "         ^\n" },
	/* e with an acute accent of its own: one column. */
	{ "e\xcc\x81 x", 4, 1, 80, false,
	    "socksh: a.sock:3:4: m\n"
	    "  e\xcc\x81 x\n"
	    "    ^\n" },
	/* The third mark on a character is one too many. */
	{ "e\xcc\x81\xcc\x81\xcc\x81 x", 8, 1, 80, false,
	    "socksh: a.sock:3:6: m\n"
	    "  e\xcc\x81\xcc\x81\\u0301 x\n"
	    "          ^\n" },
	{ "a\x1b[2J\xff x", 7, 1, 80, false,
	    "socksh: a.sock:3:8: m\n"
	    "  a\\x1b[2J\\xff x\n"
	    "               ^\n" },
	{ "\x1bz", 0, 1, 80, false,
	    "socksh: a.sock:3:1: m\n"
	    "  \\x1bz\n"
	    "  ^~~~\n" },
};

static void
test_excerpt(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(excerpts); i++) {
		struct strbuf out = { 0 };

		diag_format(&out,
		    &(const struct diag){ .source = "a.sock",
			.line = 3,
			.text = excerpts[i].text,
			.text_len = strlen(excerpts[i].text),
			.offset = excerpts[i].offset,
			.span = excerpts[i].span,
			.message = "m",
			.ascii = excerpts[i].ascii,
			.width = excerpts[i].width });
		assert_string_equal(sb_text(&out), excerpts[i].want);
		sb_free(&out);
	}
}

/* The same with a line that is too long for 40 columns. */
static void
test_cut(void **state)
{
	/* Ten columns of each digit. */
	static const char text[] = "0000000000111111111122222222223333333333"
				   "4444444444555555555566666666667777777777";
	static const struct row rows[] = {
		{ text, 0, 10, 40, false,
		    "  0000000000111111111122222222223...\n"
		    "  ^~~~~~~~~~\n" },
		{ text, 15, 10, 40, false,
		    "  0000000000111111111122222222223...\n"
		    "                 ^~~~~~~~~~\n" },
		{ text, 40, 10, 40, false,
		    "  ...2222233333333334444444444555555...\n"
		    "                    ^~~~~~~~~~\n" },
		/* A span that is cut too. */
		{ text, 40, 40, 40, false,
		    "  ...2222233333333334444444444555555...\n"
		    "                    ^~~~~~~~~~~~~~~~\n" },
		{ text, 75, 5, 40, false,
		    "  ...555555555566666666667777777777\n"
		    "                              ^~~~~\n" },
		{ text, 80, 0, 40, false,
		    "  ...555555555566666666667777777777\n"
		    "                                   ^\n" },
		/* It fits if the screen is wide enough, by default too. */
		{ text, 40, 1, 83, false,
		    "  0000000000111111111122222222223333333333"
		    "4444444444555555555566666666667777777777\n"
		    "                                          ^\n" },
		{ text, 0, 1, 0, false,
		    "  0000000000111111111122222222223333333333"
		    "4444444444555555555566666666667...\n"
		    "  ^\n" },
		/* Nobody reads on a screen of one column. */
		{ text, 0, 1, 1, false,
		    "  00000000001...\n"
		    "  ^\n" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct strbuf out = { 0 };

		diag_format(&out,
		    &(const struct diag){ .source = "f",
			.line = 1,
			.text = text,
			.text_len = strlen(text),
			.offset = rows[i].offset,
			.span = rows[i].span,
			.message = "m",
			.width = rows[i].width });
		assert_string_equal(strchr(sb_text(&out), '\n') + 1,
		    rows[i].want);
		sb_free(&out);
	}
}

static void
test_message(void **state)
{
	static const struct {
		struct diag diag;
		const char *want;
	} rows[] = {
		{ { .message = "unknown command" },
		    "socksh: unknown command\n" },
		/* At the prompt the line stands right above. */
		{ { .line = 1, .text = "x", .text_len = 1, .message = "m" },
		    "socksh: m\n" },
		{ { .source = "-c", .line = 7, .message = "m" },
		    "socksh: -c:7: m\n" },
		{ { .source = "stdin", .message = "m" }, "socksh: stdin: m\n" },
		{ { .source = "a\n\x1b]0;b\x07",
		      .line = 1,
		      .message = "one\n\ttwo\x9b \xe2\x80\xae\xc3\xa9" },
		    "socksh: a \\x1b]0;b\\x07:1: one  two\\x9b "
		    "\\u202e\xc3\xa9\n" },
		{ { .message = "\xc3\xa9", .ascii = true },
		    "socksh: \\u00e9\n" },
		{ { .source = "f" }, "socksh: f: \n" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct strbuf out = { 0 };

		diag_format(&out, &rows[i].diag);
		assert_string_equal(sb_text(&out), rows[i].want);
		sb_free(&out);
	}
}

/* A line of a megabyte gives one screen's width. */
static void
test_huge(void **state)
{
	static const char *const fills[] = { "x", "\xe4\xbd\xa0", "\xcc\x81",
		"\x1b", "\xff", "\t", "\x80" };
	const size_t size = 1 << 20;
	char *text = xmalloc(size);

	(void)state;
	for (size_t i = 0; i < 3 * LEN(fills); i++) {
		const char *fill = fills[i / 3];
		size_t n = strlen(fill);
		struct strbuf out = { 0 };
		const char *line;

		for (size_t k = 0; k < size; k++)
			text[k] = fill[k % n];
		diag_format(&out,
		    &(const struct diag){ .source = "f",
			.line = UINT32_MAX,
			.text = text,
			.text_len = size,
			.offset = size / 2 * (i % 3),
			.span = size,
			.message = "m" });
		assert_in_range(out.len, 0, 1000);
		line = strchr(sb_text(&out), '\n') + 1;
		assert_in_range(text_width(line, strcspn(line, "\n")), 70, 79);
		sb_free(&out);
	}
	free(text);
}

static uint32_t
random_next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/* The end of a line of the output; all of it can be shown. */
static const char *
assert_line(const char *s, size_t width, bool ascii)
{
	const char *end = strchr(s, '\n');
	uint32_t cp = 0;

	assert_non_null(end);
	for (const char *p = s; p < end;) {
		size_t n = utf8_decode(p, (size_t)(end - p), &cp);

		assert_int_not_equal(n, 0);
		assert_true(text_printable(cp) && !(ascii && cp > 0x7e));
		p += n;
	}
	assert_in_range(text_width(s, (size_t)(end - s)), 0, width);
	return end + 1;
}

/* What stands on the screen above the caret. */
static char
above_caret(const char *line, const char *caret)
{
	size_t column = strspn(caret, " ");
	size_t at = 0;
	uint32_t cp = 0;

	assert_int_equal(caret[column], '^');
	while (text_width(line, at) < column)
		at += utf8_decode(line + at, strlen(line + at), &cp);
	/* Marks stand on the character before. */
	while (utf8_decode(line + at, strlen(line + at), &cp) != 0 &&
	    char_width(cp) == 0)
		at += utf8_decode(line + at, strlen(line + at), &cp);
	return line[at];
}

/* Whatever is in the line, the caret stands below the Q. */
static void
test_random(void **state)
{
	static const char *const parts[] = { "a", "bc", "\t", "\x1b[2J",
		"\xe4\xbd\xa0", "e\xcc\x81\xcc\x81\xcc\x81", "\xff",
		"\xf0\x9f\x98\x80", "\xe2\x80\xae", "\xc3\xa9", "\n", "..." };
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t width = random_next(&seed) % 100;
		struct strbuf text = { 0 }, out = { 0 };
		struct diag d = { .source = "f",
			.line = 1,
			.message = "m",
			.ascii = random_next(&seed) % 2,
			.width = (unsigned)width };
		const char *line, *caret, *end;

		for (size_t n = random_next(&seed) % 60; n != 0; n--)
			sb_str(&text, parts[random_next(&seed) % LEN(parts)]);
		d.offset = text.len;
		sb_char(&text, 'Q');
		for (size_t n = random_next(&seed) % 60; n != 0; n--)
			sb_str(&text, parts[random_next(&seed) % LEN(parts)]);
		d.text = text.data;
		d.text_len = text.len;
		d.span = random_next(&seed) % (text.len + 10);
		diag_format(&out, &d);
		width = width == 0 ? 80 : width < 20 ? 20 : width;
		line = assert_line(sb_text(&out), SIZE_MAX, d.ascii);
		caret = assert_line(line, width, d.ascii);
		end = assert_line(caret, width, d.ascii);
		assert_int_equal(*end, '\0');
		assert_int_equal(above_caret(line, caret), 'Q');
		sb_free(&text);
		sb_free(&out);
	}
}

/* Bytes without any order: nothing but safe lines may come out. */
static void
test_noise(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t len = random_next(&seed) % 300;
		char *text = xmalloc(len + 1);
		struct strbuf out = { 0 };
		struct diag d = { .source = "f",
			.line = 1,
			.message = "m",
			.text = text,
			.text_len = len,
			.offset = random_next(&seed) % (len + 3),
			.span = random_next(&seed) % 50,
			.width = random_next(&seed) % 120 };
		const char *line;

		for (size_t k = 0; k < len; k++)
			text[k] = (char)random_next(&seed);
		diag_format(&out, &d);
		line = assert_line(sb_text(&out), SIZE_MAX, false);
		line = assert_line(line, 120, false);
		assert_int_equal(*assert_line(line, 120, false), '\0');
		sb_free(&out);
		free(text);
	}
}

static void
test_width(void **state)
{
	static const struct {
		uint32_t cp;
		unsigned width;
	} chars[] = {
		{ 'a', 1 },
		{ 0xe9, 1 },
		{ 0x301, 0 },
		{ 0x4f60, 2 },
		{ 0x1f600, 2 },
		{ 0xff08, 2 },
		{ 0xff61, 1 },
		{ 0x3000, 2 },
		{ 0x303f, 1 },
		{ 0xac00, 2 },
		{ 0x1100, 2 },
		{ 0x115f, 2 },
		{ 0x303e, 2 },
		{ 0xff60, 2 },
		{ 0x3fffd, 2 },
		{ 0x11ff, 0 },
		{ 0x1200, 1 },
		{ 0x1161, 0 },
		{ 0x2500, 1 },
		{ 0x20000, 2 },
		{ 0x10ffff, 1 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(chars); i++)
		assert_int_equal(char_width(chars[i].cp), chars[i].width);
	assert_int_equal(text_width("a\xe4\xbd\xa0\xff", 5), 3);
}

/* At a prompt there is no place: a long message is broken between words. */
static void
breaks_between_words(void **state)
{
	struct strbuf out = { 0 };
	struct diag d = { .message = "one two three four five six",
		.width = 24 };

	(void)state;
	diag_format(&out, &d);
	assert_string_equal(out.data,
	    "socksh: one two three\n        four five six\n");
	sb_clear(&out);
	d.width = 35;
	diag_format(&out, &d);
	assert_string_equal(out.data, "socksh: one two three four five six\n");
	sb_clear(&out);
	d.width = 24;
	d.source = "-c";
	diag_format(&out, &d);
	assert_string_equal(out.data,
	    "socksh: -c: one two three four five six\n");
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breaks_between_words),
		cmocka_unit_test(test_excerpt),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_huge),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
