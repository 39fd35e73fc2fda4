/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A unit's memory, and where a byte of its text is. */
#include "lang/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Pieces of all sizes, aligned, and none in another's way. */
static void
test_memory(void **state)
{
	struct unit *u = unit_new("f", 1);
	unsigned char *pieces[2000];

	(void)state;
	for (size_t i = 0; i < 2000; i++) {
		pieces[i] = unit_alloc(u, i * 7);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t),
		    0);
		memset(pieces[i], (int)i & 255, i * 7);
	}
	for (size_t i = 0; i < 2000; i++) {
		for (size_t k = 0; k < i * 7; k++)
			assert_int_equal(pieces[i][k], i & 255);
	}
	/* Larger than any chunk. */
	memset(unit_alloc(u, 5 << 20), 1, 5 << 20);
	assert_string_equal(unit_strdup(u, "abcdef", 3), "abc");
	unit_release(u);
}

/* Constants are dropped with the unit, and not before. */
static void
test_values(void **state)
{
	struct unit *u = unit_new(NULL, 1);
	struct value v = value_str("text");
	struct bytes *b = v.bytes;
	struct node *node, *kids[2];

	(void)state;
	b->refs++;
	node = unit_const(u, v, 3, 7);
	assert_int_equal(node->kind, NODE_CONST);
	assert_int_equal(node->pos, 3);
	assert_int_equal(node->end, 7);
	kids[0] = node;
	kids[1] = unit_const(u, VALUE_INT(5), 0, 0);
	node = unit_node(u, NODE_TUPLE, 0, 9);
	unit_kids(u, node, kids, 2);
	assert_int_equal(node->nkids, 2);
	assert_ptr_equal(node->kids[0], kids[0]);
	unit_kids(u, node, NULL, 0);
	assert_int_equal(node->nkids, 0);
	u->refs++;
	unit_release(u);
	assert_int_equal(b->refs, 2);
	unit_release(u);
	assert_int_equal(b->refs, 1);
	v = value_from_bytes(b);
	value_drop(&v);
}

/* A def that may be called keeps the unit that it stands in. */
static void
test_defs(void **state)
{
	struct unit *u = unit_new("f", 1);
	struct symbol sym = { .name = "f" };
	struct def *def = unit_def(u, &sym);

	(void)state;
	def_keep(def);
	def_keep(def);
	unit_release(u);
	assert_ptr_equal(def->unit, u);
	assert_int_equal(u->refs, 2);
	def_release(def);
	def_release(def);
}

static void
test_place(void **state)
{
	static const struct {
		size_t pos;
		unsigned line;
		size_t offset;
		const char *text;
	} rows[] = {
		{ 0, 7, 0, "one" },
		{ 2, 7, 2, "one" },
		{ 3, 7, 3, "one" },
		{ 4, 8, 0, "" },
		{ 5, 9, 0, "three" },
		{ 9, 9, 4, "three" },
		{ 10, 9, 5, "three" },
		{ 99, 9, 5, "three" },
	};
	struct unit *u = unit_new("f", 7);

	(void)state;
	u->text = strdup("one\n\nthree");
	u->len = strlen(u->text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct place p = unit_place(u, rows[i].pos);

		assert_int_equal(p.line, rows[i].line);
		assert_int_equal(p.offset, rows[i].offset);
		assert_int_equal(p.len, strlen(rows[i].text));
		assert_memory_equal(p.text, rows[i].text, p.len);
	}
	unit_release(u);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_defs),
		cmocka_unit_test(test_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
