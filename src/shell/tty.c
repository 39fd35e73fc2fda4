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

/* Async-signal-safe. Ends bracketed paste, shows the cursor, ends colours. */
void
tty_restore(void)
{
	static const char plain[] = "\033[?2004l\033[?25h\033[0m";

	/* Not in a child that has our exit handlers too. */
	if (!have_kept || getpid() != keeper)
		return;
	if (editing && write(STDOUT_FILENO, plain, sizeof(plain) - 1) < 0)
		return;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &kept);
}

static void
on_crash(int sig)
{
	tty_restore();
	/* SA_RESETHAND: the signal now does what it does by default. */
	raise(sig);
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
	stack_t stack = { .ss_sp = xmalloc(size), .ss_size = size };

	sigaltstack(&stack, NULL);
	return stack.ss_sp;
}

void
tty_signal_stack_free(void *p)
{
	const stack_t none = { .ss_flags = SS_DISABLE };

	sigaltstack(&none, NULL);
	free(p);
}

int
tty_open(void)
{
	int fd =
	    open("/proc/self/fd/0", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	/* Under "su -c" it cannot be opened again: then the descriptor itself,
	 * which is read only when something is there. */
	if (fd == -1)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	return fd == -1 ? -1 : session_own_fd(fd);
}
