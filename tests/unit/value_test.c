/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of values: counted, compared, shown. */
#include "model/value.h"

#include <arpa/inet.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "model/addr.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIT(s) value_bytes((s), sizeof(s) - 1)

static struct value
tuple(size_t n, const struct value *items)
{
	struct value copy[8], v = { 0 };
	char *cause = NULL;

	assert_true(n <= COUNT(copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = items[i];
	assert_true(value_tuple(&v, copy, n, &cause));
	return v;
}

#define TUPLE(...)                                                            \
	tuple(sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value), \
	    (struct value[]){ __VA_ARGS__ })

static struct value
inet(const char *host, unsigned port)
{
	struct addr *a = addr_new(AF_INET);

	a->u.in.sin_port = htons((uint16_t)port);
	assert_int_equal(inet_pton(AF_INET, host, &a->u.in.sin_addr), 1);
	return value_from_addr(a);
}

static void
bytes_and_arrays(void **state)
{
	struct value v = LIT("a\0b");
	struct bytes *b = bytes_array(5);

	(void)state;
	assert_int_equal(v.bytes->len, 3);
	assert_int_equal(v.bytes->size, 3);
	assert_false(v.bytes->array);
	assert_memory_equal(v.bytes->data, "a\0b\0", 4);
	value_drop(&v);
	assert_int_equal(v.type, VAL_UNSET);
	assert_int_equal(b->len, 0);
	assert_int_equal(b->size, 5);
	assert_true(b->array);
	assert_memory_equal(b->data, "\0\0\0\0\0", 6);
	v = value_from_bytes(b);
	value_drop(&v);
	b = bytes_new(NULL, 4);
	assert_int_equal(b->data[4], '\0');
	v = value_from_bytes(b);
	value_drop(&v);
	v = value_str("");
	assert_int_equal(v.bytes->len, 0);
	value_drop(&v);
}

/* Leaks are the sanitizer's to find; here: that a shared one lives on. */
static void
references_are_counted(void **state)
{
	struct value a = LIT("abc");
	struct value t = TUPLE(value_copy(&a), VALUE_INT(1));
	struct value u = TUPLE(value_copy(&t), value_copy(&t));
	struct value b = value_copy(&a);

	(void)state;
	assert_int_equal(a.bytes->refs, 3);
	assert_int_equal(t.tuple->refs, 3);
	value_drop(&a);
	value_drop(&t);
	assert_int_equal(u.tuple->items[0].tuple->refs, 2);
	value_drop(&u);
	assert_int_equal(b.bytes->refs, 1);
	assert_memory_equal(b.bytes->data, "abc", 4);
	value_drop(&b);
	/* Those that are not counted. */
	a = VALUE_INT(5);
	b = value_copy(&a);
	assert_int_equal(b.i, 5);
	value_drop(&a);
	value_drop(&a);
}

static void
tuples_are_bounded_in_depth(void **state)
{
	struct value v = VALUE_INT(1);
	char *cause = NULL;
	int depth = 0;

	(void)state;
	while (value_tuple(&v, (struct value[]){ v }, 1, &cause))
		assert_int_equal(v.tuple->depth, ++depth);
	assert_int_equal(depth, TUPLE_DEPTH_MAX);
	assert_string_equal(cause, "tuples nested more than 64 deep");
	free(cause);
}

static void
tuples_are_bounded_in_weight(void **state)
{
	struct value v = TUPLE(VALUE_INT(1), VALUE_INT(2));
	struct value twice[2], copy;
	char *cause = NULL;
	size_t weight = 3;

	(void)state;
	/* Each holds the one before twice: few in memory, many to walk. */
	for (;;) {
		twice[0] = value_copy(&v);
		twice[1] = v;
		if (!value_tuple(&copy, twice, 2, &cause))
			break;
		v = copy;
		weight = 2 * weight + 1;
		assert_int_equal(v.tuple->weight, weight);
	}
	assert_true(weight <= TUPLE_WEIGHT_MAX);
	assert_true(2 * weight + 1 > TUPLE_WEIGHT_MAX);
	assert_string_equal(cause, "a tuple of more than 1048576 values");
	free(cause);
}

static void
truth(void **state)
{
	struct {
		struct value v;
		bool truth;
	} rows[] = {
		{ VALUE_NONE, false },
		{ { .type = VAL_UNSET }, false },
		{ VALUE_INT(0), false },
		{ VALUE_INT(INT64_MIN), true },
		{ VALUE_FLOAT(0), false },
		{ VALUE_FLOAT(-0.0), false },
		{ VALUE_FLOAT(0.1), true },
		{ VALUE_FLOAT((double)NAN), true },
		{ LIT(""), false },
		{ LIT("\0"), true },
		{ tuple(0, NULL), false },
		{ TUPLE(VALUE_INT(0)), true },
		{ inet("0.0.0.0", 0), true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(value_truth(&rows[i].v), rows[i].truth);
		value_drop(&rows[i].v);
	}
}

static void
equality(void **state)
{
	struct {
		struct value a;
		struct value b;
		bool equal;
	} rows[] = {
		{ VALUE_NONE, VALUE_NONE, true },
		{ VALUE_NONE, VALUE_INT(0), false },
		{ VALUE_INT(5), VALUE_INT(5), true },
		{ VALUE_INT(5), VALUE_INT(6), false },
		{ VALUE_INT(5), VALUE_FLOAT(5), true },
		{ VALUE_INT(5), VALUE_FLOAT(5.5), false },
		/* As numbers, not as what a double makes of them. */
		{ VALUE_INT((INT64_C(1) << 53) + 1), VALUE_FLOAT(0x1p53),
		    false },
		{ VALUE_INT(INT64_C(1) << 53), VALUE_FLOAT(0x1p53), true },
		{ VALUE_INT(INT64_MAX), VALUE_FLOAT(0x1p63), false },
		{ VALUE_INT(INT64_MIN), VALUE_FLOAT(-0x1p63), true },
		{ VALUE_INT(0), VALUE_FLOAT((double)NAN), false },
		{ VALUE_INT(0), VALUE_FLOAT((double)INFINITY), false },
		{ VALUE_FLOAT(0.5), VALUE_FLOAT(0.5), true },
		{ VALUE_FLOAT((double)NAN), VALUE_FLOAT((double)NAN), false },
		{ LIT("a\0b"), LIT("a\0b"), true },
		{ LIT("a\0b"), LIT("a\0c"), false },
		{ LIT("ab"), LIT("abc"), false },
		{ LIT("5"), VALUE_INT(5), false },
		{ tuple(0, NULL), tuple(0, NULL), true },
		{ TUPLE(VALUE_INT(1), LIT("x")),
		    TUPLE(VALUE_FLOAT(1), LIT("x")), true },
		{ TUPLE(VALUE_INT(1)), TUPLE(VALUE_INT(1), VALUE_INT(1)),
		    false },
		{ TUPLE(VALUE_INT(1)), VALUE_INT(1), false },
		{ inet("127.0.0.1", 80), inet("127.0.0.1", 80), true },
		{ inet("127.0.0.1", 80), inet("127.0.0.1", 81), false },
		{ inet("127.0.0.1", 80), TUPLE(LIT("127.0.0.1"), VALUE_INT(80)),
		    true },
		{ inet("127.0.0.1", 80), TUPLE(LIT("127.0.0.1"), LIT("80")),
		    false },
		{ inet("127.0.0.1", 80), TUPLE(LIT("127.0.0.1")), false },
		{ inet("127.0.0.1", 80), LIT("127.0.0.1:80"), false },
		/* What accept gives, against a pair written out. */
		{ TUPLE(VALUE_INT(4), inet("127.0.0.1", 80)),
		    TUPLE(VALUE_INT(4), TUPLE(LIT("127.0.0.1"), VALUE_INT(80))),
		    true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (value_equal(&rows[i].a, &rows[i].b) != rows[i].equal ||
		    value_equal(&rows[i].b, &rows[i].a) != rows[i].equal)
			fail_msg("row %zu", i);
		value_drop(&rows[i].a);
		value_drop(&rows[i].b);
	}
}

static void
shown(void **state)
{
	struct {
		struct value v;
		const char *repr;
		const char *type;
	} rows[] = {
		{ VALUE_NONE, "None", "None" },
		{ { .type = VAL_UNSET }, "unset", "unset" },
		{ VALUE_INT(INT64_MIN), "-9223372036854775808", "an int" },
		{ VALUE_FLOAT(0), "0.0", "a float" },
		{ VALUE_FLOAT(-0.0), "-0.0", "a float" },
		{ VALUE_FLOAT(2.5), "2.5", "a float" },
		{ VALUE_FLOAT(100), "100.0", "a float" },
		{ VALUE_FLOAT(0.1), "0.1", "a float" },
		{ VALUE_FLOAT(0.1 + 0.2), "0.30000000000000004", "a float" },
		{ VALUE_FLOAT(1e15), "1000000000000000.0", "a float" },
		{ VALUE_FLOAT(1e16), "1e+16", "a float" },
		{ VALUE_FLOAT(12345678901234568.0), "1.2345678901234568e+16",
		    "a float" },
		{ VALUE_FLOAT(1234567890123456.5), "1234567890123456.5",
		    "a float" },
		{ VALUE_FLOAT(0.0001), "0.0001", "a float" },
		{ VALUE_FLOAT(0.00001), "1e-05", "a float" },
		{ VALUE_FLOAT(123456.789), "123456.789", "a float" },
		{ VALUE_FLOAT(5e-324), "5e-324", "a float" },
		{ VALUE_FLOAT(1.7976931348623157e308),
		    "1.7976931348623157e+308", "a float" },
		{ VALUE_FLOAT((double)INFINITY), "inf", "a float" },
		{ VALUE_FLOAT((double)-INFINITY), "-inf", "a float" },
		{ VALUE_FLOAT((double)-NAN), "nan", "a float" },
		{ LIT("a\n\x1b\"\0z"), "\"a\\n\\33\\\"\\0z\"", "bytes" },
		{ inet("127.0.0.1", 80), "127.0.0.1:80", "an address" },
		{ tuple(0, NULL), "()", "a tuple" },
		{ TUPLE(VALUE_INT(1)), "(1,)", "a tuple" },
		{ TUPLE(VALUE_INT(1), TUPLE(LIT("x"), VALUE_NONE)),
		    "(1, (\"x\", None))", "a tuple" },
	};
	struct strbuf out = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		sb_clear(&out);
		value_repr(&out, &rows[i].v, 1000);
		assert_string_equal(sb_text(&out), rows[i].repr);
		assert_string_equal(value_type_name(&rows[i].v), rows[i].type);
		value_drop(&rows[i].v);
	}
	sb_free(&out);
}

/* A float reads back as the same, whatever its bits. */
static void
floats_read_back(void **state)
{
	uint64_t bits = 1;
	struct strbuf out = { 0 };
	double f;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		bits =
		    bits * UINT64_C(6364136223846793005) + 1442695040888963407;
		memcpy(&f, &bits, sizeof(f));
		if (!isfinite(f))
			continue;
		sb_clear(&out);
		value_repr(&out, &VALUE_FLOAT(f), 1000);
		assert_true(strtod(sb_text(&out), NULL) == f);
		assert_non_null(strpbrk(sb_text(&out), ".e"));
	}
	sb_free(&out);
}

static void
shown_shortened(void **state)
{
	struct value v = value_from_bytes(bytes_new(NULL, 100000));
	struct strbuf out = { 0 };

	(void)state;
	memset(v.bytes->data, 'x', v.bytes->len);
	value_repr(&out, &v, 10);
	assert_string_equal(sb_text(&out), "\"xxxxxxxxxx\"...");
	v = TUPLE(v, VALUE_INT(1), VALUE_INT(2));
	sb_clear(&out);
	value_repr(&out, &v, 10);
	assert_true(out.len < 40);
	assert_non_null(strstr(sb_text(&out), "..."));
	/* Many deep, one beside the other. */
	for (int i = 0; i < 15; i++)
		v = TUPLE(value_copy(&v), v);
	sb_clear(&out);
	value_repr(&out, &v, 60);
	assert_true(out.len < 400);
	value_drop(&v);
	sb_free(&out);
}

static void
as_text(void **state)
{
	struct value v = LIT("a\0\x1b");
	struct strbuf out = { 0 };

	(void)state;
	value_text(&out, &v);
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.data, "a\0\x1b", 3);
	value_drop(&v);
	sb_clear(&out);
	v = TUPLE(LIT("a"), VALUE_INT(1));
	value_text(&out, &v);
	assert_string_equal(sb_text(&out), "(\"a\", 1)");
	value_drop(&v);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_and_arrays),
		cmocka_unit_test(references_are_counted),
		cmocka_unit_test(tuples_are_bounded_in_depth),
		cmocka_unit_test(tuples_are_bounded_in_weight),
		cmocka_unit_test(truth),
		cmocka_unit_test(equality),
		cmocka_unit_test(shown),
		cmocka_unit_test(floats_read_back),
		cmocka_unit_test(shown_shortened),
		cmocka_unit_test(as_text),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
