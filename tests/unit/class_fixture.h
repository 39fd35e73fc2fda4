/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson of three steps, and a student's progress in no file. */
#ifndef CLASS_FIXTURE_H
#define CLASS_FIXTURE_H

#include <string.h>

#include "lesson/file.h"
#include "lesson/progress.h"

static const char class_text[] = "lesson: 1 pair\n"
				 "title: A *pair* of `a_b` sockets\n"
				 "minutes: 1\n"
				 "isolate: none\n"
				 "\n"
				 "=== one First\n"
				 "Send.\n"
				 "\n"
				 "setup:\n"
				 "  $ a, b = socketpair()\n"
				 "predict: What?\n"
				 "  a) this\n"
				 "  b)* that\n"
				 "  a> no\n"
				 "do:\n"
				 "  $ send a \"x\"\n"
				 "check: inq(b) == 1\n"
				 "wrong: inq(a) > 0\n"
				 "  $ send b \"x\"\n"
				 "  > The other end.\n"
				 "hint: First.\n"
				 "hint: Second.\n"
				 "point: one <byte>\n"
				 "\n"
				 "=== two Second\n"
				 "Read.\n"
				 "\n"
				 "do:\n"
				 "  $ recv b 1\n"
				 "check: got(b, \"x\")\n"
				 "hint: recv\n"
				 "\n"
				 "=== three Third\n"
				 "Close.\n"
				 "\n"
				 "do:\n"
				 "  $ close b\n"
				 "check: calls(close) > 0\n"
				 "hint: close\n";

static inline struct lesson *
class_lesson(void)
{
	struct faults faults = { 0 };
	struct lesson *l = lesson_parse("05-pair.lesson", class_text,
	    strlen(class_text), &faults);

	faults_free(&faults);
	return l;
}

/* Without a path: nothing is written. For progress_free. */
static inline struct progress
class_progress(const char *text)
{
	struct progress p = { 0 };

	sb_str(&p.text, text);
	return p;
}

#endif
