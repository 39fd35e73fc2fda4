/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Python's and C's ways of saying it are said here. */
#include "lang/hint.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

/* A line is known by how it begins and what it holds. */
struct hint {
	const char *begins;
	const char *holds;
	const char *ends;
	const char *text;
};

static const struct hint hints[] = {
	{ "try", NULL, ":",
	    N_("try stands before one call: try connect(…); "
	       "errno then says how it went") },
	{ "except", NULL, NULL,
	    N_("there are no exceptions: try connect(…), "
	       "then look at errno") },
	{ "finally", NULL, NULL,
	    N_("there are no exceptions: try connect(…), "
	       "then look at errno") },
	{ "with", NULL, ":",
	    N_("there is no with: s = socket(…), and close(s) "
	       "at the end") },
	{ "class", NULL, ":",
	    N_("there are no classes: def name(a, b) { … } "
	       "makes a function") },
	{ "for", ";", NULL,
	    N_("for (…; …; …) is C's; here: i = 0, then "
	       "while i < n { …; i += 1 }, or "
	       "repeat n { … }") },
	{ "", NULL, ":",
	    N_("a block stands in braces: while True { … }, not "
	       "behind a colon") },
	{ "if", ")", ";", N_("a block stands in braces: if x { y }") },
	{ "while", ")", ";", N_("a block stands in braces: while x { y }") },
	{ "", "++", NULL, N_("there is no ++: i += 1") },
	{ "", "--", NULL, N_("there is no --: i -= 1") },
	{ "switch", NULL, NULL,
	    N_("there is no switch: if … { … } elif … "
	       "{ … } else { … }") },
	{ "do", NULL, "{",
	    N_("there is no do: while True { …; if x { break } "
	       "}") },
	{ "lambda", NULL, NULL, N_("there is no lambda: def name(a) { … }") },
	{ NULL, NULL, NULL, NULL },
};

static bool
begins_with(const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);

	if (n == 0)
		return true;
	return len >= n && strncmp(line, word, n) == 0 &&
	    (len == n || line[n] == ' ' || line[n] == '(' || line[n] == ':');
}

static bool
hint_fits(const struct hint *h, const char *line, size_t len)
{
	size_t n = h->ends != NULL ? strlen(h->ends) : 0;

	if (!begins_with(line, len, h->begins))
		return false;
	if (h->holds != NULL &&
	    memmem(line, len, h->holds, strlen(h->holds)) == NULL)
		return false;
	return len >= n && (n == 0 || memcmp(line + len - n, h->ends, n) == 0);
}

void
hint_improve(struct lexer *lx)
{
	size_t begin = lx->bad_pos < lx->text.len ? lx->bad_pos : lx->text.len;
	size_t end = begin;
	const char *text = sb_text(&lx->text), *line;

	while (begin > lx->start && text[begin - 1] != '\n')
		begin--;
	while (end < lx->text.len && text[end] != '\n')
		end++;
	while (begin < end && (text[begin] == ' ' || text[begin] == '\t'))
		begin++;
	while (end > begin && strchr(" \t\r", text[end - 1]) != NULL)
		end--;
	line = text + begin;
	if (end - begin > 200)
		return;
	for (size_t i = 0; hints[i].text != NULL; i++) {
		if (!hint_fits(&hints[i], line, end - begin))
			continue;
		free(lx->cause);
		lx->cause = xstrdup(_(hints[i].text));
		return;
	}
}
