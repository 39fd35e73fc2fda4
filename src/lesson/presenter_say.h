/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on the wall: appended to say, with each text made harmless. */
#ifndef SOCKSH_LESSON_PRESENTER_SAY_H
#define SOCKSH_LESSON_PRESENTER_SAY_H

#include "lesson/presenter.h"

/* A paragraph, with a lead on its first line. */
void presenter_say(const struct presenter *p, const char *lead,
    const char *text, struct strbuf *say);
/* The screen anew: the step's title, and what is to be predicted. */
void presenter_say_step(const struct presenter *p, const struct step *step,
    struct strbuf *say);
/* Whether a choice is right, and if not why. */
void presenter_say_choice(const struct presenter *p,
    const struct choice *choice, struct strbuf *say);
/* The checks hold: a tick for each, what was right, and the caption. */
void presenter_say_done(const struct presenter *p, const struct step *step,
    struct strbuf *say);
/* It is not as the lesson says; cause may be NULL. */
void presenter_say_stuck(const struct presenter *p, const char *cause,
    struct strbuf *say);
/* The captions of the whole lesson. */
void presenter_say_summary(const struct presenter *p, struct strbuf *say);
void presenter_say_keys(const struct presenter *p, struct strbuf *say);
void presenter_say_speed(const struct presenter *p, struct strbuf *say);
/* The steps, by number. */
void presenter_say_steps(const struct presenter *p, struct strbuf *say);

#endif
