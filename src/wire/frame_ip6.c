/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Internet Protocol, version 6: RFC 8200. */
#include <netinet/in.h>

#include "base/i18n.h"
#include "wire/frame_row.h"

enum {
	IP6_VERSION,
	IP6_DSCP,
	IP6_ECN,
	IP6_FLOW,
	IP6_LEN,
	IP6_NEXT,
	IP6_HOPS,
	IP6_SRC,
	IP6_DST,
	IP6_FIXED,
	IP6_SIZE = 40,
};

static const struct frame_row ip6_rows[] = {
	{
	    .key = "ipv6.version",
	    .name = N_("version"),
	    .purpose = N_("which version of IP this header is of"),
	    .bit = 0,
	    .bits = 4,
	},
	{
	    .key = "ipv6.tclass.dscp",
	    .name = N_("differentiated services"),
	    .purpose = N_("how routers are asked to treat it"),
	    .bit = 4,
	    .bits = 6,
	    .meanings = frame_dscps,
	},
	{
	    .key = "ipv6.tclass.ecn",
	    .name = N_("congestion notification"),
	    .purpose = N_("a router that is nearly full can mark a packet here "
			  "instead of dropping it"),
	    .bit = 10,
	    .bits = 2,
	    .meanings = frame_ecns,
	},
	{
	    .key = "ipv6.flow",
	    .name = N_("flow label"),
	    .purpose = N_("packets of one connection have the same, so that "
			  "routers send them the same way"),
	    .form = FRAME_HEX,
	    .bit = 12,
	    .bits = 20,
	},
	{
	    .key = "ipv6.plen",
	    .name = N_("payload length"),
	    .purpose = N_("bytes behind this header, extension headers counted "
			  "in"),
	    .bit = 32,
	    .bits = 16,
	},
	{
	    .key = "ipv6.nxt",
	    .name = N_("next header"),
	    .purpose = N_("what comes behind this header"),
	    .bit = 48,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ipv6.hlim",
	    .name = N_("hop limit"),
	    .purpose = N_("each router takes one away; at 0 the packet is "
			  "dropped, so that none goes round for ever"),
	    .bit = 56,
	    .bits = 8,
	},
	{
	    .key = "ipv6.src",
	    .name = N_("source address"),
	    .purpose = N_("the host that sends, from end to end"),
	    .form = FRAME_IP6,
	    .bit = 64,
	    .bits = 128,
	},
	{
	    .key = "ipv6.dst",
	    .name = N_("destination address"),
	    .purpose = N_("the host it is for, from end to end"),
	    .form = FRAME_IP6,
	    .bit = 192,
	    .bits = 128,
	},
};

/* Extension headers are numbered as protocols are. */
static enum frame_proto
next_header(unsigned number)
{
	switch (number) {
	case IPPROTO_HOPOPTS:
		return FRAME_HOPOPTS;
	case IPPROTO_ROUTING:
		return FRAME_ROUTING;
	case IPPROTO_FRAGMENT:
		return FRAME_FRAGMENT;
	case IPPROTO_DSTOPTS:
		return FRAME_DSTOPTS;
	default:
		return frame_ip_next(number, 6);
	}
}

void
frame_ip6_next(struct frame_scan *s, unsigned number)
{
	s->protocol = (uint8_t)number;
	s->next = next_header(number);
}

static void
decode_ip6(struct frame_scan *s)
{
	uint32_t len;

	if (!frame_fixed(s, ip6_rows, IP6_FIXED))
		return;
	if (frame_got(s, IP6_VERSION) != 6) {
		frame_bad(s, s->at, N_("this is not version 6"));
		return;
	}
	s->ip = s->at;
	s->version = 6;
	s->fragment = false;
	s->lacking = false;
	s->routed = s->final_known = false;
	len = (uint32_t)frame_got(s, IP6_LEN);
	s->at += IP6_SIZE;
	if (len <= s->end - s->at) {
		s->end = s->at + len;
		if (!s->quoted)
			s->packet = s->end;
	} else {
		s->lacking = true;
		if (!s->quoted)
			frame_bad(s, s->ip + 4,
			    N_("the packet is longer than its frame"));
	}
	frame_ip6_next(s, (unsigned)frame_got(s, IP6_NEXT));
}

const struct frame_decoder frame_ip6_decoder = {
	.kind = { .name = "IPv6",
	    .title = N_("Internet Protocol, version 6"),
	    .purpose = N_("carries a packet from host to host, over any number "
			  "of wires and routers; it may be lost on the way"),
	    .osi = 3,
	    .rows = ip6_rows,
	    .nrows = FRAME_COUNT(ip6_rows) },
	.decode = decode_ip6,
};

enum {
	FRAG_NEXT,
	FRAG_OCTET,
	FRAG_OFFSET,
	FRAG_BITS,
	FRAG_MORE,
	FRAG_ID,
	FRAG_FIXED,
	FRAG_SIZE = 8
};

static const struct frame_row fragment_rows[] = {
	{
	    .key = "ipv6.fraghdr.nxt",
	    .name = N_("next header"),
	    .purpose = N_("what comes behind this header"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ipv6.fraghdr.reserved_octet",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .bit = 8,
	    .bits = 8,
	},
	{
	    .key = "ipv6.fraghdr.offset",
	    .name = N_("fragment offset"),
	    .purpose =
		N_("where in the packet this fragment belongs, in bytes, "
		   "counted in units of 8"),
	    .bit = 16,
	    .bits = 13,
	    .scale = 8,
	},
	{
	    .key = "ipv6.fraghdr.reserved_bits",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .bit = 29,
	    .bits = 2,
	},
	{
	    .key = "ipv6.fraghdr.more",
	    .name = N_("more fragments"),
	    .purpose = N_("this is a fragment, and not the last one"),
	    .form = FRAME_FLAG,
	    .bit = 31,
	    .bits = 1,
	},
	{
	    .key = "ipv6.fraghdr.ident",
	    .name = N_("identification"),
	    .purpose =
		N_("fragments with the same number belong to one packet"),
	    .form = FRAME_HEX,
	    .bit = 32,
	    .bits = 32,
	},
};

static void
decode_fragment(struct frame_scan *s)
{
	unsigned next;

	if (!frame_fixed(s, fragment_rows, FRAG_FIXED))
		return;
	next = (unsigned)frame_got(s, FRAG_NEXT);
	s->at += FRAG_SIZE;
	if (frame_got(s, FRAG_OFFSET) != 0) {
		s->fragment = true;
		s->protocol = (uint8_t)next;
		s->next = FRAME_DATA;
		return;
	}
	/* An atomic fragment is the whole packet: RFC 6946. */
	s->fragment |= frame_got(s, FRAG_MORE) != 0;
	frame_ip6_next(s, next);
}

const struct frame_decoder frame_fragment_decoder = {
	.kind = { .name = N_("fragment"),
	    .title = N_("fragment header of IPv6"),
	    .purpose =
		N_("a packet too large for the way was cut by its sender; "
		   "the receiver puts the fragments together"),
	    .osi = 3,
	    .rows = fragment_rows,
	    .nrows = FRAME_COUNT(fragment_rows) },
	.decode = decode_fragment,
};
