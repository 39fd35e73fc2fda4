/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell's own commands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/planned.h"
#include "model/call.h"
#include "model/xlat.h"
#include "shell/shell.h"
#include "shell/why.h"

static void
print(struct call *call, const struct strbuf *text)
{
	struct session *s = call->task->session;

	session_unlock(s);
	s->ops->print(s->ops_ctx, call->task, sb_text(text), text->len);
	session_lock(s);
}

/* A form as C and Python write it: bind(fd, addr). */
static void
form_as_call(struct strbuf *out, const struct command *cmd,
    const struct form *form)
{
	sb_printf(out, "%s(", cmd->prim->name);
	for (int i = 0; i < form->n; i++)
		sb_printf(out, "%s%s", i != 0 ? ", " : "",
		    cmd->prim->params[form->param[i]].name);
	sb_char(out, ')');
}

static void
help_all(struct strbuf *out, const struct session *s)
{
	sb_str(out, _("Commands (help NAME says more of one):\n"));
	for (size_t i = 0; i < s->ncommands; i++)
		sb_printf(out, "  %-12s %s\n", s->commands[i].prim->name,
		    _(s->commands[i].prim->help));
	sb_str(out,
	    _("Statements: if while repeat for def return break "
	      "continue try expect spawn global wait_until; & after a "
	      "call\n"));
}

static void
help_one(struct strbuf *out, const struct command *cmd)
{
	const struct prim *prim = cmd->prim;

	sb_printf(out, "%s: %s\n", prim->name, _(prim->help));
	for (unsigned i = 0; i < cmd->nforms; i++) {
		const struct form *form = &cmd->forms[i];

		sb_str(out, "  ");
		if (form->c) {
			sb_str(out, _("as in C: "));
			form_as_call(out, cmd, form);
		} else {
			command_usage(out, cmd, form);
		}
		sb_char(out, '\n');
	}
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (prim->params[i].type == PARAM_END)
			break;
		sb_printf(out, "  %-10s %s\n", prim->params[i].name,
		    param_wants(prim->params[i].type));
	}
	if (prim->man != NULL)
		sb_printf(out, _("  see %s\n"), prim->man);
}

static void
help_call(struct call *call)
{
	const struct session *s = call->task->session;
	struct strbuf text = { 0 };
	const struct command *cmd;
	const char *name;
	int err;

	call_give(call, VALUE_NONE);
	if (!call_given(call, 0)) {
		help_all(&text, s);
	} else {
		struct nearest nearest = { 0 };

		name = call->args[0].v.bytes->data;
		nearest.name = name;
		cmd = session_command(s, name);
		session_command_offer(s, &nearest);
		xlat_offer(&xlat_errnos, &nearest);
		if (cmd != NULL)
			help_one(&text, cmd);
		else if (why_errno(name, &err))
			why_help(&text, shell_of(call->task->session), err);
		else if (planned_name(name))
			call_mistake(call, 0, _("%s: not in this version yet"),
			    name);
		else if (nearest.best != NULL)
			call_mistake(call, 0,
			    _("%s: no such command; did you mean %s?"), name,
			    nearest.best);
		else
			call_mistake(call, 0,
			    _("%s: no such command; help "
			      "lists them"),
			    name);
	}
	print(call, &text);
	sb_free(&text);
}

static void
quiet_call(struct call *call)
{
	call->task->session->quiet = call_num(call, 0) != 0;
	call_give(call, VALUE_NONE);
}

const struct prim shell_prims[] = {
	{
	    .name = "help",
	    .params = { { "name", PARAM_NAME, 0 } },
	    .forms = { "[name]" },
	    .call = help_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("say what there is, or what a command does"),
	    .topic = TOPIC_SHELL,
	    .example = "help detach\n"
		       "> ...",
	},
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
