/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes % values. What is expected was printed by Python 3.11's %, but for
 * what the comments say. */
#include "model/pack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define I(n)                              \
	{                                 \
		.type = VAL_INT, .i = (n) \
	}
#define F(x)                                \
	{                                   \
		.type = VAL_FLOAT, .f = (x) \
	}

/* A row's value: bytes cannot be made in a table. */
struct arg {
	uint8_t type;
	int64_t i;
	double f;
	const char *s;
};

#define S(text)                                \
	{                                      \
		.type = VAL_BYTES, .s = (text) \
	}
#define NONE                     \
	{                        \
		.type = VAL_NONE \
	}

static struct value
arg_value(const struct arg *arg)
{
	switch (arg->type) {
	case VAL_INT:
		return VALUE_INT(arg->i);
	case VAL_FLOAT:
		return VALUE_FLOAT(arg->f);
	case VAL_BYTES:
		return value_str(arg->s);
	default:
		return VALUE_NONE;
	}
}

/* Formats up to three values, those before the first without a type. */
static bool
format(const char *fmt, size_t len, const struct arg *args, struct value *out,
    char **cause)
{
	struct value v[3];
	size_t n = 0;
	bool ok;

	while (n < 3 && args[n].type != VAL_UNSET) {
		v[n] = arg_value(&args[n]);
		n++;
	}
	ok = format_values(fmt, len, v, n, out, cause);
	while (n > 0)
		value_drop(&v[--n]);
	return ok;
}

static const struct {
	const char *fmt;
	struct arg args[3];
	const char *text;
} good[] = {
	{ "", { { 0 } }, "" },
	{ "plain", { { 0 } }, "plain" },
	{ "100%%", { { 0 } }, "100%" },
	{ "%d", { I(5) }, "5" },
	{ "a%db", { I(-5) }, "a-5b" },
	{ "%i %u", { I(7), I(-1) }, "7 -1" },
	{ "%d", { I(INT64_MAX) }, "9223372036854775807" },
	{ "%d", { I(INT64_MIN) }, "-9223372036854775808" },
	{ "%x", { I(INT64_MIN) }, "-8000000000000000" },
	{ "%d", { F(2.9) }, "2" },
	{ "%d", { F(-2.9) }, "-2" },
	{ "%d", { F(-0x1p63) }, "-9223372036854775808" },
	{ "%5d|", { I(42) }, "   42|" },
	{ "%-5d|", { I(42) }, "42   |" },
	{ "%05d|", { I(-42) }, "-0042|" },
	{ "%08d", { I(-42) }, "-0000042" },
	{ "%-05d|", { I(3) }, "3    |" },
	{ "%+d % d %+ d", { I(5), I(5), I(5) }, "+5  5 +5" },
	{ "%.3d", { I(-5) }, "-005" },
	{ "%.0d", { I(0) }, "0" },
	{ "%05.3d", { I(5) }, "00005" },
	{ "%10.5d|", { I(-42) }, "    -00042|" },
	{ "%010.5d|", { I(-42) }, "-000000042|" },
	{ "%x %X %o", { I(255), I(255), I(8) }, "ff FF 10" },
	{ "%#x %#X %#o", { I(255), I(255), I(8) }, "0xff 0XFF 0o10" },
	{ "%#x", { I(0) }, "0x0" },
	{ "%x", { I(-255) }, "-ff" },
	{ "%+x", { I(255) }, "+ff" },
	{ "%#010x", { I(255) }, "0x000000ff" },
	{ "%-#10x|", { I(255) }, "0xff      |" },
	{ "%#.4o", { I(8) }, "0o0010" },
	{ "%#6o", { I(-8) }, " -0o10" },
	{ "%.8x", { I(-255) }, "-000000ff" },
	{ "%ld %zu %hhx", { I(1), I(2), I(3) }, "1 2 3" },
	{ "%lld|%Lf", { I(1), F(1) }, "1|1.000000" },
	{ "%f %F", { F(1.5), F(2.5) }, "1.500000 2.500000" },
	{ "%.2f", { F(3.14159) }, "3.14" },
	{ "%.0f %.f", { F(2.5), F(3.5) }, "2 4" },
	{ "%#.0f", { F(2) }, "2." },
	{ "%f", { I(-3) }, "-3.000000" },
	{ "%010.3f", { F(-2.5) }, "-00002.500" },
	{ "%+.1f|% .1f", { F(1), F(1) }, "+1.0| 1.0" },
	{ "%e %E", { F(12345.678), F(1e-10) }, "1.234568e+04 1.000000E-10" },
	{ "%-+10.2e|", { F(12345.678) }, "+1.23e+04 |" },
	{ "%g %g %G", { F(100000), F(1e-5), F(1e-10) }, "100000 1e-05 1E-10" },
	{ "%#g", { F(1) }, "1.00000" },
	{ "%.1f", { F(-0.0) }, "-0.0" },
	{ "%f %F", { F(INFINITY), F(-INFINITY) }, "inf -INF" },
	{ "%05f", { F(INFINITY) }, "00inf" },
	{ "%+f %f", { F(NAN), F(-NAN) }, "+nan nan" },
	{ "%s and %s", { S("a"), S("b") }, "a and b" },
	{ "%5s|%-5s|", { S("ab"), S("ab") }, "   ab|ab   |" },
	{ "%05s", { S("a") }, "    a" },
	{ "%.3s", { S("abcdef") }, "abc" },
	{ "%6.2s|", { S("abcdef") }, "    ab|" },
	{ "%s %s %s", { I(-1), F(2.5), NONE }, "-1 2.5 None" },
	/* Ours: a string's literal has double quotes. */
	{ "%r %r %r", { S("a\n\"\x1b"), I(1), F(1) },
	    "\"a\\n\\\"\\33\" 1 1.0" },
	{ "%.2r", { S("abc") }, "\"a" },
	{ "%c%c%c", { I(65), I(0x7e), S("B") }, "A~B" },
	{ "%5c|%-3c|", { S("x"), I(121) }, "    x|y  |" },
	{ "%05c", { I(65) }, "    A" },
	{ "%*d", { I(5), I(3) }, "    3" },
	{ "%-*d|", { I(5), I(3) }, "3    |" },
	{ "%*d|", { I(-5), I(3) }, "3    |" },
	{ "%.*f", { I(2), F(3.14159) }, "3.14" },
	{ "%.*f", { I(-2), F(3.14159) }, "3" },
	{ "%*.*f", { I(7), I(1), F(2.25) }, "    2.2" },
	/* As older Pythons and C have it. */
	{ "%5%", { { 0 } }, "%" },
};

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct value out;
		char *cause = NULL;

		if (!format(good[i].fmt, strlen(good[i].fmt), good[i].args,
			&out, &cause))
			fail_msg("%s: %s", good[i].fmt, cause);
		assert_int_equal(out.type, VAL_BYTES);
		assert_string_equal(out.bytes->data, good[i].text);
		assert_int_equal(out.bytes->len, strlen(good[i].text));
		value_drop(&out);
	}
}

static void
test_bad(void **state)
{
	static const struct {
		const char *fmt;
		struct arg args[3];
		const char *part; /* of the cause */
	} rows[] = {
		{ "%d", { { 0 } },
		    "not enough arguments for format string (got 0)" },
		{ "%d%d%d%d", { I(1), I(2), I(3) }, "(got 3)" },
		{ "%*d", { I(1) }, "not enough arguments" },
		{ "%*d", { { 0 } }, "not enough arguments" },
		{ "%d", { I(1), I(2) },
		    "not all arguments converted during formatting (1 of 2)" },
		{ "", { I(1) }, "not all arguments converted" },
		{ "%", { { 0 } }, "incomplete format" },
		{ "%-5.3", { I(1) }, "incomplete format" },
		{ "%l", { I(1) }, "incomplete format" },
		{ "%y", { I(1) }, "unsupported format character \"y\"" },
		{ "%\x1b", { I(1) }, "character \"\\33\"" },
		{ "%n", { I(1) }, "character \"n\"" },
		{ "%p", { I(1) }, "character \"p\"" },
		{ "%a", { F(1) }, "character \"a\"" },
		{ "%5*d", { I(1), I(2) }, "character \"*\"" },
		{ "%*5d", { I(1), I(2) }, "character \"5\"" },
		{ "%d", { S("a") }, "%d takes a number, not \"a\"" },
		{ "%d", { NONE }, "%d takes a number, not None" },
		{ "%d", { F(NAN) }, "%d takes what fits an int, not nan" },
		{ "%d", { F(INFINITY) }, "fits an int, not inf" },
		{ "%d", { F(0x1p63) }, "fits an int" },
		{ "%d", { F(-0x1.0000000000001p63) }, "fits an int" },
		{ "%x", { F(2.5) }, "%x takes an int, not 2.5" },
		{ "%c", { I(256) }, "%c takes 0 to 255 or one byte, not 256" },
		{ "%c", { I(-1) }, "not -1" },
		{ "%c", { S("") }, "not \"\"" },
		{ "%c", { S("ab") }, "not \"ab\"" },
		{ "%f", { S("x") }, "%f takes a number, not \"x\"" },
		{ "%*d", { S("5"), I(1) }, "%* takes an int, not \"5\"" },
		{ "%10001d", { I(1) }, "precision is at most 10000" },
		{ "%99999999999999999999d", { I(1) }, "at most 10000" },
		{ "%.10001f", { F(1) }, "at most 10000" },
		{ "%*d", { I(10001), I(1) }, "at most 10000" },
		{ "%*d", { I(INT64_MIN), I(1) }, "at most 10000" },
		{ "%.*d", { I(INT64_MAX), I(1) }, "at most 10000" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value out;
		char *cause = NULL;

		if (format(rows[i].fmt, strlen(rows[i].fmt), rows[i].args, &out,
			&cause))
			fail_msg("%s was taken", rows[i].fmt);
		if (strstr(cause, rows[i].part) == NULL)
			fail_msg("\"%s\" is not in \"%s\"", rows[i].part,
			    cause);
		assert_true(text_plain(cause, strlen(cause)));
		free(cause);
	}
}

/* NUL is a byte like others, in the format and in what it gives. */
static void
test_nul(void **state)
{
	const struct arg args[3] = { I(0), I(255) };
	struct value out;
	char *cause = NULL;

	(void)state;
	assert_true(format("\0%c%c", 5, args, &out, &cause));
	assert_int_equal(out.bytes->len, 3);
	assert_memory_equal(out.bytes->data, "\0\0\xff", 3);
	value_drop(&out);
	assert_false(format("%\0", 2, args, &out, &cause));
	assert_non_null(strstr(cause, "unsupported format character"));
	free(cause);
}

static void
test_wide(void **state)
{
	const struct arg one[3] = { I(1) };
	const struct arg large[3] = { F(1e308) };
	struct value out;
	char *cause;

	(void)state;
	assert_true(format("%10000d", 7, one, &out, &cause));
	assert_int_equal(out.bytes->len, 10000);
	assert_int_equal(out.bytes->data[9998], ' ');
	assert_int_equal(out.bytes->data[9999], '1');
	value_drop(&out);
	assert_true(format("%.10000f", 8, large, &out, &cause));
	assert_int_equal(out.bytes->len, 309 + 1 + 10000);
	value_drop(&out);
}

/* More than BYTES_MAX cannot be made, out of few arguments neither. */
static void
test_too_large(void **state)
{
	struct value args[5], out;
	struct value half = value_bytes(NULL, BYTES_MAX / 4);
	char *cause = NULL;

	(void)state;
	memset(half.bytes->data, 'x', BYTES_MAX / 4);
	for (size_t i = 0; i < COUNT(args); i++)
		args[i] = half;
	assert_false(format_values("%s%s%s%s%s", 10, args, 5, &out, &cause));
	assert_non_null(strstr(cause, "more than"));
	free(cause);
	value_drop(&half);
}

/* Any bytes as a format: an answer, never a crash. */
static void
test_any_bytes(void **state)
{
	static const char likely[] = "%%%%%-+ #0123*.lzdixXocsrfeGg\0\xff y";
	const struct arg args[][3] = { { { 0 } }, { I(-7) }, { F(1.5) },
		{ S("abc") }, { I(3), S("x") }, { I(3), F(-1e300), NONE } };
	uint64_t seed = 3;
	char s[12];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct value out = { 0 };
		char *cause = NULL;
		size_t len;

		for (size_t k = 0; k < sizeof(s); k++) {
			seed = seed * 6364136223846793005 + 1;
			s[k] = likely[(seed >> 33) % (sizeof(likely) - 1)];
		}
		len = (seed >> 40) % sizeof(s);
		if (format(s, len, args[i % COUNT(args)], &out, &cause)) {
			assert_null(cause);
			value_drop(&out);
		} else {
			assert_true(text_plain(cause, strlen(cause)));
			free(cause);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
