/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * socksh demo: a lesson before an audience. As in learn each return to a place is
 * a new process, in which the model answers are played up to there; this one
 * waits, and has what outlasts them: the recording, the speaker's notes.
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
#include "lesson/demo_wishes.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "lesson/notes.h"
#include "lesson/presenter.h"
#include "lesson/relay.h"
#include "lesson/room.h"
#include "model/call.h"

enum {
	COLUMNS = 80,
	COLUMNS_BIG = 60,
	FDS = 3, /* that are waited for, beside the notes' */
};

struct demo {
	const struct lesson_host *host;
	struct demo_wishes wishes;
	const struct lesson *l;
	const struct lesson *trusted;
	struct termios before; /* the terminal, if there is one */
	bool terminal;
	bool begun; /* the first screen was shown */
	struct relay relay;
	struct cast cast;
	struct notes notes;
	struct cue place; /* where the lesson is, or is to begin */
	enum wish wish;
	bool failed;
};

/* SIGTERM, SIGHUP, and SIGINT where a relay stands between; and SIGWINCH. */
static volatile sig_atomic_t ended_by;
static volatile sig_atomic_t resized;

static void
on_end(int sig)
{
	ended_by = sig;
}

static void
on_resize(int sig)
{
	(void)sig;
	resized = 1;
}

/* Signals that the recording, and the socket of the notes, have to outlive; they
 * come while we wait. Without a relay Ctrl-C is the lesson's, which has the
 * terminal. */
static void
catch_ends(bool relay)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_end };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = relay ? 0 : 1; i < sizeof(ends) / sizeof(ends[0]);
	     i++) {
		sigaction(ends[i], &action, NULL);
		sigaddset(&set, ends[i]);
	}
	action.sa_handler = on_resize;
	sigaction(SIGWINCH, &action, NULL);
	sigaddset(&set, SIGWINCH);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static void
default_ends(void)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH,
		SIGPIPE };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		signal(ends[i], SIG_DFL);
}

/* The child: at its terminal, in its own network. */
static void __attribute__((noreturn)) enter(struct demo *d, int cues)
{
	const struct lesson *l = d->l;
	bool confined = l != d->trusted && !lesson_shipped(l);
	struct presenter p = {
		.lr = { .stage = { .l = l },
		    .step = d->place.step,
		    .ascii = d->host->ascii,
		    .choices = xcalloc(l->nsteps, 1) },
		.until = d->place.place,
		.speed = d->place.speed,
		.pause = d->wishes.pause,
		.plain = d->wishes.plain || d->relay.lines,
		.welcome = d->wishes.pause < 0 && !d->begun,
		.marks = d->wishes.record != NULL,
	};

	default_ends();
	room_default_signals();
	notes_leave(&d->notes);
	relay_enter(&d->relay);
	p.cues = session_own_fd(cues);
	room_enter(l, confined);
	exit(d->host->show(&p, confined, d->wishes.big ? COLUMNS_BIG : 0));
}

static void
take_cue(struct demo *d, const struct cue *c)
{
	if (c->step >= d->l->nsteps ||
	    c->place > presenter_last(&d->l->steps[c->step]))
		return;
	d->place = *c;
	if (c->kind != CUE_END) {
		notes_at(&d->notes, d->l, c);
		return;
	}
	d->wish = (enum wish)c->wish;
	d->failed = c->failed != 0;
}

/* What signals have told; and whether anybody still watches. */
static void
heed_signals(struct demo *d, pid_t pid)
{
	if (resized != 0) {
		resized = 0;
		relay_resize(&d->relay);
	}
	if (ended_by != 0 || d->relay.err != 0)
		kill(pid, SIGTERM);
}

/* Waits once, for all that can come. */
static void
wait_once(struct demo *d, int cues, bool *open, pid_t pid)
{
	struct pollfd fds[FDS + NOTES_FDS] = {
		{ *open ? cues : -1, POLLIN, 0 },
		{ d->relay.master, POLLIN, 0 },
		{ d->relay.terminal ? STDIN_FILENO : -1, POLLIN, 0 },
	};
	size_t nnotes = notes_wait(&d->notes, fds + FDS);
	struct cue c;
	sigset_t none;

	sigemptyset(&none);
	heed_signals(d, pid);
	if (ppoll(fds, FDS + nnotes, NULL, &none) == -1)
		return;
	notes_heed(&d->notes, fds + FDS, nnotes);
	if (fds[1].revents != 0)
		relay_output(&d->relay);
	if (fds[2].revents != 0 && !relay_keys(&d->relay))
		ended_by = SIGHUP;
	if (fds[0].revents == 0)
		return;
	if (read(cues, &c, sizeof(c)) == (ssize_t)sizeof(c))
		take_cue(d, &c);
	else
		*open = false;
}

/* Until the child has ended, and all that it said has been heard. */
static void
attend(struct demo *d, int cues, pid_t pid)
{
	bool open = true;
	int status = 0;

	while (!room_ended(pid, &status))
		wait_once(d, cues, &open, pid);
	while (open) {
		struct cue c;

		open = read(cues, &c, sizeof(c)) == (ssize_t)sizeof(c);
		if (open)
			take_cue(d, &c);
	}
	while (d->relay.master != -1 && relay_output(&d->relay))
		;
	if (WIFEXITED(status)) {
		d->failed |= WEXITSTATUS(status) != 0 && d->wish == WISH_QUIT;
		return;
	}
	d->failed = true;
	d->wish = WISH_QUIT;
	if (ended_by != 0 || d->relay.err != 0)
		return;
	if (d->terminal)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &d->before);
	fprintf(stderr, _("socksh: the lesson ended by a signal: %s\n"),
	    strsignal(WTERMSIG(status)));
}

static void
show_lesson(struct demo *d)
{
	do {
		int ends[2];
		pid_t pid;

		fflush(stdout);
		d->wish = WISH_QUIT;
		if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) == -1) {
			fprintf(stderr, "socksh: %s\n", strerror(errno));
			d->failed = true;
			return;
		}
		if (pid == 0) {
			close(ends[0]);
			enter(d, ends[1]);
		}
		close(ends[1]);
		attend(d, ends[0], pid);
		d->begun = true;
		close(ends[0]);
	} while (d->wish == WISH_STEP && ended_by == 0 && d->relay.err == 0);
}

/* The terminal that the lesson gets, and the recording. False with *cause. */
static bool
open_all(struct demo *d, char **cause)
{
	unsigned columns, rows;

	d->relay = (struct relay){ .l = d->l,
		.master = -1,
		.terminal = d->terminal && d->wishes.record != NULL,
		.lines = !d->terminal && d->wishes.record == NULL };
	catch_ends(!d->terminal || d->wishes.record != NULL);
	if (d->terminal && d->wishes.record == NULL)
		return true;
	if (!relay_open(&d->relay, d->wishes.big ? COLUMNS_BIG : COLUMNS,
		cause))
		return false;
	if (d->wishes.record == NULL)
		return true;
	relay_size(&d->relay, &columns, &rows);
	if (!cast_begin(&d->cast, d->wishes.record, columns, rows,
		d->l->title.text, cause))
		return false;
	d->relay.cast = &d->cast;
	return true;
}

/* The recording is written, whatever it was that ended. */
static void
close_all(struct demo *d)
{
	int err = d->relay.err;

	relay_close(&d->relay);
	if (err != 0 && err != EPIPE)
		fprintf(stderr, _("socksh: standard output: %s\n"),
		    strerror(err));
	d->failed |= err != 0;
	if (d->relay.cast != NULL) {
		err = cast_end(&d->cast, clock_now(), d->failed);
		if (err != 0)
			fprintf(stderr, "socksh: %s: %s\n", d->cast.path,
			    strerror(err));
		else
			printf(_("%s is written\n"), d->cast.path);
		d->failed |= err != 0;
	}
	cast_free(&d->cast);
}

static int
perform(struct demo *d)
{
	char *cause = NULL;
	sigset_t none;

	if (!room_sound(d->host, d->l, &d->trusted))
		return LESSON_FAULT;
	d->place.speed = d->wishes.speed;
	room_catch_signals();
	/* Where there is no place for them, nobody can look for them either. */
	if (!notes_open(&d->notes, &cause)) {
		free(cause);
		cause = NULL;
	}
	if (open_all(d, &cause)) {
		show_lesson(d);
		notes_close(&d->notes);
		close_all(d);
	} else {
		notes_close(&d->notes);
		relay_close(&d->relay);
		fprintf(stderr, "socksh: %s\n", cause);
		free(cause);
		return LESSON_USAGE;
	}
	if (ended_by != 0) {
		fflush(stdout);
		default_ends();
		raise(ended_by);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
	}
	return d->failed ? LESSON_FAULT : 0;
}

int
demo_run(const struct lesson_host *host, char **args)
{
	struct demo d = { .host = host, .wishes = { .plain = host->plain } };
	struct library lib = { 0 };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	int status = LESSON_USAGE;

	if (!demo_wishes_read(&d.wishes, args))
		return LESSON_USAGE;
	if (d.wishes.notes)
		return notes_view(host->ascii, d.wishes.plain);
	d.terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	    tcgetattr(STDIN_FILENO, &d.before) == 0;
	if (!d.terminal && d.wishes.pause < 0) {
		fprintf(stderr, "socksh: %s\n",
		    _("without a terminal there are no keys: demo --auto "
		      "SECONDS goes on by itself"));
		return LESSON_USAGE;
	}
	if (!library_add_named(&lib, d.wishes.lesson, &faults) || lib.n != 1 ||
	    faults.n != 0) {
		if (faults.n == 0)
			fault_add(&faults, d.wishes.lesson, 0,
			    _("one lesson is shown at a time: name it"));
		faults_format(&out, &faults, host);
		fputs(sb_text(&out), stderr);
		status = lib.n != 1 ? LESSON_USAGE : LESSON_FAULT;
	} else {
		d.l = lib.v[0];
		status = perform(&d);
	}
	sb_free(&out);
	faults_free(&faults);
	library_free(&lib);
	return status;
}
