/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion at the prompt: between readline and lang/complete. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "base/alloc.h"
#include "base/io.h"
#include "shell/know.h"
#include "shell/prompt.h"
#include "shell/shell.h"

enum { ROWS_LEFT = 3, ROWS = 24 };

/* What readline's callbacks have to reach: they have no argument for it. */
static struct {
	struct shell *sh;
	struct candidates found; /* for the list that may be shown */
	char breaks[2];          /* the byte before what is completed */
} tab;

/* Looks what can stand at the cursor. */
static void
look(void)
{
	struct knowledge k;
	size_t len = (size_t)rl_point;
	int err = errno;

	candidates_free(&tab.found);
	know_session(tab.sh, &k);
	complete_find(&k, rl_line_buffer, len, &tab.found);
	if (tab.found.files)
		know_files(&tab.found, rl_line_buffer + tab.found.start,
		    len - tab.found.start);
	knowledge_free(&k);
	errno = err;
}

/*
 * Where what is completed begins: readline takes a set of characters that break
 * words, and goes back to the first it finds. Ours is the byte that stands just
 * before; should it stand in the word too, matches() cuts off what is too much.
 */
static char *
word_breaks(void)
{
	look();
	tab.breaks[0] =
	    tab.found.start > 0 ? rl_line_buffer[tab.found.start - 1] : '\0';
	tab.breaks[1] = '\0';
	return tab.breaks;
}

/* The first is what all have in common, as readline wants it. skip: bytes that
 * stand before what readline takes for the word. */
static char **
matches(const char *typed, size_t len, size_t skip, const char *before)
{
	const struct candidates *c = &tab.found;
	struct strbuf all = { 0 };
	size_t n = 0;
	char **v;

	candidates_common(c, typed, len, &all);
	if (all.len < skip) {
		sb_free(&all);
		return NULL;
	}
	v = xcalloc(c->n + 2, sizeof(*v));
	v[n++] = xasprintf("%s%s", before, all.data + skip);
	sb_free(&all);
	for (size_t i = 0; i < c->n && c->n > 1; i++)
		v[n++] = xstrdup(c->v[i].text);
	return v;
}

/* Below the line being typed, which is shown again then. */
static void
show_below(const struct strbuf *text)
{
	int point = rl_point;

	/* Below its last row, wherever the cursor was. */
	rl_point = rl_end;
	rl_redisplay();
	rl_point = point;
	rl_crlf();
	fflush(rl_outstream);
	(void)io_write_all(fileno(rl_outstream), sb_text(text), text->len);
	rl_on_new_line();
	rl_forced_update_display();
}

/* The list. */
static void
show(char **found, int n, int longest)
{
	const struct candidates *c = &tab.found;
	struct strbuf out = { 0 };
	int rows = 0, columns = 0;

	(void)found;
	(void)n;
	(void)longest;
	rl_get_screen_size(&rows, &columns);
	rows = rows > 0 ? rows : ROWS;
	know_draw(tab.sh, c,
	    rows > ROWS_LEFT ? (unsigned)(rows - ROWS_LEFT) : 1, &out);
	shell_plainly(tab.sh, &out);
	show_below(&out);
	sb_free(&out);
}

/* Where nothing can be listed: what goes there. */
static void
show_asked(void)
{
	struct strbuf out = { 0 };

	if (tab.found.ask == NULL)
		return;
	know_ask(tab.sh, tab.found.ask, &out);
	show_below(&out);
	sb_free(&out);
}

static char **
attempt(const char *text, int start, int end)
{
	const struct candidates *c = &tab.found;
	char append, *before, **v;

	(void)text;
	/* At the very beginning readline asks for no word. */
	if (rl_point == 0)
		look();
	rl_attempted_completion_over = 1;
	rl_completion_suppress_quote = 1;
	rl_sort_completion_matches = 0;
	if (c->n == 0)
		show_asked();
	if (c->n == 0 || start < 0 || (size_t)end < c->start)
		return NULL;
	append = c->n == 1 ? c->v[0].append : '\0';
	rl_completion_append_character = (unsigned char)append;
	rl_completion_suppress_append = append == '\0';
	/* A sign of full width is no break to readline: what stands before it is
	 * a part of its word. */
	before = (size_t)start < c->start ?
	    xstrndup(rl_line_buffer + start, c->start - (size_t)start) :
	    xstrdup("");
	v = matches(rl_line_buffer + c->start, (size_t)end - c->start,
	    (size_t)start > c->start ? (size_t)start - c->start : 0, before);
	free(before);
	return v;
}

void
prompt_complete_init(struct shell *sh)
{
	tab.sh = sh;
	rl_attempted_completion_function = attempt;
	rl_completion_word_break_hook = word_breaks;
	rl_completion_display_matches_hook = show;
	rl_completion_query_items = -1;
	rl_basic_quote_characters = "";
	/* inputrc is read later, and may say otherwise. */
	rl_variable_bind("show-all-if-ambiguous", "on");
}

void
prompt_complete_end(void)
{
	candidates_free(&tab.found);
}
