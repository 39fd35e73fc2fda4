/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a user's state is kept, what outlives a session but is no setting, and
 * the files there: small, the user's alone (0600), and shared by all the socksh
 * that run at once. No symbolic link is followed.
 */
#ifndef SOCKSH_BASE_STATE_H
#define SOCKSH_BASE_STATE_H

#include <stddef.h>

#include "base/strbuf.h"

/* $XDG_STATE_HOME/socksh/name, or below $HOME/.local/state; the folders are
 * made, for the user alone. The caller's to free; NULL without a home. */
char *state_path(const char *name);
/* $XDG_CONFIG_HOME/socksh/name, or below $HOME/.config; nothing is made. */
char *state_config_path(const char *name);

/* Appends a file's content; an errno, or 0. EFBIG: it is longer than max bytes,
 * which were appended; EINVAL: it is no regular file. */
int state_read(const char *path, size_t max, struct strbuf *text);
/* Whoever changes the file holds its lock, a descriptor to be closed; -1 with
 * errno, EWOULDBLOCK if another has it for more than ms milliseconds. */
int state_lock(const char *path, int ms);
/* Appends to the file, all or nothing, and a newline before it if the file does
 * not end in one; an errno, or 0. */
int state_append(const char *path, const char *s, size_t len);
/* Puts a new content in the place of the old: a new file that is on the disk
 * before it takes the name. An errno, or 0. */
int state_replace(const char *path, const char *s, size_t len);
/* Gives a file that is damaged another name, path.damaged; the caller's to free.
 * NULL with errno. */
char *state_set_aside(const char *path);

#endif
