/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A translator's file, as gettext(1) describes it in "The Format of PO Files",
 * read so far that it can be said what is missing. msgfmt(1) says whether its
 * form is right.
 */
#ifndef SOCKSH_LESSON_PO_H
#define SOCKSH_LESSON_PO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { PO_SIZE_MAX = 4 << 20 }; /* bytes; a lesson's text has 1 MiB at most */

struct po_entry {
	struct strbuf context;
	struct strbuf id;
	struct strbuf text; /* "": not translated */
	bool fuzzy;         /* to be looked at again: not used by gettext */
};

struct po {
	struct po_entry *v;
	size_t n;
};

/* Takes any bytes; what is no PO file has no entries. */
void po_parse(struct po *po, const char *text, size_t len);
/* The translation, or NULL if there is none that gettext would use. */
const char *po_find(const struct po *po, const char *context, const char *id);
void po_free(struct po *po);

#endif
