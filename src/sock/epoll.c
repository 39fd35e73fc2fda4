/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epoll, as C has it and as Python's select.epoll() does. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "model/layout.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	CTL_EPFD,
	CTL_OP,
	CTL_FD,
	CTL_EVENT,
	WAIT_EPFD = 0,
	WAIT_EVENTS,
	WAIT_MAX,
	WAIT_TIMEOUT,
	REGISTER_EPFD = 0,
	REGISTER_FD,
	REGISTER_EVENTS,
	POLL_EPFD = 0,
	POLL_TIMEOUT,
	POLL_MAX,

	EVENTS_MAX = 1024,
	EVENTS_PRESET = EPOLLIN | EPOLLPRI | EPOLLOUT, /* Python's */
};

static void
epoll_made(struct call *call)
{
	if (call->status == CALL_OK)
		session_fd_made(call->task->session, (int)call->result,
		    FD_EPOLL);
}

static void
epoll_create_call(struct call *call)
{
	CALL(call, epoll_create((int)call_num(call, 0)));
	epoll_made(call);
}

static void
epoll_create1_call(struct call *call)
{
	CALL(call, epoll_create1((int)call_num(call, 0)));
	epoll_made(call);
}

static bool
event_mistake(struct call *call, int i)
{
	call_mistake(call, i, _("%s: it takes %s"), call->prim->params[i].name,
	    param_wants(PARAM_EPOLL_EVENT));
	return false;
}

/*
 * struct epoll_event: events alone, with the descriptor as data, as nearly every
 * program has it; or (events, data). *null: there is none.
 */
static bool
event_fill(struct call *call, int i, int fd, struct epoll_event *event,
    bool *null)
{
	const struct value *v = &call->args[i].v;
	const struct value *data = NULL;

	*event = (struct epoll_event){ 0 };
	event->data.u64 = (uint32_t)fd;
	*null = !call_given(call, i) || v->type == VAL_NONE ||
	    v->tag == VALUE_TAG_NULL;
	if (*null)
		return true;
	if (v->type == VAL_TUPLE && v->tuple->len == 2) {
		data = &v->tuple->items[1];
		v = &v->tuple->items[0];
	}
	/* {.data.fd = 4}: the first member of the union. */
	if (data != NULL && data->type == VAL_TUPLE && data->tuple->len != 0)
		data = &data->tuple->items[0];
	if (v->type != VAL_INT || v->i < INT_MIN || v->i > UINT32_MAX ||
	    (data != NULL && data->type != VAL_INT))
		return event_mistake(call, i);
	event->events = (uint32_t)v->i;
	if (data != NULL)
		event->data.u64 = (uint64_t)data->i;
	return true;
}

/* The call itself; whoever asks for what comes in means to read it. */
static void
epoll_ctl_made(struct call *call, int op, int fd, struct epoll_event *event,
    bool null)
{
	struct arg *arg = &call->args[CTL_EVENT];

	arg->data = null ? NULL : event;
	arg->len = sizeof(*event);
	CALL(call, epoll_ctl(call->fd, op, fd, null ? NULL : event));
	arg->data = NULL;
	if (call->status == CALL_OK && !null && (event->events & EPOLLIN))
		session_fd_read(call->task, fd);
}

static void
epoll_ctl_call(struct call *call)
{
	int op = (int)call_num(call, CTL_OP), fd = call_fd(call, CTL_FD);
	struct epoll_event event;
	bool null;

	if (event_fill(call, CTL_EVENT, fd, &event, &null))
		epoll_ctl_made(call, op, fd, &event, null);
}

/* register, modify, unregister: the same by Python's names. */
static void
epoll_change(struct call *call, int op)
{
	struct command cmd;
	struct call sub;
	struct epoll_event event;
	int fd = call_fd(call, REGISTER_FD);
	bool null = true;

	if (op != EPOLL_CTL_DEL &&
	    !event_fill(call, REGISTER_EVENTS, fd, &event, &null))
		return;
	if (op != EPOLL_CTL_DEL && null) {
		event.events = EVENTS_PRESET;
		null = false;
	}
	sock_sub_begin(&sub, &cmd, call, &sock_epoll_prims[SOCK_EPOLL_CTL]);
	sub.args[CTL_OP].v = VALUE_INT(op);
	sub.args[CTL_FD].v = VALUE_INT(fd);
	epoll_ctl_made(&sub, op, fd, &event, null);
	if (sock_sub_ended(call, &sub))
		call_give(call, VALUE_NONE);
}

static void
register_call(struct call *call)
{
	epoll_change(call, EPOLL_CTL_ADD);
}

static void
modify_call(struct call *call)
{
	epoll_change(call, EPOLL_CTL_MOD);
}

static void
unregister_call(struct call *call)
{
	epoll_change(call, EPOLL_CTL_DEL);
}

/* What came, as pairs (data, events): data is the descriptor, if that was its
 * data. */
static bool
events_value(struct call *call, const struct epoll_event *events, size_t n,
    struct value *out)
{
	struct value *items = xmalloc((n + 1) * sizeof(items[0]));
	size_t made = 0;
	bool ok;

	for (size_t i = 0; i < n; i++) {
		struct value pair[2] = { VALUE_INT((int64_t)events[i].data.u64),
			VALUE_INT(events[i].events) };

		if (call->c_form)
			items[made++] =
			    layout_decode(layout_find("epoll_event"),
				&events[i], sizeof(events[i]));
		else if (value_tuple(&items[made], pair, 2, &call->cause))
			made++;
	}
	ok = value_tuple(out, items, made, &call->cause);
	free(items);
	return ok;
}

/* For the rest of the time only, when it is made again after a signal. */
static int
wait_made(const struct call *call, struct epoll_event *events, int max, int ms)
{
	int64_t left;

	if (call->err == EINTR && ms > 0) {
		left = call->start + ms * INT64_C(1000000) - clock_now();
		ms = left > 0 ? (int)((left + 999999) / 1000000) : 0;
	}
	if (call->prim == &sock_epoll_prims[SOCK_EPOLL_PWAIT])
		return epoll_pwait(call->fd, events, max, ms, NULL);
	return epoll_wait(call->fd, events, max, ms);
}

/* Waits; false if there is nothing to be given. */
static bool
epoll_waited(struct call *call, int max, int ms, struct value *out)
{
	struct arg *arg = &call->args[WAIT_EVENTS];
	size_t room = max > 0 ? (size_t)max : 0;
	struct epoll_event *events;
	bool ok;

	if (max > EVENTS_MAX) {
		call_mistake(call, WAIT_MAX, _("%s: %d events at most"),
		    call->prim->params[WAIT_MAX].name, EVENTS_MAX);
		return false;
	}
	events = xcalloc(room + 1, sizeof(events[0]));
	arg->out = events;
	arg->room = room * sizeof(events[0]);
	CALL(call, wait_made(call, events, max, ms));
	arg->out = NULL;
	ok = call->status == CALL_OK &&
	    events_value(call, events, (size_t)call->result, out);
	free(events);
	return ok;
}

/* As in C the user's array keeps its size: those that came are its first. Takes
 * over came. */
static void
give_events(struct call *call, struct value came)
{
	struct value all = value_copy(&call->args[WAIT_EVENTS].v);
	char *cause = NULL;

	if (all.type != VAL_TUPLE || value_layout(&all) != NULL ||
	    all.tuple->len < came.tuple->len) {
		value_drop(&all);
		call_out(call, WAIT_EVENTS, came);
		return;
	}
	for (size_t i = 0; i < came.tuple->len; i++) {
		if (!value_item_set(&all, i, value_copy(&came.tuple->items[i]),
			&cause))
			free(cause);
	}
	value_drop(&came);
	call_out(call, WAIT_EVENTS, all);
}

static void
epoll_wait_call(struct call *call)
{
	struct value v;

	if (!epoll_waited(call, (int)call_num(call, WAIT_MAX),
		(int)call_num(call, WAIT_TIMEOUT), &v))
		return;
	if (call->c_form)
		give_events(call, v);
	else
		call_give(call, v);
}

/* Python's ep.poll(): seconds, None or less than 0 for no limit. */
static void
epoll_poll_call(struct call *call)
{
	const struct value *limit = &call->args[POLL_TIMEOUT].v;
	double s = limit->type == VAL_INT ? (double)limit->i :
	    limit->type == VAL_FLOAT      ? limit->f :
					    -1;
	int64_t max = call_num(call, POLL_MAX);
	struct command cmd;
	struct call sub;
	struct value v;

	if (!call_given(call, POLL_TIMEOUT))
		s = -1;
	if (!(s <= INT_MAX / 1000.0)) {
		call_mistake(call, POLL_TIMEOUT,
		    _("timeout: 0 seconds or more, or None for no limit"));
		return;
	}
	sock_sub_begin(&sub, &cmd, call, &sock_epoll_prims[SOCK_EPOLL_WAIT]);
	max = max == -1 ? EVENTS_MAX : max;
	sub.args[WAIT_MAX].v = VALUE_INT(max);
	sub.args[WAIT_TIMEOUT].v = VALUE_INT(s < 0 ? -1 : (int)ceil(s * 1000));
	if (epoll_waited(&sub, (int)max, (int)call_num(&sub, WAIT_TIMEOUT), &v))
		call_give(call, v);
	if (sub.status == CALL_MISTAKE) {
		call->status = CALL_MISTAKE;
		call->cause = sub.cause;
		call->bad = POLL_MAX;
		return;
	}
	sock_sub_ended(call, &sub);
}

/* select.epoll(): Python sets close-on-exec. */
static void
epoll_call(struct call *call)
{
	struct command cmd;
	struct call sub;

	sock_sub_begin(&sub, &cmd, call, &sock_epoll_prims[SOCK_EPOLL_CREATE1]);
	sub.args[0].v = VALUE_INT(EPOLL_CLOEXEC);
	CALL(&sub, epoll_create1(EPOLL_CLOEXEC));
	epoll_made(&sub);
	sock_sub_ended(call, &sub);
}

const struct prim sock_epoll_prims[] = {
	[SOCK_EPOLL_CTL] = {
	    .name = "epoll_ctl",
	    .params = { { "epfd", PARAM_FD, 0 }, { "op", PARAM_EPOLL_OP, 0 },
		{ "fd", PARAM_FD, 0 }, { "event", PARAM_EPOLL_EVENT, 0 } },
	    .forms = { "epfd op fd [event]" },
	    .call = epoll_ctl_call,
	    .man = "epoll_ctl(2)",
	    .help = N_("tell an epoll what to look at: add, mod or del"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll_create1(0)\n"
		"a, b = socketpair()\n"
		"epoll_ctl(ep, EPOLL_CTL_ADD, b, EPOLLIN)\n"
		"= 0\n"
		"epoll_wait(ep, 0)\n"
		"= 0",
	},
	[SOCK_EPOLL_WAIT] = {
	    .name = "epoll_wait",
	    .params = { { "epfd", PARAM_FD, 0 },
		{ "events", PARAM_OUT_EPOLL, 0 }, { "maxevents", PARAM_INT, 64 },
		{ "timeout", PARAM_MS, -1 } },
	    .forms = { "epfd [timeout] [maxevents]" },
	    .call = epoll_wait_call,
	    .flags = PRIM_BLOCKS,
	    .man = "epoll_wait(2)",
	    .help = N_("wait for what an epoll looks at; gives (fd, events) "
		       "of each"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll_create1(0)\n"
		"a, b = socketpair()\n"
		"epoll_ctl(ep, EPOLL_CTL_ADD, b, EPOLLIN)\n"
		"send a \"hello\"\n"
		"for fd, events in epoll_wait(ep, 1000) { print recv(fd) }\n"
		"> hello",
	},
	[SOCK_EPOLL_PWAIT] = {
	    .name = "epoll_pwait",
	    .params = { { "epfd", PARAM_FD, 0 },
		{ "events", PARAM_OUT_EPOLL, 0 }, { "maxevents", PARAM_INT, 64 },
		{ "timeout", PARAM_MS, -1 }, { "sigmask", PARAM_SIGSET, 0 } },
	    .forms = { "epfd [timeout] [maxevents]" },
	    .call = epoll_wait_call,
	    .flags = PRIM_BLOCKS,
	    .man = "epoll_pwait(2)",
	    .help = N_("as epoll_wait; a signal mask can be NULL alone"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll_create1(0)\n"
		"epoll_pwait(ep, 0)\n"
		"= 0",
	},
	[SOCK_EPOLL_CREATE1] = {
	    .name = "epoll_create1",
	    .params = { { "flags", PARAM_EPOLL_FLAGS, 0 } },
	    .forms = { "[flags]" },
	    .call = epoll_create1_call,
	    .flags = PRIM_OPENS,
	    .man = "epoll_create1(2)",
	    .help = N_("make an epoll: it looks at many descriptors at once"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll_create1(0)\n"
		"= 3",
	},
	{
	    .name = "epoll_create",
	    .params = { { "size", PARAM_INT, 1 } },
	    .forms = { "[size]" },
	    .call = epoll_create_call,
	    .flags = PRIM_OPENS,
	    .man = "epoll_create(2)",
	    .help = N_("make an epoll, as before epoll_create1; size has no "
		       "meaning"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll_create(1)\n"
		"= 3",
	},
	{
	    .name = "epoll",
	    .params = { { "sizehint", PARAM_INT, -1 },
		{ "flags", PARAM_EPOLL_FLAGS, 0 } },
	    .forms = { "[sizehint] [flags]" },
	    .call = epoll_call,
	    .flags = PRIM_NOT_C | PRIM_OPENS,
	    .man = "epoll_create1(2)",
	    .help = N_("make an epoll, as Python's select.epoll()"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll()\n"
		"a, b = socketpair()\n"
		"ep.register(b, EPOLLIN)\n"
		"send a \"hello\"\n"
		"for fd, events in ep.poll(1) { print recv(fd) }\n"
		"> hello",
	},
	{
	    .name = "epoll_poll",
	    .params = { { "epfd", PARAM_FD, 0 },
		{ "timeout", PARAM_TIMEVAL, -1 },
		{ "maxevents", PARAM_INT, -1 } },
	    .forms = { "epfd [timeout] [maxevents]" },
	    .call = epoll_poll_call,
	    .flags = PRIM_NOT_C | PRIM_BLOCKS,
	    .man = "epoll_wait(2)",
	    .help = N_("as Python's ep.poll(): epoll_wait, with seconds"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll()\n"
		"a, b = socketpair()\n"
		"ep.register(a, EPOLLOUT)\n"
		"for fd, events in ep.poll(1) { print (events == EPOLLOUT) }\n"
		"> 1",
	},
	{
	    .name = "register",
	    .params = { { "epfd", PARAM_FD, 0 }, { "fd", PARAM_FD, 0 },
		{ "eventmask", PARAM_EPOLL_EVENT, EVENTS_PRESET } },
	    .forms = { "epfd fd [eventmask]" },
	    .call = register_call,
	    .flags = PRIM_NOT_C,
	    .man = "epoll_ctl(2)",
	    .help = N_("as Python's ep.register(): an epoll is to look at fd"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll()\n"
		"a, b = socketpair()\n"
		"ep.register(b, EPOLLIN)\n"
		"print len(ep.poll(0))\n"
		"> 0",
	},
	{
	    .name = "modify",
	    .params = { { "epfd", PARAM_FD, 0 }, { "fd", PARAM_FD, 0 },
		{ "eventmask", PARAM_EPOLL_EVENT, 0 } },
	    .forms = { "epfd fd eventmask" },
	    .call = modify_call,
	    .flags = PRIM_NOT_C,
	    .man = "epoll_ctl(2)",
	    .help = N_("as Python's ep.modify(): … for other events"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll()\n"
		"a, b = socketpair()\n"
		"ep.register(a, EPOLLIN)\n"
		"ep.modify(a, EPOLLOUT)\n"
		"print len(ep.poll(0))\n"
		"> 1",
	},
	{
	    .name = "unregister",
	    .params = { { "epfd", PARAM_FD, 0 }, { "fd", PARAM_FD, 0 } },
	    .forms = { "epfd fd" },
	    .call = unregister_call,
	    .flags = PRIM_NOT_C,
	    .man = "epoll_ctl(2)",
	    .help = N_("as Python's ep.unregister(): … no more"),
	    .topic = TOPIC_WAITING,
	    .example = "ep = epoll()\n"
		"a, b = socketpair()\n"
		"ep.register(a, EPOLLOUT)\n"
		"ep.unregister(a)\n"
		"print len(ep.poll(0))\n"
		"> 0",
	},
	{ .name = NULL },
};
