/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A student at the prompt: the whole shell as ever, and beside it the commands
 * of a lesson. After each line the lesson is asked whether the step is solved.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/learner.h"
#include "lesson/summary.h"
#include "model/call.h"
#include "shell/learn.h"
#include "shell/shell.h"
#include "view/jsonl.h"
#include "view/pages.h"
#include "view/wrap.h"
#include "wire/lab.h"

enum {
	LOOK_STACK = 512 << 10, /* of the loop's thread, for checks */
	WAKE_NS = 1000000,      /* between two tries to interrupt */
	ROWS_MIN = 4, /* of a page, whatever the line itself has shown */
};
#define WATCH_NS INT64_C(5000000000)

/* A student at the terminal. */
struct desk {
	struct learner *lr;
	struct strbuf rest;  /* of what was to be said: it did not fit */
	struct strbuf asked; /* what a line asked for; with the lock */
	bool held;           /* Enter goes on */
};

static struct desk *
desk_of(struct call *call)
{
	return shell_of(call->task->session)->guide->ctx;
}

static struct learner *
learner_of(struct call *call)
{
	return desk_of(call)->lr;
}

static void
print(struct call *call, struct strbuf *text)
{
	shell_say(call, text);
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
	char *cause = NULL;

	if (learner_show(learner_of(call), &text, &cause)) {
		print(call, &text);
		return;
	}
	call_give(call, VALUE_NONE);
	call_mistake(call, -1, "%s", cause);
	free(cause);
}

/* With a pointer it is C's, which does nothing here (lang/memory.c). */
static void
free_call(struct call *call)
{
	struct strbuf text = { 0 };

	if (call_given(call, 0)) {
		call_give(call, VALUE_NONE);
		return;
	}
	learner_free_hand(learner_of(call), &text);
	print(call, &text);
}

static void
give_summary(struct call *call,
    void (*format)(struct strbuf *out, const struct summary *s))
{
	const struct learner *lr = learner_of(call);
	const struct summary summary = { .l = lr->stage.l,
		.progress = lr->progress,
		.course = lr->course,
		.strict = lr->strict,
		.ascii = lr->ascii,
		.width = lr->width,
		.paged = format == summary_text };
	struct strbuf text = { 0 };

	/* What is read here is shown by the screenful, when the line has ended;
	 * what is for others, as it is. */
	if (summary.paged) {
		format(&desk_of(call)->asked, &summary);
		call_give(call, VALUE_NONE);
		return;
	}
	format(&text, &summary);
	print(call, &text);
}

static void
summary_in_markdown(struct call *call)
{
	give_summary(call, summary_markdown);
}

static void
summary_in_json(struct call *call)
{
	if (jsonl_library() != NULL)
		give_summary(call, summary_json);
	else
		call_mistake(call, 0,
		    _("this socksh was built without jansson"));
}

static const struct verb summary_verbs[] = {
	{ "markdown", NULL, summary_in_markdown,
	    N_("in Markdown, to be handed in") },
	{ "json", NULL, summary_in_json, N_("as JSON, for a program") },
	{ NULL, NULL, NULL, NULL },
};

/* --json, as on the command line, is json. */
static void
summary_call(struct call *call)
{
	const struct verb *verb;
	const char *word;

	if (!call_given(call, 0)) {
		give_summary(call, summary_text);
		return;
	}
	word = call->args[0].v.bytes->data;
	verb = strncmp(word, "--", 2) == 0 ? prim_verb(call->prim, word + 2) :
					     NULL;
	if (verb == NULL)
		verb = call_verb(call, 0);
	if (verb != NULL)
		verb->call(call);
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
		.topic = TOPIC_LESSONS,                              \
	}
const struct prim learn_prims[] = {
	ROW(hint, N_("give a hint for this step of the lesson")),
	ROW(show, N_("show a model answer of this step")),
	ROW(goal, N_("tell what has to hold at the end of this step")),
	ROW(skip, N_("go on to the next step of the lesson")),
	ROW(back, N_("go back to the step before")),
	ROW(redo, N_("begin this step again")),
	ROW(menu, N_("leave the lesson, for another one")),
	{
	    .name = "summary",
	    .params = { { "verb", PARAM_VERB, 0 } },
	    .forms = { "[verb]" },
	    .call = summary_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .verbs = summary_verbs,
	    .help = N_("tell what you have done in this lesson"),
	    .topic = TOPIC_LESSONS,
	},
	{ .name = NULL },
};

/* In the place of C's alone. */
static const struct prim free_prim = {
	.name = "free",
	.params = { { "ptr", PARAM_VALUE, 0 } },
	.forms = { "[ptr]" },
	.call = free_call,
	.flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	.help = N_("try things that do not count, or return to the step"),
	.topic = TOPIC_LESSONS,
};

static const char *
guide_prompt(void *ctx)
{
	const struct desk *desk = ctx;

	return desk->held ? _("Enter goes on> ") : learner_prompt(desk->lr);
}

/* What the screen has room for, beside the prompt and what was shown since the
 * line was typed; 0: any number. */
static unsigned
text_rows(const struct shell *sh)
{
	size_t rows = shell_rows(), used = sh->shown_rows + 1;

	if (rows == 0)
		return 0;
	return rows >= used + ROWS_MIN ? (unsigned)(rows - used) : ROWS_MIN;
}

/* What comes on the screen without the student's doing, when he has read this:
 * the menu, or the step anew in another process. */
static void
say_next(const struct learner *lr, struct strbuf *say)
{
	if (lr->wish == WISH_STEP)
		learner_present(lr, say);
	else if (lr->wish == WISH_MENU)
		sb_fill(say, '\n', lr->menu_rows);
}

/* A screenful of what is to be read; the rest waits for Enter. */
static void
tell(struct desk *desk, const struct shell *sh, struct strbuf *say)
{
	unsigned rows = text_rows(sh), columns = shell_width(sh);
	struct strbuf all = { 0 }, page = { 0 };
	size_t n = desk->rest.len;

	sb_add(&all, sb_text(&desk->rest), n);
	if (n != 0)
		say_next(desk->lr, &all);
	desk->held =
	    pages_take(&page, sb_text(&all), all.len, rows, columns) < all.len;
	sb_free(&all);
	sb_clear(&page);
	n = pages_take(say, sb_text(&desk->rest), n, rows, columns);
	sb_str(&page, sb_text(&desk->rest) + n);
	sb_free(&desk->rest);
	desk->rest = page;
}

/* Whoever types a command instead of Enter is told all, and it is run. */
static enum guided
guide_held(struct desk *desk, struct shell *sh, const char *line,
    struct strbuf *say)
{
	struct strbuf rest = desk->rest;

	if (line[strspn(line, " \t")] == '\0') {
		if (rest.len == 0)
			desk->held = false;
		else
			tell(desk, sh, say);
		return desk->lr->wish != WISH_NONE && !desk->held ?
		    GUIDED_END :
		    GUIDED_TAKEN;
	}
	pages_take(say, sb_text(&rest), rest.len, 0, 0);
	sb_free(&desk->rest);
	desk->held = desk->lr->wish != WISH_NONE;
	/* Nobody answers a question that he has not seen. */
	return learner_choice(desk->lr, line) != NULL ? GUIDED_TAKEN :
							GUIDED_NOT;
}

static enum guided
guide_line(void *ctx, struct shell *sh, const char *line, struct strbuf *say)
{
	struct desk *desk = ctx;

	desk->lr->width = wrap_width(shell_width(sh));
	if (desk->held)
		return guide_held(desk, sh, line, say);
	return learner_answer(desk->lr, line, say) ? GUIDED_TAKEN : GUIDED_NOT;
}

/*
 * The lesson's own commands run on the loop's thread, between two lines. What
 * the student has left may make one of them wait for ever (accept, where he has
 * accepted already), and the loop would hear no Ctrl-C; so a second thread
 * interrupts it after a while, as Ctrl-C does a line.
 */
struct watch {
	struct interp *in;
	pthread_t watched;
	pthread_t thread;
	sem_t over;
	bool on;
};

static void *
watch_main(void *arg)
{
	struct watch *w = arg;
	struct timespec when;
	int64_t until = clock_now() + WATCH_NS;

	for (;; until += WAKE_NS) {
		when = (struct timespec){ .tv_sec = until / 1000000000,
			.tv_nsec = until % 1000000000 };
		if (sem_clockwait(&w->over, CLOCK_MONOTONIC, &when) == 0)
			return NULL;
		if (errno != ETIMEDOUT)
			continue;
		atomic_store(&w->in->task.cancel, true);
		pthread_kill(w->watched, SIGWAKE);
	}
}

/* Without a thread nothing is watched. */
static void
watch_begin(struct watch *w, struct interp *in)
{
	sigset_t all, before, wake;

	*w = (struct watch){ .in = in, .watched = pthread_self() };
	sem_init(&w->over, 0, 0);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	w->on = pthread_create(&w->thread, NULL, watch_main, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sigemptyset(&wake);
	sigaddset(&wake, SIGWAKE);
	pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
	atomic_store(&in->task.cancel, false);
}

static void
watch_end(struct watch *w)
{
	sigset_t wake;

	sem_post(&w->over);
	if (w->on)
		pthread_join(w->thread, NULL);
	sem_destroy(&w->over);
	sigemptyset(&wake);
	sigaddset(&wake, SIGWAKE);
	pthread_sigmask(SIG_BLOCK, &wake, NULL);
	atomic_store(&w->in->task.cancel, false);
}

/* Ctrl-Z gives the shell another interpreter; and this is another thread than
 * the line's. */
static void
take_interp(struct shell *sh, struct learner *lr)
{
	session_lock(&sh->session);
	lr->stage.in = sh->interp;
	lr->width = wrap_width(shell_width(sh));
	lr->jobs = sh->jobs.running != 0;
	lab_thread(&sh->interp->task);
	interp_enter(sh->interp, LOOK_STACK);
	session_unlock(&sh->session);
}

void
learn_act(struct shell *sh, struct learner *lr,
    void (*act)(void *ctx, struct strbuf *say), void *ctx, struct strbuf *say)
{
	struct watch watch;

	take_interp(sh, lr);
	watch_begin(&watch, lr->stage.in);
	act(ctx, say);
	watch_end(&watch);
}

static void
look(void *ctx, struct strbuf *say)
{
	learner_look(ctx, say);
}

static bool
guide_after(void *ctx, struct shell *sh, struct strbuf *say)
{
	struct desk *desk = ctx;
	struct learner *lr = desk->lr;

	session_lock(&sh->session);
	sb_add(&desk->rest, sb_text(&desk->asked), desk->asked.len);
	sb_free(&desk->asked);
	session_unlock(&sh->session);
	if (desk->held)
		take_interp(sh, lr);
	else
		learn_act(sh, lr, look, lr, &desk->rest);
	if (!desk->held || desk->rest.len != 0)
		tell(desk, sh, say);
	return lr->wish == WISH_NONE || desk->held;
}

/* The jobs of the model answers that have ended are none of the student's. */
static void
forget_jobs(struct shell *sh)
{
	session_lock(&sh->session);
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next)
		job->told |= job->state != JOB_RUNS;
	session_unlock(&sh->session);
}

int
learn_teach(struct learner *lr, bool confined)
{
	const struct shell_options options = { .interactive = true,
		.plain = lr->plain };
	struct desk desk = { .lr = lr };
	struct guide guide = { .prompt = guide_prompt,
		.line = guide_line,
		.after = guide_after,
		.jobs = true,
		.ctx = &desk };
	struct strbuf say = { 0 };
	struct shell sh;
	char *cause = NULL;
	int status = 1;
	bool begun;

	shell_init(&sh, &options);
	session_add(&sh.session, learn_prims);
	session_replace(&sh.session, &free_prim);
	sh.session.confined = confined;
	sh.guide = &guide;
	lr->stage.in = sh.interp;
	lr->width = wrap_width(shell_width(&sh));
	sh.interp->interactive = false;
	sh.session.quiet = true;
	sh.muted = true;
	begun = learner_begin(lr, &cause);
	sh.muted = false;
	sh.session.quiet = false;
	sh.interp->interactive = true;
	if (begun) {
		forget_jobs(&sh);
		if (lr->opening != NULL)
			sb_str(&desk.rest, lr->opening);
		learner_present(lr, &desk.rest);
		tell(&desk, &sh, &say);
		fputs(sb_text(&say), stdout);
		fflush(stdout);
		sb_free(&say);
		status = ui_run(&sh);
	} else {
		fprintf(stderr, "socksh: %s\n", cause);
		free(cause);
		lr->wish = WISH_MENU;
	}
	learner_end(lr, sh.line_rc != EXEC_EXIT);
	sb_free(&desk.rest);
	sb_free(&desk.asked);
	shell_free(&sh);
	learner_free(lr);
	return status;
}
