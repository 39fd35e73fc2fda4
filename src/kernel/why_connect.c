/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why connect fails, and what looks for a way to an address: connect(2), ip(7),
 * tcp(7), udp(7), unix(7).
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/xlat.h"

#define TO_ADDR "connect connect_ex sendto sendmsg"
#define AFTER_CONNECT "send recv sendto recvfrom sendmsg recvmsg write read"

static const struct sockaddr *
case_sa(const struct why_case *c)
{
	return (const struct sockaddr *)&c->addr;
}

static bool
has_same_name(const struct why_case *c, const struct sockaddr_storage *addr,
    socklen_t len)
{
	if (c->addr.ss_family == AF_UNIX)
		return addr->ss_family == AF_UNIX && len == c->addr_len &&
		    len > sizeof(sa_family_t) &&
		    memcmp(addr, &c->addr, len) == 0;
	return addr_sa_port(case_sa(c)) > 0 &&
	    addr_sa_port((const struct sockaddr *)addr) ==
	    addr_sa_port(case_sa(c));
}

/* A descriptor of this shell that has the port or the path, listens or does not,
 * and is of this type; -1. */
static int
find_namesake(struct why_case *c, int type, bool listens)
{
	const struct session *s = c->session;
	struct sockaddr_storage addr = { 0 };

	for (size_t fd = 0; c->live && fd < s->nfds; fd++) {
		socklen_t len = sizeof(addr);

		if (!s->fds[fd].open || (int)fd == c->fd ||
		    getsockname((int)fd, (struct sockaddr *)&addr, &len) != 0 ||
		    !has_same_name(c, &addr, len) ||
		    look_fd_option((int)fd, SOL_SOCKET, SO_TYPE) != type ||
		    (look_fd_option((int)fd, SOL_SOCKET, SO_ACCEPTCONN) == 1) !=
			listens)
			continue;
		hole_fd(c, HOLE_OTHER, (int)fd);
		hole_address(c, HOLE_TAKEN, (struct sockaddr *)&addr, len);
		return (int)fd;
	}
	return -1;
}

static bool
is_stream(struct why_case *c)
{
	return look_type(c, SOCK_STREAM) || look_type(c, SOCK_SEQPACKET);
}

/* bind was called and listen was not; a connection is not meant. */
static bool
bound_not_listening(struct why_case *c)
{
	struct sockaddr_storage room;
	socklen_t len = sizeof(room);
	int type = look_option(c, SOL_SOCKET, SO_TYPE), fd;

	if (!is_stream(c))
		return false;
	fd = find_namesake(c, type, false);
	return fd != -1 && getpeername(fd, (struct sockaddr *)&room, &len) != 0;
}

static bool
listens_elsewhere(struct why_case *c)
{
	return is_stream_inet(c) && find_namesake(c, SOCK_STREAM, true) != -1;
}

static bool
port_of_udp(struct why_case *c)
{
	return is_stream_inet(c) && find_namesake(c, SOCK_DGRAM, false) != -1;
}

static bool
is_local(struct why_case *c)
{
	return look_inet(c) &&
	    (sa_is_loopback(case_sa(c)) || sa_is_wildcard(case_sa(c)));
}

static bool
is_inet(struct why_case *c)
{
	return look_inet(c) && addr_sa_port(case_sa(c)) != -1;
}

static bool
on_inet(struct why_case *c)
{
	return look_inet(c);
}

static bool
is_abstract(struct why_case *c)
{
	return addr_is_unix(c) &&
	    ((struct sockaddr_un *)&c->addr)->sun_path[0] == '\0';
}

static bool
dgram_refused(struct why_case *c)
{
	return is_dgram_inet(c) && look_peer(c);
}

static bool
connect_refused_later(struct why_case *c)
{
	return is_stream_inet(c) && case_before(c, "connect") != NULL;
}

static bool
unix_peer_gone(struct why_case *c)
{
	return is_unix(c);
}

static bool
family_of_connect(struct why_case *c)
{
	return is_unix(c) && is_stream(c);
}

static bool
is_broadcast_or_group(struct why_case *c)
{
	return is_stream_inet(c) &&
	    (sa_is_multicast(case_sa(c)) ||
		(c->addr.ss_family == AF_INET &&
		    ((struct sockaddr_in *)&c->addr)->sin_addr.s_addr ==
			INADDR_BROADCAST));
}

static bool
broadcast_forbidden(struct why_case *c)
{
	return is_dgram_inet(c) &&
	    look_option(c, SOL_SOCKET, SO_BROADCAST) == 0;
}

static bool
has_local(struct why_case *c)
{
	return look_inet(c) && look_local(c);
}

static bool
local_is_bound(struct why_case *c)
{
	const struct event *bound = case_before(c, "bind");

	return has_local(c) && bound != NULL && bound->err == 0;
}

static bool
local_range(struct why_case *c)
{
	int64_t range[2];

	if (!look_inet(c) ||
	    look_sysctl("/proc/sys/net/ipv4/ip_local_port_range", range, 2) !=
		2)
		return false;
	sb_clear(&c->holes[HOLE_LIMIT]);
	sb_printf(&c->holes[HOLE_LIMIT], "%lld-%lld", (long long)range[0],
	    (long long)range[1]);
	return true;
}

bool
from_loopback(struct why_case *c)
{
	struct sockaddr_storage local = { 0 };
	socklen_t len = sizeof(local);

	return look_inet(c) && look_local(c) && !sa_is_loopback(case_sa(c)) &&
	    getsockname(c->fd, (struct sockaddr *)&local, &len) == 0 &&
	    sa_is_loopback((struct sockaddr *)&local);
}

static bool
listens_itself(struct why_case *c)
{
	return is_listening(c);
}

static bool
is_nonblocking(struct why_case *c)
{
	int flags = look_flags(c);

	return flags != -1 && (flags & O_NONBLOCK);
}

static bool
send_timeout(struct why_case *c)
{
	struct timeval tv = { 0 };
	socklen_t len = sizeof(tv);

	return c->live &&
	    getsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &tv, &len) == 0 &&
	    (tv.tv_sec != 0 || tv.tv_usec != 0);
}

/* tcp(7): TCP_SYNCNT, by default net.ipv4.tcp_syn_retries. */
static bool
syn_unanswered(struct why_case *c)
{
	int n = look_option(c, IPPROTO_TCP, TCP_SYNCNT);

	hole_number(c, HOLE_N, n);
	return n > 0;
}

static bool
other_type(struct why_case *c)
{
	if (!is_unix(c))
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

static bool
never_named(struct why_case *c)
{
	return never_connected(c) && is_dgram_inet(c);
}

static bool
is_port_zero(struct why_case *c)
{
	return is_dgram_inet(c) && addr_sa_port(case_sa(c)) == 0;
}

const struct why_row why_connect_rows[] = {
	WHY(ECONNREFUSED, "connect connect_ex", bound_not_listening,
	    N_("descriptor {other} is bound to {taken}, but does not listen"),
	    N_("listen {o}, then connect again")),
	WHY(ECONNREFUSED, "connect connect_ex", listens_elsewhere,
	    N_("nobody listens on {addr}; descriptor {other} listens on "
	       "{taken}, which is another address"),
	    N_("connect to {taken}, or bind the server to * so that it listens "
	       "on all addresses of this host")),
	WHY(ECONNREFUSED, "connect connect_ex", program_listens,
	    N_("process {n} ({name}) listens on {taken} by now: either it came "
	       "after the call, or a firewall refuses it"),
	    N_("connect again with a new socket")),
	WHY(ECONNREFUSED, "connect connect_ex", program_elsewhere,
	    N_("nobody listens on {addr}; process {n} ({name}) listens on "
	       "{taken}, which is another address"),
	    N_("connect to {taken}, or have the server listen on all addresses "
	       "of this host")),
	WHY(ECONNREFUSED, "connect connect_ex", port_of_udp,
	    N_("no TCP socket listens on {addr}; descriptor {other} has that "
	       "port for UDP, and the ports of the two are apart"),
	    N_("make both ends of the same type: socket tcp, or socket udp")),
	WHY(ECONNREFUSED, "connect connect_ex", is_local,
	    N_("nobody listens on {addr}"),
	    N_("start the server first: socket, bind, listen; then connect "
	       "again")),
	WHY(ECONNREFUSED, "connect connect_ex", is_inet,
	    N_("the host of {addr} answered, but took no connection: either "
	       "nobody listens there, or a firewall refuses it"),
	    N_("look at address and port, and whether the server runs")),
	WHY(ECONNREFUSED, "connect connect_ex sendto", is_abstract,
	    N_("no socket with the abstract name {path} takes connections or "
	       "datagrams"),
	    N_("start the server first; abstract names end with their "
	       "socket")),
	WHY(ECONNREFUSED, "connect connect_ex sendto sendmsg",
	    addr_is_other_file, N_("{path} is a file, and no socket"),
	    N_("give the path to which the server was bound")),
	WHY(ECONNREFUSED, "connect connect_ex", family_of_connect,
	    N_("{path} is there, but no socket listens on it: either listen "
	       "was not called, or the file is left from a socket that was "
	       "closed"),
	    N_("start the server; if the file is a left one, sh \"rm {path}\" "
	       "before its bind")),
	WHY(ECONNREFUSED, "connect connect_ex sendto", unix_peer_gone,
	    N_("{path} is the file of a socket that was closed"),
	    N_("start the receiver again: sh \"rm {path}\", then bind")),
	WHY(ECONNREFUSED, AFTER_CONNECT, dgram_refused,
	    N_("a datagram sent before was refused: nobody has the UDP port "
	       "{peer} (ICMP: port unreachable)"),
	    N_("bind a socket there; the error was of an earlier call, and is "
	       "told once: this call may be made again")),
	WHY(ECONNREFUSED, AFTER_CONNECT, connect_refused_later,
	    N_("the connect that was under way has been refused: nobody "
	       "listens there"),
	    N_("start the server, then connect again")),
	WHY(ECONNREFUSED, AFTER_CONNECT, unix_peer_gone,
	    N_("the socket that descriptor {fd} was connected to is closed"),
	    N_("connect {s} to the new one, once it is bound")),

	WHY(EISCONN, "connect connect_ex", listens_itself,
	    N_("descriptor {fd} listens: it takes connections, and cannot make "
	       "one"),
	    N_("connect with a socket of its own")),
	WHY(EISCONN, "connect connect_ex", is_connected,
	    N_("descriptor {fd} is connected to {peer} already"),
	    N_("make another socket for another connection")),
	WHY(EISCONN, "connect connect_ex", NULL,
	    N_("descriptor {fd} has been connected before, and the kernel "
	       "still counts it as such"),
	    N_("make another socket for another connection")),
	WHY(EISCONN, "sendto sendmsg", NULL,
	    N_("descriptor {fd} is connected: an address has no place in the "
	       "call"),
	    N_("send {s} the data, without an address")),

	WHY(EINPROGRESS, "connect connect_ex", is_nonblocking,
	    N_("descriptor {fd} is non-blocking: connect has begun, and goes on "
	       "by itself; this is no failure"),
	    N_("poll((({s}, POLLOUT),)), then getsockopt {s} SO_ERROR: 0 says "
	       "that it is connected")),
	WHY(EINPROGRESS, "connect connect_ex", send_timeout,
	    N_("the time of SO_SNDTIMEO has passed; connect goes on by "
	       "itself"),
	    N_("poll((({s}, POLLOUT),)), then getsockopt {s} SO_ERROR: 0 says "
	       "that it is connected")),
	WHY(EINPROGRESS, NULL, NULL,
	    N_("what was asked for has begun, and goes on by itself"),
	    N_("wait for its end with poll")),

	WHY(EALREADY, "connect connect_ex", is_connecting,
	    N_("an earlier connect on descriptor {fd} is still under way: its "
	       "SYN has no answer yet"),
	    N_("poll((({s}, POLLOUT),)) waits for the end of it; then "
	       "getsockopt {s} SO_ERROR")),
	WHY(EALREADY, NULL, NULL,
	    N_("an earlier call of the same kind is still under way, or was "
	       "until a moment ago"),
	    N_("wait for its end with poll")),

	WHY(EADDRNOTAVAIL, "connect connect_ex", local_is_bound,
	    N_("a connection from {local} to {addr} exists already, or is in "
	       "TIME_WAIT: the two addresses name one connection"),
	    N_("leave bind out, so that the system chooses the port, or bind "
	       "to another one")),
	WHY(EADDRNOTAVAIL, "connect connect_ex", local_range,
	    N_("either all local ports that lead to {addr} are in use "
	       "({limit}), or this host has no address of that family"),
	    N_("close connections, wait for those in TIME_WAIT (60 s), or "
	       "widen sysctl net.ipv4.ip_local_port_range")),
	WHY(EADDRINUSE, "connect connect_ex", has_local,
	    N_("a connection from {local} to {addr} exists already"),
	    N_("leave bind out, so that the system chooses the port")),
	WHY(EADDRNOTAVAIL, "sendto sendmsg", NULL,
	    N_("no local port is free, or this host has no address from which "
	       "{addr} can be reached"),
	    N_("sh \"ip addr\" shows the addresses of this host")),

	WHY(EACCES, TO_ADDR " send write", broadcast_forbidden,
	    N_("either {addr} is a broadcast address, which takes SO_BROADCAST "
	       "to be set, or a route or a firewall forbids it"),
	    N_("setsockopt {s} SO_BROADCAST 1, if all hosts of the network are "
	       "meant")),
	WHY(EACCES, TO_ADDR, is_inet,
	    N_("a route or a firewall of this host forbids {addr}"),
	    N_("sh \"ip route\" shows the routes: one is called prohibit")),

	WHY(EPERM, TO_ADDR " send write", on_inet,
	    N_("either a firewall of this host (nftables, iptables) or a "
	       "security policy forbids it"),
	    N_("sh \"nft list ruleset\", as root, shows its rules")),

	WHY(EINVAL, "connect connect_ex sendto", from_loopback,
	    N_("descriptor {fd} is bound to {local}, from where no other host "
	       "can be reached"),
	    N_("leave bind out, or bind to *, on a new socket")),
	WHY(EINVAL, "connect connect_ex", listens_itself,
	    N_("descriptor {fd} listens: it takes connections, and cannot make "
	       "one"),
	    N_("connect with a socket of its own")),
	WHY(EINVAL, "sendto sendmsg", is_port_zero,
	    N_("port 0 is no port: nobody can be bound to it"),
	    N_("name the receiver's port")),

	WHY(ENETUNREACH, TO_ADDR, is_broadcast_or_group,
	    N_("{addr} stands for several hosts, and TCP connects to one"),
	    N_("use a UDP socket for broadcast and multicast")),
	WHY(ENETUNREACH, TO_ADDR, is_inet,
	    N_("no route of this host leads to {addr}"),
	    N_("sh \"ip route\" (ip -6 route) shows the routes; without a "
	       "default one only neighbours are reached")),
	WHY(ENETUNREACH, NULL, NULL, N_("no route of this host leads there"),
	    N_("sh \"ip route\" shows the routes")),

	WHY(EHOSTUNREACH, TO_ADDR, is_inet,
	    N_("{addr} cannot be reached: either no host of the local network "
	       "has the address (nobody answers ARP), or a router or a route "
	       "says that there is no way"),
	    N_("look at the address; sh \"ip route\" and sh \"ip neigh\" show "
	       "how far it got")),
	WHY(EHOSTUNREACH, NULL, NULL,
	    N_("the other host cannot be reached: either it does not answer "
	       "ARP, or a router says that there is no way"),
	    N_("sh \"ip neigh\" shows whether the next host answers")),
	WHY(EHOSTDOWN, NULL, NULL, N_("the other host does not answer"),
	    N_("Linux says EHOSTUNREACH for this: look there")),

	WHY(ETIMEDOUT, "connect connect_ex", syn_unanswered,
	    N_("{addr} did not answer: the SYN was sent again {n} times"),
	    N_("either the host is off, or a firewall drops it, or the server's "
	       "queue is full; setsockopt {s} TCP_SYNCNT 1 gives up sooner")),

	WHY(EPROTOTYPE, "connect connect_ex sendto sendmsg", other_type,
	    N_("the socket {path} is of another type than descriptor {fd}, "
	       "{kind}"),
	    N_("make a socket of the type that the server has: unix, unixgram "
	       "or seqpacket")),

	WHY(EDESTADDRREQ, "send sendto sendmsg write", never_named,
	    N_("descriptor {fd} is a datagram socket, and the call says "
	       "nowhere to: connect was never called on it"),
	    N_("sendto {s} with an address, or connect {s} first")),
	WHY(EDESTADDRREQ, NULL, NULL,
	    N_("the call says nowhere to, and descriptor {fd} is not "
	       "connected"),
	    N_("sendto {s} with an address, or connect {s} first")),
	{ .why = NULL },
};
