/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside completion: what can be offered. */
#ifndef SOCKSH_LANG_SEARCH_H
#define SOCKSH_LANG_SEARCH_H

#include "lang/complete.h"

struct xlat_table;

/* A search: what was typed, and what has been found. */
struct search {
	const struct knowledge *k;
	const struct spot *spot;
	const char *text;
	const char *typed; /* of len bytes */
	size_t len;
	struct candidates *out;
};

/* Offers one candidate; what is translated, or NULL. */
bool search_offer(struct search *s, const char *name, const char *what,
    char append);
/* What stands behind an argument: a blank if they are words. */
char search_behind(const struct search *s);
/* The live descriptors. */
void search_fds(struct search *s);
/* What has a name. */
void search_known(struct search *s, enum known_kind kind, char append);
/* Addresses in use; where one is called its listeners come first. */
void search_addrs(struct search *s, bool called);
void search_jobs(struct search *s);
void search_table(struct search *s, const struct xlat_table *t);
/* Options: of the level that was named, else of the descriptor's family. */
void search_options(struct search *s);
/* The value of the option that an argument before names. */
void search_optval(struct search *s);
void search_kinds(struct search *s);
void search_states(struct search *s);
void search_setval(struct search *s);
/* What the command can do. */
void search_verbs(struct search *s);
/* Commands; append stands behind the name; 0: a bracket behind what only
 * computes, a blank behind all else. */
void search_commands(struct search *s, char append);
void search_calls(struct search *s);
bool search_last_is(const struct search *s, const char *word);
/* Before anything is typed, not all of them: what a conversation begins with. */
void search_first_steps(struct search *s);
void search_constants(struct search *s);
void search_variables(struct search *s);

#endif
