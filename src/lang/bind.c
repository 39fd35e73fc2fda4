/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls: arguments to parameters. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/binding.h"
#include "model/xlat.h"

static uint32_t
binding_param(const struct binding *b, uint32_t i)
{
	if (b->merge >= 0 && i > (uint32_t)b->merge)
		i--;
	if (i >= b->form->n)
		i = b->form->n - 1u;
	return b->form->param[i];
}

static bool
binding_counts(const struct binding *b, uint32_t n)
{
	if (b->merge >= 0)
		n--;
	return n >= b->form->min && (n <= b->form->n || b->form->variadic);
}

/* "host" and port side by side; "/path", 7 is a path and its length. */
static bool
pair_fits(const struct value *host, const struct value *port)
{
	return host->type == VAL_BYTES && param_accepts(PARAM_SERVICE, port) &&
	    strchr(host->bytes->data, '/') == NULL && *host->bytes->data != '@';
}

static bool
binding_fits(const struct binding *b, const struct command *cmd,
    const struct value *args, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		enum param_type type =
		    cmd->prim->params[binding_param(b, i)].type;

		if (b->merge >= 0 && i == (uint32_t)b->merge) {
			if (!pair_fits(&args[i], &args[i + 1]))
				return false;
			i++;
		} else if (!param_accepts(type, &args[i])) {
			return false;
		}
	}
	return true;
}

/* The argument at which form has an address, if another stands behind it. */
static int
binding_merge(const struct form *form, const struct command *cmd, uint32_t n)
{
	for (int i = 0; i < form->n && (uint32_t)i + 1 < n; i++) {
		if (cmd->prim->params[form->param[i]].type == PARAM_ADDR)
			return i;
	}
	return -1;
}

/* Whether form f, with host and port merged or not, types looked at or only
 * counted, takes n arguments. */
static bool
binding_form(const struct command *cmd, unsigned f, const struct value *args,
    uint32_t n, bool merged, bool fits, struct binding *b)
{
	b->form = &cmd->forms[f];
	b->merge = -1;
	if (merged) {
		b->merge = binding_merge(b->form, cmd, n);
		if (b->merge < 0 || b->form->c)
			return false;
	}
	return binding_counts(b, n) && (!fits || binding_fits(b, cmd, args, n));
}

/* One try of binding_find: forms that repeat their last parameter come after
 * those which have as many as there are arguments. */
static bool
binding_try(const struct command *cmd, const struct value *args, uint32_t n,
    bool merged, bool fits, struct binding *b)
{
	for (int more = 0; more <= 1; more++) {
		for (unsigned f = 0; f < cmd->nforms; f++) {
			const struct form *form = &cmd->forms[f];

			if ((form->variadic && n > form->n) != more)
				continue;
			/* "h", 80 is a host and a port before it is C's address
			 * and its length. */
			if (!merged && fits && form->c &&
			    binding_try(cmd, args, n, true, true, b))
				return true;
			if (binding_form(cmd, f, args, n, merged, fits, b))
				return true;
		}
	}
	return false;
}

static bool
binding_find(const struct command *cmd, const struct value *args, uint32_t n,
    struct binding *b)
{
	return binding_try(cmd, args, n, false, true, b) ||
	    binding_try(cmd, args, n, true, true, b) ||
	    binding_try(cmd, args, n, false, false, b) ||
	    binding_try(cmd, args, n, true, false, b);
}

/* Says which argument is missing, or that there is one too many. */
static enum exec
miscounted(struct interp *in, const struct node *node, uint32_t n)
{
	const struct command *cmd = node->call.command;
	const struct form *form = &cmd->forms[0];
	struct strbuf usage = { 0 };
	enum exec rc;

	for (unsigned i = 1; i < cmd->nforms && !cmd->forms[i].c; i++) {
		if (n >= cmd->forms[i].min ||
		    (n < form->min && cmd->forms[i].min < form->min))
			form = &cmd->forms[i];
	}
	command_usage(&usage, cmd, form);
	if (n == 0 || n < form->min)
		rc = mistake(in, node, _("%s: %s is missing; usage: %s"),
		    cmd->prim->name, cmd->prim->params[form->param[n]].name,
		    sb_text(&usage));
	else
		rc = mistake(in, node->kids[n - 1],
		    _("%s: too many arguments; usage: %s"), cmd->prim->name,
		    sb_text(&usage));
	sb_free(&usage);
	return rc;
}

static int
param_by_name(const struct prim *prim, const char *name)
{
	for (int i = 0; i < PRIM_PARAMS && prim->params[i].name != NULL; i++) {
		if (strcmp(prim->params[i].name, name) == 0)
			return i;
	}
	return -1;
}

static enum exec
keyword_unknown(struct interp *in, const struct node *node, const char *name,
    const struct node *arg)
{
	const struct prim *prim = node->call.command->prim;
	struct nearest nearest = { .name = name };

	for (int i = 0; i < PRIM_PARAMS && prim->params[i].name != NULL; i++)
		nearest_offer(&nearest, prim->params[i].name);
	if (nearest.best != NULL)
		return mistake(in, arg,
		    _("%s has no parameter %s; did you mean %s?"), prim->name,
		    name, nearest.best);
	return mistake(in, arg, _("%s has no parameter %s"), prim->name, name);
}

/*
 * Keyword arguments: the plain ones are laid out first, by the form that has
 * them all; then each takes its own place.
 */
static enum exec
set_keywords(struct interp *in, const struct node *node, struct call *call,
    const struct value *args, struct binding *b)
{
	const struct command *cmd = node->call.command;

	for (uint32_t i = 0; i < node->nkids && i < PRIM_PARAMS; i++) {
		const char *name = node->call.keywords[i];
		int param;

		if (name == NULL && b->form->variadic && i + 1u >= b->form->n) {
			call->rest = &args[b->form->n - 1u];
			call->nrest = i + 2u - b->form->n;
			continue;
		}
		if (name == NULL) {
			if (i >= b->form->n)
				return miscounted(in, node, node->nkids);
			param = b->form->param[i];
		} else {
			param = param_by_name(cmd->prim, name);
			if (param < 0)
				return keyword_unknown(in, node, name,
				    node->kids[i]);
			if (call_given(call, param))
				return mistake(in, node->kids[i],
				    _("%s is given twice"), name);
			/* fileno=None, as Python's own defaults are. */
			if (args[i].type == VAL_NONE &&
			    !param_accepts(cmd->prim->params[param].type,
				&args[i]))
				continue;
		}
		b->arg_of[param] = (int8_t)i;
		if (!call_set(call, param, &args[i]))
			return EXEC_OK;
	}
	for (int i = 0; i < b->form->n; i++) {
		if (!b->form->optional[i] &&
		    !call_given(call, b->form->param[i]))
			return miscounted(in, node, (uint32_t)i);
	}
	return EXEC_OK;
}

/* Whether a form has all the keywords, and, if whole, gets all it needs. */
static bool
keywords_fit(const struct node *node, const struct form *form, bool whole)
{
	const struct prim *prim = node->call.command->prim;
	uint32_t named = 0, needed = 0, found = 0;

	for (int k = 0; k < form->n && whole; k++)
		needed |= form->optional[k] ? 0 : 1u << k;
	for (uint32_t i = 0; i < node->nkids && i < PRIM_PARAMS; i++) {
		const char *name = node->call.keywords[i];
		int param = name != NULL ? param_by_name(prim, name) : -1;

		if (name == NULL) {
			named |= 1u << i;
			found++;
		}
		for (int k = 0; k < form->n && param >= 0; k++) {
			if (form->param[k] == param) {
				named |= 1u << k;
				found++;
			}
		}
	}
	return found == node->nkids && found <= form->n &&
	    (needed & ~named) == 0;
}

/* The form that keyword arguments speak of. */
static const struct form *
keyword_form(const struct node *node)
{
	const struct command *cmd = node->call.command;

	for (int whole = 1; whole >= 0; whole--) {
		for (unsigned f = 0; f < cmd->nforms; f++) {
			if (keywords_fit(node, &cmd->forms[f], whole))
				return &cmd->forms[f];
		}
	}
	return &cmd->forms[0];
}

enum exec
set_arguments(struct interp *in, const struct node *node, struct call *call,
    struct value *args, uint32_t n, struct binding *b)
{
	const struct command *cmd = node->call.command;
	enum exec rc;

	if (node->call.keywords != NULL) {
		b->form = keyword_form(node);
		call->c_form = b->form->outs;
		return set_keywords(in, node, call, args, b);
	}
	if (node->call.form >= 0) {
		b->form = &cmd->forms[node->call.form];
	} else if (!binding_find(cmd, args, n, b)) {
		return miscounted(in, node, n);
	}
	call->c_form = b->form->c || b->form->outs;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t param = binding_param(b, i);
		bool ok;

		b->arg_of[param] = (int8_t)i;
		call->args[param].ref =
		    i < 32 && (node->call.outs >> i & 1u) != 0;
		if (b->form->c &&
		    cmd->prim->params[param].type == PARAM_BYTES &&
		    (rc = bind_memory(in, node, i, args)) != EXEC_OK)
			return rc;
		if (args[i].type == VAL_UNSET && i < 32 &&
		    (node->call.outs & 1u << i) &&
		    param_is_changed(cmd->prim->params[param].type) &&
		    !param_is_out(cmd->prim->params[param].type))
			return mistake(in, node->kids[i], _("%s: no value yet"),
			    node->kids[i]->sym->name);
		if (b->form->variadic && i + 1u >= b->form->n) {
			call->rest = &args[i];
			call->nrest = n - i;
			break;
		}
		if (b->merge >= 0 && i == (uint32_t)b->merge) {
			ok = call_set_pair(call, (int)param, &args[i],
			    &args[i + 1]);
			i++;
		} else if ((b->form->c || b->form->outs) &&
		    param_is_out(cmd->prim->params[param].type) &&
		    !(node->call.outs & 1u << i)) {
			ok = call_set_null(call, (int)param);
		} else {
			ok = call_set(call, (int)param, &args[i]);
		}
		if (!ok)
			break;
	}
	return EXEC_OK;
}
