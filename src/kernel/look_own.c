/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own descriptors beside the kernel's sockets, and values of what is seen. */
#include "kernel/look_own.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "kernel/look.h"
#include "model/addr.h"
#include "model/call.h"
#include "model/layout.h"
#include "model/xlat.h"

static unsigned
part_of(const struct fd_info *info)
{
	switch (info->family) {
	case AF_INET:
	case AF_INET6:
		if (info->type == SOCK_STREAM)
			return DIAG_TCP;
		return info->type == SOCK_DGRAM ? DIAG_UDP : DIAG_RAW;
	case AF_UNIX:
		return DIAG_UNIX;
	case AF_PACKET:
		return DIAG_PACKET;
	default:
		return 0;
	}
}

static int
compare_inodes(const void *a, const void *b)
{
	const struct look_own *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return (x->fd > y->fd) - (x->fd < y->fd);
}

static int
compare_fds(const void *a, const void *b)
{
	const struct look_own *x = a, *y = b;

	return (x->fd > y->fd) - (x->fd < y->fd);
}

void
look_owns_init(struct look_owns *o, const struct session *s, int only)
{
	memset(o, 0, sizeof(*o));
	o->own = xcalloc(s->nfds + 1, sizeof(o->own[0]));
	for (size_t fd = 0; fd < s->nfds; fd++) {
		struct look_own own = { .fd = (int)fd };

		if (!s->fds[fd].open || (only >= 0 && (int)fd != only))
			continue;
		own.inode = diag_inode((int)fd);
		if (own.inode == 0)
			continue;
		o->parts |= part_of(&s->fds[fd]);
		o->own[o->n++] = own;
	}
	qsort(o->own, o->n, sizeof(o->own[0]), compare_inodes);
}

void
look_owns_free(struct look_owns *o)
{
	free(o->own);
	memset(o, 0, sizeof(*o));
}

static size_t
first_at_least(const struct look_owns *o, uint32_t inode)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->own[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct look_own *
look_owns_find(const struct look_owns *o, uint32_t inode)
{
	size_t i = first_at_least(o, inode);

	return inode != 0 && i < o->n && o->own[i].inode == inode ? &o->own[i] :
								    NULL;
}

bool
look_owns_keep(void *ctx, const struct diag_sock *sock)
{
	return look_owns_find(ctx, sock->inode) != NULL;
}

void
look_owns_join(struct look_owns *o, const struct diag_table *table)
{
	for (size_t k = 0; k < table->n; k++) {
		const struct diag_sock *sock = &table->socks[k];
		size_t i = first_at_least(o, sock->inode);

		for (; sock->inode != 0 && i < o->n &&
		     o->own[i].inode == sock->inode;
		     i++)
			o->own[i].sock = sock;
	}
}

void
look_owns_by_fd(struct look_owns *o)
{
	qsort(o->own, o->n, sizeof(o->own[0]), compare_fds);
}

void
look_add_record(struct look_list *list, const char *layout,
    struct value *fields, size_t n)
{
	struct value record;
	char *cause = NULL;

	if (list->layout == NULL)
		list->layout = layout_find(layout);
	if (!layout_record(list->layout, fields, n, &record, &cause)) {
		/* No field of these is too large or too deep. */
		free(cause);
		return;
	}
	list->v = xgrow(list->v, list->n, sizeof(list->v[0]));
	list->v[list->n++] = record;
}

void
look_give(struct call *call, struct look_list *list)
{
	struct value v;

	if (value_tuple(&v, list->v, list->n, &call->cause))
		call_give(call, v);
	else
		call->status = CALL_MISTAKE;
	free(list->v);
	memset(list, 0, sizeof(*list));
}

void
look_lacks(struct call *call, const struct diag_table *table)
{
	struct strbuf text = { 0 };
	char *rest, *line;

	/* In an expression, a condition that is waited for perhaps, it would be
	 * said again and again. */
	if (!call->drawn)
		return;
	diag_lacks(&text, table);
	rest = text.data;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		if (*line != '\0')
			call_remark(call, "%s", line);
	}
	sb_free(&text);
}

struct value
look_state_value(int state)
{
	const char *name = xlat_name(&xlat_tcp_states, state);

	if (name == NULL)
		return VALUE_INT(state);
	return value_str(name + strlen(xlat_tcp_states.prefix));
}

struct value
look_addr_value(const struct diag_addr *addr)
{
	if (addr->len == 0)
		return VALUE_NONE;
	return value_from_addr(addr_from_sa(&addr->u.sa, addr->len));
}

struct value
look_tagged(int64_t n, const struct xlat_table *names)
{
	struct value v = VALUE_INT(n);

	v.tag = xlat_tag(names);
	return v;
}

struct value
look_kind_value(int family, int type, int protocol)
{
	struct strbuf text = { 0 };
	const struct sock_kind *kind;
	struct value v;

	for (size_t i = 0; (kind = sock_kind_at(i)) != NULL; i++) {
		if (kind->family != family || kind->type != type)
			continue;
		/* What socket makes of protocol 0. */
		if (type == SOCK_STREAM && family != AF_UNIX && protocol != 0 &&
		    protocol != IPPROTO_TCP)
			continue;
		if (type == SOCK_DGRAM && family != AF_UNIX && protocol != 0 &&
		    protocol != IPPROTO_UDP)
			continue;
		return value_str(kind->name);
	}
	xlat_text(&text, &xlat_families, family);
	sb_char(&text, ' ');
	xlat_text(&text, &xlat_types, type);
	v = value_bytes(text.data, text.len);
	sb_free(&text);
	return v;
}
