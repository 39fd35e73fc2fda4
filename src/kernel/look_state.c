/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of a socket, and how it came to it. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/diag.h"
#include "kernel/look.h"
#include "kernel/path.h"
#include "kernel/peer.h"
#include "model/call.h"
#include "model/picture.h"
#include "model/tcp_arrow.h"
#include "model/xlat.h"

struct looking {
	struct call *call;
	struct peers peers;
	struct path path;
	int fd;
	uint32_t id;
	uint32_t peer;
	struct value items[STATE_FIELDS];
};

static int
int_option(int fd, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, option, &value, &len) == 0 ? value :
								       -1;
}

static const char *
kind_of(int fd)
{
	int domain = int_option(fd, SO_DOMAIN);
	int type = int_option(fd, SO_TYPE);

	if (domain == AF_UNIX)
		return "unix";
	if (domain != AF_INET && domain != AF_INET6)
		return "other";
	if (type == SOCK_STREAM && int_option(fd, SO_PROTOCOL) == IPPROTO_TCP)
		return "tcp";
	return type == SOCK_DGRAM ? "udp" : "other";
}

/* What the kernel's table says of a connection that no descriptor of ours leads
 * to any more. */
struct orphan {
	struct peer_ends ends;
	int state; /* 0: it is not there */
	uint32_t ms;
};

static bool
is_orphan(void *ctx, const struct diag_sock *sock)
{
	struct orphan *o = ctx;
	struct peer_name local, peer;

	peer_name_of(&local, &sock->local.u, sock->local.len);
	peer_name_of(&peer, &sock->peer.u, sock->peer.len);
	if (o->state != 0 || sock->state == TCP_LISTEN || sock->inode != 0 ||
	    !peer_name_same(&local, &o->ends.local) ||
	    !peer_name_same(&peer, &o->ends.peer))
		return false;
	o->state = sock->state;
	o->ms = sock->timer == DIAG_TIMER_TIMEWAIT ? sock->timer_ms : 0;
	return false;
}

/* The kernel's table knows it under the same addresses; false if these or the
 * table cannot be known. */
static bool
look_orphan(const struct looking *l, struct orphan *o)
{
	struct diag_query query = { .parts = DIAG_TCP,
		.keep = is_orphan,
		.ctx = o };
	struct diag_table table;
	bool seen;

	*o = (struct orphan){ .ends = l->peers.ends[l->id] };
	if (o->ends.local.port == 0 && l->peer != 0)
		o->ends.local = l->peers.ends[l->peer].peer;
	if (o->ends.local.port == 0 || o->ends.peer.port == 0)
		return false;
	query.port = o->ends.local.port;
	diag_look(&query, &table);
	seen = (table.missing & DIAG_TCP) == 0 && !table.cut;
	diag_free(&table);
	return seen;
}

/* "connect(c)": a call, with the descriptor as the program calls it. */
static struct value
call_text(const struct looking *l, uint64_t seq)
{
	static const char *const hows[] = { "SHUT_RD", "SHUT_WR", "SHUT_RDWR" };
	const struct event *ev = log_since(l->call->task->session->log, seq);
	const struct event_arg *how;
	struct value name = VALUE_NONE, v;
	struct strbuf text = { 0 };

	if (seq == 0 || ev == NULL || ev->seq != seq)
		return VALUE_NONE;
	sb_printf(&text, "%s(", ev->prim->name);
	if (ev->nargs != 0 && ev->prim->params[0].type == PARAM_FD) {
		name = session_fd_name(l->call->task, (int)ev->args[0].num);
		if (name.type == VAL_BYTES)
			value_text(&text, &name);
		else
			sb_printf(&text, "%lld", (long long)ev->args[0].num);
	}
	how = event_arg_of(ev, PARAM_HOW);
	if (how != NULL && how->num >= 0 && how->num < 3)
		sb_printf(&text, ", %s", hows[how->num]);
	sb_char(&text, ')');
	v = value_bytes(text.data, text.len);
	sb_free(&text);
	value_drop(&name);
	return v;
}

static struct value
text_or_none(const char *s)
{
	return s != NULL ? value_str(s) : VALUE_NONE;
}

static struct value
arrow_record(enum tcp_arrow_id id, int from, int to)
{
	const struct tcp_arrow *arrow = tcp_arrow(id);
	struct value items[STEP_FIELDS] = {
		[STEP_FROM] = text_or_none(tcp_state_name(from)),
		[STEP_TO] = text_or_none(tcp_state_name(to)),
		[STEP_CALL] = text_or_none(arrow->call),
		[STEP_RECEIVED] = text_or_none(arrow->received),
		[STEP_SENT] = text_or_none(arrow->sent),
		[STEP_BY_PEER] = VALUE_INT(0),
		[STEP_INFERRED] = VALUE_INT(0),
		[STEP_ARROW] = VALUE_INT(id),
	};

	return picture_record(&step_layout, items);
}

static struct value
step_record(const struct looking *l, const struct path_step *step)
{
	struct value v = arrow_record(step->arrow, step->from, step->to);
	struct value *items = v.tuple->items;

	value_drop(&items[STEP_CALL]);
	items[STEP_CALL] = call_text(l, step->event);
	items[STEP_BY_PEER] = VALUE_INT(step->by_peer);
	items[STEP_INFERRED] = VALUE_INT(step->inferred);
	return v;
}

static struct value
list_of(struct value *v, size_t n)
{
	struct value list = VALUE_NONE;
	char *cause = NULL;

	if (!value_tuple(&list, v, n, &cause))
		free(cause);
	return list;
}

static void
look_path(struct looking *l, int now)
{
	struct value steps[PATH_STEPS];
	struct path_asked asked = {
		.log = l->call->task->session->log,
		.id = l->id,
		.peer = l->peer,
		.now = now,
	};

	path_follow(&asked, &l->path);
	for (size_t i = 0; i < l->path.n; i++)
		steps[i] = step_record(l, &l->path.steps[i]);
	l->items[STATE_STEPS] = list_of(steps, l->path.n);
	l->items[STATE_STATE] = text_or_none(tcp_state_name(l->path.state));
	l->items[STATE_MADE] = call_text(l, l->path.made);
	l->items[STATE_LEFT] = VALUE_INT((int64_t)l->path.left_out);
}

/* A connection that was closed in order stays in the kernel's table when its
 * socket is CLOSED already, or when no descriptor leads to it. */
static void
look_tcp(struct looking *l, int state)
{
	struct orphan orphan;
	bool seen = false;

	if (state <= 0 || state == TCP_CLOSE)
		seen = look_orphan(l, &orphan);
	if (seen && orphan.state != 0)
		state = orphan.state;
	else if (seen && state < 0)
		state = TCP_CLOSE;
	look_path(l, state > 0 ? state : 0);
	if (seen)
		l->items[STATE_ORPHAN] = VALUE_INT(orphan.state != 0);
	if (seen && orphan.state == TCP_TIME_WAIT)
		l->items[STATE_SECONDS] = VALUE_FLOAT((double)orphan.ms / 1000);
}

static struct value
address(int fd, int (*get)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof(sa);

	if (get(fd, (struct sockaddr *)&sa, &len) != 0 || len > sizeof(sa) ||
	    len <= sizeof(sa_family_t) ||
	    addr_sa_port((struct sockaddr *)&sa) == 0)
		return VALUE_NONE;
	return value_from_addr(addr_from_sa((struct sockaddr *)&sa, len));
}

static int
local_address(int fd, struct sockaddr *sa, socklen_t *len)
{
	return getsockname(fd, sa, len);
}

static int
peer_address(int fd, struct sockaddr *sa, socklen_t *len)
{
	return getpeername(fd, sa, len);
}

static struct value
state_value(int state)
{
	const char *name = xlat_name(&xlat_tcp_states, state);

	return name == NULL ? VALUE_INT(state) :
			      value_str(name + strlen(xlat_tcp_states.prefix));
}

/* What is drawn: state is the kernel's, -1 of a descriptor that is closed. */
static void
give_picture(struct looking *l, int state)
{
	const char *kind = state > 0 ? kind_of(l->fd) : "tcp";
	struct value *items = l->items;

	items[STATE_FD] = VALUE_INT(l->fd);
	items[STATE_NAME] = session_fd_name(l->call->task, l->fd);
	items[STATE_KIND] = value_str(kind);
	if (state > 0) {
		items[STATE_VALUE] = state_value(state);
		items[STATE_STATE] = text_or_none(tcp_state_name(state));
		items[STATE_LOCAL] = address(l->fd, local_address);
		items[STATE_PEER] = address(l->fd, peer_address);
	}
	if (strcmp(kind, "tcp") == 0) {
		value_drop(&items[STATE_STATE]);
		items[STATE_STATE] = VALUE_NONE;
		l->peer = peers_of(&l->peers, l->id);
		look_tcp(l, state);
	}
	l->call->picture = picture_record(&state_layout, items);
}

/* Whether a socket of TCP was made there, by the last use of a number that is
 * closed now. */
static bool
was_tcp(const struct looking *l)
{
	const struct session *s = l->call->task->session;
	const struct fd_info *info;

	if (l->id == 0 || l->fd < 0 || (size_t)l->fd >= s->nfds)
		return false;
	info = &s->fds[l->fd];
	return !info->open && info->kind == FD_SOCKET &&
	    (info->family == AF_INET || info->family == AF_INET6) &&
	    info->type == SOCK_STREAM;
}

static void
draw_state(struct looking *l, int state)
{
	for (int i = 0; i < STATE_FIELDS; i++)
		l->items[i] = VALUE_NONE;
	peers_init(&l->peers, l->call->task->session);
	l->id = state > 0 ? peers_fd(&l->peers, l->fd) :
			    follow_closed(&l->peers.follow, l->fd);
	if (state > 0 || was_tcp(l)) {
		give_picture(l, state);
		if (state <= 0)
			call_give(l->call, state_value(l->path.state));
	}
	peers_free(&l->peers);
}

/* All arrows of the diagram. */
static void
give_diagram(struct call *call)
{
	struct value arrows[ARROWS], items[STATE_FIELDS], list;
	size_t n = 0;

	for (int id = ARROW_NONE + 1; id < ARROWS; id++) {
		const struct tcp_arrow *arrow = tcp_arrow(id);

		if (arrow->drawn)
			arrows[n++] = arrow_record(id, arrow->from, arrow->to);
	}
	list = list_of(arrows, n);
	call_give(call, value_copy(&list));
	for (int i = 0; i < STATE_FIELDS; i++)
		items[i] = VALUE_NONE;
	items[STATE_KIND] = value_str("all");
	items[STATE_STEPS] = list;
	call->picture = picture_record(&state_layout, items);
}

static void
state_call(struct call *call)
{
	struct looking l = { .call = call };
	int state, err;

	if (!call_given(call, 0)) {
		give_diagram(call);
		return;
	}
	l.fd = call_fd(call, 0);
	state = look_state(l.fd);
	err = errno;
	if (state > 0)
		call_give(call, state_value(state));
	if (call->drawn && (state > 0 || err == EBADF))
		draw_state(&l, state);
	if (state > 0 || call->picture.type != VAL_UNSET)
		return;
	call->status = CALL_FAILED;
	call->err = err;
	call->result = -1;
}

const struct prim look_state_prims[] = {
	{
	    .name = "state",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "[fd]" },
	    .call = state_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at the state of a socket: \"ESTABLISHED\", and "
		       "at its way through the diagram"),
	    .topic = TOPIC_LOOKING,
	    .example = "s = socket tcp\n"
		       "print state(s)\n"
		       "> CLOSE",
	},
	{ .name = NULL },
};
