/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is told of claims, as values. The shell at the prompt has a child of its
 * own find it out, socksh myth --records: a lesson is played by a process of one
 * thread, and reading the lessons would take descriptors.
 */
#ifndef SOCKSH_LESSON_MYTH_H
#define SOCKSH_LESSON_MYTH_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "model/value.h"

#define MYTH_RECORDS "--records"

/* Whether a word names a claim, or some that speak of it. False with *cause. */
bool myth_known(const char *word, char **cause);
/* The list of records of the layout "claim" that packed text says, the output of
 * myth --records; false if it is none. */
bool myth_value(const struct strbuf *packed, struct value *out);

#endif
