/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of this shell's sockets is the other end of another, as far as that is
 * certain: by their addresses, which mirror each other, and where a descriptor
 * is closed already by what the event log says of it. With the session's lock;
 * asks the kernel for names, and changes nothing.
 */
#ifndef SOCKSH_KERNEL_PEER_H
#define SOCKSH_KERNEL_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/follow.h"
#include "model/session.h"

/* An address, to be compared: IPv4 as IPv6 has it, of AF_UNIX a hash. */
struct peer_name {
	uint16_t family; /* 0: not known */
	uint16_t port;   /* host order */
	unsigned char host[16];
};

void peer_name_of(struct peer_name *name, const void *sa, size_t len);
/* Whether two names may be of one address; a wildcard may be any. */
bool peer_name_same(const struct peer_name *a, const struct peer_name *b);

/* What is known of one socket's two ends. */
struct peer_ends {
	struct peer_name local;
	struct peer_name peer;
	int fd; /* that leads to it; -1: closed */
};

struct peers {
	struct follow follow; /* after the newest event */
	struct session *session;
	struct peer_ends *ends; /* by the ids of follow */
	size_t n;
	size_t room;
};

void peers_init(struct peers *p, struct session *s);
void peers_free(struct peers *p);
/* The other end of one; 0 if that is not known, or not here. Its own id, where
 * a socket is connected with itself. */
uint32_t peers_of(const struct peers *p, uint32_t id);
/* What a descriptor leads to; 0: nothing that the log has. */
uint32_t peers_fd(const struct peers *p, int fd);

#endif
