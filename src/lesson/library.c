/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding lessons. */
#include "lesson/library.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/place.h"
#include "base/text.h"
#include "lesson/translate.h"

static const char suffix[] = ".lesson";

static bool
is_lesson_name(const char *name)
{
	size_t len = strlen(name);

	return *name != '.' && len > strlen(suffix) &&
	    strcmp(name + len - strlen(suffix), suffix) == 0;
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* In a tree where the program was built the lessons stand with the sources: in
 * its own folder, or up to three above. */
static char *
dir_of_tree(void)
{
	char *built = place_built(), *path, *slash;

	for (int up = 0; built != NULL && up <= 3; up++) {
		path = xasprintf("%s/src/lesson/../../lessons", built);
		if (is_dir(path)) {
			free(path);
			path = xasprintf("%s/lessons", built);
			free(built);
			return path;
		}
		free(path);
		slash = strrchr(built, '/');
		if (slash == NULL)
			break;
		*slash = '\0';
	}
	free(built);
	return NULL;
}

char *
library_dir(void)
{
	char *dir = dir_of_tree();

	return dir != NULL ? dir : xstrdup(PKGDATADIR "/lessons");
}

static void
library_keep(struct library *lib, struct lesson *l)
{
	lib->v = xgrow(lib->v, lib->n, sizeof(lib->v[0]));
	lib->v[lib->n++] = l;
}

/* A lesson just read. */
static void
library_take(struct library *lib, struct lesson *l)
{
	if (!lib->original)
		lesson_translate(l);
	library_keep(lib, l);
}

static int
name_filter(const struct dirent *entry)
{
	return is_lesson_name(entry->d_name);
}

static int
name_order(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool
add_dir(struct library *lib, const char *dir, struct faults *faults)
{
	struct dirent **names = NULL;
	int n = scandir(dir, &names, name_filter, name_order);

	if (n < 0) {
		fault_add(faults, dir, 0, "%s", strerror(errno));
		return false;
	}
	for (int i = 0; i < n; i++) {
		size_t len = strlen(dir);
		char *path = xasprintf("%s%s%s", dir,
		    len != 0 && dir[len - 1] == '/' ? "" : "/",
		    names[i]->d_name);
		struct lesson *l = lesson_read(path, faults);

		if (l != NULL)
			library_take(lib, l);
		free(path);
		free(names[i]);
	}
	free(names);
	return true;
}

bool
library_add(struct library *lib, const char *path, struct faults *faults)
{
	struct lesson *l;

	if (is_dir(path))
		return add_dir(lib, path, faults);
	if (access(path, R_OK) != 0) {
		fault_add(faults, path, 0, "%s", strerror(errno));
		return false;
	}
	l = lesson_read(path, faults);
	if (l != NULL)
		library_take(lib, l);
	return true;
}

void
library_add_course(struct library *lib, struct faults *faults)
{
	const char *dirs = getenv("SOCKSH_LESSONS");
	char *own;

	if (dirs == NULL || *dirs == '\0') {
		own = library_dir();
		/* Where they were not installed there are none. */
		if (is_dir(own))
			add_dir(lib, own, faults);
		free(own);
		return;
	}
	for (size_t n; *dirs != '\0'; dirs += dirs[n] != '\0' ? n + 1 : n) {
		n = strcspn(dirs, ":");
		own = xstrndup(dirs, n);
		if (n != 0)
			add_dir(lib, own, faults);
		free(own);
	}
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

int
lesson_number(const struct lesson *l)
{
	const char *name = base_name(l->path);
	size_t digits = strspn(name, "0123456789");

	if (digits == 0 || digits > 4 || name[digits] != '-')
		return -1;
	return (int)strtol(name, NULL, 10);
}

/* Whether a word of the command line means this lesson. */
static bool
is_named(const struct lesson *l, const char *word)
{
	const char *name = base_name(l->path);
	size_t len = strlen(name) - strlen(suffix);

	if (strcmp(l->id.text, word) == 0)
		return true;
	if (strncmp(name, word, len) == 0 &&
	    (word[len] == '\0' || strcmp(word + len, suffix) == 0))
		return true;
	return strspn(word, "0123456789") == strlen(word) &&
	    strlen(word) <= 4 && *word != '\0' &&
	    lesson_number(l) == (int)strtol(word, NULL, 10);
}

const struct lesson *
library_find(const struct library *lib, const char *word)
{
	for (size_t i = 0; i < lib->n; i++) {
		if (is_named(lib->v[i], word))
			return lib->v[i];
	}
	return NULL;
}

/* Read once more: the first time the faults of all others came along. */
static bool
take_named(struct library *lib, const struct library *course, const char *word,
    struct faults *faults)
{
	const struct lesson *l = library_find(course, word);

	return l != NULL && library_add(lib, l->path, faults);
}

static void
nothing_named(const struct library *course, const char *word,
    struct faults *faults)
{
	struct nearest nearest = { .name = word };

	for (size_t i = 0; i < course->n; i++)
		nearest_offer(&nearest, course->v[i]->id.text);
	if (nearest.best != NULL)
		fault_add(faults, word, 0,
		    _("no such lesson or file; did you mean %s?"),
		    nearest.best);
	else
		fault_add(faults, word, 0,
		    _("no such lesson or file; socksh lessons lists them"));
}

/* Faults of a file in the course that is not the one wanted are not of interest
 * here: lint tells them. */
bool
library_add_named(struct library *lib, const char *word, struct faults *faults)
{
	struct library course = { .original = true };
	struct faults others = { 0 };
	bool found;

	if (strchr(word, '/') != NULL || access(word, F_OK) == 0)
		return library_add(lib, word, faults);
	library_add_course(&course, &others);
	found = take_named(lib, &course, word, faults);
	if (!found)
		nothing_named(&course, word, faults);
	library_free(&course);
	faults_free(&others);
	return found;
}

const struct lesson *
library_adopt(struct library *lib, struct library *from)
{
	struct lesson *l = from->v[0];

	for (size_t i = 0; i < lib->n; i++) {
		if (lib->v[i]->dev == l->dev && lib->v[i]->ino == l->ino)
			return lib->v[i];
	}
	library_keep(lib, l);
	from->v[0] = from->v[--from->n];
	return l;
}

void
library_free(struct library *lib)
{
	for (size_t i = 0; i < lib->n; i++)
		lesson_free(lib->v[i]);
	free(lib->v);
	*lib = (struct library){ 0 };
}

bool
lesson_shipped(const struct lesson *l)
{
	char *dir = library_dir();
	char *real_dir = realpath(dir, NULL), *real = realpath(l->path, NULL);
	size_t len = real_dir != NULL ? strlen(real_dir) : 0;
	bool shipped = len != 0 && real != NULL &&
	    strncmp(real, real_dir, len) == 0 && real[len] == '/' &&
	    strchr(real + len + 1, '/') == NULL;

	free(dir);
	free(real_dir);
	free(real);
	return shipped;
}
