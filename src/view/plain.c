/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was laid out for the eye, for the ear. */
#include "base/text.h"
#include "view/plain.h"

#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"

enum {
	PROGRAM = 4, /* blanks before a line of a program */
	HANGS = 7, /* … and more than there are in any text that is nested */
};

static const struct arrow {
	const char *sign;
	const char *word; /* N_() */
} arrows[] = {
	{ "→", N_("to") },
	{ "->", N_("to") },
	{ "⇒", N_("to") },
	{ "=>", N_("to") },
	{ "←", N_("from") },
	{ "<-", N_("from") },
	{ "↔", N_("and") },
	{ "<->", N_("and") },
};

/* The arrow that s begins with; NULL. Of ASCII one stands alone: p->next is code.
 */
static const struct arrow *
arrow_at(const char *s, const char *end, bool alone)
{
	const struct arrow *found = NULL;

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		size_t len = strlen(arrows[i].sign);
		bool ascii = (unsigned char)*arrows[i].sign < 0x80;

		if ((size_t)(end - s) < len ||
		    memcmp(s, arrows[i].sign, len) != 0)
			continue;
		if (ascii && (!alone || (s + len < end && s[len] != ' ')))
			continue;
		if (found == NULL || strlen(found->sign) < len)
			found = &arrows[i];
	}
	return found;
}

static void
put_word(struct strbuf *out, const char *word, bool blank)
{
	if (out->len != 0 && out->data[out->len - 1] != ' ' &&
	    out->data[out->len - 1] != '\n')
		sb_char(out, ' ');
	sb_str(out, word);
	if (!blank)
		sb_char(out, ' ');
}

/* Blanks in the middle of a line: one stays. */
static const char *
put_gap(struct strbuf *out, const char *s, const char *end, bool *first)
{
	const char *from = s;

	while (s < end && *s == ' ')
		s++;
	if (s == end)
		return s;
	if (s - from >= 2) {
		char last = out->data[out->len - 1];

		if (strchr(":,;.]", last) == NULL)
			sb_char(out, *first ? ':' : ',');
		*first = false;
	}
	sb_char(out, ' ');
	return s;
}

static void
put_line(struct strbuf *out, const char *s, const char *end)
{
	const char *text = s;
	bool first = true;

	while (text < end && *text == ' ')
		text++;
	if (text - s == PROGRAM && (text == end || *text != '-')) {
		sb_add(out, s, (size_t)(end - s));
		return;
	}
	sb_fill(out, ' ', text - s > HANGS ? PROGRAM : (size_t)(text - s));
	for (s = text; s < end;) {
		const struct arrow *arrow =
		    arrow_at(s, end, s == text || s[-1] == ' ');
		const char *from = s;

		if (arrow != NULL) {
			s += strlen(arrow->sign);
			put_word(out, _(arrow->word), s == end || *s == ' ');
			continue;
		}
		if (*s == ' ') {
			s = put_gap(out, s, end, &first);
			continue;
		}
		s = *s == '"' ? text_quote_end(s, end) : s + 1;
		sb_add(out, from, (size_t)(s - from));
	}
}

void
plain_text(struct strbuf *text)
{
	struct strbuf out = { 0 };
	const char *s = sb_text(text), *end = s + text->len;

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));

		put_line(&out, s, nl != NULL ? nl : end);
		if (nl != NULL)
			sb_char(&out, '\n');
		s = nl != NULL ? nl + 1 : end;
	}
	sb_free(text);
	*text = out;
}
