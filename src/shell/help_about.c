/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help: keywords, options, constants and terms. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "lang/parse.h"
#include "model/layout.h"
#include "model/option.h"
#include "model/term.h"
#include "model/xlat.h"
#include "shell/help.h"
#include "shell/shell.h"

enum {
	VALUE_SHOWN = 200,
	SIBLINGS_SHOWN = 40, /* constants of a family that are listed */
};

/* Several answers to one name stand apart. */
static void
begin(struct help *h, const char *name, const char *what)
{
	char *head = xasprintf("%s: ", name);

	if (h->text.len != 0)
		sb_char(&h->text, '\n');
	help_say(h, head, what);
	free(head);
}

bool
help_keyword(struct help *h, const char *name)
{
	const char *word, *what;

	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++) {
		if (strcmp(word, name) != 0 || what == NULL)
			continue;
		begin(h, word, what);
		help_example(h, parse_keyword_example(i));
		help_say(h, "",
		    _("  a statement; help language lists them all"));
		return true;
	}
	return false;
}

/* What setsockopt wants for an option of this type. */
static const char *
type_words(enum option_type type)
{
	static const char *const words[] = {
		[OPT_INT] = N_("a whole number (int)"),
		[OPT_UINT] = N_("a whole number, 0 or more (unsigned int)"),
		[OPT_U64] = N_("a whole number of 64 bits (uint64_t)"),
		[OPT_BOOL] = N_("1 or 0: on or off (int)"),
		[OPT_LINGER] = N_("seconds, or on and seconds (struct linger)"),
		[OPT_TIMEVAL] = N_("seconds, with a fraction (struct timeval)"),
		[OPT_STRING] = N_("a name (char array)"),
		[OPT_IN_ADDR] = N_("an IPv4 address (struct in_addr)"),
		[OPT_IFINDEX] =
		    N_("an interface, by its name or its number (int)"),
		[OPT_IFINDEX_NET] =
		    N_("an interface by name or number (network order)"),
		[OPT_ADDR] = N_("a socket address (struct sockaddr)"),
		[OPT_STRUCT] = N_("a struct, by its fields"),
		[OPT_INTS] = N_("several whole numbers (unsigned int array)"),
		[OPT_BYTES] = N_("bytes"),
	};

	return _(words[type]);
}

static void
add_value(struct help *h, const struct sockopt *o)
{
	struct strbuf text = { 0 };

	sb_str(&text, type_words(o->type));
	for (size_t i = 0; i < 2 && o->layouts[i] != NULL; i++) {
		if (o->type == OPT_STRUCT)
			sb_printf(&text, "%s struct %s",
			    i == 0 ? ":" : _(" or"), o->layouts[i]);
	}
	help_entry(h, _("value"), sb_text(&text));
	sb_clear(&text);
	for (size_t i = 0; o->names != NULL && i < o->names->n; i++)
		sb_printf(&text, "%s%s", i != 0 ? ", " : "",
		    o->names->rows[i].name);
	if (o->names != NULL && o->names->n <= SIBLINGS_SHOWN)
		help_entry(h, _("values"), sb_text(&text));
	sb_free(&text);
}

static void
add_default(struct help *h, const struct sockopt *o)
{
	struct strbuf text = { 0 };
	const char *kind;
	struct value v;

	if (!look_option_new(o, &v, &kind))
		return;
	value_repr(&text, &v, VALUE_SHOWN);
	value_drop(&v);
	sb_printf(&text, _(", on a new socket of this host (socket %s)"), kind);
	help_entry(h, _("default"), sb_text(&text));
	sb_free(&text);
}

static void
add_access(struct help *h, const struct sockopt *o)
{
	const char *how = _("set by setsockopt, read by getsockopt");

	if (o->flags & OPTION_WRITES)
		how = _("set by setsockopt; it cannot be read");
	else if (o->flags & OPTION_READS)
		how = _("read by getsockopt; it cannot be set");
	else if (o->flags & OPTION_TAKES)
		how = _("read by getsockopt, which takes or makes what it "
			"gives: options only names it");
	help_entry(h, _("use"), how);
}

bool
help_option(struct help *h, const char *name, bool exact)
{
	const struct sockopt *o =
	    exact ? option_find(name) : option_guess(name);
	const char *level;
	char *what;

	if (o == NULL)
		return false;
	level = xlat_name(&xlat_levels, o->level);
	what = xasprintf(_("a socket option of the level %s (number %d)"),
	    level != NULL ? level : "?", o->number);
	begin(h, o->name, what);
	free(what);
	if (o->help != NULL)
		help_say(h, "  ", _(o->help));
	add_value(h, o);
	add_default(h, o);
	add_access(h, o);
	if (option_man(o->level) != NULL)
		sb_printf(&h->text, _("  see %s\n"), option_man(o->level));
	return true;
}

/* What is said of a term, below its name. */
static void
add_term(struct help *h, const struct term *term)
{
	struct strbuf see = { 0 };

	help_say(h, "  ", _(term->text));
	help_example(h, term->example);
	for (const char *c = term->see; c != NULL && *c != '\0'; c++) {
		if (*c == ' ')
			sb_str(&see, ", ");
		else
			sb_char(&see, *c);
	}
	if (see.len != 0)
		help_say(h, _("  see also: "), sb_text(&see));
	sb_free(&see);
}

/* The commands that have a parameter of a table. */
static void
add_users(struct help *h, const struct xlat_table *table)
{
	const struct session *s = &h->sh->session;
	struct strbuf names = { 0 };

	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *prim = s->commands[i].prim;
		bool takes = false;

		for (int k = 0; k < PRIM_PARAMS && !takes; k++) {
			const struct xlat_table *const *t =
			    param_tables(prim->params[k].type);

			for (; *t != NULL && !takes; t++)
				takes = *t == table;
		}
		if (takes && !(prim->flags & PRIM_HIDDEN))
			sb_printf(&names, "%s%s", names.len != 0 ? ", " : "",
			    prim->name);
	}
	for (size_t i = 0; option_at(i) != NULL; i++) {
		if (option_at(i)->names == table)
			sb_printf(&names, "%s%s", names.len != 0 ? ", " : "",
			    option_at(i)->name);
	}
	if (names.len != 0)
		help_entry(h, _("used by"), sb_text(&names));
	sb_free(&names);
}

/* Others of its family. */
static void
add_siblings(struct help *h, const struct xlat_table *table,
    const struct xlat *row)
{
	struct strbuf names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < table->n && n < SIBLINGS_SHOWN; i++) {
		if (&table->rows[i] == row)
			continue;
		sb_printf(&names, "%s%s", n++ != 0 ? ", " : "",
		    table->rows[i].name);
	}
	if (table->n > SIBLINGS_SHOWN + 1)
		sb_str(&names, ", …");
	if (names.len != 0)
		help_entry(h, _("others"), sb_text(&names));
	sb_free(&names);
}

static bool
is_name(const struct xlat *row, const char *name, bool exact)
{
	return exact ? strcmp(row->name, name) == 0 :
		       strcasecmp(row->name, name) == 0;
}

bool
help_constant(struct help *h, const char *name, bool exact)
{
	const struct xlat_table *t;

	for (size_t i = 0; (t = xlat_table_at(i)) != NULL; i++) {
		for (size_t k = 0; k < t->n && t != &xlat_errnos; k++) {
			const struct xlat *row = &t->rows[k];
			const struct term *term = term_find(row->name);
			char *what;

			if (!is_name(row, name, exact))
				continue;
			what = xasprintf("%s, %" PRIi64 " (%#" PRIx64 ")",
			    _(t->what), row->value, (uint64_t)row->value);
			begin(h, row->name, what);
			free(what);
			if (term != NULL)
				add_term(h, term);
			/* What is in the mixed lot is no family. */
			if (t != &xlat_misc) {
				add_users(h, t);
				add_siblings(h, t, row);
			}
			return true;
		}
	}
	return false;
}

bool
help_term(struct help *h, const char *name, bool exact)
{
	const struct term *term = term_find(name);
	struct strbuf head = { 0 };

	if (term == NULL || (exact && strcmp(term->name, name) != 0))
		return false;
	if (h->text.len != 0)
		sb_char(&h->text, '\n');
	sb_printf(&head, "%s%s%s", term->name, term->zh != NULL ? "  " : "",
	    term->zh != NULL ? term->zh : "");
	help_say(h, "", sb_text(&head));
	sb_free(&head);
	add_term(h, term);
	return true;
}

void
help_about_offer(struct nearest *nearest)
{
	const char *word, *what;

	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++) {
		if (what != NULL)
			nearest_offer(nearest, word);
	}
	term_offer(nearest);
}
