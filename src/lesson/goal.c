/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks in words. */
#include "lesson/goal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "lesson/source.h"

/* What a looking function counts or names: of one argument, the descriptor, and
 * of two. */
static const struct noun {
	const char *name;
	const char *of_one;
	const char *of_two;
	bool swapped; /* the second argument comes first in the words */
} nouns[] = {
	{ "inq", N_("waiting on %s"), NULL, false },
	{ "outq", N_("not acknowledged yet on %s"), NULL, false },
	{ "state", N_("the state of %s"), NULL, false },
	{ "got", N_("bytes received on %s"), NULL, false },
	{ "sent", N_("bytes sent on %s"), NULL, false },
	{ "calls", N_("calls of %s"), N_("calls of %s on %s"), false },
	{ "opt", NULL, N_("option %s of %s"), true },
	{ "frames", N_("frames %s"), N_("frames %s of %s"), true },
};

/* "more than 0", by the operator between the two. */
static const struct {
	enum op op;
	const char *words;
} relations[] = {
	{ OP_EQ, N_("%s: %s") },
	{ OP_NE, N_("%s: not %s") },
	{ OP_LT, N_("%s: less than %s") },
	{ OP_LE, N_("%s: %s at most") },
	{ OP_GT, N_("%s: more than %s") },
	{ OP_GE, N_("%s: %s at least") },
};

static char *
slice(const struct unit *unit, const struct node *node)
{
	return xstrndup(unit->text + node->pos, node->end - node->pos);
}

/* The arguments of a call from the first on, with blanks between; a * for
 * anything is left out. */
static char *
arguments(const struct unit *unit, const struct node *call)
{
	struct strbuf out = { 0 };

	for (uint32_t i = 0; i < call->nkids; i++) {
		char *one = slice(unit, call->kids[i]);

		if (strcmp(one, "*") != 0)
			sb_printf(&out, "%s%s", out.len != 0 ? " " : "", one);
		free(one);
	}
	if (out.len == 0)
		sb_str(&out, "*");
	return sb_steal(&out);
}

/* Whether a node is a call of this command. */
static bool
is_call(const struct node *node, const char *name)
{
	return node->kind == NODE_CALL &&
	    strcmp(node->call.command->prim->name, name) == 0;
}

/* A descriptor: its name, or how it is found. */
static char *
thing(const struct unit *unit, const struct node *node)
{
	char *what, *words;

	if (!is_call(node, "find"))
		return slice(unit, node);
	what = arguments(unit, node);
	words = xasprintf(_("the socket %s"), what);
	free(what);
	return words;
}

static char *
noun_words(const struct unit *unit, const struct node *call,
    const struct noun *noun)
{
	char *first = thing(unit, call->kids[0]), *second = NULL;
	const char *format = call->nkids == 1 ? noun->of_one : noun->of_two;
	char *words;

	if (call->nkids == 2)
		second = thing(unit, call->kids[1]);
	if (second == NULL)
		words = xasprintf(_(format), first);
	else if (noun->swapped)
		words = xasprintf(_(format), second, first);
	else
		words = xasprintf(_(format), first, second);
	free(first);
	free(second);
	return words;
}

/* A quantity that looking gives; NULL if it is another. */
static char *
quantity(const struct unit *unit, const struct node *node)
{
	if (node->kind == NODE_ERRNO)
		return xstrdup(_("the last error"));
	if (node->kind == NODE_LAST)
		return xstrdup(_("the last result"));
	if (is_call(node, "len") && node->nkids == 1 &&
	    is_call(node->kids[0], "sockets")) {
		char *which = arguments(unit, node->kids[0]);
		char *words = xasprintf(_("sockets of the kernel, %s"), which);

		free(which);
		return words;
	}
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		const struct noun *noun = &nouns[i];

		if (!is_call(node, noun->name))
			continue;
		if ((node->nkids == 1 && noun->of_one != NULL) ||
		    (node->nkids == 2 && noun->of_two != NULL &&
			strcmp(noun->name, "got") != 0))
			return noun_words(unit, node, noun);
	}
	return NULL;
}

/* Sums and what has no words are told as they stand beside what has. */
static char *
amount(const struct unit *unit, const struct node *node, bool *any)
{
	char *words = quantity(unit, node), *left, *right;

	if (words != NULL) {
		*any = true;
		return words;
	}
	if (node->kind != NODE_BINARY ||
	    (node->op != OP_ADD && node->op != OP_SUB))
		return slice(unit, node);
	left = amount(unit, node->kids[0], any);
	right = amount(unit, node->kids[1], any);
	words = node->op == OP_ADD ? xasprintf(_("%s plus %s"), left, right) :
				     xasprintf(_("%s less %s"), left, right);
	free(left);
	free(right);
	return words;
}

static char *
comparison(const struct unit *unit, const struct node *node)
{
	char *left, *right, *words = NULL;
	bool any = false;
	size_t i = 0;

	while (i < sizeof(relations) / sizeof(relations[0]) &&
	    relations[i].op != (enum op)node->op)
		i++;
	if (i == sizeof(relations) / sizeof(relations[0]))
		return NULL;
	left = amount(unit, node->kids[0], &any);
	right = amount(unit, node->kids[1], &any);
	if (any)
		words = xasprintf(_(relations[i].words), left, right);
	free(left);
	free(right);
	return words;
}

/* What is true or not by itself: got(a, "x"), find(tcp, LISTEN). */
static char *
statement(const struct unit *unit, const struct node *node, bool negated)
{
	char *first, *second, *words = NULL;

	if (is_call(node, "find")) {
		first = arguments(unit, node);
		words = negated ?
		    xasprintf(_("no socket is here that is %s"), first) :
		    xasprintf(_("a socket is here that is %s"), first);
		free(first);
	} else if (is_call(node, "got") && node->nkids == 2) {
		first = thing(unit, node->kids[0]);
		second = slice(unit, node->kids[1]);
		if (strcmp(second, "\"\"") == 0)
			words = negated ?
			    xasprintf(_("no end was seen on %s"), first) :
			    xasprintf(_("the end was seen on %s"), first);
		else
			words = negated ?
			    xasprintf(_("%s was not received on %s"), second,
				first) :
			    xasprintf(_("%s was received on %s"), second,
				first);
		free(first);
		free(second);
	}
	return words;
}

static bool
is_none(const struct node *node)
{
	return (node->kind == NODE_CONST && node->value.type == VAL_NONE) ||
	    (node->kind == NODE_GLOBAL && node->sym->constant.type == VAL_NONE);
}

static char *
alternatives(const struct unit *unit, const struct node *node)
{
	char *sides[2], *words = NULL;

	for (int i = 0; i < 2; i++)
		sides[i] = goal_words(unit, node->kids[i]);
	if (sides[0] != NULL && sides[1] != NULL)
		words = node->kind == NODE_OR ?
		    xasprintf(_("%s, or %s"), sides[0], sides[1]) :
		    xasprintf(_("%s, and %s"), sides[0], sides[1]);
	free(sides[0]);
	free(sides[1]);
	return words;
}

char *
goal_words(const struct unit *unit, const struct node *node)
{
	if (node->kind == NODE_OR || node->kind == NODE_AND)
		return alternatives(unit, node);
	if (node->kind == NODE_UNARY && node->op == OP_NOT)
		return statement(unit, node->kids[0], true);
	if (node->kind == NODE_CALL)
		return statement(unit, node, false);
	if (node->kind != NODE_BINARY)
		return NULL;
	if ((node->op == OP_EQ || node->op == OP_NE) && is_none(node->kids[1]))
		return statement(unit, node->kids[0], node->op == OP_EQ);
	return comparison(unit, node);
}

/* The parts that have to hold all: they are goals, in their order. */
static void
add_parts(struct goals *goals, const struct unit *unit, const struct node *node)
{
	if (node->kind == NODE_AND) {
		add_parts(goals, unit, node->kids[0]);
		add_parts(goals, unit, node->kids[1]);
		return;
	}
	goals->v = xgrow(goals->v, goals->n, sizeof(goals->v[0]));
	goals->v[goals->n++] = (struct goal){ .source = slice(unit, node),
		.words = goal_words(unit, node) };
}

void
goals_ask(struct goals *goals, struct stage *st, const struct piece *check)
{
	struct session *s = st->in->task.session;
	size_t first = goals->n;
	struct unit *unit;

	session_lock(s);
	unit = stage_parse(st, check, SOURCE_EXPR, NULL);
	if (unit != NULL) {
		add_parts(goals, unit, unit->body->kids[0]->kids[0]);
		unit_release(unit);
	}
	session_unlock(s);
	for (size_t i = first; i < goals->n; i++) {
		struct goal *goal = &goals->v[i];
		const struct piece part = { goal->source, check->line };

		goal->holds = stage_holds(st, &part, &goal->cause);
	}
}

void
goals_free(struct goals *goals)
{
	for (size_t i = 0; i < goals->n; i++) {
		free(goals->v[i].source);
		free(goals->v[i].words);
		free(goals->v[i].cause);
	}
	free(goals->v);
	*goals = (struct goals){ 0 };
}
