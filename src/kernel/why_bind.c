/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why bind and listen fail: bind(2), listen(2), ip(7), ipv6(7), unix(7). */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/xlat.h"

/* Another descriptor of this shell, and its local address. */
struct other {
	int fd;
	int family;
	struct sockaddr_storage addr;
	socklen_t len;
};

/* Whether two local addresses exclude one another, the port aside. */
static bool
overlaps(const struct sockaddr *a, const struct sockaddr *b, int b_fd)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a->sa_family != b->sa_family)
		return sa_is_wildcard(b) && b->sa_family == AF_INET6 &&
		    look_fd_option(b_fd, IPPROTO_IPV6, IPV6_V6ONLY) == 0;
	if (sa_is_wildcard(a) || sa_is_wildcard(b))
		return true;
	if (a->sa_family == AF_INET)
		return a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return IN6_ARE_ADDR_EQUAL(&a6->sin6_addr, &b6->sin6_addr);
}

static bool
both_have(const struct why_case *c, int other, int option)
{
	return look_option(c, SOL_SOCKET, option) == 1 &&
	    look_fd_option(other, SOL_SOCKET, option) == 1;
}

/* inet_csk_get_port (net/ipv4/inet_connection_sock.c), udp_lib_get_port. */
static bool
excludes(const struct why_case *c, const struct other *o)
{
	const struct sockaddr *mine = (const struct sockaddr *)&c->addr;
	const struct sockaddr *its = (const struct sockaddr *)&o->addr;

	if (addr_sa_port(mine) <= 0 ||
	    addr_sa_port(mine) != addr_sa_port(its) ||
	    look_fd_option(o->fd, SOL_SOCKET, SO_PROTOCOL) !=
		look_option(c, SOL_SOCKET, SO_PROTOCOL))
		return false;
	if (!overlaps(mine, its, o->fd) && !overlaps(its, mine, c->fd))
		return false;
	if (both_have(c, o->fd, SO_REUSEPORT))
		return false;
	return !both_have(c, o->fd, SO_REUSEADDR) ||
	    look_fd_option(o->fd, SOL_SOCKET, SO_ACCEPTCONN) == 1;
}

/* A path ends at its NUL, however long the address is said to be; an abstract
 * name is as long as that (unix(7)). */
static bool
same_unix(const struct why_case *c, const struct other *o)
{
	const struct sockaddr_un *mine = (const void *)&c->addr;
	const struct sockaddr_un *its = (const void *)&o->addr;

	if (o->addr.ss_family == AF_UNIX && its->sun_path[0] != '\0')
		return strncmp(mine->sun_path, its->sun_path,
			   sizeof(mine->sun_path)) == 0;
	return o->addr.ss_family == AF_UNIX && o->len == c->addr_len &&
	    o->len > sizeof(sa_family_t) &&
	    memcmp(&o->addr, &c->addr, o->len) == 0;
}

/* The descriptor of this shell that keeps bind from its address. */
static bool
find_holder(struct why_case *c, struct other *o)
{
	const struct session *s = c->session;
	int family = c->addr.ss_family;

	for (size_t fd = 0; c->live && fd < s->nfds; fd++) {
		if (!s->fds[fd].open || (int)fd == c->fd)
			continue;
		*o = (struct other){ .fd = (int)fd, .len = sizeof(o->addr) };
		if (getsockname(o->fd, (struct sockaddr *)&o->addr, &o->len) !=
		    0)
			continue;
		if (family == AF_UNIX ? same_unix(c, o) : excludes(c, o)) {
			hole_fd(c, HOLE_OTHER, o->fd);
			hole_address(c, HOLE_TAKEN, (struct sockaddr *)&o->addr,
			    o->len);
			return true;
		}
	}
	return false;
}

static bool
holder_listens(struct why_case *c)
{
	struct other o;

	return !addr_is_unix(c) && find_holder(c, &o) &&
	    look_fd_option(o.fd, SOL_SOCKET, SO_ACCEPTCONN) == 1;
}

static bool
holder_connected(struct why_case *c)
{
	struct sockaddr_storage room;
	socklen_t len = sizeof(room);
	struct other o;

	return is_stream_inet(c) && find_holder(c, &o) &&
	    getpeername(o.fd, (struct sockaddr *)&room, &len) == 0;
}

static bool
holder_bound(struct why_case *c)
{
	struct other o;

	return !addr_is_unix(c) && find_holder(c, &o);
}

/* The path of the socket's own name: its file is looked at before the socket,
 * so it is not EINVAL (unix_bind_bsd, net/unix/af_unix.c). */
static bool
bound_there(struct why_case *c)
{
	struct other o = { .fd = c->fd, .len = sizeof(o.addr) };

	return addr_is_unix(c) && c->live &&
	    getsockname(o.fd, (struct sockaddr *)&o.addr, &o.len) == 0 &&
	    same_unix(c, &o);
}

bool
holder_found(struct why_case *c)
{
	struct other o;

	return find_holder(c, &o);
}

static bool
holder_unix(struct why_case *c)
{
	struct other o;

	return addr_is_unix(c) && find_holder(c, &o);
}

static bool
port_zero(struct why_case *c)
{
	int64_t range[2] = { 0 };

	if (addr_sa_port((struct sockaddr *)&c->addr) != 0)
		return false;
	look_sysctl("/proc/sys/net/ipv4/ip_local_port_range", range, 2);
	sb_clear(&c->holes[HOLE_LIMIT]);
	sb_printf(&c->holes[HOLE_LIMIT], "%lld-%lld", (long long)range[0],
	    (long long)range[1]);
	return true;
}

/* A socket lives on as long as somebody sleeps in a call on it, closed or not. */
static bool
sleeper_holds(struct why_case *c)
{
	const struct task *task = c->session->waiting;

	if (!look_inet(c))
		return false;
	for (; task != NULL; task = task->next_waiting) {
		const struct fd_info *info =
		    session_fd(c->session, task->waits_fd);

		if (task->waits_fd < 0 || task->waits_generation == 0 ||
		    (info != NULL &&
			info->generation == task->waits_generation))
			continue;
		hole_number(c, HOLE_OTHER, task->waits_fd);
		return true;
	}
	return false;
}

static bool
stream_without_reuse(struct why_case *c)
{
	return is_stream_inet(c) &&
	    look_option(c, SOL_SOCKET, SO_REUSEADDR) == 0;
}

static bool
is_abstract(struct why_case *c)
{
	const struct sockaddr_un *un = (const void *)&c->addr;

	return addr_is_unix(c) && c->addr_len > sizeof(sa_family_t) &&
	    un->sun_path[0] == '\0';
}

bool
listens_beside(struct why_case *c)
{
	socklen_t len = sizeof(c->addr);

	if (!c->live ||
	    getsockname(c->fd, (struct sockaddr *)&c->addr, &len) != 0)
		return false;
	c->addr_len = len;
	return look_local(c) && holder_listens(c);
}

static bool
is_bound(struct why_case *c)
{
	return look_local(c);
}

static bool
bound_by_connect(struct why_case *c)
{
	const struct event *bound = case_before(c, "bind");

	return look_local(c) && case_whole(c) &&
	    case_before(c, "connect") != NULL &&
	    (bound == NULL || bound->err != 0);
}

static bool
unix_but_other(struct why_case *c)
{
	return is_unix(c) && c->addr.ss_family != AF_UNIX &&
	    c->addr.ss_family != AF_UNSPEC;
}

/* The address is of a family, the socket of another. */
bool
addr_other_family(struct why_case *c)
{
	const char *name = xlat_name(&xlat_families, c->addr.ss_family);
	int family = look_option(c, SOL_SOCKET, SO_DOMAIN);

	if (family == -1 || name == NULL || c->addr.ss_family == AF_UNSPEC ||
	    family == c->addr.ss_family)
		return false;
	hole_text(c, HOLE_NAME, name);
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

bool
addr_too_short(struct why_case *c)
{
	int64_t typed = case_number(c, "addrlen", -1);
	size_t need = 0;

	if (look_family(c, AF_INET))
		need = sizeof(struct sockaddr_in);
	else if (look_family(c, AF_INET6))
		need = 24; /* SIN6_LEN_RFC2133, without the scope */
	hole_number(c, HOLE_N, typed);
	hole_number(c, HOLE_LIMIT, (int64_t)need);
	return typed < (int64_t)need;
}

static bool
too_long(struct why_case *c)
{
	int64_t typed = case_number(c, "addrlen", -1);
	size_t most = is_unix(c) ? sizeof(struct sockaddr_un) :
				   sizeof(struct sockaddr_storage);

	hole_number(c, HOLE_N, typed);
	hole_number(c, HOLE_LIMIT, (int64_t)most);
	return typed < 0 || typed > (int64_t)most;
}

static bool
without_scope(struct why_case *c)
{
	const struct sockaddr_in6 *in6 = (const void *)&c->addr;

	return look_family(c, AF_INET6) && c->addr.ss_family == AF_INET6 &&
	    IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr) && in6->sin6_scope_id == 0;
}

static bool
mapped_v6only(struct why_case *c)
{
	const struct sockaddr_in6 *in6 = (const void *)&c->addr;

	return c->addr.ss_family == AF_INET6 &&
	    IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr) &&
	    look_option(c, IPPROTO_IPV6, IPV6_V6ONLY) == 1;
}

bool
addr_low_port(struct why_case *c)
{
	int port = addr_sa_port((struct sockaddr *)&c->addr);
	int64_t first = 1024;

	look_sysctl("/proc/sys/net/ipv4/ip_unprivileged_port_start", &first, 1);
	hole_number(c, HOLE_LIMIT, first);
	return port > 0 && port < first;
}

static bool
is_inet_addr(struct why_case *c)
{
	return c->addr.ss_family == AF_INET || c->addr.ss_family == AF_INET6;
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
unix_unbound(struct why_case *c)
{
	return is_unix(c) && c->live && !look_local(c);
}

const struct why_row why_bind_rows[] = {
	WHY(EADDRINUSE, "bind", holder_listens,
	    N_("descriptor {other} listens on {taken}"),
	    N_("close {o} first, or bind to another port; SO_REUSEADDR does "
	       "not help against a socket that listens")),
	WHY(EADDRINUSE, "bind", holder_connected,
	    N_("descriptor {other} is a connection whose local address is "
	       "{taken}"),
	    N_("close {o} first; or setsockopt SO_REUSEADDR 1 before bind, on "
	       "the server of that connection and on this one")),
	WHY(EADDRINUSE, "bind", holder_bound,
	    N_("descriptor {other} is bound to {taken}"),
	    N_("close {o} first, or bind to another port")),
	WHY(EADDRINUSE, "bind", port_zero,
	    N_("no port is free in the range from which the system chooses, "
	       "{limit}"),
	    N_("close sockets that you do not need, or name a port outside of "
	       "the range (sysctl net.ipv4.ip_local_port_range)")),
	WHY(EADDRINUSE, "bind", program_has,
	    N_("process {n} ({name}) has {taken}"),
	    N_("end that program, or bind to another port")),
	WHY(EADDRINUSE, "bind", in_timewait_reuse,
	    N_("a connection that this host closed first, {taken}, is in "
	       "TIME_WAIT for {n} s more, and its server did not have "
	       "SO_REUSEADDR: both have to"),
	    N_("wait, or bind to another port; next time setsockopt "
	       "SO_REUSEADDR 1 before bind, on each server")),
	WHY(EADDRINUSE, "bind", in_timewait,
	    N_("a connection that this host closed first, {taken}, is in "
	       "TIME_WAIT for {n} s more"),
	    N_("setsockopt {s} SO_REUSEADDR 1, then bind again: that helps if "
	       "the server of that connection had it too")),
	WHY(EADDRINUSE, "bind", is_orphaned,
	    N_("a connection whose descriptor is closed, {taken}, is not over "
	       "yet: it is in {name}"),
	    N_("the other end has to close, too; or setsockopt {s} "
	       "SO_REUSEADDR 1 before bind, on both servers")),
	WHY(EADDRINUSE, "bind", sleeper_holds,
	    N_("either a job that still sleeps in a call on the closed "
	       "descriptor {other} keeps its socket alive, or another program "
	       "has {addr}"),
	    N_("kill the job; next time, shutdown before close wakes it")),
	WHY(EADDRINUSE, "bind", stream_without_reuse,
	    N_("no descriptor of this shell has {addr}: either another program "
	       "has it, or a connection of an earlier server is not over yet "
	       "(TIME_WAIT or FIN_WAIT2)"),
	    N_("setsockopt {s} SO_REUSEADDR 1, then bind again; if that fails "
	       "too, sh \"ss -tan\" shows who has the port")),
	WHY(EADDRINUSE, "bind", is_stream_inet,
	    N_("no descriptor of this shell has {addr}: either another program "
	       "has it, or an earlier server, without SO_REUSEADDR, has left a "
	       "connection that is not over yet (TIME_WAIT or FIN_WAIT2)"),
	    N_("sh \"ss -tan\" shows who has the port; take another one, or "
	       "wait: TIME_WAIT ends after 60 s")),
	WHY(EADDRINUSE, "bind", is_dgram_inet,
	    N_("another program is bound to {addr}"),
	    N_("bind to another port; sh \"ss -uanp\" shows who has this one")),
	WHY(EADDRINUSE, "bind", bound_there,
	    N_("descriptor {fd} is bound to {path} itself"),
	    N_("go on with listen {s}, or with recvfrom {s} on a datagram "
	       "socket: bind is done once in a socket's life")),
	WHY(EADDRINUSE, "bind", holder_unix,
	    N_("descriptor {other} is bound to {path}"),
	    N_("close {o} first; if it is a path, its file stays even then: "
	       "sh \"rm {path}\"")),
	WHY(EADDRINUSE, "bind", addr_is_socket_file,
	    N_("{path} exists already: the file of a socket stays when the "
	       "socket is closed"),
	    N_("sh \"rm {path}\" if nobody uses it any more, or take another "
	       "path; SO_REUSEADDR does not help here")),
	WHY(EADDRINUSE, "bind", addr_is_other_file,
	    N_("{path} exists already, and is no socket"),
	    N_("take another path: bind makes the file itself")),
	WHY(EADDRINUSE, "bind", is_abstract,
	    N_("a socket of another program has the abstract name {path}"),
	    N_("take another name; this one is free again when that socket is "
	       "closed")),
	WHY(EADDRINUSE, "listen", listens_beside,
	    N_("descriptor {other} listens on {taken} already; SO_REUSEADDR "
	       "lets several be bound there, but only one listen"),
	    N_("close {o} first; or setsockopt SO_REUSEPORT 1 on both, before "
	       "bind")),
	WHY(EADDRINUSE, "listen", is_bound,
	    N_("another socket listens on {local} already"),
	    N_("bind another socket to another port, and listen there")),

	WHY(EADDRNOTAVAIL, "bind", is_inet_addr,
	    N_("{addr} is no address of this host: no interface here has it"),
	    N_("bind to 127.0.0.1, to an address that sh \"ip addr\" shows, or "
	       "to * for all of them")),

	WHY(EACCES, "bind", addr_low_port,
	    N_("port {port} is below {limit}, and such ports are for root "
	       "(CAP_NET_BIND_SERVICE)"),
	    N_("take a port from {limit} up: 8080 instead of 80")),

	WHY(EAFNOSUPPORT, "bind connect sendto sendmsg", addr_other_family,
	    N_("the address is of family {name}, but descriptor {fd} is "
	       "{kind}"),
	    N_("give an address of the socket's own family, or make a socket "
	       "of the address's family")),
	WHY(EAFNOSUPPORT, "bind connect sendto sendmsg", NULL,
	    N_("the family of the address is not the socket's"),
	    N_("give an address of the socket's own family")),

	WHY(EINVAL, "bind connect sendto", unix_but_other,
	    N_("descriptor {fd} is an AF_UNIX socket: its address is a path, "
	       "not {addr}"),
	    N_("give a path such as /tmp/x.sock, or an abstract name such as "
	       "@x")),
	WHY(EINVAL, "bind connect sendto", addr_other_family,
	    N_("the address is of family {name}, but descriptor {fd} is "
	       "{kind}"),
	    N_("give an address of the socket's own family, or make a socket "
	       "of the address's family")),
	WHY(EINVAL, "bind connect sendto", addr_too_short,
	    N_("an address length of {n} is too short: it takes at least "
	       "{limit} bytes"),
	    N_("leave the length out, or give sizeof of the whole address")),
	WHY(EINVAL, "bind connect sendto", too_long,
	    N_("an address length of {n} is impossible: at most {limit} bytes "
	       "make an address of this family"),
	    N_("leave the length out, or give sizeof of the whole address")),
	WHY(EINVAL, "bind connect sendto", without_scope,
	    N_("{addr} is a link-local address: such ones are found on every "
	       "interface, and none was named"),
	    N_("name the interface in it: [fe80::1%eth0]:8080")),
	WHY(EINVAL, "bind connect", mapped_v6only,
	    N_("{addr} stands for an IPv4 address, and descriptor {fd} is for "
	       "IPv6 only (IPV6_V6ONLY)"),
	    N_("setsockopt {s} IPV6_V6ONLY 0 before, or use an AF_INET "
	       "socket")),
	WHY(EINVAL, "bind", bound_by_connect,
	    N_("descriptor {fd} has the local address {local} since connect: "
	       "without bind, the system chooses one then"),
	    N_("bind before connect, on a new socket")),
	WHY(EINVAL, "bind", is_bound,
	    N_("descriptor {fd} is bound to {local} already: that is done once "
	       "in a socket's life"),
	    N_("make another socket for another address")),
	WHY(EINVAL, "listen", is_connected,
	    N_("descriptor {fd} is connected to {peer}: such a socket cannot "
	       "listen"),
	    N_("listen on a socket of its own")),
	WHY(EINVAL, "listen", is_connecting,
	    N_("a connect on descriptor {fd} is under way: such a socket "
	       "cannot listen"),
	    N_("listen on a socket of its own")),
	WHY(EINVAL, "listen", unix_unbound,
	    N_("descriptor {fd} has no address: an AF_UNIX socket has to be "
	       "bound before it listens"),
	    N_("bind {s} /tmp/x.sock, then listen {s}")),
	WHY(EOPNOTSUPP, "listen", is_datagram,
	    N_("descriptor {fd} is {kind}: datagrams come without a "
	       "connection, so there is nothing to listen for"),
	    N_("after bind, recvfrom {s}; only stream and seqpacket sockets "
	       "listen")),
	{ .why = NULL },
};
