/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the sends of one socket begin and end in the stream that they make: TCP
 * does not keep these borders, but the event log does. Pure.
 */
#ifndef SOCKSH_MODEL_SENDS_H
#define SOCKSH_MODEL_SENDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

struct send_at {
	uint64_t at;   /* its first byte's place in the stream, from 0 */
	uint64_t size; /* bytes that the kernel took, at least 1 */
};

/* By the order of the calls, those counted that sent nothing not. */
struct sends {
	struct send_at *of;
	size_t n;
	uint64_t total; /* bytes */
	bool whole;     /* the log has all of them: their places are right */
	bool shifted;   /* … not all, but sends_shift has put them right */
};

/* Those of what follow.h gives this id. */
void sends_init(struct sends *s, const struct event_log *log, uint32_t id);
/* Of a log that has forgotten the first of them: total bytes were sent in all, so
 * that the last ends there. */
void sends_shift(struct sends *s, uint64_t total);
void sends_free(struct sends *s);

/* A piece of a stream. */
struct send_piece {
	uint64_t at;    /* its place in the queue, from 0 */
	uint64_t len;   /* bytes */
	uint64_t send;  /* which, from 1 */
	uint64_t begin; /* where in that send it begins */
	uint64_t size;  /* of that send */
};

/* A queue: which part of the stream it holds. */
struct send_queue {
	uint64_t start; /* the place of its first byte in the stream */
	uint64_t len;   /* bytes */
	/* A byte of the stream, counted from start, that is not in the queue:
	 * the urgent one; or -1. */
	int64_t hole;
};

/*
 * Cuts a queue at the borders of the sends: returns how many pieces, and *pieces,
 * the caller's to free. 0, and none, if the queue holds what these sends did not
 * send.
 */
size_t sends_cut(const struct sends *s, const struct send_queue *q,
    struct send_piece **pieces);

#endif
