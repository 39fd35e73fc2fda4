/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fds: every live descriptor at a glance. The sockets' states, addresses and
 * queues come from one look into the kernel's tables; only what stands in none
 * (a new TCP socket, other families) is asked one by one.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/look_own.h"
#include "model/addr.h"
#include "model/call.h"
#include "model/xlat.h"

/* The fields of the layout "descriptor" (layout_look.c). */
enum {
	FDS_FD,
	FDS_NAME,
	FDS_KIND,
	FDS_FAMILY,
	FDS_TYPE,
	FDS_STATE,
	FDS_LOCAL,
	FDS_PEER,
	FDS_INQ,
	FDS_OUTQ,
	FDS_FLAGS,
	FDS_JOB,
	FDS_FIELDS,
};

/* What is seen of all of them before the first record is made. */
struct fds_look {
	struct call *call;
	struct look_owns own;
	struct diag_table table;
	char **names;
	struct look_list list;
};

static struct value
ioctl_value(int fd, unsigned long request)
{
	int n = 0;

	return ioctl(fd, request, &n) == 0 ? VALUE_INT(n) : VALUE_NONE;
}

static bool
is_any(const struct sockaddr *sa)
{
	static const struct in6_addr any;
	const struct sockaddr_in *in = (const void *)sa;
	const struct sockaddr_in6 *in6 = (const void *)sa;

	if (sa->sa_family == AF_INET)
		return in->sin_port == 0 && in->sin_addr.s_addr == 0;
	return sa->sa_family == AF_INET6 && in6->sin6_port == 0 &&
	    memcmp(&in6->sin6_addr, &any, sizeof(any)) == 0;
}

/* An address that was never given is none. */
static struct value
name_value(int fd, int (*ask)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);

	if (ask(fd, (struct sockaddr *)&sa, &len) != 0 ||
	    len <= sizeof(sa_family_t) || is_any((struct sockaddr *)&sa))
		return VALUE_NONE;
	return value_from_addr(addr_from_sa((struct sockaddr *)&sa, len));
}

/* Where a TCP connection was refused or is over, what the kernel still counts
 * (write_seq - snd_una, tcp_ioctl() in net/ipv4/tcp.c) is no bytes that anybody
 * will take. */
static struct value
outq_value(int fd, int state)
{
	int protocol = 0;
	socklen_t len = sizeof(protocol);

	if (state == TCP_CLOSE &&
	    getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len) == 0 &&
	    protocol == IPPROTO_TCP)
		return VALUE_INT(0);
	return ioctl_value(fd, SIOCOUTQ);
}

/* A socket that stands in no table. */
static void
ask_socket(int fd, struct value *v)
{
	int state = look_state(fd);
	int family = v[FDS_FAMILY].type == VAL_INT ? (int)v[FDS_FAMILY].i : 0;

	/* Others have no state, but what looks like one. */
	if (state >= 0 &&
	    (family == AF_INET || family == AF_INET6 || family == AF_UNIX))
		v[FDS_STATE] = look_state_value(state);
	v[FDS_LOCAL] = name_value(fd, getsockname);
	v[FDS_PEER] = name_value(fd, getpeername);
	if (state != TCP_LISTEN) {
		v[FDS_INQ] = ioctl_value(fd, FIONREAD);
		v[FDS_OUTQ] = outq_value(fd, state);
	}
}

/* The end of an AF_UNIX socket that is ours too is named by its number. */
static struct value
unix_peer(const struct fds_look *look, int fd, const struct diag_sock *sock)
{
	const struct look_own *peer =
	    look_owns_find(&look->own, sock->peer_inode);

	if (peer != NULL)
		return session_fd_value(look->call->task->session, peer->fd);
	return name_value(fd, getpeername);
}

/* A FIN that nobody has read yet counts in the kernel's queue, but is no byte
 * (tcp_inq, include/net/tcp.h). */
static uint32_t
bytes_waiting(const struct diag_sock *sock)
{
	bool fin = sock->protocol == IPPROTO_TCP &&
	    (sock->state == TCP_CLOSE_WAIT || sock->state == TCP_LAST_ACK ||
		sock->state == TCP_CLOSING);

	return sock->rqueue - (fin && sock->rqueue != 0 ? 1 : 0);
}

static void
use_sock(const struct fds_look *look, int fd, const struct diag_sock *sock,
    struct value *v)
{
	bool listens = sock->state == TCP_LISTEN;

	v[FDS_STATE] = look_state_value(sock->state);
	if (sock->local.len != 0 && !is_any(&sock->local.u.sa))
		v[FDS_LOCAL] = look_addr_value(&sock->local);
	if (sock->family == AF_UNIX)
		v[FDS_PEER] = unix_peer(look, fd, sock);
	else
		v[FDS_PEER] = look_addr_value(&sock->peer);
	if ((sock->has & DIAG_HAS_QUEUES) == 0) {
		v[FDS_INQ] = ioctl_value(fd, FIONREAD);
		v[FDS_OUTQ] = outq_value(fd, sock->state);
		return;
	}
	/* Of datagrams the tables have the memory they take, not their bytes. */
	if (!listens && sock->type != SOCK_STREAM && sock->rqueue != 0)
		v[FDS_INQ] = ioctl_value(fd, FIONREAD);
	else
		v[FDS_INQ] = VALUE_INT(bytes_waiting(sock));
	if (!listens)
		v[FDS_OUTQ] = VALUE_INT(sock->wqueue);
}

/* Of what is no socket: the path, and what waits in a pipe or file. */
static void
ask_file(int fd, enum fd_kind kind, struct value *v)
{
	char path[32], target[4096];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, target, sizeof(target));
	if (n > 0 && kind != FD_EPOLL && kind != FD_EVENTFD)
		v[FDS_LOCAL] = value_bytes(target, (size_t)n);
	if (kind == FD_PIPE || kind == FD_FILE)
		v[FDS_INQ] = ioctl_value(fd, FIONREAD);
}

static struct value
flags_value(int fd)
{
	int status = fcntl(fd, F_GETFL), flags = fcntl(fd, F_GETFD);
	struct strbuf text = { 0 };
	struct value v;

	if (status == -1 || flags == -1)
		return VALUE_NONE;
	if (status & O_NONBLOCK)
		sb_str(&text, "O_NONBLOCK|");
	if (status & O_ASYNC)
		sb_str(&text, "O_ASYNC|");
	if (status & O_APPEND)
		sb_str(&text, "O_APPEND|");
	if (flags & FD_CLOEXEC)
		sb_str(&text, "FD_CLOEXEC|");
	v = text.len != 0 ? value_bytes(text.data, text.len - 1) : VALUE_NONE;
	sb_free(&text);
	return v;
}

/* "recv (job 2)": who waits in a call on it. */
static struct value
job_value(const struct session *s, int fd)
{
	const struct task *task = s->waiting;
	struct strbuf text = { 0 };
	struct value v = VALUE_NONE;

	for (; task != NULL; task = task->next_waiting) {
		unsigned job = atomic_load(&task->job);

		if (task->waits_fd != fd || task->waits_in == NULL ||
		    task->waits_generation != s->fds[fd].generation)
			continue;
		sb_printf(&text, text.len != 0 ? ", %s" : "%s",
		    task->waits_in->name);
		if (job != 0)
			sb_printf(&text, _(" (job %u)"), job);
	}
	if (text.len != 0)
		v = value_bytes(text.data, text.len);
	sb_free(&text);
	return v;
}

static const char *
kind_name(enum fd_kind kind)
{
	static const char *const names[] = {
		[FD_SOCKET] = "socket",
		[FD_PIPE] = "pipe",
		[FD_FILE] = "file",
		[FD_EPOLL] = "epoll",
		[FD_EVENTFD] = "eventfd",
	};

	return names[kind];
}

static void
add_fd(struct fds_look *look, int fd, const struct diag_sock *sock)
{
	const struct session *s = look->call->task->session;
	const struct fd_info *info = &s->fds[fd];
	struct value v[FDS_FIELDS];

	for (int i = 0; i < FDS_FIELDS; i++)
		v[i] = VALUE_NONE;
	v[FDS_FD] = session_fd_value(s, fd);
	if (look->names[fd] != NULL)
		v[FDS_NAME] = value_str(look->names[fd]);
	if (info->kind == FD_SOCKET) {
		v[FDS_KIND] =
		    look_kind_value(info->family, info->type, info->protocol);
		v[FDS_FAMILY] = look_tagged(info->family, &xlat_families);
		v[FDS_TYPE] = look_tagged(info->type, &xlat_types);
		if (sock != NULL)
			use_sock(look, fd, sock, v);
		else
			ask_socket(fd, v);
	} else {
		v[FDS_KIND] = value_str(kind_name(info->kind));
		ask_file(fd, info->kind, v);
	}
	v[FDS_FLAGS] = flags_value(fd);
	v[FDS_JOB] = job_value(s, fd);
	look_add_record(&look->list, "descriptor", v, FDS_FIELDS);
}

/* The sockets of the table by number, so that each record finds its own. */
static const struct diag_sock **
by_fd(const struct fds_look *look)
{
	const struct diag_sock **socks =
	    xcalloc(look->call->task->session->nfds + 1, sizeof(*socks));

	for (size_t i = 0; i < look->own.n; i++)
		socks[look->own.own[i].fd] = look->own.own[i].sock;
	return socks;
}

static void
fds_call(struct call *call)
{
	const struct session *s = call->task->session;
	struct fds_look look = { .call = call };
	struct diag_query query = { .keep = look_owns_keep, .ctx = &look.own };
	const struct diag_sock **socks;

	look_owns_init(&look.own, s, -1);
	query.parts = look.own.parts;
	diag_look(&query, &look.table);
	look_owns_join(&look.own, &look.table);
	look.names = session_fd_names(call->task);
	socks = by_fd(&look);
	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (s->fds[fd].open)
			add_fd(&look, (int)fd, socks[fd]);
	}
	for (size_t fd = 0; fd < s->nfds; fd++)
		free(look.names[fd]);
	free(look.names);
	free(socks);
	look_owns_free(&look.own);
	look_give(call, &look.list);
	look_lacks(call, &look.table);
	diag_free(&look.table);
}

const struct prim look_fds_prims[] = {
	{
	    .name = "fds",
	    .forms = { "" },
	    .call = fds_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at all descriptors: addresses, states, bytes "
		       "that wait, who waits for them"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "all = fds()\n"
		       "print all[0].name all[0].state all[0].local\n"
		       "> srv LISTEN 127.0.0.1:8080",
	},
	{ .name = NULL },
};
