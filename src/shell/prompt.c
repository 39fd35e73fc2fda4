/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line editor: with prompt_complete.c all that knows readline. */
#include "base/io.h"
#include "shell/prompt.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/alloc.h"
#include "shell/history.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "view/color.h"

enum {
	COLUMNS_MIN = 4, /* that readline is ever told of */
	ROWS_MIN = 2,
	COUNT_MAX = 1000, /* of a numeric argument */
	GAVE_UP = 1,      /* readline; the number is its own */
	LEFT = 2,         /* we have left readline */
};

/* What ends a bracketed paste. */
static const char paste_end[] = "\033[201~";

/* What readline's callbacks have to reach: they have no argument for it. */
static struct {
	struct shell *sh;
	int tty;
	bool shared; /* see tty_open */
	prompt_wait_fn *wait;
	void *wait_ctx;
	const char *feed; /* keys that nobody typed */
	bool given_up;    /* the line is; readline gets what ends it */
	bool gone;        /* the terminal is */
	bool active;      /* the handler is installed */
	bool drops;       /* what a macro has left, at the next prompt */
	bool reading;     /* readline is, below prompt_key */
	bool put_back;    /* it reads only keys that it put back */
	sigjmp_buf out;   /* … and jumps here to leave it */
	char *line;
	enum prompt_event event;
	bool noted;  /* what was typed last */
	bool filled; /* readline has the history */
} prompt;

/*
 * Where readline jumps when a key means nothing, or a command is given up
 * (_rl_abort_internal in its util.c). Its name is readline's own, but nothing
 * that is public serves: with callbacks readline 8.2 jumps into a function that
 * has returned. rl_callback_read_char (callback.c) calls setjmp, then in a loop,
 * as long as a macro or keys put back have more, what reads a key; the first of
 * these, readline_internal_char (readline.c), calls setjmp again. A sequence or
 * a count that it begins, and the next turn of the loop gives up, jumps into
 * it. Weak: a readline that hides it does without the cure.
 */
extern sigjmp_buf readline_out __asm__("_rl_top_level") __attribute__((weak));

const char *
prompt_library(void)
{
	return rl_library_version;
}

/* An entry of readline's, with the changes to it that it remembers. */
static void
entry_remove(int which)
{
	HIST_ENTRY *entry = remove_history(which);
	UNDO_LIST *undo = entry != NULL ? free_history_entry(entry) : NULL;

	while (undo != NULL) {
		UNDO_LIST *next = undo->next;

		free(undo->text);
		free(undo);
		undo = next;
	}
}

/* What the shell's list no longer has of the oldest. */
static void
drop_oldest(void)
{
	size_t count = history_count(prompt.sh->history);

	while (history_length > 0 && (size_t)history_length > count)
		entry_remove(0);
}

/* Readline's list has the same entries as the shell's, at the same places. */
void
prompt_note(const char *text, bool grows)
{
	size_t len, twin;
	char *entry;

	/* There may be fewer than before: set history. */
	drop_oldest();
	text += strspn(text, "\t");
	len = strlen(text);
	if (grows && !prompt.noted)
		return;
	prompt.noted = history_note(prompt.sh->history, text, grows, &twin);
	if (!prompt.noted)
		return;
	if (grows)
		entry_remove(history_length - 1);
	if (twin != SIZE_MAX)
		entry_remove((int)twin);
	while (len > 0 && text[len - 1] == '\n')
		len--;
	entry = xstrndup(text, len);
	add_history(entry);
	free(entry);
	drop_oldest();
}

static void
add_entry(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)len;
	add_history(text);
}

/* Before the first key, not before the first prompt: with 10,000 entries it is
 * most of what that would take. */
static void
fill_history(void)
{
	if (prompt.filled)
		return;
	prompt.filled = true;
	history_each(prompt.sh->history, add_entry, NULL);
	using_history();
}

/* Leaves readline, from anywhere below it, for prompt_key. */
static void
leave_readline(void)
{
	if (prompt.reading)
		siglongjmp(prompt.out, LEFT);
}

/* A whole line; Ctrl-D on an empty one: NULL. Without a handler readline would
 * go on with the keys that a macro still has. */
static void
on_line(char *line)
{
	/* What ended a line that was given up is no line, nor is a half of one
	 * in a terminal that is gone. */
	if (prompt.given_up || prompt.gone) {
		free(line);
		return;
	}
	prompt.event = line != NULL ? PROMPT_LINE : PROMPT_EOF;
	prompt.line = line;
	rl_eof_found = 0;
	prompt_stop();
	leave_readline();
}

/* Whether Ctrl-C or Ctrl-Z has been typed, or we are to end, and nobody has
 * heard yet. */
static bool
signal_pending(void)
{
	static const int signals[] = { SIGINT, SIGTSTP, SIGTERM, SIGHUP };
	sigset_t set;
	bool any = false;

	if (sigpending(&set) != 0)
		return false;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		any |= sigismember(&set, signals[i]) == 1;
	return any;
}

/* readline gives up by jumping to prompt_key, whatever it has set. */
static void
aim_readline(void)
{
	if (&readline_out != NULL)
		memcpy(&readline_out, &prompt.out, sizeof(readline_out));
}

/* readline 8.2 takes a count of up to a million, and then draws the line anew for
 * each thousand: minutes in which nothing is heard. */
static void
limit_count(void)
{
	if (rl_numeric_arg > COUNT_MAX)
		rl_numeric_arg = COUNT_MAX;
}

/*
 * readline shows the line after each command, so between what begins a sequence
 * and what gives it up. A macro that calls itself never reads a key: only here
 * is it heard that it is to end.
 */
static void
show_line(void)
{
	if (prompt.reading)
		aim_readline();
	limit_count();
	rl_redisplay();
	if (RL_ISSTATE(RL_STATE_MACROINPUT) &&
	    !RL_ISSTATE(RL_STATE_DISPATCHING) && signal_pending())
		leave_readline();
}

/* Whether nothing that was read means that nothing will come. */
static bool
tty_hung_up(void)
{
	struct pollfd tty = { .fd = prompt.tty, .events = POLLIN };

	return poll(&tty, 1, 0) > 0 &&
	    tty.revents & (POLLHUP | POLLERR | POLLNVAL);
}

/*
 * One key; false if there is none. Ctrl-C empties the terminal's queue: what can
 * be read after it belongs to the next line, and readline reads on as long as
 * there is something. So signals come first.
 */
static bool
read_key(unsigned char *c)
{
	ssize_t n;

	if (signal_pending())
		return false;
	n = read(prompt.tty, c, 1);
	if (n != 1)
		prompt.gone =
		    n == -1 ? errno != EAGAIN && errno != EINTR : tty_hung_up();
	return n == 1;
}

/*
 * A key for readline, which reads on inside one call until a sequence of keys
 * is complete: the loop runs on in here. After Ctrl-C the end of a paste comes
 * first, since readline 8.2 reads beyond its buffer when input ends inside one.
 */
static int
get_key(FILE *stream)
{
	unsigned char c;

	(void)stream;
	limit_count();
	for (;;) {
		if (prompt.feed != NULL && *prompt.feed != '\0')
			return (unsigned char)*prompt.feed++;
		if (prompt.given_up || prompt.gone)
			return EOF;
		if (prompt.put_back)
			leave_readline();
		if (read_key(&c))
			return c;
		if (!prompt.gone && prompt.wait(prompt.wait_ctx))
			continue;
		/* The line is given up; so it is when the terminal is gone. */
		prompt.given_up |= !prompt.gone;
		prompt.feed = paste_end;
	}
}

/* As readline does it, but that reading must not block: Ctrl-C may take away
 * the key that poll has promised. */
static void
take_terminal(int meta)
{
	struct termios t;

	rl_prep_terminal(meta);
	if (!prompt.shared || tcgetattr(prompt.tty, &t) != 0)
		return;
	t.c_cc[VMIN] = 0;
	t.c_cc[VTIME] = 0;
	tcsetattr(prompt.tty, TCSANOW, &t);
}

static void
give_terminal(void)
{
	if (tty_ours())
		rl_deprep_terminal();
}

/*
 * Tells readline the terminal's size. In a window of a row or a few columns
 * readline 8.2 divides by zero: it is told of a larger one, and what it draws
 * is cut off.
 */
static void
take_size(void)
{
	struct winsize size;
	bool small = ioctl(prompt.tty, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col != 0 && size.ws_row != 0 &&
	    (size.ws_col < COLUMNS_MIN || size.ws_row < ROWS_MIN);

	if (small)
		rl_set_screen_size(size.ws_row < ROWS_MIN ? ROWS_MIN :
							    size.ws_row,
		    size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col);
	else if (prompt.active)
		rl_resize_terminal();
	else
		rl_reset_screen_size();
	if (small && prompt.active)
		rl_forced_update_display();
}

void
prompt_init(struct shell *sh, int tty, bool shared, prompt_wait_fn *wait,
    void *ctx)
{
	prompt.sh = sh;
	prompt.tty = tty;
	prompt.shared = shared;
	prompt.wait = wait;
	prompt.wait_ctx = ctx;
	rl_readline_name = "socksh";
	prompt_complete_init(sh);
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_getc_function = get_key;
	rl_prep_term_function = take_terminal;
	rl_deprep_term_function = give_terminal;
	rl_initialize();
	take_size();
	using_history();
}

void
prompt_end(void)
{
	prompt_stop();
	prompt_complete_end();
	history_save(prompt.sh->history);
}

/* What readline has not read yet of a macro, and of keys that it put back, is
 * given up. */
static void
drop_keys(void)
{
	bool given_up = prompt.given_up;
	const char *feed = prompt.feed;

	/* From us it gets no key now. */
	prompt.given_up = true;
	prompt.feed = NULL;
	while (rl_read_key() != EOF)
		;
	prompt.given_up = given_up;
	prompt.feed = feed;
}

/* The prompt as readline takes it. */
static void
color_shown(struct strbuf *shown, const char *text)
{
	if (prompt.sh->out.color)
		color_prompt(shown, text);
	else
		sb_str(shown, text);
}

void
prompt_begin(const char *text)
{
	struct strbuf shown = { 0 };

	prompt.event = PROMPT_NONE;
	prompt.active = true;
	/* Else readline, at the end of a line, would begin another. */
	rl_eof_found = 0;
	tty_editing(true);
	color_shown(&shown, text);
	rl_callback_handler_install(sb_text(&shown), on_line);
	sb_free(&shown);
	if (prompt.drops)
		drop_keys();
	prompt.drops = false;
}

void
prompt_drop_keys(void)
{
	prompt.drops = true;
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

bool
prompt_gone(void)
{
	return prompt.gone;
}

bool
prompt_has_keys(void)
{
	return RL_ISSTATE(RL_STATE_MACROINPUT | RL_STATE_INPUTPENDING);
}

enum prompt_event
prompt_key(char **line)
{
	fill_history();
	prompt.reading = true;
	/* Where the terminal does not echo, readline shows the prompt if this
	 * function is its own. */
	rl_redisplay_function = show_line;
	prompt.put_back = false;
	switch (sigsetjmp(prompt.out, 0)) {
	case 0:
		rl_callback_read_char();
		break;
	case GAVE_UP:
		rl_redisplay();
		if (prompt.given_up || prompt.gone)
			break;
		/* Without callbacks it would read on at once. */
		prompt.put_back = true;
		rl_callback_read_char();
		break;
	default:
		RL_UNSETSTATE(
		    RL_STATE_READCMD | RL_STATE_MOREINPUT | RL_STATE_METANEXT);
		break;
	}
	prompt.reading = false;
	rl_redisplay_function = rl_redisplay;
	if (prompt.gone)
		return PROMPT_EOF;
	if (prompt.event == PROMPT_LINE)
		*line = prompt.line;
	return prompt.event;
}

void
prompt_interrupt(const char *text)
{
	/* It ends one of the states that reading a key can be in, and more than
	 * one may hold: a sequence inside a count. What is left over would be
	 * gone on with after its memory is freed. */
	for (int i = 0; i < 4; i++)
		rl_callback_sigcleanup();
	RL_UNSETSTATE(RL_STATE_MULTIKEY | RL_STATE_NUMERICARG |
	    RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_VIMOTION);
	drop_keys();
	/* Below the last row of the line, wherever the cursor was. */
	rl_point = rl_end;
	rl_redisplay();
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
prompt_show(const char *text, const char *line)
{
	struct strbuf shown = { 0 };

	color_shown(&shown, text);
	rl_set_prompt(sb_text(&shown));
	sb_free(&shown);
	rl_replace_line(line, 1);
	rl_point = rl_end;
	rl_redisplay();
}

void
prompt_enter(void)
{
	rl_point = rl_end;
	rl_redisplay();
	rl_crlf();
	fflush(rl_outstream);
	rl_replace_line("", 1);
	prompt_stop();
}

bool
prompt_empty(void)
{
	return rl_end == 0 &&
	    !RL_ISSTATE(RL_STATE_MULTIKEY | RL_STATE_NUMERICARG |
		RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_VIMOTION);
}

void
prompt_hide(void)
{
	rl_clear_visible_line();
	fflush(rl_outstream);
	rl_replace_line("", 1);
	prompt_stop();
}

void
prompt_print(const char *s, size_t len)
{
	FILE *stream = rl_outstream != NULL ? rl_outstream : stdout;

	if (prompt.active)
		rl_clear_visible_line();
	fflush(stream);
	/* If the terminal is gone, reading will tell. */
	(void)io_write_all(fileno(stream), s, len);
	if (prompt.active)
		rl_forced_update_display();
}

unsigned
prompt_resize(void)
{
	int rows = 0, columns = 0;

	take_size();
	rl_get_screen_size(&rows, &columns);
	return columns > 0 ? (unsigned)columns : 0;
}

void
prompt_suspend(void)
{
	if (!prompt.active)
		return;
	rl_clear_visible_line();
	fflush(rl_outstream);
	rl_deprep_terminal();
	tty_editing(false);
}

void
prompt_resume(void)
{
	if (!prompt.active)
		return;
	tty_editing(true);
	take_terminal(1);
	take_size();
	rl_forced_update_display();
}
