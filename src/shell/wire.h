/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command wire. */
#ifndef SOCKSH_SHELL_WIRE_H
#define SOCKSH_SHELL_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/call.h"

struct lab;
struct shell;

/* wire; ended by a row without a name. */
extern const struct prim wire_prims[];

/* Appends how the wire is set, in lines; stat: and what all frames were. */
void wire_text(struct strbuf *out, struct lab *lab, bool stat);
/* The words behind the verb, one text. */
void wire_words(const struct call *call, struct strbuf *out);
/* The number that is all of them, unchanged if there are none; false with a
 * mistake. */
bool wire_number(struct call *call, int64_t least, int64_t most,
    int64_t *number);

/* wire_capture.c: outside the lab. Begins to capture on the interface that is
 * given, or lo; false with a mistake. */
bool wire_capture(struct call *call, bool all);
/* Appends what is captured, in lines. With the lock. */
void wire_capture_text(struct strbuf *out, struct session *s, bool stat);

/* wire_print.c: on, off, last, pcap, send. */
void wire_on(struct call *call);
void wire_all(struct call *call);
void wire_off(struct call *call);
void wire_last(struct call *call);
void wire_pcap(struct call *call);
void wire_send(struct call *call);
/* Ends what wire on began; flush: when all has been printed. Without the lock. */
void wire_print_end(struct shell *sh, bool flush);
/* wire, alone, and wire stat: print that. */
void wire_show(struct call *call);
void wire_stat(struct call *call);

#endif
