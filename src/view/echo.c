/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of a call: name, arguments, result, and how long it blocked. */
#include "view/echo.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "model/msg.h"
#include "model/prim.h"
#include "model/xlat.h"
#include "view/echo_arg.h"

enum {
	/* Beyond this much, an argument is only "...": no call of ours has
	 * that, but a log may hold anything. What one argument and the result
	 * can add stays below ECHO_LINE_MAX. */
	ARGS_MAX = 4096,
	BLOCKED_MIN = 50, /* ms */
};

/* What of an event's record can be trusted. */
struct extent {
	size_t nargs;
	const unsigned char *payload;
	size_t len;
};

static struct extent
event_extent(const struct event *ev)
{
	struct extent ex = { 0 };
	size_t room;

	if (ev->size < sizeof(*ev))
		return ex;
	room = ev->size - sizeof(*ev);
	if (ev->nargs > room / sizeof(ev->args[0]))
		return ex;
	ex.nargs = ev->nargs;
	ex.len = room - ex.nargs * sizeof(ev->args[0]);
	ex.payload = (const unsigned char *)&ev->args[ex.nargs];
	return ex;
}

/* Whether it is kept as msg_pack makes it. */
static bool
param_is_packed(enum param_type type)
{
	return type == PARAM_MSG || type == PARAM_OUT_MSG ||
	    type == PARAM_IOV || type == PARAM_OUT_IOV;
}

static void
echo_read_arg(struct echo_arg *arg, const struct event *ev, size_t i,
    const struct extent *ex)
{
	const struct event_arg *from = &ev->args[i];
	size_t most;

	arg->missing = i >= ex->nargs;
	if (arg->missing)
		return;
	arg->num = from->num;
	arg->after = from->after;
	arg->null = from->null;
	arg->missing =
	    from->unfilled || (ev->err != 0 && param_is_out(arg->param->type));
	/* Of what was not received, the lengths are shown. */
	if (arg->param->type == PARAM_OUT_MSG ||
	    arg->param->type == PARAM_OUT_IOV)
		arg->missing = false;
	if (from->len == 0)
		return;
	if (from->off > ex->len || from->len > ex->len - from->off) {
		arg->missing = true;
		return;
	}
	arg->data = ex->payload + from->off;
	most = param_is_packed(arg->param->type) ? MSG_PACKED_MAX :
						   EVENT_PAYLOAD_MAX;
	arg->len = from->len < most ? from->len : most;
}

void
echo_read(struct echo_call *call, const struct event *ev, unsigned flags)
{
	struct extent ex = event_extent(ev);

	*call = (struct echo_call){ .ev = ev, .flags = flags };
	for (size_t i = 0; i < PRIM_PARAMS; i++) {
		const struct param *param = &ev->prim->params[i];

		if (param->type == PARAM_END)
			break;
		if (!prim_in_c(ev->prim, (int)i))
			continue;
		call->args[call->n].param = param;
		echo_read_arg(&call->args[call->n], ev, call->n, &ex);
		call->n++;
	}
}

/* What a function that returns a pointer gives: what that points to. */
static void
echo_pointed(struct strbuf *out, const struct echo_call *call)
{
	const struct echo_arg *answer = echo_find(call, PARAM_ANSWER);

	if (answer == NULL)
		answer = echo_find(call, PARAM_OUT_TEXT);
	sb_str(out, " = ");
	if (call->ev->err != 0)
		sb_str(out, "NULL");
	else if (answer != NULL && answer->param->type == PARAM_ANSWER)
		echo_answer(out, answer);
	else if (answer != NULL)
		echo_pointer(out, answer);
}

static void
echo_result(struct strbuf *out, const struct echo_call *call)
{
	const struct event *ev = call->ev;
	const char *name;

	if (ev->prim->flags & PRIM_POINTER)
		echo_pointed(out, call);
	else if (echo_result_is_hex(call))
		sb_printf(out, " = %#" PRIx64, (uint64_t)ev->result);
	else
		sb_printf(out, " = %" PRId64, ev->result);
	if (ev->err == 0)
		return;
	name = errno_name(ev->err);
	if (ev->err == ERR_NO_ENTRY)
		sb_printf(out, " (%s)", errno_text(ev->err));
	else if (name != NULL)
		sb_printf(out, " %s (%s)", name, errno_text(ev->err));
	else
		sb_printf(out, " (errno %" PRId32 ")", ev->err);
}

/* In whole numbers: the decimal point is not the locale's. */
static void
echo_blocked(struct strbuf *out, const struct event *ev)
{
	uint64_t ms;

	if (ev->end <= ev->start)
		return;
	ms = ((uint64_t)ev->end - (uint64_t)ev->start) / 1000000;
	if (ms < BLOCKED_MIN)
		return;
	sb_str(out, "   ");
	if (ms < 1000)
		sb_printf(out, _("[blocked %" PRIu64 " ms]"), ms);
	else
		sb_printf(out, _("[blocked %" PRIu64 ".%02u s]"), ms / 1000,
		    (unsigned)(ms % 1000 / 10));
}

void
echo_format(struct strbuf *out, const struct event *ev, unsigned flags)
{
	size_t start = out->len;
	struct echo_call call;

	echo_read(&call, ev, flags);
	sb_printf(out, "%s(", ev->prim->name);
	for (size_t i = 0; i < call.n; i++) {
		if (call.args[i].param->type == PARAM_ANSWER ||
		    echo_absent(&call, i))
			continue;
		if (i != 0)
			sb_str(out, ", ");
		if (out->len - start > ARGS_MAX)
			sb_str(out, "...");
		else
			echo_arg(out, &call, i);
	}
	sb_char(out, ')');
	echo_result(out, &call);
	echo_fcntl_result(out, &call);
	echo_wait_result(out, &call);
	if ((flags & ECHO_BLOCKED) && (ev->prim->flags & PRIM_BLOCKS))
		echo_blocked(out, ev);
}
