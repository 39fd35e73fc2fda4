/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What socksh does with lessons when its first word says so: socksh lint, …
 * Each returns the exit status: 0, 1 if something is wrong with a lesson, 2 for
 * wrong usage.
 */
#ifndef SOCKSH_LESSON_MODES_H
#define SOCKSH_LESSON_MODES_H

#include <stdbool.h>

#include "lang/interp.h"
#include "model/session.h"

struct learner;
struct lesson;
struct presenter;

/* What the shell is to the lessons. */
struct lesson_host {
	/* Adds the rows of all commands. */
	void (*add_rows)(struct session *s);
	bool ascii; /* the locale is not UTF-8 */
	bool plain; /* --plain */
	/* A new shell in this process, that shows nothing, and its interpreter;
	 * and the end of it, with its jobs. */
	struct interp *(*open)(void);
	void (*close)(struct interp *in);
	/* The shell at the terminal, with a student in a lesson, until he wants
	 * something else; the last thing that this process does. confined: the
	 * lesson may not run programs. The exit status. */
	int (*teach)(struct learner *lr, bool confined);
	/* The same, with the lesson typing itself; columns: how wide, 0: as the
	 * terminal. */
	int (*show)(struct presenter *p, bool confined, unsigned columns);
};

/* Exit statuses: something is wrong with a lesson; wrong usage. */
enum { LESSON_FAULT = 1, LESSON_USAGE = 2 };

/* A word that may stand where a file's name would. */
struct lesson_mode {
	const char *name;
	const char *args; /* "FILE..." */
	const char *help; /* N_("…") */
	/* args: the words behind the name, NULL-ended. NULL: not yet. */
	int (*run)(const struct lesson_host *host, char **args);
};

/* Ended by one without a name. */
extern const struct lesson_mode lesson_modes[];

/* Says how a mode is called; returns LESSON_USAGE. */
int lesson_usage(const char *name);
/* How wide text is best made on standard output (view/wrap.h). */
unsigned lesson_width(void);
/* Appends a line about a lesson, two on a narrow terminal: number, id, title,
 * minutes, and how many of its steps are solved. */
void lesson_row(struct strbuf *out, const struct lesson *l, size_t solved,
    bool ascii);
/* demo.c */
int demo_run(const struct lesson_host *host, char **args);
/* learn.c */
int learn_run(const struct lesson_host *host, char **args);
/* summary_mode.c */
int summary_run(const struct lesson_host *host, char **args);
/* replay.c */
int replay_run(const struct lesson_host *host, char **args);
/* myth.c */
int myth_run(const struct lesson_host *host, char **args);
/* lessons --claims: which lesson settles what. */
int claims_run(const struct lesson_host *host, char **args);

#endif
