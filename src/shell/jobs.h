/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs: programs that run on threads of their own. The list, and all of a job
 * but its thread's stack, stands behind the session's lock.
 *
 * A job is interrupted by its mark (task.cancel) and by SIGWAKE, which makes
 * the system call it is in return. A signal that comes between the look at the
 * mark and the call is lost, so it is sent again every millisecond until the
 * job has ended: by the UI loop at a terminal, else by whoever wants it ended.
 */
#ifndef SOCKSH_SHELL_JOBS_H
#define SOCKSH_SHELL_JOBS_H

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang/interp.h"

struct shell;

/* The signal that interrupts system calls: no lesson uses it. */
#define SIGWAKE (SIGRTMIN + 1)

enum {
	JOBS_MAX = 2000,     /* running at once */
	JOBS_KEPT = 200,     /* ended ones that can still be asked for */
	JOB_STACK = 1 << 20, /* only what is touched takes memory */
};

enum job_state {
	JOB_RUNS,
	JOB_ENDED,   /* its thread has done all but return */
	JOB_JOINING, /* somebody waits for that, without the lock */
	JOB_JOINED,  /* the thread is gone; how it ended is still known */
};

struct job {
	struct job *next;
	struct shell *shell;
	unsigned number; /* 0: a line typed, in the foreground */
	char *name;      /* or NULL */
	char *text;      /* its source */
	enum job_state state;
	bool told;     /* its end has been shown */
	unsigned held; /* by those who wait for it: not to be forgotten */
	pthread_t thread;
	unsigned parent;   /* the job that made it; 0: the shell */
	unsigned failed;   /* of those it made, since its "wait" said so */
	struct interp *in; /* its own; gone once it was joined */
	struct unit *unit;
	const struct node *node;
	enum exec rc;
	int status;         /* of its exit */
	char *line;         /* in the foreground: the text to run */
	const char *source; /* … the file that it is from, or NULL */
	size_t rest;     /* … and where more of it is needed, or SIZE_MAX */
	int64_t started; /* ns, CLOCK_MONOTONIC */
};

struct job_waiter {
	sem_t woken;
	struct job_waiter *next;
};

struct jobs {
	struct job *first;
	struct job **end; /* where the next one goes */
	unsigned last_number;
	unsigned running;
	unsigned kept;
	unsigned failed; /* of those in the background, since "wait" said so */
	struct job_waiter *waiters; /* woken whenever a job ends */
};

void jobs_init(struct jobs *jobs);
/* interp_ops.spawn */
bool jobs_spawn(struct interp *in, const struct node *node, const char *name,
    const char *text, char **cause);
/* A typed line, or with source, which outlives it, the content of that file, run
 * on a thread of its own by the shell's interpreter. NULL if no thread could be
 * made, with *cause. Takes over line. Without the lock. */
struct job *jobs_foreground(struct shell *sh, char *line, const char *source,
    char **cause);
/* Ctrl-Z: the job in the foreground becomes one in the background. */
void jobs_background(struct shell *sh, struct job *job);
/* By number ("2", "%2") or name, of several of that name one that runs; NULL if
 * there is none, or none any more. */
struct job *jobs_find(struct shell *sh, const struct value *which);
struct job *jobs_by_number(struct shell *sh, unsigned number);
/* Whether there was a job of that number, of which nothing is known any more. */
bool jobs_forgotten(const struct shell *sh, const struct value *which);

/* Collects a line that has ended; frees it. Without the lock. */
void jobs_forget_line(struct shell *sh, struct job *job);

void job_interrupt(struct job *job);
/* Sends SIGWAKE again to all that are marked and have not ended; whether there
 * were any. */
bool jobs_prod(struct shell *sh);
/* Collects the threads of jobs that have ended; those not needed any more are
 * forgotten. Drops the lock while it joins. */
void jobs_reap(struct shell *sh);
/* Interrupts all jobs and waits until they have ended, a second at most.
 * Without the lock. */
void jobs_end(struct shell *sh);
/* "ended", "failed", "interrupted": how a job that is over came to its end. */
const char *job_ending(const struct job *job);
/* Whether that was no good end. */
bool job_failed(const struct job *job);
/* Appends "accept(3, …)": what a task waits in. */
void task_waits_text(struct strbuf *out, const struct task *task);
/* "[2 server] ", or nothing for the shell itself. */
void task_prefix(struct strbuf *out, const struct task *task);

/* job_commands.c: jobs, fg, wait, kill, notify; ended by a row without a name. */
extern const struct prim job_prims[];

#endif
