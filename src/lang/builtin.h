/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on values: no system call, no event, no echo. */
#ifndef SOCKSH_LANG_BUILTIN_H
#define SOCKSH_LANG_BUILTIN_H

#include "model/prim.h"

/* Ended by a row without a name. */
extern const struct prim builtin_prims[];

#endif
