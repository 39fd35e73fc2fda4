/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows that look names up, for those in sock that make such calls on the
 * way. Only sock includes this.
 */
#ifndef SOCKSH_SOCK_NAMES_H
#define SOCKSH_SOCK_NAMES_H

#include "model/call.h"
#include "sock/lookup.h"

/* Ended by a row without a name. */
extern const struct prim names_prims[];
extern const struct prim host_prims[];
extern const struct prim interface_prims[];
extern const struct prim inet_prims[];
extern const struct prim convenience_prims[];

/* The row of getaddrinfo in names_prims, and its parameters. */
enum { NAMES_GETADDRINFO };
enum { INFO_HOST, INFO_SERVICE, INFO_HINTS, INFO_RES, INFO_FAMILY };

/* Makes the call getaddrinfo, its host and service set; what it finds is
 * appended to *out, on which the call's log depends no longer. */
void names_getaddrinfo(struct call *call, const struct lookup_hints *hints,
    struct strbuf *out);

/* The result of a call that is a look-up: err as lookup.h has it. */
void names_result(struct call *call, int err);

/* An address as text: 4 or 16 bytes. */
struct value names_addr_text(const void *data, size_t len);
/*
 * The address that v is, for a PARAM_RAW_ADDR: its bytes, its text, a number (a
 * struct in_addr), or a socket address with one. False if it is none.
 */
bool names_raw_addr(const struct value *v, unsigned char raw[16], size_t *len);

/* A char array of C's, parameter i with its room behind it, gets a text. False
 * (a mistake) if the array is smaller than the call says. */
bool names_give_text(struct call *call, int i, const char *s, size_t len);

/*
 * Another command's call, made on the way as if the user had made it: args are
 * n pairs of a parameter's name and its value, which are borrowed. Its failure
 * is that of call. True with the value in *ret (NULL: not wanted).
 */
struct names_arg {
	const char *name;
	struct value v;
};
bool names_inner(struct call *call, const char *command,
    const struct names_arg *args, size_t n, struct value *ret);

#endif
