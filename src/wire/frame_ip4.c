/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Internet Protocol, version 4: RFC 791; options by RFC 791, 2113, 6814. */
#include <netinet/in.h>

#include "base/i18n.h"
#include "wire/frame_row.h"

const struct frame_meaning frame_ip_protocols[] = {
	{ 0, N_("hop-by-hop options") },
	{ 1, "ICMP" },
	{ 2, "IGMP" },
	{ 4, "IPv4" },
	{ 6, "TCP" },
	{ 17, "UDP" },
	{ 41, "IPv6" },
	{ 43, N_("routing header") },
	{ 44, N_("fragment header") },
	{ 47, "GRE" },
	{ 50, "ESP" },
	{ 51, "AH" },
	{ 58, "ICMPv6" },
	{ 59, N_("nothing more") },
	{ 60, N_("destination options") },
	{ 132, "SCTP" },
	{ 136, "UDP-Lite" },
	{ 0, NULL },
};

const struct frame_meaning frame_dscps[] = {
	{ 0, N_("as all others") },
	{ 8, "CS1" },
	{ 10, "AF11" },
	{ 16, "CS2" },
	{ 18, "AF21" },
	{ 26, "AF31" },
	{ 34, "AF41" },
	{ 46, N_("expedited") },
	{ 48, "CS6" },
	{ 0, NULL },
};

/* RFC 3168, 5 */
const struct frame_meaning frame_ecns[] = {
	{ 0, N_("not supported") },
	{ 1, N_("supported, ECT(1)") },
	{ 2, N_("supported, ECT(0)") },
	{ 3, N_("congestion experienced") },
	{ 0, NULL },
};

enum {
	IP4_VERSION,
	IP4_IHL,
	IP4_DSCP,
	IP4_ECN,
	IP4_LEN,
	IP4_ID,
	IP4_RESERVED,
	IP4_DF,
	IP4_MF,
	IP4_OFFSET,
	IP4_TTL,
	IP4_PROTOCOL,
	IP4_CHECKSUM,
	IP4_SRC,
	IP4_DST,
	IP4_FIXED, /* how many */
	IP4_OPT_TYPE = IP4_FIXED,
	IP4_OPT_LEN,
	IP4_OPT_PTR,
	IP4_OPT_ADDR,
	IP4_OPT_ALERT,
	IP4_OPT_DATA,
	IP4_OPT_PADDING,
	IP4_SIZE = 20,
};

enum {
	OPT_RECORD = 7,
	OPT_TIME = 68,
	OPT_LOOSE = 131,
	OPT_STRICT = 137,
	OPT_ALERT = 148,
};

static const struct frame_meaning option_types[] = {
	{ FRAME_OPTION_END, N_("end of options") },
	{ FRAME_OPTION_NOP, N_("no operation") },
	{ OPT_RECORD, N_("record route") },
	{ OPT_TIME, N_("timestamp") },
	{ OPT_LOOSE, N_("loose source route") },
	{ 136, N_("stream identifier") },
	{ OPT_STRICT, N_("strict source route") },
	{ OPT_ALERT, N_("router alert") },
	{ 0, NULL },
};

static const struct frame_row ip_rows[] = {
	{
	    .key = "ip.version",
	    .name = N_("version"),
	    .purpose = N_("which version of IP this header is of"),
	    .bit = 0,
	    .bits = 4,
	},
	{
	    .key = "ip.hdr_len",
	    .name = N_("header length"),
	    .purpose = N_("bytes of this header, options too, counted in words "
			  "of 4 bytes"),
	    .bit = 4,
	    .bits = 4,
	    .scale = 4,
	},
	{
	    .key = "ip.dsfield.dscp",
	    .name = N_("differentiated services"),
	    .purpose = N_("how routers are asked to treat it"),
	    .bit = 8,
	    .bits = 6,
	    .meanings = frame_dscps,
	},
	{
	    .key = "ip.dsfield.ecn",
	    .name = N_("congestion notification"),
	    .purpose = N_("a router that is nearly full can mark a packet here "
			  "instead of dropping it"),
	    .bit = 14,
	    .bits = 2,
	    .meanings = frame_ecns,
	},
	{
	    .key = "ip.len",
	    .name = N_("total length"),
	    .purpose = N_("bytes of this header and of what it carries"),
	    .bit = 16,
	    .bits = 16,
	},
	{
	    .key = "ip.id",
	    .name = N_("identification"),
	    .purpose =
		N_("fragments with the same number belong to one packet"),
	    .form = FRAME_HEX,
	    .bit = 32,
	    .bits = 16,
	},
	{
	    .key = "ip.flags.rb",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .form = FRAME_FLAG,
	    .bit = 48,
	    .bits = 1,
	},
	{
	    .key = "ip.flags.df",
	    .name = N_("don't fragment"),
	    .purpose = N_("a router that cannot pass it on whole drops it and "
			  "says so by ICMP"),
	    .form = FRAME_FLAG,
	    .bit = 49,
	    .bits = 1,
	},
	{
	    .key = "ip.flags.mf",
	    .name = N_("more fragments"),
	    .purpose = N_("this is a fragment, and not the last one"),
	    .form = FRAME_FLAG,
	    .bit = 50,
	    .bits = 1,
	},
	{
	    .key = "ip.frag_offset",
	    .name = N_("fragment offset"),
	    .purpose =
		N_("where in the packet this fragment belongs, in bytes, "
		   "counted in units of 8"),
	    .bit = 51,
	    .bits = 13,
	    .scale = 8,
	},
	{
	    .key = "ip.ttl",
	    .name = N_("time to live"),
	    .purpose = N_("each router takes one away; at 0 the packet is "
			  "dropped, so that none goes round for ever"),
	    .bit = 64,
	    .bits = 8,
	},
	{
	    .key = "ip.proto",
	    .name = N_("protocol"),
	    .purpose = N_("what the packet carries: whom the receiver's kernel "
			  "gives it to"),
	    .bit = 72,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ip.checksum",
	    .name = N_("header checksum"),
	    .purpose = N_("shows that this header (not what it carries) came "
			  "undamaged; each router computes it anew"),
	    .form = FRAME_CHECKSUM,
	    .bit = 80,
	    .bits = 16,
	},
	{
	    .key = "ip.src",
	    .name = N_("source address"),
	    .purpose = N_("the host that sends, from end to end"),
	    .form = FRAME_IP4,
	    .bit = 96,
	    .bits = 32,
	},
	{
	    .key = "ip.dst",
	    .name = N_("destination address"),
	    .purpose = N_("the host it is for, from end to end"),
	    .form = FRAME_IP4,
	    .bit = 128,
	    .bits = 32,
	},
	{
	    .key = "ip.opt.type",
	    .name = N_("option"),
	    .purpose =
		N_("what this option is; its first bit says whether each "
		   "fragment gets a copy"),
	    .bits = 8,
	    .meanings = option_types,
	},
	{
	    .key = "ip.opt.len",
	    .name = N_("option length"),
	    .purpose = N_("bytes of the option, with its type and this length"),
	    .bits = 8,
	},
	{
	    .key = "ip.opt.ptr",
	    .name = N_("pointer"),
	    .purpose = N_("which byte of the option the next router reads or "
			  "writes"),
	    .bits = 8,
	},
	{
	    .key = "ip.opt.addr",
	    .name = N_("address of a router"),
	    .purpose = N_("a station on the way"),
	    .form = FRAME_IP4,
	    .bits = 32,
	},
	{
	    .key = "ip.opt.ra",
	    .name = N_("router alert"),
	    .purpose = N_("0: each router on the way is to look into it"),
	    .bits = 16,
	},
	{
	    .key = "ip.opt.data",
	    .name = N_("option data"),
	    .purpose = N_("what the option says"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ip.opt.padding",
	    .name = N_("padding"),
	    .purpose = N_("fills the header up to whole words of 4 bytes"),
	    .form = FRAME_BYTES,
	},
};

enum frame_proto
frame_ip_next(unsigned protocol, unsigned version)
{
	switch (protocol) {
	case IPPROTO_ICMP:
		return version == 4 ? FRAME_ICMP : FRAME_DATA;
	case IPPROTO_ICMPV6:
		return version == 6 ? FRAME_ICMPV6 : FRAME_DATA;
	case IPPROTO_TCP:
		return FRAME_TCP;
	case IPPROTO_UDP:
		return FRAME_UDP;
	case IPPROTO_IPIP:
		return FRAME_IPV4;
	case IPPROTO_IPV6:
		return FRAME_IPV6;
	default:
		return FRAME_DATA;
	}
}

/* A route: a pointer, then addresses. While the pointer is within, the packet
 * is on its way to the last of them. */
static bool
option_route(struct frame_scan *s, uint32_t at, uint32_t len, bool source)
{
	if (len < 3 || !frame_add(s, &ip_rows[IP4_OPT_PTR], at + 2, 1))
		return len >= 3;
	if (source && frame_number(s, at + 2, 1) <= len)
		s->routed = true;
	for (uint32_t i = 3; i + 4 <= len; i += 4) {
		if (!frame_add(s, &ip_rows[IP4_OPT_ADDR], at + i, 4))
			return false;
	}
	return true;
}

static bool
option_content(struct frame_scan *s, unsigned type, uint32_t at, uint32_t len)
{
	switch (type) {
	case OPT_RECORD:
	case OPT_LOOSE:
	case OPT_STRICT:
		return option_route(s, at, len, type != OPT_RECORD);
	case OPT_TIME:
		if (len < 4)
			break;
		return frame_add(s, &ip_rows[IP4_OPT_PTR], at + 2, 1) &&
		    frame_add(s, &ip_rows[IP4_OPT_DATA], at + 3, len - 3);
	case OPT_ALERT:
		if (len == 4)
			return frame_add(s, &ip_rows[IP4_OPT_ALERT], at + 2, 2);
		break;
	default:
		break;
	}
	return len == 2 ||
	    frame_add(s, &ip_rows[IP4_OPT_DATA], at + 2, len - 2);
}

static const struct frame_options options = {
	.type = &ip_rows[IP4_OPT_TYPE],
	.len = &ip_rows[IP4_OPT_LEN],
	.padding = &ip_rows[IP4_OPT_PADDING],
	.content = option_content,
};

/* How far the packet reaches: what it says, if that can be. */
static void
set_end(struct frame_scan *s, uint32_t header)
{
	uint32_t total = (uint32_t)frame_got(s, IP4_LEN);

	if (total < header) {
		frame_bad(s, s->at + 2,
		    N_("the total length is less than the header"));
		return;
	}
	if (total > s->end - s->at) {
		s->lacking = true;
		if (!s->quoted)
			frame_bad(s, s->at + 2,
			    N_("the packet is longer than its frame"));
		return;
	}
	s->end = s->at + total;
	if (!s->quoted)
		s->packet = s->end;
}

static void
decode_ip4(struct frame_scan *s)
{
	uint32_t header;

	if (!frame_fixed(s, ip_rows, IP4_FIXED))
		return;
	header = (uint32_t)frame_got(s, IP4_IHL) * 4;
	if (frame_got(s, IP4_VERSION) != 4) {
		frame_bad(s, s->at, N_("this is not version 4"));
		return;
	}
	if (header < IP4_SIZE) {
		frame_bad(s, s->at, N_("the header length is less than 20"));
		return;
	}
	if (!frame_room(s, s->at, header))
		return;
	s->fragment = false;
	s->lacking = false;
	frame_verify(s, IP4_CHECKSUM, header, false);
	set_end(s, header);
	s->ip = s->at;
	s->version = 4;
	s->protocol = (uint8_t)frame_got(s, IP4_PROTOCOL);
	s->fragment =
	    frame_got(s, IP4_MF) != 0 || frame_got(s, IP4_OFFSET) != 0;
	s->routed = false;
	frame_add_options(s, &options, s->at + IP4_SIZE, s->at + header);
	s->at += header;
	s->next = frame_got(s, IP4_OFFSET) != 0 ? FRAME_DATA :
						  frame_ip_next(s->protocol, 4);
}

const struct frame_decoder frame_ip4_decoder = {
	.kind = { .name = "IPv4",
	    .title = N_("Internet Protocol, version 4"),
	    .purpose = N_("carries a packet from host to host, over any number "
			  "of wires and routers; it may be lost on the way"),
	    .osi = 3,
	    .rows = ip_rows,
	    .nrows = FRAME_COUNT(ip_rows) },
	.decode = decode_ip4,
};
