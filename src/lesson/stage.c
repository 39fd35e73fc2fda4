/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out what a lesson says. */
#include "lesson/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/source.h"
#include "model/frames.h"

struct unit *
stage_parse(struct stage *st, const struct piece *piece, enum source_kind kind,
    char **cause)
{
	struct piece here = *piece;
	struct faults faults = { 0 };
	struct strbuf text = { 0 };
	struct unit *unit;

	if (st->ports.n != 0) {
		ports_apply(&st->ports, piece->text, &text);
		here.text = sb_text(&text);
	}
	unit = source_parse(st->l, st->in->symbols, &here, kind, &faults);
	if (unit == NULL && faults.n != 0 && cause != NULL)
		*cause = xstrdup(faults.v[0].message);
	faults_free(&faults);
	sb_free(&text);
	return unit;
}

void
stage_begin(struct stage *st)
{
	struct session *s = st->in->task.session;
	const struct event *last;

	session_lock(s);
	last = log_last(s->log);
	s->mark = last != NULL ? last->seq + 1 : 0;
	s->frames_mark = s->frames != NULL ? frames_last(s->frames) + 1 : 0;
	st->in->err = 0;
	session_unlock(s);
}

/* Why a run ended as it did; NULL if it just did what it should not. */
static char *
take_trouble(struct interp *in)
{
	char *message = in->trouble.message;

	in->trouble.message = NULL;
	in->failing = false;
	interp_clear_trouble(in);
	return message;
}

static bool
run_failed(struct interp *in, enum exec rc, char **cause)
{
	char *message = take_trouble(in);

	if (rc == EXEC_EXIT) {
		free(message);
		message = xstrdup(_("a lesson's command ends the shell"));
	}
	if (message == NULL)
		message = xstrdup(_("it did not come to its end"));
	*cause = message;
	return false;
}

/* What a command that has ended with rc is told to give. */
static bool
result_locked(struct stage *st, const struct lesson_command *command,
    enum exec rc, bool lax, char **cause)
{
	struct interp *in = st->in;
	struct unit *result;

	if (rc == EXEC_FAILED && lax && command->result.text == NULL) {
		free(take_trouble(in));
		return true;
	}
	if (rc != EXEC_OK &&
	    (rc != EXEC_FAILED || !in->failing || command->result.text == NULL))
		return run_failed(in, rc, cause);
	if (command->result.text == NULL)
		return true;
	result = stage_parse(st, &command->result, SOURCE_RESULT, cause);
	if (result == NULL)
		return false;
	rc = interp_run(in, result);
	unit_release(result);
	if (rc != EXEC_OK)
		return run_failed(in, rc, cause);
	interp_clear_trouble(in);
	return true;
}

/* A result speaks of one command alone. */
static void
ready_locked(struct interp *in)
{
	value_drop(&in->outcome.value);
	in->outcome = (struct outcome){ 0 };
	in->failing = false;
}

void
stage_ready(struct stage *st)
{
	struct session *s = st->in->task.session;

	session_lock(s);
	ready_locked(st->in);
	session_unlock(s);
}

static bool
run_locked(struct stage *st, const struct lesson_command *command, bool lax,
    char **cause)
{
	struct interp *in = st->in;
	struct unit *unit =
	    stage_parse(st, &command->source, SOURCE_COMMAND, cause);
	enum exec rc;

	if (unit == NULL)
		return false;
	ready_locked(in);
	rc = interp_run(in, unit);
	unit_release(unit);
	return result_locked(st, command, rc, lax, cause);
}

bool
stage_result(struct stage *st, const struct lesson_command *command,
    enum exec rc, char **cause)
{
	struct session *s = st->in->task.session;
	bool ok;

	*cause = NULL;
	session_lock(s);
	ok = result_locked(st, command, rc, false, cause);
	session_unlock(s);
	return ok;
}

bool
stage_run(struct stage *st, const struct lesson_command *command, bool lax,
    char **cause)
{
	struct session *s = st->in->task.session;
	bool ok;

	*cause = NULL;
	session_lock(s);
	ok = run_locked(st, command, lax, cause);
	session_unlock(s);
	return ok;
}

/* Of several expressions joined by and, the first that does not hold; and of a
 * comparison, what its left side is: "inq(a) is 3". NULL where it is neither. */
static char *
explain(struct interp *in, const struct unit *unit, const struct node *node)
{
	struct value v = { 0 };
	struct strbuf text = { 0 };
	char *said;

	while (node->kind == NODE_AND) {
		bool first;

		if (eval(in, node->kids[0], &v) != EXEC_OK)
			return NULL;
		first = value_truth(&v);
		value_drop(&v);
		node = node->kids[first ? 1 : 0];
	}
	if (node->kind != NODE_BINARY || node->op < OP_LT || node->op > OP_NE ||
	    node->kids[0]->kind == NODE_CONST ||
	    eval(in, node->kids[0], &v) != EXEC_OK)
		return NULL;
	value_repr(&text, &v, 200);
	value_drop(&v);
	said = xasprintf(_("%.*s is %s"),
	    (int)(node->kids[0]->end - node->kids[0]->pos),
	    unit->text + node->kids[0]->pos, sb_text(&text));
	sb_free(&text);
	return said;
}

static bool
holds_locked(struct stage *st, const struct piece *expr, char **cause)
{
	struct interp *in = st->in;
	struct unit *unit = stage_parse(st, expr, SOURCE_EXPR, cause);
	struct unit *before = in->unit;
	struct outcome outcome = in->outcome;
	struct value v = { 0 };
	bool truth = false;
	int err = in->err;
	enum exec rc;

	if (unit == NULL)
		return false;
	in->outcome = (struct outcome){ 0 };
	in->unit = unit;
	in->handled++;
	rc = eval(in, unit->body->kids[0]->kids[0], &v);
	if (rc == EXEC_OK) {
		truth = value_truth(&v);
		value_drop(&v);
		if (!truth && cause != NULL)
			*cause =
			    explain(in, unit, unit->body->kids[0]->kids[0]);
	} else if (cause != NULL) {
		*cause = take_trouble(in);
	} else {
		free(take_trouble(in));
	}
	in->handled--;
	in->unit = before;
	value_drop(&in->outcome.value);
	in->outcome = outcome;
	in->err = err;
	unit_release(unit);
	return truth;
}

bool
stage_holds(struct stage *st, const struct piece *expr, char **cause)
{
	struct session *s = st->in->task.session;
	bool holds;

	if (cause != NULL)
		*cause = NULL;
	session_lock(s);
	holds = holds_locked(st, expr, cause);
	session_unlock(s);
	return holds;
}

bool
stage_checks(struct stage *st, const struct step *step,
    const struct piece **which, char **cause)
{
	*cause = NULL;
	for (size_t i = 0; i < step->checks.n; i++) {
		*which = &step->checks.v[i];
		if (!stage_holds(st, *which, cause))
			return false;
	}
	return true;
}

const struct trap *
stage_trap(struct stage *st, const struct step *step)
{
	for (size_t i = 0; i < step->ntraps; i++) {
		if (stage_holds(st, &step->traps[i].expr, NULL))
			return &step->traps[i];
	}
	return NULL;
}
