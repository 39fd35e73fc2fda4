/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capture outside the lab: frames of an interface, each once. */
#include "wire/capture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/call.h"
#include "model/frames.h"
#include "wire/ends.h"
#include "wire/frame.h"
#include "wire/packet.h"

enum {
	ETHER = 14, /* bytes of an Ethernet header */
	PORTS = 65536,
	STRANGERS = 1024,
	SETTLE_SECONDS = 1,
};

static const int64_t RECENT_NS = INT64_C(60) * 1000000000;
static const int64_t STRANGE_NS = 100000000;
static const long LOCK_NS = 50000000;

/* Two ports that were found to be others': asked again after a while. */
struct stranger {
	uint64_t ports; /* and protocol */
	int64_t until;
};

struct capture {
	pthread_t thread;
	int wake; /* eventfd: it is to end */
	int packet;
	char dev[IFNAMSIZ];
	atomic_bool all;
	bool twice; /* the loopback: what is sent is received as well */
	struct session *session;
	struct frames *frames;
	struct stranger strangers[STRANGERS]; /* the thread's alone, and */
	struct frame decoded;

	pthread_mutex_t lock; /* all below; within the session's */
	pthread_cond_t settled;
	bool ends;
	unsigned asked; /* capture_settle, so often; and so often answered */
	unsigned answered;
	unsigned users; /* that wait for the answer */
	struct tally seen;
	uint64_t lost;
	/* When a port of TCP (0), of UDP (1) was last known to be ours; 0: never.
	 * Memory is touched only where ports are. */
	int64_t (*noted)[PORTS];
};

/* Which row of noted; -1 for what has no ports. */
static int
row_of(unsigned protocol)
{
	if (protocol == IPPROTO_TCP)
		return 0;
	return protocol == IPPROTO_UDP ? 1 : -1;
}

static int
row_of_fd(const struct fd_info *info)
{
	if (info->kind != FD_SOCKET ||
	    (info->family != AF_INET && info->family != AF_INET6))
		return -1;
	if (info->type == SOCK_STREAM)
		return row_of(IPPROTO_TCP);
	return info->type == SOCK_DGRAM ? row_of(IPPROTO_UDP) : -1;
}

void
capture_note(struct session *s, int fd, bool opened)
{
	const struct fd_info *info = session_fd(s, fd);
	struct capture *c = s->capture;
	union {
		struct sockaddr sa;
		struct sockaddr_in in; /* the port of IPv6 is at its place */
		struct sockaddr_in6 in6;
	} at = { .in6 = { 0 } };
	socklen_t len = sizeof(at);
	int row = info != NULL ? row_of_fd(info) : -1;
	unsigned port;

	ends_note(s, fd, opened);
	if (row == -1 || getsockname(fd, &at.sa, &len) == -1)
		return;
	port = ntohs(at.in.sin_port);
	if (port == 0)
		return;
	pthread_mutex_lock(&c->lock);
	c->noted[row][port] = clock_now();
	pthread_mutex_unlock(&c->lock);
}

static void
note_all(struct session *s)
{
	for (size_t fd = 0; fd < s->nfds; fd++)
		capture_note(s, (int)fd, false);
}

static bool
is_noted(struct capture *c, int row, const struct frame_key *key)
{
	int64_t since = clock_now() - RECENT_NS, at;

	pthread_mutex_lock(&c->lock);
	at = c->noted[row][key->sport];
	if (at < c->noted[row][key->dport])
		at = c->noted[row][key->dport];
	pthread_mutex_unlock(&c->lock);
	return at != 0 && at > since;
}

static bool
is_over(struct capture *c)
{
	bool ends;

	pthread_mutex_lock(&c->lock);
	ends = c->ends;
	pthread_mutex_unlock(&c->lock);
	return ends;
}

/* Asks the sockets that are open: of a connect that waits no port was noted yet.
 * Whoever ends the capture does not hold the lock while he waits for us. */
static void
ask_sockets(struct capture *c)
{
	while (!is_over(c)) {
		if (!session_lock_within(c->session, LOCK_NS))
			continue;
		if (c->session->capture == c)
			note_all(c->session);
		session_unlock(c->session);
		return;
	}
}

static bool
is_own_talk(struct capture *c, const struct frame_key *key)
{
	int row = row_of(key->protocol);
	uint64_t ports = (uint64_t)key->protocol << 32 |
	    (uint64_t)key->sport << 16 | key->dport;
	struct stranger *known;

	if (row == -1 || (key->sport == 0 && key->dport == 0))
		return false;
	if (is_noted(c, row, key))
		return true;
	known = &c->strangers[(ports * 0x9e3779b97f4a7c15ULL) >> 54];
	if (known->ports == ports && known->until > clock_now())
		return false;
	ask_sockets(c);
	if (is_noted(c, row, key))
		return true;
	*known = (struct stranger){ ports, clock_now() + STRANGE_NS };
	return false;
}

/* The packet that an ICMP error quotes (RFC 792, RFC 4443), behind 8 bytes of its
 * own header, read as if it were a frame. */
static bool
quoted_key(const struct frame_key *key, const unsigned char *data, size_t len,
    struct frame_key *quoted)
{
	unsigned char frame[128] = { 0 };
	size_t at = ETHER + 8U, n;

	if (key->version == 4 && key->protocol == IPPROTO_ICMP && len > ETHER)
		at += (data[ETHER] & 15U) * 4U;
	else if (key->version == 6 && key->protocol == IPPROTO_ICMPV6)
		at += 40;
	else
		return false;
	if (len <= at)
		return false;
	n = len - at < sizeof(frame) - ETHER ? len - at : sizeof(frame) - ETHER;
	memcpy(frame, data, ETHER);
	memcpy(frame + ETHER, data + at, n);
	frame_key_read(quoted, frame, ETHER + n);
	return true;
}

static bool
is_own(struct capture *c, const unsigned char *data, size_t len)
{
	struct frame_key key, quoted;

	frame_key_read(&key, data, len);
	if (quoted_key(&key, data, len, &quoted))
		return is_own_talk(c, &quoted);
	return is_own_talk(c, &key);
}

/* Takes a frame; false if there is none now. MSG_TRUNC gives its whole length. */
static bool
take(struct capture *c)
{
	unsigned char data[FRAMES_KEPT_MAX];
	bool outgoing;
	size_t have;
	int64_t age;
	ssize_t n = packet_take(c->packet, data, sizeof(data), &outgoing, &age);
	struct frames_head head = { .fate = FATE_SEEN,
		.time = clock_now() - age };

	if (n < 0)
		return errno == EINTR;
	if (n == 0 || (outgoing && c->twice))
		return true;
	head.len = (uint32_t)n;
	have = (size_t)n < sizeof(data) ? (size_t)n : sizeof(data);
	if (!atomic_load(&c->all) && !is_own(c, data, have))
		return true;
	frames_add(c->frames, &head, data, have);
	frame_decode(&c->decoded, data, have, (size_t)n);
	pthread_mutex_lock(&c->lock);
	tally_add(&c->seen, &c->decoded);
	pthread_mutex_unlock(&c->lock);
	return true;
}

/* Takes all that is there now, and no more than can be kept. */
static void
take_all(struct capture *c)
{
	for (int i = 0; i < FRAMES_MAX && take(c); i++)
		continue;
}

/* Somebody waits until what has come is noted, or for the end. */
static void
answer(struct capture *c)
{
	unsigned asked;
	uint64_t count;

	if (read(c->wake, &count, sizeof(count)) < 0)
		return;
	pthread_mutex_lock(&c->lock);
	asked = c->asked;
	pthread_mutex_unlock(&c->lock);
	take_all(c);
	pthread_mutex_lock(&c->lock);
	c->answered = asked;
	pthread_cond_broadcast(&c->settled);
	pthread_mutex_unlock(&c->lock);
}

static void *
capture_main(void *arg)
{
	struct capture *c = arg;
	struct pollfd fds[] = { { c->wake, POLLIN, 0 },
		{ c->packet, POLLIN, 0 } };

	while (!is_over(c)) {
		if (poll(fds, 2, -1) <= 0)
			continue;
		if (fds[0].revents != 0)
			answer(c);
		/* An interface that goes down is told as an error, once. */
		if (fds[1].revents != 0 && !take(c) && errno != EAGAIN &&
		    errno != ENETDOWN)
			break;
	}
	/* What came before the end was asked for. */
	take_all(c);
	return NULL;
}

/* Whether the interface's frames begin as Ethernet's do: 0 or an errno. */
static int
check_dev(const char *dev)
{
	struct ifreq req = { 0 };
	int fd, err = 0;

	if (*dev == '\0' || strlen(dev) >= IFNAMSIZ)
		return ENODEV;
	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", dev);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return errno;
	if (ioctl(fd, SIOCGIFHWADDR, &req) == -1)
		err = errno;
	else if (req.ifr_hwaddr.sa_family != ARPHRD_ETHER &&
	    req.ifr_hwaddr.sa_family != ARPHRD_LOOPBACK)
		err = EPROTONOSUPPORT;
	else if (ioctl(fd, SIOCGIFFLAGS, &req) == -1)
		err = errno;
	else if ((req.ifr_flags & IFF_UP) == 0)
		err = ENETDOWN;
	close(fd);
	return err;
}

static int
start_thread(struct capture *c)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&c->thread, NULL, capture_main, c);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static void
capture_free(struct capture *c)
{
	if (c->wake != -1)
		close(c->wake);
	if (c->packet != -1)
		close(c->packet);
	pthread_cond_destroy(&c->settled);
	pthread_mutex_destroy(&c->lock);
	free(c->noted);
	free(c);
}

static int
open_both(struct capture *c)
{
	int fd;

	c->twice = strcmp(c->dev, "lo") == 0;
	fd = packet_open(c->dev, !c->twice);
	c->packet = fd != -1 ? session_own_fd(fd) : -1;
	if (c->packet == -1)
		return errno;
	packet_stamp(c->packet);
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	c->wake = fd != -1 ? session_own_fd(fd) : -1;
	return c->wake == -1 ? errno : 0;
}

bool
capture_start(struct session *s, const char *dev, bool all, int *err)
{
	struct capture *c;

	*err = check_dev(dev);
	if (*err != 0)
		return false;
	c = xcalloc(1, sizeof(*c));
	snprintf(c->dev, sizeof(c->dev), "%s", dev);
	atomic_init(&c->all, all);
	c->wake = c->packet = -1;
	c->session = s;
	c->noted = xcalloc(2, sizeof(c->noted[0]));
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->settled, NULL);
	*err = open_both(c);
	if (*err == 0) {
		if (s->frames == NULL)
			s->frames = frames_new();
		c->frames = s->frames;
		s->capture = c;
		s->fd_called = capture_note;
		note_all(s);
		session_share(s);
		*err = start_thread(c);
	}
	if (*err == 0)
		return true;
	s->capture = NULL;
	s->fd_called = NULL;
	capture_free(c);
	return false;
}

static void
wake(const struct capture *c)
{
	const uint64_t one = 1;

	if (write(c->wake, &one, sizeof(one)) < 0)
		return; /* it is awake */
}

void
capture_settle(struct session *s)
{
	struct capture *c = s->capture;
	struct timespec until;
	unsigned mine;

	if (c == NULL)
		return;
	note_all(s);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += SETTLE_SECONDS;
	pthread_mutex_lock(&c->lock);
	c->users++;
	mine = ++c->asked;
	wake(c);
	session_unlock(s);
	while ((int)(c->answered - mine) < 0 && !c->ends &&
	    pthread_cond_clockwait(&c->settled, &c->lock, CLOCK_MONOTONIC,
		&until) == 0)
		continue;
	c->users--;
	pthread_cond_broadcast(&c->settled);
	pthread_mutex_unlock(&c->lock);
	session_lock(s);
}

void
capture_stop(struct session *s)
{
	struct capture *c = s->capture;

	if (c == NULL)
		return;
	/* What was called last may not have been asked for yet. */
	note_all(s);
	s->capture = NULL;
	s->fd_called = NULL;
	session_unlock(s);
	pthread_mutex_lock(&c->lock);
	c->ends = true;
	pthread_cond_broadcast(&c->settled);
	while (c->users != 0)
		pthread_cond_wait(&c->settled, &c->lock);
	pthread_mutex_unlock(&c->lock);
	wake(c);
	pthread_join(c->thread, NULL);
	capture_free(c);
	session_lock(s);
}

void
capture_set_all(struct session *s, bool all)
{
	capture_settle(s);
	if (s->capture != NULL)
		atomic_store(&s->capture->all, all);
}

const char *
capture_dev(const struct capture *c)
{
	return c->dev;
}

bool
capture_all(const struct capture *c)
{
	return atomic_load(&c->all);
}

void
capture_counts(struct capture *c, struct tally *seen, uint64_t *lost)
{
	pthread_mutex_lock(&c->lock);
	c->lost += packet_lost(c->packet);
	*seen = c->seen;
	*lost = c->lost;
	pthread_mutex_unlock(&c->lock);
}
