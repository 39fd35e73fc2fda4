/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of UTF-8, of quoting as strace does, of safe text and of near names. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/chars.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
/* A string literal with its NUL bytes: data and length. */
#define LIT(s) (s), sizeof(s) - 1

static void
utf8_goes_there_and_back(void **state)
{
	struct strbuf sb = { 0 };
	uint32_t cp;
	uint32_t got;
	size_t want;

	(void)state;
	for (cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		sb_clear(&sb);
		utf8_encode(&sb, cp);
		want = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
		if (sb.len != want ||
		    utf8_decode(sb.data, sb.len, &got) != want || got != cp ||
		    utf8_decode(sb.data, sb.len - 1, &got) != 0)
			fail_msg("U+%04X", cp);
	}
	sb_free(&sb);
}

static void
no_character_becomes_fffd(void **state)
{
	static const uint32_t bad[] = { 0xd800, 0xdfff, 0x110000, UINT32_MAX };
	struct strbuf sb = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		sb_clear(&sb);
		utf8_encode(&sb, bad[i]);
		assert_string_equal(sb_text(&sb), "\xef\xbf\xbd");
	}
	sb_free(&sb);
}

static void
utf8_refuses(void **state)
{
	static const struct {
		const char *s;
		size_t len;
	} bad[] = {
		{ LIT("\x80") },
		{ LIT("\xbf") },
		/* overlong */
		{ LIT("\xc0\x80") },
		{ LIT("\xc1\xbf") },
		{ LIT("\xe0\x80\x80") },
		{ LIT("\xe0\x9f\xbf") },
		{ LIT("\xf0\x80\x80\x80") },
		{ LIT("\xf0\x8f\xbf\xbf") },
		/* surrogates */
		{ LIT("\xed\xa0\x80") },
		{ LIT("\xed\xbf\xbf") },
		/* above U+10FFFF */
		{ LIT("\xf4\x90\x80\x80") },
		{ LIT("\xf5\x80\x80\x80") },
		{ LIT("\xf8\x88\x80\x80\x80") },
		{ LIT("\xfe") },
		{ LIT("\xff") },
		/* cut short */
		{ LIT("\xc3") },
		{ LIT("\xe4\xbd") },
		{ LIT("\xf0\x9f\x98") },
		/* interrupted */
		{ LIT("\xc3(") },
		{ LIT("\xe4(\xa0") },
		{ LIT("\xe4\xbd(") },
		{ LIT("\xf0\x9f\x98(") },
		{ LIT("\xf0\x9f(\x80") },
		{ LIT("") },
	};
	uint32_t cp = 7;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		if (utf8_decode(bad[i].s, bad[i].len, &cp) != 0)
			fail_msg("case %zu is no character", i);
	assert_int_equal(cp, 7);
}

static void
utf8_valid_looks_at_all(void **state)
{
	(void)state;
	assert_true(utf8_valid(LIT("")));
	assert_true(utf8_valid(LIT("a\0\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80")));
	assert_false(utf8_valid(LIT("abc\xc3")));
	assert_false(utf8_valid(LIT("\xe4\xbd\xa0\xff")));
}

/* What strace 6.1 prints for these bytes: all from its own output. */
static const struct {
	const char *s;
	size_t len;
	size_t max;
	const char *quoted;
} quotes[] = {
	{ LIT(""), 256, "\"\"" },
	{ LIT("hello\x0a"), 256, "\"hello\\n\"" },
	{ LIT("\x09\x0a\x0b\x0c\x0d"), 256, "\"\\t\\n\\v\\f\\r\"" },
	{ LIT("\"\\'?"), 256, "\"\\\"\\\\'?\"" },
	{ LIT("\x07\x08\x1b\x7f"), 256, "\"\\7\\10\\33\\177\"" },
	{ LIT("\x00"), 256, "\"\\0\"" },
	{ LIT("\x00"
	      "1"),
	    256, "\"\\0001\"" },
	{ LIT("\x00"
	      "7"),
	    256, "\"\\0007\"" },
	{ LIT("\x00"
	      "8"),
	    256, "\"\\08\"" },
	{ LIT("\x00\x00"), 256, "\"\\0\\0\"" },
	{ LIT("\x1b[0m"), 256, "\"\\33[0m\"" },
	{ LIT("\x1b"
	      "0"),
	    256, "\"\\0330\"" },
	{ LIT("\x07"
	      "9\x07"
	      "7"),
	    256, "\"\\79\\0077\"" },
	{ LIT("?7@\x7f"
	      "7"),
	    256, "\"?7@\\1777\"" },
	{ LIT("\xff\xfe"
	      "1\x80"),
	    256, "\"\\377\\3761\\200\"" },
	{ LIT("\xc3\xa9\xe4\xbd\xa0"), 256, "\"\\303\\251\\344\\275\\240\"" },
	{ LIT("\x0a"
	      "1\x0d"
	      "2"),
	    256, "\"\\n1\\r2\"" },
	{ LIT("abcdef"), 3, "\"abc\"..." },
	{ LIT("abc"), 3, "\"abc\"" },
	{ LIT("a\x00"
	      "1"),
	    2, "\"a\\0\"..." },
	{ LIT("\x00"
	      "1"),
	    1, "\"\\0\"..." },
	{ LIT("\x00"
	      "1"),
	    0, "\"\"..." },
	{ LIT("~ }"), 256, "\"~ }\"" },
};

static void
quote_equals_strace(void **state)
{
	struct strbuf sb = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(quotes); i++) {
		sb_clear(&sb);
		text_quote(&sb, quotes[i].s, quotes[i].len, quotes[i].max);
		assert_string_equal(sb_text(&sb), quotes[i].quoted);
	}
	sb_free(&sb);
}

static void
quote_appends(void **state)
{
	struct strbuf sb = { 0 };

	(void)state;
	sb_str(&sb, "send(3, ");
	text_quote(&sb, "hi", 2, 32);
	assert_string_equal(sb_text(&sb), "send(3, \"hi\"");
	sb_free(&sb);
}

/* Each class of trust.md, "Escapes to neutralise"; safe is what is to be seen,
 * NULL if nothing changes. */
static const struct {
	const char *what;
	const char *s;
	size_t len;
	const char *safe;
} safes[] = {
	{ "plain", LIT("a b~"), NULL },
	{ "newline, tab", LIT("a\n\tb"), NULL },
	{ "backslash", LIT("\\x41"), NULL },
	{ "letters", LIT("\xc3\xa9 \xe4\xbd\xa0 \xf0\x9f\x98\x80"), NULL },
	{ "C0", LIT("\x01\x02\a\b\r\x1f"), "\\x01\\x02\\x07\\x08\\x0d\\x1f" },
	{ "NUL", LIT("a\0b"), "a\\x00b" },
	{ "DEL", LIT("\x7f"), "\\x7f" },
	{ "raw C1",
	    LIT("\x9b"
		"2J"),
	    "\\x9b2J" },
	{ "C1 as UTF-8",
	    LIT("\xc2\x9b"
		"2J\xc2\x85"),
	    "\\u009b2J\\u0085" },
	{ "CSI", LIT("\x1b[31m\x1b[6n\x1b[c"), "\\x1b[31m\\x1b[6n\\x1b[c" },
	{ "OSC", LIT("\x1b]0;t\a\x1b]52;c;eA\x1b\\"),
	    "\\x1b]0;t\\x07\\x1b]52;c;eA\\x1b\\" },
	{ "DCS, APC, PM, SOS", LIT("\x1bP\x1b_\x1b^\x1bX"),
	    "\\x1bP\\x1b_\\x1b^\\x1bX" },
	{ "bare ESC",
	    LIT("\x1b"
		"c\x1b(0"),
	    "\\x1b"
	    "c\\x1b(0" },
	{ "bidi",
	    LIT("\xe2\x80\xae"
		"x\xe2\x81\xa6\xd8\x9c\xe2\x80\x8f"),
	    "\\u202ex\\u2066\\u061c\\u200f" },
	{ "zero width",
	    LIT("\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf\xe2\x81\xa0\xc2\xad"),
	    "\\u200b\\u200d\\ufeff\\u2060\\u00ad" },
	{ "tags", LIT("\xf3\xa0\x80\x81\xf3\xa0\x81\xbf"),
	    "\\U000e0001\\U000e007f" },
	{ "variation selectors", LIT("\xef\xb8\x8f\xf3\xa0\x84\x80"),
	    "\\ufe0f\\U000e0100" },
	{ "fillers", LIT("\xe3\x85\xa4\xe1\x85\x9f\xef\xbe\xa0\xe2\xa0\x80"),
	    "\\u3164\\u115f\\uffa0\\u2800" },
	{ "private use", LIT("\xee\x80\x80\xef\xa3\xbf\xf3\xb0\x80\x80"),
	    "\\ue000\\uf8ff\\U000f0000" },
	{ "noncharacters", LIT("\xef\xb7\x90\xef\xbf\xbf\xf0\x9f\xbf\xbe"),
	    "\\ufdd0\\uffff\\U0001fffe" },
	{ "separators", LIT("\xe2\x80\xa8\xe2\x80\xa9"), "\\u2028\\u2029" },
	{ "bad UTF-8, byte by byte", LIT("\xff\xc3(\xe4\xbd"),
	    "\\xff\\xc3(\\xe4\\xbd" },
	{ "surrogate", LIT("\xed\xa0\x80"), "\\xed\\xa0\\x80" },
	{ "two marks", LIT("e\xcc\x81\xcc\x82!"), NULL },
	{ "four marks",
	    LIT("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84"
		"e\xcc\x81"),
	    "e\xcc\x81\xcc\x82\\u0303\\u0304"
	    "e\xcc\x81" },
	{ "marks alone", LIT("\xcc\x81\xcc\x82"), NULL },
	{ "marks after bad bytes",
	    LIT("\xcc\x81\xcc\x82\xff\xcc\x81\xcc\x82\xcc\x83"),
	    "\xcc\x81\xcc\x82\\xff\xcc\x81\xcc\x82\\u0303" },
	{ "enclosing marks count", LIT("e\xcc\x81\xe2\x83\x9d\xe2\x83\x9e"),
	    "e\xcc\x81\xe2\x83\x9d\\u20de" },
	{ "jamo", LIT("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8"), NULL },
	{ "stacked jamo",
	    LIT("\xe1\x84\x80\xe1\x85\xa1\xe1\x85\xa1\xe1\x85\xa1"),
	    "\xe1\x84\x80\xe1\x85\xa1\xe1\x85\xa1\\u1161" },
	{ "no-break, ideographic space", LIT("\xc2\xa0\xe3\x80\x80"), NULL },
	{ "empty", LIT(""), NULL },
};

static void
safe_neutralises(void **state)
{
	struct strbuf sb = { 0 };
	struct strbuf want = { 0 };
	size_t i;
	bool plain;

	(void)state;
	for (i = 0; i < COUNT(safes); i++) {
		sb_clear(&sb);
		sb_clear(&want);
		text_safe(&sb, safes[i].s, safes[i].len, false);
		if (safes[i].safe != NULL)
			sb_str(&want, safes[i].safe);
		else
			sb_add(&want, safes[i].s, safes[i].len);
		if (strcmp(sb_text(&sb), sb_text(&want)) != 0)
			fail_msg("%s: %s", safes[i].what, sb_text(&sb));
		plain = safes[i].safe == NULL &&
		    strpbrk(safes[i].s, "\n\t") == NULL;
		if (text_plain(safes[i].s, safes[i].len) != plain)
			fail_msg("%s: text_plain", safes[i].what);
	}
	sb_free(&sb);
	sb_free(&want);
}

static void
safe_ascii(void **state)
{
	struct strbuf sb = { 0 };

	(void)state;
	text_safe(&sb, LIT("a\n\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80\xff"),
	    true);
	assert_string_equal(sb_text(&sb), "a\n\\u00e9\\u4f60\\U0001f600\\xff");
	sb_free(&sb);
}

/* Whatever goes in: what comes out stays as it is, and holds no control. */
static void
safe_is_safe_for_any_bytes(void **state)
{
	struct strbuf once = { 0 };
	struct strbuf twice = { 0 };
	char in[64];
	uint32_t seed = 1;
	unsigned round;
	size_t i;

	(void)state;
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof(in); i++) {
			seed = seed * 1664525u + 1013904223u;
			/* Half of them from the bytes that build UTF-8. */
			in[i] = (char)(seed >> 24 | (seed & 0x100 ? 0x80 : 0));
		}
		sb_clear(&once);
		sb_clear(&twice);
		text_safe(&once, in, round % sizeof(in), round % 2 != 0);
		text_safe(&twice, once.data, once.len, false);
		assert_int_equal(once.len, twice.len);
		assert_true(utf8_valid(sb_text(&once), once.len));
		for (i = 0; i < once.len; i++)
			assert_true(once.data[i] == '\n' ||
			    once.data[i] == '\t' ||
			    (unsigned char)once.data[i] >= 0x20);
	}
	sb_free(&once);
	sb_free(&twice);
}

static void
printable_is_bounded(void **state)
{
	static const uint32_t yes[] = { ' ', '~', 0xa0, 0x301, 0x4f60, 0x1f600,
		0x3000, 0xfffd, 0xfffc, 0x20de };
	static const uint32_t no[] = { 0, '\n', '\t', 0x1b, 0x7f, 0x80, 0x9f,
		0xad, 0xd800, 0xe000, 0xfffe, 0x10ffff, 0x110000, UINT32_MAX };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(yes); i++)
		assert_true(text_printable(yes[i]));
	for (i = 0; i < COUNT(no); i++)
		assert_false(text_printable(no[i]));
	assert_true(char_combines(0x300));
	assert_true(char_combines(0x36f));
	assert_true(char_combines(0x1e94a));
	assert_false(char_combines(0x370));
	assert_false(char_combines('e'));
	assert_false(char_combines(UINT32_MAX));
}

/* The tables as a whole, by sums that Python's unicodedata gives. */
static void
classes_are_whole(void **state)
{
	uint64_t marks = 0;
	uint64_t sum_of_marks = 0;
	uint64_t printable = 0;
	uint64_t sum_of_printable = 0;
	uint32_t cp;

	(void)state;
	for (cp = 0; cp < 0x120000; cp++) {
		if (char_combines(cp)) {
			marks++;
			sum_of_marks += cp;
		}
		if (text_printable(cp)) {
			printable++;
			sum_of_printable += cp;
		}
	}
	assert_int_equal(marks, 2046);
	assert_int_equal(sum_of_marks, 77925035);
	assert_int_equal(printable, 970256);
	assert_int_equal(sum_of_printable, 478891115712);
}

static void
distance(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		unsigned d;
	} cases[] = {
		{ "", "", 0 },
		{ "", "abc", 3 },
		{ "bind", "bind", 0 },
		{ "BIND", "bind", 0 },
		{ "AaZz", "aAzZ", 0 },
		{ "@[", "`{", 2 },
		{ "bnid", "bind", 1 },
		{ "bin", "bind", 1 },
		{ "binds", "bind", 1 },
		{ "bend", "bind", 1 },
		{ "kitten", "sitting", 3 },
		/* no edit inside a swapped pair: 3, where unrestricted has 2 */
		{ "ca", "abc", 3 },
		{ "SO_REUSEADR", "SO_REUSEADDR", 1 },
		{ "abc", "xyz", 3 },
		{ "[", "{", 1 },
	};
	char longest[64];
	char too_long[65];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(text_distance(cases[i].a, cases[i].b),
		    cases[i].d);
		assert_int_equal(text_distance(cases[i].b, cases[i].a),
		    cases[i].d);
	}
	memset(longest, 'a', 63);
	longest[63] = '\0';
	memset(too_long, 'a', 64);
	too_long[64] = '\0';
	assert_int_equal(text_distance(longest, longest), 0);
	assert_int_equal(text_distance(longest, ""), 63);
	assert_int_equal(text_distance(too_long, too_long), UINT_MAX);
	assert_int_equal(text_distance("a", too_long), UINT_MAX);
}

static const char *
nearest_of(const char *name)
{
	static const char *const names[] = { "bind", "listen", "accept", "send",
		"sendto", "recv", "setsockopt", "getsockopt", "AF_INET",
		"AF_INET6" };
	struct nearest n = { .name = name };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		nearest_offer(&n, names[i]);
	return n.best;
}

static void
nearest(void **state)
{
	struct nearest one = { .name = "x" };
	struct nearest chinese = { .name = "\xe7\x9b\x91\xe5\x90\xac" };

	(void)state;
	assert_string_equal(nearest_of("bnid"), "bind");
	assert_string_equal(nearest_of("SEND"), "send");
	assert_string_equal(nearest_of("sendt"), "sendto");
	assert_string_equal(nearest_of("acept"), "accept");
	assert_string_equal(nearest_of("lisetn"), "listen");
	assert_string_equal(nearest_of("setsockpot"), "setsockopt");
	assert_string_equal(nearest_of("getsokpt"), "getsockopt");
	assert_string_equal(nearest_of("AFINET6"), "AF_INET6");
	assert_string_equal(nearest_of("gxxsxckopt"), "getsockopt");
	/* what goes on as it begins, if nothing is nearer */
	assert_string_equal(nearest_of("acce"), "accept");
	assert_string_equal(nearest_of("setso"), "setsockopt");
	assert_string_equal(nearest_of("AF_I"), "AF_INET");
	assert_null(nearest_of("acc"));
	assert_null(nearest_of("gets"));
	nearest_offer(&chinese,
	    "\xe7\x9b\x91\xe5\x90\xac\xe9\x98\x9f\xe5\x88\x97");
	assert_non_null(chinese.best);
	/* a third of the letters, and never more than three */
	assert_null(nearest_of("bxxd"));
	assert_null(nearest_of("gxxxckxpt"));
	assert_null(nearest_of("connect"));
	assert_null(nearest_of("x"));
	assert_null(nearest_of(""));
	nearest_offer(&one, "y");
	assert_null(one.best);
	nearest_offer(&one, "X");
	assert_string_equal(one.best, "X");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_goes_there_and_back),
		cmocka_unit_test(no_character_becomes_fffd),
		cmocka_unit_test(utf8_refuses),
		cmocka_unit_test(utf8_valid_looks_at_all),
		cmocka_unit_test(quote_equals_strace),
		cmocka_unit_test(quote_appends),
		cmocka_unit_test(safe_neutralises),
		cmocka_unit_test(safe_ascii),
		cmocka_unit_test(safe_is_safe_for_any_bytes),
		cmocka_unit_test(printable_is_bounded),
		cmocka_unit_test(classes_are_whole),
		cmocka_unit_test(distance),
		cmocka_unit_test(nearest),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
