/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking names up: hosts, services, protocols. Whatever may ask a server or a
 * file is asked by a child, this same program started anew: libc's functions
 * cannot be interrupted, and in a thread of ours they would take descriptor
 * numbers that the user sees. What is only a number is answered here.
 *
 * All lookup_… functions wait; they are made between call_enter and
 * call_leave_as, without the lock. They return 0 and append records
 * (model/answer.h) to *out, or the error: an errno, an EAI_ (negative), or one
 * of the numbers below ERR_HOST (model/xlat.h). EINTR: the user interrupted.
 */
#ifndef SOCKSH_SOCK_LOOKUP_H
#define SOCKSH_SOCK_LOOKUP_H

#include <sys/socket.h>

#include "base/strbuf.h"
#include "model/session.h"

struct lookup_hints {
	int32_t flags;
	int32_t family;
	int32_t type;
	int32_t protocol;
};

/* getaddrinfo(3): INFO records, each perhaps with a CANON. host, service: or
 * NULL. */
int lookup_info(struct task *task, const char *host, const char *service,
    const struct lookup_hints *hints, struct strbuf *out);
/* getnameinfo(3): a NAME and a SERVICE, in as much room as is offered. */
int lookup_name(struct task *task, const struct sockaddr *sa, socklen_t len,
    size_t host_room, size_t service_room, int flags, struct strbuf *out);
/* gethostbyname(3), gethostbyaddr(3): NAME, ALIAS …, ADDR …. */
int lookup_host(struct task *task, const char *name, struct strbuf *out);
int lookup_addr(struct task *task, const void *addr, size_t len, int family,
    struct strbuf *out);
/* getservbyname(3), getservbyport(3): NAME, ALIAS …, PORT, PROTO. protocol: or
 * NULL for any; port in the host's byte order. */
int lookup_service(struct task *task, const char *name, const char *protocol,
    struct strbuf *out);
int lookup_port(struct task *task, int port, const char *protocol,
    struct strbuf *out);
/* getprotobyname(3): NAME, ALIAS …, NUMBER. */
int lookup_protocol(struct task *task, const char *name, struct strbuf *out);

/* The child's main: argv as the parent makes it. */
int lookup_main(char **argv);
#define LOOKUP_OPTION "--resolve-for-parent"

/* Between lookup.c and lookup_child.c: what the child writes first, then len
 * bytes of records; and the call that needs nobody to be asked. */
struct lookup_head {
	uint32_t magic;
	int32_t err;
	uint32_t len;
};
enum {
	LOOKUP_MAGIC = 0x736b6c75,
	LOOKUP_ANSWER_MAX = 1 << 20,
};
int lookup_info_here(const char *host, const char *service,
    const struct lookup_hints *hints, struct strbuf *out);
int lookup_name_here(const struct sockaddr *sa, socklen_t len, size_t host_room,
    size_t service_room, int flags, struct strbuf *out);

#endif
