/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AF_PACKET sockets. */
#include "wire/packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

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

uint64_t
packet_lost(int fd)
{
	struct tpacket_stats stats = { 0 };
	socklen_t len = sizeof(stats);

	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) == -1)
		return 0;
	return stats.tp_drops;
}
