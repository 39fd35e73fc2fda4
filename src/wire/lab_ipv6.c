/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lab with IPv6: addresses for the hosts, and a wire as quiet as before. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "wire/lab.h"
#include "wire/netlink.h"

enum {
	PREFIX6 = 64,
	HEARS_TRIES = 5000, /* of 0.2 ms */
};

void
lab_addr6(const struct host *h, struct in6_addr *addr)
{
	/* RFC 4193: anybody's own. */
	*addr = (struct in6_addr){ .s6_addr = { 0xfd } };
	addr->s6_addr[15] = (uint8_t)h->number;
}

/*
 * An address makes its host join a group, ff02::1:ff00:N, and tell routers so
 * (MLDv2, RFC 9777) within the next second. There are none here, and a frame that
 * nobody asked for would be the one that a student steps: the wire does not take
 * it. Groups that he joins himself are told as ever, alone or beside that one.
 */
static int
keep_quiet(const struct host *h)
{
	/* Offsets in a frame: Ethernet's 14 bytes, IPv6's 40, 8 of the
	 * hop-by-hop header, 8 of ICMPv6's; then a record of a group, 4 bytes and
	 * the address. */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x86dd, 0, 11),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 20), /* next, hop limit */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 9),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 62), /* ICMPv6's type */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 143, 0, 7),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 68), /* records */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 5),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 74), /* the group */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xff020000, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 84), /* …:1:ff */
		BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 8),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x1ff, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return setsockopt(h->packet, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		   sizeof(program)) == 0 ?
	    0 :
	    errno;
}

/* As patient as ARP: host.c. A kernel may lack some. */
static void
be_patient(void)
{
	static const char *const patience[][2] = {
		{ "net.ipv6.neigh." HOST_DEV ".mcast_solicit", "60" },
		{ "net.ipv6.neigh." HOST_DEV ".ucast_solicit", "60" },
		{ "net.ipv6.neigh." HOST_DEV ".base_reachable_time_ms",
		    "86400000" },
		{ "net.ipv6.neigh." HOST_DEV ".delay_first_probe_time",
		    "86400" },
		{ "net.ipv6.neigh." HOST_DEV ".gc_stale_time", "86400" },
	};

	for (size_t i = 0; i < sizeof(patience) / sizeof(patience[0]); i++)
		host_sysctl(patience[i][0], patience[i][1], NULL, 0);
}

int
lab_know6(const struct lab *lab, const struct host *h)
{
	struct in6_addr addr;
	uint8_t mac[MAC_LEN];
	int err = 0;

	for (unsigned i = 0; i < lab->n && err == 0; i++) {
		if (&lab->hosts[i] == h)
			continue;
		host_mac(&lab->hosts[i], mac);
		lab_addr6(&lab->hosts[i], &addr);
		err = neighbour_set(HOST_DEV, AF_INET6, &addr, mac);
	}
	return err;
}

/* Whether the host hears whoever asks for its address: it joins the group a moment
 * after it got the address, on a thread of the kernel's. */
static bool
hears(const struct host *h)
{
	char line[256], want[64];
	FILE *file = fopen("/proc/thread-self/net/igmp6", "re");
	bool found = file == NULL;

	snprintf(want, sizeof(want), " ff0200000000000000000001ff0000%02x ",
	    h->number);
	while (!found && fgets(line, sizeof(line), file) != NULL)
		found = strstr(line, HOST_DEV) != NULL &&
		    strstr(line, want) != NULL;
	if (file != NULL)
		fclose(file);
	return found;
}

static void
wait_to_hear(const struct host *h)
{
	const struct timespec moment = { 0, 200000 };

	for (int i = 0; i < HEARS_TRIES && !hears(h); i++)
		nanosleep(&moment, NULL);
}

int
lab_give6(const struct lab *lab, const struct host *h)
{
	struct in6_addr addr;
	int err = keep_quiet(h);

	lab_addr6(h, &addr);
	if (err == 0)
		err = address_set6(HOST_DEV, &addr, PREFIX6);
	if (err == 0)
		wait_to_hear(h);
	be_patient();
	return err == 0 && lab->simple ? lab_know6(lab, h) : err;
}
