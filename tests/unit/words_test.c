/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three ways to write a call: words, brackets, methods; and how arguments
 * come to lie on a command's parameters. */
#include "lang_fixture.h"

#include "base/alloc.h"

/* give notes its arguments: (fd, data, size, flags), - for what is not given. */
static void
test_words(void **state)
{
	static const struct program rows[] = {
		{ "give 3 hello", "give(3, \"hello\", -, -) " },
		{ "give 3 \"hello world\"", "give(3, \"hello world\", -, -) " },
		{ "give 3 'a b'c\"d e\"", "give(3, \"a bcd e\", -, -) " },
		{ "give 3 \"\"", "give(3, \"\", -, -) " },
		{ "give 3 a\\r\\n\\x41\\ b",
		    "!text with spaces goes in quotes" },
		{ "give 3 a\\r\\n\\x41\\377",
		    "give(3, \"a\\r\\nA\\377\", -, "
		    "-) " },
		{ "give 3 a\\", "give(3, \"a\\\\\", -, -) " },
		{ "give 3 \\\nhello", "give(3, \"hello\", -, -) " },
		{ "give 3 \\\r\nhello", "give(3, \"hello\", -, -) " },
		{ "give 3 a;give 4 b",
		    "give(3, \"a\", -, -) give(4, \"b\", "
		    "-, -) " },
		{ "give 3 a&b", "give(3, \"a&b\", -, -) " },
		{ "give 3 a#b # c", "give(3, \"a#b\", -, -) " },
		{ "give 3 http://x // c", "give(3, \"http://x\", -, -) " },
		{ "give 3 a/*b", "give(3, \"a/*b\", -, -) " },
		{ "give 3 /* c */ a", "give(3, \"a\", -, -) " },
		{ "give 3 x}", "give(3, \"x}\", -, -) " },
		{ "if 1 { give 3 x }", "give(3, \"x\", -, -) " },
		{ "give 3 {\"a\":1}", "give(3, \"{a:1}\", -, -) " },
		{ "give 3 你好，世界",
		    "give(3, \"\\344\\275\\240\\345\\245\\275\\357\\274\\214"
		    "\\344\\270\\226\\347\\225\\214\", -, -) " },
		{ "give 3 “a b”", "give(3, \"a b\", -, -) " },
		{ "give　３ ‘a b’", "give(3, \"a b\", -, -) " },
		{ "give 3 don’t", "give(3, \"don\\342\\200\\231t\", -, -) " },
		{ "give 3 a，b", "give(3, \"a\\357\\274\\214b\", -, -) " },
		{ "give 3 a；give 4 b",
		    "give(3, \"a\", -, -) give(4, \"b\", -, -) " },
		{ "give 3 你；好",
		    "give(3, \"\\344\\275\\240\\357\\274\\233\\345\\245\\275"
		    "\", -, -) " },
		{ "give 3 “你”；give 4 b",
		    "give(3, \"\\344\\275\\240\", -, -) give(4, \"b\", "
		    "-, -) " },
		{ "if 1 ｛ give 3 x ｝", "give(3, \"x\", -, -) " },
		{ "give 3 x ＃ “c", "give(3, \"x\", -, -) " },
		{ "give 3 x MSG_PEEK｜MSG_DONTWAIT", "give(3, \"x\", -, 66) " },
		{ "give 3 “a\"", "!“ opens it, and \" is another" },
		{ "give 3 a MSG_PEEK|MSG_DONTWAIT", "give(3, \"a\", -, 66) " },
		{ "give 3 a peek", "give(3, \"a\", -, 2) " },
		{ "  give\t3\ta  ", "give(3, \"a\", -, -) " },
		{ "give 3 $", "give(3, \"$\", -, -) " },
		{ "give 3 a$", "give(3, \"a$\", -, -) " },
		{ "give 3 \"$x $(1)\"", "give(3, \"$x $(1)\", -, -) " },
		{ "take 3 64K", "take(3, -, 65536, -) " },
		{ "x = take 3 4", "take(3, -, 4, -) " },
		{ "x = take 3 4 // c\nprint x", "take(3, -, 4, -) hell\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_variables(void **state)
{
	static const struct program rows[] = {
		{ "s = 3; give s a", "give(3, \"a\", -, -) " },
		{ "x = \"val\"; give 3 $x", "give(3, \"val\", -, -) " },
		{ "x = \"val\"; give 3 a$x-$(len(x) + 1)b",
		    "give(3, \"aval-4b\", -, -) " },
		{ "x = \"val\"; give 3 pre\"$x\"$x",
		    "give(3, \"pre$xval\", -, -) " },
		{ "x = \"val\"; give 3 ($x + \"!\")",
		    "give(3, \"val!\", -, -) " },
		{ "x = \"val\"; give 3 (upper(\n\"a b\"))",
		    "give(3, \"A B\", -, -) " },
		{ "x = \"val\"; give 3 x; give 3 x",
		    "{hint: x is sent as it stands; the variable's value is "
		    "$x}give(3, \"x\", -, -) {hint: x is sent as it stands; "
		    "the variable's value is $x}give(3, \"x\", -, -) " },
		{ "x = \"val\"; repeat 2 { give 3 x }",
		    "{hint: x is sent as it stands; the variable's value is "
		    "$x}give(3, \"x\", -, -) give(3, \"x\", -, -) " },
		{ "x = \"val\"; give 3 \"x\"", "give(3, \"x\", -, -) " },
		{ "n = 5; take 3 n", "take(3, -, 5, -) " },
		{ "n = 5; take 3 $n", "take(3, -, 5, -) " },
		{ "n = \"64K\"; take 3 $n", "take(3, -, 65536, -) " },
		{ "p = (3, 4); give p[1] a", "give(4, \"a\", -, -) " },
		{ "p = (3, 4); give $p[1] a",
		    "!a tuple cannot be part of a word" },
		{ "a = pair(3); give a x",
		    "pair(3, -, -) give(4, \"x\", -, -) " },
		{ "$1 or 2", "!$1: no such argument" },
		{ "give $zz a", "!zz: no such variable @5-8" },
		{ "give zz a", "!zz is not a variable, nor a descriptor" },
		{ "fd1 = 3; give fd2 a",
		    "!fd2 is not a variable, nor a descriptor: its number, or "
		    "a variable that holds one; did you mean fd1? @14-17" },
		{ "give 3 hello world",
		    "!text with spaces goes in quotes "
		    "@13-18" },
		{ "give 3 a$((1, 2))", "!a tuple cannot be part of a word" },
		{ "n = 12; take 3 a$n", "!size: \"a12\"" },
		{ "n = \"99999999999999999999\"; take 3 ${n}", "!" },
		{ "n = \"0x\"; take 3 $n$n", "!0x0x is not a number" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Values are read as expressions, as long as they have no spaces. */
static void
test_values(void **state)
{
	static const struct program rows[] = {
		{ "print 1 -1 1.5 0x10 64K", "1 -1 1.5 16 65536\n" },
		{ "print a\\n", "!" },
		{ "print \"a b\" 'c' “d e”", "a b c d e\n" },
		{ "x = (1, 2); print x x[0] len(x) (x[1] + 1) -x[0]",
		    "(1, 2) 1 2 3 -1\n" },
		{ "print (1)", "1\n" },
		{ "print [1, 2] (3)", "(1, 2) 3\n" },
		{ "x = \"v\"; print $x a$x \"$x\"", "!a" },
		{ "x = \"v\"; print $x \"$x\" $x$x", "v $x vv\n" },
		{ "print 127.0.0.1:80 [::1]:80", "127.0.0.1:80 [::1]:80\n" },
		{ "print", "\n" },
		{ "print a, b", "!no commas between words @7-8" },
		{ "print 1 + 2", "!in brackets: (a + b) @8-9" },
		{ "print 1 == 2", "!in brackets: (a == b) @8-10" },
		{ "x = 1; print x in (1,2)", "!in brackets: (a in b) @15-17" },
		{ "print )", "!\")\" @6-7" },
		{ "print 010", "!0o10 or 10 @6-9" },
		{ "print 1.2.3", "!\"1.2.3\" @6-11" },
		{ "print 5x", "!5x is not a number @6-8" },
		{ "print (1,\n 2) 3", "!all its arguments" },
		{ "print [1,\n 2] 3", "(1, 2) 3\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_addresses(void **state)
{
	static const struct program rows[] = {
		{ "at 3 127.0.0.1:80", "at(3, 127.0.0.1:80, -) " },
		{ "at 3 127.0.0.1 80", "at(3, 127.0.0.1:80, -) " },
		{ "at 3 :80", "at(3, 127.0.0.1:80, -) " },
		{ "at 3 *:80", "at(3, 0.0.0.0:80, -) " },
		{ "at 3 [::1]:80", "at(3, [::1]:80, -) " },
		{ "at 3 ./s", "at(3, ./s, -) " },
		{ "at 3 @n", "at(3, @n, -) " },
		{ "at 3 (\"127.0.0.1\", 80)", "at(3, 127.0.0.1:80, -) " },
		{ "at(3, (\"\", 80))", "at(3, 0.0.0.0:80, -) " },
		{ "at(3, \"127.0.0.1\", 80)", "at(3, 127.0.0.1:80, -) " },
		{ "at(3, \"127.0.0.1\", \"80\")", "at(3, 127.0.0.1:80, -) " },
		{ "at(3, \"127.0.0.1:80\")", "at(3, 127.0.0.1:80, -) " },
		{ "at(3, \"/p\", 7)", "at_c(3, /p, 7) " },
		{ "struct sockaddr_in a; at(3, (struct sockaddr *)&a, "
		  "sizeof a)",
		    "at_c(3, 0.0.0.0:0, 16) " },
		{ "h = \"127.0.0.1\"; at 3 $h 80", "at(3, 127.0.0.1:80, -) " },
		{ "h = \"127.0.0.1\"; p = 80; at 3 h p",
		    "at(3, 127.0.0.1:80, -) " },
		{ "h = \"127.0.0.1\"; at 3 $h:80", "at(3, 127.0.0.1:80, -) " },
		{ "a = pair(3); at 3 a[1]",
		    "pair(3, -, -) at(3, 0.0.0.0:0, -) " },
		{ "at 3 none", "at(3, family 0, -) " },
		{ "at 3 80", "!:80 @5-7" },
		{ "at 3 ::1:80", "![::1]:80 @5-11" },
		{ "at 3, :80", "!no commas between words @4-5" },
		{ "at 3 127.0.0.1, 80", "!no commas between words" },
		{ "at 3 zz", "!/path or @name" },
		{ "at 3 127.0.0.1:99999", "!99999 @5-20" },
		{ "at 3 127.0.0.1:80 x y", "!too many words" },
		{ "at 3 5", "!" },
		{ "at(3, 5)", "!:5 @6-7" },
		{ "at(3, pair(4))", "pair(4, -, -) !its [1]" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_counts(void **state)
{
	static const struct program rows[] = {
		{ "give", "!fd is missing; usage: give fd data [flags] @0-4" },
		{ "give 3", "!data is missing @0-4" },
		{ "give 3 a b c", "!one word too many" },
		{ "give 3 a b c d", "!too many words @11-14" },
		{ "give(3)", "!data is missing @0-7" },
		{ "give()", "!fd is missing @0-6" },
		{ "give(3, \"a\", 1, 2, 3)", "!too many arguments" },
		{ "len()", "!value is missing @0-5" },
		{ "len 1 2", "!one word too many @6-7" },
		{ "time 5", "!5 is not a variable @5-6" },
		{ "time t 5", "!one word too many" },
		{ "pack", "!format is missing" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_spellings(void **state)
{
	static const struct program rows[] = {
		{ "give(3, \"a\")", "give(3, \"a\", -, -) " },
		{ "give (3, \"a\")", "give(3, \"a\", -, -) " },
		{ "give（3，“a”）", "give(3, \"a\", -, -) " },
		{ "s = 3; s.give(\"a\")", "give(3, \"a\", -, -) " },
		{ "s = 3; s.give(\"a\", MSG_OOB)", "give(3, \"a\", -, 1) " },
		{ "\"abc\".upper().give", "!.give" },
		{ "print(\"abc\".upper().len())", "3\n" },
		{ "a = pair(3); a.give(\"x\")",
		    "pair(3, -, -) give(4, \"x\", -, -) " },
		{ "give(fd=3, data=\"a\", flags=2)", "give(3, \"a\", -, 2) " },
		{ "give(3, flags=2, data=\"a\")", "give(3, \"a\", -, 2) " },
		{ "s = 4; s.give(data=\"a\")", "give(4, \"a\", -, -) " },
		{ "give(3, dat=\"a\")", "!did you mean data? @12-15" },
		{ "give(3, zzzzz=\"a\")", "!give has no parameter zzzzz" },
		{ "give(3, fd=3, data=\"a\")", "!fd is given twice" },
		{ "give(3, flags=2)", "!data is missing" },
		{ "give(data=5, fd=3)", "!data: 5 is a number" },
		{ "print(1, x=2)", "!print has no parameter x" },
		{ "len(1, 2, value=3)", "!too many arguments" },
		{ "len(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, i=9)",
		    "!\"i\" @44-45" },
		/* C's form, by the number of arguments. */
		{ "give(3, \"hello\", 2, 0)", "give_c(3, \"hello\", 2, 0) " },
		{ "give(3, \"hello\", 9, 0)", "!9 is more than the 5 bytes" },
		{ "n = take(3, b, 5, 0); print(n, $b, sizeof b)",
		    "take_c(3, unset, 5, 0) 5 hello 5\n" },
		{ "char b[8]; n = take(3, &b, sizeof b, 0); print(n, b)",
		    "take_c(3, \"\", 8, 0) 8 hello wo\n" },
		{ "char b[3]; take(3, b, 5, 0)",
		    "take_c(3, \"\", 5, 0) !overrun" },
		{ "n = take(3, b, sizeof b, 0); print(n)",
		    "take_c(3, unset, 1024, 0) 11\n" },
		{ "n = take(3, b, sizeof(b) - 1, 0); print(n)",
		    "take_c(3, unset, 1023, 0) 11\n" },
		{ "take(3, b, sizeof c, 0)", "!c: no such variable" },
		{ "take(3, NULL, 0, 0); print(NULL)",
		    "take_c(3, NULL, 0, 0) 0\n" },
		{ "take(3, 0, 0, 0)", "take_c(3, NULL, 0, 0) " },
		{ "pair(3, NULL, NULL); print(NULL)",
		    "pair_c(3, NULL, NULL) 0\n" },
		{ "try take(9, b, 5, 0); print(b)",
		    "take_c(9, unset, 5, 0) !b: no such variable" },
		{ "socklen_t n = -1; pair(3, &a, &n)", "!addrlen: -1" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* A name is a command's only where words follow. */
static void
test_two_spaces(void **state)
{
	static const struct program rows[] = {
		{ "give = 3; give += 1; print(give)", "4\n" },
		{ "give, take = (1, 2); print(give + take)", "3\n" },
		{ "give == 5", "!give: no such variable; the command" },
		{ "x = len", "!len(…)" },
		{ "len = 4; x = len; print(x)", "4\n" },
		{ "len = 4; x = len + 1; y = len / 2; z = len * 2; print(x, "
		  "y, z)",
		    "5 2 8\n" },
		{ "len = 4; x = len and 5; y = len in (4, 5); print(x, y)",
		    "5 1\n" },
		{ "len = 4; x = len < 5; y = len; print(x, y)", "1 4\n" },
		{ "x = len \"abc\"; print(x)", "3\n" },
		{ "x = int -5; print(x)", "-5\n" },
		{ "int = 4; x = int - 5; print(x)", "-1\n" },
		{ "if 1 { len = 3 }; print(len)", "3\n" },
		{ "give 3 = x", "!" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_two_spaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
