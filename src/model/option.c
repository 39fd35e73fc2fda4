/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket options by name and number, and their values both ways. */
#include "model/option.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"

enum {
	REPR_MAX = 60,    /* bytes of a refused value that a cause shows */
	STRING_MAX = 256, /* of an OPT_STRING, its NUL included */
	USEC = 1000000,
};

/* What a cause says would be right. */
static const char *const wants[] = {
	[OPT_INT] = N_("an int of at most 32 bits"),
	[OPT_BOOL] = N_("0 or 1"),
	[OPT_LINGER] = N_("(on, seconds), such as (1, 5), or seconds alone"),
	[OPT_TIMEVAL] = N_("seconds from 0 to 2147483647, such as 2.5"),
	[OPT_STRING] = N_("text of at most 255 bytes, such as \"lo\""),
	[OPT_IN_ADDR] = N_("an IPv4 address, such as \"127.0.0.1\""),
	[OPT_UCRED] = N_("bytes (struct ucred)"),
	[OPT_FAMILY] = N_("an address family, such as AF_INET"),
	[OPT_SOCKTYPE] = N_("a socket type, such as SOCK_STREAM"),
	[OPT_PROTOCOL] = N_("a protocol, such as IPPROTO_TCP"),
	[OPT_ERRNO] = N_("an errno, such as ECONNRESET"),
	[OPT_BYTES] = N_("bytes, as pack() makes them"),
};

const struct sockopt *
option_find(const char *name)
{
	const struct sockopt *o;

	for (o = option_table; o->name != NULL; o++)
		if (o->name[0] == name[0] && strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

const struct sockopt *
option_guess(const char *name)
{
	const struct sockopt *o;

	for (o = option_table; o->name != NULL; o++)
		if (strcasecmp(o->name, name) == 0)
			return o;
	return NULL;
}

const struct sockopt *
option_by_number(int level, int number)
{
	const struct sockopt *o;

	for (o = option_table; o->name != NULL; o++)
		if (o->level == level && o->number == number)
			return o;
	return NULL;
}

static size_t
option_count(void)
{
	size_t n = 0;

	while (option_table[n].name != NULL)
		n++;
	return n;
}

const struct sockopt *
option_by_tag(uint16_t tag)
{
	return tag != 0 && tag <= option_count() ? &option_table[tag - 1] :
						   NULL;
}

uint16_t
option_tag(const struct sockopt *o)
{
	return (uint16_t)(o - option_table + 1);
}

void
option_offer(struct nearest *nearest)
{
	const struct sockopt *o;

	for (o = option_table; o->name != NULL; o++)
		nearest_offer(nearest, o->name);
}

static const char *
option_name(const struct sockopt *o)
{
	return o != NULL ? o->name : _("an unknown option");
}

static bool
refuse(const struct sockopt *o, const struct value *v, char **cause)
{
	struct strbuf repr = { 0 };

	value_repr(&repr, v, REPR_MAX);
	cause_set(cause, _("%s takes %s, not %s"), option_name(o),
	    o != NULL ? _(wants[o->type]) : _("an int or bytes"),
	    sb_text(&repr));
	sb_free(&repr);
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

static bool
encode_int(const struct value *v, void *buf, socklen_t *len)
{
	int n;

	if (!int_of(v, &n))
		return false;
	memcpy(buf, &n, sizeof(n));
	*len = sizeof(n);
	return true;
}

/* Seconds alone mean "on": SO_LINGER 0 is the close that resets; off is
 * (0, 0). */
static bool
encode_linger(const struct value *v, void *buf, socklen_t *len)
{
	struct linger linger = { .l_onoff = 1 };

	if (v->type == VAL_TUPLE) {
		if (v->tuple->len != 2 ||
		    !int_of(&v->tuple->items[0], &linger.l_onoff) ||
		    !int_of(&v->tuple->items[1], &linger.l_linger))
			return false;
	} else if (!int_of(v, &linger.l_linger)) {
		return false;
	}
	memcpy(buf, &linger, sizeof(linger));
	*len = sizeof(linger);
	return true;
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
	memcpy(buf, &tv, sizeof(tv));
	*len = sizeof(tv);
	return ok;
}

/* An int is s_addr as it lies in memory, as in C. */
static bool
encode_in_addr(const struct value *v, void *buf, socklen_t *len)
{
	struct in_addr in;

	if (v->type == VAL_ADDR && v->addr->len >= sizeof(v->addr->u.in) &&
	    v->addr->u.sa.sa_family == AF_INET)
		in = v->addr->u.in.sin_addr;
	else if (v->type == VAL_INT && v->i >= 0 && v->i <= UINT32_MAX)
		in.s_addr = (in_addr_t)v->i;
	else
		return false;
	memcpy(buf, &in, sizeof(in));
	*len = sizeof(in);
	return true;
}

/* Whether bytes can only be meant as text: a misspelt address. */
static bool
is_text(const struct bytes *b)
{
	return b->len != sizeof(struct in_addr) && text_plain(b->data, b->len);
}

/* A C string, its NUL written or not. */
static bool
is_string(const struct bytes *b)
{
	size_t len = strlen(b->data);

	while (len < b->len && b->data[len] == '\0')
		len++;
	return len == b->len && len <= STRING_MAX &&
	    strlen(b->data) < STRING_MAX;
}

/* Bytes are taken as they are; where text is wanted, text is checked. */
static bool
encode_bytes(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	enum option_type type = o != NULL ? o->type : OPT_BYTES;
	const struct bytes *b = v->bytes;
	struct in_addr in;

	if (b->len > OPTION_VALUE_MAX)
		return cause_set(cause, _("%s takes at most %d bytes, not %zu"),
		    option_name(o), OPTION_VALUE_MAX, b->len);
	if (type == OPT_STRING && !is_string(b))
		return refuse(o, v, cause);
	if (type == OPT_IN_ADDR && strlen(b->data) == b->len) {
		if (inet_pton(AF_INET, b->data, &in) == 1) {
			memcpy(buf, &in, sizeof(in));
			*len = sizeof(in);
			return true;
		}
		if (is_text(b))
			return refuse(o, v, cause);
	}
	memcpy(buf, b->data, b->len);
	*len = (socklen_t)b->len;
	return true;
}

bool
option_encode(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause)
{
	bool ok;

	if (v->type == VAL_BYTES)
		return encode_bytes(o, v, buf, len, cause);
	switch (o != NULL ? o->type : OPT_INT) {
	case OPT_LINGER:
		ok = encode_linger(v, buf, len);
		break;
	case OPT_TIMEVAL:
		ok = encode_timeval(v, buf, len);
		break;
	case OPT_IN_ADDR:
		ok = encode_in_addr(v, buf, len);
		break;
	case OPT_STRING:
	case OPT_UCRED:
	case OPT_BYTES:
		ok = false;
		break;
	default:
		ok = encode_int(v, buf, len);
		break;
	}
	return ok || refuse(o, v, cause);
}

/* A small flat tuple never fails. */
static struct value
tuple_of(struct value *items, size_t n)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;

	value_tuple(&v, items, n, &cause);
	return v;
}

static struct value
decode_linger(const void *buf)
{
	struct linger linger;
	struct value items[2];

	memcpy(&linger, buf, sizeof(linger));
	items[0] = VALUE_INT(linger.l_onoff);
	items[1] = VALUE_INT(linger.l_linger);
	return tuple_of(items, 2);
}

static struct value
decode_timeval(const void *buf)
{
	struct timeval tv;

	memcpy(&tv, buf, sizeof(tv));
	return VALUE_FLOAT((double)tv.tv_sec + (double)tv.tv_usec / USEC);
}

/* The id of nobody is -1, as strace prints it. */
static int64_t
id_of(id_t id)
{
	return id == (id_t)-1 ? -1 : (int64_t)id;
}

static struct value
decode_ucred(const void *buf)
{
	struct ucred cred;
	struct value items[3];

	memcpy(&cred, buf, sizeof(cred));
	items[0] = VALUE_INT(cred.pid);
	items[1] = VALUE_INT(id_of(cred.uid));
	items[2] = VALUE_INT(id_of(cred.gid));
	return tuple_of(items, 3);
}

static struct value
decode_in_addr(const void *buf)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, buf, text, sizeof(text));
	return value_str(text);
}

static struct value
decode_int(const void *buf)
{
	int n;

	memcpy(&n, buf, sizeof(n));
	return VALUE_INT(n);
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
	case OPT_UCRED:
		return sizeof(struct ucred);
	case OPT_IN_ADDR:
		return sizeof(struct in_addr);
	case OPT_STRING:
	case OPT_BYTES:
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
	/* What the kernel gave has another size than the type: bytes. */
	if (len != exact_size(type))
		return value_bytes(buf, len);
	switch (type) {
	case OPT_LINGER:
		return decode_linger(buf);
	case OPT_TIMEVAL:
		return decode_timeval(buf);
	case OPT_UCRED:
		return decode_ucred(buf);
	case OPT_IN_ADDR:
		return decode_in_addr(buf);
	case OPT_BYTES:
		return value_bytes(buf, len);
	default:
		return decode_int(buf);
	}
}

socklen_t
option_size(const struct sockopt *o)
{
	socklen_t size = o != NULL ? exact_size(o->type) : 0;

	if (size != 0)
		return size;
	return o != NULL && o->type == OPT_STRING ? STRING_MAX :
						    OPTION_VALUE_MAX;
}
