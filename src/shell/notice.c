/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came in on descriptors that nobody reads from. */
#include "shell/notice.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "shell/shell.h"

/* No more are watched at once: the prompt has to stay quick. */
enum { NOTICES_MAX = 1000 };

static bool
somebody_reads(const struct shell *sh, int fd)
{
	for (const struct job *job = sh->jobs.first; job != NULL;
	     job = job->next) {
		if (job->state == JOB_RUNS && job->in->task.waits_in != NULL &&
		    !(job->in->task.waits_in->flags & PRIM_PURE) &&
		    (job->in->task.waits_fd == fd ||
			job->in->task.waits_fd == -1))
			return true;
	}
	return false;
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

static bool
worth_watching(struct notices *ns, const struct shell *sh, int fd,
    const struct fd_info *info)
{
	const struct noted *noted = noted_at(ns, (size_t)fd);

	if (noted->said && noted->generation == info->generation &&
	    noted->calls == info->calls)
		return false;
	return !somebody_reads(sh, fd);
}

static void
add(struct notices *ns, size_t *n, int fd)
{
	if (*n >= ns->room) {
		ns->room = *n + 64;
		ns->fds = xreallocarray(ns->fds, ns->room, sizeof(ns->fds[0]));
	}
	ns->fds[(*n)++] = (struct pollfd){ fd, POLLIN, 0 };
}

struct pollfd *
notices_poll_set(struct notices *ns, struct shell *sh, size_t first, bool watch,
    size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < first; i++)
		add(ns, n, -1);
	if (!watch)
		return ns->fds;
	session_lock(&sh->session);
	for (size_t fd = 3; fd < sh->session.nfds; fd++) {
		const struct fd_info *info =
		    session_fd(&sh->session, (int64_t)fd);

		if (info != NULL && *n < NOTICES_MAX &&
		    worth_watching(ns, sh, (int)fd, info))
			add(ns, n, (int)fd);
	}
	session_unlock(&sh->session);
	return ns->fds;
}

static void
tell(struct strbuf *out, int fd, short revents)
{
	int listens = 0, waiting = 0;
	socklen_t len = sizeof(listens);

	getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len);
	if (listens) {
		sb_printf(out,
		    _("* %d: a connection came in; accept takes "
		      "it\n"),
		    fd);
		return;
	}
	if (revents & POLLERR) {
		sb_printf(out,
		    _("* %d: an error came in; the next call on it "
		      "says which\n"),
		    fd);
		return;
	}
	if (ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0)
		sb_printf(out,
		    ngettext("* %d: %d byte came in; nobody has read it yet\n",
			"* %d: %d bytes came in; nobody has read them yet\n",
			(unsigned)waiting),
		    fd, waiting);
	else
		sb_printf(out,
		    _("* %d: the other end has finished: recv will "
		      "give 0 bytes\n"),
		    fd);
}

void
notices_tell(struct notices *ns, struct shell *sh, const struct pollfd *fds,
    size_t n, struct strbuf *out)
{
	session_lock(&sh->session);
	for (size_t i = 0; i < n; i++) {
		const struct fd_info *info =
		    session_fd(&sh->session, fds[i].fd);
		struct noted *noted;

		if (fds[i].revents == 0 || info == NULL)
			continue;
		noted = noted_at(ns, (size_t)fds[i].fd);
		*noted = (struct noted){ info->generation, info->calls, true };
		/* A socket that was never connected hangs up at once. */
		if (fds[i].revents & POLLIN)
			tell(out, fds[i].fd, fds[i].revents);
	}
	session_unlock(&sh->session);
}

void
notices_free(struct notices *ns)
{
	free(ns->fds);
	free(ns->noted);
	*ns = (struct notices){ 0 };
}
