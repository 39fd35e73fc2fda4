/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a frame, and the numbers of connections that make it short. */
#include "view/frame_line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/width.h"

enum {
	OPT_MSS = 2,
	OPT_SCALE = 3,
	OPT_SACK_OK = 4,
	OPT_SACK = 5,
	SCALE_MOST = 14,    /* RFC 7323, 2.3 */
	PAYLOAD_SHOWN = 24, /* bytes, where the width does not say otherwise */
	PAYLOAD_LEAST = 6,
};

static bool
talk_is(const struct frame_talk *talk, const struct frame_key *key, bool back)
{
	return talk->version == key->version &&
	    talk->sport == (back ? key->dport : key->sport) &&
	    talk->dport == (back ? key->sport : key->dport) &&
	    memcmp(talk->src, back ? key->dst : key->src, 16) == 0 &&
	    memcmp(talk->dst, back ? key->src : key->dst, 16) == 0;
}

/* The direction of a segment, or the other one. */
static const struct frame_talk *
find_talk(const struct frame_talks *talks, const struct frame_key *key,
    bool back)
{
	for (size_t i = 0; i < FRAME_TALKS; i++) {
		if (talks->talk[i].version != 0 &&
		    talk_is(&talks->talk[i], key, back))
			return &talks->talk[i];
	}
	return NULL;
}

static struct frame_talk *
make_talk(struct frame_talks *talks, const struct frame_key *key, bool back)
{
	struct frame_talk *oldest = &talks->talk[0];

	for (size_t i = 0; i < FRAME_TALKS; i++) {
		struct frame_talk *talk = &talks->talk[i];

		if (talk->version != 0 && talk_is(talk, key, back))
			return talk;
		if (talk->used < oldest->used)
			oldest = talk;
	}
	*oldest = (struct frame_talk){
		.version = key->version,
		.sport = back ? key->dport : key->sport,
		.dport = back ? key->sport : key->dport,
		.scale = -1,
	};
	memcpy(oldest->src, back ? key->dst : key->src, 16);
	memcpy(oldest->dst, back ? key->src : key->dst, 16);
	return oldest;
}

static bool
is_tcp(const struct frame_key *key)
{
	return key->whole && key->first && key->protocol == IPPROTO_TCP;
}

void
frame_talks_note(struct frame_talks *talks, const struct frame_key *key,
    const void *data, size_t len)
{
	struct frame_talk *talk;

	if (!is_tcp(key))
		return;
	talk = make_talk(talks, key, false);
	talk->used = ++talks->count;
	if ((key->flags & FRAME_SYN) != 0) {
		size_t n = 0;
		const unsigned char *scale =
		    frame_key_option(key, data, len, OPT_SCALE, &n);

		talk->base = key->seq;
		talk->has_base = true;
		talk->has_scale = true;
		talk->scale = -1;
		if (scale != NULL && n == 1)
			talk->scale =
			    (int8_t)(*scale < SCALE_MOST ? *scale : SCALE_MOST);
	} else if (!talk->has_base && (key->flags & FRAME_RST) == 0) {
		/* The beginning was missed: what comes now is byte 1. */
		talk->base = key->seq - 1;
		talk->has_base = true;
	}
	if ((key->flags & FRAME_ACK) == 0)
		return;
	talk = make_talk(talks, key, true);
	talk->used = talks->count;
	if (!talk->has_base) {
		talk->base = key->ack - 1;
		talk->has_base = true;
	}
}

void
frame_talks_relative(const struct frame_talks *talks,
    const struct frame_key *key, uint32_t *seq, uint32_t *ack)
{
	const struct frame_talk *there = find_talk(talks, key, false);
	const struct frame_talk *back = find_talk(talks, key, true);

	*seq = key->seq;
	*ack = key->ack;
	if (there != NULL && there->has_base)
		*seq = key->seq - there->base;
	/* A first RST may acknowledge 0 without meaning it. */
	if (back != NULL && back->has_base && (key->flags & FRAME_ACK) != 0)
		*ack = key->ack - back->base;
}

/* The window in bytes: scaled, if both ends said they would (RFC 7323). */
static uint32_t
window_of(const struct frame_talks *talks, const struct frame_key *key)
{
	const struct frame_talk *there = find_talk(talks, key, false);
	const struct frame_talk *back = find_talk(talks, key, true);

	if ((key->flags & FRAME_SYN) != 0 || there == NULL || back == NULL ||
	    !there->has_scale || !back->has_scale || there->scale < 0 ||
	    back->scale < 0)
		return key->window;
	return (uint32_t)key->window << there->scale;
}

/* What is being written: a line, so many columns of it are left. */
struct line {
	struct strbuf *out;
	struct frame_talks *talks;
	const struct frame_seen *seen;
	struct frame_key key;
	size_t start;
	unsigned width; /* 0: as wide as it gets */
	bool ascii;
};

static const char *
arrow(const struct line *l, bool spaced)
{
	if (l->ascii)
		return spaced ? " -> " : "->";
	return spaced ? " \xe2\x86\x92 " : "\xe2\x86\x92";
}

static void
put_addr(const struct line *l, const unsigned char *addr)
{
	char text[INET6_ADDRSTRLEN];

	if (l->key.version == 6)
		sb_str(l->out, inet_ntop(AF_INET6, addr, text, sizeof(text)));
	else
		sb_str(l->out, inet_ntop(AF_INET, addr, text, sizeof(text)));
}

static void
put_mac(const struct line *l, size_t at)
{
	const unsigned char *p = l->seen->data;

	for (size_t i = 0; i < 6; i++)
		sb_printf(l->out, "%s%02x", i != 0 ? ":" : "", p[at + i]);
}

static void
put_host(const struct line *l, bool from)
{
	const char *name = from ? l->seen->from : l->seen->to;
	const char *fd = from ? l->seen->src_fd : l->seen->dst_fd;

	if (name != NULL)
		sb_str(l->out, name);
	else if (l->key.version != 0 || l->key.op != 0)
		put_addr(l, from ? l->key.src : l->key.dst);
	else if (l->seen->first == FRAME_ETHERNET && l->seen->len >= 12)
		put_mac(l, from ? 6 : 0);
	else
		sb_char(l->out, '?');
	if (fd != NULL)
		sb_printf(l->out, " %s", fd);
}

static void
put_flags(const struct line *l)
{
	/* In the order in which they are spoken of: SYN ACK, FIN ACK. */
	static const struct {
		uint16_t flag;
		const char *name;
	} flags[] = {
		{ FRAME_SYN, "SYN" },
		{ FRAME_FIN, "FIN" },
		{ FRAME_RST, "RST" },
		{ FRAME_PSH, "PSH" },
		{ FRAME_ACK, "ACK" },
		{ FRAME_URG, "URG" },
		{ FRAME_ECE, "ECE" },
		{ FRAME_CWR, "CWR" },
		{ FRAME_AE, "AE" },
	};
	const char *between = "";

	sb_str(l->out, " [");
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if ((l->key.flags & flags[i].flag) == 0)
			continue;
		sb_printf(l->out, "%s%s", between, flags[i].name);
		between = " ";
	}
	sb_char(l->out, ']');
}

static void
put_ports(const struct line *l, const char *protocol)
{
	sb_printf(l->out, "%s %u%s%u", protocol, l->key.sport, arrow(l, false),
	    l->key.dport);
}

static uint32_t
option_number(const unsigned char *p, size_t n)
{
	uint32_t number = 0;

	for (size_t i = 0; i < n && i < 4; i++)
		number = number << 8 | p[i];
	return number;
}

static void
put_sack(const struct line *l)
{
	const struct frame_talk *back = find_talk(l->talks, &l->key, true);
	uint32_t base = back != NULL && back->has_base ? back->base : 0;
	size_t n;
	const unsigned char *p = frame_key_option(&l->key, l->seen->data,
	    l->seen->len, OPT_SACK, &n);

	if (p == NULL || n == 0 || n % 8 != 0)
		return;
	sb_str(l->out, " sack");
	for (size_t i = 0; i < n; i += 8)
		sb_printf(l->out, " %u-%u", option_number(p + i, 4) - base,
		    option_number(p + i + 4, 4) - base);
}

static void
put_options(const struct line *l)
{
	const struct frame_key *key = &l->key;
	const struct frame_seen *seen = l->seen;
	const unsigned char *p;
	size_t n;

	if ((key->flags & FRAME_SYN) != 0) {
		p = frame_key_option(key, seen->data, seen->len, OPT_MSS, &n);
		if (p != NULL && n == 2)
			sb_printf(l->out, " mss %u", option_number(p, n));
		p = frame_key_option(key, seen->data, seen->len, OPT_SCALE, &n);
		if (p != NULL && n == 1)
			sb_printf(l->out, " scale %u", option_number(p, n));
		if (frame_key_option(key, seen->data, seen->len, OPT_SACK_OK,
			&n) != NULL)
			sb_str(l->out, " sack-ok");
	}
	put_sack(l);
}

static void
put_tcp(const struct line *l)
{
	uint32_t seq, ack;

	frame_talks_note(l->talks, &l->key, l->seen->data, l->seen->len);
	frame_talks_relative(l->talks, &l->key, &seq, &ack);
	put_ports(l, "TCP");
	put_flags(l);
	sb_printf(l->out, " seq %u", seq);
	if ((l->key.flags & FRAME_ACK) != 0)
		sb_printf(l->out, " ack %u", ack);
	sb_printf(l->out, " win %u", window_of(l->talks, &l->key));
	if ((l->key.flags & FRAME_URG) != 0)
		sb_printf(l->out, " urg %u", l->key.urgent);
	put_options(l);
}

static void
put_arp(const struct line *l)
{
	sb_str(l->out, "ARP ");
	if (l->key.op == 1) {
		sb_str(l->out, _("who has "));
		put_addr(l, l->key.dst);
		sb_str(l->out, "?");
		return;
	}
	put_addr(l, l->key.src);
	sb_str(l->out, _(" is at "));
	put_mac(l, l->key.data + 8);
}

static const char *
icmp_name(const struct frame_key *key)
{
	const struct frame_row *row =
	    frame_row_find(key->version == 4 ? "icmp.type" : "icmpv6.type",
		NULL);

	return row != NULL ? frame_meaning(row, key->type) : NULL;
}

static void
put_icmp(const struct line *l)
{
	const char *name = icmp_name(&l->key);

	sb_str(l->out, l->key.version == 4 ? "ICMP " : "ICMPv6 ");
	if (name != NULL)
		sb_str(l->out, name);
	else
		sb_printf(l->out, _("type %u"), l->key.type);
	if (l->key.code != 0)
		sb_printf(l->out, _(", code %u"), l->key.code);
}

/* What is no TCP, UDP, ICMP or ARP, or is damaged. */
static void
put_other(const struct line *l)
{
	const struct frame_row *row = frame_row_find("ip.proto", NULL);
	const struct frame_row *type = frame_row_find("eth.type", NULL);
	const char *name;

	if (l->key.version != 0) {
		name = row != NULL ? frame_meaning(row, l->key.protocol) : NULL;
		sb_printf(l->out, "IPv%u ", l->key.version);
		if (name != NULL)
			sb_str(l->out, name);
		else
			sb_printf(l->out, _("protocol %u"), l->key.protocol);
		return;
	}
	name = type != NULL ? frame_meaning(type, l->key.ethertype) : NULL;
	if (l->key.ethertype == 0 && !l->key.whole)
		name = frame_kind(l->seen->first)->name;
	if (name != NULL)
		sb_str(l->out, name);
	else
		sb_printf(l->out, _("type 0x%04x"), l->key.ethertype);
}

static void
put_what(const struct line *l)
{
	const struct frame_key *key = &l->key;

	if (key->op != 0)
		put_arp(l);
	else if (!key->whole || !key->first)
		put_other(l);
	else if (key->protocol == IPPROTO_TCP)
		put_tcp(l);
	else if (key->protocol == IPPROTO_UDP)
		put_ports(l, "UDP");
	else if (key->protocol == IPPROTO_ICMP ||
	    key->protocol == IPPROTO_ICMPV6)
		put_icmp(l);
	else
		put_other(l);
	if (key->fragment)
		sb_str(l->out,
		    key->first ? _(" (first fragment)") : _(" (fragment)"));
}

static void
put_faults(const struct line *l)
{
	struct frame f;
	const struct frame_row *wrong;

	frame_decode_from(&f, l->seen->first, l->seen->data, l->seen->len,
	    l->seen->wire);
	wrong = frame_wrong(&f);
	if (wrong != NULL)
		sb_printf(l->out, _("  %s: wrong checksum"),
		    frame_kind(
			f.layers[frame_field_find(&f, wrong->key)->layer].proto)
			->name);
	if (f.fault != NULL)
		sb_printf(l->out, "  %s: %s",
		    _(frame_kind(f.layers[f.fault_layer].proto)->name),
		    _(f.fault));
	else if (f.cut)
		sb_str(l->out, _("  captured in part"));
}

/* How many columns are left on the line. */
static size_t
left(const struct line *l)
{
	size_t used =
	    text_width(l->out->data + l->start, l->out->len - l->start);

	return used < l->width ? l->width - used : 0;
}

static void
put_payload(const struct line *l)
{
	const struct frame_key *key = &l->key;
	const struct frame_seen *seen = l->seen;
	size_t n = key->len, most = PAYLOAD_SHOWN;

	if (!key->whole || key->version == 0 || key->len == 0)
		return;
	sb_printf(l->out, " len %u", key->len);
	if (key->data >= seen->len || !key->first ||
	    (key->protocol != IPPROTO_TCP && key->protocol != IPPROTO_UDP))
		return;
	if (n > seen->len - key->data)
		n = seen->len - key->data;
	if (l->width != 0) {
		/* Beside the bytes: a blank, the quotes and "...". What is
		 * escaped takes more room; the line is cut then. */
		most = left(l) > 6 ? left(l) - 6 : 0;
		if (most > PAYLOAD_SHOWN)
			most = PAYLOAD_SHOWN;
		if (most < PAYLOAD_LEAST)
			return;
	}
	sb_char(l->out, ' ');
	text_quote(l->out, (const char *)seen->data + key->data, n, most);
}

/* Cuts the line to its width. */
static void
cut_line(const struct line *l)
{
	const char *s = l->out->data + l->start;
	size_t len = l->out->len - l->start, at = 0, columns = 0;
	size_t room = l->width > 3 ? l->width - 3 : 0;

	if (l->width == 0 || text_width(s, len) <= l->width)
		return;
	while (at < len) {
		uint32_t cp;
		size_t n = utf8_decode(s + at, len - at, &cp);

		if (n == 0 || columns + char_width(cp) > room)
			break;
		columns += char_width(cp);
		at += n;
	}
	sb_truncate(l->out, l->start + at);
	sb_str(l->out, "...");
}

void
frame_line(struct strbuf *out, struct frame_talks *talks,
    const struct frame_seen *seen, unsigned width, bool ascii)
{
	struct line l = {
		.out = out,
		.talks = talks,
		.seen = seen,
		.start = out->len,
		.width = width != 0 && width < FRAME_LINE_MIN ? FRAME_LINE_MIN :
								width,
		.ascii = ascii,
	};
	int64_t ms = seen->ns / 1000000;

	frame_key_read_from(&l.key, seen->first, seen->data, seen->len);
	sb_printf(out, "%lld.%03lld ", (long long)(ms / 1000),
	    (long long)(ms % 1000));
	put_host(&l, true);
	sb_str(out, arrow(&l, true));
	put_host(&l, false);
	sb_str(out, "  ");
	put_what(&l);
	if (seen->fate != NULL)
		sb_printf(out, "  %s", seen->fate);
	put_faults(&l);
	put_payload(&l);
	cut_line(&l);
}
