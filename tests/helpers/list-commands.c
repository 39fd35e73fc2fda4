/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists the rows of the command table: the name, whether it makes a system call
 * ("call") or only computes ("pure"), and whether it is Python's alone.
 *
 * With --forms, each form of each row: "send c fd=101… buf=o…": c for C's own;
 * for each parameter, behind an o if it is written to and a ? if it may be left
 * out, which of the values that --samples lists are of its type.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "model/addr.h"
#include "model/layout.h"
#include "shell/shell.h"

/* As text, and what that is as a value. */
struct sample {
	const char *text;
	struct value value;
};

enum { SAMPLES = 15 };

static struct value
tuple(struct value a, struct value b)
{
	struct value items[2] = { a, b }, v = VALUE_NONE;
	char *cause = NULL;

	value_tuple(&v, items, 2, &cause);
	return v;
}

static void
make_samples(struct sample *s)
{
	const struct sample all[SAMPLES] = {
		{ "877", VALUE_INT(877) },
		{ "-1", VALUE_INT(-1) },
		{ "99999999999", VALUE_INT(99999999999) },
		{ "9223372036854775807", VALUE_INT(INT64_MAX) },
		{ "1.5", VALUE_FLOAT(1.5) },
		{ "None", VALUE_NONE },
		{ "\"x\"", value_str("x") },
		{ "\"a\\0b\"", value_bytes("a\0b", 3) },
		{ "\"tcp\"", value_str("tcp") },
		{ "(878, 879)", tuple(VALUE_INT(878), VALUE_INT(879)) },
		{ "(\"127.0.0.1\", 9)",
		    tuple(value_str("127.0.0.1"), VALUE_INT(9)) },
		{ "((878, 879), \"y\")",
		    tuple(tuple(VALUE_INT(878), VALUE_INT(879)),
			value_str("y")) },
		{ "sample_addr", value_from_addr(addr_new(AF_INET)) },
		{ "sample_linger", layout_zero(layout_find("linger")) },
		{ "\"\"", value_str("") },
	};

	memcpy(s, all, sizeof(all));
}

static void
list_forms(const struct command *cmd, const struct sample *samples)
{
	for (unsigned f = 0; f < cmd->nforms; f++) {
		const struct form *form = &cmd->forms[f];

		printf("%s %s", cmd->prim->name,
		    form->c            ? "c" :
			form->variadic ? "variadic" :
					 "ours");
		for (int i = 0; i < form->n; i++) {
			const struct param *param =
			    &cmd->prim->params[form->param[i]];

			printf(" %s=%s%s", param->name,
			    param_is_out(param->type) ? "o" : "",
			    form->optional[i] ? "?" : "");
			for (int k = 0; k < SAMPLES; k++)
				putchar(param_accepts(param->type,
					    &samples[k].value) ?
					'1' :
					'0');
		}
		putchar('\n');
	}
}

int
main(int argc, char **argv)
{
	static const struct session_ops ops = { 0 };
	const char *what = argc > 1 ? argv[1] : "";
	struct sample samples[SAMPLES];
	struct session session;

	session_init(&session, &ops, NULL);
	shell_add_rows(&session);
	make_samples(samples);
	for (int k = 0; k < SAMPLES && strcmp(what, "--samples") == 0; k++)
		puts(samples[k].text);
	for (size_t i = 0; i < session.ncommands; i++) {
		const struct prim *prim = session.commands[i].prim;

		if (strcmp(what, "--forms") == 0)
			list_forms(&session.commands[i], samples);
		else if (*what == '\0')
			printf("%s %s%s\n", prim->name,
			    prim->flags & PRIM_PURE ? "pure" : "call",
			    prim->flags & PRIM_NOT_C ? " python" : "");
	}
	for (int k = 0; k < SAMPLES; k++)
		value_drop(&samples[k].value);
	session_free(&session);
	return 0;
}
