/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame as a line: when, from whom to whom, what, and what became of it. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/call.h"
#include "shell/record.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "view/jsonl_frame.h"
#include "wire/ends.h"

enum {
	LOCK_NS = 20000000,
	/* Names are asked for again where one is missing, at once, but less and
	 * less often as long as that is in vain; and where none is. */
	NAMELESS_NS = 1000000,
	NAMELESS_MOST_NS = 50000000,
	NAMED_NS = 200000000,
	STRANGE_NS = 100000000,
};

static void
name_one(void *ctx, const struct fd_use *use)
{
	ends_name(ctx, use);
}

/* What descriptors' addresses are, and what the shell's variables call them, those
 * that are closed too. With the lock. */
static void
name_all(struct wire_lines *l)
{
	struct session *s = &l->shell->session;

	l->named = clock_now();
	l->ends = ends_note_all(s);
	ends_naming(l->ends);
	shell_fd_uses(l->shell->interp, name_one, l->ends);
}

void
wire_lines_init(struct wire_lines *l, struct shell *sh)
{
	const struct lab *lab = sh->session.lab;

	*l = (struct wire_lines){ .began = sh->wire_began,
		.before = sh->wire_began,
		.ascii = sh->ascii,
		.json = sh->json,
		.shell = sh };
	name_all(l);
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

/* Asks all descriptors for their addresses, and the variables for their names.
 * Whoever computes for long keeps the lock: then it is as it was. */
static void
learn(struct wire_lines *l)
{
	struct session *s = &l->shell->session;

	if (!session_lock_within(s, LOCK_NS))
		return;
	name_all(l);
	session_unlock(s);
}

/* Frames that are none of ours are not asked about again and again. */
static bool
is_strange(struct wire_lines *l, const struct frame_key *key)
{
	uint64_t ports = (uint64_t)key->protocol << 32 |
	    (uint64_t)key->sport << 16 | key->dport;
	struct wire_strange *known =
	    &l->strange[(ports * 0x9e3779b97f4a7c15ULL) >> 58];
	int64_t now = clock_now();

	if (known->ports == ports && known->until > now)
		return true;
	*known = (struct wire_strange){ ports, now + STRANGE_NS };
	return false;
}

static bool
is_named(const struct ends_fd *end)
{
	return end->fd == -1 || end->name[0] != '\0';
}

/* Whether the session had better be asked, what was found being as it is. */
static bool
is_worth_asking(struct wire_lines *l, const struct frame_key *key, bool known,
    const struct ends_fd found[2])
{
	int64_t age = clock_now() - l->named;

	if (!known && !is_strange(l, key))
		return true;
	if (is_named(&found[0]) && is_named(&found[1]))
		return age >= NAMED_NS;
	return age >= l->patience;
}

/* The descriptors at both ends. */
static void
find_ends(struct wire_lines *l, const struct frames_head *head,
    const void *data, struct ends_fd found[2])
{
	const uint8_t hosts[2] = { head->from, head->to };
	struct frame_key key;
	bool known;

	found[0] = found[1] = (struct ends_fd){ .fd = -1 };
	if (head->fate == FATE_READ ||
	    !frame_key_read_from(&key, (enum frame_proto)head->first, data,
		head->kept))
		return;
	known = ends_find(l->ends, &key, hosts, head->time, found);
	if (!l->asks || !is_worth_asking(l, &key, known, found))
		return;
	learn(l);
	ends_find(l->ends, &key, hosts, head->time, found);
	if (is_named(&found[0]) && is_named(&found[1]))
		l->patience = 0;
	else if (l->patience < NAMELESS_MOST_NS)
		l->patience = l->patience * 2 + NAMELESS_NS;
}

/* "4 (c)"; NULL if it is none of ours. */
static const char *
fd_text(char *text, size_t size, const struct ends_fd *end)
{
	if (end->fd == -1)
		return NULL;
	snprintf(text, size, end->name[0] != '\0' ? "%d (%s)" : "%d", end->fd,
	    end->name);
	return text;
}

static struct jsonl_end
json_end(const struct wire_lines *l, unsigned host, const struct ends_fd *end)
{
	return (struct jsonl_end){ .host = host_name(l, host),
		.name = end->name[0] != '\0' ? end->name : NULL,
		.fd = end->fd };
}

void
wire_line(struct strbuf *out, struct wire_lines *l,
    const struct frames_head *head, const void *data)
{
	char text[2][ENDS_NAME_MAX + 20];
	struct ends_fd ends[2];
	struct strbuf fate = { 0 }, line = { 0 };
	struct frame_seen seen = {
		.data = data,
		.first = (enum frame_proto)head->first,
		.len = head->kept,
		.wire = head->len,
		.ns = since_began(l, head),
		.from = host_name(l, head->from),
		.to = host_name(l, head->to),
	};

	find_ends(l, head, data, ends);
	seen.src_fd = fd_text(text[0], sizeof(text[0]), &ends[0]);
	seen.dst_fd = fd_text(text[1], sizeof(text[1]), &ends[1]);
	fate_text(&fate, head);
	seen.fate = fate.len != 0 ? fate.data : NULL;
	sb_printf(&line, "#%llu ", (unsigned long long)head->seq);
	frame_line(&line, &l->talks, &seen, 0, l->ascii);
	if (l->json) {
		const struct jsonl_frame frame = { head, data,
			json_end(l, head->from, &ends[0]),
			json_end(l, head->to, &ends[1]), sb_text(&line) };

		jsonl_frame(out, &frame);
	} else {
		sb_add(out, line.data, line.len);
		sb_char(out, '\n');
	}
	sb_free(&line);
	sb_free(&fate);
}

void
wire_said(struct strbuf *out, const struct wire_lines *l, const char *text)
{
	if (l->json)
		jsonl_text(out, "remark", (struct jsonl_who){ 0 }, text,
		    strlen(text));
	else
		sb_printf(out, "%s\n", text);
}

void
wire_lines_plainly(const struct wire_lines *l, struct strbuf *out)
{
	if (!l->json)
		shell_plainly(l->shell, out);
}

void
wire_lines_print(struct call *call, const struct wire_lines *l,
    struct strbuf *out)
{
	struct session *s = call->task->session;

	wire_lines_plainly(l, out);
	if (!l->json) {
		s->ops->print(s->ops_ctx, call->task, sb_text(out), out->len);
		return;
	}
	if (l->shell->muted || out->len == 0)
		return;
	if (s->recorded)
		record_lines(l->shell, call->task, out);
	output_write(&l->shell->out, out->data, out->len, &call->task->cancel);
}
