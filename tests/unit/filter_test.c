/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters: what their words mean, and what is said of others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/build.h"
#include "wire/filter.h"

static const char *const hosts[] = { "client", "server" };

static const struct build_ends ends = {
	.src_mac = { 2, 0, 0, 0, 0, 1 },
	.dst_mac = { 2, 0, 0, 0, 0, 2 },
	.src = { 10, 0, 0, 1 },
	.dst = { 10, 0, 0, 2 },
	.version = 4,
};

/* Whether a frame of these words, from client to server, is meant. */
static bool
meant(const char *text, const char *words)
{
	struct strbuf frame = { 0 };
	struct filter filter;
	struct frame_key key;
	char *cause = NULL;

	if (!filter_parse(&filter, text, strlen(text), hosts, 2, &cause))
		fail_msg("%s: %s", text, cause);
	if (!build_frame(&frame, &ends, words, strlen(words), &cause))
		fail_msg("%s: %s", words, cause);
	assert_true(frame_key_read(&key, frame.data, frame.len));
	sb_free(&frame);
	return filter_match(&filter, &key, 0, 1);
}

static void
test_match(void **state)
{
	static const struct {
		const char *filter;
		const char *frame;
		bool meant;
	} cases[] = {
		{ "", "arp", true },
		{ "SYN", "SYN", true },
		{ "syn", "SYN", true },
		{ "SYN", "SYN ACK", false },
		{ "SYN ACK", "SYN ACK", true },
		{ "ACK SYN", "SYN ACK", true },
		{ "SYN,ACK", "SYN ACK", true },
		{ "SYN ACK", "SYN", false },
		{ "FIN", "FIN ACK", true },
		{ "not FIN", "FIN ACK", false },
		{ "not FIN", "ACK", true },
		{ "not FIN", "udp", false },
		{ "RST", "ACK", false },
		{ "ACK not data", "ACK", true },
		{ "ACK not data", "ACK data=x", false },
		{ "data", "ACK data=x", true },
		{ "data", "udp data=x", true },
		{ "data", "icmp data=x", false },
		{ "data from client", "data=x", true },
		{ "data from server", "data=x", false },
		{ "to server", "udp", true },
		{ "not to server", "udp", false },
		{ "from 10.0.0.1", "udp", true },
		{ "from 10.0.0.1", "arp", true },
		{ "from 10.0.0.2", "udp", false },
		{ "to 10.0.0.2", "icmp", true },
		{ "from ::1", "udp", false },
		{ "port 8080", "sport=8080", true },
		{ "port 8080", "dport=8080", true },
		{ "port 8080", "dport=80", false },
		{ "port 1", "icmp id=1", false },
		{ "from port 7", "sport=7", true },
		{ "from port 7", "dport=7", false },
		{ "to port 7", "udp dport=7", true },
		{ "tcp", "udp", false },
		{ "udp", "udp", true },
		{ "icmp", "icmp", true },
		{ "arp", "arp", true },
		{ "arp", "udp", false },
		{ "not arp", "udp", true },
		{ "ip", "udp", true },
		{ "ip6", "udp", false },
		{ "len > 2", "data=abc", true },
		{ "len>2", "data=ab", false },
		{ "len < 3", "data=ab", true },
		{ "len = 0", "SYN", true },
		{ "not len = 0", "SYN", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (meant(cases[i].filter, cases[i].frame) != cases[i].meant)
			fail_msg("\"%s\" of \"%s\"", cases[i].filter,
			    cases[i].frame);
	}
}

static void
test_causes(void **state)
{
	static const struct {
		const char *filter;
		const char *cause;
	} cases[] = {
		{ "SIN",
		    "a filter has words as SYN, ACK, data, from HOST and port "
		    "N, not \"SIN\"; did you mean SYN?" },
		{ "from clint",
		    "from is followed by a host's name, an address or port N, "
		    "not \"clint\"; did you mean client?" },
		{ "from",
		    "from is followed by a host's name, an address or port N, "
		    "not \"\"" },
		{ "port http",
		    "port is followed by a number, 0 to 65535, not \"http\"" },
		{ "port 65536",
		    "port is followed by a number, 0 to 65535, not \"65536\"" },
		{ "port -1",
		    "port is followed by a number, 0 to 65535, not \"-1\"" },
		{ "len 5",
		    "len is followed by <, > or = and a number, not \"5\"" },
		{ "len > 99999999999",
		    "len is followed by a number, 0 to 4294967295, not "
		    "\"99999999999\"" },
		{ "SYN not SYN", "SYN and not SYN: no frame can be meant" },
		{ "not not SYN", "not twice in a row" },
		{ "not",
		    "a filter has words as SYN, ACK, data, from HOST and port "
		    "N, not \"\"" },
		{ "tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp "
		  "tcp tcp",
		    "at most 16 words in a filter" },
		{ "\x1b[2J",
		    "a filter has words as SYN, ACK, data, from HOST and port "
		    "N, not \"\\x1b[2J\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct filter filter = { .n = 77 };
		char *cause = NULL;

		assert_false(filter_parse(&filter, cases[i].filter,
		    strlen(cases[i].filter), hosts, 2, &cause));
		assert_string_equal(cause, cases[i].cause);
		assert_int_equal(filter.n, 77);
		free(cause);
	}
}

/* A NUL byte, and a word that is longer than any. */
static void
test_odd_bytes(void **state)
{
	char text[200];
	struct filter filter;
	char *cause = NULL;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_false(
	    filter_parse(&filter, text, sizeof(text), hosts, 2, &cause));
	free(cause);
	assert_false(filter_parse(&filter, "a\0b", 3, hosts, 2, &cause));
	free(cause);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_odd_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
