/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The routing header of IPv6 (RFC 8200, 4.4) and what its types have in it: the
 * source route of RFC 5095 (deprecated), of mobile nodes (RFC 6275, 6.4), of RPL
 * (RFC 6554, 3) and of segment routing (RFC 8754, 2).
 */
#include <string.h>

#include "base/i18n.h"
#include "wire/frame_row.h"

enum { TYPE_SOURCE, TYPE_MOBILE = 2, TYPE_RPL = 3, TYPE_SEGMENT = 4 };

enum {
	ROUTE_NEXT,
	ROUTE_LEN,
	ROUTE_TYPE,
	ROUTE_LEFT,
	ROUTE_FIXED,
	SOURCE_RESERVED = ROUTE_FIXED,
	SOURCE_ADDR,
	MOBILE_RESERVED,
	MOBILE_HOME,
	RPL_INTERNAL,
	RPL_FINAL,
	RPL_PAD,
	RPL_RESERVED,
	RPL_ADDR,
	SEGMENT_LAST,
	SEGMENT_FLAGS,
	SEGMENT_TAG,
	SEGMENT_ADDR,
	ROUTE_UNKNOWN,
	ROUTE_DATA,
	ADDR_SIZE = 16,
	ADDRS_AT = 8, /* where addresses begin, of all types */
	TO_AT = 24,   /* the destination in IPv6's header */
};

static const struct frame_meaning routing_types[] = {
	{ TYPE_SOURCE, N_("source route, no longer used") },
	{ TYPE_MOBILE, N_("mobile node") },
	{ TYPE_RPL, N_("source route of RPL") },
	{ TYPE_SEGMENT, N_("segment routing") },
	{ 0, NULL },
};

static const struct frame_row routing_rows[] = {
	{
	    .key = "ipv6.routing.nxt",
	    .name = N_("next header"),
	    .purpose = N_("what comes behind this header"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ipv6.routing.len",
	    .name = N_("header length"),
	    .purpose = N_("units of 8 bytes beyond the first 8"),
	    .bit = 8,
	    .bits = 8,
	},
	{
	    .key = "ipv6.routing.type",
	    .name = N_("routing type"),
	    .purpose = N_("how the rest is to be read"),
	    .bit = 16,
	    .bits = 8,
	    .meanings = routing_types,
	},
	{
	    .key = "ipv6.routing.segleft",
	    .name = N_("segments left"),
	    .purpose = N_("stations that it has still to pass"),
	    .bit = 24,
	    .bits = 8,
	},
	{
	    .key = "ipv6.routing.src.reserved",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.routing.src.addr",
	    .name = N_("station"),
	    .purpose = N_("a router on the way; the last one is the receiver"),
	    .form = FRAME_IP6,
	},
	{
	    .key = "ipv6.routing.mipv6.reserved",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.routing.mipv6.home_address",
	    .name = N_("home address"),
	    .purpose = N_("the address that the mobile node has at home, as "
			  "its programs know it"),
	    .form = FRAME_IP6,
	},
	{
	    .key = "ipv6.routing.rpl.cmprI",
	    .name = N_("bytes left out, of each but the last"),
	    .purpose = N_("so many first bytes are those of the destination"),
	    .bits = 4,
	},
	{
	    .key = "ipv6.routing.rpl.cmprE",
	    .name = N_("bytes left out, of the last"),
	    .purpose = N_("so many first bytes are those of the destination"),
	    .bits = 4,
	},
	{
	    .key = "ipv6.routing.rpl.pad",
	    .name = N_("padding"),
	    .purpose = N_("bytes behind the addresses that fill the header up "
			  "to units of 8"),
	    .bits = 4,
	},
	{
	    .key = "ipv6.routing.rpl.reserved",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .bits = 20,
	},
	{
	    .key = "ipv6.routing.rpl.address",
	    .name = N_("station"),
	    .purpose = N_("the end of the address of a router on the way"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.routing.srh.last_entry",
	    .name = N_("last entry"),
	    .purpose = N_("the number of the list's last segment, from 0 on"),
	    .bits = 8,
	},
	{
	    .key = "ipv6.routing.srh.flags",
	    .name = N_("flags"),
	    .purpose = N_("not used yet"),
	    .form = FRAME_HEX,
	    .bits = 8,
	},
	{
	    .key = "ipv6.routing.srh.tag",
	    .name = N_("tag"),
	    .purpose = N_("packets that are to be treated alike have the same"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.routing.srh.addr",
	    .name = N_("segment"),
	    .purpose = N_("a station on the way; the list is written from the "
			  "last one to the first"),
	    .form = FRAME_IP6,
	},
	{
	    .key = "ipv6.routing.unknown_data",
	    .name = N_("routing data"),
	    .purpose = N_("the stations on the way"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.routing.data",
	    .name = N_("more data"),
	    .purpose = N_("what stands behind the addresses: padding, or what "
			  "stations on the way are to be told"),
	    .form = FRAME_BYTES,
	},
};

/* Where the packet goes at last, if it is not there yet: the checksum of what it
 * carries counts that address in (RFC 8200, 8.1). The first keep bytes of at's are
 * those of the header's destination. */
static void
goes_to(struct frame_scan *s, uint32_t at, uint32_t keep)
{
	memcpy(s->final, s->f->data + s->ip + TO_AT, keep);
	memcpy(s->final + keep, s->f->data + at, ADDR_SIZE - keep);
	s->final_known = true;
}

/* Whole addresses from at to end; how many. */
static uint32_t
add_addrs(struct frame_scan *s, int row, uint32_t at, uint32_t end)
{
	uint32_t n = 0;

	while (end - at >= ADDR_SIZE &&
	    frame_add(s, &routing_rows[row], at, ADDR_SIZE)) {
		at += ADDR_SIZE;
		n++;
	}
	return n;
}

/* What is left, if anything is. */
static void
add_rest(struct frame_scan *s, uint32_t at, uint32_t end)
{
	if (at < end)
		frame_add(s, &routing_rows[ROUTE_DATA], at, end - at);
}

static void
decode_source(struct frame_scan *s, uint32_t end)
{
	const uint32_t from = s->at + ADDRS_AT;
	uint32_t n, left = (uint32_t)frame_got(s, ROUTE_LEFT);

	if (!frame_add(s, &routing_rows[SOURCE_RESERVED], s->at + 4, 4))
		return;
	n = add_addrs(s, SOURCE_ADDR, from, end);
	if (left != 0 && left <= n)
		goes_to(s, from + (n - 1) * ADDR_SIZE, 0);
	add_rest(s, from + n * ADDR_SIZE, end);
}

static void
decode_mobile(struct frame_scan *s, uint32_t end)
{
	const uint32_t from = s->at + ADDRS_AT;

	if (!frame_add(s, &routing_rows[MOBILE_RESERVED], s->at + 4, 4))
		return;
	if (end - from < ADDR_SIZE) {
		add_rest(s, from, end);
		return;
	}
	if (!frame_add(s, &routing_rows[MOBILE_HOME], from, ADDR_SIZE))
		return;
	if (frame_got(s, ROUTE_LEFT) == 1)
		goes_to(s, from, 0);
	add_rest(s, from + ADDR_SIZE, end);
}

/* The addresses but the last have the same size, the last its own, and padding
 * comes behind it. */
static void
decode_rpl(struct frame_scan *s, uint32_t end)
{
	static const uint8_t bits[] = { 4, 4, 4, 20 };
	uint32_t at = s->at + 4, bit = at * 8, inner, last, pad;

	for (int i = 0; i < 4; i++) {
		if (!frame_add_bits(s, &routing_rows[RPL_INTERNAL + i], bit,
			bits[i]))
			return;
		bit += bits[i];
	}
	inner = ADDR_SIZE - (uint32_t)(frame_number(s, at, 1) >> 4);
	last = ADDR_SIZE - (uint32_t)(frame_number(s, at, 1) & 15);
	pad = (uint32_t)frame_number(s, at + 1, 1) >> 4;
	at += 4;
	if (end - at < last + pad || (end - at - last - pad) % inner != 0) {
		frame_bad(s, at, N_("the addresses do not fill it"));
		add_rest(s, at, end);
		return;
	}
	for (; at < end - pad - last; at += inner) {
		if (!frame_add(s, &routing_rows[RPL_ADDR], at, inner))
			return;
	}
	if (!frame_add(s, &routing_rows[RPL_ADDR], at, last))
		return;
	if (frame_got(s, ROUTE_LEFT) != 0)
		goes_to(s, at, ADDR_SIZE - last);
	add_rest(s, at + last, end);
}

/* The list is written backwards: its first is the last station. */
static void
decode_segment(struct frame_scan *s, uint32_t end)
{
	const uint32_t at = s->at + 4, from = s->at + ADDRS_AT;
	uint32_t n, most;

	if (!frame_add(s, &routing_rows[SEGMENT_LAST], at, 1) ||
	    !frame_add(s, &routing_rows[SEGMENT_FLAGS], at + 1, 1) ||
	    !frame_add(s, &routing_rows[SEGMENT_TAG], at + 2, 2))
		return;
	n = (uint32_t)frame_number(s, at, 1) + 1;
	most = (end - from) / ADDR_SIZE;
	if (n > most) {
		frame_bad(s, at, N_("the list is longer than its header"));
		n = most;
	}
	n = add_addrs(s, SEGMENT_ADDR, from, from + n * ADDR_SIZE);
	if (frame_got(s, ROUTE_LEFT) != 0 && frame_got(s, ROUTE_LEFT) < n)
		goes_to(s, from, 0);
	add_rest(s, from + n * ADDR_SIZE, end);
}

static void
decode_routing(struct frame_scan *s)
{
	uint32_t len;

	if (!frame_fixed(s, routing_rows, ROUTE_FIXED))
		return;
	len = ((uint32_t)frame_got(s, ROUTE_LEN) + 1) * 8;
	s->routed = frame_got(s, ROUTE_LEFT) != 0;
	s->final_known = false;
	if (!frame_room(s, s->at, len))
		return;
	switch (frame_got(s, ROUTE_TYPE)) {
	case TYPE_SOURCE:
		decode_source(s, s->at + len);
		break;
	case TYPE_MOBILE:
		decode_mobile(s, s->at + len);
		break;
	case TYPE_RPL:
		decode_rpl(s, s->at + len);
		break;
	case TYPE_SEGMENT:
		decode_segment(s, s->at + len);
		break;
	default:
		frame_add(s, &routing_rows[ROUTE_UNKNOWN], s->at + 4, len - 4);
		break;
	}
	s->at += len;
	frame_ip6_next(s, (unsigned)frame_got(s, ROUTE_NEXT));
}

const struct frame_decoder frame_routing_decoder = {
	.kind = { .name = N_("routing"),
	    .title = N_("routing header of IPv6"),
	    .purpose = N_("names stations that the packet has to pass"),
	    .osi = 3,
	    .rows = routing_rows,
	    .nrows = FRAME_COUNT(routing_rows) },
	.decode = decode_routing,
};
