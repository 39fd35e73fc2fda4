/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Colour, as a layer over text that is finished: what is added are escape
 * sequences between the characters, none of which is changed. The sixteen
 * colours of any terminal, of those the ones that can be read on a light ground
 * and on a dark one; what matters is never said by colour alone. All pure.
 */
#ifndef SOCKSH_VIEW_COLOR_H
#define SOCKSH_VIEW_COLOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Whether a terminal is to be coloured, by the values of NO_COLOR (set and not
 * empty: no; see no-color.org) and TERM (unset, empty or "dumb": no); NULL is
 * unset. */
bool color_wanted(const char *no_color, const char *term);

/* Appends calls as echo_format shows them, and the reasons below them: the
 * function's name, strings, the result, an error. */
void color_echo(struct strbuf *out, const char *s, size_t len);
/* Appends a diagnostic as diag_format makes it. */
void color_diag(struct strbuf *out, const char *s, size_t len);
/* The prompt for readline, which must not count what is between \001 and \002
 * (rl_expand_prompt in readline(3)). */
void color_prompt(struct strbuf *out, const char *s);

#endif
