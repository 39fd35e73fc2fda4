/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lesson files: reading them from the disk, and what they own. */
#include "lesson/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/claim.h"

const char *
lesson_keep(struct lesson *l, const char *s, size_t len)
{
	l->owned = xgrow(l->owned, l->nowned, sizeof(l->owned[0]));
	l->owned[l->nowned] = xstrndup(s, len);
	return l->owned[l->nowned++];
}

static void
step_free(struct step *step)
{
	for (size_t i = 0; i < step->ntraps; i++)
		free(step->traps[i].commands.v);
	free(step->traps);
	free(step->text.v);
	free(step->setup.v);
	free(step->choices);
	free(step->model.v);
	free(step->checks.v);
	free(step->hints.v);
	free(step->notes.v);
	free(step->tags.v);
}

void
lesson_free(struct lesson *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->nsteps; i++)
		step_free(&l->steps[i]);
	for (size_t i = 0; i < l->nowned; i++)
		free(l->owned[i]);
	free(l->owned);
	free(l->steps);
	free(l->needs.v);
	free(l->sets.v);
	sb_free(&l->file);
	free(l->path);
	free(l);
}

const char *
lesson_line(const struct lesson *l, unsigned line, size_t *len)
{
	const char *s = sb_text(&l->file);
	const char *end = s + l->file.len, *nl = NULL;

	for (; line > 1; line--) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL) {
			s = end;
			break;
		}
		s = nl + 1;
	}
	nl = s < end ? memchr(s, '\n', (size_t)(end - s)) : NULL;
	*len = (size_t)((nl != NULL ? nl : end) - s);
	return s;
}

bool
piece_is_listing(const struct piece *piece)
{
	return *piece->text == ' ';
}

bool
lesson_is_id(const char *s)
{
	if (*s == '\0')
		return false;
	for (const char *c = s; *c != '\0'; c++) {
		bool edge = c == s || c[1] == '\0' || c[-1] == '-';

		if (!((*c >= 'a' && *c <= 'z') || isdigit((unsigned char)*c) ||
			(*c == '-' && !edge)))
			return false;
	}
	return true;
}

bool
lesson_is_tag(const char *s)
{
	return claim_exact(s) != NULL;
}

/* Reads fd to its end, but no more than a lesson can have. An errno, or 0. */
static int
read_text(int fd, struct strbuf *text, struct stat *st)
{
	if (fstat(fd, st) != 0)
		return errno;
	if (S_ISDIR(st->st_mode))
		return EISDIR;
	return sb_read(text, fd, LESSON_SIZE_MAX);
}

/* Non-blocking: a FIFO that nobody writes to is empty. */
struct lesson *
lesson_read(const char *path, struct faults *faults)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct strbuf text = { 0 };
	struct lesson *l = NULL;
	struct stat st = { 0 };
	int err = fd == -1 ? errno : read_text(fd, &text, &st);

	if (fd != -1)
		close(fd);
	if (err == EFBIG)
		fault_add(faults, path, 0,
		    _("no lesson is larger than 1 MiB; this is no lesson"));
	else if (err != 0)
		fault_add(faults, path, 0, "%s", strerror(err));
	else
		l = lesson_parse(path, sb_text(&text), text.len, faults);
	sb_free(&text);
	if (l != NULL) {
		l->dev = st.st_dev;
		l->ino = st.st_ino;
	}
	return l;
}
