/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The language of messages. Where a locale is not installed (a container, a
 * small system) C.UTF-8, which the libc always has, stands for it: gettext only
 * needs the name of the language, and that is in LANGUAGE.
 */
#include "shell/language.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/place.h"
#include "lesson/translate.h"

/* A variable of the environment; NULL if it is not set, or empty. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* The locale that the environment names for a category. */
static const char *
locale_named(const char *category)
{
	const char *name = variable("LC_ALL");

	if (name == NULL)
		name = variable(category);
	if (name == NULL)
		name = variable("LANG");
	return name != NULL ? name : "C";
}

static bool
is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Characters. Whoever asks for a language by --lang where nothing names a
 * locale for them has not chosen ASCII: nobody has told him of locales. readline
 * reads LC_CTYPE once more. */
static void
set_characters(bool asked)
{
	const char *name = locale_named("LC_CTYPE");

	if (setlocale(LC_CTYPE, "") == NULL) {
		if (strcasestr(name, "UTF-8") != NULL ||
		    strcasestr(name, "utf8") != NULL)
			setlocale(LC_CTYPE, "C.UTF-8");
	} else if (asked && !is_utf8() && strcmp(name, "C") == 0 &&
	    variable("LC_ALL") == NULL &&
	    setlocale(LC_CTYPE, "C.UTF-8") != NULL) {
		setenv("LC_CTYPE", "C.UTF-8", 1);
	}
}

#if defined(ENABLE_NLS) && ENABLE_NLS
/* LANGUAGE is a list, the best language first. English has no catalogue, so
 * gettext would go on to what stands behind it. */
static void
stop_at_english(void)
{
	const char *list = variable("LANGUAGE");
	char *part;

	for (size_t at = 0, n; list != NULL && list[at] != '\0'; at += n) {
		at += list[at] == ':';
		n = strcspn(list + at, ":");
		if (strncmp(list + at, "en", 2) != 0 ||
		    (n != 2 && list[at + 2] != '_'))
			continue;
		part = xstrndup(list, at + n);
		setenv("LANGUAGE", part, 1);
		free(part);
		return;
	}
}

/* gettext looks at LANGUAGE only where the locale is not plain C. */
static void
set_messages(bool asked)
{
	const char *name = locale_named("LC_MESSAGES");
	char *language;

	if (setlocale(LC_MESSAGES, "") == NULL) {
		language = xstrndup(name, strcspn(name, ".@"));
		if (variable("LANGUAGE") == NULL)
			setenv("LANGUAGE", language, 1);
		free(language);
		setlocale(LC_MESSAGES, "C.UTF-8");
	} else if (asked && strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0) {
		setlocale(LC_MESSAGES, "C.UTF-8");
	}
}

static void
find_catalogues(void)
{
	char *built = place_built(), *dir = NULL;

	if (built != NULL)
		dir = xasprintf("%s/locale", built);
	bindtextdomain(PACKAGE, dir != NULL ? dir : LOCALEDIR);
	bindtextdomain(LESSON_DOMAIN, dir != NULL ? dir : LOCALEDIR);
	/* Lessons are UTF-8, whatever the locale is. */
	bind_textdomain_codeset(LESSON_DOMAIN, "UTF-8");
	textdomain(PACKAGE);
	free(dir);
	free(built);
}

/* The header of the catalogue in use, which every one has; "" if there is none.
 * It is the translation of nothing. */
static const char *
catalogue_header(void)
{
	const char *nothing = "";

	return gettext(nothing);
}

/* Numbers keep the point of the C locale, which the language of scripts has
 * too. */
void
language_set(const char *name)
{
	if (name != NULL)
		setenv("LANGUAGE", name, 1);
	set_characters(name != NULL);
	set_messages(name != NULL);
	stop_at_english();
	find_catalogues();
	/* Read now, the libc's too: later there may be no descriptor for it, or a
	 * stranger's lesson may open nothing. */
	(void)catalogue_header();
	(void)strerror(EBADF);
}

bool
language_found(const char *name)
{
	return *name == '\0' || strcmp(name, "en") == 0 ||
	    strncmp(name, "en_", 3) == 0 || *catalogue_header() != '\0';
}
#else
void
language_set(const char *name)
{
	set_characters(name != NULL);
}

bool
language_found(const char *name)
{
	return *name == '\0' || strncmp(name, "en", 2) == 0;
}
#endif
