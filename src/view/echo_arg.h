/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the echo: an event with its arguments laid out and checked, and what
 * prints one of them. Only echo*.c, jsonl.c and ladder*.c
 * include this.
 */
#ifndef SOCKSH_VIEW_ECHO_ARG_H
#define SOCKSH_VIEW_ECHO_ARG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/event.h"
#include "model/prim.h"
#include "model/xlat.h"

struct echo_arg {
	const struct param *param;
	int64_t num; /* these two as in struct event_arg */
	int32_t after;
	const unsigned char *data; /* len bytes in the event's payload */
	size_t len;
	bool null;
	bool missing; /* nothing to show */
};

struct echo_call {
	const struct event *ev;
	unsigned flags;
	size_t n;
	struct echo_arg args[PRIM_PARAMS];
};

/* Lays an event out; flags: enum echo_flag. */
void echo_read(struct echo_call *call, const struct event *ev, unsigned flags);
/* Appends argument i. */
void echo_arg(struct strbuf *out, const struct echo_call *call, size_t i);

/* The first argument of a type, or NULL. */
const struct echo_arg *echo_find(const struct echo_call *call,
    enum param_type type);
/* How many bytes of argument i count, by the length that follows it. */
size_t echo_length(const struct echo_call *call, size_t i);

/* Of bytes, how many there were, kept or not. */
int64_t echo_whole(const struct echo_call *call, size_t i);

/* For an argument with nothing to show: NULL, or the parameter's name. */
void echo_pointer(struct strbuf *out, const struct echo_arg *arg);
/* A constant's name; a number without one as strace has it: 0x7 (what). */
void echo_name(struct strbuf *out, const struct xlat_table *table,
    uint32_t value, const char *what);
/* Flags by name, in the table's order. */
void echo_bits(struct strbuf *out, const struct xlat_table *table,
    uint32_t flags, const char *what);
/* len bytes in quotes; "..." if they are not the whole. */
void echo_quote(struct strbuf *out, const unsigned char *data, size_t len,
    int64_t whole);
void echo_inet(struct strbuf *out, const void *in_addr);
void echo_inet6(struct strbuf *out, const void *in6_addr, const char *field);
/* htons(ETH_P_IP), from a number in network byte order. */
void echo_ethertype(struct strbuf *out, uint16_t type);

/* Bytes sent, received or named, with a comment if they are text. */
void echo_bytes(struct strbuf *out, const struct echo_call *call, size_t i);
/* That comment, if len bytes are worth one. */
void echo_comment(struct strbuf *out, const struct echo_call *call,
    const unsigned char *data, size_t len);
/* A socket address of at least two bytes. */
void echo_addr(struct strbuf *out, const unsigned char *data, size_t len);
/* An option's value, set or got; level and option are other arguments. */
void echo_optval(struct strbuf *out, const struct echo_call *call, size_t i);

/* SOCK_STREAM|SOCK_CLOEXEC. */
void echo_type(struct strbuf *out, uint32_t type);

/* getaddrinfo and its like; the answer is what a pointer returned points to. */
void echo_hints(struct strbuf *out, const struct echo_arg *arg);
void echo_info(struct strbuf *out, const struct echo_arg *arg);
void echo_raw_addr(struct strbuf *out, const struct echo_arg *arg);
void echo_answer(struct strbuf *out, const struct echo_arg *arg);

/* struct msghdr, struct iovec[]. */
void echo_msg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
void echo_iov(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
/* Control messages, of which len bytes of whole were kept. */
void echo_control(struct strbuf *out, const unsigned char *control, size_t len,
    uint64_t whole);
/* poll, select, ioctl. */
void echo_pollfds(struct strbuf *out, const struct echo_arg *arg);
void echo_fdset(struct strbuf *out, const struct echo_arg *arg);
void echo_timeval(struct strbuf *out, const struct echo_arg *arg);
void echo_intptr(struct strbuf *out, const struct echo_arg *arg);
void echo_request(struct strbuf *out, uint32_t request);
/* Of open, fcntl, ioctl, sendfile, epoll: echo_file.c. */
void echo_open_flags(struct strbuf *out, uint32_t flags);
void echo_mode(struct strbuf *out, uint32_t mode);
void echo_fcntl_arg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
void echo_ioctl_arg(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
void echo_offset(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
void echo_epoll(struct strbuf *out, const struct echo_call *call,
    const struct echo_arg *arg);
/* Whether this call has no such argument at all: a mode without O_CREAT. */
bool echo_absent(const struct echo_call *call, size_t i);
/* fcntl's result: as 0x8002, and what that means. */
bool echo_result_is_hex(const struct echo_call *call);
void echo_fcntl_result(struct strbuf *out, const struct echo_call *call);
/* ARPHRD_ETHER */
void echo_hardware(struct strbuf *out, uint16_t type);

/* What they found, after the result. */
void echo_wait_result(struct strbuf *out, const struct echo_call *call);

#endif
