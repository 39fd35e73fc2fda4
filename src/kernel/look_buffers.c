/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffers: how full a socket's queues are, in bytes and in the memory that they
 * take, which is what SO_RCVBUF and SO_SNDBUF limit (socket(7), tcp(7); for
 * sk_meminfo sk_get_meminfo in net/core/sock.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/look_own.h"
#include "model/call.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif
#ifndef SO_BUF_LOCK
#define SO_BUF_LOCK 72
#endif

/* The fields of the layout "buffer" (layout_look.c). */
enum {
	BUFFER_NAME,
	BUFFER_USED,
	BUFFER_LIMIT,
	BUFFER_MOST,
	BUFFER_SET,
	BUFFER_FIELDS,
};

/* What setsockopt fixed (SO_BUF_LOCK; SOCK_SNDBUF_LOCK, SOCK_RCVBUF_LOCK). */
enum { LOCK_SEND = 1, LOCK_RECEIVE = 2 };

struct buffers_look {
	int fd;
	bool tcp;
	int lock; /* LOCK_; -1: not known */
	bool has_mem;
	uint32_t mem[DIAG_MEMINFO];
	struct look_list list;
};

/* -1 and a limit below 0: none. */
static void
add(struct buffers_look *look, const char *name, int64_t used, int64_t limit,
    int64_t most, int set)
{
	struct value v[BUFFER_FIELDS] = { value_str(name), VALUE_INT(used),
		VALUE_NONE, VALUE_NONE, VALUE_NONE };

	if (limit >= 0)
		v[BUFFER_LIMIT] = VALUE_INT(limit);
	if (most >= 0)
		v[BUFFER_MOST] = VALUE_INT(most);
	if (set >= 0)
		v[BUFFER_SET] = VALUE_INT(set);
	look_add_record(&look->list, "buffer", v, BUFFER_FIELDS);
}

static void
add_ioctl(struct buffers_look *look, const char *name, unsigned long request)
{
	int n = 0;

	if (ioctl(look->fd, request, &n) == 0)
		add(look, name, n, -1, -1, -1);
}

static int
option(int fd, int level, int number)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, level, number, &value, &len) == 0 ? value : -1;
}

/* How far TCP lets a buffer grow by itself: the third number of tcp_rmem and
 * tcp_wmem; a limit that was set stays. */
static int64_t
most_of(const struct buffers_look *look, const char *path, int lock)
{
	int64_t numbers[3];

	if (!look->tcp || look->lock < 0 || (look->lock & lock) ||
	    look_sysctl(path, numbers, 3) != 3)
		return -1;
	return numbers[2];
}

static int
is_set(const struct buffers_look *look, int lock)
{
	return look->lock < 0 ? -1 : (look->lock & lock) != 0;
}

static void
add_memory(struct buffers_look *look)
{
	int limit = option(look->fd, SOL_SOCKET, SO_RCVBUF);
	/* Only TCP counts what it queues by itself. */
	uint32_t sent = look->mem[look->tcp ? SK_MEMINFO_WMEM_QUEUED :
					      SK_MEMINFO_WMEM_ALLOC];

	add_ioctl(look, "receive queue", FIONREAD);
	add(look, "receive memory",
	    look->has_mem ? (int64_t)look->mem[SK_MEMINFO_RMEM_ALLOC] : -1,
	    limit, most_of(look, "/proc/sys/net/ipv4/tcp_rmem", LOCK_RECEIVE),
	    is_set(look, LOCK_RECEIVE));
	add_ioctl(look, "send queue", SIOCOUTQ);
	if (look->tcp)
		add_ioctl(look, "not sent yet", SIOCOUTQNSD);
	limit = option(look->fd, SOL_SOCKET, SO_SNDBUF);
	add(look, "send memory", look->has_mem ? (int64_t)sent : -1, limit,
	    most_of(look, "/proc/sys/net/ipv4/tcp_wmem", LOCK_SEND),
	    is_set(look, LOCK_SEND));
}

static void
add_rest(struct buffers_look *look)
{
	int64_t most = -1;

	if (!look->has_mem)
		return;
	look_sysctl("/proc/sys/net/core/optmem_max", &most, 1);
	add(look, "option memory", look->mem[SK_MEMINFO_OPTMEM], most, -1, -1);
	add(look, "backlog", look->mem[SK_MEMINFO_BACKLOG], -1, -1, -1);
	add(look, "reserved", look->mem[SK_MEMINFO_FWD_ALLOC], -1, -1, -1);
	add(look, "dropped", look->mem[SK_MEMINFO_DROPS], -1, -1, -1);
}

/* Of a listener tcp_info has its queue and the limit of that in two fields
 * (tcp_get_info, net/ipv4/tcp.c). */
static bool
add_listener(struct buffers_look *look)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	if (option(look->fd, SOL_SOCKET, SO_ACCEPTCONN) != 1)
		return false;
	if (look->tcp &&
	    getsockopt(look->fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0)
		add(look, "connections", info.tcpi_unacked, info.tcpi_sacked,
		    -1, -1);
	return true;
}

static void
look_at_socket(struct buffers_look *look, int protocol)
{
	socklen_t len = sizeof(look->mem);

	look->tcp = protocol == IPPROTO_TCP &&
	    option(look->fd, SOL_SOCKET, SO_TYPE) == SOCK_STREAM;
	look->lock = option(look->fd, SOL_SOCKET, SO_BUF_LOCK);
	look->has_mem = getsockopt(look->fd, SOL_SOCKET, SO_MEMINFO, look->mem,
			    &len) == 0 &&
	    len == sizeof(look->mem);
	if (add_listener(look)) {
		/* What it has is what its connections will have. */
		add(look, "receive memory", 0,
		    option(look->fd, SOL_SOCKET, SO_RCVBUF), -1,
		    is_set(look, LOCK_RECEIVE));
		add(look, "send memory", 0,
		    option(look->fd, SOL_SOCKET, SO_SNDBUF), -1,
		    is_set(look, LOCK_SEND));
		return;
	}
	add_memory(look);
	add_rest(look);
}

static void
buffers_call(struct call *call)
{
	struct buffers_look look = { .fd = call_fd(call, 0) };
	int protocol = option(look.fd, SOL_SOCKET, SO_PROTOCOL), used = 0;
	struct stat st;

	if (protocol >= 0) {
		look_at_socket(&look, protocol);
	} else if (fstat(look.fd, &st) != 0) {
		call->status = CALL_FAILED;
		call->err = errno;
		call->result = -1;
		return;
	} else if (S_ISFIFO(st.st_mode) &&
	    ioctl(look.fd, FIONREAD, &used) == 0) {
		add(&look, "pipe", used, fcntl(look.fd, F_GETPIPE_SZ), -1, -1);
	}
	look_give(call, &look.list);
}

const struct prim look_buffers_prims[] = {
	{
	    .name = "buffers",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = buffers_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look how full a socket's buffers are, and what limits "
		       "them"),
	    .topic = TOPIC_LOOKING,
	    .example = "a, b = socketpair unix\n"
		       "send a \"hello\"\n"
		       "print buffers(b)[0].name buffers(b)[0].used\n"
		       "> receive queue 5",
	},
	{ .name = NULL },
};
