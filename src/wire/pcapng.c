/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of frames: pcapng, draft-ietf-opsawg-pcapng. A file is blocks, each with
 * a type and its length before and behind; those that are not known are passed
 * over. A section header says the byte order, and forgets the interfaces before.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wire/pcap_file.h"

enum {
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete, in old files */
	BLOCK_SIMPLE = 3,
	BLOCK_ENHANCED = 6,

	BLOCK_HEAD = 8,   /* bytes: type and length */
	BLOCK_LEAST = 12, /* … and the length again */
	SECTION_LEAST = 28,
	INTERFACE_LEAST = 20,
	INTERFACE_BODY = 4096, /* so much of its options is looked at */
	SIMPLE_LEAST = 16,
	PACKET_LEAST = 32,
	PACKET_HEAD = 20, /* in the body, before the data */

	OPTION_END = 0,
	OPTION_RESOLUTION = 9, /* if_tsresol */
	OPTION_OFFSET = 14,    /* if_tsoffset */
	POWER = 6, /* microseconds, where no option says otherwise */
};

#define BLOCK_SECTION 0x0a0d0d0aU
#define ORDER 0x1a2b3c4dU
#define SECOND INT64_C(1000000000)

struct block {
	uint32_t type;
	uint32_t len;  /* all of it */
	uint32_t left; /* bytes of its body that are still to be read */
};

static bool
damaged(char **cause, const char *what)
{
	return cause_set(cause, _("the file is damaged: %s"), what);
}

/* Reads n bytes of a block's body, which has as many. */
static bool
body(struct pcap *p, struct block *b, void *to, uint32_t n, char **cause)
{
	int got = pcap_read(p, to, n, cause);

	b->left -= n;
	if (got == 0) {
		p->cut = true;
		return cause_set(cause, _("the file ends within a frame"));
	}
	return got > 0;
}

/* Passes over the rest of a block, and reads its length again. */
static bool
finish(struct pcap *p, struct block *b, char **cause)
{
	unsigned char behind[4];

	if (!pcap_skip(p, b->left, cause))
		return false;
	b->left = sizeof(behind);
	if (!body(p, b, behind, sizeof(behind), cause))
		return false;
	if (pcap_get32(p, behind) != b->len)
		return damaged(cause,
		    _("a block's two lengths are not the same"));
	return true;
}

/* The byte order of a section, from what is behind its type and length: b.len is
 * not known before. */
static bool
begin_section(struct pcap *p, struct block *b, const unsigned char *at,
    char **cause)
{
	p->swapped = false;
	if (pcap_get32(p, at + BLOCK_HEAD) != ORDER)
		p->swapped = true;
	if (pcap_get32(p, at + BLOCK_HEAD) != ORDER)
		return damaged(cause, _("a section has no byte order"));
	b->len = pcap_get32(p, at + 4);
	if (b->len < SECTION_LEAST || b->len % 4 != 0)
		return damaged(cause, _("a block's length is impossible"));
	if (pcap_get16(p, at + BLOCK_HEAD + 4) != 1)
		return cause_set(cause,
		    _("this is a pcapng file of a version that is not read "
		      "here"));
	p->n = 0;
	return true;
}

bool
pcapng_open(struct pcap *p, const unsigned char *head, char **cause)
{
	struct block b = { .type = BLOCK_SECTION };

	if (!begin_section(p, &b, head, cause))
		return false;
	b.left = b.len - PCAP_HEAD - 4;
	return finish(p, &b, cause);
}

static uint64_t
get64(const struct pcap *p, const unsigned char *at)
{
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	return p->swapped ? __builtin_bswap64(n) : n;
}

/* The options that say how times are to be read. */
static void
read_options(const struct pcap *p, struct pcap_interface *i,
    const unsigned char *at, size_t len)
{
	while (len >= 4) {
		unsigned code = pcap_get16(p, at);
		size_t n = pcap_get16(p, at + 2), padded = (n + 3) / 4 * 4;

		at += 4;
		len -= 4;
		if (code == OPTION_END || n > len)
			return;
		if (code == OPTION_RESOLUTION && n == 1) {
			i->power = at[0] & 0x7f;
			i->binary = (at[0] & 0x80) != 0;
		} else if (code == OPTION_OFFSET && n == 8) {
			i->offset = (int64_t)get64(p, at);
		}
		if (padded > len)
			return;
		at += padded;
		len -= padded;
	}
}

static bool
read_interface(struct pcap *p, struct block *b, char **cause)
{
	struct pcap_interface *i = &p->interfaces[p->n];
	unsigned char at[INTERFACE_BODY];
	uint32_t n = b->left < sizeof(at) ? b->left : sizeof(at);

	if (p->n == PCAP_INTERFACES)
		return cause_set(cause,
		    _("the file has more interfaces than %d"), PCAP_INTERFACES);
	if (b->len < INTERFACE_LEAST)
		return damaged(cause, _("a block's length is impossible"));
	if (!body(p, b, at, n, cause))
		return false;
	*i = (struct pcap_interface){ .link = pcap_get16(p, at),
		.most = pcap_get32(p, at + 4),
		.power = POWER };
	read_options(p, i, at + 8, n - 8);
	p->n++;
	return finish(p, b, cause);
}

static uint64_t
power_of_ten(unsigned n)
{
	uint64_t power = 1;

	while (n-- != 0)
		power *= 10;
	return power;
}

/* Nanoseconds since 1970; 0 where that cannot be. */
static int64_t
time_of(const struct pcap_interface *i, uint64_t parts)
{
	enum { TENS_MOST = 19 }; /* 10 to that fits 64 bits */
	unsigned n = i->power;
	uint64_t seconds = 0, part = 0;
	int64_t ns;

	if (i->binary) {
		seconds = n < 64 ? parts >> n : 0;
		part = n < 64 ? parts - (seconds << n) : parts;
		if (n > 32)
			part = n < 96 ? part >> (n - 32) : 0;
		part = part * (uint64_t)SECOND >> (n < 32 ? n : 32);
	} else if (n <= TENS_MOST) {
		seconds = parts / power_of_ten(n);
		part = parts % power_of_ten(n);
		part = n <= 9 ? part * power_of_ten(9 - n) :
				part / power_of_ten(n - 9);
	} else if (n - 9 <= TENS_MOST) {
		part = parts / power_of_ten(n - 9);
	}
	if (seconds > INT64_MAX ||
	    __builtin_add_overflow((int64_t)seconds, i->offset, &ns) ||
	    __builtin_mul_overflow(ns, SECOND, &ns) ||
	    __builtin_add_overflow(ns, (int64_t)part, &ns))
		return 0;
	return ns > 0 ? ns : 0;
}

/* The data of a frame, whose record says all but what it begins with: 1; 0 if
 * its kind of link is not read here; -1 with *cause. */
static int
read_data(struct pcap *p, struct block *b, unsigned number,
    struct pcap_record *record, struct strbuf *data, char **cause)
{
	const struct strbuf none = { 0 };
	const struct pcap_interface *i = &p->interfaces[number];

	if (record->len > b->left || record->len > p->most) {
		damaged(cause, _("a frame's head is impossible"));
		return -1;
	}
	if (pcap_first(i->link, &none) == FRAME_PROTOS) {
		if (p->skipped++ == 0)
			p->skipped_link = i->link;
		return finish(p, b, cause) ? 0 : -1;
	}
	if (!pcap_read_data(p, data, record->len, cause))
		return -1;
	b->left -= record->len;
	record->first = pcap_first(i->link, data);
	return finish(p, b, cause) ? 1 : -1;
}

/* An enhanced packet block, or the obsolete one: they differ in how they name
 * the interface. */
static int
read_packet(struct pcap *p, struct block *b, struct pcap_record *record,
    struct strbuf *data, char **cause)
{
	unsigned char at[PACKET_HEAD];
	uint32_t number;

	if (b->len < PACKET_LEAST) {
		damaged(cause, _("a block's length is impossible"));
		return -1;
	}
	if (!body(p, b, at, sizeof(at), cause))
		return -1;
	number =
	    b->type == BLOCK_ENHANCED ? pcap_get32(p, at) : pcap_get16(p, at);
	if (number >= p->n) {
		damaged(cause, _("a frame is of an interface that it has not"));
		return -1;
	}
	record->len = pcap_get32(p, at + 12);
	record->wire = pcap_get32(p, at + 16);
	record->ns = time_of(&p->interfaces[number],
	    (uint64_t)pcap_get32(p, at + 4) << 32 | pcap_get32(p, at + 8));
	return read_data(p, b, number, record, data, cause);
}

/* A frame without a time, of the first interface. */
static int
read_simple(struct pcap *p, struct block *b, struct pcap_record *record,
    struct strbuf *data, char **cause)
{
	unsigned char at[4];

	if (b->len < SIMPLE_LEAST || p->n == 0) {
		damaged(cause,
		    p->n == 0 ?
			_("a frame is of an interface that it has not") :
			_("a block's length is impossible"));
		return -1;
	}
	if (!body(p, b, at, sizeof(at), cause))
		return -1;
	record->ns = 0;
	record->wire = pcap_get32(p, at);
	record->len = record->wire < b->left ? record->wire : b->left;
	if (p->interfaces[0].most != 0 && record->len > p->interfaces[0].most)
		record->len = p->interfaces[0].most;
	return read_data(p, b, 0, record, data, cause);
}

/* One block: 1 if it was a frame, 0 if it was none; -1 with *cause. */
static int
read_block(struct pcap *p, struct block *b, struct pcap_record *record,
    struct strbuf *data, char **cause)
{
	switch (b->type) {
	case BLOCK_INTERFACE:
		return read_interface(p, b, cause) ? 0 : -1;
	case BLOCK_PACKET:
	case BLOCK_ENHANCED:
		return read_packet(p, b, record, data, cause);
	case BLOCK_SIMPLE:
		return read_simple(p, b, record, data, cause);
	default:
		return finish(p, b, cause) ? 0 : -1;
	}
}

int
pcapng_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause)
{
	int got;

	do {
		unsigned char head[BLOCK_HEAD + 8];
		struct block b;

		got = pcap_read(p, head, BLOCK_HEAD, cause);
		if (got != 1)
			return got;
		b = (struct block){ .type = pcap_get32(p, head),
			.len = pcap_get32(p, head + 4) };
		if (b.type == BLOCK_SECTION) {
			b.left = sizeof(head) - BLOCK_HEAD;
			if (!body(p, &b, head + BLOCK_HEAD, b.left, cause) ||
			    !begin_section(p, &b, head, cause))
				return -1;
			b.left = b.len - (uint32_t)sizeof(head) - 4;
			got = finish(p, &b, cause) ? 0 : -1;
			continue;
		}
		if (b.len < BLOCK_LEAST || b.len % 4 != 0) {
			damaged(cause, _("a block's length is impossible"));
			return -1;
		}
		b.left = b.len - BLOCK_LEAST;
		got = read_block(p, &b, record, data, cause);
	} while (got == 0);
	return got;
}
