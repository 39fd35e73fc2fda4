/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What replay is to do: its options, and the runs of each lesson. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/lint.h"
#include "lesson/replay.h"

enum { SECONDS_MAX = 86400 };

/* How the arguments are wrong is said by the caller. */
static bool
read_number(const char *s, long max, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(s, &end, 10);
	return errno == 0 && end != s && *end == '\0' && *out >= 1 &&
	    *out <= max;
}

int
replay_options(struct replay *r, int argc, char **argv)
{
	enum { OPT_SHARED = 256, OPT_DEADLINE, OPT_TRUST, OPT_TAP };
	static const struct option options[] = {
		{ "jobs", required_argument, NULL, 'j' },
		{ "deadline", required_argument, NULL, OPT_DEADLINE },
		{ "shared-network", no_argument, NULL, OPT_SHARED },
		{ "tap", no_argument, NULL, OPT_TAP },
		{ "trust", no_argument, NULL, OPT_TRUST },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	optind = 0;
	opterr = 0;
	while (
	    (option = getopt_long(argc, argv, "+:j:", options, NULL)) != -1) {
		if (option == 'j') {
			if (!read_number(optarg, REPLAY_AT_ONCE_MAX,
				&r->at_once))
				return -1;
		} else if (option == OPT_DEADLINE) {
			if (!read_number(optarg, SECONDS_MAX, &r->seconds))
				return -1;
		} else if (option == OPT_SHARED) {
			r->shared = true;
		} else if (option == OPT_TAP) {
			r->tap = true;
		} else if (option == OPT_TRUST) {
			r->trusted = true;
		} else {
			return -1;
		}
	}
	return optind;
}

/* Forgets the faults of other files than this lesson's. */
static void
own_faults(struct strbuf *out, const struct faults *all, const char *path,
    const struct lesson_host *host)
{
	for (size_t i = 0; i < all->n; i++) {
		struct faults one = { .v = &all->v[i], .n = 1 };

		if (strcmp(all->v[i].path, path) == 0)
			faults_format(out, &one, host);
	}
}

static void
add_run(struct replayed *l, size_t step, const struct trap *trap)
{
	l->runs = xgrow(l->runs, l->nruns, sizeof(l->runs[0]));
	l->runs[l->nruns++] = (struct run){ .step = step,
		.trap = trap,
		.report = -1,
		.errors = -1 };
}

/* What is to be played of a lesson, or why nothing is. */
static void
prepare(struct replay *r, struct replayed *to, const struct lesson *l,
    struct session *s, const struct faults *read)
{
	struct faults faults = { 0 };
	/* The lab is a network of its own, wherever it is to be had. */
	bool shared = r->shared && l->isolate != ISOLATE_LAB;
	bool uses_host = false;

	to->l = l;
	session_lock(s);
	lesson_check(l, s, &faults, &uses_host);
	session_unlock(s);
	own_faults(&to->refused, read, l->path, r->host);
	faults_sort(&faults);
	faults_format(&to->refused, &faults, r->host);
	faults_free(&faults);
	if (to->refused.len != 0)
		return;
	if (uses_host && !r->trusted && !lesson_shipped(l))
		to->skip = xstrdup(_(
		    "it reaches files or programs, and did not come with socksh: --trust lets it"));
	else if (shared && !r->trusted && !lesson_shipped(l))
		to->skip = xstrdup(_(
		    "it did not come with socksh, and the network is this host's: --trust lets it"));
	else if (shared && l->sets.n != 0)
		to->skip = xstrdup(_("its settings need a network of its own"));
	if (to->skip != NULL)
		return;
	add_run(to, l->nsteps - 1, NULL);
	for (size_t i = 0; i < l->nsteps; i++) {
		for (size_t k = 0; k < l->steps[i].ntraps; k++)
			add_run(to, i, &l->steps[i].traps[k]);
	}
}

/* Two files of one lesson, or none that could be read, are no reason to stop:
 * they are lessons that fail. */
void
replay_prepare(struct replay *r, const struct faults *read)
{
	struct session s;

	session_init(&s, NULL, NULL);
	r->host->add_rows(&s);
	r->n = r->lib.n;
	r->lessons = xcalloc(r->n + 1, sizeof(r->lessons[0]));
	for (size_t i = 0; i < r->n; i++)
		prepare(r, &r->lessons[i], r->lib.v[i], &s, read);
	session_free(&s);
}
