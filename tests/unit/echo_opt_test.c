/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of socket options, against what strace 6.1 -a1 -s 256 prints. */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/time.h>

#include "echo_rows.h"

#define SET(level, option, ...)                        \
	{                                              \
		N(3), N(level), N(option), __VA_ARGS__ \
	}

static const int ones[2] = { 1, 0 };
static const struct linger linger = { 1, 5 };
static const struct timeval tv = { 2, 500000 };
static const struct in_addr host = { NET32(0x7f000001) };
static const struct ip_mreq mreq = { { NET32(0xe0010203) },
	{ NET32(0x7f000001) } };
static const struct ipv6_mreq mreq6 = { { .s6_addr = { 0xff, 2, [15] = 0x99 } },
	1 };
static const struct line set_lines[] = {
	{ "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_REUSEADDR, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 8) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_REUSEADDR, OBJ(ones), N(8)) },
	{ "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, value, 1) = -1 "
	  "EINVAL (Invalid argument)",
	    &setsockopt_row, -1, EINVAL,
	    SET(SOL_SOCKET, SO_REUSEADDR, OBJ(ones), N(1)) },
	{ "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, NULL, 4) = -1 "
	  "EFAULT (Bad address)",
	    &setsockopt_row, -1, EFAULT,
	    SET(SOL_SOCKET, SO_REUSEADDR, NUL, N(4)) },
	{ "setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0", &setsockopt_row, 0,
	    0, SET(IPPROTO_TCP, TCP_NODELAY, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, SOL_TCP, TCP_NODELAY, "
	  "\"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, TCP_NODELAY, OBJ(ones), N(8)) },
	{ "setsockopt(3, SOL_SOCKET, SO_TYPE, \"\\1\", 1) = 0", &setsockopt_row,
	    0, 0, SET(SOL_SOCKET, SO_TYPE, OBJ(ones), N(1)) },
	{ "setsockopt(3, SOL_SOCKET, 0x3e7 /* SO_??? */, [1], 4) = 0",
	    &setsockopt_row, 0, 0, SET(SOL_SOCKET, 999, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, SOL_TCP, 0x309 /* TCP_??? */, [1], 4) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, 777, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, 0x270f /* SOL_?? */, 1, [1], 4) = 0", &setsockopt_row,
	    0, 0, SET(9999, 1, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, 0xffffffff /* SOL_?? */, 1, [1], 4) = 0",
	    &setsockopt_row, 0, 0, SET(-1, 1, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, "
	  "l_linger=5}, 8) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_LINGER, OBJ(linger), N(8)) },
	{ "setsockopt(3, SOL_SOCKET, SO_LINGER, value, 4) = -1 EINVAL "
	  "(Invalid argument)",
	    &setsockopt_row, -1, EINVAL,
	    SET(SOL_SOCKET, SO_LINGER, OBJ(linger), N(4)) },
	{ "setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=2, "
	  "tv_usec=500000}, 16) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_RCVTIMEO, OBJ(tv), N(16)) },
	{ "setsockopt(3, SOL_SOCKET, SO_SNDTIMEO, "
	  "\"\\2\\0\\0\\0\\0\\0\\0\\0\", 8) = -1 EINVAL (Invalid "
	  "argument)",
	    &setsockopt_row, -1, EINVAL,
	    SET(SOL_SOCKET, SO_SNDTIMEO, OBJ(tv), N(8)) },
	{ "setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"lo\\0\", 3) "
	  "= 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_BINDTODEVICE, BYTES("lo", 3), N(3)) },
	{ "setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"\", 0) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_BINDTODEVICE, BYTES("", 0), N(0)) },
	/* strace: [828929125] */
	{ "setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"eth1\", 4) = "
	  "-1 ENODEV (No such device)",
	    &setsockopt_row, -1, ENODEV,
	    SET(SOL_SOCKET, SO_BINDTODEVICE, TEXT("eth1"), N(4)) },
	{ "setsockopt(3, SOL_TCP, TCP_CONGESTION, \"cubic\", 5) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, TCP_CONGESTION, TEXT("cubic"), N(5)) },
	{ "setsockopt(3, SOL_IP, IP_TTL, [1], 4) = 0", &setsockopt_row, 0, 0,
	    SET(IPPROTO_IP, IP_TTL, BYTES(ones, 4), N(4)) },
	{ "setsockopt(3, SOL_IP, IP_TTL, \"@\", 1) = 0", &setsockopt_row, 0, 0,
	    SET(IPPROTO_IP, IP_TTL, TEXT("@"), N(1)) },
	{ "setsockopt(3, SOL_IPV6, IPV6_V6ONLY, [1], 4) = 0", &setsockopt_row,
	    0, 0, SET(IPPROTO_IPV6, IPV6_V6ONLY, BYTES(ones, 4), N(4)) },
	/* strace: [16777343] */
	{ "setsockopt(3, SOL_IP, IP_MULTICAST_IF, "
	  "{s_addr=inet_addr(\"127.0.0.1\")}, 4) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_IP, IP_MULTICAST_IF, OBJ(host), N(4)) },
	{ "setsockopt(3, SOL_IP, IP_ADD_MEMBERSHIP, "
	  "{imr_multiaddr=inet_addr(\"224.1.2.3\"), "
	  "imr_interface=inet_addr(\"127.0.0.1\")}, 8) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_IP, IP_ADD_MEMBERSHIP, OBJ(mreq), N(8)) },
	{ "setsockopt(3, SOL_IP, IP_DROP_MEMBERSHIP, value, 4) = -1 "
	  "EINVAL (Invalid argument)",
	    &setsockopt_row, -1, EINVAL,
	    SET(IPPROTO_IP, IP_DROP_MEMBERSHIP, OBJ(mreq), N(4)) },
	{ "setsockopt(3, SOL_IPV6, IPV6_ADD_MEMBERSHIP, "
	  "{inet_pton(AF_INET6, \"ff02::99\", &ipv6mr_multiaddr), "
	  "ipv6mr_interface=1}, 20) = 0",
	    &setsockopt_row, 0, 0,
	    SET(IPPROTO_IPV6, IPV6_JOIN_GROUP, OBJ(mreq6), N(20)) },
	{ "setsockopt(3, SOL_SOCKET, 0x3e7 /* SO_??? */, \"AB\"..., "
	  "1000) = 0",
	    &setsockopt_row, 0, 0,
	    SET(SOL_SOCKET, 999, BIG("AB", 1000), N(1000)) },
};

static void
test_setsockopt(void **state)
{
	(void)state;
	assert_lines(set_lines, LEN(set_lines));
}

static const int zero, zeros[2], one = 1, refused = ECONNREFUSED, odd = 4095;
static const struct ucred cred = { 11260, 0, (gid_t)-1 };
static const struct tcp_info info = { .tcpi_state = TCP_ESTABLISHED,
	.tcpi_rto = 200000,
	.tcpi_snd_mss = 32768,
	.tcpi_rcv_mss = 536,
	.tcpi_rtt = 24,
	.tcpi_rttvar = 12,
	.tcpi_pmtu = 65535,
	.tcpi_snd_ssthresh = 0x7fffffff,
	.tcpi_snd_cwnd = 10 };
static const struct line get_lines[] = {
	{ "getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [256 => 4]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_TYPE, OBJ(one), INOUT(256, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_TYPE, \"\\1\\0\", [2]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_TYPE, BYTES(&one, 2), INOUT(2, 2)) },
	{ "getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [0], [4]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_KEEPALIVE, OBJ(zero), INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, \"\\x00\\x00\", [2]) "
	  "= 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_KEEPALIVE, BYTES(&zero, 2), INOUT(2, 2)) },
	{ "getsockopt(3, SOL_SOCKET, SO_TIMESTAMPING, [0], [16 => 8]) "
	  "= 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_TIMESTAMPING, OBJ(zeros), INOUT(16, 8)) },
	/* strace: "\0\0\0\0\0\0\0\0" */
	{ "getsockopt(3, SOL_SOCKET, SO_MAX_PACING_RATE, [0], [8]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_MAX_PACING_RATE, OBJ(zeros), INOUT(8, 8)) },
	{ "getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0", &getsockopt_row,
	    0, 0, SET(SOL_SOCKET, SO_ERROR, OBJ(zero), INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) "
	  "= 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_ERROR, OBJ(refused), INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_ERROR, [4095], [4]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_ERROR, OBJ(odd), INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_ERROR, \"\\x00\", [1]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_ERROR, BYTES(&zero, 1), INOUT(1, 1)) },
	{ "getsockopt(3, SOL_SOCKET, SO_ERROR, value, [0]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_ERROR, N(0), INOUT(0, 0)) },
	{ "getsockopt(3, SOL_SOCKET, SO_PASSCRED, value, [4]) = -1 "
	  "EOPNOTSUPP (Operation not supported)",
	    &getsockopt_row, -1, EOPNOTSUPP,
	    SET(SOL_SOCKET, SO_PASSCRED, UNFILLED, INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, "
	  "l_linger=5}, [100 => 8]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_LINGER, OBJ(linger), INOUT(100, 8)) },
	{ "getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, "
	  "l_linger=\"\\x05\"}, [5]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_LINGER, BYTES(&linger, 5), INOUT(5, 5)) },
	{ "getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1}, [4]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_LINGER, BYTES(&linger, 4), INOUT(4, 4)) },
	{ "getsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=2, "
	  "tv_usec=500000}, [16]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_RCVTIMEO, OBJ(tv), INOUT(16, 16)) },
	{ "getsockopt(3, SOL_SOCKET, SO_PEERCRED, {pid=11260, uid=0, "
	  "gid=-1}, [256 => 12]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_PEERCRED, OBJ(cred), INOUT(256, 12)) },
	{ "getsockopt(3, SOL_SOCKET, SO_PEERCRED, {pid=11260, "
	  "uid=\"\\x00\\x00\"}, [6]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_PEERCRED, BYTES(&cred, 6), INOUT(6, 6)) },
	{ "getsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"lo\\0\", "
	  "[16 => 3]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(SOL_SOCKET, SO_BINDTODEVICE, BYTES("lo", 3), INOUT(16, 3)) },
	{ "getsockopt(3, SOL_TCP, TCP_CONGESTION, "
	  "\"bbr\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", [16]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, TCP_CONGESTION,
		BYTES("bbr\0\0\0\0\0\0\0\0\0\0\0\0", 16), INOUT(16, 16)) },
	{ "getsockopt(3, SOL_TCP, TCP_INFO, "
	  "{tcpi_state=TCP_ESTABLISHED, tcpi_rto=200000, "
	  "tcpi_snd_mss=32768, tcpi_rcv_mss=536, tcpi_unacked=0, "
	  "tcpi_lost=0, tcpi_retrans=0, tcpi_pmtu=65535, tcpi_rtt=24, "
	  "tcpi_rttvar=12, tcpi_snd_ssthresh=2147483647, "
	  "tcpi_snd_cwnd=10, tcpi_total_retrans=0, ...}, "
	  "[256 => 104]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, TCP_INFO, OBJ(info), INOUT(256, 104)) },
	{ "getsockopt(3, SOL_TCP, TCP_INFO, "
	  "{tcpi_state=TCP_ESTABLISHED, ...}, [8]) = 0",
	    &getsockopt_row, 0, 0,
	    SET(IPPROTO_TCP, TCP_INFO, BYTES(&info, 8), INOUT(8, 8)) },
	{ "getsockopt(3, SOL_UDP, 0x69 /* UDP_??? */, value, [4]) = -1 "
	  "ENOPROTOOPT (Protocol not available)",
	    &getsockopt_row, -1, ENOPROTOOPT,
	    SET(IPPROTO_UDP, 105, UNFILLED, INOUT(4, 4)) },
};

static void
test_getsockopt(void **state)
{
	(void)state;
	assert_lines(get_lines, LEN(get_lines));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_setsockopt),
		cmocka_unit_test(test_getsockopt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
