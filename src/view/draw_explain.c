/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What explain says of a call: labels, and texts beside them. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/draw.h"
#include "view/wrap.h"

static bool
is_line(const struct value *v)
{
	return v->type == VAL_TUPLE && v->tuple->len == 2 &&
	    v->tuple->items[0].type == VAL_BYTES &&
	    v->tuple->items[1].type == VAL_BYTES;
}

/* Texts under the same label stand in a list. */
static void
draw_line(struct strbuf *out, const char *label, const struct bytes *text,
    bool listed, const struct draw_page *page)
{
	struct strbuf safe = { 0 };
	char *lead = xasprintf("%s%s%s", *label != '\0' ? "  " : "",
	    listed ? "  -" : label, *label != '\0' ? " " : "");

	text_safe(&safe, text->data, text->len, page->ascii);
	wrap_text(out, lead, sb_text(&safe), page->width);
	sb_free(&safe);
	free(lead);
}

bool
draw_explain(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	const char *last = NULL;

	if (v->type != VAL_TUPLE)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *line = &v->tuple->items[i];
		const char *label;
		bool more, again;

		if (!is_line(line))
			return false;
		label = line->tuple->items[0].bytes->data;
		more = i + 1 < v->tuple->len &&
		    is_line(&v->tuple->items[i + 1]) &&
		    strcmp(v->tuple->items[i + 1].tuple->items[0].bytes->data,
			label) == 0;
		again = last != NULL && strcmp(label, last) == 0;
		if (more && !again) {
			sb_str(out, "  ");
			text_safe(out, label, strlen(label), page->ascii);
			sb_char(out, '\n');
		}
		draw_line(out, label, line->tuple->items[1].bytes,
		    more || again, page);
		last = label;
	}
	return true;
}
