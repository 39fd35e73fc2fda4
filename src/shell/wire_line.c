/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame as a line: when, from whom to whom, what, and what became of it. */
#include <string.h>

#include "base/i18n.h"
#include "shell/shell.h"
#include "shell/wire.h"

void
wire_lines_init(struct wire_lines *l, const struct shell *sh)
{
	const struct lab *lab = sh->session.lab;

	*l = (struct wire_lines){ .began = sh->wire_began,
		.before = sh->wire_began,
		.ascii = sh->ascii };
	if (lab == NULL)
		return;
	l->n = lab->n;
	l->began = lab->began;
	for (unsigned i = 0; i < lab->n; i++)
		memcpy(l->names[i], lab->hosts[i].name, sizeof(l->names[i]));
}

static const char *
host_name(const struct wire_lines *l, unsigned number)
{
	if (number == FRAMES_TO_ALL)
		return _("all");
	return number != 0 && number <= l->n ? l->names[number - 1] : NULL;
}

static void
add_word(struct strbuf *out, const char *word)
{
	if (out->len != 0)
		sb_str(out, ", ");
	sb_str(out, word);
}

/* What became of a frame, in words; nothing if it was simply delivered. */
static void
fate_text(struct strbuf *out, const struct frames_head *head)
{
	if (head->marks & MARK_MADE)
		add_word(out, _("made here"));
	if (head->marks & MARK_CORRUPTED)
		add_word(out, _("a bit flipped"));
	if (head->marks & MARK_DUPLICATED)
		add_word(out, _("delivered twice"));
	if (head->marks & MARK_SWAPPED)
		add_word(out, _("out of order"));
	if (head->marks & MARK_DELAYED)
		add_word(out, _("late"));
	switch ((enum frames_fate)head->fate) {
	case FATE_HELD:
		add_word(out, _("held"));
		break;
	case FATE_DROPPED:
		add_word(out, _("dropped"));
		break;
	case FATE_ABSORBED:
		add_word(out, _("a copy of one that is held"));
		break;
	case FATE_DELIVERED:
		if (head->marks & MARK_HELD)
			add_word(out, _("let go"));
		break;
	default:
		break;
	}
	if (head->copies != 0) {
		add_word(out, _("copies absorbed:"));
		sb_printf(out, " %u", head->copies);
	}
}

static int64_t
since_began(const struct wire_lines *l, const struct frames_head *head)
{
	if (head->fate == FATE_READ)
		return head->time;
	return head->time - (head->time < l->began ? l->before : l->began);
}

void
wire_line(struct strbuf *out, struct wire_lines *l,
    const struct frames_head *head, const void *data)
{
	struct strbuf fate = { 0 };
	struct frame_seen seen = {
		.data = data,
		.first = (enum frame_proto)head->first,
		.len = head->kept,
		.wire = head->len,
		.ns = since_began(l, head),
		.from = host_name(l, head->from),
		.to = host_name(l, head->to),
	};

	fate_text(&fate, head);
	seen.fate = fate.len != 0 ? fate.data : NULL;
	sb_printf(out, "#%llu ", (unsigned long long)head->seq);
	frame_line(out, &l->talks, &seen, 0, l->ascii);
	sb_char(out, '\n');
	sb_free(&fate);
}
