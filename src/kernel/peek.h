/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes that wait in a receive queue, seen without taking any: MSG_PEEK,
 * behind the first message by SO_PEEK_OFF (socket(7)), which is put back as it
 * was. No error that waits is taken either: where one does, nothing is peeked
 * at, as recv would give that first.
 */
#ifndef SOCKSH_KERNEL_PEEK_H
#define SOCKSH_KERNEL_PEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/value.h"

enum {
	PEEK_BYTES = 64 << 10, /* of a stream, or of one message */
	PEEK_PARTS = 64,       /* messages */
	PEEK_ALL = 1 << 20,    /* bytes of all messages together */
};

/* What cannot be shown, and why. */
enum peek_lack {
	PEEK_ERROR = 1 << 0,   /* an error waits: recv gives it first */
	PEEK_FIRST = 1 << 1,   /* only the first message can be seen */
	PEEK_MORE = 1 << 2,    /* there is more than was looked at */
	PEEK_BLIND = 1 << 3,   /* it has a queue, and no way to look into it */
	PEEK_END = 1 << 4,     /* behind this comes the end: recv gives 0 */
	PEEK_COUNTED = 1 << 5, /* its sends are counted from the oldest known */
	PEEK_RECV = 1 << 6,    /* it is a pipe: read takes from it, not recv */
};

/* A message, or all of a stream. */
struct peek_part {
	struct value data;   /* VAL_BYTES */
	uint64_t size;       /* as it was sent; data may be less */
	struct value source; /* VAL_ADDR, or VAL_NONE */
};

struct peeked {
	bool messages; /* each recv takes one, and loses its rest */
	struct peek_part *parts;
	size_t n;
	int64_t waiting; /* bytes of a stream, with those not looked at */
	/* Where in a stream the urgent mark is, at which recv stops; -1: there
	 * is none. The urgent byte, if it waits beside the stream; or -1. */
	int64_t mark;
	int urgent;
	/* At the mark the stream goes on one byte later: the urgent byte stands
	 * beside it, or stood there. */
	bool hole;
	unsigned lacks; /* PEEK_ERROR, … */
};

/* Looks; an errno, or 0. peek_free in either case. */
int peek_at(int fd, struct peeked *p);
void peek_free(struct peeked *p);

#endif
