/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other end of a socket, and who else has its port. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look_info.h"
#include "model/addr.h"
#include "model/xlat.h"

enum { NAMED_MAX = 8 }; /* sockets of a port that are told one by one */

static int
port_of(const struct diag_addr *addr)
{
	return addr->len != 0 ? addr_sa_port(&addr->u.sa) : -1;
}

/* A fork may hold what is ours too, but to know it would cost a look at every
 * descriptor of the machine for nothing, mostly: here it is worth it. */
static void
find_owners(struct info_look *look)
{
	uint32_t *inodes = xcalloc(look->table.n + 1, sizeof(*inodes));

	for (size_t i = 0; i < look->table.n; i++)
		inodes[i] = look->table.socks[i].inode;
	diag_owners_find(&look->owners, inodes, look->table.n);
	free(inodes);
}

/* Itself, and its peer, of AF_UNIX; of others all is kept. */
struct unix_keep {
	uint32_t inode;
};

static bool
keep_unix(void *ctx, const struct diag_sock *sock)
{
	const struct unix_keep *keep = ctx;

	return sock->inode == keep->inode ||
	    (sock->has & DIAG_HAS_PEER_INODE &&
		sock->peer_inode == keep->inode);
}

void
info_look_at_port(struct info_look *look)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);
	struct unix_keep unix_keep = { diag_inode(look->fd) };
	struct diag_query query = { .parts = DIAG_TCP | DIAG_UDP };

	if (look->family == AF_UNIX || look->family == AF_PACKET ||
	    look->type == SOCK_RAW) {
		query.parts = look->family == AF_UNIX ? DIAG_UNIX :
		    look->family == AF_PACKET         ? DIAG_PACKET :
							DIAG_RAW;
		query.keep = keep_unix;
		query.ctx = &unix_keep;
	} else if (getsockname(look->fd, (struct sockaddr *)&sa, &len) != 0 ||
	    addr_sa_port((struct sockaddr *)&sa) <= 0) {
		return;
	}
	query.port =
	    query.keep != NULL ? 0 : addr_sa_port((struct sockaddr *)&sa);
	diag_look(&query, &look->table);
	for (size_t i = 0; i < look->table.n; i++) {
		if (look->table.socks[i].inode == unix_keep.inode)
			look->self = &look->table.socks[i];
	}
	find_owners(look);
}

void
info_fd(const struct info_look *look, struct strbuf *out, int fd)
{
	sb_printf(out, _("fd %d"), fd);
	if (look->names[fd] != NULL)
		sb_printf(out, " (%s)", look->names[fd]);
}

void
info_owner(const struct info_look *look, struct strbuf *out,
    const struct diag_sock *sock)
{
	const struct look_own *own = look_owns_find(&look->own, sock->inode);
	const struct diag_owner *o = diag_owners_of(&look->owners, sock->inode);

	if (own != NULL)
		info_fd(look, out, own->fd);
	if (o != NULL)
		sb_printf(out, _("%s%.15s (process %d)"),
		    own != NULL ? ", " : "", o->comm, (int)o->pid);
	if (own != NULL || o != NULL)
		return;
	if (sock->inode != 0)
		sb_str(out, _("a process that may not be looked into"));
	else if (sock->state == TCP_ESTABLISHED ||
	    sock->state == TCP_CLOSE_WAIT)
		sb_str(out, _("not accepted yet"));
	else
		sb_str(out, _("closed by its owner"));
}

static bool
same_addr(const struct diag_addr *a, const struct diag_addr *b)
{
	return a->len == b->len && a->len != 0 &&
	    memcmp(&a->u, &b->u, a->len) == 0;
}

/* The other end, if it is on this machine. */
static const struct diag_sock *
find_peer(const struct info_look *look)
{
	const struct diag_sock *self = look->self;

	for (size_t i = 0; self != NULL && i < look->table.n; i++) {
		const struct diag_sock *sock = &look->table.socks[i];

		if (sock == self)
			continue;
		if (self->family == AF_UNIX ?
			(self->has & DIAG_HAS_PEER_INODE) &&
			    self->peer_inode == sock->inode :
			same_addr(&self->local, &sock->peer) &&
			    same_addr(&self->peer, &sock->local) &&
			    self->type == sock->type)
			return sock;
	}
	return NULL;
}

static void
put_state(struct strbuf *out, int state)
{
	const char *name = xlat_name(&xlat_tcp_states, state);

	if (name != NULL)
		sb_str(out, name + strlen(xlat_tcp_states.prefix));
	else
		sb_printf(out, "%d", state);
}

void
info_peer(struct info_look *look)
{
	const struct diag_sock *peer = find_peer(look);
	struct strbuf text = { 0 };

	if (peer == NULL)
		return;
	info_owner(look, &text, peer);
	sb_str(&text, ", ");
	put_state(&text, peer->state);
	info_add(look, N_("socket"), N_("other end"),
	    look_state_value(peer->state), "%s", sb_text(&text));
	sb_free(&text);
}

static void
add_holder(struct info_look *look, const struct diag_sock *sock)
{
	struct value kind =
	    look_kind_value(sock->family, sock->type, sock->protocol);
	struct strbuf text = { 0 };

	sb_printf(&text, "%s ", kind.bytes->data);
	if (sock->type == SOCK_STREAM) {
		put_state(&text, sock->state);
		sb_char(&text, ' ');
	}
	addr_text(&text, &sock->local.u.sa, sock->local.len);
	sb_str(&text, ", ");
	info_owner(look, &text, sock);
	info_add(look, N_("port"), N_("also has it"),
	    look_addr_value(&sock->local), "%s", sb_text(&text));
	value_drop(&kind);
	sb_free(&text);
}

/* "2 ESTABLISHED, 1 TIME_WAIT (the last for 42.0 s)" */
static void
add_counts(struct info_look *look, const size_t *counts, size_t n,
    uint32_t longest)
{
	struct strbuf text = { 0 };

	for (int state = 0; state < 32; state++) {
		if (counts[state] == 0)
			continue;
		sb_printf(&text, text.len != 0 ? ", %zu " : "%zu ",
		    counts[state]);
		put_state(&text, state);
		if (state == TCP_TIME_WAIT)
			sb_printf(&text, _(" (the last for %.1f s)"),
			    longest / 1000.0);
	}
	info_add(look, N_("port"), N_("connections"), VALUE_INT((int64_t)n),
	    "%s", sb_text(&text));
	sb_free(&text);
}

/* Others with the same local port: who listens or is bound one by one,
 * connections counted. */
void
info_port(struct info_look *look)
{
	int port = look->self != NULL ? port_of(&look->self->local) : -1;
	size_t counts[32] = { 0 }, connections = 0, holders = 0;
	uint32_t longest = 0;

	for (size_t i = 0; port > 0 && i < look->table.n; i++) {
		const struct diag_sock *sock = &look->table.socks[i];

		if (sock == look->self || port_of(&sock->local) != port)
			continue;
		if (sock->peer.len == 0) {
			if (++holders <= NAMED_MAX)
				add_holder(look, sock);
			continue;
		}
		connections++;
		counts[sock->state % 32]++;
		if (sock->state == TCP_TIME_WAIT && sock->timer_ms > longest)
			longest = sock->timer_ms;
	}
	if (holders > NAMED_MAX)
		info_add(look, N_("port"), N_("more"),
		    VALUE_INT((int64_t)(holders - NAMED_MAX)),
		    _("%zu more have it"), holders - NAMED_MAX);
	if (connections != 0)
		add_counts(look, counts, connections, longest);
	if (port > 0 && holders == 0 && connections == 0)
		info_add(look, N_("port"), N_("nobody else"), VALUE_INT(port),
		    _("%d is this socket's alone"), port);
}
