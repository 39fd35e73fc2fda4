/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell: a session, an interpreter, and what they print to. */
#ifndef SOCKSH_SHELL_SHELL_H
#define SOCKSH_SHELL_SHELL_H

#include <stdbool.h>

#include "lang/interp.h"
#include "lang/symbol.h"
#include "model/session.h"
#include "shell/output.h"

struct shell {
	struct session session;
	struct symtab symbols;
	struct interp interp;
	struct output out;
	bool ascii;       /* the locale is not UTF-8 */
	bool interactive; /* a person types, at a terminal */
	unsigned width;   /* of the terminal; 0 if there is none */
};

/* What is asked for on the command line. */
struct shell_options {
	bool quiet;
	bool stdout_closed;
};

void shell_init(struct shell *sh, const struct shell_options *options);
void shell_free(struct shell *sh);

/* run.c: programs. Each returns the exit status; a SIGINT that ends the run ends
 * the process as that signal does. */
int run_string(struct shell *sh, const char *text);
int run_file(struct shell *sh, const char *path);
int run_stdin(struct shell *sh);
/* One line typed at the prompt. */
enum run_line {
	LINE_DONE,
	LINE_UNFINISHED, /* more has to be typed */
	LINE_EXIT,       /* interp.status says how */
};
enum run_line run_line(struct shell *sh, const char *text);

/* prompt.c: the prompt; returns the exit status. */
int prompt_run(struct shell *sh);
/* "GNU readline 8.2" */
const char *prompt_library(void);

/* commands.c: the shell's own commands, ended by a row without a name. */
extern const struct prim shell_prims[];
/* The list of commands for the man page, in mdoc(7), on standard output. */
void commands_mdoc(struct shell *sh);

#endif
