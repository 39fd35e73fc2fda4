/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a lesson says in the shell's own language: its commands, its results
 * (the pattern of expect) and its expressions. With the session's lock.
 */
#ifndef SOCKSH_LESSON_SOURCE_H
#define SOCKSH_LESSON_SOURCE_H

#include "lang/parse.h"
#include "lesson/file.h"

enum source_kind {
	SOURCE_COMMAND,
	SOURCE_RESULT,
	SOURCE_EXPR,
};

/* A new unit; NULL with a fault where the text is none. */
struct unit *source_parse(const struct lesson *l, struct symtab *symbols,
    const struct piece *piece, enum source_kind kind, struct faults *faults);
/* Whether a unit has a call anywhere that reaches beyond sockets. */
bool source_reaches_host(const struct unit *unit);

#endif
