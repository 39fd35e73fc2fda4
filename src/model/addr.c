/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses: making, comparing and showing them. */
#include "model/addr.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
	PATH_OFFSET = offsetof(struct sockaddr_un, sun_path),
	IN_LEN = offsetof(struct sockaddr_in, sin_zero),
	/* What RFC 2133 had, and the kernel still takes. */
	IN6_LEN = offsetof(struct sockaddr_in6, sin6_scope_id),
};

socklen_t
addr_family_size(int family)
{
	switch (family) {
	case AF_INET:
		return sizeof(struct sockaddr_in);
	case AF_INET6:
		return sizeof(struct sockaddr_in6);
	case AF_UNIX:
		return sizeof(struct sockaddr_un);
	case AF_PACKET:
		return sizeof(struct sockaddr_ll);
	case AF_NETLINK:
		return sizeof(struct addr_netlink);
	case AF_VSOCK:
		return sizeof(struct addr_vsock);
	case AF_CAN:
		return sizeof(struct addr_can);
	default:
		return 0;
	}
}

int
addr_sa_port(const struct sockaddr *sa)
{
	/* An address of the kernel's lies in an addr, aligned for any. */
	if (sa->sa_family == AF_INET)
		return ntohs(
		    ((const struct sockaddr_in *)(const void *)sa)->sin_port);
	if (sa->sa_family == AF_INET6)
		return ntohs(
		    ((const struct sockaddr_in6 *)(const void *)sa)->sin6_port);
	return -1;
}

struct addr *
addr_new(int family)
{
	struct addr *a = xcalloc(1, sizeof(*a));

	a->refs = 1;
	a->len = addr_family_size(family);
	if (a->len == 0)
		a->len = sizeof(struct sockaddr);
	a->u.sa.sa_family = family;
	return a;
}

struct addr *
addr_from_sa(const struct sockaddr *sa, socklen_t len)
{
	struct addr *a = addr_new(AF_UNSPEC);

	a->len = len < sizeof(a->u) ? len : sizeof(a->u);
	if (a->len != 0)
		memcpy(&a->u, sa, a->len);
	return a;
}

/* An AF_UNIX address's name: none (NULL), a path, or a NUL and a name. */
static const char *
unix_name(const struct addr *a, size_t *len)
{
	const char *name = a->u.un.sun_path;

	*len = 0;
	if (a->len <= PATH_OFFSET)
		return NULL;
	*len = a->len - PATH_OFFSET;
	if (*len > sizeof(a->u.un.sun_path))
		*len = sizeof(a->u.un.sun_path);
	if (name[0] != '\0')
		*len = strnlen(name, *len);
	return name;
}

/* Which of the families known here it is and has the bytes for, or -1. */
static int
addr_kind(const struct addr *a)
{
	int family = a->u.sa.sa_family;

	if (family == AF_INET && a->len >= IN_LEN)
		return family;
	if (family == AF_INET6 && a->len >= IN6_LEN)
		return family;
	if (family == AF_UNIX && a->len >= PATH_OFFSET)
		return family;
	return -1;
}

static void
in_text(struct strbuf *out, const struct sockaddr_in *in)
{
	char host[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &in->sin_addr, host, sizeof(host));
	sb_printf(out, "%s:%u", host, (unsigned)ntohs(in->sin_port));
}

static void
in6_text(struct strbuf *out, const struct sockaddr_in6 *in6)
{
	char host[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
	sb_printf(out, "[%s", host);
	if (in6->sin6_scope_id != 0)
		sb_printf(out, "%%%u", (unsigned)in6->sin6_scope_id);
	sb_printf(out, "]:%u", (unsigned)ntohs(in6->sin6_port));
}

/* A name inside a line: text_safe would let its newlines and tabs stand. */
static void
add_name(struct strbuf *out, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '\n' && s[i] != '\t')
			continue;
		text_safe(out, s + from, i - from, false);
		sb_str(out, s[i] == '\n' ? "\\n" : "\\t");
		from = i + 1;
	}
	text_safe(out, s + from, len - from, false);
}

static bool
begins(const char *s, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(s, with, n) == 0;
}

static void
un_text(struct strbuf *out, const struct addr *a)
{
	size_t len;
	const char *name = unix_name(a, &len);

	if (name == NULL) {
		sb_str(out, _("(unnamed)"));
		return;
	}
	if (name[0] == '\0') {
		sb_char(out, '@');
		add_name(out, name + 1, len - 1);
		return;
	}
	if (!begins(name, len, "/") && !begins(name, len, "./") &&
	    !begins(name, len, "../"))
		sb_str(out, "./");
	add_name(out, name, len);
}

void
addr_text(struct strbuf *out, const struct sockaddr *sa, socklen_t len)
{
	struct addr a = { .len = len < sizeof(a.u) ? len : sizeof(a.u) };

	/* The kernel's bytes need not be aligned, nor complete. */
	if (a.len != 0)
		memcpy(&a.u, sa, a.len);
	switch (addr_kind(&a)) {
	case AF_INET:
		in_text(out, &a.u.in);
		break;
	case AF_INET6:
		in6_text(out, &a.u.in6);
		break;
	case AF_UNIX:
		un_text(out, &a);
		break;
	default:
		if (!addr_tuple_text(out, &a))
			sb_printf(out, _("family %u"),
			    (unsigned)a.u.sa.sa_family);
		break;
	}
}

struct value
addr_host(const struct addr *a)
{
	char host[INET6_ADDRSTRLEN];
	const char *name;
	size_t len;

	switch (addr_kind(a)) {
	case AF_INET:
		inet_ntop(AF_INET, &a->u.in.sin_addr, host, sizeof(host));
		return value_str(host);
	case AF_INET6:
		inet_ntop(AF_INET6, &a->u.in6.sin6_addr, host, sizeof(host));
		return value_str(host);
	case AF_UNIX:
		name = unix_name(a, &len);
		return value_bytes(name != NULL ? name : "", len);
	default:
		return VALUE_NONE;
	}
}

struct value
addr_port(const struct addr *a)
{
	switch (addr_kind(a)) {
	case AF_INET:
		return VALUE_INT(ntohs(a->u.in.sin_port));
	case AF_INET6:
		return VALUE_INT(ntohs(a->u.in6.sin6_port));
	default:
		return VALUE_NONE;
	}
}

static bool
in6_equal(const struct sockaddr_in6 *a, const struct sockaddr_in6 *b)
{
	return a->sin6_port == b->sin6_port &&
	    a->sin6_flowinfo == b->sin6_flowinfo &&
	    a->sin6_scope_id == b->sin6_scope_id &&
	    memcmp(&a->sin6_addr, &b->sin6_addr, sizeof(a->sin6_addr)) == 0;
}

static bool
un_equal(const struct addr *a, const struct addr *b)
{
	size_t alen, blen;
	const char *aname = unix_name(a, &alen);
	const char *bname = unix_name(b, &blen);

	/* Two unnamed ends are equal as addresses, as in Python. */
	if (aname == NULL || bname == NULL)
		return aname == bname;
	return alen == blen && memcmp(aname, bname, alen) == 0;
}

/* By what the kernel would look at: padding and spare length do not count. */
bool
addr_equal(const struct addr *a, const struct addr *b)
{
	int kind = addr_kind(a);

	if (kind != addr_kind(b))
		return false;
	switch (kind) {
	case AF_INET:
		return a->u.in.sin_port == b->u.in.sin_port &&
		    a->u.in.sin_addr.s_addr == b->u.in.sin_addr.s_addr;
	case AF_INET6:
		return in6_equal(&a->u.in6, &b->u.in6);
	case AF_UNIX:
		return un_equal(a, b);
	default:
		return a->len == b->len && memcmp(&a->u, &b->u, a->len) == 0;
	}
}
