/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help: from a name to what is known of it. */
#include "shell/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/complete.h"
#include "lang/hint.h"
#include "lang/planned.h"
#include "model/call.h"
#include "model/term.h"
#include "model/xlat.h"
#include "shell/shell.h"
#include "shell/why.h"
#include "view/width.h"
#include "view/wrap.h"

enum {
	ENTRY_COLUMN = 16,    /* where the text of an entry begins */
	RESULT_COLUMN = 46,   /* where an example has what a line gives */
	PART_LENGTH_MIN = 3,  /* bytes: a Chinese character */
	NAME_LENGTH_MAX = 80, /* of what is asked for: no name is as long */
};

void
help_say(struct help *h, const char *lead, const char *text)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, text, strlen(text), h->sh->ascii);
	/* Beside so long a lead no name would fit: below it. */
	if (text_width(lead, strlen(lead)) > (size_t)h->width / 2) {
		size_t len = strlen(lead);

		while (len != 0 && lead[len - 1] == ' ')
			len--;
		sb_add(&h->text, lead, len);
		sb_char(&h->text, '\n');
		lead = "      ";
	}
	wrap_text(&h->text, lead, sb_text(&safe), h->width);
	sb_free(&safe);
}

void
help_entry(struct help *h, const char *name, const char *text)
{
	struct strbuf lead = { 0 };
	size_t width;

	sb_printf(&lead, "  %s", name);
	width = text_width(lead.data, lead.len);
	sb_fill(&lead, ' ',
	    width < ENTRY_COLUMN ? ENTRY_COLUMN + 2 - width : 2);
	help_say(h, sb_text(&lead), text);
	sb_free(&lead);
}

/* One line of an example; what the next line says of its result goes behind. */
static const char *
example_line(struct help *h, const char *line)
{
	size_t len = strcspn(line, "\n");
	const char *next = line + len + (line[len] == '\n');
	size_t width = text_width(line, len);

	if (line[0] == '>' && line[1] == ' ') {
		sb_printf(&h->text, "      %.*s\n", (int)len - 2, line + 2);
		return next;
	}
	sb_printf(&h->text, "    %.*s", (int)len, line);
	if (next[0] == '=' && next[1] == ' ') {
		size_t gap =
		    width + 6 < RESULT_COLUMN ? RESULT_COLUMN - 4 - width : 2;

		len = strcspn(next, "\n");
		/* Below it on a narrow screen. */
		if (4 + width + gap + text_width(next, len) > h->width) {
			sb_char(&h->text, '\n');
			gap = 6;
		}
		sb_fill(&h->text, ' ', gap);
		sb_add(&h->text, next, len);
		next += len + (next[len] == '\n');
	}
	sb_char(&h->text, '\n');
	return next;
}

void
help_example(struct help *h, const char *example)
{
	if (example == NULL)
		return;
	help_say(h, "  ",
	    strstr(example, "\n= ") != NULL ?
		_("for example (behind = is what the line gives):") :
		_("for example:"));
	while (*example != '\0')
		example = example_line(h, example);
}

/* All that goes by exactly this name; else all that it may mean in another
 * case. False if there is nothing. */
static bool
help_find(struct help *h, const char *name)
{
	const struct command *cmd = session_command(&h->sh->session, name);
	bool found = cmd != NULL;
	int err;

	if (found)
		help_command(h, cmd);
	found |= help_topic(h, name);
	found |= help_keyword(h, name);
	found |= help_option(h, name, true);
	if (!found && why_errno(name, &err)) {
		why_help(&h->text, h->sh, err);
		return true;
	}
	/* What is said of a constant includes its term. */
	if (help_constant(h, name, true))
		return true;
	/* listen is a call, LISTEN a state. */
	if (found) {
		help_term(h, name, true);
		return true;
	}
	return help_option(h, name, false) || help_constant(h, name, false) ||
	    help_term(h, name, false);
}

static void
not_found(struct call *call, const char *name)
{
	struct session *s = call->task->session;
	struct nearest nearest = { .name = name };
	struct strbuf parts = { 0 };

	/* One letter is a part of anything. */
	if (strlen(name) >= PART_LENGTH_MIN)
		term_parts(&parts, name);
	session_command_offer(s, &nearest);
	xlat_constant_offer(&nearest);
	help_topic_offer(&nearest);
	help_about_offer(&nearest);
	if (hint_word(name, strlen(name)) != NULL)
		call_mistake(call, -1, "%s: %s", name,
		    hint_word(name, strlen(name)));
	else if (planned_name(name))
		call_mistake(call, -1, _("%s: not in this version yet"), name);
	else if (nearest.best != NULL)
		call_mistake(call, -1,
		    _("%s: nothing goes by this name; did you mean %s?"), name,
		    nearest.best);
	else if (parts.len != 0)
		call_mistake(call, -1,
		    _("%s: nothing goes by this name; did you mean %s?"), name,
		    parts.data);
	else
		call_mistake(call, -1,
		    _("%s: nothing goes by this name; help lists the topics"),
		    name);
	sb_free(&parts);
}

/* What was asked for: several words are one name, "byte order". */
static void
asked_name(const struct call *call, struct strbuf *name)
{
	for (size_t i = 0; i < call->nrest; i++) {
		if (i != 0)
			sb_char(name, ' ');
		value_text(name, &call->rest[i]);
	}
	/* A NUL ends no name. */
	for (size_t i = 0; i < name->len; i++) {
		if (name->data[i] == '\0')
			name->data[i] = '?';
	}
	sb_truncate(name,
	    name->len < NAME_LENGTH_MAX ? name->len : NAME_LENGTH_MAX);
}

static void
help_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	struct help h = { .sh = sh, .width = why_width(sh) };
	struct strbuf name = { 0 };

	call_give(call, VALUE_NONE);
	asked_name(call, &name);
	if (call->nrest == 0)
		help_topics(&h);
	else if (!help_find(&h, sb_text(&name)))
		not_found(call, sb_text(&name));
	shell_say(call, &h.text);
	sb_free(&name);
	sb_free(&h.text);
}

const struct prim help_prims[] = {
	{
	    .name = "help",
	    .params = { { "name", PARAM_TOPIC, 0 } },
	    .forms = { "[name...]" },
	    .call = help_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("say what there is, or what a name means: of a command, "
		       "an option, an error, a term"),
	    .topic = TOPIC_SHELL,
	    .example = "help detach\n"
		       "> ...",
	},
	{ .name = NULL },
};
