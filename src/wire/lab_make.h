/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making the lab's namespaces, with the cables between them. Whoever may
 * (CAP_SYS_ADMIN) makes them himself and goes back. For all others it takes a user
 * namespace, which nobody can leave again: so a child makes everything in one, and
 * only when all of it stands the parent follows, and gets the descriptors.
 */
#ifndef SOCKSH_WIRE_LAB_MAKE_H
#define SOCKSH_WIRE_LAB_MAKE_H

#include <stdbool.h>

#include "wire/lab.h"

/*
 * Makes the wire and the hosts of these names; lab has their descriptors then. The
 * calling thread is in the network where it was, but perhaps in a user namespace,
 * which takes a process with a single thread. False with *fault: then
 * nothing has changed, and nothing is open.
 */
bool lab_make(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault);
/* The same for a lab beside another, whose hosts the thread may be on, with the
 * rights that it has there: it is in the new wire's namespace then. False with
 * *fault, and what was made is in lab, for lab_unmake. */
bool lab_make_beside(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault);
/* Lets go of everything; which network the thread is in does not change. */
void lab_unmake(struct lab *lab);

#endif
