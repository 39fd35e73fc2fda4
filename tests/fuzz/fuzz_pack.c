/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing pack, unpack and the % of byte strings. */
#include "fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "model/pack.h"

enum { ARGS_MAX = 16 };

/* Any value, from the front of the input. */
static struct value
any_value(struct fuzz_input *in, int depth)
{
	struct value items[4], v = VALUE_NONE;
	char *s, *cause = NULL;
	size_t len;
	double f;
	uint64_t n;

	switch (fuzz_byte(in) % (depth > 0 ? 5 : 4)) {
	case 0:
		return VALUE_INT((int64_t)fuzz_number(in));
	case 1:
		return VALUE_INT((int8_t)fuzz_byte(in));
	case 2:
		n = fuzz_number(in);
		memcpy(&f, &n, sizeof(f));
		return VALUE_FLOAT(f);
	case 3:
		s = fuzz_string(in, '\0', &len);
		v = value_bytes(s, len);
		free(s);
		return v;
	default:
		len = fuzz_byte(in) % 5u;
		for (size_t i = 0; i < len; i++)
			items[i] = any_value(in, depth - 1);
		FUZZ_CHECK(value_tuple(&v, items, len, &cause));
		return v;
	}
}

static size_t
any_values(struct fuzz_input *in, struct value *args)
{
	size_t n = 0;

	while (in->size != 0 && n < ARGS_MAX)
		args[n++] = any_value(in, 2);
	return n;
}

static void
drop_values(struct value *args, size_t n)
{
	while (n > 0)
		value_drop(&args[--n]);
}

/* Of a mistake there is one cause, of anything else none. */
static void
check_cause(bool ok, char *cause)
{
	FUZZ_CHECK(ok == (cause == NULL));
	FUZZ_CHECK(ok || *cause != '\0');
	free(cause);
}

/* Values that came out of bytes go in again, and give values as before. */
static void
check_there_and_back(const char *fmt, const struct value *v)
{
	struct value data, again;
	struct strbuf a = { 0 }, b = { 0 };
	char *cause = NULL;

	FUZZ_CHECK(v->type == VAL_TUPLE);
	FUZZ_CHECK(pack(fmt, v->tuple->items, v->tuple->len, &data, &cause));
	FUZZ_CHECK(
	    unpack(fmt, data.bytes->data, data.bytes->len, &again, &cause));
	/* As text, because NaN is not equal to itself. */
	value_repr(&a, v, 1 << 16);
	value_repr(&b, &again, 1 << 16);
	FUZZ_CHECK(strcmp(sb_text(&a), sb_text(&b)) == 0);
	sb_free(&a);
	sb_free(&b);
	value_drop(&data);
	value_drop(&again);
}

static void
check_unpack(const char *fmt, const uint8_t *data, size_t len)
{
	char *copy = xmalloc(len != 0 ? len : 1), *cause = NULL;
	struct value v;
	bool ok;

	if (len != 0)
		memcpy(copy, data, len);
	ok = unpack(fmt, copy, len, &v, &cause);
	free(copy);
	check_cause(ok, cause);
	if (!ok)
		return;
	check_there_and_back(fmt, &v);
	value_drop(&v);
}

void
fuzz_pack(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	struct value args[ARGS_MAX], v;
	size_t len, n, want = 0;
	char *fmt = fuzz_string(&in, '\0', &len), *cause = NULL;
	bool sized = pack_size(fmt, &want, &cause), ok;

	check_cause(sized, cause);
	cause = NULL;
	/* Large formats are for other tests. */
	if (sized && want <= 1 << 20) {
		check_unpack(fmt, in.data, in.size);
		if (in.size > want)
			check_unpack(fmt, in.data, want);
	}
	n = any_values(&in, args);
	ok = want <= 1 << 20 && pack(fmt, args, n, &v, &cause);
	if (want <= 1 << 20)
		check_cause(ok, cause);
	if (ok) {
		FUZZ_CHECK(sized && v.bytes->len == want);
		value_drop(&v);
	}
	drop_values(args, n);
	free(fmt);
}

void
fuzz_format(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	struct value args[ARGS_MAX], v;
	size_t len, n;
	char *fmt = fuzz_string(&in, '\n', &len), *cause = NULL;
	bool ok;

	n = any_values(&in, args);
	ok = format_values(fmt, len, args, n, &v, &cause);
	check_cause(ok, cause);
	if (ok)
		value_drop(&v);
	drop_values(args, n);
	free(fmt);
}
