/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the decoders of protocols, frame_….c: one each, that adds the fields of
 * one header and says what comes after it. The loop over them is in frame.c.
 */
#ifndef SOCKSH_WIRE_FRAME_ROW_H
#define SOCKSH_WIRE_FRAME_ROW_H

#include "wire/frame.h"

/* Where the decoding is. A decoder begins at "at" and moves it behind its header;
 * end is where the packet ends by the lengths in the headers so far. */
struct frame_scan {
	struct frame *f;
	uint32_t at;
	uint32_t end;
	enum frame_proto next; /* FRAME_PROTOS: nothing more */
	uint32_t packet; /* the end of the packet; 0: it fills the frame */
	bool quoted;     /* in a packet that an ICMP error quotes */

	/* Of the IP header around, for the checksums of what it carries. */
	uint32_t ip;
	uint8_t version; /* 0: there is none */
	bool fragment;   /* a part of a packet */
	bool lacking;    /* the packet's end is not there */
	bool routed;     /* the last destination is another than the header's */
	bool final_known; /* … and this one: of IPv6 */
	unsigned char final[16];
	uint8_t protocol; /* what is carried */
};

/* Adds the first n rows, whose places are fixed. False if the header does not
 * fit: said in the fault. */
bool frame_fixed(struct frame_scan *s, const struct frame_row *rows, size_t n);
/* Adds a field of n whole bytes at at; false if it does not fit. */
bool frame_add(struct frame_scan *s, const struct frame_row *row, uint32_t at,
    uint32_t n);
/* The same for bits. */
bool frame_add_bits(struct frame_scan *s, const struct frame_row *row,
    uint32_t bit, uint32_t bits);
/* Whether n bytes at at are in the packet and were captured; if not it is said. */
bool frame_room(struct frame_scan *s, uint32_t at, uint32_t n);
/* A number of n bytes, at most 8, that frame_room or frame_fixed has seen. */
uint64_t frame_number(const struct frame_scan *s, uint32_t at, uint32_t n);
/* The value of a field of this layer, which frame_fixed has added. */
uint64_t frame_got(const struct frame_scan *s, size_t row);
/* Puts another value in its place: one whose bytes stand the other way round. */
void frame_set(struct frame_scan *s, size_t row, uint64_t value);
/* The first fault counts. */
void frame_bad(struct frame_scan *s, uint32_t at, const char *fault);
/* What the field added last is worth as a checksum: right if sum over all that
 * it covers, itself too, is 0. */
void frame_mark(struct frame_scan *s, size_t row, enum frame_mark mark,
    uint16_t expect);
/* Verifies the checksum in row, at byte place of the header, over the header and
 * all behind it, with the pseudo header of IP if pseudo says so. */
void frame_verify(struct frame_scan *s, size_t row, uint32_t len, bool pseudo);
/* How IPv4's and TCP's options are laid out (RFC 791, 3.1; RFC 9293, 3.1): a type,
 * and behind all but the first two of these a length of the whole option. */
enum {
	FRAME_OPTION_END = 0, /* what follows it is padding */
	FRAME_OPTION_NOP = 1,
};
struct frame_options {
	const struct frame_row *type;
	const struct frame_row *len;
	const struct frame_row *padding;
	/* Adds what is behind the length of the option at at, len bytes in all;
	 * false if it does not fit. */
	bool (*content)(struct frame_scan *s, unsigned type, uint32_t at,
	    uint32_t len);
};
/* Adds the options from at to end. */
void frame_add_options(struct frame_scan *s, const struct frame_options *o,
    uint32_t at, uint32_t end);
/* What an IP protocol number is decoded by; FRAME_DATA if by nothing. */
enum frame_proto frame_ip_next(unsigned protocol, unsigned version);
/* Goes on with a header of IPv6 by its number: an extension header, too. */
void frame_ip6_next(struct frame_scan *s, unsigned number);
/* What an Ethernet type is decoded by; FRAME_DATA if by nothing. */
enum frame_proto frame_ether_next(unsigned type);

/* Names that more than one protocol has: numbers of IP protocols, of Ethernet's
 * types, of differentiated services and of congestion notification. */
extern const struct frame_meaning frame_ip_protocols[];
extern const struct frame_meaning frame_ether_types[];
extern const struct frame_meaning frame_dscps[];
extern const struct frame_meaning frame_ecns[];

struct frame_decoder {
	struct frame_kind kind;
	void (*decode)(struct frame_scan *s);
};

extern const struct frame_decoder frame_ethernet_decoder;
extern const struct frame_decoder frame_vlan_decoder;
extern const struct frame_decoder frame_sll_decoder;
extern const struct frame_decoder frame_sll2_decoder;
extern const struct frame_decoder frame_null_decoder;
extern const struct frame_decoder frame_arp_decoder;
extern const struct frame_decoder frame_ip4_decoder;
extern const struct frame_decoder frame_ip6_decoder;
extern const struct frame_decoder frame_hopopts_decoder;
extern const struct frame_decoder frame_routing_decoder;
extern const struct frame_decoder frame_fragment_decoder;
extern const struct frame_decoder frame_dstopts_decoder;
extern const struct frame_decoder frame_icmp_decoder;
extern const struct frame_decoder frame_icmp6_decoder;
extern const struct frame_decoder frame_udp_decoder;
extern const struct frame_decoder frame_tcp_decoder;
extern const struct frame_decoder frame_data_decoder;
extern const struct frame_decoder frame_padding_decoder;

#define FRAME_COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#endif
