/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops, carried out. */
#include "base/i18n.h"
#include "lang/interp.h"
#include "model/layout.h"

bool
exec_goes_on(struct interp *in, enum exec *rc)
{
	if (*rc == EXEC_CONTINUE)
		*rc = EXEC_OK;
	if (*rc == EXEC_OK)
		*rc = interp_step(in);
	return *rc == EXEC_OK;
}

static enum exec
loop_end(enum exec rc)
{
	return rc == EXEC_BREAK ? EXEC_OK : rc;
}

enum exec
exec_while(struct interp *in, const struct node *node)
{
	enum exec rc;

	do {
		bool truth = false;

		rc = exec_condition(in, node->kids[0], &truth);
		if (rc != EXEC_OK || !truth)
			break;
		rc = exec_block(in, node->kids[1]);
		/* What fails in one turn cannot be expected by the next. */
		if (rc == EXEC_FAILED)
			in->failing = false;
	} while (exec_goes_on(in, &rc));
	return loop_end(rc);
}

enum exec
exec_repeat(struct interp *in, const struct node *node)
{
	struct value count = { 0 };
	enum exec rc = eval(in, node->kids[0], &count);

	if (rc != EXEC_OK)
		return rc;
	if (count.type != VAL_INT || count.i < 0) {
		value_drop(&count);
		return mistake(in, node->kids[0],
		    _("repeat wants a whole number, 0 or more"));
	}
	for (int64_t i = 0; i < count.i; i++) {
		rc = exec_block(in, node->kids[1]);
		if (rc == EXEC_FAILED && i + 1 < count.i)
			in->failing = false;
		if (!exec_goes_on(in, &rc))
			break;
	}
	return loop_end(rc);
}

/* How many elements a for goes through, and the i-th. */
static bool
for_count(const struct value *v, size_t *n)
{
	if (v->type == VAL_TUPLE)
		*n = v->tuple->len;
	else if (v->type == VAL_BYTES)
		*n = v->bytes->len;
	else
		return false;
	return true;
}

/* for line in f: as Python's, up to the end. */
static enum exec
exec_for_lines(struct interp *in, const struct node *node,
    const struct value *file)
{
	struct value line = { 0 };
	enum exec rc;

	do {
		rc = eval_row(in, node->kids[0], "readline", file, &line);
		if (rc != EXEC_OK)
			return rc;
		if (line.type != VAL_BYTES || line.bytes->len == 0) {
			value_drop(&line);
			return EXEC_OK;
		}
		rc = eval_assign(in, node->kids[2], line);
		if (rc == EXEC_OK)
			rc = exec_block(in, node->kids[1]);
		if (rc == EXEC_FAILED)
			in->failing = false;
	} while (exec_goes_on(in, &rc));
	return loop_end(rc);
}

enum exec
exec_for(struct interp *in, const struct node *node)
{
	struct value what = { 0 };
	uint32_t names = node->nkids - 2;
	enum exec rc = eval(in, node->kids[0], &what);
	size_t n = 0;

	if (rc != EXEC_OK)
		return rc;
	if (value_is_file(&what) && names == 1) {
		rc = exec_for_lines(in, node, &what);
		value_drop(&what);
		return rc;
	}
	if (!for_count(&what, &n)) {
		rc = mistake(in, node->kids[0],
		    _("for goes through a tuple or bytes; this is %s"),
		    value_type_name(&what));
		value_drop(&what);
		return rc;
	}
	for (size_t i = 0; i < n; i++) {
		struct value item = what.type == VAL_TUPLE ?
		    what.tuple->items[i] :
		    VALUE_INT((unsigned char)what.bytes->data[i]);

		if (names == 1)
			rc = eval_assign(in, node->kids[2], value_copy(&item));
		else
			rc = unpack_to(in, node->kids[0], node->kids + 2, names,
			    &item);
		if (rc == EXEC_OK)
			rc = exec_block(in, node->kids[1]);
		if (rc == EXEC_FAILED && i + 1 < n)
			in->failing = false;
		if (!exec_goes_on(in, &rc))
			break;
	}
	value_drop(&what);
	return loop_end(rc);
}
