/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What getaddrinfo and its like take and give, as C's structs have it. */
#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "model/answer.h"
#include "view/echo_arg.h"

/* As struct lookup_hints has them (sock/lookup.h). */
enum { HINT_FLAGS, HINT_FAMILY, HINT_TYPE, HINT_PROTOCOL, HINTS };

/* The kinds of records that an answer's struct has as fields. */
static const struct field {
	enum answer_kind kind;
	bool list;
	/* By what the answer is of: hostent, servent, protoent. */
	const char *names[3];
} fields[] = {
	{ ANSWER_NAME, false, { "h_name", "s_name", "p_name" } },
	{ ANSWER_ALIAS, true, { "h_aliases", "s_aliases", "p_aliases" } },
	{ ANSWER_PORT, false, { NULL, "s_port", NULL } },
	{ ANSWER_PROTO, false, { NULL, "s_proto", NULL } },
	{ ANSWER_NUMBER, false, { NULL, NULL, "p_proto" } },
	{ ANSWER_ADDR, true, { "h_addr_list", NULL, NULL } },
};

enum { OF_HOST, OF_SERVICE, OF_PROTOCOL };

void
echo_hints(struct strbuf *out, const struct echo_arg *arg)
{
	int32_t hints[HINTS];

	if (arg->null || arg->missing || arg->len < sizeof(hints)) {
		echo_pointer(out, arg);
		return;
	}
	memcpy(hints, arg->data, sizeof(hints));
	sb_char(out, '{');
	if (hints[HINT_FLAGS] != 0) {
		sb_str(out, "ai_flags=");
		echo_bits(out, &xlat_ai_flags, (uint32_t)hints[HINT_FLAGS],
		    "AI_???");
		sb_str(out, ", ");
	}
	sb_str(out, "ai_family=");
	echo_name(out, &xlat_families, (uint32_t)hints[HINT_FAMILY], "AF_???");
	sb_str(out, ", ai_socktype=");
	if (hints[HINT_TYPE] != 0)
		echo_type(out, (uint32_t)hints[HINT_TYPE]);
	else
		sb_char(out, '0');
	if (hints[HINT_PROTOCOL] != 0) {
		sb_str(out, ", ai_protocol=");
		echo_name(out, &xlat_protocols, (uint32_t)hints[HINT_PROTOCOL],
		    "IPPROTO_???");
	}
	sb_char(out, '}');
}

static void
quoted(struct strbuf *out, const struct answer *r)
{
	echo_quote(out, r->data, r->len, (int64_t)r->len);
}

void
echo_info(struct strbuf *out, const struct echo_arg *arg)
{
	const unsigned char *at = arg->data, *end = at + arg->len;
	struct answer_info info;
	struct answer r;
	const void *sa;
	size_t len;
	bool any = false;

	if (arg->null || arg->missing || arg->len == 0) {
		echo_pointer(out, arg);
		return;
	}
	sb_char(out, '[');
	while (answer_next(&at, end, &r)) {
		if (answer_info(&r, &info, &sa, &len)) {
			sb_str(out, any ? "}, {ai_socktype=" : "{ai_socktype=");
			echo_type(out, (uint32_t)info.type);
			sb_str(out, ", ai_protocol=");
			echo_name(out, &xlat_protocols, (uint32_t)info.protocol,
			    "IPPROTO_???");
			sb_str(out, ", ai_addr=");
			echo_addr(out, sa, len);
			any = true;
		} else if (r.kind == ANSWER_CANON && any) {
			sb_str(out, ", ai_canonname=");
			quoted(out, &r);
		}
	}
	if (any)
		sb_char(out, '}');
	/* The log has only the beginning. */
	if (at != end || arg->num > (int64_t)arg->len)
		sb_str(out, any ? ", ..." : "...");
	sb_char(out, ']');
}

void
echo_raw_addr(struct strbuf *out, const struct echo_arg *arg)
{
	if (arg->null || arg->missing) {
		echo_pointer(out, arg);
		return;
	}
	sb_char(out, '{');
	if (arg->len == sizeof(struct in_addr)) {
		sb_str(out, "s_addr=");
		echo_inet(out, arg->data);
	} else if (arg->len == sizeof(struct in6_addr)) {
		echo_inet6(out, arg->data, "s6_addr");
	} else {
		echo_quote(out, arg->data, arg->len, (int64_t)arg->len);
	}
	sb_char(out, '}');
}

static void
echo_record(struct strbuf *out, const struct answer *r)
{
	switch (r->kind) {
	case ANSWER_ADDR:
		if (r->len == sizeof(struct in_addr))
			echo_inet(out, r->data);
		else
			echo_inet6(out, r->data, "s6_addr");
		break;
	case ANSWER_PORT:
		sb_printf(out, "htons(%" PRId32 ")", answer_number(r));
		break;
	case ANSWER_NUMBER:
		sb_printf(out, "%" PRId32, answer_number(r));
		break;
	default:
		quoted(out, r);
		break;
	}
}

/* Of which struct an answer is, by what only that has. */
static int
answer_of(const struct echo_arg *arg)
{
	const unsigned char *at = arg->data, *end = at + arg->len;
	struct answer r;

	while (answer_next(&at, end, &r)) {
		if (r.kind == ANSWER_PORT)
			return OF_SERVICE;
		if (r.kind == ANSWER_NUMBER)
			return OF_PROTOCOL;
	}
	return OF_HOST;
}

static void
echo_field(struct strbuf *out, const struct echo_arg *arg,
    const struct field *field, const char *name)
{
	const unsigned char *at = arg->data, *end = at + arg->len;
	struct answer r;
	unsigned n = 0;

	sb_printf(out, "%s=%s", name, field->list ? "[" : "");
	while (answer_next(&at, end, &r)) {
		if (r.kind != field->kind || (n != 0 && !field->list))
			continue;
		if (n++ != 0)
			sb_str(out, ", ");
		echo_record(out, &r);
	}
	/* The log has only the beginning. */
	if (field->list && (at != end || arg->num > (int64_t)arg->len))
		sb_str(out, n != 0 ? ", ..." : "...");
	if (field->list)
		sb_char(out, ']');
}

/* [{if_index=1, if_name="lo"}, …] */
static void
echo_interfaces(struct strbuf *out, const struct echo_arg *arg)
{
	const unsigned char *at = arg->data, *end = at + arg->len;
	struct answer r;
	unsigned n = 0;

	sb_char(out, '[');
	while (answer_next(&at, end, &r)) {
		if (r.kind == ANSWER_NUMBER) {
			sb_str(out, n++ != 0 ? ", {if_index=" : "{if_index=");
			echo_record(out, &r);
		} else if (r.kind == ANSWER_NAME && n != 0) {
			sb_str(out, ", if_name=");
			echo_record(out, &r);
			sb_char(out, '}');
		}
	}
	if (at != end || arg->num > (int64_t)arg->len)
		sb_str(out, ", ...");
	sb_char(out, ']');
}

void
echo_answer(struct strbuf *out, const struct echo_arg *arg)
{
	const unsigned char *at = arg->data;
	struct answer r;
	bool any = false;
	int of;

	if (arg->null || arg->missing || arg->len == 0) {
		echo_pointer(out, arg);
		return;
	}
	if (answer_next(&at, at + arg->len, &r) && r.kind == ANSWER_NUMBER) {
		echo_interfaces(out, arg);
		return;
	}
	of = answer_of(arg);
	sb_char(out, '{');
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].names[of] == NULL)
			continue;
		sb_str(out, any ? ", " : "");
		echo_field(out, arg, &fields[i], fields[i].names[of]);
		any = true;
	}
	sb_char(out, '}');
}
