/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Structs of C as values. A layout describes a struct by its fields; a tuple
 * with a layout (value.h) is a record: it is indexed, unpacked, gone through
 * and compared as any tuple, and its fields are read and set by C's names.
 *
 * A layout of size 0 has no image in memory: only its names count, and its
 * fields hold any values. The addresses (struct sockaddr_in, …) are no layouts
 * but VAL_ADDR (addr.h).
 */
#ifndef SOCKSH_MODEL_LAYOUT_H
#define SOCKSH_MODEL_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/value.h"

struct xlat_table;

/* How a field lies in memory, and what it is as a value. */
enum layout_kind {
	LAYOUT_ANY,    /* any value; only where there is no image in memory */
	LAYOUT_INT,    /* signed: of 1, 2, 4 or 8 bytes, as the two below */
	LAYOUT_UINT,   /* unsigned; above INT64_MAX the value is negative */
	LAYOUT_ID,     /* unsigned, but all ones is -1: pid_t, uid_t */
	LAYOUT_INDEX,  /* an interface by its index; its name may be assigned */
	LAYOUT_NET,    /* unsigned, in network byte order; as in C the value is
		       * the number that lies in memory: htons(80) */
	LAYOUT_BITS,   /* a bit-field: bits from bit of the byte at offset */
	LAYOUT_IN,     /* struct in_addr: s_addr as it lies in memory */
	LAYOUT_IN6,    /* struct in6_addr: its 16 bytes */
	LAYOUT_CHARS,  /* char[]: text up to its NUL */
	LAYOUT_BYTES,  /* unsigned char[]: all of it */
	LAYOUT_ADDR,   /* struct sockaddr_storage: an address */
	LAYOUT_RECORD, /* another struct */
};

struct layout_field {
	const char *name;
	enum layout_kind kind;
	uint16_t offset; /* bytes */
	uint16_t size;   /* bytes */
	uint8_t bit;     /* LAYOUT_BITS: the lowest one, and how many */
	uint8_t bits;
	const struct xlat_table *names; /* a number's constants, or NULL */
	const struct layout *layout;    /* of a LAYOUT_RECORD */
};

/* Fields stand in the order of their offsets; none overlap. */
struct layout {
	const char *name; /* "timeval": struct timeval */
	uint16_t size;    /* sizeof; 0: names alone */
	uint16_t n;
	const struct layout_field *fields;
};

enum { LAYOUT_SIZE_MAX = 1024 }; /* no layout is larger */

/* Those that sockets use, by name without "struct"; NULL if there is none. */
const struct layout *layout_find(const char *name);
/* The i-th of them; NULL at the end. */
const struct layout *layout_at(size_t i);
/* Of these the ones that looking commands give (layout_look.c). */
const struct layout *layout_look_at(size_t i);
void layout_offer(struct nearest *nearest);

/* The place of a field, or -1. */
int layout_field_index(const struct layout *layout, const char *name);

/* A value as a field holds it ("127.0.0.1" becomes s_addr): a new reference.
 * False with *cause, which names the field and says what it takes. */
bool layout_fit(const struct layout_field *field, const struct value *v,
    struct value *out, char **cause);

/* A socket address from an address or its text, "127.0.0.1", "::1" or
 * "127.0.0.1:80": a new reference. False if it is none. */
bool layout_fit_addr(const struct value *v, struct value *out);

/* A record of it, all of it zero; a LAYOUT_ANY is None. */
struct value layout_zero(const struct layout *layout);
/*
 * A record of n values, whose references it takes over in every case; each is
 * converted to what its field holds ("127.0.0.1" becomes s_addr). n may be less
 * than the layout has: the last fields are absent. False with *cause, which
 * names the field and what it takes.
 */
bool layout_record(const struct layout *layout, struct value *items, size_t n,
    struct value *out, char **cause);
/*
 * What lies at bytes, as a record. Fields that do not lie within len wholly are
 * absent: a kernel older or newer than our headers is shown as it is. A layout
 * without image in memory gives no fields.
 */
struct value layout_decode(const struct layout *layout, const void *bytes,
    size_t len);
/*
 * The image of a value in memory: of a record of this layout (absent fields
 * become zero), or of a tuple of as many values as it has fields. *len is the
 * room at buf; it becomes the size of the struct. False with *cause.
 */
bool layout_encode(const struct layout *layout, const struct value *v,
    void *buf, size_t *len, char **cause);

/* The layout of a record, or NULL. */
static inline const struct layout *
value_layout(const struct value *v)
{
	return v->type == VAL_TUPLE ? v->tuple->layout : NULL;
}

/* Whether it is what makefile gives: fields fileno, mode, id. */
bool value_is_file(const struct value *v);

/*
 * Fields of a record or an address by C's names, through several structs by
 * dots: "tv_sec", "imr_multiaddr.s_addr", "sin_port". False with *cause.
 */
bool value_field_get(const struct value *v, const char *path, struct value *out,
    char **cause);
/* The same for assignment; what is shared is copied first. */
bool value_field_set(struct value *v, const char *path, const struct value *to,
    char **cause);

/* Replaces element i of a tuple, which must have one; of a record, converted to
 * what the field holds. Takes over item in every case; a shared tuple is
 * copied. False with *cause. */
bool value_item_set(struct value *v, size_t i, struct value item, char **cause);

/* Appends the value of field i of a record as its layout has it: numbers by the
 * names of constants, addresses as inet_addr("127.0.0.1"). */
void layout_repr_field(struct strbuf *out, const struct layout *layout,
    size_t i, const struct value *v, size_t max);

#endif
