/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A socket address in the echo. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/text.h"
#include "model/addr.h"
#include "view/echo_arg.h"

/* Room for every family; what is beyond an address's length is zero. */
union echo_sa {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
	struct sockaddr_ll ll;
	struct sockaddr_storage storage;
	unsigned char bytes[sizeof(struct sockaddr_storage)];
};

#define X(name)             \
	{                   \
#name, name \
	}
#define TABLE(table)                                                 \
	{                                                            \
		.rows = (table), .n = sizeof(table) / sizeof(*table) \
	}

static const struct xlat packet_types[] = {
	X(PACKET_HOST),
	X(PACKET_BROADCAST),
	X(PACKET_MULTICAST),
	X(PACKET_OTHERHOST),
	X(PACKET_OUTGOING),
	X(PACKET_LOOPBACK),
};
static const struct xlat_table xlat_packet_types = TABLE(packet_types);

void
echo_inet(struct strbuf *out, const void *in_addr)
{
	char text[INET_ADDRSTRLEN] = "";

	inet_ntop(AF_INET, in_addr, text, sizeof(text));
	sb_printf(out, "inet_addr(\"%s\")", text);
}

void
echo_inet6(struct strbuf *out, const void *in6_addr, const char *field)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(AF_INET6, in6_addr, text, sizeof(text));
	sb_printf(out, "inet_pton(AF_INET6, \"%s\", &%s)", text, field);
}

void
echo_ethertype(struct strbuf *out, uint16_t type)
{
	sb_str(out, "htons(");
	echo_name(out, &xlat_ethertypes, ntohs(type), "ETH_P_???");
	sb_char(out, ')');
}

void
echo_hardware(struct strbuf *out, uint16_t type)
{
	echo_name(out, &xlat_hardware, type, "ARPHRD_???");
}

static void
echo_sa_un(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	const char *path = sa->un.sun_path;
	size_t room;

	if (len > sizeof(sa->un))
		len = sizeof(sa->un);
	room = len - offsetof(struct sockaddr_un, sun_path);
	sb_str(out, "sun_path=");
	if (path[0] != '\0') {
		text_quote(out, path, strnlen(path, room), room);
	} else {
		sb_char(out, '@');
		text_quote(out, path + 1, room - 1, room);
	}
}

static void
echo_sa_in(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	(void)len;
	sb_printf(out, "sin_port=htons(%u), sin_addr=", ntohs(sa->in.sin_port));
	echo_inet(out, &sa->in.sin_addr);
}

static void
echo_sa_in6(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	sb_printf(out,
	    "sin6_port=htons(%u), sin6_flowinfo=htonl(%" PRIu32 "), ",
	    ntohs(sa->in6.sin6_port), ntohl(sa->in6.sin6_flowinfo));
	echo_inet6(out, &sa->in6.sin6_addr, "sin6_addr");
	if (len > offsetof(struct sockaddr_in6, sin6_scope_id))
		sb_printf(out, ", sin6_scope_id=%" PRIu32,
		    sa->in6.sin6_scope_id);
}

static void
echo_sa_netlink(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	struct addr_netlink nl;

	(void)len;
	memcpy(&nl, sa->bytes, sizeof(nl));
	if (nl.nl_pad != 0)
		sb_printf(out, "nl_pad=%#x, ", nl.nl_pad);
	sb_printf(out, "nl_pid=%" PRId32 ", nl_groups=%#08" PRIx32,
	    (int32_t)nl.nl_pid, nl.nl_groups);
}

/* Numbers that have no name stand alone, without a comment. */
static void
echo_vsock(struct strbuf *out, const struct xlat_table *table, uint32_t n)
{
	const char *name = xlat_name(table, n);

	if (name != NULL)
		sb_str(out, name);
	else
		sb_printf(out, "%#" PRIx32, n);
}

static void
echo_sa_vsock(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	struct addr_vsock vm;

	(void)len;
	memcpy(&vm, sa->bytes, sizeof(vm));
	if (vm.svm_reserved1 != 0)
		sb_printf(out, "svm_reserved1=%#x, ", vm.svm_reserved1);
	sb_str(out, "svm_cid=");
	echo_vsock(out, &xlat_vsock_cids, vm.svm_cid);
	sb_str(out, ", svm_port=");
	echo_vsock(out, &xlat_vsock_ports, vm.svm_port);
	sb_str(out, ", svm_flags=");
	echo_bits(out, &xlat_vsock_flags, vm.svm_flags, "VMADDR_FLAG_???");
}

static void
echo_sa_packet(struct strbuf *out, const union echo_sa *sa, size_t len)
{
	const struct sockaddr_ll *ll = &sa->ll;
	size_t first = offsetof(struct sockaddr_ll, sll_addr);

	sb_str(out, "sll_protocol=");
	echo_ethertype(out, ll->sll_protocol);
	sb_printf(out,
	    ", sll_ifindex=%u, sll_hatype=", (unsigned)ll->sll_ifindex);
	echo_hardware(out, ll->sll_hatype);
	sb_str(out, ", sll_pkttype=");
	echo_name(out, &xlat_packet_types, ll->sll_pkttype, "PACKET_???");
	sb_printf(out, ", sll_halen=%u", ll->sll_halen);
	if (ll->sll_halen == 0)
		return;
	/* An address may claim to be longer than its structure. */
	sb_str(out, ", sll_addr=[");
	for (size_t i = 0; i < ll->sll_halen; i++) {
		sb_str(out, i != 0 ? ", " : "");
		if (first + i >= len) {
			sb_str(out, "...");
			break;
		}
		sb_printf(out, "%#02x", sa->bytes[first + i]);
	}
	sb_char(out, ']');
}

/* A family whose fields are shown, if an address is long enough for them. */
struct echo_family {
	sa_family_t family;
	size_t least;
	void (*echo)(struct strbuf *out, const union echo_sa *sa, size_t len);
};

static const struct echo_family families[] = {
	{ AF_UNIX, offsetof(struct sockaddr_un, sun_path) + 1, echo_sa_un },
	{ AF_INET, sizeof(struct sockaddr_in), echo_sa_in },
	{ AF_INET6, offsetof(struct sockaddr_in6, sin6_scope_id), echo_sa_in6 },
	{ AF_NETLINK, sizeof(struct addr_netlink), echo_sa_netlink },
	{ AF_PACKET, sizeof(struct sockaddr_ll), echo_sa_packet },
	{ AF_VSOCK, sizeof(struct addr_vsock), echo_sa_vsock },
};

static const struct echo_family *
family_find(sa_family_t family, size_t len)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (families[i].family == family && len >= families[i].least)
			return &families[i];
	}
	return NULL;
}

void
echo_addr(struct strbuf *out, const unsigned char *data, size_t len)
{
	union echo_sa sa = { .storage = { 0 } };
	const struct echo_family *family;

	if (len > sizeof(sa))
		len = sizeof(sa);
	memcpy(&sa, data, len);
	sb_str(out, "{sa_family=");
	echo_name(out, &xlat_families, sa.sa.sa_family, "AF_???");
	if (len > sizeof(sa_family_t)) {
		sb_str(out, ", ");
		family = family_find(sa.sa.sa_family, len);
		if (family != NULL) {
			family->echo(out, &sa, len);
		} else {
			sb_str(out, "sa_data=");
			echo_quote(out, data + sizeof(sa_family_t),
			    len - sizeof(sa_family_t), 0);
		}
	}
	sb_char(out, '}');
}
