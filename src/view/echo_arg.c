/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One argument of the echo, by its parameter's type. */
/*
 * The echo prints what strace 6.1 -a1 -s 256 prints, with these exceptions:
 *
 *  - The function's name and its arguments are C's: send, recv, accept, open,
 *    pipe and eventfd where strace shows sendto, recvfrom, accept4, openat, pipe2
 *    and eventfd2.
 *  - Where strace prints a pointer (an output the kernel did not fill in, an
 *    address of less than two bytes, an option's value too short for its type)
 *    the parameter's name stands.
 *  - Interrupted calls fail with EINTR, as C sees it, never ERESTARTSYS.
 *  - getaddrinfo and its like, which are no system calls, are shown all the
 *    same: a pointer that they return, as what it points to.
 *  - Of a message or of an array of buffers 1.5 KiB are kept, of its control
 *    messages 512 bytes; the rest is "...". Control messages that strace leaves
 *    raw have names and values (IPV6_PKTINFO, UDP_GRO, PACKET_AUXDATA, …), and
 *    the bytes of netlink messages are quoted.
 *  - Bytes that are UTF-8 are shown as text too: "\344\275\240" / * 你 * /.
 *  - A string option of four bytes is a string: "reno", not [1869505906].
 *  - Values that strace leaves raw are shown by their fields: timeouts as
 *    {tv_sec=2, tv_usec=500000}, TCP_INFO as {tcpi_state=TCP_ESTABLISHED, …},
 *    IP_MULTICAST_IF as {s_addr=inet_addr("127.0.0.1")}, all structs that
 *    model/layout_table.c knows, SO_PEERNAME as an address; numbers of 64 bits
 *    (SO_COOKIE) as [5].
 *  - Options have their names in C: SO_RCVTIMEO, not SO_RCVTIMEO_OLD; and
 *    ICMP6_FILTER has one, not 1.
 *  - An interface is its index, not if_nametoindex("lo"): its name would have
 *    to be asked for, and the echo asks nobody.
 *  - What no lesson needs is left plain: other families' addresses (AF_CAN,
 *    AF_BLUETOOTH, …) are quoted sa_data, their protocols numbers, packet filters
 *    and the like quoted bytes, rare ETH_P_ and ARPHRD_ constants numbers.
 *  - The last of 256 bytes that are not all is quoted without a look at the
 *    next one: "\0"... where strace may have "\000"....
 */
#include "view/echo_arg.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "model/option.h"

/* What stands for an option without a name, at the levels we know. */
static const struct xlat option_rows[] = {
	{ "SO_???", SOL_SOCKET },
	{ "IP_???", IPPROTO_IP },
	{ "TCP_???", IPPROTO_TCP },
	{ "UDP_???", IPPROTO_UDP },
	{ "IPV6_???", IPPROTO_IPV6 },
	{ "RAW_???", IPPROTO_RAW },
	{ "SCTP_???", IPPROTO_SCTP },
	{ "PACKET_???", SOL_PACKET },
	{ "NETLINK_???", SOL_NETLINK },
};

static const struct xlat_table option_unknown = {
	.rows = option_rows,
	.n = sizeof(option_rows) / sizeof(option_rows[0]),
};

const struct echo_arg *
echo_find(const struct echo_call *call, enum param_type type)
{
	for (size_t i = 0; i < call->n; i++) {
		if (call->args[i].param->type == type)
			return &call->args[i];
	}
	return NULL;
}

size_t
echo_length(const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	const struct echo_arg *next = arg + 1;
	int64_t len = (int64_t)arg->len;

	if (i + 1 >= call->n || next->missing || next->null)
		return arg->len;
	switch (next->param->type) {
	case PARAM_SIZE: /* has no sign */
		if (next->num >= 0 && next->num < len)
			len = next->num;
		break;
	case PARAM_ADDRLEN:
		len = next->num < len ? next->num : len;
		break;
	case PARAM_INOUT_LEN:
		len = next->num < len ? next->num : len;
		len = next->after < len ? next->after : len;
		break;
	default:
		break;
	}
	return len > 0 ? (size_t)len : 0;
}

void
echo_pointer(struct strbuf *out, const struct echo_arg *arg)
{
	if (arg->null)
		sb_str(out, "NULL");
	else
		sb_str(out, arg->param->name != NULL ? arg->param->name : "?");
}

static void
echo_unknown(struct strbuf *out, uint32_t value, const char *what)
{
	sb_printf(out, "%#" PRIx32 " /* %s */", value, what);
}

void
echo_name(struct strbuf *out, const struct xlat_table *table, uint32_t value,
    const char *what)
{
	const char *name = xlat_name(table, value);

	if (name != NULL)
		sb_str(out, name);
	else
		echo_unknown(out, value, what);
}

void
echo_bits(struct strbuf *out, const struct xlat_table *table, uint32_t flags,
    const char *what)
{
	uint32_t left = flags;
	uint32_t bits;

	for (size_t i = 0; i < table->n; i++) {
		bits = (uint32_t)table->rows[i].value;
		if (bits == 0 || (left & bits) != bits)
			continue;
		sb_printf(out, "%s%s", left == flags ? "" : "|",
		    table->rows[i].name);
		left &= ~bits;
	}
	if (flags == 0)
		sb_char(out, '0');
	else if (left == flags)
		echo_unknown(out, left, what);
	else if (left != 0)
		sb_printf(out, "|%#" PRIx32, left);
}

/* The low bits are the type, all others flags. */
void
echo_type(struct strbuf *out, uint32_t type)
{
	const char *name = xlat_name(&xlat_types, type & 0xf);

	if (name != NULL) {
		sb_str(out, name);
		type &= ~UINT32_C(0xf);
		if (type == 0)
			return;
		sb_char(out, '|');
	}
	echo_bits(out, &xlat_type_flags, type, "SOCK_???");
}

/* What a protocol's number means depends on the family. */
static void
echo_protocol(struct strbuf *out, const struct echo_call *call,
    uint32_t protocol)
{
	const struct echo_arg *family = echo_find(call, PARAM_FAMILY);
	bool pair = echo_find(call, PARAM_OUT_FDS) != NULL;

	/* strace has a plain number in socketpair. */
	switch (family != NULL && !pair ? (int)family->num : AF_UNSPEC) {
	case AF_INET:
	case AF_INET6:
		echo_name(out, &xlat_protocols, protocol, "IPPROTO_???");
		break;
	case AF_NETLINK:
		echo_name(out, &xlat_netlink, protocol, "NETLINK_???");
		break;
	case AF_PACKET:
		echo_ethertype(out, (uint16_t)protocol);
		break;
	default:
		sb_printf(out, "%" PRIu32, protocol);
		break;
	}
}

static void
echo_option(struct strbuf *out, const struct echo_call *call, uint32_t number)
{
	const struct echo_arg *level = echo_find(call, PARAM_LEVEL);
	int at = level != NULL ? (int)level->num : -1;
	const struct sockopt *option = option_by_number(at, (int)number);
	const char *what = xlat_name(&option_unknown, at);

	if (option != NULL)
		sb_str(out, option->name);
	else if (what != NULL)
		echo_unknown(out, number, what);
	else
		sb_printf(out, "%" PRIu32, number);
}

static void
echo_inout(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	int before = (int)arg->num;
	/* The length of no address at all: nobody looks at it. */
	bool alone = arg > call->args &&
	    arg[-1].param->type == PARAM_OUT_ADDR && arg[-1].null;

	if (arg->null || alone)
		echo_pointer(out, arg);
	else if (call->ev->err != 0 || arg->missing || before == arg->after)
		sb_printf(out, "[%d]", before);
	else
		sb_printf(out, "[%d => %" PRId32 "]", before, arg->after);
}

static void
echo_fds(struct strbuf *out, const struct echo_arg *arg)
{
	int fds[2];

	if (arg->null || arg->missing || arg->len < sizeof(fds)) {
		echo_pointer(out, arg);
		return;
	}
	memcpy(fds, arg->data, sizeof(fds));
	sb_printf(out, "[%d, %d]", fds[0], fds[1]);
}

static void
echo_sockaddr(struct strbuf *out, const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	size_t len = echo_length(call, i);

	if (arg->null || arg->missing || len < sizeof(sa_family_t))
		echo_pointer(out, arg);
	else
		echo_addr(out, arg->data, len);
}

/* As the parameter's type has them translated for input. */
static void
echo_by_table(struct strbuf *out, enum param_type type, uint32_t num)
{
	const struct xlat_table *table = *param_tables(type);
	const char *unknown = param_unknown(type);

	if (unknown == NULL)
		sb_printf(out, "%d", (int)num);
	else if (table->kind == XLAT_FLAGS)
		echo_bits(out, table, num, unknown);
	else
		echo_name(out, table, num, unknown);
}

/* Those that are a number alone. */
static void
echo_number(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	uint32_t num = (uint32_t)arg->num;

	if (arg->missing) {
		echo_pointer(out, arg);
		return;
	}
	switch (arg->param->type) {
	case PARAM_SIZE:
		sb_printf(out, "%" PRIu64, (uint64_t)arg->num);
		break;
	case PARAM_FAMILY:
		echo_name(out, &xlat_families, num, "AF_???");
		break;
	case PARAM_TYPE:
		echo_type(out, num);
		break;
	case PARAM_PROTOCOL:
		echo_protocol(out, call, num);
		break;
	case PARAM_FLAGS:
		echo_bits(out, &xlat_msg_flags, num, "MSG_???");
		break;
	case PARAM_HOW:
		echo_name(out, &xlat_shut, num, "SHUT_???");
		break;
	case PARAM_LEVEL:
		echo_name(out, &xlat_levels, num, "SOL_??");
		break;
	case PARAM_OPTION:
		echo_option(out, call, num);
		break;
	case PARAM_REQUEST:
		echo_request(out, num);
		break;
	case PARAM_INFO_FLAGS:
		echo_bits(out, &xlat_ai_flags, num, "AI_???");
		break;
	case PARAM_NAME_FLAGS:
		echo_bits(out, &xlat_ni_flags, num, "NI_???");
		break;
	case PARAM_OPEN:
		echo_open_flags(out, num);
		break;
	case PARAM_MODE:
		echo_mode(out, num);
		break;
	case PARAM_NUMBER:
		sb_printf(out, "%" PRId64, arg->num);
		break;
	default:
		echo_by_table(out, arg->param->type, num);
		break;
	}
}

/* Messages; all that is left are numbers. */
static void
echo_message_arg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg)
{
	switch (arg->param->type) {
	case PARAM_MSG:
	case PARAM_OUT_MSG:
		echo_msg(out, call, arg);
		break;
	case PARAM_IOV:
	case PARAM_OUT_IOV:
		echo_iov(out, call, arg);
		break;
	default:
		echo_number(out, call, arg);
		break;
	}
}

void
echo_arg(struct strbuf *out, const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];

	switch (arg->param->type) {
	case PARAM_ADDR:
	case PARAM_OUT_ADDR:
		echo_sockaddr(out, call, i);
		break;
	case PARAM_BYTES:
	case PARAM_OUT_BYTES:
	case PARAM_TEXT:
	case PARAM_SERVICE:
	case PARAM_HOST:
	case PARAM_PORT:
	case PARAM_OUT_TEXT:
		echo_bytes(out, call, i);
		break;
	case PARAM_OPTVAL:
	case PARAM_OUT_OPTVAL:
		echo_optval(out, call, i);
		break;
	case PARAM_INOUT_LEN:
		echo_inout(out, call, arg);
		break;
	case PARAM_OUT_FDS:
		echo_fds(out, arg);
		break;
	case PARAM_HINTS:
		echo_hints(out, arg);
		break;
	case PARAM_OUT_INFO:
		echo_info(out, arg);
		break;
	case PARAM_RAW_ADDR:
		echo_raw_addr(out, arg);
		break;
	case PARAM_POLLFDS:
		echo_pollfds(out, arg);
		break;
	case PARAM_FDSET:
		echo_fdset(out, arg);
		break;
	case PARAM_TIMEVAL:
		echo_timeval(out, arg);
		break;
	case PARAM_INTPTR:
		echo_intptr(out, arg);
		break;
	case PARAM_FCNTL_ARG:
		echo_fcntl_arg(out, call, arg);
		break;
	case PARAM_IOCTL_ARG:
		echo_ioctl_arg(out, call, arg);
		break;
	case PARAM_OFFSET:
		echo_offset(out, call, arg);
		break;
	case PARAM_EPOLL_EVENT:
	case PARAM_OUT_EPOLL:
		echo_epoll(out, call, arg);
		break;
	case PARAM_SIGSET:
		sb_str(out, "NULL");
		break;
	default:
		echo_message_arg(out, call, arg);
		break;
	}
}
