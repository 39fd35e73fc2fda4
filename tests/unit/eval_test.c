/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions: precedence, operators, indexes, names; and what is refused. */
#include "lang_fixture.h"

#include "base/alloc.h"

/* An expression and its value, as print shows it; "!" begins a mistake. */
struct expression {
	const char *text;
	const char *value;
};

static void
check_expressions(const struct expression *rows, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		char *text = xasprintf("print((%s))", rows[i].text);
		char *want = xasprintf("%s%s", rows[i].value,
		    *rows[i].value == '!' ? "" : "\n");
		struct fixture f;

		fixture_init(&f);
		run(&f, text);
		if (!fits(sb_text(&f.out), want)) {
			print_error("%s\n  gave   %s\n  wanted %s\n",
			    rows[i].text, sb_text(&f.out), want);
			all = false;
		}
		fixture_free(&f);
		free(text);
		free(want);
	}
	assert_true(all);
}

#define CHECK(rows) check_expressions(rows, LEN(rows))

static const struct {
	const char *text;
	long value;
} precedences[] = {
	{ "6 - 8 << 9 - -3 - 6", -128 },
	{ "3 * -6 - 9 << 9 - -9 <= 3", 1 },
	{ "9 ^ 1 * -0 ^ 8", 1 },
	{ "not 5 and -7 > 3 & ~3 * -4 or 7", 7 },
	{ "5 or -7 * 1 == 1 - ~4", 5 },
	{ "1 & 3 | 7 & 4", 5 },
	{ "1 or 7 or 1 >> 5 == 2 + 8", 1 },
	{ "not 4 or 3 > 5", 0 },
	{ "3 << 7 ^ 3 or -9 + 5", 387 },
	{ "not 1 <= 3 or 6", 6 },
	{ "6 and 1 & 2 + 9 and not 2", 0 },
	{ "~5 and ~9 >= 8", 0 },
	{ "-2 + 7 & -0 >> 2", 0 },
	{ "-1 - 8 or not 1 - 3 == 1 and -0", -9 },
	{ "5 ^ ~4 and -8", -8 },
	{ "6 <= 6 ^ 5 * ~5", 0 },
	{ "8 and 0 <= 8", 1 },
	{ "not 4 <= 8 or ~5 * 0 & 1 == 1", 0 },
	{ "-3 << 4 - 3", -6 },
	{ "~4 ^ 7 & 5 + 0 + 8", -2 },
	{ "5 ^ 2 <= 0 >> 1", 0 },
	{ "-3 | -0 * 1 >> 9 - 0", -3 },
	{ "8 >= ~8 >> -8 + 9", 1 },
	{ "0 - 5 << 7 - ~0", -1280 },
	{ "4 + 1 * ~8 * ~7", 76 },
	{ "not 1 == 3 | ~7 or not 6 * 4", 1 },
	{ "-3 * -2 < 4", 0 },
	{ "7 and not 1 ^ 1 or 4 and 8", 1 },
	{ "~1 - ~6 and -2 != 0", 1 },
	{ "8 <= 2 & 3 or -3 and 7", 7 },
	{ "8 ^ 1 & 8 * 3 > 9 ^ 6", 0 },
	{ "8 ^ 4 < 0 or 9 > 8 ^ 4", 0 },
	{ "6 and 4 + 0 >= ~7", 1 },
	{ "2 | -0 != 4", 1 },
	{ "~1 << 4 ^ 4 | 9 + 8 != 4", 1 },
	{ "~3 or -3 | 6 != 0 ^ 6", -4 },
	{ "3 >= 3 or 5", 1 },
	{ "6 ^ 4 * 7 ^ 3 | 3 == 4", 0 },
	{ "-7 & 7 >= ~0", 1 },
	{ "5 != 6 * 7 ^ 8", 1 },
	{ "5 > ~7 + ~6 | 6 - 0 and 0", 0 },
	{ "3 << 7 <= 4", 0 },
	{ "-3 <= 2 | 1", 1 },
	{ "8 < 6 << 4", 1 },
	{ "1 >= 7 & 2", 0 },
	{ "3 | 4 ^ 1 <= 3", 0 },
	{ "~1 and 1 + 3 and 0", 0 },
	{ "1 - 9 ^ 5 & 9 == 0", 0 },
	{ "4 - -3 + 5", 12 },
	{ "~5 & -4 * 0 or -7 * 1 <= ~8", 0 },
	{ "4 > 6 + 5 ^ 6 ^ 6 & 1", 0 },
	{ "9 > 2 >> 0", 1 },
	{ "~6 * -9 > ~8 & 5", 1 },
	{ "9 & ~3 <= -3 or 9 ^ 6 & 5", 13 },
	{ "3 ^ 8 - ~5", 13 },
	{ "9 and -4 >= 9", 0 },
	{ "6 > 8 and 0 + -7", 0 },
	{ "7 and not 2 or 1 * 5 >= 1 and -8", -8 },
	{ "2 * ~5 * 8", -96 },
	{ "~2 + 1 << 2 or 2 | 5 == 5", -8 },
};

/* Random expressions; the values are python3's. */
static void
test_precedence(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(precedences); i++) {
		char *value = xasprintf("%ld", precedences[i].value);
		const struct expression row = { precedences[i].text, value };

		check_expressions(&row, 1);
		free(value);
	}
}

/* Where Python and C differ, and what only one of them has. */
static void
test_operators(void **state)
{
	static const struct expression rows[] = {
		{ "-7 / 2", "-3" },
		{ "-7 % 2", "-1" },
		{ "7 / -2", "-3" },
		{ "7 % -2", "1" },
		{ "!5 == 0", "1" },
		{ "not 5 == 0", "1" },
		{ "not 0 == 0", "0" },
		{ "!!5", "1" },
		{ "~0", "-1" },
		{ "+-+5", "-5" },
		{ "6 & 2 == 2", "1" },
		{ "1 << 2 + 1", "8" },
		{ "5 && 0 || 3", "3" },
		{ "0 or \"\" or ()", "()" },
		{ "1 in (1, 2) and 3 not in (1, 2)", "1" },
		{ "not 1 in (2, 3)", "1" },
		{ "\"el\" in \"hello\"", "1" },
		{ "104 in \"hello\"", "1" },
		{ "256 in \"hello\"", "0" },
		{ "1 + 2.5", "3.5" },
		{ "7.5 / 2", "3.75" },
		{ "7.5 % 2", "1.5" },
		{ "1.5 - 1 + 2 * 1.5", "3.5" },
		{ "1.5 <= 1.5 and 2 >= 2.5 or 3 < 2.5", "0" },
		{ "-1.5", "-1.5" },
		{ "1 == 1.0", "1" },
		{ "1 < 1.5 and 2.5 > 2", "1" },
		{ "\"a\" + \"b\"", "ab" },
		{ "\"ab\" * 3", "ababab" },
		{ "2 * \"a\"", "aa" },
		{ "\"a\" * -1", "" },
		{ "(1, 2) + (3,)", "(1, 2, 3)" },
		{ "() + ()", "()" },
		{ "\"a\" < \"b\"", "1" },
		{ "\"ab\" > \"a\" and \"a\" <= \"a\"", "1" },
		{ "\"a\" == 5", "0" },
		{ "(1, \"a\") == (1, \"a\")", "1" },
		{ "(1, 2) != (1, 3)", "1" },
		{ "(3, 4) < 0", "0" },
		{ "(3, 4) >= 0", "1" },
		{ "None == None", "1" },
		{ "True + True", "2" },
		{ "&5", "5" },
		{ "(int)5 + (struct sockaddr *)6", "11" },
		{ "-9223372036854775807 - 1", "-9223372036854775808" },
		{ "-1 >> 70 - 7", "-1" },
		{ "[1, 2][1]", "2" },
		{ "(5)", "5" },
		{ "(5,)", "(5,)" },
		{ "$x or 1", "!x: no such variable; text is written \"x\"" },
	};

	(void)state;
	CHECK(rows);
}

static void
test_never_undefined(void **state)
{
	static const struct expression rows[] = {
		{ "9223372036854775807 + 1",
		    "!+: the result does not fit in a signed 64-bit number" },
		{ "-9223372036854775807 - 2",
		    "!-: the result does not fit in a signed 64-bit number" },
		{ "4294967296 * 4294967296",
		    "!*: the result does not fit in a signed 64-bit number" },
		{ "(-9223372036854775807 - 1) / -1",
		    "!/: the result does not fit in a signed 64-bit number" },
		{ "(-9223372036854775807 - 1) % -1", "0" },
		{ "-(-9223372036854775807 - 1)",
		    "!-: the result does not fit in a signed 64-bit number" },
		{ "1 << 63",
		    "!<<: the result does not fit in a signed 64-bit number" },
		{ "1 << 62", "4611686018427387904" },
		{ "-1 << 63", "-9223372036854775808" },
		{ "1 << 64", "!<<: a shift is by 0 to 63 bits, not 64" },
		{ "1 >> -1", "!>>: a shift is by 0 to 63 bits, not -1" },
		{ "1 / 0", "!/: division by zero" },
		{ "2**32", "4294967296" },
		{ "-2 ** 2", "-4" },
		{ "2 ** 3 ** 2", "512" },
		{ "2 * 3**2 - 1", "17" },
		{ "(-1) ** 1000000000001", "-1" },
		{ "0**0", "1" },
		{ "2**64",
		    "!**: the result does not fit in a signed 64-bit number" },
		{ "2 ** -1", "!**: the power is 0 or more, not -1" },
		{ "1 % 0", "!%: division by zero" },
		{ "1.0 / 0", "!/: division by zero" },
		{ "1 % 0.0", "!%: division by zero" },
		{ "\"a\" * 999999999",
		    "!a byte string is at most 268435456 bytes long" },
		{ "\"ab\" * 9223372036854775807",
		    "!a byte string is at most 268435456 bytes long" },
	};

	(void)state;
	CHECK(rows);
}

static void
test_unfit(void **state)
{
	static const struct expression rows[] = {
		{ "1 + \"a\"",
		    "!1 + \"a\": an int and bytes do not go together here" },
		{ "\"a\" - \"b\"",
		    "!\"a\" - \"b\": bytes and bytes do not go together here" },
		{ "1 < \"a\"",
		    "!1 < \"a\": an int and bytes do not go together here" },
		{ "1 in 2",
		    "!1 in 2: an int and an int do not go together here" },
		{ "1.5 & 1", "!& is for whole numbers" },
		{ "1.5 << 1", "!<< is for whole numbers" },
		{ "-\"a\"", "!- wants a number; this is bytes" },
		{ "+\"a\"", "!+ wants a number; this is bytes" },
		{ "~1.5", "!~ wants a number; this is a float" },
		{ "5[0]", "!an int has no elements" },
		{ "\"a\"[\"b\"]", "!an index is a whole number" },
		{ "\"abc\"[3]", "![3] lies outside: there are 3 elements" },
		{ "\"abc\"[-4]", "![-4] lies outside: there are 3 elements" },
		{ "()[0]", "![0] lies outside: there are 0 elements" },
		{ "5[1:]", "!an int cannot be sliced" },
		{ "\"a\"[:1.5]", "!a slice is [from:to]" },
		{ "\"a\"[\"b\":]",
		    "!a slice is [from:to], both whole numbers" },
		{ "\"a\".sin_port",
		    "!.sin_port: bytes has no fields; only an address and a "
		    "struct have" },
		{ "\"%d\" % \"a\"", "!%d takes a number, not \"a\"" },
		{ "\"%d\" % ()",
		    "!not enough arguments for format string (got 0)" },
	};

	(void)state;
	CHECK(rows);
}

/* As Python has them. */
static void
test_elements(void **state)
{
	static const struct expression rows[] = {
		{ "\"abc\"[0]", "97" },
		{ "\"abc\"[-1]", "99" },
		{ "\"\\377\"[0]", "255" },
		{ "(1, 2, 3)[-3]", "1" },
		{ "\"hello\"[1:3]", "el" },
		{ "\"hello\"[:2]", "he" },
		{ "\"hello\"[3:]", "lo" },
		{ "\"hello\"[:]", "hello" },
		{ "\"hello\"[-2:]", "lo" },
		{ "\"hello\"[:-2]", "hel" },
		{ "\"hello\"[4:2]", "" },
		{ "\"hello\"[-99:99]", "hello" },
		{ "\"hello\"[None:2]", "he" },
		{ "(1, 2, 3)[1:]", "(2, 3)" },
		{ "(1, 2, 3)[3:]", "()" },
		{ "((1, 2), 3)[0][1]", "2" },
	};

	(void)state;
	CHECK(rows);
}

static void
test_format(void **state)
{
	static const struct expression rows[] = {
		{ "\"%d-%s\" % (5, \"x\")", "5-x" },
		{ "\"%05.1f|%-4d|%x\" % (2.25, 7, 255)", "002.2|7   |ff" },
		{ "\"100%%\" % ()", "100%" },
		{ "\"%s\" % ((1, 2),)", "(1, 2)" },
		{ "\"%d\" % 5 + \"!\"", "5!" },
	};

	(void)state;
	CHECK(rows);
}

static void
test_names(void **state)
{
	static const struct program rows[] = {
		{ "print(AF_INET)", "2\n" },
		{ "AF_INET = 5; print(AF_INET)", "5\n" },
		{ "print(socket.AF_INET)", "2\n" },
		{ "socket = \"a\"; print(socket)", "a\n" },
		{ "print(None, NULL, True, False)", "None 0 1 0\n" },
		{ "print(prnt)",
		    "!prnt: no such variable; text is written "
		    "\"prnt\" @6-10" },
		{ "prin",
		    "!prin: no such command or variable; did you mean "
		    "print? @0-4" },
		{ "frobnicate",
		    "!frobnicate: no such command or variable; help "
		    "lists the commands @0-10" },
		{ "total = 1; print(totl)",
		    "!totl: no such variable; did you mean total?" },
		{ "print(AF_INTE)",
		    "!AF_INTE: no such variable; did you mean AF_INET?" },
		{ "print(len)",
		    "!len: no such variable; the command is called len(…)" },
		{ "def f() { }; f",
		    "!f: no such variable; the def is called f(…)" },
		{ "export", "!export: not in this version yet" },
		{ "pass", "!there is no pass: a block may be empty, { }" },
		{ "print(_)", "!_ is the last value, and there is none yet" },
		{ "5; print(_)", "5\n" },
		{ "_ = 6; print(_)", "6\n" },
		{ "print(errno); try fail 11; print(errno)",
		    "0\nfail(11) 11\n" },
		{ "errno = 4; print(errno)", "4\n" },
		{ "errno = 4294967296",
		    "!errno is a number, 0 to begin with @0-5" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_assigned(void **state)
{
	static const struct program rows[] = {
		{ "a, b = (1, 2); print(a, b)", "1 2\n" },
		{ "a, = (1,); print(a)", "1\n" },
		{ "(a, b) = [1, 2]; print(b)", "2\n" },
		{ "a, b = 1, 2; a, b = b, a; print(a, b)", "2 1\n" },
		{ "a, _ = (1, 2); print(a, _)", "1 2\n" },
		{ "a, b = (1, 2, 3)",
		    "!2 names on the left, 3 values on the right @7-16" },
		{ "a, b = 5", "!2 names on the left, and an int @7-8" },
		{ "x = 5; x += 2; x -= 10; print(x)", "-3\n" },
		{ "x = \"a\"; x += \"b\"; print(x)", "ab\n" },
		{ "x += 1", "!x: no such variable; text is written \"x\"" },
		{ "t = (1, 2); u = t; t[0] = 5; print(t, u)",
		    "(5, 2) (1, 2)\n" },
		{ "t = (1, 2); t[-1] = 5; print(t)", "(1, 5)\n" },
		{ "t = (1, 2); t[2] = 5", "![2] lies outside of the 2 values" },
		{ "t = (1, 2); t[\"a\"] = 5", "!an index is a whole number" },
		{ "t = 5; t[0] = 5", "!an int has no elements" },
		{ "t = ((1, 2), 3); u = t; t[0][0] = 5; print(t, u)",
		    "((5, 2), 3) ((1, 2), 3)\n" },
		{ "t = ((1, 2), 3); t[0][2] = 5",
		    "![2] lies outside of the 2 values" },
		{ "b = \"abc\"; c = b; b[1] = 120; b[2] = \"y\"; print(b, c)",
		    "axy abc\n" },
		{ "b = \"abc\"; b[3] = 1",
		    "![3] lies outside: there is room for 3 bytes" },
		{ "b = \"abc\"; b[0] = 256",
		    "!a byte is a number from 0 to 255" },
		{ "b = \"abc\"; b[0] = \"xy\"",
		    "!a byte is a number from 0 to 255" },
		{ "if (x = 5) == 5 { print(x) }", "5\n" },
		{ "while (x = 0) { }; print((x = 3) + x)", "6\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* A C array: its text ends at the first NUL, and can grow into the room. */
static void
test_arrays(void **state)
{
	static const struct program rows[] = {
		{ "char b[8]; print(len(b), sizeof(b), sizeof b)", "0 8 8\n" },
		{ "char b[8] = \"abcdef\"; b[2] = 0; print(b, len(b))",
		    "ab 2\n" },
		{ "char b[8] = \"abcdef\"; b[2] = 0; b[2] = 120; print(b)",
		    "abxdef\n" },
		{ "char b[8]; b[0] = \"x\"; b[1] = \"y\"; print(b)", "xy\n" },
		{ "char b[8] = \"ab\"; char *c = b; b[0] = 65; print(b, c)",
		    "Ab ab\n" },
		{ "char b[2]; b[1] = 1; b[2] = 1",
		    "![2] lies outside: there is room for 2 bytes" },
		{ "char b[] = \"abc\"; print(sizeof b)", "4\n" },
		{ "char b[2] = \"abc\"",
		    "!3 bytes do not fit into an array of 2" },
		{ "char b[-1]", "!an array's size is a number, 0 to 16M" },
		{ "char b[]", "!an array's size is a number, 0 to 16M" },
		{ "char b[99999999]",
		    "!an array's size is a number, 0 to 16M" },
		{ "char b[3] = {0}; print(sizeof b, len(b))", "3 0\n" },
		{ "int v[2]; print(v, sizeof v)", "(0, 0) 8\n" },
		{ "int v[2] = {3, 4}; print(v)", "(3, 4)\n" },
		{ "int v[9999999]", "!this array is too large" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_fields(void **state)
{
	static const struct program rows[] = {
		{ "struct sockaddr_in a; a.sin_port = htons(80); "
		  "a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); print(a)",
		    "127.0.0.1:80\n" },
		{ "struct sockaddr_in a, b; a.sin_port = htons(80); b = a; "
		  "b.sin_port = htons(81); print(a, b)",
		    "0.0.0.0:80 0.0.0.0:81\n" },
		{ "struct sockaddr_in a; p = &a; p->sin_port = htons(7); "
		  "print(ntohs(p->sin_port), a[1], a[0])",
		    "7 0 0.0.0.0\n" },
		{ "struct sockaddr_in a; host, port = a; print(host, port)",
		    "0.0.0.0 0\n" },
		{ "struct sockaddr_in a; print(a[1:])",
		    "!an address cannot be sliced" },
		{ "a = 5; a.sin_port = 1",
		    "!a holds no address; struct "
		    "sockaddr_in a; makes one" },
		{ "struct sockaddr_in a; a.sin_prt = 1; print(1)",
		    "!sin_port" },
		{ "struct sockaddr_in a; print(sizeof a, sizeof(struct "
		  "sockaddr_un), sizeof(int *))",
		    "16 110 8\n" },
		{ "struct sockaddr_storage s; print(sizeof(s))", "128\n" },
		{ "struct sockaddr_in a; print(a.sin_addr.s_addr + "
		  "a.sin_port.str().len())",
		    "1\n" },
		{ "struct sockaddr_in a; print(a.sin_foo)", "!sin_port" },
		{ "struct sockaddr_in a; a.sin_port = \"x\"", "!" },
		{ "t = (1, 2); t[0].sin_port = 1",
		    "!.sin_port: an int has no fields" },
		{ "print(sizeof(1.5), sizeof(5), sizeof((1, 2, 3)))",
		    "8 4 12\n" },
		{ "print(sizeof nothing)",
		    "!nothing: no such variable; text is written "
		    "\"nothing\"" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Trees as deep as the text is long: the evaluator stops, and does not crash. */
static void
test_deep(void **state)
{
	static const char *const links[][2] = { { "x = 1", "+1" },
		{ "x = 1", " and 1" }, { "x = x", "[0]" }, { "x = 0", " or 0" },
		{ "x = a", ".b" }, { "x = len(\"\")", ".str()" } };

	(void)state;
	for (size_t i = 0; i < LEN(links); i++) {
		struct strbuf text = { 0 };
		struct fixture f;

		fixture_init(&f);
		sb_str(&text, links[i][0]);
		for (int n = 0; n < 200000; n++)
			sb_str(&text, links[i][1]);
		assert_int_equal(run(&f, sb_text(&text)), EXEC_MISTAKE);
		if (i != 4)
			assert_non_null(strstr(sb_text(&f.out), "too deep"));
		fixture_free(&f);
		sb_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_operators),
		cmocka_unit_test(test_never_undefined),
		cmocka_unit_test(test_unfit),
		cmocka_unit_test(test_elements),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_assigned),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
