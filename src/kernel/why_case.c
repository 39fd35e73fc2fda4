/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A failure that is looked into: what the call was, and what was before. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "base/text.h"
#include "kernel/why_row.h"
#include "model/addr.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/xlat.h"

void
hole_text(struct why_case *c, enum why_hole hole, const char *s)
{
	sb_clear(&c->holes[hole]);
	sb_str(&c->holes[hole], s);
}

void
hole_number(struct why_case *c, enum why_hole hole, int64_t n)
{
	sb_clear(&c->holes[hole]);
	sb_printf(&c->holes[hole], "%lld", (long long)n);
}

void
hole_address(struct why_case *c, enum why_hole hole, const struct sockaddr *sa,
    socklen_t len)
{
	sb_clear(&c->holes[hole]);
	addr_text(&c->holes[hole], sa, len);
}

void
hole_fd(struct why_case *c, enum why_hole hole, int fd)
{
	struct strbuf name = { 0 };

	hole_number(c, hole, fd);
	hole_number(c, hole + 1, fd);
	if (c->asked->fd_name != NULL)
		c->asked->fd_name(c->asked->ctx, fd, &name);
	if (name.len != 0) {
		sb_printf(&c->holes[hole], " (%s)", sb_text(&name));
		hole_text(c, hole + 1, sb_text(&name));
	}
	sb_free(&name);
}

/* The index among an event's arguments of the parameter of a name; -1. */
static int
case_index(const struct why_case *c, const char *name)
{
	int n = 0;

	for (int i = 0; i < PRIM_PARAMS; i++) {
		const struct param *param = &c->ev->prim->params[i];

		if (param->type == PARAM_END)
			break;
		if (!param_in_c(param->type))
			continue;
		if (strcmp(param->name, name) == 0)
			return n < (int)c->ev->nargs ? n : -1;
		n++;
	}
	return -1;
}

int64_t
case_number(const struct why_case *c, const char *name, int64_t def)
{
	int i = case_index(c, name);

	return i != -1 ? c->ev->args[i].num : def;
}

size_t
case_bytes(const struct why_case *c, const char *name, void *buf, size_t size)
{
	int i = case_index(c, name);
	const struct event_arg *arg = &c->ev->args[i];

	if (i == -1)
		return 0;
	if (size > arg->len)
		size = arg->len;
	memcpy(buf, event_payload(c->ev, arg), size);
	return size;
}

bool
case_null(const struct why_case *c)
{
	for (uint32_t i = 0; i < c->ev->nargs; i++) {
		if (c->ev->args[i].null)
			return true;
	}
	return false;
}

/* Whether a name is one of the words. */
static bool
is_word(const char *words, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = words; (at = strstr(at, name)) != NULL; at += len)
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

bool
case_is(const struct why_case *c, const char *calls)
{
	return calls == NULL || is_word(calls, c->call);
}

/* Calls that failed count too. */
const struct event *
case_before(const struct why_case *c, const char *calls)
{
	const struct event_log *log = c->session->log;
	const struct event *found = NULL;

	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < c->until; ev = log_next(log, ev)) {
		if (ev->nargs != 0 && ev->args[0].num == c->fd &&
		    ev->generation == c->ev->generation &&
		    is_word(calls, ev->prim->name))
			found = ev;
	}
	return found;
}

bool
case_whole(const struct why_case *c)
{
	return c->ev->generation != 0 && log_dropped(c->session->log) == 0;
}

bool
case_made_by(const struct why_case *c, const char *call)
{
	const struct event_log *log = c->session->log;
	const struct event *made = NULL;

	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < c->until; ev = log_next(log, ev)) {
		if (ev->err != 0)
			continue;
		if ((ev->prim->flags & PRIM_OPENS) && ev->result == c->fd)
			made = ev;
		else if (strcmp(ev->prim->name, "close") == 0 &&
		    ev->args[0].num == c->fd)
			made = NULL;
	}
	return made != NULL && strcmp(made->prim->name, call) == 0;
}

/* The descriptor may be closed by now, or be another of the same number. */
static bool
is_live(const struct why_case *c)
{
	const struct fd_info *info = session_fd(c->session, c->fd);

	if (c->fd < 0)
		return false;
	if (info != NULL)
		return info->generation == c->ev->generation;
	return c->ev->generation == 0 && fcntl(c->fd, F_GETFD) != -1;
}

static void
case_address(struct why_case *c)
{
	char path[sizeof(c->addr)];
	size_t len = case_bytes(c, "addr", path, sizeof(path));
	const struct sockaddr *sa = (const struct sockaddr *)&c->addr;
	int64_t typed = case_number(c, "addrlen", 0);

	if (len < sizeof(sa->sa_family))
		return;
	memcpy(&c->addr, path, len);
	if (typed >= 0 && (size_t)typed < len)
		len = (size_t)typed;
	c->addr_len = (socklen_t)len;
	hole_address(c, HOLE_ADDR, sa, c->addr_len);
	if (sa->sa_family == AF_UNIX)
		hole_address(c, HOLE_PATH, sa, c->addr_len);
	hole_number(c, HOLE_PORT, addr_sa_port(sa));
}

static void
case_option(struct why_case *c)
{
	int level = (int)case_number(c, "level", -1);
	int number = (int)case_number(c, "option", -1);
	const struct sockopt *o = option_by_number(level, number);

	if (o != NULL)
		hole_text(c, HOLE_OPTION, o->name);
	else
		hole_number(c, HOLE_OPTION, number);
}

int
why_error(const struct event *ev)
{
	const struct event_arg *value = &ev->args[3];
	int err = 0;

	if (ev->err != 0 || ev->nargs != 5 || ev->args[1].num != SOL_SOCKET ||
	    ev->args[2].num != SO_ERROR ||
	    strcmp(ev->prim->name, "getsockopt") != 0)
		return ev->err;
	if (!value->null && !value->unfilled && value->len == sizeof(err))
		memcpy(&err, event_payload(ev, value), sizeof(err));
	return err;
}

/* The error that SO_ERROR has told of is the connect's before, if there was one;
 * else one that any call could have been given. */
static void
case_pending(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");

	c->call = "recv";
	if (ev == NULL || look_peer(c))
		return;
	c->ev = ev;
	c->until = ev->seq;
	c->call = ev->prim->name;
}

void
why_case_init(struct why_case *c, const struct why_asked *asked)
{
	const struct event *ev = asked->ev;

	*c = (struct why_case){
		.asked = asked,
		.ev = ev,
		.session = asked->session,
		.call = ev->prim->name,
		.until = asked->ahead ? UINT64_MAX : ev->seq,
		.err = why_error(ev),
		.fd = -1,
		.addr = { .ss_family = AF_UNSPEC },
	};
	if (ev->prim->params[0].type == PARAM_FD && ev->nargs != 0) {
		c->fd = (int)ev->args[0].num;
		hole_fd(c, HOLE_FD, c->fd);
	}
	c->live = is_live(c);
	if (ev->err == 0 && !asked->ahead)
		case_pending(c);
	hole_text(c, HOLE_CALL, c->call);
	case_address(c);
	if (case_is(c, "setsockopt getsockopt"))
		case_option(c);
}

void
why_case_free(struct why_case *c)
{
	for (int i = 0; i < WHY_HOLES; i++)
		sb_free(&c->holes[i]);
}
