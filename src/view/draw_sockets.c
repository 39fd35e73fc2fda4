/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sockets: a line for each socket of the kernel's. */
#include <string.h>

#include "base/i18n.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/table.h"

static const struct table_column columns[] = {
	{ N_("kind"), 0, false },
	{ N_("state"), 0, false },
	{ N_("recv"), 3, true },
	{ N_("send"), 3, true },
	{ N_("local"), 1, false },
	{ N_("peer"), 2, false },
	{ N_("timer"), 4, false },
	{ N_("owner"), 3, false },
};

void
draw_time(struct strbuf *out, double seconds)
{
	if (seconds < 10)
		sb_printf(out, _("%.1f s"), seconds);
	else if (seconds < 180)
		sb_printf(out, _("%.0f s"), seconds);
	else if (seconds < 7200)
		sb_printf(out, _("%.0f min"), seconds / 60);
	else
		sb_printf(out, _("%.1f h"), seconds / 3600);
}

/* What ss(8) calls on and persist says little. */
static const char *
timer_word(const struct value *timer)
{
	if (draw_says(timer, "on"))
		return _("resend");
	if (draw_says(timer, "persist"))
		return _("window probe");
	if (draw_says(timer, "timewait"))
		return _("ends");
	return draw_says(timer, "keepalive") ? _("keepalive") : _("timer");
}

static void
add_timer(struct table *t, const struct value *f)
{
	struct strbuf text = { 0 };

	if (f[SOCKETS_TIMER].type == VAL_BYTES &&
	    f[SOCKETS_LEFT].type == VAL_FLOAT) {
		sb_str(&text, timer_word(&f[SOCKETS_TIMER]));
		sb_char(&text, ' ');
		draw_time(&text, f[SOCKETS_LEFT].f);
		if (f[SOCKETS_RETRANSMITS].type == VAL_INT &&
		    f[SOCKETS_RETRANSMITS].i != 0)
			sb_printf(&text, _(", %lld sent"),
			    (long long)f[SOCKETS_RETRANSMITS].i);
	}
	table_add(t, sb_text(&text));
	sb_free(&text);
}

static void
add_queues(struct table *t, const struct value *f)
{
	struct strbuf text = { 0 };

	draw_text(&text, &f[SOCKETS_RECVQ]);
	if (!draw_says(&f[SOCKETS_STATE], "LISTEN")) {
		table_add(t, sb_text(&text));
		draw_text(&text, &f[SOCKETS_SENDQ]);
		table_add(t, sb_text(&text));
	} else {
		/* Connections to be accepted, and how many may wait. */
		if (f[SOCKETS_SENDQ].type == VAL_INT)
			sb_printf(&text, "/%lld",
			    (long long)f[SOCKETS_SENDQ].i);
		table_add(t, sb_text(&text));
		table_add(t, NULL);
	}
	sb_free(&text);
}

/* Of what no process holds: why it is still there. */
static const char *
without_holder(const struct value *f)
{
	if (f[SOCKETS_INODE].type == VAL_INT)
		return _("another process");
	if (!draw_is_tcp(&f[SOCKETS_KIND]))
		return "";
	if (draw_says(&f[SOCKETS_STATE], "ESTABLISHED") ||
	    draw_says(&f[SOCKETS_STATE], "CLOSE_WAIT"))
		return _("none yet");
	if (draw_says(&f[SOCKETS_STATE], "SYN_RECV"))
		return _("none yet");
	return _("none");
}

static void
add_holders(struct table *t, const struct value *f)
{
	const struct value *holders = &f[SOCKETS_HOLDERS];
	struct strbuf text = { 0 };

	if (f[SOCKETS_FD].type == VAL_INT) {
		sb_printf(&text, _("fd %lld"), (long long)f[SOCKETS_FD].i);
		if (f[SOCKETS_NAME].type == VAL_BYTES)
			sb_printf(&text, " (%s)", f[SOCKETS_NAME].bytes->data);
	}
	for (size_t i = 0;
	     holders->type == VAL_TUPLE && i < holders->tuple->len; i++) {
		const struct value *pair = &holders->tuple->items[i];

		if (pair->type != VAL_TUPLE || pair->tuple->len != 2 ||
		    pair->tuple->items[0].type != VAL_INT ||
		    pair->tuple->items[1].type != VAL_BYTES)
			continue;
		sb_printf(&text, "%s%s (%lld)", text.len != 0 ? ", " : "",
		    pair->tuple->items[1].bytes->data,
		    (long long)pair->tuple->items[0].i);
	}
	if (text.len == 0)
		sb_str(&text, without_holder(f));
	table_add(t, sb_text(&text));
	sb_free(&text);
}

static void
add_row(struct table *t, const struct value *f)
{
	struct strbuf text = { 0 };

	draw_text(&text, &f[SOCKETS_KIND]);
	table_add(t, sb_text(&text));
	draw_text(&text, &f[SOCKETS_STATE]);
	if (draw_says(&f[SOCKETS_STATE], "CLOSE") &&
	    !draw_is_tcp(&f[SOCKETS_KIND]))
		sb_clear(&text);
	table_add(t, sb_text(&text));
	add_queues(t, f);
	draw_text(&text, &f[SOCKETS_LOCAL]);
	table_add(t, sb_text(&text));
	draw_text(&text, &f[SOCKETS_PEER]);
	if (f[SOCKETS_PEER].type == VAL_INT) {
		sb_clear(&text);
		sb_printf(&text, _("fd %lld"), (long long)f[SOCKETS_PEER].i);
	}
	table_add(t, sb_text(&text));
	add_timer(t, f);
	add_holders(t, f);
	sb_free(&text);
}

bool
draw_sockets(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct table t;

	if (!draw_is_list(v, "kernel_socket", SOCKETS_FIELDS))
		return false;
	if (v->tuple->len == 0) {
		sb_printf(out, "%s\n", _("the kernel has no such socket"));
		return true;
	}
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]),
	    page->ascii);
	for (size_t i = 0; i < v->tuple->len; i++)
		add_row(&t, v->tuple->items[i].tuple->items);
	table_draw(out, &t, page);
	table_free(&t);
	return true;
}
