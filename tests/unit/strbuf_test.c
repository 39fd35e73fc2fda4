/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the growing byte string. */
#include "base/strbuf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void
empty_is_a_string(void **state)
{
	struct strbuf sb = { 0 };
	char *s;

	(void)state;
	assert_string_equal(sb_text(&sb), "");
	sb_clear(&sb);
	sb_truncate(&sb, 3);
	assert_string_equal(sb_text(&sb), "");
	sb_add(&sb, NULL, 0);
	assert_int_equal(sb.len, 0);
	sb_free(&sb);
	s = sb_steal(&sb);
	assert_string_equal(s, "");
	free(s);
}

static void
everything_adds(void **state)
{
	struct strbuf sb = { 0 };

	(void)state;
	sb_str(&sb, "a");
	sb_char(&sb, 'b');
	sb_fill(&sb, '-', 3);
	sb_fill(&sb, '+', 0);
	sb_printf(&sb, "%d%s", 42, "!");
	sb_printf(&sb, "%s", "");
	sb_add(&sb, "\0c", 2);
	assert_int_equal(sb.len, 10);
	assert_memory_equal(sb_text(&sb), "ab---42!\0c", 11);
	sb_free(&sb);
	assert_null(sb.data);
}

static void
reserved_room_is_filled_by_hand(void **state)
{
	struct strbuf sb = { 0 };
	char *to;

	(void)state;
	sb_str(&sb, "in: ");
	to = sb_reserve(&sb, 1000);
	assert_ptr_equal(to, sb.data + 4);
	memset(to, 'x', 1000);
	assert_int_equal(sb.len, 4);
	sb.len += 1000;
	sb_truncate(&sb, 6);
	assert_string_equal(sb_text(&sb), "in: xx");
	sb_truncate(&sb, 100);
	assert_string_equal(sb_text(&sb), "in: xx");
	sb_free(&sb);
}

static void
growth_keeps_the_content(void **state)
{
	struct strbuf sb = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		sb_char(&sb, (char)('a' + i % 26));
		assert_int_equal(sb.data[sb.len], '\0');
	}
	assert_int_equal(sb.len, 10000);
	for (i = 0; i < 10000; i++)
		assert_int_equal(sb.data[i], 'a' + i % 26);
	sb_clear(&sb);
	assert_string_equal(sb_text(&sb), "");
	assert_true(sb.size >= 10001);
	sb_free(&sb);
}

static void
formatting_grows(void **state)
{
	struct strbuf sb = { 0 };

	(void)state;
	sb_str(&sb, "<");
	sb_printf(&sb, "%500d", 7);
	assert_int_equal(sb.len, 501);
	assert_int_equal(sb.data[500], '7');
	sb_free(&sb);
}

static void
steal_empties(void **state)
{
	struct strbuf sb = { 0 };
	char *s;

	(void)state;
	sb_str(&sb, "mine");
	s = sb_steal(&sb);
	assert_string_equal(s, "mine");
	assert_int_equal(sb.len, 0);
	assert_string_equal(sb_text(&sb), "");
	sb_str(&sb, "new");
	assert_string_equal(s, "mine");
	free(s);
	sb_free(&sb);
}

static void
reading_ends(void **state)
{
	struct strbuf sb = { 0 };
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "hello", 5), 5);
	close(ends[1]);
	assert_int_equal(sb_read(&sb, ends[0], 5), 0);
	assert_string_equal(sb_text(&sb), "hello");
	close(ends[0]);
	assert_int_equal(sb_read(&sb, ends[0], 5), EBADF);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "!", 1), 1);
	assert_int_equal(sb_read(&sb, ends[0], 5), EFBIG);
	close(ends[0]);
	close(ends[1]);
	sb_free(&sb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_is_a_string),
		cmocka_unit_test(everything_adds),
		cmocka_unit_test(reserved_room_is_filled_by_hand),
		cmocka_unit_test(growth_keeps_the_content),
		cmocka_unit_test(formatting_grows),
		cmocka_unit_test(steal_empties),
		cmocka_unit_test(reading_ends),
	};

	return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
