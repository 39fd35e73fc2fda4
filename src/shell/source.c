/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source: runs a file's commands here. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/library.h"
#include "model/call.h"
#include "model/xlat.h"
#include "shell/shell.h"

enum {
	TEXT_MAX = 64 << 20, /* bytes; the longest program */
	READ_SIZE = 64 << 10,
};

static const char suffix[] = ".sksh";

/* A file to be found and read. */
struct source {
	const char *name; /* as it was typed */
	char *beside;     /* the folder of the program that names it, or NULL */
	struct strbuf path;
	struct strbuf text;
};

/* Opens the name in a folder (NULL: as it stands), with the suffix if there is
 * no such file without. -1 with errno. */
static int
open_in(struct source *src, const char *folder)
{
	int fd;

	sb_clear(&src->path);
	if (folder != NULL)
		sb_printf(&src->path, "%s/", folder);
	sb_str(&src->path, src->name);
	fd = open(sb_text(&src->path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd != -1 || errno != ENOENT)
		return fd;
	sb_str(&src->path, suffix);
	return open(sb_text(&src->path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

/* A path from the root or from home is that alone. Else: beside the program that
 * names it, in the current folder; for a name without a folder among the
 * programs that came with socksh. */
static int
open_source(struct source *src)
{
	char *shipped, *dir;
	int fd = -1;

	errno = ENOENT;
	if (src->beside != NULL && *src->name != '/')
		fd = open_in(src, src->beside);
	if (fd == -1 && errno == ENOENT)
		fd = open_in(src, NULL);
	if (fd != -1 || errno != ENOENT || strchr(src->name, '/') != NULL)
		return fd;
	dir = library_dir();
	shipped = xasprintf("%s/programs", dir);
	fd = open_in(src, shipped);
	free(shipped);
	free(dir);
	return fd;
}

/* 0, or -1 with errno; after EINTR it may be called again. */
static int
read_source(struct source *src)
{
	int fd = open_source(src), err;
	ssize_t n;

	/* Out of the user's way: his next socket may be opened meanwhile. */
	if (fd != -1)
		fd = session_own_fd(fd);
	if (fd == -1)
		return -1;
	sb_clear(&src->text);
	do {
		n = read(fd, sb_reserve(&src->text, READ_SIZE), READ_SIZE);
		if (n > 0)
			src->text.len += (size_t)n;
		if (src->text.len > TEXT_MAX) {
			errno = EFBIG;
			n = -1;
		}
	} while (n > 0);
	err = errno;
	close(fd);
	errno = err;
	return n == 0 ? 0 : -1;
}

/* The folder of the file whose program runs; the caller's to free. What is no
 * file has a name without a folder, "-c". */
static char *
folder_of(const struct unit *unit)
{
	const char *name = unit != NULL ? unit->name : NULL;
	const char *slash = name != NULL ? strrchr(name, '/') : NULL;

	if (slash == NULL)
		return NULL;
	return slash == name ? xstrdup("/") :
			       xstrndup(name, (size_t)(slash - name));
}

char *
source_from_home(const char *name)
{
	const char *home = getenv("HOME");

	if (strncmp(name, "~/", 2) != 0 || home == NULL || *home != '/')
		return xstrdup(name);
	return xasprintf("%s%s", home, name + 1);
}

/* Whether it was read. */
static bool
source_read(struct call *call, struct source *src)
{
	CALL(call, read_source(src));
	if (call->status != CALL_FAILED)
		return call->status == CALL_OK;
	/* A mistake, not a call that failed: the user has asked for no call. */
	call->status = CALL_OK;
	if (call->err == ENOENT)
		call_mistake(call, 0,
		    _("%s: no such file, neither here, nor beside this "
		      "program, nor among those that came with socksh"),
		    src->name);
	else
		call_mistake(call, 0, "%s: %s", sb_text(&src->path),
		    errno_text(call->err));
	return false;
}

static void
source_call(struct call *call)
{
	struct interp *in = interp_of(call->task);
	const struct bytes *b = call->args[0].v.bytes;
	struct source src = { 0 };
	enum exec rc;
	char *name;

	if (b->len == 0 || strlen(b->data) != b->len) {
		call_mistake(call, 0, _("no file has such a name"));
		return;
	}
	if (in->included >= INTERP_INCLUDED_MAX) {
		call_mistake(call, -1,
		    _("source: %d files, each run by the one before; does one "
		      "run itself?"),
		    in->included);
		return;
	}
	name = source_from_home(b->data);
	src.name = name;
	src.beside = folder_of(in->unit);
	if (source_read(call, &src)) {
		rc = interp_include(in, sb_text(&src.path), sb_text(&src.text),
		    src.text.len);
		call_give(call, VALUE_NONE);
		if (rc != EXEC_OK) {
			call->status = CALL_UNWINDS;
			call->result = rc;
		}
	}
	sb_free(&src.path);
	sb_free(&src.text);
	free(src.beside);
	free(name);
}

const struct prim source_prims[] = {
	{
	    .name = "source",
	    .params = { { "path", PARAM_TEXT, 0 } },
	    .forms = { "path" },
	    .call = source_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_SILENT | PRIM_HOST |
		PRIM_DEFINES,
	    .help = N_("run the commands of a file here: its variables and "
		       "defs stay"),
	    .topic = TOPIC_SHELL,
	    .example = "sh \"echo print 42 > answer.sksh\"\n"
		       "source answer.sksh\n"
		       "> 42",
	},
	{ .name = NULL },
};
