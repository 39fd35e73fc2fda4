/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An argument that is an address: from its text, a tuple, host and port. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/call.h"
#include "model/call_set.h"
#include "model/nearby.h"

/* Takes over addr. */
static bool
call_take_addr(struct call *call, int i, struct addr *addr)
{
	struct arg *arg = &call->args[i];

	arg->v = value_from_addr(addr);
	arg->data = &addr->u.sa;
	arg->len = addr->len;
	return true;
}

/* What is known of the socket that an address is for. */
static struct fd_info
call_socket(const struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);

	return info != NULL ? *info : (struct fd_info){ .family = AF_UNSPEC };
}

static bool
call_resolve(struct call *call, int i, const struct addr_names *names)
{
	struct session *s = call->task->session;
	struct fd_info info = call_socket(call);
	struct addr *addr = NULL;
	int rc = s->resolve(call->task, names, info.family, info.type, &addr);

	if (rc == 0)
		return call_take_addr(call, i, addr);
	call->status = rc == EINTR && atomic_load(&call->task->cancel) ?
	    CALL_CANCELLED :
	    CALL_FAILED;
	call->err = rc;
	call->result = -1;
	call->bad = i;
	return false;
}

/* Ends what addr_parse or addr_parse_pair began. */
static bool
call_finish_addr(struct call *call, int i, enum addr_form form,
    struct addr *addr, const struct addr_names *names, char *cause)
{
	switch (form) {
	case ADDR_NUMERIC:
		return call_take_addr(call, i, addr);
	case ADDR_NAMED:
		return call_resolve(call, i, names);
	default:
		call_mistake(call, i, "%s: %s", call->prim->params[i].name,
		    cause);
		free(cause);
		return false;
	}
}

/* As in Python: on an AF_UNIX socket any bytes are a path; "\0x" is abstract. */
static bool
call_set_path(struct call *call, int i, const struct bytes *b)
{
	struct value path = { .type = VAL_BYTES, .bytes = (struct bytes *)b };
	struct addr *addr = addr_new(AF_UNIX);
	char *cause = NULL;

	if (!addr_field_set(addr, "sun_path", &path, &cause)) {
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = addr });
		return call_finish_addr(call, i, ADDR_BAD, NULL, NULL, cause);
	}
	return call_take_addr(call, i, addr);
}

static bool
call_set_text_addr(struct call *call, int i, const struct bytes *b)
{
	struct fd_info info = call_socket(call);
	struct value here = { 0 };
	struct addr_names names;
	struct addr *addr = NULL;
	char *cause = NULL;
	enum addr_form form;

	if (info.family == AF_UNIX && (b->len == 0 || *b->data != '@'))
		return call_set_path(call, i, b);
	/* Of other families the bytes themselves, as C would have them. */
	if (info.family > AF_UNIX && info.family != AF_INET &&
	    info.family != AF_INET6)
		return call_take_addr(call, i,
		    addr_from_sa((const void *)b->data, (socklen_t)b->len));
	if (nearby_literal(call->task->session,
		info.host != 0 ? info.host : call->task->host, b, &here))
		b = here.bytes;
	form = addr_parse(b->data, b->len, info.family, &addr, &names, &cause);
	value_drop(&here);
	return call_finish_addr(call, i, form, addr, &names, cause);
}

/* ("lo", 0x0800), (pid, groups): the families without host and port. */
static bool
call_set_other_addr(struct call *call, int i, const struct value *items,
    size_t n)
{
	struct addr *addr = NULL;
	char *cause = NULL;

	call->args[i].given = true;
	if (addr_from_tuple(call_socket(call).family, items, n, &addr, &cause))
		return call_take_addr(call, i, addr);
	return call_finish_addr(call, i, ADDR_BAD, NULL, NULL, cause);
}

/* (host, port), and for IPv6 Python's (host, port, flowinfo, scope). */
static bool
call_set_tuple_addr(struct call *call, int i, const struct value *v)
{
	const struct tuple *t = v->tuple;

	if (addr_is_tuple(call_socket(call).family) &&
	    (t->len < 2 || t->items[1].type != VAL_ADDR))
		return call_set_other_addr(call, i, t->items, t->len);
	if (t->len < 2 || t->len > 4)
		return call_unfit(call, i, v);
	if (t->len == 2 && t->items[0].type == VAL_INT &&
	    t->items[1].type == VAL_ADDR) {
		call_mistake(call, i,
		    _("%s: this is the pair (descriptor, address) that accept "
		      "gives; the address is its [1]"),
		    call->prim->params[i].name);
		return false;
	}
	if (!call_set_pair(call, i, &t->items[0], &t->items[1]))
		return false;
	for (size_t k = 2; k < t->len; k++) {
		struct addr *addr = call->args[i].v.addr;

		if (t->items[k].type != VAL_INT || t->items[k].i < 0 ||
		    t->items[k].i > UINT32_MAX ||
		    addr->u.sa.sa_family != AF_INET6)
			return call_unfit(call, i, v);
		if (k == 2)
			addr->u.in6.sin6_flowinfo =
			    htonl((uint32_t)t->items[k].i);
		else
			addr->u.in6.sin6_scope_id = (uint32_t)t->items[k].i;
	}
	return true;
}

bool
call_set_addr(struct call *call, int i, const struct value *v)
{
	switch (v->type) {
	case VAL_ADDR:
		++v->addr->refs;
		return call_take_addr(call, i, v->addr);
	case VAL_NONE:
		return call_take_addr(call, i, addr_new(AF_UNSPEC));
	case VAL_BYTES:
		return call_set_text_addr(call, i, v->bytes);
	case VAL_TUPLE:
		return call_set_tuple_addr(call, i, v);
	case VAL_INT:
		/* NULL, where C's length says so too. */
		if (call->c_form && v->i == 0)
			return call_set_null(call, i);
		call_mistake(call, i,
		    session_fd(call->task->session, v->i) != NULL ?
			_("%s: %lld is a descriptor, not an address; its "
			  "own address is $(getsockname(%lld))") :
			_("%s: %lld is a number, not an address; for a port "
			  "on this host write :%lld"),
		    call->prim->params[i].name, (long long)v->i,
		    (long long)v->i);
		return false;
	default:
		return call_unfit(call, i, v);
	}
}

bool
call_set_pair(struct call *call, int i, const struct value *host,
    const struct value *port)
{
	struct fd_info info = call_socket(call);
	struct addr_names names;
	struct addr *addr = NULL;
	char *cause = NULL, service[64];
	enum addr_form form;

	if (addr_is_tuple(info.family)) {
		const struct value pair[2] = { *host, *port };

		return call_set_other_addr(call, i, pair, 2);
	}
	if (host->type != VAL_BYTES)
		return call_unfit(call, i, host);
	if (!param_accepts(PARAM_SERVICE, port) ||
	    (port->type == VAL_BYTES &&
		(port->bytes->len >= sizeof(service) ||
		    strlen(port->bytes->data) != port->bytes->len)))
		return call_unfit(call, i, port);
	if (port->type == VAL_INT)
		snprintf(service, sizeof(service), "%lld", (long long)port->i);
	else
		snprintf(service, sizeof(service), "%s", port->bytes->data);
	form = addr_parse_pair(host->bytes->data, host->bytes->len, service,
	    info.family, &addr, &names, &cause);
	call->args[i].given = true;
	return call_finish_addr(call, i, form, addr, &names, cause);
}
