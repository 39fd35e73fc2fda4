/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop's part of watch: it paints what the line's thread has published, over
 * the last picture, prints what jobs say above it, and waits for a key.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "shell/ui.h"

enum { COLUMNS = 80, LINES = 24 }; /* of a terminal that does not say */

/* Keys come one by one and are not shown; Ctrl-C and Ctrl-Z stay signals. */
static void
take_keys(struct ui_watch *w, const struct ui *ui)
{
	struct termios raw;

	if (!tty_ours() || tcgetattr(ui->tty, &w->cooked) != 0)
		return;
	raw = w->cooked;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = ui->tty_shared ? 0 : 1;
	raw.c_cc[VTIME] = 0;
	w->raw = tcsetattr(ui->tty, TCSANOW, &raw) == 0;
}

static void
give_keys_back(struct ui_watch *w, const struct ui *ui)
{
	if (w->raw && tty_ours())
		tcsetattr(ui->tty, TCSANOW, &w->cooked);
	w->raw = false;
}

static void
size_of(const struct ui *ui, unsigned *columns, unsigned *lines)
{
	struct winsize size;
	bool known = ioctl(ui->tty, TIOCGWINSZ, &size) == 0;

	*columns = known && size.ws_col != 0 ? size.ws_col : COLUMNS;
	*lines = known && size.ws_row != 0 ? size.ws_row : LINES;
}

static void
put(struct strbuf *out)
{
	prompt_print(sb_text(out), out->len);
	sb_free(out);
}

static void
paint(struct ui *ui, struct strbuf *out)
{
	struct ui_watch *w = &ui->watch;
	const struct screen_picture picture = {
		.heading = w->heading,
		.right = w->refused ? _("it stays in the foreground: a key "
					"ends it") :
				      w->right,
		.text = sb_text(&w->text),
		.len = w->text.len,
	};
	unsigned columns, lines;

	size_of(ui, &columns, &lines);
	screen_paint(out, &w->screen, &picture, columns, lines);
}

/* The last picture stays. */
static void
leave(struct ui *ui)
{
	struct strbuf out = { 0 };

	screen_leave(&out, &ui->watch.screen);
	put(&out);
	give_keys_back(&ui->watch, ui);
	ui->watch.on = false;
}

static void
take_picture(struct ui_watch *w, const struct watch_state *from)
{
	free(w->heading);
	free(w->right);
	w->heading = xstrdup(from->heading);
	w->right = xstrdup(from->right);
	sb_clear(&w->text);
	sb_add(&w->text, sb_text(&from->text), from->text.len);
	w->pictures = from->pictures;
	w->number = from->number;
}

void
ui_watch_look(struct ui *ui)
{
	struct ui_watch *w = &ui->watch;
	const struct watch_state *from = &ui->sh->watch;
	bool paints, active, next;
	struct strbuf out = { 0 };

	session_lock(&ui->sh->session);
	active = from->active;
	paints = from->pictures != w->pictures;
	next = w->on && from->number != w->number;
	if (paints && !next)
		take_picture(w, from);
	session_unlock(&ui->sh->session);
	/* Another watch, before the end of the last was seen. */
	if (next) {
		leave(ui);
		ui_watch_look(ui);
		return;
	}
	if (paints) {
		if (!w->on) {
			w->on = true;
			w->refused = false;
			take_keys(w, ui);
		}
		paint(ui, &out);
		put(&out);
	}
	if (w->on && !active)
		leave(ui);
}

void
ui_watch_above(struct ui *ui, const char *s, size_t len)
{
	struct strbuf out = { 0 };
	unsigned columns, lines;

	size_of(ui, &columns, &lines);
	screen_clear(&out, &ui->watch.screen, columns);
	sb_add(&out, s, len);
	paint(ui, &out);
	put(&out);
}

/* The thread of the watch goes on; with the key, it ends. */
static void
wake(struct ui *ui, bool key)
{
	struct watch_state *w = &ui->sh->watch;

	session_lock(&ui->sh->session);
	w->key = w->key || key;
	w->resize = w->resize || !key;
	sem_post(&w->woken);
	session_unlock(&ui->sh->session);
}

void
ui_watch_key(struct ui *ui)
{
	char keys[256];
	bool any = false;
	ssize_t n;

	while ((n = read(ui->tty, keys, sizeof(keys))) > 0) {
		any = true;
		if (n < (ssize_t)sizeof(keys))
			break;
	}
	if (n == -1 && errno != EAGAIN && errno != EINTR)
		ui->ended = true;
	if (any)
		wake(ui, true);
}

void
ui_watch_resized(struct ui *ui)
{
	struct strbuf out = { 0 };

	paint(ui, &out);
	put(&out);
	wake(ui, false);
}

void
ui_watch_continued(struct ui *ui)
{
	struct strbuf out = { 0 };

	take_keys(&ui->watch, ui);
	/* Whoever had the terminal has written below. */
	ui->watch.screen.n = 0;
	paint(ui, &out);
	put(&out);
}

void
ui_watch_refuse(struct ui *ui)
{
	struct strbuf out = { 0 };

	ui->watch.refused = true;
	paint(ui, &out);
	put(&out);
}

void
ui_watch_free(struct ui *ui)
{
	free(ui->watch.heading);
	free(ui->watch.right);
	sb_free(&ui->watch.text);
}
