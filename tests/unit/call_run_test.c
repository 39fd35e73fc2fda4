/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the call itself: around the system call, and what is recorded. */
#include "call_fixture.h"

/* send(fd, data, size, flags), whose function makes no system call. */
static int64_t
sent(const struct call *call)
{
	seen.locked |= is_locked();
	if (seen.interruptions-- > 0) {
		errno = EINTR;
		return -1;
	}
	if (call_fd(call, 0) == 99) {
		errno = EBADF;
		return -1;
	}
	return (int64_t)call->args[1].len;
}

static void
send_call(struct call *call)
{
	seen.calls++;
	CALL(call, sent(call));
}

static const struct prim send_prim = {
	.name = "send",
	.params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
	    { "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 5 } },
	.forms = { "fd data [flags]" },
	.call = send_call,
	.flags = PRIM_BLOCKS | PRIM_SENDS,
};

static struct call
send_of(struct command *cmd, int fd, const char *data, size_t len)
{
	struct call call = call_of(cmd, &send_prim);
	struct value v = value_bytes(data, len);

	assert_true(call_set(&call, 0, &VALUE_INT(fd)));
	assert_true(call_set(&call, 1, &v));
	value_drop(&v);
	return call;
}

static void
is_recorded(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "hello", 5);
	const struct event *ev;

	(void)state;
	task.job = 8;
	call_run(&call);
	assert_int_equal(call.status, CALL_OK);
	assert_int_equal(call.ret.i, 5);
	assert_int_equal(call_num(&call, 3), 5); /* the preset */
	assert_false(call_given(&call, 3));
	assert_int_equal(seen.events, 1);
	assert_int_equal(seen.waits, 1);
	assert_false(seen.locked);
	ev = log_last(session.log);
	assert_ptr_equal(ev->prim, &send_prim);
	assert_int_equal(ev->job, 8);
	assert_int_equal(ev->result, 5);
	assert_int_equal(ev->err, 0);
	assert_int_equal(ev->nargs, 4);
	assert_true(ev->end >= ev->start);
	assert_int_equal(ev->args[0].num, 3);
	assert_int_equal(ev->args[1].num, 5);
	assert_int_equal(ev->args[1].len, 5);
	assert_memory_equal(event_payload(ev, &ev->args[1]), "hello", 5);
	assert_int_equal(ev->args[2].num, 5);
	assert_int_equal(session_fd(&session, 3)->sent, 5);
	call_free(&call);
}

static void
a_failure_is_recorded(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 99, "x", 1);

	(void)state;
	call_run(&call);
	assert_int_equal(call.status, CALL_FAILED);
	assert_int_equal(call.err, EBADF);
	assert_int_equal(call.ret.i, -1);
	assert_int_equal(log_last(session.log)->err, EBADF);
	assert_int_equal(log_last(session.log)->result, -1);
	call_free(&call);
}

static void
payloads_are_cut(void **state)
{
	char data[1000];
	struct command cmd;
	struct call call;

	(void)state;
	memset(data, 'x', sizeof(data));
	call = send_of(&cmd, 3, data, sizeof(data));
	call_run(&call);
	assert_int_equal(log_last(session.log)->args[1].num, 1000);
	assert_int_equal(log_last(session.log)->args[1].len, EVENT_PAYLOAD_MAX);
	assert_int_equal(session_fd(&session, 3)->sent, 1000);
	call_free(&call);
}

static void
quiet_ones_are_recorded_too(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "x", 1);

	(void)state;
	session.quiet = true;
	call_run(&call);
	assert_int_equal(seen.events, 0);
	assert_non_null(log_last(session.log));
	call_free(&call);
}

static void
lengths_are_held_against_the_data(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "hello", 5);

	(void)state;
	assert_true(call_set(&call, 2, &VALUE_INT(3)));
	call_run(&call);
	assert_int_equal(call.result, 3);
	call_free(&call);
	call = send_of(&cmd, 3, "hello", 5);
	assert_true(call_set(&call, 2, &VALUE_INT(6)));
	seen.calls = 0;
	call_run(&call);
	is_a_mistake(&call, 2);
	call_free(&call);
}

/* A signal that was not meant to interrupt: the call is made again. */
static void
is_made_again(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "x", 1);

	(void)state;
	seen.interruptions = 3;
	call_run(&call);
	assert_int_equal(call.status, CALL_OK);
	assert_int_equal(seen.events, 1);
	call_free(&call);
}

/* … but not on a descriptor that is another one by now. */
static void
is_not_made_on_another(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "x", 1);

	(void)state;
	seen.interruptions = 3;
	session_fd_closed(&session, 3);
	session_fd_opened(&session, 3, AF_INET, SOCK_STREAM, 0);
	call_run(&call);
	assert_int_equal(call.status, CALL_FAILED);
	assert_int_equal(call.err, EINTR);
	assert_int_equal(seen.interruptions, 2);
	call_free(&call);
}

static void
the_user_interrupts(void **state)
{
	struct command cmd;
	struct call call = send_of(&cmd, 3, "x", 1);

	(void)state;
	atomic_store(&task.cancel, true);
	seen.interruptions = 3;
	call_run(&call);
	assert_int_equal(call.status, CALL_CANCELLED);
	assert_int_equal(seen.interruptions, 3);
	assert_int_equal(seen.events, 0);
	assert_true(is_locked());
	call_free(&call);
}

static void
remarks(void **state)
{
	struct command cmd;
	struct call call = call_of(&cmd, &send_prim);

	(void)state;
	call_remark(&call, "a remark %d", 5);
	assert_int_equal(seen.remarks, 1);
	assert_false(seen.locked);
	call_free(&call);
}

/* recvfrom(fd, buf, size, addr, addrlen). */
static struct {
	int64_t result;
	socklen_t len;
} gives;

static int64_t
received(struct bytes *b, struct sockaddr *sa, socklen_t *len)
{
	size_t n = b->size < 4 ? b->size : 4;

	memcpy(b->data, "data", n);
	if (sa != NULL && len != NULL) {
		sa->sa_family = AF_INET;
		*len = gives.len;
	}
	errno = EAGAIN;
	return gives.result;
}

static void
recv_call(struct call *call)
{
	struct sockaddr_storage room;
	struct sockaddr *sa = call_addr_room(call, 3, &room);
	struct bytes *b = call_buffer(call, 1, call_num(call, 2));
	struct value v;

	if (b == NULL)
		return;
	CALL(call, received(b, sa, call_inout(call, 4)));
	call_give_buffer(call, 1, b);
	v = call_addr_value(call, 3);
	value_drop(&v);
}

static const struct prim recv_prim = {
	.name = "recvfrom",
	.params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
	    { "size", PARAM_SIZE, 100 }, { "addr", PARAM_OUT_ADDR, 0 },
	    { "addrlen", PARAM_INOUT_LEN, 0 } },
	.forms = { "fd [size]" },
	.call = recv_call,
	.flags = PRIM_RECEIVES,
};

static struct call
recv_of(struct command *cmd, int64_t result, socklen_t len)
{
	struct call call = call_of(cmd, &recv_prim);

	gives.result = result;
	gives.len = len;
	assert_true(call_set(&call, 0, &VALUE_INT(3)));
	return call;
}

static void
our_form_gives_values(void **state)
{
	struct command cmd;
	struct call call = recv_of(&cmd, 4, 16);
	const struct event *ev;

	(void)state;
	call_run(&call);
	assert_int_equal(call.status, CALL_OK);
	assert_int_equal(call.ret.type, VAL_BYTES);
	assert_memory_equal(call.ret.bytes->data, "data", 5);
	assert_false(call.ret.bytes->array);
	assert_int_equal(call.args[1].result.type, VAL_UNSET);
	assert_int_equal(session_fd(&session, 3)->received, 4);
	ev = log_last(session.log);
	assert_int_equal(ev->args[1].num, 4);
	assert_int_equal(ev->args[3].num, 16);
	assert_int_equal(ev->args[3].len, 16);
	assert_int_equal(ev->args[4].num, sizeof(struct sockaddr_in));
	assert_int_equal(ev->args[4].after, 16);
	call_free(&call);
}

static void
cs_form_gives_variables(void **state)
{
	struct command cmd;
	struct call call = recv_of(&cmd, 4, 16);
	struct value unset = { .type = VAL_UNSET };

	(void)state;
	call.c_form = true;
	assert_true(call_set(&call, 1, &unset));
	assert_true(call_set(&call, 2, &VALUE_INT(10)));
	assert_true(call_set(&call, 3, &unset));
	assert_true(call_set(&call, 4, &VALUE_INT(500)));
	call_run(&call);
	assert_int_equal(call.ret.i, 4);
	assert_int_equal(call.args[1].result.bytes->len, 4);
	assert_int_equal(call.args[1].result.bytes->size, 10);
	assert_int_equal(call.args[3].result.type, VAL_ADDR);
	assert_int_equal(call.args[4].result.i, 16);
	/* As typed, although no address needs so much. */
	assert_int_equal(log_last(session.log)->args[4].num, 500);
	call_free(&call);
}

static void
arrays_are_not_overrun(void **state)
{
	struct value array = value_from_bytes(bytes_array(8));
	struct command cmd;
	struct call call = recv_of(&cmd, 4, 16);

	(void)state;
	call.c_form = true;
	assert_true(call_set(&call, 1, &array));
	assert_true(call_set(&call, 2, &VALUE_INT(8)));
	call_run(&call);
	assert_int_equal(call.status, CALL_OK);
	/* The variable's own bytes were not written to. */
	assert_int_equal(array.bytes->len, 0);
	assert_int_equal(call.args[1].result.bytes->size, 8);
	call_free(&call);
	call = recv_of(&cmd, 4, 16);
	call.c_form = true;
	assert_true(call_set(&call, 1, &array));
	assert_true(call_set(&call, 2, &VALUE_INT(9)));
	call_run(&call);
	is_a_mistake(&call, 2);
	call_free(&call);
	value_drop(&array);
}

static void
a_datagram_that_was_longer(void **state)
{
	struct command cmd;
	struct call call = recv_of(&cmd, 5000, 16);

	(void)state;
	assert_true(call_set(&call, 2, &VALUE_INT(3)));
	call_run(&call);
	assert_int_equal(call.result, 5000);
	assert_int_equal(call.ret.bytes->len, 3);
	assert_memory_equal(call.ret.bytes->data, "dat", 4);
	assert_int_equal(log_last(session.log)->args[1].num, 5000);
	assert_int_equal(log_last(session.log)->args[1].len, 3);
	call_free(&call);
}

static void
large_buffers_are_given_back(void **state)
{
	struct command cmd;
	struct call call = recv_of(&cmd, 4, 16);

	(void)state;
	assert_true(call_set(&call, 2, &VALUE_INT(1 << 20)));
	call_run(&call);
	assert_int_equal(call.ret.bytes->size, 4);
	assert_memory_equal(call.ret.bytes->data, "data", 5);
	call_free(&call);
}

static void
a_failed_one_gives_nothing(void **state)
{
	struct command cmd;
	struct call call = recv_of(&cmd, -1, 16);

	(void)state;
	call.c_form = true;
	assert_true(call_set_null(&call, 3));
	assert_true(call_set_null(&call, 4));
	call_run(&call);
	assert_int_equal(call.status, CALL_FAILED);
	assert_int_equal(call.err, EAGAIN);
	assert_int_equal(call.args[1].result.type, VAL_UNSET);
	assert_true(log_last(session.log)->args[1].unfilled);
	assert_true(log_last(session.log)->args[3].null);
	assert_true(log_last(session.log)->args[4].null);
	call_free(&call);
}

#define TEST(f) cmocka_unit_test_setup_teardown((f), setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_recorded),
		TEST(a_failure_is_recorded),
		TEST(payloads_are_cut),
		TEST(quiet_ones_are_recorded_too),
		TEST(lengths_are_held_against_the_data),
		TEST(is_made_again),
		TEST(is_not_made_on_another),
		TEST(the_user_interrupts),
		TEST(remarks),
		TEST(our_form_gives_values),
		TEST(cs_form_gives_variables),
		TEST(arrays_are_not_overrun),
		TEST(a_datagram_that_was_longer),
		TEST(large_buffers_are_given_back),
		TEST(a_failed_one_gives_nothing),
	};

	return cmocka_run_group_tests_name("call_run", tests, NULL, NULL);
}
