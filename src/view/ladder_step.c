/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call changes, for the ladder. A state is told where the call's result
 * makes it certain: what goes on at the other end is not known before a call
 * there has noticed it.
 */
#include "view/ladder_track.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"

int
ladder_lane_of(struct reading *r, int track)
{
	struct track *t;
	char number[16];

	if (track == -1)
		return -1;
	t = &r->ts.t[track];
	if (t->lane != -1)
		return t->lane;
	snprintf(number, sizeof(number), "%d", t->fd);
	t->lane = ladder_add_lane(r->l,
	    t->known.name != NULL ? t->known.name : number, false);
	return t->lane;
}

/* A peer that is none of ours, by its address. */
static int
lane_outside(struct reading *r, const struct ladder_addr *addr)
{
	struct strbuf name = { 0 };
	int lane = -1;

	if (addr->len <= offsetof(struct sockaddr_un, sun_path) &&
	    addr->sa.ss_family == AF_UNIX)
		sb_str(&name, _("outside"));
	else
		addr_text(&name, (const struct sockaddr *)&addr->sa, addr->len);
	for (size_t i = 0; i < r->noutside; i++) {
		if (strcmp(r->l->lanes[r->outside[i]].name, sb_text(&name)) ==
		    0)
			lane = r->outside[i];
	}
	if (lane == -1 && r->noutside < LADDER_OUTSIDE) {
		lane = ladder_add_lane(r->l, sb_text(&name), true);
		r->outside[r->noutside++] = lane;
	} else if (lane == -1) {
		if (r->others == -1)
			r->others = ladder_add_lane(r->l, _("others"), true);
		lane = r->others;
	}
	sb_free(&name);
	return lane;
}

/* The other end of a track, while event i was made: one of ours, *track, or
 * a lane outside; -1 if nothing is known. */
static int
peer_of(struct reading *r, int track, size_t i, int *other)
{
	const struct track *t = &r->ts.t[r->ts.t[track].same];

	*other = t->other;
	/* A number of it that is open: dup makes several. */
	for (size_t k = 0; *other != -1 && r->ts.t[*other].died < i &&
	     r->ts.t[t->other].uses > 0 && k < r->ts.n;
	     k++) {
		if (r->ts.t[k].same == t->other && r->ts.t[k].died >= i)
			*other = (int)k;
	}
	if (*other != -1)
		return ladder_lane_of(r, *other);
	if (t->peer.len == 0 || (t->listener != -1 && !t->accepted))
		return -1;
	return lane_outside(r, &t->peer);
}

static void
set_state(struct reading *r, struct ladder_step *step, int track,
    const char *state)
{
	size_t i = 0;

	r->ts.t[r->ts.t[track].same].state = state;
	while (i < LADDER_STATES && step->states[i].lane != -1)
		i++;
	if (i == LADDER_STATES)
		return;
	step->states[i].lane = ladder_lane_of(r, track);
	step->states[i].name = xstrdup(state);
}

static bool
is_state(const struct track *t, const char *state)
{
	return t->state != NULL && strcmp(t->state, state) == 0;
}

static void
step_opens(struct reading *r, struct ladder_step *step, const struct seen *seen)
{
	for (int k = 0; k < 2; k++) {
		if (seen->made[k] != -1)
			step->opens[k] = ladder_lane_of(r, seen->made[k]);
	}
	if (seen->op == OP_DUP && seen->made[0] != -1)
		r->ts.t[r->ts.t[seen->made[0]].same].uses++;
	if (seen->op == OP_SOCKET && seen->made[0] != -1 &&
	    track_is_tcp(&r->ts.t[seen->made[0]]))
		set_state(r, step, seen->made[0], "CLOSED");
}

static void
step_connect(struct reading *r, struct ladder_step *step,
    const struct seen *seen)
{
	const struct track *t = &r->ts.t[seen->track];

	step->kind = LADDER_CONNECT;
	if (seen->ev->err == 0 || seen->ev->err == EINPROGRESS) {
		step->from = step->lane;
		step->to = t->listener != -1 ? ladder_lane_of(r, t->listener) :
		    t->peer.len != 0         ? lane_outside(r, &t->peer) :
					       -1;
		if (step->to == -1 || step->to == step->from)
			step->from = step->to = -1;
	}
	if (!track_is_tcp(t))
		return;
	if (seen->ev->err == 0)
		set_state(r, step, seen->track, "ESTABLISHED");
	else if (seen->ev->err == EINPROGRESS)
		set_state(r, step, seen->track, _("connecting"));
	else if (seen->ev->err == ECONNREFUSED || seen->ev->err == ETIMEDOUT)
		set_state(r, step, seen->track, "CLOSED");
}

static void
step_accept(struct reading *r, struct ladder_step *step,
    const struct seen *seen)
{
	const struct track *t;

	if (seen->made[0] == -1)
		return;
	t = &r->ts.t[seen->made[0]];
	step->kind = LADDER_ACCEPT;
	step->from = step->lane;
	step->to = ladder_lane_of(r, seen->made[0]);
	if (track_is_tcp(t))
		set_state(r, step, seen->made[0], "ESTABLISHED");
}

/* Whether a shutdown(2) ends what is sent. */
static bool
ends_sending(const struct echo_call *call)
{
	int64_t how;

	return seen_number(call, PARAM_HOW, &how) &&
	    (how == SHUT_WR || how == SHUT_RDWR);
}

/* An arrow to the other end, if it still has a line. */
static void
step_arrow(struct reading *r, struct ladder_step *step, const struct seen *seen,
    enum ladder_kind kind)
{
	size_t i = (size_t)(seen - r->ts.seen);
	int other, to = peer_of(r, seen->track, i, &other);

	if (to == -1 || to == step->lane ||
	    (other != -1 && r->ts.t[other].died < i))
		return;
	step->kind = kind;
	step->from = step->lane;
	step->to = to;
}

static void
step_shutdown(struct reading *r, struct ladder_step *step,
    const struct seen *seen, const struct echo_call *call)
{
	const struct track *t = &r->ts.t[r->ts.t[seen->track].same];

	if (seen->ev->err != 0 || !ends_sending(call))
		return;
	if (is_state(t, "ESTABLISHED")) {
		step_arrow(r, step, seen, LADDER_FIN);
		set_state(r, step, seen->track, "FIN_WAIT");
	} else if (is_state(t, "CLOSE_WAIT")) {
		step_arrow(r, step, seen, LADDER_FIN);
		set_state(r, step, seen->track, "LAST_ACK");
	} else if (t->type == SOCK_STREAM && !track_is_tcp(t)) {
		step_arrow(r, step, seen, LADDER_FIN);
	}
}

/* What a close says to the other end: with bytes that nobody has read TCP breaks
 * the connection off (RFC 2525, 2.17). Of a peer outside it is not known. */
static enum ladder_kind
close_kind(const struct reading *r, const struct track *t)
{
	const struct track *other;

	if (!track_is_tcp(t))
		return LADDER_FIN;
	if (t->lingers)
		return LADDER_RESET;
	if (t->other == -1)
		return LADDER_END;
	other = &r->ts.t[t->other];
	if (!t->whole || !other->whole)
		return LADDER_END;
	return other->sent > t->got ? LADDER_RESET : LADDER_FIN;
}

static void
step_close(struct reading *r, struct ladder_step *step, const struct seen *seen)
{
	int same = r->ts.t[seen->track].same;
	struct track *t = &r->ts.t[same];

	if (seen->ev->err != 0)
		return;
	step->closes = step->lane;
	/* Another number may hold it. */
	if (--t->uses != 0)
		return;
	if (t->type == SOCK_DGRAM ||
	    (track_is_tcp(t) && !is_state(t, "ESTABLISHED") &&
		!is_state(t, "CLOSE_WAIT")))
		return;
	step_arrow(r, step, seen, close_kind(r, t));
}

/* SO_LINGER with no seconds: close(2) resets. */
static void
note_linger(struct reading *r, const struct seen *seen,
    const struct echo_call *call)
{
	const struct echo_arg *value = echo_find(call, PARAM_OPTVAL);
	struct linger linger;
	int64_t level, option;

	if (seen->ev->err != 0 || value == NULL ||
	    value->len != sizeof(linger) ||
	    !seen_number(call, PARAM_LEVEL, &level) || level != SOL_SOCKET ||
	    !seen_number(call, PARAM_OPTION, &option) || option != SO_LINGER)
		return;
	memcpy(&linger, value->data, sizeof(linger));
	r->ts.t[r->ts.t[seen->track].same].lingers =
	    linger.l_onoff != 0 && linger.l_linger == 0;
}

static void
step_bytes(struct ladder_step *step, const struct echo_call *call)
{
	char data[LADDER_DATA_MAX];
	size_t room = sizeof(data), n;

	step->bytes = call->ev->result;
	if ((uint64_t)step->bytes < room)
		room = (size_t)step->bytes;
	n = ladder_call_bytes(call, data, room);
	step->data = xmalloc(n + 1);
	memcpy(step->data, data, n);
	step->data[n] = '\0';
	step->data_len = n;
}

/* Where a datagram goes, or came from: the call's own address. */
static bool
named_peer(struct reading *r, const struct seen *seen,
    const struct echo_call *call, int *lane)
{
	size_t i = (size_t)(seen - r->ts.seen);
	struct ladder_addr addr;
	int track;

	seen_addr(call, seen->op == OP_SEND ? PARAM_ADDR : PARAM_OUT_ADDR,
	    &addr);
	if (addr.len == 0 || r->ts.t[seen->track].type == SOCK_STREAM)
		return false;
	track = tracks_at(&r->ts, &addr, i, false);
	*lane = track != -1 ? ladder_lane_of(r, track) : lane_outside(r, &addr);
	return true;
}

static void
step_send(struct reading *r, struct ladder_step *step, const struct seen *seen,
    const struct echo_call *call)
{
	int other, to = -1;
	struct track *t = &r->ts.t[r->ts.t[seen->track].same];
	size_t i = (size_t)(seen - r->ts.seen);

	if (seen->ev->err == ECONNRESET || seen->ev->err == EPIPE) {
		if (track_is_tcp(t) && seen->ev->err == ECONNRESET)
			set_state(r, step, seen->track, "CLOSED");
		return;
	}
	if (seen->ev->err != 0 || seen->ev->result < 0)
		return;
	t->sent += (uint64_t)seen->ev->result;
	step_bytes(step, call);
	if (!named_peer(r, seen, call, &to)) {
		to = peer_of(r, seen->track, i, &other);
		if (to == -1 && t->type != SOCK_STREAM && t->peer.len != 0) {
			other = tracks_at(&r->ts, &t->peer, i, false);
			to = other != -1 ? ladder_lane_of(r, other) :
					   lane_outside(r, &t->peer);
		}
	}
	if (to == -1 || to == step->lane)
		return;
	step->kind = LADDER_DATA;
	step->from = step->lane;
	step->to = to;
}

/* Nothing more comes: a recv of 0 where something was wanted. */
static void
step_eof(struct reading *r, struct ladder_step *step, const struct seen *seen)
{
	struct track *t = &r->ts.t[r->ts.t[seen->track].same];

	if (t->eof || t->type != SOCK_STREAM)
		return;
	t->eof = true;
	if (is_state(t, "ESTABLISHED"))
		set_state(r, step, seen->track, "CLOSE_WAIT");
	else if (is_state(t, "FIN_WAIT"))
		set_state(r, step, seen->track, "TIME_WAIT");
}

static void
step_receive(struct reading *r, struct ladder_step *step,
    const struct seen *seen, const struct echo_call *call)
{
	struct track *t = &r->ts.t[r->ts.t[seen->track].same];
	int64_t flags = 0, size = 1;
	int other, from = -1;

	if (seen->ev->err == ECONNRESET && track_is_tcp(t))
		set_state(r, step, seen->track, "CLOSED");
	if (seen->ev->err != 0 || seen->ev->result < 0)
		return;
	seen_number(call, PARAM_FLAGS, &flags);
	seen_number(call, PARAM_SIZE, &size);
	if (seen->ev->result == 0 && size > 0 && t->type == SOCK_STREAM) {
		step_eof(r, step, seen);
		return;
	}
	step_bytes(step, call);
	if (flags & (MSG_PEEK | MSG_ERRQUEUE))
		return;
	t->got += (uint64_t)seen->ev->result;
	step->kind = LADDER_TAKE;
	if (!named_peer(r, seen, call, &from))
		from = peer_of(r, seen->track, (size_t)(seen - r->ts.seen),
		    &other);
	if (from == -1 || from == step->lane || !r->l->lanes[from].outside)
		return;
	step->kind = LADDER_DATA;
	step->from = from;
	step->to = step->lane;
}

void
ladder_step_effects(struct reading *r, struct ladder_step *step,
    const struct seen *seen, const struct echo_call *call)
{
	step_opens(r, step, seen);
	if (seen->track == -1)
		return;
	switch (seen->op) {
	case OP_LISTEN:
		if (seen->ev->err == 0)
			set_state(r, step, seen->track, "LISTEN");
		break;
	case OP_CONNECT:
		step_connect(r, step, seen);
		break;
	case OP_ACCEPT:
		step_accept(r, step, seen);
		break;
	case OP_SHUTDOWN:
		step_shutdown(r, step, seen, call);
		break;
	case OP_CLOSE:
		step_close(r, step, seen);
		break;
	case OP_OPTION:
		note_linger(r, seen, call);
		break;
	case OP_SEND:
		step_send(r, step, seen, call);
		break;
	case OP_RECEIVE:
		step_receive(r, step, seen, call);
		break;
	default:
		break;
	}
}
