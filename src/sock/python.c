/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only Python's socket module has: each by the call that it makes. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

static const struct prim fcntl_prim = {
	.name = "fcntl",
	.params = { { "fd", PARAM_FD, 0 }, { "cmd", PARAM_FCNTL, 0 } },
	.flags = PRIM_HIDDEN,
};

/* As Python's: with a time-out a socket does not block, and yet waits. */
static void
getblocking_call(struct call *call)
{
	const struct fd_info *info;
	struct command cmd;
	struct call sub;
	bool waits;

	sock_sub_begin(&sub, &cmd, call, &fcntl_prim);
	sub.args[1].v = VALUE_INT(F_GETFL);
	CALL(&sub, fcntl(call->fd, F_GETFL));
	if (!sock_sub_ended(call, &sub))
		return;
	info = session_fd(call->task->session, call->fd);
	waits = (sub.result & O_NONBLOCK) == 0 ||
	    (info != NULL && info->timeout > 0);
	call_give(call, VALUE_INT(waits));
}

/* The kernel knows family and type itself: what is said of them is for us. */
static void
fromfd_call(struct call *call)
{
	struct session *s = call->task->session;

	CALL_AS(call, sock_row(call, "dup"), dup(call->fd));
	if (call->status != CALL_OK)
		return;
	session_fd_opened(s, (int)call->result, (int)call_num(call, 1),
	    (int)call_num(call, 2) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC),
	    (int)call_num(call, 3));
	sock_default_timeout(call, (int)call->result);
	call_give(call, session_fd_value(s, call->result));
}

static void
setdefaulttimeout_call(struct call *call)
{
	double seconds;

	if (!sock_seconds(call, 0, &seconds))
		return;
	call->task->session->default_timeout = seconds;
	call_give(call, VALUE_NONE);
}

static void
getdefaulttimeout_call(struct call *call)
{
	double seconds = call->task->session->default_timeout;

	call_give(call, seconds < 0 ? VALUE_NONE : VALUE_FLOAT(seconds));
}

const struct prim sock_python_prims[] = {
	{
	    .name = "getblocking",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = getblocking_call,
	    .flags = PRIM_NOT_C,
	    .man = "fcntl(2)",
	    .help = N_("whether calls on a descriptor wait"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		       "setblocking s off\n"
		       "print getblocking(s)\n"
		       "> 0",
	},
	{
	    .name = "fromfd",
	    .params = { { "fd", PARAM_FD, 0 },
		{ "family", PARAM_FAMILY, AF_INET },
		{ "type", PARAM_TYPE, SOCK_STREAM },
		{ "proto", PARAM_PROTOCOL, 0 } },
	    .forms = { "fd family type [proto]" },
	    .call = fromfd_call,
	    .flags = PRIM_NOT_C | PRIM_OPENS,
	    .man = "dup(2)",
	    .help = N_("a second descriptor for a socket, as Python makes it"),
	    .topic = TOPIC_CONNECTING,
	    .example = "a, b = socketpair()\n"
		       "again = fromfd(a, AF_UNIX, SOCK_STREAM)\n"
		       "= 5\n"
		       "send again \"the same socket\"\n"
		       "= 15",
	},
	{
	    .name = "setdefaulttimeout",
	    .params = { { "timeout", PARAM_TIMEVAL, 0 } },
	    .forms = { "timeout" },
	    .call = setdefaulttimeout_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("the time-out of sockets that are made from now on"),
	    .topic = TOPIC_TUNING,
	    .example = "setdefaulttimeout 5\n"
		       "s = socket tcp\n"
		       "print gettimeout(s)\n"
		       "> 5.0",
	},
	{
	    .name = "getdefaulttimeout",
	    .forms = { "" },
	    .call = getdefaulttimeout_call,
	    .flags = PRIM_PURE,
	    .help = N_("the time-out of new sockets; None if they have none"),
	    .topic = TOPIC_TUNING,
	    .example = "print getdefaulttimeout()\n"
		       "> None",
	},
	{ .name = NULL },
};
