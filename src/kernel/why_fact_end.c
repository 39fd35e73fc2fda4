/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who has ended a connection: if its other end was a descriptor of this shell the
 * log has the calls that did it, and how many bytes it left unread.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/why_fact.h"
#include "model/addr.h"

/* One use of a number: from the call that made it to its close. */
struct use {
	int fd;                     /* -1: not found */
	bool sure;                  /* not by the order of the calls alone */
	const struct event *made;   /* accept, connect or socketpair */
	const struct event *linger; /* SO_LINGER was set */
	const struct event *shut;
	const struct event *closed; /* NULL: it is open */
	int64_t received;
	int64_t sent;
};

static bool
is_call(const struct event *ev, const char *name)
{
	return strcmp(ev->prim->name, name) == 0;
}

static bool
is_accept(const struct event *ev)
{
	return ev->err == 0 &&
	    (is_call(ev, "accept") || is_call(ev, "accept4"));
}

static bool
is_connect(const struct event *ev)
{
	return (ev->err == 0 || ev->err == EINPROGRESS) &&
	    (is_call(ev, "connect") || is_call(ev, "connect_ex"));
}

/* The call that gave the descriptor its connection: accept, connect, socketpair;
 * of those before seq. */
static const struct event *
maker_of(const struct why_case *c, int fd, uint64_t seq)
{
	const struct event_log *log = c->session->log;
	const struct event *made = NULL;
	int pair[2];

	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < seq; ev = log_next(log, ev)) {
		const struct event_arg *fds = look_event_arg(ev, PARAM_OUT_FDS);

		if (is_accept(ev) && ev->result == fd) {
			made = ev;
		} else if (ev->nargs != 0 && ev->args[0].num == fd &&
		    is_connect(ev)) {
			made = ev;
		} else if (fds != NULL && fds->len == sizeof(pair)) {
			memcpy(pair, event_payload(ev, fds), sizeof(pair));
			if (pair[0] == fd || pair[1] == fd)
				made = ev;
		}
	}
	return made;
}

/* The port of the address that an event holds; -1. */
static int
event_port(const struct event *ev, enum param_type type)
{
	const struct event_arg *arg = look_event_arg(ev, type);
	struct sockaddr_storage sa = { 0 };

	if (arg == NULL || arg->len == 0 || arg->len > sizeof(sa))
		return -1;
	memcpy(&sa, event_payload(ev, arg), arg->len);
	return addr_sa_port((struct sockaddr *)&sa);
}

/* The port at which a descriptor that is still open has its own end. */
static int
local_port(int fd)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);

	return getsockname(fd, (struct sockaddr *)&sa, &len) == 0 ?
	    addr_sa_port((struct sockaddr *)&sa) :
	    -1;
}

/* Of a client: the accept that was told of this very port. */
static void
find_accepted(const struct why_case *c, const struct event *made,
    struct use *use)
{
	const struct event_log *log = c->session->log;
	int port = c->live ? local_port(c->fd) : -1;

	for (const struct event *ev = log_next(log, made);
	     ev != NULL && port > 0; ev = log_next(log, ev)) {
		if (is_accept(ev) && event_port(ev, PARAM_OUT_ADDR) == port) {
			use->fd = (int)ev->result;
			use->made = ev;
			use->sure = true;
		}
	}
}

/* Of a server: the connect whose turn it was, as accepts and connects of a port
 * go in one order. */
static void
find_connector(const struct why_case *c, const struct event *made,
    struct use *use)
{
	const struct event_log *log = c->session->log;
	int port = c->live ? local_port(c->fd) : -1;
	int turn = 0, connects = 0;

	for (const struct event *ev = log_since(log, 0); ev != NULL;
	     ev = log_next(log, ev)) {
		if (is_accept(ev) && ev->args[0].num == made->args[0].num &&
		    ev->generation == made->generation && ev->seq <= made->seq)
			turn++;
	}
	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && use->fd == -1; ev = log_next(log, ev)) {
		if (!is_connect(ev) || event_port(ev, PARAM_ADDR) != port ||
		    ++connects != turn)
			continue;
		use->fd = (int)ev->args[0].num;
		use->made = ev;
	}
}

static void
find_pair(const struct why_case *c, const struct event *made, struct use *use)
{
	const struct event_arg *fds = look_event_arg(made, PARAM_OUT_FDS);
	int pair[2];

	memcpy(pair, event_payload(made, fds), sizeof(pair));
	use->fd = pair[0] == c->fd ? pair[1] : pair[0];
	use->made = made;
	use->sure = true;
}

/* What was done with it, up to its close, and before last if that is not
 * NULL. */
static void
follow(const struct why_case *c, struct use *use, const struct event *last)
{
	const struct event_log *log = c->session->log;

	for (const struct event *ev = log_next(log, use->made);
	     ev != NULL && ev != last && use->closed == NULL;
	     ev = log_next(log, ev)) {
		if (ev->nargs == 0 || ev->args[0].num != use->fd ||
		    ev->prim->params[0].type != PARAM_FD || ev->err != 0)
			continue;
		if (is_call(ev, "close"))
			use->closed = ev;
		else if (is_call(ev, "shutdown"))
			use->shut = ev;
		else if (is_call(ev, "setsockopt") &&
		    ev->args[1].num == SOL_SOCKET &&
		    ev->args[2].num == SO_LINGER)
			use->linger = ev;
		else if (ev->prim->flags & PRIM_SENDS)
			use->sent += ev->result;
		else if (ev->prim->flags & PRIM_RECEIVES)
			use->received += ev->result;
	}
}

static void
find_other_end(const struct why_case *c, struct use *use)
{
	const struct event *made = maker_of(c, c->fd, c->until);

	*use = (struct use){ .fd = -1 };
	if (made == NULL)
		return;
	if (look_event_arg(made, PARAM_OUT_FDS) != NULL)
		find_pair(c, made, use);
	else if (is_accept(made))
		find_connector(c, made, use);
	else
		find_accepted(c, made, use);
	if (use->fd != -1)
		follow(c, use, NULL);
}

/* What our end was told of the end: recv has given 0 bytes. */
static void
look_fin(struct why_case *c, struct why_facts *f)
{
	const struct event_log *log = c->session->log;
	const struct event *zero = NULL;

	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < c->until; ev = log_next(log, ev)) {
		if ((ev->prim->flags & PRIM_RECEIVES) && ev->err == 0 &&
		    ev->result == 0 && ev->args[0].num == c->fd &&
		    ev->generation == c->ev->generation)
			zero = ev;
	}
	if (zero != NULL)
		fact_event(f, zero);
}

/* A process at the other end that is gone, of a local socket. */
static void
look_process(struct why_case *c, struct why_facts *f)
{
	struct ucred peer = { 0 };
	socklen_t len = sizeof(peer);
	char path[64], where[64], name[32] = "";
	FILE *comm;

	if (!is_unix(c) ||
	    getsockopt(c->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 ||
	    peer.pid <= 0)
		return;
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)peer.pid);
	comm = fopen(path, "re");
	if (comm != NULL && fgets(name, sizeof(name), comm) != NULL)
		name[strcspn(name, "\n")] = '\0';
	if (comm != NULL)
		fclose(comm);
	snprintf(where, sizeof(where), "getsockopt(%d, SO_PEERCRED)", c->fd);
	if (comm == NULL)
		fact_add(f, where,
		    _("the other end was made by process %d, which has ended"),
		    (int)peer.pid);
	else
		fact_add(f, where,
		    _("the other end was made by process %d (%s)"),
		    (int)peer.pid, name);
}

/* How many bytes of ours the other end had not taken when it closed. */
static void
fact_unread(struct why_case *c, struct why_facts *f, const struct use *use)
{
	struct use mine = { .fd = c->fd, .made = use->made };
	int64_t unread;

	if (is_accept(use->made))
		mine.made = maker_of(c, c->fd, c->until);
	/* What was sent later it cannot have had unread. */
	follow(c, &mine, use->closed);
	unread = mine.sent - use->received;
	if (use->closed == NULL || unread <= 0)
		return;
	fact_add(f, _("log"),
	    is_unix(c) ?
		_("when descriptor %d was closed, %lld bytes that were sent to "
		  "it had not been received") :
		_("when descriptor %d was closed, %lld bytes that were sent to "
		  "it had not been received: TCP then resets (RST, not FIN)"),
	    use->fd, (long long)unread);
}

enum why_end
why_ended_by(struct why_case *c)
{
	struct use use, mine = { .fd = c->fd };

	find_other_end(c, &use);
	if (use.fd == -1)
		return WHY_END_UNKNOWN;
	mine.made =
	    is_accept(use.made) ? maker_of(c, c->fd, c->until) : use.made;
	follow(c, &mine, use.closed);
	if (use.shut != NULL)
		return WHY_END_UNKNOWN;
	if (use.closed == NULL)
		return WHY_END_UNKNOWN;
	return use.linger != NULL || mine.sent > use.received ? WHY_END_RST :
								WHY_END_FIN;
}

void
why_look_end(struct why_case *c, struct why_facts *f)
{
	struct use use;

	if (!c->live)
		return;
	look_fin(c, f);
	look_process(c, f);
	find_other_end(c, &use);
	if (use.fd == -1)
		return;
	fact_add(f, use.sure ? _("log") : _("log, by the order of the calls"),
	    use.closed != NULL ?
		_("the other end was descriptor %d of this shell, which was "
		  "closed") :
		_("the other end is descriptor %d of this shell"),
	    use.fd);
	if (use.linger != NULL)
		fact_event(f, use.linger);
	if (use.shut != NULL)
		fact_event(f, use.shut);
	if (use.closed != NULL)
		fact_event(f, use.closed);
	fact_unread(c, f, &use);
}
