/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lesson file, socksh-lesson(5), as data. Reading one takes a single pass
 * and finds all that is wrong with its form; what only the language can tell
 * (lint.h) comes after it. A lesson owns all that it points to.
 */
#ifndef SOCKSH_LESSON_FILE_H
#define SOCKSH_LESSON_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strbuf.h"

struct lesson_host;

enum {
	LESSON_FORMAT = 1,         /* the version that we read */
	LESSON_SIZE_MAX = 1 << 20, /* bytes; no lesson is larger */
	LESSON_TITLE_COLUMNS = 48, /* of a title in a list, with a blank */
	LESSON_POINT_COLUMNS = 60, /* of a point, for the wall */
	LESSON_MINUTES_MAX = 600,
	LESSON_FAULTS_MAX = 100, /* more are only counted */
};

/* One thing that is wrong with a file. */
struct fault {
	char *path;
	unsigned line; /* from 1; 0: the file as a whole */
	size_t offset; /* in the line, bytes */
	size_t span;   /* … and how many of it; 0: no place in the line */
	char *text;    /* the line, or NULL */
	char *message; /* translated */
};

struct faults {
	struct fault *v;
	size_t n;
	size_t more; /* that were only counted */
};

/* A piece of a lesson's text, where it stands. */
struct piece {
	const char *text;
	unsigned line;
};

struct pieces {
	struct piece *v;
	size_t n;
};

/* "$ command", "= result" */
struct lesson_command {
	struct piece source; /* newlines where it was continued by ... */
	struct piece result; /* text NULL: any */
};

struct commands {
	struct lesson_command *v;
	size_t n;
};

struct choice {
	char letter;
	bool right;
	struct piece text;
	struct piece why; /* it is wrong; text NULL if not told */
};

/* A typical wrong move. */
struct trap {
	struct piece expr;
	struct commands commands;
	struct piece message;
};

enum part {
	PART_NONE,
	PART_SETUP,
	PART_PREDICT,
	PART_DO,
	PART_CHECK,
	PART_WRONG,
	PART_HINT,
	PART_POINT,
	PART_NOTE,
	PART_TAG,
};

struct step {
	const char *id;
	const char *title;
	unsigned line;
	struct pieces text; /* paragraphs, each in one line; listings */
	struct commands setup;
	struct piece question; /* the prediction; text NULL if there is none */
	struct choice *choices;
	size_t nchoices;
	struct commands model; /* do: */
	struct pieces checks;
	struct trap *traps;
	size_t ntraps;
	struct pieces hints;
	struct piece point;
	struct pieces notes;
	struct pieces tags;
};

enum isolate {
	ISOLATE_NONE,  /* any network will do */
	ISOLATE_NETNS, /* a network of its own */
	ISOLATE_LAB,   /* hosts and wires */
};

struct lesson {
	char *path;
	struct strbuf file; /* its text, lines ended by \n alone */
	unsigned version;
	struct piece id; /* text "" where the file has none */
	struct piece title;
	struct pieces needs;
	unsigned minutes; /* 0: not said */
	enum isolate isolate;
	struct pieces sets; /* "net.ipv4.tcp_syncookies=0" */
	struct step *steps;
	size_t nsteps;
	char **owned; /* strings that it points to */
	size_t nowned;
	bool crlf;
	dev_t dev; /* the file's, to know it again under another name */
	ino_t ino;
};

/*
 * Reads a file. NULL if it cannot be read or is no text at all; else a lesson,
 * which may have faults and then must not be played. Faults are added.
 */
struct lesson *lesson_read(const char *path, struct faults *faults);
/* The same from text in memory; path is only named. */
struct lesson *lesson_parse(const char *path, const char *text, size_t len,
    struct faults *faults);
void lesson_free(struct lesson *l);
/* The line-th line of the file, without its newline; *len its bytes. */
const char *lesson_line(const struct lesson *l, unsigned line, size_t *len);

/* Notes a fault; text may be NULL. */
void fault_add(struct faults *faults, const char *path, unsigned line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same at span bytes from offset on in a line of a lesson. */
void fault_at(struct faults *faults, const struct lesson *l, unsigned line,
    size_t offset, size_t span, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* By file, then by line; each as compilers show theirs (view/diag.h). */
void faults_sort(struct faults *faults);
void faults_format(struct strbuf *out, const struct faults *faults,
    const struct lesson_host *host);
void faults_free(struct faults *faults);

/* Whether s is an id: small letters, digits, single hyphens between. */
bool lesson_is_id(const char *s);
/* Whether a tag, C24 or M07, stands in the list of claims. */
bool lesson_is_tag(const char *s);
/* Whether a paragraph is a program's lines, to be shown as they stand. */
bool piece_is_listing(const struct piece *piece);
/* A copy that the lesson owns. */
const char *lesson_keep(struct lesson *l, const char *s, size_t len);

#endif
