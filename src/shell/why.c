/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons of failures, as they are shown below the echo and by help. */
#include "shell/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "kernel/why.h"
#include "model/call.h"
#include "model/xlat.h"
#include "view/wrap.h"

static bool
is_fd(const struct value *v, const struct value *fd)
{
	return v->type == VAL_INT && v->tag == VALUE_TAG_FD && v->i == fd->i &&
	    v->generation == fd->generation;
}

/* Whether a value is the descriptor, or has it in it; *at is then its place,
 * which the pair that accept gives need not tell: it serves as a descriptor. */
static bool
holds_fd(const struct value *v, const struct value *fd, int *at)
{
	const struct tuple *t = v->tuple;

	*at = -1;
	if (v->type == VAL_INT)
		return is_fd(v, fd);
	if (v->type != VAL_TUPLE || t->len > 2)
		return false;
	for (size_t i = 0; i < t->len; i++) {
		if (!is_fd(&t->items[i], fd))
			continue;
		if (t->len != 2 || t->items[1].type != VAL_ADDR)
			*at = (int)i;
		return true;
	}
	return false;
}

/* The first of a program's variables that holds it: the one used first. */
static void
fd_name(void *ctx, int fd, struct strbuf *out)
{
	const struct interp *in = ctx;
	const struct session *s = in->task.session;
	struct value v = { .i = fd };
	const struct symbol *found = NULL;
	struct symbol *sym = NULL;
	size_t bucket = 0;
	int at, where = -1;

	/* The latest use of the number, closed or not. */
	if (fd >= 0 && (size_t)fd < s->nfds)
		v.generation = s->fds[fd].generation;
	while ((sym = symbol_walk(in->symbols, &bucket, sym)) != NULL) {
		if (sym->slot >= in->vars->n ||
		    !holds_fd(&in->vars->v[sym->slot], &v, &at) ||
		    (found != NULL && found->slot < sym->slot))
			continue;
		found = sym;
		where = at;
	}
	if (found != NULL)
		sb_str(out, found->name);
	if (where != -1)
		sb_printf(out, "[%d]", where);
}

void
why_fd_name(void *ctx, struct task *task, int fd, struct strbuf *out)
{
	(void)ctx;
	fd_name(interp_of(task), fd, out);
}

void
why_line(struct strbuf *out, const char *lead, const struct strbuf *text,
    const struct shell *sh, unsigned width)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, sb_text(text), text->len, sh->ascii);
	wrap_text(out, lead, sb_text(&safe), width);
	sb_free(&safe);
}

unsigned
why_width(const struct shell *sh)
{
	return wrap_width(
	    sh->out.terminal || sh->columns != 0 ? shell_width(sh) : 0);
}

struct why_asked
why_ask(struct task *task, const struct event *ev)
{
	return (struct why_asked){
		.ev = ev,
		.session = task->session,
		.cancelled = atomic_load(&task->cancel),
		.fd_name = fd_name,
		.ctx = interp_of(task),
	};
}

/* Keeps what was found when a call failed: later it may look otherwise. */
static void
keep(struct shell *sh, const struct event *ev, const struct why *why)
{
	struct why_kept *kept = &sh->kept[sh->nkept++ % WHY_KEPT];

	why_free(&kept->why);
	kept->seq = ev->seq;
	kept->why = (struct why){ 0 };
	sb_add(&kept->why.why, sb_text(&why->why), why->why.len);
	sb_add(&kept->why.try, sb_text(&why->try), why->try.len);
}

const struct why *
why_kept(const struct shell *sh, const struct event *ev)
{
	for (size_t i = 0; i < WHY_KEPT; i++) {
		if (sh->kept[i].seq == ev->seq)
			return &sh->kept[i].why;
	}
	return NULL;
}

void
why_kept_free(struct shell *sh)
{
	for (size_t i = 0; i < WHY_KEPT; i++)
		why_free(&sh->kept[i].why);
}

void
why_lines(struct strbuf *out, const struct shell *sh, const char *prefix,
    const struct why *why)
{
	char *lead = xasprintf("%s  %s ", prefix, _("why:"));

	why_line(out, lead, &why->why, sh, why_width(sh));
	free(lead);
	lead = xasprintf("%s  %s ", prefix, _("try:"));
	why_line(out, lead, &why->try, sh, why_width(sh));
	free(lead);
}

bool
why_of_event(struct shell *sh, struct task *task, const struct event *ev,
    struct why *why)
{
	int err = why_error(ev);
	struct why_asked asked;
	bool found;

	*why = (struct why){ 0 };
	if (err == 0 || sh->why_off || !interp_tell(interp_of(task), err))
		return false;
	session_lock(task->session);
	asked = why_ask(task, ev);
	found = why_find(&asked, why);
	if (found)
		keep(sh, ev, why);
	session_unlock(task->session);
	return found;
}

void
why_add(struct strbuf *out, struct shell *sh, struct task *task,
    const struct event *ev)
{
	struct strbuf prefix = { 0 };
	struct why why;

	if (why_of_event(sh, task, ev, &why)) {
		task_prefix(&prefix, task);
		why_lines(out, sh, sb_text(&prefix), &why);
	}
	sb_free(&prefix);
	why_free(&why);
}

/* "bind, listen": the calls of a row. */
static void
add_calls(struct strbuf *out, const char *calls)
{
	sb_str(out, "  ");
	if (calls == NULL)
		sb_str(out, _("any call"));
	for (const char *at = calls; at != NULL && *at != '\0'; at++) {
		if (*at == ' ')
			sb_str(out, ", ");
		else
			sb_char(out, *at);
	}
	sb_str(out, _(":"));
}

static bool
same_calls(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The man pages of a row's calls, each once. */
static void
add_pages(struct strbuf *out, const struct session *s, const char *calls)
{
	char name[32];

	while (calls != NULL && *calls != '\0') {
		size_t n = strcspn(calls, " ");
		const struct command *cmd;

		snprintf(name, sizeof(name), "%.*s", (int)n, calls);
		calls += n + (calls[n] == ' ');
		cmd = session_command(s, name);
		if (cmd != NULL && cmd->prim->man != NULL &&
		    strstr(sb_text(out), cmd->prim->man) == NULL)
			sb_printf(out, "%s, ", cmd->prim->man);
	}
}

static void
add_rows(struct strbuf *out, struct strbuf *pages, const struct shell *sh,
    int err)
{
	const char *calls = "";
	struct strbuf heading = { 0 };
	struct why_told told;

	for (size_t i = 0; why_tell(err, i, &told); i++) {
		if (!same_calls(calls, told.calls)) {
			add_calls(&heading, told.calls);
			wrap_text(out, "", sb_text(&heading), why_width(sh));
			sb_clear(&heading);
			add_pages(pages, &sh->session, told.calls);
		}
		calls = told.calls;
		why_line(out, "    - ", &told.why.why, sh, why_width(sh));
		why_line(out, "      > ", &told.why.try, sh, why_width(sh));
		why_free(&told.why);
	}
	why_free(&told.why);
	sb_free(&heading);
}

void
why_help(struct strbuf *out, const struct shell *sh, int err)
{
	const char *meaning = why_meaning(err);
	struct strbuf pages = { 0 };
	char *see;

	sb_printf(out, "%s (%d): %s\n", errno_name(err), err, errno_text(err));
	if (meaning != NULL)
		wrap_text(out, "  ", meaning, why_width(sh));
	else
		wrap_text(out, "  ",
		    _("no call on sockets is known to give it"), why_width(sh));
	add_rows(out, &pages, sh, err);
	sb_str(&pages, err < 0 ? "getaddrinfo(3)" : "errno(3)");
	see = xasprintf(_("see %s"), sb_text(&pages));
	wrap_text(out, "  ", see, why_width(sh));
	free(see);
	sb_free(&pages);
}

bool
why_errno(const char *name, int *err)
{
	const struct xlat *row = xlat_guess(&xlat_errnos, name);
	char *end;
	long n = strtol(name, &end, 10);

	if (row != NULL)
		n = (long)row->value;
	else if (*name == '\0' || *end != '\0' || n < INT16_MIN ||
	    n > INT16_MAX || errno_name((int)n) == NULL)
		return false;
	*err = (int)n;
	return true;
}
