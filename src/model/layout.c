/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structs of C as values: from memory, to memory, and shown. */
#include "model/layout.h"

#include <arpa/inet.h>
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/xlat.h"

int
layout_field_index(const struct layout *layout, const char *name)
{
	for (int i = 0; i < layout->n; i++) {
		if (strcmp(layout->fields[i].name, name) == 0)
			return i;
	}
	return -1;
}

/* A number, by the names of its constants if it has any. */
static struct value
named(const struct layout_field *f, int64_t n)
{
	struct value v = VALUE_INT(n);

	v.tag = xlat_tag(f->names);
	return v;
}

/* A record of n values, already as their fields want them; a few flat ones are
 * never too many. */
static struct value
record_of(const struct layout *layout, struct value *items, size_t n)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;
	bool ok = value_tuple(&v, items, n, &cause);

	assert(ok);
	(void)ok;
	v.tuple->layout = layout;
	return v;
}

static struct value
field_zero(const struct layout_field *f)
{
	struct bytes *b;
	struct addr *a;

	switch (f->kind) {
	case LAYOUT_ANY:
		return VALUE_NONE;
	case LAYOUT_CHARS:
		return value_bytes("", 0);
	case LAYOUT_IN6:
	case LAYOUT_BYTES:
		b = bytes_new(NULL, f->size);
		memset(b->data, 0, f->size);
		return value_from_bytes(b);
	case LAYOUT_ADDR:
		a = addr_new(AF_UNSPEC);
		a->len = f->size;
		return value_from_addr(a);
	case LAYOUT_RECORD:
		return layout_zero(f->layout);
	default:
		return named(f, 0);
	}
}

struct value
layout_zero(const struct layout *layout)
{
	struct value *items = xmalloc((layout->n + 1) * sizeof(items[0]));
	struct value v;

	for (size_t i = 0; i < layout->n; i++)
		items[i] = field_zero(&layout->fields[i]);
	v = record_of(layout, items, layout->n);
	free(items);
	return v;
}

/* A number of size bytes as it lies in memory. */
static uint64_t
number_load(const unsigned char *at, size_t size)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (size) {
	case sizeof(u8):
		memcpy(&u8, at, sizeof(u8));
		return u8;
	case sizeof(u16):
		memcpy(&u16, at, sizeof(u16));
		return u16;
	case sizeof(u32):
		memcpy(&u32, at, sizeof(u32));
		return u32;
	default:
		memcpy(&u64, at, sizeof(u64));
		return u64;
	}
}

static void
number_store(unsigned char *at, size_t size, uint64_t n)
{
	uint8_t u8 = (uint8_t)n;
	uint16_t u16 = (uint16_t)n;
	uint32_t u32 = (uint32_t)n;

	switch (size) {
	case sizeof(u8):
		memcpy(at, &u8, sizeof(u8));
		break;
	case sizeof(u16):
		memcpy(at, &u16, sizeof(u16));
		break;
	case sizeof(u32):
		memcpy(at, &u32, sizeof(u32));
		break;
	default:
		memcpy(at, &n, sizeof(n));
		break;
	}
}

/* All ones in so many bytes. */
static uint64_t
all_ones(size_t size)
{
	return UINT64_MAX >> (64 - 8 * size);
}

static int64_t
field_number(const struct layout_field *f, const unsigned char *at)
{
	uint64_t n = number_load(at, f->kind == LAYOUT_BITS ? 1 : f->size);
	uint64_t ones = all_ones(f->size);

	if (f->kind == LAYOUT_BITS)
		return (int64_t)(n >> f->bit & ((1u << f->bits) - 1));
	if (f->kind == LAYOUT_INT && n > ones / 2)
		n |= ~ones;
	if (f->kind == LAYOUT_ID && n == ones)
		n = UINT64_MAX;
	return (int64_t)n;
}

/* An address whose family knows its length does not fill all the room. */
static struct value
addr_load(const void *at, size_t size)
{
	struct addr *a = addr_from_sa(at, (socklen_t)size);

	if (a->u.sa.sa_family == AF_INET && size > sizeof(a->u.in))
		a->len = sizeof(a->u.in);
	else if (a->u.sa.sa_family == AF_INET6 && size > sizeof(a->u.in6))
		a->len = sizeof(a->u.in6);
	return value_from_addr(a);
}

static struct value
field_load(const struct layout_field *f, const unsigned char *at)
{
	switch (f->kind) {
	case LAYOUT_IN6:
	case LAYOUT_BYTES:
		return value_bytes((const char *)at, f->size);
	case LAYOUT_CHARS:
		return value_bytes((const char *)at,
		    strnlen((const char *)at, f->size));
	case LAYOUT_ADDR:
		return addr_load(at, f->size);
	case LAYOUT_RECORD:
		return layout_decode(f->layout, at, f->size);
	default:
		return named(f, field_number(f, at));
	}
}

struct value
layout_decode(const struct layout *layout, const void *bytes, size_t len)
{
	struct value *items = xmalloc((layout->n + 1) * sizeof(items[0]));
	struct value v;
	size_t n = 0;

	for (; n < layout->n && layout->size != 0; n++) {
		const struct layout_field *f = &layout->fields[n];

		if (f->offset > len || f->size > len - f->offset)
			break;
		items[n] =
		    field_load(f, (const unsigned char *)bytes + f->offset);
	}
	v = record_of(layout, items, n);
	free(items);
	return v;
}

/* v is as its field holds it. */
static void
field_store(const struct layout_field *f, unsigned char *at,
    const struct value *v)
{
	const struct bytes *b = v->bytes;
	size_t len = f->size;
	uint8_t mask;

	switch (f->kind) {
	case LAYOUT_IN6:
	case LAYOUT_CHARS:
	case LAYOUT_BYTES:
		memcpy(at, b->data, b->len < f->size ? b->len : f->size);
		break;
	case LAYOUT_ADDR:
		memcpy(at, &v->addr->u,
		    v->addr->len < f->size ? v->addr->len : f->size);
		break;
	case LAYOUT_RECORD:
		/* What fitted once fits again. */
		layout_encode(f->layout, v, at, &len, NULL);
		break;
	case LAYOUT_BITS:
		mask = (uint8_t)(((1u << f->bits) - 1) << f->bit);
		*at = (uint8_t)((*at & ~mask) | ((uint8_t)v->i << f->bit));
		break;
	case LAYOUT_ANY:
		break;
	default:
		number_store(at, f->size, (uint64_t)v->i);
		break;
	}
}

bool
layout_encode(const struct layout *layout, const struct value *v, void *buf,
    size_t *len, char **cause)
{
	const struct layout_field whole = {
		.name = layout->name,
		.kind = LAYOUT_RECORD,
		.layout = layout,
	};
	struct value record;

	if (layout->size == 0 || layout->size > *len)
		return cause_set(cause,
		    _("struct %s cannot be passed to the kernel as it is"),
		    layout->name);
	if (value_layout(v) != layout &&
	    (v->type != VAL_TUPLE || v->tuple->len != layout->n))
		return cause_set(cause,
		    _("this takes a struct %s, or its %u values"), layout->name,
		    (unsigned)layout->n);
	if (!layout_fit(&whole, v, &record, cause))
		return false;
	memset(buf, 0, layout->size);
	for (size_t i = 0; i < record.tuple->len; i++)
		field_store(&layout->fields[i],
		    (unsigned char *)buf + layout->fields[i].offset,
		    &record.tuple->items[i]);
	value_drop(&record);
	*len = layout->size;
	return true;
}

void
layout_repr_field(struct strbuf *out, const struct layout *layout, size_t i,
    const struct value *v, size_t max)
{
	const struct layout_field *f = &layout->fields[i];
	char text[INET6_ADDRSTRLEN] = "";
	uint32_t in = (uint32_t)v->i;

	if (f->kind == LAYOUT_IN) {
		inet_ntop(AF_INET, &in, text, sizeof(text));
		sb_printf(out, "inet_addr(\"%s\")", text);
	} else if (f->kind == LAYOUT_IN6) {
		inet_ntop(AF_INET6, v->bytes->data, text, sizeof(text));
		sb_printf(out, "\"%s\"", text);
	} else if (f->kind == LAYOUT_NET && f->size == sizeof(uint16_t)) {
		sb_printf(out, "htons(%u)", ntohs((uint16_t)v->i));
	} else if (f->kind == LAYOUT_NET) {
		sb_printf(out, "htonl(%" PRIu32 ")", ntohl(in));
	} else if (f->kind == LAYOUT_UINT && v->i < 0) {
		sb_printf(out, "%" PRIu64, (uint64_t)v->i);
	} else {
		value_repr(out, v, max);
	}
}
