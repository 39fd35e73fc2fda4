/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the kernel for its way to an address: rtnetlink(7), RTM_GETROUTE. */
#include "kernel/route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include "model/session.h"

enum { ANSWER_MAX = 4096, ANSWER_SECONDS = 1 };

struct question {
	struct nlmsghdr head;
	struct rtmsg msg;
	struct rtattr attr;
	unsigned char addr[sizeof(struct in6_addr)];
};

/* Where an address of a family lies in its struct, and how long it is. */
static void *
host_of(struct sockaddr *sa, size_t *len)
{
	if (sa->sa_family == AF_INET) {
		*len = sizeof(struct in_addr);
		return &((struct sockaddr_in *)sa)->sin_addr;
	}
	*len = sizeof(struct in6_addr);
	return &((struct sockaddr_in6 *)sa)->sin6_addr;
}

static bool
ask(int fd, const struct sockaddr_storage *to)
{
	struct sockaddr_storage copy = *to;
	struct question q = { .head = { .nlmsg_type = RTM_GETROUTE,
				  .nlmsg_flags = NLM_F_REQUEST } };
	size_t len;
	const void *host = host_of((struct sockaddr *)&copy, &len);

	q.msg.rtm_family = (unsigned char)to->ss_family;
	q.msg.rtm_dst_len = (unsigned char)(len * 8);
	q.attr.rta_type = RTA_DST;
	q.attr.rta_len = (unsigned short)RTA_LENGTH(len);
	memcpy(q.addr, host, len);
	q.head.nlmsg_len = (uint32_t)(offsetof(struct question, addr) + len);
	return send(fd, &q, q.head.nlmsg_len, 0) == (ssize_t)q.head.nlmsg_len;
}

/* An attribute that is an address. */
static void
take_addr(struct sockaddr_storage *to, int family, const void *data, size_t n)
{
	size_t len;
	void *host;

	to->ss_family = (sa_family_t)family;
	host = host_of((struct sockaddr *)to, &len);
	if (n >= len)
		memcpy(host, data, len);
	else
		to->ss_family = AF_UNSPEC;
}

/* As if_indextoname does, on a socket that is there already: netdevice(7). */
static void
take_interface(int fd, struct route *route, const void *data)
{
	struct ifreq req = { .ifr_ifindex = 0 };

	memcpy(&req.ifr_ifindex, data, sizeof(req.ifr_ifindex));
	if (ioctl(fd, SIOCGIFNAME, &req) == 0)
		memcpy(route->interface, req.ifr_name,
		    sizeof(route->interface));
	route->interface[sizeof(route->interface) - 1] = '\0';
}

static void
take_route(int fd, struct route *route, const struct rtmsg *msg, size_t len)
{
	const struct rtattr *attr = RTM_RTA(msg);

	route->type = msg->rtm_type;
	for (; RTA_OK(attr, len); attr = RTA_NEXT(attr, len)) {
		const void *data = RTA_DATA(attr);
		size_t n = RTA_PAYLOAD(attr);

		if (attr->rta_type == RTA_OIF && n >= sizeof(int)) {
			take_interface(fd, route, data);
		} else if (attr->rta_type == RTA_GATEWAY) {
			take_addr(&route->gateway, msg->rtm_family, data, n);
		} else if (attr->rta_type == RTA_PREFSRC) {
			take_addr(&route->source, msg->rtm_family, data, n);
		}
	}
}

/* The answer is a route, or an error: that of the route. */
static bool
take_answer(int fd, struct route *route, const struct nlmsghdr *head,
    size_t len)
{
	const struct nlmsgerr *error = NLMSG_DATA(head);

	if (!NLMSG_OK(head, len)) {
		errno = EBADMSG;
		return false;
	}
	len = head->nlmsg_len;
	if (head->nlmsg_type == NLMSG_ERROR &&
	    len >= NLMSG_LENGTH(sizeof(*error))) {
		route->err = -error->error;
		return true;
	}
	if (head->nlmsg_type != RTM_NEWROUTE ||
	    len < NLMSG_LENGTH(sizeof(struct rtmsg))) {
		errno = EBADMSG;
		return false;
	}
	take_route(fd, route, NLMSG_DATA(head),
	    len - NLMSG_LENGTH(sizeof(struct rtmsg)));
	return true;
}

static bool
converse(int fd, const struct sockaddr_storage *to, struct route *route)
{
	struct timeval limit = { .tv_sec = ANSWER_SECONDS };
	union {
		struct nlmsghdr head;
		char room[ANSWER_MAX];
	} answer;
	ssize_t n;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) !=
		0 ||
	    !ask(fd, to))
		return false;
	do
		n = recv(fd, &answer, sizeof(answer), 0);
	while (n == -1 && errno == EINTR);
	return n >= 0 && take_answer(fd, route, &answer.head, (size_t)n);
}

bool
route_find(const struct sockaddr *to, struct route *route)
{
	struct sockaddr_storage room = { 0 };
	size_t len = to->sa_family == AF_INET ? sizeof(struct sockaddr_in) :
						sizeof(struct sockaddr_in6);
	bool ok;
	int fd;

	*route = (struct route){ .err = 0 };
	if (to->sa_family != AF_INET && to->sa_family != AF_INET6) {
		errno = EAFNOSUPPORT;
		return false;
	}
	memcpy(&room, to, len);
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd == -1 || (fd = session_own_fd(fd)) == -1)
		return false;
	ok = converse(fd, &room, route);
	close(fd);
	return ok;
}

int
route_is_local(const struct sockaddr *to)
{
	struct route route;

	if (!route_find(to, &route))
		return -1;
	return route.err == 0 && route.type == RTN_LOCAL;
}
