/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The primitives: the real system calls, one row and one function each. Adding
 * one is described in HACKING.md.
 */
#ifndef SOCKSH_SOCK_SOCK_H
#define SOCKSH_SOCK_SOCK_H

#include <poll.h>

#include "model/call.h"
#include "model/session.h"

/* Adds all primitives, and the resolver of names. */
void sock_add(struct session *s);

/* The tables, each ended by a row without a name. */
extern const struct prim sock_socket_prims[];
extern const struct prim sock_io_prims[];
extern const struct prim sock_line_prims[];
extern const struct prim sock_msg_prims[];
extern const struct prim sock_cmsg_prims[];
extern const struct prim sock_option_prims[];
extern const struct prim sock_wait_prims[];

extern const struct prim sock_epoll_prims[];
extern const struct prim sock_fcntl_prims[];
extern const struct prim sock_fd_prims[];
extern const struct prim sock_file_prims[];
extern const struct prim sock_stream_prims[];
extern const struct prim sock_stream_io_prims[];
extern const struct prim sock_python_prims[];
extern const struct prim sock_timeout_prims[];
/* The row of poll in sock_wait_prims. */
enum { SOCK_WAIT_POLL };
/* Rows of sock_epoll_prims. */
enum {
	SOCK_EPOLL_CTL,
	SOCK_EPOLL_WAIT,
	SOCK_EPOLL_PWAIT,
	SOCK_EPOLL_CREATE1,
};

/* The row of a command that is here for certain, for a part of another. */
const struct prim *sock_row(const struct call *call, const char *name);

/*
 * Another call made on the way, of a row with a descriptor first, and with an
 * event of its own: to be filled in after sock_sub_begin and made with CALL(). Its
 * failure is the failure of what was asked for; sock_sub_ended says whether it
 * succeeded. cmd and sub are the caller's.
 */
void sock_sub_begin(struct call *sub, struct command *cmd, struct call *call,
    const struct prim *prim);
bool sock_sub_ended(struct call *call, const struct call *sub);
/* A new socket gets the time-out of setdefaulttimeout, if there is one: a call
 * of its own, as Python makes it. */
void sock_default_timeout(struct call *call, int fd);
/* Parameter i as a time-out: -1 for None. False if it is a mistake. */
bool sock_seconds(struct call *call, int i, double *seconds);
/* getsockopt of an int at SOL_SOCKET, on the way. */
bool sock_sub_option(struct call *call, int option, int *value);
/* Who is asleep in a call on fd: to the kernel he still uses it when it is
 * closed. A remark, the caller's to free; NULL if nobody is. */
char *sock_sleepers(const struct session *s, int fd);

/* read, write and close of what makefile gives, and close of a descriptor that
 * such a file holds: false if it is none, and nothing was done. i: the parameter
 * that is the size, the data. */
bool sock_stream_read(struct call *call, int i);
bool sock_stream_write(struct call *call, int i);
bool sock_stream_close(struct call *call);
/* session.streams_free */
void sock_streams_free(struct session *s);

/*
 * What settimeout means for a call on a descriptor: before it, a poll for
 * events (POLLIN, POLLOUT) of its own. False if the call is not to be made: the
 * time has passed (ETIMEDOUT), or the poll failed.
 */
bool sock_await(struct call *call, short events);
/* After that call: whether it is to be waited for and made again, because
 * somebody else took what the poll had seen. */
bool sock_await_again(struct call *call);
/* After a connect that is under way: waits for its end likewise. */
void sock_finish_connect(struct call *call);

/* poll(2), to be made in CALL(): the time does not begin anew when it is made
 * again. */
int sock_poll(const struct call *call, struct pollfd *fds, nfds_t n, int ms);
/* Seconds as nanoseconds, begun ones counted; -1 if it is no time to wait. */
int64_t sock_ns(const struct value *v);

/* session.resolve: names are looked up by a child process, which the user can
 * interrupt (getaddrinfo cannot be) and which takes no descriptor number. */
int sock_resolve(struct task *task, const struct addr_names *names, int family,
    int type, struct addr **out);

#endif
