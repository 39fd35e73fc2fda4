/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event log: every system call made for the user, in binary, formatted only
 * when it is shown. Calls append; all that shows, checks or exports reads.
 *
 * The log is one ring of bytes in which events of different size follow one
 * another; the oldest make room. It holds LOG_EVENTS_MAX events at most, fewer
 * when they carry much data. Whoever uses a log holds the session's lock.
 */
#ifndef SOCKSH_MODEL_EVENT_H
#define SOCKSH_MODEL_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prim;

enum {
	EVENT_PAYLOAD_MAX = 256, /* bytes kept of one argument */
	EVENT_SIZE_MAX = 2048,   /* no event is larger */
	LOG_BYTES = 16 << 20,
	LOG_EVENTS_MAX = 64 << 10,
};

struct event_arg {
	/* A number; for bytes their whole length; for an address, its length;
	 * for a value-result length, what it was before. */
	int64_t num;
	int32_t after; /* a value-result length after the call */
	uint16_t off;  /* where in the payload, and how many bytes of it */
	uint16_t len;
	bool unfilled; /* an output argument that the kernel did not write */
	bool null;     /* a NULL pointer was passed */
};

struct event {
	uint32_t size; /* of the whole record, payload included */
	uint32_t job;  /* 0: the shell itself */
	uint64_t seq;  /* counts from 1 */
	int64_t start; /* ns, CLOCK_MONOTONIC; around the system call alone */
	int64_t end;
	const struct prim *prim;
	int64_t result;
	/* Of the lab, from 1: the one that the descriptor is on, or on which the
	 * call was made; 0 outside the lab. */
	uint8_t host;
	int32_t err; /* errno (negative: EAI_), 0 if it succeeded */
	/* Of the descriptor that is the first argument, when the call began; 0 if
	 * nothing was known of it, or there is none. */
	uint32_t generation;
	uint32_t nargs;
	struct event_arg
	    args[]; /* by the row's C parameters; payload follows */
};

static inline const unsigned char *
event_payload(const struct event *ev, const struct event_arg *arg)
{
	return (const unsigned char *)&ev->args[ev->nargs] + arg->off;
}

struct event_log;

struct event_log *log_new(void);
void log_free(struct event_log *log);
/* Room for an event of any size: what is written there becomes the newest event
 * by log_commit, which sets its size and seq. Between the two the lock is kept. */
struct event *log_reserve(struct event_log *log);
void log_commit(struct event_log *log, size_t size);
/* The same for an event that is not to be kept: it may be read until the lock is
 * given back, and its seq is 0. */
void log_forgo(struct event_log *log, size_t size);
/* Both at once: an event of size bytes, all but its size and seq to be filled in
 * before the lock is given back. */
struct event *log_append(struct event_log *log, size_t size);
/* The newest event; NULL if there is none. */
const struct event *log_last(const struct event_log *log);
/* The first event whose seq is at least seq; NULL if there is none. */
const struct event *log_since(const struct event_log *log, uint64_t seq);
/* The event after ev; NULL if ev is the newest. */
const struct event *log_next(const struct event_log *log,
    const struct event *ev);
/* How many events were overwritten. */
uint64_t log_dropped(const struct event_log *log);

#endif
