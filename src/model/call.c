/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call of a primitive: the arguments, the system call, the event. */
#include "model/call.h"

#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call_set.h"
#include "model/layout.h"

enum { NAME_ASKED_MAX = 1024 }; /* no name of a host or service is longer */

void
call_init(struct call *call, const struct command *cmd, struct task *task)
{
	memset(call, 0, offsetof(struct call, args));
	for (int i = 0; i < cmd->nparams; i++)
		call->args[i] = (struct arg){ 0 };
	call->prim = cmd->prim;
	call->cmd = cmd;
	call->task = task;
	call->draft = task->draft;
	call->bad = -1;
	call->fd = -1;
}

void
call_free(struct call *call)
{
	for (int i = 0; i < call->cmd->nparams; i++) {
		value_drop(&call->args[i].v);
		value_drop(&call->args[i].result);
	}
	value_drop(&call->ret);
	value_drop(&call->file);
	value_drop(&call->picture);
}

void
call_mistake(struct call *call, int i, const char *fmt, ...)
{
	va_list ap;

	if (call->status == CALL_MISTAKE)
		return;
	va_start(ap, fmt);
	call->cause = xvasprintf(fmt, ap);
	va_end(ap);
	call->status = CALL_MISTAKE;
	call->bad = i;
}

const struct verb *
call_verb(struct call *call, int i)
{
	const char *name = call->args[i].v.bytes->data;
	const struct verb *verb = prim_verb(call->prim, name);
	struct nearest nearest = { .name = name };

	if (verb != NULL)
		return verb;
	for (verb = call->prim->verbs; verb->name != NULL; verb++)
		nearest_offer(&nearest, verb->name);
	if (nearest.best != NULL)
		call_mistake(call, i,
		    _("%s %.60s: no such thing; did you mean "
		      "%s %s?"),
		    call->prim->name, name, call->prim->name, nearest.best);
	else
		call_mistake(call, i,
		    _("%s %.60s: no such thing; help %s lists what there is"),
		    call->prim->name, name, call->prim->name);
	return NULL;
}

void
call_remark(struct call *call, const char *fmt, ...)
{
	struct session *s = call->task->session;
	va_list ap;
	char *text;

	if (s->ops->remark == NULL)
		return;
	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	session_unlock(s);
	s->ops->remark(s->ops_ctx, call->task, text);
	session_lock(s);
	free(text);
}

bool
call_unfit(struct call *call, int i, const struct value *v)
{
	const struct param *param = &call->prim->params[i];
	struct strbuf text = { 0 };

	value_repr(&text, v, 60);
	call_mistake(call, i, _("%s: %s is %s; it takes %s"), param->name,
	    sb_text(&text), value_type_name(v), param_wants(param->type));
	sb_free(&text);
	return false;
}

static bool
call_set_number(struct call *call, int i, const struct value *v, int64_t min,
    int64_t max)
{
	const struct param *param = &call->prim->params[i];

	if (v->type != VAL_INT)
		return call_unfit(call, i, v);
	if (v->i < min || v->i > max) {
		call_mistake(call, i,
		    _("%s: %lld is out of range, %lld to %lld"), param->name,
		    (long long)v->i, (long long)min, (long long)max);
		return false;
	}
	return true;
}

static bool
call_set_fd(struct call *call, int i, const struct value *v)
{
	const struct value *fd = v;

	if (v->type == VAL_TUPLE && !param_accepts(PARAM_FD, v))
		return call_unfit(call, i, v);
	if (v->type == VAL_TUPLE)
		fd = &v->tuple->items[0];
	if ((fd->type != VAL_INT || fd->i != (int)fd->i) &&
	    !call_set_number(call, i, fd, INT_MIN, INT_MAX))
		return false;
	call->args[i].v = *fd;
	if (i == 0 && fd != v && value_is_file(v)) {
		value_drop(&call->file);
		call->file = value_copy(v);
	}
	if (call->fd == -1) {
		const struct fd_info *info =
		    session_fd(call->task->session, fd->i);

		call->stale = info != NULL && fd->tag == VALUE_TAG_FD &&
		    fd->generation != 0 && fd->generation != info->generation;
		call->fd = (int)fd->i;
		call->generation = info != NULL ? info->generation : 0;
		call->host = info != NULL ? info->host : 0;
	}
	return true;
}

/* No bytes: a number may be meant as its text or as its binary form. */
static bool
call_unfit_bytes(struct call *call, int i, const struct value *v)
{
	if (v->type == VAL_INT || v->type == VAL_FLOAT) {
		struct strbuf text = { 0 };

		value_repr(&text, v, 60);
		call_mistake(call, i,
		    _("%s: %s is a number, and a socket carries bytes; "
		      "str(%s) gives its text, pack its binary form"),
		    call->prim->params[i].name, sb_text(&text), sb_text(&text));
		sb_free(&text);
		return false;
	}
	return call_unfit(call, i, v);
}

bool
call_set_null(struct call *call, int i)
{
	call->args[i].given = true;
	call->args[i].null = true;
	return true;
}

/* Text that a C string will hold, or a name. */
static bool
call_set_text(struct call *call, int i, const struct value *v)
{
	const struct param *param = &call->prim->params[i];
	struct nearest nearest = { 0 };

	if (v->type != VAL_BYTES)
		return call_unfit(call, i, v);
	if (strlen(v->bytes->data) != v->bytes->len) {
		call_mistake(call, i, _("%s: a NUL byte would end it early"),
		    param->name);
		return false;
	}
	if (!param_accepts(param->type, v)) {
		nearest.name = v->bytes->data;
		param_offer(param->type, &nearest);
		if (nearest.best == NULL)
			return call_unfit(call, i, v);
		call_mistake(call, i, _("%s: no such one; did you mean %s?"),
		    param->name, nearest.best);
		return false;
	}
	call->args[i].v = value_copy(v);
	call->args[i].data = v->bytes->data;
	call->args[i].len = v->bytes->len;
	return true;
}

/* A host or a service, as the C string that a look-up takes; or NULL. */
static bool
call_set_asked(struct call *call, int i, const struct value *v)
{
	const struct param *param = &call->prim->params[i];
	struct arg *arg = &call->args[i];
	char digits[8];

	if (v->type == VAL_NONE ||
	    (v->type == VAL_INT && v->i == 0 &&
		(call->c_form || param->type == PARAM_HOST)))
		return call_set_null(call, i);
	if (v->type == VAL_INT && param->type == PARAM_PORT) {
		if (!call_set_number(call, i, v, 0, UINT16_MAX))
			return false;
		snprintf(digits, sizeof(digits), "%d", (int)v->i);
		arg->v = value_str(digits);
		arg->data = arg->v.bytes->data;
		arg->len = arg->v.bytes->len;
		return true;
	}
	if (v->type == VAL_BYTES && v->bytes->len > NAME_ASKED_MAX) {
		call_mistake(call, i, _("%s: no name has more than %d bytes"),
		    param->name, NAME_ASKED_MAX);
		return false;
	}
	return call_set_text(call, i, v);
}

/* What a C form's variable holds before the call: a buffer, a length. */
static bool
call_set_out(struct call *call, int i, const struct value *v)
{
	if (call->prim->params[i].type == PARAM_INOUT_LEN &&
	    v->type != VAL_UNSET && !call_set_number(call, i, v, 0, INT_MAX))
		return false;
	call->args[i].v = value_copy(v);
	return true;
}

/* open("f", "r+"): as fopen has it. */
static bool
call_set_open(struct call *call, int i, const struct value *v)
{
	int64_t flags;

	if (strlen(v->bytes->data) != v->bytes->len ||
	    !open_mode(v->bytes->data, &flags))
		return call_unfit(call, i, v);
	call->args[i].v = VALUE_INT(flags);
	return true;
}

/* A pointer to a number that the call may change; NULL for None. */
static bool
call_set_offset(struct call *call, int i, const struct value *v)
{
	if (!param_accepts(PARAM_OFFSET, v))
		return call_unfit(call, i, v);
	call->args[i].null = !call->args[i].ref &&
	    (v->type == VAL_NONE || v->tag == VALUE_TAG_NULL);
	call->args[i].v = VALUE_INT(v->type == VAL_INT ? v->i : 0);
	return true;
}

/* All conversions; apart, so that what call_set does first stays small. */
static bool __attribute__((noinline))
call_convert(struct call *call, int i, const struct value *v)
{
	enum param_type type = call->prim->params[i].type;

	if (call->cmd->outs & 1u << i)
		return call_set_out(call, i, v);
	switch (type) {
	case PARAM_ADDR:
	case PARAM_TO:
		return call_set_addr(call, i, v);
	case PARAM_BYTES:
		return call_unfit_bytes(call, i, v);
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_TOPIC:
	case PARAM_CLAIM:
	case PARAM_SYSCTL:
	case PARAM_FAILURE:
	case PARAM_MATCH:
	case PARAM_SETTING:
	case PARAM_COMMAND:
	case PARAM_VERB:
	case PARAM_LAB_HOST:
	case PARAM_KIND:
		return call_set_text(call, i, v);
	case PARAM_HOST:
	case PARAM_PORT:
		return call_set_asked(call, i, v);
	case PARAM_SIZE:
	case PARAM_ROOM:
		if (!call_set_number(call, i, v, 0, BYTES_MAX))
			return false;
		break;
	case PARAM_OPEN:
		if (v->type == VAL_BYTES)
			return call_set_open(call, i, v);
		if (!call_set_number(call, i, v, INT_MIN, INT_MAX))
			return false;
		break;
	case PARAM_OFFSET:
		return call_set_offset(call, i, v);
	case PARAM_OPTVAL:
	case PARAM_VALUE:
	case PARAM_WORDS:
		break;
	default:
		if (call->cmd->ints >> i & 1u) {
			if (!call_set_number(call, i, v, INT_MIN, INT_MAX))
				return false;
		} else if (!param_accepts(type, v)) {
			return call_unfit(call, i, v);
		}
		break;
	}
	call->args[i].v = value_copy(v);
	return true;
}

bool
call_set(struct call *call, int i, const struct value *v)
{
	struct arg *arg = &call->args[i];

	call->args[i].given = true;
	/* First what most arguments are, and need no conversion for. */
	if (v->type == VAL_INT && (call->cmd->ints >> i & 1u) &&
	    v->i == (int)v->i) {
		arg->v = *v;
		return true;
	}
	if (call->prim->params[i].type == PARAM_FD)
		return call_set_fd(call, i, v);
	if (v->type == VAL_BYTES && call->prim->params[i].type == PARAM_BYTES) {
		arg->v = value_copy(v);
		arg->data = v->bytes->data;
		arg->len = v->bytes->len;
		return true;
	}
	return call_convert(call, i, v);
}

/* The length of the bytes or the address before it, if none is given. */
static bool
call_fill_length(struct call *call, int i)
{
	const struct param *param = &call->prim->params[i];
	struct arg *arg = &call->args[i], *before = arg - 1;

	if (!call_given(call, i))
		arg->v = VALUE_INT((int64_t)before->len);
	if (param->type != PARAM_SIZE)
		return true;
	if ((size_t)arg->v.i > before->len) {
		call_mistake(call, i,
		    _("%s: %lld is more than the %zu bytes given; C would "
		      "send what lies behind them in memory"),
		    param->name, (long long)arg->v.i, before->len);
		return false;
	}
	before->len = (size_t)arg->v.i;
	return true;
}

/* What was left out gets its preset; a length, that of what it follows. */
static bool
call_fill(struct call *call)
{
	unsigned lengths = call->cmd->lengths;

	for (int i = 0; i < call->cmd->nparams; i++) {
		struct arg *arg = &call->args[i];

		if (!arg->given && !(call->cmd->outs >> i & 1u)) {
			arg->v = VALUE_INT(call->prim->params[i].preset);
			arg->null = call->cmd->pointers >> i & 1u;
		}
	}
	for (; lengths != 0; lengths &= lengths - 1) {
		if (!call_fill_length(call, __builtin_ctz(lengths)))
			return false;
	}
	return true;
}

/* The variable is older than the descriptor: the kernel has given the number out
 * again. The call is made all the same, as it would be in C. */
static void __attribute__((noinline, cold)) call_on_another(struct call *call)
{
	struct fd_info *info = session_fd(call->task->session, call->fd);

	if (info == NULL || info->told_again)
		return;
	info->told_again = true;
	call_remark(call,
	    _("%d was closed since, and is the number of another descriptor "
	      "now: the call is made on that one"),
	    call->fd);
}

void
call_run(struct call *call)
{
	/* What makes no system call is interrupted here. */
	if (call->status == CALL_OK &&
	    atomic_load_explicit(&call->task->cancel, memory_order_relaxed)) {
		call->status = CALL_CANCELLED;
		call->result = -1;
		call->err = EINTR;
	}
	if (call->stale && call->status == CALL_OK)
		call_on_another(call);
	if (call->status == CALL_OK && call_fill(call) && call_confined(call))
		call->prim->call(call);
	if (call->status == CALL_OK && call->ret.type == VAL_UNSET)
		call->ret = call->prim->flags & PRIM_OPENS ?
		    session_fd_value(call->task->session, call->result) :
		    VALUE_INT(call->result);
	if (call->status == CALL_FAILED) {
		value_drop(&call->ret);
		call->ret = VALUE_INT(
		    call->prim->flags & PRIM_ERROR ? call->result : -1);
	}
}

const struct sockaddr *
call_sa(const struct call *call, int i)
{
	return call->args[i].data;
}

socklen_t
call_salen(const struct call *call, int i)
{
	return (socklen_t)call->args[i + 1].v.i;
}
