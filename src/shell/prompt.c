/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt: the one file that knows readline. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "shell/shell.h"

enum { HISTORY_MAX = 10000 };

/* What readline's callbacks have to reach: readline has no argument for it. */
static struct {
	struct shell *sh;
	char *line;  /* typed, not yet run */
	bool have;   /* a line was typed, or the input has ended */
	int entries; /* added to the history in this session */
} prompt;

const char *
prompt_library(void)
{
	return rl_library_version;
}

/* $XDG_STATE_HOME/socksh/history; its folders are made. NULL without a home. */
static char *
history_path(void)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char *path;

	if (state != NULL && *state == '/')
		path = xasprintf("%s/socksh/history", state);
	else if (home != NULL && *home == '/')
		path = xasprintf("%s/.local/state/socksh/history", home);
	else
		return NULL;
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	return path;
}

static void
history_load(const char *path)
{
	using_history();
	stifle_history(HISTORY_MAX);
	if (path != NULL)
		read_history(path);
}

static void
history_save(const char *path)
{
	mode_t mask;

	if (path == NULL || prompt.entries == 0)
		return;
	mask = umask(077);
	if (append_history(prompt.entries, path) != 0)
		write_history(path);
	history_truncate_file(path, HISTORY_MAX);
	umask(mask);
}

static char *
complete_command(const char *text, int state)
{
	static size_t at;
	const struct session *s = &prompt.sh->session;

	if (state == 0)
		at = 0;
	while (at < s->ncommands) {
		const char *name = s->commands[at++].prim->name;

		if (strncmp(name, text, strlen(text)) == 0)
			return xstrdup(name);
	}
	return NULL;
}

/* Where a statement begins a command's name can stand; elsewhere nothing is
 * completed, file names least of all. */
static char **
complete(const char *text, int start, int end)
{
	int at = start;

	(void)end;
	rl_attempted_completion_over = 1;
	while (at > 0 && rl_line_buffer[at - 1] == ' ')
		at--;
	if (at != 0 && strchr(";{=", rl_line_buffer[at - 1]) == NULL)
		return NULL;
	return rl_completion_matches(text, complete_command);
}

static void
on_line(char *line)
{
	prompt.line = line;
	prompt.have = true;
	rl_callback_handler_remove();
}

/* Ctrl-C at the prompt: the line is given up. */
static void
line_interrupted(void)
{
	atomic_store(&prompt.sh->interp.task.cancel, false);
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_replace_line("", 1);
	rl_callback_handler_remove();
	fputs("^C\n", rl_outstream);
	fflush(rl_outstream);
}

/* Handles keys until there is a line; false if Ctrl-C was among them. Only
 * while ppoll waits, with mask, can it come in: none is missed. */
static bool
read_keys(const sigset_t *mask)
{
	while (!prompt.have) {
		struct pollfd tty = { .fd = STDIN_FILENO, .events = POLLIN };
		int n = ppoll(&tty, 1, NULL, mask);

		if (atomic_load(&prompt.sh->interp.task.cancel)) {
			line_interrupted();
			return false;
		}
		if (n > 0)
			rl_callback_read_char();
		else if (n == -1 && errno != EINTR)
			break;
	}
	return true;
}

/*
 * A line typed after text; NULL at the end of input. *interrupted is set if
 * Ctrl-C was typed, which also ends a statement of several lines.
 */
static char *
read_typed(const char *text, bool *interrupted)
{
	sigset_t interrupt, before;

	prompt.have = false;
	prompt.line = NULL;
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	pthread_sigmask(SIG_BLOCK, &interrupt, &before);
	/* The one that has ended the line before is no news. */
	atomic_store(&prompt.sh->interp.task.cancel, false);
	rl_callback_handler_install(text, on_line);
	*interrupted = !read_keys(&before);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return *interrupted ? xstrdup("") : prompt.line;
}

static void
history_note(const char *line)
{
	if (*line == '\0' || *line == ' ')
		return;
	add_history(line);
	prompt.entries++;
}

/* A statement, over as many lines as it takes. False at the end of input. */
static bool
prompt_statement(struct shell *sh, struct strbuf *text, bool *done)
{
	bool interrupted;
	char *line =
	    read_typed(text->len != 0 ? "...> " : "socksh> ", &interrupted);

	if (line == NULL)
		return false;
	if (interrupted)
		sb_clear(text);
	history_note(line);
	sb_str(text, line);
	sb_char(text, '\n');
	free(line);
	switch (run_line(sh, sb_text(text))) {
	case LINE_UNFINISHED:
		return true;
	case LINE_EXIT:
		*done = true;
		break;
	default:
		break;
	}
	sb_clear(text);
	return true;
}

int
prompt_run(struct shell *sh)
{
	char *path = history_path();
	struct strbuf text = { 0 };
	bool done = false;

	prompt.sh = sh;
	rl_readline_name = "socksh";
	rl_attempted_completion_function = complete;
	rl_catch_signals = 0;
	history_load(path);
	while (!done && prompt_statement(sh, &text, &done))
		;
	if (!done)
		output_write(&sh->out, "\n", 1);
	history_save(path);
	free(path);
	sb_free(&text);
	return done ? sh->interp.status : 0;
}
