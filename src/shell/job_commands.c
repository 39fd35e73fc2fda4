/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about jobs. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/jobs.h"
#include "shell/shell.h"
#include "view/width.h"

static struct shell *
shell(struct call *call)
{
	return shell_of(call->task->session);
}

/* "3 s", "2 min 5 s" */
static void
duration_text(struct strbuf *out, int64_t ns)
{
	long long s = ns / 1000000000;

	if (s < 1)
		sb_printf(out, _("%lld ms"), (long long)ns / 1000000);
	else if (s < 120)
		sb_printf(out, _("%lld s"), s);
	else
		sb_printf(out, _("%lld min %lld s"), s / 60, s % 60);
}

static void
job_text(struct strbuf *out, const struct job *job)
{
	size_t start = out->len;
	const struct task task = { .job = job->number, .name = job->name };

	task_prefix(out, &task);
	if (text_width(out->data + start, out->len - start) < 12)
		sb_fill(out, ' ',
		    12 - text_width(out->data + start, out->len - start));
	start = out->len;
	if (job->state != JOB_RUNS) {
		sb_str(out, job_ending(job));
	} else if (job->in->task.waits_in != NULL) {
		task_waits_text(out, &job->in->task);
		sb_str(out, _(" waits, for "));
		duration_text(out, clock_now() - job->in->task.waits_since);
	} else {
		sb_str(out, _("runs"));
	}
	if (text_width(out->data + start, out->len - start) < 36)
		sb_fill(out, ' ',
		    36 - text_width(out->data + start, out->len - start));
	sb_printf(out, "  %s\n", job->text);
}

static void
jobs_call(struct call *call)
{
	struct shell *sh = shell(call);
	struct strbuf text = { 0 };

	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		if (job->number == 0 || (job->state != JOB_RUNS && job->told))
			continue;
		job_text(&text, job);
		job->told = job->state != JOB_RUNS;
	}
	call_give(call, VALUE_NONE);
	shell_say(call, &text);
	sb_free(&text);
}

static void
unknown_job(struct call *call, const struct value *which)
{
	struct strbuf text = { 0 };

	value_text(&text, which);
	if (jobs_forgotten(shell(call), which))
		call_mistake(call, -1,
		    _("%.60s: that job ended long ago; how is not known any "
		      "more"),
		    sb_text(&text));
	else
		call_mistake(call, -1, _("%.60s: no such job; jobs lists them"),
		    sb_text(&text));
	sb_free(&text);
}

/* The jobs that a command is about. */
struct job_list {
	struct job **jobs;
	size_t n;
};

static bool
is_caller(const struct call *call, const struct job *job)
{
	return job->state == JOB_RUNS && &job->in->task == call->task;
}

/* Adds the job that an argument names, and holds on to it. */
static bool
list_add_job(struct call *call, struct job_list *list, const struct value *v)
{
	struct job *job = jobs_find(shell(call), v);

	if (job == NULL) {
		unknown_job(call, v);
		return false;
	}
	list->jobs =
	    xreallocarray(list->jobs, list->n + 1, sizeof(list->jobs[0]));
	list->jobs[list->n++] = job;
	job->held++;
	return true;
}

static void
list_free_jobs(struct job_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		list->jobs[i]->held--;
	free(list->jobs);
}

/* Blocks until a job has ended somewhere, or the deadline (0: none). */
static int
wait_once(struct job_waiter *w, int64_t deadline)
{
	const struct timespec ts = { .tv_sec = deadline / 1000000000,
		.tv_nsec = deadline % 1000000000 };

	return deadline == 0 ? sem_wait(&w->woken) :
			       sem_clockwait(&w->woken, CLOCK_MONOTONIC, &ts);
}

/* Without a list the shell waits for all jobs, a job for those that it made: two
 * that wait for each other would do so for ever. */
static bool
is_meant(const struct call *call, const struct job *job)
{
	return job->number != 0 &&
	    (call->task->job == 0 || job->parent == call->task->job);
}

static bool
wait_over(struct call *call, const struct job_list *list)
{
	struct job *job = shell(call)->jobs.first;

	for (size_t i = 0; i < list->n; i++) {
		if (list->jobs[i]->state == JOB_RUNS)
			return false;
	}
	if (list->n != 0)
		return true;
	while (job != NULL && (job->state != JOB_RUNS || !is_meant(call, job)))
		job = job->next;
	return job == NULL;
}

static void
wait_for(struct call *call, const struct job_list *list, int64_t deadline)
{
	struct jobs *jobs = &shell(call)->jobs;
	struct job_waiter waiter, **at = &jobs->waiters;

	sem_init(&waiter.woken, 0, 0);
	waiter.next = jobs->waiters;
	jobs->waiters = &waiter;
	while (call->status == CALL_OK && !wait_over(call, list))
		CALL(call, wait_once(&waiter, deadline));
	while (*at != &waiter)
		at = &(*at)->next;
	*at = waiter.next;
	sem_destroy(&waiter.woken);
	if (call->status == CALL_FAILED && call->err == ETIMEDOUT)
		call->why = _("the time is over");
}

/* Jobs by number or name; a number with a fraction is the time to wait. */
static bool
wait_arguments(struct call *call, struct job_list *list, int64_t *deadline)
{
	for (size_t i = 0; i < call->nrest; i++) {
		const struct value *v = &call->rest[i];

		if (v->type == VAL_FLOAT) {
			if (!(v->f >= 0 && v->f < 1e9)) {
				call_mistake(call, -1,
				    _("wait: a time is 0 seconds or more"));
				return false;
			}
			*deadline = clock_now() + (int64_t)(v->f * 1e9) + 1;
			continue;
		}
		if (!list_add_job(call, list, v))
			return false;
		if (is_caller(call, list->jobs[list->n - 1])) {
			call_mistake(call, -1,
			    _("a job cannot wait for itself"));
			return false;
		}
	}
	return true;
}

static void
wait_call(struct call *call)
{
	struct job *self = jobs_by_number(shell(call), call->task->job);
	unsigned *failures =
	    self != NULL ? &self->failed : &shell(call)->jobs.failed;
	struct job_list list = { 0 };
	int64_t deadline = 0, failed = 0;

	if (wait_arguments(call, &list, &deadline)) {
		wait_for(call, &list, deadline);
		for (size_t i = 0; i < list.n; i++)
			failed += job_failed(list.jobs[i]);
		if (list.n == 0 && call->status == CALL_OK) {
			failed = *failures;
			*failures = 0;
		}
		call_give(call, VALUE_INT(failed));
	}
	list_free_jobs(&list);
	jobs_reap(shell(call));
}

/* The job that was made last, of those that run. */
static struct job *
newest_job(struct shell *sh)
{
	struct job *newest = NULL;

	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		if (job->number != 0 && job->state == JOB_RUNS)
			newest = job;
	}
	return newest;
}

/* At the prompt the UI loop does the rest; it is told which job. */
static void
fg_call(struct call *call)
{
	struct shell *sh = shell(call);
	struct job *job;

	if (!sh->interactive || call->task->job != 0) {
		call_mistake(call, -1,
		    _("fg is for the prompt; wait waits "
		      "for a job anywhere"));
		return;
	}
	if (call_given(call, 0)) {
		job = jobs_find(sh, &call->args[0].v);
		if (job == NULL) {
			unknown_job(call, &call->args[0].v);
			return;
		}
	} else {
		job = newest_job(sh);
	}
	if (job == NULL || job->state != JOB_RUNS) {
		call_mistake(call, -1,
		    _("no job runs that could come to the "
		      "foreground"));
		return;
	}
	if (sh->wanted != NULL)
		sh->wanted->held--;
	sh->wanted = job;
	job->held++;
	call_give(call, VALUE_NONE);
}

/* Interrupts the jobs of a list, and waits until they have ended: a second at
 * most, as one that writes to somebody who does not read cannot end. */
static void
end_jobs(struct call *call, const struct job_list *list)
{
	const struct timespec moment = { .tv_nsec = 1000000 };
	int64_t deadline = clock_now() + 1000000000;
	struct session *s = call->task->session;

	for (size_t i = 0; i < list->n; i++)
		job_interrupt(list->jobs[i]);
	while (!wait_over(call, list) && !atomic_load(&call->task->cancel) &&
	    clock_now() < deadline) {
		session_unlock(s);
		nanosleep(&moment, NULL);
		session_lock(s);
		jobs_prod(shell(call));
	}
	for (size_t i = 0; i < list->n; i++) {
		if (!is_caller(call, list->jobs[i]) &&
		    list->jobs[i]->state == JOB_RUNS)
			call_remark(call,
			    _("job %u is interrupted, and has not ended yet"),
			    list->jobs[i]->number);
	}
}

static void
kill_call(struct call *call)
{
	struct job_list list = { 0 };

	if (call->nrest == 0)
		call_mistake(call, -1, _("kill: which job? jobs lists them"));
	for (size_t i = 0; i < call->nrest && call->status == CALL_OK; i++)
		list_add_job(call, &list, &call->rest[i]);
	if (call->status == CALL_OK) {
		end_jobs(call, &list);
		call_give(call, VALUE_NONE);
		/* Among them the one that says this? */
		if (atomic_load(&call->task->cancel))
			call->status = CALL_CANCELLED;
	}
	list_free_jobs(&list);
	jobs_reap(shell(call));
}

static void
notify_call(struct call *call)
{
	shell(call)->notify = call_num(call, 0) != 0;
	call_give(call, VALUE_NONE);
}

const struct prim job_prims[] = {
	{
	    .name = "jobs",
	    .forms = { "" },
	    .call = jobs_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("list the jobs, and what each waits for"),
	    .topic = TOPIC_BACKGROUND,
	    .example = "spawn sleeper { sleep 0.05 }\n"
		       "jobs\n"
		       "> ...\n"
		       "wait",
	},
	{
	    .name = "wait",
	    .params = { { "job", PARAM_JOB, 0 } },
	    .forms = { "[job...]" },
	    .call = wait_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS,
	    .help = N_(
		"wait for jobs, or so many seconds (2.0); gives how many failed"),
	    .topic = TOPIC_BACKGROUND,
	    .example = "spawn { sleep 0.01; print \"in the job\" }\n"
		       "wait\n"
		       "print \"after it\"\n"
		       "> in the job\n"
		       "> after it",
	},
	{
	    .name = "fg",
	    .params = { { "job", PARAM_JOB, 0 } },
	    .forms = { "[job]" },
	    .call = fg_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("bring a job to the foreground"),
	    .topic = TOPIC_BACKGROUND,
	    .example = "spawn { sleep 0.3; print \"done\" }\n"
		       "fg\n"
		       "> ...\n"
		       "> done",
	},
	{
	    .name = "kill",
	    .params = { { "job", PARAM_JOB, 0 } },
	    .forms = { "[job...]" },
	    .call = kill_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("interrupt jobs, as Ctrl-C would"),
	    .topic = TOPIC_BACKGROUND,
	    .example = "srv = create_server :8080\n"
		       "spawn server { accept srv }\n"
		       "kill server\n"
		       "wait\n"
		       "print \"interrupted\"\n"
		       "> interrupted",
	},
	{
	    .name = "notify",
	    .params = { { "onoff", PARAM_ONOFF, 1 } },
	    .forms = { "[onoff]" },
	    .call = notify_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("tell of connections and data that come in, or stop"),
	    .topic = TOPIC_BACKGROUND,
	    .example = "notify off\n"
		       "notify on",
	},
	{ .name = NULL },
};
