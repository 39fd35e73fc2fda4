/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The value of a socket option in the echo. */
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "model/option.h"
#include "view/echo_arg.h"

enum field_kind {
	FIELD_INT,
	FIELD_UINT,
	FIELD_ID, /* of a user: -1 or positive */
	FIELD_LONG,
	FIELD_STATE, /* one byte: a TCP state */
};

static const size_t field_sizes[] = {
	[FIELD_INT] = sizeof(int32_t),
	[FIELD_UINT] = sizeof(uint32_t),
	[FIELD_ID] = sizeof(uint32_t),
	[FIELD_LONG] = sizeof(int64_t),
	[FIELD_STATE] = 1,
};

struct field {
	const char *name;
	size_t offset;
	enum field_kind kind;
};

#define FIELD(type, field, kind)                    \
	{                                           \
#field, offsetof(type, field), kind \
	}
#define FIELDS(a) a, sizeof(a) / sizeof(*(a))

static const struct field linger_fields[] = {
	FIELD(struct linger, l_onoff, FIELD_INT),
	FIELD(struct linger, l_linger, FIELD_INT),
};

static const struct field ucred_fields[] = {
	FIELD(struct ucred, pid, FIELD_INT),
	FIELD(struct ucred, uid, FIELD_ID),
	FIELD(struct ucred, gid, FIELD_ID),
};

static const struct field timeval_fields[] = {
	FIELD(struct timeval, tv_sec, FIELD_LONG),
	FIELD(struct timeval, tv_usec, FIELD_LONG),
};

_Static_assert(sizeof(struct timeval) == 2 * sizeof(int64_t),
    "struct timeval has two 64-bit fields");

/* Those that the lessons speak of. */
static const struct field tcp_info_fields[] = {
	FIELD(struct tcp_info, tcpi_state, FIELD_STATE),
	FIELD(struct tcp_info, tcpi_rto, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_snd_mss, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_rcv_mss, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_unacked, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_lost, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_retrans, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_pmtu, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_rtt, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_rttvar, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_snd_ssthresh, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_snd_cwnd, FIELD_UINT),
	FIELD(struct tcp_info, tcpi_total_retrans, FIELD_UINT),
};

/* A value on its way to the text. */
struct optval {
	const struct echo_arg *arg;
	size_t len; /* of the bytes that count */
	bool set;   /* setsockopt */
	int level;
	int number;
	enum option_type type;
};

static void
echo_field(struct strbuf *out, const struct field *field,
    const unsigned char *data)
{
	uint32_t word = 0;
	int64_t wide;

	if (field->kind == FIELD_LONG) {
		memcpy(&wide, data, sizeof(wide));
		sb_printf(out, "%" PRId64, wide);
		return;
	}
	memcpy(&word, data, field_sizes[field->kind]);
	if (field->kind == FIELD_STATE)
		echo_name(out, &xlat_tcp_states, *data, "TCP_???");
	else if (field->kind == FIELD_UINT ||
	    (field->kind == FIELD_ID && word != UINT32_MAX))
		sb_printf(out, "%" PRIu32, word);
	else
		sb_printf(out, "%" PRId32, (int32_t)word);
}

/* Part of a number. */
static void
echo_hex(struct strbuf *out, const unsigned char *data, size_t len)
{
	sb_char(out, '"');
	for (size_t i = 0; i < len; i++)
		sb_printf(out, "\\x%02x", data[i]);
	sb_char(out, '"');
}

/* The fields that begin within len bytes; more says that there are others. */
static void
echo_fields(struct strbuf *out, const struct field *fields, size_t n,
    const struct optval *val, bool more)
{
	sb_char(out, '{');
	for (size_t i = 0; i < n && fields[i].offset < val->len; i++) {
		size_t left = val->len - fields[i].offset;
		const unsigned char *data = val->arg->data + fields[i].offset;

		sb_printf(out, "%s%s=", i != 0 ? ", " : "", fields[i].name);
		if (left >= field_sizes[fields[i].kind])
			echo_field(out, &fields[i], data);
		else
			echo_hex(out, data, left);
	}
	sb_str(out, more ? ", ...}" : "}");
}

/* A number; an errno by its name. */
static void
echo_int(struct strbuf *out, const struct optval *val)
{
	const char *name = NULL;
	int n;

	if (val->len < sizeof(n)) {
		echo_hex(out, val->arg->data, val->len);
		return;
	}
	memcpy(&n, val->arg->data, sizeof(n));
	if (val->type == OPT_ERRNO && !val->set && n > 0)
		name = errno_name(n);
	if (name != NULL)
		sb_printf(out, "[%s]", name);
	else
		sb_printf(out, "[%d]", n);
}

static void
echo_membership(struct strbuf *out, const struct optval *val)
{
	const unsigned char *data = val->arg->data;
	uint32_t index;

	if (val->level == IPPROTO_IP) {
		sb_str(out, "{imr_multiaddr=");
		echo_inet(out, data);
		sb_str(out, ", imr_interface=");
		echo_inet(out, data + sizeof(struct in_addr));
	} else {
		sb_char(out, '{');
		echo_inet6(out, data, "ipv6mr_multiaddr");
		memcpy(&index, data + sizeof(struct in6_addr), sizeof(index));
		sb_printf(out, ", ipv6mr_interface=%" PRIu32, index);
	}
	sb_char(out, '}');
}

/* How many bytes of a multicast group are needed; 0 if it is not one. */
static size_t
membership_size(const struct optval *val)
{
	if (!val->set)
		return 0;
	if (val->level == IPPROTO_IP &&
	    (val->number == IP_ADD_MEMBERSHIP ||
		val->number == IP_DROP_MEMBERSHIP))
		return sizeof(struct ip_mreq);
	if (val->level == IPPROTO_IPV6 &&
	    (val->number == IPV6_JOIN_GROUP ||
		val->number == IPV6_LEAVE_GROUP ||
		val->number == IPV6_JOIN_ANYCAST ||
		val->number == IPV6_LEAVE_ANYCAST))
		return sizeof(struct ipv6_mreq);
	return 0;
}

/* At this level strace knows which options are numbers. */
static bool
is_socket_int(const struct optval *val)
{
	return val->level == SOL_SOCKET &&
	    val->number != SO_MAX_PACING_RATE && /* may have 64 bits */
	    (val->type == OPT_INT || val->type == OPT_BOOL ||
		(val->type == OPT_ERRNO && !val->set));
}

static bool
is_tcp_info(const struct optval *val)
{
	return !val->set && val->level == IPPROTO_TCP &&
	    val->number == TCP_INFO;
}

/* Less than this is no value: what strace then shows is a pointer. */
static size_t
optval_least(const struct optval *val)
{
	size_t least = membership_size(val);

	if (least != 0)
		return least;
	if (!val->set)
		return 1;
	if (val->type == OPT_LINGER)
		return sizeof(struct linger);
	return is_socket_int(val) ? sizeof(int) : 0;
}

static void
echo_raw(struct strbuf *out, const struct optval *val)
{
	bool all = val->len == val->arg->len;

	echo_quote(out, val->arg->data, val->len, all ? val->arg->num : 0);
}

static void
echo_typed(struct strbuf *out, const struct optval *val)
{
	enum option_type type = val->type;

	if (type == OPT_LINGER) {
		echo_fields(out, FIELDS(linger_fields), val, false);
	} else if (type == OPT_UCRED && !val->set) {
		echo_fields(out, FIELDS(ucred_fields), val, false);
	} else if (type == OPT_TIMEVAL && val->len >= sizeof(struct timeval)) {
		echo_fields(out, FIELDS(timeval_fields), val, false);
	} else if (type == OPT_STRING) {
		echo_raw(out, val);
	} else if (type == OPT_IN_ADDR && val->len == sizeof(struct in_addr)) {
		sb_str(out, "{s_addr=");
		echo_inet(out, val->arg->data);
		sb_char(out, '}');
	} else if (val->len == sizeof(int) || is_socket_int(val)) {
		echo_int(out, val);
	} else {
		echo_raw(out, val);
	}
}

void
echo_optval(struct strbuf *out, const struct echo_call *call, size_t i)
{
	const struct echo_arg *level = echo_find(call, PARAM_LEVEL);
	const struct echo_arg *number = echo_find(call, PARAM_OPTION);
	const struct sockopt *option;
	struct optval val = {
		.arg = &call->args[i],
		.len = echo_length(call, i),
		.set = call->args[i].param->type == PARAM_OPTVAL,
		.level = level != NULL ? (int)level->num : -1,
		.number = number != NULL ? (int)number->num : -1,
	};

	option = option_by_number(val.level, val.number);
	val.type = option != NULL ? option->type : OPT_BYTES;
	if (val.arg->null || val.arg->missing || val.len < optval_least(&val))
		echo_pointer(out, val.arg);
	else if (membership_size(&val) != 0)
		echo_membership(out, &val);
	else if (is_tcp_info(&val))
		echo_fields(out, FIELDS(tcp_info_fields), &val, true);
	else
		echo_typed(out, &val);
}
