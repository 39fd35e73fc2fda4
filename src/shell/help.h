/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * help: what is known of a name, made from the tables that the program itself
 * works with. Each function appends to the text; the session's lock is held.
 */
#ifndef SOCKSH_SHELL_HELP_H
#define SOCKSH_SHELL_HELP_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "model/prim.h"

struct knowledge;
struct shell;

struct help {
	struct shell *sh;
	unsigned width; /* of its lines */
	struct strbuf text;
};

/* A text, wrapped, its further lines below the first: behind lead. */
void help_say(struct help *h, const char *lead, const char *text);
/* "  name   text", the text from a column on. */
void help_entry(struct help *h, const char *name, const char *text);
/* An example, as the row of a command or a term has it. */
void help_example(struct help *h, const char *example);

/* help_topic.c: all topics; one, if name is one; a line about a command's own;
 * what a mistyped name may have meant. */
void help_topics(struct help *h);
bool help_topic(struct help *h, const char *name);
void help_others(struct help *h, const struct prim *prim);
/* The i-th topic of commands; false at the end. what is not translated. */
bool help_topic_at(size_t i, int *topic, const char **name, const char **what);
void help_topic_offer(struct nearest *nearest);

/* help_command.c */
void help_command(struct help *h, const struct command *cmd);

/* help_about.c: what is no command. Each is false if name is none; exact: upper
 * and lower case count. */
bool help_keyword(struct help *h, const char *name);
bool help_option(struct help *h, const char *name, bool exact);
bool help_constant(struct help *h, const char *name, bool exact);
bool help_term(struct help *h, const char *name, bool exact);
void help_about_offer(struct nearest *nearest);

/* For completion: the names of topics and terms. */
void help_know(struct knowledge *k);

/* help.c, ended by a row without a name. */
extern const struct prim help_prims[];

#endif
