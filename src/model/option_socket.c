/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of every socket: SOL_SOCKET. */
#include "model/option_rows.h"

#include <sys/socket.h>

#define LEVEL SOL_SOCKET

const struct sockopt option_socket[] = {
	OPTION(SO_DEBUG, BOOL,
	    .help = N_("mark the socket for debugging in the kernel; it "
		       "takes CAP_NET_ADMIN to switch it on, and today's "
		       "kernels do little with it")),
	OPTION(SO_REUSEADDR, BOOL,
	    .help = N_("bind may take an address whose old connections are "
		       "in TIME_WAIT; with UDP several sockets may share "
		       "it. Set it before bind; a socket that listens "
		       "stays in the way")),
	OPTION(SO_TYPE, INT, NAMES(types), READS,
	    .help = N_("the type that socket was asked for: SOCK_STREAM, "
		       "SOCK_DGRAM, …")),
	OPTION(SO_ERROR, INT, NAMES(errnos), TAKES,
	    .help = N_("the error that waits on the socket, such as that "
		       "of a non-blocking connect; reading it clears it")),
	OPTION(SO_DONTROUTE, BOOL,
	    .help = N_("send only to hosts on directly connected networks, "
		       "never through a router")),
	OPTION(SO_BROADCAST, BOOL,
	    .help = N_("datagrams may be sent to broadcast addresses; "
		       "without it sendto gives EACCES")),
	OPTION(SO_SNDBUF, INT,
	    .help = N_("how many bytes the send buffer may take. The "
		       "kernel doubles what is set, for its own needs, and "
		       "keeps it below net.core.wmem_max; once set, TCP no "
		       "longer tunes it")),
	OPTION(SO_RCVBUF, INT,
	    .help = N_("how many bytes the receive buffer may take; "
		       "doubled likewise, and below net.core.rmem_max. It "
		       "bounds the window that TCP offers: set it before "
		       "connect or listen")),
	OPTION(SO_KEEPALIVE, BOOL,
	    .help = N_("ask now and then whether the other end is still "
		       "there, when nothing has come for long "
		       "(TCP_KEEPIDLE); if it is not, calls fail with "
		       "ETIMEDOUT")),
	OPTION(SO_OOBINLINE, BOOL,
	    .help = N_("the urgent byte stays in its place in the stream, "
		       "instead of being read by MSG_OOB")),
	OPTION(SO_NO_CHECK, BOOL,
	    .help = N_("send UDP datagrams over IPv4 without a checksum")),
	OPTION(SO_PRIORITY, INT,
	    .help = N_("the priority of what is sent, 0 to 6 without a "
		       "right; queueing disciplines and IP_TOS go by it")),
	OPTION(SO_LINGER, LINGER,
	    .help = N_("what close does with bytes that are not sent yet: "
		       "off: it returns at once and the kernel goes on "
		       "sending; on: it waits so many seconds; on with 0 "
		       "seconds: an RST, and they are lost")),
	OPTION(SO_BSDCOMPAT, BOOL,
	    .help = N_("nothing: it is there for old programs, and Linux "
		       "ignores it")),
	OPTION(SO_REUSEPORT, BOOL,
	    .help = N_("several sockets of one user may bind to the same "
		       "address and port, if all have set it; the kernel "
		       "shares connections or datagrams out among them")),
	OPTION(SO_PASSCRED, BOOL,
	    .help = N_("recvmsg gives who sent each message: process, user "
		       "and group (SCM_CREDENTIALS). AF_UNIX")),
	OPTION(SO_PEERCRED, STRUCT, LAYOUT("ucred"), READS,
	    .help = N_("process, user and group of the other end, as they "
		       "were when it connected. AF_UNIX")),
	OPTION(SO_RCVLOWAT, INT,
	    .help = N_("recv, and poll, wait until so many bytes are there")),
	OPTION(SO_SNDLOWAT, INT,
	    .help = N_("always 1 with Linux, which does not let it be set")),
	OPTION(SO_RCVTIMEO, TIMEVAL,
	    .help = N_("the longest time that a receiving call waits; then "
		       "it fails with EAGAIN. 0: without limit")),
	OPTION(SO_SNDTIMEO, TIMEVAL,
	    .help = N_("the longest time that a sending call, or connect, "
		       "waits; then it fails with EAGAIN, connect with "
		       "EINPROGRESS")),
#ifdef SO_RCVTIMEO_OLD
	OPTION(SO_RCVTIMEO_OLD, TIMEVAL, ALIAS,
	    .help = N_("SO_RCVTIMEO by its number of 32-bit times")),
#endif
#ifdef SO_SNDTIMEO_OLD
	OPTION(SO_SNDTIMEO_OLD, TIMEVAL, ALIAS,
	    .help = N_("SO_SNDTIMEO by its number of 32-bit times")),
#endif
#ifdef SO_SECURITY_AUTHENTICATION
	OPTION(SO_SECURITY_AUTHENTICATION, INT, ALIAS,
	    .help = N_("a number that Linux keeps and does nothing with")),
#endif
#ifdef SO_SECURITY_ENCRYPTION_TRANSPORT
	OPTION(SO_SECURITY_ENCRYPTION_TRANSPORT, INT, ALIAS,
	    .help = N_("a number that Linux keeps and does nothing with")),
#endif
#ifdef SO_SECURITY_ENCRYPTION_NETWORK
	OPTION(SO_SECURITY_ENCRYPTION_NETWORK, INT, ALIAS,
	    .help = N_("a number that Linux keeps and does nothing with")),
#endif
	OPTION(SO_BINDTODEVICE, STRING,
	    .help = N_("send and receive by this interface alone; \"\" ends "
		       "it")),
	OPTION(SO_ATTACH_FILTER, BYTES, LAYOUT("sock_fprog"), WRITES,
	    .help = N_("a program of classic BPF that decides which "
		       "packets the socket gets")),
#ifdef SO_GET_FILTER
	OPTION(SO_GET_FILTER, BYTES, ALIAS,
	    .help = N_("the filter that SO_ATTACH_FILTER has set, by the "
		       "same number")),
#endif
	OPTION(SO_DETACH_FILTER, INT, WRITES,
	    .help = N_("take the filter away again")),
#ifdef SO_DETACH_BPF
	OPTION(SO_DETACH_BPF, INT, ALIAS,
	    .help = N_("SO_DETACH_FILTER by another name")),
#endif
	OPTION(SO_PEERNAME, ADDR, READS,
	    .help = N_("the address of the other end, as getpeername gives "
		       "it")),
	OPTION(SO_TIMESTAMP, BOOL,
	    .help = N_("recvmsg gives the time at which a datagram came, "
		       "as a struct timeval")),
#ifdef SO_TIMESTAMP_OLD
	OPTION(SO_TIMESTAMP_OLD, BOOL, ALIAS,
	    .help = N_("SO_TIMESTAMP by its number of 32-bit times")),
#endif
	OPTION(SO_ACCEPTCONN, BOOL, READS,
	    .help = N_("whether the socket listens")),
	OPTION(SO_PEERSEC, STRING, READS,
	    .help = N_("the other end's security label, where SELinux or "
		       "the like is in use")),
	OPTION(SO_SNDBUFFORCE, INT, WRITES,
	    .help = N_("SO_SNDBUF beyond net.core.wmem_max, for whoever "
		       "has CAP_NET_ADMIN")),
	OPTION(SO_RCVBUFFORCE, INT, WRITES,
	    .help = N_("SO_RCVBUF beyond net.core.rmem_max, for whoever "
		       "has CAP_NET_ADMIN")),
	OPTION(SO_PASSSEC, BOOL,
	    .help = N_("recvmsg gives the sender's security label "
		       "(SCM_SECURITY). AF_UNIX")),
	OPTION(SO_TIMESTAMPNS, BOOL,
	    .help = N_("as SO_TIMESTAMP, in nanoseconds: a struct timespec")),
#ifdef SO_TIMESTAMPNS_OLD
	OPTION(SO_TIMESTAMPNS_OLD, BOOL, ALIAS,
	    .help = N_("SO_TIMESTAMPNS by its number of 32-bit times")),
#endif
	OPTION(SO_MARK, UINT,
	    .help = N_("a number that the kernel puts on each packet sent, "
		       "for routing and firewall rules; it takes "
		       "CAP_NET_ADMIN or CAP_NET_RAW")),
	OPTION(SO_TIMESTAMPING, INT, NAMES(timestamping),
	    .help = N_("time stamps of packets sent and received, by "
		       "software or by the network card")),
#ifdef SO_TIMESTAMPING_OLD
	OPTION(SO_TIMESTAMPING_OLD, INT, NAMES(timestamping), ALIAS,
	    .help = N_("SO_TIMESTAMPING by its number of 32-bit times")),
#endif
	OPTION(SO_PROTOCOL, INT, NAMES(protocols), READS,
	    .help = N_("the protocol of the socket, such as IPPROTO_TCP")),
	OPTION(SO_DOMAIN, INT, NAMES(families), READS,
	    .help = N_("the family of the socket, such as AF_INET")),
	OPTION(SO_RXQ_OVFL, BOOL,
	    .help = N_("recvmsg gives how many datagrams were dropped "
		       "because the receive buffer was full")),
#ifdef SO_WIFI_STATUS
	OPTION(SO_WIFI_STATUS, BOOL,
	    .help = N_("tell whether a frame sent by Wi-Fi was "
		       "acknowledged")),
#endif
#ifdef SO_PEEK_OFF
	OPTION(SO_PEEK_OFF, INT,
	    .help = N_("where in the queue MSG_PEEK looks; it moves on "
		       "with each look. -1: at the beginning, as usual")),
#endif
#ifdef SO_NOFCS
	OPTION(SO_NOFCS, BOOL,
	    .help = N_("the network card is not to append a checksum to "
		       "the frame: the program does. Packet sockets")),
#endif
#ifdef SO_LOCK_FILTER
	OPTION(SO_LOCK_FILTER, BOOL,
	    .help = N_("the filter can no longer be changed or taken away")),
#endif
#ifdef SO_SELECT_ERR_QUEUE
	OPTION(SO_SELECT_ERR_QUEUE, BOOL,
	    .help = N_("select tells of the error queue among the "
		       "exceptions, too")),
#endif
#ifdef SO_BUSY_POLL
	OPTION(SO_BUSY_POLL, INT,
	    .help = N_("for how many microseconds recv looks at the "
		       "network card itself before it sleeps")),
#endif
#ifdef SO_MAX_PACING_RATE
	OPTION(SO_MAX_PACING_RATE, U64,
	    .help = N_("how many bytes a second are sent at most; -1: no "
		       "limit")),
#endif
#ifdef SO_BPF_EXTENSIONS
	OPTION(SO_BPF_EXTENSIONS, INT, READS,
	    .help = N_("which extensions of BPF filters the kernel knows, "
		       "as a number")),
#endif
#ifdef SO_INCOMING_CPU
	OPTION(SO_INCOMING_CPU, INT, READS,
	    .help = N_("on which CPU the last packet came")),
#endif
#ifdef SO_ATTACH_BPF
	OPTION(SO_ATTACH_BPF, INT, WRITES,
	    .help = N_("a program of eBPF, by its descriptor, as the "
		       "filter")),
#endif
#ifdef SO_ATTACH_REUSEPORT_CBPF
	OPTION(SO_ATTACH_REUSEPORT_CBPF, BYTES, LAYOUT("sock_fprog"), WRITES,
	    .help = N_("a program of classic BPF that chooses among the "
		       "sockets of a SO_REUSEPORT group")),
#endif
#ifdef SO_ATTACH_REUSEPORT_EBPF
	OPTION(SO_ATTACH_REUSEPORT_EBPF, INT, WRITES,
	    .help = N_("the same as a program of eBPF, by its descriptor")),
#endif
#ifdef SO_CNX_ADVICE
	OPTION(SO_CNX_ADVICE, INT, WRITES,
	    .help = N_("1: this connection seems to be stuck, try another "
		       "way")),
#endif
#ifdef SO_MEMINFO
	OPTION(SO_MEMINFO, STRUCT, LAYOUT("sk_meminfo"), READS,
	    .help = N_("how much memory the socket uses, and its limits")),
#endif
#ifdef SO_INCOMING_NAPI_ID
	OPTION(SO_INCOMING_NAPI_ID, INT, READS,
	    .help = N_("which queue of the network card the last packet "
		       "came from")),
#endif
#ifdef SO_COOKIE
	OPTION(SO_COOKIE, U64, READS,
	    .help = N_("a number that names the socket, unique since the "
		       "system started")),
#endif
#ifdef SO_PEERGROUPS
	OPTION(SO_PEERGROUPS, INTS, READS,
	    .help = N_("the groups that the other end belongs to. AF_UNIX")),
#endif
#ifdef SO_ZEROCOPY
	OPTION(SO_ZEROCOPY, BOOL,
	    .help = N_("send with MSG_ZEROCOPY may send from the program's "
		       "own memory")),
#endif
#ifdef SO_TXTIME
	OPTION(SO_TXTIME, STRUCT, LAYOUT("sock_txtime"),
	    .help = N_("packets may be given the time at which they are to "
		       "be sent")),
#endif
#ifdef SO_BINDTOIFINDEX
	OPTION(SO_BINDTOIFINDEX, IFINDEX,
	    .help = N_("SO_BINDTODEVICE by the interface's number; 0 ends "
		       "it")),
#endif
#ifdef SO_TIMESTAMP_NEW
	OPTION(SO_TIMESTAMP_NEW, BOOL, ALIAS,
	    .help = N_("SO_TIMESTAMP by its number of 64-bit times")),
#endif
#ifdef SO_TIMESTAMPNS_NEW
	OPTION(SO_TIMESTAMPNS_NEW, BOOL, ALIAS,
	    .help = N_("SO_TIMESTAMPNS by its number of 64-bit times")),
#endif
#ifdef SO_TIMESTAMPING_NEW
	OPTION(SO_TIMESTAMPING_NEW, INT, NAMES(timestamping), ALIAS,
	    .help = N_("SO_TIMESTAMPING by its number of 64-bit times")),
#endif
#ifdef SO_RCVTIMEO_NEW
	OPTION(SO_RCVTIMEO_NEW, TIMEVAL, ALIAS,
	    .help = N_("SO_RCVTIMEO by its number of 64-bit times")),
#endif
#ifdef SO_SNDTIMEO_NEW
	OPTION(SO_SNDTIMEO_NEW, TIMEVAL, ALIAS,
	    .help = N_("SO_SNDTIMEO by its number of 64-bit times")),
#endif
#ifdef SO_DETACH_REUSEPORT_BPF
	OPTION(SO_DETACH_REUSEPORT_BPF, INT, WRITES,
	    .help = N_("take the program of a SO_REUSEPORT group away "
		       "again")),
#endif
#ifdef SO_PREFER_BUSY_POLL
	OPTION(SO_PREFER_BUSY_POLL, BOOL,
	    .help = N_("prefer polling the network card to its interrupts")),
#endif
#ifdef SO_BUSY_POLL_BUDGET
	OPTION(SO_BUSY_POLL_BUDGET, INT,
	    .help = N_("how many packets one turn of SO_BUSY_POLL may take")),
#endif
#ifdef SO_NETNS_COOKIE
	OPTION(SO_NETNS_COOKIE, U64, READS,
	    .help = N_("a number that names the network namespace of the "
		       "socket")),
#endif
#ifdef SO_BUF_LOCK
	OPTION(SO_BUF_LOCK, INT, NAMES(buf_lock),
	    .help = N_("which buffers keep the size they have, so that the "
		       "kernel does not tune them")),
#endif
#ifdef SO_RESERVE_MEM
	OPTION(SO_RESERVE_MEM, INT,
	    .help = N_("bytes of memory that are set aside for the socket")),
#endif
#ifdef SO_TXREHASH
	OPTION(SO_TXREHASH, INT, NAMES(txrehash),
	    .help = N_("whether another way through the network is tried "
		       "when segments are lost")),
#endif
#ifdef SO_RCVMARK
	OPTION(SO_RCVMARK, BOOL,
	    .help = N_("recvmsg gives the mark of a packet (SO_MARK)")),
#endif
#ifdef SO_PASSPIDFD
	OPTION(SO_PASSPIDFD, BOOL,
	    .help = N_("recvmsg gives a descriptor of the sender's process "
		       "(SCM_PIDFD). AF_UNIX")),
#endif
#ifdef SO_PEERPIDFD
	OPTION(SO_PEERPIDFD, INT, TAKES,
	    .help = N_("a new descriptor of the process at the other end. "
		       "AF_UNIX")),
#endif
#ifdef SO_DEVMEM_LINEAR
	OPTION(SO_DEVMEM_LINEAR, INT, TAKES,
	    .help = N_("part of receiving into the memory of a device: "
		       "data that came in ordinary memory")),
#endif
#ifdef SO_DEVMEM_DMABUF
	OPTION(SO_DEVMEM_DMABUF, INT, TAKES,
	    .help = N_("part of receiving into the memory of a device: "
		       "where the data lie there")),
#endif
#ifdef SO_DEVMEM_DONTNEED
	OPTION(SO_DEVMEM_DONTNEED, BYTES, WRITES,
	    .help = N_("give back memory of a device that was received "
		       "into")),
#endif
#ifdef SO_RCVPRIORITY
	OPTION(SO_RCVPRIORITY, BOOL,
	    .help = N_("recvmsg gives the priority of a packet "
		       "(SO_PRIORITY)")),
#endif
#ifdef SO_PASSRIGHTS
	OPTION(SO_PASSRIGHTS, BOOL,
	    .help = N_("whether descriptors may be passed to this socket "
		       "(SCM_RIGHTS); on at first. AF_UNIX")),
#endif
#ifdef SO_INQ
	OPTION(SO_INQ, BOOL,
	    .help = N_("recvmsg gives how many bytes still wait to be "
		       "read. AF_UNIX")),
#endif
	{ .name = NULL },
};
