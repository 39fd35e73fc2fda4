/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameter types: what they want, and how a typed word becomes one. */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/xlat.h"

static const struct xlat_table *const no_tables[] = { NULL };
static const struct xlat_table *const family_tables[] = { &xlat_families,
	NULL };
static const struct xlat_table *const type_tables[] = { &xlat_types,
	&xlat_type_flags, NULL };
static const struct xlat_table *const protocol_tables[] = { &xlat_protocols,
	NULL };
static const struct xlat_table *const flag_tables[] = { &xlat_msg_flags, NULL };
static const struct xlat_table *const how_tables[] = { &xlat_shut, NULL };
static const struct xlat_table *const level_tables[] = { &xlat_levels,
	&xlat_protocols, NULL };
static const struct xlat_table *const misc_tables[] = { &xlat_misc, NULL };
static const struct xlat_table *const info_flag_tables[] = { &xlat_ai_flags,
	NULL };
static const struct xlat_table *const name_flag_tables[] = { &xlat_ni_flags,
	NULL };

static const struct sock_kind sock_kinds[] = {
	{ "tcp", AF_INET, SOCK_STREAM, 0 },
	{ "udp", AF_INET, SOCK_DGRAM, 0 },
	{ "tcp6", AF_INET6, SOCK_STREAM, 0 },
	{ "udp6", AF_INET6, SOCK_DGRAM, 0 },
	{ "unix", AF_UNIX, SOCK_STREAM, 0 },
	{ "unixgram", AF_UNIX, SOCK_DGRAM, 0 },
	{ "seqpacket", AF_UNIX, SOCK_SEQPACKET, 0 },
	{ "raw", AF_INET, SOCK_RAW, 0 },
	{ "raw6", AF_INET6, SOCK_RAW, 0 },
	{ "packet", AF_PACKET, SOCK_RAW, 0 },
	{ "netlink", AF_NETLINK, SOCK_RAW, 0 },
};

enum { NKINDS = sizeof(sock_kinds) / sizeof(sock_kinds[0]) };

/* What a parameter of a type is, in one row. */
struct param_info {
	const char *wants;
	bool not_c;
	bool out;
	const struct xlat_table *const *tables;
};

static const struct param_info param_infos[] = {
	[PARAM_FD] = { .wants = N_("a descriptor: its number, or a variable "
				   "that holds one") },
	[PARAM_ADDR] = { .wants = N_("an address: host:port, [IPv6]:port, "
				     ":port, *:port, /path or @name") },
	[PARAM_ADDRLEN] = { .wants = N_("the length of an address") },
	[PARAM_BYTES] = { .wants = N_("bytes: \"text\"") },
	[PARAM_SIZE] = { .wants = N_("a number of bytes"),
	    .tables = misc_tables },
	[PARAM_INT] = { .wants = N_("a whole number"), .tables = misc_tables },
	[PARAM_NUMBER] = { .wants = N_("a whole number"),
	    .tables = misc_tables },
	[PARAM_FAMILY] = { .wants = N_("an address family, such as AF_INET"),
	    .tables = family_tables },
	[PARAM_TYPE] = { .wants = N_("a socket type, such as SOCK_STREAM"),
	    .tables = type_tables },
	[PARAM_PROTOCOL] = { .wants =
				 N_("a protocol, such as IPPROTO_TCP, or 0"),
	    .tables = protocol_tables },
	[PARAM_FLAGS] = { .wants = N_("flags, such as MSG_PEEK|MSG_DONTWAIT"),
	    .tables = flag_tables },
	[PARAM_HOW] = { .wants = N_("rd, wr or rdwr"), .tables = how_tables },
	[PARAM_LEVEL] = { .wants = N_("an option's level, such as SOL_SOCKET"),
	    .tables = level_tables },
	[PARAM_OPTION] = { .wants =
			       N_("a socket option, such as SO_REUSEADDR") },
	[PARAM_OPTVAL] = { .wants = N_("the option's value") },
	[PARAM_SERVICE] = { .wants = N_("a port, or a service's name"),
	    .not_c = true },
	[PARAM_OUT_BYTES] = { .wants = N_("a variable for the bytes"),
	    .out = true },
	[PARAM_OUT_ADDR] = { .wants = N_("a variable for the address"),
	    .out = true },
	[PARAM_INOUT_LEN] = { .wants = N_("a variable that holds a length"),
	    .out = true },
	[PARAM_OUT_OPTVAL] = { .wants = N_("a variable for the value"),
	    .out = true },
	[PARAM_OUT_FDS] = { .wants = N_("a variable for two descriptors"),
	    .out = true },
	[PARAM_HINTS] = { .wants = N_("a struct addrinfo: what to look for") },
	[PARAM_OUT_TEXT] = { .wants = N_("a variable for the name"),
	    .out = true },
	[PARAM_OUT_RAW] = { .wants = N_("a variable for the address"),
	    .out = true },
	[PARAM_ANSWER] = { .wants = N_("nothing"), .out = true },
	[PARAM_HOST] = { .wants = N_("a host's name or address, or None") },
	[PARAM_PORT] = { .wants =
			     N_("a port (0 to 65535), a service's name, or "
				"None") },
	[PARAM_RAW_ADDR] = { .wants =
				 N_("an IP address: \"127.0.0.1\", or its 4 "
				    "or 16 bytes") },
	[PARAM_INFO_FLAGS] = { .wants =
				   N_("flags, such as AI_PASSIVE|AI_CANONNAME"),
	    .tables = info_flag_tables },
	[PARAM_NAME_FLAGS] = { .wants = N_("flags, such as NI_NUMERICHOST"),
	    .tables = name_flag_tables },
	[PARAM_OUT_INFO] = { .wants = N_("a variable for the answers"),
	    .out = true },
	[PARAM_POLLFDS] = { .wants = N_("descriptors, or pairs of one and "
					"its events: (3, (4, POLLOUT))") },
	[PARAM_FDSET] = { .wants = N_("descriptors: (3, 4), or None") },
	[PARAM_TIMEVAL] = { .wants = N_("seconds, or None for no limit") },
	[PARAM_REQUEST] = { .wants = N_("a request, as FIONREAD"),
	    .tables = misc_tables },
	[PARAM_INTPTR] = { .wants = N_("a whole number") },
	[PARAM_KIND] = { .wants = N_("tcp, udp, tcp6, udp6, unix, unixgram, "
				     "seqpacket, raw or packet"),
	    .not_c = true },
	[PARAM_VALUE] = { .wants = N_("a value"), .not_c = true },
	[PARAM_TEXT] = { .wants = N_("text: \"…\"") },
	[PARAM_FLOAT] = { .wants = N_("a number"), .not_c = true },
	[PARAM_ONOFF] = { .wants = N_("on or off"), .not_c = true },
	[PARAM_COUNT] = { .wants = N_("a whole number, or None"),
	    .not_c = true },
	[PARAM_TARGET] = { .wants = N_("an address: host:port or (host, port)"),
	    .not_c = true },
	[PARAM_JOB] = { .wants = N_("a job: its number or its name"),
	    .not_c = true },
	[PARAM_NAME] = { .wants = N_("a command's name"), .not_c = true },
	[PARAM_MATCH] = { .wants = N_("a kind (tcp), a state (LISTEN), an "
				      "address (:8080) or *"),
	    .not_c = true },
};

bool
param_in_c(enum param_type type)
{
	return !param_infos[type].not_c;
}

bool
prim_in_c(const struct prim *prim, int i)
{
	return param_in_c(prim->params[i].type) &&
	    (prim->nc == 0 || i < prim->nc);
}

bool
param_is_out(enum param_type type)
{
	return param_infos[type].out;
}

const char *
param_wants(enum param_type type)
{
	return _(param_infos[type].wants);
}

const struct xlat_table *const *
param_tables(enum param_type type)
{
	const struct xlat_table *const *tables = param_infos[type].tables;

	return tables != NULL ? tables : no_tables;
}

const struct sock_kind *
sock_kind_find(const char *name)
{
	for (size_t i = 0; i < NKINDS; i++) {
		if (strcmp(sock_kinds[i].name, name) == 0)
			return &sock_kinds[i];
	}
	return NULL;
}

void
param_offer(enum param_type type, struct nearest *nearest)
{
	const struct xlat_table *const *t = param_tables(type);
	/* Where a family is wanted a kind of socket may stand. */
	bool kinds = type == PARAM_KIND || type == PARAM_FAMILY;

	for (size_t i = 0; i < NKINDS && kinds; i++)
		nearest_offer(nearest, sock_kinds[i].name);
	for (; *t != NULL; t++)
		xlat_offer(*t, nearest);
	if (type == PARAM_OPTION)
		option_offer(nearest);
}

bool
param_accepts(enum param_type type, const struct value *v)
{
	switch (type) {
	case PARAM_FD:
		return v->type == VAL_INT ||
		    (v->type == VAL_TUPLE && v->tuple->len == 2 &&
			v->tuple->items[0].type == VAL_INT);
	case PARAM_ADDR:
		return v->type == VAL_ADDR || v->type == VAL_BYTES ||
		    v->type == VAL_NONE || v->type == VAL_TUPLE;
	case PARAM_BYTES:
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_MATCH:
		return v->type == VAL_BYTES;
	case PARAM_KIND:
		return v->type == VAL_BYTES &&
		    strlen(v->bytes->data) == v->bytes->len &&
		    sock_kind_find(v->bytes->data) != NULL;
	case PARAM_SERVICE:
		return v->type == VAL_INT || v->type == VAL_BYTES;
	case PARAM_HOST:
		return v->type == VAL_BYTES || v->type == VAL_NONE ||
		    (v->type == VAL_INT && v->i == 0);
	case PARAM_PORT:
		return v->type == VAL_BYTES || v->type == VAL_NONE ||
		    v->type == VAL_INT;
	case PARAM_RAW_ADDR:
		return v->type == VAL_BYTES || v->type == VAL_ADDR ||
		    v->type == VAL_INT;
	case PARAM_HINTS:
		return v->type == VAL_TUPLE || v->type == VAL_NONE ||
		    (v->type == VAL_INT && v->i == 0);
	case PARAM_COUNT:
		return v->type == VAL_INT || v->type == VAL_NONE;
	case PARAM_TARGET:
		return v->type == VAL_BYTES || v->type == VAL_TUPLE ||
		    v->type == VAL_ADDR || v->type == VAL_NONE;
	case PARAM_POLLFDS:
	case PARAM_FDSET:
		return v->type == VAL_INT || v->type == VAL_TUPLE ||
		    (v->type == VAL_NONE && type == PARAM_FDSET);
	case PARAM_TIMEVAL:
		return v->type == VAL_INT || v->type == VAL_FLOAT ||
		    v->type == VAL_NONE;
	case PARAM_FLOAT:
		return v->type == VAL_INT || v->type == VAL_FLOAT;
	case PARAM_JOB:
		return v->type == VAL_INT || v->type == VAL_FLOAT ||
		    v->type == VAL_BYTES;
	case PARAM_OPTVAL:
	case PARAM_VALUE:
		return true;
	default:
		return v->type == VAL_INT || param_is_out(type);
	}
}

/* The digits of a number in base; what follows them may be a size's suffix. */
static int
number_digits(const char *s, size_t len, unsigned base, bool suffix,
    uint64_t *out)
{
	static const char units[] = "KMG";
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned c = (unsigned char)s[i], digit;

		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (c | 32) - 'a' + 10;
		else
			break;
		if (digit >= base)
			break;
		if (__builtin_mul_overflow(n, (uint64_t)base, &n) ||
		    __builtin_add_overflow(n, (uint64_t)digit, &n))
			return -1;
	}
	if (suffix && base == 10 && i != 0 && i + 1 == len && s[i] != '\0' &&
	    strchr(units, s[i]) != NULL) {
		int shift = 10 * (int)(strchr(units, s[i]) - units + 1);

		if (n > (uint64_t)INT64_MAX >> shift)
			return -1;
		n <<= shift;
		i++;
	}
	*out = n;
	return i == len && len != 0;
}

int
number_parse(const char *s, size_t len, bool suffix, int64_t *out, char **cause)
{
	bool minus = len != 0 && *s == '-';
	const char *digits = s + minus;
	size_t n = len - minus;
	unsigned base = 10;
	uint64_t value;
	int rc;

	if (n == 0 || *digits < '0' || *digits > '9')
		return 0;
	if (n > 1 && *digits == '0') {
		char c = digits[1] | 32;

		base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
		if (base == 10 && digits[1] >= '0' && digits[1] <= '9') {
			cause_set(cause,
			    _("%.*s: octal or decimal? write 0o%.*s or %.*s"),
			    (int)len, s, (int)n - 1, digits + 1, (int)n - 1,
			    digits + 1);
			return -1;
		}
		digits += base != 10 ? 2 : 0;
		n -= base != 10 ? 2 : 0;
	}
	rc = number_digits(digits, n, base, suffix, &value);
	if (rc == 1 && value > (uint64_t)INT64_MAX + minus)
		rc = -1;
	if (rc == -1)
		cause_set(cause,
		    _("%.*s does not fit in a signed 64-bit number"),
		    (int)(len < 60 ? len : 60), s);
	else if (rc == 0)
		cause_set(cause, _("%.*s is not a number"),
		    (int)(len < 60 ? len : 60), s);
	else
		*out = (int64_t)(minus ? 0 - value : value);
	return rc == 1 ? 1 : -1;
}

/* One name of a parameter's tables. */
static bool
word_constant(enum param_type type, const char *s, int64_t *out)
{
	const struct xlat_table *const *t = param_tables(type);

	for (; *t != NULL; t++) {
		const struct xlat *row = xlat_guess(*t, s);

		if (row != NULL) {
			*out = row->value;
			return true;
		}
	}
	return false;
}

/* Names and numbers joined by |, all of the parameter's tables. */
static bool
word_flags(enum param_type type, const char *s, struct value *out, char **cause)
{
	char *copy = xstrdup(s), *rest = copy, *part;
	int64_t all = 0, one;
	bool ok = true;

	while (ok && (part = strsep(&rest, "|")) != NULL) {
		int rc = number_parse(part, strlen(part), false, &one, cause);

		ok = rc == 1 || (rc == 0 && word_constant(type, part, &one));
		all |= ok ? one : 0;
	}
	free(copy);
	*out = VALUE_INT(all);
	return ok;
}

static bool
word_option(const char *s, struct value *out)
{
	const struct sockopt *o = option_guess(s);

	if (o == NULL)
		return false;
	*out = VALUE_INT(o->number);
	out->tag = option_tag(o);
	return true;
}

/* A number, an int or with a fraction; 1, 0 or -1 as number_parse. */
static int
word_number(const char *s, size_t len, struct value *out, char **cause)
{
	int64_t n;
	char *end;
	double f;
	int rc;

	if (strpbrk(s, ".") != NULL && strspn(s, "+-0123456789.eE") == len) {
		f = strtod(s, &end);
		if (*end == '\0' && end != s) {
			*out = VALUE_FLOAT(f);
			return 1;
		}
	}
	rc = number_parse(s, len, true, &n, cause);
	if (rc == 1)
		*out = VALUE_INT(n);
	return rc;
}

static bool
word_is_name(const char *s)
{
	return strspn(s,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789_") == strlen(s) &&
	    !(*s >= '0' && *s <= '9');
}

/* Addresses that do not depend on the socket are made once, here. */
static bool
word_addr(const char *s, size_t len, struct value *out, char **cause)
{
	struct addr_names names;
	struct addr *addr = NULL;

	if (len == 4 && memcmp(s, "none", len) == 0) {
		*out = VALUE_NONE;
		return true;
	}
	if (strlen(s) == len && word_is_name(s))
		return false;
	switch (addr_parse(s, len, AF_UNSPEC, &addr, &names, cause)) {
	case ADDR_BAD:
		return false;
	case ADDR_NUMERIC:
		if (*s != ':' && *s != '*') {
			*out = value_from_addr(addr);
			return true;
		}
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = addr });
		break;
	case ADDR_NAMED:
		break;
	}
	*out = value_bytes(s, len);
	return true;
}

static bool
word_onoff(const char *s, struct value *out)
{
	bool on = strcmp(s, "on") == 0 || strcmp(s, "1") == 0;

	*out = VALUE_INT(on);
	return on || strcmp(s, "off") == 0 || strcmp(s, "0") == 0;
}

static bool
word_is_none(const char *s)
{
	return strcmp(s, "none") == 0 || strcmp(s, "None") == 0;
}

static bool
param_may_be_none(enum param_type type)
{
	switch (type) {
	case PARAM_HOST:
	case PARAM_PORT:
	case PARAM_RAW_ADDR:
	case PARAM_TARGET:
	case PARAM_FDSET:
	case PARAM_COUNT:
	case PARAM_TIMEVAL:
		return true;
	default:
		return false;
	}
}

bool
param_from_word(enum param_type type, const char *s, size_t len,
    struct value *out, char **cause)
{
	int64_t n;
	int rc;

	switch (type) {
	case PARAM_BYTES:
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_MATCH:
		*out = value_bytes(s, len);
		return true;
	case PARAM_ADDR:
		return word_addr(s, len, out, cause);
	default:
		break;
	}
	/* No name and no number has a NUL byte in it. */
	if (strlen(s) != len)
		return false;
	if (word_is_none(s) && param_may_be_none(type)) {
		*out = VALUE_NONE;
		return true;
	}
	switch (type) {
	case PARAM_SERVICE:
	case PARAM_HOST:
	case PARAM_PORT:
	case PARAM_RAW_ADDR:
	case PARAM_TARGET:
		/* A name may be a variable's, or a service's or a host's. */
		if (word_is_name(s))
			return false;
		*out = value_bytes(s, len);
		return true;
	case PARAM_KIND:
		*out = sock_kind_find(s) != NULL ? value_bytes(s, len) :
						   VALUE_NONE;
		return out->type == VAL_BYTES;
	case PARAM_OPTION:
		if (word_option(s, out))
			return true;
		break;
	case PARAM_ONOFF:
		return word_onoff(s, out);
	case PARAM_JOB:
		if (*s != '%')
			return word_number(s, len, out, cause) == 1;
		*out = value_bytes(s, len);
		return true;
	case PARAM_COUNT:
	case PARAM_TIMEVAL:
	case PARAM_OPTVAL:
	case PARAM_VALUE:
	case PARAM_FLOAT:
		return word_number(s, len, out, cause) == 1;
	case PARAM_FLAGS:
	case PARAM_INFO_FLAGS:
	case PARAM_NAME_FLAGS:
	case PARAM_TYPE:
		return word_flags(type, s, out, cause);
	default:
		break;
	}
	rc = number_parse(s, len, true, &n, cause);
	if (rc == 1 || (rc == 0 && word_constant(type, s, &n))) {
		*out = VALUE_INT(n);
		return true;
	}
	return false;
}
