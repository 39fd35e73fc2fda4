/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no program: the message and the place of each mistake, the hints for
 * Python's and C's ways, texts that are not finished. */
#include "lang_fixture.h"

#include "base/alloc.h"
#include "lang/planned.h"

static const struct program mistakes[] = {
	{ "x = 1 2", "!\"2\" @6-7" },
	{ "x = ", "!a value @4-5" },
	{ "x = )", "!\")\" @4-5" },
	{ "x = 1 +", "!a value @7-8" },
	{ "x = a.", "!a name @6-7" },
	{ "x = a.5", "!the end of the statement @5-7" },
	{ "x = \"a\" 5 \"", "!\"5\" @8-9" },
	{ "1 = 2", "!this cannot be assigned to @0-1" },
	{ "a, 1 = 2", "!this cannot be assigned to @3-4" },
	{ "f() = 2", "!this cannot be assigned to @0-3" },
	{ "a, b += 2", "!change one variable @0-4" },
	{ "a[1:2] = 3", "!this cannot be assigned to @0-6" },
	{ "(a, 1)[0] = 3", "!this cannot be assigned to @0-9" },
	{ "x = 010", "!0o10 or 10 @4-7" },
	{ "x = 1.2.3", "!\"1.2.3\" @4-9" },
	{ "x = 12ab", "!12ab is not a number @4-8" },
	{ "x = 1e", "!1e is not a number @4-6" },
	{ "x = 1e999", "!1e999 @4-9" },
	{ "x = 9223372036854775808", "!9223372036854775808 @4-23" },
	{ "x = @", "!\"@\" @4-5" },
	{ "1 < 2 < 3", "!a < b and b < c @6-7" },
	{ "a == b != c", "!a < b and b < c @7-9" },
	{ "a in b in c", "!a < b and b < c @7-9" },
	{ "expect", "!what is expected @6-7" },
	{ "expect 1 2 3 4 5 6 7 8 9", "!8 things at most @23-24" },
	{ "expect /a", "!/pattern/ @7-8" },
	{ "expect /(/", "!not a regular expression @7-10" },
	{ "expect /(a)\\1/", "!refers back @7-14" },
	{ "return 5", "!only allowed inside a def @0-6" },
	{ "break", "!only allowed inside a loop @0-5" },
	{ "if 1 { continue }", "!only allowed inside a loop @7-15" },
	{ "while 1 { def f() { break } }",
	    "!only allowed inside a loop @20-25" },
	{ "def f(a, a) { }", "!named twice @9-10" },
	{ "def f(a, b, a) { }", "!named twice @12-13" },
	{ "def f(_) { }", "!cannot be a parameter @6-7" },
	{ "def f(errno) { }", "!cannot be assigned @6-11" },
	{ "def f(5) { }", "!a name @6-7" },
	{ "def f(a b) { }", "!\"b\" @8-9" },
	{ "def 5() { }", "!a name @4-5" },
	{ "def f { }", "!( @6-7" },
	{ "for 5 in x { }", "!a name @4-5" },
	{ "for x { }", "!in @6-7" },
	{ "if 1 { } }", "!\"}\" @9-10" },
	{ "}", "!\"}\" @0-1" },
	{ "x = try", "!a call @7-8" },
	{ "import 5", "!a module's name @7-8" },
	{ "len(5, 6", "!never closed @3-4" },
	{ "len(x=1, 2)", "!may not follow @9-10" },
	{ "len(,)", "!a value @4-5" },
	{ "g(x=1); def g(x) { }", "!names are for commands @0-6" },
	{ "print (1), 2", "!all its arguments @0-12" },
	{ "print (1) 2", "!all its arguments @0-9" },
	{ "print (1) (2)", "!all its arguments @0-9" },
	{ "print (1) x", "!all its arguments @0-9" },
	{ "print (1) if 2", "!the line ends where else should @14-15" },
	{ "x = 1 if 2 : 3", "!\":\" stands where else @11-12" },
	{ "print (1) )", "!\")\" @10-11" },
	{ "send, 5", "!send @0-4" },
	{ "take(3, 5, 5, 0)", "!buf takes a variable @8-9" },
	{ "take(3, AF_INET, 5, 0)", "!buf takes a variable @8-15" },
	{ "take(3, -a, 5, 0)", "!buf takes a variable @8-10" },
	{ "take(3, 5 + a, 5, 0)", "!buf takes a variable @8-13" },
	{ "if = 5", "!word of the language @0-2" },
	{ "import += 5", "!word of the language @0-6" },
	{ "sizeof 5", "!a variable or a type @7-8" },
	{ "int 5 = 5", "!" },
	{ "int a[5", "!this [ is never closed @5-6" },
	{ "int a = {1", "!never closed @8-9" },
	{ "int a, = 5", "!a name @7-8" },
	{ "$", "!a name, or an expression @0-1" },
	{ "x = \"\\400\"", "!\\400 @5-9" },
	{ "x = \"\\xg\"", "!hexadecimal digits @5-7" },
	{ "x = \"\\ud800\"", "!U+D800 @5-11" },
	{ "x = 1 ? 2", "!the line ends where : should @9-10" },
	{ "x = 1 ? : 2", "!\":\" stands where a value @8-9" },
	{ "x = a b = 2", "!\"b\" @6-7" },
	{ "5 = 6", "!cannot be assigned @0-1" },
	{ "5++", "!cannot be assigned @0-1" },
	{ "++time()", "!cannot be assigned @2-8" },
	{ "for (i = 0; i < 2) { }",
	    "!stands where the ; of for (a; b; c) should @17-18" },
	{ "for (;;", "!this ( is never closed @4-5" },
	{ "for (i in (1, 2)) { }",
	    "!stands where the ; of for (a; b; c) should @16-17" },
	{ "do { } until 1", "!the while of do { … } while (x) should @7-12" },
	{ "do { }", "!the while of do { … } while (x) should @6-7" },
	{ "struct foo a;", "!struct foo is not known @0-10" },
	{ "struct timevall a;", "!did you mean struct timeval? @0-15" },
	{ "struct linger l = { .l_onoff 1 };", "!\"1\" stands where = @29-30" },
	{ "struct linger l = { . };", "!a field's name @22-23" },
	{ "struct linger l = { 1, 2", "!this { is never closed @18-19" },
	{ "1 \"a\nb\"", "!\"a @2-7" },
	{ "1 你好", "!\"你好\" @2-8" },
};

static void
test_mistakes(void **state)
{
	(void)state;
	check_programs(mistakes, LEN(mistakes));
}

static void
test_unknown(void **state)
{
	static const struct program rows[] = {
		{ "frobnicate 1 2",
		    "!frobnicate: no such command; help lists "
		    "them @0-10" },
		{ "giv 3 x", "!giv: no such command; did you mean give? @0-3" },
		{ "giv\t3 x",
		    "!giv: no such command; did you mean give? @0-3" },
		{ "giv(3, x)",
		    "!giv: no such command; did you mean give? @0-3" },
		{ "x = 1\nx.giv(3)",
		    "!giv: no such command; did you mean give? @8-11" },
		{ "server(3); def serve(c) { }",
		    "!server: no such command; did you mean serve? @0-6" },
		{ "export 5", "!export: not in this version yet @0-6" },
		{ "export(5)", "!export: not in this version yet @0-6" },
		{ "time.export(5)", "!export: not in this version yet @5-11" },
		{ "def serve(c) { }; serve conn", "!serve(conn) @18-23" },
		{ "def serve(c) { }; serve 5 6", "!serve(…) @18-23" },
		{ "def serve(c) { }; serve a b", "!serve(…) @18-23" },
		{ "def serve(c) { }; serve a; x = 1", "!serve(a) @18-23" },
		{ "def serve(c) { }; serve "
		  "a234567890123456789012345678901234567890z",
		    "!serve(…) @18-23" },
		/* These are no commands, and no mistakes of the parser. */
		{ "a = 1; b = 2; a < b; a in (1, 2); a - b; a & b", "" },
		{ "a = 1; not a; sizeof a; a or b; a and 5", "" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Every way of Python's and C's that is told how it is written here; and what
 * only looks like one. */
/* As C and Python write it, without braces. */
static void
test_without_braces(void **state)
{
	static const struct program rows[] = {
		{ "x = 1; if (x) print(7);", "7\n" },
		{ "x = 0\nif (x)\n  print(7);\nelse\n  print(8);", "8\n" },
		{ "if (0) print(1); else if (1) print(2); else print(3)",
		    "2\n" },
		{ "if (1) if (0) print(1); else print(2);", "2\n" },
		{ "if (1)\n{ print(1) }", "1\n" },
		{ "x = 3; while (x--);\nprint(x)", "-1\n" },
		{ "if (0) ; else print(1)", "1\n" },
		{ "if 1: print(1); print(2)\nprint(3)", "1\n2\n3\n" },
		{ "if 0: print(1); print(2)\nprint(3)", "3\n" },
		{ "if 0: print(1)\nelif 1: print(2)\nelse: print(3)", "2\n" },
		{ "for i in (1, 2): print(i)", "1\n2\n" },
		{ "n = 0; while True: n += 1; if n == 3: break\nprint(n)",
		    "3\n" },
		{ "for (i = 0, j = 9; i < 2; i++, j--) print(i, j)",
		    "0 9\n1 8\n" },
		{ "for (int i = 0; ; ) if (++i > 2) break;\nprint(i)", "3\n" },
		{ "for (i = 0; i < 5; i++) { if (i % 2) continue; print(i) }",
		    "0\n2\n4\n" },
		{ "n = 2; do { print(n) } while (--n > 0);", "2\n1\n" },
		{ "n = 0; do { n++; if n == 2 { break } }\nwhile (1)\n"
		  "print(n)",
		    "2\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Assignments inside expressions, and what C has besides. */
static void
test_c_expressions(void **state)
{
	static const struct program rows[] = {
		{ "n = 5; s = \"x\"; print(f\"{n} {n * 2:04d} {{}} 1% {s}\")",
		    "5 0010 {} 1% x\n" },
		{ "print(f'{\"a\":>3}{1.5:.2f}\\n', end=\"|\")", "  a1.50\n|" },
		{ "print(f\"\", f'x', len(f\"{(1, 2)}\"))", " x 6\n" },
		{ "print(\"{} {1} {0:03d}\".format(1, 2), \"{{}}\".format())",
		    "1 2 001 {}\n" },
		{ "print(\"{} {}\".format(1))", "!no value for {1} @6-13" },
		{ "print(\"}\".format(1))", "!a } alone @6-9" },
		{ "print(1, 2, sep=\"-\", end=\"!\\n\")", "1-2!\n" },
		{ "print(end=\"\")", "" },
		{ "x = None; print(x is None, x is not None, 1 is 2)",
		    "1 0 0\n" },
		{ "b = \"A1\"; print(b[0] == 'A', b[1] - '0', b[0] < 'B', "
		  "b[0] == \"A\")",
		    "1 1 1 0\n" },
		{ "print(type(1), type(\"\"), type(None), type((1, 2)))",
		    "int bytes NoneType tuple\n" },
		{ "a = b = c = 4; print(a, b, c)", "4 4 4\n" },
		{ "a = b = accept 3", "!" },
		{ "n = 5; print(n++, n, ++n, n--, --n)", "5 6 7 7 5\n" },
		{ "t = (1, 2); t[0]++; print(t[0]++ + 1, t)", "3 (3, 2)\n" },
		{ "n = 2; n *= 5; n -= 1; n /= 2; n %= 3; n <<= 4; n >>= 1; "
		  "n |= 1; n ^= 3; n &= 14; print(n)",
		    "10\n" },
		{ "x = 5; print(x > 3 ? x > 4 ? 1 : 2 : 3)", "1\n" },
		{ "print(1 ? 2 : 3, 0 ? 1 / 0 : 4)", "2 4\n" },
		{ "print(1 if 0 else 2, 3 if 1 else 4)", "2 3\n" },
		{ "x = 1; if ((x += 2) == 3) { print(x) }", "3\n" },
		{ "x = 6; p = &x; print(*p * *p)", "36\n" },
		{ "x = \"ab\"; print(*x)", "97\n" },
		{ "x = None; print(*x)", "!NULL @16-18" },
		{ "n = 3; print(n-- > 2 && n, -n, - -n)", "2 -2 2\n" },
		{ "def f() { n = m = 4; for (i = 0; i < 3; i++) n++; "
		  "return n + i }\nn = 1; print(f(), n)",
		    "10 1\n" },
		{ "#define PORT 8080\n#define A \"x\" // so\nprint(PORT, A)",
		    "8080 x\n" },
		{ "#define a comment\n#define\n#define B\n#define C )\n"
		  "# define D 5\nprint(1)",
		    "1\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_hints(void **state)
{
	static const struct program rows[] = {
		{ "while True:\n    x = 1", "!while True { … } @10-11" },
		{ "if x == 1:", "!not after a colon @9-10" },
		{ "for x in y:", "!not after a colon @10-11" },
		{ "def f(a):", "!not after a colon @8-9" },
		{ "if 0 { } else:", "!not after a colon @13-14" },
		{ "else:", "!else goes on the @0-4" },
		{ "if 1 { }\nelse { }", "!} else { @9-13" },
		{ "if 1 { }\nelif 2 { }", "!} elif { @9-13" },
		{ "try:", "!try goes before one call @3-4" },
		{ "except OSError:", "!no exceptions @0-6" },
		{ "except:", "!no exceptions @6-7" },
		{ "except (A, B):", "!no exceptions @0-6" },
		{ "finally:", "!no exceptions @7-8" },
		{ "raise OSError", "!no exceptions @0-5" },
		{ "with socket.socket() as s:", "!there is no with @0-4" },
		{ "with (x) as s:", "!there is no with @0-4" },
		{ "class A:", "!no classes @0-5" },
		{ "x = lambda a: a", "!there is no lambda @11-12" },
		{ "x = lambda: a", "!there is no lambda @10-11" },
		{ "pass", "!there is no pass @0-4" },
		{ "print(f\"{}\")", "!a value @9-10" },
		{ "print(f\"{1\")", "!this quote is never closed @10-11" },
		{ "print(f\"{1:k}\")", "!are understood @11-12" },
		{ "x = {1: 2}", "!there are no dicts @4-5" },
		{ "t = Thread(target=f)", "!no processes and threads @4-10" },
		{ "fork()", "!spawn { … } runs beside @0-4" },
		{ "del x", "!there is no del @0-3" },
		{ "typedef int x;", "!no types to be defined @0-7" },
		{ "if 1 print(2)", "!a block @5-10" },
		{ "while True:\nprint(2)", "!while True { … } @10-11" },
		{ "if (1):\n  2", "!while True { … } @6-7" },
		{ "switch (x) {", "!there is no switch @0-6" },
		{ "do {", "!this { is never closed @3-4" },

		/* Each says what it is about, and nothing about braces or ++ */
		{ "at 3 127.0.0.1:", "!has no port @5-15" },
		{ "giv 3 \"c++\"", "!did you mean give? @0-3" },
		{ "giv 3 a--", "!did you mean give? @0-3" },
		{ "for i in (1, 2) { giv 1; print i }",
		    "!did you mean give? @18-21" },
		{ "if (1) { giv 1; }", "!did you mean give? @9-12" },
		{ "try giv 1 a:", "!did you mean give? @4-7" },
		{ "x = (1 2) // for ; ++ :", "!\"2\" @7-8" },
		{ "x = 5 5 # do {", "!\"5\" @6-7" },
		{ "do = 3; print(do + 1, -do - -do)", "4 0\n" },
		{ "f = 3; print(f)", "3\n" },
		{ "with = 1; class = 2; print(with - -class)", "3\n" },
		{ "i = 3; print(i - -1, i--1, i+ +1)", "4 4 4\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_accepted(void **state)
{
	static const struct program rows[] = {
		{ "", "" },
		{ ";;;\n;;\n", "" },
		{ "print 1;", "1\n" },
		{ "print(1);;print(2)", "1\n2\n" },
		{ "import socket, struct as s\nfrom os import *; print(1)",
		    "1\n" },
		{ "from socket import (a,\n    b)\nprint(1)", "1\n" },
		{ "if 1 { import socket }; print(1)", "1\n" },
		{ "print(1) # comment ( \" {\nprint(2) // more\n/* and\n more "
		  "*/ print(3)",
		    "1\n2\n3\n" },
		{ "x = (1 + # one\n  2)\nprint(x)", "3\n" },
		{ "x = 1 + \\\n 2\nprint(x)", "3\n" },
		{ "x = 1 + \\\r\n 2\r\nprint(x)\r\n", "3\n" },
		{ "print(len(\"a\\\nb\"), \"c\\\r\nd\")", "2 cd\n" },
		{ "x = [1,\n 2,\n]\nprint(x)", "(1, 2)\n" },
		{ "def f(a,\n  b)\n", "!a block" },
		{ "def f(\n a\n) { print(a) }; f(\n1\n)", "1\n" },
		{ "if 1 {\n print(1) }\n", "1\n" },
		{ "if 1\\\n { print(1) }", "1\n" },
		{ "print（1，2）；print（“a”，‘b’）", "1 2\na b\n" },
		{ "x ＝ ［1，2］； print（x［0］＋1）", "2\n" },
		{ "print(\"“quoted”，\")", "“quoted”，\n" },
		{ "print(“a”b)", "!\"b\"" },
		{ "变量 = 5; print(变量)", "5\n" },
		{ "x = \"a\" \"b\" 'c'\nprint(x)", "abc\n" },
		{ "print(r\"a\\n\", b\"a\\n\", u'x')", "a\\n a\n x\n" },
		{ "x = (1 /* a */, 2); print(x)", "(1, 2)\n" },
		{ "p = 1; p ->x", "!only an address and a struct have" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

/* Text that ends inside something: at a prompt more is asked for. */
static void
test_unfinished(void **state)
{
	static const char *const texts[] = { "x = (1 +\n", "x = (1\n",
		"x = [1,\n", "x[\n", "x[1:\n", "len(\n", "len(1,\n",
		"print (1,\n", "print [1\n", "print(\"a\n", "print 'a\n",
		"print “a\n", "x = “a\n", "/* a\n", "x = 1 /* a\n", "if 1 {\n",
		"if 1 {\nif 2 {\n}\n", "def f() {\nx = 1\n", "def f(a,\n",
		"while 1 { print(\n", "x = 1 + \\\n", "x = 1 \\\n",
		"give 3 \\\n", "give 3 $(\n", "at 3 (\"h\",\n", "int a = {1,\n",
		"from a import (b,\n", "repeat 3 {\n", "if 1 { } else {\n",
		"expect (1\n", "sizeof(\n" };
	static const char *const finished[] = { "x = 1 2 (\n", "x = )\n",
		"if 1\n", "def f()\n", "x = \"a\" +\n" };

	(void)state;
	for (size_t i = 0; i < LEN(texts) + LEN(finished); i++) {
		bool open = i < LEN(texts);
		const char *text = open ? texts[i] : finished[i - LEN(texts)];
		struct fixture f;
		int rc;

		fixture_init(&f);
		rc = run_typed(&f, text);
		if (rc != (open ? UNFINISHED : NOT_PARSED))
			print_error("%s: %d %s\n", text, rc, sb_text(&f.out));
		assert_int_equal(rc, open ? UNFINISHED : NOT_PARSED);
		/* The same at the end of a file is a mistake, in one line, but
		 * for a last backslash. */
		rc = run(&f, text);
		if (strchr(text, '\\') == NULL)
			assert_int_equal(rc, NOT_PARSED);
		assert_null(strchr(sb_text(&f.out), '\n'));
		fixture_free(&f);
	}
}

/* Line by line from a source, as standard input is read. */
struct source {
	const char *rest;
	unsigned asked;
};

static bool
next_line(void *ctx, struct strbuf *text)
{
	struct source *s = ctx;
	size_t len = strcspn(s->rest, "\n");

	s->asked++;
	if (*s->rest == '\0')
		return false;
	len += s->rest[len] == '\n';
	sb_add(text, s->rest, len);
	s->rest += len;
	return true;
}

static int
run_lines(struct fixture *f, const char *text)
{
	struct source source = { text, 0 };
	struct lexer lx;
	int rc = RAN;

	lexer_init(&lx, 1);
	lx.more = next_line;
	lx.more_ctx = &source;
	while (
	    rc == RAN && (lx.pos < lx.text.len || next_line(&source, &lx.text)))
		rc = run_unit(f, &lx, false);
	lexer_free(&lx);
	return rc;
}

static void
test_lines(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_int_equal(run_lines(&f,
			     "print(1)\nx = (2 +\n\n 3)\nprint(x)\n"
			     "print \"a\nb\" [4,\n5]\n/* no\nthing */ print 6\n"
			     "if x {\n print(7)\n}\nx = 1 + \\\n7\nprint x\n"
			     "from a import (b,\nc)\ndef f(a,\nb) {\n}\n"
			     "int a = {\n0}; print 9"),
	    RAN);
	assert_string_equal(sb_text(&f.out), "1\n5\na\nb (4, 5)\n6\n7\n8\n9\n");
	sb_clear(&f.out);
	assert_int_equal(run_lines(&f, "print(1)\nx = (\n"), NOT_PARSED);
	assert_true(fits(sb_text(&f.out), "1\n!never closed @4-5"));
	fixture_free(&f);
}

/* Places are told as a person counts them, also after a statement of many
 * lines. */
static void
test_places(void **state)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	struct fixture f;
	struct lexer lx;
	struct place place;

	(void)state;
	fixture_init(&f);
	lexer_init(&lx, 1);
	sb_str(&lx.text, "x = (1,\n2)\n\ny = 5 5\nz = 1\n");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(parse_unit(&lx, &f.symbols, "f", false, &unit,
				     &error),
		    PARSE_OK);
		unit_release(unit);
	}
	assert_int_equal(parse_unit(&lx, &f.symbols, "f", false, &unit, &error),
	    PARSE_ERROR);
	place = unit_place(unit, error.pos);
	assert_int_equal(place.line, 4);
	assert_int_equal(place.offset, 6);
	assert_int_equal(place.len, 7);
	assert_memory_equal(place.text, "y = 5 5", 7);
	/* The next unit begins behind the line in error. */
	free(error.message);
	unit_release(unit);
	assert_int_equal(parse_unit(&lx, &f.symbols, "f", false, &unit, &error),
	    PARSE_OK);
	assert_string_equal(unit->text, "z = 1\n");
	assert_int_equal(unit->line, 5);
	unit_release(unit);
	assert_int_equal(parse_unit(&lx, &f.symbols, "f", false, &unit, &error),
	    PARSE_END);
	lexer_free(&lx);
	fixture_free(&f);
}

/* No name is both planned and there. */
static void
test_planned(void **state)
{
	struct fixture f;
	unsigned n = 0;

	(void)state;
	fixture_init(&f);
	for (; planned_at(n) != NULL; n++) {
		assert_true(planned_name(planned_at(n)));
		assert_null(session_command(&f.session, planned_at(n)));
	}
	assert_true(n > 0);
	assert_false(planned_name("bind"));
	assert_false(planned_name(""));
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_without_braces),
		cmocka_unit_test(test_c_expressions),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_unfinished),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_planned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
