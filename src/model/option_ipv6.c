/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of IPv6 sockets. */
#include "model/option_rows.h"

#include <netinet/in.h>

#define LEVEL SOL_IPV6

const struct sockopt option_ipv6[] = {
	OPTION(IPV6_ADDRFORM, INT, NAMES(families),
	    .help = N_("turn a socket connected to an IPv4-mapped address "
		       "into one of AF_INET")),
	OPTION(IPV6_2292PKTINFO, BOOL,
	    .help = N_("IPV6_RECVPKTINFO as RFC 2292 had it")),
	OPTION(IPV6_2292HOPOPTS, BOOL,
	    .help = N_("IPV6_RECVHOPOPTS as RFC 2292 had it")),
	OPTION(IPV6_2292DSTOPTS, BOOL,
	    .help = N_("IPV6_RECVDSTOPTS as RFC 2292 had it")),
	OPTION(IPV6_2292RTHDR, BOOL,
	    .help = N_("IPV6_RECVRTHDR as RFC 2292 had it")),
	OPTION(IPV6_2292PKTOPTIONS, BYTES, TAKES,
	    .help = N_("all such control messages at once, as RFC 2292 had "
		       "it")),
	OPTION(IPV6_CHECKSUM, INT,
	    .help = N_("where in the packet the kernel is to put a "
		       "checksum; -1: nowhere. Raw sockets")),
	OPTION(IPV6_2292HOPLIMIT, BOOL,
	    .help = N_("IPV6_RECVHOPLIMIT as RFC 2292 had it")),
	OPTION(IPV6_NEXTHOP, ADDR,
	    .help = N_("the first router that packets are to go by")),
	OPTION(IPV6_AUTHHDR, BOOL,
	    .help = N_("recvmsg gives the authentication header that came")),
	NUMBERED("IPV6_FLOWINFO", 11, BOOL,
	    .help = N_("recvmsg gives traffic class and flow label of a "
		       "packet")),
	OPTION(IPV6_UNICAST_HOPS, INT,
	    .help = N_("how many routers a packet may pass: IPv6's IP_TTL; "
		       "-1: as the system has it")),
	OPTION(IPV6_MULTICAST_IF, IFINDEX,
	    .help = N_("by which interface multicast datagrams are sent")),
	OPTION(IPV6_MULTICAST_HOPS, INT,
	    .help = N_("how many routers multicast datagrams may pass")),
	OPTION(IPV6_MULTICAST_LOOP, BOOL,
	    .help = N_("whether multicast datagrams come back to sockets "
		       "of this host")),
	OPTION(IPV6_ADD_MEMBERSHIP, STRUCT, LAYOUT("ipv6_mreq"), WRITES,
	    .help = N_("join a multicast group at an interface")),
	OPTION(IPV6_DROP_MEMBERSHIP, STRUCT, LAYOUT("ipv6_mreq"), WRITES,
	    .help = N_("leave a multicast group")),
	OPTION(IPV6_JOIN_GROUP, STRUCT, LAYOUT("ipv6_mreq"), ALIAS,
	    .help = N_("IPV6_ADD_MEMBERSHIP, as RFC 3493 calls it")),
	OPTION(IPV6_LEAVE_GROUP, STRUCT, LAYOUT("ipv6_mreq"), ALIAS,
	    .help = N_("IPV6_DROP_MEMBERSHIP, as RFC 3493 calls it")),
	OPTION(IPV6_ROUTER_ALERT, INT,
	    .help = N_("get packets that are marked for routers (RFC "
		       "2711). Raw sockets")),
	OPTION(IPV6_MTU_DISCOVER, INT, NAMES(pmtudisc6),
	    .help = N_("whether the sender never fragments, so that the "
		       "MTU of the way is found")),
	OPTION(IPV6_MTU, INT,
	    .help = N_("the MTU of the way to the other end, where "
		       "connected; set: the largest packet that is sent "
		       "whole")),
	OPTION(IPV6_RECVERR, BOOL,
	    .help = N_("keep errors in a queue that MSG_ERRQUEUE reads, as "
		       "IP_RECVERR")),
	OPTION(IPV6_V6ONLY, BOOL,
	    .help = N_("the socket serves IPv6 alone; off: bound to [::], "
		       "it takes IPv4 too. Set it before bind")),
	OPTION(IPV6_JOIN_ANYCAST, STRUCT, LAYOUT("ipv6_mreq"), WRITES,
	    .help = N_("join an anycast group: the nearest of its hosts "
		       "answers")),
	OPTION(IPV6_LEAVE_ANYCAST, STRUCT, LAYOUT("ipv6_mreq"), WRITES,
	    .help = N_("leave an anycast group")),
#ifdef IPV6_MULTICAST_ALL
	OPTION(IPV6_MULTICAST_ALL, BOOL,
	    .help = N_("a socket bound to [::] gets the datagrams of all "
		       "groups joined on this host")),
#endif
#ifdef IPV6_ROUTER_ALERT_ISOLATE
	OPTION(IPV6_ROUTER_ALERT_ISOLATE, BOOL,
	    .help = N_("get such marked packets of one's own network "
		       "namespace alone")),
#endif
#ifdef IPV6_RECVERR_RFC4884
	OPTION(IPV6_RECVERR_RFC4884, BOOL,
	    .help = N_("errors in the error queue tell where their "
		       "extensions begin (RFC 4884)")),
#endif
	NUMBERED("IPV6_FLOWLABEL_MGR", 32, BYTES, TAKES,
	    .help = N_("lease flow labels, or see which are leased")),
	NUMBERED("IPV6_FLOWINFO_SEND", 33, BOOL,
	    .help = N_("the flow label of the address in connect or sendto "
		       "counts")),
	OPTION(IPV6_IPSEC_POLICY, BYTES, WRITES,
	    .help = N_("rules of IPsec for this socket, as KAME had them")),
	OPTION(IPV6_XFRM_POLICY, BYTES, WRITES,
	    .help = N_("rules of IPsec for this socket, as Linux has them")),
#ifdef IPV6_HDRINCL
	OPTION(IPV6_HDRINCL, BOOL,
	    .help = N_("the program writes the IPv6 header itself. Raw "
		       "sockets")),
#endif
	OPTION(IPV6_RECVPKTINFO, BOOL,
	    .help = N_("recvmsg gives the address that a datagram was sent "
		       "to, and the interface")),
	OPTION(IPV6_PKTINFO, STRUCT, LAYOUT("in6_pktinfo"),
	    .help = N_("from which address and by which interface to send")),
	OPTION(IPV6_RECVHOPLIMIT, BOOL,
	    .help = N_("recvmsg gives the hop limit that a packet still "
		       "had")),
	OPTION(IPV6_HOPLIMIT, INT,
	    .help = N_("the hop limit of a datagram, as a control message "
		       "of sendmsg")),
	OPTION(IPV6_RECVHOPOPTS, BOOL,
	    .help = N_("recvmsg gives the hop-by-hop options that came")),
	OPTION(IPV6_HOPOPTS, BYTES,
	    .help = N_("the hop-by-hop options header that each packet is "
		       "to have")),
#ifdef IPV6_RXHOPOPTS
	OPTION(IPV6_RXHOPOPTS, BYTES, ALIAS,
	    .help = N_("IPV6_HOPOPTS by another name")),
#endif
	OPTION(IPV6_RTHDRDSTOPTS, BYTES,
	    .help = N_("the destination options that stand before the "
		       "routing header")),
	OPTION(IPV6_RECVRTHDR, BOOL,
	    .help = N_("recvmsg gives the routing header that came")),
	OPTION(IPV6_RTHDR, BYTES,
	    .help = N_("the routing header that each packet is to have")),
	OPTION(IPV6_RECVDSTOPTS, BOOL,
	    .help = N_("recvmsg gives the destination options that came")),
	OPTION(IPV6_DSTOPTS, BYTES,
	    .help = N_("the destination options that each packet is to "
		       "have")),
#ifdef IPV6_RXDSTOPTS
	OPTION(IPV6_RXDSTOPTS, BYTES, ALIAS,
	    .help = N_("IPV6_DSTOPTS by another name")),
#endif
	OPTION(IPV6_RECVPATHMTU, BOOL,
	    .help = N_("recvmsg gives the MTU of the way when a smaller "
		       "one is found")),
	OPTION(IPV6_PATHMTU, STRUCT, LAYOUT("ip6_mtuinfo"), READS,
	    .help = N_("the MTU of the way to the other end, with its "
		       "address")),
	OPTION(IPV6_DONTFRAG, BOOL,
	    .help = N_("a datagram that would have to be fragmented fails "
		       "with EMSGSIZE")),
	NUMBERED("IPV6_USE_MIN_MTU", 63, INT,
	    .help = N_("send with the least MTU, 1280; Linux knows the "
		       "number and nothing more")),
	OPTION(IPV6_RECVTCLASS, BOOL,
	    .help = N_("recvmsg gives the traffic class of a packet")),
	OPTION(IPV6_TCLASS, INT,
	    .help = N_("the traffic class of packets: IPv6's IP_TOS")),
#ifdef IPV6_AUTOFLOWLABEL
	OPTION(IPV6_AUTOFLOWLABEL, BOOL,
	    .help = N_("the kernel makes a flow label for each connection")),
#endif
#ifdef IPV6_ADDR_PREFERENCES
	OPTION(IPV6_ADDR_PREFERENCES, INT, NAMES(addr_preferences),
	    .help = N_("what kind of source address is preferred, such as "
		       "a temporary one")),
#endif
#ifdef IPV6_MINHOPCOUNT
	OPTION(IPV6_MINHOPCOUNT, INT,
	    .help = N_("drop packets that have a smaller hop limit than "
		       "this")),
#endif
#ifdef IPV6_ORIGDSTADDR
	OPTION(IPV6_ORIGDSTADDR, BOOL,
	    .help = N_("IPV6_RECVORIGDSTADDR, as its control message is "
		       "called")),
#endif
#ifdef IPV6_RECVORIGDSTADDR
	OPTION(IPV6_RECVORIGDSTADDR, BOOL,
	    .help = N_("recvmsg gives the address that a datagram was sent "
		       "to before it was redirected")),
#endif
#ifdef IPV6_TRANSPARENT
	OPTION(IPV6_TRANSPARENT, BOOL,
	    .help = N_("take connections to addresses that are not this "
		       "host's, as a proxy does; it takes CAP_NET_ADMIN")),
#endif
#ifdef IPV6_UNICAST_IF
	OPTION(IPV6_UNICAST_IF, IFINDEX_NET,
	    .help = N_("by which interface datagrams that are no multicast "
		       "are sent")),
#endif
#ifdef IPV6_RECVFRAGSIZE
	OPTION(IPV6_RECVFRAGSIZE, BOOL,
	    .help = N_("recvmsg gives the size of the largest fragment "
		       "that a datagram came in")),
#endif
#ifdef IPV6_FREEBIND
	OPTION(IPV6_FREEBIND, BOOL,
	    .help = N_("bind may take an address that this host does not "
		       "have, or not yet")),
#endif
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
	{ .name = NULL },
};
