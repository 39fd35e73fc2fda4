/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of frames, as Wireshark, tshark and tcpdump write and open them. Written
 * is pcap with nanoseconds (draft-ietf-opsawg-pcap; magic 0xa1b23c4d), link type
 * Ethernet. Read are pcap of either byte order, of micro- or nanoseconds, and
 * pcapng (draft-ietf-opsawg-pcapng), frame by frame, in bounded memory: whatever
 * a file says, no more than PCAP_FRAME_MAX bytes of it are kept at a time.
 */
#ifndef SOCKSH_WIRE_PCAP_H
#define SOCKSH_WIRE_PCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "wire/frame.h"

enum {
	PCAP_HEAD = 24,          /* bytes before the first frame */
	PCAP_RECORD = 16,        /* bytes before each */
	PCAP_FRAME_MAX = 262144, /* as libpcap's MAXIMUM_SNAPLEN */
	PCAP_INTERFACES = 256,   /* in a section of a pcapng file */
};

/* Appends what a file begins with. */
void pcap_head(struct strbuf *out);
/* Appends a frame, len bytes of wire, seen at ns since 1970 (CLOCK_REALTIME).
 * More than PCAP_FRAME_MAX bytes are cut. */
void pcap_frame(struct strbuf *out, int64_t ns, const void *data, size_t len,
    size_t wire);

/* What was captured on; of a pcap file there is one. */
struct pcap_interface {
	uint32_t link;  /* LINKTYPE_…, tcpdump.org/linktypes.html */
	uint32_t most;  /* bytes kept of a frame; 0: all */
	int64_t offset; /* seconds to be added to its times */
	/* How many parts a second has: 10 to this power, or 2 to it. */
	uint8_t power;
	bool binary;
};

struct pcap {
	FILE *file;   /* the caller's */
	bool swapped; /* its numbers stand the other way round */
	bool ng;
	/* The file ended within a frame, as one does that is being written. */
	bool cut;
	uint32_t most; /* bytes a frame can have here */
	/* Frames that were passed over, as nothing here reads their kind of link;
	 * and the link type of the first of them. */
	uint64_t skipped;
	uint32_t skipped_link;
	unsigned n;
	struct pcap_interface interfaces[PCAP_INTERFACES];
};

struct pcap_record {
	int64_t ns; /* since 1970; 0 where the file does not tell */
	uint32_t len;
	uint32_t wire;
	enum frame_proto first; /* what the frame begins with */
};

/* Begins to read: false with *cause if it is no such file, or one whose frames
 * are of a kind that cannot be read here: it is named. */
bool pcap_open(struct pcap *p, FILE *file, char **cause);
/* The next frame: 1, its bytes in place of what data held; 0 at the end; -1 with
 * *cause if the file is damaged, cut or cannot be read. */
int pcap_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause);
/* "105 (IEEE 802.11)": a link type, for messages; the caller frees it. */
char *pcap_link_name(uint32_t link);

#endif
