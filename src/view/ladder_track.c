/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The uses of descriptors' numbers that the log tells of. */
#include "view/ladder_track.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static const struct {
	const char *name;
	enum ladder_op op;
} ops[] = {
	{ "accept", OP_ACCEPT },
	{ "accept4", OP_ACCEPT },
	{ "bind", OP_BIND },
	{ "close", OP_CLOSE },
	{ "connect", OP_CONNECT },
	{ "connect_ex", OP_CONNECT },
	{ "dup", OP_DUP },
	{ "dup2", OP_DUP },
	{ "dup3", OP_DUP },
	{ "getpeername", OP_PEER },
	{ "getsockname", OP_NAME },
	{ "listen", OP_LISTEN },
	{ "pipe", OP_PAIR },
	{ "pipe2", OP_PAIR },
	{ "setsockopt", OP_OPTION },
	{ "shutdown", OP_SHUTDOWN },
	{ "socket", OP_SOCKET },
	{ "socketpair", OP_PAIR },
};

static enum ladder_op
op_of(const struct prim *prim)
{
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (strcmp(ops[i].name, prim->name) == 0)
			return ops[i].op;
	}
	if (prim->flags & PRIM_SENDS)
		return OP_SEND;
	return prim->flags & PRIM_RECEIVES ? OP_RECEIVE : OP_OTHER;
}

void
seen_addr(const struct echo_call *call, enum param_type type,
    struct ladder_addr *to)
{
	const struct echo_arg *arg = echo_find(call, type);

	to->len = 0;
	if (arg == NULL || arg->missing || arg->null ||
	    arg->len < sizeof(sa_family_t) || arg->len > sizeof(to->sa))
		return;
	memset(&to->sa, 0, sizeof(to->sa));
	memcpy(&to->sa, arg->data, arg->len);
	to->len = (socklen_t)arg->len;
}

bool
seen_number(const struct echo_call *call, enum param_type type, int64_t *to)
{
	const struct echo_arg *arg = echo_find(call, type);

	if (arg == NULL || arg->missing)
		return false;
	*to = arg->num;
	return true;
}

int
tracks_find(const struct tracks *ts, int fd, uint32_t generation)
{
	int at = ts->by_fd[(unsigned)fd % TRACK_HASH];

	while (at != -1 &&
	    (ts->t[at].fd != fd ||
		(generation != 0 && ts->t[at].generation != 0 &&
		    ts->t[at].generation != generation)))
		at = ts->t[at].next;
	return at;
}

static int
track_new(struct tracks *ts, int fd, uint32_t generation, size_t i)
{
	int *head = &ts->by_fd[(unsigned)fd % TRACK_HASH];
	int index = (int)ts->n, before = tracks_find(ts, fd, 0);

	/* dup2 closes what was there. */
	if (before != -1 && ts->t[before].died == SIZE_MAX)
		ts->t[before].died = i;
	ts->t = xgrow(ts->t, ts->n, sizeof(ts->t[0]));
	ts->t[ts->n++] = (struct track){ .fd = fd,
		.generation = generation,
		.same = index,
		.uses = 1,
		.next = *head,
		.died = SIZE_MAX,
		.listener = -1,
		.other = -1,
		.waits = -1,
		.queue = -1,
		.early = -1,
		.next_bound = -1,
		.lane = -1 };
	*head = index;
	return index;
}

/* Whether an event says which use of the number it is about: close does not
 * (close_call in sock/socket.c), it is about the latest. */
static bool
is_told(const struct event *ev)
{
	return ev->generation != 0 && ev->generation != UINT32_MAX;
}

/* The track that an event's descriptor is; what was made before the first event
 * becomes one here. */
static int
track_of(struct tracks *ts, const struct event *ev, size_t i)
{
	int64_t fd;
	int at;

	if (ev->nargs == 0 || ev->prim->params[0].type != PARAM_FD)
		return -1;
	fd = ev->args[0].num;
	if (fd < 0 || fd > INT32_MAX)
		return -1;
	at = tracks_find(ts, (int)fd, is_told(ev) ? ev->generation : 0);
	if (at != -1 && !is_told(ev) && ts->t[at].died != SIZE_MAX)
		at = -1;
	/* Not open when the call was made, or nothing is known of it. */
	if (at == -1 && (ev->generation == 0 || ev->err != 0))
		return -1;
	if (!is_told(ev))
		return at != -1 ? at : track_new(ts, (int)fd, 0, i);
	if (at == -1)
		return track_new(ts, (int)fd, ev->generation, i);
	ts->t[at].generation = ev->generation;
	return at;
}

static int
track_made(struct tracks *ts, int64_t fd, size_t i)
{
	int made;

	if (fd < 0 || fd > INT32_MAX)
		return -1;
	made = track_new(ts, (int)fd, 0, i);
	ts->t[made].born = i;
	ts->t[made].whole = true;
	return made;
}

/* Two ends of one thing: an int[2]. */
static void
tracks_pair(struct tracks *ts, struct seen *seen, const struct echo_call *call,
    size_t i)
{
	const struct echo_arg *arg = echo_find(call, PARAM_OUT_FDS);
	int fds[2];

	if (arg == NULL || arg->missing || arg->len != sizeof(fds))
		return;
	memcpy(fds, arg->data, sizeof(fds));
	for (int k = 0; k < 2; k++)
		seen->made[k] = track_made(ts, fds[k], i);
	if (seen->made[0] == -1 || seen->made[1] == -1)
		return;
	for (int k = 0; k < 2; k++) {
		struct track *t = &ts->t[seen->made[k]];
		int64_t n;

		t->other = seen->made[1 - k];
		t->sure = true;
		if (seen_number(call, PARAM_FAMILY, &n))
			t->family = (int)n;
		if (seen_number(call, PARAM_TYPE, &n))
			t->type = (int)n & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	}
}

static void
tracks_opened(struct tracks *ts, struct seen *seen,
    const struct echo_call *call, size_t i)
{
	struct track *t;
	int64_t n;

	seen->made[0] = track_made(ts, seen->ev->result, i);
	if (seen->made[0] == -1)
		return;
	t = &ts->t[seen->made[0]];
	if (seen->op == OP_SOCKET) {
		if (seen_number(call, PARAM_FAMILY, &n))
			t->family = (int)n;
		if (seen_number(call, PARAM_TYPE, &n))
			t->type = (int)n & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	} else if (seen->track != -1 &&
	    (seen->op == OP_ACCEPT || seen->op == OP_DUP)) {
		const struct track *of = &ts->t[seen->track];

		t->family = of->family;
		t->type = of->type;
		if (seen->op == OP_DUP) {
			t->same = of->same;
			t->whole = of->whole;
		}
	}
	if (seen->op == OP_ACCEPT)
		seen_addr(call, PARAM_OUT_ADDR, &t->peer);
}

/* What a socket is can be told from its first call with an address, where its
 * making is not in the log. */
static void
track_guess(struct track *t, const struct ladder_addr *addr, enum ladder_op op)
{
	if (t->family == 0 && addr->len != 0)
		t->family = addr->sa.ss_family;
	if (t->type == 0 && op == OP_LISTEN)
		t->type = SOCK_STREAM;
}

static void
tracks_event(struct tracks *ts, const struct event *ev)
{
	size_t i = ts->nseen;
	struct seen seen = { .ev = ev, .made = { -1, -1 } };
	struct ladder_addr addr = { 0 };
	struct echo_call call;

	seen.op = op_of(ev->prim);
	seen.track = track_of(ts, ev, i);
	echo_read(&call, ev, 0);
	if (ev->err == 0) {
		if (seen.op == OP_PAIR)
			tracks_pair(ts, &seen, &call, i);
		else if ((ev->prim->flags & PRIM_OPENS) || seen.op == OP_DUP)
			tracks_opened(ts, &seen, &call, i);
		if (seen.op == OP_CLOSE && seen.track != -1)
			ts->t[seen.track].died = i;
	}
	if (seen.track != -1) {
		seen_addr(&call, PARAM_ADDR, &addr);
		track_guess(&ts->t[seen.track], &addr, seen.op);
	}
	ts->seen[ts->nseen++] = seen;
}

/* Of each track, what is known of it now. */
static void
tracks_ask(struct tracks *ts)
{
	const struct ladder_source *from = ts->from;

	for (size_t k = 0; k < ts->n; k++) {
		struct track *t = &ts->t[k];
		bool newest = tracks_find(ts, t->fd, 0) == (int)k;

		/* An old use that no later call named: nobody knows it. */
		if (from->fd == NULL || (t->generation == 0 && !newest))
			continue;
		from->fd(from->ctx, t->fd, t->generation,
		    t->died == SIZE_MAX && newest, &t->known);
		if (t->local.len == 0 && t->known.local_len != 0) {
			t->local.sa = t->known.local;
			t->local.len = t->known.local_len;
		}
		if (t->peer.len == 0 && t->known.peer_len != 0) {
			t->peer.sa = t->known.peer;
			t->peer.len = t->known.peer_len;
		}
		if (t->family == 0 && t->local.len != 0)
			t->family = t->local.sa.ss_family;
	}
}

/* The first of the newest events that are looked at: what came before those that
 * count tells who is connected with whom. */
static const struct event *
first_event(const struct ladder_source *from)
{
	const struct event *last = log_last(from->log);

	if (last == NULL)
		return NULL;
	return log_since(from->log,
	    last->seq > LADDER_EVENTS ? last->seq - LADDER_EVENTS + 1 : 0);
}

void
tracks_read(struct tracks *ts, const struct ladder_source *from)
{
	*ts = (struct tracks){ .from = from };
	ts->seen = xcalloc(LADDER_EVENTS, sizeof(ts->seen[0]));
	for (size_t i = 0; i < TRACK_HASH; i++)
		ts->by_fd[i] = ts->by_port[i] = -1;
	for (const struct event *ev = first_event(from);
	     ev != NULL && ts->nseen < LADDER_EVENTS;
	     ev = log_next(from->log, ev))
		tracks_event(ts, ev);
	tracks_ask(ts);
	tracks_join(ts);
}

void
tracks_free(struct tracks *ts)
{
	for (size_t k = 0; k < ts->n; k++)
		free(ts->t[k].known.name);
	free(ts->t);
	free(ts->seen);
	free(ts->listeners);
}
