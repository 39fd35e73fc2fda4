/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was typed: the lines of this session and those of its file, each text
 * once, the oldest first. It knows no line editor. Any thread may call these.
 *
 * The file has an entry a line, as it was typed; the further lines of an entry
 * of several begin with a tab. Each entry is appended when it has been run, so
 * that no death loses it, and at the end the file is put in order: what several
 * shells have appended, each text once, where it was typed last.
 */
#ifndef SOCKSH_SHELL_HISTORY_H
#define SOCKSH_SHELL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum {
	HISTORY_LIMIT = 10000, /* entries, unless history_set_limit says */
	HISTORY_LIMIT_MAX = 100000,
	HISTORY_ENTRY_MAX = 256 << 10, /* bytes; a longer one is not kept */
	HISTORY_BYTES_MAX = 8 << 20,   /* of a file that was put in order */
};

struct history;

/* Reads the file, and makes entries of it when they are first asked for: before
 * the first prompt there is no need of them. path, which is taken over, is NULL if there can be none. */
struct history *history_open(char *path);
/* Writes nothing. */
void history_free(struct history *h);
/* What has gone wrong with the file, once; NULL: nothing new. The caller's to
 * free. */
char *history_trouble(struct history *h);

/* How many entries there may be, here and in the file; from 1 on. */
size_t history_limit(struct history *h);
void history_set_limit(struct history *h, size_t limit);

/* Whether nothing has been typed yet, here or in the file. */
bool history_is_new(struct history *h);
size_t history_count(struct history *h);
/* The entries from the oldest on: calls each with its text, which is borrowed. */
void history_each(struct history *h,
    void (*each)(void *ctx, const char *text, size_t len), void *ctx);

/*
 * Notes what was typed; with grows it takes the place of the last entry, whose
 * statement goes on. False if it is not to be noted: it is empty, or begins with
 * a space. *twin is the index that the same text had, before it was taken out,
 * SIZE_MAX if there was none.
 */
bool history_note(struct history *h, const char *text, bool grows,
    size_t *twin);
/* From now on what is noted is not written to the file; or it is again. */
void history_private(struct history *h, bool on);
bool history_is_private(struct history *h);
/* Appends to the file what has not been written yet. Waits hardly. */
void history_keep(struct history *h);
/* The same, and puts the file in order; waits a second at most for another. */
void history_save(struct history *h);

/* Appends a list of the last n entries (0: all) that contain text (NULL: any),
 * with their numbers. Returns how many there are. */
size_t history_show(struct history *h, struct strbuf *out, size_t n,
    const char *text);

/* Appends a file's content put in order, at most limit entries. Pure; takes any
 * bytes. */
void history_tidy(struct strbuf *out, const char *s, size_t len, size_t limit);

#endif
