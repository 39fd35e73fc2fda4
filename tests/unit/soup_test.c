/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts that nobody meant to write: nested a hundred thousand times, a line of
 * a megabyte, bytes of all kinds, soups of random tokens. Each ends with an
 * answer; what the sanitizers find is a failure.
 */
#include "lang_fixture.h"

#include "base/alloc.h"

enum {
	MANY = 100000,
	SOUPS = 50000,
};

/* A text of MANY times the same, and how it has to go. */
struct nest {
	const char *begin;
	const char *link;
	const char *middle;
	const char *close; /* MANY times, or once if NULL */
};

static void
test_nested(void **state)
{
	static const struct nest nests[] = {
		{ "x = ", "(", "1", ")" },
		{ "x = ", "[", "1", "]" },
		{ "x = ", "a[", "1", "]" },
		{ "x = ", "len(", "1", ")" },
		{ "x = ", "f(", "1", ")" },
		{ "x = ", "-", "1", "" },
		{ "x = ", "- ", "1", "" },
		{ "x = ", "!", "1", "" },
		{ "x = ", "~", "1", "" },
		{ "x = ", "& ", "y", "" },
		{ "x = ", "not ", "1", "" },
		{ "x = ", "(int)", "1", "" },
		{ "x = ", "(y = ", "1", ")" },
		{ "x = ", "$(", "1", ")" },
		{ "x = ", "sizeof(", "1", ")" },
		{ "x = ", "sizeof ", "1", "" },
		{ "", "{", "", "}" },
		{ "", "{ ", "print 1", " }" },
		{ "", "if 1 { ", "print 1", " }" },
		{ "", "if 0 { } else ", "{ }", "" },
		{ "if 0 { }", " elif 0 { }", "", "" },
		{ "", "while 1 {", "", "}" },
		{ "", "repeat 1 { ", "", " }" },
		{ "", "for a in b { ", "", " }" },
		{ "", "try ", "f()", "" },
		{ "x = ", "try ", "f()", "" },
		{ "", "on a ", "f()", "" },
		{ "", "on a { ", "f()", " }" },
		{ "", "spawn { ", "f()", " }" },
		{ "expect ", "(", "1", ")" },
		{ "expect ", "-", "1", "" },
		{ "give 3 ", "$(", "1", ")" },
		{ "give 3 ", "(", "1", ")" },
		{ "print ", "[", "1", "]" },
		{ "print ", "a[", "1", "]" },
		{ "int x = ", "(", "1", ")" },
		{ "int x = {", "(", "1", ")" },
		{ "int x[", "(", "1", ")" },
		{ "def f(", "(", "a", ")" },
		{ "return ", "(", "1", ")" },
		{ "import a ", "(", "b", ")" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(nests); i++) {
		struct strbuf text = { 0 };
		struct fixture f;
		size_t whole;

		sb_str(&text, nests[i].begin);
		for (int n = 0; n < MANY; n++)
			sb_str(&text, nests[i].link);
		sb_str(&text, nests[i].middle);
		whole = text.len;
		for (int n = 0; n < MANY; n++)
			sb_str(&text, nests[i].close);
		fixture_init(&f);
		assert_int_equal(run(&f, sb_text(&text)), NOT_PARSED);
		assert_null(strchr(sb_text(&f.out), '\n'));
		/* The text may end in the middle of it. */
		sb_truncate(&text, whole);
		assert_int_equal(run(&f, sb_text(&text)), NOT_PARSED);
		fixture_free(&f);
		sb_free(&text);
	}
}

/* What is just long is fine. */
static void
test_long(void **state)
{
	static const struct nest longs[] = {
		{ "x = \"", "aaaaaaaaaa", "", "\"" },
		{ "give 3 ", "aaaaaaaaaa", "", "" },
		{ "print ", "1234 ", "", "" },
		{ "x = (", "1,", "", ")" },
		{ "", ";", "", "" },
		{ "", "x=1;", "", "" },
		{ "", "x = 1\n", "", "" },
		{ "# ", "no ( \" ", "", "" },
		{ "/*", "\n* /", "", "*/" },
		{ "x = ", "\"a\" ", "", "" },
		{ "x = 1 ", "\\\n", "", "" },
		{ "if 1 {\n", "x = 1\n", "", "}" },
		{ "def f() {\n", "x = 1; y = x\n", "", "}\nf()\n" },
		{ "x = (1\n", "\n", "", ")\n" },
		{ "import ", "a, ", "b", "" },
		{ "int ", "a, ", "b", "" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(longs); i++) {
		struct strbuf text = { 0 };
		struct fixture f;

		sb_str(&text, longs[i].begin);
		for (int n = 0; n < MANY; n++)
			sb_str(&text, longs[i].link);
		sb_str(&text, longs[i].middle);
		sb_str(&text, longs[i].close);
		fixture_init(&f);
		if (run(&f, sb_text(&text)) != RAN)
			print_error("%zu: %s\n", i, sb_text(&f.out));
		assert_null(strchr(sb_text(&f.out), '!'));
		fixture_free(&f);
		sb_free(&text);
	}
}

/* A hundred thousand names, in one def and outside: in no time. */
static void
test_names(void **state)
{
	struct strbuf text = { 0 };
	struct fixture f;

	(void)state;
	sb_str(&text, "def f() {\n");
	for (int i = 0; i < MANY; i++)
		sb_printf(&text, "x%d = %d\n", i, i);
	sb_printf(&text, "return x0 + x%d\n}\nx1 = 5\nprint(f(), x1)\n",
	    MANY - 1);
	for (int i = 0; i < MANY; i++)
		sb_printf(&text, "y%d = %d\n", i, i);
	fixture_init(&f);
	assert_int_equal(run(&f, sb_text(&text)), RAN);
	assert_string_equal(sb_text(&f.out), "99999 5\n");
	fixture_free(&f);
	sb_free(&text);
}

static void
test_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		int rc;
	} rows[] = {
		{ "print 1\r\nprint 2\r\n", 18, RAN },
		{ "if 1 {\r\n print 1\r\n} else {\r\n}\r\n", 31, RAN },
		{ "give 3 a\r\nexpect 1\r\nexpect /x/\r\n", 32, EXEC_MISS },
		{ "print 1", 7, RAN },
		{ "give 3 a", 8, RAN },
		{ "give 3 a\\", 9, RAN },
		{ "x = 1 \\", 7, NOT_PARSED },
		{ "give 3 \xff\xfe\x80", 10, RAN },
		{ "x = \"\xff\xfe\x80\"", 9, RAN },
		{ "x = \xff", 5, NOT_PARSED },
		{ "\xff 1", 3, NOT_PARSED },
		{ "# \xff", 3, RAN },
		{ "give 3 a\0b", 10, NOT_PARSED },
		{ "give 3 \"a\0b\"", 12, NOT_PARSED },
		{ "print 1\0", 8, NOT_PARSED },
		{ "print\0 1", 8, NOT_PARSED },
		{ "\0\0\0", 3, NOT_PARSED },
		{ "at 3 :80\0 9", 11, NOT_PARSED },
		{ "expect /a\0b/", 12, NOT_PARSED },
		{ "import a\0b", 10, NOT_PARSED },
		{ "\x1b[31m", 5, NOT_PARSED },
		{ "print \x1b[31m", 11, NOT_PARSED },
		{ "\r", 1, RAN },
		{ "\r\n\r\n", 4, RAN },
		{ "\xe2\x80\xaeprint 1", 10, NOT_PARSED },
		{ "\xef\xbc", 2, NOT_PARSED },
		{ "give 3 “", 10, NOT_PARSED },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct fixture f;
		int rc;

		fixture_init(&f);
		rc = run_bytes(&f, rows[i].text, rows[i].len);
		if (rc != rows[i].rc)
			print_error("%zu %s: %d %s\n", i, rows[i].text, rc,
			    sb_text(&f.out));
		assert_int_equal(rc, rows[i].rc);
		fixture_free(&f);
	}
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static const char *const ingredients[] = { "if", "elif", "else", "while",
	"repeat", "for", "in", "break", "continue", "return", "def", "try",
	"expect", "import", "from", "global", "on", "spawn", "and", "or", "not",
	"f", "x", "y", "give", "take", "pair", "at", "fail", "print", "len",
	"str", "int", "char", "struct sockaddr_in", "sizeof", "errno", "_",
	"AF_INET", "EAGAIN", "NULL", "None", "a.b", ".c", "->", "0", "1", "7",
	"010", "1.5", "0x1f", "9223372036854775807", "\"a\"", "'b\\n'", "\"",
	"'", "“", "”", "/a/", "/", "//", "/*", "*/", "#", "\\", "\\\n", "\n",
	"\n", ";", ";", "(", ")", "(", ")", "[", "]", "{", "}", "{", "}", "（",
	"）", ",", ":", "=", "+=", "-=", "==", "<", ">=", "<<", "+", "-", "++",
	"*", "%", "&", "&&", "|", "||", "^", "~", "!", "$", "$x", "$(", "?",
	"@n", ":80", "127.0.0.1:80", "127.0.0.1", "\xff", "\t", "\r\n", "变量",
	"，", "f()", "x = ", "print ", "give 3 ", "def f() {", "if x {" };

/* A soup of up to 30 tokens, most often fewer, with spaces or without. */
static void
cook(struct strbuf *soup, uint64_t *seed)
{
	unsigned n = 1 + next_random(seed) % (1 + next_random(seed) % 30);

	sb_clear(soup);
	while (n-- != 0) {
		sb_str(soup, ingredients[next_random(seed) % LEN(ingredients)]);
		if (next_random(seed) % 3 != 0)
			sb_char(soup, ' ');
	}
	/* A NUL now and then. */
	if (next_random(seed) % 50 == 0)
		sb_char(soup, '\0');
}

/* What can be parsed is run too, each loop of it cut short. */
static void
test_soups(void **state)
{
	struct strbuf soup = { 0 };
	uint64_t seed = 42;
	unsigned parsed = 0, unfinished = 0, ran = 0;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	for (int i = 0; i < SOUPS; i++) {
		int rc;

		cook(&soup, &seed);
		fixture_renew(&f);
		atomic_store(&f.interp.task.cancel, true);
		rc = run_bytes(&f, sb_text(&soup), soup.len);
		parsed += rc != NOT_PARSED;
		ran += rc == RAN;
		unfinished += run_typed(&f, sb_text(&soup)) == UNFINISHED;
	}
	fixture_free(&f);
	sb_free(&soup);
	/* The soups are good enough to get somewhere. */
	assert_true(parsed > SOUPS / 20);
	assert_true(ran > SOUPS / 100);
	assert_true(unfinished > SOUPS / 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_soups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
