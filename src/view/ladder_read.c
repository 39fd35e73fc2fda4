/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sequence diagram of the event log: its steps, in the order of time. */
#include "view/ladder_track.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/xlat.h"

enum {
	/* A call that took longer is said to have been blocked. */
	WAITED_MIN = 1000000, /* ns */
};

/* A step to be made: of event i, of a call that still waits, or of a frame. */
struct moment {
	int64_t at;
	size_t event; /* SIZE_MAX: none */
	size_t waiting;
	enum ladder_part part;
	size_t frame; /* its index + 1; 0: none */
};

static char *
job_name(const struct reading *r, uint32_t job)
{
	const char *name = job != 0 && r->from->job != NULL ?
	    r->from->job(r->from->ctx, job) :
	    NULL;

	return name != NULL ? xstrdup(name) : NULL;
}

static void
step_of_event(struct reading *r, const struct moment *m)
{
	const struct seen *seen = &r->ts.seen[m->event];
	const struct event *ev = seen->ev;
	struct ladder_step *step = ladder_add_step(r->l, LADDER_CALL);
	struct strbuf text = { 0 };
	struct echo_call call;

	echo_read(&call, ev, 0);
	step->call = ev->seq;
	step->at = m->at - r->start;
	step->part = m->part;
	step->job = ev->job;
	step->job_name = job_name(r, ev->job);
	step->lane = ladder_lane_of(r, seen->track);
	ladder_call_text(&text, &call,
	    step->lane != -1 ? r->l->lanes[step->lane].name : NULL);
	step->text = sb_steal(&text);
	if (m->part == LADDER_BEGINS)
		return;
	if ((ev->prim->flags & PRIM_BLOCKS) && ev->end - ev->start > WAITED_MIN)
		step->waited = ev->end - ev->start;
	step->returned = true;
	step->result = ev->result;
	if (ev->err != 0)
		step->error = errno_name(ev->err) != NULL ?
		    xstrdup(errno_name(ev->err)) :
		    xasprintf("errno %" PRId32, ev->err);
	ladder_step_effects(r, step, seen, &call);
}

static void
step_of_waiting(struct reading *r, const struct moment *m)
{
	const struct ladder_waiting *w = &r->from->waiting[m->waiting];
	struct ladder_step *step = ladder_add_step(r->l, LADDER_CALL);
	int track = w->fd < 0 || w->generation == 0 ?
	    -1 :
	    tracks_find(&r->ts, w->fd, w->generation);

	step->at = m->at - r->start;
	step->part = LADDER_BEGINS;
	step->job = w->job;
	step->job_name = job_name(r, w->job);
	step->lane = ladder_lane_of(r, track);
	step->text = xasprintf("%s(%s%s", w->prim->name,
	    step->lane != -1 ? r->l->lanes[step->lane].name : "",
	    step->lane != -1 ? ", ...)" : "...)");
}

static int
compare_moments(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	if (x->frame != y->frame)
		return x->frame < y->frame ? -1 : 1;
	return (int)x->part - (int)y->part;
}

/*
 * The moments of a call. One during which another ended has two; so has one that
 * waited while frames went. A short one during which frames went stands before
 * them: it sent them.
 */
static size_t
moments_of_event(const struct reading *r, size_t i, struct moment *m)
{
	const struct seen *seen = r->ts.seen;
	const struct event *ev = seen[i].ev;
	bool other = i != 0 && seen[i - 1].ev->end > ev->start;
	bool frames = ladder_frames_during(r, ev->start, ev->end);
	bool two = (ev->prim->flags & PRIM_BLOCKS) &&
	    (other ||
		(frames &&
		    (seen[i].op == OP_CONNECT ||
			ev->end - ev->start > WAITED_MIN)));
	size_t n = 0;

	if (two)
		m[n++] = (struct moment){ ev->start, i, 0, LADDER_BEGINS, 0 };
	m[n++] =
	    (struct moment){ frames && !two && !other ? ev->start : ev->end, i,
		    0, two ? LADDER_ENDS : LADDER_WHOLE, 0 };
	return n;
}

/* A frame that waited on the wire has two moments, one that waits still has the
 * first. */
static size_t
moments_of_frame(const struct reading *r, size_t i, struct moment *m)
{
	const struct ladder_passing *f = &r->frames[i];

	if (!f->waited && f->fate != LADDER_HELD) {
		m[0] = (struct moment){ f->sent, SIZE_MAX, 0, LADDER_WHOLE,
			i + 1 };
		return 1;
	}
	m[0] = (struct moment){ f->sent, SIZE_MAX, 0, LADDER_BEGINS, i + 1 };
	if (f->done == 0 || f->fate == LADDER_HELD)
		return 1;
	m[1] = (struct moment){ f->done, SIZE_MAX, 0, LADDER_ENDS, i + 1 };
	return 2;
}

/* The moments at which something is to be drawn, in the order of time. The
 * caller's to free. */
static struct moment *
moments(const struct reading *r, size_t *n)
{
	size_t most = 2 * r->ts.nseen + r->from->nwaiting + 2 * r->nframes;
	struct moment *m = xcalloc(most + 1, sizeof(*m));

	*n = 0;
	for (size_t i = 0; i < r->ts.nseen; i++)
		*n += moments_of_event(r, i, m + *n);
	for (size_t i = 0; i < r->nframes; i++)
		*n += moments_of_frame(r, i, m + *n);
	for (size_t i = 0; i < r->from->nwaiting; i++)
		m[(*n)++] = (struct moment){ r->from->waiting[i].since,
			SIZE_MAX, i, LADDER_BEGINS, 0 };
	qsort(m, *n, sizeof(*m), compare_moments);
	return m;
}

/* Whether a step concerns a descriptor that was asked for. */
static bool
track_wanted(const struct reading *r, int track)
{
	return track != -1 && r->ts.t[track].known.wanted;
}

static bool
moment_wanted(const struct reading *r, const struct moment *m)
{
	const struct ladder_waiting *w = r->from->waiting;
	const struct seen *seen;
	int other = -1;

	if (m->event != SIZE_MAX &&
	    r->ts.seen[m->event].ev->seq < r->from->since)
		return false;
	if (!r->from->chosen)
		return true;
	if (m->frame != 0)
		return track_wanted(r, r->frames[m->frame - 1].from) ||
		    track_wanted(r, r->frames[m->frame - 1].to);
	if (m->event == SIZE_MAX) {
		w += m->waiting;
		return w->fd >= 0 &&
		    track_wanted(r, tracks_find(&r->ts, w->fd, w->generation));
	}
	seen = &r->ts.seen[m->event];
	if (seen->track != -1) {
		const struct track *t = &r->ts.t[seen->track];

		/* What the other end sends comes to it, too. */
		if (seen->op == OP_SEND || seen->op == OP_SHUTDOWN ||
		    seen->op == OP_CLOSE)
			other = r->ts.t[t->same].other;
		else if (seen->op == OP_CONNECT)
			other = t->listener;
	}
	return track_wanted(r, seen->track) || track_wanted(r, other) ||
	    track_wanted(r, seen->made[0]) || track_wanted(r, seen->made[1]);
}

/* The first of the newest moments that are kept; *wanted is how many there
 * are. */
static size_t
first_kept(const struct reading *r, const struct moment *m, size_t n,
    size_t *wanted)
{
	size_t first = n, kept = 0;

	*wanted = 0;
	for (size_t i = n; i-- > 0;) {
		if (!moment_wanted(r, &m[i]))
			continue;
		++*wanted;
		if (kept < r->from->last) {
			kept++;
			first = i;
		}
	}
	return first;
}

/* Marks the lanes that the steps are about. */
static void
mark_used(const struct ladder *l, bool *used)
{
	for (size_t i = 0; i < l->nsteps; i++) {
		const struct ladder_step *step = &l->steps[i];
		const int lanes[] = { step->lane, step->from, step->to,
			step->opens[0], step->opens[1] };

		for (size_t k = 0; k < sizeof(lanes) / sizeof(lanes[0]); k++) {
			if (lanes[k] != -1)
				used[lanes[k]] = true;
		}
	}
}

/* The end: how the kernel has those that are still open. */
static void
add_now(struct reading *r)
{
	bool *used = xcalloc(r->l->nlanes + 1, sizeof(*used));

	mark_used(r->l, used);
	for (size_t k = 0; k < r->ts.n; k++) {
		const struct track *t = &r->ts.t[k];
		struct ladder_step *step;
		const char *state;

		if (t->lane == -1 || !used[t->lane] || t->died != SIZE_MAX ||
		    !t->known.open)
			continue;
		state = r->from->state(r->from->ctx, t->fd);
		if (state == NULL)
			continue;
		step = ladder_add_step(r->l, LADDER_NOW);
		step->at = r->from->now - r->start;
		step->lane = t->lane;
		step->states[0].lane = t->lane;
		step->states[0].name = xstrdup(state);
	}
	free(used);
}

static void
add_notes(struct reading *r, size_t wanted, size_t kept)
{
	uint64_t first = r->ts.nseen != 0 ? r->ts.seen[0].ev->seq : 0;

	if (wanted == 0 && !r->from->chosen)
		ladder_note(r->l,
		    xstrdup(_("no call was made yet that could be drawn")));
	else if (wanted == 0)
		ladder_note(r->l,
		    xstrdup(_("no call of the log was on these descriptors")));
	if (wanted > kept)
		ladder_note(r->l,
		    xasprintf(_("%zu earlier steps are left out; ladder last "
				"%zu draws them"),
			wanted - kept, wanted));
	if (first > r->from->since && first > 1)
		ladder_note(r->l,
		    xasprintf(_("the calls before number %" PRIu64
				" are not looked at"),
			first));
	if (log_dropped(r->from->log) != 0 &&
	    log_dropped(r->from->log) >= r->from->since)
		ladder_note(r->l,
		    xasprintf(_("the log has room for so many calls: the "
				"oldest %" PRIu64 " are gone"),
			log_dropped(r->from->log)));
	if (r->ts.unsure)
		ladder_note(r->l,
		    xstrdup(_("some ends were joined by the order of connect "
			      "and accept: the address of one that is closed "
			      "is not known any more")));
}

/* A step that is not drawn: only what it leaves behind counts. */
static void
skip_moment(struct reading *r, const struct moment *m)
{
	const struct seen *seen = &r->ts.seen[m->event];
	struct echo_call call;
	struct ladder_step *step;

	if (m->event == SIZE_MAX || m->part == LADDER_BEGINS)
		return;
	step = ladder_add_step(r->l, LADDER_CALL);
	step->lane = ladder_lane_of(r, seen->track);
	echo_read(&call, seen->ev, 0);
	ladder_step_effects(r, step, seen, &call);
	ladder_drop_step(r->l);
}

void
ladder_read(struct ladder *l, const struct ladder_source *from)
{
	struct reading r = { .l = l, .from = from, .others = -1 };
	size_t n, first, wanted, kept = 0;
	struct moment *m;

	*l = (struct ladder){ 0 };
	tracks_read(&r.ts, from);
	ladder_frames_read(&r);
	m = moments(&r, &n);
	first = first_kept(&r, m, n, &wanted);
	if (first < n)
		r.start = m[first].at;
	for (size_t i = 0; i < n; i++) {
		if (i < first || !moment_wanted(&r, &m[i])) {
			skip_moment(&r, &m[i]);
			continue;
		}
		kept++;
		if (m[i].frame != 0)
			ladder_frames_step(&r, m[i].frame - 1, m[i].at,
			    m[i].part);
		else if (m[i].event == SIZE_MAX)
			step_of_waiting(&r, &m[i]);
		else
			step_of_event(&r, &m[i]);
	}
	add_now(&r);
	add_notes(&r, wanted, kept);
	free(m);
	free(r.frames);
	tracks_free(&r.ts);
}
