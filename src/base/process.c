/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel says of this process: the lines of /proc/self/status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"

bool
process_status(const char *key, int base, unsigned long long *n)
{
	char line[128];
	bool found = false;
	FILE *f = fopen("/proc/self/status", "re");

	*n = 0;
	if (f == NULL)
		return false;
	while (!found && fgets(line, sizeof(line), f) != NULL) {
		found = strncmp(line, key, strlen(key)) == 0;
		if (found)
			*n = strtoull(line + strlen(key), NULL, base);
	}
	fclose(f);
	return found;
}
