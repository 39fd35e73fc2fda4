/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel says of this process, the lines of /proc/self/status; and what
 * one that it starts begins with.
 */
#include <signal.h>
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

void
process_spawn_attr(posix_spawnattr_t *attr, short flags)
{
	sigset_t none, all;

	posix_spawnattr_init(attr);
	sigemptyset(&none);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &all);
	posix_spawnattr_setflags(attr,
	    (short)(flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
}
