/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The evidence of a failure: what is seen of the call, and of its descriptor. */
#include "kernel/why_fact.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"
#include "model/option.h"
#include "model/xlat.h"

enum {
	HISTORY_MAX = 5, /* calls on the same descriptor that are shown */
};

static struct why_fact *
fact_new(struct why_facts *f)
{
	if (f->n == FACTS_MAX)
		return NULL;
	f->v = xgrow(f->v, f->n, sizeof(f->v[0]));
	f->v[f->n] = (struct why_fact){ 0 };
	return &f->v[f->n++];
}

void
fact_add(struct why_facts *f, const char *where, const char *fmt, ...)
{
	struct why_fact *fact = fact_new(f);
	va_list ap;

	if (fact == NULL)
		return;
	sb_str(&fact->where, where);
	va_start(ap, fmt);
	sb_vprintf(&fact->text, fmt, ap);
	va_end(ap);
}

/* "3.2 s", "4 min": how long ago. */
static void
add_ago(struct strbuf *out, int64_t ns)
{
	double s = (double)ns / 1e9;

	if (s < 100)
		sb_printf(out, _("%.1f s ago"), s);
	else if (s < 6000)
		sb_printf(out, _("%.0f min ago"), s / 60);
	else
		sb_printf(out, _("%.0f h ago"), s / 3600);
}

void
fact_event(struct why_facts *f, const struct event *ev)
{
	struct why_fact *fact = fact_new(f);

	if (fact == NULL)
		return;
	sb_printf(&fact->where, _("log, call %llu, "),
	    (unsigned long long)ev->seq);
	add_ago(&fact->where, clock_now() - ev->end);
	fact->ev = xmalloc(ev->size);
	memcpy(fact->ev, ev, ev->size);
}

const char *
fact_fd(struct why_case *c, int fd)
{
	hole_fd(c, HOLE_OTHER, fd);
	return sb_text(&c->holes[HOLE_OTHER]);
}

void
fact_option(struct why_facts *f, int fd, int level, int number)
{
	const struct sockopt *o = option_by_number(level, number);
	int value = look_fd_option(fd, level, number);
	char where[64];

	if (o == NULL || value == -1)
		return;
	snprintf(where, sizeof(where), "getsockopt(%d, %s)", fd, o->name);
	fact_add(f, where, _("%s is %d"), o->name, value);
}

/* "127.0.0.1:80 -> 127.0.0.1:40000" */
static void
add_addresses(struct strbuf *out, int fd)
{
	struct sockaddr_storage room = { 0 };
	struct sockaddr *sa = (struct sockaddr *)&room;
	socklen_t len = sizeof(room);

	if (getsockname(fd, sa, &len) != 0)
		return;
	if (sa->sa_family == AF_UNIX ? len <= sizeof(sa_family_t) :
				       addr_sa_port(sa) == 0) {
		sb_str(out, _(", without an address"));
	} else {
		sb_str(out, ", ");
		addr_text(out, sa, len);
	}
	len = sizeof(room);
	if (getpeername(fd, sa, &len) == 0 && len > sizeof(sa_family_t)) {
		sb_str(out, " -> ");
		addr_text(out, sa, len);
	}
}

/* The state: of TCP by its name, of others whether they listen or have a peer. */
static void
add_state(struct strbuf *out, int fd)
{
	int state = look_state(fd);
	const char *name = xlat_name(&xlat_tcp_states, state);

	if (look_fd_option(fd, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP &&
	    name != NULL)
		sb_printf(out, ", %s", name + strlen(xlat_tcp_states.prefix));
	else if (state == TCP_LISTEN)
		sb_str(out, _(", listening"));
	else if (state == TCP_ESTABLISHED)
		sb_str(out, _(", connected"));
	else
		sb_str(out, _(", not connected"));
}

void
fact_descriptor(struct why_case *c, struct why_facts *f, int fd)
{
	struct strbuf text = { 0 };
	char where[64];

	if (look_fd_option(fd, SOL_SOCKET, SO_TYPE) == -1) {
		look_kind(c, HOLE_KIND, fd);
		snprintf(where, sizeof(where), "fstat(%d)", fd);
	} else {
		look_socket_kind(c, HOLE_KIND, fd);
		add_state(&text, fd);
		add_addresses(&text, fd);
		snprintf(where, sizeof(where), "getsockname(%d)", fd);
	}
	fact_add(f, where, _("descriptor %s: %s%s"), fact_fd(c, fd),
	    sb_text(&c->holes[HOLE_KIND]), sb_text(&text));
	sb_free(&text);
}

static void
look_call(struct why_case *c, struct why_facts *f)
{
	fact_event(f, c->asked->ev);
	if (c->ev != c->asked->ev)
		fact_event(f, c->ev);
}

/* Who closed the descriptor: the last close of its number. */
static void
look_closed(struct why_case *c, struct why_facts *f)
{
	const struct event_log *log = c->session->log;
	const struct event *found = NULL;

	for (const struct event *ev = log_since(log, 0); ev != NULL;
	     ev = log_next(log, ev)) {
		if (ev->nargs != 0 && ev->args[0].num == c->fd &&
		    ev->err == 0 && strcmp(ev->prim->name, "close") == 0)
			found = ev;
	}
	if (found != NULL)
		fact_event(f, found);
	fact_add(f, "fcntl(F_GETFD)",
	    fcntl(c->fd, F_GETFD) == -1 ?
		_("no descriptor %d is open") :
		_("number %d is another descriptor by now"),
	    c->fd);
}

static void
look_descriptor(struct why_case *c, struct why_facts *f)
{
	char where[64];
	int flags = look_flags(c);

	if (c->fd < 0)
		return;
	if (!c->live) {
		look_closed(c, f);
		return;
	}
	fact_descriptor(c, f, c->fd);
	snprintf(where, sizeof(where), "fcntl(%d, F_GETFL)", c->fd);
	if (flags != -1 && (flags & O_NONBLOCK))
		fact_add(f, where, _("O_NONBLOCK is set: no call waits"));
}

/* What brought the descriptor into its state: the calls that worked. */
static void
look_history(struct why_case *c, struct why_facts *f)
{
	const struct event *found[HISTORY_MAX] = { NULL };
	const struct event_log *log = c->session->log;
	struct why_case other = *c;
	size_t n = 0;

	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < c->until; ev = log_next(log, ev)) {
		other.call = ev->prim->name;
		if (ev->nargs != 0 && ev->args[0].num == c->fd &&
		    ev->generation == c->ev->generation &&
		    (ev->err == 0 ||
			case_is(&other, "connect connect_ex shutdown")) &&
		    case_is(&other, "bind listen connect connect_ex shutdown"))
			found[n++ % HISTORY_MAX] = ev;
	}
	for (size_t i = n > HISTORY_MAX ? n - HISTORY_MAX : 0; i < n; i++)
		fact_event(f, found[i % HISTORY_MAX]);
}

const struct why_look why_look_rows[] = {
	{ 0, NULL, look_call },
	{ 0, NULL, look_descriptor },
	{ EINVAL, "bind listen accept accept4 connect shutdown recv",
	    look_history },
	{ EISCONN, NULL, look_history },
	{ ENOTCONN, NULL, look_history },
	{ EPIPE, NULL, look_history },
	{ EALREADY, NULL, look_history },
	{ EDESTADDRREQ, NULL, look_history },
	{ EOPNOTSUPP, "listen accept accept4 connect", look_history },
	{ .look = NULL },
};

static const struct why_look *const tables[] = {
	why_look_rows,
	why_look_port_rows,
	why_look_io_rows,
};

void
why_look(const struct why_asked *asked, struct why_facts *facts)
{
	struct why_case c;
	int err = errno;

	*facts = (struct why_facts){ 0 };
	why_case_init(&c, asked);
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct why_look *row = tables[t]; row->look != NULL;
		     row++) {
			if ((row->err == 0 || row->err == c.err) &&
			    case_is(&c, row->calls))
				row->look(&c, facts);
		}
	}
	why_case_free(&c);
	errno = err;
}

void
why_facts_free(struct why_facts *facts)
{
	for (size_t i = 0; i < facts->n; i++) {
		sb_free(&facts->v[i].text);
		sb_free(&facts->v[i].where);
		free(facts->v[i].ev);
	}
	free(facts->v);
	*facts = (struct why_facts){ 0 };
}
