/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of claims, and how one is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson/claim.h"
#include "lesson/myth.h"
#include "model/picture.h"

enum { CLAIMS = 118, MISCONCEPTIONS = 25 };

static void
test_table(void **state)
{
	char tag[32];
	size_t n = 0;

	(void)state;
	for (const struct claim *c = claim_rows; c->tag != NULL; c++, n++) {
		if (n < CLAIMS)
			snprintf(tag, sizeof(tag), "C%zu", n + 1);
		else
			snprintf(tag, sizeof(tag), "M%02zu", n + 1 - CLAIMS);
		assert_string_equal(c->tag, tag);
		assert_true(strlen(c->says) > 10 && strlen(c->right) > 10);
		/* Sentences. */
		assert_int_equal(c->says[strlen(c->says) - 1], '.');
		assert_int_equal(c->right[strlen(c->right) - 1], '.');
		assert_true(c->verdict <= VERDICT_FALSE);
		/* A misconception is wrong by its name. */
		assert_true(*tag == 'C' || c->verdict == VERDICT_FALSE);
	}
	assert_int_equal(n, CLAIMS + MISCONCEPTIONS);
}

static void
test_tags(void **state)
{
	static const char *const bad[] = { "", "C", "M", "C0", "C01", "C119",
		"M00", "M7", "M26", "M007", "c7", "D1", "C7 ", "C-1", "C1x" };

	(void)state;
	assert_true(lesson_is_tag("C1") && lesson_is_tag("C118"));
	assert_true(lesson_is_tag("M01") && lesson_is_tag("M25"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lesson_is_tag(bad[i]));
}

static void
test_find(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_string_equal(claim_find("c7")->tag, "C7");
	assert_string_equal(claim_find("C007")->tag, "C7");
	assert_string_equal(claim_find("m7")->tag, "M07");
	assert_null(claim_find("C0"));
	assert_null(claim_find("C99999999999999999999"));
	assert_null(claim_find(""));
	assert_string_equal(claim_nearest("M26")->tag, "M25");
	assert_string_equal(claim_nearest("C0")->tag, "C1");
	assert_string_equal(claim_nearest("M99999")->tag, "M25");
	assert_null(claim_nearest("recv"));
	assert_true(myth_known("recv", &cause));
	assert_true(myth_known("NAGLE", &cause));
	assert_false(myth_known("", &cause));
	free(cause);
	assert_false(myth_known("C240", &cause));
	assert_non_null(strstr(cause, "did you mean C"));
	free(cause);
	assert_false(myth_known("zebra", &cause));
	free(cause);
}

static struct lesson *
lesson_of(const char *text)
{
	struct faults faults = { 0 };
	struct lesson *l =
	    lesson_parse("x.lesson", text, strlen(text), &faults);

	faults_free(&faults);
	return l;
}

/* A step that names it first goes before one that only names it. */
static void
test_settled(void **state)
{
	struct lesson *v[2] = {
		lesson_of("lesson: 1 one\ntitle: One\nminutes: 1\n\n"
			  "=== a A\ntag: C1 C2\nText.\n\n"
			  "=== b B\ntag: C2\nText.\n"),
		lesson_of("lesson: 1 two\ntitle: Two\nminutes: 1\n\n"
			  "=== c C\ntag: C3 C1\nText.\n"),
	};
	const struct library lib = { .v = v, .n = 2 };
	size_t step = 9;

	(void)state;
	assert_ptr_equal(claim_settled(claim_exact("C1"), &lib, &step), v[0]);
	assert_int_equal(step, 0);
	assert_ptr_equal(claim_settled(claim_exact("C2"), &lib, &step), v[0]);
	assert_int_equal(step, 1);
	assert_ptr_equal(claim_settled(claim_exact("C3"), &lib, &step), v[1]);
	assert_int_equal(step, 0);
	assert_null(claim_settled(claim_exact("C4"), &lib, &step));
	lesson_free(v[0]);
	lesson_free(v[1]);
}

/* A child may say anything, or half of it. */
static void
test_unpack(void **state)
{
	static const char good[] = "C1\0true\0says\0right\0\0\0\0\0\0";
	struct strbuf packed = { 0 };
	struct value v = VALUE_NONE;

	(void)state;
	assert_false(myth_value(&packed, &v));
	sb_add(&packed, good, sizeof(good));
	assert_true(myth_value(&packed, &v));
	assert_int_equal(v.tuple->len, 1);
	assert_string_equal(picture_field(&v.tuple->items[0], CLAIM_RIGHT)
				->bytes->data,
	    "right");
	assert_int_equal(picture_field(&v.tuple->items[0], CLAIM_LESSON)->type,
	    VAL_NONE);
	value_drop(&v);
	for (size_t n = 1; n < sizeof(good); n++) {
		sb_clear(&packed);
		sb_add(&packed, good, n);
		assert_false(myth_value(&packed, &v));
	}
	sb_clear(&packed);
	sb_add(&packed, good, sizeof(good));
	sb_str(&packed, "more");
	assert_false(myth_value(&packed, &v));
	sb_free(&packed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_settled),
		cmocka_unit_test(test_unpack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
