/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of frames, by value: a conversation from its SYN on, and what is cut,
 * damaged or hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "view/frame_line.h"
#include "view/width.h"
#include "wire/build.h"

static const struct build_ends client = {
	.src_mac = { 2, 0, 0, 0, 0, 1 },
	.dst_mac = { 2, 0, 0, 0, 0, 2 },
	.src = { 10, 0, 0, 1 },
	.dst = { 10, 0, 0, 2 },
	.version = 4,
};

static const struct build_ends server = {
	.src_mac = { 2, 0, 0, 0, 0, 2 },
	.dst_mac = { 2, 0, 0, 0, 0, 1 },
	.src = { 10, 0, 0, 2 },
	.dst = { 10, 0, 0, 1 },
	.version = 4,
};

/* What is to be seen of a frame of these words. */
static void
line(struct frame_talks *talks, const struct build_ends *ends,
    const char *words, unsigned width, const char *wanted)
{
	struct strbuf frame = { 0 }, out = { 0 };
	struct frame_seen seen = { .ns = 12345678901 };
	char *cause = NULL;

	if (!build_frame(&frame, ends, words, strlen(words), &cause))
		fail_msg("%s: %s", words, cause);
	seen.data = frame.data;
	seen.len = seen.wire = frame.len;
	seen.from = ends == &client ? "client" : "server";
	seen.to = ends == &client ? "server" : "client";
	frame_line(&out, talks, &seen, width, false);
	assert_string_equal(sb_text(&out), wanted);
	if (width != 0)
		assert_in_range(text_width(out.data, out.len), 0,
		    width < FRAME_LINE_MIN ? FRAME_LINE_MIN : width);
	sb_free(&frame);
	sb_free(&out);
}

#define BACK "sport=8080 dport=40000 "

static void
test_conversation(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));

	(void)state;
	line(talks, &client, "SYN seq=1000 mss=1460", 0,
	    "12.345 client → server  TCP 40000→8080 [SYN] seq 0 win 64240 "
	    "mss 1460");
	line(talks, &server, BACK "SYN ACK seq=0xffffffff ack=1001", 0,
	    "12.345 server → client  TCP 8080→40000 [SYN ACK] seq 0 ack 1 "
	    "win 64240");
	line(talks, &client, "ACK seq=1001 ack=0", 0,
	    "12.345 client → server  TCP 40000→8080 [ACK] seq 1 ack 1 win "
	    "64240");
	line(talks, &client, "PSH ACK seq=1001 ack=0 data=\"hello\\n\"", 0,
	    "12.345 client → server  TCP 40000→8080 [PSH ACK] seq 1 ack 1 "
	    "win 64240 len 6 \"hello\\n\"");
	line(talks, &server, BACK "FIN ACK seq=0 ack=1007", 0,
	    "12.345 server → client  TCP 8080→40000 [FIN ACK] seq 1 ack 7 "
	    "win 64240");
	line(talks, &client, "RST seq=1007", 0,
	    "12.345 client → server  TCP 40000→8080 [RST] seq 7 win 64240");
	free(talks);
}

/* Joined in the middle, as Wireshark counts: what comes first is byte 1. */
static void
test_middle(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));

	(void)state;
	line(talks, &client, "ACK seq=500 ack=900 data=ab", 0,
	    "12.345 client → server  TCP 40000→8080 [ACK] seq 1 ack 1 win "
	    "64240 len 2 \"ab\"");
	line(talks, &server, BACK "ACK seq=900 ack=502", 0,
	    "12.345 server → client  TCP 8080→40000 [ACK] seq 1 ack 3 win "
	    "64240");
	free(talks);
}

static void
test_others(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));

	(void)state;
	line(talks, &client, "udp data=\"\\x1b[2J\"", 0,
	    "12.345 client → server  UDP 40000→8080 len 4 \"\\33[2J\"");
	line(talks, &client, "arp", 0,
	    "12.345 client → server  ARP who has 10.0.0.2?");
	line(talks, &server, "arp opcode=2", 0,
	    "12.345 server → client  ARP 10.0.0.2 is at 02:00:00:00:00:02");
	line(talks, &client, "icmp", 0,
	    "12.345 client → server  ICMP echo request len 4");
	line(talks, &client, "udp bad=checksum", 0,
	    "12.345 client → server  UDP 40000→8080  UDP: wrong checksum");
	line(talks, &client, "ip.proto=200", 0,
	    "12.345 client → server  IPv4 protocol 200 len 20");
	line(talks, &client, "udp ip.len=9", 0,
	    "12.345 client → server  IPv4 UDP  IPv4: the total length is less "
	    "than the header");
	line(talks, &client, "udp ip.frag_offset=8 ip.flags.mf=1", 0,
	    "12.345 client → server  IPv4 UDP (fragment) len 8");
	free(talks);
}

static void
test_width(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));
	const char *words =
	    "PSH ACK seq=1 ack=1 data=0123456789012345678901234";

	(void)state;
	line(talks, &client, words, 0,
	    "12.345 client → server  TCP 40000→8080 [PSH ACK] seq 1 ack 1 win "
	    "64240 len 25 \"012345678901234567890123\"...");
	line(talks, &client, words, 90,
	    "12.345 client → server  TCP 40000→8080 [PSH ACK] seq 1 ack 1 win "
	    "64240 len 25 \"0123456\"...");
	line(talks, &client, words, 80,
	    "12.345 client → server  TCP 40000→8080 [PSH ACK] seq 1 ack 1 win "
	    "64240 len 25");
	line(talks, &client, words, 40,
	    "12.345 client → server  TCP 40000→808...");
	line(talks, &client, words, 1, "12.345 client → s...");
	free(talks);
}

/* Without hosts, without UTF-8, with descriptors and a fate; a frame that was
 * not captured whole, and one that is none. */
static void
test_names(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));
	struct strbuf frame = { 0 }, out = { 0 };
	struct frame_seen seen = { .src_fd = "4 (c)",
		.dst_fd = "3",
		.fate = "held" };
	char *cause = NULL;

	(void)state;
	assert_true(build_frame(&frame, &client, "SYN", 3, &cause));
	seen.data = frame.data;
	seen.len = seen.wire = frame.len;
	frame_line(&out, talks, &seen, 0, true);
	assert_string_equal(sb_text(&out),
	    "0.000 10.0.0.1 4 (c) -> 10.0.0.2 3  TCP 40000->8080 [SYN] seq 0 "
	    "win 64240  held");
	sb_clear(&out);
	seen.src_fd = seen.dst_fd = NULL;
	seen.len = 40;
	seen.fate = NULL;
	frame_line(&out, talks, &seen, 0, true);
	assert_string_equal(sb_text(&out),
	    "0.000 10.0.0.1 -> 10.0.0.2  IPv4 TCP  captured in part");
	sb_clear(&out);
	seen.len = seen.wire = 13;
	frame_line(&out, talks, &seen, 0, true);
	assert_string_equal(sb_text(&out),
	    "0.000 02:00:00:00:00:01 -> 02:00:00:00:00:02  Ethernet  "
	    "Ethernet: it ends within this header");
	sb_clear(&out);
	seen.len = seen.wire = 0;
	frame_line(&out, talks, &seen, 0, true);
	assert_string_equal(sb_text(&out),
	    "0.000 ? -> ?  Ethernet  Ethernet: it ends within this header");
	sb_free(&frame);
	sb_free(&out);
	free(talks);
}

/* More conversations than the table has: the oldest is forgotten, no other. */
static void
test_many(void **state)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));

	(void)state;
	for (unsigned i = 0; i < FRAME_TALKS + 1; i++) {
		char *words = xasprintf("SYN seq=100 sport=%u", 1000 + i);
		char *wanted = xasprintf("12.345 client → server  TCP "
					 "%u→8080 [SYN] seq 0 win 64240",
		    1000 + i);

		line(talks, &client, words, 0, wanted);
		free(words);
		free(wanted);
	}
	line(talks, &client, "RST seq=105 sport=1001", 0,
	    "12.345 client → server  TCP 1001→8080 [RST] seq 5 win 64240");
	line(talks, &client, "RST seq=105 sport=1000", 0,
	    "12.345 client → server  TCP 1000→8080 [RST] seq 105 win 64240");
	free(talks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversation),
		cmocka_unit_test(test_middle),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
