/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session for the tests of calls, and what it is told. */
#ifndef SOCKSH_TESTS_CALL_FIXTURE_H
#define SOCKSH_TESTS_CALL_FIXTURE_H

#include <arpa/inet.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "model/call.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIT(s) value_bytes((s), sizeof(s) - 1)

/* What the shell would be told. */
static struct {
	int calls;  /* of a primitive's function */
	int events; /* echoed */
	int remarks;
	int waits;
	bool locked;       /* while a listener ran */
	int interruptions; /* that come before a call succeeds */
} seen;

static struct session session;
static struct task task;
static int resolved; /* what the resolver answers */

static bool
is_locked(void)
{
	if (pthread_mutex_trylock(&session.lock) != 0)
		return true;
	pthread_mutex_unlock(&session.lock);
	return false;
}

static void
on_event(void *ctx, struct task *t, const struct event *ev)
{
	(void)ctx;
	(void)t;
	(void)ev;
	seen.locked |= is_locked();
	seen.events++;
}

static void
on_remark(void *ctx, struct task *t, const char *s)
{
	(void)ctx;
	(void)t;
	assert_string_equal(s, "a remark 5");
	seen.locked |= is_locked();
	seen.remarks++;
}

static void
on_waiting(void *ctx, struct task *t)
{
	(void)ctx;
	(void)t;
	seen.locked |= is_locked();
	seen.waits++;
}

static int
resolve(struct task *t, const struct addr_names *names, int family, int type,
    struct addr **out)
{
	(void)t;
	(void)type;
	assert_string_equal(names->host, "a.name");
	if (resolved == 0)
		*out = addr_new(family);
	return resolved;
}

static const struct session_ops ops = {
	.event = on_event,
	.remark = on_remark,
	.waiting = on_waiting,
};

static int
setup(void **state)
{
	(void)state;
	memset(&seen, 0, sizeof(seen));
	session_init(&session, &ops, NULL);
	session.resolve = resolve;
	memset(&task, 0, sizeof(task));
	task.session = &session;
	session_lock(&session);
	session_fd_opened(&session, 3, AF_INET, SOCK_STREAM, 0);
	session_fd_opened(&session, 4, AF_UNIX, SOCK_STREAM, 0);
	session_fd_opened(&session, 6, AF_INET6, SOCK_STREAM, 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	session_unlock(&session);
	session_free(&session);
	return 0;
}

static struct call
call_of(struct command *cmd, const struct prim *prim)
{
	struct call call;

	command_init(cmd, prim);
	call_init(&call, cmd, &task);
	return call;
}

/* One line that names the parameter; nothing is called. */
static void
is_a_mistake(struct call *call, int i)
{
	const char *name = call->prim->params[i].name;

	assert_int_equal(call->status, CALL_MISTAKE);
	assert_int_equal(call->bad, i);
	assert_non_null(call->cause);
	assert_memory_equal(call->cause, name, strlen(name));
	assert_int_equal(call->cause[strlen(name)], ':');
	assert_null(strchr(call->cause, '\n'));
	assert_true(strlen(call->cause) < 300);
	call_run(call);
	assert_int_equal(seen.calls, 0);
	assert_int_equal(call->status, CALL_MISTAKE);
	free(call->cause);
}

#endif
