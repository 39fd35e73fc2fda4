/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of parameter types: what a word becomes, what a value may be. */
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "model/addr.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/xlat.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { PARAM_LAST = PARAM_TYPES - 1 };

static void
numbers(void **state)
{
	static const struct {
		const char *s;
		int rc;
		int64_t n;
		bool suffix;
	} rows[] = {
		{ "0", 1, 0, false },
		{ "5", 1, 5, false },
		{ "-5", 1, -5, false },
		{ "0x1f", 1, 31, false },
		{ "0X1F", 1, 31, false },
		{ "-0x10", 1, -16, false },
		{ "0o17", 1, 15, false },
		{ "0b101", 1, 5, false },
		{ "64K", 1, 65536, true },
		{ "1M", 1, 1 << 20, true },
		{ "2G", 1, INT64_C(2) << 30, true },
		{ "9223372036854775807", 1, INT64_MAX, false },
		{ "-9223372036854775808", 1, INT64_MIN, false },
		{ "0xffffffff", 1, 0xffffffff, false },
		/* No number at all: a name, perhaps. */
		{ "", 0, 0, true },
		{ "-", 0, 0, true },
		{ "abc", 0, 0, true },
		{ "+5", 0, 0, true },
		{ " 5", 0, 0, true },
		{ "-x", 0, 0, true },
		{ "K", 0, 0, true },
		/* Bad ones. */
		{ "010", -1, 0, false },
		{ "-01", -1, 0, false },
		{ "00", -1, 0, false },
		{ "0x", -1, 0, false },
		{ "0xg", -1, 0, false },
		{ "0b2", -1, 0, false },
		{ "0o8", -1, 0, false },
		{ "5 ", -1, 0, false },
		{ "5a", -1, 0, false },
		{ "1e3", -1, 0, true },
		{ "80abc", -1, 0, true },
		{ "64K", -1, 0, false },
		{ "64KK", -1, 0, true },
		{ "0x1K", -1, 0, true },
		{ "9223372036854775808", -1, 0, false },
		{ "-9223372036854775809", -1, 0, false },
		{ "99999999999999999999999", -1, 0, false },
		{ "9223372036854775807K", -1, 0, true },
		{ "9007199254740992K", -1, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *cause = NULL;
		int64_t n = 0;
		int rc = number_parse(rows[i].s, strlen(rows[i].s),
		    rows[i].suffix, &n, &cause);

		if (rc != rows[i].rc || n != rows[i].n)
			fail_msg("\"%s\": %d, %lld", rows[i].s, rc,
			    (long long)n);
		assert_int_equal(cause != NULL, rc == -1);
		free(cause);
	}
}

/* A NUL byte is no end, and no unit. */
static void
numbers_have_no_nul(void **state)
{
	char *cause = NULL;
	int64_t n;

	(void)state;
	assert_int_equal(number_parse("5\0", 2, true, &n, &cause), -1);
	free(cause);
	cause = NULL;
	assert_int_equal(number_parse("5\0K", 3, true, &n, &cause), -1);
	free(cause);
}

static void
words(void **state)
{
	static const struct {
		enum param_type type;
		const char *s;
		int64_t n;
	} rows[] = {
		{ PARAM_FD, "3", 3 },
		{ PARAM_SIZE, "64K", 65536 },
		{ PARAM_INT, "SOMAXCONN", SOMAXCONN },
		{ PARAM_FAMILY, "AF_INET6", AF_INET6 },
		{ PARAM_FAMILY, "inet6", AF_INET6 },
		{ PARAM_FAMILY, "PF_UNIX", AF_UNIX },
		{ PARAM_TYPE, "stream", SOCK_STREAM },
		{ PARAM_TYPE, "DGRAM|nonblock", SOCK_DGRAM | SOCK_NONBLOCK },
		{ PARAM_TYPE, "1|0x800", SOCK_STREAM | SOCK_NONBLOCK },
		{ PARAM_PROTOCOL, "tcp", IPPROTO_TCP },
		{ PARAM_FLAGS, "peek|MSG_DONTWAIT", MSG_PEEK | MSG_DONTWAIT },
		{ PARAM_FLAGS, "0", 0 },
		{ PARAM_HOW, "rdwr", SHUT_RDWR },
		{ PARAM_LEVEL, "SOL_SOCKET", SOL_SOCKET },
		{ PARAM_LEVEL, "IPPROTO_TCP", IPPROTO_TCP },
		{ PARAM_OPTION, "so_reuseaddr", SO_REUSEADDR },
		{ PARAM_OPTION, "2", 2 },
		{ PARAM_OPTVAL, "-7", -7 },
		{ PARAM_VALUE, "0x10", 16 },
		{ PARAM_ONOFF, "on", 1 },
		{ PARAM_ONOFF, "off", 0 },
		{ PARAM_OPEN, "rdwr|creat", O_RDWR | O_CREAT },
		{ PARAM_OPEN, "r", O_RDONLY },
		{ PARAM_OPEN, "wb+", O_RDWR | O_CREAT | O_TRUNC },
		{ PARAM_MODE, "644", 0644 },
		{ PARAM_MODE, "0600", 0600 },
		{ PARAM_MODE, "0x10", 16 },
		{ PARAM_FCNTL, "getfl", F_GETFL },
		{ PARAM_FCNTL_ARG, "nonblock|append", O_NONBLOCK | O_APPEND },
		{ PARAM_FCNTL_ARG, "cloexec", FD_CLOEXEC },
		{ PARAM_FCNTL_ARG, "8K", 8192 },
		{ PARAM_REQUEST, "fionread", FIONREAD },
		{ PARAM_EPOLL_OP, "add", EPOLL_CTL_ADD },
		{ PARAM_EPOLL_EVENT, "in|et", EPOLLIN | (int64_t)EPOLLET },
		{ PARAM_NUMBER, "9223372036854775807", INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value v = { 0 };
		char *cause = NULL;

		if (!param_from_word(rows[i].type, rows[i].s, strlen(rows[i].s),
			&v, &cause))
			fail_msg("\"%s\": %s", rows[i].s,
			    cause != NULL ? cause : "no");
		assert_int_equal(v.type, VAL_INT);
		assert_int_equal(v.i, rows[i].n);
		assert_int_equal(v.tag != 0,
		    rows[i].type == PARAM_OPTION && rows[i].s[0] == 's');
	}
}

static void
words_that_are_none(void **state)
{
	static const struct {
		enum param_type type;
		const char *s;
		size_t len;
		bool caused; /* it is a bad one; else it may be a variable */
	} rows[] = {
		{ PARAM_FD, "srv", 3, false },
		{ PARAM_FD, "", 0, false },
		{ PARAM_FD, "3x", 2, true },
		{ PARAM_FAMILY, "inte", 4, false },
		{ PARAM_FAMILY, "inet\0", 5, false },
		{ PARAM_TYPE, "", 0, false },
		{ PARAM_TYPE, "stream|", 7, false },
		{ PARAM_TYPE, "|", 1, false },
		{ PARAM_TYPE, "stream|3x", 9, true },
		{ PARAM_FLAGS, "peek||oob", 9, false },
		{ PARAM_FLAGS, "pek", 3, false },
		{ PARAM_FLAGS, "peek\0", 5, false },
		{ PARAM_HOW, "x", 1, false },
		{ PARAM_OPTION, "SO_REUSADDR", 11, false },
		{ PARAM_OPTION, "SO_TYPE\0x", 9, false },
		{ PARAM_SIZE, "5\0", 2, false },
		{ PARAM_SIZE, "5.5", 3, true },
		{ PARAM_KIND, "tpc", 3, false },
		{ PARAM_KIND, "tcp\0", 4, false },
		{ PARAM_SERVICE, "http", 4, false },
		{ PARAM_ONOFF, "yes", 3, false },
		{ PARAM_OPEN, "rr", 2, false },
		{ PARAM_OPEN, "", 0, false },
		{ PARAM_MODE, "98", 2, true },
		{ PARAM_MODE, "77777777", 8, true },
		{ PARAM_EPOLL_OP, "", 0, false },
		{ PARAM_OFFSET, "x", 1, false },
		{ PARAM_OPTVAL, "abc", 3, false },
		{ PARAM_FLOAT, "1.5.5", 5, true },
		{ PARAM_ADDR, "name", 4, false },
		{ PARAM_ADDR, "8080", 4, true },
		{ PARAM_ADDR, "::1:80", 6, true },
		{ PARAM_ADDR, "h:99999", 7, true },
		{ PARAM_ADDR, "./a\0b", 5, true },
		{ PARAM_ADDR, "none\0", 5, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct value v = { 0 };
		char *cause = NULL;

		if (param_from_word(rows[i].type, rows[i].s, rows[i].len, &v,
			&cause))
			fail_msg("row %zu: \"%s\" is taken", i, rows[i].s);
		if ((cause != NULL) != rows[i].caused)
			fail_msg("row %zu: %s", i, cause);
		free(cause);
	}
}

static struct value
word(enum param_type type, const char *s)
{
	struct value v = { 0 };
	char *cause = NULL;

	if (!param_from_word(type, s, strlen(s), &v, &cause))
		fail_msg("\"%s\": %s", s, cause);
	return v;
}

static void
words_of_other_types(void **state)
{
	static const enum param_type texts[] = { PARAM_BYTES, PARAM_TEXT,
		PARAM_NAME, PARAM_TOPIC, PARAM_CLAIM, PARAM_SYSCTL,
		PARAM_FAILURE, PARAM_PIECE };
	struct value v;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		v = word(texts[i], "64K");
		assert_int_equal(v.type, VAL_BYTES);
		assert_memory_equal(v.bytes->data, "64K", 4);
		value_drop(&v);
	}
	v = word(PARAM_OPTVAL, "2.5");
	assert_int_equal(v.type, VAL_FLOAT);
	assert_true(v.f == 2.5);
	v = word(PARAM_FLOAT, "-1.5e2");
	assert_true(v.f == -150);
	v = word(PARAM_SERVICE, "80");
	assert_memory_equal(v.bytes->data, "80", 3);
	value_drop(&v);
	v = word(PARAM_KIND, "udp6");
	assert_int_equal(v.type, VAL_BYTES);
	value_drop(&v);
}

static void
addresses(void **state)
{
	struct value v;

	(void)state;
	/* All there: made once. */
	v = word(PARAM_ADDR, "127.0.0.1:80");
	assert_int_equal(v.type, VAL_ADDR);
	assert_int_equal(v.addr->u.sa.sa_family, AF_INET);
	value_drop(&v);
	v = word(PARAM_ADDR, "/tmp/x");
	assert_int_equal(v.addr->u.sa.sa_family, AF_UNIX);
	value_drop(&v);
	/* Those of which the socket's family decides, and names: later. */
	v = word(PARAM_ADDR, ":80");
	assert_int_equal(v.type, VAL_BYTES);
	value_drop(&v);
	v = word(PARAM_ADDR, "*:80");
	assert_int_equal(v.type, VAL_BYTES);
	value_drop(&v);
	v = word(PARAM_ADDR, "localhost:http");
	assert_int_equal(v.type, VAL_BYTES);
	value_drop(&v);
	v = word(PARAM_ADDR, "none");
	assert_int_equal(v.type, VAL_NONE);
}

/* Which types of value may stand for which parameter: i f b a t n, for int,
 * float, bytes, address, a pair that begins with an int, None. */
static const char *
accepted(enum param_type type)
{
	switch (type) {
	case PARAM_FD:
		return "i";
	case PARAM_ADDR:
	case PARAM_TARGET:
	case PARAM_TO:
		return "batn";
	case PARAM_BYTES:
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_TOPIC:
	case PARAM_CLAIM:
	case PARAM_SYSCTL:
	case PARAM_FAILURE:
	case PARAM_MATCH:
	case PARAM_PIECE:
	case PARAM_SETTING:
	case PARAM_COMMAND:
	case PARAM_VERB:
	case PARAM_LAB_HOST:
		return "b";
	case PARAM_SETVAL:
		return "bi";
	case PARAM_ANCDATA:
	case PARAM_SIGSET:
		return "n";
	case PARAM_MSG:
	case PARAM_IOV:
		return "t";
	case PARAM_LANES:
		return "ibt";
	case PARAM_CALL:
	case PARAM_KIND:
		return "";
	case PARAM_SERVICE:
	case PARAM_OPEN:
		return "ib";
	case PARAM_PORT:
	case PARAM_IOCTL_ARG:
		return "ibn";
	case PARAM_HOST:
		return "bn"; /* and 0 for NULL */
	case PARAM_RAW_ADDR:
		return "ibat";
	case PARAM_HINTS:
		return "tn";
	case PARAM_COUNT:
	case PARAM_OFFSET:
		return "in";
	case PARAM_FLOAT:
		return "if";
	case PARAM_FDS:
	case PARAM_POLLFDS:
		return "it";
	case PARAM_FDSET:
	case PARAM_EPOLL_EVENT:
		return "itn";
	case PARAM_TIMEVAL:
		return "iftn";
	case PARAM_JOB:
		return "ifb";
	case PARAM_OPTVAL:
	case PARAM_VALUE:
	case PARAM_WORDS:
		return "ifbatn";
	default:
		return param_is_out(type) ? "ifbatn" : "i";
	}
}

static void
values_by_type(void **state)
{
	struct value pair[] = { VALUE_INT(3), VALUE_INT(4) };
	struct value text[] = { value_str("x"), VALUE_INT(4) };
	struct value v[] = { VALUE_INT(1), VALUE_FLOAT(1), value_str("x"),
		value_from_addr(addr_new(AF_INET)), VALUE_NONE, VALUE_NONE };
	struct value no_fd, kind = value_str("tcp"),
			    odd = value_bytes("tcp", 4);
	char *cause = NULL;

	(void)state;
	assert_true(value_tuple(&v[4], pair, 2, &cause));
	assert_true(value_tuple(&no_fd, text, 2, &cause));
	for (int type = PARAM_END + 1; type <= PARAM_LAST; type++) {
		for (size_t i = 0; i < COUNT(v); i++) {
			bool want = strchr(accepted(type), "ifbatn"[i]) != NULL;

			if (param_accepts(type, &v[i]) != want)
				fail_msg("type %d, %c", type, "ifbatn"[i]);
		}
	}
	assert_false(param_accepts(PARAM_FD, &no_fd));
	assert_true(param_accepts(PARAM_KIND, &kind));
	assert_false(param_accepts(PARAM_KIND, &odd));
	for (size_t i = 0; i < COUNT(v); i++)
		value_drop(&v[i]);
	value_drop(&no_fd);
	value_drop(&kind);
	value_drop(&odd);
}

static void
every_type_is_described(void **state)
{
	(void)state;
	for (int type = PARAM_END + 1; type <= PARAM_LAST; type++) {
		const struct xlat_table *const *t = param_tables(type);

		assert_true(strlen(param_wants(type)) > 3);
		for (; *t != NULL; t++)
			assert_true((*t)->n != 0);
	}
	assert_true(param_in_c(PARAM_FD));
	assert_true(param_in_c(PARAM_OUT_ADDR));
	assert_false(param_in_c(PARAM_SERVICE));
	assert_false(param_in_c(PARAM_KIND));
	assert_false(param_in_c(PARAM_ONOFF));
	assert_true(param_is_out(PARAM_INOUT_LEN));
	assert_false(param_is_out(PARAM_ADDR));
}

static void
kinds_of_sockets(void **state)
{
	const struct sock_kind *kind = sock_kind_find("udp6");

	(void)state;
	assert_int_equal(kind->family, AF_INET6);
	assert_int_equal(kind->type, SOCK_DGRAM);
	assert_null(sock_kind_find("UDP6"));
	assert_null(sock_kind_find(""));
}

static const char *
nearest_to(enum param_type type, const char *name)
{
	struct nearest nearest = { .name = name };

	param_offer(type, &nearest);
	return nearest.best;
}

static void
near_names(void **state)
{
	(void)state;
	assert_string_equal(nearest_to(PARAM_OPTION, "SO_REUSADDR"),
	    "SO_REUSEADDR");
	assert_string_equal(nearest_to(PARAM_FLAGS, "MSG_PEK"), "MSG_PEEK");
	assert_string_equal(nearest_to(PARAM_KIND, "tpc"), "tcp");
	assert_string_equal(nearest_to(PARAM_FAMILY, "tpc"), "tcp");
	assert_string_equal(nearest_to(PARAM_FAMILY, "AF_INTE"), "AF_INET");
	assert_null(nearest_to(PARAM_FD, "x"));
	assert_null(nearest_to(PARAM_OPTION, "nothing_like_it"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(numbers_have_no_nul),
		cmocka_unit_test(words),
		cmocka_unit_test(words_that_are_none),
		cmocka_unit_test(words_of_other_types),
		cmocka_unit_test(addresses),
		cmocka_unit_test(values_by_type),
		cmocka_unit_test(every_type_is_described),
		cmocka_unit_test(kinds_of_sockets),
		cmocka_unit_test(near_names),
	};

	return cmocka_run_group_tests_name("param", tests, NULL, NULL);
}
