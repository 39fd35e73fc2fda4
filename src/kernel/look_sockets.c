/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sockets: the kernel's own tables, so also what no descriptor leads to any more
 * (TIME_WAIT, orphans) or not yet (what waits to be accepted), and what other
 * processes have. Without arguments, those of the ports in use here.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/look_own.h"
#include "model/addr.h"
#include "model/call.h"
#include "model/event.h"
#include "model/picture.h"
#include "model/xlat.h"

enum {
	PORTS = 1 << 16,
	LIST_MAX = 40000, /* records that fit into one list (value.h) */
};

/* What is seen before the first record is made. */
struct sockets_look {
	struct call *call;
	struct look_match match;
	struct look_owns own;
	struct diag_table table;
	struct diag_owners owners;
	char **names;
	unsigned char *ports; /* a bit each: those in use here */
	struct look_list list;
};

static bool
match_keep(void *ctx, const struct diag_sock *sock)
{
	const struct look_match *m = ctx;
	const struct diag_addr *addrs[2] = { &sock->local, &sock->peer };

	if ((m->family != AF_UNSPEC && m->family != sock->family) ||
	    (m->type != 0 && m->type != sock->type) ||
	    (m->protocol != 0 && m->protocol != sock->protocol) ||
	    (m->state != 0 && m->state != sock->state))
		return false;
	for (int side = 0; side < 2; side++) {
		if (!look_match_addr(m, side, &addrs[side]->u.sa,
			addrs[side]->len))
			return false;
	}
	return true;
}

static unsigned
parts_of(const struct look_match *m)
{
	switch (m->family) {
	case AF_UNIX:
		return DIAG_UNIX;
	case AF_PACKET:
		return DIAG_PACKET;
	case AF_INET:
	case AF_INET6:
		if (m->type == SOCK_STREAM)
			return DIAG_TCP;
		return m->type == SOCK_DGRAM ? DIAG_UDP : DIAG_RAW;
	default:
		return m->family == AF_UNSPEC ? DIAG_ALL : 0;
	}
}

static void
use_port(const struct sockets_look *look, const struct sockaddr *sa)
{
	int port = addr_sa_port(sa);

	if (port > 0)
		look->ports[port / 8] |= (unsigned char)(1 << port % 8);
}

static bool
is_used(const struct sockets_look *look, const struct diag_addr *addr)
{
	int port = addr->len != 0 ? addr_sa_port(&addr->u.sa) : -1;

	return port > 0 && (look->ports[port / 8] & 1 << port % 8);
}

/* The addresses of our calls: ports that were in use here count too, as long as
 * the log knows of them. */
static void
use_event(const struct sockets_look *look, const struct event *ev)
{
	for (uint32_t i = 0; i < ev->nargs && i < PRIM_PARAMS; i++) {
		enum param_type type = ev->prim->params[i].type;
		struct sockaddr_storage sa = { 0 };
		size_t len = ev->args[i].len;

		if (type != PARAM_ADDR && type != PARAM_OUT_ADDR)
			continue;
		if (ev->err != 0 || len < sizeof(sa_family_t))
			continue;
		memcpy(&sa, event_payload(ev, &ev->args[i]),
		    len < sizeof(sa) ? len : sizeof(sa));
		use_port(look, (struct sockaddr *)&sa);
	}
}

static void
use_ports(const struct sockets_look *look)
{
	const struct session *s = look->call->task->session;
	const struct event *ev = log_since(s->log, s->mark);

	for (; ev != NULL; ev = log_next(s->log, ev))
		use_event(look, ev);
	for (size_t i = 0; i < look->table.n; i++) {
		const struct diag_sock *sock = &look->table.socks[i];

		if (look_owns_find(&look->own, sock->inode) == NULL)
			continue;
		use_port(look, &sock->local.u.sa);
		use_port(look, &sock->peer.u.sa);
	}
}

/* Whether a socket has to do with us. */
static bool
is_near(const struct sockets_look *look, const struct diag_sock *sock)
{
	return look_owns_find(&look->own, sock->inode) != NULL ||
	    look_owns_find(&look->own, sock->peer_inode) != NULL ||
	    is_used(look, &sock->local) || is_used(look, &sock->peer);
}

static void
drop_far(struct sockets_look *look)
{
	struct diag_table *t = &look->table;
	size_t kept = 0;

	look->ports = xcalloc(PORTS / 8, 1);
	use_ports(look);
	for (size_t i = 0; i < t->n; i++) {
		if (is_near(look, &t->socks[i]))
			t->socks[kept++] = t->socks[i];
		else
			free(t->socks[i].info);
	}
	t->n = kept;
	free(look->ports);
}

static int
compare_addr(const struct diag_addr *a, const struct diag_addr *b)
{
	int x = a->len != 0 ? addr_sa_port(&a->u.sa) : -1;
	int y = b->len != 0 ? addr_sa_port(&b->u.sa) : -1;

	return (x > y) - (x < y);
}

/* Kinds apart, AF_UNIX behind; a port together, the listener first. */
static int
compare_socks(const void *a, const void *b)
{
	const struct diag_sock *x = a, *y = b;
	bool xlocal = x->family == AF_UNIX, ylocal = y->family == AF_UNIX;
	int by = xlocal - ylocal;

	if (by == 0)
		by = (x->family > y->family) - (x->family < y->family);
	if (by == 0)
		by = (x->type > y->type) - (x->type < y->type);
	if (by == 0)
		by = compare_addr(&x->local, &y->local);
	if (by == 0)
		by = (y->state == TCP_LISTEN) - (x->state == TCP_LISTEN);
	if (by == 0)
		by = compare_addr(&x->peer, &y->peer);
	return by != 0 ? by : (x->inode > y->inode) - (x->inode < y->inode);
}

/* Pairs (number, name) of the other processes that hold it; None: nobody that we
 * know. */
static struct value
holders_value(const struct sockets_look *look, uint32_t inode)
{
	const struct diag_owner *end = look->owners.owners + look->owners.n;
	const struct diag_owner *o = diag_owners_of(&look->owners, inode);
	struct value list = VALUE_NONE;
	struct look_list pairs = { 0 };
	char *cause = NULL;
	pid_t last = -1;

	for (; o != NULL && o < end && o->inode == inode; o++) {
		struct value items[2] = { VALUE_INT(o->pid) }, pair;

		if (o->pid == last)
			continue;
		last = o->pid;
		items[1] = value_bytes(o->comm, strlen(o->comm));
		if (value_tuple(&pair, items, 2, &cause)) {
			pairs.v = xgrow(pairs.v, pairs.n, sizeof(pairs.v[0]));
			pairs.v[pairs.n++] = pair;
		}
	}
	if (pairs.n != 0 && !value_tuple(&list, pairs.v, pairs.n, &cause))
		list = VALUE_NONE;
	free(cause);
	free(pairs.v);
	return list;
}

static void
add_queues(const struct diag_sock *sock, struct value *v)
{
	if ((sock->has & DIAG_HAS_QUEUES) == 0)
		return;
	v[SOCKETS_RECVQ] = VALUE_INT(sock->rqueue);
	if (sock->state != TCP_LISTEN || (sock->has & DIAG_HAS_LIMIT))
		v[SOCKETS_SENDQ] = VALUE_INT(sock->wqueue);
}

static void
add_sock(struct sockets_look *look, const struct diag_sock *sock)
{
	const struct session *s = look->call->task->session;
	const struct look_own *own = look_owns_find(&look->own, sock->inode);
	const struct look_own *peer =
	    look_owns_find(&look->own, sock->peer_inode);
	struct value v[SOCKETS_FIELDS];

	for (int i = 0; i < SOCKETS_FIELDS; i++)
		v[i] = VALUE_NONE;
	v[SOCKETS_KIND] =
	    look_kind_value(sock->family, sock->type, sock->protocol);
	v[SOCKETS_STATE] = look_state_value(sock->state);
	add_queues(sock, v);
	v[SOCKETS_LOCAL] = look_addr_value(&sock->local);
	v[SOCKETS_PEER] = look_addr_value(&sock->peer);
	if (peer != NULL)
		v[SOCKETS_PEER] = session_fd_value(s, peer->fd);
	if (sock->timer != DIAG_TIMER_OFF) {
		v[SOCKETS_TIMER] = value_str(diag_timer_name(sock->timer));
		v[SOCKETS_LEFT] = VALUE_FLOAT(sock->timer_ms / 1000.0);
	}
	v[SOCKETS_RETRANSMITS] = VALUE_INT(sock->retransmits);
	if (own != NULL) {
		v[SOCKETS_FD] = session_fd_value(s, own->fd);
		if (look->names[own->fd] != NULL)
			v[SOCKETS_NAME] = value_str(look->names[own->fd]);
	}
	v[SOCKETS_HOLDERS] = holders_value(look, sock->inode);
	if (sock->has & DIAG_HAS_UID)
		v[SOCKETS_UID] = VALUE_INT(sock->uid);
	if (sock->inode != 0)
		v[SOCKETS_INODE] = VALUE_INT(sock->inode);
	look_add_record(&look->list, "kernel_socket", v, SOCKETS_FIELDS);
}

/* Who has what is not ours alone: a forked child may hold ours, too, but to find
 * it would cost a look at every descriptor there is. */
static void
find_owners(struct sockets_look *look)
{
	uint32_t *inodes = xcalloc(look->table.n + 1, sizeof(*inodes));
	size_t n = 0;

	for (size_t i = 0; i < look->table.n; i++) {
		uint32_t inode = look->table.socks[i].inode;

		if (look_owns_find(&look->own, inode) == NULL)
			inodes[n++] = inode;
	}
	diag_owners_find(&look->owners, inodes, n);
	free(inodes);
}

static void
look_at_table(struct sockets_look *look)
{
	const struct session *s = look->call->task->session;
	bool all = call_given(look->call, 0);
	struct diag_query query = { .family = look->match.family };

	look_owns_init(&look->own, s, -1);
	if (all) {
		query.keep = match_keep;
		query.ctx = &look->match;
		query.parts = parts_of(&look->match);
		if (look->match.state != 0)
			query.states = 1U << look->match.state;
		if (look->match.port[0] > 0)
			query.port = look->match.port[0];
		else if (look->match.port[1] > 0)
			query.port = look->match.port[1];
	} else {
		query.parts = DIAG_TCP | DIAG_UDP | look->own.parts;
	}
	if (query.family == AF_UNIX || query.family == AF_PACKET) {
		query.family = AF_UNSPEC;
		query.port = 0;
	}
	diag_look(&query, &look->table);
	if (!all)
		drop_far(look);
	find_owners(look);
	if (look->table.n != 0)
		qsort(look->table.socks, look->table.n,
		    sizeof(look->table.socks[0]), compare_socks);
}

static void
sockets_call(struct call *call)
{
	const struct session *s = call->task->session;
	struct sockets_look look = { .call = call };
	size_t n;

	if (!look_match_init(call, &look.match))
		return;
	if (parts_of(&look.match) == 0) {
		call_mistake(call, 0,
		    _("tcp, udp, raw (and tcp6, udp6, raw6), unix, unixgram, "
		      "seqpacket and packet have tables to look at"));
		look_match_free(&look.match);
		return;
	}
	look_at_table(&look);
	look_match_free(&look.match);
	look.names = session_fd_names(call->task);
	n = look.table.n < LIST_MAX ? look.table.n : LIST_MAX;
	for (size_t i = 0; i < n; i++)
		add_sock(&look, &look.table.socks[i]);
	for (size_t fd = 0; fd < s->nfds; fd++)
		free(look.names[fd]);
	free(look.names);
	look_owns_free(&look.own);
	diag_owners_free(&look.owners);
	look_give(call, &look.list);
	if (look.table.n > n)
		call_remark(call, _("%zu sockets; the first %zu of them"),
		    look.table.n, n);
	look_lacks(call, &look.table);
	diag_free(&look.table);
}

const struct prim look_sockets_prims[] = {
	{
	    .name = "sockets",
	    .params = { { "kind", PARAM_MATCH, 0 }, { "state", PARAM_MATCH, 0 },
		{ "local", PARAM_MATCH, 0 }, { "peer", PARAM_MATCH, 0 } },
	    .forms = { "[kind] [state] [local] [peer]" },
	    .call = sockets_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at the kernel's sockets of the ports in use "
		       "here, TIME_WAIT included; or at those asked for: "
		       "sockets tcp LISTEN"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "print len(sockets(tcp, LISTEN, :8080))\n"
		       "> 1",
	},
	{ .name = NULL },
};
