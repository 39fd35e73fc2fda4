/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons of failures, as they are shown. */
#ifndef SOCKSH_SHELL_WHY_H
#define SOCKSH_SHELL_WHY_H

#include "kernel/why.h"
#include "shell/shell.h"

/*
 * Finds what is to be said of a failed call: false if nothing. What fails again
 * and again in a loop is told once. *why is the caller's to free (why_free) in
 * either case. Without the session's lock, which it takes.
 */
bool why_of_event(struct shell *sh, struct task *task, const struct event *ev,
    struct why *why);
/*
 * Appends what is to stand below the echo of a failed call: nothing, or lines
 * that say why and what to try, found as above.
 */
void why_add(struct strbuf *out, struct shell *sh, struct task *task,
    const struct event *ev);

/* session_ops.fd_name: the first of the program's variables that holds it. */
void why_fd_name(void *ctx, struct task *task, int fd, struct strbuf *out);

/* For the parts of why: with the session's lock. A failure as it is looked into
 * for a task. */
struct why_asked why_ask(struct task *task, const struct event *ev);
/* What was said when it happened; NULL if that is not known any more. */
const struct why *why_kept(const struct shell *sh, const struct event *ev);
void why_kept_free(struct shell *sh);
/* Appends the two lines; prefix is what stands before each line of a job. */
void why_lines(struct strbuf *out, const struct shell *sh, const char *prefix,
    const struct why *why);
/* Appends a text behind lead, in lines that fit, safe for a terminal. */
void why_line(struct strbuf *out, const char *lead, const struct strbuf *text,
    const struct shell *sh, unsigned width);
unsigned why_width(const struct shell *sh);

/* An errno's name in any case, EAI_ ones too, or its number; false if it is
 * none. */
bool why_errno(const char *name, int *err);
/* Appends what help says of an errno. */
void why_help(struct strbuf *out, const struct shell *sh, int err);

/* The command, ended by a row without a name. */
extern const struct prim why_prims[];
extern const struct prim explain_prims[];
/* Appends what would become of a call: "fail with EAGAIN (…)". */
struct ahead;
void explain_outcome(struct strbuf *text, const struct ahead *a);

#endif
