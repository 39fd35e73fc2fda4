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
/* Puts it back now. */
void tty_restore(void);
/* A stack for the handlers of a crash, as the one in use may be full: for each
 * thread, at its start, and given back at its end. */
void *tty_signal_stack(void);
void tty_signal_stack_free(void *stack);
/* A descriptor of our own for the terminal's keys, which never blocks; -1 with
 * errno. */
int tty_open(void);

#endif
