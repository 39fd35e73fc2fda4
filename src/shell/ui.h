/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop's state, for the files that it is made of: ui.c, ui_signal.c. */
#ifndef SOCKSH_SHELL_UI_H
#define SOCKSH_SHELL_UI_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>
#include <time.h>

#include "base/strbuf.h"
#include "shell/notice.h"
#include "view/screen.h"

struct job;
struct shell;

/* The picture of a watch, while it is painted (ui_watch.c). */
struct ui_watch {
	bool on;      /* it has the bottom of the screen, and the keys */
	bool raw;     /* the terminal is as take_keys made it … */
	bool refused; /* Ctrl-Z: there is no background for it */
	struct termios cooked; /* … and was before */
	unsigned number;       /* as in struct watch_state */
	unsigned pictures;
	char *heading;
	char *right;
	struct strbuf text;
	struct screen screen;
};

struct ui {
	struct shell *sh;
	int signals; /* signalfd */
	int event;   /* eventfd: jobs have news */
	int timer;   /* timerfd */
	timer_t nudge;
	bool nudges; /* there is one */
	int tty;
	bool tty_shared;     /* see tty_open */
	bool typing;         /* the prompt stands */
	bool interrupted;    /* Ctrl-C while a line was typed */
	bool due;            /* a job has ended: the guide should look */
	bool midway;         /* the editor waits for more of a key */
	bool ended;          /* the terminal, or the wish to go on, is gone */
	int deadly;          /* the signal that ends us, or 0 */
	struct job *line;    /* in the foreground, or NULL */
	int64_t said_since;  /* of the call last said to wait */
	struct strbuf text;  /* a statement that is not finished yet */
	char *init;          /* the path of init.sksh, or NULL */
	struct strbuf entry; /* … as it was typed, from its first line on */
	struct strbuf above; /* to be printed above the line being typed */
	struct strbuf
	    guided; /* the line that the guide types, as it stands … */
	struct strbuf guided_prompt; /* … behind this */
	struct notices notices;
	struct ui_watch watch;
};

/* Rings the timer in so many nanoseconds. */
void ui_timer(struct ui *ui, int64_t ns);

/* ui_print.c */

/* Prints a piece of what waits; the jobs wait with more of it. */
void ui_print(struct ui *ui);
/* All that there is now: with a job that prints without end there is always
 * more. */
void ui_print_all(struct ui *ui);
/* Whether there is more that can be printed now. */
bool ui_can_print(const struct ui *ui);

/* ui_guide.c: a guide types, and has the keys. */

bool ui_guided(const struct ui *ui);
/* What he does next. True when there is nothing to wait for: *line is to be run,
 * or, NULL, the prompt is to begin anew, if it has not ended. */
bool ui_guide_turn(struct ui *ui, const char *prompt, char **line);
/* Keys can be read; true if the prompt is to begin anew. */
bool ui_guide_keys(struct ui *ui);
/* While his line runs the keys that come too early are not shown. */
void ui_guide_hush(const struct ui *ui, bool on);
/* Ctrl-C. */
void ui_guide_interrupt(struct ui *ui);

/* ui_watch.c */

/* Looks what the thread of a watch has for the screen: begins, paints, ends. */
void ui_watch_look(struct ui *ui);
/* Prints whole lines above the picture. */
void ui_watch_above(struct ui *ui, const char *s, size_t len);
/* A key can be read. */
void ui_watch_key(struct ui *ui);
/* The terminal has another size; we go on after a stop; Ctrl-Z. */
void ui_watch_resized(struct ui *ui);
void ui_watch_continued(struct ui *ui);
void ui_watch_refuse(struct ui *ui);
void ui_watch_free(struct ui *ui);

/* Whether a job has ended while nothing was typed, and the guide should look. */
bool ui_guide_due(const struct ui *ui);
/* Takes the prompt away, for another one, and lets him look. */
void ui_guide_look(struct ui *ui);

/* ui_signal.c */

enum { UI_PROD_NS = 1000000 }; /* an interrupt is sent again after this */

/* The signal by which a write to the terminal looks again: no lesson uses it. */
#define SIGNUDGE (SIGRTMIN + 2)

/* Before there is any thread: signals are blocked, and come by the signalfd;
 * -1 with errno. */
int ui_open_signals(void);
/*
 * While the loop does not wait in poll it gets SIGNUDGE every few milliseconds.
 * Ctrl-C empties the terminal's queue of output without waking whoever waits
 * for room in it (Linux: isig in drivers/tty/n_tty.c, pty_flush_buffer in
 * pty.c); and as it is no signal to this thread, which has it by the signalfd,
 * the thread would wait for ever.
 */
void ui_open_nudge(struct ui *ui);
void ui_nudge(const struct ui *ui, bool on);
/* Does what the signals say that have come. */
void ui_on_signal(struct ui *ui);
/* Ends as the signal does that ended us, so that our parent sees it. */
void ui_die(int sig);

#endif
