/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All constants that no parameter of a call translates by itself. */
#include "model/xlat.h"

#include <arpa/inet.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant

/* Numbers are as C has them: INADDR_ in host byte order. */
static const struct xlat misc[] = {
	{ ROW(SOMAXCONN) },
	{ ROW(INADDR_ANY) },
	{ ROW(INADDR_LOOPBACK) },
	{ ROW(INADDR_BROADCAST) },
	{ ROW(INADDR_NONE) },
#ifdef INADDR_DUMMY
	{ ROW(INADDR_DUMMY) },
#endif
	{ ROW(INADDR_UNSPEC_GROUP) },
	{ ROW(INADDR_ALLHOSTS_GROUP) },
	{ ROW(INADDR_ALLRTRS_GROUP) },
#ifdef INADDR_ALLSNOOPERS_GROUP
	{ ROW(INADDR_ALLSNOOPERS_GROUP) },
#endif
	{ ROW(INADDR_MAX_LOCAL_GROUP) },
	{ ROW(INET_ADDRSTRLEN) },
	{ ROW(INET6_ADDRSTRLEN) },
	/* <linux/un.h> says 108; it cannot stand beside <sys/un.h>. */
	{ .name = "UNIX_PATH_MAX",
	    .value = sizeof(((struct sockaddr_un *)0)->sun_path) },
	{ ROW(AF_MAX) },
	{ ROW(PF_MAX) },
	{ ROW(IFNAMSIZ) },
	{ ROW(IF_NAMESIZE) },
	{ ROW(IPPORT_RESERVED) },
	{ ROW(IPPORT_USERRESERVED) },
	{ ROW(SCM_RIGHTS) },
	{ ROW(SCM_CREDENTIALS) },
#ifdef SCM_SECURITY
	{ ROW(SCM_SECURITY) },
#endif
#ifdef SCM_PIDFD
	{ ROW(SCM_PIDFD) },
#endif
#ifdef SCM_TIMESTAMP
	{ ROW(SCM_TIMESTAMP) },
#endif
#ifdef SCM_TIMESTAMPNS
	{ ROW(SCM_TIMESTAMPNS) },
#endif
#ifdef SCM_TIMESTAMPING
	{ ROW(SCM_TIMESTAMPING) },
#endif
#ifdef SCM_TIMESTAMPING_OPT_STATS
	{ ROW(SCM_TIMESTAMPING_OPT_STATS) },
#endif
#ifdef SCM_TIMESTAMPING_PKTINFO
	{ ROW(SCM_TIMESTAMPING_PKTINFO) },
#endif
#ifdef SCM_TXTIME
	{ ROW(SCM_TXTIME) },
#endif
#ifdef SCM_WIFI_STATUS
	{ ROW(SCM_WIFI_STATUS) },
#endif
	{ ROW(POLLIN) },
	{ ROW(POLLPRI) },
	{ ROW(POLLOUT) },
	{ ROW(POLLERR) },
	{ ROW(POLLHUP) },
	{ ROW(POLLNVAL) },
	{ ROW(POLLRDNORM) },
	{ ROW(POLLRDBAND) },
	{ ROW(POLLWRNORM) },
	{ ROW(POLLWRBAND) },
	{ ROW(POLLMSG) },
	{ ROW(POLLRDHUP) },
	{ ROW(FD_SETSIZE) },
	{ ROW(NI_MAXHOST) },
	{ ROW(NI_MAXSERV) },
	{ ROW(HOST_NOT_FOUND) },
	{ ROW(TRY_AGAIN) },
	{ ROW(NO_RECOVERY) },
	{ ROW(NO_DATA) },
	{ ROW(NO_ADDRESS) },
#ifdef TCP_MD5SIG_MAXKEYLEN
	{ ROW(TCP_MD5SIG_MAXKEYLEN) },
#endif
#ifdef TCP_MD5SIG_FLAG_PREFIX
	{ ROW(TCP_MD5SIG_FLAG_PREFIX) },
#endif
	{ ROW(IPV6_RTHDR_LOOSE) },
	{ ROW(IPV6_RTHDR_STRICT) },
	{ ROW(IPV6_RTHDR_TYPE_0) },
	{ ROW(IP_DEFAULT_MULTICAST_TTL) },
	{ ROW(IP_DEFAULT_MULTICAST_LOOP) },
	{ ROW(IP_MAX_MEMBERSHIPS) },
	{ ROW(MCAST_EXCLUDE) },
	{ ROW(MCAST_INCLUDE) },
	{ ROW(IPTOS_LOWDELAY) },
	{ ROW(IPTOS_THROUGHPUT) },
	{ ROW(IPTOS_RELIABILITY) },
	{ ROW(IPTOS_MINCOST) },
	{ ROW(IP_MAXPACKET) },
	{ ROW(IP_RF) },
	{ ROW(IP_DF) },
	{ ROW(IP_MF) },
	{ ROW(IP_OFFMASK) },
	{ ROW(PACKET_HOST) },
	{ ROW(PACKET_BROADCAST) },
	{ ROW(PACKET_MULTICAST) },
	{ ROW(PACKET_OTHERHOST) },
	{ ROW(PACKET_OUTGOING) },
	{ ROW(PACKET_LOOPBACK) },
	{ ROW(PACKET_FASTROUTE) },
	{ ROW(STDIN_FILENO) },
	{ ROW(STDOUT_FILENO) },
	{ ROW(STDERR_FILENO) },
	{ ROW(EXIT_SUCCESS) },
	{ ROW(EXIT_FAILURE) },
	{ ROW(BUFSIZ) },
	{ ROW(EOF) },
	{ ROW(CHAR_BIT) },
	{ ROW(SCHAR_MAX) },
	{ ROW(UCHAR_MAX) },
	{ ROW(SHRT_MIN) },
	{ ROW(SHRT_MAX) },
	{ ROW(USHRT_MAX) },
	{ ROW(INT_MIN) },
	{ ROW(INT_MAX) },
	{ ROW(UINT_MAX) },
	{ ROW(LONG_MIN) },
	{ ROW(LONG_MAX) },
	{ ROW(INT8_MAX) },
	{ ROW(UINT8_MAX) },
	{ ROW(INT16_MAX) },
	{ ROW(UINT16_MAX) },
	{ ROW(INT32_MIN) },
	{ ROW(INT32_MAX) },
	{ ROW(UINT32_MAX) },
	{ ROW(INT64_MIN) },
	{ ROW(INT64_MAX) },
	{ ROW(SSIZE_MAX) },
	{ ROW(PATH_MAX) },
	{ ROW(HOST_NAME_MAX) },
};

const struct xlat_table xlat_misc = {
	.prefix = "",
	.what = N_("constant"),
	.rows = misc,
	.n = sizeof(misc) / sizeof(misc[0]),
	.kind = XLAT_NUMBER,
};
