/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Python's methods of text, on bytes: finding, splitting, joining, replacing.
 * Text may come from a peer and be long, so each is linear in what it is given.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"

enum { WINDOW_MIN = 256 };

/* The part of a text between two indexes, as a slice has them; start is where
 * it begins. False if it begins behind the end: nothing is found there then,
 * not even "". */
static bool
part_of(struct call *call, int i, const struct bytes *b, const char **s,
    size_t *len, size_t *start)
{
	int64_t n = (int64_t)b->len;
	int64_t from = builtin_number(call, i, 0);
	int64_t to = builtin_number(call, i + 1, n);

	from = from < 0 ? from + n : from;
	to = to < 0 ? to + n : to;
	from = from < 0 ? 0 : from;
	to = to > n ? n : to < 0 ? 0 : to;
	if (from > n || from > to)
		return false;
	*start = (size_t)from;
	*s = b->data + from;
	*len = (size_t)(to - from);
	return true;
}

/*
 * Where sub is first in s, or NULL: memmem in windows. One that is given all of
 * a long text for each of many hits near one another may look at all of it each
 * time (as under a sanitizer).
 */
static const char *
find_first(const char *s, size_t len, const struct bytes *sub)
{
	size_t window = 2 * sub->len > WINDOW_MIN ? 2 * sub->len : WINDOW_MIN;

	if (sub->len == 1)
		return memchr(s, *sub->data, len);
	while (len > window) {
		const char *at = memmem(s, window, sub->data, sub->len);

		if (at != NULL)
			return at;
		s += window - sub->len + 1;
		len -= window - sub->len + 1;
		window *= 2;
	}
	return memmem(s, len, sub->data, sub->len);
}

/* Bytes in the opposite order: the caller's to free. */
static char *
reversed(const char *s, size_t len)
{
	char *copy = xmalloc(len + 1);

	for (size_t i = 0; i < len; i++)
		copy[i] = s[len - 1 - i];
	return copy;
}

/* Where sub is last in s, or NULL. memmem is linear, so it looks from the other
 * end at both turned round. */
static const char *
find_last(const char *s, size_t len, const struct bytes *sub)
{
	char *whole, *part;
	const char *at;
	size_t end = 0;

	if (sub->len == 0)
		return s + len;
	if (sub->len == 1)
		return memrchr(s, *sub->data, len);
	whole = reversed(s, len);
	part = reversed(sub->data, sub->len);
	at = memmem(whole, len, part, sub->len);
	if (at != NULL)
		end = len - (size_t)(at - whole);
	free(whole);
	free(part);
	return at != NULL ? s + end - sub->len : NULL;
}

static void
find_in(struct call *call, bool last)
{
	const struct bytes *b = builtin_bytes(call, 0);
	const struct bytes *sub = builtin_bytes(call, 1);
	const char *s, *at;
	size_t len, start;

	if (b == NULL || sub == NULL)
		return;
	if (!part_of(call, 2, b, &s, &len, &start))
		at = NULL;
	else if (last)
		at = find_last(s, len, sub);
	else
		at = find_first(s, len, sub);
	call_give(call, VALUE_INT(at != NULL ? at - b->data : -1));
}

static void
find_call(struct call *call)
{
	find_in(call, false);
}

static void
rfind_call(struct call *call)
{
	find_in(call, true);
}

/* How often sub is in s, not overlapping. */
static size_t
count_in(const char *s, size_t len, const struct bytes *sub)
{
	const char *end = s + len, *at = s;
	size_t n = 0;

	if (sub->len == 0)
		return len + 1;
	while ((at = find_first(at, (size_t)(end - at), sub)) != NULL) {
		at += sub->len;
		n++;
	}
	return n;
}

/* count "banana" "a", and of a list: how many are equal to it. */
static void
count_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	const struct bytes *sub;
	const char *s;
	size_t len, start, n = 0;

	if (v->type == VAL_TUPLE) {
		for (size_t i = 0; i < v->tuple->len; i++)
			n += value_equal(&v->tuple->items[i], &call->args[1].v);
		call_give(call, VALUE_INT((int64_t)n));
		return;
	}
	if (builtin_bytes(call, 0) == NULL ||
	    (sub = builtin_bytes(call, 1)) == NULL)
		return;
	if (part_of(call, 2, v->bytes, &s, &len, &start))
		n = count_in(s, len, sub);
	call_give(call, VALUE_INT((int64_t)n));
}

/* Whether s begins (or ends) with one of them: text, or a list of such. */
static bool
edge_is(const char *s, size_t len, const struct value *v, bool end)
{
	if (v->type == VAL_TUPLE) {
		for (size_t i = 0; i < v->tuple->len; i++) {
			if (v->tuple->items[i].type == VAL_BYTES &&
			    edge_is(s, len, &v->tuple->items[i], end))
				return true;
		}
		return false;
	}
	return v->bytes->len <= len &&
	    memcmp(end ? s + len - v->bytes->len : s, v->bytes->data,
		v->bytes->len) == 0;
}

static void
edge_call(struct call *call, bool end)
{
	const struct bytes *b = builtin_bytes(call, 0);
	const struct value *v = &call->args[1].v;
	const char *s;
	size_t len, start;

	if (b == NULL ||
	    (v->type != VAL_TUPLE && builtin_bytes(call, 1) == NULL))
		return;
	call_give(call,
	    VALUE_INT(part_of(call, 2, b, &s, &len, &start) &&
		edge_is(s, len, v, end)));
}

static void
startswith_call(struct call *call)
{
	edge_call(call, false);
}

static void
endswith_call(struct call *call)
{
	edge_call(call, true);
}

/* Splits at white space, runs of which count once. */
static bool
split_blank(struct call *call, const struct bytes *b, int64_t max,
    struct values *list)
{
	const char *s = b->data, *end = s + b->len;

	while (s < end) {
		const char *word;

		while (s < end && builtin_blank(*s))
			s++;
		word = s;
		while (s < end && !builtin_blank(*s))
			s++;
		if (word == s)
			break;
		if (max-- == 0)
			return values_text(call, list, word, end);
		if (!values_text(call, list, word, s))
			return false;
	}
	return true;
}

static bool
split_at(struct call *call, const struct bytes *b, const struct bytes *sep,
    int64_t max, struct values *list)
{
	const char *s = b->data, *end = s + b->len, *at;

	while (max-- != 0 &&
	    (at = find_first(s, (size_t)(end - s), sep)) != NULL) {
		if (!values_text(call, list, s, at))
			return false;
		s = at + sep->len;
	}
	return values_text(call, list, s, end);
}

static void
split_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0), *sep = NULL;
	int64_t max = builtin_number(call, 2, -1);
	struct values list = { 0 };
	bool ok;

	if (b == NULL)
		return;
	if (call_given(call, 1) && call->args[1].v.type != VAL_NONE) {
		sep = builtin_bytes(call, 1);
		if (sep == NULL)
			return;
		if (sep->len == 0) {
			call_mistake(call, 1, _("sep: it is empty"));
			return;
		}
	}
	ok = sep != NULL ? split_at(call, b, sep, max, &list) :
			   split_blank(call, b, max, &list);
	values_give(call, &list, ok);
}

/* A line ends with \n, \r or both in this order. */
static void
splitlines_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0);
	bool keep = call_num(call, 1) != 0, ok = true;
	struct values list = { 0 };
	const char *s, *end;

	if (b == NULL)
		return;
	for (s = b->data, end = s + b->len; s < end && ok;) {
		const char *line = s, *stop;

		while (s < end && *s != '\n' && *s != '\r')
			s++;
		stop = s;
		if (s < end)
			s += *s == '\r' && s + 1 < end && s[1] == '\n' ? 2 : 1;
		ok = values_text(call, &list, line, keep ? s : stop);
	}
	values_give(call, &list, ok);
}

/* How long all of a list is together; false (a mistake) if they are not text or
 * too long. */
static bool
joined_length(struct call *call, const struct tuple *t, size_t sep,
    size_t *total)
{
	*total = 0;
	for (size_t i = 0; i < t->len; i++) {
		const struct value *v = &t->items[i];

		if (v->type != VAL_BYTES) {
			call_mistake(call, 1,
			    _("join wants a list of text; [%zu] is %s"), i,
			    value_type_name(v));
			return false;
		}
		*total += v->bytes->len + (i != 0 ? sep : 0);
		if (*total > BYTES_MAX) {
			builtin_too_long(call, 1);
			return false;
		}
	}
	return true;
}

/* ", ".join(("a", "b")) */
static void
join_call(struct call *call)
{
	const struct bytes *sep = builtin_bytes(call, 0);
	const struct tuple *t = builtin_list(call, 1);
	struct bytes *all;
	size_t total, at = 0;

	if (sep == NULL || t == NULL ||
	    !joined_length(call, t, sep->len, &total))
		return;
	all = bytes_new(NULL, total);
	for (size_t i = 0; i < t->len; i++) {
		const struct bytes *b = t->items[i].bytes;

		if (i != 0) {
			memcpy(all->data + at, sep->data, sep->len);
			at += sep->len;
		}
		memcpy(all->data + at, b->data, b->len);
		at += b->len;
	}
	call_give(call, value_from_bytes(all));
}

/* new between all bytes, and at both ends, at most n times. */
static struct bytes *
replace_empty(const struct bytes *b, const struct bytes *new, size_t n)
{
	struct bytes *all = bytes_new(NULL, b->len + n * new->len);
	char *to = all->data;

	for (size_t i = 0; i <= b->len; i++) {
		if (n != 0) {
			memcpy(to, new->data, new->len);
			to += new->len;
			n--;
		}
		if (i < b->len)
			*to++ = b->data[i];
	}
	return all;
}

static struct bytes *
replace_all(const struct bytes *b, const struct bytes *old,
    const struct bytes *new, size_t n)
{
	struct bytes *all =
	    bytes_new(NULL, b->len - n * old->len + n * new->len);
	const char *s = b->data, *end = s + b->len;
	char *to = all->data;

	while (n-- != 0) {
		const char *at = find_first(s, (size_t)(end - s), old);

		memcpy(to, s, (size_t)(at - s));
		to += at - s;
		memcpy(to, new->data, new->len);
		to += new->len;
		s = at + old->len;
	}
	memcpy(to, s, (size_t)(end - s));
	return all;
}

static void
replace_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0);
	const struct bytes *old = builtin_bytes(call, 1);
	const struct bytes *new = builtin_bytes(call, 2);
	int64_t max = builtin_number(call, 3, -1);
	size_t n, grown;

	if (b == NULL || old == NULL || new == NULL)
		return;
	n = count_in(b->data, b->len, old);
	if (max >= 0 && n > (uint64_t)max)
		n = (size_t)max;
	if (__builtin_mul_overflow(n, new->len, &grown) ||
	    b->len - n * old->len + grown > BYTES_MAX)
		builtin_too_long(call, 0);
	else
		call_give(call,
		    value_from_bytes(old->len == 0 ?
			    replace_empty(b, new, n) :
			    replace_all(b, old, new, n)));
}

/* (before, sep, after), at the first sep or the last. */
static void
partition_at(struct call *call, bool last)
{
	const struct bytes *b = builtin_bytes(call, 0);
	const struct bytes *sep = builtin_bytes(call, 1);
	const char *s, *end, *at;
	struct values list = { 0 };

	if (b == NULL || sep == NULL)
		return;
	if (sep->len == 0) {
		call_mistake(call, 1, _("sep: it is empty"));
		return;
	}
	s = b->data;
	end = s + b->len;
	at = last ? find_last(s, b->len, sep) : find_first(s, b->len, sep);
	if (at == NULL && last) {
		values_text(call, &list, s, s);
		values_text(call, &list, s, s);
		values_text(call, &list, s, end);
	} else {
		at = at != NULL ? at : end;
		values_text(call, &list, s, at);
		values_text(call, &list, at,
		    at < end || sep->len == 0 ? at + sep->len : at);
		values_text(call, &list, at < end ? at + sep->len : at, end);
	}
	values_give(call, &list, true);
}

static void
partition_call(struct call *call)
{
	partition_at(call, false);
}

static void
rpartition_call(struct call *call)
{
	partition_at(call, true);
}

#define TEXT_PARAM                     \
	{                              \
		"text", PARAM_VALUE, 0 \
	}
#define PART_PARAMS                   \
	{ "start", PARAM_VALUE, 0 },  \
	{                             \
		"end", PARAM_VALUE, 0 \
	}

const struct prim builtin_text_prims[] = {
	{
	    .name = "text_find", /* after a dot; find looks for a socket */
	    .params = { TEXT_PARAM, { "sub", PARAM_VALUE, 0 }, PART_PARAMS },
	    .forms = { "text sub [start] [end]" },
	    .call = find_call,
	    .flags = PRIM_PURE,
	    .help = N_("where a text first has another in it; -1: nowhere"),
	    .topic = TOPIC_TEXT,
	    .example = "s = \"GET / HTTP/1.0\"\n"
		       "print s.find(\"HTTP\") s.find(\"POST\")\n"
		       "> 6 -1",
	},
	{
	    .name = "rfind",
	    .params = { TEXT_PARAM, { "sub", PARAM_VALUE, 0 }, PART_PARAMS },
	    .forms = { "text sub [start] [end]" },
	    .call = rfind_call,
	    .flags = PRIM_PURE,
	    .help = N_("where a text last has another in it; -1: nowhere"),
	    .topic = TOPIC_TEXT,
	    .example = "print rfind(\"a.b.c\", \".\")\n"
		       "> 3",
	},
	{
	    .name = "count",
	    .params = { TEXT_PARAM, { "sub", PARAM_VALUE, 0 }, PART_PARAMS },
	    .forms = { "text sub [start] [end]" },
	    .call = count_call,
	    .flags = PRIM_PURE,
	    .help = N_("how often a text, or a list, has something in it"),
	    .topic = TOPIC_TEXT,
	    .example = "print count(\"banana\", \"an\")\n"
		       "> 2",
	},
	{
	    .name = "startswith",
	    .params = { TEXT_PARAM, { "prefix", PARAM_VALUE, 0 }, PART_PARAMS },
	    .forms = { "text prefix [start] [end]" },
	    .call = startswith_call,
	    .flags = PRIM_PURE,
	    .help = N_("whether a text begins with another"),
	    .topic = TOPIC_TEXT,
	    .example = "print startswith(\"GET / HTTP/1.0\", \"GET\")\n"
		       "> 1",
	},
	{
	    .name = "endswith",
	    .params = { TEXT_PARAM, { "suffix", PARAM_VALUE, 0 }, PART_PARAMS },
	    .forms = { "text suffix [start] [end]" },
	    .call = endswith_call,
	    .flags = PRIM_PURE,
	    .help = N_("whether a text ends with another"),
	    .topic = TOPIC_TEXT,
	    .example = "print endswith(\"a line\\r\\n\", \"\\r\\n\")\n"
		       "> 1",
	},
	{
	    .name = "split",
	    .params = { TEXT_PARAM, { "sep", PARAM_VALUE, 0 },
		{ "maxsplit", PARAM_VALUE, 0 } },
	    .forms = { "text [sep] [maxsplit]" },
	    .call = split_call,
	    .flags = PRIM_PURE,
	    .help = N_("the pieces of a text, between white space or sep"),
	    .topic = TOPIC_TEXT,
	    .example = "method, path, version = split(\"GET / HTTP/1.0\")\n"
		       "print path\n"
		       "> /",
	},
	{
	    .name = "splitlines",
	    .params = { TEXT_PARAM, { "keepends", PARAM_ONOFF, 0 } },
	    .forms = { "text [keepends]" },
	    .call = splitlines_call,
	    .flags = PRIM_PURE,
	    .help = N_("the lines of a text"),
	    .topic = TOPIC_TEXT,
	    .example = "print len(splitlines(\"one\\r\\ntwo\\r\\n\"))\n"
		       "> 2",
	},
	{
	    .name = "join",
	    .params = { { "sep", PARAM_VALUE, 0 }, { "list", PARAM_VALUE, 0 } },
	    .forms = { "sep list" },
	    .call = join_call,
	    .flags = PRIM_PURE,
	    .help = N_("the texts of a list as one, sep between them"),
	    .topic = TOPIC_TEXT,
	    .example = "join(\", \", [\"a\", \"b\", \"c\"])\n"
		       "= \"a, b, c\"",
	},
	{
	    .name = "replace",
	    .params = { TEXT_PARAM, { "old", PARAM_VALUE, 0 },
		{ "new", PARAM_VALUE, 0 }, { "count", PARAM_VALUE, 0 } },
	    .forms = { "text old new [count]" },
	    .call = replace_call,
	    .flags = PRIM_PURE,
	    .help = N_("a text with another put in for each old"),
	    .topic = TOPIC_TEXT,
	    .example = "replace(\"a-b-c\", \"-\", \"+\")\n"
		       "= \"a+b+c\"",
	},
	{
	    .name = "partition",
	    .params = { TEXT_PARAM, { "sep", PARAM_VALUE, 0 } },
	    .forms = { "text sep" },
	    .call = partition_call,
	    .flags = PRIM_PURE,
	    .help = N_("what is before the first sep, sep, and what is after"),
	    .topic = TOPIC_TEXT,
	    .example = "key, sep, value = partition(\"Host: lab\", \": \")\n"
		       "print value\n"
		       "> lab",
	},
	{
	    .name = "rpartition",
	    .params = { TEXT_PARAM, { "sep", PARAM_VALUE, 0 } },
	    .forms = { "text sep" },
	    .call = rpartition_call,
	    .flags = PRIM_PURE,
	    .help = N_("what is before the last sep, sep, and what is after"),
	    .topic = TOPIC_TEXT,
	    .example = "host, sep, port = rpartition(\"::1:8080\", \":\")\n"
		       "print host port\n"
		       "> ::1 8080",
	},
	{ .name = NULL },
};
