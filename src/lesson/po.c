/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A translator's file. */
#include "lesson/po.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct po_reader {
	struct po *po;
	struct po_entry *entry; /* the last one; NULL if there is none yet */
	struct strbuf *string;  /* that quoted lines add to, or NULL */
	bool complete;          /* the entry has its translation */
	bool fuzzy;             /* said of the next entry */
};

/* The entry that a keyword belongs to: a new one behind a translation. */
static void
begin_entry(struct po_reader *r)
{
	struct po *po = r->po;

	if (r->entry != NULL && !r->complete)
		return;
	po->v = xgrow(po->v, po->n, sizeof(po->v[0]));
	r->entry = &po->v[po->n++];
	*r->entry = (struct po_entry){ .fuzzy = r->fuzzy };
	r->complete = false;
	r->fuzzy = false;
}

/* "text", with C's escapes as far as PO files use them. */
static void
add_string(struct strbuf *to, const char *s, size_t len)
{
	const char *end = s + len;

	if (s < end && *s == '"')
		s++;
	for (; s < end && *s != '"'; s++) {
		char c = *s;

		if (c == '\\' && s + 1 < end) {
			c = *++s;
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		sb_char(to, c);
	}
}

/* The length of a keyword and the blanks behind it, if the line has it. */
static size_t
keyword(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	if (len <= n || memcmp(s, word, n) != 0 ||
	    (s[n] != ' ' && s[n] != '\t'))
		return 0;
	while (n < len && (s[n] == ' ' || s[n] == '\t'))
		n++;
	return n;
}

static void
read_comment(struct po_reader *r, const char *s, size_t len)
{
	if (len > 1 && s[1] == ',' &&
	    memmem(s, len, "fuzzy", strlen("fuzzy")) != NULL)
		r->fuzzy = true;
	/* An obsolete entry has no use for what was said of it. */
	if (len > 1 && s[1] == '~')
		r->fuzzy = false;
	r->string = NULL;
}

static void
read_line(struct po_reader *r, const char *s, size_t len)
{
	size_t n;

	if (len == 0) {
		r->string = NULL;
	} else if (*s == '#') {
		read_comment(r, s, len);
	} else if (*s == '"') {
		if (r->string != NULL)
			add_string(r->string, s, len);
	} else if ((n = keyword(s, len, "msgctxt")) != 0) {
		begin_entry(r);
		r->string = &r->entry->context;
		add_string(r->string, s + n, len - n);
	} else if ((n = keyword(s, len, "msgid")) != 0) {
		begin_entry(r);
		r->string = &r->entry->id;
		add_string(r->string, s + n, len - n);
	} else if ((n = keyword(s, len, "msgstr")) != 0 && r->entry != NULL) {
		r->complete = true;
		r->string = &r->entry->text;
		add_string(r->string, s + n, len - n);
	}
}

void
po_parse(struct po *po, const char *text, size_t len)
{
	struct po_reader r = { .po = po };

	*po = (struct po){ 0 };
	for (size_t at = 0, n; at < len; at += n + 1) {
		const char *nl = memchr(text + at, '\n', len - at);
		size_t bare;

		n = nl != NULL ? (size_t)(nl - text) - at : len - at;
		bare = n != 0 && text[at + n - 1] == '\r' ? n - 1 : n;
		read_line(&r, text + at, bare);
	}
}

const char *
po_find(const struct po *po, const char *context, const char *id)
{
	for (size_t i = 0; i < po->n; i++) {
		const struct po_entry *entry = &po->v[i];

		if (strcmp(sb_text(&entry->context), context) == 0 &&
		    strcmp(sb_text(&entry->id), id) == 0)
			return entry->fuzzy || entry->text.len == 0 ?
			    NULL :
			    sb_text(&entry->text);
	}
	return NULL;
}

void
po_free(struct po *po)
{
	for (size_t i = 0; i < po->n; i++) {
		sb_free(&po->v[i].context);
		sb_free(&po->v[i].id);
		sb_free(&po->v[i].text);
	}
	free(po->v);
	*po = (struct po){ 0 };
}
