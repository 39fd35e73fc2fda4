/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who has a port, by the kernel's tables: connections that are over but for
 * their TIME_WAIT, orphans, and the sockets of other programs.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/diag.h"
#include "kernel/why_row.h"
#include "model/addr.h"
#include "model/xlat.h"

/* Of a table, the sockets that have a port as their own. */
struct keeper {
	const struct why_case *c;
	int port;
	bool own; /* those of this shell too */
};

static bool
is_own(const struct session *s, uint32_t inode)
{
	for (size_t fd = 0; inode != 0 && fd < s->nfds; fd++) {
		if (s->fds[fd].open && diag_inode((int)fd) == inode)
			return true;
	}
	return false;
}

static bool
keep(void *ctx, const struct diag_sock *sock)
{
	const struct keeper *k = ctx;

	return addr_sa_port(&sock->local.u.sa) == k->port &&
	    (k->own || !is_own(k->c->session, sock->inode));
}

static unsigned
part_of(const struct why_case *c)
{
	int protocol = look_option(c, SOL_SOCKET, SO_PROTOCOL);

	return protocol == IPPROTO_TCP ? DIAG_TCP :
	    protocol == IPPROTO_UDP    ? DIAG_UDP :
					 0;
}

bool
table_look(const struct why_case *c, unsigned parts, int port,
    struct diag_table *table)
{
	struct keeper k = { .c = c, .port = port };
	struct diag_query query = { .parts = parts != 0 ? parts : part_of(c),
		.port = port,
		.keep = keep,
		.ctx = &k };

	*table = (struct diag_table){ .n = 0 };
	if (query.parts == 0 || port <= 0)
		return false;
	diag_look(&query, table);
	return true;
}

static bool
same_host(const struct sockaddr *a, const struct sockaddr *b)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a->sa_family != b->sa_family)
		return false;
	if (a->sa_family == AF_INET)
		return a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return IN6_ARE_ADDR_EQUAL(&a6->sin6_addr, &b6->sin6_addr);
}

/* Whether a socket of the table stands in the way of bind to the address, or
 * would take what is sent there; by the addresses alone. */
static bool
covers(const struct why_case *c, const struct diag_sock *sock)
{
	const struct sockaddr *mine = (const struct sockaddr *)&c->addr;
	const struct sockaddr *its = &sock->local.u.sa;

	if (mine->sa_family == its->sa_family)
		return sa_is_wildcard(mine) || sa_is_wildcard(its) ||
		    same_host(mine, its);
	if (its->sa_family == AF_INET6)
		return sa_is_wildcard(its) && !sock->v6only;
	return sa_is_wildcard(mine) &&
	    look_option(c, IPPROTO_IPV6, IPV6_V6ONLY) == 0;
}

/* "127.0.0.1:80", of a connection with the other end. */
static void
hole_sock(struct why_case *c, const struct diag_sock *sock)
{
	hole_address(c, HOLE_TAKEN, &sock->local.u.sa, sock->local.len);
	if (sock->peer.len == 0 || addr_sa_port(&sock->peer.u.sa) <= 0)
		return;
	sb_str(&c->holes[HOLE_TAKEN], " -> ");
	addr_text(&c->holes[HOLE_TAKEN], &sock->peer.u.sa, sock->peer.len);
}

/* The process that has it: n and name; false if it cannot be told. */
static bool
hole_owner(struct why_case *c, const struct diag_sock *sock)
{
	const struct diag_owner *owner;
	struct diag_owners owners;

	diag_owners_find(&owners, &sock->inode, 1);
	owner = diag_owners_of(&owners, sock->inode);
	if (owner != NULL) {
		hole_number(c, HOLE_N, owner->pid);
		hole_text(c, HOLE_NAME, owner->comm);
	}
	diag_owners_free(&owners);
	return owner != NULL;
}

/* Calls found with the first that covers the address and is of these states. */
static bool
find_sock(struct why_case *c, unsigned states,
    bool (*found)(struct why_case *c, const struct diag_sock *sock))
{
	struct diag_table table;
	bool yes = false;

	if (!c->live || !look_inet(c))
		return false;
	table_look(c, 0, addr_sa_port((struct sockaddr *)&c->addr), &table);
	for (size_t i = 0; i < table.n && !yes; i++) {
		const struct diag_sock *sock = &table.socks[i];

		if (sock->state >= 32 || !(states >> sock->state & 1) ||
		    !covers(c, sock))
			continue;
		hole_sock(c, sock);
		yes = found(c, sock);
	}
	diag_free(&table);
	return yes;
}

static bool
found_timewait(struct why_case *c, const struct diag_sock *sock)
{
	if (sock->timer != DIAG_TIMER_TIMEWAIT)
		return false;
	hole_number(c, HOLE_N, (sock->timer_ms + 999) / 1000);
	return true;
}

bool
in_timewait(struct why_case *c)
{
	return find_sock(c, 1u << TCP_TIME_WAIT, found_timewait);
}

bool
in_timewait_reuse(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_REUSEADDR) == 1 && in_timewait(c);
}

/* No descriptor leads to it, but it has still to send or to wait. */
static bool
found_orphan(struct why_case *c, const struct diag_sock *sock)
{
	const char *state = xlat_name(&xlat_tcp_states, sock->state);

	if (sock->inode != 0 || state == NULL)
		return false;
	hole_text(c, HOLE_NAME, state + strlen(xlat_tcp_states.prefix));
	return true;
}

bool
is_orphaned(struct why_case *c)
{
	return find_sock(c,
	    1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2 | 1u << TCP_LAST_ACK |
		1u << TCP_CLOSING | 1u << TCP_TIME_WAIT,
	    found_orphan);
}

static bool
found_program(struct why_case *c, const struct diag_sock *sock)
{
	return sock->inode != 0 && hole_owner(c, sock);
}

bool
program_listens(struct why_case *c)
{
	return is_stream_inet(c) &&
	    find_sock(c, 1u << TCP_LISTEN, found_program);
}

bool
program_has(struct why_case *c)
{
	return find_sock(c, ~0u, found_program);
}

/* A listener of another program with the port, where this address does not
 * lead. */
bool
program_elsewhere(struct why_case *c)
{
	struct diag_table table;
	bool yes = false;

	if (!is_stream_inet(c))
		return false;
	table_look(c, 0, addr_sa_port((struct sockaddr *)&c->addr), &table);
	for (size_t i = 0; i < table.n && !yes; i++) {
		const struct diag_sock *sock = &table.socks[i];

		if (sock->state != TCP_LISTEN)
			continue;
		hole_sock(c, sock);
		yes = hole_owner(c, sock);
	}
	diag_free(&table);
	return yes;
}

/* Of the listeners with the port, those where a connection to the address would
 * arrive; those of this shell too. */
static bool
arrives(const struct sockaddr *to, const struct diag_sock *sock)
{
	const struct sockaddr *its = &sock->local.u.sa;
	const struct sockaddr_in6 *in6 = (const void *)to;
	struct sockaddr_in in = { .sin_family = AF_INET };

	if (sock->state != TCP_LISTEN)
		return false;
	if (to->sa_family == AF_INET6 &&
	    IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr)) {
		memcpy(&in.sin_addr, &in6->sin6_addr.s6_addr[12],
		    sizeof(in.sin_addr));
		to = (const struct sockaddr *)&in;
	}
	if (its->sa_family == to->sa_family)
		return sa_is_wildcard(its) || same_host(to, its) ||
		    (sa_is_wildcard(to) && sa_is_loopback(its));
	return its->sa_family == AF_INET6 && to->sa_family == AF_INET &&
	    sa_is_wildcard(its) && !sock->v6only;
}

int
table_listener(const struct why_case *c, unsigned *waiting, unsigned *limit)
{
	const struct sockaddr *to = (const struct sockaddr *)&c->addr;
	struct keeper k = { .c = c, .port = addr_sa_port(to), .own = true };
	struct diag_query query = { .parts = DIAG_TCP,
		.states = 1u << TCP_LISTEN,
		.port = k.port,
		.keep = keep,
		.ctx = &k };
	struct diag_table table = { .n = 0 };
	int found = 0;

	diag_look(&query, &table);
	if (table.missing != 0)
		found = -1;
	for (size_t i = 0; i < table.n && found != 1; i++) {
		if (!arrives(to, &table.socks[i]))
			continue;
		found = 1;
		*waiting = table.socks[i].rqueue;
		*limit = table.socks[i].wqueue;
		if (!(table.socks[i].has & DIAG_HAS_LIMIT))
			*limit = UINT32_MAX;
	}
	diag_free(&table);
	return found;
}

bool
table_unix(const struct why_case *c, struct diag_table *table)
{
	struct diag_query query = { .parts = DIAG_UNIX, .details = true };

	(void)c;
	*table = (struct diag_table){ .n = 0 };
	diag_look(&query, table);
	return table->missing == 0;
}
