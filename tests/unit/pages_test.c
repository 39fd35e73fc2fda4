/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text by the screenful. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/pages.h"

/* All pages of a text, "|" between them. */
static void
pages(const char *text, unsigned rows, unsigned columns, const char *wanted)
{
	struct strbuf out = { 0 };
	size_t len = strlen(text), at = 0;

	while (at < len) {
		size_t n;

		if (at != 0)
			sb_char(&out, '|');
		n = pages_take(&out, text + at, len - at, rows, columns);
		assert_true(n > 0 && n <= len - at);
		at += n;
	}
	assert_string_equal(sb_text(&out), wanted);
	sb_free(&out);
}

static void
test_fits(void **state)
{
	(void)state;
	pages("", 5, 80, "");
	pages("a\nb\n", 2, 80, "a\nb\n");
	pages("a\n\fb\n", 2, 80, "a\nb\n");
	pages("a\n\fb\n\fc\n", 0, 80, "a\nb\nc\n");
	pages("a\n\fb\n\fc\n", 1, 0, "a\nb\nc\n");
	pages("\fa\n", 1, 80, "a\n");
	pages("no newline", 1, 80, "no newline");
}

static void
test_breaks(void **state)
{
	(void)state;
	pages("a\n\fb\n\fc\n", 1, 80, "a\n|b\n|c\n");
	pages("a\n\fb\n\fc\n", 2, 80, "a\nb\n|c\n");
	/* At a break rather than where the screen is full. */
	pages("a\n\fb\nc\nd\n", 3, 80, "a\n|b\nc\nd\n");
	/* A piece that is longer than the screen. */
	pages("a\nb\nc\nd\n", 3, 80, "a\nb\nc\n|d\n");
	pages("a\n\fb\nc\nd\n", 2, 80, "a\n|b\nc\n|d\n");
}

static void
test_long_lines(void **state)
{
	(void)state;
	pages("abcdefgh\n\fi\n\fk\n", 3, 4, "abcdefgh\ni\n|k\n");
	pages("abcdefghi\n\fk\n", 3, 4, "abcdefghi\n|k\n");
	/* One that is longer than the screen is shown all the same. */
	pages("abcdefghi\nk\n", 1, 4, "abcdefghi\n|k\n");
	/* Two columns a character: six of them are three rows of four. */
	pages("\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4"
	      "\xbd\xa0\n\fk\n",
	    3, 4,
	    "\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4"
	    "\xbd\xa0\n|k\n");
}

static void
rows(const char *text, unsigned columns, size_t wanted)
{
	assert_int_equal(pages_rows(text, strlen(text), columns), wanted);
}

static void
test_rows(void **state)
{
	(void)state;
	rows("", 4, 0);
	rows("\n", 4, 1);
	rows("a", 4, 1);
	rows("abcd\nabcde\n", 4, 3);
	rows("abcd\nabcde\n", 0, 2);
	rows("\033[1mabcd\033[0m\n", 4, 1);
	rows("ab\033[1;31mcd\033[0me\n", 4, 2);
	rows("\033[", 4, 1);
	rows("\033\033[12", 4, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_breaks),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
