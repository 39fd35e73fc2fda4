/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All options of a socket, a line each. */
#include <string.h>

#include "base/i18n.h"
#include "model/layout.h"
#include "model/xlat.h"
#include "view/draw.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	MARK = 2,    /* columns for "* " */
	GAP = 2,     /* between columns */
	NARROW = 60, /* below: one column for both values */
	REPR_MAX = 200,
};

/* A record's fields by their place (layout_table.c). */
enum {
	OPTION_NAME,
	OPTION_LEVEL,
	OPTION_VALUE,
	OPTION_DEFAULT,
	OPTION_DIFFERS
};

struct columns {
	unsigned width;
	size_t name;
	size_t value; /* 0: values and defaults in one */
};

static const struct value *
field(const struct value *record, int i)
{
	return &record->tuple->items[i];
}

/* text, cut to width columns and filled up to fill. */
static void
put(struct strbuf *out, const char *text, size_t width, size_t fill)
{
	size_t len = strlen(text);
	size_t columns = text_width(text, len);

	if (columns <= width) {
		sb_str(out, text);
	} else {
		/* Of ASCII, as all values are. */
		sb_add(out, text, width > 3 ? width - 3 : 0);
		sb_add(out, "...", width > 3 ? 3 : width);
		columns = width;
	}
	if (columns < fill)
		sb_fill(out, ' ', fill - columns);
}

static void
repr(struct strbuf *out, const struct value *v)
{
	sb_clear(out);
	if (v->type == VAL_NONE)
		sb_char(out, '-');
	else
		value_repr(out, v, REPR_MAX);
}

static void
put_row(struct strbuf *out, const struct columns *c, const struct value *record)
{
	const struct value *preset = field(record, OPTION_DEFAULT);
	bool differs = value_truth(field(record, OPTION_DIFFERS));
	size_t room = c->width - MARK - c->name - GAP;
	struct strbuf value = { 0 }, usual = { 0 };

	sb_str(out, differs ? "* " : "  ");
	put(out, field(record, OPTION_NAME)->bytes->data, c->name, c->name);
	sb_fill(out, ' ', GAP);
	repr(&value, field(record, OPTION_VALUE));
	repr(&usual, preset);
	if (field(record, OPTION_VALUE)->type == VAL_NONE) {
		put(out, _("not read"), room, 0);
	} else if (c->value == 0) {
		if (differs)
			sb_printf(&value, " (%s)", sb_text(&usual));
		put(out, sb_text(&value), room, 0);
	} else if (preset->type == VAL_NONE) {
		put(out, sb_text(&value), room, 0);
	} else {
		put(out, sb_text(&value), c->value, c->value);
		sb_fill(out, ' ', GAP);
		put(out, sb_text(&usual), room - c->value - GAP, 0);
	}
	sb_char(out, '\n');
	sb_free(&value);
	sb_free(&usual);
}

static void
put_level(struct strbuf *out, const struct value *level)
{
	xlat_text(out, xlat_by_tag(level->tag), level->i);
	sb_char(out, '\n');
}

/* How wide the columns are: names whole, and of the rest for the values what the
 * widest needs that has a default beside it, at most a half. */
static void
measure(struct columns *c, const struct value *list)
{
	struct strbuf text = { 0 };
	size_t widest = text_width(_("value"), strlen(_("value")));
	size_t room;

	for (size_t i = 0; i < list->tuple->len; i++) {
		const struct value *record = &list->tuple->items[i];
		size_t name = field(record, OPTION_NAME)->bytes->len;

		if (name > c->name)
			c->name = name;
		if (field(record, OPTION_DEFAULT)->type == VAL_NONE)
			continue;
		repr(&text, field(record, OPTION_VALUE));
		if (text.len > widest)
			widest = text.len;
	}
	sb_free(&text);
	if (c->name > c->width - MARK - GAP - 8)
		c->name = c->width - MARK - GAP - 8;
	room = c->width - MARK - c->name - 2 * GAP;
	if (c->width >= NARROW)
		c->value = widest < room / 2 ? widest : room / 2;
}

static void
put_head(struct strbuf *out, const struct columns *c)
{
	sb_fill(out, ' ', MARK);
	put(out, _("option"), c->name, c->name + GAP);
	put(out, _("value"), c->value != 0 ? c->value : c->width,
	    c->value != 0 ? c->value + GAP : 0);
	if (c->value != 0)
		put(out, _("default"),
		    c->width - MARK - c->name - 2 * GAP - c->value, 0);
	sb_char(out, '\n');
}

static bool
is_option(const struct value *v)
{
	return value_layout(v) == layout_find("sockopt") &&
	    v->tuple->len > OPTION_DIFFERS &&
	    field(v, OPTION_NAME)->type == VAL_BYTES &&
	    field(v, OPTION_LEVEL)->type == VAL_INT;
}

bool
draw_options(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct columns c = { .width = page->width };
	const struct value *items;
	bool unread = false, differs = false;

	if (v->type != VAL_TUPLE)
		return false;
	items = v->tuple->items;
	for (size_t i = 0; i < v->tuple->len; i++) {
		if (!is_option(&items[i]))
			return false;
		unread |= field(&items[i], OPTION_VALUE)->type == VAL_NONE;
		differs |= value_truth(field(&items[i], OPTION_DIFFERS));
	}
	measure(&c, v);
	put_head(out, &c);
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *level = field(&items[i], OPTION_LEVEL);

		if (i == 0 || field(&items[i - 1], OPTION_LEVEL)->i != level->i)
			put_level(out, level);
		put_row(out, &c, &items[i]);
	}
	if (differs)
		wrap_text(out, "* ",
		    c.value != 0 ?
			_("differs from a new socket of the same kind") :
			_("differs from a new socket of the same kind, whose "
			  "value stands in brackets"),
		    page->width);
	if (unread)
		wrap_text(out, "",
		    _("not read: reading it clears or takes something; "
		      "getsockopt does that"),
		    page->width);
	return true;
}
