/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour: where it is, and that the text under it is what it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/color.h"

typedef void color_fn(struct strbuf *out, const char *s, size_t len);

/* The text without its escape sequences; each of them becomes a letter in
 * marks, at its place: b(old, s(tring, r(esult, e(rror, 0. */
static void
strip(const struct strbuf *in, struct strbuf *plain, struct strbuf *marked)
{
	static const struct {
		const char *sgr;
		const char *mark;
	} known[] = { { "\033[1m", "<" }, { "\033[32m", "<" },
		{ "\033[36m", "<" }, { "\033[1;31m", "<!" },
		{ "\033[0m", ">" } };

	for (size_t i = 0; i < in->len;) {
		size_t k = 0, n = 0;

		for (; in->data[i] == '\033' && n == 0; k++) {
			assert_true(k < sizeof(known) / sizeof(known[0]));
			if (strncmp(in->data + i, known[k].sgr,
				strlen(known[k].sgr)) != 0)
				continue;
			n = strlen(known[k].sgr);
			sb_str(marked, known[k].mark);
		}
		if (n == 0) {
			sb_char(plain, in->data[i]);
			sb_char(marked, in->data[i]);
		}
		i += n != 0 ? n : 1;
	}
}

static void
colours(color_fn *color, const char *s, const char *wanted)
{
	struct strbuf out = { 0 }, plain = { 0 }, marked = { 0 };

	color(&out, s, strlen(s));
	strip(&out, &plain, &marked);
	assert_string_equal(sb_text(&plain), s);
	assert_string_equal(sb_text(&marked), wanted);
	sb_free(&out);
	sb_free(&plain);
	sb_free(&marked);
}

static void
test_echo(void **state)
{
	(void)state;
	colours(color_echo, "", "");
	colours(color_echo, "listen(3, 128) = 0\n", "<listen>(3, 128) = <0>\n");
	colours(color_echo, "[2 srv] accept(3, {f(1)}) = 5   [blocked 2 s]\n",
	    "[2 srv] <accept>(3, {f(1)}) = <5>   [blocked 2 s]\n");
	colours(color_echo, "send(4, \"a)\\\" = b\", 3, 0) = 3",
	    "<send>(4, <\"a)\\\" = b\">, 3, 0) = <3>");
	colours(color_echo, "close(9) = -1 EBADF (Bad file descriptor)",
	    "<close>(9) = <!-1 EBADF> (Bad file descriptor)");
	colours(color_echo, "getaddrinfo(\"x\") = EAI_NONAME (unknown)",
	    "<getaddrinfo>(<\"x\">) = <!EAI_NONAME> (unknown)");
	colours(color_echo, "inet_ntoa(1) = \"0.0.0.1\"",
	    "<inet_ntoa>(1) = \"0.0.0.1\"");
	colours(color_echo, "  why: no 9\n       is open\n  try: 3\n",
	    "  <why:> no 9\n       is open\n  <try:> 3\n");
	colours(color_echo, "  试试：换一个端口\n", "  <试试：>换一个端口\n");
	/* What is none of these stays as it is. */
	colours(color_echo, "no call", "no call");
	colours(color_echo, "[", "[");
	colours(color_echo, "[2", "[2");
	colours(color_echo, "f(\"", "<f>(<\">");
	colours(color_echo, "f(\"\\", "<f>(<\"\\>");
	colours(color_echo, "f(", "<f>(");
	colours(color_echo, "f() = ", "<f>() = ");
	colours(color_echo, "f() = -1 ", "<f>() = <-1> ");
	colours(color_echo, "  : ", "  <:> ");
}

static void
test_diag(void **state)
{
	(void)state;
	colours(color_diag, "socksh: x:1:7: no\n  a b\n    ^~~\n",
	    "<!socksh:> x:1:7: no\n  a b\n    <!^~~>\n");
	colours(color_diag, "  ^ b\n^", "  ^ b\n<!^>");
	colours(color_diag, "\n\nsocksh", "\n\nsocksh");
}

/* Any bytes at all are under the colour as they were before. */
static void
test_any(void **state)
{
	static const char letters[] = "f(){}[]\"\\ =-1E\n:^~socksh";
	struct strbuf text = { 0 }, out = { 0 }, plain = { 0 }, marked = { 0 };
	color_fn *color[] = { color_echo, color_diag };
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		sb_clear(&text);
		for (uint32_t n = seed >> 27; n > 0; n--) {
			seed = seed * 1664525 + 1013904223;
			sb_char(&text,
			    letters[(seed >> 16) % (sizeof(letters) - 1)]);
		}
		seed = seed * 1664525 + 1013904223;
		color[i % 2](&out, sb_text(&text), text.len);
		strip(&out, &plain, &marked);
		assert_string_equal(sb_text(&plain), sb_text(&text));
		sb_clear(&out);
		sb_clear(&plain);
		sb_clear(&marked);
	}
	sb_free(&text);
	sb_free(&out);
	sb_free(&plain);
	sb_free(&marked);
}

static void
test_prompt(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	color_prompt(&out, "socksh> ");
	assert_string_equal(sb_text(&out),
	    "\001\033[1m\002socksh>\001\033[0m\002 ");
	sb_clear(&out);
	color_prompt(&out, " ");
	assert_string_equal(sb_text(&out), "\001\033[1m\002\001\033[0m\002 ");
	sb_free(&out);
}

static void
test_wanted(void **state)
{
	(void)state;
	assert_true(color_wanted(NULL, "xterm"));
	assert_true(color_wanted("", "linux"));
	assert_false(color_wanted("1", "xterm"));
	assert_false(color_wanted("0", "xterm"));
	assert_false(color_wanted(NULL, "dumb"));
	assert_false(color_wanted(NULL, ""));
	assert_false(color_wanted(NULL, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_echo),
		cmocka_unit_test(test_diag),
		cmocka_unit_test(test_any),
		cmocka_unit_test(test_prompt),
		cmocka_unit_test(test_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
