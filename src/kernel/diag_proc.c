/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same tables as text: /proc/net/tcp, udp, raw, unix and packet, of the
 * network that this thread is in (proc_net(5); net/ipv4/tcp_ipv4.c,
 * net/unix/af_unix.c, net/packet/af_packet.c).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel/diag.h"

enum {
	LINE_MAX_BYTES = 512,
	ACCEPTCON = 0x10000, /* __SO_ACCEPTCON, net/unix's flag of a listener */
	SS_UNCONNECTED = 1,  /* linux/net.h: states of a struct socket */
	SS_CONNECTED = 3,
};

/* "0100007F:1F90": the words of the address in the host's order, the port. */
static bool
read_addr(const char *text, int family, struct diag_addr *addr)
{
	int n = family == AF_INET ? 1 : 4;
	uint32_t words[4] = { 0 };
	unsigned port;
	char word[9];

	for (int i = 0; i < n; i++, text += 8) {
		if (strnlen(text, 8) < 8)
			return false;
		memcpy(word, text, 8);
		word[8] = '\0';
		words[i] = (uint32_t)strtoul(word, NULL, 16);
	}
	if (*text != ':')
		return false;
	port = (unsigned)strtoul(text + 1, NULL, 16);
	memset(addr, 0, sizeof(*addr));
	if (family == AF_INET) {
		addr->len = sizeof(addr->u.in);
		addr->u.in.sin_family = AF_INET;
		addr->u.in.sin_port = htons((uint16_t)port);
		memcpy(&addr->u.in.sin_addr, words, sizeof(words[0]));
	} else {
		addr->len = sizeof(addr->u.in6);
		addr->u.in6.sin6_family = AF_INET6;
		addr->u.in6.sin6_port = htons((uint16_t)port);
		memcpy(&addr->u.in6.sin6_addr, words, sizeof(words));
	}
	return true;
}

static void
drop_if_none(struct diag_addr *peer)
{
	static const struct in6_addr any;

	if (peer->u.sa.sa_family == AF_INET ?
		peer->u.in.sin_port == 0 && peer->u.in.sin_addr.s_addr == 0 :
		peer->u.in6.sin6_port == 0 &&
		    memcmp(&peer->u.in6.sin6_addr, &any, sizeof(any)) == 0)
		memset(peer, 0, sizeof(*peer));
}

/* A raw socket has its protocol where others have their port. */
static void
as_raw(struct diag_sock *sock)
{
	uint16_t *port = sock->family == AF_INET ? &sock->local.u.in.sin_port :
						   &sock->local.u.in6.sin6_port;

	sock->protocol = (uint8_t)ntohs(*port);
	*port = 0;
}

/* sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid
 * timeout inode; the time is in ticks of sysconf(_SC_CLK_TCK). */
static bool
inet_line(const struct diag_request *request, const char *line,
    struct diag_sock *sock)
{
	char local[64], peer[64];
	unsigned state, tx, rx, timer, retransmits, uid, timeout;
	unsigned long when, inode;
	long tick = sysconf(_SC_CLK_TCK);

	if (sscanf(line, " %*[^:]: %63s %63s %x %x:%x %x:%lx %x %u %u %lu",
		local, peer, &state, &tx, &rx, &timer, &when, &retransmits,
		&uid, &timeout, &inode) != 11)
		return false;
	sock->family = (uint8_t)request->family;
	if (!read_addr(local, sock->family, &sock->local) ||
	    !read_addr(peer, sock->family, &sock->peer))
		return false;
	sock->protocol = (uint8_t)request->protocol;
	sock->type = request->part == DIAG_TCP ? SOCK_STREAM :
	    request->part == DIAG_UDP          ? SOCK_DGRAM :
						 SOCK_RAW;
	if (sock->type == SOCK_RAW)
		as_raw(sock);
	drop_if_none(&sock->peer);
	sock->state = (uint8_t)state;
	sock->has = DIAG_HAS_QUEUES | DIAG_HAS_UID;
	sock->rqueue = rx;
	sock->wqueue = tx;
	sock->timer = (uint8_t)(request->part == DIAG_TCP ? timer : 0);
	if (sock->timer != 0 && tick > 0)
		sock->timer_ms =
		    (uint32_t)((uint64_t)when * 1000 / (uint64_t)tick);
	sock->retransmits = (uint8_t)retransmits;
	sock->uid = uid;
	sock->inode = (uint32_t)inode;
	return true;
}

/* Num: RefCount Protocol Flags Type St Inode Path; an abstract name has @ in
 * place of its NULs. */
static bool
unix_line(const char *line, struct diag_sock *sock)
{
	struct sockaddr_un *un = &sock->local.u.un;
	unsigned flags, type, state;
	unsigned long inode;
	size_t len;
	int at = 0;

	if (sscanf(line, "%*x: %*x %*x %x %x %x %lu%n", &flags, &type, &state,
		&inode, &at) != 4)
		return false;
	sock->family = AF_UNIX;
	sock->type = (uint8_t)type;
	sock->inode = (uint32_t)inode;
	if (flags & ACCEPTCON)
		sock->state = TCP_LISTEN;
	else
		sock->state =
		    state == SS_CONNECTED ? TCP_ESTABLISHED : TCP_CLOSE;
	line += at;
	if (*line != ' ')
		return true;
	len = strcspn(++line, "\n");
	if (len > sizeof(un->sun_path))
		len = sizeof(un->sun_path);
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, line, len);
	if (*line == '@')
		un->sun_path[0] = '\0';
	sock->local.len = (socklen_t)(sizeof(sa_family_t) + len);
	return true;
}

/* sk RefCnt Type Proto Iface R Rmem User Inode */
static bool
packet_line(const char *line, struct diag_sock *sock)
{
	unsigned type, protocol, rmem, uid;
	unsigned long inode;
	int interface;

	if (sscanf(line, "%*s %*d %u %x %d %*d %u %u %lu", &type, &protocol,
		&interface, &rmem, &uid, &inode) != 6)
		return false;
	sock->family = AF_PACKET;
	sock->type = (uint8_t)type;
	sock->state = TCP_CLOSE;
	sock->frames = (uint16_t)protocol;
	sock->interface = (uint32_t)interface;
	sock->local.len = sizeof(sock->local.u.ll);
	sock->local.u.ll.sll_family = AF_PACKET;
	sock->local.u.ll.sll_protocol = htons((uint16_t)protocol);
	sock->local.u.ll.sll_ifindex = interface;
	sock->has = DIAG_HAS_UID;
	sock->uid = uid;
	sock->inode = (uint32_t)inode;
	return true;
}

bool
diag_proc_line(const struct diag_request *request, const char *line,
    struct diag_sock *sock)
{
	memset(sock, 0, sizeof(*sock));
	if (request->part == DIAG_UNIX)
		return unix_line(line, sock);
	if (request->part == DIAG_PACKET)
		return packet_line(line, sock);
	return inet_line(request, line, sock);
}

static const char *
path_of(const struct diag_request *request)
{
	bool v6 = request->family == AF_INET6;

	switch (request->part) {
	case DIAG_TCP:
		return v6 ? "/proc/thread-self/net/tcp6" :
			    "/proc/thread-self/net/tcp";
	case DIAG_UDP:
		return v6 ? "/proc/thread-self/net/udp6" :
			    "/proc/thread-self/net/udp";
	case DIAG_RAW:
		return v6 ? "/proc/thread-self/net/raw6" :
			    "/proc/thread-self/net/raw";
	case DIAG_UNIX:
		return "/proc/thread-self/net/unix";
	default:
		return "/proc/thread-self/net/packet";
	}
}

bool
diag_proc(const struct diag_query *query, const struct diag_request *request,
    struct diag_table *table)
{
	FILE *file = fopen(path_of(request), "re");
	char line[LINE_MAX_BYTES];
	struct diag_sock sock;

	if (file == NULL)
		return false;
	while (!table->cut && fgets(line, sizeof(line), file) != NULL) {
		if (diag_proc_line(request, line, &sock))
			diag_add(query, table, &sock);
	}
	fclose(file);
	return true;
}
