/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A receive queue: its bytes in a band, and what they are, in sentences. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/picture.h"
#include "view/band.h"
#include "view/draw.h"
#include "view/wrap.h"

enum {
	ROWS = 12,         /* of a stream's band */
	MESSAGE_ROWS = 4,  /* of one message's */
	MESSAGES_MOST = 8, /* messages, sends, connections that are told of */
	NAME_MOST = 64,
	SAID_MOST = 200, /* bytes that are said rather than drawn */
};

struct queue {
	struct strbuf *out;
	const struct draw_page *page;
	const struct value *v;      /* the record */
	const struct value *pieces; /* … its list of what waits */
	char *name;
	int64_t asked; /* -1: not asked */
};

static const struct value *
field(const struct queue *q, int i)
{
	return picture_field(q->v, i);
}

static int64_t
number(const struct value *v)
{
	return v->type == VAL_INT ? v->i : -1;
}

static const struct value *
piece(const struct queue *q, size_t i)
{
	return &q->pieces->tuple->items[i];
}

static size_t
npieces(const struct queue *q)
{
	return q->pieces->tuple->len;
}

static const struct bytes *
data_of(const struct queue *q, size_t i)
{
	return picture_field(piece(q, i), QUEUED_DATA)->bytes;
}

/* "5 bytes"; the caller's to free. */
static char *
bytes_text(int64_t n)
{
	return xasprintf(ngettext("%lld byte", "%lld bytes", (unsigned long)n),
	    (long long)n);
}

/* A descriptor as the program calls it; -1 is one that is closed. */
static char *
name_text(const struct value *name, int64_t fd)
{
	if (name->type == VAL_BYTES)
		return xstrndup(name->bytes->data, NAME_MOST);
	if (fd < 0)
		return xstrdup(_("a socket that is closed now"));
	return xasprintf(_("descriptor %lld"), (long long)fd);
}

static char *
sender_text(const struct queue *q)
{
	const struct value *sender = field(q, QUEUE_SENDER);

	return name_text(sender, number(sender));
}

static bool
lacks(const struct queue *q, const char *word)
{
	const struct value *list = field(q, QUEUE_LACKS);

	for (size_t i = 0; list->type == VAL_TUPLE && i < list->tuple->len;
	     i++) {
		const struct value *it = &list->tuple->items[i];

		if (it->type == VAL_BYTES && strcmp(it->bytes->data, word) == 0)
			return true;
	}
	return false;
}

/* What a piece is of its send. */
enum share { SHARE_WHOLE, SHARE_HEAD, SHARE_TAIL, SHARE_MIDDLE, SHARE_UNKNOWN };

static enum share
share_of(const struct queue *q, size_t i)
{
	const struct value *it = piece(q, i);
	int64_t begin = number(picture_field(it, QUEUED_BEGIN));
	int64_t size = number(picture_field(it, QUEUED_SIZE));
	int64_t len = (int64_t)data_of(q, i)->len;

	if (picture_field(it, QUEUED_SEND)->type != VAL_INT)
		return SHARE_UNKNOWN;
	if (begin == 0)
		return len == size ? SHARE_WHOLE : SHARE_HEAD;
	return begin + len == size ? SHARE_TAIL : SHARE_MIDDLE;
}

/* The bytes themselves, for those who hear it instead of the band: as many in a
 * line as it has room for. */
static void
say_data(struct queue *q, const char *lead, const struct bytes *data)
{
	size_t room = q->page->width - strlen(lead) - 2, at = 0, n = 0;
	struct strbuf text = { 0 };

	do {
		for (n = 0; at + n < data->len; n++) {
			sb_clear(&text);
			text_quote(&text, data->data + at, n + 1, n + 1);
			if (text.len > room)
				break;
		}
		sb_clear(&text);
		text_quote(&text, data->data + at, n, n);
		sb_printf(q->out, "%s%s\n", lead, sb_text(&text));
		at += n;
	} while (at < data->len && at < SAID_MOST);
	sb_free(&text);
	if (at < data->len)
		draw_say(q->out, q->page, lead, _("and %lld more, not drawn"),
		    (long long)(data->len - at));
}

static void
say_send(struct queue *q, size_t i)
{
	const struct value *it = piece(q, i);
	int64_t len = (int64_t)data_of(q, i)->len;
	int64_t size = number(picture_field(it, QUEUED_SIZE));
	bool last = i + 1 == npieces(q) && !lacks(q, "more") &&
	    field(q, QUEUE_URGENT)->type == VAL_NONE;
	char *lead = xasprintf(_("  send %lld: "),
	    (long long)number(picture_field(it, QUEUED_SEND)));
	char *all = bytes_text(size);

	switch (share_of(q, i)) {
	case SHARE_WHOLE:
		draw_say(q->out, q->page, lead, _("whole, %s"), all);
		break;
	case SHARE_HEAD:
		draw_say(q->out, q->page, lead,
		    last ? _("the first %lld of %s; the rest has not come "
			     "yet") :
			   _("the first %lld of %s"),
		    (long long)len, all);
		break;
	case SHARE_TAIL:
		draw_say(q->out, q->page, lead,
		    i == 0 ? _("the last %lld of %s; what came before them "
			       "was received already") :
			     _("the last %lld of %s"),
		    (long long)len, all);
		break;
	case SHARE_MIDDLE:
		draw_say(q->out, q->page, lead,
		    _("%lld out of the middle of %s"), (long long)len, all);
		break;
	default:
		break;
	}
	if (q->page->plain)
		say_data(q, "    ", data_of(q, i));
	free(lead);
	free(all);
}

/* How many bytes a recv takes: up to the urgent mark, if it has any before. */
static int64_t
recv_takes(const struct queue *q, int64_t room)
{
	int64_t all = number(field(q, QUEUE_WAITING));
	int64_t mark = number(field(q, QUEUE_MARK));

	if (mark > 0 && all > mark)
		all = mark;
	return room < all ? room : all;
}

/* The sends that n bytes from the start take: how many wholly, how many in part. */
static void
count_sends(const struct queue *q, int64_t n, size_t *whole, size_t *part)
{
	int64_t at = 0;

	*whole = *part = 0;
	for (size_t i = 0; i < npieces(q) && at < n; i++) {
		at += (int64_t)data_of(q, i)->len;
		if (at <= n && share_of(q, i) == SHARE_WHOLE)
			++*whole;
		else
			++*part;
	}
}

/* What n bytes are of sends, as one names it; NULL: it is not known. */
static const char *
shares_text(const struct queue *q, int64_t n)
{
	size_t whole, part;

	if (npieces(q) == 0 || share_of(q, 0) == SHARE_UNKNOWN)
		return NULL;
	count_sends(q, n, &whole, &part);
	if (whole == 1 && part == 0)
		return _("one send, whole");
	if (whole == 0 && part == 1)
		return _("a part of one send: half a packet");
	if (part == 0)
		return _("several sends stuck together");
	if (whole == 0)
		return _("parts of several sends, stuck together");
	return _("whole sends and a part of another, stuck together");
}

static void
say_recv(struct queue *q)
{
	int64_t all = number(field(q, QUEUE_WAITING));
	int64_t room = q->asked >= 0 ? q->asked : all;
	int64_t n = recv_takes(q, room);
	const char *shares = shares_text(q, n);
	char *takes = bytes_text(n), *call;

	call = q->asked >= 0 ?
	    xasprintf("%s(%s, %lld)", lacks(q, "recv") ? "read" : "recv",
		q->name, (long long)room) :
	    xasprintf(lacks(q, "recv") ? _("a read with room for all") :
					 _("a recv with room for all"));
	if (all <= 0 && lacks(q, "end"))
		draw_say(q->out, q->page, "  ",
		    _("%s gives 0 bytes at once: the end"), call);
	else if (all <= 0)
		draw_say(q->out, q->page, "  ",
		    _("%s would wait: there is nothing to take"), call);
	else if (n == 0)
		draw_say(q->out, q->page, "  ",
		    _("%s takes nothing, and leaves it all"), call);
	else if (shares != NULL && n < all)
		draw_say(q->out, q->page, "  ",
		    _("%s takes %s, %s; it leaves %lld"), call, takes, shares,
		    (long long)(all - n));
	else if (shares != NULL)
		draw_say(q->out, q->page, "  ", _("%s takes %s, %s"), call,
		    takes, shares);
	else if (n < all)
		draw_say(q->out, q->page, "  ",
		    _("%s takes %s; it leaves %lld"), call, takes,
		    (long long)(all - n));
	else
		draw_say(q->out, q->page, "  ", _("%s takes %s"), call, takes);
	free(call);
	free(takes);
}

/* The band's parts: a label for each send. */
static struct band_part *
stream_parts(const struct queue *q)
{
	size_t n = npieces(q);
	struct band_part *parts = xcalloc(n, sizeof(parts[0]));

	for (size_t i = 0; i < n; i++) {
		const struct value *send =
		    picture_field(piece(q, i), QUEUED_SEND);
		enum share share = share_of(q, i);

		parts[i].data = data_of(q, i)->data;
		parts[i].len = data_of(q, i)->len;
		parts[i].open_start =
		    share == SHARE_TAIL || share == SHARE_MIDDLE;
		parts[i].open_end = share == SHARE_HEAD ||
		    share == SHARE_MIDDLE || (i + 1 == n && lacks(q, "more"));
		if (send->type == VAL_INT)
			parts[i].label =
			    xasprintf(_("send %lld"), (long long)send->i);
	}
	return parts;
}

static void
draw_stream(struct queue *q)
{
	int64_t all = number(field(q, QUEUE_WAITING));
	struct band_part *parts = stream_parts(q);
	struct band band = {
		.parts = parts,
		.n = npieces(q),
		.mark = number(field(q, QUEUE_MARK)),
		.rows = ROWS,
	};
	size_t drawn;

	if (q->asked >= 0)
		band.taken = (size_t)recv_takes(q, q->asked);
	drawn = band_draw(q->out, &band, q->page);
	if ((int64_t)drawn < all)
		draw_say(q->out, q->page, "    ", _("and %lld more, not drawn"),
		    (long long)(all - (int64_t)drawn));
	for (size_t i = 0; i < band.n; i++)
		free(parts[i].label);
	free(parts);
}

static void
say_urgent(struct queue *q)
{
	const struct value *urgent = field(q, QUEUE_URGENT);
	struct strbuf byte = { 0 };

	if (urgent->type == VAL_BYTES) {
		text_quote(&byte, urgent->bytes->data, urgent->bytes->len, 8);
		draw_say(q->out, q->page, "  ",
		    _("the urgent byte %s stands beside the queue: recv with "
		      "MSG_OOB takes it"),
		    sb_text(&byte));
	}
	sb_free(&byte);
	if (number(field(q, QUEUE_MARK)) > 0)
		draw_say(q->out, q->page,
		    q->page->plain     ? "  " :
			q->page->ascii ? "  ^ " :
					 "  ▲ ",
		    _("the urgent mark: a recv stops here"));
}

static void
say_stream(struct queue *q)
{
	int64_t all = number(field(q, QUEUE_WAITING));
	size_t n = npieces(q);
	char *waits = bytes_text(all), *sender = sender_text(q);
	bool known = n != 0 && share_of(q, 0) != SHARE_UNKNOWN;

	if (all < 0)
		draw_say(q->out, q->page, "",
		    _("%s: what waits cannot be seen"), q->name);
	else if (all == 0)
		draw_say(q->out, q->page, "",
		    lacks(q, "end") ? _("%s: nothing waits but the end") :
				      _("%s: nothing waits"),
		    q->name);
	else if (known)
		draw_say(q->out, q->page, "",
		    ngettext("%s: waiting: %s, of %zu send of %s",
			"%s: waiting: %s, of %zu sends of %s",
			(unsigned long)n),
		    q->name, waits, n, sender);
	else
		draw_say(q->out, q->page, "", _("%s: waiting: %s"), q->name,
		    waits);
	if (!q->page->plain)
		draw_stream(q);
	else if (!known && n != 0)
		say_data(q, "  ", data_of(q, 0));
	for (size_t i = 0; known && i < n && i < MESSAGES_MOST; i++)
		say_send(q, i);
	if (known && n > MESSAGES_MOST)
		draw_say(q->out, q->page, "  ", _("and %zu more sends"),
		    n - MESSAGES_MOST);
	if (!known && all > 0)
		draw_say(q->out, q->page, "  ",
		    _("which sends they come from is not known here: a stream "
		      "keeps no borders"));
	say_urgent(q);
	if (q->asked >= 0 || all > 0)
		say_recv(q);
	free(waits);
	free(sender);
}

/* One message: where it comes from, and its bytes. */
static void
draw_message(struct queue *q, size_t i)
{
	const struct value *it = piece(q, i);
	const struct value *source = picture_field(it, QUEUED_SOURCE);
	int64_t size = number(picture_field(it, QUEUED_SIZE)), taken = 0;
	struct band_part part = { .data = data_of(q, i)->data,
		.len = data_of(q, i)->len };
	struct band band = { &part, 1, 0, -1, MESSAGE_ROWS };
	struct strbuf from = { 0 };
	char *lead = xasprintf("  %zu: ", i + 1), *length = bytes_text(size);

	if (i == 0 && q->asked >= 0)
		taken = q->asked < size ? q->asked : size;
	band.taken = (size_t)taken;
	if (source->type == VAL_ADDR) {
		value_repr(&from, source, 120);
		draw_say(q->out, q->page, lead, _("%s from %s"), length,
		    sb_text(&from));
	} else {
		draw_say(q->out, q->page, lead, "%s", length);
	}
	sb_free(&from);
	if (q->page->plain) {
		say_data(q, "    ", data_of(q, i));
		taken = size;
	} else {
		taken = (int64_t)band_draw(q->out, &band, q->page);
	}
	if (taken < size)
		draw_say(q->out, q->page, "    ", _("and %lld more, not drawn"),
		    (long long)(size - taken));
	free(lead);
	free(length);
}

static void
say_message_recv(struct queue *q)
{
	int64_t size;

	if (q->asked < 0)
		return;
	if (npieces(q) == 0) {
		draw_say(q->out, q->page, "  ",
		    _("recv(%s, %lld) would wait: there is nothing to take"),
		    q->name, (long long)q->asked);
		return;
	}
	size = number(picture_field(piece(q, 0), QUEUED_SIZE));
	if (q->asked < size)
		draw_say(q->out, q->page, "  ",
		    _("recv(%s, %lld) takes message 1 cut off after %lld; the "
		      "%lld behind that are lost (MSG_TRUNC)"),
		    q->name, (long long)q->asked, (long long)q->asked,
		    (long long)(size - q->asked));
	else
		draw_say(q->out, q->page, "  ",
		    _("recv(%s, %lld) takes message 1, whole, and no other"),
		    q->name, (long long)q->asked);
}

static void
say_messages(struct queue *q)
{
	size_t n = npieces(q);

	if (n == 0 && !lacks(q, "error"))
		draw_say(q->out, q->page, "", _("%s: no message waits"),
		    q->name);
	else if (n != 0)
		draw_say(q->out, q->page, "",
		    ngettext("%s: %zu message; each recv takes one, whole or "
			     "cut off",
			"%s: %zu messages; each recv takes one, whole or cut "
			"off",
			(unsigned long)n),
		    q->name, n);
	for (size_t i = 0; i < n && i < MESSAGES_MOST; i++)
		draw_message(q, i);
	if (n > MESSAGES_MOST)
		draw_say(q->out, q->page, "  ", _("and %zu more messages"),
		    n - MESSAGES_MOST);
	say_message_recv(q);
}

static void
say_connections(struct queue *q)
{
	int64_t n = number(field(q, QUEUE_WAITING));
	int64_t limit = number(field(q, QUEUE_LIMIT));

	if (n < 0)
		draw_say(q->out, q->page, "",
		    _("%s listens; connections wait to be accepted"), q->name);
	else if (n == 0)
		draw_say(q->out, q->page, "",
		    _("%s listens; no connection waits"), q->name);
	else
		draw_say(q->out, q->page, "",
		    ngettext("%s listens; %lld connection waits to be accepted",
			"%s listens; %lld connections wait to be accepted",
			(unsigned long)n),
		    q->name, (long long)n);
	for (size_t i = 0; i < npieces(q) && i < MESSAGES_MOST; i++) {
		const struct value *it = piece(q, i);
		char *name = name_text(picture_field(it, PENDING_NAME),
		    number(picture_field(it, PENDING_FD)));
		struct strbuf peer = { 0 };

		value_repr(&peer, picture_field(it, PENDING_PEER), 120);
		if (picture_field(it, PENDING_FD)->type == VAL_INT)
			draw_say(q->out, q->page, "  - ", _("%s, from %s"),
			    name, sb_text(&peer));
		else
			draw_say(q->out, q->page, "  - ", _("from %s"),
			    sb_text(&peer));
		sb_free(&peer);
		free(name);
	}
	if (npieces(q) > MESSAGES_MOST)
		draw_say(q->out, q->page, "  ", _("and %zu more"),
		    npieces(q) - MESSAGES_MOST);
	/* sk_acceptq_is_full in <net/sock.h>: more than the limit, not as many. */
	if (limit >= 0)
		draw_say(q->out, q->page, "  ",
		    _("the limit is %lld (listen's backlog): Linux lets one "
		      "more than that wait"),
		    (long long)limit);
}

static void
say_lacks(struct queue *q)
{
	if (lacks(q, "error"))
		draw_say(q->out, q->page, "",
		    _("%s: an error waits before the bytes: the next call "
		      "gives it, and looking would take it"),
		    q->name);
	if (lacks(q, "first"))
		draw_say(q->out, q->page, "  ",
		    _("this kind of socket shows only the first without "
		      "taking it"));
	if (lacks(q, "end") && number(field(q, QUEUE_WAITING)) > 0)
		draw_say(q->out, q->page, "  ",
		    _("behind that is the end: nothing more comes, and recv "
		      "gives 0 bytes"));
	if (lacks(q, "counted"))
		draw_say(q->out, q->page, "  ",
		    _("the log has forgotten earlier sends: they are counted "
		      "from the oldest that it has"));
	if (lacks(q, "blind"))
		draw_say(q->out, q->page, "  ",
		    _("this cannot be looked at without taking it"));
}

/* Whether the list holds what its kind has. */
static bool
fits(const struct value *v)
{
	const struct value *list = picture_field(v, QUEUE_PIECES);
	bool listens;

	if (picture_field(v, QUEUE_KIND)->type != VAL_BYTES ||
	    list->type != VAL_TUPLE)
		return false;
	listens =
	    strcmp(picture_field(v, QUEUE_KIND)->bytes->data, "listener") == 0;
	for (size_t i = 0; i < list->tuple->len; i++) {
		const struct value *it = &list->tuple->items[i];

		if (!picture_is(it, listens ? &pending_layout : &queued_layout))
			return false;
		if (!listens &&
		    picture_field(it, QUEUED_DATA)->type != VAL_BYTES)
			return false;
	}
	return true;
}

bool
draw_queue(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct queue q = { .out = out, .page = page, .v = v };
	const char *kind;

	if (!picture_is(v, &queue_layout) || !fits(v))
		return false;
	q.pieces = field(&q, QUEUE_PIECES);
	q.asked = number(field(&q, QUEUE_ASKED));
	q.name = name_text(field(&q, QUEUE_NAME), number(field(&q, QUEUE_FD)));
	kind = field(&q, QUEUE_KIND)->bytes->data;
	if (strcmp(kind, "listener") == 0)
		say_connections(&q);
	else if (strcmp(kind, "messages") == 0)
		say_messages(&q);
	else
		say_stream(&q);
	say_lacks(&q);
	free(q.name);
	return true;
}
