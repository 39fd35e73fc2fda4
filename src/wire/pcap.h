/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of frames that Wireshark, tshark and tcpdump open: pcap with nanoseconds
 * (draft-ietf-opsawg-pcap; magic 0xa1b23c4d), link type Ethernet, frames
 * one after the other. Reading takes either byte order, and microseconds too.
 */
#ifndef SOCKSH_WIRE_PCAP_H
#define SOCKSH_WIRE_PCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/strbuf.h"

enum {
	PCAP_HEAD = 24,          /* bytes before the first frame */
	PCAP_RECORD = 16,        /* bytes before each */
	PCAP_FRAME_MAX = 262144, /* as libpcap's MAXIMUM_SNAPLEN */
};

/* Appends what a file begins with. */
void pcap_head(struct strbuf *out);
/* Appends a frame, len bytes of wire, seen at ns since 1970 (CLOCK_REALTIME).
 * More than PCAP_FRAME_MAX bytes are cut. */
void pcap_frame(struct strbuf *out, int64_t ns, const void *data, size_t len,
    size_t wire);

struct pcap {
	FILE *file; /* the caller's */
	bool swapped;
	bool nano;
	uint32_t most; /* bytes a frame can have here */
};

struct pcap_record {
	int64_t ns; /* since 1970 */
	uint32_t len;
	uint32_t wire;
};

/* Begins to read: false with *cause if it is no pcap of Ethernet. */
bool pcap_open(struct pcap *p, FILE *file, char **cause);
/* The next frame: 1, its bytes in place of what data held; 0 at the end; -1 with
 * *cause if the file is damaged or cannot be read. */
int pcap_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause);

#endif
