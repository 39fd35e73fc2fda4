/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses as Python's tuples: all families but those of host and port
 * have no other literal. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <limits.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/addr.h"
#include "model/prim.h"

enum {
	/* The kernel leaves out the hardware address where there is none. */
	PACKET_LEAST = offsetof(struct sockaddr_ll, sll_addr),
	HARDWARE_MAX = sizeof(((struct sockaddr_ll *)NULL)->sll_addr),
	CAN_LEAST = offsetof(struct addr_can, can_addr),
	SHOWN_MAX = 64,
};

bool
addr_is_tuple(int family)
{
	return family == AF_PACKET || family == AF_NETLINK ||
	    family == AF_VSOCK || family == AF_CAN;
}

/* Whether it has the bytes that its family needs. */
static bool
is_whole(const struct addr *a)
{
	switch (a->u.sa.sa_family) {
	case AF_PACKET:
		return a->len >= PACKET_LEAST;
	case AF_NETLINK:
		return a->len >= sizeof(a->u.nl);
	case AF_VSOCK:
		return a->len >= sizeof(a->u.vm);
	case AF_CAN:
		return a->len >= CAN_LEAST;
	default:
		return false;
	}
}

/* As many bytes of the hardware address as there are. */
static size_t
hardware_len(const struct addr *a)
{
	size_t len = a->u.ll.sll_halen, have = a->len - PACKET_LEAST;

	len = len < HARDWARE_MAX ? len : HARDWARE_MAX;
	return len < have ? len : have;
}

static struct value
interface_value(int index)
{
	char name[IF_NAMESIZE];

	if (index > 0 && if_indextoname((unsigned)index, name) != NULL)
		return value_str(name);
	return index == 0 ? value_str("") : VALUE_INT(index);
}

/* The values of the families here; 0 if it is none of them. */
static size_t
tuple_items(const struct addr *a, struct value *items)
{
	if (!is_whole(a))
		return 0;
	switch (a->u.sa.sa_family) {
	case AF_PACKET:
		items[0] = VALUE_INT(a->u.ll.sll_ifindex);
		items[1] = VALUE_INT(ntohs(a->u.ll.sll_protocol));
		items[2] = VALUE_INT(a->u.ll.sll_pkttype);
		items[3] = VALUE_INT(a->u.ll.sll_hatype);
		items[4] = value_bytes((const char *)a->u.ll.sll_addr,
		    hardware_len(a));
		return 5;
	case AF_NETLINK:
		items[0] = VALUE_INT(a->u.nl.nl_pid);
		items[1] = VALUE_INT(a->u.nl.nl_groups);
		return 2;
	case AF_VSOCK:
		items[0] = VALUE_INT(a->u.vm.svm_cid);
		items[1] = VALUE_INT(a->u.vm.svm_port);
		return 2;
	default:
		items[0] = VALUE_INT(a->u.can.can_ifindex);
		return 1;
	}
}

size_t
addr_nitems(const struct addr *a)
{
	switch (a->u.sa.sa_family) {
	case AF_INET6:
		return a->len >= sizeof(a->u.in6) ? 4 : 2;
	case AF_PACKET:
		return is_whole(a) ? 5 : 2;
	case AF_CAN:
		return is_whole(a) ? 1 : 2;
	default:
		return 2;
	}
}

size_t
addr_items(const struct addr *a, struct value items[ADDR_ITEMS])
{
	int family = a->u.sa.sa_family;
	size_t n = tuple_items(a, items);

	if (n != 0) {
		if (family == AF_PACKET || family == AF_CAN)
			items[0] = interface_value((int)items[0].i);
		return n;
	}
	items[0] = addr_host(a);
	items[1] = addr_port(a);
	if (addr_nitems(a) == 2)
		return 2;
	items[2] = VALUE_INT(ntohl(a->u.in6.sin6_flowinfo));
	items[3] = VALUE_INT(a->u.in6.sin6_scope_id);
	return 4;
}

bool
addr_tuple_text(struct strbuf *out, const struct addr *a)
{
	struct value items[ADDR_ITEMS];
	size_t n = tuple_items(a, items);

	if (n == 0)
		return false;
	/* What is not known yet is left out at the end, as it may be typed. */
	if (n == ADDR_ITEMS && items[2].i == 0 && items[3].i == 0 &&
	    items[4].bytes->len == 0) {
		value_drop(&items[4]);
		n = 2;
	}
	sb_char(out, '(');
	for (size_t i = 0; i < n; i++) {
		sb_str(out, i != 0 ? ", " : "");
		if (i == 1 && a->u.sa.sa_family == AF_PACKET)
			sb_printf(out, "0x%04" PRIx64, (uint64_t)items[i].i);
		else
			value_repr(out, &items[i], SHOWN_MAX);
		value_drop(&items[i]);
	}
	sb_str(out, n == 1 ? ",)" : ")");
	return true;
}

static bool
bad_item(const struct value *v, const char *wants, char **cause)
{
	struct strbuf text = { 0 };

	value_repr(&text, v, SHOWN_MAX);
	cause_set(cause, _("%s is not %s"), sb_text(&text), wants);
	sb_free(&text);
	return false;
}

/* A number from 0 to max, or the text of one. */
static bool
item_number(const struct value *v, uint64_t max, const char *wants,
    uint32_t *out, char **cause)
{
	char *why = NULL;
	int64_t n = -1;

	if (v->type == VAL_INT)
		n = v->i;
	else if (v->type == VAL_BYTES &&
	    number_parse(v->bytes->data, v->bytes->len, false, &n, &why) != 1)
		n = -1;
	free(why);
	if (n < 0 || (uint64_t)n > max)
		return bad_item(v, wants, cause);
	*out = (uint32_t)n;
	return true;
}

/* Its name, or its index; "" and 0 are none. */
static bool
item_interface(const struct value *v, int32_t *out, char **cause)
{
	const char *wants = _("a network interface here");
	uint32_t index;

	if (v->type == VAL_BYTES && v->bytes->len == 0) {
		*out = 0;
		return true;
	}
	/* A name that is a number is one: nobody has to be asked. */
	if (v->type == VAL_BYTES && strlen(v->bytes->data) == v->bytes->len &&
	    strspn(v->bytes->data, "0123456789") != v->bytes->len) {
		*out = (int32_t)if_nametoindex(v->bytes->data);
		if (*out != 0)
			return true;
	}
	if (!item_number(v, INT_MAX, wants, &index, cause))
		return false;
	*out = (int32_t)index;
	return true;
}

/* ("lo", 0x0800, PACKET_HOST, 1, "\xff\xff\xff\xff\xff\xff") */
static bool
packet_fill(struct sockaddr_ll *ll, const struct value *items, size_t n,
    char **cause)
{
	const struct value *hard = &items[4];
	uint32_t numbers[3] = { 0 };

	if (!item_interface(&items[0], &ll->sll_ifindex, cause))
		return false;
	for (size_t i = 1; i < n && i < 4; i++) {
		if (!item_number(&items[i], i == 2 ? UINT8_MAX : UINT16_MAX,
			i == 2 ? _("0 to 255") : _("0 to 65535"),
			&numbers[i - 1], cause))
			return false;
	}
	ll->sll_protocol = htons((uint16_t)numbers[0]);
	ll->sll_pkttype = (uint8_t)numbers[1];
	ll->sll_hatype = (uint16_t)numbers[2];
	if (n < ADDR_ITEMS)
		return true;
	if (hard->type != VAL_BYTES || hard->bytes->len > HARDWARE_MAX)
		return bad_item(hard,
		    _("a hardware address of 8 bytes at most"), cause);
	ll->sll_halen = (uint8_t)hard->bytes->len;
	memcpy(ll->sll_addr, hard->bytes->data, hard->bytes->len);
	return true;
}

/* What a tuple of the family has to be, and how many values at least and at
 * most. */
struct shape {
	const char *wants;
	size_t min;
	size_t max;
};

static struct shape
family_shape(int family)
{
	switch (family) {
	case AF_PACKET:
		return (
		    struct shape){ _("(interface, protocol), as in (\"lo\", "
				     "0x0800); then packet type, hardware "
				     "type, hardware address"),
			2, ADDR_ITEMS };
	case AF_NETLINK:
		return (struct shape){ _("(pid, groups)"), 2, 2 };
	case AF_VSOCK:
		return (struct shape){ _("(cid, port)"), 2, 2 };
	default:
		return (struct shape){ _("(interface,)"), 1, 1 };
	}
}

bool
addr_from_tuple(int family, const struct value *items, size_t n,
    struct addr **out, char **cause)
{
	struct shape shape = family_shape(family);
	struct addr *a;
	bool ok;

	if (n < shape.min || n > shape.max)
		return cause_set(cause, _("an address of this family is %s"),
		    shape.wants);
	a = addr_new(family);
	switch (family) {
	case AF_PACKET:
		ok = packet_fill(&a->u.ll, items, n, cause);
		break;
	case AF_NETLINK:
		ok = item_number(&items[0], UINT32_MAX, _("0 to 4294967295"),
			 &a->u.nl.nl_pid, cause) &&
		    item_number(&items[1], UINT32_MAX, _("0 to 4294967295"),
			&a->u.nl.nl_groups, cause);
		break;
	case AF_VSOCK:
		ok = item_number(&items[0], UINT32_MAX, _("0 to 4294967295"),
			 &a->u.vm.svm_cid, cause) &&
		    item_number(&items[1], UINT32_MAX, _("0 to 4294967295"),
			&a->u.vm.svm_port, cause);
		break;
	default:
		ok = item_interface(&items[0], &a->u.can.can_ifindex, cause);
		break;
	}
	if (ok)
		*out = a;
	else
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = a });
	return ok;
}
