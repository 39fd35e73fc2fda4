/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all threads of one shell share, behind one lock.
 *
 * The lock is held by the thread whose evaluator is running: it protects the
 * session, every value (value.h) and the syntax trees. It is dropped around a
 * system call that may wait (call.h), around output and around formatting, so
 * that a thread that waits or writes stops nobody.
 */
#ifndef SOCKSH_MODEL_SESSION_H
#define SOCKSH_MODEL_SESSION_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/addr.h"
#include "model/event.h"
#include "model/prim.h"

/* What a descriptor stands for. */
enum fd_kind {
	FD_SOCKET,
	FD_PIPE,
	FD_FILE, /* what open gives: a file, a directory, a device */
	FD_EPOLL,
	FD_EVENTFD, /* of eventfd */
};

/* What we know of a descriptor beyond its number. The kernel uses numbers
 * again, so (number, generation) names one. */
struct fd_info {
	uint32_t generation;
	bool open; /* made by a call of this shell and not closed since */
	enum fd_kind kind;
	bool told_again; /* that a variable from before has its number */
	bool closing; /* the user has closed it, a file of makefile has not */
	uint8_t host; /* of the lab, from 1, that it is on; 0: of none */
	int family;   /* of a socket; AF_UNSPEC if not known */
	int type;
	int protocol;
	uint64_t calls; /* made on it so far */
	uint64_t takes; /* … that may have taken in what came */
	/* The job that made it, or was the last to read from it or poll it; 0:
	 * the shell itself. */
	uint32_t reader;
	double timeout; /* settimeout: seconds; below 0: none */
	uint64_t sent;  /* bytes, exact whatever the log has dropped */
	uint64_t received;
};

/* A variable that holds a use of a descriptor's number. */
struct fd_use {
	int fd;
	uint32_t generation;
	uint32_t slot; /* in the order in which names were first used */
	const char *name;
	long at; /* its place in a list; -1: it is the variable itself */
};

struct capture;
struct ends;
struct frames;
struct lab;
struct nearby;
struct stream;
struct task;

/* What the shell around the session does for it. All but the last two are called
 * without the lock. */
struct session_ops {
	/* A call has been made: the echo. ev is the callee's to read until it
	 * returns. NULL: nobody listens, and nothing is copied. */
	void (*event)(void *ctx, struct task *task, const struct event *ev);
	/* What print prints; bytes as they are. */
	void (*print)(void *ctx, struct task *task, const char *s, size_t len);
	/* A one-line remark on what was just typed (a hint, a warning). */
	void (*remark)(void *ctx, struct task *task, const char *s);
	/* A looking command stands as a statement: its value, which is this task's
	 * alone, is to be drawn. */
	void (*draw)(void *ctx, struct task *task, const struct prim *prim,
	    const struct value *v);
	/* About to wait: output that is held back had better go out. */
	void (*waiting)(void *ctx, struct task *task);
	/* Appends the name of the variable that holds a descriptor, or nothing.
	 * With the lock. */
	void (
	    *fd_name)(void *ctx, struct task *task, int fd, struct strbuf *out);
	/* The same of all at once: names[fd], the caller's to free, NULL before;
	 * of the numbers below n. With the lock. */
	void (*fd_names)(void *ctx, struct task *task, char **names, size_t n);
};

struct session {
	pthread_mutex_t lock;
	/* There is one thread yet, and the mutex is left alone: what would be
	 * locked is only noted. */
	bool alone;
	bool alone_holds;
	atomic_uint wanted; /* threads that wait for the lock */
	struct event_log *log;
	/* What looks at the past sees the events from this one on. */
	uint64_t mark;
	uint64_t frames_mark; /* … and the frames */
	const struct session_ops *ops;
	void *ops_ctx;
	atomic_bool quiet;      /* no echo; the log goes on */
	atomic_bool recorded;   /* session_ops.event is told all the same */
	bool unlogged;          /* … and this: the log does not */
	bool confined;          /* a stranger's lesson: no files, no programs */
	double default_timeout; /* setdefaulttimeout: as fd_info.timeout */
	bool told_wildcard;     /* that others can reach such a socket */

	struct command *commands; /* sorted by name */
	size_t ncommands;
	bool adding; /* … but while rows are added */

	struct fd_info *fds; /* by number */
	size_t nfds;

	struct task *waiting; /* in calls that may wait */

	/* The lab (wire/lab.h), if we are in it, and the frames that were seen
	 * (model/frames.h), if any ever were. */
	struct lab *lab;
	struct frames *frames;
	/* Whose frames are whose (wire/ends.h), or NULL. */
	struct ends *ends;
	/* A capture outside the lab (wire/capture.h), or NULL; and what it or the
	 * lab wants to be told, with the lock: that fd was made, or a call on it. */
	struct capture *capture;
	void (*fd_called)(struct session *s, int fd, bool opened);
	/* The host that a descriptor is on; NULL outside the lab. */
	uint8_t (*fd_host)(const struct session *s, int fd);
	/* The i-th of its hosts, from 1 (model/nearby.h); false: there is none.
	 * NULL outside the lab. With the lock, or while a job is in a call. */
	bool (*nearby)(const struct session *s, unsigned i, struct nearby *out);

	/* The files of makefile (sock/stream.c), which streams_free drops. */
	struct stream *streams;
	size_t streams_made;
	void (*streams_free)(struct session *s);

	/* Resolves a host and service for a socket of family and type; set by
	 * sock_add. Returns 0 and a new reference, an EAI_ code (negative) or an
	 * errno. Called with the lock, which it drops while it waits. */
	int (*resolve)(struct task *task, const struct addr_names *names,
	    int family, int type, struct addr **out);
};

/* One thread's side of a session. */
struct task {
	struct session *session;
	/* 0: the shell itself. Ctrl-Z makes a job of it while it prints. */
	atomic_uint job;
	const char *name;   /* the job's, or NULL */
	uint8_t host;       /* of the lab, from 1, where new sockets are made */
	atomic_bool cancel; /* set by another thread or a signal handler */
	/* Not NULL: its calls are asked about, and not to be made (call.h). */
	struct event *draft;

	/* The call it is in, if that may wait; NULL if none. Behind the lock. */
	const struct prim *waits_in;
	int waits_fd; /* the descriptor, or -1, and its generation */
	uint32_t waits_generation;
	int64_t waits_since;       /* ns, CLOCK_MONOTONIC */
	struct task *next_waiting; /* in session.waiting */
	struct task **waiting_link;
};

void session_init(struct session *s, const struct session_ops *ops, void *ctx);
void session_free(struct session *s);
/* Before a second thread is made that may use the session: from now on the lock is
 * one. Whoever calls it may hold the lock, and does afterwards. */
void session_share(struct session *s);
void session_lock_shared(struct session *s);
static inline void
session_lock(struct session *s)
{
	if (s->alone)
		s->alone_holds = true;
	else
		session_lock_shared(s);
}
static inline void
session_unlock(struct session *s)
{
	if (s->alone)
		s->alone_holds = false;
	else
		pthread_mutex_unlock(&s->lock);
}
/* The same within ns nanoseconds, below a second; false: others had it so long. */
bool session_lock_within(struct session *s, long ns);
/* Lets others have the lock if any waits for it: a mutex is not fair. */
void session_yield(struct session *s);
/* Notes that a task is about to wait, its waits_… filled in, and that it waits
 * no more. */
void session_waits(struct task *task);
void session_waited(struct task *task);

/* Adds rows, up to one without a name. Between begin and end, when many tables
 * are added, no command is found yet. */
void session_add_begin(struct session *s);
void session_add_end(struct session *s);
void session_add(struct session *s, const struct prim *prims);
/* Puts a row in the place of the one of its name, before anything is parsed. */
void session_replace(struct session *s, const struct prim *prim);
const struct command *session_command(const struct session *s,
    const char *name);
void session_command_offer(const struct session *s, struct nearest *nearest);

/* What is known of fd, or NULL; valid until the lock is dropped. */
static inline struct fd_info *
session_fd(const struct session *s, int64_t fd)
{
	if (fd < 0 || (uint64_t)fd >= s->nfds || !s->fds[fd].open)
		return NULL;
	return &s->fds[fd];
}

/* Notes that fd was made: a new generation begins. */
struct fd_info *session_fd_opened(struct session *s, int fd, int family,
    int type, int protocol);
/* The same for what is no socket, and for a second number of from, about which
 * all is known that is known of that. */
void session_fd_made(struct session *s, int fd, enum fd_kind kind);
void session_fd_duplicated(struct session *s, int from, int fd);
/* A descriptor that was just opened, as a value that knows which use of the
 * number it is. */
struct value session_fd_value(const struct session *s, int64_t fd);
void session_fd_closed(struct session *s, int fd);
/* What Python's sockets know of themselves: family, type, proto, timeout. False
 * if fd was not made here, or has no such thing. */
bool session_fd_field(const struct session *s, int64_t fd, const char *name,
    struct value *out);
/* The name of the variable that holds fd, as this task's program has it; None if
 * there is none. With the lock. */
struct value session_fd_name(struct task *task, int fd);
/* The same of all numbers below session.nfds at once, NULL where there is none:
 * an array, the caller's to free with each of its strings. */
char **session_fd_names(struct task *task);
/* Notes that a task reads from fd, or means to. */
void session_fd_read(const struct task *task, int fd);

/* A descriptor of our own: moves it from fd up to the top of RLIMIT_NOFILE, out
 * of the user's way, close-on-exec. Returns the new number, or -1 with errno
 * (fd is closed in either case). */
int session_own_fd(int fd);
/* Whether the user may close, replace or change it; *cause says whose it is if
 * not. */
bool session_fd_users(const struct session *s, int64_t fd, char **cause);

#endif
