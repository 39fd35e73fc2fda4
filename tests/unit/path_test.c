/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a socket through the TCP state diagram, from logs made here. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "kernel/path.h"
#include "model/follow.h"
#include "model/prim.h"
#include "model/tcp_arrow.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

#define FD                        \
	{                         \
		"fd", PARAM_FD, 0 \
	}
static const struct prim p_socket = { .name = "socket",
	.params = { { "family", PARAM_FAMILY, 0 } },
	.flags = PRIM_OPENS };
static const struct prim p_listen = { .name = "listen", .params = { FD } };
static const struct prim p_connect = { .name = "connect", .params = { FD } };
static const struct prim p_accept = { .name = "accept",
	.params = { FD },
	.flags = PRIM_OPENS };
static const struct prim p_shutdown = { .name = "shutdown",
	.params = { FD, { "how", PARAM_HOW, 0 } } };
static const struct prim p_close = { .name = "close", .params = { FD } };
static const struct prim p_send = { .name = "send",
	.params = { FD },
	.flags = PRIM_SENDS };
static const struct prim p_recv = { .name = "recv",
	.params = { FD },
	.flags = PRIM_RECEIVES };
static const struct prim p_dup = { .name = "dup",
	.params = { FD },
	.flags = PRIM_OPENS };

static void
event(struct event_log *log, const struct prim *prim, int64_t arg, int64_t arg2,
    int64_t result, int err)
{
	size_t n = prim->params[1].type != PARAM_END ? 2 : 1;
	size_t size = sizeof(struct event) + n * sizeof(struct event_arg);
	struct event *ev = log_append(log, size);
	uint32_t whole = ev->size;
	uint64_t seq = ev->seq;

	memset(ev, 0, size);
	ev->size = whole;
	ev->seq = seq;
	ev->prim = prim;
	ev->nargs = (uint32_t)n;
	ev->args[0].num = arg;
	if (n == 2)
		ev->args[1].num = arg2;
	ev->result = err != 0 ? -1 : result;
	ev->err = err;
}

/* A way as text: "CLOSED>SYN_SENT ?ESTABLISHED": ? is inferred, ! the other
 * end's. Drops the log. */
static void
assert_way(struct event_log *log, uint32_t id, uint32_t peer, int now,
    const char *want)
{
	struct path_asked asked = { log, id, peer, now };
	struct strbuf text = { 0 };
	struct path path;

	path_follow(&asked, &path);
	sb_str(&text,
	    tcp_state_name(path.n != 0 ? path.steps[0].from : path.state));
	for (size_t i = 0; i < path.n; i++) {
		const struct path_step *step = &path.steps[i];

		if (i != 0)
			assert_int_equal(step->from, path.steps[i - 1].to);
		sb_printf(&text, " %s%s",
		    step->inferred    ? "?" :
			step->by_peer ? "!" :
					"",
		    tcp_state_name(step->to));
	}
	assert_string_equal(sb_text(&text), want);
	sb_free(&text);
	log_free(log);
}

/* A client that has connected: id 1, descriptor 3. */
static struct event_log *
client(void)
{
	struct event_log *log = log_new();

	event(log, &p_socket, AF_INET, 0, 3, 0);
	event(log, &p_connect, 3, 0, 0, 0);
	return log;
}

/* … and what it is connected to, id 2 listens on 4, id 3 is 5. */
static struct event_log *
pair(void)
{
	struct event_log *log = log_new();

	event(log, &p_socket, AF_INET, 0, 3, 0);
	event(log, &p_socket, AF_INET, 0, 4, 0);
	event(log, &p_listen, 4, 0, 0, 0);
	event(log, &p_connect, 3, 0, 0, 0);
	event(log, &p_accept, 4, 0, 5, 0);
	return log;
}

static void
opening(void **state)
{
	struct event_log *log = log_new();

	(void)state;
	event(log, &p_socket, AF_INET, 0, 3, 0);
	assert_way(log, 1, 0, TCP_CLOSE, "CLOSED");
	assert_way(client(), 1, 0, TCP_ESTABLISHED,
	    "CLOSED SYN_SENT ESTABLISHED");
	assert_way(pair(), 2, 0, TCP_LISTEN, "CLOSED LISTEN");
	assert_way(pair(), 3, 1, TCP_ESTABLISHED,
	    "LISTEN SYN_RCVD ESTABLISHED");
	/* Connected with itself. */
	assert_way(client(), 1, 1, TCP_ESTABLISHED,
	    "CLOSED SYN_SENT SYN_RCVD ESTABLISHED");
}

static struct event_log *
failing(int err)
{
	struct event_log *log = log_new();

	event(log, &p_socket, AF_INET, 0, 3, 0);
	event(log, &p_connect, 3, 0, 0, err);
	return log;
}

static void
failed_opening(void **state)
{
	struct event_log *log;

	(void)state;
	assert_way(failing(ECONNREFUSED), 1, 0, TCP_CLOSE,
	    "CLOSED SYN_SENT CLOSED");
	assert_way(failing(ETIMEDOUT), 1, 0, TCP_CLOSE,
	    "CLOSED SYN_SENT CLOSED");
	/* Nothing was sent. */
	assert_way(failing(ENETUNREACH), 1, 0, TCP_CLOSE, "CLOSED");
	assert_way(failing(EINPROGRESS), 1, 0, TCP_SYN_SENT, "CLOSED SYN_SENT");
	assert_way(failing(EINPROGRESS), 1, 0, TCP_ESTABLISHED,
	    "CLOSED SYN_SENT ?ESTABLISHED");
	log = failing(EINPROGRESS);
	event(log, &p_connect, 3, 0, 0, ECONNREFUSED);
	assert_way(log, 1, 0, TCP_CLOSE, "CLOSED SYN_SENT CLOSED");
	log = failing(EINPROGRESS);
	event(log, &p_close, 3, 0, 0, 0);
	assert_way(log, 1, 0, 0, "CLOSED SYN_SENT CLOSED");
}

static void
closing_first(void **state)
{
	struct event_log *log = client();

	(void)state;
	event(log, &p_shutdown, 3, SHUT_WR, 0, 0);
	assert_way(log, 1, 0, TCP_FIN_WAIT2,
	    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 ?FIN_WAIT_2");
	log = client();
	event(log, &p_shutdown, 3, SHUT_WR, 0, 0);
	event(log, &p_recv, 3, 0, 5, 0);
	event(log, &p_recv, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_TIME_WAIT,
	    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 ?FIN_WAIT_2 ?TIME_WAIT");
	log = pair();
	event(log, &p_close, 3, 0, 0, 0);
	event(log, &p_close, 5, 0, 0, 0);
	assert_way(log, 1, 3, TCP_TIME_WAIT,
	    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 ?FIN_WAIT_2 !TIME_WAIT");
	/* shutdown of receiving sends nothing. */
	log = client();
	event(log, &p_shutdown, 3, SHUT_RD, 0, 0);
	event(log, &p_recv, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_ESTABLISHED, "CLOSED SYN_SENT ESTABLISHED");
}

static void
closing_last(void **state)
{
	struct event_log *log = client();

	(void)state;
	event(log, &p_recv, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_CLOSE_WAIT,
	    "CLOSED SYN_SENT ESTABLISHED ?CLOSE_WAIT");
	log = client();
	event(log, &p_recv, 3, 0, 0, 0);
	event(log, &p_send, 3, 0, 7, 0);
	event(log, &p_close, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_CLOSE,
	    "CLOSED SYN_SENT ESTABLISHED ?CLOSE_WAIT LAST_ACK ?CLOSED");
	/* Nobody read the end: the state alone tells that it came first. */
	log = client();
	event(log, &p_shutdown, 3, SHUT_WR, 0, 0);
	assert_way(log, 1, 0, TCP_LAST_ACK,
	    "CLOSED SYN_SENT ESTABLISHED ?CLOSE_WAIT LAST_ACK");
	log = pair();
	event(log, &p_close, 3, 0, 0, 0);
	event(log, &p_close, 5, 0, 0, 0);
	assert_way(log, 3, 1, TCP_CLOSE,
	    "LISTEN SYN_RCVD ESTABLISHED !CLOSE_WAIT LAST_ACK ?CLOSED");
}

static void
broken(void **state)
{
	struct event_log *log = client();

	(void)state;
	event(log, &p_recv, 3, 0, 0, ECONNRESET);
	assert_way(log, 1, 0, TCP_CLOSE, "CLOSED SYN_SENT ESTABLISHED ?CLOSED");
	log = client();
	event(log, &p_send, 3, 0, 0, EPIPE);
	assert_way(log, 1, 0, TCP_CLOSE, "CLOSED SYN_SENT ESTABLISHED ?CLOSED");
	/* One's own end says nothing of the other. */
	log = client();
	event(log, &p_shutdown, 3, SHUT_WR, 0, 0);
	event(log, &p_send, 3, 0, 0, EPIPE);
	assert_way(log, 1, 0, TCP_FIN_WAIT2,
	    "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 ?FIN_WAIT_2");
	assert_way(client(), 1, 0, TCP_CLOSE,
	    "CLOSED SYN_SENT ESTABLISHED ?CLOSED");
}

static void
several_descriptors(void **state)
{
	struct event_log *log = client();

	(void)state;
	event(log, &p_dup, 3, 0, 4, 0);
	event(log, &p_close, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_ESTABLISHED, "CLOSED SYN_SENT ESTABLISHED");
	log = client();
	event(log, &p_dup, 3, 0, 4, 0);
	event(log, &p_close, 3, 0, 0, 0);
	event(log, &p_close, 4, 0, 0, 0);
	assert_way(log, 1, 0, 0, "CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1");
	/* The number is used anew: another socket. */
	log = client();
	event(log, &p_close, 3, 0, 0, 0);
	event(log, &p_socket, AF_INET, 0, 3, 0);
	assert_way(log, 2, 0, TCP_CLOSE, "CLOSED");
}

/* What the log does not have, or what others did. */
static void
unknown(void **state)
{
	struct event_log *log = log_new();

	(void)state;
	event(log, &p_send, 3, 0, 5, 0);
	assert_way(log, 1, 0, TCP_ESTABLISHED, "ESTABLISHED");
	log = log_new();
	event(log, &p_close, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_LISTEN, "CLOSED ?LISTEN");
	log = log_new();
	event(log, &p_socket, AF_INET, 0, 3, 0);
	assert_way(log, 1, 0, TCP_ESTABLISHED, "CLOSED ?ESTABLISHED");
	/* A contradiction: whatever is made of it, it ends where it is now. */
	log = client();
	event(log, &p_listen, 3, 0, 0, 0);
	assert_way(log, 1, 0, TCP_ESTABLISHED,
	    "CLOSED SYN_SENT ESTABLISHED ?CLOSED LISTEN ?ESTABLISHED");
}

/* However long it was, the last of it is kept. */
static void
long_way(void **state)
{
	struct event_log *log = log_new();
	struct path_asked asked = { log, 1, 0, TCP_CLOSE };
	struct path path;

	(void)state;
	event(log, &p_socket, AF_INET, 0, 3, 0);
	for (int i = 0; i < 10000; i++)
		event(log, &p_connect, 3, 0, 0, ECONNREFUSED);
	path_follow(&asked, &path);
	assert_int_equal(path.n, PATH_STEPS);
	assert_int_equal(path.left_out, 20000 - PATH_STEPS);
	assert_int_equal(path.steps[PATH_STEPS - 1].to, TCP_CLOSE);
	assert_int_equal(path.steps[PATH_STEPS - 1].event, 10001);
	log_free(log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opening),
		cmocka_unit_test(failed_opening),
		cmocka_unit_test(closing_first),
		cmocka_unit_test(closing_last),
		cmocka_unit_test(broken),
		cmocka_unit_test(several_descriptors),
		cmocka_unit_test(unknown),
		cmocka_unit_test(long_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
