/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which frames are meant: words, all of which must hold.
 *
 *	tcp udp icmp arp ip ip6      by what it carries
 *	SYN ACK FIN RST PSH URG      these flags are set; with SYN alone, ACK is
 *	                             not: "SYN" is the first segment, "SYN ACK"
 *	                             the second
 *	data                         there is payload
 *	from HOST, to HOST           by the host that sends, that receives; an
 *	                             address is one that stands in the packet
 *	port N                       either port; "from port N", "to port N"
 *	len > N, len < N, len = N    bytes of payload
 *	not WORD                     the word (and its argument) does not hold
 *
 * Parsing needs the names of the hosts; matching is pure and quick.
 */
#ifndef SOCKSH_WIRE_FILTER_H
#define SOCKSH_WIRE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "wire/frame.h"

enum filter_kind {
	FILTER_PROTOCOL, /* number: IPPROTO_ */
	FILTER_TYPE,     /* number: an Ethernet type */
	FILTER_DATA,
	FILTER_FROM, /* number: a host */
	FILTER_TO,
	FILTER_FROM_ADDR,
	FILTER_TO_ADDR,
	FILTER_PORT,
	FILTER_FROM_PORT,
	FILTER_TO_PORT,
	FILTER_LEN_MORE,
	FILTER_LEN_LESS,
	FILTER_LEN_IS,
};

struct filter_term {
	enum filter_kind kind;
	bool not ;
	uint32_t number;
	unsigned char addr[16];
	uint8_t addr_len; /* 4 or 16 */
};

enum { FILTER_TERMS = 16 };

/* A zeroed filter matches every frame. */
struct filter {
	uint16_t set;   /* enum frame_flag: those that have to be set */
	uint16_t clear; /* … that must not */
	uint8_t n;
	struct filter_term terms[FILTER_TERMS];
};

/* Reads the words of text, len bytes. hosts are the names that from and to take,
 * nhosts of them. False with *cause, and nothing is set. */
bool filter_parse(struct filter *filter, const char *text, size_t len,
    const char *const *hosts, size_t nhosts, char **cause);
/* Whether a frame from host number from to host number to is meant (-1: it is
 * not known which host that is). */
bool filter_match(const struct filter *filter, const struct frame_key *key,
    int from, int to);
/* The i-th word that a filter knows, for completion; NULL at the end. */
const char *filter_word(size_t i);

#endif
