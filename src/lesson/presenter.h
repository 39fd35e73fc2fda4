/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lesson before an audience: what is typed, when, and what stands on the wall.
 * Like the learner, whose stage it is, it knows nothing of terminals: it is told
 * of keys and of the clock (ns, CLOCK_MONOTONIC), and says what the line at the
 * prompt is. What is to be said is appended to a text.
 *
 * A place in a step: 0, the prediction is voted on; 1 to n, before that command;
 * n + 1, the step is done. A step without a prediction begins at 1.
 */
#ifndef SOCKSH_LESSON_PRESENTER_H
#define SOCKSH_LESSON_PRESENTER_H

#include <stdbool.h>
#include <stdint.h>

#include "lang/interp.h"
#include "lesson/learner.h"

enum {
	PRESENTER_SPEED = 20, /* characters a second, by default */
	PRESENTER_SPEED_MAX = 1000,
	PRESENTER_AUTO_MAX = 3600, /* seconds of a pause */
};

/* Before a step's title, if the parent wants to know where it is: this, the step
 * from 0, and ST. */
#define PRESENTER_MARK "\033_socksh:step:"

/* Keys that are no characters. */
enum presenter_key {
	KEY_ON = 256, /* as a remote control has them: page down, … */
	KEY_BACK,
	KEY_CANCEL,
	KEY_INTERRUPT, /* Ctrl-C */
};

/* What is sent to the parent, record by record. */
enum cue_kind {
	CUE_AT,    /* a place was reached */
	CUE_TAKEN, /* somebody has taken over there */
	CUE_END,   /* the last one: what is wanted now, and where */
};
struct cue {
	unsigned kind;
	unsigned step;
	unsigned place;
	unsigned speed;
	unsigned wish; /* of CUE_END: enum wish */
	unsigned failed;
};

struct presenter {
	struct learner lr;
	size_t place;
	size_t until;   /* the place up to which it hurries, when it begins */
	unsigned speed; /* characters a second; 0: at once */
	int64_t pause;  /* ns, then it goes on by itself; -1: a key does */
	bool welcome;   /* the first screen: tell of the keys */
	bool plain;     /* nothing but words: no cleared screen */
	bool bold;      /* the terminal has it */
	unsigned rows;  /* of the terminal, to be cleared; 0: not known */
	bool marks;     /* a recording is made: say where steps begin */
	int cues;       /* the pipe to the parent */
	bool taken;     /* somebody has the prompt */
	bool typing;
	bool hasty;    /* the rest of the line at once */
	size_t from;   /* of the command: where the line begins … */
	size_t typed;  /* … and how many bytes of it stand there */
	int64_t since; /* the pause, or the last character */
	bool going;    /* the number of a step is typed: */
	char number[8];
	bool stuck;  /* something did not come as the lesson says */
	bool failed; /* … and nobody was there to help */
	bool over;   /* the last step is done, and the summary shown */
	size_t to;   /* with WISH_STEP: the place in the step lr.to */
};

/* What is to be done at the prompt. */
enum presenting {
	PRESENT_WAIT, /* for a key, or as long as it says */
	PRESENT_ON,   /* the pause is over: presenter_on */
	PRESENT_RUN,  /* the line is complete */
	PRESENT_END,
};

/* How many places a step has beside its first: the last one is done. */
size_t presenter_last(const struct step *step);
size_t presenter_first(const struct step *step);

/* Plays the model answers up to the step; false with *cause. */
bool presenter_begin(struct presenter *p, char **cause);
/* The wall as the step begins. */
void presenter_present(struct presenter *p, struct strbuf *say);
const char *presenter_prompt(struct presenter *p);
/* What the line is at this time; *ns: until it changes by itself, 0 if it does
 * not. After PRESENT_RUN the next line follows. */
enum presenting presenter_next(struct presenter *p, int64_t now,
    struct strbuf *line, int64_t *ns);
/* These three may run commands of the lesson, and ask its checks. A key; the end
 * of a pause; the line has been run, and has ended so. */
void presenter_key(struct presenter *p, int key, struct strbuf *say);
void presenter_on(struct presenter *p, struct strbuf *say);
void presenter_ran(struct presenter *p, enum exec rc, struct strbuf *say);
/* Whoever has taken over gives the prompt back. */
void presenter_return(struct presenter *p);
/* Tells what is wanted now; the last thing. left: whoever took over has left the
 * prompt. */
void presenter_end(struct presenter *p, bool left);
void presenter_free(struct presenter *p);

#endif
