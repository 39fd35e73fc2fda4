/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all frames together were, once each of them has been taken apart: so it
 * is known of a million frames, of which only the last are kept, how many of
 * them were damaged, or had a wrong checksum.
 */
#ifndef SOCKSH_WIRE_TALLY_H
#define SOCKSH_WIRE_TALLY_H

#include <stdint.h>

#include "base/strbuf.h"
#include "wire/frame.h"

struct tally {
	uint64_t frames;
	uint64_t bytes; /* on the wire */
	uint64_t fields;
	uint64_t wrong; /* frames with a checksum that is not right */
	uint64_t
	    damaged; /* … whose headers contradict themselves or end early */
	/* Frames that have a header of this kind, not counting quoted ones. */
	uint64_t protos[FRAME_PROTOS];
};

/* Counts a frame. */
void tally_add(struct tally *t, const struct frame *f);
/* Appends two lines, each with its newline. */
void tally_text(struct strbuf *out, const struct tally *t);

#endif
