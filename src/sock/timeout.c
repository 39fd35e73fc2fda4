/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long calls may wait, as Python does it: a descriptor with a time-out does
 * not block, and a poll stands before each call on it.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* The call that setblocking and settimeout are. */
static const struct prim ioctl_prim = {
	.name = "ioctl",
	.params = { { "fd", PARAM_FD, 0 }, { "request", PARAM_REQUEST, 0 },
	    { "arg", PARAM_INTPTR, 0 } },
	.flags = PRIM_HIDDEN,
};

void
sock_sub_begin(struct call *sub, struct command *cmd, struct call *call,
    const struct prim *prim)
{
	command_init(cmd, prim);
	call_init(sub, cmd, call->task);
	sub->args[0].v = VALUE_INT(call->fd);
	sub->fd = call->fd;
	sub->generation = call->generation;
}

bool
sock_sub_ended(struct call *call, const struct call *sub)
{
	call->result = sub->result;
	call->err = sub->err;
	call->status = sub->status;
	return sub->status == CALL_OK;
}

static void
nonblocking_call(struct call *call, struct call *sub, struct command *cmd,
    int *on)
{
	sock_sub_begin(sub, cmd, call, &ioctl_prim);
	sub->args[1].v = VALUE_INT(FIONBIO);
	sub->args[2].data = on;
	sub->args[2].len = sizeof(*on);
}

static bool
set_nonblocking(struct call *call, int on)
{
	struct command cmd;
	struct call sub;

	nonblocking_call(call, &sub, &cmd, &on);
	CALL(&sub, ioctl(call->fd, FIONBIO, &on));
	return sock_sub_ended(call, &sub);
}

void
sock_default_timeout(struct call *call, int fd)
{
	struct session *s = call->task->session;
	struct command cmd;
	struct call sub;
	int on = 1;

	if (s->default_timeout < 0)
		return;
	nonblocking_call(call, &sub, &cmd, &on);
	sub.fd = fd;
	sub.args[0].v = VALUE_INT(fd);
	sub.generation =
	    session_fd(s, fd) != NULL ? session_fd(s, fd)->generation : 0;
	CALL(&sub, ioctl(fd, FIONBIO, &on));
	if (sub.status == CALL_OK && session_fd(s, fd) != NULL)
		session_fd(s, fd)->timeout = s->default_timeout;
}

bool
sock_seconds(struct call *call, int i, double *seconds)
{
	const struct value *v = &call->args[i].v;
	int64_t ns = sock_ns(v);

	*seconds = -1;
	if (v->type == VAL_NONE)
		return true;
	if (ns < 0 || ns > INT32_MAX * INT64_C(1000000)) {
		call_mistake(call, i,
		    _("timeout: 0 seconds or more, or None for no limit"));
		return false;
	}
	*seconds = (double)ns / 1e9;
	return true;
}

/* seconds below 0: calls wait as long as it takes. */
static void
set_timeout(struct call *call, double seconds)
{
	struct fd_info *info;
	char *cause = NULL;

	/* They are shared with whoever started us. */
	if (!session_fd_users(call->task->session, call->fd, &cause)) {
		call_mistake(call, 0, "%s", cause);
		free(cause);
		return;
	}
	if (!set_nonblocking(call, seconds >= 0))
		return;
	info = session_fd(call->task->session, call->fd);
	if (info != NULL)
		info->timeout = seconds;
	call_give(call, VALUE_NONE);
}

static void
setblocking_call(struct call *call)
{
	set_timeout(call, call_num(call, 1) != 0 ? -1 : 0);
}

static void
settimeout_call(struct call *call)
{
	double seconds;

	if (!sock_seconds(call, 1, &seconds))
		return;
	/* A number that nobody has fails by itself. */
	if (session_fd(call->task->session, call->fd) == NULL &&
	    fcntl(call->fd, F_GETFD) != -1) {
		call_mistake(call, 0,
		    _("fd: %d was not opened here: its time-out cannot be "
		      "kept"),
		    call->fd);
		return;
	}
	set_timeout(call, seconds);
}

static void
gettimeout_call(struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);

	if (info == NULL || info->timeout < 0)
		call_give(call, VALUE_NONE);
	else
		call_give(call, VALUE_FLOAT(info->timeout));
}

/* How many ms are left of the time-out that began with the first wait of this
 * call: it is the longest that all of it may take. */
static int
timeout_left(struct call *call, double timeout)
{
	int64_t now = clock_now(), left;

	if (call->deadline == 0)
		call->deadline = now + (int64_t)ceil(timeout * 1e9);
	left = call->deadline - now;
	/* A millisecond begun counts, as in Python: 0 would not wait. */
	return left > 0 ? (int)((left + 999999) / 1000000) : 0;
}

static void
timed_out(struct call *call)
{
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = ETIMEDOUT;
	call->why = _("the time is over");
}

bool
sock_await(struct call *call, short events)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	struct pollfd p = { .fd = call->fd, .events = events };
	struct command cmd;
	struct call sub;
	int ms;

	/* A draft is of what is waited for. */
	if (info == NULL || !(info->timeout > 0) || call->draft != NULL)
		return true;
	ms = timeout_left(call, info->timeout);
	sock_sub_begin(&sub, &cmd, call, &sock_wait_prims[SOCK_WAIT_POLL]);
	sub.args[0].data = &p;
	sub.args[0].len = sizeof(p);
	sub.args[1].v = VALUE_INT(1);
	sub.args[2].v = VALUE_INT(ms);
	CALL(&sub, sock_poll(&sub, &p, 1, ms));
	if (!sock_sub_ended(call, &sub))
		return false;
	if (sub.result == 0)
		timed_out(call);
	return sub.result != 0;
}

bool
sock_await_again(struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);

	if (call->status != CALL_FAILED || call->err != EAGAIN ||
	    info == NULL || !(info->timeout > 0) ||
	    info->generation != call->generation)
		return false;
	call->status = CALL_OK;
	return true;
}

static const struct prim getsockopt_prim = {
	.name = "getsockopt",
	.params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
	    { "option", PARAM_OPTION, 0 }, { "value", PARAM_OUT_OPTVAL, 0 },
	    { "optlen", PARAM_INOUT_LEN, 0 } },
	.flags = PRIM_HIDDEN,
};

bool
sock_sub_option(struct call *call, int option, int *value)
{
	struct command cmd;
	struct call sub;

	*value = 0;
	sock_sub_begin(&sub, &cmd, call, &getsockopt_prim);
	sub.args[1].v = VALUE_INT(SOL_SOCKET);
	sub.args[2].v = VALUE_INT(option);
	sub.args[3].out = value;
	sub.args[3].room = sizeof(*value);
	sub.args[4].inout = sizeof(*value);
	CALL(&sub,
	    getsockopt(call->fd, SOL_SOCKET, option, value,
		&sub.args[4].inout));
	return sock_sub_ended(call, &sub);
}

void
sock_finish_connect(struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	int err = 0;

	if (call->status != CALL_FAILED || call->err != EINPROGRESS ||
	    info == NULL || !(info->timeout > 0))
		return;
	call->status = CALL_OK;
	if (!sock_await(call, POLLOUT))
		return;
	if (!sock_sub_option(call, SO_ERROR, &err) || err == 0)
		return;
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = err;
}

const struct prim sock_timeout_prims[] = {
	{
	    .name = "setblocking",
	    .params = { { "fd", PARAM_FD, 0 }, { "flag", PARAM_ONOFF, 0 } },
	    .forms = { "fd flag" },
	    .call = setblocking_call,
	    .flags = PRIM_NOT_C,
	    .man = "ioctl(2)",
	    .help = N_("whether calls wait (on), or fail with EAGAIN (off)"),
	    .topic = TOPIC_TUNING,
	    .example = "a, b = socketpair()\n"
		       "setblocking b off\n"
		       "recv b\n"
		       "= -1 EAGAIN",
	},
	{
	    .name = "settimeout",
	    .params = { { "fd", PARAM_FD, 0 },
		{ "timeout", PARAM_TIMEVAL, 0 } },
	    .forms = { "fd timeout" },
	    .call = settimeout_call,
	    .flags = PRIM_NOT_C,
	    .man = "poll(2)",
	    .help =
		N_("how long calls may wait, as in Python: a poll before each"),
	    .topic = TOPIC_TUNING,
	    .example = "a, b = socketpair()\n"
		       "settimeout b 0.05\n"
		       "recv b\n"
		       "= -1 ETIMEDOUT",
	},
	{
	    .name = "gettimeout",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = gettimeout_call,
	    .flags = PRIM_PURE,
	    .help = N_("the time-out that settimeout or setblocking set"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		       "settimeout s 2.5\n"
		       "print gettimeout(s)\n"
		       "> 2.5",
	},
	{ .name = NULL },
};
