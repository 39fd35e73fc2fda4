/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running programs, from a file, a string, standard input, the prompt. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parse.h"
#include "shell/lab.h"
#include "shell/shell.h"
#include "view/diag.h"
#include "view/jsonl.h"
#include "wire/lab.h"

enum {
	TEXT_MAX = 64 << 20, /* the longest program */
	READ_SIZE = 64 << 10,
	PATH_SHOWN_MAX = 300,
};

/* Shows what went wrong, with the line it stands in. With the lock, which it
 * drops while it writes. */
static void
report(struct shell *sh, struct jsonl_who who, const struct unit *unit,
    size_t pos, size_t end, const char *message)
{
	struct diag d = {
		.source = unit != NULL ? unit->name : NULL,
		.message = message,
		.ascii = sh->ascii,
		.plain = sh->plain,
		.width = shell_width(sh),
	};
	struct strbuf text = { 0 }, json = { 0 };

	if (unit != NULL) {
		struct place place = unit_place(unit, pos);

		d.line = place.line;
		d.text = place.text;
		d.text_len = place.len;
		d.offset = place.offset;
		d.span = end > pos ? end - pos : 1;
	}
	if (sh->json)
		jsonl_error(&json, who, &d);
	diag_format(&text, &d);
	session_unlock(&sh->session);
	record_error(sh, who, &d, sb_text(&text), text.len);
	if (sh->json)
		output_write(&sh->out, json.data, json.len, NULL);
	output_error(&sh->out, sb_text(&text), text.len);
	session_lock(&sh->session);
	sb_free(&text);
	sb_free(&json);
}

void
shell_report(struct shell *sh, struct interp *in)
{
	const struct trouble *t = &in->trouble;
	struct jsonl_who who = shell_who(sh, &in->task);
	struct strbuf prefix = { 0 };
	char *message;

	if (t->message == NULL)
		return;
	task_prefix(&prefix, &in->task);
	message = xasprintf("%s%s", sb_text(&prefix), t->message);
	if (t->host != 0)
		who.host = lab_name(sh->session.lab, t->host);
	report(sh, who, t->unit, t->pos, t->end, message);
	free(message);
	sb_free(&prefix);
	interp_clear_trouble(in);
}

/* The exit status for how a run ended; says what went wrong. */
static int
run_status(struct shell *sh, enum exec rc)
{
	switch (rc) {
	case EXEC_OK:
		return 0;
	case EXEC_EXIT:
		return sh->interp->status;
	case EXEC_CANCELLED:
		return 128 + SIGINT;
	default:
		shell_report(sh, sh->interp);
		return 1;
	}
}

static void
report_parse(struct shell *sh, struct unit *unit, struct parse_error *error)
{
	report(sh, shell_who(sh, &sh->interp->task), unit, error->pos,
	    error->end, error->message);
	free(error->message);
	error->message = NULL;
}

/* A program that is all there: parsed whole before anything runs. */
static int
run_whole(struct shell *sh, struct lexer *lx, const char *name)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	int status = 0;

	lexer_skip_bom(lx);
	session_lock(&sh->session);
	switch (
	    parse_unit(lx, &sh->symbols, name, PARSE_WHOLE, &unit, &error)) {
	case PARSE_OK:
		status = run_status(sh, interp_run(sh->interp, unit));
		break;
	case PARSE_END:
		break;
	default:
		report_parse(sh, unit, &error);
		status = 1;
		break;
	}
	if (unit != NULL)
		unit_release(unit);
	session_unlock(&sh->session);
	return status;
}

int
run_string(struct shell *sh, const char *text)
{
	struct lexer lx;
	int status;

	lexer_init(&lx, 1);
	sb_str(&lx.text, text);
	status = run_whole(sh, &lx, "-c");
	lexer_free(&lx);
	return status;
}

/* Says why a file cannot be run; its status is that of wrong usage. */
static int
file_refused(struct shell *sh, const char *path, const char *why)
{
	char *line = xasprintf("socksh: %.*s%s: %s\n", PATH_SHOWN_MAX, path,
	    strlen(path) > PATH_SHOWN_MAX ? "..." : "", why);

	output_error(&sh->out, line, strlen(line));
	free(line);
	return 2;
}

int
run_file(struct shell *sh, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err, status;
	struct lexer lx;

	if (fd == -1)
		return file_refused(sh, path, strerror(errno));
	lexer_init(&lx, 1);
	err = sb_read(&lx.text, fd, TEXT_MAX);
	close(fd);
	if (err != 0)
		status = file_refused(sh, path, strerror(err));
	else
		status = run_whole(sh, &lx, path);
	lexer_free(&lx);
	return status;
}

/* Standard input, line by line. */
struct input {
	struct shell *sh;
	struct strbuf read; /* from the descriptor, not yet handed on */
	size_t taken;       /* of it */
	bool ended;
	int err;
};

/* Gets more from the descriptor; false at its end. */
static bool
input_fill(struct input *in)
{
	ssize_t n;

	if (in->ended)
		return false;
	if (in->taken == in->read.len) {
		sb_clear(&in->read);
		in->taken = 0;
	}
	in->sh->session.ops->waiting(in->sh, &in->sh->interp->task);
	n = read(STDIN_FILENO, sb_reserve(&in->read, READ_SIZE), READ_SIZE);
	if (n > 0) {
		in->read.len += (size_t)n;
		in->read.data[in->read.len] = '\0';
		return true;
	}
	if (n == -1 && errno == EINTR &&
	    !atomic_load(&in->sh->interp->task.cancel))
		return true;
	if (n == -1 && errno != EINTR)
		in->err = errno;
	in->ended = true;
	return false;
}

/* lexer.more: one line, or what is left. */
static bool
input_line(void *ctx, struct strbuf *text)
{
	struct input *in = ctx;
	size_t searched = in->taken;
	char *nl = NULL;
	size_t len;

	session_unlock(&in->sh->session);
	do {
		if (searched < in->read.len)
			nl = memchr(in->read.data + searched, '\n',
			    in->read.len - searched);
		if (nl != NULL)
			break;
		/* Filling may move what is left to the front. */
		searched = in->read.len - in->taken;
		if (!input_fill(in))
			break;
		searched += in->taken;
	} while (in->read.len - in->taken <= TEXT_MAX);
	session_lock(&in->sh->session);
	len = nl != NULL ? (size_t)(nl + 1 - in->read.data) - in->taken :
			   in->read.len - in->taken;
	if (len == 0)
		return false;
	sb_add(text, in->read.data + in->taken, len);
	in->taken += len;
	return true;
}

bool
run_stdin_line(struct shell *sh, struct strbuf *line)
{
	return input_line(sh->reads_stdin, line);
}

/* The next line of standard input, run. False when the run is over. */
static bool
stdin_step(struct shell *sh, struct lexer *lx, enum exec *rc, int *status)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	bool go_on = true;

	if (lx->pos >= lx->text.len && !input_line(lx->more_ctx, &lx->text))
		return false;
	if (lx->line == 1 && lx->pos == 0)
		lexer_skip_bom(lx);
	switch (
	    parse_unit(lx, &sh->symbols, "stdin", PARSE_LINE, &unit, &error)) {
	case PARSE_OK:
		if (unit->body->nkids == 0)
			break;
		*rc = interp_run(sh->interp, unit);
		/* What failed last may still be expected. */
		go_on = *rc == EXEC_OK ||
		    (*rc == EXEC_FAILED && sh->interp->failing);
		break;
	case PARSE_END:
		break;
	default:
		report_parse(sh, unit, &error);
		*rc = EXEC_OK;
		*status = 1;
		go_on = false;
		break;
	}
	if (unit != NULL)
		unit_release(unit);
	return go_on;
}

int
run_stdin(struct shell *sh)
{
	struct input in = { .sh = sh };
	enum exec rc = EXEC_OK;
	struct lexer lx;
	int status = 0;

	lexer_init(&lx, 1);
	lx.more = input_line;
	lx.more_ctx = &in;
	sh->reads_stdin = &in;
	session_lock(&sh->session);
	while (stdin_step(sh, &lx, &rc, &status))
		;
	if (status == 0 && rc != EXEC_EXIT &&
	    atomic_load(&sh->interp->task.cancel))
		rc = EXEC_CANCELLED;
	if (status == 0)
		status = run_status(sh, rc);
	sh->reads_stdin = NULL;
	session_unlock(&sh->session);
	if (in.err != 0)
		status =
		    file_refused(sh, _("standard input"), strerror(in.err));
	lexer_free(&lx);
	sb_free(&in.read);
	return status;
}

/* An expect may follow a failure in the line before; anything else means that
 * the person has seen it. */
static bool
begins_with_expect(const struct unit *unit)
{
	return unit->body->nkids != 0 &&
	    unit->body->kids[0]->kind == NODE_EXPECT;
}

/* At the prompt the echo has said that a call failed, unless there was none. */
static void
line_report(struct shell *sh, struct interp *in, enum exec rc)
{
	if (rc == EXEC_MISTAKE || rc == EXEC_MISS ||
	    (rc == EXEC_FAILED &&
		(sh->session.quiet || in->task.job != 0 ||
		    !in->trouble.echoed)))
		shell_report(sh, in);
}

static enum exec
line_step(struct shell *sh, struct interp *in, struct unit *unit)
{
	enum exec rc;

	if (unit->body->nkids == 0)
		return EXEC_OK;
	if (!begins_with_expect(unit))
		interp_forget_failure(in);
	rc = interp_run(in, unit);
	line_report(sh, in, rc);
	return rc;
}

/* A remark on a run, below what went wrong. With the lock, as report. */
static void __attribute__((format(printf, 2, 3)))
remark(struct shell *sh, const char *fmt, ...)
{
	struct strbuf text = { 0 };
	va_list ap;

	sb_str(&text, "socksh: ");
	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	sb_char(&text, '\n');
	session_unlock(&sh->session);
	output_error(&sh->out, text.data, text.len);
	session_lock(&sh->session);
	sb_free(&text);
}

/* The first statement of a block behind the one that ended it; 0 if there is
 * none, or if that was in a def from elsewhere and nobody knows. */
static unsigned
line_left(const struct unit *unit, const struct trouble *t)
{
	const struct node *body = unit->body;

	for (uint32_t i = 0; t->unit == unit && i < body->nkids; i++) {
		if (body->kids[i]->pos > t->pos)
			return unit_place(unit, body->kids[i]->pos).line;
	}
	return 0;
}

/* Runs a block; what fails in the middle of it ends it, and that is said, with
 * the place. */
static enum exec
block_step(struct shell *sh, struct interp *in, struct unit *unit, bool file)
{
	bool elsewhere;
	unsigned left;
	enum exec rc;

	if (unit->body->nkids <= 1 && !file)
		return line_step(sh, in, unit);
	if (!begins_with_expect(unit))
		interp_forget_failure(in);
	rc = interp_run(in, unit);
	/* Behind a file nothing comes that could expect its failure. */
	if (file)
		interp_forget_failure(in);
	if ((rc != EXEC_FAILED || in->failing) && rc != EXEC_MISTAKE &&
	    rc != EXEC_MISS) {
		line_report(sh, in, rc);
		return rc;
	}
	left = line_left(unit, &in->trouble);
	elsewhere = rc == EXEC_FAILED && in->trouble.unit != unit;
	shell_report(sh, in);
	if (left != 0)
		remark(sh, _("line %u and what follows it was not run"), left);
	else if (elsewhere)
		remark(sh, "%s", _("the rest of the block was not run"));
	return rc;
}

/* Once, of what an input method has typed: whoever reads a command with such signs
 * elsewhere will not find them understood. With the lock. */
static void
remark_wide(struct shell *sh, const struct lexer *lx)
{
	if (!lx->wide || sh->told_wide)
		return;
	sh->told_wide = true;
	remark(sh, "%s",
	    _("full-width signs （ ， “ are read as ( , \" in commands; "
	      "inside quotes they stay as they are"));
}

/* What has more than one line, pasted or typed, or is a file's: all of it is read
 * before any of it runs. */
static enum exec
run_block(struct shell *sh, struct interp *in, struct lexer *lx,
    const char *source, size_t *rest)
{
	const char *name = source != NULL ? source : _("block");
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	enum exec rc = EXEC_OK;

	switch (parse_unit(lx, &sh->symbols, name,
	    source != NULL ? PARSE_WHOLE : PARSE_BLOCK, &unit, &error)) {
	case PARSE_OK:
		remark_wide(sh, lx);
		rc = block_step(sh, in, unit, source != NULL);
		break;
	case PARSE_UNFINISHED:
		*rest = 0;
		break;
	case PARSE_ERROR:
		report_parse(sh, unit, &error);
		remark(sh, "%s",
		    source != NULL ? _("nothing of the file was run") :
				     _("nothing of the block was run"));
		break;
	default:
		break;
	}
	if (unit != NULL)
		unit_release(unit);
	return rc;
}

enum exec
run_line(struct shell *sh, struct interp *in, const char *text,
    const char *source, size_t *rest)
{
	const char *nl = strchr(text, '\n');
	struct parse_error error = { 0 };
	enum parse_result parsed;
	enum exec rc = EXEC_OK;
	struct lexer lx;

	*rest = SIZE_MAX;
	lexer_init(&lx, 1);
	sb_str(&lx.text, text);
	if (source != NULL || (nl != NULL && nl[1] != '\0')) {
		lexer_skip_bom(&lx);
		rc = run_block(sh, in, &lx, source, rest);
		lexer_free(&lx);
		return rc;
	}
	do {
		struct unit *unit = NULL;

		parsed = parse_unit(&lx, &sh->symbols, NULL, PARSE_LINE, &unit,
		    &error);
		if (parsed == PARSE_ERROR)
			report_parse(sh, unit, &error);
		if (parsed == PARSE_UNFINISHED)
			*rest = lx.start;
		if (parsed == PARSE_OK) {
			remark_wide(sh, &lx);
			rc = line_step(sh, in, unit);
		}
		if (unit != NULL)
			unit_release(unit);
	} while (parsed == PARSE_OK && (rc == EXEC_OK || rc == EXEC_FAILED));
	lexer_free(&lx);
	return rc;
}
