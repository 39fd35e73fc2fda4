/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors made of others or of nothing: dup, pipe, eventfd. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	DUP_FD,
	DUP_NEW,
	DUP_FLAGS,
	PIPE_FLAGS = 1,
};

static void
dup_call(struct call *call)
{
	CALL(call, dup(call_fd(call, DUP_FD)));
	if (call->status == CALL_OK)
		session_fd_duplicated(call->task->session,
		    call_fd(call, DUP_FD), (int)call->result);
}

/* What newfd stood for is closed by the kernel on the way: whoever sleeps there
 * goes on sleeping, as with close. */
static void
dup_to(struct call *call, int (*dup_to_fd)(int from, int to, int flags))
{
	struct session *s = call->task->session;
	int from = call_fd(call, DUP_FD), to = call_fd(call, DUP_NEW);
	char *cause = NULL, *sleepers;

	if (from != to && !session_fd_users(s, to, &cause)) {
		call_mistake(call, DUP_NEW, "%s", cause);
		free(cause);
		return;
	}
	sleepers = from != to ? sock_sleepers(s, to) : NULL;
	CALL(call, dup_to_fd(from, to, (int)call_num(call, DUP_FLAGS)));
	if (call->status == CALL_OK && from != to)
		session_fd_duplicated(s, from, to);
	if (call->status == CALL_OK && sleepers != NULL)
		call_remark(call, "%s", sleepers);
	free(sleepers);
}

static int
plain_dup2(int from, int to, int flags)
{
	(void)flags;
	return dup2(from, to);
}

static void
dup2_call(struct call *call)
{
	dup_to(call, plain_dup2);
}

static void
dup3_call(struct call *call)
{
	dup_to(call, dup3);
}

static void
made_pair(struct call *call, const int *fds)
{
	struct value pair[2], v;

	if (call->status != CALL_OK)
		return;
	for (int i = 0; i < 2; i++) {
		session_fd_made(call->task->session, fds[i], FD_PIPE);
		session_fd_read(call->task, fds[i]);
		pair[i] = session_fd_value(call->task->session, fds[i]);
	}
	if (!value_tuple(&v, pair, 2, &call->cause))
		return;
	if (call->c_form)
		call_out(call, 0, v);
	else
		call_give(call, v);
}

/* Where the kernel is to write; NULL if the user said so. */
static int *
pair_room(struct call *call, int *fds)
{
	if (call->args[0].null)
		return NULL;
	call->args[0].out = fds;
	call->args[0].room = 2 * sizeof(fds[0]);
	return fds;
}

static void
pipe_call(struct call *call)
{
	int fds[2] = { -1, -1 }, *to = pair_room(call, fds);

	CALL(call, pipe(to));
	made_pair(call, fds);
	call->args[0].out = NULL;
}

static void
pipe2_call(struct call *call)
{
	int fds[2] = { -1, -1 }, *to = pair_room(call, fds);

	CALL(call, pipe2(to, (int)call_num(call, PIPE_FLAGS)));
	made_pair(call, fds);
	call->args[0].out = NULL;
}

static void
eventfd_call(struct call *call)
{
	int64_t first = call_num(call, 0);

	if (first < 0 || first > UINT32_MAX) {
		call_mistake(call, 0,
		    _("%s: %lld is out of range, %lld to %lld"),
		    call->prim->params[0].name, (long long)first, 0LL,
		    (long long)UINT32_MAX);
		return;
	}
	CALL(call, eventfd((unsigned)first, (int)call_num(call, 1)));
	if (call->status == CALL_OK)
		session_fd_made(call->task->session, (int)call->result,
		    FD_EVENTFD);
}

/* A descriptor is its number here: there is nothing to be asked. */
static void
fileno_call(struct call *call)
{
	call_give(call, VALUE_INT(call->fd));
}

const struct prim sock_fd_prims[] = {
	{
	    .name = "dup",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = dup_call,
	    .flags = PRIM_OPENS,
	    .man = "dup(2)",
	    .help = N_("a second descriptor for the same socket or file"),
	    .topic = TOPIC_FILES,
	    .example = "a, b = socketpair()\n"
		       "copy = dup a\n"
		       "= 5\n"
		       "close a\n"
		       "send copy \"the socket lives on\"\n"
		       "= 19",
	},
	{
	    .name = "dup2",
	    .params = { { "fd", PARAM_FD, 0 }, { "fd2", PARAM_FD, 0 } },
	    .forms = { "fd fd2" },
	    .call = dup2_call,
	    .flags = PRIM_BLOCKS | PRIM_OPENS,
	    .man = "dup2(2)",
	    .help = N_("the same under a number of one's choice; what had it "
		       "is closed"),
	    .topic = TOPIC_FILES,
	    .example = "s = socket tcp\n"
		       "dup2 s 10\n"
		       "= 10",
	},
	{
	    .name = "dup3",
	    .params = { { "fd", PARAM_FD, 0 }, { "fd2", PARAM_FD, 0 },
		{ "flags", PARAM_NEWFLAGS, 0 } },
	    .forms = { "fd fd2 [flags]" },
	    .call = dup3_call,
	    .flags = PRIM_BLOCKS | PRIM_OPENS,
	    .man = "dup3(2)",
	    .help = N_("as dup2, with O_CLOEXEC; two equal numbers fail"),
	    .topic = TOPIC_FILES,
	    .example = "s = socket tcp\n"
		       "dup3 s 10 O_CLOEXEC\n"
		       "= 10\n"
		       "dup3 s s 0\n"
		       "= -1 EINVAL",
	},
	{
	    .name = "pipe",
	    .params = { { "fds", PARAM_OUT_FDS, 0 } },
	    .forms = { "" },
	    .call = pipe_call,
	    .man = "pipe(2)",
	    .help = N_("make a pipe; gives (the end to read, the end to "
		       "write)"),
	    .topic = TOPIC_FILES,
	    .example = "r, w = pipe()\n"
		       "write w \"one way\"\n"
		       "= 7\n"
		       "read r\n"
		       "= \"one way\"",
	},
	{
	    .name = "pipe2",
	    .params = { { "fds", PARAM_OUT_FDS, 0 },
		{ "flags", PARAM_NEWFLAGS, 0 } },
	    .forms = { "[flags]" },
	    .call = pipe2_call,
	    .man = "pipe2(2)",
	    .help = N_("a pipe with O_CLOEXEC, O_NONBLOCK or O_DIRECT"),
	    .topic = TOPIC_FILES,
	    .example = "r, w = pipe2(O_NONBLOCK)\n"
		       "read r\n"
		       "= -1 EAGAIN",
	},
	{
	    .name = "eventfd",
	    .params = { { "initval", PARAM_NUMBER, 0 },
		{ "flags", PARAM_EVENTFD, 0 } },
	    .forms = { "[initval] [flags]" },
	    .call = eventfd_call,
	    .flags = PRIM_OPENS,
	    .man = "eventfd(2)",
	    .help = N_("a counter to wait for; read takes it, write adds"),
	    .topic = TOPIC_FILES,
	    .example = "e = eventfd 0\n"
		       "write e $(pack(\"Q\", 5))\n"
		       "= 8\n"
		       "print unpack(\"Q\", read(e, 8))[0]\n"
		       "> 5",
	},
	{
	    .name = "fileno",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = fileno_call,
	    .flags = PRIM_PURE,
	    .help = N_("the descriptor as a number, which it is here"),
	    .topic = TOPIC_CONNECTING,
	    .example = "s = socket tcp\n"
		       "n = s.fileno()\n"
		       "= 3",
	},
	{
	    .name = "detach",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = fileno_call,
	    .flags = PRIM_PURE,
	    .help = N_("the number, as Python's: it stays open"),
	    .topic = TOPIC_CONNECTING,
	    .example = "s = socket tcp\n"
		       "n = s.detach()\n"
		       "= 3\n"
		       "print n\n"
		       "> 3",
	},
	{ .name = NULL },
};
