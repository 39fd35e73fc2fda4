/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names. Each name that a program uses is one symbol for the whole session: its
 * place among the global variables, and what else it may stand for. Looked up
 * once, when the text is parsed. Needs the session's lock.
 */
#ifndef SOCKSH_LANG_SYMBOL_H
#define SOCKSH_LANG_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/session.h"
#include "model/value.h"

struct def;

struct symbol {
	const char *name;
	uint32_t slot;                 /* among the global variables */
	bool declared;                 /* a def of this name was parsed */
	struct def *def;               /* set when its def statement ran */
	const struct command *command; /* or NULL */
	struct value constant; /* AF_INET, True, …; VAL_UNSET if none */
	struct symbol *next;   /* in its hash chain */
};

struct symtab {
	struct session *session;
	struct symbol **buckets;
	size_t nbuckets;
	size_t n; /* symbols; their slots are 0 to n - 1 */
};

void symtab_init(struct symtab *t, struct session *s);
void symtab_free(struct symtab *t);
/* The symbol of a name of len bytes, made if new. It lives as long as t. */
struct symbol *symbol_get(struct symtab *t, const char *name, size_t len);
/* The i-th symbol of a walk over all, in no order; NULL at the end. */
struct symbol *symbol_walk(const struct symtab *t, size_t *bucket,
    struct symbol *last);

#endif
