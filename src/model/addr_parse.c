/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: reading the literals of the language. */
#include "model/addr.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
	HOST_MAX = 253, /* RFC 1035, without the final dot */
	PORT_MAX = 65535,
	SHOWN_MAX = 64, /* bytes of the user's text in a cause */
	PATH_OFFSET = offsetof(struct sockaddr_un, sun_path),
	PATH_MAX_LEN = sizeof((struct sockaddr_un *)NULL)->sun_path - 1,
};

static struct addr *
addr_in(struct in_addr host, uint16_t port)
{
	struct addr *a = addr_new(AF_INET);

	a->u.in.sin_addr = host;
	a->u.in.sin_port = htons(port);
	return a;
}

static struct addr *
addr_in6(const struct in6_addr *host, uint32_t scope, uint16_t port)
{
	struct addr *a = addr_new(AF_INET6);

	a->u.in6.sin6_addr = *host;
	a->u.in6.sin6_scope_id = scope;
	a->u.in6.sin6_port = htons(port);
	return a;
}

static struct addr *
addr_un(const char *name, size_t len, socklen_t addrlen)
{
	struct addr *a = addr_new(AF_UNIX);

	memcpy(a->u.un.sun_path, name, len);
	a->len = addrlen;
	return a;
}

/* A part of what the user typed. */
struct span {
	const char *s;
	size_t len;
};

static struct span
span_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

static bool
span_is(struct span sp, const char *s)
{
	return sp.len == strlen(s) && memcmp(sp.s, s, sp.len) == 0;
}

static bool
span_in(struct span sp, const char *set)
{
	for (size_t i = 0; i < sp.len; i++)
		if (sp.s[i] == '\0' || strchr(set, sp.s[i]) == NULL)
			return false;
	return sp.len != 0;
}

/* Copies into buf if it fits, and whether it did. */
static bool
span_copy(struct span sp, char *buf, size_t size)
{
	if (sp.len >= size || memchr(sp.s, '\0', sp.len) != NULL)
		return false;
	memcpy(buf, sp.s, sp.len);
	buf[sp.len] = '\0';
	return true;
}

/* The user's text as a cause shows it: quoted if it is odd or long. */
static char *
span_shown(struct span sp)
{
	struct strbuf sb = { 0 };

	if (sp.len != 0 && sp.len <= SHOWN_MAX && text_plain(sp.s, sp.len))
		sb_add(&sb, sp.s, sp.len);
	else
		text_quote(&sb, sp.s, sp.len, SHOWN_MAX);
	return sb_steal(&sb);
}

/* A cause about text; fmt has one %s for it. */
static enum addr_form __attribute__((format(printf, 2, 0)))
bad(char **cause, const char *fmt, struct span text)
{
	char *shown = span_shown(text);

	cause_set(cause, fmt, shown);
	free(shown);
	return ADDR_BAD;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
looks_like_number(const char *s)
{
	if (*s == '-' || *s == '+')
		s++;
	return is_digit(*s);
}

bool
addr_parse_port(const char *s, uint16_t *port, char **cause)
{
	struct span text = span_of(s);
	unsigned n = 0;

	*cause = NULL;
	if (!looks_like_number(s))
		return false;
	if (text.len > 1 && s[0] == '0' && span_in(text, "0123456789")) {
		bad(cause, _("%s: a port is written without leading zeros"),
		    text);
		return false;
	}
	for (size_t i = 0; i < text.len && is_digit(s[i]) && n <= PORT_MAX; i++)
		n = n * 10 + (s[i] - '0');
	if (n > PORT_MAX || !span_in(text, "0123456789")) {
		bad(cause, _("%s: a port is a number from 0 to 65535"), text);
		return false;
	}
	*port = n;
	return true;
}

/* What a service's name may consist of: /etc/services has "whois++". */
static bool
service_name(const char *s)
{
	if (!is_letter(*s))
		return false;
	for (; *s != '\0'; s++)
		if (!is_letter(*s) && !is_digit(*s) &&
		    strchr("-_.+*/", *s) == NULL)
			return false;
	return true;
}

/* The half after the colon: a port, or a name to be looked up. */
static enum addr_form
parse_service(struct span text, struct addr_names *names, uint16_t *port,
    char **cause)
{
	if (text.len == 0) {
		cause_set(cause, _("the port is missing"));
		return ADDR_BAD;
	}
	if (!span_copy(text, names->service, sizeof(names->service)))
		return bad(cause,
		    _("%s is neither a port nor a service's name"), text);
	if (addr_parse_port(names->service, port, cause))
		return ADDR_NUMERIC;
	if (*cause != NULL)
		return ADDR_BAD;
	if (!service_name(names->service))
		return bad(cause,
		    _("%s is neither a port nor a service's name"), text);
	return ADDR_NAMED;
}

static bool
host_char(char c)
{
	return is_letter(c) || is_digit(c) || c == '-' || c == '_' ||
	    c == '.' || (c & 0x80) != 0;
}

/* Numbers with dots: what inet_aton would take for an IPv4 address in one of
 * the spellings that are not understood here (127.1, 0x7f.1, 0177.0.0.1). */
static bool
all_numbers(struct span host)
{
	const char *end = host.s + host.len;

	for (const char *s = host.s; s < end;) {
		const char *dot = memchr(s, '.', end - s);
		struct span label = { s, (dot != NULL ? dot : end) - s };

		if (label.len > 2 && s[0] == '0' && (s[1] | 0x20) == 'x') {
			label.s += 2;
			label.len -= 2;
			if (!span_in(label, "0123456789abcdefABCDEF"))
				return false;
		} else if (label.len != 0 && !span_in(label, "0123456789")) {
			return false;
		}
		s = dot != NULL ? dot + 1 : end;
	}
	return true;
}

static enum addr_form
check_host_name(struct span host, struct addr_names *names, char **cause)
{
	for (size_t i = 0; i < host.len; i++) {
		if (host.s[i] == '/')
			return bad(cause,
			    _("%s: a host's name has no /; a path begins with "
			      "/ or ./"),
			    host);
		if (!host_char(host.s[i]))
			return bad(cause,
			    _("%s: a host's name has letters, digits, - and . "
			      "only"),
			    host);
	}
	if (all_numbers(host))
		return bad(cause,
		    _("%s is not an IPv4 address: that is four numbers from 0 "
		      "to 255, such as 127.0.0.1"),
		    host);
	if (host.len > HOST_MAX)
		return bad(cause, _("%s: a host's name has at most 253 bytes"),
		    host);
	if (host.s[0] == '-' || !utf8_valid(host.s, host.len))
		return bad(cause, _("%s is not a host name"), host);
	span_copy(host, names->host, sizeof(names->host));
	return ADDR_NAMED;
}

/* %scope of an IPv6 address: a number, or the name of an interface here. */
static bool
parse_scope(struct span text, uint32_t *scope, char **cause)
{
	char name[IF_NAMESIZE];
	uint64_t n = 0;

	if (span_in(text, "0123456789")) {
		for (size_t i = 0; i < text.len && n <= UINT32_MAX; i++)
			n = n * 10 + (text.s[i] - '0');
		*scope = n;
		if (n <= UINT32_MAX)
			return true;
	} else if (span_copy(text, name, sizeof(name))) {
		*scope = if_nametoindex(name);
		if (*scope != 0)
			return true;
	}
	bad(cause, _("there is no network interface %s"), text);
	return false;
}

static bool
is_in6(struct span text, struct in6_addr *host)
{
	char buf[INET6_ADDRSTRLEN];

	return span_copy(text, buf, sizeof(buf)) &&
	    inet_pton(AF_INET6, buf, host) == 1;
}

static bool
is_in(struct span text, struct in_addr *host)
{
	char buf[INET_ADDRSTRLEN];

	return span_copy(text, buf, sizeof(buf)) &&
	    inet_pton(AF_INET, buf, host) == 1;
}

/* A numeric host with its port; or, if the service is a name, its text. */
static enum addr_form
finish_in(struct in_addr host, struct span service, struct addr **out,
    struct addr_names *names, char **cause)
{
	uint16_t port;
	enum addr_form form = parse_service(service, names, &port, cause);

	if (form == ADDR_NUMERIC)
		*out = addr_in(host, port);
	else if (form == ADDR_NAMED)
		inet_ntop(AF_INET, &host, names->host, sizeof(names->host));
	return form;
}

static enum addr_form
finish_in6(const struct in6_addr *host, struct span scope, struct span service,
    struct addr **out, struct addr_names *names, char **cause)
{
	uint32_t index = 0;
	uint16_t port;
	size_t len;
	enum addr_form form;

	if (scope.s != NULL && !parse_scope(scope, &index, cause))
		return ADDR_BAD;
	form = parse_service(service, names, &port, cause);
	if (form == ADDR_NUMERIC) {
		*out = addr_in6(host, index, port);
	} else if (form == ADDR_NAMED) {
		inet_ntop(AF_INET6, host, names->host, sizeof(names->host));
		len = strlen(names->host);
		if (index != 0)
			snprintf(names->host + len, sizeof(names->host) - len,
			    "%%%u", (unsigned)index);
	}
	return form;
}

/* What stands for a host without naming one. */
static enum addr_form
parse_special(bool wildcard, struct span service, int family, struct addr **out,
    struct addr_names *names, char **cause)
{
	struct in_addr in = { htonl(wildcard ? INADDR_ANY : INADDR_LOOPBACK) };

	if (family == AF_INET6)
		return finish_in6(wildcard ? &in6addr_any : &in6addr_loopback,
		    (struct span){ 0 }, service, out, names, cause);
	return finish_in(in, service, out, names, cause);
}

/* An IPv6 host without brackets, with or without %scope. */
static enum addr_form
parse_in6(struct span host, struct span service, struct addr **out,
    struct addr_names *names, char **cause)
{
	const char *percent = memchr(host.s, '%', host.len);
	struct span scope = { 0 };
	struct span digits = host;
	struct in6_addr in6;

	if (percent != NULL) {
		digits.len = percent - host.s;
		scope.s = percent + 1;
		scope.len = host.len - digits.len - 1;
	}
	if (!is_in6(digits, &in6))
		return bad(cause, _("%s is not an IPv6 address"), host);
	return finish_in6(&in6, scope, service, out, names, cause);
}

/* "[", host, "]", ":", service */
static enum addr_form
parse_brackets(struct span text, struct addr **out, struct addr_names *names,
    char **cause)
{
	const char *end = memchr(text.s, ']', text.len);
	struct span host, service;

	if (end == NULL)
		return bad(cause,
		    _("%s: the bracket ] is missing; write [::1]:80"), text);
	host = (struct span){ text.s + 1, end - text.s - 1 };
	service = (struct span){ end + 1, text.len - host.len - 2 };
	if (service.len == 0)
		return bad(cause, _("%1$s has no port; write %1$s:80"), text);
	if (service.s[0] != ':')
		return bad(cause,
		    _("%s: after ] comes a colon and the port, as in [::1]:80"),
		    text);
	service.s++;
	service.len--;
	return parse_in6(host, service, out, names, cause);
}

static enum addr_form
parse_host(struct span host, struct span service, struct addr **out,
    struct addr_names *names, char **cause)
{
	struct in_addr in;
	uint16_t port;

	if (is_in(host, &in))
		return finish_in(in, service, out, names, cause);
	if (check_host_name(host, names, cause) == ADDR_BAD)
		return ADDR_BAD;
	/* A port that is a number stays text: it goes to the resolver too. */
	if (parse_service(service, names, &port, cause) == ADDR_BAD)
		return ADDR_BAD;
	return ADDR_NAMED;
}

/* A literal without a colon is none; what was it meant to be? */
static enum addr_form
parse_bare(struct span text, char **cause)
{
	char buf[SHOWN_MAX];
	struct in_addr in;
	uint16_t port;

	if (is_in(text, &in) || span_is(text, "*"))
		return bad(cause, _("%1$s has no port; write %1$s:80"), text);
	if (span_in(text, "-0123456789") && span_copy(text, buf, sizeof(buf))) {
		if (addr_parse_port(buf, &port, cause))
			return bad(cause,
			    _("%1$s is a port without a host; write :%1$s"),
			    text);
		if (*cause != NULL)
			return ADDR_BAD;
	}
	return bad(cause,
	    _("%1$s is not an address: a host needs a port (%1$s:80), a path needs "
	      "/ or @ in front (./%1$s)"),
	    text);
}

/* Two readings: the last number may be the port or a part of the host. */
static enum addr_form
bad_ambiguous(struct span text, struct span host, char **cause)
{
	struct strbuf meant = { 0 };
	char *shown = span_shown(text);
	char *hint;

	sb_printf(&meant, "[%.*s]", (int)host.len, host.s);
	sb_add(&meant, text.s + host.len, text.len - host.len);
	hint = span_shown((struct span){ meant.data, meant.len });
	cause_set(cause, _("%s is ambiguous; write %s"), shown, hint);
	free(shown);
	free(hint);
	sb_free(&meant);
	return ADDR_BAD;
}

/* More than one colon, and no brackets. */
static enum addr_form
parse_colons(struct span text, struct span host, char **cause)
{
	struct in6_addr in6;

	if (is_in6(host, &in6) && host.len + 1 < text.len)
		return bad_ambiguous(text, host, cause);
	if (is_in6(text, &in6))
		return bad(cause, _("%1$s has no port; write [%1$s]:80"), text);
	return bad(cause,
	    _("%s has too many colons; an IPv6 address goes in brackets, as in "
	      "[::1]:80"),
	    text);
}

static enum addr_form
parse_colon(struct span text, int family, struct addr **out,
    struct addr_names *names, char **cause)
{
	const char *last = memrchr(text.s, ':', text.len);
	struct span host, service;

	if (last == NULL)
		return parse_bare(text, cause);
	if (memmem(text.s, text.len, "://", 3) != NULL)
		return bad(cause,
		    _("%s is a URL; an address is host:port, as in "
		      "example.com:80"),
		    text);
	host = (struct span){ text.s, last - text.s };
	service = (struct span){ last + 1, text.len - host.len - 1 };
	if (memchr(host.s, ':', host.len) != NULL)
		return parse_colons(text, host, cause);
	if (service.len == 0)
		return bad(cause, _("%1$s has no port; write %1$s80"), text);
	if (host.len == 0 || span_is(host, "*"))
		return parse_special(host.len != 0, service, family, out, names,
		    cause);
	return parse_host(host, service, out, names, cause);
}

static enum addr_form
parse_path(struct span text, struct addr **out, char **cause)
{
	if (text.len > PATH_MAX_LEN)
		return bad(cause,
		    _("%s: an AF_UNIX path has at most 107 bytes"), text);
	*out = addr_un(text.s, text.len, PATH_OFFSET + text.len + 1);
	return ADDR_NUMERIC;
}

/* "@name": a NUL stands before the name, and none after it. */
static enum addr_form
parse_abstract(struct span text, struct addr **out, char **cause)
{
	if (text.len > PATH_MAX_LEN + 1)
		return bad(cause,
		    _("%s: an abstract AF_UNIX name has at most 107 bytes"),
		    text);
	*out = addr_un(text.s, text.len, PATH_OFFSET + text.len);
	(*out)->u.un.sun_path[0] = '\0';
	return ADDR_NUMERIC;
}

static bool
begins(struct span text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.s, with, len) == 0;
}

enum addr_form
addr_parse(const char *s, size_t len, int family, struct addr **out,
    struct addr_names *names, char **cause)
{
	struct span text = { s, len };

	if (len == 0)
		return bad(cause,
		    _("%s: an address is host:port, /path or @name"), text);
	if (s[0] == '@')
		return parse_abstract(text, out, cause);
	if (memchr(s, '\0', len) != NULL || memchr(s, '\n', len) != NULL)
		return bad(cause,
		    _("%s: no NUL and no newline may stand in an address"),
		    text);
	if (s[0] == '/' || begins(text, "./") || begins(text, "../"))
		return parse_path(text, out, cause);
	if (s[0] == '[')
		return parse_brackets(text, out, names, cause);
	return parse_colon(text, family, out, names, cause);
}

enum addr_form
addr_parse_pair(const char *host, size_t host_len, const char *service,
    int family, struct addr **out, struct addr_names *names, char **cause)
{
	struct span text = { host, host_len };
	struct span port = span_of(service);
	struct in6_addr in6;

	if (host_len == 0 || span_is(text, "*"))
		return parse_special(true, port, family, out, names, cause);
	if (span_is(text, "<broadcast>"))
		return finish_in((struct in_addr){ htonl(INADDR_BROADCAST) },
		    port, out, names, cause);
	if (host[0] == '[' && host[host_len - 1] == ']') {
		text = (struct span){ host + 1, host_len - 2 };
		return parse_in6(text, port, out, names, cause);
	}
	if (is_in6(text, &in6) || memchr(host, '%', host_len) != NULL)
		return parse_in6(text, port, out, names, cause);
	if (memchr(host, ':', host_len) != NULL)
		return bad(cause,
		    _("%s: the host stands apart from the port, as in "
		      "(\"127.0.0.1\", 80)"),
		    text);
	return parse_host(text, port, out, names, cause);
}
