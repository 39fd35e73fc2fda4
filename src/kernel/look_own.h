/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Our own descriptors beside the kernel's sockets: one look for all of them.
 * Only the looks of src/kernel include this; all of it needs the session's lock.
 */
#ifndef SOCKSH_KERNEL_LOOK_OWN_H
#define SOCKSH_KERNEL_LOOK_OWN_H

#include "kernel/diag.h"
#include "model/session.h"
#include "model/value.h"

struct look_own {
	uint32_t inode;
	int fd;
	const struct diag_sock *sock; /* look_owns_join; NULL: not found */
};

struct look_owns {
	struct look_own *own; /* sockets, sorted by inode, then number */
	size_t n;
	unsigned parts; /* the tables in which they stand: DIAG_TCP, … */
};

/* All sockets that the user has open; only >= 0: this descriptor alone. */
void look_owns_init(struct look_owns *o, const struct session *s, int only);
void look_owns_free(struct look_owns *o);
/* The first with this inode, others of the same socket follow; or NULL. */
const struct look_own *look_owns_find(const struct look_owns *o,
    uint32_t inode);
/* diag_query.keep, with the owns as ctx: only what is ours. */
bool look_owns_keep(void *ctx, const struct diag_sock *sock);
/* Notes which of the sockets is whose; the table has to stay as it is. */
void look_owns_join(struct look_owns *o, const struct diag_table *table);
/* In the order of their numbers. */
void look_owns_by_fd(struct look_owns *o);

/* A list of values that grows; its values are its own until look_give. */
struct look_list {
	const struct layout *layout; /* of its records, once there is one */
	struct value *v;
	size_t n;
};

struct call;

/* Adds a record of a layout (model/layout.h) of n fields; takes over the
 * references. */
void look_add_record(struct look_list *list, const char *layout,
    struct value *fields, size_t n);
/* Makes the list the call's value. */
void look_give(struct call *call, struct look_list *list);
/* Adds a record of the layout "sockopt" for each option of a socket
 * (look_options.c); false, with errno, if it is none. */
bool look_options(int fd, struct look_list *list);
/* Says in remarks what of a table was not as usual, if it is drawn. */
void look_lacks(struct call *call, const struct diag_table *table);

/* Values, new references each. */
struct value look_state_value(int state);
struct value look_addr_value(const struct diag_addr *addr);
struct value look_tagged(int64_t n, const struct xlat_table *names);
/* "tcp", "udp6", "unix"; "AF_NETLINK SOCK_RAW" for what has no short name. */
struct value look_kind_value(int family, int type, int protocol);

#endif
