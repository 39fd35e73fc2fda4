/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: reading their literals. */
#include "model/addr.h"

#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define BYTES(s) s, sizeof(s) - 1

static void
drop(struct addr *a)
{
	struct value v = value_from_addr(a);

	value_drop(&v);
}

static void
assert_text(const struct addr *a, const char *text)
{
	struct strbuf sb = { 0 };

	addr_text(&sb, &a->u.sa, a->len);
	assert_string_equal(sb_text(&sb), text);
	sb_free(&sb);
}

/* A cause is one line of plain text. */
static void
assert_cause(char *cause, const char *part)
{
	assert_non_null(cause);
	assert_true(text_plain(cause, strlen(cause)));
	if (strstr(cause, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, cause);
	free(cause);
}

static void
test_numeric(void **state)
{
	static const struct {
		const char *literal;
		int family;
		const char *text;
		socklen_t len;
	} rows[] = {
		{ "127.0.0.1:80", AF_INET, "127.0.0.1:80", 16 },
		{ "127.0.0.1:80", AF_INET6, "127.0.0.1:80", 16 },
		{ "255.255.255.255:65535", AF_INET, "255.255.255.255:65535",
		    16 },
		{ "0.0.0.0:0", AF_UNSPEC, "0.0.0.0:0", 16 },
		{ ":80", AF_INET, "127.0.0.1:80", 16 },
		{ ":80", AF_UNSPEC, "127.0.0.1:80", 16 },
		{ ":80", AF_UNIX, "127.0.0.1:80", 16 },
		{ ":80", AF_INET6, "[::1]:80", 28 },
		{ "*:80", AF_INET, "0.0.0.0:80", 16 },
		{ "*:80", AF_UNSPEC, "0.0.0.0:80", 16 },
		{ "*:80", AF_INET6, "[::]:80", 28 },
		{ "[::1]:80", AF_INET, "[::1]:80", 28 },
		{ "[2001:DB8:0:0::1]:8", AF_INET, "[2001:db8::1]:8", 28 },
		{ "[::ffff:1.2.3.4]:8", AF_INET, "[::ffff:1.2.3.4]:8", 28 },
		{ "[fe80::1%7]:80", AF_INET6, "[fe80::1%7]:80", 28 },
		{ "[fe80::1%4294967295]:80", AF_INET6,
		    "[fe80::1%4294967295]:80", 28 },
		{ "[fe80::1%0]:80", AF_INET6, "[fe80::1]:80", 28 },
		{ "/tmp/s.sock", AF_UNIX, "/tmp/s.sock", 2 + 11 + 1 },
		{ "/", AF_INET, "/", 2 + 1 + 1 },
		{ "./s", AF_INET, "./s", 2 + 3 + 1 },
		{ "../s:80", AF_INET, "../s:80", 2 + 7 + 1 },
		{ "@", AF_UNIX, "@", 2 + 1 },
		{ "@name", AF_UNIX, "@name", 2 + 5 },
		{ "@a:b/c", AF_UNIX, "@a:b/c", 2 + 6 },
		{ "/tmp/\xe4\xbd\xa0", AF_UNIX, "/tmp/\xe4\xbd\xa0",
		    2 + 8 + 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct addr_names names;
		struct addr *a = NULL;
		char *cause = NULL;
		enum addr_form form =
		    addr_parse(rows[i].literal, strlen(rows[i].literal),
			rows[i].family, &a, &names, &cause);

		if (form != ADDR_NUMERIC)
			fail_msg("%s: %s", rows[i].literal, cause);
		assert_text(a, rows[i].text);
		assert_int_equal(a->len, rows[i].len);
		assert_int_equal(a->refs, 1);
		drop(a);
	}
}

static void
test_named(void **state)
{
	static const struct {
		const char *literal;
		int family;
		const char *host;
		const char *service;
	} rows[] = {
		{ "localhost:80", AF_INET, "localhost", "80" },
		{ "example.com:http", AF_INET6, "example.com", "http" },
		{ "a_b-c.d.:65535", AF_INET, "a_b-c.d.", "65535" },
		{ "3com.com:0", AF_INET, "3com.com", "0" },
		{ "b\xc3\xbc"
		  "cher.de:80",
		    AF_INET,
		    "b\xc3\xbc"
		    "cher.de",
		    "80" },
		{ "127.0.0.1:http", AF_INET6, "127.0.0.1", "http" },
		{ ":http", AF_INET, "127.0.0.1", "http" },
		{ ":http", AF_INET6, "::1", "http" },
		{ "*:http", AF_INET, "0.0.0.0", "http" },
		{ "*:whois++", AF_INET6, "::", "whois++" },
		{ "[::1]:http", AF_INET, "::1", "http" },
		{ "[fe80::1%3]:http", AF_INET, "fe80::1%3", "http" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct addr_names names;
		struct addr *a = NULL;
		char *cause = NULL;
		enum addr_form form =
		    addr_parse(rows[i].literal, strlen(rows[i].literal),
			rows[i].family, &a, &names, &cause);

		if (form != ADDR_NAMED)
			fail_msg("%s: %s", rows[i].literal, cause);
		assert_null(a);
		assert_string_equal(names.host, rows[i].host);
		assert_string_equal(names.service, rows[i].service);
	}
}

static const struct {
	const char *literal;
	size_t len;
	const char *part; /* of the cause */
} bad[] = {
	{ BYTES(""), "host:port, /path or @name" },
	{ BYTES("8080"),
	    "8080 is a port without a host; "
	    "write :8080" },
	{ BYTES("99999"), "99999: a port is a number from 0 to 65535" },
	{ BYTES("-1"), "-1: a port is a number from 0 to 65535" },
	{ BYTES("::1:80"), "::1:80 is ambiguous; write [::1]:80" },
	{ BYTES("fe80::1:2"), "write [fe80::1]:2" },
	{ BYTES("::1"), "::1 has no port; write [::1]:80" },
	{ BYTES("::"), ":: has no port; write [::]:80" },
	{ BYTES("1:2:3:4:5:6:7:8"), "write [1:2:3:4:5:6:7:8]:80" },
	{ BYTES("::1:%n\x1b"), "is ambiguous; write \"[::1]:%n\\33\"" },
	{ BYTES("a:b:80"), "a:b:80 has too many colons" },
	{ BYTES("h:80abc"), "80abc: a port is a number from 0 to" },
	{ BYTES(":1e3"), "1e3: a port is a number from 0 to 65535" },
	{ BYTES(":99999"), "99999: a port is a number from 0 to" },
	{ BYTES(":65536"), "65536: a port is a number from 0 to" },
	{ BYTES(":4294967376"), "4294967376: a port is" },
	{ BYTES(":-1"), "-1: a port is a number from 0 to 65535" },
	{ BYTES(":+80"), "+80: a port is a number from 0 to 65535" },
	{ BYTES(":080"), "080: a port is written without leading" },
	{ BYTES(": 80"), " 80 is neither a port nor a service's name" },
	{ BYTES("127.0.0.1:8 0"), "8 0: a port is a number" },
	{ BYTES("h:ht tp"), "ht tp is neither a port nor a service's name" },
	{ BYTES("h:\x1b[2J"), "\"\\33[2J\" is neither a port" },
	{ BYTES("127.1:80"), "127.1 is not an IPv4 address" },
	{ BYTES("127.0.0.256:80"), "is not an IPv4 address" },
	{ BYTES("127.0.0.01:80"), "is not an IPv4 address" },
	{ BYTES("0x7f.1:80"), "is not an IPv4 address" },
	{ BYTES("0x7f000001:80"), "is not an IPv4 address" },
	{ BYTES("2130706433:80"), "is not an IPv4 address" },
	{ BYTES("...:80"), "is not an IPv4 address" },
	{ BYTES("name"),
	    "name is not an address: a host needs a port "
	    "(name:80), a path needs / or @ in front "
	    "(./name)" },
	{ BYTES("127.0.0.1"), "write 127.0.0.1:80" },
	{ BYTES("*"), "* has no port; write *:80" },
	{ BYTES("host:"), "host: has no port; write host:80" },
	{ BYTES(":"), ": has no port; write :80" },
	{ BYTES("dir/s:80"), "a path begins with / or ./" },
	{ BYTES("http://h:80"), "is a URL" },
	{ BYTES("a b:80"), "a b: a host's name has letters" },
	{ BYTES("-h:80"), "-h is not a host name" },
	{ BYTES("h\xff:80"), "\"h\\377\" is not a host name" },
	{ BYTES("[::1]"), "[::1] has no port; write [::1]:80" },
	{ BYTES("[::1]:"), "the port is missing" },
	{ BYTES("[::1]80"), "after ] comes a colon" },
	{ BYTES("[::1"), "the bracket ] is missing" },
	{ BYTES("["), "the bracket ] is missing" },
	{ BYTES("[]:80"), "\"\" is not an IPv6 address" },
	{ BYTES("[127.0.0.1]:80"), "127.0.0.1 is not an IPv6" },
	{ BYTES("[::1%nosuch]:80"), "no network interface nosuch" },
	{ BYTES("[::1%0123456789abcdef]:80"), "no network interface" },
	{ BYTES("[::1%4294967296]:80"), "no network interface" },
	{ BYTES("[::1%]:80"), "no network interface \"\"" },
	{ BYTES("/tmp/a\0b"), "\"/tmp/a\\0b\": no NUL" },
	{ BYTES("127.0.0.1:80\n"), "no newline" },
	{ BYTES("h\0:80"), "no NUL" },
};

static void
test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct addr_names names;
		struct addr *a = NULL;
		char *cause = NULL;

		if (addr_parse(bad[i].literal, bad[i].len, AF_INET, &a, &names,
			&cause) != ADDR_BAD)
			fail_msg("%s was taken", bad[i].literal);
		assert_null(a);
		assert_cause(cause, bad[i].part);
	}
}

static enum addr_form
parse(const char *s, size_t len, struct addr **a, char **cause)
{
	struct addr_names names;

	return addr_parse(s, len, AF_UNSPEC, a, &names, cause);
}

/* Lengths at the limit and one above it. */
static void
test_limits(void **state)
{
	char s[400];
	struct addr *a;
	char *cause;

	(void)state;
	memset(s, 'x', sizeof(s));
	s[0] = '/';
	assert_int_equal(parse(s, 107, &a, &cause), ADDR_NUMERIC);
	assert_int_equal(a->len, sizeof(struct sockaddr_un));
	drop(a);
	assert_int_equal(parse(s, 108, &a, &cause), ADDR_BAD);
	assert_cause(cause, "at most 107");
	s[0] = '@';
	assert_int_equal(parse(s, 108, &a, &cause), ADDR_NUMERIC);
	assert_int_equal(a->len, sizeof(struct sockaddr_un));
	drop(a);
	assert_int_equal(parse(s, 109, &a, &cause), ADDR_BAD);
	assert_cause(cause, "at most 107");
	s[0] = 'x';
	memcpy(s + 253, ":80", 3);
	assert_int_equal(parse(s, 256, &a, &cause), ADDR_NAMED);
	memcpy(s + 253, "x:80", 4);
	assert_int_equal(parse(s, 257, &a, &cause), ADDR_BAD);
	assert_cause(cause, "at most 253");
	memset(s + 1, 'x', sizeof(s) - 1);
	s[1] = ':';
	assert_int_equal(parse(s, 2 + 63, &a, &cause), ADDR_NAMED);
	assert_int_equal(parse(s, 2 + 64, &a, &cause), ADDR_BAD);
	assert_cause(cause, "neither a port nor a service");
	memset(s, '1', sizeof(s));
	assert_int_equal(parse(s, sizeof(s), &a, &cause), ADDR_BAD);
	assert_cause(cause, "...");
}

static void
test_scope_name(void **state)
{
	struct addr *a;
	char *cause;
	unsigned lo = if_nametoindex("lo");

	(void)state;
	if (lo == 0)
		skip();
	assert_int_equal(parse(BYTES("[fe80::1%lo]:80"), &a, &cause),
	    ADDR_NUMERIC);
	assert_int_equal(a->u.in6.sin6_scope_id, lo);
	drop(a);
}

static void
test_pair(void **state)
{
	static const struct {
		const char *host;
		const char *service;
		int family;
		enum addr_form form;
		const char *text; /* the address, host or part of the cause */
	} rows[] = {
		{ "127.0.0.1", "80", AF_INET, ADDR_NUMERIC, "127.0.0.1:80" },
		{ "", "80", AF_INET, ADDR_NUMERIC, "0.0.0.0:80" },
		{ "", "80", AF_INET6, ADDR_NUMERIC, "[::]:80" },
		{ "*", "80", AF_UNSPEC, ADDR_NUMERIC, "0.0.0.0:80" },
		{ "<broadcast>", "9", AF_INET, ADDR_NUMERIC,
		    "255.255.255.255:9" },
		{ "::1", "80", AF_INET, ADDR_NUMERIC, "[::1]:80" },
		{ "[::1]", "80", AF_INET, ADDR_NUMERIC, "[::1]:80" },
		{ "fe80::1%5", "80", AF_INET6, ADDR_NUMERIC, "[fe80::1%5]:80" },
		{ "[fe80::1%5]", "80", AF_INET6, ADDR_NUMERIC,
		    "[fe80::1%5]:80" },
		{ "localhost", "80", AF_INET, ADDR_NAMED, "localhost" },
		{ "127.0.0.1", "http", AF_INET, ADDR_NAMED, "127.0.0.1" },
		{ "", "http", AF_INET, ADDR_NAMED, "0.0.0.0" },
		{ "", "http", AF_INET6, ADDR_NAMED, "::" },
		{ "127.0.0.1", "-1", AF_INET, ADDR_BAD, "from 0 to 65535" },
		{ "127.0.0.1", "65536", AF_INET, ADDR_BAD, "from 0 to 65535" },
		{ "127.0.0.1", "", AF_INET, ADDR_BAD, "the port is missing" },
		{ "127.0.0.1:80", "80", AF_INET, ADDR_BAD, "stands apart" },
		{ "127.1", "80", AF_INET, ADDR_BAD, "not an IPv4 address" },
		{ "/tmp/s", "80", AF_INET, ADDR_BAD, "has no /" },
		{ "@x", "80", AF_INET, ADDR_BAD, "letters, digits" },
		{ "[", "80", AF_INET, ADDR_BAD, "letters, digits" },
		{ "[]", "80", AF_INET, ADDR_BAD, "not an IPv6 address" },
		{ "h\n", "80", AF_INET, ADDR_BAD, "\"h\\n\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct addr_names names;
		struct addr *a = NULL;
		char *cause = NULL;
		enum addr_form form =
		    addr_parse_pair(rows[i].host, strlen(rows[i].host),
			rows[i].service, rows[i].family, &a, &names, &cause);

		assert_int_equal(form, rows[i].form);
		if (form == ADDR_NUMERIC) {
			assert_text(a, rows[i].text);
			drop(a);
		} else if (form == ADDR_NAMED) {
			assert_string_equal(names.host, rows[i].text);
			assert_string_equal(names.service, rows[i].service);
		} else {
			assert_cause(cause, rows[i].text);
		}
	}
}

static void
test_port(void **state)
{
	uint16_t port = 1;
	char *cause;

	(void)state;
	assert_true(addr_parse_port("0", &port, &cause));
	assert_int_equal(port, 0);
	assert_true(addr_parse_port("65535", &port, &cause));
	assert_int_equal(port, 65535);
	cause = (char *)"left";
	assert_false(addr_parse_port("http", &port, &cause));
	assert_null(cause);
	assert_false(addr_parse_port("", &port, &cause));
	assert_null(cause);
	assert_false(addr_parse_port("80x", &port, &cause));
	assert_cause(cause, "80x: a port is a number from 0 to 65535");
	assert_int_equal(port, 65535);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numeric),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_scope_name),
		cmocka_unit_test(test_pair),
		cmocka_unit_test(test_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
