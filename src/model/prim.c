/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the command table, made ready for use. */
#include "model/prim.h"

#include <assert.h>
#include <string.h>

const struct verb *
prim_verb(const struct prim *prim, const char *name)
{
	const struct verb *verb = prim->verbs;

	while (verb != NULL && verb->name != NULL) {
		if (strcmp(verb->name, name) == 0)
			return verb;
		verb++;
	}
	return NULL;
}

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

/* Whether a variable stands there. A length that is given alone is a number. */
static bool
param_is_written(enum param_type type)
{
	return param_is_out(type) && type != PARAM_INOUT_LEN;
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
		form->outs |=
		    param_is_written(prim->params[form->param[form->n]].type);
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
		if (!prim_in_c(prim, i) || prim->params[i].type == PARAM_ANSWER)
			continue;
		form->outs |= param_is_written(prim->params[i].type) ||
		    (param_is_changed(prim->params[i].type) &&
			!param_is_out(prim->params[i].type));
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

static bool
param_is_int(enum param_type type)
{
	switch (type) {
	case PARAM_ADDRLEN:
	case PARAM_INT:
	case PARAM_MS:
	case PARAM_FAMILY:
	case PARAM_TYPE:
	case PARAM_PROTOCOL:
	case PARAM_FLAGS:
	case PARAM_HOW:
	case PARAM_LEVEL:
	case PARAM_OPTION:
	case PARAM_ONOFF:
	case PARAM_REQUEST:
	case PARAM_INFO_FLAGS:
	case PARAM_NAME_FLAGS:
	case PARAM_OPEN:
	case PARAM_MODE:
	case PARAM_NEWFLAGS:
	case PARAM_SOCKFLAGS:
	case PARAM_WHENCE:
	case PARAM_FCNTL:
	case PARAM_FCNTL_ARG:
	case PARAM_EPOLL_FLAGS:
	case PARAM_EPOLL_OP:
	case PARAM_EVENTFD:
	case PARAM_SPLICE:
	case PARAM_FILENO:
		return true;
	default:
		return false;
	}
}

static void
command_note_params(struct command *cmd)
{
	for (int i = 0; i < PRIM_PARAMS; i++) {
		enum param_type type = cmd->prim->params[i].type;
		uint8_t bit = (uint8_t)(1u << i);
		bool length = type == PARAM_ADDRLEN ||
		    (type == PARAM_SIZE && i > 0 &&
			cmd->prim->params[i - 1].type == PARAM_BYTES);

		if (type == PARAM_END)
			break;
		cmd->nparams++;
		cmd->nargs += prim_in_c(cmd->prim, i);
		cmd->in_c |= prim_in_c(cmd->prim, i) ? bit : 0;
		cmd->outs |= param_is_out(type) ? bit : 0;
		cmd->inouts |= type == PARAM_INOUT_LEN ? bit : 0;
		cmd->ints |= param_is_int(type) ? bit : 0;
		cmd->numbers |= param_is_int(type) || type == PARAM_FD ||
			type == PARAM_SIZE || type == PARAM_NUMBER ||
			type == PARAM_ROOM ?
		    bit :
		    0;
		cmd->lengths |= length ? bit : 0;
		cmd->pointers |= param_is_inout(type) ? bit : 0;
		cmd->flags |= type == PARAM_FLAGS ? bit : 0;
	}
}

void
command_init(struct command *cmd, const struct prim *prim)
{
	struct form c;
	bool have_c = false;

	*cmd = (struct command){ .prim = prim };
	command_note_params(cmd);
	form_init_c(&c, prim);
	for (int i = 0; i < PRIM_FORMS && prim->forms[i] != NULL; i++) {
		struct form *form = &cmd->forms[cmd->nforms++];

		form_init(form, prim, prim->forms[i]);
		have_c |= form_same(form, &c);
	}
	if ((!(prim->flags & (PRIM_PURE | PRIM_NOT_C)) ||
		(prim->flags & PRIM_PURE_C)) &&
	    !have_c)
		cmd->forms[cmd->nforms++] = c;
	assert(cmd->nforms != 0);
}

/* Whether host and port, side by side, may stand for an address of this form. */
static bool
form_has_pair(const struct form *form, const struct prim *prim, unsigned n)
{
	for (unsigned i = 0; i < form->n && i + 1 < n; i++) {
		if (prim->params[form->param[i]].type == PARAM_ADDR)
			return true;
	}
	return false;
}

int
command_form(const struct command *cmd, unsigned n)
{
	int found = -1;

	for (unsigned i = 0; i < cmd->nforms; i++) {
		const struct form *form = &cmd->forms[i];

		if (form_has_pair(form, cmd->prim, n))
			return -1;
		if (n < form->min || (n > form->n && !form->variadic))
			continue;
		if (found != -1)
			return -1;
		found = (int)i;
	}
	return found;
}

void
command_ask(struct strbuf *out, const struct command *cmd, unsigned at)
{
	for (unsigned i = 0; i < cmd->nforms; i++) {
		const struct form *form = &cmd->forms[i];
		const struct param *param;

		if (form->c)
			continue;
		command_usage(out, cmd, form);
		if (at < form->n) {
			param = &cmd->prim->params[form->param[at]];
			sb_printf(out, "   %s: %s", param->name,
			    param_means(param));
		}
		sb_char(out, '\n');
	}
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
