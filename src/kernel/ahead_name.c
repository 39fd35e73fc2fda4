/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the calls that make and name sockets would do: socket, bind, listen,
 * connect, getsockname, getpeername, dup, close. The order of the checks is that
 * of net/ipv4/af_inet.c, net/ipv6/af_inet6.c and net/unix/af_unix.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"
#include "kernel/diag.h"
#include "kernel/route.h"
#include "model/addr.h"
#include "model/xlat.h"

enum { CAP_BIND_SERVICE = 10, CAP_RAW = 13 };

static const struct sockaddr *
case_sa(const struct why_case *c)
{
	return (const struct sockaddr *)&c->addr;
}

/* Whether this process has a capability, capabilities(7); true if that cannot be
 * told: then it is not said that it lacks it. */
static bool
has_capability(int bit)
{
	FILE *status = fopen("/proc/thread-self/status", "re");
	unsigned long long have = ~0ULL;
	char line[128];

	while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
		if (strncmp(line, "CapEff:", 7) == 0)
			have = strtoull(line + 7, NULL, 16);
	}
	if (status != NULL)
		fclose(status);
	return (have >> bit & 1) != 0;
}

/* socket(2) */

static int
type_of(const struct why_case *c)
{
	return (int)case_number(c, "type", 0) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static bool
type_outside(struct why_case *c)
{
	int type = type_of(c);

	return type < 0 || type > SOCK_PACKET;
}

static bool
family_outside(struct why_case *c)
{
	int64_t family = case_number(c, "family", 0);

	return family < 0 || family >= AF_MAX;
}

static bool
is_family(const struct why_case *c, int family)
{
	return case_number(c, "family", -1) == family;
}

static bool
family_is_inet(const struct why_case *c)
{
	return is_family(c, AF_INET) || is_family(c, AF_INET6);
}

static bool
inet_type_unknown(struct why_case *c)
{
	int type = type_of(c);

	return family_is_inet(c) && type != SOCK_STREAM && type != SOCK_DGRAM &&
	    type != SOCK_RAW && type != SOCK_SEQPACKET;
}

static bool
unix_type_unknown(struct why_case *c)
{
	int type = type_of(c);

	return is_family(c, AF_UNIX) && type != SOCK_STREAM &&
	    type != SOCK_DGRAM && type != SOCK_SEQPACKET && type != SOCK_RAW;
}

static bool
unix_protocol(struct why_case *c)
{
	int64_t protocol = case_number(c, "proto", 0);

	return is_family(c, AF_UNIX) && protocol != 0 && protocol != PF_UNIX;
}

static bool
inet_protocol_outside(struct why_case *c)
{
	int64_t protocol = case_number(c, "proto", 0);

	/* IPPROTO_MAX is 263 since MPTCP. */
	return family_is_inet(c) && (protocol < 0 || protocol > 262);
}

/* TCP with datagrams, UDP with a stream: inetsw has no such row. */
static bool
inet_mismatch(struct why_case *c)
{
	int64_t protocol = case_number(c, "proto", 0);
	int type = type_of(c);

	if (!family_is_inet(c))
		return false;
	if (type == SOCK_STREAM)
		return protocol == IPPROTO_UDP || protocol == IPPROTO_ICMP;
	if (type == SOCK_DGRAM)
		return protocol == IPPROTO_TCP;
	return type == SOCK_RAW && protocol == 0;
}

static bool
raw_forbidden(struct why_case *c)
{
	return ((family_is_inet(c) && type_of(c) == SOCK_RAW) ||
		   is_family(c, AF_PACKET)) &&
	    !has_capability(CAP_RAW);
}

static bool
no_number_left(struct why_case *c)
{
	(void)c;
	return ahead_lowest_fd() == -1;
}

/* Whether the family and type are so usual that every kernel has them. */
static bool
is_usual(const struct why_case *c)
{
	int type = type_of(c);
	int64_t protocol = case_number(c, "proto", 0);

	if (is_family(c, AF_UNIX))
		return true;
	if (!family_is_inet(c))
		return false;
	return (type == SOCK_STREAM &&
		   (protocol == 0 || protocol == IPPROTO_TCP)) ||
	    (type == SOCK_DGRAM &&
		(protocol == 0 || protocol == IPPROTO_UDP)) ||
	    type == SOCK_RAW;
}

static void
socket_fate(struct why_case *c, struct ahead *a)
{
	if (!is_usual(c)) {
		ahead_unknown(a,
		    _("it depends on what this kernel is built with"));
		return;
	}
	ahead_works(a, ahead_lowest_fd());
	sb_str(&a->says, _("the new descriptor has the lowest free number"));
	sb_str(&a->wire, _("nothing: a socket alone sends nothing"));
}

static const struct ahead_check socket_checks[] = {
	{ EAFNOSUPPORT, family_outside },
	{ EINVAL, type_outside },
	{ ESOCKTNOSUPPORT, inet_type_unknown },
	{ EPROTONOSUPPORT, unix_protocol },
	{ ESOCKTNOSUPPORT, unix_type_unknown },
	{ EINVAL, inet_protocol_outside },
	{ EPROTONOSUPPORT, inet_mismatch },
	{ EPERM, raw_forbidden },
	{ EMFILE, no_number_left },
	{ 0, NULL },
};

/* bind(2) */

/* A socket that TCP has closed has no port any more, whatever getsockname says
 * (inet_put_port), unless bind had set it. */
static bool
has_port(struct why_case *c)
{
	const struct event *bound = case_before(c, "bind");

	if (!look_local(c))
		return false;
	return !ahead_is_tcp(c) || look_tcp_state(c) != TCP_CLOSE ||
	    !case_whole(c) || (bound != NULL && bound->err == 0) ||
	    case_before(c, "listen") != NULL;
}

static bool
inet_bound(struct why_case *c)
{
	return look_inet(c) && has_port(c);
}

static bool
inet_too_short(struct why_case *c)
{
	return look_inet(c) && addr_too_short(c);
}

static bool
six_bad_family(struct why_case *c)
{
	return look_family(c, AF_INET6) && addr_other_family(c);
}

static bool
four_bad_family(struct why_case *c)
{
	const struct sockaddr_in *in = (const void *)&c->addr;

	if (!look_family(c, AF_INET) || c->addr.ss_family == AF_INET)
		return false;
	/* An old program's AF_UNSPEC with INADDR_ANY is allowed. */
	return c->addr.ss_family != AF_UNSPEC ||
	    in->sin_addr.s_addr != INADDR_ANY;
}

/* Neither an address of this host, nor one that stands for several. */
static bool
not_here(struct why_case *c)
{
	struct route route;
	const struct sockaddr *sa = case_sa(c);
	int64_t nonlocal = 0;

	if (!look_inet(c) || sa_is_wildcard(sa) || sa_is_multicast(sa) ||
	    (sa->sa_family != AF_INET && sa->sa_family != AF_INET6))
		return false;
	look_sysctl("/proc/sys/net/ipv4/ip_nonlocal_bind", &nonlocal, 1);
	if (nonlocal != 0 || look_option(c, IPPROTO_IP, IP_FREEBIND) == 1 ||
	    look_option(c, IPPROTO_IP, IP_TRANSPARENT) == 1 ||
	    !route_find(sa, &route))
		return false;
	return route.err != 0 ||
	    (route.type != RTN_LOCAL && route.type != RTN_BROADCAST);
}

static bool
port_forbidden(struct why_case *c)
{
	return look_inet(c) && addr_low_port(c) &&
	    !has_capability(CAP_BIND_SERVICE);
}

/* The port is in use beyond what SO_REUSEADDR could allow. */
static bool
port_taken(struct why_case *c)
{
	if (!look_inet(c) || addr_sa_port(case_sa(c)) <= 0)
		return false;
	if (holder_found(c) || program_has(c))
		return true;
	return look_option(c, SOL_SOCKET, SO_REUSEADDR) == 0 &&
	    (in_timewait(c) || is_orphaned(c));
}

static bool
unix_bad_address(struct why_case *c)
{
	int64_t len = case_number(c, "addrlen", 0);

	return is_unix(c) &&
	    (c->addr.ss_family != AF_UNIX ||
		len > (int64_t)sizeof(struct sockaddr_un) ||
		len < (int64_t)sizeof(sa_family_t));
}

static bool
is_path(const struct why_case *c)
{
	const struct sockaddr_un *un = (const void *)&c->addr;

	return c->addr.ss_family == AF_UNIX &&
	    c->addr_len > sizeof(sa_family_t) && un->sun_path[0] != '\0';
}

static bool
path_exists(struct why_case *c)
{
	return is_unix(c) && is_path(c) &&
	    (addr_is_socket_file(c) || addr_is_other_file(c));
}

/* The folder of a path; false if the address is none. */
static bool
folder_of(const struct why_case *c, char *path, size_t size)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	char *slash;

	if (!is_path(c))
		return false;
	snprintf(path, size, "%.*s", (int)sizeof(un->sun_path), un->sun_path);
	slash = strrchr(path, '/');
	if (slash == NULL)
		snprintf(path, size, ".");
	else
		slash[slash == path] = '\0';
	return true;
}

static bool
folder_missing(struct why_case *c)
{
	char path[sizeof(struct sockaddr_un) + 2];

	return is_unix(c) && folder_of(c, path, sizeof(path)) &&
	    access(path, F_OK) != 0 && errno == ENOENT;
}

static bool
folder_is_file(struct why_case *c)
{
	char path[sizeof(struct sockaddr_un) + 2];
	struct stat st;

	if (!is_unix(c) || !folder_of(c, path, sizeof(path)))
		return false;
	return stat(path, &st) == 0 ? !S_ISDIR(st.st_mode) : errno == ENOTDIR;
}

static bool
folder_closed(struct why_case *c)
{
	char path[sizeof(struct sockaddr_un) + 2];

	return is_unix(c) && folder_of(c, path, sizeof(path)) &&
	    faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0 &&
	    errno == EACCES;
}

static bool
unix_bound(struct why_case *c)
{
	return is_unix(c) && look_local(c);
}

static bool
abstract_taken(struct why_case *c)
{
	return is_unix(c) && !is_path(c) && holder_found(c);
}

static void
bind_fate(struct why_case *c, struct ahead *a)
{
	if (look_inet(c) && look_option(c, SOL_SOCKET, SO_REUSEADDR) == 1 &&
	    addr_sa_port(case_sa(c)) > 0 &&
	    (in_timewait(c) || is_orphaned(c))) {
		ahead_unknown(a,
		    _("a connection of an earlier server is not over yet: it "
		      "works if that server had SO_REUSEADDR, too"));
		return;
	}
	if (look_inet(c) && !sa_is_wildcard(case_sa(c)) &&
	    !sa_is_loopback(case_sa(c)) && route_is_local(case_sa(c)) == -1) {
		ahead_unknown(a, _("the routes may not be looked at"));
		return;
	}
	ahead_works(a, 0);
	if (look_inet(c) && addr_sa_port(case_sa(c)) == 0)
		sb_str(&a->says, _("the system chooses a free port"));
	sb_str(&a->wire, _("nothing: only this host knows of it"));
}

static void
bind_look(struct why_case *c, struct why_facts *f)
{
	why_look_bind(c, f);
}

static const struct ahead_check bind_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EINVAL, unix_bad_address },
	{ EINVAL, inet_too_short },
	{ EAFNOSUPPORT, six_bad_family },
	{ EAFNOSUPPORT, four_bad_family },
	{ EADDRNOTAVAIL, not_here },
	{ EACCES, port_forbidden },
	{ EINVAL, inet_bound },
	{ EADDRINUSE, port_taken },
	{ ENOENT, folder_missing },
	{ ENOTDIR, folder_is_file },
	{ EADDRINUSE, path_exists },
	{ EACCES, folder_closed },
	{ EINVAL, unix_bound },
	{ EADDRINUSE, abstract_taken },
	{ 0, NULL },
};

/* listen(2) */

static bool
listen_datagram(struct why_case *c)
{
	return look_type(c, SOCK_DGRAM) || look_type(c, SOCK_RAW);
}

static bool
tcp_not_closed(struct why_case *c)
{
	int state = look_tcp_state(c);

	return ahead_is_tcp(c) && state != TCP_CLOSE && state != TCP_LISTEN;
}

/* SS_CONNECTED and SS_CONNECTING stay when the connection is over. */
static bool
was_connected(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");

	if (look_option(c, SOL_SOCKET, SO_ACCEPTCONN) == 1)
		return false;
	return look_peer(c) || case_made_by(c, "accept") ||
	    case_made_by(c, "accept4") || (ev != NULL && ev->err == 0);
}

static bool
tcp_was_connected(struct why_case *c)
{
	return ahead_is_tcp(c) && (was_connected(c) || connect_pending(c));
}

static bool
unix_no_name(struct why_case *c)
{
	return is_unix(c) && !look_local(c);
}

static bool
unix_was_connected(struct why_case *c)
{
	return is_unix(c) && look_peer(c);
}

/* Another socket listens on the address that this one shares with it. */
static bool
listener_beside(struct why_case *c)
{
	return ahead_is_tcp(c) && look_tcp_state(c) != TCP_LISTEN &&
	    listens_beside(c);
}

static void
listen_fate(struct why_case *c, struct ahead *a)
{
	ahead_works(a, 0);
	if (is_listening(c))
		sb_str(&a->says,
		    _("it listens already: only the queue's limit changes"));
	else if (look_inet(c) && !look_local(c))
		sb_str(&a->says,
		    _("it has no address: the system chooses a free port, on "
		      "all addresses of this host"));
	sb_str(&a->wire, _("nothing; from then on SYNs are answered"));
}

static const struct ahead_check listen_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EOPNOTSUPP, listen_datagram },
	{ EINVAL, tcp_not_closed },
	{ EINVAL, tcp_was_connected },
	{ EINVAL, unix_no_name },
	{ EINVAL, unix_was_connected },
	{ EADDRINUSE, listener_beside },
	{ 0, NULL },
};

/* getsockname(2), getpeername(2): looks themselves. */

static void
look_itself(struct why_case *c, struct ahead *a)
{
	struct sockaddr_storage room;
	struct sockaddr *sa = (struct sockaddr *)&room;
	socklen_t len = sizeof(room);
	bool peer = case_is(c, "getpeername");
	int rc =
	    peer ? getpeername(c->fd, sa, &len) : getsockname(c->fd, sa, &len);

	if (rc != 0) {
		ahead_fails(c, a, errno);
		return;
	}
	ahead_works(a, 0);
	sb_str(&a->wire, _("nothing: the kernel knows it"));
}

static const struct ahead_check socket_only[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ 0, NULL },
};

/* dup(2) */

static void
dup_fate(struct why_case *c, struct ahead *a)
{
	(void)c;
	ahead_works(a, ahead_lowest_fd());
	sb_str(&a->says,
	    _("both numbers stand for the same socket or file: what was there "
	      "ends when both are closed"));
}

static const struct ahead_check dup_checks[] = {
	{ EBADF, has_bad_fd },
	{ EMFILE, no_number_left },
	{ 0, NULL },
};

const struct ahead_row ahead_name_rows[] = {
	{ "socket", socket_checks, socket_fate, NULL },
	{ "bind", bind_checks, bind_fate, bind_look },
	{ "listen", listen_checks, listen_fate, NULL },
	{ "getsockname getpeername", socket_only, look_itself, NULL },
	{ "dup", dup_checks, dup_fate, NULL },
	{ .calls = NULL },
};
