/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What commands on values have in common: their arguments, each a mistake if it
 * is of another type, and lists while they are made. Only builtin*.c include
 * this.
 */
#ifndef SOCKSH_LANG_BUILTIN_ARGS_H
#define SOCKSH_LANG_BUILTIN_ARGS_H

#include "model/call.h"

/* Argument i as text, as a list; NULL (a mistake) if it is none. Borrowed. */
const struct bytes *builtin_bytes(struct call *call, int i);
const struct tuple *builtin_list(struct call *call, int i);
/* Argument i as a whole number; preset if it was left out or is None. What is
 * no number is a mistake, and preset. */
int64_t builtin_number(struct call *call, int i, int64_t preset);
/* Argument i as short text (an encoding, a byte order); NULL if left out. What
 * is no text is a mistake, and "". */
const char *builtin_word(struct call *call, int i);
/* A mistake: the result would be longer than BYTES_MAX. */
void builtin_too_long(struct call *call, int i);

/* White space, as Python has it for bytes. */
static inline bool
builtin_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A list that is being made. */
struct values {
	struct value *items;
	size_t n;
};
/* Adds a value, whose reference it takes over; a text from s to end. False (a
 * mistake) if the list would be larger than a list may be. */
bool values_push(struct call *call, struct values *list, struct value v);
bool values_text(struct call *call, struct values *list, const char *s,
    const char *end);
/* Ends it: the call gives it if ok, else it is dropped. */
void values_give(struct call *call, struct values *list, bool ok);

#endif
