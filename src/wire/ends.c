/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a frame is: the addresses that descriptors have had. */
#include "wire/ends.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/call.h"

enum {
	ENDS_MAX = 1024, /* the oldest make room */
	/* How well an end fits. */
	FIT_PORT = 1,
	FIT_ADDR = 2,
	FIT_PEER = 4,
};

/* What a descriptor had. */
struct owner {
	struct ends_fd fd;
	uint8_t host;
	uint8_t protocol;
	/* It came to be with its peer: what passed before was its listener's. */
	bool accepted;
	int64_t since; /* when it was noted first; ns */
	uint64_t order;
	struct end local;
	struct end peer;
	unsigned named; /* when its name was found, by ends.naming */
	uint32_t slot;  /* of the variable that the name is of */
};

struct ends {
	pthread_mutex_t lock;
	struct owner owners[ENDS_MAX];
	unsigned n;
	uint64_t order;
	unsigned naming;
};

void
end_read(struct end *end, const struct sockaddr_storage *ss)
{
	static const uint8_t zero[16];
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	const uint8_t *bytes = in6.sin6_addr.s6_addr;
	bool mapped;

	memcpy(&in, ss, sizeof(in));
	memcpy(&in6, ss, sizeof(in6));
	*end = (struct end){ 0 };
	if (ss->ss_family == AF_INET) {
		end->port = ntohs(in.sin_port);
		end->addr_len = sizeof(in.sin_addr);
		memcpy(end->addr, &in.sin_addr, sizeof(in.sin_addr));
	} else if (ss->ss_family == AF_INET6) {
		mapped = IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr);
		end->port = ntohs(in6.sin6_port);
		end->addr_len = mapped ? 4 : 16;
		memcpy(end->addr, bytes + (mapped ? 12 : 0), end->addr_len);
	}
	if (memcmp(end->addr, zero, end->addr_len) == 0)
		end->addr_len = 0;
}

bool
end_is(const struct end *end, uint16_t port, const unsigned char *addr,
    unsigned version)
{
	return end->port == port &&
	    (end->addr_len == 0 ||
		(end->addr_len == (version == 6 ? 16 : 4) &&
		    memcmp(end->addr, addr, end->addr_len) == 0));
}

void
ends_free(struct session *s)
{
	if (s->ends == NULL)
		return;
	pthread_mutex_destroy(&s->ends->lock);
	free(s->ends);
	s->ends = NULL;
}

static uint8_t
protocol_of(const struct fd_info *info)
{
	if (info->kind != FD_SOCKET ||
	    (info->family != AF_INET && info->family != AF_INET6))
		return 0;
	if (info->type == SOCK_STREAM)
		return IPPROTO_TCP;
	return info->type == SOCK_DGRAM ? IPPROTO_UDP : 0;
}

/* The newest is looked at first: it is the one that is in use. */
static struct owner *
owner_of(struct ends *e, int fd, uint32_t generation)
{
	for (uint64_t i = 0; i < e->n; i++) {
		struct owner *o = &e->owners[(e->order - 1 - i) % ENDS_MAX];

		if (o->fd.fd == fd && o->fd.generation == generation)
			return o;
	}
	return NULL;
}

static struct owner *
owner_new(struct ends *e)
{
	struct owner *o = &e->owners[e->order % ENDS_MAX];

	*o = (struct owner){ .order = e->order++ };
	if (e->n < ENDS_MAX)
		e->n++;
	return o;
}

static bool
is_same(const struct end *a, const struct end *b)
{
	return a->port == b->port && a->addr_len == b->addr_len &&
	    memcmp(a->addr, b->addr, sizeof(a->addr)) == 0;
}

/* Another number for the same socket adds nothing. */
static bool
is_twin(const struct session *s, const struct ends *e,
    const struct owner *owner)
{
	for (unsigned i = 0; i < e->n; i++) {
		const struct owner *o = &e->owners[i];
		const struct fd_info *info = session_fd(s, o->fd.fd);

		if (info != NULL && info->generation == o->fd.generation &&
		    o->fd.fd != owner->fd.fd && o->host == owner->host &&
		    o->protocol == owner->protocol &&
		    is_same(&o->local, &owner->local) &&
		    is_same(&o->peer, &owner->peer))
			return true;
	}
	return false;
}

/* Whether there is nothing more to be known: the addresses of a connection stay;
 * UDP is found by its port. */
static bool
is_complete(const struct owner *o)
{
	return o->local.port != 0 &&
	    (o->protocol == IPPROTO_UDP || o->peer.port != 0);
}

static void
note(struct session *s, int fd, const struct fd_info *info, uint8_t protocol,
    bool opened)
{
	struct ends *e = s->ends;
	struct owner *o = owner_of(e, fd, info->generation), now;
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);

	if (o != NULL && is_complete(o))
		return;
	if (getsockname(fd, (struct sockaddr *)&sa, &len) == -1)
		return;
	now =
	    (struct owner){ .fd = { .fd = fd, .generation = info->generation },
		    .host = info->host,
		    .protocol = protocol };
	end_read(&now.local, &sa);
	sa = (struct sockaddr_storage){ 0 };
	len = sizeof(sa);
	if (getpeername(fd, (struct sockaddr *)&sa, &len) == 0)
		end_read(&now.peer, &sa);
	if (now.local.port == 0 || (o == NULL && is_twin(s, e, &now)))
		return;
	if (o == NULL) {
		o = owner_new(e);
		now.order = o->order;
		now.accepted = opened && now.peer.port != 0;
		now.since = clock_now();
		*o = now;
	} else {
		o->local = now.local;
		o->peer = now.peer;
	}
}

static struct ends *
ends_of(struct session *s)
{
	if (s->ends == NULL) {
		s->ends = xcalloc(1, sizeof(*s->ends));
		pthread_mutex_init(&s->ends->lock, NULL);
	}
	return s->ends;
}

void
ends_note(struct session *s, int fd, bool opened)
{
	const struct fd_info *info = session_fd(s, fd);
	uint8_t protocol = info != NULL ? protocol_of(info) : 0;

	if (protocol == 0)
		return;
	pthread_mutex_lock(&ends_of(s)->lock);
	note(s, fd, info, protocol, opened);
	pthread_mutex_unlock(&s->ends->lock);
}

struct ends *
ends_note_all(struct session *s)
{
	for (size_t fd = 0; fd < s->nfds; fd++)
		ends_note(s, (int)fd, false);
	return ends_of(s);
}

void
ends_naming(struct ends *e)
{
	pthread_mutex_lock(&e->lock);
	e->naming++;
	pthread_mutex_unlock(&e->lock);
}

void
ends_name(struct ends *e, const struct fd_use *use)
{
	struct owner *o;

	pthread_mutex_lock(&e->lock);
	o = owner_of(e, use->fd, use->generation);
	if (o != NULL && (o->named != e->naming || use->slot < o->slot)) {
		o->named = e->naming;
		o->slot = use->slot;
		if (use->at < 0)
			snprintf(o->fd.name, sizeof(o->fd.name), "%s",
			    use->name);
		else
			snprintf(o->fd.name, sizeof(o->fd.name), "%s[%ld]",
			    use->name, use->at);
	}
	pthread_mutex_unlock(&e->lock);
}

/* One end of a frame, and what is known of the other. */
struct side {
	const unsigned char *addr;
	const unsigned char *peer_addr;
	uint16_t port;
	uint16_t peer_port;
	uint8_t host;
	bool sends;
};

/* A SYN is the listener's at its side, and so is all that passed before accept. A
 * captured frame may seem to have come later than it did. */
static bool
is_before(const struct owner *o, const struct frame_key *key, int64_t time)
{
	return o->accepted &&
	    (o->since > time ||
		(key->protocol == IPPROTO_TCP && (key->flags & FRAME_SYN)));
}

/* How well an owner fits; 0: it is not that one's. */
static int
fits(const struct owner *o, const struct frame_key *key,
    const struct side *side, int64_t time)
{
	int fit = FIT_PORT;

	if (o->protocol != key->protocol || o->host != side->host ||
	    is_before(o, key, time) ||
	    !end_is(&o->local, side->port, side->addr, key->version))
		return 0;
	if (o->local.addr_len != 0)
		fit |= FIT_ADDR;
	if (o->peer.port == 0)
		return fit;
	if (end_is(&o->peer, side->peer_port, side->peer_addr, key->version))
		return fit | FIT_PEER;
	/* Connected by connect(2), UDP still sends to others; it hears none. */
	return o->protocol == IPPROTO_UDP && side->sends ? fit : 0;
}

/* Of two that fit equally well the one that had the address at that time: the
 * last that was noted before, else the first after. */
static bool
is_later(const struct owner *o, const struct owner *than, int64_t time)
{
	if ((o->since <= time) != (than->since <= time))
		return o->since <= time;
	return (o->order > than->order) == (o->since <= time);
}

static int
find(const struct ends *e, const struct frame_key *key, const struct side *side,
    int64_t time, const struct owner **found)
{
	int best = 0;

	for (unsigned i = 0; i < e->n; i++) {
		const struct owner *o = &e->owners[i];
		int fit = fits(o, key, side, time);

		if (fit > best ||
		    (fit != 0 && fit == best && is_later(o, *found, time))) {
			best = fit;
			*found = o;
		}
	}
	return best;
}

/* Outside the lab a server bound to any address seems to be the other end of
 * whatever goes to its port, on other hosts too. */
static bool
could_be_strange(const struct frame_key *key, const struct side *side)
{
	static const unsigned char loopback6[16] = { [15] = 1 };

	if (side->host != 0 || memcmp(key->src, key->dst, 16) == 0)
		return false;
	return key->version == 6 ? memcmp(side->addr, loopback6, 16) != 0 :
				   side->addr[0] != IN_LOOPBACKNET;
}

bool
ends_find(struct ends *e, const struct frame_key *key, const uint8_t host[2],
    int64_t time, struct ends_fd out[2])
{
	const struct side sides[2] = {
		{ key->src, key->dst, key->sport, key->dport, host[0], true },
		{ key->dst, key->src, key->dport, key->sport, host[1], false },
	};
	const struct owner *found[2];
	int fit[2] = { 0, 0 };

	out[0] = out[1] = (struct ends_fd){ .fd = -1 };
	if (!key->first || key->version == 0 ||
	    (key->protocol != IPPROTO_TCP && key->protocol != IPPROTO_UDP))
		return true;
	pthread_mutex_lock(&e->lock);
	for (int i = 0; i < 2; i++)
		fit[i] = find(e, key, &sides[i], time, &found[i]);
	for (int i = 0; i < 2; i++) {
		if (fit[i] == FIT_PORT && fit[1 - i] > FIT_PORT &&
		    could_be_strange(key, &sides[i]))
			continue;
		if (fit[i] != 0)
			out[i] = found[i]->fd;
	}
	pthread_mutex_unlock(&e->lock);
	return fit[0] != 0 && fit[1] != 0;
}
