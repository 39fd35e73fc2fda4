/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of a lesson file. Each line tells by its beginning what it is: a
 * key, the heading of a step, something indented that belongs to the key above
 * it, or a paragraph's. One pass, which goes on after what is wrong.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/parse.h"

enum {
	SHOWN_MAX = 60,   /* bytes of a word repeated in a message */
	PIECE_MAX = 4000, /* bytes of a paragraph, or of a command */
};

void
line_fault(struct reader *r, const char *at, size_t span, const char *message)
{
	fault_at(r->faults, r->l, r->line, (size_t)(at - r->start),
	    span != 0 ? span : 1, "%s", message);
}

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

struct piece
piece_make(struct reader *r, const char *s)
{
	size_t len = strlen(s);

	return (
	    struct piece){ .text = lesson_keep(r->l, s, len), .line = r->line };
}

void
piece_add(struct reader *r, struct pieces *to, const char *s)
{
	to->v = xgrow(to->v, to->n, sizeof(to->v[0]));
	to->v[to->n++] = piece_make(r, s);
}

/* Joins s to a piece that goes on in this line: the text kept last. A piece is
 * held short, so that it can be joined line by line. */
void
piece_continue(struct reader *r, struct piece *piece, char with, const char *s)
{
	char **last = &r->l->owned[r->l->nowned - 1];
	size_t len = strlen(*last), more = strlen(s);

	if (*last != piece->text) {
		line_fault(r, r->start, strlen(r->start),
		    _("this goes on with something that other lines have "
		      "ended"));
		return;
	}
	if (len + more + 1 > PIECE_MAX) {
		line_fault(r, r->start, strlen(r->start),
		    _("this goes on for too long: 4000 bytes at most"));
		r->more = NULL;
		r->ignore = true;
		return;
	}
	*last = xrealloc(*last, len + more + 2);
	(*last)[len] = with;
	memcpy(*last + len + 1, s, more + 1);
	piece->text = *last;
}

/* The words behind a key, each where it stands. */
static void
words_add(struct reader *r, struct pieces *to, const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, " \t");

		to->v = xgrow(to->v, to->n, sizeof(to->v[0]));
		to->v[to->n++] =
		    (struct piece){ lesson_keep(r->l, s, n), r->line };
		s = skip_blanks(s + n);
	}
}

/* A one-line part that is there already. */
static bool
is_second(struct reader *r, const struct piece *piece, const char *key)
{
	char *message;

	if (piece->text == NULL)
		return false;
	message = xasprintf(_("a second %s: the first stands in line %u"), key,
	    piece->line);
	line_fault(r, r->start, strlen(key), message);
	free(message);
	return true;
}

/* lesson: 1 tcp-sticky */
static void
read_lesson(struct reader *r, const char *value)
{
	struct lesson *l = r->l;
	char *end;
	unsigned long version = strtoul(value, &end, 10);
	const char *id = skip_blanks(end);

	if (l->version != 0) {
		line_fault(r, r->start, 6, _("a second lesson: in one file"));
		return;
	}
	l->version = LESSON_FORMAT;
	if (end == value || (*end != '\0' && id == end)) {
		line_fault(r, value, strlen(value),
		    _("the format's version and an id belong here: "
		      "lesson: 1 tcp-sticky"));
		return;
	}
	if (version != LESSON_FORMAT) {
		l->version = version < 1000 ? (unsigned)version : 1000;
		line_fault(r, value, (size_t)(end - value),
		    _("this version of the format is not known; this socksh "
		      "reads version 1"));
	}
	if (!lesson_is_id(id)) {
		line_fault(r, id, strlen(id),
		    _("an id is small letters, digits and single hyphens: "
		      "tcp-sticky"));
		return;
	}
	l->id = piece_make(r, id);
}

static void
read_title(struct reader *r, const char *value)
{
	if (is_second(r, &r->l->title, "title"))
		return;
	if (*value == '\0')
		line_fault(r, r->start, 6, _("the title is missing"));
	r->l->title = piece_make(r, value);
}

static void
read_minutes(struct reader *r, const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (!isdigit((unsigned char)*value) || *end != '\0' || n == 0 ||
	    n > LESSON_MINUTES_MAX) {
		line_fault(r, value, strlen(value),
		    _("how many minutes the lesson takes, 1 to 600"));
		return;
	}
	r->l->minutes = (unsigned)n;
}

static void
read_isolate(struct reader *r, const char *value)
{
	static const char *const names[] = {
		[ISOLATE_NONE] = "none",
		[ISOLATE_NETNS] = "netns",
		[ISOLATE_LAB] = "lab",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(value, names[i]) == 0) {
			r->l->isolate = (enum isolate)i;
			return;
		}
	}
	line_fault(r, value, strlen(value),
	    _("isolate: is none, netns (a network of its own) or lab"));
}

/* set: net.ipv4.tcp_syncookies=0 */
static void
read_set(struct reader *r, const char *value)
{
	size_t name = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789_.-/");

	if (strncmp(value, "net.", 4) != 0 || strstr(value, "..") != NULL ||
	    memchr(value, '/', name) != NULL || value[name] != '=' ||
	    value[name + 1] == '\0') {
		line_fault(r, value, strlen(value),
		    _("a setting of the lesson's own network: "
		      "set: net.ipv4.tcp_syncookies=0"));
		return;
	}
	piece_add(r, &r->l->sets, value);
}

static void
read_needs(struct reader *r, const char *value)
{
	words_add(r, &r->l->needs, value);
}

/* The keys of the header, and those of a step (parse_step.c). */
static const struct key header_keys[] = {
	{ "lesson", PART_NONE, read_lesson, false },
	{ "title", PART_NONE, read_title, false },
	{ "needs", PART_NONE, read_needs, false },
	{ "minutes", PART_NONE, read_minutes, false },
	{ "isolate", PART_NONE, read_isolate, false },
	{ "set", PART_NONE, read_set, false },
	{ NULL, PART_NONE, NULL, false },
};

static const struct key *
key_find(const struct key *keys, const char *s, size_t len)
{
	for (; keys->name != NULL; keys++) {
		if (strlen(keys->name) == len &&
		    strncmp(keys->name, s, len) == 0)
			return keys;
	}
	return NULL;
}

/* Says that no such key is known here, and which may be meant. */
static void
key_unknown(struct reader *r, size_t len)
{
	const struct key *keys = r->step != NULL ? step_keys : header_keys;
	const struct key *others = r->step != NULL ? header_keys : step_keys;
	char *name = xstrndup(r->start, len < SHOWN_MAX ? len : SHOWN_MAX);
	struct nearest nearest = { .name = name };
	char *message;

	for (const struct key *k = keys; k->name != NULL; k++)
		nearest_offer(&nearest, k->name);
	if (key_find(others, r->start, len) != NULL)
		message = xasprintf(r->step != NULL ?
			_("%s: belongs into the header, above the first step") :
			_("%s: belongs to a step: === id Title comes first"),
		    name);
	else if (nearest.best != NULL)
		message = xasprintf(_("%s: no such key; did you mean %s:?"),
		    name, nearest.best);
	else
		message = xasprintf(_("%s: no such key; a paragraph cannot "
				      "begin so"),
		    name);
	line_fault(r, r->start, len + 1, message);
	free(message);
	free(name);
	r->part = PART_NONE;
	r->ignore = true;
}

/* The length of the key's name that a line begins with; 0 if with none. */
static size_t
key_length(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_-");

	if (n == 0 || s[n] != ':' ||
	    (s[n + 1] != '\0' && s[n + 1] != ' ' && s[n + 1] != '\t'))
		return 0;
	return n;
}

static void
read_key(struct reader *r, size_t len)
{
	const struct key *key =
	    key_find(r->step != NULL ? step_keys : header_keys, r->start, len);
	const char *value = skip_blanks(r->start + len + 1);

	r->more = NULL;
	r->ignore = false;
	r->paragraph = false;
	if (key == NULL) {
		key_unknown(r, len);
		return;
	}
	if (r->step == NULL && r->l->version == 0 && key->read != read_lesson &&
	    !r->told_first) {
		r->told_first = true;
		line_fault(r, r->start, len + 1,
		    _("a lesson's first line is lesson: 1 and its id"));
	}
	r->part = key->part;
	if (key->block && *value != '\0') {
		line_fault(r, value, strlen(value),
		    _("nothing stands behind this key: commands follow, "
		      "indented, as \"  $ command\""));
		return;
	}
	key->read(r, value);
}

/* === step-id Title */
static void
read_heading(struct reader *r)
{
	struct lesson *l = r->l;
	const char *s = skip_blanks(r->start + 3);
	size_t len = strcspn(s, " \t");
	struct step *step;

	l->steps = xgrow(l->steps, l->nsteps, sizeof(l->steps[0]));
	step = &l->steps[l->nsteps++];
	*step = (struct step){ .line = r->line };
	step->id = lesson_keep(l, s, len);
	step->title =
	    lesson_keep(l, skip_blanks(s + len), strlen(skip_blanks(s + len)));
	r->step = step;
	r->part = PART_NONE;
	r->more = NULL;
	r->ignore = false;
	r->paragraph = false;
	if (!lesson_is_id(step->id))
		line_fault(r, s, len,
		    _("a step's heading: === id Title, the id of small "
		      "letters, digits and single hyphens"));
	else if (strcmp(step->id, "at") == 0 || strcmp(step->id, "end") == 0)
		line_fault(r, s, len,
		    _("no step is called at or end: in the file of a "
		      "student's progress they mean something else"));
	else if (*step->title == '\0')
		line_fault(r, s, len, _("this step has no title"));
}

/* A line of a paragraph. */
static void
read_text(struct reader *r)
{
	struct pieces *text;

	if (r->step == NULL) {
		if (!r->told_text)
			line_fault(r, r->start, strlen(r->start),
			    _("this is no line of a header: a key "
			      "(title: …), or the heading of a step "
			      "(=== id Title)"));
		r->told_text = true;
		return;
	}
	if (r->part != PART_NONE && r->part != PART_TAG) {
		if (!r->ignore)
			line_fault(r, r->start, strlen(r->start),
			    _("a step's text stands above its setup, "
			      "predict, do and all that follows; what belongs "
			      "to the key above is indented"));
		r->ignore = true;
		return;
	}
	if (r->ignore)
		return;
	text = &r->step->text;
	if (r->paragraph && !piece_is_listing(&text->v[text->n - 1]))
		piece_continue(r, &text->v[text->n - 1], ' ', r->start);
	else
		piece_add(r, text, r->start);
	r->paragraph = true;
	r->part = PART_NONE;
}

static void
read_line(struct reader *r)
{
	const char *s = skip_blanks(r->start);
	size_t key;

	if (*s == '\0') {
		r->paragraph = false;
		r->more = NULL;
	} else if (s != r->start) {
		if (!r->ignore)
			step_indented(r, s);
	} else if (strncmp(s, "===", 3) == 0) {
		read_heading(r);
	} else if ((key = key_length(s)) != 0) {
		read_key(r, key);
	} else {
		read_text(r);
	}
}

/* A character that a line of text has no use for: its place, or NULL. */
static const char *
bad_character(const char *s, size_t len, size_t *span)
{
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t cp;

		n = utf8_decode(s + i, len - i, &cp);
		*span = n != 0 ? n : 1;
		if (n == 0 || (cp != '\t' && !text_printable(cp)))
			return s + i;
	}
	return NULL;
}

/* One line, its end and blanks before that cut off. */
static void
take_line(struct reader *r, const char *s, size_t len)
{
	const char *bad;
	size_t span;
	char *line;

	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	line = xstrndup(s, len);
	r->line++;
	r->start = line;
	bad = bad_character(s, len, &span);
	if (bad != NULL)
		line_fault(r, line + (bad - s), span,
		    utf8_valid(s, len) ?
			_("a character that no terminal shows") :
			_("this is not UTF-8"));
	else
		read_line(r);
	free(line);
}

/* The file's text, with lines ended by \n alone. */
static void
take_text(struct lesson *l, const char *text, size_t len)
{
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
			l->crlf = true;
		else
			sb_char(&l->file, text[i]);
	}
}

static void
check_whole(struct reader *r)
{
	struct lesson *l = r->l;

	if (l->file.len == 0)
		fault_add(r->faults, l->path, 0, _("this file is empty"));
	else if (l->version == 0 && !r->told_first)
		fault_at(r->faults, l, 1, 0, 1,
		    _("this is no lesson: its first line would be lesson: 1 "
		      "and an id"));
	if (l->id.text == NULL)
		l->id.text = "";
	if (l->version != 0 && l->title.text == NULL)
		fault_add(r->faults, l->path, 1, _("the title: is missing"));
	if (l->title.text == NULL)
		l->title.text = "";
	if (l->version != 0 && l->nsteps == 0)
		fault_add(r->faults, l->path, r->line,
		    _("this lesson has no steps: === id Title begins one"));
}

struct lesson *
lesson_parse(const char *path, const char *text, size_t len,
    struct faults *faults)
{
	struct lesson *l;
	struct reader r = { .faults = faults };

	if (memchr(text, '\0', len) != NULL) {
		fault_add(faults, path, 0,
		    _("this is a binary file, no lesson"));
		return NULL;
	}
	l = xcalloc(1, sizeof(*l));
	l->path = xstrdup(path);
	l->isolate = ISOLATE_NETNS;
	r.l = l;
	take_text(l, text, len);
	for (size_t at = 0; at < l->file.len;) {
		const char *s = l->file.data + at;
		const char *nl = memchr(s, '\n', l->file.len - at);
		size_t n = nl != NULL ? (size_t)(nl - s) : l->file.len - at;

		take_line(&r, s, n);
		at += n + 1;
	}
	check_whole(&r);
	return l;
}
