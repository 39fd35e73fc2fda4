/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around a system call: the lock, the clock, the interruption, the event. */
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "model/call.h"
#include "model/msg.h"

int64_t
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/*
 * A signal that was not meant to interrupt: the call is made again, as long as
 * the descriptor is still the one that the user named.
 */
bool
call_interrupted(struct call *call)
{
	struct session *s = call->task->session;
	const struct fd_info *info;
	bool same;

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

/* What is written of an event. */
struct writing {
	unsigned char *payload;
	size_t off; /* where in it the next argument begins */
};

/* Of an argument's data, as much as an event holds. */
static void
keep_data(struct writing *w, struct event_arg *to, const void *data, size_t len)
{
	if (len > EVENT_PAYLOAD_MAX)
		len = EVENT_PAYLOAD_MAX;
	if (data == NULL)
		len = 0;
	if (len != 0)
		memcpy(w->payload + w->off, data, len);
	to->len = (uint16_t)len;
	w->off += len;
}

static void
keep_out(struct writing *w, struct event_arg *to, const struct call *call,
    const struct arg *arg, int64_t len)
{
	to->null = arg->null;
	to->unfilled = call->err != 0;
	if (to->unfilled || to->null)
		return;
	to->num = len;
	keep_data(w, to, arg->out,
	    (size_t)len < arg->room ? (size_t)len : arg->room);
}

/* A message or its buffers, of which so many bytes count. */
static void
keep_msg(struct writing *w, struct event_arg *to, const struct msg *msg,
    uint64_t bytes)
{
	if (msg == NULL) {
		to->null = true;
		return;
	}
	to->num = (int64_t)msg->name_room;
	to->len =
	    (uint16_t)msg_pack(w->payload + w->off, MSG_PACKED_MAX, msg, bytes);
	w->off += to->len;
}

static void
keep(struct writing *w, struct event_arg *to, const struct call *call, int i)
{
	const struct arg *arg = &call->args[i];

	switch (call->prim->params[i].type) {
	case PARAM_ADDR:
		to->null = arg->data == NULL;
		to->num = call->args[i + 1].v.i;
		keep_data(w, to, arg->data, arg->len);
		break;
	case PARAM_BYTES:
	case PARAM_OPTVAL:
	case PARAM_TEXT:
	case PARAM_HOST:
	case PARAM_PORT:
	case PARAM_RAW_ADDR:
	case PARAM_HINTS:
	case PARAM_POLLFDS:
	case PARAM_FDSET:
	case PARAM_TIMEVAL:
	case PARAM_INTPTR:
	case PARAM_IOCTL_ARG:
	case PARAM_EPOLL_EVENT:
		to->null = arg->data == NULL;
		to->num = (int64_t)arg->len;
		if (!to->null)
			keep_data(w, to, arg->data, arg->len);
		break;
	case PARAM_MSG:
	case PARAM_IOV:
		keep_msg(w, to, arg->data, UINT64_MAX);
		break;
	case PARAM_OUT_MSG:
	case PARAM_OUT_IOV:
		keep_msg(w, to, arg->out,
		    call->result > 0 ? (uint64_t)call->result : 0);
		to->unfilled = call->err != 0;
		break;
	case PARAM_OUT_BYTES:
		keep_out(w, to, call, arg, call->result);
		break;
	case PARAM_OFFSET:
		to->null = arg->null;
		to->num = arg->v.i;
		keep_data(w, to, arg->out, arg->room);
		break;
	case PARAM_OUT_EPOLL:
		keep_out(w, to, call, arg,
		    call->result * (int64_t)sizeof(struct epoll_event));
		break;
	case PARAM_OUT_INFO:
	case PARAM_OUT_TEXT:
	case PARAM_ANSWER:
		keep_out(w, to, call, arg, (int64_t)arg->room);
		break;
	case PARAM_OUT_ADDR:
	case PARAM_OUT_OPTVAL:
		keep_out(w, to, call, arg, arg[1].inout);
		break;
	case PARAM_OUT_FDS:
		keep_out(w, to, call, arg, 2 * sizeof(int));
		break;
	case PARAM_INOUT_LEN:
		to->null = arg->null;
		to->num = (int64_t)arg->room;
		to->after = (int32_t)arg->inout;
		break;
	default:
		to->num = arg->v.i;
		break;
	}
}

/* All of the call but its times; returns the size of the event. */
static size_t
event_fill(struct event *ev, const struct call *call, const struct prim *prim)
{
	const struct command *cmd = call->cmd;
	struct event_arg *to = ev->args;
	struct writing w = { (unsigned char *)&ev->args[cmd->nargs], 0 };

	ev->job = call->task->job;
	ev->prim = prim;
	ev->result = call->result;
	ev->err = call->err;
	ev->host = call->host;
	ev->generation = call->generation;
	ev->nargs = cmd->nargs;
	for (unsigned in_c = cmd->in_c; in_c != 0; in_c &= in_c - 1) {
		int i = __builtin_ctz(in_c);

		*to = (struct event_arg){ .off = (uint16_t)w.off };
		if (cmd->numbers >> i & 1u)
			to->num = call->args[i].v.i;
		else
			keep(&w, to, call, i);
		to++;
	}
	return (size_t)(w.payload - (unsigned char *)ev) + w.off;
}

static const struct event *
call_log(const struct call *call, const struct prim *prim, int64_t end)
{
	struct event_log *log = call->task->session->log;
	struct event *ev = log_reserve(log);
	size_t size;

	ev->start = call->start;
	ev->end = end;
	size = event_fill(ev, call, prim);
	if (call->task->session->unlogged)
		log_forgo(log, size);
	else
		log_commit(log, size);
	return ev;
}

/* The kernel may change a value-result length: what was before goes into the
 * event. */
static void
keep_lengths(struct call *call)
{
	for (int i = 0; call->cmd->inouts >> i != 0; i++) {
		if (call->cmd->inouts & 1u << i)
			call->args[i].room = call->args[i].inout;
	}
}

static void
cancelled(struct call *call)
{
	call->status = CALL_CANCELLED;
	call->result = -1;
	call->err = EINTR;
}

/* To the row's function it is as if the user had interrupted it right away. */
static void
call_draft(struct call *call, const struct prim *prim)
{
	const struct event *last = log_last(call->task->session->log);
	struct event *ev = call->draft;

	cancelled(call);
	/* Of several calls that a row makes, the first. */
	if (ev->prim != NULL)
		return;
	keep_lengths(call);
	/* Its err says that nothing is there of what the kernel would write. */
	ev->size = (uint32_t)event_fill(ev, call, prim);
	ev->seq = last != NULL ? last->seq + 1 : 1;
	ev->start = ev->end = clock_now();
	ev->result = 0;
	ev->err = 0;
}

bool
call_enter_as(struct call *call, const struct prim *prim)
{
	struct session *s = call->task->session;

	if (atomic_load_explicit(&call->task->cancel, memory_order_relaxed)) {
		cancelled(call);
		return false;
	}
	if (call->draft != NULL) {
		call_draft(call, prim);
		return false;
	}
	keep_lengths(call);
	if (call->host == 0)
		call->host = call->task->host;
	call->start = clock_now();
	if (call->prim->flags & PRIM_BLOCKS && s->alone) {
		session_unlock(s);
		/* Nobody is there to ask what this waits for. */
		if (s->ops->waiting != NULL)
			s->ops->waiting(s->ops_ctx, call->task);
	} else if (call->prim->flags & PRIM_BLOCKS) {
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

/* Bytes that stay where they are, or were never received. */
static bool
call_only_looks(const struct call *call)
{
	return call->cmd->flags != 0 &&
	    (call_num(call, __builtin_ctz(call->cmd->flags)) &
		(MSG_PEEK | MSG_ERRQUEUE)) != 0;
}

/* Reading, and accept. */
static bool
call_may_take(const struct call *call)
{
	const unsigned accepts = PRIM_OPENS | PRIM_BLOCKS;
	unsigned flags = call->prim->flags;

	return (flags & PRIM_RECEIVES) != 0 ? !call_only_looks(call) :
					      (flags & accepts) == accepts;
}

static void
call_count(struct call *call)
{
	struct fd_info *info;

	info = session_fd(call->task->session, call->fd);
	if (info == NULL)
		return;
	info->calls++;
	if (call->task->session->fd_called != NULL)
		call->task->session->fd_called(call->task->session, call->fd,
		    false);
	info->takes += call_may_take(call);
	if (call->prim->flags & PRIM_RECEIVES)
		info->reader = call->task->job;
	if (call->result <= 0 ||
	    !(call->prim->flags & (PRIM_SENDS | PRIM_RECEIVES)))
		return;
	if (call->prim->flags & PRIM_SENDS)
		info->sent += (uint64_t)call->result;
	else if (!call_only_looks(call))
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

	if (s->ops->event == NULL || (s->quiet && !s->recorded))
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
		if (!call->task->session->alone)
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
