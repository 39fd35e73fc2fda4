/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pcap file that frames are written to as they pass. */
#include "wire/dump.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/call.h"
#include "model/session.h"
#include "wire/pcap.h"

enum {
	MODE = 0600,
	LOOK_NS = 20000000,  /* so often a wait looks whether it is cancelled */
	KEEP_ROOM = 1 << 20, /* of a buffer that has been written */
};

struct dump {
	struct frames_tap tap;
	struct frames *frames;
	pthread_t thread;
	int fd;
	char *path;
	int64_t since; /* what our clock is behind that of the day; ns */
	void (*failed)(void *ctx, const char *path,
	    const struct dump_state *state);
	void *ctx;

	pthread_mutex_t lock; /* all below; within the frames' */
	pthread_cond_t more;
	pthread_cond_t written;
	bool ends;
	struct strbuf waiting; /* records, whole */
	uint64_t taken;        /* frames that were put there */
	struct dump_state state;
};

struct dump *
dump_new(const char *path)
{
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, MODE);
	struct dump *d;
	struct timespec now;

	if (fd != -1)
		fd = session_own_fd(fd);
	if (fd == -1)
		return NULL;
	d = xcalloc(1, sizeof(*d));
	d->fd = fd;
	d->path = xstrdup(path);
	clock_gettime(CLOCK_REALTIME, &now);
	d->since = now.tv_sec * INT64_C(1000000000) + now.tv_nsec - clock_now();
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->more, NULL);
	pthread_cond_init(&d->written, NULL);
	pcap_head(&d->waiting);
	return d;
}

void
dump_free(struct dump *d)
{
	close(d->fd);
	sb_free(&d->waiting);
	pthread_cond_destroy(&d->written);
	pthread_cond_destroy(&d->more);
	pthread_mutex_destroy(&d->lock);
	free(d->path);
	free(d);
}

/* frames_tap.take: whoever puts a frame on the wire is here. */
static void
take(struct frames_tap *tap, const struct frames_head *head, const void *data)
{
	struct dump *d = (struct dump *)(void *)tap;

	if (head->fate == FATE_READ)
		return; /* it stands in a file already, and passed elsewhere */
	pthread_mutex_lock(&d->lock);
	if (d->state.err != 0 ||
	    d->waiting.len + PCAP_RECORD + head->kept > DUMP_ROOM) {
		d->state.missed++;
	} else {
		if (d->waiting.len == 0)
			pthread_cond_signal(&d->more);
		pcap_frame(&d->waiting, d->since + head->time, data, head->kept,
		    head->len);
		d->taken++;
	}
	pthread_mutex_unlock(&d->lock);
}

/* How many of the first len bytes are whole records, and how many records those
 * are. The file's head counts as none. */
static size_t
whole(const struct strbuf *bytes, size_t len, bool head, uint64_t *n)
{
	size_t at = head ? PCAP_HEAD : 0;
	uint32_t kept;

	*n = 0;
	if (at > len)
		return 0;
	while (len - at >= PCAP_RECORD) {
		memcpy(&kept, bytes->data + at + 8, sizeof(kept));
		if (kept > len - at - PCAP_RECORD)
			break;
		at += PCAP_RECORD + kept;
		++*n;
	}
	return at;
}

/* Writes records, and cuts the file behind the last that is whole. */
static void
write_records(struct dump *d, const struct strbuf *bytes,
    struct dump_state *state)
{
	size_t done = 0, good;
	ssize_t put = 0;
	uint64_t n;

	while (done < bytes->len && put != -1) {
		put = write(d->fd, bytes->data + done, bytes->len - done);
		if (put == -1 && errno == EINTR)
			put = 0;
		done += put > 0 ? (size_t)put : 0;
	}
	if (put == -1)
		state->err = errno;
	good = whole(bytes, done, state->bytes == 0, &n);
	state->frames += n;
	state->bytes += good;
	if (good != done && ftruncate(d->fd, (off_t)state->bytes) == -1)
		return; /* a reader finds a frame that is cut at the end */
}

/* Takes what is waiting, as soon as there is anything: false at the end. */
static bool
take_waiting(struct dump *d, struct strbuf *bytes)
{
	struct strbuf empty = *bytes;

	sb_clear(&empty);
	if (empty.size > KEEP_ROOM)
		sb_free(&empty);
	pthread_mutex_lock(&d->lock);
	while (d->waiting.len == 0 && !d->ends)
		pthread_cond_wait(&d->more, &d->lock);
	*bytes = d->waiting;
	d->waiting = empty;
	pthread_mutex_unlock(&d->lock);
	return bytes->len != 0;
}

static void *
dump_main(void *arg)
{
	struct dump *d = arg;
	struct strbuf bytes = { 0 };
	struct dump_state state = { 0 };

	while (state.err == 0 && take_waiting(d, &bytes)) {
		write_records(d, &bytes, &state);
		pthread_mutex_lock(&d->lock);
		state.missed = d->state.missed;
		/* What was not written is missing. */
		if (state.err != 0)
			state.missed += d->taken - state.frames;
		d->state = state;
		pthread_cond_broadcast(&d->written);
		pthread_mutex_unlock(&d->lock);
	}
	if (state.err != 0)
		d->failed(d->ctx, d->path, &state);
	sb_free(&bytes);
	return NULL;
}

int
dump_start(struct dump *d, struct frames *frames,
    void (*failed)(void *ctx, const char *path, const struct dump_state *state),
    void *ctx)
{
	sigset_t all, before;
	int err;

	d->frames = frames;
	d->failed = failed;
	d->ctx = ctx;
	d->tap.take = take;
	/* Also SIGXFSZ, so that a file that may not grow is an error. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&d->thread, NULL, dump_main, d);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err == 0)
		frames_tap(frames, &d->tap);
	return err;
}

void
dump_settle(struct dump *d, const atomic_bool *cancel)
{
	uint64_t wanted;

	pthread_mutex_lock(&d->lock);
	wanted = d->taken;
	while ((d->state.frames < wanted || d->state.bytes == 0) &&
	    d->state.err == 0 && !atomic_load(cancel)) {
		struct timespec until;

		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += LOOK_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_clockwait(&d->written, &d->lock, CLOCK_MONOTONIC,
		    &until);
	}
	pthread_mutex_unlock(&d->lock);
}

const char *
dump_path(const struct dump *d)
{
	return d->path;
}

void
dump_state(struct dump *d, struct dump_state *state)
{
	pthread_mutex_lock(&d->lock);
	*state = d->state;
	pthread_mutex_unlock(&d->lock);
}

void
dump_stop(struct dump *d, struct dump_state *state)
{
	frames_tap(d->frames, NULL);
	pthread_mutex_lock(&d->lock);
	d->ends = true;
	pthread_cond_signal(&d->more);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
	*state = d->state;
	dump_free(d);
}
