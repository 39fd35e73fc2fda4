/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms of the field, as help explains them. What is said of TCP is so by RFC
 * 9293 and tcp(7), of IP by RFC 791, RFC 8200 and ip(7), of the other protocols
 * by the source that is named beside them.
 */
#ifndef SOCKSH_MODEL_TERM_H
#define SOCKSH_MODEL_TERM_H

#include <stddef.h>

#include "base/text.h"

struct term {
	const char *name; /* "TIME_WAIT"; words are joined: "half-close" */
	const char *zh;   /* the Chinese name; NULL: the same */
	const char *also; /* other names, a blank between; NULL: none */
	const char *text; /* N_(): a few sentences */
	const char *see;  /* related names that help knows, a blank between */
	const char *example; /* as prim.h has it; NULL: none */
};

/* The i-th of all; NULL at the end. They are sorted by subject. */
const struct term *term_at(size_t i);
/* By any of its names, upper and lower case alike; blanks, - and _ too. */
const struct term *term_find(const char *name);
void term_offer(struct nearest *nearest);
/* Appends the names, English or Chinese, that contain a part of one: a few, with
 * commas between. */
void term_parts(struct strbuf *out, const char *part);

/* The tables, each ended by a row without a name. */
extern const struct term term_tcp[];       /* how TCP works */
extern const struct term term_states[];    /* the states of TCP */
extern const struct term term_constants[]; /* MSG_PEEK, … */
extern const struct term term_language[];  /* how one types here */
extern const struct term term_network[];   /* addresses, layers, packets */
extern const struct term term_programs[];  /* descriptors, calls, data */

#endif
