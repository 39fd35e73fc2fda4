/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames made from named fields: the decoder (frame.h) turned round. What is not
 * named gets a default, lengths and checksums are computed unless they are named.
 * Pure.
 */
#ifndef SOCKSH_WIRE_BUILD_H
#define SOCKSH_WIRE_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "wire/frame.h"

/* What stands in a frame if nobody says otherwise. */
struct build_ends {
	unsigned char src_mac[6];
	unsigned char dst_mac[6];
	unsigned char src[16]; /* IPv4: the first 4 bytes */
	unsigned char dst[16];
	uint8_t version; /* 4 or 6 */
};

enum { BUILD_MOST = 1514 }; /* bytes: what Ethernet takes */

/*
 * Appends a frame of these words, len bytes of text, in any order:
 *	tcp, udp, icmp, arp          what it carries (tcp)
 *	SYN ACK FIN RST PSH URG      flags of TCP, none if none is named
 *	NAME=VALUE                   a field by its key, "tcp.seq=1", "ip.ttl=1",
 *	                             or by its key's end, "seq=1" "ttl=1"; ports
 *	                             are sport and dport too
 *	data="…"                     the payload
 *	bad=checksum                 TCP's, UDP's or ICMP's is made wrong
 * False with *cause, and nothing is appended.
 */
bool build_frame(struct strbuf *out, const struct build_ends *ends,
    const char *text, size_t len, char **cause);

/* Appends the bytes of a frame that somebody gives: hexadecimal, as dumps show
 * it, or the bytes themselves. */
void build_raw(struct strbuf *out, const char *s, size_t len);

#endif
