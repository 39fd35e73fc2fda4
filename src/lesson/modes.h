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

/* What the shell is to the lessons. */
struct lesson_host {
	/* Adds the rows of all commands. */
	void (*add_rows)(struct session *s);
	bool ascii; /* the locale is not UTF-8 */
	/* A new shell in this process, that shows nothing, and its interpreter;
	 * and the end of it, with its jobs. */
	struct interp *(*open)(void);
	void (*close)(struct interp *in);
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
/* replay.c */
int replay_run(const struct lesson_host *host, char **args);

#endif
