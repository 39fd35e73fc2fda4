/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file "course". */
#include "lesson/course.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum { COURSE_SIZE_MAX = 64 << 10, COURSE_FORMAT = 1 };

/* A file being read. */
struct reader {
	struct course *c;
	const char *path;
	unsigned line;
	struct faults *faults;
	bool versioned; /* its first line was seen */
	bool has_strict;
	bool ok;
};

static void __attribute__((format(printf, 2, 3)))
wrong(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	char *message;

	va_start(ap, fmt);
	message = xvasprintf(fmt, ap);
	va_end(ap);
	fault_add(r->faults, r->path, r->line, "%s", message);
	free(message);
	r->ok = false;
}

/* course: 1 networks-2026 */
static void
read_course(struct reader *r, const char *value)
{
	char *end;
	unsigned long version = strtoul(value, &end, 10);
	const char *id = end + strspn(end, " ");

	if (end == value || id == end || *value == '-' || *value == '+')
		wrong(r,
		    _("the format's version and an id belong here: "
		      "course: 1 networks"));
	else if (version != COURSE_FORMAT)
		wrong(r,
		    _("this version of the format is not known; this socksh "
		      "reads version 1"));
	else if (!lesson_is_id(id))
		wrong(r,
		    _("an id is small letters, digits and single hyphens: "
		      "networks-2026"));
	else
		r->c->id = xstrdup(id);
}

static void
read_title(struct reader *r, const char *value)
{
	if (*value == '\0')
		wrong(r, _("the title is missing"));
	else
		r->c->title = xstrdup(value);
}

static void
read_strict(struct reader *r, const char *value)
{
	if (strcmp(value, "yes") == 0)
		r->c->strict = true;
	else if (strcmp(value, "no") != 0)
		wrong(r, _("strict: is yes or no"));
}

/* A key and its value; each stands once, course: first. */
static void
read_key(struct reader *r, const char *key, const char *value)
{
	bool *seen = NULL;
	bool has_title = r->c->title != NULL;

	if (strcmp(key, "course") == 0)
		seen = &r->versioned;
	else if (strcmp(key, "title") == 0)
		seen = &has_title;
	else if (strcmp(key, "strict") == 0)
		seen = &r->has_strict;
	if (seen == NULL) {
		wrong(r,
		    _("%.40s: no such key; there are course, title and "
		      "strict"),
		    key);
		return;
	}
	if (*seen) {
		wrong(r, _("a second %s: one is enough"), key);
		return;
	}
	*seen = true;
	if (seen == &r->versioned)
		read_course(r, value);
	else if (!r->versioned)
		wrong(r, _("the first line is course: 1 and an id"));
	else if (seen == &r->has_strict)
		read_strict(r, value);
	else
		read_title(r, value);
}

/* Changes line. */
static void
read_line(struct reader *r, char *line)
{
	size_t len = strlen(line);
	char *value = strchr(line, ':');

	for (char *tab = line; (tab = strchr(tab, '\t')) != NULL;)
		*tab = ' ';
	while (len != 0 && strchr(" \r", line[len - 1]) != NULL)
		line[--len] = '\0';
	if (len == 0)
		return;
	if (!text_plain(line, len)) {
		wrong(r,
		    _("this is no text in UTF-8, or has control "
		      "characters"));
		return;
	}
	if (value == NULL || value >= line + len) {
		wrong(r, _("a key and a colon belong here: strict: yes"));
		return;
	}
	*value++ = '\0';
	read_key(r, line, value + strspn(value, " "));
}

bool
course_parse(struct course *c, const char *path, const char *text, size_t len,
    struct faults *faults)
{
	struct reader r = { .c = c,
		.path = path,
		.faults = faults,
		.ok = true };
	size_t at = 0;

	*c = (struct course){ 0 };
	if (memchr(text, '\0', len) != NULL) {
		wrong(&r, _("this is a binary file"));
		return false;
	}
	while (at < len && faults->n < LESSON_FAULTS_MAX) {
		size_t n = 0;
		char *line;

		while (at + n < len && text[at + n] != '\n')
			n++;
		line = xstrndup(text + at, n);
		r.line++;
		read_line(&r, line);
		free(line);
		at += n + 1;
	}
	if (r.ok && !r.versioned)
		wrong(&r, _("the first line is course: 1 and an id"));
	return r.ok;
}

bool
course_read(struct course *c, const char *dir, struct faults *faults)
{
	char *path = xasprintf("%s/course", dir);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct strbuf text = { 0 };
	bool ok = true;
	int err;

	*c = (struct course){ 0 };
	err = fd == -1 ? errno : sb_read(&text, fd, COURSE_SIZE_MAX);
	if (fd != -1)
		close(fd);
	/* A folder of this name may hold anything. */
	if (err == 0)
		ok = course_parse(c, path, sb_text(&text), text.len, faults);
	else if (err != ENOENT && err != EISDIR) {
		fault_add(faults, path, 0, "%s", strerror(err));
		ok = false;
	}
	sb_free(&text);
	free(path);
	return ok;
}

/* The folder that a lesson lies in; the caller's to free. */
static char *
folder_of(const struct lesson *l)
{
	const char *slash = strrchr(l->path, '/');

	if (slash == NULL)
		return xstrdup(".");
	if (slash == l->path)
		return xstrdup("/");
	return xstrndup(l->path, (size_t)(slash - l->path));
}

bool
course_of(struct course *c, const struct lesson *l, struct faults *faults)
{
	char *dir = folder_of(l);
	bool ok = course_read(c, dir, faults);

	free(dir);
	return ok;
}

/* Whether one of the n lessons lies in this folder. */
static bool
is_among(struct lesson *const *lessons, size_t n, const char *dir)
{
	bool among = false;

	for (size_t i = 0; i < n && !among; i++) {
		char *other = folder_of(lessons[i]);

		among = strcmp(other, dir) == 0;
		free(other);
	}
	return among;
}

void
courses_check(struct lesson *const *lessons, size_t n, struct faults *faults)
{
	for (size_t i = 0; i < n; i++) {
		char *dir = folder_of(lessons[i]);
		struct course c = { 0 };

		if (!is_among(lessons, i, dir))
			course_read(&c, dir, faults);
		course_free(&c);
		free(dir);
	}
}

void
course_free(struct course *c)
{
	free(c->id);
	free(c->title);
	*c = (struct course){ 0 };
}
