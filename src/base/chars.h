/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes of characters beyond text_printable (text.h), and what digits count. Pure: the tables are
 * ours, so that neither the locale nor the libc changes what is safe.
 */
#ifndef SOCKSH_BASE_CHARS_H
#define SOCKSH_BASE_CHARS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a terminal draws it over the character before it. */
bool char_combines(uint32_t cp);
/* What a hexadecimal digit counts, in either case; -1 if it is none. */
int char_hex(char c);

#endif
