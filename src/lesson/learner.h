/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A student in a lesson: which step he is at, what he is told, and what becomes
 * of what he does. Knows nothing of terminals: what is to be said is appended
 * to a text. The shell calls it between the student's lines.
 */
#ifndef SOCKSH_LESSON_LEARNER_H
#define SOCKSH_LESSON_LEARNER_H

#include <stdbool.h>

#include "lesson/note.h"
#include "lesson/stage.h"

/* What the student wants, or the lesson has come to: the shell ends for it. */
enum wish {
	WISH_NONE,
	WISH_STEP, /* another step, or the same from its beginning: to */
	WISH_MENU,
	WISH_QUIT,
};

struct learner {
	struct stage stage;
	size_t step;
	bool asking;             /* the prediction is to be answered */
	bool free;               /* nothing counts: the student tries things */
	bool strict;             /* no step is skipped, no answer shown */
	char *choices;           /* by step: what was predicted, 0 nothing */
	size_t hints;            /* how many were given in this step */
	const struct trap *told; /* the trap that the student was told of … */
	struct told_by {
		uint64_t seq; /* … after this call, 0: none … */
		const struct prim *prim;
		int64_t fd; /* … and on what */
	} told_by;
	unsigned width;     /* of the text */
	unsigned menu_rows; /* what the menu takes of the screen, behind us */
	bool ascii;
	bool plain; /* --plain: for those who hear it */
	/* The pipe to who keeps the progress, and a copy of it, which nobody
	 * writes. NULL: there is no student (demo), and nothing is kept. */
	int notes;
	struct progress *progress;
	const struct course *course;
	const char *opening; /* what is said before the first step, or NULL */
	bool jobs;           /* some run: a state may still come */
	uint64_t seen; /* the last call that the checks were asked after */
	enum wish wish;
	size_t to;
	char *prompt;
};

/* Plays the model answers up to the step, and its setup, in silence; false with
 * *cause. */
bool learner_begin(struct learner *lr, char **cause);
/* The setup of the step, in silence; then it begins. False with *cause. */
bool learner_set_up(struct learner *lr, char **cause);
/* Waits until the checks of the step hold, for what jobs have to bring about; false
 * with *cause if they do not come to. */
bool learner_await(struct learner *lr, char **cause);
/* The step's text, and its prediction if it has one; as all that is said, with
 * PAGES_BREAK (view/pages.h) where a screen may end. */
void learner_present(const struct learner *lr, struct strbuf *say);
/* "tcp-sticky 3/8> " */
const char *learner_prompt(struct learner *lr);
/* The choice that a line means, while a prediction is asked for; or NULL. */
const struct choice *learner_choice(const struct learner *lr, const char *line);
/* A line that is no command but an answer: true, and nothing is run. */
bool learner_answer(struct learner *lr, const char *line, struct strbuf *say);
/* After each line of the student: is the step solved, has a trap sprung? Goes
 * on to the next step. */
void learner_look(struct learner *lr, struct strbuf *say);
void learner_hint(struct learner *lr, struct strbuf *say);
/* False with *cause where the course is strict. */
bool learner_show(struct learner *lr, struct strbuf *say, char **cause);
void learner_goal(struct learner *lr, struct strbuf *say);
/* Nothing counts from now on; or, if so it was, the step begins anew. */
void learner_free_hand(struct learner *lr, struct strbuf *say);
/* back, skip, redo: by so many steps. False with *cause at an end. */
bool learner_move(struct learner *lr, int by, char **cause);
/* Tells what the student wanted; the last thing. left: by Ctrl-D, not by quit;
 * that ends what was free first. */
void learner_end(struct learner *lr, bool left);
void learner_free(struct learner *lr);

#endif
