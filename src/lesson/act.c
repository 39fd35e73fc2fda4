/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson played by its model answers. */
#include "lesson/act.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/isolate.h"
#include "lesson/stage.h"
#include "model/call.h"

/* A play under way. */
struct play {
	struct act *act;
	struct stage stage;
	size_t step;
};

/* Nobody reads any more: there is nobody to play for. */
static void
report(const struct act *act, enum report_kind kind, size_t step, unsigned line,
    const char *text)
{
	char room[sizeof(struct report) + REPORT_TEXT_MAX];
	size_t len = text != NULL ? strlen(text) : 0;
	struct report head = { .kind = kind,
		.step = (uint32_t)step,
		.line = line };

	if (len > REPORT_TEXT_MAX)
		len = REPORT_TEXT_MAX;
	head.len = (uint32_t)len;
	memcpy(room, &head, sizeof(head));
	if (len != 0)
		memcpy(room + sizeof(head), text, len);
	len += sizeof(head);
	if (write(act->report, room, len) != (ssize_t)len)
		_exit(1);
}

/* Something is not as the lesson says. Takes over cause, which may be NULL. */
static bool __attribute__((format(printf, 4, 5)))
fault(struct play *p, unsigned line, char *cause, const char *fmt, ...)
{
	va_list ap;
	char *what, *whole;

	va_start(ap, fmt);
	what = xvasprintf(fmt, ap);
	va_end(ap);
	whole =
	    cause != NULL ? xasprintf("%s: %s", what, cause) : xstrdup(what);
	report(p->act, REPORT_FAULT, p->step, line, whole);
	free(whole);
	free(what);
	free(cause);
	return false;
}

/* Whether what is played is heard. */
static bool
is_aloud(const struct play *p)
{
	return p->act->aloud != 0 && p->step == p->act->step;
}

static void __attribute__((format(printf, 2, 3)))
say(struct play *p, const char *fmt, ...)
{
	struct session *s = p->stage.in->task.session;
	struct strbuf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	s->ops->print(s->ops_ctx, &p->stage.in->task, sb_text(&text), text.len);
	sb_free(&text);
}

/* From here on as at a prompt: each command, and what it shows. */
static void
go_aloud(struct play *p)
{
	struct session *s = p->stage.in->task.session;

	/* What was printed before is not for anybody. */
	s->ops->waiting(s->ops_ctx, &p->stage.in->task);
	dup2(p->act->aloud, STDOUT_FILENO);
	s->quiet = false;
	p->stage.in->interactive = true;
}

/* A command or a check, as it would be typed here. */
static void
say_source(struct play *p, const char *before, const struct piece *piece)
{
	struct strbuf here = { 0 }, lines = { 0 };

	if (!is_aloud(p))
		return;
	ports_apply(&p->stage.ports, piece->text, &here);
	for (const char *c = sb_text(&here); *c != '\0'; c++) {
		sb_char(&lines, *c);
		if (*c == '\n' && c[1] != '\0')
			sb_str(&lines, "...> ");
	}
	say(p, "%s%s\n", before, sb_text(&lines));
	sb_free(&here);
	sb_free(&lines);
}

static bool
play_command(struct play *p, const struct lesson_command *command, bool lax)
{
	char *cause = NULL;

	say_source(p, "socksh> ", &command->source);
	report(p->act, REPORT_COMMAND, p->step, command->source.line, NULL);
	if (stage_run(&p->stage, command, lax, &cause))
		return true;
	return fault(p,
	    command->result.text != NULL ? command->result.line :
					   command->source.line,
	    cause, "%s", command->source.text);
}

static bool
play_commands(struct play *p, const struct commands *commands, bool lax)
{
	for (size_t i = 0; i < commands->n; i++) {
		if (!play_command(p, &commands->v[i], lax))
			return false;
	}
	return true;
}

/* Waits for what jobs may still bring about. */
static bool
patience(int64_t *since)
{
	const struct timespec moment = { .tv_nsec = 2000000 };

	if (*since == 0)
		*since = clock_now();
	if (clock_now() - *since > STAGE_PATIENCE_MS * INT64_C(1000000))
		return false;
	nanosleep(&moment, NULL);
	return true;
}

static bool
await_checks(struct play *p, const struct step *step)
{
	const struct piece *which = NULL;
	int64_t since = 0;
	char *cause;

	while (!stage_checks(&p->stage, step, &which, &cause)) {
		if (!patience(&since))
			return fault(p, which->line, cause,
			    _("this check does not hold after the model "
			      "answer: %s"),
			    which->text);
		free(cause);
	}
	for (size_t i = 0; i < step->checks.n; i++)
		say_source(p, _("holds: "), &step->checks.v[i]);
	return true;
}

/* Before the student has done anything. */
static bool
check_before(struct play *p, const struct step *step)
{
	const struct piece *which;
	const struct trap *trap;
	char *cause;

	if (stage_checks(&p->stage, step, &which, &cause))
		return fault(p, step->checks.v[0].line, NULL,
		    _("this holds before the step has begun: %s"),
		    step->checks.v[0].text);
	free(cause);
	trap = stage_trap(&p->stage, step);
	if (trap != NULL)
		return fault(p, trap->expr.line, NULL,
		    _("this trap springs before the step has begun: %s"),
		    trap->expr.text);
	return true;
}

/* The model answer; no trap may spring under it. */
static bool
play_model(struct play *p, const struct step *step)
{
	for (size_t i = 0; i < step->model.n; i++) {
		const struct lesson_command *command = &step->model.v[i];
		const struct piece *which;
		const struct trap *trap;
		char *cause;

		if (!play_command(p, command, false))
			return false;
		if (p->act->trap != NULL)
			continue;
		trap = stage_trap(&p->stage, step);
		if (trap == NULL)
			continue;
		/* Where the checks hold the student is not told of traps. */
		if (stage_checks(&p->stage, step, &which, &cause))
			continue;
		free(cause);
		return fault(p, trap->expr.line, NULL,
		    _("this trap springs on the model answer, after %s: %s"),
		    command->source.text, trap->expr.text);
	}
	return await_checks(p, step);
}

/* The wrong move, and that this trap tells of it and no other. */
static bool
play_trap(struct play *p, const struct step *step, const struct trap *trap)
{
	const struct piece *which;
	const struct trap *sprung;
	int64_t since = 0;
	char *cause = NULL;

	if (!play_commands(p, &trap->commands, true))
		return false;
	while (!stage_holds(&p->stage, &trap->expr, &cause)) {
		if (!patience(&since))
			return fault(p, trap->expr.line, cause,
			    _("this trap does not spring on its own commands: "
			      "%s"),
			    trap->expr.text);
		free(cause);
	}
	sprung = stage_trap(&p->stage, step);
	if (sprung != NULL && sprung != trap)
		return fault(p, trap->expr.line, NULL,
		    _("its commands spring the trap of line %u first"),
		    sprung->expr.line);
	if (stage_checks(&p->stage, step, &which, &cause))
		return fault(p, trap->expr.line, NULL,
		    _("the checks hold after the wrong move: nobody is told "
		      "of it"));
	free(cause);
	return true;
}

static bool
play_step(struct play *p, const struct step *step)
{
	const struct act *act = p->act;
	bool last = p->step == act->step;

	if (is_aloud(p))
		go_aloud(p);
	if (!play_commands(p, &step->setup, false))
		return false;
	stage_begin(&p->stage);
	if (act->trap != NULL && last)
		return play_trap(p, step, act->trap);
	if (act->trap == NULL && !check_before(p, step))
		return false;
	if (!play_model(p, step))
		return false;
	report(act, REPORT_STEP, p->step, step->line, NULL);
	return true;
}

static void
play(struct play *p)
{
	for (p->step = 0; p->step <= p->act->step; p->step++) {
		if (!play_step(p, &p->act->l->steps[p->step]))
			return;
	}
	report(p->act, REPORT_END, 0, 0, NULL);
}

/* No descriptor but ours: the first socket is 3. */
static void
own_descriptors(struct act *act)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), lowest;

	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(act->errors, STDERR_FILENO);
	act->report = session_own_fd(act->report);
	lowest = act->report;
	if (act->aloud != 0) {
		act->aloud = session_own_fd(act->aloud);
		lowest = act->aloud < lowest ? act->aloud : lowest;
	}
	if (lowest == -1)
		_exit(1);
	close_range(3, (unsigned)lowest - 1, 0);
}

/* False with a report where it cannot be played. */
static bool
own_network(struct play *p)
{
	struct act *act = p->act;
	char *cause = NULL;
	int err;

	/* Its hosts are made when there is a session. */
	if (act->l->isolate == ISOLATE_LAB)
		return true;
	if (act->shared) {
		if (ports_find(&p->stage.ports, act->l, &cause))
			return true;
		report(act, REPORT_SKIP, 0, 0, cause);
		return false;
	}
	err = network_enter();
	if (err != 0)
		cause_set(&cause, _("no network of its own: %s"),
		    strerror(err));
	else if (network_set(&act->l->sets, &cause))
		return true;
	report(act, REPORT_SKIP, 0, 0, cause);
	return false;
}

/* Its hosts, and then the limits of a stranger's. */
static bool
own_lab(struct play *p)
{
	char *cause = NULL;

	if ((p->act->l->isolate != ISOLATE_LAB ||
		network_lab(&p->stage.in->task, p->act->l, &cause)) &&
	    network_confine(p->stage.in->task.session, p->act->l, &cause))
		return true;
	report(p->act, REPORT_SKIP, 0, 0, cause);
	free(cause);
	return false;
}

void
act_run(struct act *act)
{
	struct play p = { .act = act, .stage = { .l = act->l } };

	/* Whoever started us ends: so do we, whatever we wait in. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	own_descriptors(act);
	if (own_network(&p)) {
		p.stage.in = act->host->open();
		p.stage.in->task.session->confined = act->confined;
		if (own_lab(&p))
			play(&p);
		act->host->close(p.stage.in);
	}
	ports_free(&p.stage.ports);
	_exit(0);
}
