/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expect: the last call's result against a pattern. */
#include <inttypes.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "model/xlat.h"

/* The bytes of the last call: its value, or the first of a pair. */
static const struct bytes *
outcome_bytes(const struct outcome *o)
{
	if (o->value.type == VAL_BYTES)
		return o->value.bytes;
	if (o->value.type == VAL_TUPLE && o->value.tuple->len != 0 &&
	    o->value.tuple->items[0].type == VAL_BYTES)
		return o->value.tuple->items[0].bytes;
	return NULL;
}

/* A number is held against what the echo shows; any other value against the
 * value, or a member of the pair that accept and recvfrom give. */
static bool
value_matches(const struct outcome *o, const struct value *v)
{
	const struct value *got = &o->value;

	if (v->type == VAL_INT && got->type != VAL_FLOAT)
		return o->result == v->i;
	if (value_equal(got, v))
		return true;
	for (size_t i = 0; got->type == VAL_TUPLE && i < got->tuple->len; i++) {
		if (value_equal(&got->tuple->items[i], v))
			return true;
	}
	return false;
}

static bool
regex_matches(const struct outcome *o, const regex_t *regex)
{
	const struct bytes *b = outcome_bytes(o);
	regmatch_t range = { 0 };

	if (b == NULL)
		return false;
	/* Bytes may hold NUL: the range says where they end. */
	range.rm_eo = (regoff_t)b->len;
	return regexec(regex, b->data, 1, &range, REG_STARTEND) == 0;
}

static enum exec
item_matches(struct interp *in, const struct outcome *got,
    const struct expect_item *item, bool *matches)
{
	struct value v = { 0 };
	enum exec rc = EXEC_OK;

	switch (item->want) {
	case WANT_ANY:
		*matches = true;
		break;
	case WANT_ERRNO:
		*matches = got->err == item->err;
		break;
	case WANT_REGEX:
		*matches = regex_matches(got, item->regex);
		break;
	default:
		rc = eval(in, item->value, &v);
		if (rc == EXEC_OK)
			*matches = value_matches(got, &v);
		value_drop(&v);
		break;
	}
	return rc;
}

/* What the last call gave, in the words of expect. */
static void
outcome_text(struct strbuf *out, const struct outcome *o)
{
	const struct bytes *b = outcome_bytes(o);

	if (o->err != 0) {
		const char *name = errno_name(o->err);

		sb_printf(out, "-1 %s", name != NULL ? name : "?");
	} else if (o->value.type == VAL_UNSET) {
		sb_str(out, _("nothing: no call was made"));
	} else if (b != NULL) {
		sb_printf(out, "%" PRId64 " ", o->result);
		text_quote(out, b->data, b->len, 256);
	} else if (o->value.type == VAL_INT) {
		sb_printf(out, "%" PRId64, o->value.i);
	} else if (o->value.type == VAL_TUPLE) {
		sb_printf(out, "%" PRId64 " ", o->result);
		value_repr(out, &o->value, 256);
	} else {
		value_repr(out, &o->value, 256);
	}
}

static enum exec
missed(struct interp *in, const struct node *node)
{
	struct strbuf want = { 0 }, got = { 0 };

	for (uint32_t i = 0; i < node->expect.nitems; i++)
		sb_printf(&want, "%s%s", i != 0 ? " " : "",
		    node->expect.items[i].text);
	outcome_text(&got, &in->outcome);
	mistake(in, node, _("expected %s, got %s"), sb_text(&want),
	    sb_text(&got));
	sb_free(&want);
	sb_free(&got);
	return EXEC_MISS;
}

enum exec
exec_expect(struct interp *in, const struct node *node)
{
	/* What is expected may be told by calls, whose outcome is another. */
	struct outcome got = in->outcome;
	bool matches = true;
	enum exec rc = EXEC_OK;

	in->outcome.value = value_copy(&got.value);
	for (uint32_t i = 0; i < node->expect.nitems && matches; i++) {
		rc = item_matches(in, &got, &node->expect.items[i], &matches);
		if (rc != EXEC_OK)
			break;
	}
	value_drop(&in->outcome.value);
	in->outcome = got;
	if (rc != EXEC_OK)
		return rc;
	return matches ? EXEC_OK : missed(in, node);
}
