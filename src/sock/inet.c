/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as text and as bytes: no system call. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "sock/names.h"

/* Parameters by their place in the rows below. */
enum {
	PTON_FAMILY,
	PTON_TEXT,
	PTON_OUT,
	NTOP_FAMILY = 0,
	NTOP_ADDR,
	NTOP_OUT,
	NTOP_SIZE,
	ATON_TEXT = 0,
	ATON_OUT,
	NTOA_ADDR = 0,
};

struct value
names_addr_text(const void *data, size_t len)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(len == 16 ? AF_INET6 : AF_INET, data, text, sizeof(text));
	return value_str(text);
}

/* The address inside a socket address. */
static bool
raw_of_sockaddr(const struct addr *a, unsigned char raw[16], size_t *len)
{
	if (a->u.sa.sa_family == AF_INET && a->len >= sizeof(a->u.in)) {
		*len = sizeof(a->u.in.sin_addr);
		memcpy(raw, &a->u.in.sin_addr, *len);
		return true;
	}
	if (a->u.sa.sa_family == AF_INET6 && a->len >= sizeof(a->u.in6)) {
		*len = sizeof(a->u.in6.sin6_addr);
		memcpy(raw, &a->u.in6.sin6_addr, *len);
		return true;
	}
	return false;
}

/* A struct in_addr or in6_addr. */
static bool
raw_of_record(const struct value *v, unsigned char raw[16], size_t *len)
{
	const struct layout *layout = value_layout(v);
	char *cause = NULL;
	bool ok;

	if (layout == NULL ||
	    (layout != layout_find("in_addr") &&
		layout != layout_find("in6_addr")))
		return false;
	*len = 16;
	ok = layout_encode(layout, v, raw, len, &cause);
	free(cause);
	return ok;
}

bool
names_raw_addr(const struct value *v, unsigned char raw[16], size_t *len)
{
	uint32_t number;

	switch (v->type) {
	case VAL_ADDR:
		return raw_of_sockaddr(v->addr, raw, len);
	case VAL_INT:
		if (v->i < 0 || v->i > UINT32_MAX)
			return false;
		number = (uint32_t)v->i;
		*len = sizeof(number);
		memcpy(raw, &number, sizeof(number));
		return true;
	case VAL_TUPLE:
		return raw_of_record(v, raw, len);
	case VAL_BYTES:
		break;
	default:
		return false;
	}
	/* "::1" has three bytes, but "::ab" is four: text comes first. */
	*len = 16;
	if (inet_pton(AF_INET6, v->bytes->data, raw) == 1 &&
	    strlen(v->bytes->data) == v->bytes->len)
		return true;
	*len = 4;
	if (inet_pton(AF_INET, v->bytes->data, raw) == 1 &&
	    strlen(v->bytes->data) == v->bytes->len)
		return true;
	*len = v->bytes->len;
	if (*len != 4 && *len != 16)
		return false;
	memcpy(raw, v->bytes->data, *len);
	return true;
}

static const char *
text_of(const struct call *call, int i)
{
	return call->args[i].data;
}

/* It is no address: C's functions say so by what they return, ours fail. */
static void
no_address(struct call *call)
{
	if (call->c_form) {
		call_give(call, VALUE_INT(0));
		return;
	}
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = EINVAL;
	call->why = _("this is no IP address");
}

static void
bad_family(struct call *call)
{
	call->status = CALL_FAILED;
	call->result = -1;
	call->err = EAFNOSUPPORT;
}

static void
give_raw(struct call *call, int i, const void *raw, size_t len)
{
	const struct layout *layout = value_layout(&call->args[i].v);

	if (!call->c_form) {
		call_give(call, value_bytes(raw, len));
		return;
	}
	/* struct in_addr a; inet_pton(…, &a): it stays one. */
	if (layout == layout_find("in_addr") ||
	    layout == layout_find("in6_addr"))
		call_out(call, i, layout_decode(layout, raw, len));
	else
		call_out(call, i, value_bytes(raw, len));
	call_give(call, VALUE_INT(1));
}

static void
inet_pton_call(struct call *call)
{
	int family = (int)call_num(call, PTON_FAMILY);
	unsigned char raw[16];

	if (family != AF_INET && family != AF_INET6)
		bad_family(call);
	else if (inet_pton(family, text_of(call, PTON_TEXT), raw) != 1)
		no_address(call);
	else
		give_raw(call, PTON_OUT, raw, family == AF_INET ? 4 : 16);
}

/* The address at i: raw bytes first where a family says how many they are. */
static bool
packed(const struct call *call, int i, int family, unsigned char raw[16])
{
	const struct value *v = &call->args[i].v;
	size_t want = family == AF_INET6 ? 16 : 4, len;

	if (v->type == VAL_BYTES && v->bytes->len == want) {
		memcpy(raw, v->bytes->data, want);
		return true;
	}
	return names_raw_addr(v, raw, &len) && len == want;
}

static void
inet_ntop_call(struct call *call)
{
	int family = (int)call_num(call, NTOP_FAMILY);
	char text[INET6_ADDRSTRLEN];
	unsigned char raw[16];

	if (family != AF_INET && family != AF_INET6) {
		bad_family(call);
		return;
	}
	if (!packed(call, NTOP_ADDR, family, raw)) {
		call_mistake(call, NTOP_ADDR,
		    _("%s: an address of this family has %d bytes"),
		    call->prim->params[NTOP_ADDR].name,
		    family == AF_INET6 ? 16 : 4);
		return;
	}
	inet_ntop(family, raw, text, sizeof(text));
	if (call->c_form && !call->args[NTOP_OUT].null &&
	    call_num(call, NTOP_SIZE) <= (int64_t)strlen(text)) {
		call->status = CALL_FAILED;
		call->result = -1;
		call->err = ENOSPC;
		return;
	}
	if (names_give_text(call, NTOP_OUT, text, strlen(text)))
		call_give(call, value_str(text));
}

static void
inet_aton_call(struct call *call)
{
	struct in_addr addr;

	if (inet_aton(text_of(call, ATON_TEXT), &addr) == 0)
		no_address(call);
	else
		give_raw(call, ATON_OUT, &addr, sizeof(addr));
}

static void
inet_ntoa_call(struct call *call)
{
	unsigned char raw[16];

	if (packed(call, NTOA_ADDR, AF_INET, raw))
		call_give(call, names_addr_text(raw, 4));
	else
		call_mistake(call, NTOA_ADDR,
		    _("%s: an address of this family has %d bytes"),
		    call->prim->params[NTOA_ADDR].name, 4);
}

static void
inet_addr_call(struct call *call)
{
	call_give(call, VALUE_INT(inet_addr(text_of(call, ATON_TEXT))));
}

/* What getaddrinfo returned, in words. */
static void
gai_strerror_call(struct call *call)
{
	int err = (int)call_num(call, 0);

	call_give(call,
	    value_str(err == 0 ? gai_strerror(0) :
		    err < 0    ? errno_text(err) :
				 _("unknown error")));
}

static void
freeaddrinfo_call(struct call *call)
{
	call_give(call, VALUE_NONE);
}

const struct prim inet_prims[] = {
	{
	    .name = "inet_pton",
	    .params = { { "address_family", PARAM_FAMILY, 0 },
		{ "ip_string", PARAM_TEXT, 0 }, { "dst", PARAM_OUT_RAW, 0 } },
	    .forms = { "address_family ip_string" },
	    .call = inet_pton_call,
	    .flags = PRIM_PURE | PRIM_PURE_C,
	    .man = "inet_pton(3)",
	    .help = N_("the bytes of an IP address, from its text"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "inet_pton(AF_INET, \"127.0.0.1\")\n"
		       "= \"\\x7f\\0\\0\\x01\"",
	},
	{
	    .name = "inet_ntop",
	    .params = { { "address_family", PARAM_FAMILY, 0 },
		{ "packed_ip", PARAM_RAW_ADDR, 0 },
		{ "dst", PARAM_OUT_TEXT, 0 }, { "size", PARAM_SIZE, 0 } },
	    .forms = { "address_family packed_ip" },
	    .call = inet_ntop_call,
	    .flags = PRIM_PURE | PRIM_PURE_C,
	    .man = "inet_ntop(3)",
	    .help = N_("the text of an IP address, from its bytes"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "inet_ntop(AF_INET, b\"\\x7f\\0\\0\\x01\")\n"
		       "= \"127.0.0.1\"",
	},
	{
	    .name = "inet_aton",
	    .params = { { "ip_string", PARAM_TEXT, 0 },
		{ "inp", PARAM_OUT_RAW, 0 } },
	    .forms = { "ip_string" },
	    .call = inet_aton_call,
	    .flags = PRIM_PURE | PRIM_PURE_C,
	    .man = "inet_aton(3)",
	    .help = N_("the bytes of an IPv4 address, from its text"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "inet_aton \"10.0.0.1\"\n"
		       "= \"\\n\\0\\0\\x01\"",
	},
	{
	    .name = "inet_ntoa",
	    .params = { { "packed_ip", PARAM_RAW_ADDR, 0 } },
	    .forms = { "packed_ip" },
	    .call = inet_ntoa_call,
	    .flags = PRIM_PURE,
	    .man = "inet_ntoa(3)",
	    .help = N_("the text of an IPv4 address, from its bytes"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "inet_ntoa(b\"\\n\\0\\0\\x01\")\n"
		       "= \"10.0.0.1\"",
	},
	{
	    .name = "inet_addr",
	    .params = { { "cp", PARAM_TEXT, 0 } },
	    .forms = { "cp" },
	    .call = inet_addr_call,
	    .flags = PRIM_PURE,
	    .man = "inet_addr(3)",
	    .help = N_("an IPv4 address as a number in network byte order"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "print hex(ntohl(inet_addr(\"127.0.0.1\")))\n"
		       "> 0x7f000001",
	},
	{
	    .name = "gai_strerror",
	    .params = { { "errcode", PARAM_INT, 0 } },
	    .forms = { "errcode" },
	    .call = gai_strerror_call,
	    .flags = PRIM_PURE,
	    .man = "gai_strerror(3)",
	    .help = N_("what an error of getaddrinfo means"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "print gai_strerror(EAI_NONAME)\n"
		       "> Name or service not known",
	},
	{
	    .name = "freeaddrinfo",
	    .params = { { "res", PARAM_VALUE, 0 } },
	    .forms = { "res" },
	    .call = freeaddrinfo_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .man = "freeaddrinfo(3)",
	    .help = N_("nothing to do here: answers go by themselves"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "struct addrinfo *res;\n"
		       "getaddrinfo(\"127.0.0.1\", \"80\", NULL, &res);\n"
		       "= 0\n"
		       "freeaddrinfo(res);",
	},
	{ .name = NULL },
};
