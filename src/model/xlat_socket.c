/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The constants of socket(2), send(2), shutdown(2) and the options' levels. */
#include "model/xlat.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant
#define TABLE(table, p, w, k)                                     \
	{                                                         \
		.prefix = (p), .what = (w), .rows = (table),      \
		.n = sizeof(table) / sizeof(*table), .kind = (k), \
	}

/* AF_UNIX and AF_NETLINK before their other names: as strace prints them. */
static const struct xlat families[] = {
	{ ROW(AF_UNSPEC) },
	{ ROW(AF_UNIX) },
	{ ROW(AF_LOCAL) },
	{ ROW(AF_FILE) },
	{ ROW(AF_INET) },
	{ ROW(AF_AX25) },
	{ ROW(AF_IPX) },
	{ ROW(AF_APPLETALK) },
	{ ROW(AF_NETROM) },
	{ ROW(AF_BRIDGE) },
	{ ROW(AF_ATMPVC) },
	{ ROW(AF_X25) },
	{ ROW(AF_INET6) },
	{ ROW(AF_ROSE) },
	{ ROW(AF_DECnet) },
	{ ROW(AF_NETBEUI) },
	{ ROW(AF_SECURITY) },
	{ ROW(AF_KEY) },
	{ ROW(AF_NETLINK) },
	{ ROW(AF_ROUTE) },
	{ ROW(AF_PACKET) },
	{ ROW(AF_ASH) },
	{ ROW(AF_ECONET) },
	{ ROW(AF_ATMSVC) },
	{ ROW(AF_RDS) },
	{ ROW(AF_SNA) },
	{ ROW(AF_IRDA) },
	{ ROW(AF_PPPOX) },
	{ ROW(AF_WANPIPE) },
	{ ROW(AF_LLC) },
#ifdef AF_IB
	{ ROW(AF_IB) },
#endif
#ifdef AF_MPLS
	{ ROW(AF_MPLS) },
#endif
	{ ROW(AF_CAN) },
	{ ROW(AF_TIPC) },
	{ ROW(AF_BLUETOOTH) },
	{ ROW(AF_IUCV) },
	{ ROW(AF_RXRPC) },
	{ ROW(AF_ISDN) },
	{ ROW(AF_PHONET) },
	{ ROW(AF_IEEE802154) },
	{ ROW(AF_CAIF) },
	{ ROW(AF_ALG) },
#ifdef AF_NFC
	{ ROW(AF_NFC) },
#endif
#ifdef AF_VSOCK
	{ ROW(AF_VSOCK) },
#endif
#ifdef AF_KCM
	{ ROW(AF_KCM) },
#endif
#ifdef AF_QIPCRTR
	{ ROW(AF_QIPCRTR) },
#endif
#ifdef AF_SMC
	{ ROW(AF_SMC) },
#endif
#ifdef AF_XDP
	{ ROW(AF_XDP) },
#endif
#ifdef AF_MCTP
	{ ROW(AF_MCTP) },
#endif
	{ ROW(PF_UNSPEC) },
	{ ROW(PF_UNIX) },
	{ ROW(PF_LOCAL) },
	{ ROW(PF_FILE) },
	{ ROW(PF_INET) },
	{ ROW(PF_AX25) },
	{ ROW(PF_IPX) },
	{ ROW(PF_APPLETALK) },
	{ ROW(PF_NETROM) },
	{ ROW(PF_BRIDGE) },
	{ ROW(PF_ATMPVC) },
	{ ROW(PF_X25) },
	{ ROW(PF_INET6) },
	{ ROW(PF_ROSE) },
	{ ROW(PF_DECnet) },
	{ ROW(PF_NETBEUI) },
	{ ROW(PF_SECURITY) },
	{ ROW(PF_KEY) },
	{ ROW(PF_NETLINK) },
	{ ROW(PF_ROUTE) },
	{ ROW(PF_PACKET) },
	{ ROW(PF_ASH) },
	{ ROW(PF_ECONET) },
	{ ROW(PF_ATMSVC) },
	{ ROW(PF_RDS) },
	{ ROW(PF_SNA) },
	{ ROW(PF_IRDA) },
	{ ROW(PF_PPPOX) },
	{ ROW(PF_WANPIPE) },
	{ ROW(PF_LLC) },
#ifdef PF_IB
	{ ROW(PF_IB) },
#endif
#ifdef PF_MPLS
	{ ROW(PF_MPLS) },
#endif
	{ ROW(PF_CAN) },
	{ ROW(PF_TIPC) },
	{ ROW(PF_BLUETOOTH) },
	{ ROW(PF_IUCV) },
	{ ROW(PF_RXRPC) },
	{ ROW(PF_ISDN) },
	{ ROW(PF_PHONET) },
	{ ROW(PF_IEEE802154) },
	{ ROW(PF_CAIF) },
	{ ROW(PF_ALG) },
#ifdef PF_NFC
	{ ROW(PF_NFC) },
#endif
#ifdef PF_VSOCK
	{ ROW(PF_VSOCK) },
#endif
#ifdef PF_KCM
	{ ROW(PF_KCM) },
#endif
#ifdef PF_QIPCRTR
	{ ROW(PF_QIPCRTR) },
#endif
#ifdef PF_SMC
	{ ROW(PF_SMC) },
#endif
#ifdef PF_XDP
	{ ROW(PF_XDP) },
#endif
#ifdef PF_MCTP
	{ ROW(PF_MCTP) },
#endif
};

static const struct xlat types[] = {
	{ ROW(SOCK_STREAM) },
	{ ROW(SOCK_DGRAM) },
	{ ROW(SOCK_RAW) },
	{ ROW(SOCK_RDM) },
	{ ROW(SOCK_SEQPACKET) },
	{ ROW(SOCK_DCCP) },
	{ ROW(SOCK_PACKET) },
};

/* In the order in which strace prints them. */
static const struct xlat type_flags[] = {
	{ ROW(SOCK_CLOEXEC) },
	{ ROW(SOCK_NONBLOCK) },
};

/* What strace prints comes first; IPPROTO_L2TP is not in libc's headers. */
static const struct xlat protocols[] = {
	{ ROW(IPPROTO_IP) },
	{ ROW(IPPROTO_ICMP) },
	{ ROW(IPPROTO_IGMP) },
	{ ROW(IPPROTO_IPIP) },
	{ ROW(IPPROTO_TCP) },
	{ ROW(IPPROTO_EGP) },
	{ ROW(IPPROTO_PUP) },
	{ ROW(IPPROTO_UDP) },
	{ ROW(IPPROTO_IDP) },
	{ ROW(IPPROTO_TP) },
	{ ROW(IPPROTO_DCCP) },
	{ ROW(IPPROTO_IPV6) },
	{ ROW(IPPROTO_ROUTING) },
	{ ROW(IPPROTO_FRAGMENT) },
	{ ROW(IPPROTO_RSVP) },
	{ ROW(IPPROTO_GRE) },
	{ ROW(IPPROTO_ESP) },
	{ ROW(IPPROTO_AH) },
	{ ROW(IPPROTO_ICMPV6) },
	{ ROW(IPPROTO_NONE) },
	{ ROW(IPPROTO_DSTOPTS) },
	{ ROW(IPPROTO_MTP) },
	{ ROW(IPPROTO_BEETPH) },
	{ ROW(IPPROTO_ENCAP) },
	{ ROW(IPPROTO_PIM) },
	{ ROW(IPPROTO_COMP) },
	{ .name = "IPPROTO_L2TP", .value = 115 },
	{ ROW(IPPROTO_SCTP) },
	{ ROW(IPPROTO_MH) },
	{ ROW(IPPROTO_UDPLITE) },
#ifdef IPPROTO_MPLS
	{ ROW(IPPROTO_MPLS) },
#endif
#ifdef IPPROTO_ETHERNET
	{ ROW(IPPROTO_ETHERNET) },
#endif
	{ ROW(IPPROTO_RAW) },
#ifdef IPPROTO_MPTCP
	{ ROW(IPPROTO_MPTCP) },
#endif
	{ ROW(IPPROTO_HOPOPTS) },
};

/* strace prints SOL_; IPPROTO_, which people write, comes last (xlat.c). */
static const struct xlat levels[] = {
	{ ROW(SOL_SOCKET) },
	{ ROW(SOL_IP) },
	{ .name = "SOL_TCP", .value = 6 },
	{ .name = "SOL_UDP", .value = 17 },
	{ ROW(SOL_IPV6) },
	{ ROW(SOL_ICMPV6) },
	{ .name = "SOL_SCTP", .value = 132 },
	{ .name = "SOL_UDPLITE", .value = 136 },
	{ ROW(SOL_RAW) },
	{ .name = "SOL_IPX", .value = 256 },
	{ .name = "SOL_AX25", .value = 257 },
	{ .name = "SOL_ATALK", .value = 258 },
	{ .name = "SOL_NETROM", .value = 259 },
	{ .name = "SOL_ROSE", .value = 260 },
	{ ROW(SOL_DECNET) },
	{ ROW(SOL_X25) },
	{ ROW(SOL_PACKET) },
	{ ROW(SOL_ATM) },
	{ ROW(SOL_AAL) },
	{ ROW(SOL_IRDA) },
#ifdef SOL_NETBEUI
	{ ROW(SOL_NETBEUI) },
#endif
#ifdef SOL_LLC
	{ ROW(SOL_LLC) },
#endif
#ifdef SOL_DCCP
	{ ROW(SOL_DCCP) },
#endif
#ifdef SOL_NETLINK
	{ ROW(SOL_NETLINK) },
#endif
#ifdef SOL_TIPC
	{ ROW(SOL_TIPC) },
#endif
#ifdef SOL_RXRPC
	{ ROW(SOL_RXRPC) },
#endif
#ifdef SOL_PPPOL2TP
	{ ROW(SOL_PPPOL2TP) },
#endif
#ifdef SOL_BLUETOOTH
	{ ROW(SOL_BLUETOOTH) },
#endif
#ifdef SOL_PNPIPE
	{ ROW(SOL_PNPIPE) },
#endif
#ifdef SOL_RDS
	{ ROW(SOL_RDS) },
#endif
#ifdef SOL_IUCV
	{ ROW(SOL_IUCV) },
#endif
#ifdef SOL_CAIF
	{ ROW(SOL_CAIF) },
#endif
#ifdef SOL_ALG
	{ ROW(SOL_ALG) },
#endif
#ifdef SOL_NFC
	{ ROW(SOL_NFC) },
#endif
#ifdef SOL_KCM
	{ ROW(SOL_KCM) },
#endif
#ifdef SOL_TLS
	{ ROW(SOL_TLS) },
#endif
#ifdef SOL_XDP
	{ ROW(SOL_XDP) },
#endif
#ifdef SOL_MPTCP
	{ ROW(SOL_MPTCP) },
#endif
#ifdef SOL_MCTP
	{ ROW(SOL_MCTP) },
#endif
#ifdef SOL_SMC
	{ ROW(SOL_SMC) },
#endif
#ifdef SOL_VSOCK
	{ ROW(SOL_VSOCK) },
#endif
	{ ROW(IPPROTO_IP) },
	{ ROW(IPPROTO_TCP) },
	{ ROW(IPPROTO_UDP) },
	{ ROW(IPPROTO_IPV6) },
	{ ROW(IPPROTO_ICMPV6) },
	{ ROW(IPPROTO_SCTP) },
	{ ROW(IPPROTO_UDPLITE) },
	{ ROW(IPPROTO_RAW) },
};

/* In the order in which strace prints them. MSG_PROBE, MSG_SENDPAGE_NOTLAST,
 * MSG_NO_SHARED_FRAGS and MSG_CMSG_COMPAT are the kernel's own. */
static const struct xlat msg_flags[] = {
	{ ROW(MSG_OOB) },
	{ ROW(MSG_PEEK) },
	{ ROW(MSG_DONTROUTE) },
	{ ROW(MSG_TRYHARD) },
	{ ROW(MSG_CTRUNC) },
	{ .name = "MSG_PROBE", .value = 0x10 },
	{ ROW(MSG_PROXY) },
	{ ROW(MSG_TRUNC) },
	{ ROW(MSG_DONTWAIT) },
	{ ROW(MSG_EOR) },
	{ ROW(MSG_WAITALL) },
	{ ROW(MSG_FIN) },
	{ ROW(MSG_SYN) },
	{ ROW(MSG_CONFIRM) },
	{ ROW(MSG_RST) },
	{ ROW(MSG_ERRQUEUE) },
	{ ROW(MSG_NOSIGNAL) },
	{ ROW(MSG_MORE) },
	{ ROW(MSG_WAITFORONE) },
	{ .name = "MSG_SENDPAGE_NOTLAST", .value = 0x20000 },
#ifdef MSG_BATCH
	{ ROW(MSG_BATCH) },
#endif
	{ .name = "MSG_NO_SHARED_FRAGS", .value = 0x80000 },
#ifdef MSG_SOCK_DEVMEM
	{ ROW(MSG_SOCK_DEVMEM) },
#endif
#ifdef MSG_ZEROCOPY
	{ ROW(MSG_ZEROCOPY) },
#endif
	{ ROW(MSG_FASTOPEN) },
	{ ROW(MSG_CMSG_CLOEXEC) },
	{ .name = "MSG_CMSG_COMPAT", .value = 0x80000000 },
};

static const struct xlat shut[] = {
	{ ROW(SHUT_RD) },
	{ ROW(SHUT_WR) },
	{ ROW(SHUT_RDWR) },
};

const struct xlat_table xlat_families =
    TABLE(families, "AF_", N_("address family"), XLAT_NUMBER);

const struct xlat_table xlat_types =
    TABLE(types, "SOCK_", N_("socket type"), XLAT_NUMBER);

const struct xlat_table xlat_type_flags =
    TABLE(type_flags, "SOCK_", N_("socket type flag"), XLAT_FLAGS);

const struct xlat_table xlat_protocols =
    TABLE(protocols, "IPPROTO_", N_("protocol"), XLAT_NUMBER);

const struct xlat_table xlat_levels =
    TABLE(levels, "SOL_", N_("option level"), XLAT_NUMBER);

const struct xlat_table xlat_msg_flags =
    TABLE(msg_flags, "MSG_", N_("message flag"), XLAT_FLAGS);

const struct xlat_table xlat_shut =
    TABLE(shut, "SHUT_", N_("direction to shut down"), XLAT_NUMBER);
