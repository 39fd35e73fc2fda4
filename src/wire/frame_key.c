/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wanted of every frame in a hurry: no table is walked here. */
#include <netinet/in.h>
#include <string.h>

#include "wire/frame.h"

enum {
	ETHER_SIZE = 14,
	VLAN_SIZE = 4,
	IP4_SIZE = 20,
	IP6_SIZE = 40,
	ARP_SIZE = 28,
	TCP_SIZE = 20,
	UDP_SIZE = 8,
	SLL_SIZE = 16,
	SLL2_SIZE = 20,
	NULL_SIZE = 4,
	TAGS_MOST = 4,
	EXTENSIONS_MOST = 16,
};

/* What is still to be read: len bytes at p are there. at counts from the frame's
 * beginning; end is where the packet ends by its header, captured or not. */
struct cursor {
	const unsigned char *data;
	size_t len;
	size_t at;
	size_t end;
};

static bool
room(const struct cursor *c, size_t n)
{
	return c->at <= c->len && n <= c->len - c->at && c->at <= c->end &&
	    n <= c->end - c->at;
}

static unsigned
get16(const struct cursor *c, size_t off)
{
	return (unsigned)c->data[c->at + off] << 8 | c->data[c->at + off + 1];
}

static uint32_t
get32(const struct cursor *c, size_t off)
{
	return (uint32_t)get16(c, off) << 16 | get16(c, off + 2);
}

static bool
read_tcp(struct frame_key *key, const struct cursor *c)
{
	size_t header;

	if (!room(c, TCP_SIZE))
		return false;
	key->sport = (uint16_t)get16(c, 0);
	key->dport = (uint16_t)get16(c, 2);
	key->seq = get32(c, 4);
	key->ack = get32(c, 8);
	key->flags = get16(c, 12) & 0x1ff;
	key->window = (uint16_t)get16(c, 14);
	key->urgent = (uint16_t)get16(c, 18);
	header = (size_t)(c->data[c->at + 12] >> 4) * 4;
	if (header < TCP_SIZE || header > c->end - c->at)
		return false;
	key->options = (uint32_t)(c->at + TCP_SIZE);
	key->data = (uint32_t)(c->at + header);
	key->len = (uint32_t)(c->end - key->data);
	return header <= c->len - c->at;
}

static bool
read_udp(struct frame_key *key, const struct cursor *c)
{
	size_t len;

	if (!room(c, UDP_SIZE))
		return false;
	key->sport = (uint16_t)get16(c, 0);
	key->dport = (uint16_t)get16(c, 2);
	key->data = (uint32_t)(c->at + UDP_SIZE);
	len = get16(c, 4);
	if (len < UDP_SIZE)
		return false;
	if (len > c->end - c->at)
		len = c->end - c->at; /* a fragment */
	key->len = (uint32_t)(len - UDP_SIZE);
	return true;
}

static bool
read_transport(struct frame_key *key, const struct cursor *c)
{
	switch (key->protocol) {
	case IPPROTO_TCP:
		return read_tcp(key, c);
	case IPPROTO_UDP:
		return read_udp(key, c);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		if (!room(c, 4))
			return false;
		key->type = c->data[c->at];
		key->code = c->data[c->at + 1];
		key->data = (uint32_t)c->at + 4;
		key->len = (uint32_t)(c->end - c->at - 4);
		return true;
	default:
		key->data = (uint32_t)c->at;
		key->len = (uint32_t)(c->end - c->at);
		return true;
	}
}

static bool
read_ip4(struct frame_key *key, struct cursor *c)
{
	size_t header, total;
	unsigned part;

	if (!room(c, IP4_SIZE) || c->data[c->at] >> 4 != 4)
		return false;
	key->version = 4;
	key->protocol = c->data[c->at + 9];
	memcpy(key->src, c->data + c->at + 12, 4);
	memcpy(key->dst, c->data + c->at + 16, 4);
	header = (size_t)(c->data[c->at] & 15) * 4;
	total = get16(c, 2);
	part = get16(c, 6);
	key->fragment = (part & 0x3fff) != 0;
	key->first = (part & 0x1fff) == 0;
	if (header < IP4_SIZE || total < header || !room(c, header))
		return false;
	if (total < c->end - c->at)
		c->end = c->at + total;
	c->at += header;
	if (key->first)
		return read_transport(key, c);
	key->data = (uint32_t)c->at;
	key->len = (uint32_t)(c->end - c->at);
	return true;
}

/* Goes over the extension headers; key->protocol is what is carried at last. */
static bool
skip_extensions(struct frame_key *key, struct cursor *c)
{
	for (int i = 0; i < EXTENSIONS_MOST; i++) {
		unsigned next;
		size_t len;

		switch (key->protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
			if (!room(c, 8))
				return false;
			len = ((size_t)c->data[c->at + 1] + 1) * 8;
			break;
		case IPPROTO_FRAGMENT:
			if (!room(c, 8))
				return false;
			len = 8;
			key->fragment |= (get16(c, 2) & 0xfff9) != 0;
			key->first = (get16(c, 2) & 0xfff8) == 0;
			break;
		default:
			return true;
		}
		next = c->data[c->at];
		if (!room(c, len))
			return false;
		c->at += len;
		key->protocol = (uint8_t)next;
		if (!key->first)
			return true;
	}
	return false;
}

static bool
read_ip6(struct frame_key *key, struct cursor *c)
{
	size_t len;

	if (!room(c, IP6_SIZE) || c->data[c->at] >> 4 != 6)
		return false;
	key->version = 6;
	key->first = true;
	key->protocol = c->data[c->at + 6];
	memcpy(key->src, c->data + c->at + 8, 16);
	memcpy(key->dst, c->data + c->at + 24, 16);
	len = get16(c, 4);
	c->at += IP6_SIZE;
	if (len < c->end - c->at)
		c->end = c->at + len;
	if (!skip_extensions(key, c))
		return false;
	if (key->first)
		return read_transport(key, c);
	key->data = (uint32_t)c->at;
	key->len = (uint32_t)(c->end - c->at);
	return true;
}

static bool
read_arp(struct frame_key *key, const struct cursor *c)
{
	if (!room(c, ARP_SIZE) || get16(c, 0) != 1 || get16(c, 2) != 0x0800 ||
	    get16(c, 4) != 0x0604)
		return false;
	key->first = true;
	key->data = (uint32_t)c->at;
	key->op = (uint16_t)get16(c, 6);
	memcpy(key->src, c->data + c->at + 14, 4);
	memcpy(key->dst, c->data + c->at + 24, 4);
	return true;
}

static bool
read_packet(struct frame_key *key, struct cursor *c)
{
	switch (key->ethertype) {
	case 0x0800:
		return read_ip4(key, c);
	case 0x86dd:
		return read_ip6(key, c);
	case 0x0806:
		return read_arp(key, c);
	default:
		return false;
	}
}

/* AF_INET, AF_INET6 of the machine that captured: frame_cooked.c. */
static unsigned
type_of_family(uint32_t family)
{
	switch (family > UINT16_MAX ? __builtin_bswap32(family) : family) {
	case 2:
		return 0x0800;
	case 10:
	case 24:
	case 28:
	case 30:
		return 0x86dd;
	default:
		return 0;
	}
}

/* The header of the link, which says what it carries; false if it is not there. */
static bool
read_link(struct frame_key *key, struct cursor *c, enum frame_proto first)
{
	size_t size = first == FRAME_ETHERNET ? ETHER_SIZE :
	    first == FRAME_SLL                ? SLL_SIZE :
	    first == FRAME_SLL2               ? SLL2_SIZE :
	    first == FRAME_NULL               ? NULL_SIZE :
						0;
	unsigned type;

	if (!room(c, size))
		return false;
	if (first == FRAME_ETHERNET || first == FRAME_SLL)
		type = get16(c, size - 2);
	else if (first == FRAME_SLL2)
		type = get16(c, 0);
	else if (first == FRAME_NULL)
		type = type_of_family(get32(c, 0));
	else
		type = first == FRAME_IPV6 ? 0x86dd : 0x0800;
	key->ethertype = (uint16_t)type;
	c->at = size;
	return true;
}

bool
frame_key_read(struct frame_key *key, const void *data, size_t len)
{
	return frame_key_read_from(key, FRAME_ETHERNET, data, len);
}

bool
frame_key_read_from(struct frame_key *key, enum frame_proto first,
    const void *data, size_t len)
{
	struct cursor c = { .data = data, .len = len, .end = len };

	memset(key, 0, sizeof(*key));
	if (!read_link(key, &c, first))
		return false;
	for (int i = 0; i < TAGS_MOST &&
	     (key->ethertype == 0x8100 || key->ethertype == 0x88a8);
	     i++) {
		if (!room(&c, VLAN_SIZE))
			return false;
		key->ethertype = (uint16_t)get16(&c, 2);
		c.at += VLAN_SIZE;
	}
	key->whole = read_packet(key, &c);
	return key->whole;
}

const unsigned char *
frame_key_option(const struct frame_key *key, const void *data, size_t len,
    unsigned kind, size_t *n)
{
	const unsigned char *p = data;
	size_t at = key->options, end = key->data;

	if (!key->whole || key->protocol != IPPROTO_TCP || end > len)
		return NULL;
	while (at < end && p[at] != 0) {
		if (p[at] == 1) {
			at++;
			continue;
		}
		if (end - at < 2 || p[at + 1] < 2 || p[at + 1] > end - at)
			return NULL;
		if (p[at] == kind) {
			*n = p[at + 1] - 2U;
			return p + at + 2;
		}
		at += p[at + 1];
	}
	return NULL;
}
