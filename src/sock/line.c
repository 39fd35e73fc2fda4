/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Receiving a certain number of bytes, or a line: loops of recv, each of whose
 * parts is a call of its own, in the log and in the echo.
 */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	LINE_FD,
	LINE_BUF,
	LINE_SIZE,
	LINE_FLAGS,
};

enum {
	LINE_MAX = 65536,
	PEEK_MAX = 4096, /* bytes looked at in one go */
	SHOWN_MAX = 60,
};

/* Something received part by part. */
struct parts {
	struct bytes *b; /* at least as much as is to be received */
	size_t done;     /* bytes of it that came */
	bool plain;      /* no socket: read, which takes no flags */
};

/* What is no descriptor at all passes for a socket: recv will say so. */
static bool
fd_is_plain(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && !S_ISSOCK(st.st_mode);
}

static bool
parts_begin(struct call *call, struct parts *parts)
{
	*parts = (struct parts){ .plain = fd_is_plain(call->fd) };
	parts->b = call_buffer(call, LINE_BUF, call_num(call, LINE_SIZE));
	return parts->b != NULL;
}

/* One part of at most size bytes, behind what came already. Returns how many,
 * 0 at the end, -1 if it failed or was interrupted. */
static int64_t
parts_take(struct call *call, struct parts *parts, size_t size, int flags)
{
	struct arg *buf = &call->args[LINE_BUF];
	char *to = parts->b->data + parts->done;

	buf->out = to;
	buf->room = size;
	call->args[LINE_SIZE].v = VALUE_INT((int64_t)size);
	call->args[LINE_FLAGS].v = VALUE_INT(flags);
	do {
		if (!sock_await(call, POLLIN))
			return -1;
		if (parts->plain)
			CALL_AS(call, sock_row(call, "read"),
			    read(call->fd, to, size));
		else
			CALL_AS(call, sock_row(call, "recv"),
			    recv(call->fd, to, size, flags));
	} while (sock_await_again(call));
	if (call->status != CALL_OK)
		return -1;
	return call->result;
}

/* What came, as the value of the call. A failure has none: what came before it
 * would be lost, so it is shown. */
static void
parts_give(struct call *call, struct parts *parts)
{
	struct strbuf text = { 0 };
	struct value v;

	if (call->status == CALL_OK) {
		call->result = (int64_t)parts->done;
	} else if (parts->done != 0) {
		v = value_bytes(parts->b->data, parts->done);
		value_repr(&text, &v, SHOWN_MAX);
		call_remark(call,
		    ngettext("note: before that, %zu byte came: %s",
			"note: before that, %zu bytes came: %s", parts->done),
		    parts->done, sb_text(&text));
		value_drop(&v);
		sb_free(&text);
	}
	call->args[LINE_BUF].room = parts->b->size;
	call_give_buffer(call, LINE_BUF, parts->b);
}

static void
recvall_call(struct call *call)
{
	size_t size = (size_t)call_num(call, LINE_SIZE);
	int flags = (int)call_num(call, LINE_FLAGS);
	struct parts parts;
	int64_t n = 1;

	if (flags & MSG_PEEK) {
		call_mistake(call, LINE_FLAGS,
		    _("flags: MSG_PEEK takes nothing out of the queue, so that "
		      "a loop would see the same bytes again; recv with "
		      "MSG_PEEK|MSG_WAITALL looks at so many"));
		return;
	}
	if (!parts_begin(call, &parts))
		return;
	/* For no bytes nothing is called: recv would wait for some. */
	while (n > 0 && parts.done < size) {
		n = parts_take(call, &parts, size - parts.done, flags);
		/* With MSG_TRUNC more may be told than was written. */
		if (n > (int64_t)(size - parts.done))
			n = (int64_t)(size - parts.done);
		parts.done += n > 0 ? (size_t)n : 0;
	}
	if (n == 0 && parts.done < size)
		call_remark(call,
		    _("note: the other end has finished: %zu of %zu bytes "
		      "came"),
		    parts.done, size);
	parts_give(call, &parts);
}

/* Up to the end of the line, or as far as there is anything. Returns as
 * parts_take does. */
static int64_t
line_piece(struct call *call, struct parts *parts, size_t max)
{
	size_t left = max - parts->done;
	const char *at = parts->b->data + parts->done, *end;
	int64_t n;

	/* Only a socket lets us look before we take. */
	if (parts->plain)
		return parts_take(call, parts, 1, 0);
	n = parts_take(call, parts, left < PEEK_MAX ? left : PEEK_MAX,
	    MSG_PEEK);
	if (n <= 0)
		return n;
	end = memchr(at, '\n', (size_t)n);
	if (end != NULL)
		n = end + 1 - at;
	return parts_take(call, parts, (size_t)n, 0);
}

/* Where borders count, what is left of a record is lost with its beginning. */
static bool
line_fits(struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);

	if (info == NULL || info->family == AF_UNSPEC || info->type == 0 ||
	    info->type == SOCK_STREAM)
		return true;
	call_mistake(call, LINE_FD,
	    _("fd: %d is no stream: recv takes a whole message, and what is "
	      "left of one would be lost with its first line"),
	    call->fd);
	return false;
}

static void
recvline_call(struct call *call)
{
	size_t max = (size_t)call_num(call, LINE_SIZE);
	struct parts parts;
	bool whole = false;
	int64_t n = 1;

	if (!line_fits(call) || !parts_begin(call, &parts))
		return;
	while (n > 0 && parts.done < max && !whole) {
		n = line_piece(call, &parts, max);
		parts.done += n > 0 ? (size_t)n : 0;
		whole = n > 0 && parts.b->data[parts.done - 1] == '\n';
	}
	if (n == 0 && parts.done != 0)
		call_remark(call,
		    ngettext("note: the other end has finished without a "
			     "newline: %zu byte came",
			"note: the other end has finished without a newline: "
			"%zu bytes came",
			parts.done),
		    parts.done);
	else if (n > 0 && !whole && max != 0)
		call_remark(call,
		    _("note: no newline among the first %zu bytes; what "
		      "follows is still in the queue"),
		    parts.done);
	parts_give(call, &parts);
}

const struct prim sock_line_prims[] = {
	{
	    .name = "recvall",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd size [flags]" },
	    .call = recvall_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "recv(2)",
	    .help = N_("receive again and again, until exactly size bytes have "
		       "come"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "send a \"12\"\n"
		       "send a \"34567\"\n"
		       "recvall b 4\n"
		       "= \"1234\"",
	},
	{
	    .name = "recvline",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "max", PARAM_SIZE, LINE_MAX }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd [max]" },
	    .call = recvline_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "recv(2)",
	    .help = N_("receive up to a newline and not beyond: looks with "
		       "MSG_PEEK, then takes"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "send a \"first\\nsecond\\n\"\n"
		       "recvline b\n"
		       "= \"first\\n\"\n"
		       "recvline b\n"
		       "= \"second\\n\"",
	},
	{ .name = NULL },
};
