/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that socksh will know. */
#include "lang/planned.h"

#include <stddef.h>
#include <string.h>

/* clang-format off: one a line, so that two who take one out do not meet */
static const char *const planned_names[] = {
	"export",
};
/* clang-format on */

enum { NPLANNED = sizeof(planned_names) / sizeof(planned_names[0]) };

const char *
planned_at(unsigned i)
{
	return i < NPLANNED ? planned_names[i] : NULL;
}

bool
planned_name(const char *name)
{
	for (unsigned i = 0; i < NPLANNED; i++) {
		if (strcmp(planned_names[i], name) == 0)
			return true;
	}
	return false;
}
