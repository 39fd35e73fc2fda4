/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrows of the TCP state diagram. */
#include "model/tcp_arrow.h"

#include <netinet/tcp.h>
#include <stddef.h>

static const struct tcp_arrow arrows[ARROWS] = {
	[ARROW_NONE] = { 0, 0, NULL, NULL, NULL, false },
	[ARROW_LISTEN] = { TCP_CLOSE, TCP_LISTEN, "listen()", NULL, NULL,
	    true },
	[ARROW_UNLISTEN] = { TCP_LISTEN, TCP_CLOSE, "close()", NULL, NULL,
	    true },
	[ARROW_CONNECT] = { TCP_CLOSE, TCP_SYN_SENT, "connect()", NULL, "SYN",
	    true },
	[ARROW_ABANDON] = { TCP_SYN_SENT, TCP_CLOSE, "close()", NULL, NULL,
	    true },
	[ARROW_SYN] = { TCP_LISTEN, TCP_SYN_RECV, NULL, "SYN", "SYN+ACK",
	    true },
	[ARROW_SYN_BOTH] = { TCP_SYN_SENT, TCP_SYN_RECV, NULL, "SYN", "SYN+ACK",
	    true },
	[ARROW_ACK] = { TCP_SYN_RECV, TCP_ESTABLISHED, NULL, "ACK", NULL,
	    true },
	[ARROW_SYN_ACK] = { TCP_SYN_SENT, TCP_ESTABLISHED, NULL, "SYN+ACK",
	    "ACK", true },
	[ARROW_CLOSE_EARLY] = { TCP_SYN_RECV, TCP_FIN_WAIT1, "close()", NULL,
	    "FIN", true },
	[ARROW_CLOSE] = { TCP_ESTABLISHED, TCP_FIN_WAIT1, "close()", NULL,
	    "FIN", true },
	[ARROW_FIN] = { TCP_ESTABLISHED, TCP_CLOSE_WAIT, NULL, "FIN", "ACK",
	    true },
	[ARROW_FIN_BOTH] = { TCP_FIN_WAIT1, TCP_CLOSING, NULL, "FIN", "ACK",
	    true },
	[ARROW_FIN_ACKED] = { TCP_FIN_WAIT1, TCP_FIN_WAIT2, NULL, "ACK", NULL,
	    true },
	[ARROW_FIN_AND_ACK] = { TCP_FIN_WAIT1, TCP_TIME_WAIT, NULL, "FIN+ACK",
	    "ACK", false },
	[ARROW_CLOSING_ACKED] = { TCP_CLOSING, TCP_TIME_WAIT, NULL, "ACK", NULL,
	    true },
	[ARROW_CLOSE_LAST] = { TCP_CLOSE_WAIT, TCP_LAST_ACK, "close()", NULL,
	    "FIN", true },
	[ARROW_FIN_LAST] = { TCP_FIN_WAIT2, TCP_TIME_WAIT, NULL, "FIN", "ACK",
	    true },
	[ARROW_2MSL] = { TCP_TIME_WAIT, TCP_CLOSE, NULL, NULL, NULL, true },
	[ARROW_LAST_ACKED] = { TCP_LAST_ACK, TCP_CLOSE, NULL, "ACK", NULL,
	    true },
	[ARROW_REFUSED] = { TCP_SYN_SENT, TCP_CLOSE, NULL, "RST", NULL, false },
	[ARROW_RST] = { TCP_ANY, TCP_CLOSE, NULL, "RST", NULL, false },
	[ARROW_RST_SENT] = { TCP_ANY, TCP_CLOSE, "close()", NULL, "RST",
	    false },
	[ARROW_TIMEOUT] = { TCP_ANY, TCP_CLOSE, NULL, NULL, NULL, false },
	[ARROW_UNSEEN] = { TCP_ANY, TCP_ANY, NULL, NULL, NULL, false },
};

const struct tcp_arrow *
tcp_arrow(enum tcp_arrow_id id)
{
	return &arrows[id < ARROWS ? id : ARROW_NONE];
}

const char *
tcp_state_name(int state)
{
	static const char *const names[TCP_STATES] = {
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_SYN_SENT] = "SYN_SENT",
		[TCP_SYN_RECV] = "SYN_RCVD",
		[TCP_FIN_WAIT1] = "FIN_WAIT_1",
		[TCP_FIN_WAIT2] = "FIN_WAIT_2",
		[TCP_TIME_WAIT] = "TIME_WAIT",
		[TCP_CLOSE] = "CLOSED",
		[TCP_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCP_LAST_ACK] = "LAST_ACK",
		[TCP_LISTEN] = "LISTEN",
		[TCP_CLOSING] = "CLOSING",
	};

	return state > 0 && state < TCP_STATES ? names[state] : NULL;
}
