/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose a frame is: the addresses that descriptors have had, by which one is found
 * for each end of a frame even after it was closed. session.ends; noted when calls
 * are made, as frames pass on a thread of their own, and asked with a lock of its
 * own, within the session's.
 */
#ifndef SOCKSH_WIRE_ENDS_H
#define SOCKSH_WIRE_ENDS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "model/session.h"
#include "wire/frame.h"

/* An address of TCP or UDP; an IPv4 address in IPv6 is IPv4. */
struct end {
	uint16_t port; /* 0: not known */
	uint8_t addr[16];
	uint8_t addr_len; /* 4 or 16; 0: any */
};

void end_read(struct end *end, const struct sockaddr_storage *sa);
/* Whether an address of frame_key is this one; of one that is any each is. */
bool end_is(const struct end *end, uint16_t port, const unsigned char *addr,
    unsigned version);

struct ends;

enum { ENDS_NAME_MAX = 31 };

/* A use of a descriptor's number. */
struct ends_fd {
	int fd; /* -1: none of ours */
	uint32_t generation;
	char name[ENDS_NAME_MAX + 1]; /* the variable that holds it, or "" */
};

/* Frees session.ends; nobody may note or ask any more. */
void ends_free(struct session *s);
/* session.fd_called: a call was made on fd, or it was just opened. Makes
 * session.ends. With the lock. */
void ends_note(struct session *s, int fd, bool opened);
/* The same of all descriptors; gives session.ends, which stays from now on. With
 * the lock. */
struct ends *ends_note_all(struct session *s);
/* The variables that hold descriptors are about to be told; and one of them: of
 * several the one that was used first counts. */
void ends_naming(struct ends *ends);
void ends_name(struct ends *ends, const struct fd_use *use);
/* Finds both ends of a frame of time, from a host of the lab to another (0:
 * outside). False if one of them is nobody's but could be. */
bool ends_find(struct ends *ends, const struct frame_key *key,
    const uint8_t host[2], int64_t time, struct ends_fd found[2]);

#endif
