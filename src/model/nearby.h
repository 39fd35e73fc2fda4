/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hosts that neither a file nor a server knows: those of the lab. Whatever takes
 * a host's name asks here first; outside the lab nobody is found.
 */
#ifndef SOCKSH_MODEL_NEARBY_H
#define SOCKSH_MODEL_NEARBY_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/addr.h"
#include "model/session.h"
#include "model/value.h"

struct nearby {
	const char *name; /* borrowed; valid until the lab is made anew */
	struct in_addr in;
	struct in6_addr in6; /* :: if it has none */
};

bool nearby_named(const struct session *s, const char *name,
    struct nearby *out);
/* By an address of its own, 4 or 16 bytes. */
bool nearby_at(const struct session *s, const void *addr, size_t len,
    struct nearby *out);
bool nearby_has_in6(const struct nearby *host);
/* Its address, for a socket of family; a new reference, or NULL if it has none
 * of that family. */
struct addr *nearby_addr(const struct nearby *host, int family, uint16_t port);
/*
 * In the lab ":8080" is this host's own address, as the others know it. So it is
 * read as "server:8080" there: true with that in *out, a new reference. False
 * outside, or if the literal is another.
 */
bool nearby_literal(const struct session *s, uint8_t host,
    const struct bytes *literal, struct value *out);

#endif
