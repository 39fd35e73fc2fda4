/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * socksh replay: every lesson is played by its model answers, and into each of
 * its traps, each time in a process of its own, several at once. This process
 * has a single thread, so that those can have namespaces of their own.
 */
#include "lesson/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/act.h"
#include "lesson/isolate.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "model/call.h"

enum {
	COMMAND_SECONDS = 30,
	LESSON_SECONDS = 300,
	SAID_READ = 4000,
};

/* The child's side: it never returns. */
static void
start_act(const struct replay *r, const struct replayed *l,
    const struct run *run, int report)
{
	struct act act = {
		.host = r->host,
		.l = l->l,
		.step = run->step,
		.trap = run->trap,
		.shared = r->shared,
		.confined = !r->trusted && !lesson_shipped(l->l),
		.report = report,
		.errors = run->errors,
		.aloud = r->aloud,
	};

	act_run(&act);
}

static void
run_fault(struct run *run, unsigned line, char *text)
{
	run->fault = text;
	run->fault_line = line;
	run->fault_step = run->at;
}

static void
start_run(struct replay *r, struct replayed *l, struct run *run)
{
	int ends[2] = { -1, -1 };

	run->errors = memfd_create("socksh-replay", MFD_CLOEXEC);
	run->line = l->l->steps[0].line;
	if (l->began == 0)
		l->began = clock_now();
	run->command_since = clock_now();
	run->deadline =
	    run->command_since + LESSON_SECONDS * INT64_C(1000000000);
	if (run->errors != -1 && pipe2(ends, O_CLOEXEC) == 0)
		run->pid = fork();
	else
		run->pid = -1;
	if (run->pid == 0)
		start_act(r, l, run, ends[1]);
	if (run->pid == -1)
		run_fault(run, 1,
		    xasprintf(_("no process for it: %s"), strerror(errno)));
	if (ends[1] != -1)
		close(ends[1]);
	run->report = ends[0];
	if (run->pid == -1) {
		run->pid = 0;
		run->over = true;
		return;
	}
	r->running[r->nrunning++] = run;
}

/* What the jobs of a run said, as far as there is reason to show it. */
static void
take_errors(struct run *run)
{
	char *text = xmalloc(SAID_READ + 1);
	ssize_t n = pread(run->errors, text, SAID_READ, 0);

	text[n > 0 ? n : 0] = '\0';
	if (run->fault != NULL && n > 0)
		run->said = text;
	else
		free(text);
	close(run->errors);
	run->errors = -1;
}

/* A child that is no run; 0 if there is none. */
static pid_t
find_stray(const struct replay *r)
{
	FILE *list = fopen("/proc/thread-self/children", "re");
	char *text = NULL, *at, *end;
	size_t size = 0;
	pid_t stray = 0;

	if (list == NULL)
		return 0;
	/* Numbers with blanks between, in one line. */
	at = getline(&text, &size, list) > 0 ? text : NULL;
	while (at != NULL && stray == 0) {
		pid_t pid = (pid_t)strtol(at, &end, 10);
		bool known = pid == 0;

		for (size_t i = 0; i < r->nrunning; i++)
			known |= r->running[i]->pid == pid;
		if (!known)
			stray = pid;
		at = end != at ? end : NULL;
	}
	free(text);
	fclose(list);
	return stray;
}

/* What a run has left behind becomes our child: the programs of its sh, and
 * then theirs. */
static void
end_strays(const struct replay *r)
{
	pid_t pid;

	while ((pid = find_stray(r)) != 0) {
		kill(pid, SIGKILL);
		if (waitpid(pid, NULL, 0) == -1 && errno != EINTR)
			return;
	}
}

/* The run's process has ended, or is to end now. */
static void
end_run(struct replay *r, struct run *run)
{
	int status = 0;
	size_t at = 0;

	if (!run->ended)
		kill(run->pid, SIGKILL);
	while (waitpid(run->pid, &status, 0) == -1 && errno == EINTR)
		;
	if (run->fault == NULL && !run->ended) {
		if (WIFSIGNALED(status))
			run_fault(run, run->line,
			    xasprintf(_("socksh ended by a signal: %s"),
				strsignal(WTERMSIG(status))));
		else
			run_fault(run, run->line,
			    xasprintf(_("socksh ended with status %d"),
				WEXITSTATUS(status)));
	} else if (run->ended &&
	    (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
		run_fault(run, run->line,
		    xstrdup(_("socksh did not end well after the lesson")));
	}
	take_errors(run);
	close(run->report);
	sb_free(&run->in);
	run->over = true;
	while (r->running[at] != run)
		at++;
	r->running[at] = r->running[--r->nrunning];
	run->pid = 0;
	end_strays(r);
}

static void
take_record(struct replayed *l, struct run *run, const struct report *head,
    const char *text)
{
	run->at = head->step;
	run->command_since = clock_now();
	switch (head->kind) {
	case REPORT_COMMAND:
		run->line = head->line;
		break;
	case REPORT_STEP:
		run->solved = head->step + 1;
		break;
	case REPORT_FAULT:
		if (run->fault == NULL)
			run_fault(run, head->line, xstrndup(text, head->len));
		run->ended = true;
		break;
	case REPORT_SKIP:
		if (l->skip == NULL)
			l->skip = xstrndup(text, head->len);
		run->ended = true;
		break;
	default:
		run->ended = true;
		break;
	}
}

static struct replayed *
lesson_of(struct replay *r, const struct run *run)
{
	size_t i = 0;

	while (run < r->lessons[i].runs ||
	    run >= r->lessons[i].runs + r->lessons[i].nruns)
		i++;
	return &r->lessons[i];
}

/* What came through a run's pipe. */
static void
read_report(struct replay *r, struct run *run)
{
	ssize_t n = read(run->report, sb_reserve(&run->in, 4096), 4096);
	struct report head;
	size_t at = 0;

	if (n == -1 && errno == EINTR)
		return;
	if (n <= 0) {
		end_run(r, run);
		return;
	}
	run->in.len += (size_t)n;
	while (run->in.len - at >= sizeof(head)) {
		memcpy(&head, run->in.data + at, sizeof(head));
		if (run->in.len - at < sizeof(head) + head.len)
			break;
		take_record(lesson_of(r, run), run, &head,
		    run->in.data + at + sizeof(head));
		at += sizeof(head) + head.len;
	}
	memmove(run->in.data, run->in.data + at, run->in.len - at);
	sb_truncate(&run->in, run->in.len - at);
}

/* When the first deadline is; what has missed its own is ended. */
static int64_t
end_late(struct replay *r)
{
	int64_t now = clock_now(), first = INT64_MAX;

	for (size_t i = 0; i < r->nrunning;) {
		struct run *run = r->running[i];
		int64_t command =
		    run->command_since + r->seconds * INT64_C(1000000000);
		int64_t end = command < run->deadline ? command : run->deadline;

		if (end > now) {
			first = end < first ? end : first;
			i++;
			continue;
		}
		if (run->fault == NULL)
			run_fault(run, run->line,
			    command <= run->deadline ?
				xasprintf(_("no answer within %ld s"),
				    r->seconds) :
				xasprintf(_("not done within %d s"),
				    LESSON_SECONDS));
		run->ended = false;
		end_run(r, run);
	}
	return first;
}

static bool
lesson_over(const struct replayed *l)
{
	for (size_t i = 0; i < l->nruns; i++) {
		if (!l->runs[i].over)
			return false;
	}
	return true;
}

static void
clear_bar(struct replay *r)
{
	if (r->bar != 0)
		printf("\r%*s\r", (int)r->bar, "");
	r->bar = 0;
}

/* "[#####.....] 3/6": how far it is. */
static void
show_bar(struct replay *r)
{
	enum { CELLS = 30 };
	size_t full = r->n != 0 ? r->reported * CELLS / r->n : CELLS;
	char cells[CELLS + 1];
	int n;

	if (!r->terminal || r->tap || (r->bar != 0 && r->shown == r->reported))
		return;
	clear_bar(r);
	memset(cells, '.', CELLS);
	memset(cells, '#', full);
	cells[CELLS] = '\0';
	n = printf("[%s] %zu/%zu", cells, r->reported, r->n);
	r->bar = n > 0 ? (size_t)n : 0;
	r->shown = r->reported;
	fflush(stdout);
}

/* Tells of the lessons that are over, in their order. */
static void
tell(struct replay *r)
{
	while (r->reported < r->n && lesson_over(&r->lessons[r->reported])) {
		struct replayed *l = &r->lessons[r->reported];
		struct strbuf out = { 0 };

		if (l->skip != NULL)
			r->totals.skipped++;
		else if (replayed_ok(l))
			r->totals.passed++;
		else
			r->totals.failed++;
		l->took = l->began != 0 ? clock_now() - l->began : 0;
		r->reported++;
		if (r->tap)
			replay_tap(&out, l, r->reported);
		else
			replay_text(&out, l, r->host->ascii);
		clear_bar(r);
		fputs(sb_text(&out), stdout);
		fflush(stdout);
		sb_free(&out);
	}
	show_bar(r);
}

/* The next run that is to be started; NULL if all are. */
static struct run *
next_run(struct replay *r, struct replayed **l)
{
	while (r->next_lesson < r->n) {
		*l = &r->lessons[r->next_lesson];
		if (r->next_run < (*l)->nruns)
			return &(*l)->runs[r->next_run++];
		r->next_lesson++;
		r->next_run = 0;
	}
	return NULL;
}

static void
start_more(struct replay *r)
{
	while (r->nrunning < (size_t)r->at_once) {
		struct replayed *l;
		struct run *run = next_run(r, &l);

		if (run == NULL)
			return;
		start_run(r, l, run);
	}
}

static void
wait_for_runs(struct replay *r)
{
	struct pollfd fds[REPLAY_AT_ONCE_MAX];
	struct run *runs[REPLAY_AT_ONCE_MAX];
	size_t n = r->nrunning;
	int64_t first = end_late(r), ms;

	if (n != r->nrunning || n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		runs[i] = r->running[i];
		fds[i] = (struct pollfd){ runs[i]->report, POLLIN, 0 };
	}
	ms = (first - clock_now()) / 1000000 + 1;
	if (poll(fds, n, ms < 0 ? 0 : ms > 60000 ? 60000 : (int)ms) <= 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (fds[i].revents != 0)
			read_report(r, runs[i]);
	}
}

static void
play_all(struct replay *r)
{
	struct strbuf out = { 0 };

	r->running = xcalloc((size_t)r->at_once, sizeof(struct run *));
	if (r->tap)
		printf("TAP version 14\n1..%zu\n", r->n);
	tell(r);
	start_more(r);
	while (r->nrunning != 0) {
		wait_for_runs(r);
		start_more(r);
		tell(r);
	}
	tell(r);
	clear_bar(r);
	replay_totals(&out, &r->totals);
	printf("%s%s", r->tap ? "# " : "", sb_text(&out));
	sb_free(&out);
	free(r->running);
}

void
replayed_free(struct replayed *r)
{
	for (size_t i = 0; i < r->nruns; i++) {
		free(r->runs[i].fault);
		free(r->runs[i].said);
	}
	free(r->runs);
	free(r->skip);
	sb_free(&r->refused);
}

static void
replay_free(struct replay *r)
{
	for (size_t i = 0; i < r->n; i++)
		replayed_free(&r->lessons[i]);
	free(r->lessons);
	library_free(&r->lib);
}

/* Which lessons, and what could not be read at all. */
static bool
read_lessons(struct replay *r, char **words, struct faults *faults)
{
	bool ok = true;

	if (*words == NULL)
		library_add_course(&r->lib, faults);
	for (; *words != NULL; words++)
		ok &= library_add_named(&r->lib, *words, faults);
	return ok;
}

/* One after another where there is but one network for all. */
static void
look_at_network(struct replay *r)
{
	int err = r->shared ? 0 : network_possible();

	if (err != 0) {
		fprintf(stderr,
		    _("socksh: no private network here (%s): the lessons use "
		      "this host's, one after another\n"),
		    strerror(err));
		r->shared = true;
	}
	if (r->shared)
		r->at_once = 1;
}

void
replay_step(const struct lesson_host *host, struct lesson *l, size_t step,
    int aloud, struct replayed *to)
{
	struct faults none = { 0 };
	struct replay r = { .host = host,
		.lib = { .v = &l, .n = 1 },
		.at_once = 1,
		.seconds = COMMAND_SECONDS,
		.shared = network_possible() != 0,
		.aloud = aloud };
	struct run *running = NULL;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	replay_prepare(&r, &none);
	r.running = &running;
	if (r.lessons[0].nruns != 0) {
		/* Its traps are not asked for. */
		r.lessons[0].nruns = 1;
		r.lessons[0].runs[0].step = step;
	}
	start_more(&r);
	while (r.nrunning != 0)
		wait_for_runs(&r);
	*to = r.lessons[0];
	free(r.lessons);
}

int
replay_run(const struct lesson_host *host, char **args)
{
	struct replay r = { .host = host,
		.lib = { .original = true },
		.at_once = sysconf(_SC_NPROCESSORS_ONLN),
		.seconds = COMMAND_SECONDS };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	int argc = 0, first;
	bool readable, nothing;

	if (r.at_once < 1 || r.at_once > REPLAY_AT_ONCE_MAX)
		r.at_once = r.at_once < 1 ? 1 : REPLAY_AT_ONCE_MAX;
	/* getopt wants the name before the words. */
	args--;
	while (args[argc] != NULL)
		argc++;
	first = replay_options(&r, argc, args);
	if (first < 0)
		return lesson_usage("replay");
	r.terminal = isatty(STDOUT_FILENO);
	r.tap |= !r.terminal;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	readable = read_lessons(&r, args + first, &faults);
	/* What is no lesson at all cannot be played, and is not passed over. */
	nothing = r.lib.n == 0;
	if (readable && !nothing)
		look_at_network(&r);
	replay_prepare(&r, &faults);
	if (!readable || nothing)
		faults_format(&out, &faults, host);
	if (nothing && faults.n == 0)
		sb_str(&out, _("socksh: there are no lessons to replay\n"));
	fputs(sb_text(&out), stderr);
	sb_free(&out);
	faults_free(&faults);
	if (readable && !nothing)
		play_all(&r);
	replay_free(&r);
	if (!readable)
		return LESSON_USAGE;
	return nothing || r.totals.failed != 0 ? LESSON_FAULT : 0;
}
