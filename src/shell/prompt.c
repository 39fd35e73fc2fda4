/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line editor: the one file that knows readline. */
#include "shell/prompt.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/alloc.h"
#include "shell/shell.h"
#include "shell/tty.h"

enum { HISTORY_MAX = 10000 };

/* What ends a bracketed paste. */
static const char paste_end[] = "\033[201~";

/* What readline's callbacks have to reach: they have no argument for it. */
static struct {
	struct shell *sh;
	int tty;
	prompt_wait_fn *wait;
	void *wait_ctx;
	const char *feed; /* keys that nobody typed */
	bool given_up;    /* the line is; readline gets what ends it */
	bool active;      /* the handler is installed */
	char *line;
	enum prompt_event event;
	char *history;
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
history_save(void)
{
	mode_t mask;

	if (prompt.history == NULL || prompt.entries == 0)
		return;
	mask = umask(077);
	if (append_history(prompt.entries, prompt.history) != 0)
		write_history(prompt.history);
	history_truncate_file(prompt.history, HISTORY_MAX);
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
history_note(const char *line)
{
	if (*line == '\0' || *line == ' ')
		return;
	add_history(line);
	prompt.entries++;
}

static void
on_line(char *line)
{
	/* What ended a line that was given up is no line. */
	if (prompt.given_up) {
		free(line);
		return;
	}
	prompt.event = line != NULL ? PROMPT_LINE : PROMPT_EOF;
	prompt.line = line;
	prompt_stop();
	if (line != NULL)
		history_note(line);
}

/*
 * A key for readline, which reads on inside one call until a sequence of keys
 * is complete: the loop runs on in here. After Ctrl-C the end of a paste comes
 * first, since readline 8.2 reads beyond its buffer when input ends inside one.
 */
static int
get_key(FILE *stream)
{
	struct pollfd tty = { .fd = prompt.tty, .events = POLLIN };
	unsigned char c;

	(void)stream;
	for (;;) {
		ssize_t n;

		errno = 0;
		if (prompt.feed != NULL && *prompt.feed != '\0')
			return (unsigned char)*prompt.feed++;
		if (prompt.given_up)
			return EOF;
		n = poll(&tty, 1, 0) > 0 ? read(prompt.tty, &c, 1) : -1;
		if (n == 1)
			return c;
		if (n == 0 || tty.revents & POLLNVAL ||
		    (n == -1 && errno == EIO))
			return EOF;
		if (!prompt.wait(prompt.wait_ctx)) {
			prompt.given_up = true;
			prompt.feed = paste_end;
		}
	}
}

void
prompt_init(struct shell *sh, int tty, prompt_wait_fn *wait, void *ctx)
{
	prompt.sh = sh;
	prompt.tty = tty;
	prompt.wait = wait;
	prompt.wait_ctx = ctx;
	rl_readline_name = "socksh";
	rl_attempted_completion_function = complete;
	rl_completion_query_items = -1;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_getc_function = get_key;
	using_history();
	stifle_history(HISTORY_MAX);
	prompt.history = history_path();
	if (prompt.history != NULL)
		read_history(prompt.history);
}

void
prompt_end(void)
{
	prompt_stop();
	history_save();
	free(prompt.history);
	prompt.history = NULL;
}

void
prompt_begin(const char *text)
{
	prompt.event = PROMPT_NONE;
	prompt.active = true;
	tty_editing(true);
	rl_callback_handler_install(text, on_line);
}

void
prompt_stop(void)
{
	if (!prompt.active)
		return;
	prompt.active = false;
	rl_callback_handler_remove();
	tty_editing(false);
}

enum prompt_event
prompt_key(char **line)
{
	rl_callback_read_char();
	if (prompt.event == PROMPT_LINE)
		*line = prompt.line;
	return prompt.event;
}

void
prompt_interrupt(const char *text)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_clear_pending_input();
	rl_echo_signal_char(SIGINT);
	rl_crlf();
	rl_replace_line("", 1);
	prompt_stop();
	prompt.given_up = false;
	prompt.feed = NULL;
	prompt_begin(text);
}

void
prompt_print(const char *s, size_t len)
{
	if (prompt.active)
		rl_clear_visible_line();
	fwrite(s, 1, len, rl_outstream != NULL ? rl_outstream : stdout);
	fflush(rl_outstream != NULL ? rl_outstream : stdout);
	if (prompt.active)
		rl_forced_update_display();
}

void
prompt_resize(void)
{
	if (prompt.active)
		rl_resize_terminal();
}

void
prompt_suspend(void)
{
	if (!prompt.active)
		return;
	rl_clear_visible_line();
	fflush(rl_outstream);
	rl_deprep_terminal();
}

void
prompt_resume(void)
{
	if (!prompt.active)
		return;
	rl_prep_terminal(1);
	rl_resize_terminal();
	rl_forced_update_display();
}
