/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the command table, made ready for use. */
#include "model/prim.h"

#include <assert.h>
#include <string.h>

/* Reads one name of a form, up to a space, a bracket or dots. */
static size_t
form_name(const struct prim *prim, const char *s, uint8_t *param)
{
	size_t len = strcspn(s, " ].");
	uint8_t i = 0;

	while (i < PRIM_PARAMS && prim->params[i].name != NULL &&
	    (strncmp(prim->params[i].name, s, len) != 0 ||
		prim->params[i].name[len] != '\0'))
		i++;
	assert(i < PRIM_PARAMS && prim->params[i].name != NULL);
	*param = i;
	return len;
}

static void
form_init(struct form *form, const struct prim *prim, const char *text)
{
	*form = (struct form){ 0 };
	while (*text != '\0') {
		bool optional = *text == '[';

		assert(form->n < PRIM_PARAMS && !form->variadic);
		text += optional;
		text += form_name(prim, text, &form->param[form->n]);
		form->optional[form->n] = optional;
		form->min += !optional;
		form->n++;
		if (strncmp(text, "...", 3) == 0) {
			form->variadic = true;
			text += 3;
		}
		text += strspn(text, "] ");
	}
}

/* All parameters, in order, as C has them. */
static void
form_init_c(struct form *form, const struct prim *prim)
{
	*form = (struct form){ .c = true };
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (prim->params[i].type == PARAM_END)
			break;
		if (param_in_c(prim->params[i].type))
			form->param[form->n++] = (uint8_t)i;
	}
	form->min = form->n;
}

/* A form of ours that already has the C function's parameters serves for both. */
static bool
form_same(const struct form *a, const struct form *b)
{
	return a->n == b->n && memcmp(a->param, b->param, a->n) == 0;
}

void
command_init(struct command *cmd, const struct prim *prim)
{
	struct form c;
	bool have_c = false;

	*cmd = (struct command){ .prim = prim };
	form_init_c(&c, prim);
	for (int i = 0; i < PRIM_FORMS && prim->forms[i] != NULL; i++) {
		struct form *form = &cmd->forms[cmd->nforms++];

		form_init(form, prim, prim->forms[i]);
		have_c |= form_same(form, &c);
	}
	if (!(prim->flags & (PRIM_PURE | PRIM_NOT_C)) && !have_c)
		cmd->forms[cmd->nforms++] = c;
	assert(cmd->nforms != 0);
}

void
command_usage(struct strbuf *out, const struct command *cmd,
    const struct form *form)
{
	sb_str(out, cmd->prim->name);
	for (int i = 0; i < form->n; i++) {
		const char *name = cmd->prim->params[form->param[i]].name;
		bool more = form->variadic && i == form->n - 1;

		sb_printf(out, form->optional[i] ? " [%s%s]" : " %s%s", name,
		    more ? "..." : "");
	}
}
