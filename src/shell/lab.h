/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell in the lab (wire/lab.h): entering it, and where one is. */
#ifndef SOCKSH_SHELL_LAB_H
#define SOCKSH_SHELL_LAB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "lang/interp.h"
#include "model/event.h"
#include "view/jsonl.h"

struct shell;

/* Enters the lab with hosts of these names ("client,server"; NULL or "": those).
 * By the shell's own thread, and where a user namespace is needed the only one.
 * False with *cause: the shell goes on without. Without the lock. */
bool shell_enter_lab(struct shell *sh, const char *names, char **cause);
/* What a line asked for, if it did: by the loop's thread, when no line runs. What
 * goes wrong is appended to say. */
void shell_enter_wanted(struct shell *sh, struct strbuf *say);
/* Ends the lab, at the end. */
void shell_leave_lab(struct shell *sh);
/* The guide's, if there is one; "server> ", or "socksh> " outside the lab; valid until it is asked again. */
const char *shell_prompt(struct shell *sh);
/* Appends "server: " before what is shown of a call in the lab. */
void shell_host_prefix(struct strbuf *out, const struct shell *sh,
    const struct event *ev);
/* Who a line of --json is of. */
struct jsonl_who shell_who(const struct shell *sh, const struct task *task);
/* interp_ops.host */
bool shell_on_host(struct interp *in, const char *name, uint8_t number,
    uint8_t *before, char **cause);

/* lab; ended by a row without a name. */
extern const struct prim shell_lab_prims[];

#endif
