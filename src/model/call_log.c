/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around a system call: the lock, the clock, the interruption, the event. */
#include <string.h>
#include <time.h>

#include "model/call.h"

int64_t
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

bool
call_enter(struct call *call)
{
	struct session *s = call->task->session;

	if (atomic_load_explicit(&call->task->cancel, memory_order_relaxed)) {
		call->status = CALL_CANCELLED;
		call->result = -1;
		call->err = EINTR;
		return false;
	}
	/* The kernel may change a value-result length: what was before goes
	 * into the event. */
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (call->prim->params[i].type == PARAM_INOUT_LEN)
			call->args[i].room = call->args[i].inout;
	}
	call->start = clock_now();
	if (call->prim->flags & PRIM_BLOCKS) {
		call->task->waits_in = call->prim;
		call->task->waits_fd = call->fd;
		call->task->waits_generation = call->generation;
		call->task->waits_since = call->start;
		session_waits(call->task);
		session_unlock(s);
		if (s->ops->waiting != NULL)
			s->ops->waiting(s->ops_ctx, call->task);
	}
	return true;
}

/*
 * A signal that was not meant to interrupt: the call is made again, as long as
 * the descriptor is still the one that the user named.
 */
bool
call_again(struct call *call)
{
	struct session *s = call->task->session;
	const struct fd_info *info;
	bool same;

	if (call->err != EINTR)
		return false;
	if (atomic_load_explicit(&call->task->cancel, memory_order_relaxed))
		return false;
	if (!(call->prim->flags & PRIM_BLOCKS))
		return true;
	session_lock(s);
	info = session_fd(s, call->fd);
	same = (info != NULL ? info->generation : 0) == call->generation;
	session_unlock(s);
	return same;
}

/* What of an argument is kept, and of how much. */
struct kept {
	const void *data;
	size_t len;
	struct event_arg arg;
};

static void
kept_out(struct kept *k, const struct arg *arg, int64_t len, bool filled)
{
	k->arg.null = arg->null;
	k->arg.unfilled = !filled;
	if (!filled || arg->null)
		return;
	k->arg.num = len;
	k->data = arg->out;
	k->len = (size_t)len < arg->room ? (size_t)len : arg->room;
}

static struct kept
call_keep(const struct call *call, int i)
{
	const struct arg *arg = &call->args[i];
	bool ok = call->err == 0;
	struct kept k = { 0 };

	switch (call->prim->params[i].type) {
	case PARAM_ADDR:
		k.arg.null = arg->data == NULL;
		k.arg.num = call->args[i + 1].v.i;
		/* fall through */
	case PARAM_BYTES:
	case PARAM_OPTVAL:
	case PARAM_TEXT:
	case PARAM_HINTS:
	case PARAM_POLLFDS:
	case PARAM_FDSET:
	case PARAM_TIMEVAL:
	case PARAM_INTPTR:
		k.arg.null = arg->data == NULL;
		k.data = arg->data;
		k.len = arg->len;
		if (call->prim->params[i].type != PARAM_ADDR)
			k.arg.num = (int64_t)arg->len;
		break;
	case PARAM_OUT_BYTES:
		kept_out(&k, arg, call->result, ok);
		break;
	case PARAM_OUT_INFO:
		kept_out(&k, arg, (int64_t)arg->room, ok);
		break;
	case PARAM_OUT_ADDR:
	case PARAM_OUT_OPTVAL:
		kept_out(&k, arg, arg[1].inout, ok);
		break;
	case PARAM_OUT_FDS:
		kept_out(&k, arg, 2 * sizeof(int), ok);
		break;
	case PARAM_INOUT_LEN:
		k.arg.null = arg->null;
		k.arg.num = (int64_t)arg->room;
		k.arg.after = (int32_t)arg->inout;
		break;
	default:
		k.arg.num = arg->v.i;
		break;
	}
	if (k.len > EVENT_PAYLOAD_MAX)
		k.len = EVENT_PAYLOAD_MAX;
	return k;
}

static const struct event *
call_log(struct call *call, const struct prim *prim, int64_t end)
{
	struct kept kept[PRIM_PARAMS];
	size_t size = sizeof(struct event);
	unsigned n = 0;
	struct event *ev;
	unsigned char *payload;
	uint16_t off = 0;

	for (int i = 0; i < PRIM_PARAMS; i++) {
		enum param_type type = call->prim->params[i].type;

		if (type == PARAM_END)
			break;
		if (!param_in_c(type))
			continue;
		kept[n] = call_keep(call, i);
		size += sizeof(struct event_arg) + kept[n++].len;
	}
	ev = log_append(call->task->session->log, size);
	ev->job = call->task->job;
	ev->start = call->start;
	ev->end = end;
	ev->prim = prim;
	ev->result = call->result;
	ev->err = call->err;
	ev->nargs = n;
	payload = (unsigned char *)&ev->args[n];
	for (unsigned i = 0; i < n; i++) {
		ev->args[i] = kept[i].arg;
		ev->args[i].off = off;
		ev->args[i].len = (uint16_t)kept[i].len;
		if (kept[i].len != 0)
			memcpy(payload + off, kept[i].data, kept[i].len);
		off = (uint16_t)(off + kept[i].len);
	}
	return ev;
}

static void
call_count(struct call *call)
{
	struct fd_info *info;

	info = session_fd(call->task->session, call->fd);
	if (info == NULL)
		return;
	info->calls++;
	if (call->prim->flags & PRIM_RECEIVES)
		info->reader = call->task->job;
	if (call->result <= 0 ||
	    !(call->prim->flags & (PRIM_SENDS | PRIM_RECEIVES)))
		return;
	if (call->prim->flags & PRIM_SENDS)
		info->sent += (uint64_t)call->result;
	else
		info->received += (uint64_t)call->result;
}

/* The listener reads a copy: the lock is not held while it does. */
static void
call_tell(struct call *call, const struct event *ev)
{
	struct session *s = call->task->session;
	union {
		struct event ev;
		char room[EVENT_SIZE_MAX];
	} copy;

	if (s->ops->event == NULL || s->quiet)
		return;
	memcpy(&copy, ev, ev->size);
	session_unlock(s);
	s->ops->event(s->ops_ctx, call->task, &copy.ev);
	session_lock(s);
}

void
call_leave_as(struct call *call, const struct prim *prim)
{
	int64_t end = clock_now();

	if (call->prim->flags & PRIM_BLOCKS) {
		session_lock(call->task->session);
		session_waited(call->task);
	}
	if (call->err != 0) {
		call->status = CALL_FAILED;
		if (call->err == EINTR &&
		    atomic_load_explicit(&call->task->cancel,
			memory_order_relaxed))
			call->status = CALL_CANCELLED;
	}
	if (call->prim->flags & PRIM_PURE)
		return;
	call_count(call);
	call_tell(call, call_log(call, prim, end));
}
