/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at one socket: its queues, its options. */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"
#include "model/xlat.h"

/* The value, or why there is none: result -1 is a failure with errno. */
static void
give(struct call *call, int result, struct value v)
{
	if (result == -1) {
		call->status = CALL_FAILED;
		call->err = errno;
		call->result = -1;
		return;
	}
	call_give(call, v);
}

static int
int_option(int fd, int level, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, level, option, &value, &len) == 0 ? value : -1;
}

/* tcp_info of the kernel begins with the state; of a listener, tcpi_unacked is
 * how many connections wait to be accepted (net/ipv4/tcp.c, tcp_get_info). */
static bool
tcp_look(int fd, struct tcp_info *info)
{
	socklen_t len = sizeof(*info);

	memset(info, 0, sizeof(*info));
	return int_option(fd, SOL_SOCKET, SO_TYPE) == SOCK_STREAM &&
	    getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &len) == 0;
}

int
look_state(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	struct tcp_info info;
	int listens;

	if (tcp_look(fd, &info))
		return info.tcpi_state;
	listens = int_option(fd, SOL_SOCKET, SO_ACCEPTCONN);
	if (listens == -1)
		return -1;
	if (listens != 0)
		return TCP_LISTEN;
	return getpeername(fd, (struct sockaddr *)&peer, &len) == 0 ?
	    TCP_ESTABLISHED :
	    TCP_CLOSE;
}

/* A listener's queue is that of its connections, as ss(8) has it. */
static void
inq_call(struct call *call)
{
	int fd = call_fd(call, 0), n = 0, rc;
	struct tcp_info info;

	if (tcp_look(fd, &info) && info.tcpi_state == TCP_LISTEN) {
		give(call, 0, VALUE_INT(info.tcpi_unacked));
		return;
	}
	rc = ioctl(fd, FIONREAD, &n);
	give(call, rc, VALUE_INT(n));
}

static void
outq_call(struct call *call)
{
	int n = 0, rc = ioctl(call_fd(call, 0), SIOCOUTQ, &n);

	give(call, rc, VALUE_INT(n));
}

static void
opt_call(struct call *call)
{
	const struct sockopt *o = option_by_tag(call->args[1].v.tag);
	char buf[OPTION_VALUE_MAX];
	socklen_t len;
	int rc;

	if (o == NULL) {
		call_mistake(call, 1,
		    _("option: a name belongs here, as SO_REUSEADDR"));
		return;
	}
	/* Reading these clears or makes something: a look must not. */
	if (o->flags & OPTION_TAKES) {
		call_mistake(call, 1,
		    _("%s: reading it clears or takes something; getsockopt "
		      "does that"),
		    o->name);
		return;
	}
	len = option_size(o);
	if (len > sizeof(buf))
		len = sizeof(buf);
	rc = getsockopt(call_fd(call, 0), o->level, o->number, buf, &len);
	give(call, rc, rc == 0 ? option_decode(o, buf, len) : VALUE_NONE);
}

const struct prim look_fd_prims[] = {
	{
	    .name = "inq",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = inq_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many bytes wait to be read, or how many "
		       "connections to be accepted"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "print inq(b)\n"
		       "> 5",
	},
	{
	    .name = "outq",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = outq_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many bytes sent are not acknowledged yet"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "c = create_connection :8080\n"
		       "send c \"hello\"\n"
		       "wait_until outq(c) == 0\n"
		       "print \"the other end has acknowledged all\"\n"
		       "> the other end has acknowledged all",
	},
	{
	    .name = "opt",
	    .params = { { "fd", PARAM_FD, 0 }, { "option", PARAM_OPTION, 0 } },
	    .forms = { "fd option" },
	    .call = opt_call,
	    .flags = PRIM_PURE,
	    .help = N_("look at an option, as getsockopt reads it"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		       "print opt(s, TCP_NODELAY)\n"
		       "> 0",
	},
	{ .name = NULL },
};
