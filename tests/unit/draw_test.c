/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looking commands draw, by value. */
#include "lang_fixture.h"

#include "base/alloc.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "shell/shell.h"
#include "view/draw.h"
#include "view/width.h"

/* A record of an option; takes over the values. */
static struct value
option(const char *name, int level, struct value value, struct value preset)
{
	struct value items[5] = { value_str(name), VALUE_INT(level), value,
		preset,
		VALUE_INT(
		    preset.type != VAL_NONE && !value_equal(&value, &preset)) };
	struct value v;
	char *cause = NULL;

	items[1].tag = xlat_tag(&xlat_levels);
	assert_true(
	    layout_record(layout_find("sockopt"), items, 5, &v, &cause));
	return v;
}

static struct value
some_options(void)
{
	struct value items[] = {
		option("SO_REUSEADDR", SOL_SOCKET, VALUE_INT(1), VALUE_INT(0)),
		option("SO_RCVBUF", SOL_SOCKET, VALUE_INT(131072),
		    VALUE_INT(131072)),
		option("SO_ERROR", SOL_SOCKET, VALUE_NONE, VALUE_NONE),
		option("TCP_INFO", IPPROTO_TCP,
		    layout_zero(layout_find("tcp_info")), VALUE_NONE),
		option("TCP_CONGESTION", IPPROTO_TCP, value_str("a\033[2J"),
		    value_str("cubic")),
		option("TCP_THIN_LINEAR_TIMEOUTS", IPPROTO_TCP, VALUE_INT(0),
		    VALUE_INT(0)),
	};
	struct value v;
	char *cause = NULL;

	assert_true(value_tuple(&v, items, LEN(items), &cause));
	return v;
}

/* On a screen of so many columns. */
static bool
draw_at(struct strbuf *out, const char *command, const struct value *v,
    unsigned width)
{
	struct draw_page page = { .width = width, .columns = width };

	return draw_value(out, command, v, &page);
}

static void
assert_drawn(const struct value *v, unsigned width, const char *want)
{
	struct strbuf out = { 0 };

	assert_true(draw_at(&out, "options", v, width));
	assert_string_equal(sb_text(&out), want);
	sb_free(&out);
}

static void
options_in_columns(void **state)
{
	struct value v = some_options();

	(void)state;
	assert_drawn(&v, 80,
	    "  option                    value      default\n"
	    "SOL_SOCKET\n"
	    "* SO_REUSEADDR              1          0\n"
	    "  SO_RCVBUF                 131072     131072\n"
	    "  SO_ERROR                  not read\n"
	    "SOL_TCP\n"
	    "  TCP_INFO                  {tcpi_state=0, tcpi_ca_state=TCP_CA_Open"
	    ", tcpi_re...\n"
	    "* TCP_CONGESTION            \"a\\33[2J\"  \"cubic\"\n"
	    "  TCP_THIN_LINEAR_TIMEOUTS  0          0\n"
	    "* differs from a new socket of the same kind\n"
	    "not read: reading it clears or takes something; getsockopt does "
	    "that\n");
	assert_drawn(&v, 40,
	    "  option                    value\n"
	    "SOL_SOCKET\n"
	    "* SO_REUSEADDR              1 (0)\n"
	    "  SO_RCVBUF                 131072\n"
	    "  SO_ERROR                  not read\n"
	    "SOL_TCP\n"
	    "  TCP_INFO                  {tcpi_sta...\n"
	    "* TCP_CONGESTION            \"a\\33[2J\"...\n"
	    "  TCP_THIN_LINEAR_TIMEOUTS  0\n"
	    "* differs from a new socket of the same\n"
	    "  kind, whose value stands in brackets\n"
	    "not read: reading it clears or takes\n"
	    "something; getsockopt does that\n");
	value_drop(&v);
}

/* No line is wider than asked for, and none has a byte that a terminal acts
 * on. */
static void
lines_fit(void **state)
{
	struct value v = some_options();

	(void)state;
	for (unsigned width = 0; width <= 120; width++) {
		unsigned most = width < DRAW_WIDTH_MIN ? DRAW_WIDTH_MIN : width;
		struct strbuf out = { 0 };
		char *rest, *line;

		assert_true(draw_at(&out, "options", &v, width));
		rest = out.data;
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (text_width(line, strlen(line)) > most)
				fail_msg("%u columns: %s", most, line);
			assert_null(strchr(line, '\033'));
		}
		sb_free(&out);
	}
	value_drop(&v);
}

static void
what_is_not_drawn(void **state)
{
	struct value v = VALUE_INT(1), items[2], list;
	struct strbuf out = { 0 };
	char *cause = NULL;

	(void)state;
	assert_false(draw_at(&out, "options", &v, 80));
	items[0] = option("A", 1, VALUE_INT(1), VALUE_INT(0));
	items[1] = layout_zero(layout_find("linger"));
	assert_true(value_tuple(&list, items, 2, &cause));
	assert_false(draw_at(&out, "options", &list, 80));
	assert_false(draw_at(&out, "nothing", &list, 80));
	assert_int_equal(out.len, 0);
	value_drop(&list);
	assert_true(value_tuple(&list, items, 0, &cause));
	assert_true(draw_at(&out, "options", &list, 80));
	sb_free(&out);
	value_drop(&list);
}

/* A looking command without a drawing would say nothing. */
static void
every_look_has_a_drawing(void **state)
{
	struct session s;
	unsigned n = 0;

	(void)state;
	session_init(&s, NULL, NULL);
	shell_add_rows(&s);
	for (size_t i = 0; i < s.ncommands; i++) {
		const struct prim *prim = s.commands[i].prim;

		if (!(prim->flags & PRIM_LOOKS))
			continue;
		assert_true(prim->flags & PRIM_PURE);
		assert_true(draw_known(prim->name));
		n++;
	}
	assert_int_not_equal(n, 0);
	session_free(&s);
}

/* A record of texts, the last of which is a value; takes over it. */
static struct value
record_of(const char *layout, const char *name, const char *second,
    struct value last)
{
	struct value items[] = { value_str(name), value_str(second), last };
	struct value v;
	char *cause = NULL;

	assert_true(layout_record(layout_find(layout), items, 3, &v, &cause));
	return v;
}

static void
assert_list(const char *command, struct value *records, size_t n,
    unsigned width, const char *want)
{
	struct strbuf out = { 0 };
	struct value v;
	char *cause = NULL;

	assert_true(value_tuple(&v, records, n, &cause));
	assert_true(draw_at(&out, command, &v, width));
	assert_string_equal(sb_text(&out), want);
	sb_free(&out);
	value_drop(&v);
}

static void
test_vars(void **state)
{
	struct value vars[] = {
		record_of("variable", "\xe5\x8f\x98\xe9\x87\x8f", "int",
		    VALUE_INT(-5)),
		record_of("variable", "a_name_of_more_than_24_columns", "bytes",
		    value_str("a\033[2J\n\xff")),
	};

	(void)state;
	assert_list("vars", vars, LEN(vars), 46,
	    "  \xe5\x8f\x98\xe9\x87\x8f                      int    -5\n"
	    "  a_name_of_more_than_2...  bytes  \"a\\33[2J...\n");
	assert_list("vars", NULL, 0, 50, "  no variable has a value\n");
}

static void
test_settings(void **state)
{
	struct value settings[] = {
		record_of("setting", "why", "on",
		    value_str("say below a failed call why it failed")),
		record_of("setting", "quiet", "off", value_str("no echo")),
	};

	(void)state;
	assert_list("set", settings, LEN(settings), 40,
	    "  why    on   say below a failed call\n"
	    "              why it failed\n"
	    "  quiet  off  no echo\n");
}

/* What is not what the command gives is not drawn. */
static void
test_no_list(void **state)
{
	struct value bad[] = { VALUE_INT(5),
		record_of("setting", "why", "on", value_str("x")) };
	struct strbuf out = { 0 };
	struct value v;
	char *cause = NULL;

	(void)state;
	assert_false(draw_at(&out, "vars", &bad[0], 80));
	assert_true(value_tuple(&v, bad, LEN(bad), &cause));
	assert_false(draw_at(&out, "vars", &v, 80));
	assert_false(draw_at(&out, "set", &v, 80));
	assert_int_equal(out.len, 0);
	sb_free(&out);
	value_drop(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_in_columns),
		cmocka_unit_test(lines_fit),
		cmocka_unit_test(what_is_not_drawn),
		cmocka_unit_test(every_look_has_a_drawing),
		cmocka_unit_test(test_vars),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
