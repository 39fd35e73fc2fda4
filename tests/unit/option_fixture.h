/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of socket options share. */
#ifndef SOCKSH_TESTS_UNIT_OPTION_FIXTURE_H
#define SOCKSH_TESTS_UNIT_OPTION_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/layout.h"
#include "model/option.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIT(s) value_bytes((s), sizeof(s) - 1)

static inline struct value
pair(struct value a, struct value b)
{
	struct value items[] = { a, b };
	struct value v;
	char *cause;

	assert_true(value_tuple(&v, items, 2, &cause));
	return v;
}

/* Encodes, checks the bytes, decodes and checks the value again; takes over v
 * and back. */
static inline void
both_ways(const char *name, struct value v, const void *bytes, size_t size,
    struct value back)
{
	const struct sockopt *o = option_find(name);
	char buf[OPTION_VALUE_MAX];
	char *cause = NULL;
	socklen_t len = 0;
	struct value got;

	if (!option_encode(o, &v, buf, &len, &cause))
		fail_msg("%s: %s", name, cause);
	assert_int_equal(len, size);
	assert_memory_equal(buf, bytes, size);
	got = option_decode(o, buf, len);
	if (!value_equal(&got, &back))
		fail_msg("%s: another value comes back", name);
	value_drop(&got);
	value_drop(&back);
	value_drop(&v);
}

/* Takes over v. */
static inline void
refused(const char *name, struct value v, const char *why)
{
	char buf[OPTION_VALUE_MAX];
	char *cause = NULL;
	socklen_t len;

	if (option_encode(name != NULL ? option_find(name) : NULL, &v, buf,
		&len, &cause))
		fail_msg("%s is taken", name);
	assert_string_equal(cause, why);
	free(cause);
	value_drop(&v);
}

#endif
