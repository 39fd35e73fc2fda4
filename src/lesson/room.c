/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson's own process, and who waits for it. */
#include "lesson/room.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/i18n.h"
#include "lesson/isolate.h"
#include "lesson/library.h"
#include "lesson/lint.h"

/* A child has stopped or ended: ppoll returns. */
static void
on_child(int sig)
{
	(void)sig;
}

void
room_catch_signals(void)
{
	struct sigaction child = { .sa_handler = on_child };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t set;

	sigaction(SIGCHLD, &child, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGQUIT, &ignore, NULL);
	sigaction(SIGTSTP, &ignore, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void
room_default_signals(void)
{
	static const int signals[] = { SIGCHLD, SIGINT, SIGQUIT, SIGTSTP };
	sigset_t none;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGHUP);
}

void
room_enter(const struct lesson *l, bool confined)
{
	char *cause = NULL;
	int err = 0;

	if (l->isolate == ISOLATE_LAB)
		return;
	if (l->isolate == ISOLATE_NETNS || confined)
		err = network_enter();
	if (err != 0 && (confined || l->sets.n != 0)) {
		fprintf(stderr,
		    confined ? _("socksh: no private network here (%s), and "
				 "this lesson did not come with socksh\n") :
			       _("socksh: no private network here (%s), and "
				 "this lesson's settings need one\n"),
		    strerror(err));
		exit(1);
	}
	if (err != 0)
		fprintf(stderr,
		    _("socksh: no private network here (%s): the lesson uses "
		      "this host's\n"),
		    strerror(err));
	else if (!network_set(&l->sets, &cause))
		fprintf(stderr, "socksh: %s\n", cause);
	free(cause);
}

bool
room_ended(pid_t pid, int *status)
{
	pid_t rc = waitpid(pid, status, WNOHANG | WUNTRACED);

	if (rc == pid && WIFSTOPPED(*status)) {
		raise(SIGSTOP);
		/* If it was us alone who were continued. */
		kill(pid, SIGCONT);
		return false;
	}
	return rc == pid || (rc == -1 && errno == ECHILD);
}

/* A stranger's lesson that reaches beyond its network asks first. */
static bool
consent(void)
{
	char *line = NULL;
	size_t size = 0;
	bool yes;

	printf(_("This lesson did not come with socksh, and it reaches files "
		 "or programs.\nType yes to let it: "));
	fflush(stdout);
	yes = getline(&line, &size, stdin) > 0 && strcmp(line, "yes\n") == 0;
	free(line);
	return yes;
}

bool
room_sound(const struct lesson_host *host, const struct lesson *l,
    const struct lesson **trusted)
{
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	struct session rows;
	bool uses_host = false, sound;

	session_init(&rows, NULL, NULL);
	host->add_rows(&rows);
	session_lock(&rows);
	lesson_check(l, &rows, &faults, &uses_host);
	session_unlock(&rows);
	session_free(&rows);
	sound = faults.n == 0 && l->nsteps != 0;
	if (!sound)
		faults_format(&out, &faults, host);
	fputs(sb_text(&out), stderr);
	sb_free(&out);
	faults_free(&faults);
	if (sound && uses_host && !lesson_shipped(l) && *trusted != l) {
		sound = consent();
		*trusted = sound ? l : NULL;
	}
	return sound;
}
