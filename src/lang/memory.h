/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values as the bytes that they are in C's memory: what memcpy(&a, …) changes,
 * what send(fd, &n, sizeof n, 0) sends. Values have no memory of their own; one
 * is made up for a moment, and a value read back from it.
 */
#ifndef SOCKSH_LANG_MEMORY_H
#define SOCKSH_LANG_MEMORY_H

#include "model/value.h"

/*
 * Appends the bytes of v to out. want is how many are wanted: a number is 1, 2,
 * 4 or 8 bytes wide by it, else 8; the rest has its own size, and may be
 * shorter than that. False with *cause if v has no form in memory.
 */
bool memory_get(const struct value *v, size_t want, struct strbuf *out,
    char **cause);
/* What sizeof gives for a value; for a field of a struct, 0 if there is no such
 * field. */
size_t memory_size(const struct value *v);
size_t memory_field_size(const struct value *v, const char *path);
/* A new value of like's type from the bytes that memory_get made of it, changed
 * since. used says how many of them, from the first, were written to: an
 * array's content reaches at least so far. */
bool memory_set(struct value *out, const struct value *like, const char *bytes,
    size_t len, size_t used, char **cause);

#endif
