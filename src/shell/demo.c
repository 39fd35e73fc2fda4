/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson that types itself at the prompt, which somebody may take over. */
#include "base/process.h"
#include "shell/demo.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "lesson/presenter.h"
#include "model/call.h"
#include "shell/learn.h"
#include "shell/shell.h"
#include "view/color.h"
#include "view/wrap.h"

static const char *
guide_prompt(void *ctx)
{
	return presenter_prompt(ctx);
}

static enum guided
guide_line(void *ctx, struct shell *sh, const char *line, struct strbuf *say)
{
	(void)ctx;
	(void)sh;
	(void)line;
	(void)say;
	return GUIDED_NOT;
}

/* What a presenter does with the shell's interpreter. */
struct act {
	struct presenter *p;
	int key;
	enum exec rc;
};

static void
act_key(void *ctx, struct strbuf *say)
{
	const struct act *act = ctx;

	presenter_key(act->p, act->key, say);
}

static void
act_on(void *ctx, struct strbuf *say)
{
	const struct act *act = ctx;

	presenter_on(act->p, say);
}

static void
act_ran(void *ctx, struct strbuf *say)
{
	const struct act *act = ctx;

	presenter_ran(act->p, act->rc, say);
}

static void
let_act(struct presenter *p, struct shell *sh,
    void (*does)(void *ctx, struct strbuf *say), struct act *act,
    struct strbuf *say)
{
	if (!p->plain)
		p->rows = shell_rows();
	act->p = p;
	learn_act(sh, &p->lr, does, act, say);
}

static bool
guide_after(void *ctx, struct shell *sh, struct strbuf *say)
{
	struct presenter *p = ctx;
	struct act act = { .rc = sh->line_rc };

	let_act(p, sh, act_ran, &act, say);
	return p->lr.wish == WISH_NONE;
}

static bool
guide_types(void *ctx)
{
	const struct presenter *p = ctx;

	return !p->taken;
}

static void
guide_key(void *ctx, struct shell *sh, int key, struct strbuf *say)
{
	struct act act = { .key = key };

	let_act(ctx, sh, act_key, &act, say);
}

static enum turn
guide_next(void *ctx, struct shell *sh, struct strbuf *line, int64_t *ns,
    struct strbuf *say)
{
	struct act act = { 0 };

	switch (presenter_next(ctx, clock_now(), line, ns)) {
	case PRESENT_WAIT:
		return TURN_WAIT;
	case PRESENT_RUN:
		return TURN_RUN;
	case PRESENT_END:
		return TURN_END;
	case PRESENT_ON:
		break;
	}
	let_act(ctx, sh, act_on, &act, say);
	return TURN_ACT;
}

/* While the lesson makes up for what came before nothing is shown. */
static bool
begin_muted(struct shell *sh, struct presenter *p, char **cause)
{
	bool begun;

	sh->interp->interactive = false;
	sh->session.quiet = true;
	sh->muted = true;
	begun = presenter_begin(p, cause);
	sh->muted = false;
	sh->session.quiet = false;
	sh->interp->interactive = true;
	return begun;
}

int
demo_show(struct presenter *p, bool confined, unsigned columns)
{
	const struct shell_options options = { .interactive = true,
		.plain = p->plain };
	const struct guide guide = { .prompt = guide_prompt,
		.line = guide_line,
		.after = guide_after,
		.types = guide_types,
		.key = guide_key,
		.next = guide_next,
		.ctx = p };
	struct strbuf say = { 0 };
	struct shell sh;
	char *cause = NULL;
	int status = 1;

	shell_init(&sh, &options);
	sh.session.confined = confined;
	sh.guide = &guide;
	sh.columns = columns;
	p->bold = sh.out.color;
	/* A terminal without colours has no way to be cleared either. */
	p->plain |= !color_wanted(NULL, getenv("TERM"));
	p->rows = p->plain ? 0 : shell_rows();
	p->lr.stage.in = sh.interp;
	p->lr.width = wrap_width(shell_width(&sh));
	if (begin_muted(&sh, p, &cause)) {
		presenter_present(p, &say);
		fputs(sb_text(&say), stdout);
		fflush(stdout);
		sb_free(&say);
		status = ui_run(&sh);
	} else {
		fprintf(stderr, "socksh: %s\n", cause);
		free(cause);
		p->failed = true;
		p->lr.wish = WISH_QUIT;
	}
	presenter_end(p, sh.line_rc != EXEC_EXIT);
	shell_free(&sh);
	presenter_free(p);
	return status;
}

/* Which lessons there are. */
static void
list_lessons(struct call *call)
{
	struct session *s = call->task->session;
	struct library lib = { 0 };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };

	session_unlock(s);
	library_add_course(&lib, &faults);
	for (size_t i = 0; i < lib.n; i++)
		lesson_row(&out, lib.v[i], 0, shell_of(s)->ascii);
	if (lib.n == 0)
		sb_str(&out, _("no lessons are installed\n"));
	s->ops->print(s->ops_ctx, call->task, sb_text(&out), out.len);
	sb_free(&out);
	faults_free(&faults);
	library_free(&lib);
	session_lock(s);
}

/* Whether it was typed by whoever has taken over: then it is given back. */
static bool
give_back(struct call *call, const struct shell *sh)
{
	struct presenter *p;

	if (sh->guide == NULL || sh->guide->types != guide_types)
		return false;
	p = sh->guide->ctx;
	if (p->taken)
		presenter_return(p);
	else
		call_mistake(call, -1, _("a demonstration is under way"));
	return true;
}

static void
demo_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	const char *lesson = call_given(call, 0) ? call->args[0].data : NULL;

	call_give(call, VALUE_NONE);
	if (lesson == NULL && give_back(call, sh))
		return;
	if (lesson == NULL) {
		list_lessons(call);
	} else if (sh->guide != NULL) {
		call_mistake(call, -1, _("not inside a lesson"));
	} else if (sh->poke == NULL || call->task->job != 0) {
		call_mistake(call, -1,
		    _("only at the prompt; elsewhere: socksh demo LESSON"));
	} else {
		free(sh->wants_demo);
		sh->wants_demo = xstrdup(lesson);
	}
}

/* The terminal is the child's until it has ended. Stopped, it stops us. */
static void
await(pid_t pid)
{
	int status;

	for (;;) {
		pid_t rc = waitpid(pid, &status, WUNTRACED);

		if (rc == pid && WIFSTOPPED(status)) {
			raise(SIGSTOP);
			kill(pid, SIGCONT);
		} else if (rc == pid || errno != EINTR) {
			return;
		}
	}
}

/* None of our descriptors, no blocked signal; an errno, or 0. */
static int
start(char *lesson, pid_t *pid)
{
	char self[] = "/proc/self/exe", name[] = "socksh", mode[] = "demo",
	     end[] = "--";
	char *argv[] = { name, mode, end, lesson, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	process_spawn_attr(&attr, 0);
	rc = posix_spawn(pid, self, &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

void
demo_run_wanted(struct shell *sh, struct strbuf *say)
{
	char *lesson = sh->wants_demo;
	pid_t pid;
	int err;

	sh->wants_demo = NULL;
	if (lesson == NULL)
		return;
	err = start(lesson, &pid);
	if (err == 0)
		await(pid);
	else
		sb_printf(say, "socksh: %s\n", strerror(err));
	free(lesson);
}

const struct prim demo_prims[] = {
	{
	    .name = "demo",
	    .params = { { "lesson", PARAM_TEXT, 0 } },
	    .forms = { "[lesson]" },
	    .call = demo_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("show a lesson to an audience; alone: list the "
		       "lessons, or, after f in a demonstration, go on with "
		       "it"),
	    .topic = TOPIC_LESSONS,
	    .example = "demo\n"
		       "> ...",
	},
	{ .name = NULL },
};
