/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of structs: what they take, and getting and setting them. */
#include "model/layout.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/xlat.h"

enum {
	SHOWN_MAX = 64,  /* bytes of a refused value that a cause shows */
	NAMES_SHOWN = 6, /* fields that a cause lists */
};

static bool
unfit(const struct layout_field *f, const struct value *v, const char *wants,
    char **cause)
{
	struct strbuf sb = { 0 };

	value_repr(&sb, v, SHOWN_MAX);
	cause_set(cause, _("%s takes %s, not %s"), f->name, wants,
	    sb_text(&sb));
	sb_free(&sb);
	return false;
}

/* What a number may be, from least to most; all 64 bits are not bounded. */
static void
number_range(const struct layout_field *f, int64_t *least, int64_t *most)
{
	unsigned bits = f->kind == LAYOUT_BITS ? f->bits : 8u * f->size;
	uint64_t ones = UINT64_MAX >> (64 - bits);

	*least = 0;
	*most = (int64_t)(ones & INT64_MAX);
	if (f->kind == LAYOUT_INT) {
		*most = (int64_t)(ones / 2);
		*least = -*most - 1;
	} else if (ones == UINT64_MAX) {
		*least = INT64_MIN;
	} else if (f->kind == LAYOUT_ID) {
		*least = -1;
	}
}

static bool
fit_number(const struct layout_field *f, const struct value *v,
    struct value *out, char **cause)
{
	char wants[80];
	int64_t least;
	int64_t most;
	int64_t n = 0;
	bool ok = true;

	number_range(f, &least, &most);
	if (v->type == VAL_INT)
		n = v->i;
	else
		ok = f->names != NULL && v->type == VAL_BYTES &&
		    xlat_number(f->names, v->bytes->data, &n);
	if (ok && n >= least && n <= most) {
		*out = VALUE_INT(n);
		out->tag = xlat_tag(f->names);
		return true;
	}
	snprintf(wants, sizeof(wants), _("a number from %lld to %lld"),
	    (long long)least, (long long)most);
	return unfit(f, v, wants, cause);
}

/* The size bytes of a host's address of family, from whatever can stand for
 * them: themselves, text, an address, a struct that holds nothing else. */
static bool
host_bytes(const struct value *v, int family, void *out, size_t size)
{
	const struct layout *layout = value_layout(v);

	if (layout != NULL && layout->n == 1 && v->tuple->len == 1)
		v = &v->tuple->items[0];
	if (v->type == VAL_ADDR && v->addr->u.sa.sa_family == family) {
		memcpy(out,
		    family == AF_INET ? (void *)&v->addr->u.in.sin_addr :
					(void *)&v->addr->u.in6.sin6_addr,
		    size);
		return true;
	}
	if (v->type != VAL_BYTES)
		return false;
	if (strlen(v->bytes->data) == v->bytes->len &&
	    inet_pton(family, v->bytes->data, out) == 1)
		return true;
	if (v->bytes->len != size)
		return false;
	memcpy(out, v->bytes->data, size);
	return true;
}

static bool
fit_in(const struct layout_field *f, const struct value *v, struct value *out,
    char **cause)
{
	const struct layout *layout = value_layout(v);
	uint32_t in;

	if (layout != NULL && layout->n == 1 && v->tuple->len == 1)
		v = &v->tuple->items[0];
	if (v->type == VAL_INT && v->i >= 0 && v->i <= UINT32_MAX)
		in = (uint32_t)v->i;
	else if (!host_bytes(v, AF_INET, &in, sizeof(in)))
		return unfit(f, v, _("an IPv4 address, such as \"127.0.0.1\""),
		    cause);
	*out = VALUE_INT(in);
	return true;
}

static bool
fit_in6(const struct layout_field *f, const struct value *v, struct value *out,
    char **cause)
{
	struct in6_addr in6;

	if (!host_bytes(v, AF_INET6, &in6, sizeof(in6)))
		return unfit(f, v, _("an IPv6 address, such as \"::1\""),
		    cause);
	*out = value_bytes((const char *)&in6, sizeof(in6));
	return true;
}

/* An interface has a name, too. */
static bool
fit_index(const struct layout_field *f, const struct value *v,
    struct value *out, char **cause)
{
	if (v->type != VAL_BYTES)
		return fit_number(f, v, out, cause);
	*out = VALUE_INT(if_nametoindex(v->bytes->data));
	return out->i != 0 ||
	    unfit(f, v, _("an interface's index or name, such as \"lo\""),
		cause);
}

/* A host's address of family as text, without a port. */
static struct addr *
host_addr(const char *text, int family)
{
	struct addr *a = addr_new(family);
	struct value v = value_from_addr(a);

	if (inet_pton(family, text,
		family == AF_INET ? (void *)&a->u.in.sin_addr :
				    (void *)&a->u.in6.sin6_addr) == 1)
		return a;
	value_drop(&v);
	return NULL;
}

bool
layout_fit_addr(const struct value *v, struct value *out)
{
	struct addr_names names;
	struct addr *a;
	char *why = NULL;

	if (v->type == VAL_ADDR) {
		*out = value_copy(v);
		return true;
	}
	if (v->type != VAL_BYTES || strlen(v->bytes->data) != v->bytes->len)
		return false;
	a = host_addr(v->bytes->data, AF_INET);
	if (a == NULL)
		a = host_addr(v->bytes->data, AF_INET6);
	if (a == NULL &&
	    addr_parse(v->bytes->data, v->bytes->len, AF_UNSPEC, &a, &names,
		&why) != ADDR_NUMERIC)
		a = NULL;
	free(why);
	if (a == NULL)
		return false;
	*out = value_from_addr(a);
	return true;
}

/* Fewer bytes than there is room for: the rest is zero, as in C. */
static bool
fit_bytes(const struct layout_field *f, const struct value *v,
    struct value *out, char **cause)
{
	struct bytes *b;

	if (v->type != VAL_BYTES)
		return unfit(f, v, _("bytes"), cause);
	if (v->bytes->len > f->size)
		return cause_set(cause, _("%s has room for %u bytes, not %zu"),
		    f->name, (unsigned)f->size, v->bytes->len);
	if (f->kind == LAYOUT_CHARS) {
		*out = value_bytes(v->bytes->data,
		    strnlen(v->bytes->data, v->bytes->len));
		return true;
	}
	b = bytes_new(NULL, f->size);
	memset(b->data, 0, f->size);
	memcpy(b->data, v->bytes->data, v->bytes->len);
	*out = value_from_bytes(b);
	return true;
}

static bool
fit_record(const struct layout_field *f, const struct value *v,
    struct value *out, char **cause)
{
	struct value *items;
	size_t n;
	bool ok;

	if (value_layout(v) == f->layout) {
		*out = value_copy(v);
		return true;
	}
	if (v->type != VAL_TUPLE || value_layout(v) != NULL ||
	    v->tuple->len > f->layout->n)
		return cause_set(cause,
		    _("%s takes a struct %s of %u fields, or as many values"),
		    f->name, f->layout->name, (unsigned)f->layout->n);
	n = v->tuple->len;
	items = xmalloc((n + 1) * sizeof(items[0]));
	for (size_t i = 0; i < n; i++)
		items[i] = value_copy(&v->tuple->items[i]);
	ok = layout_record(f->layout, items, n, out, cause);
	free(items);
	return ok;
}

bool
layout_fit(const struct layout_field *f, const struct value *v,
    struct value *out, char **cause)
{
	switch (f->kind) {
	case LAYOUT_IN:
		return fit_in(f, v, out, cause);
	case LAYOUT_IN6:
		return fit_in6(f, v, out, cause);
	case LAYOUT_CHARS:
	case LAYOUT_BYTES:
		return fit_bytes(f, v, out, cause);
	case LAYOUT_RECORD:
		return fit_record(f, v, out, cause);
	case LAYOUT_ANY:
		break;
	case LAYOUT_ADDR:
		return layout_fit_addr(v, out) ||
		    unfit(f, v, _("an address (host:port)"), cause);
	case LAYOUT_INDEX:
		return fit_index(f, v, out, cause);
	default:
		return fit_number(f, v, out, cause);
	}
	*out = value_copy(v);
	return true;
}

static void
values_drop(struct value *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		value_drop(&items[i]);
}

bool
layout_record(const struct layout *layout, struct value *items, size_t n,
    struct value *out, char **cause)
{
	if (n > layout->n) {
		values_drop(items, n);
		return cause_set(cause,
		    _("struct %s has %u fields; these are %zu values"),
		    layout->name, (unsigned)layout->n, n);
	}
	for (size_t i = 0; i < n; i++) {
		struct value fit;

		if (!layout_fit(&layout->fields[i], &items[i], &fit, cause)) {
			values_drop(items, n);
			return false;
		}
		value_drop(&items[i]);
		items[i] = fit;
	}
	if (!value_tuple(out, items, n, cause))
		return false;
	out->tuple->layout = layout;
	return true;
}

static bool
no_field(const struct value *v, const char *name, char **cause)
{
	const struct layout *layout = value_layout(v);
	struct nearest nearest = { .name = name };
	struct strbuf all = { 0 };

	if (layout_field_index(layout, name) >= 0)
		return cause_set(cause,
		    _("%s: the kernel gave no such field; it gave %zu of %u"),
		    name, v->tuple->len, (unsigned)layout->n);
	for (size_t i = 0; i < layout->n; i++) {
		nearest_offer(&nearest, layout->fields[i].name);
		if (i <= NAMES_SHOWN)
			sb_printf(&all, "%s%s", i != 0 ? ", " : "",
			    i < NAMES_SHOWN ? layout->fields[i].name : "...");
	}
	if (nearest.best != NULL)
		cause_set(cause,
		    _("struct %s has no field %.60s; did you mean %s?"),
		    layout->name, name, nearest.best);
	else
		cause_set(cause, _("struct %s has no field %.60s; it has %s"),
		    layout->name, name, sb_text(&all));
	sb_free(&all);
	return false;
}

/* The rest of a path that goes no deeper: x.s_addr is x itself. */
static bool
is_inside(enum layout_kind kind, const char *rest)
{
	return (kind == LAYOUT_IN && strcmp(rest, "s_addr") == 0) ||
	    (kind == LAYOUT_IN6 && strcmp(rest, "s6_addr") == 0);
}

/*
 * The field of a record that a path begins with: its index, or -1 with *cause.
 * *rest is what follows, NULL if nothing does.
 */
static int
path_step(const struct value *v, const char *path, const char **rest,
    char **cause)
{
	const struct layout *layout = value_layout(v);
	const char *dot = strchr(path, '.');
	char *name;
	int i;

	name =
	    dot != NULL ? xstrndup(path, (size_t)(dot - path)) : xstrdup(path);
	i = layout_field_index(layout, name);
	if (i < 0 || (size_t)i >= v->tuple->len) {
		no_field(v, name, cause);
		i = -1;
	}
	free(name);
	*rest = dot != NULL ? dot + 1 : NULL;
	if (i >= 0 && *rest != NULL && is_inside(layout->fields[i].kind, *rest))
		*rest = NULL;
	return i;
}

static bool
no_fields(const struct value *v, const char *path, char **cause)
{
	return cause_set(cause,
	    _(".%.60s: %s has no fields; only an address and a struct have"),
	    path, value_type_name(v));
}

bool
value_field_get(const struct value *v, const char *path, struct value *out,
    char **cause)
{
	const char *rest;
	int i;

	if (v->type == VAL_ADDR)
		return addr_field_get(v->addr, path, out, cause);
	if (value_layout(v) == NULL)
		return no_fields(v, path, cause);
	i = path_step(v, path, &rest, cause);
	if (i < 0)
		return false;
	if (rest != NULL)
		return value_field_get(&v->tuple->items[i], rest, out, cause);
	*out = value_copy(&v->tuple->items[i]);
	return true;
}

static bool
addr_set(struct value *v, const char *path, const struct value *to,
    char **cause)
{
	if (v->addr->refs > 1) {
		struct addr *copy = addr_from_sa(&v->addr->u.sa, v->addr->len);

		value_drop(v);
		*v = value_from_addr(copy);
	}
	return addr_field_set(v->addr, path, to, cause);
}

bool
value_field_set(struct value *v, const char *path, const struct value *to,
    char **cause)
{
	struct value part;
	const char *rest;
	int i;

	if (v->type == VAL_ADDR)
		return addr_set(v, path, to, cause);
	if (value_layout(v) == NULL)
		return no_fields(v, path, cause);
	i = path_step(v, path, &rest, cause);
	if (i < 0)
		return false;
	part = value_copy(rest != NULL ? &v->tuple->items[i] : to);
	if (rest != NULL && !value_field_set(&part, rest, to, cause)) {
		value_drop(&part);
		return false;
	}
	return value_item_set(v, (size_t)i, part, cause);
}

bool
value_item_set(struct value *v, size_t i, struct value item, char **cause)
{
	const struct tuple *t = v->tuple;
	const struct layout *layout = t->layout;
	struct value *items, fit, whole;
	bool ok;

	if (layout != NULL) {
		ok = layout_fit(&layout->fields[i], &item, &fit, cause);
		value_drop(&item);
		if (!ok)
			return false;
		item = fit;
	}
	items = xmalloc(t->len * sizeof(items[0]));
	for (size_t k = 0; k < t->len; k++)
		items[k] = k == i ? item : value_copy(&t->items[k]);
	ok = value_tuple(&whole, items, t->len, cause);
	free(items);
	if (!ok)
		return false;
	whole.tuple->layout = layout;
	value_drop(v);
	*v = whole;
	return true;
}
