/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The syntax tree. A unit is a piece of text with the tree made from it: a
 * whole file, or one statement of standard input or of the prompt. Its nodes
 * are freed together with it; a def keeps the unit it stands in. Units and defs
 * are counted like values (value.h).
 */
#ifndef SOCKSH_LANG_TREE_H
#define SOCKSH_LANG_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/symbol.h"
#include "model/prim.h"
#include "model/layout.h"
#include "model/value.h"

enum node_kind {
	/* Expressions. */
	NODE_CONST,   /* value */
	NODE_GLOBAL,  /* sym */
	NODE_LOCAL,   /* sym, slot in the def's frame */
	NODE_ERRNO,   /* the variable errno */
	NODE_LAST,    /* the variable _ */
	NODE_TUPLE,   /* kids */
	NODE_INDEX,   /* kids: what, index */
	NODE_SLICE,   /* kids: what, from, to; a missing one is NULL */
	NODE_POINTER, /* C's text + n, &buf[n]; kids: what, n */
	NODE_FIELD,   /* kids: what; text: sin_port */
	NODE_UNARY,   /* op; kids: one */
	NODE_BINARY,  /* op; kids: two */
	NODE_AND,     /* kids: two */
	NODE_OR,      /* kids: two */
	NODE_COND,    /* kids: condition, then, else */
	NODE_SET,     /* (x = …), (x += …), op; kids: target, value */
	NODE_STEP,    /* x++, op; flag: ++x; kids: target */
	NODE_SIZEOF,  /* kids: one */
	NODE_CALL,    /* call.command; kids: arguments */
	NODE_EXPLAIN, /* call.command; kids: the call that is not made */
	NODE_DEFCALL, /* sym; slot: where its name is; kids: arguments */

	/* Words. */
	NODE_WORD_NAME, /* sym: a variable, or nothing known; word.type */
	NODE_WORD_TEXT, /* value: bytes that are also a variable's name (sym) */
	NODE_WORD_MAKE, /* kids: pieces to join, then convert to word.type */

	/* Statements. */
	NODE_EXPR,   /* kids: one */
	NODE_ASSIGN, /* op; kids: value, then targets */
	NODE_IF,     /* kids: condition, then, else (or NULL) */
	NODE_WHILE,  /* kids: condition, body */
	NODE_REPEAT, /* kids: count, body */
	NODE_FOR,    /* kids: what, body, then targets */
	NODE_CFOR,   /* kids: start, condition, step, body; NULL: none */
	NODE_DO,     /* kids: body, condition */
	NODE_BREAK,
	NODE_CONTINUE,
	NODE_RETURN,  /* kids: one or none */
	NODE_DEF,     /* def */
	NODE_TRY,     /* kids: a statement */
	NODE_EXPECT,  /* expect */
	NODE_BLOCK,   /* kids: statements */
	NODE_DECLARE, /* declare, op: enum declare; kids: target (NULL: a value,
		       * no variable), size, value; NULL if not there */
	NODE_INIT,    /* { … }; kids: values, NODE_DESIGNATE */
	NODE_DESIGNATE, /* .text = …, or [index] =; kids: value, index */
	NODE_JOB,       /* kids: a statement; text: its source */
	NODE_SPAWN,     /* kids: a block; text: the job's name, or NULL */
	NODE_SHARE,     /* kids: names of the shell's variables (global) */
	NODE_ON,    /* kids: a statement or a value; text: the host's name */
	NODE_AWAIT, /* kids: condition, seconds or NULL; text: its source */
	NODE_HELP,  /* call.command: what goes at the ? */
};

enum op {
	OP_NONE,
	OP_NOT,
	OP_NEG,
	OP_PLUS, /* unary */
	OP_INVERT,
	OP_REF,   /* &x */
	OP_DEREF, /* *x */
	OP_POW,   /* a ** b */
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_ADD,
	OP_SUB,
	OP_SHL,
	OP_SHR,
	OP_BAND,
	OP_BXOR,
	OP_BOR,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_EQ,
	OP_NE,
	OP_IN,
	OP_NOT_IN,
};

/* What a C declaration without a value makes. */
enum declare {
	DECLARE_NUMBER,
	DECLARE_FLOAT,
	DECLARE_POINTER,
	DECLARE_CHARS,   /* char buf[n] */
	DECLARE_NUMBERS, /* int sv[n] */
	DECLARE_ADDR,    /* struct sockaddr_… */
	DECLARE_STRUCT,  /* any other that has a layout */
	DECLARE_SET,     /* fd_set */
};

/* One thing that an expect wants. */
enum want {
	WANT_ANY,
	WANT_VALUE, /* an expression's value: a number, bytes, an address */
	WANT_ERRNO, /* the name of an errno */
	WANT_REGEX,
};

struct expect_item {
	enum want want;
	struct node *value;
	int err;
	const char *text; /* as it was written */
	void *regex;      /* regex_t */
};

struct node {
	uint8_t kind;
	uint8_t op;
	bool flag;    /* NODE_CALL: in words; NODE_WORD_TEXT: hint given */
	uint8_t type; /* words: enum param_type */
	uint32_t pos; /* bytes in the unit's text */
	uint32_t end;
	uint32_t nkids;
	struct node **kids;
	union {
		struct value value;
		struct {
			struct symbol *sym;
			uint32_t slot;
		};
		struct {
			const struct command *command;
			/* Which form; its index, or -1 if the values
			 * decide. Keyword names, or NULL. */
			int8_t form;
			bool merged;   /* host and port are two arguments */
			uint32_t outs; /* bits: arguments that are variables */
			const char **keywords;
		} call;
		struct {
			const char *text;
		};
		struct {
			const struct layout *layout;
			int family;
			bool array; /* of what op says: struct pollfd p[2] */
		} declare;
		struct def *def;
		struct {
			struct expect_item *items;
			uint32_t nitems;
		} expect;
	};
};

struct unit {
	uint32_t refs;
	char *name; /* file, "-c", "stdin"; NULL at the prompt */
	char *text;
	size_t len;
	unsigned line; /* of the first byte */
	struct node *body;
	struct arena *arena;
	struct value *values; /* constants, to be dropped */
	size_t nvalues;
	void **regexes;
	size_t nregexes;
	struct def **defs;
	size_t ndefs;
};

struct def {
	uint32_t refs;
	struct unit *unit; /* counted only while sym->def: see def_keep */
	struct symbol *sym;
	struct node *body;
	uint32_t nparams;
	uint32_t nlocals; /* parameters first */
	bool first;       /* its name was no def's before */
};

struct unit *unit_new(const char *name, unsigned line);
void unit_release(struct unit *u);
/* Memory that lives as long as the unit. */
void *unit_alloc(struct unit *u, size_t size);
char *unit_strdup(struct unit *u, const char *s, size_t len);
struct node *unit_node(struct unit *u, enum node_kind kind, size_t pos,
    size_t end);
/* Gives node its kids: a copy of the n pointers. */
void unit_kids(struct unit *u, struct node *node, struct node **kids, size_t n);
/* Takes over v: the node holds it, the unit drops it. */
struct node *unit_const(struct unit *u, struct value v, size_t pos, size_t end);
void unit_keep_value(struct unit *u, struct value v);
void *unit_new_regex(struct unit *u);
struct def *unit_def(struct unit *u, struct symbol *sym);

/* Where a byte of the unit is: line as the user counts, and the line's text. */
struct place {
	unsigned line;
	size_t offset; /* in the line */
	const char *text;
	size_t len;
};
struct place unit_place(const struct unit *u, size_t pos);

/* A def that can be called keeps its unit, and so itself. */
void def_keep(struct def *def);
void def_release(struct def *def);

#endif
