/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture that is painted over itself: the bytes for the terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "view/screen.h"

static void
paint(struct screen *s, const char *text, unsigned columns, unsigned lines,
    const char *want)
{
	const struct screen_picture picture = { "head", "right", text,
		strlen(text) };
	struct strbuf out = { 0 };

	screen_paint(&out, s, &picture, columns, lines);
	assert_string_equal(sb_text(&out), want);
	sb_free(&out);
}

#define OFF "\033[?7l"
#define ON "\033[J\033[?7h"

static void
over_itself(void **state)
{
	struct screen s = { 0 };
	struct strbuf out = { 0 };

	(void)state;
	paint(&s, "a\nb\n", 16, 24,
	    OFF "head       right\r\na\033[K\r\nb\033[K" ON);
	/* Three lines: two up. Fewer lines now: the rest is erased. */
	paint(&s, "c", 16, 24,
	    "\r\033[2A" OFF "head       right\r\nc\033[K" ON);
	screen_clear(&out, &s, 16);
	assert_string_equal(sb_text(&out), "\r\033[1A\033[J");
	sb_clear(&out);
	paint(&s, "", 16, 24, OFF "head       right" ON);
	screen_leave(&out, &s);
	assert_string_equal(sb_text(&out), "\r\n");
	sb_clear(&out);
	screen_leave(&out, &s);
	screen_clear(&out, &s, 16);
	assert_int_equal(out.len, 0);
	sb_free(&out);
}

/* Lines are cut in cells, and those that have no room are counted. */
static void
cut(void **state)
{
	struct screen s = { 0 };

	(void)state;
	paint(&s,
	    "12345678901\n\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd\xa0"
	    "\xe4\xbd\xa0\xe4\xbd\xa0\n",
	    10, 24,
	    OFF "hea  right\r\n1234567890\r\n\xe4\xbd\xa0\xe4\xbd\xa0\xe4\xbd"
		"\xa0\xe4\xbd\xa0\xe4\xbd\xa0" ON);
	memset(&s, 0, sizeof(s));
	paint(&s, "1\n2\n3\n4\n5\n", 30, 5,
	    OFF
	    "head                     right\r\n1\033[K\r\n2\033[K\r\n... and 3 "
	    "lines more\033[K" ON);
}

/* Wider: the lines are deleted; narrower: all is cleared. */
static void
other_sizes(void **state)
{
	struct screen s = { 0 };

	(void)state;
	paint(&s, "a", 12, 24, OFF "head   right\r\na\033[K" ON);
	paint(&s, "a", 14, 24,
	    "\r\033[1A\033[2M" OFF "head     right\r\na\033[K" ON);
	paint(&s, "a", 11, 24, "\033[H\033[2J" OFF "head  right\r\na\033[K" ON);
	/* Nothing is too small. */
	paint(&s, "a", 0, 0, "\033[H\033[2J" OFF "hea  right\r\na\033[K" ON);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_itself),
		cmocka_unit_test(cut),
		cmocka_unit_test(other_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
