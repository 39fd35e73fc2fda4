/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffers: each as a bar, with what it means below. */
#include <string.h>

#include "base/i18n.h"
#include "view/draw.h"
#include "view/width.h"
#include "view/wrap.h"

/* A record's fields by their place (layout_look.c). */
enum {
	BUFFER_NAME,
	BUFFER_USED,
	BUFFER_LIMIT,
	BUFFER_MOST,
	BUFFER_SET,
	BUFFER_FIELDS,
};

enum {
	BAR_MOST = 40,  /* columns of a bar, at most */
	BAR_LEAST = 10, /* … below which it has a line of its own */
	INDENT = 4,
	GAP = 2,
	NUMBERS = 24, /* columns kept for "123456 of 123456" */
};

static const struct buffer_word {
	const char *name;
	const char *what;
} words[] = {
	{ N_("connections"),
	    N_("connections that wait to be accepted, and how "
	       "many may: listen's second argument") },
	{ N_("receive queue"), N_("bytes that have come and wait to be read") },
	{ N_("receive memory"),
	    N_("what these take in the kernel, its own headers included: "
	       "SO_RCVBUF is the limit") },
	{ N_("send queue"),
	    N_("bytes that were sent and that the peer has not taken yet") },
	{ N_("not sent yet"),
	    N_("of these, bytes that have not left: the peer's window or the "
	       "congestion window is full, or Nagle waits for more") },
	{ N_("send memory"),
	    N_("what is queued to be sent takes in the kernel, its own headers "
	       "included: SO_SNDBUF is the limit") },
	{ N_("option memory"),
	    N_("bytes for options, filters and control messages") },
	{ N_("backlog"), N_("bytes that came while a call had the socket") },
	{ N_("reserved"), N_("bytes set aside for what will come") },
	{ N_("dropped"),
	    N_("packets dropped because there was no room for them") },
	{ N_("pipe"), N_("bytes that were written and not read yet") },
};

static const struct buffer_word *
word_of(const struct value *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (draw_says(name, words[i].name))
			return &words[i];
	}
	return NULL;
}

static void
put_bar(struct strbuf *out, int64_t used, int64_t limit, size_t columns,
    bool ascii)
{
	size_t full = 0;

	if (used >= limit)
		full = columns;
	else if (used > 0)
		full = (size_t)((double)used / (double)limit * (double)columns);
	/* A little is not nothing. */
	if (full == 0 && used > 0)
		full = 1;
	sb_str(out, ascii ? "[" : "▕");
	for (size_t i = 0; i < columns; i++) {
		if (i < full)
			sb_str(out, ascii ? "#" : "█");
		else
			sb_str(out, ascii ? "." : " ");
	}
	sb_str(out, ascii ? "]" : "▏");
}

static void
put_numbers(struct strbuf *out, const struct value *f)
{
	if (f[BUFFER_USED].i < 0)
		sb_str(out, _("not told"));
	else
		sb_printf(out, "%lld", (long long)f[BUFFER_USED].i);
	if (f[BUFFER_LIMIT].type == VAL_INT)
		sb_printf(out, _(" of %lld"), (long long)f[BUFFER_LIMIT].i);
}

/* What is to be known of a limit. */
static void
put_note(struct strbuf *out, const struct value *f, unsigned width)
{
	struct strbuf text = { 0 };

	if (f[BUFFER_SET].type == VAL_INT && f[BUFFER_SET].i != 0)
		sb_str(&text,
		    _("the limit was set: setsockopt doubles what it is "
		      "given, to leave room for headers"));
	else if (f[BUFFER_MOST].type == VAL_INT)
		sb_printf(&text,
		    _("the limit was not set: the kernel makes it larger as "
		      "it is needed, up to %lld"),
		    (long long)f[BUFFER_MOST].i);
	if (text.len != 0)
		wrap_text(out, "    ", sb_text(&text), width);
	sb_free(&text);
}

static void
put_buffer(struct strbuf *out, const struct value *f, size_t names,
    const struct draw_page *page)
{
	const struct buffer_word *word = word_of(&f[BUFFER_NAME]);
	const char *name =
	    word != NULL ? _(word->name) : f[BUFFER_NAME].bytes->data;
	size_t room = page->columns - names - 2 * GAP - 2;
	size_t bar = room > NUMBERS ? room - NUMBERS : 0;
	bool bounded = !page->plain && f[BUFFER_LIMIT].type == VAL_INT &&
	    f[BUFFER_LIMIT].i > 0 && f[BUFFER_USED].i >= 0;
	int64_t used = f[BUFFER_USED].i, limit = f[BUFFER_LIMIT].i;

	bar = bar < BAR_MOST ? bar : BAR_MOST;
	sb_str(out, name);
	if (page->plain)
		sb_str(out, ": ");
	else
		sb_fill(out, ' ', names + GAP - text_width(name, strlen(name)));
	if (bounded && bar >= BAR_LEAST) {
		put_bar(out, used, limit, bar, page->ascii);
		sb_fill(out, ' ', GAP);
	}
	put_numbers(out, f);
	sb_char(out, '\n');
	if (bounded && bar < BAR_LEAST) {
		sb_fill(out, ' ', INDENT);
		put_bar(out, used, limit, page->columns - INDENT - 2,
		    page->ascii);
		sb_char(out, '\n');
	}
	if (word != NULL)
		wrap_text(out, "    ", _(word->what), page->width);
	put_note(out, f, page->width);
}

static bool
is_buffer(const struct value *f)
{
	return f[BUFFER_NAME].type == VAL_BYTES &&
	    f[BUFFER_NAME].bytes->len < DRAW_WIDTH_MIN / 2 &&
	    f[BUFFER_USED].type == VAL_INT;
}

bool
draw_buffers(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	size_t names = 0;

	if (!draw_is_list(v, "buffer", BUFFER_FIELDS))
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		const struct value *f = v->tuple->items[i].tuple->items;
		const struct buffer_word *word;
		const char *name;

		if (!is_buffer(f))
			return false;
		word = word_of(&f[BUFFER_NAME]);
		name =
		    word != NULL ? _(word->name) : f[BUFFER_NAME].bytes->data;
		if (text_width(name, strlen(name)) > names)
			names = text_width(name, strlen(name));
	}
	for (size_t i = 0; i < v->tuple->len; i++)
		put_buffer(out, v->tuple->items[i].tuple->items, names, page);
	if (v->tuple->len == 0)
		wrap_text(out, "",
		    _("does not apply: only sockets and pipes have buffers"),
		    page->width);
	return true;
}
