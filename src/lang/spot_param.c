/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters an argument can be of, from the arguments before. */
#include <stdlib.h>
#include <string.h>

#include "lang/complete.h"
#include "model/xlat.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Whether an argument that was typed can be of a type; what is no constant may
 * be a variable. */
static bool
could_be(enum param_type type, const char *s, size_t len)
{
	struct value v = { 0 };
	char *cause = NULL;
	char name[64];
	int64_t number;
	uint16_t tag;
	bool could;

	while (len > 0 && is_blank(*s)) {
		s++;
		len--;
	}
	if (len == 0 || len >= sizeof(name))
		return true;
	memcpy(name, s, len);
	name[len] = '\0';
	if (type == PARAM_OPTION || type == PARAM_LEVEL) {
		could = param_from_word(type, name, len, &v, &cause);
		if (could)
			value_drop(&v);
		free(cause);
		return could || !xlat_constant(name, &number, &tag);
	}
	if (type != PARAM_KIND && type != PARAM_FAMILY)
		return true;
	if (type == PARAM_KIND)
		return sock_kind_find(name) != NULL;
	return sock_kind_find(name) == NULL;
}

/* Whether the arguments before can be what the form wants. */
static bool
form_fits(const struct spot *p, const struct form *form, const char *text)
{
	const struct param *params = p->command->prim->params;

	for (unsigned i = 0; i < p->nargs && i < SPOT_ARGS; i++) {
		unsigned j = i < form->n ? i : form->n - 1u;
		struct span arg = p->args[i];

		if (!could_be(params[form->param[j]].type, text + arg.start,
			arg.end - arg.start))
			return false;
	}
	return true;
}

unsigned
spot_params(const struct spot *spot, const char *text)
{
	const struct command *cmd = spot->command;
	unsigned found = 0;

	if (spot->kind != SPOT_PARAM)
		return 0;
	if (spot->keyword != -1)
		return 1u << spot->keyword;
	for (unsigned f = 0; f < cmd->nforms; f++) {
		const struct form *form = &cmd->forms[f];
		unsigned i = spot->nargs;

		if (form->n == 0 || (spot->words && form->c) ||
		    !form_fits(spot, form, text))
			continue;
		if (i < form->n)
			found |= 1u << form->param[i];
		else if (form->variadic)
			found |= 1u << form->param[form->n - 1];
	}
	return found;
}
