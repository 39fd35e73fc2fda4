/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which frames are meant: reading the words, and matching. */
#include "wire/filter.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum { WORD_MAX = 64 }; /* no word of a filter is longer */

/* What a word is. The arguments of those at the end are read by parse_word. */
enum word_kind {
	WORD_FLAG,
	WORD_PROTOCOL,
	WORD_TYPE,
	WORD_DATA,
	WORD_FROM,
	WORD_TO,
	WORD_PORT,
	WORD_LEN,
	WORD_NOT
};

static const struct word {
	const char *name;
	enum word_kind kind;
	unsigned number;
} words[] = {
	{ "SYN", WORD_FLAG, FRAME_SYN },
	{ "ACK", WORD_FLAG, FRAME_ACK },
	{ "FIN", WORD_FLAG, FRAME_FIN },
	{ "RST", WORD_FLAG, FRAME_RST },
	{ "PSH", WORD_FLAG, FRAME_PSH },
	{ "URG", WORD_FLAG, FRAME_URG },
	{ "data", WORD_DATA, 0 },
	{ "from", WORD_FROM, 0 },
	{ "to", WORD_TO, 0 },
	{ "port", WORD_PORT, 0 },
	{ "tcp", WORD_PROTOCOL, IPPROTO_TCP },
	{ "udp", WORD_PROTOCOL, IPPROTO_UDP },
	{ "icmp", WORD_PROTOCOL, IPPROTO_ICMP },
	{ "icmp6", WORD_PROTOCOL, IPPROTO_ICMPV6 },
	{ "arp", WORD_TYPE, 0x0806 },
	{ "ip", WORD_TYPE, 0x0800 },
	{ "ip6", WORD_TYPE, 0x86dd },
	{ "len", WORD_LEN, 0 },
	{ "not", WORD_NOT, 0 },
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

const char *
filter_word(size_t i)
{
	return i < WORDS ? words[i].name : NULL;
}

/* The text that is read, and what it is read into. */
struct reader {
	const char *s;
	size_t len;
	size_t at;
	const char *const *hosts;
	size_t nhosts;
	struct filter filter;
	char **cause;
	char word[WORD_MAX]; /* the last one */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ',';
}

static bool
is_sign(char c)
{
	return c == '<' || c == '>' || c == '=';
}

/* The next word into r->word, empty at the end. Signs are words of their own. */
static bool
next_word(struct reader *r)
{
	size_t n = 0;

	while (r->at < r->len && is_space(r->s[r->at]))
		r->at++;
	while (r->at < r->len && !is_space(r->s[r->at])) {
		char c = r->s[r->at];

		if (n != 0 && is_sign(c) != is_sign(r->word[0]))
			break;
		if (n == WORD_MAX - 1 || c == '\0')
			return cause_set(r->cause,
			    _("a word of the filter is too long or has a NUL "
			      "byte in it"));
		r->word[n++] = c;
		r->at++;
	}
	r->word[n] = '\0';
	return true;
}

static void
offer_words(struct nearest *nearest)
{
	for (size_t i = 0; i < WORDS; i++)
		nearest_offer(nearest, words[i].name);
}

static bool
unknown(struct reader *r, const char *fmt, bool hosts)
{
	struct nearest nearest = { .name = r->word };
	struct strbuf word = { 0 };

	text_safe(&word, r->word, strlen(r->word), false);
	if (hosts) {
		for (size_t i = 0; i < r->nhosts; i++)
			nearest_offer(&nearest, r->hosts[i]);
	} else {
		offer_words(&nearest);
	}
	if (nearest.best != NULL) {
		char *what = xasprintf(fmt, sb_text(&word));

		*r->cause =
		    xasprintf(_("%s; did you mean %s?"), what, nearest.best);
		free(what);
	} else {
		*r->cause = xasprintf(fmt, sb_text(&word));
	}
	sb_free(&word);
	return false;
}

static bool
add_term(struct reader *r, struct filter_term term)
{
	if (r->filter.n == FILTER_TERMS)
		return cause_set(r->cause, _("at most %d words in a filter"),
		    FILTER_TERMS);
	r->filter.terms[r->filter.n++] = term;
	return true;
}

/* A number up to most, strictly decimal. */
static bool
parse_number(struct reader *r, const char *name, uint32_t most, uint32_t *out)
{
	uint64_t n = 0;
	size_t i = 0;

	if (!next_word(r))
		return false;
	while (r->word[i] >= '0' && r->word[i] <= '9' && n <= most)
		n = n * 10 + (unsigned)(r->word[i++] - '0');
	if (i == 0 || r->word[i] != '\0' || n > most) {
		struct strbuf word = { 0 };

		text_safe(&word, r->word, strlen(r->word), false);
		cause_set(r->cause,
		    _("%s is followed by a number, 0 to %u, not "
		      "\"%s\""),
		    name, (unsigned)most, sb_text(&word));
		sb_free(&word);
		return false;
	}
	*out = (uint32_t)n;
	return true;
}

static bool
parse_len(struct reader *r, bool not )
{
	struct filter_term term = { .not = not };

	if (!next_word(r))
		return false;
	if (strcmp(r->word, ">") == 0)
		term.kind = FILTER_LEN_MORE;
	else if (strcmp(r->word, "<") == 0)
		term.kind = FILTER_LEN_LESS;
	else if (strcmp(r->word, "=") == 0 || strcmp(r->word, "==") == 0)
		term.kind = FILTER_LEN_IS;
	else
		return unknown(r,
		    _("len is followed by <, > or = and a number, not \"%s\""),
		    true);
	return parse_number(r, "len", UINT32_MAX, &term.number) &&
	    add_term(r, term);
}

/* from, to: a host by name, an address, or "port N". */
static bool
parse_end(struct reader *r, bool from, bool not )
{
	struct filter_term term = { .not = not };

	if (!next_word(r))
		return false;
	if (strcasecmp(r->word, "port") == 0) {
		term.kind = from ? FILTER_FROM_PORT : FILTER_TO_PORT;
		return parse_number(r, "port", UINT16_MAX, &term.number) &&
		    add_term(r, term);
	}
	for (size_t i = 0; i < r->nhosts; i++) {
		if (strcmp(r->hosts[i], r->word) != 0)
			continue;
		term.kind = from ? FILTER_FROM : FILTER_TO;
		term.number = (uint32_t)i;
		return add_term(r, term);
	}
	term.kind = from ? FILTER_FROM_ADDR : FILTER_TO_ADDR;
	if (inet_pton(AF_INET, r->word, term.addr) == 1)
		term.addr_len = 4;
	else if (inet_pton(AF_INET6, r->word, term.addr) == 1)
		term.addr_len = 16;
	else
		return unknown(r,
		    from ? _("from is followed by a host's name, an address or "
			     "port N, not \"%s\"") :
			   _("to is followed by a host's name, an address or "
			     "port N, not \"%s\""),
		    true);
	return add_term(r, term);
}

static bool
parse_flag(struct reader *r, unsigned flag, bool not )
{
	uint16_t *other = not ? &r->filter.set : &r->filter.clear;
	uint16_t *mine = not ? &r->filter.clear : &r->filter.set;

	if ((*other & flag) != 0)
		return cause_set(r->cause,
		    _("%s and not %s: no frame can be meant"), r->word,
		    r->word);
	*mine |= (uint16_t)flag;
	return true;
}

static bool
parse_word(struct reader *r, const struct word *word, bool not )
{
	struct filter_term term = { .not = not, .number = word->number };

	switch (word->kind) {
	case WORD_FLAG:
		return parse_flag(r, word->number, not );
	case WORD_FROM:
		return parse_end(r, true, not );
	case WORD_TO:
		return parse_end(r, false, not );
	case WORD_LEN:
		return parse_len(r, not );
	case WORD_PORT:
		term.kind = FILTER_PORT;
		return parse_number(r, "port", UINT16_MAX, &term.number) &&
		    add_term(r, term);
	case WORD_PROTOCOL:
		term.kind = FILTER_PROTOCOL;
		return add_term(r, term);
	case WORD_TYPE:
		term.kind = FILTER_TYPE;
		return add_term(r, term);
	case WORD_DATA:
		term.kind = FILTER_DATA;
		return add_term(r, term);
	case WORD_NOT:
		break;
	}
	return cause_set(r->cause, _("not twice in a row"));
}

static const struct word *
find_word(const char *name)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (strcasecmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}

static bool
parse_words(struct reader *r)
{
	for (;;) {
		const struct word *word;
		bool not ;

		if (!next_word(r))
			return false;
		if (r->word[0] == '\0')
			return true;
		word = find_word(r->word);
		not = word != NULL && word->kind == WORD_NOT;
		if (not ) {
			if (!next_word(r))
				return false;
			word = find_word(r->word);
		}
		if (word == NULL)
			return unknown(r,
			    _("a filter has words as SYN, ACK, data, from HOST "
			      "and port N, not \"%s\""),
			    false);
		if (!parse_word(r, word, not ))
			return false;
	}
}

bool
filter_parse(struct filter *filter, const char *text, size_t len,
    const char *const *hosts, size_t nhosts, char **cause)
{
	struct reader r = {
		.s = text,
		.len = len,
		.hosts = hosts,
		.nhosts = nhosts,
		.cause = cause,
	};

	if (!parse_words(&r))
		return false;
	/* "SYN" is the first segment: the second is "SYN ACK". */
	if ((r.filter.set & (FRAME_SYN | FRAME_ACK)) == FRAME_SYN)
		r.filter.clear |= FRAME_ACK;
	*filter = r.filter;
	return true;
}

static bool
match_addr(const struct filter_term *term, const struct frame_key *key,
    const unsigned char *addr)
{
	bool has = term->addr_len == 16 ? key->version == 6 :
					  key->version == 4 || key->op != 0;

	return has && memcmp(term->addr, addr, term->addr_len) == 0;
}

static bool
has_ports(const struct frame_key *key)
{
	return key->first && key->version != 0 &&
	    (key->protocol == IPPROTO_TCP || key->protocol == IPPROTO_UDP);
}

/* "icmp" is that of either version: what is meant is ping. */
static bool
match_protocol(const struct frame_key *key, uint32_t number)
{
	return key->version != 0 &&
	    (key->protocol == number ||
		(number == IPPROTO_ICMP && key->protocol == IPPROTO_ICMPV6));
}

static bool
match_term(const struct filter_term *term, const struct frame_key *key,
    int from, int to)
{
	switch (term->kind) {
	case FILTER_PROTOCOL:
		return match_protocol(key, term->number);
	case FILTER_TYPE:
		return key->ethertype == term->number;
	case FILTER_DATA:
		return has_ports(key) && key->len != 0;
	case FILTER_FROM:
		return from == (int)term->number;
	case FILTER_TO:
		return to == (int)term->number;
	case FILTER_FROM_ADDR:
		return match_addr(term, key, key->src);
	case FILTER_TO_ADDR:
		return match_addr(term, key, key->dst);
	case FILTER_PORT:
		return has_ports(key) &&
		    (key->sport == term->number || key->dport == term->number);
	case FILTER_FROM_PORT:
		return has_ports(key) && key->sport == term->number;
	case FILTER_TO_PORT:
		return has_ports(key) && key->dport == term->number;
	case FILTER_LEN_MORE:
		return key->len > term->number;
	case FILTER_LEN_LESS:
		return key->len < term->number;
	case FILTER_LEN_IS:
		return key->len == term->number;
	}
	return false;
}

bool
filter_match(const struct filter *filter, const struct frame_key *key, int from,
    int to)
{
	if ((filter->set | filter->clear) != 0) {
		if (key->protocol != IPPROTO_TCP || !has_ports(key))
			return false;
		if ((key->flags & filter->set) != filter->set ||
		    (key->flags & filter->clear) != 0)
			return false;
	}
	for (size_t i = 0; i < filter->n; i++) {
		const struct filter_term *term = &filter->terms[i];

		if (match_term(term, key, from, to) == term->not )
			return false;
	}
	return true;
}
