/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this program stands on the disk. */
#include "base/place.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/* A build folder is known by config.status, which configure leaves there. */
char *
place_built(void)
{
	char exe[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash, *path;
	bool built;

	if (len <= 0)
		return NULL;
	exe[len] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	path = xasprintf("%s/config.status", exe);
	built = access(path, F_OK) == 0;
	free(path);
	return built ? xstrdup(exe) : NULL;
}
