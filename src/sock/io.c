/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending and receiving. */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	IO_FD,
	IO_DATA,
	IO_SIZE,
	IO_FLAGS,
	IO_ADDR,
	IO_ADDRLEN,
};

static void
send_call(struct call *call)
{
	do {
		if (!sock_await(call, POLLOUT))
			return;
		CALL(call,
		    send(call_fd(call, IO_FD), call->args[IO_DATA].data,
			call->args[IO_DATA].len,
			(int)call_num(call, IO_FLAGS)));
	} while (sock_await_again(call));
}

static void
sendto_call(struct call *call)
{
	do {
		if (!sock_await(call, POLLOUT))
			return;
		CALL(call,
		    sendto(call_fd(call, IO_FD), call->args[IO_DATA].data,
			call->args[IO_DATA].len, (int)call_num(call, IO_FLAGS),
			call_sa(call, IO_ADDR), call_salen(call, IO_ADDR)));
	} while (sock_await_again(call));
}

static void
write_call(struct call *call)
{
	if (call->draft == NULL && sock_stream_write(call, IO_DATA))
		return;
	do {
		if (!sock_await(call, POLLOUT))
			return;
		CALL(call,
		    write(call_fd(call, IO_FD), call->args[IO_DATA].data,
			call->args[IO_DATA].len));
	} while (sock_await_again(call));
}

/* What recv and recvfrom do, but for what becomes of the bytes in b. */
static void
recv_made(struct call *call, struct bytes *b, const struct prim *as)
{
	size_t size = (size_t)call_num(call, IO_SIZE);

	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL_AS(call, as,
		    recv(call_fd(call, IO_FD), b->data, size,
			(int)call_num(call, IO_FLAGS)));
	} while (sock_await_again(call));
}

static void
recvfrom_made(struct call *call, struct bytes *b, struct sockaddr *sa,
    const struct prim *as)
{
	size_t size = (size_t)call_num(call, IO_SIZE);

	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL_AS(call, as,
		    recvfrom(call_fd(call, IO_FD), b->data, size,
			(int)call_num(call, IO_FLAGS), sa,
			call_inout(call, IO_ADDRLEN)));
	} while (sock_await_again(call));
}

static void
recv_call(struct call *call)
{
	struct bytes *b = call_buffer(call, IO_DATA, call_num(call, IO_SIZE));

	if (b == NULL)
		return;
	recv_made(call, b, call->prim);
	call_give_buffer(call, IO_DATA, b);
}

static void
read_call(struct call *call)
{
	size_t size = (size_t)call_num(call, IO_SIZE);
	struct bytes *b;

	if (call->draft == NULL && sock_stream_read(call, IO_SIZE))
		return;
	b = call_buffer(call, IO_DATA, (int64_t)size);
	if (b == NULL)
		return;
	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL(call, read(call_fd(call, IO_FD), b->data, size));
	} while (sock_await_again(call));
	call_give_buffer(call, IO_DATA, b);
}

/* (first, address), as Python gives it; takes over first. */
static void
give_with_addr(struct call *call, struct value first)
{
	struct value pair[2] = { first, call_addr_value(call, IO_ADDR) }, v;

	if (value_tuple(&v, pair, 2, &call->cause))
		call_give(call, v);
}

/* Ours gives the pair (data, address), as Python's does. */
static void
recvfrom_call(struct call *call)
{
	struct bytes *b = call_buffer(call, IO_DATA, call_num(call, IO_SIZE));
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, IO_ADDR, &room);
	struct value data, addr;

	if (b == NULL)
		return;
	recvfrom_made(call, b, sa, call->prim);
	call_give_buffer(call, IO_DATA, b);
	if (call->status != CALL_OK)
		return;
	if (call->c_form) {
		addr = call_addr_value(call, IO_ADDR);
		value_drop(&addr);
		return;
	}
	data = call->ret;
	call->ret.type = VAL_UNSET;
	give_with_addr(call, data);
}

/*
 * Python's recv_into: the bytes go over the beginning of what a variable holds,
 * whose length stays. Returns a buffer as large as it, or NULL (a mistake).
 */
static struct bytes *
into_begin(struct call *call)
{
	struct arg *arg = &call->args[IO_DATA];
	const struct bytes *was = arg->v.bytes;
	int64_t size = call_num(call, IO_SIZE);
	size_t room;

	if (arg->v.type != VAL_BYTES) {
		call_mistake(call, IO_DATA,
		    _("buffer: it must be there before: char buf[1024]; or "
		      "buf = bytes(1024)"));
		return NULL;
	}
	room = was->array ? was->size : was->len;
	if (size > (int64_t)room) {
		call_mistake(call, IO_SIZE,
		    _("nbytes: the buffer has room for %zu bytes, not for "
		      "%lld"),
		    room, (long long)size);
		return NULL;
	}
	if (size == 0)
		size = (int64_t)room;
	call->args[IO_SIZE].v = VALUE_INT(size);
	return call_buffer(call, IO_DATA, size);
}

static void
into_end(struct call *call, struct bytes *b)
{
	struct arg *arg = &call->args[IO_DATA];
	const struct bytes *was = arg->v.bytes;
	struct bytes *whole = NULL;

	if (call->status == CALL_OK && !was->array) {
		size_t n = (size_t)call->result;

		whole = bytes_new(was->data, was->len);
		memcpy(whole->data, b->data, n < arg->room ? n : arg->room);
	}
	call_give_buffer(call, IO_DATA, b);
	if (whole != NULL)
		call_out(call, IO_DATA, value_from_bytes(whole));
}

static void
recv_into_call(struct call *call)
{
	struct bytes *b = into_begin(call);

	if (b == NULL)
		return;
	recv_made(call, b, sock_row(call, "recv"));
	into_end(call, b);
}

static void
recvfrom_into_call(struct call *call)
{
	struct bytes *b = into_begin(call);
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, IO_ADDR, &room);

	if (b == NULL)
		return;
	recvfrom_made(call, b, sa, sock_row(call, "recvfrom"));
	into_end(call, b);
	if (call->status == CALL_OK)
		give_with_addr(call, VALUE_INT(call->result));
}

/*
 * As Python's: send again what a send has left, until all is gone or one fails.
 * Each part is a call of its own, in the log and in the echo.
 */
static void
sendall_call(struct call *call)
{
	struct arg *data = &call->args[IO_DATA];
	size_t done = 0, len = data->len;

	do {
		if (!sock_await(call, POLLOUT))
			return;
		CALL_AS(call, sock_row(call, "send"),
		    send(call_fd(call, IO_FD), data->data, data->len,
			(int)call_num(call, IO_FLAGS)));
		if (sock_await_again(call))
			continue;
		if (call->status != CALL_OK)
			return;
		done += (size_t)call->result;
		data->data = (const char *)data->data + call->result;
		data->len -= (size_t)call->result;
		call->args[IO_SIZE].v = VALUE_INT((int64_t)data->len);
	} while (done < len);
	call_give(call, VALUE_NONE);
}

static const struct prim setsockopt_prim = {
	.name = "setsockopt",
	.params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
	    { "option", PARAM_OPTION, 0 }, { "value", PARAM_OPTVAL, 0 },
	    { "optlen", PARAM_ADDRLEN, 0 } },
	.flags = PRIM_HIDDEN,
};

/* A lingering of no time at all makes close throw the connection away: what is
 * sent then is an RST, not a FIN (socket(7), tcp_close in net/ipv4/tcp.c). */
static void
reset_call(struct call *call)
{
	const struct linger linger = { .l_onoff = 1 };
	const struct command *close =
	    session_command(call->task->session, "close");
	struct command cmd;
	struct call sub;

	sock_sub_begin(&sub, &cmd, call, &setsockopt_prim);
	sub.args[1].v = VALUE_INT(SOL_SOCKET);
	sub.args[2].v = VALUE_INT(SO_LINGER);
	sub.args[3].data = &linger;
	sub.args[3].len = sizeof(linger);
	sub.args[4].v = VALUE_INT(sizeof(linger));
	CALL(&sub,
	    setsockopt(call->fd, SOL_SOCKET, SO_LINGER, &linger,
		sizeof(linger)));
	if (!sock_sub_ended(call, &sub))
		return;
	sock_sub_begin(&sub, &cmd, call, close->prim);
	close->prim->call(&sub);
	call->cause = sub.cause;
	call->bad = sub.bad;
	sock_sub_ended(call, &sub);
}

const struct prim sock_io_prims[] = {
	{
	    .name = "send",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd data [flags]" },
	    .call = send_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "send(2)",
	    .help = N_("send bytes to the other end; gives how many were "
		       "taken"),
	    .topic = TOPIC_SENDING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "= 5\n"
		       "send a \"!\" MSG_DONTWAIT\n"
		       "= 1\n"
		       "recv b\n"
		       "= 6 \"hello!\"",
	},
	{
	    .name = "sendall",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd data [flags]" },
	    .call = sendall_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "send(2)",
	    .help = N_("send again and again, until all bytes are taken"),
	    .topic = TOPIC_SENDING,
	    .example =
		"a, b = socketpair()\n"
		"sendall a \"all of this, however many calls it takes\"\n"
		"recv b 3\n"
		"= \"all\"",
	},
	{
	    .name = "recv",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, 1024 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd [size] [flags]" },
	    .call = recv_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES,
	    .man = "recv(2)",
	    .help = N_("receive at most size bytes; none: the other end has "
		       "finished"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "recv b 2\n"
		       "= 2 \"he\"\n"
		       "recv b\n"
		       "= 3 \"llo\"\n"
		       "close a\n"
		       "recv b\n"
		       "= 0 \"\"",
	},
	{
	    .name = "sendto",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 },
		{ "addr", PARAM_ADDR, 0 }, { "addrlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd data addr", "fd data flags addr" },
	    .call = sendto_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "sendto(2)",
	    .help = N_("send a datagram to an address"),
	    .topic = TOPIC_SENDING,
	    .example = "s = socket udp\n"
		       "bind s :9000\n"
		       "c = socket udp\n"
		       "sendto c \"ping\" :9000\n"
		       "= 4\n"
		       "data, peer = recvfrom s 100\n"
		       "= \"ping\"",
	},
	{
	    .name = "recvfrom",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, 1024 }, { "flags", PARAM_FLAGS, 0 },
		{ "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd [size] [flags]" },
	    .call = recvfrom_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES,
	    .man = "recvfrom(2)",
	    .help = N_("receive a datagram; gives its bytes and where it came "
		       "from"),
	    .topic = TOPIC_RECEIVING,
	    .example = "s = socket udp\n"
		       "bind s :9000\n"
		       "c = socket udp\n"
		       "bind c :9001\n"
		       "sendto c \"hi\" :9000\n"
		       "data, peer = recvfrom s\n"
		       "= 2 \"hi\"\n"
		       "print peer\n"
		       "> 127.0.0.1:9001",
	},
	{
	    .name = "read",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, 1024 } },
	    .forms = { "fd [size]" },
	    .call = read_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES,
	    .man = "read(2)",
	    .help = N_("read at most size bytes from any descriptor"),
	    .topic = TOPIC_RECEIVING,
	    .example = "r, w = pipe()\n"
		       "write w \"hello\"\n"
		       "read r 2\n"
		       "= \"he\"\n"
		       "close w\n"
		       "read r\n"
		       "= \"llo\"\n"
		       "read r\n"
		       "= 0 \"\"",
	},
	{
	    .name = "write",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 } },
	    .forms = { "fd data" },
	    .call = write_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "write(2)",
	    .help = N_("write bytes to any descriptor; gives how many were "
		       "taken"),
	    .topic = TOPIC_SENDING,
	    .example = "r, w = pipe()\n"
		       "write w \"hello\"\n"
		       "= 5\n"
		       "read r 100\n"
		       "= \"hello\"",
	},
	{
	    .name = "recv_into",
	    .params = { { "fd", PARAM_FD, 0 }, { "buffer", PARAM_OUT_BYTES, 0 },
		{ "nbytes", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd buffer [nbytes] [flags]" },
	    .call = recv_into_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "recv(2)",
	    .help = N_("receive into a variable; gives how many bytes came"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "char buf[100];\n"
		       "n = recv_into(b, buf)\n"
		       "= 5\n"
		       "print buf[:n]\n"
		       "> hello",
	},
	{
	    .name = "recvfrom_into",
	    .params = { { "fd", PARAM_FD, 0 }, { "buffer", PARAM_OUT_BYTES, 0 },
		{ "nbytes", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 },
		{ "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd buffer [nbytes] [flags]" },
	    .call = recvfrom_into_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "recvfrom(2)",
	    .help = N_("receive a datagram into a variable; gives how many "
		       "bytes came and from where"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair unixgram\n"
		       "send a \"hi\"\n"
		       "char buf[100];\n"
		       "n, peer = recvfrom_into(b, buf)\n"
		       "= 2",
	},
	{
	    .name = "reset",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = reset_call,
	    .flags = PRIM_BLOCKS | PRIM_NOT_C,
	    .man = "socket(7)",
	    .help = N_("close a TCP connection with an RST, at once"),
	    .topic = TOPIC_CONNECTING,
	    .example = "srv = create_server :8080\n"
		       "c = create_connection :8080\n"
		       "conn, peer = accept srv\n"
		       "reset c\n"
		       "= 0\n"
		       "recv conn\n"
		       "= -1 ECONNRESET",
	},
	{ .name = NULL },
};
