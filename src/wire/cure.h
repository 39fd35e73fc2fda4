/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the lab cannot be made on this system, and what helps. */
#ifndef SOCKSH_WIRE_CURE_H
#define SOCKSH_WIRE_CURE_H

#include "wire/host.h"

/* What helps against a fault here, from what this system says of itself: text,
 * empty if nothing is known; the caller frees it. */
char *cure_text(const struct host_fault *fault);

#endif
