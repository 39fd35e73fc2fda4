/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read from a file of progress, whatever stands in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "class_fixture.h"
#include "lesson/note.h"

static void
test_marks(void **state)
{
	struct lesson *l = class_lesson();
	struct progress p = class_progress("");

	(void)state;
	assert_false(progress_begun(&p, l));
	progress_mark(&p, l, 0, MARK_SOLVED, 0);
	progress_mark(&p, l, 0, MARK_SOLVED, 0);
	progress_mark(&p, l, 1, MARK_HINTS, 2);
	progress_mark(&p, l, 1, MARK_HINTS, 1);
	progress_mark(&p, l, 1, MARK_WRONG, 1);
	progress_mark(&p, l, 1, MARK_WRONG, 1);
	progress_predicted(&p, l, 0, 'a');
	progress_predicted(&p, l, 0, 'b');
	progress_at(&p, l, 1);
	assert_string_equal(sb_text(&p.text),
	    "socksh progress 1\n"
	    "pair one solved\n"
	    "pair two hints 2\n"
	    "pair two wrong 2\n"
	    "pair one predicted b\n"
	    "pair at two\n");
	assert_true(progress_begun(&p, l));
	assert_int_equal(progress_count(&p, l), 1);
	assert_int_equal(progress_get(&p, l, 0, MARK_SOLVED), 1);
	assert_int_equal(progress_get(&p, l, 0, MARK_STRICT), 0);
	assert_int_equal(progress_get(&p, l, 1, MARK_HINTS), 2);
	assert_int_equal(progress_get(&p, l, 1, MARK_WRONG), 2);
	assert_int_equal(progress_choice(&p, l, 0), 'b');
	progress_free(&p);
	lesson_free(l);
}

/* Lines of others, of a later version, of nobody, stay as they are. */
static void
test_hostile(void **state)
{
	static const char text[] = "socksh progress 1\n"
				   "pair one predicted z\n"
				   "pair one solvedalmost\n"
				   "pair two hints 99999999999999999999\n"
				   "pair two wrong -3\n"
				   "pair three wrong lots\n"
				   "pairs one solved\n"
				   "pair one\n"
				   "\n"
				   "\x80\xff\x1b[31m\n"
				   "pair two solved";
	struct lesson *l = class_lesson();
	struct progress p = class_progress(text);

	(void)state;
	assert_int_equal(progress_choice(&p, l, 0), 0);
	assert_int_equal(progress_get(&p, l, 0, MARK_SOLVED), 0);
	assert_int_equal(progress_get(&p, l, 1, MARK_SOLVED), 1);
	assert_int_equal(progress_get(&p, l, 1, MARK_HINTS),
	    PROGRESS_COUNT_MAX);
	assert_int_equal(progress_get(&p, l, 1, MARK_WRONG), 0);
	progress_mark(&p, l, 1, MARK_WRONG, 1);
	progress_mark(&p, l, 1, MARK_HINTS, 1);
	progress_mark(&p, l, 2, MARK_WRONG, UINT32_MAX);
	assert_int_equal(progress_get(&p, l, 1, MARK_WRONG), 1);
	assert_int_equal(progress_get(&p, l, 1, MARK_HINTS),
	    PROGRESS_COUNT_MAX);
	assert_int_equal(progress_get(&p, l, 2, MARK_WRONG),
	    PROGRESS_COUNT_MAX);
	assert_non_null(strstr(sb_text(&p.text), "\x80\xff\x1b[31m\n"));
	assert_non_null(strstr(sb_text(&p.text), "pairs one solved\n"));
	assert_int_equal(progress_count(&p, l), 1);
	progress_free(&p);
	lesson_free(l);
}

static void
is_at(const char *text, bool strict, enum whereabouts where, size_t step)
{
	struct lesson *l = class_lesson();
	struct progress p = class_progress(text);
	size_t found = 99;

	assert_int_equal(progress_where(&p, l, strict, &found), where);
	assert_int_equal(found, step);
	progress_free(&p);
	lesson_free(l);
}

static void
test_where(void **state)
{
	(void)state;
	is_at("", false, WHERE_NEW, 0);
	is_at("other at two\n", false, WHERE_NEW, 0);
	is_at("pair at two\n", false, WHERE_AT, 1);
	is_at("pair at two", false, WHERE_AT, 1);
	is_at("pair at end\n", false, WHERE_DONE, 0);
	/* The lesson has changed: the step is gone. */
	is_at("pair at twofold\n", false, WHERE_CHANGED, 0);
	is_at("pair one solved\npair at gone\n", false, WHERE_CHANGED, 1);
	is_at("pair one solved\npair two solved\npair three solved\n"
	      "pair at gone\n",
	    false, WHERE_CHANGED, 0);
	is_at("pair at \n", false, WHERE_CHANGED, 0);
	/* A strict course goes back to what was skipped. */
	is_at("pair at two\n", true, WHERE_STRICT, 0);
	is_at("pair one solved\npair at two\n", true, WHERE_STRICT, 0);
	is_at("pair one strict\npair at two\n", true, WHERE_AT, 1);
	is_at("pair one strict\npair at one\n", true, WHERE_AT, 0);
	is_at("pair one strict\npair at end\n", true, WHERE_STRICT, 1);
	is_at("pair one strict\npair two strict\npair three strict\n"
	      "pair at end\n",
	    true, WHERE_DONE, 0);
}

/* What comes through the pipe from a process that a lesson has used. */
static void
test_notes(void **state)
{
	static const struct note notes[] = {
		{ NOTE_SOLVED, 0, 1 },
		{ NOTE_HINTED, 1, 3 },
		{ NOTE_SHOWN, 1, 0 },
		{ NOTE_WRONG, 1, 0 },
		{ NOTE_SKIPPED, 2, 0 },
		{ NOTE_AT, 3, 0 },
		/* What is none. */
		{ NOTE_SOLVED, 3, 0 },
		{ NOTE_AT, 4, 0 },
		{ NOTE_WISH, 1, 0 },
		{ 77, 1, 0 },
		{ NOTE_SOLVED, UINT32_MAX, 0 },
	};
	struct lesson *l = class_lesson();
	struct progress p = class_progress("");

	(void)state;
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		note_keep(&p, l, &notes[i]);
	assert_string_equal(sb_text(&p.text),
	    "socksh progress 1\n"
	    "pair one solved\n"
	    "pair one strict\n"
	    "pair two hints 3\n"
	    "pair two shown\n"
	    "pair two wrong 1\n"
	    "pair three skipped\n"
	    "pair at end\n");
	progress_free(&p);
	lesson_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_where),
		cmocka_unit_test(test_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
