/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's own tables of sockets, those included that no descriptor leads to
 * any more: sock_diag(7), through libmnl; and where netlink is refused or this
 * program was built without libmnl, the files of /proc/net, which say less.
 *
 * They are the tables of the network that the calling thread is in. Looking
 * takes nothing and changes nothing. Whatever the answer is, it is bounded:
 * every length in it is checked.
 */
#ifndef SOCKSH_KERNEL_DIAG_H
#define SOCKSH_KERNEL_DIAG_H

#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#include "base/strbuf.h"

enum {
	DIAG_MAX = 1 << 16,   /* sockets that one look gives at most */
	DIAG_MEMINFO = 9,     /* values of sk_meminfo: SK_MEMINFO_VARS */
	DIAG_INFO_MAX = 1024, /* bytes of a struct tcp_info, however new */
};

/* The tables; any of them or'ed together. */
enum diag_part {
	DIAG_TCP = 1 << 0,
	DIAG_UDP = 1 << 1,
	DIAG_RAW = 1 << 2,
	DIAG_UNIX = 1 << 3,
	DIAG_PACKET = 1 << 4,
	DIAG_INET = DIAG_TCP | DIAG_UDP | DIAG_RAW,
	DIAG_ALL = DIAG_INET | DIAG_UNIX | DIAG_PACKET,
};

/* idiag_timer, as inet_sk_diag_fill sets it (net/ipv4/inet_diag.c). */
enum diag_timer {
	DIAG_TIMER_OFF,
	DIAG_TIMER_RETRANSMIT, /* a segment is sent again (or a loss probe) */
	DIAG_TIMER_KEEPALIVE,  /* also the end of an orphan in FIN_WAIT2 */
	DIAG_TIMER_TIMEWAIT,   /* the state ends */
	DIAG_TIMER_PROBE,      /* the peer's window is zero: it is asked */
};

/* Which of the fields below the kernel has filled in beyond the usual. */
enum diag_has {
	DIAG_HAS_QUEUES = 1 << 0, /* rqueue, and wqueue but for a listener */
	DIAG_HAS_LIMIT = 1 << 1,  /* a listener's wqueue: its limit */
	DIAG_HAS_UID = 1 << 2,
	DIAG_HAS_MEM = 1 << 3,
	DIAG_HAS_SHUTDOWN = 1 << 4,
	DIAG_HAS_PEER_INODE = 1 << 5,
	DIAG_HAS_TOS = 1 << 6,
	DIAG_HAS_TCLASS = 1 << 7,
	DIAG_HAS_V6ONLY = 1 << 8,
	DIAG_HAS_MARK = 1 << 9, /* told to CAP_NET_ADMIN alone */
};

/* len 0: there is none. */
struct diag_addr {
	socklen_t len;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_ll ll;
	} u;
};

struct diag_sock {
	uint8_t family;
	uint8_t type;
	uint8_t protocol; /* IPPROTO_; of AF_UNIX 0 */
	uint8_t state;    /* TCP_ESTABLISHED to TCP_NEW_SYN_RECV (12) */
	uint16_t frames;  /* AF_PACKET: its ETH_P_, in host order */
	unsigned has;     /* DIAG_HAS_ */
	struct diag_addr local;
	struct diag_addr peer;
	uint32_t interface; /* SO_BINDTODEVICE's index; 0: any */
	uint32_t inode;     /* 0: no file: TIME_WAIT, an orphan */
	uint32_t peer_inode;
	uint32_t uid;
	uint32_t mark;
	/*
	 * Bytes that were not read yet, and that were not acknowledged yet. Of a
	 * TCP listener: connections to be accepted, and the limit of these.
	 * AF_UNIX: wqueue is the memory that what was sent takes at the peer;
	 * of a listener as TCP's.
	 */
	uint32_t rqueue;
	uint32_t wqueue;
	uint8_t timer;       /* enum diag_timer */
	uint8_t retransmits; /* in a row, or probes */
	uint32_t timer_ms;   /* until it fires */
	uint8_t shutdown;    /* 1: will not receive, 2: will not send */
	bool v6only;
	uint8_t tos;
	uint8_t tclass;
	uint32_t mem[DIAG_MEMINFO]; /* by SK_MEMINFO_ */
	char congestion[16];        /* "" if not told */
	/* A struct tcp_info as this kernel has it, for layout_decode; NULL if not
	 * asked for or not TCP's. The table's. */
	unsigned char *info;
	uint16_t info_len;
};

/* What is looked for. */
struct diag_query {
	unsigned parts; /* DIAG_TCP, … */
	int family;     /* of DIAG_INET's: AF_INET, AF_INET6; AF_UNSPEC: both */
	unsigned states; /* 1 << TCP_LISTEN, …; 0: all */
	int port;     /* local or peer port of DIAG_TCP and DIAG_UDP; 0: any */
	bool details; /* info, congestion, mem, shutdown, tos, tclass too */
	/* Whether one belongs into the table; NULL: all do. */
	bool (*keep)(void *ctx, const struct diag_sock *sock);
	void *ctx;
};

struct diag_table {
	struct diag_sock *socks;
	size_t n;
	unsigned proc;    /* parts that come from /proc/net */
	unsigned missing; /* parts that could not be looked at at all */
	int netlink_err; /* why netlink gave none; 0: it did. ENOSYS: no libmnl */
	bool cut;        /* there are more than DIAG_MAX */
	bool interrupted; /* it changed under the look, three times over */
};

/* Looks. The table is filled in as far as there was anything to see: proc and
 * missing say what is not as usual. diag_free in every case. */
void diag_look(const struct diag_query *query, struct diag_table *table);
void diag_free(struct diag_table *table);

/*
 * Appends what was not as usual, translated, one sentence a line; nothing if all
 * was.
 */
void diag_lacks(struct strbuf *out, const struct diag_table *table);

/* The timer's name as ss(8) has it: "keepalive"; "" for none. */
const char *diag_timer_name(unsigned timer);

/* Who holds a socket: processes by /proc, at most DIAG_OWNERS of all. */
enum { DIAG_OWNERS = 4096 };

struct diag_owner {
	uint32_t inode;
	pid_t pid;
	int fd;
	char comm[16]; /* its name, as it stands: text_safe is still to be
			* applied */
};

struct diag_owners {
	struct diag_owner *owners; /* sorted by inode */
	size_t n;
	bool denied; /* some processes' descriptors may not be read */
};

/* Finds who holds the n sockets of these inodes (diag_sock.inode), this process
 * left out. */
void diag_owners_find(struct diag_owners *out, const uint32_t *inodes,
    size_t n);
/* The first owner of a socket, others follow with the same inode; or NULL. */
const struct diag_owner *diag_owners_of(const struct diag_owners *owners,
    uint32_t inode);
void diag_owners_free(struct diag_owners *owners);

/* The inode of a descriptor of this process that is a socket; 0 if it is none. */
uint32_t diag_inode(int fd);

/* Inside diag*.c; for its tests too. */

/* One table of netlink's. */
struct diag_request {
	enum diag_part part;
	int family;
	int protocol; /* of AF_INET and AF_INET6 */
	uint32_t seq;
	uint32_t portid; /* ours; 0: not known */
};

enum diag_step {
	DIAG_MORE,        /* the answer goes on */
	DIAG_DONE,        /* this was the last of it */
	DIAG_FAILED,      /* with errno */
	DIAG_INTERRUPTED, /* the last; the table changed meanwhile */
};

/* Reads what one recv gave of the answer. */
enum diag_step diag_parse(const struct diag_query *query,
    const struct diag_request *request, const void *buf, size_t len,
    struct diag_table *table);
/* Takes over sock->info; drops what is not looked for. */
void diag_add(const struct diag_query *query, struct diag_table *table,
    struct diag_sock *sock);
/* 0, or an errno: EINTR says that what was added is not to be relied on. */
int diag_netlink(const struct diag_query *query,
    const struct diag_request *request, struct diag_table *table);
/* The lines of such a table in /proc/net, or in text: one of them. False if it
 * cannot be read, or is no line of it. */
bool diag_proc(const struct diag_query *query,
    const struct diag_request *request, struct diag_table *table);
bool diag_proc_line(const struct diag_request *request, const char *line,
    struct diag_sock *sock);

#endif
