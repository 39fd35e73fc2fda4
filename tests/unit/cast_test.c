/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings of a terminal: what is written of which bytes, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/state.h"
#include "lesson/cast.h"

#define MS INT64_C(1000000)

struct fixture {
	char folder[64];
	char path[96];
	struct cast cast;
	struct strbuf text; /* of the file, behind its header */
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	char *cause = NULL;

	strcpy(f->folder, "/tmp/socksh-cast-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/x.cast", f->folder);
	setenv("TERM", "a\"b", 1);
	assert_true(cast_begin(&f->cast, f->path, 80, 24, "T\033\xff", &cause));
	f->cast.began = 0;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	rmdir(f->folder);
	cast_free(&f->cast);
	sb_free(&f->text);
	free(f);
	return 0;
}

/* The events, when it has ended. */
static const char *
events(struct fixture *f, int64_t now, int status)
{
	assert_int_equal(cast_end(&f->cast, now, status), 0);
	assert_int_equal(state_read(f->path, 1 << 20, &f->text), 0);
	return strchr(sb_text(&f->text), '\n') + 1;
}

static void
test_header(void **state)
{
	struct fixture *f = *state;
	const char *rest = events(f, 0, 3);
	const char *wanted = "{\"version\": 3, \"term\": {\"cols\": 80, "
			     "\"rows\": 24, \"type\": \"a\\\"b\"}, "
			     "\"timestamp\": ";

	assert_memory_equal(sb_text(&f->text), wanted, strlen(wanted));
	assert_non_null(
	    strstr(sb_text(&f->text), ", \"title\": \"T\\\\x1b\\\\xff\"}\n"));
	assert_string_equal(rest, "[0.000000, \"x\", \"3\"]\n");
}

static void
test_bytes(void **state)
{
	struct fixture *f = *state;

	cast_output(&f->cast, 0, "a\"\\\n\033[1m\177", 9);
	cast_output(&f->cast, 0, "\0\xc3\xa4", 3);
	cast_output(&f->cast, 0, "\xff\xc0\xaf!", 4);
	cast_output(&f->cast, 0, "", 0);
	assert_string_equal(events(f, 0, 0),
	    "[0.000000, \"o\", \"a\\\"\\\\\\u000a\\u001b[1m\\u007f\"]\n"
	    "[0.000000, \"o\", \"\\u0000\xc3\xa4\"]\n"
	    "[0.000000, \"o\", \"\\ufffd\\ufffd\\ufffd!\"]\n"
	    "[0.000000, \"x\", \"0\"]\n");
}

/* A character whose bytes come one by one is one; what never comes is not
 * forgotten. */
static void
test_split(void **state)
{
	struct fixture *f = *state;
	const char *s = "x\xe4\xbd\xa0\xf0\x9f\x98\x80\xe4\xbd";

	for (size_t i = 0; s[i] != '\0'; i++)
		cast_output(&f->cast, 0, s + i, 1);
	assert_string_equal(events(f, 0, 0),
	    "[0.000000, \"o\", \"x\"]\n"
	    "[0.000000, \"o\", \"\xe4\xbd\xa0\"]\n"
	    "[0.000000, \"o\", \"\xf0\x9f\x98\x80\"]\n"
	    "[0.000000, \"o\", \"\\ufffd\\ufffd\"]\n"
	    "[0.000000, \"x\", \"0\"]\n");
}

/* Intervals add up, however they are rounded; a clock does not go back. */
static void
test_times(void **state)
{
	struct fixture *f = *state;

	cast_output(&f->cast, 1500 * MS, "a", 1);
	cast_marker(&f->cast, 1500 * MS + 600, "1/2 \"m\"");
	cast_marker(&f->cast, 1500 * MS + 1200, "");
	cast_output(&f->cast, 1400 * MS, "b", 1);
	cast_resize(&f->cast, 3000 * MS, 60, 20);
	assert_string_equal(events(f, 4000 * MS, 0),
	    "[1.500000, \"o\", \"a\"]\n"
	    "[0.000000, \"m\", \"1/2 \\\"m\\\"\"]\n"
	    "[0.000001, \"m\", \"\"]\n"
	    "[0.000000, \"o\", \"b\"]\n"
	    "[1.499999, \"r\", \"60x20\"]\n"
	    "[1.000000, \"x\", \"0\"]\n");
}

/* What somebody has put there meanwhile stays. */
static void
test_taken(void **state)
{
	struct fixture *f = *state;
	struct cast other;
	char *cause = NULL;

	assert_int_equal(state_replace(f->path, "mine", 4), 0);
	assert_int_not_equal(cast_end(&f->cast, 0, 0), 0);
	assert_int_equal(state_read(f->path, 100, &f->text), 0);
	assert_string_equal(sb_text(&f->text), "mine");
	assert_false(cast_begin(&other, f->path, 1, 1, "", &cause));
	assert_non_null(strstr(cause, "File exists"));
	free(cause);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_header, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_split, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_times, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_taken, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
