/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket options by name and number. */
#include "model/option.h"

#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "model/option_rows.h"

/* The order in which a name is looked for: where two levels have it, the first
 * is meant unless more is known. */
static const struct sockopt *const tables[] = {
	option_socket,
	option_tcp,
	option_ip,
	option_ipv6,
	option_other,
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

/* A walk over all rows; begins with a zeroed struct. */
struct walk {
	size_t table;
	size_t row;
};

static const struct sockopt *
walk_next(struct walk *w)
{
	const struct sockopt *o;

	for (; w->table < TABLES; w->table++, w->row = 0) {
		o = &tables[w->table][w->row];
		if (o->name != NULL) {
			w->row++;
			return o;
		}
	}
	return NULL;
}

const struct sockopt *
option_at(size_t i)
{
	struct walk w = { 0 };
	const struct sockopt *o;

	while ((o = walk_next(&w)) != NULL && i != 0)
		i--;
	return o;
}

const struct sockopt *
option_find(const char *name)
{
	struct walk w = { 0 };
	const struct sockopt *o;

	while ((o = walk_next(&w)) != NULL)
		if (o->name[0] == name[0] && strcmp(o->name, name) == 0)
			break;
	return o;
}

const struct sockopt *
option_guess(const char *name)
{
	struct walk w = { 0 };
	const struct sockopt *o;

	while ((o = walk_next(&w)) != NULL)
		if (strcasecmp(o->name, name) == 0)
			break;
	return o;
}

const struct sockopt *
option_for(const struct sockopt *o, int family)
{
	struct walk w = { 0 };
	const struct sockopt *other;

	if (family != AF_INET6 || o->level != SOL_IP)
		return o;
	while ((other = walk_next(&w)) != NULL)
		if (other->level == SOL_IPV6 &&
		    strcmp(other->name, o->name) == 0)
			return other;
	return o;
}

const struct sockopt *
option_by_number(int level, int number)
{
	struct walk w = { 0 };
	const struct sockopt *o;

	while ((o = walk_next(&w)) != NULL)
		if (o->level == level && o->number == number)
			break;
	return o;
}

const struct sockopt *
option_by_tag(uint16_t tag)
{
	return tag != 0 ? option_at((size_t)tag - 1) : NULL;
}

uint16_t
option_tag(const struct sockopt *o)
{
	struct walk w = { 0 };
	uint16_t tag = 1;

	while (walk_next(&w) != o)
		tag++;
	return tag;
}

void
option_offer(struct nearest *nearest)
{
	struct walk w = { 0 };
	const struct sockopt *o;

	while ((o = walk_next(&w)) != NULL)
		nearest_offer(nearest, o->name);
}

const char *
option_man(int level)
{
	static const struct {
		int level;
		const char *man;
	} pages[] = {
		{ SOL_SOCKET, "socket(7)" },
		{ IPPROTO_TCP, "tcp(7)" },
		{ SOL_IP, "ip(7)" },
		{ SOL_IPV6, "ipv6(7)" },
		{ IPPROTO_UDP, "udp(7)" },
		{ SOL_PACKET, "packet(7)" },
		{ SOL_NETLINK, "netlink(7)" },
		{ SOL_RAW, "raw(7)" },
		{ SOL_ICMPV6, "ipv6(7)" },
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (pages[i].level == level)
			return pages[i].man;
	}
	return NULL;
}
