/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The TCP state diagram (RFC 9293, figure 5), as arrows between states, each
 * with what causes it: a call, a frame that comes, or time. The states are the
 * kernel's numbers, TCP_ESTABLISHED to TCP_CLOSING.
 */
#ifndef SOCKSH_MODEL_TCP_ARROW_H
#define SOCKSH_MODEL_TCP_ARROW_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TCP_STATES = 12, /* the numbers are below */
	TCP_ANY = 0,     /* an arrow that begins in every state */
};

enum tcp_arrow_id {
	ARROW_NONE,
	ARROW_LISTEN,
	ARROW_UNLISTEN, /* close of a listener */
	ARROW_CONNECT,
	ARROW_ABANDON,  /* close before the answer */
	ARROW_SYN,      /* a listener's child begins */
	ARROW_SYN_BOTH, /* both connect at once */
	ARROW_ACK,
	ARROW_SYN_ACK,
	ARROW_CLOSE_EARLY,
	ARROW_CLOSE, /* we close first */
	ARROW_FIN,   /* they close first */
	ARROW_FIN_BOTH,
	ARROW_FIN_ACKED,
	ARROW_FIN_AND_ACK, /* both in one: not in the figure (its note 2) */
	ARROW_CLOSING_ACKED,
	ARROW_CLOSE_LAST, /* … and we after them */
	ARROW_FIN_LAST,   /* … and they after us */
	ARROW_2MSL,
	ARROW_LAST_ACKED,
	/* Not in the figure, but in its note 3 and in section 3.10. */
	ARROW_REFUSED,
	ARROW_RST,      /* one came */
	ARROW_RST_SENT, /* the call sent one */
	ARROW_TIMEOUT,  /* nobody answered */
	ARROW_UNSEEN,   /* whatever it was, it was not seen here */
	ARROWS,
};

struct tcp_arrow {
	uint8_t from; /* TCP_ANY: any */
	uint8_t to;
	const char *call;     /* "connect()", or NULL */
	const char *received; /* "SYN+ACK", or NULL */
	const char *sent;
	bool drawn; /* a line in the figure */
};

const struct tcp_arrow *tcp_arrow(enum tcp_arrow_id id);
/* "SYN_RCVD", "CLOSED": as the figure names a state, with underscores. */
const char *tcp_state_name(int state);

#endif
