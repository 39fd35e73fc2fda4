/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that is read on a terminal, a screenful at a time. Pure. Where it is best
 * broken stands PAGES_BREAK, which text_safe (base/text.h) lets through nowhere
 * else; it is never shown.
 */
#ifndef SOCKSH_VIEW_PAGES_H
#define SOCKSH_VIEW_PAGES_H

#include <stddef.h>

#include "base/strbuf.h"

#define PAGES_BREAK '\f'

/*
 * Appends what of text, whole lines of it, fits on rows lines of columns: all,
 * or as much as ends at a break; where already the first piece is longer, as
 * many of its lines. rows or columns 0: all. Returns how many bytes of text that
 * was, and always takes some.
 */
size_t pages_take(struct strbuf *out, const char *text, size_t len,
    unsigned rows, unsigned columns);
/* How many lines of a terminal text takes, colours in it passed over. */
size_t pages_rows(const char *text, size_t len, unsigned columns);

#endif
