/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One play of a lesson, in a process of its own: from the first step to the
 * last by the model answers, or up to a step, and there into a trap. What
 * happens is reported through a pipe, record by record.
 */
#ifndef SOCKSH_LESSON_ACT_H
#define SOCKSH_LESSON_ACT_H

#include <stdint.h>

#include "lesson/file.h"
#include "lesson/modes.h"

enum report_kind {
	REPORT_COMMAND, /* begins */
	REPORT_STEP,    /* is solved */
	REPORT_FAULT,   /* text: what was expected, and what came */
	REPORT_SKIP,    /* text: why it cannot be played here */
	REPORT_END,     /* it came to its end */
};

enum { REPORT_TEXT_MAX = 2000 }; /* a record is written in one piece */

struct report {
	uint32_t kind;
	uint32_t step; /* from 0 */
	uint32_t line; /* of the file */
	uint32_t len;  /* of the text that follows */
};

struct act {
	const struct lesson_host *host;
	const struct lesson *l;
	size_t step;             /* the last one to be played */
	const struct trap *trap; /* of that step, or NULL: the model answer */
	bool shared;             /* the network is not the lesson's own */
	bool confined;           /* it may not reach beyond its network */
	int report;              /* the pipe's end */
	int errors;              /* what jobs have to say goes there */
	int aloud; /* what the last step's calls show goes there; 0: nowhere */
};

/* Plays; for a child just forked by a process of one thread. */
void act_run(struct act *act) __attribute__((noreturn));

#endif
