/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why sending and receiving fail, and accept, shutdown and what asks for a peer:
 * send(2), recv(2), accept(2), shutdown(2), tcp(7), udp(7), unix(7).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/xlat.h"

enum { UDP_V4_MAX = 65535 - 20 - 8, UDP_V6_MAX = 65535 - 8 };

static int64_t
flags_of(const struct why_case *c)
{
	return case_number(c, "flags", 0);
}

static bool
error_queue_empty(struct why_case *c)
{
	return flags_of(c) & MSG_ERRQUEUE;
}

static bool
dontwait(struct why_case *c)
{
	return flags_of(c) & MSG_DONTWAIT;
}

static bool
nonblocking(struct why_case *c)
{
	int flags = look_flags(c);

	return flags != -1 && (flags & O_NONBLOCK);
}

/* SO_RCVTIMEO or SO_SNDTIMEO, in seconds. */
static bool
look_timeout(struct why_case *c, int option)
{
	struct timeval tv = { 0 };
	socklen_t len = sizeof(tv);

	if (!c->live || getsockopt(c->fd, SOL_SOCKET, option, &tv, &len) != 0 ||
	    (tv.tv_sec == 0 && tv.tv_usec == 0))
		return false;
	sb_clear(&c->holes[HOLE_LIMIT]);
	sb_printf(&c->holes[HOLE_LIMIT], "%lld.%03d", (long long)tv.tv_sec,
	    (int)(tv.tv_usec / 1000));
	return true;
}

static bool
receive_timeout(struct why_case *c)
{
	return look_timeout(c, SO_RCVTIMEO);
}

static bool
send_timeout(struct why_case *c)
{
	return look_timeout(c, SO_SNDTIMEO);
}

/* It is there now: it came between the call and this look. */
static bool
came_since(struct why_case *c)
{
	int n = look_ioctl(c, FIONREAD);

	hole_number(c, HOLE_N, n);
	return n > 0 && (dontwait(c) || nonblocking(c)) &&
	    !(flags_of(c) & (MSG_OOB | MSG_ERRQUEUE | MSG_WAITALL));
}

/* How full the buffer for sending is, and how large. */
static bool
look_sending(struct why_case *c)
{
	int n = look_ioctl(c, SIOCOUTQ);
	int size = look_option(c, SOL_SOCKET, SO_SNDBUF);

	hole_number(c, HOLE_N, n);
	hole_number(c, HOLE_LIMIT, size);
	return n > 0 && size > 0;
}

static bool
full_dontwait(struct why_case *c)
{
	return look_inet(c) && dontwait(c) && look_sending(c);
}

static bool
full_nonblocking(struct why_case *c)
{
	return look_inet(c) && nonblocking(c) && look_sending(c);
}

static bool
unix_full(struct why_case *c)
{
	return is_unix(c) && (dontwait(c) || nonblocking(c));
}

static bool
unix_backlog_full(struct why_case *c)
{
	return is_unix(c) && nonblocking(c);
}

/* shutdown(2) for sending has been called, and worked. */
static bool
shut_for_sending(struct why_case *c)
{
	const struct event *ev = case_before(c, "shutdown");

	return ev != NULL && ev->err == 0 && ev->nargs > 1 &&
	    ev->args[1].num != SHUT_RD;
}

static bool
stream_over(struct why_case *c)
{
	return is_stream_inet(c);
}

/* It is at its other end that nobody reads. */
static bool
splice_target(struct why_case *c)
{
	hole_fd(c, HOLE_OTHER, (int)case_number(c, "dst", -1));
	return true;
}

static bool
any_unix(struct why_case *c)
{
	return is_unix(c);
}

static bool
connect_failed(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");
	const char *name;

	if (ev == NULL || ev->err == 0 || ev->err == EINPROGRESS ||
	    ev->err == EALREADY || ev->err == EISCONN || look_peer(c))
		return false;
	name = errno_name(ev->err);
	hole_text(c, HOLE_NAME, name != NULL ? name : "?");
	return true;
}

static bool
connection_over(struct why_case *c)
{
	return look_tcp_state(c) == TCP_CLOSE;
}

static bool
no_peer_dgram(struct why_case *c)
{
	return c->live && look_type(c, SOCK_DGRAM) && !look_peer(c);
}

static bool
unix_not_connected(struct why_case *c)
{
	return is_unix(c) && !look_type(c, SOCK_DGRAM) && !look_peer(c);
}

static bool
shut_listener(struct why_case *c)
{
	const struct event *ev = case_before(c, "shutdown");

	return c->live && !is_listening(c) && ev != NULL && ev->err == 0 &&
	    case_before(c, "listen") != NULL;
}

static bool
connection_accepts(struct why_case *c)
{
	return !is_listening(c) && look_peer(c);
}

static bool
not_listening(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_ACCEPTCONN) == 0;
}

static bool
is_datagram(struct why_case *c)
{
	if (!look_type(c, SOCK_DGRAM) && !look_type(c, SOCK_RAW))
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

static bool
out_of_band(struct why_case *c)
{
	return flags_of(c) & MSG_OOB;
}

static bool
out_of_band_datagram(struct why_case *c)
{
	return out_of_band(c) && is_datagram(c);
}

static bool
urgent_inline(struct why_case *c)
{
	return out_of_band(c) && look_option(c, SOL_SOCKET, SO_OOBINLINE) == 1;
}

static bool
bad_how(struct why_case *c)
{
	int64_t how = case_number(c, "how", 0);

	hole_number(c, HOLE_N, how);
	return how < SHUT_RD || how > SHUT_RDWR;
}

static bool
unix_with_address(struct why_case *c)
{
	return is_unix(c) && look_type(c, SOCK_STREAM);
}

/* The data of a sending call. */
static int64_t
sent_size(const struct why_case *c)
{
	return case_number(c, "data", -1);
}

static bool
beyond_udp(struct why_case *c)
{
	int64_t most =
	    look_family(c, AF_INET6) && c->addr.ss_family != AF_INET ?
	    UDP_V6_MAX :
	    UDP_V4_MAX;

	hole_number(c, HOLE_N, sent_size(c));
	hole_number(c, HOLE_LIMIT, most);
	return is_dgram_inet(c) && sent_size(c) > most;
}

static bool
beyond_buffer(struct why_case *c)
{
	int size = look_option(c, SOL_SOCKET, SO_SNDBUF);

	hole_number(c, HOLE_N, sent_size(c));
	hole_number(c, HOLE_LIMIT, size);
	return size > 0 && is_unix(c);
}

/* ip(7): with IP_PMTUDISC_DO and _PROBE nothing is fragmented. */
static bool
beyond_mtu(struct why_case *c)
{
	bool six = look_family(c, AF_INET6);
	int how = look_option(c, six ? IPPROTO_IPV6 : IPPROTO_IP,
	    six ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER);

	hole_number(c, HOLE_N, sent_size(c));
	return look_inet(c) &&
	    (how == IP_PMTUDISC_DO || how == IP_PMTUDISC_PROBE);
}

static bool
user_timeout(struct why_case *c)
{
	int ms = look_option(c, IPPROTO_TCP, TCP_USER_TIMEOUT);

	hole_number(c, HOLE_LIMIT, ms);
	return ms > 0;
}

static bool
keepalive(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_KEEPALIVE) == 1;
}

const struct why_row why_io_rows[] = {
	WHY(EAGAIN, WHY_RECVS, error_queue_empty,
	    N_("no error waits in the error queue of descriptor {fd}; "
	       "MSG_ERRQUEUE never waits"),
	    N_("poll {s} tells of one by POLLERR")),
	WHY(EAGAIN, WHY_RECVS, came_since,
	    N_("nothing had come when the call was made, and it was not to "
	       "wait; {n} bytes have come since"),
	    N_("call again; or poll {s} first, to be told when something is "
	       "there")),
	WHY(EAGAIN, WHY_RECVS, dontwait,
	    N_("nothing has come yet, and MSG_DONTWAIT says not to wait"),
	    N_("poll {s} first, or leave MSG_DONTWAIT out")),
	WHY(EAGAIN, WHY_RECVS, nonblocking,
	    N_("nothing has come yet, and descriptor {fd} is non-blocking "
	       "(O_NONBLOCK)"),
	    N_("poll {s} first, or setblocking {s} on")),
	WHY(EAGAIN, WHY_RECVS, receive_timeout,
	    N_("nothing came within the {limit} s that SO_RCVTIMEO allows"),
	    N_("call again, or set a longer time; 0 waits without an end")),
	WHY(EAGAIN, "accept accept4", nonblocking,
	    N_("no connection waits in the queue, and descriptor {fd} is "
	       "non-blocking (O_NONBLOCK)"),
	    N_("poll {s} first, or setblocking {s} on")),
	WHY(EAGAIN, "accept accept4", receive_timeout,
	    N_("no connection came within the {limit} s that SO_RCVTIMEO "
	       "allows"),
	    N_("call again, or set a longer time; 0 waits without an end")),
	WHY(EAGAIN, WHY_SENDS, full_dontwait,
	    N_("the send buffer is full: {n} bytes in it are not yet "
	       "acknowledged (SO_SNDBUF {limit}), and MSG_DONTWAIT says not to "
	       "wait"),
	    N_("let the other end receive, then poll((({s}, POLLOUT),)); "
	       "nothing of this call was sent")),
	WHY(EAGAIN, WHY_SENDS, full_nonblocking,
	    N_("the send buffer is full: {n} bytes in it are not yet "
	       "acknowledged (SO_SNDBUF {limit}), and descriptor {fd} is "
	       "non-blocking"),
	    N_("let the other end receive, then poll((({s}, POLLOUT),)); "
	       "nothing of this call was sent")),
	WHY(EAGAIN, WHY_SENDS, unix_full,
	    N_("the other end has not received what was sent before: there is "
	       "no more room, and the call was not to wait"),
	    N_("let the other end receive, then poll((({s}, POLLOUT),))")),
	WHY(EAGAIN, WHY_SENDS, send_timeout,
	    N_("there was no room to send within the {limit} s that "
	       "SO_SNDTIMEO allows"),
	    N_("let the other end receive, or set a longer time")),
	WHY(EAGAIN, "connect connect_ex", unix_backlog_full,
	    N_("the listening queue of {path} is full, and descriptor {fd} is "
	       "non-blocking"),
	    N_("let the server accept, then connect again")),
	WHY(EAGAIN, NULL, NULL,
	    N_("the call would have to wait, and either it was not to, or its "
	       "time is over"),
	    N_("try again later; poll tells when")),

	WHY(EPIPE, WHY_SENDS, shut_for_sending,
	    N_("shutdown has ended sending on descriptor {fd}"),
	    N_("send everything first, then shutdown {s} wr")),
	WHY(EPIPE, WHY_SENDS, is_listening,
	    N_("descriptor {fd} listens; it is no connection itself"),
	    N_("send on the descriptor that accept {s} gives")),
	WHY(EPIPE, WHY_SENDS, never_connected,
	    N_("descriptor {fd} is not connected: connect was never called on "
	       "it"),
	    N_("connect {s} first; in C this comes with the signal SIGPIPE")),
	WHY(EPIPE, WHY_SENDS, connect_failed,
	    N_("descriptor {fd} is not connected: its connect failed with "
	       "{name}"),
	    N_("connect {s} first")),
	WHY(EPIPE, WHY_SENDS, stream_over,
	    N_("the connection is over: either the other end has closed it, "
	       "or it was reset or given up"),
	    N_("close {s}; a recv that gives 0 bytes tells of it in time")),
	WHY(EPIPE, WHY_SENDS, any_unix, N_("the other end is closed"),
	    N_("close {s}; a recv that gives 0 bytes tells of it in time")),
	WHY(EPIPE, "splice", splice_target,
	    N_("nobody can read any more what goes to descriptor {other}: its "
	       "other end is closed"),
	    N_("close {o}")),
	WHY(EPIPE, NULL, NULL,
	    N_("nobody can read any more: the other end is closed"),
	    N_("close {s}")),

	WHY(ECONNRESET, WHY_SENDS " " WHY_RECVS, stream_over,
	    N_("the other end has reset the connection (RST): either it closed "
	       "before it had read all, or with SO_LINGER 0, or its host knows "
	       "nothing of the connection"),
	    N_("close {s}: it is over; the other end ends well if it reads up "
	       "to 0 bytes, then closes")),
	WHY(ECONNRESET, WHY_SENDS " " WHY_RECVS, any_unix,
	    N_("the other end closed before it had read all that was sent to "
	       "it"),
	    N_("close {s}: it is over")),
	WHY(ECONNRESET, NULL, NULL,
	    N_("the other end has reset the connection"),
	    N_("make a new socket, and connect again")),
	WHY(ECONNABORTED, "accept accept4", NULL,
	    N_("the connection was over before accept took it from the queue"),
	    N_("accept again: the socket still listens")),
	WHY(ECONNABORTED, NULL, NULL,
	    N_("the connection was ended on this host, by the kernel or by an "
	       "administrator (ss -K)"),
	    N_("make a new socket, and connect again")),

	WHY(ETIMEDOUT, WHY_SENDS " " WHY_RECVS, user_timeout,
	    N_("for the {limit} ms of TCP_USER_TIMEOUT the other end has "
	       "either acknowledged nothing, or had no room for more"),
	    N_("close {s}; the other end has to be there, and to receive")),
	WHY(ETIMEDOUT, WHY_SENDS " " WHY_RECVS, keepalive,
	    N_("the other end answers no more: neither what was sent again nor "
	       "the probes of SO_KEEPALIVE"),
	    N_("close {s}; either its host or the way to it is gone")),
	WHY(ETIMEDOUT, NULL, NULL,
	    N_("the other end answers no more: what was sent again and again "
	       "was not acknowledged"),
	    N_("close the socket; either its host or the way to it is gone")),

	WHY(EMSGSIZE, WHY_SENDS, beyond_udp,
	    N_("{n} bytes are more than a UDP datagram holds: {limit} at "
	       "most"),
	    N_("send several, smaller ones: below 1400 bytes they pass most "
	       "networks in one piece")),
	WHY(EMSGSIZE, WHY_SENDS, beyond_buffer,
	    N_("{n} bytes in one message do not fit into the send buffer "
	       "(SO_SNDBUF {limit}, which holds the kernel's own records "
	       "too)"),
	    N_("send smaller ones, or setsockopt {s} SO_SNDBUF to more")),
	WHY(EMSGSIZE, WHY_SENDS, beyond_mtu,
	    N_("{n} bytes do not pass in one packet, and IP_MTU_DISCOVER "
	       "forbids to fragment it"),
	    N_("send less; getsockopt {s} IP_MTU says how much a packet "
	       "holds, if {s} is connected")),
	WHY(EMSGSIZE, NULL, NULL,
	    N_("the message is larger than the protocol can carry in one"),
	    N_("send several, smaller ones")),

	WHY(EOPNOTSUPP, "accept accept4", is_datagram,
	    N_("descriptor {fd} is {kind}: it has no connections to take"),
	    N_("recvfrom {s} gives the next datagram and who sent it")),
	WHY(EOPNOTSUPP, WHY_SENDS " " WHY_RECVS, out_of_band_datagram,
	    N_("descriptor {fd} is {kind}: MSG_OOB is for TCP"),
	    N_("leave MSG_OOB out")),
	WHY(EOPNOTSUPP, WHY_SENDS " " WHY_RECVS, out_of_band,
	    N_("this kind of socket has no urgent data"),
	    N_("leave MSG_OOB out")),
	WHY(EOPNOTSUPP, "sendto sendmsg", unix_with_address,
	    N_("descriptor {fd} is a stream: it sends to whom it is connected, "
	       "not to an address"),
	    N_("connect {s} first, then send {s}")),

	WHY(EINVAL, "accept accept4", shut_listener,
	    N_("shutdown was called on descriptor {fd}: it listens no more"),
	    N_("listen {s} again")),
	WHY(EINVAL, "accept accept4", connection_accepts,
	    N_("descriptor {fd} is a connection, to {peer}; it does not "
	       "listen"),
	    N_("accept takes the descriptor on which listen was called")),
	WHY(EINVAL, "accept accept4", not_listening,
	    N_("descriptor {fd} does not listen"),
	    N_("bind {s} and listen {s} first")),
	WHY(EINVAL, "shutdown", bad_how,
	    N_("{n} is no way to shut down: SHUT_RD is 0, SHUT_WR 1, "
	       "SHUT_RDWR 2"),
	    N_("shutdown {s} wr ends sending; the other end then receives 0 "
	       "bytes")),
	WHY(EINVAL, WHY_RECVS, urgent_inline,
	    N_("with SO_OOBINLINE urgent data come among the others"),
	    N_("recv {s} without MSG_OOB")),
	WHY(EINVAL, WHY_RECVS, out_of_band,
	    N_("no urgent data are there: either none were sent, or they were "
	       "received already"),
	    N_("recv {s} without MSG_OOB; poll {s} tells of urgent data by "
	       "POLLPRI")),
	WHY(EINVAL, WHY_RECVS, unix_not_connected,
	    N_("descriptor {fd} is not connected; of an AF_UNIX stream Linux "
	       "says EINVAL, of others ENOTCONN"),
	    N_("connect {s} first")),

	{ .why = NULL },
};

/* Whether there is a connection, whatever asks for it. */
const struct why_row why_state_rows[] = {
	WHY(ENOTCONN, NULL, is_listening,
	    N_("descriptor {fd} listens; it is no connection itself"),
	    N_("use the descriptor that accept {s} gives")),
	WHY(ENOTCONN, NULL, is_connecting,
	    N_("the connect on descriptor {fd} is still under way"),
	    N_("poll((({s}, POLLOUT),)) waits for the end of it")),
	WHY(ENOTCONN, NULL, never_connected,
	    N_("descriptor {fd} is not connected: connect was never called on "
	       "it"),
	    N_("connect {s} first")),
	WHY(ENOTCONN, NULL, connect_failed,
	    N_("descriptor {fd} is not connected: its connect failed with "
	       "{name}"),
	    N_("connect {s} first")),
	WHY(ENOTCONN, NULL, connection_over,
	    N_("the connection of descriptor {fd} is over: either it was "
	       "reset, or both ends have closed"),
	    N_("close {s}; a new connection takes a new socket")),
	WHY(ENOTCONN, NULL, no_peer_dgram,
	    N_("descriptor {fd} is a datagram socket without a fixed other "
	       "end"),
	    N_("connect {s} sets one, or name the address in each sendto")),
	WHY(ENOTCONN, NULL, NULL, N_("descriptor {fd} is not connected"),
	    N_("connect {s} first")),
	{ .why = NULL },
};
