/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frames that went over the wire: of the lab, or captured. They stand beside
 * the event log, not in it: the wire must wait for nobody, so they have a lock
 * of their own, and a transfer of a million frames must not push the calls out.
 * Times are of the same clock as an event's, so that both can be told together.
 */
#ifndef SOCKSH_MODEL_FRAMES_H
#define SOCKSH_MODEL_FRAMES_H

#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FRAMES_KEPT_MAX = 1536, /* bytes: all of a frame of the lab */
	FRAMES_MAX = 8 << 10,   /* the oldest make room */
	FRAMES_TO_ALL = 255,
};

enum frames_fate {
	FATE_PASSING,   /* it is just being dealt with */
	FATE_SEEN,      /* captured: what became of it is not known */
	FATE_DELIVERED, /* handed to the host it was for */
	FATE_HELD,      /* on the wire, and waiting there */
	FATE_DROPPED,
	FATE_ABSORBED, /* a copy of one that is held: not delivered */
	FATE_READ,     /* it stands in a file, and never passed here */
};

/* What else happened to it on its way. */
enum frames_mark {
	MARK_HELD = 1 << 0,
	MARK_DELAYED = 1 << 1,
	MARK_DUPLICATED = 1 << 2, /* delivered twice */
	MARK_SWAPPED = 1 << 3,    /* with the one after it */
	MARK_CORRUPTED = 1 << 4,  /* a bit was flipped */
	MARK_MADE = 1 << 5,       /* by wire send */
};

struct frames_head {
	uint64_t seq; /* counts from 1 */
	/* ns, CLOCK_MONOTONIC: when it was sent; of one from a file since the
	 * first frame there. */
	int64_t time;
	int64_t done;  /* … delivered, dropped or absorbed; 0: not yet */
	uint8_t from;  /* a host of the lab, from 1; 0: not known */
	uint8_t to;    /* the same, or FRAMES_TO_ALL */
	uint8_t fate;  /* enum frames_fate */
	uint8_t marks; /* enum frames_mark */
	uint8_t first; /* what it begins with, enum frame_proto; 0: Ethernet */
	uint32_t copies; /* of it that were absorbed */
	uint32_t len;
	uint32_t kept; /* how much of it is known */
};

struct frames_kept {
	struct frames_head head;
	unsigned char data[FRAMES_KEPT_MAX];
};

struct frames;

struct frames *frames_new(void);
void frames_free(struct frames *f);
/* Adds one, of which n bytes are at data; its seq and kept are left to this.
 * Returns the seq. */
uint64_t frames_add(struct frames *f, const struct frames_head *head,
    const void *data, size_t n);
/* Notes what became of it: fate, marks, copies and done. */
void frames_update(struct frames *f, const struct frames_head *head);
/* A copy of the first frame whose seq is at least seq; false if there is none. */
bool frames_get(struct frames *f, uint64_t seq, struct frames_kept *out);
/* The seq of the newest; 0 if there is none. */
uint64_t frames_last(struct frames *f);

/* Whoever takes each frame as it is added, whose data has head->kept bytes. With
 * the frames' lock: it must not wait, and call nothing here. */
struct frames_tap {
	void (*take)(struct frames_tap *tap, const struct frames_head *head,
	    const void *data);
};

/* Gives it all frames that are kept, and from now on each that comes; there is
 * one at a time. NULL: to nobody any more. */
void frames_tap(struct frames *f, struct frames_tap *tap);

/* Whoever waits for frames: woken is posted whenever one comes or has a new
 * fate. The watch is the caller's, and stays where it is until it is ended. */
struct frames_watch {
	sem_t woken;
	struct frames_watch *next;
};

void frames_watch(struct frames *f, struct frames_watch *w);
void frames_unwatch(struct frames *f, struct frames_watch *w);
/* Waits until woken, or for ns nanoseconds: 0, or -1 with errno (ETIMEDOUT,
 * EINTR). */
int frames_wait(struct frames_watch *w, int64_t ns);
/* Waits until all that are there, from seq since on, have their fate. A frame
 * that is seen already may still be on its way to it: the pump needs no lock of
 * others, and so comes to it soon; 0.2 s at most. */
void frames_settle(struct frames *f, uint64_t since);

#endif
