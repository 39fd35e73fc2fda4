/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The speaker's notes: what a demo tells a second terminal, over a UNIX socket in
 * a folder that is the user's alone. Pages go one way, each a packet of lines, of
 * which the first byte is an enum notes_line; a reader that has gone, or does not
 * read, holds nobody up. Neither end believes the other: its user is looked at
 * (SO_PEERCRED, unix(7)), and its bytes are shown escaped.
 */
#ifndef SOCKSH_LESSON_NOTES_H
#define SOCKSH_LESSON_NOTES_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "lesson/presenter.h"

enum {
	NOTES_READERS_MAX = 8,
	NOTES_PAGE_MAX = 60000, /* bytes; what is longer is cut */
	NOTES_FDS = NOTES_READERS_MAX + 1,
};

enum notes_line {
	NOTES_TITLE = 'T',
	NOTES_TEXT = 'P',     /* a paragraph */
	NOTES_LISTING = 'L',  /* a line that stays as it is */
	NOTES_NOTE = 'N',     /* what the speaker says */
	NOTES_QUESTION = 'Q', /* the prediction */
	NOTES_CHOICE = 'C',
	NOTES_RIGHT = 'R',    /* … the right one */
	NOTES_DONE = 'D',     /* a command that has run */
	NOTES_HERE = 'H',     /* the one that comes next */
	NOTES_LATER = 'A',    /* one behind it */
	NOTES_TAKEN = 'F',    /* the speaker has the prompt */
	NOTES_FINISHED = 'E', /* the step is done */
	NOTES_NEXT = 'X',     /* the step behind this one */
};

struct notes {
	char *path;
	int listener; /* -1: none */
	struct notes_reader {
		int fd;
		bool behind; /* it has not got the newest page */
	} readers[NOTES_READERS_MAX];
	size_t n;
	struct strbuf page;
};

/* Begins to listen. False with *cause; then nobody is told anything. */
bool notes_open(struct notes *n, char **cause);
/* What to wait for: fills fds, NOTES_FDS of them at most; returns how many. */
size_t notes_wait(const struct notes *n, struct pollfd *fds);
/* Does what there is to do, after poll. */
void notes_heed(struct notes *n, const struct pollfd *fds, size_t nfds);
/* The lesson is at another place: tells the readers. */
void notes_at(struct notes *n, const struct lesson *l, const struct cue *c);
/* In a child: its copies of the descriptors are closed. */
void notes_leave(struct notes *n);
void notes_close(struct notes *n);

/* The folder of the sockets, made if it is missing; the caller's to free. NULL
 * with *cause. */
char *notes_folder(char **cause);
/* Whether the other end is this user's. */
bool notes_ours(int fd);

/* notes_view.c: the second terminal; the exit status. */
int notes_view(bool ascii, bool plain);

#endif
