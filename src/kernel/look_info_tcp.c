/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TCP_INFO in words: each field that a student meets, with its unit
 * (include/uapi/linux/tcp.h, tcp_get_info in net/ipv4/tcp.c).
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "kernel/look_info.h"
#include "model/layout.h"

enum info_unit {
	UNIT_US, /* microseconds */
	UNIT_MS, /* milliseconds ago, or long */
	UNIT_BYTES,
	UNIT_SEGMENTS,
	UNIT_RATE, /* bytes per second */
	UNIT_COUNT,
	UNIT_NAME, /* a constant's */
};

struct info_field {
	const char *field;
	const char *name;
	enum info_unit unit;
	bool rare; /* not worth a line while it is 0 */
	const char *what;
};

static const struct info_field fields[] = {
	{ "tcpi_rtt", N_("round trip"), UNIT_US, false,
	    N_("a segment and its ACK, measured and smoothed") },
	{ "tcpi_rttvar", N_("variation"), UNIT_US, false,
	    N_("how much the round trip varies") },
	{ "tcpi_min_rtt", N_("least"), UNIT_US, true,
	    N_("the shortest round trip of late") },
	{ "tcpi_rto", N_("RTO"), UNIT_US, false,
	    N_("so long is an ACK waited for before a segment is sent again") },
	{ "tcpi_snd_mss", N_("MSS"), UNIT_BYTES, false,
	    N_("data in one segment at most, as sent now") },
	{ "tcpi_advmss", N_("MSS offered"), UNIT_BYTES, false,
	    N_("what this side said in its SYN") },
	{ "tcpi_pmtu", N_("path MTU"), UNIT_BYTES, false,
	    N_("the largest packet that the way takes whole") },
	{ "tcpi_snd_wnd", N_("peer's window"), UNIT_BYTES, false,
	    N_("so much more the peer has room for") },
	{ "tcpi_rcv_wnd", N_("own window"), UNIT_BYTES, true,
	    N_("so much this side has offered to take") },
	{ "tcpi_snd_cwnd", N_("congestion window"), UNIT_SEGMENTS, false,
	    N_("so many may be on their way at once") },
	{ "tcpi_ca_state", N_("congestion"), UNIT_NAME, false,
	    N_("Open: all is well; Loss, Recovery: segments were lost") },
	{ "tcpi_options", N_("agreed on"), UNIT_NAME, false,
	    N_("options that both SYNs had") },
	{ "tcpi_unacked", N_("on their way"), UNIT_SEGMENTS, true,
	    N_("sent, and no ACK yet") },
	{ "tcpi_notsent_bytes", N_("not sent"), UNIT_BYTES, true,
	    N_("written, and still here") },
	{ "tcpi_lost", N_("lost"), UNIT_SEGMENTS, true,
	    N_("taken for lost just now") },
	{ "tcpi_retransmits", N_("tries"), UNIT_COUNT, true,
	    N_("the same segment again, without an answer") },
	{ "tcpi_probes", N_("probes"), UNIT_COUNT, true,
	    N_("keepalive or window probes without an answer") },
	{ "tcpi_total_retrans", N_("sent again"), UNIT_SEGMENTS, true,
	    N_("in all") },
	{ "tcpi_bytes_sent", N_("sent"), UNIT_BYTES, false,
	    N_("data in all, what was sent again counted too") },
	{ "tcpi_bytes_acked", N_("acknowledged"), UNIT_BYTES, false,
	    N_("by the peer; its ACK of the SYN counts as one") },
	{ "tcpi_bytes_received", N_("received"), UNIT_BYTES, false,
	    N_("data in all") },
	{ "tcpi_segs_out", N_("segments out"), UNIT_SEGMENTS, false,
	    N_("ACKs without data counted too") },
	{ "tcpi_segs_in", N_("segments in"), UNIT_SEGMENTS, false,
	    N_("ACKs without data counted too") },
	{ "tcpi_last_data_sent", N_("last sent"), UNIT_MS, false,
	    N_("since data was sent") },
	{ "tcpi_last_data_recv", N_("last received"), UNIT_MS, false,
	    N_("since data came") },
	{ "tcpi_last_ack_recv", N_("last ACK"), UNIT_MS, false,
	    N_("since an ACK came") },
	{ "tcpi_rwnd_limited", N_("window full"), UNIT_US, true,
	    N_("so long the peer's window kept this side from sending") },
	{ "tcpi_sndbuf_limited", N_("buffer full"), UNIT_US, true,
	    N_("so long SO_SNDBUF was too small to go on") },
	{ "tcpi_delivery_rate", N_("rate"), UNIT_RATE, true,
	    N_("how fast the peer took the last data") },
};

static void
put_amount(struct strbuf *out, enum info_unit unit, const struct value *v)
{
	long long n = (long long)v->i;

	switch (unit) {
	case UNIT_US:
		if (n < 1000000)
			sb_printf(out, _("%.3g ms"), (double)n / 1000);
		else
			sb_printf(out, _("%.3g s"), (double)n / 1000000);
		break;
	case UNIT_MS:
		if (n < 1000)
			sb_printf(out, _("%lld ms"), n);
		else
			sb_printf(out, _("%.1f s"), (double)n / 1000);
		break;
	case UNIT_BYTES:
		sb_printf(out,
		    ngettext("%lld byte", "%lld bytes", (unsigned long)n), n);
		break;
	case UNIT_SEGMENTS:
		sb_printf(out,
		    ngettext("%lld segment", "%lld segments", (unsigned long)n),
		    n);
		break;
	case UNIT_RATE:
		sb_printf(out, _("%.3g MB/s"), (double)n / 1000000);
		break;
	case UNIT_COUNT:
		sb_printf(out, "%lld", n);
		break;
	case UNIT_NAME:
		value_repr(out, v, 200);
		break;
	}
}

static void
add_field(struct info_look *look, const struct info_field *field,
    const struct value *info)
{
	int i = layout_field_index(value_layout(info), field->field);
	struct strbuf text = { 0 };
	const struct value *v;

	/* A kernel that is older does not have them all. */
	if (i < 0 || (size_t)i >= info->tuple->len)
		return;
	v = &info->tuple->items[i];
	if (v->type != VAL_INT || (field->rare && v->i == 0))
		return;
	if (field->unit == UNIT_NAME)
		layout_repr_field(&text, value_layout(info), (size_t)i, v, 200);
	else
		put_amount(&text, field->unit, v);
	info_add(look, N_("connection"), field->name, value_copy(v),
	    _("%s: %s"), sb_text(&text), _(field->what));
	sb_free(&text);
}

void
info_tcp(struct info_look *look)
{
	unsigned char buf[DIAG_INFO_MAX] = { 0 };
	socklen_t len = sizeof(buf);
	char name[16] = "";
	struct value info;

	if (getsockopt(look->fd, IPPROTO_TCP, TCP_INFO, buf, &len) != 0)
		return;
	info = layout_decode(layout_find("tcp_info"), buf, len);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		add_field(look, &fields[i], &info);
	value_drop(&info);
	len = sizeof(name) - 1;
	if (getsockopt(look->fd, IPPROTO_TCP, TCP_CONGESTION, name, &len) == 0)
		info_add(look, N_("connection"), N_("algorithm"),
		    value_str(name),
		    _("%s: how the congestion window is chosen"), name);
}
