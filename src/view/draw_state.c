/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of a socket: the diagram, and its way through it step by step. */
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/picture.h"
#include "model/tcp_arrow.h"
#include "view/draw.h"
#include "view/tcp_diagram.h"
#include "view/wrap.h"

enum { NAME_MOST = 64, ADDRESS_MOST = 120 };

struct state {
	struct strbuf *out;
	const struct draw_page *page;
	const struct value *v; /* the record */
	char *name;
	const char *kind;
};

static const struct value *
field(const struct state *s, int i)
{
	return picture_field(s->v, i);
}

/* A text of the record, NULL if it has none there. */
static const char *
text_of(const struct value *record, int i)
{
	const struct value *v = picture_field(record, i);

	return v->type == VAL_BYTES ? v->bytes->data : NULL;
}

static int64_t
number_of(const struct value *record, int i)
{
	const struct value *v = picture_field(record, i);

	return v->type == VAL_INT ? v->i : 0;
}

/* "127.0.0.1:80", or "-"; the caller's to free. */
static char *
address_text(const struct state *s, int i)
{
	struct strbuf text = { 0 };

	if (field(s, i)->type != VAL_ADDR)
		return xstrdup("-");
	value_repr(&text, field(s, i), ADDRESS_MOST);
	return sb_steal(&text);
}

static int
state_number(const char *name)
{
	for (int i = 1; name != NULL && i < TCP_STATES; i++) {
		if (strcmp(tcp_state_name(i), name) == 0)
			return i;
	}
	return 0;
}

static const struct value *
step_at(const struct state *s, size_t i)
{
	return &field(s, STATE_STEPS)->tuple->items[i];
}

static size_t
nsteps(const struct state *s)
{
	return field(s, STATE_STEPS)->tuple->len;
}

/* Into CLOSED: where in the figure. */
static bool
is_upper(int64_t arrow)
{
	return arrow == ARROW_ABANDON || arrow == ARROW_UNLISTEN ||
	    arrow == ARROW_REFUSED;
}

static void
mark_way(const struct state *s, struct tcp_way *way)
{
	way->now = state_number(text_of(s->v, STATE_STATE));
	if (nsteps(s) == 0)
		way->visited[way->now] = true;
	for (size_t i = 0; i < nsteps(s); i++) {
		const struct value *step = step_at(s, i);
		int64_t arrow = number_of(step, STEP_ARROW);
		int from = state_number(text_of(step, STEP_FROM));
		int to = state_number(text_of(step, STEP_TO));

		if (arrow > 0 && arrow < ARROWS)
			way->step[arrow] = (uint8_t)(i + 1);
		way->visited[from] = true;
		way->ended = to == TCP_CLOSE && !is_upper(arrow);
		way->visited[to] |= !way->ended;
	}
}

/* The frames of a step: arrows, or for those who hear it words. */
static void
frames_text(const struct state *s, const char *received, const char *sent,
    struct strbuf *out)
{
	if (!s->page->plain) {
		tcp_frames(out, received, sent, s->page->ascii);
		return;
	}
	if (received != NULL)
		sb_printf(out, _("%s comes"), received);
	if (received != NULL && sent != NULL)
		sb_str(out, ", ");
	if (sent != NULL)
		sb_printf(out, _("%s is sent"), sent);
}

/* What a step was: the call that made it, or the frame that came. */
static void
step_text(const struct state *s, const struct value *step, struct strbuf *out)
{
	const struct tcp_arrow *arrow =
	    tcp_arrow((enum tcp_arrow_id)number_of(step, STEP_ARROW));
	const char *call = text_of(step, STEP_CALL);
	const char *received = text_of(step, STEP_RECEIVED);
	const char *sent = text_of(step, STEP_SENT);

	if (arrow->call != NULL) {
		sb_str(out, call != NULL ? call : arrow->call);
		if (received != NULL || sent != NULL)
			sb_str(out, s->page->plain ? ", " : " ");
	}
	frames_text(s, received, sent, out);
	switch (number_of(step, STEP_ARROW)) {
	case ARROW_2MSL:
		sb_str(out, _("2 MSL are over (60 s in Linux)"));
		break;
	case ARROW_TIMEOUT:
		sb_str(out, _("nobody answered for so long that it gave up"));
		break;
	case ARROW_UNSEEN:
		sb_str(out, _("something that was not done in this shell"));
		break;
	default:
		break;
	}
}

/* How it is known; the caller's to free, NULL if the call itself says it. */
static char *
step_reason(const struct value *step)
{
	int64_t id = number_of(step, STEP_ARROW);
	const char *call = text_of(step, STEP_CALL);

	if (id == ARROW_UNSEEN)
		return NULL;
	if (number_of(step, STEP_INFERRED) != 0)
		return call != NULL ?
		    xasprintf(_("inferred: %s shows it"), call) :
		    xstrdup(_("inferred: it must have come"));
	if (call == NULL || tcp_arrow((enum tcp_arrow_id)id)->call != NULL)
		return NULL;
	if (number_of(step, STEP_BY_PEER) != 0)
		return xasprintf(_("by %s at the other end"), call);
	if (strncmp(call, "accept", 6) == 0)
		return xasprintf(_("by the kernel, before %s gave it"), call);
	return NULL;
}

/* "1 | connect(c) ->SYN", a dotted line where the step is inferred. */
static void
draw_step(struct state *s, size_t i)
{
	const struct value *step = step_at(s, i);
	bool inferred = number_of(step, STEP_INFERRED) != 0;
	bool ascii = s->page->ascii;
	const char *line = inferred ? (ascii ? ":" : "┊") : (ascii ? "#" : "┃");
	char *lead = s->page->plain ? xasprintf("%3zu. ", i + 1) :
				      xasprintf("%3zu %s ", i + 1, line);
	char *reason = step_reason(step);
	struct strbuf text = { 0 };

	step_text(s, step, &text);
	if (reason != NULL)
		sb_printf(&text, "%s(%s)", text.len != 0 ? "  " : "", reason);
	wrap_text(s->out, lead, sb_text(&text), s->page->width);
	free(lead);
	free(reason);
	sb_free(&text);
}

static void
draw_way(struct state *s)
{
	const char *made = text_of(s->v, STATE_MADE);
	const char *state = text_of(s->v, STATE_STATE);
	int64_t left = number_of(s->v, STATE_LEFT);
	size_t n = nsteps(s);

	if (left > 0)
		draw_say(s->out, s->page, "  ",
		    ngettext("%lld earlier step is left out",
			"%lld earlier steps are left out", (unsigned long)left),
		    (long long)left);
	else if (made == NULL)
		draw_say(s->out, s->page, "  ",
		    _("the log does not have the call that made it"));
	else
		draw_say(s->out, s->page, "  ", _("made by %s"), made);
	for (size_t i = 0; i < n; i++) {
		sb_printf(s->out, "  %s\n", text_of(step_at(s, i), STEP_FROM));
		draw_step(s, i);
	}
	if (state != NULL)
		draw_say(s->out, s->page, "  ", _("%s now"), state);
}

/* What the descriptor's own state does not tell. */
static void
say_after(struct state *s)
{
	const struct value *seconds = field(s, STATE_SECONDS);
	const struct value *orphan = field(s, STATE_ORPHAN);
	bool closed = field(s, STATE_VALUE)->type == VAL_NONE;
	bool is_closed = strcmp(text_of(s->v, STATE_STATE), "CLOSED") == 0;
	int64_t left =
	    seconds->type == VAL_FLOAT ? (int64_t)(seconds->f + 0.999) : 0;

	if (left != 0)
		draw_say(s->out, s->page, "  ",
		    ngettext("the kernel keeps the connection in TIME_WAIT "
			     "for %lld second more",
			"the kernel keeps the connection in TIME_WAIT for "
			"%lld seconds more",
			(unsigned long)left),
		    (long long)left);
	else if (closed && orphan->type != VAL_INT && !is_closed)
		draw_say(s->out, s->page, "  ",
		    _("its addresses are not known any more: what the kernel "
		      "still has of it cannot be looked up"));
	else if (closed && orphan->i != 0)
		draw_say(s->out, s->page, "  ",
		    _("no descriptor leads to it, but the kernel still has the "
		      "connection"));
	else if (closed)
		draw_say(s->out, s->page, "  ",
		    _("the kernel has nothing of it any more"));
}

static bool
has_room(const struct state *s)
{
	return s->page->columns >= TCP_DIAGRAM_WIDTH && !s->page->plain;
}

static void
draw_tcp(struct state *s)
{
	const char *state = text_of(s->v, STATE_STATE);
	const char *value = text_of(s->v, STATE_VALUE);
	char *local = address_text(s, STATE_LOCAL);
	char *peer = address_text(s, STATE_PEER);
	struct tcp_way way = { 0 };

	if (value == NULL)
		draw_say(s->out, s->page, "",
		    _("%s is closed; its connection is %s"), s->name, state);
	else if (field(s, STATE_PEER)->type == VAL_ADDR)
		draw_say(s->out, s->page, "",
		    s->page->ascii ? "%s: %s, %s -> %s" : "%s: %s, %s → %s",
		    s->name, state, local, peer);
	else if (field(s, STATE_LOCAL)->type == VAL_ADDR)
		draw_say(s->out, s->page, "", "%s: %s, %s", s->name, state,
		    local);
	else
		draw_say(s->out, s->page, "", "%s: %s", s->name, state);
	if (value != NULL && strcmp(value, state) != 0)
		draw_say(s->out, s->page, "  ",
		    _("state(%s) gives \"%s\", the kernel\'s name"), s->name,
		    value);
	mark_way(s, &way);
	if (has_room(s))
		tcp_diagram_draw(s->out, &way, s->page->ascii);
	draw_way(s);
	say_after(s);
	free(local);
	free(peer);
}

static void
draw_udp(struct state *s)
{
	char *local = address_text(s, STATE_LOCAL);
	char *peer = address_text(s, STATE_PEER);

	draw_say(s->out, s->page, "",
	    _("%s: UDP has no states: nothing is set up, and nothing ends"),
	    s->name);
	if (field(s, STATE_LOCAL)->type == VAL_ADDR)
		draw_say(s->out, s->page, "  ", _("its own address: %s"),
		    local);
	else
		draw_say(s->out, s->page, "  ",
		    _("it has no port yet: bind gives one, or the "
		      "first sendto"));
	if (field(s, STATE_PEER)->type == VAL_ADDR)
		draw_say(s->out, s->page, "  ",
		    _("connect noted %s: send goes there, and only what comes "
		      "from there is received"),
		    peer);
	else
		draw_say(s->out, s->page, "  ",
		    _("it has no peer: sendto names one each time, and "
		      "anybody's datagrams are received"));
	free(local);
	free(peer);
}

static void
draw_unix(struct state *s)
{
	const char *value = text_of(s->v, STATE_VALUE);

	if (strcmp(value, "LISTEN") == 0)
		draw_say(s->out, s->page, "",
		    _("%s: listens; a local socket has no other states "
		      "than this, connected, and not connected"),
		    s->name);
	else if (strcmp(value, "ESTABLISHED") == 0)
		draw_say(s->out, s->page, "",
		    _("%s: connected; a local socket has no handshake, "
		      "and no state of waiting when it ends"),
		    s->name);
	else
		draw_say(s->out, s->page, "",
		    _("%s: not connected; a local socket is connected "
		      "at once, or not at all"),
		    s->name);
}

/* All of it, for whoever has no room for the figure. */
static void
draw_list(struct state *s)
{
	for (size_t i = 0; i < nsteps(s); i++) {
		const struct value *step = step_at(s, i);
		struct strbuf lead = { 0 }, text = { 0 };

		step_text(s, step, &text);
		sb_printf(&lead, "%s %s %s", text_of(step, STEP_FROM),
		    s->page->ascii ? "->" : "→", text_of(step, STEP_TO));
		sb_str(s->out, sb_text(&lead));
		sb_char(s->out, '\n');
		wrap_text(s->out, "    ", sb_text(&text), s->page->width);
		sb_free(&lead);
		sb_free(&text);
	}
}

static void
draw_all(struct state *s)
{
	const struct tcp_way none = { 0 };

	draw_say(s->out, s->page, "",
	    _("the states of a TCP connection (RFC 9293): what is "
	      "called, what comes, what is sent"));
	if (has_room(s))
		tcp_diagram_draw(s->out, &none, s->page->ascii);
	else
		draw_list(s);
	draw_say(s->out, s->page, "  ",
	    _("whoever calls close() first comes to TIME_WAIT, the other end "
	      "through CLOSE_WAIT"));
	draw_say(s->out, s->page, "  ",
	    _("an RST leads from every state of a connection to CLOSED, at "
	      "once"));
	draw_say(s->out, s->page, "  ",
	    _("the listener stays in LISTEN: a SYN makes a new socket, which "
	      "accept() gives when it is ESTABLISHED"));
	draw_say(s->out, s->page, "  ",
	    _("a FIN that brings the ACK of ours along leads from FIN_WAIT_1 "
	      "to TIME_WAIT, and an RST from SYN_RCVD back to LISTEN"));
	draw_say(s->out, s->page, "  ",
	    _("state c draws the way that the socket c took"));
}

/* Whether the fields are what their drawing reads. */
static bool
fits(const struct value *v)
{
	const struct value *steps = picture_field(v, STATE_STEPS);
	const char *kind = text_of(v, STATE_KIND);

	if (kind == NULL)
		return false;
	if (strcmp(kind, "tcp") != 0 && strcmp(kind, "all") != 0)
		return text_of(v, STATE_VALUE) != NULL;
	if (steps->type != VAL_TUPLE ||
	    (kind[0] == 't' && text_of(v, STATE_STATE) == NULL))
		return false;
	for (size_t i = 0; i < steps->tuple->len; i++) {
		const struct value *it = &steps->tuple->items[i];

		if (!picture_is(it, &step_layout) ||
		    text_of(it, STEP_FROM) == NULL ||
		    text_of(it, STEP_TO) == NULL)
			return false;
	}
	return true;
}

bool
draw_state(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct state s = { .out = out, .page = page, .v = v };
	const char *name;

	if (!picture_is(v, &state_layout) || !fits(v))
		return false;
	s.kind = text_of(v, STATE_KIND);
	name = text_of(v, STATE_NAME);
	s.name = name != NULL ?
	    xstrndup(name, NAME_MOST) :
	    xasprintf(_("descriptor %lld"), (long long)number_of(v, STATE_FD));
	if (strcmp(s.kind, "all") == 0)
		draw_all(&s);
	else if (strcmp(s.kind, "tcp") == 0)
		draw_tcp(&s);
	else if (strcmp(s.kind, "udp") == 0)
		draw_udp(&s);
	else if (strcmp(s.kind, "unix") == 0)
		draw_unix(&s);
	else
		draw_say(s.out, s.page, "",
		    _("%s: this kind of socket has no states; the "
		      "kernel says %s"),
		    s.name, text_of(v, STATE_VALUE));
	free(s.name);
	return true;
}
