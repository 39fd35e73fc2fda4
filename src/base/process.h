/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel says of this process, and what one that it starts begins with.
 */
#ifndef SOCKSH_BASE_PROCESS_H
#define SOCKSH_BASE_PROCESS_H

#include <spawn.h>
#include <stdbool.h>

/* A number of /proc/self/status (proc_pid_status(5)) by its key with the colon,
 * "FDSize:", written in that base. False, and *n 0, if it is not there. */
bool process_status(const char *key, int base, unsigned long long *n);

/* For posix_spawn(3), with further flags of POSIX_SPAWN_: no signal is blocked or
 * ignored. posix_spawnattr_destroy ends it. */
void process_spawn_attr(posix_spawnattr_t *attr, short flags);

#endif
