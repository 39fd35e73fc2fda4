/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that socksh will know, so that asking for one is answered plainly. */
#ifndef SOCKSH_LANG_PLANNED_H
#define SOCKSH_LANG_PLANNED_H

#include <stdbool.h>

/* Whether a command of this name is planned; a test holds that no name is both
 * here and in the table of commands. */
bool planned_name(const char *name);

/* The i-th planned name; NULL at the end. */
const char *planned_at(unsigned i);

#endif
