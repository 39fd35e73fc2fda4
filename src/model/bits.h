/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as bytes: whole ones in both byte orders, fractions as IEEE 754 has
 * them in 2, 4 and 8 bytes. All functions are pure.
 */
#ifndef SOCKSH_MODEL_BITS_H
#define SOCKSH_MODEL_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The low size bytes of n, at most 8. */
void bits_store(char *at, uint64_t n, size_t size, bool big);
uint64_t bits_load(const char *at, size_t size, bool big);

/* The bits of x as a number of size bytes (2, 4 or 8), rounded to the nearest;
 * false, and the bits of infinity, if x is finite and too large for that. */
bool bits_from_float(double x, size_t size, uint64_t *bits);
double bits_to_float(uint64_t bits, size_t size);

#endif
