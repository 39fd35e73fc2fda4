/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A struct msghdr on its way between values and the kernel: the buffers, the
 * name and the control messages of one call. Only sock's own files include
 * this.
 */
#ifndef SOCKSH_SOCK_MESSAGE_H
#define SOCKSH_SOCK_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/strbuf.h"
#include "model/call.h"
#include "model/msg.h"

/* To be cleared ({ 0 }) first, and kept in its place: hdr points into it. */
struct message {
	struct msghdr hdr;
	struct msg log; /* what the event is written from */
	struct sockaddr_storage name;
	struct iovec *iov;
	size_t n;
	struct bytes **bufs;   /* of what is received: n of them; else NULL */
	struct strbuf control; /* what is sent, or room */
};

void message_free(struct message *m);

/* All that adds to a message finds its mistakes at parameter i: false then. */

/* One more buffer to be sent: len bytes of the caller's, not copied. */
void message_add(struct message *m, const void *data, size_t len);
/* Bytes, or a list of bytes and struct iovec, of which count are used (-1:
 * all). */
bool message_send(struct message *m, struct call *call, int i,
    const struct value *v, int64_t count);
/* The same for buffers to be received into, which are copies. */
bool message_receive(struct message *m, struct call *call, int i,
    const struct value *v, int64_t count);
/* One new buffer of size bytes. */
void message_room(struct message *m, size_t size);
/* A list of (level, type, data), or bytes as C has them. Descriptors that are
 * our own are refused. */
bool message_control(struct message *m, struct call *call, int i,
    const struct value *v);
void message_control_room(struct message *m, size_t size);
/* From a record of struct msghdr. */
bool message_from_record(struct message *m, struct call *call, int i,
    bool received);

/* When all is there: the pointers of hdr. */
void message_ready(struct message *m);

/* After n bytes were received: what a value of message_receive became. */
struct value message_taken(struct message *m, const struct value *v, size_t n);
/* … and what became of the record of message_from_record. */
struct value message_to_record(struct message *m, const struct value *record,
    size_t n);
/* The first buffer's bytes, n at most. */
struct value message_data(struct message *m, size_t n);
struct value message_ancdata(const struct message *m);
struct value message_name(const struct message *m);
/* The descriptors that came along are the user's from now on. Needs the lock. */
void message_adopt(const struct message *m, struct call *call);

#endif
