/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of socket options, as the kernel takes them. */
#include "model/option.h"

#include <arpa/inet.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/xlat.h"

enum {
	REPR_MAX = 60, /* bytes of a refused value that a cause shows */
	USEC = 1000000,
};

/* What a cause says would be right; of structs, and of numbers that have names,
 * more is said. */
static const char *const wants[] = {
	[OPT_INT] = N_("an int of at most 32 bits"),
	[OPT_UINT] = N_("an int from 0 to 4294967295"),
	[OPT_U64] = N_("a whole number"),
	[OPT_BOOL] = N_("0 or 1"),
	[OPT_LINGER] = N_("(on, seconds), such as (1, 5), or seconds alone"),
	[OPT_TIMEVAL] = N_("seconds from 0 to 2147483647, such as 2.5"),
	[OPT_STRING] = N_("text of at most 255 bytes, such as \"lo\""),
	[OPT_IN_ADDR] = N_("an IPv4 address, such as \"127.0.0.1\""),
	[OPT_IFINDEX] = N_("an interface's index or name, such as \"lo\""),
	[OPT_IFINDEX_NET] = N_("an interface's name, or htonl(index)"),
	[OPT_ADDR] = N_("an address (host:port)"),
	[OPT_INTS] = N_("bytes, as pack() makes them"),
	[OPT_BYTES] = N_("bytes, as pack() makes them"),
};

const struct layout *
option_layout(const struct sockopt *o, size_t i)
{
	if (o == NULL || i >= 2 || o->layouts[i] == NULL)
		return NULL;
	return layout_find(o->layouts[i]);
}

static bool
option_is_struct(const struct sockopt *o)
{
	return o != NULL && o->type == OPT_STRUCT;
}

/* "a struct linger (l_onoff, l_linger)" */
static void
want_struct(struct strbuf *out, const struct sockopt *o)
{
	const struct layout *l = option_layout(o, 0);

	sb_printf(out, _("a struct %s ("), l->name);
	for (size_t i = 0; i < l->n && i < 6; i++)
		sb_printf(out, "%s%s", i != 0 ? ", " : "", l->fields[i].name);
	sb_str(out, l->n > 6 ? ", ...)" : ")");
}

static bool
refuse(const struct sockopt *o, const struct value *v, char **cause)
{
	struct strbuf repr = { 0 }, want = { 0 };

	value_repr(&repr, v, REPR_MAX);
	if (o == NULL)
		sb_str(&want, _("an int or bytes"));
	else if (option_is_struct(o))
		want_struct(&want, o);
	else if (o->names != NULL)
		sb_printf(&want, _("a number, or a name such as %s"),
		    o->names->rows[0].name);
	else
		sb_str(&want, _(wants[o->type]));
	cause_set(cause, _("%s takes %s, not %s"),
	    o != NULL ? o->name : _("an unknown option"), sb_text(&want),
	    sb_text(&repr));
	sb_free(&repr);
	sb_free(&want);
	return false;
}

/* The value's C int, if it has one. */
static bool
int_of(const struct value *v, int *n)
{
	if (v->type != VAL_INT || v->i < INT_MIN || v->i > INT_MAX)
		return false;
	*n = (int)v->i;
	return true;
}

/* Whether bytes are text as people write it: a name, not an image in memory. */
static bool
is_text(const struct value *v)
{
	return v->type == VAL_BYTES && v->bytes->len != 0 &&
	    text_plain(v->bytes->data, v->bytes->len);
}

/* … and of letters alone, as nobody's binary number is. */
static bool
is_word(const struct value *v)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_|";

	return is_text(v) && strspn(v->bytes->data, letters) == v->bytes->len;
}

static bool
put(const void *from, size_t size, void *buf, socklen_t *len)
{
	memcpy(buf, from, size);
	*len = (socklen_t)size;
	return true;
}

/* A number that stands as text: a constant, an interface; on and off. */
static bool
text_number(const struct sockopt *o, const char *s, int64_t *n)
{
	bool on = strcasecmp(s, "on") == 0;

	if (o->type == OPT_BOOL && (on || strcasecmp(s, "off") == 0)) {
		*n = on;
		return true;
	}
	if (o->type == OPT_IFINDEX || o->type == OPT_IFINDEX_NET) {
		*n = if_nametoindex(s);
		if (*n != 0 && o->type == OPT_IFINDEX_NET)
			*n = (int32_t)htonl((uint32_t)*n);
		return *n != 0;
	}
	return xlat_number(o->names, s, n);
}

static bool
encode_number(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len)
{
	enum option_type type = o != NULL ? o->type : OPT_INT;
	bool wide = type == OPT_UINT || type == OPT_IFINDEX_NET;
	/* -1 is what C calls UINT_MAX as well. */
	int64_t least = type == OPT_UINT ? -1 : INT_MIN;
	int64_t most = wide ? UINT32_MAX : INT_MAX;
	uint32_t n;

	if (v->type != VAL_INT)
		return false;
	if (type == OPT_U64)
		return put(&v->i, sizeof(v->i), buf, len);
	if (v->i < least || v->i > most)
		return false;
	n = (uint32_t)v->i;
	return put(&n, sizeof(n), buf, len);
}

static bool
onoff_of(const struct value *v, int *on)
{
	if (v->type != VAL_BYTES)
		return int_of(v, on);
	*on = strcmp(v->bytes->data, "on") == 0;
	return *on || strcmp(v->bytes->data, "off") == 0;
}

/* Seconds alone mean "on": SO_LINGER 0 is the close that resets. */
static bool
encode_linger(const struct value *v, void *buf, socklen_t *len)
{
	struct linger linger = { .l_onoff = 1 };

	if (v->type == VAL_TUPLE) {
		if (v->tuple->len != 2 ||
		    !onoff_of(&v->tuple->items[0], &linger.l_onoff) ||
		    !int_of(&v->tuple->items[1], &linger.l_linger))
			return false;
	} else if (v->type == VAL_BYTES) {
		if (!onoff_of(v, &linger.l_onoff) || linger.l_onoff)
			return false;
	} else if (!int_of(v, &linger.l_linger)) {
		return false;
	}
	return put(&linger, sizeof(linger), buf, len);
}

static bool
timeval_of_float(double f, struct timeval *tv)
{
	/* Written so that nan is refused too. */
	if (!(f >= 0 && f <= INT_MAX))
		return false;
	tv->tv_sec = (time_t)f;
	tv->tv_usec = (suseconds_t)((f - (double)tv->tv_sec) * USEC + 0.5);
	if (tv->tv_usec >= USEC) {
		tv->tv_sec++;
		tv->tv_usec -= USEC;
	}
	/* Zero would be no time limit at all: the opposite of a short one. */
	if (f > 0 && tv->tv_sec == 0 && tv->tv_usec == 0)
		tv->tv_usec = 1;
	return true;
}

/* struct timeval tv = { 2, 500000 }; as in C. */
static bool
timeval_of_pair(const struct tuple *t, struct timeval *tv)
{
	int sec;
	int usec;

	if (t->len != 2 || !int_of(&t->items[0], &sec) ||
	    !int_of(&t->items[1], &usec) || sec < 0 || usec < 0 || usec >= USEC)
		return false;
	*tv = (struct timeval){ .tv_sec = sec, .tv_usec = usec };
	return true;
}

static bool
encode_timeval(const struct value *v, void *buf, socklen_t *len)
{
	struct timeval tv = { 0 };
	int sec;
	bool ok;

	if (v->type == VAL_FLOAT) {
		ok = timeval_of_float(v->f, &tv);
	} else if (v->type == VAL_TUPLE) {
		ok = timeval_of_pair(v->tuple, &tv);
	} else {
		ok = int_of(v, &sec) && sec >= 0;
		tv.tv_sec = ok ? sec : 0;
	}
	return put(&tv, sizeof(tv), buf, len) && ok;
}

/* n values as the first fields of a struct. */
static bool
encode_layout(const struct layout *l, const struct value *items, size_t n,
    void *buf, socklen_t *len, char **cause)
{
	size_t room = OPTION_VALUE_MAX;
	struct value *copy = xmalloc((n + 1) * sizeof(copy[0]));
	struct value record;
	bool ok;

	for (size_t i = 0; i < n; i++)
		copy[i] = value_copy(&items[i]);
	ok = layout_record(l, copy, n, &record, cause);
	free(copy);
	if (!ok)
		return false;
	ok = layout_encode(l, &record, buf, &room, cause);
	value_drop(&record);
	*len = (socklen_t)room;
	return ok;
}

/* "224.0.0.1", "lo": not the address but the name of an interface. */
static bool
is_named_mreq(const struct sockopt *o, const struct value *items, size_t n)
{
	return o->layouts[1] != NULL &&
	    strcmp(o->layouts[1], "ip_mreqn") == 0 && n == 2 &&
	    is_text(&items[1]) && (items[1].bytes->data[0] | 32) >= 'a';
}

/* Values as the fields of one of the option's structs: that which has as many,
 * else the first, whose last fields are zero then. */
static bool
encode_fields(const struct sockopt *o, const struct value *items, size_t n,
    void *buf, socklen_t *len, char **cause)
{
	const struct layout *l = option_layout(o, 0);
	const struct layout *other = option_layout(o, 1);
	struct value named[3];
	char *why = NULL;
	bool ok;

	if (is_named_mreq(o, items, n)) {
		named[0] = items[0];
		named[1] = VALUE_INT(0);
		named[2] = items[1];
		ok = encode_layout(other, named, 3, buf, len, &why);
	} else {
		if (other != NULL && n == other->n)
			l = other;
		ok = encode_layout(l, items, n, buf, len, &why);
	}
	if (!ok)
		cause_set(cause, "%s: %s", o->name, why);
	free(why);
	return ok;
}

/* A record of one of the option's structs, or of any if none is known. */
static bool
encode_record(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	const struct layout *l = value_layout(v);
	size_t room = OPTION_VALUE_MAX;

	if (o != NULL && option_layout(o, 0) != l && option_layout(o, 1) != l &&
	    !(o->type == OPT_IN_ADDR && strcmp(l->name, "in_addr") == 0))
		return false;
	if (!layout_encode(l, v, buf, &room, cause))
		return false;
	*len = (socklen_t)room;
	return true;
}

/* One value for a whole struct: its first field, an address, unless it has but
 * one field. */
static bool
encode_struct(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	const struct layout *l = option_layout(o, 0);

	if (v->type == VAL_TUPLE)
		return encode_fields(o, v->tuple->items, v->tuple->len, buf,
		    len, cause);
	if (v->type == VAL_BYTES || v->type == VAL_ADDR || l->n == 1)
		return encode_fields(o, v, 1, buf, len, cause);
	return false;
}

/* An int is s_addr as it lies in memory, as in C; a name is an interface's. */
static bool
encode_in_addr(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	struct ip_mreqn mreqn = { .imr_ifindex = 0 };
	struct in_addr in;

	if (v->type == VAL_TUPLE)
		return encode_struct(o, v, buf, len, cause);
	if (v->type == VAL_ADDR && v->addr->len >= sizeof(v->addr->u.in) &&
	    v->addr->u.sa.sa_family == AF_INET) {
		in = v->addr->u.in.sin_addr;
	} else if (v->type == VAL_INT && v->i >= 0 && v->i <= UINT32_MAX) {
		in.s_addr = (in_addr_t)v->i;
	} else if (!is_text(v)) {
		return false;
	} else if (inet_pton(AF_INET, v->bytes->data, &in) != 1) {
		mreqn.imr_ifindex = (int)if_nametoindex(v->bytes->data);
		return mreqn.imr_ifindex != 0 &&
		    put(&mreqn, sizeof(mreqn), buf, len);
	}
	return put(&in, sizeof(in), buf, len);
}

/* A C string, its NUL written or not. */
static bool
is_string(const struct bytes *b)
{
	size_t len = strlen(b->data);

	while (len < b->len && b->data[len] == '\0')
		len++;
	return len == b->len && len <= OPTION_STRING_MAX &&
	    strlen(b->data) < OPTION_STRING_MAX;
}

/* Whether text stands for something else than its bytes. */
static bool
text_means(const struct sockopt *o, const struct value *v)
{
	const struct layout *l = option_layout(o, 0);
	int64_t n;

	if (o == NULL)
		return false;
	switch (o->type) {
	case OPT_IFINDEX:
	case OPT_IFINDEX_NET:
	case OPT_ADDR:
		return is_text(v);
	case OPT_IN_ADDR:
		return is_text(v) &&
		    (v->bytes->len != sizeof(struct in_addr) ||
			if_nametoindex(v->bytes->data) != 0);
	case OPT_STRUCT:
		return is_text(v) &&
		    (l->fields[0].kind == LAYOUT_IN ||
			l->fields[0].kind == LAYOUT_IN6);
	case OPT_STRING:
	case OPT_INTS:
	case OPT_BYTES:
		return false;
	default:
		return is_word(v) ||
		    (is_text(v) && xlat_number(o->names, v->bytes->data, &n));
	}
}

static bool
encode_bytes(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	const struct bytes *b = v->bytes;

	if (b->len > OPTION_VALUE_MAX)
		return cause_set(cause, _("%s takes at most %d bytes, not %zu"),
		    o != NULL ? o->name : _("an unknown option"),
		    OPTION_VALUE_MAX, b->len);
	if (o != NULL && o->type == OPT_STRING && !is_string(b))
		return refuse(o, v, cause);
	return put(b->data, b->len, buf, len);
}

static bool
encode_typed(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	struct value n = VALUE_INT(0);

	switch (o != NULL ? o->type : OPT_INT) {
	case OPT_LINGER:
		return encode_linger(v, buf, len);
	case OPT_TIMEVAL:
		return encode_timeval(v, buf, len);
	case OPT_IN_ADDR:
		return encode_in_addr(o, v, buf, len, cause);
	case OPT_STRUCT:
		return encode_struct(o, v, buf, len, cause);
	case OPT_ADDR:
		return layout_fit_addr(v, &n) &&
		    put(&n.addr->u, n.addr->len, buf, len) &&
		    (value_drop(&n), true);
	case OPT_STRING:
	case OPT_INTS:
	case OPT_BYTES:
		return false;
	default:
		if (v->type != VAL_BYTES)
			return encode_number(o, v, buf, len);
		return text_number(o, v->bytes->data, &n.i) &&
		    encode_number(o, &n, buf, len);
	}
}

bool
option_encode(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	char *why = NULL;
	bool ok;

	if (v->type == VAL_BYTES && !text_means(o, v))
		return encode_bytes(o, v, buf, len, cause);
	if (value_layout(v) != NULL)
		ok = encode_record(o, v, buf, len, &why);
	else
		ok = encode_typed(o, v, buf, len, &why);
	if (ok)
		return true;
	if (why != NULL) {
		*cause = why;
		return false;
	}
	return refuse(o, v, cause);
}
