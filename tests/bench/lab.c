/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage: lab [user]
 * What the kernel alone needs for a lab of two hosts: three network namespaces,
 * two veth pairs between them, what listens at them, and all of it up. Prints the
 * seconds. With an argument in a user namespace of its own, as an ordinary user
 * has to. Nothing is checked that a look at the status does not show.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct request {
	struct nlmsghdr header;
	char room[500];
};

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd == -1 || write(fd, text, strlen(text)) == -1)
		err(1, "%s", path);
	close(fd);
}

static void
user_namespace(void)
{
	unsigned uid = geteuid(), gid = getegid();
	char map[64];

	if (unshare(CLONE_NEWUSER) == -1)
		err(1, "a user namespace");
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	write_file("/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	write_file("/proc/self/gid_map", map);
}

static int
network(void)
{
	if (unshare(CLONE_NEWNET) == -1)
		err(1, "a network namespace");
	return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* Appends an attribute; one that others are put into has no data yet. */
static struct rtattr *
put(struct request *request, unsigned short type, const void *data, size_t len)
{
	struct nlmsghdr *header = &request->header;
	struct rtattr *attr =
	    (struct rtattr *)((char *)request + NLMSG_ALIGN(header->nlmsg_len));

	attr->rta_type = type;
	attr->rta_len = (unsigned short)RTA_LENGTH(len);
	if (len != 0)
		memcpy(RTA_DATA(attr), data, len);
	header->nlmsg_len =
	    NLMSG_ALIGN(header->nlmsg_len) + RTA_ALIGN(attr->rta_len);
	return attr;
}

static void
put_end(const struct request *request, struct rtattr *attr)
{
	attr->rta_len = (unsigned short)((const char *)request +
	    request->header.nlmsg_len - (const char *)attr);
}

/* veth(4): name here, eth0 there. */
static void
cable(int netlink, const char *name, int there)
{
	struct request request = {
		.header = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
		    .nlmsg_type = RTM_NEWLINK,
		    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE }
	};
	struct rtattr *info, *data, *peer;
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char room[1000];
	} answer;

	put(&request, IFLA_IFNAME, name, strlen(name) + 1);
	info = put(&request, IFLA_LINKINFO, NULL, 0);
	put(&request, IFLA_INFO_KIND, "veth", 5);
	data = put(&request, IFLA_INFO_DATA, NULL, 0);
	peer = put(&request, VETH_INFO_PEER, NULL, 0);
	request.header.nlmsg_len += sizeof(struct ifinfomsg);
	put(&request, IFLA_IFNAME, "eth0", 5);
	put(&request, IFLA_NET_NS_FD, &there, sizeof(there));
	put_end(&request, peer);
	put_end(&request, data);
	put_end(&request, info);
	if (send(netlink, &request, request.header.nlmsg_len, 0) == -1 ||
	    recv(netlink, &answer, sizeof(answer), 0) == -1)
		err(1, "netlink");
	errno = -answer.error.error;
	if (errno != 0)
		err(1, "a veth pair");
}

static void
up(const char *dev)
{
	struct ifreq ifr = { .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	if (ioctl(fd, SIOCSIFFLAGS, &ifr) == -1)
		err(1, "%s up", dev);
	close(fd);
}

static void
listen_at(const char *dev)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(dev) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1)
		err(1, "an AF_PACKET socket");
}

int
main(int argc, char **argv)
{
	double start = now();
	int wire, netlink;

	(void)argv;
	if (argc > 1)
		user_namespace();
	wire = network();
	netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	for (int i = 1; i <= 2; i++) {
		int host = network();
		char dev[IFNAMSIZ];

		snprintf(dev, sizeof(dev), "w%d", i);
		setns(wire, CLONE_NEWNET);
		cable(netlink, dev, host);
		up(dev);
		listen_at(dev);
		setns(host, CLONE_NEWNET);
		up("lo");
		up("eth0");
	}
	printf("%.9f\n", now() - start);
	return 0;
}
