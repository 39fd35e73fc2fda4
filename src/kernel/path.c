/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way through the state diagram.
 *
 * It is looked for as the cheapest one through layers, a layer for each thing
 * that the log tells (what a call did, or what it showed), in each of which the
 * socket may be in any of the states. Between two layers frames may have come,
 * each at a price: as late as possible is cheapest, as most often it was just
 * before it was noticed.
 */
#include "kernel/path.h"

#include <netinet/tcp.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "kernel/path_tale.h"
#include "model/tcp_arrow.h"

/* A state, and how it was come to. */
struct node {
	struct path_step step;
	int32_t before; /* -1: the beginning */
};

/* The cheapest way to each state; -1: there is none. */
struct layer {
	int32_t node[TCP_STATES];
	uint64_t cost[TCP_STATES];
};

struct search {
	const struct path_asked *asked;
	struct node *nodes;
	size_t n;
	struct layer layer;
	size_t left; /* tales that are still to be told, and this one */
};

/* Prices, above any number of tales. */
enum {
	FRAME_COST = 1 << 20,
	BOTH_COST = 3 << 20,
	RST_COST = 3 << 20,
	SLOW_COST = 5 << 20,
};

/* A way to a state, if it is cheaper than what there is. */
static void
offer(struct search *s, struct layer *to, int32_t before, uint64_t cost,
    struct path_step step)
{
	if (to->node[step.to] != -1 && to->cost[step.to] <= cost)
		return;
	s->nodes = xgrow(s->nodes, s->n, sizeof(s->nodes[0]));
	s->nodes[s->n] = (struct node){ step, before };
	to->node[step.to] = (int32_t)s->n++;
	to->cost[step.to] = cost;
}

/* The price of an arrow that nothing here caused; 0: it is none of a frame. */
static uint64_t
price(const struct search *s, enum tcp_arrow_id id)
{
	const struct tcp_arrow *arrow = tcp_arrow(id);

	if (id == ARROW_UNSEEN || id == ARROW_TIMEOUT || id == ARROW_NONE)
		return 0;
	/* A socket's own way begins after that: its listener stays. */
	if (id == ARROW_SYN)
		return 0;
	if (id == ARROW_2MSL)
		return SLOW_COST + s->left;
	if (id == ARROW_RST || id == ARROW_REFUSED)
		return RST_COST + s->left;
	if (arrow->call != NULL)
		return 0;
	/* Rare: both ends at the same moment. */
	if (id == ARROW_SYN_BOTH || id == ARROW_FIN_BOTH ||
	    id == ARROW_FIN_AND_ACK)
		return BOTH_COST + s->left;
	return FRAME_COST + s->left;
}

/* Whether an arrow leads on from a state. */
static bool
leads_from(enum tcp_arrow_id id, int state)
{
	const struct tcp_arrow *arrow = tcp_arrow(id);

	if (arrow->from != TCP_ANY)
		return arrow->from == state;
	/* Without a connection there is none to be reset. */
	return state != TCP_CLOSE && state != TCP_LISTEN &&
	    state != TCP_SYN_SENT && state != TCP_TIME_WAIT;
}

/* Whatever frames may have come before a tale. */
static void
frames_came(struct search *s, uint64_t event)
{
	struct layer *l = &s->layer;

	/* No way is longer than there are states. */
	for (int round = 0; round < TCP_STATES; round++) {
		for (int state = 1; state < TCP_STATES; state++) {
			if (l->node[state] == -1)
				continue;
			for (int id = 1; id < ARROWS; id++) {
				uint64_t cost = price(s, id);

				if (cost == 0 || !leads_from(id, state))
					continue;
				offer(s, l, l->node[state],
				    l->cost[state] + cost,
				    (struct path_step){ (uint8_t)state,
					tcp_arrow(id)->to, (uint8_t)id, event,
					false, true });
			}
		}
	}
}

/* How a tale goes on from a state: arrows in a row, ended by ARROW_NONE, and
 * its price; false if it cannot have been in this state. */
struct turn {
	uint64_t cost;
	uint8_t arrows[4];
};

static bool
is_open(int state)
{
	return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT;
}

static bool
turn_connect(const struct search *s, enum tale tale, int state, struct turn *t)
{
	bool self = s->asked->peer == s->asked->id;

	if (state != TCP_CLOSE && state != TCP_SYN_SENT)
		return tale == TALE_CONNECTED && is_open(state);
	if (state == TCP_CLOSE)
		t->arrows[0] = ARROW_CONNECT;
	t->arrows[state == TCP_CLOSE] = ARROW_NONE;
	if (tale == TALE_REFUSED) {
		t->arrows[state == TCP_CLOSE] = ARROW_REFUSED;
	} else if (tale == TALE_NO_ANSWER) {
		t->arrows[state == TCP_CLOSE] = ARROW_TIMEOUT;
	} else if (tale == TALE_CONNECTED && self) {
		t->arrows[state == TCP_CLOSE] = ARROW_SYN_BOTH;
		t->arrows[(state == TCP_CLOSE) + 1] = ARROW_ACK;
	} else if (tale == TALE_CONNECTED) {
		t->arrows[state == TCP_CLOSE] = ARROW_SYN_ACK;
	}
	return true;
}

static bool
turn_ended(int state, struct turn *t)
{
	switch (state) {
	case TCP_ESTABLISHED:
		t->arrows[0] = ARROW_CLOSE;
		break;
	case TCP_SYN_RECV:
		t->arrows[0] = ARROW_CLOSE_EARLY;
		break;
	case TCP_CLOSE_WAIT:
		t->arrows[0] = ARROW_CLOSE_LAST;
		break;
	case TCP_LISTEN:
		t->arrows[0] = ARROW_UNLISTEN;
		break;
	case TCP_SYN_SENT:
		t->arrows[0] = ARROW_ABANDON;
		break;
	default:
		break;
	}
	return true;
}

/* The FIN came; or it has not yet, or data that nobody reads made an RST of it. */
static bool
turn_peer_ended(int state, int choice, struct turn *t)
{
	if (choice == 1) {
		t->cost = 2 * FRAME_COST;
		return true;
	}
	if (choice == 2) {
		t->cost = 2 * FRAME_COST;
		t->arrows[0] = ARROW_RST;
		return state != TCP_CLOSE && state != TCP_LISTEN;
	}
	if (state == TCP_ESTABLISHED)
		t->arrows[0] = ARROW_FIN;
	if (state == TCP_FIN_WAIT1) {
		t->arrows[0] = ARROW_FIN_BOTH;
		t->cost = FRAME_COST;
	}
	if (state == TCP_FIN_WAIT2)
		t->arrows[0] = ARROW_FIN_LAST;
	return state != TCP_SYN_SENT;
}

/* choice: 0, 1, …: where a tale may have gone on in several ways. */
static bool
turn_of(const struct search *s, enum tale tale, int state, int choice,
    struct turn *t)
{
	bool alive =
	    state != TCP_CLOSE && state != TCP_LISTEN && state != TCP_SYN_SENT;

	*t = (struct turn){ 0 };
	if (choice > 0 && tale != TALE_PEER_ENDED)
		return false;
	switch (tale) {
	case TALE_CONNECTED:
	case TALE_CONNECTING:
	case TALE_REFUSED:
	case TALE_NO_ANSWER:
		return turn_connect(s, tale, state, t);
	case TALE_LISTENED:
		if (state == TCP_CLOSE)
			t->arrows[0] = ARROW_LISTEN;
		return state == TCP_CLOSE || state == TCP_LISTEN;
	case TALE_ENDED:
		return turn_ended(state, t);
	case TALE_SHUT_READ:
		if (state == TCP_LISTEN)
			t->arrows[0] = ARROW_UNLISTEN;
		else if (state == TCP_SYN_SENT)
			t->arrows[0] = ARROW_ABANDON;
		return true;
	case TALE_RESET:
		if (state == TCP_LISTEN || state == TCP_SYN_SENT)
			return turn_ended(state, t);
		t->arrows[0] = alive ? ARROW_RST_SENT : ARROW_NONE;
		return true;
	case TALE_SENT:
		return is_open(state);
	case TALE_RECEIVED:
		return state != TCP_LISTEN && state != TCP_SYN_SENT;
	case TALE_EOF:
		return alive && state != TCP_ESTABLISHED &&
		    state != TCP_FIN_WAIT1 && state != TCP_FIN_WAIT2;
	case TALE_RST:
	case TALE_PEER_RESET:
		t->arrows[0] = alive ? ARROW_RST : ARROW_NONE;
		return state != TCP_LISTEN;
	case TALE_TIMEOUT:
		t->arrows[0] = state != TCP_CLOSE ? ARROW_TIMEOUT : ARROW_NONE;
		return state != TCP_LISTEN;
	case TALE_PEER_ENDED:
		return choice < 3 && turn_peer_ended(state, choice, t);
	}
	return false;
}

/* Whether the other end's call tells it. */
static bool
is_peers(enum tale tale)
{
	return tale == TALE_PEER_ENDED || tale == TALE_PEER_RESET;
}

/* Goes a turn from a state. */
static void
take_turn(struct search *s, struct layer *next, int state,
    const struct turn *turn, const struct told *told)
{
	int32_t node = s->layer.node[state];
	uint64_t cost = s->layer.cost[state] + turn->cost;
	struct path_step step = { .to = (uint8_t)state, .event = told->event };

	step.by_peer = is_peers(told->tale);
	step.inferred = told->tale == TALE_RST;
	if (turn->arrows[0] == ARROW_NONE) {
		if (next->node[state] == -1 || next->cost[state] > cost) {
			next->node[state] = node;
			next->cost[state] = cost;
		}
		return;
	}
	for (int i = 0; turn->arrows[i] != ARROW_NONE; i++) {
		bool last = turn->arrows[i + 1] == ARROW_NONE;
		struct layer alone = *next;

		step.from = step.to;
		step.to = tcp_arrow(turn->arrows[i])->to;
		step.arrow = turn->arrows[i];
		/* What lies between must not be cheaper for anybody else. */
		if (last) {
			offer(s, next, node, cost, step);
			break;
		}
		alone.node[step.to] = -1;
		offer(s, &alone, node, cost, step);
		node = alone.node[step.to];
	}
}

static void
layer_clear(struct layer *l)
{
	*l = (struct layer){ 0 };
	for (int i = 0; i < TCP_STATES; i++)
		l->node[i] = -1;
}

static bool
layer_empty(const struct layer *l)
{
	for (int i = 0; i < TCP_STATES; i++) {
		if (l->node[i] != -1)
			return false;
	}
	return true;
}

static void
go_on(struct search *s, const struct told *told)
{
	struct layer next;
	struct turn turn;

	layer_clear(&next);
	frames_came(s, is_peers(told->tale) ? 0 : told->event);
	for (int state = 1; state < TCP_STATES; state++) {
		for (int choice = 0; s->layer.node[state] != -1 && choice < 3;
		     choice++) {
			if (turn_of(s, told->tale, state, choice, &turn))
				take_turn(s, &next, state, &turn, told);
		}
	}
	/* Somebody else had a hand in it: this tale fits nowhere. */
	if (!layer_empty(&next))
		s->layer = next;
}

/* The state it ends in: the kernel's, if any way leads there. */
static int
end_in(struct search *s, int now)
{
	int cheapest = TCP_CLOSE;

	if (now != 0) {
		s->left = 0;
		frames_came(s, 0);
		if (s->layer.node[now] != -1)
			return now;
	}
	for (int state = 1; state < TCP_STATES; state++) {
		if (s->layer.node[state] != -1 &&
		    (s->layer.node[cheapest] == -1 ||
			s->layer.cost[state] < s->layer.cost[cheapest]))
			cheapest = state;
	}
	if (now == 0)
		return cheapest;
	offer(s, &s->layer, s->layer.node[cheapest], 0,
	    (struct path_step){ (uint8_t)cheapest, (uint8_t)now, ARROW_UNSEEN,
		0, false, true });
	return now;
}

/* From the end to the beginning, into the path from its beginning. */
static void
write_path(const struct search *s, int32_t node, struct path *path)
{
	size_t n = 0, skip;

	for (int32_t i = node; i != -1; i = s->nodes[i].before)
		n += s->nodes[i].step.arrow != ARROW_NONE;
	path->left_out = n > PATH_STEPS ? n - PATH_STEPS : 0;
	path->n = n - path->left_out;
	skip = path->n;
	for (int32_t i = node; i != -1 && skip > 0; i = s->nodes[i].before) {
		if (s->nodes[i].step.arrow != ARROW_NONE)
			path->steps[--skip] = s->nodes[i].step;
	}
}

void
path_follow(const struct path_asked *asked, struct path *path)
{
	struct search s = { .asked = asked };
	struct tales tales = { 0 };
	struct layer start;
	int end;

	*path = (struct path){ 0 };
	tales_collect(asked, &tales, path);
	layer_clear(&s.layer);
	layer_clear(&start);
	offer(&s, &s.layer, -1, 0, (struct path_step){ .to = TCP_CLOSE });
	if (path->accepted) {
		struct told accept = { TALE_CONNECTED, path->made };
		const struct turn child = { 0,
			{ ARROW_SYN, ARROW_ACK, ARROW_NONE } };

		layer_clear(&s.layer);
		offer(&s, &s.layer, -1, 0,
		    (struct path_step){ .to = TCP_LISTEN });
		take_turn(&s, &start, TCP_LISTEN, &child, &accept);
		s.layer = start;
	} else if (path->made == 0) {
		/* It may have been in any state when the log began. */
		for (int i = 1; i < TCP_STATES; i++)
			offer(&s, &s.layer, -1, FRAME_COST,
			    (struct path_step){ .to = (uint8_t)i });
	}
	s.left = tales.n;
	for (size_t i = 0; i < tales.n; i++, s.left--)
		go_on(&s, &tales.told[i]);
	end = end_in(&s, asked->now);
	path->state = (uint8_t)end;
	write_path(&s, s.layer.node[end], path);
	free(s.nodes);
	tales_free(&tales);
}
