/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's state, kept, and put back on every way out. */
#ifndef SOCKSH_SHELL_TTY_H
#define SOCKSH_SHELL_TTY_H

#include <stdbool.h>

/* Keeps the state of standard input's terminal, and has it put back by exit and
 * by the signals of a crash. */
void tty_keep(void);
/* Whether the line editor has the terminal, and what it switched on is to be
 * switched off. */
void tty_editing(bool on);
/* Whether we may change it: not while a shell has put us into the background,
 * where a try would stop us (SIGTTOU). */
bool tty_ours(void);
/* Puts it back now. */
void tty_restore(void);
/* Stops the process as signal sig does by default, until it is continued; not
 * at all where no shell is there to continue it. */
void tty_stop(int sig);
/* Stops, as whoever reads from it does, until it is ours: what state a terminal
 * is in that is another's tells nothing. False if enough() says so before. */
bool tty_await(bool (*enough)(void));
/* A stack for the handlers of a crash, as the one in use may be full: for each
 * thread, at its start, and given back at its end. NULL if it has one already
 * (a sanitizer's). */
void *tty_signal_stack(void);
void tty_signal_stack_free(void *stack);
/*
 * A descriptor of our own for the terminal's keys; -1 with errno. It never
 * blocks, unless *shared: then it is one with standard input, which others have
 * too, and VMIN has to be 0 while it is read.
 */
int tty_open(bool *shared);

#endif
