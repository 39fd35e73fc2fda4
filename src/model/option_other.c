/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of UDP, packet, netlink and raw sockets. */
#include "model/option_rows.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>

#include <linux/netlink.h>

const struct sockopt option_other[] = {
#undef LEVEL
#define LEVEL IPPROTO_UDP
	OPTION(UDP_CORK, BOOL,
	    .help = N_("put together what several sends write, to one "
		       "datagram, which goes when it is switched off")),
	OPTION(UDP_ENCAP, INT, NAMES(udp_encap),
	    .help = N_("the datagrams carry another protocol, such as "
		       "IPsec, which the kernel takes out")),
#ifdef UDP_NO_CHECK6_TX
	OPTION(UDP_NO_CHECK6_TX, BOOL,
	    .help = N_("send over IPv6 with checksum 0, as tunnels do")),
#endif
#ifdef UDP_NO_CHECK6_RX
	OPTION(UDP_NO_CHECK6_RX, BOOL,
	    .help = N_("take datagrams over IPv6 with checksum 0")),
#endif
#ifdef UDP_SEGMENT
	OPTION(UDP_SEGMENT, INT,
	    .help = N_("cut what one send gives into datagrams of so many "
		       "bytes (GSO)")),
#endif
#ifdef UDP_GRO
	OPTION(UDP_GRO, BOOL,
	    .help = N_("recvmsg may give several datagrams of one sender "
		       "as one, and says how long each was")),
#endif
#undef LEVEL
#define LEVEL SOL_PACKET
	OPTION(PACKET_ADD_MEMBERSHIP, STRUCT, LAYOUT("packet_mreq"), WRITES,
	    .help = N_("let an interface hear more: a group, all groups, "
		       "or everything (promiscuous)")),
	OPTION(PACKET_DROP_MEMBERSHIP, STRUCT, LAYOUT("packet_mreq"), WRITES,
	    .help = N_("end that again")),
	OPTION(PACKET_RECV_OUTPUT, INT,
	    .help = N_("a number that Linux keeps and does nothing with")),
	OPTION(PACKET_RX_RING, STRUCT, LAYOUTS("tpacket_req", "tpacket_req3"),
	    WRITES,
	    .help = N_("a ring in memory into which the kernel writes the "
		       "packets that come")),
	OPTION(PACKET_STATISTICS, STRUCT,
	    LAYOUTS("tpacket_stats", "tpacket_stats_v3"), TAKES,
	    .help = N_("how many packets came, and how many were dropped, "
		       "since it was last asked")),
	OPTION(PACKET_COPY_THRESH, INT,
	    .help = N_("packets longer than this are also queued whole, "
		       "beside the ring")),
#ifdef PACKET_AUXDATA
	OPTION(PACKET_AUXDATA, BOOL,
	    .help = N_("recvmsg gives a packet's length, status and VLAN")),
#endif
#ifdef PACKET_ORIGDEV
	OPTION(PACKET_ORIGDEV, BOOL,
	    .help = N_("packets say by which interface they came first, "
		       "where several are bonded")),
#endif
#ifdef PACKET_VERSION
	OPTION(PACKET_VERSION, INT, NAMES(packet_versions),
	    .help = N_("how the headers in the ring are laid out")),
#endif
#ifdef PACKET_HDRLEN
	OPTION(PACKET_HDRLEN, INT, NAMES(packet_versions), TAKES,
	    .help = N_("how long such a header is")),
#endif
#ifdef PACKET_RESERVE
	OPTION(PACKET_RESERVE, INT,
	    .help = N_("room before each header in the ring")),
#endif
#ifdef PACKET_TX_RING
	OPTION(PACKET_TX_RING, STRUCT, LAYOUTS("tpacket_req", "tpacket_req3"),
	    WRITES, .help = N_("a ring in memory from which the kernel sends")),
#endif
#ifdef PACKET_LOSS
	OPTION(PACKET_LOSS, BOOL,
	    .help = N_("leave out packets of the ring that are malformed, "
		       "instead of stopping")),
#endif
#ifdef PACKET_VNET_HDR
	OPTION(PACKET_VNET_HDR, BOOL,
	    .help = N_("packets have a header in front that says what the "
		       "network card is still to do")),
#endif
#ifdef PACKET_TX_TIMESTAMP
	OPTION(PACKET_TX_TIMESTAMP, INT, NAMES(timestamping),
	    .help = N_("a number that Linux keeps; SO_TIMESTAMPING does "
		       "this")),
#endif
#ifdef PACKET_TIMESTAMP
	OPTION(PACKET_TIMESTAMP, INT, NAMES(timestamping),
	    .help = N_("which clock stamps the packets in the ring")),
#endif
#ifdef PACKET_FANOUT
	OPTION(PACKET_FANOUT, UINT,
	    .help = N_("share packets out among several sockets of a group")),
#endif
#ifdef PACKET_TX_HAS_OFF
	OPTION(PACKET_TX_HAS_OFF, BOOL,
	    .help = N_("each packet of the sending ring says where its "
		       "data begin")),
#endif
#ifdef PACKET_QDISC_BYPASS
	OPTION(PACKET_QDISC_BYPASS, BOOL,
	    .help = N_("send past the queueing discipline, at the risk of "
		       "drops")),
#endif
#ifdef PACKET_ROLLOVER_STATS
	OPTION(PACKET_ROLLOVER_STATS, STRUCT, LAYOUT("tpacket_rollover_stats"),
	    READS,
	    .help = N_("how often packets went on to the next socket of "
		       "the group")),
#endif
#ifdef PACKET_FANOUT_DATA
	OPTION(PACKET_FANOUT_DATA, BYTES, WRITES,
	    .help = N_("the program of BPF by which packets are shared out")),
#endif
#ifdef PACKET_IGNORE_OUTGOING
	OPTION(PACKET_IGNORE_OUTGOING, BOOL,
	    .help = N_("do not get packets that this host sends")),
#endif
#ifdef PACKET_VNET_HDR_SZ
	OPTION(PACKET_VNET_HDR_SZ, INT,
	    .help = N_("how long the header of PACKET_VNET_HDR is")),
#endif
#undef LEVEL
#define LEVEL SOL_NETLINK
	OPTION(NETLINK_ADD_MEMBERSHIP, INT, WRITES,
	    .help = N_("hear what the kernel tells a group, by its number")),
	OPTION(NETLINK_DROP_MEMBERSHIP, INT, WRITES,
	    .help = N_("leave that group")),
	OPTION(NETLINK_PKTINFO, BOOL,
	    .help = N_("recvmsg gives the group that a message was for")),
	OPTION(NETLINK_BROADCAST_ERROR, BOOL,
	    .help = N_("a message to a group fails if one of its members "
		       "could not be given it")),
	OPTION(NETLINK_NO_ENOBUFS, BOOL,
	    .help = N_("do not tell by ENOBUFS that messages were lost")),
	OPTION(NETLINK_RX_RING, INT, WRITES,
	    .help = N_("a number of a ring in memory that Linux has given "
		       "up")),
	OPTION(NETLINK_TX_RING, INT, WRITES,
	    .help = N_("a number of a ring in memory that Linux has given "
		       "up, for sending")),
	OPTION(NETLINK_LISTEN_ALL_NSID, BOOL,
	    .help = N_("hear all network namespaces that this one has "
		       "given a number")),
	OPTION(NETLINK_LIST_MEMBERSHIPS, INTS, READS,
	    .help = N_("which groups the socket is in, as bits")),
#ifdef NETLINK_CAP_ACK
	OPTION(NETLINK_CAP_ACK, BOOL,
	    .help = N_("an acknowledgement repeats only the header of what "
		       "it answers")),
#endif
#ifdef NETLINK_EXT_ACK
	OPTION(NETLINK_EXT_ACK, BOOL,
	    .help = N_("an error comes with a text, and with the place "
		       "that is wrong")),
#endif
#ifdef NETLINK_GET_STRICT_CHK
	OPTION(NETLINK_GET_STRICT_CHK, BOOL,
	    .help = N_("requests for lists are checked strictly, and "
		       "filter what is given")),
#endif
#undef LEVEL
#define LEVEL SOL_RAW
	NUMBERED("ICMP_FILTER", 1, STRUCT, LAYOUT("icmp_filter"),
	    .help = N_("which types of ICMP messages a raw socket does not "
		       "get, as bits")),
#undef LEVEL
#define LEVEL SOL_ICMPV6
	OPTION(ICMP6_FILTER, STRUCT, LAYOUT("icmp6_filter"),
	    .help = N_("which types of ICMPv6 messages a raw socket does "
		       "not get, as bits")),
	{ .name = NULL },
};
