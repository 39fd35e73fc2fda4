/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a check wants, in words: "waiting to be read on a: 11". The parts of a
 * check that are joined by and are goals of their own. What has no words is its
 * own text.
 */
#ifndef SOCKSH_LESSON_GOAL_H
#define SOCKSH_LESSON_GOAL_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/tree.h"
#include "lesson/stage.h"

struct goal {
	char *source; /* the part of the check */
	char *words;  /* translated; NULL where there are none */
	bool holds;
	char *cause; /* as of stage_holds; NULL if it holds */
};

struct goals {
	struct goal *v;
	size_t n;
};

/* Adds the goals of a check, each asked. Takes the session's lock. */
void goals_ask(struct goals *goals, struct stage *st,
    const struct piece *check);
void goals_free(struct goals *goals);

/* The words of an expression, the caller's to free; NULL: there are none. */
char *goal_words(const struct unit *unit, const struct node *node);

#endif
