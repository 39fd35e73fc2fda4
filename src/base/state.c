/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of state: the XDG Base Directory Specification. */
#include "base/state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"

char *
state_path(const char *name)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char *path;

	/* A relative path is to be ignored, says the specification. */
	if (state != NULL && *state == '/')
		path = xasprintf("%s/socksh/%s", state, name);
	else if (home != NULL && *home == '/')
		path = xasprintf("%s/.local/state/socksh/%s", home, name);
	else
		return NULL;
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	return path;
}
