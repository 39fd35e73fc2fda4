/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A translator's file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "lesson/po.h"

static const char sample[] = "# a comment\n"
			     "msgid \"\"\n"
			     "msgstr \"\"\n"
			     "\"Language: zh_CN\\n\"\n"
			     "\n"
			     "#. hint\n"
			     "msgctxt \"l/one\"\n"
			     "msgid \"Say \\\"one\\\"\\tand \\\\\"\n"
			     "msgstr \"\\\"一\\\"\\n\"\n"
			     "\n"
			     "msgctxt \"l/one\"\n"
			     "msgid \"\"\n"
			     "\"two \"\n"
			     "\"lines\"\n"
			     "msgstr \"\"\n"
			     "\"两\"\n"
			     "\"行\"\n"
			     "#, fuzzy\n"
			     "#| msgid \"old\"\n"
			     "msgctxt \"l/one\"\n"
			     "msgid \"doubtful\"\n"
			     "msgstr \"可疑\"\n"
			     "\n"
			     "msgctxt \"l/one\"\n"
			     "msgid \"empty\"\n"
			     "msgstr \"\"\n"
			     "\n"
			     "#, fuzzy\n"
			     "#~ msgctxt \"l/one\"\n"
			     "#~ msgid \"obsolete\"\n"
			     "#~ msgstr \"废\"\n"
			     "\n"
			     "msgctxt \"l/two\"\r\n"
			     "msgid \"last\"\r\n"
			     "msgstr \"末\"";

static void
gives(const struct po *po, const char *context, const char *id,
    const char *wanted)
{
	const char *found = po_find(po, context, id);

	if (wanted == NULL)
		assert_null(found);
	else
		assert_non_null(found);
	if (wanted != NULL)
		assert_string_equal(found, wanted);
}

static void
test_entries(void **state)
{
	struct po po;

	(void)state;
	po_parse(&po, sample, strlen(sample));
	assert_int_equal(po.n, 6);
	gives(&po, "", "", "Language: zh_CN\n");
	gives(&po, "l/one", "Say \"one\"\tand \\", "\"一\"\n");
	gives(&po, "l/two", "Say \"one\"\tand \\", NULL);
	gives(&po, "l/one", "two lines", "两行");
	gives(&po, "l/one", "doubtful", NULL);
	gives(&po, "l/one", "empty", NULL);
	gives(&po, "l/one", "obsolete", NULL);
	gives(&po, "l/two", "last", "末");
	po_free(&po);
}

/* Cut off anywhere, or with any byte in it: no more than that is asked. */
static void
test_any_bytes(void **state)
{
	size_t len = strlen(sample);
	char *copy = xmalloc(len);
	struct po po;

	(void)state;
	for (size_t i = 0; i < len; i++) {
		memcpy(copy, sample, i);
		po_parse(&po, copy, i);
		po_free(&po);
		memcpy(copy, sample, len);
		copy[i] = i % 3 == 0 ? '\n' : i % 3 == 1 ? '"' : '\0';
		po_parse(&po, copy, len);
		po_free(&po);
	}
	free(copy);
	po_parse(&po, "msgstr \"x\"\n\"y\n\"\\", 16);
	assert_int_equal(po.n, 0);
	po_free(&po);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
