/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and setting socket options. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "model/layout.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	OPTION_FD,
	OPTION_LEVEL,
	OPTION_NAME,
	OPTION_VALUE,
	OPTION_LEN,
};

enum { VALUES_MAX = 8 }; /* words that make up one value */

/*
 * Which option is meant. An option given by name brings its level along; where
 * both are given the level that was typed goes to the kernel, right or wrong.
 * False (a mistake) if the level is neither given nor known.
 */
static bool
option_meant(struct call *call, const struct sockopt **o)
{
	const struct value *name = &call->args[OPTION_NAME].v;
	struct value *level = &call->args[OPTION_LEVEL].v;

	const struct fd_info *info = session_fd(call->task->session, call->fd);

	*o = option_by_tag(name->tag);
	if (!call_given(call, OPTION_LEVEL)) {
		if (*o == NULL) {
			call_mistake(call, OPTION_NAME,
			    _("option: %lld is a number, whose level is not "
			      "known; name it (SO_REUSEADDR), or give the "
			      "level first"),
			    (long long)name->i);
			return false;
		}
		*o = option_for(*o, info != NULL ? info->family : AF_UNSPEC);
		*level = VALUE_INT((*o)->level);
	} else if (*o == NULL || (*o)->level != level->i) {
		*o = option_by_number((int)level->i, (int)name->i);
	}
	return true;
}

/* The length that goes to the kernel: that of the value, or the user's own, but
 * never beyond what there is. */
static bool
option_length(struct call *call, char *buf, socklen_t *len)
{
	int64_t typed = call_num(call, OPTION_LEN);

	if (call_given(call, OPTION_LEN) && typed > OPTION_VALUE_MAX) {
		call_mistake(call, OPTION_LEN,
		    _("optlen: %lld is more than an option can have, %d"),
		    (long long)typed, OPTION_VALUE_MAX);
		return false;
	}
	if (call_given(call, OPTION_LEN)) {
		if (typed > *len)
			memset(buf + *len, 0, (size_t)typed - *len);
		*len = (socklen_t)typed;
	}
	call->args[OPTION_LEN].v = VALUE_INT((int32_t)*len);
	return true;
}

/* The words of a value, "on 5", as one: the tuple ("on", 5). False (a mistake)
 * if they are too many. */
static bool
option_values(struct call *call)
{
	struct arg *value = &call->args[OPTION_VALUE];
	struct value items[VALUES_MAX];

	if (call->nrest == 0)
		return true;
	if (call->nrest > VALUES_MAX) {
		call_mistake(call, OPTION_VALUE,
		    _("value: %zu are more than any option has"), call->nrest);
		return false;
	}
	for (size_t i = 0; i < call->nrest; i++)
		items[i] = value_copy(&call->rest[i]);
	value->given = true;
	value->v = items[0];
	if (call->nrest == 1 ||
	    value_tuple(&value->v, items, call->nrest, &call->cause))
		return true;
	value->v = VALUE_NONE;
	call->status = CALL_MISTAKE;
	return false;
}

static void
setsockopt_call(struct call *call)
{
	struct arg *value = &call->args[OPTION_VALUE];
	const struct sockopt *o;
	char buf[OPTION_VALUE_MAX], *cause = NULL;
	socklen_t len;

	if (!option_meant(call, &o) || !option_values(call))
		return;
	if (!option_encode(o, &value->v, buf, &len, &cause)) {
		call_mistake(call, OPTION_VALUE, "%s", cause);
		free(cause);
		return;
	}
	if (!option_length(call, buf, &len))
		return;
	value->data = buf;
	value->len = len <= sizeof(buf) ? len : 0;
	CALL(call,
	    setsockopt(call_fd(call, OPTION_FD),
		(int)call_num(call, OPTION_LEVEL),
		(int)call_num(call, OPTION_NAME), buf, len));
	value->data = NULL;
}

/* How much getsockopt may write: what the user offers, or what the option
 * needs. */
static bool
option_room(struct call *call, const struct sockopt *o)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	struct arg *size = &call->args[OPTION_LEN];

	size->inout =
	    option_size_for(o, info != NULL ? info->family : AF_UNSPEC);
	if (size->v.type != VAL_INT)
		return true;
	if (size->v.i > BYTES_MAX) {
		call_mistake(call, OPTION_LEN,
		    _("%s: %lld is out of range, %lld to %lld"), "optlen",
		    (long long)size->v.i, 0LL, (long long)BYTES_MAX);
		return false;
	}
	size->inout = (socklen_t)size->v.i;
	return true;
}

/* What the kernel wrote, as the user asked for it. */
static void
option_give(struct call *call, const struct sockopt *o, const char *buf)
{
	struct arg *value = &call->args[OPTION_VALUE];
	socklen_t len = call->args[OPTION_LEN].inout;
	bool python = !call->c_form && call_given(call, OPTION_LEN);
	const struct layout *layout;
	struct value v;

	if (call->status != CALL_OK || value->null)
		return;
	if (len > value->room)
		len = (socklen_t)value->room;
	layout = call->c_form ? value_layout(&value->v) : NULL;
	if (python)
		v = value_bytes(buf, len);
	else if (layout != NULL)
		v = layout_decode(layout, buf, len);
	else
		v = option_decode(o, buf, len);
	if (call->c_form) {
		call_out(call, OPTION_VALUE, v);
		call_out(call, OPTION_LEN, VALUE_INT(len));
	} else {
		call_give(call, v);
	}
}

static void
getsockopt_call(struct call *call)
{
	struct arg *value = &call->args[OPTION_VALUE];
	const struct sockopt *o;
	char *buf = NULL;

	if (!option_meant(call, &o) || !option_room(call, o))
		return;
	value->room = call->args[OPTION_LEN].inout;
	if (!value->null)
		buf = xcalloc(1, value->room + 1);
	value->out = buf;
	CALL(call,
	    getsockopt(call_fd(call, OPTION_FD),
		(int)call_num(call, OPTION_LEVEL),
		(int)call_num(call, OPTION_NAME), buf,
		call_inout(call, OPTION_LEN)));
	value->out = NULL;
	option_give(call, o, buf);
	free(buf);
}

const struct prim sock_option_prims[] = {
	{
	    .name = "setsockopt",
	    .params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
		{ "option", PARAM_OPTION, 0 }, { "value", PARAM_OPTVAL, 0 },
		{ "optlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd level option value", "fd option value..." },
	    .call = setsockopt_call,
	    .man = "setsockopt(2)",
	    .help = N_("set an option of a socket"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		       "setsockopt s SO_REUSEADDR 1\n"
		       "= 0\n"
		       "setsockopt(s, IPPROTO_TCP, TCP_NODELAY, 1)\n"
		       "= 0",
	},
	{
	    .name = "getsockopt",
	    .params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
		{ "option", PARAM_OPTION, 0 }, { "value", PARAM_OUT_OPTVAL, 0 },
		{ "optlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd option", "fd level option [optlen]" },
	    .call = getsockopt_call,
	    .man = "getsockopt(2)",
	    .help = N_("read an option of a socket"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		       "type = getsockopt s SO_TYPE\n"
		       "= 0\n"
		       "print (type == SOCK_STREAM)\n"
		       "> 1\n"
		       "print getsockopt(s, SOL_SOCKET, SO_REUSEADDR)\n"
		       "> 0",
	},
	{ .name = NULL },
};
