/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and setting socket options. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	OPTION_FD,
	OPTION_LEVEL,
	OPTION_NAME,
	OPTION_VALUE,
	OPTION_LEN,
};

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
		*level = VALUE_INT((*o)->level);
	} else if (*o == NULL || (*o)->level != level->i) {
		*o = option_by_number((int)level->i, (int)name->i);
	}
	return true;
}

static void
setsockopt_call(struct call *call)
{
	struct arg *value = &call->args[OPTION_VALUE];
	const struct sockopt *o;
	char buf[OPTION_VALUE_MAX], *cause = NULL;
	socklen_t len;

	if (!option_meant(call, &o))
		return;
	if (!option_encode(o, &value->v, buf, &len, &cause)) {
		call_mistake(call, OPTION_VALUE, "%s", cause);
		free(cause);
		return;
	}
	/* A length of the user's own goes to the kernel, but never beyond what
	 * there is. */
	if (call_given(call, OPTION_LEN) &&
	    call_num(call, OPTION_LEN) < (int64_t)sizeof(buf)) {
		socklen_t typed = (socklen_t)call_num(call, OPTION_LEN);

		if (typed > len && typed <= sizeof(buf))
			memset(buf + len, 0, typed - len);
		len = typed;
	}
	call->args[OPTION_LEN].v = VALUE_INT(len);
	value->data = buf;
	value->len = len <= sizeof(buf) ? len : 0;
	CALL(call,
	    setsockopt(call_fd(call, OPTION_FD),
		(int)call_num(call, OPTION_LEVEL),
		(int)call_num(call, OPTION_NAME), buf, len));
	value->data = NULL;
}

static void
getsockopt_call(struct call *call)
{
	struct arg *value = &call->args[OPTION_VALUE];
	struct arg *size = &call->args[OPTION_LEN];
	bool python = !call->c_form && call_given(call, OPTION_LEN);
	const struct sockopt *o;
	char buf[OPTION_VALUE_MAX] = { 0 };
	struct value v;

	if (!option_meant(call, &o))
		return;
	size->inout = option_size(o);
	if (size->v.type == VAL_INT && size->v.i < (int64_t)sizeof(buf))
		size->inout = (socklen_t)size->v.i;
	value->out = buf;
	value->room = size->inout;
	CALL(call,
	    getsockopt(call_fd(call, OPTION_FD),
		(int)call_num(call, OPTION_LEVEL),
		(int)call_num(call, OPTION_NAME), buf, &size->inout));
	value->out = NULL;
	if (call->status != CALL_OK)
		return;
	v = python ? value_bytes(buf, size->inout) :
		     option_decode(o, buf, size->inout);
	if (call->c_form) {
		call_out(call, OPTION_VALUE, v);
		call_out(call, OPTION_LEN, VALUE_INT(size->inout));
	} else {
		call_give(call, v);
	}
}

const struct prim sock_option_prims[] = {
	{
	    .name = "setsockopt",
	    .params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
		{ "option", PARAM_OPTION, 0 }, { "value", PARAM_OPTVAL, 0 },
		{ "optlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd option value", "fd level option value" },
	    .call = setsockopt_call,
	    .man = "setsockopt(2)",
	    .help = N_("set an option of a socket"),
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
	},
	{ .name = NULL },
};
