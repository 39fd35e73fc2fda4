/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes of characters beyond text_printable (text.h). Pure: the tables are
 * ours, so that neither the locale nor the libc changes what is safe.
 */
#ifndef SOCKSH_BASE_CHARS_H
#define SOCKSH_BASE_CHARS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a terminal draws it over the character before it. */
bool char_combines(uint32_t cp);

#endif
