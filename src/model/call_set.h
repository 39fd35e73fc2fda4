/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside call_set (call.h): what converts one argument. Only call*.c include
 * this. */
#ifndef SOCKSH_MODEL_CALL_SET_H
#define SOCKSH_MODEL_CALL_SET_H

#include "model/call.h"

/* "fd: (1, 2) is a tuple, not a descriptor": a mistake; always false. */
bool call_unfit(struct call *call, int i, const struct value *v);
/* Parameter i becomes the address that v is; false with a mistake, or because a
 * name was looked up in vain. */
bool call_set_addr(struct call *call, int i, const struct value *v);

#endif
