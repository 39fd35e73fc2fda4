/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lab: two to four hosts, each a network namespace with a TCP/IP stack of
 * its own, and the wire between them, which the pump moves frame by frame.
 *
 * A socket is on the host of the thread that made it, and stays there. A thread
 * is on one host at a time (task.host), and so are the names that it sees: those
 * of interfaces, abstract AF_UNIX names, /proc/sys/net, what sh starts. The
 * functions are called with the session's lock.
 */
#ifndef SOCKSH_WIRE_LAB_H
#define SOCKSH_WIRE_LAB_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/session.h"
#include "wire/pump.h"

enum { LAB_HOSTS_MIN = 2, LAB_HOSTS_MAX = 4 };

struct lab {
	struct host hosts[LAB_HOSTS_MAX];
	unsigned n;
	int wire;    /* the namespace of the wire */
	int outside; /* … that we came from; where we may go back to */
	struct pump *pump;
	bool simple;       /* lab simple */
	bool ipv6;         /* lab ipv6 */
	uint64_t expected; /* the frame that wire expect found last */
	int mtu;
	int64_t began; /* ns, CLOCK_MONOTONIC */
	/* Which namespace a socket is in, by SO_NETNS_COOKIE; 0: not known. */
	uint64_t cookies[LAB_HOSTS_MAX];
	int (*resolve)(struct task *task, const struct addr_names *names,
	    int family, int type, struct addr **out);
};

/* Splits "client,server" into the names of hosts, for lab_names_free; NULL or an
 * empty text: client and server. False with *cause. */
struct lab_names {
	char name[LAB_HOSTS_MAX][HOST_NAME_MAX + 1];
	unsigned n;
};
bool lab_names(struct lab_names *names, const char *text, char **cause);

/*
 * Makes the lab and enters it: the task, whose thread calls, is on the first
 * host then. Where a user namespace is needed there must be no other thread.
 * False with *cause, which says what failed and what helps; nothing has changed
 * then.
 */
bool lab_start(struct task *task, const struct lab_names *names, char **cause);
/* Makes all anew, with these names; what is still open on the old hosts leads
 * nowhere from then on. False with *cause: then all is as it was. */
bool lab_reset(struct task *task, const struct lab_names *names, char **cause);
/* Frames with less in them: no SACK, no timestamps, no window scaling, and the
 * hosts know each other's hardware addresses, so that no ARP is needed. */
bool lab_simplify(struct task *task, char **cause);
/* The hosts have addresses of IPv6 too, fd00::1 and so on. False with *cause. */
bool lab_add_ipv6(struct task *task, char **cause);
/* lab_ipv6.c: a host's address; and on the host that the thread is on, that it gets
 * it, that it knows the others' hardware addresses: an errno or 0. */
void lab_addr6(const struct host *h, struct in6_addr *addr);
int lab_give6(const struct lab *lab, const struct host *h);
int lab_know6(const struct lab *lab, const struct host *h);
/* All hosts' interfaces. False with *cause. */
bool lab_set_mtu(struct task *task, int mtu, char **cause);
/* Stops the pump; frames on the wire go nowhere. */
void lab_stop(struct session *s);

/* The number of the host of that name, 0 if there is none. */
uint8_t lab_find(const struct lab *lab, const char *name);
/* A host's name; NULL if there is no such number. */
const char *lab_name(const struct lab *lab, unsigned number);
/* The task, whose thread calls, goes to a host. False with *cause. */
bool lab_go(struct task *task, uint8_t number, char **cause);
/* The thread that calls begins to run a task: it goes where that is. */
void lab_thread(struct task *task);
/* The names that filter_parse wants. */
unsigned lab_filter_names(const struct lab *lab,
    const char *names[LAB_HOSTS_MAX]);

/* Says that there is no lab; a mistake. */
bool lab_wanted(struct call *call);

/* lab_commands.c: host sysctl timewait; ended by a row without a name. */
extern const struct prim lab_prims[];
/* lab_frames.c: frames. */
extern const struct prim lab_frames_prims[];

#endif
