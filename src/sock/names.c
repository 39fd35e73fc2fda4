/* SPDX-License-Identifier: GPL-3.0-or-later */
/* getaddrinfo, getnameinfo, and what their family of calls has in common. */
#include "sock/names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/answer.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	INFO_TYPE = INFO_FAMILY + 1,
	INFO_PROTO,
	INFO_FLAGS,
	NAME_ADDR = 0,
	NAME_LEN,
	NAME_HOST,
	NAME_HOST_LEN,
	NAME_SERVICE,
	NAME_SERVICE_LEN,
	NAME_FLAGS,
};

void
names_result(struct call *call, int err)
{
	call->err = err;
	if (call->prim->flags & PRIM_ERROR)
		call->result = err > 0 ? EAI_SYSTEM : err;
	else
		call->result = err != 0 ? -1 : 0;
}

/* Text that is kept for the log: a C string of the argument's own. */
static const char *
asked(const struct call *call, int i)
{
	return call->args[i].data;
}

void
names_getaddrinfo(struct call *call, const struct lookup_hints *hints,
    struct strbuf *out)
{
	struct arg *res = &call->args[INFO_RES];

	if (!call->args[INFO_HINTS].null)
		call->args[INFO_HINTS].data = hints;
	call->args[INFO_HINTS].len = sizeof(*hints);
	if (!call_enter(call))
		return;
	names_result(call,
	    lookup_info(call->task, asked(call, INFO_HOST),
		asked(call, INFO_SERVICE), hints, out));
	res->out = out->data;
	res->room = out->len;
	call_leave_as(call, call->prim);
	res->out = NULL;
}

/* (family, type, proto, canonname, sockaddr), as Python has it. */
static bool
info_value(const struct answer *record, const unsigned char **at,
    const unsigned char *end, struct value *out, char **cause)
{
	const unsigned char *next = *at;
	struct answer canon;
	struct answer_info info;
	struct addr *addr;
	struct value items[5];
	const void *sa;
	size_t len;

	if (!answer_info(record, &info, &sa, &len))
		return false;
	addr = addr_from_sa(sa, (socklen_t)len);
	items[0] = VALUE_INT(addr->u.sa.sa_family);
	items[1] = VALUE_INT(info.type);
	items[2] = VALUE_INT(info.protocol);
	items[3] = value_str("");
	items[4] = value_from_addr(addr);
	if (answer_next(&next, end, &canon) && canon.kind == ANSWER_CANON) {
		*at = next;
		value_drop(&items[3]);
		items[3] = value_bytes((const char *)canon.data, canon.len);
	}
	return value_tuple(out, items, 5, cause);
}

static void
give_infos(struct call *call, const struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)sb_text(out);
	const unsigned char *end = at + out->len;
	struct value *items = NULL, all;
	struct answer record;
	char *cause = NULL;
	size_t n = 0;

	while (answer_next(&at, end, &record)) {
		items = xgrow(items, n, sizeof(items[0]));
		if (info_value(&record, &at, end, &items[n], &cause))
			n++;
	}
	if (value_tuple(&all, items, n, &cause))
		call_give(call, all);
	free(cause);
	free(items);
}

enum {
	AI_FLAGS_FIELD,
	AI_FAMILY_FIELD,
	AI_SOCKTYPE_FIELD,
	AI_PROTOCOL_FIELD,
	AI_ADDRLEN_FIELD,
	AI_ADDR_FIELD,
	AI_CANONNAME_FIELD,
	AI_NEXT_FIELD,
	AI_FIELDS,
	CHAIN_MAX = 56, /* records inside records: below TUPLE_DEPTH_MAX */
};

/* A struct addrinfo whose ai_next is *next, which becomes the record; on to the
 * one before. */
static void
chain_one(const struct answer *record, const struct answer *canon,
    struct value *next)
{
	const struct layout *layout = layout_find("addrinfo");
	struct value items[AI_FIELDS];
	struct answer_info info;
	struct addr *addr;
	char *cause = NULL;
	const void *sa;
	size_t len;

	if (!answer_info(record, &info, &sa, &len))
		return;
	addr = addr_from_sa(sa, (socklen_t)len);
	items[AI_FLAGS_FIELD] = VALUE_INT(info.flags);
	items[AI_FAMILY_FIELD] = VALUE_INT(addr->u.sa.sa_family);
	items[AI_SOCKTYPE_FIELD] = VALUE_INT(info.type);
	items[AI_PROTOCOL_FIELD] = VALUE_INT(info.protocol);
	items[AI_ADDRLEN_FIELD] = VALUE_INT((int64_t)len);
	items[AI_ADDR_FIELD] = value_from_addr(addr);
	items[AI_CANONNAME_FIELD] = canon->kind == ANSWER_CANON ?
	    value_bytes((const char *)canon->data, canon->len) :
	    VALUE_INT(0);
	items[AI_NEXT_FIELD] = *next;
	if (!layout_record(layout, items, AI_FIELDS, next, &cause))
		*next = VALUE_INT(0);
	free(cause);
}

/* C's list: each answer holds the next. */
static void
give_chain(struct call *call, const struct strbuf *out)
{
	struct answer infos[CHAIN_MAX], canons[CHAIN_MAX] = { 0 }, record;
	const unsigned char *at = (const unsigned char *)sb_text(out);
	const unsigned char *end = at + out->len;
	struct value chain = VALUE_INT(0);
	size_t n = 0, more = 0;

	while (answer_next(&at, end, &record)) {
		if (record.kind == ANSWER_CANON && n != 0)
			canons[n - 1] = record;
		else if (record.kind == ANSWER_INFO && n < CHAIN_MAX)
			infos[n++] = record;
		else
			more++;
	}
	while (n-- > 0)
		chain_one(&infos[n], &canons[n], &chain);
	call_out(call, INFO_RES, chain);
	if (more != 0)
		call_remark(call,
		    ngettext("hint: %zu more answer is left out of this list; "
			     "getaddrinfo(host, port) has them all",
			"hint: %zu more answers are left out of this list; "
			"getaddrinfo(host, port) has them all",
			more),
		    more);
}

/* The struct addrinfo that a C form has. False (a mistake) if it is none. */
static bool
read_hints(struct call *call, struct lookup_hints *hints)
{
	const struct arg *arg = &call->args[INFO_HINTS];
	const struct tuple *t;

	/* As getaddrinfo(3) has it for NULL. */
	*hints = (struct lookup_hints){ .flags = AI_V4MAPPED | AI_ADDRCONFIG };
	if (arg->v.type == VAL_NONE || arg->v.type == VAL_INT) {
		call->args[INFO_HINTS].null = true;
		return true;
	}
	if (value_layout(&arg->v) != layout_find("addrinfo") ||
	    arg->v.tuple->len != AI_FIELDS) {
		call_mistake(call, INFO_HINTS, _("%s: it takes %s"), "hints",
		    param_wants(PARAM_HINTS));
		return false;
	}
	t = arg->v.tuple;
	hints->flags = (int)t->items[AI_FLAGS_FIELD].i;
	hints->family = (int)t->items[AI_FAMILY_FIELD].i;
	hints->type = (int)t->items[AI_SOCKTYPE_FIELD].i;
	hints->protocol = (int)t->items[AI_PROTOCOL_FIELD].i;
	return true;
}

static void
getaddrinfo_call(struct call *call)
{
	struct lookup_hints hints = {
		.flags = (int)call_num(call, INFO_FLAGS),
		.family = (int)call_num(call, INFO_FAMILY),
		.type = (int)call_num(call, INFO_TYPE),
		.protocol = (int)call_num(call, INFO_PROTO),
	};
	struct strbuf out = { 0 };

	if (call->c_form && !read_hints(call, &hints))
		return;
	names_getaddrinfo(call, &hints, &out);
	if (call->status == CALL_OK && call->c_form)
		give_chain(call, &out);
	else if (call->status == CALL_OK)
		give_infos(call, &out);
	sb_free(&out);
}

bool
names_give_text(struct call *call, int i, const char *s, size_t len)
{
	int64_t room = call_num(call, i + 1);
	struct bytes *b;

	if (!call->c_form || call->args[i].null)
		return true;
	b = call_buffer(call, i, room);
	if (b == NULL)
		return false;
	call->args[i].out = NULL;
	/* Whoever asked made sure that it fits, its NUL too. */
	if (len > b->size)
		len = b->size;
	memcpy(b->data, s, len);
	b->len = len;
	call_out(call, i, value_from_bytes(b));
	return true;
}

static void
give_name(struct call *call, const struct answer *host,
    const struct answer *service)
{
	struct value pair[2], v;

	if (!names_give_text(call, NAME_HOST, (const char *)host->data,
		host->len) ||
	    !names_give_text(call, NAME_SERVICE, (const char *)service->data,
		service->len) ||
	    call->c_form)
		return;
	pair[0] = value_bytes((const char *)host->data, host->len);
	pair[1] = value_bytes((const char *)service->data, service->len);
	if (value_tuple(&v, pair, 2, &call->cause))
		call_give(call, v);
}

/* Where C's function would write, for the log. */
static void
name_out(struct call *call, int i, const struct answer *text)
{
	call->args[i].out = (void *)(uintptr_t)text->data;
	call->args[i].room = text->len;
}

static size_t
room_of(const struct call *call, int i)
{
	return call->args[i].null ? 0 : (size_t)call_num(call, i + 1);
}

static void
getnameinfo_call(struct call *call)
{
	struct answer host = { .data = (const unsigned char *)"" };
	struct answer service = host;
	struct strbuf out = { 0 };
	const unsigned char *at;
	int err;

	if (call->args[NAME_ADDR].null) {
		call_mistake(call, NAME_ADDR, _("%s: it takes %s"), "sockaddr",
		    param_wants(PARAM_ADDR));
		return;
	}
	if (!call_enter(call))
		return;
	err = lookup_name(call->task, call_sa(call, NAME_ADDR),
	    (socklen_t)call->args[NAME_ADDR].len, room_of(call, NAME_HOST),
	    room_of(call, NAME_SERVICE), (int)call_num(call, NAME_FLAGS), &out);
	at = (const unsigned char *)sb_text(&out);
	if (err == 0 &&
	    (!answer_next(&at, at + out.len, &host) ||
		!answer_next(&at, (const unsigned char *)out.data + out.len,
		    &service)))
		err = EBADMSG;
	names_result(call, err);
	name_out(call, NAME_HOST, &host);
	name_out(call, NAME_SERVICE, &service);
	call_leave_as(call, call->prim);
	if (call->status == CALL_OK)
		give_name(call, &host, &service);
	sb_free(&out);
}

static int
param_index(const struct prim *prim, const char *name)
{
	for (int i = 0; i < PRIM_PARAMS && prim->params[i].name != NULL; i++) {
		if (strcmp(prim->params[i].name, name) == 0)
			return i;
	}
	return -1;
}

/* How the inner call ended is how the whole did. */
static bool
inner_ended(struct call *call, struct call *inner, struct value *ret)
{
	call->status = inner->status;
	if (inner->status == CALL_MISTAKE) {
		call->status = CALL_OK;
		call_mistake(call, -1, "%s", inner->cause);
		free(inner->cause);
		return false;
	}
	if (inner->status != CALL_OK) {
		call->err = inner->err;
		call->result = -1;
		call->why = inner->why;
		return false;
	}
	if (ret != NULL) {
		*ret = inner->ret;
		inner->ret.type = VAL_UNSET;
	}
	return true;
}

bool
names_inner(struct call *call, const char *command,
    const struct names_arg *args, size_t n, struct value *ret)
{
	const struct command *cmd =
	    session_command(call->task->session, command);
	struct call inner;
	bool ok;

	call_init(&inner, cmd, call->task);
	for (size_t i = 0; i < n; i++) {
		int param = param_index(cmd->prim, args[i].name);

		if (param < 0 || !call_set(&inner, param, &args[i].v))
			break;
	}
	call_run(&inner);
	ok = inner_ended(call, &inner, ret);
	call_free(&inner);
	return ok;
}

const struct prim names_prims[] = {
	[NAMES_GETADDRINFO] = {
	    .name = "getaddrinfo",
	    .params = { { "host", PARAM_HOST, 0 }, { "port", PARAM_PORT, 0 },
		{ "hints", PARAM_HINTS, 0 }, { "res", PARAM_OUT_INFO, 0 },
		{ "family", PARAM_FAMILY, 0 }, { "type", PARAM_TYPE, 0 },
		{ "proto", PARAM_PROTOCOL, 0 },
		{ "flags", PARAM_INFO_FLAGS, 0 } },
	    .nc = 4,
	    .forms = { "host port [family] [type] [proto] [flags]" },
	    .call = getaddrinfo_call,
	    .flags = PRIM_BLOCKS | PRIM_ERROR,
	    .man = "getaddrinfo(3)",
	    .help = N_("the addresses of a host and service, all of them"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "found = getaddrinfo(\"127.0.0.1\", 80, 0, SOCK_STREAM)\n"
		"family, type, proto, name, addr = found[0]\n"
		"print addr\n"
		"> 127.0.0.1:80",
	},
	{
	    .name = "getnameinfo",
	    .params = { { "sockaddr", PARAM_ADDR, 0 },
		{ "addrlen", PARAM_ADDRLEN, 0 }, { "host", PARAM_OUT_TEXT, 0 },
		{ "hostlen", PARAM_SIZE, NI_MAXHOST },
		{ "serv", PARAM_OUT_TEXT, 0 },
		{ "servlen", PARAM_SIZE, NI_MAXSERV },
		{ "flags", PARAM_NAME_FLAGS, 0 } },
	    .forms = { "sockaddr [flags]" },
	    .call = getnameinfo_call,
	    .flags = PRIM_BLOCKS | PRIM_ERROR,
	    .man = "getnameinfo(3)",
	    .help = N_("the names of an address's host and service"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "getnameinfo((\"127.0.0.1\", 80), NI_NUMERICHOST | NI_NUMERICSERV)\n"
		"= (\"127.0.0.1\", \"80\")",
	},
	{ .name = NULL },
};
