/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals, as the loop that owns the terminal takes them. */
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "shell/ui.h"

enum { NUDGE_NS = 10000000 };

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

int
ui_open_signals(void)
{
	sigset_t set;

	signal_set(&set);
	sigaddset(&set, SIGWAKE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigdelset(&set, SIGWAKE);
	return session_own_fd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

/* The call that waited is made again: SA_RESTART. */
static void
on_nudge(int sig)
{
	(void)sig;
}

void
ui_open_nudge(struct ui *ui)
{
	const struct sigaction action = { .sa_handler = on_nudge,
		.sa_flags = SA_RESTART };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGNUDGE,
		._sigev_un._tid = gettid(),
	};

	sigaction(SIGNUDGE, &action, NULL);
	ui->nudges = timer_create(CLOCK_MONOTONIC, &event, &ui->nudge) == 0;
}

void
ui_nudge(const struct ui *ui, bool on)
{
	const struct timespec every = { .tv_nsec = on ? NUDGE_NS : 0 };
	const struct itimerspec when = { .it_value = every,
		.it_interval = every };

	if (ui->nudges)
		timer_settime(ui->nudge, 0, &when, NULL);
}

/*
 * The line's mark is set before the lock is asked for: a loop that computes has
 * it, sees the mark in its next turn, and need not be waited for until the
 * scheduler gives us the processor twice. A line that has been typed (number 0)
 * runs in the shell's own interpreter, which only this thread changes.
 */
static void
ui_interrupt_line(struct ui *ui)
{
	atomic_bool *cancel = &ui->sh->interp->task.cancel;
	bool typed = ui->line->number == 0;

	if (typed)
		atomic_store(cancel, true);
	session_lock(&ui->sh->session);
	if (ui->line->state == JOB_RUNS)
		job_interrupt(ui->line);
	else if (typed)
		atomic_store(cancel, false);
	session_unlock(&ui->sh->session);
}

static void
ui_interrupt(struct ui *ui)
{
	if (ui->typing) {
		ui->interrupted = true;
		sb_clear(&ui->text);
		return;
	}
	prompt_drop_keys();
	if (ui->line == NULL)
		return;
	ui_interrupt_line(ui);
	/* The terminal has echoed ^C. */
	if (!ui->watch.on)
		sb_char(&ui->above, '\n');
	ui_timer(ui, UI_PROD_NS);
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
		/* "fg 1; sleep 10": the line after this one has not asked. */
		if (ui->sh->wanted != NULL)
			ui->sh->wanted->held--;
		ui->sh->wanted = NULL;
		task = (struct task){ .job = job->number, .name = job->name };
		sb_char(&ui->above, '\n');
		task_prefix(&ui->above, &task);
		sb_printf(&ui->above, _("goes on in the background: %s\n"),
		    job->text);
		ui->line = NULL;
	}
	session_unlock(&ui->sh->session);
	record_background(ui->sh);
}

/* Whether we go on after a stop only to end: bash's "kill %1" does that, with
 * the terminal its own. */
static bool
ui_is_to_end(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGTERM) == 1 ||
	    sigismember(&set, SIGHUP) == 1;
}

/* We go on after a stop. */
static void
ui_resume(void)
{
	const struct timespec now = { 0 };
	sigset_t set;

	if (!tty_await(ui_is_to_end))
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGCONT);
	sigtimedwait(&set, NULL, &now);
	prompt_resume();
}

/* Ctrl-Z while a line is typed: stops us, as it does any program. */
static void
ui_suspend(struct ui *ui)
{
	if (ui->watch.on) {
		ui_watch_refuse(ui);
		return;
	}
	if (!ui->typing && ui->line != NULL) {
		ui_background(ui);
		return;
	}
	prompt_suspend();
	tty_stop(SIGTSTP);
	ui_resume();
}

/* Somebody else has stopped us, and the terminal may not be as it was. */
static void
ui_continued(struct ui *ui)
{
	if ((!ui->typing && !ui->watch.on) || ui->ended ||
	    !tty_await(ui_is_to_end))
		return;
	if (ui->watch.on) {
		ui_watch_continued(ui);
		return;
	}
	prompt_suspend();
	ui_resume();
}

static void
ui_resized(struct ui *ui)
{
	unsigned width = prompt_resize();

	session_lock(&ui->sh->session);
	ui->sh->terminal_width = width;
	session_unlock(&ui->sh->session);
	if (ui->watch.on)
		ui_watch_resized(ui);
}

void
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
		case SIGCONT:
			ui_continued(ui);
			break;
		case SIGWINCH:
			ui_resized(ui);
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

void
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
