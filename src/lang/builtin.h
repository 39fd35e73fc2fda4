/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on values: no system call, no event, no echo. */
#ifndef SOCKSH_LANG_BUILTIN_H
#define SOCKSH_LANG_BUILTIN_H

#include "model/prim.h"
#include "model/session.h"

/* Adds them all. */
void builtin_add(struct session *s);

/* The tables, each ended by a row without a name. */
extern const struct prim builtin_prims[];
extern const struct prim builtin_codec_prims[];
extern const struct prim builtin_list_prims[];
extern const struct prim builtin_number_prims[];
extern const struct prim builtin_python_prims[];
extern const struct prim builtin_random_prims[];
extern const struct prim builtin_shape_prims[];
extern const struct prim builtin_text_prims[];

/* For the rows whose first three parameters are a text, an encoding and what is
 * done with errors. */
void builtin_encode(struct call *call);
void builtin_decode(struct call *call);

#endif
