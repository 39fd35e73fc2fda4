/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socksh summary: what was done in lessons, from the command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "lesson/progress.h"
#include "lesson/summary.h"
#include "view/jsonl.h"
#include "view/wrap.h"

/* What is asked for. */
struct telling {
	const struct lesson_host *host;
	void (*format)(struct strbuf *out, const struct summary *s);
	bool all; /* lessons that were not begun too */
	struct library lib;
	struct progress progress;
	struct faults faults;
};

/* The options; the words that follow, or NULL: what is wrong is said. */
static char **
read_options(struct telling *t, char **args)
{
	for (; *args != NULL && strncmp(*args, "--", 2) == 0; args++) {
		if (strcmp(*args, "--markdown") == 0) {
			t->format = summary_markdown;
		} else if (strcmp(*args, "--json") != 0) {
			lesson_usage("summary");
			return NULL;
		} else if (jsonl_library() == NULL) {
			fprintf(stderr, "socksh: --json: %s\n",
			    _("this socksh was built without jansson"));
			return NULL;
		} else {
			jsonl_start();
			t->format = summary_json;
		}
	}
	if (*args != NULL && **args == '-') {
		lesson_usage("summary");
		return NULL;
	}
	/* Who names lessons, or grades them, wants all of them. */
	t->all = *args != NULL || t->format == summary_json;
	return args;
}

/* Appends what is to be told; whether there was any. */
static bool
tell(struct telling *t, struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i < t->lib.n; i++) {
		const struct lesson *l = t->lib.v[i];
		struct course course;

		if (!t->all && !progress_begun(&t->progress, l))
			continue;
		if (any && t->format != summary_json)
			sb_char(out, '\n');
		any = true;
		if (course_of(&course, l, &t->faults)) {
			const struct summary summary = { .l = l,
				.progress = &t->progress,
				.course = &course,
				.strict = course.strict,
				.ascii = t->host->ascii,
				.width = WRAP_WIDTH };

			t->format(out, &summary);
		}
		course_free(&course);
	}
	return any;
}

static void
print_faults(const struct telling *t)
{
	struct strbuf text = { 0 };

	faults_format(&text, &t->faults, t->host);
	fflush(stdout);
	fputs(sb_text(&text), stderr);
	sb_free(&text);
}

int
summary_run(const struct lesson_host *host, char **args)
{
	struct telling t = { .host = host, .format = summary_text };
	struct strbuf out = { 0 };
	bool readable = true;

	args = read_options(&t, args);
	if (args == NULL)
		return LESSON_USAGE;
	if (*args == NULL)
		library_add_course(&t.lib, &t.faults);
	for (; *args != NULL; args++)
		readable &= library_add_named(&t.lib, *args, &t.faults);
	/* What is wrong with the lessons themselves is lint's to say. */
	if (readable)
		faults_free(&t.faults);
	progress_read(&t.progress);
	if (readable && !tell(&t, &out) && t.faults.n == 0)
		puts(_("no lesson has been begun; socksh learn begins one"));
	fputs(sb_text(&out), stdout);
	print_faults(&t);
	if (readable && t.faults.n != 0)
		readable = false;
	sb_free(&out);
	progress_free(&t.progress);
	faults_free(&t.faults);
	library_free(&t.lib);
	return readable ? 0 : LESSON_USAGE;
}
