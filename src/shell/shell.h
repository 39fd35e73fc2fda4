/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell: a session, an interpreter, and what they print to. */
#ifndef SOCKSH_SHELL_SHELL_H
#define SOCKSH_SHELL_SHELL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kernel/why.h"
#include "lang/interp.h"
#include "lang/symbol.h"
#include "model/session.h"
#include "shell/jobs.h"
#include "shell/output.h"
#include "shell/watch.h"
#include "shell/record.h"

struct shell;

/* What a guide makes of a line that was typed. */
enum guided {
	GUIDED_NOT,   /* it is to be run */
	GUIDED_TAKEN, /* it was meant for the guide */
	GUIDED_END,   /* … and the prompt ends */
};

/* What a guide that types himself does next. */
enum turn {
	TURN_WAIT, /* the line stands so, until a key comes or the time is over */
	TURN_ACT, /* he has acted, and may have said something */
	TURN_RUN, /* the line is complete */
	TURN_END, /* the prompt ends */
};

/* Who looks over the student's shoulder at the prompt (learn.c), or types in his
 * place (demo.c). Called by the loop's thread, without the lock; what is to be
 * said is appended to say. */
struct guide {
	const char *(*prompt)(void *ctx);
	/* A line was typed. */
	enum guided (*line)(void *ctx, struct shell *sh, const char *line,
	    struct strbuf *say);
	/* A line has been run; false: the prompt ends. */
	bool (*after)(void *ctx, struct shell *sh, struct strbuf *say);
	bool jobs; /* after is called as well when a job has ended */
	/* Whether he types, and has the keys; NULL: never. If he does: a key, of
	 * enum presenter_key or a byte; and what the line is now. *ns: after
	 * which time to ask again, 0: only after a key. */
	bool (*types)(void *ctx);
	void (*key)(void *ctx, struct shell *sh, int key, struct strbuf *say);
	enum turn (*next)(void *ctx, struct shell *sh, struct strbuf *line,
	    int64_t *ns, struct strbuf *say);
	void *ctx;
};

/* What was said of a failure when it happened. */
struct why_kept {
	uint64_t seq; /* of its event; 0: none */
	struct why why;
};
enum { WHY_KEPT = 32 };

struct shell {
	struct session session;
	struct symtab symbols;
	struct vars vars;      /* the shell's variables */
	struct interp *interp; /* the shell's own, for lines and scripts */
	struct jobs jobs;
	struct wire_printer *wire_printer; /* wire on; or NULL */
	struct dump *wire_dump;            /* wire pcap; or NULL */
	int64_t wire_began; /* the first capture outside the lab; ns */
	char *wants_lab;    /* the names of its hosts, to be entered; or NULL */
	char *wants_demo;   /* a lesson, to be shown; or NULL */
	char prompt[24];    /* shell_prompt's */
	struct job *wanted; /* fg: to be brought to the foreground */
	struct output out;
	struct record record;
	bool no_init;              /* init.sksh is not run */
	struct history *history;   /* of what is typed; NULL without a prompt */
	struct input *reads_stdin; /* run_stdin's; NULL: it does not run */
	bool ascii;                /* the locale is not UTF-8 */
	bool interactive;          /* a person types, at a terminal */
	atomic_bool notify;        /* tell of what comes in */
	bool json;                 /* the session as JSON lines */
	bool plain;                /* no colours, no pictures */
	bool muted;                /* nothing is printed */
	const struct guide *guide; /* or NULL */
	enum exec line_rc;         /* how the last line has ended */
	bool told_wide;            /* of signs of full width, once */
	bool why_off;              /* nothing is said below a failure */
	size_t shown_rows; /* of the screen, since a line was typed, with it */
	struct watch_state watch;
	uint64_t ladder_since;          /* the first event that ladder draws */
	uint64_t ladder_frames_since;   /* … and the first frame */
	struct why_kept kept[WHY_KEPT]; /* of the last failures */
	size_t nkept;                   /* how many there were */
	void (*poke)(void *ctx); /* wakes the UI loop; NULL: there is none */
	void *poke_ctx;
	int color;               /* set color: 0, 1 or SHELL_AUTO */
	unsigned columns;        /* set columns; 0: the terminal's */
	unsigned terminal_width; /* 0 if there is none */
};

enum { SHELL_AUTO = 2 };

/* What is asked for on the command line. */
struct shell_options {
	bool quiet;
	bool json;
	bool plain;
	bool interactive;
	bool no_init; /* init.sksh is not run */
	bool stdout_closed;
};

void shell_init(struct shell *sh, const struct shell_options *options);
/* Ends the jobs, writes what is held back, and frees all. Where SIGINT came and
 * there is no UI loop, the process ends as that signal ends one. */
void shell_free(struct shell *sh);
struct shell *shell_of(struct session *s);
/* Adds the rows of all commands. */
void shell_add_rows(struct session *s);
/* Tells of each variable of a program that holds a descriptor, or a list with
 * some; with the lock. */
typedef void (*fd_use_fn)(void *ctx, const struct fd_use *use);
void shell_fd_uses(const struct interp *in, fd_use_fn use, void *ctx);
/* session_ops.fd_names. */
void shell_fd_names(void *ctx, struct task *task, char **names, size_t n);
/* A new interpreter over the shell's variables. */
struct interp *shell_interp_new(struct shell *sh);
/* How wide text is to be, for wrap_width: as it is set, as the terminal is, or 0
 * if neither is known. */
unsigned shell_width(const struct shell *sh);
/* How many lines the terminal has, 0 if there is none. */
unsigned shell_rows(void);
/* What socksh itself says, as --plain wants it (view/plain.h): not what is printed
 * by the user's own commands. */
void shell_plainly(const struct shell *sh, struct strbuf *text);
/* A command says it, as print would: with the lock, which it drops meanwhile. */
void shell_say(struct call *call, struct strbuf *text);
/* settings.c: the name of setting i, NULL if it means nothing here, its help, and
 * the words that it takes, appended with blanks between; false beyond the last. */
bool setting_at(const struct shell *sh, size_t i, const char **name,
    const char **help, struct strbuf *words);
/* Says what went wrong in an interpreter's run, and forgets it. With the lock,
 * which it drops while it writes. */
void shell_report(struct shell *sh, struct interp *in);
/* Says which jobs still run, and will be interrupted. Without the lock. */
void shell_say_jobs(struct shell *sh);
/* Wakes the UI loop: something changed. */
void shell_poke(struct shell *sh);

/* run.c: programs. Each returns the exit status; after a SIGINT it does not
 * matter (shell_free). */
int run_string(struct shell *sh, const char *text);
int run_file(struct shell *sh, const char *path);
int run_stdin(struct shell *sh);
/* Appends the next line of run_stdin's input, which it has not read as a part of
 * the script; false at the end. With the lock, which it drops while it reads. */
bool run_stdin_line(struct shell *sh, struct strbuf *line);
/* What was typed at the prompt, or with source (else NULL) a file's content.
 * *rest: where in text a statement begins of which more has to be typed;
 * SIZE_MAX if there is none. With the lock. */
enum exec run_line(struct shell *sh, struct interp *in, const char *text,
    const char *source, size_t *rest);
/* init.c: the content of init.sksh, which runs when a prompt begins; true if
 * there is any. What keeps it from being read is said. */
bool init_read(struct strbuf *text, struct strbuf *say, char **path,
    bool ascii);

/* lesson.c: what the first word of the command line may be beside a file's name:
 * learn, replay, lint, … args: the words from there on. */
bool lesson_mode_known(const char *word);
/* Appends their part of --help. */
void lesson_modes_help(struct strbuf *out);
/* The same, and the lessons, as lines of --list-words. */
void lesson_words(void);
int lesson_mode(char **args, bool plain);

/* source.c: the path that a name is, "~/x" below HOME; the caller's to free. */
char *source_from_home(const char *name);

/* ui.c: the prompt's loop; returns the exit status. */
int ui_run(struct shell *sh);

/* commands.c: the shell's own commands, ended by a row without a name. */
extern const struct prim shell_prims[];
/* source.c: source. */
extern const struct prim source_prims[];
/* record.c: record. */
extern const struct prim record_prims[];
/* settings.c: log, set, vars. */
extern const struct prim setting_prims[];
/* sh.c: sh */
extern const struct prim sh_prims[];
/* myth.c: myth */
extern const struct prim myth_prims[];
/* history_commands.c: history, private */
extern const struct prim history_prims[];
/* input.c: input. */
extern const struct prim input_prims[];
/* manual.c: a part of the man page, in mdoc(7), on standard output: COMMANDS,
 * STATEMENTS, SETTINGS. False if it is none. */
bool manual_part(const struct session *s, const char *part);

#endif
