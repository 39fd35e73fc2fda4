/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell's parts, put together. */
#include "shell/demo.h"
#include "shell/know.h"
#include "shell/help.h"
#include "shell/ladder.h"
#include "shell/shell.h"

#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "lang/builtin.h"
#include "lang/cfuncs.h"
#include "model/call.h"
#include "shell/history.h"
#include "shell/lab.h"
#include "shell/layers.h"
#include "shell/why.h"
#include "shell/wire.h"
#include "sock/sock.h"
#include "view/color.h"
#include "view/draw.h"
#include "view/echo.h"
#include "view/jsonl.h"
#include "view/plain.h"
#include "view/wrap.h"
#include "wire/ends.h"
#include "wire/lab.h"

enum {
	STACK_MIN = 1 << 20,
	STACK_MAX = 64 << 20,
	INTERRUPT_MAX = 2000000000, /* ns */
};

void
shell_plainly(const struct shell *sh, struct strbuf *text)
{
	if (sh->plain)
		plain_text(text);
}

void
shell_say(struct call *call, struct strbuf *text)
{
	struct session *s = call->task->session;

	shell_plainly(shell_of(s), text);
	session_unlock(s);
	s->ops->print(s->ops_ctx, call->task, sb_text(text), text->len);
	session_lock(s);
}

/* A line of --json. */
static void
write_json(struct shell *sh, struct task *task, struct strbuf *line)
{
	output_write(&sh->out, line->data, line->len, &task->cancel);
	sb_free(line);
}

static void
on_event_json(struct shell *sh, struct task *task, const struct event *ev)
{
	const char *host = lab_name(sh->session.lab, ev->host);
	struct strbuf line = { 0 };
	struct why why;

	if (why_of_event(sh, task, ev, &why))
		jsonl_call(&line, ev, host, sb_text(&why.why),
		    sb_text(&why.try));
	else
		jsonl_call(&line, ev, host, NULL, NULL);
	why_free(&why);
	write_json(sh, task, &line);
}

static void
on_event(void *ctx, struct task *task, const struct event *ev)
{
	struct shell *sh = ctx;
	struct strbuf line = { 0 }, reason = { 0 };

	if (sh->session.recorded)
		record_event(sh, task, ev);
	if (sh->session.quiet)
		return;
	if (sh->json) {
		on_event_json(sh, task, ev);
		return;
	}
	task_prefix(&line, task);
	shell_host_prefix(&line, sh, ev);
	echo_format(&line, ev,
	    (sh->ascii ? ECHO_ASCII : 0u) |
		(sh->interactive ? ECHO_BLOCKED : 0u));
	sb_char(&line, '\n');
	why_add(&reason, sh, task, ev);
	shell_plainly(sh, &reason);
	sb_add(&line, sb_text(&reason), reason.len);
	sb_free(&reason);
	output_calls(&sh->out, line.data, line.len, &task->cancel);
	sb_free(&line);
}

static void
on_print(void *ctx, struct task *task, const char *s, size_t len)
{
	struct shell *sh = ctx;
	struct strbuf line = { 0 };

	if (sh->muted)
		return;
	if (sh->session.recorded)
		record_text(sh, task, "print", s, len);
	if (sh->json) {
		jsonl_text(&line, "print", shell_who(sh, task), s, len);
		write_json(sh, task, &line);
		return;
	}
	output_text(&sh->out, s, len, &task->cancel);
}

static void
on_remark(void *ctx, struct task *task, const char *s)
{
	struct shell *sh = ctx;
	struct strbuf line = { 0 };

	if (sh->muted)
		return;
	if (sh->session.recorded)
		record_text(sh, task, "remark", s, strlen(s));
	if (sh->json) {
		jsonl_text(&line, "remark", shell_who(sh, task), s, strlen(s));
		write_json(sh, task, &line);
	}
	task_prefix(&line, task);
	sb_printf(&line, "%s\n", s);
	output_error(&sh->out, line.data, line.len);
	sb_free(&line);
}

static void
on_draw(void *ctx, struct task *task, const struct prim *prim,
    const struct value *v)
{
	struct shell *sh = ctx;
	const struct draw_page page = {
		.width = wrap_width(shell_width(sh)),
		.columns = shell_width(sh) != 0 ? shell_width(sh) : WRAP_WIDTH,
		.ascii = sh->ascii,
		.plain = sh->plain,
	};
	struct strbuf text = { 0 }, line = { 0 };
	bool drawn;

	if (sh->muted)
		return;
	drawn = draw_value(&text, prim->name, v, &page);
	shell_plainly(sh, &text);
	if (sh->session.recorded)
		record_look(sh, task, prim->name, v, &text);
	if (sh->json) {
		jsonl_look(&line, prim->name, shell_who(sh, task), v);
		write_json(sh, task, &line);
	} else if (drawn) {
		output_text(&sh->out, text.data, text.len, &task->cancel);
	}
	sb_free(&text);
}

static void
on_waiting(void *ctx, struct task *task)
{
	struct shell *sh = ctx;

	(void)task;
	output_flush(&sh->out);
}

static const struct session_ops ops = {
	.event = on_event,
	.print = on_print,
	.remark = on_remark,
	.draw = on_draw,
	.waiting = on_waiting,
	.fd_name = why_fd_name,
	.fd_names = shell_fd_names,
};

/* How much stack the evaluator may use: what the system gives, within reason. */
static size_t
stack_size(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) != 0 ||
	    limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > STACK_MAX)
		return STACK_MAX / 8;
	return limit.rlim_cur / 2 > STACK_MIN ? limit.rlim_cur / 2 : STACK_MIN;
}

static struct winsize
terminal_size(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0)
		return (struct winsize){ 0 };
	return size;
}

unsigned
shell_rows(void)
{
	return terminal_size().ws_row;
}

/* What the handlers of signals have to reach, where no UI loop takes them. */
static struct {
	struct interp *interp;
	timer_t timer;
	atomic_llong since; /* the SIGINT; ns, 0: none yet */
} interrupted;

/* Ctrl-C: the mark, and a system call that returns EINTR. As the signal may come
 * just before the call, the timer sends another each millisecond. */
static void
on_interrupt(int sig)
{
	const struct itimerspec often = { .it_value.tv_nsec = 1000000,
		.it_interval.tv_nsec = 1000000 };
	long long none = 0;

	(void)sig;
	atomic_compare_exchange_strong(&interrupted.since, &none, clock_now());
	atomic_store(&interrupted.interp->task.cancel, true);
	timer_settime(interrupted.timer, 0, &often, NULL);
}

/* SIGWAKE only makes a system call return. But where even that does not end the
 * run, as when nobody reads what we write, SIGINT does what it does by default. */
static void
on_wake(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	if (info->si_code != SI_TIMER ||
	    clock_now() - atomic_load(&interrupted.since) < INTERRUPT_MAX)
		return;
	signal(SIGINT, SIG_DFL);
	raise(SIGINT);
}

static void
catch_signals(struct shell *sh)
{
	struct sigaction action = { .sa_sigaction = on_wake,
		.sa_flags = SA_SIGINFO };
	struct sigaction before;
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGWAKE,
		._sigev_un._tid = gettid(),
	};

	sigaction(SIGWAKE, &action, NULL);
	action = (struct sigaction){ .sa_handler = SIG_IGN };
	sigaction(SIGPIPE, &action, NULL);
	/* Whoever started us may ignore it; then children could not be waited
	 * for. */
	signal(SIGCHLD, SIG_DFL);
	/* "&" in a shell without job control, nohup: SIGINT is not for us. */
	if (sh->interactive || sigaction(SIGINT, NULL, &before) != 0 ||
	    before.sa_handler == SIG_IGN)
		return;
	interrupted.interp = sh->interp;
	if (timer_create(CLOCK_MONOTONIC, &event, &interrupted.timer) != 0)
		return;
	action.sa_handler = on_interrupt;
	sigaction(SIGINT, &action, NULL);
}

unsigned
shell_width(const struct shell *sh)
{
	return sh->columns != 0 ? sh->columns : sh->terminal_width;
}

struct shell *
shell_of(struct session *s)
{
	return s->ops_ctx;
}

void
shell_poke(struct shell *sh)
{
	if (sh->poke != NULL)
		sh->poke(sh->poke_ctx);
}

static const struct interp_ops interp_ops = {
	.spawn = jobs_spawn,
	.begins = record_begins,
	.ends = record_ends,
	.offers = know_offers,
	.host = shell_on_host,
};

struct interp *
shell_interp_new(struct shell *sh)
{
	struct interp *in = xcalloc(1, sizeof(*in));

	interp_init(in, &sh->session, &sh->symbols, &sh->vars);
	in->ops = &interp_ops;
	in->interactive = sh->interactive;
	return in;
}

void
shell_say_jobs(struct shell *sh)
{
	struct strbuf text = { 0 };
	unsigned n = 0;

	session_lock(&sh->session);
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		if (job->number == 0 || job->state != JOB_RUNS)
			continue;
		if (n++ < 10) {
			task_prefix(&text, &job->in->task);
			sb_printf(&text,
			    _("still runs at the end, and is interrupted: %s\n"),
			    job->text);
		}
	}
	session_unlock(&sh->session);
	if (n > 10)
		sb_printf(&text, _("and %u jobs more\n"), n - 10);
	output_error(&sh->out, sb_text(&text), text.len);
	sb_free(&text);
}

void
shell_add_rows(struct session *s)
{
	session_add_begin(s);
	sock_add(s);
	look_add(s);
	builtin_add(s);
	session_add(s, memory_prims);
	session_add(s, string_prims);
	session_add(s, stdio_prims);
	session_add(s, shell_prims);
	session_add(s, help_prims);
	session_add(s, history_prims);
	session_add(s, job_prims);
	session_add(s, ladder_prims);
	session_add(s, demo_prims);
	session_add(s, watch_prims);
	session_add(s, source_prims);
	session_add(s, record_prims);
	session_add(s, setting_prims);
	session_add(s, sh_prims);
	session_add(s, myth_prims);
	session_add(s, input_prims);
	session_add(s, why_prims);
	session_add(s, layers_prims);
	session_add(s, explain_prims);
	session_add(s, lab_prims);
	session_add(s, lab_frames_prims);
	session_add(s, wire_prims);
	session_add(s, shell_lab_prims);
	session_add_end(s);
}

void
shell_init(struct shell *sh, const struct shell_options *options)
{
	*sh = (struct shell){ 0 };
	sh->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	sh->terminal_width = terminal_size().ws_col;
	output_init(&sh->out, options->stdout_closed, sh->ascii);
	sh->color = options->plain || options->json ? 0 : SHELL_AUTO;
	sh->out.color =
	    sh->color != 0 && color_wanted(getenv("NO_COLOR"), getenv("TERM"));
	session_init(&sh->session, &ops, sh);
	sh->session.quiet = options->quiet;
	sh->json = options->json;
	if (jsonl_library() != NULL)
		jsonl_start();
	record_init(&sh->record);
	sh->interactive = options->interactive;
	sh->session.alone = !sh->interactive;
	sh->no_init = options->no_init;
	sh->plain = options->plain;
	shell_add_rows(&sh->session);
	jobs_init(&sh->jobs);
	watch_init(&sh->watch);
	symtab_init(&sh->symbols, &sh->session);
	sh->interp = shell_interp_new(sh);
	interp_enter(sh->interp, stack_size());
	catch_signals(sh);
}

/* Ends the process as Ctrl-C ends one, so that a calling shell sees it. */
static void
die_interrupted(void)
{
	signal(SIGINT, SIG_DFL);
	raise(SIGINT);
}

void
shell_free(struct shell *sh)
{
	if (!sh->interactive) {
		shell_say_jobs(sh);
		jobs_end(sh);
	}
	shell_leave_lab(sh);
	output_flush(&sh->out);
	record_free(&sh->record);
	if (!sh->interactive && atomic_load(&sh->interp->task.cancel))
		die_interrupted();
	/* A job that cannot be ended keeps what it uses. */
	if (sh->jobs.running != 0)
		return;
	/* Its handler would look at what is freed now. */
	if (interrupted.interp != NULL)
		signal(SIGINT, SIG_DFL);
	interp_free(sh->interp);
	free(sh->interp);
	vars_free(&sh->vars);
	symtab_free(&sh->symbols);
	ends_free(&sh->session);
	session_free(&sh->session);
	history_free(sh->history);
	free(sh->wants_demo);
	output_free(&sh->out);
	watch_free(&sh->watch);
	why_kept_free(sh);
}
