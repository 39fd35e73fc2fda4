/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in lines that fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/width.h"
#include "view/wrap.h"

static void
wraps(const char *lead, const char *text, unsigned width, const char *wanted)
{
	struct strbuf out = { 0 };

	wrap_text(&out, lead, text, width);
	assert_string_equal(sb_text(&out), wanted);
	sb_free(&out);
}

static void
test_words(void **state)
{
	(void)state;
	wraps("", "", 20, "\n");
	wraps("a: ", "one two", 10, "a: one two\n");
	wraps("a: ", "one two", 11, "a: one two\n");
	wraps("  why: ", "one two three four", 17,
	    "  why: one two\n       three four\n");
	wraps("  why: ", "one two  three", 20,
	    "  why: one two\n       three\n");
	wraps("", "one  two", 20, "one  two\n");
}

/* What is longer than a line stays whole, and so does all where the indent alone
 * would fill it. */
static void
test_narrow(void **state)
{
	(void)state;
	wraps("- ", "net.ipv4.ip_local_port_range is", 12,
	    "- net.ipv4.ip_local_port_range\n  is\n");
	wraps("a long lead: ", "one two", 10, "a long lead: one\ntwo\n");
	wraps("", "a b", 0, "a\nb\n");
	wraps("- ", "MSG_PEEK|MSG_DONTWAIT: flags", 16,
	    "- MSG_PEEK|\n  MSG_DONTWAIT:\n  flags\n");
}

static void
test_chinese(void **state)
{
	(void)state;
	wraps("- ", "描述符已经关闭", 10, "- 描述符已\n  经关闭\n");
	/* A comma does not begin a line, a bracket does not end one. */
	wraps("", "一二三四，五六", 8, "一二三\n四，五六\n");
	wraps("", "一二三四五（六）", 12, "一二三四五\n（六）\n");
	wraps("", "描述符 3 (srv) 已关闭", 14, "描述符 3 (srv)\n已关闭\n");
	wraps("", "用SO_REUSEADDR吧", 12, "用\nSO_REUSEADDR\n吧\n");
	/* ASCII's as well, and quotes stay with what they quote. */
	wraps("", "一二三四,五六", 8, "一二三\n四,五六\n");
	wraps("", "一二三(四五)六", 8, "一二三\n(四五)六\n");
	wraps("", "一二三\"四五\"六", 8, "一二\n三\"四\n五\"六\n");
	wraps("", "选 `a`。再选", 6, "选\n`a`。\n再选\n");
	wraps("", "一二。`a`", 6, "一二。\n`a`\n");
	wraps("", "是“一二”的意思", 8, "是“一二”\n的意思\n");
}

/* Any bytes, any width: no line is wider, but for a lead or a piece that is. */
static void
test_any(void **state)
{
	static const char *const pieces[] = { "a", " ", "word", "，", "字",
		"\xff", "（", "  ", "\xe4\xbd", "x-y" };
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct strbuf text = { 0 }, out = { 0 };
		unsigned width = 12 + (unsigned)round % 30;

		for (int i = 0; i < 30; i++) {
			seed = seed * 1103515245 + 12345;
			sb_str(&text, pieces[seed / 65536 % 10]);
		}
		wrap_text(&out, "  : ", sb_text(&text), width);
		assert_true(out.len > text.len / 2);
		assert_int_equal(out.data[out.len - 1], '\n');
		assert_null(strstr(sb_text(&out), "\n\n"));
		sb_free(&text);
		sb_free(&out);
	}
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(wrap_width(0), 80);
	assert_int_equal(wrap_width(40), 40);
	assert_int_equal(wrap_width(200), 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_chinese),
		cmocka_unit_test(test_any),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests_name("wrap", tests, NULL, NULL);
}
