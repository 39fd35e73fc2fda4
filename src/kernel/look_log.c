/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking at what was done: at the events since session.mark, where a lesson's
 * step began. Without a lesson that is all that the log still has.
 */
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"

const struct event_arg *
look_event_arg(const struct event *ev, enum param_type type)
{
	uint32_t at = 0;

	for (int i = 0; i < PRIM_PARAMS && at < ev->nargs; i++) {
		if (ev->prim->params[i].type == PARAM_END)
			break;
		if (!param_in_c(ev->prim->params[i].type))
			continue;
		if (ev->prim->params[i].type == type)
			return &ev->args[at];
		at++;
	}
	return NULL;
}

static bool
event_is_on(const struct event *ev, int64_t fd)
{
	return ev->nargs != 0 && ev->prim->params[0].type == PARAM_FD &&
	    ev->args[0].num == fd;
}

/* Whether it took bytes: those that were only peeked at come again. */
static bool
event_took(const struct event *ev, int64_t fd)
{
	const struct event_arg *flags = look_event_arg(ev, PARAM_FLAGS);

	return (ev->prim->flags & PRIM_RECEIVES) && event_is_on(ev, fd) &&
	    ev->err == 0 && (flags == NULL || !(flags->num & MSG_PEEK));
}

/* Appends what an event received; of much, the beginning that the log keeps. */
static void
add_received(struct strbuf *to, const struct event *ev)
{
	const struct event_arg *buf = look_event_arg(ev, PARAM_OUT_BYTES);

	if (buf != NULL && buf->len != 0)
		sb_add(to, event_payload(ev, buf), buf->len);
}

static const struct event *
first_event(const struct call *call)
{
	const struct session *s = call->task->session;

	return log_since(s->log, s->mark);
}

static void
got_call(struct call *call)
{
	const struct event_log *log = call->task->session->log;
	const struct value *want = &call->args[1].v;
	int64_t fd = call_num(call, 0), bytes = 0;
	struct strbuf all = { 0 };
	bool end = false;

	for (const struct event *ev = first_event(call); ev != NULL;
	     ev = log_next(log, ev)) {
		if (!event_took(ev, fd))
			continue;
		bytes += ev->result;
		end |= ev->result == 0;
		add_received(&all, ev);
	}
	if (!call_given(call, 1))
		call_give(call, VALUE_INT(bytes));
	else if (want->bytes->len == 0)
		call_give(call, VALUE_INT(end));
	else
		call_give(call,
		    VALUE_INT(all.len != 0 &&
			memmem(all.data, all.len, want->bytes->data,
			    want->bytes->len) != NULL));
	sb_free(&all);
}

static void
sent_call(struct call *call)
{
	const struct event_log *log = call->task->session->log;
	int64_t fd = call_num(call, 0), bytes = 0;

	for (const struct event *ev = first_event(call); ev != NULL;
	     ev = log_next(log, ev)) {
		if ((ev->prim->flags & PRIM_SENDS) && event_is_on(ev, fd) &&
		    ev->result > 0)
			bytes += ev->result;
	}
	call_give(call, VALUE_INT(bytes));
}

static void
calls_call(struct call *call)
{
	const struct session *s = call->task->session;
	const char *name = call->args[0].v.bytes->data;
	int64_t n = 0;

	if (session_command(s, name) == NULL) {
		struct nearest nearest = { .name = name };

		session_command_offer(s, &nearest);
		if (nearest.best != NULL)
			call_mistake(call, 0,
			    _("%s: no such command; did you mean %s?"), name,
			    nearest.best);
		else
			call_mistake(call, 0,
			    _("%s: no such command; help lists them"), name);
		return;
	}
	for (const struct event *ev = first_event(call); ev != NULL;
	     ev = log_next(s->log, ev)) {
		if (strcmp(ev->prim->name, name) == 0 &&
		    (!call_given(call, 1) ||
			event_is_on(ev, call_num(call, 1))))
			n++;
	}
	call_give(call, VALUE_INT(n));
}

const struct prim look_log_prims[] = {
	{
	    .name = "got",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 } },
	    .forms = { "fd [data]" },
	    .call = got_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many bytes were received, or whether these "
		       "were; \"\": whether the end was"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "recv b\n"
		       "print got(b) got(b, \"hello\")\n"
		       "> 5 1",
	},
	{
	    .name = "sent",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = sent_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many bytes were sent"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "print sent(a)\n"
		       "> 5",
	},
	{
	    .name = "calls",
	    .params = { { "name", PARAM_NAME, 0 }, { "fd", PARAM_FD, 0 } },
	    .forms = { "name [fd]" },
	    .call = calls_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how often a call was made, on a descriptor or at "
		       "all"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair()\n"
		       "send a \"one\"\n"
		       "send a \"two\"\n"
		       "print calls(send, a)\n"
		       "> 2",
	},
	{ .name = NULL },
};
