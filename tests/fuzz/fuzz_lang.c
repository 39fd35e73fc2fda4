/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing the language: programs, parsed and run over a kernel that is none. */
#include "fuzz.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "kernel.h"
#include "lang/builtin.h"
#include "lang/interp.h"
#include "lang/parse.h"
#include "model/call.h"
#include "sock/sock.h"
#include "view/diag.h"
#include "view/echo.h"

enum {
	STACK_SIZE = 2 << 20,
	ROWS_MAX = 256,
};

/* The first byte of the input says how the rest is run. */
enum {
	MODE_WHOLE = 1 << 0,       /* as a file; else as standard input */
	MODE_INTERACTIVE = 1 << 1, /* as at the prompt */
	MODE_ASCII = 1 << 2,
	MODE_QUIET = 1 << 3,
	MODE_SEED = 4, /* what is left of the byte: the kernel's chance */
};

struct run {
	struct session session;
	struct symtab symbols;
	struct vars vars;
	struct interp interp;
	unsigned mode;
	struct fuzz_input input;
};

static void
refuse(struct call *call)
{
	call_mistake(call, -1, "%s is not for fuzzing", call->prim->name);
}

static bool
row_is_harmless(const struct prim *row)
{
	const char *const *name = kernel_calls;

	if (row->flags & PRIM_PURE)
		return !(row->flags & PRIM_BLOCKS);
	while (*name != NULL && strcmp(*name, row->name) != 0)
		name++;
	return *name != NULL;
}

/* The real rows, but for those that would reach the system. */
static void
add_rows(struct session *s)
{
	static const struct prim *const tables[] = { sock_socket_prims,
		sock_io_prims, sock_msg_prims, sock_option_prims, builtin_prims,
		builtin_codec_prims, builtin_list_prims, builtin_number_prims,
		builtin_shape_prims, builtin_text_prims };
	static struct prim rows[ROWS_MAX];
	size_t n = 0;

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct prim *row = tables[t]; row->name; row++) {
			FUZZ_CHECK(n + 1 < ROWS_MAX);
			memcpy(&rows[n], row, sizeof(*row));
			if (!row_is_harmless(row))
				rows[n].call = refuse;
			n++;
		}
	}
	session_add(s, rows);
}

/* Names: some are known, some are not, and to look takes its time. */
static int
resolve(struct task *task, const struct addr_names *names, int family, int type,
    struct addr **out)
{
	size_t len = strlen(names->host) + strlen(names->service);

	(void)type;
	session_unlock(task->session);
	session_lock(task->session);
	if (len % 3 == 0)
		return EAI_NONAME;
	*out = addr_new(family == AF_INET6 ? AF_INET6 : AF_INET);
	return 0;
}

static void
on_event(void *ctx, struct task *task, const struct event *ev)
{
	const struct run *run = ctx;
	struct strbuf line = { 0 };

	(void)task;
	echo_format(&line, ev,
	    run->mode & MODE_ASCII ? ECHO_ASCII : ECHO_BLOCKED);
	fuzz_check_safe(&line, false);
	FUZZ_CHECK(line.len <= ECHO_LINE_MAX);
	sb_free(&line);
}

static void
on_print(void *ctx, struct task *task, const char *s, size_t len)
{
	const struct run *run = ctx;
	struct strbuf safe = { 0 };

	(void)task;
	text_safe(&safe, s, len < 4096 ? len : 4096, run->mode & MODE_ASCII);
	sb_free(&safe);
}

static void
on_remark(void *ctx, struct task *task, const char *s)
{
	on_print(ctx, task, s, strlen(s));
}

static const struct session_ops ops = {
	.event = on_event,
	.print = on_print,
	.remark = on_remark,
};

/* A message, with the line it is about, as the shell shows it. */
static void
report(const struct run *run, const struct unit *unit, size_t pos, size_t end,
    const char *message)
{
	struct diag d = { .message = message, .ascii = run->mode & MODE_ASCII };
	struct strbuf out = { 0 };

	FUZZ_CHECK(message != NULL && *message != '\0');
	if (unit != NULL) {
		struct place place = unit_place(unit, pos);

		FUZZ_CHECK(pos <= unit->len);
		FUZZ_CHECK(place.offset <= place.len);
		d.source = unit->name;
		d.line = place.line;
		d.text = place.text;
		d.text_len = place.len;
		d.offset = place.offset;
		d.span = end > pos ? end - pos : 1;
	}
	diag_format(&out, &d);
	fuzz_check_safe(&out, true);
	sb_free(&out);
}

static void
report_trouble(struct run *run, enum exec rc)
{
	const struct trouble *t = &run->interp.trouble;

	if (rc == EXEC_MISTAKE || rc == EXEC_MISS || rc == EXEC_FAILED)
		report(run, t->unit, t->pos, t->end, t->message);
	interp_clear_trouble(&run->interp);
}

/* lexer.more: the next line of the program. */
static bool
next_line(void *ctx, struct strbuf *text)
{
	struct run *run = ctx;
	size_t len;
	char *line;

	if (run->input.size == 0)
		return false;
	line = fuzz_string(&run->input, '\n', &len);
	sb_add(text, line, len);
	sb_char(text, '\n');
	free(line);
	return true;
}

/* The next unit of the program; false when it is over. */
static bool
run_unit(struct run *run, struct lexer *lx)
{
	bool whole = run->mode & MODE_WHOLE, go_on = false;
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	enum exec rc;

	switch (parse_unit(lx, &run->symbols, "fuzz", whole, &unit, &error)) {
	case PARSE_OK:
		/* As at the prompt: what failed may still be expected. */
		if (unit->body->nkids == 0 ||
		    unit->body->kids[0]->kind != NODE_EXPECT)
			interp_forget_failure(&run->interp);
		rc = interp_run(&run->interp, unit);
		go_on = !whole && rc != EXEC_EXIT && rc != EXEC_CANCELLED;
		report_trouble(run, rc);
		break;
	case PARSE_ERROR:
		report(run, unit, error.pos, error.end, error.message);
		go_on = !whole;
		break;
	default:
		break;
	}
	free(error.message);
	if (unit != NULL)
		unit_release(unit);
	return go_on;
}

static void
run_program(struct run *run)
{
	struct lexer lx;

	lexer_init(&lx, 1);
	if (run->mode & MODE_WHOLE) {
		sb_add(&lx.text, run->input.data, run->input.size);
		run_unit(run, &lx);
	} else {
		lx.more = next_line;
		lx.more_ctx = run;
		while ((lx.pos < lx.text.len || next_line(run, &lx.text)) &&
		    run_unit(run, &lx))
			;
	}
	lexer_free(&lx);
}

void
fuzz_lang(const uint8_t *data, size_t size)
{
	struct run run = { .input = { data, size } };

	run.mode = fuzz_byte(&run.input);
	session_init(&run.session, &ops, &run);
	run.session.quiet = run.mode & MODE_QUIET;
	run.session.resolve = resolve;
	add_rows(&run.session);
	symtab_init(&run.symbols, &run.session);
	interp_init(&run.interp, &run.session, &run.symbols, &run.vars);
	interp_enter(&run.interp, STACK_SIZE);
	run.interp.interactive = run.mode & MODE_INTERACTIVE;
	kernel_start(run.mode >> MODE_SEED, &run.interp.task.cancel);
	session_lock(&run.session);
	run_program(&run);
	FUZZ_CHECK(run.interp.handled == 0 && run.interp.frame == NULL);
	FUZZ_CHECK(run.interp.unit == NULL);
	/* Whoever dropped the lock has taken it again. */
	FUZZ_CHECK(pthread_mutex_trylock(&run.session.lock) != 0);
	session_unlock(&run.session);
	kernel_stop();
	interp_free(&run.interp);
	vars_free(&run.vars);
	symtab_free(&run.symbols);
	session_free(&run.session);
}
