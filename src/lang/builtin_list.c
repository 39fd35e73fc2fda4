/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on lists: range, sorted, min, max, sum, and their like. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"

/* range stop, range start stop [step] */
static void
range_call(struct call *call)
{
	int64_t start = builtin_number(call, 0, 0);
	int64_t stop = builtin_number(call, 1, 0);
	int64_t step = builtin_number(call, 2, 1);
	struct values list = { 0 };
	bool ok = true;

	if (step == 0)
		call_mistake(call, 2, _("step: it is 0"));
	while (call->status == CALL_OK && ok &&
	    (step > 0 ? start < stop : start > stop)) {
		ok = values_push(call, &list, VALUE_INT(start));
		if (__builtin_add_overflow(start, step, &start))
			break;
	}
	values_give(call, &list, ok);
}

/* Item i of a list, or of bytes as numbers: as "for" goes through them. A new
 * reference. */
static struct value
item_at(const struct value *v, size_t i)
{
	if (v->type == VAL_TUPLE)
		return value_copy(&v->tuple->items[i]);
	return VALUE_INT((unsigned char)v->bytes->data[i]);
}

/* How many items something has; false (a mistake) if it is no list. */
static bool
items_of(struct call *call, int i, const struct value *v, size_t *n)
{
	if (v->type == VAL_TUPLE) {
		*n = v->tuple->len;
		return true;
	}
	if (v->type == VAL_BYTES) {
		*n = v->bytes->len;
		return true;
	}
	call_mistake(call, i, _("%s wants a list; this is %s"),
	    call->prim->name, value_type_name(v));
	return false;
}

static void
list_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	struct values list = { 0 };
	size_t n = 0;
	bool ok = !call_given(call, 0) || items_of(call, 0, v, &n);

	for (size_t i = 0; ok && i < n; i++)
		ok = values_push(call, &list, item_at(v, i));
	values_give(call, &list, ok);
}

static void
reversed_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	struct values list = { 0 };
	size_t n;
	bool ok = items_of(call, 0, v, &n);

	while (ok && n-- > 0)
		ok = values_push(call, &list, item_at(v, n));
	values_give(call, &list, ok);
}

static bool
push_pair(struct call *call, struct values *list, struct value *pair, size_t n)
{
	char *cause = NULL;
	struct value v;

	if (value_tuple(&v, pair, n, &cause))
		return values_push(call, list, v);
	call_mistake(call, -1, "%s", cause);
	free(cause);
	return false;
}

static void
enumerate_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	int64_t at = builtin_number(call, 1, 0);
	struct values list = { 0 };
	size_t n;
	bool ok = items_of(call, 0, v, &n);

	for (size_t i = 0; ok && i < n; i++) {
		struct value pair[2] = { VALUE_INT(at), item_at(v, i) };

		at = (int64_t)((uint64_t)at + 1);
		ok = push_pair(call, &list, pair, 2);
	}
	values_give(call, &list, ok);
}

/* zip(a, b, …): as many as the shortest has. */
static void
zip_call(struct call *call)
{
	struct value *row = xcalloc(call->nrest + 1, sizeof(row[0]));
	struct values list = { 0 };
	size_t least = 0, n;
	bool ok = true;

	for (size_t k = 0; k < call->nrest && ok; k++) {
		ok = items_of(call, 0, &call->rest[k], &n);
		if (ok && (k == 0 || n < least))
			least = n;
	}
	for (size_t i = 0; ok && i < least; i++) {
		for (size_t k = 0; k < call->nrest; k++)
			row[k] = item_at(&call->rest[k], i);
		ok = push_pair(call, &list, row, call->nrest);
	}
	values_give(call, &list, ok);
	free(row);
}

/* How two values compare. What has no order sets *bad. A NaN is after all
 * numbers, so that there is an order at all. */
static int
compare_numbers(const struct value *a, const struct value *b)
{
	double x, y;

	if (a->type == VAL_INT && b->type == VAL_INT)
		return (a->i > b->i) - (a->i < b->i);
	x = a->type == VAL_INT ? (double)a->i : a->f;
	y = b->type == VAL_INT ? (double)b->i : b->f;
	if (isnan(x) || isnan(y))
		return isnan(x) - isnan(y);
	return (x > y) - (x < y);
}

static int
compare(const struct value *a, const struct value *b, bool *bad)
{
	size_t n;
	int order;

	if ((a->type == VAL_INT || a->type == VAL_FLOAT) &&
	    (b->type == VAL_INT || b->type == VAL_FLOAT))
		return compare_numbers(a, b);
	if (a->type == VAL_BYTES && b->type == VAL_BYTES) {
		n = a->bytes->len < b->bytes->len ? a->bytes->len :
						    b->bytes->len;
		order = memcmp(a->bytes->data, b->bytes->data, n);
		return order != 0 ? order :
				    (a->bytes->len > b->bytes->len) -
			(a->bytes->len < b->bytes->len);
	}
	if (a->type != VAL_TUPLE || b->type != VAL_TUPLE) {
		*bad = true;
		return 0;
	}
	/* No deeper than TUPLE_DEPTH_MAX. */
	n = a->tuple->len < b->tuple->len ? a->tuple->len : b->tuple->len;
	for (size_t i = 0; i < n; i++) {
		if (value_equal(&a->tuple->items[i], &b->tuple->items[i]))
			continue;
		return compare(&a->tuple->items[i], &b->tuple->items[i], bad);
	}
	return (a->tuple->len > b->tuple->len) -
	    (a->tuple->len < b->tuple->len);
}

/* A value with the place it had: equal ones keep their order. */
struct ranked {
	struct value v;
	size_t place;
};

struct sorting {
	bool bad;
	bool reverse;
};

static bool
ranked_after(const struct ranked *x, const struct ranked *y,
    struct sorting *sorting)
{
	int order = compare(&x->v, &y->v, &sorting->bad);

	if (order == 0)
		return x->place > y->place;
	return sorting->reverse ? order < 0 : order > 0;
}

/* Merges two runs that lie side by side, of a and b values, into to. */
static void
merge(struct ranked *to, const struct ranked *from, size_t a, size_t b,
    struct sorting *sorting)
{
	const struct ranked *x = from, *y = from + a;
	const struct ranked *xend = y, *yend = y + b;

	while (x < xend || y < yend) {
		bool second =
		    x == xend || (y < yend && ranked_after(x, y, sorting));

		*to++ = second ? *y++ : *x++;
	}
}

/* Not qsort: that may leave its array where values have no order. What is in
 * order ends up in all; other has the same room. */
static void
sort(struct ranked *all, struct ranked *other, size_t n,
    struct sorting *sorting)
{
	for (size_t run = 1; run < n; run *= 2) {
		for (size_t i = 0; i < n; i += 2 * run) {
			size_t a = n - i < run ? n - i : run;
			size_t b = n - i - a < run ? n - i - a : run;

			merge(other + i, all + i, a, b, sorting);
		}
		memcpy(all, other, n * sizeof(all[0]));
	}
}

static void
sorted_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	struct sorting sorting = { .reverse = call_num(call, 1) != 0 };
	struct values list = { 0 };
	struct ranked *all, *other;
	size_t n;
	bool ok = true;

	if (!items_of(call, 0, v, &n))
		return;
	all = xmalloc((n + 1) * sizeof(all[0]));
	other = xmalloc((n + 1) * sizeof(all[0]));
	for (size_t i = 0; i < n; i++)
		all[i] = (struct ranked){ item_at(v, i), i };
	sort(all, other, n, &sorting);
	free(other);
	for (size_t i = 0; i < n; i++) {
		if (ok)
			ok = values_push(call, &list, all[i].v);
		else
			value_drop(&all[i].v);
	}
	free(all);
	if (sorting.bad)
		call_mistake(call, 0,
		    _("sorted: these values have no order among them"));
	values_give(call, &list, ok);
}

/* min 3 1 2, min(list) */
static void
extreme(struct call *call, int sign)
{
	const struct value *list = &call->rest[0];
	size_t n = call->nrest;
	bool bad = false;
	struct value v = { 0 };

	if (n == 1 && !items_of(call, 0, list, &n))
		return;
	if (n == 0) {
		call_mistake(call, 0, _("%s: the list is empty"),
		    call->prim->name);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct value item = call->nrest == 1 ?
		    item_at(list, i) :
		    value_copy(&call->rest[i]);

		if (i == 0 || sign * compare(&item, &v, &bad) > 0) {
			value_drop(&v);
			v = item;
		} else {
			value_drop(&item);
		}
	}
	if (!bad) {
		call_give(call, v);
		return;
	}
	value_drop(&v);
	call_mistake(call, 0, _("%s: these values have no order among them"),
	    call->prim->name);
}

static void
min_call(struct call *call)
{
	extreme(call, -1);
}

static void
max_call(struct call *call)
{
	extreme(call, 1);
}

/* Adds a number to a sum; false (a mistake) if it is none, or too large. */
static bool
add_number(struct call *call, struct value *sum, const struct value *v)
{
	if (v->type != VAL_INT && v->type != VAL_FLOAT) {
		call_mistake(call, 0, _("sum wants numbers; this is %s"),
		    value_type_name(v));
		return false;
	}
	if (sum->type == VAL_INT && v->type == VAL_INT) {
		if (!__builtin_add_overflow(sum->i, v->i, &sum->i))
			return true;
		call_mistake(call, 0,
		    _("the sum does not fit in a signed 64-bit number"));
		return false;
	}
	*sum = VALUE_FLOAT((sum->type == VAL_INT ? (double)sum->i : sum->f) +
	    (v->type == VAL_INT ? (double)v->i : v->f));
	return true;
}

static void
sum_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	struct value sum = VALUE_INT(0);
	size_t n;
	bool ok = items_of(call, 0, v, &n);

	if (ok && call_given(call, 1))
		ok = add_number(call, &sum, &call->args[1].v);
	for (size_t i = 0; ok && i < n; i++) {
		struct value item = item_at(v, i);

		ok = add_number(call, &sum, &item);
		value_drop(&item);
	}
	if (ok)
		call_give(call, sum);
}

/* Whether one of a list is true (any), or none is false (all). */
static void
look_for(struct call *call, bool what)
{
	const struct value *v = &call->args[0].v;
	bool found = false;
	size_t n;

	if (!items_of(call, 0, v, &n))
		return;
	for (size_t i = 0; i < n && !found; i++) {
		struct value item = item_at(v, i);

		found = value_truth(&item) == what;
		value_drop(&item);
	}
	call_give(call, VALUE_INT(found == what));
}

static void
any_call(struct call *call)
{
	look_for(call, true);
}

static void
all_call(struct call *call)
{
	look_for(call, false);
}

#define LIST_PARAM                     \
	{                              \
		"list", PARAM_VALUE, 0 \
	}

const struct prim builtin_list_prims[] = {
	{
	    .name = "range",
	    .params = { { "start", PARAM_VALUE, 0 }, { "stop", PARAM_VALUE, 0 },
		{ "step", PARAM_VALUE, 0 } },
	    .forms = { "stop", "start stop [step]" },
	    .call = range_call,
	    .flags = PRIM_PURE,
	    .help = N_("the numbers from start (0) up to, not with, stop"),
	    .topic = TOPIC_VALUES,
	    .example = "for i in range(3) { print i }\n"
		       "> 0\n"
		       "> 1\n"
		       "> 2",
	},
	{
	    .name = "list",
	    .params = { LIST_PARAM },
	    .forms = { "[list]" },
	    .call = list_call,
	    .flags = PRIM_PURE,
	    .help = N_("what is in a list, or in bytes as numbers"),
	    .topic = TOPIC_VALUES,
	    .example = "print list(\"Hi\")\n"
		       "> (72, 105)",
	},
	{
	    .name = "tuple",
	    .params = { LIST_PARAM },
	    .forms = { "[list]" },
	    .call = list_call,
	    .flags = PRIM_PURE,
	    .help = N_("what is in a list, or in bytes as numbers"),
	    .topic = TOPIC_VALUES,
	    .example = "print tuple(range(3))\n"
		       "> (0, 1, 2)",
	},
	{
	    .name = "sorted",
	    .params = { LIST_PARAM, { "reverse", PARAM_ONOFF, 0 } },
	    .forms = { "list [reverse]" },
	    .call = sorted_call,
	    .flags = PRIM_PURE,
	    .help = N_("a list in order"),
	    .topic = TOPIC_VALUES,
	    .example = "print sorted([3, 1, 2])\n"
		       "> (1, 2, 3)",
	},
	{
	    .name = "reversed",
	    .params = { LIST_PARAM },
	    .forms = { "list" },
	    .call = reversed_call,
	    .flags = PRIM_PURE,
	    .help = N_("a list from its end to its beginning"),
	    .topic = TOPIC_VALUES,
	    .example = "print reversed([1, 2, 3])\n"
		       "> (3, 2, 1)",
	},
	{
	    .name = "enumerate",
	    .params = { LIST_PARAM, { "start", PARAM_VALUE, 0 } },
	    .forms = { "list [start]" },
	    .call = enumerate_call,
	    .flags = PRIM_PURE,
	    .help = N_("pairs: a number from start (0) on, and each value"),
	    .topic = TOPIC_VALUES,
	    .example =
		"for i, word in enumerate([\"a\", \"b\"]) { print i word }\n"
		"> 0 a\n"
		"> 1 b",
	},
	{
	    .name = "zip",
	    .params = { LIST_PARAM },
	    .forms = { "[list...]" },
	    .call = zip_call,
	    .flags = PRIM_PURE,
	    .help = N_("lists side by side: the first values, the second, …"),
	    .topic = TOPIC_VALUES,
	    .example =
		"for name, port in zip([\"http\", \"ssh\"], [80, 22]) { print name port }\n"
		"> http 80\n"
		"> ssh 22",
	},
	{
	    .name = "min",
	    .params = { LIST_PARAM },
	    .forms = { "list..." },
	    .call = min_call,
	    .flags = PRIM_PURE,
	    .help = N_("the least of a list, or of several values"),
	    .topic = TOPIC_VALUES,
	    .example = "print min(3, 1, 2) min([5, 4])\n"
		       "> 1 4",
	},
	{
	    .name = "max",
	    .params = { LIST_PARAM },
	    .forms = { "list..." },
	    .call = max_call,
	    .flags = PRIM_PURE,
	    .help = N_("the greatest of a list, or of several values"),
	    .topic = TOPIC_VALUES,
	    .example = "print max(3, 1, 2) max([5, 4])\n"
		       "> 3 5",
	},
	{
	    .name = "sum",
	    .params = { LIST_PARAM, { "start", PARAM_VALUE, 0 } },
	    .forms = { "list [start]" },
	    .call = sum_call,
	    .flags = PRIM_PURE,
	    .help = N_("the numbers of a list added up"),
	    .topic = TOPIC_VALUES,
	    .example = "print sum([1, 2, 3])\n"
		       "> 6",
	},
	{
	    .name = "any",
	    .params = { LIST_PARAM },
	    .forms = { "list" },
	    .call = any_call,
	    .flags = PRIM_PURE,
	    .help = N_("whether something in a list is true"),
	    .topic = TOPIC_VALUES,
	    .example = "print any([0, 1]) any([0, 0])\n"
		       "> 1 0",
	},
	{
	    .name = "all",
	    .params = { LIST_PARAM },
	    .forms = { "list" },
	    .call = all_call,
	    .flags = PRIM_PURE,
	    .help = N_("whether everything in a list is true"),
	    .topic = TOPIC_VALUES,
	    .example = "print all([1, 1]) all([0, 1])\n"
		       "> 1 0",
	},
	{ .name = NULL },
};
