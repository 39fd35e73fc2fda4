/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking into a receive queue. */
#include "kernel/peek.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/addr.h"

enum { PEEK_FLAGS = MSG_PEEK | MSG_DONTWAIT | MSG_TRUNC };

void
peek_free(struct peeked *p)
{
	for (size_t i = 0; i < p->n; i++) {
		value_drop(&p->parts[i].data);
		value_drop(&p->parts[i].source);
	}
	free(p->parts);
	*p = (struct peeked){ 0 };
}

static int
int_option(int fd, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, option, &value, &len) == 0 ? value :
								       -1;
}

/* -1: recv looks from the beginning, as always. */
static bool
peek_from(int fd, int offset)
{
	return setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &offset,
		   sizeof(offset)) == 0;
}

/* Adds what one recv gives; its length, or -1 with errno. */
static ssize_t
add_part(struct peeked *p, int fd, char *buf)
{
	struct sockaddr_storage sa;
	socklen_t salen = sizeof(sa);
	struct peek_part *part;
	ssize_t len = recvfrom(fd, buf, PEEK_BYTES,
	    p->messages ? PEEK_FLAGS : MSG_PEEK | MSG_DONTWAIT,
	    (struct sockaddr *)&sa, &salen);

	if (len < 0)
		return -1;
	p->parts = xgrow(p->parts, p->n, sizeof(p->parts[0]));
	part = &p->parts[p->n++];
	part->size = (uint64_t)len;
	part->data = value_bytes(buf,
	    (size_t)len < PEEK_BYTES ? (size_t)len : PEEK_BYTES);
	part->source = VALUE_NONE;
	if (p->messages && salen > sizeof(sa_family_t) && salen <= sizeof(sa))
		part->source = value_from_addr(
		    addr_from_sa((struct sockaddr *)&sa, salen));
	return len;
}

/*
 * One after the other: with SO_PEEK_OFF at 0 each look goes on where the last one
 * ended. The first is looked at without, since the kernel leaves out an empty
 * one that was looked at before (__skb_try_recv_from_queue in
 * net/core/datagram.c); a further empty one can only be seen once.
 */
static void
peek_messages(struct peeked *p, int fd, char *buf)
{
	ssize_t len = add_part(p, fd, buf);
	size_t all = 0;

	if (len < 0)
		return;
	if (!peek_from(fd, 0)) {
		p->lacks |= PEEK_FIRST;
		return;
	}
	/* It comes once more, but for an empty one. */
	if (len > 0)
		recv(fd, buf, PEEK_BYTES, PEEK_FLAGS);
	for (; len >= 0; all += (size_t)len) {
		if (p->n >= PEEK_PARTS || all >= PEEK_ALL) {
			p->lacks |= PEEK_MORE;
			return;
		}
		len = add_part(p, fd, buf);
		if (len < 0)
			return;
	}
}

/* Appends what lies behind what was seen so far; whether there was anything. */
static bool
peek_on(struct peeked *p, int fd, char *buf, int skip)
{
	struct value *data = &p->parts[0].data;
	struct bytes *both;
	size_t seen = data->bytes->len;
	ssize_t len;

	if (!peek_from(fd, (int)seen + skip)) {
		p->lacks |= PEEK_FIRST;
		return false;
	}
	len = recv(fd, buf, PEEK_BYTES, MSG_PEEK | MSG_DONTWAIT);
	if (len <= 0)
		return false;
	both = bytes_new(NULL, seen + (size_t)len);
	memcpy(both->data, data->bytes->data, seen);
	memcpy(both->data + seen, buf, (size_t)len);
	value_drop(data);
	*data = value_from_bytes(both);
	p->parts[0].size = both->len;
	return true;
}

/*
 * The urgent byte: a recv that has anything never goes beyond it, and TCP's
 * FIONREAD counts up to it (tcp_inq in net/ipv4/tcp.c). What follows can be seen
 * by SO_PEEK_OFF, which TCP has since Linux 6.9. AF_UNIX shows the byte itself
 * there too, and TCP does not.
 */
static void
peek_mark(struct peeked *p, int fd, char *buf)
{
	bool local = int_option(fd, SO_DOMAIN) == AF_UNIX, more;
	int64_t seen = (int64_t)p->parts[0].size;
	unsigned char urgent;
	int at_mark = 0;

	if (recv(fd, &urgent, 1, MSG_OOB | MSG_PEEK | MSG_DONTWAIT) == 1)
		p->urgent = urgent;
	if (ioctl(fd, SIOCATMARK, &at_mark) != 0)
		at_mark = 0;
	more = !at_mark && peek_on(p, fd, buf, local && p->urgent != -1);
	if (at_mark)
		p->mark = 0;
	else if (more || p->urgent != -1)
		p->mark = seen;
	p->hole = p->mark >= 0 && int_option(fd, SO_OOBINLINE) == 0 &&
	    (!local || p->urgent != -1);
	if (local && p->hole)
		p->waiting--;
}

static void
peek_stream(struct peeked *p, int fd, char *buf)
{
	struct pollfd pfd = { .fd = fd, .events = POLLRDHUP };
	bool ready = poll(&pfd, 1, 0) == 1;
	bool fails = ready && (pfd.revents & POLLERR);
	uint64_t size;
	int n = 0;

	if (ioctl(fd, FIONREAD, &n) == 0)
		p->waiting = n;
	if (ready && !fails && (pfd.revents & POLLRDHUP))
		p->lacks |= PEEK_END;
	/* With nothing to give, recv would take the error that waits. */
	if (n == 0 && fails)
		p->lacks |= PEEK_ERROR;
	else if (add_part(p, fd, buf) < 0 && errno == ENOTCONN)
		p->waiting = 0;
	else if (p->n != 0 && !fails && p->parts[0].size < PEEK_BYTES)
		peek_mark(p, fd, buf);
	size = p->n != 0 ? p->parts[0].size : 0;
	if (p->waiting < (int64_t)size)
		p->waiting = (int64_t)size;
	if (p->waiting > (int64_t)size)
		p->lacks |= PEEK_MORE;
}

static int
peek_socket(int fd, struct peeked *p, char *buf)
{
	struct pollfd pfd = { .fd = fd };
	int type = int_option(fd, SO_TYPE);
	int offset = int_option(fd, SO_PEEK_OFF);

	if (type < 0)
		return errno;
	p->messages = type != SOCK_STREAM;
	if (p->messages && poll(&pfd, 1, 0) == 1 && (pfd.revents & POLLERR)) {
		p->lacks |= PEEK_ERROR;
		return 0;
	}
	/* A user's own offset would be moved. */
	if (offset >= 0)
		peek_from(fd, -1);
	if (p->messages)
		peek_messages(p, fd, buf);
	else
		peek_stream(p, fd, buf);
	peek_from(fd, offset);
	return 0;
}

/* Of a pipe tee(2) gives a copy. */
static int
peek_pipe(int fd, struct peeked *p, char *buf)
{
	int copy[2], n = 0;
	ssize_t len;

	if (ioctl(fd, FIONREAD, &n) != 0)
		return errno;
	p->waiting = n;
	p->lacks |= PEEK_RECV;
	if (pipe2(copy, O_CLOEXEC | O_NONBLOCK) != 0) {
		p->lacks |= PEEK_BLIND;
		return 0;
	}
	len = tee(fd, copy[1], PEEK_BYTES, SPLICE_F_NONBLOCK);
	if (len > 0)
		len = read(copy[0], buf, PEEK_BYTES);
	if (len > 0) {
		p->parts = xgrow(NULL, 0, sizeof(p->parts[0]));
		p->parts[p->n++] = (struct peek_part){
			.data = value_bytes(buf, (size_t)len),
			.size = (uint64_t)len,
			.source = VALUE_NONE,
		};
	} else if (n > 0) {
		p->lacks |= PEEK_BLIND;
	}
	if (len > 0 && len < n)
		p->lacks |= PEEK_MORE;
	close(copy[0]);
	close(copy[1]);
	return 0;
}

int
peek_at(int fd, struct peeked *p)
{
	char *buf = xmalloc(PEEK_BYTES);
	struct stat st;
	int err;

	*p = (struct peeked){ .mark = -1, .urgent = -1, .waiting = -1 };
	if (fstat(fd, &st) != 0)
		err = errno;
	else if (S_ISFIFO(st.st_mode))
		err = peek_pipe(fd, p, buf);
	else
		err = peek_socket(fd, p, buf);
	free(buf);
	return err;
}
