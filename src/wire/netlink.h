/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the lab asks of rtnetlink(7) and sock_diag(7), in the network namespace
 * that the calling thread is in. Each opens a socket of its own and closes it:
 * nothing is kept. Every function returns 0, or an errno; where libmnl is not
 * built in, ENOSYS.
 */
#ifndef SOCKSH_WIRE_NETLINK_H
#define SOCKSH_WIRE_NETLINK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum { MAC_LEN = 6 };

/* Whether libmnl is built in. */
bool netlink_built(void);
/* Makes a veth pair (veth(4)): name here, and peer in the namespace that the
 * descriptor ns stands for, with the hardware address mac. */
int link_pair(const char *name, const char *peer, const uint8_t mac[MAC_LEN],
    int ns);
/* The kernel gives it no IPv6 address of its own accord, and so sends nothing
 * before we do: IFLA_INET6_ADDR_GEN_MODE none, ip-link(8). */
int link_quiet(const char *name);
/* The least time after which TCP sends a segment again to anybody on net/prefix
 * (both in network order), which dev leads to; 0: as the kernel has it.
 * ip-route(8), rto_min with lock: sockets that are there already follow. */
int route_rto_min(const char *dev, uint32_t net, int prefix, uint32_t source,
    uint32_t ms);
/* Gives an interface its address, and the broadcast address that goes with it. */
int address_set(const char *dev, uint32_t addr, int prefix);
/* Gives an interface an IPv6 address, which is used at once: nobody is asked
 * whether he has it (RFC 4862, 5.4). */
int address_set6(const char *dev, const struct in6_addr *addr, int prefix);
/* How ARP asks on an interface: arp(7), as these are called in
 * /proc/sys/net/ipv4/neigh/DEV, where it is one file each. */
struct neighbour_patience {
	uint32_t mcast_solicit, ucast_solicit; /* times */
	uint64_t base_reachable_time, gc_stale_time;
	uint64_t delay_first_probe_time; /* all three ms */
};
int neighbour_set_patience(const char *dev,
    const struct neighbour_patience *patience);
/* A neighbour's hardware address, for good; addr is a struct in_addr or in6_addr,
 * by the family. */
int neighbour_set(const char *dev, int family, const void *addr,
    const uint8_t mac[MAC_LEN]);
/* Ends all sockets in TIME_WAIT, as ss -K does (CONFIG_INET_DIAG_DESTROY). *n
 * gets how many. */
int timewait_destroy(unsigned *n);

#endif
