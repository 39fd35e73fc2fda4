/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What connect would do: __inet_stream_connect and inet_dgram_connect
 * (net/ipv4/af_inet.c), tcp_v4_connect, unix_stream_connect and
 * unix_dgram_connect (net/unix/af_unix.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"
#include "kernel/diag.h"
#include "kernel/route.h"
#include "model/addr.h"

static const struct sockaddr *
case_sa(const struct why_case *c)
{
	return (const struct sockaddr *)&c->addr;
}

static bool
no_address(struct why_case *c)
{
	int64_t len = case_number(c, "addrlen", 0);

	return len < (int64_t)sizeof(sa_family_t) ||
	    len > (int64_t)sizeof(struct sockaddr_storage);
}

static bool
disconnects(const struct why_case *c)
{
	return c->addr.ss_family == AF_UNSPEC;
}

/* SS_CONNECTED stays when the connection is over, until connect with AF_UNSPEC. */
static bool
tcp_connected(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");

	if (!ahead_is_tcp(c) || disconnects(c) || connect_pending(c))
		return false;
	if (look_peer(c) || is_listening(c) || case_made_by(c, "accept") ||
	    case_made_by(c, "accept4"))
		return true;
	return ev != NULL && ev->err == 0 && ev->nargs > 1 &&
	    look_tcp_state(c) != TCP_CLOSE;
}

/* The connection is over: only the log knows that there was one. */
static bool
tcp_was_connected(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");

	return ahead_is_tcp(c) && !disconnects(c) && ev != NULL && ev->err == 0;
}

/* The second connect does not look at its address. */
static bool
is_new(struct why_case *c)
{
	return look_inet(c) && !disconnects(c) &&
	    !(ahead_is_tcp(c) && connect_pending(c));
}

static bool
too_short(struct why_case *c)
{
	return is_new(c) && !ahead_is_four_on_six(c) && addr_too_short(c);
}

static bool
bad_family(struct why_case *c)
{
	return is_new(c) && addr_other_family(c) &&
	    (!ahead_is_four_on_six(c) ||
		look_option(c, IPPROTO_IPV6, IPV6_V6ONLY) == 1);
}

/* 255.255.255.255: asked about before the way is. */
static bool
is_limited_broadcast(const struct sockaddr *sa)
{
	return sa->sa_family == AF_INET &&
	    ((const struct sockaddr_in *)sa)->sin_addr.s_addr ==
	    INADDR_BROADCAST;
}

/* Bound to one of this host's addresses: by that the interface is found. */
static bool
names_source(struct why_case *c)
{
	struct sockaddr_storage own = { 0 };
	socklen_t len = sizeof(own);

	return getsockname(c->fd, (struct sockaddr *)&own, &len) == 0 &&
	    !sa_is_wildcard((struct sockaddr *)&own);
}

int
ahead_way(struct why_case *c, struct route *route)
{
	const struct sockaddr *to = case_sa(c);

	*route = (struct route){ .type = RTN_LOCAL };
	if (sa_is_wildcard(to))
		return 0;
	if (!route_find(to, route)) {
		route->type = sa_is_loopback(to) ? RTN_LOCAL : RTN_UNSPEC;
		return 0;
	}
	if (is_limited_broadcast(to) && !ahead_is_tcp(c) && names_source(c) &&
	    look_option(c, SOL_SOCKET, SO_BROADCAST) != 1)
		return EACCES;
	if (route->err != 0)
		return route->err;
	if (from_loopback(c))
		return EINVAL;
	if (ahead_is_tcp(c) &&
	    (sa_is_multicast(to) || route->type == RTN_BROADCAST ||
		route->type == RTN_MULTICAST))
		return ENETUNREACH;
	if (route->type == RTN_BROADCAST &&
	    look_option(c, SOL_SOCKET, SO_BROADCAST) != 1)
		return EACCES;
	return 0;
}

/* A connect that began before: SO_ERROR keeps how it went. */
static void
pending_fate(struct why_case *c, struct ahead *a)
{
	int state = look_tcp_state(c);

	if (state == TCP_SYN_SENT) {
		ahead_patience(c, a, EALREADY, SO_SNDTIMEO,
		    _("the answer to the SYN that was sent before"),
		    _("the other end's SYN+ACK or RST"));
	} else if (state != TCP_CLOSE) {
		ahead_works(a, 0);
		sb_str(&a->says,
		    _("the connect that was under way has succeeded meanwhile"));
	} else if (ahead_poll(c) & POLLERR) {
		ahead_fails(c, a, ECONNREFUSED);
	} else {
		ahead_fails(c, a, ECONNABORTED);
	}
}

static bool
is_nonblocking(struct why_case *c)
{
	const struct fd_info *info = session_fd(c->session, c->fd);
	int flags = look_flags(c);

	return flags != -1 && (flags & O_NONBLOCK) &&
	    !(info != NULL && info->timeout > 0);
}

/* To an address of this host: somebody listens there, or nobody. */
static void
local_fate(struct why_case *c, struct ahead *a)
{
	unsigned waiting = 0, limit = 0;
	int found = table_listener(c, &waiting, &limit);

	if (found == -1)
		ahead_unknown(a,
		    _("the kernel's table of sockets may not be looked at"));
	else if (is_nonblocking(c))
		ahead_fails(c, a, EINPROGRESS);
	else if (found == 0)
		ahead_fails(c, a, ECONNREFUSED);
	else if (waiting > limit)
		ahead_patience(c, a, EINPROGRESS, SO_SNDTIMEO,
		    _("room in the listening queue, which is full: the SYN is "
		      "dropped, and sent again"),
		    _("accept at the server, or the end of the time"));
	else
		ahead_works(a, 0);
}

static bool
names_itself(struct why_case *c)
{
	struct sockaddr_storage own = { 0 };
	socklen_t len = sizeof(own);

	return getsockname(c->fd, (struct sockaddr *)&own, &len) == 0 &&
	    addr_sa_port((struct sockaddr *)&own) == addr_sa_port(case_sa(c)) &&
	    look_local(c);
}

static void
tcp_fate(struct why_case *c, struct ahead *a)
{
	struct route route;
	int err;

	if (connect_pending(c)) {
		pending_fate(c, a);
		return;
	}
	err = ahead_way(c, &route);
	if (err != 0) {
		ahead_fails(c, a, err);
		return;
	}
	sb_str(&a->wire, _("a SYN; the answer is a SYN+ACK, or an RST"));
	if (names_itself(c))
		ahead_unknown(a,
		    _("it would connect to its own port: TCP allows that"));
	else if (route.type == RTN_LOCAL)
		local_fate(c, a);
	else if (route.type == RTN_UNSPEC)
		ahead_unknown(a, _("the routes may not be looked at"));
	else if (is_nonblocking(c))
		ahead_fails(c, a, EINPROGRESS);
	else
		ahead_unknown(a,
		    _("only the other host can tell: it waits until that "
		      "answers"));
}

static void
udp_fate(struct why_case *c, struct ahead *a)
{
	struct route route;
	int err = ahead_way(c, &route);

	if (err != 0) {
		ahead_fails(c, a, err);
		return;
	}
	ahead_works(a, 0);
	sb_str(&a->says,
	    _("the address is only noted; whether anybody is there "
	      "shows when something is sent"));
	sb_str(&a->wire, _("nothing"));
}

/* AF_UNIX: who has the name. */
struct unix_server {
	int found; /* 1, 0, or -1: it cannot be told */
	int type;
	bool listens;
	unsigned waiting;
	unsigned limit;
};

static bool
is_path(const struct sockaddr_un *un, socklen_t len)
{
	return len > sizeof(sa_family_t) && un->sun_path[0] != '\0';
}

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* 1: the same name; 0: another; -1: the same file's, perhaps. */
static int
same_name(const struct why_case *c, const struct diag_addr *its)
{
	const struct sockaddr_un *mine = (const void *)&c->addr;
	char a[sizeof(mine->sun_path) + 1] = "", b[sizeof(a)] = "";
	struct stat st[2];

	if (its->len <= sizeof(sa_family_t) ||
	    is_path(mine, c->addr_len) != is_path(&its->u.un, its->len))
		return 0;
	if (!is_path(mine, c->addr_len))
		return its->len == c->addr_len &&
		    memcmp(&its->u.un, mine, its->len) == 0;
	memcpy(a, mine->sun_path, sizeof(mine->sun_path));
	memcpy(b, its->u.un.sun_path, sizeof(its->u.un.sun_path));
	if (strcmp(base_of(a), base_of(b)) != 0)
		return 0;
	if (strcmp(a, b) == 0)
		return 1;
	if (b[0] != '/')
		return -1;
	return stat(a, &st[0]) == 0 && stat(b, &st[1]) == 0 &&
	    st[0].st_dev == st[1].st_dev && st[0].st_ino == st[1].st_ino;
}

static void
find_server(struct why_case *c, struct unix_server *server)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	struct diag_table table;

	*server = (struct unix_server){ .found = 0 };
	if (!table_unix(c, &table))
		server->found = -1;
	for (size_t i = 0; i < table.n && server->found != 1; i++) {
		const struct diag_sock *sock = &table.socks[i];
		int same = same_name(c, &sock->local);

		/* What accept gives has the listener's name, too. */
		if (same == 0 ||
		    (sock->type != SOCK_DGRAM &&
			sock->state == TCP_ESTABLISHED))
			continue;
		/* An abstract name is a type's own. */
		if (!is_path(un, c->addr_len) && !look_type(c, sock->type))
			continue;
		server->found = same;
		server->type = sock->type;
		server->listens = sock->state == TCP_LISTEN;
		server->waiting = sock->rqueue;
		server->limit =
		    (sock->has & DIAG_HAS_LIMIT) ? sock->wqueue : UINT32_MAX;
	}
	diag_free(&table);
}

static bool
unix_bad(struct why_case *c)
{
	int64_t len = case_number(c, "addrlen", 0);

	return is_unix(c) && !disconnects(c) &&
	    (c->addr.ss_family != AF_UNIX ||
		len > (int64_t)sizeof(struct sockaddr_un) ||
		len <= (int64_t)sizeof(sa_family_t));
}

/* What path_resolution(7) and the rights of the file say; 0: it is a socket. */
static int
path_error(const struct why_case *c)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	char path[sizeof(un->sun_path) + 1] = "";
	struct stat st;

	if (!is_path(un, c->addr_len))
		return 0;
	memcpy(path, un->sun_path, sizeof(un->sun_path));
	if (stat(path, &st) != 0)
		return errno;
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
		return errno;
	return S_ISSOCK(st.st_mode) ? 0 : ECONNREFUSED;
}

static void
unix_stream_fate(struct why_case *c, struct ahead *a,
    const struct unix_server *server)
{
	if (!server->listens)
		ahead_fails(c, a, ECONNREFUSED);
	else if (server->waiting > server->limit)
		ahead_patience(c, a, EAGAIN, SO_SNDTIMEO,
		    _("room in the listening queue, which is full"),
		    _("accept at the server"));
	else if (is_listening(c))
		ahead_fails(c, a, EINVAL);
	else if (look_peer(c))
		ahead_fails(c, a, EISCONN);
	else
		ahead_works(a, 0);
}

static void
unix_fate(struct why_case *c, struct ahead *a)
{
	struct unix_server server;
	int err = path_error(c);

	if (err == 0) {
		find_server(c, &server);
		if (server.found == 0)
			err = ECONNREFUSED;
		else if (server.found == 1 && !look_type(c, server.type))
			err = EPROTOTYPE;
	}
	if (err != 0)
		ahead_fails(c, a, err);
	else if (server.found == -1)
		ahead_unknown(a,
		    _("whose file this is cannot be told from here"));
	else if (look_type(c, SOCK_DGRAM))
		ahead_works(a, 0);
	else
		unix_stream_fate(c, a, &server);
	sb_str(&a->wire, _("nothing: AF_UNIX stays within this host"));
}

void
ahead_unix_to(struct why_case *c, struct ahead *a)
{
	if (unix_bad(c))
		ahead_fails(c, a, EINVAL);
	else
		unix_fate(c, a);
	sb_clear(&a->wire);
}

static void
connect_fate(struct why_case *c, struct ahead *a)
{
	if (disconnects(c) && look_inet(c)) {
		ahead_works(a, 0);
		sb_str(&a->says,
		    _("AF_UNSPEC ends the connection, so that "
		      "another can be made"));
	} else if (disconnects(c)) {
		ahead_unknown(a, _("AF_UNSPEC ends the connection"));
	} else if (ahead_is_tcp(c)) {
		tcp_fate(c, a);
	} else if (is_dgram_inet(c)) {
		udp_fate(c, a);
	} else if (is_unix(c)) {
		unix_fate(c, a);
	} else {
		ahead_unknown(a, "");
	}
}

static const struct ahead_check checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EINVAL, no_address },
	{ EISCONN, tcp_connected },
	{ EISCONN, tcp_was_connected },
	{ EINVAL, too_short },
	{ EAFNOSUPPORT, bad_family },
	{ EINVAL, unix_bad },
	{ 0, NULL },
};

const struct ahead_row ahead_connect_rows[] = {
	{ "connect connect_ex", checks, connect_fate, why_look_way },
	{ .calls = NULL },
};
