/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs. */
#include "shell/jobs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "wire/lab.h"

enum {
	TEXT_SHOWN = 60, /* bytes of a job's source */
	STARVED_MAX = 8, /* jobs that would like to run */
};

void
jobs_init(struct jobs *jobs)
{
	*jobs = (struct jobs){ .end = &jobs->first };
}

void
task_prefix(struct strbuf *out, const struct task *task)
{
	if (task->job == 0)
		return;
	if (task->name != NULL)
		sb_printf(out, "[%u %s] ", task->job, task->name);
	else
		sb_printf(out, "[%u] ", task->job);
}

void
task_waits_text(struct strbuf *out, const struct task *task)
{
	sb_printf(out, "%s(", task->waits_in->name);
	if (task->waits_fd >= 0)
		sb_printf(out, "%d, ", task->waits_fd);
	sb_str(out, "...)");
}

const char *
job_ending(const struct job *job)
{
	if (job->rc == EXEC_CANCELLED)
		return _("interrupted");
	return job_failed(job) ? _("failed") : _("ended");
}

bool
job_failed(const struct job *job)
{
	switch (job->rc) {
	case EXEC_OK:
	case EXEC_RETURN:
		return false;
	case EXEC_EXIT:
		return job->status != 0;
	default:
		return true;
	}
}

static void
jobs_wake_waiters(struct jobs *jobs)
{
	for (struct job_waiter *w = jobs->waiters; w != NULL; w = w->next)
		sem_post(&w->woken);
}

struct job *
jobs_by_number(struct shell *sh, unsigned number)
{
	struct job *job = sh->jobs.first;

	while (job != NULL && (job->number == 0 || job->number != number))
		job = job->next;
	return job;
}

/* The job's last act under the lock; its thread only returns after it. */
static void
job_ended(struct job *job)
{
	struct shell *sh = job->shell;

	job->state = JOB_ENDED;
	job->status = job->in->status;
	sh->jobs.running--;
	if (job->number != 0 && job_failed(job)) {
		struct job *parent = jobs_by_number(sh, job->parent);

		sh->jobs.failed++;
		if (parent != NULL)
			parent->failed++;
	}
	jobs_wake_waiters(&sh->jobs);
	shell_poke(sh);
}

static void
job_unblock_wake(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWAKE);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* What this thread has left of its stack: a part of it went to thread-local
 * variables, with a sanitizer a large one. */
static size_t
stack_left(void)
{
	size_t size = 0;
	void *low = NULL;
	pthread_attr_t attr;

	if (pthread_getattr_np(pthread_self(), &attr) != 0)
		return JOB_STACK / 2;
	pthread_attr_getstack(&attr, &low, &size);
	pthread_attr_destroy(&attr);
	return (size_t)((char *)__builtin_frame_address(0) - (char *)low);
}

/* A job of its own: &, spawn. */
static void *
job_main(void *arg)
{
	struct job *job = arg;
	struct session *s = &job->shell->session;

	void *stack = tty_signal_stack();

	job_unblock_wake();
	session_lock(s);
	interp_enter(job->in, stack_left());
	lab_thread(&job->in->task);
	job->rc = interp_run_node(job->in, job->unit, job->node);
	if (job->rc == EXEC_FAILED || job->rc == EXEC_MISTAKE ||
	    job->rc == EXEC_MISS)
		shell_report(job->shell, job->in);
	job_ended(job);
	session_unlock(s);
	tty_signal_stack_free(stack);
	return NULL;
}

/* A line that was typed. Ctrl-Z may make a job of it meanwhile. */
static void *
line_main(void *arg)
{
	struct job *job = arg;
	struct session *s = &job->shell->session;

	void *stack = tty_signal_stack();

	job_unblock_wake();
	session_lock(s);
	interp_enter(job->in, stack_left());
	lab_thread(&job->in->task);
	job->rc =
	    run_line(job->shell, job->in, job->line, job->source, &job->rest);
	job_ended(job);
	session_unlock(s);
	tty_signal_stack_free(stack);
	return NULL;
}

/* Signals go to the thread that is there for them: none to jobs. */
static int
thread_start(struct job *job, void *(*run)(void *))
{
	pthread_attr_t attr;
	sigset_t all, before;
	int rc;

	session_share(&job->shell->session);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, JOB_STACK);
	rc = pthread_create(&job->thread, &attr, run, job);
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

static struct job *
job_new(struct shell *sh)
{
	struct job *job = xcalloc(1, sizeof(*job));

	job->shell = sh;
	job->started = clock_now();
	return job;
}

static void
job_free(struct job *job)
{
	free(job->name);
	free(job->text);
	free(job->line);
	free(job);
}

/* What only a running job needs. */
static void
job_drop_interp(struct job *job)
{
	if (job->in != NULL) {
		interp_free(job->in);
		free(job->in);
	}
	if (job->unit != NULL)
		unit_release(job->unit);
	job->in = NULL;
	job->unit = NULL;
}

static void
job_link(struct shell *sh, struct job *job)
{
	*sh->jobs.end = job;
	sh->jobs.end = &job->next;
}

static void
job_unlink(struct shell *sh, struct job *job)
{
	struct job **at = &sh->jobs.first;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	if (sh->jobs.end == &job->next)
		sh->jobs.end = at;
}

/* What it is shown as: the first line of its source, made harmless. */
static void
job_set_text(struct job *job, const char *text)
{
	size_t len = strcspn(text, "\n");
	struct strbuf safe = { 0 };

	if (len > TEXT_SHOWN) {
		len = TEXT_SHOWN;
		/* No character is cut in two. */
		while (len > 0 && (text[len] & 0xc0) == 0x80)
			len--;
	}
	text_safe(&safe, text, len, job->shell->ascii);
	if (text[len] != '\0' && text[len] != '\n')
		sb_str(&safe, "...");
	job->text = xstrndup(sb_text(&safe), safe.len);
	sb_free(&safe);
}

bool
jobs_spawn(struct interp *in, const struct node *node, const char *name,
    const char *text, char **cause)
{
	struct shell *sh = shell_of(in->task.session);
	struct job *job;
	int rc;

	/* A loop of spawns must not keep the jobs it made from running. */
	if (atomic_load(&sh->session.wanted) > STARVED_MAX)
		session_yield(&sh->session);
	jobs_reap(sh);
	if (sh->jobs.running >= JOBS_MAX)
		return cause_set(cause,
		    _("%d jobs run already, and no more are allowed; wait "
		      "until some have ended"),
		    JOBS_MAX);
	job = job_new(sh);
	job->name = name != NULL ? xstrdup(name) : NULL;
	job_set_text(job, text);
	job->in = xcalloc(1, sizeof(*job->in));
	interp_fork(job->in, in);
	job->in->publish = node->kind == NODE_ASSIGN;
	job->node = node;
	job->unit = in->unit;
	job->unit->refs++;
	job->number = ++sh->jobs.last_number;
	job->parent = in->task.job;
	job->in->task.job = job->number;
	job->in->task.name = job->name;
	/* All jobs are being ended, and this one just made another. */
	if (atomic_load(&in->task.cancel))
		atomic_store(&job->in->task.cancel, true);
	rc = thread_start(job, job_main);
	if (rc != 0) {
		job_drop_interp(job);
		job_free(job);
		sh->jobs.last_number--;
		return cause_set(cause, _("no thread for a job: %s"),
		    strerror(rc));
	}
	sh->jobs.running++;
	job_link(sh, job);
	value_drop(&in->last);
	in->last = VALUE_INT(job->number);
	return true;
}

struct job *
jobs_foreground(struct shell *sh, char *line, const char *source, char **cause)
{
	struct job *job = job_new(sh);
	int rc;

	job->line = line;
	job->source = source;
	job->in = sh->interp;
	session_lock(&sh->session);
	sh->jobs.running++;
	job_link(sh, job);
	session_unlock(&sh->session);
	rc = thread_start(job, line_main);
	if (rc == 0)
		return job;
	session_lock(&sh->session);
	sh->jobs.running--;
	job_unlink(sh, job);
	session_unlock(&sh->session);
	job_free(job);
	cause_set(cause, _("no thread for a line: %s"), strerror(rc));
	return NULL;
}

/* The line's interpreter goes with it; the shell gets a new one, which goes on
 * with the shell's variables and what _ and errno are now. */
void
jobs_background(struct shell *sh, struct job *job)
{
	struct interp *in = job->in;

	sh->interp = shell_interp_new(sh);
	sh->interp->last = value_copy(&in->last);
	sh->interp->err = in->err;
	sh->interp->task.host = in->task.host;
	interp_detach(in);
	in->publish = true;
	in->interactive = false;
	job->number = ++sh->jobs.last_number;
	in->task.job = job->number;
	job_set_text(job, job->line);
}

/* A job's number, 0 if it is none; *name gets the text without its %, or NULL. */
static int64_t
job_number(const struct value *which, const char **name)
{
	int64_t number = which->type == VAL_INT ? which->i : 0;
	char *cause = NULL;

	*name = which->type == VAL_BYTES ? which->bytes->data : NULL;
	if (*name == NULL)
		return number;
	if (**name == '%')
		++*name;
	if (number_parse(*name, strlen(*name), false, &number, &cause) != 1)
		number = 0;
	free(cause);
	return number;
}

struct job *
jobs_find(struct shell *sh, const struct value *which)
{
	struct job *found = NULL;
	const char *name;
	int64_t number = job_number(which, &name);

	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		if (job->number == 0)
			continue;
		if (number == job->number)
			return job;
		if (name == NULL || job->name == NULL ||
		    strcmp(name, job->name) != 0)
			continue;
		if (found == NULL || job->state == JOB_RUNS ||
		    found->state != JOB_RUNS)
			found = job;
	}
	return found;
}

bool
jobs_forgotten(const struct shell *sh, const struct value *which)
{
	const char *name;
	int64_t number = job_number(which, &name);

	return number > 0 && number <= sh->jobs.last_number;
}

void
job_interrupt(struct job *job)
{
	if (job->state != JOB_RUNS)
		return;
	atomic_store(&job->in->task.cancel, true);
	pthread_kill(job->thread, SIGWAKE);
}

bool
jobs_prod(struct shell *sh)
{
	bool any = false;

	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		if (job->state != JOB_RUNS ||
		    !atomic_load(&job->in->task.cancel))
			continue;
		pthread_kill(job->thread, SIGWAKE);
		any = true;
	}
	return any;
}

/* The thread has done all but return: this hardly waits. */
static void
job_join(struct shell *sh, struct job *job)
{
	job->state = JOB_JOINING;
	session_unlock(&sh->session);
	pthread_join(job->thread, NULL);
	session_lock(&sh->session);
	job->state = JOB_JOINED;
	if (job->number == 0)
		return;
	job_drop_interp(job);
	sh->jobs.kept++;
}

static struct job *
oldest_in_state(struct shell *sh, enum job_state state)
{
	struct job *job = sh->jobs.first;

	while (job != NULL &&
	    (job->state != state || job->number == 0 ||
		(state == JOB_JOINED &&
		    (job->held != 0 || (sh->interactive && !job->told)))))
		job = job->next;
	return job;
}

void
jobs_reap(struct shell *sh)
{
	struct job *job;

	while ((job = oldest_in_state(sh, JOB_ENDED)) != NULL)
		job_join(sh, job);
	while (sh->jobs.kept > JOBS_KEPT &&
	    (job = oldest_in_state(sh, JOB_JOINED)) != NULL) {
		job_unlink(sh, job);
		job_free(job);
		sh->jobs.kept--;
	}
}

void
jobs_forget_line(struct shell *sh, struct job *job)
{
	session_lock(&sh->session);
	job_join(sh, job);
	job_unlink(sh, job);
	session_unlock(&sh->session);
	job_free(job);
}

/* All that have ended, with the lock; nobody else makes or collects jobs. */
static void
jobs_forget_all(struct shell *sh)
{
	struct job *job = sh->jobs.first, *next;

	for (; job != NULL; job = next) {
		if (job->state == JOB_ENDED)
			job_join(sh, job);
		next = job->next;
		if (job->state != JOB_JOINED)
			continue;
		job_unlink(sh, job);
		job_free(job);
	}
}

void
jobs_end(struct shell *sh)
{
	const struct timespec moment = { .tv_nsec = 1000000 };
	int64_t deadline = clock_now() + 1000000000;

	session_lock(&sh->session);
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next)
		job_interrupt(job);
	while (jobs_prod(sh) && clock_now() < deadline) {
		session_unlock(&sh->session);
		output_flush(&sh->out);
		nanosleep(&moment, NULL);
		session_lock(&sh->session);
	}
	jobs_forget_all(sh);
	session_unlock(&sh->session);
}
