/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking into the kernel's tables of sockets: which, by what way, how often. */
#include "kernel/diag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"

enum { TRIES = 3 };

static const struct diag_request requests[] = {
	{ .part = DIAG_TCP, .family = AF_INET, .protocol = IPPROTO_TCP },
	{ .part = DIAG_TCP, .family = AF_INET6, .protocol = IPPROTO_TCP },
	{ .part = DIAG_UDP, .family = AF_INET, .protocol = IPPROTO_UDP },
	{ .part = DIAG_UDP, .family = AF_INET6, .protocol = IPPROTO_UDP },
	{ .part = DIAG_RAW, .family = AF_INET, .protocol = IPPROTO_RAW },
	{ .part = DIAG_RAW, .family = AF_INET6, .protocol = IPPROTO_RAW },
	{ .part = DIAG_UNIX, .family = AF_UNIX },
	{ .part = DIAG_PACKET, .family = AF_PACKET },
};

static void
forget(struct diag_table *table, size_t from)
{
	while (table->n > from)
		free(table->socks[--table->n].info);
}

/* An interrupted look is made again; the last is taken as it is. */
static int
look_netlink(const struct diag_query *query, const struct diag_request *request,
    struct diag_table *table)
{
	size_t from = table->n;
	bool before = table->interrupted;
	int err = EINTR;

	for (int i = 0; i < TRIES && err == EINTR; i++) {
		forget(table, from);
		table->interrupted = false;
		err = diag_netlink(query, request, table);
	}
	table->interrupted |= before;
	if (err != 0 && err != EINTR)
		forget(table, from);
	return err == EINTR ? 0 : err;
}

static void
look_part(const struct diag_query *query, const struct diag_request *request,
    struct diag_table *table)
{
	int err = look_netlink(query, request, table);

	if (err == 0)
		return;
	if (table->netlink_err == 0)
		table->netlink_err = err;
	if (diag_proc(query, request, table))
		table->proc |= request->part;
	else
		table->missing |= request->part;
}

/* The ports are asked for in the request; /proc and raw sockets know no such
 * question. */
struct port_keep {
	const struct diag_query *query;
	uint16_t port; /* in network order */
};

static bool
has_port(const struct diag_addr *addr, uint16_t port)
{
	return (addr->u.sa.sa_family == AF_INET &&
		   addr->u.in.sin_port == port) ||
	    (addr->u.sa.sa_family == AF_INET6 && addr->u.in6.sin6_port == port);
}

static bool
keep_port(void *ctx, const struct diag_sock *sock)
{
	const struct port_keep *p = ctx;

	if (!has_port(&sock->local, p->port) && !has_port(&sock->peer, p->port))
		return false;
	return p->query->keep == NULL || p->query->keep(p->query->ctx, sock);
}

void
diag_look(const struct diag_query *query, struct diag_table *table)
{
	struct port_keep port = { query, htons((uint16_t)query->port) };
	struct diag_query q = *query;

	memset(table, 0, sizeof(*table));
	if (query->port != 0) {
		q.keep = keep_port;
		q.ctx = &port;
	}
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		const struct diag_request *r = &requests[i];

		if ((query->parts & r->part) == 0 ||
		    ((r->part & DIAG_INET) && query->family != AF_UNSPEC &&
			query->family != r->family))
			continue;
		look_part(&q, r, table);
	}
}

void
diag_free(struct diag_table *table)
{
	forget(table, 0);
	free(table->socks);
	memset(table, 0, sizeof(*table));
}

/* "TCP, UDP" */
static void
put_parts(struct strbuf *out, unsigned parts)
{
	static const char *const names[] = { "TCP", "UDP", "RAW", "AF_UNIX",
		"AF_PACKET" };
	bool first = true;

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((parts & 1U << i) == 0)
			continue;
		sb_str(out, first ? "" : ", ");
		sb_str(out, names[i]);
		first = false;
	}
}

void
diag_lacks(struct strbuf *out, const struct diag_table *table)
{
	/* Raw sockets are as well there, and many a kernel has them there only. */
	unsigned worse = table->proc & ~(unsigned)DIAG_RAW;
	struct strbuf parts = { 0 };

	if (worse != 0) {
		put_parts(&parts, worse);
		if (table->netlink_err == ENOSYS)
			sb_printf(out,
			    _("this socksh was built without libmnl: %s as "
			      "/proc/net has it, without options and limits"),
			    sb_text(&parts));
		else
			sb_printf(out,
			    _("netlink was refused (%s): %s as /proc/net has "
			      "it, without options and limits"),
			    strerror(table->netlink_err), sb_text(&parts));
		sb_char(out, '\n');
	}
	if (table->missing != 0) {
		sb_clear(&parts);
		put_parts(&parts, table->missing);
		sb_printf(out,
		    _("%s could not be looked at: neither netlink nor "
		      "/proc/net gives them"),
		    sb_text(&parts));
		sb_char(out, '\n');
	}
	if (table->cut)
		sb_printf(out, _("there are more than %d sockets\n"), DIAG_MAX);
	if (table->interrupted)
		sb_str(out,
		    _("sockets came and went during the look: some may be "
		      "missing\n"));
	sb_free(&parts);
}

const char *
diag_timer_name(unsigned timer)
{
	static const char *const names[] = { "", "on", "keepalive", "timewait",
		"persist" };

	return timer < sizeof(names) / sizeof(names[0]) ? names[timer] :
							  "unknown";
}

uint32_t
diag_inode(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISSOCK(st.st_mode))
		return 0;
	return (uint32_t)st.st_ino;
}
