/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info: facts in words, a section after the other. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/draw.h"
#include "view/width.h"
#include "view/wrap.h"

/* A record's fields by their place (layout_look.c). */
enum { FACT_SECTION, FACT_NAME, FACT_VALUE, FACT_TEXT, FACT_FIELDS };

enum {
	INDENT = 2,
	GAP = 2,
	NAME_MOST = 24, /* columns of a name beside which its text stands */
	NAME_NARROW = 14,
	NARROW = 60,
};

static bool
is_fact(const struct value *f)
{
	return f[FACT_SECTION].type == VAL_BYTES &&
	    f[FACT_NAME].type == VAL_BYTES && f[FACT_TEXT].type == VAL_BYTES;
}

/* Names are marked where they are made; those of options are none of ours. An
 * empty text would be the catalogue's head. */
static const char *
translated(const struct value *v)
{
	return v->bytes->len != 0 ? _(v->bytes->data) : "";
}

static void
put_fact(struct strbuf *out, const struct value *f, size_t names,
    const struct draw_page *page)
{
	struct strbuf lead = { 0 }, text = { 0 }, plain = { 0 };
	const char *name = translated(&f[FACT_NAME]);
	size_t width = text_width(name, strlen(name));

	sb_fill(&lead, ' ', INDENT);
	text_safe(&lead, name, strlen(name), page->ascii);
	/* Too long a name has a line of its own. */
	if (width > names && !page->plain) {
		sb_char(&lead, '\n');
		sb_add(out, lead.data, lead.len);
		sb_clear(&lead);
		sb_fill(&lead, ' ', INDENT);
		width = 0;
	}
	if (page->plain)
		sb_str(&lead, ": ");
	else
		sb_fill(&lead, ' ', names + GAP - width);
	/* A path may have a newline in it. */
	for (size_t i = 0; i < f[FACT_TEXT].bytes->len; i++) {
		char c = f[FACT_TEXT].bytes->data[i];

		if (c == '\n' || c == '\t')
			sb_str(&plain, c == '\n' ? "\\n" : "\\t");
		else
			sb_char(&plain, c);
	}
	if (plain.len == 0)
		sb_char(&plain, '-');
	text_safe(&text, sb_text(&plain), plain.len, page->ascii);
	wrap_text(out, sb_text(&lead), sb_text(&text), page->width);
	sb_free(&lead);
	sb_free(&text);
	sb_free(&plain);
}

bool
draw_info(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	size_t most = page->width < NARROW ? NAME_NARROW : NAME_MOST;
	size_t names = 0;
	const char *section = "";

	if (!draw_is_list(v, "fact", FACT_FIELDS))
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *f = v->tuple->items[i].tuple->items;
		size_t width;

		if (!is_fact(f))
			return false;
		width = text_width(translated(&f[FACT_NAME]),
		    strlen(translated(&f[FACT_NAME])));
		if (width > names && width <= most)
			names = width;
	}
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *f = v->tuple->items[i].tuple->items;

		if (strcmp(f[FACT_SECTION].bytes->data, section) != 0) {
			section = f[FACT_SECTION].bytes->data;
			sb_printf(out, "%s\n", translated(&f[FACT_SECTION]));
		}
		put_fact(out, f, names, page);
	}
	return true;
}
