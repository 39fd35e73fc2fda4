/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames taken apart, by value: bytes labelled by layer and what becomes of
 * them. tests/decode.test holds real traffic against tshark; here is what is
 * damaged, cut or at a limit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "wire/frame.h"

#define ETHER(type) 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, (type) >> 8, (type)&255

/* A SYN of 10.0.0.1:40000 to 10.0.0.2:8080, as Linux sends it; checksums
 * computed by tshark. */
static const unsigned char syn[] = {
	/* Ethernet */
	ETHER(0x0800),
	/* IPv4: 20 bytes, TTL 64, TCP */
	0x45, 0, 0, 60, 0x12, 0x34, 0x40, 0, 64, 6, 0x14, 0x86, 10, 0, 0, 1, 10,
	0, 0, 2,
	/* TCP: ports, sequence 0x01020304, data offset 40, SYN, window 64240 */
	0x9c, 0x40, 0x1f, 0x90, 1, 2, 3, 4, 0, 0, 0, 0, 0xa0, 0x02, 0xfa, 0xf0,
	0x79, 0x31, 0, 0,
	/* MSS 1460, SACK permitted, timestamps 5 and 0, NOP, window scale 7 */
	2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 5, 0, 0, 0, 0, 1, 3, 3, 7
};

static struct frame *
decode(const void *data, size_t len, size_t wire)
{
	struct frame *f = xmalloc(sizeof(*f));

	frame_decode(f, data, len, wire);
	return f;
}

/* The i-th field of this key. */
static const struct frame_field *
nth(const struct frame *f, const char *key, unsigned i)
{
	for (size_t k = 0; k < f->nfields; k++) {
		if (strcmp(f->fields[k].row->key, key) == 0 && i-- == 0)
			return &f->fields[k];
	}
	fail_msg("no %s", key);
	return NULL;
}

static uint64_t
value(const struct frame *f, const char *key)
{
	return nth(f, key, 0)->value;
}

static void
test_syn(void **state)
{
	struct frame *f = decode(syn, sizeof(syn), sizeof(syn));
	struct frame_key key;
	size_t n;

	(void)state;
	assert_null(f->fault);
	assert_false(f->cut);
	assert_int_equal(f->nlayers, 3);
	assert_int_equal(f->layers[2].off, 34);
	assert_int_equal(f->layers[2].len, 40);
	assert_int_equal(value(f, "tcp.seq_raw"), 0x01020304);
	assert_int_equal(value(f, "tcp.flags.syn"), 1);
	assert_int_equal(value(f, "tcp.flags.ack"), 0);
	assert_int_equal(value(f, "tcp.options.mss_val"), 1460);
	assert_int_equal(value(f, "tcp.options.wscale.shift"), 7);
	assert_int_equal(value(f, "tcp.options.timestamp.tsval"), 5);
	assert_int_equal(nth(f, "ip.checksum", 0)->mark, FRAME_RIGHT);
	assert_int_equal(nth(f, "tcp.checksum", 0)->mark, FRAME_RIGHT);
	assert_int_equal(nth(f, "ip.flags.df", 0)->bit, 20 * 8 + 1);
	assert_true(frame_key_read(&key, syn, sizeof(syn)));
	assert_int_equal(key.seq, 0x01020304);
	assert_int_equal(key.flags, FRAME_SYN);
	assert_int_equal(key.len, 0);
	assert_non_null(frame_key_option(&key, syn, sizeof(syn), 3, &n));
	assert_int_equal(n, 1);
	assert_null(frame_key_option(&key, syn, sizeof(syn), 5, &n));
	free(f);
}

/* A flipped bit is seen, and what would be right is known. */
static void
test_checksums(void **state)
{
	static const struct {
		size_t byte;
		const char *key;
		unsigned right; /* what the frame then should have */
	} flips[] = {
		{ 22, "ip.checksum", 0x1586 }, /* the TTL is 63, not 64 */
		{ 24, "ip.checksum", 0x1486 }, /* the checksum itself */
		{ 50, "tcp.checksum", 0x7931 },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		unsigned char bad[sizeof(syn)];
		struct frame *f;

		memcpy(bad, syn, sizeof(syn));
		if (flips[i].byte == 22)
			bad[22]--;
		else
			bad[flips[i].byte] ^= 0x10;
		f = decode(bad, sizeof(bad), sizeof(bad));
		assert_int_equal(nth(f, flips[i].key, 0)->mark, FRAME_WRONG);
		assert_int_equal(nth(f, flips[i].key, 0)->expect,
		    flips[i].right);
		assert_string_equal(frame_wrong(f)->key, flips[i].key);
		free(f);
	}
}

/* As a kernel hands it to its network card, or to the loopback: the sum of the
 * pseudo header, 10.0.0.1, 10.0.0.2, 6 and 40. */
static void
test_partial(void **state)
{
	unsigned char part[sizeof(syn)];
	struct frame *f;

	(void)state;
	memcpy(part, syn, sizeof(syn));
	part[50] = 0x14;
	part[51] = 0x31;
	f = decode(part, sizeof(part), sizeof(part));
	assert_int_equal(nth(f, "tcp.checksum", 0)->mark, FRAME_PARTIAL);
	assert_int_equal(nth(f, "tcp.checksum", 0)->expect, 0x7931);
	assert_null(frame_wrong(f));
	free(f);
}

/* Cut anywhere by the capture, or too short on the wire: said, and nothing else
 * is found than what is there. The bytes are at the end of their memory. */
static void
test_cut(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(syn); n++) {
		unsigned char *data = xmalloc(n != 0 ? n : 1);
		struct frame *f, *short_one;
		struct frame_key key;

		memcpy(data, syn, n);
		f = decode(data, n, sizeof(syn));
		assert_true(f->cut);
		assert_null(f->fault);
		short_one = decode(data, n, n);
		assert_false(short_one->cut);
		assert_non_null(short_one->fault);
		assert_false(frame_key_read(&key, data, n));
		free(short_one);
		free(f);
		free(data);
	}
}

/* What the values of single bytes make of a frame. */
static void
test_faults(void **state)
{
	static const struct {
		size_t byte;
		unsigned char is;
		const char *fault;
	} cases[] = {
		{ 14, 0x65, "this is not version 4" },
		{ 14, 0x44, "the header length is less than 20" },
		{ 14, 0x4f, NULL }, /* options: what they are, nobody knows */
		{ 16, 1, "the packet is longer than its frame" },
		{ 17, 19, "the total length is less than the header" },
		{ 46, 0x40, "the data offset is less than 20" },
		{ 46, 0xf0, "the header is longer than its packet" },
		{ 55, 0, "an option's length is impossible" },
		{ 55, 1, "an option's length is impossible" },
		{ 55, 21, "an option's length is impossible" },
		{ 72, 40, "an option's length is impossible" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned char bad[sizeof(syn)];
		struct frame *f;

		memcpy(bad, syn, sizeof(syn));
		bad[cases[i].byte] = cases[i].is;
		f = decode(bad, sizeof(bad), sizeof(bad));
		if (cases[i].fault != NULL) {
			assert_non_null(f->fault);
			assert_string_equal(f->fault, cases[i].fault);
		}
		free(f);
	}
}

/* An option's kind without a length at the very end. */
static void
test_option_at_the_end(void **state)
{
	unsigned char bad[sizeof(syn)];
	struct frame *f;

	(void)state;
	memcpy(bad, syn, sizeof(syn));
	memset(bad + 54, 1, 20);
	bad[73] = 8;
	f = decode(bad, sizeof(bad), sizeof(bad));
	assert_string_equal(f->fault, "an option has no length");
	assert_int_equal(f->fault_at, 73);
	assert_int_equal(f->fault_layer, 2);
	free(f);
}

/* A frame filled up to 60 bytes: the padding is no data. */
static void
test_padding(void **state)
{
	static const unsigned char udp[60] = { ETHER(0x0800), 0x45, 0, 0, 30, 0,
		0, 0x40, 0, 64, 17, 0x26, 0xcd, 10, 0, 0, 1, 10, 0, 0, 2, 0x9c,
		0x40, 0x1f, 0x90, 0, 10, 0xc7, 0x9d, 'h', 'i' };
	struct frame *f = decode(udp, sizeof(udp), sizeof(udp));
	struct frame_key key;

	(void)state;
	assert_null(f->fault);
	assert_int_equal(f->nlayers, 5);
	assert_int_equal(f->layers[2].len, 8);
	assert_int_equal(f->layers[3].proto, FRAME_DATA);
	assert_int_equal(f->layers[3].len, 2);
	assert_int_equal(f->layers[4].proto, FRAME_PADDING);
	assert_int_equal(f->layers[4].len, 16);
	assert_int_equal(nth(f, "udp.checksum", 0)->mark, FRAME_RIGHT);
	assert_true(frame_key_read(&key, udp, sizeof(udp)));
	assert_int_equal(key.len, 2);
	assert_int_equal(key.data, 42);
	free(f);
}

/* Tags upon tags, and options upon options: what is too much is said. */
static void
test_limits(void **state)
{
	unsigned char many[1400];
	struct frame *f;

	(void)state;
	memset(many, 0, sizeof(many));
	for (size_t i = 12; i + 4 <= sizeof(many); i += 4)
		many[i] = 0x81;
	f = decode(many, sizeof(many), sizeof(many));
	assert_int_equal(f->nlayers, FRAME_LAYERS);
	assert_string_equal(f->fault, "more headers than are taken apart");
	free(f);

	memset(many, 0, sizeof(many)); /* Pad1, all of them */
	many[12] = 0x86;
	many[13] = 0xdd;
	many[14] = 0x60;
	many[18] = 4; /* a payload of 1024 bytes and more */
	many[54] = 59;
	many[55] = 127;
	f = decode(many, sizeof(many), sizeof(many));
	assert_int_equal(f->nfields, FRAME_FIELDS);
	assert_string_equal(f->fault, "more fields than are taken apart");
	free(f);
}

/* A quotation in a quotation is not taken apart; what is damaged in one is no
 * fault of the frame. */
static void
test_quoted(void **state)
{
	static const unsigned char error[] = { ETHER(0x0800), 0x45, 0, 0, 56, 0,
		0, 0, 0, 64, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
		/* port unreachable */
		3, 3, 0xfc, 0xfc, 0, 0, 0, 0,
		/* the packet that it is about, 1500 bytes of which came 28 */
		0x45, 0, 5, 0xdc, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 2, 10, 0,
		0, 1, 0, 7, 0, 9, 5, 0xc8, 1, 2 };
	struct frame *f = decode(error, sizeof(error), sizeof(error));

	(void)state;
	assert_null(f->fault);
	assert_int_equal(f->nlayers, 5);
	assert_true(f->layers[3].quoted && f->layers[4].quoted);
	assert_false(f->layers[2].quoted);
	assert_int_equal(nth(f, "udp.checksum", 0)->mark, FRAME_UNCHECKED);
	assert_int_equal(nth(f, "ip.checksum", 1)->mark, FRAME_WRONG);
	assert_string_equal(frame_wrong(f)->key, "ip.checksum");
	assert_int_equal(frame_field_find(f, "ip.src")->layer, 1);
	free(f);
}

/* A packet of a raw socket has no Ethernet in front. */
static void
test_guess(void **state)
{
	unsigned char packet[sizeof(syn) - 14];
	struct frame *f = xmalloc(sizeof(*f));
	unsigned char six[48] = { 0x60, [5] = 8, [6] = 59 };

	(void)state;
	memcpy(packet, syn + 14, sizeof(packet));
	assert_int_equal(frame_guess(syn, sizeof(syn)), FRAME_ETHERNET);
	assert_int_equal(frame_guess(packet, sizeof(packet)), FRAME_IPV4);
	assert_int_equal(frame_guess(packet, sizeof(packet) - 1),
	    FRAME_ETHERNET);
	assert_int_equal(frame_guess(packet, 19), FRAME_ETHERNET);
	assert_int_equal(frame_guess("", 0), FRAME_ETHERNET);
	frame_decode_from(f, FRAME_IPV4, packet, sizeof(packet),
	    sizeof(packet));
	assert_int_equal(f->nlayers, 2);
	assert_int_equal(nth(f, "tcp.checksum", 0)->mark, FRAME_RIGHT);
	packet[8]--; /* the checksum does not hold */
	assert_int_equal(frame_guess(packet, sizeof(packet)), FRAME_ETHERNET);
	assert_int_equal(frame_guess(six, sizeof(six)), FRAME_IPV6);
	six[5] = 9;
	assert_int_equal(frame_guess(six, sizeof(six)), FRAME_ETHERNET);
	free(f);
}

static void
test_text(void **state)
{
	static const struct {
		const char *key;
		const char *text;
	} cases[] = {
		{ "eth.src", "02:00:00:00:00:01" },
		{ "eth.type", "0x0800" },
		{ "ip.hdr_len", "20" },
		{ "ip.src", "10.0.0.1" },
		{ "ip.id", "0x1234" },
		{ "ip.checksum", "0x1486" },
		{ "tcp.window_size_value", "64240" },
		{ "tcp.flags.syn", "1" },
	};
	struct frame *f = decode(syn, sizeof(syn), sizeof(syn));
	struct strbuf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sb_clear(&out);
		frame_value_text(&out, f, nth(f, cases[i].key, 0));
		assert_string_equal(sb_text(&out), cases[i].text);
	}
	assert_string_equal(frame_meaning(nth(f, "ip.proto", 0)->row, 6),
	    "TCP");
	assert_null(frame_meaning(nth(f, "ip.proto", 0)->row, 200));
	sb_free(&out);
	free(f);
}

/* Each row has what is shown of it, and a key of its own. */
static void
test_rows(void **state)
{
	(void)state;
	for (int p = 0; p < FRAME_PROTOS; p++) {
		const struct frame_kind *kind = frame_kind(p);
		enum frame_proto proto;

		assert_in_range(kind->osi, 1, 7);
		assert_non_null(kind->title);
		assert_non_null(kind->purpose);
		for (size_t i = 0; i < kind->nrows; i++) {
			const struct frame_row *row = &kind->rows[i];

			assert_non_null(frame_row_find(row->key, &proto));
			/* To Wireshark both versions have the same fields. */
			assert_int_equal(proto == FRAME_SLL ? FRAME_SLL2 :
							      proto,
			    p == FRAME_SLL ? FRAME_SLL2 : p);
			assert_true(proto == FRAME_SLL ||
			    frame_row_find(row->key, NULL) == row);
			assert_non_null(row->name);
			assert_non_null(row->purpose);
			assert_true(row->form != FRAME_FLAG || row->bits == 1);
			assert_true(row->form != FRAME_IP4 || row->bits == 32);
		}
	}
	assert_null(frame_row_find("tcp", NULL));
}

/* RFC 1071, 3: the example's four words. */
static void
test_sum(void **state)
{
	static const unsigned char bytes[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4,
		0xf5, 0xf6, 0xf7 };

	(void)state;
	assert_int_equal(frame_sum_end(frame_sum(0, bytes, 8)),
	    (uint16_t)~0xddf2U);
	assert_int_equal(frame_sum_end(
			     frame_sum(frame_sum(0, bytes, 4), bytes + 4, 4)),
	    (uint16_t)~0xddf2U);
	assert_int_equal(frame_sum_end(frame_sum(0, bytes, 3)),
	    (uint16_t)~0xf201U);
}

/* As RFC 1071, 1, has it: two bytes at a time. */
static uint16_t
plain_sum(const unsigned char *p, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += i % 2 == 0 ? (uint32_t)p[i] << 8 : p[i];
	while (sum > UINT16_MAX)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	return (uint16_t)~sum;
}

static void
test_sum_words(void **state)
{
	unsigned char bytes[2048];
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		random = random * 1103515245 + 12345;
		bytes[i] = (unsigned char)(random >> 16);
	}
	for (size_t at = 0; at < 9; at++) {
		for (size_t n = 0; n < 80; n++)
			assert_int_equal(frame_sum_end(
					     frame_sum(0, bytes + at, n)),
			    plain_sum(bytes + at, n));
		/* In two parts, the first of them even. */
		assert_int_equal(frame_sum_end(frame_sum(frame_sum(0, bytes,
							     2 * at),
				     bytes + 2 * at, sizeof(bytes) - 2 * at)),
		    plain_sum(bytes, sizeof(bytes)));
	}
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(frame_sum_end(frame_sum(0, bytes, sizeof(bytes))), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syn),
		cmocka_unit_test(test_checksums),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_option_at_the_end),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_quoted),
		cmocka_unit_test(test_guess),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_sum_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
