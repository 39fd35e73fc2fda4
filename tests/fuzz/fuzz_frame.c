/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing what reads frames: decoder, line, picture, pcap; and the words that
 * filters and frames are made of. */
#include "fuzz.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/frame_line.h"
#include "view/width.h"
#include "wire/build.h"
#include "wire/filter.h"
#include "wire/frame.h"
#include "wire/pcap.h"

static void
check_fields(const struct frame *f)
{
	struct strbuf text = { 0 };

	FUZZ_CHECK(f->nlayers <= FRAME_LAYERS && f->nfields <= FRAME_FIELDS);
	for (size_t i = 0; i < f->nlayers; i++) {
		FUZZ_CHECK(f->layers[i].off <= f->wire);
		FUZZ_CHECK(f->layers[i].first + f->layers[i].n <= f->nfields);
	}
	for (size_t i = 0; i < f->nfields; i++) {
		const struct frame_field *field = &f->fields[i];

		FUZZ_CHECK(field->layer < f->nlayers && field->bits != 0);
		FUZZ_CHECK(field->bit + field->bits <= f->len * 8);
		sb_clear(&text);
		frame_value_text(&text, f, field);
		fuzz_check_safe(&text, false);
	}
	sb_free(&text);
}

/* What is read in a hurry is what is read with care. */
static void
check_key(const struct frame *f, const struct frame_key *key)
{
	const struct frame_field *port = frame_field_find(f, "tcp.srcport");
	const struct frame_layer *last = &f->layers[f->nlayers - 1];

	if (!key->whole || !key->first || key->protocol != IPPROTO_TCP)
		return;
	FUZZ_CHECK(port != NULL && port->value == key->sport);
	if (f->fault != NULL || f->cut)
		return;
	if (last->proto == FRAME_PADDING)
		last--;
	FUZZ_CHECK(last->proto == (key->len != 0 ? FRAME_DATA : FRAME_TCP));
	if (key->len != 0)
		FUZZ_CHECK(last->len == key->len && last->off == key->data);
}

static void
check_line(const void *data, size_t len, size_t wire, enum frame_proto first,
    unsigned width)
{
	struct frame_talks *talks = xcalloc(1, sizeof(*talks));
	struct frame_seen seen = { .data = data,
		.first = first,
		.len = len,
		.wire = wire };
	struct strbuf line = { 0 };

	frame_line(&line, talks, &seen, width, true);
	frame_line(&line, talks, &seen, 0, false);
	fuzz_check_safe(&line, false);
	sb_clear(&line);
	frame_line(&line, talks, &seen, width, false);
	FUZZ_CHECK(width == 0 ||
	    text_width(line.data, line.len) <=
		(width < FRAME_LINE_MIN ? FRAME_LINE_MIN : width));
	sb_free(&line);
	free(talks);
}

static void
check_picture(const void *data, size_t len, size_t wire, enum frame_proto first,
    unsigned width)
{
	struct value items[LAYERS_FIELDS] = {
		[LAYERS_DATA] = value_bytes(data, len),
		[LAYERS_WIRE] = VALUE_INT((int64_t)wire),
		[LAYERS_FIRST] = width % 2 != 0 ? VALUE_INT(first) : VALUE_NONE,
		[LAYERS_CHOSEN] = VALUE_NONE,
	};
	struct value v = picture_record(&layers_layout, items);
	struct draw_page page = { .width = width, .columns = width };
	struct strbuf out = { 0 };
	const char *row, *end;

	FUZZ_CHECK(draw_value(&out, "layers", &v, &page));
	fuzz_check_safe(&out, true);
	for (row = sb_text(&out); (end = strchr(row, '\n')) != NULL;
	     row = end + 1)
		FUZZ_CHECK(text_width(row, (size_t)(end - row)) <=
		    (width < DRAW_WIDTH_MIN ? DRAW_WIDTH_MIN : width));
	sb_free(&out);
	value_drop(&v);
}

/* What a frame begins with: mostly Ethernet. */
static enum frame_proto
first_of(const struct fuzz_input *in, unsigned kind, unsigned width)
{
	switch (kind) {
	case 1:
		return in->size != 0 && in->data[0] >> 4 == 6 ? FRAME_IPV6 :
								FRAME_IPV4;
	case 2:
		return width % 2 != 0 ? FRAME_SLL : FRAME_SLL2;
	case 3:
		return FRAME_NULL;
	default:
		return FRAME_ETHERNET;
	}
}

void
fuzz_frame(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	unsigned width = fuzz_byte(&in);
	unsigned more = fuzz_byte(&in);
	size_t wire = in.size + more % 64;
	enum frame_proto first = first_of(&in, more / 64, width);
	struct frame *f = xcalloc(1, sizeof(*f));
	struct frame_key key;

	frame_decode_from(f, first, in.data, in.size, wire);
	check_fields(f);
	frame_key_read_from(&key, first, in.data, in.size);
	if (f->wire == f->len)
		check_key(f, &key);
	free(f);
	check_line(in.data, in.size, wire, first, width);
	check_picture(in.data, in.size, wire, first, width);
}

/* A frame that was built is whole, and right unless it was asked otherwise:
 * names can ask for anything, so only frames without one are checked. */
static void
check_built(const struct strbuf *built, bool plain)
{
	struct frame *f = xcalloc(1, sizeof(*f));

	FUZZ_CHECK(built->len <= BUILD_MOST);
	frame_decode(f, built->data, built->len, built->len);
	if (plain)
		FUZZ_CHECK(
		    f->fault == NULL && !f->cut && frame_wrong(f) == NULL);
	free(f);
}

static void
check_build(const char *s, size_t len, unsigned version)
{
	struct build_ends ends = { .version = (uint8_t)version };
	struct strbuf built = { 0 };
	char *cause = NULL;

	if (build_frame(&built, &ends, s, len, &cause)) {
		FUZZ_CHECK(cause == NULL);
		check_built(&built, memchr(s, '=', len) == NULL);
	} else {
		FUZZ_CHECK(cause != NULL && *cause != '\0');
		FUZZ_CHECK(text_plain(cause, strlen(cause)));
		free(cause);
	}
	sb_free(&built);
}

void
fuzz_filter(const uint8_t *data, size_t size)
{
	static const char *const hosts[] = { "client", "server" };
	struct fuzz_input in = { data, size };
	bool six = fuzz_byte(&in) % 2 != 0;
	struct filter filter = { 0 };
	struct frame_key key = { .version = 4, .protocol = IPPROTO_TCP };
	struct strbuf raw = { 0 };
	char *cause = NULL, *s;
	size_t len;

	s = fuzz_string(&in, '\n', &len);
	if (filter_parse(&filter, s, len, hosts, 2, &cause)) {
		FUZZ_CHECK(cause == NULL && filter.n <= FILTER_TERMS);
		filter_match(&filter, &key, 0, 1);
		FUZZ_CHECK((filter.set & filter.clear) == 0);
	} else {
		FUZZ_CHECK(cause != NULL && text_plain(cause, strlen(cause)));
		free(cause);
	}
	check_build(s, len, six ? 6 : 4);
	build_raw(&raw, s, len);
	FUZZ_CHECK(raw.len == len || raw.len <= len / 2);
	sb_free(&raw);
	free(s);
}

void
fuzz_pcap(const uint8_t *data, size_t size)
{
	struct pcap pcap;
	struct pcap_record record;
	struct strbuf frame = { 0 };
	char *cause = NULL;
	FILE *file;
	int got = 0;
	char *name;

	if (size == 0)
		return;
	file = fmemopen((void *)(uintptr_t)data, size, "rb");
	FUZZ_CHECK(file != NULL);
	if (pcap_open(&pcap, file, &cause)) {
		while ((got = pcap_next(&pcap, &record, &frame, &cause)) == 1)
			FUZZ_CHECK(record.len == frame.len &&
			    record.len <= PCAP_FRAME_MAX && record.ns >= 0 &&
			    record.first < FRAME_PROTOS);
		FUZZ_CHECK((got == 0) == (cause == NULL));
		FUZZ_CHECK(!pcap.cut || got == -1);
	} else {
		FUZZ_CHECK(cause != NULL);
	}
	name = pcap_link_name(pcap.skipped_link);
	FUZZ_CHECK(text_plain(name, strlen(name)));
	free(name);
	free(cause);
	fclose(file);
	sb_free(&frame);
}
