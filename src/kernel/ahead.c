/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call would do: the search of its row, and what all rows need. */
#include "kernel/ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"

static const struct ahead_row *const tables[] = {
	ahead_name_rows,
	ahead_connect_rows,
	ahead_io_rows,
	ahead_send_rows,
	ahead_option_rows,
};

void
ahead_works(struct ahead *a, int64_t result)
{
	a->end = AHEAD_WORKS;
	a->result = result;
}

void
ahead_fails(struct why_case *c, struct ahead *a, int err)
{
	a->end = AHEAD_FAILS;
	a->err = err;
	a->result = -1;
	c->err = err;
	why_row_find(c, &a->why);
}

void
ahead_waits(struct ahead *a, const char *says, const char *wakes)
{
	a->end = AHEAD_WAITS;
	a->result = -1;
	sb_clear(&a->says);
	sb_clear(&a->wakes);
	sb_str(&a->says, says);
	sb_str(&a->wakes, wakes);
}

void
ahead_unknown(struct ahead *a, const char *says)
{
	a->end = AHEAD_UNKNOWN;
	a->result = -1;
	sb_clear(&a->says);
	sb_str(&a->says, says);
}

/* How long a call may wait: "2.500", or false for ever. */
static bool
time_limit(struct why_case *c, int option, struct strbuf *text)
{
	const struct fd_info *info = session_fd(c->session, c->fd);
	struct timeval tv = { 0 };
	socklen_t len = sizeof(tv);

	if (info != NULL && info->timeout > 0)
		sb_printf(text, "%.3f", info->timeout);
	else if (getsockopt(c->fd, SOL_SOCKET, option, &tv, &len) == 0 &&
	    (tv.tv_sec != 0 || tv.tv_usec != 0))
		sb_printf(text, "%lld.%03d", (long long)tv.tv_sec,
		    (int)(tv.tv_usec / 1000));
	return text->len != 0;
}

void
ahead_patience(struct why_case *c, struct ahead *a, int err, int option,
    const char *says, const char *wakes)
{
	const struct fd_info *info = session_fd(c->session, c->fd);
	int flags = look_flags(c);
	struct strbuf limit = { 0 };

	/* settimeout waits in a poll of its own. */
	if ((case_number(c, "flags", 0) & MSG_DONTWAIT) ||
	    (flags != -1 && (flags & O_NONBLOCK) &&
		!(info != NULL && info->timeout > 0))) {
		ahead_fails(c, a, err);
		return;
	}
	ahead_waits(a, says, wakes);
	if (time_limit(c, option, &limit))
		sb_printf(&a->says, _(", for %s s at most"), sb_text(&limit));
	sb_free(&limit);
}

int
ahead_lowest_fd(void)
{
	struct rlimit limit;
	int fd = 0;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return -1;
	while (fcntl(fd, F_GETFD) != -1)
		fd++;
	return (rlim_t)fd < limit.rlim_cur ? fd : -1;
}

int
ahead_poll(const struct why_case *c)
{
	struct pollfd p = { .fd = c->fd,
		.events = POLLIN | POLLOUT | POLLPRI | POLLRDHUP };

	return c->live && poll(&p, 1, 0) == 1 ? p.revents : 0;
}

int
ahead_inq(const struct why_case *c)
{
	return look_ioctl(c, FIONREAD);
}

bool
ahead_is_dgram(const struct why_case *c)
{
	return look_type(c, SOCK_DGRAM) || look_type(c, SOCK_RAW) ||
	    look_type(c, SOCK_SEQPACKET);
}

bool
ahead_is_tcp(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP;
}

bool
ahead_is_four_on_six(struct why_case *c)
{
	return look_family(c, AF_INET6) && look_type(c, SOCK_DGRAM) &&
	    c->addr.ss_family == AF_INET;
}

bool
connect_pending(struct why_case *c)
{
	const struct event *ev = case_before(c, "connect connect_ex");

	return ev != NULL &&
	    (ev->err == EINPROGRESS || ev->err == EALREADY || ev->err == EINTR);
}

static const struct ahead_row *
row_of(const struct why_case *c)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct ahead_row *row = tables[t];
		     row->calls != NULL; row++) {
			if (case_is(c, row->calls))
				return row;
		}
	}
	return NULL;
}

/* The first reason to fail; 0 if there is none. */
static int
first_failure(struct why_case *c, const struct ahead_check *checks)
{
	for (; checks != NULL && checks->holds != NULL; checks++) {
		if (checks->holds(c))
			return checks->err;
	}
	return 0;
}

static void
find(struct why_case *c, struct ahead *a)
{
	const struct ahead_row *row = row_of(c);
	int err;

	if (c->fd != -1 && c->live) {
		fact_descriptor(c, &a->facts, c->fd);
	} else if (c->fd >= 0 && fcntl(c->fd, F_GETFD) != -1) {
		ahead_unknown(a, _("the number is another descriptor by now"));
		return;
	}
	if (row == NULL) {
		if (c->ev->prim->params[0].type == PARAM_FD && has_bad_fd(c))
			ahead_fails(c, a, EBADF);
		return;
	}
	err = first_failure(c, row->checks);
	if (row->look != NULL)
		row->look(c, &a->facts);
	if (err != 0)
		ahead_fails(c, a, err);
	else if (row->fate != NULL)
		row->fate(c, a);
	else
		ahead_works(a, 0);
}

void
ahead_find(const struct why_asked *asked, struct ahead *a)
{
	struct why_asked ahead = *asked;
	struct why_case c;
	int err = errno;

	*a = (struct ahead){ .end = AHEAD_UNKNOWN, .result = -1 };
	ahead.ahead = true;
	why_case_init(&c, &ahead);
	find(&c, a);
	why_case_free(&c);
	errno = err;
}

void
ahead_free(struct ahead *a)
{
	why_free(&a->why);
	sb_free(&a->says);
	sb_free(&a->wakes);
	sb_free(&a->wire);
	why_facts_free(&a->facts);
}
