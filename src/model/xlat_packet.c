/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The constants of packet(7) and vsock(7). */
#include "model/xlat.h"

#include <net/ethernet.h>
#include <net/if_arp.h>
#include <sys/socket.h>

#include <linux/vm_sockets.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant
#define TABLE(table, p, w)                                                \
	{                                                                 \
		.prefix = (p), .what = (w), .rows = (table),              \
		.n = sizeof(table) / sizeof(*table), .kind = XLAT_NUMBER, \
	}

/* In host byte order, as C has them: the socket call takes htons(ETH_P_ALL). */
static const struct xlat ethertypes[] = {
	{ ROW(ETH_P_LOOP) },
	{ ROW(ETH_P_IP) },
	{ ROW(ETH_P_ARP) },
	{ ROW(ETH_P_RARP) },
	{ ROW(ETH_P_8021Q) },
	{ ROW(ETH_P_IPV6) },
	{ ROW(ETH_P_PAUSE) },
	{ ROW(ETH_P_MPLS_UC) },
	{ ROW(ETH_P_PPP_DISC) },
	{ ROW(ETH_P_PPP_SES) },
	{ ROW(ETH_P_PAE) },
	{ ROW(ETH_P_8021AD) },
	{ ROW(ETH_P_LLDP) },
	{ ROW(ETH_P_1588) },
	{ ROW(ETH_P_802_3) },
	{ ROW(ETH_P_ALL) },
	{ ROW(ETH_P_802_2) },
};

static const struct xlat hardware[] = {
	{ ROW(ARPHRD_NETROM) },
	{ ROW(ARPHRD_ETHER) },
	{ ROW(ARPHRD_INFINIBAND) },
	{ ROW(ARPHRD_PPP) },
	{ ROW(ARPHRD_TUNNEL) },
	{ ROW(ARPHRD_TUNNEL6) },
	{ ROW(ARPHRD_LOOPBACK) },
	{ ROW(ARPHRD_SIT) },
	{ ROW(ARPHRD_IPGRE) },
	{ ROW(ARPHRD_IEEE80211) },
	{ ROW(ARPHRD_VOID) },
	{ ROW(ARPHRD_NONE) },
};

static const struct xlat vsock_cids[] = {
	{ ROW(VMADDR_CID_ANY) },
	{ ROW(VMADDR_CID_HYPERVISOR) },
	{ ROW(VMADDR_CID_LOCAL) },
	{ ROW(VMADDR_CID_HOST) },
};

static const struct xlat vsock_ports[] = {
	{ ROW(VMADDR_PORT_ANY) },
};

static const struct xlat vsock_flags[] = {
	{ .name = "VMADDR_FLAG_TO_HOST", .value = 1 },
};

const struct xlat_table xlat_vsock_cids =
    TABLE(vsock_cids, "VMADDR_CID_", N_("vsock host"));

const struct xlat_table xlat_vsock_ports =
    TABLE(vsock_ports, "VMADDR_PORT_", N_("vsock port"));

const struct xlat_table xlat_vsock_flags =
    TABLE(vsock_flags, "VMADDR_FLAG_", N_("vsock flag"));

const struct xlat_table xlat_ethertypes =
    TABLE(ethertypes, "ETH_P_", N_("protocol of a frame"));

const struct xlat_table xlat_hardware =
    TABLE(hardware, "ARPHRD_", N_("kind of hardware"));
