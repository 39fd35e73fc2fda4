/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of the language. */
#include "model/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/xlat.h"

static struct bytes *
bytes_room(size_t len, size_t room)
{
	struct bytes *b = xmalloc(sizeof(*b) + room + 1);

	*b = (struct bytes){ .refs = 1, .len = len, .size = room };
	b->data[len] = '\0';
	return b;
}

struct bytes *
bytes_new(const char *s, size_t len)
{
	struct bytes *b = bytes_room(len, len);

	if (s != NULL && len != 0)
		memcpy(b->data, s, len);
	return b;
}

struct bytes *
bytes_array(size_t size)
{
	struct bytes *b = bytes_room(0, size);

	memset(b->data, 0, size + 1);
	b->array = true;
	return b;
}

struct value
value_bytes(const char *s, size_t len)
{
	return value_from_bytes(bytes_new(s, len));
}

struct value
value_str(const char *s)
{
	return value_bytes(s, strlen(s));
}

struct value
value_from_bytes(struct bytes *b)
{
	return (struct value){ .type = VAL_BYTES, .bytes = b };
}

struct value
value_from_addr(struct addr *a)
{
	return (struct value){ .type = VAL_ADDR, .addr = a };
}

static void
values_drop(struct value *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		value_drop(&items[i]);
}

bool
value_tuple(struct value *out, struct value *items, size_t n, char **cause)
{
	struct tuple *t;
	size_t weight = 1;
	uint32_t depth = 1;

	for (size_t i = 0; i < n; i++) {
		bool nested = items[i].type == VAL_TUPLE;

		weight += nested ? items[i].tuple->weight : 1;
		if (nested && items[i].tuple->depth >= depth)
			depth = items[i].tuple->depth + 1;
	}
	if (depth > TUPLE_DEPTH_MAX || weight > TUPLE_WEIGHT_MAX) {
		values_drop(items, n);
		if (depth > TUPLE_DEPTH_MAX)
			return cause_set(cause,
			    _("tuples nested more than %d deep"),
			    TUPLE_DEPTH_MAX);
		return cause_set(cause, _("a tuple of more than %d values"),
		    TUPLE_WEIGHT_MAX);
	}
	t = xmalloc(sizeof(*t) + n * sizeof(t->items[0]));
	*t = (struct tuple){ .refs = 1,
		.depth = depth,
		.weight = weight,
		.len = n };
	if (n != 0)
		memcpy(t->items, items, n * sizeof(items[0]));
	*out = (struct value){ .type = VAL_TUPLE, .tuple = t };
	return true;
}

/* Recursion is bounded by TUPLE_DEPTH_MAX, here and below. */
void
value_free(struct value *v)
{
	if (v->type == VAL_TUPLE)
		values_drop(v->tuple->items, v->tuple->len);
	free(v->bytes);
}

const char *
value_type_name(const struct value *v)
{
	switch (v->type) {
	case VAL_NONE:
		return "None";
	case VAL_INT:
		return _("an int");
	case VAL_FLOAT:
		return _("a float");
	case VAL_BYTES:
		return _("bytes");
	case VAL_ADDR:
		return _("an address");
	case VAL_TUPLE:
		return v->tuple->layout != NULL ? _("a struct") : _("a tuple");
	default:
		return _("unset");
	}
}

bool
value_truth(const struct value *v)
{
	switch (v->type) {
	case VAL_INT:
		return v->i != 0;
	case VAL_FLOAT:
		return v->f != 0;
	case VAL_BYTES:
		return v->bytes->len != 0;
	case VAL_ADDR:
		return true;
	case VAL_TUPLE:
		return v->tuple->len != 0;
	default:
		return false;
	}
}

static bool
tuple_equal(const struct tuple *a, const struct tuple *b)
{
	if (a == b)
		return true;
	if (a->len != b->len)
		return false;
	for (size_t i = 0; i < a->len; i++) {
		if (!value_equal(&a->items[i], &b->items[i]))
			return false;
	}
	return true;
}

/* An address is equal to the tuple that it unpacks to, and one of IPv6 to
 * (host, port) as well. */
static bool
addr_equal_tuple(const struct addr *a, const struct tuple *t)
{
	struct value items[ADDR_ITEMS];
	size_t n = addr_items(a, items);
	bool equal = t->len == n || (t->len == 2 && n == 4);

	for (size_t i = 0; i < n; i++) {
		if (i < t->len)
			equal = equal && value_equal(&items[i], &t->items[i]);
		value_drop(&items[i]);
	}
	return equal;
}

/* As Python compares them: exactly, although not every int is a double. */
static bool
int_equal_float(int64_t i, double f)
{
	return f >= -0x1p63 && f < 0x1p63 && (double)i == f && (int64_t)f == i;
}

bool
value_equal(const struct value *a, const struct value *b)
{
	if (a->type == VAL_INT && b->type == VAL_FLOAT)
		return int_equal_float(a->i, b->f);
	if (a->type == VAL_FLOAT && b->type == VAL_INT)
		return int_equal_float(b->i, a->f);
	if (a->type == VAL_ADDR && b->type == VAL_TUPLE)
		return addr_equal_tuple(a->addr, b->tuple);
	if (a->type == VAL_TUPLE && b->type == VAL_ADDR)
		return addr_equal_tuple(b->addr, a->tuple);
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VAL_INT:
		return a->i == b->i;
	case VAL_FLOAT:
		return a->f == b->f;
	case VAL_BYTES:
		return a->bytes->len == b->bytes->len &&
		    memcmp(a->bytes->data, b->bytes->data, a->bytes->len) == 0;
	case VAL_ADDR:
		return addr_equal(a->addr, b->addr);
	case VAL_TUPLE:
		return tuple_equal(a->tuple, b->tuple);
	default:
		return true;
	}
}

/* As Python prints it: the fewest digits that read back; with a point, or from
 * 1e16 up and below 1e-4 with an exponent. */
static void
float_repr(struct strbuf *out, double f)
{
	char s[40], *e;
	int after, exponent;

	if (!isfinite(f)) {
		sb_str(out, isnan(f) ? "nan" : f < 0 ? "-inf" : "inf");
		return;
	}
	for (after = 0; after < 17; after++) {
		snprintf(s, sizeof(s), "%.*e", after, f);
		if (strtod(s, NULL) == f)
			break;
	}
	e = strchr(s, 'e');
	exponent = e != NULL ? (int)strtol(e + 1, NULL, 10) : 0;
	if (exponent < -4 || exponent >= 16)
		sb_str(out, s);
	else
		sb_printf(out, "%.*f",
		    after > exponent + 1 ? after - exponent : 1, f);
}

static void
record_repr(struct strbuf *out, const struct tuple *t, size_t end)
{
	sb_char(out, '{');
	for (size_t i = 0; i < t->len; i++) {
		if (i != 0)
			sb_str(out, ", ");
		if (out->len >= end) {
			sb_str(out, "...");
			break;
		}
		sb_printf(out, "%s=", t->layout->fields[i].name);
		layout_repr_field(out, t->layout, i, &t->items[i],
		    out->len < end ? end - out->len : 0);
	}
	sb_char(out, '}');
}

static void
tuple_repr(struct strbuf *out, const struct tuple *t, size_t end)
{
	if (t->layout != NULL) {
		record_repr(out, t, end);
		return;
	}
	sb_char(out, '(');
	for (size_t i = 0; i < t->len; i++) {
		if (i != 0)
			sb_str(out, ", ");
		if (out->len >= end) {
			sb_str(out, "...");
			break;
		}
		value_repr(out, &t->items[i], end - out->len);
	}
	sb_str(out, t->len == 1 ? ",)" : ")");
}

void
value_repr(struct strbuf *out, const struct value *v, size_t max)
{
	switch (v->type) {
	case VAL_NONE:
		sb_str(out, "None");
		break;
	case VAL_INT:
		xlat_text(out, xlat_by_tag(v->tag), v->i);
		break;
	case VAL_FLOAT:
		float_repr(out, v->f);
		break;
	case VAL_BYTES:
		text_quote(out, v->bytes->data, v->bytes->len, max);
		break;
	case VAL_ADDR:
		addr_text(out, &v->addr->u.sa, v->addr->len);
		break;
	case VAL_TUPLE:
		tuple_repr(out, v->tuple, out->len + max);
		break;
	default:
		sb_str(out, _("unset"));
		break;
	}
}

void
value_text(struct strbuf *out, const struct value *v)
{
	if (v->type == VAL_BYTES)
		sb_add(out, v->bytes->data, v->bytes->len);
	else
		value_repr(out, v, BYTES_MAX);
}
