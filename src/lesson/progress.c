/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of a student's progress. */
#include "lesson/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/state.h"

enum { PROGRESS_MAX = 4 << 20, PROGRESS_VERSION = 1, LOCK_MS = 5000 };

static const char first_words[] = "socksh progress ";

/* How a mark's new number comes from the old one. */
enum change {
	CHANGE_SET, /* there is none: it is there, or not */
	CHANGE_MOST,
	CHANGE_ADD,
};
static const struct {
	const char *word;
	enum change change;
} marks[] = {
	[MARK_SOLVED] = { "solved", CHANGE_SET },
	[MARK_STRICT] = { "strict", CHANGE_SET },
	[MARK_SHOWN] = { "shown", CHANGE_SET },
	[MARK_SKIPPED] = { "skipped", CHANGE_SET },
	[MARK_HINTS] = { "hints", CHANGE_MOST },
	[MARK_WRONG] = { "wrong", CHANGE_ADD },
};

static void __attribute__((format(printf, 2, 3)))
trouble(struct progress *p, const char *fmt, ...)
{
	va_list ap;

	if (p->trouble != NULL)
		return;
	va_start(ap, fmt);
	p->trouble = xvasprintf(fmt, ap);
	va_end(ap);
}

/* What is no file of ours keeps its content under another name. */
static void
set_aside(struct progress *p)
{
	char *aside = state_set_aside(p->path);

	if (aside != NULL) {
		trouble(p,
		    _("%s was damaged: it is kept as %s, and a new one "
		      "begins"),
		    p->path, aside);
	} else {
		trouble(p, _("%s is damaged, and cannot be renamed: %s"),
		    p->path, strerror(errno));
		p->later = true;
	}
	free(aside);
	sb_clear(&p->text);
}

/* Reads the file as it is now. */
static void
load(struct progress *p)
{
	struct strbuf text = { 0 };
	size_t first = strlen(first_words);
	int err = state_read(p->path, PROGRESS_MAX, &text);
	char *end = NULL;
	unsigned long version = 0;

	sb_free(&p->text);
	p->text = text;
	if (err == ENOENT)
		return;
	if (err != 0 && err != EFBIG) {
		trouble(p, "%s: %s", p->path, strerror(err));
		p->later = true;
		return;
	}
	if (err == 0 && text.len > first &&
	    memchr(text.data, '\0', text.len) == NULL &&
	    strncmp(text.data, first_words, first) == 0)
		version = strtoul(text.data + first, &end, 10);
	if (version == 0 || *end != '\n') {
		set_aside(p);
	} else if (version > PROGRESS_VERSION) {
		p->later = true;
		trouble(p,
		    _("%s is of a later socksh: it is left as it is, and "
		      "nothing is noted"),
		    p->path);
	}
}

/* Puts the new file in the place of the old one. */
static void
save(struct progress *p)
{
	int err = state_replace(p->path, p->text.data, p->text.len);

	if (err != 0)
		trouble(p, _("progress is not kept: %s: %s"), p->path,
		    strerror(err));
}

/* The rest of the line that begins with these words, or NULL. */
static const char *
find_line(const struct progress *p, const char *words)
{
	size_t len = strlen(words);
	const char *line = sb_text(&p->text);

	while (line != NULL && *line != '\0') {
		if (strncmp(line, words, len) == 0)
			return line + len;
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	return NULL;
}

/* The line that begins with words now ends with rest. */
static void
set_line(struct progress *p, const char *words, const char *rest)
{
	const char *found = find_line(p, words), *old = sb_text(&p->text);
	struct strbuf text = { 0 };
	size_t from, to;

	if (p->text.len == 0)
		sb_printf(&text, "%s%d\n", first_words, PROGRESS_VERSION);
	if (found != NULL) {
		from = (size_t)(found - strlen(words) - old);
		to = (size_t)(found - old) + strcspn(found, "\n");
		to += old[to] == '\n';
		sb_add(&text, old, from);
		sb_add(&text, old + to, p->text.len - to);
	} else if (p->text.len != 0) {
		sb_add(&text, p->text.data, p->text.len);
	}
	if (text.len != 0 && text.data[text.len - 1] != '\n')
		sb_char(&text, '\n');
	sb_printf(&text, "%s%s\n", words, rest);
	sb_free(&p->text);
	p->text = text;
}

/* A number as it stands in the file: whatever stands there, it is one. */
static unsigned
number(const char *s)
{
	unsigned n = 0;

	for (; *s >= '0' && *s <= '9' && n <= PROGRESS_COUNT_MAX; s++)
		n = n * 10 + (unsigned)(*s - '0');
	return n <= PROGRESS_COUNT_MAX ? n : PROGRESS_COUNT_MAX;
}

/* The line of these words gets a rest, or a number from the one it has. */
static void
set(struct progress *p, const char *words, enum change how, const char *rest,
    unsigned n)
{
	const char *found = find_line(p, words);
	unsigned old = found != NULL ? number(found) : 0;
	char text[24];

	if (how == CHANGE_SET) {
		set_line(p, words, rest);
		return;
	}
	if (how == CHANGE_MOST)
		n = n > old ? n : old;
	else
		n += old;
	if (n > PROGRESS_COUNT_MAX)
		n = PROGRESS_COUNT_MAX;
	snprintf(text, sizeof(text), "%u", n);
	set_line(p, words, text);
}

/* Without a file it is still known in this session. Takes over words. */
static void
change(struct progress *p, char *words, enum change how, const char *rest,
    unsigned n)
{
	int lock;

	if (p->path != NULL && !p->later) {
		lock = state_lock(p->path, LOCK_MS);
		load(p);
		set(p, words, how, rest, n);
		if (!p->later)
			save(p);
		if (lock != -1)
			close(lock);
	} else {
		set(p, words, how, rest, n);
	}
	free(words);
}

void
progress_open(struct progress *p)
{
	*p = (struct progress){ .path = state_path("progress") };
	if (p->path == NULL)
		trouble(p, _("without a HOME progress is not kept"));
	else
		load(p);
}

void
progress_read(struct progress *p)
{
	size_t first = strlen(first_words);

	*p = (struct progress){ .path = state_path("progress"), .later = true };
	if (p->path == NULL ||
	    state_read(p->path, PROGRESS_MAX, &p->text) != 0 ||
	    p->text.len <= first ||
	    strncmp(p->text.data, first_words, first) != 0)
		sb_clear(&p->text);
}

void
progress_free(struct progress *p)
{
	free(p->path);
	free(p->trouble);
	sb_free(&p->text);
}

/* "tcp-sticky three-sends hints ", the caller's to free. */
static char *
mark_words(const struct lesson *l, size_t step, enum mark mark)
{
	return xasprintf("%s %s %s%s", l->id.text, l->steps[step].id,
	    marks[mark].word, marks[mark].change == CHANGE_SET ? "" : " ");
}

void
progress_mark(struct progress *p, const struct lesson *l, size_t step,
    enum mark mark, unsigned n)
{
	change(p, mark_words(l, step, mark), marks[mark].change, "", n);
}

void
progress_predicted(struct progress *p, const struct lesson *l, size_t step,
    char choice)
{
	const char letter[] = { choice, '\0' };

	change(p, xasprintf("%s %s predicted ", l->id.text, l->steps[step].id),
	    CHANGE_SET, letter, 0);
}

void
progress_at(struct progress *p, const struct lesson *l, size_t step)
{
	change(p, xasprintf("%s at ", l->id.text), CHANGE_SET,
	    step < l->nsteps ? l->steps[step].id : "end", 0);
}

unsigned
progress_get(const struct progress *p, const struct lesson *l, size_t step,
    enum mark mark)
{
	char *words = mark_words(l, step, mark);
	const char *found = find_line(p, words);
	unsigned n = 0;

	free(words);
	if (found != NULL && marks[mark].change == CHANGE_SET)
		n = *found == '\n' || *found == '\0';
	else if (found != NULL)
		n = number(found);
	return n;
}

size_t
progress_count(const struct progress *p, const struct lesson *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->nsteps; i++)
		n += progress_get(p, l, i, MARK_SOLVED);
	return n;
}

char
progress_choice(const struct progress *p, const struct lesson *l, size_t step)
{
	char *words =
	    xasprintf("%s %s predicted ", l->id.text, l->steps[step].id);
	const char *found = find_line(p, words);
	char choice = found != NULL ? *found : '\0';

	free(words);
	for (size_t i = 0; i < l->steps[step].nchoices; i++) {
		if (l->steps[step].choices[i].letter == choice)
			return choice;
	}
	return '\0';
}

bool
progress_begun(const struct progress *p, const struct lesson *l)
{
	char *words = xasprintf("%s ", l->id.text);
	bool begun = find_line(p, words) != NULL;

	free(words);
	return begun;
}

/* The first step that is not solved, nsteps if all are. */
static size_t
first_unsolved(const struct progress *p, const struct lesson *l, bool strict)
{
	size_t i = 0;

	while (i < l->nsteps &&
	    progress_get(p, l, i, strict ? MARK_STRICT : MARK_SOLVED) != 0)
		i++;
	return i;
}

/* Whether these bytes of the file, up to its line's end, are a word. */
static bool
line_is(const char *line, const char *word)
{
	size_t len = strlen(word);

	return strncmp(line, word, len) == 0 &&
	    (line[len] == '\n' || line[len] == '\0');
}

enum whereabouts
progress_where(const struct progress *p, const struct lesson *l, bool strict,
    size_t *step)
{
	char *words = xasprintf("%s at ", l->id.text);
	const char *at = find_line(p, words);
	size_t unsolved = first_unsolved(p, l, strict), i = 0;

	free(words);
	*step = 0;
	if (at == NULL)
		return WHERE_NEW;
	while (i < l->nsteps && !line_is(at, l->steps[i].id))
		i++;
	if (i == l->nsteps && line_is(at, "end")) {
		if (!strict || unsolved == l->nsteps)
			return WHERE_DONE;
	} else if (i == l->nsteps) {
		*step = unsolved < l->nsteps ? unsolved : 0;
		return WHERE_CHANGED;
	}
	*step = i;
	if (!strict || i <= unsolved)
		return WHERE_AT;
	*step = unsolved;
	return WHERE_STRICT;
}
