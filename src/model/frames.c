/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frames that went over the wire: a ring of slots, by seq. */
#include "model/frames.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "model/call.h"

enum { SETTLE_MOST = 200000000 }; /* ns to wait for the fate of a frame */

struct frames {
	pthread_mutex_t lock;
	uint64_t last;
	struct frames_watch *watches;
	struct frames_tap *tap;
	struct frames_kept *slots; /* memory is touched only as it fills */
};

struct frames *
frames_new(void)
{
	struct frames *f = xcalloc(1, sizeof(*f));

	pthread_mutex_init(&f->lock, NULL);
	f->slots = xmalloc(FRAMES_MAX * sizeof(f->slots[0]));
	return f;
}

void
frames_free(struct frames *f)
{
	if (f == NULL)
		return;
	pthread_mutex_destroy(&f->lock);
	free(f->slots);
	free(f);
}

static struct frames_kept *
slot_of(const struct frames *f, uint64_t seq)
{
	return &f->slots[seq % FRAMES_MAX];
}

static uint64_t
first_seq(const struct frames *f)
{
	return f->last > FRAMES_MAX ? f->last - FRAMES_MAX + 1 : 1;
}

static void
wake(const struct frames *f)
{
	for (struct frames_watch *w = f->watches; w != NULL; w = w->next)
		sem_post(&w->woken);
}

uint64_t
frames_add(struct frames *f, const struct frames_head *head, const void *data,
    size_t n)
{
	struct frames_kept *slot;
	uint64_t seq;

	pthread_mutex_lock(&f->lock);
	seq = ++f->last;
	slot = slot_of(f, seq);
	slot->head = *head;
	slot->head.seq = seq;
	slot->head.kept = (uint32_t)(n < FRAMES_KEPT_MAX ? n : FRAMES_KEPT_MAX);
	if (slot->head.kept != 0)
		memcpy(slot->data, data, slot->head.kept);
	if (f->tap != NULL)
		f->tap->take(f->tap, &slot->head, slot->data);
	wake(f);
	pthread_mutex_unlock(&f->lock);
	return seq;
}

void
frames_update(struct frames *f, const struct frames_head *head)
{
	pthread_mutex_lock(&f->lock);
	if (head->seq >= first_seq(f) && head->seq <= f->last) {
		struct frames_head *to = &slot_of(f, head->seq)->head;

		to->fate = head->fate;
		to->marks = head->marks;
		to->copies = head->copies;
		to->done = head->done;
	}
	wake(f);
	pthread_mutex_unlock(&f->lock);
}

bool
frames_get(struct frames *f, uint64_t seq, struct frames_kept *out)
{
	const struct frames_kept *slot;
	bool found;

	pthread_mutex_lock(&f->lock);
	if (seq < first_seq(f))
		seq = first_seq(f);
	found = seq <= f->last;
	if (found) {
		slot = slot_of(f, seq);
		out->head = slot->head;
		memcpy(out->data, slot->data, slot->head.kept);
	}
	pthread_mutex_unlock(&f->lock);
	return found;
}

uint64_t
frames_last(struct frames *f)
{
	uint64_t last;

	pthread_mutex_lock(&f->lock);
	last = f->last;
	pthread_mutex_unlock(&f->lock);
	return last;
}

void
frames_tap(struct frames *f, struct frames_tap *tap)
{
	pthread_mutex_lock(&f->lock);
	for (uint64_t seq = first_seq(f); tap != NULL && seq <= f->last; seq++)
		tap->take(tap, &slot_of(f, seq)->head, slot_of(f, seq)->data);
	f->tap = tap;
	pthread_mutex_unlock(&f->lock);
}

void
frames_watch(struct frames *f, struct frames_watch *w)
{
	sem_init(&w->woken, 0, 0);
	pthread_mutex_lock(&f->lock);
	w->next = f->watches;
	f->watches = w;
	pthread_mutex_unlock(&f->lock);
}

void
frames_unwatch(struct frames *f, struct frames_watch *w)
{
	struct frames_watch **at = &f->watches;

	pthread_mutex_lock(&f->lock);
	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	pthread_mutex_unlock(&f->lock);
	sem_destroy(&w->woken);
}

int
frames_wait(struct frames_watch *w, int64_t ns)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	if (ns < 0)
		ns = 0;
	until.tv_sec += (until.tv_nsec + ns) / 1000000000;
	until.tv_nsec = (until.tv_nsec + ns) % 1000000000;
	return sem_clockwait(&w->woken, CLOCK_MONOTONIC, &until);
}

static bool
all_settled(struct frames *f, uint64_t since, uint64_t last,
    struct frames_kept *kept)
{
	for (uint64_t seq = since; seq <= last && frames_get(f, seq, kept);
	     seq = kept->head.seq + 1) {
		if (kept->head.fate == FATE_PASSING)
			return false;
	}
	return true;
}

void
frames_settle(struct frames *f, uint64_t since)
{
	int64_t until = clock_now() + SETTLE_MOST;
	uint64_t last = frames_last(f);
	struct frames_kept *kept = xcalloc(1, sizeof(*kept));
	struct frames_watch watch;

	frames_watch(f, &watch);
	while (!all_settled(f, since, last, kept)) {
		int64_t left = until - clock_now();

		if (left <= 0 || frames_wait(&watch, left) == -1)
			break;
	}
	frames_unwatch(f, &watch);
	free(kept);
}
