/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking into a receive queue, with the borders of the sends that filled it. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/diag.h"
#include "kernel/look.h"
#include "kernel/peek.h"
#include "kernel/peer.h"
#include "model/call.h"
#include "model/picture.h"
#include "model/sends.h"

enum {
	ARG_FD,
	ARG_SIZE,
	PENDING_MOST = 64,    /* of a listener's connections, by name */
	TCP_INFO_MOST = 1024, /* bytes, in whatever kernel */
};

/* One look. */
struct looking {
	struct call *call;
	struct peers peers;
	struct peeked peeked;
	int fd;
	uint32_t id;
	uint32_t peer;
	struct value items[QUEUE_FIELDS];
};

/* A list of n values, whose references it takes over, in memory that it frees. */
static struct value
list_of(struct value *v, size_t n)
{
	struct value list = VALUE_NONE;
	char *cause = NULL;

	if (!value_tuple(&list, v, n, &cause))
		free(cause);
	free(v);
	return list;
}

/* A number of the kernel's struct tcp_info; -1 if this kernel has none. */
static int64_t
tcp_number(int fd, const char *name)
{
	char info[TCP_INFO_MOST];
	socklen_t len = sizeof(info);
	struct value record, number = VALUE_NONE;
	int64_t n = -1;
	char *cause = NULL;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &len) != 0)
		return -1;
	record = layout_decode(layout_find("tcp_info"), info, len);
	if (!value_field_get(&record, name, &number, &cause))
		free(cause);
	else if (number.type == VAL_INT)
		n = number.i;
	value_drop(&number);
	value_drop(&record);
	return n;
}

/*
 * Where in its sender's stream the queue begins, -1: not known. TCP counts what
 * has come, and the FIN as one more (tcp_rcv_nxt_update); elsewhere what was sent
 * is here, or was received.
 */
static int64_t
queue_start(const struct looking *l, const struct sends *sends)
{
	int64_t waiting = l->peeked.waiting + (l->peeked.hole ? 1 : 0);
	int64_t came = tcp_number(l->fd, "tcpi_bytes_received");
	const struct fd_info *info;
	int state;

	if (came < 0)
		return (int64_t)sends->total - waiting;
	state = look_state(l->fd);
	if (state == TCP_CLOSE) {
		info = session_fd(l->call->task->session, l->fd);
		return info != NULL ? (int64_t)info->received : -1;
	}
	if (state == TCP_CLOSE_WAIT || state == TCP_LAST_ACK ||
	    state == TCP_CLOSING || state == TCP_TIME_WAIT)
		came--;
	return came - waiting;
}

static struct value
queued(struct value data, struct value send, uint64_t begin, uint64_t size,
    struct value source)
{
	struct value items[QUEUED_FIELDS] = {
		[QUEUED_DATA] = data,
		[QUEUED_SEND] = send,
		[QUEUED_BEGIN] = VALUE_INT((int64_t)begin),
		[QUEUED_SIZE] = VALUE_INT((int64_t)size),
		[QUEUED_WHOLE] = VALUE_INT(data.bytes->len == size),
		[QUEUED_SOURCE] = source,
	};

	return picture_record(&queued_layout, items);
}

/* The sends of the other end. The totals of a descriptor are exact whatever the log
 * has forgotten. */
static void
look_sends(struct looking *l, struct sends *sends)
{
	const struct session *s = l->call->task->session;
	const struct fd_info *info = session_fd(s, l->peers.ends[l->peer].fd);

	sends_init(sends, s->log, l->peer);
	if (info != NULL && l->peers.follow.of[l->peer].fds == 1)
		sends_shift(sends, info->sent);
	if (sends->shifted)
		l->peeked.lacks |= PEEK_COUNTED;
}

/* A stream: cut where its sends are known, else one piece. */
static struct value
stream_pieces(struct looking *l)
{
	const struct peek_part *part = &l->peeked.parts[0];
	struct send_piece *pieces = NULL;
	struct value *v = NULL, piece;
	struct sends sends = { 0 };
	struct send_queue q = {
		.len = part->data.bytes->len,
		.hole = l->peeked.hole ? l->peeked.mark : -1,
	};
	int64_t start = -1;
	size_t n = 0;

	if (l->peer != 0) {
		look_sends(l, &sends);
		start = queue_start(l, &sends);
	}
	q.start = (uint64_t)start;
	if (start >= 0)
		n = sends_cut(&sends, &q, &pieces);
	sends_free(&sends);
	for (size_t i = 0; i < n; i++) {
		const struct send_piece *p = &pieces[i];

		piece = queued(value_bytes(part->data.bytes->data + p->at,
				   (size_t)p->len),
		    VALUE_INT((int64_t)p->send), p->begin, p->size, VALUE_NONE);
		v = xgrow(v, i, sizeof(v[0]));
		v[i] = piece;
	}
	free(pieces);
	if (n == 0 && q.len != 0) {
		v = xmalloc(sizeof(v[0]));
		v[n++] = queued(value_copy(&part->data), VALUE_NONE, 0, q.len,
		    VALUE_NONE);
		v[0].tuple->items[QUEUED_WHOLE] = VALUE_NONE;
		v[0].tuple->items[QUEUED_BEGIN] = VALUE_NONE;
		v[0].tuple->items[QUEUED_SIZE] = VALUE_NONE;
	}
	return list_of(v, n);
}

static struct value
message_pieces(const struct looking *l)
{
	size_t n = l->peeked.n;
	struct value *v = xcalloc(n + 1, sizeof(v[0]));

	for (size_t i = 0; i < n; i++) {
		const struct peek_part *part = &l->peeked.parts[i];

		v[i] = queued(value_copy(&part->data), VALUE_NONE, 0,
		    part->size, value_copy(&part->source));
	}
	return list_of(v, n);
}

/* The words of what cannot be seen, for the drawing to say in sentences. */
static struct value
lack_words(unsigned lacks)
{
	static const char *const words[] = { "error", "first", "more", "blind",
		"end", "counted", "recv" };
	struct value *v = NULL;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!(lacks & 1u << i))
			continue;
		v = xgrow(v, n, sizeof(v[0]));
		v[n++] = value_str(words[i]);
	}
	return list_of(v, n);
}

/* As the program calls it, or its number; -1: it is closed. */
static struct value
sender_of(const struct looking *l)
{
	int fd = l->peer != 0 ? l->peers.ends[l->peer].fd : -1;
	struct value name = VALUE_NONE;

	if (l->peer == 0)
		return VALUE_NONE;
	if (fd != -1)
		name = session_fd_name(l->call->task, fd);
	return name.type != VAL_NONE ? name : VALUE_INT(fd);
}

/* The queue of bytes; an errno, or 0. */
static int
look_bytes(struct looking *l)
{
	const struct peeked *p = &l->peeked;
	struct value *items = l->items;
	int err = peek_at(l->fd, &l->peeked);

	if (err != 0)
		return err;
	l->peer = peers_of(&l->peers, l->id);
	items[QUEUE_KIND] = value_str(p->messages ? "messages" : "stream");
	if (p->messages)
		items[QUEUE_PIECES] = message_pieces(l);
	else if (p->n != 0)
		items[QUEUE_PIECES] = stream_pieces(l);
	else
		items[QUEUE_PIECES] = list_of(NULL, 0);
	if (!p->messages && p->waiting >= 0)
		items[QUEUE_WAITING] = VALUE_INT(p->waiting);
	else if (p->messages && p->lacks == 0)
		items[QUEUE_WAITING] = VALUE_INT((int64_t)p->n);
	if (p->mark >= 0)
		items[QUEUE_MARK] = VALUE_INT(p->mark);
	if (p->urgent != -1)
		items[QUEUE_URGENT] =
		    value_bytes(&(char){ (char)p->urgent }, 1);
	items[QUEUE_SENDER] = sender_of(l);
	items[QUEUE_LACKS] = lack_words(p->lacks);
	return 0;
}

static struct value
pending(struct looking *l, struct value peer, int fd)
{
	struct value items[PENDING_FIELDS] = {
		[PENDING_PEER] = peer,
		[PENDING_FD] = fd >= 0 ? VALUE_INT(fd) : VALUE_NONE,
		[PENDING_NAME] =
		    fd >= 0 ? session_fd_name(l->call->task, fd) : VALUE_NONE,
	};

	return picture_record(&pending_layout, items);
}

/* What the kernel's table says of a listener's queue. */
struct waiting {
	struct looking *l;
	uint32_t inode; /* of the listener */
	struct value *v;
	size_t n;
};

/* A connection that nobody has accepted has no file; nor has one that was closed,
 * but that is in neither of these states. */
static bool
is_waiting(void *ctx, const struct diag_sock *sock)
{
	struct waiting *w = ctx;
	const struct peers *p = &w->l->peers;
	struct peer_name local, peer;
	int fd = -1;

	if (sock->inode != 0 || w->n >= PENDING_MOST ||
	    (sock->state != TCP_ESTABLISHED && sock->state != TCP_CLOSE_WAIT))
		return false;
	peer_name_of(&local, &sock->local.u, sock->local.len);
	peer_name_of(&peer, &sock->peer.u, sock->peer.len);
	if (!peer_name_same(&local, &p->ends[w->l->id].local))
		return false;
	for (size_t i = 1; i < p->follow.n && fd == -1; i++) {
		if (peer_name_same(&p->ends[i].local, &peer) &&
		    peer_name_same(&p->ends[i].peer, &local))
			fd = p->ends[i].fd;
	}
	w->v = xgrow(w->v, w->n, sizeof(w->v[0]));
	w->v[w->n++] = pending(w->l,
	    value_from_addr(addr_from_sa(&sock->peer.u.sa, sock->peer.len)),
	    fd);
	return false;
}

/* By descriptor, those of others last: the table has them in no order. */
static int
compare_pending(const void *a, const void *b)
{
	const struct value *fd[2] = { picture_field(a, PENDING_FD),
		picture_field(b, PENDING_FD) };
	int64_t n[2];

	for (int i = 0; i < 2; i++)
		n[i] = fd[i]->type == VAL_INT ? fd[i]->i : INT64_MAX;
	return (n[0] > n[1]) - (n[0] < n[1]);
}

static struct value
pending_connections(struct looking *l)
{
	struct waiting w = { .l = l };
	struct diag_query query = { .parts = DIAG_TCP,
		.keep = is_waiting,
		.ctx = &w };
	struct diag_table table;

	query.port = l->peers.ends[l->id].local.port;
	if (l->id == 0 || query.port == 0)
		return list_of(NULL, 0);
	diag_look(&query, &table);
	diag_free(&table);
	if (w.n > 1)
		qsort(w.v, w.n, sizeof(w.v[0]), compare_pending);
	return list_of(w.v, w.n);
}

/* Of AF_UNIX only the table tells how many wait. */
static bool
is_listener(void *ctx, const struct diag_sock *sock)
{
	struct waiting *w = ctx;

	if (sock->inode != w->inode)
		return false;
	if (sock->has & DIAG_HAS_QUEUES)
		w->l->items[QUEUE_WAITING] = VALUE_INT(sock->rqueue);
	if (sock->has & DIAG_HAS_LIMIT)
		w->l->items[QUEUE_LIMIT] = VALUE_INT(sock->wqueue);
	return false;
}

static void
look_local_listener(struct looking *l)
{
	struct waiting w = { .l = l, .inode = diag_inode(l->fd) };
	struct diag_query query = { .parts = DIAG_UNIX,
		.keep = is_listener,
		.ctx = &w };
	struct pollfd pfd = { .fd = l->fd, .events = POLLIN };
	struct diag_table table;

	if (poll(&pfd, 1, 0) == 0)
		l->items[QUEUE_WAITING] = VALUE_INT(0);
	diag_look(&query, &table);
	diag_free(&table);
}

/* A listener's: tcpi_unacked and tcpi_sacked are how many wait and how many may
 * (tcp_get_info in net/ipv4/tcp.c). */
static void
look_connections(struct looking *l)
{
	int64_t waiting = tcp_number(l->fd, "tcpi_unacked");
	int64_t limit = tcp_number(l->fd, "tcpi_sacked");

	l->items[QUEUE_KIND] = value_str("listener");
	l->items[QUEUE_LACKS] = lack_words(0);
	if (waiting < 0) {
		look_local_listener(l);
		l->items[QUEUE_PIECES] = list_of(NULL, 0);
		return;
	}
	l->items[QUEUE_WAITING] = VALUE_INT(waiting);
	if (limit >= 0)
		l->items[QUEUE_LIMIT] = VALUE_INT(limit);
	l->items[QUEUE_PIECES] = pending_connections(l);
}

static void
queue_call(struct call *call)
{
	struct looking l = { .call = call, .fd = call_fd(call, ARG_FD) };
	int err = 0;

	for (int i = 0; i < QUEUE_FIELDS; i++)
		l.items[i] = VALUE_NONE;
	peers_init(&l.peers, call->task->session);
	l.id = peers_fd(&l.peers, l.fd);
	if (look_state(l.fd) == TCP_LISTEN)
		look_connections(&l);
	else
		err = look_bytes(&l);
	peers_free(&l.peers);
	peek_free(&l.peeked);
	if (err != 0) {
		call->status = CALL_FAILED;
		call->err = err;
		call->result = -1;
		return;
	}
	call_give(call, value_copy(&l.items[QUEUE_PIECES]));
	l.items[QUEUE_FD] = VALUE_INT(l.fd);
	l.items[QUEUE_NAME] = session_fd_name(call->task, l.fd);
	if (call_given(call, ARG_SIZE))
		l.items[QUEUE_ASKED] = VALUE_INT(call_num(call, ARG_SIZE));
	call->picture = picture_record(&queue_layout, l.items);
}

const struct prim look_queue_prims[] = {
	{
	    .name = "queue",
	    .params = { { "fd", PARAM_FD, 0 }, { "size", PARAM_SIZE, 0 } },
	    .forms = { "fd [size]" },
	    .call = queue_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at what waits to be received, and which sends "
		       "it came from; at what recv of size takes"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "send a \"world\"\n"
		       "for q in queue(b) { print q.send q.data }\n"
		       "> 1 hello\n"
		       "> 2 world",
	},
	{ .name = NULL },
};
