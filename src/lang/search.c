/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside completion: what can be offered, kind by kind. */
#include "lang/search.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/lexer.h"
#include "lang/parse.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/option.h"
#include "model/xlat.h"

static bool
begins(const struct search *s, const char *name)
{
	return strncasecmp(name, s->typed, s->len) == 0;
}

bool
search_offer(struct search *s, const char *name, const char *what, char append)
{
	if (!begins(s, name))
		return false;
	candidates_add(s->out, xstrdup(name),
	    what != NULL && *what != '\0' ? xstrdup(what) : NULL, append);
	return true;
}

/* Behind an argument: a blank if they are words. */
char
search_behind(const struct search *s)
{
	return s->spot->kind == SPOT_PARAM && s->spot->words ? ' ' : '\0';
}

void
search_fds(struct search *s)
{
	bool digit = s->len != 0 && *s->typed >= '0' && *s->typed <= '9';

	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];
		char number[24], *what;

		if (known->kind != KNOWN_FD)
			continue;
		snprintf(number, sizeof(number), "%" PRIi64, known->number);
		if (known->text == NULL || digit) {
			what = xasprintf("%s%s%s",
			    known->text != NULL ? known->text : "",
			    known->text != NULL ? "  " : "",
			    known->what != NULL ? known->what : "");
			search_offer(s, number, what, search_behind(s));
		} else {
			what = xasprintf("%s  %s", number,
			    known->what != NULL ? known->what : "");
			search_offer(s, known->text, what, search_behind(s));
		}
		free(what);
	}
}

void
search_known(struct search *s, enum known_kind kind, char append)
{
	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];

		if (known->kind == kind && known->text != NULL)
			search_offer(s, known->text, known->what, append);
	}
}

/* Where something is called its listeners come first. */
/* The descriptor that the first argument is, or NULL. */
static const struct known *
known_fd(const struct search *s, struct span at)
{
	const char *name = s->text + at.start;
	size_t len;

	while (at.start < at.end && (*name == ' ' || *name == '\t')) {
		name++;
		at.start++;
	}
	len = at.end - at.start;
	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];
		char number[24];

		if (known->kind != KNOWN_FD)
			continue;
		snprintf(number, sizeof(number), "%" PRIi64, known->number);
		if ((strlen(number) == len && memcmp(number, name, len) == 0) ||
		    (known->text != NULL && strlen(known->text) == len &&
			memcmp(known->text, name, len) == 0))
			return known;
	}
	return NULL;
}

/* The descriptor that is the first argument, or NULL. */
static const struct known *
fd_before(const struct search *s)
{
	return s->spot->nargs != 0 ? known_fd(s, s->spot->args[0]) : NULL;
}

/* The family of its socket. */
static int
family_before(const struct search *s)
{
	const struct known *fd = fd_before(s);

	return fd != NULL ? fd->family : AF_UNSPEC;
}

void
search_addrs(struct search *s, bool called)
{
	const struct spot *p = s->spot;
	const struct known *fd = fd_before(s);
	int family = family_before(s), type = fd != NULL ? fd->type : 0;

	for (int first = 1; first >= 0; first--) {
		for (size_t i = 0; i < s->k->n; i++) {
			const struct known *known = &s->k->known[i];

			if (known->kind != KNOWN_ADDR ||
			    (called && known->listens) != (first == 1))
				continue;
			if (family != AF_UNSPEC && known->family != AF_UNSPEC &&
			    known->family != family)
				continue;
			/* UDP calls no TCP listener. */
			if (type != 0 && known->type != 0 &&
			    known->type != type)
				continue;
			/* A path or a name is text, which a call has in
			 * quotes. */
			if (!p->words && p->quote == 0 &&
			    strchr("0123456789[", *known->text) == NULL)
				continue;
			search_offer(s, known->text, known->what,
			    p->quote != 0 && !p->words ? p->closes :
							 search_behind(s));
		}
	}
}

void
search_jobs(struct search *s)
{
	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];
		char number[24];

		if (known->kind != KNOWN_JOB)
			continue;
		snprintf(number, sizeof(number), "%" PRIi64, known->number);
		search_offer(s, number, known->what, search_behind(s));
		if (known->text != NULL && s->len != 0)
			search_offer(s, known->text, known->what,
			    search_behind(s));
	}
}

/* A constant; where one of its table is wanted what all of them begin with may
 * be left out. */
static void
offer_constant(struct search *s, const struct xlat_table *t,
    const struct xlat *row, bool guess)
{
	size_t skip = t->prefix != NULL ? strlen(t->prefix) : 0;
	bool prefixed =
	    strncmp(row->name, t->prefix != NULL ? t->prefix : "", skip) == 0;
	char *what;

	if (!begins(s, row->name) &&
	    !(guess && prefixed && s->len != 0 && begins(s, row->name + skip)))
		return;
	what = t == &xlat_errnos ?
	    xstrdup(errno_text((int)row->value)) :
	    xasprintf("%s, %" PRIi64, _(t->what), row->value);
	candidates_add(s->out, xstrdup(row->name), what, search_behind(s));
}

/* Whether a kind of socket is of this family: of the other forty most people
 * never make one. AF_, not PF_. */
static bool
is_usual_family(const struct xlat *row)
{
	const struct sock_kind *kind;

	for (size_t i = 0; (kind = sock_kind_at(i)) != NULL; i++) {
		const char *name = xlat_name(&xlat_families, kind->family);

		if (name != NULL && strcmp(name, row->name) == 0)
			return true;
	}
	return false;
}

void
search_table(struct search *s, const struct xlat_table *t)
{
	bool usual = s->len == 0 && t == &xlat_families;

	for (size_t i = 0; i < t->n; i++) {
		if (!usual || is_usual_family(&t->rows[i]))
			offer_constant(s, t, &t->rows[i], true);
	}
}

static const char *
option_wants(const struct sockopt *o)
{
	switch (o->type) {
	case OPT_BOOL:
		return _("on or off");
	case OPT_INT:
	case OPT_UINT:
	case OPT_U64:
		return _("a whole number");
	case OPT_LINGER:
		return _("on and seconds");
	case OPT_TIMEVAL:
		return _("seconds");
	case OPT_STRING:
		return _("text");
	case OPT_IFINDEX:
	case OPT_IFINDEX_NET:
		return _("an interface");
	case OPT_IN_ADDR:
	case OPT_ADDR:
		return _("an address");
	default:
		return _("bytes");
	}
}

static const char *
level_name(int level)
{
	const char *name = xlat_name(&xlat_levels, level);

	if (name == NULL)
		name = xlat_name(&xlat_protocols, level);
	return name != NULL ? name : "?";
}

static void
offer_option(struct search *s, const struct sockopt *o)
{
	char *what;

	if (!begins(s, o->name) || option_find(o->name) != o)
		return;
	what = xasprintf("%s, %s", level_name(o->level), option_wants(o));
	candidates_add(s->out, xstrdup(o->name), what, search_behind(s));
}

/* The level that an argument before names; -1: none. */
static int64_t
level_before(const struct search *s)
{
	const struct spot *p = s->spot;

	for (unsigned i = 0; i < p->nargs && i < SPOT_ARGS; i++) {
		struct span at = p->args[i];
		struct value v = { 0 };
		char *cause = NULL, *word;
		bool is;

		while (at.start < at.end && s->text[at.start] == ' ')
			at.start++;
		word = xstrndup(s->text + at.start, at.end - at.start);
		is = i > 0 && *word > '9' &&
		    param_from_word(PARAM_LEVEL, word, strlen(word), &v,
			&cause) &&
		    v.type == VAL_INT;
		free(cause);
		free(word);
		if (is)
			return v.i;
	}
	return -1;
}

/* Whether a socket of family has options of level. */
static bool
level_suits(int level, int family)
{
	switch (level) {
	case IPPROTO_IPV6:
		return family == AF_INET6;
	case IPPROTO_IP:
	case IPPROTO_TCP:
	case IPPROTO_UDP:
		return family == AF_INET || family == AF_INET6;
	case SOL_PACKET:
		return family == AF_PACKET;
	case SOL_NETLINK:
		return family == AF_NETLINK;
	default:
		return true;
	}
}

void
search_options(struct search *s)
{
	const struct sockopt *o;
	int64_t level = level_before(s);
	int family = family_before(s);

	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		if (level != -1 && o->level != level)
			continue;
		if (family != AF_UNSPEC && !level_suits(o->level, family))
			continue;
		offer_option(s, o);
	}
}

/* The value of an option: by the option before. */
void
search_optval(struct search *s)
{
	const struct spot *p = s->spot;
	const struct sockopt *o = NULL;
	struct span at;
	char *word;

	for (unsigned i = 0; i < p->nargs && i < SPOT_ARGS; i++) {
		at = p->args[i];
		while (at.start < at.end && s->text[at.start] == ' ')
			at.start++;
		word = xstrndup(s->text + at.start, at.end - at.start);
		if (option_guess(word) != NULL)
			o = option_guess(word);
		free(word);
	}
	if (o == NULL)
		return;
	if (o->type == OPT_BOOL && p->words) {
		search_offer(s, "on", o->name, ' ');
		search_offer(s, "off", o->name, ' ');
	}
	if (o->names != NULL)
		search_table(s, o->names);
}

void
search_verbs(struct search *s)
{
	const struct verb *verb = s->spot->command->prim->verbs;

	for (; verb != NULL && verb->name != NULL; verb++)
		search_offer(s, verb->name, _(verb->help),
		    verb->form != NULL ? search_behind(s) : '\0');
}

/* The words that the setting before takes. */
void
search_setval(struct search *s)
{
	struct span at = s->spot->args[0];
	char *name, *word, *rest = NULL, *words;

	while (at.start < at.end && s->text[at.start] == ' ')
		at.start++;
	name = xstrndup(s->text + at.start, at.end - at.start);
	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];

		if (known->kind != KNOWN_SETTING || known->words == NULL ||
		    strcmp(known->text, name) != 0)
			continue;
		words = xstrdup(known->words);
		for (word = strtok_r(words, " ", &rest); word != NULL;
		     word = strtok_r(NULL, " ", &rest))
			search_offer(s, word, NULL, search_behind(s));
		free(words);
	}
	free(name);
}

void
search_kinds(struct search *s)
{
	const struct sock_kind *kind;

	for (size_t i = 0; (kind = sock_kind_at(i)) != NULL; i++) {
		const char *family = xlat_name(&xlat_families, kind->family);
		const char *type = xlat_name(&xlat_types, kind->type);
		char *what = xasprintf("%s, %s", family, type);

		search_offer(s, kind->name, what, search_behind(s));
		free(what);
	}
}

/* Commands; append stands behind the name. */
void
search_commands(struct search *s, char append)
{
	for (size_t i = 0; i < s->k->ncommands; i++) {
		const struct prim *prim = s->k->commands[i].prim;

		if (!(prim->flags & PRIM_HIDDEN))
			search_offer(s, prim->name, _(prim->help),
			    append != '\0'              ? append :
				prim->flags & PRIM_PURE ? '(' :
							  ' ');
	}
}

/* Commands that make a system call, the only ones that are counted or fail. */
void
search_calls(struct search *s)
{
	for (size_t i = 0; i < s->k->ncommands; i++) {
		const struct prim *prim = s->k->commands[i].prim;

		if (!(prim->flags & (PRIM_HIDDEN | PRIM_PURE | PRIM_PURE_C)))
			search_offer(s, prim->name, _(prim->help),
			    search_behind(s));
	}
}

/* TCP's, without their common beginning, as everybody calls them. */
void
search_states(struct search *s)
{
	const struct xlat *row = xlat_tcp_states.rows;

	for (size_t i = 0; i < xlat_tcp_states.n; i++)
		search_offer(s, row[i].name + strlen(xlat_tcp_states.prefix),
		    NULL, search_behind(s));
}

/* Whether the argument before is this word. */
bool
search_last_is(const struct search *s, const char *word)
{
	unsigned n = s->spot->nargs;
	struct span at;

	if (n == 0 || n > SPOT_ARGS)
		return false;
	at = s->spot->args[n - 1];
	while (at.start < at.end && s->text[at.start] == ' ')
		at.start++;
	while (at.end > at.start && s->text[at.end - 1] == ' ')
		at.end--;
	return at.end - at.start == strlen(word) &&
	    memcmp(s->text + at.start, word, strlen(word)) == 0;
}

void
search_first_steps(struct search *s)
{
	static const char *const names[] = { "help", "socket", "bind", "listen",
		"accept", "connect", "send", "recv", "close", "sendto",
		"recvfrom", "options", "jobs", "vars", "history", "quit" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct command *cmd =
		    knowledge_command(s->k, names[i], strlen(names[i]));

		if (cmd != NULL)
			search_offer(s, names[i], _(cmd->prim->help), ' ');
	}
}

void
search_constants(struct search *s)
{
	const struct xlat_table *t;
	const struct sockopt *o;

	for (size_t i = 0; (t = xlat_table_at(i)) != NULL; i++) {
		for (size_t j = 0; j < t->n; j++)
			offer_constant(s, t, &t->rows[j], false);
	}
	for (size_t i = 0; (o = option_at(i)) != NULL; i++)
		offer_option(s, o);
}

void
search_variables(struct search *s)
{
	search_known(s, KNOWN_VAR, search_behind(s));
	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *known = &s->k->known[i];

		if (known->kind == KNOWN_FD && known->text != NULL)
			search_offer(s, known->text, known->what,
			    search_behind(s));
	}
}
