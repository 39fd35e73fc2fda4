/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting: for several descriptors, for a time, and how long calls may wait. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "model/layout.h"
#include "sock/sock.h"

enum {
	POLL_MAX = 1024, /* descriptors in one call */
	SECONDS_MAX = 1000000000,
};

int64_t
sock_ns(const struct value *v)
{
	double s = v->type == VAL_INT ? (double)v->i :
	    v->type == VAL_FLOAT      ? v->f :
					-1;

	/* Not a number is not in the range either. */
	return s >= 0 && s <= SECONDS_MAX ? (int64_t)ceil(s * 1e9) : -1;
}

/* The descriptor that a value is: a number, or the pair that accept gives. */
static bool
value_fd(const struct value *v, int *fd)
{
	if (value_is_file(v) ||
	    (v->type == VAL_TUPLE && v->tuple->len == 2 &&
		v->tuple->items[1].type == VAL_ADDR))
		v = &v->tuple->items[0];
	if (v->type != VAL_INT || v->i < INT32_MIN || v->i > INT32_MAX)
		return false;
	*fd = (int)v->i;
	return true;
}

static bool
is_pollfd(const struct value *v)
{
	return value_layout(v) != NULL &&
	    strcmp(value_layout(v)->name, "pollfd") == 0;
}

/* struct pollfd. */
static bool
record_pollfd(const struct value *v, struct pollfd *p)
{
	size_t len = sizeof(*p);
	char *cause = NULL;
	bool ok = layout_encode(value_layout(v), v, p, &len, &cause);

	free(cause);
	return ok;
}

/* fd, (fd, events), or struct pollfd. */
static bool
value_pollfd(const struct value *v, struct pollfd *p)
{
	*p = (struct pollfd){ .events = POLLIN };
	if (is_pollfd(v))
		return record_pollfd(v, p);
	if (v->type == VAL_TUPLE && v->tuple->len == 2 &&
	    v->tuple->items[1].type == VAL_INT) {
		int64_t events = v->tuple->items[1].i;

		if (events < 0 || events > UINT16_MAX)
			return false;
		p->events = (short)events;
		v = &v->tuple->items[0];
	}
	return value_fd(v, &p->fd);
}

/* The values of a list; a descriptor alone is a list of itself. */
static const struct value *
value_list(const struct value *v, size_t *n)
{
	int fd;

	if (v->type != VAL_TUPLE || is_pollfd(v) || value_fd(v, &fd)) {
		*n = 1;
		return v;
	}
	*n = v->tuple->len;
	return v->tuple->items;
}

static void
list_mistake(struct call *call, int i, const struct value *item)
{
	struct strbuf text = { 0 };

	value_repr(&text, item, 60);
	call_mistake(call, i, _("%s: %s is not %s"), call->prim->params[i].name,
	    sb_text(&text), param_wants(call->prim->params[i].type));
	sb_free(&text);
}

enum { POLL_FDS, POLL_N, POLL_TIMEOUT };

/* poll: what is ready, as pairs (fd, revents). */
static void
give_ready(struct call *call, const struct pollfd *fds, size_t n)
{
	struct value *items = xmalloc(n * sizeof(items[0])), v;
	size_t ready = 0;

	for (size_t i = 0; i < n; i++) {
		struct value pair[2] = { VALUE_INT(fds[i].fd),
			VALUE_INT((uint16_t)fds[i].revents) };

		if (fds[i].revents != 0 &&
		    value_tuple(&items[ready], pair, 2, &call->cause))
			ready++;
	}
	if (value_tuple(&v, items, ready, &call->cause))
		call_give(call, v);
	free(items);
}

/* In C the structs of the user's array get their revents. */
static void
give_revents(struct call *call, const struct pollfd *fds, size_t n)
{
	struct value v = value_copy(&call->args[POLL_FDS].v);
	char *cause = NULL;

	if (is_pollfd(&v)) {
		value_drop(&v);
		call_out(call, POLL_FDS,
		    layout_decode(layout_find("pollfd"), fds, sizeof(fds[0])));
		return;
	}
	for (size_t i = 0; v.type == VAL_TUPLE && i < n && i < v.tuple->len;
	     i++) {
		/* Of its own layout: it always fits. */
		if (is_pollfd(&v.tuple->items[i]) &&
		    !value_item_set(&v, i,
			layout_decode(layout_find("pollfd"), &fds[i],
			    sizeof(fds[i])),
			&cause))
			free(cause);
	}
	call_out(call, POLL_FDS, v);
}

int
sock_poll(const struct call *call, struct pollfd *fds, nfds_t n, int ms)
{
	int64_t left;

	/* Not for the first time: the user has not interrupted, and waits no
	 * longer for it. */
	if (call->err == EINTR && ms > 0) {
		left = call->start + ms * INT64_C(1000000) - clock_now();
		ms = left > 0 ? (int)((left + 999999) / 1000000) : 0;
	}
	return poll(fds, n, ms);
}

/* The descriptors to poll; NULL if there is a mistake in them. */
static struct pollfd *
poll_list(struct call *call, size_t *n)
{
	const struct value *list = value_list(&call->args[POLL_FDS].v, n);
	struct pollfd *fds;

	if (*n > POLL_MAX) {
		call_mistake(call, POLL_FDS, _("fds: %d descriptors at most"),
		    POLL_MAX);
		return NULL;
	}
	fds = xcalloc(*n, sizeof(fds[0]));
	for (size_t i = 0; i < *n; i++) {
		if (!value_pollfd(&list[i], &fds[i])) {
			list_mistake(call, POLL_FDS, &list[i]);
			free(fds);
			return NULL;
		}
		if (fds[i].events & POLLIN)
			session_fd_read(call->task, fds[i].fd);
	}
	return fds;
}

static void
poll_call(struct call *call)
{
	struct arg *arg = &call->args[POLL_FDS];
	struct pollfd *fds;
	size_t n;

	fds = poll_list(call, &n);
	if (fds == NULL)
		return;
	if (!call_given(call, POLL_N))
		call->args[POLL_N].v = VALUE_INT((int64_t)n);
	if (call_num(call, POLL_N) < 0 || call_num(call, POLL_N) > (int64_t)n) {
		call_mistake(call, POLL_N,
		    _("nfds: %lld is out of range, 0 to the %zu given"),
		    (long long)call_num(call, POLL_N), n);
		free(fds);
		return;
	}
	n = (size_t)call_num(call, POLL_N);
	arg->data = fds;
	arg->len = n * sizeof(fds[0]);
	CALL(call, sock_poll(call, fds, n, (int)call_num(call, POLL_TIMEOUT)));
	/* In C the value is how many are ready. */
	if (call->status == CALL_OK && !call->c_form)
		give_ready(call, fds, n);
	else if (call->status == CALL_OK)
		give_revents(call, fds, n);
	arg->data = NULL;
	free(fds);
}

enum { SELECT_N, SELECT_READ, SELECT_WRITE, SELECT_EXCEPT, SELECT_TIMEOUT };

/* One of select's three sets. */
struct set {
	fd_set fds;         /* what to wait for; then, what is ready */
	int list[POLL_MAX]; /* in the user's order */
	size_t n;
	bool null;
	/* For the event: as many bytes as select looks at, first of what it is
	 * to wait for, then of what is ready. */
	unsigned char shown[2 * sizeof(fd_set)];
};

static bool
set_init(struct call *call, int i, struct set *set, int *highest)
{
	struct arg *arg = &call->args[i];
	const struct value *list;

	FD_ZERO(&set->fds);
	set->n = 0;
	/* C's NULL is a 0, which in our own forms is a descriptor. */
	set->null = !call_given(call, i) || arg->v.type == VAL_NONE ||
	    (call->c_form && arg->v.type == VAL_INT && arg->v.i == 0);
	if (set->null)
		return true;
	list = value_list(&arg->v, &set->n);
	if (set->n > POLL_MAX) {
		call_mistake(call, i, _("%s: %d descriptors at most"),
		    call->prim->params[i].name, POLL_MAX);
		return false;
	}
	for (size_t k = 0; k < set->n; k++) {
		int fd;

		if (!value_fd(&list[k], &fd)) {
			list_mistake(call, i, &list[k]);
			return false;
		}
		if (fd < 0 || fd >= FD_SETSIZE) {
			call_mistake(call, i,
			    _("%s: select takes descriptors from 0 to %d; "
			      "poll takes any"),
			    call->prim->params[i].name, FD_SETSIZE - 1);
			return false;
		}
		set->list[k] = fd;
		FD_SET(fd, &set->fds);
		if (i == SELECT_READ)
			session_fd_read(call->task, fd);
		if (fd > *highest)
			*highest = fd;
	}
	return true;
}

/* As Python gives them: in the order in which they were asked for. */
static struct value
set_ready(struct call *call, const struct set *set)
{
	struct value items[POLL_MAX], v = VALUE_NONE;
	size_t n = 0;

	for (size_t k = 0; k < set->n; k++) {
		if (!set->null && FD_ISSET(set->list[k], &set->fds))
			items[n++] = VALUE_INT(set->list[k]);
	}
	value_tuple(&v, items, n, &call->cause);
	return v;
}

/* The first nfds bits, the unused ones of the last byte off. */
static void
set_show(const struct set *set, unsigned char *to, int nfds)
{
	size_t len = ((size_t)nfds + 7) / 8;

	memset(to, 0, len);
	for (int fd = 0; fd < nfds; fd++) {
		if (FD_ISSET(fd, &set->fds))
			to[fd / 8] |= (unsigned char)(1u << fd % 8);
	}
}

/* What the event keeps of the sets. */
static void
sets_show(struct call *call, struct set *sets, int nfds)
{
	size_t len = ((size_t)nfds + 7) / 8;

	for (int i = 0; i < 3; i++) {
		struct arg *arg = &call->args[SELECT_READ + i];

		if (sets[i].null)
			continue;
		memset(sets[i].shown, 0, sizeof(sets[i].shown));
		set_show(&sets[i], sets[i].shown, nfds);
		arg->data = sets[i].shown;
		arg->len = 2 * len;
	}
}

/* The call itself; what is ready is noted before the event is written. */
static int
select_noted(int nfds, struct set *sets, struct timeval *timeout)
{
	size_t len = ((size_t)nfds + 7) / 8;
	int rc, err;

	/* Linux leaves in timeout what is left of it: made again after a
	 * signal, the call waits no longer than it was to. */
	rc = select(nfds, sets[0].null ? NULL : &sets[0].fds,
	    sets[1].null ? NULL : &sets[1].fds,
	    sets[2].null ? NULL : &sets[2].fds, timeout);
	err = errno;
	for (int i = 0; i < 3 && rc > 0; i++) {
		if (!sets[i].null)
			set_show(&sets[i], sets[i].shown + len, nfds);
	}
	errno = err;
	return rc;
}

/* struct timeval: the kernel says itself what is wrong with one. */
static bool
record_timeout(struct call *call, const struct value *v, struct timeval *tv)
{
	size_t len = sizeof(*tv);
	char *cause = NULL;

	if (layout_encode(layout_find("timeval"), v, tv, &len, &cause))
		return true;
	call_mistake(call, SELECT_TIMEOUT, "%s", cause);
	free(cause);
	return false;
}

static bool
select_timeout(struct call *call, struct timeval *tv)
{
	const struct value *v = &call->args[SELECT_TIMEOUT].v;
	int64_t us;

	if (!call_given(call, SELECT_TIMEOUT) || v->type == VAL_NONE)
		return false;
	if (v->type == VAL_TUPLE)
		return record_timeout(call, v, tv);
	us = sock_ns(v);
	if (us < 0) {
		call_mistake(call, SELECT_TIMEOUT,
		    _("timeout: 0 seconds or more, or None for no limit"));
		return false;
	}
	/* A microsecond begun counts, as in Python: 0 would not wait. */
	us = (us + 999) / 1000;
	tv->tv_sec = us / 1000000;
	tv->tv_usec = us % 1000000;
	return true;
}

static void
give_sets(struct call *call, const struct set *sets)
{
	struct value ready[3], v;

	for (int i = 0; i < 3; i++)
		ready[i] = set_ready(call, &sets[i]);
	if (value_tuple(&v, ready, 3, &call->cause))
		call_give(call, v);
}

/* The variables of a C form: what is ready, and what is left of the time. */
static void
give_in_c(struct call *call, const struct set *sets, const struct timeval *left)
{
	for (int i = 0; i < 3; i++) {
		if (!sets[i].null)
			call_out(call, SELECT_READ + i,
			    set_ready(call, &sets[i]));
	}
	if (call->args[SELECT_TIMEOUT].v.type == VAL_TUPLE)
		call_out(call, SELECT_TIMEOUT,
		    layout_decode(layout_find("timeval"), left, sizeof(*left)));
}

/* The sets are filled in: the call. */
static void
select_made(struct call *call, struct set *sets, int highest)
{
	struct timeval tv = { 0 }, shown;
	bool limited = select_timeout(call, &tv);

	if (!call_given(call, SELECT_N))
		call->args[SELECT_N].v = VALUE_INT(highest + 1);
	if (call_num(call, SELECT_N) < 0 ||
	    call_num(call, SELECT_N) > FD_SETSIZE)
		call_mistake(call, SELECT_N,
		    _("nfds: %lld is out of range, 0 to %d"),
		    (long long)call_num(call, SELECT_N), FD_SETSIZE);
	if (call->status != CALL_OK)
		return;
	shown = tv;
	if (limited) {
		call->args[SELECT_TIMEOUT].data = &shown;
		call->args[SELECT_TIMEOUT].len = sizeof(shown);
	}
	sets_show(call, sets, (int)call_num(call, SELECT_N));
	CALL(call,
	    select_noted((int)call_num(call, SELECT_N), sets,
		limited ? &tv : NULL));
	/* In C the value is how many are ready. */
	if (call->status == CALL_OK && !call->c_form)
		give_sets(call, sets);
	else if (call->status == CALL_OK)
		give_in_c(call, sets, &tv);
	call->args[SELECT_TIMEOUT].data = NULL;
}

static void
select_call(struct call *call)
{
	struct set *sets = xmalloc(3 * sizeof(sets[0]));
	int highest = -1;

	if (set_init(call, SELECT_READ, &sets[0], &highest) &&
	    set_init(call, SELECT_WRITE, &sets[1], &highest) &&
	    set_init(call, SELECT_EXCEPT, &sets[2], &highest))
		select_made(call, sets, highest);
	for (int i = SELECT_READ; i <= SELECT_EXCEPT; i++)
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
	int64_t ns = sock_ns(&call->args[0].v);
	struct timespec when;

	if (ns < 0) {
		call_mistake(call, 0, _("seconds: 0 or more, up to %d"),
		    SECONDS_MAX);
		return;
	}
	ns += clock_now();
	when = (struct timespec){ ns / 1000000000, ns % 1000000000 };
	CALL(call, sleep_until(&when));
	call_give(call, VALUE_NONE);
}

const struct prim sock_wait_prims[] = {
	{
	    .name = "poll",
	    .params = { { "fds", PARAM_POLLFDS, 0 }, { "nfds", PARAM_INT, 0 },
		{ "timeout", PARAM_MS, -1 } },
	    .forms = { "fds [timeout]" },
	    .call = poll_call,
	    .flags = PRIM_BLOCKS,
	    .method = "epoll_poll",
	    .man = "poll(2)",
	    .help = N_("wait until one of several descriptors is ready"),
	    .topic = TOPIC_WAITING,
	    .example = "a, b = socketpair()\n"
		       "poll(b, 0)\n"
		       "= 0\n"
		       "send a \"hello\"\n"
		       "for fd, events in poll(b, 1000) { print recv(fd) }\n"
		       "> hello",
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
	    .help =
		N_("wait until descriptors can be read, written, or have news"),
	    .topic = TOPIC_WAITING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "r, w, x = select([b], [], [], 1.5)\n"
		       "print recv(r[0])\n"
		       "> hello",
	},
	{
	    .name = "sleep",
	    .params = { { "seconds", PARAM_FLOAT, 0 } },
	    .forms = { "seconds" },
	    .call = sleep_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_SILENT,
	    .man = "sleep(3)",
	    .help = N_("wait for so many seconds"),
	    .topic = TOPIC_WAITING,
	    .example = "sleep 0.01\n"
		       "print \"later\"\n"
		       "> later",
	},
	{ .name = NULL },
};
