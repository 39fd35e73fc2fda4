/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The TCP state diagram of RFC 9293, figure 5, drawn in characters. Pure.
 */
#ifndef SOCKSH_VIEW_TCP_DIAGRAM_H
#define SOCKSH_VIEW_TCP_DIAGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/tcp_arrow.h"

enum { TCP_DIAGRAM_WIDTH = 76 }; /* columns; below that it cannot be drawn */

/* A way through it. */
struct tcp_way {
	uint8_t step[ARROWS]; /* which step an arrow was; 0: none */
	/* These have heavy frames; CLOSED, which stands in the figure twice, at
	 * its upper end. */
	bool visited[TCP_STATES];
	bool ended; /* … at its lower end */
	int now;    /* this one has stars; 0: none */
};

void tcp_diagram_draw(struct strbuf *out, const struct tcp_way *way,
    bool ascii);
/* Appends what comes and goes with an arrow: "← SYN+ACK → ACK". */
void tcp_frames(struct strbuf *out, const char *received, const char *sent,
    bool ascii);

#endif
