/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A network of one's own, for a lesson: nothing of it is reached from outside,
 * and nothing outside is reached from it. The calling process must have a single
 * thread.
 */
#ifndef SOCKSH_LESSON_ISOLATE_H
#define SOCKSH_LESSON_ISOLATE_H

#include <stdbool.h>

#include "lesson/file.h"
#include "model/session.h"

/* Enters a new network namespace (namespaces(7)), where lo is up; where that
 * takes a right that we lack, in a new user namespace. 0, or an errno. */
int network_enter(void);
/* Whether network_enter would do: a child tries. 0, or its errno. */
int network_possible(void);
/* Makes the settings of a lesson, in a network of its own: each "net.…=value"
 * is a file of /proc/sys. False with *cause. */
bool network_set(const struct pieces *sets, char **cause);
/* A session that is confined: from here on the kernel holds it too
 * (wire/sandbox.h). After the lab, which is made with more rights, and before
 * anything of the lesson is run. False with *cause. */
bool network_confine(const struct session *s, const struct lesson *l,
    char **cause);
/* Enters the lab, with the hosts client and server and a lesson's settings on
 * both; the task is on the first. What a lab leaves behind when it breaks is a
 * network of its own too where
 * the lesson is a stranger's. False with *cause. */
bool network_lab(struct task *task, const struct lesson *l, char **cause);

#endif
