/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the constants, both ways, and of the names of errors. */
#include "model/xlat.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "model/option.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct xlat_table *const tables[] = { &xlat_families, &xlat_types,
	&xlat_type_flags, &xlat_protocols, &xlat_levels, &xlat_msg_flags,
	&xlat_shut, &xlat_misc, &xlat_errnos };

/* Where two names share a number: the one that strace 6.1 prints. */
static void
first_name_is_straces(void **state)
{
	static const struct {
		const struct xlat_table *table;
		int64_t value;
		const char *name;
	} cases[] = {
		{ &xlat_families, 0, "AF_UNSPEC" },
		{ &xlat_families, 1, "AF_UNIX" },
		{ &xlat_families, 10, "AF_INET6" },
		{ &xlat_families, 12, "AF_DECnet" },
		{ &xlat_families, 16, "AF_NETLINK" },
		{ &xlat_families, AF_MAX, NULL },
		{ &xlat_types, 1, "SOCK_STREAM" },
		{ &xlat_types, 10, "SOCK_PACKET" },
		{ &xlat_types, 0, NULL },
		{ &xlat_types, 7, NULL },
		{ &xlat_protocols, 0, "IPPROTO_IP" },
		{ &xlat_protocols, 1, "IPPROTO_ICMP" },
		{ &xlat_protocols, 6, "IPPROTO_TCP" },
		{ &xlat_protocols, 115, "IPPROTO_L2TP" },
		{ &xlat_protocols, 262, "IPPROTO_MPTCP" },
		{ &xlat_protocols, 3, NULL },
		{ &xlat_levels, 0, "SOL_IP" },
		{ &xlat_levels, 1, "SOL_SOCKET" },
		{ &xlat_levels, 6, "SOL_TCP" },
		{ &xlat_levels, 17, "SOL_UDP" },
		{ &xlat_levels, 41, "SOL_IPV6" },
		{ &xlat_levels, 58, "SOL_ICMPV6" },
		{ &xlat_levels, 255, "SOL_RAW" },
		{ &xlat_levels, 263, "SOL_PACKET" },
		{ &xlat_msg_flags, 0x4, "MSG_DONTROUTE" },
		{ &xlat_msg_flags, 0x10, "MSG_PROBE" },
		{ &xlat_msg_flags, 0x80000000, "MSG_CMSG_COMPAT" },
		{ &xlat_shut, 2, "SHUT_RDWR" },
		{ &xlat_shut, 3, NULL },
		{ &xlat_errnos, 11, "EAGAIN" },
		{ &xlat_errnos, 35, "EDEADLK" },
		{ &xlat_errnos, 95, "EOPNOTSUPP" },
		{ &xlat_errnos, 0, NULL },
	};
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		name = xlat_name(cases[i].table, cases[i].value);
		if (cases[i].name == NULL)
			assert_null(name);
		else if (name == NULL || strcmp(name, cases[i].name) != 0)
			fail_msg("%s, not %s", name, cases[i].name);
	}
}

/* strace prints flags by their bits, but SOCK_CLOEXEC before SOCK_NONBLOCK. */
static void
flags_are_in_straces_order(void **state)
{
	int64_t last = 0;
	size_t i;

	(void)state;
	assert_int_equal(xlat_msg_flags.kind, XLAT_FLAGS);
	for (i = 0; i < xlat_msg_flags.n; i++) {
		int64_t value = xlat_msg_flags.rows[i].value;

		assert_true(value >= last);
		assert_int_equal(value & (value - 1), 0);
		last = value;
	}
	assert_int_equal(xlat_type_flags.kind, XLAT_FLAGS);
	assert_int_equal(xlat_type_flags.n, 2);
	assert_string_equal(xlat_type_flags.rows[0].name, "SOCK_CLOEXEC");
	assert_string_equal(xlat_type_flags.rows[1].name, "SOCK_NONBLOCK");
}

static void
find_is_exact(void **state)
{
	(void)state;
	assert_int_equal(xlat_find(&xlat_families, "AF_INET6")->value, 10);
	assert_int_equal(xlat_find(&xlat_families, "PF_LOCAL")->value, 1);
	assert_int_equal(xlat_find(&xlat_levels, "IPPROTO_TCP")->value, 6);
	assert_null(xlat_find(&xlat_families, "af_inet"));
	assert_null(xlat_find(&xlat_families, "INET"));
	assert_null(xlat_find(&xlat_families, "AF_INE"));
	assert_null(xlat_find(&xlat_families, ""));
	assert_null(xlat_find(&xlat_types, "AF_INET"));
}

static void
guess_is_a_persons(void **state)
{
	static const struct {
		const struct xlat_table *table;
		const char *word;
		const char *name;
	} cases[] = {
		{ &xlat_families, "Unspec", "AF_UNSPEC" },
		{ &xlat_families, "af_unspec", "AF_UNSPEC" },
		{ &xlat_families, "inet", "AF_INET" },
		{ &xlat_families, "af_inet6", "AF_INET6" },
		{ &xlat_families, "Pf_UniX", "PF_UNIX" },
		{ &xlat_families, "decnet", "AF_DECnet" },
		{ &xlat_types, "stream", "SOCK_STREAM" },
		{ &xlat_types, "SOCK_DGRAM", "SOCK_DGRAM" },
		{ &xlat_type_flags, "nonblock", "SOCK_NONBLOCK" },
		{ &xlat_protocols, "udp", "IPPROTO_UDP" },
		{ &xlat_levels, "tcp", "SOL_TCP" },
		{ &xlat_levels, "socket", "SOL_SOCKET" },
		{ &xlat_levels, "ipproto_tcp", "IPPROTO_TCP" },
		{ &xlat_msg_flags, "peek", "MSG_PEEK" },
		{ &xlat_shut, "wr", "SHUT_WR" },
		{ &xlat_errnos, "addrinuse", "EADDRINUSE" },
		{ &xlat_errnos, "eai_again", "EAI_AGAIN" },
		{ &xlat_misc, "somaxconn", "SOMAXCONN" },
		{ &xlat_families, "AF_AF_INET", NULL },
		{ &xlat_families, "AF_", NULL },
		{ &xlat_families, "", NULL },
		{ &xlat_types, "inet", NULL },
	};
	const struct xlat *row;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		row = xlat_guess(cases[i].table, cases[i].word);
		if (cases[i].name == NULL)
			assert_null(row);
		else if (row == NULL || strcmp(row->name, cases[i].name) != 0)
			fail_msg("%s is not found", cases[i].word);
	}
}

static void
constants_have_cs_values(void **state)
{
	static const struct {
		const char *name;
		int64_t value;
	} cases[] = {
		{ "AF_INET", 2 },
		{ "SOCK_NONBLOCK", 04000 },
		{ "IPPROTO_TCP", 6 },
		{ "SOL_SOCKET", 1 },
		{ "MSG_NOSIGNAL", 0x4000 },
		{ "SHUT_RDWR", 2 },
		{ "SOMAXCONN", SOMAXCONN },
		{ "INADDR_ANY", 0 },
		{ "INADDR_LOOPBACK", 0x7f000001 },
		{ "INADDR_BROADCAST", 0xffffffff },
		{ "INADDR_NONE", 0xffffffff },
		{ "INET_ADDRSTRLEN", 16 },
		{ "INET6_ADDRSTRLEN", 46 },
		{ "UNIX_PATH_MAX", 108 },
		{ "INT_MIN", INT32_MIN },
		{ "UINT_MAX", UINT32_MAX },
		{ "INT64_MIN", INT64_MIN },
		{ "EOF", -1 },
		{ "EAGAIN", 11 },
		{ "EWOULDBLOCK", 11 },
		{ "EAI_NONAME", -2 },
		{ "SCM_RIGHTS", 1 },
		{ "TCP_ESTABLISHED", 1 },
	};
	int64_t value;
	uint16_t tag;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		tag = 7;
		if (!xlat_constant(cases[i].name, &value, &tag))
			fail_msg("%s is unknown", cases[i].name);
		assert_int_equal(value, cases[i].value);
		assert_int_equal(tag, 0);
	}
}

static void
options_bring_their_tag(void **state)
{
	int64_t value;
	uint16_t tag;

	(void)state;
	assert_true(xlat_constant("SO_REUSEADDR", &value, &tag));
	assert_int_equal(value, SO_REUSEADDR);
	assert_string_equal(option_by_tag(tag)->name, "SO_REUSEADDR");
	assert_true(xlat_constant("TCP_NODELAY", &value, &tag));
	assert_int_equal(option_by_tag(tag)->level, IPPROTO_TCP);
	assert_false(xlat_constant("SO_REUSEADR", &value, &tag));
	assert_false(xlat_constant("so_reuseaddr", &value, &tag));
	assert_false(xlat_constant("", &value, &tag));
	/* The lexer's own. */
	assert_false(xlat_constant("NULL", &value, &tag));
	assert_false(xlat_constant("True", &value, &tag));
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each name comes once, is found again, and none is left out. */
static void
the_walk_is_complete(void **state)
{
	const char *names[2000];
	int64_t value;
	uint16_t tag;
	size_t n = 0;
	size_t i;
	size_t t;

	(void)state;
	while ((names[n] = xlat_constant_at(n)) != NULL) {
		assert_true(xlat_constant(names[n], &value, &tag));
		assert_true(++n < COUNT(names));
	}
	assert_null(xlat_constant_at(n + 1));
	assert_null(xlat_constant_at(SIZE_MAX));
	qsort(names, n, sizeof(names[0]), compare_names);
	for (i = 1; i < n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			fail_msg("%s comes twice", names[i]);
	for (t = 0; t < COUNT(tables); t++)
		for (i = 0; i < tables[t]->n; i++)
			assert_non_null(bsearch(&tables[t]->rows[i].name, names,
			    n, sizeof(names[0]), compare_names));
	for (i = 0; option_at(i) != NULL; i++)
		assert_non_null(bsearch(&option_at(i)->name, names, n,
		    sizeof(names[0]), compare_names));
}

/* One name, one number, in whichever table it stands. */
static void
tables_agree(void **state)
{
	int64_t value;
	uint16_t tag;
	size_t i;
	size_t t;

	(void)state;
	for (t = 0; t < COUNT(tables); t++) {
		assert_non_null(tables[t]->what);
		for (i = 0; i < tables[t]->n; i++) {
			const struct xlat *row = &tables[t]->rows[i];

			assert_true(xlat_constant(row->name, &value, &tag));
			if (value != row->value)
				fail_msg("%s: %lld and %lld", row->name,
				    (long long)value, (long long)row->value);
		}
	}
}

static void
near_constants_are_offered(void **state)
{
	struct nearest any = { .name = "SOCK_STRAEM" };
	struct nearest first = { .name = "AF_INTE6" };
	struct nearest option = { .name = "SO_REUSADDR" };
	struct nearest word = { .name = "strem" };
	struct nearest other = { .name = "AF_INET" };

	(void)state;
	xlat_constant_offer(&any);
	assert_string_equal(any.best, "SOCK_STREAM");
	xlat_constant_offer(&first);
	assert_string_equal(first.best, "AF_INET6");
	xlat_constant_offer(&option);
	assert_string_equal(option.best, "SO_REUSEADDR");
	/* Near without its prefix, suggested with it. */
	xlat_offer(&xlat_types, &word);
	assert_string_equal(word.best, "SOCK_STREAM");
	xlat_offer(&xlat_shut, &other);
	assert_null(other.best);
}

static void
errors_are_named(void **state)
{
	(void)state;
	assert_string_equal(errno_name(EADDRINUSE), "EADDRINUSE");
	assert_string_equal(errno_name(EPERM), "EPERM");
	assert_string_equal(errno_name(EAI_NONAME), "EAI_NONAME");
	assert_string_equal(errno_name(EAI_SYSTEM), "EAI_SYSTEM");
	assert_null(errno_name(0));
	assert_null(errno_name(4095));
	assert_null(errno_name(INT32_MIN));
	assert_null(errno_name(INT32_MAX));
}

/* The suite runs in a locale that translates nothing. */
static void
errors_are_explained(void **state)
{
	int err;

	(void)state;
	assert_string_equal(errno_text(EADDRINUSE), "Address already in use");
	assert_string_equal(errno_text(EAGAIN),
	    "Resource temporarily unavailable");
	assert_string_equal(errno_text(EAI_NONAME), gai_strerror(EAI_NONAME));
	assert_string_equal(errno_text(0), strerror(0));
	for (err = -5000; err < 5000; err++) {
		const char *text = errno_text(err);
		bool unknown = strcmp(text, "unknown error") == 0;

		assert_int_equal(unknown, err != 0 && !errno_known(err));
		assert_true(
		    strncasecmp(text, "Unknown error", 13) != 0 || unknown);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_name_is_straces),
		cmocka_unit_test(flags_are_in_straces_order),
		cmocka_unit_test(find_is_exact),
		cmocka_unit_test(guess_is_a_persons),
		cmocka_unit_test(constants_have_cs_values),
		cmocka_unit_test(options_bring_their_tag),
		cmocka_unit_test(the_walk_is_complete),
		cmocka_unit_test(tables_agree),
		cmocka_unit_test(near_constants_are_offered),
		cmocka_unit_test(errors_are_named),
		cmocka_unit_test(errors_are_explained),
	};

	return cmocka_run_group_tests_name("xlat", tests, NULL, NULL);
}
