/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Internet Control Message Protocol: RFC 792, 1191 (the MTU of a hop). */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum {
	ICMP_TYPE,
	ICMP_CODE,
	ICMP_CHECKSUM,
	ICMP_FIXED, /* how many */
	ICMP_IDENT = ICMP_FIXED,
	ICMP_SEQ,
	ICMP_MTU,
	ICMP_GATEWAY,
	ICMP_POINTER,
	ICMP_UNUSED,
	ICMP_ORIGINATE,
	ICMP_RECEIVE,
	ICMP_TRANSMIT,
	ICMP_HEAD = 4,
	ICMP_SIZE = 8,
};

enum {
	TYPE_ECHO_REPLY = 0,
	TYPE_UNREACHABLE = 3,
	TYPE_QUENCH = 4,
	TYPE_REDIRECT = 5,
	TYPE_ECHO = 8,
	TYPE_TIME = 11,
	TYPE_PARAMETER = 12,
	TYPE_TIMESTAMP = 13,
	TYPE_TIMESTAMP_REPLY = 14,
	CODE_TOO_BIG = 4,
};

static const struct frame_meaning types[] = {
	{ TYPE_ECHO_REPLY, N_("echo reply") },
	{ TYPE_UNREACHABLE, N_("destination unreachable") },
	{ TYPE_QUENCH, N_("source quench") },
	{ TYPE_REDIRECT, N_("redirect") },
	{ TYPE_ECHO, N_("echo request") },
	{ TYPE_TIME, N_("time exceeded") },
	{ TYPE_PARAMETER, N_("parameter problem") },
	{ TYPE_TIMESTAMP, N_("timestamp request") },
	{ TYPE_TIMESTAMP_REPLY, N_("timestamp reply") },
	{ 0, NULL },
};

static const struct frame_row icmp_rows[] = {
	{
	    .key = "icmp.type",
	    .name = N_("type"),
	    .purpose = N_("what this message says"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = types,
	},
	{
	    .key = "icmp.code",
	    .name = N_("code"),
	    .purpose =
		N_("the same more exactly; of destination unreachable: 0 "
		   "network, 1 host, 3 port, 4 too big"),
	    .bit = 8,
	    .bits = 8,
	},
	{
	    .key = "icmp.checksum",
	    .name = N_("checksum"),
	    .purpose = N_("shows that the message came undamaged"),
	    .form = FRAME_CHECKSUM,
	    .bit = 16,
	    .bits = 16,
	},
	{
	    .key = "icmp.ident",
	    .name = N_("identifier"),
	    .purpose = N_("by which a sender knows the replies to its own "
			  "requests"),
	    .bit = 32,
	    .bits = 16,
	},
	{
	    .key = "icmp.seq",
	    .name = N_("sequence number"),
	    .purpose = N_("which request it is; the reply repeats it"),
	    .bit = 48,
	    .bits = 16,
	},
	{
	    .key = "icmp.mtu",
	    .name = N_("MTU of the next hop"),
	    .purpose = N_("the largest packet that the next wire takes"),
	    .bit = 48,
	    .bits = 16,
	},
	{
	    .key = "icmp.redir_gw",
	    .name = N_("gateway"),
	    .purpose = N_("the router that is nearer"),
	    .form = FRAME_IP4,
	    .bit = 32,
	    .bits = 32,
	},
	{
	    .key = "icmp.pointer",
	    .name = N_("pointer"),
	    .purpose = N_("the byte of the quoted packet that is at fault"),
	    .bit = 32,
	    .bits = 8,
	},
	{
	    .key = "icmp.unused",
	    .name = N_("unused"),
	    .purpose = N_("not used; it has to be 0"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "icmp.originate_timestamp",
	    .name = N_("originate timestamp"),
	    .purpose = N_("when it was sent, in ms since midnight UTC"),
	    .bit = 64,
	    .bits = 32,
	},
	{
	    .key = "icmp.receive_timestamp",
	    .name = N_("receive timestamp"),
	    .purpose = N_("when it arrived at the other end"),
	    .bit = 96,
	    .bits = 32,
	},
	{
	    .key = "icmp.transmit_timestamp",
	    .name = N_("transmit timestamp"),
	    .purpose = N_("when the reply was sent"),
	    .bit = 128,
	    .bits = 32,
	},
};

static bool
add_at(struct frame_scan *s, size_t row)
{
	const struct frame_row *r = &icmp_rows[row];

	return frame_add_bits(s, r, s->at * 8 + r->bit, r->bits);
}

static bool
add_unused(struct frame_scan *s, uint32_t at, uint32_t n)
{
	return frame_add(s, &icmp_rows[ICMP_UNUSED], s->at + at, n);
}

/* An error quotes the packet that it is about; a quotation in a quotation is
 * not taken apart. */
static void
quote(struct frame_scan *s)
{
	s->next = s->quoted ? FRAME_DATA : FRAME_IPV4;
	s->quoted = true;
}

static void
decode_error(struct frame_scan *s, unsigned type, unsigned code)
{
	bool ok;

	if (type == TYPE_UNREACHABLE && code == CODE_TOO_BIG)
		ok = add_unused(s, 4, 2) && add_at(s, ICMP_MTU);
	else if (type == TYPE_REDIRECT)
		ok = add_at(s, ICMP_GATEWAY);
	else if (type == TYPE_PARAMETER)
		ok = add_at(s, ICMP_POINTER) && add_unused(s, 5, 3);
	else
		ok = add_unused(s, 4, 4);
	if (!ok)
		return;
	s->at += ICMP_SIZE;
	quote(s);
}

static void
decode_timestamp(struct frame_scan *s)
{
	if (!add_at(s, ICMP_IDENT) || !add_at(s, ICMP_SEQ) ||
	    !add_at(s, ICMP_ORIGINATE) || !add_at(s, ICMP_RECEIVE) ||
	    !add_at(s, ICMP_TRANSMIT))
		return;
	s->at += ICMP_SIZE + 12;
	s->next = FRAME_DATA;
}

static void
decode_icmp(struct frame_scan *s)
{
	unsigned type;

	if (!frame_fixed(s, icmp_rows, ICMP_FIXED))
		return;
	frame_verify(s, ICMP_CHECKSUM, s->end - s->at, false);
	type = (unsigned)frame_got(s, ICMP_TYPE);
	switch (type) {
	case TYPE_ECHO:
	case TYPE_ECHO_REPLY:
		if (!add_at(s, ICMP_IDENT) || !add_at(s, ICMP_SEQ))
			return;
		s->at += ICMP_SIZE;
		s->next = FRAME_DATA;
		break;
	case TYPE_UNREACHABLE:
	case TYPE_QUENCH:
	case TYPE_REDIRECT:
	case TYPE_TIME:
	case TYPE_PARAMETER:
		decode_error(s, type, (unsigned)frame_got(s, ICMP_CODE));
		break;
	case TYPE_TIMESTAMP:
	case TYPE_TIMESTAMP_REPLY:
		decode_timestamp(s);
		break;
	default:
		s->at += ICMP_HEAD;
		s->next = FRAME_DATA;
		break;
	}
}

const struct frame_decoder frame_icmp_decoder = {
	.kind = { .name = "ICMP",
	    .title = N_("Internet Control Message Protocol"),
	    .purpose = N_("tells of what went wrong with a packet of IP, and "
			  "asks whether a host is there (ping)"),
	    .osi = 3,
	    .rows = icmp_rows,
	    .nrows = FRAME_COUNT(icmp_rows) },
	.decode = decode_icmp,
};
