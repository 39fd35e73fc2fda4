/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the rows of options are written; only option_*.c include this. A row names
 * its constant, then its type and what else there is to say of it, as
 * OPTION(IP_MTU, INT, READS). Each file defines LEVEL, the level of its rows.
 *
 * Where two names share a number the first is printed: the one that strace
 * prints, but never _OLD, which nobody writes. NUMBERED rows are the kernel's,
 * in no header that goes with libc's.
 */
#ifndef SOCKSH_MODEL_OPTION_ROWS_H
#define SOCKSH_MODEL_OPTION_ROWS_H

#include "base/i18n.h"
#include "model/option.h"
#include "model/xlat.h"

#define OPTION(o, ...)                                                   \
	{                                                                \
		.name = #o, .number = (o), .level = (LEVEL), __VA_ARGS__ \
	}
#define NUMBERED(text, n, ...)                                               \
	{                                                                    \
		.name = (text), .number = (n), .level = (LEVEL), __VA_ARGS__ \
	}

#define INT .type = OPT_INT
#define UINT .type = OPT_UINT
#define U64 .type = OPT_U64
#define BOOL .type = OPT_BOOL
#define LINGER .type = OPT_LINGER, .layouts = { "linger" }
#define TIMEVAL .type = OPT_TIMEVAL, .layouts = { "timeval" }
#define STRING .type = OPT_STRING
#define IN_ADDR .type = OPT_IN_ADDR
#define IFINDEX .type = OPT_IFINDEX
#define IFINDEX_NET .type = OPT_IFINDEX_NET
#define ADDR .type = OPT_ADDR
#define STRUCT .type = OPT_STRUCT
#define INTS .type = OPT_INTS
#define BYTES .type = OPT_BYTES

#define NAMES(table) .names = &xlat_##table
#define LAYOUT(name) .layouts = { (name) }
#define LAYOUTS(first, second) .layouts = { (first), (second) }
#define READS .flags = OPTION_READS
#define WRITES .flags = OPTION_WRITES
#define TAKES .flags = OPTION_TAKES
#define ALIAS .flags = OPTION_ALIAS

extern const struct sockopt option_socket[];
extern const struct sockopt option_tcp[];
extern const struct sockopt option_ip[];
extern const struct sockopt option_ipv6[];
extern const struct sockopt option_other[];

#endif
