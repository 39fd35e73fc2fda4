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
	OPT_UINT,        /* unsigned int */
	OPT_U64,         /* 64 bits, all ones being -1 */
	OPT_BOOL,        /* an int that is 0 or not */
	OPT_LINGER,      /* struct linger; also seconds, or on and seconds */
	OPT_TIMEVAL,     /* struct timeval; seconds as float */
	OPT_STRING,      /* bytes, NUL-terminated */
	OPT_IN_ADDR,     /* struct in_addr: "127.0.0.1"; or the row's structs */
	OPT_IFINDEX,     /* an int: an interface by index, or by name */
	OPT_IFINDEX_NET, /* the same in network byte order */
	OPT_ADDR,        /* a socket address */
	OPT_STRUCT,      /* a struct by its fields */
	OPT_INTS,        /* unsigned ints, as many as there are */
	OPT_BYTES,       /* anything else: bytes as they are */
};

enum option_flag {
	OPTION_READS = 1 << 0,  /* a report: not what somebody has set */
	OPTION_WRITES = 1 << 1, /* an order: it cannot be read */
	OPTION_TAKES = 1 << 2,  /* reading it takes or makes something: never
				 * read but when asked for by name */
	OPTION_ALIAS = 1 << 3,  /* another row tells the same */
};

struct layout;
struct xlat_table;

struct sockopt {
	const char *name;
	int level;
	int number;
	enum option_type type;
	unsigned flags;
	const struct xlat_table *names; /* of a number's constants, or NULL */
	const char *layouts[2]; /* structs that it takes (layout.h), the one
				 * that it gives first */
	const char *help;       /* N_(): what it does, in a sentence or two */
};

enum {
	OPTION_VALUE_MAX = 1024,
	OPTION_STRING_MAX = 256, /* of an OPT_STRING, its NUL included */
};

/* The i-th row of the table; NULL at the end. */
const struct sockopt *option_at(size_t i);

const struct sockopt *option_find(const char *name);
/* In words: any case. NULL if none. */
const struct sockopt *option_guess(const char *name);
/* A name that several levels have (MCAST_JOIN_GROUP): the one that goes with a
 * socket of this family. */
const struct sockopt *option_for(const struct sockopt *o, int family);
/* By level and number; NULL if we have no name for it. */
const struct sockopt *option_by_number(int level, int number);
/* Tags are 1 + the index that option_at knows; 0 is none. */
const struct sockopt *option_by_tag(uint16_t tag);
uint16_t option_tag(const struct sockopt *o);
void option_offer(struct nearest *nearest);
/* The man page of a level's options, "tcp(7)"; NULL if there is none. */
const char *option_man(int level);

/*
 * A value as setsockopt takes it: writes up to OPTION_VALUE_MAX bytes to buf and
 * sets *len. o may be NULL (unknown option: an int, a struct or bytes). Bytes are
 * taken as they are, as Python does, but for text where a name may stand: of an
 * interface, a host, a constant, "on" or "off". False with *cause that says
 * what the type wants.
 */
bool option_encode(const struct sockopt *o, const struct value *v, void *buf,
    socklen_t *len, char **cause);
/* The i-th struct that an option takes, 0 or 1; NULL if there is none. */
const struct layout *option_layout(const struct sockopt *o, size_t i);
/* What getsockopt gave, as a value: bytes if its length is not that of the type.
 */
struct value option_decode(const struct sockopt *o, const void *buf,
    socklen_t len);
/* How many bytes getsockopt should offer for this option. */
socklen_t option_size(const struct sockopt *o);
/* The same for a socket of this family, if it is known: of SO_PEERNAME the
 * kernel must not be offered more than there is. */
socklen_t option_size_for(const struct sockopt *o, int family);

#endif
