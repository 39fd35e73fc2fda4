/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop that owns the terminal. It waits for signals, for what jobs have to
 * say, for timers, and, while a line is typed, for keys and for what comes in
 * on the user's descriptors. Every line runs on a thread of its own.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/state.h"
#include "base/text.h"
#include "model/call.h"
#include "shell/demo.h"
#include "shell/history.h"
#include "shell/lab.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "shell/tty.h"
#include "shell/ui.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	WAITS_NS = 300000000, /* a call that takes longer is said to wait */
	FD_SIGNAL = 0,
	FD_EVENT,
	FD_TIMER,
	FD_TTY,
	FD_NOTICES,
	FD_COUNT,
};

static const char *
ui_prompt(const struct ui *ui)
{
	return ui->text.len != 0 ? "...> " : shell_prompt(ui->sh);
}

static void
ui_poke(void *ctx)
{
	const struct ui *ui = ctx;
	const uint64_t one = 1;

	/* A full counter is news as well. */
	if (write(ui->event, &one, sizeof(one)) < 0)
		return;
}

void
ui_timer(struct ui *ui, int64_t ns)
{
	const struct itimerspec when = { .it_value = { .tv_sec =
							   ns / 1000000000,
					     .tv_nsec = ns % 1000000000 } };

	timerfd_settime(ui->timer, 0, &when, NULL);
}

/* What the loop itself says: lines that are too long are broken between words.
 * Empties said. */
static void
ui_say(struct ui *ui, struct strbuf *said)
{
	unsigned width = shell_width(ui->sh);
	const char *s = sb_text(said), *nl;

	for (; *s != '\0'; s = nl + 1) {
		char *line;

		nl = strchrnul(s, '\n');
		if (width == 0 || text_width(s, (size_t)(nl - s)) <= width) {
			sb_add(&ui->above, s, (size_t)(nl - s));
			sb_char(&ui->above, '\n');
		} else {
			line = xstrndup(s, (size_t)(nl - s));
			wrap_text(&ui->above, "", line, width);
			free(line);
		}
		if (*nl == '\0')
			break;
	}
	sb_free(said);
}

/* How the jobs in the background that have ended did so. */
static void
ui_tell_ended(struct ui *ui)
{
	struct shell *sh = ui->sh;
	struct strbuf said = { 0 };

	session_lock(&sh->session);
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		const struct task task = { .job = job->number,
			.name = job->name };

		if (job->number == 0 || job->state == JOB_RUNS || job->told)
			continue;
		job->told = true;
		ui->due = true;
		task_prefix(&said, &task);
		sb_printf(&said, "%s: %s\n", job_ending(job), job->text);
	}
	jobs_reap(sh);
	session_unlock(&sh->session);
	ui_say(ui, &said);
}

/* "accept(3, ...)  waiting; ^C interrupts, ^Z to the background" */
static void
ui_tell_waiting(struct ui *ui)
{
	struct session *s = &ui->sh->session;
	struct strbuf said = { 0 };
	const struct task *task;

	if (ui->line == NULL || ui->watch.on)
		return;
	session_lock(s);
	if (ui->line->state != JOB_RUNS) {
		session_unlock(s);
		return;
	}
	task = &ui->line->in->task;
	if (task->waits_in != NULL && task->waits_since != ui->said_since) {
		int64_t waited = clock_now() - task->waits_since;

		if (waited >= WAITS_NS) {
			ui->said_since = task->waits_since;
			task_waits_text(&said, task);
			sb_str(&said,
			    _("  waiting; ^C interrupts, ^Z to "
			      "the background\n"));
		}
	}
	session_unlock(s);
	ui_say(ui, &said);
	ui_timer(ui, WAITS_NS);
}

static void
ui_on_timer(struct ui *ui)
{
	uint64_t times;
	bool prod;

	if (read(ui->timer, &times, sizeof(times)) < 0)
		return;
	session_lock(&ui->sh->session);
	prod = jobs_prod(ui->sh);
	session_unlock(&ui->sh->session);
	ui_tell_waiting(ui);
	if (prod)
		ui_timer(ui, UI_PROD_NS);
}

/*
 * Waits once, and does what there is to do; true if a key can be read. The tty
 * is looked at only while a line is typed.
 */
static bool
ui_wait_once(struct ui *ui)
{
	bool notify = ui->typing && ui->sh->notify && !ui_guided(ui);
	struct pollfd fds[FD_COUNT] = {
		[FD_SIGNAL] = { ui->signals, POLLIN, 0 },
		[FD_EVENT] = { ui->event, POLLIN, 0 },
		[FD_TIMER] = { ui->timer, POLLIN, 0 },
		/* That it is gone is seen even while nobody types. */
		[FD_TTY] = { ui->tty, ui->typing || ui->watch.raw ? POLLIN : 0,
		    0 },
		[FD_NOTICES] = { notify ? ui->notices.epoll : -1, POLLIN, 0 },
	};
	bool keys = ui->typing && prompt_has_keys();
	uint64_t count;
	int n;

	ui_tell_ended(ui);
	ui_print(ui);
	if (ui->ended || ui->interrupted || ui_guide_due(ui))
		return false;
	if (notify)
		notices_watch(&ui->notices, ui->sh);
	ui_nudge(ui, false);
	n = poll(fds, FD_COUNT, keys || ui_can_print(ui) ? 0 : -1);
	ui_nudge(ui, true);
	if (n == -1)
		return false;
	if (fds[FD_EVENT].revents & POLLIN &&
	    read(ui->event, &count, sizeof(count)) < 0)
		return false;
	if (fds[FD_SIGNAL].revents & POLLIN)
		ui_on_signal(ui);
	if (fds[FD_TIMER].revents & POLLIN)
		ui_on_timer(ui);
	if (fds[FD_NOTICES].revents & POLLIN) {
		struct strbuf said = { 0 };

		notices_tell(&ui->notices, ui->sh, &said);
		ui_say(ui, &said);
	}
	if (ui->watch.raw && fds[FD_TTY].revents == POLLIN)
		ui_watch_key(ui);
	else if (!ui->typing && fds[FD_TTY].revents != 0)
		ui->ended = true;
	ui_print(ui);
	/* A key that came after Ctrl-C belongs to the next line. */
	return (keys || fds[FD_TTY].revents != 0) && !ui->interrupted &&
	    !ui->ended;
}

/* prompt_wait_fn: until there may be a key, or the line is given up. */
static bool
ui_wait_key(void *ctx)
{
	struct ui *ui = ctx;
	bool key = false;

	ui->midway = true;
	while (!key && !ui->ended && !ui->interrupted)
		key = ui_wait_once(ui);
	ui->midway = false;
	return key;
}

/* Ctrl-D: the end, or of a statement that is not finished. */
static void
ui_end_of_input(struct ui *ui)
{
	if (ui->text.len == 0 || prompt_gone()) {
		ui->ended = true;
		return;
	}
	sb_str(&ui->above, _("\nthe statement is not finished: given up\n"));
	sb_clear(&ui->text);
}

/* What was typed is noted before it runs, and written once it has been run: a
 * statement may have more lines. */
static void
ui_note(struct ui *ui, const char *line)
{
	bool grows = ui->text.len != 0;

	if (grows)
		sb_char(&ui->entry, '\n');
	else
		sb_clear(&ui->entry);
	sb_str(&ui->entry, line);
	prompt_note(sb_text(&ui->entry), grows);
}

static void
ui_tell_history(struct ui *ui)
{
	char *trouble = history_trouble(ui->sh->history);

	if (trouble == NULL)
		return;
	sb_str(&ui->above, "socksh: ");
	text_safe(&ui->above, trouble, strlen(trouble), ui->sh->ascii);
	sb_char(&ui->above, '\n');
	free(trouble);
}

/* A line as it is typed; NULL if there is none. */
static char *
ui_type_line(struct ui *ui)
{
	char *line = NULL;
	enum prompt_event event = PROMPT_NONE;

	if (ui->text.len == 0)
		history_keep(ui->sh->history);
	ui_tell_history(ui);
	ui_print_all(ui);
	ui->typing = true;
	ui->interrupted = false;
	sb_clear(&ui->guided_prompt);
	sb_str(&ui->guided_prompt, ui_prompt(ui));
	prompt_begin(ui_prompt(ui));
	while (event == PROMPT_NONE && !ui->ended) {
		bool guided = ui_guided(ui);

		if (ui_guide_due(ui)) {
			ui_guide_look(ui);
			break;
		}
		if (guided && ui_guide_turn(ui, ui_prompt(ui), &line))
			break;
		if (ui_wait_once(ui)) {
			if (guided && ui_guide_keys(ui))
				break;
			if (!guided)
				event = prompt_key(&line);
		}
		if (ui->interrupted) {
			free(line);
			line = NULL;
			ui_guide_interrupt(ui);
			prompt_interrupt(ui_prompt(ui));
			ui->interrupted = false;
			event = PROMPT_NONE;
		}
	}
	ui->typing = false;
	prompt_stop();
	if (event == PROMPT_EOF)
		ui_end_of_input(ui);
	return line;
}

/* Until the line in the foreground has ended, or gone to the background. */
static void
ui_attend(struct ui *ui)
{
	struct job *job = ui->line;

	ui->said_since = 0;
	ui_timer(ui, WAITS_NS);
	while (ui->line != NULL && !ui->ended) {
		enum job_state state;

		session_lock(&ui->sh->session);
		state = job->state;
		session_unlock(&ui->sh->session);
		if (state != JOB_RUNS)
			break;
		ui_wait_once(ui);
	}
	ui_print_all(ui);
}

/* fg: a job that is in the background comes back. */
static void
ui_bring_back(struct ui *ui)
{
	struct job *job = ui->sh->wanted;

	ui->sh->wanted = NULL;
	if (job == NULL)
		return;
	sb_printf(&ui->above, "%s\n", job->text);
	ui->line = job;
	ui_attend(ui);
	ui->line = NULL;
	session_lock(&ui->sh->session);
	job->held--;
	session_unlock(&ui->sh->session);
}

/* Runs what was typed, or with source the content of that file. */
static void
ui_run_text(struct ui *ui, const char *source)
{
	char *cause = NULL;
	struct job *job;
	size_t rest;

	/* Until it has ended nobody knows how. */
	ui->sh->line_rc = EXEC_CANCELLED;
	atomic_store(&ui->sh->interp->task.cancel, false);
	job = jobs_foreground(ui->sh, xstrdup(sb_text(&ui->text)), source,
	    &cause);
	if (job == NULL) {
		sb_printf(&ui->above, "socksh: %s\n", cause);
		free(cause);
		sb_clear(&ui->text);
		return;
	}
	ui->line = job;
	ui_attend(ui);
	if (ui->line == NULL || ui->ended) {
		/* Gone to the background; or we end, with all the jobs. */
		sb_clear(&ui->text);
		return;
	}
	ui->line = NULL;
	rest = job->rest;
	ui->sh->line_rc = job->rc;
	if (job->rc == EXEC_EXIT)
		ui->ended = true;
	jobs_forget_line(ui->sh, job);
	shell_enter_wanted(ui->sh, &ui->above);
	demo_run_wanted(ui->sh, &ui->above);
	if (rest == SIZE_MAX) {
		sb_clear(&ui->text);
	} else {
		memmove(ui->text.data, ui->text.data + rest,
		    ui->text.len - rest);
		sb_truncate(&ui->text, ui->text.len - rest);
	}
	ui_bring_back(ui);
}

static void
ui_run_line(struct ui *ui, char *line)
{
	sb_str(&ui->text, line);
	sb_char(&ui->text, '\n');
	free(line);
	ui_run_text(ui, NULL);
}

/* Who has never typed anything is told how to find out. */
static void
ui_greet(struct ui *ui)
{
	struct shell *sh = ui->sh;

	if (sh->guide != NULL || sh->no_init || !history_is_new(sh->history))
		return;
	wrap_text(&ui->above, "",
	    _("socksh, the socket shell: you type the calls, the kernel "
	      "answers. Tab shows what can come next, help explains it, quit "
	      "ends; socksh learn is a course."),
	    wrap_width(shell_width(sh)));
}

/* Before the first prompt; a lesson begins without. */
static void
ui_run_init(struct ui *ui)
{
	struct shell *sh = ui->sh;

	if (sh->guide != NULL || sh->no_init)
		return;
	if (init_read(&ui->text, &ui->above, &ui->init, sh->ascii))
		ui_run_text(ui, ui->init);
	sb_clear(&ui->text);
}

/* A line goes to the guide first, if there is one, and after it has run he
 * looks at what has come of it. */
static void
ui_take_line(struct ui *ui, char *line)
{
	const struct guide *guide = ui->sh->guide;
	enum guided guided = GUIDED_NOT;
	bool types = ui_guided(ui);

	/* What he types is not for the history. */
	if (types)
		ui_guide_hush(ui, true);
	else
		ui_note(ui, line);
	ui->sh->shown_rows = (strlen(ui_prompt(ui)) + strlen(line)) /
		(ui->sh->terminal_width != 0 ? ui->sh->terminal_width : 80) +
	    1;
	if (guide != NULL && ui->text.len == 0)
		guided = guide->line(guide->ctx, ui->sh, line, &ui->above);
	if (guided == GUIDED_END)
		ui->ended = true;
	if (guided != GUIDED_NOT) {
		free(line);
		return;
	}
	ui_run_line(ui, line);
	if (types)
		ui_guide_hush(ui, false);
	/* What has ended is told of before the guide speaks. */
	ui_tell_ended(ui);
	ui_print_all(ui);
	ui->due = false;
	if (guide != NULL && ui->text.len == 0 && !ui->ended &&
	    !guide->after(guide->ctx, ui->sh, &ui->above))
		ui->ended = true;
}

/* All descriptors of our own, out of the user's way. -1 with errno. */
static int
ui_open(struct ui *ui)
{
	ui->signals = ui_open_signals();
	ui->tty = tty_open(&ui->tty_shared);
	ui->event = session_own_fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
	ui->timer = session_own_fd(
	    timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
	return ui->tty == -1 || ui->signals == -1 || ui->event == -1 ||
		ui->timer == -1 || notices_open(&ui->notices) == -1 ?
	    -1 :
	    0;
}

/* Signals still do what they do by default: stopped, we can be ended. */
static bool
never(void)
{
	return false;
}

/* Ends the jobs and all else. */
static void
ui_end(struct ui *ui)
{
	struct shell *sh = ui->sh;

	/* This thread takes no more while it ends the jobs, and must not wait
	 * for itself. */
	output_unlimit(&sh->out);
	/* An audience need not know: the next step has jobs of its own. */
	if (sh->guide == NULL || sh->guide->types == NULL)
		shell_say_jobs(sh);
	ui_print_all(ui);
	prompt_end();
	ui_tell_history(ui);
	jobs_end(sh);
	ui->line = NULL;
	ui_print_all(ui);
	/* A job that cannot be ended keeps what it uses. */
	if (sh->jobs.running != 0)
		return;
	sh->poke = NULL;
	output_unqueue(&sh->out);
	notices_free(&ui->notices);
	sb_free(&ui->text);
	sb_free(&ui->entry);
	free(ui->init);
	sb_free(&ui->above);
	sb_free(&ui->guided);
	sb_free(&ui->guided_prompt);
	ui_watch_free(ui);
}

int
ui_run(struct shell *sh)
{
	static struct ui ui; /* it outlives us if a job cannot be ended */
	void *stack = tty_signal_stack();
	int status;

	ui.sh = sh;
	tty_await(never);
	tty_keep();
	if (ui_open(&ui) != 0) {
		fprintf(stderr, "socksh: %s\n", strerror(errno));
		return 1;
	}
	sh->notify = true;
	sh->poke = ui_poke;
	sh->poke_ctx = &ui;
	output_queue(&sh->out, ui_poke, &ui);
	ui_open_nudge(&ui);
	ui_nudge(&ui, true);
	sh->history = history_open(state_path("history"));
	prompt_init(sh, ui.tty, ui.tty_shared, ui_wait_key, &ui);
	ui_greet(&ui);
	ui_run_init(&ui);
	while (!ui.ended) {
		char *line = ui_type_line(&ui);

		if (line == NULL && ui.ended && ui.deadly == 0 &&
		    !ui_guided(&ui))
			sb_char(&ui.above, '\n');
		if (line != NULL && !ui.ended)
			ui_take_line(&ui, line);
		else
			free(line);
	}
	status = sh->interp->status;
	ui_end(&ui);
	if (ui.nudges)
		timer_delete(ui.nudge);
	if (ui.deadly != 0)
		ui_die(ui.deadly);
	tty_signal_stack_free(stack);
	return status;
}
