/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C's macros for control messages: cmsg(3). */
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "model/layout.h"
#include "sock/sock.h"

/* C's way through the control messages of a record that recvmsg has filled in:
 * a message itself stands for the pointer to it. */
static const struct value *
record_control(struct call *call)
{
	const struct value *m = &call->args[0].v;
	int i = value_layout(m) != NULL ?
	    layout_field_index(value_layout(m), "msg_control") :
	    -1;

	if (i >= 0 && (size_t)i < m->tuple->len &&
	    m->tuple->items[i].type == VAL_TUPLE)
		return &m->tuple->items[i];
	if (i < 0)
		call_mistake(call, 0,
		    _("%s: no struct msghdr; struct msghdr m; makes one"),
		    call->prim->params[0].name);
	return NULL;
}

/* Message i, or NULL. */
static void
give_control(struct call *call, const struct value *list, size_t i)
{
	if (list != NULL && i < list->tuple->len)
		call_give(call, value_copy(&list->tuple->items[i]));
	else
		call_give(call, VALUE_INT(0));
}

static void
cmsg_firsthdr_call(struct call *call)
{
	give_control(call, record_control(call), 0);
}

static void
cmsg_nxthdr_call(struct call *call)
{
	const struct value *list = record_control(call);
	const struct value *at = &call->args[1].v;
	size_t i = 0;

	while (list != NULL && i < list->tuple->len &&
	    (at->type != VAL_TUPLE || list->tuple->items[i].tuple != at->tuple))
		i++;
	give_control(call, list, i + 1);
}

static void
cmsg_data_call(struct call *call)
{
	const struct value *c = &call->args[0].v;
	int i = value_layout(c) != NULL ?
	    layout_field_index(value_layout(c), "cmsg_data") :
	    -1;

	if (i >= 0 && (size_t)i < c->tuple->len)
		call_give(call, value_copy(&c->tuple->items[i]));
	else
		call_mistake(call, 0,
		    _("%s: no control message; CMSG_FIRSTHDR gives one"),
		    call->prim->params[0].name);
}

static void
cmsg_len_call(struct call *call)
{
	call_give(call,
	    VALUE_INT((int64_t)CMSG_LEN((size_t)call_num(call, 0))));
}

static void
cmsg_space_call(struct call *call)
{
	call_give(call,
	    VALUE_INT((int64_t)CMSG_SPACE((size_t)call_num(call, 0))));
}

/* One way through all of them. */
static const char control_example[] =
    "a, b = socketpair()\n"
    "send_fds(a, [b\"x\"], [a])\n"
    "struct msghdr m; char buf[8], control[64]; struct iovec iov = {buf, 8};\n"
    "m.msg_iov = &iov; m.msg_iovlen = 1; m.msg_control = control; m.msg_controllen = 64;\n"
    "recvmsg(b, &m, 0);\n"
    "= 1\n"
    "struct cmsghdr *c = CMSG_FIRSTHDR(&m);\n"
    "print CMSG_DATA(c)[0] (CMSG_NXTHDR(&m, c) == NULL)\n"
    "> 5 1";

const struct prim sock_cmsg_prims[] = {
	{
	    .name = "CMSG_FIRSTHDR",
	    .params = { { "msg", PARAM_VALUE, 0 } },
	    .forms = { "msg" },
	    .call = cmsg_firsthdr_call,
	    .flags = PRIM_PURE,
	    .man = "cmsg(3)",
	    .help = N_("the first control message that recvmsg gave, or NULL"),
	    .topic = TOPIC_MEMORY,
	    .example = control_example,
	},
	{
	    .name = "CMSG_NXTHDR",
	    .params = { { "msg", PARAM_VALUE, 0 }, { "cmsg", PARAM_VALUE, 0 } },
	    .forms = { "msg cmsg" },
	    .call = cmsg_nxthdr_call,
	    .flags = PRIM_PURE,
	    .man = "cmsg(3)",
	    .help = N_("the control message after another, or NULL"),
	    .topic = TOPIC_MEMORY,
	    .example = control_example,
	},
	{
	    .name = "CMSG_DATA",
	    .params = { { "cmsg", PARAM_VALUE, 0 } },
	    .forms = { "cmsg" },
	    .call = cmsg_data_call,
	    .flags = PRIM_PURE,
	    .man = "cmsg(3)",
	    .help = N_("what a control message carries"),
	    .topic = TOPIC_MEMORY,
	    .example = control_example,
	},
	{
	    .name = "CMSG_LEN",
	    .params = { { "length", PARAM_SIZE, 0 } },
	    .forms = { "length" },
	    .call = cmsg_len_call,
	    .flags = PRIM_PURE,
	    .man = "cmsg(3)",
	    .help = N_("how long a control message with so much data is"),
	    .topic = TOPIC_MEMORY,
	    .example = "print CMSG_LEN(4)\n"
		       "> 20",
	},
	{
	    .name = "CMSG_SPACE",
	    .params = { { "length", PARAM_SIZE, 0 } },
	    .forms = { "length" },
	    .call = cmsg_space_call,
	    .flags = PRIM_PURE,
	    .man = "cmsg(3)",
	    .help = N_("how much room a control message with so much data "
		       "takes"),
	    .topic = TOPIC_MEMORY,
	    .example = "print CMSG_SPACE(4)\n"
		       "> 24",
	},
	{ .name = NULL },
};
