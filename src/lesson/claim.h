/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people say about sockets, and what holds: C1 to C118 are what course
 * notes claim, M01 to M25 what students believe. The verdicts were found by
 * trying, on Linux 6.18; a step of a lesson that carries the tag is the
 * experiment by which everybody can see for himself.
 */
#ifndef SOCKSH_LESSON_CLAIM_H
#define SOCKSH_LESSON_CLAIM_H

#include "lesson/library.h"

enum verdict {
	VERDICT_TRUE,
	VERDICT_HALF, /* under a condition that is left out */
	VERDICT_FALSE,
};

struct claim {
	const char *tag; /* "C7", "M07" */
	enum verdict verdict;
	const char *says;  /* N_() */
	const char *right; /* N_() */
};

/* In the order of their numbers, ended by one without a tag. */
extern const struct claim claim_rows[];

/* The one whose tag is just this; NULL. */
const struct claim *claim_exact(const char *tag);
/* The one that a person means: c7, C07, m7; NULL. */
const struct claim *claim_find(const char *word);
/* Whether a word, in small letters or large, stands in what is said of it, here
 * or in English. */
bool claim_mentions(const struct claim *c, const char *word);
/* The one whose number is nearest to one that there is not, such as "C240"; NULL
 * if that is no number at all. */
const struct claim *claim_nearest(const char *word);
/* "true", "half true", "false": for programs. */
const char *verdict_word(enum verdict verdict);

/* The step that settles it: of those that carry its tag the first that names it
 * before others, else just the first. NULL if there is none. */
struct lesson *claim_settled(const struct claim *c, const struct library *lib,
    size_t *step);

#endif
