/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came in on descriptors that nobody reads from. */
#include "shell/notice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "shell/shell.h"

enum {
	EVENTS_MAX = 256, /* at once; the rest comes the next time */
	LINES_MAX = 10,   /* … and told of one by one */
};

int
notices_open(struct notices *ns)
{
	ns->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (ns->epoll != -1)
		ns->epoll = session_own_fd(ns->epoll);
	return ns->epoll;
}

static struct noted *
noted_at(struct notices *ns, size_t fd)
{
	if (fd >= ns->nnoted) {
		size_t n = fd + 32;

		ns->noted = xreallocarray(ns->noted, n, sizeof(ns->noted[0]));
		memset(ns->noted + ns->nnoted, 0,
		    (n - ns->nnoted) * sizeof(ns->noted[0]));
		ns->nnoted = n;
	}
	return &ns->noted[fd];
}

/* Marks what somebody waits for input on. */
static void
mark_read(struct notices *ns, const struct shell *sh)
{
	ns->round++;
	for (const struct task *task = sh->session.waiting; task != NULL;
	     task = task->next_waiting) {
		if (task->waits_fd >= 0 &&
		    !(task->waits_in->flags & (PRIM_PURE | PRIM_SENDS)))
			noted_at(ns, (size_t)task->waits_fd)->read = ns->round;
	}
}

/* The list of jobs is all but sorted: Ctrl-Z numbers a line late. */
static void
note_running(struct notices *ns, const struct shell *sh)
{
	size_t n = 0;

	ns->running = xreallocarray(ns->running, sh->jobs.running + 1,
	    sizeof(ns->running[0]));
	for (const struct job *job = sh->jobs.first; job != NULL;
	     job = job->next) {
		size_t at = n;

		if (job->state != JOB_RUNS || job->number == 0)
			continue;
		for (; at > 0 && ns->running[at - 1] > job->number; at--)
			ns->running[at] = ns->running[at - 1];
		ns->running[at] = job->number;
		n++;
	}
	ns->nrunning = n;
}

static bool
is_running(const struct notices *ns, uint32_t job)
{
	size_t from = 0, to = ns->nrunning;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (ns->running[middle] == job)
			return true;
		if (ns->running[middle] < job)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

/* Whether a job reads from it, now or again soon. */
static bool
is_read(const struct notices *ns, const struct noted *noted,
    const struct fd_info *info)
{
	return noted->read == ns->round ||
	    (info->reader != 0 && is_running(ns, info->reader));
}

/* One event, no more: one that came of a descriptor closed meanwhile, which
 * epoll may keep, would come for ever. */
static void
arm(struct notices *ns, int fd, struct noted *noted, const struct fd_info *info)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT,
		.data.u64 = (uint64_t)info->generation << 32 | (unsigned)fd,
	};

	noted->calls = info->calls;
	noted->state = NOTED_ARMED;
	if (epoll_ctl(ns->epoll, EPOLL_CTL_MOD, fd, &event) == -1 &&
	    (errno != ENOENT ||
		epoll_ctl(ns->epoll, EPOLL_CTL_ADD, fd, &event) == -1))
		noted->state = NOTED_NEVER;
}

void
notices_watch(struct notices *ns, struct shell *sh)
{
	session_lock(&sh->session);
	mark_read(ns, sh);
	note_running(ns, sh);
	for (size_t fd = 3; fd < sh->session.nfds; fd++) {
		const struct fd_info *info =
		    session_fd(&sh->session, (int64_t)fd);
		struct noted *noted;

		/* Of others their owner asks when he wants to know. */
		if (info == NULL ||
		    (info->kind != FD_SOCKET && info->kind != FD_PIPE))
			continue;
		noted = noted_at(ns, fd);
		if (noted->generation != info->generation)
			*noted = (struct noted){
				.generation = info->generation,
				.read = noted->read,
			};
		if (noted->state == NOTED_SAID && noted->calls != info->calls)
			noted->state = NOTED_NEW;
		if (noted->state == NOTED_NEW && !is_read(ns, noted, info))
			arm(ns, (int)fd, noted, info);
	}
	session_unlock(&sh->session);
}

/* Whether it is not what was told the last time: a call that takes nothing in
 * (getsockname) makes no news of it. */
static bool
is_news(struct noted *noted, const struct fd_info *info, int waiting)
{
	bool news = !noted->told || noted->waiting != waiting ||
	    noted->takes != info->takes;

	noted->told = true;
	noted->waiting = waiting;
	noted->takes = info->takes;
	return news;
}

/* How much can be read; whether there is something. */
static bool
tell_waiting(struct strbuf *out, int fd, const struct fd_info *info,
    struct noted *noted, int n)
{
	bool stream = info->kind == FD_PIPE || info->type == SOCK_STREAM ||
	    info->type == SOCK_SEQPACKET;

	if ((stream && n == 0) || !is_news(noted, info, n))
		return false;
	if (stream)
		sb_printf(out,
		    ngettext("* %d: %d byte came in; nobody has read it yet\n",
			"* %d: %d bytes came in; nobody has read them yet\n",
			(unsigned)n),
		    fd, n);
	else
		sb_printf(out,
		    ngettext("* %d: a datagram of %d byte came in; nobody has "
			     "read it yet\n",
			"* %d: a datagram of %d bytes came in; nobody has "
			"read it yet\n",
			(unsigned)n),
		    fd, n);
	return true;
}

/* Whether there was something to tell. */
static bool
tell(struct strbuf *out, int fd, const struct fd_info *info,
    struct noted *noted, uint32_t events)
{
	int listens = 0, waiting = 0;
	socklen_t len = sizeof(listens);

	/* A socket that was never connected hangs up at once, and no more. */
	if (!(events & (EPOLLIN | EPOLLRDHUP | EPOLLERR)))
		return false;
	getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len);
	if (listens) {
		if (!is_news(noted, info, 0))
			return false;
		sb_printf(out,
		    _("* %d: a connection came in; accept takes it\n"), fd);
		return true;
	}
	if (events & EPOLLERR) {
		noted->ended = true;
		sb_printf(out,
		    _("* %d: an error came in; the next call on it says "
		      "which\n"),
		    fd);
		return true;
	}
	ioctl(fd, FIONREAD, &waiting);
	if (waiting > 0 || !(events & EPOLLRDHUP))
		return tell_waiting(out, fd, info, noted, waiting);
	if (noted->ended)
		return false;
	noted->ended = true;
	sb_printf(out, _("* %d: end of the stream: recv will give 0 bytes\n"),
	    fd);
	return true;
}

void
notices_tell(struct notices *ns, struct shell *sh, struct strbuf *out)
{
	struct epoll_event events[EVENTS_MAX];
	int n = epoll_wait(ns->epoll, events, EVENTS_MAX, 0), told = 0;
	size_t shown = 0;

	session_lock(&sh->session);
	mark_read(ns, sh);
	note_running(ns, sh);
	for (int i = 0; i < n; i++) {
		int fd = (int)(uint32_t)events[i].data.u64;
		uint32_t generation = (uint32_t)(events[i].data.u64 >> 32);
		const struct fd_info *info = session_fd(&sh->session, fd);
		struct noted *noted = noted_at(ns, (size_t)fd);

		if (info == NULL || info->generation != generation ||
		    noted->generation != generation)
			continue;
		noted->state = NOTED_NEW;
		if (is_read(ns, noted, info))
			continue;
		noted->state = NOTED_SAID;
		noted->calls = info->calls;
		if (!tell(out, fd, info, noted, events[i].events))
			continue;
		if (++told <= LINES_MAX)
			shown = out->len;
	}
	session_unlock(&sh->session);
	if (told > LINES_MAX) {
		sb_truncate(out, shown);
		sb_printf(out, _("* and on %d descriptors more\n"),
		    told - LINES_MAX);
	}
}

void
notices_free(struct notices *ns)
{
	close(ns->epoll);
	free(ns->noted);
	free(ns->running);
	*ns = (struct notices){ 0 };
}
