/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pcap file that frames are written to as they pass. A thread of its own
 * writes it, so that neither the wire nor a call waits for a disk; between the
 * two there is room for DUMP_ROOM bytes, and what comes while that is full is
 * missing in the file, and counted. Each write begins and ends with a frame: a
 * program that is killed leaves a file that can be read up to its last one.
 */
#ifndef SOCKSH_WIRE_DUMP_H
#define SOCKSH_WIRE_DUMP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/frames.h"

enum { DUMP_ROOM = 64 << 20 };

struct dump;

struct dump_state {
	uint64_t frames; /* in the file, whole */
	uint64_t bytes;  /* of it */
	uint64_t missed; /* frames that there was no room for */
	int err;         /* why it was given up: an errno; 0: it was not */
};

/* Makes a new file; one that is there is left alone. NULL with errno. */
struct dump *dump_new(const char *path);
/*
 * Begins to write: the frames that are kept, then each that comes. One dump of
 * the frames at a time. failed is called once, by the thread that writes, if it
 * has to give up; the file is cut behind the last whole frame then. An errno,
 * or 0; after an errno there is only dump_free.
 */
int dump_start(struct dump *d, struct frames *frames,
    void (*failed)(void *ctx, const char *path, const struct dump_state *state),
    void *ctx);
/* Waits until all that has come by now is in the file, or it was given up, or
 * *cancel is set. */
void dump_settle(struct dump *d, const atomic_bool *cancel);
const char *dump_path(const struct dump *d);
void dump_state(struct dump *d, struct dump_state *state);
/* Writes what is still to be written, and ends. */
void dump_stop(struct dump *d, struct dump_state *state);
void dump_free(struct dump *d);

#endif
