/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files, for completion. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/lexer.h"
#include "shell/know.h"

enum { FILES_MAX = 5000 };

/* What was typed, without its escapes; false if there is no such text. */
static bool
unescape(struct strbuf *out, const char *s, size_t len)
{
	struct lexer lx = { 0 };
	size_t pos = 0;
	bool ok = true;

	sb_add(&lx.text, s, len);
	while (ok && pos < len) {
		if (lx.text.data[pos] == '\\')
			ok = lexer_escape(&lx, &pos, out);
		else
			sb_char(out, lx.text.data[pos++]);
	}
	lexer_free(&lx);
	return ok && (out->len == 0 || strlen(out->data) == out->len);
}

static const char *
kind_of(const struct stat *st)
{
	switch (st->st_mode & S_IFMT) {
	case S_IFDIR:
		return _("directory");
	case S_IFSOCK:
		return _("socket");
	case S_IFIFO:
		return _("pipe");
	case S_IFREG:
		return _("file");
	default:
		return _("device");
	}
}

static void
add_file(struct candidates *c, DIR *dir, const char *head, size_t head_len,
    const char *name)
{
	struct strbuf text = { 0 };
	struct stat st;
	bool known = fstatat(dirfd(dir), name, &st, 0) == 0;
	bool folder = known && S_ISDIR(st.st_mode);

	sb_add(&text, head, head_len);
	know_escape(&text, name, strlen(name), c->quote != 0);
	if (folder)
		sb_char(&text, '/');
	candidates_add(c, sb_steal(&text), known ? xstrdup(kind_of(&st)) : NULL,
	    folder            ? '\0' :
		c->quote != 0 ? c->closes :
		c->words      ? ' ' :
				'\0');
}

static int
by_text(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return strcmp(x->text, y->text);
}

void
know_files(struct candidates *c, const char *typed, size_t len)
{
	struct strbuf path = { 0 };
	const char *slash, *base;
	const char *raw = memrchr(typed, '/', len);
	size_t head = raw != NULL ? (size_t)(raw + 1 - typed) : 0;
	char *folder;
	DIR *dir;
	struct dirent *entry;

	/* Outside of quotes in an expression no text can stand. */
	if ((!c->words && c->quote == 0) || !unescape(&path, typed, len)) {
		sb_free(&path);
		return;
	}
	slash = strrchr(sb_text(&path), '/');
	base = slash != NULL ? slash + 1 : sb_text(&path);
	folder = slash == NULL ?
	    xstrdup(".") :
	    xstrndup(sb_text(&path), (size_t)(slash + 1 - path.data));
	dir = opendir(folder);
	while (
	    dir != NULL && c->n < FILES_MAX && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		/* Hidden ones only if asked for; never . and .. */
		if (strncmp(name, base, strlen(base)) != 0 ||
		    (*name == '.' && *base != '.') || strcmp(name, ".") == 0 ||
		    strcmp(name, "..") == 0)
			continue;
		add_file(c, dir, typed, head, name);
	}
	if (dir != NULL)
		closedir(dir);
	if (c->n != 0)
		qsort(c->v, c->n, sizeof(c->v[0]), by_text);
	free(folder);
	sb_free(&path);
}
