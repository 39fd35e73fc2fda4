/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants that are values of options, or of fields of structs. */
#include "model/xlat.h"

#include <netinet/tcp.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define X(constant)                 \
	{                           \
#constant, constant \
	}
#define TABLE(table) .rows = (table), .n = sizeof(table) / sizeof((table)[0])

static const struct xlat tcp_states[] = {
	X(TCP_ESTABLISHED),
	X(TCP_SYN_SENT),
	X(TCP_SYN_RECV),
	X(TCP_FIN_WAIT1),
	X(TCP_FIN_WAIT2),
	X(TCP_TIME_WAIT),
	X(TCP_CLOSE),
	X(TCP_CLOSE_WAIT),
	X(TCP_LAST_ACK),
	X(TCP_LISTEN),
	X(TCP_CLOSING),
};
const struct xlat_table xlat_tcp_states = {
	.prefix = "TCP_",
	.what = N_("TCP state"),
	TABLE(tcp_states),
};

static const struct xlat tcp_ca_states[] = {
	X(TCP_CA_Open),
	X(TCP_CA_Disorder),
	X(TCP_CA_CWR),
	X(TCP_CA_Recovery),
	X(TCP_CA_Loss),
};
const struct xlat_table xlat_tcp_ca_states = {
	.prefix = "TCP_CA_",
	.what = N_("state of TCP's congestion control"),
	TABLE(tcp_ca_states),
};

static const struct xlat tcp_options[] = {
	X(TCPI_OPT_TIMESTAMPS),
	X(TCPI_OPT_SACK),
	X(TCPI_OPT_WSCALE),
	X(TCPI_OPT_ECN),
	X(TCPI_OPT_ECN_SEEN),
	X(TCPI_OPT_SYN_DATA),
	/* Linux 6.7 and 6.14, include/uapi/linux/tcp.h */
	{ "TCPI_OPT_USEC_TS", 64 },
	{ "TCPI_OPT_TFO_CHILD", 128 },
};
const struct xlat_table xlat_tcp_options = {
	.prefix = "TCPI_OPT_",
	.what = N_("options of a TCP connection"),
	TABLE(tcp_options),
	.kind = XLAT_FLAGS,
};
