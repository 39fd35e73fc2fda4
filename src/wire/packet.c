/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AF_PACKET sockets. */
#include "wire/packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A frame does not wait longer than this for our thread. */
static const int64_t AGE_MAX_NS = INT64_C(10) * 1000000000;

static void
set(int fd, int option, int value)
{
	/* A kernel without it works as well, only not as cleanly. */
	setsockopt(fd, SOL_PACKET, option, &value, sizeof(value));
}

int
packet_open(const char *dev, bool outgoing)
{
	const int bytes = PACKET_QUEUE;
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd == -1)
		return -1;
	if (!outgoing)
		set(fd, PACKET_IGNORE_OUTGOING, 1);
	set(fd, PACKET_QDISC_BYPASS, 1);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) ==
	    -1)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	if (dev != NULL)
		at.sll_ifindex = (int)if_nametoindex(dev);
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1) {
		int err = errno;

		close(fd);
		errno = err;
		return -1;
	}
	return fd;
}

void
packet_stamp(int fd)
{
	const int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
}

/* How long ago the kernel's clock of the day stood so; 0 if it was set since. */
static int64_t
age_of(const struct timespec *stamp)
{
	struct timespec now;
	int64_t ns;

	clock_gettime(CLOCK_REALTIME, &now);
	ns = (now.tv_sec - stamp->tv_sec) * INT64_C(1000000000) + now.tv_nsec -
	    stamp->tv_nsec;
	return ns > 0 && ns < AGE_MAX_NS ? ns : 0;
}

ssize_t
packet_take(int fd, void *data, size_t len, bool *outgoing, int64_t *age)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(struct timespec)) + 64];
	} control;
	struct sockaddr_ll from = { 0 };
	struct iovec iov = { data, len };
	struct msghdr msg = { .msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT | MSG_TRUNC);
	struct timespec stamp;

	*age = 0;
	*outgoing = n >= 0 && from.sll_pkttype == PACKET_OUTGOING;
	for (struct cmsghdr *c = n >= 0 ? CMSG_FIRSTHDR(&msg) : NULL; c != NULL;
	     c = CMSG_NXTHDR(&msg, c)) {
		if (c->cmsg_level == SOL_SOCKET &&
		    c->cmsg_type == SCM_TIMESTAMPNS) {
			memcpy(&stamp, CMSG_DATA(c), sizeof(stamp));
			*age = age_of(&stamp);
		}
	}
	return n;
}

uint64_t
packet_lost(int fd)
{
	struct tpacket_stats stats = { 0 };
	socklen_t len = sizeof(stats);

	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) == -1)
		return 0;
	return stats.tp_drops;
}
