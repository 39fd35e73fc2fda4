/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Transmission Control Protocol: RFC 9293; its options by RFC 7323 (window
 * scale, timestamps), 2018 (SACK), 7413 (fast open). */
#include "base/i18n.h"
#include "wire/frame_row.h"

enum {
	TCP_SRC,
	TCP_DST,
	TCP_SEQUENCE,
	TCP_ACK,
	TCP_OFFSET,
	TCP_CHECKSUM = 16, /* behind the flags and the window */
	TCP_FIXED = 18,
	TCP_SIZE = 20,

	TCP_OPT_KIND = TCP_FIXED,
	TCP_OPT_LEN,
	TCP_OPT_MSS,
	TCP_OPT_SHIFT,
	TCP_OPT_LEFT,
	TCP_OPT_RIGHT,
	TCP_OPT_TSVAL,
	TCP_OPT_TSECR,
	TCP_OPT_COOKIE,
	TCP_OPT_DATA,
	TCP_OPT_PADDING,
};

enum {
	OPT_MSS = 2,
	OPT_SCALE = 3,
	OPT_SACK_OK = 4,
	OPT_SACK = 5,
	OPT_TIME = 8,
	OPT_FAST = 34,
};

static const struct frame_meaning option_kinds[] = {
	{ FRAME_OPTION_END, N_("end of options") },
	{ FRAME_OPTION_NOP, N_("no operation") },
	{ OPT_MSS, N_("maximum segment size") },
	{ OPT_SCALE, N_("window scale") },
	{ OPT_SACK_OK, N_("selective acknowledgment permitted") },
	{ OPT_SACK, N_("selective acknowledgment") },
	{ OPT_TIME, N_("timestamps") },
	{ 19, N_("MD5 signature") },
	{ 28, N_("user timeout") },
	{ 29, N_("authentication") },
	{ 30, "MPTCP" },
	{ OPT_FAST, N_("fast open") },
	{ 253, N_("experiment") },
	{ 254, N_("experiment") },
	{ 0, NULL },
};

#define FLAG(where, field, title, why)                             \
	{                                                          \
		.key = (field), .name = (title), .purpose = (why), \
		.form = FRAME_FLAG, .bit = (where), .bits = 1      \
	}

static const struct frame_row tcp_rows[] = {
	{
	    .key = "tcp.srcport",
	    .name = N_("source port"),
	    .purpose = N_("the port of the socket that sends; an answer goes "
			  "there"),
	    .bit = 0,
	    .bits = 16,
	},
	{
	    .key = "tcp.dstport",
	    .name = N_("destination port"),
	    .purpose = N_("the port of the socket it is for"),
	    .bit = 16,
	    .bits = 16,
	},
	{
	    .key = "tcp.seq_raw",
	    .name = N_("sequence number"),
	    .purpose = N_("the number of the first byte of data here; SYN and "
			  "FIN count as a byte each"),
	    .bit = 32,
	    .bits = 32,
	},
	{
	    .key = "tcp.ack_raw",
	    .name = N_("acknowledgment number"),
	    .purpose = N_("the next byte that is expected: all before it have "
			  "arrived"),
	    .bit = 64,
	    .bits = 32,
	},
	{
	    .key = "tcp.hdr_len",
	    .name = N_("data offset"),
	    .purpose = N_("bytes of this header, options too, counted in words "
			  "of 4 bytes: where the data begin"),
	    .bit = 96,
	    .bits = 4,
	    .scale = 4,
	},
	{
	    .key = "tcp.flags.res",
	    .name = N_("reserved"),
	    .purpose = N_("not used; it has to be 0"),
	    .bit = 100,
	    .bits = 3,
	},
	FLAG(103, "tcp.flags.ae", "AE",
	    N_("a finer report of marks of congestion")),
	FLAG(104, "tcp.flags.cwr", "CWR",
	    N_("the sender has slowed down after a mark of congestion")),
	FLAG(105, "tcp.flags.ece", "ECE",
	    N_("a packet with a mark of congestion has arrived; in a SYN: both "
	       "marks are understood")),
	FLAG(106, "tcp.flags.urg", "URG",
	    N_("the urgent pointer counts (MSG_OOB)")),
	FLAG(107, "tcp.flags.ack", "ACK",
	    N_("the acknowledgment number counts; set in all segments but the "
	       "first")),
	FLAG(108, "tcp.flags.push", "PSH",
	    N_("the receiver is to hand over what it has")),
	FLAG(109, "tcp.flags.reset", "RST", N_("the connection is broken off")),
	FLAG(110, "tcp.flags.syn", "SYN",
	    N_("the first segment of a direction: its number is where the "
	       "counting begins")),
	FLAG(111, "tcp.flags.fin", "FIN",
	    N_("the sender will send no more: the other end reads its end of "
	       "file")),
	{
	    .key = "tcp.window_size_value",
	    .name = N_("window"),
	    .purpose = N_("how many bytes the sender of this has room for now; "
			  "times 2 for each step of the window scale, but in a "
			  "SYN"),
	    .bit = 112,
	    .bits = 16,
	},
	{
	    .key = "tcp.checksum",
	    .name = N_("checksum"),
	    .purpose = N_("shows that header and data came undamaged, and from "
			  "and to the right addresses"),
	    .form = FRAME_CHECKSUM,
	    .bit = 128,
	    .bits = 16,
	},
	{
	    .key = "tcp.urgent_pointer",
	    .name = N_("urgent pointer"),
	    .purpose =
		N_("where the urgent data end, counted from the sequence "
		   "number; only with URG"),
	    .bit = 144,
	    .bits = 16,
	},
	{
	    .key = "tcp.option_kind",
	    .name = N_("option"),
	    .purpose = N_("what this option is"),
	    .bits = 8,
	    .meanings = option_kinds,
	},
	{
	    .key = "tcp.option_len",
	    .name = N_("option length"),
	    .purpose = N_("bytes of the option, with its kind and this length"),
	    .bits = 8,
	},
	{
	    .key = "tcp.options.mss_val",
	    .name = N_("maximum segment size"),
	    .purpose =
		N_("the most bytes of data that the sender of this takes "
		   "in one segment"),
	    .bits = 16,
	},
	{
	    .key = "tcp.options.wscale.shift",
	    .name = N_("window scale"),
	    .purpose =
		N_("all windows after the SYN are meant times two to this "
		   "power, if both ends send this option"),
	    .bits = 8,
	},
	{
	    .key = "tcp.options.sack_le",
	    .name = N_("left edge"),
	    .purpose = N_("bytes have come although some before them are "
			  "missing: this is the first of them"),
	    .bits = 32,
	},
	{
	    .key = "tcp.options.sack_re",
	    .name = N_("right edge"),
	    .purpose = N_("the first byte behind them"),
	    .bits = 32,
	},
	{
	    .key = "tcp.options.timestamp.tsval",
	    .name = N_("timestamp"),
	    .purpose =
		N_("the sender's clock; the answer gives it back, so that "
		   "the time there and back is known"),
	    .bits = 32,
	},
	{
	    .key = "tcp.options.timestamp.tsecr",
	    .name = N_("timestamp echo reply"),
	    .purpose = N_("the other end's timestamp, given back"),
	    .bits = 32,
	},
	{
	    .key = "tcp.options.tfo.cookie",
	    .name = N_("fast open cookie"),
	    .purpose =
		N_("shows that this client has connected before, so that "
		   "its SYN may carry data"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "tcp.options.data",
	    .name = N_("option data"),
	    .purpose = N_("what the option says"),
	    .form = FRAME_BYTES,
	},
	{
	    .key = "tcp.options.padding",
	    .name = N_("padding"),
	    .purpose = N_("fills the header up to whole words of 4 bytes"),
	    .form = FRAME_BYTES,
	},
};

static bool
option_sack(struct frame_scan *s, uint32_t at, uint32_t n)
{
	for (uint32_t i = 0; i < n; i += 8) {
		if (!frame_add(s, &tcp_rows[TCP_OPT_LEFT], at + i, 4) ||
		    !frame_add(s, &tcp_rows[TCP_OPT_RIGHT], at + i + 4, 4))
			return false;
	}
	return true;
}

static bool
option_content(struct frame_scan *s, unsigned kind, uint32_t at, uint32_t len)
{
	uint32_t n = len - 2;
	int row = TCP_OPT_DATA;

	at += 2;
	if (kind == OPT_MSS && n == 2)
		row = TCP_OPT_MSS;
	else if (kind == OPT_SCALE && n == 1)
		row = TCP_OPT_SHIFT;
	else if (kind == OPT_SACK && n != 0 && n % 8 == 0)
		return option_sack(s, at, n);
	else if (kind == OPT_TIME && n == 8)
		return frame_add(s, &tcp_rows[TCP_OPT_TSVAL], at, 4) &&
		    frame_add(s, &tcp_rows[TCP_OPT_TSECR], at + 4, 4);
	else if (kind == OPT_FAST)
		row = TCP_OPT_COOKIE;
	return n == 0 || frame_add(s, &tcp_rows[row], at, n);
}

static const struct frame_options options = {
	.type = &tcp_rows[TCP_OPT_KIND],
	.len = &tcp_rows[TCP_OPT_LEN],
	.padding = &tcp_rows[TCP_OPT_PADDING],
	.content = option_content,
};

static void
decode_tcp(struct frame_scan *s)
{
	uint32_t header;

	if (!frame_fixed(s, tcp_rows, TCP_FIXED))
		return;
	header = (uint32_t)frame_got(s, TCP_OFFSET) * 4;
	frame_verify(s, TCP_CHECKSUM, s->end - s->at, true);
	if (header < TCP_SIZE) {
		frame_bad(s, s->at + 12, N_("the data offset is less than 20"));
		s->at += TCP_SIZE;
		return;
	}
	if (!s->quoted && header > s->end - s->at) {
		frame_bad(s, s->at + 12,
		    N_("the header is longer than its packet"));
		return;
	}
	frame_add_options(s, &options, s->at + TCP_SIZE, s->at + header);
	s->at += header;
	s->next = s->at < s->end ? FRAME_DATA : FRAME_PROTOS;
}

const struct frame_decoder frame_tcp_decoder = {
	.kind = { .name = "TCP",
	    .title = N_("Transmission Control Protocol"),
	    .purpose =
		N_("makes a stream of bytes of packets that may be lost, "
		   "doubled or out of order: it counts them, "
		   "acknowledges them and sends them again"),
	    .osi = 4,
	    .rows = tcp_rows,
	    .nrows = FRAME_COUNT(tcp_rows) },
	.decode = decode_tcp,
};
