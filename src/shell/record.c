/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record: a transcript, or JSON lines, of what goes on. */
#include "base/io.h"
#include "shell/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "model/xlat.h"
#include "shell/lab.h"
#include "shell/shell.h"
#include "view/echo.h"
#include "view/jsonl.h"
#include "wire/lab.h"

/* Of one statement; what says more is written as it comes. */
enum { SAID_MAX = 256 << 10 };

void
record_init(struct record *r)
{
	*r = (struct record){ .fd = -1 };
	pthread_mutex_init(&r->lock, NULL);
}

/* Appends text as comments, so that nothing of it can be run. */
static void
add_comment(struct strbuf *out, const char *s, size_t len, bool ascii)
{
	struct strbuf safe = { 0 };
	const char *end, *nl;

	text_safe(&safe, s, len, ascii);
	end = sb_text(&safe) + safe.len;
	for (s = sb_text(&safe); s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		nl = nl != NULL ? nl : end;
		sb_str(out, "# ");
		sb_add(out, s, (size_t)(nl - s));
		sb_char(out, '\n');
	}
	sb_free(&safe);
}

/* With the record's lock. */
static void
stop(struct record *r)
{
	if (r->fd != -1)
		close(r->fd);
	r->fd = -1;
	r->under_way = false;
	sb_free(&r->text);
	sb_free(&r->said);
	sb_free(&r->expect);
}

/* With the record's lock, which it drops to say that it cannot be written. */
static void
write_out(struct shell *sh, const char *s, size_t len)
{
	struct record *r = &sh->record;
	int err = r->fd != -1 ? io_write_all(r->fd, s, len) : 0;
	char *message;

	if (err == 0)
		return;
	message = xasprintf(_("socksh: record: %s: %s; nothing more is "
			      "recorded\n"),
	    r->path, strerror(err));
	stop(r);
	atomic_store(&sh->session.recorded, false);
	pthread_mutex_unlock(&r->lock);
	output_error(&sh->out, message, strlen(message));
	pthread_mutex_lock(&r->lock);
	free(message);
}

/* What was waiting for the next statement. */
static void
write_expect(struct shell *sh)
{
	struct record *r = &sh->record;

	if (r->expect.len != 0)
		write_out(sh, r->expect.data, r->expect.len);
	sb_clear(&r->expect);
}

/* The statement, and what it has said. how: NULL if it can be run again, else why
 * it cannot; then it is a comment. */
static void
write_statement(struct shell *sh, const char *how)
{
	struct record *r = &sh->record;
	struct strbuf out = { 0 };

	if (how != NULL) {
		add_comment(&out, r->text.data, r->text.len, false);
		add_comment(&out, how, strlen(how), sh->ascii);
	} else {
		sb_add(&out, sb_text(&r->text), r->text.len);
		sb_char(&out, '\n');
	}
	sb_add(&out, sb_text(&r->said), r->said.len);
	r->under_way = false;
	sb_clear(&r->text);
	sb_clear(&r->said);
	write_out(sh, out.data, out.len);
	sb_free(&out);
}

/* Comments: behind the statement that is under way, else at once. */
static void
write_said(struct shell *sh, const struct strbuf *comment)
{
	struct record *r = &sh->record;

	if (r->under_way && r->said.len + comment->len <= SAID_MAX) {
		sb_add(&r->said, comment->data, comment->len);
		return;
	}
	/* How it ends is no longer waited for. */
	if (r->under_way)
		write_statement(sh, NULL);
	if (r->fd != -1)
		write_out(sh, comment->data, comment->len);
}

/* Whether anything is recorded; then the record's lock is held. */
static bool
record_enter(struct record *r)
{
	pthread_mutex_lock(&r->lock);
	if (r->fd != -1)
		return true;
	pthread_mutex_unlock(&r->lock);
	return false;
}

/* What is said for a task, as text: with the job's name before it. */
static void
say(struct shell *sh, const struct task *task, const char *s, size_t len)
{
	struct strbuf text = { 0 }, comment = { 0 };

	task_prefix(&text, task);
	sb_add(&text, s, len);
	add_comment(&comment, text.data, text.len, sh->ascii);
	if (comment.len != 0)
		write_said(sh, &comment);
	sb_free(&comment);
	sb_free(&text);
}

void
record_event(struct shell *sh, struct task *task, const struct event *ev)
{
	struct record *r = &sh->record;
	struct strbuf line = { 0 };

	if (!record_enter(r))
		return;
	r->calls++;
	if (r->json) {
		jsonl_call(&line, ev, lab_name(sh->session.lab, ev->host), NULL,
		    NULL);
		write_out(sh, line.data, line.len);
	} else {
		echo_format(&line, ev, sh->ascii ? ECHO_ASCII : 0u);
		say(sh, task, line.data, line.len);
	}
	pthread_mutex_unlock(&r->lock);
	sb_free(&line);
}

void
record_text(struct shell *sh, const struct task *task, const char *type,
    const char *s, size_t len)
{
	struct record *r = &sh->record;
	struct strbuf line = { 0 };

	if (!record_enter(r))
		return;
	if (r->json) {
		jsonl_text(&line, type, shell_who(sh, task), s, len);
		write_out(sh, line.data, line.len);
	} else {
		say(sh, task, s, len);
	}
	pthread_mutex_unlock(&r->lock);
	sb_free(&line);
}

void
record_lines(struct shell *sh, const struct task *task,
    const struct strbuf *lines)
{
	struct record *r = &sh->record;

	if (!record_enter(r))
		return;
	if (r->json)
		write_out(sh, lines->data, lines->len);
	else
		say(sh, task, sb_text(lines), lines->len);
	pthread_mutex_unlock(&r->lock);
}

void
record_look(struct shell *sh, const struct task *task, const char *name,
    const struct value *v, const struct strbuf *drawn)
{
	struct record *r = &sh->record;
	struct strbuf line = { 0 };

	if (!record_enter(r))
		return;
	if (r->json) {
		jsonl_look(&line, name, shell_who(sh, task), v);
		write_out(sh, line.data, line.len);
	} else {
		say(sh, task, sb_text(drawn), drawn->len);
	}
	pthread_mutex_unlock(&r->lock);
	sb_free(&line);
}

void
record_error(struct shell *sh, struct jsonl_who who, const struct diag *d,
    const char *text, size_t len)
{
	struct record *r = &sh->record;
	struct strbuf line = { 0 };

	if (!record_enter(r))
		return;
	if (r->json) {
		jsonl_error(&line, who, d);
		write_out(sh, line.data, line.len);
	} else {
		add_comment(&line, text, len, sh->ascii);
		write_said(sh, &line);
	}
	pthread_mutex_unlock(&r->lock);
	sb_free(&line);
}

/* The statement's text, without what stands around it. */
static void
take_text(struct strbuf *out, const struct unit *unit, const struct node *node)
{
	const char *s = unit->text + node->pos;
	size_t len = node->end > node->pos ? node->end - node->pos : 0;

	while (len != 0 && strchr(" \t\r\n;", s[len - 1]) != NULL)
		len--;
	sb_add(out, s, len);
}

void
record_begins(struct interp *in, const struct node *node)
{
	struct shell *sh = shell_of(in->task.session);
	struct record *r = &sh->record;
	struct strbuf line = { 0 };

	if (in->task.job != 0)
		return;
	session_unlock(in->task.session);
	if (record_enter(r)) {
		if (node->kind != NODE_EXPECT)
			write_expect(sh);
		sb_clear(&r->expect);
		sb_clear(&r->text);
		sb_clear(&r->said);
		take_text(&r->text, in->unit, node);
		r->simple =
		    node->kind == NODE_EXPR || node->kind == NODE_ASSIGN;
		r->under_way = !r->json;
		if (r->json && r->fd != -1) {
			jsonl_text(&line, "statement", shell_who(sh, &in->task),
			    sb_text(&r->text), r->text.len);
			write_out(sh, line.data, line.len);
		}
		pthread_mutex_unlock(&r->lock);
	}
	sb_free(&line);
	session_lock(in->task.session);
}

/* Why a statement that ended so cannot be run again; NULL: it can. */
static const char *
hindrance(const struct record *r, const struct interp *in, enum exec rc)
{
	switch (rc) {
	case EXEC_CANCELLED:
		return _("(interrupted)");
	case EXEC_MISTAKE:
		return _("(a mistake)");
	case EXEC_MISS:
		return _("(what was expected did not come)");
	case EXEC_FAILED:
		return r->simple && in->failing ? NULL :
						  _("(ended by a failure)");
	default:
		return NULL;
	}
}

void
record_ends(struct interp *in, const struct node *node, enum exec rc)
{
	struct shell *sh = shell_of(in->task.session);
	struct record *r = &sh->record;
	const char *name;
	const char *how;

	(void)node;
	if (in->task.job != 0)
		return;
	session_unlock(in->task.session);
	if (record_enter(r)) {
		how = hindrance(r, in, rc);
		if (r->under_way) {
			name = errno_name(in->outcome.err);
			if (rc == EXEC_FAILED && how == NULL && name != NULL)
				sb_printf(&r->expect, "expect -1 %s\n", name);
			write_statement(sh, how);
		}
		pthread_mutex_unlock(&r->lock);
	}
	session_lock(in->task.session);
}

void
record_background(struct shell *sh)
{
	struct record *r = &sh->record;
	struct strbuf text;

	if (!record_enter(r))
		return;
	if (r->under_way) {
		text = r->text;
		r->text = (struct strbuf){ 0 };
		sb_printf(&r->text, r->simple ? "%s &" : "spawn { %s }",
		    sb_text(&text));
		sb_free(&text);
		write_statement(sh, NULL);
	}
	pthread_mutex_unlock(&r->lock);
}

void
record_free(struct record *r)
{
	struct strbuf last = { 0 };

	pthread_mutex_lock(&r->lock);
	if (r->fd != -1) {
		sb_add(&last, sb_text(&r->expect), r->expect.len);
		if (r->under_way) {
			add_comment(&last, sb_text(&r->text), r->text.len,
			    false);
			sb_add(&last, sb_text(&r->said), r->said.len);
		}
		(void)io_write_all(r->fd, sb_text(&last), last.len);
	}
	stop(r);
	sb_free(&last);
	free(r->path);
	r->path = NULL;
	pthread_mutex_unlock(&r->lock);
}

static bool
ends_in(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len > n && strcmp(s + len - n, end) == 0;
}

/* What a transcript begins with. */
static void
add_heading(struct strbuf *out)
{
	time_t now = time(NULL);
	char date[32] = "";
	struct tm tm;

	if (localtime_r(&now, &tm) != NULL)
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &tm);
	sb_printf(out, "#!/usr/bin/env socksh\n# %s, %s\n", PACKAGE_STRING,
	    date);
}

/* A new file: what is there already is nobody's to lose. */
static void
record_start(struct call *call, struct shell *sh, const char *name)
{
	struct record *r = &sh->record;
	struct strbuf heading = { 0 };
	bool json = ends_in(name, ".json") || ends_in(name, ".jsonl");
	char *path;
	int fd;

	if (json && jsonl_library() == NULL) {
		call_mistake(call, 0,
		    _("%s: this socksh was built without jansson"), name);
		return;
	}
	path = source_from_home(name);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd != -1)
		fd = session_own_fd(fd);
	if (fd == -1) {
		if (errno == EEXIST)
			call_mistake(call, 0,
			    _("%s is there already; record takes a name that "
			      "is new"),
			    name);
		else
			call_mistake(call, 0, "%s: %s", name, strerror(errno));
		free(path);
		return;
	}
	free(r->path);
	r->path = path;
	r->fd = fd;
	r->calls = 0;
	r->json = json;
	atomic_store(&sh->session.recorded, true);
	if (!r->json)
		add_heading(&heading);
	write_out(sh, sb_text(&heading), heading.len);
	sb_free(&heading);
}

/* record stop, or none: what is said of it. */
static void
record_stop(struct shell *sh, bool end, struct strbuf *say)
{
	struct record *r = &sh->record;

	if (r->fd == -1) {
		sb_str(say, _("nothing is recorded\n"));
		return;
	}
	sb_printf(say,
	    end ? _("%s: recorded; calls: %zu\n") :
		  _("%s: recorded so far; calls: %zu\n"),
	    r->path, r->calls);
	if (!end)
		return;
	write_expect(sh);
	stop(r);
	atomic_store(&sh->session.recorded, false);
}

static void
record_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	struct session *s = call->task->session;
	const char *name = call_given(call, 0) ? call->args[0].data : NULL;
	bool end = name != NULL && strcmp(name, "stop") == 0;
	struct strbuf say = { 0 };

	call_give(call, VALUE_NONE);
	session_unlock(s);
	pthread_mutex_lock(&sh->record.lock);
	if (name == NULL || end)
		record_stop(sh, end, &say);
	else if (sh->record.fd != -1)
		call_mistake(call, 0,
		    _("%s is being recorded to; record stop ends that"),
		    sh->record.path);
	else if (*name == '\0')
		call_mistake(call, 0, _("no file has such a name"));
	else
		record_start(call, sh, name);
	pthread_mutex_unlock(&sh->record.lock);
	if (say.len != 0)
		s->ops->print(s->ops_ctx, call->task, say.data, say.len);
	session_lock(s);
	sb_free(&say);
}

const struct prim record_prims[] = {
	{
	    .name = "record",
	    .params = { { "file", PARAM_TEXT, 0 } },
	    .forms = { "[file]" },
	    .call = record_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_HOST,
	    .help = N_("write what is typed, and what comes of it, to a new "
		       "file that can be run again (.jsonl: as JSON); record "
		       "stop ends it"),
	    .topic = TOPIC_SHELL,
	    .example = "record hello.sksh\n"
		       "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "record stop\n"
		       "> ...",
	},
	{ .name = NULL },
};
