/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames as the decoder sees them, for tests/decode.test, which holds them
 * against tshark:
 *
 *	frames rows            -> a line for each row: KEY FORM SCALE
 *	frames fields < PCAP   -> a frame a line, as JSON
 *	frames times < PCAP    -> a frame a line: ns since 1970, bytes, on the wire
 *	frames speed < PCAP    -> ns a frame: decoded, and by its key alone
 *	frames build WORDS     -> a frame, in hexadecimal
 *	frames copy < PCAP     -> the same file, as our writer makes it
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/strbuf.h"
#include "wire/build.h"
#include "wire/frame.h"
#include "wire/pcap.h"

enum { BATCH = 1 << 16 };

static const char *const forms[] = {
	[FRAME_NUMBER] = "number",
	[FRAME_HEX] = "hex",
	[FRAME_FLAG] = "flag",
	[FRAME_CHECKSUM] = "checksum",
	[FRAME_MAC] = "mac",
	[FRAME_IP4] = "ip4",
	[FRAME_IP6] = "ip6",
	[FRAME_BYTES] = "bytes",
};

static const char *const marks[] = {
	[FRAME_PLAIN] = "plain",
	[FRAME_RIGHT] = "right",
	[FRAME_WRONG] = "wrong",
	[FRAME_UNCHECKED] = "unchecked",
	[FRAME_PARTIAL] = "partial",
	[FRAME_UNUSED] = "unused",
};

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "frames: %s\n", what);
	exit(2);
}

static void
print_rows(void)
{
	for (int p = 0; p < FRAME_PROTOS; p++) {
		const struct frame_kind *kind = frame_kind(p);

		for (size_t i = 0; i < kind->nrows; i++)
			printf("%s %s %d\n", kind->rows[i].key,
			    forms[kind->rows[i].form], kind->rows[i].scale);
	}
}

/* Keys, values and names have nothing in them that JSON would escape. */
static void
print_frame(const struct frame *f)
{
	struct strbuf text = { 0 };

	printf("{\"fault\":%s%s%s,\"cut\":%s,\"layers\":[",
	    f->fault != NULL ? "\"" : "", f->fault != NULL ? f->fault : "null",
	    f->fault != NULL ? "\"" : "", f->cut ? "true" : "false");
	for (size_t i = 0; i < f->nlayers; i++)
		printf("%s[\"%s\",%" PRIu32 ",%" PRIu32 "]", i != 0 ? "," : "",
		    frame_kind(f->layers[i].proto)->name, f->layers[i].off,
		    f->layers[i].len);
	printf("],\"fields\":[");
	for (size_t i = 0; i < f->nfields; i++) {
		const struct frame_field *field = &f->fields[i];

		sb_clear(&text);
		frame_value_text(&text, f, field);
		printf("%s[\"%s\",\"%s\",\"%s\",%u,%s]", i != 0 ? "," : "",
		    field->row->key, sb_text(&text), marks[field->mark],
		    field->expect,
		    f->layers[field->layer].quoted ? "true" : "false");
	}
	printf("]}\n");
	sb_free(&text);
}

static void
write_frame(const struct pcap_record *record, const struct strbuf *data)
{
	struct strbuf out = { 0 };

	pcap_frame(&out, record->ns, data->data, data->len, record->wire);
	fwrite(out.data, 1, out.len, stdout);
	sb_free(&out);
}

static void
write_head(void)
{
	struct strbuf out = { 0 };

	pcap_head(&out);
	fwrite(out.data, 1, out.len, stdout);
	sb_free(&out);
}

static int64_t
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

enum what { FIELDS, TIMES, COPY, SPEED };

struct spent {
	int64_t decode;
	int64_t key;
	uint64_t bytes;
	uint64_t n;
	uint64_t seen; /* so that nothing is left out as useless */
};

static void
time_frame(struct spent *spent, struct frame *f, const struct strbuf *data)
{
	struct frame_key key;
	int64_t begin = now(), middle;

	frame_decode(f, data->data, data->len, data->len);
	middle = now();
	spent->seen += f->nfields + frame_key_read(&key, data->data, data->len);
	spent->key += now() - middle;
	spent->decode += middle - begin;
	spent->bytes += data->len;
	spent->n++;
}

static void
read_all(enum what what)
{
	struct pcap pcap;
	struct pcap_record record;
	struct strbuf data = { 0 };
	struct spent spent = { 0 };
	struct frame *f = calloc(1, sizeof(*f));
	char *cause = NULL;
	int got;

	if (f == NULL || !pcap_open(&pcap, stdin, &cause))
		die(cause != NULL ? cause : "no memory");
	if (what == COPY)
		write_head();
	while ((got = pcap_next(&pcap, &record, &data, &cause)) == 1) {
		if (what == SPEED) {
			time_frame(&spent, f, &data);
		} else if (what == TIMES) {
			printf("%" PRId64 " %" PRIu32 " %" PRIu32 "\n",
			    record.ns, record.len, record.wire);
		} else if (what == COPY) {
			write_frame(&record, &data);
		} else {
			frame_decode_from(f, record.first, data.data, data.len,
			    record.wire);
			print_frame(f);
		}
	}
	if (got != 0)
		die(cause);
	if (what == SPEED && spent.n != 0)
		printf("%" PRIu64 " frames, %" PRIu64 " bytes, decoded %" PRId64
		       " ns, key %" PRId64 " ns each\n",
		    spent.n, spent.bytes, spent.decode / (int64_t)spent.n,
		    spent.key / (int64_t)spent.n);
	sb_free(&data);
	free(f);
}

static void
build(const char *words)
{
	static const struct build_ends ends = {
		.src_mac = { 2, 0, 0, 0, 0, 1 },
		.dst_mac = { 2, 0, 0, 0, 0, 2 },
		.src = { 10, 0, 0, 1 },
		.dst = { 10, 0, 0, 2 },
		.version = 4,
	};
	struct strbuf out = { 0 };
	char *cause = NULL;

	if (!build_frame(&out, &ends, words, strlen(words), &cause))
		die(cause);
	for (size_t i = 0; i < out.len; i++)
		printf("%02x", (unsigned char)out.data[i]);
	putchar('\n');
	sb_free(&out);
}

int
main(int argc, char **argv)
{
	static char buffer[BATCH];

	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	if (argc == 2 && strcmp(argv[1], "rows") == 0)
		print_rows();
	else if (argc == 2 && strcmp(argv[1], "fields") == 0)
		read_all(FIELDS);
	else if (argc == 2 && strcmp(argv[1], "times") == 0)
		read_all(TIMES);
	else if (argc == 2 && strcmp(argv[1], "speed") == 0)
		read_all(SPEED);
	else if (argc == 2 && strcmp(argv[1], "copy") == 0)
		read_all(COPY);
	else if (argc == 3 && strcmp(argv[1], "build") == 0)
		build(argv[2]);
	else
		die("rows, fields, times, build, copy or speed");
	return 0;
}
