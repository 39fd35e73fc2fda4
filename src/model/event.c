/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event log. */
#include "model/event.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"

enum { LOG_AHEAD = 192 }; /* bytes that most events fit in */

/*
 * Records lie one after another from tail (oldest) to head (next free). One
 * that would not fit before the end starts again at 0; wrap then says where the
 * records before it end. Pages are touched only as the log grows.
 */
struct event_log {
	unsigned char *ring;
	size_t head;
	size_t tail;
	size_t wrap; /* 0: not wrapped, tail <= head */
	size_t last; /* offset of the newest */
	size_t count;
	uint64_t seq;
	uint64_t dropped;
};

struct event_log *
log_new(void)
{
	struct event_log *log = xcalloc(1, sizeof(*log));

	/* Large enough for malloc to map it: zero pages, not yet there. */
	log->ring = xmalloc(LOG_BYTES + LOG_AHEAD);
	return log;
}

void
log_free(struct event_log *log)
{
	if (log == NULL)
		return;
	free(log->ring);
	free(log);
}

static struct event *
log_at(const struct event_log *log, size_t off)
{
	return (struct event *)(void *)(log->ring + off);
}

static void
log_drop_oldest(struct event_log *log)
{
	log->tail += log_at(log, log->tail)->size;
	if (log->wrap != 0 && log->tail >= log->wrap) {
		log->tail = 0;
		log->wrap = 0;
	}
	log->count--;
	log->dropped++;
}

/* Starts again at 0 where size bytes do not fit before the end. */
static void
log_wrap(struct event_log *log, size_t size)
{
	if (log->wrap != 0 || log->head + size <= LOG_BYTES)
		return;
	log->wrap = log->head;
	log->head = 0;
}

/* Makes size bytes free at head. */
static void
log_make_room(struct event_log *log, size_t size)
{
	log_wrap(log, size);
	while (log->count != 0 &&
	    (log->count >= LOG_EVENTS_MAX ||
		(log->wrap != 0 && log->head + size > log->tail))) {
		log_drop_oldest(log);
		/* Dropping the last one before the wrap brought tail to 0:
		 * head may be at the end once more. */
		log_wrap(log, size);
	}
}

struct event *
log_reserve(struct event_log *log)
{
	if (log->wrap != 0 || log->head + EVENT_SIZE_MAX > LOG_BYTES ||
	    log->count >= LOG_EVENTS_MAX)
		log_make_room(log, EVENT_SIZE_MAX);
	return log_at(log, log->head);
}

void
log_commit(struct event_log *log, size_t size)
{
	struct event *ev = log_at(log, log->head);

	size = (size + 7) & ~(size_t)7;
	assert(size >= sizeof(*ev) && size <= EVENT_SIZE_MAX);
	ev->size = (uint32_t)size;
	ev->seq = ++log->seq;
	log->last = log->head;
	log->head += size;
	log->count++;
	/* Where the next one goes has not been looked at for a whole lap. */
	for (size_t i = 0; i < LOG_AHEAD; i += 64)
		__builtin_prefetch(log->ring + log->head + i, 1);
}

void
log_forgo(struct event_log *log, size_t size)
{
	struct event *ev = log_at(log, log->head);

	ev->size = (uint32_t)size;
	ev->seq = 0;
}

struct event *
log_append(struct event_log *log, size_t size)
{
	struct event *ev = log_reserve(log);

	log_commit(log, size);
	return ev;
}

const struct event *
log_last(const struct event_log *log)
{
	return log->count != 0 ? log_at(log, log->last) : NULL;
}

const struct event *
log_next(const struct event_log *log, const struct event *ev)
{
	size_t off;

	if (ev->seq == log->seq)
		return NULL;
	off = (size_t)((const unsigned char *)ev - log->ring) + ev->size;
	return log_at(log, log->wrap != 0 && off >= log->wrap ? 0 : off);
}

const struct event *
log_since(const struct event_log *log, uint64_t seq)
{
	const struct event *ev;

	if (log->count == 0 || seq > log->seq)
		return NULL;
	if (seq == log->seq)
		return log_last(log);
	ev = log_at(log, log->tail);
	while (ev != NULL && ev->seq < seq)
		ev = log_next(log, ev);
	return ev;
}

uint64_t
log_dropped(const struct event_log *log)
{
	return log->dropped;
}
