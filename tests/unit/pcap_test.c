/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of frames, byte by byte; and files that are damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/pcap.h"

/* As tcpdump -w --nano would write it on a machine of the other byte order: one
 * frame of 3 bytes, 5 on the wire, at 1.000000002 s. */
static const unsigned char other[] = { 0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 1,
	/* the frame */
	0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 5, 'a', 'b', 'c' };

/* Reads all; the cause, or NULL. n: how many frames there were. */
static char *
read_file(const void *bytes, size_t len, unsigned *n,
    struct pcap_record *record, struct strbuf *data)
{
	FILE *file = fmemopen((void *)(uintptr_t)bytes, len, "rb");
	struct pcap pcap;
	char *cause = NULL;

	assert_non_null(file);
	*n = 0;
	if (pcap_open(&pcap, file, &cause)) {
		while (pcap_next(&pcap, record, data, &cause) == 1)
			++*n;
	}
	fclose(file);
	return cause;
}

static void
test_there_and_back(void **state)
{
	struct strbuf out = { 0 }, data = { 0 };
	struct pcap_record record;
	uint32_t magic;
	unsigned n;

	(void)state;
	pcap_head(&out);
	assert_int_equal(out.len, PCAP_HEAD);
	memcpy(&magic, out.data, sizeof(magic));
	assert_int_equal(magic, 0xa1b23c4d);
	pcap_frame(&out, 1700000000123456789, "frame", 5, 1514);
	assert_int_equal(out.len, PCAP_HEAD + PCAP_RECORD + 5);
	assert_null(read_file(out.data, out.len, &n, &record, &data));
	assert_int_equal(n, 1);
	assert_int_equal(record.ns, 1700000000123456789);
	assert_int_equal(record.len, 5);
	assert_int_equal(record.wire, 1514);
	assert_string_equal(sb_text(&data), "frame");
	sb_free(&out);
	sb_free(&data);
}

static void
test_other_order(void **state)
{
	struct strbuf data = { 0 };
	struct pcap_record record;
	unsigned n;

	(void)state;
	assert_null(read_file(other, sizeof(other), &n, &record, &data));
	assert_int_equal(n, 1);
	assert_int_equal(record.ns, 1000000002);
	assert_int_equal(record.wire, 5);
	assert_string_equal(sb_text(&data), "abc");
	sb_free(&data);
}

static void
test_damaged(void **state)
{
	static const struct {
		size_t len;  /* of other */
		size_t byte; /* which is … */
		unsigned char is;
		const char *cause;
	} cases[] = {
		{ 1, 0, 0xa1, "this is neither a pcap nor a pcapng file" },
		{ 23, 0, 0xa1, "this is neither a pcap nor a pcapng file" },
		{ 43, 0, 0, "this is neither a pcap nor a pcapng file" },
		{ 43, 23, 105,
		    "its frames are of link type 105 (IEEE 802.11), which is "
		    "not read here; what is: Ethernet, IP, loopback, Linux "
		    "cooked captures" },
		{ 43, 23, 2,
		    "its frames are of link type 2, which is not read here; "
		    "what is: Ethernet, IP, loopback, Linux cooked captures" },
		{ 42, 0, 0xa1, "the file ends within a frame" },
		{ 40, 0, 0xa1, "the file ends within a frame" },
		{ 30, 0, 0xa1, "the file ends within a frame" },
		{ 43, 32, 0xff,
		    "the file is damaged: a frame's head is impossible" },
		{ 43, 28, 0x7f,
		    "the file is damaged: a frame's head is impossible" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned char bad[sizeof(other)];
		struct strbuf data = { 0 };
		struct pcap_record record;
		unsigned n;
		char *cause;

		memcpy(bad, other, sizeof(other));
		bad[cases[i].byte] = cases[i].is;
		cause = read_file(bad, cases[i].len, &n, &record, &data);
		assert_non_null(cause);
		assert_string_equal(cause, cases[i].cause);
		assert_int_equal(n, 0);
		free(cause);
		sb_free(&data);
	}
}

/* Whatever the link, the frame's first header is told. */
static void
test_links(void **state)
{
	static const struct {
		unsigned char link;
		enum frame_proto first;
	} cases[] = {
		{ 0, FRAME_NULL },
		{ 1, FRAME_ETHERNET },
		{ 12, FRAME_IPV6 },
		{ 101, FRAME_IPV6 }, /* by its first byte */
		{ 108, FRAME_NULL },
		{ 113, FRAME_SLL },
		{ 228, FRAME_IPV4 },
		{ 229, FRAME_IPV6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned char file[sizeof(other)];
		struct strbuf data = { 0 };
		struct pcap_record record = { 0 };
		unsigned n;

		memcpy(file, other, sizeof(other));
		file[23] = cases[i].link;
		assert_null(read_file(file, sizeof(file), &n, &record, &data));
		assert_int_equal(n, 1);
		assert_int_equal(record.first, cases[i].first);
		sb_free(&data);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_other_order),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
