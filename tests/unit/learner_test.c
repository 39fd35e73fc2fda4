/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A student in a lesson, without a terminal: a shell that prints nothing, the
 * lines that he types run in it, and what he is told.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "class_fixture.h"
#include "lesson/course.h"
#include "lesson/goal.h"
#include "lesson/learner.h"
#include "shell/shell.h"

struct desk {
	struct shell sh;
	struct lesson *l;
	struct progress progress;
	struct course course;
	struct learner lr;
};

static void
begin(struct desk *d, const char *progress)
{
	const struct shell_options options = { .quiet = true };
	char *cause = NULL;

	*d = (struct desk){ .l = class_lesson(),
		.progress = class_progress(progress) };
	shell_init(&d->sh, &options);
	d->sh.muted = true;
	d->lr = (struct learner){ .stage = { .l = d->l, .in = d->sh.interp },
		.choices = calloc(d->l->nsteps, 1),
		.progress = &d->progress,
		.course = &d->course,
		.width = 60,
		.notes = open("/dev/null", O_WRONLY | O_CLOEXEC) };
	assert_true(learner_begin(&d->lr, &cause));
}

static void
end(struct desk *d)
{
	close(d->lr.notes);
	learner_free(&d->lr);
	shell_free(&d->sh);
	progress_free(&d->progress);
	lesson_free(d->l);
}

/* Runs a line, and what the student is told of it. */
static void
types(struct desk *d, const char *line, const char *told)
{
	struct interp *in = d->sh.interp;
	struct strbuf say = { 0 };
	size_t rest;

	if (!learner_answer(&d->lr, line, &say)) {
		session_lock(&d->sh.session);
		run_line(&d->sh, in, line, NULL, &rest);
		session_unlock(&d->sh.session);
		learner_look(&d->lr, &say);
	}
	assert_string_equal(sb_text(&say), told);
	sb_free(&say);
}

static void
hint_is(struct desk *d, const char *told)
{
	struct strbuf say = { 0 };

	learner_hint(&d->lr, &say);
	assert_string_equal(sb_text(&say), told);
	sb_free(&say);
}

static void
test_ladder(void **state)
{
	struct desk d;

	(void)state;
	begin(&d, "");
	hint_is(&d, "  1/2  First.\n");
	hint_is(&d, "  2/2  Second.\n");
	hint_is(&d, "  That was the last hint; show shows the answer.\n");
	assert_int_equal(progress_get(&d.progress, d.l, 0, MARK_HINTS), 2);
	d.lr.strict = true;
	hint_is(&d, "  That was the last hint.\n");
	end(&d);
}

/* A letter is an answer as long as one is asked for; anything else is run. */
static void
test_answers(void **state)
{
	struct desk d;

	(void)state;
	begin(&d, "");
	assert_string_equal(learner_prompt(&d.lr), "pair 1/3 a-b> ");
	types(&d, "", "");
	types(&d, "c", "");
	types(&d, "z = 1", "");
	types(&d, "  B) ", "b) is noted. Now find out.\n");
	assert_string_equal(learner_prompt(&d.lr), "pair 1/3> ");
	types(&d, "a", "");
	assert_int_equal(progress_choice(&d.progress, d.l, 0), 'b');
	end(&d);
}

/* Any way is right; the wrong one is answered, and again when it is repeated. */
static void
test_steps(void **state)
{
	struct desk d;

	(void)state;
	begin(&d, "");
	types(&d, "a", "a) is noted. Now find out.\n");
	types(&d, "b.send(\"x\")", "  The other end.\n");
	types(&d, "inq(a)", "");
	types(&d, "b.send(\"x\")", "  The other end.\n");
	types(&d, "recv a 2", "");
	assert_int_equal(progress_get(&d.progress, d.l, 0, MARK_WRONG), 2);
	types(&d, "write(a, \"x\", 1);",
	    "Right.\n"
	    "  You said a): this\n"
	    "  no\n"
	    "  It was b): that\n"
	    "  * one <byte>\n"
	    "\f\n--- 2/3  Second\n"
	    "\n"
	    "Read.\n"
	    "\n");
	types(&d, "data = b.recv(1)",
	    "Right.\n"
	    "\f\n--- 3/3  Third\n"
	    "\n"
	    "Close.\n"
	    "\n");
	types(&d, "close a",
	    "Right.\n"
	    "\f\nThe lesson is done: A *pair* of `a_b` sockets\n"
	    "  * one <byte>\n");
	assert_int_equal(d.lr.wish, WISH_MENU);
	assert_int_equal(progress_count(&d.progress, d.l), 3);
	end(&d);
}

static void
test_free_hand(void **state)
{
	struct strbuf say = { 0 };
	struct desk d;

	(void)state;
	begin(&d, "");
	learner_free_hand(&d.lr, &say);
	assert_true(say.len > 0);
	sb_clear(&say);
	assert_string_equal(learner_prompt(&d.lr), "pair 1/3 free> ");
	types(&d, "a", "");
	types(&d, "send b \"x\"", "");
	types(&d, "send a \"x\"", "");
	assert_string_equal(sb_text(&d.progress.text),
	    "socksh progress 1\npair at one\n");
	learner_free_hand(&d.lr, &say);
	assert_int_equal(say.len, 0);
	assert_int_equal(d.lr.wish, WISH_STEP);
	assert_int_equal(d.lr.to, 0);
	sb_free(&say);
	end(&d);
}

static void
test_strict(void **state)
{
	struct strbuf say = { 0 };
	char *cause = NULL;
	struct desk d;

	(void)state;
	begin(&d, "");
	d.lr.strict = true;
	assert_false(learner_show(&d.lr, &say, &cause));
	free(cause);
	cause = NULL;
	assert_false(learner_move(&d.lr, 1, &cause));
	free(cause);
	cause = NULL;
	assert_int_equal(say.len, 0);
	assert_int_equal(progress_get(&d.progress, d.l, 0, MARK_SKIPPED), 0);
	types(&d, "a", "a) is noted. Now find out.\n");
	progress_mark(&d.progress, d.l, 0, MARK_STRICT, 0);
	assert_true(learner_move(&d.lr, 1, &cause));
	assert_int_equal(d.lr.to, 1);
	end(&d);
}

/* Each part that is joined by and is a goal of its own. */
static void
goals_are(struct desk *d, const char *check, const char *wanted)
{
	const struct piece piece = { check, 1 };
	struct goals goals = { 0 };
	struct strbuf out = { 0 };

	goals_ask(&goals, &d->lr.stage, &piece);
	for (size_t i = 0; i < goals.n; i++)
		sb_printf(&out, "%s%c %s", i != 0 ? " | " : "",
		    goals.v[i].holds ? '+' : '-',
		    goals.v[i].words != NULL ? goals.v[i].words :
					       goals.v[i].source);
	assert_string_equal(sb_text(&out), wanted);
	sb_free(&out);
	goals_free(&goals);
}

static void
test_goals(void **state)
{
	struct desk d;

	(void)state;
	begin(&d, "");
	goals_are(&d, "inq(a) == 0", "+ waiting on a: 0");
	goals_are(&d, "(inq(a) < 1) and calls(recv, a) >= 2",
	    "+ waiting on a: less than 1 | - calls of recv on a: 2 at least");
	goals_are(&d, "state(a) == \"LISTEN\"", "- the state of a: \"LISTEN\"");
	goals_are(&d, "got(a, \"x\") and not got(b, \"\")",
	    "- \"x\" was received on a | + no end was seen on b");
	goals_are(&d, "find(tcp, LISTEN, :8080) or errno == EAGAIN",
	    "- a socket is here that is tcp LISTEN :8080, or the last error: "
	    "EAGAIN");
	goals_are(&d, "find(udp, *, :8080) == None",
	    "+ no socket is here that is udp :8080");
	goals_are(&d, "opt(a, SO_TYPE) != SOCK_DGRAM",
	    "+ option SO_TYPE of a: not SOCK_DGRAM");
	goals_are(&d, "calls(send, a) + calls(sendall) > 0 and sent(a) == 0",
	    "- calls of send on a plus calls of sendall: more than 0 | "
	    "+ bytes sent on a: 0");
	goals_are(&d, "len(sockets(tcp, TIME_WAIT, :8081)) <= 1",
	    "+ sockets of the kernel, tcp TIME_WAIT :8081: 1 at most");
	goals_are(&d, "got(find(tcp, ESTABLISHED, :9)) > 0",
	    "- bytes received on the socket tcp ESTABLISHED :9: more than 0");
	/* What has no words is its own text. */
	goals_are(&d, "1 + 1 == 2", "+ 1 + 1 == 2");
	goals_are(&d, "nobody == 2", "- nobody == 2");
	goals_are(&d, "inq(a) in (0, 1)", "+ inq(a) in (0, 1)");
	goals_are(&d, "inq(a) ==", "");
	end(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ladder),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_free_hand),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_goals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
