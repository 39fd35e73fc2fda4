/* SPDX-License-Identifier: GPL-3.0-or-later */
/* input: a line of standard input, or of the person at the terminal. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"

enum {
	INPUT_LINE_MAX = 16 << 20,
	INPUT_LOOK_MS = 50, /* how often it is seen whether Ctrl-Z was typed */
	INPUT_READ = 4096,
};

struct reading {
	struct task *task;
	bool tty;   /* a read gives no more than a line */
	bool looks; /* there is a prompt that could want the keys */
	struct strbuf line;
	bool ended;
};

/* Reads what there is if anything is ready, with the lock: Ctrl-Z takes it to
 * make this a job, whose keys these are no more. 0 at the end of the input. */
static ssize_t
reading_take(struct reading *r, bool ready)
{
	struct session *s = r->task->session;
	size_t room = r->tty ? INPUT_READ : 1;
	char *to = sb_reserve(&r->line, room);
	ssize_t n = -1;

	session_lock(s);
	errno = EIO;
	if (r->task->job == 0 && ready)
		n = read(STDIN_FILENO, to, room);
	else if (r->task->job == 0)
		errno = EAGAIN;
	session_unlock(s);
	return n;
}

/* A line, its end too, or what comes before the end of the input. -1 with errno;
 * after EINTR it may be called again. */
static int
reading_line(struct reading *r)
{
	while (r->line.len == 0 || r->line.data[r->line.len - 1] != '\n') {
		struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
		int ready = poll(&p, 1, r->looks ? INPUT_LOOK_MS : -1);
		ssize_t n;

		if (ready == -1)
			return -1;
		n = reading_take(r, ready != 0);
		if (n == -1 && errno == EAGAIN)
			continue;
		if (n == -1)
			return -1;
		if (n == 0) {
			r->ended = true;
			return 0;
		}
		r->line.len += (size_t)n;
		if (r->line.len > INPUT_LINE_MAX) {
			errno = EMSGSIZE;
			return -1;
		}
	}
	return 0;
}

static void
ask(struct call *call)
{
	struct session *s = call->task->session;
	struct strbuf text = { 0 };

	if (!call_given(call, 0))
		return;
	value_text(&text, &call->args[0].v);
	session_unlock(s);
	if (s->ops->print != NULL)
		s->ops->print(s->ops_ctx, call->task, text.data, text.len);
	session_lock(s);
	sb_free(&text);
}

/* Where the script itself is standard input, its next line. */
static void
take_from_script(struct call *call, struct reading *r)
{
	r->ended = !run_stdin_line(shell_of(call->task->session), &r->line);
	if (r->ended && atomic_load(&call->task->cancel)) {
		call->status = CALL_CANCELLED;
		call->err = EINTR;
	}
}

static void
give_line(struct call *call, struct reading *r)
{
	size_t len = r->line.len;

	if (call->status != CALL_OK)
		return;
	if (len == 0) {
		call->status = CALL_FAILED;
		call->result = -1;
		call->err = ENODATA;
		call->why = _("the input has ended");
		return;
	}
	if (r->line.data[len - 1] == '\n')
		len--;
	call_give(call, value_bytes(r->line.data, len));
}

static void
input_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	struct reading r = { .task = call->task,
		.tty = isatty(STDIN_FILENO) == 1,
		.looks = sh->interactive };

	if (call->task->job != 0) {
		call_mistake(call, -1,
		    _("input: a job has no keyboard; ask in the foreground"));
		return;
	}
	ask(call);
	if (sh->reads_stdin)
		take_from_script(call, &r);
	else
		CALL(call, reading_line(&r));
	give_line(call, &r);
	sb_free(&r.line);
}

const struct prim input_prims[] = {
	{
	    .name = "input",
	    .params = { { "prompt", PARAM_VALUE, 0 } },
	    .forms = { "[prompt]" },
	    .call = input_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS,
	    .help = N_("a line that is typed, or of standard input"),
	    .topic = TOPIC_PRINTING,
	    .example = "name = input(\"your name? \")\n"
		       "print \"hello\" name\n"
		       "> your name? hello Ada",
	},
	{ .name = NULL },
};
