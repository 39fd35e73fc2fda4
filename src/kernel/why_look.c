/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks at the live system that disturb nothing: nothing is consumed, no error is
 * taken, no name is looked up.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/process.h"
#include "kernel/why_row.h"
#include "model/xlat.h"

int
look_fd_option(int fd, int level, int number)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, level, number, &value, &len) == 0 ? value : -1;
}

int
look_option(const struct why_case *c, int level, int number)
{
	return c->live ? look_fd_option(c->fd, level, number) : -1;
}

bool
look_family(const struct why_case *c, int family)
{
	return look_option(c, SOL_SOCKET, SO_DOMAIN) == family;
}

bool
look_type(const struct why_case *c, int type)
{
	return look_option(c, SOL_SOCKET, SO_TYPE) == type;
}

bool
look_inet(const struct why_case *c)
{
	return look_family(c, AF_INET) || look_family(c, AF_INET6);
}

/* The IPv4 address in host order, of an IPv6 one that stands for it, too. */
static bool
sa_ipv4(const struct sockaddr *sa, uint32_t *ip)
{
	const struct sockaddr_in *in = (const void *)sa;
	const struct sockaddr_in6 *in6 = (const void *)sa;
	uint32_t mapped;

	if (sa->sa_family == AF_INET) {
		*ip = ntohl(in->sin_addr.s_addr);
		return true;
	}
	if (sa->sa_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
		return false;
	memcpy(&mapped, &in6->sin6_addr.s6_addr[12], sizeof(mapped));
	*ip = ntohl(mapped);
	return true;
}

bool
sa_is_wildcard(const struct sockaddr *sa)
{
	const struct sockaddr_in6 *in6 = (const void *)sa;
	uint32_t ip;

	if (sa_ipv4(sa, &ip))
		return ip == INADDR_ANY;
	return sa->sa_family == AF_INET6 &&
	    IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr);
}

/* 127.0.0.0/8 or ::1. */
bool
sa_is_loopback(const struct sockaddr *sa)
{
	const struct sockaddr_in6 *in6 = (const void *)sa;
	uint32_t ip;

	if (sa_ipv4(sa, &ip))
		return ip >> 24 == 127;
	return sa->sa_family == AF_INET6 &&
	    IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

bool
sa_is_multicast(const struct sockaddr *sa)
{
	const struct sockaddr_in6 *in6 = (const void *)sa;
	uint32_t ip;

	if (sa_ipv4(sa, &ip))
		return IN_MULTICAST(ip);
	return sa->sa_family == AF_INET6 &&
	    IN6_IS_ADDR_MULTICAST(&in6->sin6_addr);
}

/* Port 0, or no path: bind was not called, nor what binds by itself. */
static bool
sa_is_set(const struct sockaddr *sa, socklen_t len)
{
	if (sa->sa_family == AF_UNIX)
		return len > sizeof(sa_family_t);
	return addr_sa_port(sa) > 0;
}

bool
look_local(struct why_case *c)
{
	struct sockaddr_storage room = { 0 };
	struct sockaddr *sa = (struct sockaddr *)&room;
	socklen_t len = sizeof(room);

	if (!c->live || getsockname(c->fd, sa, &len) != 0 ||
	    !sa_is_set(sa, len))
		return false;
	hole_address(c, HOLE_LOCAL, sa, len);
	return true;
}

bool
look_peer(struct why_case *c)
{
	struct sockaddr_storage room = { 0 };
	struct sockaddr *sa = (struct sockaddr *)&room;
	socklen_t len = sizeof(room);

	if (!c->live || getpeername(c->fd, sa, &len) != 0)
		return false;
	hole_address(c, HOLE_PEER, sa, len);
	return true;
}

int
look_tcp_state(const struct why_case *c)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	if (!c->live ||
	    look_option(c, SOL_SOCKET, SO_PROTOCOL) != IPPROTO_TCP ||
	    getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return -1;
	return info.tcpi_state;
}

int
look_flags(const struct why_case *c)
{
	return c->live ? fcntl(c->fd, F_GETFL) : -1;
}

int
look_ioctl(const struct why_case *c, unsigned long request)
{
	int n = -1;

	return c->live && ioctl(c->fd, request, &n) == 0 ? n : -1;
}

int
look_sysctl(const char *path, int64_t *numbers, int n)
{
	char line[128];
	int fd = open(path, O_RDONLY | O_CLOEXEC), got = 0;
	ssize_t len;
	char *at = line, *end;

	if (fd == -1)
		return 0;
	len = read(fd, line, sizeof(line) - 1);
	close(fd);
	line[len > 0 ? len : 0] = '\0';
	for (; got < n; got++, at = end) {
		numbers[got] = strtoll(at, &end, 10);
		if (end == at)
			break;
	}
	return got;
}

/* The kernel's own name for what has no file: "anon_inode:[eventpoll]". */
bool
look_is_epoll(int fd)
{
	char path[64], target[64] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return readlink(path, target, sizeof(target) - 1) > 0 &&
	    strcmp(target, "anon_inode:[eventpoll]") == 0;
}

void
look_socket_kind(struct why_case *c, enum why_hole hole, int fd)
{
	int type = look_fd_option(fd, SOL_SOCKET, SO_TYPE);
	int family = look_fd_option(fd, SOL_SOCKET, SO_DOMAIN);
	const char *names[] = { xlat_name(&xlat_families, family),
		xlat_name(&xlat_types, type) };

	sb_clear(&c->holes[hole]);
	sb_printf(&c->holes[hole], _("an %s %s socket"),
	    names[0] != NULL ? names[0] : "?",
	    names[1] != NULL ? names[1] : "?");
}

void
look_kind(struct why_case *c, enum why_hole hole, int fd)
{
	struct stat st;
	const char *kind = _("something else");

	if (fstat(fd, &st) == 0) {
		switch (st.st_mode & S_IFMT) {
		case S_IFIFO:
			kind = _("a pipe");
			break;
		case S_IFREG:
			kind = _("a regular file");
			break;
		case S_IFDIR:
			kind = _("a directory");
			break;
		case S_IFCHR:
			kind = isatty(fd) ? _("a terminal") : _("a device");
			break;
		case S_IFSOCK:
			kind = _("a socket");
			break;
		default:
			if (look_is_epoll(fd))
				kind = _("an epoll instance");
			break;
		}
	}
	hole_text(c, hole, kind);
}

int
look_fd_table(void)
{
	unsigned long long size;

	return process_status("FDSize:", 10, &size) && size < INT_MAX ?
	    (int)size :
	    INT_MAX;
}

bool
limit_reached(struct why_case *c)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return false;
	hole_number(c, HOLE_LIMIT, (int64_t)limit.rlim_cur);
	return true;
}

bool
is_stream_inet(struct why_case *c)
{
	return look_inet(c) && look_type(c, SOCK_STREAM);
}

bool
is_dgram_inet(struct why_case *c)
{
	return look_inet(c) && look_type(c, SOCK_DGRAM);
}

bool
is_unix(struct why_case *c)
{
	return look_family(c, AF_UNIX);
}

bool
is_listening(struct why_case *c)
{
	return look_option(c, SOL_SOCKET, SO_ACCEPTCONN) == 1;
}

bool
is_connected(struct why_case *c)
{
	return look_peer(c);
}

bool
is_connecting(struct why_case *c)
{
	return look_tcp_state(c) == TCP_SYN_SENT;
}

/* Whether a message was sent, or may have opened the connection: with
 * MSG_FASTOPEN, in tcp(7). */
static bool
sent_before(const struct why_case *c)
{
	const struct event_log *log = c->session->log;
	struct why_case sent = *c;

	if (look_type(c, SOCK_DGRAM))
		return case_before(c, "sendto sendmsg") != NULL;
	for (const struct event *ev = log_since(log, 0);
	     ev != NULL && ev->seq < c->until; ev = log_next(log, ev)) {
		sent.ev = ev;
		sent.call = ev->prim->name;
		if (case_is(&sent, "sendto sendmsg") &&
		    ev->args[0].num == c->fd &&
		    ev->generation == c->ev->generation &&
		    (case_number(&sent, "flags", 0) & MSG_FASTOPEN))
			return true;
	}
	return false;
}

/* What accept or socketpair gave has a peer at least until both have closed;
 * such descriptors were not made by socket. */
bool
never_connected(struct why_case *c)
{
	int state = look_tcp_state(c);

	if (!c->live || look_peer(c) || !case_whole(c) ||
	    (state != -1 && state != TCP_CLOSE && state != TCP_LISTEN))
		return false;
	return case_made_by(c, "socket") &&
	    case_before(c, "connect connect_ex") == NULL && !sent_before(c);
}

bool
addr_is_unix(struct why_case *c)
{
	return c->addr.ss_family == AF_UNIX;
}

/* What stands at the path; 0 if that cannot be told. */
static mode_t
path_mode(const struct why_case *c)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	char path[sizeof(un->sun_path) + 1] = "";
	struct stat st;

	if (c->addr.ss_family != AF_UNIX || c->addr_len <= sizeof(sa_family_t))
		return 0;
	memcpy(path, un->sun_path, sizeof(un->sun_path));
	return lstat(path, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

bool
addr_is_socket_file(struct why_case *c)
{
	return path_mode(c) == S_IFSOCK;
}

bool
addr_is_other_file(struct why_case *c)
{
	mode_t mode = path_mode(c);

	return mode != 0 && mode != S_IFSOCK;
}
