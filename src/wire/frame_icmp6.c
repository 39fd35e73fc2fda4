/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ICMPv6: RFC 4443; the discovery of neighbours by RFC 4861, of who listens to
 * which group by RFC 2710 and 3810.
 */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum {
	I6_TYPE,
	I6_CODE,
	I6_CHECKSUM,
	I6_FIXED, /* how many */
	I6_IDENT = I6_FIXED,
	I6_SEQ,
	I6_MTU,
	I6_POINTER,
	I6_UNUSED,
	I6_TARGET_NS,
	I6_ROUTER,
	I6_SOLICITED,
	I6_OVERRIDE,
	I6_TARGET_NA,
	I6_HOP_LIMIT,
	I6_MANAGED,
	I6_OTHER,
	I6_LIFETIME,
	I6_REACHABLE,
	I6_RETRANS,
	I6_TARGET_RD,
	I6_DESTINATION,
	I6_DELAY,
	I6_GROUP,
	I6_RECORDS,
	I6_RECORD_TYPE,
	I6_RECORD_AUX,
	I6_RECORD_SOURCES,
	I6_RECORD_GROUP,
	I6_RECORD_SOURCE,
	I6_OPT_TYPE,
	I6_OPT_LEN,
	I6_OPT_LINK,
	I6_OPT_PREFIX_LEN,
	I6_OPT_PREFIX,
	I6_OPT_MTU,
	I6_OPT_DATA,
};

enum {
	TYPE_UNREACHABLE = 1,
	TYPE_TOO_BIG = 2,
	TYPE_TIME = 3,
	TYPE_PARAMETER = 4,
	TYPE_ECHO = 128,
	TYPE_ECHO_REPLY = 129,
	TYPE_QUERY = 130,
	TYPE_REPORT = 131,
	TYPE_DONE = 132,
	TYPE_RS = 133,
	TYPE_RA = 134,
	TYPE_NS = 135,
	TYPE_NA = 136,
	TYPE_REDIRECT = 137,
	TYPE_REPORT2 = 143,
};

static const struct frame_meaning types[] = {
	{ TYPE_UNREACHABLE, N_("destination unreachable") },
	{ TYPE_TOO_BIG, N_("packet too big") },
	{ TYPE_TIME, N_("time exceeded") },
	{ TYPE_PARAMETER, N_("parameter problem") },
	{ TYPE_ECHO, N_("echo request") },
	{ TYPE_ECHO_REPLY, N_("echo reply") },
	{ TYPE_QUERY, N_("multicast listener query") },
	{ TYPE_REPORT, N_("multicast listener report") },
	{ TYPE_DONE, N_("multicast listener done") },
	{ TYPE_RS, N_("router solicitation") },
	{ TYPE_RA, N_("router advertisement") },
	{ TYPE_NS, N_("neighbor solicitation") },
	{ TYPE_NA, N_("neighbor advertisement") },
	{ TYPE_REDIRECT, N_("redirect") },
	{ TYPE_REPORT2, N_("multicast listener report, version 2") },
	{ 0, NULL },
};

enum { OPT_SOURCE = 1, OPT_TARGET = 2, OPT_PREFIX = 3, OPT_MTU = 5 };

static const struct frame_meaning options[] = {
	{ OPT_SOURCE, N_("source link-layer address") },
	{ OPT_TARGET, N_("target link-layer address") },
	{ OPT_PREFIX, N_("prefix information") },
	{ 4, N_("redirected header") },
	{ OPT_MTU, "MTU" },
	{ 14, N_("nonce") },
	{ 0, NULL },
};

#define ROW(the_key, the_name, why, the_form, at, n)                    \
	{                                                               \
		.key = (the_key), .name = (the_name), .purpose = (why), \
		.form = (the_form), .bit = (at), .bits = (n)            \
	}

static const struct frame_row icmp6_rows[] = {
	{
	    .key = "icmpv6.type",
	    .name = N_("type"),
	    .purpose = N_("what this message says; from 128 on it is no error"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = types,
	},
	ROW("icmpv6.code", N_("code"),
	    N_("the same more exactly; of destination unreachable: 0 no route, "
	       "3 address, 4 port"),
	    FRAME_NUMBER, 8, 8),
	ROW("icmpv6.checksum", N_("checksum"),
	    N_("shows that the message came undamaged, and from and to the "
	       "right addresses"),
	    FRAME_CHECKSUM, 16, 16),
	ROW("icmpv6.echo.identifier", N_("identifier"),
	    N_("by which a sender knows the replies to its own requests"),
	    FRAME_NUMBER, 32, 16),
	ROW("icmpv6.echo.sequence_number", N_("sequence number"),
	    N_("which request it is; the reply repeats it"), FRAME_NUMBER, 48,
	    16),
	ROW("icmpv6.mtu", N_("MTU of the next hop"),
	    N_("the largest packet that the next wire takes"), FRAME_NUMBER, 32,
	    32),
	ROW("icmpv6.pointer", N_("pointer"),
	    N_("the byte of the quoted packet that is at fault"), FRAME_NUMBER,
	    32, 32),
	ROW("icmpv6.reserved", N_("reserved"), N_("not used; it has to be 0"),
	    FRAME_BYTES, 32, 32),
	ROW("icmpv6.nd.ns.target_address", N_("target address"),
	    N_("whose hardware address is asked for"), FRAME_IP6, 64, 128),
	ROW("icmpv6.nd.na.flag.r", N_("router"),
	    N_("whoever answers is a router"), FRAME_FLAG, 32, 1),
	ROW("icmpv6.nd.na.flag.s", N_("solicited"),
	    N_("this answers a solicitation"), FRAME_FLAG, 33, 1),
	ROW("icmpv6.nd.na.flag.o", N_("override"),
	    N_("it replaces what was known before"), FRAME_FLAG, 34, 1),
	ROW("icmpv6.nd.na.target_address", N_("target address"),
	    N_("whose hardware address this tells"), FRAME_IP6, 64, 128),
	ROW("icmpv6.nd.ra.cur_hop_limit", N_("hop limit"),
	    N_("what hosts here are to begin with"), FRAME_NUMBER, 32, 8),
	ROW("icmpv6.nd.ra.flag.m", N_("managed"),
	    N_("addresses are given out by DHCPv6"), FRAME_FLAG, 40, 1),
	ROW("icmpv6.nd.ra.flag.o", N_("other configuration"),
	    N_("other settings are given out by DHCPv6"), FRAME_FLAG, 41, 1),
	ROW("icmpv6.nd.ra.router_lifetime", N_("router lifetime"),
	    N_("for how many seconds it is a router to send by"), FRAME_NUMBER,
	    48, 16),
	ROW("icmpv6.nd.ra.reachable_time", N_("reachable time"),
	    N_("for how many ms a neighbor counts as reachable"), FRAME_NUMBER,
	    64, 32),
	ROW("icmpv6.nd.ra.retrans_timer", N_("retransmission timer"),
	    N_("after how many ms one asks again"), FRAME_NUMBER, 96, 32),
	ROW("icmpv6.nd.rd.target_address", N_("target address"),
	    N_("the router that is nearer"), FRAME_IP6, 64, 128),
	ROW("icmpv6.rd.na.destination_address", N_("destination address"),
	    N_("where packets go by it"), FRAME_IP6, 192, 128),
	ROW("icmpv6.mld.maximum_response_delay", N_("maximum response delay"),
	    N_("within how many ms an answer is wanted"), FRAME_NUMBER, 32, 16),
	ROW("icmpv6.mld.multicast_address", N_("multicast address"),
	    N_("the group it is about; zero asks for all"), FRAME_IP6, 64, 128),
	ROW("icmpv6.mldr.nb_mcast_records", N_("number of records"),
	    N_("how many groups are reported"), FRAME_NUMBER, 48, 16),
	ROW("icmpv6.mldr.mar.record_type", N_("record type"),
	    N_("whether a group is listened to: 3 no longer, 4 from now on"),
	    FRAME_NUMBER, 0, 8),
	ROW("icmpv6.mldr.mar.aux_data_len", N_("auxiliary data length"),
	    N_("words of 4 bytes behind the record"), FRAME_NUMBER, 8, 8),
	ROW("icmpv6.mldr.mar.nb_sources", N_("number of sources"),
	    N_("how many senders are named"), FRAME_NUMBER, 16, 16),
	ROW("icmpv6.mldr.mar.multicast_address", N_("multicast address"),
	    N_("the group"), FRAME_IP6, 32, 128),
	ROW("icmpv6.mldr.mar.source_address", N_("source address"),
	    N_("a sender that is wanted, or not"), FRAME_IP6, 0, 128),
	{
	    .key = "icmpv6.opt.type",
	    .name = N_("option"),
	    .purpose = N_("what this option is"),
	    .bits = 8,
	    .meanings = options,
	},
	{
	    .key = "icmpv6.opt.length",
	    .name = N_("option length"),
	    .purpose = N_("the whole option, in units of 8 bytes"),
	    .bits = 8,
	},
	ROW("icmpv6.opt.linkaddr", N_("link-layer address"),
	    N_("the hardware address"), FRAME_MAC, 0, 48),
	ROW("icmpv6.opt.prefix.length", N_("prefix length"),
	    N_("how many bits all addresses of this wire have in common"),
	    FRAME_NUMBER, 0, 8),
	ROW("icmpv6.opt.prefix", N_("prefix"), N_("those bits"), FRAME_IP6, 0,
	    128),
	ROW("icmpv6.opt.mtu", "MTU", N_("the largest packet of this wire"),
	    FRAME_NUMBER, 0, 32),
	{
	    .key = "icmpv6.opt.data",
	    .name = N_("option data"),
	    .purpose = N_("what the option says"),
	    .form = FRAME_BYTES,
	},
};

/* Rows with places of their own in the message, from first to last. */
static bool
add_rows(struct frame_scan *s, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++) {
		const struct frame_row *r = &icmp6_rows[i];

		if (!frame_add_bits(s, r, s->at * 8 + r->bit, r->bits))
			return false;
	}
	return true;
}

static bool
option_prefix(struct frame_scan *s, uint32_t at)
{
	return frame_add(s, &icmp6_rows[I6_OPT_PREFIX_LEN], at + 2, 1) &&
	    frame_add(s, &icmp6_rows[I6_OPT_DATA], at + 3, 13) &&
	    frame_add(s, &icmp6_rows[I6_OPT_PREFIX], at + 16, 16);
}

static bool
option_content(struct frame_scan *s, unsigned type, uint32_t at, uint32_t len)
{
	if ((type == OPT_SOURCE || type == OPT_TARGET) && len == 8)
		return frame_add(s, &icmp6_rows[I6_OPT_LINK], at + 2, 6);
	if (type == OPT_PREFIX && len == 32)
		return option_prefix(s, at);
	if (type == OPT_MTU && len == 8)
		return frame_add(s, &icmp6_rows[I6_OPT_DATA], at + 2, 2) &&
		    frame_add(s, &icmp6_rows[I6_OPT_MTU], at + 4, 4);
	return frame_add(s, &icmp6_rows[I6_OPT_DATA], at + 2, len - 2);
}

/* Options of the discovery of neighbours, up to the end. */
static void
decode_options(struct frame_scan *s)
{
	while (s->at < s->end) {
		unsigned type;
		uint32_t len;

		if (!frame_add(s, &icmp6_rows[I6_OPT_TYPE], s->at, 1) ||
		    !frame_add(s, &icmp6_rows[I6_OPT_LEN], s->at + 1, 1))
			return;
		type = (unsigned)frame_number(s, s->at, 1);
		len = (uint32_t)frame_number(s, s->at + 1, 1) * 8;
		if (len == 0 || len > s->end - s->at) {
			frame_bad(s, s->at + 1,
			    N_("an option's length is impossible"));
			return;
		}
		if (!option_content(s, type, s->at, len))
			return;
		s->at += len;
	}
}

static bool
decode_record(struct frame_scan *s)
{
	uint32_t sources, aux;

	if (!add_rows(s, I6_RECORD_TYPE, I6_RECORD_GROUP))
		return false;
	aux = (uint32_t)frame_number(s, s->at + 1, 1) * 4;
	sources = (uint32_t)frame_number(s, s->at + 2, 2);
	s->at += 20;
	for (uint32_t i = 0; i < sources; i++, s->at += 16) {
		if (!frame_add(s, &icmp6_rows[I6_RECORD_SOURCE], s->at, 16))
			return false;
	}
	if (!frame_room(s, s->at, aux))
		return false;
	s->at += aux;
	return true;
}

static void
decode_report(struct frame_scan *s)
{
	uint32_t n;

	if (!frame_add(s, &icmp6_rows[I6_UNUSED], s->at + 4, 2) ||
	    !add_rows(s, I6_RECORDS, I6_RECORDS))
		return;
	n = (uint32_t)frame_number(s, s->at + 6, 2);
	s->at += 8;
	while (n-- != 0 && decode_record(s))
		continue;
}

/* Messages whose fields are followed by size bytes in all. */
struct shape {
	uint8_t type;
	uint8_t first; /* rows */
	uint8_t last;  /* … to here; 0: none */
	uint8_t unused;
	uint8_t unused_len;
	uint8_t size;
	enum { THEN_NOTHING, THEN_OPTIONS, THEN_QUOTE, THEN_DATA } then;
};

static const struct shape shapes[] = {
	{ TYPE_UNREACHABLE, 0, 0, 4, 4, 8, THEN_QUOTE },
	{ TYPE_TOO_BIG, I6_MTU, I6_MTU, 0, 0, 8, THEN_QUOTE },
	{ TYPE_TIME, 0, 0, 4, 4, 8, THEN_QUOTE },
	{ TYPE_PARAMETER, I6_POINTER, I6_POINTER, 0, 0, 8, THEN_QUOTE },
	{ TYPE_ECHO, I6_IDENT, I6_SEQ, 0, 0, 8, THEN_DATA },
	{ TYPE_ECHO_REPLY, I6_IDENT, I6_SEQ, 0, 0, 8, THEN_DATA },
	{ TYPE_QUERY, I6_DELAY, I6_GROUP, 6, 2, 24, THEN_DATA },
	{ TYPE_REPORT, I6_DELAY, I6_GROUP, 6, 2, 24, THEN_DATA },
	{ TYPE_DONE, I6_DELAY, I6_GROUP, 6, 2, 24, THEN_DATA },
	{ TYPE_RS, 0, 0, 4, 4, 8, THEN_OPTIONS },
	{ TYPE_RA, I6_HOP_LIMIT, I6_RETRANS, 0, 0, 16, THEN_OPTIONS },
	{ TYPE_NS, I6_TARGET_NS, I6_TARGET_NS, 4, 4, 24, THEN_OPTIONS },
	{ TYPE_NA, I6_ROUTER, I6_TARGET_NA, 0, 0, 24, THEN_OPTIONS },
	{ TYPE_REDIRECT, I6_TARGET_RD, I6_DESTINATION, 4, 4, 40, THEN_OPTIONS },
	{ 0, 0, 0, 0, 0, 4, THEN_DATA },
};

static void
decode_icmp6(struct frame_scan *s)
{
	const struct shape *shape = shapes;
	unsigned type;

	if (!frame_fixed(s, icmp6_rows, I6_FIXED))
		return;
	frame_verify(s, I6_CHECKSUM, s->end - s->at, true);
	type = (unsigned)frame_got(s, I6_TYPE);
	if (type == TYPE_REPORT2) {
		decode_report(s);
		return;
	}
	while (shape->type != 0 && shape->type != type)
		shape++;
	if (shape->unused_len != 0 &&
	    !frame_add(s, &icmp6_rows[I6_UNUSED], s->at + shape->unused,
		shape->unused_len))
		return;
	if (shape->last != 0 && !add_rows(s, shape->first, shape->last))
		return;
	s->at += shape->size;
	if (shape->then == THEN_OPTIONS) {
		decode_options(s);
	} else if (shape->then == THEN_QUOTE) {
		s->next = s->quoted ? FRAME_DATA : FRAME_IPV6;
		s->quoted = true;
	} else {
		s->next = FRAME_DATA;
	}
}

const struct frame_decoder frame_icmp6_decoder = {
	.kind = { .name = "ICMPv6",
	    .title = N_("Internet Control Message Protocol for IPv6"),
	    .purpose =
		N_("tells of what went wrong with a packet, asks whether "
		   "a host is there, and finds neighbors and routers"),
	    .osi = 3,
	    .rows = icmp6_rows,
	    .nrows = FRAME_COUNT(icmp6_rows) },
	.decode = decode_icmp6,
};
