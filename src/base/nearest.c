/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two names are apart, and the nearest of many: for "did you mean". */
#include "base/text.h"

#include <limits.h>
#include <string.h>

enum { NAME_MAX_LEN = 63, EDITS_MAX = 3 };

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
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
cell(const char *a, const char *b, size_t i, size_t j, const unsigned char *row,
    const unsigned char *before, const unsigned char *twice)
{
	bool same = fold(a[i - 1]) == fold(b[j - 1]);
	unsigned d = least(before[j] + 1u, row[j - 1] + 1u);

	d = least(d, before[j - 1] + (same ? 0u : 1u));
	if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
	    fold(a[i - 2]) == fold(b[j - 1]))
		d = least(d, twice[j - 2] + 1u);
	return d;
}

unsigned
text_distance(const char *a, const char *b)
{
	size_t a_len = strnlen(a, NAME_MAX_LEN + 1);
	size_t b_len = strnlen(b, NAME_MAX_LEN + 1);
	unsigned char rows[3][NAME_MAX_LEN + 1];
	unsigned char *row;
	size_t i;
	size_t j;

	if (a_len > NAME_MAX_LEN || b_len > NAME_MAX_LEN)
		return UINT_MAX;
	for (j = 0; j <= b_len; j++)
		rows[0][j] = (unsigned char)j;
	for (i = 1; i <= a_len; i++) {
		row = rows[i % 3];
		row[0] = (unsigned char)i;
		for (j = 1; j <= b_len; j++)
			row[j] = (unsigned char)cell(a, b, i, j, row,
			    rows[(i + 2) % 3], rows[(i + 1) % 3]);
	}
	return rows[a_len % 3][b_len];
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

void
nearest_offer(struct nearest *n, const char *candidate)
{
	size_t len = strlen(n->name);
	size_t other = strlen(candidate);
	unsigned allowed = edits_allowed(len);
	unsigned d;

	/* The difference in length is the least that the distance can be. */
	if ((len > other ? len - other : other - len) > allowed)
		return;
	d = text_distance(n->name, candidate);
	/* With all letters changed nothing is left of what was typed. */
	if (d > allowed || d >= len)
		return;
	if (n->best == NULL || d < n->distance) {
		n->best = candidate;
		n->distance = d;
	}
}
