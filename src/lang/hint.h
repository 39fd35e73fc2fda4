/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Python's and C's ways of saying it are said here. */
#ifndef SOCKSH_LANG_HINT_H
#define SOCKSH_LANG_HINT_H

#include "lang/lexer.h"

/* What to write instead, if the name is a word of Python or C that has no
 * meaning here; else NULL. */
const char *hint_word(const char *s, size_t len);
/* The same for the word that stands before pos, where the parser stumbled over
 * what follows it. */
const char *hint_before(const struct lexer *lx, size_t pos);

/* The same of a function that is called; NULL if nothing is known of it. */
const char *hint_call(const char *s);

#endif
