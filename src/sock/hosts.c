/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The older calls that look names up: hosts, services, protocols. */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/answer.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "sock/names.h"

/* Parameters by their place in the rows below. */
enum {
	HOST_NAME,
	HOST_ANSWER,
	ADDR_ADDR = 0,
	ADDR_LEN,
	ADDR_TYPE,
	ADDR_ANSWER,
	SERVICE_NAME = 0,
	SERVICE_PROTO,
	SERVICE_ANSWER,
	OWN_NAME = 0,
	OWN_LEN,
};

/* Ends a look-up whose answer is parameter i: the log keeps it. */
static void
answered(struct call *call, int i, int err, const struct strbuf *out,
    const struct prim *prim)
{
	names_result(call, err);
	call->args[i].out = out->data;
	call->args[i].room = out->len;
	call_leave_as(call, prim);
	call->args[i].out = NULL;
}

/* The first record of a kind; false if there is none. */
static bool
record_of(const struct strbuf *out, enum answer_kind kind, struct answer *r)
{
	const unsigned char *at = (const unsigned char *)sb_text(out);
	const unsigned char *end = at + out->len;

	while (answer_next(&at, end, r)) {
		if (r->kind == kind)
			return true;
	}
	return false;
}

static struct value
record_value(const struct answer *r)
{
	switch (r->kind) {
	case ANSWER_ADDR:
		return names_addr_text(r->data, r->len);
	case ANSWER_PORT:
	case ANSWER_NUMBER:
		return VALUE_INT(answer_number(r));
	default:
		return value_bytes((const char *)r->data, r->len);
	}
}

/* All records of a kind, as a list. */
static bool
records_value(const struct strbuf *out, enum answer_kind kind, struct value *v,
    char **cause)
{
	const unsigned char *at = (const unsigned char *)sb_text(out);
	const unsigned char *end = at + out->len;
	struct value *items = NULL;
	struct answer r;
	size_t n = 0;
	bool ok;

	while (answer_next(&at, end, &r)) {
		if (r.kind != kind)
			continue;
		items = xgrow(items, n, sizeof(items[0]));
		items[n++] = record_value(&r);
	}
	ok = value_tuple(v, items, n, cause);
	free(items);
	return ok;
}

/* The value of a record, as what the call gives. */
static void
give_record(struct call *call, const struct strbuf *out, enum answer_kind kind)
{
	struct answer r;

	if (call->status == CALL_OK && record_of(out, kind, &r))
		call_give(call, record_value(&r));
	else if (call->status == CALL_OK)
		call_give(call, VALUE_NONE);
}

/* (hostname, aliases, addresses), as Python has it. */
static void
give_host(struct call *call, const struct strbuf *out)
{
	struct value items[3], v;
	struct answer name;
	char *cause = NULL;

	if (call->status != CALL_OK)
		return;
	items[0] = record_of(out, ANSWER_NAME, &name) ? record_value(&name) :
							value_str("");
	if (!records_value(out, ANSWER_ALIAS, &items[1], &cause))
		items[1] = VALUE_NONE;
	if (!records_value(out, ANSWER_ADDR, &items[2], &cause))
		items[2] = VALUE_NONE;
	if (layout_record(layout_find("hostent"), items, 3, &v, &cause))
		call_give(call, v);
	free(cause);
}

static const char *
text_of(const struct call *call, int i)
{
	return call->args[i].data;
}

/* As in Python, "" is any address, and "<broadcast>" all. */
static bool
host_is_special(struct call *call)
{
	const char *name = text_of(call, HOST_NAME);

	if (name == NULL) {
		call_mistake(call, HOST_NAME, _("%s: it takes %s"), "hostname",
		    param_wants(PARAM_TEXT));
		return true;
	}
	if (*name == '\0')
		call_give(call, value_str("0.0.0.0"));
	else if (strcmp(name, "<broadcast>") == 0)
		call_give(call, value_str("255.255.255.255"));
	else
		return false;
	return true;
}

static bool
host_look_up(struct call *call, struct strbuf *out)
{
	if (!call_enter(call))
		return false;
	answered(call, HOST_ANSWER,
	    lookup_host(call->task, text_of(call, HOST_NAME), out), out,
	    &host_prims[0]);
	return true;
}

static void
gethostbyname_call(struct call *call)
{
	struct strbuf out = { 0 };

	if (host_is_special(call))
		return;
	if (host_look_up(call, &out))
		give_record(call, &out, ANSWER_ADDR);
	sb_free(&out);
}

static void
gethostbyname_ex_call(struct call *call)
{
	struct strbuf out = { 0 };

	if (text_of(call, HOST_NAME) == NULL) {
		host_is_special(call);
		return;
	}
	if (host_look_up(call, &out))
		give_host(call, &out);
	sb_free(&out);
}

/* gethostbyaddr("localhost"): as in Python, its address is looked up first. */
static bool
addr_of_name(struct call *call, unsigned char raw[16], size_t *len)
{
	const struct names_arg args[] = { { "host", call->args[ADDR_ADDR].v },
		{ "port", VALUE_NONE }, { "type", VALUE_INT(SOCK_DGRAM) } };
	struct value list, host = { 0 };
	bool ok = false;

	if (call->args[ADDR_ADDR].v.type != VAL_BYTES || call->c_form) {
		call_mistake(call, ADDR_ADDR, _("%s: it takes %s"),
		    call->prim->params[ADDR_ADDR].name,
		    param_wants(PARAM_RAW_ADDR));
		return false;
	}
	if (!names_inner(call, "getaddrinfo", args, 3, &list))
		return false;
	if (list.type == VAL_TUPLE && list.tuple->len != 0) {
		host = addr_host(list.tuple->items[0].tuple->items[4].addr);
		ok = names_raw_addr(&host, raw, len);
	}
	value_drop(&host);
	value_drop(&list);
	return ok;
}

/* "bare" is the name of a host, although an address may have four bytes too. */
static bool
could_be_name(const struct call *call)
{
	const struct value *v = &call->args[ADDR_ADDR].v;
	struct in6_addr addr;

	if (call->c_form || v->type != VAL_BYTES ||
	    inet_pton(AF_INET, v->bytes->data, &addr) == 1 ||
	    inet_pton(AF_INET6, v->bytes->data, &addr) == 1)
		return false;
	for (size_t i = 0; i < v->bytes->len; i++) {
		if (v->bytes->data[i] <= ' ' || v->bytes->data[i] == 0x7f)
			return false;
	}
	return true;
}

static void
gethostbyaddr_call(struct call *call)
{
	struct arg *addr = &call->args[ADDR_ADDR];
	struct strbuf out = { 0 };
	unsigned char raw[16];
	size_t len;
	int family;

	if ((could_be_name(call) || !names_raw_addr(&addr->v, raw, &len)) &&
	    !addr_of_name(call, raw, &len))
		return;
	family = len == 16 ? AF_INET6 : AF_INET;
	if (!call_given(call, ADDR_LEN))
		call->args[ADDR_LEN].v = VALUE_INT((int64_t)len);
	if (!call_given(call, ADDR_TYPE))
		call->args[ADDR_TYPE].v = VALUE_INT(family);
	if (call_num(call, ADDR_LEN) < 0 ||
	    call_num(call, ADDR_LEN) > (int64_t)len) {
		call_mistake(call, ADDR_LEN,
		    _("%s: this address has %zu bytes"),
		    call->prim->params[ADDR_LEN].name, len);
		return;
	}
	addr->data = raw;
	addr->len = (size_t)call_num(call, ADDR_LEN);
	if (!call_enter(call))
		return;
	answered(call, ADDR_ANSWER,
	    lookup_addr(call->task, raw, addr->len,
		(int)call_num(call, ADDR_TYPE), &out),
	    &out, call->prim);
	addr->data = NULL;
	give_host(call, &out);
	sb_free(&out);
}

static void
getservbyname_call(struct call *call)
{
	struct strbuf out = { 0 };

	if (text_of(call, SERVICE_NAME) == NULL) {
		call_mistake(call, SERVICE_NAME, _("%s: it takes %s"), "name",
		    param_wants(PARAM_TEXT));
		return;
	}
	call->args[SERVICE_PROTO].null = text_of(call, SERVICE_PROTO) == NULL;
	if (!call_enter(call))
		return;
	answered(call, SERVICE_ANSWER,
	    lookup_service(call->task, text_of(call, SERVICE_NAME),
		text_of(call, SERVICE_PROTO), &out),
	    &out, call->prim);
	give_record(call, &out, ANSWER_PORT);
	sb_free(&out);
}

static void
getservbyport_call(struct call *call)
{
	int64_t port = call_num(call, SERVICE_NAME);
	struct strbuf out = { 0 };

	if (port < 0 || port > UINT16_MAX) {
		call_mistake(call, SERVICE_NAME,
		    _("%s: %lld is out of range, %lld to %lld"), "port",
		    (long long)port, 0LL, (long long)UINT16_MAX);
		return;
	}
	if (!call_enter(call))
		return;
	answered(call, SERVICE_ANSWER,
	    lookup_port(call->task, (int)port, text_of(call, SERVICE_PROTO),
		&out),
	    &out, call->prim);
	give_record(call, &out, ANSWER_NAME);
	sb_free(&out);
}

static void
getprotobyname_call(struct call *call)
{
	struct strbuf out = { 0 };

	if (!call_enter(call))
		return;
	answered(call, HOST_ANSWER,
	    lookup_protocol(call->task, text_of(call, HOST_NAME), &out), &out,
	    call->prim);
	give_record(call, &out, ANSWER_NUMBER);
	sb_free(&out);
}

static void
gethostname_call(struct call *call)
{
	char name[HOST_NAME_MAX + 1] = "";
	size_t room = sizeof(name);

	if (call->c_form && call_num(call, OWN_LEN) < (int64_t)room)
		room = (size_t)call_num(call, OWN_LEN);
	if (!call_enter(call))
		return;
	names_result(call, gethostname(name, room) == 0 ? 0 : errno);
	call->args[OWN_NAME].out = name;
	call->args[OWN_NAME].room = strnlen(name, room);
	call_leave_as(call, call->prim);
	call->args[OWN_NAME].out = NULL;
	if (call->status != CALL_OK)
		return;
	if (!call->c_form)
		call_give(call, value_str(name));
	else
		names_give_text(call, OWN_NAME, name, strlen(name));
}

static void
sethostname_call(struct call *call)
{
	const struct arg *name = &call->args[OWN_NAME];

	CALL(call, sethostname(name->data, name->len));
	if (call->status == CALL_OK && !call->c_form)
		call_give(call, VALUE_NONE);
}

#define ANSWER_PARAM                      \
	{                                 \
		"answer", PARAM_ANSWER, 0 \
	}

const struct prim host_prims[] = {
	{
	    .name = "gethostbyname",
	    .params = { { "hostname", PARAM_HOST, 0 }, ANSWER_PARAM },
	    .forms = { "hostname" },
	    .call = gethostbyname_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER,
	    .man = "gethostbyname(3)",
	    .help = N_("a host's first IPv4 address, as text"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "gethostbyname localhost\n"
		       "= \"127.0.0.1\"",
	},
	{
	    .name = "gethostbyname_ex",
	    .params = { { "hostname", PARAM_HOST, 0 }, ANSWER_PARAM },
	    .forms = { "hostname" },
	    .call = gethostbyname_ex_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER | PRIM_NOT_C,
	    .man = "gethostbyname(3)",
	    .help = N_("a host's name, its aliases and its IPv4 addresses"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "name, aliases, addrs = gethostbyname_ex localhost\n"
		       "print addrs[0]\n"
		       "> 127.0.0.1",
	},
	{
	    .name = "gethostbyaddr",
	    .params = { { "ip_address", PARAM_RAW_ADDR, 0 },
		{ "len", PARAM_INT, 0 }, { "type", PARAM_FAMILY, 0 },
		ANSWER_PARAM },
	    .forms = { "ip_address" },
	    .call = gethostbyaddr_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER,
	    .man = "gethostbyaddr(3)",
	    .help = N_("the name, aliases and addresses of an address's host"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "name, aliases, addrs = gethostbyaddr 127.0.0.1\n"
		       "print name\n"
		       "> localhost",
	},
	{
	    .name = "getservbyname",
	    .params = { { "name", PARAM_HOST, 0 },
		{ "protocol", PARAM_HOST, 0 }, ANSWER_PARAM },
	    .forms = { "name [protocol]" },
	    .call = getservbyname_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER,
	    .man = "getservbyname(3)",
	    .help = N_("the port of a service, such as http"),
	    .topic = TOPIC_ADDRESSES,
	    .example =
		"print getservbyname(\"http\") getservbyname(\"domain\", \"udp\")\n"
		"> 80 53",
	},
	{
	    .name = "getservbyport",
	    .params = { { "port", PARAM_INT, 0 }, { "protocol", PARAM_HOST, 0 },
		ANSWER_PARAM },
	    .forms = { "port [protocol]" },
	    .call = getservbyport_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER,
	    .man = "getservbyport(3)",
	    .help = N_("the service of a port, given in this host's order"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "getservbyport 443\n"
		       "= \"https\"",
	},
	{
	    .name = "getprotobyname",
	    .params = { { "name", PARAM_TEXT, 0 }, ANSWER_PARAM },
	    .forms = { "name" },
	    .call = getprotobyname_call,
	    .flags = PRIM_BLOCKS | PRIM_POINTER,
	    .man = "getprotobyname(3)",
	    .help = N_("the number of a protocol, such as tcp"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "print getprotobyname(\"tcp\") getprotobyname(\"udp\")\n"
		       "> 6 17",
	},
	{
	    .name = "gethostname",
	    .params = { { "name", PARAM_OUT_TEXT, 0 },
		{ "len", PARAM_SIZE, HOST_NAME_MAX + 1 } },
	    .forms = { "" },
	    .call = gethostname_call,
	    .man = "gethostname(2)",
	    .help = N_("this host's own name"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "name = gethostname()\n"
		       "print (len(name) > 0)\n"
		       "> 1",
	},
	{
	    .name = "sethostname",
	    .params = { { "name", PARAM_BYTES, 0 }, { "len", PARAM_SIZE, 0 } },
	    .forms = { "name" },
	    .call = sethostname_call,
	    .flags = PRIM_HOST,
	    .man = "sethostname(2)",
	    .help = N_("give this host another name"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "sethostname lab\n"
		       "= 0\n"
		       "print gethostname()\n"
		       "> lab",
	},
	{ .name = NULL },
};
