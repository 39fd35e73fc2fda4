/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the rows of the command table: their forms, and that all are sound. */
#include "model/prim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/builtin.h"
#include "lang/cfuncs.h"
#include "model/call.h"
#include "model/session.h"
#include "shell/shell.h"
#include "sock/sock.h"

static const struct prim cases_prim = {
	.name = "cases",
	.params = { { "fd", PARAM_FD, 0 }, { "data", PARAM_BYTES, 0 },
	    { "size", PARAM_SIZE, 7 }, { "kind", PARAM_KIND, 0 } },
	.forms = { "fd [size] [data]", "kind", "fd data..." },
};

static void
usage_is(const struct command *cmd, const struct form *form, const char *usage)
{
	struct strbuf text = { 0 };

	command_usage(&text, cmd, form);
	assert_string_equal(sb_text(&text), usage);
	sb_free(&text);
}

static void
forms_are_parsed(void **state)
{
	struct command cmd;

	(void)state;
	command_init(&cmd, &cases_prim);
	assert_ptr_equal(cmd.prim, &cases_prim);
	assert_int_equal(cmd.nforms, 4);
	assert_int_equal(cmd.forms[0].n, 3);
	assert_int_equal(cmd.forms[0].min, 1);
	assert_false(cmd.forms[0].optional[0]);
	assert_true(cmd.forms[0].optional[1]);
	assert_int_equal(cmd.forms[0].param[1], 2);
	assert_int_equal(cmd.forms[0].param[2], 1);
	assert_false(cmd.forms[0].variadic);
	usage_is(&cmd, &cmd.forms[0], "cases fd [size] [data]");
	assert_int_equal(cmd.forms[1].n, 1);
	assert_int_equal(cmd.forms[1].param[0], 3);
	usage_is(&cmd, &cmd.forms[1], "cases kind");
	assert_true(cmd.forms[2].variadic);
	assert_int_equal(cmd.forms[2].min, 2);
	usage_is(&cmd, &cmd.forms[2], "cases fd data...");
	/* C's own: all in order, but what no C function has. */
	assert_true(cmd.forms[3].c);
	assert_int_equal(cmd.forms[3].n, 3);
	assert_int_equal(cmd.forms[3].min, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(cmd.forms[3].param[i], i);
}

static void
a_form_may_be_empty_or_variadic(void **state)
{
	static const struct prim none = { .name = "none",
		.forms = { "" },
		.flags = PRIM_PURE };
	static const struct prim any = {
		.name = "any",
		.params = { { "value", PARAM_VALUE, 0 } },
		.forms = { "value..." },
		.flags = PRIM_PURE,
	};
	struct command cmd;

	(void)state;
	command_init(&cmd, &none);
	assert_int_equal(cmd.nforms, 1);
	assert_int_equal(cmd.forms[0].n, 0);
	usage_is(&cmd, &cmd.forms[0], "none");
	command_init(&cmd, &any);
	assert_int_equal(cmd.nforms, 1);
	assert_int_equal(cmd.forms[0].min, 1);
	assert_true(cmd.forms[0].variadic);
	usage_is(&cmd, &cmd.forms[0], "any value...");
}

/* A form of ours that has C's parameters serves for both. */
static void
one_form_serves_for_two(void **state)
{
	static const struct prim prim = {
		.name = "listen",
		.params = { { "fd", PARAM_FD, 0 },
		    { "backlog", PARAM_INT, 1 } },
		.forms = { "fd [backlog]" },
	};
	struct command cmd;

	(void)state;
	command_init(&cmd, &prim);
	assert_int_equal(cmd.nforms, 1);
	assert_false(cmd.forms[0].c);
}

/* What every row of the real table has to have. */
static void
row_is_sound(const struct command *cmd)
{
	const struct prim *prim = cmd->prim;
	size_t len;

	assert_non_null(prim->call);
	assert_non_null(prim->help);
	len = strlen(prim->help);
	assert_true(len > 10 && len < 100);
	assert_int_not_equal(prim->help[len - 1], '.');
	assert_false(prim->help[0] >= 'A' && prim->help[0] <= 'Z');
	if (!(prim->flags & PRIM_PURE))
		assert_non_null(prim->man);
	if (prim->man != NULL)
		assert_non_null(strchr(prim->man, '('));
	assert_true(cmd->nforms >= 1);
	assert_false(cmd->forms[0].c);
	for (unsigned f = 0; f < cmd->nforms; f++) {
		const struct form *form = &cmd->forms[f];

		for (int i = 1; i < form->n && !form->c; i++)
			assert_true(form->optional[i] >= form->optional[i - 1]);
		assert_true(form->min <= form->n);
	}
	/* A call on a descriptor that sends or receives begins with it. */
	if (prim->flags & (PRIM_SENDS | PRIM_RECEIVES))
		assert_int_equal(prim->params[0].type, PARAM_FD);
}

static void
every_row_is_sound(void **state)
{
	static const struct session_ops ops = { 0 };
	struct session s;

	(void)state;
	session_init(&s, &ops, NULL);
	sock_add(&s);
	builtin_add(&s);
	session_add(&s, memory_prims);
	session_add(&s, string_prims);
	session_add(&s, stdio_prims);
	session_add(&s, shell_prims);
	assert_true(s.ncommands > 30);
	for (size_t i = 0; i < s.ncommands; i++) {
		row_is_sound(&s.commands[i]);
		if (i != 0)
			assert_true(strcmp(s.commands[i - 1].prim->name,
					s.commands[i].prim->name) < 0);
	}
	session_free(&s);
}

/* As C: a length stands behind what it is the length of. */
static void
lengths_follow(void **state)
{
	static const struct prim *const tables[] = { sock_socket_prims,
		sock_io_prims, sock_line_prims, sock_msg_prims,
		sock_option_prims };

	(void)state;
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct prim *p = tables[t]; p->name != NULL; p++) {
			for (int i = 0; i < PRIM_PARAMS; i++) {
				enum param_type type = p->params[i].type;

				if (type != PARAM_ADDRLEN &&
				    type != PARAM_INOUT_LEN)
					continue;
				assert_true(i > 0);
				type = p->params[i - 1].type;
				assert_true(type == PARAM_ADDR ||
				    type == PARAM_OUT_ADDR ||
				    type == PARAM_OPTVAL ||
				    type == PARAM_OUT_OPTVAL);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_parsed),
		cmocka_unit_test(a_form_may_be_empty_or_variadic),
		cmocka_unit_test(one_form_serves_for_two),
		cmocka_unit_test(every_row_is_sound),
		cmocka_unit_test(lengths_follow),
	};

	return cmocka_run_group_tests_name("prim", tests, NULL, NULL);
}
