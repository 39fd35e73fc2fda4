/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the log tells of a socket. */
#include "kernel/path_tale.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "kernel/why.h"
#include "model/follow.h"
#include "model/prim.h"

static void
tell(struct tales *t, enum tale tale, const struct event *ev)
{
	/* Of sends and receives one is as good as many. */
	if (tale == TALE_SENT || tale == TALE_RECEIVED) {
		for (size_t i = t->n; i > 0; i--) {
			enum tale before = t->told[i - 1].tale;

			if (before == tale)
				return;
			if (before != TALE_SENT && before != TALE_RECEIVED)
				break;
		}
	}
	t->told = xgrow(t->told, t->n, sizeof(t->told[0]));
	t->told[t->n++] = (struct told){ tale, ev->seq };
}

static void
tell_connect(struct tales *t, const struct event *ev, int err)
{
	const struct event_arg *to = event_arg_of(ev, PARAM_ADDR);
	sa_family_t family = AF_INET;

	if (to != NULL && to->len >= sizeof(family))
		memcpy(&family, event_payload(ev, to), sizeof(family));
	if (err == 0)
		tell(t, family == AF_UNSPEC ? TALE_RESET : TALE_CONNECTED, ev);
	else if (err == EINPROGRESS || err == EINTR || err == EALREADY)
		tell(t, TALE_CONNECTING, ev);
	else if (err == ECONNREFUSED || err == ECONNRESET)
		tell(t, TALE_REFUSED, ev);
	else if (err == ETIMEDOUT || err == EHOSTUNREACH)
		tell(t, TALE_NO_ANSWER, ev);
	else if (err == EISCONN)
		tell(t, TALE_RECEIVED, ev);
}

static bool
is_peek(const struct event *ev)
{
	const struct event_arg *flags = event_arg_of(ev, PARAM_FLAGS);

	return flags != NULL && (flags->num & MSG_ERRQUEUE);
}

/* Of a recv that gave nothing: whether there was room for something. */
static bool
had_room(const struct event *ev)
{
	const struct event_arg *size = event_arg_of(ev, PARAM_SIZE);

	return size == NULL || size->num > 0;
}

static void
tell_error(struct tales *t, const struct event *ev, int err)
{
	if (err == ECONNRESET || (err == EPIPE && !t->ended[0]))
		tell(t, TALE_RST, ev);
	else if (err == ETIMEDOUT || err == EHOSTUNREACH)
		tell(t, TALE_TIMEOUT, ev);
	else if (err == ECONNREFUSED)
		tell(t, TALE_REFUSED, ev);
}

/* An SO_LINGER of 0 seconds makes close send an RST. */
static void
note_linger(struct tales *t, const struct event *ev, int side)
{
	const struct event_arg *name = event_arg_of(ev, PARAM_OPTION);
	const struct event_arg *value = event_arg_of(ev, PARAM_OPTVAL);
	const struct event_arg *level = event_arg_of(ev, PARAM_LEVEL);
	struct linger linger;

	if (ev->err != 0 || name == NULL || value == NULL ||
	    name->num != SO_LINGER || value->len != sizeof(linger) ||
	    (level != NULL && level->num != SOL_SOCKET))
		return;
	memcpy(&linger, event_payload(ev, value), sizeof(linger));
	t->linger[side] = linger.l_onoff != 0 && linger.l_linger == 0;
}

static int64_t
how_of(const struct event *ev)
{
	const struct event_arg *how = event_arg_of(ev, PARAM_HOW);

	return how != NULL ? how->num : SHUT_RDWR;
}

static void
tell_own(struct tales *t, const struct event *ev)
{
	int err = why_error(ev);
	bool io = ev->prim->flags & (PRIM_SENDS | PRIM_RECEIVES);

	if (event_is(ev, "connect")) {
		tell_connect(t, ev, err);
	} else if (err != 0) {
		if (io || event_is(ev, "getsockopt"))
			tell_error(t, ev, err);
	} else if (event_is(ev, "listen")) {
		tell(t, TALE_LISTENED, ev);
	} else if (event_is(ev, "shutdown")) {
		t->deaf |= how_of(ev) != SHUT_WR;
		t->ended[0] |= how_of(ev) != SHUT_RD;
		tell(t, how_of(ev) == SHUT_RD ? TALE_SHUT_READ : TALE_ENDED,
		    ev);
	} else if (event_is(ev, "setsockopt")) {
		note_linger(t, ev, 0);
	} else if ((ev->prim->flags & PRIM_SENDS) && ev->result > 0) {
		tell(t, TALE_SENT, ev);
	} else if ((ev->prim->flags & PRIM_RECEIVES) && !is_peek(ev)) {
		if (ev->result > 0)
			tell(t, TALE_RECEIVED, ev);
		else if (!t->deaf && had_room(ev))
			tell(t, TALE_EOF, ev);
	}
}

static void
tell_peer(struct tales *t, const struct event *ev)
{
	if (ev->err != 0)
		return;
	if (event_is(ev, "setsockopt"))
		note_linger(t, ev, 1);
	if (!event_is(ev, "shutdown") || how_of(ev) == SHUT_RD || t->ended[1])
		return;
	t->ended[1] = true;
	tell(t, TALE_PEER_ENDED, ev);
}

void
tales_collect(const struct path_asked *asked, struct tales *t,
    struct path *path)
{
	const struct event *ev;
	struct follow f;

	follow_init(&f, asked->log);
	while ((ev = follow_next(&f)) != NULL) {
		if (f.made[0] == asked->id || f.made[1] == asked->id)
			path->made = ev->seq;
		if (f.closed == asked->id) {
			tell(t, t->linger[0] ? TALE_RESET : TALE_ENDED, ev);
			t->ended[0] = true;
		} else if (f.on == asked->id) {
			tell_own(t, ev);
		}
		if (asked->peer == 0 || asked->peer == asked->id)
			continue;
		if (f.closed == asked->peer) {
			if (t->linger[1])
				tell(t, TALE_PEER_RESET, ev);
			else if (!t->ended[1])
				tell(t, TALE_PEER_ENDED, ev);
			t->ended[1] = true;
		} else if (f.on == asked->peer) {
			tell_peer(t, ev);
		}
	}
	path->accepted = asked->id < f.n && f.of[asked->id].accepted;
	follow_free(&f);
}

void
tales_free(struct tales *t)
{
	free(t->told);
	*t = (struct tales){ 0 };
}
