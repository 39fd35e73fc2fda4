/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lab's namespaces, one by one. */
#include "wire/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/session.h"
#include "wire/netlink.h"
#include "wire/packet.h"

bool
host_fails(struct host_fault *fault, const char *step, int err)
{
	*fault = (struct host_fault){ step, err };
	return false;
}

static int
write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd == -1)
		return errno;
	if (write(fd, text, strlen(text)) == -1)
		err = errno;
	close(fd);
	return err;
}

/*
 * user_namespaces(7), "User and group ID mappings": we are who we were. A program
 * that our user may not read is not dumpable, and its files in /proc are root's:
 * prctl(2), PR_SET_DUMPABLE.
 */
bool
user_enter(struct host_fault *fault)
{
	unsigned uid = geteuid(), gid = getegid();
	char map[64];
	int err;

	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	if (unshare(CLONE_NEWUSER) == -1)
		return host_fails(fault, N_("a user namespace"), errno);
	err = write_file("/proc/self/setgroups", "deny");
	if (err != 0 && err != ENOENT)
		return host_fails(fault, "/proc/self/setgroups", err);
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	err = write_file("/proc/self/uid_map", map);
	if (err != 0)
		return host_fails(fault, "/proc/self/uid_map", err);
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	err = write_file("/proc/self/gid_map", map);
	return err == 0 || host_fails(fault, "/proc/self/gid_map", err);
}

int
ns_keep(const char *path, struct host_fault *fault)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd != -1)
		fd = session_own_fd(fd);
	if (fd == -1)
		host_fails(fault, path, errno);
	return fd;
}

int
ns_new(struct host_fault *fault)
{
	if (unshare(CLONE_NEWNET) == 0)
		return ns_keep(NS_NET, fault);
	host_fails(fault, N_("a network namespace"), errno);
	return -1;
}

int
ns_enter(int ns)
{
	return setns(ns, CLONE_NEWNET) == 0 ? 0 : errno;
}

uint32_t
host_addr(const struct host *h)
{
	return htonl(0x0a000000u + h->number);
}

void
host_mac(const struct host *h, uint8_t mac[6])
{
	/* Locally administered: no maker's. */
	memcpy(mac, (const uint8_t[6]){ 2, 0, 0, 0, 0, (uint8_t)h->number }, 6);
}

/* netdevice(7): one request about an interface of this namespace. */
static int
dev_request(const char *dev, unsigned long request, struct ifreq *ifr)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), err = 0;

	if (fd == -1)
		return errno;
	snprintf(ifr->ifr_name, sizeof(ifr->ifr_name), "%s", dev);
	if (ioctl(fd, request, ifr) == -1)
		err = errno;
	close(fd);
	return err;
}

static int
dev_flags(const char *dev, int flags)
{
	struct ifreq ifr = { 0 };
	int err = dev_request(dev, SIOCGIFFLAGS, &ifr);

	if (err != 0)
		return err;
	ifr.ifr_flags = (short)(ifr.ifr_flags | flags);
	return dev_request(dev, SIOCSIFFLAGS, &ifr);
}

int
host_set_mtu(int mtu)
{
	struct ifreq ifr = { .ifr_mtu = mtu };

	return dev_request(HOST_DEV, SIOCSIFMTU, &ifr);
}

/* Each frame gets its checksum before it leaves: veth would leave it to a card
 * that is not there. It turns segmentation off, too, so that no frame is larger
 * than the MTU. */
static int
dev_checksums(const char *dev)
{
	struct ethtool_value value = { .cmd = ETHTOOL_STXCSUM, .data = 0 };
	struct ifreq ifr = { .ifr_data = (void *)&value };

	return dev_request(dev, SIOCETHTOOL, &ifr);
}

static int
sysctl_path(const char *name, char *path, size_t room)
{
	int n = snprintf(path, room, "/proc/sys/%s", name);

	if (n < 0 || (size_t)n >= room)
		return ENAMETOOLONG;
	for (char *c = path + strlen("/proc/sys/"); *c != '\0'; c++) {
		if (*c == '.')
			*c = '/';
	}
	return 0;
}

int
host_sysctl(const char *name, const char *value, char *text, size_t room)
{
	char path[256];
	int err = sysctl_path(name, path, sizeof(path)), fd;
	ssize_t n;

	if (err == 0 && value != NULL)
		err = write_file(path, value);
	if (err != 0 || text == NULL)
		return err;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return errno;
	n = read(fd, text, room - 1);
	err = n == -1 ? errno : 0;
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return err;
}

/*
 * What would otherwise get tired of a wire that somebody holds for minutes, or
 * send frames that nobody asked for: tcp(7), arp(7), and the kernel's
 * Documentation/networking/ip-sysctl.rst. A kernel may lack some.
 */
static const char *const patience[][2] = {
	/* A resend after 5 ms, when the last segment is not acknowledged. */
	{ "net.ipv4.tcp_early_retrans", "0" },
	{ "net.ipv4.tcp_syn_retries", "127" },
	{ "net.ipv4.tcp_synack_retries", "127" },
	{ "net.ipv4.tcp_retries2", "255" },
	{ "net.ipv4.tcp_orphan_retries", "255" },
	/* Else a hold of seconds is taken for a slow network, and what is lost
	 * after it is sent again half a minute later. */
	{ "net.ipv4.tcp_rto_max_ms", "1000" },
};

/* ARP goes on asking, and asks nobody again whom it knows. */
static const struct neighbour_patience patience_arp = {
	.mcast_solicit = 60,
	.ucast_solicit = 60,
	.base_reachable_time = 86400000,
	.gc_stale_time = 86400000,
	.delay_first_probe_time = 86400000,
};

int
host_set_patience(void)
{
	int first = neighbour_set_patience(HOST_DEV, &patience_arp);

	for (size_t i = 0; i < sizeof(patience) / sizeof(patience[0]); i++) {
		int err = host_sysctl(patience[i][0], patience[i][1], NULL, 0);

		if (first == 0 && err != ENOENT)
			first = err;
	}
	return first;
}

/* Inside the host: the loopback, its address, and at last its cable. */
static bool
host_set_up(const struct host *h, struct host_fault *fault)
{
	int err;

	if ((err = dev_checksums(HOST_DEV)) != 0)
		return host_fails(fault, "ETHTOOL_STXCSUM", err);
	if ((err = link_quiet(HOST_DEV)) != 0)
		return host_fails(fault, "IFLA_INET6_ADDR_GEN_MODE", err);
	if ((err = dev_flags("lo", IFF_UP)) != 0)
		return host_fails(fault, N_("lo up"), err);
	if ((err = address_set(HOST_DEV, host_addr(h), HOST_PREFIX)) != 0)
		return host_fails(fault, N_("the host's address"), err);
	if ((err = dev_flags(HOST_DEV, IFF_UP)) != 0)
		return host_fails(fault, N_("eth0 up"), err);
	return true;
}

void
host_wire_dev(const struct host *h, char *dev)
{
	snprintf(dev, IFNAMSIZ, "w%u", h->number);
}

/* The cable from the wire to the host, and what listens at our end of it. */
static bool
host_connect(struct host *h, struct host_fault *fault)
{
	char dev[IFNAMSIZ];
	uint8_t mac[MAC_LEN];
	int err;

	host_wire_dev(h, dev);
	host_mac(h, mac);
	if ((err = link_pair(dev, HOST_DEV, mac, h->ns)) != 0)
		return host_fails(fault, N_("a veth pair"), err);
	if ((err = link_quiet(dev)) != 0)
		return host_fails(fault, "IFLA_INET6_ADDR_GEN_MODE", err);
	if ((err = dev_flags(dev, IFF_UP | IFF_NOARP)) != 0)
		return host_fails(fault, N_("the wire up"), err);
	h->packet = packet_open(dev, false);
	if (h->packet != -1)
		h->packet = session_own_fd(h->packet);
	return h->packet != -1 ||
	    host_fails(fault, N_("an AF_PACKET socket"), errno);
}

static bool
enter(int ns, struct host_fault *fault)
{
	int err = ns_enter(ns);

	return err == 0 || host_fails(fault, "setns", err);
}

bool
host_open(struct host *h, int wire, struct host_fault *fault)
{
	bool ok;

	h->packet = -1;
	h->lost = 0;
	h->ns = ns_new(fault);
	ok = h->ns != -1;
	if (!enter(wire, fault) || !ok || !host_connect(h, fault))
		return false;
	ok = enter(h->ns, fault) && host_set_up(h, fault);
	return enter(wire, fault) && ok;
}

void
host_close(struct host *h)
{
	if (h->packet != -1)
		close(h->packet);
	if (h->ns != -1)
		close(h->ns);
	h->packet = h->ns = -1;
}
