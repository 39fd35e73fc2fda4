/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expect: what matches the outcome of the last call, and what a miss says. */
#include "lang_fixture.h"

#include "base/alloc.h"

/* A pattern that has to match after a call, and one that must not. */
struct pattern {
	const char *call;
	const char *matches;
	const char *misses;
};

static const struct pattern patterns[] = {
	/* Numbers, against what the echo shows. */
	{ "fail 0", "7", "8" },
	{ "fail 0", "(3 + 4)", "(3 + 5)" },
	{ "x = 7; fail 0", "$x", "(x + 1)" },
	{ "x = 7; fail 0", "x", "-x" },
	{ "fail 0", "0x7", "0" },
	{ "pair 3", "4", "3" },
	{ "take 3 5", "5", "4" },
	{ "len(\"abc\")", "3", "2" },
	{ "int(\"12\")", "12", "13" },
	/* errno, by name; -1 with it or without. */
	{ "try fail 11", "EAGAIN", "EPERM" },
	{ "try fail 11", "EWOULDBLOCK", "0" },
	{ "try fail 11", "-1", "11" },
	{ "try fail 11", "-1 EAGAIN", "0 EAGAIN" },
	{ "fail 0", "*", "EAGAIN" },
	/* Bytes, alone or with their number. */
	{ "take 3 5", "\"hello\"", "\"hell\"" },
	{ "take 3 5", "5 \"hello\"", "4 \"hello\"" },
	{ "take 3 5", "'hello' 5", "'hello' 6" },
	{ "take 3 5", "*", "\"\"" },
	{ "take 3 5", "* \"hello\"", "* \"h\"" },
	{ "take 3 0", "0 \"\"", "1 \"\"" },
	{ "x = \"hello\"; take 3 5", "$x", "(x + \"!\")" },
	/* Regular expressions. */
	{ "take 3 11", "/hello/", "/goodbye/" },
	{ "take 3 11", "/o w/", "/o  w/" },
	{ "take 3 11", "/^hel+o w.*d$/", "/^ello/" },
	{ "take 3 11", "11 /wor/", "10 /wor/" },
	{ "take 3 11", "/\\w\\s\\w/", "/o\\.w/" },
	{ "take 3 11", "/(hello|bye) [a-z]{5}$/", "/\\//" },
	{ "fail 0", "7", "/7/" },
	/* Other values: as they are, or a member of the pair. */
	{ "str(1.5)", "\"1.5\"", "1.5" },
	{ "time()", "*", "5" },
	{ "unpack(\"2s\", \"ab\")", "\"ab\"", "\"a\"" },
	{ "unpack(\"BB\", \"ab\")", "(97, 98)", "(97, 99)" },
	/* Calls in the pattern leave the outcome as it was. */
	{ "fail 0", "(len(\"1234567\"))", "(len(\"12345678\"))" },
	{ "take 3 5", "(len(\"hello\")) \"hello\"", "5 (str(\"hallo\"))" },
	{ "take 3 5", "(int(\"5\")) /h/", "(int(\"5\")) /x/" },
};

static void
test_patterns(void **state)
{
	bool all = true;

	(void)state;
	for (size_t i = 0; i < LEN(patterns) * 2; i++) {
		const struct pattern *p = &patterns[i / 2];
		const char *pattern = i % 2 ? p->misses : p->matches;
		char *text = xasprintf("%s\nexpect %s\n", p->call, pattern);
		struct fixture f;
		int rc;

		fixture_init(&f);
		rc = run(&f, text);
		if (rc != (i % 2 ? EXEC_MISS : RAN)) {
			print_error("%s  gave %d %s\n", text, rc,
			    sb_text(&f.out));
			all = false;
		}
		fixture_free(&f);
		free(text);
	}
	assert_true(all);
}

/* Both sides are shown. */
static void
test_misses(void **state)
{
	static const struct program rows[] = {
		{ "expect 5",
		    "!expected 5, got nothing: no call was made "
		    "@0-8" },
		{ "fail 0; expect 5 \"a\"",
		    "fail(0) !expected 5 \"a\", got 7 @8-20" },
		{ "try fail 11; expect EPERM",
		    "fail(11) !expected EPERM, got -1 EAGAIN @13-25" },
		{ "try fail 9999; expect EPERM",
		    "fail(9999) !expected EPERM, got -1" },
		{ "take 3 5; expect /x/",
		    "take(3, -, 5, -) !expected /x/, got 5 \"hello\"" },
		{ "pair 3; expect 5",
		    "pair(3, -, -) !expected 5, got 4 (4, 0.0.0.0:0)" },
		{ "str(1.5); expect $zz",
		    "!zz: no such variable; text is written \"zz\"" },
		{ "fail 0; expect (fail(11))",
		    "fail(0) fail(11) !fail failed" },
		{ "fail 0; expect 8; print(1)", "fail(0) !expected 8, got 7" },
		{ "fail 0; expect 7; expect 7; print(1)", "fail(0) 1\n" },
		{ "fail 0; x = 5; print(x); expect 7; print(1)",
		    "fail(0) 5\n1\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Bytes of a peer may hold anything. */
static void
test_bytes(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	run(&f, "x = str(\"a\\0b\\377\")");
	assert_int_equal(run(&f, "expect \"a\\0b\\377\""), RAN);
	assert_int_equal(run(&f, "expect /b/"), RAN);
	assert_int_equal(run(&f, "expect /^a$/"), EXEC_MISS);
	assert_true(fits(sb_text(&f.out), "!\"a\\0b\\377\""));
	fixture_free(&f);
}

/* No pattern takes long or much: the most that is let through is tried. */
static void
test_modest(void **state)
{
	static const char *const refused[] = {
		"(((((((((((((((((a)))))))))))))))))", "a{9}b{9}c{9}d{9}e{9}",
		"(a)\\1"
	};
	struct strbuf text = { 0 };
	struct fixture f;

	(void)state;
	fixture_init(&f);
	run(&f, "x = str(\"a\" * 100000)");
	for (size_t i = 0; i < LEN(refused); i++) {
		sb_clear(&text);
		sb_printf(&text, "expect /%s/", refused[i]);
		assert_int_equal(run(&f, sb_text(&text)), NOT_PARSED);
	}
	/* As much as is let through. */
	assert_int_equal(run(&f, "expect /a{1}a{2}(a{3}){4}/"), RAN);
	assert_int_equal(run(&f, "expect /((((((((((((((((a))))))))))))))))/"),
	    RAN);
	sb_clear(&text);
	sb_str(&text, "expect /");
	sb_fill(&text, 'a', 512);
	sb_char(&text, '/');
	assert_int_equal(run(&f, sb_text(&text)), RAN);
	sb_truncate(&text, text.len - 1);
	sb_str(&text, "a/");
	assert_int_equal(run(&f, sb_text(&text)), NOT_PARSED);
	sb_free(&text);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_misses),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_modest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
