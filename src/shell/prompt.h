/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line editor: readline behind a few functions, in callback form, so that
 * whoever has the terminal can wait for other things as well. Only the UI
 * thread calls these.
 */
#ifndef SOCKSH_SHELL_PROMPT_H
#define SOCKSH_SHELL_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

struct shell;

enum prompt_event {
	PROMPT_NONE,
	PROMPT_LINE, /* a line was typed */
	PROMPT_EOF,  /* end of input */
};

/* What the editor calls when it wants a key and there is none: returns when
 * there may be one (true), or when the line is to be given up (false). */
typedef bool prompt_wait_fn(void *ctx);

/* "8.2" */
const char *prompt_library(void);

/* Takes over what the shell's history has. tty and shared are from tty_open. */
void prompt_init(struct shell *sh, int tty, bool shared, prompt_wait_fn *wait,
    void *ctx);
/* Writes the history. */
void prompt_end(void);
/* What was typed is noted in the history; with grows it takes the place of what
 * was noted last, whose statement it ends or continues. */
void prompt_note(const char *text, bool grows);
/* Shows the prompt and begins a line: the terminal is the editor's. */
void prompt_begin(const char *text);
/* Gives the terminal back, in the state it was in before, if it is ours. */
void prompt_stop(void);
/* Whether the terminal is gone: there will be no more keys. */
bool prompt_gone(void);
/* Whether there are keys that nobody types: a macro's. */
bool prompt_has_keys(void);
/* Ctrl-C while a line runs: what is left of a macro is not for the next. */
void prompt_drop_keys(void);
/* A key can be read. With PROMPT_LINE *line is the caller's to free, and the
 * terminal has been given back. */
enum prompt_event prompt_key(char **line);
/* Ctrl-C: the line is given up, a new one begun. Not from inside a wait. */
void prompt_interrupt(const char *text);
/* A line that nobody types: it, and the prompt, are these from now on. */
void prompt_show(const char *text, const char *line);
/* The line ends as if Enter had been typed; the terminal has been given back. */
void prompt_enter(void);
/* Whether nothing is typed yet, and no search or the like is begun. */
bool prompt_empty(void);
/* The line and its prompt disappear; the terminal has been given back. */
void prompt_hide(void);
/* Prints text, whole lines, above the line being typed. */
void prompt_print(const char *s, size_t len);
/* The terminal has another size; its width now. */
unsigned prompt_resize(void);
/* Before the process stops (Ctrl-Z at the prompt), and when it goes on. */
void prompt_suspend(void);
void prompt_resume(void);

/* prompt_complete.c: before readline begins, and at the end. */
void prompt_complete_init(struct shell *sh);
void prompt_complete_end(void);

#endif
