/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A student at the prompt: the whole shell as ever, and beside it the commands
 * of a lesson. After each line the lesson is asked whether the step is solved.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/learner.h"
#include "model/call.h"
#include "shell/learn.h"
#include "shell/shell.h"
#include "view/wrap.h"

enum { LOOK_STACK = 512 << 10 }; /* of the loop's thread, for checks */

static struct learner *
learner_of(struct call *call)
{
	return shell_of(call->task->session)->guide->ctx;
}

static void
print(struct call *call, struct strbuf *text)
{
	struct session *s = call->task->session;

	session_unlock(s);
	s->ops->print(s->ops_ctx, call->task, sb_text(text), text->len);
	session_lock(s);
	sb_free(text);
	call_give(call, VALUE_NONE);
}

static void
hint_call(struct call *call)
{
	struct strbuf text = { 0 };

	learner_hint(learner_of(call), &text);
	print(call, &text);
}

static void
show_call(struct call *call)
{
	struct strbuf text = { 0 };

	learner_show(learner_of(call), &text);
	print(call, &text);
}

/* The checks take the lock themselves. */
static void
goal_call(struct call *call)
{
	struct session *s = call->task->session;
	struct strbuf text = { 0 };

	session_unlock(s);
	learner_goal(learner_of(call), &text);
	session_lock(s);
	print(call, &text);
}

static void
move(struct call *call, int by)
{
	char *cause = NULL;

	call_give(call, VALUE_NONE);
	if (!learner_move(learner_of(call), by, &cause))
		call_mistake(call, -1, "%s", cause);
	free(cause);
}

static void
skip_call(struct call *call)
{
	move(call, 1);
}

static void
back_call(struct call *call)
{
	move(call, -1);
}

static void
redo_call(struct call *call)
{
	move(call, 0);
}

static void
menu_call(struct call *call)
{
	learner_of(call)->wish = WISH_MENU;
	call_give(call, VALUE_NONE);
}

#define ROW(word, does)                                              \
	{                                                            \
		.name = #word, .forms = { "" }, .call = word##_call, \
		.flags = PRIM_PURE | PRIM_SILENT, .help = (does),    \
	}
const struct prim learn_prims[] = {
	ROW(hint, N_("give a hint for this step of the lesson")),
	ROW(show, N_("show a model answer of this step")),
	ROW(goal, N_("tell what has to hold at the end of this step")),
	ROW(skip, N_("go on to the next step of the lesson")),
	ROW(back, N_("go back to the step before")),
	ROW(redo, N_("begin this step again")),
	ROW(menu, N_("leave the lesson, for another one")),
	{ .name = NULL },
};

static const char *
guide_prompt(void *ctx)
{
	return learner_prompt(ctx);
}

static bool
guide_line(void *ctx, struct shell *sh, const char *line, struct strbuf *say)
{
	struct learner *lr = ctx;

	lr->width = wrap_width(sh->width);
	return learner_answer(lr, line, say);
}

/* Ctrl-Z gives the shell another interpreter; and this is another thread than
 * the line's. */
static bool
guide_after(void *ctx, struct shell *sh, struct strbuf *say)
{
	struct learner *lr = ctx;

	session_lock(&sh->session);
	lr->stage.in = sh->interp;
	lr->width = wrap_width(sh->width);
	lr->jobs = sh->jobs.running != 0;
	interp_enter(sh->interp, LOOK_STACK);
	session_unlock(&sh->session);
	learner_look(lr, say);
	return lr->wish == WISH_NONE;
}

int
learn_teach(struct learner *lr, bool confined)
{
	const struct shell_options options = { .interactive = true };
	struct guide guide = { .prompt = guide_prompt,
		.line = guide_line,
		.after = guide_after,
		.ctx = lr };
	struct strbuf say = { 0 };
	struct shell sh;
	char *cause = NULL;
	int status = 1;
	bool begun;

	shell_init(&sh, &options);
	session_add(&sh.session, learn_prims);
	sh.session.confined = confined;
	sh.guide = &guide;
	lr->stage.in = sh.interp;
	lr->width = wrap_width(sh.width);
	sh.interp->interactive = false;
	sh.session.quiet = true;
	sh.muted = true;
	begun = learner_begin(lr, &cause);
	sh.muted = false;
	sh.session.quiet = false;
	sh.interp->interactive = true;
	if (begun) {
		learner_present(lr, &say);
		fputs(sb_text(&say), stdout);
		fflush(stdout);
		sb_free(&say);
		status = ui_run(&sh);
	} else {
		fprintf(stderr, "socksh: %s\n", cause);
		free(cause);
		lr->wish = WISH_QUIT;
	}
	learner_end(lr);
	shell_free(&sh);
	learner_free(lr);
	return status;
}
