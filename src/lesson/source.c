/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson's commands, results and expressions, parsed. */
#include "lesson/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/xlat.h"

static const char expect_word[] = "expect ";

/* Where in the file byte pos of a piece stands. */
static void
place_of(const struct lesson *l, const struct piece *piece, size_t pos,
    unsigned *line, size_t *offset)
{
	const char *s = piece->text, *raw, *nl;
	size_t len, raw_len;

	*line = piece->line;
	if (pos > strlen(s))
		pos = strlen(s);
	while ((nl = memchr(s, '\n', pos)) != NULL) {
		pos -= (size_t)(nl + 1 - s);
		s = nl + 1;
		++*line;
	}
	len = strcspn(s, "\n");
	raw = lesson_line(l, *line, &raw_len);
	while (raw_len > 0 &&
	    (raw[raw_len - 1] == ' ' || raw[raw_len - 1] == '\t'))
		raw_len--;
	*offset = pos + (raw_len > len ? raw_len - len : 0);
}

/* Says at which place of the file the text is wrong. */
static void
source_fault(const struct lesson *l, const struct piece *piece, size_t before,
    struct parse_error *error, struct faults *faults)
{
	size_t pos = error->pos > before ? error->pos - before : 0;
	size_t end = error->end > before ? error->end - before : 0;
	unsigned line;
	size_t offset;

	place_of(l, piece, pos, &line, &offset);
	fault_at(faults, l, line, offset, end > pos ? end - pos : 1, "%s",
	    error->message);
	free(error->message);
}

/* Whether a unit is one expression, and no statement. */
static bool
is_expression(const struct unit *unit)
{
	return unit->body->nkids == 1 && unit->body->kids[0]->kind == NODE_EXPR;
}

static void
not_an_expression(const struct lesson *l, const struct piece *piece,
    const struct unit *unit, struct faults *faults)
{
	bool assigns =
	    unit->body->nkids == 1 && unit->body->kids[0]->kind == NODE_ASSIGN;
	unsigned line;
	size_t offset;

	place_of(l, piece, 0, &line, &offset);
	fault_at(faults, l, line, offset, strlen(piece->text), "%s",
	    assigns ? _("an expression belongs here, and = assigns: == "
			"compares") :
		      _("an expression belongs here: inq(a) == 11"));
}

/* "= -1 EAGIAN": an errno's name that is none would be a variable. */
static bool
check_errnos(const struct lesson *l, const struct piece *piece, size_t before,
    const struct unit *unit, struct faults *faults)
{
	const struct node *expect =
	    unit->body->nkids != 0 ? unit->body->kids[0] : NULL;
	bool ok = true;

	for (uint32_t i = 0; expect != NULL && expect->kind == NODE_EXPECT &&
	     i < expect->expect.nitems;
	     i++) {
		const struct node *value = expect->expect.items[i].value;
		struct nearest nearest = { 0 };
		unsigned line;
		size_t offset;

		if (value == NULL || value->kind != NODE_GLOBAL ||
		    value->sym->constant.type != VAL_UNSET ||
		    unit->text[value->pos - 1] == '$')
			continue;
		nearest.name = value->sym->name;
		xlat_offer(&xlat_errnos, &nearest);
		if (nearest.best == NULL)
			continue;
		place_of(l, piece, value->pos - before, &line, &offset);
		fault_at(faults, l, line, offset, value->end - value->pos,
		    _("%.60s: no such errno; did you mean %s?"), nearest.name,
		    nearest.best);
		ok = false;
	}
	return ok;
}

struct unit *
source_parse(const struct lesson *l, struct symtab *symbols,
    const struct piece *piece, enum source_kind kind, struct faults *faults)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	enum parse_result parsed;
	struct lexer lx;
	size_t before = kind == SOURCE_RESULT ? strlen(expect_word) : 0;

	lexer_init(&lx, piece->line);
	sb_add(&lx.text, expect_word, before);
	sb_str(&lx.text, piece->text);
	sb_char(&lx.text, '\n');
	parsed = parse_unit(&lx, symbols, l->path, true, &unit, &error);
	lexer_free(&lx);
	if (parsed == PARSE_ERROR)
		source_fault(l, piece, before, &error, faults);
	if (parsed == PARSE_OK && kind == SOURCE_EXPR && !is_expression(unit)) {
		not_an_expression(l, piece, unit, faults);
		parsed = PARSE_ERROR;
	}
	if (parsed == PARSE_OK && kind == SOURCE_RESULT &&
	    !check_errnos(l, piece, before, unit, faults))
		parsed = PARSE_ERROR;
	if (parsed == PARSE_OK)
		return unit;
	if (unit != NULL)
		unit_release(unit);
	return NULL;
}

static bool
node_reaches_host(const struct node *node)
{
	if (node == NULL)
		return false;
	if (node->kind == NODE_CALL &&
	    (node->call.command->prim->flags & PRIM_HOST))
		return true;
	if (node->kind == NODE_DEF && node_reaches_host(node->def->body))
		return true;
	for (uint32_t i = 0;
	     node->kind == NODE_EXPECT && i < node->expect.nitems; i++) {
		if (node_reaches_host(node->expect.items[i].value))
			return true;
	}
	for (uint32_t i = 0; i < node->nkids; i++) {
		if (node_reaches_host(node->kids[i]))
			return true;
	}
	return false;
}

bool
source_reaches_host(const struct unit *unit)
{
	return node_reaches_host(unit->body);
}
