/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fuzz targets. Each takes any bytes, and ends the program when something
 * that has to hold for all input does not. They run in two ways: under libFuzzer
 * (tests/fuzz/run), and over the kept inputs in tests/unit/fuzz_replay_test.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"

struct fuzz_target {
	const char *name; /* of its corpus folder too */
	void (*run)(const uint8_t *data, size_t size);
};

/* Ended by a target without a name. */
extern const struct fuzz_target fuzz_targets[];

void fuzz_addr(const uint8_t *data, size_t size);
void fuzz_complete(const uint8_t *data, size_t size);
void fuzz_diag(const uint8_t *data, size_t size);
void fuzz_echo(const uint8_t *data, size_t size);
void fuzz_filter(const uint8_t *data, size_t size);
void fuzz_format(const uint8_t *data, size_t size);
void fuzz_frame(const uint8_t *data, size_t size);
void fuzz_lang(const uint8_t *data, size_t size);
void fuzz_lesson(const uint8_t *data, size_t size);
void fuzz_pack(const uint8_t *data, size_t size);
void fuzz_pcap(const uint8_t *data, size_t size);
void fuzz_sockdiag(const uint8_t *data, size_t size);
void fuzz_text(const uint8_t *data, size_t size);

/* Input, taken from its front; zeros when it is used up. */
struct fuzz_input {
	const uint8_t *data;
	size_t size;
};
uint8_t fuzz_byte(struct fuzz_input *in);
uint64_t fuzz_number(struct fuzz_input *in);
/* Up to the next occurrence of end, which is dropped, or to the end of input:
 * a new string that is exactly as long as it looks to a sanitizer. */
char *fuzz_string(struct fuzz_input *in, uint8_t end, size_t *len);

/* Ends the program if text could do anything to a terminal. Newlines count as
 * that too, unless lines is set. */
void fuzz_check_safe(const struct strbuf *text, bool lines);

#define FUZZ_CHECK(condition)                                         \
	do {                                                          \
		if (!(condition)) {                                   \
			fprintf(stderr, "%s:%d: %s: does not hold\n", \
			    __FILE__, __LINE__, #condition);          \
			abort();                                      \
		}                                                     \
	} while (0)

#endif
