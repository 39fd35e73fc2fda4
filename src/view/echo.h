/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The echo: one event of the log as strace(1) prints a system call, with C's
 * function name and arguments. The exceptions are listed in echo_arg.c.
 */
#ifndef SOCKSH_VIEW_ECHO_H
#define SOCKSH_VIEW_ECHO_H

#include "base/strbuf.h"
#include "model/event.h"

enum echo_flag {
	ECHO_ASCII = 1 << 0,   /* the locale is not UTF-8 */
	ECHO_BLOCKED = 1 << 1, /* say how long a call has blocked */
};

/* No line is longer. */
enum { ECHO_LINE_MAX = 16384 };

/*
 * Appends ev as one line of printable characters, without a newline. Pure, and
 * safe with any event whose size is that of its record: what else in it is
 * wrong shows as the name of the parameter.
 */
void echo_format(struct strbuf *out, const struct event *ev, unsigned flags);

#endif
