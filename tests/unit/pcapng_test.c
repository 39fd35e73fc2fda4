/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pcapng files, block by block, in both byte orders; and files that are damaged,
 * or end anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/pcap.h"

/* A file that is being made. */
struct making {
	struct strbuf out;
	bool big; /* the byte order */
	size_t block;
};

static void
put(struct making *m, uint64_t n, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		sb_char(&m->out,
		    (char)(n >> 8 * (m->big ? bytes - 1 - i : i) & 255));
}

static void
begin(struct making *m, uint32_t type)
{
	m->block = m->out.len;
	put(m, type, 4);
	put(m, 0, 4);
}

static void
pad(struct making *m)
{
	while (m->out.len % 4 != 0)
		sb_char(&m->out, '\0');
}

static void
end(struct making *m)
{
	uint32_t len;
	struct making number = { .big = m->big };

	pad(m);
	len = (uint32_t)(m->out.len - m->block + 4);
	put(&number, len, 4);
	memcpy(m->out.data + m->block + 4, number.out.data, 4);
	put(m, len, 4);
	sb_free(&number.out);
}

static void
section(struct making *m)
{
	begin(m, 0x0a0d0d0a);
	put(m, 0x1a2b3c4d, 4);
	put(m, 1, 2);
	put(m, 0, 2);
	put(m, UINT64_MAX, 8);
	end(m);
}

/* resolution: if_tsresol, 0: none; offset: if_tsoffset. */
static void
interface(struct making *m, unsigned link, unsigned most, unsigned resolution,
    int64_t offset)
{
	begin(m, 1);
	put(m, link, 2);
	put(m, 0, 2);
	put(m, most, 4);
	if (resolution != 0) {
		put(m, 2, 2); /* if_name, which is passed over */
		put(m, 3, 2);
		sb_add(&m->out, "lo0\0", 4);
		put(m, 9, 2);
		put(m, 1, 2);
		put(m, m->big ? (uint64_t)resolution << 24 : resolution, 4);
		put(m, 14, 2);
		put(m, 8, 2);
		put(m, (uint64_t)offset, 8);
		put(m, 0, 4);
	}
	end(m);
}

static void
frame(struct making *m, unsigned number, uint64_t time, const char *data,
    unsigned wire)
{
	begin(m, 6);
	put(m, number, 4);
	put(m, time >> 32, 4);
	put(m, time & UINT32_MAX, 4);
	put(m, strlen(data), 4);
	put(m, wire, 4);
	sb_str(&m->out, data);
	end(m);
}

/* What is read of a file. */
struct got {
	unsigned n;
	struct pcap_record records[8];
	char data[8][16];
	uint64_t skipped;
	uint32_t skipped_link;
	bool cut;
	char *cause;
};

static void
read_file(struct got *got, const void *bytes, size_t len)
{
	FILE *file = fmemopen((void *)(uintptr_t)bytes, len, "rb");
	struct pcap *pcap = calloc(1, sizeof(*pcap));
	struct strbuf data = { 0 };
	struct pcap_record record;

	assert_non_null(file);
	assert_non_null(pcap);
	*got = (struct got){ 0 };
	if (pcap_open(pcap, file, &got->cause)) {
		while (pcap_next(pcap, &record, &data, &got->cause) == 1) {
			assert_in_range(got->n, 0, 7);
			snprintf(got->data[got->n], sizeof(got->data[0]), "%s",
			    sb_text(&data));
			got->records[got->n++] = record;
		}
	}
	got->skipped = pcap->skipped;
	got->skipped_link = pcap->skipped_link;
	got->cut = pcap->cut;
	sb_free(&data);
	free(pcap);
	fclose(file);
}

/* One of each block, and two sections. */
static void
make_all(struct making *m)
{
	section(m);
	interface(m, 1, 6, 0, 0);
	interface(m, 105, 0, 0, 0);
	frame(m, 0, 1700000000123456, "micro", 99);
	begin(m, 5); /* statistics */
	put(m, 0, 4);
	end(m);
	frame(m, 1, 5, "radio", 5);
	begin(m, 3); /* a simple packet, which the interface cuts */
	put(m, 9, 4);
	sb_str(&m->out, "simple");
	end(m);
	begin(m, 2); /* the obsolete one */
	put(m, 0, 2);
	put(m, 7, 2);
	put(m, 0, 4);
	put(m, 1, 4);
	put(m, 3, 4);
	put(m, 3, 4);
	sb_str(&m->out, "old");
	end(m);
	section(m);
	interface(m, 113, 0, 9, -5);
	frame(m, 0, 1700000005000000007, "nano", 4);
}

static void
test_all(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct making m = { .big = big != 0 };
		struct got got;

		make_all(&m);
		read_file(&got, m.out.data, m.out.len);
		assert_null(got.cause);
		assert_int_equal(got.n, 4);
		assert_int_equal(got.records[0].ns, 1700000000123456000);
		assert_int_equal(got.records[0].wire, 99);
		assert_int_equal(got.records[0].first, FRAME_ETHERNET);
		assert_string_equal(got.data[0], "micro");
		assert_int_equal(got.records[1].ns, 0);
		assert_int_equal(got.records[1].wire, 9);
		assert_string_equal(got.data[1], "simple");
		assert_int_equal(got.records[2].ns, 1000);
		assert_string_equal(got.data[2], "old");
		assert_int_equal(got.records[3].ns, 1700000000000000007);
		assert_int_equal(got.records[3].first, FRAME_SLL);
		assert_string_equal(got.data[3], "nano");
		assert_int_equal(got.skipped, 1);
		assert_int_equal(got.skipped_link, 105);
		sb_free(&m.out);
	}
}

/* if_tsresol of all kinds: a time of so many parts. */
static void
test_resolutions(void **state)
{
	static const struct {
		unsigned resolution;
		uint64_t parts;
		int64_t ns;
	} cases[] = {
		{ 3, 1500, 1500000000 }, { 6, 1, 1000 }, { 9, 1, 1 },
		{ 12, 1999, 1 }, { 19, 10000000000, 1 },
		{ 20, 100000000000, 1 }, { 0x7f, UINT64_MAX, 0 },
		{ 0x80, 3, 3000000000 }, { 0x8a, 1536, 1500000000 },
		{ 0xa0, 5ULL << 32 | 1ULL << 31, 5500000000 },
		{ 0xbf, 1ULL << 62, 500000000 },
		{ 0xc0, 1ULL << 63, 500000000 }, { 0xff, UINT64_MAX, 0 },
		{ 3, UINT64_MAX, 0 }, /* beyond what can be said */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct making m = { 0 };
		struct got got;

		section(&m);
		interface(&m, 1, 0, cases[i].resolution, 0);
		frame(&m, 0, cases[i].parts, "x", 1);
		read_file(&got, m.out.data, m.out.len);
		assert_null(got.cause);
		assert_int_equal(got.n, 1);
		assert_int_equal(got.records[0].ns, cases[i].ns);
		sb_free(&m.out);
	}
}

/* A file that ends anywhere gives the frames before, and says so. */
static void
test_cut(void **state)
{
	struct making m = { 0 };
	struct got got;
	unsigned before = 0;

	(void)state;
	make_all(&m);
	for (size_t len = 1; len < m.out.len; len++) {
		read_file(&got, m.out.data, len);
		assert_true(got.n >= before && got.n <= before + 1);
		before = got.n;
		/* Between two blocks it is an end like any other. */
		assert_true(got.cause == NULL || got.cut || len < PCAP_HEAD);
		free(got.cause);
	}
	sb_free(&m.out);
}

/* Each byte in turn is wrong: whatever is said, nothing is read beyond. */
static void
test_wrong(void **state)
{
	struct making m = { 0 };
	struct got got;

	(void)state;
	make_all(&m);
	for (size_t at = 0; at < m.out.len; at++) {
		char was = m.out.data[at];

		m.out.data[at] = (char)~was;
		read_file(&got, m.out.data, m.out.len);
		free(got.cause);
		m.out.data[at] = was;
	}
	sb_free(&m.out);
}

static void
test_damaged(void **state)
{
	static const struct {
		size_t at; /* behind the section and the interface, 48 bytes */
		uint32_t is;
		const char *cause;
	} cases[] = {
		{ 4, 35,
		    "the file is damaged: a block's length is impossible" },
		{ 4, 8, "the file is damaged: a block's length is impossible" },
		{ 4, 28,
		    "the file is damaged: a block's length is impossible" },
		{ 4, 0x7ffffffc, "the file ends within a frame" },
		{ 4, 40, "the file ends within a frame" },
		{ 8, 1,
		    "the file is damaged: a frame is of an interface that it "
		    "has not" },
		{ 20, 5, "the file is damaged: a frame's head is impossible" },
		{ 20, UINT32_MAX,
		    "the file is damaged: a frame's head is impossible" },
		{ 32, 40,
		    "the file is damaged: a block's two lengths are not the "
		    "same" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct making m = { 0 };
		struct got got;

		section(&m);
		interface(&m, 1, 0, 0, 0);
		frame(&m, 0, 0, "good", 4);
		for (unsigned k = 0; k < 4; k++)
			m.out.data[48 + cases[i].at + k] =
			    (char)(cases[i].is >> 8 * k & 255);
		read_file(&got, m.out.data, m.out.len);
		assert_non_null(got.cause);
		assert_string_equal(got.cause, cases[i].cause);
		assert_int_equal(got.n, 0);
		free(got.cause);
		sb_free(&m.out);
	}
}

static void
test_many_interfaces(void **state)
{
	struct making m = { 0 };
	struct got got;

	(void)state;
	section(&m);
	for (int i = 0; i <= PCAP_INTERFACES; i++)
		interface(&m, 1, 0, 0, 0);
	read_file(&got, m.out.data, m.out.len);
	assert_string_equal(got.cause, "the file has more interfaces than 256");
	free(got.cause);
	sb_free(&m.out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_resolutions),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_many_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
