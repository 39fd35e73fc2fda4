/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record FILE: what is typed and what comes of it goes into a file as well.
 *
 * A file whose name ends in .json or .jsonl gets JSON lines, as --json writes
 * them. Any other is a transcript, a program that can be run again: the
 * statements as they were typed, and what they printed as comments. What would
 * end such a run, or never end, is made harmless: behind a call that failed
 * stands the expect that takes its failure; a statement that was interrupted, or
 * in which a mistake was found, is a comment itself. So a statement is written
 * when it is known how it ended.
 */
#ifndef SOCKSH_SHELL_RECORD_H
#define SOCKSH_SHELL_RECORD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "lang/interp.h"
#include "view/jsonl.h"

struct shell;
struct diag;

/* The functions below may be called by any thread, none of them with the
 * session's lock, except where it is said. */
struct record {
	pthread_mutex_t lock;
	int fd;     /* -1: nothing is recorded */
	char *path; /* as it was named */
	bool json;
	size_t calls;         /* written so far */
	bool under_way;       /* a statement is: held has it */
	bool simple;          /* it is a call, or the assignment of one */
	struct strbuf text;   /* the statement, */
	struct strbuf said;   /* and what it has said, as comments */
	struct strbuf expect; /* to be written if no expect comes */
};

void record_init(struct record *r);
/* Ends what is recorded; nothing is said. */
void record_free(struct record *r);

/* A call; bytes that were printed; a remark. */
void record_event(struct shell *sh, struct task *task, const struct event *ev);
void record_text(struct shell *sh, const struct task *task, const char *type,
    const char *s, size_t len);
/* JSON lines, as they are. */
void record_lines(struct shell *sh, const struct task *task,
    const struct strbuf *lines);
/* What a looking command found, and how that is drawn. */
void record_look(struct shell *sh, const struct task *task, const char *name,
    const struct value *v, const struct strbuf *drawn);
/* What went wrong, as it is shown. */
void record_error(struct shell *sh, struct jsonl_who who, const struct diag *d,
    const char *text, size_t len);

/* interp_ops.begins and ends; with the session's lock, which they drop. */
void record_begins(struct interp *in, const struct node *node);
void record_ends(struct interp *in, const struct node *node, enum exec rc);
/* Ctrl-Z has made a job of the line that runs. */
void record_background(struct shell *sh);

#endif
