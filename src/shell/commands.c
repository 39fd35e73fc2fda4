/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell's own commands. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"

static void
quiet_call(struct call *call)
{
	call->task->session->quiet = call_num(call, 0) != 0;
	call_give(call, VALUE_NONE);
}

const struct prim shell_prims[] = {
	{
	    .name = "quiet",
	    .params = { { "onoff", PARAM_ONOFF, 1 } },
	    .forms = { "[onoff]" },
	    .call = quiet_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("stop showing system calls, or go on"),
	    .topic = TOPIC_SHELL,
	    .example = "quiet on\n"
		       "quiet off",
	},
	{ .name = NULL },
};

/* In English only, as the man page is: no locale has a say. */
static char
capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

void
commands_mdoc(struct shell *sh)
{
	const struct session *s = &sh->session;

	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < s->ncommands; i++) {
		const struct command *cmd = &s->commands[i];

		for (unsigned f = 0; f < cmd->nforms; f++) {
			const struct form *form = &cmd->forms[f];

			if (form->c)
				continue;
			printf(".It Ic %s", cmd->prim->name);
			for (int k = 0; k < form->n; k++)
				printf(form->optional[k] ? " Op Ar %s%s" :
							   " Ar %s%s",
				    cmd->prim->params[form->param[k]].name,
				    form->variadic && k == form->n - 1 ?
					" ..." :
					"");
			putchar('\n');
		}
		printf("%c%s.\n", capital(cmd->prim->help[0]),
		    cmd->prim->help + 1);
		if (cmd->prim->man != NULL) {
			size_t n = strcspn(cmd->prim->man, "(");

			printf("See\n.Xr %.*s %.1s .\n", (int)n, cmd->prim->man,
			    cmd->prim->man + n + 1);
		}
	}
	puts(".El");
}
