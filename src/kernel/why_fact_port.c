/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The evidence of failures that are about an address: who has the port or the
 * path, which addresses and ways this host has, and the right to use them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/diag.h"
#include "kernel/route.h"
#include "kernel/why_fact.h"
#include "model/addr.h"
#include "model/xlat.h"

#define TO_ADDR "bind connect connect_ex sendto sendmsg"

enum {
	INTERFACES_MAX = 32,
	OTHERS_MAX = 6,
	CAP_NET_BIND = 10,
	CAP_NET_ADMIN_BIT = 12,
	CAP_NET_RAW_BIT = 13
};

/* The local address of a descriptor; false if it has none. */
static bool
local_of(int fd, struct sockaddr_storage *sa, socklen_t *len)
{
	*len = sizeof(*sa);
	memset(sa, 0, sizeof(*sa));
	return getsockname(fd, (struct sockaddr *)sa, len) == 0;
}

/* The port that is spoken of: of the call's address, else the socket's own. */
static int
port_of(const struct why_case *c)
{
	struct sockaddr_storage sa;
	socklen_t len;
	int port = addr_sa_port((const struct sockaddr *)&c->addr);

	if (port > 0 || c->addr.ss_family != AF_UNSPEC)
		return port;
	return c->live && local_of(c->fd, &sa, &len) ?
	    addr_sa_port((struct sockaddr *)&sa) :
	    -1;
}

static bool
has_path(const struct why_case *c, const struct sockaddr_storage *sa,
    socklen_t len)
{
	const struct sockaddr_un *mine = (const void *)&c->addr;
	const struct sockaddr_un *its = (const void *)sa;

	if (c->addr.ss_family != AF_UNIX || sa->ss_family != AF_UNIX ||
	    len <= sizeof(sa_family_t))
		return false;
	if (its->sun_path[0] == '\0')
		return len == c->addr_len && memcmp(sa, &c->addr, len) == 0;
	return strncmp(mine->sun_path, its->sun_path, sizeof(mine->sun_path)) ==
	    0;
}

/* What lets two sockets share a port, if both have it: socket(7). */
static void
fact_reuse(struct why_facts *f, int fd)
{
	fact_option(f, fd, SOL_SOCKET, SO_REUSEADDR);
	if (look_fd_option(fd, SOL_SOCKET, SO_REUSEPORT) == 1)
		fact_option(f, fd, SOL_SOCKET, SO_REUSEPORT);
}

/* The descriptors of this shell that have the port or the path, of any kind and
 * at any address; and what lets two share it. */
static void
look_own(struct why_case *c, struct why_facts *f)
{
	const struct session *s = c->session;
	struct sockaddr_storage sa;
	int port = port_of(c);
	socklen_t len;

	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (!s->fds[fd].open || (int)fd == c->fd ||
		    !local_of((int)fd, &sa, &len))
			continue;
		if (!has_path(c, &sa, len) &&
		    (port <= 0 || addr_sa_port((struct sockaddr *)&sa) != port))
			continue;
		fact_descriptor(c, f, (int)fd);
		if (sa.ss_family != AF_UNIX && c->err == EADDRINUSE)
			fact_reuse(f, (int)fd);
	}
}

static void
look_reuse(struct why_case *c, struct why_facts *f)
{
	if (c->live && look_inet(c))
		fact_reuse(f, c->fd);
}

static const char *
part_name(const struct diag_sock *sock)
{
	return sock->protocol == IPPROTO_UDP ? "UDP" : "TCP";
}

/* A socket of the kernel's table: what it is, and whose. */
static void
fact_sock(struct why_facts *f, const struct diag_sock *sock, bool proc)
{
	const char *state = xlat_name(&xlat_tcp_states, sock->state);
	struct strbuf text = { 0 }, where = { 0 };
	const struct diag_owner *owner;
	struct diag_owners owners;

	diag_owners_find(&owners, &sock->inode, sock->inode != 0);
	owner = diag_owners_of(&owners, sock->inode);
	addr_text(&text, &sock->local.u.sa, sock->local.len);
	if (sock->peer.len != 0 && addr_sa_port(&sock->peer.u.sa) > 0) {
		sb_str(&text, " -> ");
		addr_text(&text, &sock->peer.u.sa, sock->peer.len);
	}
	sb_printf(&text, ", %s", part_name(sock));
	if (state != NULL && sock->protocol == IPPROTO_TCP)
		sb_printf(&text, " %s", state + strlen(xlat_tcp_states.prefix));
	if (sock->timer == DIAG_TIMER_TIMEWAIT)
		sb_printf(&text, _(", %u s left"),
		    (sock->timer_ms + 999) / 1000);
	if ((sock->has & DIAG_HAS_UID) && sock->inode != 0)
		sb_printf(&text, _(", of user %u"), sock->uid);
	sb_str(&where, proc ? "/proc/net" : "sock_diag");
	if (owner != NULL) {
		sb_printf(&text, _(", of process %d (%s)"), (int)owner->pid,
		    owner->comm);
		sb_printf(&where, ", /proc/%d/fd", (int)owner->pid);
	} else if (sock->inode == 0) {
		sb_str(&text, _(", without a descriptor"));
	} else {
		sb_str(&text,
		    owners.denied ?
			_(", of a process that may not be looked at") :
			_(", of a process that is not seen here"));
	}
	fact_add(f, sb_text(&where), "%s", sb_text(&text));
	diag_owners_free(&owners);
	sb_free(&text);
	sb_free(&where);
}

/* What else has the port, that is no descriptor of this shell. */
static void
look_others(struct why_case *c, struct why_facts *f)
{
	struct diag_table table;
	struct strbuf lacks = { 0 };
	size_t n;

	if (!look_inet(c) ||
	    !table_look(c, c->err == ECONNREFUSED ? DIAG_TCP | DIAG_UDP : 0,
		port_of(c), &table))
		return;
	n = table.n < OTHERS_MAX ? table.n : OTHERS_MAX;
	for (size_t i = 0; i < n; i++)
		fact_sock(f, &table.socks[i], table.proc != 0);
	if (table.n > n)
		fact_add(f, "sock_diag", _("%zu more have the port"),
		    table.n - n);
	if (table.n == 0 && table.missing == 0)
		fact_add(f, table.proc != 0 ? "/proc/net" : "sock_diag",
		    _("no other socket of this host has port %d"), port_of(c));
	diag_lacks(&lacks, &table);
	lacks.len -= lacks.len != 0;
	if (lacks.len != 0)
		fact_add(f, "sock_diag", "%.*s", (int)lacks.len, lacks.data);
	sb_free(&lacks);
	diag_free(&table);
}

/* The file of a path: what it is, whose, and what may be done with it. */
static void
look_file(struct why_case *c, struct why_facts *f)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	char path[sizeof(un->sun_path) + 1] = "";
	struct strbuf where = { 0 };
	struct stat st;

	if (!addr_is_unix(c) || c->addr_len <= sizeof(sa_family_t) ||
	    un->sun_path[0] == '\0')
		return;
	memcpy(path, un->sun_path, sizeof(un->sun_path));
	sb_printf(&where, "lstat(\"%s\")", path);
	if (lstat(path, &st) != 0)
		fact_add(f, sb_text(&where), _("no file is there: %s"),
		    errno_text(errno));
	else
		fact_add(f, sb_text(&where),
		    S_ISSOCK(st.st_mode) ?
			_("a socket's file, rights %03o, owner %u") :
			_("a file, no socket's, rights %03o, owner %u"),
		    (unsigned)st.st_mode & 0777, (unsigned)st.st_uid);
	sb_free(&where);
}

/* The addresses of this host's interfaces: IPv4 by SIOCGIFCONF on the socket
 * itself (netdevice(7)), IPv6 from /proc/net/if_inet6 (proc(5)). */
static void
look_addresses4(struct why_case *c, struct why_facts *f)
{
	struct ifreq list[INTERFACES_MAX];
	struct ifconf conf = { .ifc_len = sizeof(list), .ifc_req = list };
	struct strbuf text = { 0 };

	if (ioctl(c->fd, SIOCGIFCONF, &conf) != 0)
		return;
	for (int i = 0; i < conf.ifc_len / (int)sizeof(list[0]); i++) {
		char ip[INET_ADDRSTRLEN];
		struct sockaddr_in in;

		memcpy(&in, &list[i].ifr_addr, sizeof(in));
		inet_ntop(AF_INET, &in.sin_addr, ip, sizeof(ip));
		sb_printf(&text, "%s%s (%.*s)", text.len != 0 ? ", " : "", ip,
		    IF_NAMESIZE, list[i].ifr_name);
	}
	if (text.len == 0)
		fact_add(f, "ioctl(SIOCGIFCONF)",
		    _("no interface of this host has an IPv4 address"));
	else
		fact_add(f, "ioctl(SIOCGIFCONF)",
		    _("the IPv4 addresses of this host: %s"), sb_text(&text));
	sb_free(&text);
}

static void
add_inet6(struct strbuf *text, const char *hex, const char *name)
{
	char ip[INET6_ADDRSTRLEN];
	struct in6_addr in6;

	if (strlen(hex) != 2 * sizeof(in6.s6_addr))
		return;
	for (size_t i = 0; i < sizeof(in6.s6_addr); i++) {
		char byte[] = { hex[2 * i], hex[2 * i + 1], '\0' };

		in6.s6_addr[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	inet_ntop(AF_INET6, &in6, ip, sizeof(ip));
	sb_printf(text, "%s%s (%s)", text->len != 0 ? ", " : "", ip, name);
}

static void
look_addresses6(struct why_facts *f)
{
	static const char path[] = "/proc/thread-self/net/if_inet6";
	char line[128], hex[33], name[IF_NAMESIZE];
	FILE *table = fopen(path, "re");
	struct strbuf text = { 0 };

	if (table == NULL) {
		fact_add(f, path, _("may not be looked at: %s"),
		    errno_text(errno));
		return;
	}
	for (int i = 0;
	     i < INTERFACES_MAX && fgets(line, sizeof(line), table) != NULL;
	     i++) {
		if (sscanf(line, "%32[0-9a-f] %*s %*s %*s %*s %15s", hex,
			name) == 2)
			add_inet6(&text, hex, name);
	}
	fclose(table);
	if (text.len == 0)
		fact_add(f, path,
		    _("no interface of this host has an IPv6 address"));
	else
		fact_add(f, path, _("the IPv6 addresses of this host: %s"),
		    sb_text(&text));
	sb_free(&text);
}

static void
look_addresses(struct why_case *c, struct why_facts *f)
{
	if (look_family(c, AF_INET))
		look_addresses4(c, f);
	else if (look_family(c, AF_INET6))
		look_addresses6(f);
}

static void
look_range(struct why_case *c, struct why_facts *f)
{
	static const char path[] = "/proc/sys/net/ipv4/ip_local_port_range";
	int64_t range[2];

	/* One that was named need not be from there. */
	if (case_is(c, "bind") &&
	    addr_sa_port((struct sockaddr *)&c->addr) != 0)
		return;
	if (look_inet(c) && look_sysctl(path, range, 2) == 2)
		fact_add(f, path,
		    _("the system chooses ports from %lld to %lld"),
		    (long long)range[0], (long long)range[1]);
}

static const char *
route_kind(const struct route *route)
{
	if (route->err != 0)
		return errno_text(route->err);
	switch (route->type) {
	case RTN_LOCAL:
		return _("an address of this host");
	case RTN_BROADCAST:
		return _("a broadcast address: all hosts of a network");
	case RTN_MULTICAST:
		return _("a multicast address: a group of hosts");
	default:
		return route->gateway.ss_family != AF_UNSPEC ?
		    _("an address beyond a router") :
		    _("an address of a network that this host is in");
	}
}

/* The way to the address of the call, or to the peer's. */
static void
look_route(struct why_case *c, struct why_facts *f)
{
	const struct sockaddr *to = (const struct sockaddr *)&c->addr;
	struct sockaddr_storage peer = { 0 };
	struct strbuf text = { 0 };
	socklen_t len = sizeof(peer);
	struct route route;

	if (addr_sa_port(to) == -1) {
		to = (struct sockaddr *)&peer;
		if (!c->live ||
		    getpeername(c->fd, (struct sockaddr *)&peer, &len) != 0 ||
		    addr_sa_port(to) == -1)
			return;
	}
	if (!route_find(to, &route)) {
		fact_add(f, "netlink(RTM_GETROUTE)",
		    _("may not be looked at: %s"), errno_text(errno));
		return;
	}
	addr_text(&text, to, sizeof(peer));
	sb_printf(&text, ": %s", route_kind(&route));
	if (route.err == 0 && route.interface[0] != '\0')
		sb_printf(&text, _(", by %s"), route.interface);
	fact_add(f, "netlink(RTM_GETROUTE)", "%s", sb_text(&text));
	sb_free(&text);
}

/* Whether neighbours answer, of the network in which the call was made. */
static void
look_neighbour(struct why_case *c, struct why_facts *f)
{
	static const char path[] = "/proc/thread-self/net/arp";
	const struct sockaddr_in *in = (const void *)&c->addr;
	char line[256], ip[INET_ADDRSTRLEN], have[64], flags[16];
	FILE *table;

	if (c->addr.ss_family != AF_INET)
		return;
	inet_ntop(AF_INET, &in->sin_addr, ip, sizeof(ip));
	table = fopen(path, "re");
	while (table != NULL && fgets(line, sizeof(line), table) != NULL) {
		if (sscanf(line, "%63s %*s %15s", have, flags) != 2 ||
		    strcmp(have, ip) != 0)
			continue;
		/* ATF_COM, arp(7): the hardware address is known. */
		fact_add(f, path,
		    (strtoul(flags, NULL, 16) & 2) != 0 ?
			_("%s has answered ARP: its hardware address is known") :
			_("%s has not answered ARP"),
		    ip);
	}
	if (table != NULL)
		fclose(table);
}

/* capabilities(7): what this process may do beyond others. */
static void
look_rights(struct why_case *c, struct why_facts *f)
{
	static const struct {
		const char *name;
		int bit;
	} caps[] = {
		{ "CAP_NET_BIND_SERVICE", CAP_NET_BIND },
		{ "CAP_NET_ADMIN", CAP_NET_ADMIN_BIT },
		{ "CAP_NET_RAW", CAP_NET_RAW_BIT },
	};
	char line[128];
	unsigned long long have = 0;
	bool known = false;
	FILE *status = fopen("/proc/thread-self/status", "re");

	(void)c;
	while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
		if (strncmp(line, "CapEff:", 7) == 0) {
			have = strtoull(line + 7, NULL, 16);
			known = true;
		}
	}
	if (status != NULL)
		fclose(status);
	fact_add(f, "geteuid()", _("this process runs as user %u"),
	    (unsigned)geteuid());
	for (size_t i = 0; known && i < sizeof(caps) / sizeof(caps[0]); i++)
		fact_add(f, "/proc/thread-self/status",
		    (have >> caps[i].bit & 1) != 0 ? _("it has %s") :
						     _("it has not got %s"),
		    caps[i].name);
}

static void
look_low_ports(struct why_case *c, struct why_facts *f)
{
	static const char path[] =
	    "/proc/sys/net/ipv4/ip_unprivileged_port_start";
	int64_t first;

	if (addr_sa_port((struct sockaddr *)&c->addr) > 0 &&
	    look_sysctl(path, &first, 1) == 1)
		fact_add(f, path, _("ports below %lld are for root"),
		    (long long)first);
}

static void
look_broadcast(struct why_case *c, struct why_facts *f)
{
	if (is_dgram_inet(c))
		fact_option(f, c->fd, SOL_SOCKET, SO_BROADCAST);
}

void
why_look_bind(struct why_case *c, struct why_facts *f)
{
	look_reuse(c, f);
	if (addr_sa_port((struct sockaddr *)&c->addr) > 0 ||
	    c->addr.ss_family == AF_UNIX)
		look_own(c, f);
	look_others(c, f);
	look_file(c, f);
}

void
why_look_way(struct why_case *c, struct why_facts *f)
{
	look_own(c, f);
	look_others(c, f);
	look_file(c, f);
	look_route(c, f);
}

const struct why_look why_look_port_rows[] = {
	{ EADDRINUSE, "bind listen", look_reuse },
	{ EADDRINUSE, "bind listen connect connect_ex", look_own },
	{ EADDRINUSE, "bind listen connect connect_ex", look_others },
	{ EADDRINUSE, "bind", look_file },
	{ EADDRINUSE, "bind connect", look_range },
	{ ECONNREFUSED, "connect connect_ex sendto sendmsg", look_own },
	{ ECONNREFUSED, "connect connect_ex sendto sendmsg", look_others },
	{ ECONNREFUSED, "connect connect_ex sendto sendmsg", look_file },
	{ ECONNREFUSED, "connect connect_ex", look_route },
	{ ENOENT, "connect connect_ex sendto sendmsg", look_file },
	{ EADDRNOTAVAIL, "bind", look_addresses },
	{ EADDRNOTAVAIL, TO_ADDR, look_route },
	{ EADDRNOTAVAIL, "connect connect_ex sendto", look_range },
	{ EADDRNOTAVAIL, "connect connect_ex", look_own },
	{ EADDRNOTAVAIL, "connect connect_ex", look_others },
	{ ENETUNREACH, NULL, look_route },
	{ EHOSTUNREACH, NULL, look_route },
	{ EHOSTUNREACH, NULL, look_neighbour },
	{ ETIMEDOUT, "connect connect_ex", look_route },
	{ ETIMEDOUT, "connect connect_ex", look_neighbour },
	{ EINVAL, "connect connect_ex sendto", look_route },
	{ EACCES, TO_ADDR " send write", look_route },
	{ EACCES, TO_ADDR " send write", look_broadcast },
	{ EACCES, "bind", look_low_ports },
	{ EACCES, TO_ADDR, look_file },
	{ EACCES, "bind socket setsockopt", look_rights },
	{ EPERM, NULL, look_rights },
	{ EPERM, TO_ADDR " send write", look_route },
	{ EPROTOTYPE, NULL, look_own },
	{ EPROTOTYPE, NULL, look_file },
	{ .look = NULL },
};
