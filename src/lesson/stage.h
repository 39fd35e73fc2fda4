/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lesson on the stage: its commands carried out by an interpreter, its checks
 * asked. Takes the session's lock itself; causes are translated and the
 * caller's to free.
 */
#ifndef SOCKSH_LESSON_STAGE_H
#define SOCKSH_LESSON_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "lang/interp.h"
#include "lesson/file.h"
#include "lesson/source.h"

enum { STAGE_PATIENCE_MS = 5000 }; /* for a state that a job brings about */

/* Where the lesson's port numbers lie in a network that is not its own. */
struct port_map {
	struct {
		unsigned from;
		unsigned to;
	} * v;
	size_t n;
};

struct stage {
	const struct lesson *l;
	struct interp *in;
	struct port_map ports;
};

/* A piece as a new unit, its ports where they lie here; NULL with *cause (may be
 * NULL). With the session's lock. */
struct unit *stage_parse(struct stage *st, const struct piece *piece,
    enum source_kind kind, char **cause);
/* The step begins for the student: what happened before is past. */
void stage_begin(struct stage *st);
/* Runs a command; its result, if one is told, has to match. Without one a
 * failing call is a failure of the command, unless lax. */
bool stage_run(struct stage *st, const struct lesson_command *command, bool lax,
    char **cause);
/* Before somebody else runs a command: the result will speak of it alone. */
void stage_ready(struct stage *st);
/* Of a command that somebody else has run, at the prompt, and that has ended so:
 * whether its result is as stage_run wants it. */
bool stage_result(struct stage *st, const struct lesson_command *command,
    enum exec rc, char **cause);
/* Whether an expression holds. One that cannot be asked yet, because a name in
 * it is not known or a descriptor is none, does not hold; *cause (may be NULL)
 * says why, NULL if it is just false. Nothing is changed by asking. */
bool stage_holds(struct stage *st, const struct piece *expr, char **cause);
/* Whether all checks of a step hold; *which: the first that does not. */
bool stage_checks(struct stage *st, const struct step *step,
    const struct piece **which, char **cause);
/* The first trap of a step that has sprung, or NULL. */
const struct trap *stage_trap(struct stage *st, const struct step *step);

/* Finds free ports for those that a lesson names. False with *cause. */
bool ports_find(struct port_map *ports, const struct lesson *l, char **cause);
/* Appends text with the port numbers replaced. */
void ports_apply(const struct port_map *ports, const char *text,
    struct strbuf *out);
void ports_free(struct port_map *ports);

#endif
