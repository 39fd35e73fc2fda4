/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control messages that we know: cmsg(3), unix(7), ip(7), ipv6(7), udp(7),
 * packet(7), and the uapi headers of Linux. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <linux/errqueue.h>
#include <linux/if_packet.h>

#include "base/i18n.h"
#include "model/cmsg.h"

/* Younger than the headers we build with. */
#ifndef SCM_PIDFD
#define SCM_PIDFD 4
#endif
#ifndef SCM_SECURITY
#define SCM_SECURITY 3
#endif
#ifndef IP_ORIGDSTADDR
#define IP_ORIGDSTADDR 20
#endif
#ifndef TCP_CM_INQ
#define TCP_CM_INQ 36
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* X(constant, its name, form, layout); what strace calls SO_TIMESTAMP_OLD has
 * the name of the option that asks for it, as in C. */
#define SOCKET_KINDS(X)                                                 \
	X(SCM_RIGHTS, "SCM_RIGHTS", FDS, NULL)                          \
	X(SCM_CREDENTIALS, "SCM_CREDENTIALS", RECORD, "ucred")          \
	X(SCM_SECURITY, "SCM_SECURITY", RAW, NULL)                      \
	X(SCM_PIDFD, "SCM_PIDFD", FDS, NULL)                            \
	X(SO_TIMESTAMP, "SO_TIMESTAMP", RECORD, "timeval")              \
	X(SO_TIMESTAMPNS, "SO_TIMESTAMPNS", RECORD, "timespec")         \
	X(SO_TIMESTAMPING, "SO_TIMESTAMPING", STAMPS, NULL)             \
	X(SO_TIMESTAMP_NEW, "SO_TIMESTAMP_NEW", RECORD, "timeval")      \
	X(SO_TIMESTAMPNS_NEW, "SO_TIMESTAMPNS_NEW", RECORD, "timespec") \
	X(SO_TIMESTAMPING_NEW, "SO_TIMESTAMPING_NEW", STAMPS, NULL)     \
	X(SO_RXQ_OVFL, "SO_RXQ_OVFL", UINT, NULL)                       \
	X(SO_WIFI_STATUS, "SO_WIFI_STATUS", INT, NULL)                  \
	X(SO_TXTIME, "SO_TXTIME", U64, NULL)                            \
	X(SO_MARK, "SO_MARK", UINT, NULL)                               \
	X(SO_PRIORITY, "SO_PRIORITY", UINT, NULL)

#define IP_KINDS(X)                                       \
	X(IP_TOS, "IP_TOS", OCTET, NULL)                  \
	X(IP_TTL, "IP_TTL", INT, NULL)                    \
	X(IP_RECVOPTS, "IP_RECVOPTS", RAW, NULL)          \
	X(IP_RETOPTS, "IP_RETOPTS", RAW, NULL)            \
	X(IP_PKTINFO, "IP_PKTINFO", RECORD, "in_pktinfo") \
	X(IP_RECVERR, "IP_RECVERR", ERROR, NULL)          \
	X(IP_ORIGDSTADDR, "IP_ORIGDSTADDR", ADDR, NULL)   \
	X(IP_CHECKSUM, "IP_CHECKSUM", UINT, NULL)         \
	X(IP_RECVFRAGSIZE, "IP_RECVFRAGSIZE", INT, NULL)

#define IPV6_KINDS(X)                                          \
	X(IPV6_PKTINFO, "IPV6_PKTINFO", RECORD, "in6_pktinfo") \
	X(IPV6_HOPLIMIT, "IPV6_HOPLIMIT", INT, NULL)           \
	X(IPV6_TCLASS, "IPV6_TCLASS", INT, NULL)               \
	X(IPV6_RECVERR, "IPV6_RECVERR", ERROR, NULL)           \
	X(IPV6_ORIGDSTADDR, "IPV6_ORIGDSTADDR", ADDR, NULL)    \
	X(IPV6_PATHMTU, "IPV6_PATHMTU", RECORD, "ip6_mtuinfo") \
	X(IPV6_RECVFRAGSIZE, "IPV6_RECVFRAGSIZE", INT, NULL)   \
	X(IPV6_DONTFRAG, "IPV6_DONTFRAG", INT, NULL)           \
	X(IPV6_HOPOPTS, "IPV6_HOPOPTS", RAW, NULL)             \
	X(IPV6_DSTOPTS, "IPV6_DSTOPTS", RAW, NULL)             \
	X(IPV6_RTHDR, "IPV6_RTHDR", RAW, NULL)

#define TCP_KINDS(X) X(TCP_CM_INQ, "TCP_CM_INQ", INT, NULL)

#define UDP_KINDS(X)                             \
	X(UDP_SEGMENT, "UDP_SEGMENT", U16, NULL) \
	X(UDP_GRO, "UDP_GRO", INT, NULL)

#define PACKET_KINDS(X)                                                \
	X(PACKET_AUXDATA, "PACKET_AUXDATA", RECORD, "tpacket_auxdata") \
	X(PACKET_TX_TIMESTAMP, "PACKET_TX_TIMESTAMP", ERROR, NULL)

#define NAME(value, name, form, layout) { name, value },
#define KIND_AT(at, value, text, f, l) \
	{ .level = (at),               \
		.type = (value),       \
		.name = (text),        \
		.form = CMSG_##f,      \
		.layout = (l) },
#define SOCKET_KIND(...) KIND_AT(SOL_SOCKET, __VA_ARGS__)
#define IP_KIND(...) KIND_AT(SOL_IP, __VA_ARGS__)
#define IPV6_KIND(...) KIND_AT(SOL_IPV6, __VA_ARGS__)
#define TCP_KIND(...) KIND_AT(SOL_TCP, __VA_ARGS__)
#define UDP_KIND(...) KIND_AT(SOL_UDP, __VA_ARGS__)
#define PACKET_KIND(...) KIND_AT(SOL_PACKET, __VA_ARGS__)

#ifndef SOL_UDP
#define SOL_UDP IPPROTO_UDP
#endif

_Static_assert(sizeof(struct cmsg_error) == sizeof(struct sock_extended_err),
    "struct cmsg_error is the kernel's");

static const struct cmsg_kind kinds[] = { SOCKET_KINDS(SOCKET_KIND)
	    IP_KINDS(IP_KIND) IPV6_KINDS(IPV6_KIND) TCP_KINDS(TCP_KIND)
		UDP_KINDS(UDP_KIND) PACKET_KINDS(PACKET_KIND) };

static const struct xlat socket_rows[] = { SOCKET_KINDS(NAME) };
static const struct xlat ip_rows[] = { IP_KINDS(NAME) };
static const struct xlat ipv6_rows[] = { IPV6_KINDS(NAME) };
static const struct xlat tcp_rows[] = { TCP_KINDS(NAME) };
static const struct xlat udp_rows[] = { UDP_KINDS(NAME) };
static const struct xlat packet_rows[] = { PACKET_KINDS(NAME) };

#define TABLE(array)                                            \
	{                                                       \
		.what = N_("control message"), .rows = (array), \
		.n = sizeof(array) / sizeof((array)[0])         \
	}

const struct xlat_table xlat_cmsg_socket = TABLE(socket_rows);
const struct xlat_table xlat_cmsg_ip = TABLE(ip_rows);
const struct xlat_table xlat_cmsg_ipv6 = TABLE(ipv6_rows);
const struct xlat_table xlat_cmsg_tcp = TABLE(tcp_rows);
const struct xlat_table xlat_cmsg_udp = TABLE(udp_rows);
const struct xlat_table xlat_cmsg_packet = TABLE(packet_rows);

const struct cmsg_kind *
cmsg_kind_find(int level, int type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].level == level && kinds[i].type == type)
			return &kinds[i];
	}
	return NULL;
}

const struct xlat_table *
cmsg_types(int level)
{
	switch (level) {
	case SOL_SOCKET:
		return &xlat_cmsg_socket;
	case SOL_IP:
		return &xlat_cmsg_ip;
	case SOL_IPV6:
		return &xlat_cmsg_ipv6;
	case SOL_TCP:
		return &xlat_cmsg_tcp;
	case SOL_UDP:
		return &xlat_cmsg_udp;
	case SOL_PACKET:
		return &xlat_cmsg_packet;
	default:
		return NULL;
	}
}
