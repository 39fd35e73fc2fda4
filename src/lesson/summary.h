/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a student has done in a lesson: to be read, to be handed in, and for a
 * program that grades. What is right of a prediction is told of steps that are
 * solved, and of no other.
 */
#ifndef SOCKSH_LESSON_SUMMARY_H
#define SOCKSH_LESSON_SUMMARY_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "lesson/course.h"
#include "lesson/file.h"
#include "lesson/progress.h"

struct summary {
	const struct lesson *l;
	const struct progress *progress;
	const struct course *course;
	bool strict;    /* no step is skipped now, no answer shown */
	bool ascii;     /* the locale is not UTF-8 */
	unsigned width; /* of text */
	bool paged; /* PAGES_BREAK (view/pages.h) stands between its steps */
};

void summary_text(struct strbuf *out, const struct summary *s);
/* A section, headed by the lesson's title. */
void summary_markdown(struct strbuf *out, const struct summary *s);
/* An object in one line; its keys are told in socksh(1). By jansson: only where
 * jsonl_library() (view/jsonl.h) is something. */
void summary_json(struct strbuf *out, const struct summary *s);

#endif
