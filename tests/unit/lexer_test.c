/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, strings and escapes, numbers, comments, full-width signs. */
#include "lang_fixture.h"

#include "base/alloc.h"

/* The tokens of a text, told as letters; values behind them. */
static char *
tokens(const char *text, size_t len)
{
	static const char letters[] = {
		[TOK_EOF] = 'E',
		[TOK_NEWLINE] = 'L',
		[TOK_SEMICOLON] = ';',
		[TOK_NAME] = 'n',
		[TOK_NUMBER] = '1',
		[TOK_STRING] = 's',
		[TOK_JOB] = 'J',
		[TOK_ASSIGN] = '=',
		[TOK_OP] = 'o',
		[TOK_AND] = 'A',
		[TOK_OR] = 'O',
		[TOK_NOT] = 'N',
		[TOK_TILDE] = '~',
		[TOK_LPAREN] = '(',
		[TOK_RPAREN] = ')',
		[TOK_LBRACKET] = '[',
		[TOK_RBRACKET] = ']',
		[TOK_LBRACE] = '{',
		[TOK_RBRACE] = '}',
		[TOK_COMMA] = ',',
		[TOK_DOT] = '.',
		[TOK_COLON] = ':',
		[TOK_QUESTION] = 'Q',
		[TOK_OTHER] = '?',
		[TOK_BAD] = '!',
	};
	struct strbuf out = { 0 };
	struct lexer lx;
	struct token tok;

	lexer_init(&lx, 1);
	sb_add(&lx.text, text, len);
	do {
		tok = lexer_take(&lx);
		sb_char(&out, letters[tok.kind]);
		if (tok.kind == TOK_NUMBER || tok.kind == TOK_STRING)
			value_repr(&out, &tok.value, 1000);
		value_drop(&tok.value);
		assert_true(tok.end >= tok.pos);
	} while (tok.kind != TOK_EOF && tok.kind != TOK_BAD);
	if (lx.cause != NULL)
		sb_printf(&out, "%s @%zu-%zu", lx.cause, lx.bad_pos,
		    lx.bad_end);
	lexer_free(&lx);
	return sb_steal(&out);
}

struct row {
	const char *text;
	const char *tokens; /* what fits() takes; behind "!" is a mistake */
};

static void
check(const struct row *rows, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		char *got = tokens(rows[i].text, strlen(rows[i].text));

		if (!fits(got, rows[i].tokens)) {
			print_error("%s\n  gave   %s\n  wanted %s\n",
			    rows[i].text, got, rows[i].tokens);
			all = false;
		}
		free(got);
	}
	assert_true(all);
}

static void
test_tokens(void **state)
{
	static const struct row rows[] = {
		{ "", "E" },
		{ "a_1 b", "nnE" },
		{ "a.b->c", "n.n.nE" },
		{ "=+=-= == != <= >= < >", "===ooooooE" },
		{ "+-*/%^|<<>>", "oooooooooE" },
		{ "& a && b || c", "onAnOnE" },
		{ "a and b or not c in d", "nAnONnonE" },
		{ "andy orb nota inn", "nnnnE" },
		{ "!a ~b", "Nn~nE" },
		{ "()[]{},:;", "()[]{},:;E" },
		{ "a\nb", "nLnE" },
		{ "a\r\nb", "nLnE" },
		{ "@ ? \\ `", "?Q??E" },
		{ "a &", "nJE" },
		{ "a & # x", "nJE" },
		{ "a & // x", "nJE" },
		{ "a &\nb", "nJLnE" },
		{ "a & ; }", "nJ;}E" },
		{ "a & }", "nJ}E" },
		{ "a & b", "nonE" },
		{ "a # b\nc", "nLnE" },
		{ "a // b\nc", "nLnE" },
		{ "a /* b\n */ c", "nnE" },
		{ "a /**/ b /*/ */ c", "nnnE" },
		{ "a / b", "nonE" },
		{ "a \\\n b", "nnE" },
		{ "a \\\r\n b", "nnE" },
		{ "变量 été _x", "nnnE" },
		{ "\xff\xfe", "??E" },
		{ "/* a", "!never closed @0-2" },
	};

	(void)state;
	check(rows, LEN(rows));
}

static void
test_numbers(void **state)
{
	static const struct row rows[] = {
		{ "0 7 9223372036854775807",
		    "10171"
		    "9223372036854775807E" },
		{ "0x1F 0o17 0b101",
		    "1311151"
		    "5E" },
		{ "1.5 .5 1. 1e3 1.5e-3 2E+2",
		    "11.510.511.011000.010.0015"
		    "1200.0E" },
		{ "0x1e+1", "130o11E" },
		{ ".0 .9", "10.010.9E" },
		{ "1-1", "11o11E" },
		{ "010", "!0o10 or 10 @0-3" },
		{ "0x", "!0x is not a number @0-2" },
		{ "0xg", "!0xg is not a number @0-3" },
		{ "0b2", "!0b2 is not a number @0-3" },
		{ "1a", "!1a is not a number @0-2" },
		{ "1e", "!1e is not a number @0-2" },
		{ "1e+", "!1e+ is not a number @0-3" },
		{ "1_000", "!1_000 is not a number @0-5" },
		{ "64K", "!64K is not a number @0-3" },
		{ "1e400", "!1e400 @0-5" },
		{ "127.0.0.1", "!\"127.0.0.1\" @0-9" },
		{ "1..2", "!1..2 @0-4" },
		{ "9223372036854775808", "!does not fit @0-19" },
		{ "0x10000000000000000", "!does not fit @0-19" },
		{ "1111111111111111111111111111111111111111111111111111111111"
		  "111111111111111111111111111111",
		    "!this number is too long @0-88" },
	};

	(void)state;
	check(rows, LEN(rows));
}

static void
test_strings(void **state)
{
	static const struct row rows[] = {
		{ "\"\" ''", "s\"\"s\"\"E" },
		{ "\"it's\" 'a\"b'", "s\"it's\"s\"a\\\"b\"E" },
		{ "\"\\n\\r\\t\\a\\b\\f\\v\\\\\\\"\\'\"",
		    "s\"\\n\\r\\t\\7\\10\\f\\v\\\\\\\"'\"E" },
		{ "\"\\0\\12\\377\\0009\"", "s\"\\0\\n\\377\\09\"E" },
		{ "\"\\xaA\\xFf\"", "s\"\\252\\377\"E" },
		{ "\"\\x41\\xfF\\u4f60\\U0001F600\"",
		    "s\"A\\377\\344\\275\\240\\360\\237\\230\\200\"E" },
		{ "\"\\q\\ \"", "s\"\\\\q\\\\ \"E" },
		{ "r\"\\n\" R'\\x' b\"\\n\" B'' u\"a\" U'b'",
		    "s\"\\\\n\"s\"\\\\x\"s\"\\n\"s\"\"s\"a\"s\"b\"E" },
		{ "\"a\\\nb\" \"a\\\r\nb\" \"a\nb\"",
		    "s\"ab\"s\"ab\"s\"a\\nb\"E" },
		{ "“a” ‘b’ ＂c＂ ＇d＇", "s\"a\"s\"b\"s\"c\"s\"d\"E" },
		{ "“a“ ”b” ’c‘ “a“", "s\"a\"s\"b\"s\"c\"s\"a\"E" },
		{ "“it's \"a\"” 'b”'",
		    "s\"it's \\\"a\\\"\"s\"b\\342\\200\\235\"E" },
		{ "\"“a”\" '‘'",
		    "s\"\\342\\200\\234a\\342\\200\\235\""
		    "s\"\\342\\200\\230\"E" },
		{ "\"a", "!never closed @0-1" },
		{ "\"a\\", "!never closed @0-1" },
		{ "'a\"", "!never closed @0-1" },
		/* Of two kinds: more lines would not help. */
		{ "\"a”", "!never closed: \" opens it, and ” is another @0-5" },
		{ "“a\"", "!never closed: “ opens it, and \" is another @0-5" },
		{ "‘a'", "!never closed: ‘ opens it, and ' is another @0-5" },
		{ "(“a\", 1)", "(!“ opens it, and \" is another @1-6" },
		/* … but these may go on. */
		{ "\"say “a” and", "!never closed @0-1" },
		{ "'don’t", "!never closed @0-1" },
		{ "“say \"a\" and", "!never closed @0-3" },
		{ "\"\\400\"", "!\\400 @1-5" },
		{ "\"\\x4\"", "!\\x wants 2 hexadecimal digits @1-4" },
		{ "\"\\u123\"", "!\\u wants 4 hexadecimal digits @1-6" },
		{ "\"\\U00110000\"", "!U+110000 is not a character @1-11" },
		{ "\"\\udfff\"", "!U+DFFF is not a character @1-7" },
	};

	(void)state;
	check(rows, LEN(rows));
}

static void
test_full_width(void **state)
{
	static const struct row rows[] = {
		{ "（）［］｛｝，：；", "()[]{},:;E" },
		{ "、 。 【】 《 》", ",.[]ooE" },
		{ "（。５ １２３ ０x１ １．５", "(10.511231111.5E" },
		{ "a１", "n11E" },
		{ "ａ", "?E" },
		{ "a　b", "nnE" },
		{ "＝ ＝＝ ！＝ ！ ～ ＆＆", "=ooN~AE" },
		{ "＋＝ ＜＜", "=oE" },
		{ "＃ all of this（", "E" },
	};

	(void)state;
	check(rows, LEN(rows));
}

/* A NUL byte is told as such, wherever it is. */
static void
test_nul(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *tokens;
	} rows[] = {
		{ "\0", 1, "!a NUL byte @0-1" },
		{ "a \0", 3, "n!a NUL byte @2-3" },
		{ "\"a\0b\"", 5, "!a NUL byte @2-3" },
		{ "r'\0'", 4, "!a NUL byte @2-3" },
		{ "a # \0\nb", 7, "nLnE" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		char *got = tokens(rows[i].text, rows[i].len);

		if (!fits(got, rows[i].tokens))
			print_error("%zu: %s\n", i, got);
		assert_true(fits(got, rows[i].tokens));
		free(got);
	}
}

static bool
one_more(void *ctx, struct strbuf *text)
{
	const char **rest = ctx;
	size_t len = strcspn(*rest, "\n");

	if (**rest == '\0')
		return false;
	len += (*rest)[len] == '\n';
	sb_add(text, *rest, len);
	*rest += len;
	return true;
}

/* Inside brackets, quotes and comments another line is asked for; elsewhere it
 * is not. */
static void
test_more(void **state)
{
	static const char *const texts[] = { "\"a\\\nb\nc\"",
		"(\n\n/*x*/ # y\n1", "/* \n * \n*/ 5", "‘a\n’", "\\\n5" };
	static const enum token_kind kinds[] = { TOK_STRING, TOK_NUMBER,
		TOK_NUMBER, TOK_STRING, TOK_NUMBER };

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		const char *rest = texts[i];
		struct lexer lx;
		struct token tok;

		lexer_init(&lx, 1);
		lx.more = one_more;
		lx.more_ctx = &rest;
		assert_true(one_more(&rest, &lx.text));
		if (i == 1) {
			assert_int_equal(lexer_take(&lx).kind, TOK_LPAREN);
			lx.brackets++;
		}
		tok = lexer_take(&lx);
		assert_int_equal(tok.kind, kinds[i]);
		value_drop(&tok.value);
		assert_int_equal(*rest, '\0');
		assert_false(lx.unfinished);
		lexer_free(&lx);
	}
}

/* What was read is given up, and lines are counted on. */
static void
test_units(void **state)
{
	struct lexer lx;
	unsigned line = 1;

	(void)state;
	lexer_init(&lx, 1);
	for (int i = 0; i < 100000; i++) {
		sb_str(&lx.text, "abc;\n");
		lexer_next_unit(&lx);
		assert_int_equal(lx.line, line++);
		assert_int_equal(lexer_take(&lx).kind, TOK_NAME);
		assert_int_equal(lexer_take(&lx).kind, TOK_SEMICOLON);
		assert_int_equal(lexer_take(&lx).kind, TOK_NEWLINE);
	}
	assert_true(lx.text.len < 200000);
	lexer_free(&lx);
}

/* The first error counts. */
static void
test_error(void **state)
{
	struct lexer lx;

	(void)state;
	lexer_init(&lx, 1);
	assert_false(lexer_error(&lx, 1, 2, "%s", "one"));
	assert_false(lexer_error(&lx, 3, 4, "%s", "two"));
	assert_string_equal(lx.cause, "one");
	assert_int_equal(lx.bad_pos, 1);
	lexer_next_unit(&lx);
	assert_null(lx.cause);
	lexer_free(&lx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_full_width),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_more),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_error),
	};

	/* The fixture's program runner is for the other tests. */
	(void)run_bytes;
	(void)fixture_init;
	(void)fixture_free;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
