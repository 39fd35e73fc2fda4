/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: their text, both ways, and what they compare as. */
#include "model/addr.h"

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

static enum addr_form
parse(const char *s, size_t len, struct addr **a, char **cause)
{
	struct addr_names names;

	return addr_parse(s, len, AF_UNSPEC, a, &names, cause);
}

static void
test_abstract_bytes(void **state)
{
	struct addr *a;
	struct value host;
	char *cause;

	(void)state;
	assert_int_equal(parse(BYTES("@\0\n\x1b"), &a, &cause), ADDR_NUMERIC);
	assert_int_equal(a->len, 2 + 4);
	assert_memory_equal(a->u.un.sun_path, "\0\0\n\x1b", 4);
	assert_text(a, "@\\x00\\n\\x1b");
	host = addr_host(a);
	assert_int_equal(host.bytes->len, 4);
	assert_memory_equal(host.bytes->data, "\0\0\n\x1b", 4);
	value_drop(&host);
	drop(a);
}

/* A generator of our own: the same addresses on every machine. */
static uint32_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005 + 1442695040888963407;
	return *seed >> 33;
}

static struct addr *
random_addr(uint64_t *seed)
{
	static const char plain[] = "abz09-_:@%[]*/.#\\\"' \xc3\xa9";
	struct addr *a;
	size_t n;

	switch (next(seed) % 3) {
	case 0:
		a = addr_new(AF_INET);
		a->u.in.sin_port = next(seed);
		a->u.in.sin_addr.s_addr = next(seed) << 1;
		return a;
	case 1:
		a = addr_new(AF_INET6);
		a->u.in6.sin6_port = next(seed);
		for (size_t i = 0; i < 16; i++)
			a->u.in6.sin6_addr.s6_addr[i] =
			    next(seed) % 3 == 0 ? next(seed) : 0;
		if (next(seed) % 2 == 0)
			a->u.in6.sin6_scope_id = next(seed);
		return a;
	default:
		a = addr_new(AF_UNIX);
		n = next(seed) % 106;
		a->u.un.sun_path[0] = next(seed) % 2 == 0 ? '\0' : '/';
		for (size_t i = 1; i < n; i++)
			a->u.un.sun_path[i] =
			    plain[next(seed) % (sizeof(plain) - 3)];
		/* One character of two bytes at the end. */
		memcpy(a->u.un.sun_path + (n != 0 ? n : 1), "\xc3\xa9", 2);
		a->len = 2 + (n != 0 ? n : 1) + 2;
		if (a->u.un.sun_path[0] != '\0')
			a->len++;
		return a;
	}
}

/* What addr_text writes, addr_parse reads back. */
static void
test_round_trip(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct addr *a = random_addr(&seed);
		struct strbuf sb = { 0 };
		struct addr *back = NULL;
		char *cause = NULL;

		addr_text(&sb, &a->u.sa, a->len);
		if (parse(sb.data, sb.len, &back, &cause) != ADDR_NUMERIC)
			fail_msg("%s: %s", sb.data, cause);
		assert_int_equal(back->len, a->len);
		assert_memory_equal(&back->u, &a->u, a->len);
		assert_true(addr_equal(a, back));
		assert_true(text_plain(sb.data, sb.len));
		sb_free(&sb);
		drop(a);
		drop(back);
	}
}

/* Any bytes as a literal or a kernel's answer: no crash, one answer, and
 * nothing raw. */
static void
test_any_bytes(void **state)
{
	static const char likely[] = ":[]@%./*-0123456789abcdefx\0\n\x1b\xff ";
	uint64_t seed = 2;
	char s[140];

	(void)state;
	for (int i = 0; i < 50000; i++) {
		struct addr_names names;
		struct strbuf sb = { 0 };
		struct addr *a = NULL;
		char *cause = NULL;
		size_t len = next(&seed) % (i % 2 == 0 ? 12 : sizeof(s));
		enum addr_form form;

		for (size_t k = 0; k < len; k++)
			s[k] = likely[next(&seed) % (sizeof(likely) - 1)];
		form = addr_parse(s, len, next(&seed) % 12, &a, &names, &cause);
		assert_true((form == ADDR_BAD) == (cause != NULL));
		assert_true((form == ADDR_NUMERIC) == (a != NULL));
		if (cause != NULL)
			assert_true(text_plain(cause, strlen(cause)));
		free(cause);
		if (a != NULL)
			drop(a);
		for (size_t k = 0; k < sizeof(s); k++)
			s[k] = (char)next(&seed);
		s[0] = next(&seed) % 12;
		s[1] = 0;
		addr_text(&sb, (struct sockaddr *)(void *)s, len);
		assert_true(text_plain(sb.data, sb.len));
		sb_free(&sb);
	}
}

/* What no literal gives. */
static void
test_text(void **state)
{
	static const struct {
		const char *sa; /* the family is put in front */
		size_t len;
		int family;
		const char *text;
	} rows[] = {
		{ BYTES(""), AF_UNIX, "(unnamed)" },
		{ BYTES("\0"), AF_UNIX, "@" },
		{ BYTES("s.sock\0"), AF_UNIX, "./s.sock" },
		{ BYTES("@s\0"), AF_UNIX, "./@s" },
		{ BYTES("..\0"), AF_UNIX, "./.." },
		{ BYTES("/a\0rest"), AF_UNIX, "/a" },
		{ BYTES("/a\x1b[2J\n\t\x9b\xc2\x9b"), AF_UNIX,
		    "/a\\x1b[2J\\n\\t\\x9b\\u009b" },
		{ BYTES("\0\x50\x7f\0\0\1"), AF_INET, "127.0.0.1:80" },
		{ BYTES("\0\x50\x7f\0\0"), AF_INET, "family 2" },
		{ BYTES("\0\x50"), AF_INET6, "family 10" },
		{ BYTES("abc"), AF_NETLINK, "family 16" },
		{ BYTES(""), AF_UNSPEC, "family 0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sockaddr_storage ss = { .ss_family = rows[i].family };
		struct strbuf sb = { 0 };

		memcpy((char *)&ss + 2, rows[i].sa, rows[i].len);
		addr_text(&sb, (struct sockaddr *)&ss, 2 + rows[i].len);
		assert_string_equal(sb_text(&sb), rows[i].text);
		sb_free(&sb);
	}
}

static void
test_nothing(void **state)
{
	struct addr *a = addr_from_sa(NULL, 0);
	struct strbuf sb = { 0 };

	(void)state;
	assert_int_equal(a->len, 0);
	addr_text(&sb, NULL, 0);
	assert_string_equal(sb_text(&sb), "family 0");
	sb_free(&sb);
	drop(a);
}

static void
test_from_sa(void **state)
{
	char big[300] = { AF_INET };
	struct addr *a = addr_from_sa((void *)big, sizeof(big));

	(void)state;
	assert_int_equal(a->len, sizeof(a->u));
	assert_int_equal(a->u.sa.sa_family, AF_INET);
	drop(a);
}

static void
assert_host_port(const char *literal, const char *host, int64_t port)
{
	struct addr *a;
	struct value h, p;
	char *cause;

	assert_int_equal(parse(literal, strlen(literal), &a, &cause),
	    ADDR_NUMERIC);
	h = addr_host(a);
	p = addr_port(a);
	assert_string_equal(h.bytes->data, host);
	assert_int_equal(p.type, port >= 0 ? VAL_INT : VAL_NONE);
	if (port >= 0)
		assert_int_equal(p.i, port);
	value_drop(&h);
	drop(a);
}

static void
test_host_port(void **state)
{
	struct addr *a = addr_new(AF_NETLINK);

	(void)state;
	assert_host_port("127.0.0.1:80", "127.0.0.1", 80);
	assert_host_port("[::1]:65535", "::1", 65535);
	assert_host_port("[fe80::1%3]:80", "fe80::1", 80);
	assert_host_port("/tmp/s", "/tmp/s", -1);
	assert_int_equal(addr_host(a).type, VAL_NONE);
	assert_int_equal(addr_port(a).type, VAL_NONE);
	drop(a);
}

static void
test_equal(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} rows[] = {
		{ "127.0.0.1:80", ":80", true },
		{ "127.0.0.1:80", ":81", false },
		{ "127.0.0.1:80", "127.0.0.2:80", false },
		{ "127.0.0.1:80", "[::1]:80", false },
		{ "[::1]:80", "[0:0::1]:80", true },
		{ "[fe80::1%1]:80", "[fe80::1%2]:80", false },
		{ "[::1]:80", "[::2]:80", false },
		{ "[::1]:80", "[::1]:81", false },
		{ "/a", "/a", true },
		{ "/a", "/ab", false },
		{ "@a", "@b", false },
		{ "@a", "@a", true },
	};
	struct addr *a, *b;
	char *cause;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		parse(rows[i].a, strlen(rows[i].a), &a, &cause);
		parse(rows[i].b, strlen(rows[i].b), &b, &cause);
		assert_int_equal(addr_equal(a, b), rows[i].equal);
		assert_int_equal(addr_equal(b, a), rows[i].equal);
		drop(a);
		drop(b);
	}
	/* Of a family not known here all bytes count. */
	a = addr_new(AF_APPLETALK);
	b = addr_new(AF_APPLETALK);
	assert_true(addr_equal(a, b));
	b->u.sa.sa_data[13] = 1;
	assert_false(addr_equal(a, b));
	b->len--;
	assert_false(addr_equal(a, b));
	drop(a);
	drop(b);
	/* The length a path was given with does not count. */
	a = addr_new(AF_UNIX);
	memcpy(a->u.un.sun_path, "/a", 3);
	parse(BYTES("/a"), &b, &cause);
	assert_true(a->len != b->len && addr_equal(a, b));
	b->len = 2;
	assert_false(addr_equal(a, b));
	drop(a);
	drop(b);
}

/* (text, family, values): what bind takes, and how it is shown again. */
static void
test_tuples(void **state)
{
	static const struct {
		int family;
		size_t n;
		const char *text;
	} rows[] = {
		{ AF_PACKET, 2, "(1, 0x0800)" },
		{ AF_PACKET, 5, "(1, 0x0800, 4, 772, \"\\377\\1\")" },
		{ AF_NETLINK, 2, "(1, 2048)" },
		{ AF_VSOCK, 2, "(1, 2048)" },
		{ AF_CAN, 1, "(1,)" },
	};
	struct value items[] = { VALUE_INT(1), VALUE_INT(0x800), VALUE_INT(4),
		VALUE_INT(772), value_bytes("\377\1", 2) };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct strbuf text = { 0 };
		struct addr *a = NULL;
		char *cause = NULL;

		assert_true(addr_is_tuple(rows[i].family));
		assert_true(addr_from_tuple(rows[i].family, items, rows[i].n,
		    &a, &cause));
		addr_text(&text, &a->u.sa, a->len);
		assert_string_equal(sb_text(&text), rows[i].text);
		/* Whatever is cut off, nothing behind it is read. */
		for (socklen_t len = 0; len < a->len; len++) {
			struct addr *cut = addr_from_sa(&a->u.sa, len);
			struct value parts[ADDR_ITEMS];
			size_t n = addr_items(cut, parts);

			assert_int_equal(n, addr_nitems(cut));
			for (size_t k = 0; k < n; k++)
				value_drop(&parts[k]);
			addr_text(&text, &a->u.sa, len);
			value_drop(
			    &(struct value){ .type = VAL_ADDR, .addr = cut });
		}
		sb_free(&text);
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = a });
		assert_false(
		    addr_from_tuple(rows[i].family, items, 0, &a, &cause));
		free(cause);
		cause = NULL;
		assert_false(
		    addr_from_tuple(rows[i].family, items + 4, 1, &a, &cause));
		free(cause);
	}
	value_drop(&items[4]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_abstract_bytes),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_from_sa),
		cmocka_unit_test(test_host_port),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_tuples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
