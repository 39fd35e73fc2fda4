/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson at the prompt. */
#ifndef SOCKSH_SHELL_LEARN_H
#define SOCKSH_SHELL_LEARN_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "model/prim.h"

struct learner;
struct shell;

/* Takes a student from the learner's step on, at the terminal, until he wants
 * something else (lr->wish); for a process of its own. The exit status. */
int learn_teach(struct learner *lr, bool confined);

/*
 * Between two lines, on the loop's thread: lets the lesson act with the shell's
 * interpreter as it is now (Ctrl-Z gives the shell another), and interrupts it
 * after a while, as it may wait for ever.
 */
void learn_act(struct shell *sh, struct learner *lr,
    void (*act)(void *ctx, struct strbuf *say), void *ctx, struct strbuf *say);

/* The commands of a lesson, ended by a row without a name. */
extern const struct prim learn_prims[];

#endif
