/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors and what they lead to, through the event log. */
#include "model/follow.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/prim.h"

enum { FD_MAX = 1 << 20 }; /* no number of ours is larger */

bool
event_is(const struct event *ev, const char *name)
{
	return strcmp(ev->prim->name, name) == 0;
}

const struct event_arg *
event_arg_at(const struct event *ev, int i)
{
	uint32_t at = 0;

	if (i < 0 || i >= PRIM_PARAMS || !prim_in_c(ev->prim, i))
		return NULL;
	for (int k = 0; k < i; k++)
		at += prim_in_c(ev->prim, k);
	return at < ev->nargs ? &ev->args[at] : NULL;
}

const struct event_arg *
event_arg_of(const struct event *ev, int type)
{
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (ev->prim->params[i].type == PARAM_END)
			return NULL;
		if ((int)ev->prim->params[i].type == type)
			return event_arg_at(ev, i);
	}
	return NULL;
}

void
follow_init(struct follow *f, const struct event_log *log)
{
	*f = (struct follow){ .log = log };
	f->of = xgrow(NULL, 0, sizeof(f->of[0]));
	f->of[f->n++] = (struct followed){ 0 };
}

void
follow_free(struct follow *f)
{
	free(f->of);
	free(f->fds);
	*f = (struct follow){ 0 };
}

uint32_t
follow_fd(const struct follow *f, int64_t fd)
{
	return fd >= 0 && (uint64_t)fd < f->nfds ? f->fds[fd].id : 0;
}

uint32_t
follow_closed(const struct follow *f, int64_t fd)
{
	return fd >= 0 && (uint64_t)fd < f->nfds ? f->fds[fd].last : 0;
}

/* The place of a number, made if need be; NULL if it is no number of ours. */
static struct follow_fd *
place(struct follow *f, int64_t fd)
{
	size_t n = f->nfds != 0 ? f->nfds : 32;

	if (fd < 0 || fd >= FD_MAX)
		return NULL;
	if ((size_t)fd < f->nfds)
		return &f->fds[fd];
	while (n <= (size_t)fd)
		n *= 2;
	f->fds = xreallocarray(f->fds, n, sizeof(f->fds[0]));
	memset(f->fds + f->nfds, 0, (n - f->nfds) * sizeof(f->fds[0]));
	f->nfds = n;
	return &f->fds[fd];
}

static uint32_t
add(struct follow *f, uint64_t made)
{
	f->of = xgrow(f->of, f->n, sizeof(f->of[0]));
	f->of[f->n] = (struct followed){ .made = made };
	return (uint32_t)f->n++;
}

/* The number leads nowhere any more. */
static void
leave(struct follow *f, int64_t fd)
{
	struct follow_fd *at = place(f, fd);
	uint32_t id;

	if (at == NULL || at->id == 0)
		return;
	id = at->id;
	*at = (struct follow_fd){ .before = at->generation, .last = id };
	if (f->of[id].fds != 0)
		f->of[id].fds--;
	if (f->of[id].fds == 0)
		f->closed = id;
}

/* The number leads to id from now on. */
static void
enter(struct follow *f, int64_t fd, uint32_t id)
{
	struct follow_fd *at;

	leave(f, fd);
	at = place(f, fd);
	if (at == NULL)
		return;
	at->id = id;
	at->generation = 0;
	f->of[id].fds++;
}

/*
 * What the event's first argument leads to. A call that waited while its number
 * was closed and opened anew is about the use that it began with: of that one
 * nothing more is told.
 */
static uint32_t
find_on(struct follow *f, const struct event *ev)
{
	struct follow_fd *at;

	if (ev->nargs == 0 || ev->prim->params[0].type != PARAM_FD)
		return 0;
	at = place(f, ev->args[0].num);
	if (at == NULL)
		return 0;
	if (ev->generation != 0 &&
	    (at->generation == 0 ? ev->generation == at->before :
				   ev->generation != at->generation))
		return 0;
	if (at->id == 0)
		enter(f, ev->args[0].num, add(f, 0));
	at = place(f, ev->args[0].num);
	at->generation = ev->generation;
	return at->id;
}

/* socketpair, pipe: two at once. */
static void
make_two(struct follow *f, const struct event *ev)
{
	const struct event_arg *arg = event_arg_of(ev, PARAM_OUT_FDS);
	int fds[2];

	if (arg == NULL || arg->len != sizeof(fds))
		return;
	memcpy(fds, event_payload(ev, arg), sizeof(fds));
	for (int i = 0; i < 2; i++) {
		f->made[i] = add(f, ev->seq);
		enter(f, fds[i], f->made[i]);
	}
	f->of[f->made[0]].pair = f->made[1];
	f->of[f->made[1]].pair = f->made[0];
}

/* Whether the result is a further descriptor of the same thing. */
static bool
is_dup(const struct event *ev)
{
	const struct event_arg *request;

	if (strncmp(ev->prim->name, "dup", 3) == 0)
		return true;
	request = event_arg_of(ev, PARAM_FCNTL);
	return request != NULL &&
	    (request->num == F_DUPFD || request->num == F_DUPFD_CLOEXEC);
}

static void
make(struct follow *f, const struct event *ev)
{
	if (is_dup(ev)) {
		/* dup2 of a number to itself does nothing. */
		if (f->on != 0 && follow_fd(f, ev->result) != f->on)
			enter(f, ev->result, f->on);
	} else if (event_arg_of(ev, PARAM_OUT_FDS) != NULL) {
		make_two(f, ev);
	} else if (ev->prim->flags & PRIM_OPENS) {
		f->made[0] = add(f, ev->seq);
		f->of[f->made[0]].accepted =
		    strncmp(ev->prim->name, "accept", 6) == 0;
		if (f->of[f->made[0]].accepted)
			f->of[f->made[0]].listener = f->on;
		enter(f, ev->result, f->made[0]);
	}
}

const struct event *
follow_next(struct follow *f)
{
	const struct event *ev = f->event != NULL ? log_next(f->log, f->event) :
						    log_since(f->log, 1);

	if (ev == NULL)
		return NULL;
	f->event = ev;
	f->made[0] = f->made[1] = f->closed = 0;
	f->on = find_on(f, ev);
	if (ev->err != 0)
		return ev;
	if (event_is(ev, "close") && ev->nargs != 0)
		leave(f, ev->args[0].num);
	else
		make(f, ev);
	return ev;
}
