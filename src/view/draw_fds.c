/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fds: a line for each descriptor. */
#include <string.h>

#include "base/i18n.h"
#include "model/layout.h"
#include "view/draw.h"
#include "view/table.h"

enum { REPR_MAX = 400 };

/* A record's fields by their place (layout_look.c). */
enum {
	FDS_FD,
	FDS_NAME,
	FDS_KIND,
	FDS_FAMILY,
	FDS_TYPE,
	FDS_STATE,
	FDS_LOCAL,
	FDS_PEER,
	FDS_INQ,
	FDS_OUTQ,
	FDS_FLAGS,
	FDS_JOB,
	FDS_FIELDS,
};

static const struct table_column columns[] = {
	{ N_("fd"), 0, true },
	{ N_("name"), 1, false },
	{ N_("kind"), 0, false },
	{ N_("state"), 2, false },
	{ N_("local"), 2, false },
	{ N_("peer"), 3, false },
	{ N_("in"), 4, true },
	{ N_("out"), 4, true },
	{ N_("flags"), 6, false },
	{ N_("waits"), 5, false },
};

bool
draw_is_list(const struct value *v, const char *layout, size_t n)
{
	const struct layout *want = layout_find(layout);

	if (v->type != VAL_TUPLE)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *record = &v->tuple->items[i];

		if (value_layout(record) != want || record->tuple->len != n)
			return false;
	}
	return true;
}

void
draw_text(struct strbuf *out, const struct value *v)
{
	sb_clear(out);
	if (v->type == VAL_BYTES)
		sb_add(out, v->bytes->data, v->bytes->len);
	else if (v->type != VAL_NONE)
		value_repr(out, v, REPR_MAX);
}

bool
draw_says(const struct value *v, const char *text)
{
	return v->type == VAL_BYTES && strcmp(v->bytes->data, text) == 0;
}

/* Only TCP, and AF_UNIX in part, have a state that says something when nothing
 * listens and nothing is connected. */
bool
draw_is_tcp(const struct value *kind)
{
	return draw_says(kind, "tcp") || draw_says(kind, "tcp6");
}

static void
add_cell(struct table *t, const struct value *f, int field)
{
	const struct value *v = &f[field];
	struct strbuf text = { 0 };

	draw_text(&text, v);
	/* Of a listener: connections to be accepted. */
	if (field == FDS_STATE && draw_says(v, "CLOSE") &&
	    !draw_is_tcp(&f[FDS_KIND]))
		sb_clear(&text);
	else if (field == FDS_INQ && v->type == VAL_INT &&
	    draw_says(&f[FDS_STATE], "LISTEN"))
		sb_str(&text, _(" new"));
	else if (field == FDS_PEER && v->type == VAL_INT) {
		sb_clear(&text);
		sb_printf(&text, _("fd %lld"), (long long)v->i);
	}
	table_add(t, sb_text(&text));
	sb_free(&text);
}

bool
draw_fds(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct table t;

	if (!draw_is_list(v, "descriptor", FDS_FIELDS))
		return false;
	if (v->tuple->len == 0) {
		sb_printf(out, "%s\n", _("no descriptor is open"));
		return true;
	}
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]),
	    page->ascii);
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *f = v->tuple->items[i].tuple->items;

		for (int k = 0; k < FDS_FIELDS; k++) {
			if (k != FDS_FAMILY && k != FDS_TYPE)
				add_cell(&t, f, k);
		}
	}
	table_draw(out, &t, page);
	table_free(&t);
	return true;
}
