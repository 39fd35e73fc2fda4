/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside info: one descriptor in depth. Only look_info*.c include this. */
#ifndef SOCKSH_KERNEL_LOOK_INFO_H
#define SOCKSH_KERNEL_LOOK_INFO_H

#include "kernel/diag.h"
#include "kernel/look_own.h"
#include "model/call.h"

struct info_look {
	struct call *call;
	const struct session *session;
	int fd;
	int family; /* AF_UNSPEC: no socket */
	int type;
	int protocol;
	int state; /* TCP_…; -1: not known */
	struct look_owns own;
	struct diag_table table;      /* of its port, and itself */
	const struct diag_sock *self; /* NULL: not in the tables */
	struct diag_owners owners;
	char **names;
	struct look_list list;
};

static inline bool
info_is_tcp(const struct info_look *look)
{
	return (look->family == AF_INET || look->family == AF_INET6) &&
	    look->type == SOCK_STREAM && look->protocol == IPPROTO_TCP;
}

/* Adds a fact: section and name are N_(), text is translated; takes over the
 * value. */
void info_add(struct info_look *look, const char *section, const char *name,
    struct value v, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Appends who has a socket: "fd 3 (srv)", "nc (1234)", or why nobody. */
void info_owner(const struct info_look *look, struct strbuf *out,
    const struct diag_sock *sock);
/* Appends "3 (srv)". */
void info_fd(const struct info_look *look, struct strbuf *out, int fd);

/* look_info_tcp.c: TCP_INFO in words. */
void info_tcp(struct info_look *look);
/* look_info_port.c: looks at all sockets of the port, and tells of the other end
 * and of who else has the port. */
void info_look_at_port(struct info_look *look);
void info_peer(struct info_look *look);
void info_port(struct info_look *look);
/* look_info_file.c: what is no socket. */
void info_file(struct info_look *look);

#endif
