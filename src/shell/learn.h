/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson at the prompt. */
#ifndef SOCKSH_SHELL_LEARN_H
#define SOCKSH_SHELL_LEARN_H

#include <stdbool.h>

#include "model/prim.h"

struct learner;

/* Takes a student from the learner's step on, at the terminal, until he wants
 * something else (lr->wish); for a process of its own. The exit status. */
int learn_teach(struct learner *lr, bool confined);

/* The commands of a lesson, ended by a row without a name. */
extern const struct prim learn_prims[];

#endif
