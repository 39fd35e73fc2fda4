/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One call of a primitive: typed arguments in, result out, an event in the log.
 *
 * The evaluator fills it in (lang/bind.c), then calls the row's function, which
 * reads arguments with call_…(), makes the system call inside CALL(), and says
 * what its value is. CALL() drops the session's lock around the system call if
 * the row says PRIM_BLOCKS, takes errno before anything can change it, appends
 * the event, and lets the shell echo it.
 */
#ifndef SOCKSH_MODEL_CALL_H
#define SOCKSH_MODEL_CALL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/addr.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/session.h"
#include "model/value.h"

enum call_status {
	CALL_OK,
	CALL_FAILED,    /* the system call failed: err holds why */
	CALL_MISTAKE,   /* nothing was called: cause says what was wrong */
	CALL_CANCELLED, /* interrupted by the user */
	CALL_EXIT,      /* the run ends; result is its status */
	/* What it ran has ended so: result is an enum exec (lang/interp.h). */
	CALL_UNWINDS,
};

/* An argument, by the row's parameters. */
struct arg {
	bool given;
	bool null;        /* NULL was passed for a pointer */
	bool ref;         /* "&x", where a value may stand too: x gets result */
	socklen_t inout;  /* a value-result length */
	struct value v;   /* converted: numbers as int; a reference of ours */
	const void *data; /* bytes and addresses: what the kernel gets */
	size_t len;
	void *out;           /* output: where the kernel writes … */
	size_t room;         /* … and how much at most */
	struct value result; /* what a C form's variable gets */
};

struct call {
	const struct prim *prim;
	const struct command *cmd;
	struct task *task;
	const struct value *rest; /* of a variadic form; borrowed */
	size_t nrest;

	enum call_status status;
	int err;
	int64_t result;   /* what the system call returned */
	const char *why;  /* it failed, where errno's text would mislead */
	struct value ret; /* the value of the call in the language */
	/* It stands as a statement, so that its value is drawn; a row whose
	 * drawing tells more than its value gives that here. */
	bool drawn;
	struct value picture;
	/* Not NULL: the call is not to be made. Where it would be, it leaves here
	 * the event that the log would get, without a result: room for
	 * EVENT_SIZE_MAX. prim stays NULL if no system call would be made. */
	struct event *draft;
	/* Of a row that asks about a call: such an event, and the row. */
	const struct event *about;
	const struct prim *about_row;
	struct value file; /* of params[0], if that is what makefile gives */
	char *cause;       /* of a mistake; the caller's to free */

	int64_t start;
	int64_t deadline; /* by settimeout, ns; 0: not begun */
	int bad;          /* the parameter at fault, or -1 */
	int fd; /* of params[0], and its generation when the call began */
	uint32_t generation;
	bool stale;   /* the value of params[0] is of an earlier use of it */
	uint8_t host; /* event.host */
	bool c_form;  /* variables get what is written, as in C */

	/* Only the row's own parameters: the rest is not even cleared. */
	struct arg args[PRIM_PARAMS];
};

/* Starts a call; every argument absent. */
void call_init(struct call *call, const struct command *cmd, struct task *task);
/*
 * Gives parameter i its value, converted to the parameter's type. False with
 * the call's status, cause and bad set. PARAM_FD has to come before PARAM_ADDR,
 * as in every C function: the descriptor's family decides what ":80" means.
 */
bool call_set(struct call *call, int i, const struct value *v);
/* The same for host and port as two arguments. */
bool call_set_pair(struct call *call, int i, const struct value *host,
    const struct value *port);
/* The same for NULL, where the C function wants a pointer to write to. */
bool call_set_null(struct call *call, int i);
/* Fills in what was left out, then calls. */
void call_run(struct call *call);
/* Drops what the call holds. ret and the results are the caller's to take
 * first (set them VAL_UNSET). */
void call_free(struct call *call);

/* For a primitive's function. */
static inline bool
call_given(const struct call *call, int i)
{
	return call->args[i].given;
}
static inline int64_t
call_num(const struct call *call, int i)
{
	return call->args[i].v.i;
}
static inline int
call_fd(const struct call *call, int i)
{
	return (int)call->args[i].v.i;
}
const struct sockaddr *call_sa(const struct call *call, int i);
socklen_t call_salen(const struct call *call, int i);
/* An output buffer of size bytes for parameter i: a new byte string, or in a C
 * form the user's array. NULL if that one is too small (a mistake). */
struct bytes *call_buffer(struct call *call, int i, int64_t size);
/* Room for an address at i, its value-result length being i + 1: as much as the
 * descriptor's family takes, or what the user offers. */
struct sockaddr *call_addr_room(struct call *call, int i,
    struct sockaddr_storage *room);
/* Room for an address of the descriptor's family. */
socklen_t call_addr_size(const struct call *call);
/* The value-result length i, for the kernel to change; NULL if the user passed
 * NULL. */
socklen_t *call_inout(struct call *call, int i);
/* A mistake found by the primitive itself, at parameter i (-1: none). */
void call_mistake(struct call *call, int i, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The call's value; takes over the reference. */
void call_give(struct call *call, struct value v);
/* After CALL: the bytes received, into the variable of a C form or as value. */
void call_give_buffer(struct call *call, int i, struct bytes *b);
/* After CALL: the address at i (from call_addr_room); a C form's variables get
 * it too. VAL_NONE if the kernel gave none. */
struct value call_addr_value(struct call *call, int i);
/* Gives a C form's variable i its value; takes over the reference. */
void call_out(struct call *call, int i, struct value v);
/* The verb that parameter i names; NULL, with a mistake that lists what there
 * is. */
const struct verb *call_verb(struct call *call, int i);
/* A one-line remark for the user. */
void call_remark(struct call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* ns, CLOCK_MONOTONIC. */
int64_t clock_now(void);
/* False, with a mistake, if a stranger's lesson may not do this. */
bool call_confined(struct call *call);
/* False if nothing is to be called: the user has interrupted, or it is a draft,
 * of this row. */
bool call_enter_as(struct call *call, const struct prim *prim);
static inline bool
call_enter(struct call *call)
{
	return call_enter_as(call, call->prim);
}
bool call_interrupted(struct call *call);
/* Another row may be named: sendall is a loop of send. */
void call_leave_as(struct call *call, const struct prim *prim);

static inline void
call_result(struct call *call, int64_t result)
{
	call->err = result == -1 ? errno : 0;
	call->result = result;
}

static inline bool
call_again(struct call *call)
{
	return call->err == EINTR && call_interrupted(call);
}

#define CALL_AS(call, prim, expr)                    \
	do {                                         \
		if (!call_enter_as((call), (prim)))  \
			break;                       \
		do                                   \
			call_result((call), (expr)); \
		while (call_again(call));            \
		call_leave_as((call), (prim));       \
	} while (0)

#define CALL(call, expr) CALL_AS((call), (call)->prim, (expr))

#endif
