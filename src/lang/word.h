/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that were read, and how they become a call's arguments. */
#ifndef SOCKSH_LANG_WORD_H
#define SOCKSH_LANG_WORD_H

#include "base/strbuf.h"
#include "lang/parser.h"

struct word {
	size_t pos; /* in the lexer's text */
	size_t end;
	struct strbuf text;  /* quotes and escapes resolved */
	struct strbuf typed; /* as it was typed, where that had signs of full
			      * width; else empty */
	bool quoted;         /* a part of it stood in quotes */
	bool escaped;        /* … or had an escape */
	bool dynamic;        /* it has pieces that only running it can tell */
	struct node_list pieces; /* if dynamic */
};

struct words {
	struct word *w;
	size_t n;
};

void words_free(struct words *ws);

/* The call that these words of cmd make; NULL with an error. */
struct node *words_call(struct parser *p, const struct command *cmd,
    struct words *ws, size_t pos);

#endif
