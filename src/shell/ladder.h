/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ladder: the sequence diagram of what was done. */
#ifndef SOCKSH_SHELL_LADDER_H
#define SOCKSH_SHELL_LADDER_H

#include "model/prim.h"

/* Ended by a row without a name. */
extern const struct prim ladder_prims[];

#endif
