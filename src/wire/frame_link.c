/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ethernet, its tags, and what is carried without a header of its own. */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum { TYPE_LEAST = 0x600 }; /* below it is a length: IEEE 802.3, 3.2.6 */

const struct frame_meaning frame_ether_types[] = {
	{ 0x0800, "IPv4" },
	{ 0x0806, "ARP" },
	{ 0x8100, N_("a VLAN's tag") },
	{ 0x86dd, "IPv6" },
	{ 0x88a8, N_("a VLAN's outer tag") },
	{ 0, NULL },
};

enum frame_proto
frame_ether_next(unsigned type)
{
	switch (type) {
	case 0x0800:
		return FRAME_IPV4;
	case 0x0806:
		return FRAME_ARP;
	case 0x86dd:
		return FRAME_IPV6;
	case 0x8100:
	case 0x88a8:
		return FRAME_VLAN;
	default:
		return FRAME_DATA;
	}
}

enum { ETHER_DST, ETHER_SRC, ETHER_TYPE, ETHER_ROWS, ETHER_SIZE = 14 };

static const struct frame_row ethernet_rows[] = {
	{
	    .key = "eth.dst",
	    .name = N_("destination address"),
	    .purpose =
		N_("which network card on this wire takes the frame; all "
		   "ones is everybody"),
	    .form = FRAME_MAC,
	    .bit = 0,
	    .bits = 48,
	},
	{
	    .key = "eth.src",
	    .name = N_("source address"),
	    .purpose = N_("which network card put the frame on this wire"),
	    .form = FRAME_MAC,
	    .bit = 48,
	    .bits = 48,
	},
	{
	    .key = "eth.type",
	    .name = N_("type"),
	    .purpose = N_("what the frame carries, so that the receiver knows "
			  "whom to give it to"),
	    .form = FRAME_HEX,
	    .bit = 96,
	    .bits = 16,
	    .meanings = frame_ether_types,
	},
};

static void
decode_ethernet(struct frame_scan *s)
{
	uint64_t type;

	if (!frame_fixed(s, ethernet_rows, ETHER_ROWS))
		return;
	type = frame_got(s, ETHER_TYPE);
	s->at += ETHER_SIZE;
	if (type < TYPE_LEAST && s->at + type < s->end) {
		s->end = s->at + (uint32_t)type;
		s->packet = s->end;
	}
	s->next = frame_ether_next((unsigned)type);
}

const struct frame_decoder frame_ethernet_decoder = {
	.kind = { .name = "Ethernet",
	    .title = "Ethernet",
	    .purpose =
		N_("carries a packet over one wire, to the next station; "
		   "each wire on the way has a frame of its own"),
	    .osi = 2,
	    .rows = ethernet_rows,
	    .nrows = FRAME_COUNT(ethernet_rows) },
	.decode = decode_ethernet,
};

enum { VLAN_PRIORITY, VLAN_DEI, VLAN_ID, VLAN_TYPE, VLAN_ROWS, VLAN_SIZE = 4 };

static const struct frame_row vlan_rows[] = {
	{
	    .key = "vlan.priority",
	    .name = N_("priority"),
	    .purpose = N_("which frames a switch lets go first"),
	    .bit = 0,
	    .bits = 3,
	},
	{
	    .key = "vlan.dei",
	    .name = N_("drop eligible"),
	    .purpose = N_("whether a switch that is full may drop it first"),
	    .form = FRAME_FLAG,
	    .bit = 3,
	    .bits = 1,
	},
	{
	    .key = "vlan.id",
	    .name = N_("VLAN identifier"),
	    .purpose =
		N_("which of the networks that share the wire this frame "
		   "belongs to"),
	    .bit = 4,
	    .bits = 12,
	},
	{
	    .key = "vlan.etype",
	    .name = N_("type"),
	    .purpose = N_("what the frame carries behind the tag"),
	    .form = FRAME_HEX,
	    .bit = 16,
	    .bits = 16,
	    .meanings = frame_ether_types,
	},
};

static void
decode_vlan(struct frame_scan *s)
{
	if (!frame_fixed(s, vlan_rows, VLAN_ROWS))
		return;
	s->at += VLAN_SIZE;
	s->next = frame_ether_next((unsigned)frame_got(s, VLAN_TYPE));
}

const struct frame_decoder frame_vlan_decoder = {
	.kind = { .name = "VLAN",
	    .title = N_("tag of a virtual network, IEEE 802.1Q"),
	    .purpose = N_("lets several networks share one wire"),
	    .osi = 2,
	    .rows = vlan_rows,
	    .nrows = FRAME_COUNT(vlan_rows) },
	.decode = decode_vlan,
};

static const struct frame_row data_rows[] = {
	{
	    .key = "data.data",
	    .name = N_("data"),
	    .purpose = N_("what is carried; nothing on the way looks into it"),
	    .form = FRAME_BYTES,
	},
};

/* To the end, or as far as it was captured. */
static void
decode_rest(struct frame_scan *s, const struct frame_row *row)
{
	uint32_t end = s->end < s->f->len ? s->end : s->f->len;

	if (end < s->end)
		s->f->cut = true;
	if (end > s->at)
		frame_add(s, row, s->at, end - s->at);
	if (s->end > s->at)
		s->at = s->end;
}

static void
decode_data(struct frame_scan *s)
{
	/* A segment without data has no layer for them. */
	if (s->at >= s->end) {
		s->f->nlayers--;
		return;
	}
	decode_rest(s, data_rows);
}

const struct frame_decoder frame_data_decoder = {
	.kind = { .name = "data",
	    .title = N_("data"),
	    .purpose = N_("what is carried: what one program sent to another"),
	    .osi = 7,
	    .rows = data_rows,
	    .nrows = FRAME_COUNT(data_rows) },
	.decode = decode_data,
};

static const struct frame_row padding_rows[] = {
	{
	    .key = "eth.padding",
	    .name = N_("padding"),
	    .purpose =
		N_("fills the frame up to the 60 bytes that Ethernet has "
		   "at least; it means nothing"),
	    .form = FRAME_BYTES,
	},
};

static void
decode_padding(struct frame_scan *s)
{
	uint32_t from = s->at;

	decode_rest(s, padding_rows);
	s->f->layers[s->f->nlayers - 1].len = s->at - from;
}

const struct frame_decoder frame_padding_decoder = {
	.kind = { .name = "padding",
	    .title = N_("padding"),
	    .purpose = N_("what stands behind the packet in its frame"),
	    .osi = 2,
	    .rows = padding_rows,
	    .nrows = FRAME_COUNT(padding_rows) },
	.decode = decode_padding,
};
