/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What completion is to know of the session, taken by value. */
#ifndef SOCKSH_SHELL_KNOW_H
#define SOCKSH_SHELL_KNOW_H

#include "lang/complete.h"

struct interp;
struct shell;

/* Fills in k, for knowledge_free. It waits a moment at most for the session's
 * lock: without it only the commands are known. What the sockets are is asked of
 * the kernel without the lock. */
void know_session(struct shell *sh, struct knowledge *k);
/* Appends them as a list, explained if they are at most height. */
void know_draw(const struct shell *sh, const struct candidates *c,
    unsigned height, struct strbuf *out);
/* Appends what goes at the cursor (candidates.ask), in lines that fit. */
void know_ask(const struct shell *sh, const char *ask, struct strbuf *out);
/* interp_ops.offers: what Tab would list. */
void know_offers(struct interp *in, const char *text, size_t len,
    struct strbuf *out);
/* Adds the names of files to candidates for the len bytes at typed. */
void know_files(struct candidates *c, const char *typed, size_t len);
/* Appends bytes so that they can stand in a word, or in quotes: what would end
 * it, and what a terminal may act on, as \xHH. */
void know_escape(struct strbuf *out, const char *s, size_t len, bool quoted);

#endif
