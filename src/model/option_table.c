/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every socket option that libc's headers know, with its level and type. */
#include "model/option.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <sys/socket.h>

/* A row: the name as text, and its number. */
#define ROW(option) .name = #option, .number = option

/*
 * By level and number. Where two names share a number the first is printed: the
 * one that strace prints, but never _OLD, which nobody writes. Numbers that
 * stand as such are the kernel's, in no header that goes with libc's.
 */
const struct sockopt option_table[] = {
	{ ROW(SO_DEBUG), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_REUSEADDR), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_TYPE), .level = SOL_SOCKET, .type = OPT_SOCKTYPE },
	{ ROW(SO_ERROR), .level = SOL_SOCKET, .type = OPT_ERRNO },
	{ ROW(SO_DONTROUTE), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_BROADCAST), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_SNDBUF), .level = SOL_SOCKET },
	{ ROW(SO_RCVBUF), .level = SOL_SOCKET },
	{ ROW(SO_KEEPALIVE), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_OOBINLINE), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_NO_CHECK), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_PRIORITY), .level = SOL_SOCKET },
	{ ROW(SO_LINGER), .level = SOL_SOCKET, .type = OPT_LINGER },
	{ ROW(SO_BSDCOMPAT), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_REUSEPORT), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_PASSCRED), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_PEERCRED), .level = SOL_SOCKET, .type = OPT_UCRED },
	{ ROW(SO_RCVLOWAT), .level = SOL_SOCKET },
	{ ROW(SO_SNDLOWAT), .level = SOL_SOCKET },
	{ ROW(SO_RCVTIMEO), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
	{ ROW(SO_SNDTIMEO), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
#ifdef SO_RCVTIMEO_OLD
	{ ROW(SO_RCVTIMEO_OLD), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
#endif
#ifdef SO_SNDTIMEO_OLD
	{ ROW(SO_SNDTIMEO_OLD), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
#endif
#ifdef SO_SECURITY_AUTHENTICATION
	{ ROW(SO_SECURITY_AUTHENTICATION), .level = SOL_SOCKET },
#endif
#ifdef SO_SECURITY_ENCRYPTION_TRANSPORT
	{ ROW(SO_SECURITY_ENCRYPTION_TRANSPORT), .level = SOL_SOCKET },
#endif
#ifdef SO_SECURITY_ENCRYPTION_NETWORK
	{ ROW(SO_SECURITY_ENCRYPTION_NETWORK), .level = SOL_SOCKET },
#endif
	{ ROW(SO_BINDTODEVICE), .level = SOL_SOCKET, .type = OPT_STRING },
	{ ROW(SO_ATTACH_FILTER), .level = SOL_SOCKET, .type = OPT_BYTES },
#ifdef SO_GET_FILTER
	{ ROW(SO_GET_FILTER), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
	{ ROW(SO_DETACH_FILTER), .level = SOL_SOCKET },
#ifdef SO_DETACH_BPF
	{ ROW(SO_DETACH_BPF), .level = SOL_SOCKET },
#endif
	{ ROW(SO_PEERNAME), .level = SOL_SOCKET, .type = OPT_BYTES },
	{ ROW(SO_TIMESTAMP), .level = SOL_SOCKET, .type = OPT_BOOL },
#ifdef SO_TIMESTAMP_OLD
	{ ROW(SO_TIMESTAMP_OLD), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
	{ ROW(SO_ACCEPTCONN), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_PEERSEC), .level = SOL_SOCKET, .type = OPT_STRING },
	{ ROW(SO_SNDBUFFORCE), .level = SOL_SOCKET },
	{ ROW(SO_RCVBUFFORCE), .level = SOL_SOCKET },
	{ ROW(SO_PASSSEC), .level = SOL_SOCKET, .type = OPT_BOOL },
	{ ROW(SO_TIMESTAMPNS), .level = SOL_SOCKET, .type = OPT_BOOL },
#ifdef SO_TIMESTAMPNS_OLD
	{ ROW(SO_TIMESTAMPNS_OLD), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
	{ ROW(SO_MARK), .level = SOL_SOCKET },
	{ ROW(SO_TIMESTAMPING), .level = SOL_SOCKET },
#ifdef SO_TIMESTAMPING_OLD
	{ ROW(SO_TIMESTAMPING_OLD), .level = SOL_SOCKET },
#endif
	{ ROW(SO_PROTOCOL), .level = SOL_SOCKET, .type = OPT_PROTOCOL },
	{ ROW(SO_DOMAIN), .level = SOL_SOCKET, .type = OPT_FAMILY },
	{ ROW(SO_RXQ_OVFL), .level = SOL_SOCKET, .type = OPT_BOOL },
#ifdef SO_WIFI_STATUS
	{ ROW(SO_WIFI_STATUS), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_PEEK_OFF
	{ ROW(SO_PEEK_OFF), .level = SOL_SOCKET },
#endif
#ifdef SO_NOFCS
	{ ROW(SO_NOFCS), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_LOCK_FILTER
	{ ROW(SO_LOCK_FILTER), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_SELECT_ERR_QUEUE
	{ ROW(SO_SELECT_ERR_QUEUE), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_BUSY_POLL
	{ ROW(SO_BUSY_POLL), .level = SOL_SOCKET },
#endif
#ifdef SO_MAX_PACING_RATE
	{ ROW(SO_MAX_PACING_RATE), .level = SOL_SOCKET },
#endif
#ifdef SO_BPF_EXTENSIONS
	{ ROW(SO_BPF_EXTENSIONS), .level = SOL_SOCKET },
#endif
#ifdef SO_INCOMING_CPU
	{ ROW(SO_INCOMING_CPU), .level = SOL_SOCKET },
#endif
#ifdef SO_ATTACH_BPF
	{ ROW(SO_ATTACH_BPF), .level = SOL_SOCKET },
#endif
#ifdef SO_ATTACH_REUSEPORT_CBPF
	{ ROW(SO_ATTACH_REUSEPORT_CBPF), .level = SOL_SOCKET,
	    .type = OPT_BYTES },
#endif
#ifdef SO_ATTACH_REUSEPORT_EBPF
	{ ROW(SO_ATTACH_REUSEPORT_EBPF), .level = SOL_SOCKET },
#endif
#ifdef SO_CNX_ADVICE
	{ ROW(SO_CNX_ADVICE), .level = SOL_SOCKET },
#endif
#ifdef SO_MEMINFO
	{ ROW(SO_MEMINFO), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_INCOMING_NAPI_ID
	{ ROW(SO_INCOMING_NAPI_ID), .level = SOL_SOCKET },
#endif
#ifdef SO_COOKIE
	{ ROW(SO_COOKIE), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_PEERGROUPS
	{ ROW(SO_PEERGROUPS), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_ZEROCOPY
	{ ROW(SO_ZEROCOPY), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_TXTIME
	{ ROW(SO_TXTIME), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_BINDTOIFINDEX
	{ ROW(SO_BINDTOIFINDEX), .level = SOL_SOCKET },
#endif
#ifdef SO_TIMESTAMP_NEW
	{ ROW(SO_TIMESTAMP_NEW), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_TIMESTAMPNS_NEW
	{ ROW(SO_TIMESTAMPNS_NEW), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_TIMESTAMPING_NEW
	{ ROW(SO_TIMESTAMPING_NEW), .level = SOL_SOCKET },
#endif
#ifdef SO_RCVTIMEO_NEW
	{ ROW(SO_RCVTIMEO_NEW), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
#endif
#ifdef SO_SNDTIMEO_NEW
	{ ROW(SO_SNDTIMEO_NEW), .level = SOL_SOCKET, .type = OPT_TIMEVAL },
#endif
#ifdef SO_DETACH_REUSEPORT_BPF
	{ ROW(SO_DETACH_REUSEPORT_BPF), .level = SOL_SOCKET },
#endif
#ifdef SO_PREFER_BUSY_POLL
	{ ROW(SO_PREFER_BUSY_POLL), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_BUSY_POLL_BUDGET
	{ ROW(SO_BUSY_POLL_BUDGET), .level = SOL_SOCKET },
#endif
#ifdef SO_NETNS_COOKIE
	{ ROW(SO_NETNS_COOKIE), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_BUF_LOCK
	{ ROW(SO_BUF_LOCK), .level = SOL_SOCKET },
#endif
#ifdef SO_RESERVE_MEM
	{ ROW(SO_RESERVE_MEM), .level = SOL_SOCKET },
#endif
#ifdef SO_TXREHASH
	{ ROW(SO_TXREHASH), .level = SOL_SOCKET },
#endif
#ifdef SO_RCVMARK
	{ ROW(SO_RCVMARK), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_PASSPIDFD
	{ ROW(SO_PASSPIDFD), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_PEERPIDFD
	{ ROW(SO_PEERPIDFD), .level = SOL_SOCKET },
#endif
#ifdef SO_DEVMEM_LINEAR
	{ ROW(SO_DEVMEM_LINEAR), .level = SOL_SOCKET },
#endif
#ifdef SO_DEVMEM_DMABUF
	{ ROW(SO_DEVMEM_DMABUF), .level = SOL_SOCKET },
#endif
#ifdef SO_DEVMEM_DONTNEED
	{ ROW(SO_DEVMEM_DONTNEED), .level = SOL_SOCKET, .type = OPT_BYTES },
#endif
#ifdef SO_RCVPRIORITY
	{ ROW(SO_RCVPRIORITY), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_PASSRIGHTS
	{ ROW(SO_PASSRIGHTS), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
#ifdef SO_INQ
	{ ROW(SO_INQ), .level = SOL_SOCKET, .type = OPT_BOOL },
#endif
	{ ROW(TCP_NODELAY), .level = IPPROTO_TCP, .type = OPT_BOOL },
	{ ROW(TCP_MAXSEG), .level = IPPROTO_TCP },
	{ ROW(TCP_CORK), .level = IPPROTO_TCP, .type = OPT_BOOL },
	{ ROW(TCP_KEEPIDLE), .level = IPPROTO_TCP },
	{ ROW(TCP_KEEPINTVL), .level = IPPROTO_TCP },
	{ ROW(TCP_KEEPCNT), .level = IPPROTO_TCP },
	{ ROW(TCP_SYNCNT), .level = IPPROTO_TCP },
	{ ROW(TCP_LINGER2), .level = IPPROTO_TCP },
	{ ROW(TCP_DEFER_ACCEPT), .level = IPPROTO_TCP },
	{ ROW(TCP_WINDOW_CLAMP), .level = IPPROTO_TCP },
	{ ROW(TCP_INFO), .level = IPPROTO_TCP, .type = OPT_BYTES },
	{ ROW(TCP_QUICKACK), .level = IPPROTO_TCP, .type = OPT_BOOL },
	{ ROW(TCP_CONGESTION), .level = IPPROTO_TCP, .type = OPT_STRING },
	{ ROW(TCP_MD5SIG), .level = IPPROTO_TCP, .type = OPT_BYTES },
#ifdef TCP_COOKIE_TRANSACTIONS
	{ ROW(TCP_COOKIE_TRANSACTIONS), .level = IPPROTO_TCP,
	    .type = OPT_BYTES },
#endif
	{ ROW(TCP_THIN_LINEAR_TIMEOUTS), .level = IPPROTO_TCP,
	    .type = OPT_BOOL },
	{ ROW(TCP_THIN_DUPACK), .level = IPPROTO_TCP, .type = OPT_BOOL },
	{ ROW(TCP_USER_TIMEOUT), .level = IPPROTO_TCP },
	{ ROW(TCP_REPAIR), .level = IPPROTO_TCP },
	{ ROW(TCP_REPAIR_QUEUE), .level = IPPROTO_TCP },
	{ ROW(TCP_QUEUE_SEQ), .level = IPPROTO_TCP },
	{ ROW(TCP_REPAIR_OPTIONS), .level = IPPROTO_TCP, .type = OPT_BYTES },
	{ ROW(TCP_FASTOPEN), .level = IPPROTO_TCP },
	{ ROW(TCP_TIMESTAMP), .level = IPPROTO_TCP },
#ifdef TCP_NOTSENT_LOWAT
	{ ROW(TCP_NOTSENT_LOWAT), .level = IPPROTO_TCP },
#endif
#ifdef TCP_CC_INFO
	{ ROW(TCP_CC_INFO), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_SAVE_SYN
	{ ROW(TCP_SAVE_SYN), .level = IPPROTO_TCP },
#endif
#ifdef TCP_SAVED_SYN
	{ ROW(TCP_SAVED_SYN), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_REPAIR_WINDOW
	{ ROW(TCP_REPAIR_WINDOW), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_FASTOPEN_CONNECT
	{ ROW(TCP_FASTOPEN_CONNECT), .level = IPPROTO_TCP, .type = OPT_BOOL },
#endif
#ifdef TCP_ULP
	{ ROW(TCP_ULP), .level = IPPROTO_TCP, .type = OPT_STRING },
#endif
#ifdef TCP_MD5SIG_EXT
	{ ROW(TCP_MD5SIG_EXT), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_FASTOPEN_KEY
	{ ROW(TCP_FASTOPEN_KEY), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
	{ ROW(TCP_FASTOPEN_NO_COOKIE), .level = IPPROTO_TCP, .type = OPT_BOOL },
#endif
#ifdef TCP_ZEROCOPY_RECEIVE
	{ ROW(TCP_ZEROCOPY_RECEIVE), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_INQ
	{ ROW(TCP_INQ), .level = IPPROTO_TCP, .type = OPT_BOOL },
#endif
#ifdef TCP_CM_INQ
	{ ROW(TCP_CM_INQ), .level = IPPROTO_TCP, .type = OPT_BOOL },
#endif
#ifdef TCP_TX_DELAY
	{ ROW(TCP_TX_DELAY), .level = IPPROTO_TCP },
#endif
#ifdef TCP_AO_ADD_KEY
	{ ROW(TCP_AO_ADD_KEY), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_AO_DEL_KEY
	{ ROW(TCP_AO_DEL_KEY), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_AO_INFO
	{ ROW(TCP_AO_INFO), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_AO_GET_KEYS
	{ ROW(TCP_AO_GET_KEYS), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_AO_REPAIR
	{ ROW(TCP_AO_REPAIR), .level = IPPROTO_TCP, .type = OPT_BYTES },
#endif
#ifdef TCP_IS_MPTCP
	{ ROW(TCP_IS_MPTCP), .level = IPPROTO_TCP, .type = OPT_BOOL },
#endif
#ifdef TCP_RTO_MAX_MS
	{ ROW(TCP_RTO_MAX_MS), .level = IPPROTO_TCP },
#endif
#ifdef TCP_RTO_MIN_US
	{ ROW(TCP_RTO_MIN_US), .level = IPPROTO_TCP },
#endif
#ifdef TCP_DELACK_MAX_US
	{ ROW(TCP_DELACK_MAX_US), .level = IPPROTO_TCP },
#endif
	{ ROW(IP_TOS), .level = SOL_IP },
	{ ROW(IP_TTL), .level = SOL_IP },
	{ ROW(IP_HDRINCL), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_OPTIONS), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_ROUTER_ALERT), .level = SOL_IP },
	{ ROW(IP_RECVOPTS), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_RETOPTS), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_RECVRETOPTS), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_PKTINFO), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_PKTOPTIONS), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_MTU_DISCOVER), .level = SOL_IP },
#ifdef IP_PMTUDISC
	{ ROW(IP_PMTUDISC), .level = SOL_IP },
#endif
	{ ROW(IP_RECVERR), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_RECVTTL), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_RECVTOS), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_MTU), .level = SOL_IP },
	{ ROW(IP_FREEBIND), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_IPSEC_POLICY), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_XFRM_POLICY), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_PASSSEC), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_TRANSPARENT), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_ORIGDSTADDR), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_RECVORIGDSTADDR), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_MINTTL), .level = SOL_IP },
#ifdef IP_NODEFRAG
	{ ROW(IP_NODEFRAG), .level = SOL_IP, .type = OPT_BOOL },
#endif
#ifdef IP_CHECKSUM
	{ ROW(IP_CHECKSUM), .level = SOL_IP, .type = OPT_BOOL },
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
	{ ROW(IP_BIND_ADDRESS_NO_PORT), .level = SOL_IP, .type = OPT_BOOL },
#endif
#ifdef IP_RECVFRAGSIZE
	{ ROW(IP_RECVFRAGSIZE), .level = SOL_IP, .type = OPT_BOOL },
#endif
#ifdef IP_RECVERR_RFC4884
	{ ROW(IP_RECVERR_RFC4884), .level = SOL_IP, .type = OPT_BOOL },
#endif
	{ ROW(IP_MULTICAST_IF), .level = SOL_IP, .type = OPT_IN_ADDR },
	{ ROW(IP_MULTICAST_TTL), .level = SOL_IP },
	{ ROW(IP_MULTICAST_LOOP), .level = SOL_IP, .type = OPT_BOOL },
	{ ROW(IP_ADD_MEMBERSHIP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_DROP_MEMBERSHIP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_UNBLOCK_SOURCE), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_BLOCK_SOURCE), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_ADD_SOURCE_MEMBERSHIP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_DROP_SOURCE_MEMBERSHIP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(IP_MSFILTER), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_JOIN_GROUP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_BLOCK_SOURCE), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_UNBLOCK_SOURCE), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_LEAVE_GROUP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_JOIN_SOURCE_GROUP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_LEAVE_SOURCE_GROUP), .level = SOL_IP, .type = OPT_BYTES },
	{ ROW(MCAST_MSFILTER), .level = SOL_IP, .type = OPT_BYTES },
#ifdef IP_MULTICAST_ALL
	{ ROW(IP_MULTICAST_ALL), .level = SOL_IP, .type = OPT_BOOL },
#endif
#ifdef IP_UNICAST_IF
	{ ROW(IP_UNICAST_IF), .level = SOL_IP },
#endif
#ifdef IP_LOCAL_PORT_RANGE
	{ ROW(IP_LOCAL_PORT_RANGE), .level = SOL_IP },
#endif
#ifdef IP_PROTOCOL
	{ ROW(IP_PROTOCOL), .level = SOL_IP, .type = OPT_PROTOCOL },
#endif
	{ ROW(IPV6_ADDRFORM), .level = SOL_IPV6, .type = OPT_FAMILY },
	{ ROW(IPV6_2292PKTINFO), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_2292HOPOPTS), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_2292DSTOPTS), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_2292RTHDR), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_2292PKTOPTIONS), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_CHECKSUM), .level = SOL_IPV6 },
	{ ROW(IPV6_2292HOPLIMIT), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_NEXTHOP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_AUTHHDR), .level = SOL_IPV6, .type = OPT_BOOL },
	{ .name = "IPV6_FLOWINFO",
	    .number = 11,
	    .level = SOL_IPV6,
	    .type = OPT_BOOL },
	{ ROW(IPV6_UNICAST_HOPS), .level = SOL_IPV6 },
	{ ROW(IPV6_MULTICAST_IF), .level = SOL_IPV6 },
	{ ROW(IPV6_MULTICAST_HOPS), .level = SOL_IPV6 },
	{ ROW(IPV6_MULTICAST_LOOP), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_ADD_MEMBERSHIP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_DROP_MEMBERSHIP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_JOIN_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_LEAVE_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_ROUTER_ALERT), .level = SOL_IPV6 },
	{ ROW(IPV6_MTU_DISCOVER), .level = SOL_IPV6 },
	{ ROW(IPV6_MTU), .level = SOL_IPV6 },
	{ ROW(IPV6_RECVERR), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_V6ONLY), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_JOIN_ANYCAST), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_LEAVE_ANYCAST), .level = SOL_IPV6, .type = OPT_BYTES },
#ifdef IPV6_MULTICAST_ALL
	{ ROW(IPV6_MULTICAST_ALL), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_ROUTER_ALERT_ISOLATE
	{ ROW(IPV6_ROUTER_ALERT_ISOLATE), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_RECVERR_RFC4884
	{ ROW(IPV6_RECVERR_RFC4884), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
	{ .name = "IPV6_FLOWLABEL_MGR",
	    .number = 32,
	    .level = SOL_IPV6,
	    .type = OPT_BYTES },
	{ .name = "IPV6_FLOWINFO_SEND",
	    .number = 33,
	    .level = SOL_IPV6,
	    .type = OPT_BOOL },
	{ ROW(IPV6_IPSEC_POLICY), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_XFRM_POLICY), .level = SOL_IPV6, .type = OPT_BYTES },
#ifdef IPV6_HDRINCL
	{ ROW(IPV6_HDRINCL), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
	{ ROW(IPV6_RECVPKTINFO), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_PKTINFO), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_RECVHOPLIMIT), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_HOPLIMIT), .level = SOL_IPV6 },
	{ ROW(IPV6_RECVHOPOPTS), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_HOPOPTS), .level = SOL_IPV6, .type = OPT_BYTES },
#ifdef IPV6_RXHOPOPTS
	{ ROW(IPV6_RXHOPOPTS), .level = SOL_IPV6, .type = OPT_BYTES },
#endif
	{ ROW(IPV6_RTHDRDSTOPTS), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_RECVRTHDR), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_RTHDR), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_RECVDSTOPTS), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_DSTOPTS), .level = SOL_IPV6, .type = OPT_BYTES },
#ifdef IPV6_RXDSTOPTS
	{ ROW(IPV6_RXDSTOPTS), .level = SOL_IPV6, .type = OPT_BYTES },
#endif
	{ ROW(IPV6_RECVPATHMTU), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_PATHMTU), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(IPV6_DONTFRAG), .level = SOL_IPV6, .type = OPT_BOOL },
	{ .name = "IPV6_USE_MIN_MTU", .number = 63, .level = SOL_IPV6 },
	{ ROW(IPV6_RECVTCLASS), .level = SOL_IPV6, .type = OPT_BOOL },
	{ ROW(IPV6_TCLASS), .level = SOL_IPV6 },
#ifdef IPV6_AUTOFLOWLABEL
	{ ROW(IPV6_AUTOFLOWLABEL), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_ADDR_PREFERENCES
	{ ROW(IPV6_ADDR_PREFERENCES), .level = SOL_IPV6 },
#endif
#ifdef IPV6_MINHOPCOUNT
	{ ROW(IPV6_MINHOPCOUNT), .level = SOL_IPV6 },
#endif
#ifdef IPV6_ORIGDSTADDR
	{ ROW(IPV6_ORIGDSTADDR), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_RECVORIGDSTADDR
	{ ROW(IPV6_RECVORIGDSTADDR), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_TRANSPARENT
	{ ROW(IPV6_TRANSPARENT), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_UNICAST_IF
	{ ROW(IPV6_UNICAST_IF), .level = SOL_IPV6 },
#endif
#ifdef IPV6_RECVFRAGSIZE
	{ ROW(IPV6_RECVFRAGSIZE), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
#ifdef IPV6_FREEBIND
	{ ROW(IPV6_FREEBIND), .level = SOL_IPV6, .type = OPT_BOOL },
#endif
	{ ROW(UDP_CORK), .level = IPPROTO_UDP, .type = OPT_BOOL },
	{ ROW(UDP_ENCAP), .level = IPPROTO_UDP },
#ifdef UDP_NO_CHECK6_TX
	{ ROW(UDP_NO_CHECK6_TX), .level = IPPROTO_UDP, .type = OPT_BOOL },
#endif
#ifdef UDP_NO_CHECK6_RX
	{ ROW(UDP_NO_CHECK6_RX), .level = IPPROTO_UDP, .type = OPT_BOOL },
#endif
#ifdef UDP_SEGMENT
	{ ROW(UDP_SEGMENT), .level = IPPROTO_UDP },
#endif
#ifdef UDP_GRO
	{ ROW(UDP_GRO), .level = IPPROTO_UDP, .type = OPT_BOOL },
#endif
	{ ROW(PACKET_ADD_MEMBERSHIP), .level = SOL_PACKET, .type = OPT_BYTES },
	{ ROW(PACKET_DROP_MEMBERSHIP), .level = SOL_PACKET, .type = OPT_BYTES },
	{ ROW(PACKET_RECV_OUTPUT), .level = SOL_PACKET },
	{ ROW(PACKET_RX_RING), .level = SOL_PACKET, .type = OPT_BYTES },
	{ ROW(PACKET_STATISTICS), .level = SOL_PACKET, .type = OPT_BYTES },
	{ ROW(PACKET_COPY_THRESH), .level = SOL_PACKET },
#ifdef PACKET_AUXDATA
	{ ROW(PACKET_AUXDATA), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_ORIGDEV
	{ ROW(PACKET_ORIGDEV), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_VERSION
	{ ROW(PACKET_VERSION), .level = SOL_PACKET },
#endif
#ifdef PACKET_HDRLEN
	{ ROW(PACKET_HDRLEN), .level = SOL_PACKET },
#endif
#ifdef PACKET_RESERVE
	{ ROW(PACKET_RESERVE), .level = SOL_PACKET },
#endif
#ifdef PACKET_TX_RING
	{ ROW(PACKET_TX_RING), .level = SOL_PACKET, .type = OPT_BYTES },
#endif
#ifdef PACKET_LOSS
	{ ROW(PACKET_LOSS), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_VNET_HDR
	{ ROW(PACKET_VNET_HDR), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_TX_TIMESTAMP
	{ ROW(PACKET_TX_TIMESTAMP), .level = SOL_PACKET },
#endif
#ifdef PACKET_TIMESTAMP
	{ ROW(PACKET_TIMESTAMP), .level = SOL_PACKET },
#endif
#ifdef PACKET_FANOUT
	{ ROW(PACKET_FANOUT), .level = SOL_PACKET },
#endif
#ifdef PACKET_TX_HAS_OFF
	{ ROW(PACKET_TX_HAS_OFF), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_QDISC_BYPASS
	{ ROW(PACKET_QDISC_BYPASS), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_ROLLOVER_STATS
	{ ROW(PACKET_ROLLOVER_STATS), .level = SOL_PACKET, .type = OPT_BYTES },
#endif
#ifdef PACKET_FANOUT_DATA
	{ ROW(PACKET_FANOUT_DATA), .level = SOL_PACKET, .type = OPT_BYTES },
#endif
#ifdef PACKET_IGNORE_OUTGOING
	{ ROW(PACKET_IGNORE_OUTGOING), .level = SOL_PACKET, .type = OPT_BOOL },
#endif
#ifdef PACKET_VNET_HDR_SZ
	{ ROW(PACKET_VNET_HDR_SZ), .level = SOL_PACKET },
#endif
	{ .name = "ICMP_FILTER",
	    .number = 1,
	    .level = SOL_RAW,
	    .type = OPT_BYTES },
	{ ROW(ICMP6_FILTER), .level = SOL_ICMPV6, .type = OPT_BYTES },
	/* Names that stood above for IPv4: found by number only. */
	{ ROW(MCAST_JOIN_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_BLOCK_SOURCE), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_UNBLOCK_SOURCE), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_LEAVE_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_JOIN_SOURCE_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_LEAVE_SOURCE_GROUP), .level = SOL_IPV6, .type = OPT_BYTES },
	{ ROW(MCAST_MSFILTER), .level = SOL_IPV6, .type = OPT_BYTES },
	{ .name = NULL },
};
