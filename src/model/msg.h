/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A struct msghdr, or an array of struct iovec, as an event keeps it: all that
 * it points to, up to a limit, one after another.
 */
#ifndef SOCKSH_MODEL_MSG_H
#define SOCKSH_MODEL_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
	MSG_PACKED_MAX = 1536, /* bytes of one in an event */
	MSG_CONTROL_MAX = 512, /* … of its control messages */
	MSG_CHUNK_MAX = 256,   /* … of one of its buffers */
};

/* What a call's argument points to, when its event is written. */
struct msg {
	const struct msghdr *hdr;
	socklen_t name_room; /* msg_namelen before the call */
};

/*
 * Packs hdr, of whose buffers the first bytes bytes count (what was received),
 * into room bytes at to, at least MSG_PACKED_MAX / 2. Returns how many it took.
 */
size_t msg_pack(void *to, size_t room, const struct msg *msg, uint64_t bytes);

/* One that was packed. What lies beyond a limit is missing. */
struct msg_view {
	const unsigned char *name; /* name_len bytes */
	const unsigned char *control;
	const unsigned char *next; /* of the buffers, for msg_view_next */
	const unsigned char *end;
	size_t name_len;
	size_t control_len;
	uint64_t controllen; /* these as in struct msghdr */
	uint64_t iovlen;
	uint32_t flags;
	int32_t namelen;
	int32_t name_room;
	bool no_name;
	bool no_iov;
};

/* One of its buffers. */
struct msg_chunk {
	const unsigned char *data; /* kept bytes */
	size_t kept;
	uint64_t filled; /* how many bytes there were */
	uint64_t len;    /* iov_len */
};

/* False if the bytes are no such thing: a log may hold anything. */
bool msg_unpack(const void *data, size_t len, struct msg_view *view);
/* The next buffer; false at the end of what was kept. */
bool msg_view_next(struct msg_view *view, struct msg_chunk *chunk);

#endif
