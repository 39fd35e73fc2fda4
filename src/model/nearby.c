/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts that neither a file nor a server knows: those of the lab. */
#include "model/nearby.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/strbuf.h"

bool
nearby_named(const struct session *s, const char *name, struct nearby *out)
{
	for (unsigned i = 1; s->nearby != NULL && s->nearby(s, i, out); i++) {
		if (strcmp(out->name, name) == 0)
			return true;
	}
	return false;
}

bool
nearby_has_in6(const struct nearby *host)
{
	return !IN6_IS_ADDR_UNSPECIFIED(&host->in6);
}

bool
nearby_at(const struct session *s, const void *addr, size_t len,
    struct nearby *out)
{
	for (unsigned i = 1; s->nearby != NULL && s->nearby(s, i, out); i++) {
		if (len == sizeof(out->in) && memcmp(&out->in, addr, len) == 0)
			return true;
		if (len == sizeof(out->in6) && nearby_has_in6(out) &&
		    memcmp(&out->in6, addr, len) == 0)
			return true;
	}
	return false;
}

struct addr *
nearby_addr(const struct nearby *host, int family, uint16_t port)
{
	struct addr *a;

	if (family == AF_INET6 && !nearby_has_in6(host))
		return NULL;
	a = addr_new(family == AF_INET6 ? AF_INET6 : AF_INET);
	if (family == AF_INET6) {
		a->u.in6.sin6_addr = host->in6;
		a->u.in6.sin6_port = htons(port);
	} else {
		a->u.in.sin_addr = host->in;
		a->u.in.sin_port = htons(port);
	}
	return a;
}

bool
nearby_literal(const struct session *s, uint8_t host,
    const struct bytes *literal, struct value *out)
{
	struct strbuf text = { 0 };
	struct nearby here;

	if (literal->len == 0 || *literal->data != ':' || s->nearby == NULL ||
	    host == 0 || !s->nearby(s, host, &here))
		return false;
	sb_str(&text, here.name);
	sb_add(&text, literal->data, literal->len);
	*out = value_bytes(sb_text(&text), text.len);
	sb_free(&text);
	return true;
}
