/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of reasons: whole, and none that can never answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "kernel/why_row.h"
#include "model/xlat.h"

static const struct why_row *const tables[] = { why_bind_rows, why_connect_rows,
	why_io_rows, why_option_rows, why_state_rows, why_fd_rows,
	why_make_rows, why_path_rows, why_name_rows, why_general_rows };

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static bool
has_word(const char *words, const char *word, size_t len)
{
	while (words != NULL && *words != '\0') {
		size_t n = strcspn(words, " ");

		if (n == len && strncmp(words, word, n) == 0)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

/* Whether a row that always answers has left nothing to one that comes later. */
static bool
covers(const struct why_row *first, const struct why_row *later)
{
	if (first->holds != NULL || first->err != later->err)
		return false;
	if (first->calls == NULL)
		return true;
	for (const char *at = later->calls; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (!has_word(first->calls, at, n))
			return false;
		at += n + (at[n] == ' ');
	}
	return later->calls != NULL;
}

static void
check_after(const struct why_row *first, size_t table)
{
	const struct why_row *row = first + 1;

	for (size_t t = table; t < TABLES; t++, row = tables[t % TABLES]) {
		for (; row->why != NULL; row++) {
			if (covers(first, row))
				fail_msg("never reached: %s: %s",
				    errno_name(row->err), row->why);
		}
	}
}

static void
test_order(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t t = 0; t < TABLES; t++) {
		for (const struct why_row *row = tables[t]; row->why != NULL;
		     row++, n++)
			check_after(row, t);
	}
	assert_true(n > 200);
}

/* A message begins without a capital, ends without a full stop, and says what to
 * do; its holes are known. */
static void
check_text(const char *text)
{
	size_t len = strlen(text);

	assert_true(len > 5 && len < 250);
	assert_true(text[len - 1] != '.' && text[len - 1] != ' ');
	assert_null(strstr(text, "  "));
	assert_true(utf8_valid(text, len));
}

static void
test_texts(void **state)
{
	struct why_told told;
	size_t n = 0;

	(void)state;
	for (size_t t = 0; t < TABLES; t++) {
		for (const struct why_row *row = tables[t]; row->why != NULL;
		     row++) {
			assert_non_null(errno_name(row->err));
			assert_non_null(why_meaning(row->err));
			check_text(row->why);
			check_text(row->try);
		}
	}
	for (int err = -200; err < 200; err++) {
		for (size_t i = 0; why_tell(err, i, &told); i++, n++) {
			/* [fe80::1%eth0], {…} of no hole would be left. */
			assert_null(strchr(sb_text(&told.why.why), '{'));
			assert_null(strchr(sb_text(&told.why.try), '{'));
			why_free(&told.why);
		}
		why_free(&told.why);
	}
	assert_true(n > 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests_name("why", tests, NULL, NULL);
}
