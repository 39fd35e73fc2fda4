/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that is not ours to trust: UTF-8, quoting, and the one choke point
 * through which everything that a peer, a file or a user wrote passes on its
 * way to a terminal. All functions are pure and take any bytes.
 */
#ifndef SOCKSH_BASE_TEXT_H
#define SOCKSH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/*
 * Decodes one character of the len bytes at s (RFC 3629: no overlong forms, no
 * surrogates, at most U+10FFFF). Returns its length in bytes, 1 to 4, and sets
 * *cp; 0 if s does not begin with a valid, whole character or len is 0.
 */
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);
/* Appends cp as UTF-8; what is no Unicode scalar value becomes U+FFFD. */
void utf8_encode(struct strbuf *out, uint32_t cp);
bool utf8_valid(const char *s, size_t len);

/*
 * Appends len bytes as strace(1) does between double quotes (tprints.c there):
 * \t \n \v \f \r \" \\, everything else outside 0x20 to 0x7e as the shortest
 * octal escape that is not ambiguous before the next byte. With more than max
 * bytes the first max are shown and "..." follows the closing quote.
 */
void text_quote(struct strbuf *out, const char *s, size_t len, size_t max);

/*
 * Appends len bytes so that no terminal acts on them: printable characters,
 * newline and tab as they are, all else (C0, DEL, C1 both raw and as UTF-8,
 * bidirectional controls, zero-width and invisible characters, tags, variation
 * fillers, private use, noncharacters, unassigned separators, the third and
 * further stacked combining mark, every byte that is not UTF-8) as an escape:
 * \xHH for bytes below 0x80 and bytes that are not UTF-8, \uHHHH or \UHHHHHHHH
 * for characters. With ascii set (a locale that is not UTF-8) everything above
 * 0x7e is escaped. A backslash stays a single backslash: this is for reading,
 * text_quote for reversing.
 */
void text_safe(struct strbuf *out, const char *s, size_t len, bool ascii);

/* Whether text_safe would change nothing, newline and tab counted as changed
 * too: whether s can be shown inside a line, as it is. */
bool text_plain(const char *s, size_t len);

/* Whether a character may reach a terminal as it is (combining marks may). */
bool text_printable(uint32_t cp);

/*
 * The Damerau-Levenshtein distance (optimal string alignment) of two short
 * names, character by character, upper and lower case alike; anything above 63
 * characters counts as far.
 */
unsigned text_distance(const char *a, const char *b);

/*
 * Finding the nearest known name: start with a zeroed struct, offer each
 * candidate, then read best: NULL if none is near enough to suggest (a third
 * of the length, at least 1, at most 3 edits), nor goes on as it begins.
 */
struct nearest {
	const char *name; /* what was typed */
	const char *best;
	unsigned distance; /* to compare, in half edits */
};
void nearest_offer(struct nearest *n, const char *candidate);
/* s begins with a quotation mark: behind the one that ends what it begins, or
 * end. A backslash takes the next character with it. */
const char *text_quote_end(const char *s, const char *end);

#endif
