/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stream.c and stream_io.c share: a file of makefile. */
#ifndef SOCKSH_SOCK_STREAM_H
#define SOCKSH_SOCK_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/call.h"

struct stream {
	struct stream *next;
	struct bytes *id;
	int fd;
	uint32_t generation;
	bool reads;
	bool writes;
	bool by_line; /* buffering=1: flushed at each newline */
	bool direct;  /* buffering=0 */
	bool closed;
	bool busy; /* a call is at work on it, which may drop the lock */
	size_t size;
	struct strbuf in; /* read ahead; what is before off is taken */
	size_t off;
	struct strbuf out;
};

/* The file that a call was given, kept from others until stream_done; NULL with a
 * mistake if it is none, or is not to be used. */
struct stream *stream_take_up(struct call *call);
void stream_done(struct stream *st);

/* Sends what was held back; what could not be sent is kept. False if it failed:
 * the call has why. */
bool stream_flush(struct call *call, struct stream *st);

#endif
