/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a name or a service is not found: getaddrinfo(3), gai.conf(5). */
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/why_row.h"
#include "model/nearby.h"

enum { NAME_SHOWN = 100 };

static bool
text_of(struct why_case *c, const char *param, enum why_hole hole)
{
	char name[NAME_SHOWN];
	size_t n = case_bytes(c, param, name, sizeof(name) - 1);

	name[n] = '\0';
	hole_text(c, hole, name);
	return n != 0;
}

static bool
has_host(struct why_case *c)
{
	return text_of(c, "node", HOLE_NAME) || text_of(c, "host", HOLE_NAME);
}

/* A host of the lab, which has IPv4 alone. */
static bool
is_without_ipv6(struct why_case *c)
{
	struct nearby host;

	return has_host(c) &&
	    nearby_named(c->session, sb_text(&c->holes[HOLE_NAME]), &host) &&
	    !nearby_has_in6(&host);
}

/* What no name server is ever to know: RFC 6761, .invalid. */
static bool
is_invalid(struct why_case *c)
{
	const char *end = ".invalid";
	size_t n;

	if (!has_host(c))
		return false;
	n = c->holes[HOLE_NAME].len;
	return n > strlen(end) &&
	    strcmp(sb_text(&c->holes[HOLE_NAME]) + n - strlen(end), end) == 0;
}

static bool
has_service(struct why_case *c)
{
	return text_of(c, "service", HOLE_NAME) ||
	    text_of(c, "port", HOLE_NAME);
}

const struct why_row why_name_rows[] = {
	WHY(EAI_NONAME, NULL, is_invalid,
	    N_("names that end in .invalid never exist (RFC 6761)"),
	    N_("take a name that exists; localhost always does")),
	WHY(EAI_NONAME, NULL, has_host,
	    N_("no host is called {name}: neither /etc/hosts nor the name "
	       "server knows it, or it was to be a number and is none"),
	    N_("look at how it is written; an address such as 127.0.0.1 needs "
	       "no look-up")),
	WHY(EAI_NONAME, NULL, NULL,
	    N_("neither a host nor a service was named"),
	    N_("name one of them")),
	WHY(EAI_AGAIN, NULL, has_host,
	    N_("/etc/hosts has no {name}, and no name server answered: either "
	       "there is none, or it cannot be reached, or it is busy"),
	    N_("give an address instead of the name; sh \"cat "
	       "/etc/resolv.conf\" shows whom is asked")),
	WHY(EAI_FAIL, NULL, has_host,
	    N_("the name server has refused to answer for {name}, or has "
	       "failed"),
	    N_("try again later, or give an address")),
	WHY(EAI_SERVICE, NULL, has_service,
	    N_("{name} is no service for this type of socket: /etc/services "
	       "does not have it"),
	    N_("give the port as a number: 80 instead of http")),
	WHY(EAI_FAMILY, NULL, NULL,
	    N_("the family that is asked for is none that names have"),
	    N_("AF_INET, AF_INET6, or AF_UNSPEC for both")),
	WHY(EAI_SOCKTYPE, NULL, NULL,
	    N_("the type that is asked for does not exist, or not with that "
	       "protocol"),
	    N_("SOCK_STREAM, SOCK_DGRAM, or 0 for all")),
	WHY(EAI_BADFLAGS, NULL, NULL,
	    N_("the flags have a bit that means nothing, or AI_CANONNAME "
	       "without a name"),
	    N_("AI_PASSIVE, AI_NUMERICHOST and so on: getaddrinfo(3) lists "
	       "them")),
#ifdef EAI_ADDRFAMILY
	WHY(EAI_ADDRFAMILY, NULL, is_without_ipv6,
	    N_("{name}, a host of the lab, has no address of IPv6 yet"),
	    N_("lab ipv6 gives the hosts some; or use a socket of IPv4")),
	WHY(EAI_ADDRFAMILY, NULL, has_host,
	    N_("{name} has no address of the family that is asked for"),
	    N_("ask for AF_UNSPEC, or use a socket of the other family")),
#endif
#ifdef EAI_NODATA
	WHY(EAI_NODATA, NULL, has_host, N_("{name} exists, but has no address"),
	    N_("look at how it is written")),
#endif
	WHY(EAI_MEMORY, NULL, NULL, N_("there is no memory left for it"),
	    N_("close what you do not need, and try again")),
	WHY(EAI_SYSTEM, NULL, NULL,
	    N_("a system call on the way failed: errno says why"),
	    N_("look at errno")),
	WHY(EAI_OVERFLOW, NULL, NULL,
	    N_("the answer is longer than the room that was offered"),
	    N_("offer more: NI_MAXHOST is 1025")),
	{ .why = NULL },
};
