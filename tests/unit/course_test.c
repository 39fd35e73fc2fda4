/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file "course", right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson/course.h"

static void
is_right(const char *text, const char *id, const char *title, bool strict)
{
	struct faults faults = { 0 };
	struct course c;

	assert_true(course_parse(&c, "course", text, strlen(text), &faults));
	assert_int_equal(faults.n, 0);
	assert_string_equal(c.id, id);
	if (title != NULL)
		assert_string_equal(c.title, title);
	else
		assert_null(c.title);
	assert_int_equal(c.strict, strict);
	course_free(&c);
}

/* Its first fault, by the line and a part of the message. */
static void
is_wrong(const char *text, size_t len, unsigned line, const char *part)
{
	struct faults faults = { 0 };
	struct course c;

	assert_false(course_parse(&c, "course", text, len, &faults));
	assert_true(faults.n > 0);
	assert_int_equal(faults.v[0].line, line);
	if (strstr(faults.v[0].message, part) == NULL)
		fail_msg("%s: not \"%s\"", faults.v[0].message, part);
	faults_free(&faults);
	course_free(&c);
}

#define WRONG(text, line, part) is_wrong(text, sizeof(text) - 1, line, part)

static void
test_right(void **state)
{
	(void)state;
	is_right("course: 1 nets\n", "nets", NULL, false);
	is_right("course: 1 nets", "nets", NULL, false);
	is_right("course: 1 nets\ntitle: Networks: two\nstrict: yes\n", "nets",
	    "Networks: two", true);
	is_right("course:\t1\tnets-2026\r\n\r\n  \nstrict:no  \n", "nets-2026",
	    NULL, false);
	is_right("course: 1 n\ntitle: \xe7\xbd\x91\xe7\xbb\x9c\n", "n",
	    "\xe7\xbd\x91\xe7\xbb\x9c", false);
}

static void
test_wrong(void **state)
{
	(void)state;
	WRONG("", 0, "first line is course: 1");
	WRONG("\n\n", 2, "first line is course: 1");
	WRONG("strict: yes\ncourse: 1 a\n", 1, "first line is course: 1");
	WRONG("course: a\n", 1, "version and an id");
	WRONG("course: 1\n", 1, "version and an id");
	WRONG("course: -1 a\n", 1, "version and an id");
	WRONG("course: 2 a\n", 1, "reads version 1");
	WRONG("course: 99999999999999999999 a\n", 1, "reads version 1");
	WRONG("course: 1 A\n", 1, "small letters");
	WRONG("course: 1 a b\n", 1, "small letters");
	WRONG("course: 1 a\nstrict: maybe\n", 2, "yes or no");
	WRONG("course: 1 a\nstrict: yes\nstrict: no\n", 3, "a second strict");
	WRONG("course: 1 a\ncourse: 1 a\n", 2, "a second course");
	WRONG("course: 1 a\ntitle:\n", 2, "title is missing");
	WRONG("course: 1 a\nstict: yes\n", 2, "stict: no such key");
	WRONG("course: 1 a\nstrict\n", 2, "a key and a colon");
	WRONG("course: 1 a\ntitle: \x1b[31m\n", 2, "control characters");
	WRONG("course: 1 a\ntitle: \xff\n", 2, "UTF-8");
	WRONG("course: 1 a\0strict: yes\n", 0, "binary");
}

/* Faults beyond number are not kept beyond number. */
static void
test_flood(void **state)
{
	struct strbuf text = { 0 };
	struct faults faults = { 0 };
	struct course c;

	(void)state;
	for (int i = 0; i < 5000; i++)
		sb_str(&text, "nonsense\n");
	assert_false(
	    course_parse(&c, "course", sb_text(&text), text.len, &faults));
	assert_true(faults.n <= LESSON_FAULTS_MAX);
	faults_free(&faults);
	sb_free(&text);
	course_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
