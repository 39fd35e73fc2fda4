/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard output, held back until it is full, until something waits, or until
 * a diagnostic goes to standard error: so the two keep their order. A reader
 * that has gone ends the program quietly, any other failure with a message.
 */
#ifndef SOCKSH_SHELL_OUTPUT_H
#define SOCKSH_SHELL_OUTPUT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/*
 * Any thread may write. At a prompt only the UI thread touches the terminal:
 * what others write waits in a short queue until it takes it, and they wait
 * when the queue is full; a long one would make a typed "kill" wait behind a
 * flood. A text longer than the queue goes through it piece by piece, and no
 * other gets in between.
 */
struct output {
	pthread_mutex_t lock;
	pthread_cond_t room; /* in the queue, or a long text is through */
	bool busy;           /* with a long text */
	bool unlimited;      /* nobody waits for room any more */
	struct strbuf held;
	atomic_bool any; /* something is held: known without the lock */
	int err;         /* of an earlier write; 0 if all is well */
	bool queued;
	void (*poke)(void *ctx); /* wakes the UI thread */
	void *poke_ctx;
	bool terminal;
	bool error_terminal; /* standard error is one too */
	atomic_bool color;   /* wanted where there is a terminal */
	bool ascii;          /* the locale is not UTF-8 */
	atomic_bool captures;
	pthread_t captor;        /* what this thread writes … */
	struct strbuf *captured; /* … goes here instead */
};

void output_init(struct output *out, bool closed, bool ascii);
/* From now on a queue, for the UI thread to take. */
void output_queue(struct output *out, void (*poke)(void *ctx), void *ctx);
/* What is in the queue, moved to taken; by the UI thread. */
void output_take(struct output *out, struct strbuf *taken);
/* What the calling thread writes from now on is appended to text, without
 * colours; NULL: no more. One thread at a time. */
void output_capture(struct output *out, struct strbuf *text);
/* The UI thread is about to stop taking: from now on nobody waits for room, and
 * what there is none for is left out. */
void output_unlimit(struct output *out);
/* The queue ends: writing goes to standard output again. */
void output_unqueue(struct output *out);
void output_free(struct output *out);
/* Once *cancel is set (NULL: never) it does not wait for room, and of a long
 * text what has not gone yet is left out. */
void output_write(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel);
/* Calls, as echo_format shows them: coloured, if that is wanted. */
void output_calls(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel);
/* Bytes that are not ours: made harmless if this is a terminal. */
void output_text(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel);
void output_flush(struct output *out);
/* A diagnostic, to standard error, after all that is held back; made harmless
 * always. */
void output_error(struct output *out, const char *s, size_t len);

#endif
