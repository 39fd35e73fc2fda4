/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion: what can stand at a spot. */
#include "lang/complete.h"

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
#include "lang/search.h"
#include "lang/parse.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/option.h"
#include "model/xlat.h"

struct known *
knowledge_add(struct knowledge *k, enum known_kind kind, char *text, char *what)
{
	struct known *known;

	k->known = xgrow(k->known, k->n, sizeof(k->known[0]));
	known = &k->known[k->n++];
	*known = (struct known){ .kind = kind, .text = text, .what = what };
	return known;
}

const struct command *
knowledge_command(const struct knowledge *k, const char *name, size_t len)
{
	size_t low = 0, high = k->ncommands;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *other = k->commands[mid].prim->name;
		int order = strncmp(name, other, len);

		if (order == 0 && other[len] == '\0')
			return &k->commands[mid];
		if (order > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

void
knowledge_free(struct knowledge *k)
{
	for (size_t i = 0; i < k->n; i++) {
		free(k->known[i].text);
		free(k->known[i].what);
		free(k->known[i].words);
	}
	free(k->known);
	*k = (struct knowledge){ 0 };
}

void
candidates_add(struct candidates *c, char *text, char *what, char append)
{
	c->v = xgrow(c->v, c->n, sizeof(c->v[0]));
	c->v[c->n++] = (struct candidate){ text, what, append };
}

void
candidates_free(struct candidates *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].text);
		free(c->v[i].what);
	}
	free(c->v);
	free(c->ask);
	*c = (struct candidates){ 0 };
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* How many bytes two texts have in common, upper and lower case alike; never a
 * part of a character. */
static size_t
common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && lower(a[n]) == lower(b[n]))
		n++;
	while (n > 0 && ((unsigned char)a[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void
candidates_common(const struct candidates *c, const char *typed, size_t len,
    struct strbuf *out)
{
	size_t n = c->n != 0 ? strlen(c->v[0].text) : 0;

	for (size_t i = 1; i < c->n; i++) {
		size_t same = common(c->v[0].text, c->v[i].text);

		n = same < n ? same : n;
	}
	if (c->n != 0 && n >= len)
		sb_add(out, c->v[0].text, n);
	else
		sb_add(out, typed, len);
}

static void
offer_values(struct search *s)
{
	static const char *const literals[] = { "None", "True", "False",
		"NULL" };

	search_variables(s);
	search_known(s, KNOWN_DEF, '(');
	if (s->len == 0)
		return;
	search_commands(s, '(');
	for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++)
		search_offer(s, literals[i], NULL, search_behind(s));
	search_constants(s);
}

static void
offer_statements(struct search *s)
{
	const char *word, *what;

	if (s->len == 0) {
		search_first_steps(s);
		return;
	}
	search_commands(s, ' ');
	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++) {
		if (what != NULL)
			search_offer(s, word, what, ' ');
	}
	search_variables(s);
	search_known(s, KNOWN_DEF, '(');
}

/* Fields of an address of this family, all if it is not known. */
static void
offer_addr_fields(struct search *s, int family)
{
	const char *name,
	    *prefix = family == AF_INET ? "sin_" :
	    family == AF_INET6          ? "sin6_" :
	    family == AF_UNIX           ? "sun_" :
	    family == AF_PACKET         ? "sll_" :
	    family == AF_NETLINK        ? "nl_" :
					  "";

	for (size_t i = 0; (name = addr_field_name(i)) != NULL; i++) {
		if (strncmp(name, prefix, strlen(prefix)) == 0)
			search_offer(s, name, _("field of an address"), '\0');
	}
}

static void
offer_methods(struct search *s, bool fd)
{
	for (size_t i = 0; i < s->k->ncommands; i++) {
		const struct prim *prim = s->k->commands[i].prim;
		enum param_type type = prim->params[0].type;
		bool takes = fd ? type == PARAM_FD :
				  type == PARAM_VALUE || type == PARAM_BYTES ||
			type == PARAM_TEXT;

		if (takes && !(prim->flags & PRIM_HIDDEN))
			search_offer(s, prim->name, _(prim->help), '(');
	}
}

static void
offer_members(struct search *s)
{
	struct span base = s->spot->base;
	size_t len = base.end - base.start;
	const struct known *known = NULL;

	for (size_t i = 0; i < s->k->n; i++) {
		const struct known *one = &s->k->known[i];

		if (one->text != NULL &&
		    (one->kind == KNOWN_FD || one->kind == KNOWN_VAR) &&
		    strlen(one->text) == len &&
		    memcmp(one->text, s->text + base.start, len) == 0)
			known = one;
	}
	if (known == NULL || known->kind == KNOWN_FD) {
		offer_methods(s, true);
		return;
	}
	for (size_t i = 0; known->layout != NULL && i < known->layout->n; i++) {
		char *what = xasprintf("struct %s", known->layout->name);

		search_offer(s, known->layout->fields[i].name, what, '\0');
		free(what);
	}
	if (known->family != AF_UNSPEC)
		offer_addr_fields(s, known->family);
	if (known->layout == NULL && known->family == AF_UNSPEC)
		offer_methods(s, false);
}

static void
offer_lanes(struct search *s)
{
	static const char *const words[] = { "last", "svg", "clear" };

	if (search_last_is(s, "svg")) {
		s->out->files = true;
		return;
	}
	if (search_last_is(s, "last"))
		return;
	search_fds(s);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		search_offer(s, words[i], NULL, search_behind(s));
}

static void
offer_on_off(struct search *s)
{
	search_offer(s, "on", NULL, search_behind(s));
	search_offer(s, "off", NULL, search_behind(s));
}

/* What help explains: to whoever has typed nothing yet, the topics alone, for
 * else there would be hundreds, too many to say a word of each. */
static void
offer_topics(struct search *s)
{
	search_known(s, KNOWN_TOPIC, search_behind(s));
	if (s->len == 0)
		return;
	search_known(s, KNOWN_TERM, search_behind(s));
	search_table(s, &xlat_errnos);
	search_commands(s, search_behind(s));
}

/* What a socket is asked to be. */
static void
offer_match(struct search *s, const struct param *param)
{
	if (strcmp(param->name, "kind") == 0)
		search_kinds(s);
	else if (strcmp(param->name, "state") == 0)
		search_states(s);
	else
		search_addrs(s, false);
}

/* Words: of a command, of the shell, of its commands' own. */
static bool
offer_words(struct search *s, const struct param *param)
{
	switch (param->type) {
	case PARAM_ONOFF:
		offer_on_off(s);
		return true;
	case PARAM_TOPIC:
		offer_topics(s);
		return true;
	case PARAM_CLAIM:
		search_known(s, KNOWN_CLAIM, search_behind(s));
		return true;
	case PARAM_FAILURE:
		offer_on_off(s);
		search_calls(s);
		return true;
	case PARAM_NAME:
		search_calls(s);
		return true;
	case PARAM_SETTING:
		search_known(s, KNOWN_SETTING, search_behind(s));
		return true;
	case PARAM_SETVAL:
		search_setval(s);
		return true;
	case PARAM_VERB:
		search_verbs(s);
		return true;
	case PARAM_SYSCTL:
		return true;
	case PARAM_LAB_HOST:
		search_known(s, KNOWN_LAB_HOST, search_behind(s));
		return true;
	case PARAM_TEXT:
		if (strcmp(param->name, "path") == 0 ||
		    strcmp(param->name, "file") == 0)
			s->out->files = true;
		return s->out->files;
	default:
		return *param_tables(param->type) != NULL;
	}
}

/* What completion knows of a parameter; false: any value may stand there. */
static bool
offer_param(struct search *s, const struct param *param)
{
	const struct xlat_table *const *t = param_tables(param->type);

	for (; *t != NULL; t++) {
		/* Beside what is there already flags would be in the way. */
		if (s->len == 0 && s->out->n != 0 && (*t)->kind == XLAT_FLAGS)
			continue;
		search_table(s, *t);
	}
	switch (param->type) {
	case PARAM_FD:
	case PARAM_FILENO:
	case PARAM_FDS:
	case PARAM_FDSET:
	case PARAM_POLLFDS:
		search_fds(s);
		return true;
	case PARAM_LANES:
		offer_lanes(s);
		return true;
	case PARAM_ADDR:
		search_addrs(s,
		    strncmp(s->spot->command->prim->name, "bind", 4) != 0);
		return true;
	case PARAM_TO:
	case PARAM_TARGET:
		search_addrs(s, true);
		return true;
	case PARAM_HOST:
		search_known(s, KNOWN_HOST, search_behind(s));
		return true;
	case PARAM_OPTION:
		search_options(s);
		return true;
	case PARAM_OPTVAL:
		search_optval(s);
		return true;
	case PARAM_KIND:
		search_kinds(s);
		return true;
	case PARAM_MATCH:
		offer_match(s, param);
		return true;
	case PARAM_JOB:
		search_jobs(s);
		return true;
	default:
		return offer_words(s, param);
	}
}

/* flags= */
static void
offer_keywords(struct search *s)
{
	const struct param *params = s->spot->command->prim->params;

	for (int i = 0; i < PRIM_PARAMS && params[i].name != NULL; i++) {
		char *name = xasprintf("%s=", params[i].name);

		search_offer(s, name, param_wants(params[i].type), '\0');
		free(name);
	}
}

static void
offer_params(struct search *s)
{
	const struct spot *p = s->spot;
	const struct param *params = p->command->prim->params;
	unsigned which = spot_params(p, s->text);
	bool any = which == 0;

	/* What is told by the session stands before what is always so. */
	for (int tables = 0; tables <= 1; tables++) {
		for (int i = 0; i < PRIM_PARAMS; i++) {
			if (which & 1u << i &&
			    (*param_tables(params[i].type) != NULL) == tables)
				any |= !offer_param(s, &params[i]);
		}
	}
	if (p->quote != 0)
		return;
	if (!p->words && s->len != 0 && p->keyword == -1 && !p->expression)
		offer_keywords(s);
	for (int i = 0; i < PRIM_PARAMS && p->words; i++) {
		/* Bytes in words are what they say. */
		enum param_type type = params[i].type;

		if (which & 1u << i &&
		    (type == PARAM_BYTES || type == PARAM_PIECE ||
			type == PARAM_TEXT))
			any = false;
	}
	if (p->words && which == 0)
		return;
	if (any) {
		offer_values(s);
		return;
	}
	if (!p->words || (s->out->n == 0 && s->len != 0))
		search_variables(s);
	if (!p->words && s->out->n == 0)
		search_commands(s, '(');
}

static int
by_text(const void *a, const void *b)
{
	const struct candidate *x = *(const struct candidate *const *)a;
	const struct candidate *y = *(const struct candidate *const *)b;
	int order = strcmp(x->text, y->text);

	return order != 0 ? order : (x > y) - (x < y);
}

/* What was offered for several reasons stays where it was offered first. */
static void
drop_twins(struct candidates *c)
{
	struct candidate **sorted =
	    xcalloc(c->n + 1, sizeof(struct candidate *));
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		sorted[i] = &c->v[i];
	if (c->n != 0)
		qsort(sorted, c->n, sizeof(*sorted), by_text);
	for (size_t i = c->n; i-- > 1;) {
		if (strcmp(sorted[i]->text, sorted[i - 1]->text) != 0)
			continue;
		free(sorted[i]->text);
		free(sorted[i]->what);
		sorted[i]->text = NULL;
	}
	free(sorted);
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].text != NULL)
			c->v[n++] = c->v[i];
	}
	c->n = n;
}

/* What has just the case that was typed leaves the others out. */
static void
keep_case(struct search *s)
{
	struct candidates *c = s->out;
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += strncmp(c->v[i].text, s->typed, s->len) == 0;
	if (n == 0 || n == c->n)
		return;
	n = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (strncmp(c->v[i].text, s->typed, s->len) == 0) {
			c->v[n++] = c->v[i];
		} else {
			free(c->v[i].text);
			free(c->v[i].what);
		}
	}
	c->n = n;
}

/* Anything may stand here: what the row says of it. */
static void
ask(struct search *s)
{
	const struct spot *p = s->spot;
	struct strbuf text = { 0 };

	if (s->out->n != 0 || s->len != 0 || p->kind != SPOT_PARAM ||
	    p->quote != 0 || p->keyword != -1)
		return;
	command_ask(&text, p->command, p->nargs);
	s->out->ask = sb_steal(&text);
}

void
complete_find(const struct knowledge *k, const char *text, size_t len,
    struct candidates *out)
{
	struct spot spot;
	struct search s = { .k = k, .spot = &spot, .text = text, .out = out };

	*out = (struct candidates){ 0 };
	spot_find(k, text, len, &spot);
	s.typed = text + spot.start;
	s.len = len - spot.start;
	out->start = spot.start;
	out->quote = spot.quote;
	out->closes = spot.closes;
	out->words = spot.words;
	switch (spot.kind) {
	case SPOT_NONE:
		return;
	case SPOT_STATEMENT:
		offer_statements(&s);
		break;
	case SPOT_ASSIGNED:
		search_variables(&s);
		search_commands(&s, '\0');
		offer_values(&s);
		break;
	case SPOT_VALUE:
		offer_values(&s);
		break;
	case SPOT_PARAM:
		offer_params(&s);
		break;
	case SPOT_MEMBER:
		offer_members(&s);
		break;
	case SPOT_HOST:
		search_known(&s, KNOWN_LAB_HOST, ' ');
		break;
	}
	drop_twins(out);
	keep_case(&s);
	ask(&s);
}
