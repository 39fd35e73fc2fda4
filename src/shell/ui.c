/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop that owns the terminal. It waits for signals, for what jobs have to
 * say, for timers, and, while a line is typed, for keys and for what comes in
 * on the user's descriptors. Every line runs on a thread of its own.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/notice.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/tty.h"

enum {
	PROD_NS = 1000000,    /* an interrupt is sent again after this */
	WAITS_NS = 300000000, /* a call that takes longer is said to wait */
	FD_SIGNAL = 0,
	FD_EVENT,
	FD_TIMER,
	FD_TTY,
	FD_FIRST_USER,
};

struct ui {
	struct shell *sh;
	int signals; /* signalfd */
	int event;   /* eventfd: jobs have news */
	int timer;   /* timerfd */
	int tty;
	bool typing;         /* the prompt stands */
	bool interrupted;    /* Ctrl-C while a line was typed */
	bool ended;          /* the terminal, or the wish to go on, is gone */
	int deadly;          /* the signal that ends us, or 0 */
	struct job *line;    /* in the foreground, or NULL */
	int64_t said_since;  /* of the call last said to wait */
	struct strbuf text;  /* a statement that is not finished yet */
	struct strbuf above; /* to be printed above the line being typed */
	struct notices notices;
};

/* With signals blocked in every thread these come here. Those of socket lessons
 * (SIGIO, SIGURG, …) too: they must not kill the shell. */
static void
signal_set(sigset_t *set)
{
	static const int signals[] = { SIGINT, SIGTSTP, SIGCONT, SIGWINCH,
		SIGTERM, SIGHUP, SIGQUIT, SIGIO, SIGURG, SIGUSR1, SIGUSR2,
		SIGALRM };

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(set, signals[i]);
}

static const char *
ui_prompt(const struct ui *ui)
{
	return ui->text.len != 0 ? "...> " : "socksh> ";
}

static void
ui_poke(void *ctx)
{
	const struct ui *ui = ctx;
	const uint64_t one = 1;

	/* A full counter is news as well. */
	if (write(ui->event, &one, sizeof(one)) < 0)
		return;
}

static void
ui_timer(struct ui *ui, int64_t ns)
{
	const struct itimerspec when = { .it_value = { .tv_sec =
							   ns / 1000000000,
					     .tv_nsec = ns % 1000000000 } };

	timerfd_settime(ui->timer, 0, &when, NULL);
}

/* Whole lines go above the line being typed; the rest waits for its end. */
static void
ui_print(struct ui *ui)
{
	size_t len;
	const char *nl;

	output_take(&ui->sh->out, &ui->above);
	nl = ui->above.len != 0 ? memrchr(ui->above.data, '\n', ui->above.len) :
				  NULL;
	len = !ui->typing ? ui->above.len :
	    nl != NULL    ? (size_t)(nl + 1 - ui->above.data) :
			    0;
	if (len == 0)
		return;
	prompt_print(ui->above.data, len);
	memmove(ui->above.data, ui->above.data + len, ui->above.len - len);
	sb_truncate(&ui->above, ui->above.len - len);
}

/* How the jobs in the background that have ended did so. */
static void
ui_tell_ended(struct ui *ui)
{
	struct shell *sh = ui->sh;

	session_lock(&sh->session);
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		const struct task task = { .job = job->number,
			.name = job->name };

		if (job->number == 0 || job->state == JOB_RUNS || job->told)
			continue;
		job->told = true;
		task_prefix(&ui->above, &task);
		sb_printf(&ui->above, "%s: %s\n", job_ending(job), job->text);
	}
	jobs_reap(sh);
	session_unlock(&sh->session);
}

/* "accept(3, ...)  waiting; ^C interrupts, ^Z to the background" */
static void
ui_tell_waiting(struct ui *ui)
{
	struct session *s = &ui->sh->session;
	const struct task *task;

	if (ui->line == NULL)
		return;
	session_lock(s);
	if (ui->line->state != JOB_RUNS) {
		session_unlock(s);
		return;
	}
	task = &ui->line->in->task;
	if (task->waits_in != NULL && task->waits_since != ui->said_since) {
		int64_t waited = clock_now() - task->waits_since;

		if (waited >= WAITS_NS) {
			ui->said_since = task->waits_since;
			task_waits_text(&ui->above, task);
			sb_str(&ui->above,
			    _("  waiting; ^C interrupts, ^Z to "
			      "the background\n"));
		}
	}
	session_unlock(s);
	ui_timer(ui, WAITS_NS);
}

static void
ui_on_timer(struct ui *ui)
{
	uint64_t times;
	bool prod;

	if (read(ui->timer, &times, sizeof(times)) < 0)
		return;
	session_lock(&ui->sh->session);
	prod = jobs_prod(ui->sh);
	session_unlock(&ui->sh->session);
	ui_tell_waiting(ui);
	if (prod)
		ui_timer(ui, PROD_NS);
}

static void
ui_interrupt(struct ui *ui)
{
	if (ui->typing) {
		ui->interrupted = true;
		sb_clear(&ui->text);
		return;
	}
	if (ui->line == NULL)
		return;
	session_lock(&ui->sh->session);
	job_interrupt(ui->line);
	session_unlock(&ui->sh->session);
	/* The terminal has echoed ^C. */
	sb_char(&ui->above, '\n');
	ui_timer(ui, PROD_NS);
}

/* Ctrl-Z while a line runs: it goes on in the background. */
static void
ui_background(struct ui *ui)
{
	struct job *job = ui->line;
	struct task task;

	session_lock(&ui->sh->session);
	if (job->state == JOB_RUNS) {
		if (job->number == 0)
			jobs_background(ui->sh, job);
		task = (struct task){ .job = job->number, .name = job->name };
		sb_char(&ui->above, '\n');
		task_prefix(&ui->above, &task);
		sb_printf(&ui->above, _("goes on in the background: %s\n"),
		    job->text);
		ui->line = NULL;
	}
	session_unlock(&ui->sh->session);
}

static void
ui_suspend(struct ui *ui)
{
	sigset_t set;

	if (!ui->typing && ui->line != NULL) {
		ui_background(ui);
		return;
	}
	/* By SIGTSTP itself, which the kernel ignores where no shell is there
	 * to let us go on. */
	prompt_suspend();
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	raise(SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	prompt_resume();
}

static void
ui_on_signal(struct ui *ui)
{
	struct signalfd_siginfo info;

	while (
	    read(ui->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGINT:
			ui_interrupt(ui);
			break;
		case SIGTSTP:
			ui_suspend(ui);
			break;
		case SIGWINCH:
			prompt_resize();
			break;
		case SIGTERM:
		case SIGHUP:
			ui->deadly = (int)info.ssi_signo;
			ui->ended = true;
			break;
		default:
			break;
		}
	}
}

/*
 * Waits once, and does what there is to do; true if a key can be read. The tty
 * is looked at only while a line is typed.
 */
static bool
ui_wait_once(struct ui *ui)
{
	struct pollfd *fds;
	uint64_t count;
	size_t n = FD_FIRST_USER;

	ui_tell_ended(ui);
	ui_print(ui);
	if (ui->ended || ui->interrupted)
		return false;
	fds = notices_poll_set(&ui->notices, ui->sh, FD_FIRST_USER,
	    ui->typing && ui->sh->notify, &n);
	fds[FD_SIGNAL] = (struct pollfd){ ui->signals, POLLIN, 0 };
	fds[FD_EVENT] = (struct pollfd){ ui->event, POLLIN, 0 };
	fds[FD_TIMER] = (struct pollfd){ ui->timer, POLLIN, 0 };
	fds[FD_TTY] = (struct pollfd){ ui->typing ? ui->tty : -1, POLLIN, 0 };
	if (poll(fds, n, -1) == -1)
		return false;
	if (fds[FD_EVENT].revents & POLLIN &&
	    read(ui->event, &count, sizeof(count)) < 0)
		return false;
	if (fds[FD_SIGNAL].revents & POLLIN)
		ui_on_signal(ui);
	if (fds[FD_TIMER].revents & POLLIN)
		ui_on_timer(ui);
	if (n > FD_FIRST_USER)
		notices_tell(&ui->notices, ui->sh, fds + FD_FIRST_USER,
		    n - FD_FIRST_USER, &ui->above);
	ui_print(ui);
	return fds[FD_TTY].revents != 0;
}

/* prompt_wait_fn: until there may be a key, or the line is given up. */
static bool
ui_wait_key(void *ctx)
{
	struct ui *ui = ctx;

	while (!ui->ended && !ui->interrupted) {
		if (ui_wait_once(ui))
			return true;
	}
	return false;
}

/* A line as it is typed; NULL when there will be none. */
static char *
ui_type_line(struct ui *ui)
{
	char *line = NULL;
	enum prompt_event event = PROMPT_NONE;

	ui->typing = true;
	ui->interrupted = false;
	prompt_begin(ui_prompt(ui));
	while (event == PROMPT_NONE && !ui->ended) {
		if (ui_wait_once(ui))
			event = prompt_key(&line);
		if (ui->interrupted) {
			prompt_interrupt(ui_prompt(ui));
			ui->interrupted = false;
			event = PROMPT_NONE;
		}
	}
	ui->typing = false;
	prompt_stop();
	if (event == PROMPT_EOF)
		ui->ended = true;
	return line;
}

/* Until the line in the foreground has ended, or gone to the background. */
static void
ui_attend(struct ui *ui)
{
	struct job *job = ui->line;

	ui->said_since = 0;
	ui_timer(ui, WAITS_NS);
	while (ui->line != NULL && !ui->ended) {
		enum job_state state;

		session_lock(&ui->sh->session);
		state = job->state;
		session_unlock(&ui->sh->session);
		if (state != JOB_RUNS)
			break;
		ui_wait_once(ui);
	}
	ui_print(ui);
}

/* fg: a job that is in the background comes back. */
static void
ui_bring_back(struct ui *ui)
{
	struct job *job = ui->sh->wanted;

	ui->sh->wanted = NULL;
	if (job == NULL)
		return;
	sb_printf(&ui->above, "%s\n", job->text);
	ui->line = job;
	ui_attend(ui);
	ui->line = NULL;
}

/* Runs what was typed. */
static void
ui_run_line(struct ui *ui, char *line)
{
	char *cause = NULL;
	struct job *job;
	size_t rest;

	sb_str(&ui->text, line);
	sb_char(&ui->text, '\n');
	free(line);
	atomic_store(&ui->sh->interp->task.cancel, false);
	job = jobs_foreground(ui->sh, xstrdup(ui->text.data), &cause);
	if (job == NULL) {
		sb_printf(&ui->above, "socksh: %s\n", cause);
		free(cause);
		sb_clear(&ui->text);
		return;
	}
	ui->line = job;
	ui_attend(ui);
	if (ui->line == NULL || ui->ended) {
		/* Gone to the background. */
		sb_clear(&ui->text);
		ui->line = NULL;
		return;
	}
	ui->line = NULL;
	rest = job->rest;
	if (job->rc == EXEC_EXIT)
		ui->ended = true;
	jobs_forget_line(ui->sh, job);
	if (rest == SIZE_MAX) {
		sb_clear(&ui->text);
	} else {
		memmove(ui->text.data, ui->text.data + rest,
		    ui->text.len - rest);
		sb_truncate(&ui->text, ui->text.len - rest);
	}
	ui_bring_back(ui);
}

/* All descriptors of our own, out of the user's way. -1 with errno. */
static int
ui_open(struct ui *ui)
{
	sigset_t set;

	signal_set(&set);
	ui->tty = tty_open();
	ui->signals =
	    session_own_fd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
	ui->event = session_own_fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
	ui->timer = session_own_fd(
	    timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
	return ui->tty == -1 || ui->signals == -1 || ui->event == -1 ||
		ui->timer == -1 ?
	    -1 :
	    0;
}

/* Before there is any thread: signals are blocked, and come by signalfd. */
static void
ui_block_signals(void)
{
	sigset_t set;

	signal_set(&set);
	sigaddset(&set, SIGWAKE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* Ends as the signal does that ended us, so that our parent sees it. */
static void
ui_die(int sig)
{
	sigset_t set;

	tty_restore();
	signal(sig, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	raise(sig);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int
ui_run(struct shell *sh)
{
	struct ui ui = { .sh = sh };
	int status;

	ui_block_signals();
	tty_keep();
	if (ui_open(&ui) != 0) {
		fprintf(stderr, "socksh: %s\n", strerror(errno));
		return 1;
	}
	sh->notify = true;
	sh->poke = ui_poke;
	sh->poke_ctx = &ui;
	output_queue(&sh->out, ui_poke, &ui);
	prompt_init(sh, ui.tty, ui_wait_key, &ui);
	while (!ui.ended) {
		char *line = ui_type_line(&ui);

		if (line != NULL)
			ui_run_line(&ui, line);
		else if (ui.deadly == 0)
			sb_char(&ui.above, '\n');
	}
	shell_say_jobs(sh);
	ui_print(&ui);
	prompt_end();
	status = sh->interp->status;
	jobs_end(sh);
	ui_print(&ui);
	sh->poke = NULL;
	output_unqueue(&sh->out);
	notices_free(&ui.notices);
	sb_free(&ui.text);
	sb_free(&ui.above);
	if (ui.deadly != 0)
		ui_die(ui.deadly);
	return status;
}
