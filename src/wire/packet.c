/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AF_PACKET sockets. */
#include "wire/packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	ADDRESSES = 12, /* bytes of the two before the type */
	TAG = 4,        /* of IEEE 802.1Q */
};

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
	set(fd, PACKET_AUXDATA, 1);
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

/* Puts a tag back between the addresses and the type of a frame of n bytes, of
 * which room are there at most: how many it has then. */
static ssize_t
put_tag(unsigned char *data, size_t room, ssize_t n,
    const struct tpacket_auxdata *aux)
{
	size_t have = (size_t)n < room ? (size_t)n : room, behind;
	unsigned tpid = (aux->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0 ?
	    aux->tp_vlan_tpid :
	    ETH_P_8021Q;

	if (have < ADDRESSES || room < ADDRESSES + TAG)
		return n;
	behind = have - ADDRESSES;
	if (behind > room - ADDRESSES - TAG)
		behind = room - ADDRESSES - TAG;
	memmove(data + ADDRESSES + TAG, data + ADDRESSES, behind);
	data[ADDRESSES] = (unsigned char)(tpid >> 8);
	data[ADDRESSES + 1] = (unsigned char)tpid;
	data[ADDRESSES + 2] = (unsigned char)(aux->tp_vlan_tci >> 8);
	data[ADDRESSES + 3] = (unsigned char)aux->tp_vlan_tci;
	return n + TAG;
}

/* What stands beside a frame; n as put_tag has it. */
static ssize_t
read_aux(struct msghdr *msg, ssize_t n, struct timespec *stamp)
{
	const struct iovec *iov = &msg->msg_iov[0];

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c != NULL;
	     c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level == SOL_PACKET &&
		    c->cmsg_type == PACKET_AUXDATA) {
			struct tpacket_auxdata aux;

			memcpy(&aux, CMSG_DATA(c), sizeof(aux));
			if ((aux.tp_status & TP_STATUS_VLAN_VALID) != 0)
				n = put_tag(iov->iov_base, iov->iov_len, n,
				    &aux);
		} else if (c->cmsg_level == SOL_SOCKET &&
		    c->cmsg_type == SCM_TIMESTAMPNS) {
			memcpy(stamp, CMSG_DATA(c), sizeof(*stamp));
		}
	}
	return n;
}

union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(struct timespec)) +
	    CMSG_SPACE(sizeof(struct tpacket_auxdata)) + 64];
};

ssize_t
packet_next(int fd, void *data, size_t len)
{
	union control control;
	struct iovec iov = { data, len };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT);
	struct timespec stamp;

	if (n > 0)
		n = read_aux(&msg, n, &stamp);
	return n > (ssize_t)len ? (ssize_t)len : n;
}

ssize_t
packet_take(int fd, void *data, size_t len, bool *outgoing, int64_t *age)
{
	union control control;
	struct sockaddr_ll from = { 0 };
	struct iovec iov = { data, len };
	struct msghdr msg = { .msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT | MSG_TRUNC);
	struct timespec stamp = { 0 };

	*age = 0;
	*outgoing = n >= 0 && from.sll_pkttype == PACKET_OUTGOING;
	if (n > 0)
		n = read_aux(&msg, n, &stamp);
	if (stamp.tv_sec != 0)
		*age = age_of(&stamp);
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

/* The n-th word of text, from 0 on, as a number. */
static uint64_t
nth_number(const char *text, unsigned n)
{
	for (;; n--) {
		text += strspn(text, " ");
		if (n == 0)
			return strtoull(text, NULL, 10);
		text += strcspn(text, " ");
	}
}

uint64_t
packet_dropped(pid_t thread, const char *dev)
{
	enum { DROP = 3 }; /* behind bytes, packets and errs */
	char path[64], *line = NULL, *name;
	size_t size = 0;
	uint64_t dropped = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/net/dev", (int)thread);
	file = fopen(path, "re");
	while (file != NULL && getline(&line, &size, file) != -1) {
		name = line + strspn(line, " ");
		if (strncmp(name, dev, strlen(dev)) == 0 &&
		    name[strlen(dev)] == ':')
			dropped = nth_number(name + strlen(dev) + 1, DROP);
	}
	if (file != NULL)
		fclose(file);
	free(line);
	return dropped;
}
