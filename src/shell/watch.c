/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch: runs a command again and again. */
#include "shell/watch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "shell/shell.h"

enum {
	EVERY_MIN = 100, /* ms */
	EVERY_MOST = 3600000,
	EVERY = 1000,
	TIMES_MOST = 1000000,
	PAUSE_MIN = 20, /* ms: a slow command leaves time for others */
};

/* One watch, of the thread that runs it. */
struct watching {
	struct call *call;
	struct shell *sh;
	struct watch_state *w;
	char *command;
	int64_t every; /* ms */
	int64_t times; /* 0: until it is ended */
	double seconds;
	bool screen;  /* painted in place, by the loop */
	bool gathers; /* what is printed is gathered, and shown when changed */
	struct strbuf text;
	struct strbuf before;
};

void
watch_init(struct watch_state *w)
{
	sem_init(&w->woken, 0, 0);
}

void
watch_free(struct watch_state *w)
{
	sem_destroy(&w->woken);
	free(w->heading);
	free(w->right);
	sb_free(&w->text);
}

/* What is asked for. */

static bool
set_every(struct watching *g, double seconds)
{
	if (!(seconds * 1000 >= EVERY_MIN && seconds * 1000 <= EVERY_MOST)) {
		call_mistake(g->call, 1,
		    _("watch: every 0.1 seconds at the soonest, and every "
		      "hour (3600) at the latest"));
		return false;
	}
	g->every = (int64_t)(seconds * 1000 + 0.5);
	return true;
}

static bool
set_times(struct watching *g, int64_t times)
{
	if (times < 1 || times > TIMES_MOST) {
		call_mistake(g->call, 2, _("watch: times is from 1 to %d"),
		    TIMES_MOST);
		return false;
	}
	g->times = times;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Where the last word of text begins. */
static size_t
last_word(const char *text, size_t len)
{
	while (len != 0 && !is_blank(text[len - 1]))
		len--;
	return len;
}

static size_t
without_blanks(const char *text, size_t len)
{
	while (len != 0 && is_blank(text[len - 1]))
		len--;
	return len;
}

/* A number of seconds, without a sign: 2, 0.5. */
static bool
read_seconds(const char *s, double *to)
{
	char *cause = NULL;
	struct value v;
	bool ok;

	if (*s < '0' || *s > '9' ||
	    !param_from_word(PARAM_FLOAT, s, strlen(s), &v, &cause)) {
		free(cause);
		return false;
	}
	*to = v.type == VAL_FLOAT ? v.f : (double)v.i;
	ok = v.type == VAL_FLOAT || v.type == VAL_INT;
	value_drop(&v);
	return ok;
}

static bool
read_seconds_part(const char *text, size_t from, size_t to, double *seconds)
{
	char *word = xstrndup(text + from, to - from);
	bool ok = read_seconds(word, seconds);

	free(word);
	return ok;
}

/* Takes "every 0.5" or "times 3" off the end of the command: 1, or 0 if neither
 * stands there, or -1 after a mistake. */
static int
take_word(struct watching *g)
{
	size_t len = strlen(g->command), number = last_word(g->command, len);
	size_t end = without_blanks(g->command, number);
	size_t word = last_word(g->command, end);
	bool minus = g->command[number] == '-';
	double n;

	if (word == 0 || end - word != 5 ||
	    !read_seconds(g->command + number + minus, &n))
		return 0;
	/* As wrong as 0 is, and said to be so. */
	if (minus)
		n = 0;
	if (memcmp(g->command + word, "every", 5) == 0) {
		if (!set_every(g, n))
			return -1;
	} else if (memcmp(g->command + word, "times", 5) == 0) {
		if (n != (double)(int64_t)n)
			n = 0;
		if (!set_times(g, (int64_t)n))
			return -1;
	} else {
		return 0;
	}
	g->command[without_blanks(g->command, word)] = '\0';
	return 1;
}

/* Behind quotes two numbers are seconds and times: "a; b" 0.5 10. */
static bool
take_both(struct watching *g, bool *ok)
{
	size_t times = last_word(g->command, strlen(g->command));
	size_t end = without_blanks(g->command, times);
	size_t seconds = last_word(g->command, end);
	double n;

	if (seconds == 0 || g->command[seconds - 1] != '\n' ||
	    !read_seconds(g->command + times, &n) || n != (double)(int64_t)n ||
	    !read_seconds_part(g->command, seconds, end, &g->seconds))
		return false;
	*ok = set_every(g, g->seconds) && set_times(g, (int64_t)n);
	g->command[seconds - 1] = '\0';
	return true;
}

/* A number at the end is the seconds if it has a fraction, as for wait, or if the
 * command has no use for it: sockets 0.5, state c 2, but not queue c 5. */
static bool
take_seconds(struct watching *g)
{
	struct interp *in = interp_of(g->call->task);
	size_t len = strlen(g->command), number = last_word(g->command, len);
	size_t end = without_blanks(g->command, number);
	bool ok = true;
	double n;

	if (take_both(g, &ok))
		return ok;
	/* Behind quotes it is nothing else. */
	if (end == 0 || !read_seconds(g->command + number, &n) ||
	    (strchr(g->command + number, '.') == NULL &&
		g->command[number - 1] != '\n' &&
		interp_parses(in, g->command, len)) ||
	    !interp_parses(in, g->command, end))
		return true;
	g->command[end] = '\0';
	return set_every(g, n);
}

static bool
ask(struct watching *g)
{
	const struct call *call = g->call;
	const struct bytes *b = call->args[0].v.bytes;
	int taken = 1;

	if (b->len == 0 || strlen(b->data) != b->len) {
		call_mistake(g->call, 0, _("watch: which command?"));
		return false;
	}
	g->command = xstrndup(b->data, b->len);
	if (call_given(call, 1)) {
		const struct value *v = &call->args[1].v;

		if (!set_every(g, v->type == VAL_FLOAT ? v->f : (double)v->i))
			return false;
	}
	if (call_given(call, 2) && !set_times(g, call_num(call, 2)))
		return false;
	if (call_given(call, 1))
		return true;
	while (taken == 1)
		taken = take_word(g);
	if (taken == -1 || (g->every == EVERY && !take_seconds(g)))
		return false;
	if (*g->command == '\0')
		call_mistake(g->call, 0, _("watch: which command?"));
	return call->status == CALL_OK;
}

/* Where it can be. */

static bool
may_move_the_cursor(void)
{
	const char *term = getenv("TERM");

	return term != NULL && *term != '\0' && strcmp(term, "dumb") != 0;
}

static bool
choose_way(struct watching *g)
{
	struct shell *sh = g->sh;

	if (sh->poke != NULL && atomic_load(&g->call->task->job) != 0) {
		call_mistake(g->call, -1,
		    _("watch paints on the terminal: it runs in the "
		      "foreground alone"));
		return false;
	}
	g->gathers = sh->poke != NULL && !sh->json;
	g->screen = g->gathers && !sh->plain && sh->out.terminal &&
	    may_move_the_cursor();
	if (sh->poke == NULL && g->times == 0) {
		call_mistake(g->call, -1,
		    _("watch: where nobody can press a key it has to know how "
		      "often: watch %s times 3"),
		    g->command);
		return false;
	}
	if (sh->watch.active) {
		call_mistake(g->call, -1, _("watch: one runs already"));
		return false;
	}
	return true;
}

/* Running it. */

static char *
heading_of(const struct watching *g)
{
	struct strbuf safe = { 0 };
	char *text, *seconds;

	seconds = g->every % 1000 == 0 ?
	    xasprintf("%" PRId64, g->every / 1000) :
	    xasprintf("%" PRId64 ".%03d", g->every / 1000,
		(int)(g->every % 1000));
	/* 0.500 is 0.5. */
	for (size_t n = strlen(seconds);
	     g->every % 1000 != 0 && n != 0 && seconds[n - 1] == '0'; n--)
		seconds[n - 1] = '\0';
	text_safe(&safe, g->command, strlen(g->command), g->sh->ascii);
	for (size_t i = 0; i < safe.len; i++) {
		if (safe.data[i] == '\n' || safe.data[i] == '\t')
			safe.data[i] = ' ';
	}
	text = xasprintf(_("every %s s: %s"), seconds, sb_text(&safe));
	free(seconds);
	sb_free(&safe);
	return text;
}

static char *
time_of_day(void)
{
	time_t now = time(NULL);
	char text[16] = "";
	struct tm tm;

	if (localtime_r(&now, &tm) != NULL)
		strftime(text, sizeof(text), "%H:%M:%S", &tm);
	return xasprintf(_("%s  a key ends it"), text);
}

/* What a run has printed, for the loop to paint. */
static void
publish(struct watching *g)
{
	struct watch_state *w = g->w;

	if (!w->active) {
		w->number++;
		w->active = true;
		w->key = false;
		w->resize = false;
		while (sem_trywait(&w->woken) == 0)
			continue;
	}
	free(w->heading);
	free(w->right);
	w->heading = heading_of(g);
	w->right = time_of_day();
	sb_clear(&w->text);
	sb_add(&w->text, sb_text(&g->text), g->text.len);
	w->pictures++;
	shell_poke(g->sh);
}

/* Without a screen: what it printed, if that is something else than before. */
static void
print_changed(struct watching *g)
{
	struct session *s = g->call->task->session;

	if (g->text.len == g->before.len &&
	    memcmp(sb_text(&g->text), sb_text(&g->before), g->text.len) == 0)
		return;
	session_unlock(s);
	output_write(&g->sh->out, sb_text(&g->text), g->text.len,
	    &g->call->task->cancel);
	session_lock(s);
	sb_clear(&g->before);
	sb_add(&g->before, sb_text(&g->text), g->text.len);
}

/* Whether a run that ended so is told of in the picture, and goes on. */
static bool
goes_on(const struct watching *g, enum exec rc, bool first)
{
	switch (rc) {
	case EXEC_OK:
		return true;
	case EXEC_FAILED:
	case EXEC_MISS:
		return g->gathers;
	case EXEC_MISTAKE:
		/* One that was typed wrong is never right. */
		return g->gathers && !first;
	default:
		return false;
	}
}

/* One run, what it printed in g->text. */
static enum exec
run_once(struct watching *g, bool first)
{
	struct interp *in = interp_of(g->call->task);
	enum exec rc;

	sb_clear(&g->text);
	if (g->gathers)
		output_capture(&g->sh->out, &g->text);
	rc = interp_include_shown(in, "watch", g->command, strlen(g->command));
	if (rc != EXEC_OK && goes_on(g, rc, first)) {
		shell_report(g->sh, in);
		interp_clear_trouble(in);
		rc = EXEC_OK;
	}
	if (g->gathers)
		output_capture(&g->sh->out, NULL);
	return rc;
}

static int
wait_once(struct watch_state *w, int64_t deadline)
{
	const struct timespec ts = { .tv_sec = deadline / 1000000000,
		.tv_nsec = deadline % 1000000000 };

	return sem_clockwait(&w->woken, CLOCK_MONOTONIC, &ts);
}

/* Until the next run; false: it is to end. */
static bool
wait_next(struct watching *g, int64_t begun)
{
	int64_t deadline = begun + g->every * 1000000;
	int64_t soonest = clock_now() + PAUSE_MIN * (int64_t)1000000;
	struct watch_state *w = g->w;

	if (deadline < soonest)
		deadline = soonest;
	w->resize = false;
	while (g->call->status == CALL_OK && !w->key && !w->resize) {
		CALL(g->call, wait_once(w, deadline));
		if (g->call->status != CALL_FAILED)
			continue;
		/* The time is over: no failure. */
		g->call->status = CALL_OK;
		g->call->err = 0;
		break;
	}
	return g->call->status == CALL_OK && !(g->screen && w->key);
}

static void
run_all(struct watching *g)
{
	enum exec rc = EXEC_OK;

	for (int64_t n = 1;; n++) {
		int64_t begun = clock_now();

		rc = run_once(g, n == 1);
		if (rc != EXEC_OK)
			break;
		if (g->screen)
			publish(g);
		else if (g->gathers)
			print_changed(g);
		if (n == g->times || !wait_next(g, begun))
			break;
	}
	if (g->screen) {
		g->w->active = false;
		shell_poke(g->sh);
	}
	if (rc == EXEC_OK)
		return;
	/* What it had printed before it went wrong. */
	if (g->gathers && rc != EXEC_CANCELLED)
		print_changed(g);
	g->call->status = CALL_UNWINDS;
	g->call->result = rc;
}

static void
watch_call(struct call *call)
{
	struct watching g = { .call = call,
		.sh = shell_of(call->task->session),
		.every = EVERY };
	struct interp *in = interp_of(call->task);

	g.w = &g.sh->watch;
	if (in->included >= INTERP_INCLUDED_MAX)
		call_mistake(call, -1, _("watch: within too many others"));
	else if (ask(&g) && choose_way(&g)) {
		call_give(call, VALUE_NONE);
		run_all(&g);
	}
	free(g.command);
	sb_free(&g.text);
	sb_free(&g.before);
}

const struct prim watch_prims[] = {
	{
	    .name = "watch",
	    .params = { { "command", PARAM_COMMAND, 0 },
		{ "seconds", PARAM_FLOAT, 1 }, { "times", PARAM_NUMBER, 0 } },
	    .forms = { "command [seconds] [times]" },
	    .call = watch_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_SILENT | PRIM_DEFINES,
	    .topic = TOPIC_LOOKING,
	    .help = N_("run a command again and again, each time over what it "
		       "printed before, until a key is pressed; times N: "
		       "so often"),
	    .example = "a, b = socketpair()\n"
		       "watch inq(b) every 0.1 times 2\n"
		       "> 0\n"
		       "> 0",
	},
	{ .name = NULL },
};
