/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with a descriptor, whatever the call, and making new ones:
 * socket(2), socketpair(2), dup(2), pipe(2), poll(2), select(2), epoll_ctl(2),
 * fcntl(2), ioctl(2).
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/prim.h"
#include "model/xlat.h"

#define MAKES                                                             \
	"socket socketpair accept accept4 dup dup2 dup3 pipe pipe2 open " \
	"epoll_create epoll_create1"
#define EPOLLS "epoll_ctl epoll_wait epoll_pwait"

int
case_closed_in_sets(const struct why_case *c, int from, int to)
{
	static const char *const names[] = { "rlist", "wlist", "xlist" };
	unsigned char bits[EVENT_PAYLOAD_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = case_bytes(c, names[i], bits, sizeof(bits)) * 8;

		for (size_t fd = (size_t)from; fd < n && fd < (size_t)to;
		     fd++) {
			if ((bits[fd / 8] >> fd % 8 & 1) &&
			    fcntl((int)fd, F_GETFD) == -1)
				return (int)fd;
		}
	}
	return -1;
}

/* Which of the call's descriptors is a number that nobody has, the first. */
static bool
find_bad_fd(struct why_case *c)
{
	const struct param *params = c->ev->prim->params;

	for (size_t i = 0; i < PRIM_PARAMS && params[i].type != PARAM_END;
	     i++) {
		int64_t fd = INT64_MIN;

		/* What dup2 is to make need not be there. */
		if (params[i].type == PARAM_FD &&
		    strcmp(params[i].name, "fd2") != 0)
			fd = case_number(c, params[i].name, INT64_MIN);
		if (fd == INT64_MIN || fcntl((int)fd, F_GETFD) != -1)
			continue;
		hole_fd(c, HOLE_FD, (int)fd);
		c->fd = (int)fd;
		return true;
	}
	if (!case_is(c, "select"))
		return false;
	c->fd = case_closed_in_sets(c, 0, look_fd_table());
	if (c->fd == -1)
		return false;
	hole_fd(c, HOLE_FD, c->fd);
	return true;
}

static bool
is_negative(struct why_case *c)
{
	return find_bad_fd(c) && c->fd < 0;
}

static bool
was_closed(struct why_case *c)
{
	return find_bad_fd(c) && c->fd >= 0 &&
	    (size_t)c->fd < c->session->nfds &&
	    c->session->fds[c->fd].generation != 0 &&
	    !c->session->fds[c->fd].open;
}

bool
has_bad_fd(struct why_case *c)
{
	return find_bad_fd(c);
}

/* Opened by us, and gone or another by now, but not by this call. */
static bool
closed_meanwhile(struct why_case *c)
{
	return c->fd >= 0 && !c->live;
}

static bool
only_writing(struct why_case *c)
{
	int flags = look_flags(c);

	return flags != -1 && (flags & O_ACCMODE) == O_WRONLY;
}

static bool
only_reading(struct why_case *c)
{
	int flags = look_flags(c);

	return flags != -1 && (flags & O_ACCMODE) == O_RDONLY;
}

/* Whether a descriptor that the call names is open in this way alone. */
static bool
opened_only(struct why_case *c, const char *name, int mode)
{
	int fd = (int)case_number(c, name, -1);
	int flags = fcntl(fd, F_GETFL);

	hole_fd(c, HOLE_OTHER, fd);
	return flags != -1 && (flags & O_ACCMODE) == mode;
}

/* What sendfile or splice is to read. */
static bool
file_unreadable(struct why_case *c)
{
	return opened_only(c, case_is(c, "splice") ? "src" : "file", O_WRONLY);
}

static bool
splice_unwritable(struct why_case *c)
{
	return opened_only(c, "dst", O_RDONLY);
}

static bool
fd_is_pipe(int64_t fd)
{
	struct stat st;

	return fstat((int)fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

static bool
splice_without_pipe(struct why_case *c)
{
	int64_t target = case_number(c, "dst", -1);

	hole_fd(c, HOLE_OTHER, (int)target);
	return !fd_is_pipe(c->fd) && !fd_is_pipe(target);
}

static bool
same_number(struct why_case *c)
{
	return c->fd == case_number(c, "fd2", -1);
}

static bool
accepts(struct why_case *c)
{
	return is_listening(c) || !case_is(c, "accept4");
}

static bool
named_interface(struct why_case *c)
{
	char name[64];
	size_t n = case_bytes(c, "if_name", name, sizeof(name) - 1);

	name[n] = '\0';
	hole_text(c, HOLE_NAME, name);
	return n != 0;
}

static bool
numbered_interface(struct why_case *c)
{
	hole_number(c, HOLE_N, case_number(c, "if_index", -1));
	return true;
}

bool
is_no_socket(struct why_case *c)
{
	struct stat st;

	if (!c->live || fstat(c->fd, &st) != 0 || S_ISSOCK(st.st_mode))
		return false;
	look_kind(c, HOLE_KIND, c->fd);
	return true;
}

static int
type_of(const struct why_case *c)
{
	return (int)case_number(c, "type", 0) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static int
family_of(const struct why_case *c)
{
	return (int)case_number(c, "family", AF_UNSPEC);
}

static bool
family_unnamed(struct why_case *c)
{
	const char *name = xlat_name(&xlat_families, family_of(c));

	hole_number(c, HOLE_N, family_of(c));
	hole_text(c, HOLE_NAME, name != NULL ? name : "?");
	return name == NULL;
}

static bool
family_named(struct why_case *c)
{
	return !family_unnamed(c);
}

static bool
type_unnamed(struct why_case *c)
{
	hole_number(c, HOLE_N, case_number(c, "type", 0));
	return xlat_name(&xlat_types, type_of(c)) == NULL;
}

static bool
protocol_outside(struct why_case *c)
{
	int64_t protocol = case_number(c, "proto", 0);

	hole_number(c, HOLE_N, protocol);
	return protocol < 0 || protocol >= 263; /* IPPROTO_MAX */
}

static bool
name_type_and_protocol(struct why_case *c)
{
	const char *type = xlat_name(&xlat_types, type_of(c));
	int64_t number = case_number(c, "proto", 0);
	const char *protocol = xlat_name(&xlat_protocols, number);

	hole_text(c, HOLE_KIND, type != NULL ? type : "?");
	hole_number(c, HOLE_NAME, number);
	if (protocol != NULL && family_of(c) != AF_UNIX)
		hole_text(c, HOLE_NAME, protocol);
	return type != NULL;
}

static bool
raw_without(struct why_case *c)
{
	return type_of(c) == SOCK_RAW && case_number(c, "proto", 0) == 0;
}

static bool
family_unix(struct why_case *c)
{
	return family_of(c) == AF_UNIX && name_type_and_protocol(c);
}

static bool
family_and_type(struct why_case *c)
{
	return name_type_and_protocol(c) && family_named(c) &&
	    (hole_text(c, HOLE_KIND, xlat_name(&xlat_types, type_of(c))), true);
}

static bool
is_ping(struct why_case *c)
{
	return type_of(c) == SOCK_DGRAM &&
	    (case_number(c, "proto", 0) == IPPROTO_ICMP ||
		case_number(c, "proto", 0) == IPPROTO_ICMPV6);
}

static bool
needs_raw(struct why_case *c)
{
	return (type_of(c) == SOCK_RAW || family_of(c) == AF_PACKET) &&
	    family_and_type(c);
}

static bool
is_inet_pair(struct why_case *c)
{
	return family_and_type(c);
}

static bool
no_epoll(struct why_case *c)
{
	if (!c->live || look_is_epoll(c->fd))
		return false;
	look_kind(c, HOLE_KIND, c->fd);
	return true;
}

static bool
epoll_itself(struct why_case *c)
{
	return case_number(c, "epfd", -1) == case_number(c, "fd", -2);
}

static bool
no_room_for_events(struct why_case *c)
{
	int64_t n = case_number(c, "maxevents", 1);

	hole_number(c, HOLE_N, n);
	return n <= 0;
}

/* The second descriptor of epoll_ctl, the one that is watched. */
static bool
watched(struct why_case *c)
{
	int64_t fd = case_number(c, "fd", -1);

	if (fd < 0)
		return false;
	hole_fd(c, HOLE_OTHER, (int)fd);
	look_kind(c, HOLE_KIND, (int)fd);
	return true;
}

static bool
too_many_polled(struct why_case *c)
{
	struct rlimit limit;

	return limit_reached(c) && getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    case_number(c, "nfds", 0) > (int64_t)limit.rlim_cur;
}

static bool
has_null(struct why_case *c)
{
	return case_null(c);
}

static bool
no_such_request(struct why_case *c)
{
	if (!c->live)
		return false;
	look_kind(c, HOLE_KIND, c->fd);
	return true;
}

const struct why_row why_fd_rows[] = {
	WHY(EBADF, NULL, is_negative,
	    N_("{fd} is no descriptor: a call that fails gives -1, and that "
	       "was used here"),
	    N_("look for the call that should have given the descriptor")),
	WHY(EBADF, NULL, was_closed, N_("descriptor {fd} has been closed"),
	    N_("make a new one: what was closed does not come back")),
	WHY(EBADF, NULL, has_bad_fd, N_("no descriptor {fd} is open"),
	    N_("use a number that socket, accept or open has given")),
	WHY(EBADF, WHY_RECVS, only_writing,
	    N_("descriptor {fd} is open for writing only"),
	    N_("read at the other end of the pipe, or open for reading")),
	WHY(EBADF, WHY_SENDS, only_reading,
	    N_("descriptor {fd} is open for reading only"),
	    N_("write at the other end of the pipe, or open for writing")),
	WHY(EBADF, "sendfile splice", file_unreadable,
	    N_("descriptor {other} is open for writing only"),
	    N_("read at the other end of the pipe, or open for reading")),
	WHY(EBADF, "splice", splice_unwritable,
	    N_("descriptor {other} is open for reading only"),
	    N_("write at the other end of the pipe, or open for writing")),
	WHY(EBADF, "dup2 dup3", limit_reached,
	    N_("the new number must be below {limit} (RLIMIT_NOFILE)"),
	    N_("take a smaller number, or dup alone, which chooses one")),
	WHY(EBADF, NULL, closed_meanwhile,
	    N_("descriptor {fd} was closed while the call waited"),
	    N_("close it only when nobody waits on it; shutdown wakes those "
	       "who do")),
	WHY(EBADF, NULL, NULL,
	    N_("one of the descriptors that the call names is not open, or not "
	       "for this"),
	    N_("use numbers that socket, accept or open have given")),

	WHY(ENOTSOCK, NULL, is_no_socket,
	    N_("descriptor {fd} is {kind}, not a socket"),
	    N_("read and write take any descriptor; {call} needs a socket")),
	WHY(ENOTSOCK, NULL, NULL, N_("descriptor {fd} is not a socket"),
	    N_("read and write take any descriptor; {call} needs a socket")),

	WHY(EFAULT, "epoll_ctl", has_null,
	    N_("EPOLL_CTL_ADD and EPOLL_CTL_MOD take what to watch for, and "
	       "none was given"),
	    N_("say it at the end: EPOLLIN, EPOLLIN | EPOLLOUT")),
	WHY(EFAULT, NULL, has_null,
	    N_("NULL was passed where the kernel reads or writes: there is no "
	       "memory at that address"),
	    N_("pass a buffer or an address")),
	WHY(EFAULT, NULL, NULL,
	    N_("the kernel cannot read or write at the address that was "
	       "passed"),
	    N_("pass a buffer that is long enough")),
	{ .why = NULL },
};

const struct why_row why_make_rows[] = {

	WHY(EAFNOSUPPORT, "socket socketpair", family_unnamed,
	    N_("{n} is no address family"),
	    N_("AF_INET, AF_INET6 and AF_UNIX are the usual ones")),
	WHY(EAFNOSUPPORT, "socket socketpair", family_named,
	    N_("this kernel has no {name}: it is not built in, and no module "
	       "is there for it"),
	    N_("AF_INET, AF_INET6 and AF_UNIX are the usual ones")),
	WHY(EINVAL, "socket socketpair", type_unnamed,
	    N_("{n} is no socket type"),
	    N_("SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET or SOCK_RAW, with "
	       "SOCK_NONBLOCK or SOCK_CLOEXEC if you like")),
	WHY(EINVAL, "socket socketpair", protocol_outside,
	    N_("{n} is no protocol number"),
	    N_("0 chooses the usual protocol of the type: TCP or UDP")),
	WHY(EPROTONOSUPPORT, "socket socketpair", raw_without,
	    N_("a raw socket has no usual protocol: 0 means nothing to it"),
	    N_("name one: socket raw icmp")),
	WHY(EPROTONOSUPPORT, "socket socketpair", family_unix,
	    N_("AF_UNIX has no protocols; {name} is not 0"),
	    N_("leave the protocol out")),
	WHY(EPROTONOSUPPORT, "socket socketpair", name_type_and_protocol,
	    N_("{kind} and protocol {name} do not go together, or this kernel "
	       "has no such protocol"),
	    N_("leave the protocol out: 0 chooses TCP for SOCK_STREAM, UDP for "
	       "SOCK_DGRAM")),
	WHY(ESOCKTNOSUPPORT, "socket socketpair", family_and_type,
	    N_("{name} has no sockets of type {kind}"),
	    N_("SOCK_STREAM and SOCK_DGRAM are there for all of AF_INET, "
	       "AF_INET6 and AF_UNIX")),
	WHY(EOPNOTSUPP, "socketpair", is_inet_pair,
	    N_("{name} has no pairs: they are made only inside this host"),
	    N_("leave the family out: AF_UNIX is socketpair's")),
	WHY(EACCES, "socket", is_ping,
	    N_("ICMP with SOCK_DGRAM is for the groups that sysctl "
	       "net.ipv4.ping_group_range names"),
	    N_("socket raw icmp, as root; or as root: sysctl -w "
	       "net.ipv4.ping_group_range=\"0 2147483647\"")),
	WHY(EPERM, "socket", needs_raw,
	    N_("{name} with {kind} shows and makes whole packets: that is for "
	       "root (CAP_NET_RAW)"),
	    N_("run socksh as root, or in a namespace of your own: unshare "
	       "-rn")),

	WHY(EINVAL, EPOLLS, epoll_itself,
	    N_("an epoll instance cannot watch itself"),
	    N_("name the descriptor that is to be watched")),
	WHY(EINVAL, EPOLLS, no_epoll,
	    N_("descriptor {fd} is {kind}, not an epoll instance"),
	    N_("epoll_create gives one")),
	WHY(EINVAL, "epoll_create epoll_create1", NULL,
	    N_("epoll_create takes a size above 0, epoll_create1 0 or "
	       "EPOLL_CLOEXEC"),
	    N_("epoll_create1(0)")),
	WHY(EINVAL, "epoll_wait epoll_pwait", no_room_for_events,
	    N_("there is to be room for {n} events, and at least one is needed"),
	    N_("epoll_wait {s}: its time, in ms, comes before the number of "
	       "events, or in C's order: epoll_wait({s}, events, 64, -1)")),
	WHY(EINVAL, "epoll_ctl", NULL,
	    N_("either the operation is none of EPOLL_CTL_ADD, _MOD, _DEL, or "
	       "the events do not go together: EPOLLEXCLUSIVE is for "
	       "EPOLL_CTL_ADD, with few others"),
	    N_("epoll_ctl {s} add 5 EPOLLIN, for descriptor 5")),
	WHY(EEXIST, "epoll_ctl", watched,
	    N_("descriptor {other} is watched already"),
	    N_("EPOLL_CTL_MOD changes what is watched for")),
	WHY(ENOENT, "epoll_ctl", watched,
	    N_("descriptor {other} is not watched"), N_("EPOLL_CTL_ADD first")),
	WHY(EPERM, "epoll_ctl", watched,
	    N_("descriptor {other} is {kind}: it is always ready, so epoll "
	       "does not watch it"),
	    N_("read it; only sockets, pipes and the like make one wait")),
	WHY(EINVAL, "splice", splice_without_pipe,
	    N_("neither descriptor {fd} nor {other} is a pipe: splice needs "
	       "one of them to be"),
	    N_("make one by pipe, and move the bytes in two steps; sendfile "
	       "sends a file without one")),
	WHY(EINVAL, "poll", too_many_polled,
	    N_("more descriptors are named than a process may have, {limit}"),
	    N_("poll fewer at once")),
	WHY(EINVAL, "poll select", NULL,
	    N_("either a number is below 0, or more descriptors are named than "
	       "a process may have"),
	    N_("leave nfds and the time out")),
	WHY(ENOTTY, "ioctl", no_such_request,
	    N_("{kind} does not know this request"),
	    N_("FIONREAD and FIONBIO are for all sockets, SIOCATMARK for TCP "
	       "alone")),
	WHY(EINVAL, "ioctl", is_listening,
	    N_("descriptor {fd} listens: nothing comes in on it but "
	       "connections, which have no number of bytes"),
	    N_("poll {s} tells whether one waits")),
	WHY(EINVAL, "dup3", same_number,
	    N_("both numbers are {fd}: dup3 makes no copy onto itself"),
	    N_("name another number; dup2 lets the two be the same")),
	WHY(EINVAL, "accept4 pipe2 dup3 eventfd", accepts,
	    N_("{call} does not know all of these flags"),
	    N_("those for non-blocking and for close-on-exec: SOCK_NONBLOCK, "
	       "SOCK_CLOEXEC; O_ for pipe2 and dup3, EFD_ for eventfd")),
	WHY(ENODEV, "if_nametoindex", named_interface,
	    N_("no interface here is called {name}"),
	    N_("sh \"ip link\" shows their names: lo, eth0")),
	WHY(ENXIO, "if_indextoname", numbered_interface,
	    N_("no interface here has the number {n}"),
	    N_("if_nameindex lists them; lo is 1")),
	WHY(ESPIPE, "lseek", no_such_request,
	    N_("{kind} has no positions: bytes come in their order, each "
	       "once"),
	    N_("receive what is to be passed over")),
	WHY(EINVAL, "fcntl", NULL,
	    N_("either the command is not known, or not with this value"),
	    N_("fcntl(2) lists the commands: F_GETFL, F_SETFL, F_GETFD, "
	       "F_SETFD")),
	WHY(EINVAL, "sendfile", NULL,
	    N_("sendfile reads from a file, which has pages in memory, and not "
	       "from a socket or a pipe"),
	    N_("recv and send instead")),
	{ .why = NULL },
};
