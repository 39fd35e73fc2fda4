/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The session as JSON lines (--json): one object a line, in ASCII. The keys are
 * told in socksh(1), JSON; every object has "type" and "job". By jansson; where
 * that was not built in, jsonl_library() is NULL and nothing else may be called.
 *
 * Bytes are an object: "length", and "text" if all that was kept of them is
 * UTF-8, else "hex", two digits a byte. So they come back as they were.
 */
#ifndef SOCKSH_VIEW_JSONL_H
#define SOCKSH_VIEW_JSONL_H

#include <stdint.h>

#include "base/strbuf.h"
#include "model/event.h"
#include "model/value.h"
#include "view/diag.h"

/* "2.14", what was built in; NULL: nothing. */
const char *jsonl_library(void);
/* Once, before there are threads: memory comes from xmalloc. */
void jsonl_start(void);

/* Who speaks: the number of a job, 0 the shell itself; and the host of the lab that
 * it is on, NULL outside. */
struct jsonl_who {
	uint32_t job;
	const char *host;
};

/* Each of these appends one line, its newline included. They are pure. */

/* A call: its type is "call". why and try, what is said of its failure: NULL if
 * nothing. host: the one it was made on, or NULL. */
void jsonl_call(struct strbuf *out, const struct event *ev, const char *host,
    const char *why, const char *try);
/* Bytes that were printed, a remark: the type is "print", "remark". */
void jsonl_text(struct strbuf *out, const char *type, struct jsonl_who who,
    const char *s, size_t len);
/* A mistake, a failure that nobody handled: "error". */
void jsonl_error(struct strbuf *out, struct jsonl_who who,
    const struct diag *d);
/* What a looking command, by its name, found: "look". */
void jsonl_look(struct strbuf *out, const char *name, struct jsonl_who who,
    const struct value *v);

#endif
