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
	session_lock(&ui->sh->session);
	job_interrupt(ui->line);
	session_unlock(&ui->sh->session);
	/* The terminal has echoed ^C. */
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
		task = (struct task){ .job = job->number, .name = job->name };
		sb_char(&ui->above, '\n');
		task_prefix(&ui->above, &task);
		sb_printf(&ui->above, _("goes on in the background: %s\n"),
		    job->text);
		ui->line = NULL;
	}
	session_unlock(&ui->sh->session);
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
ui_continued(const struct ui *ui)
{
	if (!ui->typing || ui->ended || !tty_await(ui_is_to_end))
		return;
	prompt_suspend();
	ui_resume();
}

static void
ui_resized(struct ui *ui)
{
	unsigned width = prompt_resize();

	session_lock(&ui->sh->session);
	ui->sh->width = width;
	session_unlock(&ui->sh->session);
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
