/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files beside sockets: to be sent, and the names of AF_UNIX sockets. */
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	OPEN_PATH,
	OPEN_FLAGS,
	OPEN_MODE,
	SEEK_FD = 0,
	SEEK_OFFSET,
	SEEK_WHENCE,
	SEND_OUT = 0,
	SEND_IN,
	SEND_OFFSET,
	SEND_COUNT,
	SPLICE_SRC = 0,
	SPLICE_SRC_OFFSET,
	SPLICE_DST,
	SPLICE_DST_OFFSET,
	SPLICE_COUNT,
	SPLICE_FLAGS,
	LINK_PATH = 0,
	LINK_BUF,
	LINK_SIZE,

	/* The most that Linux sends at once: MAX_RW_COUNT, sendfile(2). */
	SEND_MOST = 0x7ffff000,
};

/* The text of parameter i, noted for the event. */
static const char *
path_arg(struct call *call, int i)
{
	struct arg *arg = &call->args[i];

	arg->data = arg->v.bytes->data;
	arg->len = arg->v.bytes->len;
	return arg->v.bytes->data;
}

static void
open_call(struct call *call)
{
	const char *path = path_arg(call, OPEN_PATH);

	CALL(call,
	    open(path, (int)call_num(call, OPEN_FLAGS),
		(mode_t)call_num(call, OPEN_MODE)));
	if (call->status == CALL_OK)
		session_fd_made(call->task->session, (int)call->result,
		    FD_FILE);
}

static void
lseek_call(struct call *call)
{
	CALL(call,
	    lseek(call_fd(call, SEEK_FD), call_num(call, SEEK_OFFSET),
		(int)call_num(call, SEEK_WHENCE)));
}

/* Room for an offset that the call may change; NULL if it is to be none. */
static off_t *
offset_room(struct call *call, int i, off_t *room)
{
	struct arg *arg = &call->args[i];

	if (arg->null)
		return NULL;
	*room = arg->v.i;
	arg->out = room;
	arg->room = sizeof(*room);
	return room;
}

static void
offset_end(struct call *call, int i)
{
	struct arg *arg = &call->args[i];

	if (arg->ref && arg->out != NULL && call->status == CALL_OK)
		call_out(call, i, VALUE_INT(*(off_t *)arg->out));
	arg->out = NULL;
	arg->room = 0;
}

static void
sendfile_once(struct call *call, off_t *offset)
{
	do {
		if (!sock_await(call, POLLOUT))
			return;
		if (offset != NULL)
			call->args[SEND_OFFSET].v.i = *offset;
		CALL(call,
		    sendfile(call_fd(call, SEND_OUT), call_fd(call, SEND_IN),
			offset, (size_t)call_num(call, SEND_COUNT)));
	} while (sock_await_again(call));
}

/* Without a count all that there is, as Python's socket.sendfile; its last call
 * is the one that finds the end. */
static void
sendfile_call(struct call *call)
{
	off_t room, *offset = offset_room(call, SEND_OFFSET, &room);
	bool all = !call_given(call, SEND_COUNT);
	int64_t sent = 0;

	do {
		sendfile_once(call, offset);
		if (call->status == CALL_OK)
			sent += call->result;
	} while (all && call->status == CALL_OK && call->result != 0);
	offset_end(call, SEND_OFFSET);
	if (call->status == CALL_OK)
		call_give(call, VALUE_INT(sent));
}

static void
splice_call(struct call *call)
{
	off_t rooms[2];
	off_t *from = offset_room(call, SPLICE_SRC_OFFSET, &rooms[0]);
	off_t *to = offset_room(call, SPLICE_DST_OFFSET, &rooms[1]);

	CALL(call,
	    splice(call_fd(call, SPLICE_SRC), from, call_fd(call, SPLICE_DST),
		to, (size_t)call_num(call, SPLICE_COUNT),
		(unsigned)call_num(call, SPLICE_FLAGS)));
	offset_end(call, SPLICE_SRC_OFFSET);
	offset_end(call, SPLICE_DST_OFFSET);
}

static void
readlink_call(struct call *call)
{
	const char *path = path_arg(call, LINK_PATH);
	size_t size = (size_t)call_num(call, LINK_SIZE);
	struct bytes *b = call_buffer(call, LINK_BUF, (int64_t)size);

	if (b == NULL)
		return;
	CALL(call, readlink(path, b->data, size));
	call_give_buffer(call, LINK_BUF, b);
}

/* No file is lost by a slip: this is for the names that bind makes. */
static void
unlink_call(struct call *call)
{
	const char *path = path_arg(call, 0);
	struct strbuf shown = { 0 };
	struct stat st;

	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode)) {
		text_quote(&shown, path, call->args[0].len, 64);
		call_mistake(call, 0,
		    _("%s: %s is no socket; other files are removed by rm"),
		    call->prim->params[0].name, sb_text(&shown));
		sb_free(&shown);
		return;
	}
	CALL(call, unlink(path));
}

static void
getpid_call(struct call *call)
{
	CALL(call, getpid());
}

const struct prim sock_file_prims[] = {
	{
	    .name = "open",
	    .params = { { "path", PARAM_TEXT, 0 },
		{ "flags", PARAM_OPEN, O_RDONLY },
		{ "mode", PARAM_MODE, 0666 } },
	    .forms = { "path [flags] [mode]" },
	    .call = open_call,
	    .flags = PRIM_BLOCKS | PRIM_OPENS | PRIM_HOST,
	    .man = "open(2)",
	    .help = N_("open a file; gives its descriptor"),
	    .topic = TOPIC_FILES,
	    .example = "fd = open /etc/passwd O_RDONLY\n"
		       "= 3\n"
		       "open /nowhere O_RDONLY\n"
		       "= -1 ENOENT",
	},
	{
	    .name = "lseek",
	    .params = { { "fd", PARAM_FD, 0 }, { "offset", PARAM_NUMBER, 0 },
		{ "whence", PARAM_WHENCE, SEEK_SET } },
	    .forms = { "fd offset [whence]" },
	    .call = lseek_call,
	    .man = "lseek(2)",
	    .help = N_("where in a file the next read or write begins"),
	    .topic = TOPIC_FILES,
	    .example = "fd = open /etc/passwd O_RDONLY\n"
		       "lseek fd 10 SEEK_SET\n"
		       "= 10",
	},
	{
	    .name = "sendfile",
	    .params = { { "fd", PARAM_FD, 0 }, { "file", PARAM_FD, 0 },
		{ "offset", PARAM_OFFSET, 0 },
		{ "count", PARAM_SIZE, SEND_MOST } },
	    .forms = { "fd file [offset] [count]" },
	    .call = sendfile_call,
	    .flags = PRIM_BLOCKS | PRIM_SENDS,
	    .man = "sendfile(2)",
	    .help = N_("send a file's bytes without reading them; all, "
		       "without a count"),
	    .topic = TOPIC_SENDING,
	    .example = "fd = open /etc/passwd O_RDONLY\n"
		       "a, b = socketpair()\n"
		       "n = sendfile(a, fd, 0, 4)\n"
		       "= 4",
	},
	{
	    .name = "splice",
	    .params = { { "src", PARAM_FD, 0 },
		{ "offset_src", PARAM_OFFSET, 0 }, { "dst", PARAM_FD, 0 },
		{ "offset_dst", PARAM_OFFSET, 0 }, { "count", PARAM_SIZE, 0 },
		{ "flags", PARAM_SPLICE, 0 } },
	    .forms = { "src dst count [flags]" },
	    .call = splice_call,
	    .flags = PRIM_BLOCKS,
	    .man = "splice(2)",
	    .help = N_("move bytes between a pipe and another descriptor"),
	    .topic = TOPIC_SENDING,
	    .example = "r, w = pipe()\n"
		       "a, b = socketpair()\n"
		       "write w \"from a pipe to a socket\"\n"
		       "splice(r, None, a, None, 100, 0)\n"
		       "= 23\n"
		       "recv b\n"
		       "= \"from a pipe to a socket\"",
	},
	{
	    .name = "readlink",
	    .params = { { "path", PARAM_TEXT, 0 },
		{ "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, PATH_MAX } },
	    .forms = { "path" },
	    .call = readlink_call,
	    .flags = PRIM_HOST,
	    .man = "readlink(2)",
	    .help = N_("where a link points: /proc/self/fd/3 says what 3 is"),
	    .topic = TOPIC_FILES,
	    .example = "s = socket tcp\n"
		       "what = readlink(\"/proc/self/fd/3\")\n"
		       "print what.startswith(\"socket:\")\n"
		       "> 1",
	},
	{
	    .name = "unlink",
	    .params = { { "path", PARAM_TEXT, 0 } },
	    .forms = { "path" },
	    .call = unlink_call,
	    .flags = PRIM_HOST,
	    .man = "unlink(2)",
	    .help = N_("take away the name of an AF_UNIX socket"),
	    .topic = TOPIC_FILES,
	    .example = "s = socket unix\n"
		       "bind s ./s.sock\n"
		       "= 0\n"
		       "unlink ./s.sock\n"
		       "= 0",
	},
	{
	    .name = "getpid",
	    .forms = { "" },
	    .call = getpid_call,
	    .man = "getpid(2)",
	    .help = N_("the number of this process"),
	    .topic = TOPIC_FILES,
	    .example = "print (getpid() > 0)\n"
		       "> 1",
	},
	{ .name = NULL },
};
