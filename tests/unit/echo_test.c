/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of calls and addresses: what strace 6.1 -a1 -s 256 prints. */
#include <errno.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>
#include <sys/un.h>

#include "echo_rows.h"

static const struct line socket_lines[] = {
	{ "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", &socket_row, 3, 0,
	    { N(AF_INET), N(SOCK_STREAM), N(0) } },
	{ "socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC|SOCK_NONBLOCK, "
	  "IPPROTO_UDP) = 3",
	    &socket_row, 3, 0,
	    { N(AF_INET), N(SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC),
		N(17) } },
	{ "socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6) = -1 EPERM "
	  "(Operation not permitted)",
	    &socket_row, -1, EPERM, { N(AF_INET6), N(SOCK_RAW), N(58) } },
	{ "socket(AF_INET, SOCK_RAW, 0xfe /* IPPROTO_??? */) = 3", &socket_row,
	    3, 0, { N(AF_INET), N(SOCK_RAW), N(254) } },
	{ "socket(AF_INET, SOCK_RAW, 0xffffffff /* IPPROTO_??? */) = "
	  "-1 EINVAL (Invalid argument)",
	    &socket_row, -1, EINVAL, { N(AF_INET), N(SOCK_RAW), N(-1) } },
	{ "socket(AF_INET, 0, IPPROTO_IP) = -1 ESOCKTNOSUPPORT "
	  "(Socket type not supported)",
	    &socket_row, -1, ESOCKTNOSUPPORT, { N(AF_INET), N(0), N(0) } },
	{ "socket(AF_INET, 0x7 /* SOCK_??? */, IPPROTO_IP) = 3", &socket_row, 3,
	    0, { N(AF_INET), N(7), N(0) } },
	{ "socket(AF_INET, SOCK_PACKET, IPPROTO_IP) = 3", &socket_row, 3, 0,
	    { N(AF_INET), N(SOCK_PACKET), N(0) } },
	{ "socket(AF_INET, SOCK_CLOEXEC|0x7, IPPROTO_IP) = 3", &socket_row, 3,
	    0, { N(AF_INET), N(7 | SOCK_CLOEXEC), N(0) } },
	{ "socket(AF_INET, SOCK_STREAM|0x100000 /* SOCK_??? */, "
	  "IPPROTO_IP) = 3",
	    &socket_row, 3, 0,
	    { N(AF_INET), N(SOCK_STREAM | 0x100000), N(0) } },
	{ "socket(AF_INET, SOCK_CLOEXEC|SOCK_NONBLOCK|0xfff7f7ff, "
	  "IPPROTO_IP) = 3",
	    &socket_row, 3, 0, { N(AF_INET), N(-1), N(0) } },
	{ "socket(AF_UNIX, SOCK_DGRAM, 3) = -1 EPROTONOSUPPORT "
	  "(Protocol not supported)",
	    &socket_row, -1, EPROTONOSUPPORT,
	    { N(AF_UNIX), N(SOCK_DGRAM), N(3) } },
	{ "socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) = 3", &socket_row, 3,
	    0, { N(AF_NETLINK), N(SOCK_RAW), N(4) } },
	{ "socket(AF_NETLINK, SOCK_RAW, 0x11 /* NETLINK_??? */) = 3",
	    &socket_row, 3, 0, { N(AF_NETLINK), N(SOCK_RAW), N(17) } },
	{ "socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) = 3", &socket_row, 3,
	    0, { N(AF_PACKET), N(SOCK_RAW), N(NET16(3)) } },
	{ "socket(AF_PACKET, SOCK_DGRAM, htons(0 /* ETH_P_??? */)) = 3",
	    &socket_row, 3, 0, { N(AF_PACKET), N(SOCK_DGRAM), N(0) } },
	{ "socket(0x2e /* AF_??? */, SOCK_RAW, 0) = -1 EAFNOSUPPORT "
	  "(Address family not supported by protocol)",
	    &socket_row, -1, EAFNOSUPPORT, { N(46), N(SOCK_RAW), N(0) } },
	{ "socket(0xffffffff /* AF_??? */, SOCK_DGRAM, 3) = 3", &socket_row, 3,
	    0, { N(-1), N(SOCK_DGRAM), N(3) } },
	{ "listen(3, -1) = 0", &listen_row, 0, 0, { N(3), N(-1) } },
	{ "shutdown(4, SHUT_RDWR) = 0", &shutdown_row, 0, 0, { N(4), N(2) } },
	{ "shutdown(4, 0x3 /* SHUT_??? */) = -1 EINVAL (Invalid "
	  "argument)",
	    &shutdown_row, -1, EINVAL, { N(4), N(3) } },
	{ "shutdown(4, 0xffffffff /* SHUT_??? */) = -1 (errno 4095)",
	    &shutdown_row, -1, 4095, { N(4), N(-1) } },
};

static void
test_socket(void **state)
{
	(void)state;
	assert_lines(socket_lines, LEN(socket_lines));
}

static void
test_socketpair(void **state)
{
	static const int fds[2] = { 19, 20 };
	static const struct line lines[] = {
		{ "socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [19, 20]) "
		  "= 0",
		    &socketpair_row, 0, 0,
		    { N(AF_UNIX), N(SOCK_STREAM | SOCK_CLOEXEC), N(0),
			OBJ(fds) } },
		{ "socketpair(AF_INET, SOCK_STREAM, 6, sv) = -1 EOPNOTSUPP "
		  "(Operation not supported)",
		    &socketpair_row, -1, EOPNOTSUPP,
		    { N(AF_INET), N(SOCK_STREAM), N(6), UNFILLED } },
		{ "socketpair(AF_UNIX, SOCK_STREAM, 4294967295, sv) = -1 "
		  "EPROTONOSUPPORT (Protocol not supported)",
		    &socketpair_row, -1, EPROTONOSUPPORT,
		    { N(AF_UNIX), N(SOCK_STREAM), N(-1), OBJ(fds) } },
		{ "socketpair(AF_UNIX, SOCK_STREAM, 0, NULL) = -1 EFAULT (Bad "
		  "address)",
		    &socketpair_row, -1, EFAULT,
		    { N(AF_UNIX), N(SOCK_STREAM), N(0), NUL } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_inet(void **state)
{
	static const struct line lines[] = {
		{ "bind(3, " IN_8080 ", 16) = -1 EADDRINUSE (Address already "
		  "in use)",
		    &bind_row, -1, EADDRINUSE, { N(3), OBJ(in_8080), N(16) } },
		{ "bind(-1, " IN_8080 ", 129) = -1 EBADF (Bad file "
		  "descriptor)",
		    &bind_row, -1, EBADF, { N(-1), OBJ(in_8080), N(129) } },
		{ "bind(3, {sa_family=AF_INET, "
		  "sa_data=\"\\37\\220\\177\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\"}, "
		  "15) = 0",
		    &bind_row, 0, 0, { N(3), OBJ(in_8080), N(15) } },
		{ "bind(3, {sa_family=AF_INET, sa_data=\"\\37\"}, 3) = 0",
		    &bind_row, 0, 0, { N(3), OBJ(in_8080), N(3) } },
		{ "bind(3, {sa_family=AF_INET}, 2) = 0", &bind_row, 0, 0,
		    { N(3), OBJ(in_8080), N(2) } },
		{ "bind(3, addr, 1) = -1 EINVAL (Invalid argument)", &bind_row,
		    -1, EINVAL, { N(3), OBJ(in_8080), N(1) } },
		{ "bind(3, addr, -1) = -1 EINVAL (Invalid argument)", &bind_row,
		    -1, EINVAL, { N(3), OBJ(in_8080), N(-1) } },
		{ "bind(3, NULL, 16) = -1 EFAULT (Bad address)", &bind_row, -1,
		    EFAULT, { N(3), NUL, N(16) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_inet6(void **state)
{
	static const struct sockaddr_in6 loopback = { .sin6_family = AF_INET6,
		.sin6_port = NET16(8081),
		.sin6_flowinfo = NET32(5),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT,
		.sin6_scope_id = 7 };
	static const struct sockaddr_in6 local = { .sin6_family = AF_INET6,
		.sin6_addr.s6_addr = { 0xfe, 0x80, [15] = 1 },
		.sin6_scope_id = 99 };
	static const struct line lines[] = {
		{ "bind(4, {sa_family=AF_INET6, sin6_port=htons(8081), "
		  "sin6_flowinfo=htonl(5), inet_pton(AF_INET6, \"::1\", "
		  "&sin6_addr), sin6_scope_id=7}, 28) = 0",
		    &bind_row, 0, 0, { N(4), OBJ(loopback), N(28) } },
		{ "bind(4, {sa_family=AF_INET6, sin6_port=htons(8081), "
		  "sin6_flowinfo=htonl(5), inet_pton(AF_INET6, \"::1\", "
		  "&sin6_addr)}, 24) = 0",
		    &bind_row, 0, 0, { N(4), OBJ(loopback), N(24) } },
		{ "bind(4, {sa_family=AF_INET6, sa_data=\"\\37\\221\\0\\0\\0"
		  "\\5\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"}, 23) "
		  "= 0",
		    &bind_row, 0, 0, { N(4), OBJ(loopback), N(23) } },
		{ "bind(4, {sa_family=AF_INET6, sin6_port=htons(0), "
		  "sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"fe80::1\", "
		  "&sin6_addr), sin6_scope_id=99}, 28) = 0",
		    &bind_row, 0, 0, { N(4), OBJ(local), N(28) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_unix(void **state)
{
	static const struct sockaddr_un path = { .sun_family = AF_UNIX,
		.sun_path = "/nonexistent/s\xc3\xa9\n" };
	static const struct sockaddr_un named = { .sun_family = AF_UNIX,
		.sun_path = "\0abstract" };
	static const struct line lines[] = {
		{ "bind(5, {sa_family=AF_UNIX, "
		  "sun_path=\"/nonexistent/s\\303\\251\\n\"}, 110) = 0",
		    &bind_row, 0, 0, { N(5), OBJ(path), N(110) } },
		{ "bind(5, {sa_family=AF_UNIX, sun_path=\"/none\"}, 7) = 0",
		    &bind_row, 0, 0, { N(5), OBJ(path), N(7) } },
		{ "bind(5, {sa_family=AF_UNIX, sun_path=@\"abstract\"}, 11) "
		  "= 0",
		    &bind_row, 0, 0, { N(5), OBJ(named), N(11) } },
		{ "bind(5, {sa_family=AF_UNIX, sun_path=@\"abstract\\0\"}, 12) "
		  "= 0",
		    &bind_row, 0, 0, { N(5), OBJ(named), N(12) } },
		{ "bind(5, {sa_family=AF_UNIX, sun_path=@\"\"}, 3) = -1 EINVAL "
		  "(Invalid argument)",
		    &bind_row, -1, EINVAL, { N(5), OBJ(named), N(3) } },
		{ "getsockname(7, {sa_family=AF_UNIX}, [128 => 2]) = 0",
		    &getsockname_row, 0, 0,
		    { N(7), BYTES(&path, 2), INOUT(128, 2) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

/* A path that fills sun_path and goes on behind it. */
static void
test_unix_unterminated(void **state)
{
	struct in in[PRIM_PARAMS] = { N(5), N(0), N(128) };
	struct strbuf want = { 0 };
	char raw[128];
	struct event *ev;

	(void)state;
	memset(raw, 'y', sizeof(raw));
	memcpy(raw, &(sa_family_t){ AF_UNIX }, sizeof(sa_family_t));
	in[1] = (struct in)OBJ(raw);
	ev = event_new(&bind_row, in);
	sb_str(&want, "bind(5, {sa_family=AF_UNIX, sun_path=\"");
	sb_fill(&want, 'y', 108);
	sb_str(&want, "\"}, 128) = 0");
	assert_echo(ev, 0, sb_text(&want));
	sb_free(&want);
	free(ev);
}

static const struct sockaddr_nl netlink = { .nl_family = AF_NETLINK,
	.nl_groups = 1 };
static const struct sockaddr_nl padded = { .nl_family = AF_NETLINK,
	.nl_pad = 3,
	.nl_pid = 12345 };
static const struct sockaddr_ll packet = { .sll_family = AF_PACKET,
	.sll_protocol = NET16(ETH_P_ALL),
	.sll_ifindex = 1,
	.sll_hatype = ARPHRD_ETHER,
	.sll_pkttype = PACKET_OUTGOING,
	.sll_halen = 6,
	.sll_addr = { 1, 2, 3, 4, 5, 255 } };
static const struct sockaddr_ll plain = { .sll_family = AF_PACKET,
	.sll_protocol = NET16(ETH_P_IP) };
static const struct sockaddr_ll odd = { .sll_family = AF_PACKET,
	.sll_protocol = NET16(0x3412),
	.sll_ifindex = 12345,
	.sll_hatype = 9999,
	.sll_pkttype = 77,
	.sll_halen = 9,
	.sll_addr = { 1, 2, 3, 4, 5, 255 } };
static const struct sockaddr unspec = { .sa_family = AF_UNSPEC };
static const struct sockaddr unknown = { .sa_family = 77,
	.sa_data = "ab\"\n\0001\377" };
static const struct line family_lines[] = {
	{ "bind(8, {sa_family=AF_NETLINK, nl_pid=0, "
	  "nl_groups=0x000001}, 12) = 0",
	    &bind_row, 0, 0, { N(8), OBJ(netlink), N(12) } },
	{ "bind(8, {sa_family=AF_NETLINK, nl_pad=0x3, nl_pid=12345, "
	  "nl_groups=00000000}, 12) = 0",
	    &bind_row, 0, 0, { N(8), OBJ(padded), N(12) } },
	{ "bind(8, {sa_family=AF_NETLINK, "
	  "sa_data=\"\\0\\0\\0\\0\\0\\0\\1\\0\\0\"}, 11) = 0",
	    &bind_row, 0, 0, { N(8), OBJ(netlink), N(11) } },
	{ "bind(9, {sa_family=AF_PACKET, "
	  "sll_protocol=htons(ETH_P_ALL), sll_ifindex=1, "
	  "sll_hatype=ARPHRD_ETHER, sll_pkttype=PACKET_OUTGOING, "
	  "sll_halen=6, sll_addr=[0x1, 0x2, 0x3, 0x4, 0x5, 0xff]}, "
	  "20) = 0",
	    &bind_row, 0, 0, { N(9), OBJ(packet), N(20) } },
	{ "bind(9, {sa_family=AF_PACKET, "
	  "sll_protocol=htons(0x3412 /* ETH_P_??? */), "
	  "sll_ifindex=12345, sll_hatype=0x270f /* ARPHRD_??? */, "
	  "sll_pkttype=0x4d /* PACKET_??? */, sll_halen=9, "
	  "sll_addr=[0x1, 0x2, 0x3, 0x4, 0x5, 0xff, 00, 00, ...]}, "
	  "20) = 0",
	    &bind_row, 0, 0, { N(9), OBJ(odd), N(20) } },
	{ "bind(9, {sa_family=AF_PACKET, sll_protocol=htons(ETH_P_IP), "
	  "sll_ifindex=0, sll_hatype=ARPHRD_NETROM, "
	  "sll_pkttype=PACKET_HOST, sll_halen=0}, 20) = 0",
	    &bind_row, 0, 0, { N(9), OBJ(plain), N(20) } },
	{ "bind(3, {sa_family=AF_UNSPEC, sa_data=\"\\0\\0\\0\\0\\0\\0"
	  "\\0\\0\\0\\0\\0\\0\\0\\0\"}, 16) = 0",
	    &bind_row, 0, 0, { N(3), OBJ(unspec), N(16) } },
	{ "bind(3, {sa_family=0x4d /* AF_??? */, "
	  "sa_data=\"ab\\\"\\n\\0001\\377\"}, 9) = 0",
	    &bind_row, 0, 0, { N(3), OBJ(unknown), N(9) } },
};

static void
test_other_families(void **state)
{
	(void)state;
	assert_lines(family_lines, LEN(family_lines));
}

static void
test_accept(void **state)
{
	static const struct line lines[] = {
		{ "accept(3, " IN_8080 ", [128 => 16]) = 5", &accept_row, 5, 0,
		    { N(3), OBJ(in_8080), INOUT(128, 16) } },
		{ "accept(3, " IN_8080 ", [16]) = 5", &accept_row, 5, 0,
		    { N(3), OBJ(in_8080), INOUT(16, 16) } },
		{ "accept(3, {sa_family=AF_INET, "
		  "sa_data=\"\\37\\220\\177\\0\\0\\1\"}, [8 => 16]) = 5",
		    &accept_row, 5, 0,
		    { N(3), BYTES(&in_8080, 8), INOUT(8, 16) } },
		{ "accept(3, addr, [0 => 16]) = 14", &accept_row, 14, 0,
		    { N(3), N(0), INOUT(0, 16) } },
		{ "accept(3, NULL, NULL) = 9", &accept_row, 9, 0,
		    { N(3), NUL, NUL } },
		{ "accept(-1, addr, [16]) = -1 EBADF (Bad file descriptor)",
		    &accept_row, -1, EBADF, { N(-1), UNFILLED, INOUT(16, 7) } },
		{ "accept(3, addr, [128]) = -1 EINTR (Interrupted system "
		  "call)",
		    &accept_row, -1, EINTR,
		    { N(3), OBJ(in_8080), INOUT(128, 16) } },
		{ "accept4(3, " IN_8080 ", [16], SOCK_CLOEXEC|SOCK_NONBLOCK) "
		  "= 7",
		    &accept4_row, 7, 0,
		    { N(3), OBJ(in_8080), INOUT(16, 16),
			N(SOCK_NONBLOCK | SOCK_CLOEXEC) } },
		{ "accept4(3, NULL, NULL, 0) = 7", &accept4_row, 7, 0,
		    { N(3), NUL, NUL, N(0) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_send(void **state)
{
	static const struct line lines[] = {
		{ "send(4, \"hello\\n\", 6, 0) = 6", &send_row, 6, 0,
		    { N(4), TEXT("hello\n"), N(6), N(0) } },
		{ "send(4, \"a\\0001\\0\\1\\\\\\\"\\t\\v\\f\\r\\33\\177\\200"
		  "\\3779x\\099\", 20, MSG_DONTWAIT|MSG_NOSIGNAL) = 20",
		    &send_row, 20, 0,
		    { N(4),
			TEXT("a\0001\0\1\\\"\t\v\f\r\x1b\177\200\3779x"
			     "\00099"),
			N(20), N(MSG_DONTWAIT | MSG_NOSIGNAL) } },
		{ "send(4, \"\", 0, 0) = 0", &send_row, 0, 0,
		    { N(4), TEXT(""), N(0), N(0) } },
		{ "send(4, \"hel\", 3, 0) = 3", &send_row, 3, 0,
		    { N(4), TEXT("hello"), N(3), N(0) } },
		{ "send(4, NULL, 5, 0) = -1 EFAULT (Bad address)", &send_row,
		    -1, EFAULT, { N(4), NUL, N(5), N(0) } },
		{ "send(4, \"AA\"..., 2000, MSG_OOB|MSG_EOR|MSG_CMSG_COMPAT|"
		  "0x400000) = 2000",
		    &send_row, 2000, 0,
		    { N(4), BIG("AA", 2000), N(2000),
			N(MSG_OOB | MSG_EOR | 0x80000000 | 0x400000) } },
		{ "send(4, \"A\", 1, 0x10000000 /* MSG_??? */) = 1", &send_row,
		    1, 0, { N(4), TEXT("A"), N(1), N(0x10000000) } },
		{ "send(4, \"A\", 1, MSG_OOB|0x1000000) = -1 EPIPE (Broken "
		  "pipe)",
		    &send_row, -1, EPIPE,
		    { N(4), TEXT("A"), N(1), N(0x1000001) } },
		{ "sendto(4, \"hi\", 2, 0, NULL, 0) = 2", &sendto_row, 2, 0,
		    { N(4), TEXT("hi"), N(2), N(0), NUL, N(0) } },
		{ "sendto(4, \"hi\", 2, MSG_CONFIRM, " IN_8080 ", 16) = 2",
		    &sendto_row, 2, 0,
		    { N(4), TEXT("hi"), N(2), N(MSG_CONFIRM), OBJ(in_8080),
			N(16) } },
		{ "sendto(4, \"hi\", 2, 0, addr, 0) = 2", &sendto_row, 2, 0,
		    { N(4), TEXT("hi"), N(2), N(0), OBJ(in_8080), N(0) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_recv(void **state)
{
	static const struct line lines[] = {
		{ "recv(5, \"hello\", 5, MSG_PEEK) = 5", &recv_row, 5, 0,
		    { N(5), TEXT("hello"), N(5), N(MSG_PEEK) } },
		{ "recv(15, \"0123\", 4, MSG_PEEK|MSG_TRUNC) = 10", &recv_row,
		    10, 0,
		    { N(15), BIG("0123", 10), N(4), N(MSG_TRUNC | MSG_PEEK) } },
		{ "recv(5, \"AA\"..., 2048, 0) = 300", &recv_row, 300, 0,
		    { N(5), BIG("AA", 300), N(2048), N(0) } },
		{ "recv(5, \"\", 100, 0) = 0", &recv_row, 0, 0,
		    { N(5), TEXT(""), N(100), N(0) } },
		{ "recv(5, NULL, 0, 0) = 0", &recv_row, 0, 0,
		    { N(5), NUL, N(0), N(0) } },
		{ "recv(5, buf, 100, MSG_DONTWAIT) = -1 EAGAIN (Resource "
		  "temporarily unavailable)",
		    &recv_row, -1, EAGAIN,
		    { N(5), UNFILLED, N(100), N(MSG_DONTWAIT) } },
		{ "recvfrom(15, \"0123\", 4, MSG_TRUNC, " IN_8080 ", [16]) "
		  "= 10",
		    &recvfrom_row, 10, 0,
		    { N(15), BIG("0123", 10), N(4), N(MSG_TRUNC), OBJ(in_8080),
			INOUT(16, 16) } },
		{ "recvfrom(5, \"A\", 100, 0, addr, [16 => 0]) = 1",
		    &recvfrom_row, 1, 0,
		    { N(5), TEXT("A"), N(100), N(0), N(0), INOUT(16, 0) } },
		{ "recvfrom(15, buf, 100, MSG_DONTWAIT, addr, [16]) = -1 "
		  "EAGAIN (Resource temporarily unavailable)",
		    &recvfrom_row, -1, EAGAIN,
		    { N(15), UNFILLED, N(100), N(MSG_DONTWAIT), UNFILLED,
			INOUT(16, 16) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_socket),
		cmocka_unit_test(test_socketpair),
		cmocka_unit_test(test_inet),
		cmocka_unit_test(test_inet6),
		cmocka_unit_test(test_unix),
		cmocka_unit_test(test_unix_unterminated),
		cmocka_unit_test(test_other_families),
		cmocka_unit_test(test_accept),
		cmocka_unit_test(test_send),
		cmocka_unit_test(test_recv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
