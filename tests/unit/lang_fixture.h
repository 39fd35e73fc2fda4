/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A session for tests of the language: its primitives make no system call but
 * note how they were called, and do as their arguments say. What print, remarks
 * and calls say is collected as text.
 */
#ifndef SOCKSH_TESTS_UNIT_LANG_FIXTURE_H
#define SOCKSH_TESTS_UNIT_LANG_FIXTURE_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "lang/builtin.h"
#include "lang/cfuncs.h"
#include "lang/interp.h"
#include "lang/parse.h"
#include "model/call.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

struct fixture {
	struct session session;
	struct symtab symbols;
	struct vars vars;
	struct interp interp;
	struct strbuf out; /* what was printed, remarked and called */
};

/* How a text went: as enum exec, or what the parser said. */
enum outcome_of {
	RAN = EXEC_OK,
	NOT_PARSED = 100,
	UNFINISHED,
	EMPTY,
};

static void
fixture_print(void *ctx, struct task *task, const char *s, size_t len)
{
	struct fixture *f = ctx;

	(void)task;
	sb_add(&f->out, s, len);
}

static void
fixture_remark(void *ctx, struct task *task, const char *s)
{
	struct fixture *f = ctx;

	(void)task;
	sb_printf(&f->out, "{%s}", s);
}

/* name(arguments by parameter), NULL and what was left out told too. */
static void
note_call(struct call *call)
{
	struct fixture *f = call->task->session->ops_ctx;

	sb_printf(&f->out, "%s%s(", call->prim->name, call->c_form ? "_c" : "");
	for (int i = 0; i < PRIM_PARAMS; i++) {
		const struct arg *arg = &call->args[i];

		if (call->prim->params[i].name == NULL)
			break;
		if (i != 0)
			sb_str(&f->out, ", ");
		if (arg->null)
			sb_str(&f->out, "NULL");
		else if (arg->given)
			value_repr(&f->out, &arg->v, 60);
		else
			sb_char(&f->out, '-');
	}
	sb_str(&f->out, ") ");
}

static int64_t
errno_or(int err, int64_t result)
{
	errno = err;
	return err != 0 ? -1 : result;
}

/* fail ERRNO: fails so; fail 0 succeeds with 7. */
static void
fail_call(struct call *call)
{
	int err = (int)call_num(call, 0);

	note_call(call);
	CALL(call, errno_or(err, 7));
}

/* give FD DATA: takes all bytes. */
static void
give_call(struct call *call)
{
	note_call(call);
	CALL(call, errno_or(0, (int64_t)call->args[1].len));
}

/* take FD SIZE: as many of "hello world" as fit; descriptor 9 fails. */
static void
take_call(struct call *call)
{
	static const char data[] = "hello world";
	size_t size = (size_t)call_num(call, 2);
	size_t n = size < sizeof(data) - 1 ? size : sizeof(data) - 1;
	struct bytes *b = call_buffer(call, 1, (int64_t)size);

	note_call(call);
	if (b == NULL)
		return;
	memcpy(b->data, data, n);
	CALL(call, errno_or(call_fd(call, 0) == 9 ? EBADF : 0, (int64_t)n));
	call_give_buffer(call, 1, b);
}

/* pair FD: the pair of FD + 1 and an address, as accept gives it. */
static void
pair_call(struct call *call)
{
	struct value pair[2], v;
	char *cause = NULL;

	note_call(call);
	CALL(call,
	    errno_or(call_fd(call, 0) == 9 ? EBADF : 0, call_fd(call, 0) + 1));
	if (call->status != CALL_OK)
		return;
	pair[0] = VALUE_INT(call->result);
	pair[1] = value_from_addr(addr_new(AF_INET));
	assert_true(value_tuple(&v, pair, 2, &cause));
	call_give(call, v);
}

/* at FD ADDR: an address, where a primitive takes one. */
static void
at_call(struct call *call)
{
	note_call(call);
	CALL(call, errno_or(0, 0));
}

static const struct prim fixture_prims[] = {
	{
	    .name = "fail",
	    .params = { { "err", PARAM_INT, EPERM } },
	    .forms = { "[err]" },
	    .call = fail_call,
	    .help = "fail",
	},
	{
	    .name = "give",
	    .params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
		{ "size", PARAM_SIZE, 0 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd data [flags]" },
	    .call = give_call,
	    .flags = PRIM_BLOCKS,
	    .help = "give",
	},
	{
	    .name = "take",
	    .params = { { "fd", PARAM_FD, 0 }, { "buf", PARAM_OUT_BYTES, 0 },
		{ "size", PARAM_SIZE, 1024 }, { "flags", PARAM_FLAGS, 0 } },
	    .forms = { "fd [size] [flags]" },
	    .call = take_call,
	    .help = "take",
	},
	{
	    .name = "pair",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_OUT_ADDR, 0 },
		{ "addrlen", PARAM_INOUT_LEN, 0 } },
	    .forms = { "fd" },
	    .call = pair_call,
	    .help = "pair",
	},
	{
	    .name = "at",
	    .params = { { "fd", PARAM_FD, 0 }, { "addr", PARAM_ADDR, 0 },
		{ "addrlen", PARAM_ADDRLEN, 0 } },
	    .forms = { "fd addr" },
	    .call = at_call,
	    .help = "at",
	},
	{ .name = NULL },
};

static const struct session_ops fixture_ops = {
	.print = fixture_print,
	.remark = fixture_remark,
};

static void
fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	session_init(&f->session, &fixture_ops, f);
	session_add(&f->session, fixture_prims);
	builtin_add(&f->session);
	session_add(&f->session, memory_prims);
	session_add(&f->session, string_prims);
	session_add(&f->session, stdio_prims);
	symtab_init(&f->symbols, &f->session);
	interp_init(&f->interp, &f->session, &f->symbols, &f->vars);
	interp_enter(&f->interp, 1 << 20);
	session_lock(&f->session);
}

/* Forgets all names and their values; the session stays. */
static inline void
fixture_renew(struct fixture *f)
{
	interp_free(&f->interp);
	vars_free(&f->vars);
	symtab_free(&f->symbols);
	symtab_init(&f->symbols, &f->session);
	interp_init(&f->interp, &f->session, &f->symbols, &f->vars);
	interp_enter(&f->interp, 1 << 20);
	sb_clear(&f->out);
}

static void
fixture_free(struct fixture *f)
{
	session_unlock(&f->session);
	interp_free(&f->interp);
	vars_free(&f->vars);
	symtab_free(&f->symbols);
	session_free(&f->session);
	sb_free(&f->out);
}

/* Appends what went wrong: "!message @begin-end". */
static void
note_trouble(struct fixture *f)
{
	struct trouble *t = &f->interp.trouble;

	if (t->message != NULL)
		sb_printf(&f->out, "!%s @%u-%u", t->message, t->pos, t->end);
	interp_clear_trouble(&f->interp);
}

/* Runs the next unit of lx; its output and errors are appended to f->out. */
static int
run_unit(struct fixture *f, struct lexer *lx, bool whole)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	int rc;

	switch (parse_unit(lx, &f->symbols, "test", whole, &unit, &error)) {
	case PARSE_OK:
		rc = (int)interp_run(&f->interp, unit);
		if (rc == EXEC_MISTAKE || rc == EXEC_MISS ||
		    (rc == EXEC_FAILED && whole))
			note_trouble(f);
		break;
	case PARSE_END:
		rc = EMPTY;
		break;
	case PARSE_UNFINISHED:
		rc = UNFINISHED;
		break;
	default:
		sb_printf(&f->out, "!%s @%zu-%zu", error.message, error.pos,
		    error.end);
		free(error.message);
		rc = NOT_PARSED;
		break;
	}
	if (unit != NULL)
		unit_release(unit);
	return rc;
}

/* Runs a text of len bytes as a file is run. */
static int
run_bytes(struct fixture *f, const char *text, size_t len)
{
	struct lexer lx;
	int rc;

	lexer_init(&lx, 1);
	sb_add(&lx.text, text, len);
	rc = run_unit(f, &lx, true);
	lexer_free(&lx);
	return rc;
}

static inline int
run(struct fixture *f, const char *text)
{
	return run_bytes(f, text, strlen(text));
}

/* The same, statement by statement, as a prompt does. */
static inline int
run_typed(struct fixture *f, const char *text)
{
	struct lexer lx;
	int rc, last = RAN;

	lexer_init(&lx, 1);
	sb_str(&lx.text, text);
	while ((rc = run_unit(f, &lx, false)) != EMPTY) {
		last = rc;
		if (rc != RAN && rc != EXEC_FAILED)
			break;
	}
	lexer_free(&lx);
	return last;
}

/*
 * Whether what came out is what is wanted: the same up to a "!"; behind it, a
 * mistake, the wanted words among others, and if "@1-2" follows, that place.
 */
static inline bool
fits(const char *got, const char *want)
{
	size_t same = strcspn(want, "!");
	const char *at = strrchr(want, '@'), *got_at = strrchr(got, '@');
	char *part;
	bool found;

	/* @name is an address. */
	if (at != NULL && (at[1] < '0' || at[1] > '9'))
		at = NULL;
	if (strncmp(got, want, same) != 0 || got[same] != want[same])
		return false;
	if (want[same] == '\0')
		return true;
	if (at != NULL && (got_at == NULL || strcmp(at, got_at) != 0))
		return false;
	part = strdup(want + same + 1);
	if (at != NULL)
		part[(size_t)(at - want) - same - 2] = '\0';
	found = strstr(got + same, part) != NULL;
	free(part);
	return found;
}

/* A program and all that comes out of it, as fits() has it. */
struct program {
	const char *text;
	const char *out;
};

/* Runs each on its own. */
static inline void
check_programs(const struct program *programs, size_t n)
{
	struct fixture f;
	bool all = true;

	fixture_init(&f);
	for (size_t i = 0; i < n; i++) {
		const struct program *p = &programs[i];

		fixture_renew(&f);
		run(&f, p->text);
		if (!fits(sb_text(&f.out), p->out)) {
			print_error("%s\n  gave   %s\n  wanted %s\n", p->text,
			    sb_text(&f.out), p->out);
			all = false;
		}
	}
	fixture_free(&f);
	assert_true(all);
}

#endif
