/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion: what can stand where the cursor is. Pure: from the text and from
 * what is known of the session, handed in by value, to candidates, each with a
 * word of explanation and what is to be written behind it. Takes any bytes.
 */
#ifndef SOCKSH_LANG_COMPLETE_H
#define SOCKSH_LANG_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/prim.h"

struct layout;

/* What the session has, beside its commands. */
enum known_kind {
	KNOWN_FD,      /* text: its variable's name or NULL; number */
	KNOWN_VAR,     /* any other variable */
	KNOWN_DEF,     /* a function of the user */
	KNOWN_ADDR,    /* an address in use */
	KNOWN_HOST,    /* a host's name */
	KNOWN_JOB,     /* text: its name or NULL; number */
	KNOWN_TOPIC,   /* of help */
	KNOWN_SETTING, /* of set */
	KNOWN_TERM,    /* that help explains */
	KNOWN_LAB_HOST,
	KNOWN_CLAIM, /* the number of one that myth tells of */
};

struct known {
	enum known_kind kind;
	char *text;
	char *what;  /* one line, or NULL; may hold what others wrote */
	char *words; /* that a setting takes, blanks between; or NULL */
	int64_t number;
	int family; /* of a descriptor's socket, of an address; or AF_UNSPEC */
	int type; /* of that socket, or of the one that has the address; or 0 */
	bool listens;                /* this address can be connected to */
	const struct layout *layout; /* of a record, or NULL */
};

/* known belongs to whoever has filled it in. */
struct knowledge {
	const struct command *commands; /* sorted by name */
	size_t ncommands;
	struct known *known;
	size_t n;
};
/* A new entry; takes over text and what. */
struct known *knowledge_add(struct knowledge *k, enum known_kind kind,
    char *text, char *what);
/* The command of a name of len bytes, or NULL. */
const struct command *knowledge_command(const struct knowledge *k,
    const char *name, size_t len);
void knowledge_free(struct knowledge *k);

enum spot_kind {
	SPOT_NONE,      /* in a comment, in text: nothing */
	SPOT_STATEMENT, /* where a statement begins */
	SPOT_ASSIGNED,  /* behind x =: a call in words, or an expression */
	SPOT_VALUE,     /* an expression */
	SPOT_PARAM,     /* an argument of a command */
	SPOT_MEMBER,    /* behind a dot */
	SPOT_HOST,      /* behind on: a host of the lab */
};

struct span {
	size_t start;
	size_t end;
};

enum { SPOT_ARGS = 16 };

/* Where the cursor is: text[start] up to it is what completion is of. */
struct spot {
	enum spot_kind kind;
	size_t start;
	const struct command *command; /* of a SPOT_PARAM */
	bool words;                    /* a blank ends the argument */
	bool method;     /* its first argument stands before the dot */
	bool expression; /* a part of the argument: after | or another sign */
	char quote;      /* the one that is open, or 0 */
	char closes;     /* what closes it; 0: one of full width, to be typed */
	int keyword;     /* the parameter that was named; -1: by position */
	unsigned nargs;  /* arguments before, the receiver counted in */
	struct span args[SPOT_ARGS];
	struct span base; /* before the dot of a SPOT_MEMBER */
};

/* Finds the place of the end of text. */
void spot_find(const struct knowledge *k, const char *text, size_t len,
    struct spot *spot);
/* The parameters that a place can be of, as bits by their index. */
unsigned spot_params(const struct spot *spot, const char *text);

struct candidate {
	char *text;  /* replaces what is typed */
	char *what;  /* one line, or NULL */
	char append; /* written behind the only candidate; 0: nothing */
};

struct candidates {
	struct candidate *v;
	size_t n;
	size_t start; /* what they replace: from there to the cursor */
	char quote;   /* the one that is open before it, or 0 */
	char closes;  /* what closes it; 0: one of full width */
	bool files;   /* names of files go here, too: the caller's to add */
	bool words;   /* blanks in them would have to be escaped */
	char *ask; /* nothing to be offered is known: what goes here, or NULL */
};

/* All that can stand at the end of text and goes on as it does; upper and lower
 * case are alike unless something has just the case that was typed. */
void complete_find(const struct knowledge *k, const char *text, size_t len,
    struct candidates *out);
/* Another; takes over text and what. */
void candidates_add(struct candidates *c, char *text, char *what, char append);
/* Appends what all of them begin with, at least what was typed. */
void candidates_common(const struct candidates *c, const char *typed,
    size_t len, struct strbuf *out);
void candidates_free(struct candidates *c);

#endif
