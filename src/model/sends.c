/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The borders of sends. */
#include "model/sends.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "model/follow.h"
#include "model/prim.h"

static void
add_send(struct sends *s, uint64_t size)
{
	s->of = xgrow(s->of, s->n, sizeof(s->of[0]));
	s->of[s->n++] = (struct send_at){ s->total, size };
	s->total += size;
}

void
sends_init(struct sends *s, const struct event_log *log, uint32_t id)
{
	const struct event *ev;
	struct follow f;

	*s = (struct sends){ 0 };
	follow_init(&f, log);
	while ((ev = follow_next(&f)) != NULL) {
		if (f.on != id)
			continue;
		/* A socket may be connected anew. */
		if (event_is(ev, "connect") &&
		    (ev->err == 0 || ev->err == EINPROGRESS)) {
			free(s->of);
			*s = (struct sends){ .whole = true };
		}
		if ((ev->prim->flags & PRIM_SENDS) && ev->result > 0)
			add_send(s, (uint64_t)ev->result);
	}
	s->whole |= id < f.n && f.of[id].made != 0;
	follow_free(&f);
}

void
sends_shift(struct sends *s, uint64_t total)
{
	if (s->whole || total < s->total)
		return;
	for (size_t i = 0; i < s->n; i++)
		s->of[i].at += total - s->total;
	s->total = total;
	s->shifted = true;
}

void
sends_free(struct sends *s)
{
	free(s->of);
	*s = (struct sends){ 0 };
}

/* The send in which a place of the stream lies. */
static size_t
find_send(const struct sends *s, uint64_t at)
{
	size_t low = 0, high = s->n;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (s->of[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t
sends_cut(const struct sends *s, const struct send_queue *q,
    struct send_piece **pieces)
{
	uint64_t holes = q->hole >= 0 ? 1 : 0, at = 0;
	size_t n = 0;

	*pieces = NULL;
	if (!(s->whole || s->shifted) || q->len == 0 || s->n == 0 ||
	    q->start < s->of[0].at || q->start > s->total ||
	    q->len + holes > s->total - q->start)
		return 0;
	for (size_t i = find_send(s, q->start); at < q->len && i < s->n;) {
		bool behind = q->hole >= 0 && at >= (uint64_t)q->hole;
		uint64_t place = q->start + at + (behind ? 1 : 0);
		const struct send_at *send = &s->of[i];
		uint64_t len = send->at + send->size - place;

		if (place >= send->at + send->size) {
			i++;
			continue;
		}
		if (q->hole >= 0 && !behind && at + len > (uint64_t)q->hole)
			len = (uint64_t)q->hole - at;
		if (len > q->len - at)
			len = q->len - at;
		*pieces = xgrow(*pieces, n, sizeof(**pieces));
		(*pieces)[n++] = (struct send_piece){ at, len, i + 1,
			place - send->at, send->size };
		at += len;
	}
	return n;
}
