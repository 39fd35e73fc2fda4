/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of socket options, as the kernel gives them. */
#include "model/option.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>

#include "model/addr.h"
#include "model/layout.h"
#include "model/xlat.h"

enum { USEC = 1000000 };

static struct value
decode_timeval(const void *buf)
{
	struct timeval tv;

	memcpy(&tv, buf, sizeof(tv));
	return VALUE_FLOAT((double)tv.tv_sec + (double)tv.tv_usec / USEC);
}

static struct value
decode_in_addr(const void *buf)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, buf, text, sizeof(text));
	return value_str(text);
}

static struct value
decode_number(const struct sockopt *o, const void *buf)
{
	struct value v;
	uint64_t wide;
	int32_t n;

	if (o != NULL && o->type == OPT_U64) {
		memcpy(&wide, buf, sizeof(wide));
		return VALUE_INT((int64_t)wide);
	}
	memcpy(&n, buf, sizeof(n));
	v = VALUE_INT(n);
	if (o != NULL && o->type == OPT_UINT)
		v.i = (uint32_t)n;
	v.tag = o != NULL ? xlat_tag(o->names) : 0;
	return v;
}

/* A list of unsigned ints; there are few, and a list of few never fails. */
static struct value
decode_ints(const void *buf, socklen_t len)
{
	struct value items[OPTION_VALUE_MAX / sizeof(uint32_t)];
	struct value v = VALUE_NONE;
	size_t n = len / sizeof(uint32_t);
	char *cause = NULL;
	uint32_t one;

	if (n > OPTION_VALUE_MAX / sizeof(uint32_t))
		n = OPTION_VALUE_MAX / sizeof(uint32_t);
	for (size_t i = 0; i < n; i++) {
		memcpy(&one, (const char *)buf + i * sizeof(one), sizeof(one));
		items[i] = VALUE_INT(one);
	}
	value_tuple(&v, items, n, &cause);
	return v;
}

/* By its length one of the option's structs; or what there is of the first. */
static struct value
decode_struct(const struct sockopt *o, const void *buf, socklen_t len)
{
	const struct layout *l = option_layout(o, 0);
	const struct layout *other = option_layout(o, 1);

	if (other != NULL && len == other->size)
		l = other;
	return layout_decode(l, buf, len);
}

/* The size of the C type, 0 if it varies. */
static socklen_t
exact_size(enum option_type type)
{
	switch (type) {
	case OPT_LINGER:
		return sizeof(struct linger);
	case OPT_TIMEVAL:
		return sizeof(struct timeval);
	case OPT_IN_ADDR:
		return sizeof(struct in_addr);
	case OPT_U64:
		return sizeof(uint64_t);
	case OPT_STRING:
	case OPT_BYTES:
	case OPT_STRUCT:
	case OPT_ADDR:
	case OPT_INTS:
		return 0;
	default:
		return sizeof(int);
	}
}

struct value
option_decode(const struct sockopt *o, const void *buf, socklen_t len)
{
	enum option_type type = o != NULL ? o->type : OPT_INT;

	if (type == OPT_STRING)
		return value_bytes(buf, strnlen(buf, len));
	if (type == OPT_STRUCT)
		return decode_struct(o, buf, len);
	if (type == OPT_ADDR && len >= sizeof(sa_family_t))
		return value_from_addr(addr_from_sa(buf, len));
	if (type == OPT_INTS && len % sizeof(uint32_t) == 0)
		return decode_ints(buf, len);
	if (exact_size(type) == 0 || len != exact_size(type))
		return value_bytes(buf, len);
	switch (type) {
	case OPT_LINGER:
		return layout_decode(layout_find("linger"), buf, len);
	case OPT_TIMEVAL:
		return decode_timeval(buf);
	case OPT_IN_ADDR:
		return decode_in_addr(buf);
	default:
		return decode_number(o, buf);
	}
}

socklen_t
option_size(const struct sockopt *o)
{
	socklen_t size = o != NULL ? exact_size(o->type) : 0;
	const struct layout *l;

	for (size_t i = 0; i < 2 && o != NULL && o->type == OPT_STRUCT; i++) {
		l = option_layout(o, i);
		if (l != NULL && l->size > size)
			size = l->size;
	}
	if (o != NULL && o->type == OPT_ADDR)
		return sizeof(struct sockaddr_storage);
	if (size != 0)
		return size;
	return o != NULL && o->type == OPT_STRING ? OPTION_STRING_MAX :
						    OPTION_VALUE_MAX;
}

socklen_t
option_size_for(const struct sockopt *o, int family)
{
	if (o == NULL || o->level != SOL_SOCKET || o->number != SO_PEERNAME)
		return option_size(o);
	return family == AF_INET6 ? sizeof(struct sockaddr_in6) :
				    sizeof(struct sockaddr_in);
}
