/* SPDX-License-Identifier: GPL-3.0-or-later */
/* struct msghdr, struct iovec[] and control messages in the echo. */
#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "model/cmsg.h"
#include "model/msg.h"
#include "view/echo_arg.h"

enum {
	/* Of one argument: when so much stands there no more follows. */
	CHUNKS_SHOWN = 2500,
	CONTROL_SHOWN = 3000,
};

static void
echo_chunk(struct strbuf *out, const struct echo_call *call,
    const struct msg_chunk *chunk)
{
	echo_quote(out, chunk->data, chunk->kept,
	    chunk->filled < INT64_MAX ? (int64_t)chunk->filled : INT64_MAX);
	echo_comment(out, call, chunk->data, chunk->kept);
}

static void
echo_chunks(struct strbuf *out, const struct echo_call *call,
    struct msg_view *view, bool unfilled)
{
	size_t start = out->len;
	struct msg_chunk chunk;
	uint64_t n = 0;

	if (view->no_iov) {
		sb_str(out, "NULL");
		return;
	}
	sb_char(out, '[');
	for (; n < view->iovlen && out->len - start < CHUNKS_SHOWN &&
	     msg_view_next(view, &chunk);
	     n++) {
		sb_str(out, n != 0 ? ", " : "");
		sb_str(out, "{iov_base=");
		if (unfilled)
			sb_str(out, "iov_base");
		else
			echo_chunk(out, call, &chunk);
		sb_printf(out, ", iov_len=%" PRIu64 "}", chunk.len);
	}
	if (n < view->iovlen)
		sb_str(out, n != 0 ? ", ..." : "...");
	sb_char(out, ']');
}

void
echo_iov(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	struct msg_view view;

	if (arg->null || arg->missing ||
	    !msg_unpack(arg->data, arg->len, &view))
		echo_pointer(out, arg);
	else
		echo_chunks(out, call, &view,
		    arg->param->type == PARAM_OUT_IOV && call->ev->err != 0);
}

/* C's ints, or unsigned ones. */
static void
echo_ints(struct strbuf *out, const struct cmsg *c, bool is_signed)
{
	uint32_t u32;

	sb_char(out, '[');
	for (size_t i = 0; i < c->len / sizeof(u32); i++) {
		memcpy(&u32, c->data + i * sizeof(u32), sizeof(u32));
		sb_str(out, i != 0 ? ", " : "");
		if (is_signed)
			sb_printf(out, "%" PRId32, (int32_t)u32);
		else
			sb_printf(out, "%" PRIu32, u32);
	}
	sb_char(out, ']');
}

static void
echo_octets(struct strbuf *out, const struct cmsg *c)
{
	sb_char(out, '[');
	for (size_t i = 0; i < c->len; i++)
		sb_printf(out, "%s%#x", i != 0 ? ", " : "", c->data[i]);
	sb_char(out, ']');
}

static void
echo_pktinfo(struct strbuf *out, const struct cmsg *c)
{
	struct in_pktinfo info;

	memcpy(&info, c->data, sizeof(info));
	sb_printf(out,
	    "{ipi_ifindex=%u, ipi_spec_dst=", (unsigned)info.ipi_ifindex);
	echo_inet(out, &info.ipi_spec_dst);
	sb_str(out, ", ipi_addr=");
	echo_inet(out, &info.ipi_addr);
	sb_char(out, '}');
}

static void
echo_pktinfo6(struct strbuf *out, const struct cmsg *c)
{
	struct in6_pktinfo info;

	memcpy(&info, c->data, sizeof(info));
	sb_char(out, '{');
	echo_inet6(out, &info.ipi6_addr, "ipi6_addr");
	sb_printf(out, ", ipi6_ifindex=%u}", info.ipi6_ifindex);
}

static void
echo_error(struct strbuf *out, const struct cmsg *c)
{
	struct cmsg_error ee;
	size_t len = c->len - sizeof(ee);

	memcpy(&ee, c->data, sizeof(ee));
	sb_printf(out,
	    "{ee_errno=%u, ee_origin=%u, ee_type=%u, ee_code=%u, ee_info=%u, "
	    "ee_data=%u",
	    ee.ee_errno, ee.ee_origin, ee.ee_type, ee.ee_code, ee.ee_info,
	    ee.ee_data);
	if (len >= sizeof(sa_family_t)) {
		sb_str(out, ", offender=");
		echo_addr(out, c->data + sizeof(ee), len);
	}
	sb_char(out, '}');
}

/* By the names of its fields. */
static void
echo_record(struct strbuf *out, const struct cmsg *c)
{
	struct value v = cmsg_decode(c);

	value_repr(out, &v, 1024);
	value_drop(&v);
}

static void
echo_stamps(struct strbuf *out, const struct cmsg *c)
{
	struct value v = cmsg_decode(c);

	sb_char(out, '[');
	for (size_t i = 0; i < v.tuple->len; i++) {
		sb_str(out, i != 0 ? ", " : "");
		value_repr(out, &v.tuple->items[i], 256);
	}
	sb_char(out, ']');
	value_drop(&v);
}

static void
echo_cmsg_data(struct strbuf *out, const struct cmsg_kind *kind,
    const struct cmsg *c)
{
	switch (kind->form) {
	case CMSG_FDS:
	case CMSG_INT:
	case CMSG_UINT:
		/* strace has no signs but for descriptors. */
		echo_ints(out, c,
		    kind->form != CMSG_UINT && c->level != SOL_IP);
		break;
	case CMSG_OCTET:
		echo_octets(out, c);
		break;
	case CMSG_RECORD:
		if (c->level == SOL_IP && c->type == IP_PKTINFO)
			echo_pktinfo(out, c);
		else if (c->level == SOL_IPV6 && c->type == IPV6_PKTINFO)
			echo_pktinfo6(out, c);
		else
			echo_record(out, c);
		break;
	case CMSG_U16:
	case CMSG_U64:
		echo_record(out, c);
		break;
	case CMSG_STAMPS:
		echo_stamps(out, c);
		break;
	case CMSG_ERROR:
		echo_error(out, c);
		break;
	case CMSG_ADDR:
		echo_addr(out, c->data, c->len);
		break;
	case CMSG_RAW:
		if (c->level == SOL_SOCKET)
			echo_quote(out, c->data, c->len, 0);
		else
			echo_octets(out, c);
		break;
	}
}

/* Of which strace says so if they are cut off. */
static bool
is_stamp(const struct cmsg *c)
{
	return c->level == SOL_SOCKET &&
	    (c->type == SO_TIMESTAMP || c->type == SO_TIMESTAMPNS ||
		c->type == SO_TIMESTAMP_NEW || c->type == SO_TIMESTAMPNS_NEW ||
		c->type == SO_TIMESTAMPING || c->type == SO_TIMESTAMPING_NEW);
}

static const char *
unknown_type(int level)
{
	return level == SOL_SOCKET ? "SCM_???" :
	    level == SOL_IP        ? "IP_???" :
				     NULL;
}

static void
echo_cmsg(struct strbuf *out, const struct cmsg *c)
{
	const struct cmsg_kind *kind = cmsg_kind_find(c->level, c->type);
	const char *unknown = unknown_type(c->level);
	size_t least = kind != NULL ? cmsg_least(kind) : 0;

	sb_printf(out, "{cmsg_len=%" PRIu64 ", cmsg_level=", c->claimed);
	echo_name(out, &xlat_levels, (uint32_t)c->level, "SOL_???");
	sb_str(out, ", cmsg_type=");
	if (kind != NULL)
		sb_str(out, kind->name);
	else if (unknown != NULL)
		sb_printf(out, "%#x /* %s */", (unsigned)c->type, unknown);
	else
		sb_printf(out, "%#x", (unsigned)c->type);
	if (c->len != 0 && kind != NULL && c->len >= least) {
		sb_str(out, ", cmsg_data=");
		echo_cmsg_data(out, kind, c);
	} else if (c->len != 0 && kind != NULL && is_stamp(c)) {
		sb_str(out, ", cmsg_data=???");
	}
	sb_char(out, '}');
}

void
echo_control(struct strbuf *out, const unsigned char *control, size_t len,
    uint64_t whole)
{
	size_t start = out->len, at = 0, n = 0;
	struct cmsg c;

	sb_char(out, '[');
	while (out->len - start < CONTROL_SHOWN &&
	    cmsg_next(control, len, &at, &c)) {
		/* A part of one says less than that there is more. */
		if (len < whole && c.claimed > c.len + CMSG_HEADER) {
			at = 0;
			break;
		}
		sb_str(out, n++ != 0 ? ", " : "");
		echo_cmsg(out, &c);
	}
	if (at < whole)
		sb_str(out, n != 0 ? ", ..." : "...");
	sb_char(out, ']');
}

void
echo_msg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	bool received = arg->param->type == PARAM_OUT_MSG;
	struct msg_view view;

	if (arg->null || arg->missing ||
	    !msg_unpack(arg->data, arg->len, &view)) {
		echo_pointer(out, arg);
		return;
	}
	if (received && call->ev->err != 0) {
		sb_printf(out, "{msg_namelen=%" PRId32 "}", view.name_room);
		return;
	}
	sb_str(out, "{msg_name=");
	if (view.no_name)
		sb_str(out, "NULL");
	else if (view.name_len < sizeof(sa_family_t))
		sb_str(out, "msg_name");
	else
		echo_addr(out, view.name, view.name_len);
	sb_str(out, ", msg_namelen=");
	if (received && view.name_room != view.namelen)
		sb_printf(out, "%" PRId32 " => ", view.name_room);
	sb_printf(out, "%" PRId32 ", msg_iov=", view.namelen);
	echo_chunks(out, call, &view, false);
	sb_printf(out, ", msg_iovlen=%" PRIu64, view.iovlen);
	if (view.controllen != 0) {
		sb_str(out, ", msg_control=");
		if (view.control_len < CMSG_HEADER)
			sb_str(out, "msg_control");
		else
			echo_control(out, view.control, view.control_len,
			    view.controllen);
	}
	sb_printf(out,
	    ", msg_controllen=%" PRIu64 ", msg_flags=", view.controllen);
	echo_bits(out, &xlat_msg_flags, view.flags, "MSG_???");
	sb_char(out, '}');
}
