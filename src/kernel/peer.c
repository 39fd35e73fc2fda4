/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sockets of this shell and their other ends. */
#include "kernel/peer.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/addr.h"
#include "model/prim.h"

enum { TRIES = 64 }; /* candidates that are looked at closely */

/* FNV-1a, of 64 bits. */
static void
hash_path(struct peer_name *name, const void *path, size_t len)
{
	const unsigned char *s = path;
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		h = (h ^ s[i]) * UINT64_C(0x100000001b3);
	memcpy(name->host, &h, sizeof(h));
	memcpy(name->host + sizeof(h), &len, sizeof(len));
}

void
peer_name_of(struct peer_name *name, const void *sa, size_t len)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_storage all;
	} u = { 0 };

	*name = (struct peer_name){ 0 };
	memcpy(&u, sa, len < sizeof(u) ? len : sizeof(u));
	if (len <= sizeof(sa_family_t))
		return;
	if (u.sa.sa_family == AF_UNIX) {
		size_t path = len - sizeof(sa_family_t);

		/* The kernel counts a path's NUL, and a user need not. */
		if (u.un.sun_path[0] != '\0')
			path = strnlen(u.un.sun_path, path);
		hash_path(name, u.un.sun_path, path);
	} else if (u.sa.sa_family == AF_INET) {
		name->host[10] = name->host[11] = 0xff;
		memcpy(name->host + 12, &u.in.sin_addr, 4);
		name->port = ntohs(u.in.sin_port);
	} else if (u.sa.sa_family == AF_INET6) {
		memcpy(name->host, &u.in6.sin6_addr, 16);
		name->port = ntohs(u.in6.sin6_port);
	} else {
		return;
	}
	name->family = u.sa.sa_family == AF_UNIX ? AF_UNIX : AF_INET6;
}

/* 0.0.0.0 or ::, also as IPv4 looks in IPv6. */
static bool
is_any(const struct peer_name *n)
{
	static const unsigned char any[16] = { 0 };
	static const unsigned char any4[16] = { [10] = 0xff, [11] = 0xff };

	return n->family == AF_INET6 &&
	    (memcmp(n->host, any, 16) == 0 || memcmp(n->host, any4, 16) == 0);
}

bool
peer_name_same(const struct peer_name *a, const struct peer_name *b)
{
	if (a->family == 0 || a->family != b->family || a->port != b->port)
		return false;
	return is_any(a) || is_any(b) || memcmp(a->host, b->host, 16) == 0;
}

static void
name_arg(struct peer_name *name, const struct event *ev, int type)
{
	const struct event_arg *arg = event_arg_of(ev, type);

	if (arg != NULL && !arg->null && !arg->unfilled)
		peer_name_of(name, event_payload(ev, arg), arg->len);
}

/* What an event tells of the ends of a connection. */
static void
learn(struct peers *p, const struct event *ev)
{
	const struct follow *f = &p->follow;
	struct peer_ends *on = &p->ends[f->on];
	uint32_t child = f->made[0];

	if (f->on == 0)
		return;
	if (event_is(ev, "connect")) {
		on->peer.family = 0;
		if (ev->err == 0 || ev->err == EINPROGRESS)
			name_arg(&on->peer, ev, PARAM_ADDR);
	}
	if (ev->err != 0)
		return;
	if (event_is(ev, "bind"))
		name_arg(&on->local, ev, PARAM_ADDR);
	else if (event_is(ev, "getsockname"))
		name_arg(&on->local, ev, PARAM_OUT_ADDR);
	else if (event_is(ev, "getpeername"))
		name_arg(&on->peer, ev, PARAM_OUT_ADDR);
	if (child != 0 && f->of[child].accepted) {
		name_arg(&p->ends[child].peer, ev, PARAM_OUT_ADDR);
		p->ends[child].local = on->local;
	}
}

/* Descriptors that are open know better than the log. */
static void
ask(struct peers *p)
{
	const struct follow *f = &p->follow;

	for (size_t fd = 0; fd < f->nfds; fd++) {
		const struct fd_info *info =
		    session_fd(p->session, (int64_t)fd);
		struct peer_ends *ends = &p->ends[f->fds[fd].id];
		struct sockaddr_storage sa;
		socklen_t len = sizeof(sa);

		if (f->fds[fd].id == 0 || info == NULL)
			continue;
		ends->fd = (int)fd;
		if (info->kind != FD_SOCKET)
			continue;
		if (getsockname((int)fd, (struct sockaddr *)&sa, &len) == 0)
			peer_name_of(&ends->local, &sa, len);
		len = sizeof(sa);
		if (getpeername((int)fd, (struct sockaddr *)&sa, &len) == 0)
			peer_name_of(&ends->peer, &sa, len);
	}
}

/* Room for what the last event made. */
static void
grow(struct peers *p)
{
	size_t n = p->follow.n;

	if (n <= p->room)
		return;
	while (p->room < n)
		p->room = p->room != 0 ? 2 * p->room : 64;
	p->ends = xreallocarray(p->ends, p->room, sizeof(p->ends[0]));
	for (; p->n < p->room; p->n++)
		p->ends[p->n] = (struct peer_ends){ .fd = -1 };
}

void
peers_init(struct peers *p, struct session *s)
{
	const struct event *ev;

	*p = (struct peers){ .session = s };
	follow_init(&p->follow, s->log);
	grow(p);
	while ((ev = follow_next(&p->follow)) != NULL) {
		grow(p);
		learn(p, ev);
	}
	ask(p);
}

void
peers_free(struct peers *p)
{
	follow_free(&p->follow);
	free(p->ends);
	*p = (struct peers){ 0 };
}

uint32_t
peers_fd(const struct peers *p, int fd)
{
	return follow_fd(&p->follow, fd);
}

/*
 * Counts the connections of a listener of AF_UNIX, on the side that connects or
 * on the one that accepts. With an id: which one that was, in *nth; else the id
 * of the nth. 0: none.
 */
static uint32_t
count_to(const struct peers *p, uint32_t listener, bool accepts, uint32_t id,
    size_t *nth)
{
	struct peer_name to;
	const struct event *ev;
	struct follow f;
	uint32_t found = 0;
	size_t n = 0;

	follow_init(&f, p->session->log);
	while (found == 0 && (ev = follow_next(&f)) != NULL) {
		uint32_t it = 0;

		if (f.made[0] != 0 && f.of[f.made[0]].listener == listener) {
			it = accepts ? f.made[0] : 0;
		} else if (!accepts && f.on != 0 && ev->err == 0 &&
		    event_is(ev, "connect")) {
			to.family = 0;
			name_arg(&to, ev, PARAM_ADDR);
			if (peer_name_same(&to, &p->ends[listener].local))
				it = f.on;
		}
		n += it != 0;
		if (it != 0 && (id != 0 ? it == id : n == *nth))
			found = it;
	}
	follow_free(&f);
	*nth = n;
	return found;
}

/*
 * The sockets that connect to one of AF_UNIX have no name, but they stand in its
 * queue in the order in which they came (unix_stream_connect in
 * net/unix/af_unix.c).
 */
static uint32_t
find_in_order(const struct peers *p, uint32_t id)
{
	const struct follow *f = &p->follow;
	uint32_t listener = f->of[id].listener;
	bool accepted = f->of[id].accepted;
	size_t nth = 0;

	for (uint32_t i = 1; i < f->n && !accepted; i++) {
		if (f->of[i].accepted &&
		    peer_name_same(&p->ends[i].local, &p->ends[id].peer))
			listener = f->of[i].listener;
	}
	if (listener == 0 || count_to(p, listener, accepted, id, &nth) == 0)
		return 0;
	return count_to(p, listener, !accepted, 0, &nth);
}

/* One that is closed now, and of which the log does not say which port it had:
 * the accepted one of which it can only be the other end. */
static uint32_t
find_closed(const struct peers *p, uint32_t id)
{
	const struct follow *f = &p->follow;
	unsigned tries = 0;

	for (uint32_t i = (uint32_t)f->n - 1; i > 0 && tries < TRIES; i--) {
		if (!f->of[i].accepted ||
		    !peer_name_same(&p->ends[i].local, &p->ends[id].peer))
			continue;
		tries++;
		if (peers_of(p, i) == id)
			return i;
	}
	return 0;
}

uint32_t
peers_of(const struct peers *p, uint32_t id)
{
	const struct peer_ends *mine = &p->ends[id], *it;
	const struct follow *f = &p->follow;
	uint32_t may_be = 0;
	unsigned n = 0;

	if (id == 0 || f->of[id].pair != 0)
		return id == 0 ? 0 : f->of[id].pair;
	if (peer_name_same(&mine->local, &mine->peer) && !is_any(&mine->local))
		return id;
	for (uint32_t i = (uint32_t)f->n - 1; i > 0; i--) {
		it = &p->ends[i];
		if (i == id || !peer_name_same(&it->peer, &mine->local) ||
		    is_any(&mine->peer))
			continue;
		if (peer_name_same(&it->local, &mine->peer))
			return i;
		/* It connected to where this one was accepted; which port it
		 * got the log does not say. */
		if (it->fd == -1 && it->local.port == 0 && !f->of[i].accepted &&
		    f->of[id].accepted && it->peer.family == AF_INET6) {
			may_be = i;
			n++;
		}
	}
	if (mine->local.family == AF_UNIX || mine->peer.family == AF_UNIX)
		return find_in_order(p, id);
	if (mine->fd == -1 && !f->of[id].accepted && mine->local.port == 0)
		return find_closed(p, id);
	return n == 1 ? may_be : 0;
}
