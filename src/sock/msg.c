/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sendmsg, recvmsg, readv and writev, and Python's relatives of them. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/cmsg.h"
#include "model/layout.h"
#include "sock/message.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below: C's, then ours. */
enum {
	MSG_FD,
	MSG_MSG,
	MSG_FLAGS,
	MSG_BUFFERS,
	MSG_ANCDATA,
	MSG_FDS = MSG_ANCDATA,
	MSG_ADDRESS,
	MSG_SIZE = MSG_BUFFERS,
	MSG_ANCSIZE,
	IOV_FD = 0,
	IOV_IOV,
	IOV_COUNT,
	IOV_DATA,
};

static const struct prim sendmsg_prim = {
	.name = "sendmsg",
	.params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_MSG, 0 },
	    { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS | PRIM_SENDS,
};

static const struct prim recvmsg_prim = {
	.name = "recvmsg",
	.params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_OUT_MSG, 0 },
	    { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS | PRIM_RECEIVES,
};

/* (data, ancdata, msg_flags, address), as Python has it. */
static const struct layout_field received_fields[] = {
	{ .name = "data", .kind = LAYOUT_ANY },
	{ .name = "ancdata", .kind = LAYOUT_ANY },
	{ .name = "msg_flags",
	    .kind = LAYOUT_INT,
	    .size = sizeof(int),
	    .names = &xlat_msg_flags },
	{ .name = "address", .kind = LAYOUT_ANY },
};
static const struct layout received_layout = { "received", 0, 4,
	received_fields };

/* The bytes of Python's and our own forms. */
static bool
send_pieces(struct message *m, struct call *call)
{
	const struct arg *buffers = &call->args[MSG_BUFFERS];

	for (size_t i = 0; i < call->nrest; i++) {
		if (!param_accepts(PARAM_PIECE, &call->rest[i])) {
			struct strbuf text = { 0 };

			value_repr(&text, &call->rest[i], 60);
			call_mistake(call, MSG_BUFFERS, _("%s: %s is not %s"),
			    call->prim->params[MSG_BUFFERS].name,
			    sb_text(&text), param_wants(PARAM_PIECE));
			sb_free(&text);
			return false;
		}
		if (!message_send(m, call, MSG_BUFFERS, &call->rest[i], -1))
			return false;
	}
	return !buffers->given ||
	    message_send(m, call, MSG_BUFFERS, &buffers->v, -1);
}

static void
send_address(struct message *m, const struct call *call)
{
	const struct value *v = &call->args[MSG_ADDRESS].v;

	/* None is an address of no family, but here it is no address. */
	if (!call_given(call, MSG_ADDRESS) ||
	    v->addr->u.sa.sa_family == AF_UNSPEC)
		return;
	memcpy(&m->name, &v->addr->u, sizeof(v->addr->u));
	m->hdr.msg_name = &m->name;
	m->hdr.msg_namelen = v->addr->len;
}

static void
send_made(struct call *call, struct message *m)
{
	struct arg *arg = &call->args[MSG_MSG];

	message_ready(m);
	arg->data = &m->log;
	do {
		if (!sock_await(call, POLLOUT))
			break;
		CALL_AS(call, &sendmsg_prim,
		    sendmsg(call->fd, &m->hdr, (int)call_num(call, MSG_FLAGS)));
	} while (sock_await_again(call));
	arg->data = NULL;
}

static void
sendmsg_call(struct call *call)
{
	const struct arg *ancdata = &call->args[MSG_ANCDATA];
	struct message m = { 0 };
	bool ok;

	if (call->args[MSG_MSG].given) {
		ok = message_from_record(&m, call, MSG_MSG, false);
	} else {
		ok = send_pieces(&m, call) &&
		    (!ancdata->given ||
			message_control(&m, call, MSG_ANCDATA, &ancdata->v));
		send_address(&m, call);
	}
	if (ok)
		send_made(call, &m);
	message_free(&m);
}

/* Python's send_fds: the descriptors are one control message. */
static void
send_fds_call(struct call *call)
{
	struct value triple[3] = { VALUE_INT(SOL_SOCKET), VALUE_INT(SCM_RIGHTS),
		VALUE_NONE };
	struct value list[1], all = { 0 };
	struct message m = { 0 };
	char *cause = NULL;

	triple[2] = value_copy(&call->args[MSG_FDS].v);
	if (value_tuple(&list[0], triple, 3, &cause) &&
	    value_tuple(&all, list, 1, &cause) && send_pieces(&m, call) &&
	    message_control(&m, call, MSG_FDS, &all)) {
		send_address(&m, call);
		send_made(call, &m);
	}
	if (cause != NULL)
		call_mistake(call, MSG_FDS, "%s", cause);
	free(cause);
	value_drop(&all);
	message_free(&m);
}

/* The call; what came with it is the user's. */
static void
receive_made(struct call *call, struct message *m)
{
	struct arg *arg = &call->args[MSG_MSG];

	message_ready(m);
	arg->out = &m->log;
	do {
		if (!sock_await(call, POLLIN))
			break;
		CALL_AS(call, &recvmsg_prim,
		    recvmsg(call->fd, &m->hdr, (int)call_num(call, MSG_FLAGS)));
	} while (sock_await_again(call));
	arg->out = NULL;
	if (call->status == CALL_OK)
		message_adopt(m, call);
}

static void
receive_name(struct message *m, const struct call *call)
{
	m->hdr.msg_name = &m->name;
	m->hdr.msg_namelen = call_addr_size(call);
}

/* (first, ancdata, msg_flags, address); takes over the first two. */
static void
give_received(struct call *call, const struct message *m, struct value first,
    struct value ancdata)
{
	struct value items[4] = { first, ancdata, VALUE_INT(m->hdr.msg_flags),
		message_name(m) };
	struct value v;
	char *cause = NULL;

	if (layout_record(&received_layout, items, 4, &v, &cause))
		call_give(call, v);
	free(cause);
}

/* C's form: the variable's record. */
static void
recvmsg_record(struct call *call, struct message *m)
{
	struct arg *arg = &call->args[MSG_MSG];

	if (arg->null || arg->v.type == VAL_UNSET) {
		call_mistake(call, MSG_MSG,
		    _("%s: no struct msghdr; struct msghdr m; makes one"),
		    call->prim->params[MSG_MSG].name);
		return;
	}
	if (!message_from_record(m, call, MSG_MSG, true))
		return;
	receive_made(call, m);
	if (call->status == CALL_OK)
		call_out(call, MSG_MSG,
		    message_to_record(m, &arg->v, (size_t)call->result));
}

static void
recvmsg_call(struct call *call)
{
	struct message m = { 0 };

	if (call_given(call, MSG_MSG)) {
		recvmsg_record(call, &m);
	} else {
		message_room(&m, (size_t)call_num(call, MSG_SIZE));
		message_control_room(&m, (size_t)call_num(call, MSG_ANCSIZE));
		receive_name(&m, call);
		receive_made(call, &m);
		if (call->status == CALL_OK)
			give_received(call, &m,
			    message_data(&m, (size_t)call->result),
			    message_ancdata(&m));
	}
	message_free(&m);
}

/* Of all control messages, the descriptors. */
static struct value
received_fds(const struct message *m)
{
	struct value ancdata = message_ancdata(m), v = VALUE_NONE;
	struct value *fds = NULL;
	char *cause = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ancdata.tuple->len; i++) {
		const struct value *items =
		    ancdata.tuple->items[i].tuple->items;

		if (items[0].i != SOL_SOCKET || items[1].i != SCM_RIGHTS ||
		    items[2].type != VAL_TUPLE)
			continue;
		for (size_t k = 0; k < items[2].tuple->len; k++) {
			fds = xgrow(fds, n, sizeof(fds[0]));
			fds[n++] = items[2].tuple->items[k];
		}
	}
	if (!value_tuple(&v, fds, n, &cause))
		free(cause);
	free(fds);
	value_drop(&ancdata);
	return v;
}

static void
recv_fds_call(struct call *call)
{
	size_t size = (size_t)call_num(call, MSG_SIZE);
	size_t n = (size_t)call_num(call, MSG_ANCSIZE);
	struct message m = { 0 };

	message_room(&m, size);
	/* As Python does it: with CMSG_SPACE one more might fit. */
	message_control_room(&m, CMSG_LEN(n * sizeof(int)));
	receive_name(&m, call);
	receive_made(call, &m);
	if (call->status == CALL_OK)
		give_received(call, &m, message_data(&m, (size_t)call->result),
		    received_fds(&m));
	message_free(&m);
}

static void
recvmsg_into_call(struct call *call)
{
	struct arg *buffers = &call->args[MSG_BUFFERS];
	struct message m = { 0 };

	if (message_receive(&m, call, MSG_BUFFERS, &buffers->v, -1)) {
		message_control_room(&m, (size_t)call_num(call, MSG_ANCSIZE));
		receive_name(&m, call);
		receive_made(call, &m);
		if (call->status == CALL_OK) {
			give_received(call, &m, VALUE_INT(call->result),
			    message_ancdata(&m));
			call_out(call, MSG_BUFFERS,
			    message_taken(&m, &buffers->v,
				(size_t)call->result));
		}
	}
	message_free(&m);
}

/* iovcnt, or as many as there are. */
static int64_t
iov_count(const struct call *call)
{
	return call_given(call, IOV_COUNT) ? call_num(call, IOV_COUNT) : -1;
}

static void
writev_call(struct call *call)
{
	struct arg *arg = &call->args[IOV_IOV];
	struct message m = { 0 };
	bool ok = true;

	if (arg->given)
		ok = message_send(&m, call, IOV_IOV, &arg->v, iov_count(call));
	for (size_t i = 0; ok && i < call->nrest; i++)
		ok = message_send(&m, call, IOV_DATA, &call->rest[i], -1);
	if (ok) {
		message_ready(&m);
		call->args[IOV_COUNT].v = VALUE_INT((int64_t)m.n);
		arg->data = &m.log;
		do {
			if (!sock_await(call, POLLOUT))
				break;
			CALL(call, writev(call->fd, m.iov, (int)m.n));
		} while (sock_await_again(call));
		arg->data = NULL;
	}
	message_free(&m);
}

static void
readv_call(struct call *call)
{
	struct arg *arg = &call->args[IOV_IOV];
	struct message m = { 0 };

	if (message_receive(&m, call, IOV_IOV, &arg->v, iov_count(call))) {
		message_ready(&m);
		call->args[IOV_COUNT].v = VALUE_INT((int64_t)m.n);
		arg->out = &m.log;
		do {
			if (!sock_await(call, POLLIN))
				break;
			CALL(call, readv(call->fd, m.iov, (int)m.n));
		} while (sock_await_again(call));
		arg->out = NULL;
		if (call->status == CALL_OK)
			call_out(call, IOV_IOV,
			    message_taken(&m, &arg->v, (size_t)call->result));
	}
	message_free(&m);
}

const struct prim sock_msg_prims[] = {
	{
	    .name = "sendmsg",
	    .params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_MSG, 0 },
		{ "flags", PARAM_FLAGS, 0 }, { "buffers", PARAM_PIECE, 0 },
		{ "ancdata", PARAM_ANCDATA, 0 }, { "address", PARAM_TO, 0 } },
	    .forms = { "fd buffers...",
		"fd buffers [ancdata] [flags] [address]" },
	    .call = sendmsg_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "sendmsg(2)",
	    .help = N_("send several buffers as one, and control messages "
		       "beside them"),
	    .topic = TOPIC_SENDING,
	    .example = "a, b = socketpair()\n"
		       "sendmsg(a, [b\"head\", b\"body\"])\n"
		       "= 8\n"
		       "recv b\n"
		       "= \"headbody\"",
	},
	{
	    .name = "recvmsg",
	    .params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_OUT_MSG, 0 },
		{ "flags", PARAM_FLAGS, 0 }, { "bufsize", PARAM_ROOM, 1024 },
		{ "ancbufsize", PARAM_ROOM, 0 } },
	    .forms = { "fd [bufsize] [ancbufsize] [flags]" },
	    .call = recvmsg_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES,
	    .man = "recvmsg(2)",
	    .help = N_("receive, with control messages and flags; gives "
		       "(data, ancdata, msg_flags, address)"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair unixgram\n"
		       "send a \"hello\"\n"
		       "data, ancdata, flags, peer = recvmsg b 3\n"
		       "print data (flags == MSG_TRUNC)\n"
		       "> hel 1",
	},
	{
	    .name = "recvmsg_into",
	    .params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_OUT_MSG, 0 },
		{ "flags", PARAM_FLAGS, 0 },
		{ "buffers", PARAM_OUT_BUFFERS, 0 },
		{ "ancbufsize", PARAM_ROOM, 0 } },
	    .forms = { "fd buffers [ancbufsize] [flags]" },
	    .call = recvmsg_into_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "recvmsg(2)",
	    .help = N_("receive into several variables; gives (count, "
		       "ancdata, msg_flags, address)"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "send a \"abcdef\"\n"
		       "x = bytes(2); y = bytes(10)\n"
		       "n, ancdata, flags, peer = recvmsg_into(b, [x, y])\n"
		       "print n x\n"
		       "> 6 ab",
	},
	{
	    .name = "send_fds",
	    .params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_MSG, 0 },
		{ "flags", PARAM_FLAGS, 0 }, { "buffers", PARAM_PIECE, 0 },
		{ "fds", PARAM_FDS, 0 }, { "address", PARAM_TO, 0 } },
	    .forms = { "fd buffers fds [flags] [address]" },
	    .call = send_fds_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS | PRIM_NOT_C,
	    .man = "unix(7)",
	    .help = N_("hand descriptors to another process, with some bytes"),
	    .topic = TOPIC_SENDING,
	    .example = "a, b = socketpair()\n"
		       "r, w = pipe()\n"
		       "send_fds(a, [b\"take this\"], [r])\n"
		       "= 9\n"
		       "data, fds, flags, peer = recv_fds(b, 100, 1)\n"
		       "print data len(fds)\n"
		       "> take this 1",
	},
	{
	    .name = "recv_fds",
	    .params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_OUT_MSG, 0 },
		{ "flags", PARAM_FLAGS, 0 }, { "bufsize", PARAM_ROOM, 1024 },
		{ "maxfds", PARAM_ROOM, 16 } },
	    .forms = { "fd [bufsize] [maxfds] [flags]" },
	    .call = recv_fds_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES | PRIM_NOT_C,
	    .man = "unix(7)",
	    .help = N_("take descriptors from another process; gives (data, "
		       "fds, msg_flags, address)"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "r, w = pipe()\n"
		       "send_fds(a, [b\"!\"], [w])\n"
		       "data, fds, flags, peer = recv_fds(b, 10, 1)\n"
		       "write fds[0] \"through the copy\"\n"
		       "= 16\n"
		       "read r\n"
		       "= \"through the copy\"",
	},
	{
	    .name = "writev",
	    .params = { { "fd", PARAM_FD, 0 }, { "iov", PARAM_IOV, 0 },
		{ "iovcnt", PARAM_INT, 0 }, { "data", PARAM_PIECE, 0 } },
	    .forms = { "fd data..." },
	    .call = writev_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "writev(2)",
	    .help = N_("write several buffers as one"),
	    .topic = TOPIC_SENDING,
	    .example = "r, w = pipe()\n"
		       "writev(w, (b\"one \", b\"two\"))\n"
		       "= 7\n"
		       "read r\n"
		       "= \"one two\"",
	},
	{
	    .name = "readv",
	    .params = { { "fd", PARAM_FD, 0 }, { "iov", PARAM_OUT_IOV, 0 },
		{ "iovcnt", PARAM_INT, 0 } },
	    .forms = { "fd iov" },
	    .call = readv_call,
	    .flags = PRIM_BLOCKS | PRIM_RECEIVES,
	    .man = "readv(2)",
	    .help = N_("read into several variables; gives how many bytes "
		       "came"),
	    .topic = TOPIC_RECEIVING,
	    .example = "r, w = pipe()\n"
		       "write w \"headbody\"\n"
		       "char head[4], body[10];\n"
		       "readv(r, (head, body))\n"
		       "= 8\n"
		       "print head\n"
		       "> head",
	},
	{ .name = NULL },
};
