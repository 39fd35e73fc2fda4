/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames that wait on the wire: lists of them, and which are the same. */
#ifndef SOCKSH_WIRE_PARCEL_H
#define SOCKSH_WIRE_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/frames.h"
#include "wire/frame.h"

struct parcel {
	struct parcel *next;
	struct frames_head head;
	struct frame_key key;
	bool known;           /* key was read */
	bool swaps;           /* goes behind the next one of its host */
	int64_t due;          /* when it goes; 0: when it is told to */
	unsigned char data[]; /* head.len bytes */
};

struct parcels {
	struct parcel *first;
	unsigned n;
};

/* A copy of a frame, for parcel_free. */
struct parcel *parcel_new(const struct frames_head *head, const void *data);
void parcel_free(struct parcel *p);
/* Behind all that are due no later. */
void parcels_put(struct parcels *list, struct parcel *p);
/* The first one; NULL if there is none. */
struct parcel *parcels_take(struct parcels *list);
void parcels_remove(struct parcels *list, struct parcel *p);
void parcels_free(struct parcels *list);
/*
 * Whether a frame was sent only because another is held: it is that one again,
 * or what that one acknowledges.
 */
bool parcel_explains(const struct parcel *held, unsigned from,
    const struct frame_key *key);

#endif
