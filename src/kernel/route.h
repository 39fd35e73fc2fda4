/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asking the kernel for its way to an address, as "ip route get" does: one
 * question and one answer by netlink, for which nothing is sent.
 */
#ifndef SOCKSH_KERNEL_ROUTE_H
#define SOCKSH_KERNEL_ROUTE_H

#include <net/if.h>
#include <stdbool.h>
#include <sys/socket.h>

struct route {
	/* 0, or why there is no way: ENETUNREACH, EHOSTUNREACH, EACCES. */
	int err;
	int type;                        /* RTN_LOCAL, RTN_UNICAST, … */
	char interface[IF_NAMESIZE];     /* "" if none */
	struct sockaddr_storage gateway; /* AF_UNSPEC: none, a neighbour */
	struct sockaddr_storage source;  /* our address for it */
};

/* The way to an AF_INET or AF_INET6 address; false with errno if netlink does not
 * answer. The port plays no part. */
bool route_find(const struct sockaddr *to, struct route *route);
/* Whether to is an address of this host: 1, 0; -1 with errno if that cannot be
 * told. */
int route_is_local(const struct sockaddr *to);

#endif
