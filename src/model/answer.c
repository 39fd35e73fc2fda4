/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a look-up of names gives: its records, written and read. */
#include "model/answer.h"

#include <string.h>
#include <sys/socket.h>

/* Before a record's bytes stand its kind and their number. */
enum { HEAD = 3 };

void
answer_add(struct strbuf *out, enum answer_kind kind, const void *data,
    size_t len)
{
	uint16_t n = len < UINT16_MAX ? (uint16_t)len : UINT16_MAX;
	char head[HEAD] = { (char)kind, (char)(n & 0xff), (char)(n >> 8) };

	sb_add(out, head, sizeof(head));
	sb_add(out, data, n);
}

void
answer_add_number(struct strbuf *out, enum answer_kind kind, int32_t n)
{
	answer_add(out, kind, &n, sizeof(n));
}

static bool
length_fits(const struct answer *r)
{
	switch (r->kind) {
	case ANSWER_INFO:
		return r->len >=
		    sizeof(struct answer_info) + sizeof(sa_family_t) &&
		    r->len <= sizeof(struct answer_info) +
			sizeof(struct sockaddr_storage);
	case ANSWER_CANON:
	case ANSWER_NAME:
	case ANSWER_ALIAS:
	case ANSWER_SERVICE:
	case ANSWER_PROTO:
		return memchr(r->data, '\0', r->len) == NULL;
	case ANSWER_ADDR:
		return r->len == 4 || r->len == 16;
	case ANSWER_PORT:
	case ANSWER_NUMBER:
		return r->len == sizeof(int32_t);
	default:
		return false;
	}
}

bool
answer_next(const unsigned char **at, const unsigned char *end,
    struct answer *record)
{
	const unsigned char *head = *at;

	if (end - head < HEAD)
		return false;
	record->kind = head[0];
	record->len = (size_t)head[1] | (size_t)head[2] << 8;
	record->data = head + HEAD;
	if (record->len > (size_t)(end - record->data) || !length_fits(record))
		return false;
	*at = record->data + record->len;
	return true;
}

bool
answer_valid(const void *data, size_t len)
{
	const unsigned char *at = data, *end = at + len;
	struct answer record;

	while (at != end) {
		if (!answer_next(&at, end, &record))
			return false;
	}
	return true;
}

int32_t
answer_number(const struct answer *record)
{
	int32_t n = 0;

	if (record->len == sizeof(n))
		memcpy(&n, record->data, sizeof(n));
	return n;
}

bool
answer_info(const struct answer *record, struct answer_info *info,
    const void **sa, size_t *len)
{
	if (record->kind != ANSWER_INFO)
		return false;
	memcpy(info, record->data, sizeof(*info));
	*sa = record->data + sizeof(*info);
	*len = record->len - sizeof(*info);
	return true;
}
