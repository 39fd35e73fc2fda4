/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of TCP sockets. */
#include "model/option_rows.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define LEVEL IPPROTO_TCP

const struct sockopt option_tcp[] = {
	OPTION(TCP_NODELAY, BOOL,
	    .help = N_("send small segments at once: Nagle's algorithm is "
		       "off")),
	OPTION(TCP_MAXSEG, INT,
	    .help = N_("the most bytes of data in a segment (MSS); set "
		       "before connecting it is also what is told to the "
		       "other end")),
	OPTION(TCP_CORK, BOOL,
	    .help = N_("hold back segments that are not full until it is "
		       "switched off, or for 200 ms")),
	OPTION(TCP_KEEPIDLE, INT,
	    .help = N_("after how many seconds of silence keep-alive "
		       "begins to ask (SO_KEEPALIVE)")),
	OPTION(TCP_KEEPINTVL, INT,
	    .help = N_("seconds between two keep-alive probes")),
	OPTION(TCP_KEEPCNT, INT,
	    .help = N_("how many keep-alive probes without an answer end "
		       "the connection")),
	OPTION(TCP_SYNCNT, INT,
	    .help = N_("how often connect repeats its SYN before it fails "
		       "with ETIMEDOUT")),
	OPTION(TCP_LINGER2, INT,
	    .help = N_("how many seconds a closed connection stays in "
		       "FIN_WAIT2")),
	OPTION(TCP_DEFER_ACCEPT, INT,
	    .help = N_("accept gets a connection only when its first bytes "
		       "have come, or after so many seconds")),
	OPTION(TCP_WINDOW_CLAMP, INT,
	    .help = N_("the largest window that is offered to the other "
		       "end")),
	OPTION(TCP_INFO, STRUCT, LAYOUT("tcp_info"), READS,
	    .help = N_("what the kernel knows of the connection: state, "
		       "RTT, RTO, window, retransmissions, …")),
	OPTION(TCP_QUICKACK, BOOL,
	    .help = N_("acknowledge at once rather than after a delay; the "
		       "kernel may switch it off again by itself")),
	OPTION(TCP_CONGESTION, STRING,
	    .help = N_("the algorithm of congestion control by its name, "
		       "such as cubic or reno")),
	OPTION(TCP_MD5SIG, STRUCT, LAYOUT("tcp_md5sig"), WRITES,
	    .help = N_("a key with which the segments to and from an "
		       "address are signed (RFC 2385), as BGP does")),
#ifdef TCP_COOKIE_TRANSACTIONS
	OPTION(TCP_COOKIE_TRANSACTIONS, BYTES, WRITES,
	    .help = N_("a number of an experiment that Linux has given up")),
#endif
	OPTION(TCP_THIN_LINEAR_TIMEOUTS, BOOL,
	    .help = N_("with little data under way, do not double the RTO "
		       "at first")),
	OPTION(TCP_THIN_DUPACK, BOOL,
	    .help = N_("nothing in today's kernels: with little data under "
		       "way, retransmit at the first duplicate ACK")),
	OPTION(TCP_USER_TIMEOUT, INT,
	    .help = N_("after how many milliseconds without an "
		       "acknowledgement the connection ends with "
		       "ETIMEDOUT; 0: as the system has it")),
	OPTION(TCP_REPAIR, INT, NAMES(tcp_repair),
	    .help = N_("take a connection apart and put it together "
		       "elsewhere, as criu does; it takes CAP_NET_ADMIN")),
	OPTION(TCP_REPAIR_QUEUE, INT, NAMES(tcp_queues),
	    .help = N_("which queue the repair is about")),
	OPTION(TCP_QUEUE_SEQ, UINT,
	    .help = N_("the sequence number of that queue")),
	OPTION(TCP_REPAIR_OPTIONS, STRUCT, LAYOUT("tcp_repair_opt"), WRITES,
	    .help = N_("options of the connection that is put together")),
	OPTION(TCP_FASTOPEN, INT,
	    .help = N_("a listener: how many connections may begin with "
		       "data in the SYN (RFC 7413)")),
	OPTION(TCP_TIMESTAMP, UINT, READS,
	    .help = N_("the clock by which this connection stamps its "
		       "segments")),
#ifdef TCP_NOTSENT_LOWAT
	OPTION(TCP_NOTSENT_LOWAT, UINT,
	    .help = N_("poll says that one may write only while fewer "
		       "unsent bytes wait")),
#endif
#ifdef TCP_CC_INFO
	OPTION(TCP_CC_INFO, BYTES, READS,
	    .help = N_("what the congestion control tells of itself")),
#endif
#ifdef TCP_SAVE_SYN
	OPTION(TCP_SAVE_SYN, INT,
	    .help = N_("a listener is to keep the SYN of each connection")),
#endif
#ifdef TCP_SAVED_SYN
	OPTION(TCP_SAVED_SYN, BYTES, TAKES,
	    .help = N_("the SYN that was kept, its headers; reading takes "
		       "it")),
#endif
#ifdef TCP_REPAIR_WINDOW
	OPTION(TCP_REPAIR_WINDOW, STRUCT, LAYOUT("tcp_repair_window"),
	    .help = N_("the windows of a connection that is put together")),
#endif
#ifdef TCP_FASTOPEN_CONNECT
	OPTION(TCP_FASTOPEN_CONNECT, BOOL,
	    .help = N_("connect returns at once, and the first send puts "
		       "its data into the SYN (RFC 7413)")),
#endif
#ifdef TCP_ULP
	OPTION(TCP_ULP, STRING,
	    .help = N_("a protocol on top, by its name, such as tls")),
#endif
#ifdef TCP_MD5SIG_EXT
	OPTION(TCP_MD5SIG_EXT, STRUCT, LAYOUT("tcp_md5sig"), WRITES,
	    .help = N_("as TCP_MD5SIG, for a whole network of addresses")),
#endif
#ifdef TCP_FASTOPEN_KEY
	OPTION(TCP_FASTOPEN_KEY, BYTES,
	    .help = N_("the key from which cookies of TCP_FASTOPEN are "
		       "made")),
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
	OPTION(TCP_FASTOPEN_NO_COOKIE, BOOL,
	    .help = N_("data in the SYN without a cookie, where one knows "
		       "who calls")),
#endif
#ifdef TCP_ZEROCOPY_RECEIVE
	OPTION(TCP_ZEROCOPY_RECEIVE, BYTES, TAKES,
	    .help = N_("receive by mapping pages instead of copying")),
#endif
#ifdef TCP_INQ
	OPTION(TCP_INQ, BOOL,
	    .help = N_("recvmsg gives how many bytes still wait to be read")),
#endif
#ifdef TCP_CM_INQ
	OPTION(TCP_CM_INQ, BOOL, ALIAS,
	    .help = N_("TCP_INQ, as its control message is called")),
#endif
#ifdef TCP_TX_DELAY
	OPTION(TCP_TX_DELAY, INT,
	    .help = N_("hold each segment back for so many microseconds: "
		       "to try a slow network")),
#endif
#ifdef TCP_AO_ADD_KEY
	OPTION(TCP_AO_ADD_KEY, BYTES,
	    .help = N_("a key to authenticate segments with (TCP-AO, RFC "
		       "5925)")),
#endif
#ifdef TCP_AO_DEL_KEY
	OPTION(TCP_AO_DEL_KEY, BYTES, .help = N_("take such a key away")),
#endif
#ifdef TCP_AO_INFO
	OPTION(TCP_AO_INFO, BYTES,
	    .help = N_("settings of TCP-AO, and its counters")),
#endif
#ifdef TCP_AO_GET_KEYS
	OPTION(TCP_AO_GET_KEYS, BYTES, TAKES,
	    .help = N_("the keys of TCP-AO that are set")),
#endif
#ifdef TCP_AO_REPAIR
	OPTION(TCP_AO_REPAIR, BYTES,
	    .help = N_("the state of TCP-AO of a connection that is put "
		       "together")),
#endif
#ifdef TCP_IS_MPTCP
	OPTION(TCP_IS_MPTCP, BOOL, READS,
	    .help = N_("whether it is a connection of Multipath TCP")),
#endif
#ifdef TCP_RTO_MAX_MS
	OPTION(TCP_RTO_MAX_MS, INT,
	    .help = N_("the longest RTO, in milliseconds")),
#endif
#ifdef TCP_RTO_MIN_US
	OPTION(TCP_RTO_MIN_US, INT,
	    .help = N_("the shortest RTO, in microseconds")),
#endif
#ifdef TCP_DELACK_MAX_US
	OPTION(TCP_DELACK_MAX_US, INT,
	    .help = N_("the longest delay of an acknowledgement, in "
		       "microseconds")),
#endif
	{ .name = NULL },
};
