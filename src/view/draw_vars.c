/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables and settings, a line each. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/layout.h"
#include "view/draw.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	GAP = 2,        /* columns */
	NAME_MOST = 24, /* columns of a name beside which others stand */
	REPR_MAX = 1024,
};

/* Records' fields by their place (layout_table.c). */
enum { VARIABLE_NAME, VARIABLE_TYPE, VARIABLE_VALUE, VARIABLE_FIELDS };
enum { SETTING_NAME, SETTING_VALUE, SETTING_HELP, SETTING_FIELDS };

/* text, cut to width columns and filled up to fill. */
static void
put(struct strbuf *out, const char *text, size_t width, size_t fill)
{
	size_t len = strlen(text), at = 0, columns = 0;
	bool cut = text_width(text, len) > width;
	size_t room = cut && width >= 3 ? width - 3 : width;

	while (at < len) {
		uint32_t cp;
		size_t n = utf8_decode(text + at, len - at, &cp);

		if (n == 0 || columns + char_width(cp) > room)
			break;
		columns += char_width(cp);
		at += n;
	}
	sb_add(out, text, at);
	if (cut && width >= 3) {
		sb_str(out, "...");
		columns += 3;
	}
	if (columns < fill)
		sb_fill(out, ' ', fill - columns);
}

/* Whether it is a list of records of a layout, their first texts fields text. */
static bool
is_list(const struct value *v, const char *layout, size_t n, size_t texts)
{
	const struct layout *want = layout_find(layout);

	if (v->type != VAL_TUPLE)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *record = &v->tuple->items[i];

		if (value_layout(record) != want || record->tuple->len != n)
			return false;
		for (size_t k = 0; k < texts; k++) {
			if (record->tuple->items[k].type != VAL_BYTES)
				return false;
		}
	}
	return true;
}

static const char *
text_of(const struct value *record, int field)
{
	return record->tuple->items[field].bytes->data;
}

/* How wide a column of texts is at most. */
static size_t
widest(const struct value *list, int field)
{
	size_t most = 0;

	for (size_t i = 0; i < list->tuple->len; i++) {
		const char *s = text_of(&list->tuple->items[i], field);
		size_t n = text_width(s, strlen(s));

		if (n > most)
			most = n;
	}
	return most < NAME_MOST ? most : NAME_MOST;
}

bool
draw_vars(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct strbuf value = { 0 }, name = { 0 };
	size_t names, types, left;

	if (!is_list(v, "variable", VARIABLE_FIELDS, VARIABLE_VALUE))
		return false;
	names = widest(v, VARIABLE_NAME);
	types = widest(v, VARIABLE_TYPE);
	left = names + types + 3 * GAP;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *record = &v->tuple->items[i];

		sb_clear(&value);
		value_repr(&value, &record->tuple->items[VARIABLE_VALUE],
		    REPR_MAX);
		sb_clear(&name);
		text_safe(&name, sb_text(&value), value.len, false);
		sb_fill(out, ' ', GAP);
		put(out, text_of(record, VARIABLE_NAME), names, names + GAP);
		put(out, text_of(record, VARIABLE_TYPE), types, types + GAP);
		put(out, sb_text(&name),
		    page->width > left ? page->width - left : 8, 0);
		sb_char(out, '\n');
	}
	if (v->tuple->len == 0)
		sb_printf(out, "  %s\n", _("no variable has a value"));
	sb_free(&value);
	sb_free(&name);
	return true;
}

bool
draw_settings(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct strbuf lead = { 0 };
	size_t names, values;

	if (!is_list(v, "setting", SETTING_FIELDS, SETTING_FIELDS))
		return false;
	names = widest(v, SETTING_NAME);
	values = widest(v, SETTING_VALUE);
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *record = &v->tuple->items[i];

		sb_clear(&lead);
		sb_fill(&lead, ' ', GAP);
		put(&lead, text_of(record, SETTING_NAME), names, names + GAP);
		put(&lead, text_of(record, SETTING_VALUE), values,
		    values + GAP);
		wrap_text(out, sb_text(&lead), text_of(record, SETTING_HELP),
		    page->width);
	}
	sb_free(&lead);
	return true;
}
