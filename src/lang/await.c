/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wait_until: a state that will come, with a deadline. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/parser.h"

enum {
	AWAIT_SECONDS = 5, /* where none are given */
	AWAIT_SECONDS_MAX = 86400,
	AWAIT_PAUSE_NS = 500000,   /* at first, between two looks … */
	AWAIT_PAUSE_MAX = 8000000, /* … and at last */
};

/* await := 'wait_until' expr [[','] seconds] */
struct node *
parse_await(struct parser *p, size_t pos)
{
	struct node *kids[2] = { parse_expr(p), NULL };
	struct node *node;

	if (kids[0] == NULL)
		return NULL;
	/* wait_until(x == 1, 2) is read as a pair. */
	if (kids[0]->kind == NODE_TUPLE && kids[0]->nkids == 2) {
		kids[1] = kids[0]->kids[1];
		kids[0] = kids[0]->kids[0];
	} else if (parse_accept(p, TOK_COMMA) || !parse_at_end(p)) {
		kids[1] = parse_expr(p);
		if (kids[1] == NULL)
			return NULL;
	}
	node = parse_node_of(p, NODE_AWAIT, pos, kids, 2);
	return node;
}

static enum exec
await_seconds(struct interp *in, const struct node *node, double *seconds)
{
	struct value v = { 0 };
	enum exec rc;

	*seconds = AWAIT_SECONDS;
	if (node == NULL)
		return EXEC_OK;
	rc = eval(in, node, &v);
	if (rc != EXEC_OK)
		return rc;
	if (v.type == VAL_INT)
		*seconds = (double)v.i;
	else if (v.type == VAL_FLOAT)
		*seconds = v.f;
	else
		*seconds = -1;
	value_drop(&v);
	if (!(*seconds >= 0 && *seconds <= AWAIT_SECONDS_MAX))
		return mistake(in, node,
		    _("seconds: a number from 0 to %d belongs here"),
		    AWAIT_SECONDS_MAX);
	return EXEC_OK;
}

/* The others, and what the user does, go on meanwhile. */
static void
await_pause(struct interp *in, int64_t *ns)
{
	struct session *s = in->task.session;
	const struct timespec pause = { .tv_nsec = *ns };

	session_unlock(s);
	if (s->ops != NULL && s->ops->waiting != NULL)
		s->ops->waiting(s->ops_ctx, &in->task);
	nanosleep(&pause, NULL);
	session_lock(s);
	if (*ns < AWAIT_PAUSE_MAX)
		*ns *= 2;
}

static enum exec
await_failed(struct interp *in, const struct node *node, double seconds)
{
	const struct node *what = node->kids[0];

	trouble_at(in, node);
	in->trouble.message =
	    xasprintf(_("waited for %g s, and it never held: %.*s"), seconds,
		(int)(what->end - what->pos), in->unit->text + what->pos);
	in->err = ETIMEDOUT;
	value_drop(&in->outcome.value);
	in->outcome = (struct outcome){ .result = -1, .err = ETIMEDOUT };
	in->failing = true;
	return EXEC_FAILED;
}

enum exec
exec_await(struct interp *in, const struct node *node)
{
	int64_t pause = AWAIT_PAUSE_NS, start = clock_now();
	double seconds;
	enum exec rc = await_seconds(in, node->kids[1], &seconds);

	while (rc == EXEC_OK) {
		struct value v = { 0 };
		bool truth;

		/* Errors are values while it waits, and leave no trace. */
		int err = in->err;

		in->handled++;
		rc = eval(in, node->kids[0], &v);
		in->handled--;
		if (rc != EXEC_OK)
			break;
		in->err = err;
		truth = value_truth(&v);
		value_drop(&v);
		if (truth)
			break;
		if ((double)(clock_now() - start) >= seconds * 1e9)
			return await_failed(in, node, seconds);
		await_pause(in, &pause);
		if (atomic_load(&in->task.cancel))
			rc = EXEC_CANCELLED;
	}
	return rc;
}
