/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Python's socket module makes of several calls: each of them is made, and
 * shown, as if it had been typed.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/addr.h"
#include "model/nearby.h"
#include "model/xlat.h"
#include "sock/names.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	CONNECT_ADDRESS,
	CONNECT_TIMEOUT,
	CONNECT_SOURCE,
	SERVER_ADDRESS = 0,
	SERVER_FAMILY,
	SERVER_BACKLOG,
	SERVER_REUSE_PORT,
	SERVER_DUALSTACK,
};

/* How a failure is kept while what is left of it is cleared away. */
struct failure {
	enum call_status status;
	int err;
	const char *why;
	char *cause;
};

static struct failure
failure_take(struct call *call)
{
	struct failure f = { call->status, call->err, call->why, call->cause };

	call->status = CALL_OK;
	call->err = 0;
	call->cause = NULL;
	return f;
}

static void
failure_give(struct call *call, const struct failure *f)
{
	free(call->cause);
	call->status = f->status;
	call->err = f->err;
	call->why = f->why;
	call->cause = f->cause;
	call->result = -1;
}

/* Closes what a call on the way has failed with; that failure stays. */
static void
close_failed(struct call *call, int64_t fd)
{
	const struct names_arg args[] = { { "fd", VALUE_INT(fd) } };
	struct failure f = failure_take(call);

	names_inner(call, "close", args, 1, NULL);
	failure_give(call, &f);
}

static bool
inner_socket(struct call *call, int family, int type, int proto, int64_t *fd)
{
	const struct names_arg args[] = { { "family", VALUE_INT(family) },
		{ "type", VALUE_INT(type) }, { "proto", VALUE_INT(proto) } };
	struct value v;

	if (!names_inner(call, "socket", args, 3, &v))
		return false;
	*fd = v.type == VAL_INT ? v.i : -1;
	value_drop(&v);
	return true;
}

static bool
inner_option(struct call *call, int64_t fd, int level, int option, int value)
{
	const struct names_arg args[] = { { "fd", VALUE_INT(fd) },
		{ "level", VALUE_INT(level) }, { "option", VALUE_INT(option) },
		{ "value", VALUE_INT(value) } };

	return names_inner(call, "setsockopt", args, 4, NULL);
}

static bool
inner_address(struct call *call, const char *command, int64_t fd,
    const struct value *addr)
{
	const struct names_arg args[] = { { "fd", VALUE_INT(fd) },
		{ "addr", *addr } };

	return names_inner(call, command, args, 2, NULL);
}

/* The host and the port of "host:port", of a pair, of an address; each a new
 * reference. False (a mistake) if it is none. */
static bool
host_and_port(struct call *call, int i, struct value *host, struct value *port)
{
	const struct value *v = &call->args[i].v;
	struct value here = { 0 };
	struct addr_names names;
	struct addr *addr = NULL;
	char *cause = NULL;
	enum addr_form form = ADDR_BAD;

	if (v->type == VAL_TUPLE && v->tuple->len >= 2) {
		*host = value_copy(&v->tuple->items[0]);
		*port = value_copy(&v->tuple->items[1]);
		return true;
	}
	if (v->type == VAL_ADDR) {
		*host = addr_host(v->addr);
		*port = addr_port(v->addr);
		return true;
	}
	if (v->type == VAL_BYTES) {
		if (nearby_literal(call->task->session, call->task->host,
			v->bytes, &here))
			v = &here;
		form = addr_parse(v->bytes->data, v->bytes->len, AF_UNSPEC,
		    &addr, &names, &cause);
		value_drop(&here);
	}
	switch (form) {
	case ADDR_NAMED:
		*host = value_str(names.host);
		*port = value_str(names.service);
		return true;
	case ADDR_NUMERIC:
		*host = addr_host(addr);
		*port = addr_port(addr);
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = addr });
		return true;
	default:
		call_mistake(call, i, "%s: %s", call->prim->params[i].name,
		    cause != NULL ? cause : param_wants(PARAM_ADDR));
		free(cause);
		return false;
	}
}

/* One answer of getaddrinfo: a socket that is connected to it, or -1. */
static int64_t
connect_one(struct call *call, const struct tuple *info)
{
	const struct value *timeout = &call->args[CONNECT_TIMEOUT].v;
	int64_t fd = -1;
	struct names_arg args[2];

	if (!inner_socket(call, (int)info->items[0].i, (int)info->items[1].i,
		(int)info->items[2].i, &fd))
		return -1;
	args[0] = (struct names_arg){ "fd", VALUE_INT(fd) };
	args[1] = (struct names_arg){ "timeout", *timeout };
	if (call_given(call, CONNECT_TIMEOUT) &&
	    !names_inner(call, "settimeout", args, 2, NULL)) {
		close_failed(call, fd);
		return -1;
	}
	if ((call_given(call, CONNECT_SOURCE) &&
		call->args[CONNECT_SOURCE].v.type != VAL_NONE &&
		!inner_address(call, "bind", fd,
		    &call->args[CONNECT_SOURCE].v)) ||
	    !inner_address(call, "connect", fd, &info->items[4])) {
		close_failed(call, fd);
		return -1;
	}
	return fd;
}

static void
create_connection_call(struct call *call)
{
	struct names_arg args[3] = { { "host", VALUE_NONE },
		{ "port", VALUE_NONE }, { "type", VALUE_INT(SOCK_STREAM) } };
	struct value list;
	int64_t fd = -1;
	bool ok;

	if (!host_and_port(call, CONNECT_ADDRESS, &args[0].v, &args[1].v))
		return;
	ok = names_inner(call, "getaddrinfo", args, 3, &list);
	value_drop(&args[0].v);
	value_drop(&args[1].v);
	if (!ok)
		return;
	for (size_t i = 0; i < list.tuple->len && fd == -1; i++) {
		/* The next address has another chance. */
		if (i != 0 && call->status != CALL_FAILED)
			break;
		if (i != 0)
			failure_take(call);
		fd = connect_one(call, list.tuple->items[i].tuple);
	}
	value_drop(&list);
	if (fd != -1) {
		call->result = fd;
		call_give(call, session_fd_value(call->task->session, fd));
	}
}

/* The options of a listening socket, bind and listen, on fd. */
static bool
server_begin(struct call *call, int64_t fd, int family)
{
	int64_t backlog = call_num(call, SERVER_BACKLOG);
	const struct names_arg args[] = { { "fd", VALUE_INT(fd) },
		{ "backlog", VALUE_INT(backlog) } };
	bool preset = !call_given(call, SERVER_BACKLOG) ||
	    call->args[SERVER_BACKLOG].v.type == VAL_NONE;

	if (!inner_option(call, fd, SOL_SOCKET, SO_REUSEADDR, 1))
		return false;
	if (call_num(call, SERVER_REUSE_PORT) != 0 &&
	    !inner_option(call, fd, SOL_SOCKET, SO_REUSEPORT, 1))
		return false;
	if (family == AF_INET6 &&
	    !inner_option(call, fd, IPPROTO_IPV6, IPV6_V6ONLY,
		call_num(call, SERVER_DUALSTACK) == 0))
		return false;
	return inner_address(call, "bind", fd, &call->args[SERVER_ADDRESS].v) &&
	    names_inner(call, "listen", args, preset ? 1 : 2, NULL);
}

static void
create_server_call(struct call *call)
{
	int family = (int)call_num(call, SERVER_FAMILY);
	int64_t fd;

	if (call_num(call, SERVER_DUALSTACK) != 0 && family != AF_INET6) {
		call_mistake(call, SERVER_DUALSTACK,
		    _("dualstack_ipv6 is for family=AF_INET6"));
		return;
	}
	if (!inner_socket(call, family, SOCK_STREAM, 0, &fd))
		return;
	if (!server_begin(call, fd, family)) {
		close_failed(call, fd);
		return;
	}
	call->result = fd;
	call_give(call, session_fd_value(call->task->session, fd));
}

static void
has_dualstack_ipv6_call(struct call *call)
{
	const struct names_arg args[1] = { { "fd", VALUE_NONE } };
	struct names_arg arg = args[0];
	int64_t fd = -1;
	bool has = inner_socket(call, AF_INET6, SOCK_STREAM, 0, &fd) &&
	    inner_option(call, fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);

	if (call->status != CALL_OK && call->status != CALL_FAILED)
		return;
	failure_take(call);
	call->result = has;
	arg.v = VALUE_INT(fd);
	if (fd != -1)
		names_inner(call, "close", &arg, 1, NULL);
	call_give(call, VALUE_INT(has));
}

/* The first name with a dot, or the first. */
static struct value
fully_qualified(const struct tuple *host)
{
	const struct value *name = &host->items[0];
	const struct tuple *aliases =
	    host->items[1].type == VAL_TUPLE ? host->items[1].tuple : NULL;

	if (strchr(name->bytes->data, '.') != NULL || aliases == NULL)
		return value_copy(name);
	for (size_t i = 0; i < aliases->len; i++) {
		if (strchr(aliases->items[i].bytes->data, '.') != NULL)
			return value_copy(&aliases->items[i]);
	}
	return value_copy(name);
}

static void
getfqdn_call(struct call *call)
{
	struct names_arg arg = { "ip_address", VALUE_NONE };
	const char *name =
	    call_given(call, 0) ? (const char *)call->args[0].data : NULL;
	struct value host;

	if (name == NULL || name[strspn(name, " \t\n\r\f\v")] == '\0' ||
	    strcmp(name, "0.0.0.0") == 0 || strcmp(name, "::") == 0) {
		if (!names_inner(call, "gethostname", NULL, 0, &arg.v))
			return;
	} else {
		arg.v = value_copy(&call->args[0].v);
	}
	if (names_inner(call, "gethostbyaddr", &arg, 1, &host)) {
		call_give(call, fully_qualified(host.tuple));
		value_drop(&host);
		value_drop(&arg.v);
		return;
	}
	/* As in Python: then it is the name itself. */
	if (call->status == CALL_FAILED) {
		failure_take(call);
		call->result = 0;
		call_give(call, arg.v);
	} else {
		value_drop(&arg.v);
	}
}

const struct prim convenience_prims[] = {
	{
	    .name = "create_connection",
	    .params = { { "address", PARAM_TARGET, 0 },
		{ "timeout", PARAM_TIMEVAL, 0 },
		{ "source_address", PARAM_TARGET, 0 } },
	    .forms = { "address [timeout] [source_address]" },
	    .call = create_connection_call,
	    .flags = PRIM_NOT_C,
	    .man = "connect(2)",
	    .help = N_("a socket connected to host:port, whichever address "
		       "answers"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = create_server :8080\n"
		       "c = create_connection localhost:8080\n"
		       "= 4\n"
		       "print getpeername(c)\n"
		       "> 127.0.0.1:8080",
	},
	{
	    .name = "create_server",
	    .params = { { "address", PARAM_TARGET, 0 },
		{ "family", PARAM_FAMILY, AF_INET },
		{ "backlog", PARAM_COUNT, 0 }, { "reuse_port", PARAM_ONOFF, 0 },
		{ "dualstack_ipv6", PARAM_ONOFF, 0 } },
	    .forms = { "address [family] [backlog] [reuse_port] "
		       "[dualstack_ipv6]" },
	    .call = create_server_call,
	    .flags = PRIM_NOT_C,
	    .man = "listen(2)",
	    .help = N_("a TCP socket that listens at an address"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = create_server :8080\n"
		       "= 3\n"
		       "print state(srv)\n"
		       "> LISTEN",
	},
	{
	    .name = "has_dualstack_ipv6",
	    .forms = { "" },
	    .call = has_dualstack_ipv6_call,
	    .flags = PRIM_NOT_C,
	    .man = "ipv6(7)",
	    .help = N_("whether an IPv6 socket can serve IPv4 too"),
	    .topic = TOPIC_CONNECTING,
	    .example =
		"if has_dualstack_ipv6() { print \"one IPv6 socket can serve both\" }\n"
		"> one IPv6 socket can serve both",
	},
	{
	    .name = "getfqdn",
	    .params = { { "name", PARAM_HOST, 0 } },
	    .forms = { "[name]" },
	    .call = getfqdn_call,
	    .flags = PRIM_NOT_C,
	    .man = "gethostbyaddr(3)",
	    .help = N_("a host's name with its domain"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "name = getfqdn()\n"
		       "print (len(name) > 0)\n"
		       "> 1",
	},
	{ .name = NULL },
};
