/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Python's and C's ways of saying it are said here. */
#include "lang/hint.h"

#include <string.h>

#include "base/i18n.h"

/* Words that begin something in Python or C, and nothing here. */
struct hint {
	const char *word;
	const char *text;
};

static const char no_exceptions[] = N_("there are no exceptions: "
				       "try connect(…), then look at errno");

static const struct hint hints[] = {
	{ "except", no_exceptions },
	{ "finally", no_exceptions },
	{ "raise", no_exceptions },
	{ "with",
	    N_("there is no with: s = socket(…), and close(s) at the end") },
	{ "class",
	    N_("there are no classes: def name(a, b) { … } makes a "
	       "function") },
	{ "switch",
	    N_("there is no switch: if … { … } elif … { … } else { … }") },
	{ "lambda", N_("there is no lambda: def name(a) { … }") },
	{ "pass", N_("there is no pass: a block may be empty, { }") },
};

const char *
hint_word(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (strlen(hints[i].word) == len &&
		    memcmp(hints[i].word, s, len) == 0)
			return _(hints[i].text);
	}
	return NULL;
}

static bool
is_word_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    c == '_';
}

const char *
hint_before(const struct lexer *lx, size_t pos)
{
	const char *text = sb_text(&lx->text);
	size_t end = pos, begin;

	while (
	    end > lx->start && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	begin = end;
	while (begin > lx->start && is_word_char(text[begin - 1]))
		begin--;
	if (end - begin == 1 && (text[begin] | 32) == 'f' &&
	    lexer_quote(lx, pos) != 0)
		return _("there is no f\"…\": \"x is %d\" % x");
	return hint_word(text + begin, end - begin);
}
