/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two extension headers of IPv6 that are lists of options: RFC 8200, 4.2. */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum { OPT_PAD1 = 0, OPT_PADN = 1, OPT_ALERT = 5, OPT_JUMBO = 0xc2 };

/* Of both headers; where the first two differ in their keys. */
enum { OPTS_NEXT, OPTS_LEN, OPTS_FIXED };

static const struct frame_meaning option_types[] = {
	{ OPT_PAD1, N_("one byte of padding") },
	{ OPT_PADN, N_("padding") },
	{ 4, N_("tunnel encapsulation limit") },
	{ OPT_ALERT, N_("router alert") },
	{ OPT_JUMBO, N_("jumbo payload") },
	{ 0, NULL },
};

enum { TLV_TYPE, TLV_LEN, TLV_PAD, TLV_ALERT, TLV_JUMBO, TLV_DATA };

static const struct frame_row hopopts_rows[] = {
	{
	    .key = "ipv6.hopopts.nxt",
	    .name = N_("next header"),
	    .purpose = N_("what comes behind this header"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ipv6.hopopts.len",
	    .name = N_("header length"),
	    .purpose = N_("units of 8 bytes beyond the first 8"),
	    .bit = 8,
	    .bits = 8,
	},
	{
	    .key = "ipv6.opt.type",
	    .name = N_("option"),
	    .purpose = N_("what this option is; its first two bits say what "
			  "becomes of the packet where it is not known"),
	    .form = FRAME_NUMBER,
	    .bits = 8,
	    .meanings = option_types,
	},
	{
	    .key = "ipv6.opt.length",
	    .name = N_("option length"),
	    .purpose = N_("bytes of the option behind this length"),
	    .bits = 8,
	},
	{
	    .key = "ipv6.opt.padn",
	    .name = N_("padding"),
	    .purpose = N_("zeros, so that what follows begins where it should"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "ipv6.opt.router_alert",
	    .name = N_("router alert"),
	    .purpose = N_("each router on the way is to look into it"),
	    .bits = 16,
	},
	{
	    .key = "ipv6.opt.jumbo",
	    .name = N_("jumbo payload length"),
	    .purpose = N_("the length of a packet above 65,535 bytes"),
	    .bits = 32,
	},
	{
	    .key = "ipv6.opt.data",
	    .name = N_("option data"),
	    .purpose = N_("what the option says"),
	    .form = FRAME_BYTES,
	},
};

static const struct frame_row dstopts_rows[] = {
	{
	    .key = "ipv6.dstopts.nxt",
	    .name = N_("next header"),
	    .purpose = N_("what comes behind this header"),
	    .bit = 0,
	    .bits = 8,
	    .meanings = frame_ip_protocols,
	},
	{
	    .key = "ipv6.dstopts.len",
	    .name = N_("header length"),
	    .purpose = N_("units of 8 bytes beyond the first 8"),
	    .bit = 8,
	    .bits = 8,
	},
};

static const struct frame_row *
tlv_row(int i)
{
	return &hopopts_rows[OPTS_FIXED + i];
}

static bool
option_content(struct frame_scan *s, unsigned type, uint32_t at, uint32_t len)
{
	int row = TLV_DATA;

	if (type == OPT_PADN)
		row = TLV_PAD;
	else if (type == OPT_ALERT && len == 2)
		row = TLV_ALERT;
	else if (type == OPT_JUMBO && len == 4)
		row = TLV_JUMBO;
	return len == 0 || frame_add(s, tlv_row(row), at, len);
}

static void
decode_tlvs(struct frame_scan *s, uint32_t at, uint32_t end)
{
	while (at < end) {
		unsigned type;
		uint32_t len;

		if (!frame_add(s, tlv_row(TLV_TYPE), at, 1))
			return;
		type = (unsigned)frame_number(s, at, 1);
		at++;
		if (type == OPT_PAD1)
			continue;
		if (at >= end) {
			frame_bad(s, at - 1, N_("an option has no length"));
			return;
		}
		if (!frame_add(s, tlv_row(TLV_LEN), at, 1))
			return;
		len = (uint32_t)frame_number(s, at, 1);
		at++;
		if (len > end - at) {
			frame_bad(s, at - 1,
			    N_("an option's length is impossible"));
			return;
		}
		if (!option_content(s, type, at, len))
			return;
		at += len;
	}
}

static void
decode_options(struct frame_scan *s, const struct frame_row *rows)
{
	uint32_t len;
	unsigned next;

	if (!frame_fixed(s, rows, OPTS_FIXED))
		return;
	next = (unsigned)frame_got(s, OPTS_NEXT);
	len = ((uint32_t)frame_got(s, OPTS_LEN) + 1) * 8;
	if (!frame_room(s, s->at, len))
		return;
	decode_tlvs(s, s->at + 2, s->at + len);
	s->at += len;
	frame_ip6_next(s, next);
}

static void
decode_hopopts(struct frame_scan *s)
{
	decode_options(s, hopopts_rows);
}

static void
decode_dstopts(struct frame_scan *s)
{
	decode_options(s, dstopts_rows);
}

const struct frame_decoder frame_hopopts_decoder = {
	.kind = { .name = N_("hop-by-hop options"),
	    .title = N_("hop-by-hop options of IPv6"),
	    .purpose = N_("each router on the way has to look at them"),
	    .osi = 3,
	    .rows = hopopts_rows,
	    .nrows = FRAME_COUNT(hopopts_rows) },
	.decode = decode_hopopts,
};

const struct frame_decoder frame_dstopts_decoder = {
	.kind = { .name = N_("destination options"),
	    .title = N_("destination options of IPv6"),
	    .purpose = N_("only the receiver looks at them"),
	    .osi = 3,
	    .rows = dstopts_rows,
	    .nrows = FRAME_COUNT(dstopts_rows) },
	.decode = decode_dstopts,
};
