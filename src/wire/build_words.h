/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words that name a frame's fields, read for build.c.
 */
#ifndef SOCKSH_WIRE_BUILD_WORDS_H
#define SOCKSH_WIRE_BUILD_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "wire/build.h"
#include "wire/frame.h"

/* A field and what it is to be. */
struct build_field {
	const struct frame_row *row;
	enum frame_proto proto;
	uint64_t number;         /* as it stands in the header, unscaled */
	unsigned char bytes[16]; /* of an address */
};

enum { BUILD_FIELDS = 32 };

struct build_words {
	const struct build_ends *ends;
	enum frame_proto proto; /* TCP, UDP, ICMP, ICMPv6 or ARP */
	unsigned flags;         /* enum frame_flag */
	int mss;                /* -1: no option */
	bool bad;               /* the checksum is to be wrong */
	struct strbuf data;
	size_t n;
	struct build_field fields[BUILD_FIELDS];
};

/* False with *cause; then there is nothing to be freed. */
bool build_words_read(struct build_words *words, const struct build_ends *ends,
    const char *text, size_t len, char **cause);
void build_words_free(struct build_words *words);

#endif
