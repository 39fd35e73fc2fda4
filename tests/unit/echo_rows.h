/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of primitives, and events of theirs, for the echo's tests. */
#ifndef TESTS_ECHO_ROWS_H
#define TESTS_ECHO_ROWS_H

#include <endian.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/prim.h"
#include "view/echo.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const struct prim socket_row = {
	.name = "socket",
	.params = { { "family", PARAM_FAMILY, 0 }, { "type", PARAM_TYPE, 0 },
	    { "proto", PARAM_PROTOCOL, 0 }, { "kind", PARAM_KIND, 0 } },
};
static const struct prim socketpair_row = {
	.name = "socketpair",
	.params = { { "family", PARAM_FAMILY, 0 }, { "type", PARAM_TYPE, 0 },
	    { "proto", PARAM_PROTOCOL, 0 }, { "sv", PARAM_OUT_FDS, 0 } },
};
static const struct prim bind_row = {
	.name = "bind",
	.params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
	    { "addrlen", PARAM_ADDRLEN, 0 } },
};
static const struct prim listen_row = {
	.name = "listen",
	.params = { { "fd", PARAM_FD, 0 }, { "backlog", PARAM_INT, 0 } },
};
static const struct prim accept_row = {
	.name = "accept",
	.params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
	    { "addrlen", PARAM_INOUT_LEN, 0 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim accept4_row = {
	.name = "accept4",
	.params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
	    { "addrlen", PARAM_INOUT_LEN, 0 }, { "flags", PARAM_TYPE, 0 } },
};
static const struct prim send_row = {
	.name = "send",
	.params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim sendto_row = {
	.name = "sendto",
	.params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 },
	    { "addr", PARAM_ADDR, 0 }, { "addrlen", PARAM_ADDRLEN, 0 } },
};
static const struct prim recv_row = {
	.name = "recv",
	.params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim recvfrom_row = {
	.name = "recvfrom",
	.params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 },
	    { "addr", PARAM_OUT_ADDR, 0 }, { "addrlen", PARAM_INOUT_LEN, 0 } },
};
static const struct prim getsockname_row = {
	.name = "getsockname",
	.params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
	    { "addrlen", PARAM_INOUT_LEN, 0 } },
};
static const struct prim shutdown_row = {
	.name = "shutdown",
	.params = { { "fd", PARAM_FD, 0 }, { "how", PARAM_HOW, 0 } },
};
static const struct prim setsockopt_row = {
	.name = "setsockopt",
	.params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
	    { "option", PARAM_OPTION, 0 }, { "value", PARAM_OPTVAL, 0 },
	    { "optlen", PARAM_ADDRLEN, 0 } },
};
static const struct prim getsockopt_row = {
	.name = "getsockopt",
	.params = { { "fd", PARAM_FD, 0 }, { "level", PARAM_LEVEL, 0 },
	    { "option", PARAM_OPTION, 0 }, { "value", PARAM_OUT_OPTVAL, 0 },
	    { "optlen", PARAM_INOUT_LEN, 0 } },
};
static const struct prim sendmsg_row = {
	.name = "sendmsg",
	.params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_MSG, 0 },
	    { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim recvmsg_row = {
	.name = "recvmsg",
	.params = { { "fd", PARAM_FD, 0 }, { "msg", PARAM_OUT_MSG, 0 },
	    { "flags", PARAM_FLAGS, 0 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim readv_row = {
	.name = "readv",
	.params = { { "fd", PARAM_FD, 0 }, { "iov", PARAM_OUT_IOV, 0 },
	    { "iovcnt", PARAM_INT, 0 } },
	.flags = PRIM_BLOCKS,
};
/* More bytes than any line may hold. */
static const struct prim texts_row = {
	.name = "texts",
	.params = { { "a", PARAM_TEXT, 0 }, { "b", PARAM_TEXT, 0 },
	    { "c", PARAM_BYTES, 0 }, { "d", PARAM_OUT_BYTES, 0 },
	    { "e", PARAM_SERVICE, 0 }, { "f", PARAM_TEXT, 0 },
	    { "g", PARAM_TEXT, 0 } },
	.flags = PRIM_BLOCKS,
};

static const struct prim *const rows[] = { &socket_row, &socketpair_row,
	&bind_row, &listen_row, &accept_row, &accept4_row, &send_row,
	&sendto_row, &recv_row, &recvfrom_row, &getsockname_row, &shutdown_row,
	&setsockopt_row, &getsockopt_row, &texts_row, &sendmsg_row,
	&recvmsg_row, &readv_row };

/* An argument as it goes into an event. */
struct in {
	int64_t num;
	int32_t after;
	const void *data;
	size_t len;
	bool unfilled;
	bool null;
};

#define N(n)               \
	{                  \
		.num = (n) \
	}
#define NUL                  \
	{                    \
		.null = true \
	}
#define UNFILLED                 \
	{                        \
		.unfilled = true \
	}
#define BYTES(p, n)                                          \
	{                                                    \
		.num = (int64_t)(n), .data = (p), .len = (n) \
	}
#define TEXT(s) BYTES(s, sizeof(s) - 1)
#define OBJ(o) BYTES(&(o), sizeof(o))
#define BIG(s, whole)                                             \
	{                                                         \
		.num = (whole), .data = (s), .len = sizeof(s) - 1 \
	}
#define INOUT(a, b)                      \
	{                                \
		.num = (a), .after = (b) \
	}

struct line {
	const char *want;
	const struct prim *row;
	int64_t result;
	int32_t err;
	struct in in[PRIM_PARAMS];
};

static struct event *
event_new(const struct prim *row, const struct in *in)
{
	size_t size = sizeof(struct event);
	struct event *ev;
	unsigned n = 0;
	size_t off = 0;

	for (unsigned i = 0; i < PRIM_PARAMS; i++) {
		if (row->params[i].type == PARAM_END ||
		    !param_in_c(row->params[i].type))
			break;
		size += sizeof(struct event_arg) + in[i].len;
		n++;
	}
	ev = xcalloc(1, size);
	*ev = (struct event){ .size = (uint32_t)size, .prim = row, .nargs = n };
	for (unsigned i = 0; i < n; i++) {
		ev->args[i] = (struct event_arg){ .num = in[i].num,
			.after = in[i].after,
			.off = (uint16_t)off,
			.len = (uint16_t)in[i].len,
			.unfilled = in[i].unfilled,
			.null = in[i].null };
		if (in[i].len != 0)
			memcpy((char *)&ev->args[n] + off, in[i].data,
			    in[i].len);
		off += in[i].len;
	}
	return ev;
}

static void
assert_echo(const struct event *ev, unsigned flags, const char *want)
{
	struct strbuf out = { 0 };

	sb_str(&out, "x");
	echo_format(&out, ev, flags);
	assert_string_equal(sb_text(&out) + 1, want);
	sb_free(&out);
}

static void
assert_lines(const struct line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct event *ev = event_new(lines[i].row, lines[i].in);

		ev->result = lines[i].result;
		ev->err = lines[i].err;
		assert_echo(ev, 0, lines[i].want);
		free(ev);
	}
}

#if __BYTE_ORDER == __LITTLE_ENDIAN
#define NET16(n) ((uint16_t)(((n)&0xff) << 8 | (n) >> 8))
#define NET32(n) ((uint32_t)NET16((n)&0xffff) << 16 | NET16((n) >> 16))
#else
#define NET16(n) (n)
#define NET32(n) (n)
#endif

static const struct sockaddr_in in_8080 = { .sin_family = AF_INET,
	.sin_port = NET16(8080),
	.sin_addr = { NET32(0x7f000001) } };
#define IN_8080                                      \
	"{sa_family=AF_INET, sin_port=htons(8080), " \
	"sin_addr=inet_addr(\"127.0.0.1\")}"

#endif
