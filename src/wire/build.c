/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames made from named fields. What is named is put where the decoder's table
 * says the field stands; lengths and checksums come last.
 */
#include "base/chars.h"
#include "wire/build.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "wire/build_words.h"

enum {
	ETHER_SIZE = 14,
	IP4_SIZE = 20,
	IP6_SIZE = 40,
	ARP_SIZE = 28,
	TCP_SIZE = 20,
	UDP_SIZE = 8,
	ICMP_SIZE = 8,
	MSS_SIZE = 4,
	HOPS = 64,      /* as Linux has it */
	WINDOW = 64240, /* as Linux begins with on Ethernet */
	PORT_FROM = 40000,
	PORT_TO = 8080,
	ECHO = 8,
	ECHO6 = 128,
};

/* The frame while it is made: where each layer begins. */
struct made {
	unsigned char bytes[BUILD_MOST];
	size_t net;
	size_t top; /* of TCP, UDP, ICMP */
	size_t data;
	size_t len;
};

static void
put16(struct made *m, size_t at, unsigned n)
{
	m->bytes[at] = (unsigned char)(n >> 8);
	m->bytes[at + 1] = (unsigned char)n;
}

static void
put_bits(struct made *m, size_t bit, unsigned bits, uint64_t value)
{
	for (unsigned i = 0; i < bits; i++) {
		size_t at = bit + i;
		unsigned char mask = (unsigned char)(0x80U >> at % 8);

		if ((value >> (bits - 1 - i) & 1) != 0)
			m->bytes[at / 8] |= mask;
		else
			m->bytes[at / 8] &= (unsigned char)~mask;
	}
}

static unsigned
protocol_number(enum frame_proto proto)
{
	switch (proto) {
	case FRAME_TCP:
		return IPPROTO_TCP;
	case FRAME_UDP:
		return IPPROTO_UDP;
	case FRAME_ICMP:
		return IPPROTO_ICMP;
	default:
		return IPPROTO_ICMPV6;
	}
}

static void
default_ethernet(struct made *m, const struct build_words *w)
{
	static const unsigned char everybody[6] = { 255, 255, 255, 255, 255,
		255 };

	memcpy(m->bytes, w->proto == FRAME_ARP ? everybody : w->ends->dst_mac,
	    6);
	memcpy(m->bytes + 6, w->ends->src_mac, 6);
	if (w->proto == FRAME_ARP)
		put16(m, 12, 0x0806);
	else
		put16(m, 12, w->ends->version == 4 ? 0x0800 : 0x86dd);
}

static void
default_arp(struct made *m, const struct build_words *w)
{
	static const unsigned char head[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };
	unsigned char *p = m->bytes + m->net;

	memcpy(p, head, sizeof(head));
	memcpy(p + 8, w->ends->src_mac, 6);
	memcpy(p + 14, w->ends->src, 4);
	memcpy(p + 24, w->ends->dst, 4);
}

static void
default_ip(struct made *m, const struct build_words *w)
{
	unsigned char *p = m->bytes + m->net;

	if (w->ends->version == 4) {
		p[0] = 0x45;
		p[6] = 0x40; /* don't fragment, as Linux sends */
		p[8] = HOPS;
		p[9] = (unsigned char)protocol_number(w->proto);
		memcpy(p + 12, w->ends->src, 4);
		memcpy(p + 16, w->ends->dst, 4);
		put16(m, m->net + 2, (unsigned)(m->len - m->net));
		return;
	}
	p[0] = 0x60;
	p[6] = (unsigned char)protocol_number(w->proto);
	p[7] = HOPS;
	memcpy(p + 8, w->ends->src, 16);
	memcpy(p + 24, w->ends->dst, 16);
	put16(m, m->net + 4, (unsigned)(m->len - m->top));
}

static void
default_tcp(struct made *m, const struct build_words *w)
{
	put16(m, m->top, PORT_FROM);
	put16(m, m->top + 2, PORT_TO);
	put16(m, m->top + 12,
	    (unsigned)((m->data - m->top) / 4) << 12 | w->flags);
	put16(m, m->top + 14, WINDOW);
	if (w->mss >= 0) {
		put16(m, m->top + TCP_SIZE, 2 << 8 | MSS_SIZE);
		put16(m, m->top + TCP_SIZE + 2, (unsigned)w->mss);
	}
}

static void
default_top(struct made *m, const struct build_words *w)
{
	switch (w->proto) {
	case FRAME_TCP:
		default_tcp(m, w);
		break;
	case FRAME_UDP:
		put16(m, m->top, PORT_FROM);
		put16(m, m->top + 2, PORT_TO);
		put16(m, m->top + 4, (unsigned)(m->len - m->top));
		break;
	default:
		m->bytes[m->top] = w->proto == FRAME_ICMP ? ECHO : ECHO6;
		put16(m, m->top + 4, 1);
		put16(m, m->top + 6, 1);
		break;
	}
	if (w->data.len != 0)
		memcpy(m->bytes + m->data, w->data.data, w->data.len);
}

static size_t
layer_at(const struct made *m, enum frame_proto proto)
{
	switch (proto) {
	case FRAME_ETHERNET:
		return 0;
	case FRAME_ARP:
	case FRAME_IPV4:
	case FRAME_IPV6:
		return m->net;
	default:
		return m->top;
	}
}

/* Whether a field was named; else it is computed. */
static bool
named(const struct build_words *w, const char *key)
{
	for (size_t i = 0; i < w->n; i++) {
		if (strcmp(w->fields[i].row->key, key) == 0)
			return true;
	}
	return false;
}

static void
put_fields(struct made *m, const struct build_words *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct build_field *field = &w->fields[i];
		const struct frame_row *row = field->row;
		size_t bit = layer_at(m, field->proto) * 8 + row->bit;

		if (row->form == FRAME_MAC || row->form == FRAME_IP4 ||
		    row->form == FRAME_IP6)
			memcpy(m->bytes + bit / 8, field->bytes, row->bits / 8);
		else
			put_bits(m, bit, row->bits, field->number);
	}
}

/* Where the checksum of a header of its own is, behind its beginning. */
static size_t
checksum_at(enum frame_proto proto, const char **key)
{
	switch (proto) {
	case FRAME_TCP:
		*key = "tcp.checksum";
		return 16;
	case FRAME_UDP:
		*key = "udp.checksum";
		return 6;
	case FRAME_ICMP:
		*key = "icmp.checksum";
		return 2;
	default:
		*key = "icmpv6.checksum";
		return 2;
	}
}

/* With the addresses as they stand in the header now, named ones too. */
static void
put_checksums(struct made *m, const struct build_words *w)
{
	const unsigned char *ip = m->bytes + m->net;
	unsigned version = w->ends->version;
	const char *key;
	size_t at = m->top + checksum_at(w->proto, &key);
	size_t len = m->len - m->top;
	uint32_t sum = 0;
	uint16_t right;

	if (!named(w, key)) {
		if (w->proto != FRAME_ICMP)
			sum = frame_sum_pseudo(version,
			    ip + (version == 4 ? 12 : 8),
			    ip + (version == 4 ? 16 : 24),
			    protocol_number(w->proto), (uint32_t)len);
		right = frame_sum_end(frame_sum(sum, m->bytes + m->top, len));
		/* RFC 768: a computed 0 is sent as all ones. */
		if (right == 0 && w->proto == FRAME_UDP)
			right = UINT16_MAX;
		put16(m, at, right);
	}
	if (w->bad)
		put16(m, at,
		    ((unsigned)m->bytes[at] << 8 | m->bytes[at + 1]) ^ 1);
	if (version == 4 && !named(w, "ip.checksum"))
		put16(m, m->net + 10,
		    frame_sum_end(frame_sum(0, ip, IP4_SIZE)));
}

static void
lay_out(struct made *m, const struct build_words *w)
{
	m->net = ETHER_SIZE;
	if (w->proto == FRAME_ARP) {
		m->top = m->data = m->len = m->net + ARP_SIZE;
		return;
	}
	m->top = m->net + (w->ends->version == 4 ? IP4_SIZE : IP6_SIZE);
	if (w->proto == FRAME_TCP)
		m->data = m->top + TCP_SIZE + (w->mss >= 0 ? MSS_SIZE : 0);
	else
		m->data =
		    m->top + (w->proto == FRAME_UDP ? UDP_SIZE : ICMP_SIZE);
	m->len = m->data + w->data.len;
}

bool
build_frame(struct strbuf *out, const struct build_ends *ends, const char *text,
    size_t len, char **cause)
{
	struct build_words words;
	struct made made = { 0 };

	if (!build_words_read(&words, ends, text, len, cause))
		return false;
	lay_out(&made, &words);
	default_ethernet(&made, &words);
	if (words.proto == FRAME_ARP) {
		default_arp(&made, &words);
	} else {
		default_ip(&made, &words);
		default_top(&made, &words);
	}
	put_fields(&made, &words);
	if (words.proto != FRAME_ARP)
		put_checksums(&made, &words);
	sb_add(out, made.bytes, made.len);
	build_words_free(&words);
	return true;
}

/* Bytes that are written in hexadecimal, as dumps show them: false if s is not
 * that. Real frames never consist of these characters alone. */
static bool
from_hex(const char *s, size_t len, struct strbuf *out)
{
	int high = -1;

	for (size_t i = 0; i < len; i++) {
		int n = char_hex(s[i]);

		if (n >= 0 && high >= 0) {
			sb_char(out, (char)(high * 16 + n));
			high = -1;
		} else if (n >= 0) {
			high = n;
		} else if (high >= 0 || strchr(" \t\r\n:-", s[i]) == NULL ||
		    s[i] == '\0') {
			return false;
		}
	}
	return high < 0;
}

void
build_raw(struct strbuf *out, const char *s, size_t len)
{
	size_t was = out->len;

	if (from_hex(s, len, out))
		return;
	sb_truncate(out, was);
	sb_add(out, s, len);
}
