/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A kernel that is none: the socket calls of the primitives, answered with
 * results, failures and bytes by chance, so that a fuzzed program reaches
 * everything in socksh and nothing outside. The linker puts these functions in
 * the place of the real ones: tests/fuzz/wrap lists them.
 */
#ifndef TESTS_FUZZ_KERNEL_H
#define TESTS_FUZZ_KERNEL_H

#include <stdatomic.h>
#include <stdint.h>

/* The same seed brings the same answers. After a number of calls, or of turns of
 * a loop, *cancel is set: no program goes on for ever. */
void kernel_start(uint32_t seed, atomic_bool *cancel);
/* From here on close is the real one again. */
void kernel_stop(void);

/* The names of the calls, ended by NULL: primitives called otherwise must not
 * be run. */
extern const char *const kernel_calls[];

#endif
