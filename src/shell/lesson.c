/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socksh learn, replay, lint, …: from the command line to src/lesson. */
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "shell/demo.h"
#include "shell/learn.h"
#include "shell/shell.h"

static const struct lesson_mode *
mode_find(const char *word)
{
	for (const struct lesson_mode *m = lesson_modes; m->name != NULL; m++) {
		if (strcmp(m->name, word) == 0)
			return m;
	}
	return NULL;
}

bool
lesson_mode_known(const char *word)
{
	return mode_find(word) != NULL;
}

void
lesson_modes_help(struct strbuf *out)
{
	sb_printf(out, "%s\n", _("\nLessons:"));
	for (const struct lesson_mode *m = lesson_modes; m->name != NULL; m++) {
		int len = (int)(strlen(m->name) + strlen(m->args));

		/* What leaves no room beside it is explained below. */
		if (m->run != NULL)
			sb_printf(out, "  socksh %s %s%s%*s%s\n", m->name,
			    m->args, len < 20 ? "" : "\n",
			    len < 20 ? 20 - len : 30, "", _(m->help));
	}
}

static void
print_word(const char *kind, const char *word, const char *help)
{
	bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	struct strbuf line = { 0 };

	sb_printf(&line, "%s\t", kind);
	text_safe(&line, word, strcspn(word, "\t\n"), ascii);
	sb_char(&line, '\t');
	text_safe(&line, help, strcspn(help, "\t\n"), ascii);
	puts(sb_text(&line));
	sb_free(&line);
}

void
lesson_words(void)
{
	struct faults faults = { 0 };
	struct library lib = { 0 };

	for (const struct lesson_mode *m = lesson_modes; m->name != NULL; m++) {
		if (m->run != NULL)
			print_word("mode", m->name, _(m->help));
	}
	library_add_course(&lib, &faults);
	for (size_t i = 0; i < lib.n; i++) {
		if (*lib.v[i]->id.text != '\0')
			print_word("lesson", lib.v[i]->id.text,
			    lib.v[i]->title.text);
	}
	faults_free(&faults);
	library_free(&lib);
}

/* A shell that plays a lesson: nobody reads what it prints. */
static struct interp *
host_open(void)
{
	const struct shell_options options = { .quiet = true };
	struct shell *sh = xmalloc(sizeof(*sh));

	shell_init(sh, &options);
	return sh->interp;
}

static void
host_close(struct interp *in)
{
	struct shell *sh = shell_of(in->task.session);

	/* Its jobs end with it: nobody is told of them. */
	jobs_end(sh);
	shell_free(sh);
	if (sh->jobs.running == 0)
		free(sh);
}

int
lesson_mode(char **args, bool plain)
{
	const struct lesson_host host = {
		.plain = plain,
		.add_rows = shell_add_rows,
		.open = host_open,
		.close = host_close,
		.teach = learn_teach,
		.show = demo_show,
		.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
	};
	const struct lesson_mode *mode = mode_find(args[0]);
	int status;

	if (mode->run == NULL) {
		fprintf(stderr, "socksh: %s: %s\n", mode->name,
		    _("not in this version yet"));
		return 2;
	}
	status = mode->run(&host, args + 1);
	/* As for all programs: what could not be written was not done. */
	return fflush(stdout) == 0 ? status : 1;
}
