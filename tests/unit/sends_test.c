/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borders of sends in a queue, and what a descriptor leads to. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "model/follow.h"
#include "model/prim.h"
#include "model/sends.h"

#define FD                        \
	{                         \
		"fd", PARAM_FD, 0 \
	}
static const struct prim p_socket = { .name = "socket",
	.params = { { "family", PARAM_FAMILY, 0 } },
	.flags = PRIM_OPENS };
static const struct prim p_connect = { .name = "connect", .params = { FD } };
static const struct prim p_close = { .name = "close", .params = { FD } };
static const struct prim p_dup = { .name = "dup",
	.params = { FD },
	.flags = PRIM_OPENS };
static const struct prim p_send = { .name = "send",
	.params = { FD },
	.flags = PRIM_SENDS };

static void
event(struct event_log *log, const struct prim *prim, int64_t arg,
    int64_t result, uint32_t generation)
{
	size_t size = sizeof(struct event) + sizeof(struct event_arg);
	struct event *ev = log_append(log, size);
	uint32_t whole = ev->size;
	uint64_t seq = ev->seq;

	memset(ev, 0, size);
	ev->size = whole;
	ev->seq = seq;
	ev->prim = prim;
	ev->nargs = 1;
	ev->args[0].num = arg;
	ev->result = result;
	ev->err = result == -1 ? EAGAIN : 0;
	ev->generation = generation;
}

/* A queue cut, as "send:begin+len/size" of each piece. */
static void
assert_cut(const struct sends *s, uint64_t start, uint64_t len, int64_t hole,
    const char *want)
{
	struct send_queue q = { start, len, hole };
	struct send_piece *pieces;
	size_t n = sends_cut(s, &q, &pieces);
	struct strbuf text = { 0 };

	for (size_t i = 0; i < n; i++)
		sb_printf(&text, "%s%u:%u+%u/%u", i != 0 ? " " : "",
		    (unsigned)pieces[i].send, (unsigned)pieces[i].begin,
		    (unsigned)pieces[i].len, (unsigned)pieces[i].size);
	assert_string_equal(sb_text(&text), want);
	sb_free(&text);
	free(pieces);
}

static void
cutting(void **state)
{
	struct event_log *log = log_new();
	struct sends s;

	(void)state;
	event(log, &p_socket, 2, 3, 0);
	event(log, &p_send, 3, 5, 1);
	event(log, &p_send, 3, -1, 1);
	event(log, &p_send, 3, 0, 1);
	event(log, &p_send, 3, 7, 1);
	event(log, &p_send, 3, 2, 1);
	sends_init(&s, log, 1);
	assert_int_equal(s.total, 14);
	assert_cut(&s, 0, 14, -1, "1:0+5/5 2:0+7/7 3:0+2/2");
	assert_cut(&s, 3, 4, -1, "1:3+2/5 2:0+2/7");
	assert_cut(&s, 5, 7, -1, "2:0+7/7");
	assert_cut(&s, 6, 3, -1, "2:1+3/7");
	assert_cut(&s, 13, 1, -1, "3:1+1/2");
	assert_cut(&s, 14, 0, -1, "");
	/* More than was sent, or from nowhere. */
	assert_cut(&s, 0, 15, -1, "");
	assert_cut(&s, 15, 1, -1, "");
	assert_cut(&s, UINT64_MAX, 2, -1, "");
	assert_cut(&s, 1, UINT64_MAX, -1, "");
	/* A byte that stands beside the queue. */
	assert_cut(&s, 0, 13, 4, "1:0+4/5 2:0+7/7 3:0+2/2");
	assert_cut(&s, 0, 13, 6, "1:0+5/5 2:0+1/7 2:2+5/7 3:0+2/2");
	assert_cut(&s, 0, 14, 4, "");
	sends_free(&s);
	log_free(log);
}

/* The beginning is not known: only the total puts the rest right. */
static void
shifting(void **state)
{
	struct event_log *log = log_new();
	struct sends s;

	(void)state;
	event(log, &p_send, 3, 5, 1);
	event(log, &p_send, 3, 7, 1);
	sends_init(&s, log, 1);
	assert_cut(&s, 0, 12, -1, "");
	sends_shift(&s, 11);
	assert_cut(&s, 0, 12, -1, "");
	sends_shift(&s, 1012);
	assert_cut(&s, 1000, 12, -1, "1:0+5/5 2:0+7/7");
	assert_cut(&s, 999, 12, -1, "");
	sends_free(&s);
	log_free(log);
}

static void
following(void **state)
{
	struct event_log *log = log_new();
	struct follow f;
	struct sends s;
	static const uint32_t on[] = { 0, 1, 1, 1, 1, 0, 0, 2, 2 };
	size_t i = 0;

	(void)state;
	event(log, &p_socket, 2, 3, 0);
	event(log, &p_send, 3, 1, 1);
	event(log, &p_dup, 3, 4, 1);
	event(log, &p_close, 3, 0, 1);
	event(log, &p_send, 4, 2, 1);
	event(log, &p_socket, 2, 3, 0);
	/* It had waited since the number led elsewhere. */
	event(log, &p_send, 3, 9, 1);
	event(log, &p_send, 3, 4, 2);
	event(log, &p_connect, 3, 0, 2);
	follow_init(&f, log);
	while (follow_next(&f) != NULL) {
		assert_true(i < sizeof(on) / sizeof(on[0]));
		assert_int_equal(f.on, on[i++]);
	}
	assert_int_equal(follow_fd(&f, 4), 1);
	assert_int_equal(follow_fd(&f, 3), 2);
	assert_int_equal(follow_closed(&f, 3), 1);
	assert_int_equal(follow_fd(&f, -1), 0);
	assert_int_equal(follow_fd(&f, INT64_MAX), 0);
	assert_int_equal(f.of[1].fds, 1);
	follow_free(&f);
	sends_init(&s, log, 1);
	assert_int_equal(s.total, 3);
	sends_free(&s);
	/* What it sent before it was connected anew is another stream. */
	sends_init(&s, log, 2);
	assert_int_equal(s.total, 0);
	sends_free(&s);
	log_free(log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cutting),
		cmocka_unit_test(shifting),
		cmocka_unit_test(following),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
