/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a struct points to: iov.iov_base = buf, m.msg_name = &peer. Values have
 * no pointers, but a value that was only copied is still the same one in
 * memory: by that the variable is found that C's function would have written
 * to. Whoever has changed either since has cut them apart.
 */
#include "lang/interp.h"

static bool
is_same(const struct value *a, const struct value *b)
{
	if (a->type != b->type)
		return false;
	return a->type == VAL_ADDR ? a->addr == b->addr :
	    a->type == VAL_BYTES   ? a->bytes == b->bytes :
				     false;
}

static void
follow(struct value *vars, size_t n, const struct value *old,
    const struct value *now)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_same(&vars[i], old) || is_same(&vars[i], now))
			continue;
		value_drop(&vars[i]);
		vars[i] = value_copy(now);
	}
}

void
alias_follow(struct interp *in, const struct value *old,
    const struct value *now)
{
	bool array = old->type == VAL_BYTES && old->bytes->array;

	if (old->type == VAL_TUPLE && now->type == VAL_TUPLE) {
		for (size_t i = 0; i < old->tuple->len && i < now->tuple->len;
		     i++)
			alias_follow(in, &old->tuple->items[i],
			    &now->tuple->items[i]);
		return;
	}
	if (old->type != now->type || (!array && old->type != VAL_ADDR))
		return;
	follow(in->vars->v, in->vars->n, old, now);
	follow(in->frame, in->nframe, old, now);
}
