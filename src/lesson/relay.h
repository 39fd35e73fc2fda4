/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A terminal between a lesson that is shown and whoever watches: a pty that is
 * the lesson's, and what is written there goes on to our terminal, to a
 * recording, or, where there is no terminal, as lines of text to standard
 * output. Without a relay the lesson has our terminal itself.
 */
#ifndef SOCKSH_LESSON_RELAY_H
#define SOCKSH_LESSON_RELAY_H

#include <stdbool.h>
#include <termios.h>

#include "lesson/cast.h"
#include "lesson/file.h"

struct relay {
	const struct lesson *l;
	int master; /* -1: there is no relay */
	int slave;
	bool terminal; /* keys and screen are passed on */
	bool lines;    /* text goes to standard output */
	bool raw;
	struct termios before;
	struct cast *cast;  /* or NULL */
	struct strbuf held; /* what may be the beginning of a mark */
	struct strbuf line; /* as it stands on the screen */
	size_t at;          /* the cursor in it, bytes */
	int err;            /* of standard output */
};

/* Opens the pty, with the size of our terminal, else columns by 24. False with
 * *cause. */
bool relay_open(struct relay *r, unsigned columns, char **cause);
/* In the child: the pty becomes its terminal. */
void relay_enter(const struct relay *r);
/* Passes on what the lesson has written; false if there is no more now. */
bool relay_output(struct relay *r);
/* Passes on keys; false if the terminal is gone. */
bool relay_keys(const struct relay *r);
/* Our terminal has another size. */
void relay_resize(struct relay *r);
/* The size that the pty has. */
void relay_size(const struct relay *r, unsigned *columns, unsigned *rows);
/* Our terminal is as it was before. */
void relay_close(struct relay *r);

#endif
