/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of TCP, as tcp(7)'s TCP_INFO and /proc/net/tcp number them. */
#include <netinet/tcp.h>

#include "base/i18n.h"
#include "model/xlat.h"

#define ROW(constant) .name = #constant, .value = constant

static const struct xlat states[] = {
	{ ROW(TCP_ESTABLISHED) },
	{ ROW(TCP_SYN_SENT) },
	{ ROW(TCP_SYN_RECV) },
	{ ROW(TCP_FIN_WAIT1) },
	{ ROW(TCP_FIN_WAIT2) },
	{ ROW(TCP_TIME_WAIT) },
	{ ROW(TCP_CLOSE) },
	{ ROW(TCP_CLOSE_WAIT) },
	{ ROW(TCP_LAST_ACK) },
	{ ROW(TCP_LISTEN) },
	{ ROW(TCP_CLOSING) },
};

const struct xlat_table xlat_tcp_states = {
	.prefix = "TCP_",
	.what = N_("state of TCP"),
	.rows = states,
	.n = sizeof(states) / sizeof(states[0]),
	.kind = XLAT_NUMBER,
};
