/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Python's and C's ways of saying it are said here. */
#ifndef SOCKSH_LANG_HINT_H
#define SOCKSH_LANG_HINT_H

#include "lang/lexer.h"

/* If the line in error is Python's or C's, says how it is written here instead
 * of what the parser stumbled over. */
void hint_improve(struct lexer *lx);

#endif
