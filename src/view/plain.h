/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for those who hear it (--plain). Pure.
 */
#ifndef SOCKSH_VIEW_PLAIN_H
#define SOCKSH_VIEW_PLAIN_H

#include "base/strbuf.h"

/*
 * Makes what was laid out for the eye fit to be read aloud: an arrow becomes "to",
 * blanks that only align become ": " or, later in a line, ", ", and what hangs far
 * to the right moves to the left. What stands in "…" stays as it is, as do lines
 * of a program, which have four blanks before them.
 */
void plain_text(struct strbuf *text);

#endif
