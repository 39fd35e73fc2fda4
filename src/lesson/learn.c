/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * socksh learn: the menu, and a process for each time that a lesson is entered.
 * A network cannot be left again, and sockets cannot be kept; so whoever goes
 * back a step, or begins it again, gets a new process, in which the model answers
 * are played up to there. This process keeps the progress, and waits.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/course.h"
#include "lesson/learner.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "lesson/progress.h"
#include "lesson/room.h"
#include "view/jsonl.h"
#include "view/plain.h"
#include "view/wrap.h"

enum {
	WORD_SHOWN_MAX = 60,
	MENU_PROMPT = 2, /* lines of it, at most */
};

struct school {
	const struct lesson_host *host;
	struct library lib;
	struct progress progress;
	struct course course;         /* of the lesson that is taken */
	bool strict;                  /* --strict: whatever the course says */
	struct termios terminal;      /* as it was */
	const struct lesson *trusted; /* a stranger's, that may run programs */
};

/* What was noted on disk may have gone wrong: the student is told once. */
static void
tell_trouble(struct school *s)
{
	if (s->progress.trouble == NULL || *s->progress.trouble == '\0')
		return;
	fprintf(stderr, "socksh: %s\n", s->progress.trouble);
	*s->progress.trouble = '\0';
}

static void
put_menu(const struct school *s, struct strbuf *out)
{
	sb_char(out, '\n');
	for (size_t i = 0; i < s->lib.n; i++) {
		const struct lesson *l = s->lib.v[i];

		lesson_row(out, l, progress_count(&s->progress, l),
		    s->host->ascii);
	}
	if (s->host->plain)
		plain_text(out);
}

/* How many lines the menu takes. */
static unsigned
menu_rows(const struct school *s)
{
	struct strbuf out = { 0 };
	unsigned n = MENU_PROMPT;

	put_menu(s, &out);
	for (size_t i = 0; i < out.len; i++)
		n += out.data[i] == '\n';
	sb_free(&out);
	return n;
}

/* The child: in its own network, at the terminal. */
static void __attribute__((noreturn)) enter(struct school *s,
    const struct lesson *l, size_t step, const char *opening, int notes)
{
	struct learner lr = { .stage = { .l = l },
		.step = step,
		.opening = opening };
	bool confined = l != s->trusted && !lesson_shipped(l);

	lr.notes = session_own_fd(notes);
	lr.ascii = s->host->ascii;
	lr.plain = s->host->plain;
	lr.strict = s->strict || s->course.strict;
	lr.course = &s->course;
	/* From here on it is a copy: who keeps it is the parent. */
	s->progress.later = true;
	lr.progress = &s->progress;
	lr.menu_rows = menu_rows(s);
	lr.choices = xcalloc(l->nsteps, 1);
	for (size_t i = 0; i < l->nsteps; i++)
		lr.choices[i] = progress_choice(&s->progress, l, i);
	room_default_signals();
	room_enter(l, confined);
	exit(s->host->teach(&lr, confined));
}

static void
take_note(struct school *s, const struct lesson *l, const struct note *n,
    enum wish *wish, size_t *step)
{
	note_keep(&s->progress, l, n);
	if (n->kind == NOTE_WISH && n->step <= l->nsteps) {
		*wish = (enum wish)n->what;
		*step = n->step;
	}
}

/* Takes the child's notes until it has ended. */
static void
attend(struct school *s, const struct lesson *l, int notes, pid_t pid,
    enum wish *wish, size_t *step)
{
	struct pollfd fd = { notes, POLLIN, 0 };
	bool open = true, ended = false;
	struct note n;
	sigset_t none;
	int status = 0;

	sigemptyset(&none);
	while (open || !ended) {
		fd.fd = open ? notes : -1;
		if (!ended && !room_ended(pid, &status))
			ppoll(&fd, 1, NULL, &none);
		else
			ended = true;
		if (!open || (!ended && fd.revents == 0))
			continue;
		if (note_receive(notes, &n))
			take_note(s, l, &n, wish, step);
		else
			open = false;
		fd.revents = 0;
	}
	if (!WIFSIGNALED(status))
		return;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &s->terminal);
	fprintf(stderr, _("socksh: the lesson ended by a signal: %s\n"),
	    strsignal(WTERMSIG(status)));
	*wish = WISH_QUIT;
}

/* A line that may be too long for the terminal. */
static void
say(struct strbuf *out, const char *line)
{
	wrap_text(out, "", line, lesson_width());
}

/* Where the student goes on, and what he should know of it. */
static size_t
where_to_begin(const struct school *s, const struct lesson *l,
    struct strbuf *opening)
{
	bool strict = s->strict || s->course.strict;
	size_t step;
	enum whereabouts where = progress_where(&s->progress, l, strict, &step);

	sb_char(opening, '\n');
	say(opening,
	    strict ? _("For the lesson itself: hint goal redo back free "
		       "summary menu quit") :
		     _("For the lesson itself: hint show goal redo back skip "
		       "free summary menu quit"));
	if (strict)
		say(opening,
		    _("This course is strict: no step is skipped, no answer "
		      "shown."));
	if (where == WHERE_CHANGED)
		say(opening,
		    _("The lesson has changed since you were here: it goes on "
		      "with the first step that you have not solved."));
	else if (where == WHERE_STRICT)
		say(opening,
		    _("It goes on with the first step that you have not "
		      "solved without skip and show."));
	return step;
}

/* A lesson, from a step on, until the student wants something else. */
static enum wish
take_lesson(struct school *s, const struct lesson *l)
{
	enum wish wish = WISH_STEP;
	struct strbuf opening = { 0 };
	size_t step = where_to_begin(s, l, &opening);

	while (wish == WISH_STEP) {
		int ends[2];
		pid_t pid;

		fflush(stdout);
		if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) == -1) {
			fprintf(stderr, "socksh: %s\n", strerror(errno));
			wish = WISH_QUIT;
			break;
		}
		if (pid == 0) {
			close(ends[0]);
			enter(s, l, step, sb_text(&opening), ends[1]);
		}
		sb_clear(&opening);
		close(ends[1]);
		/* Should it end before it has begun: it has said why. */
		wish = WISH_MENU;
		attend(s, l, ends[0], pid, &wish, &step);
		close(ends[0]);
		tell_trouble(s);
		if (step >= l->nsteps)
			step = 0;
	}
	sb_free(&opening);
	return wish;
}

/* The lesson that a student would take next: one that was begun, else the first
 * that is not done. */
static size_t
next_lesson(const struct school *s)
{
	size_t next = s->lib.n;

	for (size_t i = 0; i < s->lib.n; i++) {
		const struct lesson *l = s->lib.v[i];
		size_t solved = progress_count(&s->progress, l);

		if (solved != 0 && solved < l->nsteps)
			return i;
		if (solved < l->nsteps && next == s->lib.n)
			next = i;
	}
	return next < s->lib.n ? next : 0;
}

static void
print_menu(const struct school *s)
{
	struct strbuf out = { 0 };

	put_menu(s, &out);
	fputs(sb_text(&out), stdout);
	sb_free(&out);
}

/* What was asked for is none: which there are, by their numbers where they have
 * any, as in the menu. */
static void
say_no_such(const struct school *s, const char *word)
{
	struct nearest nearest = { .name = word };
	struct strbuf safe = { 0 }, names = { 0 }, out = { 0 };

	text_safe(&safe, word, strnlen(word, WORD_SHOWN_MAX), s->host->ascii);
	for (size_t i = 0; i < s->lib.n; i++) {
		const struct lesson *l = s->lib.v[i];

		nearest_offer(&nearest, l->id.text);
		sb_str(&names, i == 0 ? "" : " ");
		if (lesson_number(l) >= 0)
			sb_printf(&names, "%02d", lesson_number(l));
		else
			sb_str(&names, l->id.text);
	}
	if (nearest.best != NULL)
		sb_printf(&out, _("%s is no lesson; did you mean %s?"),
		    sb_text(&safe), nearest.best);
	else
		sb_printf(&out, _("%s is no lesson; there are: %s"),
		    sb_text(&safe), sb_text(&names));
	sb_clear(&names);
	say(&names, sb_text(&out));
	fputs(sb_text(&names), stdout);
	sb_free(&safe);
	sb_free(&names);
	sb_free(&out);
}

/* Asks for a lesson until one is named; NULL at the end of input, and at q. */
static const struct lesson *
ask(struct school *s)
{
	size_t next = next_lesson(s), size = 0;
	const struct lesson *chosen = NULL;
	char *line = NULL;
	bool done = false;

	print_menu(s);
	while (!done) {
		char *word;

		printf(_("Which lesson? (a number; Enter: %s; q: the end) "),
		    s->lib.v[next]->id.text);
		fflush(stdout);
		if (getline(&line, &size, stdin) <= 0) {
			putchar('\n');
			break;
		}
		line[strcspn(line, "\n")] = '\0';
		word = line + strspn(line, " \t");
		word[strcspn(word, " \t")] = '\0';
		if (strcmp(word, "q") == 0 || strcmp(word, "quit") == 0)
			break;
		chosen = *word == '\0' ? s->lib.v[next] :
					 library_find(&s->lib, word);
		done = chosen != NULL;
		if (!done)
			say_no_such(s, word);
	}
	free(line);
	clearerr(stdin);
	return chosen;
}

/* The menu can be left by Ctrl-C, as any program at its prompt. */
static const struct lesson *
ask_interruptible(struct school *s)
{
	const struct lesson *l;

	signal(SIGINT, SIG_DFL);
	signal(SIGTSTP, SIG_DFL);
	l = ask(s);
	signal(SIGINT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	return l;
}

/* What its teacher says of it; false with a message. */
static bool
read_course(struct school *s, const struct lesson *l)
{
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	bool ok;

	course_free(&s->course);
	ok = course_of(&s->course, l, &faults);
	faults_format(&out, &faults, s->host);
	fputs(sb_text(&out), stderr);
	sb_free(&out);
	faults_free(&faults);
	return ok;
}

static int
attend_school(struct school *s, const struct lesson *l)
{
	enum wish wish = WISH_MENU;

	room_catch_signals();
	progress_open(&s->progress);
	tell_trouble(s);
	while (wish == WISH_MENU) {
		if (l == NULL)
			l = ask_interruptible(s);
		if (l == NULL)
			break;
		if (!room_sound(s->host, l, &s->trusted) ||
		    !read_course(s, l)) {
			wish = WISH_MENU;
			if (s->lib.n == 1) {
				progress_free(&s->progress);
				return LESSON_FAULT;
			}
		} else {
			wish = take_lesson(s, l);
		}
		l = NULL;
	}
	progress_free(&s->progress);
	return 0;
}

int
learn_run(const struct lesson_host *host, char **args)
{
	struct school s = { .host = host };
	struct library named = { 0 };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	const struct lesson *first = NULL;
	int status = LESSON_USAGE;

	if (args[0] != NULL && strcmp(args[0], "--strict") == 0) {
		s.strict = true;
		args++;
	}
	if (args[0] != NULL && (args[1] != NULL || *args[0] == '-'))
		return lesson_usage("learn");
	if (jsonl_library() != NULL)
		jsonl_start();
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &s.terminal) != 0) {
		fprintf(stderr, "socksh: %s\n",
		    _("learn needs a terminal; replay plays a lesson "
		      "without"));
		return LESSON_USAGE;
	}
	if (args[0] != NULL &&
	    (!library_add_named(&named, args[0], &faults) || named.n == 0 ||
		faults.n != 0)) {
		faults_format(&out, &faults, host);
		fputs(sb_text(&out), stderr);
		status = named.n == 0 ? LESSON_USAGE : LESSON_FAULT;
	} else {
		faults_free(&faults);
		library_add_course(&s.lib, &faults);
		if (named.n != 0)
			first = library_adopt(&s.lib, &named);
		if (s.lib.n == 0)
			fputs(_("no lessons are installed\n"), stderr);
		else
			status = attend_school(&s, first);
	}
	course_free(&s.course);
	sb_free(&out);
	faults_free(&faults);
	library_free(&named);
	library_free(&s.lib);
	return status;
}
