/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell's parts, put together. */
#include "shell/shell.h"

#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "lang/builtin.h"
#include "sock/sock.h"
#include "view/echo.h"

enum {
	STACK_MIN = 1 << 20,
	STACK_MAX = 64 << 20,
};

/* Set while a script waits with all its output out: then Ctrl-C ends it at once,
 * as it ends any program, and none can slip in just before the system call. */
static volatile sig_atomic_t may_die;
static struct interp *interrupted;

static void
die(void)
{
	signal(SIGINT, SIG_DFL);
	raise(SIGINT);
}

static void
on_event(void *ctx, struct task *task, const struct event *ev)
{
	struct shell *sh = ctx;
	struct strbuf line = { 0 };

	(void)task;
	may_die = false;
	echo_format(&line, ev,
	    (sh->ascii ? ECHO_ASCII : 0u) |
		(sh->interactive ? ECHO_BLOCKED : 0u));
	sb_char(&line, '\n');
	output_write(&sh->out, line.data, line.len);
	sb_free(&line);
}

static void
on_print(void *ctx, struct task *task, const char *s, size_t len)
{
	struct shell *sh = ctx;

	(void)task;
	may_die = false;
	output_text(&sh->out, s, len);
}

static void
on_remark(void *ctx, struct task *task, const char *s)
{
	struct shell *sh = ctx;
	char *line = xasprintf("%s\n", s);

	(void)task;
	output_error(&sh->out, line, strlen(line));
	free(line);
}

static void
on_waiting(void *ctx, struct task *task)
{
	struct shell *sh = ctx;

	output_flush(&sh->out);
	if (sh->interactive)
		return;
	may_die = true;
	if (atomic_load(&task->cancel))
		die();
}

static const struct session_ops ops = {
	.event = on_event,
	.print = on_print,
	.remark = on_remark,
	.waiting = on_waiting,
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

static unsigned
terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

/* Ctrl-C: the system call that waits returns EINTR, a loop sees the mark. */
static void
on_interrupt(int sig)
{
	(void)sig;
	atomic_store(&interrupted->task.cancel, true);
	if (may_die)
		die();
}

static void
catch_signals(struct shell *sh)
{
	struct sigaction action = { .sa_handler = on_interrupt };

	interrupted = &sh->interp;
	sigaction(SIGINT, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
}

void
shell_init(struct shell *sh, const struct shell_options *options)
{
	*sh = (struct shell){ 0 };
	sh->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	sh->width = terminal_width();
	output_init(&sh->out, options->stdout_closed, sh->ascii);
	session_init(&sh->session, &ops, sh);
	sh->session.quiet = options->quiet;
	sock_add(&sh->session);
	session_add(&sh->session, builtin_prims);
	session_add(&sh->session, shell_prims);
	symtab_init(&sh->symbols, &sh->session);
	interp_init(&sh->interp, &sh->session, &sh->symbols, stack_size());
	catch_signals(sh);
}

void
shell_free(struct shell *sh)
{
	output_flush(&sh->out);
	interp_free(&sh->interp);
	symtab_free(&sh->symbols);
	session_free(&sh->session);
	output_free(&sh->out);
}
