/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignment: to variables, to fields of structs, to elements. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "model/layout.h"

/* Changing a value in place: first it must be the variable's alone. */
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

static bool
is_variable(const struct node *node)
{
	return node->kind == NODE_GLOBAL || node->kind == NODE_LOCAL;
}

/* A step from a value to a part of it: a field, or the element at an index. */
struct step {
	const struct node *node;
	int64_t index;
};

enum { STEPS_MAX = 32 };

/* Which variable a target begins with, and the way from there; each index is
 * found once. NULL if it does not begin with one, or is too long a way. */
static const struct node *
target_root(const struct node *target, struct step *steps, size_t *n)
{
	size_t count = 0;

	for (const struct node *at = target;
	     at->kind == NODE_FIELD || at->kind == NODE_INDEX; at = at->kids[0])
		count++;
	if (count > STEPS_MAX)
		return NULL;
	*n = count;
	while (count > 0) {
		steps[--count] = (struct step){ .node = target };
		target = target->kids[0];
	}
	return is_variable(target) ? target : NULL;
}

static enum exec
step_index(struct interp *in, struct step *step)
{
	struct value index = { 0 };
	enum exec rc = eval(in, step->node->kids[1], &index);

	if (rc != EXEC_OK)
		return rc;
	if (index.type != VAL_INT)
		rc = mistake(in, step->node, _("an index is a whole number"));
	step->index = index.i;
	value_drop(&index);
	return rc;
}

static enum exec assign_part(struct interp *in, const struct step *step,
    size_t n, struct value *what, const struct value *v);

static enum exec
assign_item(struct interp *in, const struct step *step, size_t n,
    struct value *what, const struct value *v)
{
	const struct tuple *t = what->tuple;
	int64_t i = step->index;
	struct value item;
	char *cause = NULL;
	enum exec rc;

	if (i < 0)
		i += (int64_t)t->len;
	if (i < 0 || (uint64_t)i >= t->len)
		return mistake(in, step->node,
		    _("[%lld] lies outside of the %zu values"), (long long)i,
		    t->len);
	item = value_copy(n == 1 ? v : &t->items[i]);
	if (n != 1) {
		rc = assign_part(in, step + 1, n - 1, &item, v);
		if (rc != EXEC_OK) {
			value_drop(&item);
			return rc;
		}
	}
	if (!value_item_set(what, (size_t)i, item, &cause))
		return mistake_cause(in, step->node, cause);
	return EXEC_OK;
}

static enum exec
assign_index(struct interp *in, const struct step *step, size_t n,
    struct value *what, const struct value *v)
{
	if (what->type == VAL_BYTES && n == 1)
		return assign_byte(in, step->node, what, step->index, v);
	if (what->type == VAL_TUPLE)
		return assign_item(in, step, n, what, v);
	return mistake(in, step->node, _("%s has no elements"),
	    value_type_name(what));
}

/* Nothing to have fields: which struct has this one. */
static enum exec
no_struct(struct interp *in, const struct node *target)
{
	const char *name = target->kids[0]->sym->name;
	const struct layout *layout;

	for (size_t i = 0; (layout = layout_at(i)) != NULL; i++) {
		if (layout_field_index(layout, target->text) >= 0)
			return mistake(in, target,
			    _("%s holds no struct; struct %s %s; makes one"),
			    name, layout->name, name);
	}
	return mistake(in, target,
	    _("%s holds no address; struct sockaddr_in %s; makes one"), name,
	    name);
}

static enum exec
assign_field(struct interp *in, const struct step *step, size_t n,
    struct value *what, const struct value *v)
{
	const struct node *node = step->node;
	struct value part = { 0 };
	char *cause = NULL;
	enum exec rc;

	if (what->type != VAL_ADDR && value_layout(what) == NULL &&
	    is_variable(node->kids[0]))
		return no_struct(in, node);
	if (n == 1) {
		if (!value_field_set(what, node->text, v, &cause))
			return mistake_cause(in, node, cause);
		return EXEC_OK;
	}
	if (!value_field_get(what, node->text, &part, &cause))
		return mistake_cause(in, node, cause);
	rc = assign_part(in, step + 1, n - 1, &part, v);
	if (rc == EXEC_OK && !value_field_set(what, node->text, &part, &cause))
		rc = mistake_cause(in, node, cause);
	value_drop(&part);
	return rc;
}

/* The part of what that n steps lead to becomes v; n is not 0. */
static enum exec
assign_part(struct interp *in, const struct step *step, size_t n,
    struct value *what, const struct value *v)
{
	if (step->node->kind == NODE_FIELD)
		return assign_field(in, step, n, what, v);
	return assign_index(in, step, n, what, v);
}

/* a.sin_port = …, buf[i] = …, m.msg_iov[0].iov_len = … */
static enum exec
assign_inside(struct interp *in, const struct node *target,
    const struct value *v)
{
	struct step steps[STEPS_MAX];
	const struct node *root;
	enum exec rc = EXEC_OK;
	size_t n = 0;

	root = target_root(target, steps, &n);
	if (root == NULL)
		return mistake(in, target, _("this cannot be assigned to"));
	for (size_t i = 0; i < n && rc == EXEC_OK; i++) {
		if (steps[i].node->kind == NODE_INDEX)
			rc = step_index(in, &steps[i]);
	}
	if (rc != EXEC_OK)
		return rc;
	return assign_part(in, steps, n, node_variable(in, root), v);
}

/* What is written at buf + n: the content reaches to its end, then. */
static enum exec
assign_behind(struct interp *in, const struct node *target,
    const struct value *v)
{
	struct value what = { 0 }, n = { 0 };
	enum exec rc = eval(in, target->kids[0], &what);
	struct bytes *b;
	size_t at;

	if (rc == EXEC_OK && (rc = eval(in, target->kids[1], &n)) != EXEC_OK)
		value_drop(&what);
	if (rc != EXEC_OK)
		return rc;
	if (what.type == VAL_TUPLE || v->type != VAL_BYTES ||
	    what.type != VAL_BYTES || n.type != VAL_INT || n.i < 0 ||
	    (uint64_t)n.i > what.bytes->size ||
	    v->bytes->len > what.bytes->size - (size_t)n.i) {
		rc = mistake(in, target, _("this cannot be written to"));
	} else {
		at = (size_t)n.i;
		b = own_bytes(&what);
		memcpy(b->data + at, v->bytes->data, v->bytes->len);
		b->len = at + v->bytes->len;
		return eval_assign(in, target->kids[0], what);
	}
	value_drop(&what);
	value_drop(&n);
	return rc;
}

/* &p[i] of an array of structs is the element, of bytes what begins there. */
static enum exec
assign_pointer(struct interp *in, const struct node *target,
    const struct value *v)
{
	struct value what = { 0 };
	struct node index;
	enum exec rc = eval(in, target->kids[0], &what);
	bool tuple = what.type == VAL_TUPLE;

	if (rc != EXEC_OK)
		return rc;
	value_drop(&what);
	if (!tuple)
		return assign_behind(in, target, v);
	index = *target;
	index.kind = NODE_INDEX;
	return assign_inside(in, &index, v);
}

/* *p = v: of text the first byte, else p itself. Takes over v. */
static enum exec
assign_behind_star(struct interp *in, const struct node *target, struct value v)
{
	const struct node *name = target->kids[0];
	struct value what = { 0 };
	enum exec rc = eval(in, name, &what);

	if (rc == EXEC_OK && what.type == VAL_BYTES)
		rc = assign_byte(in, target, &what, 0, &v);
	if (rc == EXEC_OK && what.type == VAL_BYTES) {
		value_drop(&v);
		return eval_assign(in, name, what);
	}
	value_drop(&what);
	if (rc == EXEC_OK)
		return eval_assign(in, name, v);
	value_drop(&v);
	return rc;
}

/* A list of variables, from a value of as many. */
static enum exec
assign_each(struct interp *in, const struct node *target, const struct value *v)
{
	enum exec rc = EXEC_OK;

	if (v->type != VAL_TUPLE || v->tuple->len != target->nkids)
		return mistake(in, target, _("this cannot be assigned to"));
	for (uint32_t i = 0; i < target->nkids && rc == EXEC_OK; i++)
		rc = eval_assign(in, target->kids[i],
		    value_copy(&v->tuple->items[i]));
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
	case NODE_TUPLE:
		rc = assign_each(in, target, &v);
		break;
	case NODE_FIELD:
	case NODE_INDEX:
		rc = assign_inside(in, target, &v);
		break;
	case NODE_POINTER:
		rc = assign_pointer(in, target, &v);
		break;
	case NODE_UNARY:
		if (target->op == OP_DEREF)
			return assign_behind_star(in, target, v);
		rc = mistake(in, target, _("this cannot be assigned to"));
		break;
	default:
		rc = mistake(in, target, _("this cannot be assigned to"));
		break;
	}
	value_drop(&v);
	return rc;
}
