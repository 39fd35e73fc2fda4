/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ancillary data: from memory, and to it. */
#include "model/cmsg.h"

#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"

_Static_assert(sizeof(struct cmsghdr) == CMSG_HEADER,
    "struct cmsghdr has 16 bytes");

/* What recvmsg and we name it, in Python's order. */
static const struct layout_field cmsg_fields[] = {
	{ .name = "cmsg_level", .kind = LAYOUT_ANY },
	{ .name = "cmsg_type", .kind = LAYOUT_ANY },
	{ .name = "cmsg_data", .kind = LAYOUT_ANY },
};
static const struct layout cmsg_layout = { "cmsg", 0, 3, cmsg_fields };

static const struct layout_field error_fields[] = {
	{ .name = "ee_errno", .kind = LAYOUT_ANY },
	{ .name = "ee_origin", .kind = LAYOUT_ANY },
	{ .name = "ee_type", .kind = LAYOUT_ANY },
	{ .name = "ee_code", .kind = LAYOUT_ANY },
	{ .name = "ee_info", .kind = LAYOUT_ANY },
	{ .name = "ee_data", .kind = LAYOUT_ANY },
	{ .name = "offender", .kind = LAYOUT_ANY },
};
static const struct layout error_layout = { "error", 0, 7, error_fields };

bool
cmsg_next(const void *control, size_t len, size_t *at, struct cmsg *c)
{
	const unsigned char *from = control;
	size_t left = *at < len ? len - *at : 0, step;
	struct cmsghdr h;
	uint64_t whole;

	if (left < sizeof(h))
		return false;
	memcpy(&h, from + *at, sizeof(h));
	whole = h.cmsg_len < left ? h.cmsg_len : left;
	*c = (struct cmsg){
		.claimed = h.cmsg_len,
		.level = h.cmsg_level,
		.type = h.cmsg_type,
		.data = from + *at + sizeof(h),
		.len = whole > sizeof(h) ? whole - sizeof(h) : 0,
	};
	/* One that claims less than its own header cannot be passed over. */
	step = whole < sizeof(h) ? left : CMSG_ALIGN(whole);
	*at += step < left ? step : left;
	return true;
}

static struct value
tagged(int64_t n, const struct xlat_table *names)
{
	struct value v = VALUE_INT(n);

	v.tag = xlat_tag(names);
	return v;
}

static struct value
record(const struct layout *layout, struct value *items, size_t n)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (!layout_record(layout, items, n, &v, &cause))
		free(cause);
	return v;
}

/* A tuple of few values is never refused. */
static struct value
tuple(struct value *items, size_t n)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (!value_tuple(&v, items, n, &cause))
		free(cause);
	return v;
}

static struct value
decode_fds(const struct cmsg *c)
{
	size_t n = c->len / sizeof(int);
	struct value *items = xmalloc((n + 1) * sizeof(items[0])), v;

	for (size_t i = 0; i < n; i++) {
		int fd;

		memcpy(&fd, c->data + i * sizeof(fd), sizeof(fd));
		items[i] = VALUE_INT(fd);
	}
	v = tuple(items, n);
	free(items);
	return v;
}

static struct value
decode_stamps(const struct cmsg *c)
{
	const struct layout *layout = layout_find("timespec");
	struct value items[3];

	for (size_t i = 0; i < 3; i++)
		items[i] =
		    layout_decode(layout, c->data + i * sizeof(struct timespec),
			sizeof(struct timespec));
	return tuple(items, 3);
}

static struct value
decode_addr(const unsigned char *data, size_t len)
{
	struct sockaddr_storage sa = { 0 };

	if (len < sizeof(sa_family_t))
		return VALUE_NONE;
	if (len > sizeof(sa))
		len = sizeof(sa);
	memcpy(&sa, data, len);
	/* The kernel leaves no room for one that is not known. */
	if (sa.ss_family == AF_UNSPEC)
		return VALUE_NONE;
	return value_from_addr(
	    addr_from_sa((struct sockaddr *)&sa, (socklen_t)len));
}

static struct value
decode_error(const struct cmsg *c)
{
	struct cmsg_error ee;
	struct value items[7];

	memcpy(&ee, c->data, sizeof(ee));
	items[0] = tagged(ee.ee_errno, &xlat_errnos);
	items[1] = VALUE_INT(ee.ee_origin);
	items[2] = VALUE_INT(ee.ee_type);
	items[3] = VALUE_INT(ee.ee_code);
	items[4] = VALUE_INT(ee.ee_info);
	items[5] = VALUE_INT(ee.ee_data);
	items[6] = decode_addr(c->data + sizeof(ee), c->len - sizeof(ee));
	return record(&error_layout, items, 7);
}

/* A number, as the machine has it. */
static int64_t
number(const struct cmsg *c, enum cmsg_form form)
{
	int32_t i32;
	uint16_t u16;
	uint32_t u32;
	int64_t i64;

	switch (form) {
	case CMSG_OCTET:
		return *c->data;
	case CMSG_U16:
		memcpy(&u16, c->data, sizeof(u16));
		return u16;
	case CMSG_UINT:
		memcpy(&u32, c->data, sizeof(u32));
		return u32;
	case CMSG_U64:
		memcpy(&i64, c->data, sizeof(i64));
		return i64;
	default:
		memcpy(&i32, c->data, sizeof(i32));
		return i32;
	}
}

size_t
cmsg_least(const struct cmsg_kind *kind)
{
	switch (kind->form) {
	case CMSG_RAW:
		return 0;
	case CMSG_FDS:
	case CMSG_INT:
	case CMSG_UINT:
		return sizeof(int);
	case CMSG_OCTET:
		return 1;
	case CMSG_U16:
		return sizeof(uint16_t);
	case CMSG_U64:
		return sizeof(uint64_t);
	case CMSG_RECORD:
		return layout_find(kind->layout)->size;
	case CMSG_STAMPS:
		return 3 * sizeof(struct timespec);
	case CMSG_ERROR:
		return sizeof(struct cmsg_error);
	case CMSG_ADDR:
		return sizeof(struct sockaddr_in);
	}
	return 0;
}

struct value
cmsg_decode(const struct cmsg *c)
{
	const struct cmsg_kind *kind = cmsg_kind_find(c->level, c->type);

	if (kind == NULL || c->len < cmsg_least(kind))
		return value_bytes((const char *)c->data, c->len);
	switch (kind->form) {
	case CMSG_FDS:
		return decode_fds(c);
	case CMSG_INT:
	case CMSG_UINT:
	case CMSG_OCTET:
	case CMSG_U16:
	case CMSG_U64:
		return VALUE_INT(number(c, kind->form));
	case CMSG_RECORD:
		return layout_decode(layout_find(kind->layout), c->data,
		    c->len);
	case CMSG_STAMPS:
		return decode_stamps(c);
	case CMSG_ERROR:
		return decode_error(c);
	case CMSG_ADDR:
		return decode_addr(c->data, c->len);
	default:
		return value_bytes((const char *)c->data, c->len);
	}
}

struct value
cmsg_value(const struct cmsg *c)
{
	struct value items[3];

	items[0] = tagged(c->level, &xlat_levels);
	items[1] = tagged(c->type, cmsg_types(c->level));
	items[2] = cmsg_decode(c);
	return record(&cmsg_layout, items, 3);
}

struct value
cmsg_values(const void *control, size_t len)
{
	struct value *items = NULL, v;
	size_t n = 0, at = 0;
	struct cmsg c;

	while (cmsg_next(control, len, &at, &c)) {
		items = xgrow(items, n, sizeof(items[0]));
		items[n++] = cmsg_value(&c);
	}
	v = tuple(items, n);
	free(items);
	return v;
}

static bool
encode_number(struct strbuf *out, const struct value *v, size_t size,
    int64_t least, int64_t most, char **cause)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	struct strbuf text = { 0 };

	if (v->type != VAL_INT || v->i < least || v->i > most) {
		value_repr(&text, v, 60);
		cause_set(cause, _("%s is no number from %lld to %lld"),
		    sb_text(&text), (long long)least, (long long)most);
		sb_free(&text);
		return false;
	}
	u8 = (uint8_t)v->i;
	u16 = (uint16_t)v->i;
	u32 = (uint32_t)v->i;
	sb_add(out,
	    size == 1     ? (void *)&u8 :
		size == 2 ? (void *)&u16 :
		size == 4 ? (void *)&u32 :
			    (void *)&v->i,
	    size);
	return true;
}

/* C ints, one or several: descriptors, or what we do not know. */
static bool
encode_ints(struct strbuf *out, const struct value *v, char **cause)
{
	const struct value *items = v;
	size_t n = 1;

	if (v->type == VAL_TUPLE) {
		items = v->tuple->items;
		n = v->tuple->len;
	}
	for (size_t i = 0; i < n; i++) {
		if (!encode_number(out, &items[i], sizeof(int), INT_MIN,
			INT_MAX, cause))
			return false;
	}
	return true;
}

static bool
encode_record(struct strbuf *out, const struct layout *layout,
    const struct value *v, char **cause)
{
	char buf[LAYOUT_SIZE_MAX];
	size_t len = sizeof(buf);

	if (!layout_encode(layout, v, buf, &len, cause))
		return false;
	sb_add(out, buf, len);
	return true;
}

static bool
encode(struct strbuf *out, const struct cmsg_kind *kind, const struct value *v,
    char **cause)
{
	switch (kind != NULL ? kind->form : CMSG_RAW) {
	case CMSG_INT:
		return encode_number(out, v, 4, INT_MIN, INT_MAX, cause);
	case CMSG_UINT:
		return encode_number(out, v, 4, 0, UINT32_MAX, cause);
	case CMSG_OCTET:
		return encode_number(out, v, 1, 0, UINT8_MAX, cause);
	case CMSG_U16:
		return encode_number(out, v, 2, 0, UINT16_MAX, cause);
	case CMSG_U64:
		return encode_number(out, v, 8, 0, INT64_MAX, cause);
	case CMSG_RECORD:
		return encode_record(out, layout_find(kind->layout), v, cause);
	case CMSG_FDS:
		return encode_ints(out, v, cause);
	default:
		break;
	}
	if (v->type == VAL_ADDR) {
		sb_add(out, &v->addr->u, v->addr->len);
		return true;
	}
	if (value_layout(v) != NULL)
		return encode_record(out, value_layout(v), v, cause);
	if (v->type == VAL_NONE)
		return true;
	return encode_ints(out, v, cause);
}

bool
cmsg_append(struct strbuf *control, const struct value *v, char **cause)
{
	const struct value *items =
	    v->type == VAL_TUPLE ? v->tuple->items : NULL;
	struct cmsghdr h = { 0 };
	struct strbuf data = { 0 };
	bool ok = true;

	if (items == NULL || v->tuple->len != 3 || items[0].type != VAL_INT ||
	    items[1].type != VAL_INT || items[0].i != (int)items[0].i ||
	    items[1].i != (int)items[1].i)
		return cause_set(cause,
		    _("a control message is (level, type, data), such as "
		      "(SOL_SOCKET, SCM_RIGHTS, (3, 4))"));
	h.cmsg_level = (int)items[0].i;
	h.cmsg_type = (int)items[1].i;
	if (items[2].type == VAL_BYTES)
		sb_add(&data, items[2].bytes->data, items[2].bytes->len);
	else
		ok = encode(&data, cmsg_kind_find(h.cmsg_level, h.cmsg_type),
		    &items[2], cause);
	h.cmsg_len = CMSG_LEN(data.len);
	if (ok) {
		sb_add(control, &h, sizeof(h));
		if (data.len != 0)
			sb_add(control, data.data, data.len);
		sb_fill(control, '\0', CMSG_SPACE(data.len) - h.cmsg_len);
	}
	sb_free(&data);
	return ok;
}
