/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What accept, recv, shutdown, close, poll and select would do. What waits is
 * seen by poll(2) without a time and by FIONREAD, which take nothing; of an error
 * that waits only that it does, for reading SO_ERROR would clear it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"

/* accept(2) */

static bool
no_connections(struct why_case *c)
{
	return look_type(c, SOCK_DGRAM) || look_type(c, SOCK_RAW);
}

static bool
not_listening(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_ACCEPTCONN) == 0;
}

static bool
bad_flags(struct why_case *c)
{
	return case_is(c, "accept4") &&
	    (case_number(c, "flags", 0) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != 0;
}

static bool
no_number_left(struct why_case *c)
{
	(void)c;
	return ahead_lowest_fd() == -1;
}

static void
accept_fate(struct why_case *c, struct ahead *a)
{
	if (ahead_poll(c) & POLLIN) {
		ahead_works(a, ahead_lowest_fd());
		sb_str(&a->says,
		    _("a connection waits: it gets the lowest "
		      "free number"));
	} else {
		ahead_patience(c, a, EAGAIN, SO_RCVTIMEO,
		    _("a connection: none is in the queue"),
		    _("a connect to its address; shutdown on it from another "
		      "job"));
	}
	sb_str(&a->wire, _("nothing: the kernel has answered the SYN before"));
}

static const struct ahead_check accept_checks[] = {
	{ EINVAL, bad_flags },
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EMFILE, no_number_left },
	{ EOPNOTSUPP, no_connections },
	{ EINVAL, not_listening },
	{ 0, NULL },
};

/* recv(2), recvfrom(2), read(2) */

static bool
recv_no_socket(struct why_case *c)
{
	return !case_is(c, "read readv") && is_no_socket(c);
}

static bool
tcp_listening(struct why_case *c)
{
	return ahead_is_tcp(c) && is_listening(c);
}

static bool
unix_unconnected(struct why_case *c)
{
	return is_unix(c) && look_type(c, SOCK_STREAM) && !look_peer(c);
}

static bool
seqpacket_unconnected(struct why_case *c)
{
	return is_unix(c) && look_type(c, SOCK_SEQPACKET) && !look_peer(c);
}

static void
says_bytes(struct ahead *a, int64_t take, int64_t n)
{
	if (take < n)
		sb_printf(&a->says,
		    _("%lld of the %lld bytes that wait; the others stay"),
		    (long long)take, (long long)n);
	else
		sb_printf(&a->says, _("all %lld bytes that wait"),
		    (long long)n);
}

static void
wait_for_data(struct why_case *c, struct ahead *a)
{
	ahead_patience(c, a, EAGAIN, SO_RCVTIMEO, _("data: nothing has come"),
	    ahead_is_dgram(c) ? _("a datagram that is sent to it") :
				_("send, shutdown or close at the other end"));
}

/* The error that waits: of a connect, or of the connection. */
static void
tcp_error_fate(struct why_case *c, struct ahead *a)
{
	if (connect_pending(c))
		ahead_fails(c, a, ECONNREFUSED);
	else if (why_ended_by(c) == WHY_END_RST)
		ahead_fails(c, a, ECONNRESET);
	else
		ahead_unknown(a,
		    _("an error waits, which only a call or "
		      "SO_ERROR tells: most often ECONNRESET"));
}

static void
stream_fate(struct why_case *c, struct ahead *a, int revents)
{
	int64_t size = case_number(c, "size", 0), n = ahead_inq(c);
	bool whole = (case_number(c, "flags", 0) & MSG_WAITALL) != 0;

	if (n > 0 && (!whole || n >= size || (revents & POLLRDHUP))) {
		ahead_works(a, n < size ? n : size);
		says_bytes(a, a->result, n);
	} else if (n > 0) {
		ahead_unknown(a, _("MSG_WAITALL: it waits for the rest"));
	} else if ((revents & POLLERR) && is_unix(c)) {
		ahead_fails(c, a, ECONNRESET);
	} else if (revents & POLLERR) {
		tcp_error_fate(c, a);
	} else if (revents & POLLRDHUP) {
		ahead_works(a, 0);
		sb_str(&a->says,
		    _("the end: nothing comes any more on this socket"));
	} else if (look_tcp_state(c) == TCP_CLOSE) {
		ahead_fails(c, a, ENOTCONN);
	} else {
		wait_for_data(c, a);
	}
}

/* A datagram is taken whole, whatever the size; without one, its end. */
static void
packet_fate(struct why_case *c, struct ahead *a, int revents)
{
	int64_t size = case_number(c, "size", 0), n = ahead_inq(c);
	bool seqpacket = look_type(c, SOCK_SEQPACKET);

	if (revents & POLLERR) {
		ahead_fails(c, a, is_unix(c) ? ECONNRESET : ECONNREFUSED);
	} else if (n > 0 || ((revents & POLLIN) && !(revents & POLLRDHUP))) {
		ahead_works(a, n < size ? n : size);
		if (n > size)
			sb_printf(&a->says,
			    _("%lld bytes of a message of %lld: the others "
			      "are lost"),
			    (long long)size, (long long)n);
		else
			sb_printf(&a->says, _("a message of %lld bytes"),
			    (long long)n);
		if (n > size && (case_number(c, "flags", 0) & MSG_TRUNC))
			a->result = n;
	} else {
		wait_for_data(c, a);
		if ((revents & POLLRDHUP) &&
		    (seqpacket || a->end == AHEAD_WAITS)) {
			why_free(&a->why);
			ahead_works(a, 0);
		}
	}
}

static void
recv_fate(struct why_case *c, struct ahead *a)
{
	int revents = ahead_poll(c);

	if (look_option(c, SOL_SOCKET, SO_TYPE) == -1) {
		if (revents & (POLLIN | POLLHUP))
			ahead_unknown(a, _("it does not wait"));
		else
			ahead_patience(c, a, EAGAIN, SO_RCVTIMEO,
			    _("data: nothing is there"),
			    _("write or close at the other end"));
	} else if (case_number(c, "flags", 0) & (MSG_OOB | MSG_ERRQUEUE)) {
		ahead_unknown(a,
		    _("what it takes is apart from what "
		      "waits in the queue"));
	} else if (look_type(c, SOCK_STREAM)) {
		stream_fate(c, a, revents);
	} else {
		packet_fate(c, a, revents);
	}
	sb_str(&a->wire,
	    ahead_is_tcp(c) ? _("nothing, but that the window may open again") :
			      _("nothing"));
}

static const struct ahead_check recv_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, recv_no_socket },
	{ ENOTCONN, tcp_listening },
	{ EINVAL, unix_unconnected },
	{ ENOTCONN, seqpacket_unconnected },
	{ 0, NULL },
};

/* shutdown(2) */

static bool
bad_how(struct why_case *c)
{
	int64_t how = case_number(c, "how", 0);

	return how < SHUT_RD || how > SHUT_RDWR;
}

static bool
inet_unconnected(struct why_case *c)
{
	int state = look_tcp_state(c);

	if (!look_inet(c))
		return false;
	return ahead_is_tcp(c) ? state == TCP_CLOSE : !look_peer(c);
}

static void
shutdown_fate(struct why_case *c, struct ahead *a)
{
	int state = look_tcp_state(c);
	int64_t how = case_number(c, "how", 0);

	ahead_works(a, 0);
	if (state == TCP_LISTEN && how != SHUT_WR)
		sb_str(&a->says, _("it listens no more"));
	else if (how == SHUT_RD)
		sb_str(&a->says, _("recv then gives 0 when all is read"));
	if (how == SHUT_RD || !ahead_is_tcp(c))
		sb_str(&a->wire, _("nothing"));
	else if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT)
		sb_str(&a->wire, _("a FIN, behind all that was sent"));
	else
		sb_str(&a->wire, _("nothing"));
}

static const struct ahead_check shutdown_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EINVAL, bad_how },
	{ ENOTCONN, inet_unconnected },
	{ 0, NULL },
};

/* close(2) */

/* Another number of this shell for the same socket or file; -1. */
static int
find_twin(const struct why_case *c)
{
	const struct session *s = c->session;
	struct stat mine, its;

	if (fstat(c->fd, &mine) != 0)
		return -1;
	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (s->fds[fd].open && (int)fd != c->fd &&
		    fstat((int)fd, &its) == 0 && its.st_dev == mine.st_dev &&
		    its.st_ino == mine.st_ino && S_ISSOCK(mine.st_mode))
			return (int)fd;
	}
	return -1;
}

/* __tcp_close: with bytes unread, or SO_LINGER of no time, it is an RST. */
static const char *
close_wire(struct why_case *c)
{
	struct linger linger = { 0 };
	socklen_t len = sizeof(linger);
	int state = look_tcp_state(c);

	if (state == TCP_LISTEN)
		return _("an RST to each connection that was not accepted");
	if (state != TCP_ESTABLISHED && state != TCP_CLOSE_WAIT &&
	    state != TCP_FIN_WAIT1 && state != TCP_FIN_WAIT2)
		return _("nothing");
	if (ahead_inq(c) > 0)
		return _("an RST, no FIN: bytes that came are unread");
	if (getsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, &len) == 0 &&
	    linger.l_onoff != 0 && linger.l_linger == 0)
		return _("an RST, no FIN: SO_LINGER says 0 s");
	if (state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2)
		return _("nothing: its FIN was sent before");
	return _("a FIN, behind all that was sent");
}

static void
close_fate(struct why_case *c, struct ahead *a)
{
	int twin = find_twin(c);

	ahead_works(a, 0);
	if (twin != -1) {
		sb_printf(&a->says,
		    _("the socket stays: descriptor %s stands for it, too"),
		    fact_fd(c, twin));
		sb_str(&a->wire, _("nothing"));
	} else if (ahead_is_tcp(c)) {
		sb_str(&a->wire, close_wire(c));
	} else {
		sb_str(&a->wire, _("nothing"));
	}
}

static const struct ahead_check close_checks[] = {
	{ EBADF, has_bad_fd },
	{ 0, NULL },
};

/* poll(2), select(2): they only look, so they are asked, without a time. */

static void
ready_fate(struct ahead *a, int n, bool at_once)
{
	if (n < 0) {
		ahead_unknown(a, "");
	} else if (n > 0) {
		ahead_works(a, n);
		sb_str(&a->says, _("something is ready"));
	} else if (at_once) {
		ahead_works(a, 0);
		sb_str(&a->says, _("nothing is ready, and it does not wait"));
	} else {
		ahead_waits(a, _("any of the descriptors to be ready"),
		    _("what the other ends do, or the end of its time"));
	}
	sb_str(&a->wire, _("nothing"));
}

static void
poll_fate(struct why_case *c, struct ahead *a)
{
	struct pollfd fds[EVENT_PAYLOAD_MAX / sizeof(struct pollfd)];
	size_t n = case_bytes(c, "fds", fds, sizeof(fds)) / sizeof(fds[0]);

	if ((int64_t)n != case_number(c, "nfds", -1)) {
		ahead_unknown(a, _("too many descriptors to be looked at"));
		return;
	}
	ready_fate(a, poll(fds, n, 0), case_number(c, "timeout", -1) == 0);
}

static fd_set *
set_of(const struct why_case *c, const char *name, fd_set *set)
{
	FD_ZERO(set);
	return case_bytes(c, name, set, sizeof(*set)) != 0 ? set : NULL;
}

static bool
bad_in_set(struct why_case *c)
{
	return has_bad_fd(c);
}

static void
select_fate(struct why_case *c, struct ahead *a)
{
	fd_set sets[3];
	struct timeval none = { 0 }, given;
	int n = (int)case_number(c, "nfds", 0), passed_over;
	bool timed =
	    case_bytes(c, "timeout", &given, sizeof(given)) == sizeof(given);

	passed_over = case_closed_in_sets(c, look_fd_table(), INT_MAX);
	n = select(n, set_of(c, "rlist", &sets[0]),
	    set_of(c, "wlist", &sets[1]), set_of(c, "xlist", &sets[2]), &none);
	ready_fate(a, n, timed && given.tv_sec == 0 && given.tv_usec == 0);
	if (n >= 0 && passed_over != -1)
		sb_printf(&a->says,
		    _("; %d is not open, but Linux's select does not notice: "
		      "the table of descriptors has %d places, and it looks no "
		      "further"),
		    passed_over, look_fd_table());
}

static const struct ahead_check select_checks[] = {
	{ EBADF, bad_in_set },
	{ 0, NULL },
};

const struct ahead_row ahead_io_rows[] = {
	{ "accept accept4", accept_checks, accept_fate, why_look_backlog },
	{ "recv recvfrom read", recv_checks, recv_fate, why_look_queue },
	{ "shutdown", shutdown_checks, shutdown_fate, NULL },
	{ "close", close_checks, close_fate, why_look_queue },
	{ "poll", NULL, poll_fate, NULL },
	{ "select", select_checks, select_fate, NULL },
	{ .calls = NULL },
};
