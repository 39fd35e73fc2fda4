/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing to a descriptor of our own.
 */
#ifndef SOCKSH_BASE_IO_H
#define SOCKSH_BASE_IO_H

#include <stddef.h>

/* Writes all of it, and waits where that is refused for now; an errno, or 0. */
int io_write_all(int fd, const char *s, size_t len);

#endif
