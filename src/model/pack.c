/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes from values and back, by the formats of Python's struct module. */
#include "model/pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/bits.h"

enum pack_kind {
	PACK_PAD,
	PACK_CHAR,
	PACK_SIGNED,
	PACK_UNSIGNED,
	PACK_POINTER, /* unsigned, but a negative number is taken too */
	PACK_BOOL,
	PACK_FLOAT,
	PACK_STRING,
	PACK_PASCAL, /* a length byte, then the text */
};

/* One character of a format. */
struct pack_code {
	char c;
	uint8_t kind;
	uint8_t standard; /* its size with = < > !; 0: native only */
	uint8_t native;   /* its size with @, as the compiler has it */
	uint8_t align;
};

#define NATIVE(type) sizeof(type), _Alignof(type)

static const struct pack_code codes[] = {
	{ 'x', PACK_PAD, 1, 1, 1 },
	{ 'c', PACK_CHAR, 1, 1, 1 },
	{ 'b', PACK_SIGNED, 1, 1, 1 },
	{ 'B', PACK_UNSIGNED, 1, 1, 1 },
	{ '?', PACK_BOOL, 1, NATIVE(bool) },
	{ 'h', PACK_SIGNED, 2, NATIVE(short) },
	{ 'H', PACK_UNSIGNED, 2, NATIVE(unsigned short) },
	{ 'i', PACK_SIGNED, 4, NATIVE(int) },
	{ 'I', PACK_UNSIGNED, 4, NATIVE(unsigned) },
	{ 'l', PACK_SIGNED, 4, NATIVE(long) },
	{ 'L', PACK_UNSIGNED, 4, NATIVE(unsigned long) },
	{ 'q', PACK_SIGNED, 8, NATIVE(long long) },
	{ 'Q', PACK_UNSIGNED, 8, NATIVE(unsigned long long) },
	{ 'n', PACK_SIGNED, 0, NATIVE(ssize_t) },
	{ 'N', PACK_UNSIGNED, 0, NATIVE(size_t) },
	{ 'e', PACK_FLOAT, 2, NATIVE(uint16_t) },
	{ 'f', PACK_FLOAT, 4, NATIVE(float) },
	{ 'd', PACK_FLOAT, 8, NATIVE(double) },
	{ 's', PACK_STRING, 1, 1, 1 },
	{ 'p', PACK_PASCAL, 1, 1, 1 },
	{ 'P', PACK_POINTER, 0, NATIVE(void *) },
};

static const struct pack_code *
code_find(char c)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].c == c)
			return &codes[i];
	return NULL;
}

/* Where a walk along a format is. */
struct pack_walk {
	const char *fmt;
	bool native;
	bool big;
	size_t offset; /* bytes so far */
	size_t values; /* values so far */
};

/* A character with its count: where its bytes are, and how many values. */
struct pack_item {
	const struct pack_code *code;
	size_t at;
	size_t size;   /* bytes of one value */
	size_t values; /* 0 for x; 1 for s and p, whose size is the count */
};

static struct pack_walk
walk_start(const char *fmt)
{
	struct pack_walk w = { .fmt = fmt };

	w.native = *fmt == '@' || *fmt == '\0' || strchr("=<>!", *fmt) == NULL;
	w.big = *fmt == '>' || *fmt == '!' ||
	    ((w.native || *fmt == '=') &&
		__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	if (*fmt == '@' || !w.native)
		w.fmt++;
	return w;
}

static bool
bad_code(char c, char **cause)
{
	struct strbuf sb = { 0 };

	text_quote(&sb, &c, 1, 1);
	cause_set(cause, _("bad char in struct format: %s"), sb_text(&sb));
	sb_free(&sb);
	return false;
}

static bool
bad_size(char **cause)
{
	return cause_set(cause,
	    _("the struct format is for more than %d bytes"), BYTES_MAX);
}

/* The repeat count, 1 if there is none. */
static bool
walk_count(struct pack_walk *w, size_t *count, char **cause)
{
	bool given = *w->fmt >= '0' && *w->fmt <= '9';

	*count = !given;
	for (; *w->fmt >= '0' && *w->fmt <= '9'; w->fmt++) {
		*count = *count * 10 + (*w->fmt - '0');
		if (*count > BYTES_MAX)
			return bad_size(cause);
	}
	if (*w->fmt == '\0')
		return cause_set(cause,
		    _("repeat count given without format specifier"));
	return true;
}

/* Lays out count times code: after the padding that C would put before it. */
static bool
walk_place(struct pack_walk *w, const struct pack_code *code, size_t count,
    struct pack_item *item, char **cause)
{
	size_t size = w->native ? code->native : code->standard;
	size_t align = w->native ? code->align : 1;

	*item = (struct pack_item){ .code = code };
	item->at = (w->offset + align - 1) / align * align;
	/* No overflow: both count and offset are at most BYTES_MAX. */
	w->offset = item->at + count * size;
	if (w->offset > BYTES_MAX)
		return bad_size(cause);
	if (code->kind == PACK_STRING || code->kind == PACK_PASCAL) {
		item->size = count;
		item->values = 1;
	} else {
		item->size = size;
		item->values = code->kind != PACK_PAD ? count : 0;
	}
	w->values += item->values;
	if (w->values > TUPLE_WEIGHT_MAX)
		return cause_set(cause,
		    _("the struct format is for more than %d values"),
		    TUPLE_WEIGHT_MAX);
	return true;
}

enum walk_status {
	WALK_BAD,
	WALK_ITEM,
	WALK_END,
};

static enum walk_status
walk_next(struct pack_walk *w, struct pack_item *item, char **cause)
{
	const struct pack_code *code;
	size_t count;

	w->fmt += strspn(w->fmt, " \t\n\r\v\f");
	if (*w->fmt == '\0')
		return WALK_END;
	if (!walk_count(w, &count, cause))
		return WALK_BAD;
	code = code_find(*w->fmt);
	if (code == NULL) {
		bad_code(*w->fmt, cause);
		return WALK_BAD;
	}
	if (!w->native && code->standard == 0) {
		cause_set(cause,
		    _("bad char in struct format: '%c' has a size in the "
		      "native order (@) only"),
		    code->c);
		return WALK_BAD;
	}
	w->fmt++;
	return walk_place(w, code, count, item, cause) ? WALK_ITEM : WALK_BAD;
}

/* Walks the whole format: what it is for, before anything is made for it. */
static bool
pack_measure(const char *fmt, struct pack_walk *end, char **cause)
{
	struct pack_item item;
	enum walk_status status;

	*end = walk_start(fmt);
	do
		status = walk_next(end, &item, cause);
	while (status == WALK_ITEM);
	return status == WALK_END;
}

bool
pack_size(const char *fmt, size_t *size, char **cause)
{
	struct pack_walk end;

	if (!pack_measure(fmt, &end, cause))
		return false;
	*size = end.offset;
	return true;
}

/* One value in the packed bytes. */
struct pack_slot {
	const struct pack_code *code;
	size_t nr; /* counted from 1, for people */
	size_t size;
	bool native;
	bool big;
};

static bool
bad_value(const struct pack_slot *slot, const struct value *v,
    const char *wants, char **cause)
{
	struct strbuf sb = { 0 };

	value_repr(&sb, v, 64);
	cause_set(cause,
	    _("item %zu of the struct format, '%c', takes %s, not %s"),
	    slot->nr, slot->code->c, wants, sb_text(&sb));
	sb_free(&sb);
	return false;
}

static bool
bad_range(const struct pack_slot *slot, const struct value *v, long long min,
    unsigned long long max, char **cause)
{
	char *wants = xasprintf(_("%lld to %llu"), min, max);

	bad_value(slot, v, wants, cause);
	free(wants);
	return false;
}

static bool
put_signed(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	int64_t max = INT64_MAX >> (64 - 8 * slot->size);

	if (v->type != VAL_INT || v->i > max || v->i < -max - 1)
		return bad_range(slot, v, -max - 1, max, cause);
	bits_store(at, v->i, slot->size, slot->big);
	return true;
}

static bool
put_unsigned(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	uint64_t max = UINT64_MAX >> (64 - 8 * slot->size);

	if (v->type != VAL_INT || v->i < 0 || (uint64_t)v->i > max)
		return bad_range(slot, v, 0, max, cause);
	bits_store(at, v->i, slot->size, slot->big);
	return true;
}

static bool
put_pointer(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	if (v->type != VAL_INT)
		return bad_value(slot, v, _("an int"), cause);
	bits_store(at, v->i, slot->size, slot->big);
	return true;
}

static bool
put_float(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	uint64_t bits;
	double x;

	if (v->type != VAL_FLOAT && v->type != VAL_INT)
		return bad_value(slot, v, _("a number"), cause);
	/* A native float becomes infinity, in Python as in C. */
	x = v->type == VAL_INT ? (double)v->i : v->f;
	if (!bits_from_float(x, slot->size, &bits) &&
	    !(slot->native && slot->size == sizeof(float)))
		return bad_value(slot, v,
		    slot->size == 2 ? _("at most 65504") :
				      _("at most 3.4028235e38"),
		    cause);
	bits_store(at, bits, slot->size, slot->big);
	return true;
}

static bool
put_char(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	if (v->type != VAL_BYTES || v->bytes->len != 1)
		return bad_value(slot, v, _("one byte"), cause);
	*at = v->bytes->data[0];
	return true;
}

/* What is too long is cut, what is short filled up with NULs, as in Python. */
static bool
put_text(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	size_t prefix = slot->code->kind == PACK_PASCAL;
	size_t len;

	if (v->type != VAL_BYTES)
		return bad_value(slot, v, _("bytes"), cause);
	if (slot->size == 0)
		return true;
	len = v->bytes->len;
	if (len > slot->size - prefix)
		len = slot->size - prefix;
	memcpy(at + prefix, v->bytes->data, len);
	if (prefix != 0)
		*at = len < UINT8_MAX ? (char)len : (char)UINT8_MAX;
	return true;
}

/* at is zeroed. */
static bool
put_value(const struct pack_slot *slot, char *at, const struct value *v,
    char **cause)
{
	switch (slot->code->kind) {
	case PACK_SIGNED:
		return put_signed(slot, at, v, cause);
	case PACK_UNSIGNED:
		return put_unsigned(slot, at, v, cause);
	case PACK_POINTER:
		return put_pointer(slot, at, v, cause);
	case PACK_FLOAT:
		return put_float(slot, at, v, cause);
	case PACK_BOOL:
		bits_store(at, value_truth(v), slot->size, slot->big);
		return true;
	case PACK_CHAR:
		return put_char(slot, at, v, cause);
	default:
		return put_text(slot, at, v, cause);
	}
}

static bool
get_unsigned(const struct pack_slot *slot, const char *at, struct value *out,
    char **cause)
{
	uint64_t n = bits_load(at, slot->size, slot->big);

	if (n > INT64_MAX)
		return cause_set(cause,
		    _("item %zu of the struct format, '%c', is %llu; an int "
		      "goes up to %lld"),
		    slot->nr, slot->code->c, (unsigned long long)n,
		    (long long)INT64_MAX);
	*out = VALUE_INT((int64_t)n);
	return true;
}

static struct value
get_signed(const struct pack_slot *slot, const char *at)
{
	uint64_t n = bits_load(at, slot->size, slot->big);
	bool negative = (at[slot->big ? 0 : slot->size - 1] & 0x80) != 0;

	if (negative && slot->size < sizeof(n))
		n |= UINT64_MAX << (8 * slot->size);
	return VALUE_INT((int64_t)n);
}

static struct value
get_text(const struct pack_slot *slot, const char *at)
{
	size_t len = slot->size;

	if (slot->code->kind != PACK_PASCAL)
		return value_bytes(at, len);
	if (len == 0)
		return value_bytes("", 0);
	len = (uint8_t)*at < len ? (uint8_t)*at : len - 1;
	return value_bytes(at + 1, len);
}

static bool
get_value(const struct pack_slot *slot, const char *at, struct value *out,
    char **cause)
{
	switch (slot->code->kind) {
	case PACK_SIGNED:
		*out = get_signed(slot, at);
		return true;
	case PACK_UNSIGNED:
	case PACK_POINTER:
		return get_unsigned(slot, at, out, cause);
	case PACK_FLOAT:
		*out = VALUE_FLOAT(
		    bits_to_float(bits_load(at, slot->size, slot->big),
			slot->size));
		return true;
	case PACK_BOOL:
		*out = VALUE_INT(bits_load(at, slot->size, slot->big) != 0);
		return true;
	case PACK_CHAR:
		*out = value_bytes(at, 1);
		return true;
	default:
		*out = get_text(slot, at);
		return true;
	}
}

static struct pack_slot
slot_of(const struct pack_item *item, const struct pack_walk *w)
{
	return (struct pack_slot){
		.code = item->code,
		.nr = w->values - item->values + 1,
		.size = item->size,
		.native = w->native,
		.big = w->big,
	};
}

/* All values of a format that pack_measure found good, into zeroed bytes. */
static bool
put_all(const char *fmt, const struct value *args, char *data, char **cause)
{
	struct pack_walk w = walk_start(fmt);
	struct pack_item item;

	while (walk_next(&w, &item, cause) == WALK_ITEM) {
		struct pack_slot slot = slot_of(&item, &w);
		char *at = data + item.at;

		for (size_t i = 0; i < item.values; i++) {
			if (!put_value(&slot, at, &args[slot.nr - 1], cause))
				return false;
			at += item.size;
			slot.nr++;
		}
	}
	return true;
}

bool
pack(const char *fmt, const struct value *args, size_t n, struct value *out,
    char **cause)
{
	struct pack_walk end;
	struct value data;

	if (!pack_measure(fmt, &end, cause))
		return false;
	if (n != end.values)
		return cause_set(cause,
		    ngettext("pack expects %zu item for "
			     "packing (got %zu)",
			"pack expects %zu items for packing (got %zu)",
			end.values),
		    end.values, n);
	data = value_from_bytes(bytes_new(NULL, end.offset));
	memset(data.bytes->data, 0, end.offset);
	if (!put_all(fmt, args, data.bytes->data, cause)) {
		value_drop(&data);
		return false;
	}
	*out = data;
	return true;
}

/* The same way back; *n counts the values made, good or not. */
static bool
get_all(const char *fmt, const char *data, struct value *items, size_t *n,
    char **cause)
{
	struct pack_walk w = walk_start(fmt);
	struct pack_item item;

	for (*n = 0; walk_next(&w, &item, cause) == WALK_ITEM;) {
		struct pack_slot slot = slot_of(&item, &w);
		const char *at = data + item.at;

		for (size_t i = 0; i < item.values; i++) {
			if (!get_value(&slot, at, &items[*n], cause))
				return false;
			at += item.size;
			slot.nr++;
			++*n;
		}
	}
	return true;
}

bool
unpack(const char *fmt, const char *data, size_t len, struct value *out,
    char **cause)
{
	struct pack_walk end;
	struct value *items;
	size_t n;
	bool ok;

	if (!pack_measure(fmt, &end, cause))
		return false;
	if (len != end.offset)
		return cause_set(cause,
		    ngettext("unpack requires a buffer of "
			     "%zu byte (got %zu)",
			"unpack requires a buffer of %zu bytes (got %zu)",
			end.offset),
		    end.offset, len);
	items = xcalloc(end.values, sizeof(items[0]));
	ok = get_all(fmt, data, items, &n, cause);
	if (ok)
		ok = value_tuple(out, items, n, cause);
	else
		while (n > 0)
			value_drop(&items[--n]);
	free(items);
	return ok;
}
