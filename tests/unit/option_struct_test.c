/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of socket options that are structs, names or numbers of a kind. */
#include "option_fixture.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

static struct value
three(struct value a, struct value b, struct value c)
{
	struct value items[] = { a, b, c };
	struct value v;
	char *cause;

	assert_true(value_tuple(&v, items, 3, &cause));
	return v;
}

static void
structs(void **state)
{
	struct ip_mreq mreq = { .imr_multiaddr.s_addr = htonl(0xe0000001),
		.imr_interface.s_addr = htonl(0x7f000001) };
	struct ip_mreqn mreqn = { .imr_multiaddr = mreq.imr_multiaddr,
		.imr_ifindex = 1 };
	struct value group = VALUE_INT(mreq.imr_multiaddr.s_addr);
	struct value host = VALUE_INT(mreq.imr_interface.s_addr);

	(void)state;
	both_ways("IP_ADD_MEMBERSHIP", pair(LIT("224.0.0.1"), LIT("127.0.0.1")),
	    &mreq, sizeof(mreq), pair(group, host));
	both_ways("IP_ADD_MEMBERSHIP", value_bytes((char *)&mreq, sizeof(mreq)),
	    &mreq, sizeof(mreq), pair(group, host));
	both_ways("IP_ADD_MEMBERSHIP",
	    three(LIT("224.0.0.1"), VALUE_INT(0), LIT("lo")), &mreqn,
	    sizeof(mreqn), three(group, VALUE_INT(0), VALUE_INT(1)));
	both_ways("IP_ADD_MEMBERSHIP", pair(LIT("224.0.0.1"), LIT("lo")),
	    &mreqn, sizeof(mreqn), three(group, VALUE_INT(0), VALUE_INT(1)));
	mreq.imr_interface.s_addr = 0;
	both_ways("IP_ADD_MEMBERSHIP", LIT("224.0.0.1"), &mreq, sizeof(mreq),
	    pair(group, VALUE_INT(0)));
	both_ways("ICMP_FILTER", VALUE_INT(5), "\5\0\0\0", 4,
	    layout_decode(layout_find("icmp_filter"), "\5\0\0\0", 4));
	both_ways("SO_TXTIME", pair(VALUE_INT(-1), VALUE_INT(3)),
	    "\377\377\377\377\3\0\0\0", 8, pair(VALUE_INT(-1), VALUE_INT(3)));
	both_ways("SO_TXTIME", layout_zero(layout_find("sock_txtime")),
	    "\0\0\0\0\0\0\0\0", 8, pair(VALUE_INT(0), VALUE_INT(0)));
	both_ways("SO_LINGER", layout_zero(layout_find("linger")),
	    "\0\0\0\0\0\0\0\0", 8, pair(VALUE_INT(0), VALUE_INT(0)));
	both_ways("SO_LINGER", pair(LIT("on"), VALUE_INT(5)),
	    "\1\0\0\0\5\0\0\0", 8, pair(VALUE_INT(1), VALUE_INT(5)));
	both_ways("SO_LINGER", LIT("off"), "\0\0\0\0\0\0\0\0", 8,
	    pair(VALUE_INT(0), VALUE_INT(0)));
	both_ways("SO_RCVTIMEO", layout_zero(layout_find("timeval")),
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, VALUE_FLOAT(0));
}

static void
names_and_numbers(void **state)
{
	uint32_t three = 3, all = UINT32_MAX, net = htonl(1), one = 1;
	uint64_t wide = 5, none = UINT64_MAX;

	(void)state;
	both_ways("IP_MTU_DISCOVER", LIT("probe"), &three, 4, VALUE_INT(3));
	both_ways("IP_MTU_DISCOVER", LIT("IP_PMTUDISC_PROBE"), &three, 4,
	    VALUE_INT(3));
	both_ways("SO_BUF_LOCK", LIT("SOCK_SNDBUF_LOCK|rcvbuf_lock"), &three, 4,
	    VALUE_INT(3));
	both_ways("SO_KEEPALIVE", LIT("on"), &one, 4, VALUE_INT(1));
	both_ways("SO_MARK", VALUE_INT(UINT32_MAX), &all, 4,
	    VALUE_INT(UINT32_MAX));
	both_ways("SO_MARK", VALUE_INT(-1), &all, 4, VALUE_INT(UINT32_MAX));
	both_ways("SO_MAX_PACING_RATE", VALUE_INT(5), &wide, 8, VALUE_INT(5));
	both_ways("SO_MAX_PACING_RATE", VALUE_INT(-1), &none, 8, VALUE_INT(-1));
	both_ways("IPV6_MULTICAST_IF", LIT("lo"), &one, 4, VALUE_INT(1));
	both_ways("IP_UNICAST_IF", LIT("lo"), &net, 4, VALUE_INT((int32_t)net));
	both_ways("SO_INCOMING_CPU", LIT("INT_MAX"), "\377\377\377\177", 4,
	    VALUE_INT(INT_MAX));
}

static void
refusals_say_why(void **state)
{
	static const char group_wants[] = "IP_ADD_MEMBERSHIP takes a struct "
					  "ip_mreq (imr_multiaddr, "
					  "imr_interface), not ";
	static const char linger_wants[] = "SO_LINGER takes (on, seconds), "
					   "such as (1, 5), or seconds alone, "
					   "not ";
	char why[256];
	const struct {
		const char *name;
		struct value v;
		const char *wants;
		const char *repr;
	} cases[] = {
		{ "IP_ADD_MEMBERSHIP", VALUE_INT(1), group_wants, "1" },
		{ "IP_ADD_MEMBERSHIP", layout_zero(layout_find("linger")),
		    group_wants, "{l_onoff=0, l_linger=0}" },
		{ "IP_ADD_MEMBERSHIP", LIT("224.0.0.x"),
		    "IP_ADD_MEMBERSHIP: imr_multiaddr takes an IPv4 address, "
		    "such as \"127.0.0.1\", not ",
		    "\"224.0.0.x\"" },
		{ "IP_ADD_MEMBERSHIP", pair(LIT("224.0.0.1"), LIT("nosuch")),
		    "IP_ADD_MEMBERSHIP: imr_ifindex takes an interface's "
		    "index or name, such as \"lo\", not ",
		    "\"nosuch\"" },
		{ "SO_PEERCRED", VALUE_INT(1),
		    "SO_PEERCRED takes a struct ucred (pid, uid, gid), not ",
		    "1" },
		{ "SO_REUSEADDR", layout_zero(layout_find("linger")),
		    "SO_REUSEADDR takes 0 or 1, not ",
		    "{l_onoff=0, l_linger=0}" },
		{ "SO_REUSEADDR", LIT("yes"), "SO_REUSEADDR takes 0 or 1, not ",
		    "\"yes\"" },
		{ "SO_LINGER", layout_zero(layout_find("timeval")),
		    linger_wants, "{tv_sec=0, tv_usec=0}" },
		{ "SO_LINGER", LIT("on"), linger_wants, "\"on\"" },
		{ "IP_MTU_DISCOVER", LIT("maybe"),
		    "IP_MTU_DISCOVER takes a number, or a name such as "
		    "IP_PMTUDISC_DONT, not ",
		    "\"maybe\"" },
		{ "SO_MARK", VALUE_INT(-2),
		    "SO_MARK takes an int from 0 to 4294967295, not ", "-2" },
		{ "IPV6_MULTICAST_IF", LIT("nosuch"),
		    "IPV6_MULTICAST_IF takes an interface's index or "
		    "name, such as \"lo\", not ",
		    "\"nosuch\"" },
		{ "IPV6_NEXTHOP", VALUE_INT(1),
		    "IPV6_NEXTHOP takes an address (host:port), not ", "1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(why, sizeof(why), "%s%s", cases[i].wants,
		    cases[i].repr);
		refused(cases[i].name, cases[i].v, why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structs),
		cmocka_unit_test(names_and_numbers),
		cmocka_unit_test(refusals_say_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
