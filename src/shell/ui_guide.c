/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop's part of a guide that types himself: the keys go to him, one by one,
 * and the editor shows what he says the line is.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lesson/presenter.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "shell/ui.h"

bool
ui_guided(const struct ui *ui)
{
	const struct guide *guide = ui->sh->guide;

	return guide != NULL && guide->types != NULL &&
	    guide->types(guide->ctx);
}

/* The line becomes what it is now, if it was something else. */
static void
show(struct ui *ui, const char *prompt, struct strbuf *line)
{
	if (strcmp(sb_text(line), sb_text(&ui->guided)) != 0)
		prompt_show(prompt, sb_text(line));
	sb_free(&ui->guided);
	ui->guided = *line;
}

/* What was said comes first, and then a prompt. */
static void
begin_anew(struct ui *ui)
{
	prompt_hide();
	sb_clear(&ui->guided);
}

bool
ui_guide_turn(struct ui *ui, const char *prompt, char **line)
{
	const struct guide *guide = ui->sh->guide;
	struct strbuf text = { 0 };
	int64_t ns = 0;

	switch (guide->next(guide->ctx, ui->sh, &text, &ns, &ui->above)) {
	case TURN_WAIT:
		/* A new prompt is written whole, for those who hear it. */
		if (strcmp(prompt, sb_text(&ui->guided_prompt)) != 0)
			break;
		show(ui, prompt, &text);
		if (ns != 0)
			ui_timer(ui, ns);
		return false;
	case TURN_RUN:
		show(ui, prompt, &text);
		*line = sb_steal(&ui->guided);
		prompt_enter();
		return true;
	case TURN_END:
		ui->ended = true;
		break;
	default:
		break;
	}
	sb_free(&text);
	begin_anew(ui);
	return true;
}

/* The sequences of keys that a remote control has, and their like, by ECMA-48
 * and xterm's ctlseqs, without ESC: the key, and how long they are. */
static int
key_of_sequence(const char *s, size_t len, size_t *used)
{
	static const struct {
		const char *sequence;
		int key;
	} rows[] = {
		{ "[5~", KEY_BACK },
		{ "[6~", KEY_ON },
		{ "[A", KEY_BACK },
		{ "[B", KEY_ON },
		{ "[C", KEY_ON },
		{ "[D", KEY_BACK },
		{ "OA", KEY_BACK },
		{ "OB", KEY_ON },
		{ "OC", KEY_ON },
		{ "OD", KEY_BACK },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		*used = strlen(rows[i].sequence);
		if (*used <= len && memcmp(s, rows[i].sequence, *used) == 0)
			return rows[i].key;
	}
	/* Another one: it ends with its final byte. */
	*used = 0;
	if (len == 0 || (*s != '[' && *s != 'O'))
		return KEY_CANCEL;
	for (*used = 1; *used < len; ++*used) {
		if (s[*used] >= 0x40 && s[*used] <= 0x7e) {
			++*used;
			break;
		}
	}
	return 0;
}

static void
take_keys(struct ui *ui, const char *keys, size_t len)
{
	const struct guide *guide = ui->sh->guide;

	for (size_t i = 0; i < len; i++) {
		int key = (unsigned char)keys[i];
		size_t used = 0;

		if (key == '\033')
			key = key_of_sequence(keys + i + 1, len - i - 1, &used);
		i += used;
		/* Keys behind the one by which he gave the prompt away are
		 * lost: nobody has seen it yet. */
		if (key != 0 && ui_guided(ui))
			guide->key(guide->ctx, ui->sh, key, &ui->above);
	}
}

bool
ui_guide_keys(struct ui *ui)
{
	char keys[64];
	size_t said = ui->above.len;
	ssize_t n = read(ui->tty, keys, sizeof(keys));

	if (n > 0)
		take_keys(ui, keys, (size_t)n);
	/* Readline would be told by an end of file. */
	if (n == -1 && errno != EAGAIN && errno != EINTR)
		ui->ended = true;
	if (ui->above.len == said && ui_guided(ui) && !ui->ended)
		return false;
	begin_anew(ui);
	return true;
}

void
ui_guide_hush(const struct ui *ui, bool on)
{
	struct termios t;

	if (!tty_ours() || tcgetattr(ui->tty, &t) != 0)
		return;
	if (on)
		t.c_lflag &= ~(tcflag_t)ECHO;
	else
		t.c_lflag |= ECHO;
	tcsetattr(ui->tty, TCSANOW, &t);
}

void
ui_guide_interrupt(struct ui *ui)
{
	const struct guide *guide = ui->sh->guide;

	if (ui_guided(ui))
		guide->key(guide->ctx, ui->sh, KEY_INTERRUPT, &ui->above);
	sb_clear(&ui->guided);
}

bool
ui_guide_due(const struct ui *ui)
{
	const struct guide *guide = ui->sh->guide;

	return ui->due && ui->typing && !ui->midway && ui->text.len == 0 &&
	    guide != NULL && guide->jobs && prompt_empty();
}

void
ui_guide_look(struct ui *ui)
{
	const struct guide *guide = ui->sh->guide;

	prompt_hide();
	ui->typing = false;
	ui->due = false;
	ui->sh->shown_rows = 1;
	if (!guide->after(guide->ctx, ui->sh, &ui->above))
		ui->ended = true;
}
