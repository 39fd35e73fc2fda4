/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What open, fcntl, ioctl, sendfile and epoll take and give, as strace(1) prints
 * it. */
#include <fcntl.h>
#include <inttypes.h>
#include <net/if.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "model/request.h"
#include "view/echo_arg.h"

void
echo_open_flags(struct strbuf *out, uint32_t flags)
{
	uint32_t rest = flags & ~(uint32_t)O_ACCMODE;

	/* O_RDONLY is 0: the access mode always has a name. */
	sb_str(out, xlat_name(&xlat_access_modes, flags & O_ACCMODE));
	if (rest == 0)
		return;
	sb_char(out, '|');
	/* Without a name for any of them only the number stands there. */
	for (size_t i = 0; i < xlat_open_flags.n; i++) {
		uint32_t bits = (uint32_t)xlat_open_flags.rows[i].value;

		if (bits != 0 && (rest & bits) == bits) {
			echo_bits(out, &xlat_open_flags, rest, "O_???");
			return;
		}
	}
	sb_printf(out, "%#" PRIx32, rest);
}

/* What is no argument of this call at all: nothing stands for it. */
bool
echo_absent(const struct echo_call *call, size_t i)
{
	const struct echo_arg *open = echo_find(call, PARAM_OPEN);
	const struct echo_arg *fcntl = echo_find(call, PARAM_FCNTL);
	const struct echo_arg *ioctl = echo_find(call, PARAM_REQUEST);
	const struct fcntl_request *f;
	const struct ioctl_request *r;

	switch (call->args[i].param->type) {
	case PARAM_MODE:
		return open != NULL &&
		    (open->num & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) == 0;
	case PARAM_FCNTL_ARG:
		f = fcntl != NULL ? fcntl_request(fcntl->num) : NULL;
		return f != NULL && f->takes == FCNTL_NONE;
	case PARAM_IOCTL_ARG:
		r = ioctl != NULL ? ioctl_request(ioctl->num) : NULL;
		return r != NULL && r->form == IOCTL_NONE;
	default:
		return false;
	}
}

void
echo_mode(struct strbuf *out, uint32_t mode)
{
	if (mode == 0)
		sb_str(out, "000");
	else
		sb_printf(out, "%#03" PRIo32, mode);
}

/* A number as the request has it. */
static void
fcntl_number(struct strbuf *out, enum fcntl_form form, uint32_t num)
{
	switch (form) {
	case FCNTL_FD_FLAGS:
		echo_bits(out, &xlat_fd_flags, num, "FD_???");
		break;
	case FCNTL_OPEN:
		echo_open_flags(out, num);
		break;
	case FCNTL_SIGNAL:
		if (xlat_name(&xlat_signals, num) != NULL)
			sb_str(out, xlat_name(&xlat_signals, num));
		else
			sb_printf(out, "%" PRId32, (int32_t)num);
		break;
	case FCNTL_LEASE:
		echo_name(out, &xlat_leases, num, "F_???");
		break;
	case FCNTL_SEALS:
		echo_bits(out, &xlat_seals, num, "F_SEAL_???");
		break;
	default:
		sb_printf(out, "%" PRId32, (int32_t)num);
		break;
	}
}

void
echo_fcntl_arg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	const struct echo_arg *what = echo_find(call, PARAM_FCNTL);
	const struct fcntl_request *r =
	    what != NULL ? fcntl_request(what->num) : NULL;

	/* strace has it without a sign. */
	if (r != NULL && (r->number == F_DUPFD || r->number == F_DUPFD_CLOEXEC))
		sb_printf(out, "%" PRIu32, (uint32_t)arg->num);
	else
		fcntl_number(out, r != NULL ? r->takes : FCNTL_INT,
		    (uint32_t)arg->num);
}

void
echo_fcntl_result(struct strbuf *out, const struct echo_call *call)
{
	const struct echo_arg *what = echo_find(call, PARAM_FCNTL);
	const struct fcntl_request *r =
	    what != NULL ? fcntl_request(what->num) : NULL;
	uint32_t result = (uint32_t)call->ev->result;
	const char *before = "";

	if (r == NULL || call->ev->err != 0)
		return;
	switch (r->gives) {
	case FCNTL_FD_FLAGS:
	case FCNTL_OPEN:
		before = "flags ";
		break;
	case FCNTL_SEALS:
		before = "seals ";
		break;
	case FCNTL_SIGNAL:
	case FCNTL_LEASE:
		break;
	default:
		return;
	}
	if (result == 0 && r->gives != FCNTL_OPEN && r->gives != FCNTL_LEASE)
		return;
	sb_printf(out, " (%s", before);
	fcntl_number(out, r->gives, result);
	sb_char(out, ')');
}

bool
echo_result_is_hex(const struct echo_call *call)
{
	const struct echo_arg *what = echo_find(call, PARAM_FCNTL);
	const struct fcntl_request *r =
	    what != NULL ? fcntl_request(what->num) : NULL;

	return r != NULL && call->ev->err == 0 && call->ev->result != 0 &&
	    (r->gives == FCNTL_FD_FLAGS || r->gives == FCNTL_OPEN ||
		r->gives == FCNTL_LEASE || r->gives == FCNTL_SEALS);
}

/* off_t *: what was there, and what the call has left there. */
void
echo_offset(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	/* strace looks at splice's but once. */
	bool once = echo_find(call, PARAM_SPLICE) != NULL;
	int64_t after = arg->num;

	if (arg->null) {
		sb_str(out, "NULL");
		return;
	}
	if (arg->len == sizeof(after) && call->ev->err == 0 && !once)
		memcpy(&after, arg->data, sizeof(after));
	/* Without a sign, as strace has it. */
	sb_printf(out, "[%" PRIu64 "]", (uint64_t)arg->num);
	if (after != arg->num)
		sb_printf(out, " => [%" PRIu64 "]", (uint64_t)after);
}

static void
if_name(struct strbuf *out, const struct ifreq *r)
{
	sb_str(out, "ifr_name=");
	echo_quote(out, (const unsigned char *)r->ifr_name,
	    strnlen(r->ifr_name, sizeof(r->ifr_name)), 0);
}

static void
if_found(struct strbuf *out, const struct ioctl_request *what,
    const struct ifreq *r)
{
	const unsigned char *hard =
	    (const unsigned char *)r->ifr_hwaddr.sa_data;

	sb_printf(out, ", %s=", what->field);
	switch (what->form) {
	case IOCTL_ADDR:
		echo_addr(out, (const unsigned char *)&r->ifr_addr,
		    sizeof(r->ifr_addr));
		break;
	case IOCTL_FLAGS:
		echo_bits(out, &xlat_if_flags, (uint16_t)r->ifr_flags,
		    "IFF_???");
		break;
	case IOCTL_HARD:
		sb_str(out, "{sa_family=");
		echo_hardware(out, r->ifr_hwaddr.sa_family);
		sb_printf(out, ", sa_data=%02x:%02x:%02x:%02x:%02x:%02x}",
		    hard[0], hard[1], hard[2], hard[3], hard[4], hard[5]);
		break;
	default:
		sb_printf(out, "%d", r->ifr_ifindex);
		break;
	}
}

/* struct ifreq, as SIOCGIF… takes and gives it. */
static void
echo_ifreq(struct strbuf *out, const struct ioctl_request *what,
    const struct echo_arg *arg, bool found)
{
	struct ifreq r;
	int32_t index;

	if (arg->len < sizeof(r)) {
		echo_pointer(out, arg);
		return;
	}
	memcpy(&r, arg->data, sizeof(r));
	sb_char(out, '{');
	if (what->form == IOCTL_NAME) {
		/* The kernel leaves the index where it was. */
		memcpy(&index, &r.ifr_ifindex, sizeof(index));
		sb_printf(out, "ifr_ifindex=%" PRId32, index);
		if (found) {
			sb_str(out, ", ");
			if_name(out, &r);
		}
	} else {
		if_name(out, &r);
		if (found)
			if_found(out, what, &r);
	}
	sb_char(out, '}');
}

static void
ifconf_length(struct strbuf *out, int32_t len)
{
	sb_printf(out, "%" PRId32, len);
	if (len >= (int32_t)sizeof(struct ifreq))
		sb_printf(out, " /* %zu * sizeof(struct ifreq) */",
		    (size_t)len / sizeof(struct ifreq));
}

/* The lengths before and after, then as many struct ifreq as an event holds. */
static void
echo_ifconf(struct strbuf *out, const struct echo_arg *arg, bool found)
{
	static const struct ioctl_request address = { 0, IOCTL_ADDR,
		"ifr_addr" };
	int32_t lengths[2];
	struct ifreq r;
	size_t at = sizeof(lengths);

	if (arg->len < sizeof(lengths)) {
		echo_pointer(out, arg);
		return;
	}
	memcpy(lengths, arg->data, sizeof(lengths));
	sb_str(out, "{ifc_len=");
	ifconf_length(out, lengths[0]);
	if (!found) {
		sb_char(out, '}');
		return;
	}
	if (lengths[1] != lengths[0]) {
		sb_str(out, " => ");
		ifconf_length(out, lengths[1]);
	}
	sb_str(out, ", ifc_buf=[");
	for (; at + sizeof(r) <= arg->len; at += sizeof(r)) {
		memcpy(&r, arg->data + at, sizeof(r));
		sb_str(out, at != sizeof(lengths) ? ", {" : "{");
		if_name(out, &r);
		if_found(out, &address, &r);
		sb_char(out, '}');
	}
	if (at < sizeof(lengths) + (size_t)(lengths[1] > 0 ? lengths[1] : 0))
		sb_str(out, ", ...");
	sb_str(out, "]}");
}

void
echo_ioctl_arg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	const struct echo_arg *request = echo_find(call, PARAM_REQUEST);
	const struct ioctl_request *what =
	    request != NULL ? ioctl_request(request->num) : NULL;
	bool found = call->ev->err == 0;

	if (what == NULL || arg->null || arg->missing ||
	    (what->form == IOCTL_GET && !found)) {
		echo_pointer(out, arg);
		return;
	}
	switch (what->form) {
	case IOCTL_GET:
	case IOCTL_SET:
		echo_intptr(out, arg);
		break;
	case IOCTL_CONF:
		echo_ifconf(out, arg, found);
		break;
	default:
		echo_ifreq(out, what, arg, found);
		break;
	}
}

/* Events that came or are asked for, as many as the payload has. */
void
echo_epoll(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	const struct echo_arg *op = echo_find(call, PARAM_EPOLL_OP);
	bool list = arg->param->type == PARAM_OUT_EPOLL;
	bool unread = op != NULL && op->num == EPOLL_CTL_DEL;
	struct epoll_event e;
	size_t at;

	if (arg->null || arg->missing || unread ||
	    (!list && arg->len < sizeof(e))) {
		echo_pointer(out, arg);
		return;
	}
	sb_str(out, list ? "[" : "");
	for (at = 0; at + sizeof(e) <= arg->len; at += sizeof(e)) {
		uint32_t low;
		uint64_t whole;

		memcpy(&e, arg->data + at, sizeof(e));
		whole = e.data.u64;
		low = (uint32_t)whole;
		sb_printf(out, "%s{events=", at != 0 ? ", " : "");
		echo_bits(out, &xlat_epoll_events, e.events, "EPOLL???");
		sb_printf(out, ", data={u32=%" PRIu32 ", u64=%" PRIu64 "}}",
		    low, whole);
	}
	if (list && arg->num > (int64_t)at)
		sb_str(out, ", ...");
	sb_str(out, list ? "]" : "");
}
