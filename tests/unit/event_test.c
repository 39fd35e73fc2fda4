/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the event log: a ring of records of any size, walked as it turns. */
#include "model/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
	MANY = 2000000, /* events: the ring turns some hundred times */
	WALK_EVERY = 99991,
};

/* What an event looks like follows from its number alone. */
static uint64_t
mixed(uint64_t seq)
{
	seq *= UINT64_C(0x9e3779b97f4a7c15);
	return seq ^ (seq >> 29);
}

static size_t
payload_of(uint64_t seq, size_t max)
{
	return mixed(seq) % (max + 1);
}

static void
append(struct event_log *log, uint64_t seq, size_t max)
{
	size_t len = payload_of(seq, max);
	struct event *ev = log_append(log, sizeof(*ev) + len);

	assert_int_equal(ev->seq, seq);
	assert_true(ev->size >= sizeof(*ev) + len);
	assert_true(ev->size <= EVENT_SIZE_MAX);
	ev->result = (int64_t)mixed(seq);
	ev->nargs = (uint32_t)len;
	memset(ev->args, (int)(seq & 0xff), len);
}

static void
check(const struct event *ev, uint64_t seq, size_t max)
{
	size_t len = payload_of(seq, max);
	const unsigned char *data = (const unsigned char *)ev->args;

	assert_int_equal(ev->seq, seq);
	assert_int_equal(ev->nargs, len);
	assert_int_equal(ev->result, (int64_t)mixed(seq));
	for (size_t i = 0; i < len; i++)
		assert_int_equal(data[i], seq & 0xff);
}

/* Walks all that is left after seq events were written; returns its number. */
static size_t
walk(struct event_log *log, uint64_t seq, size_t max)
{
	uint64_t expected = log_dropped(log) + 1;
	const struct event *ev = log_since(log, 0);
	size_t n = 0;

	for (; ev != NULL; ev = log_next(log, ev)) {
		check(ev, expected++, max);
		n++;
	}
	assert_int_equal(expected, seq + 1);
	assert_int_equal(n + log_dropped(log), seq);
	check(log_last(log), seq, max);
	return n;
}

static void
is_empty_at_first(void **state)
{
	struct event_log *log = log_new();

	(void)state;
	assert_null(log_last(log));
	assert_null(log_since(log, 0));
	assert_null(log_since(log, 1));
	assert_int_equal(log_dropped(log), 0);
	append(log, 1, 100);
	assert_ptr_equal(log_last(log), log_since(log, 1));
	assert_null(log_since(log, 2));
	assert_null(log_next(log, log_last(log)));
	log_free(log);
	log_free(NULL);
}

/* Millions of events of every size: nothing is lost but the oldest, and those
 * are counted. */
static void
turns_with_any_sizes(void **state)
{
	static const size_t sizes[] = { 0, 64, 700,
		EVENT_SIZE_MAX - sizeof(struct event) };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct event_log *log = log_new();
		uint64_t many = sizes[i] > 100 ? MANY / 10 : MANY / 2;

		for (uint64_t seq = 1; seq <= many; seq++) {
			append(log, seq, sizes[i]);
			if (seq % WALK_EVERY == 0)
				walk(log, seq, sizes[i]);
		}
		walk(log, many, sizes[i]);
		log_free(log);
	}
}

/* Around the ends of the ring, where it turns: looked at after each event. */
static void
turns_at_each_place(void **state)
{
	struct event_log *log = log_new();
	size_t max = EVENT_SIZE_MAX - sizeof(struct event);
	uint64_t seq = 1, dropped = 0;

	(void)state;
	for (; seq < 30000; seq++) {
		append(log, seq, max);
		assert_int_equal(log_since(log, 0)->seq, log_dropped(log) + 1);
		check(log_since(log, 0), log_dropped(log) + 1, max);
		check(log_last(log), seq, max);
		/* A step at a time: it never forgets more than it has to. */
		assert_true(log_dropped(log) - dropped < 40);
		dropped = log_dropped(log);
	}
	assert_true(dropped > 10000);
	walk(log, seq - 1, max);
	log_free(log);
}

static void
holds_so_many(void **state)
{
	struct event_log *log = log_new();
	uint64_t seq = 1;

	(void)state;
	for (; seq <= LOG_EVENTS_MAX; seq++)
		append(log, seq, 0);
	assert_int_equal(log_dropped(log), 0);
	assert_int_equal(walk(log, seq - 1, 0), LOG_EVENTS_MAX);
	append(log, seq, 0);
	assert_int_equal(log_dropped(log), 1);
	assert_int_equal(walk(log, seq, 0), LOG_EVENTS_MAX);
	log_free(log);
}

static void
finds_by_number(void **state)
{
	struct event_log *log = log_new();
	uint64_t seq = 1, last = LOG_EVENTS_MAX + 1000;

	(void)state;
	for (; seq <= last; seq++)
		append(log, seq, 30);
	assert_int_equal(log_dropped(log), 1000);
	assert_int_equal(log_since(log, 0)->seq, 1001);
	assert_int_equal(log_since(log, 1000)->seq, 1001);
	assert_int_equal(log_since(log, 1001)->seq, 1001);
	assert_int_equal(log_since(log, 1002)->seq, 1002);
	assert_int_equal(log_since(log, last - 1)->seq, last - 1);
	assert_int_equal(log_since(log, last)->seq, last);
	assert_null(log_since(log, last + 1));
	log_free(log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_empty_at_first),
		cmocka_unit_test(turns_with_any_sizes),
		cmocka_unit_test(turns_at_each_place),
		cmocka_unit_test(holds_so_many),
		cmocka_unit_test(finds_by_number),
	};

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
