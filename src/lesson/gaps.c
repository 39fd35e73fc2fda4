/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lesson's translations lack. They stand beside it, LL/NAME.po. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/lint.h"
#include "lesson/po.h"
#include "lesson/translate.h"
#include "view/width.h"

/* A translation being checked. */
struct translated {
	struct lesson *l;
	const char *language;
	struct faults *faults;
};

/* Says it of the line that a text begins in. */
static void
text_fault(struct translated *t, const struct lesson_text *text,
    const char *message)
{
	size_t len;

	lesson_line(t->l, text->line, &len);
	fault_at(t->faults, t->l, text->line, 0, len, "%s: %s", t->language,
	    message);
}

/* What stands in one line of a list or on the wall has to fit there. */
static void
check_width(struct translated *t, const struct lesson_text *text, size_t width)
{
	char *message = NULL;

	if (strcmp(text->kind, "point") == 0 && width > LESSON_POINT_COLUMNS)
		message = xasprintf(_("a point of %zu columns: on the wall "
				      "there is room for %d"),
		    width, LESSON_POINT_COLUMNS);
	else if (text->step == NULL && width >= LESSON_TITLE_COLUMNS)
		message = xasprintf(_("a title of %zu columns: in a list there "
				      "is room for %d"),
		    width, LESSON_TITLE_COLUMNS - 1);
	if (message != NULL)
		text_fault(t, text, message);
	free(message);
}

static void
check_text(struct translated *t, const struct po *po,
    const struct lesson_text *text)
{
	char *context = lesson_context(t->l, text);
	const char *found = po_find(po, context, *text->text);

	free(context);
	if (found == NULL)
		text_fault(t, text, _("this is not translated"));
	else
		check_width(t, text, text_width(found, strlen(found)));
}

static void
check_texts(struct translated *t, const struct po *po)
{
	struct lesson_texts texts;
	size_t translated = 0;

	for (size_t i = 0; i < po->n; i++)
		translated += po->v[i].id.len != 0 && po->v[i].text.len != 0;
	lesson_texts(t->l, &texts);
	if (translated == 0 && texts.n != 0) {
		text_fault(t, &texts.v[0],
		    _("nothing of this lesson is translated yet"));
		texts.n = 0;
	}
	for (size_t i = 0; i < texts.n; i++)
		check_text(t, po, &texts.v[i]);
	lesson_texts_free(&texts);
}

/* Checks a translation, if the file is there. */
static void
check_file(struct translated *t, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct strbuf file = { 0 };
	struct po po;
	int err;

	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return;
	err = fd == -1 ? errno : sb_read(&file, fd, PO_SIZE_MAX);
	if (fd != -1)
		close(fd);
	if (err != 0) {
		fault_add(t->faults, path, 0, "%s", strerror(err));
		sb_free(&file);
		return;
	}
	po_parse(&po, sb_text(&file), file.len);
	check_texts(t, &po);
	po_free(&po);
	sb_free(&file);
}

static int
language_filter(const struct dirent *entry)
{
	return *entry->d_name != '.' &&
	    (entry->d_type == DT_DIR || entry->d_type == DT_LNK ||
		entry->d_type == DT_UNKNOWN);
}

void
lesson_check_translations(struct lesson *l, struct faults *faults)
{
	const char *slash = strrchr(l->path, '/');
	const char *name = slash != NULL ? slash + 1 : l->path;
	const char *dot = strrchr(name, '.');
	int len = (int)(dot != NULL ? (size_t)(dot - name) : strlen(name));
	char *dir = slash != NULL ?
	    xstrndup(l->path, (size_t)(slash - l->path) + 1) :
	    xstrdup("./");
	struct dirent **languages = NULL;
	int n = scandir(dir, &languages, language_filter, alphasort);

	for (int i = 0; i < n; i++) {
		struct translated t = { .l = l,
			.language = languages[i]->d_name,
			.faults = faults };
		char *path = xasprintf("%s%s/%.*s.po", dir,
		    languages[i]->d_name, len, name);

		check_file(&t, path);
		free(path);
		free(languages[i]);
	}
	free(languages);
	free(dir);
}
