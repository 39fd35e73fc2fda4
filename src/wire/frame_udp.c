/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The User Datagram Protocol: RFC 768. */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum { UDP_SRC, UDP_DST, UDP_LEN, UDP_CHECKSUM, UDP_FIXED, UDP_SIZE = 8 };

static const struct frame_row udp_rows[] = {
	{
	    .key = "udp.srcport",
	    .name = N_("source port"),
	    .purpose = N_("the port of the socket that sends; an answer goes "
			  "there"),
	    .bit = 0,
	    .bits = 16,
	},
	{
	    .key = "udp.dstport",
	    .name = N_("destination port"),
	    .purpose = N_("the port of the socket it is for"),
	    .bit = 16,
	    .bits = 16,
	},
	{
	    .key = "udp.length",
	    .name = N_("length"),
	    .purpose = N_("bytes of this header and of the data"),
	    .bit = 32,
	    .bits = 16,
	},
	{
	    .key = "udp.checksum",
	    .name = N_("checksum"),
	    .purpose =
		N_("shows that header and data came undamaged, and from "
		   "and to the right addresses; 0: not used (IPv4 alone)"),
	    .form = FRAME_CHECKSUM,
	    .bit = 48,
	    .bits = 16,
	},
};

static void
decode_udp(struct frame_scan *s)
{
	uint32_t len;

	if (!frame_fixed(s, udp_rows, UDP_FIXED))
		return;
	len = (uint32_t)frame_got(s, UDP_LEN);
	if (len < UDP_SIZE) {
		frame_bad(s, s->at + 4,
		    N_("the length is less than the header"));
		len = s->end - s->at;
	} else if (len > s->end - s->at) {
		if (!s->quoted && !s->fragment)
			frame_bad(s, s->at + 4,
			    N_("the datagram is longer than its packet"));
	} else {
		s->end = s->at + len;
	}
	/* IPv6 has no checksum of its own, and allows no 0: RFC 8200, 8.1. */
	if (frame_got(s, UDP_CHECKSUM) == 0 && s->version != 6)
		frame_mark(s, UDP_CHECKSUM, FRAME_UNUSED, 0);
	else
		frame_verify(s, UDP_CHECKSUM, len, true);
	s->at += UDP_SIZE;
	s->next = FRAME_DATA;
}

const struct frame_decoder frame_udp_decoder = {
	.kind = { .name = "UDP",
	    .title = N_("User Datagram Protocol"),
	    .purpose =
		N_("adds ports to IP, so that it goes from socket to "
		   "socket; each datagram for itself, and one may be lost"),
	    .osi = 4,
	    .rows = udp_rows,
	    .nrows = FRAME_COUNT(udp_rows) },
	.decode = decode_udp,
};
