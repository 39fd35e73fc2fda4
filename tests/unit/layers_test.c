/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a frame, by value, and its widths. */
#include "picture_fixture.h"

#include "wire/build.h"

static const struct build_ends four = {
	.src_mac = { 2, 0, 0, 0, 0, 1 },
	.dst_mac = { 2, 0, 0, 0, 0, 2 },
	.src = { 10, 0, 0, 1 },
	.dst = { 10, 0, 0, 2 },
	.version = 4,
};

static const struct build_ends six = {
	.src = { 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 1 },
	.dst = { 0xfd, [15] = 2 },
	.version = 6,
};

/* A frame of these words for layers, missing bytes of it not captured. */
static struct value
record(const struct build_ends *ends, const char *words, size_t missing,
    const char *chosen)
{
	struct strbuf frame = { 0 };
	struct value items[LAYERS_FIELDS];
	char *cause = NULL;

	if (!build_frame(&frame, ends, words, strlen(words), &cause))
		fail_msg("%s: %s", words, cause);
	items[LAYERS_DATA] = value_bytes(frame.data, frame.len - missing);
	items[LAYERS_WIRE] = VALUE_INT((int64_t)frame.len);
	items[LAYERS_FIRST] = VALUE_NONE;
	items[LAYERS_CHOSEN] = chosen != NULL ? value_str(chosen) : VALUE_NONE;
	sb_free(&frame);
	return picture_record(&layers_layout, items);
}

static void
draw(struct strbuf *out, const struct build_ends *ends, const char *words,
    size_t missing, const char *chosen, unsigned width)
{
	struct value v = record(ends, words, missing, chosen);
	struct draw_page page = { .width = width, .columns = width };

	assert_true(draw_value(out, "layers", &v, &page));
	value_drop(&v);
}

static void
shows(const struct build_ends *ends, const char *words, size_t missing,
    const char *chosen, unsigned width, const char *wanted)
{
	struct strbuf out = { 0 };

	draw(&out, ends, words, missing, chosen, width);
	assert_string_equal(sb_text(&out), wanted);
	sb_free(&out);
}

/* … has this among its lines. */
static void
has(const char *words, size_t missing, const char *wanted)
{
	struct strbuf out = { 0 };

	draw(&out, &four, words, missing, NULL, 80);
	if (strstr(sb_text(&out), wanted) == NULL)
		fail_msg("%s", sb_text(&out));
	sb_free(&out);
}

static void
test_chosen(void **state)
{
	(void)state;
	shows(&four, "udp data=hi", 0, "UDP", 80,
	    "layer 4, transport: UDP, 8 bytes\n"
	    "  User Datagram Protocol: adds ports to IP, so that it goes from "
	    "socket to\n"
	    "  socket; each datagram for itself, and one may be lost\n"
	    "  9c 40              source port: 40000\n"
	    "                       the port of the socket that sends; an "
	    "answer goes there\n"
	    "  1f 90              destination port: 8080\n"
	    "                       the port of the socket it is for\n"
	    "  00 0a              length: 10\n"
	    "                       bytes of this header and of the data\n"
	    "  c7 9d              checksum: 0xc79d, right\n"
	    "                       shows that header and data came undamaged, "
	    "and from and\n"
	    "                       to the right addresses; 0: not used (IPv4 "
	    "alone)\n");
	shows(&four, "arp", 0, "ethernet", 40,
	    "layer 2, data link: Ethernet, 14 bytes\n"
	    "  Ethernet: carries a packet over one\n"
	    "  wire, to the next station; each wire\n"
	    "  on the way has a frame of its own\n"
	    "  ff ff ff ff  destination address:\n"
	    "  ff ff        ff:ff:ff:ff:ff:ff\n"
	    "                 which network card on\n"
	    "                 this wire takes the\n"
	    "                 frame; all ones is\n"
	    "                 everybody\n"
	    "  02 00 00 00  source address:\n"
	    "  00 01        02:00:00:00:00:01\n"
	    "                 which network card put\n"
	    "                 the frame on this wire\n"
	    "  08 06        type: 0x0806 (ARP)\n"
	    "                 what the frame carries,\n"
	    "                 so that the receiver\n"
	    "                 knows whom to give it\n"
	    "                 to\n");
}

static void
test_parts(void **state)
{
	(void)state;
	has("SYN", 0,
	    "54 bytes on the wire: layer 1, physical, carries them as "
	    "bits\n\nlayer 2, data link: Ethernet, 14 bytes\n");
	has("SYN", 0, "  ......1.           SYN: set\n");
	has("SYN", 0, "  ...00000 00        fragment offset: 0 bytes\n");
	has("SYN", 0,
	    "\nlayers 5 to 7: no data, so nothing for the program; "
	    "this one the kernels have\nfor themselves\n");
	has("bad=checksum", 0, "wrong: 0x");
	has("data=\"a\\x1b[2Jb\"", 0,
	    "\nlayer 7, application: 6 bytes of data\n"
	    "  0000  61 1b 5b 32 4a 62                                |a.[2Jb|\n");
	has("data=hello", 3, ", not verified: not all");
	has("data=hello", 3, "  0000  68 65   ");
	has("data=hello", 3, "  only 56 of its 59 bytes are kept here\n");
	has("ip.len=9", 0,
	    "  damaged, at byte 16: the total length is less than the "
	    "header\n");
}

/* No line is wider than it may be, at any width, and the payload stands last. */
static void
test_widths(void **state)
{
	static const char words[] =
	    "SYN mss=1460 data=0123456789012345678901234567890123456789";

	(void)state;
	for (unsigned width = 40; width <= 130; width++) {
		for (int v6 = 0; v6 < 2; v6++) {
			struct strbuf out = { 0 };
			const char *row, *end;

			draw(&out, v6 != 0 ? &six : &four, words, 0, NULL,
			    width);
			for (row = sb_text(&out);
			     (end = strchr(row, '\n')) != NULL; row = end + 1)
				assert_in_range(text_width(row,
						    (size_t)(end - row)),
				    0, width);
			assert_non_null(
			    strstr(sb_text(&out), "layer 7, application"));
			sb_free(&out);
		}
	}
}

/* The same at four widths, in ASCII and in words alone: tests/pictures. */
static void
test_pictures(void **state)
{
	static const struct {
		const char *name;
		const char *words;
		size_t missing;
		const char *chosen;
	} cases[] = {
		{ "layers-data", "PSH ACK seq=1 ack=1 data=\"hello \"", 0,
		    NULL },
		{ "layers-udp", "udp data=\"\\xe4\\xbd\\xa0\" bad=checksum", 0,
		    NULL },
		{ "layers-syn", "SYN mss=1460", 0, "tcp" },
		{ "layers-arp", "arp", 0, NULL },
		{ "layers-cut", "icmp data=0123456789", 8, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_picture(cases[i].name, "layers",
		    record(&four, cases[i].words, cases[i].missing,
			cases[i].chosen));
}

/* What is no such record is not drawn. */
static void
test_other_values(void **state)
{
	struct draw_page page = { .width = 80, .columns = 80 };
	struct value items[LAYERS_FIELDS] = { VALUE_INT(1), VALUE_INT(2),
		VALUE_NONE };
	struct value v = picture_record(&layers_layout, items);
	struct strbuf out = { 0 };

	(void)state;
	assert_false(draw_value(&out, "layers", &v, &page));
	assert_false(draw_value(&out, "layers", &VALUE_NONE, &page));
	assert_int_equal(out.len, 0);
	value_drop(&v);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_other_values),
	};

	return cmocka_run_group_tests(tests, picture_locale, NULL);
}
