/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of socket options: names, numbers, and values both ways. */
#include "option_fixture.h"

#include <arpa/inet.h>
#include <limits.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "model/addr.h"

/* Where two names share a number: the one that strace 6.1 prints, but for the
 * names with _OLD. */
static void
numbers_have_names(void **state)
{
	static const struct {
		int level;
		int number;
		const char *name;
	} cases[] = {
		{ SOL_SOCKET, 2, "SO_REUSEADDR" },
		{ SOL_SOCKET, 20, "SO_RCVTIMEO" },
		{ SOL_SOCKET, 21, "SO_SNDTIMEO" },
		{ SOL_SOCKET, 26, "SO_ATTACH_FILTER" },
		{ SOL_SOCKET, 27, "SO_DETACH_FILTER" },
		{ SOL_SOCKET, 29, "SO_TIMESTAMP" },
		{ SOL_SOCKET, 66, "SO_RCVTIMEO_NEW" },
		{ IPPROTO_TCP, 1, "TCP_NODELAY" },
		{ IPPROTO_TCP, 36, "TCP_INQ" },
		{ IPPROTO_IP, 7, "IP_RETOPTS" },
		{ IPPROTO_IP, 10, "IP_MTU_DISCOVER" },
		{ IPPROTO_IP, 20, "IP_ORIGDSTADDR" },
		{ IPPROTO_IP, 42, "MCAST_JOIN_GROUP" },
		{ IPPROTO_IPV6, 20, "IPV6_ADD_MEMBERSHIP" },
		{ IPPROTO_IPV6, 11, "IPV6_FLOWINFO" },
		{ IPPROTO_IPV6, 42, "MCAST_JOIN_GROUP" },
		{ IPPROTO_IPV6, 54, "IPV6_HOPOPTS" },
		{ IPPROTO_UDP, 103, "UDP_SEGMENT" },
		{ SOL_PACKET, 18, "PACKET_FANOUT" },
		{ SOL_RAW, 1, "ICMP_FILTER" },
		{ SOL_SOCKET, 12345, NULL },
		{ 12345, 2, NULL },
	};
	const struct sockopt *o;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		o = option_by_number(cases[i].level, cases[i].number);
		if (cases[i].name == NULL)
			assert_null(o);
		else if (o == NULL || strcmp(o->name, cases[i].name) != 0)
			fail_msg("%s is not found", cases[i].name);
	}
}

static void
names_have_numbers(void **state)
{
	struct nearest nearest = { .name = "TCP_NODLAY" };
	const struct sockopt *o = option_find("TCP_NODELAY");

	(void)state;
	assert_int_equal(o->level, IPPROTO_TCP);
	assert_int_equal(o->number, TCP_NODELAY);
	assert_int_equal(o->type, OPT_BOOL);
	assert_int_equal(option_find("MCAST_JOIN_GROUP")->level, IPPROTO_IP);
	assert_null(option_find("tcp_nodelay"));
	assert_null(option_find("TCP_NODELA"));
	assert_null(option_find(""));
	assert_ptr_equal(option_guess("tcp_NoDelay"), o);
	assert_null(option_guess("nodelay!"));
	option_offer(&nearest);
	assert_string_equal(nearest.best, "TCP_NODELAY");
}

/* What help says of it, and in which man page there is more. */
static void
every_option_is_explained(void **state)
{
	const struct sockopt *o;

	(void)state;
	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		assert_non_null(o->help);
		assert_true(strlen(o->help) > 10);
		assert_int_not_equal(o->help[strlen(o->help) - 1], '.');
		assert_non_null(option_man(o->level));
	}
	assert_null(option_man(-1));
}

static void
tags_go_there_and_back(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; option_at(i) != NULL; i++) {
		assert_int_equal(option_tag(option_at(i)), i + 1);
		assert_ptr_equal(option_by_tag((uint16_t)(i + 1)),
		    option_at(i));
	}
	assert_null(option_by_tag(0));
	assert_null(option_by_tag((uint16_t)(i + 1)));
	assert_null(option_by_tag(UINT16_MAX));
}

static void
ints(void **state)
{
	static const int numbers[] = { 0, 1, -1, 42, INT_MAX, INT_MIN };
	static const char *const names[] = { "SO_REUSEADDR", "SO_RCVBUF",
		"SO_DOMAIN", "SO_TYPE", "SO_PROTOCOL", "SO_ERROR",
		"IPV6_V6ONLY" };
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(numbers); i++)
		for (k = 0; k < COUNT(names); k++)
			both_ways(names[k], VALUE_INT(numbers[i]), &numbers[i],
			    sizeof(int), VALUE_INT(numbers[i]));
	/* Bytes are taken as they are. */
	both_ways("SO_REUSEADDR", LIT("\1\0\0\0"), "\1\0\0\0", 4, VALUE_INT(1));
	both_ways("SO_REUSEADDR", LIT("\1"), "\1", 1, LIT("\1"));
	both_ways("SO_REUSEADDR", LIT(""), "", 0, LIT(""));
}

static void
linger(void **state)
{
	static const struct {
		int on;
		int seconds;
	} cases[] = { { 1, 5 }, { 0, 0 }, { 1, 0 }, { 1, -1 } };
	struct linger l;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		l = (struct linger){ cases[i].on, cases[i].seconds };
		both_ways("SO_LINGER",
		    pair(VALUE_INT(cases[i].on), VALUE_INT(cases[i].seconds)),
		    &l, sizeof(l),
		    pair(VALUE_INT(cases[i].on), VALUE_INT(cases[i].seconds)));
	}
	/* Seconds alone: the close that resets. */
	l = (struct linger){ .l_onoff = 1 };
	both_ways("SO_LINGER", VALUE_INT(0), &l, sizeof(l),
	    pair(VALUE_INT(1), VALUE_INT(0)));
	both_ways("SO_LINGER", value_bytes((char *)&l, sizeof(l)), &l,
	    sizeof(l), pair(VALUE_INT(1), VALUE_INT(0)));
}

static void
timeval(void **state)
{
	static const struct {
		double seconds;
		long sec;
		long usec;
		double back;
	} cases[] = {
		{ 0, 0, 0, 0 },
		{ 2.5, 2, 500000, 2.5 },
		{ 2.3, 2, 300000, 2.3 },
		{ 0.000001, 0, 1, 0.000001 },
		/* Not none at all: that would be no limit. */
		{ 1e-9, 0, 1, 0.000001 },
		{ 1.9999999, 2, 0, 2 },
		{ INT_MAX, INT_MAX, 0, INT_MAX },
		{ -0.0, 0, 0, 0 },
	};
	struct timeval tv;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		tv = (struct timeval){ cases[i].sec, cases[i].usec };
		both_ways("SO_RCVTIMEO", VALUE_FLOAT(cases[i].seconds), &tv,
		    sizeof(tv), VALUE_FLOAT(cases[i].back));
	}
	tv = (struct timeval){ 0, 0 };
	both_ways("SO_SNDTIMEO", VALUE_INT(0), &tv, sizeof(tv), VALUE_FLOAT(0));
	tv = (struct timeval){ 3, 0 };
	both_ways("SO_SNDTIMEO", VALUE_INT(3), &tv, sizeof(tv), VALUE_FLOAT(3));
	tv = (struct timeval){ 0, 999999 };
	both_ways("SO_SNDTIMEO", pair(VALUE_INT(0), VALUE_INT(999999)), &tv,
	    sizeof(tv), VALUE_FLOAT(0.999999));
	tv = (struct timeval){ 1, 250000 };
	both_ways("SO_SNDTIMEO", pair(VALUE_INT(1), VALUE_INT(250000)), &tv,
	    sizeof(tv), VALUE_FLOAT(1.25));
	both_ways("SO_SNDTIMEO", value_bytes((char *)&tv, sizeof(tv)), &tv,
	    sizeof(tv), VALUE_FLOAT(1.25));
}

static void
strings(void **state)
{
	(void)state;
	both_ways("SO_BINDTODEVICE", LIT("lo"), "lo", 2, LIT("lo"));
	both_ways("TCP_CONGESTION", LIT("cubic\0"), "cubic\0", 6, LIT("cubic"));
	both_ways("SO_BINDTODEVICE", LIT(""), "", 0, LIT(""));
}

static void
in_addr(void **state)
{
	struct addr *a = addr_new(AF_INET);

	(void)state;
	a->u.in.sin_addr.s_addr = htonl(0x7f000002);
	both_ways("IP_MULTICAST_IF", LIT("127.0.0.1"), "\x7f\0\0\1", 4,
	    LIT("127.0.0.1"));
	both_ways("IP_MULTICAST_IF", value_from_addr(a), "\x7f\0\0\2", 4,
	    LIT("127.0.0.2"));
	both_ways("IP_MULTICAST_IF", VALUE_INT(htonl(0x7f000003)), "\x7f\0\0\3",
	    4, LIT("127.0.0.3"));
	both_ways("IP_MULTICAST_IF", VALUE_INT(INADDR_ANY), "\0\0\0\0", 4,
	    LIT("0.0.0.0"));
	/* struct in_addr and struct ip_mreq as bytes */
	both_ways("IP_MULTICAST_IF", LIT("\x7f\0\0\1"), "\x7f\0\0\1", 4,
	    LIT("127.0.0.1"));
	both_ways("IP_MULTICAST_IF", LIT("1234"), "1234", 4,
	    LIT("49.50.51.52"));
	both_ways("IP_MULTICAST_IF", LIT("\xe0\0\0\1\x7f\0\0\1"),
	    "\xe0\0\0\1\x7f\0\0\1", 8, LIT("\xe0\0\0\1\x7f\0\0\1"));
}

static void
only_bytes(void **state)
{
	(void)state;
	both_ways("IP_OPTIONS", LIT("\xe0\0\0\1\0\0\0\0"), "\xe0\0\0\1\0\0\0\0",
	    8, LIT("\xe0\0\0\1\0\0\0\0"));
	both_ways("TCP_CC_INFO", LIT(""), "", 0, LIT(""));
}

static void
an_unknown_option(void **state)
{
	char buf[OPTION_VALUE_MAX];
	struct value v = VALUE_INT(7);
	char *cause = NULL;
	socklen_t len;
	int n;

	(void)state;
	assert_true(option_encode(NULL, &v, buf, &len, &cause));
	assert_int_equal(len, sizeof(n));
	memcpy(&n, buf, sizeof(n));
	assert_int_equal(n, 7);
	v = option_decode(NULL, buf, len);
	assert_int_equal(v.type, VAL_INT);
	assert_int_equal(v.i, 7);
	v = option_decode(NULL, buf, 3);
	assert_int_equal(v.type, VAL_BYTES);
	assert_int_equal(v.bytes->len, 3);
	value_drop(&v);
}

static void
refusals_say_why(void **state)
{
	static const char bool_wants[] = "SO_REUSEADDR takes 0 or 1, not ";
	static const char time_wants[] =
	    "SO_RCVTIMEO takes seconds from 0 to 2147483647, such as 2.5, not ";
	static const char inet_wants[] = "IP_MULTICAST_IF takes an IPv4 "
					 "address, such as \"127.0.0.1\", not ";
	char why[256];
	size_t i;
	const struct {
		const char *name;
		struct value v;
		const char *wants;
		const char *repr;
	} cases[] = {
		{ "SO_REUSEADDR", VALUE_INT((int64_t)INT_MAX + 1), bool_wants,
		    "2147483648" },
		{ "SO_REUSEADDR", VALUE_INT(INT64_MIN), bool_wants,
		    "-9223372036854775808" },
		{ "SO_REUSEADDR", VALUE_NONE, bool_wants, "None" },
		{ "SO_REUSEADDR", pair(VALUE_INT(1), VALUE_INT(2)), bool_wants,
		    "(1, 2)" },
		{ "SO_RCVBUF", VALUE_FLOAT(2.5),
		    "SO_RCVBUF takes an int of at most 32 bits, not ", "2.5" },
		{ "SO_RCVTIMEO", VALUE_INT(-1), time_wants, "-1" },
		{ "SO_RCVTIMEO", VALUE_FLOAT(-0.5), time_wants, "-0.5" },
		{ "SO_RCVTIMEO", VALUE_FLOAT((double)NAN), time_wants, "nan" },
		{ "SO_RCVTIMEO", VALUE_FLOAT((double)INFINITY), time_wants,
		    "inf" },
		{ "SO_RCVTIMEO", pair(VALUE_INT(1), VALUE_INT(1000000)),
		    time_wants, "(1, 1000000)" },
		{ "SO_RCVTIMEO", pair(VALUE_INT(-1), VALUE_INT(0)), time_wants,
		    "(-1, 0)" },
		{ "SO_LINGER", pair(VALUE_INT(1), VALUE_FLOAT(2.5)),
		    "SO_LINGER takes (on, seconds), such as (1, 5), or seconds "
		    "alone, not ",
		    "(1, 2.5)" },
		{ "SO_LINGER", VALUE_FLOAT(1.5),
		    "SO_LINGER takes (on, seconds), such as (1, 5), or seconds "
		    "alone, not ",
		    "1.5" },
		{ "SO_BINDTODEVICE", VALUE_INT(1),
		    "SO_BINDTODEVICE takes text of at most 255 bytes, such as "
		    "\"lo\", not ",
		    "1" },
		{ "SO_BINDTODEVICE", LIT("l\0o"),
		    "SO_BINDTODEVICE takes text of at most 255 bytes, such as "
		    "\"lo\", not ",
		    "\"l\\0o\"" },
		{ "IP_MULTICAST_IF", LIT("localhost"), inet_wants,
		    "\"localhost\"" },
		{ "IP_MULTICAST_IF", value_from_addr(addr_new(AF_INET6)),
		    inet_wants, "[::]:0" },
		{ "IP_MULTICAST_IF", VALUE_INT(-1), inet_wants, "-1" },
		{ NULL, VALUE_FLOAT(1.5),
		    "an unknown option takes an int or bytes, not ", "1.5" },
	};

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(why, sizeof(why), "%s%s", cases[i].wants,
		    cases[i].repr);
		refused(cases[i].name, cases[i].v, why);
	}
}

static void
lengths_are_bounded(void **state)
{
	const struct sockopt *o = option_find("SO_BINDTODEVICE");
	const struct sockopt *bytes = option_find("SO_ATTACH_FILTER");
	char buf[OPTION_VALUE_MAX];
	struct value v =
	    value_from_bytes(bytes_new(NULL, OPTION_VALUE_MAX + 1));
	char *cause = NULL;
	socklen_t len;

	(void)state;
	memset(v.bytes->data, 'x', v.bytes->len);
	assert_false(option_encode(bytes, &v, buf, &len, &cause));
	assert_string_equal(cause,
	    "SO_ATTACH_FILTER takes at most 1024 bytes, not 1025");
	free(cause);
	v.bytes->len = OPTION_VALUE_MAX;
	assert_true(option_encode(bytes, &v, buf, &len, &cause));
	assert_int_equal(len, OPTION_VALUE_MAX);
	v.bytes->len = 255;
	v.bytes->data[255] = '\0';
	assert_true(option_encode(o, &v, buf, &len, &cause));
	v.bytes->data[255] = 'x';
	v.bytes->data[256] = '\0';
	v.bytes->len = 256;
	assert_false(option_encode(o, &v, buf, &len, &cause));
	/* A cause shows the beginning only. */
	assert_true(strlen(cause) < 200);
	free(cause);
	value_drop(&v);
}

/* Every option, every length: what comes back is right or bytes, and nothing
 * beyond len is read (each answer lies in memory of its own size). */
static void
decoding_reads_no_further(void **state)
{
	const struct sockopt *o;
	struct value v;
	socklen_t len;
	char *buf;

	(void)state;
	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		assert_in_range(option_size(o), 1, OPTION_VALUE_MAX);
		for (len = 0; len <= 40; len++) {
			buf = malloc(len != 0 ? len : 1);
			assert_non_null(buf);
			memset(buf, 'x', len);
			v = option_decode(o, buf, len);
			assert_int_not_equal(v.type, VAL_UNSET);
			if (len != option_size(o) && o->type != OPT_STRUCT &&
			    o->type != OPT_ADDR && o->type != OPT_INTS) {
				assert_int_equal(v.type, VAL_BYTES);
				assert_int_equal(v.bytes->len, len);
			}
			value_drop(&v);
			free(buf);
		}
	}
	assert_int_equal(option_size(NULL), OPTION_VALUE_MAX);
	assert_int_equal(option_size(option_find("TCP_INFO")), 280);
	assert_int_equal(option_size(option_find("IP_ADD_MEMBERSHIP")), 12);
	assert_int_equal(option_size(option_find("SO_BINDTODEVICE")), 256);
	assert_int_equal(option_size(option_find("SO_LINGER")), 8);
	assert_int_equal(option_size(option_find("SO_RCVBUF")), 4);
	v = option_decode(option_find("SO_BINDTODEVICE"), "lo\0junk", 7);
	assert_int_equal(v.bytes->len, 2);
	value_drop(&v);
}

/* What the kernel really gives. */
static void
the_kernel_agrees(void **state)
{
	int fds[2];
	char buf[OPTION_VALUE_MAX];
	const struct sockopt *o;
	socklen_t len;
	struct value v;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	o = option_find("SO_PEERCRED");
	len = option_size(o);
	assert_int_equal(getsockopt(fds[0], o->level, o->number, buf, &len), 0);
	v = option_decode(o, buf, len);
	assert_int_equal(v.type, VAL_TUPLE);
	assert_int_equal(v.tuple->len, 3);
	assert_int_equal(v.tuple->items[0].i, getpid());
	assert_int_equal(v.tuple->items[1].i, getuid());
	assert_int_equal(v.tuple->items[2].i, getgid());
	value_drop(&v);
	o = option_find("SO_DOMAIN");
	len = option_size(o);
	assert_int_equal(getsockopt(fds[0], o->level, o->number, buf, &len), 0);
	v = option_decode(o, buf, len);
	assert_int_equal(v.i, AF_UNIX);
	close(fds[0]);
	close(fds[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_names),
		cmocka_unit_test(names_have_numbers),
		cmocka_unit_test(tags_go_there_and_back),
		cmocka_unit_test(ints),
		cmocka_unit_test(linger),
		cmocka_unit_test(timeval),
		cmocka_unit_test(strings),
		cmocka_unit_test(in_addr),
		cmocka_unit_test(only_bytes),
		cmocka_unit_test(an_unknown_option),
		cmocka_unit_test(refusals_say_why),
		cmocka_unit_test(lengths_are_bounded),
		cmocka_unit_test(decoding_reads_no_further),
		cmocka_unit_test(every_option_is_explained),
		cmocka_unit_test(the_kernel_agrees),
	};

	return cmocka_run_group_tests_name("option", tests, NULL, NULL);
}
