/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headers that were on no wire: who captures makes them up where an interface
 * has none of its own, or where several are captured at once. Linux's cooked
 * captures are described at tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and
 * LINKTYPE_LINUX_SLL2.html, the loopback of the BSDs at LINKTYPE_NULL.html.
 */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum { TYPE_LEAST = 0x600, ADDR_ROOM = 8, MAC_SIZE = 6 };

static const struct frame_meaning packet_types[] = {
	{ 0, N_("to us") },
	{ 1, N_("to everybody") },
	{ 2, N_("to a group") },
	{ 3, N_("to somebody else") },
	{ 4, N_("from us") },
	{ 0, NULL },
};

/* ARPHRD_…: <linux/if_arp.h>. */
static const struct frame_meaning link_types[] = {
	{ 1, "Ethernet" },
	{ 512, "PPP" },
	{ 768, N_("tunnel") },
	{ 772, N_("loopback") },
	{ 65534, N_("none") },
	{ 0, NULL },
};

/* What both versions have, each at places of its own. */
#define PACKET_TYPE(where, size)                                           \
	{                                                                  \
		.key = "sll.pkttype", .name = N_("packet type"),           \
		.purpose = N_("which way the frame went, and for whom it " \
			      "was"),                                      \
		.bit = (where), .bits = (size), .meanings = packet_types   \
	}
#define LINK_TYPE(where)                                              \
	{                                                             \
		.key = "sll.hatype", .name = N_("kind of interface"), \
		.purpose = N_("what kind of interface it went over"), \
		.bit = (where), .bits = 16, .meanings = link_types    \
	}
#define ADDR_LEN(where, size)                                            \
	{                                                                \
		.key = "sll.halen", .name = N_("address length"),        \
		.purpose = N_("how many of the bytes of address count"), \
		.bit = (where), .bits = (size)                           \
	}
#define PROTOCOL(where)                                                    \
	{                                                                  \
		.key = "sll.etype", .name = N_("protocol"),                \
		.purpose = N_("what the frame carries, as Ethernet's type" \
			      " has it"),                                  \
		.form = FRAME_HEX, .bit = (where), .bits = 16,             \
		.meanings = frame_ether_types                              \
	}
#define SOURCES                                                        \
	{ .key = "sll.src.eth",                                        \
		.name = N_("source address"),                          \
		.purpose = N_("which network card sent the frame"),    \
		.form = FRAME_MAC,                                     \
		.bits = 48 },                                          \
	    { .key = "sll.src.other",                                  \
		    .name = N_("source address"),                      \
		    .purpose = N_("the sender's address on its link"), \
		    .form = FRAME_BYTES },                             \
	{                                                              \
		.key = "sll.unused", .name = N_("unused"),             \
		.purpose = N_("fills the room of the address up"),     \
		.form = FRAME_BYTES                                    \
	}

/* The address that counts, and the rest of its room. rows: of SOURCES. */
static void
add_source(struct frame_scan *s, const struct frame_row *rows, uint32_t at,
    uint32_t len, bool rest)
{
	bool fits = true;

	if (len > ADDR_ROOM)
		len = ADDR_ROOM;
	if (len != 0)
		fits = frame_add(s, &rows[len == MAC_SIZE ? 0 : 1], at, len);
	if (fits && rest && len < ADDR_ROOM)
		frame_add(s, &rows[2], at + len, ADDR_ROOM - len);
}

enum {
	SLL_PACKET,
	SLL_LINK,
	SLL_ADDR_LEN,
	SLL_FIXED,
	SLL_SOURCES = SLL_FIXED,
	SLL_PROTOCOL = SLL_SOURCES + 3,
	SLL_SIZE = 16,
	SLL_ADDR = 6, /* bytes before the address */
};

static const struct frame_row sll_rows[] = {
	PACKET_TYPE(0, 16),
	LINK_TYPE(16),
	ADDR_LEN(32, 16),
	SOURCES,
	PROTOCOL(112),
};

static void
decode_sll(struct frame_scan *s)
{
	uint64_t type;

	if (!frame_fixed(s, sll_rows, SLL_FIXED))
		return;
	add_source(s, &sll_rows[SLL_SOURCES], s->at + SLL_ADDR,
	    (uint32_t)frame_got(s, SLL_ADDR_LEN), true);
	if (!frame_add(s, &sll_rows[SLL_PROTOCOL], s->at + SLL_SIZE - 2, 2))
		return;
	type = frame_number(s, s->at + SLL_SIZE - 2, 2);
	s->at += SLL_SIZE;
	s->next =
	    type < TYPE_LEAST ? FRAME_DATA : frame_ether_next((unsigned)type);
}

const struct frame_decoder frame_sll_decoder = {
	.kind = { .name = "SLL",
	    .title = N_("Linux cooked capture"),
	    .purpose = N_("stands where the header of the link was: whoever "
			  "captured several interfaces at once put it there"),
	    .osi = 2,
	    .rows = sll_rows,
	    .nrows = FRAME_COUNT(sll_rows) },
	.decode = decode_sll,
};

enum {
	SLL2_PROTOCOL,
	SLL2_INDEX,
	SLL2_LINK,
	SLL2_PACKET,
	SLL2_ADDR_LEN,
	SLL2_FIXED,
	SLL2_SOURCES = SLL2_FIXED,
	SLL2_SIZE = 20,
	SLL2_ADDR = 12,
};

static const struct frame_row sll2_rows[] = {
	PROTOCOL(0),
	{
	    .key = "sll.ifindex",
	    .name = N_("interface index"),
	    .purpose = N_("the number of the interface it went over"),
	    .bit = 32,
	    .bits = 32,
	},
	LINK_TYPE(64),
	PACKET_TYPE(80, 8),
	ADDR_LEN(88, 8),
	SOURCES,
};

static void
decode_sll2(struct frame_scan *s)
{
	uint64_t type;

	if (!frame_fixed(s, sll2_rows, SLL2_FIXED))
		return;
	if (!frame_room(s, s->at + SLL2_ADDR, ADDR_ROOM))
		return;
	add_source(s, &sll2_rows[SLL2_SOURCES], s->at + SLL2_ADDR,
	    (uint32_t)frame_got(s, SLL2_ADDR_LEN), true);
	type = frame_got(s, SLL2_PROTOCOL);
	s->at += SLL2_SIZE;
	s->next =
	    type < TYPE_LEAST ? FRAME_DATA : frame_ether_next((unsigned)type);
}

const struct frame_decoder frame_sll2_decoder = {
	.kind = { .name = "SLL2",
	    .title = N_("Linux cooked capture, version 2"),
	    .purpose = N_("stands where the header of the link was: whoever "
			  "captured several interfaces at once put it there"),
	    .osi = 2,
	    .rows = sll2_rows,
	    .nrows = FRAME_COUNT(sll2_rows) },
	.decode = decode_sll2,
};

enum { NULL_FAMILY, NULL_ROWS, NULL_SIZE = 4 };

/* AF_INET is the same everywhere, AF_INET6 is not. */
static const struct frame_meaning families[] = {
	{ 2, "IPv4" },
	{ 10, N_("IPv6, on Linux") },
	{ 24, N_("IPv6, on NetBSD and OpenBSD") },
	{ 28, N_("IPv6, on FreeBSD") },
	{ 30, N_("IPv6, on macOS") },
	{ 0, NULL },
};

static const struct frame_row null_rows[] = {
	{
	    .key = "null.family",
	    .name = N_("family"),
	    .purpose = N_("what the packet is, as AF_INET of the system it was "
			  "captured on; in the byte order of that machine"),
	    .bit = 0,
	    .bits = 32,
	    .meanings = families,
	},
};

static enum frame_proto
family_next(uint32_t family)
{
	switch (family) {
	case 2:
		return FRAME_IPV4;
	case 10:
	case 24:
	case 28:
	case 30:
		return FRAME_IPV6;
	default:
		return FRAME_DATA;
	}
}

static void
decode_null(struct frame_scan *s)
{
	uint32_t family;

	if (!frame_fixed(s, null_rows, NULL_ROWS))
		return;
	family = (uint32_t)frame_got(s, NULL_FAMILY);
	/* No family is as large: the machine had the other byte order. */
	if (family > UINT16_MAX) {
		family = __builtin_bswap32(family);
		frame_set(s, NULL_FAMILY, family);
	}
	s->at += NULL_SIZE;
	s->next = family_next(family);
}

const struct frame_decoder frame_null_decoder = {
	.kind = { .name = "Null",
	    .title = N_("loopback of the BSDs"),
	    .purpose = N_("stands where a frame would have its header: the "
			  "loopback has no frames"),
	    .osi = 2,
	    .rows = null_rows,
	    .nrows = FRAME_COUNT(null_rows) },
	.decode = decode_null,
};
