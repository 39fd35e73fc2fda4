/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch: a command, run again and again, whose output is a picture that is
 * painted over itself. The thread of its line runs the command and publishes
 * what it printed; the loop, whose the terminal is, paints it (ui_watch.c).
 */
#ifndef SOCKSH_SHELL_WATCH_H
#define SOCKSH_SHELL_WATCH_H

#include <semaphore.h>
#include <stdbool.h>

#include "base/strbuf.h"
#include "model/prim.h"

/* What the two have in common, behind the session's lock. */
struct watch_state {
	unsigned number;   /* which watch it is, from 1; 0: there was none */
	bool active;       /* it has the screen */
	unsigned pictures; /* that there were, of all watches */
	char *heading;     /* these are of the newest */
	char *right;
	struct strbuf text;
	bool key;    /* one was pressed: it is to end */
	bool resize; /* the next picture is wanted now */
	sem_t woken; /* posted with either */
};

void watch_init(struct watch_state *w);
void watch_free(struct watch_state *w);

/* Ended by a row without a name. */
extern const struct prim watch_prims[];

#endif
