/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help: one command, all of it from its row. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/why.h"
#include "model/xlat.h"
#include "shell/help.h"
#include "shell/shell.h"

/* "  in words    bind fd addr" */
static void
add_spelling(struct help *h, const char *how, const struct strbuf *spelling)
{
	struct strbuf lead = { 0 };

	sb_printf(&lead, "  %s ", how);
	help_say(h, sb_text(&lead), sb_text(spelling));
	sb_free(&lead);
}

/* Whether there is a function of C that takes the row's parameters. */
static bool
is_in_c(const struct prim *prim)
{
	if (prim->flags & PRIM_NOT_C)
		return false;
	return !(prim->flags & PRIM_PURE) ||
	    (prim->flags & (PRIM_PURE_C | PRIM_C)) != 0;
}

static void
spelling_of_c(struct strbuf *out, const struct prim *prim)
{
	const char *between = "";

	sb_printf(out, "%s(", prim->name);
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (prim->params[i].type == PARAM_END)
			break;
		if (!prim_in_c(prim, i) || prim->params[i].type == PARAM_ANSWER)
			continue;
		sb_printf(out, "%s%s", between, prim->params[i].name);
		between = ", ";
	}
	sb_char(out, ')');
}

/* As Python's documentation writes it: recv(size[, flags]). What a descriptor
 * does is a method of it. */
static void
spelling_of_python(struct strbuf *out, const struct command *cmd,
    const struct form *form)
{
	const struct prim *prim = cmd->prim;
	bool method =
	    form->n != 0 && prim->params[form->param[0]].type == PARAM_FD;
	unsigned open = 0;

	if (method)
		sb_printf(out, "%s.", prim->params[form->param[0]].name);
	sb_printf(out, "%s(", prim->name);
	for (int i = method; i < form->n; i++) {
		if (form->optional[i]) {
			sb_char(out, '[');
			open++;
		}
		sb_printf(out, "%s%s%s", i != (int)method ? ", " : "",
		    prim->params[form->param[i]].name,
		    form->variadic && i == form->n - 1 ? ", ..." : "");
	}
	while (open-- != 0)
		sb_char(out, ']');
	sb_char(out, ')');
}

static void
add_spellings(struct help *h, const struct command *cmd)
{
	struct strbuf text = { 0 };

	for (unsigned i = 0; i < cmd->nforms; i++) {
		if (cmd->forms[i].c)
			continue;
		sb_clear(&text);
		command_usage(&text, cmd, &cmd->forms[i]);
		add_spelling(h, _("in words: "), &text);
	}
	for (unsigned i = 0; i < cmd->nforms; i++) {
		if (cmd->forms[i].c)
			continue;
		sb_clear(&text);
		spelling_of_python(&text, cmd, &cmd->forms[i]);
		add_spelling(h, _("in Python:"), &text);
	}
	if (is_in_c(cmd->prim)) {
		sb_clear(&text);
		spelling_of_c(&text, cmd->prim);
		add_spelling(h, _("in C:     "), &text);
	}
	sb_free(&text);
}

static void
add_params(struct help *h, const struct prim *prim)
{
	for (int i = 0; i < PRIM_PARAMS; i++) {
		const struct param *param = &prim->params[i];
		char *text = NULL;

		if (param->type == PARAM_END)
			break;
		if (param->type == PARAM_ANSWER)
			continue;
		if (param->preset > 0 &&
		    (param->type == PARAM_SIZE || param->type == PARAM_INT))
			text = xasprintf(_("%s; %d if it is left out"),
			    param_wants(param->type), (int)param->preset);
		help_entry(h, param->name,
		    text != NULL ? text : param_means(param));
		free(text);
	}
}

/* "wire hold [filter]", and what that does. */
static void
add_verbs(struct help *h, const struct prim *prim)
{
	const struct verb *verb = prim->verbs;

	for (; verb != NULL && verb->name != NULL; verb++) {
		char *name = xasprintf("%s %s%s%s", prim->name, verb->name,
		    verb->form != NULL ? " " : "",
		    verb->form != NULL ? _(verb->form) : "");

		help_entry(h, name, _(verb->help));
		free(name);
	}
}

static void
add_errors(struct help *h, const struct prim *prim)
{
	int err;

	for (size_t i = 0; (err = why_error_of(prim->name, i)) != 0; i++) {
		const char *meaning = why_meaning(err);

		if (i == 0)
			sb_str(&h->text,
			    _("  errors (help NAME tells the reasons):\n"));
		help_entry(h, errno_name(err),
		    meaning != NULL ? meaning : errno_text(err));
	}
}

void
help_command(struct help *h, const struct command *cmd)
{
	const struct prim *prim = cmd->prim;
	char *head = xasprintf("%s: ", prim->name);

	help_say(h, head, _(prim->help));
	free(head);
	add_spellings(h, cmd);
	if (prim->verbs != NULL)
		add_verbs(h, prim);
	else
		add_params(h, prim);
	help_example(h, prim->example);
	add_errors(h, prim);
	help_others(h, prim);
	if (prim->man != NULL)
		sb_printf(&h->text, _("  see %s\n"), prim->man);
}
