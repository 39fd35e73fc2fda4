/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From text to tree. A whole file is parsed before anything of it runs, so that
 * a misspelt name in its last line is found before its first has an effect;
 * standard input and the prompt are parsed a statement at a time. Needs the
 * session's lock; a source that is asked for more lines drops it meanwhile.
 */
#ifndef SOCKSH_LANG_PARSE_H
#define SOCKSH_LANG_PARSE_H

#include "lang/lexer.h"
#include "lang/symbol.h"
#include "lang/tree.h"

enum parse_result {
	PARSE_OK,
	PARSE_END,        /* no statement is left */
	PARSE_UNFINISHED, /* the text ends inside a bracket, quote or block */
	PARSE_ERROR,
};

/* What is wrong with a text. */
struct parse_error {
	char *message; /* the taker's to free */
	size_t pos;    /* in the unit's text */
	size_t end;
};

/* How much is parsed at once. */
enum parse_extent {
	PARSE_LINE,  /* the statements of a line */
	PARSE_WHOLE, /* all that is left: there will be no more */
	PARSE_BLOCK, /* all that is left, of which more may be typed; and what
		      * it calls may be defined later */
};

/*
 * Reads the next part of lx, as extent says, into *unit, a new reference. Where nothing could be parsed *unit is still
 * set, for its text, to the lines that were read; not with PARSE_END. After
 * PARSE_ERROR the lexer stands at the end of the line in error.
 */
enum parse_result parse_unit(struct lexer *lx, struct symtab *symbols,
    const char *name, enum parse_extent extent, struct unit **unit,
    struct parse_error *error);

/* The i-th word that a statement begins with, and what it does, translated (NULL
 * if not in this version); NULL at the end. */
const char *parse_keyword_at(size_t i, const char **what);
/* Whether a word of len bytes is no value, so that something else has to follow;
 * whether another statement begins behind it. */
bool parse_wants_more(const char *s, size_t len);
bool parse_leads_statement(const char *s, size_t len);
/* An example of it, as prim.h has it; NULL if there is none. */
const char *parse_keyword_example(size_t i);

#endif
