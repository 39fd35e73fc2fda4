/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network namespaces of the lab: the one that is the wire, and each host's.
 * All descriptors are our own (session_own_fd).
 *
 * Why veth and not TAP: TAP wants /dev/net/tun, which containers lack and some
 * systems close to ordinary users, and it drops without a word.
 */
#ifndef SOCKSH_WIRE_HOST_H
#define SOCKSH_WIRE_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	HOST_NAME_MAX = 15, /* bytes; it names the wire's interface too */
	HOST_PREFIX = 24,
	HOST_MTU = 1500,
	HOST_MTU_MIN = 68, /* RFC 791 */
};

#define HOST_DEV "eth0"
/* What host_set_patience writes to. */
#define HOST_PATIENCE "/proc/sys/net/ipv4"

struct host {
	char name[HOST_NAME_MAX + 1];
	unsigned number; /* from 1: 10.0.0.1 and 02:00:00:00:00:01 */
	int ns;          /* its network namespace */
	int packet;      /* AF_PACKET at the wire's end of its cable */
	uint64_t lost;   /* frames that found no room in packet's queue */
};

/* What failed, for the message: a step as N_("…"), and its errno. */
struct host_fault {
	const char *step;
	int err;
};

/* Fills in a fault; false, for who returns that. */
bool host_fails(struct host_fault *fault, const char *step, int err);

/*
 * Enters a user namespace of one's own, in which we are who we were, with all
 * rights over what is made in it. It takes a process with a single thread
 * (unshare(2)), and there is no way back. False with *fault.
 */
bool user_enter(struct host_fault *fault);
/* Of the calling thread's namespaces one, by its path in /proc, as a descriptor of
 * our own; -1 with *fault. */
#define NS_NET "/proc/thread-self/ns/net"
#define NS_USER "/proc/thread-self/ns/user"
int ns_keep(const char *path, struct host_fault *fault);
/* Enters a new network namespace: its descriptor, or -1 with *fault. */
int ns_new(struct host_fault *fault);
/*
 * Makes a host on the wire, with its number and name filled in; the calling
 * thread, which is in the wire's namespace, comes back there. False with *fault;
 * host_close in any case.
 */
bool host_open(struct host *h, int wire, struct host_fault *fault);
/* Closes its descriptors: with the last of its wire's the kernel takes the rest
 * away, without anybody waiting for it (a cable takes 20 ms and more). */
void host_close(struct host *h);
/* The name of the cable's end at the wire, IFNAMSIZ bytes at most. */
void host_wire_dev(const struct host *h, char *dev);
/* Its address, in network order. */
uint32_t host_addr(const struct host *h);
void host_mac(const struct host *h, uint8_t mac[6]);
/* The calling thread goes into a network namespace; 0, or an errno. */
int ns_enter(int ns);
/* Sets what makes the host that the calling thread is in wait as long as somebody
 * holds its frames. An errno if it cannot be set, as where /proc/sys is read-only:
 * the host works, and is less patient. 0. */
int host_set_patience(void);
/* Sets the MTU of the host that the calling thread is in; an errno or 0. */
int host_set_mtu(int mtu);
/* Reads or writes a file of /proc/sys of the host that the thread is in: name as
 * sysctl(8) has it. value: what to write, or NULL; text gets what is read, a line
 * without its end. An errno, or 0. */
int host_sysctl(const char *name, const char *value, char *text, size_t room);

#endif
