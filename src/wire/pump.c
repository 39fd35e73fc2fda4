/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pump: frames from one host's cable to another's. */
#include "wire/pump.h"

#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/call.h"
#include "model/session.h"
#include "wire/lab.h"
#include "wire/packet.h"
#include "wire/parcel.h"

enum {
	FRAME_ROOM = 66 << 10, /* more than any interface's MTU */
	BURST = 256,           /* frames of one host, before the next's turn */
	MAC_AT_HOST = 5,       /* the byte of its address that is its number */
};

struct pump {
	pthread_t thread;
	int wake; /* eventfd: something changed */
	int wire; /* the namespace that its thread is in */
	struct host *hosts;
	unsigned n;
	struct frames *frames;
	unsigned char *room; /* the thread's alone */

	pthread_mutex_t lock; /* all below */
	pid_t tid;            /* of the thread */
	bool ends;
	bool holds;
	bool cut;
	struct filter held_filter;
	struct parcels held;
	struct parcels coming; /* by when they are due */
	struct wire_fault faults[FAULTS_MAX];
	unsigned nfaults;
	double loss;
	uint64_t random;
	uint64_t passed;
	uint64_t dropped;
	struct tally tally;
	struct frame decoded; /* the one that passes */
};

/* A frame on its way through the pump. */
struct passing {
	struct frames_head head;
	struct frame_key key;
	bool known;
	unsigned char *data;
};

static void
pump_wake(const struct pump *p)
{
	const uint64_t one = 1;

	if (write(p->wake, &one, sizeof(one)) < 0)
		return; /* it is awake */
}

/* xorshift64*: G. Marsaglia, "Xorshift RNGs", and S. Vigna on its output. */
static double
pump_random(struct pump *p)
{
	uint64_t x = p->random;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	p->random = x;
	return (double)((x * 0x2545f4914f6cdd1dULL) >> 11) / 9007199254740992.0;
}

/* Whom a frame is for, by the hardware address. A switch that does not know it
 * sends it to all. */
static unsigned
host_to(const struct pump *p, const unsigned char *data, size_t len)
{
	static const unsigned char ours[MAC_AT_HOST] = { 2 };

	if (len <= MAC_AT_HOST || memcmp(data, ours, MAC_AT_HOST) != 0 ||
	    data[MAC_AT_HOST] == 0 || data[MAC_AT_HOST] > p->n)
		return p->n == 2 ? 0 : FRAMES_TO_ALL;
	return data[MAC_AT_HOST];
}

/* Onto the cables it is for; false if the kernel has no room for it. */
static bool
put_out(struct pump *p, const struct frames_head *head, const void *data)
{
	bool sent = false;

	for (unsigned i = 0; i < p->n; i++) {
		unsigned number = p->hosts[i].number;

		if (number == head->from ||
		    (head->to != FRAMES_TO_ALL && number != head->to))
			continue;
		sent |= send(p->hosts[i].packet, data, head->len,
			    MSG_DONTWAIT) != -1;
	}
	return sent;
}

static void
settle(struct pump *p, struct frames_head *head, enum frames_fate fate)
{
	head->fate = (uint8_t)fate;
	if (head->done == 0)
		head->done = clock_now();
	if (fate == FATE_DELIVERED)
		p->passed++;
	else if (fate == FATE_DROPPED)
		p->dropped++;
	frames_update(p->frames, head);
}

static void
deliver(struct pump *p, struct frames_head *head, const void *data)
{
	bool sent;

	/* Before what it causes: a call that it wakes ends later. */
	head->done = clock_now();
	sent = put_out(p, head, data);

	if (head->marks & MARK_DUPLICATED)
		sent |= put_out(p, head, data);
	settle(p, head, sent ? FATE_DELIVERED : FATE_DROPPED);
}

/* Those that were to follow a frame of this host, or have waited long enough. */
static void
deliver_swapped(struct pump *p, unsigned from)
{
	struct parcel *next;

	for (struct parcel *w = p->coming.first; w != NULL; w = next) {
		next = w->next;
		if (!w->swaps || w->head.from != from)
			continue;
		parcels_remove(&p->coming, w);
		deliver(p, &w->head, w->data);
		parcel_free(w);
	}
}

static void
deliver_parcel(struct pump *p, struct parcel *w)
{
	deliver(p, &w->head, w->data);
	deliver_swapped(p, w->head.from);
	parcel_free(w);
}

/* It waits: for its time, or until it is told to go. */
static void
keep(struct pump *p, struct passing *f, struct parcels *list, int64_t due,
    bool swaps)
{
	struct parcel *w;

	if (list->n >= HELD_MAX) {
		settle(p, &f->head, FATE_DROPPED);
		return;
	}
	f->head.fate = FATE_HELD;
	w = parcel_new(&f->head, f->data);
	w->due = due;
	w->swaps = swaps;
	parcels_put(list, w);
	frames_update(p->frames, &f->head);
}

/* The first fault that is meant for a frame; one that is for a single frame is
 * used up. */
static bool
fault_for(struct pump *p, const struct passing *f, struct wire_fault *out)
{
	for (unsigned i = 0; i < p->nfaults; i++) {
		if (!filter_match(&p->faults[i].filter, &f->key,
			(int)f->head.from - 1,
			f->head.to == FRAMES_TO_ALL ? -1 : f->head.to - 1))
			continue;
		*out = p->faults[i];
		if (!out->always) {
			p->nfaults--;
			memmove(&p->faults[i], &p->faults[i + 1],
			    (p->nfaults - i) * sizeof(p->faults[0]));
		}
		return true;
	}
	return false;
}

/* Flips a bit of the last byte that a checksum covers: of the payload if there
 * is any, else of TCP's or UDP's header. */
static void
corrupt(struct passing *f)
{
	size_t at = f->head.len - 1;

	if (f->known && f->key.data != 0 &&
	    f->key.data + f->key.len <= f->head.len)
		at = f->key.data + f->key.len - 1;
	f->data[at] ^= 1;
	f->head.marks |= MARK_CORRUPTED;
}

/* What a fault makes of a frame; true if it is not to go on from here. */
static bool
suffer(struct pump *p, struct passing *f, const struct wire_fault *fault)
{
	switch (fault->kind) {
	case FAULT_DROP:
		settle(p, &f->head, FATE_DROPPED);
		return true;
	case FAULT_DUP:
		f->head.marks |= MARK_DUPLICATED;
		return false;
	case FAULT_CORRUPT:
		corrupt(f);
		return false;
	case FAULT_DELAY:
		f->head.marks |= MARK_DELAYED;
		keep(p, f, &p->coming, clock_now() + fault->delay, false);
		return true;
	case FAULT_SWAP:
		f->head.marks |= MARK_SWAPPED;
		keep(p, f, &p->coming, clock_now() + SWAP_NS, true);
		return true;
	}
	return false;
}

/* While the wire is held: whether this is only one of them again. */
static bool
absorb(struct pump *p, struct passing *f)
{
	for (struct parcel *w = p->held.first; w != NULL && f->known;
	     w = w->next) {
		if (!parcel_explains(w, f->head.from, &f->key))
			continue;
		w->head.copies++;
		frames_update(p->frames, &w->head);
		settle(p, &f->head, FATE_ABSORBED);
		return true;
	}
	return false;
}

static bool
is_held(const struct pump *p, const struct passing *f)
{
	return p->holds &&
	    filter_match(&p->held_filter, &f->key, (int)f->head.from - 1,
		f->head.to == FRAMES_TO_ALL ? -1 : f->head.to - 1);
}

/* What becomes of a frame, with the lock. */
static void
pass(struct pump *p, struct passing *f)
{
	struct wire_fault fault;

	f->head.time = clock_now();
	f->head.fate = FATE_PASSING;
	f->known = frame_key_read(&f->key, f->data, f->head.len);
	f->head.seq = frames_add(p->frames, &f->head, f->data, f->head.len);
	frame_decode(&p->decoded, f->data, f->head.len, f->head.len);
	tally_add(&p->tally, &p->decoded);
	if (p->holds && absorb(p, f))
		return;
	if (p->cut || (p->loss > 0 && pump_random(p) < p->loss)) {
		settle(p, &f->head, FATE_DROPPED);
		return;
	}
	if (p->nfaults != 0 && fault_for(p, f, &fault) && suffer(p, f, &fault))
		return;
	if (is_held(p, f)) {
		f->head.marks |= MARK_HELD;
		keep(p, f, &p->held, 0, false);
		return;
	}
	deliver(p, &f->head, f->data);
	if (p->coming.n != 0)
		deliver_swapped(p, f->head.from);
}

/* Takes what a host has sent. */
static void
take(struct pump *p, const struct host *h)
{
	for (int i = 0; i < BURST; i++) {
		struct passing f = { .data = p->room };
		ssize_t n = packet_next(h->packet, p->room, FRAME_ROOM);

		if (n <= 0)
			return;
		f.head.from = (uint8_t)h->number;
		f.head.len = (uint32_t)n;
		f.head.to = (uint8_t)host_to(p, p->room, (size_t)n);
		if (f.head.to == 0)
			f.head.to = (uint8_t)(3 - h->number);
		pthread_mutex_lock(&p->lock);
		pass(p, &f);
		pthread_mutex_unlock(&p->lock);
	}
}

/* Delivers what is due, and tells when the next is: false if nothing is. */
static bool
deliver_due(struct pump *p, struct timespec *left)
{
	int64_t now = clock_now(), ns;

	while (p->coming.first != NULL && p->coming.first->due <= now)
		deliver_parcel(p, parcels_take(&p->coming));
	if (p->coming.first == NULL)
		return false;
	ns = p->coming.first->due - now;
	*left = (struct timespec){ ns / 1000000000, ns % 1000000000 };
	return true;
}

static void *
pump_main(void *arg)
{
	struct pump *p = arg;
	struct pollfd fds[LAB_HOSTS_MAX + 1] = { { p->wake, POLLIN, 0 } };
	struct timespec left;
	uint64_t count;
	bool ends, timed;

	for (unsigned i = 0; i < p->n; i++)
		fds[i + 1] = (struct pollfd){ p->hosts[i].packet, POLLIN, 0 };
	/* By this thread the wire's interfaces are found: pump_lost. */
	ns_enter(p->wire);
	pthread_mutex_lock(&p->lock);
	p->tid = gettid();
	pthread_mutex_unlock(&p->lock);
	for (;;) {
		pthread_mutex_lock(&p->lock);
		ends = p->ends;
		timed = deliver_due(p, &left);
		pthread_mutex_unlock(&p->lock);
		if (ends)
			return NULL;
		if (ppoll(fds, p->n + 1, timed ? &left : NULL, NULL) <= 0)
			continue;
		if (fds[0].revents != 0 &&
		    read(p->wake, &count, sizeof(count)) < 0)
			continue;
		for (unsigned i = 0; i < p->n; i++) {
			if (fds[i + 1].revents != 0)
				take(p, &p->hosts[i]);
		}
	}
}

/* No signal is for this thread. */
static int
pump_thread(struct pump *p)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&p->thread, NULL, pump_main, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static void
pump_free(struct pump *p)
{
	parcels_free(&p->held);
	parcels_free(&p->coming);
	pthread_mutex_destroy(&p->lock);
	if (p->wake != -1)
		close(p->wake);
	free(p->room);
	free(p);
}

struct pump *
pump_start(struct host *hosts, unsigned n, int wire, struct frames *frames,
    int *err)
{
	struct pump *p = xcalloc(1, sizeof(*p));

	p->wire = wire;
	p->hosts = hosts;
	p->n = n;
	p->frames = frames;
	p->room = xmalloc(FRAME_ROOM);
	p->random = 1;
	pthread_mutex_init(&p->lock, NULL);
	p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (p->wake != -1)
		p->wake = session_own_fd(p->wake);
	*err = p->wake == -1 ? errno : pump_thread(p);
	if (*err == 0)
		return p;
	pump_free(p);
	return NULL;
}

void
pump_stop(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->ends = true;
	pthread_mutex_unlock(&p->lock);
	pump_wake(p);
	pthread_join(p->thread, NULL);
	pump_free(p);
}

void
pump_state(struct pump *p, struct wire_state *state)
{
	pthread_mutex_lock(&p->lock);
	*state = (struct wire_state){
		.holds = p->holds,
		.cut = p->cut,
		.loss = p->loss,
		.faults = p->nfaults,
		.held = p->held.n,
		.coming = p->coming.n,
		.passed = p->passed,
		.dropped = p->dropped,
	};
	pthread_mutex_unlock(&p->lock);
}

void
pump_hold(struct pump *p, const struct filter *filter)
{
	pthread_mutex_lock(&p->lock);
	p->holds = true;
	p->held_filter = *filter;
	pthread_mutex_unlock(&p->lock);
}

/* With the lock. */
static unsigned
step(struct pump *p, unsigned n)
{
	unsigned done = 0;

	while (done < n && p->held.n != 0) {
		deliver_parcel(p, parcels_take(&p->held));
		done++;
	}
	return done;
}

unsigned
pump_step(struct pump *p, unsigned n)
{
	pthread_mutex_lock(&p->lock);
	n = step(p, n);
	pthread_mutex_unlock(&p->lock);
	return n;
}

unsigned
pump_go(struct pump *p)
{
	unsigned n;

	pthread_mutex_lock(&p->lock);
	p->holds = false;
	n = step(p, UINT32_MAX);
	pthread_mutex_unlock(&p->lock);
	return n;
}

unsigned
pump_drop_held(struct pump *p, unsigned n)
{
	unsigned done = 0;

	pthread_mutex_lock(&p->lock);
	while (done < n && p->held.n != 0) {
		struct parcel *w = parcels_take(&p->held);

		settle(p, &w->head, FATE_DROPPED);
		parcel_free(w);
		done++;
	}
	pthread_mutex_unlock(&p->lock);
	return done;
}

bool
pump_fault(struct pump *p, const struct wire_fault *fault)
{
	bool fits;

	pthread_mutex_lock(&p->lock);
	fits = p->nfaults < FAULTS_MAX;
	if (fits)
		p->faults[p->nfaults++] = *fault;
	pthread_mutex_unlock(&p->lock);
	return fits;
}

void
pump_mend(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->nfaults = 0;
	p->loss = 0;
	p->cut = false;
	pthread_mutex_unlock(&p->lock);
}

void
pump_cut(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->cut = true;
	pthread_mutex_unlock(&p->lock);
}

void
pump_loss(struct pump *p, double loss, uint64_t seed)
{
	pthread_mutex_lock(&p->lock);
	p->loss = loss;
	p->random = seed != 0 ? seed : 1;
	pthread_mutex_unlock(&p->lock);
}

uint64_t
pump_inject(struct pump *p, unsigned from, const void *data, size_t len)
{
	struct passing f = { .data = xmalloc(len) };

	memcpy(f.data, data, len);
	f.head.from = (uint8_t)from;
	f.head.len = (uint32_t)len;
	f.head.marks = MARK_MADE;
	f.head.to = (uint8_t)host_to(p, data, len);
	if (f.head.to == 0)
		f.head.to = (uint8_t)(3 - from);
	pthread_mutex_lock(&p->lock);
	pass(p, &f);
	pthread_mutex_unlock(&p->lock);
	free(f.data);
	return f.head.seq;
}

void
pump_tally(struct pump *p, struct tally *tally)
{
	pthread_mutex_lock(&p->lock);
	*tally = p->tally;
	pthread_mutex_unlock(&p->lock);
}

void
pump_lost(struct pump *p, uint64_t *tp_drops, uint64_t *rx_dropped)
{
	*tp_drops = *rx_dropped = 0;
	pthread_mutex_lock(&p->lock);
	for (unsigned i = 0; i < p->n; i++) {
		char dev[IFNAMSIZ];

		host_wire_dev(&p->hosts[i], dev);
		p->hosts[i].lost += packet_lost(p->hosts[i].packet);
		*tp_drops += p->hosts[i].lost;
		*rx_dropped += packet_dropped(p->tid, dev);
	}
	pthread_mutex_unlock(&p->lock);
}
