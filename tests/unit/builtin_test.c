/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands on values. */
#include "lang_fixture.h"

#include <arpa/inet.h>
#include <time.h>

static void
test_text(void **state)
{
	static const struct program rows[] = {
		{ "print(1, \"a b\", 2.5, None, (1, \"x\"))",
		    "1 a b 2.5 None (1, \"x\")\n" },
		{ "print()", "\n" },
		{ "print(len(\"abc\"), len(\"\"), len((1, 2)))", "3 0 2\n" },
		{ "len(5)", "!an int has no length @4-5" },
		{ "print(strlen(\"ab\\0c\"))", "2\n" },
		{ "strlen(5)", "!strlen wants text" },
		{ "print(str(5) + str(\"a\") + str((1,)))", "5a(1,)\n" },
		{ "print(upper(\"aZ1\\344ä\"), lower(\"AbZ\"))",
		    "AZ1\344ä abz\n" },
		{ "upper(5)", "!upper wants text" },
		{ "lower(None)", "!lower wants text" },
		{ "print(\"[%s]\" % strip(\" \\t\\na b\\r\\f\\v\"))",
		    "[a b]\n" },
		{ "print(len(strip(\"  \")), len(strip(\"\\0 \")))", "0 1\n" },
		{ "strip(5)", "!strip wants text" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_int(void **state)
{
	static const struct program rows[] = {
		{ "print(int(5), int(\"12\"), int(\" -7\\n\"), int(\"+3\"), "
		  "int(2.9), int(-2.9))",
		    "5 12 -7 3 2 -2\n" },
		{ "print(int(\"0x1f\"), int(\"ff\", 16), int(\"101\", 2), "
		  "int(\"zz\", base=36))",
		    "31 255 5 1295\n" },
		{ "int(\"\")", "!\"\" is not a number @4-6" },
		{ "int(\"a\")", "!\"a\" is not a number" },
		{ "int(\"1a\")", "!1a is not a number" },
		{ "int(\"12\", 1)", "!base: 1 is out of range @10-11" },
		{ "int(\"12\", 37)", "!base: 37 is out of range" },
		{ "int(\"19\", 8)", "!\"19\" is not a number" },
		{ "int(\"99999999999999999999\")", "!does not fit" },
		{ "int(\"99999999999999999999\", 16)", "!is not a number" },
		{ "int(1e300)", "!int wants a number" },
		{ "int((1,))", "!int wants a number" },
		{ "int(\"9223372036854775807 \")", "" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_pack(void **state)
{
	static const struct program rows[] = {
		{ "print(pack(\"!HB\", 258, 65) == \"\\1\\2A\")", "1\n" },
		{ "a, b = unpack(\"!HB\", \"\\1\\2A\"); print(a, b)",
		    "258 65\n" },
		{ "print(struct.unpack(\"2s\", struct.pack(\"2s\", \"ab\"))[0])",
		    "ab\n" },
		{ "pack(\"!H\", 65536)", "!" },
		{ "unpack(\"!H\", \"abc\")", "!" },
		{ "unpack(\"!H\", 5)", "!unpack wants bytes" },
		{ "pack(5)", "!format" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_byte_order(void **state)
{
	static const struct program rows[] = {
		{ "print(ntohs(htons(80)), ntohl(htonl(4294967295)))",
		    "80 4294967295\n" },
		{ "print(pack(\"=H\", htons(258)) == \"\\1\\2\", pack(\"=I\", "
		  "htonl(16909060)) == \"\\1\\2\\3\\4\")",
		    "1 1\n" },
		{ "htons(65536)", "!hostshort: 65536 is out of range @6-11" },
		{ "htons(-1)", "!hostshort: -1 is out of range" },
		{ "ntohs(65536)", "!out of range" },
		{ "htonl(4294967296)",
		    "!hostlong: 4294967296 is out of "
		    "range" },
		{ "ntohl(-1)", "!netlong: -1 is out of range" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_perror(void **state)
{
	static const struct program rows[] = {
		{ "try fail 1; perror(\"bind\")",
		    "fail(1) {bind: Operation not permitted}" },
		{ "try fail 1; perror()", "fail(1) {Operation not permitted}" },
		{ "try fail 1; perror \"\"",
		    "fail(1) {Operation not permitted}" },
		/* It is about errno, and is itself no outcome. */
		{ "try fail 1; perror x; print 1; expect EPERM",
		    "fail(1) {x: Operation not permitted}1\n" },
	};

	(void)state;
	check_programs(rows, LEN(rows));
}

static void
test_time(void **state)
{
	struct fixture f;
	time_t before = time(NULL);
	const struct value *x;

	(void)state;
	fixture_init(&f);
	assert_int_equal(run(&f, "x = time()"), RAN);
	x = interp_global(&f.interp, symbol_get(&f.symbols, "x", 1));
	assert_int_equal(x->type, VAL_FLOAT);
	assert_true(x->f >= (double)before && x->f < (double)before + 600);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_int),
		cmocka_unit_test(test_pack),
		cmocka_unit_test(test_byte_order),
		cmocka_unit_test(test_perror),
		cmocka_unit_test(test_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
