/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One target under libFuzzer; tests/fuzz/run names it with -DTARGET=…. */
#include "fuzz.h"

#ifndef TARGET /* as clang-tidy reads it */
#define TARGET fuzz_text
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	TARGET(data, size);
	return 0;
}
