/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help: the topics, and what belongs to each. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/complete.h"
#include "lang/parse.h"
#include "model/option.h"
#include "model/term.h"
#include "model/xlat.h"
#include "shell/help.h"
#include "shell/shell.h"
#include "view/width.h"

/* Topics of what is no command. */
enum { TOPIC_LANGUAGE = TOPICS, TOPIC_OPTIONS, TOPIC_ERRORS, TOPIC_TERMS };

/* A name is no command's: help NAME has to mean one thing. */
static const struct topic_row {
	int topic;
	const char *name;
	const char *zh;
	const char *what;
} topics[] = {
	{ TOPIC_CONNECTING, "connecting", "连接",
	    N_("make sockets; bind, listen, accept, connect; end them") },
	{ TOPIC_SENDING, "sending", "发送",
	    N_("send bytes, datagrams, files, descriptors") },
	{ TOPIC_RECEIVING, "receiving", "接收",
	    N_("receive them; line by line, or so many bytes") },
	{ TOPIC_ADDRESSES, "addresses", "地址",
	    N_("addresses, hosts, services, interfaces") },
	{ TOPIC_TUNING, "tuning", "设置",
	    N_("socket options, blocking, time-outs, flags") },
	{ TOPIC_WAITING, "waiting", "等待",
	    N_("many descriptors at once: poll, select, epoll") },
	{ TOPIC_FILES, "files", "文件",
	    N_("descriptors in general: dup, pipe, files, eventfd") },
	{ TOPIC_LOOKING, "looking", "观察",
	    N_("what the kernel has: states, queues, options") },
	{ TOPIC_ENCODING, "encoding", "编码",
	    N_("byte order, struct formats, hex, character sets") },
	{ TOPIC_TEXT, "text-methods", "文本",
	    N_("take text apart, put it together, change it") },
	{ TOPIC_VALUES, "values", "值",
	    N_("numbers, lists, chance, the time") },
	{ TOPIC_PRINTING, "printing", "输出",
	    N_("print, printf, input; errors in words") },
	{ TOPIC_MEMORY, "memory", "内存",
	    N_("C's strings and memory, fd_set, control messages") },
	{ TOPIC_BACKGROUND, "background", "后台",
	    N_("jobs: calls that wait while you go on typing") },
	{ TOPIC_SHELL, "shell", "外壳",
	    N_("settings, history, variables, files of commands; the end") },
	{ TOPIC_LESSONS, "lesson", "课程",
	    N_("what there is inside of a lesson") },
	{ TOPIC_LAB, "network", "网络",
	    N_("two hosts and a wire whose frames can be held and lost") },
	{ TOPIC_LANGUAGE, "language", "语言",
	    N_("statements: if, while, def, try, expect, spawn …") },
	{ TOPIC_OPTIONS, "sockopt", "选项",
	    N_("all options of sockets by name, such as SO_REUSEADDR") },
	{ TOPIC_ERRORS, "errors", "错误",
	    N_("all errors by name, such as ECONNREFUSED") },
	{ TOPIC_TERMS, "terms", "术语",
	    N_("words of the field, such as TIME_WAIT, MSS, half-close") },
};

enum { NTOPICS = sizeof(topics) / sizeof(topics[0]) };

static bool
topic_has_command(const struct help *h, int topic)
{
	const struct session *s = &h->sh->session;

	for (size_t i = 0; i < s->ncommands; i++) {
		if ((int)s->commands[i].prim->topic == topic)
			return true;
	}
	return topic >= TOPICS;
}

void
help_topics(struct help *h)
{
	sb_str(&h->text,
	    _("help NAME explains a topic, a command, option, error or "
	      "term, as help TIME_WAIT\n"));
	for (size_t i = 0; i < NTOPICS; i++) {
		if (topic_has_command(h, topics[i].topic))
			help_entry(h, topics[i].name, _(topics[i].what));
	}
}

static void
list_commands(struct help *h, int topic)
{
	const struct session *s = &h->sh->session;

	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *prim = s->commands[i].prim;

		if ((int)prim->topic == topic && !(prim->flags & PRIM_HIDDEN))
			help_entry(h, prim->name, _(prim->help));
	}
}

static void
list_keywords(struct help *h)
{
	const char *name, *what;

	for (size_t i = 0; (name = parse_keyword_at(i, &what)) != NULL; i++) {
		if (what != NULL)
			help_entry(h, name, what);
	}
}

static void
list_options(struct help *h)
{
	const struct sockopt *o;
	struct strbuf names = { 0 };
	int level = -1;

	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		if (o->level != level && names.len != 0) {
			help_say(h, "    ", sb_text(&names));
			sb_clear(&names);
		}
		if (o->level != level)
			sb_printf(&h->text, "  %s:\n",
			    xlat_name(&xlat_levels, o->level));
		level = o->level;
		if (!(o->flags & OPTION_ALIAS))
			sb_printf(&names, "%s ", o->name);
	}
	help_say(h, "    ", sb_text(&names));
	sb_free(&names);
}

static void
list_errors(struct help *h)
{
	struct strbuf names = { 0 };

	for (size_t i = 0; i < xlat_errnos.n; i++)
		sb_printf(&names, "%s ", xlat_errnos.rows[i].name);
	help_say(h, "  ", sb_text(&names));
	sb_free(&names);
}

/* A Chinese name may be broken anywhere by wrap_text: so lines of whole ones. */
static void
list_terms(struct help *h)
{
	struct strbuf line = { 0 };
	const struct term *term;

	for (size_t i = 0; (term = term_at(i)) != NULL; i++) {
		const char *zh = term->zh != NULL ? term->zh : "";
		char *item =
		    xasprintf("%s%s%s%s", term->name, *zh != '\0' ? " " : "",
			zh, term_at(i + 1) != NULL ? "," : "");
		size_t width = text_width(item, strlen(item));

		if (text_width(line.data, line.len) + width + 3 > h->width) {
			help_say(h, "  ", sb_text(&line));
			sb_clear(&line);
		}
		sb_printf(&line, "%s%s", line.len != 0 ? " " : "", item);
		free(item);
	}
	help_say(h, "  ", sb_text(&line));
	sb_free(&line);
}

static void
list_topic(struct help *h, const struct topic_row *row)
{
	char *head = xasprintf("%s:", row->name);

	help_say(h, "", head);
	sb_truncate(&h->text, h->text.len - 1);
	sb_printf(&h->text, " %s\n", _(row->what));
	free(head);
	switch (row->topic) {
	case TOPIC_LANGUAGE:
		list_keywords(h);
		break;
	case TOPIC_OPTIONS:
		list_options(h);
		break;
	case TOPIC_ERRORS:
		list_errors(h);
		break;
	case TOPIC_TERMS:
		list_terms(h);
		break;
	default:
		list_commands(h, row->topic);
		break;
	}
}

bool
help_topic(struct help *h, const char *name)
{
	for (size_t i = 0; i < NTOPICS; i++) {
		if (strcasecmp(topics[i].name, name) != 0 &&
		    strcmp(topics[i].zh, name) != 0)
			continue;
		if (h->text.len != 0)
			sb_char(&h->text, '\n');
		list_topic(h, &topics[i]);
		return true;
	}
	return false;
}

void
help_others(struct help *h, const struct prim *prim)
{
	const struct session *s = &h->sh->session;
	struct strbuf names = { 0 };
	char *lead = NULL;

	for (size_t i = 0; i < NTOPICS; i++) {
		if (topics[i].topic == (int)prim->topic)
			lead = xasprintf(_("  see also (help %s): "),
			    topics[i].name);
	}
	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *other = s->commands[i].prim;

		if (other != prim && other->topic == prim->topic &&
		    !(other->flags & PRIM_HIDDEN))
			sb_printf(&names, "%s%s", names.len != 0 ? ", " : "",
			    other->name);
	}
	if (lead != NULL && names.len != 0)
		help_say(h, lead, sb_text(&names));
	free(lead);
	sb_free(&names);
}

bool
help_topic_at(size_t i, int *topic, const char **name, const char **what)
{
	if (i >= NTOPICS || topics[i].topic >= TOPICS)
		return false;
	*topic = topics[i].topic;
	*name = topics[i].name;
	*what = topics[i].what;
	return true;
}

void
help_topic_offer(struct nearest *nearest)
{
	for (size_t i = 0; i < NTOPICS; i++) {
		nearest_offer(nearest, topics[i].name);
		nearest_offer(nearest, topics[i].zh);
	}
}

void
help_know(struct knowledge *k)
{
	const struct term *term;

	for (size_t i = 0; i < NTOPICS; i++)
		knowledge_add(k, KNOWN_TOPIC, xstrdup(topics[i].name),
		    xstrdup(_(topics[i].what)));
	for (size_t i = 0; (term = term_at(i)) != NULL; i++) {
		knowledge_add(k, KNOWN_TERM, xstrdup(term->name),
		    xstrdup(term->zh != NULL ? term->zh : _("a term")));
		if (term->zh != NULL)
			knowledge_add(k, KNOWN_TERM, xstrdup(term->zh),
			    xstrdup(term->name));
	}
}
