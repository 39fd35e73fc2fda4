/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socksh lint, lesson new, lesson pot, lessons. */
#include "lesson/modes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/course.h"
#include "lesson/library.h"
#include "lesson/lint.h"
#include "lesson/progress.h"
#include "lesson/translate.h"
#include "view/plain.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	ID_COLUMNS = 14,
	ROW_COLUMNS = 80, /* of a row with its title */
};

/* Says how a mode is called, from its row. */
int
lesson_usage(const char *name)
{
	const struct lesson_mode *mode = lesson_modes;

	while (strcmp(mode->name, name) != 0)
		mode++;
	fprintf(stderr, _("Usage: socksh %s %s\n"), mode->name, mode->args);
	return LESSON_USAGE;
}

/* Lessons that those of lib may need: their neighbours, and the course. Those
 * of lib itself are among them. */
static void
read_neighbours(struct library *lib, size_t nown)
{
	struct faults others = { 0 };
	char *last = NULL;

	for (size_t i = 0; i < nown; i++) {
		const char *slash = strrchr(lib->v[i]->path, '/');
		char *dir = slash == NULL ?
		    xstrdup(".") :
		    xstrndup(lib->v[i]->path,
			(size_t)(slash - lib->v[i]->path) + 1);

		if (last == NULL || strcmp(last, dir) != 0)
			library_add(lib, dir, &others);
		free(last);
		last = dir;
	}
	free(last);
	library_add_course(lib, &others);
	faults_free(&others);
}

/* A lesson that is known twice, by the same file, stays once; returns how many
 * of the first nown are left. */
static size_t
drop_twice(struct library *lib, size_t nown)
{
	size_t n = 0, own = 0;

	for (size_t i = 0; i < lib->n; i++) {
		struct lesson *l = lib->v[i];
		bool twice = false;

		for (size_t k = 0; k < n && !twice; k++)
			twice = lib->v[k]->dev == l->dev &&
			    lib->v[k]->ino == l->ino;
		if (twice) {
			lesson_free(l);
			continue;
		}
		own += i < nown;
		lib->v[n++] = l;
	}
	lib->n = n;
	return own;
}

/* All that is wrong with the first nown lessons. */
static void
find_faults(const struct lesson_host *host, struct library *lib, size_t nown,
    struct faults *faults)
{
	struct session s;

	session_init(&s, NULL, NULL);
	host->add_rows(&s);
	for (size_t i = 0; i < nown; i++) {
		session_lock(&s);
		lesson_check(lib->v[i], &s, faults, NULL);
		session_unlock(&s);
		lesson_check_style(lib->v[i], faults);
		lesson_check_translations(lib->v[i], faults);
	}
	lessons_check_needs(lib->v, nown, lib->n, faults);
	courses_check(lib->v, nown, faults);
	session_free(&s);
	faults_sort(faults);
}

static void
print_faults(const struct lesson_host *host, const struct faults *faults)
{
	struct strbuf text = { 0 };

	faults_format(&text, faults, host);
	fflush(stdout);
	fputs(sb_text(&text), stderr);
	sb_free(&text);
}

static int
lint_run(const struct lesson_host *host, char **args)
{
	struct library lib = { .original = true };
	struct faults faults = { 0 };
	bool readable = true;
	size_t nown, nfaults;

	if (*args == NULL)
		return lesson_usage("lint");
	for (; *args != NULL; args++)
		readable &= library_add_named(&lib, *args, &faults);
	nown = drop_twice(&lib, lib.n);
	read_neighbours(&lib, nown);
	drop_twice(&lib, nown);
	find_faults(host, &lib, nown, &faults);
	print_faults(host, &faults);
	nfaults = faults.n + faults.more;
	if (nown == 0 && !readable)
		goto out;
	printf(ngettext("%zu lesson, ", "%zu lessons, ", nown), nown);
	printf(ngettext("%zu fault\n", "%zu faults\n", nfaults), nfaults);
out:
	faults_free(&faults);
	library_free(&lib);
	if (!readable)
		return LESSON_USAGE;
	return nfaults == 0 ? 0 : LESSON_FAULT;
}

/* In English, as the keys are: a lesson is translated as a whole, later. */
static const char template[] =
    "lesson: 1 %s\n"
    "title: What the lesson shows, in one line\n"
    "minutes: 5\n"
    "isolate: netns\n"
    "\n"
    "=== first-step What the student does here\n"
    "Tell what is there, and what to do. `send` in marks like these is typed.\n"
    "\n"
    "setup:\n"
    "  $ a, b = socketpair()\n"
    "predict: What will send give back?\n"
    "  a) nothing, it only says whether it worked\n"
    "  b)* 5, the bytes that the kernel has taken\n"
    "  a> It says how many bytes it took; they may be fewer than you offered.\n"
    "do:\n"
    "  $ send a \"hello\"\n"
    "  = 5\n"
    "check: inq(b) == 5\n"
    "wrong: inq(a) > 0\n"
    "  $ send b \"hello\"\n"
    "  > That was the other end: send from a.\n"
    "hint: Which end is to send?\n"
    "hint: Type: send a \"hello\"\n"
    "point: send = 5: the kernel took five bytes\n"
    "note: What the speaker says, and the audience does not see.\n";

/* socksh lesson pot LESSON: what is there to translate. */
static int
template_run(const struct lesson_host *host, const char *word)
{
	struct library lib = { .original = true };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	bool readable = library_add_named(&lib, word, &faults), done;

	print_faults(host, &faults);
	if (faults.n == 0 && lib.n == 1)
		lesson_template(lib.v[0], &out);
	else if (faults.n == 0)
		fprintf(stderr, "socksh: %s\n",
		    _("one lesson at a time: each has translations of its "
		      "own"));
	fputs(sb_text(&out), stdout);
	done = out.len != 0;
	sb_free(&out);
	faults_free(&faults);
	library_free(&lib);
	if (done)
		return 0;
	return readable ? LESSON_FAULT : LESSON_USAGE;
}

static int
new_run(const struct lesson_host *host, char **args)
{
	const char *id = NULL;
	char *path;
	FILE *file;
	int err;

	if (*args != NULL && strcmp(*args, "pot") == 0 && args[1] != NULL &&
	    args[2] == NULL)
		return template_run(host, args[1]);
	if (*args != NULL && strcmp(*args, "new") == 0)
		id = *++args;
	if (id == NULL || args[1] != NULL)
		return lesson_usage("lesson");
	/* 18-half-packets: the number is the file's alone. */
	if (strspn(id, "0123456789") != 0 &&
	    id[strspn(id, "0123456789")] == '-')
		id += strspn(id, "0123456789") + 1;
	if (!lesson_is_id(id)) {
		fprintf(stderr, "socksh: %s\n",
		    _("a lesson's name is small letters, digits and single "
		      "hyphens: tcp-sticky, 17-tcp-sticky"));
		return LESSON_USAGE;
	}
	path = xasprintf("%s.lesson", *args);
	file = fopen(path, "wxe");
	err = file == NULL ? errno : 0;
	if (file != NULL) {
		fprintf(file, template, id);
		if (fclose(file) != 0)
			err = errno;
	}
	if (err != 0)
		fprintf(stderr, "socksh: %s: %s\n", path, strerror(err));
	else
		printf(_("%s is written: change it, then socksh lint %s\n"),
		    path, path);
	free(path);
	return err != 0 ? LESSON_FAULT : 0;
}

/* Text in a column of this width; one blank follows if it is longer. */
static void
put_column(struct strbuf *out, const char *s, size_t width, bool ascii)
{
	struct strbuf cell = { 0 };
	size_t used;

	text_safe(&cell, s, strlen(s), ascii);
	used = text_width(sb_text(&cell), cell.len);
	sb_str(out, sb_text(&cell));
	sb_fill(out, ' ', used < width ? width - used : 1);
	sb_free(&cell);
}

unsigned
lesson_width(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		size.ws_col = 0;
	return wrap_width(size.ws_col);
}

/* How long it takes, and how far the student is. */
static void
put_state(struct strbuf *out, const struct lesson *l, size_t solved)
{
	if (l->minutes != 0)
		sb_printf(out, _("%3u min"), l->minutes);
	if (solved >= l->nsteps && solved != 0)
		sb_str(out, _("  done"));
	else if (solved != 0)
		sb_printf(out, "  %zu/%zu", solved, l->nsteps);
	sb_char(out, '\n');
}

/* Where a row has no room for the title it stands below. */
void
lesson_row(struct strbuf *out, const struct lesson *l, size_t solved,
    bool ascii)
{
	struct strbuf title = { 0 };
	bool narrow = lesson_width() < ROW_COLUMNS;

	if (lesson_number(l) >= 0)
		sb_printf(out, "%02d  ", lesson_number(l));
	else
		sb_str(out, "    ");
	put_column(out, l->id.text, ID_COLUMNS, ascii);
	if (!narrow)
		put_column(out, l->title.text, LESSON_TITLE_COLUMNS, ascii);
	put_state(out, l, solved);
	if (!narrow)
		return;
	text_safe(&title, l->title.text, strlen(l->title.text), ascii);
	wrap_text(out, "    ", sb_text(&title), lesson_width());
	sb_free(&title);
}

static int
list_run(const struct lesson_host *host, char **args)
{
	struct library lib = { 0 };
	struct faults faults = { 0 };
	struct progress progress;
	struct strbuf out = { 0 };

	if (*args != NULL && strcmp(*args, "--claims") == 0)
		return claims_run(host, args + 1);
	if (*args != NULL)
		return lesson_usage("lessons");
	library_add_course(&lib, &faults);
	progress_read(&progress);
	for (size_t i = 0; i < lib.n; i++)
		lesson_row(&out, lib.v[i], progress_count(&progress, lib.v[i]),
		    host->ascii);
	if (lib.n == 0)
		sb_str(&out, _("no lessons are installed\n"));
	if (host->plain)
		plain_text(&out);
	fputs(sb_text(&out), stdout);
	print_faults(host, &faults);
	progress_free(&progress);
	sb_free(&out);
	faults_free(&faults);
	library_free(&lib);
	return 0;
}

const struct lesson_mode lesson_modes[] = {
	{ "demo", "[OPTION...] LESSON | --notes",
	    N_("show a lesson to an audience"), demo_run },
	{ "learn", "[--strict] [LESSON]", N_("take a lesson"), learn_run },
	{ "lesson", "new NAME | pot LESSON",
	    N_("begin to write a lesson, or to translate one"), new_run },
	{ "lessons", "[--claims [--json]]",
	    N_("list the lessons, or what they settle"), list_run },
	{ "lint", "FILE...", N_("look for faults in lessons"), lint_run },
	{ "myth", "[--json] [CLAIM|WORD]",
	    N_("what is said about sockets, and an experiment that decides"),
	    myth_run },
	{ "replay", "[-j N] [LESSON...]", N_("play lessons as a test"),
	    replay_run },
	{ "summary", "[--markdown | --json] [LESSON...]",
	    N_("tell what you have done in lessons"), summary_run },
	{ NULL, NULL, NULL, NULL },
};
