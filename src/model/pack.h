/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes from values and back by a format, as Python's struct module does:
 * byte order @ = < > !, padding and sizes of @ as the C compiler has them.
 */
#ifndef SOCKSH_MODEL_PACK_H
#define SOCKSH_MODEL_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "model/value.h"

/* The size of a format; false with *cause. */
bool pack_size(const char *fmt, size_t *size, char **cause);
/* *out is a new byte string. */
bool pack(const char *fmt, const struct value *args, size_t n,
    struct value *out, char **cause);
/* *out is a new tuple. data must have exactly the format's size. */
bool unpack(const char *fmt, const char *data, size_t len, struct value *out,
    char **cause);

/*
 * bytes % values: %d %i %u %x %X %o %c %s %r %f %F %e %E %g %G %%, with flags,
 * width and precision as in printf and Python. *out is a new byte string.
 */
bool format_values(const char *fmt, size_t fmt_len, const struct value *args,
    size_t n, struct value *out, char **cause);
/* Appends to a format what a spec of Python's is ("", "d", ".2f", "<10", "05x").
 * False with *cause for those that have no such form. */
bool format_spec(struct strbuf *out, const char *spec, size_t len,
    char **cause);
/* Python's "{} and {0:.2f}".format(…); *out is a new byte string. */
bool format_braces(const char *s, size_t len, const struct value *args,
    size_t n, struct value *out, char **cause);
/* The same as printf(3) has it: a text ends at its NUL, what is unsigned is
 * never negative, and is as wide as h, l and their like say. */
bool format_c(const char *fmt, size_t fmt_len, const struct value *args,
    size_t n, struct value *out, char **cause);

#endif
