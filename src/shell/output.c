/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output. */
#include "base/io.h"
#include "shell/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/color.h"

enum {
	OUTPUT_HELD_MAX = 32 << 10,
	OUTPUT_QUEUE_MAX = 8 << 10,
	OUTPUT_LAST_MAX = 32 << 10, /* in the queue, when nobody waits */
};

void
output_init(struct output *out, bool closed, bool ascii)
{
	*out = (struct output){
		.err = closed ? EBADF : 0,
		.terminal = !closed && isatty(STDOUT_FILENO),
		.error_terminal = isatty(STDERR_FILENO),
		.ascii = ascii,
	};
	pthread_mutex_init(&out->lock, NULL);
	pthread_cond_init(&out->room, NULL);
}

void
output_free(struct output *out)
{
	sb_free(&out->held);
	pthread_cond_destroy(&out->room);
	pthread_mutex_destroy(&out->lock);
}

void
output_queue(struct output *out, void (*poke)(void *ctx), void *ctx)
{
	pthread_mutex_lock(&out->lock);
	out->queued = true;
	out->poke = poke;
	out->poke_ctx = ctx;
	pthread_mutex_unlock(&out->lock);
}

void
output_take(struct output *out, struct strbuf *taken)
{
	pthread_mutex_lock(&out->lock);
	sb_add(taken, sb_text(&out->held), out->held.len);
	sb_clear(&out->held);
	pthread_cond_broadcast(&out->room);
	pthread_mutex_unlock(&out->lock);
}

void
output_unlimit(struct output *out)
{
	pthread_mutex_lock(&out->lock);
	out->unlimited = true;
	pthread_cond_broadcast(&out->room);
	pthread_mutex_unlock(&out->lock);
}

void
output_unqueue(struct output *out)
{
	pthread_mutex_lock(&out->lock);
	out->queued = false;
	pthread_cond_broadcast(&out->room);
	pthread_mutex_unlock(&out->lock);
}

enum { OUTPUT_CAPTURED_MAX = 256 << 10 };

void
output_capture(struct output *out, struct strbuf *text)
{
	pthread_mutex_lock(&out->lock);
	out->captor = pthread_self();
	out->captured = text;
	atomic_store(&out->captures, text != NULL);
	pthread_mutex_unlock(&out->lock);
}

/* Whether this thread's output was taken, and need not be written. */
static bool
captured(struct output *out, const char *s, size_t len)
{
	bool mine;

	if (!atomic_load_explicit(&out->captures, memory_order_relaxed))
		return false;
	pthread_mutex_lock(&out->lock);
	mine =
	    out->captured != NULL && pthread_equal(out->captor, pthread_self());
	if (mine && out->captured->len + len <= OUTPUT_CAPTURED_MAX)
		sb_add(out->captured, s, len);
	pthread_mutex_unlock(&out->lock);
	return mine;
}

static _Noreturn void
output_broken(const struct output *out)
{
	if (out->err != EPIPE)
		fprintf(stderr, _("socksh: standard output: %s\n"),
		    strerror(out->err));
	exit(1);
}

/* With the lock. */
static void
flush(struct output *out)
{
	if (out->held.len == 0 || out->queued)
		return;
	if (out->err == 0)
		out->err =
		    io_write_all(STDOUT_FILENO, out->held.data, out->held.len);
	sb_clear(&out->held);
	atomic_store_explicit(&out->any, false, memory_order_relaxed);
	if (out->err != 0)
		output_broken(out);
}

void
output_flush(struct output *out)
{
	/* Asked before every call that may wait: mostly there is nothing. */
	if (!atomic_load_explicit(&out->any, memory_order_relaxed))
		return;
	pthread_mutex_lock(&out->lock);
	flush(out);
	pthread_mutex_unlock(&out->lock);
}

/* Whether to wait for the UI thread to take something. */
static bool
may_wait(const struct output *out, const atomic_bool *cancel)
{
	if (cancel != NULL &&
	    atomic_load_explicit(cancel, memory_order_relaxed))
		return false;
	return out->queued && !out->unlimited;
}

/* With the lock. */
static void
enqueue(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel)
{
	const char *end = s + len;
	bool mine;

	while (out->busy && may_wait(out, cancel))
		pthread_cond_wait(&out->room, &out->lock);
	mine = !out->busy;
	out->busy = true;
	while (s != end) {
		size_t n = (size_t)(end - s);

		while (
		    out->held.len > OUTPUT_QUEUE_MAX && may_wait(out, cancel))
			pthread_cond_wait(&out->room, &out->lock);
		if (out->unlimited && out->held.len > OUTPUT_LAST_MAX)
			break;
		if (n > OUTPUT_QUEUE_MAX && !may_wait(out, cancel)) {
			sb_char(&out->held, '\n');
			break;
		}
		if (n > OUTPUT_QUEUE_MAX) {
			n = OUTPUT_QUEUE_MAX;
			out->poke(out->poke_ctx);
		}
		sb_add(&out->held, s, n);
		atomic_store_explicit(&out->any, true, memory_order_relaxed);
		s += n;
	}
	if (mine)
		out->busy = false;
	pthread_cond_broadcast(&out->room);
}

void
output_write(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel)
{
	bool poke;

	if (captured(out, s, len))
		return;
	pthread_mutex_lock(&out->lock);
	poke = out->queued;
	if (poke) {
		enqueue(out, s, len, cancel);
	} else {
		sb_add(&out->held, s, len);
		atomic_store_explicit(&out->any, true, memory_order_relaxed);
		if (out->terminal || out->held.len >= OUTPUT_HELD_MAX)
			flush(out);
	}
	pthread_mutex_unlock(&out->lock);
	if (poke)
		out->poke(out->poke_ctx);
}

void
output_text(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel)
{
	struct strbuf safe = { 0 };

	if (!out->terminal) {
		output_write(out, s, len, cancel);
		return;
	}
	text_safe(&safe, s, len, out->ascii);
	output_write(out, sb_text(&safe), safe.len, cancel);
	sb_free(&safe);
}

/* Colours what has been made harmless: not before, as text_safe would show the
 * colour's own sequences. */
static void
color_over(struct strbuf *text,
    void (*color)(struct strbuf *out, const char *s, size_t len))
{
	struct strbuf plain = *text;

	*text = (struct strbuf){ 0 };
	color(text, sb_text(&plain), plain.len);
	sb_free(&plain);
}

void
output_calls(struct output *out, const char *s, size_t len,
    const atomic_bool *cancel)
{
	struct strbuf text = { 0 };

	if (captured(out, s, len))
		return;
	if (out->color && out->terminal) {
		color_echo(&text, s, len);
		output_write(out, sb_text(&text), text.len, cancel);
		sb_free(&text);
	} else {
		output_write(out, s, len, cancel);
	}
}

void
output_error(struct output *out, const char *s, size_t len)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, s, len, out->ascii);
	if (captured(out, sb_text(&safe), safe.len)) {
		sb_free(&safe);
		return;
	}
	if (out->color && out->error_terminal)
		color_over(&safe, color_diag);
	if (out->queued && out->error_terminal) {
		output_write(out, sb_text(&safe), safe.len, NULL);
	} else {
		/* With the lock: a long one goes out piece by piece, and is
		 * not to be mixed with another's. If nobody hears a diagnostic
		 * there is nobody to tell. */
		pthread_mutex_lock(&out->lock);
		flush(out);
		(void)io_write_all(STDERR_FILENO, sb_text(&safe), safe.len);
		pthread_mutex_unlock(&out->lock);
	}
	sb_free(&safe);
}
