/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command wire. */
#ifndef SOCKSH_SHELL_WIRE_H
#define SOCKSH_SHELL_WIRE_H

#include "base/strbuf.h"
#include "model/call.h"

struct lab;

/* wire; ended by a row without a name. */
extern const struct prim wire_prims[];

/* Appends how the wire is set, in lines. */
void wire_text(struct strbuf *out, struct lab *lab);
/* wire, alone: prints that. */
void wire_show(struct call *call);

#endif
