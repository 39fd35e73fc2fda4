/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking constants up, by name and by number, in one table or in all. */
#include "model/xlat.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "model/cmsg.h"
#include "model/option.h"

/*
 * Every table, in the order in which names are looked up. The levels' last
 * rows repeat names of protocols (IPPROTO_TCP): a walk leaves them out.
 */
static const struct xlat_table *const all_tables[] = {
	&xlat_families,
	&xlat_types,
	&xlat_type_flags,
	&xlat_protocols,
	&xlat_msg_flags,
	&xlat_shut,
	&xlat_tcp_states,
	&xlat_errnos,
	&xlat_ai_flags,
	&xlat_ni_flags,
	&xlat_tcp_ca_states,
	&xlat_tcp_options,
	&xlat_tcp_repair,
	&xlat_tcp_queues,
	&xlat_pmtudisc,
	&xlat_pmtudisc6,
	&xlat_udp_encap,
	&xlat_packet_mr,
	&xlat_timestamping,
	&xlat_buf_lock,
	&xlat_txrehash,
	&xlat_packet_versions,
	&xlat_addr_preferences,
	&xlat_netlink,
	&xlat_misc,
	&xlat_open_flags,
	&xlat_access_modes,
	&xlat_fd_flags,
	&xlat_fcntls,
	&xlat_leases,
	&xlat_seals,
	&xlat_seeks,
	&xlat_file_modes,
	&xlat_epoll_flags,
	&xlat_epoll_ops,
	&xlat_epoll_events,
	&xlat_eventfd_flags,
	&xlat_splice_flags,
	&xlat_requests,
	&xlat_if_flags,
	&xlat_signals,
	&xlat_ethertypes,
	&xlat_hardware,
	&xlat_vsock_cids,
	&xlat_vsock_ports,
	&xlat_levels,
};

/* Those that a value can be shown by; the place is the tag. */
static const struct xlat_table *const tagged[] = {
	&xlat_families,
	&xlat_types,
	&xlat_protocols,
	&xlat_errnos,
	&xlat_levels,
	&xlat_tcp_states,
	&xlat_tcp_ca_states,
	&xlat_tcp_options,
	&xlat_tcp_repair,
	&xlat_tcp_queues,
	&xlat_pmtudisc,
	&xlat_pmtudisc6,
	&xlat_udp_encap,
	&xlat_packet_mr,
	&xlat_timestamping,
	&xlat_buf_lock,
	&xlat_txrehash,
	&xlat_packet_versions,
	&xlat_addr_preferences,
	&xlat_netlink,
	&xlat_levels,
	&xlat_msg_flags,
	&xlat_cmsg_socket,
	&xlat_cmsg_ip,
	&xlat_cmsg_ipv6,
	&xlat_cmsg_tcp,
	&xlat_cmsg_udp,
	&xlat_cmsg_packet,
};

enum {
	TAG_BASE = 0x8000, /* below it: options */
	TAGGED = sizeof(tagged) / sizeof(tagged[0]),
};

enum { TABLES = sizeof(all_tables) / sizeof(all_tables[0]) };

const char *
xlat_name(const struct xlat_table *t, int64_t value)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->rows[i].value == value)
			return t->rows[i].name;
	return NULL;
}

const struct xlat *
xlat_find(const struct xlat_table *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->rows[i].name[0] == name[0] &&
		    strcmp(t->rows[i].name, name) == 0)
			return &t->rows[i];
	return NULL;
}

const struct xlat *
xlat_guess(const struct xlat_table *t, const char *name)
{
	size_t prefix = strlen(t->prefix);
	const struct xlat *row;
	size_t i;

	for (i = 0; i < t->n; i++) {
		row = &t->rows[i];
		if (strcasecmp(row->name, name) == 0)
			return row;
	}
	for (i = 0; i < t->n; i++) {
		row = &t->rows[i];
		if (strncmp(row->name, t->prefix, prefix) == 0 &&
		    strcasecmp(row->name + prefix, name) == 0)
			return row;
	}
	return NULL;
}

void
xlat_offer(const struct xlat_table *t, struct nearest *nearest)
{
	size_t prefix = strlen(t->prefix);
	const char *name;
	size_t i;

	for (i = 0; i < t->n; i++) {
		name = t->rows[i].name;
		nearest_offer(nearest, name);
		if (prefix == 0 || strncmp(name, t->prefix, prefix) != 0)
			continue;
		nearest_offer(nearest, name + prefix);
		/* Near without its prefix, suggested with it. */
		if (nearest->best == name + prefix)
			nearest->best = name;
	}
}

bool
xlat_constant(const char *name, int64_t *value, uint16_t *tag)
{
	const struct sockopt *option;
	const struct xlat *row;
	size_t i;

	for (i = 0; i < TABLES; i++) {
		row = xlat_find(all_tables[i], name);
		if (row != NULL) {
			*value = row->value;
			*tag = 0;
			return true;
		}
	}
	option = option_find(name);
	if (option == NULL)
		return false;
	*value = option->number;
	*tag = option_tag(option);
	return true;
}

bool
xlat_number(const struct xlat_table *t, const char *s, int64_t *value)
{
	char *copy = xstrdup(s), *rest = copy, *part;
	bool ok = true;
	uint16_t tag;

	*value = 0;
	while (ok && (part = strsep(&rest, "|")) != NULL) {
		const struct xlat *row = t != NULL ? xlat_guess(t, part) : NULL;
		int64_t one = 0;

		ok = row != NULL || xlat_constant(part, &one, &tag);
		*value |= row != NULL ? row->value : one;
	}
	free(copy);
	return ok;
}

/* How many rows of a table no table before it has. */
static size_t
own_rows(const struct xlat_table *t)
{
	size_t n = t->n;

	if (t == &xlat_levels)
		while (n > 0 &&
		    strncmp(t->rows[n - 1].name, t->prefix,
			strlen(t->prefix)) != 0)
			n--;
	return n;
}

const struct xlat_table *
xlat_table_at(size_t i)
{
	return i < TABLES ? all_tables[i] : NULL;
}

const char *
xlat_constant_at(size_t i)
{
	const struct sockopt *option;
	size_t n;
	size_t t;

	for (t = 0; t < TABLES; t++) {
		n = own_rows(all_tables[t]);
		if (i < n)
			return all_tables[t]->rows[i].name;
		i -= n;
	}
	/* Names that a row before has, for another level, are left out. */
	for (t = 0; (option = option_at(t)) != NULL; t++)
		if (option_find(option->name) == option && i-- == 0)
			return option->name;
	return NULL;
}

void
xlat_constant_offer(struct nearest *nearest)
{
	size_t i;
	size_t k;

	for (i = 0; i < TABLES; i++)
		for (k = 0; k < all_tables[i]->n; k++)
			nearest_offer(nearest, all_tables[i]->rows[k].name);
	option_offer(nearest);
}

uint16_t
xlat_tag(const struct xlat_table *t)
{
	for (size_t i = 0; i < TAGGED && t != NULL; i++)
		if (tagged[i] == t)
			return (uint16_t)(TAG_BASE + i);
	return 0;
}

const struct xlat_table *
xlat_by_tag(uint16_t tag)
{
	return tag >= TAG_BASE && tag - TAG_BASE < TAGGED ?
	    tagged[tag - TAG_BASE] :
	    NULL;
}

void
xlat_text(struct strbuf *out, const struct xlat_table *t, int64_t value)
{
	const char *name = t != NULL ? xlat_name(t, value) : NULL;
	int64_t left = value;

	if (name != NULL) {
		sb_str(out, name);
		return;
	}
	for (size_t i = 0; t != NULL && t->kind == XLAT_FLAGS && i < t->n;
	     i++) {
		int64_t bits = t->rows[i].value;

		if (bits == 0 || (left & bits) != bits)
			continue;
		sb_printf(out, "%s%s", left == value ? "" : "|",
		    t->rows[i].name);
		left &= ~bits;
	}
	if (left == value)
		sb_printf(out, "%" PRId64, value);
	else if (left != 0)
		sb_printf(out, "|%#" PRIx64, (uint64_t)left);
}
