/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket calls that no kernel answers. */
#include "kernel.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "fuzz.h"
#include "model/session.h"

enum {
	TICKS_MAX = 100,
	LOAD_MAX = 1 << 20, /* bytes of one string that may be long */
};

const char *const kernel_calls[] = { "accept", "bind", "close", "connect",
	"getpeername", "getsockname", "getsockopt", "listen", "recv",
	"recvfrom", "send", "sendall", "sendto", "setsockopt", "shutdown",
	"socket", "socketpair", NULL };

static struct {
	bool on;
	uint32_t chance;
	unsigned ticks;
	int fd; /* the next one */
	atomic_bool *cancel;
	unsigned char sum; /* of what was sent, so that it is read */
} kernel;

void
kernel_start(uint32_t seed, atomic_bool *cancel)
{
	kernel.on = true;
	kernel.chance = seed * 2654435761u + 1;
	kernel.ticks = 0;
	kernel.fd = 3;
	kernel.cancel = cancel;
}

void
kernel_stop(void)
{
	kernel.on = false;
}

static uint32_t
chance(uint32_t below)
{
	kernel.chance ^= kernel.chance << 13;
	kernel.chance ^= kernel.chance >> 17;
	kernel.chance ^= kernel.chance << 5;
	return kernel.chance % below;
}

static void
tick(void)
{
	if (kernel.on && ++kernel.ticks > TICKS_MAX)
		atomic_store(kernel.cancel, true);
}

static bool
fails(void)
{
	static const int errnos[] = { EINTR, EAGAIN, EBADF, ECONNRESET, EINVAL,
		EADDRINUSE, EMFILE, EINPROGRESS, 9999 };

	tick();
	if (chance(5) != 0)
		return false;
	errno = errnos[chance(sizeof(errnos) / sizeof(errnos[0]))];
	return true;
}

static void
take(const void *data, size_t len)
{
	const unsigned char *s = data;

	for (size_t i = 0; i < len; i++)
		kernel.sum ^= s[i];
}

static size_t
give(void *data, size_t room)
{
	size_t len = chance(80);

	if (len > room)
		len = room;
	for (size_t i = 0; i < len; i++)
		((char *)data)[i] = (char)chance(256);
	return len;
}

static size_t
any_addr(struct sockaddr_storage *sa)
{
	switch (chance(5)) {
	case 0:
		sa->ss_family = AF_INET;
		return sizeof(struct sockaddr_in);
	case 1:
		sa->ss_family = AF_INET6;
		return sizeof(struct sockaddr_in6);
	case 2:
		sa->ss_family = AF_UNIX;
		return sizeof(sa_family_t) + chance(109);
	case 3:
		return chance(sizeof(*sa) + 1);
	default:
		return 0;
	}
}

/* As the kernel does: as much as there is room for, and the whole length. */
static void
give_addr(struct sockaddr *to, socklen_t *room)
{
	struct sockaddr_storage sa;
	size_t len;

	if (to == NULL || room == NULL)
		return;
	for (size_t i = 0; i < sizeof(sa); i++)
		((char *)&sa)[i] = (char)chance(256);
	len = any_addr(&sa);
	memcpy(to, &sa, len < *room ? len : *room);
	*room = (socklen_t)len;
}

#define WRAP(name) __wrap_##name
#define REAL(name) __real_##name

int WRAP(socket)(int family, int type, int protocol);
int
WRAP(socket)(int family, int type, int protocol)
{
	(void)family;
	(void)type;
	(void)protocol;
	return fails() ? -1 : kernel.fd++;
}

int WRAP(socketpair)(int family, int type, int protocol, int *fds);
int
WRAP(socketpair)(int family, int type, int protocol, int *fds)
{
	(void)family;
	(void)type;
	(void)protocol;
	if (fails())
		return -1;
	fds[0] = kernel.fd++;
	fds[1] = kernel.fd++;
	return 0;
}

int WRAP(bind)(int fd, const struct sockaddr *sa, socklen_t len);
int
WRAP(bind)(int fd, const struct sockaddr *sa, socklen_t len)
{
	(void)fd;
	if (sa == NULL || len > sizeof(struct sockaddr_storage)) {
		errno = sa == NULL ? EFAULT : EINVAL;
		return -1;
	}
	take(sa, len);
	return fails() ? -1 : 0;
}

int WRAP(connect)(int fd, const struct sockaddr *sa, socklen_t len);
int
WRAP(connect)(int fd, const struct sockaddr *sa, socklen_t len)
{
	return WRAP(bind)(fd, sa, len);
}

int WRAP(listen)(int fd, int backlog);
int
WRAP(listen)(int fd, int backlog)
{
	(void)fd;
	(void)backlog;
	return fails() ? -1 : 0;
}

int WRAP(shutdown)(int fd, int how);
int
WRAP(shutdown)(int fd, int how)
{
	return WRAP(listen)(fd, how);
}

int WRAP(accept)(int fd, struct sockaddr *sa, socklen_t *len);
int
WRAP(accept)(int fd, struct sockaddr *sa, socklen_t *len)
{
	(void)fd;
	if (fails())
		return -1;
	give_addr(sa, len);
	return kernel.fd++;
}

int WRAP(getsockname)(int fd, struct sockaddr *sa, socklen_t *len);
int
WRAP(getsockname)(int fd, struct sockaddr *sa, socklen_t *len)
{
	(void)fd;
	if (fails())
		return -1;
	give_addr(sa, len);
	return 0;
}

int WRAP(getpeername)(int fd, struct sockaddr *sa, socklen_t *len);
int
WRAP(getpeername)(int fd, struct sockaddr *sa, socklen_t *len)
{
	return WRAP(getsockname)(fd, sa, len);
}

ssize_t WRAP(sendto)(int fd, const void *data, size_t len, int flags,
    const struct sockaddr *sa, socklen_t salen);
ssize_t
WRAP(sendto)(int fd, const void *data, size_t len, int flags,
    const struct sockaddr *sa, socklen_t salen)
{
	(void)fd;
	(void)flags;
	if (sa != NULL && salen <= sizeof(struct sockaddr_storage))
		take(sa, salen);
	take(data, len);
	if (fails())
		return -1;
	return len != 0 && chance(3) == 0 ? (ssize_t)(len / 2 + 1) :
					    (ssize_t)len;
}

ssize_t WRAP(send)(int fd, const void *data, size_t len, int flags);
ssize_t
WRAP(send)(int fd, const void *data, size_t len, int flags)
{
	return WRAP(sendto)(fd, data, len, flags, NULL, 0);
}

ssize_t WRAP(recvfrom)(int fd, void *data, size_t room, int flags,
    struct sockaddr *sa, socklen_t *salen);
ssize_t
WRAP(recvfrom)(int fd, void *data, size_t room, int flags, struct sockaddr *sa,
    socklen_t *salen)
{
	size_t len;

	(void)fd;
	if (fails())
		return -1;
	give_addr(sa, salen);
	len = give(data, room);
	/* MSG_TRUNC asks for the datagram's real length. */
	return (ssize_t)(flags & MSG_TRUNC ? len + chance(2000) : len);
}

ssize_t WRAP(recv)(int fd, void *data, size_t room, int flags);
ssize_t
WRAP(recv)(int fd, void *data, size_t room, int flags)
{
	return WRAP(recvfrom)(fd, data, room, flags, NULL, NULL);
}

int WRAP(setsockopt)(int fd, int level, int option, const void *value,
    socklen_t len);
int
WRAP(
    setsockopt)(int fd, int level, int option, const void *value, socklen_t len)
{
	(void)fd;
	(void)level;
	(void)option;
	if ((int)len < 0) {
		errno = EINVAL;
		return -1;
	}
	take(value, len);
	return fails() ? -1 : 0;
}

int WRAP(
    getsockopt)(int fd, int level, int option, void *value, socklen_t *len);
int
WRAP(getsockopt)(int fd, int level, int option, void *value, socklen_t *len)
{
	(void)fd;
	(void)level;
	(void)option;
	if ((int)*len < 0) {
		errno = EINVAL;
		return -1;
	}
	if (fails())
		return -1;
	*len = (socklen_t)(chance(2) ? give(value, *len) :
				       give(value, *len < 4 ? *len : 4));
	return 0;
}

int REAL(close)(int fd);
int WRAP(close)(int fd);
int
WRAP(close)(int fd)
{
	if (!kernel.on)
		return REAL(close)(fd);
	return fails() ? -1 : 0;
}

/* The evaluator gives the lock away and takes it again in every long loop. */
void REAL(session_lock_shared)(struct session *s);
void WRAP(session_lock_shared)(struct session *s);
void
WRAP(session_lock_shared)(struct session *s)
{
	tick();
	REAL(session_lock_shared)(s);
}

/* Long strings take time: one is enough for a run. */
struct bytes *REAL(bytes_new)(const char *s, size_t len);
struct bytes *WRAP(bytes_new)(const char *s, size_t len);
struct bytes *
WRAP(bytes_new)(const char *s, size_t len)
{
	if (kernel.on && len > LOAD_MAX)
		atomic_store(kernel.cancel, true);
	return REAL(bytes_new)(s, len);
}

/* A log is large, and to a sanitizer making one is a thousand times the work of
 * a small program: all runs use one. Nothing reads what they leave in it. */
struct event_log *REAL(log_new)(void);
struct event_log *WRAP(log_new)(void);
struct event_log *
WRAP(log_new)(void)
{
	static struct event_log *log;

	if (log == NULL)
		log = REAL(log_new)();
	return log;
}

void WRAP(log_free)(struct event_log *log);
void
WRAP(log_free)(struct event_log *log)
{
	(void)log;
}
