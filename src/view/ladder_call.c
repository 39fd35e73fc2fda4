/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call as it stands at the side of the ladder: short, with names. */
#include "view/ladder_track.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "model/addr.h"
#include "model/msg.h"

enum { QUOTED_MAX = 24, ARG_MAX = 60, CALL_MAX = 200 };

/* "tcp" for AF_INET, SOCK_STREAM; NULL if there is no such word. */
static const char *
kind_word(const struct echo_call *call)
{
	int64_t family, type, protocol = 0;
	const struct sock_kind *kind;

	if (!seen_number(call, PARAM_FAMILY, &family) ||
	    !seen_number(call, PARAM_TYPE, &type))
		return NULL;
	seen_number(call, PARAM_PROTOCOL, &protocol);
	for (size_t i = 0; (kind = sock_kind_at(i)) != NULL; i++) {
		if (kind->family == family && kind->type == type &&
		    (kind->protocol == protocol || protocol == 0))
			return kind->name;
	}
	return NULL;
}

/* Arguments that say nothing more, in a picture. */
static bool
is_left_out(const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];

	switch (arg->param->type) {
	case PARAM_ADDRLEN:
	case PARAM_INOUT_LEN:
	case PARAM_OUT_ADDR:
	case PARAM_OUT_BYTES:
	case PARAM_OUT_FDS:
	case PARAM_OUT_MSG:
	case PARAM_OUT_IOV:
	case PARAM_OUT_OPTVAL:
	case PARAM_OUT_EPOLL:
	case PARAM_LEVEL:
	case PARAM_ANSWER:
		return true;
	case PARAM_FLAGS:
	case PARAM_SOCKFLAGS:
	case PARAM_NEWFLAGS:
		return arg->num == 0;
	case PARAM_SIZE:
		/* As long as what stands before it. */
		return i != 0 && call->args[i - 1].param->type == PARAM_BYTES;
	default:
		return arg->missing || echo_absent(call, i);
	}
}

static void
add_arg(struct strbuf *out, const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	size_t start = out->len, n;

	if (arg->param->type == PARAM_ADDR && !arg->null &&
	    arg->len >= sizeof(sa_family_t)) {
		struct ladder_addr addr;

		seen_addr(call, PARAM_ADDR, &addr);
		addr_text(out, (const struct sockaddr *)&addr.sa, addr.len);
	} else if (arg->param->type == PARAM_BYTES && !arg->null) {
		n = arg->len < QUOTED_MAX ? arg->len : QUOTED_MAX;
		text_quote(out, (const char *)arg->data, n, n);
		if (arg->num > (int64_t)n)
			sb_str(out, "...");
	} else if (arg->param->type == PARAM_MSG) {
		sb_str(out, "msg");
	} else {
		echo_arg(out, call, i);
	}
	if (out->len - start > ARG_MAX) {
		sb_truncate(out, start + ARG_MAX - 3);
		while ((out->data[out->len - 1] & 0xc0) == 0x80)
			sb_truncate(out, out->len - 1);
		sb_str(out, "...");
	}
}

void
ladder_call_text(struct strbuf *out, const struct echo_call *call,
    const char *self)
{
	const char *kind = strcmp(call->ev->prim->name, "socket") == 0 ?
	    kind_word(call) :
	    NULL;
	size_t start = out->len, first;

	sb_printf(out, "%s(", call->ev->prim->name);
	first = out->len;
	if (kind != NULL) {
		sb_printf(out, "%s)", kind);
		return;
	}
	for (size_t i = 0; i < call->n; i++) {
		if (is_left_out(call, i))
			continue;
		if (out->len != first)
			sb_str(out, ", ");
		if (out->len - start > CALL_MAX) {
			sb_str(out, "...");
			break;
		}
		if (i == 0 && self != NULL)
			sb_str(out, self);
		else
			add_arg(out, call, i);
	}
	sb_char(out, ')');
}

static size_t
chunk_bytes(const struct echo_arg *arg, char *to, size_t room)
{
	struct msg_view view;
	struct msg_chunk chunk;
	size_t at = 0;

	if (!msg_unpack(arg->data, arg->len, &view))
		return 0;
	while (at < room && msg_view_next(&view, &chunk)) {
		size_t n = chunk.kept < room - at ? chunk.kept : room - at;

		memcpy(to + at, chunk.data, n);
		at += n;
		/* The rest of it is not in the log. */
		if (chunk.kept < chunk.filled)
			break;
	}
	return at;
}

size_t
ladder_call_bytes(const struct echo_call *call, char *to, size_t room)
{
	static const enum param_type plain[] = { PARAM_BYTES, PARAM_OUT_BYTES };
	static const enum param_type packed[] = { PARAM_MSG, PARAM_OUT_MSG,
		PARAM_IOV, PARAM_OUT_IOV };
	const struct echo_arg *arg;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		arg = echo_find(call, plain[i]);
		if (arg == NULL || arg->missing)
			continue;
		if (room > arg->len)
			room = arg->len;
		if (room != 0)
			memcpy(to, arg->data, room);
		return room;
	}
	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++) {
		arg = echo_find(call, packed[i]);
		if (arg != NULL && !arg->missing && arg->data != NULL)
			return chunk_bytes(arg, to, room);
	}
	return 0;
}
