/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing of what makefile gives. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/sock.h"
#include "sock/stream.h"

/* Parameters by their place in the rows below. */
enum {
	READ_FD,
	READ_SIZE,

	CHUNK = 8192, /* without a buffer, the most that is read at once */
};

static bool
is_socket(const struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);

	return info == NULL || info->kind == FD_SOCKET;
}

/* What was read ahead and is taken goes, when it is half of all. */
static void
stream_pack(struct stream *st)
{
	size_t have = st->in.len - st->off;
	struct strbuf kept = { 0 };

	if (st->off <= have)
		return;
	sb_add(&kept, sb_text(&st->in) + st->off, have);
	sb_free(&st->in);
	st->in = kept;
	st->off = 0;
}

/*
 * One read of at most size bytes behind what is there. 1 if bytes came, 0 at the
 * end, -1 if it failed (the call has why).
 */
static int
stream_fill(struct call *call, struct stream *st, size_t size)
{
	bool socket = is_socket(call);
	const struct prim *prim = sock_row(call, socket ? "recv" : "read");
	char *buf = xmalloc(size);
	struct command cmd;
	struct call sub;

	stream_pack(st);
	do {
		if (!sock_await(call, POLLIN))
			break;
		sock_sub_begin(&sub, &cmd, call, prim);
		sub.args[1].out = buf;
		sub.args[1].room = size;
		sub.args[2].v = VALUE_INT((int64_t)size);
		CALL(&sub,
		    socket ? recv(sub.fd, buf, size, 0) :
			     read(sub.fd, buf, size));
		sock_sub_ended(call, &sub);
	} while (sock_await_again(call));
	if (call->status == CALL_OK)
		sb_add(&st->in, buf, (size_t)call->result);
	free(buf);
	return call->status != CALL_OK ? -1 : call->result != 0;
}

/* Gives n bytes of what was read ahead. */
static void
stream_take(struct call *call, struct stream *st, size_t n)
{
	call_give(call, value_bytes(sb_text(&st->in) + st->off, n));
	st->off += n;
	if (st->off == st->in.len) {
		sb_free(&st->in);
		st->off = 0;
	}
}

static bool
stream_reads(struct call *call, const struct stream *st)
{
	if (!st->reads)
		call_mistake(call, 0, _("%s: this file is for writing"),
		    call->prim->params[0].name);
	return st->reads;
}

/* A line with its newline, or at most max bytes of one; what is left at the end;
 * nothing if it is there already. */
static bool
stream_line(struct call *call, struct stream *st, size_t max)
{
	size_t seen = 0, have;
	const char *text, *end;

	for (;;) {
		text = sb_text(&st->in) + st->off;
		have = st->in.len - st->off;
		end = memchr(text + seen, '\n', have - seen);
		if (end != NULL || have >= max)
			break;
		seen = have;
		switch (stream_fill(call, st, st->direct ? 1 : st->size)) {
		case -1:
			return false;
		case 0:
			stream_take(call, st, have);
			return true;
		default:
			break;
		}
	}
	have = end != NULL ? (size_t)(end - text) + 1 : max;
	stream_take(call, st, have < max ? have : max);
	return true;
}

/* The size that was asked for; all there can be without one, or below 0. */
static size_t
size_asked(const struct call *call, int i)
{
	if (!call_given(call, i) || call->args[i].v.type != VAL_INT ||
	    call_num(call, i) < 0 || call_num(call, i) > BYTES_MAX)
		return BYTES_MAX;
	return (size_t)call_num(call, i);
}

static void
readline_call(struct call *call)
{
	struct stream *st = stream_take_up(call);

	if (st == NULL)
		return;
	if (stream_reads(call, st))
		stream_line(call, st, size_asked(call, READ_SIZE));
	stream_done(st);
}

/* All lines that there are, as a list. */
static void
readlines_call(struct call *call)
{
	struct stream *st = stream_take_up(call);
	struct value *lines = NULL, v;
	size_t n = 0;

	if (st == NULL)
		return;
	while (n < TUPLE_WEIGHT_MAX && stream_reads(call, st) &&
	    stream_line(call, st, BYTES_MAX) && call->ret.bytes->len != 0) {
		lines = xgrow(lines, n, sizeof(lines[0]));
		lines[n++] = call->ret;
		call->ret.type = VAL_UNSET;
	}
	stream_done(st);
	if (call->status != CALL_OK) {
		while (n > 0)
			value_drop(&lines[--n]);
	} else if (value_tuple(&v, lines, n, &call->cause)) {
		call_give(call, v);
	}
	free(lines);
}

/* As much as was asked for, or what comes until the end. */
static void
stream_read(struct call *call, struct stream *st, int i)
{
	size_t want = size_asked(call, i);

	while (st->in.len - st->off < want) {
		size_t missing = want - (st->in.len - st->off);
		int rc = stream_fill(call, st,
		    st->direct && missing < CHUNK ? missing : st->size);

		if (rc == -1)
			return;
		/* Without a buffer one read is all, as of a raw file. */
		if (rc == 0 || (st->direct && call_given(call, i)))
			break;
	}
	if (want > st->in.len - st->off)
		want = st->in.len - st->off;
	stream_take(call, st, want);
}

bool
sock_stream_read(struct call *call, int i)
{
	struct stream *st;

	if (call->file.type != VAL_TUPLE)
		return false;
	st = stream_take_up(call);
	if (st == NULL)
		return true;
	if (stream_reads(call, st))
		stream_read(call, st, i);
	stream_done(st);
	return true;
}

/* Sends len bytes; how many of them have gone, all if the call has not failed. */
static size_t
stream_send(struct call *call, const char *data, size_t len)
{
	bool socket = is_socket(call);
	const struct prim *prim = sock_row(call, socket ? "send" : "write");
	struct command cmd;
	struct call sub;
	size_t done = 0;

	while (done < len) {
		if (!sock_await(call, POLLOUT))
			break;
		sock_sub_begin(&sub, &cmd, call, prim);
		sub.args[1].data = data + done;
		sub.args[1].len = len - done;
		sub.args[2].v = VALUE_INT((int64_t)(len - done));
		CALL(&sub,
		    socket ? send(sub.fd, data + done, len - done, 0) :
			     write(sub.fd, data + done, len - done));
		sock_sub_ended(call, &sub);
		if (sock_await_again(call))
			continue;
		if (call->status != CALL_OK)
			break;
		done += (size_t)call->result;
	}
	return done;
}

bool
stream_flush(struct call *call, struct stream *st)
{
	struct strbuf left = { 0 };
	size_t done = stream_send(call, sb_text(&st->out), st->out.len);

	if (done < st->out.len)
		sb_add(&left, sb_text(&st->out) + done, st->out.len - done);
	sb_free(&st->out);
	st->out = left;
	return call->status == CALL_OK;
}

/* Held back, unless it is more than is held. */
static void
stream_write(struct call *call, struct stream *st, const struct arg *data)
{
	size_t done = 0;

	if (st->out.len + data->len > st->size && !stream_flush(call, st))
		return;
	if (data->len > st->size || st->direct)
		done = stream_send(call, data->data, data->len);
	if (call->status != CALL_OK)
		return;
	sb_add(&st->out, (const char *)data->data + done, data->len - done);
	if (st->by_line && memchr(data->data, '\n', data->len) != NULL &&
	    !stream_flush(call, st))
		return;
	call_give(call, VALUE_INT((int64_t)data->len));
}

bool
sock_stream_write(struct call *call, int i)
{
	struct stream *st;

	if (call->file.type != VAL_TUPLE)
		return false;
	st = stream_take_up(call);
	if (st == NULL)
		return true;
	if (st->writes)
		stream_write(call, st, &call->args[i]);
	else
		call_mistake(call, 0, _("%s: this file is for reading"),
		    call->prim->params[0].name);
	stream_done(st);
	return true;
}

static void
flush_call(struct call *call)
{
	struct stream *st = stream_take_up(call);

	if (st == NULL)
		return;
	if (stream_flush(call, st))
		call_give(call, VALUE_NONE);
	stream_done(st);
}

const struct prim sock_stream_io_prims[] = {
	{
	    .name = "readline",
	    .params = { { "fd", PARAM_FD, 0 }, { "size", PARAM_INT, -1 } },
	    .forms = { "fd [size]" },
	    .call = readline_call,
	    .flags = PRIM_NOT_C | PRIM_BLOCKS,
	    .man = "recv(2)",
	    .help = N_("a line from a file of makefile; it reads ahead"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "f = b.makefile(\"rw\")\n"
		       "sendall a \"hello\\n\"\n"
		       "line = f.readline()\n"
		       "print line.strip()\n"
		       "> hello",
	},
	{
	    .name = "readlines",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = readlines_call,
	    .flags = PRIM_NOT_C | PRIM_BLOCKS,
	    .man = "recv(2)",
	    .help = N_("all lines of a file of makefile, up to the end"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "sendall a \"one\\ntwo\\n\"\n"
		       "close a\n"
		       "f = b.makefile()\n"
		       "print len(f.readlines())\n"
		       "> 2",
	},
	{
	    .name = "flush",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = flush_call,
	    .flags = PRIM_NOT_C | PRIM_BLOCKS,
	    .man = "send(2)",
	    .help = N_("send what was written to a file of makefile"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "f = a.makefile(\"w\")\n"
		       "f.write(\"held back until now\")\n"
		       "f.flush()\n"
		       "recv b\n"
		       "= \"held back until now\"",
	},
	{ .name = NULL },
};
