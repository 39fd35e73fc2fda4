/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sock_diag answers: messages of netlink(7) with attributes behind each
 * socket. Pure, and without libmnl, so that tests and fuzzing give it any bytes.
 * Attributes that are shorter than they must be count as absent, longer ones are
 * of a newer kernel: what is known of them stands in front.
 */
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "kernel/diag.h"

_Static_assert(DIAG_MEMINFO == (int)SK_MEMINFO_VARS, "sk_meminfo has grown");

/* Bytes that are still to be read. */
struct span {
	const unsigned char *at;
	size_t len;
};

struct attr {
	unsigned type;
	const unsigned char *data;
	size_t len;
};

typedef void read_attr(struct diag_sock *sock, const struct attr *attr);

/* The next attribute; false at the end, or where what follows is none. */
static bool
next_attr(struct span *span, struct attr *attr)
{
	struct nlattr head;
	size_t step;

	if (span->len < sizeof(head))
		return false;
	memcpy(&head, span->at, sizeof(head));
	if (head.nla_len < NLA_HDRLEN || head.nla_len > span->len)
		return false;
	attr->type = head.nla_type & NLA_TYPE_MASK;
	attr->data = span->at + NLA_HDRLEN;
	attr->len = head.nla_len - (size_t)NLA_HDRLEN;
	step = NLA_ALIGN((size_t)head.nla_len);
	if (step > span->len)
		step = span->len;
	span->at += step;
	span->len -= step;
	return true;
}

/* size bytes of a struct, if there are so many. */
static bool
take(void *to, size_t size, const struct attr *attr)
{
	if (attr->len < size)
		return false;
	memcpy(to, attr->data, size);
	return true;
}

static void
read_flag(struct diag_sock *sock, const struct attr *attr, uint8_t *to,
    enum diag_has has)
{
	if (take(to, sizeof(*to), attr))
		sock->has |= has;
}

/* As many of the numbers as this kernel has. */
static void
read_meminfo(struct diag_sock *sock, const struct attr *attr)
{
	size_t len =
	    attr->len < sizeof(sock->mem) ? attr->len : sizeof(sock->mem);

	memcpy(sock->mem, attr->data, len - len % sizeof(sock->mem[0]));
	if (len > SK_MEMINFO_WMEM_QUEUED * sizeof(sock->mem[0]))
		sock->has |= DIAG_HAS_MEM;
}

static void
read_info(struct diag_sock *sock, const struct attr *attr)
{
	if (sock->info != NULL || attr->len == 0 || attr->len > DIAG_INFO_MAX ||
	    sock->protocol != IPPROTO_TCP)
		return;
	sock->info = xmalloc(attr->len);
	memcpy(sock->info, attr->data, attr->len);
	sock->info_len = (uint16_t)attr->len;
}

static void
read_congestion(struct diag_sock *sock, const struct attr *attr)
{
	size_t len = attr->len < sizeof(sock->congestion) ?
	    attr->len :
	    sizeof(sock->congestion) - 1;

	memset(sock->congestion, 0, sizeof(sock->congestion));
	memcpy(sock->congestion, attr->data, len);
	/* It is shown as it stands. */
	for (char *c = sock->congestion; *c != '\0'; c++) {
		if (*c < ' ' || *c > '~')
			*c = '?';
	}
}

static void
read_inet_attr(struct diag_sock *sock, const struct attr *attr)
{
	uint8_t byte;

	switch (attr->type) {
	case INET_DIAG_INFO:
		read_info(sock, attr);
		break;
	case INET_DIAG_SKMEMINFO:
		read_meminfo(sock, attr);
		break;
	case INET_DIAG_CONG:
		read_congestion(sock, attr);
		break;
	case INET_DIAG_TOS:
		read_flag(sock, attr, &sock->tos, DIAG_HAS_TOS);
		break;
	case INET_DIAG_TCLASS:
		read_flag(sock, attr, &sock->tclass, DIAG_HAS_TCLASS);
		break;
	case INET_DIAG_SHUTDOWN:
		read_flag(sock, attr, &sock->shutdown, DIAG_HAS_SHUTDOWN);
		break;
	case INET_DIAG_PROTOCOL:
		take(&sock->protocol, sizeof(sock->protocol), attr);
		break;
	case INET_DIAG_SKV6ONLY:
		if (take(&byte, sizeof(byte), attr)) {
			sock->v6only = byte != 0;
			sock->has |= DIAG_HAS_V6ONLY;
		}
		break;
	case INET_DIAG_MARK:
		if (take(&sock->mark, sizeof(sock->mark), attr))
			sock->has |= DIAG_HAS_MARK;
		break;
	default:
		break;
	}
}

/* Ports stand there in network order, of a raw socket's local one the protocol. */
static void
set_inet_addr(struct diag_addr *addr, int family, const uint32_t *host,
    uint16_t port)
{
	memset(addr, 0, sizeof(*addr));
	if (family == AF_INET) {
		addr->len = sizeof(addr->u.in);
		addr->u.in.sin_family = AF_INET;
		addr->u.in.sin_port = port;
		memcpy(&addr->u.in.sin_addr, host, sizeof(uint32_t));
	} else {
		addr->len = sizeof(addr->u.in6);
		addr->u.in6.sin6_family = AF_INET6;
		addr->u.in6.sin6_port = port;
		memcpy(&addr->u.in6.sin6_addr, host, 4 * sizeof(uint32_t));
	}
}

static int
type_of(int protocol)
{
	if (protocol == IPPROTO_TCP)
		return SOCK_STREAM;
	return protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_RAW;
}

static void
read_attrs(struct diag_sock *sock, struct span span, read_attr *read)
{
	struct attr attr;

	while (next_attr(&span, &attr))
		read(sock, &attr);
}

/* A peer that is none has port 0, and of a raw socket no address either. */
static bool
has_peer(const struct diag_sock *sock, const struct inet_diag_sockid *id)
{
	if (sock->protocol == IPPROTO_TCP || sock->protocol == IPPROTO_UDP)
		return id->idiag_dport != 0;
	return (id->idiag_dst[0] | id->idiag_dst[1] | id->idiag_dst[2] |
		   id->idiag_dst[3]) != 0;
}

static bool
read_inet(const struct diag_request *request, struct span span,
    struct diag_sock *sock)
{
	struct inet_diag_msg msg;

	if (span.len < sizeof(msg))
		return false;
	memcpy(&msg, span.at, sizeof(msg));
	if (msg.idiag_family != AF_INET && msg.idiag_family != AF_INET6)
		return false;
	sock->family = msg.idiag_family;
	sock->protocol = (uint8_t)request->protocol;
	sock->type = (uint8_t)type_of(request->protocol);
	sock->state = msg.idiag_state;
	sock->has = DIAG_HAS_QUEUES | DIAG_HAS_UID;
	if (sock->state == TCP_LISTEN)
		sock->has |= DIAG_HAS_LIMIT;
	sock->interface = msg.id.idiag_if;
	sock->inode = msg.idiag_inode;
	sock->uid = msg.idiag_uid;
	sock->rqueue = msg.idiag_rqueue;
	sock->wqueue = msg.idiag_wqueue;
	sock->timer = msg.idiag_timer;
	sock->retransmits = msg.idiag_retrans;
	sock->timer_ms = msg.idiag_timer != 0 ? msg.idiag_expires : 0;
	span.at += sizeof(msg);
	span.len -= sizeof(msg);
	read_attrs(sock, span, read_inet_attr);
	set_inet_addr(&sock->local, sock->family, msg.id.idiag_src,
	    sock->type == SOCK_RAW ? 0 : msg.id.idiag_sport);
	if (has_peer(sock, &msg.id))
		set_inet_addr(&sock->peer, sock->family, msg.id.idiag_dst,
		    sock->type == SOCK_RAW ? 0 : msg.id.idiag_dport);
	return true;
}

static void
read_unix_name(struct diag_sock *sock, const struct attr *attr)
{
	struct sockaddr_un *un = &sock->local.u.un;
	size_t len =
	    attr->len < sizeof(un->sun_path) ? attr->len : sizeof(un->sun_path);

	memset(un, 0, sizeof(*un));
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, attr->data, len);
	sock->local.len = (socklen_t)(sizeof(sa_family_t) + len);
}

static void
read_unix_attr(struct diag_sock *sock, const struct attr *attr)
{
	struct unix_diag_rqlen queues;

	switch (attr->type) {
	case UNIX_DIAG_NAME:
		read_unix_name(sock, attr);
		break;
	case UNIX_DIAG_PEER:
		if (take(&sock->peer_inode, sizeof(sock->peer_inode), attr))
			sock->has |= DIAG_HAS_PEER_INODE;
		break;
	case UNIX_DIAG_RQLEN:
		if (take(&queues, sizeof(queues), attr)) {
			sock->rqueue = queues.udiag_rqueue;
			sock->wqueue = queues.udiag_wqueue;
			sock->has |= DIAG_HAS_QUEUES;
			if (sock->state == TCP_LISTEN)
				sock->has |= DIAG_HAS_LIMIT;
		}
		break;
	case UNIX_DIAG_MEMINFO:
		read_meminfo(sock, attr);
		break;
	case UNIX_DIAG_SHUTDOWN:
		read_flag(sock, attr, &sock->shutdown, DIAG_HAS_SHUTDOWN);
		break;
	case UNIX_DIAG_UID:
		if (take(&sock->uid, sizeof(sock->uid), attr))
			sock->has |= DIAG_HAS_UID;
		break;
	default:
		break;
	}
}

static bool
read_unix(struct span span, struct diag_sock *sock)
{
	struct unix_diag_msg msg;

	if (span.len < sizeof(msg))
		return false;
	memcpy(&msg, span.at, sizeof(msg));
	if (msg.udiag_family != AF_UNIX)
		return false;
	sock->family = AF_UNIX;
	sock->type = msg.udiag_type;
	sock->state = msg.udiag_state;
	sock->inode = msg.udiag_ino;
	span.at += sizeof(msg);
	span.len -= sizeof(msg);
	read_attrs(sock, span, read_unix_attr);
	return true;
}

static void
read_packet_attr(struct diag_sock *sock, const struct attr *attr)
{
	struct packet_diag_info info;

	switch (attr->type) {
	case PACKET_DIAG_INFO:
		if (take(&info, sizeof(info), attr)) {
			sock->interface = info.pdi_index;
			sock->local.u.ll.sll_ifindex = (int)info.pdi_index;
		}
		break;
	case PACKET_DIAG_UID:
		if (take(&sock->uid, sizeof(sock->uid), attr))
			sock->has |= DIAG_HAS_UID;
		break;
	case PACKET_DIAG_MEMINFO:
		read_meminfo(sock, attr);
		if (sock->has & DIAG_HAS_MEM) {
			sock->rqueue = sock->mem[SK_MEMINFO_RMEM_ALLOC];
			sock->wqueue = sock->mem[SK_MEMINFO_WMEM_ALLOC];
			sock->has |= DIAG_HAS_QUEUES;
		}
		break;
	default:
		break;
	}
}

static bool
read_packet(struct span span, struct diag_sock *sock)
{
	struct packet_diag_msg msg;

	if (span.len < sizeof(msg))
		return false;
	memcpy(&msg, span.at, sizeof(msg));
	if (msg.pdiag_family != AF_PACKET)
		return false;
	sock->family = AF_PACKET;
	sock->type = msg.pdiag_type;
	sock->state = TCP_CLOSE;
	sock->frames = msg.pdiag_num; /* pdiag_num is ntohs(po->num) */
	sock->inode = msg.pdiag_ino;
	sock->local.len = sizeof(sock->local.u.ll);
	sock->local.u.ll.sll_family = AF_PACKET;
	sock->local.u.ll.sll_protocol = htons(msg.pdiag_num);
	span.at += sizeof(msg);
	span.len -= sizeof(msg);
	read_attrs(sock, span, read_packet_attr);
	return true;
}

void
diag_add(const struct diag_query *query, struct diag_table *table,
    struct diag_sock *sock)
{
	if ((query->states != 0 &&
		(sock->state > 31 ||
		    !(query->states & UINT32_C(1) << sock->state))) ||
	    (query->keep != NULL && !query->keep(query->ctx, sock))) {
		free(sock->info);
		return;
	}
	if (table->n == DIAG_MAX) {
		table->cut = true;
		free(sock->info);
		return;
	}
	table->socks = xgrow(table->socks, table->n, sizeof(*sock));
	table->socks[table->n++] = *sock;
}

static void
read_sock(const struct diag_query *query, const struct diag_request *request,
    struct span span, struct diag_table *table)
{
	struct diag_sock sock = { 0 };
	bool known;

	if (request->part == DIAG_UNIX)
		known = read_unix(span, &sock);
	else if (request->part == DIAG_PACKET)
		known = read_packet(span, &sock);
	else
		known = read_inet(request, span, &sock);
	if (known)
		diag_add(query, table, &sock);
}

/* An NLMSG_ERROR, whose errno is negative; 0 is an acknowledgement, for which
 * nobody asked. */
static enum diag_step
read_error(struct span span)
{
	int32_t err;

	if (span.len < sizeof(err)) {
		errno = EPROTO;
		return DIAG_FAILED;
	}
	memcpy(&err, span.at, sizeof(err));
	errno = err < 0 && err > -4096 ? -err : EPROTO;
	return DIAG_FAILED;
}

/* The end says how it went, too: a negative errno where the look failed. */
static enum diag_step
read_done(struct span span, bool interrupted)
{
	int32_t err = 0;

	if (span.len >= sizeof(err))
		memcpy(&err, span.at, sizeof(err));
	if (err < 0)
		return read_error(span);
	return interrupted ? DIAG_INTERRUPTED : DIAG_DONE;
}

enum diag_step
diag_parse(const struct diag_query *query, const struct diag_request *request,
    const void *buf, size_t len, struct diag_table *table)
{
	struct span rest = { buf, len };

	while (rest.len >= sizeof(struct nlmsghdr)) {
		struct nlmsghdr head;
		struct span body;
		size_t step;

		memcpy(&head, rest.at, sizeof(head));
		if (head.nlmsg_len < NLMSG_HDRLEN || head.nlmsg_len > rest.len)
			break;
		body.at = rest.at + NLMSG_HDRLEN;
		body.len = head.nlmsg_len - (size_t)NLMSG_HDRLEN;
		step = NLMSG_ALIGN((size_t)head.nlmsg_len);
		rest.at += step < rest.len ? step : rest.len;
		rest.len -= step < rest.len ? step : rest.len;
		/* Somebody else's, or the rest of a question given up. */
		if (head.nlmsg_seq != request->seq ||
		    (request->portid != 0 && head.nlmsg_pid != request->portid))
			continue;
		if (head.nlmsg_flags & NLM_F_DUMP_INTR)
			table->interrupted = true;
		if (head.nlmsg_type == NLMSG_DONE)
			return read_done(body, table->interrupted);
		if (head.nlmsg_type == NLMSG_ERROR)
			return read_error(body);
		if (head.nlmsg_type == SOCK_DIAG_BY_FAMILY)
			read_sock(query, request, body, table);
	}
	if (rest.len != 0) {
		errno = EPROTO;
		return DIAG_FAILED;
	}
	return DIAG_MORE;
}
