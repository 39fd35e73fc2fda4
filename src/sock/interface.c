/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Network interfaces by number and name: if_nametoindex(3). */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/answer.h"
#include "sock/names.h"

/* Parameters by their place in the rows below. */
enum {
	IF_INDEX = 0,
	IF_NAME,
	IF_ANSWER = 0,
};

static void
if_nametoindex_call(struct call *call)
{
	const char *name = call->args[IF_INDEX].data;
	unsigned index = 0;

	if (!call_enter(call))
		return;
	index = if_nametoindex(name);
	call->result = (int64_t)index;
	call->err = index != 0 ? 0 : errno;
	call_leave_as(call, call->prim);
}

static void
if_indextoname_call(struct call *call)
{
	char name[IF_NAMESIZE] = "";

	if (!call_enter(call))
		return;
	if (if_indextoname((unsigned)call_num(call, IF_INDEX), name) == NULL)
		names_result(call, errno);
	call->args[IF_NAME].out = name;
	call->args[IF_NAME].room = strlen(name);
	call_leave_as(call, call->prim);
	call->args[IF_NAME].out = NULL;
	if (call->status != CALL_OK)
		return;
	if (call->c_form && !call->args[IF_NAME].null) {
		struct bytes *b = call_buffer(call, IF_NAME, IF_NAMESIZE);

		if (b == NULL)
			return;
		call->args[IF_NAME].out = NULL;
		b->len = strlen(name);
		memcpy(b->data, name, b->len);
		call_out(call, IF_NAME, value_from_bytes(b));
	}
	call_give(call, value_str(name));
}

/* The list as pairs (index, name), and as records for the log. */
static bool
interfaces_value(const struct if_nameindex *list, struct strbuf *out,
    struct value *v, char **cause)
{
	struct value *items = NULL;
	size_t n = 0;
	bool ok;

	for (; list->if_index != 0; list++) {
		struct value pair[2] = { VALUE_INT(list->if_index),
			value_str(list->if_name) };

		answer_add_number(out, ANSWER_NUMBER, (int32_t)list->if_index);
		answer_add(out, ANSWER_NAME, list->if_name,
		    strlen(list->if_name));
		items = xgrow(items, n, sizeof(items[0]));
		if (value_tuple(&items[n], pair, 2, cause))
			n++;
	}
	ok = value_tuple(v, items, n, cause);
	free(items);
	return ok;
}

static void
if_nameindex_call(struct call *call)
{
	struct if_nameindex *list;
	struct strbuf out = { 0 };
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (!call_enter(call))
		return;
	list = if_nameindex();
	names_result(call, list != NULL ? 0 : errno);
	if (list != NULL)
		interfaces_value(list, &out, &v, &cause);
	call->args[IF_ANSWER].out = out.data;
	call->args[IF_ANSWER].room = out.len;
	call_leave_as(call, call->prim);
	call->args[IF_ANSWER].out = NULL;
	if (list != NULL)
		if_freenameindex(list);
	if (call->status == CALL_OK)
		call_give(call, v);
	else
		value_drop(&v);
	free(cause);
	sb_free(&out);
}

const struct prim interface_prims[] = {
	{
	    .name = "if_nametoindex",
	    .params = { { "if_name", PARAM_TEXT, 0 } },
	    .forms = { "if_name" },
	    .call = if_nametoindex_call,
	    .man = "if_nametoindex(3)",
	    .help = N_("the number of a network interface"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "if_nametoindex lo\n"
		       "= 1",
	},
	{
	    .name = "if_indextoname",
	    .params = { { "if_index", PARAM_INT, 0 },
		{ "ifname", PARAM_OUT_TEXT, 0 } },
	    .forms = { "if_index" },
	    .call = if_indextoname_call,
	    .flags = PRIM_POINTER,
	    .man = "if_indextoname(3)",
	    .help = N_("the name of a network interface"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "if_indextoname 1\n"
		       "= \"lo\"",
	},
	{
	    .name = "if_nameindex",
	    .params = { { "answer", PARAM_ANSWER, 0 } },
	    .forms = { "" },
	    .call = if_nameindex_call,
	    .flags = PRIM_POINTER,
	    .man = "if_nameindex(3)",
	    .help = N_("all network interfaces: their numbers and names"),
	    .topic = TOPIC_ADDRESSES,
	    .example = "index, name = if_nameindex()[0]\n"
		       "print index name\n"
		       "> 1 lo",
	},
	{ .name = NULL },
};
