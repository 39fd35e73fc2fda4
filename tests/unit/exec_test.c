/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements: loops, defs and what is local to them, failures, declarations. */
#include "lang_fixture.h"

#include "base/alloc.h"

static void
test_blocks(void **state)
{
	static const struct program rows[] = {
		{ "if 1 { print(1) } else { print(2) }", "1\n" },
		{ "if 0 { print(1) } elif 0 { print(2) } elif 5 { print(3) } "
		  "else { print(4) }",
		    "3\n" },
		{ "if 0 { } else if 0 { } else { print(4) }", "4\n" },
		{ "if \"\" { print(1) }; if () { print(2) }; if None { "
		  "print(3) }",
		    "" },
		{ "i = 0; while i < 3 { print(i); i += 1 }", "0\n1\n2\n" },
		{ "repeat 2 { repeat 2 { print(1); break } }", "1\n1\n" },
		{ "for i in (1, 2, 3) { if i == 2 { continue }; print(i) }",
		    "1\n3\n" },
		{ "for a, b in ((1, 2), (3, 4)) { print(a + b) }", "3\n7\n" },
		{ "for c in \"ab\" { print(c) }", "97\n98\n" },
		{ "for _ in (1, 2) { print(_) }", "1\n2\n" },
		{ "while 1 { while 1 { break }; print(1); break }", "1\n" },
		{ "{ print(1); { print(2) } }", "1\n2\n" },
		{ "repeat -1 { }",
		    "!repeat wants a whole number, 0 or more @7-9" },
		{ "repeat \"a\" { }",
		    "!repeat wants a whole number, 0 or more" },
		{ "for i in 5 { }",
		    "!for goes through a tuple or bytes; this is an int "
		    "@9-10" },
		{ "for a, b in ((1, 2), 3) { print(a) }",
		    "1\n!2 names on the left, and an int, which does not "
		    "unpack, on the right" },
		{ "for a, b in ((1, 2, 3),) { }",
		    "!2 names on the left, 3 values on the right" },
		{ "while 1 { print(1); exit(3) }; print(2)", "1\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_defs(void **state)
{
	static const struct program rows[] = {
		{ "def f() { }; print(f())", "None\n" },
		{ "def f(a, b) { return a + b }; print(f(1, 2))", "3\n" },
		{ "def f() { return 1, 2 }; a, b = f(); print(b)", "2\n" },
		{ "def f() { repeat 9 { while 1 { return 5 } } }; print(f())",
		    "5\n" },
		{ "def f(n) { if n < 2 { return 1 }; return n * f(n - 1) }; "
		  "print(f(20))",
		    "2432902008176640000\n" },
		{ "def f() { return g() }; def g() { return 4 }; print(f())",
		    "4\n" },
		/* Local is what is assigned in it, all else is global. */
		{ "x = 1; y = 2; def f() { x = 5; print(x, y) }; f(); "
		  "print(x)",
		    "5 2\n1\n" },
		{ "def f() { y = 3 }; y = 2; f(); print(y)", "2\n" },
		{ "def f() { print(later) }; later = 8; f()", "8\n" },
		{ "x = 1; def f() { x += 1 }; f()",
		    "!x: no value yet; it is local, since this def assigns it "
		    "@17-18" },
		{ "def f() { for i in (1, 2) { } }; i = 9; f(); print(i)",
		    "9\n" },
		{ "def f() { int i = 3; char b[4]; }; i = 9; f(); print(i)",
		    "9\n" },
		{ "def f() { take(3, buf, 5, 0); print($buf) }; buf = 1; f(); "
		  "print(buf)",
		    "take_c(3, unset, 5, 0) hello\n1\n" },
		{ "def f() { while (n = 0) { } }; n = 9; f(); print(n)",
		    "9\n" },
		{ "t = (1, 2); def f() { t[0] = 5 }; f(); print(t)",
		    "(5, 2)\n" },
		{ "def f(a) { a = 2 }; a = 1; f(a); print(a)", "1\n" },
		{ "def f(a) { }; f()", "!f takes 1 arguments, not 0" },
		{ "def f() { }; f(1, 2)", "!f takes 0 arguments, not 2" },
		{ "def f(a) { }; f(zz)",
		    "!zz: no such variable; text is written \"zz\"" },
		{ "if 0 { def f() { } }; f()",
		    "!f: no def of this name has been run yet" },
		{ "def f() { def g() { } }",
		    "!a def cannot stand inside a "
		    "def @10-13" },
		/* A def hides the command of its name from there on. */
		{ "print(len(\"abc\")); def len(x) { return 77 }; "
		  "print(len(\"abc\"))",
		    "3\n77\n" },
		{ "def len(x) { return 1 }; len \"abc\"",
		    "!len is a def: call it len(…) @25-28" },
		/* Defined anew while it runs. */
		{ "def f() { g(); return 1 }; def g() { h() }; def h() { }; "
		  "print(f())",
		    "1\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* A text that is wrong makes no def: the commands keep their names. */
static void
test_def_forgotten(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(run_typed(&f, "def print(x) { ) }\n"), NOT_PARSED);
	assert_int_equal(run_typed(&f, "def print(x) {\n"), UNFINISHED);
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "print 1\n"), RAN);
	assert_string_equal(sb_text(&f.out), "1\n");
	assert_int_equal(run_typed(&f, "def print(x) { return 3 }\n"), RAN);
	/* One that was there before stays, whatever comes later. */
	assert_int_equal(run_typed(&f, "def print(x) { ) }\n"), NOT_PARSED);
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "print 1\n"), NOT_PARSED);
	assert_non_null(strstr(sb_text(&f.out), "print is a def"));
	fixture_free(&f);
}

static void
test_def_replaced(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(
	    run_typed(&f,
		"def f(n) { if n == 0 { return 5 }; return g(n) }\n"
		"def g(n) { return f(n - 1) }\n"),
	    RAN);
	assert_int_equal(run_typed(&f, "print(f(3))\n"), RAN);
	assert_int_equal(run_typed(&f, "def g(n) { return \"new\" }\n"), RAN);
	assert_int_equal(run_typed(&f, "print(f(3))\n"), RAN);
	assert_string_equal(sb_text(&f.out), "5\nnew\n");
	/* What comes later will do, and is missed only when it is called. */
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "def h() { prnt(1) }\n"), RAN);
	assert_int_equal(run_typed(&f, "h()\n"), EXEC_MISTAKE);
	assert_non_null(strstr(sb_text(&f.out), "did you mean print?"));
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "def h() { export(1) }\nh()\n"),
	    EXEC_MISTAKE);
	assert_non_null(strstr(sb_text(&f.out), "not in this version yet"));
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "def h() { frobnicate(1) }\nh()\n"),
	    EXEC_MISTAKE);
	assert_non_null(strstr(sb_text(&f.out), "no such command; help"));
	fixture_free(&f);
}

static void
test_recursion(void **state)
{
	static const char *const texts[] = { "def f() { f() }; f()",
		"def f() { return f() + 1 }; f()",
		"def f(n) { if n { { { { f(n) } } } } }; f(1)",
		("def f() { while 1 { for i in (1,) { g() } } }; "
		 "def g() { try f() }; f()") };

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		struct fixture f;

		fixture_init(&f);
		assert_int_equal(run(&f, texts[i]), EXEC_MISTAKE);
		assert_non_null(strstr(sb_text(&f.out), "too deep"));
		fixture_free(&f);
	}
}

static const struct program failures[] = {
	{ "fail; print(1)",
	    "fail(-) !fail failed: Operation not "
	    "permitted (EPERM) @0-4" },
	{ "fail 11\nexpect EAGAIN\nprint(1)", "fail(11) 1\n" },
	{ "fail 11; expect -1 EAGAIN; print(errno)", "fail(11) 11\n" },
	{ "7; fail 11; expect EAGAIN; print(_)", "fail(11) -1\n" },
	{ "fail 11; expect EPERM",
	    "fail(11) !expected EPERM, got -1 EAGAIN @9-21" },
	{ "fail 11; x = 1; expect EAGAIN",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	{ "x = fail(11); expect EAGAIN; print(x)", "fail(11) -1\n" },
	{ "a, b = fail(11); print(1)",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	{ "try fail 11; print(errno, _)", "fail(11) 11 -1\n" },
	{ "x = try fail 11; print(x)", "fail(11) -1\n" },
	{ "x = try fail 0; print(x)", "fail(0) 7\n" },
	{ "try { fail 11; print(1) }; print(2)", "fail(11) 2\n" },
	{ "if fail(11) { print(1) }", "fail(11) 1\n" },
	{ "if fail(11) < 0 { print(1) }", "fail(11) 1\n" },
	{ "x = fail(11) == -1; print(x)", "fail(11) 1\n" },
	{ "if (x = fail(11)) != -1 { print(1) } else { print(x) }",
	    "fail(11) -1\n" },
	{ "while fail(11) != -1 { }; print(1)", "fail(11) 1\n" },
	{ "while fail(11) == -1 { break }; print(1)", "fail(11) 1\n" },
	{ "x = fail(11) + 1",
	    "fail(11) !fail failed: Resource "
	    "temporarily unavailable (EAGAIN)" },
	{ "print(fail(11))",
	    "fail(11) !fail failed: Resource "
	    "temporarily unavailable (EAGAIN)" },
	/* errno is set by a failure, and by nothing else. */
	{ "try fail 11; fail 0; print(errno)", "fail(11) fail(0) 11\n" },
	/* In a def: it ends there, where nobody looks at it. */
	{ "def f() { fail(11); print(1) }; try f(); print(_)",
	    "fail(11) -1\n" },
	{ "def f() { fail(11); expect EAGAIN; return 5 }; "
	  "print(f())",
	    "fail(11) 5\n" },
	{ "def f() { fail(11); return 5 }; print(f() == -1)", "fail(11) 1\n" },
	{ "def f() { fail(11) }; f(); expect EAGAIN",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	/* The last turn of a loop is what an expect follows. */
	{ "repeat 2 { fail(11) }; expect EAGAIN",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	{ "repeat 1 { fail(11) }; expect EAGAIN; print(1)", "fail(11) 1\n" },
	{ "for i in (1, 2) { fail(11) }; expect EAGAIN",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	{ "while 1 { fail(11) }; expect EAGAIN",
	    "fail(11) !fail failed: Resource temporarily unavailable "
	    "(EAGAIN)" },
	{ "if 1 { fail(11) }; expect EAGAIN; print(1)", "fail(11) 1\n" },
	/* A mistake is no failure: try does not take it. */
	{ "try print(1 + \"a\"); print(2)",
	    "!1 + \"a\": an int and bytes do not go together here" },
	{ "try expect 5",
	    "!expected 5, got nothing: no call was "
	    "made" },
	{ "x = try y = 5",
	    "!only a call has a value: x = try "
	    "connect(…)" },
};

/* -1 and pending: the next statement may expect it, or the run ends. */
static void
test_failures(void **state)
{
	(void)state;
	check_programs(failures, LEN(failures));
}

/* By lines, a failure waits for the next statement. */
static void
test_failure_typed(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(run_typed(&f,
			     "fail 11\n\n# nothing\nexpect EAGAIN\n"
			     "print(1)\n"),
	    RAN);
	assert_string_equal(sb_text(&f.out), "fail(11) 1\n");
	sb_clear(&f.out);
	assert_int_equal(run_typed(&f, "fail 11\nprint(1)\n"), EXEC_FAILED);
	assert_string_equal(sb_text(&f.out), "fail(11) ");
	assert_false(f.interp.failing);
	run_typed(&f, "fail 11\n");
	assert_true(f.interp.failing);
	interp_forget_failure(&f.interp);
	assert_int_equal(run_typed(&f, "print(1)\n"), RAN);
	fixture_free(&f);
}

static void
test_declarations(void **state)
{
	static const struct program rows[] = {
		{ "int a; print(a)", "0\n" },
		{ "int a = 5, *b, c = a + 1; print(a, b, c)", "5 0 6\n" },
		{ "unsigned long long n = 7; print(n)", "7\n" },
		{ "static const char *s = \"x\"; print(s)", "x\n" },
		{ "double d; float e = 1.5; print(d, e)", "0.0 1.5\n" },
		{ "struct sockaddr_in6 a; print(a)", "[::]:0\n" },
		{ "struct sockaddr_in a, *p = &a; print(p)", "0.0.0.0:0\n" },
		{ "int a = {0}; print(a)", "0\n" },
		{ "struct sockaddr_in a = {0}; print(a.sin_family)", "0\n" },
		{ "struct sockaddr_in a = {AF_INET, htons(7), {1}}; "
		  "print(ntohs(a.sin_port), a.sin_addr)",
		    "7 1\n" },
		{ "struct sockaddr_in a = {2, 2, 3, \"\", 5}",
		    "!no place for this value @37-38" },
		{ "struct sockaddr_in a = {.sin_prt = 2}",
		    "!has no field \"sin_prt\" @24-36" },
		{ "struct sockaddr_in6 a = {.sin6_family = AF_INET6, "
		  ".sin6_port = htons(9)}; print(a)",
		    "[::]:9\n" },
		{ "struct linger l = {.l_linger = 5}; print(l, sizeof l)",
		    "{l_onoff=0, l_linger=5} 8\n" },
		{ "struct linger l = {.l_onoff = 1, 2}; print(l)",
		    "{l_onoff=1, l_linger=2}\n" },
		{ "struct linger l = {1, 2, 3}",
		    "!no more than 2 fields @25-26" },
		{ "struct linger l = {\"a\"}", "!l_onoff takes @19-22" },
		{ "struct linger l[2] = {{1}, {.l_linger = 3}}; print(l, "
		  "sizeof(l) / sizeof(l[0]))",
		    "({l_onoff=1, l_linger=0}, {l_onoff=0, l_linger=3}) 2\n" },
		{ "struct linger l[] = {[2] = {1, 1}}; print(l)",
		    "!no place for this value @21-33" },
		{ "int a[3] = {1, [2] = 7}; print(a)", "(1, 0, 7)\n" },
		{ "int a[2] = {1, 2, 3}", "!no place for this value @18-19" },
		{ "char s[] = {'a', 98, 0}; print(s, sizeof s, len(s))",
		    "ab 3 2\n" },
		{ "char s[2] = {1, 2, 3}", "!no place for this value @19-20" },
		{ "char s[2] = {300}", "!0 to 255 @13-16" },
		{ "print((struct linger){1, 2})", "{l_onoff=1, l_linger=2}\n" },
		{ "print(((struct timeval){.tv_sec = 3}).tv_sec)", "3\n" },
		{ "struct linger *p = &(struct linger){4, 5}; p->l_onoff = 6; "
		  "print(p)",
		    "{l_onoff=6, l_linger=5}\n" },
		{ "fd_set s; print(s, sizeof(fd_set))", "() 128\n" },
		{ "int main() { }", "!there is no main here @4-8" },
		{ "int f(int a) { }", "!def f(a, b) { … } @4-5" },
		{ "int n = zz",
		    "!zz: no such variable; text is written \"zz\"" },
		{ "int n[zz]",
		    "!zz: no such variable; text is written \"zz\"" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* At a terminal the value of a statement that is no call is shown. */
static void
test_shown(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	f.interp.interactive = true;
	run_typed(&f,
	    "1 + 1\n\"a\\n\"\nlen(\"abc\")\ngive(3, \"abc\")\nNone\n"
	    "x = 5\nx\n");
	assert_string_equal(sb_text(&f.out),
	    "2\n\"a\\n\"\n3\ngive(3, \"abc\", -, -) 5\n");
	fixture_free(&f);
}

static void
test_help(void **state)
{
	static const struct program rows[] = {
		{ "give ?",
		    "give fd data [flags]   fd: a descriptor: its "
		    "number, or a variable that holds one\n" },
		{ "give x ?",
		    "give fd data [flags]   data: bytes: \"text\"\n" },
		{ "give a b c d e ?", "give fd data [flags]\n" },
		{ "x = give ?",
		    "give fd data [flags]   fd: a descriptor: its "
		    "number, or a variable that holds one\n" },
		{ "give 3 \"?\"", "give(3, \"?\", -, -) " },
		{ "give 3 /?", "give(3, \"/?\", -, -) " },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Ctrl-C ends a loop, and try does not take it. */
static void
test_cancelled(void **state)
{
	static const char *const texts[] = { "while 1 { }", "repeat 999999 { }",
		"try while 1 { }",
		("def f() { g() }; def g() { }; "
		 "while 1 { try f() }") };

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		struct fixture f;

		fixture_init(&f);
		atomic_store(&f.interp.task.cancel, true);
		assert_int_equal(run(&f, texts[i]), EXEC_CANCELLED);
		fixture_free(&f);
	}
}

static void
test_exit(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(run(&f, "def f() { exit 7 }; try f(); print(1)"),
	    EXEC_EXIT);
	assert_int_equal(f.interp.status, 7);
	assert_int_equal(run(&f, "exit(256)"), EXEC_MISTAKE);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_defs),
		cmocka_unit_test(test_def_forgotten),
		cmocka_unit_test(test_def_replaced),
		cmocka_unit_test(test_recursion),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_failure_typed),
		cmocka_unit_test(test_declarations),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_exit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
