/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What send, sendto and write would do: tcp_sendmsg (net/ipv4/tcp.c),
 * udp_sendmsg (udp.c), unix_stream_sendmsg and unix_dgram_sendmsg
 * (net/unix/af_unix.c).
 */
#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"
#include "kernel/diag.h"
#include "kernel/route.h"
#include "model/addr.h"

enum { UDP4_MAX = 65535 - 20 - 8, UDP6_MAX = 65535 - 8, UNIX_OVERHEAD = 32 };

static int64_t
size_of(const struct why_case *c)
{
	return case_number(c, "data", 0);
}

/* A packet socket passes over the address. */
static bool
has_address(const struct why_case *c)
{
	return !look_type(c, SOCK_SEQPACKET) &&
	    c->addr_len >= sizeof(sa_family_t);
}

static bool
send_no_socket(struct why_case *c)
{
	return !case_is(c, "write writev") && is_no_socket(c);
}

/* Our own line of the kernel's table: what was shut down, and the peer. */
struct self {
	bool known;
	unsigned shutdown; /* 1: will not receive, 2: will not send */
	bool peerless;
};

static bool
is_it(void *ctx, const struct diag_sock *sock)
{
	const uint32_t *inode = ctx;

	return *inode != 0 && sock->inode == *inode;
}

static void
look_self(const struct why_case *c, unsigned part, struct self *self)
{
	uint32_t inode = diag_inode(c->fd);
	struct diag_query query = { .parts = part,
		.details = true,
		.keep = is_it,
		.ctx = &inode };
	struct diag_table table;

	diag_look(&query, &table);
	*self = (struct self){ .known = false };
	if (table.n != 0) {
		self->known = (table.socks[0].has & DIAG_HAS_SHUTDOWN) != 0;
		self->shutdown = table.socks[0].shutdown;
		self->peerless = table.socks[0].peer_inode == 0;
	}
	diag_free(&table);
}

/* TCP */

static void
wait_for_room(struct why_case *c, struct ahead *a)
{
	ahead_patience(c, a, EAGAIN, SO_SNDTIMEO,
	    _("room in the send buffer, which is full"),
	    _("recv at the other end"));
}

/* sk_meminfo, sock_diag(7): how much of the buffer is in use. */
static void
tcp_room_fate(struct why_case *c, struct ahead *a)
{
	uint32_t mem[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(mem);
	int64_t size = size_of(c), room;

	if (getsockopt(c->fd, SOL_SOCKET, SO_MEMINFO, mem, &len) != 0) {
		ahead_unknown(a, "");
		return;
	}
	room = (int64_t)mem[SK_MEMINFO_SNDBUF] -
	    (int64_t)mem[SK_MEMINFO_WMEM_QUEUED];
	if (size == 0 || size <= room / 2) {
		ahead_works(a, size);
		sb_str(&a->says,
		    _("the bytes go into the send buffer, from "
		      "which TCP sends them in its time"));
	} else if (room <= 0) {
		wait_for_room(c, a);
	} else {
		ahead_unknown(a,
		    _("there is room for a part of it: how much "
		      "goes depends on the other end"));
	}
	sb_str(&a->wire,
	    _("the bytes, in one segment or several, as soon as "
	      "window and congestion allow"));
}

static void
tcp_fate(struct why_case *c, struct ahead *a)
{
	int state = look_tcp_state(c);

	if (case_number(c, "flags", 0) & MSG_FASTOPEN) {
		ahead_unknown(a, _("MSG_FASTOPEN connects, too"));
	} else if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT) {
		tcp_room_fate(c, a);
	} else if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) {
		ahead_patience(c, a, EAGAIN, SO_SNDTIMEO,
		    _("the connect that is under way"),
		    _("the other end's SYN+ACK or RST"));
	} else if (!(ahead_poll(c) & POLLERR)) {
		ahead_fails(c, a, EPIPE);
	} else if (connect_pending(c)) {
		ahead_fails(c, a, ECONNREFUSED);
	} else if (why_ended_by(c) == WHY_END_RST) {
		ahead_fails(c, a, ECONNRESET);
	} else {
		ahead_unknown(a,
		    _("an error waits, which only a call or "
		      "SO_ERROR tells: ECONNRESET or EPIPE"));
	}
}

/* UDP */

static bool
udp_too_long(struct why_case *c)
{
	return is_dgram_inet(c) && size_of(c) > 0xffff;
}

static bool
udp_oob(struct why_case *c)
{
	return is_dgram_inet(c) && look_family(c, AF_INET) &&
	    (case_number(c, "flags", 0) & MSG_OOB);
}

static bool
udp_short(struct why_case *c)
{
	return is_dgram_inet(c) && has_address(c) && !ahead_is_four_on_six(c) &&
	    addr_too_short(c);
}

static bool
udp_family(struct why_case *c)
{
	return look_family(c, AF_INET) && is_dgram_inet(c) && has_address(c) &&
	    c->addr.ss_family != AF_INET && c->addr.ss_family != AF_UNSPEC;
}

static bool
udp6_family(struct why_case *c)
{
	return look_family(c, AF_INET6) && is_dgram_inet(c) && has_address(c) &&
	    c->addr.ss_family != AF_INET6 && c->addr.ss_family != AF_INET &&
	    c->addr.ss_family != AF_UNSPEC;
}

static bool
udp_port_zero(struct why_case *c)
{
	return is_dgram_inet(c) && has_address(c) &&
	    addr_sa_port((struct sockaddr *)&c->addr) == 0;
}

static bool
udp_nowhere(struct why_case *c)
{
	return is_dgram_inet(c) && !has_address(c) && !look_peer(c);
}

static bool
udp_shut(struct why_case *c)
{
	struct self self;

	look_self(c, DIAG_UDP, &self);
	return self.known && (self.shutdown & 2);
}

static void
udp_fate(struct why_case *c, struct ahead *a)
{
	struct route route;
	int err = has_address(c) ? ahead_way(c, &route) : 0;
	int64_t most = look_family(c, AF_INET6) ? UDP6_MAX : UDP4_MAX;

	if (err != 0)
		ahead_fails(c, a, err);
	else if (size_of(c) > most)
		ahead_fails(c, a, EMSGSIZE);
	else if (ahead_poll(c) & POLLERR)
		ahead_fails(c, a, ECONNREFUSED);
	else if (udp_shut(c))
		ahead_fails(c, a, EPIPE);
	else if (size_of(c) > 60000)
		ahead_unknown(a, _("it depends on the MTU of the way"));
	else
		ahead_works(a, size_of(c));
	if (a->end == AHEAD_WORKS)
		sb_str(&a->says,
		    _("whether anybody is there shows later, if "
		      "at all: an ICMP answer comes with the next "
		      "call"));
	sb_str(&a->wire, _("one datagram"));
}

/* AF_UNIX */

static bool
unix_stream(struct why_case *c)
{
	return is_unix(c) && look_type(c, SOCK_STREAM);
}

static bool
unix_address_connected(struct why_case *c)
{
	return unix_stream(c) && has_address(c) && look_peer(c);
}

static bool
unix_address(struct why_case *c)
{
	return unix_stream(c) && has_address(c);
}

static bool
unix_unconnected(struct why_case *c)
{
	return is_unix(c) && !look_peer(c) &&
	    (!look_type(c, SOCK_DGRAM) || !has_address(c));
}

static void
unix_room_fate(struct why_case *c, struct ahead *a)
{
	int64_t size = size_of(c), used = look_ioctl(c, SIOCOUTQ);
	int64_t limit = look_option(c, SOL_SOCKET, SO_SNDBUF);

	if (size <= 0 || (used < limit && size <= limit / 2 - 64))
		ahead_works(a, size);
	else if (used >= limit)
		wait_for_room(c, a);
	else
		ahead_unknown(a,
		    _("there is room for a part of it: how much "
		      "goes depends on the other end"));
}

static void
unix_packet_fate(struct why_case *c, struct ahead *a)
{
	int64_t limit = look_option(c, SOL_SOCKET, SO_SNDBUF);

	if (size_of(c) > limit - UNIX_OVERHEAD)
		ahead_fails(c, a, EMSGSIZE);
	else if (has_address(c))
		ahead_unix_to(c, a);
	else if (ahead_poll(c) & POLLOUT)
		ahead_works(a, size_of(c));
	else
		wait_for_room(c, a);
	if (a->end == AHEAD_WORKS)
		a->result = size_of(c);
}

static void
unix_fate(struct why_case *c, struct ahead *a)
{
	bool dgram = look_type(c, SOCK_DGRAM);
	struct self self;

	look_self(c, DIAG_UNIX, &self);
	if (!self.known)
		ahead_unknown(a,
		    _("the kernel's table of sockets may not be looked at"));
	else if (dgram && self.peerless && !has_address(c))
		ahead_fails(c, a, ECONNREFUSED);
	else if (look_type(c, SOCK_SEQPACKET) && (ahead_poll(c) & POLLERR))
		ahead_fails(c, a, ECONNRESET);
	else if (self.shutdown & 2)
		ahead_fails(c, a, EPIPE);
	else if (look_type(c, SOCK_STREAM))
		unix_room_fate(c, a);
	else
		unix_packet_fate(c, a);
	sb_str(&a->wire, _("nothing: AF_UNIX stays within this host"));
}

static void
send_fate(struct why_case *c, struct ahead *a)
{
	if (ahead_is_tcp(c))
		tcp_fate(c, a);
	else if (is_dgram_inet(c))
		udp_fate(c, a);
	else if (is_unix(c))
		unix_fate(c, a);
	else
		ahead_unknown(a, "");
}

static const struct ahead_check checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, send_no_socket },
	{ EMSGSIZE, udp_too_long },
	{ EOPNOTSUPP, udp_oob },
	{ EINVAL, udp_short },
	{ EAFNOSUPPORT, udp_family },
	{ EINVAL, udp6_family },
	{ EINVAL, udp_port_zero },
	{ EDESTADDRREQ, udp_nowhere },
	{ EISCONN, unix_address_connected },
	{ EOPNOTSUPP, unix_address },
	{ ENOTCONN, unix_unconnected },
	{ 0, NULL },
};

const struct ahead_row ahead_send_rows[] = {
	{ "send sendto write", checks, send_fate, why_look_room },
	{ .calls = NULL },
};
