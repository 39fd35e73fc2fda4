/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Declarations and initializers, as C has them, carried out. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/cfuncs.h"
#include "lang/interp.h"
#include "model/addr.h"
#include "model/layout.h"

static enum exec init_value(struct interp *in, const struct node *init,
    struct value *v);

/* What lies first, second, … in an address; NULL behind the last. */
static const char *
addr_field_at(const struct addr *a, size_t i)
{
	static const char *const in[] = { "sin_family", "sin_port", "sin_addr",
		"sin_zero" };
	static const char *const in6[] = { "sin6_family", "sin6_port",
		"sin6_flowinfo", "sin6_addr", "sin6_scope_id" };
	static const char *const un[] = { "sun_family", "sun_path" };

	switch (a->len) {
	case sizeof(struct sockaddr_in):
		return i < 4 ? in[i] : NULL;
	case sizeof(struct sockaddr_in6):
		return i < 5 ? in6[i] : NULL;
	default:
		return i < 2 && a->u.sa.sa_family == AF_UNIX ? un[i] :
		    i == 0                                   ? "sa_family" :
							       NULL;
	}
}

/* Which element or field an item of an initializer is for. */
struct init_place {
	const char *path; /* or NULL: by its place */
	size_t at;
	size_t next; /* the place of the next item */
};

static enum exec
place_index(struct interp *in, const struct node *item,
    struct init_place *place)
{
	struct value index = { 0 };
	enum exec rc = eval(in, item->kids[1], &index);

	if (rc != EXEC_OK)
		return rc;
	if (index.type != VAL_INT || index.i < 0)
		rc = mistake(in, item, _("an index is a whole number"));
	else
		place->at = (size_t)index.i;
	place->next = place->at + 1;
	value_drop(&index);
	return rc;
}

static enum exec
place_find(struct interp *in, const struct node *item, const struct value *v,
    struct init_place *place)
{
	const struct layout *layout = value_layout(v);

	place->path = NULL;
	place->at = place->next++;
	if (item->kind != NODE_DESIGNATE)
		return EXEC_OK;
	if (item->text == NULL)
		return place_index(in, item, place);
	place->path = item->text;
	/* C goes on behind the field that was named. */
	if (layout != NULL && strchr(item->text, '.') == NULL)
		place->next =
		    (size_t)layout_field_index(layout, item->text) + 1;
	return EXEC_OK;
}

static enum exec
too_many(struct interp *in, const struct node *item, const struct value *v)
{
	const struct layout *layout = value_layout(v);

	if (layout != NULL)
		return mistake(in, item,
		    _("struct %s has no more than %u "
		      "fields"),
		    layout->name, layout->n);
	return mistake(in, item, _("there is no place for this value"));
}

/* What v has at a place: a new reference. */
static enum exec
place_get(struct interp *in, const struct node *item, const struct value *v,
    const struct init_place *place, struct value *out)
{
	const char *path = place->path;
	char *cause = NULL;

	if (path == NULL && v->type == VAL_ADDR &&
	    (path = addr_field_at(v->addr, place->at)) == NULL)
		return too_many(in, item, v);
	if (path != NULL)
		return value_field_get(v, path, out, &cause) ?
		    EXEC_OK :
		    mistake_cause(in, item, cause);
	if (v->type != VAL_TUPLE || place->at >= v->tuple->len)
		return too_many(in, item, v);
	*out = value_copy(&v->tuple->items[place->at]);
	return EXEC_OK;
}

/* Takes over part. */
static enum exec
place_set(struct interp *in, const struct node *item, struct value *v,
    const struct init_place *place, struct value *part)
{
	const char *path = place->path;
	char *cause = NULL;
	bool ok;

	if (path == NULL && v->type == VAL_ADDR)
		path = addr_field_at(v->addr, place->at);
	if (path == NULL)
		return value_item_set(v, place->at, *part, &cause) ?
		    EXEC_OK :
		    mistake_cause(in, item, cause);
	ok = value_field_set(v, path, part, &cause);
	value_drop(part);
	return ok ? EXEC_OK : mistake_cause(in, item, cause);
}

/* char s[] = { 'a', 'b', 0 } */
static enum exec
init_bytes(struct interp *in, const struct node *init, struct value *v)
{
	struct bytes *b = bytes_array(v->bytes->size);
	enum exec rc = EXEC_OK;

	for (uint32_t i = 0; i < init->nkids && rc == EXEC_OK; i++) {
		struct value byte = { 0 };

		if (i >= b->size || init->kids[i]->kind == NODE_DESIGNATE ||
		    init->kids[i]->kind == NODE_INIT) {
			rc = too_many(in, init->kids[i], v);
			break;
		}
		rc = eval(in, init->kids[i], &byte);
		if (rc != EXEC_OK)
			break;
		if (byte.type == VAL_INT && byte.i >= -128 && byte.i <= 255)
			b->data[i] = (char)byte.i;
		else if (byte.type == VAL_BYTES && byte.bytes->len == 1)
			b->data[i] = *byte.bytes->data;
		else
			rc = mistake(in, init->kids[i],
			    _("a byte is a number from 0 to 255"));
		if (b->data[i] != '\0')
			b->len = i + 1;
		value_drop(&byte);
	}
	value_drop(v);
	*v = value_from_bytes(b);
	return rc;
}

/* { x } for what is no struct: x itself, and {} its zero. */
static enum exec
init_scalar(struct interp *in, const struct node *init, struct value *v)
{
	if (init->nkids == 0)
		return EXEC_OK;
	if (init->nkids > 1 || init->kids[0]->kind == NODE_DESIGNATE)
		return too_many(in, init->kids[init->nkids - 1], v);
	return init_value(in, init->kids[0], v);
}

/* One item of the initializer of *v. */
static enum exec
init_item(struct interp *in, const struct node *item, struct value *v,
    struct init_place *place)
{
	struct value part = { 0 };
	enum exec rc = place_find(in, item, v, place);

	if (rc == EXEC_OK)
		rc = place_get(in, item, v, place, &part);
	if (rc == EXEC_OK) {
		rc = init_value(in,
		    item->kind == NODE_DESIGNATE ? item->kids[0] : item, &part);
		if (rc != EXEC_OK)
			value_drop(&part);
	}
	return rc == EXEC_OK ? place_set(in, item, v, place, &part) : rc;
}

/* Gives *v, which holds zeroes, what an initializer says. */
static enum exec
init_value(struct interp *in, const struct node *init, struct value *v)
{
	struct init_place place = { 0 };
	struct value given = { 0 };
	enum exec rc = EXEC_OK;

	if (init->kind != NODE_INIT) {
		rc = eval(in, init, &given);
		if (rc != EXEC_OK)
			return rc;
		value_drop(v);
		*v = given;
		return EXEC_OK;
	}
	if (v->type == VAL_BYTES && v->bytes->array)
		return init_bytes(in, init, v);
	if (v->type != VAL_TUPLE && v->type != VAL_ADDR)
		return init_scalar(in, init, v);
	/* As in C, what an initializer does not name is zero: the family too. */
	if (v->type == VAL_ADDR)
		v->addr->u.sa.sa_family = AF_UNSPEC;
	for (uint32_t i = 0; i < init->nkids && rc == EXEC_OK; i++)
		rc = init_item(in, init->kids[i], v, &place);
	return rc;
}

static size_t
array_size(const struct value *v)
{
	return v->type == VAL_INT && v->i >= 0 && v->i <= C_ARRAY_MAX ?
	    (size_t)v->i :
	    SIZE_MAX;
}

/* char buf[n] = …: the bytes, and room for what the declaration says. */
static enum exec
declare_chars(struct interp *in, const struct node *node,
    const struct value *size, const struct value *init, struct value *out)
{
	const struct node *braces = node->kids[2];
	size_t n = size->type != VAL_UNSET ? array_size(size) :
	    init->type == VAL_BYTES        ? init->bytes->len + 1 :
	    braces != NULL                 ? braces->nkids :
					     SIZE_MAX;
	struct bytes *b;

	if (n == SIZE_MAX)
		return mistake(in, node,
		    _("an array's size is a number, 0 to 16M"));
	if (init->type == VAL_BYTES && init->bytes->len > n)
		return mistake(in, node,
		    _("%zu bytes do not fit into an array of %zu"),
		    init->bytes->len, n);
	b = bytes_array(n);
	if (init->type == VAL_BYTES) {
		b->len = init->bytes->len;
		memcpy(b->data, init->bytes->data, b->len);
	}
	*out = value_from_bytes(b);
	return EXEC_OK;
}

/* One that a declaration is about, all zero. */
static struct value
declare_zero(const struct node *node)
{
	struct value v = VALUE_INT(0);
	char *cause = NULL;

	switch ((enum declare)node->op) {
	case DECLARE_FLOAT:
		return VALUE_FLOAT(0);
	case DECLARE_STRUCT:
		return layout_zero(node->declare.layout);
	case DECLARE_SET:
		/* None in it: never too large. */
		value_tuple(&v, NULL, 0, &cause);
		return v;
	case DECLARE_ADDR:
		v = value_from_addr(addr_new(node->declare.family));
		if (node->declare.family == AF_UNSPEC)
			v.addr->len = sizeof(struct sockaddr_storage);
		return v;
	default:
		return v;
	}
}

/* int sv[2], struct pollfd p[2] */
static enum exec
declare_array(struct interp *in, const struct node *node,
    const struct value *size, struct value *out)
{
	const struct node *init = node->kids[2];
	size_t n = size->type != VAL_UNSET ? array_size(size) :
	    init != NULL                   ? init->nkids :
					     0;
	struct value *items;
	char *cause = NULL;
	bool ok;

	if (n > TUPLE_WEIGHT_MAX / 2)
		return mistake(in, node, _("this array is too large"));
	items = xcalloc(n, sizeof(items[0]));
	for (size_t i = 0; i < n; i++)
		items[i] =
		    node->declare.array ? declare_zero(node) : VALUE_INT(0);
	ok = value_tuple(out, items, n, &cause);
	free(items);
	return ok ? EXEC_OK : mistake_cause(in, node, cause);
}

/* The value that a declaration gives its variable: first without what stands
 * in braces. */
static enum exec
declare_value(struct interp *in, const struct node *node,
    const struct value *size, const struct value *init, struct value *out)
{
	if (node->op == DECLARE_CHARS)
		return declare_chars(in, node, size, init, out);
	if (init->type != VAL_UNSET) {
		*out = value_copy(init);
		return EXEC_OK;
	}
	if (node->op == DECLARE_NUMBERS || node->declare.array)
		return declare_array(in, node, size, out);
	*out = declare_zero(node);
	return EXEC_OK;
}

enum exec
eval_declare(struct interp *in, const struct node *node, struct value *out)
{
	const struct node *init = node->kids[2];
	bool braces = init != NULL && init->kind == NODE_INIT;
	struct value size = { 0 }, given = { 0 };
	enum exec rc = EXEC_OK;

	if (node->kids[1] != NULL)
		rc = eval(in, node->kids[1], &size);
	if (rc == EXEC_OK && init != NULL && !braces)
		rc = eval(in, init, &given);
	/* "int fd = socket(…)" that fails: fd is -1. */
	if (rc == EXEC_FAILED && node->kids[0] != NULL)
		eval_assign(in, node->kids[0], VALUE_INT(-1));
	if (rc == EXEC_OK)
		rc = declare_value(in, node, &size, &given, out);
	value_drop(&size);
	value_drop(&given);
	if (rc == EXEC_OK && braces &&
	    (rc = init_value(in, init, out)) != EXEC_OK)
		value_drop(out);
	return rc;
}

enum exec
exec_declare(struct interp *in, const struct node *node)
{
	struct value v = { 0 };
	enum exec rc = eval_declare(in, node, &v);

	return rc == EXEC_OK ? eval_assign(in, node->kids[0], v) : rc;
}
