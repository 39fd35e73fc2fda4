/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop over the headers of a frame, and its fields. */
#include "wire/frame.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "wire/frame_row.h"

static const struct frame_decoder *const decoders[FRAME_PROTOS] = {
	[FRAME_ETHERNET] = &frame_ethernet_decoder,
	[FRAME_VLAN] = &frame_vlan_decoder,
	[FRAME_SLL] = &frame_sll_decoder,
	[FRAME_SLL2] = &frame_sll2_decoder,
	[FRAME_NULL] = &frame_null_decoder,
	[FRAME_ARP] = &frame_arp_decoder,
	[FRAME_IPV4] = &frame_ip4_decoder,
	[FRAME_IPV6] = &frame_ip6_decoder,
	[FRAME_HOPOPTS] = &frame_hopopts_decoder,
	[FRAME_ROUTING] = &frame_routing_decoder,
	[FRAME_FRAGMENT] = &frame_fragment_decoder,
	[FRAME_DSTOPTS] = &frame_dstopts_decoder,
	[FRAME_ICMP] = &frame_icmp_decoder,
	[FRAME_ICMPV6] = &frame_icmp6_decoder,
	[FRAME_UDP] = &frame_udp_decoder,
	[FRAME_TCP] = &frame_tcp_decoder,
	[FRAME_DATA] = &frame_data_decoder,
	[FRAME_PADDING] = &frame_padding_decoder,
};

const struct frame_kind *
frame_kind(enum frame_proto proto)
{
	assert(proto < FRAME_PROTOS);
	return &decoders[proto]->kind;
}

void
frame_bad(struct frame_scan *s, uint32_t at, const char *fault)
{
	if (s->f->fault != NULL)
		return;
	s->f->fault = fault;
	s->f->fault_at = at;
	s->f->fault_layer =
	    (uint8_t)(s->f->nlayers != 0 ? s->f->nlayers - 1 : 0);
}

/* Quotations end where they end: that is no fault. */
bool
frame_room(struct frame_scan *s, uint32_t at, uint32_t n)
{
	if (at <= s->end && n <= s->end - at) {
		if (at <= s->f->len && n <= s->f->len - at)
			return true;
		s->f->cut = true;
	} else if (s->end > s->f->len) {
		s->f->cut = true;
	} else if (!s->quoted) {
		frame_bad(s, at, N_("it ends within this header"));
	}
	return false;
}

/* At most 64 bits, which lie in at most nine bytes. */
static uint64_t
bits_at(const unsigned char *data, uint32_t bit, uint32_t bits)
{
	const unsigned char *p = data + bit / 8;
	uint32_t before = bit % 8, n = (before + bits + 7) / 8;
	uint32_t behind = n * 8 - before - bits;
	uint64_t number = *p & (0xffU >> before);

	for (uint32_t i = 1; i < n && i < 8; i++)
		number = number << 8 | p[i];
	if (n == 9)
		return number << (8 - behind) | p[8] >> behind;
	return number >> behind;
}

/* A field that is known to be there and to have room. */
static void
put_field(struct frame *f, const struct frame_row *row, uint32_t bit,
    uint32_t bits)
{
	f->fields[f->nfields++] = (struct frame_field){
		.row = row,
		.bit = bit,
		.bits = bits,
		.value = bits - 1 < 64 ? bits_at(f->data, bit, bits) : 0,
		.mark =
		    row->form == FRAME_CHECKSUM ? FRAME_UNCHECKED : FRAME_PLAIN,
		.layer = (uint8_t)(f->nlayers - 1),
	};
	f->layers[f->nlayers - 1].n++;
}

bool
frame_add_bits(struct frame_scan *s, const struct frame_row *row, uint32_t bit,
    uint32_t bits)
{
	struct frame *f = s->f;
	uint32_t at = bit / 8, n = (bit + bits + 7) / 8 - at;

	if (!frame_room(s, at, n))
		return false;
	if (f->nfields == FRAME_FIELDS) {
		frame_bad(s, at, N_("more fields than are taken apart"));
		return false;
	}
	put_field(f, row, bit, bits);
	return true;
}

bool
frame_add(struct frame_scan *s, const struct frame_row *row, uint32_t at,
    uint32_t n)
{
	return frame_room(s, at, n) && frame_add_bits(s, row, at * 8, n * 8);
}

/* Whether all of the fixed rows are there, and have room. */
static bool
fits_fixed(const struct frame_scan *s, const struct frame_row *last, size_t n)
{
	uint32_t size = (last->bit + last->bits + 7U) / 8;
	uint32_t end = s->end < s->f->len ? s->end : s->f->len;

	return s->at <= end && size <= end - s->at &&
	    s->f->nfields + n <= FRAME_FIELDS;
}

bool
frame_fixed(struct frame_scan *s, const struct frame_row *rows, size_t n)
{
	/* Each frame has some forty of them: they are not asked one by one. */
	bool fits = fits_fixed(s, &rows[n - 1], n);

	for (size_t i = 0; i < n; i++) {
		uint32_t bit = s->at * 8 + rows[i].bit;

		if (fits)
			put_field(s->f, &rows[i], bit, rows[i].bits);
		else if (!frame_add_bits(s, &rows[i], bit, rows[i].bits))
			return false;
	}
	return true;
}

uint64_t
frame_number(const struct frame_scan *s, uint32_t at, uint32_t n)
{
	assert(at <= s->f->len && n <= s->f->len - at && n <= 8);
	return bits_at(s->f->data, at * 8, n * 8);
}

void
frame_add_options(struct frame_scan *s, const struct frame_options *o,
    uint32_t at, uint32_t end)
{
	while (at < end) {
		unsigned type;
		uint32_t len;

		if (!frame_add(s, o->type, at, 1))
			return;
		type = (unsigned)frame_number(s, at, 1);
		if (type == FRAME_OPTION_END) {
			if (++at < end)
				frame_add(s, o->padding, at, end - at);
			return;
		}
		if (type == FRAME_OPTION_NOP) {
			at++;
			continue;
		}
		if (at + 1 >= end) {
			frame_bad(s, at, N_("an option has no length"));
			return;
		}
		if (!frame_add(s, o->len, at + 1, 1))
			return;
		len = (uint32_t)frame_number(s, at + 1, 1);
		if (len < 2 || len > end - at) {
			frame_bad(s, at + 1,
			    N_("an option's length is impossible"));
			return;
		}
		if (!o->content(s, type, at, len))
			return;
		at += len;
	}
}

static struct frame_field *
nth_field(const struct frame_scan *s, size_t row)
{
	const struct frame_layer *layer = &s->f->layers[s->f->nlayers - 1];

	assert(row < layer->n);
	return &s->f->fields[layer->first + row];
}

uint64_t
frame_got(const struct frame_scan *s, size_t row)
{
	return nth_field(s, row)->value;
}

void
frame_set(struct frame_scan *s, size_t row, uint64_t value)
{
	nth_field(s, row)->value = value;
}

void
frame_mark(struct frame_scan *s, size_t row, enum frame_mark mark,
    uint16_t expect)
{
	struct frame_field *field = nth_field(s, row);

	field->mark = (uint8_t)mark;
	field->expect = expect;
}

/* Words of 8 bytes at a time, in whatever order this machine has: the sum is the
 * same but for the order of its two bytes (RFC 1071, 2). */
static uint32_t
sum_words(const unsigned char *p, size_t words)
{
	uint64_t total = 0, word;
	unsigned char bytes[2];
	uint16_t folded;

	for (; words != 0; words--, p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		total += (word & UINT32_MAX) + (word >> 32);
	}
	while (total > UINT16_MAX)
		total = (total & UINT16_MAX) + (total >> 16);
	folded = (uint16_t)total;
	memcpy(bytes, &folded, sizeof(bytes));
	return (uint32_t)bytes[0] << 8 | bytes[1];
}

uint32_t
frame_sum(uint32_t sum, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t total = (uint64_t)sum + sum_words(p, n / 8);

	p += n / 8 * 8;
	for (n %= 8; n >= 2; n -= 2, p += 2)
		total += (uint32_t)p[0] << 8 | p[1];
	if (n != 0)
		total += (uint32_t)p[0] << 8;
	while (total > UINT32_MAX)
		total = (total & UINT32_MAX) + (total >> 32);
	return (uint32_t)total;
}

uint16_t
frame_sum_end(uint32_t sum)
{
	while (sum > UINT16_MAX)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	return (uint16_t)~sum;
}

uint32_t
frame_sum_pseudo(unsigned version, const unsigned char *src,
    const unsigned char *dst, unsigned protocol, uint32_t len)
{
	size_t n = version == 4 ? 4 : 16;

	return frame_sum(frame_sum((len >> 16) + (len & UINT16_MAX) + protocol,
			     src, n),
	    dst, n);
}

void
frame_verify(struct frame_scan *s, size_t row, uint32_t len, bool pseudo)
{
	const struct frame_field *field = nth_field(s, row);
	const unsigned char *data = s->f->data;
	uint32_t sum = 0, part;
	uint16_t right;

	if (s->fragment || s->lacking ||
	    (pseudo && s->routed && !s->final_known) || s->at > s->f->len ||
	    len > s->f->len - s->at || (pseudo && s->version == 0)) {
		frame_mark(s, row, FRAME_UNCHECKED, 0);
		return;
	}
	if (pseudo) {
		uint32_t src = s->ip + (s->version == 4 ? 12 : 8);
		uint32_t size = s->version == 4 ? 4 : 16;

		sum = frame_sum_pseudo(s->version, data + src,
		    s->routed ? s->final : data + src + size, s->protocol, len);
	}
	part = (uint16_t)~frame_sum_end(sum);
	sum = frame_sum(sum, data + s->at, len);
	if (frame_sum_end(sum) == 0) {
		frame_mark(s, row, FRAME_RIGHT, (uint16_t)field->value);
		return;
	}
	/* The field is taken out again: one's complement subtracts by adding ~x. */
	right = frame_sum_end((uint32_t)(uint16_t)~frame_sum_end(sum) +
	    (uint16_t) ~(unsigned)field->value);
	frame_mark(s, row,
	    pseudo && field->value == part ? FRAME_PARTIAL : FRAME_WRONG,
	    right);
}

/* The next layer, of which nothing is known yet. */
static bool
push_layer(struct frame_scan *s, enum frame_proto proto)
{
	struct frame *f = s->f;

	if (f->nlayers == FRAME_LAYERS) {
		frame_bad(s, s->at, N_("more headers than are taken apart"));
		return false;
	}
	f->layers[f->nlayers++] = (struct frame_layer){
		.proto = proto,
		.off = s->at,
		.first = f->nfields,
		.quoted = s->quoted,
	};
	return true;
}

/* What is behind the packet, if it says where it ends. */
static void
add_padding(struct frame_scan *s)
{
	if (s->packet == 0 || s->packet >= s->f->wire)
		return;
	s->at = s->packet;
	s->end = s->f->wire;
	s->quoted = false;
	if (push_layer(s, FRAME_PADDING))
		decoders[FRAME_PADDING]->decode(s);
}

/* How long the header was that began at from; if it did not fit, all the rest is
 * what there is of it. */
static void
note_length(const struct frame_scan *s, uint32_t from)
{
	struct frame *f = s->f;
	uint32_t end = s->end < f->wire ? s->end : f->wire;

	/* Data that are not there have no layer. */
	if (f->nlayers == 0 || f->layers[f->nlayers - 1].off != from)
		return;
	f->layers[f->nlayers - 1].len = s->at > from ? s->at - from :
	    end > from                               ? end - from :
						       0;
}

void
frame_decode_from(struct frame *f, enum frame_proto first, const void *data,
    size_t len, size_t wire)
{
	struct frame_scan s = { .f = f, .next = first };
	enum { MOST = 1 << 20 }; /* bits are counted in 32 bits */

	f->data = data;
	f->len = (uint32_t)(len < MOST ? len : MOST);
	f->wire = (uint32_t)(wire < MOST ? wire : MOST);
	if (f->wire < f->len)
		f->wire = f->len;
	f->fault = NULL;
	f->fault_at = 0;
	f->fault_layer = 0;
	f->cut = false;
	f->nlayers = 0;
	f->nfields = 0;
	s.end = f->wire;
	while (s.next != FRAME_PROTOS) {
		enum frame_proto proto = s.next;
		uint32_t from = s.at;

		if (!push_layer(&s, proto))
			break;
		s.next = FRAME_PROTOS;
		decoders[proto]->decode(&s);
		note_length(&s, from);
	}
	add_padding(&s);
}

void
frame_decode(struct frame *f, const void *data, size_t len, size_t wire)
{
	frame_decode_from(f, FRAME_ETHERNET, data, len, wire);
}

enum frame_proto
frame_guess(const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t header;

	if (len >= 40 && p[0] >> 4 == 6 &&
	    ((size_t)p[4] << 8 | p[5]) + 40 == len)
		return FRAME_IPV6;
	if (len < 20 || p[0] >> 4 != 4)
		return FRAME_ETHERNET;
	header = (size_t)(p[0] & 15) * 4;
	if (header < 20 || header > len || ((size_t)p[2] << 8 | p[3]) != len ||
	    frame_sum_end(frame_sum(0, p, header)) != 0)
		return FRAME_ETHERNET;
	return FRAME_IPV4;
}

const struct frame_row *
frame_row_find(const char *key, enum frame_proto *proto)
{
	for (int p = 0; p < FRAME_PROTOS; p++) {
		const struct frame_kind *kind = frame_kind(p);

		for (size_t i = 0; i < kind->nrows; i++) {
			if (strcmp(kind->rows[i].key, key) != 0)
				continue;
			if (proto != NULL)
				*proto = p;
			return &kind->rows[i];
		}
	}
	return NULL;
}

const struct frame_field *
frame_field_find(const struct frame *f, const char *key)
{
	for (size_t i = 0; i < f->nfields; i++) {
		const struct frame_field *field = &f->fields[i];

		if (!f->layers[field->layer].quoted &&
		    strcmp(field->row->key, key) == 0)
			return field;
	}
	return NULL;
}

const unsigned char *
frame_field_bytes(const struct frame *f, const struct frame_field *field,
    size_t *n)
{
	uint32_t at = field->bit / 8;
	uint32_t end = (field->bit + field->bits + 7) / 8;

	if (end > f->len)
		end = f->len;
	*n = end > at ? end - at : 0;
	return f->data + (at < f->len ? at : f->len);
}

const struct frame_row *
frame_wrong(const struct frame *f)
{
	for (size_t i = 0; i < f->nfields; i++) {
		if (f->fields[i].mark == FRAME_WRONG &&
		    !f->layers[f->fields[i].layer].quoted)
			return f->fields[i].row;
	}
	return NULL;
}

const char *
frame_meaning(const struct frame_row *row, uint64_t value)
{
	const struct frame_meaning *m = row->meanings;

	while (m != NULL && m->text != NULL) {
		if (m->value == value)
			return _(m->text);
		m++;
	}
	return NULL;
}

static void
bytes_text(struct strbuf *out, const unsigned char *bytes, size_t n,
    const char *between)
{
	for (size_t i = 0; i < n; i++)
		sb_printf(out, "%s%02x", i != 0 ? between : "", bytes[i]);
}

void
frame_value_text(struct strbuf *out, const struct frame *f,
    const struct frame_field *field)
{
	char text[INET6_ADDRSTRLEN];
	size_t n;
	const unsigned char *bytes = frame_field_bytes(f, field, &n);
	unsigned scale = field->row->scale != 0 ? field->row->scale : 1;

	switch (field->row->form) {
	case FRAME_NUMBER:
	case FRAME_FLAG:
		sb_printf(out, "%llu",
		    (unsigned long long)field->value * scale);
		break;
	case FRAME_HEX:
	case FRAME_CHECKSUM:
		sb_printf(out, "0x%0*llx", (int)(field->bits + 3) / 4,
		    (unsigned long long)field->value);
		break;
	case FRAME_MAC:
		bytes_text(out, bytes, n, ":");
		break;
	case FRAME_IP4:
		assert(n == 4);
		sb_str(out, inet_ntop(AF_INET, bytes, text, sizeof(text)));
		break;
	case FRAME_IP6:
		assert(n == 16);
		sb_str(out, inet_ntop(AF_INET6, bytes, text, sizeof(text)));
		break;
	case FRAME_BYTES:
		bytes_text(out, bytes, n, "");
		break;
	}
}
