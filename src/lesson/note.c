/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a student did. */
#include "lesson/note.h"

#include <errno.h>
#include <unistd.h>

/* A record is shorter than PIPE_BUF, so it is written whole (pipe(7)). */
void
note_send(int fd, const struct note *n)
{
	if (write(fd, n, sizeof(*n)) < 0)
		return;
}

bool
note_receive(int fd, struct note *n)
{
	ssize_t got;

	do
		got = read(fd, n, sizeof(*n));
	while (got == -1 && errno == EINTR);
	return got == (ssize_t)sizeof(*n);
}

void
note_keep(struct progress *p, const struct lesson *l, const struct note *n)
{
	if (n->step > l->nsteps || (n->step == l->nsteps && n->kind != NOTE_AT))
		return;
	switch ((enum note_kind)n->kind) {
	case NOTE_SOLVED:
		progress_mark(p, l, n->step, MARK_SOLVED, 0);
		if (n->what != 0)
			progress_mark(p, l, n->step, MARK_STRICT, 0);
		break;
	case NOTE_PREDICTED:
		progress_predicted(p, l, n->step, (char)n->what);
		break;
	case NOTE_HINTED:
		progress_mark(p, l, n->step, MARK_HINTS, n->what);
		break;
	case NOTE_SHOWN:
		progress_mark(p, l, n->step, MARK_SHOWN, 0);
		break;
	case NOTE_SKIPPED:
		progress_mark(p, l, n->step, MARK_SKIPPED, 0);
		break;
	case NOTE_WRONG:
		progress_mark(p, l, n->step, MARK_WRONG, 1);
		break;
	case NOTE_AT:
		progress_at(p, l, n->step);
		break;
	case NOTE_WISH:
		break;
	}
}
