/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which descriptors are two ends of one connection. By their addresses where
 * both are known: one's own is the other's peer. The own port of a socket that
 * was closed since is in nobody's log; then by the order in which a listener's
 * queue gives them out, which is that of the connects.
 */
#include "view/ladder_track.h"

#include <errno.h>
#include <string.h>
#include <sys/un.h>

#include "base/alloc.h"
#include "model/addr.h"
#include "wire/host.h"

static const struct sockaddr *
sa(const struct ladder_addr *a)
{
	return (const struct sockaddr *)&a->sa;
}

/* The 16 bytes of an IPv6 address, or of an IPv4 one mapped to it. */
static void
host_of(const struct ladder_addr *a, unsigned char host[16])
{
	memset(host, 0, 16);
	if (a->sa.ss_family == AF_INET6) {
		memcpy(host, &((const struct sockaddr_in6 *)sa(a))->sin6_addr,
		    16);
	} else {
		host[10] = host[11] = 0xff;
		memcpy(host + 12,
		    &((const struct sockaddr_in *)sa(a))->sin_addr, 4);
	}
}

static bool
is_any(const struct ladder_addr *a)
{
	static const unsigned char none[16];
	unsigned char host[16];

	host_of(a, host);
	return memcmp(host + 12, none, 4) == 0 &&
	    (a->sa.ss_family == AF_INET || memcmp(host, none, 16) == 0);
}

static bool
is_inet(const struct ladder_addr *a)
{
	return (a->sa.ss_family == AF_INET &&
		   a->len >= sizeof(struct sockaddr_in)) ||
	    (a->sa.ss_family == AF_INET6 &&
		a->len >= offsetof(struct sockaddr_in6, sin6_scope_id));
}

static bool
is_loopback(const struct ladder_addr *a)
{
	unsigned char host[16];

	host_of(a, host);
	if (a->sa.ss_family == AF_INET)
		return host[12] == 127;
	return IN6_IS_ADDR_LOOPBACK(
	    &((const struct sockaddr_in6 *)sa(a))->sin6_addr);
}

/* Whether what is sent to b comes to a by way of a wildcard. To send to the
 * wildcard is to send to oneself; of other hosts' addresses nothing is known. */
static bool
reaches(const struct ladder_addr *a, const struct ladder_addr *b)
{
	return (is_any(a) && (is_loopback(b) || is_any(b))) ||
	    (is_any(b) && is_loopback(a));
}

bool
ladder_addr_same(const struct ladder_addr *a, const struct ladder_addr *b,
    bool wildcard)
{
	unsigned char x[16], y[16];

	if (a->len == 0 || b->len == 0)
		return false;
	if (is_inet(a) && is_inet(b)) {
		if (addr_sa_port(sa(a)) != addr_sa_port(sa(b)))
			return false;
		if (wildcard && reaches(a, b))
			return true;
		host_of(a, x);
		host_of(b, y);
		return memcmp(x, y, sizeof(x)) == 0;
	}
	/* An unnamed one is nobody's. */
	return a->sa.ss_family == b->sa.ss_family &&
	    a->sa.ss_family == AF_UNIX && a->len == b->len &&
	    a->len > offsetof(struct sockaddr_un, sun_path) &&
	    memcmp(&a->sa, &b->sa, a->len) == 0;
}

static unsigned
port_hash(const struct ladder_addr *a)
{
	unsigned h = 0;

	if (is_inet(a))
		return (unsigned)addr_sa_port(sa(a)) % TRACK_HASH;
	for (socklen_t i = 0; i < a->len; i++)
		h = h * 31 + ((const unsigned char *)&a->sa)[i];
	return h % TRACK_HASH;
}

void
tracks_bound(struct tracks *ts, int track)
{
	struct track *t = &ts->t[track];
	int *head = &ts->by_port[port_hash(&t->local)];

	if (t->bound || t->local.len == 0)
		return;
	t->bound = true;
	t->next_bound = *head;
	*head = track;
}

/* Whether t listens on a host of the lab by the wildcard, and addr is that
 * host's. */
static bool
reaches_host(const struct tracks *ts, const struct track *t,
    const struct ladder_addr *addr)
{
	struct host host = { 0 };
	struct ladder_addr own = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *in = (struct sockaddr_in *)&own.sa;

	if (!t->whole || !is_inet(&t->local) || !is_inet(addr) ||
	    !is_any(&t->local))
		return false;
	host.number = ts->seen[t->born].ev->host;
	if (host.number == 0)
		return false;
	in->sin_family = AF_INET;
	in->sin_port = htons((uint16_t)addr_sa_port(sa(&t->local)));
	in->sin_addr.s_addr = host_addr(&host);
	return ladder_addr_same(&own, addr, false);
}

int
tracks_at(const struct tracks *ts, const struct ladder_addr *addr, size_t i,
    bool stream)
{
	int at = ts->by_port[port_hash(addr)];

	for (; at != -1; at = ts->t[at].next_bound) {
		const struct track *t = &ts->t[at];

		if (t->born <= i && i <= t->died &&
		    (t->type == SOCK_STREAM) == stream &&
		    (ladder_addr_same(&t->local, addr, true) ||
			reaches_host(ts, t, addr)))
			return at;
	}
	return -1;
}

/* The listener that a connect to addr reaches, by event i; -1. */
static int
listener_at(const struct tracks *ts, const struct ladder_addr *addr, size_t i)
{
	for (size_t k = ts->nlisteners; k-- > 0;) {
		const struct track *t = &ts->t[ts->listeners[k]];

		if (i <= t->died &&
		    (ladder_addr_same(&t->local, addr, true) ||
			reaches_host(ts, t, addr)))
			return ts->listeners[k];
	}
	return -1;
}

static void
tracks_pair_up(struct tracks *ts, int a, int b, bool sure)
{
	a = ts->t[a].same;
	b = ts->t[b].same;
	ts->t[a].other = b;
	ts->t[b].other = a;
	ts->t[a].sure = ts->t[b].sure = sure;
	ts->unsure |= !sure;
}

/* Takes a track out of a queue. */
static void
queue_take(struct tracks *ts, int *head, int track)
{
	int *at = head;

	while (*at != track)
		at = &ts->t[*at].waits;
	*at = ts->t[track].waits;
	ts->t[track].waits = -1;
}

static void
queue_add(struct tracks *ts, int *head, int track)
{
	int *at = head;

	while (*at != -1)
		at = &ts->t[*at].waits;
	*at = track;
}

/* The one in a queue that is the other end of t: by address, else the first of
 * which it is not known that it is another. -1: none. */
static int
queue_find(const struct tracks *ts, int head, const struct track *t,
    bool accepted, bool *sure)
{
	int first = -1;

	for (int at = head; at != -1; at = ts->t[at].waits) {
		const struct track *q = &ts->t[at];
		const struct ladder_addr *own =
		    accepted ? &q->local : &t->local;
		const struct ladder_addr *peer = accepted ? &t->peer : &q->peer;

		*sure = true;
		if (ladder_addr_same(own, peer, false))
			return at;
		if (first == -1 && (own->len == 0 || !is_inet(own)) &&
		    (accepted || t->when <= q->when))
			first = at;
	}
	*sure = false;
	return first;
}

static void
join_connect(struct tracks *ts, const struct seen *seen, size_t i)
{
	struct track *t = &ts->t[seen->track];
	int listener, other;
	bool sure;

	if (t->listener != -1 || t->other != -1 || t->peer.len == 0 ||
	    t->type == SOCK_DGRAM)
		return;
	listener = listener_at(ts, &t->peer, i);
	if (listener == -1)
		return;
	t->listener = listener;
	t->when = seen->ev->start;
	other = queue_find(ts, ts->t[listener].early, t, false, &sure);
	if (other == -1) {
		queue_add(ts, &ts->t[listener].queue, seen->track);
		return;
	}
	queue_take(ts, &ts->t[listener].early, other);
	tracks_pair_up(ts, seen->track, other, sure);
}

static void
join_accept(struct tracks *ts, const struct seen *seen)
{
	int made = seen->made[0], other;
	struct track *listener, *t;
	bool sure;

	if (made == -1 || seen->track == -1)
		return;
	listener = &ts->t[ts->t[seen->track].same];
	t = &ts->t[made];
	t->listener = ts->t[seen->track].same;
	t->accepted = true;
	t->when = seen->ev->end;
	other = queue_find(ts, listener->queue, t, true, &sure);
	if (other == -1) {
		queue_add(ts, &listener->early, made);
		return;
	}
	queue_take(ts, &listener->queue, other);
	tracks_pair_up(ts, made, other, sure);
}

static void
join_addresses(struct tracks *ts, const struct seen *seen)
{
	struct track *t = &ts->t[seen->track];
	struct echo_call call;
	struct ladder_addr addr;

	echo_read(&call, seen->ev, 0);
	switch (seen->op) {
	case OP_BIND:
		seen_addr(&call, PARAM_ADDR, &addr);
		/* Port 0, and AF_UNIX's empty name, are for the kernel. */
		if (is_inet(&addr) && addr_sa_port(sa(&addr)) == 0)
			return;
		if (t->local.len == 0)
			t->local = addr;
		break;
	case OP_NAME:
		seen_addr(&call, PARAM_OUT_ADDR, &addr);
		if (addr.len != 0)
			t->local = addr;
		break;
	case OP_CONNECT:
		seen_addr(&call, PARAM_ADDR, &t->peer);
		return;
	case OP_PEER:
		seen_addr(&call, PARAM_OUT_ADDR, &addr);
		if (t->peer.len == 0)
			t->peer = addr;
		return;
	default:
		return;
	}
	tracks_bound(ts, seen->track);
}

/* A connect may go on in the background: accept tells how it ended. */
static bool
has_begun(const struct event *ev)
{
	return ev->err == 0 || ev->err == EINPROGRESS || ev->err == EINTR ||
	    ev->err == EALREADY;
}

void
tracks_join(struct tracks *ts)
{
	for (size_t k = 0; k < ts->n; k++)
		tracks_bound(ts, (int)k);
	for (size_t i = 0; i < ts->nseen; i++) {
		const struct seen *seen = &ts->seen[i];

		if (seen->track == -1 || !has_begun(seen->ev))
			continue;
		join_addresses(ts, seen);
		if (seen->op == OP_LISTEN) {
			ts->listeners = xgrow(ts->listeners, ts->nlisteners,
			    sizeof(ts->listeners[0]));
			ts->listeners[ts->nlisteners++] =
			    ts->t[seen->track].same;
		} else if (seen->op == OP_CONNECT) {
			join_connect(ts, seen, i);
		} else if (seen->op == OP_ACCEPT) {
			join_accept(ts, seen);
		}
	}
}
