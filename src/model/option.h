/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Socket options: name, level, number, and the C type of the value, from which
 * the conversion both ways and the echo follow.
 */
#ifndef SOCKSH_MODEL_OPTION_H
#define SOCKSH_MODEL_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/text.h"
#include "model/value.h"

enum option_type {
	OPT_INT,
	OPT_BOOL,    /* an int that is 0 or 1 */
	OPT_LINGER,  /* struct linger: (on, seconds) */
	OPT_TIMEVAL, /* struct timeval: seconds as float */
	OPT_STRING,  /* bytes, NUL-terminated */
	OPT_IN_ADDR, /* struct in_addr: "127.0.0.1" */
	OPT_UCRED,   /* struct ucred: (pid, uid, gid) */
	OPT_FAMILY,  /* an int that is an AF_ */
	OPT_SOCKTYPE,
	OPT_PROTOCOL,
	OPT_ERRNO, /* an int that is an errno, 0 if none */
	OPT_BYTES, /* anything else: bytes as they are */
};

struct sockopt {
	const char *name;
	int level;
	int number;
	enum option_type type;
};

enum { OPTION_VALUE_MAX = 1024 };

/* The table, ended by a row without a name. */
extern const struct sockopt option_table[];

const struct sockopt *option_find(const char *name);
/* In words: any case. NULL if none. */
const struct sockopt *option_guess(const char *name);
/* By level and number; NULL if we have no name for it. */
const struct sockopt *option_by_number(int level, int number);
/* Tags are 1 + the index in option_table; 0 is none. */
const struct sockopt *option_by_tag(uint16_t tag);
uint16_t option_tag(const struct sockopt *o);
void option_offer(struct nearest *nearest);

/*
 * A value as setsockopt takes it: writes up to OPTION_VALUE_MAX bytes to buf and
 * sets *len. o may be NULL (unknown option: an int or bytes). bytes are always
 * taken as they are, as Python does. False with *cause that says what the type
 * wants.
 */
bool option_encode(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause);
/* What getsockopt gave, as a value. */
struct value option_decode(const struct sockopt *o, const void *buf,
    socklen_t len);
/* How many bytes getsockopt should offer for this option. */
socklen_t option_size(const struct sockopt *o);

#endif
