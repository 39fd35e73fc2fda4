/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of the language. A struct value is small and copied freely;
 * what it points to is counted. The counts are plain integers: whoever touches
 * a value holds the session's lock (session.h), or the value is his alone.
 *
 * value_copy takes a reference, value_drop gives one back; functions that
 * return a struct value return a new reference, arguments are borrowed unless
 * the comment says "takes over".
 */
#ifndef SOCKSH_MODEL_VALUE_H
#define SOCKSH_MODEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct addr;
struct layout;

enum value_type {
	VAL_UNSET, /* a variable that was never assigned */
	VAL_NONE,
	VAL_INT,
	VAL_FLOAT,
	VAL_BYTES,
	VAL_ADDR,
	VAL_TUPLE,
};

/*
 * A byte string. size is what sizeof gives: for an array declared the C way
 * (char buf[1024];) its room, fixed; else the length. Shared ones (refs above
 * 1) are never written to. data[len] is always NUL.
 */
struct bytes {
	uint32_t refs;
	bool array;
	size_t len;
	size_t size;
	char data[];
};

struct value {
	uint8_t type;
	/* Of an int, where it came from. A name: which option, as option_by_tag
	 * (option.h) knows it, so that SO_REUSEADDR can tell its level; or the
	 * table by whose names it is shown, xlat_by_tag (xlat.h). A call that
	 * opened a descriptor: VALUE_TAG_FD, by session_fd_value. 0: none;
	 * VALUE_TAG_NULL: it is no number but C's NULL. */
	uint16_t tag;
	uint32_t generation; /* of a descriptor, as session.h counts them */
	union {
		int64_t i;
		double f;
		struct bytes *bytes;
		struct addr *addr;
		struct tuple *tuple;
	};
};

/* A fixed list; with a layout a record, whose items are its fields (layout.h):
 * whoever makes one takes care that they are. weight counts all values inside, nested ones too, and is held
 * below TUPLE_WEIGHT_MAX, depth below TUPLE_DEPTH_MAX, so that walking one is
 * always bounded. */
struct tuple {
	uint32_t refs;
	uint32_t depth;
	size_t weight;
	const struct layout *layout; /* NULL: a plain tuple */
	size_t len;
	struct value items[];
};

enum {
	TUPLE_DEPTH_MAX = 64,
	TUPLE_WEIGHT_MAX = 1 << 20,
	BYTES_MAX = 1 << 28, /* the longest byte string that can be made */
};

#define VALUE_NONE ((struct value){ .type = VAL_NONE })
#define VALUE_INT(n) ((struct value){ .type = VAL_INT, .i = (n) })
#define VALUE_TAG_FD UINT16_MAX
#define VALUE_TAG_NULL (UINT16_MAX - 1)
#define VALUE_FLOAT(x) ((struct value){ .type = VAL_FLOAT, .f = (x) })

/* A new byte string of len bytes; s may be NULL to fill it in afterwards. */
struct bytes *bytes_new(const char *s, size_t len);
/* A C array of size zero bytes, its content (len) empty. */
struct bytes *bytes_array(size_t size);
struct value value_bytes(const char *s, size_t len);
struct value value_str(const char *s);
/* Takes over the reference. */
struct value value_from_bytes(struct bytes *b);
struct value value_from_addr(struct addr *a);

/*
 * A tuple of n values, whose references it takes over in every case. Returns
 * false with *cause set when it would be too deep or too large.
 */
bool value_tuple(struct value *out, struct value *items, size_t n,
    char **cause);

void value_free(struct value *v); /* the slow half of value_drop */

static inline void
value_drop(struct value *v)
{
	/* The count is the first member of all three. */
	if (v->type >= VAL_BYTES && --*(uint32_t *)(void *)v->bytes == 0)
		value_free(v);
	v->type = VAL_UNSET;
}

static inline struct value
value_copy(const struct value *v)
{
	if (v->type >= VAL_BYTES)
		++*(uint32_t *)(void *)v->bytes;
	return *v;
}

/* "int", "bytes", …: the type's name as the user knows it, translated. */
const char *value_type_name(const struct value *v);

bool value_truth(const struct value *v);
/* Whether a == b; int and float compare by number, other types differ. */
bool value_equal(const struct value *a, const struct value *b);

/* Appends the value as a literal of the language: "a\n", 127.0.0.1:80, (1, 2);
 * a record as {tv_sec=5, tv_usec=0}, a number read from the kernel that is a
 * constant by its name (SOCK_STREAM).
 * Stops with "..." after max bytes of output. */
void value_repr(struct strbuf *out, const struct value *v, size_t max);
/* Appends the value as text: bytes as they are, all else as value_repr. */
void value_text(struct strbuf *out, const struct value *v);

#endif
