/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the parser: what its files share. Functions return NULL, or false, on
 * an error, which the lexer then holds. Above each function that reads a piece
 * of the language stands its production.
 */
#ifndef SOCKSH_LANG_PARSER_H
#define SOCKSH_LANG_PARSER_H

#include <stdbool.h>

#include "lang/lexer.h"
#include "lang/symbol.h"
#include "lang/tree.h"

enum { PARSE_DEPTH_MAX = 200 };

/* A def being read: which names it assigns, and where names stand in it. */
struct scope {
	struct symbol **locals; /* index: slot in the frame */
	size_t nlocals;
	uint32_t *index; /* hash table: 1 + the slot of a symbol, 0 if free */
	size_t nindex;
	struct node **names; /* uses, to be resolved at its end */
	size_t nnames;
	struct symbol **shared; /* declared global */
	size_t nshared;
};

struct parser {
	struct lexer *lx;
	struct symtab *symbols;
	struct unit *unit;
	struct scope *scope; /* NULL outside of a def */
	unsigned depth;      /* of brackets, blocks, unary operators */
	unsigned blocks;     /* { that are open: } ends a statement */
	unsigned loops;
	/* Brackets that are open, and one more, around a condition behind which
	 * a statement may stand: if (a) if (b) c; is no a if b. */
	unsigned condition;
	struct node **calls; /* of names not known yet */
	size_t ncalls;
	bool defines; /* it has a row with PRIM_DEFINES: source */
};

/* Nodes under construction. */
struct node_list {
	struct node **nodes;
	size_t n;
};
void list_add(struct node_list *list, struct node *node);
/* Gives them to node and frees the list. */
void list_give(struct node_list *list, struct parser *p, struct node *node);
void list_free(struct node_list *list);

bool parse_error_at(struct parser *p, const struct node *node, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
/* Guards recursion: false with an error when too deep. Leave with depth--. */
bool parse_enter(struct parser *p);
struct node *parse_node(struct parser *p, enum node_kind kind, size_t pos);
/* The position in the unit of a position in the lexer's text. */
size_t parse_pos(const struct parser *p, size_t pos);
/* Takes a token of this kind if it is next. */
bool parse_accept(struct parser *p, enum token_kind kind);
bool parse_expected(struct parser *p, const char *what);
/* Opens a bracket, which is taken: newlines are white space until parse_close,
 * which takes the closing one of this kind. ok says whether what stands between
 * was read; false with an error if it was not, or no such bracket comes. */
bool parse_open(struct parser *p, struct token *open);
bool parse_close(struct parser *p, const struct token *open,
    enum token_kind kind, const char *what, bool ok);

/* Whether the statement ends here; the end itself stays. */
bool parse_at_end(struct parser *p);
/* Whether this word is the next token. */
bool parse_next_is(struct parser *p, const char *word);

/* A node with kids that were read; NULL if one is. */
struct node *parse_unary_node(struct parser *p, int op, struct node *kid,
    size_t pos);
struct node *parse_binary_node(struct parser *p, enum node_kind kind, int op,
    struct node *left, struct node *right);

/* statements: parse.c; those that hold others: parse_compound.c */
struct node *parse_statement(struct parser *p);
struct node *parse_node_of(struct parser *p, enum node_kind kind, size_t pos,
    struct node **kids, size_t n);
struct node *parse_block(struct parser *p);
struct node *parse_if(struct parser *p, size_t pos);
/* while and repeat */
struct node *parse_loop(struct parser *p, enum node_kind kind, size_t pos);
struct node *parse_for(struct parser *p, size_t pos);
struct node *parse_def(struct parser *p, size_t pos);
struct node *parse_return(struct parser *p, const struct token *tok,
    size_t pos);
struct node *parse_leave(struct parser *p, enum node_kind kind,
    const struct token *tok);
struct node *parse_try(struct parser *p, size_t pos);
struct node *parse_spawn(struct parser *p, size_t pos);
struct node *parse_global(struct parser *p, size_t pos);
/* wait_until */
struct node *parse_await(struct parser *p, size_t pos);
/* statement '&', the & next. */
struct node *parse_job(struct parser *p, struct node *statement);
/* What comes with the lab: read, and answered "not yet". */
struct node *parse_on(struct parser *p, size_t pos);

/* expressions: parse_expr.c */
struct node *parse_expr(struct parser *p);
/* Whether an expression begins with on HOST; and such a one, what follows the
 * host read by read. */
bool parse_is_on(struct parser *p);
struct node *parse_on_value(struct parser *p,
    struct node *(*read)(struct parser *p));     /* no comma at the top */
struct node *parse_tuple_expr(struct parser *p); /* a, b, … */
/* What stands between if or while and the body. */
struct node *parse_condition(struct parser *p);
struct node *parse_paren(struct parser *p); /* ( … ), at the ( */
/* A tuple of expressions in brackets, the opening one next. */
struct node *parse_items(struct parser *p, enum token_kind kind,
    const char *close);
struct node *parse_unary(struct parser *p); /* no binary operator */
struct node *parse_name_node(struct parser *p, struct symbol *sym, size_t pos,
    size_t end);
/* $name, $1, $( … ): at the $. */
struct node *parse_dollar(struct parser *p, size_t pos);
/* A name that is assigned: local if the def is being read. */
void parse_assigned(struct parser *p, const struct node *target);
/* Declared global: never local, wherever it is assigned. */
void scope_share(struct scope *scope, struct symbol *sym);
/* At the end of a def: its uses of the names that it assigns become local. */
void scope_resolve(struct scope *scope);
void scope_free(struct scope *scope);
/* Whether a node can be assigned to. */
bool node_is_target(const struct node *node);
/* Whether the name at pos..end says no more than where the next one comes from:
 * the "socket." of socket.AF_INET. Returns the position behind it, or pos. */
size_t parse_skip_module(struct parser *p, size_t pos);

/* What assigns in an expression: parse_step.c */
/* Whether = or += and the like is next, behind what can be assigned to. */
bool parse_at_set(struct parser *p, const struct node *left);
/* The assignment to left, its operator next. */
struct node *parse_set(struct parser *p, struct node *left);
/* Whether ++x or --x is next. */
bool parse_at_step(struct parser *p);
struct node *parse_step_before(struct parser *p);
/* what++ or what-- if that is next, else what. */
struct node *parse_step_after(struct parser *p, struct node *what);

/* Python's f"…", at the f: parse_fstring.c */
bool parse_at_fstring(struct parser *p);
struct node *parse_fstring(struct parser *p);

/* C: parse_c.c */
/* Whether a declaration begins at pos (of the lexer's text). */
bool parse_is_declaration(struct parser *p, size_t pos);
struct node *parse_declaration(struct parser *p);
/* The end of a type in brackets that begins at the ( at pos, 0 if none. */
size_t parse_cast_end(struct parser *p, size_t pos);
/* Whether a cast to a struct begins at pos, maybe in brackets: what such a
 * pointer points to is all of the thing. */
bool parse_at_struct(struct parser *p, size_t pos);
/* What stands behind the cast from pos to end: a value, or an initializer. */
struct node *parse_cast(struct parser *p, size_t pos, size_t end);
/* { … }, at the { */
struct node *parse_init(struct parser *p);
/* What stands behind the = of a declaration, if no initializer. */
struct node *parse_declared_value(struct parser *p);
/* sizeof, after its name. */
struct node *parse_sizeof(struct parser *p, size_t pos);

/* statements of C: parse_cstmt.c */
/* A block; or, after a condition in brackets, that began at pos, or a colon, one
 * statement or what stands on the rest of the line. */
struct node *parse_body(struct parser *p, size_t pos);
/* The same in a loop. */
struct node *parse_loop_body(struct parser *p, size_t pos);
/* for (a; b; c), at the bracket. */
struct node *parse_cfor(struct parser *p, size_t pos);
struct node *parse_do(struct parser *p, size_t pos);
/* What follows else. */
struct node *parse_else(struct parser *p, const struct node *body);
/* Whether else or elif is next: on this line, or behind the one statement of C
 * that body is. */
bool parse_at_else(struct parser *p, const struct node *body);
/* #define NAME value, at the #; NULL if what stands there is none. */
struct node *parse_define(struct parser *p);

/* words: parse_words.c */
/* Whether what begins at pos with a command's name is read as words. after is
 * set where it stands after =, where operators speak for an expression. */
/* Whether and, or, in or not stands at pos. */
bool parse_is_operator_word(const struct lexer *lx, size_t pos);
bool parse_is_words(struct parser *p, size_t pos, bool after);
/* What cmd is asked about a call: a node, or NULL with an error. */
struct node *parse_asked(struct parser *p, const struct command *cmd,
    struct node *what, size_t pos);
struct node *parse_asked_call(struct parser *p, const struct command *cmd,
    size_t pos);
struct node *parse_words(struct parser *p);

/* calls: parse_call.c */
/* name ( arguments ), the name read, ( next; receiver may be NULL. */
/* Whether what a call writes to a parameter of this type can be assigned to a
 * node: a variable, or a list of them; and that it will be. */
bool parse_can_take(const struct node *node, enum param_type type);
void parse_takes(struct parser *p, const struct node *node);
struct node *parse_call(struct parser *p, struct symbol *sym,
    struct node *receiver, size_t pos);
/* Says that no command or def is called so, and the nearest that is. */
bool parse_unknown(struct parser *p, const char *name, size_t pos, size_t end);

/* expect: parse_expect.c */
struct node *parse_expect(struct parser *p, size_t pos);

/* keyword.c: what a statement can begin with; ended by a row without a name. */
enum keyword {
	KEY_NONE,
	KEY_IF,
	KEY_WHILE,
	KEY_REPEAT,
	KEY_FOR,
	KEY_BREAK,
	KEY_CONTINUE,
	KEY_RETURN,
	KEY_DEF,
	KEY_DO,
	KEY_TRY,
	KEY_EXPECT,
	KEY_ELSE,
	KEY_IMPORT,
	KEY_SPAWN,
	KEY_GLOBAL,
	KEY_AWAIT,
	KEY_ON,
};

struct keyword_row {
	const char *name;
	enum keyword keyword;
	const char *what;    /* NULL: not in this version */
	const char *example; /* as prim.h has it */
};
extern const struct keyword_row keywords[];

#endif
