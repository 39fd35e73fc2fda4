/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with lessons beyond their form, found without playing them. */
#ifndef SOCKSH_LESSON_LINT_H
#define SOCKSH_LESSON_LINT_H

#include "lesson/file.h"
#include "model/session.h"

/* What keeps a lesson from being played: steps without a check, predictions
 * with no right choice or with two, commands and expressions that the language
 * does not know. With the session's lock. *uses_host (may be NULL): whether it
 * has calls that reach files or programs. */
void lesson_check(const struct lesson *l, struct session *s,
    struct faults *faults, bool *uses_host);
/* What its readers would miss: hints, a short point, the minutes. */
void lesson_check_style(const struct lesson *l, struct faults *faults);
/* What the translations beside it, LL/NAME.po, lack. l as it is written
 * (library.original); it is not changed. */
void lesson_check_translations(struct lesson *l, struct faults *faults);
/* needs: unknown, or in a circle; two lessons of one id. The first nown of the
 * n lessons are the ones to report about, the others are only known. */
void lessons_check_needs(struct lesson *const *lessons, size_t nown, size_t n,
    struct faults *faults);

#endif
