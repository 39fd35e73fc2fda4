/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The texts of a lesson in other languages. Each title, paragraph, hint and so on
 * is one message of gettext; its context is "lesson" or "lesson/step", by their
 * ids. So one that was changed since is shown in English, and it alone.
 * Commands, checks, results and programs are the same in all languages.
 */
#ifndef SOCKSH_LESSON_TRANSLATE_H
#define SOCKSH_LESSON_TRANSLATE_H

#include "lesson/file.h"

/* The catalogues' name: LOCALE/LC_MESSAGES/socksh-lessons.mo */
#define LESSON_DOMAIN PACKAGE "-lessons"

/* A text of a lesson, where it is kept. */
struct lesson_text {
	const char **text;
	const struct step *step; /* NULL: of the header */
	const char *kind;        /* "hint", as the file calls it */
	unsigned line;
};

struct lesson_texts {
	struct lesson_text *v;
	size_t n;
};

/* All texts that have something to translate, in the file's order. */
void lesson_texts(struct lesson *l, struct lesson_texts *texts);
void lesson_texts_free(struct lesson_texts *texts);
/* The context of a text's message; the caller's to free. */
char *lesson_context(const struct lesson *l, const struct lesson_text *text);

/* Puts the texts into the language of the locale, as far as a catalogue has
 * them. A locale that is not UTF-8 has no characters for that. */
void lesson_translate(struct lesson *l);

/* Appends what a translator begins with: a PO file, gettext(1), in which all
 * translations are empty. */
void lesson_template(struct lesson *l, struct strbuf *out);

#endif
