/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms by name. */
#include "model/term.h"

#include <stdbool.h>
#include <string.h>

static const struct term *const tables[] = {
	term_network,
	term_tcp,
	term_states,
	term_programs,
	term_language,
	term_constants,
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

const struct term *
term_at(size_t i)
{
	for (size_t t = 0; t < TABLES; t++) {
		for (const struct term *term = tables[t]; term->name != NULL;
		     term++) {
			if (i-- == 0)
				return term;
		}
	}
	return NULL;
}

static char
fold(char c)
{
	if (c == '_' || c == ' ')
		return '-';
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

enum { PARTS_MAX = 4 }; /* names that term_parts offers */

/* Whether name is the len bytes at word. */
static bool
same(const char *name, const char *word, size_t len)
{
	size_t i = 0;

	while (i < len && name[i] != '\0' && fold(name[i]) == fold(word[i]))
		i++;
	return i == len && name[i] == '\0';
}

static bool
has_name(const struct term *term, const char *name)
{
	const char *also = term->also != NULL ? term->also : "";

	if (same(name, term->name, strlen(term->name)) ||
	    (term->zh != NULL && same(name, term->zh, strlen(term->zh))))
		return true;
	while (*also != '\0') {
		size_t len = strcspn(also, " ");

		if (same(name, also, len))
			return true;
		also += len + (also[len] == ' ');
	}
	return false;
}

const struct term *
term_find(const char *name)
{
	const struct term *term;

	for (size_t i = 0; (term = term_at(i)) != NULL; i++) {
		if (has_name(term, name))
			return term;
	}
	return NULL;
}

void
term_offer(struct nearest *nearest)
{
	const struct term *term;

	for (size_t i = 0; (term = term_at(i)) != NULL; i++) {
		nearest_offer(nearest, term->name);
		if (term->zh != NULL)
			nearest_offer(nearest, term->zh);
	}
}

void
term_parts(struct strbuf *out, const char *part)
{
	const struct term *term;
	int left = PARTS_MAX;

	for (size_t i = 0; (term = term_at(i)) != NULL && left > 0; i++) {
		const char *name = NULL;

		if (strcasestr(term->name, part) != NULL)
			name = term->name;
		else if (term->zh != NULL && strstr(term->zh, part) != NULL)
			name = term->zh;
		if (name == NULL)
			continue;
		sb_printf(out, "%s%s", left < PARTS_MAX ? ", " : "", name);
		left--;
	}
}
