/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room in which a lesson is taken or shown: a child process at the terminal,
 * in a network of its own, and the parent that waits for it. A network cannot be
 * left again, and sockets cannot be kept; so every return to a step is a new
 * child.
 */
#ifndef SOCKSH_LESSON_ROOM_H
#define SOCKSH_LESSON_ROOM_H

#include <stdbool.h>
#include <sys/types.h>

#include "lesson/file.h"
#include "lesson/modes.h"

/* The parent: the keys of the terminal are for the child, and SIGCHLD is blocked,
 * that ppoll may let it in. */
void room_catch_signals(void);
/* The child: signals do what they do by default; it gets SIGHUP when its parent
 * ends. */
void room_default_signals(void);
/* The child's network: as the lesson wants it, or, confined, always one of its
 * own. Ends the process with a message where it must have one and cannot. Of a
 * lab the hosts are made later, by network_lab. */
void room_enter(const struct lesson *l, bool confined);
/* The parent: has the child ended? Stopped, it stops us, that our shell sees it;
 * whoever continues us continues the whole group. */
bool room_ended(pid_t pid, int *status);
/*
 * Whether a lesson can be taken; says on standard error why not. A stranger's
 * that reaches files or programs asks first, and *trusted is the one that was
 * allowed to.
 */
bool room_sound(const struct lesson_host *host, const struct lesson *l,
    const struct lesson **trusted);

#endif
