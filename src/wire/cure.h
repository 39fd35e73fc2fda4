/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the lab cannot be made on this system, and what helps. */
#ifndef SOCKSH_WIRE_CURE_H
#define SOCKSH_WIRE_CURE_H

#include <stdbool.h>

#include "wire/host.h"

/*
 * Whether the lab can be made. Where that takes a user namespace, which nobody
 * can leave again, a child tries it first. False with *fault.
 */
bool cure_try(struct host_fault *fault);
/* What helps against a fault here, from what this system says of itself: text,
 * empty if nothing is known; the caller frees it. */
char *cure_text(const struct host_fault *fault);

#endif
