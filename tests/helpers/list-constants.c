/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints each constant that socksh knows: a line of its name and value. */
#include <inttypes.h>
#include <stdio.h>

#include "model/xlat.h"

int
main(void)
{
	const char *name;
	int64_t value;
	uint16_t tag;
	size_t i;

	for (i = 0; (name = xlat_constant_at(i)) != NULL; i++) {
		if (!xlat_constant(name, &value, &tag)) {
			fprintf(stderr, "%s is listed but not found\n", name);
			return 1;
		}
		printf("%s %" PRId64 "\n", name, value);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
