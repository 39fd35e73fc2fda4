/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting: for several descriptors, for a time, and how long calls may wait. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

enum {
	POLL_MAX = 1024,        /* descriptors in one call */
	FDSET_READY = 1 << 30,  /* marks a ready one in the event's payload */
	SLEEP_MAX = 1000000000, /* seconds */
};

/* The descriptor that a value is: a number, or the pair that accept gives. */
static bool
value_fd(const struct value *v, int *fd)
{
	if (v->type == VAL_TUPLE && v->tuple->len == 2)
		v = &v->tuple->items[0];
	if (v->type != VAL_INT || v->i < -1 || v->i > INT32_MAX)
		return false;
	*fd = (int)v->i;
	return true;
}

/* fd, or (fd, events). */
static bool
value_pollfd(const struct value *v, struct pollfd *p)
{
	*p = (struct pollfd){ .events = POLLIN };
	if (v->type == VAL_TUPLE && v->tuple->len == 2 &&
	    v->tuple->items[1].type == VAL_INT)
		p->events = (short)v->tuple->items[1].i;
	return value_fd(v, &p->fd);
}

/* The values of a list; one alone is a list of itself. */
static const struct value *
value_list(const struct value *v, size_t *n)
{
	if (v->type != VAL_TUPLE) {
		*n = 1;
		return v;
	}
	*n = v->tuple->len;
	return v->tuple->items;
}

static void
list_mistake(struct call *call, int i)
{
	struct strbuf text = { 0 };

	value_repr(&text, &call->args[i].v, 60);
	call_mistake(call, i, _("%s: %s is not %s"), call->prim->params[i].name,
	    sb_text(&text), param_wants(call->prim->params[i].type));
	sb_free(&text);
}

/* poll: what is ready, as pairs (fd, revents). */
static void
give_ready(struct call *call, const struct pollfd *fds, size_t n)
{
	struct value *items = xmalloc(n * sizeof(items[0])), v;
	size_t ready = 0;

	for (size_t i = 0; i < n; i++) {
		struct value pair[2] = { VALUE_INT(fds[i].fd),
			VALUE_INT(fds[i].revents) };

		if (fds[i].revents != 0 &&
		    value_tuple(&items[ready], pair, 2, &call->cause))
			ready++;
	}
	if (value_tuple(&v, items, ready, &call->cause))
		call_give(call, v);
	free(items);
}

enum { POLL_FDS, POLL_N, POLL_TIMEOUT };

static void
poll_call(struct call *call)
{
	struct arg *arg = &call->args[POLL_FDS];
	const struct value *list;
	struct pollfd *fds;
	size_t n;

	list = value_list(&arg->v, &n);
	if (n > POLL_MAX) {
		call_mistake(call, POLL_FDS, _("fds: %d descriptors at most"),
		    POLL_MAX);
		return;
	}
	fds = xcalloc(n, sizeof(fds[0]));
	for (size_t i = 0; i < n; i++) {
		if (!value_pollfd(&list[i], &fds[i])) {
			list_mistake(call, POLL_FDS);
			free(fds);
			return;
		}
	}
	arg->data = fds;
	arg->len = n * sizeof(fds[0]);
	if (!call_given(call, POLL_N))
		call->args[POLL_N].v = VALUE_INT((int64_t)n);
	if (call_num(call, POLL_N) > (int64_t)n) {
		call_mistake(call, POLL_N,
		    _("nfds: %lld is more than the %zu given"),
		    (long long)call_num(call, POLL_N), n);
	} else {
		CALL(call,
		    poll(fds, (nfds_t)call_num(call, POLL_N),
			(int)call_num(call, POLL_TIMEOUT)));
		if (call->status == CALL_OK)
			give_ready(call, fds, n);
	}
	arg->data = NULL;
	free(fds);
}

/* One of select's three sets. */
struct set {
	fd_set fds;
	int32_t list[POLL_MAX]; /* for the event: ready ones are marked */
	size_t n;
	bool null;
};

static bool
set_init(struct call *call, int i, struct set *set, int *highest)
{
	struct arg *arg = &call->args[i];
	const struct value *list;

	FD_ZERO(&set->fds);
	set->n = 0;
	set->null = !call_given(call, i) || arg->v.type == VAL_NONE;
	if (set->null)
		return true;
	list = value_list(&arg->v, &set->n);
	if (set->n > POLL_MAX)
		return false;
	for (size_t k = 0; k < set->n; k++) {
		int fd;

		if (!value_fd(&list[k], &fd))
			return false;
		if (fd < 0 || fd >= FD_SETSIZE) {
			call_mistake(call, i,
			    _("%s: select takes descriptors from 0 to %d; "
			      "poll takes any"),
			    call->prim->params[i].name, FD_SETSIZE - 1);
			return false;
		}
		set->list[k] = fd;
		FD_SET(fd, &set->fds);
		if (fd > *highest)
			*highest = fd;
	}
	arg->data = set->list;
	arg->len = set->n * sizeof(set->list[0]);
	return true;
}

static struct value
set_ready(struct call *call, struct set *set)
{
	struct value items[POLL_MAX], v = VALUE_NONE;
	size_t n = 0;

	for (size_t k = 0; k < set->n; k++) {
		int fd = set->list[k] & ~FDSET_READY;

		if (!set->null && FD_ISSET(fd, &set->fds))
			items[n++] = VALUE_INT(fd);
	}
	value_tuple(&v, items, n, &call->cause);
	return v;
}

static void
set_mark(struct set *set)
{
	for (size_t k = 0; k < set->n; k++) {
		if (FD_ISSET(set->list[k], &set->fds))
			set->list[k] |= FDSET_READY;
	}
}

enum { SELECT_N, SELECT_READ, SELECT_WRITE, SELECT_EXCEPT, SELECT_TIMEOUT };

/* The call itself; the sets are marked before the event is written. */
static int
select_marked(int n, struct set *sets, struct timeval *timeout)
{
	int rc = select(n, sets[0].null ? NULL : &sets[0].fds,
	    sets[1].null ? NULL : &sets[1].fds,
	    sets[2].null ? NULL : &sets[2].fds, timeout);
	int err = errno;

	for (int i = 0; i < 3 && rc > 0; i++)
		set_mark(&sets[i]);
	errno = err;
	return rc;
}

static bool
select_timeout(struct call *call, struct timeval *tv)
{
	struct arg *arg = &call->args[SELECT_TIMEOUT];
	double s = arg->v.type == VAL_INT ? (double)arg->v.i : arg->v.f;

	arg->data = NULL;
	if (!call_given(call, SELECT_TIMEOUT) || arg->v.type == VAL_NONE)
		return false;
	if (!(s >= 0 && s <= SLEEP_MAX)) {
		call_mistake(call, SELECT_TIMEOUT,
		    _("timeout: 0 seconds or more, or None for no limit"));
		return false;
	}
	tv->tv_sec = (time_t)s;
	tv->tv_usec = (suseconds_t)((s - (double)tv->tv_sec) * 1e6);
	return true;
}

static void
select_call(struct call *call)
{
	struct set *sets = xmalloc(3 * sizeof(sets[0]));
	struct timeval tv, shown;
	struct value ready[3], v;
	int highest = -1;
	bool limited;

	for (int i = 0; i < 3; i++) {
		if (!set_init(call, SELECT_READ + i, &sets[i], &highest)) {
			if (call->status == CALL_OK)
				list_mistake(call, SELECT_READ + i);
			goto out;
		}
	}
	limited = select_timeout(call, &tv);
	if (call->status != CALL_OK)
		goto out;
	if (!call_given(call, SELECT_N))
		call->args[SELECT_N].v = VALUE_INT(highest + 1);
	shown = tv;
	if (limited) {
		call->args[SELECT_TIMEOUT].data = &shown;
		call->args[SELECT_TIMEOUT].len = sizeof(shown);
	}
	CALL(call,
	    select_marked((int)call_num(call, SELECT_N), sets,
		limited ? &tv : NULL));
	if (call->status == CALL_OK) {
		for (int i = 0; i < 3; i++)
			ready[i] = set_ready(call, &sets[i]);
		if (value_tuple(&v, ready, 3, &call->cause))
			call_give(call, v);
	}
out:
	for (int i = SELECT_READ; i <= SELECT_TIMEOUT; i++)
		call->args[i].data = NULL;
	free(sets);
}

/* errno, as other calls set it. */
static int
sleep_until(const struct timespec *when)
{
	errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, when, NULL);
	return errno != 0 ? -1 : 0;
}

static void
sleep_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	double s = v->type == VAL_INT ? (double)v->i : v->f;
	struct timespec when;

	if (!(s >= 0 && s <= SLEEP_MAX)) {
		call_mistake(call, 0, _("seconds: 0 or more"));
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &when);
	when.tv_sec += (time_t)s;
	when.tv_nsec += (long)((s - (double)(time_t)s) * 1e9);
	if (when.tv_nsec >= 1000000000) {
		when.tv_nsec -= 1000000000;
		when.tv_sec++;
	}
	CALL(call, sleep_until(&when));
	call_give(call, VALUE_NONE);
}

/* The call that setblocking and settimeout are. */
static const struct prim ioctl_prim = {
	.name = "ioctl",
	.params = { { "fd", PARAM_FD, 0 }, { "request", PARAM_REQUEST, 0 },
	    { "arg", PARAM_INTPTR, 0 } },
	.flags = PRIM_HIDDEN,
};

/* Another call made on the way, with an event of its own; its failure is the
 * failure of what was asked for. */
static struct call
sub_call(struct call *call, const struct prim *prim)
{
	const struct command cmd = { .prim = prim };
	struct call sub;

	call_init(&sub, &cmd, call->task);
	sub.args[0].v = VALUE_INT(call->fd);
	sub.fd = call->fd;
	sub.generation = call->generation;
	return sub;
}

static bool
sub_ended(struct call *call, struct call *sub)
{
	call->result = sub->result;
	call->err = sub->err;
	call->status = sub->status;
	return sub->status == CALL_OK;
}

static bool
set_nonblocking(struct call *call, int on)
{
	struct call sub = sub_call(call, &ioctl_prim);

	sub.args[1].v = VALUE_INT(FIONBIO);
	sub.args[2].data = &on;
	sub.args[2].len = sizeof(on);
	CALL(&sub, ioctl(call->fd, FIONBIO, &on));
	return sub_ended(call, &sub);
}

static void
set_timeout(struct call *call, double seconds)
{
	struct fd_info *info;

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
	const struct value *v = &call->args[1].v;
	double s = v->type == VAL_INT ? (double)v->i : v->f;

	if (v->type == VAL_NONE) {
		set_timeout(call, -1);
		return;
	}
	if (!(s >= 0 && s <= INT32_MAX / 1000.0)) {
		call_mistake(call, 1,
		    _("timeout: 0 seconds or more, or None for no limit"));
		return;
	}
	if (session_fd(call->task->session, call->fd) == NULL) {
		call_mistake(call, 0,
		    _("fd: %d was not opened here: its time-out cannot be "
		      "kept"),
		    call->fd);
		return;
	}
	set_timeout(call, s);
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

static const struct prim poll_prim = {
	.name = "poll",
	.params = { { "fds", PARAM_POLLFDS, 0 }, { "nfds", PARAM_INT, 0 },
	    { "timeout", PARAM_INT, -1 } },
	.flags = PRIM_BLOCKS,
};

bool
sock_await(struct call *call, short events)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	struct pollfd p = { .fd = call->fd, .events = events };
	struct call sub;
	int ms;

	if (info == NULL || !(info->timeout > 0))
		return true;
	/* Rounded up, as Python does: 0 would not wait at all. */
	ms = (int)(info->timeout * 1000 + 0.999);
	sub = sub_call(call, &poll_prim);
	sub.args[0].data = &p;
	sub.args[0].len = sizeof(p);
	sub.args[1].v = VALUE_INT(1);
	sub.args[2].v = VALUE_INT(ms);
	CALL(&sub, poll(&p, 1, ms));
	if (!sub_ended(call, &sub))
		return false;
	if (sub.result > 0)
		return true;
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = ETIMEDOUT;
	return false;
}

static const struct prim soerror_prim = {
	.name = "getsockopt",
	.params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
	    { "option", PARAM_OPTION, 0 }, { "value", PARAM_OUT_OPTVAL, 0 },
	    { "optlen", PARAM_INOUT_LEN, 0 } },
	.flags = PRIM_HIDDEN,
};

void
sock_finish_connect(struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	struct call sub;
	int err = 0;

	if (call->status != CALL_FAILED || call->err != EINPROGRESS ||
	    info == NULL || !(info->timeout > 0))
		return;
	call->status = CALL_OK;
	if (!sock_await(call, POLLOUT))
		return;
	sub = sub_call(call, &soerror_prim);
	sub.args[1].v = VALUE_INT(SOL_SOCKET);
	sub.args[2].v = VALUE_INT(SO_ERROR);
	sub.args[3].out = &err;
	sub.args[3].room = sizeof(err);
	sub.args[4].inout = sizeof(err);
	CALL(&sub,
	    getsockopt(call->fd, SOL_SOCKET, SO_ERROR, &err,
		&sub.args[4].inout));
	if (!sub_ended(call, &sub) || err == 0)
		return;
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = err;
}

const struct prim sock_wait_prims[] = {
	{
	    .name = "poll",
	    .params = { { "fds", PARAM_POLLFDS, 0 }, { "nfds", PARAM_INT, 0 },
		{ "timeout", PARAM_INT, -1 } },
	    .forms = { "fds [timeout]" },
	    .call = poll_call,
	    .flags = PRIM_BLOCKS,
	    .man = "poll(2)",
	    .help = N_("wait until one of several descriptors is ready, at "
		       "most timeout milliseconds; gives pairs (fd, events)"),
	},
	{
	    .name = "select",
	    .params = { { "nfds", PARAM_INT, 0 }, { "rlist", PARAM_FDSET, 0 },
		{ "wlist", PARAM_FDSET, 0 }, { "xlist", PARAM_FDSET, 0 },
		{ "timeout", PARAM_TIMEVAL, 0 } },
	    .forms = { "rlist [wlist] [xlist] [timeout]" },
	    .call = select_call,
	    .flags = PRIM_BLOCKS,
	    .man = "select(2)",
	    .help = N_("wait until descriptors can be read, written, or have "
		       "news, at most timeout seconds; gives three tuples"),
	},
	{
	    .name = "sleep",
	    .params = { { "seconds", PARAM_FLOAT, 0 } },
	    .forms = { "seconds" },
	    .call = sleep_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_SILENT,
	    .man = "sleep(3)",
	    .help = N_("wait for so many seconds"),
	},
	{
	    .name = "setblocking",
	    .params = { { "fd", PARAM_FD, 0 }, { "flag", PARAM_ONOFF, 0 } },
	    .forms = { "fd flag" },
	    .call = setblocking_call,
	    .flags = PRIM_NOT_C,
	    .man = "ioctl_tty(2)",
	    .help = N_("whether calls on a descriptor wait (on), or fail "
		       "with EAGAIN (off)"),
	},
	{
	    .name = "settimeout",
	    .params = { { "fd", PARAM_FD, 0 },
		{ "timeout", PARAM_TIMEVAL, 0 } },
	    .forms = { "fd timeout" },
	    .call = settimeout_call,
	    .flags = PRIM_NOT_C,
	    .help = N_("let calls on a descriptor wait for so many seconds at "
		       "most, as Python does it: without blocking, and a poll "
		       "before each"),
	},
	{
	    .name = "gettimeout",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = gettimeout_call,
	    .flags = PRIM_PURE,
	    .help = N_("the time-out that settimeout or setblocking set"),
	},
	{ .name = NULL },
};
