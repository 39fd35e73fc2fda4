/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many columns text takes on a terminal. Pure: unlike wcwidth(3), the same
 * in every locale.
 */
#ifndef SOCKSH_VIEW_WIDTH_H
#define SOCKSH_VIEW_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0 for what stands on the character before it, 2 for what is wide (Chinese,
 * Japanese, Korean, most emoji), else 1. */
unsigned char_width(uint32_t cp);

/* Of text that text_safe (base/text.h) has passed. */
size_t text_width(const char *s, size_t len);

#endif
