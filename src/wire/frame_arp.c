/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Address Resolution Protocol, RFC 826. */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum {
	ARP_HARDWARE,
	ARP_PROTOCOL,
	ARP_HARDWARE_LEN,
	ARP_PROTOCOL_LEN,
	ARP_OP,
	ARP_FIXED, /* how many */
	ARP_SIZE = 8,
};

static const struct frame_meaning hardware_types[] = {
	{ 1, "Ethernet" },
	{ 0, NULL },
};

static const struct frame_meaning operations[] = {
	{ 1, N_("request") },
	{ 2, N_("reply") },
	{ 0, NULL },
};

/* Behind the fixed ones: the addresses, by their lengths. */
enum {
	ARP_SHA = ARP_FIXED,
	ARP_SPA,
	ARP_THA,
	ARP_TPA,
	ARP_SHX,
	ARP_SPX,
	ARP_THX,
	ARP_TPX
};

static const struct frame_row arp_rows[] = {
	{
	    .key = "arp.hw.type",
	    .name = N_("hardware type"),
	    .purpose = N_("what kind of hardware address is asked for"),
	    .bit = 0,
	    .bits = 16,
	    .meanings = hardware_types,
	},
	{
	    .key = "arp.proto.type",
	    .name = N_("protocol type"),
	    .purpose = N_("what kind of address is known"),
	    .form = FRAME_HEX,
	    .bit = 16,
	    .bits = 16,
	    .meanings = frame_ether_types,
	},
	{
	    .key = "arp.hw.size",
	    .name = N_("hardware length"),
	    .purpose = N_("bytes of a hardware address"),
	    .bit = 32,
	    .bits = 8,
	},
	{
	    .key = "arp.proto.size",
	    .name = N_("protocol length"),
	    .purpose = N_("bytes of the other address"),
	    .bit = 40,
	    .bits = 8,
	},
	{
	    .key = "arp.opcode",
	    .name = N_("operation"),
	    .purpose = N_("whether this asks or answers"),
	    .bit = 48,
	    .bits = 16,
	    .meanings = operations,
	},
	{
	    .key = "arp.src.hw_mac",
	    .name = N_("sender hardware address"),
	    .purpose = N_("where an answer goes; an answer says the address "
			  "that was asked for here"),
	    .form = FRAME_MAC,
	    .bit = 64,
	    .bits = 48,
	},
	{
	    .key = "arp.src.proto_ipv4",
	    .name = N_("sender protocol address"),
	    .purpose = N_("the IP address of whoever sends this"),
	    .form = FRAME_IP4,
	    .bit = 112,
	    .bits = 32,
	},
	{
	    .key = "arp.dst.hw_mac",
	    .name = N_("target hardware address"),
	    .purpose = N_("all zero in a request: it is what is asked for"),
	    .form = FRAME_MAC,
	    .bit = 144,
	    .bits = 48,
	},
	{
	    .key = "arp.dst.proto_ipv4",
	    .name = N_("target protocol address"),
	    .purpose = N_("the IP address whose hardware address is asked for"),
	    .form = FRAME_IP4,
	    .bit = 192,
	    .bits = 32,
	},
	{
	    .key = "arp.src.hw",
	    .name = N_("sender hardware address"),
	    .purpose = N_("where an answer goes; an answer says the address "
			  "that was asked for here"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "arp.src.proto",
	    .name = N_("sender protocol address"),
	    .purpose = N_("the address of whoever sends this"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "arp.dst.hw",
	    .name = N_("target hardware address"),
	    .purpose = N_("all zero in a request: it is what is asked for"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "arp.dst.proto",
	    .name = N_("target protocol address"),
	    .purpose = N_("the address whose hardware address is asked for"),
	    .form = FRAME_BYTES,
	},
};

static bool
add_address(struct frame_scan *s, size_t row, size_t len)
{
	/* Wireshark too shows none of no bytes. */
	if (len != 0 && !frame_add(s, &arp_rows[row], s->at, (uint32_t)len))
		return false;
	s->at += (uint32_t)len;
	return true;
}

static void
decode_arp(struct frame_scan *s)
{
	size_t hardware, protocol;
	bool mac, ip;

	if (!frame_fixed(s, arp_rows, ARP_FIXED))
		return;
	hardware = frame_got(s, ARP_HARDWARE_LEN);
	protocol = frame_got(s, ARP_PROTOCOL_LEN);
	mac = frame_got(s, ARP_HARDWARE) == 1 && hardware == 6;
	ip = frame_got(s, ARP_PROTOCOL) == 0x0800 && protocol == 4;
	s->at += ARP_SIZE;
	if (add_address(s, mac ? ARP_SHA : ARP_SHX, hardware) &&
	    add_address(s, ip ? ARP_SPA : ARP_SPX, protocol) &&
	    add_address(s, mac ? ARP_THA : ARP_THX, hardware) &&
	    add_address(s, ip ? ARP_TPA : ARP_TPX, protocol))
		s->packet = s->at;
}

const struct frame_decoder frame_arp_decoder = {
	.kind = { .name = "ARP",
	    .title = N_("Address Resolution Protocol"),
	    .purpose =
		N_("asks everybody on the wire who has an IP address, to "
		   "learn the hardware address to send frames to"),
	    .osi = 2,
	    .rows = arp_rows,
	    .nrows = FRAME_COUNT(arp_rows) },
	.decode = decode_arp,
};
