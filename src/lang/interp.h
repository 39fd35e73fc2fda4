/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interpreter: one per thread, over a session's shared symbols. Whoever
 * calls these functions holds the session's lock; it is dropped while a system
 * call waits and while output is written.
 */
#ifndef SOCKSH_LANG_INTERP_H
#define SOCKSH_LANG_INTERP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/symbol.h"
#include "lang/tree.h"
#include "model/call.h"
#include "model/session.h"

/* How a piece of program ended. */
enum exec {
	EXEC_OK,
	EXEC_BREAK,
	EXEC_CONTINUE,
	EXEC_RETURN,
	EXEC_FAILED,    /* a call failed and nobody has handled it yet */
	EXEC_MISTAKE,   /* the user's: wrong type, unknown name, … */
	EXEC_MISS,      /* an expect was not met */
	EXEC_CANCELLED, /* Ctrl-C */
	EXEC_EXIT,      /* exit, quit: status says which */
};

/* What went wrong, and where. */
struct trouble {
	char *message;
	struct unit *unit; /* a reference, or NULL */
	uint32_t pos;
	uint32_t end;
	bool echoed;  /* the echo has said it already */
	uint8_t host; /* of the lab, where it happened; 0: nowhere said */
};

/* The result of the last call, as expect sees it. */
struct outcome {
	int64_t result;
	int err;
	struct value value;
};

/* Variables, by symbol.slot. */
struct vars {
	struct value *v;
	size_t n;
};

struct interp;

/* What the shell around the interpreters does for them. Called with the lock. */
struct interp_ops {
	/* A statement of a program's top begins, and has ended. Called while
	 * session.recorded is set. May be NULL, both. */
	void (*begins)(struct interp *in, const struct node *node);
	void (*ends)(struct interp *in, const struct node *node, enum exec rc);
	/* A job: node (a statement or block of in's unit) is to be run by an
	 * interpreter of its own, made by interp_fork. text is its source or
	 * its name. False with *cause. */
	bool (*spawn)(struct interp *in, const struct node *node,
	    const char *name, const char *text, char **cause);
	/* on: the task and its thread go to a host of the lab, by its name (NULL:
	 * by its number); *before gets the one they were on. False with *cause.
	 * May be NULL. */
	bool (*host)(struct interp *in, const char *name, uint8_t number,
	    uint8_t *before, char **cause);
	/* Appends a list of what can stand at the end of text. Without the
	 * lock. May be NULL. */
	void (*offers)(struct interp *in, const char *text, size_t len,
	    struct strbuf *out);
};

/* A place of the program at which a call failed with err. */
struct told {
	const struct node *node;
	int err;
};
enum {
	INTERP_TOLD = 16,
	INTERP_INCLUDED_MAX = 32, /* interp.included */
};

struct interp {
	struct task task; /* with the session */
	struct symtab *symbols;
	const struct interp_ops *ops; /* NULL: no jobs */
	struct vars *vars;            /* its variables: own, or the shell's */
	struct vars *shell;           /* the shell's */
	struct vars own;              /* a job's */
	bool *shared; /* by slot: declared global, found in shell; or NULL */
	size_t nshared;
	/* Assignments at the top of the unit reach the shell's variables too:
	 * x = accept srv &, and a line that Ctrl-Z made a job of. */
	bool publish;
	struct value *frame; /* of the def that runs, by slot */
	uint32_t nframe;
	struct value *first_frame; /* a job's copy of the one it began in */
	struct value last;         /* the variable _ */
	int err;                   /* the variable errno */
	struct outcome outcome;

	struct unit *unit;      /* that runs */
	const struct node *top; /* its body, whose statements ops are told of */
	const struct node *calling; /* the call under way, or the last */
	const struct node *drawing; /* the look that stands as a statement */
	const struct node *asked;   /* a call that is not to be made */
	struct value picture; /* what it draws, if that is not its value */
	struct told told[INTERP_TOLD]; /* failures of this run, explained */
	unsigned ntold;
	unsigned handled;    /* above 0: failures are values, not trouble */
	unsigned steps;      /* until the others get a turn at the lock */
	unsigned included;   /* programs within programs, how deep */
	char *stack_limit;   /* recursion stops here */
	struct value result; /* of the return under way */

	bool failing;     /* EXEC_FAILED that an expect may still consume */
	bool interactive; /* values of statements are shown */
	struct trouble trouble;
	int status; /* of exit */
};

/* Whose task it is. */
static inline struct interp *
interp_of(struct task *task)
{
	return (void *)((char *)task - offsetof(struct interp, task));
}

/* s, symbols and vars, the shell's variables, outlive the interpreter. */
void interp_init(struct interp *in, struct session *s, struct symtab *symbols,
    struct vars *vars);
void interp_free(struct interp *in);
/* To be called by the thread that runs in: the stack below the caller may be
 * used up to stack_size bytes, less a reserve for the system calls. */
void interp_enter(struct interp *in, size_t stack_size);
/* Makes child an interpreter with copies of parent's variables, those of the
 * def that runs too. */
void interp_fork(struct interp *child, struct interp *parent);
/* Gives in variables of its own, copies of what it sees now: the shell's go on
 * without it. */
void interp_detach(struct interp *in);
/* Runs a node of a unit, as a job does. */
enum exec interp_run_node(struct interp *in, struct unit *unit,
    const struct node *node);
void vars_free(struct vars *vars);

/*
 * Runs a unit. EXEC_FAILED leaves in->failing set if the failure came from the
 * unit's last statement: the next unit may then begin with an expect.
 */
enum exec interp_run(struct interp *in, struct unit *unit);
/* The call under way has failed: whether that is the first time, in this run, at
 * this place and with this err. A loop may fail as often as it likes. */
bool interp_tell(struct interp *in, int err);
/*
 * Runs a program from within the one that runs: source. It has the program's
 * variables; it is parsed whole before anything of it runs; what goes wrong is
 * noted with its own line. name is the file's, for messages.
 */
enum exec interp_include(struct interp *in, const char *name, const char *text,
    size_t len);
/* The same, and the values of its statements are shown, as at a prompt. */
enum exec interp_include_shown(struct interp *in, const char *name,
    const char *text, size_t len);
/* Whether a text is a program, as far as reading it tells. */
bool interp_parses(struct interp *in, const char *text, size_t len);
/* At the end of input, or before a unit that is no expect. */
void interp_forget_failure(struct interp *in);
/* Forgets the trouble; frees its message. */
void interp_clear_trouble(struct interp *in);

/* The place of a variable; valid until the next call of this. */
struct value *interp_global_far(struct interp *in, const struct symbol *sym);
static inline struct value *
interp_global(struct interp *in, const struct symbol *sym)
{
	if (in->nshared == 0 && sym->slot < in->vars->n)
		return &in->vars->v[sym->slot];
	return interp_global_far(in, sym);
}
/* Sets a variable; takes over v. */
void interp_set(struct interp *in, const char *name, struct value v);

/* Inside the interpreter. */

/* The variable that a NODE_GLOBAL or NODE_LOCAL names; as interp_global. */
static inline struct value *
node_variable(struct interp *in, const struct node *node)
{
	return node->kind == NODE_LOCAL ? &in->frame[node->slot] :
					  interp_global(in, node->sym);
}

/* A call has made now of old, which a variable holds: so has it of the arrays
 * and addresses that old points to, whose variables get them too. */
void alias_follow(struct interp *in, const struct value *old,
    const struct value *now);

/* The value of an expression, a new reference. */
enum exec eval(struct interp *in, const struct node *node, struct value *out);
enum exec eval_call(struct interp *in, const struct node *node,
    struct value *out);
enum exec eval_defcall(struct interp *in, const struct node *node,
    struct value *out);
/* The values of a call's arguments, node->nkids of them, for the caller to drop;
 * none if it fails. What the call will write to may be unset. */
/* Makes a call whose arguments are set, frees it, and gives its value. b may be
 * NULL if no argument of node's is at fault. */
struct binding;
enum exec run_call(struct interp *in, const struct node *node,
    struct call *call, const struct binding *b, struct value *out);
/* What a call would be, given to the row that asks about it. */
enum exec eval_explain(struct interp *in, const struct node *node,
    struct value *out);
enum exec eval_row(struct interp *in, const struct node *node, const char *name,
    const struct value *arg, struct value *out);
enum exec eval_arguments(struct interp *in, const struct node *node,
    struct value *args);
/* "&n" as argument i of a C form that sends: its bytes instead of its value. */
enum exec bind_memory(struct interp *in, const struct node *node, uint32_t i,
    struct value *args);
/* "&n" where a C form received bytes: the number that they are. False with
 * *cause. */
bool bind_back(const struct call *call, struct arg *arg, char **cause);
/* Assigns; takes over v. */
enum exec eval_assign(struct interp *in, const struct node *target,
    struct value v);
/* A field of struct hostent, of what gethostbyname gives: the address as text.
 * False if it is none. */
bool eval_hostent(const struct value *what, const char *field,
    struct value *out);
/* What C has: x ? y : z, (x = y), x++. */
enum exec eval_cond(struct interp *in, const struct node *node,
    struct value *out);
enum exec eval_set(struct interp *in, const struct node *node,
    struct value *out);
enum exec eval_step(struct interp *in, const struct node *node,
    struct value *out);
enum exec eval_binary(struct interp *in, const struct node *node,
    const struct value *a, const struct value *b, struct value *out);
enum exec eval_unary(struct interp *in, const struct node *node,
    const struct value *a, struct value *out);
enum exec eval_index(struct interp *in, const struct node *node,
    const struct value *what, const struct value *index, struct value *out);
/* C's buf + n */
enum exec eval_pointer(struct interp *in, const struct node *node,
    const struct value *what, const struct value *n, struct value *out);
enum exec eval_slice(struct interp *in, const struct node *node,
    const struct value *what, const struct value *from, const struct value *to,
    struct value *out);
/* A condition: failures in it are values. */
enum exec exec_condition(struct interp *in, const struct node *node,
    bool *truth);
/* A turn of a loop ended with *rc: true if the loop goes on. */
bool exec_goes_on(struct interp *in, enum exec *rc);
enum exec exec_cfor(struct interp *in, const struct node *node);
enum exec exec_do(struct interp *in, const struct node *node);
enum exec exec_block(struct interp *in, const struct node *node);
enum exec exec_while(struct interp *in, const struct node *node);
enum exec exec_repeat(struct interp *in, const struct node *node);
enum exec exec_for(struct interp *in, const struct node *node);
/* Gives the elements of a tuple, or the parts of an address, to the targets. */
enum exec unpack_to(struct interp *in, const struct node *node,
    struct node **targets, uint32_t n, const struct value *v);
enum exec exec_statement(struct interp *in, const struct node *node);
/* on.c: a NODE_ON; out: NULL where it stands as a statement. */
enum exec on_host(struct interp *in, const struct node *node,
    struct value *out);
enum exec exec_expect(struct interp *in, const struct node *node);
enum exec exec_await(struct interp *in, const struct node *node);
/* The value that a declaration or a compound literal makes. */
enum exec eval_declare(struct interp *in, const struct node *node,
    struct value *out);
/* Shows the value of a statement where it is to be seen: what is no call at a
 * terminal, a looking command (PRIM_LOOKS) anywhere. */
void exec_show(struct interp *in, const struct node *node,
    const struct value *v);
enum exec exec_declare(struct interp *in, const struct node *node);
/* global: the shell's variable from now on, not the job's copy. */
void interp_share(struct interp *in, const struct symbol *sym);
/* Gives the shell's variable the value of the job's. */
void interp_publish(struct interp *in, const struct symbol *sym);
/* A turn of a loop, a call of a def: has the user interrupted? Now and then the
 * others get their turn. */
enum exec interp_step(struct interp *in);

/* Notes what went wrong at node; returns EXEC_MISTAKE. */
enum exec mistake(struct interp *in, const struct node *node, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
/* The same with a cause, which is freed. */
enum exec mistake_cause(struct interp *in, const struct node *node,
    char *cause);
/* Notes where something went wrong, without a message of its own. */
void trouble_at(struct interp *in, const struct node *node);

#endif
