/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel says of this process.
 */
#ifndef SOCKSH_BASE_PROCESS_H
#define SOCKSH_BASE_PROCESS_H

#include <stdbool.h>

/* A number of /proc/self/status (proc_pid_status(5)) by its key with the colon,
 * "FDSize:", written in that base. False, and *n 0, if it is not there. */
bool process_status(const char *key, int base, unsigned long long *n);

#endif
