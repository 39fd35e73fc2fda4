/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was laid out for the eye, made for the ear. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/plain.h"

static void
says(const char *shown, const char *want)
{
	struct strbuf text = { 0 };

	sb_str(&text, shown);
	plain_text(&text);
	assert_string_equal(sb_text(&text), want);
	/* Once is enough. */
	plain_text(&text);
	assert_string_equal(sb_text(&text), want);
	sb_free(&text);
}

static void
test_arrows(void **state)
{
	(void)state;
	says("c: 10.0.0.1:5 → 10.0.0.2:80\n", "c: 10.0.0.1:5 to 10.0.0.2:80\n");
	says("TCP 5→80 [SYN]", "TCP 5 to 80 [SYN]");
	says("a -> b <- c", "a to b from c");
	says("p->x <= 5 >= 3 a->b", "p->x <= 5 >= 3 a->b");
	says("a ↔ b", "a and b");
	says("a →\nb", "a to\nb");
}

static void
test_columns(void **state)
{
	(void)state;
	says("  accept          take one\n", "  accept: take one\n");
	says("[1]         runs     x = recv a &\n", "[1] runs, x = recv a &\n");
	says("  a     fd       5", "  a: fd, 5");
	says("why:   because", "why: because");
	says("x  \ny", "x\ny");
	says("                  (descriptor,\n", "    (descriptor,\n");
	says("       to the other\n", "       to the other\n");
}

/* Data and programs stay as they are. */
static void
test_kept(void **state)
{
	(void)state;
	says("send(3, \"a  -> \\\"  b\", 5)", "send(3, \"a  -> \\\"  b\", 5)");
	says("    x = 5  # -> program\n", "    x = 5  # -> program\n");
	says("    - a  [b]", "    - a: [b]");
	says("\"never  closed", "\"never  closed");
	says("", "");
	says("\n\n", "\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arrows),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
