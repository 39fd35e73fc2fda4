/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of ancillary data, honest and hostile, and of messages in events. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/addr.h"
#include "model/cmsg.h"
#include "model/msg.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define TEXT(s) value_bytes((s), sizeof(s) - 1)

/* (level, type, data); takes over data. */
static struct value
triple(int level, int type, struct value data)
{
	struct value items[3] = { VALUE_INT(level), VALUE_INT(type), data }, v;
	char *cause = NULL;

	assert_true(value_tuple(&v, items, 3, &cause));
	return v;
}

static struct value
tuple_of(struct value *items, size_t n)
{
	struct value v;
	char *cause = NULL;

	assert_true(value_tuple(&v, items, n, &cause));
	return v;
}

static void
assert_repr(struct value v, const char *want)
{
	struct strbuf out = { 0 };

	value_repr(&out, &v, 1000);
	assert_string_equal(sb_text(&out), want);
	sb_free(&out);
	value_drop(&v);
}

/* A control message of one's own, and what it comes back as. */
struct round_trip {
	int level;
	int type;
	struct value data;
	size_t len; /* of the data in memory */
	const char *back;
};

static void
values_come_back(void **state)
{
	struct value fds[] = { VALUE_INT(3), VALUE_INT(-1) };
	struct value ids[] = { VALUE_INT(7), VALUE_INT(-1), VALUE_INT(0) };
	struct value info[] = { VALUE_INT(1), TEXT("127.0.0.1"),
		TEXT("127.0.0.2") };
	const struct round_trip trips[] = {
		{ SOL_SOCKET, SCM_RIGHTS, tuple_of(fds, 2), 8,
		    "({cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
		    "cmsg_data=(3, -1)},)" },
		{ SOL_SOCKET, SCM_RIGHTS, VALUE_INT(5), 4,
		    "({cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
		    "cmsg_data=(5,)},)" },
		{ SOL_SOCKET, SCM_CREDENTIALS, tuple_of(ids, 3), 12,
		    "({cmsg_level=SOL_SOCKET, cmsg_type=SCM_CREDENTIALS, "
		    "cmsg_data={pid=7, uid=-1, gid=0}},)" },
		{ SOL_IP, IP_TTL, VALUE_INT(64), 4,
		    "({cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=64},)" },
		{ SOL_IP, IP_TOS, VALUE_INT(16), 1,
		    "({cmsg_level=SOL_IP, cmsg_type=IP_TOS, cmsg_data=16},)" },
		{ SOL_IP, IP_PKTINFO, tuple_of(info, 3), 12,
		    "({cmsg_level=SOL_IP, cmsg_type=IP_PKTINFO, "
		    "cmsg_data={ipi_ifindex=1, "
		    "ipi_spec_dst=inet_addr(\"127.0.0.1\"), "
		    "ipi_addr=inet_addr(\"127.0.0.2\")}},)" },
		{ SOL_IPV6, IPV6_HOPLIMIT, VALUE_INT(-1), 4,
		    "({cmsg_level=SOL_IPV6, cmsg_type=IPV6_HOPLIMIT, "
		    "cmsg_data=-1},)" },
		{ SOL_SOCKET, SO_TXTIME, VALUE_INT(INT64_MAX), 8,
		    "({cmsg_level=SOL_SOCKET, cmsg_type=SO_TXTIME, "
		    "cmsg_data=9223372036854775807},)" },
		{ IPPROTO_UDP, 103, VALUE_INT(1400), 2,
		    "({cmsg_level=SOL_UDP, cmsg_type=UDP_SEGMENT, "
		    "cmsg_data=1400},)" },
		{ 77, 5, TEXT("a\0b"), 3,
		    "({cmsg_level=77, cmsg_type=5, cmsg_data=\"a\\0b\"},)" },
		{ 77, -5, VALUE_INT(1), 4,
		    "({cmsg_level=77, cmsg_type=-5, "
		    "cmsg_data=\"\\1\\0\\0\\0\"},)" },
		{ SOL_SOCKET, SCM_RIGHTS, VALUE_NONE, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(trips); i++) {
		struct value v =
		    triple(trips[i].level, trips[i].type, trips[i].data);
		struct strbuf control = { 0 };
		char *cause = NULL;
		bool ok = cmsg_append(&control, &v, &cause);

		if (ok != (trips[i].back != NULL))
			fail_msg("%zu: %s", i, cause != NULL ? cause : "taken");
		free(cause);
		if (ok) {
			assert_int_equal(control.len, CMSG_SPACE(trips[i].len));
			assert_repr(cmsg_values(control.data, control.len),
			    trips[i].back);
		}
		sb_free(&control);
		value_drop(&v);
	}
}

static void
mistakes(void **state)
{
	struct value text[] = { TEXT("x") };
	struct value bad[] = {
		VALUE_INT(1),
		TEXT("x"),
		VALUE_NONE,
		triple(SOL_IP, IP_TTL, VALUE_INT((int64_t)INT32_MAX + 1)),
		triple(SOL_IP, IP_TOS, VALUE_INT(256)),
		triple(SOL_IP, IP_TTL, VALUE_FLOAT(1)),
		triple(SOL_SOCKET, SCM_RIGHTS, tuple_of(text, 1)),
		triple(SOL_SOCKET, SCM_CREDENTIALS, VALUE_INT(1)),
		triple(77, 1, VALUE_FLOAT(1)),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct strbuf control = { 0 };
		char *cause = NULL;

		assert_false(cmsg_append(&control, &bad[i], &cause));
		assert_non_null(cause);
		assert_int_equal(control.len, 0);
		free(cause);
		value_drop(&bad[i]);
	}
}

/* len bytes in memory of exactly that size, so that reading on is seen. */
static void
walk(const void *bytes, size_t len)
{
	unsigned char *control = xmalloc(len + (len == 0));
	size_t at = 0, before = 0;
	struct value v;
	struct cmsg c;

	memcpy(control, bytes, len);
	while (cmsg_next(control, len, &at, &c)) {
		assert_true(at > before && at <= len);
		assert_true(c.data >= control && c.data <= control + len);
		assert_true(c.len <= (size_t)(control + len - c.data));
		before = at;
	}
	assert_true(at <= len && len - at < CMSG_HEADER);
	v = cmsg_values(control, len);
	value_drop(&v);
	free(control);
}

static void
hostile_lengths(void **state)
{
	static const uint64_t lens[] = { 0, 1, 15, 16, 17, 20, 23, 24, 25, 31,
		32, 33, 47, 48, 100, INT32_MAX, UINT32_MAX, INT64_MAX,
		UINT64_MAX, UINT64_MAX - 7, UINT64_MAX - 8, UINT64_MAX - 15 };
	unsigned char buf[64];
	struct cmsghdr h = { .cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS };

	(void)state;
	for (size_t i = 0; i < COUNT(lens); i++) {
		memset(buf, 0x41, sizeof(buf));
		h.cmsg_len = lens[i];
		memcpy(buf, &h, sizeof(h));
		for (size_t len = 0; len <= sizeof(buf); len++)
			walk(buf, len);
		/* A second one, wherever the first says. */
		memcpy(buf + 24, &h, sizeof(h));
		for (size_t len = 0; len <= sizeof(buf); len++)
			walk(buf, len);
	}
}

/* Each kind that we know with data of each length, too short ones and all. */
static void
every_kind_cut_anywhere(void **state)
{
	static const int levels[] = { SOL_SOCKET, SOL_IP, SOL_IPV6, IPPROTO_TCP,
		IPPROTO_UDP, SOL_PACKET, 77 };
	unsigned char buf[300];

	(void)state;
	for (size_t l = 0; l < COUNT(levels); l++) {
		for (int type = -1; type < 128; type++) {
			struct cmsghdr h = { .cmsg_level = levels[l],
				.cmsg_type = type };

			if (cmsg_kind_find(levels[l], type) == NULL && type > 3)
				continue;
			for (size_t n = 0; n <= 140; n++) {
				memset(buf, 0xff, sizeof(buf));
				h.cmsg_len = CMSG_LEN(n);
				memcpy(buf, &h, sizeof(h));
				walk(buf, CMSG_LEN(n));
			}
		}
	}
}

static void
random_bytes(void **state)
{
	uint64_t x = 88172645463325252u;
	unsigned char buf[200];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		for (size_t i = 0; i < sizeof(buf); i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			buf[i] = (unsigned char)(x >> 32);
			/* Small lengths and levels are the likely ones. */
			if (i % 4 != 0 && x % 8 != 0)
				buf[i] = 0;
		}
		walk(buf, x % sizeof(buf));
	}
}

static void
a_packed_message(void **state)
{
	char a[] = "abc", big[2000], control[600];
	struct iovec iov[100] = { { a, 3 }, { big, sizeof(big) }, { a, 3 } };
	struct sockaddr_in name = { .sin_family = AF_INET };
	struct msghdr hdr = { .msg_name = &name,
		.msg_namelen = 16,
		.msg_iov = iov,
		.msg_iovlen = 3,
		.msg_control = control,
		.msg_controllen = sizeof(control),
		.msg_flags = MSG_TRUNC };
	const struct msg msg = { &hdr, 128 };
	unsigned char to[MSG_PACKED_MAX];
	struct msg_view view;
	struct msg_chunk c;
	size_t len;

	(void)state;
	memset(big, 'x', sizeof(big));
	memset(control, 'y', sizeof(control));
	len = msg_pack(to, sizeof(to), &msg, 1003);
	assert_true(msg_unpack(to, len, &view));
	assert_int_equal(view.name_len, 16);
	assert_int_equal(view.name_room, 128);
	assert_int_equal(view.namelen, 16);
	assert_int_equal(view.flags, MSG_TRUNC);
	assert_int_equal(view.control_len, MSG_CONTROL_MAX);
	assert_int_equal(view.controllen, sizeof(control));
	assert_int_equal(view.iovlen, 3);
	assert_true(msg_view_next(&view, &c));
	assert_int_equal(c.kept, 3);
	assert_memory_equal(c.data, "abc", 3);
	assert_true(msg_view_next(&view, &c));
	assert_int_equal(c.kept, MSG_CHUNK_MAX);
	assert_int_equal(c.filled, 1000);
	assert_int_equal(c.len, sizeof(big));
	assert_true(msg_view_next(&view, &c));
	assert_int_equal(c.filled, 0);
	assert_int_equal(c.len, 3);
	assert_false(msg_view_next(&view, &c));

	/* More than there is room for is left out, not written. */
	for (size_t i = 0; i < 100; i++)
		iov[i] = (struct iovec){ big, sizeof(big) };
	hdr.msg_iovlen = 100;
	len = msg_pack(to, sizeof(to), &msg, UINT64_MAX);
	assert_true(len <= sizeof(to));
	assert_true(msg_unpack(to, len, &view));
	assert_int_equal(view.iovlen, 100);
	for (size_t i = 0; msg_view_next(&view, &c); i++)
		assert_true(i < 8);
}

static void
hostile_packed_messages(void **state)
{
	uint64_t x = 1234567;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)(x >> 20) % 200;
		unsigned char *bytes = xmalloc(len + 1);
		struct msg_view view;
		struct msg_chunk c;

		for (size_t i = 0; i < len; i++) {
			x = x * 6364136223846793005u + 1442695040888963407u;
			bytes[i] = x >> 61 != 0 ? 0 : (unsigned char)(x >> 40);
		}
		bytes = xrealloc(bytes, len + (len == 0));
		if (msg_unpack(bytes, len, &view)) {
			assert_true(view.next <= view.end);
			while (msg_view_next(&view, &c))
				assert_true(c.data + c.kept <= view.end);
		}
		free(bytes);
		x++;
	}
	assert_false(msg_unpack(NULL, 0, &(struct msg_view){ 0 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(hostile_lengths),
		cmocka_unit_test(every_kind_cut_anywhere),
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(a_packed_message),
		cmocka_unit_test(hostile_packed_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
