/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of C's library that pasted lines call. */
#ifndef SOCKSH_LANG_CFUNCS_H
#define SOCKSH_LANG_CFUNCS_H

#include "model/prim.h"

enum { C_ARRAY_MAX = 16 << 20 }; /* the largest array that can be declared */

/* Tables, each ended by a row without a name. */
extern const struct prim memory_prims[]; /* memset, memcpy, … : memory.c */
extern const struct prim string_prims[]; /* strcpy, strcmp, …: cstring.c */
extern const struct prim stdio_prims[];  /* printf, FD_SET, …: cfuncs.c */

#endif
