/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What jobs print, and the loop says, on its way to the terminal. */
#include <string.h>

#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/ui.h"
#include "view/pages.h"

enum { PRINT_MAX = 16 << 10 }; /* between two looks for keys and signals */

/* How much of what waits can be printed now: whole lines go above the line
 * being typed, the rest waits for its end. */
static size_t
ui_printable(const struct ui *ui)
{
	size_t len = ui->above.len < PRINT_MAX ? ui->above.len : PRINT_MAX;
	const char *nl;

	if ((!ui->typing && !ui->watch.on) || len == 0)
		return len;
	nl = memrchr(ui->above.data, '\n', len);
	if (nl != NULL)
		return (size_t)(nl + 1 - ui->above.data);
	/* No more is taken, so its end would not come. */
	return ui->above.len >= PRINT_MAX ? len : 0;
}

/* Above what stands at the bottom: the line being typed, or a picture. */
static void
ui_put(struct ui *ui, const char *s, size_t len)
{
	ui->sh->shown_rows += pages_rows(s, len, ui->sh->terminal_width);
	if (ui->watch.on)
		ui_watch_above(ui, s, len);
	else
		prompt_print(s, len);
}

/* The line being typed has to stand somewhere: a very long one above it is
 * broken, at most where len says. Returns where. */
static size_t
ui_print_broken(struct ui *ui, size_t len)
{
	struct strbuf piece = { 0 };

	/* A character is not. */
	while (len > 1 && len < ui->above.len &&
	    (ui->above.data[len] & 0xc0) == 0x80)
		len--;
	sb_add(&piece, ui->above.data, len);
	sb_char(&piece, '\n');
	ui_put(ui, piece.data, piece.len);
	sb_free(&piece);
	return len;
}

static void
ui_print_piece(struct ui *ui)
{
	size_t len = ui_printable(ui);

	if (len == 0)
		return;
	if ((ui->typing || ui->watch.on) && ui->above.data[len - 1] != '\n')
		len = ui_print_broken(ui, len);
	else
		ui_put(ui, ui->above.data, len);
	memmove(ui->above.data, ui->above.data + len, ui->above.len - len);
	sb_truncate(&ui->above, ui->above.len - len);
}

void
ui_print(struct ui *ui)
{
	if (ui->above.len < PRINT_MAX)
		output_take(&ui->sh->out, &ui->above);
	/* What was printed after the end of a watch stands below it: so that is
	 * looked for after the output was taken. */
	ui_watch_look(ui);
	ui_print_piece(ui);
}

void
ui_print_all(struct ui *ui)
{
	output_take(&ui->sh->out, &ui->above);
	ui_watch_look(ui);
	while (ui_printable(ui) != 0)
		ui_print_piece(ui);
}

bool
ui_can_print(const struct ui *ui)
{
	return ui_printable(ui) != 0;
}
