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
	SS_CONNECTED = 3,    /* linux/net.h: the state of a struct socket */
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

/* The words of a line, at most max of them; the line is taken apart. */
static size_t
split(char *line, char **words, size_t max)
{
	size_t n = 0;
	char *word;

	while (n < max && (word = strsep(&line, " \n")) != NULL) {
		if (*word != '\0')
			words[n++] = word;
	}
	return n;
}

static uint32_t
decimal(const char *word)
{
	return (uint32_t)strtoul(word, NULL, 10);
}

/* What stands behind the colon of "00:0001F4", 0 if there is none. */
static unsigned long
second(const char *word)
{
	const char *colon = strchr(word, ':');

	return colon != NULL ? strtoul(colon + 1, NULL, 16) : 0;
}

/* sl: local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid
 * timeout inode; the time is in ticks of sysconf(_SC_CLK_TCK). */
enum { SL, LOCAL, REMOTE, ST, QUEUES, TIMER, RETRNSMT, UID, TIMEOUT, INODE };

static bool
inet_line(const struct diag_request *request, char *line,
    struct diag_sock *sock)
{
	long tick = sysconf(_SC_CLK_TCK);
	char *words[INODE + 1];

	if (split(line, words, INODE + 1) != INODE + 1)
		return false;
	sock->family = (uint8_t)request->family;
	if (!read_addr(words[LOCAL], sock->family, &sock->local) ||
	    !read_addr(words[REMOTE], sock->family, &sock->peer))
		return false;
	sock->protocol = (uint8_t)request->protocol;
	sock->type = request->part == DIAG_TCP ? SOCK_STREAM :
	    request->part == DIAG_UDP          ? SOCK_DGRAM :
						 SOCK_RAW;
	if (sock->type == SOCK_RAW)
		as_raw(sock);
	drop_if_none(&sock->peer);
	sock->state = (uint8_t)strtoul(words[ST], NULL, 16);
	sock->has = DIAG_HAS_QUEUES | DIAG_HAS_UID;
	sock->wqueue = (uint32_t)strtoul(words[QUEUES], NULL, 16);
	sock->rqueue = (uint32_t)second(words[QUEUES]);
	if (request->part == DIAG_TCP)
		sock->timer = (uint8_t)strtoul(words[TIMER], NULL, 16);
	if (sock->timer != DIAG_TIMER_OFF && tick > 0)
		sock->timer_ms = (uint32_t)((uint64_t)second(words[TIMER]) *
		    1000 / (uint64_t)tick);
	sock->retransmits = (uint8_t)strtoul(words[RETRNSMT], NULL, 16);
	sock->uid = decimal(words[UID]);
	sock->inode = decimal(words[INODE]);
	return true;
}

static void
set_path(struct diag_sock *sock, const char *path)
{
	struct sockaddr_un *un = &sock->local.u.un;
	size_t len = strcspn(path, "\n");

	if (len > sizeof(un->sun_path))
		len = sizeof(un->sun_path);
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path, len);
	if (*path == '@')
		un->sun_path[0] = '\0';
	sock->local.len = (socklen_t)(sizeof(sa_family_t) + len);
}

/* Num: RefCount Protocol Flags Type St Inode Path; an abstract name has @ in
 * place of its NULs. A path may have blanks: it is all that follows. */
enum { NUM, REFCOUNT, PROTOCOL, FLAGS, TYPE, STATE, NUMBER };

static bool
unix_line(char *line, struct diag_sock *sock)
{
	char *words[NUMBER + 1], *end;

	if (split(line, words, NUMBER + 1) != NUMBER + 1)
		return false;
	sock->inode = (uint32_t)strtoul(words[NUMBER], &end, 10);
	if (*end != '\0' || sock->inode == 0)
		return false;
	sock->family = AF_UNIX;
	sock->type = (uint8_t)strtoul(words[TYPE], NULL, 16);
	if (strtoul(words[FLAGS], NULL, 16) & ACCEPTCON)
		sock->state = TCP_LISTEN;
	else
		sock->state = strtoul(words[STATE], NULL, 16) == SS_CONNECTED ?
		    TCP_ESTABLISHED :
		    TCP_CLOSE;
	return true;
}

/* sk RefCnt Type Proto Iface R Rmem User Inode */
enum { SK, REFCNT, PTYPE, PROTO, IFACE, RUNNING, RMEM, USER, PINODE };

static bool
packet_line(char *line, struct diag_sock *sock)
{
	char *words[PINODE + 1], *end;

	if (split(line, words, PINODE + 1) != PINODE + 1)
		return false;
	sock->inode = (uint32_t)strtoul(words[PINODE], &end, 10);
	if (*end != '\0' || sock->inode == 0)
		return false;
	sock->family = AF_PACKET;
	sock->type = (uint8_t)strtoul(words[PTYPE], NULL, 10);
	sock->state = TCP_CLOSE;
	sock->frames = (uint16_t)strtoul(words[PROTO], NULL, 16);
	sock->interface = decimal(words[IFACE]);
	sock->local.len = sizeof(sock->local.u.ll);
	sock->local.u.ll.sll_family = AF_PACKET;
	sock->local.u.ll.sll_protocol = htons(sock->frames);
	sock->local.u.ll.sll_ifindex = (int)sock->interface;
	sock->has = DIAG_HAS_UID;
	sock->uid = decimal(words[USER]);
	return true;
}

/* Where the path of an AF_UNIX line begins; NULL if it has none. */
static const char *
path_in(const char *line)
{
	for (int i = 0; i <= NUMBER; i++) {
		line += strspn(line, " ");
		line += strcspn(line, " \n");
	}
	return *line == ' ' ? line + 1 : NULL;
}

bool
diag_proc_line(const struct diag_request *request, const char *line,
    struct diag_sock *sock)
{
	char copy[LINE_MAX_BYTES];

	memset(sock, 0, sizeof(*sock));
	strncpy(copy, line, sizeof(copy) - 1);
	copy[sizeof(copy) - 1] = '\0';
	if (request->part == DIAG_PACKET)
		return packet_line(copy, sock);
	if (request->part != DIAG_UNIX)
		return inet_line(request, copy, sock);
	if (!unix_line(copy, sock))
		return false;
	line = path_in(line);
	if (line != NULL)
		set_path(sock, line);
	return true;
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
