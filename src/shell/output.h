/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output, held back until it is full, until something waits, or until
 * a diagnostic goes to standard error: so the two keep their order. A reader
 * that has gone ends the program quietly, any other failure with a message.
 */
#ifndef SOCKSH_SHELL_OUTPUT_H
#define SOCKSH_SHELL_OUTPUT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/*
 * Any thread may write. At a prompt only the UI thread touches the terminal:
 * what others write waits in a short queue until it takes it, and they wait
 * when the queue is full; a long one would make a typed "kill" wait behind a
 * flood.
 */
struct output {
	pthread_mutex_t lock;
	pthread_cond_t room; /* in the queue */
	struct strbuf held;
	int err; /* of an earlier write; 0 if all is well */
	bool queued;
	void (*poke)(void *ctx); /* wakes the UI thread */
	void *poke_ctx;
	bool terminal;
	bool error_terminal; /* standard error is one too */
	bool ascii;          /* the locale is not UTF-8 */
};

void output_init(struct output *out, bool closed, bool ascii);
/* From now on a queue, for the UI thread to take. */
void output_queue(struct output *out, void (*poke)(void *ctx), void *ctx);
/* What is in the queue, moved to taken; by the UI thread. */
void output_take(struct output *out, struct strbuf *taken);
/* The queue ends: writing goes to standard output again. */
void output_unqueue(struct output *out);
void output_free(struct output *out);
void output_write(struct output *out, const char *s, size_t len);
/* Bytes that are not ours: made harmless if this is a terminal. */
void output_text(struct output *out, const char *s, size_t len);
void output_flush(struct output *out);
/* A diagnostic, to standard error, after all that is held back; made harmless
 * always. */
void output_error(struct output *out, const char *s, size_t len);

#endif
