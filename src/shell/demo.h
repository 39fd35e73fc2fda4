/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson that is shown, at the prompt. */
#ifndef SOCKSH_SHELL_DEMO_H
#define SOCKSH_SHELL_DEMO_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "model/prim.h"

struct presenter;
struct shell;

/* Shows the lesson from the presenter's place on, at the terminal, until another
 * place is wanted, or the end; for a process of its own. columns: how wide the
 * wall is, 0: as the terminal is. The exit status. */
int demo_show(struct presenter *p, bool confined, unsigned columns);

/* The lesson that the line which has ended wants to be shown: by a process of its
 * own, which has the terminal as long as it runs. On the loop's thread. */
void demo_run_wanted(struct shell *sh, struct strbuf *say);

/* demo; ended by a row without a name. */
extern const struct prim demo_prims[];

#endif
