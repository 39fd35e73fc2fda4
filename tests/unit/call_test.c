/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a call's arguments: which values each type takes, what becomes of
 * them, and that a mistake calls nothing. */
#include "call_fixture.h"

static void
count_call(struct call *call)
{
	(void)call;
	seen.calls++;
}

enum { NVALUES = 15 };

/* Values of every type, the borders of C's types among them. */
static void
make_values(struct value *v)
{
	struct value two[] = { VALUE_INT(3), VALUE_INT(9) };
	struct value three[] = { VALUE_INT(1), VALUE_INT(2), VALUE_INT(3) };
	struct value nested[] = { VALUE_NONE, LIT("x") };
	struct value host[] = { LIT("127.0.0.1"), VALUE_INT(80) };
	char *cause = NULL;

	v[0] = VALUE_NONE;
	v[1] = VALUE_INT(0);
	v[2] = VALUE_INT(7);
	v[3] = VALUE_INT(-1);
	v[4] = VALUE_INT((int64_t)INT_MAX + 1);
	v[5] = VALUE_INT(INT64_MIN);
	v[6] = VALUE_FLOAT(1.5);
	v[7] = LIT("tcp");
	v[8] = LIT("tc\0p\x1b[31m");
	v[9] = value_from_addr(addr_new(AF_INET));
	assert_true(value_tuple(&v[10], two, 2, &cause));
	assert_true(value_tuple(&v[11], three, 3, &cause));
	assert_true(value_tuple(&v[12], nested, 2, &cause));
	assert_true(value_tuple(&v[13], host, 2, &cause));
	v[14] = (struct value){ .type = VAL_UNSET };
}

/* Which of them a parameter takes: a 1 in their order. */
static const char *
taken_for_messages(enum param_type type)
{
	switch (type) {
	case PARAM_TO:
		return "100000000100010";
	case PARAM_PIECE:
		return "000000011000000";
	case PARAM_ROOM:
		return "011000000000000";
	case PARAM_ANCDATA:
		return "100000000000000";
	case PARAM_MSG:
	case PARAM_IOV:
		return "000000000011110";
	case PARAM_FDS:
		return "011111000011110";
	case PARAM_LANES:
		return "011111011011110";
	default:
		return param_is_out(type) ? "111111111111111" :
					    "011100000000000";
	}
}

static const char *
taken(enum param_type type)
{
	switch (type) {
	case PARAM_FD:
	case PARAM_OPEN: /* "tcp" is no mode */
		return "011100000000000";
	case PARAM_ADDR:
		return "100000000100010";
	case PARAM_BYTES:
		return "000000011000000";
	case PARAM_SIZE:
		return "011000000000000";
	case PARAM_NUMBER:
	case PARAM_INTPTR:
		return "011111000000000";
	case PARAM_SERVICE:
	case PARAM_SETVAL:
		return "011111011000000";
	case PARAM_OPTVAL:
	case PARAM_VALUE:
	case PARAM_WORDS:
		return "111111111111111";
	case PARAM_KIND:
	case PARAM_TEXT:
	case PARAM_MATCH:
	case PARAM_NAME:
	case PARAM_TOPIC:
	case PARAM_CLAIM:
	case PARAM_SYSCTL:
	case PARAM_FAILURE:
	case PARAM_VERB:
	case PARAM_LAB_HOST:
	case PARAM_SETTING:
	case PARAM_COMMAND:
		return "000000010000000";
	case PARAM_CALL:
		return "000000000000000";
	case PARAM_FLOAT:
		return "011111100000000";
	case PARAM_INOUT_LEN:
		return "011000000000001";
	case PARAM_POLLFDS:
		return "011111000011110";
	case PARAM_FDSET:
	case PARAM_EPOLL_EVENT:
		return "111111000011110";
	case PARAM_TIMEVAL:
		return "111111100010000";
	case PARAM_JOB:
		return "011111111000000";
	case PARAM_HOST:
		return "110000010000000";
	case PARAM_PORT:
		return "111000010000000";
	case PARAM_RAW_ADDR:
		return "011111011111110";
	case PARAM_HINTS:
		return "110000000011110";
	case PARAM_COUNT:
		return "111111000000000";
	case PARAM_TARGET:
		return "100000011111110";
	case PARAM_OFFSET:
		return "111111000000001";
	case PARAM_IOCTL_ARG:
		return "111111011000001";
	case PARAM_SIGSET:
		return "110000000000000";
	default:
		return taken_for_messages(type);
	}
}

static void
each_type_with_each_value(void **state)
{
	struct prim prim = { .name = "it", .call = count_call };
	struct value v[NVALUES];
	struct command cmd;

	(void)state;
	make_values(v);
	for (int type = PARAM_END + 1; type < PARAM_TYPES; type++) {
		prim.params[0] = (struct param){ "thing", type, 0 };
		prim.forms[0] = "thing";
		for (int i = 0; i < NVALUES; i++) {
			struct call call = call_of(&cmd, &prim);
			bool ok = call_set(&call, 0, &v[i]);

			if (ok != (taken(type)[i] == '1'))
				fail_msg("type %d, value %d: %s", type, i,
				    ok ? "taken" : call.cause);
			assert_true(call.args[0].given);
			if (!ok)
				is_a_mistake(&call, 0);
			call_free(&call);
		}
	}
	for (int i = 0; i < NVALUES; i++)
		value_drop(&v[i]);
}

static const struct prim bind_prim = {
	.name = "bind",
	.params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
	    { "addrlen", PARAM_ADDRLEN, 0 } },
	.forms = { "fd addr" },
	.call = count_call,
};

/* An address for descriptor fd, from a value that is taken over. */
static struct call
bind_call(struct command *cmd, int fd, struct value v)
{
	struct call call = call_of(cmd, &bind_prim);

	assert_true(call_set(&call, 0, &VALUE_INT(fd)));
	call_set(&call, 1, &v);
	value_drop(&v);
	return call;
}

static void
binds_to(int fd, struct value v, const char *text)
{
	struct command cmd;
	struct call call = bind_call(&cmd, fd, v);
	struct strbuf out = { 0 };

	assert_int_equal(call.status, CALL_OK);
	call_run(&call);
	addr_text(&out, call_sa(&call, 1), call_salen(&call, 1));
	assert_string_equal(sb_text(&out), text);
	assert_int_equal(call_salen(&call, 1), call.args[1].v.addr->len);
	sb_free(&out);
	call_free(&call);
}

static struct value
pair(struct value a, struct value b)
{
	struct value items[] = { a, b }, v = { 0 };
	char *cause = NULL;

	assert_true(value_tuple(&v, items, 2, &cause));
	return v;
}

static struct value
four(const char *host, int64_t port, int64_t flow, struct value scope)
{
	struct value items[] = { value_str(host), VALUE_INT(port),
		VALUE_INT(flow), scope };
	struct value v = { 0 };
	char *cause = NULL;

	assert_true(value_tuple(&v, items, 4, &cause));
	return v;
}

static void
addresses_follow_the_socket(void **state)
{
	(void)state;
	binds_to(3, LIT(":80"), "127.0.0.1:80");
	binds_to(6, LIT(":80"), "[::1]:80");
	binds_to(6, LIT("*:80"), "[::]:80");
	binds_to(99, LIT(":80"), "127.0.0.1:80");
	binds_to(4, LIT("name"), "./name");
	binds_to(4, LIT("@name"), "@name");
	binds_to(4, LIT("\0name"), "@name");
	binds_to(3, pair(LIT(""), VALUE_INT(80)), "0.0.0.0:80");
	binds_to(3, pair(LIT("127.0.0.1"), LIT("80")), "127.0.0.1:80");
	binds_to(6, four("::1", 80, 0, VALUE_INT(0)), "[::1]:80");
	resolved = 0;
	binds_to(3, LIT("a.name:80"), "0.0.0.0:0");
}

static void
flow_and_scope_are_taken(void **state)
{
	struct command cmd;
	struct call call =
	    bind_call(&cmd, 6, four("::1", 80, 0x12345, VALUE_INT(9)));
	const struct addr *a = call.args[1].v.addr;

	(void)state;
	assert_int_equal(a->u.in6.sin6_flowinfo, htonl(0x12345));
	assert_int_equal(a->u.in6.sin6_scope_id, 9);
	call_free(&call);
}

static void
bad_addresses(void **state)
{
	struct value rows[] = {
		LIT("80"),
		LIT(""),
		LIT("h:99999"),
		VALUE_INT(3),
		VALUE_INT(80),
		pair(LIT("127.0.0.1"), VALUE_INT(99999)),
		pair(LIT("127.0.0.1"), VALUE_INT(-1)),
		pair(LIT("127.0.0.1"), VALUE_FLOAT(80)),
		pair(LIT("127.0.0.1"), LIT("80\0")),
		pair(LIT("127.0.0.1"),
		    LIT("0000000000000000000000000000000000000000000000000000"
			"00000000000080")),
		pair(VALUE_INT(1), VALUE_INT(2)),
		/* What accept gives. */
		pair(VALUE_INT(5), value_from_addr(addr_new(AF_INET))),
		four("127.0.0.1", 80, 0, VALUE_INT(1)),
		four("::1", 80, -1, VALUE_INT(1)),
		four("::1", 80, 0, VALUE_FLOAT(1)),
		four("::1", 80, INT64_C(1) << 32, VALUE_INT(0)),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct command cmd;
		struct call call = bind_call(&cmd, 3, rows[i]);

		if (call.status != CALL_MISTAKE)
			fail_msg("row %zu is taken", i);
		is_a_mistake(&call, 1);
		call_free(&call);
	}
}

static void
a_long_path(void **state)
{
	char path[300];
	struct command cmd;
	struct call call;

	(void)state;
	memset(path, 'x', sizeof(path));
	call = bind_call(&cmd, 4, value_bytes(path, sizeof(path)));
	is_a_mistake(&call, 1);
	call_free(&call);
}

/* A name that is not found is no mistake, but the resolver's failure. */
static void
names_that_are_not_found(void **state)
{
	static const struct {
		int rc;
		bool cancel;
		enum call_status status;
	} rows[] = {
		{ -2, false, CALL_FAILED },
		{ EMFILE, false, CALL_FAILED },
		{ EINTR, false, CALL_FAILED },
		{ EINTR, true, CALL_CANCELLED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct command cmd;
		struct call call;

		resolved = rows[i].rc;
		atomic_store(&task.cancel, rows[i].cancel);
		call = bind_call(&cmd, 3, LIT("a.name:80"));
		assert_int_equal(call.status, rows[i].status);
		assert_int_equal(call.err, rows[i].rc);
		assert_int_equal(call.result, -1);
		call_run(&call);
		assert_int_equal(seen.calls, 0);
		call_free(&call);
	}
	atomic_store(&task.cancel, false);
	resolved = 0;
}

static void
null_is_cs_only(void **state)
{
	struct command cmd;
	struct call call = bind_call(&cmd, 3, VALUE_INT(0));

	(void)state;
	is_a_mistake(&call, 1);
	call_free(&call);
	call = call_of(&cmd, &bind_prim);
	call.c_form = true;
	assert_true(call_set(&call, 0, &VALUE_INT(3)));
	assert_true(call_set(&call, 1, &VALUE_INT(0)));
	assert_true(call_set(&call, 2, &VALUE_INT(16)));
	call_run(&call);
	assert_int_equal(seen.calls, 1);
	assert_null(call_sa(&call, 1));
	assert_int_equal(call_salen(&call, 1), 16);
	call_free(&call);
}

#define TEST(f) cmocka_unit_test_setup_teardown((f), setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_type_with_each_value),
		TEST(addresses_follow_the_socket),
		TEST(flow_and_scope_are_taken),
		TEST(bad_addresses),
		TEST(a_long_path),
		TEST(names_that_are_not_found),
		TEST(null_is_cs_only),
	};

	return cmocka_run_group_tests_name("call", tests, NULL, NULL);
}
