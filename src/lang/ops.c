/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators on values: overflow and division by zero are errors. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "model/pack.h"

static const char *const op_names[] = {
	[OP_NOT] = "not",
	[OP_NEG] = "-",
	[OP_PLUS] = "+",
	[OP_INVERT] = "~",
	[OP_REF] = "&",
	[OP_DEREF] = "*",
	[OP_POW] = "**",
	[OP_MUL] = "*",
	[OP_DIV] = "/",
	[OP_MOD] = "%",
	[OP_ADD] = "+",
	[OP_SUB] = "-",
	[OP_SHL] = "<<",
	[OP_SHR] = ">>",
	[OP_BAND] = "&",
	[OP_BXOR] = "^",
	[OP_BOR] = "|",
	[OP_LT] = "<",
	[OP_LE] = "<=",
	[OP_GT] = ">",
	[OP_GE] = ">=",
	[OP_EQ] = "==",
	[OP_NE] = "!=",
	[OP_IN] = "in",
	[OP_NOT_IN] = "not in",
};

static enum exec
op_unfit(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b)
{
	struct strbuf x = { 0 }, y = { 0 };
	enum exec rc;

	value_repr(&x, a, 40);
	value_repr(&y, b, 40);
	rc = mistake(in, node, _("%s %s %s: %s and %s do not go together here"),
	    sb_text(&x), op_names[node->op], sb_text(&y), value_type_name(a),
	    value_type_name(b));
	sb_free(&x);
	sb_free(&y);
	return rc;
}

static enum exec
op_overflow(struct interp *in, const struct node *node)
{
	return mistake(in, node,
	    _("%s: the result does not fit in a signed 64-bit number"),
	    op_names[node->op]);
}

static enum exec
op_zero(struct interp *in, const struct node *node)
{
	return mistake(in, node, _("%s: division by zero"), op_names[node->op]);
}

static enum exec
op_shift(struct interp *in, const struct node *node, int64_t a, int64_t b,
    struct value *out)
{
	if (b < 0 || b > 63)
		return mistake(in, node,
		    _("%s: a shift is by 0 to 63 bits, not %lld"),
		    op_names[node->op], (long long)b);
	/* Of a negative number, >> keeps the sign, as in Python. */
	if (node->op == OP_SHR) {
		*out = VALUE_INT(a >> b);
		return EXEC_OK;
	}
	*out = VALUE_INT((int64_t)((uint64_t)a << b));
	return out->i >> b == a ? EXEC_OK : op_overflow(in, node);
}

/* Whole powers: with a base beyond 1 the result soon does not fit. */
static enum exec
op_power(struct interp *in, const struct node *node, int64_t a, int64_t b,
    struct value *out)
{
	int64_t n = 1;

	if (b < 0)
		return mistake(in, node,
		    _("%s: the power is 0 or more, not %lld"),
		    op_names[node->op], (long long)b);
	if (a >= -1 && a <= 1)
		b = b == 0 ? 0 : 2 - b % 2;
	for (; b > 0; b--) {
		if (__builtin_mul_overflow(n, a, &n))
			return op_overflow(in, node);
	}
	*out = VALUE_INT(n);
	return EXEC_OK;
}

static enum exec
op_int(struct interp *in, const struct node *node, int64_t a, int64_t b,
    struct value *out)
{
	bool over = false;
	int64_t n = 0;

	switch (node->op) {
	case OP_ADD:
		over = __builtin_add_overflow(a, b, &n);
		break;
	case OP_SUB:
		over = __builtin_sub_overflow(a, b, &n);
		break;
	case OP_MUL:
		over = __builtin_mul_overflow(a, b, &n);
		break;
	case OP_DIV:
	case OP_MOD:
		if (b == 0)
			return op_zero(in, node);
		if (b == -1) {
			over = node->op == OP_DIV &&
			    __builtin_sub_overflow((int64_t)0, a, &n);
			break;
		}
		n = node->op == OP_DIV ? a / b : a % b;
		break;
	case OP_POW:
		return op_power(in, node, a, b, out);
	case OP_SHL:
	case OP_SHR:
		return op_shift(in, node, a, b, out);
	case OP_BAND:
		n = a & b;
		break;
	case OP_BXOR:
		n = a ^ b;
		break;
	default:
		n = a | b;
		break;
	}
	if (over)
		return op_overflow(in, node);
	*out = VALUE_INT(n);
	return EXEC_OK;
}

static enum exec
op_float(struct interp *in, const struct node *node, double a, double b,
    struct value *out)
{
	switch (node->op) {
	case OP_ADD:
		*out = VALUE_FLOAT(a + b);
		return EXEC_OK;
	case OP_SUB:
		*out = VALUE_FLOAT(a - b);
		return EXEC_OK;
	case OP_MUL:
		*out = VALUE_FLOAT(a * b);
		return EXEC_OK;
	case OP_DIV:
	case OP_MOD:
		if (b == 0)
			return op_zero(in, node);
		*out = VALUE_FLOAT(node->op == OP_DIV ? a / b : fmod(a, b));
		return EXEC_OK;
	default:
		return mistake(in, node, _("%s is for whole numbers"),
		    op_names[node->op]);
	}
}

static bool
is_number(const struct value *v)
{
	return v->type == VAL_INT || v->type == VAL_FLOAT;
}

static double
as_float(const struct value *v)
{
	return v->type == VAL_INT ? (double)v->i : v->f;
}

static enum exec
join_bytes(struct interp *in, const struct node *node, const struct bytes *a,
    const struct bytes *b, struct value *out)
{
	struct bytes *sum;

	if (a->len + b->len > BYTES_MAX)
		return mistake(in, node,
		    _("a byte string is at most %d bytes long"), BYTES_MAX);
	sum = bytes_new(NULL, a->len + b->len);
	memcpy(sum->data, a->data, a->len);
	memcpy(sum->data + a->len, b->data, b->len);
	*out = value_from_bytes(sum);
	return EXEC_OK;
}

static enum exec
join_tuples(struct interp *in, const struct node *node, const struct tuple *a,
    const struct tuple *b, struct value *out)
{
	size_t n = a->len + b->len;
	struct value *items = xmalloc(n * sizeof(items[0]));
	char *cause = NULL;
	bool ok;

	for (size_t i = 0; i < n; i++)
		items[i] = value_copy(
		    i < a->len ? &a->items[i] : &b->items[i - a->len]);
	ok = value_tuple(out, items, n, &cause);
	free(items);
	return ok ? EXEC_OK : mistake_cause(in, node, cause);
}

/* "ab" * 3 */
static enum exec
repeat_bytes(struct interp *in, const struct node *node, const struct bytes *b,
    int64_t n, struct value *out)
{
	struct bytes *all;
	size_t total;

	if (n < 0)
		n = 0;
	if (__builtin_mul_overflow(b->len, (size_t)n, &total) ||
	    total > BYTES_MAX)
		return mistake(in, node,
		    _("a byte string is at most %d bytes long"), BYTES_MAX);
	all = bytes_new(NULL, total);
	if (b->len == 1)
		memset(all->data, *b->data, total);
	for (size_t i = 0; i < total && b->len > 1; i += b->len)
		memcpy(all->data + i, b->data, b->len);
	*out = value_from_bytes(all);
	return EXEC_OK;
}

/* "%s" % value: one value, or a tuple of them. */
static enum exec
format_bytes(struct interp *in, const struct node *node,
    const struct bytes *fmt, const struct value *v, struct value *out)
{
	const struct value *args = v;
	char *cause = NULL;
	size_t n = 1;

	if (v->type == VAL_TUPLE) {
		args = v->tuple->items;
		n = v->tuple->len;
	}
	if (!format_values(fmt->data, fmt->len, args, n, out, &cause))
		return mistake_cause(in, node, cause);
	return EXEC_OK;
}

static enum exec
op_arithmetic(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b, struct value *out)
{
	if (a->type == VAL_INT && b->type == VAL_INT)
		return op_int(in, node, a->i, b->i, out);
	if (is_number(a) && is_number(b))
		return op_float(in, node, as_float(a), as_float(b), out);
	if (node->op == OP_MOD && a->type == VAL_BYTES)
		return format_bytes(in, node, a->bytes, b, out);
	if (node->op == OP_ADD && a->type == VAL_BYTES && b->type == VAL_BYTES)
		return join_bytes(in, node, a->bytes, b->bytes, out);
	if (node->op == OP_ADD && a->type == VAL_TUPLE && b->type == VAL_TUPLE)
		return join_tuples(in, node, a->tuple, b->tuple, out);
	if (node->op == OP_MUL && a->type == VAL_BYTES && b->type == VAL_INT)
		return repeat_bytes(in, node, a->bytes, b->i, out);
	if (node->op == OP_MUL && a->type == VAL_INT && b->type == VAL_BYTES)
		return repeat_bytes(in, node, b->bytes, a->i, out);
	return op_unfit(in, node, a, b);
}

static int
compare_bytes(const struct bytes *a, const struct bytes *b)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int rc = memcmp(a->data, b->data, n);

	return rc != 0 ? rc : (a->len > b->len) - (a->len < b->len);
}

static enum exec
op_compare(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b, struct value *out)
{
	bool less, equal = value_equal(a, b);

	if (node->op == OP_EQ || node->op == OP_NE) {
		*out = VALUE_INT(equal == (node->op == OP_EQ));
		return EXEC_OK;
	}
	if (a->type == VAL_INT && b->type == VAL_INT)
		less = a->i < b->i;
	else if (is_number(a) && is_number(b))
		less = as_float(a) < as_float(b);
	else if (a->type == VAL_BYTES && b->type == VAL_BYTES)
		less = compare_bytes(a->bytes, b->bytes) < 0;
	/* "if ((fd = accept(s)) < 0)": a pair is no failure. */
	else if (a->type == VAL_TUPLE && b->type == VAL_INT && b->i <= 0)
		less = false;
	else
		return op_unfit(in, node, a, b);
	switch (node->op) {
	case OP_LT:
		*out = VALUE_INT(less);
		break;
	case OP_LE:
		*out = VALUE_INT(less || equal);
		break;
	case OP_GT:
		*out = VALUE_INT(!less && !equal);
		break;
	default:
		*out = VALUE_INT(!less);
		break;
	}
	return EXEC_OK;
}

/* in, not in */
static enum exec
op_member(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b, struct value *out)
{
	bool found = false;

	if (b->type == VAL_TUPLE) {
		for (size_t i = 0; i < b->tuple->len && !found; i++)
			found = value_equal(a, &b->tuple->items[i]);
	} else if (b->type == VAL_BYTES && a->type == VAL_BYTES) {
		found = memmem(b->bytes->data, b->bytes->len, a->bytes->data,
			    a->bytes->len) != NULL;
	} else if (b->type == VAL_BYTES && a->type == VAL_INT) {
		found = a->i >= 0 && a->i <= 255 &&
		    memchr(b->bytes->data, (int)a->i, b->bytes->len) != NULL;
	} else {
		return op_unfit(in, node, a, b);
	}
	*out = VALUE_INT(found == (node->op == OP_IN));
	return EXEC_OK;
}

/* 'x' beside a number is C's: the byte's value. */
static const struct value *
as_char(const struct node *node, const struct value *v,
    const struct value *other, struct value *byte)
{
	if (v->type != VAL_BYTES || v->bytes->len != 1 ||
	    other->type != VAL_INT || node->kind != NODE_CONST || !node->flag)
		return v;
	*byte = VALUE_INT((unsigned char)*v->bytes->data);
	return byte;
}

static enum exec
op_chars(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b, struct value *out)
{
	struct value left, right;

	if (node->nkids == 2) {
		a = as_char(node->kids[0], a, b, &left);
		b = as_char(node->kids[1], b, a, &right);
	}
	return node->op == OP_SUB ? op_arithmetic(in, node, a, b, out) :
				    op_compare(in, node, a, b, out);
}

enum exec
eval_binary(struct interp *in, const struct node *node, const struct value *a,
    const struct value *b, struct value *out)
{
	if (node->op >= OP_IN)
		return op_member(in, node, a, b, out);
	if (node->op >= OP_LT || (node->op == OP_SUB && a->type != b->type))
		return op_chars(in, node, a, b, out);
	return op_arithmetic(in, node, a, b, out);
}

/* *p: what a variable points to is the variable itself here; of text, the first
 * byte. */
static enum exec
op_deref(struct interp *in, const struct node *node, const struct value *a,
    struct value *out)
{
	if (a->type == VAL_NONE)
		return mistake(in, node, _("this is NULL: nothing is there"));
	if (a->type == VAL_BYTES)
		*out = VALUE_INT((unsigned char)*a->bytes->data);
	else
		*out = value_copy(a);
	return EXEC_OK;
}

enum exec
eval_unary(struct interp *in, const struct node *node, const struct value *a,
    struct value *out)
{
	switch (node->op) {
	case OP_NOT:
		*out = VALUE_INT(!value_truth(a));
		return EXEC_OK;
	case OP_REF:
		*out = value_copy(a);
		return EXEC_OK;
	case OP_DEREF:
		return op_deref(in, node, a, out);
	case OP_NEG:
		if (a->type == VAL_FLOAT) {
			*out = VALUE_FLOAT(-a->f);
			return EXEC_OK;
		}
		if (a->type != VAL_INT)
			break;
		if (a->i == INT64_MIN)
			return op_overflow(in, node);
		*out = VALUE_INT(-a->i);
		return EXEC_OK;
	case OP_PLUS:
		if (!is_number(a))
			break;
		*out = *a;
		return EXEC_OK;
	default:
		if (a->type != VAL_INT)
			break;
		*out = VALUE_INT(~a->i);
		return EXEC_OK;
	}
	return mistake(in, node, _("%s wants a number; this is %s"),
	    op_names[node->op], value_type_name(a));
}

/* The length of what can be indexed; false for anything else. */
static bool
sequence_len(const struct value *v, size_t *len)
{
	if (v->type == VAL_BYTES)
		*len = v->bytes->len;
	else if (v->type == VAL_TUPLE)
		*len = v->tuple->len;
	else if (v->type == VAL_ADDR)
		*len = addr_nitems(v->addr);
	else
		return false;
	return true;
}

static struct value
addr_item(const struct addr *a, size_t i)
{
	struct value items[ADDR_ITEMS], item = VALUE_NONE;
	size_t n = addr_items(a, items);

	for (size_t k = 0; k < n; k++) {
		if (k == i)
			item = items[k];
		else
			value_drop(&items[k]);
	}
	return item;
}

enum exec
eval_index(struct interp *in, const struct node *node, const struct value *what,
    const struct value *index, struct value *out)
{
	size_t len;
	int64_t i;

	if (!sequence_len(what, &len))
		return mistake(in, node, _("%s has no elements"),
		    value_type_name(what));
	if (index->type != VAL_INT)
		return mistake(in, node, _("an index is a whole number"));
	i = index->i < 0 ? index->i + (int64_t)len : index->i;
	if (i < 0 || (uint64_t)i >= len)
		return mistake(in, node,
		    _("[%lld] lies outside: there are %zu elements"),
		    (long long)index->i, len);
	if (what->type == VAL_BYTES)
		*out = VALUE_INT((unsigned char)what->bytes->data[i]);
	else if (what->type == VAL_TUPLE)
		*out = value_copy(&what->tuple->items[i]);
	else
		*out = addr_item(what->addr, (size_t)i);
	return EXEC_OK;
}

/* An end of a slice, as Python cuts it: never an error, only shorter. */
static size_t
slice_end(const struct value *v, size_t len, size_t absent)
{
	int64_t i;

	if (v->type != VAL_INT)
		return absent;
	i = v->i < 0 ? v->i + (int64_t)len : v->i;
	return i < 0 ? 0 : (uint64_t)i > len ? len : (size_t)i;
}

enum exec
eval_slice(struct interp *in, const struct node *node, const struct value *what,
    const struct value *from, const struct value *to, struct value *out)
{
	size_t len, a, b;

	if ((from->type != VAL_UNSET && from->type != VAL_INT &&
		from->type != VAL_NONE) ||
	    (to->type != VAL_UNSET && to->type != VAL_INT &&
		to->type != VAL_NONE))
		return mistake(in, node,
		    _("a slice is [from:to], both whole "
		      "numbers"));
	if (!sequence_len(what, &len) || what->type == VAL_ADDR)
		return mistake(in, node, _("%s cannot be sliced"),
		    value_type_name(what));
	a = slice_end(from, len, 0);
	b = slice_end(to, len, len);
	if (b < a)
		b = a;
	if (what->type == VAL_BYTES) {
		*out = value_bytes(what->bytes->data + a, b - a);
	} else {
		struct value *items = xmalloc((b - a) * sizeof(items[0]));
		char *cause = NULL;

		for (size_t i = a; i < b; i++)
			items[i - a] = value_copy(&what->tuple->items[i]);
		/* A part of a tuple is never too large. */
		value_tuple(out, items, b - a, &cause);
		free(items);
	}
	return EXEC_OK;
}
