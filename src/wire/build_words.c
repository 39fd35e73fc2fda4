/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a frame is to be: words, and names with values. */
#include "base/chars.h"
#include "wire/build_words.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
	WORD_MAX = 64,
	DATA_MOST = 1400, /* bytes: with all headers it fits into a frame */
	MSS_MOST = UINT16_MAX,
};

struct reader {
	const char *s;
	size_t len;
	size_t at;
	char **cause;
	char name[WORD_MAX];
	bool has_value; /* there is a "=" behind the name */
	struct strbuf value;
};

static const struct {
	const char *name;
	enum frame_proto proto;
} protocols[] = {
	{ "tcp", FRAME_TCP },
	{ "udp", FRAME_UDP },
	{ "icmp", FRAME_ICMP },
	{ "arp", FRAME_ARP },
};

static const struct {
	const char *name;
	unsigned flag;
} flags[] = {
	{ "SYN", FRAME_SYN },
	{ "ACK", FRAME_ACK },
	{ "FIN", FRAME_FIN },
	{ "RST", FRAME_RST },
	{ "PSH", FRAME_PSH },
	{ "URG", FRAME_URG },
};

/* Shorter names than the ends of keys, or other ones. */
static const struct {
	const char *name;
	const char *end;
} aliases[] = {
	{ "ack", "ack_raw" },
	{ "dport", "dstport" },
	{ "id", "ident" },
	{ "seq", "seq_raw" },
	{ "sport", "srcport" },
	{ "urgent", "urgent_pointer" },
	{ "win", "window_size_value" },
	{ "window", "window_size_value" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ',';
}

/* What stands behind a backslash. */
static bool
read_escape(struct reader *r)
{
	static const char from[] = "nrt0\\\"'", to[] = "\n\r\t\0\\\"'";
	char c = r->at < r->len ? r->s[r->at++] : '\0';
	const char *at = c != '\0' ? strchr(from, c) : NULL;

	if (at != NULL) {
		sb_char(&r->value, to[at - from]);
		return true;
	}
	if (c == 'x' && r->len - r->at >= 2) {
		int high = char_hex(r->s[r->at]),
		    low = char_hex(r->s[r->at + 1]);

		if (high >= 0 && low >= 0) {
			sb_char(&r->value, (char)(high * 16 + low));
			r->at += 2;
			return true;
		}
	}
	return cause_set(r->cause,
	    _("behind a backslash stands one of n r t 0 \\ \" ' or xHH"));
}

/* The value behind "=": a word, or what stands in quotes. */
static bool
read_value(struct reader *r)
{
	char quote = r->at < r->len ? r->s[r->at] : '\0';

	if (quote != '"' && quote != '\'') {
		while (r->at < r->len && !is_space(r->s[r->at]))
			sb_char(&r->value, r->s[r->at++]);
		return true;
	}
	r->at++;
	while (r->at < r->len && r->s[r->at] != quote) {
		char c = r->s[r->at++];

		if (c != '\\')
			sb_char(&r->value, c);
		else if (!read_escape(r))
			return false;
	}
	if (r->at == r->len)
		return cause_set(r->cause, _("the quote is not closed"));
	r->at++;
	return true;
}

/* The next word; its name is empty at the end. */
static bool
next_word(struct reader *r)
{
	size_t n = 0;

	sb_clear(&r->value);
	while (r->at < r->len && is_space(r->s[r->at]))
		r->at++;
	while (r->at < r->len && !is_space(r->s[r->at]) && r->s[r->at] != '=') {
		if (n == sizeof(r->name) - 1 || r->s[r->at] == '\0')
			return cause_set(r->cause,
			    _("a field's name is too long or has a NUL byte in "
			      "it"));
		r->name[n++] = r->s[r->at++];
	}
	r->name[n] = '\0';
	r->has_value = r->at < r->len && r->s[r->at] == '=';
	if (!r->has_value)
		return true;
	r->at++;
	if (n == 0)
		return cause_set(r->cause, _("a name belongs before ="));
	return read_value(r);
}

/* The layers of the frame, from the one inside: names are looked for so. */
static size_t
layers_of(const struct build_words *w, enum frame_proto layers[3])
{
	size_t n = 0;

	layers[n++] = w->proto;
	if (w->proto != FRAME_ARP)
		layers[n++] = w->ends->version == 4 ? FRAME_IPV4 : FRAME_IPV6;
	layers[n++] = FRAME_ETHERNET;
	return n;
}

/* How many rows of a protocol have a fixed place: they stand first, in order. */
static size_t
fixed_rows(const struct frame_kind *kind)
{
	size_t n = 1;

	while (n < kind->nrows && kind->rows[n].bits != 0 &&
	    kind->rows[n].bit >= kind->rows[n - 1].bit &&
	    kind->rows[n].bit != 0)
		n++;
	return n;
}

/* "ip.ttl" is meant by itself, and by "ttl"; "tcp.flags.syn" by "syn", too. */
static bool
key_is(const char *key, const char *name)
{
	const char *first = strchr(key, '.');
	const char *last = strrchr(key, '.');

	return strcmp(key, name) == 0 ||
	    (first != NULL && strcmp(first + 1, name) == 0) ||
	    (last != NULL && strcmp(last + 1, name) == 0);
}

static const struct frame_row *
find_row(const struct build_words *w, const char *name, enum frame_proto *proto)
{
	enum frame_proto layers[3];
	size_t n = layers_of(w, layers);

	for (size_t i = 0; i < n; i++) {
		const struct frame_kind *kind = frame_kind(layers[i]);
		size_t rows = fixed_rows(kind);

		for (size_t k = 0; k < rows; k++) {
			if (!key_is(kind->rows[k].key, name))
				continue;
			*proto = layers[i];
			return &kind->rows[k];
		}
	}
	return NULL;
}

static const struct frame_row *
find_field(const struct build_words *w, const char *name,
    enum frame_proto *proto)
{
	for (size_t i = 0; i < COUNT(aliases); i++) {
		const struct frame_row *row;

		if (strcmp(aliases[i].name, name) != 0)
			continue;
		row = find_row(w, aliases[i].end, proto);
		if (row != NULL)
			return row;
	}
	return find_row(w, name, proto);
}

static void
offer_names(const struct build_words *w, struct nearest *nearest)
{
	enum frame_proto layers[3];
	size_t n = layers_of(w, layers);

	for (size_t i = 0; i < n; i++) {
		const struct frame_kind *kind = frame_kind(layers[i]);
		size_t rows = fixed_rows(kind);

		for (size_t k = 0; k < rows; k++) {
			nearest_offer(nearest, kind->rows[k].key);
			nearest_offer(nearest,
			    strrchr(kind->rows[k].key, '.') + 1);
		}
	}
	for (size_t i = 0; i < COUNT(aliases); i++)
		nearest_offer(nearest, aliases[i].name);
	for (size_t i = 0; i < COUNT(protocols); i++)
		nearest_offer(nearest, protocols[i].name);
	for (size_t i = 0; i < COUNT(flags); i++)
		nearest_offer(nearest, flags[i].name);
	nearest_offer(nearest, "data");
	nearest_offer(nearest, "mss");
}

static bool
unknown(struct reader *r, const struct build_words *w)
{
	struct nearest nearest = { .name = r->name };
	struct strbuf name = { 0 };

	offer_names(w, &nearest);
	text_safe(&name, r->name, strlen(r->name), false);
	if (nearest.best != NULL)
		sb_printf(&name, _("; did you mean %s?"), nearest.best);
	cause_set(r->cause, _("no such field or word: %s"), sb_text(&name));
	sb_free(&name);
	return false;
}

/* A number in decimal or, after 0x, in hexadecimal: at most 32 bits. */
static bool
read_number(const char *s, uint64_t *out)
{
	uint64_t n = 0;
	int base = 10;

	if (s[0] == '0' && (s[1] | 0x20) == 'x') {
		base = 16;
		s += 2;
	}
	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		int digit = char_hex(*s);

		if (digit < 0 || digit >= base)
			return false;
		n = n * (uint64_t)base + (uint64_t)digit;
		if (n > UINT32_MAX)
			return false;
	}
	*out = n;
	return true;
}

static bool
read_mac(const char *s, unsigned char mac[6])
{
	for (size_t i = 0; i < 6; i++) {
		int high = char_hex(s[0]),
		    low = high >= 0 ? char_hex(s[1]) : -1;

		if (low < 0 || s[2] != (i < 5 ? ':' : '\0'))
			return false;
		mac[i] = (unsigned char)(high * 16 + low);
		s += 3;
	}
	return true;
}

static bool
bad_value(struct reader *r, const char *wants)
{
	struct strbuf value = { 0 };

	text_quote(&value, r->value.data, r->value.len, 40);
	cause_set(r->cause, _("%s is %s, not %s"), r->name, wants,
	    value.len != 0 ? sb_text(&value) : "\"\"");
	sb_free(&value);
	return false;
}

static bool
number_value(struct reader *r, struct build_field *field)
{
	unsigned scale = field->row->scale != 0 ? field->row->scale : 1;
	uint64_t most = ((UINT64_C(1) << field->row->bits) - 1) * scale;
	char wants[96];

	if (read_number(sb_text(&r->value), &field->number) &&
	    strlen(sb_text(&r->value)) == r->value.len &&
	    field->number <= most && field->number % scale == 0) {
		field->number /= scale;
		return true;
	}
	snprintf(wants, sizeof(wants),
	    scale == 1 ? _("a number from 0 to %llu") :
			 _("a number from 0 to %llu, in steps of %u"),
	    (unsigned long long)most, scale);
	return bad_value(r, wants);
}

static bool
field_value(struct reader *r, struct build_field *field)
{
	const char *s = sb_text(&r->value);

	switch (field->row->form) {
	case FRAME_MAC:
		return read_mac(s, field->bytes) ||
		    bad_value(r, _("an address like 02:00:00:00:00:01"));
	case FRAME_IP4:
		return inet_pton(AF_INET, s, field->bytes) == 1 ||
		    bad_value(r, _("an address like 10.0.0.1"));
	case FRAME_IP6:
		return inet_pton(AF_INET6, s, field->bytes) == 1 ||
		    bad_value(r, _("an address like fd00::1"));
	default:
		return number_value(r, field);
	}
}

/* Words with a value that are no fields; *done if it was one of them. */
static bool
read_special(struct reader *r, struct build_words *w, bool *done)
{
	uint64_t n;

	*done = true;
	if (strcmp(r->name, "data") == 0) {
		if (w->proto == FRAME_ARP)
			return cause_set(r->cause, _("ARP carries no data"));
		if (r->value.len > DATA_MOST)
			return cause_set(r->cause,
			    _("at most %d bytes of data fit into a frame"),
			    DATA_MOST);
		sb_clear(&w->data);
		sb_add(&w->data, r->value.data, r->value.len);
		return true;
	}
	if (strcmp(r->name, "mss") == 0 && w->proto == FRAME_TCP) {
		if (!read_number(sb_text(&r->value), &n) || n > MSS_MOST)
			return bad_value(r, _("a number from 0 to 65535"));
		w->mss = (int)n;
		return true;
	}
	if (strcmp(r->name, "bad") == 0) {
		if (strcmp(sb_text(&r->value), "checksum") != 0)
			return bad_value(r, "checksum");
		if (w->proto == FRAME_ARP)
			return cause_set(r->cause, _("ARP has no checksum"));
		w->bad = true;
		return true;
	}
	*done = false;
	return true;
}

static bool
read_field(struct reader *r, struct build_words *w)
{
	struct build_field field = { 0 };
	bool done;

	if (!read_special(r, w, &done))
		return false;
	if (done)
		return true;
	field.row = find_field(w, r->name, &field.proto);
	if (field.row == NULL)
		return unknown(r, w);
	if (w->n == BUILD_FIELDS)
		return cause_set(r->cause, _("at most %d fields can be named"),
		    BUILD_FIELDS);
	if (!field_value(r, &field))
		return false;
	w->fields[w->n++] = field;
	return true;
}

static int
find_protocol(const char *name)
{
	for (size_t i = 0; i < COUNT(protocols); i++) {
		if (strcasecmp(protocols[i].name, name) == 0)
			return (int)protocols[i].proto;
	}
	return -1;
}

static bool
read_plain(struct reader *r, struct build_words *w)
{
	if (find_protocol(r->name) >= 0)
		return true;
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (strcasecmp(flags[i].name, r->name) != 0)
			continue;
		if (w->proto != FRAME_TCP)
			return cause_set(r->cause,
			    _("%s is a flag of TCP; this frame carries %s"),
			    flags[i].name, frame_kind(w->proto)->name);
		w->flags |= flags[i].flag;
		return true;
	}
	return unknown(r, w);
}

/* What the frame carries has to be known before its fields are. */
static bool
read_protocol(struct reader *r, struct build_words *w)
{
	bool named = false;

	for (;;) {
		int proto;

		if (!next_word(r))
			return false;
		if (r->name[0] == '\0')
			break;
		proto = r->has_value ? -1 : find_protocol(r->name);
		if (proto < 0)
			continue;
		if (named && w->proto != (enum frame_proto)proto)
			return cause_set(r->cause,
			    _("a frame carries one of tcp, udp, icmp and arp"));
		w->proto = (enum frame_proto)proto;
		named = true;
	}
	if (w->proto == FRAME_ARP && w->ends->version != 4)
		return cause_set(r->cause,
		    _("ARP is for IPv4: IPv6 finds its neighbors by ICMPv6"));
	if (w->proto == FRAME_ICMP && w->ends->version != 4)
		w->proto = FRAME_ICMPV6;
	return true;
}

static bool
read_all(struct reader *r, struct build_words *w)
{
	if (!read_protocol(r, w))
		return false;
	r->at = 0;
	for (;;) {
		if (!next_word(r))
			return false;
		if (r->name[0] == '\0')
			return true;
		if (!(r->has_value ? read_field(r, w) : read_plain(r, w)))
			return false;
	}
}

bool
build_words_read(struct build_words *words, const struct build_ends *ends,
    const char *text, size_t len, char **cause)
{
	struct reader r = { .s = text, .len = len, .cause = cause };
	bool ok;

	*words = (struct build_words){
		.ends = ends,
		.proto = FRAME_TCP,
		.mss = -1,
	};
	ok = read_all(&r, words);
	sb_free(&r.value);
	if (!ok)
		build_words_free(words);
	return ok;
}

void
build_words_free(struct build_words *words)
{
	sb_free(&words->data);
}
