/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignment: to variables, to fields of addresses, to elements. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"

/* Changing a value in place: first it must be the variable's alone. */
static struct addr *
own_addr(struct value *v)
{
	if (v->addr->refs > 1) {
		struct addr *copy = addr_from_sa(&v->addr->u.sa, v->addr->len);

		value_drop(v);
		*v = value_from_addr(copy);
	}
	return v->addr;
}

static struct bytes *
own_bytes(struct value *v)
{
	const struct bytes *old = v->bytes;
	struct bytes *copy;

	if (old->refs == 1)
		return v->bytes;
	copy = old->array ? bytes_array(old->size) : bytes_new(NULL, old->len);
	memcpy(copy->data, old->data, old->array ? old->size : old->len);
	copy->len = old->len;
	value_drop(v);
	*v = value_from_bytes(copy);
	return copy;
}

static enum exec
assign_field(struct interp *in, const struct node *target,
    const struct value *v)
{
	struct value *what;
	char *cause = NULL;

	if (target->kids[0]->kind != NODE_GLOBAL &&
	    target->kids[0]->kind != NODE_LOCAL)
		return mistake(in, target, _("this cannot be assigned to"));
	what = node_variable(in, target->kids[0]);
	if (what->type != VAL_ADDR)
		return mistake(in, target,
		    _("%s holds no address; struct sockaddr_in %s; makes "
		      "one"),
		    target->kids[0]->sym->name, target->kids[0]->sym->name);
	if (!addr_field_set(own_addr(what), target->text, v, &cause))
		return mistake_cause(in, target, cause);
	return EXEC_OK;
}

/* buf[i] = byte, as C does it; one past the content makes it longer. */
static enum exec
assign_byte(struct interp *in, const struct node *target, struct value *what,
    int64_t i, const struct value *v)
{
	size_t room = what->bytes->array ? what->bytes->size : what->bytes->len;
	int64_t byte = v->type == VAL_BYTES && v->bytes->len == 1 ?
	    (unsigned char)*v->bytes->data :
	    v->type == VAL_INT ? v->i :
				 -1;
	struct bytes *b;

	if (byte < 0 || byte > 255)
		return mistake(in, target,
		    _("a byte is a number from 0 to 255"));
	if (i < 0 || (uint64_t)i >= room)
		return mistake(in, target,
		    _("[%lld] lies outside: there is room for %zu bytes"),
		    (long long)i, room);
	b = own_bytes(what);
	b->data[i] = (char)byte;
	/* "buf[n] = 0" ends the text of a C array there; another byte behind
	 * its end makes it longer, up to the next NUL. */
	if ((size_t)i >= b->len && byte != 0)
		b->len = (size_t)i + strlen(b->data + i);
	else if (b->array && byte == 0 && (size_t)i < b->len)
		b->len = (size_t)i;
	return EXEC_OK;
}

static enum exec
assign_item(struct interp *in, const struct node *target, struct value *what,
    int64_t i, const struct value *v)
{
	const struct tuple *t = what->tuple;
	struct value *items, whole;
	char *cause = NULL;
	bool ok;

	if (i < 0)
		i += (int64_t)t->len;
	if (i < 0 || (uint64_t)i >= t->len)
		return mistake(in, target,
		    _("[%lld] lies outside of the %zu values"), (long long)i,
		    t->len);
	items = xmalloc(t->len * sizeof(items[0]));
	for (size_t k = 0; k < t->len; k++)
		items[k] = value_copy(k == (size_t)i ? v : &t->items[k]);
	ok = value_tuple(&whole, items, t->len, &cause);
	free(items);
	if (!ok)
		return mistake_cause(in, target, cause);
	value_drop(what);
	*what = whole;
	return EXEC_OK;
}

static enum exec
assign_index(struct interp *in, const struct node *target,
    const struct value *v)
{
	struct value index = { 0 }, *what;
	enum exec rc;

	if (target->kids[0]->kind != NODE_GLOBAL &&
	    target->kids[0]->kind != NODE_LOCAL)
		return mistake(in, target, _("this cannot be assigned to"));
	rc = eval(in, target->kids[1], &index);
	if (rc != EXEC_OK)
		return rc;
	what = node_variable(in, target->kids[0]);
	if (index.type != VAL_INT)
		rc = mistake(in, target, _("an index is a whole number"));
	else if (what->type == VAL_BYTES)
		rc = assign_byte(in, target, what, index.i, v);
	else if (what->type == VAL_TUPLE)
		rc = assign_item(in, target, what, index.i, v);
	else
		rc = mistake(in, target, _("%s has no elements"),
		    value_type_name(what));
	value_drop(&index);
	return rc;
}

enum exec
eval_assign(struct interp *in, const struct node *target, struct value v)
{
	enum exec rc = EXEC_OK;
	struct value *var;

	switch (target->kind) {
	case NODE_GLOBAL:
	case NODE_LOCAL:
		var = node_variable(in, target);
		value_drop(var);
		*var = v;
		return EXEC_OK;
	case NODE_LAST:
		value_drop(&in->last);
		in->last = v;
		return EXEC_OK;
	case NODE_ERRNO:
		if (v.type != VAL_INT || v.i < INT_MIN || v.i > INT_MAX)
			rc = mistake(in, target,
			    _("errno is a number, 0 to begin with"));
		else
			in->err = (int)v.i;
		break;
	case NODE_FIELD:
		rc = assign_field(in, target, &v);
		break;
	case NODE_INDEX:
		rc = assign_index(in, target, &v);
		break;
	default:
		rc = mistake(in, target, _("this cannot be assigned to"));
		break;
	}
	value_drop(&v);
	return rc;
}
