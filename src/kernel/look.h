/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking functions: what a check asks of the live sockets and of the event log.
 * They disturb nothing: no event, no echo, no byte taken, no error cleared.
 */
#ifndef SOCKSH_KERNEL_LOOK_H
#define SOCKSH_KERNEL_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "model/session.h"

/* Adds their rows. */
void look_add(struct session *s);

/* The tables, each ended by a row without a name. */
extern const struct prim look_fd_prims[];      /* inq outq opt */
extern const struct prim look_log_prims[];     /* got sent calls */
extern const struct prim look_find_prims[];    /* find */
extern const struct prim look_option_prims[];  /* options */
extern const struct prim look_fds_prims[];     /* fds */
extern const struct prim look_sockets_prims[]; /* sockets */
extern const struct prim look_buffers_prims[]; /* buffers */
extern const struct prim look_info_prims[];    /* info */
extern const struct prim look_queue_prims[];   /* queue */
extern const struct prim look_state_prims[];   /* state */

/* The state of a socket, TCP_ESTABLISHED to TCP_CLOSING; one that is not TCP's
 * has the state by which the kernel knows that it listens, has a peer, or
 * neither. -1 with errno. */
int look_state(int fd);

/* The argument of this type among those that the log has of a call; NULL if there
 * is none. */
const struct event_arg *look_event_arg(const struct event *ev,
    enum param_type type);

struct sockopt;
struct value;
/* What an option is on a new socket, which is made for that and closed; *kind is
 * that of the socket ("tcp"). False if it cannot be told: it must not be read, or
 * sockets of that kind are not to be had. */
bool look_option_new(const struct sockopt *o, struct value *v,
    const char **kind);

/* The numbers in a file below /proc/sys; how many, at most n (why_look.c). */
int look_sysctl(const char *path, int64_t *numbers, int n);

/* What a socket must have. */
struct look_match {
	int family;           /* AF_UNSPEC: any */
	int type;             /* 0: any */
	int protocol;         /* 0: any */
	int state;            /* 0: any */
	int port[2];          /* local and peer; -1: any */
	struct addr *addr[2]; /* NULL: any; else the host has to be equal */
};

/* What the arguments of a row ask for: [kind] [state] [local] [peer] in this
 * order, each PARAM_MATCH; false with a mistake. To be freed if true. */
struct call;
bool look_match_init(struct call *call, struct look_match *m);
void look_match_free(struct look_match *m);
/* Whether a local (0) or peer (1) address is the one asked for. */
bool look_match_addr(const struct look_match *m, int side,
    const struct sockaddr *sa, socklen_t len);

#endif
