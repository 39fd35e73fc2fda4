/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists to choose from: aligned, cut to the width, never a raw escape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/choices.h"

static const struct shown_choice some[] = {
	{ "srv", "3  TCP LISTEN 127.0.0.1:8080" },
	{ "描述符", "4  a socket whose explanation is too long" },
	{ "\033[2J", "evil\033]0;x\a\ttab\nmore" },
	{ "x", NULL },
};

static void
draws(unsigned width, unsigned height, bool ascii, const char *want)
{
	struct strbuf out = { 0 };

	choices_draw(&out, some, 4, width, height, ascii);
	assert_string_equal(sb_text(&out), want);
	sb_free(&out);
}

static void
test_explained(void **state)
{
	(void)state;
	draws(40, 10, false,
	    "srv      3  TCP LISTEN 127.0.0.1:8080\n"
	    "描述符   4  a socket whose explanation …\n"
	    "\\x1b[2J  evil\\x1b]0;x\\x07 tab\n"
	    "x\n");
	/* Narrower than can be drawn for. */
	draws(1, 10, false,
	    "srv      3  TCP LISTEN 127.0.0.1:8080\n"
	    "描述符   4  a socket whose explanation …\n"
	    "\\x1b[2J  evil\\x1b]0;x\\x07 tab\n"
	    "x\n");
}

static void
test_columns(void **state)
{
	(void)state;
	draws(40, 3, false, "srv      描述符   \\x1b[2J  x\n");
	draws(40, 0, false, "srv      描述符   \\x1b[2J  x\n");
}

static void
test_none(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	choices_draw(&out, NULL, 0, 80, 24, false);
	assert_int_equal(out.len, 0);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_explained),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
