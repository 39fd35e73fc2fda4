/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why setsockopt and getsockopt fail: socket(7), ip(7), ipv6(7), tcp(7), udp(7),
 * and net/core/sock.c, net/ipv4/tcp.c, ip_sockglue.c where these say nothing.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/option.h"
#include "model/xlat.h"

#define BOTH "setsockopt getsockopt"

/* What the kernel takes, where that is a range of numbers. */
static const struct {
	int level;
	int number;
	int64_t min;
	int64_t max;
} ranges[] = {
	{ IPPROTO_IP, IP_TTL, 1, 255 },
	{ IPPROTO_IP, IP_MULTICAST_TTL, 0, 255 },
	{ IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT, IP_PMTUDISC_OMIT },
	{ IPPROTO_IPV6, IPV6_UNICAST_HOPS, -1, 255 },
	{ IPPROTO_IPV6, IPV6_MULTICAST_HOPS, -1, 255 },
	{ IPPROTO_TCP, TCP_KEEPIDLE, 1, 32767 },
	{ IPPROTO_TCP, TCP_KEEPINTVL, 1, 32767 },
	{ IPPROTO_TCP, TCP_KEEPCNT, 1, 127 },
	{ IPPROTO_TCP, TCP_SYNCNT, 1, 127 },
	{ IPPROTO_TCP, TCP_MAXSEG, 88, 32767 },
	{ IPPROTO_TCP, TCP_USER_TIMEOUT, 0, INT32_MAX },
};

static int
level_of(const struct why_case *c)
{
	return (int)case_number(c, "level", -1);
}

static int
number_of(const struct why_case *c)
{
	return (int)case_number(c, "option", -1);
}

static bool
is_option(const struct why_case *c, int level, int number)
{
	return level_of(c) == level && number_of(c) == number;
}

/* The int that was to be set; false if it was none. */
static bool
value_of(const struct why_case *c, int *value)
{
	return case_bytes(c, "value", value, sizeof(*value)) == sizeof(*value);
}

static bool
too_short(struct why_case *c)
{
	int64_t len = case_number(c, "optlen", sizeof(int));
	const struct sockopt *o = option_by_number(level_of(c), number_of(c));

	hole_number(c, HOLE_N, len);
	hole_number(c, HOLE_LIMIT, o != NULL ? (int64_t)option_size(o) : 4);
	return len >= 0 && len < (int64_t)sizeof(int) &&
	    (o == NULL || o->type != OPT_STRING);
}

static bool
negative_length(struct why_case *c)
{
	hole_number(c, HOLE_N, case_number(c, "optlen", 0));
	return case_number(c, "optlen", 0) < 0;
}

static bool
out_of_range(struct why_case *c)
{
	int value;

	if (!value_of(c, &value))
		return false;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (!is_option(c, ranges[i].level, ranges[i].number) ||
		    (value >= ranges[i].min && value <= ranges[i].max))
			continue;
		hole_number(c, HOLE_N, value);
		sb_clear(&c->holes[HOLE_LIMIT]);
		sb_printf(&c->holes[HOLE_LIMIT], "%lld-%lld",
		    (long long)ranges[i].min, (long long)ranges[i].max);
		return true;
	}
	return false;
}

/* net/ipv6/ipv6_sockglue.c: IPV6_V6ONLY, "if (inet_sk(sk)->inet_num)". */
static bool
v6only_bound(struct why_case *c)
{
	return is_option(c, IPPROTO_IPV6, IPV6_V6ONLY) && look_local(c);
}

static bool
fastopen_connected(struct why_case *c)
{
	return is_option(c, IPPROTO_TCP, TCP_FASTOPEN) && look_peer(c);
}

static bool
peer_option(struct why_case *c)
{
	return (is_option(c, IPPROTO_IP, IP_MTU) ||
		   is_option(c, IPPROTO_IPV6, IPV6_MTU)) &&
	    !look_peer(c);
}

static bool
to_be_read(struct why_case *c)
{
	static const int numbers[] = { SO_ACCEPTCONN, SO_DOMAIN, SO_ERROR,
		SO_PEERCRED, SO_PROTOCOL, SO_TYPE };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (is_option(c, SOL_SOCKET, numbers[i]))
			return true;
	}
	return is_option(c, IPPROTO_TCP, TCP_INFO) ||
	    is_option(c, IPPROTO_IP, IP_MTU);
}

static bool
is_membership(struct why_case *c)
{
	static const int ip[] = { IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP,
		IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP,
		MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP };

	for (size_t i = 0; i < sizeof(ip) / sizeof(ip[0]); i++) {
		if (is_option(c, IPPROTO_IP, ip[i]))
			return true;
	}
	return is_option(c, IPPROTO_IPV6, IPV6_JOIN_GROUP) ||
	    is_option(c, IPPROTO_IPV6, IPV6_LEAVE_GROUP);
}

static bool
is_leaving(struct why_case *c)
{
	return is_option(c, IPPROTO_IP, IP_DROP_MEMBERSHIP) ||
	    is_option(c, IPPROTO_IP, IP_DROP_SOURCE_MEMBERSHIP) ||
	    is_option(c, IPPROTO_IP, MCAST_LEAVE_GROUP) ||
	    is_option(c, IPPROTO_IPV6, IPV6_LEAVE_GROUP);
}

static bool
too_many_groups(struct why_case *c)
{
	int64_t most;

	if (!is_membership(c) ||
	    look_sysctl("/proc/sys/net/ipv4/igmp_max_memberships", &most, 1) !=
		1)
		return false;
	hole_number(c, HOLE_LIMIT, most);
	return true;
}

static bool
of_tcp(struct why_case *c)
{
	if (level_of(c) != IPPROTO_TCP ||
	    look_option(c, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP)
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return c->live;
}

static bool
of_udp(struct why_case *c)
{
	if (level_of(c) != IPPROTO_UDP ||
	    look_option(c, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_UDP)
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return c->live;
}

static bool
of_ipv6(struct why_case *c)
{
	if (level_of(c) != IPPROTO_IPV6 || !c->live || look_family(c, AF_INET6))
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

static bool
of_ip(struct why_case *c)
{
	if (level_of(c) != IPPROTO_IP || !c->live || look_inet(c))
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

static bool
of_raw(struct why_case *c)
{
	if (!is_option(c, IPPROTO_IP, IP_HDRINCL) || look_type(c, SOCK_RAW))
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return c->live;
}

static bool
of_socket(struct why_case *c)
{
	if (level_of(c) != SOL_SOCKET || !c->live)
		return false;
	look_socket_kind(c, HOLE_KIND, c->fd);
	return true;
}

/* The text of an option that takes a name: a device, an algorithm. */
static bool
text_of(struct why_case *c, int level, int number)
{
	char name[64];
	size_t n;

	if (!is_option(c, level, number))
		return false;
	n = case_bytes(c, "value", name, sizeof(name) - 1);
	name[n] = '\0';
	hole_text(c, HOLE_NAME, name);
	return true;
}

static bool
of_device(struct why_case *c)
{
	return text_of(c, SOL_SOCKET, SO_BINDTODEVICE);
}

static bool
of_congestion(struct why_case *c)
{
	return text_of(c, IPPROTO_TCP, TCP_CONGESTION);
}

static bool
is_time(struct why_case *c)
{
	return is_option(c, SOL_SOCKET, SO_RCVTIMEO) ||
	    is_option(c, SOL_SOCKET, SO_SNDTIMEO);
}

const struct why_row why_option_rows[] = {
	WHY(EINVAL, BOTH, negative_length,
	    N_("{n} is no length of an option's value"),
	    N_("leave the length out: socksh knows it")),
	WHY(EINVAL, "setsockopt", too_short,
	    N_("the value has {n} bytes: {option} takes {limit}"),
	    N_("leave the length out, or give sizeof of the value")),
	WHY(EINVAL, "setsockopt", out_of_range,
	    N_("{option} takes {limit}; {n} lies outside"),
	    N_("setsockopt {s} {option} with a value from that range")),
	WHY(EINVAL, "setsockopt", v6only_bound,
	    N_("IPV6_V6ONLY is set before bind: descriptor {fd} has the "
	       "address {local} already"),
	    N_("set it on a new socket, then bind that")),
	WHY(EINVAL, "setsockopt", fastopen_connected,
	    N_("TCP_FASTOPEN is for a socket that listens, or will; descriptor "
	       "{fd} is connected"),
	    N_("set it before listen")),
	WHY(EINVAL, "setsockopt", is_membership,
	    N_("either the address is no multicast address (224.0.0.0 to "
	       "239.255.255.255, ff00::/8), or its interface is wrong"),
	    N_("name a group such as 239.1.2.3")),
	WHY(EINVAL, "setsockopt", NULL,
	    N_("either {option} does not take this value, or not in the state "
	       "in which descriptor {fd} is"),
	    N_("its man page says what it takes: socket(7), ip(7), ipv6(7), "
	       "tcp(7), udp(7)")),
	WHY(EINVAL, "getsockopt", NULL,
	    N_("{option} cannot be read in this way"),
	    N_("its man page says how: socket(7), ip(7), ipv6(7), tcp(7), "
	       "udp(7)")),
	WHY(EDOM, "setsockopt", is_time,
	    N_("the microseconds of {option} are not from 0 to 999999"),
	    N_("give seconds, with a fraction: setsockopt {s} {option} 2.5")),
	WHY(ENOTCONN, BOTH, peer_option,
	    N_("{option} is a fact of the way to the other end, and descriptor "
	       "{fd} has none"),
	    N_("connect {s} first")),

	WHY(ENOPROTOOPT, "setsockopt", to_be_read,
	    N_("{option} can be read, not set: it is the system that knows "
	       "it"),
	    N_("getsockopt {s} {option}")),
	WHY(ENOPROTOOPT, "getsockopt", is_membership,
	    N_("{option} can be set, not read"),
	    N_("sh \"ip maddr\" shows the groups that were joined")),
	WHY(ENOPROTOOPT, BOTH, of_tcp,
	    N_("{option} is an option of TCP, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket tcp")),
	WHY(EOPNOTSUPP, BOTH, of_tcp,
	    N_("{option} is an option of TCP, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket tcp")),
	WHY(ENOPROTOOPT, BOTH, of_udp,
	    N_("{option} is an option of UDP, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket udp")),
	WHY(EOPNOTSUPP, BOTH, of_udp,
	    N_("{option} is an option of UDP, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket udp")),
	WHY(ENOPROTOOPT, BOTH, of_ipv6,
	    N_("{option} is an option of IPv6, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket tcp6 or udp6")),
	WHY(EOPNOTSUPP, BOTH, of_ipv6,
	    N_("{option} is an option of IPv6, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket tcp6 or udp6")),
	WHY(EOPNOTSUPP, BOTH, of_ip,
	    N_("{option} is an option of IP, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket tcp or udp")),
	WHY(ENOPROTOOPT, BOTH, of_raw,
	    N_("{option} is for raw sockets, and descriptor {fd} is {kind}"),
	    N_("use it on a socket made by socket raw")),
	WHY(ENOPROTOOPT, BOTH, NULL,
	    N_("this kernel knows no option {option} of that level, or not for "
	       "this kind of socket"),
	    N_("name the option: the level comes along; its man page says for "
	       "which sockets it is")),
	WHY(EOPNOTSUPP, BOTH, of_socket,
	    N_("{option} is not for this kind of socket, {kind}"),
	    N_("socket(7) says for which sockets it is")),

	WHY(ENODEV, "setsockopt", of_device,
	    N_("no interface here is called {name}"),
	    N_("sh \"ip link\" shows their names: lo, eth0")),
	WHY(ENODEV, "setsockopt", is_membership,
	    N_("either the interface that was named is not there, or no route "
	       "says which one the group is reached by"),
	    N_("name the address of an interface, too: (group, interface)")),
	WHY(ENOENT, "setsockopt", of_congestion,
	    N_("this kernel has no congestion control called {name}"),
	    N_("sysctl net.ipv4.tcp_available_congestion_control lists "
	       "them")),
	WHY(EPERM, "setsockopt", of_congestion,
	    N_("the congestion control {name} is for root only "
	       "(CAP_NET_ADMIN)"),
	    N_("sysctl net.ipv4.tcp_allowed_congestion_control lists those for "
	       "all")),
	WHY(EPERM, "setsockopt", NULL,
	    N_("{option} with this value is for root only (CAP_NET_ADMIN, "
	       "CAP_NET_RAW)"),
	    N_("run socksh as root, or leave the option as it is")),
	WHY(EACCES, "setsockopt", NULL,
	    N_("{option} with this value is for root only (CAP_NET_ADMIN)"),
	    N_("run socksh as root, or leave the option as it is")),
	WHY(EADDRINUSE, "setsockopt", is_membership,
	    N_("descriptor {fd} is a member of that group already"),
	    N_("nothing is left to do: it receives what is sent there")),
	WHY(EADDRNOTAVAIL, "setsockopt", is_leaving,
	    N_("descriptor {fd} is no member of that group"),
	    N_("name the group and the interface with which it was joined")),
	WHY(EADDRNOTAVAIL, "setsockopt", NULL,
	    N_("no interface of this host has that address"),
	    N_("sh \"ip addr\" shows the addresses there are")),
	WHY(ENOBUFS, "setsockopt", too_many_groups,
	    N_("a socket can be a member of {limit} groups at most"),
	    N_("join the others on another socket (sysctl "
	       "net.ipv4.igmp_max_memberships)")),
	{ .why = NULL },
};
