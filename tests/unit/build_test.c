/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames made from named fields: as the decoder sees them, and what is said of
 * what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "wire/build.h"

static const struct build_ends four = {
	.src_mac = { 2, 0, 0, 0, 0, 1 },
	.dst_mac = { 2, 0, 0, 0, 0, 2 },
	.src = { 10, 0, 0, 1 },
	.dst = { 10, 0, 0, 2 },
	.version = 4,
};

static const struct build_ends six = {
	.src_mac = { 2, 0, 0, 0, 0, 1 },
	.dst_mac = { 2, 0, 0, 0, 0, 2 },
	.src = { 0xfd, [15] = 1 },
	.dst = { 0xfd, [15] = 2 },
	.version = 6,
};

/* A frame of these words has these values, by key: "tcp.seq_raw=1 …". */
static void
has(const struct build_ends *ends, const char *words, const char *values)
{
	struct strbuf built = { 0 }, text = { 0 };
	struct frame *f = xmalloc(sizeof(*f));
	char *copy = xstrdup(values), *save = NULL, *cause = NULL;

	if (!build_frame(&built, ends, words, strlen(words), &cause))
		fail_msg("%s: %s", words, cause);
	frame_decode(f, built.data, built.len, built.len);
	for (char *s = strtok_r(copy, " ", &save); s != NULL;
	     s = strtok_r(NULL, " ", &save)) {
		char *is = strchr(s, '=');
		const struct frame_field *field;

		*is++ = '\0';
		field = frame_field_find(f, s);
		if (field == NULL)
			fail_msg("%s: no %s", words, s);
		sb_clear(&text);
		frame_value_text(&text, f, field);
		if (strcmp(sb_text(&text), is) != 0)
			fail_msg("%s: %s is %s", words, s, sb_text(&text));
	}
	free(copy);
	free(f);
	sb_free(&built);
	sb_free(&text);
}

static void
test_fields(void **state)
{
	(void)state;
	has(&four, "",
	    "eth.dst=02:00:00:00:00:02 eth.src=02:00:00:00:00:01 "
	    "ip.src=10.0.0.1 ip.dst=10.0.0.2 ip.len=40 ip.ttl=64 ip.proto=6 "
	    "tcp.srcport=40000 tcp.dstport=8080 tcp.hdr_len=20 "
	    "tcp.window_size_value=64240 tcp.flags.syn=0");
	has(&four, "SYN mss=1460",
	    "tcp.flags.syn=1 tcp.flags.ack=0 tcp.hdr_len=24 "
	    "tcp.options.mss_val=1460");
	has(&four, "RST ACK seq=0xffffffff ack=7 win=0",
	    "tcp.flags.reset=1 tcp.flags.ack=1 tcp.seq_raw=4294967295 "
	    "tcp.ack_raw=7 tcp.window_size_value=0");
	has(&four, "tcp.seq_raw=5 ip.ttl=1 sport=1 dport=65535",
	    "tcp.seq_raw=5 ip.ttl=1 tcp.srcport=1 tcp.dstport=65535");
	has(&four, "ttl=1 src=1.2.3.4 id=0x1234 df=0 syn=1",
	    "ip.ttl=1 ip.src=1.2.3.4 ip.id=0x1234 ip.flags.df=0 "
	    "tcp.flags.syn=1");
	has(&four, "udp data=\"a b\\x43\\n\" dport=53",
	    "udp.dstport=53 udp.length=13 data.data=612062430a");
	has(&four, "data=x udp", "udp.length=9 data.data=78");
	has(&four, "icmp id=2 seq=3 data='ping'",
	    "icmp.type=8 icmp.ident=2 icmp.seq=3 data.data=70696e67");
	has(&four, "arp",
	    "eth.dst=ff:ff:ff:ff:ff:ff arp.opcode=1 "
	    "arp.src.proto_ipv4=10.0.0.1 "
	    "arp.dst.proto_ipv4=10.0.0.2");
	has(&four, "arp opcode=2 eth.dst=02:00:00:00:00:09",
	    "eth.dst=02:00:00:00:00:09 arp.opcode=2");
	has(&six, "SYN",
	    "ipv6.src=fd00::1 ipv6.dst=fd00::2 ipv6.nxt=6 "
	    "ipv6.plen=20 ipv6.hlim=64");
	has(&six, "udp hlim=1 data=x", "ipv6.hlim=1 udp.length=9");
	has(&six, "icmp", "icmpv6.type=128");
	has(&four, "ip.len=9999 tcp.hdr_len=60", "ip.len=9999 tcp.hdr_len=60");
}

/* The marks of all checksums: r right, w wrong. */
static void
marks(const struct build_ends *ends, const char *words, const char *wanted)
{
	struct strbuf built = { 0 }, got = { 0 };
	struct frame *f = xmalloc(sizeof(*f));
	char *cause = NULL;

	assert_true(build_frame(&built, ends, words, strlen(words), &cause));
	frame_decode(f, built.data, built.len, built.len);
	for (size_t i = 0; i < f->nfields; i++) {
		if (f->fields[i].mark != FRAME_PLAIN)
			sb_char(&got,
			    f->fields[i].mark == FRAME_RIGHT     ? 'r' :
				f->fields[i].mark == FRAME_WRONG ? 'w' :
								   '?');
	}
	assert_string_equal(sb_text(&got), wanted);
	free(f);
	sb_free(&built);
	sb_free(&got);
}

static void
test_checksums(void **state)
{
	(void)state;
	marks(&four, "SYN data=odd", "rr");
	marks(&four, "src=9.9.9.9 ttl=1", "rr");
	marks(&four, "bad=checksum", "rw");
	marks(&four, "udp data=x bad=checksum", "rw");
	marks(&four, "tcp.checksum=0", "rw");
	marks(&four, "ip.checksum=1", "wr");
	marks(&four, "icmp data=x", "rr");
	marks(&four, "icmp bad=checksum", "rw");
	marks(&six, "icmp data=odd", "r");
	marks(&six, "udp", "r");
	marks(&six, "bad=checksum", "w");
	/* RFC 768: a sum of 0 is sent as ffff, for 0 is "not used". */
	marks(&four, "udp data=\"\\xc7\\xa7\"", "rr");
}

static void
test_causes(void **state)
{
	static const struct {
		const char *words;
		const char *cause;
	} cases[] = {
		{ "sync", "no such field or word: sync; did you mean syn?" },
		{ "prot=5",
		    "no such field or word: prot; did you mean proto?" },
		{ "ttl=256", "ttl is a number from 0 to 255, not \"256\"" },
		{ "ttl=-1", "ttl is a number from 0 to 255, not \"-1\"" },
		{ "ttl=", "ttl is a number from 0 to 255, not \"\"" },
		{ "ttl=0x", "ttl is a number from 0 to 255, not \"0x\"" },
		{ "hdr_len=21",
		    "hdr_len is a number from 0 to 60, in steps of 4, not "
		    "\"21\"" },
		{ "seq=4294967296",
		    "seq is a number from 0 to 4294967295, not "
		    "\"4294967296\"" },
		{ "ip.src=nobody",
		    "ip.src is an address like 10.0.0.1, not \"nobody\"" },
		{ "eth.src=1",
		    "eth.src is an address like 02:00:00:00:00:01, not "
		    "\"1\"" },
		{ "=5", "a name belongs before =" },
		{ "data=\"open", "the quote is not closed" },
		{ "data=\"\\q\"",
		    "behind a backslash stands one of n r t 0 \\ \" ' or "
		    "xHH" },
		{ "tcp udp", "a frame carries one of tcp, udp, icmp and arp" },
		{ "udp SYN", "SYN is a flag of TCP; this frame carries UDP" },
		{ "arp data=x", "ARP carries no data" },
		{ "arp bad=checksum", "ARP has no checksum" },
		{ "bad=luck", "bad is checksum, not \"luck\"" },
		{ "mss=65536",
		    "mss is a number from 0 to 65535, not \"65536\"" },
	};
	struct strbuf out = { 0 };
	char *cause = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(build_frame(&out, &four, cases[i].words,
		    strlen(cases[i].words), &cause));
		assert_string_equal(cause, cases[i].cause);
		assert_int_equal(out.len, 0);
		free(cause);
		cause = NULL;
	}
	assert_false(build_frame(&out, &six, "arp", 3, &cause));
	assert_string_equal(cause,
	    "ARP is for IPv4: IPv6 finds its neighbors by ICMPv6");
	free(cause);
}

/* As much data as fits, and one byte more. */
static void
test_size(void **state)
{
	struct strbuf words = { 0 }, out = { 0 };
	char *cause = NULL;

	(void)state;
	sb_str(&words, "mss=1 data=");
	sb_fill(&words, 'x', 1400);
	assert_true(build_frame(&out, &six, words.data, words.len, &cause));
	assert_int_equal(out.len, 14 + 40 + 24 + 1400);
	sb_char(&words, 'x');
	assert_false(build_frame(&out, &six, words.data, words.len, &cause));
	assert_string_equal(cause,
	    "at most 1400 bytes of data fit into a frame");
	free(cause);
	sb_free(&words);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_checksums),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
