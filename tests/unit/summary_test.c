/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a student has done, in each of its forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "class_fixture.h"
#include "lesson/summary.h"
#include "view/jsonl.h"

static const char done[] = "pair one solved\n"
			   "pair one predicted a\n"
			   "pair one hints 2\n"
			   "pair one wrong 1\n"
			   "pair one strict\n"
			   "pair two shown\n"
			   "pair two skipped\n";

static void
tells(void (*format)(struct strbuf *out, const struct summary *s),
    const char *progress, bool strict, const char *wanted)
{
	struct lesson *l = class_lesson();
	struct progress p = class_progress(progress);
	static const char nets[] = "course: 1 nets\ntitle: Nets\n";
	struct faults faults = { 0 };
	struct course course = { 0 };
	const struct summary s = { .l = l,
		.progress = &p,
		.course = &course,
		.strict = strict,
		.width = 60 };
	struct strbuf out = { 0 };

	if (strict)
		assert_true(course_parse(&course, "course", nets, strlen(nets),
		    &faults));
	format(&out, &s);
	assert_string_equal(sb_text(&out), wanted);
	sb_free(&out);
	course_free(&course);
	progress_free(&p);
	lesson_free(l);
}

static void
test_text(void **state)
{
	(void)state;
	tells(summary_text, "", false,
	    "A *pair* of `a_b` sockets\n"
	    "pair: 0 of 3 steps solved\n"
	    "\n"
	    "  [ ]  1  First\n"
	    "  [ ]  2  Second\n"
	    "  [ ]  3  Third\n");
	tells(summary_text, done, true,
	    "A *pair* of `a_b` sockets\n"
	    "pair: 1 of 3 steps solved; course: Nets; strict: no step is\n"
	    "skipped, no answer shown\n"
	    "\n"
	    "  [x]  1  First\n"
	    "         predicted a), and it was b); 1 wrong turn; 2 hints;\n"
	    "         strict\n"
	    "         * one <byte>\n"
	    "  [ ]  2  Second\n"
	    "         the answer was shown; skipped\n"
	    "  [ ]  3  Third\n");
}

/* Nobody is told what is right before he has found out. */
static void
test_not_told(void **state)
{
	(void)state;
	tells(summary_text, "pair one predicted a\n", false,
	    "A *pair* of `a_b` sockets\n"
	    "pair: 0 of 3 steps solved\n"
	    "\n"
	    "  [ ]  1  First\n"
	    "         predicted a)\n"
	    "  [ ]  2  Second\n"
	    "  [ ]  3  Third\n");
}

static void
test_markdown(void **state)
{
	(void)state;
	tells(summary_markdown, done, false,
	    "# A \\*pair\\* of `a_b` sockets\n"
	    "\n"
	    "`pair`: 1 of 3 steps solved\n"
	    "\n"
	    "- [x] First\n"
	    "  - predicted a), and it was b); 1 wrong turn; 2 hints; strict\n"
	    "  - **one \\<byte\\>**\n"
	    "- [ ] Second\n"
	    "  - the answer was shown; skipped\n"
	    "- [ ] Third\n");
}

static void
test_json(void **state)
{
	(void)state;
	if (jsonl_library() == NULL)
		skip();
	tells(summary_json, done, true,
	    "{\"type\":\"summary\",\"lesson\":\"pair\",\"number\":5,"
	    "\"title\":\"A *pair* of `a_b` sockets\",\"course\":\"nets\","
	    "\"strict\":true,\"solved\":1,\"steps\":["
	    "{\"step\":\"one\",\"title\":\"First\",\"solved\":true,"
	    "\"strict\":true,\"predicted\":\"a\",\"right\":false,\"wrong\":1,"
	    "\"hints\":2,\"shown\":false,\"skipped\":false},"
	    "{\"step\":\"two\",\"title\":\"Second\",\"solved\":false,"
	    "\"strict\":false,\"predicted\":null,\"right\":null,\"wrong\":0,"
	    "\"hints\":0,\"shown\":true,\"skipped\":true},"
	    "{\"step\":\"three\",\"title\":\"Third\",\"solved\":false,"
	    "\"strict\":false,\"predicted\":null,\"right\":null,\"wrong\":0,"
	    "\"hints\":0,\"shown\":false,\"skipped\":false}]}\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_not_told),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
