/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text and its tokens, as expressions have them. Words (parse_words.c) are read
 * from the text itself. The text may grow while it is read: a source that comes
 * line by line is asked for more inside brackets and quotes only.
 */
#ifndef SOCKSH_LANG_LEXER_H
#define SOCKSH_LANG_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/value.h"

enum token_kind {
	TOK_EOF,
	TOK_NEWLINE,
	TOK_SEMICOLON,
	TOK_NAME,
	TOK_NUMBER, /* value */
	TOK_STRING, /* value */
	TOK_JOB,    /* & at the end of a statement */
	TOK_ASSIGN, /* =, +=, …: op is OP_NONE, OP_ADD, … */
	TOK_OP,     /* a binary operator, op; some can be unary */
	TOK_AND,
	TOK_OR,
	TOK_NOT, /* "not" or "!", which binds tighter: op OP_INVERT then */
	TOK_TILDE,
	TOK_LPAREN,
	TOK_RPAREN,
	TOK_LBRACKET,
	TOK_RBRACKET,
	TOK_LBRACE,
	TOK_RBRACE,
	TOK_COMMA,
	TOK_DOT,
	TOK_COLON,
	TOK_QUESTION,
	TOK_OTHER, /* a character that means nothing here */
	TOK_BAD,   /* an error; lexer.cause says which */
};

struct token {
	enum token_kind kind;
	int op;
	size_t pos; /* in lexer.text */
	size_t end;
	bool spaced;        /* white space before it */
	struct value value; /* the taker's to keep; dropped by the next token */
};

struct lexer {
	struct strbuf text;
	size_t start;  /* of the unit being read: positions count from here */
	size_t pos;    /* where the next token begins */
	unsigned line; /* of start */

	/* Appends a line to text; false when there is none. May be NULL. */
	bool (*more)(void *ctx, struct strbuf *text);
	void *more_ctx;

	bool wide;         /* of what was read some signs were of full width */
	unsigned brackets; /* open ones: a newline is white space then */
	bool have;         /* tok is the next token, pos its beginning */
	struct token tok;

	char *cause; /* of the first error */
	size_t bad_pos;
	size_t bad_end;
	bool unfinished; /* the text ended where more was needed */
};

void lexer_init(struct lexer *lx, unsigned line);
void lexer_free(struct lexer *lx);
/* Forgets what has been read: what is left begins a new unit. */
void lexer_next_unit(struct lexer *lx);

/* The next token, without taking it. */
const struct token *lexer_peek(struct lexer *lx);
/* Takes it. Its value is the caller's. */
struct token lexer_take(struct lexer *lx);
/* Back to pos: what was peeked is forgotten. */
void lexer_seek(struct lexer *lx, size_t pos);
/* A byte order mark before the first line is no part of it. */
void lexer_skip_bom(struct lexer *lx);

/* The byte at pos, or 0 at the end (a NUL in the text is an error elsewhere). */
static inline char
lexer_char(const struct lexer *lx, size_t pos)
{
	return pos < lx->text.len ? lx->text.data[pos] : '\0';
}

/* The sign at pos as code sees it: of full width, its ASCII twin, which an input
 * method leaves behind where that was meant. Sets *len to how many bytes it
 * takes: 3 then. */
char lexer_wide(const struct lexer *lx, size_t pos, size_t *len);
/* The same, for who only looks. */
char lexer_sign(const struct lexer *lx, size_t pos);
/* How many bytes a blank at pos takes, 0 if there is none. */
size_t lexer_blank(const struct lexer *lx, size_t pos);
/* Appends text with its signs as code sees them; false, and nothing is appended,
 * if there are other characters than those and ASCII, or none to be changed. */
bool lexer_fold(const char *s, size_t len, struct strbuf *out);
/* Asks the source for another line; false, and unfinished, if none comes. */
bool lexer_more(struct lexer *lx);
/* Skips blanks, comments, and continued lines; newlines too inside brackets. */
size_t lexer_skip(struct lexer *lx, size_t pos);
/* The end of the name that begins at pos; pos if there is none. Letters of any
 * script count, full-width punctuation does not. */
size_t lexer_name_end(const struct lexer *lx, size_t pos);
/* Reads the string literal whose opening quote is at *pos (prefix b or r
 * passed over already) into out; false with an error. */
bool lexer_string(struct lexer *lx, size_t *pos, bool raw, struct strbuf *out);
/* Reads the escape that begins with the backslash at *pos. An unknown one
 * stands for itself, backslash included, as in Python. */
bool lexer_escape(struct lexer *lx, size_t *pos, struct strbuf *out);
/* Whether the quote at pos closes what the one at open has opened: of the same
 * width, for in a text in "…" those of “…” are text, and the other way round. */
bool lexer_closes(const struct lexer *lx, size_t open, size_t pos);
/* The length of a quote at pos (", ', or a full-width one), 0 if none. */
size_t lexer_quote(const struct lexer *lx, size_t pos);

/* How many bytes the backslash at pos and the line's end behind it are, which
 * join two lines; 0 if they are not there. */
size_t lexer_joins(const struct lexer *lx, size_t pos);

/* The error of a NUL byte at pos; returns false. */
bool lexer_nul(struct lexer *lx, size_t pos);
/* Notes the first error; returns false. */
bool lexer_error(struct lexer *lx, size_t pos, size_t end, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
