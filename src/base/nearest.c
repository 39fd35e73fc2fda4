/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two names are apart, and the nearest of many: for "did you mean". */
#include "base/text.h"

#include <limits.h>
#include <string.h>

enum { NAME_MAX_LEN = 63, EDITS_MAX = 3 };

static uint32_t
fold(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* A name as characters: of a Chinese one a wrong character is one edit, not
 * three. Bytes that are no UTF-8 count as themselves. Returns how many there
 * are, or NAME_MAX_LEN + 1 if they are too many. */
static size_t
characters(const char *s, uint32_t *c)
{
	size_t len = strnlen(s, 4 * NAME_MAX_LEN + 1), n = 0;

	for (size_t i = 0; i < len; n++) {
		size_t size;

		if (n == NAME_MAX_LEN)
			return NAME_MAX_LEN + 1;
		size = utf8_decode(s + i, len - i, &c[n]);
		if (size == 0) {
			c[n] = (unsigned char)s[i];
			size = 1;
		}
		c[n] = fold(c[n]);
		i += size;
	}
	return n;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * One cell of the table of distances between beginnings: a[0..i] and b[0..j]
 * by the last edit, a deletion, an insertion, a substitution or the swap of two
 * neighbours. before is row i - 1, twice row i - 2.
 */
static unsigned
cell(const uint32_t *a, const uint32_t *b, size_t i, size_t j,
    const unsigned char *row, const unsigned char *before,
    const unsigned char *twice)
{
	bool same = a[i - 1] == b[j - 1];
	unsigned d = least(before[j] + 1u, row[j - 1] + 1u);

	d = least(d, before[j - 1] + (same ? 0u : 1u));
	if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
		d = least(d, twice[j - 2] + 1u);
	return d;
}

static unsigned
distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	unsigned char rows[3][NAME_MAX_LEN + 1];

	if (a_len > NAME_MAX_LEN || b_len > NAME_MAX_LEN)
		return UINT_MAX;
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned char *row = rows[i % 3];

		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= b_len; j++)
			row[j] = (unsigned char)cell(a, b, i, j, row,
			    rows[(i + 2) % 3], rows[(i + 1) % 3]);
	}
	return rows[a_len % 3][b_len];
}

unsigned
text_distance(const char *a, const char *b)
{
	uint32_t x[NAME_MAX_LEN], y[NAME_MAX_LEN];
	size_t a_len = characters(a, x), b_len = characters(b, y);

	return distance(x, a_len, y, b_len);
}

/* The most edits that still make a name worth suggesting. */
static unsigned
edits_allowed(size_t len)
{
	size_t third = len / 3;

	if (third < 1)
		return 1;
	return third < EDITS_MAX ? (unsigned)third : EDITS_MAX;
}

/*
 * How far a name is from one that it is the beginning of, and at least half of,
 * in half edits: farther than any that is mistyped, and the nearer the less is
 * missing. UINT_MAX: it is not. A few letters say nothing; two Chinese
 * characters are a word.
 */
static unsigned
beginning(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	size_t enough = a_len != 0 && a[0] >= 0x80 ? 2 : 4;

	if (a_len < enough || a_len >= b_len || b_len > NAME_MAX_LEN ||
	    2 * a_len < b_len || memcmp(a, b, a_len * sizeof(*a)) != 0)
		return UINT_MAX;
	return 2 * EDITS_MAX + (unsigned)(b_len - a_len);
}

void
nearest_offer(struct nearest *n, const char *candidate)
{
	uint32_t x[NAME_MAX_LEN], y[NAME_MAX_LEN];
	size_t len = characters(n->name, x), other = characters(candidate, y);
	unsigned allowed = edits_allowed(len);
	unsigned d;

	d = beginning(x, len, y, other);
	/* The difference in length is the least that the distance can be. */
	if ((len > other ? len - other : other - len) <= allowed) {
		unsigned edits = distance(x, len, y, other);

		/* With all letters changed nothing is left of what was typed;
		 * of two the one that keeps all of it is nearer. */
		if (edits <= allowed && edits < len)
			d = 2 * edits - (d != UINT_MAX);
	}
	if (d != UINT_MAX && (n->best == NULL || d < n->distance)) {
		n->best = candidate;
		n->distance = d;
	}
}
