/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's state. */
#include "shell/tty.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/session.h"

/* Written once, before any thread; read by signal handlers. */
static struct termios kept;
static bool have_kept;
static pid_t keeper;
static volatile sig_atomic_t editing;

void
tty_editing(bool on)
{
	editing = on;
}

/* Async-signal-safe. */
bool
tty_ours(void)
{
	pid_t foreground = tcgetpgrp(STDIN_FILENO);

	/* -1: it is not our controlling terminal, and stops nobody. */
	return foreground == -1 || foreground == getpgrp();
}

/* Async-signal-safe. Ends bracketed paste, shows the cursor, ends colours. */
void
tty_restore(void)
{
	static const char plain[] = "\033[?2004l\033[?25h\033[0m";

	/* Not in a child that has our exit handlers too. */
	if (!have_kept || getpid() != keeper || !tty_ours())
		return;
	if (editing && write(STDOUT_FILENO, plain, sizeof(plain) - 1) < 0)
		return;
	/* Without waiting for the output: a terminal that stands still (^S)
	 * must not keep a crash from its end. */
	tcsetattr(STDIN_FILENO, TCSANOW, &kept);
}

void
tty_stop(int sig)
{
	sigset_t set, before;

	sigemptyset(&set);
	sigaddset(&set, sig);
	raise(sig);
	pthread_sigmask(SIG_UNBLOCK, &set, &before);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
on_crash(int sig)
{
	tty_restore();
	/* SA_RESETHAND: the signal now does what it does by default. */
	raise(sig);
}

bool
tty_await(bool (*enough)(void))
{
	/* Where nobody can continue us we are not stopped either. */
	for (int i = 0; i < 100 && !tty_ours(); i++) {
		if (enough())
			return false;
		tty_stop(SIGTTIN);
	}
	return !enough();
}

void
tty_keep(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE,
		SIGILL };
	struct sigaction action = {
		.sa_handler = on_crash,
		.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER,
	};

	if (tcgetattr(STDIN_FILENO, &kept) != 0)
		return;
	have_kept = true;
	keeper = getpid();
	atexit(tty_restore);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &action, NULL);
}

void *
tty_signal_stack(void)
{
	size_t size = (size_t)SIGSTKSZ + 8192;
	stack_t stack = { .ss_size = size }, old;

	if (sigaltstack(NULL, &old) == 0 && !(old.ss_flags & SS_DISABLE))
		return NULL;
	stack.ss_sp = xmalloc(size);
	sigaltstack(&stack, NULL);
	return stack.ss_sp;
}

void
tty_signal_stack_free(void *p)
{
	const stack_t none = { .ss_flags = SS_DISABLE };

	if (p == NULL)
		return;
	sigaltstack(&none, NULL);
	free(p);
}

int
tty_open(bool *shared)
{
	int fd =
	    open("/proc/self/fd/0", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	/* Under "su -c" it cannot be opened again. To make the descriptor
	 * itself non-blocking would do so for whoever started us, too. */
	*shared = fd == -1;
	if (fd == -1)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	return fd == -1 ? -1 : session_own_fd(fd);
}
