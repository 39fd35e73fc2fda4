/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: their fields by C's names. */
#include "model/addr.h"

#include <arpa/inet.h>
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
set(struct addr *a, const char *field, struct value v)
{
	char *cause = NULL;

	if (!addr_field_set(a, field, &v, &cause))
		fail_msg("%s", cause);
	value_drop(&v);
}

static int64_t
get_int(const struct addr *a, const char *field)
{
	struct value v;
	char *cause = NULL;

	if (!addr_field_get(a, field, &v, &cause))
		fail_msg("%s", cause);
	assert_int_equal(v.type, VAL_INT);
	return v.i;
}

static void
assert_bytes(const struct addr *a, const char *field, const char *s, size_t len)
{
	struct value v;
	char *cause;

	assert_true(addr_field_get(a, field, &v, &cause));
	assert_int_equal(v.type, VAL_BYTES);
	assert_int_equal(v.bytes->len, len);
	assert_memory_equal(v.bytes->data, s, len);
	value_drop(&v);
}

/* struct sockaddr_in a; a.sin_port = htons(80); … */
static void
test_fields_in(void **state)
{
	struct addr *a = addr_new(AF_INET);

	(void)state;
	assert_int_equal(a->len, sizeof(struct sockaddr_in));
	assert_text(a, "0.0.0.0:0");
	set(a, "sin_port", VALUE_INT(htons(80)));
	set(a, "sin_addr.s_addr", VALUE_INT(htonl(INADDR_LOOPBACK)));
	assert_text(a, "127.0.0.1:80");
	assert_int_equal(get_int(a, "sin_port"), htons(80));
	assert_int_equal(get_int(a, "sin_addr"), htonl(INADDR_LOOPBACK));
	set(a, "sin_addr", value_str("10.0.0.1"));
	assert_text(a, "10.0.0.1:80");
	set(a, "sin_addr", value_bytes("\1\2\3\4", 4));
	assert_text(a, "1.2.3.4:80");
	set(a, "sin_port", VALUE_INT(65535));
	set(a, "sin_addr", VALUE_INT(UINT32_MAX));
	assert_text(a, "255.255.255.255:65535");
	set(a, "sin_zero", value_bytes("abc", 3));
	assert_bytes(a, "sin_zero", "abc\0\0\0\0", 8);
	assert_int_equal(get_int(a, "sin_family"), AF_INET);
	assert_int_equal(get_int(a, "sa_family"), AF_INET);
	/* A wrong family is the kernel's to refuse. */
	set(a, "sin_family", VALUE_INT(AF_INET6));
	assert_int_equal(get_int(a, "sin_family"), AF_INET6);
	assert_int_equal(a->len, sizeof(struct sockaddr_in));
	assert_int_equal(get_int(a, "sin_port"), 65535);
	drop(a);
}

static void
test_fields_in6(void **state)
{
	struct addr *a = addr_new(AF_INET6);

	(void)state;
	set(a, "sin6_port", VALUE_INT(htons(80)));
	set(a, "sin6_addr", value_str("fe80::1"));
	set(a, "sin6_scope_id", VALUE_INT(7));
	set(a, "sin6_flowinfo", VALUE_INT(UINT32_MAX));
	assert_text(a, "[fe80::1%7]:80");
	assert_int_equal(get_int(a, "sin6_scope_id"), 7);
	assert_int_equal(get_int(a, "sin6_flowinfo"), UINT32_MAX);
	assert_int_equal(get_int(a, "sin6_port"), htons(80));
	assert_int_equal(get_int(a, "ss_family"), AF_INET6);
	set(a, "sin6_addr.s6_addr",
	    value_bytes("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16));
	assert_text(a, "[::1%7]:80");
	assert_bytes(a, "sin6_addr", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	drop(a);
}

static void
test_fields_un(void **state)
{
	struct addr *a = addr_new(AF_UNIX);
	char longest[108];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	set(a, "sun_path", value_str("/tmp/a-longer-one"));
	set(a, "sun_path", value_str("/tmp/s"));
	assert_int_equal(a->len, 2 + 6 + 1);
	assert_text(a, "/tmp/s");
	assert_bytes(a, "sun_path", "/tmp/s", 6);
	set(a, "sun_path", value_bytes("\0s\0x", 4));
	assert_int_equal(a->len, 2 + 4);
	assert_bytes(a, "sun_path", "\0s\0x", 4);
	set(a, "sun_path", value_str(""));
	assert_int_equal(a->len, 2);
	assert_text(a, "(unnamed)");
	assert_bytes(a, "sun_path", "", 0);
	set(a, "sun_path", value_bytes(longest, 107));
	assert_int_equal(a->len, sizeof(struct sockaddr_un));
	longest[0] = '\0';
	set(a, "sun_path", value_bytes(longest, 108));
	assert_int_equal(a->len, sizeof(struct sockaddr_un));
	assert_bytes(a, "sun_path", longest, 108);
	/* 16 and 28 bytes long, and AF_UNIX still. */
	set(a, "sun_path", value_str("/34567890123"));
	set(a, "sun_path", value_str("/3456789012345678901234567"));
	assert_int_equal(get_int(a, "sun_family"), AF_UNIX);
	drop(a);
}

/* A wrong family leaves the fields of the struct that was declared; a family
 * that is not known here has its own fields alone. */
static void
test_fields_of_no_family(void **state)
{
	const struct sockaddr apple = { .sa_family = AF_APPLETALK };
	struct addr *a = addr_new(AF_UNIX);
	struct value v = VALUE_INT(0);
	char *cause = NULL;

	(void)state;
	set(a, "sun_family", VALUE_INT(AF_INET));
	set(a, "sun_path", value_str("/tmp/s"));
	assert_int_equal(get_int(a, "sun_family"), AF_INET);
	drop(a);
	a = addr_new(AF_UNIX);
	memcpy(a->u.un.sun_path, "/tmp/s", 7);
	set(a, "sun_family", VALUE_INT(AF_INET6));
	assert_bytes(a, "sun_path", "/tmp/s", 6);
	drop(a);
	a = addr_new(AF_UNSPEC);
	set(a, "sin_port", VALUE_INT(htons(80)));
	set(a, "sin_family", VALUE_INT(AF_INET));
	assert_text(a, "0.0.0.0:80");
	drop(a);
	a = addr_from_sa(&apple, 10);
	assert_int_equal(get_int(a, "sa_family"), AF_APPLETALK);
	assert_false(addr_field_get(a, "sin_port", &v, &cause));
	assert_cause(cause,
	    "sin_port is a field of AF_INET addresses; this "
	    "address is of family 5");
	assert_false(addr_field_get(a, "nl_pid", &v, &cause));
	assert_cause(cause, "nl_pid is a field of AF_NETLINK addresses");
	assert_false(addr_field_get(a, "at_port", &v, &cause));
	assert_cause(cause, "this one has sa_family");
	drop(a);
}

static void
test_packet_and_netlink(void **state)
{
	struct addr *a = addr_new(AF_PACKET);
	struct value v = VALUE_INT(-1);
	char *cause = NULL;

	(void)state;
	set(a, "sll_protocol", VALUE_INT(htons(0x0800)));
	set(a, "sll_ifindex", VALUE_INT(1));
	set(a, "sll_hatype", VALUE_INT(772));
	set(a, "sll_pkttype", VALUE_INT(4));
	set(a, "sll_halen", VALUE_INT(2));
	set(a, "sll_addr", value_bytes("\377\1", 2));
	assert_text(a, "(1, 0x0800, 4, 772, \"\\377\\1\")");
	assert_int_equal(get_int(a, "sll_pkttype"), 4);
	assert_bytes(a, "sll_addr", "\377\1\0\0\0\0\0\0", 8);
	assert_false(addr_field_set(a, "sll_ifindex", &v, &cause));
	assert_cause(cause, "0 to 2147483647");
	v = VALUE_INT(256);
	assert_false(addr_field_set(a, "sll_halen", &v, &cause));
	assert_cause(cause, "0 to 255");
	assert_false(addr_field_get(a, "sin_port", &v, &cause));
	assert_cause(cause, "not sin_port but sll_protocol");
	assert_false(addr_field_get(a, "sll_port", &v, &cause));
	assert_cause(cause, "sll_protocol, sll_ifindex");
	/* A wrong family leaves the struct what it was declared as. */
	set(a, "sll_family", VALUE_INT(AF_INET));
	assert_int_equal(get_int(a, "sll_hatype"), 772);
	drop(a);
	a = addr_new(AF_NETLINK);
	set(a, "nl_pid", VALUE_INT(UINT32_MAX));
	set(a, "nl_groups", VALUE_INT(5));
	assert_text(a, "(4294967295, 5)");
	assert_false(addr_field_get(a, "sun_path", &v, &cause));
	assert_cause(cause, "not sun_path but nl_pid");
	drop(a);
}

static void
test_fields_bad(void **state)
{
	static const struct {
		int family;
		const char *field;
		struct value v;
		const char *part;
	} rows[] = {
		{ AF_INET6, "sin_port", { .type = VAL_INT },
		    "this is an AF_INET6 address: not sin_port but sin6_port" },
		{ AF_INET, "sin6_addr", { .type = VAL_INT },
		    "not sin6_addr but sin_addr" },
		{ AF_UNIX, "sin_addr.s_addr", { .type = VAL_INT },
		    "not sin_addr.s_addr but sun_path" },
		{ AF_UNIX, "sin_port", { .type = VAL_INT },
		    "this is an AF_UNIX address, which has no sin_port" },
		{ AF_INET, "sin6_scope_id", { .type = VAL_INT },
		    "has no sin6_scope_id" },
		{ AF_INET, "port", { .type = VAL_INT },
		    "no field \"port\"; this one has sin_family, sin_port" },
		{ AF_INET6, "", { .type = VAL_INT }, "sin6_flowinfo" },
		{ AF_UNIX, "x\x1b", { .type = VAL_INT }, "\"x\\33\"" },
		{ AF_INET, "sin_port", { .type = VAL_INT, .i = 65536 },
		    "sin_port takes 0 to 65535, not 65536" },
		{ AF_INET, "sin_port", { .type = VAL_INT, .i = -1 },
		    "0 to 65535, not -1" },
		{ AF_INET, "sin_port", { .type = VAL_FLOAT, .f = 80 },
		    "0 to 65535, not 80.0" },
		{ AF_INET, "sin_family", { .type = VAL_INT, .i = 1 << 16 },
		    "0 to 65535" },
		{ AF_INET, "sin_addr", { .type = VAL_INT, .i = 1LL << 32 },
		    "0 to 4294967295, not 4294967296" },
		{ AF_INET, "sin_addr", { .type = VAL_NONE }, "not None" },
		{ AF_INET, "sin_zero", { .type = VAL_INT }, "takes bytes" },
		{ AF_INET6, "sin6_addr", { .type = VAL_INT }, "or \"::1\"" },
		{ AF_UNIX, "sun_path", { .type = VAL_INT }, "a path, not 0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct addr *a = addr_new(rows[i].family);
		char *cause = NULL;

		assert_false(
		    addr_field_set(a, rows[i].field, &rows[i].v, &cause));
		assert_cause(cause, rows[i].part);
		drop(a);
	}
}

static void
test_fields_bad_bytes(void **state)
{
	static const struct {
		int family;
		const char *field;
		const char *s;
		size_t len;
		const char *part;
	} rows[] = {
		{ AF_INET, "sin_addr", BYTES("127.1"), "\"127.1\"" },
		{ AF_INET, "sin_addr", BYTES("::1"), "or \"127.0.0.1\"" },
		{ AF_INET, "sin_zero", BYTES("123456789"), "8 bytes, not 9" },
		{ AF_INET6, "sin6_addr", BYTES("1.2.3.4"), "16 bytes" },
		{ AF_INET6, "sin6_addr", BYTES("::1\0"), "16 bytes" },
		{ AF_UNIX, "sun_path", BYTES("/a\0b"), "without a NUL" },
		{ AF_INET, "sin_port", BYTES("80"), "0 to 65535, not \"80\"" },
	};
	struct addr *a = addr_new(AF_UNIX);
	struct value v = value_bytes(NULL, 200);
	char *cause = NULL;

	(void)state;
	memset(v.bytes->data, 'x', 200);
	assert_false(addr_field_set(a, "sun_path", &v, &cause));
	assert_cause(cause, "at most 107 bytes, this one has 200");
	value_drop(&v);
	drop(a);
	for (size_t i = 0; i < COUNT(rows); i++) {
		a = addr_new(rows[i].family);
		v = value_bytes(rows[i].s, rows[i].len);
		assert_false(addr_field_set(a, rows[i].field, &v, &cause));
		assert_cause(cause, rows[i].part);
		value_drop(&v);
		drop(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_in),
		cmocka_unit_test(test_fields_in6),
		cmocka_unit_test(test_fields_un),
		cmocka_unit_test(test_fields_of_no_family),
		cmocka_unit_test(test_packet_and_netlink),
		cmocka_unit_test(test_fields_bad),
		cmocka_unit_test(test_fields_bad_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
