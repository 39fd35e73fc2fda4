/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sock_diag answers, as it was recorded (Linux 6.18, x86-64), what
 * /proc/net says of the same, and what no kernel would say.
 */
#include "kernel/diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/addr.h"
#include "model/layout.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char listen_hex[] =
    "7c000000140002000100000007000000020a00001f9000007f00000100000000"
    "000000000000000000000000000000000000000000000000000000006a050000"
    "00000000000000000100000003000000000000000dfabb000500080000000000"
    "08000f00000000000c00150001000000000000000600160052000000";

static const char established_hex[] =
    "d8010000140002000100000007000000020100001f909c407f00000100000000"
    "00000000000000007f000001000000000000000000000000000000006b050000"
    "000000000000000005000000000000000000000047fabb000500080000000000"
    "050005000000000008000f000000000008001100000000000c00150001000000"
    "00000000060016005200000028000700450300000000020000000000001e3c00"
    "bb0c0000000000000000000000000000000000001c010200010000000007aa01"
    "e01c0300409c0000008000001802000000000000000000000000000000000000"
    "000000002c010000000000002c0100002c010000ffff0000cbff000015000000"
    "0a000000ffffff7f0a000000cbff00000300000000000000cbff000000000000"
    "c2cef8610a000000ffffffffffffffff00000000000000000500000000000000"
    "0100000003000000000000001500000001000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000100000000000000"
    "0000000000000000000000000000000000000000000000000000000000000100"
    "0000010000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000800040062627200d801000014000200"
    "0100000007000000020102009c401f907f000001000000000000000000000000"
    "7f000001000000000000000000000000000000006c05000000000000d4db6d00"
    "0000000000000000000000000efabb0005000800000000000500050000000000"
    "08000f000000000008001100000000000c001500010000000000000006001600"
    "5200000028000700000000000000020000000000001e3c000000000000000000"
    "0000000000000000000000001c010200010000000007aa01e01c030000000000"
    "008000001802000000000000000000000000000000000000000000002c010000"
    "000000002c0100002c010000ffff0000d7ff00001a0000000e000000ffffff7f"
    "0b000000cbff00000300000000000000d7ff000000000000c4f3268307000000"
    "ffffffffffffffff060000000000000000000000000000000300000002000000"
    "00000000090000000000000001000000388e03d9000000000000000000000000"
    "0000000000000000000000000000000002000000000000000500000000000000"
    "0000000000000000000000000000000000000000000001000000010000000000"
    "0000000000000000000000000000000000000000000000000000000000000000"
    "00000000000000000800040062627200";

static const char timewait_hex[] =
    "60000000140002000100000007000000020603001f909c407f00000100000000"
    "00000000000000007f000001000000000000000000000000000000006b050000"
    "00000000fce900000000000000000000000000000000000008000f0000000000";

static const char udp6_hex[] =
    "840000001400020001000000070000000a070000003500000000000000000000"
    "000000000000000100000000000000000000000000000000000000006d050000"
    "000000000000000000000000000000000000000048fabb000500080000000000"
    "05000b000100000008000f00000000000c001500010000000000000006001600"
    "10000000";

static const char unix_hex[] =
    "6c0000001400020001000000070000000101010053fabb006e05000000000000"
    "08000200000000000c0004000000000000000000280005000000000000400300"
    "0000000000400300000000000000000000000000000000000000000005000600"
    "0000000008000700000000007000000014000200010000000700000001010a00"
    "52fabb006f0500000000000009000000006e616d650000000c00040001000000"
    "0200000028000500000000000040030000000000004003000000000000000000"
    "00000000000000000000000005000600000000000800070000000000";

static const char packet_hex[] =
    "6c0000001400020001000000070000001103030054fabb007005000000000000"
    "1c00000000000000000000000000000000000000000000000100000008000500"
    "0000000028000600000000000040030000000000004003000000000000000000"
    "000000000000000000000000";

static const struct diag_request tcp4 = { DIAG_TCP, AF_INET, IPPROTO_TCP, 1,
	7 };
static const struct diag_request udp6 = { DIAG_UDP, AF_INET6, IPPROTO_UDP, 1,
	7 };
static const struct diag_request local = { DIAG_UNIX, AF_UNIX, 0, 1, 7 };
static const struct diag_request frames = { DIAG_PACKET, AF_PACKET, 0, 1, 7 };

static const struct diag_query all = { .parts = DIAG_ALL };

/* The bytes, in memory that is exactly as long. */
static unsigned char *
bytes_of(const char *hex, size_t *len)
{
	unsigned char *bytes = xmalloc(strlen(hex) / 2);

	*len = strlen(hex) / 2;
	for (size_t i = 0; i < *len; i++) {
		const char digits[] = { hex[2 * i], hex[2 * i + 1], '\0' };
		char *end = NULL;

		bytes[i] = (unsigned char)strtoul(digits, &end, 16);
		assert_int_equal(end - digits, 2);
	}
	return bytes;
}

static void
parse(const char *hex, const struct diag_request *request,
    const struct diag_query *query, struct diag_table *table)
{
	size_t len;
	unsigned char *bytes = bytes_of(hex, &len);

	memset(table, 0, sizeof(*table));
	assert_int_equal(diag_parse(query, request, bytes, len, table),
	    DIAG_MORE);
	free(bytes);
}

static void
assert_addr(const struct diag_addr *addr, const char *want)
{
	struct strbuf text = { 0 };

	if (addr->len != 0)
		addr_text(&text, &addr->u.sa, addr->len);
	assert_string_equal(sb_text(&text), want);
	sb_free(&text);
}

static void
a_listener(void **state)
{
	struct diag_table table;
	const struct diag_sock *sock;

	(void)state;
	parse(listen_hex, &tcp4, &all, &table);
	assert_int_equal(table.n, 1);
	sock = &table.socks[0];
	assert_int_equal(sock->state, TCP_LISTEN);
	assert_int_equal(sock->type, SOCK_STREAM);
	assert_int_equal(sock->rqueue, 1);
	assert_int_equal(sock->wqueue, 3);
	assert_true(sock->has & DIAG_HAS_LIMIT);
	assert_addr(&sock->local, "127.0.0.1:8080");
	assert_addr(&sock->peer, "");
	assert_int_not_equal(sock->inode, 0);
	assert_null(sock->info);
	diag_free(&table);
}

static void
a_connection(void **state)
{
	struct diag_query details = { .parts = DIAG_TCP, .details = true };
	struct diag_table table;
	const struct diag_sock *sock;
	struct value info;

	(void)state;
	parse(established_hex, &tcp4, &details, &table);
	assert_int_equal(table.n, 2);
	sock = &table.socks[0];
	assert_int_equal(sock->state, TCP_ESTABLISHED);
	assert_int_equal(sock->rqueue, 5);
	assert_addr(&sock->peer, "127.0.0.1:40000");
	assert_string_equal(sock->congestion, "bbr");
	assert_true(sock->has & DIAG_HAS_MEM);
	assert_int_equal(sock->mem[SK_MEMINFO_RMEM_ALLOC], 0x345);
	assert_int_equal(sock->mem[SK_MEMINFO_RCVBUF], 0x20000);
	assert_non_null(sock->info);
	info =
	    layout_decode(layout_find("tcp_info"), sock->info, sock->info_len);
	assert_int_equal(info.tuple->items[0].i, TCP_ESTABLISHED);
	value_drop(&info);
	assert_addr(&table.socks[1].local, "127.0.0.1:40000");
	diag_free(&table);
}

static void
time_wait_has_its_seconds(void **state)
{
	struct diag_table table;

	(void)state;
	parse(timewait_hex, &tcp4, &all, &table);
	assert_int_equal(table.n, 1);
	assert_int_equal(table.socks[0].state, TCP_TIME_WAIT);
	assert_int_equal(table.socks[0].timer, DIAG_TIMER_TIMEWAIT);
	assert_in_range(table.socks[0].timer_ms, 59000, 60000);
	assert_int_equal(table.socks[0].inode, 0);
	diag_free(&table);
}

static void
udp_unix_and_packet(void **state)
{
	struct diag_table table;

	(void)state;
	parse(udp6_hex, &udp6, &all, &table);
	assert_int_equal(table.n, 1);
	assert_addr(&table.socks[0].local, "[::1]:53");
	assert_int_equal(table.socks[0].state, TCP_CLOSE);
	assert_true(table.socks[0].has & DIAG_HAS_V6ONLY);
	diag_free(&table);
	parse(unix_hex, &local, &all, &table);
	assert_int_equal(table.n, 2);
	assert_true(table.socks[0].has & DIAG_HAS_PEER_INODE);
	assert_int_equal(table.socks[1].state, TCP_LISTEN);
	assert_addr(&table.socks[1].local, "@name");
	assert_int_equal(table.socks[1].rqueue, 1);
	assert_int_equal(table.socks[1].wqueue, 2);
	diag_free(&table);
	parse(packet_hex, &frames, &all, &table);
	assert_int_equal(table.n, 1);
	assert_int_equal(table.socks[0].frames, 3);
	assert_int_equal(table.socks[0].type, SOCK_RAW);
	diag_free(&table);
}

static bool
keep_none(void *ctx, const struct diag_sock *sock)
{
	assert_int_equal(sock->state, TCP_ESTABLISHED);
	++*(int *)ctx;
	return false;
}

static void
what_is_not_looked_for(void **state)
{
	int n = 0;
	struct diag_query query = { .parts = DIAG_TCP,
		.keep = keep_none,
		.ctx = &n };
	struct diag_table table;

	(void)state;
	parse(established_hex, &tcp4, &query, &table);
	assert_int_equal(table.n, 0);
	assert_int_equal(n, 2);
	diag_free(&table);
	query = (struct diag_query){ .states = 1 << TCP_LISTEN };
	parse(established_hex, &tcp4, &query, &table);
	assert_int_equal(table.n, 0);
	diag_free(&table);
}

/* Every prefix, and every byte changed: nothing is read beyond the end. */
static void
broken_answers(void **state)
{
	static const struct {
		const char *hex;
		const struct diag_request *request;
	} answers[] = { { listen_hex, &tcp4 }, { established_hex, &tcp4 },
		{ timewait_hex, &tcp4 }, { udp6_hex, &udp6 },
		{ unix_hex, &local }, { packet_hex, &frames } };

	(void)state;
	for (size_t i = 0; i < LEN(answers); i++) {
		size_t len;
		unsigned char *whole = bytes_of(answers[i].hex, &len);

		for (size_t cut = 1; cut < len; cut++) {
			struct diag_table table = { 0 };
			unsigned char *part = xmalloc(cut);

			memcpy(part, whole, cut);
			part[cut - 1] ^= (unsigned char)(0xff << cut % 8);
			diag_parse(&all, answers[i].request, part, cut, &table);
			assert_true(table.n <= 3);
			diag_free(&table);
			free(part);
		}
		free(whole);
	}
}

static enum diag_step
message(int type, int flags, uint32_t seq, int32_t body, struct diag_table *t)
{
	struct {
		struct nlmsghdr head;
		int32_t body;
	} m = { { sizeof(m), (uint16_t)type, (uint16_t)flags, seq, 7 }, body };

	memset(t, 0, sizeof(*t));
	return diag_parse(&all, &tcp4, &m, sizeof(m), t);
}

static void
how_it_ends(void **state)
{
	struct diag_table table;

	(void)state;
	assert_int_equal(message(NLMSG_DONE, 0, 1, 0, &table), DIAG_DONE);
	assert_int_equal(message(NLMSG_DONE, NLM_F_DUMP_INTR, 1, 0, &table),
	    DIAG_INTERRUPTED);
	assert_true(table.interrupted);
	assert_int_equal(message(NLMSG_DONE, 0, 1, -ENOENT, &table),
	    DIAG_FAILED);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(message(NLMSG_ERROR, 0, 1, -EPERM, &table),
	    DIAG_FAILED);
	assert_int_equal(errno, EPERM);
	assert_int_equal(message(NLMSG_ERROR, 0, 1, INT32_MIN, &table),
	    DIAG_FAILED);
	assert_int_equal(errno, EPROTO);
	/* Of another question. */
	assert_int_equal(message(NLMSG_DONE, 0, 2, 0, &table), DIAG_MORE);
}

static void
assert_line(const struct diag_request *request, const char *line, int st,
    const char *from, const char *to)
{
	struct diag_sock sock;

	assert_true(diag_proc_line(request, line, &sock));
	assert_int_equal(sock.state, st);
	assert_addr(&sock.local, from);
	assert_addr(&sock.peer, to);
}

static void
lines_of_proc(void **state)
{
	static const char wait[] =
	    "   1: 0100007F:1F90 0100007F:9C40 06 00000000:00000000 "
	    "03:00001388 00000000     0        0 0 3 00000000b3c4a5d6";
	struct diag_sock sock;

	(void)state;
	assert_line(&tcp4, wait, TCP_TIME_WAIT, "127.0.0.1:8080",
	    "127.0.0.1:40000");
	assert_true(diag_proc_line(&tcp4, wait, &sock));
	assert_int_equal(sock.timer, DIAG_TIMER_TIMEWAIT);
	assert_in_range(sock.timer_ms, 1, 50000);
	assert_line(&udp6,
	    "  23: 00000000000000000000000001000000:0035 "
	    "00000000000000000000000000000000:0000 07 00000000:00000010 "
	    "00:00000000 00000000     0        0 17 2 00000000 0",
	    TCP_CLOSE, "[::1]:53", "");
	assert_line(&local,
	    "00000000c8f1d1a6: 00000002 00000000 00010000 0001 01 42 @name\n",
	    TCP_LISTEN, "@name", "");
	assert_line(&local, "0: 00000003 00000000 00000000 0001 03 43\n",
	    TCP_ESTABLISHED, "", "");
	assert_true(diag_proc_line(&frames,
	    "000000008d1f8a66 3      3    0003   0     1 0      0      99\n",
	    &sock));
	assert_int_equal(sock.frames, 3);
	assert_int_equal(sock.inode, 99);
	assert_false(diag_proc_line(&tcp4, "  sl  local_address ...", &sock));
	assert_false(
	    diag_proc_line(&tcp4, "1: 01:1 02:2 06 0:0 3:0 0 0 0 0", &sock));
	assert_false(diag_proc_line(&local, "Num       RefCount", &sock));
	assert_false(diag_proc_line(&frames, "sk RefCnt Type", &sock));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listener),
		cmocka_unit_test(a_connection),
		cmocka_unit_test(time_wait_has_its_seconds),
		cmocka_unit_test(udp_unix_and_packet),
		cmocka_unit_test(what_is_not_looked_for),
		cmocka_unit_test(broken_answers),
		cmocka_unit_test(how_it_ends),
		cmocka_unit_test(lines_of_proc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
