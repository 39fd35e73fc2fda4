/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arguments of commands on values, and lists while they are made. */
#include "lang/builtin_args.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

const struct bytes *
builtin_bytes(struct call *call, int i)
{
	const struct value *v = &call->args[i].v;

	if (v->type == VAL_BYTES)
		return v->bytes;
	call_mistake(call, i, _("%s wants text; this is %s"), call->prim->name,
	    value_type_name(v));
	return NULL;
}

const struct tuple *
builtin_list(struct call *call, int i)
{
	const struct value *v = &call->args[i].v;

	if (v->type == VAL_TUPLE)
		return v->tuple;
	call_mistake(call, i, _("%s wants a list; this is %s"),
	    call->prim->name, value_type_name(v));
	return NULL;
}

int64_t
builtin_number(struct call *call, int i, int64_t preset)
{
	const struct value *v = &call->args[i].v;

	if (!call_given(call, i) || v->type == VAL_NONE)
		return preset;
	if (v->type == VAL_INT)
		return v->i;
	call_mistake(call, i, _("%s wants a whole number; this is %s"),
	    call->prim->params[i].name, value_type_name(v));
	return preset;
}

const char *
builtin_word(struct call *call, int i)
{
	const struct value *v = &call->args[i].v;

	if (!call_given(call, i) || v->type == VAL_NONE)
		return NULL;
	if (v->type == VAL_BYTES && strlen(v->bytes->data) == v->bytes->len)
		return v->bytes->data;
	call_mistake(call, i, _("%s wants text; this is %s"),
	    call->prim->params[i].name, value_type_name(v));
	return "";
}

void
builtin_too_long(struct call *call, int i)
{
	call_mistake(call, i, _("a byte string is at most %d bytes long"),
	    BYTES_MAX);
}

bool
values_push(struct call *call, struct values *list, struct value v)
{
	if (list->n >= TUPLE_WEIGHT_MAX) {
		value_drop(&v);
		call_mistake(call, 0, _("a tuple of more than %d values"),
		    TUPLE_WEIGHT_MAX);
		return false;
	}
	list->items = xgrow(list->items, list->n, sizeof(list->items[0]));
	list->items[list->n++] = v;
	return true;
}

bool
values_text(struct call *call, struct values *list, const char *s,
    const char *end)
{
	return values_push(call, list, value_bytes(s, (size_t)(end - s)));
}

void
values_give(struct call *call, struct values *list, bool ok)
{
	struct value v;
	char *cause = NULL;

	if (ok && call->status == CALL_OK) {
		if (value_tuple(&v, list->items, list->n, &cause))
			call_give(call, v);
		else
			call_mistake(call, -1, "%s", cause);
		free(cause);
	} else {
		for (size_t i = 0; i < list->n; i++)
			value_drop(&list->items[i]);
	}
	free(list->items);
}
