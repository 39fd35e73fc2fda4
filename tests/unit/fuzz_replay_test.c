/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inputs of tests/fuzz, without a fuzzer: seeds, and what once crashed. A
 * target that finds something wrong ends the program; the last file named is
 * the one.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "../fuzz/fuzz.h"

enum {
	INPUT_MAX = 1 << 20,
	SECONDS_MAX = 300, /* for one input: what takes longer hangs */
};

static void
replay_file(const struct fuzz_target *target, const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = xmalloc(INPUT_MAX);
	uint8_t *exact;
	size_t len;

	if (file == NULL)
		fail_msg("%s cannot be read", path);
	len = fread(data, 1, INPUT_MAX, file);
	fclose(file);
	assert_true(len < INPUT_MAX);
	/* No larger than it is, so that reading on is seen. */
	exact = xmalloc(len != 0 ? len : 1);
	memcpy(exact, data, len);
	free(data);
	printf("# %s\n", path);
	fflush(stdout);
	alarm(SECONDS_MAX);
	target->run(exact, len);
	alarm(0);
	free(exact);
}

/* All files of a folder; how many. One that is not there has none. */
static unsigned
replay_folder(const struct fuzz_target *target, const char *kind)
{
	const char *srcdir = getenv("srcdir");
	char *path = xasprintf("%s/tests/fuzz/%s/%s",
	    srcdir != NULL ? srcdir : ".", kind, target->name);
	struct dirent **entries = NULL;
	int n = scandir(path, &entries, NULL, alphasort);
	unsigned files = 0;

	for (int i = 0; i < n; i++) {
		char *file = xasprintf("%s/%s", path, entries[i]->d_name);

		if (*entries[i]->d_name != '.') {
			replay_file(target, file);
			files++;
		}
		free(file);
		free(entries[i]);
	}
	free(entries);
	free(path);
	return files;
}

static void
replay(void **state)
{
	const struct fuzz_target *target = *state;

	assert_true(replay_folder(target, "corpus") > 0);
	replay_folder(target, "crashes");
	/* Nothing is an input too. */
	target->run((const uint8_t *)"", 0);
}

int
main(void)
{
	struct CMUnitTest tests[16];
	size_t n = 0;

	while (fuzz_targets[n].name != NULL) {
		tests[n] = (struct CMUnitTest){
			.name = fuzz_targets[n].name,
			.test_func = replay,
			.initial_state = (void *)(uintptr_t)&fuzz_targets[n],
		};
		n++;
	}
	/* cmocka's macro wants the array itself. */
	return _cmocka_run_group_tests("fuzz_replay", tests, n, NULL, NULL);
}
