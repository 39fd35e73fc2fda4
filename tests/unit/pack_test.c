/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack and unpack by fixed values; tests/struct.test holds them against
 * Python's own. */
#include "model/pack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/bits.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define I(n)                              \
	{                                 \
		.type = VAL_INT, .i = (n) \
	}
#define F(x)                                \
	{                                   \
		.type = VAL_FLOAT, .f = (x) \
	}
#define BYTES(s) s, sizeof(s) - 1

/* A cause is one line of plain text. */
static void
assert_cause(char *cause, const char *part)
{
	assert_non_null(cause);
	assert_true(text_plain(cause, strlen(cause)));
	if (strstr(cause, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, cause);
	free(cause);
}

static void
test_size(void **state)
{
	static const struct {
		const char *fmt;
		size_t size;
	} rows[] = {
		{ "", 0 },
		{ "@", 0 },
		{ "!", 0 },
		{ "xcbB?", 5 },
		{ "!HHI", 8 },
		{ "=bi", 5 },
		{ "bi", 8 },
		{ "@bi", 8 },
		{ "ib", 5 },   /* no padding at the end … */
		{ "ib0i", 8 }, /* … but for a count of 0 */
		{ "=l", 4 },
		{ "bl", 2 * sizeof(long) },
		{ "bh", 4 },
		{ "bP", 2 * sizeof(void *) },
		{ "<bq", 9 },
		{ "10s", 10 },
		{ "0s", 0 },
		{ "3x", 3 },
		{ "2h 3x\t4s\nb", 12 },
		{ "efd", 16 },
		{ "=efd", 14 },
		{ "268435456x", BYTES_MAX },
		{ "000000000000000000000000000001b", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t size;
		char *cause = NULL;

		if (!pack_size(rows[i].fmt, &size, &cause))
			fail_msg("%s: %s", rows[i].fmt, cause);
		if (size != rows[i].size)
			fail_msg("%s: %zu, not %zu", rows[i].fmt, size,
			    rows[i].size);
	}
}

static void
test_bad_format(void **state)
{
	static const struct {
		const char *fmt;
		const char *part; /* of the cause */
	} rows[] = {
		{ "z", "bad char in struct format: \"z\"" },
		{ "\x1b", "\"\\33\"" },
		{ "\xe4\xbd\xa0", "\"\\344\"" },
		{ " <b", "\"<\"" },
		{ "b<", "\"<\"" },
		{ "-1b", "\"-\"" },
		{ "2 b", "\" \"" },
		{ "3", "repeat count given without format specifier" },
		{ "=P", "'P' has a size in the native order (@) only" },
		{ "<n", "'n' has a size" },
		{ "!N", "'N' has a size" },
		{ "268435457x", "more than 268435456 bytes" },
		{ "99999999999999999999999999x", "more than" },
		{ "268435456q", "more than 268435456 bytes" },
		{ "268435455xq", "more than 268435456 bytes" },
		{ "1048577b", "more than 1048576 values" },
		{ "1048576b0sb", "more than 1048576 values" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value out;
		size_t size;
		char *cause = NULL;

		assert_false(pack_size(rows[i].fmt, &size, &cause));
		assert_cause(cause, rows[i].part);
		cause = NULL;
		assert_false(pack(rows[i].fmt, NULL, 0, &out, &cause));
		assert_cause(cause, rows[i].part);
		cause = NULL;
		assert_false(unpack(rows[i].fmt, "", 0, &out, &cause));
		assert_cause(cause, rows[i].part);
	}
}

/* Numbers, both ways. */
static void
test_numbers(void **state)
{
	static const struct {
		const char *fmt;
		struct value args[2];
		size_t n;
		const char *data;
		size_t len;
	} rows[] = {
		{ "!HI", { I(80), I(0x7f000001) }, 2,
		    BYTES("\0\x50\x7f\0\0\1") },
		{ "<HI", { I(80), I(0x7f000001) }, 2,
		    BYTES("\x50\0\1\0\0\x7f") },
		{ "2b", { I(-128), I(127) }, 2, BYTES("\x80\x7f") },
		{ "2B", { I(0), I(255) }, 2, BYTES("\0\xff") },
		{ ">hh", { I(-32768), I(32767) }, 2, BYTES("\x80\0\x7f\xff") },
		{ ">lL", { I(INT32_MIN), I(UINT32_MAX) }, 2,
		    BYTES("\x80\0\0\0\xff\xff\xff\xff") },
		{ ">qQ", { I(INT64_MIN), I(INT64_MAX) }, 2,
		    BYTES("\x80\0\0\0\0\0\0\0\x7f\xff\xff\xff\xff\xff\xff"
			  "\xff") },
		{ "2?", { I(1), I(0) }, 2, BYTES("\1\0") },
		{ ">ef", { F(1), F(-2) }, 2, BYTES("\x3c\0\xc0\0\0\0") },
		{ "<d", { F(1) }, 1, BYTES("\0\0\0\0\0\0\xf0\x3f") },
		{ ">ee", { F(65504), F(-INFINITY) }, 2,
		    BYTES("\x7b\xff\xfc\0") },
		{ ">ee", { F(0x1p-24), F(-0.0) }, 2, BYTES("\0\1\x80\0") },
		{ ">xBx", { I(1) }, 1, BYTES("\0\1\0") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value out;
		char *cause = NULL;

		if (!pack(rows[i].fmt, rows[i].args, rows[i].n, &out, &cause))
			fail_msg("%s: %s", rows[i].fmt, cause);
		assert_int_equal(out.bytes->len, rows[i].len);
		assert_memory_equal(out.bytes->data, rows[i].data, rows[i].len);
		value_drop(&out);
		assert_true(unpack(rows[i].fmt, rows[i].data, rows[i].len, &out,
		    &cause));
		assert_int_equal(out.tuple->len, rows[i].n);
		for (size_t k = 0; k < rows[i].n; k++) {
			assert_int_equal(out.tuple->items[k].type,
			    rows[i].args[k].type);
			assert_true(value_equal(&out.tuple->items[k],
			    &rows[i].args[k]));
		}
		value_drop(&out);
	}
}

/* Padding is zeroed, and where C has it. */
static void
test_native(void **state)
{
	const struct {
		char b;
		short h;
		char c;
		long long q;
		char d;
		int i;
	} c = { 1, 2, 3, 4, 5, 6 };
	const struct value args[] = { I(1), I(2), I(3), I(4), I(5), I(6) };
	struct value out;
	char *cause;

	(void)state;
	assert_true(pack("bhbqbi", args, 6, &out, &cause));
	assert_int_equal(out.bytes->len, sizeof(c));
	assert_int_equal(out.bytes->data[0], c.b);
	assert_memory_equal(out.bytes->data + 2, &c.h, sizeof(c.h));
	assert_int_equal(out.bytes->data[4], c.c);
	assert_memory_equal(out.bytes->data + 5, "\0\0", 3);
	assert_memory_equal(out.bytes->data + 8, &c.q, sizeof(c.q));
	assert_memory_equal(out.bytes->data + 16, "\5\0\0", 4);
	assert_memory_equal(out.bytes->data + 20, &c.i, sizeof(c.i));
	value_drop(&out);
}

static void
test_range(void **state)
{
	static const struct {
		const char *fmt;
		struct value v;
		const char *part; /* of the cause, or NULL: it is taken */
	} rows[] = {
		{ "b", I(128),
		    "item 1 of the struct format, 'b', takes "
		    "-128 to 127, not 128" },
		{ "b", I(-129), "not -129" },
		{ "B", I(256), "takes 0 to 255, not 256" },
		{ "B", I(-1), "not -1" },
		{ "h", I(32768), "-32768 to 32767" },
		{ "H", I(65536), "0 to 65535" },
		{ "i", I(1LL << 31), "-2147483648 to 2147483647" },
		{ "I", I(1LL << 32), "0 to 4294967295" },
		{ "=l", I(1LL << 31), "-2147483648 to 2147483647" },
		{ "q", I(INT64_MIN), NULL },
		{ "Q", I(-1), "0 to 18446744073709551615, not -1" },
		{ "N", I(-1), "0 to 18446744073709551615, not -1" },
		{ "P", I(-1), NULL },
		{ "i", F(1), "not 1.0" },
		{ "P", F(1), "takes an int, not 1.0" },
		{ "c", I(65), "takes one byte, not 65" },
		{ "3s", I(65), "takes bytes, not 65" },
		{ "3p", I(65), "takes bytes, not 65" },
		{ "d", { .type = VAL_NONE }, "takes a number, not None" },
		{ "e", F(65520), "at most 65504" },
		{ "e", F(65519.99), NULL },
		{ "e", F(1e300), "at most 65504" },
		{ "<f", F(0x1.ffffffp127), "at most 3.4028235e38" },
		{ "<f", F(-0x1.fffffefffffffp127), NULL },
		{ "<f", F(1e300), "at most 3.4028235e38" },
		/* As in Python, and in C. */
		{ "f", F(1e300), NULL },
		{ "f", I(3), NULL },
		{ "?", F(0.5), NULL },
		{ "?", { .type = VAL_NONE }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value out;
		char *cause = NULL;
		bool ok = pack(rows[i].fmt, &rows[i].v, 1, &out, &cause);

		if (ok != (rows[i].part == NULL))
			fail_msg("%s: %s", rows[i].fmt, cause);
		if (ok)
			value_drop(&out);
		else
			assert_cause(cause, rows[i].part);
	}
}

static void
test_text(void **state)
{
	static const struct {
		const char *fmt;
		const char *s;
		size_t len;
		const char *data; /* packed */
		size_t data_len;
		const char *back; /* and unpacked again */
		size_t back_len;
	} rows[] = {
		{ "3s", BYTES("ab"), BYTES("ab\0"), BYTES("ab\0") },
		{ "3s", BYTES("abcd"), BYTES("abc"), BYTES("abc") },
		{ "s", BYTES("ab"), BYTES("a"), BYTES("a") },
		{ "0s", BYTES("ab"), BYTES(""), BYTES("") },
		{ "4p", BYTES("ab"), BYTES("\2ab\0"), BYTES("ab") },
		{ "4p", BYTES("abcd"), BYTES("\3abc"), BYTES("abc") },
		{ "p", BYTES("ab"), BYTES("\0"), BYTES("") },
		{ "0p", BYTES("ab"), BYTES(""), BYTES("") },
		{ "c", BYTES("\0"), BYTES("\0"), BYTES("\0") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value v = value_bytes(rows[i].s, rows[i].len);
		struct value out;
		char *cause;

		assert_true(pack(rows[i].fmt, &v, 1, &out, &cause));
		assert_int_equal(out.bytes->len, rows[i].data_len);
		assert_memory_equal(out.bytes->data, rows[i].data,
		    rows[i].data_len);
		value_drop(&v);
		value_drop(&out);
		assert_true(unpack(rows[i].fmt, rows[i].data, rows[i].data_len,
		    &out, &cause));
		assert_int_equal(out.tuple->len, 1);
		v = out.tuple->items[0];
		assert_int_equal(v.bytes->len, rows[i].back_len);
		assert_memory_equal(v.bytes->data, rows[i].back,
		    rows[i].back_len);
		value_drop(&out);
	}
}

/* A length byte that claims more than there is. */
static void
test_pascal_liar(void **state)
{
	struct value out;
	char *cause;

	(void)state;
	assert_true(unpack("3p", "\xff\1\2", 3, &out, &cause));
	assert_int_equal(out.tuple->items[0].bytes->len, 2);
	value_drop(&out);
}

static void
test_counts(void **state)
{
	const struct value args[3] = { I(1), I(2), I(3) };
	struct value out;
	char *cause = NULL;

	(void)state;
	assert_false(pack("!HHI", args, 2, &out, &cause));
	assert_cause(cause, "pack expects 3 items for packing (got 2)");
	assert_false(pack("!H", args, 3, &out, &cause));
	assert_cause(cause, "pack expects 1 item for packing (got 3)");
	assert_false(pack("!H4xs", args, 1, &out, &cause));
	assert_cause(cause, "pack expects 2 items");
	assert_false(unpack("!HHI", "1234567", 7, &out, &cause));
	assert_cause(cause, "unpack requires a buffer of 8 bytes (got 7)");
	assert_false(unpack("b", "", 0, &out, &cause));
	assert_cause(cause, "a buffer of 1 byte (got 0)");
	assert_true(unpack("", "", 0, &out, &cause));
	assert_int_equal(out.tuple->len, 0);
	value_drop(&out);
	assert_true(unpack("4x", "abcd", 4, &out, &cause));
	assert_int_equal(out.tuple->len, 0);
	value_drop(&out);
}

/* An int of ours has 63 bits and a sign. */
static void
test_large_unsigned(void **state)
{
	struct value out;
	char *cause = NULL;

	(void)state;
	assert_false(unpack("!sQ", "a\xff\xff\xff\xff\xff\xff\xff\xff", 9, &out,
	    &cause));
	assert_cause(cause,
	    "item 2 of the struct format, 'Q', is "
	    "18446744073709551615; an int goes up to "
	    "9223372036854775807");
	assert_true(
	    unpack("!Q", "\x7f\xff\xff\xff\xff\xff\xff\xff", 8, &out, &cause));
	assert_true(out.tuple->items[0].i == INT64_MAX);
	value_drop(&out);
}

/* Any number of values that fits a tuple. */
static void
test_many(void **state)
{
	struct value out;
	char *cause = NULL;
	char *data = calloc(TUPLE_WEIGHT_MAX, 1);

	(void)state;
	data[1048574] = 7;
	assert_true(unpack("1048575b", data, 1048575, &out, &cause));
	assert_int_equal(out.tuple->len, 1048575);
	assert_int_equal(out.tuple->items[1048574].i, 7);
	value_drop(&out);
	/* The tuple itself counts too. */
	assert_false(unpack("1048576b", data, 1048576, &out, &cause));
	assert_cause(cause, "more than 1048576 values");
	free(data);
}

/* Every half there is comes back as itself. */
static void
test_all_halves(void **state)
{
	(void)state;
	for (uint64_t half = 0; half <= UINT16_MAX; half++) {
		double x = bits_to_float(half, 2);
		uint64_t back;

		assert_true(bits_from_float(x, 2, &back));
		if (isnan(x))
			assert_int_equal(back, (half & 0x8000) | 0x7e00);
		else
			assert_int_equal(back, half);
	}
}

/* Any bytes as a format: an answer, never a crash. */
static void
test_any_format(void **state)
{
	static const char likely[] = "@=<>!xcbB?hHiIlLqQefdspnNP0123 9z\xff";
	const struct value args[] = { I(1), F(2.5), I(-3) };
	uint64_t seed = 4;
	char fmt[9];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct value out;
		size_t size = 0;
		char *cause = NULL;
		char *data;

		for (size_t k = 0; k < sizeof(fmt); k++) {
			seed = seed * 6364136223846793005 + 1;
			fmt[k] = likely[(seed >> 33) % (sizeof(likely) - 1)];
		}
		fmt[(seed >> 40) % sizeof(fmt)] = '\0';
		fmt[sizeof(fmt) - 1] = '\0';
		if (pack(fmt, args, i % 4, &out, &cause))
			value_drop(&out);
		free(cause);
		cause = NULL;
		if (pack_size(fmt, &size, &cause) && size < 4096) {
			data = malloc(size + 1);
			memset(data, i, size);
			if (unpack(fmt, data, size, &out, &cause))
				value_drop(&out);
			free(data);
		}
		free(cause);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_bad_format),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_native),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_pascal_liar),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_large_unsigned),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_all_halves),
		cmocka_unit_test(test_any_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
