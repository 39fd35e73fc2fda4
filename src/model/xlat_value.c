/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants that are values of options, or of fields of structs. */
#include "model/xlat.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

#include <linux/net_tstamp.h>
#include <linux/netlink.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define X(constant)                 \
	{                           \
#constant, constant \
	}
#define TABLE(table) .rows = (table), .n = sizeof(table) / sizeof((table)[0])

static const struct xlat tcp_states[] = {
	X(TCP_ESTABLISHED),
	X(TCP_SYN_SENT),
	X(TCP_SYN_RECV),
	X(TCP_FIN_WAIT1),
	X(TCP_FIN_WAIT2),
	X(TCP_TIME_WAIT),
	X(TCP_CLOSE),
	X(TCP_CLOSE_WAIT),
	X(TCP_LAST_ACK),
	X(TCP_LISTEN),
	X(TCP_CLOSING),
};
const struct xlat_table xlat_tcp_states = {
	.prefix = "TCP_",
	.what = N_("TCP state"),
	TABLE(tcp_states),
};

static const struct xlat tcp_ca_states[] = {
	X(TCP_CA_Open),
	X(TCP_CA_Disorder),
	X(TCP_CA_CWR),
	X(TCP_CA_Recovery),
	X(TCP_CA_Loss),
};
const struct xlat_table xlat_tcp_ca_states = {
	.prefix = "TCP_CA_",
	.what = N_("state of TCP's congestion control"),
	TABLE(tcp_ca_states),
};

static const struct xlat tcp_options[] = {
	X(TCPI_OPT_TIMESTAMPS),
	X(TCPI_OPT_SACK),
	X(TCPI_OPT_WSCALE),
	X(TCPI_OPT_ECN),
	X(TCPI_OPT_ECN_SEEN),
	X(TCPI_OPT_SYN_DATA),
	/* Linux 6.7 and 6.14, include/uapi/linux/tcp.h */
	{ "TCPI_OPT_USEC_TS", 64 },
	{ "TCPI_OPT_TFO_CHILD", 128 },
};
const struct xlat_table xlat_tcp_options = {
	.prefix = "TCPI_OPT_",
	.what = N_("options of a TCP connection"),
	TABLE(tcp_options),
	.kind = XLAT_FLAGS,
};

static const struct xlat tcp_repair[] = {
#ifdef TCP_REPAIR_OFF
	X(TCP_REPAIR_OFF),
#endif
#ifdef TCP_REPAIR_ON
	X(TCP_REPAIR_ON),
#endif
#ifdef TCP_REPAIR_OFF_NO_WP
	X(TCP_REPAIR_OFF_NO_WP),
#endif
};
const struct xlat_table xlat_tcp_repair = {
	.prefix = "TCP_REPAIR_",
	.what = N_("state of a repair"),
	TABLE(tcp_repair),
};

static const struct xlat tcp_queues[] = {
	X(TCP_NO_QUEUE),
	X(TCP_RECV_QUEUE),
	X(TCP_SEND_QUEUE),
};
const struct xlat_table xlat_tcp_queues = {
	.prefix = "TCP_",
	.what = N_("queue of a TCP socket"),
	TABLE(tcp_queues),
};

static const struct xlat pmtudisc[] = {
	X(IP_PMTUDISC_DONT),
	X(IP_PMTUDISC_WANT),
	X(IP_PMTUDISC_DO),
	X(IP_PMTUDISC_PROBE),
#ifdef IP_PMTUDISC_INTERFACE
	X(IP_PMTUDISC_INTERFACE),
#endif
#ifdef IP_PMTUDISC_OMIT
	X(IP_PMTUDISC_OMIT),
#endif
};
const struct xlat_table xlat_pmtudisc = {
	.prefix = "IP_PMTUDISC_",
	.what = N_("way to find the path MTU"),
	TABLE(pmtudisc),
};

static const struct xlat pmtudisc6[] = {
	X(IPV6_PMTUDISC_DONT),
	X(IPV6_PMTUDISC_WANT),
	X(IPV6_PMTUDISC_DO),
	X(IPV6_PMTUDISC_PROBE),
#ifdef IPV6_PMTUDISC_INTERFACE
	X(IPV6_PMTUDISC_INTERFACE),
#endif
#ifdef IPV6_PMTUDISC_OMIT
	X(IPV6_PMTUDISC_OMIT),
#endif
};
const struct xlat_table xlat_pmtudisc6 = {
	.prefix = "IPV6_PMTUDISC_",
	.what = N_("way to find the path MTU"),
	TABLE(pmtudisc6),
};

static const struct xlat udp_encap[] = {
	X(UDP_ENCAP_ESPINUDP_NON_IKE),
	X(UDP_ENCAP_ESPINUDP),
	X(UDP_ENCAP_L2TPINUDP),
#ifdef UDP_ENCAP_GTP0
	X(UDP_ENCAP_GTP0),
#endif
#ifdef UDP_ENCAP_GTP1U
	X(UDP_ENCAP_GTP1U),
#endif
};
const struct xlat_table xlat_udp_encap = {
	.prefix = "UDP_ENCAP_",
	.what = N_("kind of a UDP encapsulation"),
	TABLE(udp_encap),
};

static const struct xlat packet_mr[] = {
	X(PACKET_MR_MULTICAST),
	X(PACKET_MR_PROMISC),
	X(PACKET_MR_ALLMULTI),
#ifdef PACKET_MR_UNICAST
	X(PACKET_MR_UNICAST),
#endif
};
const struct xlat_table xlat_packet_mr = {
	.prefix = "PACKET_MR_",
	.what = N_("kind of a packet membership"),
	TABLE(packet_mr),
};

/* The last ones by Linux 6.12, include/uapi/linux/net_tstamp.h. */
static const struct xlat timestamping[] = {
	X(SOF_TIMESTAMPING_TX_HARDWARE),
	X(SOF_TIMESTAMPING_TX_SOFTWARE),
	X(SOF_TIMESTAMPING_RX_HARDWARE),
	X(SOF_TIMESTAMPING_RX_SOFTWARE),
	X(SOF_TIMESTAMPING_SOFTWARE),
	X(SOF_TIMESTAMPING_SYS_HARDWARE),
	X(SOF_TIMESTAMPING_RAW_HARDWARE),
	X(SOF_TIMESTAMPING_OPT_ID),
	X(SOF_TIMESTAMPING_TX_SCHED),
	X(SOF_TIMESTAMPING_TX_ACK),
	X(SOF_TIMESTAMPING_OPT_CMSG),
	X(SOF_TIMESTAMPING_OPT_TSONLY),
	X(SOF_TIMESTAMPING_OPT_STATS),
	X(SOF_TIMESTAMPING_OPT_PKTINFO),
	X(SOF_TIMESTAMPING_OPT_TX_SWHW),
	{ "SOF_TIMESTAMPING_BIND_PHC", 1 << 15 },
	{ "SOF_TIMESTAMPING_OPT_ID_TCP", 1 << 16 },
	{ "SOF_TIMESTAMPING_OPT_RX_FILTER", 1 << 17 },
};
const struct xlat_table xlat_timestamping = {
	.prefix = "SOF_TIMESTAMPING_",
	.what = N_("kinds of time stamps"),
	TABLE(timestamping),
	.kind = XLAT_FLAGS,
};

/* These two by <linux/socket.h>, which older systems have not got. */
static const struct xlat buf_lock[] = {
	{ "SOCK_SNDBUF_LOCK", 1 },
	{ "SOCK_RCVBUF_LOCK", 2 },
};
const struct xlat_table xlat_buf_lock = {
	.prefix = "SOCK_",
	.what = N_("buffers whose size is fixed"),
	TABLE(buf_lock),
	.kind = XLAT_FLAGS,
};

static const struct xlat txrehash[] = {
	{ "SOCK_TXREHASH_DISABLED", 0 },
	{ "SOCK_TXREHASH_ENABLED", 1 },
	{ "SOCK_TXREHASH_DEFAULT", 255 },
};
const struct xlat_table xlat_txrehash = {
	.prefix = "SOCK_TXREHASH_",
	.what = N_("whether another path is tried"),
	TABLE(txrehash),
};

/* <linux/if_packet.h>, which cannot stand beside libc's. */
static const struct xlat packet_versions[] = {
	{ "TPACKET_V1", 0 },
	{ "TPACKET_V2", 1 },
	{ "TPACKET_V3", 2 },
};
const struct xlat_table xlat_packet_versions = {
	.prefix = "TPACKET_",
	.what = N_("version of the packet rings"),
	TABLE(packet_versions),
};

/* <linux/in6.h>, which cannot stand beside libc's. */
static const struct xlat addr_preferences[] = {
	{ "IPV6_PREFER_SRC_TMP", 0x1 },
	{ "IPV6_PREFER_SRC_PUBLIC", 0x2 },
	{ "IPV6_PREFER_SRC_PUBTMP_DEFAULT", 0x100 },
	{ "IPV6_PREFER_SRC_COA", 0x4 },
	{ "IPV6_PREFER_SRC_HOME", 0x400 },
	{ "IPV6_PREFER_SRC_CGA", 0x8 },
	{ "IPV6_PREFER_SRC_NONCGA", 0x800 },
};
const struct xlat_table xlat_addr_preferences = {
	.prefix = "IPV6_PREFER_SRC_",
	.what = N_("preferences for a source address"),
	TABLE(addr_preferences),
	.kind = XLAT_FLAGS,
};

static const struct xlat netlink[] = {
	X(NETLINK_ROUTE),
	X(NETLINK_UNUSED),
	X(NETLINK_USERSOCK),
	X(NETLINK_FIREWALL),
	X(NETLINK_SOCK_DIAG),
	X(NETLINK_INET_DIAG),
	X(NETLINK_NFLOG),
	X(NETLINK_XFRM),
	X(NETLINK_SELINUX),
	X(NETLINK_ISCSI),
	X(NETLINK_AUDIT),
	X(NETLINK_FIB_LOOKUP),
	X(NETLINK_CONNECTOR),
	X(NETLINK_NETFILTER),
	X(NETLINK_IP6_FW),
	X(NETLINK_DNRTMSG),
	X(NETLINK_KOBJECT_UEVENT),
	X(NETLINK_GENERIC),
	X(NETLINK_SCSITRANSPORT),
	X(NETLINK_ECRYPTFS),
	X(NETLINK_RDMA),
	X(NETLINK_CRYPTO),
	X(NETLINK_SMC),
};
const struct xlat_table xlat_netlink = {
	.prefix = "NETLINK_",
	.what = N_("netlink protocol"),
	TABLE(netlink),
};
