/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command layers: a frame taken apart. */
#ifndef SOCKSH_SHELL_LAYERS_H
#define SOCKSH_SHELL_LAYERS_H

#include "model/prim.h"

extern const struct prim layers_prims[];

#endif
