/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending and receiving. */
#include <poll.h>
#include <sys/socket.h>

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
recv_call(struct call *call)
{
	size_t size = (size_t)call_num(call, IO_SIZE);
	struct bytes *b = call_buffer(call, IO_DATA, (int64_t)size);

	if (b == NULL)
		return;
	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL(call,
		    recv(call_fd(call, IO_FD), b->data, size,
			(int)call_num(call, IO_FLAGS)));
	} while (sock_await_again(call));
	call_give_buffer(call, IO_DATA, b);
}

/* Ours gives the pair (data, address), as Python's does. */
static void
recvfrom_call(struct call *call)
{
	size_t size = (size_t)call_num(call, IO_SIZE);
	struct bytes *b = call_buffer(call, IO_DATA, (int64_t)size);
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, IO_ADDR, &room);
	struct value pair[2], v;

	if (b == NULL)
		return;
	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL(call,
		    recvfrom(call_fd(call, IO_FD), b->data, size,
			(int)call_num(call, IO_FLAGS), sa,
			call_inout(call, IO_ADDRLEN)));
	} while (sock_await_again(call));
	call_give_buffer(call, IO_DATA, b);
	if (call->status != CALL_OK)
		return;
	pair[0] = call->ret;
	pair[1] = call_addr_value(call, IO_ADDR);
	if (call->c_form) {
		value_drop(&pair[1]);
		return;
	}
	call->ret.type = VAL_UNSET;
	if (value_tuple(&v, pair, 2, &call->cause))
		call_give(call, v);
}

static const struct prim send_prim = {
	.name = "send",
	.params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS | PRIM_SENDS,
};

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
		CALL_AS(call, &send_prim,
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
	},
	{ .name = NULL },
};
