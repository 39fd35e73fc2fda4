/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The evidence of failures that are about bytes: what waits where, what bounds
 * it, and who has ended the connection.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/why_fact.h"
#include "model/option.h"
#include "model/xlat.h"

static void
fact_time(struct why_facts *f, int fd, int option, const char *name)
{
	struct timeval tv = { 0 };
	socklen_t len = sizeof(tv);
	char where[64];

	if (getsockopt(fd, SOL_SOCKET, option, &tv, &len) != 0)
		return;
	snprintf(where, sizeof(where), "getsockopt(%d, %s)", fd, name);
	if (tv.tv_sec != 0 || tv.tv_usec != 0)
		fact_add(f, where, _("%s is %lld.%03d s"), name,
		    (long long)tv.tv_sec, (int)(tv.tv_usec / 1000));
}

/* What says that a call is not to wait, or not for ever. */
static void
look_patience(struct why_case *c, struct why_facts *f)
{
	const struct fd_info *info = session_fd(c->session, c->fd);

	if (!c->live)
		return;
	if (case_number(c, "flags", 0) & MSG_DONTWAIT)
		fact_add(f, _("the call"),
		    _("MSG_DONTWAIT: this call does not wait"));
	fact_time(f, c->fd, SO_RCVTIMEO, "SO_RCVTIMEO");
	fact_time(f, c->fd, SO_SNDTIMEO, "SO_SNDTIMEO");
	if (info != NULL && info->timeout > 0)
		fact_add(f, "gettimeout", _("settimeout gives each call %g s"),
		    info->timeout);
}

void
why_look_queue(struct why_case *c, struct why_facts *f)
{
	int n = look_ioctl(c, FIONREAD);
	char where[64];

	if (n == -1 || is_listening(c))
		return;
	snprintf(where, sizeof(where), "ioctl(%d, FIONREAD)", c->fd);
	fact_add(f, where, _("%d bytes wait to be received"), n);
	fact_option(f, c->fd, SOL_SOCKET, SO_RCVBUF);
}

/* tcp_get_info (net/ipv4/tcp.c): of a listener tcpi_unacked is how many
 * connections wait, tcpi_sacked how many may. */
void
why_look_backlog(struct why_case *c, struct why_facts *f)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);
	char where[64];

	if (!c->live ||
	    getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0 ||
	    info.tcpi_state != TCP_LISTEN)
		return;
	snprintf(where, sizeof(where), "getsockopt(%d, TCP_INFO)", c->fd);
	fact_add(f, where,
	    _("connections that wait to be accepted: %u; the queue's limit: "
	      "%u"),
	    info.tcpi_unacked, info.tcpi_sacked);
}

void
why_look_room(struct why_case *c, struct why_facts *f)
{
	int n = look_ioctl(c, SIOCOUTQ);
	char where[64];

	if (n == -1)
		return;
	snprintf(where, sizeof(where), "ioctl(%d, SIOCOUTQ)", c->fd);
	fact_add(f, where,
	    is_unix(c) ?
		_("what the other end has not received takes %d bytes") :
		_("%d bytes that were sent are not acknowledged yet"),
	    n);
	fact_option(f, c->fd, SOL_SOCKET, SO_SNDBUF);
}

static void
look_size(struct why_case *c, struct why_facts *f)
{
	int64_t size = case_number(c, "data", -1);

	if (size >= 0)
		fact_add(f, _("the call"), _("it was to send %lld bytes"),
		    (long long)size);
	if (!c->live)
		return;
	fact_option(f, c->fd, SOL_SOCKET, SO_SNDBUF);
	if (look_family(c, AF_INET)) {
		fact_option(f, c->fd, IPPROTO_IP, IP_MTU);
		fact_option(f, c->fd, IPPROTO_IP, IP_MTU_DISCOVER);
	} else if (look_family(c, AF_INET6)) {
		fact_option(f, c->fd, IPPROTO_IPV6, IPV6_MTU);
	}
}

static void
look_retransmits(struct why_case *c, struct why_facts *f)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);
	char where[64];

	if (!c->live ||
	    getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return;
	snprintf(where, sizeof(where), "getsockopt(%d, TCP_INFO)", c->fd);
	fact_add(f, where,
	    _("%u segments were sent again, %u times in a row by now; the "
	      "next is due after %u ms"),
	    info.tcpi_total_retrans, info.tcpi_retransmits,
	    info.tcpi_rto / 1000);
	fact_option(f, c->fd, IPPROTO_TCP, TCP_USER_TIMEOUT);
	fact_option(f, c->fd, IPPROTO_TCP, TCP_SYNCNT);
	fact_option(f, c->fd, SOL_SOCKET, SO_KEEPALIVE);
}

/* How many descriptors there are, and may be. */
static void
look_limit(struct why_case *c, struct why_facts *f)
{
	DIR *dir = opendir("/proc/self/fd");
	struct rlimit limit;
	int n = 0;

	(void)c;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		fact_add(f, "getrlimit(RLIMIT_NOFILE)",
		    _("numbers from 0 to %lld may be used"),
		    (long long)limit.rlim_cur - 1);
	if (dir == NULL) {
		fact_add(f, "/proc/self/fd", _("may not be looked at: %s"),
		    errno_text(errno));
		return;
	}
	for (const struct dirent *e; (e = readdir(dir)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(dir);
	/* One of them was the folder's own. */
	fact_add(f, "/proc/self/fd", _("%d descriptors are open"), n - 1);
}

const struct why_look why_look_io_rows[] = {
	{ EAGAIN, NULL, look_patience },
	{ EAGAIN, WHY_RECVS, why_look_queue },
	{ EAGAIN, "accept accept4", why_look_backlog },
	{ EAGAIN, WHY_SENDS, why_look_room },
	{ EINPROGRESS, NULL, look_patience },
	{ EINPROGRESS, "connect connect_ex", look_retransmits },
	{ EALREADY, "connect connect_ex", look_retransmits },
	{ ETIMEDOUT, NULL, look_retransmits },
	{ EMSGSIZE, NULL, look_size },
	{ ENOBUFS, WHY_SENDS, why_look_room },
	{ EMFILE, NULL, look_limit },
	{ ECONNRESET, NULL, why_look_queue },
	{ EPIPE, WHY_SENDS, why_look_end },
	{ ECONNRESET, NULL, why_look_end },
	{ ENOTCONN, NULL, why_look_end },
	{ .look = NULL },
};
