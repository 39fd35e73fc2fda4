/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a typed word becomes a parameter. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/xlat.h"

/* The digits of a number in base; what follows them may be a size's suffix. */
static int
number_digits(const char *s, size_t len, unsigned base, bool suffix,
    uint64_t *out)
{
	static const char units[] = "KMG";
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		int digit = char_hex(s[i]);

		if (digit < 0 || (unsigned)digit >= base)
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

bool
open_mode(const char *mode, int64_t *flags)
{
	const char *rest = mode + 1;

	switch (*mode) {
	case 'r':
		*flags = O_RDONLY;
		break;
	case 'w':
		*flags = O_WRONLY | O_CREAT | O_TRUNC;
		break;
	case 'a':
		*flags = O_WRONLY | O_CREAT | O_APPEND;
		break;
	case 'x':
		*flags = O_WRONLY | O_CREAT | O_EXCL;
		break;
	default:
		return false;
	}
	for (; *rest != '\0'; rest++) {
		if (*rest == '+')
			*flags = (*flags & ~(int64_t)O_ACCMODE) | O_RDWR;
		else if (*rest != 'b' && *rest != 't')
			return false;
	}
	return true;
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
		/* A pipe's size is a number too. */
		int rc = number_parse(part, strlen(part),
		    type == PARAM_FCNTL_ARG, &one, cause);

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

/* As chmod's: digits alone are octal, with or without a 0 in front. */
static bool
word_mode(const char *s, size_t len, struct value *out, char **cause)
{
	int64_t n;

	if (len != 0 && len < 8 && strspn(s, "01234567") == len) {
		*out = VALUE_INT(strtol(s, NULL, 8));
		return true;
	}
	if (len != 0 && strspn(s, "0123456789") == len)
		return cause_set(cause,
		    _("%.*s: permissions are octal digits, as in 644"),
		    (int)(len < 60 ? len : 60), s);
	if (number_parse(s, len, false, &n, cause) != 1)
		return false;
	*out = VALUE_INT(n);
	return true;
}

static bool
word_none(enum param_type type, const char *s)
{
	switch (type) {
	case PARAM_HOST:
	case PARAM_PORT:
	case PARAM_RAW_ADDR:
	case PARAM_TARGET:
	case PARAM_COUNT:
	case PARAM_FDSET:
	case PARAM_TIMEVAL:
	case PARAM_OFFSET:
	case PARAM_SIGSET:
	case PARAM_EPOLL_EVENT:
		return strcmp(s, "none") == 0 || strcmp(s, "None") == 0;
	default:
		return false;
	}
}

/* Whether names are joined by | here. */
static bool
takes_flags(enum param_type type)
{
	const struct xlat_table *const *t = param_tables(type);

	for (; *t != NULL; t++) {
		if ((*t)->kind == XLAT_FLAGS)
			return true;
	}
	return false;
}

/* What is no name of a table, or more than one. */
static bool
word_special(enum param_type type, const char *s, size_t len, struct value *out,
    char **cause)
{
	int64_t n;
	int rc;

	if (type == PARAM_OPEN && open_mode(s, &n)) {
		*out = VALUE_INT(n);
		return true;
	}
	if (type == PARAM_OPTION && word_option(s, out))
		return true;
	if (takes_flags(type))
		return word_flags(type, s, out, cause);
	if (type == PARAM_MS && strspn(s, "0123456789.") == len &&
	    strchr(s, '.') != NULL)
		return cause_set(cause, _("%.*s is a float; it takes %s"),
		    (int)(len < 60 ? len : 60), s, param_wants(type));
	rc = number_parse(s, len, true, &n, cause);
	if (rc == 1 || (rc == 0 && word_constant(type, s, &n))) {
		*out = VALUE_INT(n);
		return true;
	}
	return false;
}

bool
param_from_word(enum param_type type, const char *s, size_t len,
    struct value *out, char **cause)
{
	switch (type) {
	case PARAM_BYTES:
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_TOPIC:
	case PARAM_CLAIM:
	case PARAM_SYSCTL:
	case PARAM_FAILURE:
	case PARAM_MATCH:
	case PARAM_SETTING:
	case PARAM_COMMAND:
	case PARAM_SETVAL:
	case PARAM_VERB:
	case PARAM_WORDS:
	case PARAM_LAB_HOST:
	case PARAM_PIECE:
		*out = value_bytes(s, len);
		return true;
	case PARAM_ADDR:
	case PARAM_TO:
		return word_addr(s, len, out, cause);
	default:
		break;
	}
	/* No name and no number has a NUL byte in it. */
	if (strlen(s) != len)
		return false;
	if (word_none(type, s)) {
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
	case PARAM_ONOFF:
		return word_onoff(s, out);
	case PARAM_MODE:
		return word_mode(s, len, out, cause);
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
	case PARAM_IOCTL_ARG:
	case PARAM_LANES:
		return word_number(s, len, out, cause) == 1;
	default:
		return word_special(type, s, len, out, cause);
	}
}
