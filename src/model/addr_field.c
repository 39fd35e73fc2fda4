/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: their fields by C's names. */
#include "model/addr.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/bits.h"

enum {
	PATH_OFFSET = offsetof(struct sockaddr_un, sun_path),
	PATH_SIZE = sizeof(((struct sockaddr_un *)NULL)->sun_path),
	SHOWN_MAX = 64,
};

/* How a field lies in memory, and what may be assigned to it. */
enum field_form {
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_I32,
	FIELD_IN,   /* a number, its 4 bytes, or "127.0.0.1" */
	FIELD_IN6,  /* 16 bytes, or "::1" */
	FIELD_RAW,  /* bytes, as many as there is room for */
	FIELD_PATH, /* a path, or a NUL and an abstract name */
};

/* What a field is for: the same in each family, so that we can name the one
 * that was meant. */
enum field_role {
	ROLE_FAMILY,
	ROLE_PORT,
	ROLE_HOST,
	ROLE_OTHER,
};

struct field {
	const char *name;
	enum field_role role;
	int family; /* AF_UNSPEC: every one has it */
	enum field_form form;
	uint8_t offset;
	uint8_t size;
};

#define FIELD_AT(type, member)                   \
	.offset = offsetof(struct type, member), \
	.size = sizeof(((struct type *)NULL)->member)

/* All family fields are the same two bytes in whichever struct. */
#define FIELD_FAMILY \
	ROLE_FAMILY, AF_UNSPEC, FIELD_U16, FIELD_AT(sockaddr, sa_family)

/* The first of a role in a family is the one that a cause offers. */
static const struct field fields[] = {
	{ "sin_family", FIELD_FAMILY },
	{ "sin6_family", FIELD_FAMILY },
	{ "sun_family", FIELD_FAMILY },
	{ "sa_family", FIELD_FAMILY },
	{ "ss_family", FIELD_FAMILY },
	{ "sin_port", ROLE_PORT, AF_INET, FIELD_U16,
	    FIELD_AT(sockaddr_in, sin_port) },
	{ "sin_addr", ROLE_HOST, AF_INET, FIELD_IN,
	    FIELD_AT(sockaddr_in, sin_addr) },
	{ "sin_addr.s_addr", ROLE_HOST, AF_INET, FIELD_IN,
	    FIELD_AT(sockaddr_in, sin_addr) },
	{ "sin_zero", ROLE_OTHER, AF_INET, FIELD_RAW,
	    FIELD_AT(sockaddr_in, sin_zero) },
	{ "sin6_port", ROLE_PORT, AF_INET6, FIELD_U16,
	    FIELD_AT(sockaddr_in6, sin6_port) },
	{ "sin6_addr", ROLE_HOST, AF_INET6, FIELD_IN6,
	    FIELD_AT(sockaddr_in6, sin6_addr) },
	{ "sin6_addr.s6_addr", ROLE_HOST, AF_INET6, FIELD_IN6,
	    FIELD_AT(sockaddr_in6, sin6_addr) },
	{ "sin6_flowinfo", ROLE_OTHER, AF_INET6, FIELD_U32,
	    FIELD_AT(sockaddr_in6, sin6_flowinfo) },
	{ "sin6_scope_id", ROLE_OTHER, AF_INET6, FIELD_U32,
	    FIELD_AT(sockaddr_in6, sin6_scope_id) },
	{ "sll_family", FIELD_FAMILY },
	{ "sll_protocol", ROLE_PORT, AF_PACKET, FIELD_U16,
	    FIELD_AT(sockaddr_ll, sll_protocol) },
	{ "sll_ifindex", ROLE_HOST, AF_PACKET, FIELD_I32,
	    FIELD_AT(sockaddr_ll, sll_ifindex) },
	{ "sll_hatype", ROLE_OTHER, AF_PACKET, FIELD_U16,
	    FIELD_AT(sockaddr_ll, sll_hatype) },
	{ "sll_pkttype", ROLE_OTHER, AF_PACKET, FIELD_U8,
	    FIELD_AT(sockaddr_ll, sll_pkttype) },
	{ "sll_halen", ROLE_OTHER, AF_PACKET, FIELD_U8,
	    FIELD_AT(sockaddr_ll, sll_halen) },
	{ "sll_addr", ROLE_OTHER, AF_PACKET, FIELD_RAW,
	    FIELD_AT(sockaddr_ll, sll_addr) },
	{ "nl_family", FIELD_FAMILY },
	{ "nl_pad", ROLE_OTHER, AF_NETLINK, FIELD_U16,
	    FIELD_AT(addr_netlink, nl_pad) },
	{ "nl_pid", ROLE_HOST, AF_NETLINK, FIELD_U32,
	    FIELD_AT(addr_netlink, nl_pid) },
	{ "nl_groups", ROLE_PORT, AF_NETLINK, FIELD_U32,
	    FIELD_AT(addr_netlink, nl_groups) },
	{ "svm_family", FIELD_FAMILY },
	{ "svm_cid", ROLE_HOST, AF_VSOCK, FIELD_U32,
	    FIELD_AT(addr_vsock, svm_cid) },
	{ "svm_port", ROLE_PORT, AF_VSOCK, FIELD_U32,
	    FIELD_AT(addr_vsock, svm_port) },
	{ "can_family", FIELD_FAMILY },
	{ "can_ifindex", ROLE_HOST, AF_CAN, FIELD_I32,
	    FIELD_AT(addr_can, can_ifindex) },
	{ "sun_path", ROLE_HOST, AF_UNIX, FIELD_PATH,
	    FIELD_AT(sockaddr_un, sun_path) },
};

enum { NFIELDS = sizeof(fields) / sizeof(fields[0]) };

const char *
addr_field_name(size_t i)
{
	return i < NFIELDS ? fields[i].name : NULL;
}

/*
 * The family whose struct this address was declared as. A wrong sin_family is
 * an experiment worth making and must not take the other fields away, so a
 * length that only one struct has comes first. AF_UNIX may have any length.
 */
static int
addr_shape(const struct addr *a)
{
	/* What the kernel gave may be shorter than the struct. */
	if (a->u.sa.sa_family == AF_UNIX || addr_is_tuple(a->u.sa.sa_family))
		return a->u.sa.sa_family;
	switch (a->len) {
	case sizeof(struct sockaddr_in):
		return AF_INET;
	case sizeof(struct sockaddr_in6):
		return AF_INET6;
	case sizeof(struct sockaddr_un):
		return AF_UNIX;
	case sizeof(struct sockaddr_ll):
		return AF_PACKET;
	case sizeof(struct addr_netlink):
		return AF_NETLINK;
	default:
		return a->u.sa.sa_family;
	}
}

/* The user's text in a cause: the caller's to free. */
static char *
shown(const char *s, size_t len)
{
	struct strbuf sb = { 0 };

	text_quote(&sb, s, len, SHOWN_MAX);
	return sb_steal(&sb);
}

static bool
bad_unknown(const char *name, int shape, char **cause)
{
	char *text = shown(name, strlen(name));

	switch (shape) {
	case AF_INET:
		cause_set(cause,
		    _("an address has no field %s; this one has sin_family, "
		      "sin_port and sin_addr"),
		    text);
		break;
	case AF_INET6:
		cause_set(cause,
		    _("an address has no field %s; this one has sin6_family, "
		      "sin6_port, sin6_addr, sin6_flowinfo and sin6_scope_id"),
		    text);
		break;
	case AF_UNIX:
		cause_set(cause,
		    _("an address has no field %s; this one has sun_family and "
		      "sun_path"),
		    text);
		break;
	case AF_PACKET:
		cause_set(cause,
		    _("an address has no field %s; this one has sll_family, "
		      "sll_protocol, sll_ifindex, sll_hatype, sll_pkttype, "
		      "sll_halen and sll_addr"),
		    text);
		break;
	case AF_NETLINK:
		cause_set(cause,
		    _("an address has no field %s; this one has nl_family, "
		      "nl_pid and nl_groups"),
		    text);
		break;
	default:
		cause_set(cause,
		    _("an address has no field %s; this one has sa_family"),
		    text);
	}
	free(text);
	return false;
}

static const char *
shape_name(int shape)
{
	switch (shape) {
	case AF_INET:
		return "AF_INET";
	case AF_INET6:
		return "AF_INET6";
	case AF_UNIX:
		return "AF_UNIX";
	case AF_PACKET:
		return "AF_PACKET";
	case AF_NETLINK:
		return "AF_NETLINK";
	case AF_VSOCK:
		return "AF_VSOCK";
	case AF_CAN:
		return "AF_CAN";
	default:
		return NULL;
	}
}

/* In C the bytes of another struct would be read: never what was meant. */
static bool
bad_family(const struct field *f, int shape, char **cause)
{
	const char *family = shape_name(shape);

	if (family == NULL)
		return cause_set(cause,
		    _("%s is a field of %s addresses; this address is of "
		      "family %d"),
		    f->name, shape_name(f->family), shape);
	for (size_t i = 0; i < NFIELDS && f->role != ROLE_OTHER; i++)
		if (fields[i].role == f->role && fields[i].family == shape)
			return cause_set(cause,
			    _("this is an %s address: not %s but %s"), family,
			    f->name, fields[i].name);
	return cause_set(cause, _("this is an %s address, which has no %s"),
	    family, f->name);
}

static const struct field *
field_find(const struct addr *a, const char *name, char **cause)
{
	int shape = addr_shape(a);
	const struct field *f = fields;

	while (f < fields + NFIELDS && strcmp(f->name, name) != 0)
		f++;
	if (f == fields + NFIELDS) {
		bad_unknown(name, shape, cause);
		return NULL;
	}
	if (f->family != AF_UNSPEC && f->family != shape) {
		bad_family(f, shape, cause);
		return NULL;
	}
	return f;
}

/* As Python gives it; whatever sun_family says by now. */
static struct value
path_get(const struct addr *a)
{
	struct addr un = *a;

	un.u.sa.sa_family = AF_UNIX;
	return addr_host(&un);
}

bool
addr_field_get(const struct addr *a, const char *field, struct value *out,
    char **cause)
{
	const struct field *f = field_find(a, field, cause);
	const char *at;
	uint16_t u16;
	uint32_t u32;

	if (f == NULL)
		return false;
	at = (const char *)&a->u + f->offset;
	switch (f->form) {
	case FIELD_U8:
		*out = VALUE_INT((unsigned char)*at);
		break;
	case FIELD_I32:
		memcpy(&u32, at, sizeof(u32));
		*out = VALUE_INT((int32_t)u32);
		break;
	case FIELD_U16:
		memcpy(&u16, at, sizeof(u16));
		*out = VALUE_INT(u16);
		break;
	case FIELD_U32:
	case FIELD_IN:
		memcpy(&u32, at, sizeof(u32));
		*out = VALUE_INT(u32);
		break;
	case FIELD_PATH:
		*out = path_get(a);
		break;
	default:
		*out = value_bytes(at, f->size);
	}
	return true;
}

size_t
addr_field_size(const struct addr *a, const char *field)
{
	char *cause = NULL;
	const struct field *f = field_find(a, field, &cause);

	free(cause);
	return f != NULL ? f->size : 0;
}

static bool
bad_value(const struct field *f, const struct value *v, const char *wants,
    char **cause)
{
	struct strbuf sb = { 0 };

	value_repr(&sb, v, SHOWN_MAX);
	cause_set(cause, _("%s takes %s, not %s"), f->name, wants,
	    sb_text(&sb));
	sb_free(&sb);
	return false;
}

static bool
set_number(const struct field *f, char *at, const struct value *v,
    const char *wants, char **cause)
{
	int64_t max =
	    f->form == FIELD_I32 ? INT32_MAX : (INT64_C(1) << 8 * f->size) - 1;

	if (v->type != VAL_INT || v->i < 0 || v->i > max)
		return bad_value(f, v, wants, cause);
	/* In this machine's order, as C has it. */
	bits_store(at, (uint64_t)v->i, f->size,
	    __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	return true;
}

/* A host's address: its bytes, or the text that inet_pton reads. */
static bool
set_host(const struct field *f, char *at, const struct value *v,
    const char *wants, char **cause)
{
	char text[INET6_ADDRSTRLEN];
	char raw[sizeof(struct in6_addr)];
	const struct bytes *b = v->bytes;

	if (v->type != VAL_BYTES)
		return bad_value(f, v, wants, cause);
	if (b->len < sizeof(text) && memchr(b->data, '\0', b->len) == NULL) {
		memcpy(text, b->data, b->len + 1);
		if (inet_pton(f->family, text, raw) == 1) {
			memcpy(at, raw, f->size);
			return true;
		}
	}
	if (b->len != f->size)
		return bad_value(f, v, wants, cause);
	memcpy(at, b->data, f->size);
	return true;
}

static bool
set_raw(const struct field *f, char *at, const struct value *v, char **cause)
{
	if (v->type != VAL_BYTES)
		return bad_value(f, v, _("bytes"), cause);
	if (v->bytes->len > f->size)
		return cause_set(cause, _("%s has room for %u bytes, not %zu"),
		    f->name, (unsigned)f->size, v->bytes->len);
	memset(at, 0, f->size);
	memcpy(at, v->bytes->data, v->bytes->len);
	return true;
}

/* A path ends in a NUL that counts, an abstract name begins with one; without
 * a name the kernel chooses one (autobind). */
static bool
set_path(const struct field *f, struct addr *a, const struct value *v,
    char **cause)
{
	const struct bytes *b = v->bytes;
	bool path;

	if (v->type != VAL_BYTES)
		return bad_value(f, v, _("a path"), cause);
	path = b->len != 0 && b->data[0] != '\0';
	if (path && memchr(b->data, '\0', b->len) != NULL)
		return bad_value(f, v, _("a path without a NUL"), cause);
	if (b->len + path > PATH_SIZE)
		return cause_set(cause,
		    _("an AF_UNIX path has at most %d bytes, this one has %zu"),
		    PATH_SIZE - 1, b->len);
	memset(a->u.un.sun_path, 0, PATH_SIZE);
	memcpy(a->u.un.sun_path, b->data, b->len);
	a->len = PATH_OFFSET + b->len + path;
	return true;
}

bool
addr_field_set(struct addr *a, const char *field, const struct value *v,
    char **cause)
{
	const struct field *f = field_find(a, field, cause);
	char *at;

	if (f == NULL)
		return false;
	at = (char *)&a->u + f->offset;
	switch (f->form) {
	case FIELD_U8:
		return set_number(f, at, v, _("0 to 255"), cause);
	case FIELD_I32:
		return set_number(f, at, v, _("0 to 2147483647"), cause);
	case FIELD_U16:
		return set_number(f, at, v, _("0 to 65535"), cause);
	case FIELD_U32:
		return set_number(f, at, v, _("0 to 4294967295"), cause);
	case FIELD_IN:
		if (v->type == VAL_INT)
			return set_number(f, at, v, _("0 to 4294967295"),
			    cause);
		return set_host(f, at, v, _("a number or \"127.0.0.1\""),
		    cause);
	case FIELD_IN6:
		return set_host(f, at, v, _("16 bytes or \"::1\""), cause);
	case FIELD_PATH:
		return set_path(f, a, v, cause);
	default:
		return set_raw(f, at, v, cause);
	}
}
