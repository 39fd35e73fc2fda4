/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pump: a thread that takes every frame off one host's cable and puts it on
 * another's, unless the wire is held or told to do something with it. Frames and
 * their fates are noted in struct frames; each is taken apart, every field of it, before
 * it goes on. All functions but pump_start and pump_stop may be called by any thread at any time; none waits.
 */
#ifndef SOCKSH_WIRE_PUMP_H
#define SOCKSH_WIRE_PUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/frames.h"
#include "wire/filter.h"
#include "wire/host.h"
#include "wire/tally.h"

enum fault_kind {
	FAULT_DROP,
	FAULT_DUP,
	FAULT_DELAY,
	FAULT_SWAP, /* with the next frame from the same host */
	FAULT_CORRUPT,
};

enum {
	FAULTS_MAX = 32,
	HELD_MAX = 8192, /* frames on the wire at a time; more are dropped */
	SWAP_NS = 1000000000, /* so long a swap waits for the next frame */
};

/* What is to happen to the next frame that matches, or to all of them. */
struct wire_fault {
	enum fault_kind kind;
	bool always;
	int64_t delay; /* ns */
	struct filter filter;
};

/* How the wire is set. */
struct wire_state {
	bool holds;
	bool cut;
	double loss; /* 0 to 1 */
	unsigned faults;
	unsigned held;   /* frames */
	unsigned coming; /* … that are delayed */
	uint64_t passed; /* delivered so far */
	uint64_t dropped;
};

struct pump;

/* Begins to move frames between n hosts, which outlive it as wire does, the
 * namespace of their cables' other ends. NULL with an errno in *err if there is no
 * thread for it. */
struct pump *pump_start(struct host *hosts, unsigned n, int wire,
    struct frames *frames, int *err);
/* Frames that are held go nowhere. */
void pump_stop(struct pump *p);

void pump_state(struct pump *p, struct wire_state *state);
/* From now on frames that match wait on the wire. */
void pump_hold(struct pump *p, const struct filter *filter);
/* No frame waits from now on, and those that do go, in their order: how many. */
unsigned pump_go(struct pump *p);
/* The oldest n frames that wait go; how many there were. */
unsigned pump_step(struct pump *p, unsigned n);
/* The oldest n frames that wait are dropped. */
unsigned pump_drop_held(struct pump *p, unsigned n);
/* False if there are too many already. */
bool pump_fault(struct pump *p, const struct wire_fault *fault);
/* The wire does no more harm: no faults, no loss, not cut. */
void pump_mend(struct pump *p);
void pump_cut(struct pump *p);
/* Each frame is lost with this probability, 0 to 1, by a sequence that seed
 * decides. */
void pump_loss(struct pump *p, double loss, uint64_t seed);
/* Puts a frame on the wire as if host number from had sent it: its number. */
uint64_t pump_inject(struct pump *p, unsigned from, const void *data,
    size_t len);
/* What the frames were that were put on the wire, since the lab began. */
void pump_tally(struct pump *p, struct tally *tally);
/* Frames that the kernel had no room for, since the lab began: on their way into
 * the wire (rx_dropped), and where the pump was to take them (tp_drops). */
void pump_lost(struct pump *p, uint64_t *tp_drops, uint64_t *rx_dropped);

#endif
