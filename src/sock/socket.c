/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making sockets, giving them addresses, connecting and ending them. */
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	SOCKET_FAMILY,
	SOCKET_TYPE,
	SOCKET_PROTO,
	SOCKET_KIND,
	SOCKET_FDS = SOCKET_KIND,
	SOCKET_FILENO,
	SOCKET_PAIR_KIND = SOCKET_FILENO,
	ADDR_FD = 0,
	ADDR_ADDR,
	ADDR_LEN,
	ADDR_FLAGS,
};

/* Rows of sock_socket_prims. */
enum { ROW_CONNECT };

static int
type_alone(int type)
{
	return type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static void
opened(struct call *call, int fd, int family, int type, int protocol)
{
	session_fd_opened(call->task->session, fd, family, type_alone(type),
	    protocol);
	session_fd_read(call->task, fd);
	sock_default_timeout(call, fd);
}

/* "socket tcp": the kind's numbers take the places of the C function's. */
static void
socket_expand_kind(struct call *call, int i)
{
	const struct sock_kind *kind;

	if (!call_given(call, i))
		return;
	kind = sock_kind_find(call->args[i].v.bytes->data);
	call->args[SOCKET_FAMILY].v = VALUE_INT(kind->family);
	call->args[SOCKET_TYPE].v = VALUE_INT(kind->type);
	if (!call_given(call, SOCKET_PROTO))
		call->args[SOCKET_PROTO].v = VALUE_INT(kind->protocol);
}

/* Python's socket(fileno=fd): no new one; what it is, the kernel says. */
static void
socket_known(struct call *call)
{
	struct session *s = call->task->session;
	int family, type, protocol;
	struct fd_info *info;
	char *cause = NULL;

	call->fd = (int)call_num(call, SOCKET_FILENO);
	if (!session_fd_users(s, call->fd, &cause)) {
		call_mistake(call, SOCKET_FILENO, "%s", cause);
		free(cause);
		return;
	}
	if (!sock_sub_option(call, SO_DOMAIN, &family) ||
	    !sock_sub_option(call, SO_TYPE, &type) ||
	    !sock_sub_option(call, SO_PROTOCOL, &protocol))
		return;
	info = session_fd(s, call->fd);
	if (info == NULL) {
		opened(call, call->fd, family, type, protocol);
	} else {
		info->kind = FD_SOCKET;
		info->family = family;
		info->type = type;
		info->protocol = protocol;
	}
	call_give(call, VALUE_INT(call->fd));
}

static void
socket_call(struct call *call)
{
	int family, type, protocol;

	if (call_given(call, SOCKET_FILENO)) {
		socket_known(call);
		return;
	}
	socket_expand_kind(call, SOCKET_KIND);
	family = (int)call_num(call, SOCKET_FAMILY);
	type = (int)call_num(call, SOCKET_TYPE);
	protocol = (int)call_num(call, SOCKET_PROTO);
	CALL(call, socket(family, type, protocol));
	if (call->status == CALL_OK)
		opened(call, (int)call->result, family, type, protocol);
}

static void
socketpair_call(struct call *call)
{
	struct value pair[2], v;
	int fds[2], family, type, protocol;

	socket_expand_kind(call, SOCKET_PAIR_KIND);
	family = (int)call_num(call, SOCKET_FAMILY);
	type = (int)call_num(call, SOCKET_TYPE);
	protocol = (int)call_num(call, SOCKET_PROTO);
	call->args[SOCKET_FDS].out = fds;
	call->args[SOCKET_FDS].room = sizeof(fds);
	CALL(call, socketpair(family, type, protocol, fds));
	if (call->status != CALL_OK)
		return;
	for (int i = 0; i < 2; i++) {
		opened(call, fds[i], family, type, protocol);
		pair[i] = session_fd_value(call->task->session, fds[i]);
	}
	if (!value_tuple(&v, pair, 2, &call->cause))
		return;
	if (call->c_form)
		call_out(call, SOCKET_FDS, v);
	else
		call_give(call, v);
}

static bool
is_wildcard(const struct sockaddr *sa, socklen_t len)
{
	const struct sockaddr_in *in = (const void *)sa;
	const struct sockaddr_in6 *in6 = (const void *)sa;

	if (sa->sa_family == AF_INET && len >= sizeof(*in))
		return in->sin_addr.s_addr == INADDR_ANY;
	return sa->sa_family == AF_INET6 && len >= sizeof(*in6) &&
	    IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr);
}

/* Once: in a class room it is seldom meant. */
static void
tell_wildcard(struct call *call)
{
	struct session *s = call->task->session;

	/* Nobody reaches a host of the lab. */
	if (s->told_wildcard || call->host != 0 || call->status != CALL_OK ||
	    !is_wildcard(call_sa(call, ADDR_ADDR), call_salen(call, ADDR_ADDR)))
		return;
	s->told_wildcard = true;
	call_remark(call,
	    _("note: bound to all addresses of this host, so that others can "
	      "reach it; 127.0.0.1 keeps it to this host"));
}

static void
bind_call(struct call *call)
{
	CALL(call,
	    bind(call_fd(call, ADDR_FD), call_sa(call, ADDR_ADDR),
		call_salen(call, ADDR_ADDR)));
	tell_wildcard(call);
}

static void
connect_call(struct call *call)
{
	CALL(call,
	    connect(call_fd(call, ADDR_FD), call_sa(call, ADDR_ADDR),
		call_salen(call, ADDR_ADDR)));
	sock_finish_connect(call);
}

static void
listen_call(struct call *call)
{
	CALL(call, listen(call_fd(call, 0), (int)call_num(call, 1)));
}

/* As Python's: 0, or the errno that connect would have failed with. */
static void
connect_ex_call(struct call *call)
{
	call->prim = &sock_socket_prims[ROW_CONNECT];
	connect_call(call);
	if (call->status != CALL_OK && call->status != CALL_FAILED)
		return;
	call_give(call, VALUE_INT(call->status == CALL_OK ? 0 : call->err));
	call->status = CALL_OK;
	call->result = call->ret.i;
	call->err = 0;
}

/* accept4, which without flags is accept; C's own has no fourth argument. */
static int
take_connection(struct call *call, struct sockaddr *sa)
{
	int fd = call_fd(call, ADDR_FD);
	socklen_t *len = call_inout(call, ADDR_LEN);

	if (call->prim->params[ADDR_FLAGS].type == PARAM_END)
		return accept(fd, sa, len);
	return accept4(fd, sa, len, (int)call_num(call, ADDR_FLAGS));
}

static void
accept_call(struct call *call)
{
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, ADDR_ADDR, &room);
	struct session *s = call->task->session;
	struct value pair[2], v;
	struct fd_info listener = { .family = AF_UNSPEC };

	do {
		if (!sock_await(call, POLLIN))
			return;
		CALL(call, take_connection(call, sa));
	} while (sock_await_again(call));
	if (call->status != CALL_OK)
		return;
	if (session_fd(s, call->fd) != NULL)
		listener = *session_fd(s, call->fd);
	session_fd_read(call->task, call->fd);
	opened(call, (int)call->result, listener.family, listener.type,
	    listener.protocol);
	pair[0] = session_fd_value(s, call->result);
	pair[1] = call_addr_value(call, ADDR_ADDR);
	if (call->c_form)
		value_drop(&pair[1]);
	else if (value_tuple(&v, pair, 2, &call->cause))
		call_give(call, v);
}

static void
give_name(struct call *call)
{
	struct value v = call_addr_value(call, ADDR_ADDR);

	if (call->c_form || call->status != CALL_OK)
		value_drop(&v);
	else
		call_give(call, v);
}

static void
getsockname_call(struct call *call)
{
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, ADDR_ADDR, &room);

	CALL(call,
	    getsockname(call_fd(call, ADDR_FD), sa,
		call_inout(call, ADDR_LEN)));
	give_name(call);
}

static void
getpeername_call(struct call *call)
{
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, ADDR_ADDR, &room);

	CALL(call,
	    getpeername(call_fd(call, ADDR_FD), sa,
		call_inout(call, ADDR_LEN)));
	give_name(call);
}

static void
shutdown_call(struct call *call)
{
	CALL(call, shutdown(call_fd(call, 0), (int)call_num(call, 1)));
}

char *
sock_sleepers(const struct session *s, int fd)
{
	const struct task *task = s->waiting, *first = NULL;
	const struct fd_info *info = session_fd(s, fd);
	uint32_t generation = info != NULL ? info->generation : 0;
	unsigned n = 0;
	char *who, *text;

	for (; task != NULL; task = task->next_waiting) {
		if (task->waits_fd == fd &&
		    task->waits_generation == generation) {
			first = task;
			n++;
		}
	}
	if (n == 0)
		return NULL;
	who = first->job != 0 ? xasprintf(_("job %u"), first->job) :
				xasprintf(_("the shell itself"));
	if (n == 1)
		text = xasprintf(_("%s sleeps in %s on %d and goes on: close "
				   "does not wake it"),
		    who, first->waits_in->name, fd);
	else
		text = xasprintf(_("%s and %u more sleep in calls on %d and go "
				   "on: close does not wake them"),
		    who, n - 1, fd);
	free(who);
	if (info == NULL || info->kind != FD_SOCKET)
		return text;
	who = text;
	text = xasprintf(_("%s; shutdown(%d, SHUT_RDWR) first would have"), who,
	    fd);
	free(who);
	return text;
}

static void
close_call(struct call *call)
{
	int fd = call_fd(call, 0);
	char *cause = NULL, *sleepers;
	struct fd_info *info;

	if (call->draft == NULL && sock_stream_close(call))
		return;
	if (!session_fd_users(call->task->session, fd, &cause)) {
		call_mistake(call, 0, "%s", cause);
		free(cause);
		return;
	}
	if (call->draft != NULL) {
		CALL(call, close(fd));
		return;
	}
	/* Linux has released the number even where close fails: EINTR and EIO
	 * come after (close(2)). So it is never made again. */
	info = session_fd(call->task->session, fd);
	sleepers = sock_sleepers(call->task->session, fd);
	session_fd_closed(call->task->session, fd);
	call->generation = UINT32_MAX;
	CALL(call, close(fd));
	/* Nothing was called: it is still there. */
	if (call->status == CALL_CANCELLED && call->start == 0 && info != NULL)
		info->open = true;
	if (call->status == CALL_OK && sleepers != NULL)
		call_remark(call, "%s", sleepers);
	free(sleepers);
}

const struct prim sock_socket_prims[] = {
	[ROW_CONNECT] = {
	    .name = "connect",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
		{ "addrlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd addr" },
	    .call = connect_call,
	    .flags = PRIM_BLOCKS,
	    .man = "connect(2)",
	    .help = N_("connect a socket to an address"),
	    .topic = TOPIC_CONNECTING,
	    .example = "c = socket tcp\n"
		"connect c :8080\n"
		"= -1 ECONNREFUSED\n"
		"srv = create_server :8080\n"
		"connect c :8080\n"
		"= 0",
	},
	{
	    .name = "socket",
	    .params = { { "family", PARAM_FAMILY, AF_INET },
		{ "type", PARAM_TYPE, SOCK_STREAM },
		{ "proto", PARAM_PROTOCOL, 0 }, { "kind", PARAM_KIND, 0 },
		{ "fileno", PARAM_FILENO, 0 } },
	    .forms = { "kind [proto]", "[family] [type] [proto]",
		"[family] [type] [proto] [fileno]" },
	    .call = socket_call,
	    .flags = PRIM_OPENS,
	    .man = "socket(2)",
	    .help = N_("make a socket; gives its descriptor"),
	    .topic = TOPIC_CONNECTING,
	    .example = "s = socket tcp\n"
		"= 3\n"
		"u = socket(AF_INET, SOCK_DGRAM)\n"
		"= 4",
	},
	{
	    .name = "socketpair",
	    .params = { { "family", PARAM_FAMILY, AF_UNIX },
		{ "type", PARAM_TYPE, SOCK_STREAM },
		{ "proto", PARAM_PROTOCOL, 0 }, { "sv", PARAM_OUT_FDS, 0 },
		{ "kind", PARAM_KIND, 0 } },
	    .forms = { "kind", "[family] [type] [proto]" },
	    .call = socketpair_call,
	    .man = "socketpair(2)",
	    .help = N_("make two sockets that are connected to each other"),
	    .topic = TOPIC_CONNECTING,
	    .example = "a, b = socketpair()\n"
		"send a \"hello\"\n"
		"= 5\n"
		"recv b\n"
		"= \"hello\"",
	},
	{
	    .name = "bind",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
		{ "addrlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd addr" },
	    .call = bind_call,
	    .man = "bind(2)",
	    .help = N_("give a socket its local address"),
	    .topic = TOPIC_CONNECTING,
	    .example = "s = socket tcp\n"
		"bind s 127.0.0.1:8080\n"
		"= 0\n"
		"t = socket tcp\n"
		"bind t 127.0.0.1:8080\n"
		"= -1 EADDRINUSE",
	},
	{
	    .name = "listen",
	    .params = { { "fd", PARAM_FD, 0 }, { "backlog", PARAM_INT, 128 } },
	    .forms = { "fd [backlog]" },
	    .call = listen_call,
	    .man = "listen(2)",
	    .help = N_("let connections come in, and queue"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = socket tcp\n"
		"bind srv :8080\n"
		"listen srv 8\n"
		"= 0\n"
		"print state(srv)\n"
		"> LISTEN",
	},
	{
	    .name = "accept",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd" },
	    .call = accept_call,
	    .flags = PRIM_BLOCKS | PRIM_OPENS,
	    .man = "accept(2)",
	    .help = N_("take the oldest waiting connection; gives "
		       "(descriptor, address)"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = create_server :8080\n"
		"c = socket tcp\n"
		"connect c :8080\n"
		"= 0\n"
		"conn, peer = accept srv\n"
		"= 5",
	},
	{
	    .name = "accept4",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 },
		{ "flags", PARAM_SOCKFLAGS, 0 } },
	    .forms = { "fd [flags]" },
	    .call = accept_call,
	    .flags = PRIM_BLOCKS | PRIM_OPENS,
	    .man = "accept4(2)",
	    .help = N_("as accept; the new one with SOCK_NONBLOCK or "
		       "SOCK_CLOEXEC"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = create_server :8080\n"
		"c = create_connection :8080\n"
		"conn, peer = accept4 srv SOCK_NONBLOCK\n"
		"= 5\n"
		"recv conn\n"
		"= -1 EAGAIN",
	},
	{
	    .name = "connect_ex",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
		{ "addrlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd addr" },
	    .call = connect_ex_call,
	    .flags = PRIM_BLOCKS | PRIM_NOT_C,
	    .man = "connect(2)",
	    .help = N_("as connect; gives the errno (0: none) and never "
		       "fails"),
	    .topic = TOPIC_CONNECTING,
	    .example = "c = socket tcp\n"
		"err = connect_ex c :8080\n"
		"if err != 0 { print strerror(err) }\n"
		"> Connection refused",
	},
	{
	    .name = "getsockname",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd" },
	    .call = getsockname_call,
	    .man = "getsockname(2)",
	    .help = N_("the local address of a socket"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "c = socket udp\n"
		"bind c :0\n"
		"host, port = getsockname c\n"
		"print host (port > 0)\n"
		"> 127.0.0.1 1",
	},
	{
	    .name = "getpeername",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd" },
	    .call = getpeername_call,
	    .man = "getpeername(2)",
	    .help = N_("the address of the other end"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "srv = create_server :8080\n"
		"c = create_connection :8080\n"
		"print getpeername(c)\n"
		"> 127.0.0.1:8080",
	},
	{
	    .name = "shutdown",
	    .params = { { "fd", PARAM_FD, 0 }, { "how", PARAM_HOW, 0 } },
	    .forms = { "fd how" },
	    .call = shutdown_call,
	    .man = "shutdown(2)",
	    .help = N_("end one direction of a connection, or both"),
	    .topic = TOPIC_CONNECTING,
	    .example = "a, b = socketpair()\n"
		"shutdown a SHUT_WR\n"
		"= 0\n"
		"recv b\n"
		"= 0 \"\"\n"
		"send b \"still open this way\"\n"
		"= 19",
	},
	{
	    .name = "close",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = close_call,
	    .flags = PRIM_BLOCKS,
	    .man = "close(2)",
	    .help = N_("give a descriptor back"),
	    .topic = TOPIC_CONNECTING,
	    .example = "a, b = socketpair()\n"
		"close a\n"
		"= 0\n"
		"send b \"anybody?\"\n"
		"= -1 EPIPE",
	},
	{ .name = NULL },
};
