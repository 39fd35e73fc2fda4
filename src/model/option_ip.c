/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of IPv4 sockets. */
#include "model/option_rows.h"

#include <netinet/in.h>

#define LEVEL SOL_IP

const struct sockopt option_ip[] = {
	OPTION(IP_TOS, INT,
	    .help = N_("how routers are asked to treat the packets: DSCP "
		       "in the upper 6 bits, ECN in the lower two")),
	OPTION(IP_TTL, INT,
	    .help = N_("how many routers a packet may pass, 1 to 255; -1: "
		       "as the system has it")),
	OPTION(IP_HDRINCL, BOOL,
	    .help = N_("the program writes the IP header itself. Raw "
		       "sockets")),
	OPTION(IP_OPTIONS, BYTES,
	    .help = N_("options that each packet's IP header is to have, "
		       "as bytes")),
	OPTION(IP_ROUTER_ALERT, INT,
	    .help = N_("get packets that are marked for routers (RFC "
		       "2113). Raw sockets")),
	OPTION(IP_RECVOPTS, BOOL,
	    .help = N_("recvmsg gives the IP options that came")),
	OPTION(IP_RETOPTS, BOOL,
	    .help = N_("the same, made up as an answer would need them")),
	OPTION(IP_RECVRETOPTS, BOOL,
	    .help = N_("IP_RETOPTS, as its control message is called")),
	OPTION(IP_PKTINFO, BOOL,
	    .help = N_("recvmsg gives the address that a datagram was sent "
		       "to, and the interface")),
	OPTION(IP_PKTOPTIONS, BYTES, TAKES,
	    .help = N_("what a TCP connection last received as control "
		       "messages")),
	OPTION(IP_MTU_DISCOVER, INT, NAMES(pmtudisc),
	    .help = N_("whether packets forbid fragmentation (DF), so that "
		       "the MTU of the way is found; TCP does so at first")),
#ifdef IP_PMTUDISC
	OPTION(IP_PMTUDISC, INT, NAMES(pmtudisc), ALIAS,
	    .help = N_("IP_MTU_DISCOVER by another name")),
#endif
	OPTION(IP_RECVERR, BOOL,
	    .help = N_("keep errors, with the packets that caused them, in "
		       "a queue that MSG_ERRQUEUE reads; UDP then also "
		       "tells of them without connect")),
	OPTION(IP_RECVTTL, BOOL,
	    .help = N_("recvmsg gives the TTL that a packet still had")),
	OPTION(IP_RECVTOS, BOOL,
	    .help = N_("recvmsg gives the TOS byte of a packet")),
	OPTION(IP_MTU, INT, READS,
	    .help = N_("the MTU of the way to the other end, as far as it "
		       "is known; the socket has to be connected")),
	OPTION(IP_FREEBIND, BOOL,
	    .help = N_("bind may take an address that this host does not "
		       "have, or not yet")),
	OPTION(IP_IPSEC_POLICY, BYTES, WRITES,
	    .help = N_("rules of IPsec for this socket, as KAME had them")),
	OPTION(IP_XFRM_POLICY, BYTES, WRITES,
	    .help = N_("rules of IPsec for this socket, as Linux has them")),
	OPTION(IP_PASSSEC, BOOL,
	    .help = N_("recvmsg gives the sender's security label")),
	OPTION(IP_TRANSPARENT, BOOL,
	    .help = N_("take connections to addresses that are not this "
		       "host's, as a proxy does; it takes CAP_NET_ADMIN")),
	OPTION(IP_ORIGDSTADDR, BOOL,
	    .help = N_("IP_RECVORIGDSTADDR, as its control message is "
		       "called")),
	OPTION(IP_RECVORIGDSTADDR, BOOL,
	    .help = N_("recvmsg gives the address that a datagram was sent "
		       "to before it was redirected")),
	OPTION(IP_MINTTL, INT,
	    .help = N_("drop packets that have less TTL than this: so they "
		       "come from near")),
#ifdef IP_NODEFRAG
	OPTION(IP_NODEFRAG, BOOL,
	    .help = N_("do not put fragments together. Raw sockets")),
#endif
#ifdef IP_CHECKSUM
	OPTION(IP_CHECKSUM, BOOL,
	    .help = N_("recvmsg gives the checksum of a UDP datagram's "
		       "bytes")),
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
	OPTION(IP_BIND_ADDRESS_NO_PORT, BOOL,
	    .help = N_("bind to port 0 leaves the choice of the port to "
		       "connect: so many more connections fit")),
#endif
#ifdef IP_RECVFRAGSIZE
	OPTION(IP_RECVFRAGSIZE, BOOL,
	    .help = N_("recvmsg gives the size of the largest fragment "
		       "that a datagram came in")),
#endif
#ifdef IP_RECVERR_RFC4884
	OPTION(IP_RECVERR_RFC4884, BOOL,
	    .help = N_("errors in the error queue tell where their "
		       "extensions begin (RFC 4884)")),
#endif
	OPTION(IP_MULTICAST_IF, IN_ADDR, LAYOUTS("ip_mreqn", "ip_mreq"),
	    .help = N_("by which interface multicast datagrams are sent: "
		       "its address, or a struct ip_mreqn")),
	OPTION(IP_MULTICAST_TTL, INT,
	    .help = N_("how many routers multicast datagrams may pass; 1: "
		       "they stay in this network")),
	OPTION(IP_MULTICAST_LOOP, BOOL,
	    .help = N_("whether multicast datagrams come back to sockets "
		       "of this host")),
	OPTION(IP_ADD_MEMBERSHIP, STRUCT, LAYOUTS("ip_mreq", "ip_mreqn"),
	    WRITES, .help = N_("join a multicast group at an interface")),
	OPTION(IP_DROP_MEMBERSHIP, STRUCT, LAYOUTS("ip_mreq", "ip_mreqn"),
	    WRITES, .help = N_("leave a multicast group")),
	OPTION(IP_UNBLOCK_SOURCE, STRUCT, LAYOUT("ip_mreq_source"), WRITES,
	    .help = N_("hear a sender of a group again")),
	OPTION(IP_BLOCK_SOURCE, STRUCT, LAYOUT("ip_mreq_source"), WRITES,
	    .help = N_("do not hear this sender of a group any more")),
	OPTION(IP_ADD_SOURCE_MEMBERSHIP, STRUCT, LAYOUT("ip_mreq_source"),
	    WRITES,
	    .help = N_("join a group, for what one sender sends alone")),
	OPTION(IP_DROP_SOURCE_MEMBERSHIP, STRUCT, LAYOUT("ip_mreq_source"),
	    WRITES, .help = N_("leave it for that sender")),
	OPTION(IP_MSFILTER, BYTES,
	    .help = N_("all senders of a group that are to be heard, or "
		       "not, at once")),
	OPTION(MCAST_JOIN_GROUP, STRUCT, LAYOUT("group_req"), WRITES,
	    .help = N_("join a multicast group, of IPv4 or IPv6")),
	OPTION(MCAST_BLOCK_SOURCE, STRUCT, LAYOUT("group_source_req"), WRITES,
	    .help = N_("do not hear this sender of a group any more, of "
		       "IPv4 or IPv6")),
	OPTION(MCAST_UNBLOCK_SOURCE, STRUCT, LAYOUT("group_source_req"), WRITES,
	    .help = N_("hear it again, of IPv4 or IPv6")),
	OPTION(MCAST_LEAVE_GROUP, STRUCT, LAYOUT("group_req"), WRITES,
	    .help = N_("leave a multicast group, of IPv4 or IPv6")),
	OPTION(MCAST_JOIN_SOURCE_GROUP, STRUCT, LAYOUT("group_source_req"),
	    WRITES,
	    .help = N_("join a group for one sender alone, of IPv4 or IPv6")),
	OPTION(MCAST_LEAVE_SOURCE_GROUP, STRUCT, LAYOUT("group_source_req"),
	    WRITES, .help = N_("leave it for that sender, of IPv4 or IPv6")),
	OPTION(MCAST_MSFILTER, BYTES,
	    .help = N_("all senders of a group that are to be heard, or "
		       "not, at once, of IPv4 or IPv6")),
#ifdef IP_MULTICAST_ALL
	OPTION(IP_MULTICAST_ALL, BOOL,
	    .help = N_("a socket bound to the wildcard address gets the "
		       "datagrams of all groups joined on this host, not "
		       "of its own alone")),
#endif
#ifdef IP_UNICAST_IF
	OPTION(IP_UNICAST_IF, IFINDEX_NET,
	    .help = N_("by which interface datagrams that are no multicast "
		       "are sent, if no route says otherwise")),
#endif
#ifdef IP_LOCAL_PORT_RANGE
	OPTION(IP_LOCAL_PORT_RANGE, UINT,
	    .help = N_("from which ports the ephemeral one is chosen: the "
		       "highest in the upper 16 bits, the lowest in the "
		       "lower")),
#endif
#ifdef IP_PROTOCOL
	OPTION(IP_PROTOCOL, INT, NAMES(protocols), READS,
	    .help = N_("the protocol of the socket, as SO_PROTOCOL tells "
		       "it")),
#endif
	{ .name = NULL },
};
