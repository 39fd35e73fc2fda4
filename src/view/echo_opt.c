/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The value of a socket option in the echo. */
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/socket.h>

#include "model/layout.h"
#include "model/option.h"
#include "view/echo_arg.h"

/* Of TCP_INFO, what the lessons speak of. */
static const char *const tcp_info_shown[] = {
	"tcpi_state",
	"tcpi_rto",
	"tcpi_snd_mss",
	"tcpi_rcv_mss",
	"tcpi_unacked",
	"tcpi_lost",
	"tcpi_retrans",
	"tcpi_pmtu",
	"tcpi_rtt",
	"tcpi_rttvar",
	"tcpi_snd_ssthresh",
	"tcpi_snd_cwnd",
	"tcpi_total_retrans",
};

/* Structs that strace decodes when they are set, of at least their size; what is
 * shorter is shown as a pointer. */
static const struct decoded {
	int level;
	int number;
	const char *layout;
} decoded[] = {
	{ SOL_SOCKET, SO_LINGER, "linger" },
	{ SOL_IP, IP_ADD_MEMBERSHIP, "ip_mreq" },
	{ SOL_IP, IP_DROP_MEMBERSHIP, "ip_mreq" },
	{ SOL_IP, MCAST_JOIN_GROUP, "group_req" },
	{ SOL_IP, MCAST_LEAVE_GROUP, "group_req" },
	{ SOL_IPV6, IPV6_JOIN_GROUP, "ipv6_mreq" },
	{ SOL_IPV6, IPV6_LEAVE_GROUP, "ipv6_mreq" },
	{ SOL_IPV6, IPV6_JOIN_ANYCAST, "ipv6_mreq" },
	{ SOL_IPV6, IPV6_LEAVE_ANYCAST, "ipv6_mreq" },
	{ SOL_IPV6, MCAST_JOIN_GROUP, "group_req" },
	{ SOL_IPV6, MCAST_LEAVE_GROUP, "group_req" },
	{ SOL_PACKET, PACKET_ADD_MEMBERSHIP, "packet_mreq" },
	{ SOL_PACKET, PACKET_DROP_MEMBERSHIP, "packet_mreq" },
	{ SOL_PACKET, PACKET_RX_RING, "tpacket_req" },
#ifdef PACKET_TX_RING
	{ SOL_PACKET, PACKET_TX_RING, "tpacket_req" },
#endif
};

/* ICMP types that strace knows by name (<netinet/ip_icmp.h>). */
static const struct xlat icmp_rows[] = {
	{ "ICMP_ECHOREPLY", 0 },
	{ "ICMP_DEST_UNREACH", 3 },
	{ "ICMP_SOURCE_QUENCH", 4 },
	{ "ICMP_REDIRECT", 5 },
	{ "ICMP_ECHO", 8 },
	{ "ICMP_TIME_EXCEEDED", 11 },
	{ "ICMP_PARAMETERPROB", 12 },
	{ "ICMP_TIMESTAMP", 13 },
	{ "ICMP_TIMESTAMPREPLY", 14 },
	{ "ICMP_INFO_REQUEST", 15 },
	{ "ICMP_INFO_REPLY", 16 },
	{ "ICMP_ADDRESS", 17 },
	{ "ICMP_ADDRESSREPLY", 18 },
};
static const struct xlat_table icmp_types = {
	.rows = icmp_rows,
	.n = sizeof(icmp_rows) / sizeof(icmp_rows[0]),
};

/* A value on its way to the text. */
struct optval {
	const struct echo_arg *arg;
	size_t len; /* of the bytes that count */
	bool set;   /* setsockopt */
	int level;
	int number;
	enum option_type type;
	const struct sockopt *option;
	const struct layout *layout; /* what strace decodes it as, or NULL */
};

/* What a constant without a name is called: PACKET_MR_???. */
static void
echo_constant(struct strbuf *out, const struct xlat_table *names, int64_t n)
{
	struct strbuf unknown = { 0 };

	sb_printf(&unknown, "%s???", names->prefix);
	echo_name(out, names, (uint32_t)n, sb_text(&unknown));
	sb_free(&unknown);
}

static void
echo_field(struct strbuf *out, const struct layout_field *f,
    const struct value *v, const unsigned char *data, size_t len)
{
	switch (f->kind) {
	case LAYOUT_IN:
		echo_inet(out, data);
		break;
	case LAYOUT_ADDR:
		echo_addr(out, data, len < f->size ? len : f->size);
		break;
	case LAYOUT_CHARS:
	case LAYOUT_BYTES:
		echo_quote(out, data, f->size, f->size);
		break;
	default:
		if (f->names != NULL && f->names->kind == XLAT_NUMBER)
			echo_constant(out, f->names, v->i);
		else if (f->kind == LAYOUT_UINT)
			sb_printf(out, "%" PRIu64, (uint64_t)v->i);
		else
			sb_printf(out, "%" PRId64, v->i);
		break;
	}
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

static bool
field_is_shown(const struct optval *val, const char *name)
{
	size_t n = sizeof(tcp_info_shown) / sizeof(tcp_info_shown[0]);

	if (val->level != IPPROTO_TCP || val->number != TCP_INFO)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(tcp_info_shown[i], name) == 0)
			return true;
	}
	return false;
}

/* The address of a packet membership is as long as it says; strace writes it as
 * hardware addresses are written. */
static void
echo_mac(struct strbuf *out, const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sb_printf(out, "%s%02x", i != 0 ? ":" : "", data[i]);
}

/* One field, which begins within the value; maybe not all of it. */
static void
echo_one(struct strbuf *out, const struct optval *val, const struct layout *l,
    size_t i, const struct value *record)
{
	const struct layout_field *f = &l->fields[i];
	const unsigned char *data = val->arg->data + f->offset;
	size_t left = val->len - f->offset;
	size_t alen;

	if (f->kind == LAYOUT_IN6 && left >= f->size) {
		echo_inet6(out, data, f->name);
		return;
	}
	sb_printf(out, "%s=", f->name);
	if (strcmp(f->name, "mr_address") == 0 && left >= f->size) {
		alen = (size_t)record->tuple->items[i - 1].i;
		echo_mac(out, data, alen < f->size ? alen : f->size);
	} else if (left >= f->size) {
		echo_field(out, f, &record->tuple->items[i], data, left);
	} else if (f->kind == LAYOUT_ADDR && left >= sizeof(sa_family_t)) {
		echo_addr(out, data, left);
	} else {
		echo_hex(out, data, left);
	}
}

/* The fields that begin within the value. */
static void
echo_fields(struct strbuf *out, const struct layout *l,
    const struct optval *val)
{
	struct value record = layout_decode(l, val->arg->data, val->len);
	bool first = true, all = true;

	sb_char(out, '{');
	for (size_t i = 0; i < l->n && l->fields[i].offset < val->len; i++) {
		if (!field_is_shown(val, l->fields[i].name)) {
			all = false;
			continue;
		}
		sb_str(out, first ? "" : ", ");
		first = false;
		echo_one(out, val, l, i, &record);
	}
	sb_str(out, all ? "}" : ", ...}");
	value_drop(&record);
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
	if (val->level == SOL_SOCKET && val->number == SO_ERROR && !val->set &&
	    n > 0)
		name = errno_name(n);
	if (name != NULL)
		sb_printf(out, "[%s]", name);
	else
		sb_printf(out, "[%d]", n);
}

static void
echo_u64(struct strbuf *out, const struct optval *val)
{
	uint64_t n;

	memcpy(&n, val->arg->data, sizeof(n));
	sb_printf(out, "[%" PRIu64 "]", n);
}

/* [1, 0]: whole ones only. */
static void
echo_ints(struct strbuf *out, const struct optval *val)
{
	uint32_t n;

	sb_char(out, '[');
	for (size_t at = 0; at + sizeof(n) <= val->len; at += sizeof(n)) {
		memcpy(&n, val->arg->data + at, sizeof(n));
		sb_printf(out, "%s%" PRIu32, at != 0 ? ", " : "", n);
	}
	sb_char(out, ']');
}

/* The types that an ICMP filter drops; if those are more, with ~ the others. */
static void
echo_icmp_filter(struct strbuf *out, const struct optval *val)
{
	uint32_t bits = 0;
	bool most;
	const char *between = "";

	memcpy(&bits, val->arg->data,
	    val->len < sizeof(bits) ? val->len : sizeof(bits));
	most = __builtin_popcount(bits) > 16;
	if (most)
		bits = ~bits;
	sb_str(out, most ? "~[" : "[");
	for (uint32_t i = 0; i < 32; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		sb_str(out, between);
		echo_name(out, &icmp_types, i, "ICMP_???");
		between = " ";
	}
	sb_char(out, ']');
}

static const struct layout *
optval_layout(const struct optval *val)
{
	size_t n = sizeof(decoded) / sizeof(decoded[0]);

	for (size_t i = 0; i < n && val->set; i++) {
		if (decoded[i].level == val->level &&
		    decoded[i].number == val->number)
			return layout_find(decoded[i].layout);
	}
	return NULL;
}

/* At these levels strace knows which options are numbers. */
static bool
is_known_int(const struct optval *val)
{
	if (val->level != SOL_SOCKET && val->level != SOL_NETLINK)
		return false;
	if (val->level == SOL_SOCKET &&
	    (val->number == SO_TYPE || val->number == SO_DOMAIN ||
		val->number == SO_PROTOCOL))
		return false;
	switch (val->type) {
	case OPT_INT:
	case OPT_UINT:
	case OPT_BOOL:
	case OPT_IFINDEX:
		return val->number != SO_ERROR || val->level != SOL_SOCKET ||
		    !val->set;
	default:
		return false;
	}
}

/* Less than this is no value: what strace then shows is a pointer. */
static size_t
optval_least(const struct optval *val)
{
	if (val->layout != NULL)
		return val->layout->size;
	if (!val->set)
		return 1;
	return is_known_int(val) ? sizeof(int) : 0;
}

static void
echo_raw(struct strbuf *out, const struct optval *val)
{
	bool all = val->len == val->arg->len;

	echo_quote(out, val->arg->data, val->len, all ? val->arg->num : 0);
}

/* A struct of the option by its fields, if there is one that has its length; what
 * is read may be shorter. */
static bool
echo_struct(struct strbuf *out, const struct optval *val)
{
	const struct layout *l;
	bool whole;

	if (val->set && (val->option->flags & OPTION_READS))
		return false;
	for (size_t i = 2; i-- > 0;) {
		l = option_layout(val->option, i);
		whole = l != NULL && (int64_t)l->size == val->arg->num &&
		    l->fields[0].kind != LAYOUT_ANY;
		if (whole || (l != NULL && i == 0 && !val->set)) {
			echo_fields(out, l, val);
			return true;
		}
	}
	return false;
}

static void
echo_typed(struct strbuf *out, const struct optval *val)
{
	enum option_type type = val->type;

	if (type == OPT_LINGER) {
		echo_fields(out, layout_find("linger"), val);
	} else if (type == OPT_TIMEVAL &&
	    val->len >= layout_find("timeval")->size) {
		echo_fields(out, layout_find("timeval"), val);
	} else if (type == OPT_STRING) {
		echo_raw(out, val);
	} else if (type == OPT_IN_ADDR && val->len == sizeof(struct in_addr)) {
		echo_fields(out, layout_find("in_addr"), val);
	} else if (type == OPT_U64 && val->len == sizeof(uint64_t)) {
		echo_u64(out, val);
	} else if (type == OPT_INTS && !val->set) {
		echo_ints(out, val);
	} else if (type == OPT_ADDR && val->len > sizeof(sa_family_t) &&
	    !val->set) {
		echo_addr(out, val->arg->data, val->len);
	} else if ((type == OPT_STRUCT || type == OPT_IN_ADDR) &&
	    echo_struct(out, val)) {
		return;
	} else if (val->len == sizeof(int) || is_known_int(val)) {
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
	struct optval val = {
		.arg = &call->args[i],
		.len = echo_length(call, i),
		.set = call->args[i].param->type == PARAM_OPTVAL,
		.level = level != NULL ? (int)level->num : -1,
		.number = number != NULL ? (int)number->num : -1,
	};
	bool ring;

	val.option = option_by_number(val.level, val.number);
	val.type = val.option != NULL ? val.option->type : OPT_BYTES;
	val.layout = optval_layout(&val);
	/* Of rings strace knows one size. */
	ring = val.layout == layout_find("tpacket_req");
	if (val.arg->null || val.arg->missing || val.len < optval_least(&val) ||
	    (ring && val.len != val.layout->size))
		echo_pointer(out, val.arg);
	else if (val.level == SOL_RAW && val.number == 1)
		echo_icmp_filter(out, &val);
	else if (val.layout != NULL)
		echo_fields(out, val.layout, &val);
	else
		echo_typed(out, &val);
}
