/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line a frame, for "wire":
 *
 *	12.345 client 4 (c) → server 3 (s)  TCP 40000→8080 [SYN] seq 0 win 64240
 *
 * Pure but for the table of conversations, which the caller keeps and passes in.
 */
#ifndef SOCKSH_VIEW_FRAME_LINE_H
#define SOCKSH_VIEW_FRAME_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "wire/frame.h"

/* One direction of a TCP connection: where its numbers begin. */
struct frame_talk {
	unsigned char src[16];
	unsigned char dst[16];
	uint16_t sport;
	uint16_t dport;
	uint8_t version; /* 0: unused */
	bool has_base;   /* base is known */
	bool has_scale;  /* its SYN was seen: scale is known, or -1 */
	int8_t scale;    /* as the SYN offered it; -1: it did not */
	uint32_t base;   /* the number that is shown as 0 */
	uint64_t used;   /* when it was last used, by count */
};

enum {
	FRAME_TALKS = 128,
	FRAME_LINE_MIN = 20, /* columns: no line is made for fewer */
};

/* Those used longest ago make room. A zeroed struct is an empty one. */
struct frame_talks {
	uint64_t count;
	struct frame_talk talk[FRAME_TALKS];
};

struct frame_seen {
	const void *data;
	enum frame_proto first; /* what it begins with */
	size_t len;             /* bytes that are there */
	size_t wire;            /* bytes on the wire */
	int64_t ns;             /* since the clock of the wire began */
	/* Hosts by name, and descriptors as fds calls them, "4 (c)"; NULL where
	 * there is none. Names are text that text_safe would leave as it is. */
	const char *from;
	const char *to;
	const char *src_fd;
	const char *dst_fd;
	const char *fate; /* "held", "dropped", translated; or NULL */
};

/* Takes note of a frame's numbers without showing it; frame_line does so too. */
void frame_talks_note(struct frame_talks *talks, const struct frame_key *key,
    const void *data, size_t len);
/* seq and ack as they are shown: relative, if the beginning is known. */
void frame_talks_relative(const struct frame_talks *talks,
    const struct frame_key *key, uint32_t *seq, uint32_t *ack);

/* Appends the line, without a newline, no wider than width columns (0: as wide
 * as it gets); ascii: "->" for an arrow, and nothing above 0x7e. */
void frame_line(struct strbuf *out, struct frame_talks *talks,
    const struct frame_seen *seen, unsigned width, bool ascii);

#endif
