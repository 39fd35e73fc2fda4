/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a look-up of names gives, as bytes: a row of records, each a kind, a
 * length and that many bytes. The child that asks writes them, its parent reads
 * them, and the event log keeps their beginning for the echo. None trusts
 * another: answer_next reads any bytes.
 */
#ifndef SOCKSH_MODEL_ANSWER_H
#define SOCKSH_MODEL_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum answer_kind {
	ANSWER_INFO = 1, /* struct answer_info, then the socket address */
	ANSWER_CANON,    /* ai_canonname, after the first of those */
	ANSWER_NAME,     /* the name asked for: h_name, s_name, p_name, host */
	ANSWER_ALIAS,    /* one of h_aliases, … */
	ANSWER_ADDR,     /* one of h_addr_list: 4 or 16 bytes */
	ANSWER_PORT,     /* s_port in the host's order, int32_t */
	ANSWER_SERVICE,  /* a service's name, or a port as text */
	ANSWER_PROTO,    /* s_proto */
	ANSWER_NUMBER,   /* p_proto, if_index: int32_t */
};

struct answer_info {
	int32_t flags;
	int32_t type;
	int32_t protocol;
};

struct answer {
	enum answer_kind kind;
	const unsigned char *data;
	size_t len;
};

/* Appends a record; more than 65,535 bytes are cut. */
void answer_add(struct strbuf *out, enum answer_kind kind, const void *data,
    size_t len);
void answer_add_number(struct strbuf *out, enum answer_kind kind, int32_t n);
/*
 * Reads the record at *at, which is moved behind it. False if nothing whole, of
 * a kind we know and of a length that this kind can have, stands there: text
 * has no NUL, an address no more bytes than a sockaddr_storage.
 */
bool answer_next(const unsigned char **at, const unsigned char *end,
    struct answer *record);
/* Whether all of it is such records. */
bool answer_valid(const void *data, size_t len);
int32_t answer_number(const struct answer *record);
/* The info's numbers and its address; false if it is none. */
bool answer_info(const struct answer *record, struct answer_info *info,
    const void **sa, size_t *len);

#endif
